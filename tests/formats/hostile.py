"""Build small files that crash, hang or fill what reads them, found by trying."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from .bad_files import _plain_triggers
from .corpus import write_gdal

COUNTING = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"


def crashing(to: Path) -> Path:
    """Nest so deep that GEOS, which recurses, runs off its stack: SIGSEGV."""
    deep = 200_000
    path = to / "crash.wkt"
    path.write_text("GEOMETRYCOLLECTION(" * deep + "POINT(113.5 34.7)" + ")" * deep)
    return path


def _as_view(path: Path, select: str) -> Path:
    """Make a view of the layer of a GeoPackage, which the format allows."""
    write_gdal(path, "GPKG", layer="a")
    with sqlite3.connect(path) as database:
        _plain_triggers(database)
        database.execute("DROP TABLE a")
        database.execute(f"CREATE VIEW a AS {select}")
    database.close()
    return path


def hanging(to: Path) -> Path:
    """A layer that counts for ever."""
    return _as_view(
        to / "hang.gpkg", f"{COUNTING} SELECT x AS fid, NULL AS geom, 'n' AS 名称 FROM c"
    )


def filling(to: Path) -> Path:
    """A layer of one name of 900 MB, in a file of 100 kB."""
    return _as_view(
        to / "fill.gpkg", "SELECT 1 AS fid, NULL AS geom, hex(zeroblob(450000000)) AS 名称"
    )


def asking(to: Path) -> Path:
    """A layer whose rows ask a geocoder on the network, by a function that GDAL brings."""
    return _as_view(to / "ask.gpkg", "SELECT 1 AS fid, ogr_geocode('郑州') AS geom, 'n' AS 名称")


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "crash": crashing,
    "hang": hanging,
    "fill": filling,
    "ask": asking,
}
