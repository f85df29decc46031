"""Wild tables of points: no row hidden, no number rounded, no answer of another table."""

from __future__ import annotations

import csv
import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from shapely import box

import zzmap as zz
from zzmap.errors import CrsError, FormatError, OutputError
from zzmap.io import quotes, rows
from zzmap.locate import run

LON, LAT = [113.62, 113.72], [34.75, 34.76]


@pytest.fixture(scope="module")
def city() -> zz.City:
    return zz.open(store=None)


def table(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table({"lon": LON, "lat": LAT, **columns}), path)
    return path


def texts(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


# -- systems that the bytes say ----------------------------------------------------------------


def bytes_saying(path: Path, srid: int, crs: str) -> Path:
    spots = gpd.GeoSeries(gpd.points_from_xy(LON, LAT), crs="EPSG:4326").to_crs(crs)
    stamped = shapely.set_srid(spots.array, srid)
    cells = shapely.to_wkb(stamped, include_srid=True)
    pq.write_table(pa.table({"点": [1, 2], "geom": list(cells)}), path)
    return path


@pytest.mark.parametrize(
    ("srid", "given"), [(4547, "wgs84"), (3857, "EPSG:4547"), (32649, "gcj02")]
)
def test_bytes_that_say_another_system_are_no_other(
    city: zz.City, tmp_path: Path, srid: int, given: str
) -> None:
    path = bytes_saying(tmp_path / "a.parquet", srid, f"EPSG:{srid}")
    with pytest.raises(CrsError, match=f"EPSG:{srid} by themselves"):
        city.locate(path, tmp_path / "o.parquet", crs=given, columns={"geometry": "geom"})
    assert not (tmp_path / "o.parquet").exists()


@pytest.mark.parametrize(
    ("srid", "crs", "given"),
    [
        (4547, "EPSG:4547", "EPSG:4547"),
        (0, "EPSG:4547", "EPSG:4547"),
        (4326, "EPSG:4326", "cgcs2000"),
    ],
)
def test_bytes_that_say_the_same_are_read(
    city: zz.City, tmp_path: Path, srid: int, crs: str, given: str
) -> None:
    path = bytes_saying(tmp_path / "a.parquet", srid, crs)
    done = city.locate(path, tmp_path / "o.parquet", crs=given, columns={"geometry": "geom"})
    assert done.states == {"inside": 2}


# -- quotes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("cell", ['"不闭', '"5"管', '"甲 "乙" 丙"'])
def test_a_quote_hides_no_row_and_no_letter(
    city: zz.City, tmp_path: Path, cell: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    text = f"lon,lat,名称\n113.6,34.7,前\n113.62,34.75,{cell}\n113.72,34.76,后\n"
    path.write_text(text, encoding)
    with pytest.raises(FormatError, match="line 3"):
        city.locate(path, tmp_path / "o.csv", crs="wgs84")
    assert not (tmp_path / "o.csv").exists()
    with pytest.raises(FormatError, match="line 3"), rows.open_rows(path):
        pass


@pytest.mark.parametrize(
    "cell", ['5"管', '甲"乙"', '"甲 ""乙"""', '"两\n行"', '"' + "长" * 200_000 + '"']
)
def test_sound_quotes_are_read(city: zz.City, tmp_path: Path, cell: str) -> None:
    (tmp_path / "a.csv").write_text(f"lon,lat,名称\n113.62,34.75,{cell}\n", "utf-8-sig")
    done = city.locate(tmp_path / "a.csv", tmp_path / "o.parquet", crs="wgs84")
    whole = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    assert pq.read_table(tmp_path / "o.parquet")["名称"].to_pylist() == [whole]
    assert done.rows == 1


def test_quotes_are_judged_as_a_strict_reader_does(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(quotes, "_BLOCK", 5)
    path, chance = tmp_path / "a.csv", random.Random(7)
    seen = set()
    for _ in range(2_000):
        letters = chance.choices(['"', '"', "a", ",", "\n", "\r\n", "é"], k=chance.randint(1, 12))
        path.write_bytes(chance.choice([b"", b"\xef\xbb\xbf"]) + "".join(letters).encode())
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                list(csv.reader(file, strict=True))
            sound = True
        except csv.Error:
            sound = False
        try:
            quotes.check_quotes(path, "utf-8-sig", ",")
            told = True
        except FormatError:
            told = False
        assert told == sound, letters
        seen.add(told)
    assert seen == {True, False}


def test_the_row_of_other_length_is_shown(city: zz.City, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("lon,lat,n\n113.6,34.7,甲\n113.6,34.7\n", "utf-8")
    with pytest.raises(FormatError, match=r"2 cells for 3 columns: 113\.6,34\.7"):
        city.locate(tmp_path / "a.csv", tmp_path / "o.csv", crs="wgs84")


# -- parts of a folder ------------------------------------------------------------------------


def test_parts_of_another_layer_are_not_taken_for_those_of_this(
    city: zz.City, tmp_path: Path
) -> None:
    path, out = tmp_path / "a.gpkg", tmp_path / "parts"
    for layer in ("one", "two"):
        frame = gpd.GeoDataFrame(
            {"n": [layer] * 2}, geometry=gpd.points_from_xy(LON, LAT), crs=4326
        )
        frame.to_file(path, layer=layer)
    city.locate(path, out, layer="one")
    with pytest.raises(OutputError, match="another table"):
        city.locate(path, out, layer="two")
    city.locate(path, out, layer="one")
    assert pq.read_table(out / "part-00000.parquet")["n"].to_pylist() == ["one"] * 2


def test_a_run_killed_before_its_first_part_was_noted_goes_on(
    city: zz.City, tmp_path: Path, monkeypatch
) -> None:
    path, out = table(tmp_path / "a.parquet"), tmp_path / "parts"
    keep = run._keep

    def killed(folder: Path, manifest: dict) -> None:
        if manifest["parts"]:
            raise KeyboardInterrupt
        keep(folder, manifest)

    with monkeypatch.context() as patch:
        patch.setattr(run, "_keep", killed)
        with pytest.raises(KeyboardInterrupt):
            city.locate(path, out, crs="wgs84")
    with pytest.raises(OutputError, match="another table"):
        city.locate(path, out, crs="gcj02")
    assert city.locate(path, out, crs="wgs84").rows == 2


def test_nothing_is_written_among_the_points(city: zz.City, tmp_path: Path) -> None:
    folder = tmp_path / "points"
    folder.mkdir()
    table(folder / "a.parquet")
    for out in (folder / "o.parquet", folder / "parts", folder):
        with pytest.raises(OutputError):
            city.locate(folder, out, crs="wgs84")
    assert [file.name for file in folder.iterdir()] == ["a.parquet"]


# -- what a file cannot hold ------------------------------------------------------------------

LONG = 410_100_000_000_000_017
CELLS = {
    "key": pa.array([LONG, None]),
    "wide": pa.array([2**63 + 5, 1], pa.uint64()),
    "sum": pa.array([Decimal("12345678901234567.89"), None]),
    "when": pa.array([dt.datetime(2024, 1, 1)] * 2, pa.timestamp("us", "Asia/Shanghai")),
    "span": pa.array([dt.timedelta(1), None]),
    "none": pa.nulls(2),
    "view": pa.array(["甲", "乙"], pa.string_view()),
    "fid": pa.array([7, 7]),
    "geom": pa.array(["甲", "乙"]),
    "geometry": pa.array(["丙", "丁"]),
}


def test_a_sheet_rounds_no_number(city: zz.City, tmp_path: Path) -> None:
    city.locate(table(tmp_path / "a.parquet", **CELLS), tmp_path / "o.xlsx", crs="wgs84")
    head, first, _ = openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[0].values
    row = dict(zip(head, first, strict=True))
    assert row["key"] == str(LONG)
    assert row["wide"] == str(2**63 + 5)
    assert row["sum"] == "12345678901234567.89"
    assert row["when"].startswith("2024-01-01 08:00:00") and row["when"].endswith("+0800")
    assert row["fid"] == 7


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "geojsonl", "fgb"])
def test_every_kind_of_column_is_written_by_gdal(
    city: zz.City, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"o.{suffix}"
    city.locate(table(tmp_path / "a.parquet", **CELLS), out, crs="wgs84")
    _, _, shapes, columns = pyogrio.raw.read(out)
    names = pyogrio.read_info(out)["fields"].tolist()
    row = {name: column[0] for name, column in zip(names, columns, strict=True)}
    assert len(shapes) == 2
    assert set(CELLS) <= set(names)
    assert (row["wide"], row["sum"]) == (str(2**63 + 5), "12345678901234567.89")
    assert b"2024-01-01 08:00:00.000000+0800" in out.read_bytes()
    assert (int(row["fid"]), row["geom"], row["geometry"], row["view"]) == (7, "甲", "丙", "甲")


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "geojsonl", "fgb"])
def test_rows_of_a_file_of_gdal_keep_their_order(
    city: zz.City, tmp_path: Path, suffix: str
) -> None:
    chance = random.Random(3)
    numbers = list(range(60))
    lon = [113.3 + chance.random() for _ in numbers]
    lon[10] = None
    columns = {"lon": lon, "lat": [34.5 + chance.random() / 2 for _ in numbers], "n": numbers}
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    city.locate(tmp_path / "a.parquet", tmp_path / f"o.{suffix}", crs="wgs84")
    found = pyogrio.read_dataframe(tmp_path / f"o.{suffix}")
    assert found["n"].tolist() == numbers
    assert found.geometry.isna().tolist() == [number == 10 for number in numbers]


def test_names_that_differ_by_case_are_refused_by_a_database(city: zz.City, tmp_path: Path) -> None:
    path = table(tmp_path / "a.parquet", Name=["甲"] * 2, name=["乙"] * 2)
    with pytest.raises(OutputError, match="Name"):
        city.locate(path, tmp_path / "o.gpkg", crs="wgs84")
    assert {file.name for file in tmp_path.iterdir()} == {"a.parquet"}


def test_what_gdal_cannot_write_is_a_sentence(city: zz.City, tmp_path: Path, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise pyogrio.errors.DataLayerError("Cannot write feature")

    monkeypatch.setattr(pyogrio, "write_arrow", full)
    with pytest.raises(OutputError, match="Cannot write feature"):
        city.locate(table(tmp_path / "a.parquet"), tmp_path / "o.gpkg", crs="wgs84")
    assert {file.name for file in tmp_path.iterdir()} == {"a.parquet"}


def test_a_table_found_broken_while_gdal_writes_is_what_is_said(
    city: zz.City, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("lon,lat\n113.6,34.7\n113.6,34.7,9\n", "utf-8")
    with pytest.raises(FormatError, match="3 cells for 2 columns"):
        city.locate(tmp_path / "a.csv", tmp_path / "o.gpkg", crs="wgs84")


# -- frames -----------------------------------------------------------------------------------


def test_a_geodataframe_is_located_by_its_shapes(city: zz.City) -> None:
    plain = city.locate(pd.DataFrame({"lon": LON, "lat": LAT}), crs="wgs84")
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=gpd.points_from_xy(LON, LAT), crs=4326)
    for shapes in (frame, frame.to_crs(4547), frame.rename_geometry("点")):
        found = city.locate(shapes)
        assert found["district"].tolist() == plain["district"].tolist()
        assert found.geometry.equals(shapes.geometry)
    with pytest.raises(CrsError):
        city.locate(frame.set_crs(None, allow_override=True))


def test_frames_of_any_columns_are_located(city: zz.City) -> None:
    mixed = pd.DataFrame({"lon": [113.62, "113.72", None], "lat": 34.75, "o": [1, "a", object()]})
    assert city.locate(mixed, crs="wgs84")["located"].tolist() == [
        "inside",
        "inside",
        "no position",
    ]
    twice = pd.DataFrame([[113.62, 34.75, 1, 2]], columns=["lon", "lat", "a", "a"], index=["z"])
    found = city.locate(twice, crs="wgs84")
    assert found["located"].tolist() == ["inside"] and found.index.tolist() == ["z"]
    arrow = city.locate(pa.table({"lon": LON, "lat": LAT}), crs="wgs84")
    assert arrow["located"].tolist() == ["inside"] * 2


def test_what_is_no_table_or_is_not_written_is_refused(city: zz.City, tmp_path: Path) -> None:
    frame = pd.DataFrame({"lon": LON, "lat": LAT})
    with pytest.raises(FormatError, match="given back"):
        city.locate(frame, tmp_path / "o.csv", crs="wgs84")
    with pytest.raises(FormatError, match="list is no table"):
        city.locate([(113.6, 34.7)], crs="wgs84")
    with pytest.raises(FormatError, match="several columns"):
        city.locate(pd.concat([frame, frame], axis=1), crs="wgs84")
    with pytest.raises(FormatError, match="-2 threads"):
        city.locate(table(tmp_path / "a.parquet"), tmp_path / "o.csv", crs="wgs84", workers=-2)


# -- systems ----------------------------------------------------------------------------------


def test_a_system_that_the_names_of_columns_contradict_is_refused(
    city: zz.City, tmp_path: Path
) -> None:
    head = "高德经度,高德纬度,wgs84经度,wgs84纬度"
    (tmp_path / "a.csv").write_text(f"{head}\n113.626,34.749,113.62,34.75\n", "utf-8")
    with pytest.raises(CrsError, match="another system by their names than wgs84"):
        city.locate(tmp_path / "a.csv", tmp_path / "o.csv", crs="wgs84")
    own = {"lon": "wgs84经度", "lat": "wgs84纬度"}
    city.locate(tmp_path / "a.csv", tmp_path / "o.csv", crs="wgs84", columns=own)
    assert texts(tmp_path / "o.csv")[1][-2:] == ["113.62", "34.75"]
    city.locate(tmp_path / "a.csv", tmp_path / "o.csv", crs="gcj02")
    assert texts(tmp_path / "o.csv")[1][-2] != "113.626"


def test_what_was_assumed_of_the_polygons_is_said(city: zz.City, tmp_path: Path) -> None:
    zones = tmp_path / "z.gpkg"
    frame = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[box(113.6, 34.7, 113.7, 34.8)], crs=4326)
    for layer in ("one", "two"):
        frame.to_file(zones, layer=layer)
    points = table(tmp_path / "a.parquet")
    done = city.locate(points, tmp_path / "o.csv", crs="wgs84", zones=zones)
    assert any("one, two" in note for note in done.notes)
    bare = tmp_path / "bare.shp"
    frame.to_file(bare)
    bare.with_suffix(".prj").unlink()
    with pytest.raises(CrsError, match="--zones-crs"):
        city.locate(points, tmp_path / "p.csv", crs="wgs84", zones=bare)
