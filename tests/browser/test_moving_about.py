"""Zoom, history and picking: the map goes where a planner means it to, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from opened_page import Opened, on_screen, wait_until
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"


def zoom(page: Page) -> float:
    return page.evaluate("zzmap.leaflet.getZoom()")


def test_a_notch_of_the_wheel_is_half_a_level(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE, "#map=10/34.7/113.6").page
    page.mouse.move(700, 450)
    for notch, wanted in ((-100, 10.5), (100, 10.0), (-120, 10.5)):
        page.mouse.wheel(0, notch)
        wait_until(page, f"zzmap.leaflet.getZoom() === {wanted}")
        wait_until(page, "!document.querySelector('.leaflet-zoom-anim')")
        page.wait_for_timeout(600)  # until its movement has ended


@pytest.mark.parametrize(
    ("hash_", "wanted"), [("#map=25/34.7/113.6", 17), ("#map=1/34.7/113.6", 8)]
)
def test_an_address_beyond_the_limits_is_mended(
    open_page: Callable[..., Opened], hash_: str, wanted: float
) -> None:
    page = open_page(PAGE, hash_).page
    assert zoom(page) == wanted
    assert page.evaluate("location.hash").startswith(f"#map={wanted}/")


@pytest.mark.parametrize("view", ["12/10/10", "12/999/113.6", "12/34.7/1e9"])
def test_an_address_elsewhere_shows_the_whole_city(
    open_page: Callable[..., Opened], view: str
) -> None:
    page = open_page(PAGE, f"#map={view}").page
    assert page.evaluate("zzmap.leaflet.getBounds().contains(zzmap.zoom.home())")


def test_the_whole_city_comes_back_by_a_button_and_fits_again(
    open_page: Callable[..., Opened],
) -> None:
    page = open_page(PAGE, "#map=14/34.7/113.6").page
    page.click(".zz-home")
    assert zoom(page) < 11
    for width, height in ((800, 600), (1600, 1000)):
        page.set_viewport_size({"width": width, "height": height})
        wait_until(
            page,
            "(() => { const b = zzmap.leaflet.getBounds(); const h = zzmap.zoom.home();"
            " return b.contains(h) && (h.getEast() - h.getWest()) / (b.getEast() - b.getWest())"
            " + (h.getNorth() - h.getSouth()) / (b.getNorth() - b.getSouth()) > 0.9; })()",
        )


def test_back_and_forward_walk_through_choices(open_page: Callable[..., Opened]) -> None:
    tab = open_page(PAGE)
    page = tab.page
    page.fill("#zz-search", "生物医药")
    page.click("#zz-results [data-type=industry]")
    page.click("#zz-tool-matrix")
    page.go_back()
    wait_until(page, "document.getElementById('zz-page').hidden")
    assert page.inner_text("#zz-sheet h2") == "生物医药"
    page.go_back()
    page.wait_for_selector("#zz-panel", state="hidden")
    page.go_forward()
    page.wait_for_selector("#zz-panel")
    assert page.inner_text("#zz-sheet h2") == "生物医药"
    assert "lit" in page.evaluate("JSON.stringify(zzmap.state)")
    page.go_forward()
    page.wait_for_selector("#zz-page h2")
    assert tab.complaints == []


def test_moving_the_map_makes_no_entry(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE).page
    before = page.evaluate("history.length")
    page.evaluate("zzmap.leaflet.setView([34.8, 113.7], 12, {animate: false})")
    assert page.evaluate("history.length") == before
    assert page.evaluate("location.hash").startswith("#map=12/34.8")


def test_a_place_reached_from_a_list_leads_back_and_stays_lit(
    open_page: Callable[..., Opened],
) -> None:
    page = open_page(PAGE, "#sel=industry:ind-biomedicine").page
    row = page.locator("#zz-sheet .zz-doc .zz-link").nth(1)
    name = row.inner_text()
    row.click()
    assert page.inner_text("#zz-sheet h2") == name
    assert page.evaluate("zzmap.state.lit") == "ind-biomedicine"
    assert "生物医药" in page.inner_text(".zz-wayback")
    page.click(".zz-wayback")
    wait_until(page, "document.querySelector('#zz-sheet h2').textContent === '生物医药'")
    assert page.locator(".zz-wayback").count() == 0


def test_choosing_a_project_moves_the_map(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE, "#map=15/34.35/112.9&layers=districts,projects").page
    before = page.evaluate("zzmap.leaflet.getCenter().toString()")
    page.fill("#zz-search", "5G智能手机精密机构件生产")
    page.click("#zz-results [data-type=project]")
    assert page.evaluate("zzmap.leaflet.getCenter().toString()") != before


def test_marks_of_projects_lead_to_projects(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE, "#layers=districts,projects").page
    marks = page.evaluate(
        """() => [...zzmap.projects.single().slice(0, 1), ...zzmap.projects.counted().slice(0, 1)]
            .map(mark => [mark.shape.coords, mark.places.map(row => row.name)])"""
    )
    for (lat, lon), names in marks:
        page.evaluate(f"zzmap.leaflet.setView([{lat}, {lon}], 13, {{animate: false}})")
        page.mouse.click(*on_screen(page, lat, lon))
        popup = page.locator(".zz-popup")
        assert all(name in popup.inner_text() for name in names)
        if len(names) > 1:
            popup.locator("li .zz-link").first.click()
        else:
            popup.locator(".zz-button").click()
        assert page.inner_text("#zz-sheet .zz-kind") == "项目"
        page.evaluate("zzmap.state.select(null)")


def test_a_click_names_each_thing_once(open_page: Callable[..., Opened]) -> None:
    page = open_page(PAGE, "#map=11/34.55/113.85&layers=districts,zones,st:st-sei").page
    found = page.evaluate(
        """() => zzmap.pick.at(L.latLng(34.55, 113.85), 4).map(({feature, type}) =>
            type === 'element' ? zzmap.shortName(feature) : feature.name)"""
    )
    assert len(found) == len(set(found)) >= 2
