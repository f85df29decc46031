"""Angles whose unit nothing says: decimal degrees, or degrees, minutes and seconds."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon

import zzmap as zz
from zzmap.convert import convert_file
from zzmap.crs import Box, Candidate, resolve
from zzmap.crs.readings import Reading
from zzmap.errors import CrsError, FormatError
from zzmap.io.corners.words import measure_of
from zzmap.parks.angles import settle_unit
from zzmap.parks.georeference import read_parcels
from zzmap.parks.parcel import Parcel, ParcelFile
from zzmap.parks.ways import ways

HENAN = Box(110.0, 31.0, 117.0, 37.0)

# A square of a tenth of a kilometre or so: either 113.4530° or 113°45′30″ east.
CORNERS = [
    ("113.453012", "34.451007"), ("113.453522", "34.451007"),
    ("113.453522", "34.451533"), ("113.453012", "34.451533"),
]  # fmt: skip
WIDTH_DECIMAL_M2 = 0.000510 * 0.000526 * 111_320**2 * 0.8247
"""cos 34.45° is 0.8247."""
WIDTH_PACKED_M2 = (5.10 / 3600) * (5.26 / 3600) * 111_320**2 * 0.8216
"""cos 34.754° is 0.8216."""


def table(path: Path, head: str, corners: list[tuple[str, str]], area: str = "") -> Path:
    column, value = (",面积(平方米)", f",{area}") if area else ("", "")
    rows = [f"地块,{head}{column}", *(f"甲,{x},{y}{value}" for x, y in corners)]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def test_a_small_site_that_fits_both_is_refused_with_both_places(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "经度,纬度", CORNERS)
    with pytest.raises(CrsError) as refused:
        read_parcels(path, "EPSG:4490", region=HENAN)
    said = str(refused.value)
    # 113°45′30.12″ is 113.7584°, 34°45′10.07″ is 34.7528°.
    for words in (
        "113.4530°E 34.4510°N",
        "113.7584°E 34.7528°N",
        "44 km",
        "经度(度.分秒)",
        "--crs",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("head", "east"),
    [("经度(度),纬度(度)", 113.453012), ("经度（°）,纬度（°）", 113.453012),
     ("经度(十进制),纬度(十进制)", 113.453012),
     ("经度(度.分秒),纬度(度.分秒)", 113.758367), ("经度(DD.MMSS),纬度(DD.MMSS)", 113.758367)],
)  # fmt: skip
def test_the_header_settles_it(head: str, east: float, tmp_path: Path) -> None:
    file = read_parcels(table(tmp_path / "a.csv", head, CORNERS), "EPSG:4490", region=HENAN)
    assert file.parcels[0].geometry.bounds[0] == pytest.approx(east, abs=1e-6)


@pytest.mark.parametrize("title", ["坐标（十进制度）", "Coordinates in decimal degrees"])
def test_a_title_settles_it(title: str, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "经度,纬度", CORNERS)
    path.write_text(f"{title},,\n" + path.read_text("utf-8"), "utf-8")
    file = read_parcels(path, "EPSG:4490", region=HENAN)
    assert file.parcels[0].geometry.bounds[0] == pytest.approx(113.453012, abs=1e-6)


@pytest.mark.parametrize(
    ("area", "east"), [(WIDTH_DECIMAL_M2, 113.453012), (WIDTH_PACKED_M2, 113.758367)]
)
def test_a_stated_area_settles_it_aloud(area: float, east: float, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "经度,纬度", CORNERS, f"{area:.1f}")
    file = read_parcels(path, "EPSG:4490", region=HENAN)
    assert file.parcels[0].geometry.bounds[0] == pytest.approx(east, abs=1e-6)
    assert any("the areas it states fit only so" in note for note in file.notes)


@pytest.mark.parametrize(
    ("unit", "east"),
    [("度", 113.453012), ("decimal", 113.453012), ("度.分秒", 113.758367), ("DD.MMSS", 113.758367)],
)
def test_the_planner_settles_it_behind_the_system(unit: str, east: float, tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "经度,纬度", CORNERS)
    file = read_parcels(path, f"EPSG:4490 {unit}", region=HENAN)
    assert file.parcels[0].geometry.bounds[0] == pytest.approx(east, abs=1e-6)


def test_numbers_that_are_no_packed_angles_are_not_read_so(tmp_path: Path) -> None:
    corners = [(x, y.replace("34.45", "34.75")) for x, y in CORNERS]
    path = table(tmp_path / "a.csv", "经度,纬度", corners)
    with pytest.raises(CrsError, match="cannot be degrees, minutes and seconds"):
        read_parcels(path, "EPSG:4490 度.分秒", region=HENAN)
    metres = tmp_path / "b.csv"
    metres.write_text(
        "地块,X,Y\n甲,3812000,450000\n甲,3812000,450100\n甲,3812100,450000\n", "utf-8"
    )
    with pytest.raises(CrsError, match="cannot be degrees, minutes and seconds"):
        read_parcels(metres, "EPSG:4547 度.分秒", region=HENAN)


def test_both_are_among_the_ways_to_choose_from(tmp_path: Path) -> None:
    found = ways(table(tmp_path / "a.csv", "经度,纬度", CORNERS), HENAN)
    places = {way.crs: way.parcels[0].geometry.bounds[0] for way in found}
    assert places["EPSG:4326 decimal"] == pytest.approx(113.453012, abs=1e-6)
    assert places["EPSG:4326 DD.MMSS"] == pytest.approx(113.758367, abs=1e-6)
    assert {"gcj02 decimal", "gcj02 DD.MMSS", "bd09 decimal", "bd09 DD.MMSS"} <= set(places)


def test_an_area_of_neither_settles_nothing(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "经度,纬度", CORNERS, f"{WIDTH_DECIMAL_M2 * 3:.1f}")
    with pytest.raises(CrsError, match="both fit"):
        read_parcels(path, "EPSG:4490", region=HENAN)


def test_what_can_be_one_thing_only_is_taken(tmp_path: Path) -> None:
    # 34.7510 has 75 minutes; beyond the region nothing is expected.
    for name, corners, region in (
        ("a", [(x, y.replace("34.45", "34.75")) for x, y in CORNERS], HENAN),
        ("b", CORNERS, Box(113.3, 34.3, 113.44, 34.44)),
    ):
        file = read_parcels(
            table(tmp_path / f"{name}.csv", "经度,纬度", corners), "EPSG:4490", region=region
        )
        assert file.parcels[0].geometry.bounds[0] == pytest.approx(113.453012, abs=1e-6)


def test_a_survey_txt_says_it_by_its_unit(tmp_path: Path) -> None:
    points = "\n".join(f"J{n},1,{y},{x}" for n, (x, y) in enumerate([*CORNERS, CORNERS[0]], 1))
    for unit, east in (("度", 113.453012), ("度.分秒", 113.758367), ("", None)):
        said = f"计量单位={unit}\n" if unit else ""
        path = tmp_path / "a.txt"
        path.write_text(
            f"[属性描述]\n坐标系=2000国家大地坐标系\n{said}[地块坐标]\n5,0.1,1,甲,面,,,,@\n{points}\n",
            "utf-8",
        )
        if east is None:
            with pytest.raises(CrsError, match="计量单位=度"):
                read_parcels(path, "EPSG:4490", region=HENAN)
        else:
            file = read_parcels(path, "EPSG:4490", region=HENAN)
            assert file.parcels[0].geometry.bounds[0] == pytest.approx(east, abs=1e-6)


def test_convert_refuses_both_too(tmp_path: Path) -> None:
    path, out = table(tmp_path / "a.csv", "经度,纬度", CORNERS), tmp_path / "out.geojson"
    with pytest.raises(CrsError, match="both fit"):
        convert_file(path, out, "EPSG:4490", "EPSG:4547")
    assert not out.exists()
    convert_file(table(path, "经度(度),纬度(度)", CORNERS), out, "EPSG:4490", "EPSG:4547")
    assert len(zz.read(out).frame) == 1


@given(
    east=st.integers(0, 3600 * 2 - 40), north=st.integers(0, 3600 * 2 - 40),
    width=st.integers(2, 30), hundredths=st.integers(0, 99),
)  # fmt: skip
def test_packed_corners_are_never_taken_for_decimals(
    east: int, north: int, width: int, hundredths: int
) -> None:
    def packed(seconds: int, whole: int) -> float:
        minutes, left = divmod(seconds, 60)
        return float(f"{whole + minutes // 60}.{minutes % 60:02d}{left:02d}{hundredths:02d}")

    shape = Polygon(
        (packed(east + dx * width, 113), packed(north + dy * width, 34))
        for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1))
    )
    parcels = [Parcel(1, shape)]
    file = ParcelFile(parcels, "", "CSV corners", unit_open=True)
    decimal = Candidate(Reading(resolve("EPSG:4490")), 1.0)
    with pytest.raises(CrsError, match="both fit"):
        settle_unit(file, parcels, shapely.get_coordinates(shape), decimal, HENAN)


MARKED = ["113°45′10″,34°45′12″", "113°45′30″,34°45′12″", "113°45′30″,34°45′36″"]
BARE = ["113.4530,34.4512", "113.4550,34.4512", "113.4550,34.4536"]
PLAIN = ["113.7583,34.7612", "113.7591,34.7612", "113.7591,34.7636"]


def rows_of(name: str, corners: list[str]) -> list[str]:
    return [f"{name},J{at},{corner}" for at, corner in enumerate(corners, 1)]


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([*rows_of("甲", MARKED), *rows_of("乙", BARE)], 5),
        (rows_of("甲", [MARKED[0], BARE[1], BARE[2]]), 3),
        (rows_of("甲", [f"113°45′{at}0″,34.45{at}2" for at in (1, 2)] + ["113°45′30″,34.4536"]), 2),
    ],
)
def test_bare_numbers_beside_angles_with_signs_are_asked_about(
    tmp_path: Path, rows: list[str], row: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["地块名称,点号,经度,纬度", *rows]), "utf-8")
    with pytest.raises(FormatError, match=rf"row {row}: .* stands beside angles with signs"):
        read_parcels(path, "EPSG:4490")


def test_decimal_degrees_beside_angles_with_signs_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [*rows_of("甲", MARKED), *rows_of("乙", PLAIN)]
    path.write_text("\n".join(["地块名称,点号,经度,纬度", *rows]), "utf-8")
    one, two = read_parcels(path, "EPSG:4490").parcels
    assert one.geometry.bounds == pytest.approx((113.752778, 34.753333, 113.758333, 34.76))
    assert two.geometry.bounds == pytest.approx((113.7583, 34.7612, 113.7591, 34.7636))


def test_a_sheet_that_is_silent_beside_one_that_says_its_angles_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, corners in (("甲", MARKED), ("乙", BARE)):
        sheet = book.create_sheet(name)
        for row in ("地块名称,点号,经度,纬度", *rows_of(f"{name}园", corners)):
            sheet.append(row.split(","))
    book.remove(book.active)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(FormatError, match="sheet “乙” does not say what its angles are, as “甲”"):
        read_parcels(tmp_path / "a.xlsx", "EPSG:4490")


def test_a_text_with_bare_numbers_beside_angles_with_signs_is_refused(tmp_path: Path) -> None:
    lines = ["[属性描述]", "坐标系=2000国家大地坐标系", "[地块坐标]"]
    for name, corners in (("甲", MARKED), ("乙", BARE)):
        lines.append(f"3,0.5,1,{name},面,,,,@")
        for at, corner in enumerate([*corners, corners[0]], 1):
            east, north = corner.split(",")
            lines.append(f"J{at},1,{north},{east}")
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    with pytest.raises(FormatError, match="stands beside angles with signs"):
        read_parcels(tmp_path / "a.txt", "EPSG:4490")


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("经度（十进制度，不是度分秒）", "degrees"),
        ("已由度分秒换算为十进制度", "degrees"),
        ("经度(度分秒)", "dms"),
        ("十进制度或度分秒", "unknown"),
    ],
)
def test_what_angles_are_not_is_no_statement(said: str, unit: str) -> None:
    assert measure_of(said).unit == unit


@pytest.mark.parametrize(
    ("title", "claim"),
    [
        ("宗地名称：腾讯地图产业园", ""),
        ("权利人：高德软件有限公司", ""),
        ("项目名称：百度地图数据标注基地", ""),
        ("建设单位：天地图科技有限公司，坐标：CGCS2000", "EPSG:4490"),
        ("坐标来源：高德地图", "gcj02"),
    ],
)
def test_a_firm_that_is_called_as_a_map_is_states_no_datum(
    tmp_path: Path, title: str, claim: str
) -> None:
    path = tmp_path / "a.csv"
    rows = [f"J{number},{corner}" for number, corner in enumerate(PLAIN, 1)]
    path.write_text("\n".join([title, "点号,经度,纬度", *rows]), "utf-8")
    assert zz.read(path).claim == claim
