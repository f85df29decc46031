"""What planners come for, each in so many actions; nothing complained of, nothing asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from opened_page import Opened, Reader, wait_until

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"


@pytest.fixture
def at(open_page: Callable[..., Opened]) -> Iterator[Callable[[str], Reader]]:
    tabs: list[Opened] = []

    def opened(hash_: str = "") -> Reader:
        tabs.append(open_page(PAGE, hash_))
        return Reader(tabs[-1].page)

    yield opened
    for tab in tabs:
        assert tab.outside == []
        assert tab.complaints == []


def test_who_hosts_an_industry_where_it_is_said_and_back(at: Callable[[str], Reader]) -> None:
    planner = at("")
    planner.type("生物医药")
    planner.click("#zz-results [data-type=industry]")
    rows = planner.page.locator("#zz-sheet .zz-doc li").all_inner_texts()
    assert any("郑州经开区" in row and "S·三·五区" in row for row in rows)
    assert planner.actions <= 3
    planner.click("#zz-sheet .zz-doc .zz-link")
    planner.actions = 0
    planner.click(".zz-wayback")
    wait_until(planner.page, "document.querySelector('#zz-sheet h2').textContent === '生物医药'")
    assert planner.actions == 1
    assert planner.page.evaluate("zzmap.state.lit") == "ind-biomedicine"


def test_two_zones_are_compared(at: Callable[[str], Reader]) -> None:
    planner = at("#sel=place:zone-jingkai")
    planner.click(".zz-addcompare")
    planner.type("航空港区")
    planner.click("#zz-results [data-id=zone-hkg]")
    planner.click(".zz-addcompare")
    planner.click(".zz-opencompare")
    assert "共同" in planner.page.inner_text("#zz-page")
    assert planner.actions <= 5


def test_a_project_is_found_by_its_name(at: Callable[[str], Reader]) -> None:
    planner = at("")
    planner.type("5G智能手机精密机构件生产")
    planner.press("Enter")
    assert planner.page.inner_text("#zz-sheet .zz-kind") == "项目"
    assert planner.actions <= 2


def test_the_table_of_a_theme_is_a_workbook(at: Callable[[str], Reader]) -> None:
    planner = at("")
    planner.click("#zz-tool-table")
    with planner.page.expect_download() as waited:
        planner.click(".zz-xlsx")
    assert waited.value.suggested_filename.endswith(".xlsx")
    assert planner.actions <= 3


def test_a_cgcs2000_coordinate_is_gone_to(at: Callable[[str], Reader]) -> None:
    planner = at("")
    planner.type("X 3848023.492 Y 38467956.061")
    planner.press("Enter")
    text = planner.page.inner_text(".zz-spot")
    assert "113.650000, 34.760000" in text
    assert "38467956.06" in text
    assert planner.actions == 2


def test_degrees_that_have_two_readings_are_offered_as_two(at: Callable[[str], Reader]) -> None:
    planner = at("")
    planner.type("113.65, 34.76")
    rows = planner.page.locator("#zz-results [data-type=coordinate]").all_inner_texts()
    assert any(row.startswith("WGS-84") for row in rows)
    assert any(row.startswith("GCJ-02") for row in rows)


def test_a_filter_is_said_everywhere_and_cleared(at: Callable[[str], Reader]) -> None:
    planner = at("#sel=place:zone-hkg&doc=doc-services-2022")
    assert "已筛选" in planner.page.inner_text("#zz-filterchip")
    assert "筛选隐藏" in planner.page.inner_text("#zz-sheet")
    planner.click(".zz-clearfilter")
    assert not planner.page.is_visible("#zz-filterchip")
    assert "筛选隐藏" not in planner.page.inner_text("#zz-sheet")
    assert planner.actions == 1


def test_a_label_is_the_way_to_its_own_zone(open_page: Callable) -> None:
    page = open_page(PAGE).page
    for name in ("郑州航空港区", "中原科技城", "郑州经开区"):
        box = page.evaluate(
            "name => zzmap.labels.boxes().find(row => row.label === name).box", name
        )
        stage = page.locator(".folium-map").bounding_box()
        page.mouse.click(stage["x"] + (box[0] + box[2]) / 2, stage["y"] + box[1] + 10)
        assert page.inner_text("#zz-sheet h2").endswith(name)
        assert page.locator("#zz-sheet .zz-doc li").count() > 2  # what is placed there
        page.keyboard.press("Escape")


def test_an_upright_a3_has_all_of_the_legend(open_page: Callable, tmp_path: Path) -> None:
    page = open_page(PAGE, "#sel=industry:ind-biomedicine").page
    wanted = page.locator("#zz-legend li").all_inner_texts()
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.click("#zz-tool-print")
    page.check("[value='A3 portrait']")
    page.click("#zz-printdialog [type=submit]")
    wait_until(page, "window.printed")
    page.emulate_media(media="print")
    assert page.locator(".zz-printlegend li").all_inner_texts() == wanted
    assert all(row.is_visible() for row in page.locator(".zz-printlegend li").all())
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == 1
    assert [float(side) / 72 * 25.4 for side in boxes[0]] == pytest.approx((297, 420), abs=1)
