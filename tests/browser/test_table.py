"""The attribute table: sorted, filtered, tied to the map, saved as files others read."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from opened_page import Opened

from zzmap.catalogue import Catalogue

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"


def saved(tab: Opened, selector: str, folder: Path) -> Path:
    with tab.page.expect_download() as waited:
        tab.page.click(selector)
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    return path


def sheet_of(path: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_a_workbook_has_every_statement(
    open_page: Callable[..., Opened], tmp_path: Path, catalogue: Catalogue
) -> None:
    tab = open_page(PAGE, "#table=placements")
    head, *rows = sheet_of(saved(tab, ".zz-xlsx", tmp_path))
    assert head[:5] == ["产业", "载体", "关系", "规划文件", "出处"]
    wanted = sorted(
        (
            catalogue.industries[row.industry_id].name,
            catalogue.places[row.place_id].name,
            catalogue.documents[row.document_id].number,
            row.locator,
        )
        for row in catalogue.placements
    )
    assert sorted((row[0], row[1], row[3], row[4]) for row in rows) == wanted
    assert tab.complaints == []
    assert tab.outside == []


def test_numbers_are_numbers_and_csv_says_the_same(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    tab = open_page(PAGE, "#table=places")
    head, *rows = sheet_of(saved(tab, ".zz-xlsx", tmp_path))
    lon = head.index("经度（WGS-84）")
    assert any(isinstance(row[lon], float) and 112 < row[lon] < 115 for row in rows)
    raw = saved(tab, ".zz-csv", tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert lines[0] == head
    assert [line[0] for line in lines[1:]] == [row[0] for row in rows]


def test_rows_are_filtered_sorted_and_picked_and_so_is_the_file(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    tab = open_page(PAGE, "#table=places")
    tab.page.fill(".zz-columnfilter[data-column=kind]", "开发区")
    tab.page.click(".zz-sortcolumn[data-column=count]")
    tab.page.click(".zz-sortcolumn[data-column=count]")
    tab.page.click(".zz-columns summary")
    tab.page.uncheck(".zz-columns label:has-text('纬度')")
    head, *rows = sheet_of(saved(tab, ".zz-xlsx", tmp_path))
    assert "纬度（WGS-84）" not in head
    assert {row[1] for row in rows} == {"开发区"}
    counts = [row[head.index("布局条数")] for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert f"{len(rows)} / " in tab.page.inner_text(".zz-tablecount")


def test_a_row_opens_its_sheet_and_the_map_finds_its_row(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE, "#table=places").page
    page.fill(".zz-columnfilter[data-column=name]", "郑州经开区")
    page.click("#zz-table tbody .zz-link >> nth=0")
    assert page.inner_text("#zz-sheet h2") == "郑州经开区"
    assert page.inner_text("#zz-table .zz-chosen th") == "郑州经开区"
    page.fill(".zz-columnfilter[data-column=name]", "")
    page.evaluate("zzmap.app.select('place', 'zone-hkg')")
    assert page.inner_text("#zz-table .zz-chosen th") == "郑州航空港区"


@pytest.mark.parametrize(
    ("hash_", "button"),
    [
        ("#sel=industry:ind-biomedicine", "#zz-sheet .zz-totable"),
        ("#view=matrix", ".zz-page .zz-totable"),
        ("#view=compare&cmp=place:zone-jingkai,place:zone-hkg", ".zz-page .zz-totable"),
    ],
)
def test_results_are_tables_too(
    open_page: Callable[..., Opened], tmp_path: Path, hash_: str, button: str
) -> None:
    tab = open_page(PAGE, hash_)
    tab.page.click(button)
    head, *rows = sheet_of(saved(tab, ".zz-xlsx", tmp_path))
    assert head[:2] == ["产业", "载体"]
    assert any("郑州航空港区" in row for row in rows)


def test_nothing_in_a_file_is_a_formula(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    tab = open_page(PAGE)
    cells = [
        "=1+1",
        "+1",
        "-2.5",
        "@x",
        "＝cmd",
        'a"b,c',
        "线\n行",
        "_x0041_",
        "\x01<&>",
        None,
        -3.5,
    ]
    with tab.page.expect_download() as waited:
        tab.page.evaluate(
            "cells => zzmap.tablefiles.save("
            "zzmap.tablefiles.xlsx('a/b', cells.map(String), [cells]), 'u.xlsx')",
            cells,
        )
    path = tmp_path / "u.xlsx"
    waited.value.save_as(path)
    row = openpyxl.load_workbook(path).active[2]
    assert all(cell.data_type != "f" for cell in row)
    assert [cell.value for cell in row][:7] == cells[:7]
    assert row[-1].value == -3.5
    text = tab.page.evaluate("cells => zzmap.tablefiles.csv(cells.map(String), [cells])", cells)
    read = list(csv.reader(text.lstrip("\ufeff").splitlines(keepends=True)))[1]
    assert read[:6] == ["'=1+1", "+1", "-2.5", "'@x", "'＝cmd", 'a"b,c']
