"""Tables as rows of text, whatever file they stand in: CSV, text, XLSX, XLS."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.archive import check_archive
from zzmap.io.guard import check_kind, no_layer, sound_workbook
from zzmap.io.parsed import MAX_COLUMNS
from zzmap.io.text import read_text
from zzmap.messages import say
from zzmap.words import unguarded


class Sheet(NamedTuple):
    """A table of text.

    Attributes
    ----------
    name
        Of the sheet in its workbook, '' where a file is one table.
    rows
        Cells of each row; the first is row 1, blank rows count.
    formulas
        Formulas that nobody has worked out yet, by row and column from 0.
    """

    name: str
    rows: list[list[str]]
    formulas: Mapping[tuple[int, int], str] = {}

    def where(self, file: str, row: int) -> str:
        """Name a row, from 1, of a file."""
        if self.name:
            return say("{file} sheet “{name}” row {row}", file=file, name=self.name, row=row)
        return say("{name} row {line}", name=file, line=row)


_SAMPLE = 30
_MARKS = ",\t;，"


def csv_sheet(path: Path, encoding: str | None = None) -> tuple[Sheet, str]:
    """Read a table with commas, semicolons, tabs or blanks; return its encoding too.

    Raises
    ------
    FormatError
        If it is no text, or no table.
    """
    text, found = read_text(path, encoding)
    separator = _separator(text)
    if not separator:
        rows = [line.split() for line in text.splitlines()]
        return _checked(Sheet("", rows), path), found
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [[unguarded(cell) for cell in line] for line in lines]
    except csv.Error as error:
        raise FormatError(
            say("this is no sound CSV ({error})", error=error),
            where=path.name,
            hint=say("Save it again as CSV."),
        ) from None
    return _checked(Sheet("", rows), path), found


def _separator(text: str) -> str:
    """Return what most lines are parted by, outside quotes; '' for blanks."""
    lines = [line for line in text.split("\n", 2 * _SAMPLE)[: 2 * _SAMPLE] if line.strip()]
    bare = [re.sub(r'"[^"]*("|$)', "", line) for line in lines[:_SAMPLE]]
    counts = {mark: sum(mark in line for line in bare) for mark in _MARKS}
    best = max(_MARKS, key=counts.__getitem__)
    if counts[best]:
        return best
    return "," if '"' in text else ""  # quotes are of a CSV, though of one column


def _checked(sheet: Sheet, path: Path) -> Sheet:
    if len(sheet.rows) > settings.MAX_ROWS:
        raise _too_long(path)
    if len(max(sheet.rows, key=len, default=[])) > MAX_COLUMNS:
        raise FormatError(
            say("the table has more than {max_columns:,} columns", max_columns=MAX_COLUMNS),
            path.name,
            say("Leave out the others."),
        )
    return sheet


def _too_long(path: Path) -> FormatError:
    return FormatError(
        say("the table has more than {max_rows:,} rows", max_rows=settings.MAX_ROWS),
        path.name,
        say("Split it."),
    )


# -- XLSX -----------------------------------------------------------------------------------

_ROW_CELLS = 16_384
"""Excel has no wider rows."""

_CELLS, _CELLS_A_BYTE = 200_000, 1.0
_CELL = re.compile(rb"<c[ />]")


def xlsx_sheets(path: Path, only: str | None = None) -> tuple[list[Sheet], list[str]]:
    """Read the visible sheets of a workbook; return the names of hidden ones too.

    With `only`, that sheet is read though it be hidden, and of the others the first rows, which may
    say what its coordinates are in.

    Raises
    ------
    FormatError
        If it is no workbook, is damaged, is larger than its bytes can say anything in, or has no
        sheet of the name asked for.
    """
    check_kind(path, "XLSX")
    check_archive(path)
    formulas = _check_cells(path)
    with sound_workbook(path):
        sheets, hidden = _xlsx(path, only)
        if formulas:
            sheets = _with_formulas(path, sheets)
    return [_checked(sheet, path) for sheet in sheets], hidden


def _check_cells(path: Path) -> bool:
    """Refuse a workbook of far more cells than its bytes; tell whether it holds formulas."""
    most = _CELLS + _CELLS_A_BYTE * path.stat().st_size
    formulas = False
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            cells = across = 0
            with archive.open(name) as sheet:
                while block := sheet.read(1 << 20):
                    rows = [len(_CELL.findall(row)) for row in block.split(b"<row")]
                    cells += sum(rows)
                    across = across + rows[0] if len(rows) == 1 else rows[-1]
                    formulas = formulas or b"<f" in block
                    if cells > most or max(across, *rows) > _ROW_CELLS:
                        raise FormatError(
                            say(
                                "the workbook has far more cells than it says anything in, or "
                                "a row "
                                "of more than {row_cells:,}",
                                row_cells=_ROW_CELLS,
                            ),
                            where=path.name,
                            hint=say("Copy the corners alone to a new workbook."),
                        )
    return formulas


def _xlsx(path: Path, only: str | None) -> tuple[list[Sheet], list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        names = [sheet.title for sheet in book.worksheets]
        wanted = [name for name in names if name == only or name not in hidden]
        if only and only not in names:
            raise no_layer(path, only, ", ".join(f"“{name}”" for name in names))
        return [
            Sheet(name, _xlsx_rows(path, book[name], None if only in (None, name) else _WORDS))
            for name in wanted
        ], hidden
    finally:
        book.close()


_WORDS = 200
"""Rows of another sheet than the one asked for that are looked at for words about it."""


def _xlsx_rows(path: Path, sheet: Any, most: int | None) -> list[list[str]]:
    # The size a sheet states may be a million empty rows; its cells are what counts.
    sheet.reset_dimensions()
    rows: list[list[str]] = []
    for row in islice(sheet.iter_rows(values_only=True), most):
        rows.append(["" if cell is None else str(cell) for cell in row])
        if len(rows) > settings.MAX_ROWS:
            raise _too_long(path)
    return rows


def _with_formulas(path: Path, sheets: list[Sheet]) -> list[Sheet]:
    """Find the cells whose formula has no value: a program has written them and none opened."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        written = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            written[sheet.title] = {
                (at, column): str(cell)
                for at, row in enumerate(sheet.iter_rows(values_only=True))
                for column, cell in enumerate(row)
                if isinstance(cell, str) and cell.startswith("=")
            }
    finally:
        book.close()
    return [sheet._replace(formulas=_blank(sheet, written[sheet.name])) for sheet in sheets]


