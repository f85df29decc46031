"""Tables of corners in the layouts of surveyors: read true, or refused where two readings fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

import zzmap as zz
from zzmap.crs import Box
from zzmap.errors import FormatError, ZzmapError
from zzmap.parks.georeference import read_parcels

from .corner_tables import (
    CRS,
    LAYOUTS,
    Layout,
    Lot,
    Row,
    closed,
    lots,
    write_csv,
    write_xls,
    write_xlsx,
)
from .corpus import moved

SEEDS = range(12)
MILLIMETRE = 0.002
CITY = Box(112.6, 34.2, 114.4, 35.1)


def shapes(path: Path, layer: str | None = None) -> list[BaseGeometry]:
    return list(zz.read(path, layer=layer).frame.geometry)


def far(one: BaseGeometry, two: BaseGeometry) -> float:
    """How far two outlines are apart, land and holes."""
    return float(one.boundary.hausdorff_distance(two.boundary))


def assert_same(found: Sequence[BaseGeometry], truth: Sequence[BaseGeometry]) -> None:
    assert len(found) == len(truth)
    for shape, true in zip(found, truth, strict=True):
        assert shape.geom_type == true.geom_type
        assert far(shape, true) < MILLIMETRE
        assert shape.symmetric_difference(true).area < 1


# -- every layout ----------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda row: row.__name__)
def test_a_layout_is_read_true(layout: Layout, tmp_path: Path) -> None:
    refused = 0
    for seed in SEEDS:
        rows = lots(seed, 1 + seed % 4)
        path = write_csv(tmp_path / f"{seed}.csv", layout(rows, seed))
        try:
            found = shapes(path)
        except FormatError as error:
            refused += 1
            assert "for the eye" in str(error)
            continue
        assert_same(found, [lot.shape for lot in rows])
    assert refused <= 1


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda row: row.__name__)
def test_a_workbook_is_read_as_a_csv_is(layout: Layout, seed: int, tmp_path: Path) -> None:
    rows = lots(seed + 100, 2)
    table = layout(rows, seed)
    for path in (
        write_xlsx(tmp_path / "a.xlsx", {"成果": table}),
        write_xls(tmp_path / "a.xls", {"成果": table}),
    ):
        assert_same(shapes(path), [lot.shape for lot in rows])


NAMED = ("folders", "folders_corners_repeat", "names_are_parcels", "merged", "titled", "two_rows",
         "two_rows_units", "side_lengths", "double_rows", "pages")  # fmt: skip


@pytest.mark.parametrize("layout", [row for row in LAYOUTS if row.__name__ in NAMED])
def test_parcels_have_their_names_and_no_corner_has_one(layout: Layout, tmp_path: Path) -> None:
    rows = lots(5, 3)
    path = write_csv(tmp_path / "a.csv", layout(rows, 5), "gb18030")
    parcels = read_parcels(path, CRS).parcels
    assert [row.name or row.code for row in parcels] == [lot.name for lot in rows]


def test_what_the_cells_decided_is_said(tmp_path: Path) -> None:
    by_name = {layout.__name__: layout for layout in LAYOUTS}
    for name, said in (
        ("folders_corners_repeat", "名称 was taken to name the corners"),
        ("names_are_parcels", "编号 was taken to name the parcels"),
        ("restarts", "2 rings begin where"),
        ("blank_lines_numbers_run_on", "2 rings begin where"),
        ("titled", "制表人"),
        ("side_lengths", "rows between the corners hold no coordinates"),
        ("ten_thousands", "万米"),
        ("no_header", "column 4 was taken for north and column 3 for east"),
        ("two_rows", "no parcel's, so not read: 边长"),
    ):
        path = write_csv(tmp_path / f"{name}.csv", by_name[name](lots(7), 7))
        assert said in " ".join(zz.read(path).notes), name
    assert "2 rings begin where" in " ".join(
        zz.read(write_csv(tmp_path / "b.csv", by_name["restarts"](lots(8), 8))).notes
    )


# -- rings -----------------------------------------------------------------------------------

HOLED = Polygon(
    [(463000, 3852000), (463400, 3852000), (463400, 3852300), (463000, 3852300)],
    [[(463100, 3852100), (463200, 3852100), (463200, 3852200), (463100, 3852200)]],
)


def corners(shape: Polygon, *, same_way: bool, number: bool = False) -> list[Row]:
    """All corners of a shell and its hole, which may run the same way."""
    rows: list[Row] = []
    for at, ring in enumerate((shape.exterior, *shape.interiors)):
        points = list(ring.coords)
        if (shapely.is_ccw(ring) != (at == 0)) != same_way and at:
            points.reverse()
        rows += [
            [f"J{index}", north, east, *([at + 1] if number else [])]
            for index, (east, north) in enumerate(points, 1)
        ]
    return rows


@pytest.mark.parametrize("same_way", [False, True])
def test_a_ring_inside_another_is_its_hole_whichever_way_it_runs(
    same_way: bool, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", [["点号", "X", "Y"], *corners(HOLED, same_way=same_way)])
    assert_same(shapes(path), [HOLED])
    rows = corners(HOLED, same_way=same_way, number=True)
    path = write_csv(tmp_path / "b.csv", [["点号", "X", "Y", "圈号"], *rows])
    assert_same(shapes(path), [HOLED])


def test_neighbours_that_begin_at_one_corner_keep_it(tmp_path: Path) -> None:
    west = [(463000, 3852000), (463000, 3852100), (462900, 3852100), (462900, 3852000)]
    east = [(463000, 3852000), (463100, 3852000), (463100, 3852100), (463000, 3852100)]
    rows = [[f"J{at}", y, x] for ring in (west, east) for at, (x, y) in enumerate(ring, 1)]
    path = write_csv(tmp_path / "a.csv", [["点号", "X", "Y"], *rows])
    assert_same(shapes(path), [Polygon(west), Polygon(east)])


def test_a_named_parcel_of_two_unclosed_rings_has_two_parts(tmp_path: Path) -> None:
    one, two = lots(11, 2)
    rows = [["甲", f"J{at}", y, x] for lot in (one, two) for at, (x, y) in enumerate(lot.ring, 1)]
    path = write_csv(tmp_path / "a.csv", [["地块", "点号", "X", "Y"], *rows])
    assert_same(shapes(path), [shapely.MultiPolygon([one.shape, two.shape])])


def test_a_list_may_run_backwards(tmp_path: Path) -> None:
    (lot,) = lots(12, 1)
    rows = [[f"J{len(lot.ring) - at}", y, x] for at, (x, y) in enumerate(lot.ring)]
    path = write_csv(tmp_path / "a.csv", [["点号", "X", "Y"], *rows])
    assert_same(shapes(path), [lot.shape])


def test_a_table_may_be_in_the_order_of_its_corners(tmp_path: Path) -> None:
    rows = [Lot(lot.name, lot.ring[:4]) for lot in lots(13, 3)]
    table: list[Row] = [["地块编号", "点号", "X", "Y"]]
    for at in range(4):
        for number, lot in enumerate(rows, 1):
            table.append([number, at + 1, lot.ring[at][1], lot.ring[at][0]])
    assert_same(shapes(write_csv(tmp_path / "a.csv", table)), [lot.shape for lot in rows])


# -- two readings ----------------------------------------------------------------------------


def xy(lot: Lot, *, close: bool = False) -> list[Row]:
    ring = [*lot.ring, lot.ring[0]] if close else lot.ring
    return [[north, east] for east, north in ring]


A, B, C = lots(3, 3)
FOUR = [Lot(lot.name, lot.ring[:4]) for lot in (A, B, C)]


def numbered(lot: Lot, start: int = 1) -> list[Row]:
    return [[f"J{at}", *row] for at, row in enumerate(xy(lot), start)]


TWICE: dict[str, tuple[list[Row], str]] = {
    "parcels or corners": (
        [["名称", "X", "Y"], *([lot.name, *xy(lot)[at]] for at in range(4) for lot in FOUR)],
        "名称 .* can name parcels or corners",
    ),
    "triangles or three lots": (
        [["编号", "X", "Y"],
         *([n, *xy(lot)[at]] for at in range(4) for n, lot in enumerate(FOUR, 1))],
        "编号 .* can name parcels or corners",
    ),
    "a parcel's column that numbers corners": (
        [["宗地号", "X", "Y"], *numbered(A)],
        "宗地号 .* can name parcels or corners",
    ),
    "a corner's column that numbers parcels": (
        [["点号", "X", "Y"], *([n, *row] for n, lot in enumerate((A, B), 1) for row in xy(lot))],
        "点号 .* can name parcels or corners",
    ),
    "closed and not closed": (
        [["X", "Y"], *xy(A, close=True), *xy(B)],
        "where one ends and the next begins is not certain",
    ),
    "one parcel in two places": (
        [["地块", "X", "Y"], *(["甲", *row] for row in xy(A)), *(["乙", *row] for row in xy(B)),
         *(["甲", *row] for row in xy(C))],
        "stand in two places",
    ),
    "corners of the whole city": (
        [["点号", "X", "Y"], ["J1", 3852000, 463000], ["J2", 3852000, 463100],
         ["J3", 3852100, 463100], ["J4", 3852100, 463000], ["J2", 3852000, 463100],
         ["J5", 3852000, 463200], ["J6", 3852100, 463200], ["J3", 3852100, 463100]],
        "J2 stands twice",
    ),
    "tables side by side": (
        [["点号", "X", "Y", "点号", "X", "Y"],
         *([*one, *two] for one, two in zip(numbered(A)[:4], numbered(B)[:4], strict=True))],
        "several columns can be the coordinates",
    ),
    "two pairs of metres": (
        [["X", "Y", "纵坐标", "横坐标"], *([*row, *row] for row in xy(A))],
        "several columns can be the coordinates",
    ),
    "shuffled": (
        [["序号", "X", "Y"], *([at + 1, *xy(A)[at]] for at in (0, 2, 1, 3))],
        "not in the order of their numbers",
    ),
    "points of a survey": (
        [[at, "", row[1], row[0], 110.2] for at, row in enumerate(xy(A), 1)],
        "an outline, or points of a survey",
    ),
    "points of a survey with codes": (
        [[at, code, row[1], row[0]] for at, (code, row) in enumerate(
            zip(("F1", "K2", "F1", "K2", "F1"), xy(A, close=True), strict=False), 1)],
        "a list of survey points",
    ),
    "blank lines for the eye": (
        [["点号", "X", "Y"], *(row for at, row in enumerate(numbered(Lot("", [
            (463000 + 10 * at, 3852000 + at * at) for at in range(12)]))) for row in (
                [[], row] if at and at % 4 == 0 else [row]))],
        "for the eye",
    ),
    "a corner without coordinates": (
        [["点号", "X", "Y"], *numbered(A), ["J99", "", ""]],
        "row .*: “J99” is no corner",
    ),
    "half a corner": (
        [["地块", "X", "Y"], *(["甲", *row] for row in xy(A)), ["甲", 3852000, ""]],
        "no coordinate",
    ),
    "degrees that are no minutes": (
        [["经度(度.分.秒)", "纬度(度.分.秒)"], [113.6, 34.79], [113.61, 34.79], [113.61, 34.77]],
        "113.6” is no angle in 度.分.秒",
    ),
    "feet": ([["X(ft)", "Y(ft)"], *xy(A)], "“ft” are not read"),
    "degrees and minutes": ([["经度(度分)", "纬度(度分)"], *xy(A)], "“度分” are not read"),
}  # fmt: skip


@pytest.mark.parametrize("case", TWICE)
def test_what_can_be_read_in_two_ways_is_refused(case: str, tmp_path: Path) -> None:
    rows, said = TWICE[case]
    with pytest.raises(FormatError, match=said) as caught:
        zz.read(write_csv(tmp_path / "a.csv", rows))
    assert "\n" not in str(caught.value)


# -- units and systems -----------------------------------------------------------------------

DEGREES = Polygon([(113.6003, 34.7905), (113.6104, 34.7907), (113.6101, 34.7988), (113.6, 34.798)])


def packed(angle: float, digits: int = 8) -> str:
    """Write 113°36′01.08″ as 113.360108."""
    total = round(angle * 3600, 4)
    minutes, seconds = divmod(total, 60)
    whole, minutes = divmod(minutes, 60)
    return f"{whole + minutes / 100 + seconds / 10_000:.{digits}f}"


def marked(angle: float) -> str:
    minutes, seconds = divmod(round(angle * 3600, 4), 60)
    whole, minutes = divmod(minutes, 60)
    return f"{whole:.0f}度{minutes:.0f}分{seconds:.4f}秒"


def compact(angle: float) -> str:
    return f"{float(packed(angle)) * 10_000:.4f}"


@pytest.mark.parametrize(
    ("header", "write"),
    [
        ("(DD.MMSSssss)", packed), ("(度.分秒)", packed), ("（度.分.秒）", packed),
        ("(DMS)", packed), ("(DDDMMSS.ss)", compact), ("(度分秒)", marked), ("", marked),
        ("(十进制度)", str), ("(°)", str),
    ],
)  # fmt: skip
def test_angles_are_what_the_header_says(
    header: str, write: Callable[[float], str], tmp_path: Path
) -> None:
    points = list(DEGREES.exterior.coords)[:-1]
    rows = [
        ["地块", f"经度{header}", f"纬度{header}"],
        *(["甲", *map(write, row)] for row in points),
    ]
    file = read_parcels(write_csv(tmp_path / "a.csv", rows), "EPSG:4490")
    assert far(file.parcels[0].geometry, DEGREES) < 2e-8


@pytest.mark.parametrize(
    ("service", "system"), [("腾讯地图", "GCJ-02"), ("百度地图", "BD-09"), ("天地图", "CGCS2000")]
)
def test_columns_named_after_a_map_service_state_its_system(
    service: str, system: str, tmp_path: Path
) -> None:
    points = [("甲", *row) for row in list(DEGREES.exterior.coords)[:-1]]
    path = write_csv(tmp_path / "a.csv", [["地块", f"{service}经度", f"{service}纬度"], *points])
    file = read_parcels(path)
    assert any(system in note for note in file.notes)


@pytest.mark.parametrize(
    "header",
    [["X坐标", "Y坐标"], ["纵坐标(X)", "横坐标(Y)"], ["北坐标", "东坐标"], ["northing", "easting"],
     ["x", "y"], ["纵坐标/m", "横坐标/m"], ["X(m)", "Y(m)"], ["N", "E"],
     ["CGCS2000_X", "CGCS2000_Y"]],
)  # fmt: skip
def test_axes_by_many_names(header: list[str], tmp_path: Path) -> None:
    for name, rows in (
        ("a", [header, *xy(A)]),
        ("b", [header[::-1], *([east, north] for north, east in xy(A))]),
    ):
        path = write_csv(tmp_path / f"{name}.csv", rows)
        assert_same(shapes(path), [A.shape])


def test_metres_go_before_degrees_and_new_datums_before_old(tmp_path: Path) -> None:
    both = [["X", "Y", "经度", "纬度"], *([*row, 113.6, 34.8] for row in xy(A))]
    layer = zz.read(write_csv(tmp_path / "a.csv", both))
    assert_same(list(layer.frame.geometry), [A.shape])
    assert any("not from 纬度/经度" in note for note in layer.notes)
    old = [["X(西安80)", "Y(西安80)", "X(2000)", "Y(2000)"],
           *([row[0] + 5, row[1] + 100, *row] for row in xy(A))]  # fmt: skip
    layer = zz.read(write_csv(tmp_path / "b.csv", old))
    assert_same(list(layer.frame.geometry), [A.shape])
    assert layer.claim == "CGCS2000"


SAYS_80 = {
    "header": [["地块", "X(西安80)", "Y(西安80)"], *(["甲", *row] for row in xy(A))],
    "group": [["", "1980西安坐标系", ""], ["点号", "X", "Y"], *numbered(A)],
    "title": [["坐标系：1980西安坐标系"], ["点号", "X", "Y"], *numbered(A)],
    "column": [["地块", "坐标系", "X", "Y"], *(["甲", "西安80", *row] for row in xy(A))],
    "beijing": [["坐标系统：北京54"], ["点号", "X", "Y"], *numbered(A)],
}


@pytest.mark.parametrize("case", SAYS_80)
def test_an_older_datum_is_cured_by_no_name(case: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", SAYS_80[case])
    with pytest.raises(ZzmapError, match=r"Ask the surveying office") as silent:
        read_parcels(path, region=CITY)
    assert "--crs" not in str(silent.value)
    with pytest.raises(ZzmapError, match=r"does not make them that.*If its label is wrong") as told:
        read_parcels(path, CRS, region=CITY)
    assert "Leave --crs out" not in str(told.value)
    (parcel,) = read_parcels(path, CRS, region=CITY, trust_crs=True).parcels
    assert far(moved(parcel.geometry, "cm114"), A.shape) < 0.05


def test_what_a_title_says_goes_with_the_file(tmp_path: Path) -> None:
    rows = [["坐标系：CGCS2000，3度带，中央子午线114°"], ["点号", "X", "Y"], *numbered(A)]
    path = write_csv(tmp_path / "a.csv", rows)
    (parcel,) = read_parcels(path, region=CITY).parcels
    assert far(moved(parcel.geometry, "cm114"), A.shape) < 0.05
    with pytest.raises(ZzmapError, match="--trust-crs"):
        read_parcels(path, "EPSG:4548", region=CITY)


# -- workbooks -------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [write_xlsx, write_xls])
def test_every_sheet_is_read_and_names_its_parcel(
    write: Callable[[Path, dict[str, Sequence[Row]]], Path], tmp_path: Path
) -> None:
    sheets: dict[str, Sequence[Row]] = {
        lot.name: [["点号", "X", "Y"], *numbered(lot)] for lot in (A, B)
    }
    sheets["说明"] = [["本表由某单位编制"]]
    path = write(tmp_path / f"a{'.xlsx' if write is write_xlsx else '.xls'}", sheets)
    file = read_parcels(path, CRS)
    assert [row.name for row in file.parcels] == [A.name, B.name]
    assert_same(shapes(path), [A.shape, B.shape])
    told = " ".join(file.notes)
    assert "2 sheets were read" in told
    assert "passed over: 说明" in told
    assert_same(shapes(path, B.name), [B.shape])


def test_one_outline_on_two_sheets_is_refused(tmp_path: Path) -> None:
    sheets = {
        "汇总": [["地块", "X", "Y"], *([lot.name, *row] for lot in (A, B) for row in xy(lot))],
        "乙": [["点号", "X", "Y"], *numbered(B)],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    with pytest.raises(FormatError, match="“汇总” and “乙” hold the same outline"):
        zz.read(path)
    assert_same(shapes(path, "乙"), [B.shape])


def test_sheets_in_two_systems_are_refused(tmp_path: Path) -> None:
    sheets = {
        "西安80": [["点号", "X", "Y"], *numbered(A)],
        "2000坐标系": [["点号", "X", "Y"], *numbered(B)],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    with pytest.raises(FormatError, match=r"several reference systems .* --layer"):
        zz.read(path)
    assert zz.read(path, layer="2000坐标系").claim


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"甲": [["点号", "X", "Y"], *numbered(A)], "旧": [["点号", "X", "Y"], *numbered(B)]},
    )
    book = load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    assert_same(shapes(path), [A.shape])
    assert any("hidden sheets were not read: 旧" in note for note in zz.read(path).notes)


def test_a_formula_without_value_is_refused_by_its_cell(tmp_path: Path) -> None:
    rows = [["点号", "X", "Y"], *numbered(A)]
    path = write_xlsx(tmp_path / "a.xlsx", {"甲": [*rows, ["J9", 3852100, "=C2+1"]]})
    with pytest.raises(FormatError, match=r"cell C\d+ is the formula =C2\+1"):
        zz.read(path)


def test_a_formula_that_names_a_parcel_is_refused_and_another_is_not(tmp_path: Path) -> None:
    rows = [["地块", "备注", "X", "Y"], *(["甲", "", *row] for row in xy(A))]
    named = write_xlsx(tmp_path / "a.xlsx", {"甲": [*rows, ["=A2", "", *xy(B)[0]]]})
    with pytest.raises(FormatError, match=r"cell A\d+ is the formula =A2"):
        zz.read(named)
    beside = write_xlsx(
        tmp_path / "b.xlsx", {"甲": [rows[0], *([row[0], "=1+1", *row[2:]] for row in rows[1:])]}
    )
    assert len(shapes(beside)) == 1


def test_a_web_page_called_xls_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("<html><table><tr><td>X</td></tr></table></html>", "utf-8")
    with pytest.raises(FormatError, match="no Excel workbook"):
        zz.read(path)


# -- lists in text ---------------------------------------------------------------------------


@pytest.mark.parametrize("parted", [",", "\t", " ", "  ", ";"])
def test_a_bare_list_of_corners_is_read(parted: str, tmp_path: Path) -> None:
    (lot,) = lots(21, 1)
    lines = [parted.join(map(str, row)) for row in numbered(lot)]
    path = tmp_path / "a.txt"
    path.write_text("\r\n".join(lines), "gb18030")
    assert_same(shapes(path), [lot.shape])


def test_rings_and_parcels_of_a_list_without_header(tmp_path: Path) -> None:
    """Order, parcel, ring, corner, Y, X below a line of title, as some programs export areas."""
    lines = ["导出面"]
    for parcel, shape in enumerate((A.shape, HOLED), 1):
        for ring, points in enumerate((shape.exterior, *shape.interiors), 1):
            for at, (x, y) in enumerate(points.coords, 1):
                name = f"J{1 if at == len(points.coords) else at}"
                lines.append(f"{at},{parcel},{ring},{name},{x},{y}")
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), "utf-8")
    assert_same(shapes(path), [A.shape, HOLED])


@pytest.mark.parametrize("seed", range(3))
def test_a_cass_file_is_read_where_it_is_an_outline(seed: int, tmp_path: Path) -> None:
    (lot,) = lots(seed, 1)
    ring = [*lot.ring, lot.ring[0]]
    lines = [f"{at},,{x:.3f},{y:.3f},{100 + at / 7:.3f}" for at, (x, y) in enumerate(ring, 1)]
    path = tmp_path / "a.dat"
    path.write_text("\n".join(lines) + "\n", "gb18030")
    assert_same(shapes(path), [lot.shape])
    path.write_text("\n".join(lines[:-1]) + "\n", "gb18030")
    with pytest.raises(FormatError, match="points of a survey"):
        zz.read(path)


@pytest.mark.parametrize("text", ["地塊名稱,X,Y\n示範園區甲,3852000,463000\n", "園區,界址點,X,Y\n"])
def test_big5_is_refused_and_traditional_gbk_is_not(text: str, tmp_path: Path) -> None:
    from zzmap.io.text import read_text

    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("big5"))
    with pytest.raises(FormatError, match="Big5"):
        zz.read(path)
    path.write_bytes(text.encode("gb18030"))
    assert read_text(path) == (text, "gb18030")
    assert read_text(path, "gb18030")[0] == text


# -- geometries in cells ---------------------------------------------------------------------

FIELD = DEGREES
PAIRS = [f"{x:.6f},{y:.6f}" for x, y in FIELD.exterior.coords]
CELLS: dict[str, str] = {
    "wkt": FIELD.wkt,
    "ewkt": f"SRID=4490;{FIELD.wkt}",
    "wkb": shapely.to_wkb(FIELD, hex=True),
    "ewkb": shapely.to_wkb(shapely.set_srid(FIELD, 4490), hex=True, include_srid=True),
    "geojson": shapely.to_geojson(FIELD),
    "amap": ";".join(PAIRS),
    "bars": "|".join(PAIRS),
    "blanks": " ".join(PAIRS),
    "postgis": ",".join(pair.replace(",", " ") for pair in PAIRS),
    "json": str([list(point) for point in FIELD.exterior.coords]),
    "json of rings": str([[list(point) for point in FIELD.exterior.coords]]),
    "objects": "["
    + ",".join(f'{{"lng": {x}, "lat": {y}}}' for x, y in FIELD.exterior.coords)
    + "]",
}


@pytest.mark.parametrize("form", CELLS)
def test_a_cell_may_hold_a_whole_geometry(form: str, tmp_path: Path) -> None:
    rows: list[Row] = [["gid", "名称", "图形"], [1, "甲", CELLS[form]], [2, "乙", CELLS[form]]]
    for path in (
        write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", {"甲": rows})
    ):  # fmt: skip
        layer = zz.read(path)
        assert [far(shape, FIELD) < 1e-6 for shape in layer.frame.geometry] == [True, True]
        assert [row["名称"] for row in layer.records()] == ["甲", "乙"]
        claims = {"ewkt": "EPSG:4490", "ewkb": "EPSG:4490", "geojson": "EPSG:4326"}
        assert layer.claim == claims.get(form, "")


def test_rings_of_a_list_nest(tmp_path: Path) -> None:
    inner = [(113.603, 34.793), (113.605, 34.793), (113.605, 34.795), (113.603, 34.795)]
    rings = [";".join(f"{x},{y}" for x, y in ring) for ring in (FIELD.exterior.coords, inner)]
    path = write_csv(tmp_path / "a.csv", [["名称", "polyline"], ["甲", "|".join(rings)]])
    assert far(shapes(path)[0], Polygon(FIELD.exterior, [inner])) < 1e-9


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["a", "b"], [FIELD.wkt, FIELD.wkt]], "several columns hold geometries"),
        ([["a"], [f"SRID=4490;{FIELD.wkt}"], [f"SRID=4326;{FIELD.wkt}"]], "several reference"),
        ([["a"], [FIELD.wkt], ["POLYGON((1 2"]], "row 3: this is no WKT"),
    ],
)
def test_a_table_of_geometries_that_is_none(rows: list[Row], said: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=said):
        zz.read(write_csv(tmp_path / "a.csv", rows))


def test_closing_is_drawn_both_ways() -> None:
    """The seeds make closed rings and open ones, or these tests would test half."""
    drawn = {len(closed(A.ring, seed)) - len(A.ring) for seed in SEEDS}
    assert drawn == {0, 1}
