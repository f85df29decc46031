"""The map below a notebook's cell: an iframe of the page itself, at work without a network."""

from __future__ import annotations

from pathlib import Path

import folium
import pytest
from opened_page import Opened
from playwright.sync_api import Browser, Frame

import zzmap as zz

pytestmark = pytest.mark.browser

CITY2 = Path(__file__).resolve().parent.parent / "city2"
READY = "html[data-ready=true]"


@pytest.fixture
def tab(browser: Browser):
    context = browser.new_context(viewport={"width": 1200, "height": 800}, offline=True)
    yield Opened(context.new_page())
    context.close()


def shown(tab: Opened, board: folium.Map, folder: Path) -> Frame:
    """Put what a notebook would show into a page of its own, and return the map's frame."""
    page = folder / "notebook.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{board._repr_html_()}", "utf-8")
    tab.page.goto(page.as_uri())
    frame = tab.page.frames[-1]
    frame.wait_for_selector(READY, timeout=20_000)
    return frame


def test_the_map_draws_and_works_in_a_cell(tab: Opened, tmp_path: Path) -> None:
    city = zz.open(CITY2, tmp_path / "parks.gpkg")
    board = city.map()
    frame = shown(tab, board, tmp_path)
    assert frame.locator(".zz-subtitle").inner_text() == board.title
    assert frame.locator("#zz-stage .leaflet-zz-elements-pane path").count() > 0
    drawn = frame.evaluate(
        "[...document.querySelectorAll('#zz-stage .leaflet-pane path')].filter(path => "
        "path.getBoundingClientRect().width > 40).length"
    )
    assert drawn > 5
    # A cell has no address: layers are switched all the same, and there is no link to copy.
    frame.locator(".zz-menu").click()
    box = frame.locator("#zz-tree input[data-layer]").first
    before = box.is_checked()
    box.click()
    assert box.is_checked() is not before
    english = frame.locator(".zz-language")
    english.click()
    assert frame.locator(".zz-subtitle").inner_text() == city.plans.city.themes[0].title_en
    assert frame.get_by_role("button", name="Copy link").count() == 0
    assert tab.complaints == [] and tab.outside == []


def test_a_layer_of_ones_own_is_drawn_without_a_network(tab: Opened, tmp_path: Path) -> None:
    board = zz.open(CITY2, tmp_path / "parks.gpkg").map()
    folium.Marker((34.25, 108.84), icon=folium.Icon()).add_to(board)
    folium.GeoJson({"type": "Point", "coordinates": [108.85, 34.25]}).add_to(board)
    frame = shown(tab, board, tmp_path)
    assert frame.locator(".leaflet-marker-pane .awesome-marker").count() == 1
    assert frame.locator(".leaflet-marker-pane img").count() == 1
    assert tab.complaints == [] and tab.outside == []
