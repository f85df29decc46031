"""Look into a GeoPackage before GDAL does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from zzmap.errors import FormatError

_LAYERS = """
    SELECT c.table_name FROM gpkg_contents AS c
    JOIN gpkg_geometry_columns AS g ON g.table_name = c.table_name
    WHERE c.data_type = 'features' ORDER BY c.rowid
"""


def feature_layers(path: Path) -> list[str]:
    """Return the names of a GeoPackage's layers of features.

    A damaged file must not reach GDAL: where its messages hold bytes that are no UTF-8, the
    process ends in a segmentation fault (fiona 1.10).  SQLite finds the damage and says so.

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
            return [str(name) for (name,) in database.execute(_LAYERS)]
    except (sqlite3.Error, UnicodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        if "no such table" in reason or "no such column" in reason:
            raise FormatError(
                f"this SQLite file is no whole GeoPackage ({reason})",
                where=path.name,
                hint="Export it again as GeoPackage.",
            ) from None
        raise _damaged(path, reason) from None


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
