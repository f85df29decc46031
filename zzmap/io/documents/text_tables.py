"""Tables in plain text: cells parted by tabs, bars or blanks, wrapped ones put together again.

With tabs or bars a row is a line.  With blanks a table is believed where a line of three words or
more looks like its head (指标, 单位, 2025年 …) and the lines below it, until the next sentence or
heading, can be dealt out to rows of one length, each with a number; otherwise they stay lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zzmap.io.documents.characters import plain
from zzmap.io.documents.lines import Line
from zzmap.io.documents.marks import TWO, box, mark

_HEAD_WORD = re.compile(
    r"序号|指标|单位|类别|项目|名称|属性|地点|投资|内容|领域|\d{4}年|目标值|基期|现状|规模"
)
_SENTENCE = re.compile(r"[。；，,;]")
_NUMBER = re.compile(r"[-−<>≤≥≈＞＜曒约]*\d[\d,.]*[%％]?(?:左右|以上|以内)?|[—-]+")
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[（(“《])|(?<=[”》])\s+(?=[\u4e00-\u9fff])")
_YEAR = re.compile(r"\d{4}年")
_COLUMNS = ("指标", "属性", "指标属性", "性质", "单位", "备注")
_MOST_LINES = 400

Rows = list[tuple[str, ...]]


def split_tables(lines: list[Line]) -> Iterator[list[Line] | Rows]:
    """Yield runs of lines, and between them tables as lists of rows."""
    run: list[Line] = []
    at = 0
    while at < len(lines):
        rows, after = _parted(lines, at) or _blank(lines, at) or ([], at)
        if rows:
            if run:
                yield run
            yield rows
            run, at = [], after
        else:
            run.append(lines[at])
            at += 1
    if run:
        yield run


# Tabs and bars


def _parted(lines: list[Line], at: int) -> tuple[Rows, int] | None:
    rows: Rows = []
    start = at
    while (
        at < len(lines)
        and (cells := _cells(lines[at].text))
        and (not rows or len(cells) == len(rows[0]))
    ):
        if set("".join(cells)) - set("-: "):  # the rule under a head that Markdown draws
            rows.append(cells)
        at += 1
    return (rows, at) if at - start > 1 and rows else None


def _cells(text: str) -> tuple[str, ...]:
    if re.match(r"[|｜].*[|｜]$", text):
        return tuple(cell.strip() for cell in re.split("[|｜]", text)[1:-1])
    return tuple(cell.strip() for cell in text.split("\t")) if "\t" in text else ()


# Blanks


def _blank(lines: list[Line], at: int) -> tuple[Rows, int] | None:
    head = _words(lines[at].text)
    if len(head) < 3 or _SENTENCE.search(lines[at].text):
        return None
    if sum(bool(_HEAD_WORD.search(word)) for word in head) < 2:
        return None
    end = at + 1
    while end < min(len(lines), at + _MOST_LINES) and not _is_over(lines[end]):
        end += 1
    rows = _dealt([_words(line.text) for line in lines[at:end]])
    return (rows, end) if rows else None


def _is_over(line: Line) -> bool:
    found = mark(line.text)
    return (
        bool(_SENTENCE.search(line.text)) or bool(box(line.text))
        or bool(found and found.kind in ("one", TWO))
        or bool(found and len(_words(line.text)) == 1)
    )  # fmt: skip


def _words(text: str) -> list[str]:
    return _STRAY.sub("", plain(text)).split()


def _dealt(lines: list[list[str]]) -> Rows:
    """Return lines of words as rows of one length; none where they do not go up."""
    first = next((at for at, row in enumerate(lines) if at and _is_data(row)), 0)
    sizes = Counter(len(row) for row in lines[first:] if len(row) > 2 and _is_data(row))
    if not first or not sizes:
        return []
    size = max(sizes, key=lambda row: (sizes[row], row))
    first = _start(lines, first)
    head = _head([row for row in lines[:first] if not _is_upright(row)])
    dealer = _Dealer(size, len(head) > size)
    for row in lines[first:]:
        dealer.take(row)
    rows = dealer.done()
    columns = size + dealer.upright
    sound = head and len(head) == columns and all(len(row) == columns for row in rows)
    return [tuple(head), *rows] if sound and not dealer.left else []


def _is_data(row: list[str]) -> bool:
    return len(row) > 1 and any(_NUMBER.fullmatch(word) for word in row)


def _start(lines: list[list[str]], first: int) -> int:
    """Return where the first row begins: its upright words stand before it."""
    while first > 1 and _is_upright(lines[first - 1]):
        first -= 1
    return first


def _is_upright(row: list[str]) -> bool:
    """Tell a line of a word that is written downwards in a merged cell."""
    return len(row) == 1 and len(row[0]) == 1 and not row[0].isascii()


def _head(lines: list[list[str]]) -> list[str]:
    """Return the words of a head; what stands alone on a line belongs to the word before."""
    head = list(lines[0])
    for row in lines[1:]:
        ends = head[-1].endswith("）") or (_YEAR.fullmatch(head[-1]) and row[0] in _COLUMNS)
        goes_on = (
            len(row) == 1 and not row[0][0].isdigit() and (row[0].startswith("（") or not ends)
        )
        if goes_on:
            head[-1] += row[0]
        else:
            head.extend(row)
    return head


class _Dealer:
    """Deals words out to rows of a size; words of a merged cell stand before their rows."""

    def __init__(self, size: int, upright: bool) -> None:
        self._size, self.upright = size, int(upright)
        self._group, self._last_upright = "", False
        self._pending = ""
        self._partial: list[str] = []
        self._rows: Rows = []
        self.left = False

    def take(self, row: list[str]) -> None:
        """Take a line."""
        if self.upright and _is_upright(row) and not self._pending:
            self._close()
            self._group = self._group + row[0] if self._last_upright else row[0]
            self._last_upright = True
            return
        self._last_upright = False
        if len(row) == self._size and _is_data(row):
            self._close()
            self._put([self._pending + row[0], *row[1:]])
        elif len(row) == self._size - 1 and self._pending and _is_data(row):
            self._put([self._pending, *row])
        elif self._partial and len(row) == 1:
            if _NUMBER.fullmatch(row[0]):
                self._partial.append(row[0])
            else:
                self._partial[-1] += row[0]
        elif len(row) > 1 and row[0].isdigit():
            self._close()
            self._partial = row
        else:
            self._pending += "".join(row)

    def _put(self, cells: list[str]) -> None:
        self._pending = ""
        self._rows.append(tuple([self._group] * self.upright + cells))

    def _close(self) -> None:
        if self._partial:
            self._put(self._partial)
            self._partial = []

    def done(self) -> Rows:
        """Return the rows; `left` tells that words were left over."""
        self._close()
        self.left = bool(self._pending)
        return self._rows
