"""Drawing on the map: measured, told what lies below, saved, imported, found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from opened_page import Opened
from pyproj import Geod
from shapely.geometry import shape

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer

pytestmark = pytest.mark.browser

VIEW = "#map=12/34.80/113.60&layers=districts,zones"
CORNERS = ((760, 300), (1000, 320), (980, 560), (700, 520))
GEOD = Geod(ellps="GRS80")


@pytest.fixture
def tab(open_page: Callable) -> Opened:
    opened = open_page("industry_layout.html", VIEW)
    opened.page.click("#zz-tool-draw")
    return opened


def draw(tab: Opened, corners: tuple = CORNERS) -> None:
    tab.page.click(".zz-polygon")
    for x, y in corners:
        tab.page.mouse.click(x, y)
    tab.page.keyboard.press("Enter")


def save(tab: Opened, folder: Path, name: str = "手绘园区") -> Path:
    tab.page.fill("#zz-draft-name", name)
    tab.page.fill("#zz-draft-industry", "盾构装备")
    tab.page.keyboard.press("Tab")
    with tab.page.expect_download() as download:
        tab.page.click(".zz-save")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def polygon(path: Path):
    return shape(json.loads(path.read_text("utf-8"))["features"][0]["geometry"])


def test_the_measured_area_is_that_of_the_ellipsoid(tab: Opened, tmp_path: Path) -> None:
    draw(tab)
    square_km = float(tab.page.inner_text(".zz-measure").split(" km²")[0])
    area, length = GEOD.geometry_area_perimeter(polygon(save(tab, tmp_path)))
    assert square_km == pytest.approx(abs(area) / 1e6, rel=1e-3)
    assert length > 0


def test_what_lies_below_is_named_with_its_share(
    tab: Opened, tmp_path: Path, catalogue: Catalogue
) -> None:
    draw(tab)
    rows = tab.page.inner_text(".zz-below")
    drawn = polygon(save(tab, tmp_path))
    for share in Gazetteer(catalogue).district_shares(drawn):
        shown = float(rows.split(share.name)[1].split("%")[0])
        assert shown / 100 == pytest.approx(share.share, abs=0.01)
    assert "郑州高新区" in rows
    assert "智能传感器" in rows


def test_a_sketch_becomes_a_park_that_search_finds(
    tab: Opened, tmp_path: Path, open_page: Callable
) -> None:
    draw(tab)
    file, store, out = save(tab, tmp_path), tmp_path / "parks.gpkg", tmp_path / "maps"
    for arguments in (
        ("parks", "add", file, "--accept", "--store", store),
        ("build", "--out", out, "--store", store),
    ):
        command = [sys.executable, "-m", "zzmap", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    page = tab.page
    page.goto((out / "industry_layout.html").as_uri())
    page.wait_for_selector("html[data-ready=true]")
    page.fill("#zz-search", "shouhuiyuanqu")
    page.keyboard.press("Enter")
    sheet = page.inner_text("#zz-sheet")
    assert "手绘园区" in sheet
    assert "盾构装备" in sheet


def test_drafts_survive_a_reload(tab: Opened) -> None:
    draw(tab)
    tab.page.fill("#zz-draft-name", "草稿一")
    tab.page.click(".zz-keep")
    tab.page.reload()
    tab.page.wait_for_selector("html[data-ready=true]")
    assert "草稿一" in tab.page.inner_text("#zz-draw")


def test_a_rectangle_takes_two_clicks(tab: Opened) -> None:
    tab.page.click(".zz-rectangle")
    tab.page.mouse.click(760, 300)
    tab.page.mouse.click(900, 400)
    assert "km²" in tab.page.inner_text(".zz-measure")
    assert tab.page.is_visible("#zz-draft-name")


def test_backspace_takes_a_point_back_and_escape_all(tab: Opened) -> None:
    tab.page.click(".zz-polygon")
    for x, y in CORNERS:
        tab.page.mouse.click(x, y)
    before = tab.page.inner_text(".zz-measure")
    tab.page.keyboard.press("Backspace")
    assert tab.page.inner_text(".zz-measure") != before
    tab.page.keyboard.press("Escape")
    assert "km²" not in tab.page.inner_text(".zz-measure")
    assert not tab.page.evaluate("zzmap.draw.active()")


def test_an_outline_that_crosses_itself_is_not_taken(tab: Opened) -> None:
    a, b, c, d = CORNERS
    draw(tab, (a, c, b, d))
    assert "自相交" in tab.page.inner_text(".zz-measure")
    assert not tab.page.is_visible("#zz-draft-name")


def test_a_vertex_can_be_moved(tab: Opened) -> None:
    draw(tab)
    before = tab.page.inner_text(".zz-measure")
    tab.page.click(".zz-reshape")
    corner = tab.page.locator(".zz-vertex:not(.zz-middle)").first.bounding_box()
    tab.page.mouse.move(corner["x"] + 7, corner["y"] + 7)
    tab.page.mouse.down()
    tab.page.mouse.move(corner["x"] - 60, corner["y"] - 40, steps=4)
    tab.page.mouse.up()
    tab.page.click(".zz-finish")
    assert tab.page.inner_text(".zz-measure") != before
    assert tab.page.is_visible("#zz-draft-name")


def test_a_vertex_snaps_to_a_zone(tab: Opened, tmp_path: Path, catalogue: Catalogue) -> None:
    corner = Gazetteer(catalogue).polygons["zone-gaoxin"].geometry.exterior.coords[0]
    spot = tab.page.evaluate(
        "([lon, lat]) => { const p = zzmap.leaflet.latLngToContainerPoint([lat, lon]);"
        " const box = zzmap.leaflet.getContainer().getBoundingClientRect();"
        " return [p.x + box.x, p.y + box.y]; }",
        list(corner),
    )
    draw(tab, ((spot[0] + 5, spot[1] - 4), (1000, 600), (1000, 700)))
    nearest = min(
        abs(x - corner[0]) + abs(y - corner[1])
        for x, y in polygon(save(tab, tmp_path)).exterior.coords
    )
    assert nearest < 3e-5


def drop(tab: Opened, name: str, text: str) -> None:
    tab.page.evaluate(
        """([name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name));
            const stage = zzmap.leaflet.getContainer();
            stage.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true}));
        }""",
        [name, text],
    )
    tab.page.wait_for_timeout(300)


RING = [[113.55, 34.80], [113.56, 34.80], [113.56, 34.81], [113.55, 34.80]]


def test_a_dropped_geojson_is_shown_for_a_look(tab: Opened) -> None:
    geometry = {"type": "Polygon", "coordinates": [RING]}
    drop(tab, "a.geojson", json.dumps({"type": "Feature", "properties": {}, "geometry": geometry}))
    assert "a.geojson (1)" in tab.page.inner_text(".zz-opened")
    assert tab.outside == []


def test_a_dropped_kml_is_shown_for_a_look(tab: Opened) -> None:
    line = " ".join(f"{x},{y},0" for x, y in RING)
    drop(
        tab,
        "b.kml",
        "<kml><Document><Placemark><name>甲</name><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{line}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
        "</Placemark></Document></kml>",
    )
    assert "b.kml (1)" in tab.page.inner_text(".zz-opened")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "不是可读"),
        ('{"type":"Point","coordinates":[512345678, 384567890]}', "不是经纬度"),
    ],
)
def test_a_file_that_cannot_be_shown_is_named(tab: Opened, text: str, says: str) -> None:
    drop(tab, "c.geojson", text)
    assert says in tab.page.inner_text(".zz-measure")


def test_metres_of_the_citys_zone_are_shown_and_the_assumption_said(tab: Opened) -> None:
    drop(tab, "c.geojson", '{"type":"Point","coordinates":[38512345, 3845678]}')
    said = tab.page.inner_text(".zz-opened")
    assert "坐标却是米" in said
    assert "CGCS2000 3°带 38" in said


def reopened(tab: Opened) -> None:
    tab.page.reload()
    tab.page.wait_for_selector("html[data-ready=true]")


def test_a_shape_that_is_finished_is_kept_without_another_click(tab: Opened) -> None:
    draw(tab)
    tab.page.keyboard.type("未点保存")  # and nothing else: no button, no blur
    reopened(tab)
    assert "未点保存" in tab.page.inner_text("#zz-draw")
    tab.page.fill("#zz-search", "未点")
    tab.page.click("#zz-results [data-type=draft]")
    assert tab.page.input_value("#zz-draft-name") == "未点保存"


def test_a_shape_that_is_not_finished_is_taken_up_again(tab: Opened) -> None:
    tab.page.click(".zz-polygon")
    for x, y in CORNERS:
        tab.page.mouse.click(x, y)
    before = tab.page.inner_text(".zz-measure")
    reopened(tab)
    assert tab.page.inner_text(".zz-measure") == before
    tab.page.keyboard.press("Enter")
    assert tab.page.is_visible("#zz-draft-name")


def test_the_double_click_that_ends_a_shape_does_nothing_else(tab: Opened) -> None:
    zoom = tab.page.evaluate("zzmap.leaflet.getZoom()")
    tab.page.click(".zz-polygon")
    for x, y in CORNERS[:3]:
        tab.page.mouse.click(x, y)
        tab.page.wait_for_timeout(200)  # nobody draws as fast as a script
    tab.page.mouse.dblclick(*CORNERS[3])
    tab.page.wait_for_timeout(600)
    assert tab.page.is_visible("#zz-draft-name")
    assert not tab.page.is_visible(".leaflet-popup")
    assert not tab.page.is_visible("#zz-panel")
    assert tab.page.evaluate("zzmap.leaflet.getZoom()") == zoom


def test_what_lies_in_a_polygon_is_saved_as_geojson(tab: Opened, tmp_path: Path) -> None:
    tab.page.click(".zz-choose")
    for x, y in CORNERS:
        tab.page.mouse.click(x, y)
    tab.page.keyboard.press("Enter")
    assert "郑州高新区" in tab.page.inner_text(".zz-choice")
    with tab.page.expect_download() as waited:
        tab.page.click(".zz-choicefile")
    path = tmp_path / waited.value.suggested_filename
    waited.value.save_as(path)
    rows = json.loads(path.read_text("utf-8"))["features"]
    zone = next(row for row in rows if row["id"] == "zone-gaoxin")
    assert shape(zone["geometry"]).is_valid
    assert zone["properties"]["accuracyM"] > 0


def test_what_lies_below_costs_the_vertices_and_one_more_action(open_page: Callable) -> None:
    tab = open_page("industry_layout.html", VIEW)
    tab.page.evaluate("document.getElementById('zz-tool-draw').click()")
    tab.page.click(".zz-polygon")
    for x, y in CORNERS:
        tab.page.mouse.click(x, y)
    tab.page.keyboard.press("Enter")
    assert "金水区" in tab.page.inner_text(".zz-below") or "中原区" in tab.page.inner_text(
        ".zz-below"
    )
