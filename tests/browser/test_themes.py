"""The themes of the atlas: each with its own composition, names, legend and title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from opened_page import wait_until

from zzmap.catalogue import Catalogue

pytestmark = pytest.mark.browser

TABS = {
    "industry_layout.html": "战略性新兴产业",
    "services.html": "现代服务业",
    "culture.html": "文旅康养",
    "projects.html": "重点项目",
    "metropolitan.html": "都市圈",
    "parks.html": "园区与用户数据",
}
SIZES = [(1920, 1080), (1400, 900), (1024, 768), (390, 844)]
NUMBERED = "zzmap.labels.unnamed().map((row) => row.name)"


def legend(page) -> list[str]:
    return page.locator("#zz-legend li").all_inner_texts()


def by_pillar(catalogue: Catalogue) -> dict[str, set[str]]:
    """Projects of each pillar and of what lies below it, or is the same in another plan."""
    counted = {}
    for row in catalogue.industries.values():
        below = set(catalogue.descendants(row.id)) | {row.id}
        own = {project.id for project in catalogue.projects if project.industry_id in below}
        inner = any(catalogue.industries[one].level == "pillar" for one in below - {row.id})
        if row.level == "pillar" and own and not inner:
            counted[row.name] = own
    return counted


def test_the_rail_leads_to_every_theme(open_page: Callable, built: Path) -> None:
    page = open_page("culture.html").page
    tabs = page.locator(".zz-tab")
    files = [tab.get_attribute("href") for tab in tabs.all()]
    names = dict(zip(files, tabs.all_inner_texts(), strict=True))
    assert {file: name.strip() for file, name in names.items()} == TABS
    assert all((built / file).is_file() for file in files)
    assert page.locator(".zz-tab[aria-current=page]").inner_text().strip() == "文旅康养"
    page.click(".zz-language")
    assert page.locator(".zz-tab").nth(3).inner_text().strip() == "Key projects"


def test_projects_are_counted_by_pillar_and_lit_by_one(
    open_page: Callable, catalogue: Catalogue
) -> None:
    page = open_page("projects.html").page
    counted = by_pillar(catalogue)
    rows = [text.rsplit(" ", 1) for text in page.locator("#zz-legend li button").all_inner_texts()]
    assert {name: int(count) for name, count in rows} == {
        name: len(own) for name, own in counted.items()
    }
    assert "郑州高新区" in page.evaluate("zzmap.app.visibleLabels()")
    nowhere = page.evaluate("zzmap.projects.unplaced()")
    assert any(text.startswith(f"{nowhere} ") for text in legend(page))
    name, count = rows[-1]
    page.locator("#zz-legend li button").last.click()
    assert page.inner_text("#zz-sheet h2") == name
    assert legend(page)[0] == f"重点项目：{name} ({count})" and "其他项目" in legend(page)
    assert page.locator("#zz-sheet h3").first.inner_text().startswith("重点项目")
    drawn = page.evaluate(
        "[...new Set(zzmap.projects.shown().lit.flatMap((m) => m.places.map((row) => row.id)))]"
    )
    assert drawn and set(drawn) <= counted[name]
    page.locator("#zz-legend li button").last.click()
    assert page.evaluate("zzmap.state.lit") is None


def test_the_metropolitan_belts_reach_named_cities_in_view(open_page: Callable) -> None:
    page = open_page("metropolitan.html", size=(1400, 900)).page
    labels = set(page.evaluate("zzmap.app.visibleLabels()"))
    belts = {"开港产业带", "许港产业带", "郑新产业带", "荥巩产业带", "郑焦产业带"}
    ends = {"开封市", "许昌市", "新乡市", "焦作市", "荥阳市", "巩义市", "郑州航空港区"}
    assert belts | ends <= labels
    assert {"所连城市与区县", "所连开发区与片区"} <= set(legend(page))
    assert "高端装备制造" in page.inner_text(".zz-subtitle")
    page.click(".zz-language")
    assert "High-end equipment manufacturing" in page.inner_text(".zz-subtitle")


def test_parks_are_drawn_by_kind_and_counted(open_page: Callable) -> None:
    page = open_page("parks.html", size=(1400, 900)).page
    drawn = page.evaluate(
        "zzmap.carriers.areas().length + new Set(zzmap.carriers.points().map((r) => r.id)).size"
    )
    counts = [text for text in legend(page) if text.endswith(")")]
    assert sum(int(text.rsplit("(", 1)[1][:-1]) for text in counts) == drawn
    assert [text.split(" ")[0] for text in counts][:2] == ["开发区", "片区"]
    assert any("zzmap parks add" in text for text in legend(page)), "no park of a user's is said"
    assert {"郑州航空港区", "郑州高新区", "郑州经开区"} <= set(
        page.evaluate("zzmap.app.visibleLabels()")
    )


def test_a_theme_of_two_structures_draws_one_at_a_time(open_page: Callable) -> None:
    page = open_page("culture.html").page
    pressed = ".zz-choices [aria-pressed=true]"
    assert page.locator(pressed).all_inner_texts() == ["文旅两带一心"]
    assert "一心" in legend(page) and not any("极" in text for text in legend(page))
    page.click(".zz-choices [data-structure=st-care]")
    assert page.locator(pressed).all_inner_texts() == ["康养一核两极四区"]
    assert {"一核", "两极 1–2", "四区 3–6"} <= set(legend(page))
    assert "sites" not in page.evaluate("zzmap.app.visibleLayers()")
    page.go_back()
    wait_until(page, "zzmap.state.layers.has('st:st-culture')")
    assert page.locator(pressed).all_inner_texts() == ["文旅两带一心"]
    assert "sites" in page.evaluate("zzmap.app.visibleLayers()")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_numbered_point_has_its_name_on_the_map_or_by_its_number(
    open_page: Callable, size: tuple[int, int], lang: str
) -> None:
    page = open_page("industry_layout.html", f"#lang={lang}", size=size).page
    names = page.evaluate(
        """() => {
        const size = zzmap.leaflet.getSize();
        const { points } = zzmap.composition.of('st-sei');
        const sited = points.filter(({ feature }) => feature.shape.type === 'point');
        return sited.filter(({ feature }) => {
          const { x, y } = zzmap.leaflet.latLngToContainerPoint(feature.shape.coords);
          return x > 0 && y > 0 && x < size.x && y < size.y;
        }).map(({ place }) => zzmap.nameOf(place));
    }"""
    )
    told = page.evaluate(NUMBERED)
    assert names and set(names) <= set(page.evaluate("zzmap.app.visibleLabels()")) | set(told)
    page.evaluate("document.getElementById('zz-legendcard').open = true")
    assert [
        text.split(" ", 1)[1] for text in page.locator(".zz-numbered button").all_inner_texts()
    ] == page.evaluate(NUMBERED)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: str(size[0]))
def test_each_of_the_five_zones_is_named_with_what_it_is_for(
    open_page: Callable, size: tuple[int, int]
) -> None:
    page = open_page("industry_layout.html", size=size).page
    drawn = page.locator(".zz-labels text").all_text_contents()
    for word in ("新一代信息技术服务", "智能传感器", "生命科学", "智能网联汽车", "新型显示"):
        assert any(word in text for text in drawn), word


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_captions_wrap(open_page: Callable, lang: str) -> None:
    page = open_page("industry_layout.html", f"#lang={lang}", size=(1400, 900)).page
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.zz-labels text:not(:has(textPath))')]
        .filter((node) => node.getComputedTextLength() > 230).map((node) => node.textContent)"""
    )
    assert wide == []


