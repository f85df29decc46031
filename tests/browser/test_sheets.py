"""Projects, enterprises, sites, elements, rows of opened files: found, with a sheet, on the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from opened_page import Opened, drop_on_map, on_screen, wait_until
from playwright.sync_api import Page

import zzmap as zz

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"
FAR = "#map=14/34.35/112.9"
ENTERPRISES = """企业名称,主营业务,地址,经度,纬度,坐标系
郑州甲生物医药有限公司,生物医药研发与生产,郑州航空港区某路1号,113.84,34.52,WGS84
河南乙智能科技有限公司,工业机器人制造,郑州高新区莲花街11号,113.551,34.812,WGS84
丙物流有限公司,冷链物流,中牟县,,,
"""


def drop(tab: Opened, *paths: Path) -> None:
    drop_on_map(tab.page, *paths)
    wait_until(tab.page, f"zzmap.dropfile.opened().length === {len(paths)}")


@pytest.fixture
def joined(open_page: Callable[..., Opened], tmp_path: Path) -> Opened:
    """A page with a table of enterprises as `zzmap join` has written it."""
    table = tmp_path / "企业.csv"
    table.write_text(ENTERPRISES, "utf-8")
    out = tmp_path / "企业_规划.csv"
    zz.open().join(table, out)
    tab = open_page(PAGE)
    drop(tab, out)
    return tab


def centre(page: Page) -> list[float]:
    return page.evaluate("(({lat, lng}) => [lat, lng])(zzmap.leaflet.getCenter())")


@pytest.mark.parametrize(
    ("typed", "kind", "title", "says"),
    [
        ("5G智能手机精密机构件生产", "project", "5G智能手机精密机构件生产", "5G手机部件工厂在此"),
        ("郑州合晶硅材料有限公司", "enterprise", "郑州合晶硅材料有限公司", "个项目"),
        ("少林寺", "place", "少林寺", "景点"),
        ("沿黄科创带", "element", "沿黄科创带", "成员"),
    ],
)
def test_what_is_found_has_a_sheet_and_moves_the_map(
    open_page: Callable[..., Opened], typed: str, kind: str, title: str, says: str
) -> None:
    tab = open_page(PAGE, FAR)
    before = centre(tab.page)
    tab.page.fill("#zz-search", typed)
    tab.page.click(f"#zz-results [data-type={kind}] >> nth=0")
    assert title in tab.page.inner_text("#zz-sheet h2")
    assert says in tab.page.inner_text("#zz-sheet")
    assert centre(tab.page) != before
    assert tab.complaints == []


def test_an_enterprise_leads_to_its_projects_and_back(open_page: Callable[..., Opened]) -> None:
    tab = open_page(PAGE)
    page = tab.page
    page.fill("#zz-search", "信大捷安")
    page.click("#zz-results [data-type=enterprise]")
    name = page.inner_text("#zz-sheet h2")
    rows = page.locator("#zz-sheet .zz-rows .zz-link")
    assert rows.count() == 4
    project = rows.nth(0).inner_text()
    rows.nth(0).click()
    assert page.inner_text("#zz-sheet h2") == project
    page.click(f"#zz-sheet dd .zz-link:has-text('{name}')")
    assert page.inner_text("#zz-sheet h2") == name
    page.click("#zz-sheet .zz-totable")
    assert page.locator("#zz-table tbody tr").count() == 4
    again = open_page(PAGE, page.evaluate("location.hash"))
    assert again.page.inner_text("#zz-sheet h2") == name


def test_a_joined_enterprise_has_a_sheet_that_leads_to_industry_and_place(joined: Opened) -> None:
    page = joined.page
    page.fill("#zz-search", "乙智能")
    page.click("#zz-results [data-type=opened]")
    sheet = page.inner_text("#zz-sheet")
    assert page.inner_text("#zz-sheet h2") == "河南乙智能科技有限公司"
    for part in ("企业_规划.csv", "113.551000, 34.812000", "中原区", "工业机器人制造"):
        assert part in sheet, part
    panel, spot = page.locator("#zz-draw").bounding_box(), on_screen(page, 34.812, 113.551)
    assert panel["x"] + panel["width"] < spot[0] < page.locator("#zz-panel").bounding_box()["x"]
    page.click("#zz-sheet dd .zz-link:has-text('郑州高新区') >> nth=0")
    assert page.inner_text("#zz-sheet h2") == "郑州高新区"
    page.click(".zz-wayback")
    wait_until(
        page, "document.querySelector('#zz-sheet h2').textContent === '河南乙智能科技有限公司'"
    )
    page.click("#zz-sheet dd .zz-link:has-text('工业机器人') >> nth=0")
    assert page.inner_text("#zz-sheet h2") == "工业机器人"
    assert joined.complaints == []
    assert joined.outside == []


def test_what_has_no_position_is_in_the_table_and_not_on_the_map(joined: Opened) -> None:
    page = joined.page
    drawn = page.evaluate("zzmap.dropfile.opened()[0].features.map(row => row.geometry !== null)")
    assert drawn == [False, True, False]  # the first contradicts its address, the last has none
    page.click(".zz-filetable")
    assert page.locator("#zz-table tbody tr").count() == 3
    page.click("#zz-table tbody .zz-link:has-text('丙物流')")
    assert "未给出位置" in page.inner_text("#zz-sheet")
    assert page.inner_text("#zz-table .zz-chosen th") == "丙物流有限公司"


def test_a_point_of_a_file_is_met_on_the_map(joined: Opened) -> None:
    page = joined.page
    page.fill("#zz-search", "乙智能")
    page.click("#zz-results [data-type=opened]")
    page.evaluate("zzmap.state.select(null)")
    spot = on_screen(page, 34.812, 113.551)
    page.mouse.move(spot[0] - 30, spot[1])
    page.mouse.move(*spot, steps=3)
    page.mouse.click(*spot)
    assert "工业机器人制造" in page.inner_text(".zz-popup")
    page.click(".zz-popup .zz-button")
    assert page.inner_text("#zz-sheet h2") == "河南乙智能科技有限公司"
    assert joined.complaints == []


def test_a_file_that_is_removed_leaves_nothing_open(joined: Opened) -> None:
    page = joined.page
    page.click(".zz-filetable")
    page.click("#zz-table tbody .zz-link >> nth=0")
    page.click(".zz-opened .zz-link:has-text('移除')")
    assert page.is_hidden("#zz-table")
    assert page.is_hidden("#zz-panel")
    page.fill("#zz-search", "乙智能")
    assert page.locator("#zz-results [data-type=opened]").count() == 0
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert joined.complaints == []


def test_a_datum_that_is_chosen_moves_the_row_and_its_sheet(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    path = tmp_path / "点.csv"
    path.write_text("名称,经度,纬度\n甲,113.65,34.76\n", "utf-8")
    tab = open_page(PAGE)
    drop(tab, path)
    tab.page.fill("#zz-search", "甲")
    tab.page.click("#zz-results [data-type=opened]")
    assert "WGS-84 113.650000, 34.760000" in tab.page.inner_text("#zz-sheet")
    tab.page.select_option(".zz-datum", "gcj02")
    assert "GCJ-02 113.650000, 34.760000" in tab.page.inner_text("#zz-sheet")


def test_what_is_exactly_called_so_by_the_plans_is_not_pushed_aside(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    path = tmp_path / "点.csv"
    path.write_text("名称,经度,纬度\n郑州高新区测试园,113.55,34.8\n", "utf-8")
    tab = open_page(PAGE)
    drop(tab, path)
    tab.page.fill("#zz-search", "郑州高新区")
    assert tab.page.locator("#zz-results [data-type=opened]").count() == 1
    tab.page.keyboard.press("Enter")
    assert tab.page.inner_text("#zz-sheet h2") == "郑州高新区"


def test_one_draws_over_an_opened_file(open_page: Callable[..., Opened], tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type":"Polygon","coordinates":[[[113.5,34.7],[113.7,34.7],[113.7,34.9],[113.5,34.7]]]}'
    )
    tab = open_page(PAGE)
    drop(tab, path)
    tab.page.click(".zz-polygon")
    for x, y in ((760, 500), (900, 500), (880, 620)):
        tab.page.mouse.click(x, y)
    tab.page.keyboard.press("Enter")
    assert tab.page.is_visible("#zz-draft-name")
    assert not tab.page.is_visible(".leaflet-popup")


def test_a_file_that_is_refused_keeps_no_other_from_being_shown(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    good, bad = tmp_path / "好.csv", tmp_path / "坏.csv"
    good.write_text("名称,经度,纬度\n甲,113.65,34.76\n", "utf-8")
    bad.write_text("名称,地址\n甲,某路\n", "utf-8")
    tab = open_page(PAGE)
    tab.page.click("#zz-tool-draw")
    tab.page.set_input_files("#zz-draw input[type=file]", [bad, good])
    wait_until(tab.page, "zzmap.dropfile.opened().length === 1")
    assert "好.csv (1)" in tab.page.inner_text(".zz-opened")
    assert "坏.csv" in tab.page.inner_text(".zz-measure")
    assert "zzmap parks check" in tab.page.inner_text(".zz-measure")
