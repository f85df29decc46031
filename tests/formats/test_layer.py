"""The door gives all a file holds: every geometry, every attribute, in its type."""

import json
import sqlite3
import struct
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import fiona
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    Point,
    Polygon,
    mapping,
)

from zzmap.errors import FormatError
from zzmap.io import Layer, layer_names, read, read_all

from .bad_files import _plain_triggers
from .corpus import (
    COLUMNS,
    CORNERS_GK,
    FIELD,
    PAIR,
    TRUTH,
    dxf_text,
    kml_placemark,
    kml_text,
    write_csv,
    write_gdal,
    write_geojson,
    write_kml_gdal,
    write_layers,
    write_shapefile,
    write_txt,
    zipped_shapefile,
)

SHAPES: tuple[Any, ...] = (
    Point(113.5, 34.7),
    LineString([(113.5, 34.7), (113.6, 34.8)]),
    FIELD,
    MultiPoint([(113.5, 34.7), (113.6, 34.7)]),
    MultiLineString([[(113.5, 34.7), (113.6, 34.8)], [(113.7, 34.7), (113.8, 34.8)]]),
    PAIR,
    GeometryCollection([Point(113.5, 34.7), FIELD]),
    Point(113.5, 34.7, 88.5),
    None,
)


def features(path: Path, *rows: dict[str, Any], **members: Any) -> Path:
    body = {"type": "FeatureCollection", **members, "features": list(rows)}
    path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    return path


def feature(geometry: Any, properties: Any = None, **members: Any) -> dict[str, Any]:
    shape = None if geometry is None else mapping(geometry)
    return {"type": "Feature", "geometry": shape, "properties": properties, **members}


def same(found: Any, true: Any) -> bool:
    if found is None or true is None:
        return found is true
    return bool(shapely.equals_exact(found, true, 1e-9)) and found.has_z == true.has_z


# -- geometry ----------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".wkt"])
def test_every_kind_of_geometry_is_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    true = [shape for shape in SHAPES if shape is not None or suffix != ".wkt"]
    if suffix == ".fgb":  # which has heights in all its features or in none
        true = [shape for shape in true if shape is None or not shape.has_z]
    if suffix == ".geojson":
        features(path, *(feature(shape, {"n": n}) for n, shape in enumerate(true)))
    elif suffix == ".wkt":
        path.write_text("\n".join(shapely.to_wkt(shape, 10, output_dimension=3) for shape in true))
    else:
        driver = "GPKG" if suffix == ".gpkg" else "FlatGeobuf"
        schema = {"geometry": "Unknown", "properties": {"n": "int"}}
        options = {} if driver == "GPKG" else {"SPATIAL_INDEX": "NO"}
        with fiona.open(path, "w", driver=driver, schema=schema, **options) as sink:
            sink.writerecords(feature(shape, {"n": n}) for n, shape in enumerate(true))
    layer = read(path)
    assert all(map(same, layer.frame.geometry, true))
    assert list(layer.frame.index) == list(range(1, len(true) + 1))
    if suffix != ".wkt":
        assert layer.frame["n"].tolist() == list(range(len(true)))


