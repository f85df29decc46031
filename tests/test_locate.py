"""Many points located: exactly, in order, none dropped, whatever the file; and on after a kill."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

import zzmap as zz
from zzmap import crs
from zzmap.errors import CrsError, FormatError, OutputError, ZzmapError
from zzmap.io import batches as sources
from zzmap.locate.grid import Grid
from zzmap.locate.sides import Crossed, Sides, SidesOfCells, cells_crossed

ADDED = ("district_id", "district", "zone_id", "zone", "element_id", "element")
ZHENGZHOU = (112.7, 34.2, 114.2, 35.0)


@pytest.fixture(scope="module")
def city() -> zz.City:
    return zz.open(store=None)


def answers(grid: Grid, x: np.ndarray, y: np.ndarray) -> list[tuple[int, ...]]:
    return [grid.combinations[code] for code in grid.codes(x, y)]


def by_shapely(polygons: list[shapely.Geometry], x: np.ndarray, y: np.ndarray) -> list[tuple]:
    points = shapely.points(x, y)
    table = np.array([shapely.covers(polygon, points) for polygon in polygons]).T
    return [tuple(np.flatnonzero(row).tolist()) for row in table]


# -- the grid ---------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    count=st.integers(1, 12),
    points=st.sampled_from([10, 100_000, 4_000_000]),
)
def test_the_answer_is_that_of_covers(seed: int, count: int, points: int) -> None:
    """Random polygons that overlap, touch and have holes; points inside, on edges and corners."""
    rng = np.random.default_rng(seed)
    polygons: list[shapely.Geometry] = []
    for _ in range(count):
        shape = shapely.buffer(
            shapely.linestrings(rng.integers(0, 20, (rng.integers(2, 5), 2)).astype(float)),
            rng.integers(1, 4) / 2,
            quad_segs=int(rng.integers(1, 4)),
        )
        shape = shape.difference(box(*(corner := rng.integers(2, 18, 2)), *(corner + 1)))
        polygons.append(shape if not shape.is_empty else box(0, 0, 1, 1))
    corners = shapely.get_coordinates(polygons)
    lattice = rng.integers(-2, 23, (200, 2)) / rng.choice([1, 2, 4])
    middles = (corners[:-1] + corners[1:]) / 2
    spots = np.concatenate([corners, middles, lattice, rng.uniform(-1, 21, (300, 2))])
    x, y = np.ascontiguousarray(spots[:, 0]), np.ascontiguousarray(spots[:, 1])
    assert answers(Grid(polygons, points), x, y) == by_shapely(polygons, x, y)


def test_a_common_edge_is_in_both_and_a_hole_in_none() -> None:
    ring = Polygon(box(0, 0, 9, 9).exterior, [box(3, 3, 6, 6).exterior])
    grid = Grid([ring, box(9, 0, 12, 9), MultiPolygon([box(3, 3, 4, 4), box(20, 20, 21, 21)])])
    x = np.array([9.0, 3.0, 4.5, 20.5, 15.0, np.nan, np.inf])
    y = np.array([4.0, 3.5, 4.5, 20.5, 15.0, 1.0, 1.0])
    assert answers(grid, x, y) == [(0, 1), (0, 2), (), (2,), (), (), ()]


def test_eighty_polygons_with_an_edge_in_one_cell() -> None:
    polygons = [box(0, 0, 1 + n * 1e-9, 1) for n in range(80)] + [box(0, 0, 1000, 1000)]
    x = np.array([1 + 40.5e-9, 1 + 79.5e-9, 0.5, 1 + 62e-9])
    y = np.full(4, 0.5)
    assert answers(Grid(polygons, 1), x, y) == by_shapely(polygons, x, y)


def test_more_sides_in_a_cell_than_are_looked_at_one_by_one() -> None:
    """A star of 400 corners in one cell of many beside a polygon that makes the grid wide."""
    turn = np.linspace(0, 2 * np.pi, 401)[:-1]
    reach = np.where(np.arange(400) % 2, 0.2, 0.1)
    star = Polygon(np.column_stack((5 + reach * np.cos(turn), 5 + reach * np.sin(turn))))
    polygons = [star, box(0, 0, 1000, 1000)]
    spots = np.random.default_rng(4).uniform(4.7, 5.3, (3_000, 2))
    x, y = np.concatenate((spots, shapely.get_coordinates(star))).T.copy()
    assert answers(Grid(polygons, 1), x, y) == by_shapely(polygons, x, y)


def _in_cells(rings: list[np.ndarray]) -> Sides:
    ends = np.concatenate([np.hstack((ring, np.roll(ring, -1, axis=0))) for ring in rings])
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    return Sides(ends[:, 0], ends[:, 2], ends[:, 1], ends[:, 3], owner)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), fine=st.sampled_from([1, 2, 1000]))
def test_no_cell_is_missed_that_a_side_runs_through(seed: int, fine: int) -> None:
    """Sides of any slope, level and upright ones, along lines of the grid and through corners."""
    rng = np.random.default_rng(seed)
    sides = _in_cells([rng.integers(0, 9 * fine + 1, (rng.integers(3, 9), 2)) / fine])
    found = set(zip(*(part.tolist() for part in cells_crossed(sides, 9, 9)), strict=True))
    lines = shapely.linestrings(
        np.column_stack((sides.x0, sides.y0, sides.x1, sides.y1)).reshape(-1, 2, 2)
    )
    cells = np.array([box(at % 9, at // 9, at % 9 + 1, at // 9 + 1) for at in range(81)])
    side, cell = np.nonzero(shapely.intersects(lines[:, None], cells[None, :]))
    assert set(zip(cell.tolist(), side.tolist(), strict=True)) <= found


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), apart=st.sampled_from([0.3, 1e-6, 1e-10, 1e-13, 1e-15]))
def test_a_point_told_by_sides_is_told_as_covers_tells_it(seed: int, apart: float) -> None:
    """Points as near to an edge or a corner as numbers can be are told right, or are in doubt."""
    rng = np.random.default_rng(seed)
    shape = shapely.buffer(shapely.linestrings(rng.uniform(0.2, 0.8, (3, 2))), 0.1, quad_segs=2)
    sides = _in_cells([shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(shape)])
    sides = sides._replace(polygon=np.zeros(len(sides.x0), dtype=np.int64))
    crossed = Crossed(np.zeros(len(sides.x0), dtype=np.int64), np.arange(len(sides.x0)))
    middle = np.array([shape.covers(shapely.Point(0.5, 0.5))]).astype(np.uint8)
    told = SidesOfCells(sides, crossed, np.ones(len(sides.x0), dtype=np.uint8), middle, 1)
    share = rng.uniform(0, 1, (40, len(sides.x0))) * rng.integers(0, 2, (40, 1))
    x = sides.x0 + share * (sides.x1 - sides.x0) + rng.uniform(-apart, apart, share.shape)
    y = sides.y0 + share * (sides.y1 - sides.y0) + rng.uniform(-apart, apart, share.shape)
    x, y = np.clip(x.ravel(), 0, 0.999), np.clip(y.ravel(), 0, 0.999)
    bits, doubt = told.held(np.zeros(len(x), dtype=np.int32), x, y)
    assert ((bits == 1) == shapely.covers(shape, shapely.points(x, y)))[~doubt].all()
    assert doubt.mean() < 0.5 or apart < 1e-6


def test_nothing_to_look_into_holds_nothing() -> None:
    assert answers(Grid([]), np.array([1.0]), np.array([1.0])) == [()]


# -- what is said of a row ---------------------------------------------------------------------


def made(rows: int, seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    west, south, east, north = ZHENGZHOU
    return pd.DataFrame(
        {
            "编号": [f"{number:06d}" for number in range(rows)],
            "经度": np.round(rng.uniform(west, east, rows), 7),
            "纬度": np.round(rng.uniform(south, north, rows), 7),
            "备注": rng.choice(["", "=1+1", "甲,乙", '引"号', "换\n行"], rows),
        }
    )


def expected(city: zz.City, frame: pd.DataFrame, layer: str) -> list[str]:
    """Return by geopandas what each row lies in, in the order of the layer."""
    polygons = city.layer(layer)
    points = gpd.points_from_xy(frame["经度"], frame["纬度"])
    held = np.array([shapely.covers(shape, points) for shape in polygons.geometry]).T
    names = polygons["name"].tolist()
    return ["|".join(names[at] for at in np.flatnonzero(row)) for row in held]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return made(3_000)


@pytest.mark.parametrize(("column", "layer"), [("district", "districts"), ("zone", "zones"),
                                              ("element", "elements")])  # fmt: skip
def test_every_row_is_where_covers_says(city, frame, column: str, layer: str) -> None:
    done = city.locate(frame, crs="wgs84")
    assert done[column].tolist() == expected(city, frame, layer)
    assert done[frame.columns.tolist()].equals(frame)


def test_points_of_another_system_lie_where_they_lie(city, frame) -> None:
    moved = frame.copy()
    moved["经度"], moved["纬度"] = crs.from_wgs84("gcj02", frame["经度"], frame["纬度"])
    straight = city.locate(frame, crs="wgs84")
    back = city.locate(moved, crs="gcj02")
    assert np.allclose(back["lon_wgs84"], frame["经度"], atol=1e-8)
    assert (back["district"] == straight["district"]).mean() > 0.999


@pytest.mark.parametrize("turned", [False, True])
def test_columns_x_and_y_are_told_by_their_numbers(city, turned: bool) -> None:
    x, y = crs.from_wgs84("EPSG:4547", np.array([113.62]), np.array([34.75]))
    rows = pd.DataFrame({"X": y if turned else x, "Y": x if turned else y})
    assert city.locate(rows, crs="EPSG:4547")["district"].tolist() == ["中原区"]


def test_what_cannot_be_read_keeps_its_row_and_says_why(city) -> None:
    rows = pd.DataFrame(
        {
            "经度": ["113.62", "", "北", "1e999", "nan", "113°37′12″", "0", "200", "113.62"],
            "纬度": ["34.75", "34.75", "34.7", "34.7", "34.7", "34°45′", "0", "34.7", "--"],
            "坐标系": ["wgs84"] * 8 + ["wgs84"],
        }
    )
    done = city.locate(rows, columns={"lon": "经度", "lat": "纬度", "crs": "坐标系"})
    assert done["located"].tolist() == [
        "inside", "no position", "not a number", "not in this system", "no position", "inside",
        "outside", "not in this system", "no position",
    ]  # fmt: skip
    assert done["district"].tolist() == ["中原区", *[""] * 4, "中原区", *[""] * 3]


def test_numbers_that_are_none_mark_their_row_of_a_parquet_file(city, tmp_path) -> None:
    lon = pa.array([113.62, float("nan"), float("inf"), None, 113.62, -float("inf")])
    lat = pa.array([34.75, 34.75, 34.75, 34.75, float("nan"), None])
    pq.write_table(pa.table({"lon": lon, "lat": lat, "n": range(6)}), tmp_path / "a.parquet")
    done = city.locate(tmp_path / "a.parquet", tmp_path / "o.parquet", crs="wgs84")
    rows = pq.read_table(tmp_path / "o.parquet").to_pydict()
    assert rows["n"] == list(range(6))
    assert rows["located"] == [
        "inside", "not a number", "not in this system", "no position", "not a number",
        "no position",
    ]  # fmt: skip
    assert rows["lon_wgs84"] == [113.62, *[None] * 5]
    assert done.rows == 6


def test_every_row_may_be_in_its_own_system(city) -> None:
    here = np.array([113.62]), np.array([34.75])
    systems = ["wgs84", "gcj02", "bd09", "EPSG:4547", "什么", ""]
    pairs = [crs.from_wgs84(name, *here) if name[1:2].isascii() and name else here
             for name in systems]  # fmt: skip
    rows = pd.DataFrame({"x": [p[0][0] for p in pairs], "y": [p[1][0] for p in pairs],
                         "系": systems})  # fmt: skip
    done = city.locate(rows, columns={"x": "x", "y": "y", "crs": "系"})
    assert done["located"].tolist() == ["inside"] * 4 + ["unknown system"] * 2
    assert np.allclose(done["lon_wgs84"][:4], 113.62, atol=1e-7)


@pytest.mark.parametrize(
    ("rows", "options", "says"),
    [
        ({"经度": [113.6], "纬度": [34.7]}, {}, "which reference system"),
        ({"甲": [113.6], "乙": [34.7]}, {"crs": "wgs84"}, "known to be a position"),
        ({"经度": [34.7], "纬度": [113.6]}, {"crs": "wgs84"}, "exchanged"),
        ({"经度": [1], "纬度": [1]}, {"crs": "wgs84", "columns": {"lon": "经度"}}, "Name both"),
        (
            {"经度": [1], "纬度": [1]},
            {"crs": "wgs84", "columns": {"lon": "x", "lat": "y"}},
            "no col",
        ),
    ],
)
def test_what_is_not_certain_is_refused(city, rows, options, says: str) -> None:
    with pytest.raises((FormatError, CrsError), match=says):
        city.locate(pd.DataFrame(rows), **options)


# -- files -------------------------------------------------------------------------------------


def as_file(frame: pd.DataFrame, path: Path) -> Path:
    points = gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame["经度"], frame["纬度"]),
                              crs="EPSG:4326")  # fmt: skip
    match path.suffix:
        case ".csv":
            frame.to_csv(path, index=False, encoding="gb18030" if "gbk" in path.name else "utf-8")
        case ".xlsx":
            book = openpyxl.Workbook()
            for row in [list(frame.columns), *frame.values.tolist()]:
                book.active.append(row)
            for cell in book.active["D"]:
                cell.data_type = "s"  # =1+1 is a text here, no formula
            book.save(path)
        case ".parquet":
            points.to_parquet(path) if "geo" in path.name else frame.to_parquet(path, index=False)
        case _:
            points.to_file(path)
    return path


READ = ["a.csv", "gbk.csv", "a.xlsx", "a.parquet", "geo.parquet", "a.gpkg", "a.geojson",
        "a.geojsonl", "a.fgb"]  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_every_format_gives_the_same_rows_in_order(city, frame, tmp_path, name: str) -> None:
    done = city.locate(as_file(frame, tmp_path / name), tmp_path / "out.parquet", crs="wgs84")
    table = pq.read_table(tmp_path / "out.parquet").to_pandas()
    if name == "a.fgb":  # its own order is that of its index
        assert table["编号"].tolist() == gpd.read_file(tmp_path / name)["编号"].tolist()
        table = table.sort_values("编号")
    assert done.rows == len(frame)
    assert sum(done.states.values()) == len(frame)
    assert table["编号"].tolist() == frame["编号"].tolist()
    assert table["备注"].fillna("").tolist() == frame["备注"].tolist()
    assert table["district"].astype(str).tolist() == expected(city, frame, "districts")


@pytest.mark.parametrize("name", ["o.csv", "o.xlsx", "o.gpkg", "o.geojson", "o.geojsonl", "o.fgb"])
def test_every_output_holds_every_row_and_column(city, frame, tmp_path, name: str) -> None:
    source = as_file(frame, tmp_path / "a.csv")
    city.locate(source, tmp_path / name, crs="wgs84")
    districts = expected(city, frame, "districts")
    if name == "o.csv":
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["备注"] for row in rows] == frame["备注"].tolist()
        assert [row["经度"] for row in rows] == [str(value) for value in frame["经度"]]
    elif name == "o.xlsx":
        assert not (tmp_path / "o.summary.csv").exists()
        sheet = openpyxl.load_workbook(tmp_path / name)["located"]
        header, *cells = sheet.iter_rows(values_only=True)
        rows = [dict(zip(header, row, strict=True)) for row in cells]
        rows = [{key: "" if value is None else value for key, value in row.items()} for row in rows]
    else:
        shapes = gpd.read_file(tmp_path / name)
        shapes = shapes.sort_values("编号").reset_index(drop=True)  # FlatGeobuf has its own order
        assert np.allclose(shapes.geometry.x, frame["经度"])
        rows = shapes.fillna("").to_dict("records")
    assert [str(row["编号"]).zfill(6) for row in rows] == frame["编号"].tolist()
    assert [row["district"] for row in rows] == districts


def test_a_column_of_our_name_is_kept(city, tmp_path) -> None:
    rows = pd.DataFrame({"lon": [113.62], "lat": [34.75], "district": ["西郊"]})
    done = city.locate(rows, crs="wgs84")
    assert done["district"].tolist() == ["西郊"]
    assert done["zzmap_district"].tolist() == ["中原区"]


def test_the_summary_counts_points(city, frame, tmp_path) -> None:
    done = city.locate(as_file(frame, tmp_path / "a.csv"), tmp_path / "o.parquet", crs="wgs84")
    districts = {row.name: row.points for row in done.summary if row.kind == "district"}
    counted = pd.Series(expected(city, frame, "districts")).str.split("|").explode().value_counts()
    assert {name: n for name, n in districts.items() if n} == counted.drop("").to_dict()


@pytest.mark.parametrize("name", ["o.csv", "o.parquet", "o.gpkg", "o.geojsonl", "o", "o.xlsx"])
def test_the_summary_is_written_beside_every_result(city, frame, tmp_path, name: str) -> None:
    done = city.locate(as_file(frame, tmp_path / "a.csv"), tmp_path / name, crs="wgs84")
    if name == "o.xlsx":
        header, *cells = openpyxl.load_workbook(tmp_path / name)["summary"].values
        told = [["" if cell is None else str(cell) for cell in row] for row in cells]
    else:
        with (tmp_path / "o.summary.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *told = csv.reader(file)
    assert list(header) == ["kind", "id", "name", "points", "basis", "accuracy_m"]
    counted = [[row.kind, row.name, str(row.points)] for row in done.summary]
    counted += [["industry", industry, str(points)] for industry, points in done.industries]
    assert [[row[0], row[2], row[3]] for row in told] == counted
    assert done.industries


def test_a_summary_that_is_a_planners_own_is_left_alone(city, frame, tmp_path) -> None:
    (tmp_path / "o.summary.csv").write_text("mine\n1\n", "utf-8")
    for name in ("o.parquet", "o"):
        with pytest.raises(OutputError):
            city.locate(as_file(frame, tmp_path / "a.csv"), tmp_path / name, crs="wgs84")
        assert not (tmp_path / name).exists()
    assert (tmp_path / "o.summary.csv").read_text("utf-8") == "mine\n1\n"


def test_a_file_of_polygons_may_be_looked_into(city, tmp_path) -> None:
    zones = gpd.GeoDataFrame({"name": ["甲区", "乙区"]}, geometry=[box(113, 34, 114, 35),
                             box(113.5, 34.5, 115, 36)], crs="EPSG:4326")  # fmt: skip
    zones.to_file(tmp_path / "zones.gpkg")
    rows = pd.DataFrame({"lon": [113.2, 113.7, 120.0], "lat": [34.2, 34.7, 30.0]})
    done = city.locate(rows, crs="wgs84", zones=tmp_path / "zones.gpkg")
    assert done["area"].tolist() == ["甲区", "甲区|乙区", ""]
    assert "district" not in done.columns


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "text"])
@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.xlsx", "a.gpkg", "a.geojson"])
def test_a_damaged_table_is_a_sentence_and_leaves_nothing(
    city, frame, tmp_path, name: str, damage: str
) -> None:
    path = as_file(frame.head(50), tmp_path / name)
    raw = path.read_bytes()
    rng = np.random.default_rng(8)
    broken = {
        "cut": raw[: len(raw) // 2],
        "noise": bytes(b ^ 0xFF if rng.random() < 0.02 else b for b in raw),
        "empty": b"",
        "text": "这不是表".encode(),
    }[damage]
    path.write_bytes(broken)
    out = tmp_path / "out.parquet"
    try:
        done = city.locate(path, out, crs="wgs84")
    except ZzmapError as error:
        assert not out.exists()
        assert str(error)
    else:  # what was left of a text is a table of its own
        assert name in ("a.csv", "a.geojson")
        assert pq.read_metadata(out).num_rows == done.rows
    assert {child.name for child in tmp_path.iterdir()} <= {name, "out.parquet", "out.summary.csv"}


@pytest.mark.parametrize("rows", [0, 40, 1_000])
def test_a_table_looked_at_for_its_order_is_read_once(city, tmp_path, monkeypatch, rows) -> None:
    from pyarrow import csv as arrow

    monkeypatch.setattr(sources, "BATCH_ROWS", 400)
    opened, open_csv = [], arrow.open_csv
    monkeypatch.setattr(arrow, "open_csv", lambda *words: opened.append(words) or open_csv(*words))
    source = as_file(made(rows), tmp_path / "a.csv")
    city.locate(source, tmp_path / "o.parquet", crs="wgs84")
    assert len(opened) == min(rows, 1)  # a table without rows is not opened
    assert pq.read_table(tmp_path / "o.parquet")["编号"].to_pylist() == [
        f"{number:06d}" for number in range(rows)
    ]


def test_a_ragged_row_is_named(city, tmp_path) -> None:
    (tmp_path / "a.csv").write_text("lon,lat\n113.6,34.7\n113.6,34.7,9\n", "utf-8")
    with pytest.raises(FormatError, match="3 cells for 2 columns"):
        city.locate(tmp_path / "a.csv", tmp_path / "o.csv", crs="wgs84")
    assert not (tmp_path / "o.csv").exists()


def test_columns_of_one_name_are_told_apart(city, tmp_path) -> None:
    (tmp_path / "a.csv").write_text("lon,lat,备注,备注,\n113.62,34.75,甲,乙,丙\n", "utf-8")
    done = city.locate(tmp_path / "a.csv", tmp_path / "o.csv", crs="wgs84")
    with (tmp_path / "o.csv").open(encoding="utf-8-sig") as file:
        row = next(csv.DictReader(file))
    assert [row[name] for name in ("备注", "备注_2", "column_5")] == ["甲", "乙", "丙"]
    assert any("备注_2" in note for note in done.notes)


def test_what_is_no_older_result_is_not_replaced(city, frame, tmp_path) -> None:
    source = as_file(frame.head(5), tmp_path / "a.csv")
    other = as_file(frame.head(5), tmp_path / "mine.parquet")
    before = other.read_bytes()
    for target in (other, source):
        with pytest.raises(OutputError):
            city.locate(source, target, crs="wgs84")
    assert other.read_bytes() == before
    city.locate(source, tmp_path / "o.parquet", crs="wgs84")
    city.locate(source, tmp_path / "o.parquet", crs="wgs84")


# -- parts -------------------------------------------------------------------------------------


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


ASKED_TOGETHER = """
import sys, threading
import numpy as np
from shapely.geometry import Point
from zzmap.locate.grid import Grid
from zzmap.locate.sides import Crossed, Sides, SidesOfCells, cells_crossed
at = np.random.default_rng(1).random((60, 3))
grid = Grid([Point(x, y).buffer(r, 100) for x, y, r in at])
def ask(seed):
    for x, y in np.random.default_rng(seed).random((60, 2, 3000)):
        grid.codes(x, y)
threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
for step in (threading.Thread.start, threading.Thread.join):
    for thread in threads:
        step(thread)
"""


def test_threads_ask_the_same_polygons_together() -> None:
    """A prepared polygon of GEOS that two threads share ends the process."""
    for _ in range(4):
        subprocess.run([sys.executable, "-c", ASKED_TOGETHER], check=True)


def test_a_killed_run_goes_on_and_gives_the_same_bytes(city, tmp_path) -> None:
    source = as_file(made(12_000), tmp_path / "a.parquet")
    code = (
        "import sys, zzmap as zz\nfrom zzmap.io import batches\nbatches.BATCH_ROWS = 1000\n"
        "print('on', flush=True)\n"
        "def slowly(done, total):\n    import time; time.sleep(0.05)\n"
        "zz.open(store=None).locate(sys.argv[1], sys.argv[2], crs='wgs84', workers=2, "
        "progress=slowly)\n"
    )
    run = [sys.executable, "-c", code, str(source)]
    subprocess.run([*run, str(tmp_path / "whole")], check=True, capture_output=True)
    killed = subprocess.Popen([*run, str(tmp_path / "killed")], stdout=subprocess.PIPE)
    end = time.monotonic() + 60
    while len(list((tmp_path / "killed").glob("part-*"))) < 4 and time.monotonic() < end:
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    left = json.loads((tmp_path / "killed" / "zzmap-located.json").read_text("utf-8"))
    assert not left["whole"]
    subprocess.run([*run, str(tmp_path / "killed")], check=True, capture_output=True)
    assert parts(tmp_path / "killed") == parts(tmp_path / "whole")
    assert len(parts(tmp_path / "whole")) == 13


def test_a_folder_of_another_task_is_left_alone(city, frame, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sources, "BATCH_ROWS", 1_000)
    source = as_file(frame, tmp_path / "a.parquet")
    city.locate(source, tmp_path / "out", crs="wgs84")
    before = parts(tmp_path / "out")
    with pytest.raises(OutputError, match="another table"):
        city.locate(source, tmp_path / "out", crs="gcj02")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("x")
    with pytest.raises(OutputError, match="no manifest"):
        city.locate(source, tmp_path / "mine", crs="wgs84")
    assert parts(tmp_path / "out") == before
    again = city.locate(source, tmp_path / "out", crs="wgs84")
    assert parts(tmp_path / "out") == before
    assert again.rows == len(frame)


def test_parts_together_are_the_table(city, frame, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sources, "BATCH_ROWS", 700)
    source = as_file(frame, tmp_path / "a.csv")
    one = city.locate(source, tmp_path / "one.parquet", crs="wgs84")
    many = city.locate(source, tmp_path / "many", crs="wgs84")
    whole = pq.read_table(tmp_path / "one.parquet").to_pandas()
    together = pa.concat_tables(
        [pq.read_table(path) for path in sorted((tmp_path / "many").glob("*.parquet"))],
        promote_options="permissive",
    ).to_pandas()
    assert whole.astype(str).equals(together.astype(str))
    assert one.summary == many.summary
    assert one.states == many.states


def test_the_command_says_what_became_of_a_table(frame, tmp_path) -> None:
    source = as_file(frame, tmp_path / "点.csv")
    command = [sys.executable, "-m", "zzmap", "locate", source, "-o"]
    done = subprocess.run(
        [*command, tmp_path / "o.csv", "--crs", "wgs84"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "3,000 rows" in done.stdout
    assert "登封市" in done.stdout
    assert "WGS 84" in done.stdout
    failed = subprocess.run(
        [*command, tmp_path / "p.csv"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert failed.returncode
    assert "Traceback" not in failed.stderr
    assert "600 m" in failed.stderr


def test_a_long_table_is_not_kept_while_it_is_read(tmp_path, monkeypatch) -> None:
    rows, groups = 20_000, 60
    monkeypatch.setattr(sources, "BATCH_ROWS", rows)
    path = tmp_path / "long.parquet"
    numbers = np.random.default_rng(4).uniform(size=rows * groups)
    pq.write_table(pa.table({"lon": numbers}), path, row_group_size=rows // 2)
    pool = pa.default_memory_pool()
    before, held, read = pool.bytes_allocated(), [], []
    with sources.open_source(path) as source:
        for batch in source.batches(7):
            held.append(pool.bytes_allocated() - before)
            read.append(batch.column(0).to_numpy().copy())
            del batch
    assert np.array_equal(np.concatenate(read), numbers[7:])
    assert {len(part) for part in read[:-1]} == {rows}
    assert max(held) < numbers.nbytes / 4  # a few batches, of sixty
