"""A document to be printed: sections of tables, notes and drawings, with sources on each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zzmap.report.drawing import Drawing

Cell = str | int | float | None


class Facts(NamedTuple):
    """Pairs of a label and what is said of it."""

    rows: Sequence[tuple[str, str]]


class Table(NamedTuple):
    """A table.

    Attributes
    ----------
    columns
        Headings.
    rows
        Cells; numbers stay numbers, for a workbook counts with them.
    widths
        How wide each column is, relative to the others.
    empty
        What is said where there are no rows.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    empty: str = ""


class Notes(NamedTuple):
    """Sentences, one a line."""

    lines: Sequence[str]


class Figure(NamedTuple):
    """A drawing with what it shows."""

    drawing: Drawing
    caption: str


class Heading(NamedTuple):
    """A heading within a section."""

    text: str


Block = Facts | Table | Notes | Figure | Heading


class Section(NamedTuple):
    """A part of a document under a heading; a workbook gives it a sheet."""

    title: str
    blocks: Sequence[Block]


class Document(NamedTuple):
    """A document.

    Attributes
    ----------
    title, subtitle
        Heading of the first page.
    sections
        In their order.
    source
        Where what it says comes from; it stands on each page.
    made
        Date, ISO 8601.
    english
        Whether its words are English.
    """

    title: str
    subtitle: str
    sections: Sequence[Section]
    source: str
    made: str
    english: bool = False


def shown(cell: Cell) -> str:
    """Return a cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.4g}" if abs(cell) < 1000 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def printable(text: str) -> str:
    r"""Return a text with control characters, which no page shows, as their escapes.

    Examples
    --------
    >>> printable("甲\x07乙")
    '甲\\x07乙'
    """
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or one in "\n\t\u3000\xa0" else repr(one)[1:-1] for one in text
    )


def table_rows(document: Document) -> int:
    """Return how many rows the tables of a document have."""
    blocks = (block for part in document.sections for block in part.blocks)
    return sum(len(block.rows) for block in blocks if isinstance(block, Table))


def has_figures(document: Document) -> bool:
    """Tell whether a document has a drawing."""
    return any(isinstance(row, Figure) for part in document.sections for row in part.blocks)