def _blank(sheet: Sheet, written: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    rows = sheet.rows
    return {
        (row, column): formula
        for (row, column), formula in written.items()
        if row >= len(rows) or column >= len(rows[row]) or not rows[row][column].strip()
    }


# -- XLS ------------------------------------------------------------------------------------


def xls_sheets(path: Path, only: str | None = None) -> tuple[list[Sheet], list[str]]:
    """Read the visible sheets of an old workbook, as `xlsx_sheets` does those of a new one.

    Raises
    ------
    FormatError
        If it is no workbook, or a web page that is only called one.
    """
    head = path.read_bytes()[:512]
    if head.startswith(b"PK"):
        raise FormatError(
            say("this is a new workbook with the suffix of an old one"),
            where=path.name,
            hint=say("Call it .xlsx."),
        )
    if not head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FormatError(
            say("this is no Excel workbook, whatever its suffix says"),
            where=path.name,
            hint=say("It may be a web page or plain text: open it and save it as .xlsx."),
        )
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
        states = {row.name: row.visible for row in book.sheets_metadata}
        hidden = [name for name, state in states.items() if state != SheetVisibleEnum.Visible]
        if only and only not in states:
            raise no_layer(path, only, ", ".join(f"“{name}”" for name in states))
        names = [name for name in states if name == only or name not in hidden]
        mosts = [None if only in (None, name) else _WORDS for name in names]
        sheets = [
            Sheet(name, _xls_rows(book, name)[:most])
            for name, most in zip(names, mosts, strict=True)
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise FormatError(
            say("this is no sound XLS workbook ({name})", name=type(error).__name__),
            where=path.name,
            hint=say("Open it and save it as .xlsx; take its password off."),
        ) from None
    return [_checked(sheet, path) for sheet in sheets], hidden


def _xls_rows(book: Any, name: str) -> list[list[str]]:
    """Return a sheet's rows from its first one and its first column on.

    Row by row: the library's own list of all cells, blank ones before the table too, can take all
    the memory there is, and then it waits for itself for ever.
    """
    sheet = book.get_sheet_by_name(name)
    before = [""] * sheet.start[1] if sheet.start else []
    return [before + [_plain(cell) for cell in row] for row in sheet.iter_rows()]


def _plain(cell: object) -> str:
    """Write a number as Excel shows it: all of its numbers are floating."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
