"""Write two tables that belong together, rows and review, a batch at a time: CSV or XLSX.

Whole or not at all, as everything is (`zzmap.io.staging`).  A CSV has its second table beside
it; a workbook has it as its second sheet.  No cell is a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol

from zzmap.errors import FormatError, OutputError
from zzmap.io.rows import Cell
from zzmap.io.staging import staged
from zzmap.io.target import EXPORT_MARK, check_table
from zzmap.messages import say
from zzmap.words import guarded

_SHEET_ROWS = 1_048_576
_CELL_CHARS = 32_767


class Pair(Protocol):
    """Two tables being written."""

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows of the first."""

    def review(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows of the second."""


def review_path(target: Path) -> Path:
    """Return where the second table of a CSV is: ``企业.review.csv`` of ``企业.csv``."""
    return target.with_name(f"{target.stem}.review{target.suffix}")


@contextmanager
def writing_pair(
    target: Path,
    headers: tuple[Sequence[str], Sequence[str]],
    titles: tuple[str, str],
    source: Path | None = None,
) -> Iterator[Pair]:
    """Give a pair of tables to write to; on leaving the block they take their place.

    Parameters
    ----------
    target
        ``.csv`` or ``.xlsx``.
    headers
        Column names of both.
    titles
        What both are called, as sheets.
    source
        File that is read, which is never written to.

    Raises
    ------
    OutputError
        If a file may not be replaced, or cannot be written.
    FormatError
        If a workbook cannot hold it.
    """
    check_table(target, headers[0], source=source)
    if target.suffix.lower() == ".csv":
        check_table(review_path(target), headers[1], source=source)
        with staged(target) as path, _CsvPair.open(path, headers) as pair:
            yield pair
        return
    with staged(target) as path:
        book = _XlsxPair(path, target, headers, titles)
        yield book
        book.close()


class _CsvPair:
    """Two CSV files in UTF-8 with its mark, by which Excel knows it."""

    def __init__(
        self, first: Any, second: Any, headers: tuple[Sequence[str], Sequence[str]]
    ) -> None:
        self._writers = [csv.writer(file, lineterminator="\r\n") for file in (first, second)]
        for writer, header in zip(self._writers, headers, strict=True):
            writer.writerow([guarded(name) for name in header])

    @classmethod
    @contextmanager
    def open(cls, path: Path, headers: tuple[Sequence[str], Sequence[str]]) -> Iterator[_CsvPair]:
        with ExitStack() as stack:
            files = [
                stack.enter_context(one.open("w", encoding="utf-8-sig", newline=""))
                for one in (path, review_path(path))
            ]
            yield cls(files[0], files[1], headers)

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writers[0].writerows([_words(cell) for cell in row] for row in rows)

    def review(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._writers[1].writerows([_words(cell) for cell in row] for row in rows)


def _words(cell: Cell) -> str:
    """Return a cell as text: a date without a time as a date, a number as it is."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


class _XlsxPair:
    """A workbook of two sheets, written as it comes."""

    def __init__(
        self, path: Path, told: Path, headers: tuple[Sequence[str], Sequence[str]],
        titles: tuple[str, str],
    ) -> None:  # fmt: skip
        from openpyxl import Workbook

        self._path, self._told = path, told
        self._book = Workbook(write_only=True)
        self._book.properties.description = EXPORT_MARK
        self._sheets = [self._book.create_sheet(title) for title in titles]
        self._written = [0, 0]
        for number, header in enumerate(headers):
            self._sheets[number].freeze_panes = "A2"
            self._put(number, [header])

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._put(0, rows)

    def review(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._put(1, rows)

    def _put(self, number: int, rows: Iterable[Sequence[Cell]]) -> None:
        sheet = self._sheets[number]
        for row in rows:
            self._written[number] += 1
            if self._written[number] > _SHEET_ROWS:
                raise FormatError(
                    say("a sheet holds {sheet_rows:,} rows", sheet_rows=_SHEET_ROWS),
                    self._told.name,
                    say("Write a .csv."),
                )
            sheet.append([self._cell(sheet, cell) for cell in row])

    def _cell(self, sheet: Any, cell: Cell) -> Any:
        return self._text(sheet, cell) if isinstance(cell, str) else cell

    def _text(self, sheet: Any, cell: str) -> Any:
        if len(cell) > _CELL_CHARS:
            raise FormatError(
                say(
                    "a cell of a sheet holds {cell_chars:,} "
                    "characters", cell_chars=_CELL_CHARS), self._told.name,
                say("Write a .csv."),
            )  # fmt: skip
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        if ILLEGAL_CHARACTERS_RE.search(cell):
            # As Excel itself writes what XML cannot hold.
            cell = str(ILLEGAL_CHARACTERS_RE.sub(lambda found: f"_x{ord(found[0]):04X}_", cell))
        if cell[:1] not in ("=", "#"):
            return cell
        own = WriteOnlyCell(sheet, value="")
        own.value, own.data_type = cell, "s"
        own.quotePrefix = True
        return own

    def close(self) -> None:
        try:
            self._book.save(self._path)
        except OSError as error:
            raise OutputError(
                say(
                    "cannot write here ({reason}); nothing was changed",
                    reason=error.strerror or error,
                ),
                where=str(self._told),
                hint=say("Choose a folder that has room."),
            ) from None
