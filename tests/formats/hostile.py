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


def _generated(path: Path, expression: str) -> Path:
    """Make a table of the layer of a GeoPackage in which a name is worked out when it is read."""
    write_gdal(path, "GPKG", layer="a")
    with sqlite3.connect(path) as database:
        _plain_triggers(database)
        database.execute("DROP TABLE a")
        database.execute("CREATE TABLE a (fid INTEGER PRIMARY KEY, geom BLOB)")
        database.execute("INSERT INTO a (fid) VALUES (1), (2), (3)")
        # Added afterwards: an INSERT would work it out here already.
        database.execute(f"ALTER TABLE a ADD 名称 TEXT GENERATED ALWAYS AS ({expression}) VIRTUAL")
    database.close()
    return path


def hanging(to: Path) -> Path:
    """A layer of a name that is looked for in another for longer than there is time."""
    return _generated(
        to / "hang.gpkg", "instr(hex(zeroblob(9000000)), hex(zeroblob(4000000)) || '1')"
    )


def filling(to: Path) -> Path:
    """A layer of one name of 900 MB, in a file of 100 kB."""
    return _generated(to / "fill.gpkg", "hex(zeroblob(450000000))")


def counting(to: Path) -> Path:
    """A layer that is a view, and counts for ever."""
    return _as_view(
        to / "count.gpkg", f"{COUNTING} SELECT x AS fid, NULL AS geom, 'n' AS 名称 FROM c"
    )


def listing(to: Path) -> Path:
    """A GeoPackage whose list of layers is a view that counts for ever."""
    path = to / "listing.gpkg"
    write_gdal(path, "GPKG", layer="a")
    with sqlite3.connect(path) as database:
        _plain_triggers(database)
        database.execute("DROP TABLE gpkg_contents")
        database.execute(
            f"CREATE VIEW gpkg_contents AS {COUNTING} SELECT 'a' AS table_name, 'features' AS "
            "data_type, x AS identifier, 4326 AS srs_id FROM c"
        )
    database.close()
    return path


def asking(to: Path) -> Path:
    """A layer whose rows ask a geocoder on the network, by a function that GDAL brings."""
    return _as_view(to / "ask.gpkg", "SELECT 1 AS fid, ogr_geocode('郑州') AS geom, 'n' AS 名称")


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "crash": crashing,
    "hang": hanging,
    "fill": filling,
    "ask": asking,
    "count": counting,
    "listing": listing,
}
