"""Places known only to lie in a zone are counted there; an element is the place of its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from opened_page import Opened
from playwright.sync_api import Page
from shapely.geometry import Point

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"
NEAR = "#map=11/34.82/113.53"
"""From here on a zone carries the number of what it holds."""


def click_count(page: Page, place: str) -> None:
    page.mouse.click(
        *page.evaluate(
            """id => {
                const mark = zzmap.app.counts().find(row => row.id === id);
                const {x, y} = zzmap.leaflet.latLngToContainerPoint(mark.at);
                const box = zzmap.leaflet.getContainer().getBoundingClientRect();
                return [x + box.left, y + box.top];
            }""",
            place,
        )
    )


def test_counts_are_those_of_the_tables_and_lie_in_their_zones(
    open_page: Callable, catalogue: Catalogue
) -> None:
    gazetteer = Gazetteer(catalogue)
    wanted: dict[str, set[str]] = {}
    for place in catalogue.places.values():
        container = gazetteer.container(place)
        if container is not None:
            wanted.setdefault(container.place.id, set()).add(place.id)
    shown = open_page(PAGE, NEAR).app("counts()")
    assert {row["id"]: set(row["places"]) for row in shown} == wanted
    assert sum(len(row["places"]) for row in shown) >= 30
    for row in shown:
        lat, lon = row["at"]
        zone = gazetteer.locate(catalogue.places[row["id"]])
        assert zone.geometry.buffer(1e-4).contains(Point(lon, lat)), row["id"]


def test_no_place_of_unknown_position_is_a_point(open_page: Callable, catalogue: Catalogue) -> None:
    tab = open_page(PAGE, f"{NEAR}&layers=districts,zones,places")
    drawn = tab.page.evaluate(
        """() => {
            const ids = [];
            zzmap.leaflet.eachLayer(layer => layer.zzPick && ids.push(
                [layer.zzPick.type, layer.zzPick.feature.id]));
            return ids;
        }"""
    )
    unknown = {row.id for row in catalogue.places.values() if row.basis in ("within", "unlocated")}
    assert not {id_ for type_, id_ in drawn if type_ == "place"} & unknown
    assert ["within", "zone-gaoxin"] in drawn
    assert ["place", "zone-gaoxin"] in drawn  # its area, with no dot below the count


def test_counts_come_with_zones_or_places_alone(open_page: Callable) -> None:
    tab = open_page(PAGE, f"{NEAR}&layers=districts")
    assert tab.app("counts()") == []
    tab.page.click(".zz-menu")
    tab.page.check("[data-layer=places]")
    assert tab.app("counts()")
    tab.page.check("[data-layer=zones]")
    tab.page.uncheck("[data-layer=places]")
    assert tab.app("counts()")
    assert "点位未知" in tab.page.inner_text("#zz-legend")
    tab.page.uncheck("[data-layer=zones]")
    assert tab.app("counts()") == []


def test_a_count_is_painted_and_lists_its_places(open_page: Callable, catalogue: Catalogue) -> None:
    tab = open_page(PAGE, NEAR)
    click_count(tab.page, "zone-gaoxin")
    popup = tab.page.inner_text(".zz-popup")
    assert "郑州高新区" in popup
    held = Gazetteer(catalogue).holds["zone-gaoxin"]
    assert f"({len(held)})" in popup
    names = [catalogue.places[row].name for row in held]
    assert all(name in popup for name in names)
    tab.page.click(f".zz-popup .zz-link:text-is('{names[0]}')")
    sheet = tab.page.inner_text("#zz-sheet")
    assert names[0] in sheet and "位于" in sheet and "郑州高新区" in sheet
    tab.page.click("#zz-sheet .zz-link:text-is('郑州高新区')")
    assert names[0] in tab.page.inner_text("#zz-sheet")
    assert tab.complaints == []


def test_an_industry_counts_its_places_of_unknown_position(
    open_page: Callable, catalogue: Catalogue
) -> None:
    row = next(
        row
        for row in catalogue.placements
        if catalogue.places[row.place_id].basis == "within" and row.relation != "existing"
    )
    tab = open_page(PAGE, f"#layers=districts&sel=industry:{row.industry_id}")
    marks = tab.app("counts()")
    assert row.place_id in {place for mark in marks for place in mark["places"]}
    hosts = {
        item.place_id
        for below in catalogue.descendants(row.industry_id)
        for item in catalogue.placements_of_industry.get(below, ())
    }
    assert {place for mark in marks for place in mark["places"]} <= hosts


def test_from_far_away_numbers_do_not_lie_on_each_other(open_page: Callable) -> None:
    tab = open_page(PAGE, "#map=8/34.7/113.6")
    assert tab.app("counts()") == []
    tab.page.evaluate("zzmap.leaflet.setZoom(11, {animate: false})")
    assert len(tab.app("counts()")) > 5


def test_projects_of_places_of_unknown_position_are_counted_too(
    open_page: Callable, catalogue: Catalogue
) -> None:
    known = Gazetteer(catalogue)
    at_zone = {
        row.id
        for row in catalogue.projects
        for place in row.place_ids
        if place == "zone-gaoxin"
        or any(held == place for held in known.holds.get("zone-gaoxin", ()))
    }
    assert any(catalogue.places[place].basis == "within" for place in known.holds["zone-gaoxin"])
    tab = open_page(PAGE, "#layers=districts,projects")
    counted = next(row for row in tab.app("counts()") if row["id"] == "zone-gaoxin")
    assert set(counted["places"]) == at_zone
    click_count(tab.page, "zone-gaoxin")
    assert f"{len(at_zone)} 个项目" in tab.page.inner_text(".zz-popup")


def lit(tab: Opened) -> set[str]:
    found = tab.page.evaluate(
        """() => {
            const ids = [];
            zzmap.leaflet.eachLayer(layer => layer.zzPick && layer.options.pane === 'zz-select'
                && ids.push(layer.zzPick.feature.id));
            return ids;
        }"""
    )
    return set(found)


def test_a_statement_on_an_element_lights_its_shape(
    open_page: Callable, catalogue: Catalogue
) -> None:
    own = {row.place_id: row for row in catalogue.elements.values() if row.kind == "pole"}
    row = next(row for row in catalogue.placements if row.place_id == "area-dongbupianqu")
    assert row.place_id in own
    tab = open_page("services.html", f"#sel=industry:{row.industry_id}")
    assert "area-dongbupianqu" in lit(tab)


@pytest.mark.parametrize(
    "selected", ["place:belt-yanhuangkechuangdai", "element:el-sei-belt-yellow"]
)
def test_an_element_and_its_place_are_one_sheet(
    open_page: Callable, catalogue: Catalogue, selected: str
) -> None:
    tab = open_page(PAGE, f"#sel={selected}")
    sheet = tab.page.inner_text("#zz-sheet")
    assert tab.page.inner_text("#zz-sheet h2") == "沿黄科创带"
    hosted = catalogue.placements_of_place["belt-yanhuangkechuangdai"]
    assert all(catalogue.industries[row.industry_id].name in sheet for row in hosted)
    assert "成员" in sheet and "规则推导" in sheet
    assert "sel=element:el-sei-belt-yellow" in tab.page.evaluate("location.hash")
    assert tab.complaints == []


def test_a_click_on_a_belt_opens_its_placements(open_page: Callable, catalogue: Catalogue) -> None:
    place = catalogue.places["belt-yanhuangkechuangdai"]
    at = Gazetteer(catalogue).locate(place).geometry.representative_point()
    tab = open_page(PAGE, f"#map=12/{at.y:.4f}/{at.x:.4f}&layers=st:st-sei")
    box = tab.page.locator(".folium-map").bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "沿黄科创带" in tab.page.inner_text(".zz-popup")
    tab.page.click(".zz-popup .zz-button")
    assert "承载产业" in tab.page.inner_text("#zz-sheet")


def test_leaders_tie_members_to_their_belt(open_page: Callable, catalogue: Catalogue) -> None:
    tab = open_page(PAGE, "#layers=districts,st:st-sei")
    ties = tab.page.evaluate(
        """() => zzmap.data.geo.leaders.filter(row => row.structure_id === 'st-sei').length"""
    )
    drawn = tab.page.evaluate(
        """() => {
            let count = 0;
            zzmap.map.groups['st:st-sei'].eachLayer(layer => {
                const line = layer instanceof L.Polyline && !(layer instanceof L.Polygon);
                count += line && layer.options.weight < 2;  // ribbons are lines too, and wide
            });
            return count;
        }"""
    )
    assert drawn == ties > 0
