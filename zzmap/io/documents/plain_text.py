"""Read a plan that is plain text, in UTF-8, GBK or UTF-16, with hard line breaks or without."""

from __future__ import annotations

import re
from pathlib import Path

from zzmap.io.documents.furniture import without_furniture
from zzmap.io.documents.lines import Joiner, Line
from zzmap.io.documents.model import Part
from zzmap.io.documents.text_tables import split_tables
from zzmap.io.guard import check_plain
from zzmap.io.text import read_text
from zzmap.messages import say


def read_plain(path: Path) -> tuple[list[Part], list[str]]:
    """Return the paragraphs and rows of a text, and what to note.

    Raises
    ------
    FormatError
        If it is no text.
    """
    check_plain(path)
    text, encoding = read_text(path)
    raw = re.split("\r\n|[\r\n\v\u2028\u2029]", text)  # word processors break lines so
    lines, notes = without_furniture(raw)
    parts: list[Part] = []
    tables = 0
    told = [Line.of(line) for line in lines if line.strip()]
    joiner = Joiner(told)
    for piece in split_tables(told):
        if isinstance(piece[0], Line):
            parts += joiner.paragraphs(piece)
        else:
            tables += 1
            parts += [Part("", cells=tuple(row), table=tables) for row in piece]
    if encoding != "utf-8":
        notes.insert(0, say("the text is in {encoding}", encoding=encoding.upper()))
    return parts, notes
