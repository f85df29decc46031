"""A park's boundary drawn anew on the map, and a zone's shipped boundary brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from accessible import grave
from dropped import geojson
from playwright.sync_api import Browser
from test_desk_page import PHONE, WIDE, At, opened

import zzmap as zz

pytestmark = pytest.mark.browser


def with_park(folder: Path) -> Path:
    store = folder / "parks.gpkg"
    zz.open(store=store).parks.add(geojson(folder / "a.geojson"), accept=True)
    return store


def begin(at: At) -> None:
    at.page.click(".zz-deskpark")
    at.page.click(".zz-deskbeginredraw")
    at.page.wait_for_selector(".zz-vertex")


def drag_a_vertex(at: At) -> None:
    """Move the vertex that lies farthest from the workbench, by the mouse."""
    page = at.page
    marks = page.locator(".zz-vertex:not(.zz-middle)")
    boxes = [marks.nth(number).bounding_box() for number in range(marks.count())]
    box = min((one for one in boxes if one), key=lambda one: (one["y"], -one["x"]))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 40, steps=4)
    page.mouse.up()


@pytest.mark.parametrize(("size", "lang"), [(WIDE, "zh"), (PHONE, "en")])
def test_a_vertex_is_moved_and_the_move_taken_back(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    store = with_park(tmp_path)
    parks = zz.open(store=store).parks
    was = parks.get("甲园")
    with opened(browser, store, size, lang) as at:
        page = at.page
        begin(at)
        assert grave(page, axe) == []
        drag_a_vertex(at)
        page.click(".zz-deskredrawn")
        page.wait_for_selector(".zz-deskredraw .zz-deskareas")
        assert parks.get("甲园") == was, "nothing is stored before it is said"
        page.reload()
        at.ready()
        page.wait_for_selector(".zz-deskredraw .zz-deskareas")  # what was drawn is there still
        assert grave(page, axe) == []
        if page.locator(".zz-deskredraw .zz-deskaccept").count():
            page.check(".zz-deskredraw .zz-deskaccept")
        with page.expect_navigation():
            page.click(".zz-deskredraw .zz-deskadd")
        at.ready()
        assert "km²" in at.said() or "平方公里" in at.said() or "公顷" in at.said()
        now = parks.get("甲园")
        assert now.area_km2 < was.area_km2
        moved = set(now.geometry.geoms[0].exterior.coords) - set(
            was.geometry.geoms[0].exterior.coords
        )
        assert len(moved) == 1, "all other vertices are as they were"
        at.tab("history")
        page.click(".zz-deskundo >> nth=0")
        page.wait_for_load_state()
        at.ready()
        page.wait_for_selector(".zz-deskundone")
        assert parks.get("甲园").geometry.equals_exact(was.geometry, 0)
        assert at.wrong == []


def test_a_redraw_that_is_left_changes_nothing(browser: Browser, tmp_path: Path) -> None:
    store = with_park(tmp_path)
    was = zz.open(store=store).parks.get("甲园")
    with opened(browser, store, WIDE) as at:
        begin(at)
        drag_a_vertex(at)
        at.page.click(".zz-deskleave")
        at.page.wait_for_selector(".zz-deskpark")
        assert at.page.locator(".zz-vertex").count() == 0
        assert at.page.locator(".zz-deskredraw").count() == 0
        assert zz.open(store=store).parks.get("甲园") == was
        assert at.wrong == []


def test_a_park_changed_meanwhile_stands_beside_what_was_drawn(
    browser: Browser, tmp_path: Path
) -> None:
    store = with_park(tmp_path)
    with opened(browser, store, WIDE) as at:
        page = at.page
        begin(at)
        drag_a_vertex(at)
        page.click(".zz-deskredrawn")
        page.wait_for_selector(".zz-deskredraw .zz-deskareas")
        zz.open(store=store).parks.edit("甲园", name="他人改的名")
        if page.locator(".zz-deskredraw .zz-deskaccept").count():
            page.check(".zz-deskredraw .zz-deskaccept")
        page.click(".zz-deskredraw .zz-deskadd")
        page.wait_for_selector(".zz-deskconflict")
        assert "他人改的名" in page.inner_text(".zz-deskconflict")
        page.click(".zz-deskmine")
        page.wait_for_selector(".zz-deskredraw .zz-deskadd")
        with page.expect_navigation():
            page.click(".zz-deskredraw .zz-deskadd")
        at.ready()
        (park,) = zz.open(store=store).parks.list()
        assert park.name == "他人改的名"
        assert [change.action for change in zz.open(store=store).parks.history()] == [
            "add", "edit", "replace",
        ]  # fmt: skip


@pytest.mark.parametrize(("size", "lang"), [(WIDE, "en"), (PHONE, "zh")])
def test_the_shipped_boundary_of_a_zone_is_brought_back(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    store = tmp_path / "parks.gpkg"
    zones = zz.open(store=store).zones
    zones.replace("高新区", geojson(tmp_path / "z.geojson", west=113.5), accept=True)
    with opened(browser, store, size, lang) as at:
        at.page.wait_for_selector(".zz-deskrestore")
        assert "郑州高新区" in at.page.inner_text(".zz-deskzones")
        assert grave(at.page, axe) == []
        with at.page.expect_navigation():
            at.page.click(".zz-deskrestore")
        at.ready()
        assert zones.list() == []
        at.page.wait_for_selector(".zz-deskpark, .zz-note")
        assert at.page.locator(".zz-deskzones").count() == 0
        assert at.wrong == []
