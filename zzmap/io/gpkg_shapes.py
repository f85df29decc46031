"""The polygons of a GeoPackage's layer all at once, where their bytes leave no doubt.

GDAL makes of each feature Python's lists, of which shapely makes a polygon: with 50,000 parcels
that is most of the time.  Here shapely reads the bytes themselves, and what it would write is
compared with them: polygons of plain WKB, whole, closed and without a byte to spare, are what GDAL
makes of them too.  Of anything else nothing is returned, and GDAL reads, and refuses, as ever.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from zzmap import settings
from zzmap.io.gpkg import address, quoted

_ROWS = 4_096
"""Features whose bytes are held at once beside their polygons."""

_HEADS = {flags: 8 + 8 * doubles for flags, doubles in ((1, 0), (3, 4), (5, 6), (7, 6), (9, 8))}
"""Bytes before the WKB by a header's flags: little endian, not empty, not extended; its box."""

_PLAIN = tuple(b"\x01" + kind.to_bytes(4, "little") for kind in (3, 6, 1003, 1006))
"""How WKB begins: a polygon or several, with heights or without."""


class Shapes(NamedTuple):
    """The features of a layer by their numbers (`fids`), in the order of these."""

    fids: list[int]
    geometries: list[BaseGeometry | None]


def plain_polygons(path: Path, layer: str) -> Shapes | None:
    """Return the polygons of a layer; None where one of them needs another look.

    Parameters
    ----------
    path
        A GeoPackage that `zzmap.io.gpkg.contents` has looked at.
    layer
        One of its layers.
    """
    try:
        with closing(sqlite3.connect(address(path), uri=True)) as database:
            return _polygons(database, layer)
    except (sqlite3.Error, ShapelyError, UnicodeError):
        return None


def _polygons(database: sqlite3.Connection, layer: str) -> Shapes | None:
    column = database.execute(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
    ).fetchall()
    table = quoted(layer)
    (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    if len(column) != 1 or count > settings.MAX_FEATURES:
        return None
    rows = database.execute(f"SELECT rowid, {quoted(column[0][0])} FROM {table} ORDER BY rowid")
    shapes = Shapes([], [])
    while piece := rows.fetchmany(_ROWS):
        bodies = [_wkb(blob) for _, blob in piece]
        if b"" in bodies:
            return None
        found = _exactly(bodies)
        if found is None:
            return None
        shapes.fids.extend(fid for fid, _ in piece)
        shapes.geometries.extend(found)
    return shapes


def _wkb(blob: object) -> bytes | None:
    """Return the WKB of a stored geometry, empty where it is in doubt; None of none."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:3] != b"GP\0" or len(blob) < 8:
        return b""
    start = _HEADS.get(blob[3])
    body = b"" if start is None else blob[start:]
    return body if body[:5] in _PLAIN else b""


def _exactly(bodies: Sequence[bytes | None]) -> list[BaseGeometry | None] | None:
    """Return polygons whose bytes are the very ones shapely writes, all with corners."""
    with np.errstate(invalid="ignore"):  # NaN is looked for below
        found = shapely.from_wkb(bodies)
    back = shapely.to_wkb(found, byte_order=1, flavor="iso")
    rings = shapely.get_rings(shapely.get_parts(found))
    whole = shapely.get_num_coordinates(rings).all() and not shapely.is_empty(found).any()
    if not whole or not np.isfinite(shapely.get_coordinates(found, include_z=True)[:, :2]).all():
        return None
    geometries: list[BaseGeometry | None] = found.tolist()
    return geometries if list(back) == list(bodies) else None
