"""The table inside a sheet: titles, header, totals, repeated headers, notes and blanks.

A bureau's sheet has a title and a line of units above its header, a header of one or two rows,
totals and headings between its rows, its header again on each printed page, and notes below.
What is left out of the rows is told with its number, its kind and its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from zzmap.errors import FormatError
from zzmap.io.rows import Cell
from zzmap.join.words import HEADER_WORDS, folded
from zzmap.messages import say

Kind = Literal["row", "header", "total", "heading", "note"]

HEAD_ROWS = 60
"""The header is looked for among so many rows."""

_TOTAL = re.compile(
    r"(?:[\w（）()]{0,20}?)?(?:合计|总计|小计|共计|累计|总合计|total|subtotal)"
    r"(?:[:：]?\d*(?:家|个|项|户|行|条)?)?(?:\(.*\)|（.*）)?"
)
_TOTAL_CELLS = 2
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填表人|制表人?|审核人?|填报人?|填报单位|数据来源|资料来源|单位负责人|"
    r"联系人|统计时间|截至|截止)\s*[:：].*|注[:：\d]?.*|以上(?:数据|内容|企业).*|单位[:：].*|.*（盖章）.*"
)
_LABELLED = re.compile(r".{1,12}[:：].*")
"""A label with what it says, as 单位：万元, is the name of no column."""

_PAGE = re.compile(r"第\s*\d+\s*页.*|[-—]\s*\d+\s*[-—]|共\s*\d+\s*页.*|\d+\s*/\s*\d+\s*页?")
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]+[）)、.．]\s*\S+|第[一二三四五六七八九十]+部分.*"
)
_POINT = re.compile(r"\d+[.、．)）].*")
_NUMBER = re.compile(r"[-+]?[\d,.]+%?")
_MOSTLY = 0.6


class Layout(NamedTuple):
    """Where a table's header is and what its columns are called.

    Attributes
    ----------
    first
        Number in the file of the header's first row.
    last
        Number of its last row; what follows are rows.
    columns
        Names of the columns, each once.
    above
        Texts above the header: title, unit, date.
    notes
        What was assumed, a sentence each.
    """

    first: int
    last: int
    columns: tuple[str, ...]
    above: tuple[str, ...]
    notes: tuple[str, ...]


def find_layout(rows: Sequence[tuple[int, list[Cell]]], width: int, where: str) -> Layout:
    """Find the header among the first rows of a sheet.

    Raises
    ------
    FormatError
        If no row looks like one.
    """
    scored = [(_header_score(cells), -at, at) for at, (_, cells) in enumerate(rows[:HEAD_ROWS])]
    if not scored:
        raise FormatError(say("the table is empty"), where=where, hint=say("Fill it."))
    best, _, at = max(scored)
    if best <= 0:
        at = next((at for at, (_, cells) in enumerate(rows) if _wide(cells, width)), -1)
        if at < 0:
            raise FormatError(
                say("no row of it looks like a header"),
                where=where,
                hint=say("Give its columns names."),
            )
    names = [_text(cell) for cell in rows[at][1]]
    last = at
    if at + 1 < len(rows) and _continues(names, rows[at + 1][1]):
        last = at + 1
        names = _two_rows(names, [_text(cell) for cell in rows[last][1]])
    elif (
        at > 0
        and len(_distinct(rows[at - 1][1])) > 1
        and not any(_LABELLED.fullmatch(text) for text in _distinct(rows[at - 1][1]))
        and _continues([_text(cell) for cell in rows[at - 1][1]], rows[at][1])
    ):
        names = _two_rows([_text(cell) for cell in rows[at - 1][1]], names)
        at -= 1
    told, notes = told_apart(names + [""] * (width - len(names)))
    above = tuple(text for _, cells in rows[:at] for text in _distinct(cells))
    return Layout(rows[at][0], rows[last][0], tuple(told), above, tuple(notes))


def told_apart(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Give columns without a name, or with another's, a name of their own, and say so."""
    told: list[str] = []
    notes: list[str] = []
    taken = {*names}
    for number, name in enumerate(names, 1):
        own, count = name or f"列{number}", 1
        while own in told or (count > 1 and own in taken):
            count += 1
            own = f"{name or f'列{number}'}_{count}"
        if own != name:
            notes.append(
                say("two columns are called {name}: it is called {own}", name=name, own=own)
                if name
                else say("column {number} has no name: it is called {own}", number=number, own=own)
            )
        told.append(own)
    return told, notes


