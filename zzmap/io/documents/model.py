"""What a reader of documents says: paragraphs and rows of tables, in the order of reading."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """A paragraph, or a row of a table.

    Attributes
    ----------
    text
        Of a paragraph, as the file has it but for its hard line breaks; '' for a row.
    cells
        Of a row, one for each column; () for a paragraph.
    level
        Level of heading that a style of the file gives it, 1 the highest; 0 where none does.
    frame
        Number of the frame it stands in (a text box, a bordered box, a table of one cell), from
        1; 0 where it stands in none or the file does not tell.
    table
        Number of the table a row is of, from 1; 0 for a paragraph.
    measure
        Characters that a full line of its column takes; 0 where the file does not tell.
    lead
        Characters that its first line stands in; 0 where the file does not tell.
    """

    text: str
    cells: tuple[str, ...] = ()
    level: int = 0
    frame: int = 0
    table: int = 0
    measure: int = 0
    lead: float = 0.0


class ReadDocument(NamedTuple):
    """A document as it was read.

    Attributes
    ----------
    source
        Name of the file.
    sha256
        Of its bytes.
    form
        ``TXT``, ``DOCX`` or ``PDF``.
    parts
        Paragraphs and rows in reading order.
    notes
        A sentence for each thing that was left out or assumed.
    """

    source: str
    sha256: str
    form: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
