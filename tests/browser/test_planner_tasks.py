"""What planners come for, each in so many actions; nothing complained of, nothing asked for."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from formats.corpus import zipped_shapefile
from opened_page import Opened, Reader, on_screen, wait_until
from PIL import Image
from pyproj import Geod
from shapely.geometry import shape

from zzmap.catalogue import Catalogue

pytestmark = pytest.mark.browser

PAGE = "industry_layout.html"
DESK, PHONE = (1440, 900), (390, 844)
both = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
At = Callable[..., Reader]
CORNERS = ((760, 300), (1000, 320), (980, 560), (700, 520))
CITY = "#map=12/34.80/113.60&layers=districts,zones"


@pytest.fixture
def at(open_page: Callable[..., Opened]) -> Iterator[At]:
    tabs: list[Opened] = []

    def opened(hash_: str = "", size: tuple[int, int] = DESK, name: str = PAGE) -> Reader:
        tabs.append(open_page(name, hash_, size))
        return Reader(tabs[-1].page)

    yield opened
    for tab in tabs:
        assert tab.outside == []
        assert tab.complaints == []


@both
def test_who_hosts_an_industry_where_it_is_said_and_back(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    planner.type("生物医药")
    planner.click("#zz-results [data-type=industry]")
    rows = planner.page.locator("#zz-sheet .zz-doc li").all_inner_texts()
    assert any("郑州经开区" in row and "S·三·五区" in row for row in rows)
    assert planner.actions <= 3
    planner.click("#zz-sheet .zz-doc .zz-link")
    planner.actions = 0
    planner.click(".zz-wayback")
    wait_until(planner.page, "document.querySelector('#zz-sheet h2').textContent === '生物医药'")
    assert planner.actions == 1
    assert planner.page.evaluate("zzmap.state.lit") == "ind-biomedicine"


@both
def test_what_a_zone_is_to_host(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    planner.type("经开区")
    planner.press("Enter")
    sheet = planner.page.inner_text("#zz-sheet")
    for part in ("新能源汽车", "智能网联汽车", "高端装备", "S·三·五区"):
        assert part in sheet, part
    assert planner.actions == 2


@both
def test_a_question_is_answered_with_its_source(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    planner.type("哪个区适合做氢能")
    text = planner.page.inner_text("#zz-results")
    assert "理解为" in text
    assert re.search(r"郑政.*号 S·", text)
    planner.click("#zz-results [data-kind=placement]")
    assert planner.page.is_visible("#zz-sheet h2")
    assert planner.page.evaluate("zzmap.state.lit")
    assert planner.actions == 2


@both
def test_two_zones_are_compared(at: At, size: tuple[int, int]) -> None:
    planner = at("#sel=place:zone-jingkai", size)
    planner.click(".zz-addcompare")
    planner.type("航空港区")
    planner.click("#zz-results [data-id=zone-hkg]")
    planner.click(".zz-addcompare")
    planner.click(".zz-opencompare")
    assert "共同" in planner.page.inner_text("#zz-page")
    assert planner.actions <= 5


@both
def test_a_project_is_found_by_its_name(at: At, size: tuple[int, int]) -> None:
    planner = at("#map=15/34.35/112.9", size)
    before = planner.page.evaluate("zzmap.leaflet.getCenter().toString()")
    planner.type("5G智能手机精密机构件生产")
    planner.press("Enter")
    assert planner.page.inner_text("#zz-sheet .zz-kind") == "项目"
    assert planner.page.evaluate("zzmap.leaflet.getCenter().toString()") != before
    assert planner.actions == 2


@both
def test_an_enterprise_is_found_by_what_people_call_it(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    planner.type("富泰华")
    planner.click("#zz-results [data-type=enterprise]")
    assert planner.page.inner_text("#zz-sheet .zz-kind") == "企业"
    assert "5G智能手机精密机构件生产" in planner.page.inner_text("#zz-sheet")
    assert planner.actions == 2


@both
def test_the_table_of_a_theme_is_a_workbook(
    at: At, size: tuple[int, int], tmp_path: Path, catalogue: Catalogue
) -> None:
    planner = at("", size)
    planner.click("#zz-tool-table")
    path = planner.save(".zz-xlsx", tmp_path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    own = [row for row in catalogue.placements if row.document_id == "doc-sei-2022"]
    assert len(rows) == 1 + len(own)
    assert planner.actions <= 3


def test_the_matrix_is_a_csv(at: At, tmp_path: Path, catalogue: Catalogue) -> None:
    planner = at("")
    planner.click("#zz-tool-matrix")
    planner.click(".zz-page .zz-totable")
    path = planner.save(".zz-csv", tmp_path)
    head, *rows = csv.reader(path.read_text("utf-8-sig").splitlines())
    assert head == ["产业", "载体", "关系", "布局条数"]
    assert sum(int(row[3]) for row in rows) == len(catalogue.placements)
    assert planner.actions == 3


@both
def test_a_cgcs2000_coordinate_is_gone_to(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    planner.type("X 3848023.492 Y 38467956.061")
    planner.press("Enter")
    text = planner.page.inner_text(".zz-spot")
    assert "113.650000, 34.760000" in text
    assert "38467956.06" in text
    assert planner.actions == 2


def test_degrees_that_have_two_readings_are_offered_as_two(at: At) -> None:
    planner = at("")
    planner.type("113.65, 34.76")
    rows = planner.page.locator("#zz-results [data-type=coordinate]").all_inner_texts()
    assert any(row.startswith("WGS-84") for row in rows)
    assert any(row.startswith("GCJ-02") for row in rows)


def test_a_filter_is_set_said_everywhere_and_cleared(at: At) -> None:
    planner = at("#sel=industry:ind-biomedicine")
    before = planner.page.locator("#zz-sheet .zz-doc li").count()
    planner.choose("#zz-sheet [data-filter=document]", "doc-services-2022")
    assert "郑政办〔2022〕66号" in planner.page.inner_text("#zz-filterchip")
    assert "筛选隐藏" in planner.page.inner_text("#zz-sheet")
    planner.click("#zz-filterchip .zz-clearfilter")
    assert not planner.page.is_visible("#zz-filterchip")
    assert planner.page.locator("#zz-sheet .zz-doc li").count() == before
    assert planner.actions == 2


@both
def test_a_label_is_the_way_to_its_own_zone(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    page = planner.page
    names = ("郑州航空港区", "中原科技城", "郑州经开区") if size == DESK else ("郑州航空港区",)
    for name in names:
        planner.actions = 0
        box = page.evaluate(
            "name => zzmap.labels.boxes().find(row => row.label === name).box", name
        )
        stage = page.locator(".folium-map").bounding_box()
        planner.spots((stage["x"] + (box[0] + box[2]) / 2, stage["y"] + box[1] + 10))
        assert page.inner_text("#zz-sheet h2").endswith(name)
        assert page.locator("#zz-sheet .zz-doc li").count() > 2  # what is placed there
        assert planner.actions == 1
        page.keyboard.press("Escape")


def test_an_upright_a3_has_all_of_the_legend(at: At) -> None:
    planner = at("#sel=industry:ind-biomedicine")
    page = planner.page
    wanted = page.locator("#zz-legend li").all_inner_texts()
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    planner.click("#zz-tool-print")
    planner.click("[value='A3 portrait']")
    planner.click("#zz-printdialog [type=submit]")
    assert planner.actions == 3
    wait_until(page, "window.printed")
    page.emulate_media(media="print")
    assert page.locator(".zz-printlegend li").all_inner_texts() == wanted
    assert all(row.is_visible() for row in page.locator(".zz-printlegend li").all())
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == 1
    assert [float(side) / 72 * 25.4 for side in boxes[0]] == pytest.approx((297, 420), abs=1)


def test_a_picture_of_the_map_is_one_click(at: At, tmp_path: Path) -> None:
    planner = at("#sel=industry:ind-biomedicine")
    path = planner.save("#zz-tool-exportPng", tmp_path)
    assert "生物医药" in path.name
    with Image.open(path) as picture:
        assert picture.width >= 1600
    assert planner.actions == 1


@both
def test_the_night_is_the_systems_own_matter(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    light = "(color => color.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0))"
    ground = f"{light}(getComputedStyle(document.querySelector('.zz-rail')).backgroundColor)"
    ink = f"{light}(getComputedStyle(document.querySelector('#zz-card h1')).color)"
    day = planner.page.evaluate(f"[{ground}, {ink}]")
    planner.page.emulate_media(color_scheme="dark")
    night = planner.page.evaluate(f"[{ground}, {ink}]")
    assert day[0] > 600
    assert night[0] < 300
    assert day[1] < 300
    assert night[1] > 500
    assert planner.actions == 0


def test_a_polygon_is_drawn_named_kept_and_found_after_a_reload(at: At) -> None:
    planner = at(CITY)
    page = planner.page
    planner.click("#zz-tool-draw")
    planner.click(".zz-polygon")
    planner.spots(*CORNERS)
    planner.press("Enter")
    page.keyboard.type("规划园区一")
    planner.actions += 1
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert planner.actions <= len(CORNERS) + 4
    planner.actions = 0
    planner.type("规划园区一")
    planner.press("Enter")
    assert page.input_value("#zz-draft-name") == "规划园区一"
    assert "km²" in page.inner_text(".zz-measure")
    assert planner.actions == 2


@both
def test_a_zipped_gbk_shapefile_is_dropped_and_seen(
    at: At, size: tuple[int, int], tmp_path: Path
) -> None:
    planner = at("", size)
    page = planner.page
    planner.drop(zipped_shapefile(tmp_path, system="cm114", encoding="GBK"))
    page.wait_for_selector(".zz-filename")
    assert set(page.locator(".zz-filename").all_inner_texts()) == {
        "郑州高新区测试园", "双片产业园（一期）", "城南试验田",
    }  # fmt: skip
    assert planner.actions == 1
    stage = page.locator(".folium-map").bounding_box()
    for row in page.evaluate("zzmap.dropfile.opened()[0].features"):
        point = shape(row["geometry"]).representative_point()
        x, y = on_screen(page, point.y, point.x)
        assert stage["x"] < x < stage["x"] + stage["width"]
        assert stage["y"] < y < stage["y"] + stage["height"]
        covering = page.evaluate(
            "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('#zz-draw, #zz-panel'))",
            [x, y],
        )
        assert not covering, "the view is free of the panel"


def test_what_lies_in_a_polygon_is_a_geojson(at: At, tmp_path: Path) -> None:
    planner = at(CITY)
    planner.click("#zz-tool-draw")
    planner.click(".zz-choose")
    planner.spots(*CORNERS)
    planner.press("Enter")
    path = planner.save(".zz-choicefile", tmp_path)
    rows = json.loads(path.read_text("utf-8"))["features"]
    assert "zone-gaoxin" in {row["id"] for row in rows}
    assert planner.actions == len(CORNERS) + 4


@both
def test_a_distance_is_measured(at: At, size: tuple[int, int]) -> None:
    planner = at(CITY, size)
    page = planner.page
    planner.click("#zz-tool-draw")
    planner.click(".zz-distance")
    stage = page.locator(".folium-map").bounding_box()
    middle = stage["y"] + stage["height"] * 0.3
    ends = ((stage["x"] + stage["width"] - 160, middle), (stage["x"] + stage["width"] - 60, middle))
    planner.spots(*ends)
    planner.click(".zz-finish")
    (number, unit) = page.inner_text(".zz-measure").split()
    told = float(number.replace(",", "")) / {"m": 1000, "km": 1}[unit]
    (west, east) = page.evaluate(
        """([ends, box]) => ends.map(([x, y]) => {
            const {lat, lng} = zzmap.leaflet.containerPointToLatLng([x - box.x, y - box.y]);
            return [lng, lat];
        })""",
        [ends, stage],
    )
    wanted = Geod(ellps="GRS80").line_length(*zip(west, east, strict=True)) / 1000
    assert told == pytest.approx(wanted, abs=0.01)
    assert planner.actions == 5


@both
def test_the_page_turns_english(at: At, size: tuple[int, int]) -> None:
    planner = at("#sel=place:zone-hkg", size)
    planner.click(".zz-language")
    page = planner.page
    assert page.inner_text("#zz-sheet h2") == "Zhengzhou Airport Economy Zone"
    assert "statements" in page.inner_text("#zz-sheet")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert planner.actions == 1


def test_a_table_of_enterprises_is_dropped_and_one_of_them_found(at: At, tmp_path: Path) -> None:
    table = tmp_path / "企业.csv"
    table.write_text("企业名称,经度,纬度\n甲生物,113.84,34.52\n乙智能,113.55,34.81\n", "gb18030")
    planner = at("")
    planner.drop(table)
    planner.page.wait_for_selector(".zz-filename")
    planner.type("乙智能")
    planner.press("Enter")
    assert "113.550000, 34.810000" in planner.page.inner_text("#zz-sheet")
    assert planner.actions == 3


@both
def test_a_layer_is_switched_on(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    planner.click(".zz-menu")
    planner.click("[data-layer=projects]")
    assert "projects" in planner.page.evaluate("zzmap.app.visibleLayers()")
    assert planner.actions == 2


@both
def test_another_theme_is_one_click(at: At, size: tuple[int, int]) -> None:
    planner = at("", size)
    planner.click(".zz-tab[href^='culture.html']")
    planner.page.wait_for_selector("html[data-ready=true]")
    assert "文旅" in planner.page.title()
    assert planner.actions == 1
