"""Small things a reader or a writer decides, each at the value at which it turns."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyproj
import pytest
from shapely.geometry import LineString, Point, box

from zzmap.errors import FormatError, OutputError, ZzmapError
from zzmap.io import layer_names, read, read_all, write
from zzmap.io.archive import unpack
from zzmap.io.batches import open_source
from zzmap.io.corners.geometry_cells import read_geometries
from zzmap.io.corners.header import find_header, guess_header
from zzmap.io.corners.sheets import Sheet
from zzmap.io.corners.table import joined, read_sheet
from zzmap.io.documents.pdf_page import _rules
from zzmap.io.dxf import unescaped
from zzmap.io.geojson import parse_collection
from zzmap.io.kml_text import table_of_html
from zzmap.io.ogr import _stated
from zzmap.io.parsed import off_ground
from zzmap.io.rows import open_rows
from zzmap.io.staging import staged
from zzmap.io.target import EXPORT_MARK, check_document
from zzmap.io.vectors import knows_letters

from .bad_files import archive

# -- texts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"\U+5B97地", "宗地"),
        (r"\U+D7FF", "\ud7ff"),
        (r"\U+D800", r"\U+D800"),  # the first half of a letter, and the last
        (r"\U+DFFF", r"\U+DFFF"),
        (r"\U+E000", "\ue000"),
        (r"\M+5BAEC", "红"),
        (r"\M+5FFFF", r"\M+5FFFF"),  # no letter of that page
        (r"C:\甲", r"C:\甲"),
        (5, 5),
    ],
)
def test_letters_that_a_drawing_writes_as_numbers(written: Any, read_as: Any) -> None:
    assert unescaped(written) == read_as


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("<table>甲<tr>乙<td>名称</td>丙<td>丁</td>戊</tr>己</table>", {"名称": "丁"}),
        ("<td>甲</td><td>乙</td>", {}),  # cells of no row
        ("<TABLE><TR><TH>面积：</TH><TD> 3.5\n公顷 </TD></TR></TABLE>", {"面积": "3.5 公顷"}),
        ("<table><tr><td>甲</td><td>&lt;空&gt;</td></tr></table>", {"甲": ""}),
        (
            "<table><tr><td>甲</td><td>1</td></tr><tr><td>甲</td><td>2</td></tr></table>",
            {"甲": "1"},
        ),
        ("<table><tr><td>甲</td><td>乙</td><td>丙</td></tr></table>", {}),
        # A row around a table is no pair; what is in it is.
        (
            "<table><tr><td><table><tr><td>甲</td><td>1</td></tr></table></td></tr></table>",
            {"甲": "1"},
        ),
        ("名称 甲", {}),
    ],
)
def test_pairs_of_cells_in_a_description(text: str, pairs: dict[str, str]) -> None:
    assert table_of_html(text) == pairs


@pytest.mark.parametrize("half", ["\ud800", "\udbff", "\udc00", "\udfff"])
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_half_a_letter_is_not_written(half: str, suffix: str, tmp_path: Path) -> None:
    names = pd.Series([f"甲{half}"], dtype=object)
    frame = gpd.GeoDataFrame({"名称": names}, geometry=[Point(113.6, 34.7)], crs=4326)
    with pytest.raises(FormatError, match="cannot hold a control sign"):
        write(frame, tmp_path / f"a{suffix}")


# -- members of files --------------------------------------------------------------------


@pytest.mark.parametrize("feature", [5, None, "甲", [], {"attributes": 5}, {"attributes": [1]}])
def test_what_is_no_feature_of_esri_json_is_refused(feature: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    sound = {"attributes": {"a": 1}, "geometry": {"x": 113.6, "y": 34.7}}
    document = {
        "geometryType": "esriGeometryPoint",
        "spatialReference": {"wkid": 4326},
        "features": [sound, feature],
    }
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(FormatError, match="no feature of Esri JSON"):
        read(path)


def test_a_feature_without_geometry_has_lost_no_heights(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    shapes = [{"type": "Point", "coordinates": [113.6, 34.7]}, None]
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in shapes]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert not any("heights" in note for note in read(path).notes)


@pytest.mark.parametrize(
    "name", ["/tmp/a.geojson", "../a.geojson", "b/../../a.geojson", "C:/a.geojson", "..\\a.geojson"]
)
def test_no_member_of_an_archive_climbs_out(name: str, tmp_path: Path) -> None:
    path = archive("a.zip", {"good.geojson": "{}", name: "{}"})(tmp_path)
    with pytest.raises(FormatError, match="climbs out of it"):
        unpack(path, tmp_path / "in")
    assert not (tmp_path / "in").exists() or not any((tmp_path / "in").iterdir())


def test_the_first_layer_says_which_tables_were_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    for name in ("one", "two"):
        frame = gpd.GeoDataFrame({"a": [1]}, geometry=[box(113, 34, 114, 35)], crs=4326)
        frame.to_file(path, layer=name)
    with sqlite3.connect(path) as sql:
        sql.execute("CREATE TABLE bare (fid INTEGER PRIMARY KEY, b TEXT)")
        sql.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('bare', 'attributes', 'bare')"
        )
    notes = [layer.notes for layer in read_all(path)]
    assert [any("tables without geometry" in note for note in row) for row in notes] == [
        True,
        False,
    ]


def test_a_row_with_too_many_cells_is_named_as_the_sheet_numbers_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["lon", "lat"], [113.6, 34.7], [113.6, 34.7, "more"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with (
        pytest.raises(FormatError, match="row 3 has more cells"),
        open_source(tmp_path / "a.xlsx") as source,
    ):
        list(source.batches(0))


@pytest.mark.parametrize(
    ("wkt", "code"),
    [
        (pyproj.CRS.from_epsg(4547).to_wkt(), "EPSG:4547"),
        (pyproj.CRS.from_epsg(4490).to_wkt("WKT1_ESRI"), "EPSG:4490"),
        ("", ""),
        ('PROJCS["broken', 'PROJCS["broken'),
        ("x" * 100, "x" * 80),
    ],
)
def test_what_a_file_states_is_a_code_or_what_it_says(wkt: str, code: str) -> None:
    assert _stated(wkt) == code


@pytest.mark.parametrize(
    ("stated", "known", "after"),
    [
        ('!charset "WindowsSimpChinese"', True, '!charset "WindowsSimpChinese"'),
        ('!charset "WindowsLatin1"', False, '!charset "Neutral"'),
        ("!table", False, "!table"),
    ],
)
def test_the_letters_of_a_mapinfo_table(
    stated: str, known: bool, after: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.tab"
    path.write_text(f"!table\n{stated}\nDefinition Table\n", "ascii")
    assert knows_letters(path) is known
    assert path.read_text("ascii") == f"!table\n{after}\nDefinition Table\n"


def test_a_stroke_shorter_than_six_points_is_no_rule() -> None:
    level = [[(100.0, 100.0), (100.0 + length, 100.0)] for length in (5.9, 6.0, 40.0)]
    upright = [[(100.0, 300.0), (100.0, 300.0 + length)] for length in (5.9, 6.0)]
    found = _rules([*level, *upright])
    assert [(row.x1 - row.x0, row.y1 - row.y0) for row in found] == [
        pytest.approx(size) for size in ((6.0, 0.0), (40.0, 0.0), (0.0, 6.0))
    ]


# -- tables of corners -------------------------------------------------------------------

RING = [(463000, 3852000), (463500, 3852000), (463500, 3852400)]


def sheet(*rows: list[str], name: str = "") -> Sheet:
    return Sheet(name, [list(row) for row in rows])


def corners(ring: list[tuple[int, int]], *before: str) -> list[list[str]]:
    return [[*before, f"J{at}", str(y), str(x)] for at, (x, y) in enumerate(ring, 1)]


def test_a_ring_of_three_corners_in_a_cell_is_one() -> None:
    ring = [[113.6, 34.7], [113.7, 34.7], [113.7, 34.8]]
    for points, count in ((ring, 1), (ring[:2], 0)):
        table = sheet(["名称", "边界"], ["甲", json.dumps(points)])
        try:
            found = read_geometries(table, "a.csv")
        except ZzmapError:
            found = None
        assert len([one for one in (found.shapes if found else []) if one]) == count


def test_a_header_stands_below_titles_and_a_row_of_groups() -> None:
    found = find_header(
        sheet(
            ["某地块界址点成果表"],
            ["", "坐标系：CGCS2000"],
            ["", "坐标（米）", ""],
            ["点号", "X", "Y"],
            *corners(RING),
        ),
        "a.xlsx",
    )
    assert found is not None
    # The row of groups is a part of the header and no title.
    assert found.titles == [["某地块界址点成果表"], ["", "坐标系：CGCS2000"]]
    assert (found.north, found.east) == (1, 2) or (found.north.at, found.east.at) == (1, 2)
    assert found.start == 4


def test_a_header_below_one_title_has_that_title() -> None:
    found = find_header(sheet(["某地块"], ["点号", "X", "Y"], *corners(RING)), "a.xlsx")
    assert found is not None
    assert (found.titles, found.start) == ([["某地块"]], 2)


def test_columns_without_a_header_are_told_by_the_size_of_their_numbers() -> None:
    found = guess_header(sheet(*corners(RING)), "a.csv")
    assert found is not None
    assert (found.north.at, found.east.at) == (1, 2)
    degrees = [["J1", "113.6100", "34.7100"], ["J2", "113.6200", "34.7200"]]
    found = guess_header(sheet(*degrees), "a.csv")
    assert found is not None
    assert (found.north.at, found.east.at) == (2, 1)
    assert guess_header(sheet(["甲", "乙"], ["丙"]), "a.csv") is None
    with pytest.raises(FormatError, match="can all be coordinates"):
        guess_header(sheet(*[[*row, row[2]] for row in corners(RING)]), "a.csv")


def test_an_outline_that_stands_on_two_sheets_is_refused() -> None:
    head = ["点号", "X", "Y"]
    one, two = (sheet(head, *corners(RING), name=name) for name in ("一", "二"))
    shifted = sheet(head, *corners([(x + 1000, y) for x, y in RING]), name="三")
    read_sheets = {row.name: (row, read_sheet(row, "a.xlsx")) for row in (one, two, shifted)}
    assert all(part for _, part in read_sheets.values())
    with pytest.raises(FormatError, match="the sheets “一” and “二” hold the same outline"):
        joined([read_sheets["一"], read_sheets["二"]], "a.xlsx")  # type: ignore[list-item]
    both = joined([read_sheets["一"], read_sheets["三"]], "a.xlsx")  # type: ignore[list-item]
    assert len(both.shapes) == 2


def test_numbers_in_kilometres_are_made_metres() -> None:
    rows = [["J1", "3852.0", "463.0"], ["J2", "3852.0", "463.5"], ["J3", "3852.4", "463.5"]]
    found = read_sheet(sheet(["点号", "X(千米)", "Y(千米)"], *rows), "a.csv")
    assert found is not None
    assert found.shapes[0].bounds == (463000.0, 3852000.0, 463500.0, 3852400.0)


@pytest.mark.parametrize(("town", "refused"), [("甲镇", False), ("乙镇", True)])
def test_a_parcel_of_two_towns_is_refused(town: str, refused: bool) -> None:
    first = corners(RING, "东园", "甲镇")
    second = corners([(x + 1000, y) for x, y in RING], "东园", town)
    table = sheet(["地块名称", "乡镇", "点号", "X", "Y"], *first, *second)
    if refused:
        with pytest.raises(FormatError, match="“东园” stands under 乡镇 甲镇"):
            read_sheet(table, "a.csv")
    else:
        assert read_sheet(table, "a.csv") is not None


# -- cells of a workbook -----------------------------------------------------------------


def test_text_of_a_merged_cell_fills_what_it_spans(tmp_path: Path) -> None:
    """Over rows and columns, beyond the end of a short row; a number is not repeated."""
    book = openpyxl.Workbook()
    for row in (["甲", None, None, "丁"], [None, "留", None], [5, None], ["末"]):
        book.active.append(row)
    for span in ("A1:C2", "A3:B3", "A4:E4"):
        at = book.active[span.partition(":")[0]]
        value = at.value
        book.active.merge_cells(span)
        at.value = value
    book.save(tmp_path / "a.xlsx")
    with open_rows(tmp_path / "a.xlsx") as table:
        rows = [list(cells) for _, cells in table.read()]
    assert [[cell for cell in row if cell is not None] for row in rows] == [
        ["甲", "甲", "甲", "丁"],
        ["甲", "甲", "甲"],
        [5],
        ["末"] * 5,
    ]


def test_dates_and_times_of_a_workbook_keep_their_kind(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["日", "时刻", "时"])
    book.active.append([date(2025, 3, 4), datetime(2025, 3, 4, 5, 6, 7), time(8, 9, 10)])
    book.save(tmp_path / "a.xlsx")
    with open_rows(tmp_path / "a.xlsx") as table:
        cells = list(table.read())[1][1]
    assert [str(cell) for cell in cells] == [
        "2025-03-04 00:00:00",
        "2025-03-04 05:06:07",
        "08:09:10",
    ]
    assert not any(isinstance(cell, str) for cell in cells)


# -- files of several --------------------------------------------------------------------


def test_the_layers_of_an_archive_are_its_files(tmp_path: Path) -> None:
    one = {"type": "Point", "coordinates": [113.6, 34.7]}
    text = json.dumps({"type": "Feature", "properties": {}, "geometry": one})
    two = archive("b.zip", {"东.geojson": text, "西.geojson": text})(tmp_path)
    assert sorted(layer_names(two)) == ["东", "西"]
    assert sorted(layer.name for layer in read_all(two)) == ["东", "西"]
    assert read(two, layer="西").name == "西"


@pytest.mark.parametrize(("at", "first"), [((0,), 0), ((1, 2), 1), ((2,), 2), ((), None)])
def test_the_first_place_that_is_not_on_the_ground(at: tuple[int, ...], first: int | None) -> None:
    shapes = [Point(1, 2), LineString([(0, 0), (1, 1)]), Point(3, 4)]
    lost = [LineString([(0, 0), (1e300, 1)]) if n in at else row for n, row in enumerate(shapes)]
    assert off_ground(lost) == first


@pytest.mark.parametrize(("text", "value"), [('{"a": 1, "a": 1}', 1), ('{"a": 1, "a": 2}', None)])
def test_a_name_that_comes_twice_with_two_values_is_refused(
    text: str, value: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.geojson"
    geometry = '{"type": "Point", "coordinates": [113.6, 34.7]}'
    path.write_text(f'{{"type": "Feature", "properties": {text}, "geometry": {geometry}}}', "utf-8")
    if value is None:
        with pytest.raises(ValueError, match="“a” twice"):
            parse_collection(path.read_text("utf-8"))
    else:
        assert parse_collection(path.read_text("utf-8")).features[0]["properties"] == {"a": value}


@pytest.mark.parametrize(
    ("old", "refused"), [(None, False), ("", False), ("他人的", True), (EXPORT_MARK, False)]
)
def test_a_document_of_another_is_not_replaced(
    old: str | None, refused: bool, tmp_path: Path
) -> None:
    target = tmp_path / "a.html"
    if old is not None:
        target.write_text(old, "utf-8")
    if refused:
        with pytest.raises(OutputError, match="was not made by zzmap"):
            check_document(target)
    else:
        check_document(target)


def test_files_in_folders_are_replaced_together(tmp_path: Path) -> None:
    """Old and new, in folders that are there and in new ones; what is dropped goes."""
    home = tmp_path / "out"
    home.mkdir()
    for text in ("old", "new"):
        with staged(home / "index.html", drop=[home / "gone.txt"]) as part:
            for name in ("index.html", "a/b/c.txt", *(["gone.txt"] if text == "old" else [])):
                (part.parent / name).parent.mkdir(parents=True, exist_ok=True)
                (part.parent / name).write_text(text, "utf-8")
    left = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert left == {"index.html", "a/b/c.txt"}
    assert {(home / name).read_text("utf-8") for name in left} == {"new"}


@pytest.mark.parametrize("second", [False, True])
def test_a_second_column_of_geometries_is_told(second: bool, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="writes the GeoParquet")
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[Point(113.6, 34.7)], crs=4326)
    if second:
        frame["middle"] = gpd.GeoSeries([Point(113.7, 34.8)], crs=4326)
    frame.to_parquet(tmp_path / "a.parquet")
    notes = read(tmp_path / "a.parquet").notes
    assert [note for note in notes if "further geometry" in note] == (
        ["further geometry columns were not read: middle"] if second else []
    )
