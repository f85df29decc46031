"""What a planner sees on opening a map, with the network cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from opened_page import Opened

pytestmark = pytest.mark.browser

PAGES = (
    "industry_layout.html",
    "services.html",
    "culture.html",
    "projects.html",
    "metropolitan.html",
    "parks.html",
)
DISTRICTS = ("中原区", "二七区", "管城回族区", "金水区", "上街区",
             "惠济区", "中牟县", "巩义市", "荥阳市", "新密市", "新郑市", "登封市")  # fmt: skip
FIVE_ZONES = ("郑东新区", "郑州航空港区", "郑州经开区", "郑州高新区", "金水科教园区")


@pytest.mark.parametrize("name", ["index.html", *PAGES])
def test_a_page_asks_the_network_for_nothing_and_complains_of_nothing(
    open_page: Callable, name: str
) -> None:
    tab = open_page(name)
    tab.page.wait_for_timeout(300)
    assert tab.outside == []
    assert tab.complaints == []


def test_the_index_links_every_page_and_table(open_page: Callable, built) -> None:
    tab = open_page("index.html")
    links = tab.page.eval_on_selector_all(
        "a", "nodes => nodes.map(node => node.getAttribute('href'))"
    )
    assert set(PAGES) <= set(links)
    assert all((built / link.split("#")[0]).is_file() for link in links)
    assert "郑政〔2022〕10号" in tab.page.inner_text("body")


def test_the_industry_map_shows_districts_zones_and_belts_by_name(open_page: Callable) -> None:
    tab = open_page("industry_layout.html")
    labels = tab.app("visibleLabels()")
    assert set(DISTRICTS) <= set(labels)
    assert set(FIVE_ZONES) <= set(labels)
    assert {"沿黄科创带", "南部新兴产业带", "中原科技城"} <= set(labels)
    assert {"districts", "zones", "st:st-sei"} <= set(tab.app("visibleLayers()"))


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("services.html", {"东部片区", "南部片区", "西部片区", "沿黄现代服务业产业带"}),
        ("culture.html", {"沿黄文化带", "环嵩山文化带"}),
    ],
)
def test_the_other_maps_show_their_elements(open_page: Callable, name: str, labels: set) -> None:
    assert labels <= set(open_page(name).app("visibleLabels()"))


def test_ink_is_on_the_map(open_page: Callable) -> None:
    tab = open_page("industry_layout.html")
    fills = tab.page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-pane path')]
            .filter(path => path.getBoundingClientRect().width > 40)
            .map(path => getComputedStyle(path)).filter(style => Number(style.fillOpacity) > 0)
            .map(style => style.fill)"""
    )
    # Land, water, core, areas …
    assert len({fill for fill in fills if fill.startswith("rgb")}) >= 8


