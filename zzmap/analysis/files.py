"""Tables an analysis reads and writes: rows under one header; notes kept beside the result."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zzmap.errors import FormatError
from zzmap.io.rows import open_rows
from zzmap.io.staging import write_text
from zzmap.io.target import ANALYSIS_MARK, check_table
from zzmap.io.write_table import writing_pair
from zzmap.messages import say

OUTPUTS = (".csv", ".xlsx", ".json")
"""Suffixes an analysis writes."""


def read_rows(path: Path, sheet: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a CSV, or of a sheet of a workbook, by column; a header is its first row.

    Raises
    ------
    FormatError
        If it cannot be read, has no header, or a column twice.
    """
    with open_rows(path, sheet=sheet) as table:
        rows = table.read()
        header = [str(cell or "").strip() for cell in next(rows, (0, []))[1]]
        if not any(header) or len({*filter(None, header)}) < len([*filter(None, header)]):
            raise FormatError(say("its first row is no header of different names"), path.name)
        for _, cells in rows:
            yield dict(zip(header, [*cells, *[None] * (len(header) - len(cells))], strict=False))


def write_analysis(
    rows: Sequence[Mapping[str, Any]], notes: Sequence[str], columns: Sequence[str], target: Path
) -> None:
    """Write rows and their notes: a second sheet, a ``.review.csv`` beside it, or one JSON.

    Raises
    ------
    FormatError
        If the suffix is none of `OUTPUTS`.
    OutputError
        If what is there may not be replaced, or cannot be written.
    """
    suffix = target.suffix.lower()
    if suffix not in OUTPUTS:
        raise FormatError(
            say(
                "“{suffix}” is no table an analysis "
                "writes", suffix=suffix or target.name), str(target),
            say("It writes {outputs}.", outputs=', '.join(OUTPUTS)),
        )  # fmt: skip
    if suffix == ".json":
        check_table(target, columns)
        text = json.dumps(
            {ANALYSIS_MARK: 1, "notes": list(notes), "rows": list(rows)},
            ensure_ascii=False, indent=1, allow_nan=False,
        )  # fmt: skip
        write_text(target, text + "\n")
        return
    with writing_pair(target, (columns, ("note",)), ("rows", "notes")) as pair:
        pair.rows([row[name] for name in columns] for row in rows)
        pair.review([note] for note in notes)
