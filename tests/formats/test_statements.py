"""What a file states and cannot be used denies what it is told to be; points are no outline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pyproj
import pytest
import shapely

from zzmap.convert import convert_file
from zzmap.crs import Box
from zzmap.errors import CrsError, FormatError
from zzmap.io.corners.rings import parted_at
from zzmap.parks.georeference import read_parcels

from .corner_tables import write_csv, write_xls, write_xlsx
from .test_desk import CGCS, GEOGCS, ONE, OURS, TM, TWO, judged, shapefile

HEAD = ("点号", "X", "Y")
LOT = [("J1", 3852400, 463400), ("J2", 3852420, 463980), ("J3", 3852810, 464020),
       ("J4", 3852790, 463380)]  # fmt: skip
CM_114 = "EPSG:4547"


def table(tmp_path: Path, *rows: tuple[object, ...]) -> Path:
    return write_csv(tmp_path / "a.csv", [tuple(map(str, row)) for row in rows])


def prj(meridian: float = 114, scale: float = 1, datum: str = OURS) -> str:
    return TM.format("郑州", datum, "Gauss_Kruger", 500000, meridian, scale)


@pytest.mark.parametrize(
    "text",
    [
        prj(meridian=113.666667),
        prj(scale=0.9996),
        prj(datum=GEOGCS.format("GCS_K", "D_Krasovsky_1940", "K", "6378245.0,298.3", "")),
        prj(datum=GEOGCS.format("a", "D_CGCS_2000", "c", CGCS, ",TOWGS84[100,-50,30,0,0,0,0]")),
        prj(datum=OURS.replace('"Greenwich",0.0', '"Paris",2.337229')),
    ],
    ids=["meridian", "scale", "ellipsoid", "towgs84", "paris"],
)
def test_a_prj_that_cannot_be_used_denies_what_it_is_told(text: str, tmp_path: Path) -> None:
    path = shapefile(tmp_path, text)
    with pytest.raises(CrsError, match=r"told to be .*114E, but it states: .*--trust-crs"):
        read_parcels(path, CM_114)
    with pytest.raises(CrsError) as caught:
        read_parcels(path)
    assert "Give it with --crs" not in str(caught.value)
    judged(read_parcels(path, CM_114, trust_crs=True), ONE, TWO)
    with pytest.raises(CrsError) as alone:
        read_parcels(path, trust_crs=True)  # nothing is asked that could be trusted
    assert alone.value.what == caught.value.what


def test_heights_beside_the_plane_of_a_prj_are_let_be(tmp_path: Path) -> None:
    heights = 'VERTCS["Yellow_Sea_1985",VDATUM["Yellow_Sea_1985"],PARAMETER["Vertical_Shift",0.0],'
    heights += 'PARAMETER["Direction",1.0],UNIT["Meter",1.0]]'
    judged(read_parcels(shapefile(tmp_path, f"{prj()},{heights}")), ONE, TWO)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("坐标系统：郑州市独立坐标系（城建坐标系）", ""),
        ("坐标系：假定坐标系", ""),
        ("中央子午线：111°", ""),
        ("", "注：坐标系统采用1980西安坐标系"),
        ("", "备注：中央子午线117度"),
        ("L0=111°", ""),
        ("抵偿坐标系，投影面高程110m", ""),
        ("郑州市城建坐标", ""),
        ("54坐标", ""),
        ("80坐标系", ""),
    ],
)
def test_what_stands_around_a_table_denies_what_it_is_told(
    above: str, below: str, tmp_path: Path
) -> None:
    rows = [(above,), HEAD, *LOT, (below,)]
    with pytest.raises(CrsError, match="--trust-crs"):
        read_parcels(table(tmp_path, *rows), CM_114)
    assert len(read_parcels(table(tmp_path, *rows), CM_114, trust_crs=True).parcels) == 1


def test_a_zone_without_a_datum_is_asked_for_its_datum(tmp_path: Path) -> None:
    path = table(tmp_path, ("中央子午线：114°",), HEAD, *LOT)
    with pytest.raises(CrsError, match=r"meridian 114 and no datum.*--crs EPSG:4547"):
        read_parcels(path)
    assert len(read_parcels(path, CM_114).parcels) == 1


@pytest.mark.parametrize(
    ("column", "zone", "denies"),
    [("带号", "37", True), ("带号", "38", False), ("分带", "37", True), ("分带", "3度带", False),
     ("几度分带", "3", False), ("三度分带", "37带", True)],
)  # fmt: skip
def test_a_column_of_zones_is_a_statement(
    column: str, zone: str, denies: bool, tmp_path: Path
) -> None:
    path = table(tmp_path, (*HEAD, column), *((*row, zone) for row in LOT))
    if denies:
        with pytest.raises(CrsError, match=r"column .*带.* meridian 111.*--trust-crs"):
            read_parcels(path, CM_114)
    else:
        assert len(read_parcels(path, CM_114).parcels) == 1


@pytest.mark.parametrize(
    "title",
    [
        "1980年代厂房改造界址点坐标表",
        "某厂1980年建成厂区红线坐标",
        "1980年坐标表",
        "厂区80亩用地坐标",
        "西安路80号界址点坐标",
        "L0=114°",
        "CGCS2000（由西安80转换）",
    ],
)
def test_a_number_in_a_title_is_no_datum(title: str, tmp_path: Path) -> None:
    path = table(tmp_path, (title,), HEAD, *LOT)
    assert len(read_parcels(path, CM_114).parcels) == 1


@pytest.mark.parametrize(
    "axes",
    [("X80", "Y80"), ("80X", "80Y"), ("X54", "Y54"), ("X_80", "Y_80"), ("X坐标80", "Y坐标80")],
)
def test_a_year_beside_an_axis_is_a_datum(axes: tuple[str, str], tmp_path: Path) -> None:
    path = table(tmp_path, ("点号", *axes), *LOT)
    with pytest.raises(CrsError, match=r"the file itself states .*(西安80|北京54).*--trust-crs"):
        read_parcels(path, CM_114)
    assert len(read_parcels(path, CM_114, trust_crs=True).parcels) == 1


@pytest.mark.parametrize("words", ["本表坐标为1980西安坐标系，共2宗", "坐标系：郑州独立坐标系"])
def test_a_sheet_of_words_states_the_system_of_the_others(words: str, tmp_path: Path) -> None:
    rows = [tuple(map(str, row)) for row in (HEAD, *LOT)]
    path = write_xlsx(tmp_path / "a.xlsx", {"说明": [(words,)], "坐标": rows})
    with pytest.raises(CrsError, match="--trust-crs"):
        read_parcels(path, CM_114)
    plain = [("1980年建厂，面积以实测为准",)]
    path = write_xlsx(tmp_path / "b.xlsx", {"说明": plain, "坐标": rows})
    assert len(read_parcels(path, CM_114).parcels) == 1


def test_a_local_system_of_a_survey_text_is_named(tmp_path: Path) -> None:
    lines = ["[属性描述]", "坐标系=郑州地方坐标系", "计量单位=米", "[地块坐标]", "4,1,1,甲,面,,,,@"]
    lines += [f"{name},1,{x},{y}" for name, x, y in LOT]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    for asked in (None, CM_114):
        with pytest.raises(CrsError, match=r"郑州地方坐标系.* local system"):
            read_parcels(tmp_path / "a.txt", asked)


@pytest.mark.parametrize(
    ("title", "north", "east"),
    [("", "纬度B(°.′″)", "经度L(°.′″)"), ("坐标表（度.分秒格式）", "纬度", "经度")],
)
def test_degrees_minutes_and_seconds_said_in_signs_or_above(
    title: str, north: str, east: str, tmp_path: Path
) -> None:
    points = [("J1", "34.4757", "113.3600"), ("J2", "34.4757", "113.3630"),
              ("J3", "34.4820", "113.3630")]  # fmt: skip
    path = table(tmp_path, (title,), ("点号", north, east), *points)
    (parcel,) = read_parcels(path, "EPSG:4490").parcels
    assert parcel.geometry.bounds == pytest.approx((113.6, 34.799167, 113.608333, 34.805556))


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("企业名称", ("宇通客车", "富士康", "安图生物", "郑煤机")),
        ("名称", ("企业1", "企业2", "企业3", "企业4")),
        ("站点", ("紫荆山", "二七广场", "郑州火车站", "大石桥")),
        ("点名", ("GPS01", "GPS02", "郑大", "惠济")),
    ],
)
def test_points_with_names_of_their_own_are_no_outline(
    header: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    rows = [(name, *row[1:]) for name, row in zip(names, LOT, strict=True)]
    with pytest.raises(FormatError, match="these can be points"):
        read_parcels(table(tmp_path, (header, "X", "Y"), *rows), CM_114)
    closed = table(tmp_path, (header, "X", "Y"), *rows, rows[0])
    assert len(read_parcels(closed, CM_114).parcels) == 1


@pytest.mark.parametrize("names", [("东北角", "东南角", "西南角", "西北角"), ("A", "B", "C", "D")])
def test_names_that_corners_have_are_let_be(names: tuple[str, ...], tmp_path: Path) -> None:
    rows = [(name, *row[1:]) for name, row in zip(names, LOT, strict=True)]
    assert len(read_parcels(table(tmp_path, ("名称", "X", "Y"), *rows), CM_114).parcels) == 1


def numbered(points: list[tuple[float, float]], first: int = 1) -> list[tuple[object, ...]]:
    return [(f"J{n}", 3852000 + y, 463000 + x) for n, (x, y) in enumerate(points, first)]


SQUARE = [(0.0, 10.0), (10.0, 310.0), (300.0, 320.0), (290.0, 30.0)]
SECOND = [(600.0, 40.0), (610.0, 310.0), (900.0, 320.0), (890.0, 0.0)]
ARMS = [(0.0, 0.0), (0.0, 300.0), (100.0, 300.0), (100.0, 100.0), (200.0, 100.0), (200.0, 300.0),
        (300.0, 300.0), (300.0, 0.0)]  # fmt: skip


def test_numbers_that_run_on_do_not_join_two_outlines(tmp_path: Path) -> None:
    assert shapely.Polygon(SQUARE + SECOND).is_valid
    path = table(tmp_path, HEAD, *numbered(SQUARE + SECOND))
    with pytest.raises(FormatError, match="one outline, or two"):
        read_parcels(path, CM_114)
    # The same rows are two where each comes back to its start; the arms of a U are one.
    ends = [*numbered(SQUARE), numbered(SQUARE)[0], *numbered(SECOND, 5), numbered(SECOND, 5)[0]]
    assert len(read_parcels(table(tmp_path, HEAD, *ends), CM_114).parcels) == 2
    assert parted_at(ARMS)
    assert len(read_parcels(table(tmp_path, HEAD, *numbered(ARMS)), CM_114).parcels) == 1


def test_an_outline_that_goes_on_from_sheet_to_sheet_is_not_two(tmp_path: Path) -> None:
    rows = [tuple(map(str, row)) for row in numbered([*ARMS, (280.0, -50.0), (20.0, -50.0)])]
    pages = {"第1页": [HEAD, *rows[:5]], "第2页": [HEAD, *rows[5:]]}
    with pytest.raises(FormatError, match="numbered on from those"):
        read_parcels(write_xlsx(tmp_path / "a.xlsx", pages), CM_114)
    again = [(f"J{n}", *row[1:]) for n, row in enumerate(rows[5:], 1)]
    path = write_xlsx(tmp_path / "b.xlsx", {**pages, "第2页": [HEAD, *again]})
    assert len(read_parcels(path, CM_114).parcels) == 2


def test_neighbours_that_share_corners_and_are_closed_are_two(tmp_path: Path) -> None:
    corner = {1: (0, 0), 2: (300, 0), 3: (300, 300), 4: (0, 300), 5: (600, 0), 6: (600, 300)}
    rows = [
        (f"J{n}", 3852000 + corner[n][1], 463000 + corner[n][0])
        for n in (1, 2, 3, 4, 1, 2, 5, 6, 3, 2)
    ]
    parcels = read_parcels(table(tmp_path, HEAD, *rows), CM_114).parcels
    assert [len(row.geometry.exterior.coords) for row in parcels] == [5, 5]


def test_totals_and_dates_below_a_table_are_passed_over(tmp_path: Path) -> None:
    rows = [HEAD, *LOT, ("宗地面积（平方米）", "", "269523.1"), ("面积", "269523.12"),
            ("", "2024年5月6日")]  # fmt: skip
    file = read_parcels(table(tmp_path, *rows), CM_114)
    assert len(file.parcels) == 1
    assert any("宗地面积" in note for note in file.notes)


def test_north_and_east_in_one_word_with_degrees(tmp_path: Path) -> None:
    points = [("J1", "34°47′57″", "113°36′00″"), ("J2", "34°47′57″", "113°36′30″"),
              ("J3", "34°48′20″", "113°36′30″")]  # fmt: skip
    path = table(tmp_path, ("点号", "北纬", "东经"), *points)
    (parcel,) = read_parcels(path, "EPSG:4490").parcels
    assert parcel.geometry.bounds[0] == pytest.approx(113.6)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (prj(), "EPSG:4546"),
        (prj(datum=GEOGCS.format("G", "D_Xian_1980", "X", "6378140.0,298.257", "")), CM_114),
        (prj(meridian=113.666667), CM_114),
    ],
    ids=["meridian", "xian80", "local"],
)
def test_a_conversion_is_denied_by_what_the_file_states(
    text: str, asked: str, tmp_path: Path
) -> None:
    path, made = shapefile(tmp_path, text), tmp_path / "made.geojson"
    with pytest.raises(CrsError, match="--trust-crs"):
        convert_file(path, made, asked, "wgs84")
    assert not made.exists()
    done = convert_file(path, made, asked, "wgs84", trust_crs=True)
    assert len(geopandas.read_file(done.path)) == 2


def test_a_conversion_is_denied_by_titles_and_labels(tmp_path: Path) -> None:
    path = table(tmp_path, ("1980西安坐标系",), HEAD, *LOT)
    with pytest.raises(CrsError, match=r"西安80.*--trust-crs"):
        convert_file(path, tmp_path / "a.geojson", CM_114, "wgs84")
    plain = shapefile(tmp_path, prj())
    shifted = convert_file(plain, tmp_path / "b.geojson", CM_114, "gcj02").path
    with pytest.raises(CrsError, match=r"GCJ-02.*--trust-crs"):
        convert_file(shifted, tmp_path / "c.geojson", "wgs84", "EPSG:4547")
    assert convert_file(shifted, tmp_path / "d.geojson", "gcj02", "wgs84").path.exists()


def test_a_column_of_another_system_denies_a_conversion(tmp_path: Path) -> None:
    path = table(tmp_path, (*HEAD, "坐标系"), *((*row, "西安80") for row in LOT))
    with pytest.raises(CrsError, match=r"column 坐标系.*西安80.*--trust-crs"):
        convert_file(path, tmp_path / "a.geojson", CM_114, "wgs84")


@pytest.mark.parametrize(
    ("system", "asked", "points"),
    [
        ('8, 1001, "m", 114, 0, 1, 500000, 0', CM_114, [(y, x) for _, x, y in LOT]),
        ("1, 1001", "EPSG:4490", [(113.6, 34.8), (113.61, 34.8), (113.61, 34.81)]),
        ('8, 999, 3, 0, 0, 0, "m", 114, 0, 1, 500000, 0', CM_114, [(y, x) for _, x, y in LOT]),
    ],
)
def test_a_mapinfo_table_on_krasovsky_is_no_cgcs2000(
    system: str, asked: str, points: list[tuple[float, float]], tmp_path: Path
) -> None:
    path = tmp_path / "a.mif"
    ring = "\n".join(f"{x} {y}" for x, y in [*points, points[0]])
    head = f'Version 300\nCharset "Neutral"\nDelimiter ","\nCoordSys Earth Projection {system}\n'
    path.write_text(
        f"{head}Columns 1\n  MC Char(20)\nData\n\nRegion 1\n  {len(points) + 1}\n{ring}\n"
    )
    path.with_suffix(".mid").write_text('"A"\n')
    with pytest.raises(CrsError, match=r"(北京54|Pulkovo 1942).*--trust-crs"):
        read_parcels(path, asked)
    assert len(read_parcels(path, asked, trust_crs=True).parcels) == 1


LOT_SHAPE = shapely.Polygon([(east, north) for _, north, east in LOT])
HERE = Box(112.5, 34.0, 114.5, 35.2)
SURVEY = (
    "[属性描述]\n{head}几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n[地块坐标]\n"
    "4,21.4,1,甲,面,,,,@\n{corners}"
)


def survey(path: Path, head: str, prefix: str = "") -> Path:
    """Write one lot as the office's TXT, under its own words."""
    points = [*LOT, LOT[0]]
    corners = "".join(f"{name},1,{north},{prefix}{east}\n" for name, north, east in points)
    path.write_text(SURVEY.format(head=head, corners=corners), "utf-8")
    return path


