"""Lists in one cell: how their items are joined, and where a cell from elsewhere is split."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from zzmap.model import Industry

SEPARATOR = "|"
"""Joins the items of a list in one cell; our own tables are split at it and at nothing else."""

_SEPARATORS = re.compile(r"[|｜、,，;；/／]")


def join(items: Iterable[str]) -> str:
    """Return a list as one cell."""
    return SEPARATOR.join(items)


def split(text: str, whole: Collection[str] = ()) -> tuple[str, ...]:
    """Split a cell that people wrote at any of the usual separators, each item named once.

    Parameters
    ----------
    text
        Such as ``新材料/盾构`` or ``5G、大数据``.
    whole
        Names that hold a separator themselves and are not split, as `unsplit_names` gives
        them.

    Examples
    --------
    >>> split("新材料/盾构，新材料")
    ('新材料', '盾构')
    >>> split("盾构/TBM、5G", {"盾构/tbm"})
    ('盾构/TBM', '5G')
    """
    ends = [*(found.span() for found in _SEPARATORS.finditer(text)), (len(text), len(text))]
    items, start, at = [], 0, 0
    while at < len(ends):
        # The longest run of pieces that is a known name, else one piece.
        last = next(
            (
                row
                for row in range(len(ends) - 1, at, -1)
                if whole and _folded(text[start : ends[row][0]]) in whole
            ),
            at,
        )
        items.append(text[start : ends[last][0]].strip())
        start, at = ends[last][1], last + 1
    return tuple(dict.fromkeys(filter(None, items)))


_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def guarded(text: str) -> str:
    """Return a cell of CSV that no spreadsheet takes for a formula.

    Excel runs what starts with ``=``, ``+``, ``-``, ``@``, a tab or a line end; an apostrophe
    before it makes it text (OWASP, CSV injection).  Numbers stay as they are.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-5.2"), guarded("甲园")
    ("'=1+1", '-5.2', '甲园')
    """
    formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula else text


def unguarded(text: str) -> str:
    """Return a cell as it was before `guarded`.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV of which no cell is a formula; JSON needs none of that."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()


def unsplit_names(industries: Iterable[Industry]) -> frozenset[str]:
    """Return the names of industries that hold a separator, as `split` compares them.

    The plans have 自动点胶/打印机 and 盾构/TBM: one industry each.
    """
    return frozenset(
        _folded(name)
        for row in industries
        for name in (row.name, row.name_en, *row.aliases)
        if _SEPARATORS.search(name)
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def readable(name: str) -> str:
    """Return a file's name as text: bytes that are no UTF-8 are read as GBK, or shown as escapes.

    Windows of China has named files in GBK; on a disk of Linux such a name is no text, and what is
    no text can be neither kept nor printed.

    Examples
    --------
    >>> import os
    >>> readable(os.fsdecode("红线.txt".encode("gbk"))), readable("红线.txt")
    ('红线.txt', '红线.txt')
    """
    if not any("\udc80" <= letter <= "\udcff" for letter in name):
        return name
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")
