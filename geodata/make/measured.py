"""Write geodata/measured.json: where each place lies and how large it is, in numbers.

Run after places, structures or layers change: ``python geodata/make/measured.py``; another
city's folder is given as an argument.  Until then the numbers are measured at each question.
"""

from __future__ import annotations

import sys
from pathlib import Path

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.whereabouts import FILE, as_kept


def main(folder: Path) -> None:
    """Write the file of a geodata folder."""
    catalogue = Catalogue(folder)
    (folder / FILE).write_text(as_kept(Gazetteer(catalogue)), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(catalogue.places)} places\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