@pytest.mark.parametrize("industry", ["ind-biomedicine", "ind-ai", "ind-logistics"])
def test_what_is_lit_is_named_or_numbered_and_clear_of_the_legend(
    open_page: Callable, industry: str, catalogue: Catalogue
) -> None:
    if industry not in catalogue.industries:
        pytest.skip(f"no industry {industry}")
    page = open_page("industry_layout.html", f"#sel=industry:{industry}", size=(1400, 900)).page
    lit = page.evaluate("[...new Set(zzmap.map.litPlaces().map((r) => zzmap.nameOf(r.place)))]")
    told = page.evaluate(NUMBERED)
    named = set(page.evaluate("zzmap.app.visibleLabels()")) | set(told)
    assert lit and set(lit) <= named
    hidden = page.evaluate(
        """() => {
        const card = document.getElementById('zz-legendcard').getBoundingClientRect();
        const origin = zzmap.leaflet.getContainer().getBoundingClientRect();
        return zzmap.map.litPlaces().flatMap(({ feature }) => feature.shape.coords.flat
          ? (feature.shape.type === 'point' ? [feature.shape.coords] : feature.shape.coords.flat(2))
          : []).filter((at) => {
            const { x, y } = zzmap.leaflet.latLngToContainerPoint(at);
            return x + origin.left > card.left && y + origin.top > card.top;
        }).length;
    }"""
    )
    assert hidden == 0