def test_a_meridian_in_the_head_of_a_txt_is_read(tmp_path: Path) -> None:
    datum = "坐标系=2000国家大地坐标系\n"
    judged(read_parcels(survey(tmp_path / "a.txt", f"{datum}中央子午线=114°\n")), LOT_SHAPE)
    other = survey(tmp_path / "b.txt", f"{datum}中央子午线=111\n")
    with pytest.raises(CrsError, match=r"CM 111E, but .*CM 114E\. Ask .*EPSG:4547 --trust-crs"):
        read_parcels(other, region=HERE)
    judged(read_parcels(other, CM_114, trust_crs=True), LOT_SHAPE)
    with pytest.raises(CrsError, match=r"cannot be .*CM 111E"):
        read_parcels(other, "CGCS2000", region=HERE)
    alone = survey(tmp_path / "c.txt", "中央经线=111\n")
    with pytest.raises(CrsError, match="central meridian 111 and no datum"):
        read_parcels(alone)
    with pytest.raises(CrsError, match=r"cannot be .*CM 111E"):
        read_parcels(alone, "CGCS2000", region=HERE)
    both = survey(tmp_path / "d.txt", f"{datum}带号=37\n中央子午线=114\n")
    with pytest.raises(FormatError, match="带号=37 and 中央子午线=114 contradict each other"):
        read_parcels(both)
    words = survey(tmp_path / "e.txt", f"{datum}中央子午线=当地\n")
    with pytest.raises(FormatError, match="中央子午线=当地 is no number of degrees"):
        read_parcels(words)


