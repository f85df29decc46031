"""Read the CSV tables of a geodata folder into rows of the model."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from zzmap.errors import GeodataError
from zzmap.messages import say
from zzmap.words import SEPARATOR

RowT = TypeVar("RowT")


def read_table(path: Path, row_type: type[RowT]) -> list[RowT]:
    """Read one table.

    Parameters
    ----------
    path
        UTF-8 CSV file whose header is exactly the fields of `row_type`.
    row_type
        A named tuple of :mod:`zzmap.model`.

    Raises
    ------
    GeodataError
        If the file is missing, is not UTF-8, or a row has the wrong number of cells
        or a cell that is not of its column's type; the message names file and row.
    """
    return [row for _, row in iterate_table(path, row_type)]


def iterate_table(path: Path, row_type: type[RowT]) -> Iterator[tuple[int, RowT]]:
    """Yield ``(line number, row)`` for each row of a table; raises like `read_table`."""
    columns, converters = _columns(row_type)
    typed = [
        (index, columns[index], convert)
        for index, convert in enumerate(converters)
        if convert is not None
    ]
    build: Callable[[list[Any]], RowT] = row_type._make  # type: ignore[attr-defined]
    for line, cells in _cells(path, columns):
        values: list[Any] = list(cells)
        for index, column, convert in typed:
            values[index] = _convert(path, line, column, convert, cells[index])
        yield line, build(values)


def _cells(path: Path, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    try:
        # Excel puts a byte order mark before the header.
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            _check_header(path, next(reader, []), columns)
            for cells in reader:
                _check_width(path, reader.line_num, cells, columns)
                yield reader.line_num, cells
    except FileNotFoundError:
        raise GeodataError(
            say("this table is missing"),
            where=str(path),
            hint=say("Restore it or install zzmap again."),
        ) from None
    except OSError as error:
        raise GeodataError(
            say("this table cannot be read ({reason})", reason=error.strerror or error),
            where=str(path),
            hint=say("Restore it, or check its rights."),
        ) from None
    except UnicodeDecodeError:
        raise GeodataError(
            say("this table is not UTF-8 text"), where=path.name, hint=say("Save it as UTF-8.")
        ) from None
    except csv.Error as error:
        raise GeodataError(
            say("this table is not well-formed CSV ({error})", error=error),
            where=path.name,
            hint=say("Close the open quote or remove the stray character."),
        ) from None


def _check_width(path: Path, line: int, cells: list[str], columns: list[str]) -> None:
    if len(cells) != len(columns):
        raise GeodataError(
            say(
                "{count} cells where the header has {count2}", count=len(cells), count2=len(columns)
            ),
            where=say("{name} row {line}", name=path.name, line=line),
            hint=say("Quote cells that hold a comma, or add the missing ones."),
        )


def _check_header(path: Path, header: list[str], columns: list[str]) -> None:
    if header != columns:
        raise GeodataError(
            say(
                "the header is {header}, not {columns}",
                header=",".join(header) or say("empty"),
                columns=",".join(columns),
            ),
            where=say("{name} row 1", name=path.name),
            hint=say("Restore the columns of geodata/datapackage.json."),
        )


def _convert(
    path: Path, line: int, column: str, convert: Callable[[str], Any], cell: str
) -> object:
    try:
        return convert(cell)
    except ValueError:
        raise GeodataError(
            say("“{cell}” in column {column} is not a number", cell=cell, column=column),
            where=say("{name} row {line}", name=path.name, line=line),
            hint=say("Give a plain decimal number, or leave the cell empty where that is allowed."),
        ) from None


def _columns(row_type: type) -> tuple[list[str], list[Callable[[str], Any] | None]]:
    hints = get_type_hints(row_type)
    return list(hints), [_CONVERTERS[str(hint)] for hint in hints.values()]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(SEPARATOR)) if cell else ()


def _number(cell: str) -> float | None:
    return _sized(float(cell)) if cell else None


def _whole(cell: str) -> int | None:
    return _sized(int(cell)) if cell else None


def _real(cell: str) -> float:
    return _sized(float(cell))


def _rank(cell: str) -> int:
    return _sized(int(cell))


_LARGEST = 1e15
"""No table holds more of anything; NaN and infinity are not less."""

NumberT = TypeVar("NumberT", int, float)


def _sized(value: NumberT) -> NumberT:
    if not abs(value) < _LARGEST:
        raise ValueError
    return value


_CONVERTERS: dict[str, Callable[[str], Any] | None] = {
    str(str): None,
    str(int): _rank,
    str(float): _real,
    str(float | None): _number,
    str(int | None): _whole,
    str(tuple[str, ...]): _split,
}
