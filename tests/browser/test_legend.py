"""The legend holds what is drawn; order and opacity of layers; districts by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from opened_page import wait_until

from zzmap.catalogue import Catalogue

pytestmark = pytest.mark.browser

POINTS = "#layers=districts,places,st:st-sei"


def stacked(page) -> list[str]:
    """Panes from the top down, as the browser paints them."""
    panes = page.evaluate(
        """() => ['points', 'parks', 'elements', 'zones', 'theme'].map((pane) =>
        [pane, Number(getComputedStyle(zzmap.leaflet.getPane(`zz-${pane}`)).zIndex)])"""
    )
    return [pane for pane, _ in sorted(panes, key=lambda row: -row[1])]


def opacity(page, pane: str) -> float:
    shown = f"getComputedStyle(zzmap.leaflet.getPane('zz-{pane}')).opacity"
    return float(page.evaluate(shown))


def test_order_and_opacity_are_set_by_keyboard_and_kept_over_a_reload(open_page: Callable) -> None:
    page = open_page("industry_layout.html", POINTS).page
    page.click("#zz-stack summary")
    assert page.locator("#zz-stack li span").all_inner_texts() == ["点位", "空间结构"]
    page.focus("[data-step='elements-1']")
    page.keyboard.press("Enter")
    assert stacked(page).index("elements") < stacked(page).index("points")
    assert page.locator("#zz-stack li span").all_inner_texts() == ["空间结构", "点位"]
    assert page.evaluate("document.activeElement.closest('#zz-stack') !== null")
    page.focus("[data-opacity=elements]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert opacity(page, "elements") == pytest.approx(0.8)
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert opacity(page, "elements") == pytest.approx(0.8)
    assert stacked(page).index("elements") < stacked(page).index("points")
    page.click("#zz-stack summary")
    page.click(".zz-restack")
    assert opacity(page, "elements") == 1
    assert stacked(page) == ["points", "parks", "elements", "zones", "theme"]
    assert "stack=" not in page.url


def test_back_undoes_a_change_of_the_order(open_page: Callable) -> None:
    page = open_page("industry_layout.html", POINTS).page
    page.click("#zz-stack summary")
    page.click("[data-step='points1']")
    assert stacked(page)[0] != "points"
    page.go_back()
    wait_until(page, "zzmap.panes.isUsual(zzmap.state.stack)")
    assert stacked(page)[0] == "points"


@pytest.mark.parametrize("stack", ["points,parks", "points.5,parks,elements,zones,theme", "x"])
def test_an_address_that_names_no_whole_order_changes_nothing(
    open_page: Callable, stack: str
) -> None:
    tab = open_page("industry_layout.html", f"#stack={stack}")
    assert stacked(tab.page) == ["points", "parks", "elements", "zones", "theme"]
    assert opacity(tab.page, "points") == 1 and not tab.complaints


def test_the_image_and_the_print_are_as_opaque_as_the_map(open_page: Callable) -> None:
    page = open_page(
        "industry_layout.html", POINTS + "&stack=points,parks,elements.40,zones,theme"
    ).page
    kept = page.evaluate(
        """async () => [...(await zzmap.capture.capture(800, 600)).svg.children]
        .map((node) => node.getAttribute('opacity')).filter(Boolean)"""
    )
    assert kept == ["0.4"]


@pytest.mark.parametrize(
    ("layers", "said", "unsaid"),
    [
        ("districts", {"市界", "区县界"}, {"开发区", "铁路", "重点项目"}),
        ("districts,sites", {"遗址", "景区"}, {"数字：区内点位未知的载体数"}),
        ("districts,projects,zones", {"重点项目", "开发区与片区"}, {"数字：区内点位未知的载体数"}),
        ("st:st-care", {"一核", "两极 1–2", "四区 3–6"}, {"市界", "两带"}),
        ("st:st-culture", {"一心", "两带", "带与成员连线"}, {"一核"}),
    ],
)
def test_the_legend_says_what_is_drawn_and_nothing_else(
    open_page: Callable, layers: str, said: set[str], unsaid: set[str]
) -> None:
    page = open_page("culture.html", f"#layers={layers}").page
    rows = [text.replace("3\n", "") for text in page.locator("#zz-legend li").all_inner_texts()]
    words = {word for row in rows for word in (row, *row.split("、"))}
    assert said <= words and not unsaid & words


def expected(catalogue: Catalogue) -> Counter[str]:
    """Statements of each district, those of what lies in it included."""
    counts: Counter[str] = Counter()
    for row in catalogue.placements:
        place = catalogue.places[row.place_id]
        over = [place.id, *catalogue.places_above(place.id)]
        for one in map(catalogue.places.__getitem__, over):
            found = ({one.id} if one.id in catalogue.district_ids else set()) | set(
                one.district_ids
            )
            if found:
                counts.update(found)
                break
    return counts


def test_districts_are_classed_by_what_lies_in_them(
    open_page: Callable, catalogue: Catalogue
) -> None:
    page = open_page("industry_layout.html", "#layers=districts,choropleth").page
    wanted = expected(catalogue)
    shown = page.evaluate(
        "zzmap.data.geo.districts.map(({ id }) => [id, zzmap.classes.placements().of(id)])"
    )
    assert dict(shown) == {name: wanted[name] for name in dict(shown)}
    rows = page.locator("#zz-legend li").all_inner_texts()
    ranges = [tuple(map(int, text.split("–"))) for text in rows if text[:1].isdigit()]
    assert rows[0] == "各区县产业布局条数" and len(ranges) == 5
    assert ranges == sorted(ranges)
    assert all(any(low <= count <= high for low, high in ranges) for _, count in shown)


def test_a_district_tells_its_number_and_its_pillars(open_page: Callable) -> None:
    page = open_page("industry_layout.html", "#layers=districts,choropleth").page
    at = page.evaluate(
        """() => { const { x, y } = zzmap.leaflet.latLngToContainerPoint([34.55, 113.35]);
        const box = zzmap.leaflet.getContainer().getBoundingClientRect();
        return [x + box.left, y + box.top]; }"""
    )
    page.mouse.move(*at)
    page.wait_for_selector(".zz-tip")
    first, *rest = page.inner_text(".zz-tip").splitlines()
    name, count = first.split(" · 布局条数 ")
    assert name == "新密市"
    assert sum(int(word) for word in rest if word.isdigit()) == int(count)
    page.evaluate("zzmap.app.select('place', 'district-xinmi')")
    bars = page.locator(".zz-bars .zz-number").all_inner_texts()
    assert sum(map(int, bars)) == int(count)


def test_a_filter_changes_the_classes(open_page: Callable) -> None:
    page = open_page("industry_layout.html", "#layers=districts,choropleth").page
    total = "zzmap.data.geo.districts.reduce((s, r) => s + zzmap.classes.placements().of(r.id), 0)"
    before, legend = page.evaluate(total), page.inner_text("#zz-legend")
    page.evaluate("zzmap.state.setFilter([0], null)")
    assert 0 < page.evaluate(total) < before
    assert page.inner_text("#zz-legend") != legend


def test_each_district_has_a_small_chart(open_page: Callable) -> None:
    page = open_page("industry_layout.html", "#layers=districts,choropleth", size=(1400, 900)).page
    pillars = page.evaluate("zzmap.classes.placements().pillars.length")
    bars = page.evaluate(
        """() => [...document.querySelectorAll('.zz-labels .zz-label > g')]
        .map((group) => group.querySelectorAll('rect').length - 2)"""
    )
    assert len(bars) == 12 and set(bars) == {pillars}


def test_near_the_ground_roads_lie_over_pale_zones(open_page: Callable) -> None:
    page = open_page("industry_layout.html", "#map=13/34.76/113.75").page
    height = "Number(getComputedStyle(zzmap.leaflet.getPane('zz-{}')).zIndex)"
    ways, zones = height.format("ways"), height.format("elements")
    fill = """getComputedStyle([...document.querySelectorAll('.leaflet-zz-elements-pane path')]
        .find((path) => path.getAttribute('fill') === 'var(--zz-core)')).fill"""
    assert page.evaluate(ways) > page.evaluate(zones)
    pale = page.evaluate(fill)
    assert any("大道" in label for label in page.evaluate("zzmap.app.visibleLabels()"))
    page.evaluate("zzmap.zoom.whole()")
    assert page.evaluate(ways) < page.evaluate(zones)
    assert page.evaluate(fill) == "rgb(200, 50, 31)" != pale
