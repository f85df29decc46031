"""A page of hostile names draws, searches, runs nothing and asks for nothing."""

from __future__ import annotations

import json

import pytest
from opened_page import Opened
from playwright.sync_api import Browser

from zzmap.cli import main

KINDS = (
    "constructor", "__proto__", "toString", "hasOwnProperty", "url(//evil.example/a)",
    "@import '//evil.example/b'", "<img src=//evil.example/c onerror=window.run=1>",
    "<!--<script>", "</script><script>window.run=1</script>", "<svg onload=window.run=1>",
    "<object data=//evil.example/d>", "javascript:window.run=1", "=HYPERLINK(\"//evil.example\")",
    "{{7*7}}${7*7}", "\x1b[2J\u202e", "]]>", "\\u003cscript\\u003e", "'\"`;window.run=1//",
    "<iframe srcdoc='<script>parent.run=1</script>'>", "%s%n&lt;&#60;",
)  # fmt: skip
NAMES = [f"{kind}{number or ''}" for number in range(10) for kind in KINDS]


@pytest.fixture(scope="module")
def hostile(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("hostile")
    features = []
    for at, name in enumerate(NAMES):
        west, south = 113.45 + at % 20 * 0.0123457, 34.65 + at // 20 * 0.0123457
        ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01],
                [west, south + 0.01], [west, south]]  # fmt: skip
        features.append({
            "type": "Feature",
            "properties": {"name": name, "code": f"x{at}", "industry": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        })  # fmt: skip
    source = folder / "names.geojson"
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    store = str(folder / "parks.gpkg")
    assert main(["parks", "add", str(source), "--store", store, "--accept"]) == 0
    assert main(["build", "--out", str(folder / "maps"), "--store", store]) == 0
    context = browser.new_context(offline=True)
    tab = Opened(context.new_page())
    tab.page.goto((folder / "maps" / "industry_layout.html").as_uri())
    tab.page.wait_for_selector("html[data-ready=true]", timeout=30_000)
    yield tab
    context.close()


def test_every_name_is_found_and_nothing_runs(hostile: Opened) -> None:
    found = hostile.page.evaluate(
        "names => names.filter(name => zzmap.app.find(name).some(hit => hit.term === name))",
        NAMES,
    )
    unheard = [name for name in NAMES if name not in found]
    # What folds to no letter or digit is found by none of the rules, here and in Python.
    assert all(not any(char.isalnum() for char in name) for name in unheard)
    assert hostile.page.evaluate("window.run") is None
    assert hostile.outside == []
    assert hostile.complaints == []


def test_a_script_that_comes_later_is_not_run(hostile: Opened) -> None:
    hostile.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.run = 1";
            document.head.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.run=1'>");
        }"""
    )
    hostile.page.wait_for_timeout(300)
    assert hostile.page.evaluate("window.run") is None
