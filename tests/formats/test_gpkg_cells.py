"""Cells of a GeoPackage read at once: those of another reader, and none where in doubt."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import fiona
import geopandas as gpd
import numpy as np
import pytest
from shapely import box

import zzmap as zz
from zzmap.io import ogr
from zzmap.io.gpkg_cells import plain_cells


def written(path: Path) -> Path:
    """Write four parcels with a text, a whole number, a number, and their blanks."""
    frame = gpd.GeoDataFrame(
        {
            "名称": ["甲'园", "", "=1+1", None],
            "户": np.array([3, -7, 2**40, 0], dtype=np.int64),
            "亩": [1.5, 2.0, None, -0.25],
        },
        geometry=[box(at, 0, at + 1, 1) for at in range(4)],
        crs="EPSG:4326",
    )
    frame.to_file(path, layer="a", SPATIAL_INDEX="NO")
    return path


def kinds(path: Path) -> dict[str, str]:
    with fiona.open(path) as source:
        return dict(source.schema["properties"])


def change(path: Path, order: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute(order, values)


def test_plain_cells_are_those_that_gdal_gives(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg")
    change(path, "UPDATE a SET fid = 17 WHERE fid = 1")
    found = plain_cells(path, "a", kinds(path))
    assert found is not None
    assert found.fids == [2, 3, 4, 17]
    with fiona.open(path) as source:
        theirs = [[row.properties[name] for row in source] for name in kinds(path)]
    assert found.columns == theirs
    assert [list(map(type, column)) for column in found.columns] == [
        list(map(type, column)) for column in theirs
    ]


@pytest.mark.parametrize(
    ("order", "value"),
    [
        ("UPDATE a SET 户 = ? WHERE fid = 2", "三"),
        ("UPDATE a SET 户 = ? WHERE fid = 2", 2.5),
        ("UPDATE a SET 亩 = ? WHERE fid = 2", "约2亩"),
        ("UPDATE a SET 亩 = ? WHERE fid = 2", b"\1\2"),
        ("UPDATE a SET 名称 = ? WHERE fid = 2", b"\xd6\xd0"),
        ("UPDATE a SET 名称 = ? WHERE fid = 2", "甲\0乙"),
        ("UPDATE a SET 名称 = CAST(? AS TEXT) WHERE fid = 2", b"\xd6\xd0"),
    ],
)
def test_a_cell_in_doubt_is_left_to_gdal(tmp_path: Path, order: str, value: object) -> None:
    path = written(tmp_path / "a.gpkg")
    change(path, order, value)
    assert plain_cells(path, "a", kinds(path)) is None


@pytest.mark.parametrize("declared", ["BOOLEAN", "DATE", "DATETIME", "BLOB", "SMALLINT"])
def test_a_column_of_another_type_is_left_to_gdal(tmp_path: Path, declared: str) -> None:
    path = written(tmp_path / "a.gpkg")
    change(path, f"ALTER TABLE a ADD COLUMN more {declared}")
    assert plain_cells(path, "a", kinds(path)) is None


def test_a_whole_number_beyond_its_type_is_left_to_gdal(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg")
    change(path, "ALTER TABLE a ADD COLUMN more MEDIUMINT")
    change(path, "UPDATE a SET more = 7")
    assert plain_cells(path, "a", kinds(path)) is not None
    change(path, "UPDATE a SET more = ? WHERE fid = 3", 2**31)
    assert plain_cells(path, "a", kinds(path)) is None


def test_a_file_says_the_same_whichever_way_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.gpkg")
    at_once = ogr.read_ogr(path, zz.io.formats.GEOPACKAGE, None, None, tmp_path)
    monkeypatch.setattr(ogr, "plain_cells", lambda *given: None)
    one_by_one = ogr.read_ogr(path, zz.io.formats.GEOPACKAGE, None, None, tmp_path)
    assert at_once == one_by_one
