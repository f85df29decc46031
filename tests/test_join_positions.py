"""What a row of a table says of its position, read cell by cell; by hand, no table about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from zzmap.city import read_city
from zzmap.join.coordinates import Columns, PositionReader

GEODATA = Path(__file__).resolve().parent.parent / "geodata"
CITY = read_city(GEODATA)


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("113.55123,34.81123", (113.55123, 34.81123)),
        ("113.55123 34.81123", (113.55123, 34.81123)),
        ("经度：113.55123；纬度：34.81123", (113.55123, 34.81123)),
        ("113.55123 度 34.81123 度", (113.55123, 34.81123)),
        ("113°33′00″ 34°48′36″", (113.55, 34.81)),
        ("113 33 00 34 48 36", (113.55, 34.81)),  # four gaps of six part one angle
        ("113°33′00″34°48′36″", (113.55, 34.81)),
        ("113.5 33 34", None),  # three numbers are no pair
        ("113.55123", None),
    ],
)
def test_two_numbers_of_one_cell(cell: str, degrees: tuple[float, float] | None) -> None:
    found = PositionReader(CITY, Columns(point=0)).read([cell])
    if degrees is None:
        assert (found.crs, found.coord) == (None, "no")
        assert cell in found.why
    else:
        assert (found.x, found.y) == pytest.approx(degrees, abs=1e-9)
        assert found.coord == "parse"


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["113.55123", "34.81123"], (113.55123, 34.81123, "yes")),
        ([113.55123, 34.81123], (113.55123, 34.81123, "yes")),
        (["34.81123", "113.55123"], (113.55123, 34.81123, "swap")),
        (["113,55123", "34，81123"], (113.55123, 34.81123, "parse")),  # a comma for the point
        (["113 33 00", "34-48-36"], (113.55, 34.81, "parse")),
        (["113551230", "34811230"], (113.55123, 34.81123, "parse")),  # the point left out
        (["113.55123,34.81123", None], (113.55123, 34.81123, "parse")),
        ([None, "113.55123,34.81123"], (113.55123, 34.81123, "parse")),
    ],
)
def test_a_number_in_each_of_two_cells(
    cells: list[str | float | None], read: tuple[float, float, str]
) -> None:
    found = PositionReader(CITY, Columns(lon=0, lat=1)).read(cells)
    assert (found.x, found.y) == pytest.approx(read[:2], abs=1e-9)
    assert found.coord == read[2]


@pytest.mark.parametrize("cells", [[], ["甲"], ["甲", None, ""], ["甲", "-", "无"]])
def test_a_row_without_its_cells_says_no_position(cells: list[str | None]) -> None:
    found = PositionReader(CITY, Columns(lon=1, lat=2)).read(cells)
    assert (found.crs, found.coord, found.why) == (None, "no", "")


def test_two_decimals_are_coarse_and_three_of_either_are_not() -> None:
    reader = PositionReader(CITY, Columns(lon=0, lat=1))
    assert reader.read(["113.55", "34.81"]).coarse
    assert reader.read(["113.5500", "34.8"]).coarse
    assert not reader.read(["113.551", "34.81"]).coarse


def test_rows_that_name_no_system_are_counted() -> None:
    reader = PositionReader(CITY, Columns(lon=0, lat=1, crs=2))
    assert reader.assumed == 0
    for system in ("", "GCJ-02", "", "wgs84"):
        reader.read(["113.55123", "34.81123", system])
    assert reader.assumed == 2
    # Metres: CGCS2000 in the city's zone, or in that of the easting's number.
    reader.read(["459000", "3845000", ""])
    assert reader.assumed == 3


@pytest.mark.parametrize(
    ("cells", "system", "why"),
    [
        (["113.55123", "34.81123", "西安80"], "", "cannot be moved exactly (西安80)"),
        (["113.55123", "34.81123", "某地方坐标系"], "", "某地方坐标系” is no reference system"),
        (["113.55123", "34.81123", ""], "old", "cannot be moved exactly (old)"),
        (["0", "0", ""], "", "0, 0 stands for no position"),
        (["2.35", "48.85", ""], "", "lies far from the city"),
        (["459000", "3845000", "高德"], "", "metres are no coordinates of gcj02"),
    ],
)
def test_why_there_is_no_position(cells: list[str], system: str, why: str) -> None:
    found = PositionReader(CITY, Columns(lon=0, lat=1, crs=2), system).read(cells)
    assert (found.crs, found.coord) == (None, "no")
    assert why in found.why


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("459000", "3845000", 4547),  # the city's survey zone, 114° E
        ("3845000", "459000", 4547),  # north first
        ("38459000", "3845000", 4526),
        ("19459000", "3845000", 4497),  # six degrees
        ("12459000", "3845000", None),
        ("950000", "3845000", None),
    ],
)
def test_metres_are_of_the_zone_that_they_say(first: str, second: str, code: int | None) -> None:
    found = PositionReader(CITY, Columns(lon=0, lat=1)).read([first, second])
    assert (found.crs.epsg if found.crs else None) == code
    if code:
        assert (found.x, found.y, found.coord) == (max(found.x, 1e5), 3_845_000.0, "shift")


def test_a_remark_that_names_a_shifted_system_casts_doubt() -> None:
    reader = PositionReader(CITY, Columns(lon=0, lat=1, others=(2,)))
    assert "a remark says “高德取点”" in reader.read(["113.55123", "34.81123", "高德取点"]).doubt
    assert reader.read(["113.55123", "34.81123", "已核实"]).doubt == ""
    assert reader.read(["113.55123", "34.81123", "长" * 40 + "高德"]).doubt == ""
