"""A planner's facts on the page: tagged as the planner's, a denied row shown as denied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from opened_page import Opened
from playwright.sync_api import Browser

from zzmap.workspace import City

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    city = City(ROOT / "geodata", folder / "parks.gpkg")
    city.facts.add_placement("盾构装备", "高新区", "依托", who="李工", why="<b>去过</b>")
    city.facts.add_alias("郑州高新区", "西北新城")
    city.facts.add_position("新基地", "113.70,34.70", accuracy_m=100, crs="wgs84", new="base")
    city.facts.add_correction("盾构装备@郑州经开区", why="已搬走", who="李工")
    city.build(folder / "out")
    return folder / "out" / "industry_layout.html"


@pytest.fixture
def tab(browser: Browser, page_file: Path) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    tab = Opened(context.new_page())
    tab.page.goto(page_file.as_uri())
    tab.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
    yield tab
    assert tab.complaints == []
    context.close()


def sheet(tab: Opened, kind: str, row_id: str) -> str:
    tab.page.evaluate(f"zzmap.go('{kind}', '{row_id}')")
    return tab.page.inner_text("#zz-sheet")


def test_rows_are_told_as_the_planners_and_as_denied(tab: Opened) -> None:
    sheet(tab, "industry", "ind-shield-machine")
    rows = tab.page.locator("#zz-sheet li").all_inner_texts()
    (mine,) = [row for row in rows if "郑州高新区" in row]
    assert "用户补充" in mine and "李工" in mine and "<b>去过</b>" in mine
    denied = [row for row in rows if "用户质疑" in row]
    assert len(denied) == 1 and "郑州经开区" in denied[0] and "已搬走" in denied[0]


def test_an_alias_is_found_and_told_apart(tab: Opened) -> None:
    tab.page.fill("#zz-search", "西北新城")
    tab.page.wait_for_selector("#zz-results [role=option]")
    assert "郑州高新区" in tab.page.inner_text("#zz-results")
    text = sheet(tab, "place", "zone-gaoxin")
    assert "用户别名\n西北新城" in text


def test_a_told_point_looks_and_reads_as_the_planners(tab: Opened) -> None:
    text = sheet(tab, "place", "place-fact-0003")
    assert "用户提供" in text and "± 100 m" in text and "fact-0004" in text
    look = tab.page.evaluate(
        "(() => { const { groups } = zzmap.map; const found = [];"
        "groups.places.eachLayer((layer) => found.push([layer.options.color,"
        "layer.getLatLng ? [layer.getLatLng().lng, layer.getLatLng().lat] : null])); return found;"
        "})()"
    )
    told = [at for colour, at in look if colour == "#B2182B"]
    assert len(told) == 1
    assert told[0] == pytest.approx([113.70, 34.70], abs=1e-4)
    assert "用户提供的点位" not in tab.page.inner_text("body")
    tab.page.evaluate("zzmap.state.setLayer('places', true)")
    assert "用户提供的点位" in tab.page.inner_text("body")


def test_a_denied_place_is_lit_apart(tab: Opened) -> None:
    sheet(tab, "industry", "ind-shield-machine")
    hosts = tab.page.evaluate(
        "zzmap.hostsOf(zzmap.data.byId.industries.get('ind-shield-machine')).rows"
        ".map((row) => [zzmap.data.places[row.place_id].id, Boolean(row.contested)])"
    )
    assert [place for place, contested in hosts if contested] == ["zone-jingkai"]
    assert hosts[-1][1], "what is denied comes last"
