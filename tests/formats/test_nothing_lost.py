"""What a file holds is in the layer, or a note says that it isn't."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from shapely.geometry import LinearRing, Point

import zzmap as zz
from zzmap.errors import FormatError
from zzmap.io import Layer

Field = tuple[str, str, int, int]
PLACEMARK = "<Point><coordinates>113.5,34.7</coordinates></Point>"


def shapefile(
    folder: Path, fields: Sequence[Field], rows: Sequence[Sequence[bytes]], deleted: int = -1
) -> Layer:
    """Write a Shapefile whose .dbf is made of these bytes, in GBK, and read it."""
    path = folder / "地块.shp"
    points = [Point(113.5 + number / 100, 34.7) for number in range(len(rows))]
    gpd.GeoDataFrame({"a": range(len(rows))}, geometry=points, crs=4326).to_file(path)
    path.with_suffix(".cpg").unlink()
    width = 1 + sum(field[2] for field in fields)
    raw = struct.pack(
        "<B3BIHH20x", 3, 26, 1, 1, len(rows), 33 + 32 * len(fields), width
    ) + b"".join(
        struct.pack("<11sc4xBB14x", name.encode("gbk"), kind.encode(), size, decimals)
        for name, kind, size, decimals in fields
    )
    raw += b"\r"
    for number, row in enumerate(rows):
        raw += b"*" if number == deleted else b" "
        raw += b"".join(
            cell[: field[2]].ljust(field[2]) for cell, field in zip(row, fields, strict=True)
        )
    path.with_suffix(".dbf").write_bytes(raw + b"\x1a")
    return zz.read(path)


def test_two_columns_of_one_name_are_both_read(tmp_path: Path) -> None:
    fields = [("名称", "C", 10, 0), ("名称", "C", 10, 0)]
    layer = shapefile(tmp_path, fields, [["甲".encode("gbk"), "乙".encode("gbk")]])
    assert layer.records() == [{"名称": "甲", "名称_2": "乙"}]
    assert any("名称_2" in note for note in layer.notes)


def test_a_text_cut_inside_a_letter_keeps_its_beginning(tmp_path: Path) -> None:
    layer = shapefile(tmp_path, [("n", "C", 7, 0)], [["郑州市".encode()]])
    assert layer.records() == [{"n": "郑州"}]
    assert any("inside a letter" in note for note in layer.notes)


def test_a_date_that_is_none_stays_as_it_stands(tmp_path: Path) -> None:
    rows = [[b"20240131"], [b"20249999"], [b"00000000"], [b""]]
    layer = shapefile(tmp_path, [("d", "D", 8, 0)], rows)
    assert [row["d"] for row in layer.records()] == [date(2024, 1, 31), "20249999", None, None]


def test_numbers_are_neither_rounded_nor_made_up(tmp_path: Path) -> None:
    fields = [("code", "N", 20, 0), ("area", "F", 10, 2)]
    rows = [[b"12345678901234567890", b"1.25"], [b"1", b"about 3"], [b"*****", b""]]
    layer = shapefile(tmp_path, fields, rows)
    assert layer.records() == [
        {"code": 12345678901234567890, "area": 1.25},
        {"code": 1, "area": None},
        {"code": None, "area": None},
    ]
    assert sum("no numbers" in note for note in layer.notes) == 2


def test_deleted_records_are_passed_over_and_told(tmp_path: Path) -> None:
    layer = shapefile(tmp_path, [("n", "C", 4, 0)], [[b"a"], [b"b"], [b"c"]], deleted=1)
    assert [row["n"] for row in layer.records()] == ["a", "c"]
    assert [round(point.x, 2) for point in layer.frame.geometry] == [113.5, 113.52]
    assert any("1 records marked as deleted" in note for note in layer.notes)


def test_a_field_no_reader_takes_is_told(tmp_path: Path) -> None:
    layer = shapefile(tmp_path, [("memo", "M", 10, 0)], [[b"         1"]])
    assert layer.records() == [{"memo": None}]
    assert any("memo" in note for note in layer.notes)


@pytest.mark.parametrize("feature", [False, True])
def test_the_system_of_a_bare_geometry_is_believed(tmp_path: Path, *, feature: bool) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:4547"}}
    shape = {"type": "Point", "coordinates": [500000, 3800000]}
    bare = {"type": "Feature", "properties": {}, "geometry": shape} if feature else shape
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps(bare | {"crs": crs}), "utf-8")
    assert zz.read(path).claim == "EPSG:4547"


def test_heights_that_some_corners_lack_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "LineString", "coordinates": [[113, 34, 5], [113, 35]]}', "utf-8")
    assert any("heights" in note for note in zz.read(path).notes)
    assert any("heights" in note for note in kml(tmp_path, line("113,34,5 113,35")).notes)
    assert not kml(tmp_path, line("113,34,5 113,35,6")).notes


def line(coordinates: str) -> str:
    return (
        f"<Placemark><LineString><coordinates>{coordinates}</coordinates></LineString></Placemark>"
    )


def kml(folder: Path, body: str) -> Layer:
    path = folder / "a.kml"
    path.write_text(f"<kml><Document>{body}</Document></kml>", "utf-8")
    return zz.read(path)


def test_all_that_extended_data_says_is_read(tmp_path: Path) -> None:
    data = (
        '<Data name="产业"><value>传感器</value></Data><Data name="产业"><value>芯片</value></Data>'
        '<c:camp xmlns:c="urn:c">14</c:camp>'
    )
    layer = kml(
        tmp_path,
        f"<Placemark><description><b>粗</b>体</description><ExtendedData>{data}</ExtendedData>"
        f"{PLACEMARK}</Placemark><GroundOverlay/>",
    )
    assert layer.records() == [
        {"description": "粗体", "产业": "传感器", "产业_": "芯片", "camp": "14"}
    ]
    assert any("pictures" in note for note in layer.notes)


def test_a_placemark_of_two_geometries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="2 geometries"):
        kml(tmp_path, f"<Placemark>{PLACEMARK}{PLACEMARK}</Placemark>")


def test_columns_of_corners_with_one_name_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "名称,X,Y,备注,备注\n甲,34.7,113.5,a,b\n甲,34.8,113.5\n甲,34.8,113.6,,,more\n"
    path.write_text(rows, "utf-8")
    layer = zz.read(path)
    assert layer.records() == [{"名称": "甲", "备注": "a", "备注_2": "b"}]
    assert any("备注_2" in note for note in layer.notes)
    assert any("1 rows have cells beyond" in note for note in layer.notes)


def test_texts_in_columns_of_numbers_and_dates_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame(Point(113, 34), Point(114, 34)).to_file(path, layer="甲")
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        for column in ("n MEDIUMINT", "x REAL", "d DATE", "t TEXT"):
            database.execute(f"ALTER TABLE 甲 ADD COLUMN {column}")
        database.execute("UPDATE 甲 SET n = '约3', x = '1.5亩', d = '2024-13', t = '1' WHERE a = 0")
        database.execute("UPDATE 甲 SET n = 3, x = 1.5, d = '2024-12-01', t = '2' WHERE a = 1")
        database.commit()
    assert zz.read(path).records() == [
        {"a": 0, "n": "约3", "x": "1.5亩", "d": "2024-13", "t": "1"},
        {"a": 1, "n": 3, "x": 1.5, "d": date(2024, 12, 1), "t": "2"},
    ]


def test_a_backslash_in_an_archive_parts_folders(tmp_path: Path) -> None:
    point = '{"type": "Point", "coordinates": [113, 34]}'
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("目录\\地块.geojson", point)
    assert zz.read(tmp_path / "a.zip").name == "地块"


# Writing


@pytest.mark.parametrize("given", [None, "a.shp", gpd.GeoDataFrame({"a": [1]})])
def test_what_has_no_geometry_is_refused_in_a_sentence(tmp_path: Path, given: object) -> None:
    with pytest.raises(FormatError, match="no geometry"):
        zz.write(given, tmp_path / "a.gpkg")  # type: ignore[arg-type]


def frame(*shapes: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"a": range(len(shapes))}, geometry=list(shapes), crs=4326)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".shp", ".fgb", ".kml"])
def test_measures_are_left_out_and_told(tmp_path: Path, suffix: str) -> None:
    if not hasattr(shapely, "has_m"):
        pytest.skip("this shapely knows no measures")
    path = tmp_path / f"a{suffix}"
    done = zz.write(frame(shapely.from_wkt("POINT ZM (113 34 2 9)")), path)
    assert any("measures" in note for note in done.notes)
    assert pyogrio.read_dataframe(path).geometry.iloc[0].wkt == "POINT Z (113 34 2)"


def test_a_ring_is_written_as_a_line(tmp_path: Path) -> None:
    zz.write(frame(LinearRing([(113, 34), (114, 34), (114, 35)])), tmp_path / "a.gpkg")
    found = pyogrio.read_dataframe(tmp_path / "a.gpkg").geometry.iloc[0]
    assert found.wkt == "LINESTRING (113 34, 114 34, 114 35, 113 34)"


def test_an_empty_geometry_is_refused_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="feature 2: GeoPackage cannot hold an empty"):
        zz.write(frame(Point(113, 34), Point()), tmp_path / "a.gpkg")


def test_a_shapefile_may_have_no_columns(tmp_path: Path) -> None:
    zz.write(frame(Point(113, 34))[["geometry"]], tmp_path / "a.shp")
    assert pyogrio.read_dataframe(tmp_path / "a.shp").geometry.iloc[0].wkt == "POINT (113 34)"


def test_a_named_index_that_is_not_written_is_told(tmp_path: Path) -> None:
    done = zz.write(frame(Point(113, 34)).set_index("a"), tmp_path / "a.geojson")
    assert done.notes == ("the index is not written; reset_index() makes columns of it: a",)
