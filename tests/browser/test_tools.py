"""Matrix, comparison, export, print and addresses: what a planner does beyond looking."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from opened_page import Opened, Reader, wait_until
from PIL import Image
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"
ZONES = "place:zone-jingkai,place:zone-hkg"


@pytest.fixture
def open_quiet(open_page: Callable[..., Opened]) -> Callable[..., Opened]:
    """Open a page; at the end it must have asked for nothing and complained of nothing."""
    tabs: list[Opened] = []

    def opened(hash_: str = "", size: tuple[int, int] = (1440, 900)) -> Opened:
        tabs.append(open_page(PAGE, hash_, size))
        return tabs[-1]

    yield opened
    for tab in tabs:
        assert tab.outside == []
        assert tab.complaints == []


def matrix_names(page: Page, selector: str) -> list[str]:
    return page.eval_on_selector_all(
        f".zz-matrix {selector}", "nodes => nodes.map(node => node.firstChild.textContent)"
    )


def test_the_matrix_counts_every_statement_once(open_quiet: Callable) -> None:
    tab = open_quiet()
    tab.page.click("#zz-tool-matrix")
    assert tab.page.get_attribute("#zz-tool-matrix", "aria-pressed") == "true"
    counted = tab.page.eval_on_selector_all(
        ".zz-cell", "nodes => nodes.reduce((sum, node) => sum + Number(node.textContent), 0)"
    )
    assert counted == tab.page.evaluate("zzmap.data.placements.length")
    for level in ("subindustry", "segment"):
        tab.page.select_option("[data-filter=level]", level)
        again = tab.page.eval_on_selector_all(
            ".zz-cell", "nodes => nodes.reduce((sum, node) => sum + Number(node.textContent), 0)"
        )
        assert again == counted


def test_the_matrix_is_a_table_with_headers(open_quiet: Callable) -> None:
    page = open_quiet("#view=matrix").page
    rows, columns = matrix_names(page, ".zz-row"), matrix_names(page, ".zz-column span")
    assert "生物产业" in rows
    assert columns[0] == "郑州高新区"  # the place with the most statements
    assert page.locator(".zz-matrix th[scope=row]").count() == len(rows)
    assert page.locator(".zz-matrix th[scope=col]").count() == len(columns)


def test_the_matrix_filters_by_pillar_relation_and_plan(open_quiet: Callable) -> None:
    page = open_quiet("#view=matrix").page
    every = page.locator(".zz-cell").count()
    page.select_option("[data-filter=pillar]", "ind-five")
    pillar = page.locator(".zz-cell").count()
    assert 0 < pillar < every
    page.click(".zz-page [data-relation='3']")
    page.click(".zz-page [data-relation='2']")
    labels = page.eval_on_selector_all(".zz-cell", "nodes => nodes.map(node => node.ariaLabel)")
    assert 0 < len(labels) < pillar
    assert all(re.search("布局重点|重点园区", label) for label in labels)
    page.select_option("[data-filter=document]", "doc-services-2022")
    assert page.locator(".zz-cell").count() < len(labels)
    page.select_option("[data-filter=pillar]", "ind-programme")
    page.click(".zz-page [data-relation='5']")  # a laboratory that is there already
    assert "没有符合" in page.inner_text("#zz-page")


def test_the_matrix_sorts_by_a_row_and_by_a_column(open_quiet: Callable) -> None:
    page = open_quiet("#view=matrix").page
    page.click(".zz-column:has-text('郑州高新区')")
    assert (
        page.get_attribute("th:has(.zz-column:has-text('郑州高新区'))", "aria-sort") == "descending"
    )
    column = page.evaluate(
        """() => {
            const cells = [...document.querySelectorAll('.zz-matrix thead th')];
            const at = cells.findIndex(cell => cell.ariaSort) + 1;
            return [...document.querySelectorAll('.zz-matrix tbody tr')].map(
                row => row.cells[at].textContent !== '');
        }"""
    )
    assert column == sorted(column, reverse=True)
    page.click(".zz-row:has-text('生物产业')")
    first = page.locator("tbody tr:has(th[aria-sort]) td").first
    assert first.locator("button").count() == 1


def test_the_matrix_is_walked_by_keyboard(open_quiet: Callable) -> None:
    page = open_quiet("#view=matrix").page
    assert page.locator(".zz-cell[tabindex='0']").count() == 1
    page.focus(".zz-cell[tabindex='0']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.className") == "zz-cell"
    page.keyboard.press("Enter")
    assert page.is_visible("#zz-sheet h2")


def test_a_cell_leads_to_the_map_with_the_industry_lit(open_quiet: Callable) -> None:
    tab = open_quiet("#view=matrix&mx=subindustry:ind-five")
    tab.page.click("[data-cell='ind-biomedicine/zone-jingkai']")
    assert tab.page.is_hidden("#zz-page")
    assert tab.page.inner_text("#zz-sheet h2") == "郑州经开区"
    assert "生物医药" in tab.page.inner_text("#zz-sheet header")
    assert "布局重点" in tab.page.inner_text("#zz-legend")
    assert "lit=ind-biomedicine" in tab.page.evaluate("location.hash")


def test_filters_on_a_sheet_reach_map_and_legend(open_quiet: Callable) -> None:
    page = open_quiet("#sel=industry:ind-biomedicine").page
    assert "支持" in page.inner_text("#zz-legend")
    before = page.locator("#zz-sheet .zz-doc li").count()
    page.click("#zz-sheet [data-relation='3']")
    assert page.evaluate("document.activeElement.dataset.relation") == "3"
    assert page.locator("#zz-sheet .zz-doc li").count() < before
    assert "筛选隐藏" in page.inner_text("#zz-sheet")
    assert "支持" not in page.inner_text("#zz-legend")
    assert "rel=0,1,2" in page.evaluate("location.hash")


def test_two_zones_side_by_side(open_quiet: Callable) -> None:
    page = open_quiet("#sel=place:zone-jingkai").page
    page.click(".zz-addcompare")
    assert page.is_disabled(".zz-opencompare")
    page.evaluate("zzmap.app.select('place', 'zone-hkg')")
    page.click(".zz-addcompare")
    page.click(".zz-opencompare")
    text = page.inner_text("#zz-page")
    for part in (
        "郑州经开区",
        "郑州航空港区",
        "公布面积",
        "行政区",
        "示意",
        "共同",
        "仅一方",
        "S·三·五区",
    ):
        assert part in text, part
    shared = page.inner_text("[data-share='2']")
    assert "生物医药" in shared


def test_comparison_takes_three_of_one_kind(open_quiet: Callable) -> None:
    tab = open_quiet(f"#cmp={ZONES},place:zone-gaoxin")
    tab.app("compare('place', 'zone-zhengdong')")
    assert "最多" in tab.page.inner_text("#zz-message")
    assert tab.page.locator(".zz-chip").count() == 3
    tab.app("compare('industry', 'ind-biomedicine')")
    assert tab.page.locator(".zz-chip").count() == 1


def test_an_address_brings_back_matrix_and_comparison(open_quiet: Callable) -> None:
    first = open_quiet()
    first.page.evaluate("zzmap.app.compare('industry', 'ind-bio')")
    first.page.evaluate("zzmap.app.compare('industry', 'ind-env')")
    first.page.click("#zz-tool-matrix")
    first.page.select_option("[data-filter=level]", "segment")
    first.page.select_option("[data-filter=pillar]", "ind-five")
    first.page.click(".zz-page [data-relation='3']")
    first.page.select_option("[data-filter=document]", "doc-sei-2022")
    hash_ = first.page.evaluate("location.hash")
    again = open_quiet(hash_)
    again.page.evaluate("zzmap.state.emit('filter')")
    assert again.page.evaluate("location.hash.split('&').slice(1)") == hash_.split("&")[1:]
    assert matrix_names(again.page, ".zz-row") == matrix_names(first.page, ".zz-row")
    again.page.click(".zz-back")
    again.page.click(".zz-opencompare")
    assert "view=compare" in again.page.evaluate("location.hash")
    assert "生物产业" in again.page.inner_text(".zz-compare thead")


@pytest.mark.parametrize(
    "hash_", ["#cmp=place:none,x:y,industry:", "#view=none&rel=9&mx=a:b", "#cmp=&doc=&lit=x"]
)
def test_a_broken_address_still_opens_the_map(open_quiet: Callable, hash_: str) -> None:
    page = open_quiet(hash_).page
    assert page.is_hidden("#zz-page")
    assert page.is_hidden("#zz-tray")


def colours(image: Image.Image) -> int:
    return len(image.convert("RGB").getcolors(maxcolors=1 << 24))


def test_the_view_is_saved_as_a_png(open_quiet: Callable) -> None:
    tab = open_quiet("#sel=industry:ind-biomedicine")
    before = tab.page.evaluate("location.hash.split('&')[0]")
    with tab.page.expect_download() as waited:
        tab.page.click("#zz-tool-exportPng")
    download = waited.value
    assert re.fullmatch(r".+ · 生物医药 \d{4}-\d\d-\d\d\.png", download.suggested_filename)
    raw = download.path().read_bytes()
    image = Image.open(io.BytesIO(raw))
    assert image.format == "PNG"
    assert image.width >= 1600
    assert image.height >= 1200
    assert 50_000 < len(raw) < 4_000_000
    head = image.crop((0, 0, image.width // 2, 100))  # the title
    legend = image.crop((30, image.height - 500, 300, image.height - 90))
    middle = image.crop((image.width // 3, image.height // 3, image.width // 2, image.height // 2))
    foot = image.crop((0, image.height - 56, image.width // 2, image.height))  # source and date
    assert all(colours(part) > 20 for part in (head, legend, middle, foot))
    assert tab.page.evaluate("location.hash.split('&')[0]") == before


@pytest.mark.parametrize(
    ("paper", "millimetres"),
    [
        ("A3 landscape", (420, 297)),
        ("A4 landscape", (297, 210)),
        ("A3 portrait", (297, 420)),
        ("A4 portrait", (210, 297)),
    ],
)
def test_a_map_is_printed_with_all_a_map_must_say(
    open_quiet: Callable, paper: str, millimetres: tuple[int, int]
) -> None:
    page = open_quiet("#sel=industry:ind-biomedicine").page
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.click("#zz-tool-print")
    page.fill("#zz-print-title", "生物医药布局图")
    page.check(f"[value='{paper}']")
    page.fill("#zz-print-maker", "示例规划院")
    page.click("#zz-printdialog [type=submit]")
    wait_until(page, "window.printed")
    page.emulate_media(media="print")
    assert page.is_hidden("#zz-app")
    text = page.inner_text("#zz-print")
    for part in ("生物医药布局图", "图例", "布局重点", "km", "北", "公报", "示例规划院", "审图号"):
        assert part in text, part
    assert re.search(r"20\d\d-\d\d-\d\d", text)
    (scale,) = re.findall(r"1 : ([\d,]+)", text)
    assert int(scale.replace(",", "")) % 50_000 == 0, "a round scale"
    assert page.locator(".zz-printlegend li").count() == page.locator("#zz-legend li").count()
    apart = """() => {
        const [map, legend] = ['.zz-printmap', '.zz-printlegend'].map(
            part => document.querySelector(`#zz-print ${part}`).getBoundingClientRect());
        return legend.left >= map.right || legend.top >= map.bottom;
    }"""
    assert page.evaluate(apart), "the legend is off the map"
    assert page.locator("#zz-print .zz-printmap path").count() > 50  # vectors, no picture
    assert page.locator("#zz-print .zz-printmap image").count() <= 1  # that of the parks
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == 1, "one page"
    assert [float(side) / 72 * 25.4 for side in boxes[0]] == pytest.approx(millimetres, abs=1)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.is_visible("#zz-app")


def test_a_sheet_is_printed_alone_on_a4(open_quiet: Callable) -> None:
    page = open_quiet("#sel=place:zone-jingkai").page
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.click(".zz-printsheet")
    page.emulate_media(media="print")
    assert page.is_visible("#zz-sheet h2")
    assert page.is_hidden("#zz-stage")
    assert page.is_hidden(".zz-printsheet")
    pdf = page.pdf(prefer_css_page_size=True)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [float(side) / 72 * 25.4 for side in box.groups()] == pytest.approx((210, 297), abs=1)


def test_a_stranger_finds_who_hosts_biomedicine_and_where_it_is_said(open_quiet: Callable) -> None:
    page = open_quiet().page
    reader = Reader(page)
    reader.type("生物医药")
    reader.click("#zz-results [data-type=industry]")
    rows = page.locator("#zz-sheet .zz-doc li").all_inner_texts()
    assert any("郑州经开区" in row and "S·三·五区" in row for row in rows)
    assert any("郑州航空港区" in row for row in rows)
    assert reader.actions <= 3


def test_a_stranger_finds_what_a_zone_is_to_host(open_quiet: Callable) -> None:
    page = open_quiet().page
    reader = Reader(page)
    reader.type("郑州经开区")
    reader.click("#zz-results [data-type=place]")
    sheet = page.inner_text("#zz-sheet")
    for part in ("新能源汽车", "智能网联汽车", "高端装备", "S·三·五区"):
        assert part in sheet, part
    assert reader.actions <= 2


def test_tools_speak_english(open_quiet: Callable) -> None:
    page = open_quiet(f"#lang=en&view=compare&cmp={ZONES}").page
    assert page.inner_text("#zz-tool-matrix") == "Matrix"
    assert "Shared by all" in page.inner_text("#zz-page")
    page.click("#zz-tool-matrix")
    assert "Industries × places" in page.inner_text("#zz-page h2")


def test_a_phone_reads_the_matrix(open_quiet: Callable) -> None:
    page = open_quiet("#view=matrix", (360, 740)).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for part in (".zz-back", ".zz-scroll", ".zz-rail", "#zz-search"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 360, part
    language = page.locator(".zz-language")
    language.scroll_into_view_if_needed()  # the rail is one row, tools behind the themes
    box = language.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.locator(".zz-scroll").bounding_box()["height"] > 250
