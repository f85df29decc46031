"""Write geodata/pinyin.csv: the pinyin of every name and alias, for typed search.

Run after names change: ``python geodata/make/pinyin.py``; another city's folder is given as
an argument.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from zzmap.catalogue import Catalogue
from zzmap.readings import syllables


def terms(catalogue: Catalogue) -> Iterable[str]:
    """Yield every name and alias, of elements, projects and enterprises too."""
    for row in (*catalogue.industries.values(), *catalogue.places.values()):
        yield from (row.name, *row.aliases)
    yield from (element.name for element in catalogue.elements.values())
    for project in catalogue.projects:
        yield from filter(None, (project.name, project.enterprise, *project.enterprise_aliases))


def main(folder: Path) -> None:
    """Write the table of a geodata folder."""
    catalogue = Catalogue(folder)
    chinese = {term for term in terms(catalogue) if any("\u4e00" <= c <= "\u9fff" for c in term)}
    with (folder / "pinyin.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["term", "pinyin"])
        writer.writerows((term, syllables(term)) for term in sorted(chinese))
    sys.stdout.write(f"{len(chinese)} terms\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
