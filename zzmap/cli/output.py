"""Print rows as text, JSON or CSV."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from zzmap.listing import plain

FORMATS = ("text", "json", "csv")


def print_notes(notes: Sequence[str]) -> None:
    """Print what a file is not quite as, a line each."""
    for note in notes:
        print(f"  {note}")


def emit(rows: Sequence[Mapping[str, Any]], form: str, columns: Sequence[str] = ()) -> None:
    """Print rows; `columns` are those the text form shows (all, if none are named)."""
    if form == "json":
        print(json.dumps(list(rows), ensure_ascii=False, indent=1))
    elif form == "csv":
        emit_csv(rows)
    elif rows:
        emit_text(rows, columns or list(rows[0]))


def emit_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV, lists joined with ``|``."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([plain(value) for value in row.values()])


def emit_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows in columns that line up though Chinese characters are two cells wide."""
    cells = [[plain(row[column]) for column in columns] for row in rows]
    widths = [max(map(cell_width, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (
            cell + " " * (width - cell_width(cell))
            for cell, width in zip(line, widths, strict=True)
        )
        print("  ".join(padded).rstrip())


def cell_width(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
