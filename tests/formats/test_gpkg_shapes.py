"""Polygons of a GeoPackage read at once: those of another reader, and none where in doubt."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import fiona
import geopandas as gpd
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

import zzmap as zz
from zzmap.io import ogr
from zzmap.io.formats import GEOPACKAGE
from zzmap.io.gpkg_shapes import Shapes, plain_polygons

HOLED = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(2, 2), (2, 4), (4, 4), (4, 2)]])
HIGH = Polygon([(0, 0, 5), (1, 0, 6), (1, 1, 7)])
HEAD = b"GP\0\x01" + struct.pack("<i", 4326)
INF, NAN = float("inf"), float("nan")


def write(path: Path, shapes: list[object], names: list[str]) -> Path:
    frame = gpd.GeoDataFrame({"name": names}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(path, layer="a", SPATIAL_INDEX="NO")
    return path


def change(path: Path, *orders: tuple[object, ...]) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for order, *values in orders:
            database.execute(str(order), values)


def square(*corners: tuple[float, ...]) -> bytes:
    """Return WKB of a ring as it is told, whatever shapely thinks of it."""
    ring = b"".join(struct.pack("<2d", *corner) for corner in corners)
    return struct.pack("<BIII", 1, 3, 1, len(corners)) + ring


def test_plain_polygons_are_those_that_gdal_reads(tmp_path: Path) -> None:
    shapes = [box(0, 0, 1, 1), MultiPolygon([box(2, 2, 3, 3), HOLED]), HOLED, None, HIGH]
    path = write(tmp_path / "a.gpkg", shapes, list("甲乙丙丁戊"))
    change(path, ("UPDATE a SET fid = 17 WHERE name = '甲'",))  # now the last, with a gap before
    found = plain_polygons(path, "a")
    assert found is not None
    assert found.fids == [2, 3, 4, 5, 17]
    with fiona.open(path) as source:
        theirs = [row.geometry and shapely.geometry.shape(row.geometry) for row in source]
    assert shapely.to_wkb(found.geometries).tolist() == shapely.to_wkb(theirs).tolist()
    frame = zz.read(path).frame
    assert list(frame["name"]) == list("乙丙丁戊甲")
    assert shapely.to_wkb(frame.geometry.array).tolist() == shapely.to_wkb(theirs).tolist()


@pytest.mark.parametrize(
    "blob",
    [
        HEAD + shapely.to_wkb(shapely.Point(1, 1)),
        HEAD + shapely.to_wkb(box(0, 0, 1, 1), byte_order=0),
        HEAD + shapely.to_wkb(box(0, 0, 1, 1)) + b"\0",
        HEAD + shapely.to_wkb(box(0, 0, 1, 1))[:40],
        HEAD + shapely.to_wkb(Polygon()),
        HEAD + shapely.to_wkb(HIGH, flavor="extended"),
        HEAD + square((0, 0), (1, 0), (1, 1)),
        HEAD + square((0, 0), (1, 0), (1, 1), (0, 1)),
        HEAD + square((0, 0), (1, 0), (1, NAN), (0, 0)),
        HEAD + square((0, 0), (1, 0), (INF, 1), (0, 0)),
        HEAD + struct.pack("<BIIII", 1, 3, 2, 0, 0),
        HEAD + struct.pack("<BII", 1, 6, 1) + shapely.to_wkb(Polygon()),
        HEAD + struct.pack("<BII", 1, 6, 0),
        b"GP\1" + HEAD[3:] + shapely.to_wkb(box(0, 0, 1, 1)),
        b"GP\0\x11" + HEAD[4:] + shapely.to_wkb(box(0, 0, 1, 1)),
        b"GP\0\x21" + HEAD[4:] + shapely.to_wkb(box(0, 0, 1, 1)),
        b"GP\0\x03" + HEAD[4:] + shapely.to_wkb(box(0, 0, 1, 1)),
        shapely.to_wkb(box(0, 0, 1, 1)),
        b"",
        "POLYGON EMPTY",
    ],
)
def test_a_geometry_in_doubt_is_left_to_gdal(tmp_path: Path, blob: object) -> None:
    path = write(tmp_path / "a.gpkg", [box(0, 0, 1, 1), box(2, 2, 3, 3)], ["甲", "乙"])
    assert plain_polygons(path, "a") is not None
    change(path, ("UPDATE a SET geom = ? WHERE name = '乙'", blob))
    assert plain_polygons(path, "a") is None


def test_names_stay_with_their_polygons_where_an_index_tempts_to_another_order(
    tmp_path: Path,
) -> None:
    shapes = [box(at, 0, at + 1, 1) for at in range(200)]
    names = [f"园{199 - at:03}" for at in range(200)]
    path = write(tmp_path / "a.gpkg", shapes, names)
    change(path, ("CREATE INDEX by_name ON a (name)",), ("ANALYZE",))
    frame = zz.read(path).frame
    west = {
        name: shape.bounds[0] for name, shape in zip(frame["name"], frame.geometry, strict=True)
    }
    assert west == {f"园{199 - at:03}": float(at) for at in range(200)}


@pytest.mark.parametrize("given", [[1, 0], [0], []])
def test_features_in_another_order_or_number_than_gdal_gives_are_left_to_gdal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[int]
) -> None:
    path = write(tmp_path / "a.gpkg", [box(0, 0, 1, 1), box(2, 2, 3, 3)], ["甲", "乙"])
    found = plain_polygons(path, "a")
    assert found is not None
    other = Shapes([found.fids[at] for at in given], [found.geometries[at] for at in given])
    monkeypatch.setattr(ogr, "plain_polygons", lambda path, layer: other)
    [layer] = ogr.read_ogr(path, GEOPACKAGE, None, None, tmp_path)
    assert [shape.bounds[0] for shape in layer.geometries if shape] == [0, 2]
    assert layer.columns[0].values == ["甲", "乙"]
