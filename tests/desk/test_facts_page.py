"""Facts on the workbench: told by name and by a click on the map, changed, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from accessible import grave
from test_desk_page import PHONE, WIDE, At, opened

import zzmap as zz

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PLACE = "龙湖现代免疫实验室"


def named(at: At, field: str, name: str) -> None:
    at.page.fill(f".zz-deskfact-{field}", name)
    at.page.press(f".zz-deskfact-{field}", "Tab")


def kind(at: At, name: str) -> None:
    at.page.select_option(".zz-deskfact-kind", name)


def store(at: At) -> None:
    with at.page.expect_navigation():
        at.page.click(".zz-deskfactform .zz-desksave")
    at.ready()
    at.page.wait_for_selector(".zz-deskfactlist, .zz-deskback")


@pytest.mark.parametrize(
    ("size", "lang"), [(WIDE, "zh"), (PHONE, "zh"), (WIDE, "en"), (PHONE, "en")]
)
def test_facts_are_told_changed_and_taken_back(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        page, facts = at.page, zz.open(store=at.store).facts
        at.tab("facts")
        named(at, "industry", "盾构装")
        page.wait_for_selector(".zz-desknear button")  # only like a name: it is asked
        assert grave(page, axe) == []
        page.click(".zz-desknear button:text-is('盾构装备')")
        named(at, "place", "高新区")
        assert page.input_value(".zz-deskfact-place") == "郑州高新区"
        page.select_option(".zz-deskfact-relation", "relies_on")
        page.fill(".zz-deskfact-source", "现场")
        page.fill(".zz-deskwhy", "去过")
        page.fill(".zz-deskwho", "李工")
        store(at)
        (fact,) = facts.list()
        assert (fact.industry, fact.place, fact.relation) == ("盾构装备", "郑州高新区", "relies_on")
        assert (fact.who, fact.why, fact.source) == ("李工", "去过", "现场")
        assert "李工" in page.inner_text(".zz-deskhistory")
        page.click(".zz-deskfact")
        page.wait_for_selector(".zz-deskback")
        page.select_option(".zz-deskfact-relation", "supporting")
        assert grave(page, axe) == []
        store(at)
        assert facts.get("fact-0001").relation == "supporting"
        page.click(".zz-deskundo >> nth=0")
        page.wait_for_load_state()
        at.ready()
        page.wait_for_selector(".zz-deskundone")
        assert facts.get("fact-0001").relation == "relies_on"
        assert grave(page, axe) == []
        page.click(".zz-deskfact")
        with page.expect_navigation():
            page.click(".zz-deskremove")
        at.ready()
        page.wait_for_selector(".zz-deskhistory")
        assert facts.list() == []
        assert at.wrong == []


@pytest.mark.parametrize(("size", "lang"), [(WIDE, "en"), (PHONE, "zh")])
def test_a_position_is_a_click_on_the_map(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        page, facts = at.page, zz.open(store=at.store).facts
        at.tab("facts")
        kind(at, "position")
        named(at, "place", PLACE)
        page.fill(".zz-deskfact-accuracy", "150")
        page.click(".zz-deskfact-pick")
        box = page.locator("#zz-stage .leaflet-container").bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] * (0.25 if size == PHONE else 0.8), box["y"] + 250
        page.mouse.click(x, y)
        page.wait_for_selector(".zz-deskpoint")
        lon, lat = (float(part) for part in page.input_value(".zz-deskfact-at").split(","))
        assert page.input_value(".zz-deskfact-crs") == "wgs84"
        assert grave(page, axe) == []
        page.click(".zz-deskfactform .zz-desksave")  # far from where it is known to be
        page.wait_for_selector(".zz-deskfactform .zz-desk-warning")
        assert facts.list() == []
        assert grave(page, axe) == []
        page.check(".zz-deskfactform .zz-deskaccept")
        store(at)
        (fact,) = facts.list()
        assert (fact.place, fact.accuracy_m) == (PLACE, 150)
        assert (fact.lon, fact.lat) == (pytest.approx(lon, abs=1e-6), pytest.approx(lat, abs=1e-6))
        assert page.locator(".zz-deskpoint").count() == 0
        assert at.wrong == []


def test_two_planners_see_both_versions_of_a_fact(browser: Browser, tmp_path: Path) -> None:
    facts = zz.open(store=tmp_path / "parks.gpkg").facts
    facts.add_alias("郑州高新区", "西北新城")
    with opened(browser, tmp_path / "parks.gpkg", WIDE) as at:
        page = at.page
        at.tab("facts")
        page.click(".zz-deskfact")
        page.wait_for_selector(".zz-deskback")
        facts.edit("fact-0001", alias="他人改的名")
        page.fill(".zz-deskfact-alias", "我改的名")
        page.click(".zz-deskfactform .zz-desksave")
        page.wait_for_selector(".zz-deskconflict")
        told = page.inner_text(".zz-deskconflict")
        assert "我改的名" in told
        assert "他人改的名" in told
        assert facts.get("fact-0001").alias == "他人改的名"
        page.click(".zz-deskmine")
        store(at)
        assert facts.get("fact-0001").alias == "我改的名"
        assert ["409" in row for row in at.wrong] == [True]


def test_a_row_of_the_plans_is_corrected(browser: Browser, tmp_path: Path, axe: str) -> None:
    with opened(browser, tmp_path / "parks.gpkg", WIDE) as at:
        page, facts = at.page, zz.open(store=at.store).facts
        at.tab("facts")
        kind(at, "correction")
        named(at, "of-place", "智慧岛")
        named(at, "of-industry", "大数据")
        page.click(".zz-deskfact-rows")
        page.check(".zz-deskrows input >> nth=0")
        assert grave(page, axe) == []
        page.fill(".zz-deskwhy", "已搬走")
        store(at)
        (fact,) = facts.list()
        assert (fact.kind, fact.placement_id, fact.why) == ("correction", "pl-d-0001", "已搬走")
        assert at.wrong == []
