"""Mark the layers of a GeoPackage as written by zzmap."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from zzmap.io.target import EXPORT_MARK


def mark_exports(path: Path) -> None:
    """Say in a GeoPackage's own table of contents that its layers are exports of zzmap."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET description = ?", (EXPORT_MARK,))
