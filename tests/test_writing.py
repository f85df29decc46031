"""What is written, judged by readers that are not ours: GDAL, SQLite, XML and plain JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from zzmap.catalogue import Catalogue
from zzmap.crs import resolve
from zzmap.errors import CrsError, FormatError, OutputError, ZzmapError
from zzmap.io import Layer, write, write_layers
from zzmap.io.readback import check_features
from zzmap.io.table import table_of
from zzmap.io.writing import Written
from zzmap.layers import Layers
from zzmap.palette import palette

SQUARE = shapely.box(113.5, 34.6, 113.6, 34.7)
RING = shapely.Polygon(
    [(113.5, 34.6), (113.6, 34.6), (113.6, 34.7), (113.5, 34.7)],
    [[(113.52, 34.62), (113.54, 34.62), (113.54, 34.64), (113.52, 34.64)]],
)
TWO = shapely.MultiPolygon([SQUARE, shapely.box(113.7, 34.6, 113.80000001, 34.7)])
METRE = 1e-5
NAMES = ["高新区", "港区 & <b>\"'", "  两端有空格  x"]


def frame_of(**columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"名称": NAMES, **columns}, geometry=[RING, TWO, SQUARE], crs="EPSG:4326"
    )


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    return frame_of(
        产业=["智能传感器、5G", None, "盾构"],
        状态=["在建", "规划", ""],
        n=pd.array([3, None, -1], dtype="Int64"),
        big=[12345678901, 1, 2**53 + 1],
        area=[0.1 + 0.2, float("nan"), 12.5],
        on=[date(2024, 5, 6), None, date(1999, 12, 31)],
        live=pd.array([True, None, False], dtype="boolean"),
    )


EXPECTED: dict[str, list[Any]] = {
    "名称": NAMES,
    "产业": ["智能传感器、5G", None, "盾构"],
    "状态": ["在建", "规划", None],
    "n": [3, None, -1],
    "big": [12345678901, 1, 2**53 + 1],
    "area": [0.1 + 0.2, None, 12.5],
    "on": ["2024-05-06", None, "1999-12-31"],
    "live": [True, None, False],
}


def _plain(value: Any) -> Any:
    if pd.isna(value) or value == "":
        return None
    if isinstance(value, (date, pd.Timestamp, np.datetime64)):
        return str(value)[:10]
    return value.item() if isinstance(value, np.generic) else value


def by_gdal(path: Path) -> tuple[dict[str, list[Any]], list[Any]]:
    meta, _, wkb, values = pyogrio.raw.read(path)
    columns = {
        str(name): [_plain(value) for value in column]
        for name, column in zip(meta["fields"], values, strict=True)
    }
    return columns, list(shapely.from_wkb(wkb))


def by_json(path: Path) -> tuple[dict[str, list[Any]], list[Any]]:
    rows = json.loads(path.read_text("utf-8"))["features"]
    columns = {key: [_plain(row["properties"][key]) for row in rows] for key in EXPECTED}
    return columns, [shapely.from_geojson(json.dumps(row["geometry"])) for row in rows]


def by_xml(path: Path) -> tuple[dict[str, list[Any]], list[Any]]:
    space = "{http://www.opengis.net/kml/2.2}"
    root = ElementTree.parse(path).getroot()
    fields = {row.get("name"): row.get("type") for row in root.iter(f"{space}SimpleField")}
    make: dict[str, Callable[[str], Any]] = {
        "int": int, "double": float, "string": str, "bool": lambda text: bool(int(text)),
    }  # fmt: skip
    columns: dict[str, list[Any]] = {name: [] for name in fields}
    for mark in root.iter(f"{space}Placemark"):
        row = {item.get("name"): item.text for item in mark.iter(f"{space}SimpleData")}
        for name, kind in fields.items():
            text = row.get(name)
            columns[name].append(_plain(None if text is None else make[kind](text)))
    return columns, by_gdal(path)[1]


READERS = {".geojson": by_json, ".gpkg": by_gdal, ".fgb": by_gdal, ".kml": by_xml}


@pytest.mark.parametrize("suffix", READERS)
def test_every_column_and_value_and_vertex_comes_back(
    frame: gpd.GeoDataFrame, tmp_path: Path, suffix: str
) -> None:
    done = write(frame, tmp_path / f"园区{suffix}")
    columns, shapes = READERS[suffix](done.path)
    assert list(columns) == list(EXPECTED)
    for name, expected in EXPECTED.items():
        got = columns[name]
        if name == "big" and suffix == ".kml":  # it has no whole number of that size
            assert "written as text" in done.notes[0] and "big" in done.notes[0]
            got = [int(value) for value in got]
        assert got == expected, name
    for one, other in zip(shapes, frame.geometry, strict=True):
        parts, others = (sorted(shapely.get_parts(s).tolist(), key=str) for s in (one, other))
        assert len(parts) == len(others)
        assert shapely.hausdorff_distance(one, other) < 1e-3 * METRE
        assert shapely.get_num_coordinates(one) == shapely.get_num_coordinates(other)


def test_geopackage_values_are_of_their_type_in_sqlite(
    frame: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    path = write(frame, tmp_path / "a.gpkg", name="园区").path
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            'SELECT "名称", "产业", n, big, area, "on", live FROM "园区" ORDER BY fid'
        ).fetchall()
    assert rows[0] == ("高新区", "智能传感器、5G", 3, 12345678901, 0.1 + 0.2, "2024-05-06", 1)
    assert rows[1][2:] == (None, 1, None, None, None)
    assert rows[2][3] == 2**53 + 1


def test_a_shapefile_holds_short_names_and_all_text(tmp_path: Path) -> None:
    long = "甲 乙" * 80
    frame = frame_of(n=[1, 2, 3], text=["短", long, None])
    frame["名称"] = ["一", "二", "三"]
    done = write(frame, tmp_path / "a.shp")
    columns, shapes = by_gdal(done.path)
    assert columns["名称"] == ["一", "二", "三"]
    assert columns["n"] == [1, 2, 3]
    more = [name for name in columns if name.startswith("text")]
    assert more == ["text", "text_2", "text_3"]
    assert "".join(columns[name][1] for name in more) == long
    assert all(len((columns[name][1] or "").encode()) <= 254 for name in more)
    assert columns["text"][0] == "短" and columns["text_2"][0] is None
    assert done.notes == (
        "a Shapefile's texts end at 254 bytes; they go on: text in text_2, text_3",
    )
    assert shapely.equals(shapely.union_all(shapes), shapely.union_all(frame.geometry.values))
    assert (tmp_path / "a.cpg").read_text() == "UTF-8"


def test_the_zones_go_into_a_shapefile_and_it_says_what_changed(
    zzmap: Any, catalogue: Catalogue, tmp_path: Path
) -> None:
    done = zzmap("export", "zones", "-o", tmp_path / "z.shp")
    assert done.returncode == 0, done.stderr
    assert "official_area_km2 as off_km2" in done.stdout
    assert "source in source_2" in done.stdout
    columns, _ = by_gdal(tmp_path / "z.shp")
    frame = Layers(catalogue).frame("zones")
    joined = [
        (one or "") + (other or "")
        for one, other in zip(columns["source"], columns["source_2"], strict=True)
    ]
    assert joined == frame["source"].tolist()
    stated = [None if np.isnan(value) else value for value in frame["official_area_km2"]]
    assert columns["off_km2"] == stated


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml"])
def test_every_layer_can_be_exported_whole(
    catalogue: Catalogue, tmp_path: Path, suffix: str
) -> None:
    layers = Layers(catalogue)
    for name in layers.names():
        frame = layers.frame(name)
        done = write(frame, tmp_path / f"{name}{suffix}")
        path, bare = done.path, int(frame.geometry.isna().sum())
        told = [note for note in done.notes if note.startswith(f"{bare} placemarks have no geom")]
        assert len(told) == (bool(bare) and suffix == ".kml")
        if len(frame):
            back = gpd.read_file(path)
            assert len(back) == len(frame), name
            key = "Name" if suffix == ".kml" else "name"
            assert back[key].tolist() == frame["name"].tolist()
            assert back["source"].tolist() == frame["source"].tolist()
            assert back.geometry.isna().tolist() == frame.geometry.isna().tolist()


def test_kml_holds_features_without_geometry_as_bare_placemarks(tmp_path: Path) -> None:
    shapes = [SQUARE.centroid, None, SQUARE, None]
    frame = gpd.GeoDataFrame({"name": list("甲乙丙丁")}, geometry=shapes, crs=4326)
    done = write(frame, tmp_path / "a.kml")
    assert [note for note in done.notes if "2 placemarks have no geometry" in note]
    space = "{http://www.opengis.net/kml/2.2}"
    drawn = ("Point", "Polygon", "MultiGeometry", "LineString")
    marks = list(ElementTree.parse(done.path).getroot().iter(f"{space}Placemark"))
    assert [mark.findtext(f"{space}name") for mark in marks] == list("甲乙丙丁")
    assert [[tag for tag in drawn if mark.find(space + tag) is not None] for mark in marks] == [
        ["Point"], [], ["Polygon"], [],
    ]  # fmt: skip
    back = gpd.read_file(done.path)
    assert back["Name"].tolist() == list("甲乙丙丁")
    assert back.geometry.isna().tolist() == [False, True, False, True]


def test_times_are_kept_or_said_to_be_text(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {
            "at": [datetime(2024, 5, 6, 7, 8, 9), None],
            "zoned": [datetime.fromisoformat("2024-05-06T07:08:09+08:00"), None],
            "fine": [datetime(2024, 5, 6, 7, 8, 9, 123456), None],
            "clock": [time(7, 8, 9), None],
        },
        geometry=[SQUARE, SQUARE],
        crs=4326,
    )
    frame["zoned"] = frame["zoned"].astype(object)
    expected = {
        "zoned": "2024-05-06T07:08:09+08:00",
        "fine": "2024-05-06T07:08:09.123456",
        "clock": "07:08:09",
    }
    for suffix in (".gpkg", ".fgb", ".shp", ".kml"):
        done = write(frame, tmp_path / f"t{suffix}")
        assert all(name in done.notes[0] for name in expected), suffix
        if suffix != ".kml":
            back = pyogrio.read_dataframe(done.path)
            assert {name: back[name].iloc[0] for name in expected} == expected
            at = pd.Timestamp(back["at"].iloc[0])
            assert at == pd.Timestamp("2024-05-06T07:08:09"), suffix


def test_geojson_keeps_ids_members_lists_and_heights(tmp_path: Path) -> None:
    shapes = [shapely.Point(113.5, 34.6, 88.5), None]
    frame = gpd.GeoDataFrame({"kinds": [["a", {"b": None}], None]}, geometry=shapes, crs=4326)
    layer = Layer(frame, claim="EPSG:4326", name="点", ids=("p", 0), members={"licence": "MIT"})
    document = json.loads(write(layer, tmp_path / "a.json").path.read_text("utf-8"))
    assert document["licence"] == "MIT" and document["name"] == "点"
    assert [row["id"] for row in document["features"]] == ["p", 0]
    assert document["features"][0]["properties"]["kinds"] == ["a", {"b": None}]
    assert document["features"][0]["geometry"]["coordinates"] == [113.5, 34.6, 88.5]
    assert document["features"][1]["geometry"] is None


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".shp"])
def test_shifted_systems_are_named_and_never_taken_for_wgs84(tmp_path: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[SQUARE])
    path = write(frame, tmp_path / f"a{suffix}", crs="gcj02").path
    back = gpd.read_file(path)
    assert resolve(back.crs.to_wkt()).key == "gcj02"
    if suffix in (".geojson", ".gpkg"):
        assert pyogrio.list_layers(path)[0][0] == "a_gcj02"


Case = tuple[dict[str, Any], list[Any], str, str]


@pytest.mark.parametrize(
    ("columns", "shapes", "suffix", "said"),
    [
        ({"a": [[1]]}, [SQUARE], ".gpkg", "lists or objects: a"),
        ({"a": [[1]]}, [SQUARE], ".kml", "lists or objects: a"),
        ({"a": [b"x"]}, [SQUARE], ".geojson", "bytes: a"),
        ({"a": [object()]}, [SQUARE], ".geojson", "type object"),
        ({"a": [float("inf")]}, [SQUARE], ".geojson", "infinite"),
        ({"a": ["x\x00y"]}, [SQUARE], ".gpkg", "control sign"),
        ({"a": ["x\x0by"]}, [SQUARE], ".kml", "control sign"),
        ({"a": pd.Series(["\ud800"], dtype=object)}, [SQUARE], ".geojson", "control sign"),
        ({"a": [1], "A": [2]}, [SQUARE], ".shp", "one column"),
        ({"产业园区名称": [1]}, [SQUARE], ".shp", "cuts column names"),
        ({"a": ["x "]}, [SQUARE], ".shp", "'x ' became 'x'"),
        ({"a": [1.23456789e-12]}, [SQUARE], ".shp", "became"),
        ({"a": [1, 2]}, [SQUARE, SQUARE.centroid], ".shp", "one kind of geometry"),
        ({"a": [1]}, [shapely.GeometryCollection([SQUARE])], ".shp", "one kind of geometry"),
        ({"a": [1]}, [shapely.Point()], ".kml", "empty geometry"),
        ({"a": [1]}, [shapely.Point(float("nan"), 1)], ".geojson", "no number"),
        ({"a": [1]}, [shapely.Point(34.6, 113.5)], ".geojson", "cannot be WGS 84"),
        ({"a": [1]}, [SQUARE], ".dwg", "names no format"),
        ({"a": [1]}, [SQUARE.centroid], ".txt", "polygons only"),
    ],
)
def test_what_a_format_would_lose_is_refused_and_nothing_is_left(
    tmp_path: Path, columns: dict[str, Any], shapes: list[Any], suffix: str, said: str
) -> None:
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)
    with pytest.raises(ZzmapError, match=said) as caught:
        write(frame, tmp_path / f"a{suffix}", zone=38)
    assert f"a{suffix}" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_coordinates_nobody_names_are_refused(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[SQUARE])
    with pytest.raises(CrsError, match="nothing says"):
        write(frame, tmp_path / "a.geojson")
    assert write(Layer(frame, claim="wgs84"), tmp_path / "a.geojson").path.exists()
    with pytest.raises(CrsError, match="KML is always WGS-84"):
        write(frame, tmp_path / "a.kml", crs="gcj02")


@pytest.mark.parametrize("lost", ["feature", "value", "vertex", "column"])
def test_a_written_file_that_lacks_something_is_noticed(tmp_path: Path, lost: str) -> None:
    frame = frame_of(n=[1, 2, 3])
    table = table_of(frame, "a")
    spoilt = {
        "feature": frame.iloc[:2],
        "value": frame.assign(n=[1, 2, None]),
        "vertex": frame.set_geometry([RING, TWO, shapely.box(113.5, 34.6, 113.6, 34.70001)]),
        "column": frame.drop(columns="n"),
    }[lost]
    spoilt.to_file(tmp_path / "a.gpkg")
    columns = {column.name: column.values for column in table.columns}
    with pytest.raises(OutputError, match="does not read back"):
        check_features(tmp_path / "a.gpkg", tmp_path / "a.gpkg", columns, table.geometries)
    frame.to_file(tmp_path / "b.gpkg")
    check_features(tmp_path / "b.gpkg", tmp_path / "b.gpkg", columns, table.geometries)


def test_columns_called_as_the_geopackage_calls_its_own_survive(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"fid": ["x"], "geom": ["y"], "ogc_fid": [7]}, geometry=[SQUARE], crs=4326
    )
    back = gpd.read_file(write(frame, tmp_path / "a.gpkg").path)
    assert back[["fid", "geom", "ogc_fid"]].iloc[0].tolist() == ["x", "y", 7]


def test_an_empty_layer_keeps_its_columns(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"a": pd.Series([], dtype=object)}, geometry=[], crs=4326)
    for suffix in (".gpkg", ".fgb", ".shp"):
        back = gpd.read_file(write(frame, tmp_path / f"a{suffix}").path)
        assert len(back) == 0 and "a" in back.columns, suffix


# -- 勘测定界 --------------------------------------------------------------------------


def test_survey_text_is_metres_north_first_with_the_zone(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"name": ["甲,园"], "code": ["ZZ-1"], "status": ["在建"]}, geometry=[RING], crs=4326
    )
    done = write(frame, tmp_path / "a.txt", zone=38)
    assert any("left out: status" in note for note in done.notes)
    assert any("commas" in note and "甲,园" in note for note in done.notes)
    lines = done.path.read_text("utf-8").splitlines()
    assert "带号=38" in lines and "坐标系=2000国家大地坐标系" in lines
    points = [line.split(",") for line in lines if line.startswith("J")]
    to_zone = Transformer.from_crs(4490, 4526, always_xy=True)
    rings = [RING.exterior, *RING.interiors]
    expected = [(at, p) for at, ring in enumerate(rings, 1) for p in ring.coords]
    assert len(points) == len(expected)
    for (_, ring, north, east), (number, (lon, lat)) in zip(points, expected, strict=True):
        x, y = to_zone.transform(lon, lat)
        assert int(ring) == number
        assert (float(north), float(east)) == pytest.approx((y, x), abs=6e-4)
    head = lines[lines.index("[地块坐标]") + 1].split(",")
    area = gpd.GeoSeries([RING], crs=4326).to_crs(4526).area[0] / 10_000
    assert head[0] == "10" and head[2:4] == ["ZZ-1", "甲，园"]
    assert float(head[1]) == pytest.approx(area, rel=1e-6)


def test_survey_text_needs_its_zone_and_keeps_to_it(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[RING], crs=4326)
    with pytest.raises(CrsError, match="none is named"):
        write(frame, tmp_path / "a.txt")
    with pytest.raises(FormatError, match="does not belong to zone 36"):
        write(frame, tmp_path / "a.txt", zone=36)
    shifted = frame.set_crs(None, allow_override=True)
    path = write(shifted, tmp_path / "b.txt", crs="gcj02", zone=38).path
    assert "NOT" not in path.read_text("utf-8")
    plain = write(frame, tmp_path / "c.txt", zone=38).path
    assert path.read_text("utf-8") != plain.read_text("utf-8")  # brought to CGCS2000


# -- GeoPackages for QGIS --------------------------------------------------------------


@pytest.fixture(scope="module")
def package(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Written:
    layers = Layers(catalogue)
    names = ("zones", "elements", "ground", "districts", "placements", "places")
    path = tmp_path_factory.mktemp("gpkg") / "out.gpkg"
    return write_layers({name: layers.frame(name) for name in names}, path)


def styles(path: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM layer_styles")]


def test_a_geopackage_holds_several_layers_each_with_a_default_style(package: Written) -> None:
    rows = styles(package.path)
    defaults = [row["f_table_name"] for row in rows if row["useAsDefault"]]
    assert sorted(defaults) == sorted(
        ["zones", "elements", "ground", "districts", "placements", "places"]
    )
    with closing(sqlite3.connect(package.path)) as database:
        columns = dict(
            database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
        )
        registered = database.execute(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
        ).fetchone()
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        fields = [row[1] for row in database.execute("PRAGMA table_info(layer_styles)")]
    assert registered == ("attributes",)
    assert fields == [
        "id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
        "styleName", "styleQML", "styleSLD", "useAsDefault", "description", "owner", "ui",
        "update_time",
    ]  # fmt: skip
    for row in rows:
        assert row["f_geometry_column"] == columns[row["f_table_name"]]
        assert row["f_table_catalog"] == row["f_table_schema"] == ""


def rules(qml: str) -> dict[str, dict[str, dict[str, str]]]:
    """Return the properties of each rule's symbol layers, by the rule's filter."""
    root = ElementTree.fromstring(qml.split("\n", 1)[1])
    symbols = {
        symbol.get("name"): {
            layer.get("class"): {p.get("k"): p.get("v") for p in layer.findall("prop")}
            for layer in symbol.findall("layer")
        }
        for symbol in root.iter("symbol")
    }
    return {rule.get("filter"): symbols[rule.get("symbol")] for rule in root.iter("rule")
            if rule.get("filter")}  # fmt: skip


def rgb(colour: str) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))


def test_styles_have_the_colours_and_dashes_of_the_maps(package: Written) -> None:
    by_layer = {row["f_table_name"]: row for row in styles(package.path) if row["useAsDefault"]}
    found = rules(by_layer["elements"]["styleQML"])
    belt = found["coalesce(\"kind\", '') = 'belt' AND coalesce(\"basis\", '') = 'derived'"]
    assert belt["SimpleFill"]["color"] == f"{rgb(palette()['kinds']['belt'])},255"
    assert belt["SimpleLine"]["line_color"].startswith(rgb(palette()["kinds"]["belt"]))
    assert belt["SimpleLine"]["use_custom_dash"] == "1"
    pixels = [float(part) for part in palette()["dashes"]["derived"].split()]
    dash = [float(part) for part in belt["SimpleLine"]["customdash"].split(";")]
    assert dash == pytest.approx([part * 25.4 / 96 for part in pixels], rel=0.05)
    zones = rules(by_layer["zones"]["styleQML"])
    for where, symbol in zones.items():
        if where != "ELSE":
            dashed = symbol["SimpleLine"]["use_custom_dash"] == "1"
            assert dashed == ("'schematic'" in where or "'derived'" in where), where
    districts = rules(by_layer["districts"]["styleQML"])
    land = rgb(palette()["layers"]["districts"]["fillColor"])
    assert {symbol["SimpleFill"]["color"].rsplit(",", 1)[0] for symbol in districts.values()} == {
        land
    }
    for row in by_layer.values():
        root = ElementTree.fromstring(row["styleQML"].split("\n", 1)[1])
        assert root.get("labelsEnabled") == "1"
        assert root.find(".//text-style").get("fieldName") == "name"


def test_every_feature_falls_under_a_rule(package: Written) -> None:
    with closing(sqlite3.connect(package.path)) as database:
        for row in styles(package.path):
            if not row["useAsDefault"]:
                continue
            filters = [where for where in rules(row["styleQML"]) if where != "ELSE"]
            assert filters
            for where in filters:
                (count,) = database.execute(
                    f'SELECT count(*) FROM "{row["f_table_name"]}" WHERE {where}'
                ).fetchone()
                assert count > 0, where


def test_a_style_somebody_saved_is_not_lost(catalogue: Catalogue, tmp_path: Path) -> None:
    frame = Layers(catalogue).frame("zones")
    path = write(frame, tmp_path / "zones.gpkg").path
    write(frame, path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO layer_styles (f_table_name, styleName, owner) VALUES ('zones', '我的', '')"
        )
    with pytest.raises(OutputError, match="我的"):
        write(frame, path, overwrite=True)


def test_other_formats_hold_one_layer(catalogue: Catalogue, tmp_path: Path) -> None:
    layers = Layers(catalogue)
    frames = {name: layers.frame(name) for name in ("zones", "elements")}
    with pytest.raises(FormatError, match="holds one layer, not 2"):
        write_layers(frames, tmp_path / "a.geojson")


def test_the_command_writes_several_layers(zzmap: Any, tmp_path: Path) -> None:
    done = zzmap("export", "zones", "elements", "-o", tmp_path / "out.gpkg")
    assert done.returncode == 0, done.stderr
    names = {str(name) for name, kind in pyogrio.list_layers(tmp_path / "out.gpkg") if kind}
    assert names == {"zones", "elements"}
    assert "20 features of layer zones, 33 features of layer elements" in done.stdout
