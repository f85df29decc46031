"""What a page has besides its text: its number, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter

from zzmap.io.documents.characters import normal

_NUMBER = re.compile(
    r"[-—–－―·•\s]*[-—–－―·•]\s*\d{1,4}\s*[-—–－―·•][-—–－―·•\s]*|第\s*\d{1,4}\s*页(?:[，,\s/]*共\s*\d{1,4}\s*页)?"
)
_LEAST = 2
"""Pages on which a line must stand to be a running head."""


def is_page_number(text: str) -> bool:
    """Tell a line that is a page's number and nothing else.

    Examples
    --------
    >>> is_page_number("— 12 —"), is_page_number("第 3 页 共 20 页"), is_page_number("12")
    (True, True, False)
    """
    return _NUMBER.fullmatch(text.strip()) is not None


def without_furniture(lines: list[str]) -> list[str]:
    """Return the lines of a text without page numbers, running heads and page breaks.

    A running head is a line beside a page's number or a page break (a form feed) that stands so
    again, but for its digits, on another page.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    edges = _edges(lines, filled)
    counts = Counter(_same(lines[at]) for at in edges)
    gone = {at for at in filled if is_page_number(lines[at])}
    gone |= {at for at in edges if counts[_same(lines[at])] >= _LEAST}
    return [line.replace("\f", "") for at, line in enumerate(lines) if at not in gone]


def _edges(lines: list[str], filled: list[int]) -> set[int]:
    """Return which lines stand beside a page's number or a page break."""
    edges: set[int] = set()
    for place, at in enumerate(filled):
        if is_page_number(lines[at]):
            edges.update(filled[max(0, place - 1) : place] + filled[place + 1 : place + 2])
        elif "\f" in lines[at]:
            edges.update(filled[max(0, place - 1) : place + 1])
    return {at for at in edges if not is_page_number(lines[at])}


def _same(text: str) -> str:
    return re.sub(r"\d+", "0", normal(text))
