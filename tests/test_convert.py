"""Conversion of files: places move, attributes and old files do not suffer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import fiona
import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import mapping, shape

from zzmap import convert
from zzmap.crs import resolve, transform_geometry
from zzmap.errors import CrsError, FormatError, OutputError, ZzmapError

SQUARE = shapely.box(113.5, 34.6, 113.6, 34.7)
TWO = shapely.MultiPolygon([SQUARE, shapely.box(113.7, 34.6, 113.8, 34.7)])
ROWS: list[tuple[Any, dict[str, Any]]] = [
    (SQUARE, {"名称": "高新区", "area": 12.5, "n": 3, "big": 12345678901, "live": True}),
    (TWO, {"名称": "港区", "area": 0.1 + 0.2, "n": None, "big": -1, "live": False}),
    (None, {"名称": None, "area": None, "n": 0, "big": 0, "live": None}),
]


def convert_file(*words: Any, **options: Any) -> Path:
    return convert.convert_file(*words, **options).path


def write_geojson(path: Path, rows: list[tuple[Any, dict[str, Any]]], **members: Any) -> Path:
    features = [
        {"type": "Feature", "properties": row, "geometry": None if geo is None else mapping(geo)}
        for geo, row in rows
    ]
    document = {"type": "FeatureCollection", **members, "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_geojson(tmp_path / "parks.geojson", ROWS)


def read(path: Path) -> tuple[list[Any], list[dict[str, Any]], str]:
    with fiona.open(path) as file:
        rows = list(file)
        wkt = file.crs_wkt
    shapes = [None if row.geometry is None else shape(row.geometry) for row in rows]
    return shapes, [dict(row.properties) for row in rows], wkt


def same(got: list[Any], expected: list[Any], tolerance: float) -> None:
    for one, other in zip(got, expected, strict=True):
        assert (one is None) == (other is None)
        if one is not None:
            assert shapely.equals_exact(one.normalize(), other.normalize(), tolerance)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb"])
@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4490", "EPSG:4326", "bd09"])
def test_places_move_and_attributes_stay(
    source: Path, tmp_path: Path, suffix: str, crs: str
) -> None:
    target = convert_file(source, tmp_path / f"out{suffix}", "gcj02", crs)
    shapes, attributes, wkt = read(target)
    expected = [row and transform_geometry(row, "gcj02", crs) for row, _ in ROWS]
    same(shapes, expected, 2e-4 if crs == "EPSG:4547" else 2e-9)
    assert attributes == [row for _, row in ROWS]
    assert resolve(wkt) == resolve(crs)
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name, source.name]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".shp"])
@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_shifted_files_claim_no_place_on_earth(tmp_path: Path, suffix: str, crs: str) -> None:
    source = write_geojson(tmp_path / "s.geojson", [(SQUARE, {"a": 1})])
    target = convert_file(source, tmp_path / f"out{suffix}", "wgs84", crs)
    wkt = read(target)[2]
    assert resolve(wkt).key == crs
    frame = gpd.read_file(target)
    assert frame.crs.to_epsg() is None
    with pytest.raises(Exception, match=r"(?i)transform|operation|crs"):
        frame.to_crs("EPSG:4326")


def test_shifted_geojson_says_so_to_people_and_loses_it_again(source: Path, tmp_path: Path) -> None:
    shifted = convert_file(source, tmp_path / "a.geojson", "wgs84", "gcj02")
    document = json.loads(shifted.read_text("utf-8"))
    assert document["name"] == "parks_gcj02"
    assert "NOT WGS 84" in document["coordinate_system"]
    back = convert_file(shifted, tmp_path / "b.geojson", "gcj02", "wgs84")
    document = json.loads(back.read_text("utf-8"))
    assert document["name"] == "parks"
    assert not {"crs", "coordinate_system"} & document.keys()
    same(read(back)[0], [row for row, _ in ROWS], 1e-8)


def test_geojson_to_geojson_keeps_ids_lists_objects_and_members(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "id": "p-1", "bbox": [0, 0, 1, 1],
         "properties": {"kinds": ["a", "b"], "more": {"x": [1, None]}, "when": "2024-01-02"},
         "geometry": {"type": "Point", "coordinates": [113.5, 34.6, 88.5]}},
        {"type": "Feature", "id": 0, "properties": None, "geometry": None},
    ]  # fmt: skip
    source = tmp_path / "in.json"
    document = {"type": "FeatureCollection", "licence": "MIT", "bbox": [0], "features": features}
    source.write_text(json.dumps(document), "utf-8-sig")
    target = convert_file(source, tmp_path / "out.geojson", "gcj02", "wgs84")
    got = json.loads(target.read_text("utf-8"))
    assert got["licence"] == "MIT"
    assert "bbox" not in got
    assert [row.get("id") for row in got["features"]] == ["p-1", 0]
    assert got["features"][0]["properties"] == features[0]["properties"]
    assert "bbox" not in got["features"][0]
    assert got["features"][0]["geometry"]["coordinates"][2] == 88.5
    assert got["features"][1]["geometry"] is None


@pytest.mark.parametrize(
    "document",
    [mapping(SQUARE), {"type": "Feature", "properties": {"a": 1}, "geometry": mapping(SQUARE)}],
)
def test_a_bare_feature_or_geometry_becomes_a_collection(
    tmp_path: Path, document: dict[str, Any]
) -> None:
    source = tmp_path / "one.geojson"
    source.write_text(json.dumps(document))
    shapes, _, _ = read(convert_file(source, tmp_path / "o.geojson", "wgs84", "wgs84"))
    same(shapes, [SQUARE], 0)


def test_shapefile_in_and_out(tmp_path: Path) -> None:
    rows = [(SQUARE, {"名称": "高新区", "n": 3}), (TWO, {"名称": "园" * 84, "n": None})]
    source = write_geojson(tmp_path / "s.geojson", rows)
    target = convert_file(source, tmp_path / "out.shp", "wgs84", "EPSG:4526")
    _, attributes, wkt = read(target)
    assert attributes == [row for _, row in rows]
    assert resolve(wkt).key == "EPSG:4526"
    back = convert_file(target, tmp_path / "back.geojson", "EPSG:4526", "wgs84")
    same(read(back)[0], [row for row, _ in rows], 1e-8)
    assert read(back)[1] == attributes


def test_a_gbk_shapefile_without_cpg_keeps_its_chinese(tmp_path: Path) -> None:
    schema = {"geometry": "Point", "properties": {"name": "str:80"}}
    options = {"driver": "ESRI Shapefile", "schema": schema, "encoding": "GBK"}
    with fiona.open(tmp_path / "old.shp", "w", **options) as file:
        file.write(
            {"properties": {"name": "郑州高新区"}, "geometry": mapping(shapely.Point(113.5, 34.6))}
        )
    (tmp_path / "old.cpg").unlink()
    target = convert_file(tmp_path / "old.shp", tmp_path / "new.gpkg", "wgs84", "gcj02")
    assert read(target)[1] == [{"name": "郑州高新区"}]


def test_a_stale_prj_does_not_outlive_its_shapefile(tmp_path: Path) -> None:
    source = write_geojson(tmp_path / "s.geojson", [(SQUARE, {"a": 1})])
    convert_file(source, tmp_path / "out.shp", "wgs84", "EPSG:4547")
    (tmp_path / "out.qix").write_bytes(b"old index")
    convert_file(source, tmp_path / "out.shp", "wgs84", "gcj02")
    assert not (tmp_path / "out.qix").exists()
    assert "CGCS2000" not in (tmp_path / "out.prj").read_text()


def test_dates_survive_gpkg(tmp_path: Path) -> None:
    schema = {"geometry": "Point", "properties": {"on": "date", "at": "datetime"}}
    with fiona.open(tmp_path / "d.gpkg", "w", driver="GPKG", schema=schema) as file:
        file.write({"properties": {"on": date(2024, 5, 6), "at": "2024-05-06T07:08:09"},
                    "geometry": mapping(shapely.Point(113.5, 34.6))})  # fmt: skip
    before = read(tmp_path / "d.gpkg")[1]
    assert (
        read(convert_file(tmp_path / "d.gpkg", tmp_path / "e.gpkg", "wgs84", "gcj02"))[1] == before
    )
    text = convert_file(tmp_path / "d.gpkg", tmp_path / "e.geojson", "wgs84", "gcj02").read_text()
    assert "2024-05-06" in text


def test_kml_out_and_in_keeps_names_and_data(tmp_path: Path) -> None:
    rows = [
        (SQUARE, {"name": "高新区", "级别": "国家级", "n": 3}),
        (TWO, {"name": "港区", "级别": "省级", "n": 4}),
    ]
    source = write_geojson(tmp_path / "s.geojson", rows)
    kml = convert_file(source, tmp_path / "out.kml", "gcj02", "wgs84")
    assert "<name>高新区</name>" in kml.read_text("utf-8")
    back = convert_file(kml, tmp_path / "back.geojson", "wgs84", "gcj02")
    shapes, attributes, _ = read(back)
    same(shapes, [row for row, _ in rows], 1e-7)
    assert [row["级别"] for row in attributes] == ["国家级", "省级"]
    assert [row["name"] for row in attributes] == ["高新区", "港区"]


@pytest.mark.parametrize("crs", ["gcj02", "bd09", "EPSG:4547"])
def test_kml_holds_nothing_but_wgs84(source: Path, tmp_path: Path, crs: str) -> None:
    with pytest.raises(CrsError, match="KML is always WGS-84"):
        convert_file(source, tmp_path / "out.kml", "wgs84", crs)


@pytest.mark.parametrize(
    ("rows", "suffix", "reason"),
    [
        ([(SQUARE, {"a_very_long_name": 1})], ".shp", "cuts column names"),
        ([(SQUARE, {"产业园区名称": 1})], ".shp", "cuts column names"),
        ([(SQUARE, {"a": "园" * 85, "a_2": "x"})], ".shp", "cuts text to 254 bytes: a"),
        ([(SQUARE, {"a": 1, "A": 2})], ".gpkg", "“a” and “A” for one column"),
        ([(SQUARE, {"a": 1}), (shapely.Point(113, 34), {"a": 1})], ".shp", "one kind of geometry"),
        ([(SQUARE, {"a": [1]})], ".gpkg", "lists or objects: a"),
        ([(SQUARE, {"a": 1})], ".dwg", "names no format"),
    ],
)
def test_what_would_be_lost_is_refused(
    tmp_path: Path, rows: list[tuple[Any, dict[str, Any]]], suffix: str, reason: str
) -> None:
    source = write_geojson(tmp_path / "s.geojson", rows)
    with pytest.raises(FormatError, match=reason):
        convert_file(source, tmp_path / f"out{suffix}", "gcj02", "wgs84")
    assert [path.name for path in tmp_path.iterdir()] == ["s.geojson"]


def test_a_feature_without_geometry_goes_into_kml(tmp_path: Path) -> None:
    source = write_geojson(tmp_path / "s.geojson", [(None, {"a": 1}), (SQUARE, {"a": 2})])
    back = gpd.read_file(convert_file(source, tmp_path / "o.kml", "gcj02", "wgs84"))
    assert back["a"].tolist() == [1, 2]
    assert back.geometry.isna().tolist() == [True, False]


def test_mixed_columns_become_text_not_nothing(tmp_path: Path) -> None:
    rows = [(SQUARE, {"v": 1}), (SQUARE, {"v": "x", "w": 1}), (SQUARE, {"v": True, "w": 2.5})]
    source = write_geojson(tmp_path / "s.geojson", rows)
    attributes = read(convert_file(source, tmp_path / "o.gpkg", "gcj02", "wgs84"))[1]
    assert [row["v"] for row in attributes] == ["1", "x", "true"]
    assert [row["w"] for row in attributes] == [None, 1.0, 2.5]


def test_impossible_coordinates_name_file_and_feature(tmp_path: Path) -> None:
    rows = [(SQUARE, {}), (shapely.Point(34.6, 113.5), {})]
    source = write_geojson(tmp_path / "s.geojson", rows)
    with pytest.raises(CrsError, match=r"s\.geojson, feature 2"):
        convert_file(source, tmp_path / "o.geojson", "gcj02", "wgs84")


@pytest.mark.parametrize("name", ["bad.geojson", "bad.gpkg", "bad.shp", "bad.kml"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\x00 no file of any kind", b'{"type": 1}'])
def test_broken_sources_are_clear_errors(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FormatError, match="bad"):
        convert_file(tmp_path / name, tmp_path / "o.geojson", "gcj02", "wgs84")


def test_broken_geometry_names_its_feature(tmp_path: Path) -> None:
    geometry = {"type": "Polygon", "coordinates": [[[113, 34], [114, 34]]]}
    features = [{"type": "Feature", "properties": {}, "geometry": geometry}]
    path = tmp_path / "s.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with pytest.raises(FormatError, match="feature 1"):
        convert_file(path, tmp_path / "o.geojson", "gcj02", "wgs84")


def test_a_missing_source_and_a_missing_folder(source: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such file"):
        convert_file(tmp_path / "none.shp", tmp_path / "o.geojson", "gcj02", "wgs84")
    for suffix in (".geojson", ".gpkg"):
        with pytest.raises(OutputError, match="cannot write"):
            convert_file(source, tmp_path / "none" / f"o{suffix}", "gcj02", "wgs84")


def test_several_layers_need_a_choice(source: Path, tmp_path: Path) -> None:
    for layer in ("one", "two"):
        gpd.GeoDataFrame({"a": [1]}, geometry=[SQUARE], crs=4326).to_file(
            tmp_path / "many.gpkg", layer=layer, driver="GPKG"
        )
    with pytest.raises(FormatError, match=r"2 layers.*one, two"):
        convert_file(tmp_path / "many.gpkg", tmp_path / "o.geojson", "gcj02", "wgs84")
    with pytest.raises(FormatError, match="no layer “three”"):
        convert_file(
            tmp_path / "many.gpkg", tmp_path / "o.geojson", "gcj02", "wgs84", layer="three"
        )
    target = convert_file(
        tmp_path / "many.gpkg", tmp_path / "o.geojson", "gcj02", "wgs84", layer="two"
    )
    assert json.loads(target.read_text("utf-8"))["name"] == "two"


def test_a_failure_leaves_the_old_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.geojson"
    target.write_text('{"type": "Point", "coordinates": [0, 0]}')

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zzmap.io.staging.os.fsync", fail)
    with pytest.raises(ZzmapError, match="No space left"):
        convert_file(source, target, "gcj02", "wgs84")
    assert target.read_text() == '{"type": "Point", "coordinates": [0, 0]}'
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_never_replaces_itself(source: Path) -> None:
    before = source.read_bytes()
    with pytest.raises(OutputError, match="the file that is read"):
        convert_file(source, source, "gcj02", "wgs84")
    assert source.read_bytes() == before


def test_an_empty_layer_stays_an_empty_layer(tmp_path: Path) -> None:
    source = write_geojson(tmp_path / "s.geojson", [])
    for suffix in (".geojson", ".gpkg", ".fgb"):
        assert read(convert_file(source, tmp_path / f"o{suffix}", "gcj02", "wgs84"))[0] == []


def test_heights_are_kept(tmp_path: Path) -> None:
    point = shapely.Point(113.5, 34.6, 88.5)
    source = write_geojson(tmp_path / "s.geojson", [(point, {"a": 1})])
    for suffix in (".geojson", ".gpkg", ".shp", ".fgb"):
        got = read(convert_file(source, tmp_path / f"o{suffix}", "gcj02", "EPSG:4547"))[0][0]
        assert np.isclose(got.z, 88.5)
