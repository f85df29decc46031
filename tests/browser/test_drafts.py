"""Nothing that was drawn is lost silently, whatever comes between; drafts are found and met."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from opened_page import Opened, wait_until
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"
VIEW = "#map=12/34.80/113.60&layers=districts,zones"
CORNERS = ((760, 300), (1000, 320), (980, 560), (700, 520))
NO_ROOM = """() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


@pytest.fixture
def tab(open_page: Callable) -> Opened:
    opened = open_page(PAGE, VIEW)
    opened.page.click("#zz-tool-draw")
    return opened


def corners(page: Page, points: tuple = CORNERS) -> None:
    page.click(".zz-polygon")
    for x, y in points:
        page.mouse.click(x, y)


def draw(page: Page, name: str = "") -> None:
    corners(page)
    page.keyboard.press("Enter")
    if name:
        page.keyboard.type(name)


def reopened(page: Page) -> None:
    page.reload()
    page.wait_for_selector("html[data-ready=true]")


def kept(page: Page) -> list[dict]:
    return page.evaluate("JSON.parse(localStorage.getItem('zzmap-drafts') || '[]')")


INTERRUPTIONS = {
    "escape": lambda page: page.keyboard.press("Escape"),
    "cancel": lambda page: page.click("#zz-draw button:has-text('取消')"),
    "another tool": lambda page: page.click(".zz-distance"),
    "the same tool": lambda page: page.click(".zz-polygon"),
    "closing the panel": lambda page: page.click(".zz-drawclose"),
    "the tool's own button": lambda page: page.click("#zz-tool-draw"),
}


@pytest.mark.parametrize("act", INTERRUPTIONS.values(), ids=INTERRUPTIONS.keys())
@pytest.mark.parametrize("reload", [False, True], ids=["at once", "after a reload"])
def test_a_shape_that_was_left_is_taken_up_again(tab: Opened, act: Callable, reload: bool) -> None:
    page = tab.page
    corners(page)
    measured = page.inner_text(".zz-measure")
    act(page)
    if reload:
        reopened(page)
        assert not page.evaluate("zzmap.draw.active()"), "who had left it is not put back to it"
    elif page.is_hidden("#zz-draw"):
        page.click("#zz-tool-draw")
    elif page.evaluate("zzmap.draw.active()"):
        page.keyboard.press("Escape")
    assert "4 个点" in page.inner_text(".zz-unfinished")
    page.click(".zz-resume")
    assert page.inner_text(".zz-measure") == measured
    page.keyboard.press("Enter")
    assert page.is_visible("#zz-draft-name")
    assert len(kept(page)) == 1
    page.click(".zz-keep")
    assert page.locator(".zz-unfinished").count() == 0
    assert tab.complaints == []


def test_what_is_thrown_away_is_thrown_away(tab: Opened) -> None:
    page = tab.page
    corners(page)
    page.keyboard.press("Escape")
    page.click(".zz-discardpart")
    assert page.locator(".zz-unfinished").count() == 0
    reopened(page)
    assert page.is_hidden("#zz-draw")


def test_an_outline_that_is_being_changed_outlives_a_reload(tab: Opened) -> None:
    page = tab.page
    draw(page, "改形")
    before = page.inner_text(".zz-measure")
    page.click(".zz-reshape")
    corner = page.locator(".zz-vertex:not(.zz-middle)").first.bounding_box()
    page.mouse.move(corner["x"] + 7, corner["y"] + 7)
    page.mouse.down()
    page.mouse.move(corner["x"] - 60, corner["y"] - 40, steps=4)
    page.mouse.up()
    changed = page.inner_text(".zz-measure")
    assert changed != before
    reopened(page)
    assert page.inner_text(".zz-measure") == changed
    page.keyboard.press("Backspace")  # a step back, as while drawing
    page.click(".zz-finish")
    assert page.input_value("#zz-draft-name") == "改形"
    assert len(kept(page)) == 1


def test_a_step_back_undoes_the_move_of_a_vertex(tab: Opened) -> None:
    page = tab.page
    draw(page)
    before = page.inner_text(".zz-measure")
    page.click(".zz-reshape")
    for number in (0, 1):
        corner = page.locator(".zz-vertex:not(.zz-middle)").nth(number).bounding_box()
        page.mouse.move(corner["x"] + 7, corner["y"] + 7)
        page.mouse.down()
        page.mouse.move(corner["x"] + 30, corner["y"] + 60, steps=4)
        page.mouse.up()
    page.click("#zz-draw button:has-text('撤销一点')")
    page.click("#zz-draw button:has-text('撤销一点')")
    assert page.inner_text(".zz-measure") == before


