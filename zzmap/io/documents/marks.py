"""What begins a heading or a box of a Chinese plan: 一、, （一）, 1., （1）, 第一章, 1.2, 专栏3."""

from __future__ import annotations

import re
from typing import NamedTuple

_CHINESE = "一二三四五六七八九十百零〇"

CHAPTER, SECTION, ONE, TWO, THREE, FOUR, DECIMAL = (
    "chapter", "section", "one", "two", "three", "four", "decimal",
)  # fmt: skip
"""Kinds of numbers: 第一章 or 篇, 第一节, 一、, （一）, 1., （1）; 1.2 is ``decimal2``."""

_PATTERNS = (
    (CHAPTER, re.compile(rf"第([{_CHINESE}\d]+)[章篇](?:\s*[：、])?\s*")),
    (SECTION, re.compile(rf"第([{_CHINESE}\d]+)节(?:\s*[：、])?\s*")),
    (ONE, re.compile(rf"([{_CHINESE}]+)[、．.]\s*")),
    (TWO, re.compile(rf"[（(]\s*([{_CHINESE}]+)\s*[）)]\s*、?")),
    (DECIMAL, re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.%—~～])[\s、．.]*(?=[^\d\s个万亿])")),
    (THREE, re.compile(r"(\d{1,2})\s*(?:[．、]|\.(?!\d))\s*")),
    (FOUR, re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*、?")),
)
_BOXES = rf"((?:专栏|专项工程|附?表)\s*(?:\d{{1,2}}(?:-\d{{1,2}})?|[{_CHINESE}]+))"
_BOX = re.compile(_BOXES + r"(?:[：:、.．]\s*|\s+|(?=[“《])|$)")
_CLOSE_BOX = re.compile(_BOXES + r"(?![提所中的和至、与及明列规]|\d)[^。，；：,;:]{2,40}$")


class Mark(NamedTuple):
    """The number a paragraph begins with: its kind, what it says, where the words begin."""

    kind: str
    number: str
    end: int


def mark(text: str) -> Mark | None:
    """Return the number that a paragraph begins with, None where it begins with none.

    Examples
    --------
    >>> mark("（二）发展目标")
    Mark(kind='two', number='二', end=3)
    >>> mark("2.5亿元") is None
    True
    """
    for kind, pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            depth = str(found[1].count(".") + 1) if kind == DECIMAL else ""
            return Mark(kind + depth, found[1], found.end())
    return None


def box(text: str, *, whole: bool = False) -> str:
    """Return what a box or table is called whose title this is; '' where it is none.

    Parameters
    ----------
    text
        A line, or a paragraph.
    whole
        Whether it is known to be a paragraph: then the title may follow without a blank.

    Examples
    --------
    >>> box("专栏 3：智能终端产业发展重点"), box("专栏3提出的项目", whole=True)
    ('专栏3', '')
    >>> box("专栏3发展重点"), box("专栏3发展重点", whole=True)
    ('', '专栏3')
    """
    found = _BOX.match(text) or (_CLOSE_BOX.match(text) if whole else None)
    return "".join(found[1].split()) if found and "。" not in text else ""
