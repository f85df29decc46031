"""Answers of ArcGIS servers, as files: rings, systems, rows left out, names."""

import json
from pathlib import Path

import fiona
import pytest
import shapely
from shapely.geometry import shape

import zzmap.io

from .corpus import BLOCK, PAIR, write_esri_json


def written(path: Path, **document: object) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def test_gdal_reads_the_same_shapes_rows_and_system(tmp_path: Path) -> None:
    path = write_esri_json(
        tmp_path / "a.json",
        "cm114",
        fields=[
            {"name": name, "type": "esriFieldTypeString", "alias": name}
            for name in ("名称", "编号", "产业", "状态")
        ]
        + [{"name": "面积(亩)", "type": "esriFieldTypeDouble", "alias": "面积(亩)"}],
    )
    layer = zzmap.io.read(path)
    with fiona.open(path, driver="ESRIJSON") as source:
        rows = list(source)
    assert layer.claim == "EPSG:4547"
    for row, ours in zip(rows, layer.frame.itertuples(index=False), strict=True):
        assert shape(row.geometry).symmetric_difference(ours.geometry).area == 0
    assert [row.properties["名称"] for row in rows] == list(layer.frame["名称"])


def test_a_hole_is_a_hole_whichever_way_its_ring_runs(tmp_path: Path) -> None:
    for turn in (1, -1):
        hole = list(BLOCK.interiors[0].coords)[::turn]
        rings = [list(BLOCK.exterior.coords), hole]
        path = written(tmp_path / "a.json", features=[{"geometry": {"rings": rings}}])
        (found,) = zzmap.io.read(path).frame.geometry
        assert len(found.interiors) == 1
        assert found.area == pytest.approx(BLOCK.area)


def test_two_shells_are_two_parts(tmp_path: Path) -> None:
    rings = [list(part.exterior.coords) for part in PAIR.geoms]
    path = written(tmp_path / "a.json", features=[{"attributes": {}, "geometry": {"rings": rings}}])
    (found,) = zzmap.io.read(path).frame.geometry
    assert shapely.get_num_geometries(found) == 2


def test_rows_that_a_server_kept_back_are_told(tmp_path: Path) -> None:
    point = {"attributes": {"n": 1}, "geometry": {"x": 113.6, "y": 34.7}}
    path = written(tmp_path / "a.json", exceededTransferLimit=True, features=[point])
    (note,) = zzmap.io.read(path).notes
    assert "the first 1 features only" in note
    path = written(tmp_path / "a.json", exceededTransferLimit=False, features=[point])
    assert zzmap.io.read(path).notes == ()


def test_times_of_the_server_are_times_and_aliases_are_told(tmp_path: Path) -> None:
    fields = [
        {"name": "PFRQ", "type": "esriFieldTypeDate", "alias": "批复日期"},
        {"name": "MJ", "type": "esriFieldTypeDouble", "alias": "MJ"},
    ]
    row = {"attributes": {"PFRQ": 1_700_000_000_000, "MJ": 1_700_000_000_000.0}, "geometry": None}
    layer = zzmap.io.read(written(tmp_path / "a.json", fields=fields, features=[row]))
    assert layer.frame["PFRQ"][1].isoformat() == "2023-11-14T22:13:20+00:00"
    assert layer.frame["MJ"][1] == 1.7e12
    assert any("PFRQ = 批复日期" in note and "MJ" not in note for note in layer.notes)


@pytest.mark.parametrize(
    ("reference", "claim"),
    [
        ({"wkid": 4490}, "EPSG:4490"),
        ({"wkid": 102100, "latestWkid": 3857}, "EPSG:3857"),
        (None, ""),
    ],
)
def test_the_system_is_what_the_file_says(tmp_path: Path, reference: object, claim: str) -> None:
    point = {"attributes": {}, "geometry": {"x": 113.6, "y": 34.7}}
    path = written(tmp_path / "a.json", spatialReference=reference, features=[point])
    assert zzmap.io.read(path).claim == claim


def test_a_geojson_with_a_property_called_attributes_is_geojson(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"attributes": {"rings": [1]}},
        "geometry": {"type": "Point", "coordinates": [113.6, 34.7]},
    }
    layer = zzmap.io.read(
        written(tmp_path / "a.json", type="FeatureCollection", features=[feature])
    )
    assert layer.form == "GeoJSON"
