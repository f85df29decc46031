"""Print rows as text, JSON or CSV."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import IO, TYPE_CHECKING, Any

from zzmap.listing import csv_of, worded
from zzmap.messages import say

if TYPE_CHECKING:
    from zzmap.workspace import Finding

FORMATS = ("text", "json", "csv")


MOST_FINDINGS = 200
"""How many findings are shown; all are counted, and JSON and CSV have all."""

_UNSEEN = (
    *range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F),
    *range(0x2066, 0x206A), 0xFEFF, *range(0xD800, 0xE000), *range(0xE0000, 0xE0080),
)  # fmt: skip
_VISIBLE = {
    code: f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    for code in _UNSEEN
    if code not in (0x09, 0x0A)
}
"""What a terminal would obey, or would not show (ESC, BEL, C1, directions of writing), as the
escape that JSON reads back; half a surrogate pair cannot be encoded at all."""


class _Visible:
    """A stream that shows the control characters of what is written to it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return int(self._stream.write(text.translate(_VISIBLE)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def visible_controls() -> Iterator[None]:
    """Show control characters in all that is printed: a name is not to steer the terminal."""
    out, err = sys.stdout, sys.stderr
    shown: tuple[IO[str], IO[str]] = (_Visible(out), _Visible(err))  # type: ignore[assignment]
    sys.stdout, sys.stderr = shown
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


def print_findings(findings: Sequence[Finding], *, aside: bool = False) -> None:
    """Print a few hundred findings, worst first, and count the others by their codes.

    Parameters
    ----------
    findings
        As a check returns them.
    aside
        Print all but what is only information to standard error.
    """
    for row in findings[:MOST_FINDINGS]:
        print(row, file=sys.stderr if aside and row.severity != "info" else sys.stdout)
    left = Counter(row.code for row in findings[MOST_FINDINGS:])
    if left:
        told = ", ".join(f"{count:,} {code}" for code, count in left.most_common())
        print(
            say("… and {count:,} more: {told}", count=left.total(), told=told),
            file=sys.stderr if aside else sys.stdout,
        )


def effect(undoes: int | None, in_effect: bool) -> list[str]:
    """Return what a history says of a change that takes another back, or was taken back."""
    told = [say("undoes {change}", change=undoes)] if undoes else []
    return [*map(str, told), *([] if in_effect else [str(say("undone"))])]


def print_notes(notes: Sequence[str]) -> None:
    """Print what a file is not quite as, a line each."""
    for note in notes:
        print(f"  {note}")


def emit(rows: Sequence[Mapping[str, Any]], form: str, columns: Sequence[str] = ()) -> None:
    """Print rows; `columns` are those the text form shows (all, if none are named)."""
    if form == "json":
        print(json.dumps(list(rows), ensure_ascii=False, indent=1))
    elif form == "csv":
        emit_csv(rows)
    elif rows:
        emit_text(rows, columns or list(rows[0]))


def emit_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV, lists joined with ``|``, no cell a formula (`zzmap.words.guarded`)."""
    print(csv_of(rows), end="")


def emit_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows in columns that line up though Chinese characters are two cells wide."""
    for line in in_columns([[worded(column, row[column]) for column in columns] for row in rows]):
        print(line)


def in_columns(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows of cells as lines whose columns line up."""
    widths = [max(map(cell_width, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        padded = (
            cell + " " * (width - cell_width(cell))
            for cell, width in zip(line, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()


@cache
def cell_width(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


_BAR = 30


PROGRESS = "ZZMAP_PROGRESS"
"""Environment variable: ``lines`` tells progress as lines, to a program that reads them."""


def progress_lines() -> Callable[[int, int], None]:
    """Return what tells progress as lines to a program that asked for it, and nothing elsewhere."""
    if os.environ.get(PROGRESS) != "lines":
        return lambda done, total: None
    return lambda done, total: print(f"{done:,} / {total:,}", file=sys.stderr, flush=True)


def progress_bar() -> Callable[[int, int], None]:
    """Return what shows progress on a terminal, or to who asked for it, and nothing elsewhere."""
    if os.environ.get(PROGRESS) == "lines":
        return progress_lines()
    if not sys.stderr.isatty():
        return lambda done, total: None

    def show(done: int, total: int) -> None:
        filled = _BAR * done // max(total, 1)
        end = "\n" if done >= total else ""
        bar = f"{'█' * filled}{'·' * (_BAR - filled)}"
        print(f"\r{bar} {done:,} / {total:,}", end=end, file=sys.stderr, flush=True)

    return show
