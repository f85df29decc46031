"""Write a document to a file, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zzmap.errors import FormatError
from zzmap.io.staging import write_raw, write_text
from zzmap.io.target import EXPORT_MARK, check_document
from zzmap.messages import say
from zzmap.report.document import Document, has_figures, table_rows
from zzmap.report.fonts import find_font
from zzmap.report.html import page

DOCUMENTS = (".xlsx", ".docx", ".html", ".pdf")
"""Suffixes a document is written in."""

_MOST_ROWS = 20_000
"""Rows of tables in what is set on pages; more are no document but a table."""


def check_writable(path: Path, source: Path | None = None) -> None:
    """Refuse, before anything is worked out, a document that cannot be written there.

    Raises
    ------
    FormatError
        If its suffix is none of `DOCUMENTS`.
    OutputError
        If what is there may not be replaced.
    """
    if path.suffix.lower() not in DOCUMENTS:
        raise FormatError(
            say("“{suffix}” is no document", suffix=path.suffix.lower() or path.name), str(path),
            say("It is written as {documents}.", documents=', '.join(DOCUMENTS)),
        )  # fmt: skip
    check_document(path, source=source)


def write_document(document: Document, path: Path, font: str | Path | None = None) -> None:
    """Write a document in the format of its suffix; an older one of ours is replaced.

    Parameters
    ----------
    document
        What is said.
    path
        One of `DOCUMENTS`.
    font
        Font file of a PDF and of pictures; None takes the one a package brings.

    Raises
    ------
    FormatError
        If the suffix is another, packages or a font are missing, or it is too long for pages.
    OutputError
        If something else is there, or it cannot be written.
    """
    check_writable(path)
    suffix = path.suffix.lower()
    rows = table_rows(document)
    if suffix in (".docx", ".pdf") and rows > _MOST_ROWS:
        raise FormatError(
            say(
                "{rows:,} rows are too many for pages ({most_rows:,} at "
                "most)", rows=rows, most_rows=_MOST_ROWS), str(path),
            say("Write a .xlsx or a .html."),
        )  # fmt: skip
    if suffix == ".html":
        write_text(path, page(document))
        return
    if suffix == ".xlsx":
        from zzmap.report.workbook import workbook

        write_raw(path, workbook(document, find_font(font) if has_figures(document) else None))
    elif suffix == ".docx":
        from zzmap.report.word import word

        write_raw(path, word(document, find_font(font) if has_figures(document) else None))
    else:
        from zzmap.report.pdf import pdf

        write_raw(path, pdf(document, find_font(font)))


def write_json(values: Mapping[str, Any], path: Path) -> None:
    """Write values as JSON, marked as ours; raises as `write_document`."""
    check_document(path)
    text = json.dumps({"made_by": EXPORT_MARK, **values}, ensure_ascii=False, indent=1)
    write_text(path, f"{text}\n")
