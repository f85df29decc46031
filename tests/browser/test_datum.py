"""The page's datums against the library's, and against PROJ, over many points."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from opened_page import Opened, pages_of
from playwright.sync_api import Browser
from pyproj import Transformer

from zzmap.crs import (
    bd09_to_wgs84,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

pytestmark = pytest.mark.browser

Pairs = NDArray[np.float64]
TENTH_OF_A_MILLIMETRE = 1e-9  # in degrees
CHINA = (73.0, 3.5, 135.0, 53.5)
CITY = (112.7, 34.2, 114.3, 35.0)


@pytest.fixture(scope="module")
def tab(browser: Browser, built: Path) -> Iterator[Opened]:
    with pages_of(browser, built) as opened:
        yield opened("industry_layout.html")


def points(box: tuple[float, float, float, float], count: int = 4_000) -> Pairs:
    """Points spread over a box, the same each time."""
    west, south, east, north = box
    share = np.random.default_rng(8).random((count, 2))
    return np.array([west, south]) + share * np.array([east - west, north - south])


def on_page(tab: Opened, function: str, rows: Pairs, *more: float) -> Pairs:
    text = f"([rows, more]) => rows.map(([x, y]) => zzmap.datum.{function}(x, y, ...more))"
    return np.array(tab.page.evaluate(text, [rows.tolist(), list(more)]))


@pytest.mark.parametrize("box", [CHINA, CITY], ids=["china", "city"])
@pytest.mark.parametrize(
    ("function", "library"),
    [
        ("toGcj", wgs84_to_gcj02),
        ("fromGcj", gcj02_to_wgs84),
        ("toBaidu", wgs84_to_bd09),
        ("fromBaidu", bd09_to_wgs84),
    ],
)
def test_the_page_shifts_as_the_library(
    tab: Opened, function: str, library: Callable, box: tuple[float, float, float, float]
) -> None:
    rows = points(box)
    wanted = np.column_stack(library(rows[:, 0], rows[:, 1]))
    found = on_page(tab, function, rows)
    assert np.abs(found - wanted).max() < TENTH_OF_A_MILLIMETRE
    assert np.abs(wanted - rows).max() > 1e-3  # it is a shift


@pytest.mark.parametrize("name", ["toGcj", "fromGcj", "toBaidu", "fromBaidu"])
def test_outside_china_nothing_is_shifted(tab: Opened, name: str) -> None:
    rows = np.array([[139.7, 35.7], [2.35, 48.85], [-74.0, 40.7], [151.2, -33.9]])
    assert (on_page(tab, name, rows) == rows).all()


# EPSG's codes of CGCS2000: three degrees wide with the zone before the easting, six without.
ZONES = [(4526, 38), (4525, 37), (4527, 39), (4497, 19), (4498, 20)]


@pytest.mark.parametrize(("code", "zone"), ZONES, ids=[str(zone) for _, zone in ZONES])
def test_a_gauss_kruger_zone_is_that_of_proj(tab: Opened, code: int, zone: int) -> None:
    meridian = tab.page.evaluate(f"zzmap.datum.meridianOf({zone})")
    rows = points((meridian - 4.5, 3.5, meridian + 4.5, 53.5))
    move = Transformer.from_crs(4490, code, always_xy=True)
    wanted = np.column_stack(move.transform(rows[:, 0], rows[:, 1])) - [zone * 1e6, 0]
    found = on_page(tab, "project", rows, meridian)
    assert np.abs(found - wanted).max() < 1e-4
    back = on_page(tab, "unproject", wanted, meridian)
    assert np.abs(back - rows).max() < TENTH_OF_A_MILLIMETRE


@pytest.mark.parametrize("code", [4326, 4490, 3857, 4497, 4508, 4526, 4547, 32649, 32650])
def test_a_system_that_a_file_states_is_read_as_proj_reads_it(tab: Opened, code: int) -> None:
    rows = points(CITY, 300)
    base = 4326 if code in (3857, 32649, 32650) else 4490
    move = Transformer.from_crs(base, code, always_xy=True)
    given = np.column_stack(move.transform(rows[:, 0], rows[:, 1])) if code > 4490 else rows
    if code == 3857:
        given = np.column_stack(move.transform(rows[:, 0], rows[:, 1]))
    body = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}},
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "MultiPoint", "coordinates": given.tolist()},
            }
        ],
    }
    found = tab.page.evaluate(
        """async (text) => {
            const bytes = new Map([["a.geojson", new TextEncoder().encode(text)]]);
            const [[, file]] = await zzmap.readfile.read(bytes, "a.geojson");
            return zzmap.georeference.place(file).features[0].geometry.coordinates;
        }""",
        json.dumps(body),
    )
    assert np.abs(np.array(found) - rows).max() < 10 * TENTH_OF_A_MILLIMETRE
