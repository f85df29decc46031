"""Sentences, clauses and lists of a plan's text, as spans of it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

_SAME = str.maketrans({"，": ",", "；": ";", "：": ":", "—": "-", "–": "-", "．": "."})
_SENTENCE = re.compile(r"[^。!?]*[。!?]?[”’」』)]*")
_CLAUSE = re.compile(r"[^;]+")
_ALLOY = re.compile("(?P<metal>[钅-镶硅])及(?P=metal)")
"""A metal and what is made of it, such as 钛及钛合金: the characters of metals stand together."""

_LIST_WORD = r"[、]|以及|及其|及|和|与|或"


class Span(NamedTuple):
    """Characters `start` to `end` of a text."""

    start: int
    end: int


@cache
def _folded(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character


def fold(text: str) -> str:
    """Return a text of the same length in which half and full width, and case, are one.

    Examples
    --------
    >>> fold("支持甲园（ＡＲ），；")
    '支持甲园(ar),;'
    """
    return "".join(map(_folded, text)).translate(_SAME)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of a part of a folded text, without blanks about them.

    Examples
    --------
    >>> text = "依托甲园,发展乙。支持丙。"
    >>> [text[slice(*span)] for span in sentences(text)]
    ['依托甲园,发展乙。', '支持丙。']
    """
    return _trimmed(text, _SENTENCE, start, len(text) if end is None else end)


def clauses(text: str, sentence: Span) -> list[Span]:
    """Return the clauses of a sentence: semicolons part them.

    Examples
    --------
    >>> text = "甲区发展乙;丙区主攻丁。"
    >>> [text[slice(*span)] for span in clauses(text, Span(0, len(text)))]
    ['甲区发展乙', '丙区主攻丁。']
    """
    return _trimmed(text, _CLAUSE, *sentence)


def items(text: str, part: Span, between: str = _LIST_WORD) -> list[Span]:
    """Return what a list names: 、 和 及 与 part its items, but not inside brackets.

    A metal and its alloys (钛及钛合金) are one thing.

    Examples
    --------
    >>> text = "甲(子、丑)、乙和丙、钛及钛合金"
    >>> [text[slice(*span)] for span in items(text, Span(0, len(text)))]
    ['甲(子、丑)', '乙', '丙', '钛及钛合金']
    """
    found, start = [], part.start
    for match in re.compile(between).finditer(text, *part):
        inside = text.count("(", part.start, match.start()) > text.count(
            ")", part.start, match.start()
        )
        if not inside and not _ALLOY.match(text, match.start() - 1):
            found.append(Span(start, match.start()))
            start = match.end()
    found.append(Span(start, part.end))
    return [trimmed for span in found if (trimmed := _trim(text, span)).start < trimmed.end]


def _trimmed(text: str, pattern: re.Pattern[str], start: int, end: int) -> list[Span]:
    spans = (_trim(text, Span(*match.span())) for match in pattern.finditer(text, start, end))
    return [span for span in spans if span.start < span.end]


def _trim(text: str, span: Span) -> Span:
    part = text[slice(*span)]
    left = len(part) - len(part.lstrip())
    return Span(span.start + left, span.start + max(left, len(part.rstrip())))