def test_points_and_lines_of_a_kml_are_features_too(tmp_path: Path) -> None:
    point = "<Placemark><name>标注</name><Point><coordinates>113.7,34.7,9</coordinates></Point>"
    line = "<Placemark><LineString><coordinates>113.7,34.7 113.8,34.8</coordinates></LineString>"
    nothing = "<Placemark><name>空</name>"
    marks = "".join(f"{row}</Placemark>" for row in (point, line, nothing))
    path = tmp_path / "a.kml"
    path.write_text(kml_text().replace("</Document>", f"{marks}</Document>"), "utf-8")
    frame = read(path).frame
    assert len(frame) == len(TRUTH) + 3
    assert same(frame.geometry[4], Point(113.7, 34.7, 9))
    assert same(frame.geometry[5], LineString([(113.7, 34.7), (113.8, 34.8)]))
    assert frame.geometry[6] is None
    assert frame["name"].tolist()[3:] == ["标注", None, "空"]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_drawing_is_read_whole(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.dxf"
    path.write_text(dxf_text([FIELD]), encoding)
    layer = read(path)
    assert layer.claim == ""
    assert any("GB18030" in note for note in layer.notes) == (encoding == "gbk")
    assert layer.frame["Layer"].tolist() == ["红线", "轴线", "注记"]
    assert layer.frame.geom_type.tolist() == ["LineString", "LineString", "Point"]
    assert layer.frame["Text"].tolist()[2] == "label"


@pytest.mark.parametrize(
    ("version", "page", "encoding"),
    [("AC1015", "ANSI_936", "gbk"), ("AC1015", "ANSI_1252", "gbk"), ("AC1021", "ANSI_936", "utf-8"),
     ("AC1015", "ANSI_950", "big5")],
)  # fmt: skip
def test_a_drawing_says_or_shows_its_encoding(
    version: str, page: str, encoding: str, tmp_path: Path
) -> None:
    head = ["0", "SECTION", "2", "HEADER", "9", "$ACADVER", "1", version, "9", "$DWGCODEPAGE",
            "3", page, "0", "ENDSEC", ""]  # fmt: skip
    path = tmp_path / "a.dxf"
    text = dxf_text([FIELD]).replace("红线", "紅線").replace("轴线", "a").replace("注记", "b")
    path.write_bytes(("\n".join(head) + text).encode(encoding))
    assert read(path).frame["Layer"].tolist() == ["紅線", "a", "b"]


def test_a_geometry_that_cannot_be_read_is_no_blank_one(tmp_path: Path) -> None:
    path = write_gdal(tmp_path / "a.gpkg", "GPKG", SPATIAL_INDEX="NO", layer="a")
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    with sqlite3.connect(path) as database:
        _plain_triggers(database)
        database.execute("UPDATE a SET geom = NULL WHERE fid = 1")
        database.execute(
            "UPDATE a SET geom = ? WHERE fid = 3", (head + shapely.to_wkb(FIELD)[:40],)
        )
    database.close()
    with pytest.raises(FormatError, match="no geometry that can be read"):
        read(path)


def test_positions_of_four_numbers_are_cut_to_two(tmp_path: Path) -> None:
    row = {"type": "Feature", "properties": None,
           "geometry": {"type": "Point", "coordinates": [113.5, 34.7, 5, 6]}}  # fmt: skip
    assert same(read(features(tmp_path / "a.geojson", row)).frame.geometry[1], SHAPES[0])


# -- attributes --------------------------------------------------------------------


def test_a_geojson_keeps_ids_members_lists_objects_and_long_numbers(tmp_path: Path) -> None:
    rows = [
        {"表": [1, "二", None], "物": {"a": {"b": []}}, "大": 2**53 + 1, "更大": 2**80,
         "真": True, "数": 1, "文": "007", "混": 1},
        {"表": None, "物": {}, "大": -(2**63), "更大": 1, "真": False, "数": 2.5, "文": "",
         "混": "x"},
    ]  # fmt: skip
    path = features(
        tmp_path / "a.geojson",
        feature(FIELD, rows[0], id="p-1"),
        feature(None, rows[1], id=2**60),
        licence={"name": "CC0"},
        bbox=[0, 0, 1, 1],
        name="园区",
    )
    layer = read(path)
    assert layer.records() == rows
    assert layer.ids == ("p-1", 2**60)
    assert layer.members == {"licence": {"name": "CC0"}}
    assert layer.name == "园区"
    assert list(layer.frame.columns) == [*rows[0], "geometry"]
    assert layer.frame["大"].dtype == "int64"
    assert layer.frame["真"].dtype == bool


def test_blanks_do_not_turn_whole_numbers_into_others(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"n": 2**60 + 1, "b": True, "f": 1.5}, {}]
    path = features(tmp_path / "a.geojson", *(feature(FIELD, row) for row in rows))
    layer = read(path)
    assert layer.records() == [rows[0], {"n": None, "b": None, "f": None}]
    assert pd.isna(layer.frame["n"][2])


def test_nan_and_infinity_are_blank_and_told(tmp_path: Path) -> None:
    path = features(tmp_path / "a.geojson", feature(FIELD, {"f": float("nan"), "g": 1}))
    layer = read(path)
    assert layer.records() == [{"f": None, "g": 1}]
    assert any("1 values" in note for note in layer.notes)


