"""The workbench as a planner uses it: a real Chromium, the real program, nothing but loopback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from accessible import grave
from dropped import geojson, shapefile
from office import running

import zzmap as zz

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDE, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
SCREENS = [
    (WIDE, "zh"),
    (PHONE, "en"),
    pytest.param(PHONE, "zh", marks=pytest.mark.whole),
    pytest.param(WIDE, "en", marks=pytest.mark.whole),
]
"""Each size and each language; every pair of them with ``--whole``."""


class At(NamedTuple):
    """A page of a running desk, with what went wrong on it so far."""

    page: Page
    store: Path
    wrong: list[str]

    def ready(self) -> None:
        self.page.wait_for_selector("html[data-ready] #zz-desk:not([hidden])")

    def tab(self, name: str) -> None:
        self.page.click(f"#zz-desktab-{name}")

    def said(self) -> str:
        self.page.wait_for_selector("#zz-message.zz-shown")
        return self.page.inner_text("#zz-message")


@contextmanager
def opened(browser: Browser, store: Path, size: dict[str, int], lang: str = "zh") -> Iterator[At]:
    with running(store) as (_, address):
        context = browser.new_context(viewport=size, accept_downloads=True)  # type: ignore[arg-type]
        page, wrong = context.new_page(), []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda row: wrong.append(row.text) if row.type == "error" else None)
        base = address.split("/?", maxsplit=1)[0]
        page.on("request", lambda row: None if row.url.startswith((base, "blob:", "data:"))
                else wrong.append(row.url))  # fmt: skip
        page.goto(address)
        at = At(page, store, wrong)
        at.ready()
        if lang == "en":
            page.click(".zz-language")
        try:
            yield at
        finally:
            context.close()


def drop(page: Page, path: Path) -> None:
    """Drop a file on the map, as a hand does."""
    content = path.read_bytes()
    transfer = page.evaluate_handle(
        "([name, bytes]) => { const t = new DataTransfer();"
        " t.items.add(new File([new Uint8Array(bytes)], name)); return t; }",
        [path.name, list(content)],
    )
    page.dispatch_event("#zz-stage .leaflet-container", "drop", {"dataTransfer": transfer})


@pytest.mark.parametrize(("size", "lang"), SCREENS)
def test_a_faulty_file_becomes_parks_and_is_taken_back(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        page = at.page
        drop(page, shapefile(tmp_path))
        page.wait_for_selector(".zz-deskways")
        assert page.locator(".zz-deskway").count() == 3
        assert grave(page, axe) == []
        page.click(".zz-deskuse >> nth=1")  # GCJ-02
        page.wait_for_selector(".zz-desk-error")
        assert page.locator(".zz-deskadd").is_disabled()
        assert grave(page, axe) == []
        page.click(".zz-deskmend >> nth=0")
        page.wait_for_selector(".zz-deskaccept")
        assert page.locator(".zz-desk-error").count() == 0
        page.check(".zz-deskaccept")
        with page.expect_navigation():
            page.click(".zz-deskadd")
        at.ready()
        assert "2" in at.said()
        assert zz.open(store=at.store).parks.get("东风智能园").geometry.bounds[0] == pytest.approx(
            113.5952, abs=5e-4
        )
        if size == PHONE:
            page.click("#zz-desk > header button")
        page.fill("#zz-search", "东风智能园")
        page.wait_for_selector("#zz-results [role=option]")
        assert "东风智能园" in page.inner_text("#zz-results")
        asked = page.evaluate("window.zzmap.app.ask('智能传感器').rows.map(row => row.place)")
        assert "东风智能园" in asked
        page.keyboard.press("Escape")
        if size == PHONE:
            page.evaluate("document.getElementById('zz-tool-desk').click()")
        at.tab("history")
        page.wait_for_selector(".zz-deskundo")
        assert "新园.zip" in page.inner_text(".zz-deskhistory")
        assert grave(page, axe) == []
        with page.expect_navigation():
            page.click(".zz-deskundo")
        at.ready()
        page.wait_for_selector(".zz-deskundone")
        assert zz.open(store=at.store).parks.list() == []
        assert at.wrong == []


def test_a_park_that_is_drawn_is_stored(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "parks.gpkg", WIDE) as at:
        page = at.page
        page.click(".zz-deskdraw")
        page.click(".zz-rectangle")
        box = page.locator("#zz-stage .leaflet-container").bounding_box()
        assert box is not None
        left, top = box["x"] + 760, box["y"] + 420
        page.mouse.click(left, top)
        page.mouse.click(left + 60, top + 40)
        page.wait_for_selector("#zz-draft-name")
        page.fill("#zz-draft-name", "手绘园")
        page.click(".zz-keep")
        page.click(".zz-deskbring")
        page.wait_for_selector(".zz-deskcard .zz-deskadd")
        if page.locator(".zz-deskaccept").count():
            page.check(".zz-deskaccept")
        with page.expect_navigation():
            page.click(".zz-deskadd")
        at.ready()
        (park,) = zz.open(store=at.store).parks.list()
        assert park.name == "手绘园"
        assert park.area_km2 > 0
        assert page.locator(".zz-deskbring").count() == 0, "the sketch is a park now"
        assert at.wrong == []


def test_two_planners_see_both_versions(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "parks.gpkg"
    zz.open(store=store).parks.add(geojson(tmp_path / "a.geojson"), accept=True)
    with opened(browser, store, WIDE) as at:
        page = at.page
        page.click(".zz-deskpark")
        page.wait_for_selector(".zz-deskform")
        zz.open(store=store).parks.edit("甲园", name="他人改的名")
        page.fill(".zz-deskform .zz-deskname", "我改的名")
        page.click(".zz-desksave")
        page.wait_for_selector(".zz-deskconflict")
        told = page.inner_text(".zz-deskconflict")
        assert "我改的名" in told
        assert "他人改的名" in told
        assert [park.name for park in zz.open(store=store).parks.list()] == ["他人改的名"]
        page.click(".zz-deskmine")
        with page.expect_navigation():
            page.click(".zz-desksave")
        at.ready()
        assert [park.name for park in zz.open(store=store).parks.list()] == ["我改的名"]
        assert [re.search("409", row) is not None for row in at.wrong] == [True]


def test_a_reload_keeps_what_waits(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "parks.gpkg", WIDE) as at:
        drop(at.page, geojson(tmp_path / "甲.geojson"))
        at.page.wait_for_selector(".zz-deskcard .zz-deskadd")
        at.page.reload()
        at.ready()
        at.page.wait_for_selector(".zz-deskcard .zz-deskadd")
        assert "甲.geojson" in at.page.inner_text(".zz-deskcard")
        at.page.click(".zz-deskdrop")
        at.page.wait_for_selector(".zz-deskcard", state="detached")
        at.page.reload()
        at.ready()
        at.page.wait_for_timeout(500)
        assert at.page.locator(".zz-deskcard").count() == 0
        assert at.wrong == []