@pytest.mark.parametrize("told", [None, "CGCS2000"])
def test_a_zone_that_the_numbers_deny_leads_to_no_dead_end(
    told: str | None, tmp_path: Path
) -> None:
    path = survey(tmp_path / "a.txt", "坐标系=2000国家大地坐标系\n带号=37\n", prefix="38")
    with pytest.raises(CrsError, match=r"--crs EPSG:4526 --trust-crs") as caught:
        read_parcels(path, told, region=HERE)
    assert "with --crs." not in str(caught.value)
    judged(read_parcels(path, "EPSG:4526", trust_crs=True), LOT_SHAPE)


@pytest.mark.parametrize("write", [write_xlsx, write_xls])
def test_a_sheet_of_words_speaks_for_the_sheet_that_is_asked_for(
    write: Callable[[Path, dict[str, Any]], Path], tmp_path: Path
) -> None:
    suffix = write.__name__.replace("write_", ".")
    said = [["坐标系：1980西安坐标系，3度带"]]
    corners = [[*HEAD], *[list(row) for row in LOT]]
    path = write(tmp_path / f"a{suffix}", {"界址点": corners, "说明": said})
    for told in (None, CM_114):
        with pytest.raises(CrsError, match="西安80"):
            read_parcels(path, told, layer="界址点")
    titled = [["1980西安坐标系"], *corners]
    path = write(tmp_path / f"b{suffix}", {"界址点": corners, "旧": titled})
    judged(read_parcels(path, CM_114, layer="界址点"), LOT_SHAPE)  # that sheet speaks of itself
    with pytest.raises(FormatError, match=r"no layer “新”\. It has “界址点”, “旧”"):
        read_parcels(path, CM_114, layer="新")


