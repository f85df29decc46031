"""The numbers that Word itself puts before paragraphs, which are not in their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_DIGITS = "零一二三四五六七八九"
_UPPER = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_NONE = "none"
_BULLET = "bullet"


def chinese(number: int, digits: str = _DIGITS, ten: str = "十") -> str:
    """Return a number below a hundred in Chinese.

    Examples
    --------
    >>> [chinese(number) for number in (3, 10, 12, 20, 35)]
    ['三', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = (digits[tens] if tens > 1 else "") + ten if tens else ""
    return head + (digits[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out, number = out + sign * (number // value), number % value
    return out


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS = {
    "decimal": str,
    "decimalFullWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalEnclosedCircleChinese": str,
    "decimalEnclosedCircle": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "ideographDigital": chinese,
    "japaneseDigitalTenThousand": chinese,
    "koreanDigital2": chinese,
    "chineseLegalSimplified": lambda number: chinese(number, _UPPER, "拾"),
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
}
"""Kinds of numbers, as the format names them."""


class Numbering:
    """The lists of a document, counted as its paragraphs are gone through.

    Parameters
    ----------
    document
        A `docx.document.Document`.
    """

    def __init__(self, document: Any) -> None:
        from docx.oxml.ns import qn

        self._qn = qn
        self._counts: dict[str, list[int]] = {}
        self._levels: dict[str, dict[int, Any]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._abstract: dict[str, str] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()
        root = self._root(document)
        if root is None:
            return
        for row in root.iterchildren(qn("w:abstractNum")):
            self._levels[row.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): level for level in row.iterchildren(qn("w:lvl"))
            }
        for row in root.iterchildren(qn("w:num")):
            number = row.get(qn("w:numId"))
            self._abstract[number] = self._value(row, "w:abstractNumId") or ""
            for change in row.iterchildren(qn("w:lvlOverride")):
                start = self._value(change, "w:startOverride")
                if start is not None:
                    self._starts[number, int(change.get(qn("w:ilvl")))] = int(start)

    @staticmethod
    def _root(document: Any) -> Any:
        from docx.opc.constants import RELATIONSHIP_TYPE

        for row in document.part.rels.values():
            if row.reltype == RELATIONSHIP_TYPE.NUMBERING and not row.is_external:
                return row.target_part.element
        return None

    def _value(self, row: Any, tag: str) -> str | None:
        found = row.find(self._qn(tag))
        return None if found is None else found.get(self._qn("w:val"))

    def before(self, paragraph: Any, styles: dict[str, Any]) -> str:
        """Return the number Word shows before a paragraph (an element), '' where it shows none."""
        number, level = self._list_of(paragraph, styles)
        levels = self._levels.get(self._abstract.get(number, ""), {})
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[number], [0] * 9)
        if (number, level) in self._starts and (number, level) not in self._begun:
            counts[level] = 0  # a list of its own that counts anew
        self._begun.add((number, level))
        for at in range(level + 1):
            if counts[at] == 0 or at == level:
                counts[at] = counts[at] + 1 if counts[at] else self._start(number, at, levels)
        counts[level + 1 :] = [0] * (8 - level)
        return self._shown(levels, level, counts)

    def _start(self, number: str, level: int, levels: dict[int, Any]) -> int:
        given = self._starts.get((number, level))
        told = self._value(levels[level], "w:start") if level in levels else None
        return given if given is not None else int(told or 1)

    def _list_of(self, paragraph: Any, styles: dict[str, Any]) -> tuple[str, int]:
        """Return the list and the level of a paragraph, its own or those of its styles."""
        number = level = None
        for properties in _properties(paragraph, styles, self._qn):
            found = properties.find(self._qn("w:numPr"))
            if found is None:
                continue
            number = number if number is not None else self._value(found, "w:numId")
            level = level if level is not None else self._value(found, "w:ilvl")
            if number is not None:
                break
        return number or "0", int(level or 0)

    def _shown(self, levels: dict[int, Any], level: int, counts: list[int]) -> str:
        kind = self._value(levels[level], "w:numFmt") or "decimal"
        shape = self._value(levels[level], "w:lvlText") or ""
        if kind in (_BULLET, _NONE):
            return ""
        if levels[level].find(self._qn("w:isLgl")) is not None:
            kinds = dict.fromkeys(range(9), "decimal")
        else:
            kinds = {at: self._value(row, "w:numFmt") or "decimal" for at, row in levels.items()}
        return re.sub("%([1-9])", lambda found: self._one(kinds, int(found[1]) - 1, counts), shape)

    def _one(self, kinds: dict[int, str], at: int, counts: list[int]) -> str:
        kind = kinds.get(at, "decimal")
        if kind not in _FORMATS:
            self.unknown.add(kind)
        return str(_FORMATS.get(kind, str)(counts[at]))  # type: ignore[operator]


def _properties(paragraph: Any, styles: dict[str, Any], qn: Any) -> Iterator[Any]:
    """Yield the properties of a paragraph: its own, then those of its style and of its parents."""
    own = paragraph.find(qn("w:pPr"))
    name = None
    if own is not None:
        yield own
        style = own.find(qn("w:pStyle"))
        name = None if style is None else style.get(qn("w:val"))
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        row = styles[name]
        found = row.find(qn("w:pPr"))
        if found is not None:
            yield found
        above = row.find(qn("w:basedOn"))
        name = None if above is None else above.get(qn("w:val"))


def outline_level(paragraph: Any, styles: dict[str, Any], qn: Any) -> int:
    """Return the level of heading that a paragraph or its style has, 0 where it has none."""
    for properties in _properties(paragraph, styles, qn):
        found = properties.find(qn("w:outlineLvl"))
        if found is not None:
            level = int(found.get(qn("w:val")))
            return level + 1 if level < 9 else 0
    return 0