def test_drafts_of_two_open_pages_do_not_lose_each_other(tab: Opened, built: Path) -> None:
    other = tab.page.context.new_page()
    other.goto((built / "services.html").as_uri() + VIEW)
    other.wait_for_selector("html[data-ready=true]")
    draw(tab.page, "甲页所画")
    tab.page.click(".zz-keep")
    wait_until(other, "zzmap.drafts.all().length === 1")
    other.click("#zz-tool-draw")
    draw(other, "乙页所画")
    other.click(".zz-keep")
    draw(tab.page, "甲页再画")
    tab.page.click(".zz-keep")
    assert {row["name"] for row in kept(tab.page)} == {"甲页所画", "乙页所画", "甲页再画"}
    wait_until(other, "document.querySelectorAll('.zz-draftlist li').length === 3")
    assert {row["name"] for row in kept(other)} == {"甲页所画", "乙页所画", "甲页再画"}


def test_a_full_storage_is_said_at_once_and_leaving_is_asked(tab: Opened, tmp_path: Path) -> None:
    page = tab.page
    draw(page, "存得下")
    page.evaluate(NO_ROOM)
    draw(page, "存不下")
    assert "存不下草稿" in page.inner_text(".zz-warning")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.reload()")
    wait_until(page, "document.querySelector('#zz-draw') !== null")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.fill("#zz-search", "存不下")
    assert page.locator("#zz-results [data-type=draft]").count() == 1
    page.keyboard.press("Escape")
    with page.expect_download() as waited:
        page.click(".zz-save")
    path = tmp_path / "a.geojson"
    waited.value.save_as(path)
    assert json.loads(path.read_text("utf-8"))["features"][0]["properties"]["name"] == "存不下"
    assert page.evaluate("zzmap.drafts.all().length") == 2


def test_a_forbidden_storage_is_said(open_page: Callable[..., Opened]) -> None:
    tab = open_page(PAGE)
    tab.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    reopened(tab.page)
    tab.page.evaluate("zzmap.leaflet.setView([34.8, 113.6], 12, {animate: false})")
    tab.page.click("#zz-tool-draw")
    draw(tab.page, "无处可存")
    assert "存不下草稿" in tab.page.inner_text(".zz-warning")
    tab.page.click(".zz-keep")
    assert "无处可存" in tab.page.inner_text(".zz-draftlist")
    assert tab.complaints == []


@pytest.mark.parametrize("text", ['[{"id": "d1", "ring"', '[{"id": "d1", "name": "x", "ring": 5}]'])
def test_damaged_drafts_are_put_aside_as_they_are(tab: Opened, text: str) -> None:
    page = tab.page
    page.evaluate("text => localStorage.setItem('zzmap-drafts', text)", text)
    reopened(page)
    page.click("#zz-tool-draw")
    assert "损坏" in page.inner_text(".zz-warning")
    draw(page, "新的")
    assert [row["name"] for row in kept(page)] == ["新的"]
    values = page.evaluate("Object.keys(localStorage).map(key => localStorage.getItem(key))")
    assert text in values
    assert tab.complaints == []


def test_a_draft_is_met_on_the_map(tab: Opened) -> None:
    page = tab.page
    draw(page, "图上草稿")
    page.click(".zz-keep")
    page.wait_for_timeout(600)  # the clicks that end a shape are not for the map
    page.mouse.click(850, 430)
    assert page.inner_text(".zz-popup b") == "图上草稿"
    page.click(".zz-popup .zz-button")
    assert page.input_value("#zz-draft-name") == "图上草稿"


def test_a_trembling_double_click_leaves_no_corner_behind(tab: Opened) -> None:
    page = tab.page
    page.click(".zz-polygon")
    for x, y in CORNERS[:3]:
        page.mouse.click(x, y)
        page.wait_for_timeout(200)
    x, y = CORNERS[3]
    page.mouse.click(x, y)
    page.mouse.move(x + 3, y + 2)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    assert page.is_visible("#zz-draft-name")
    assert len(kept(page)[0]["ring"]) == 4


def test_enter_in_a_field_keeps_the_draft_and_saves_no_file(tab: Opened) -> None:
    page = tab.page
    draw(page, "回车")
    page.keyboard.press("Enter")
    assert "回车" in page.inner_text(".zz-draftlist")
