"""Characters of a page put together to rows, and rows to stretches that blanks part."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from zzmap.io.documents.pdf_page import Char

_SAME_ROW = 0.45
"""Heights of a character by which two of one row may be shifted."""

_APART = 1.35
"""Characters of blank that part two stretches: more than justified text has, less than a gutter."""

_BLANK, _WIDE_BLANK = 0.3, 1.0


class Stretch(NamedTuple):
    """Characters that stand in a row, parted from others of it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    chars: tuple[Char, ...]


def rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Return characters in rows from top to bottom, each from left to right."""
    found: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda row: (-row.y, row.x0)):
        if found and middle - char.y <= _SAME_ROW * char.size:
            found[-1].append(char)
        else:
            found.append([char])
            middle = char.y
    return [_once(sorted(row, key=lambda char: char.x0)) for row in found]


def _once(row: list[Char]) -> list[Char]:
    """Return a row without characters that are set twice to look bold."""
    kept: list[Char] = []
    for char in row:
        twin = any(
            old.text == char.text and abs(old.x0 - char.x0) < 0.2 * char.size for old in kept[-2:]
        )
        if not twin or char.text == " ":
            kept.append(char)
    return kept


def stretches(row: list[Char], gutter: float | None = None) -> list[Stretch]:
    """Return the stretches of a row; at a gutter a smaller blank parts them."""
    groups: list[list[Char]] = []
    last: Char | None = None
    for char in row:
        if char.text.isspace():
            continue
        gap = char.x0 - last.x1 if last else 0.0
        at_gutter = gutter is not None and last is not None and last.x1 <= gutter <= char.x0
        if last is None or gap > (0.7 if at_gutter else _APART) * char.size:
            groups.append([])
        groups[-1].append(char)
        last = char
    return [_stretch(group) for group in groups]


def _stretch(chars: list[Char]) -> Stretch:
    size = median(char.size for char in chars)
    y = median(char.y for char in chars)
    return Stretch(words(chars), chars[0].x0, chars[-1].x1, y, size, tuple(chars))


def words(chars: Iterable[Char]) -> str:
    """Return the text of characters in a row, with a blank where Latin words part."""
    text, last = "", None
    for char in chars:
        if char.text.isspace():
            continue
        if last is not None:
            gap = (char.x0 - last.x1) / char.size
            latin = char.text.isascii() or last.text.isascii()
            text += "  " if gap > _WIDE_BLANK else " " if latin and gap > _BLANK else ""
        text, last = text + char.text, char
    return text
