"""Look into a GeoPackage before GDAL does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from zzmap.errors import FormatError

_LAYERS = """
    SELECT c.table_name, g.column_name, g.m FROM gpkg_contents AS c
    JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
    WHERE c.data_type = 'features' ORDER BY c.rowid
"""
_OTHERS = "SELECT table_name FROM gpkg_contents WHERE data_type <> 'features' ORDER BY rowid"


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
        with closing(sqlite3.connect(_address(path), uri=True)) as database:
            damage = database.execute("PRAGMA quick_check(1)").fetchone()
            if damage != ("ok",):
                raise _damaged(path, str(damage[0]) if damage else "no answer")
            # Read all text GDAL will read on opening: SQLite refuses what is no UTF-8.
            database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
            database.execute("SELECT * FROM gpkg_spatial_ref_sys").fetchall()
            database.execute("SELECT * FROM gpkg_contents").fetchall()
            rows = database.execute(_LAYERS).fetchall()
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
                f"this SQLite file is no whole GeoPackage ({reason})",
                where=path.name,
                hint="Export it again as GeoPackage.",
            ) from None
        raise _damaged(path, reason) from None


def _blank(database: sqlite3.Connection, table: str, column: str) -> int:
    named, geometry = (f'"{str(word).replace(chr(34), chr(34) * 2)}"' for word in (table, column))
    query = f"SELECT count(*) FROM {named} WHERE {geometry} IS NULL"
    return int(database.execute(query).fetchone()[0])


def _address(path: Path) -> str:
    """Open for reading only, leaving nothing beside the file unless it has a journal already."""
    journal = path.with_name(f"{path.name}-wal").exists()
    return f"{path.resolve().as_uri()}?mode=ro{'' if journal else '&immutable=1'}"


def _damaged(path: Path, reason: str) -> FormatError:
    told = "".join(letter for letter in reason if letter.isprintable())[:200]
    return FormatError(
        f"this GeoPackage is cut off or damaged ({told})",
        where=path.name,
        hint="Copy or export it again.",
    )
