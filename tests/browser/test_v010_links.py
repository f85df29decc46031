"""Addresses that pages of version 0.1.0 made of themselves open what they named there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from zzmap.cli import main
from zzmap.model import RELATIONS

pytestmark = pytest.mark.browser

V010 = Path(__file__).parent.parent / "v010"
LINKS = json.loads((V010 / "links.json").read_text("utf-8"))

SHOWN = """() => ({
    selected: zzmap.state.selected, lit: zzmap.state.lit,
    layers: [...zzmap.state.layers].sort(),
    relations: [...zzmap.state.relations].sort().map((n) => zzmap.data.payload.relations[n].id),
    document: zzmap.state.document, view: zzmap.state.view, compare: zzmap.state.compare,
    matrix: zzmap.state.matrix, lang: zzmap.state.lang,
    map: [
        zzmap.leaflet.getZoom(),
        zzmap.leaflet.getCenter().lat.toFixed(3),
        zzmap.leaflet.getCenter().lng.toFixed(3),
    ],
    title: (document.querySelector("#zz-sheet h2") || {}).textContent || null,
})"""


@pytest.fixture(scope="module")
def built_over_the_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("v010")
    store = shutil.copy(V010 / "store.gpkg", folder / "parks.gpkg")
    assert main(["build", "--out", str(folder / "out"), "--store", str(store)]) == 0
    return folder / "out"


@pytest.mark.parametrize("row", LINKS, ids=lambda row: row["link"].split("#")[1][-40:])
def test_a_link_opens_what_it_named(
    row: dict, built_over_the_store: Path, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(f"{built_over_the_store.as_uri()}/{row['link']}")
    page.wait_for_selector("html[data-ready=true]", timeout=20_000)
    shown = page.evaluate(SHOWN)
    context.close()
    named = dict(row["shows"])
    if "&rel=" not in row["link"]:
        # It chose none to leave out, so it shows those that came later too.
        named["relations"] = list(RELATIONS)
    assert shown == named
