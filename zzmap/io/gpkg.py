"""Look into a GeoPackage before GDAL does."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from zzmap.errors import FormatError
from zzmap.io.parsed import Column
from zzmap.messages import say

_LAYERS = """
    SELECT c.table_name, g.column_name, g.m FROM gpkg_contents AS c
    JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
    WHERE c.data_type = 'features' ORDER BY c.rowid
"""
_OTHERS = "SELECT table_name FROM gpkg_contents WHERE data_type <> 'features' ORDER BY rowid"


_SYSTEM = ("gpkg_", "rtree_", "ogr_", "sqlite_", "layer_styles")
"""How the names of tables begin that GDAL looks into by itself."""


class Contents(NamedTuple):
    """What a GeoPackage holds.

    Attributes
    ----------
    layers
        Its layers of features.
    blank
        How many features of each have no geometry.
    measured
        The layers that may have measures (M).
    others
        Its tables without geometry, and of pictures.
    """

    layers: list[str]
    blank: dict[str, int]
    measured: set[str]
    others: list[str]


def contents(path: Path) -> Contents:
    """Return what a GeoPackage holds, having looked for damage.

    A damaged file is better told by SQLite than by GDAL, which crashes where its messages
    hold bytes that are no UTF-8 (fiona 1.10).

    Raises
    ------
    FormatError
        If the file is damaged, or is a SQLite file but no GeoPackage.
    """
    try:
        with closing(sqlite3.connect(address(path), uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            _check_objects(path, database)
            damage = database.execute("PRAGMA quick_check(1)").fetchone()
            if damage != ("ok",):
                raise _damaged(path, str(damage[0]) if damage else "no answer")
            # Read all text GDAL will read on opening: SQLite refuses what is no UTF-8.
            database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
            database.execute("SELECT * FROM gpkg_spatial_ref_sys").fetchall()
            database.execute("SELECT * FROM gpkg_contents").fetchall()
            rows = database.execute(_LAYERS).fetchall()
            _check_layers(path, database, [str(name) for name, _, _ in rows])
            others = [str(name) for (name,) in database.execute(_OTHERS)]
            return Contents(
                [str(name) for name, _, _ in rows],
                {str(name): _blank(database, name, column) for name, column, _ in rows},
                {str(name) for name, _, measures in rows if measures},
                others,
            )
    except (sqlite3.Error, UnicodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        if "no such table" in reason or "no such column" in reason:
            raise FormatError(
                say("this SQLite file is no whole GeoPackage ({reason})", reason=reason),
                where=path.name,
                hint=say("Export it again as GeoPackage."),
            ) from None
        raise _damaged(path, reason) from None


def _check_objects(path: Path, database: sqlite3.Connection) -> None:
    """Refuse a file whose own tables are views: a view is a program, and it would be run."""
    views = database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
    for (name,) in views:
        if str(name).lower().startswith(_SYSTEM):
            raise _program(path, f"its table “{name}” is a view")


def _check_layers(path: Path, database: sqlite3.Connection, layers: list[str]) -> None:
    """Refuse a layer that is no plain table; who has one can export what it shows."""
    plain = {
        str(name).lower()
        for name, sql in database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        )
        if not re.match(r"\s*create\s+virtual", str(sql), re.IGNORECASE)
    }
    for name in layers:
        if name.lower() not in plain:
            raise _program(path, f"the layer “{name[:80]}” is a view or is not there")


def _program(path: Path, what: str) -> FormatError:
    return FormatError(
        say("{what}, and zzmap reads tables only: it runs nothing that a file brings", what=what),
        where=path.name,
        hint=say("Export the layer to a new GeoPackage, which makes a table of it."),
    )


def _blank(database: sqlite3.Connection, table: str, column: str) -> int:
    named, geometry = quoted(str(table)), quoted(str(column))
    query = f"SELECT count(*) FROM {named} WHERE {geometry} IS NULL"
    return int(database.execute(query).fetchone()[0])


def keep_texts(path: Path, layer: str, columns: Sequence[Column]) -> None:
    """Put back the texts of columns of numbers and dates, of which GDAL makes 0 or nothing.

    SQLite lets a column hold what its type does not allow, and other programs write it.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(address(path), uri=True)) as database:
        table = quoted(layer)
        types = {row[1]: row[2].upper() for row in database.execute(f"PRAGMA table_info({table})")}
        for column in columns:
            if not types.get(column.name, "TEXT").startswith(_TYPED):
                continue
            query = f"SELECT {quoted(column.name)} FROM {table} ORDER BY rowid"
            stored = [value for (value,) in database.execute(query)]
            if len(stored) != len(column.values):
                continue
            for at, value in enumerate(stored):
                if isinstance(value, str) and value and not isinstance(column.values[at], str):
                    column.values[at] = value


_TYPED = ("BOOL", "TINYINT", "SMALLINT", "MEDIUMINT", "INT", "FLOAT", "DOUBLE", "REAL", "DATE")


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever it holds."""
    return '"{}"'.format(name.replace('"', '""'))


def address(path: Path) -> str:
    """Open for reading only, leaving nothing beside the file unless it has a journal already."""
    journal = path.with_name(f"{path.name}-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro{'' if journal else '&immutable=1'}"


def _damaged(path: Path, reason: str) -> FormatError:
    told = "".join(letter for letter in reason if letter.isprintable())[:200]
    return FormatError(
        say("this GeoPackage is cut off or damaged ({told})", told=told),
        where=path.name,
        hint=say("Copy or export it again."),
    )
