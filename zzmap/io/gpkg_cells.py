"""The cells of a GeoPackage's layer all at once, where SQLite's values are those GDAL gives.

GDAL gives them feature by feature, which for 50,000 parcels is most of the time that is left.
Texts, whole numbers and numbers that their columns declare are the same by either way; of anything
else (dates, truth values, JSON, what a column's type does not allow) nothing is returned.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from zzmap.io.gpkg import address, quoted

_WHOLE = {"INTEGER": 1 << 63, "INT": 1 << 63, "MEDIUMINT": 1 << 31}
"""How large a whole number may be by the type of its column."""


class Cells(NamedTuple):
    """The features of a layer by their numbers (`fids`), and their values column by column."""

    fids: list[int]
    columns: list[list[Any]]


def plain_cells(path: Path, layer: str, kinds: Mapping[str, str]) -> Cells | None:
    """Return the cells of a layer; None where one of them needs another look.

    Parameters
    ----------
    path
        A GeoPackage that `zzmap.io.gpkg.contents` has looked at.
    layer
        One of its layers.
    kinds
        Names of its columns with what GDAL makes of each: ``str:80``, ``int``, ``float``, …
    """
    try:
        with closing(sqlite3.connect(address(path), uri=True)) as database:
            table = quoted(layer)
            declared = {
                row[1]: row[2].upper() for row in database.execute(f"PRAGMA table_info({table})")
            }
            tests = [_test(kind, declared.get(name, "")) for name, kind in kinds.items()]
            if None in tests:
                return None
            names = ", ".join(["rowid", *map(quoted, kinds)])
            rows = database.execute(f"SELECT {names} FROM {table} ORDER BY rowid").fetchall()
    except (sqlite3.Error, UnicodeError):
        return None
    fids, *columns = (
        map(list, zip(*rows, strict=True)) if rows else [[] for _ in range(len(kinds) + 1)]
    )
    plain = all(test(column) for test, column in zip(tests, columns, strict=True) if test)
    return Cells(fids, columns) if plain else None


def _test(kind: str, declared: str) -> Callable[[Sequence[Any]], bool] | None:
    """Return what tells whether all values of a column are plain; None where none is."""
    made, name = kind.partition(":")[0], declared.partition("(")[0].strip()
    if made == "str" and name == "TEXT":
        return _are_texts
    if made in ("int", "int32", "int64") and declared in _WHOLE:
        most = _WHOLE[declared]
        return lambda values: all(
            value is None or (type(value) is int and -most <= value < most) for value in values
        )
    if made == "float" and declared in ("REAL", "DOUBLE"):
        return lambda values: all(value is None or type(value) is float for value in values)
    return None


def _are_texts(values: Sequence[Any]) -> bool:
    """Tell texts, and none, without the letter that ends a text for GDAL."""
    return all(value is None or (type(value) is str and "\0" not in value) for value in values)
