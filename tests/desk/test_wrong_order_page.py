"""What a planner does in another order than the workbench's own: nothing gets stuck or lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dropped import geojson, workbook
from test_desk_page import PHONE, WIDE, drop, opened
from test_redraw_page import begin, drag_a_vertex, with_park

import zzmap as zz

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_boundary_is_finished_after_a_look_at_another_tab(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, with_park(tmp_path), WIDE) as at:
        begin(at)
        drag_a_vertex(at)
        at.tab("history")
        at.page.wait_for_selector(".zz-deskundo")
        at.tab("parks")
        at.page.click(".zz-deskredrawn")
        at.page.wait_for_selector(".zz-deskredraw .zz-deskareas")
        at.page.wait_for_selector(".zz-deskpark")
        assert at.wrong == []


def test_what_another_renamed_keeps_that_name_when_it_is_retired_here(
    browser: Browser, tmp_path: Path
) -> None:
    store = with_park(tmp_path)
    parks = zz.open(store=store).parks
    with opened(browser, store, WIDE) as at:
        page = at.page
        page.click(".zz-deskpark")
        page.wait_for_selector(".zz-deskretire")
        parks.edit("甲园", name="他人改的名")
        page.click(".zz-deskretire")
        page.wait_for_selector(".zz-deskconflict")
        page.click(".zz-deskmine")
        assert page.input_value(".zz-deskform .zz-deskname") == "他人改的名"
        with page.expect_navigation():
            page.click(".zz-deskretire")
        at.ready()
        (park,) = parks.list(all=True)
        assert (park.name, park.state) == ("他人改的名", "retired")


def test_what_was_made_can_be_saved_when_the_store_is_gone(
    browser: Browser, tmp_path: Path
) -> None:
    store = with_park(tmp_path)
    outputs = tmp_path / "parks.desk" / "outputs"
    outputs.mkdir(parents=True)
    (outputs / "旧报告.xlsx").write_bytes(b"x")
    with opened(browser, store, WIDE) as at:
        store.rename(tmp_path / "away.gpkg")
        at.tab("output")
        at.page.wait_for_selector(".zz-deskfile:has-text('旧报告.xlsx')")
        assert at.page.locator(".zz-deskmaps").count() == 0


def test_of_several_parks_of_a_name_none_is_given_a_boundary(
    browser: Browser, tmp_path: Path
) -> None:
    store = with_park(tmp_path)
    parks = zz.open(store=store).parks
    parks.add(geojson(tmp_path / "b.geojson", west=113.7), accept=True)
    before = {park.id: parks.get(park.id).geometry for park in parks.list()}
    assert len(before) == 2
    with opened(browser, store, WIDE) as at:
        page = at.page
        drop(page, geojson(tmp_path / "新.geojson", name="新", west=113.65))
        page.wait_for_selector(".zz-deskplace", state="attached")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.fill(".zz-deskplace", "甲园")
        page.click(".zz-deskreplace")
        said = at.said()
        assert all(park in said for park in before)
        assert {park.id: parks.get(park.id).geometry for park in parks.list()} == before
        assert at.wrong == []


def test_settled_rows_go_with_a_second_word_only(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "parks.gpkg", WIDE) as at:
        page = at.page
        at.tab("tables")
        drop(page, workbook(tmp_path / "企业.xlsx"))
        page.wait_for_selector(".zz-deskdoubts")
        page.click(".zz-desknone >> nth=0")
        page.wait_for_selector(".zz-desksettled")
        page.click(".zz-deskcard .zz-deskdrop")
        assert "1" in page.inner_text(".zz-deskcard .zz-deskdrop")
        assert page.locator(".zz-desksettled").count() == 1
        page.click(".zz-deskcard .zz-deskdrop")
        page.wait_for_selector(".zz-deskcard", state="detached")


@pytest.mark.parametrize(("size", "lang"), [(WIDE, "zh"), (PHONE, "zh"), (PHONE, "en")])
def test_no_tab_is_broken_within_its_word(
    browser: Browser, tmp_path: Path, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        tabs = [row.bounding_box() for row in at.page.locator(".zz-desktabs button").all()]
        desk = at.page.locator("#zz-desk").bounding_box()
        assert desk is not None
        for box in tabs:
            assert box is not None
            assert box["height"] <= 44
            assert box["x"] + box["width"] <= desk["x"] + desk["width"]
