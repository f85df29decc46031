"""The quotes of a CSV: one that is never closed hides all rows behind it in one cell.

Readers of CSV pass over that in silence, and drop the quote of a cell that has text behind it.
"""

from __future__ import annotations

import csv
import mmap
from pathlib import Path

import numpy as np

from zzmap.errors import FormatError
from zzmap.messages import say

_BLOCK = 1 << 24
_MOST = 2**31 - 1  # Windows takes no longer one
_QUOTE = ord('"')
_MARK = b"\xef\xbb\xbf"


def check_quotes(path: Path, encoding: str, delimiter: str) -> None:
    r"""Refuse a CSV of which a quoted cell is not closed, or has text behind its closing quote.

    Parameters
    ----------
    path
        A CSV that is known to be text in `encoding`.
    encoding, delimiter
        What its letters are, and what parts its cells.

    Raises
    ------
    FormatError
        That names the line in which the row begins.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = file.write_text('n,m\n5"管,1\n"甲\n乙",2\n', "utf-8")
    >>> check_quotes(file, "utf-8", ",")
    """
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        told = encoding.startswith("utf-8") and delimiter.isascii()  # bytes are letters
        if raw.find(b'"') < 0 or (told and _all_paired(raw, delimiter)):
            return
    _check_each(path, encoding, delimiter)


def _all_paired(raw: mmap.mmap, delimiter: str) -> bool:
    """Tell whether all quotes open or close a cell, or are doubled in one: most files are so.

    Then every second quote closes; which can be told of all of them at once.
    """
    ends = np.zeros(256, dtype=bool)
    ends[[ord(delimiter), ord("\n"), ord("\r"), _QUOTE]] = True
    first, last, count = 3 if raw[:3] == _MARK else 0, len(raw) - 1, 0
    for start in range(0, len(raw), _BLOCK):
        block = raw[max(start - 1, 0) : start + _BLOCK + 1]  # with a neighbour on both sides
        data = np.frombuffer(block, dtype=np.uint8)
        shift = min(start, 1)
        at = np.flatnonzero(data[shift : shift + _BLOCK] == _QUOTE) + shift
        closes = (np.arange(len(at)) + count) % 2 == 1
        count += len(at)
        beside = np.clip(at + np.where(closes, 1, -1), 0, len(data) - 1)
        rim = at - shift + start == np.where(closes, last, first)
        if not (ends[data[beside]] | rim).all():
            return False
    return count % 2 == 0


def _check_each(path: Path, encoding: str, delimiter: str) -> None:
    """Read row by row, which takes long: for files whose quotes are unusual, or wrong."""
    before = csv.field_size_limit(_MOST)
    line = 1
    try:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for _ in reader:
                line = reader.line_num + 1
    except csv.Error:
        raise FormatError(
            say("line {line}: a quoted cell is not closed, or has text behind it", line=line),
            path.name,
            say("Double each quote inside a quoted cell, or take the quote out."),
        ) from None
    finally:
        csv.field_size_limit(before)
