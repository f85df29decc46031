"""The pages of the second city: its titles, its view, its search, and no word of the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from opened_page import Opened, pages_of
from playwright.sync_api import Browser

from zzmap.catalogue import Catalogue
from zzmap.render.build import build

pytestmark = pytest.mark.browser

CITY2 = Path(__file__).resolve().parent.parent / "city2"
PAGES = ("growth.html", "heritage.html")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shili")
    build(Catalogue(CITY2), folder)
    return folder


@pytest.fixture
def open_second(browser: Browser, pages: Path) -> Iterator[Callable[..., Opened]]:
    with pages_of(browser, pages) as opened:
        yield opened


@pytest.mark.parametrize("name", ["index.html", *PAGES])
def test_a_page_opens_complains_of_nothing_and_names_no_other_city(
    open_second: Callable, name: str
) -> None:
    tab = open_second(name)
    tab.page.wait_for_timeout(300)
    assert tab.outside == []
    assert tab.complaints == []
    whole = tab.page.content()
    assert "示例市" in whole
    for word in ("郑州", "Zhengzhou"):
        assert word not in whole
        assert word not in tab.page.title()


@pytest.mark.parametrize(
    ("name", "lang", "title"),
    [
        ("growth.html", "zh", "示例市产业空间布局"),
        ("growth.html", "en", "Industry layout of Shili"),
        ("heritage.html", "zh", "示例市文化旅游布局"),
    ],
)
def test_its_titles_and_source_are_its_own(
    open_second: Callable, name: str, lang: str, title: str
) -> None:
    tab = open_second(name, f"#lang={lang}")
    assert tab.page.title() == title
    assert title in (tab.page.inner_text("h1"), tab.page.inner_text(".zz-subtitle"))
    source = {"zh": "数据：虚构的测试数据；zzmap", "en": "Data: invented for tests; zzmap"}[lang]
    assert tab.page.inner_text("#zz-source").startswith(source)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700)])
def test_the_first_view_is_the_city_and_fits_it(
    open_second: Callable, size: tuple[int, int]
) -> None:
    tab = open_second("growth.html", size=size)
    west, south, east, north = tab.page.evaluate(
        "zzmap.leaflet.getBounds().toBBoxString().split(',').map(Number)"
    )
    city = (108.7, 34.07, 109.21, 34.6)
    assert west <= city[0] and south <= city[1] and east >= city[2] and north >= city[3]
    # The next half step of zoom would cut it off.
    assert (city[2] - city[0]) / (east - west) > 0.6 or (city[3] - city[1]) / (north - south) > 0.6


def test_its_layers_and_labels_are_drawn(open_second: Callable) -> None:
    tab = open_second("growth.html")
    assert {"districts", "ground", "zones", "st:st-growth"} <= set(tab.app("visibleLayers()"))
    labels = set(tab.app("visibleLabels()"))
    assert {"西川区", "东山区", "北原县", "沿江创新带", "示例高新区"} <= labels
    assert {"东山文化带"} <= set(open_second("heritage.html").app("visibleLabels()"))


def test_districts_are_no_points_and_are_counted(open_second: Callable) -> None:
    tab = open_second("growth.html", "#layers=places,choropleth&map=11/34.3/108.95")
    drawn = tab.page.evaluate(
        "zzmap.map.groups.places.getLayers().length - zzmap.data.geo.places"
        ".filter((row) => !['district', 'county_city'].includes(row.kind)).length"
    )
    assert drawn == 0
    unlocated = tab.page.inner_text(".zz-unlocated summary")
    assert "(1)" in unlocated  # 远山制造基地; the belt is no place to be missing


@pytest.mark.parametrize("typed", ["盾构", "dungou", "TBM"])
def test_search_finds_its_industries(open_second: Callable, typed: str) -> None:
    tab = open_second("growth.html")
    ids = [row["id"] for row in tab.app(f"find({typed!r})") if row["kind"] == "industry"]
    names = tab.page.evaluate(
        "ids => ids.map((id) => zzmap.data.byId.industries.get(id).name)", ids
    )
    assert "盾构装备" in names


def test_nothing_found_offers_its_own_examples(open_second: Callable) -> None:
    tab = open_second("growth.html")
    tab.page.fill("#zz-search", "qqqqqq")
    tab.page.wait_for_selector(".zz-nothing")
    said = tab.page.inner_text(".zz-nothing")
    assert said == "没有找到。试试：智能传感器、盾构、示例高新区、zncgq"