@pytest.mark.parametrize(
    ("column", "value"),
    [("带号", 37), ("带号", 39), ("中央子午线", 111), ("带号", 19), ("分带", 37),
     ("分带", "3度带37"), ("3度分带", 39), ("投影分带", "6度带20带")],
)  # fmt: skip
def test_a_zone_beside_a_datum_has_to_be_that_of_the_numbers(
    column: str, value: int, tmp_path: Path
) -> None:
    rows = [("CGCS2000", value, *row) for row in LOT]
    path = table(tmp_path, ("坐标系", column, *HEAD), *rows)
    with pytest.raises(CrsError, match=r"but the numbers look like .* CM 114E"):
        read_parcels(path, region=HERE)
    assert len(read_parcels(path, CM_114, region=HERE, trust_crs=True).parcels) == 1


def test_eastings_that_name_their_zone_are_of_it_beyond_its_edge(tmp_path: Path) -> None:
    """Surveys that cross an edge are kept in one zone; its number says which."""
    to_37 = pyproj.Transformer.from_crs(4547, 4525, always_xy=True).transform
    rows = []
    for name, north, east in LOT:
        x, y = to_37(east, north)
        rows.append((name, round(y, 4), round(x, 4)))
    assert {int(row[2] // 1e6) for row in rows} == {37}
    plain = table(tmp_path, HEAD, *rows)
    read = read_parcels(plain, "EPSG:4525", region=HERE)
    back = geopandas.GeoSeries([read.parcels[0].geometry], crs=4490).to_crs(4547)
    true = shapely.Polygon([(east, north) for _, north, east in LOT])
    assert shapely.hausdorff_distance(back.iloc[0], true) < 0.01
    said = [("CGCS2000", 38, *row) for row in rows]
    with pytest.raises(CrsError, match=r"Claimed as .* zone 38 .* look like .* zone 37"):
        read_parcels(table(tmp_path, ("坐标系", "带号", *HEAD), *said), region=HERE)


def test_a_corner_at_0_0_is_named(tmp_path: Path) -> None:
    rows = [*LOT[:2], ("J3", 0, 0), *LOT[3:]]
    with pytest.raises(CrsError, match=r"a\.csv feature 1: corner 3 is 0, 0"):
        read_parcels(table(tmp_path, HEAD, *rows), CM_114)


@pytest.mark.parametrize("column", ["片区", "所属园区", "项目批次", "图层"])
def test_what_holds_parcels_joins_none(column: str, tmp_path: Path) -> None:
    more = [(name, north + 2000, east) for name, north, east in LOT]
    path = table(tmp_path, (column, *HEAD), *[("一期", *row) for row in (*LOT, *more)])
    read = read_parcels(path, CM_114)
    assert len(read.parcels) == 2
    assert any("parcels of their own" in note for note in read.notes)


def test_outlines_of_one_name_are_said_to_be_one_parcel(tmp_path: Path) -> None:
    more = [(name, north + 2000, east) for name, north, east in LOT]
    path = table(tmp_path, ("地块名称", *HEAD), *[("甲", *row) for row in (*LOT, *more)])
    read = read_parcels(path, CM_114)
    assert [parcel.name for parcel in read.parcels] == ["甲"]
    assert "outlines of one name are one parcel: 甲 (2)" in read.notes


def test_an_english_column_of_parcels_names_them(tmp_path: Path) -> None:
    path = table(tmp_path, ("Parcel", *HEAD), *[("North lot", *row) for row in LOT])
    assert [parcel.name for parcel in read_parcels(path, CM_114).parcels] == ["North lot"]


@pytest.mark.parametrize("told", [CM_114, "EPSG:3857", "EPSG:32649"])
def test_degrees_are_converted_as_no_metres(told: str, tmp_path: Path) -> None:
    source = tmp_path / "a.geojson"
    source.write_text(shapely.to_geojson(shapely.box(113.6, 34.7, 113.61, 34.71)), "utf-8")
    with pytest.raises(CrsError, match="These are degrees"):
        convert_file(source, tmp_path / "b.geojson", told, "wgs84")
    assert not (tmp_path / "b.geojson").exists()
