"""Odd tables of points: located whole, or refused in a sentence; nothing is dropped unsaid."""

from __future__ import annotations

import base64
import csv
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely import Point

import zzmap as zz
from zzmap import crs
from zzmap.errors import CrsError, FormatError, ZzmapError

LON, LAT = [113.62, 113.72], [34.75, 34.76]


@pytest.fixture(scope="module")
def city() -> zz.City:
    return zz.open(store=None)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def feature(lon: float) -> str:
    place = {"type": "Point", "coordinates": [lon, 34.75]}
    return json.dumps({"type": "Feature", "properties": {"n": 1}, "geometry": place})


@pytest.mark.parametrize("broken", ['{"type": "Feature", "prop', "[1, 2]", "nothing"])
def test_a_broken_line_of_geojson_is_named_and_not_dropped(
    city: zz.City, tmp_path: Path, broken: str
) -> None:
    path, out = tmp_path / "a.geojsonl", tmp_path / "out.csv"
    path.write_text("\n".join([feature(113.62), broken, feature(113.72)]) + "\n", "utf-8")
    with pytest.raises(FormatError, match="line 2 is no feature"):
        city.locate(path, out)
    assert not out.exists()
    path.write_text("\n".join([feature(113.62), "", feature(113.72)]) + "\n", "utf-8")
    city.locate(path, out)
    assert len(rows(out)) == 3


def test_columns_of_one_name_and_of_none_are_all_kept(city: zz.City, tmp_path: Path) -> None:
    table = pa.table([LON, LAT, ["甲", "乙"], ["丙", "丁"], [[1], [2, 3]]],
                     names=["lon", "lat", "名称", "名称", ""])  # fmt: skip
    pq.write_table(table, tmp_path / "a.parquet")
    for name in ("out.csv", "out.parquet"):
        city.locate(tmp_path / "a.parquet", tmp_path / name, crs="wgs84")
    found = rows(tmp_path / "out.csv")
    for value in ("甲", "丙", "[1]"):
        assert value in found[1]
    again = pq.read_table(tmp_path / "out.parquet")
    assert len(set(again.column_names)) == len(again.column_names)
    assert [cell.as_py() for cell in again.column(4)] == [[1], [2, 3]]


def test_bytes_and_lists_are_text_in_a_csv(city: zz.City, tmp_path: Path) -> None:
    table = pa.table({"lon": LON, "lat": LAT, "b": [b"\x00\xff", None], "r": [{"k": "值"}, None]})
    pq.write_table(table, tmp_path / "a.parquet")
    city.locate(tmp_path / "a.parquet", tmp_path / "out.csv", crs="wgs84")
    head, first, second = rows(tmp_path / "out.csv")
    at_b, at_r = head.index("b"), head.index("r")
    assert base64.b64decode(first[at_b]) == b"\x00\xff"
    assert json.loads(first[at_r]) == {"k": "值"}
    assert (second[at_b], second[at_r]) == ("", "")


def test_of_several_layers_that_of_points_is_read_and_the_others_are_named(
    city: zz.City, tmp_path: Path
) -> None:
    path = tmp_path / "a.gpkg"
    shapes = [Point(lon, 34.75) for lon in LON]
    for name, geometry in (("areas", [one.buffer(0.01) for one in shapes]), ("firms", shapes)):
        gpd.GeoDataFrame({"n": [1, 2]}, geometry=geometry, crs=4326).to_file(path, layer=name)
    done = city.locate(path, tmp_path / "out.csv")
    assert any("firms" in note and "areas" in note for note in done.notes)
    assert len(rows(tmp_path / "out.csv")) == 3
    with pytest.raises(ZzmapError, match="no layer “none”"):
        city.locate(path, tmp_path / "other.csv", layer="none")