def test_nothing_that_is_drawn_shines_through(open_page: Callable) -> None:
    tab = open_page("industry_layout.html")
    faint = tab.page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-zz-elements-pane path')]
            .map(path => [path.getAttribute('fill'), path.getAttribute('fill-opacity')])
            .filter(([fill, opacity]) => fill !== 'none' && Number(opacity) < 1)"""
    )
    assert faint == []


def test_labels_do_not_overlap(open_page: Callable) -> None:
    for hash_ in ("", "#map=12/34.78/113.72&layers=districts,ground,zones,places,sites"):
        tab = open_page("culture.html", hash_)
        labels = tab.app("visibleLabels()")
        assert len(labels) == len(set(labels)) > 8
        boxes = [row["box"] for row in tab.page.evaluate("zzmap.labels.boxes()")]
        curved = tab.page.evaluate("document.querySelectorAll('.zz-labels textPath').length")
        piled = sum(
            a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
            for number, a in enumerate(boxes)
            for b in boxes[:number]
        )
        assert piled <= 2 * curved  # the box of a curve holds more than its name


@pytest.mark.parametrize("typed", ["盾构装备", "TBM", "dungou", "dgzb", "盾够装备"])
def test_search_finds_an_industry_in_every_way(open_page: Callable, typed: str) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", typed)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    sheet = page.inner_text("#zz-sheet")
    assert page.inner_text("#zz-sheet h2") == "盾构装备"
    assert "郑州经开区" in sheet
    assert "S·五(四)2" in sheet


def test_an_empty_search_says_what_to_try(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "没有这个产业啊")
    assert "试试" in page.inner_text("#zz-results")


def test_a_zone_sheet_tells_what_it_hosts_and_where_the_plan_says_so(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "高新区")
    page.click("#zz-results [data-id=zone-gaoxin]")
    sheet = page.inner_text("#zz-sheet")
    for part in ("郑州高新区", "智能传感器", "S·三·五区", "亩", "数字化", "中原区"):
        assert part in sheet, part


def test_a_click_on_the_map_opens_a_short_popup_and_from_it_the_sheet(open_page: Callable) -> None:
    tab = open_page("industry_layout.html", "#map=11/34.82/113.53&layers=districts,zones")
    box = tab.page.locator(".folium-map").bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "郑州高新区" in tab.page.inner_text(".zz-popup")
    tab.page.click(".zz-popup .zz-button")
    assert "承载产业" in tab.page.inner_text("#zz-sheet")


def test_layers_switch_on_and_off(open_page: Callable) -> None:
    tab = open_page("industry_layout.html")
    tab.page.click(".zz-menu")
    tab.page.uncheck("[data-layer='st:st-sei']")
    tab.page.check("[data-layer='st:st-metro']")
    labels = tab.app("visibleLabels()")
    assert "沿黄科创带" not in labels
    assert "开港产业带" in labels
    assert "st:st-sei" not in tab.app("visibleLayers()")


def view_of(tab: Opened) -> list[float]:
    return tab.page.evaluate("location.hash.slice(5).split('&')[0].split('/').map(Number)")


def test_the_address_brings_the_view_back(open_page: Callable) -> None:
    first = open_page("industry_layout.html")
    first.page.click(".zz-menu")
    first.page.check("[data-layer=sites]")
    first.page.evaluate("zzmap.app.select('place', 'zone-hkg')")
    first.page.evaluate("zzmap.state.setLang('en')")
    hash_ = first.page.evaluate("location.hash")
    again = open_page("industry_layout.html", hash_)
    assert view_of(again) == pytest.approx(view_of(first), abs=2e-3)
    assert again.page.evaluate("location.hash.split('&').slice(1)") == hash_.split("&")[1:]
    assert "Zhengzhou Airport Economy Zone" in again.page.inner_text("#zz-sheet")
    assert "sites" in again.app("visibleLayers()")


def test_the_page_speaks_english(open_page: Callable) -> None:
    tab = open_page("industry_layout.html")
    tab.page.click("text=English")
    assert tab.page.evaluate("document.documentElement.lang") == "en"
    assert "Districts" in tab.page.inner_text("#zz-tree")
    assert "Zhongyuan Science City" in " ".join(tab.app("visibleLabels()"))


def test_a_phone_can_search_and_read(open_page: Callable) -> None:
    page = open_page("industry_layout.html", size=(360, 740)).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.fill("#zz-search", "经开区")
    page.keyboard.press("Enter")
    assert "郑州经开区" in page.inner_text("#zz-sheet h2")
    page.click(".zz-menu")
    assert page.is_visible("#zz-tree")


def test_unlocated_places_are_listed_not_drawn(open_page: Callable) -> None:
    tab = open_page("industry_layout.html")
    tab.page.click(".zz-menu")
    tab.page.click(".zz-unlocated summary")
    assert "金刚石新材料小微企业园" in tab.page.inner_text(".zz-unlocated")
    tab.page.click("text=金刚石新材料小微企业园")
    assert "未定位" in tab.page.inner_text("#zz-sheet")


@pytest.mark.parametrize(
    "layers",
    [
        "districts,zones",
        "districts,places",
        "districts,zones,sites,st:st-sei",
        "districts,st:st-sei",
    ],
)
def test_a_click_reaches_what_lies_below_other_layers(open_page: Callable, layers: str) -> None:
    tab = open_page("industry_layout.html", f"#map=12/34.84/113.57&layers={layers}")
    box = tab.page.locator(".folium-map").bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert tab.page.inner_text(".zz-popup b") in {"郑州高新区", "中原区", "沿黄科创带"}


@pytest.mark.parametrize("broken", ["place:%E0%A4%A", "nosuch:x", "site:nosuch", "place:nosuch"])
def test_a_broken_link_opens_the_map_all_the_same(open_page: Callable, broken: str) -> None:
    tab = open_page("industry_layout.html", f"#sel={broken}")
    assert tab.complaints == []
    assert not tab.page.is_visible("#zz-panel")


def test_a_link_with_an_id_that_is_gone_opens_what_stands_for_it(open_page: Callable) -> None:
    tab = open_page("industry_layout.html", "#sel=industry:ind-bio-vaccine")
    assert tab.complaints == []
    assert "新型疫苗" in tab.page.inner_text("#zz-sheet h2")
    assert "sel=industry:ind-vaccine" in tab.page.evaluate("location.hash")


def test_an_enterprise_is_found_by_the_name_people_use(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "富泰华")
    assert "5G智能手机精密机构件生产" in page.inner_text("#zz-results")


def test_an_enterprise_and_a_site_are_groups_of_their_own(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "少林寺")
    assert "景点" in page.inner_text("#zz-results .zz-group")
    page.fill("#zz-search", "郑州合晶硅材料有限公司")
    assert "企业" in page.inner_text("#zz-results .zz-group")
