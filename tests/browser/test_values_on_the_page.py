"""What the page draws and writes, looked at where mutants of its code had slipped past."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from opened_page import Opened, wait_until
from playwright.sync_api import Browser
from units_vectors import AREAS

from zzmap.catalogue import Catalogue
from zzmap.cli import main
from zzmap.geometry import Gazetteer
from zzmap.model import RELATION, RELATIONS, STATUSES

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(open_page: Callable) -> Opened:
    return open_page("industry_layout.html", "#map=10/34.7/113.6&layers=places")


def test_an_area_is_written_as_the_command_line_does(tab: Opened) -> None:
    written = tab.page.evaluate("values => values.map(zzmap.units.area)", [row[0] for row in AREAS])
    assert written == [row[1] for row in AREAS]
    assert tab.page.evaluate("zzmap.units.areaOfMetres(1e6)") == AREAS[0][1]


def test_relations_and_statuses_are_the_models(tab: Opened) -> None:
    shown = tab.page.evaluate(
        "zzmap.state.allRelations().map(number => [zzmap.relationName(number), "
        "zzmap.data.payload.relations[number].strong, zzmap.style.relation(number)])"
    )
    assert [row[:2] for row in shown] == [[row.name, row.strong] for row in RELATION.values()]
    colours = [row[2] for row in shown]
    assert len(set(colours)) == len(RELATIONS) and all(colours)
    words = tab.page.evaluate("ids => ids.map(zzmap.statusName)", [*STATUSES, ""])
    assert words == [*(row.name for row in STATUSES.values()), "未说明"]


def test_a_point_is_hollow_where_it_is_worse_than_two_kilometres(tab: Opened) -> None:
    points = tab.page.evaluate(
        "zzmap.map.groups.places.getLayers().filter(layer => layer.setRadius)"
        ".map(layer => [layer.zzPick.feature.accuracy, layer.options.fillColor === '#fff'])"
    )
    assert {accuracy for accuracy, _ in points} >= {2000, 3000}
    assert all(hollow == (accuracy > 2000) for accuracy, hollow in points)


def test_a_sheet_tells_how_the_place_of_a_project_is_known(tab: Opened) -> None:
    def sheet(kind: str, key: str) -> str:
        tab.page.evaluate("([kind, key]) => zzmap.go(kind, key)", [kind, key])
        return tab.page.inner_text("#zz-sheet")

    byd = sheet("project", "prj-s-0037")
    assert "地点依据" in byd and "推断：比亚迪在本市的工厂在此（凭常识，待核）" in byd
    assert "名称所示" in sheet("project", "prj-s-0084")
    assert "原文写明" in sheet("project", "prj-s-0001")
    assert "地点依据" not in sheet("project", "prj-s-0017")  # the plans place it nowhere
    lines = sheet("place", "zone-hkg").splitlines()
    after = {line: lines[at + 1] for at, line in enumerate(lines[:-1])}
    assert after["比亚迪乘用车项目"] == "比亚迪 · 推断 · S·专栏8·重点项目"
    assert "推断" not in after["浪潮安全可靠生产基地"]
    tab.page.evaluate("zzmap.state.setLang('en')")
    assert "inferred: the 比亚迪 works" in sheet("project", "prj-s-0037")


def test_a_sketch_is_told_the_strong_statements_of_its_zone(
    tab: Opened, catalogue: Catalogue
) -> None:
    key = "zone-xinzheng-jingkai"
    rows = catalogue.placements_of_place[key]
    strong = {
        catalogue.industries[row.industry_id].name
        for row in rows
        if row.relation in ("zone_focus", "key_park")
    }
    assert len(strong) < len({row.industry_id for row in rows})
    point = Gazetteer(catalogue).polygons[key].geometry.representative_point()
    west, south = point.x - 5e-4, point.y - 5e-4
    ring = [[y, x] for x, y in square(west, south, 1e-3, clockwise=False)[:4]]
    found = tab.page.evaluate("zzmap.overlap.below", ring)
    (zone,) = [row for row in found if row["id"] == key]
    assert set(zone["hosts"]) == strong


def test_the_browser_refuses_what_the_page_is_not_let_ask_for(tab: Opened) -> None:
    refused = tab.page.evaluate(
        """() => new Promise((done) => {
            const refused = (event) => done(event.effectiveDirective);
            document.addEventListener("securitypolicyviolation", refused);
            fetch("https://example.invalid/").catch(() => setTimeout(() => done("asked"), 1000));
        })"""
    )
    assert refused == "connect-src"


SIDE = 0.02
HOLED = {"一园": (113.60, False), "二园": (113.65, True)}


def square(west: float, south: float, side: float, *, clockwise: bool) -> list[list[float]]:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    ring.append(ring[0])
    return ring[::-1] if clockwise else ring


@pytest.fixture(scope="module")
def with_holes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages with two parks that have a hole: one runs as its outline, one the other way."""
    folder = tmp_path_factory.mktemp("holes")
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    square(west, 34.70, SIDE, clockwise=False),
                    square(west + 0.006, 34.706, 0.008, clockwise=clockwise),
                ],
            },
        }
        for name, (west, clockwise) in HOLED.items()
    ]
    file = folder / "p.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    store = str(folder / "parks.gpkg")
    assert main(["parks", "add", str(file), "--store", store, "--crs", "wgs84", "--accept"]) == 0
    assert main(["build", "--out", str(folder / "out"), "--store", store]) == 0
    return folder / "out"


def test_a_hole_of_a_park_is_not_filled(with_holes: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.goto((with_holes / "industry_layout.html").as_uri() + "#map=13/34.71/113.635&layers=parks")
    page.wait_for_selector("html[data-ready=true]", timeout=20_000)
    wait_until(page, "!zzmap.map.groups.parks.busy()")
    alpha = page.evaluate(
        """(places) => {
            const canvas = document.querySelector("canvas.zz-parks");
            const box = canvas.getBoundingClientRect();
            const map = zzmap.leaflet.getContainer().getBoundingClientRect();
            return places.map(([lon, lat]) => {
                const point = zzmap.leaflet.latLngToContainerPoint([lat, lon]);
                const [x, y] = [map.left + point.x - box.left, map.top + point.y - box.top];
                const ratio = canvas.width / box.width;
                return canvas.getContext("2d").getImageData(x * ratio, y * ratio, 1, 1).data[3];
            });
        }""",
        [[west + off, 34.71] for west, _ in HOLED.values() for off in (0.003, 0.01)],
    )
    context.close()
    assert alpha[0] > 0 and alpha[2] > 0, "the parks are not drawn"
    assert (alpha[1], alpha[3]) == (0, 0)
