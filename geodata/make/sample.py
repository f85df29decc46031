"""Draw what a second reader judges: 150 placements and three chapters, as the data itself wills.

``python geodata/make/sample.py OUT`` writes OUT/sheet.csv, the rows of placements.csv drawn with
the names of what they place and where, and OUT/chapters.txt, the chapters to be read anew.  The
seed is the SHA-256 of placements.csv, so nobody chooses; `docs/data-quality.md` has the verdicts.
"""

from __future__ import annotations

import csv
import random
import re
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

from _layer import LAYERS

from zzmap.catalogue import Catalogue

ROWS = 150
CHAPTERS = 3
FEWEST = 10
"""Chapters with fewer statements are too short to say a share of."""

_CHAPTER = re.compile(
    r"[A-Z]·(?:[一二三四五六七八九十]+(?:\([一二三四五六七八九十]+\))?|专栏\d+|专项工程\d+)"
)


def chapter(locator: str) -> str:
    """Return the chapter a locator lies in: ``S·五(二)1·…`` lies in ``S·五(二)``."""
    found = _CHAPTER.match(locator)
    if not found:
        raise ValueError(f"{locator!r} names no chapter")
    return found[0]


def main(out: Path) -> None:
    """Write both sheets and print the seed."""
    table = LAYERS.parent / "placements.csv"
    seed = sha256(table.read_bytes()).hexdigest()
    chance = random.Random(seed)
    catalogue = Catalogue(LAYERS.parent)
    drawn = chance.sample(catalogue.placements, ROWS)
    sizes = Counter(chapter(row.locator) for row in catalogue.placements)
    read_anew = chance.sample(sorted(key for key, n in sizes.items() if n >= FEWEST), CHAPTERS)
    out.mkdir(parents=True, exist_ok=True)
    with (out / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "industry", "place", "relation", "document_id", "locator"))
        for row in sorted(drawn, key=lambda row: row.id):
            industry = catalogue.industries[row.industry_id].name if row.industry_id else ""
            place = catalogue.places[row.place_id].name
            writer.writerow((row.id, industry, place, row.relation, row.document_id, row.locator))
    (out / "chapters.txt").write_text("\n".join(read_anew) + "\n", "utf-8")
    print(f"seed {seed}: {ROWS} of {len(catalogue.placements)} placements; {', '.join(read_anew)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
