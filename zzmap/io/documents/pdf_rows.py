"""Characters of a page put together to rows, and rows to stretches that blanks part."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter, itemgetter
from statistics import median
from typing import NamedTuple

from zzmap.io.documents.pdf_page import Char

_SAME_ROW = 0.45
"""Heights of a character by which two of one row may be shifted."""

_APART = 1.35
"""Characters of blank that part two stretches: more than justified text has, less than a gutter."""

_AT_GUTTER = 0.6
"""What is left of a gutter into which signs at the end of a line hang."""

_BLANK, _WIDE_BLANK = 0.3, 1.0


class Stretch(NamedTuple):
    """Characters that stand in a row, parted from others of it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


def rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Return characters in rows from top to bottom, each from left to right; none is blank."""
    found: list[list[Char]] = []
    middle = 0.0
    for height, char in sorted(((-row.y, row) for row in chars), key=itemgetter(0)):
        if found and middle + height <= _SAME_ROW * char.size:
            found[-1].append(char)
        else:
            found.append([char])
            middle = -height
    return [
        _once(sorted(row, key=attrgetter("x0")))
        for row in found if any(char.text != " " for char in row)
    ]  # fmt: skip


def _once(row: list[Char]) -> list[Char]:
    """Return a row without characters that are set twice to look bold."""
    kept = row[:1]
    for char in row[1:]:
        last = kept[-1]
        twin = char.text == last.text != " " and char.x0 - last.x0 < 0.2 * char.size
        if not twin:
            kept.append(char)
    return kept


def stretches(row: list[Char], gutter: float | None = None) -> list[Stretch]:
    """Return the stretches of a row; at a gutter a smaller blank parts them."""
    groups: list[list[Char]] = []
    last: Char | None = None
    for char in row:
        if char.text.isspace():
            if groups:
                groups[-1].append(char)
            continue
        gap = char.x0 - last.x1 if last else 0.0
        at_gutter = (
            gutter is not None and last is not None
            and last.x1 - char.size <= gutter <= char.x0 + char.size
        )  # fmt: skip
        if last is None or gap > (_AT_GUTTER if at_gutter else _APART) * char.size:
            groups.append([])
        groups[-1].append(char)
        last = char
    return [_stretch(group) for group in groups]


def _stretch(chars: list[Char]) -> Stretch:
    seen = [char for char in chars if not char.text.isspace()]
    size = median(char.size for char in seen)
    y = median(char.y for char in seen)
    return Stretch(words(chars), seen[0].x0, seen[-1].x1, y, size)


def words(chars: Iterable[Char]) -> str:
    """Return the text of characters in a row, with a blank where Latin words part."""
    text, last, blank = "", None, False
    for char in chars:
        if char.text.isspace():
            blank = True
            continue
        if last is not None:
            gap = (char.x0 - last.x1) / char.size
            latin = char.text.isascii() or last.text.isascii()
            parted = latin and (blank or gap > _BLANK)
            text += "  " if gap > _WIDE_BLANK else " " if parted else ""
        text, last, blank = text + char.text, char, False
    return text
