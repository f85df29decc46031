"""Names that would end a script or a tag are shown as they are, and kill no page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from opened_page import Opened
from playwright.sync_api import Browser
from shapely import box
from shapely.geometry import mapping

pytestmark = pytest.mark.browser

NAMES = (
    "甲园<!--<script>",
    "乙园</script><script>document.title='bad'</script>",
    "壬园<!--<script x",
    "丙园]]>",
    "丁园\u2028戊\u2029己",
    "庚园<img src=x onerror=document.title='bad'>",
    "辛园&lt;&amp;'\"\\",
)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    features = [
        {"type": "Feature", "properties": {"name": name},
         "geometry": mapping(box(113.3 + 0.01 * at, 34.52, 113.304 + 0.01 * at, 34.524))}
        for at, name in enumerate(NAMES)
    ]  # fmt: skip
    file, store = folder / "parks.geojson", folder / "store.gpkg"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    for words in (
        ("parks", "add", file, "--accept", "--store", store),
        ("build", "--out", folder / "out", "--store", store),
    ):
        command = [sys.executable, "-m", "zzmap", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return folder / "out" / "industry_layout.html"


@pytest.fixture
def tab(browser: Browser, page_file: Path) -> Opened:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    tab = Opened(context.new_page())
    tab.page.goto(page_file.as_uri())
    tab.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
    yield tab
    context.close()


def test_the_page_becomes_ready_and_runs_nothing_of_a_name(tab: Opened) -> None:
    assert tab.complaints == []
    assert tab.outside == []
    assert tab.page.title() != "bad"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is(tab: Opened, name: str) -> None:
    tab.page.fill("#zz-search", name[:2])
    tab.page.keyboard.press("Enter")
    shown = tab.page.text_content("#zz-sheet h2")
    assert "".join(shown.split()) == "".join(name.split())
    assert tab.page.title() != "bad"