def test_half_a_surrogate_pair_survives(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text(
        '{"type":"Feature","geometry":null,"properties":{"a":"\\ud83d"}}'
    )
    assert read(tmp_path / "a.geojson").records() == [{"a": "\ud83d"}]


def test_a_column_named_geometry_is_an_attribute(tmp_path: Path) -> None:
    layer = read(features(tmp_path / "a.geojson", feature(FIELD, {"geometry": "多边形"})))
    assert layer.records() == [{"geometry": "多边形"}]
    assert same(layer.frame.geometry.iloc[0], FIELD)


def test_dates_times_bytes_and_json_of_a_geopackage(tmp_path: Path) -> None:
    kinds = {"on": "date", "at": "datetime", "raw": "bytes", "j": "json", "i": "int64", "b": "bool"}
    zone = timezone(timedelta(hours=8))
    values = {"on": date(2024, 5, 6), "at": datetime(2024, 5, 6, 7, 8, 9, 250_000, zone),
              "raw": b"\x00\xff", "j": {"a": [1]}, "i": 2**62 + 1, "b": True}  # fmt: skip
    schema = {"geometry": "Point", "properties": kinds}
    path = tmp_path / "a.gpkg"
    with fiona.open(path, "w", driver="GPKG", crs="EPSG:4490", schema=schema) as sink:
        for row in (values, dict.fromkeys(kinds)):
            sink.write(feature(Point(113.5, 34.7), row))
    layer = read(path)
    assert layer.records() == [values, dict.fromkeys(kinds)]
    assert layer.claim == "EPSG:4490"
    assert layer.frame.crs.to_epsg() == 4490


def test_long_whole_numbers_of_a_shapefile(tmp_path: Path) -> None:
    schema = {"geometry": "Point", "properties": {"n": "int:18", "f": "float:20.3", "d": "date"}}
    path = tmp_path / "a.shp"
    row = {"n": 2**56 + 1, "f": 0.125, "d": date(2024, 5, 6)}
    with fiona.open(path, "w", driver="ESRI Shapefile", schema=schema) as sink:
        sink.write(feature(Point(113.5, 34.7), row))
    assert read(path).records() == [row]


def test_extended_data_of_a_kml_under_chinese_names(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    mark = kml_placemark(TRUTH[1])
    path.write_text(kml_text([]).replace("</Document>", f"{mark}</Document>"), "utf-8")
    (row,) = read(path).records()
    assert (row["name"], row["产业"], row["状态"]) == ("双片产业园（一期）", "新能源汽车", "在建")


def test_a_name_said_twice_in_a_kml_is_not_lost(tmp_path: Path) -> None:
    mark = (
        '<Placemark><name>甲</name><ExtendedData><Data name="name"><value>乙</value></Data>'
        "</ExtendedData><Point><coordinates>113.5,34.7</coordinates></Point></Placemark>"
    )
    path = tmp_path / "a.kml"
    path.write_text(f"<kml><Document>{mark}</Document></kml>", "utf-8")
    assert sorted(read(path).records()[0].values()) == ["乙", "甲"]


def test_numbers_a_kml_schema_declares_are_numbers(tmp_path: Path) -> None:
    layer = read(write_kml_gdal(tmp_path / "a.kml"))
    areas = [row["面积(亩)"] for row in layer.records()]
    assert all(isinstance(area, float) for area in areas)


def test_folders_of_a_kml_are_layers_and_a_column(tmp_path: Path) -> None:
    marks = "".join(
        f"<Folder><name>{name}</name>{kml_placemark(row)}</Folder>"
        for name, row in zip(("一期", "二期", "二期"), TRUTH, strict=True)
    )
    path = tmp_path / "a.kml"
    path.write_text(kml_text([]).replace("</Document>", f"{marks}</Document>"), "utf-8")
    assert layer_names(path) == ["园区", "一期", "二期"]
    assert [row["folder"] for row in read(path).records()] == ["一期", "二期", "二期"]
    assert [row["name"] for row in read(path, "二期").records()] == [row.name for row in TRUTH[1:]]


@pytest.mark.parametrize("page", ["ISO-8859-1", "GBK", "936", "", None])
def test_gbk_of_a_shapefile_whatever_its_cpg_says(page: str | None, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, encoding="GBK")
    if page is None:
        path.with_suffix(".cpg").unlink()
    else:
        path.with_suffix(".cpg").write_text(page)
    assert [row["名称"] for row in read(path).records()] == [row.name for row in TRUTH]


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    with pytest.raises(FormatError, match="names no encoding"):
        read(path, encoding="rot13")
    assert read(path, encoding="utf8").records()[0]["名称"] == TRUTH[0].name
    text = write_csv(tmp_path / "a.csv", "cm114", CORNERS_GK, "gb18030")
    assert read(text, encoding="gb18030").records()[0]["地块名称"] == TRUTH[0].name
    with pytest.raises(FormatError, match="no text in utf-8"):
        read(text, encoding="utf-8")


def test_a_survey_states_its_area_in_a_column_with_its_unit(tmp_path: Path) -> None:
    layer = read(write_txt(tmp_path / "a.txt"))
    areas = gpd.GeoSeries([row.geometry for row in TRUTH], crs=4326).to_crs(4547).area / 10_000
    assert layer.frame["面积(公顷)"].tolist() == pytest.approx(areas.tolist(), rel=1e-4)
    assert layer.frame["地块名称"].tolist() == [row.name for row in TRUTH]
    assert layer.claim == "CGCS2000 3-degree zone 38"


def test_a_corner_table_says_which_columns_change_within_a_parcel(tmp_path: Path) -> None:
    rows = "地块,备注,lon,lat\n甲,a,113.7,34.7\n甲,b,113.8,34.7\n甲,a,113.8,34.8\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    layer = read(tmp_path / "a.csv")
    assert layer.records() == [{"地块": "甲", "备注": "a"}]
    assert any("备注" in note and "地块" not in note for note in layer.notes)


# -- layers ------------------------------------------------------------------------


def test_several_layers_have_to_be_named(tmp_path: Path) -> None:
    path = write_layers(tmp_path / "a.gpkg")
    names = [f"图层_{row.code}" for row in TRUTH] + ["标注"]
    assert layer_names(path) == names
    assert [row.name for row in read_all(path)] == names
    with pytest.raises(FormatError, match=r"4 layers\. Name one with --layer: 图层_GX-001"):
        read(path)
    layer = read(path, "标注")
    assert layer.records() == [{"note": "label"}]
    with pytest.raises(FormatError, match="no layer “无”"):
        read(path, "无")


def test_tables_beside_the_layers_are_told(tmp_path: Path) -> None:
    path = write_gdal(tmp_path / "a.gpkg", "GPKG")
    with fiona.open(path, "w", driver="GPKG", layer="附表",
                    schema={"geometry": "None", "properties": {"a": "int"}}) as sink:  # fmt: skip
        sink.write({"geometry": None, "properties": {"a": 1}})
    layer = read(path)
    assert len(layer.frame) == len(TRUTH)
    assert any("附表" in note for note in layer.notes)


def test_what_a_layer_says_of_itself(tmp_path: Path) -> None:
    layer: Layer = read(write_gdal(tmp_path / "园区.gpkg", "GPKG", "cm114"))
    assert (layer.form, layer.name, layer.claim) == ("GeoPackage", "园区", "EPSG:4547")
    assert list(layer.frame.columns) == [*COLUMNS, "geometry"]
    layer = read(zipped_shapefile(tmp_path))
    assert (layer.form, layer.name, layer.claim) == ("Shapefile", "地块", "EPSG:4326")
    unknown = {"type": "name", "properties": {"name": "GCJ-02"}}
    layer = read(write_geojson(tmp_path / "a.geojson", crs=unknown))
    assert (layer.claim, layer.frame.crs) == ("GCJ-02", None)


def test_an_empty_layer_is_a_layer(tmp_path: Path) -> None:
    path = features(tmp_path / "a.geojson")
    assert len(read(path).frame) == 0
    path = write_gdal(tmp_path / "a.gpkg", "GPKG", rows=())
    layer = read(path)
    assert len(layer.frame) == 0
    assert list(layer.frame.columns) == [*COLUMNS, "geometry"]


@pytest.mark.parametrize("name", ["a b", "a!b", "a?b", "a#b", "a,b", "zip:a", "园区", "a%20b"])
def test_odd_names_are_names(name: str, tmp_path: Path) -> None:
    for suffix, driver in ((".gpkg", "GPKG"), (".shp", "ESRI Shapefile")):
        plain = write_gdal(tmp_path / f"plain{suffix}", driver, rows=TRUTH[:1], encoding="UTF-8")
        for part in list(tmp_path.glob("plain.*")):
            part.rename(part.with_name(f"{name}{part.suffix}"))
        assert len(read(plain.with_name(f"{name}{suffix}")).frame) == 1


def test_a_polygon_without_corners_is_read(tmp_path: Path) -> None:
    layer = read(features(tmp_path / "a.geojson", feature(Polygon())))
    assert layer.frame.geometry[1].is_empty