def test_cells_parted_by_a_wide_comma_are_refused(city: zz.City, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("lon，lat\n113.62，34.75\n113.72，34.76\n", "utf-8")
    with pytest.raises(ZzmapError):
        city.locate(tmp_path / "a.csv", tmp_path / "out.csv", crs="wgs84")
    assert not (tmp_path / "out.csv").exists()


def test_letters_that_are_not_utf_8_are_refused_and_not_passed_on(
    city: zz.City, tmp_path: Path
) -> None:
    def one(lon: float) -> str:
        return feature(lon).replace('"n": 1', '"n": "郑州"')

    text = f'{{"type": "FeatureCollection", "features": [{one(113.62)}, {one(113.72)}]}}'
    path = tmp_path / "a.geojson"
    for encoding in ("utf-8", "gbk"):
        path.write_text(text, encoding)
        if encoding == "gbk":
            with pytest.raises(FormatError):
                city.locate(path, tmp_path / "gbk.csv")
            assert not (tmp_path / "gbk.csv").exists()
        else:
            city.locate(path, tmp_path / "utf.csv")
            assert rows(tmp_path / "utf.csv")[1][0] == "郑州"


def test_a_blank_line_of_a_csv_is_a_row_without_a_position(city, tmp_path) -> None:
    text = "名称,经度,纬度\n甲,113.62,34.75\n\n乙,113.62,34.75\n\n\n丙,110,30\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    done = city.locate(tmp_path / "a.csv", tmp_path / "o.parquet", crs="wgs84")
    rows = pq.read_table(tmp_path / "o.parquet").to_pydict()
    assert rows["名称"] == ["甲", "", "乙", "", "", "丙"]
    assert rows["located"] == [
        "inside", "no position", "inside", "no position", "no position", "outside",
    ]  # fmt: skip
    assert done.rows == 6


def test_blank_rows_of_a_sheet_are_counted(city, tmp_path) -> None:
    book = openpyxl.Workbook()
    for row in (["名称", "经度", "纬度"], ["甲", 113.62, 34.75], [], ["乙", 110, 30]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    done = city.locate(tmp_path / "a.xlsx", tmp_path / "o.parquet", crs="wgs84")
    assert done.rows == 2
    assert any(note.startswith("1 blank rows") for note in done.notes)


def test_a_head_whose_cells_have_several_lines_is_no_row(city, tmp_path) -> None:
    text = '"名称\n（全称）",经度,纬度\n甲,113.62,34.75\n'
    (tmp_path / "a.csv").write_text(text, "utf-8")
    done = city.locate(tmp_path / "a.csv", tmp_path / "o.parquet", crs="wgs84")
    assert done.rows == 1
    assert pq.read_table(tmp_path / "o.parquet")["名称\n（全称）"].to_pylist() == ["甲"]


@pytest.mark.parametrize(
    ("east", "north"),
    [
        ("火星坐标2经度", "火星坐标2纬度"), ("经度2（火星）", "纬度2（火星）"),
        ("lng_gcj02", "lat_gcj02"), ("火星坐标X", "火星坐标Y"), ("火星坐标Y", "火星坐标X"),
        ("企业经度（高德）", "企业纬度（高德）"),
    ],
)  # fmt: skip
def test_names_of_columns_that_surely_say_gcj02(city, east: str, north: str) -> None:
    lon, lat = crs.from_wgs84("gcj02", np.array([113.62]), np.array([34.75]))
    done = city.locate(pd.DataFrame({east: lon, north: lat}))
    assert abs(done["lon_wgs84"][0] - 113.62) < 1e-7


@pytest.mark.parametrize(
    "words",
    ["高德转WGS84", "火星转84", "非火星", "原火星坐标", "火星纠偏", "gcj02tobd09", "高德或百度"],
)
def test_names_of_columns_that_are_sure_of_no_system(city, words: str) -> None:
    rows = pd.DataFrame({f"经度（{words}）": [113.62], f"纬度（{words}）": [34.75]})
    with pytest.raises(CrsError, match="which reference system"):
        city.locate(rows)


def test_a_system_that_cannot_be_moved_is_refused_by_its_name(city) -> None:
    rows = pd.DataFrame({"经度(西安80)": [113.62], "纬度(西安80)": [34.75]})
    with pytest.raises(CrsError, match="Xi'an 80"):
        city.locate(rows)