class Sorter:
    """Tells the rows of a table from what stands between and below them.

    Parameters
    ----------
    layout
        The header that was found.
    keys
        Positions of the columns a row is about: name, business, address; a total has none.
    """

    def __init__(self, layout: Layout, keys: Sequence[int]) -> None:
        self.keys = keys
        self.header = {folded(name) for name in layout.columns}
        for name in layout.columns:
            self.header |= {folded(part) for part in name.split(" ")}
        self.in_notes = False

    def kind(self, cells: Sequence[Cell]) -> Kind:
        """Return what a row that holds something is."""
        texts = _distinct(cells)
        words = [text for text in texts if not _NUMBER.fullmatch(text)]
        if len(words) >= 2 and self._repeats(words):
            return "header"
        if words and len(words) <= _TOTAL_CELLS + 1 and self._is_total(words, cells):
            return "total"
        if len(texts) <= 2 and words and self._is_note(words[0], len(texts)):
            self.in_notes = True
            return "note"
        if len(texts) <= 2 and all(map(_PAGE.fullmatch, texts)):
            return "note"
        if len(texts) == 1 and self._is_heading(texts[0], cells):
            return "heading"
        self.in_notes = False
        return "row"

    def _repeats(self, words: Sequence[str]) -> bool:
        same = sum(folded(word) in self.header for word in words)
        return same >= 2 and same >= _MOSTLY * len(words)

    def _is_total(self, words: Sequence[str], cells: Sequence[Cell]) -> bool:
        found = [word for word in words if _TOTAL.fullmatch(folded(word))]
        if not found:
            return False
        own = [_text(cells[at]) for at in self.keys if at < len(cells)]
        return all(
            not text or _TOTAL.fullmatch(folded(text)) or text in _MARKS for text in own
        ) or (len(words) <= _TOTAL_CELLS and bool(_TOTAL.fullmatch(folded(words[0]))))

    def _is_note(self, word: str, count: int) -> bool:
        plain = word.strip()
        return bool(_NOTE.fullmatch(plain)) or (
            self.in_notes and count == 1 and bool(_POINT.fullmatch(plain))
        )

    def _is_heading(self, text: str, cells: Sequence[Cell]) -> bool:
        filled = sum(bool(_text(cell)) for cell in cells)
        return bool(_NUMBERED.fullmatch(text)) or (filled >= 3 and not _NUMBER.fullmatch(text))


_ANGLES = frozenset("度分秒°′″'\"")
"""Names of columns below 经度 that hold an angle in parts."""

_MARKS = {"/", "-", "—", "——", "无", "－"}


def _text(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _distinct(cells: Iterable[Cell]) -> list[str]:
    return list(dict.fromkeys(text for text in map(_text, cells) if text))


def _header_score(cells: Sequence[Cell]) -> float:
    """Score a row as a header: names of columns it has, less what no header says."""
    texts = _distinct(cells)
    if len(texts) < 2:
        return 0.0
    known = sum(any(word in folded(text) for word in HEADER_WORDS) for text in texts)
    odd = sum(bool(_NUMBER.fullmatch(text)) or len(text) > 24 for text in texts)
    return known - 2.0 * odd if known >= 2 or known == len(texts) else 0.0


def _wide(cells: Sequence[Cell], width: int) -> bool:
    texts = _distinct(cells)
    plain = all(not _NUMBER.fullmatch(text) for text in texts)
    return plain and len(texts) >= max(1, _MOSTLY * width)


def _continues(above: Sequence[str], cells: Sequence[Cell]) -> bool:
    """Tell whether a row is the second of a header of two.

    Its names stand below names that span several columns, or fill what is blank above; in the
    other columns it is blank or says the same.
    """
    below = [_text(cell) for cell in cells]
    if not above or any(_NUMBER.fullmatch(text) for text in below if text):
        return False
    width = max(len(above), len(below))
    first = [*above, *[""] * (width - len(above))]
    second = [*below, *[""] * (width - len(below))]
    spans = [at for at in range(width) if _spans(first, at)]
    new = [at for at in range(width) if second[at] and second[at] != first[at]]
    known = sum(
        second[at] in _ANGLES or any(word in folded(second[at]) for word in HEADER_WORDS)
        for at in new
    )
    return bool(new) and all(at in spans for at in new) and known * 2 >= len(new)


def _spans(first: Sequence[str], at: int) -> bool:
    """Tell whether a name spans this column and another: merged, or blank after a name."""
    text = first[at]
    beside = [first[other] for other in (at - 1, at + 1) if 0 <= other < len(first)]
    return not text or text in beside or (at + 1 < len(first) and not first[at + 1])


def _two_rows(above: Sequence[str], below: Sequence[str]) -> list[str]:
    width = max(len(above), len(below))
    first = [*above, *[""] * (width - len(above))]
    second = [*below, *[""] * (width - len(below))]
    names, over = [], ""
    for at in range(width):
        over = first[at] or (over if second[at] else "")
        own = second[at]
        names.append(f"{over} {own}" if over and own and own != over else own or over)
    return names
