"""A site's sheet in a real browser: it draws, says nothing on the console and asks for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from shapely import box

from zzmap.workspace import City

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_sheet_opens_without_a_word(browser: Browser, tmp_path: Path) -> None:
    city = City(ROOT / "geodata", tmp_path / "none.gpkg")
    path = city.site(box(113.5203, 34.7752, 113.5607, 34.8004), tmp_path / "a.html", name="甲").path
    assert path is not None
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.locator("svg path").count() > 5
    assert page.get_by_role("heading", name="甲 地块分析表").is_visible()
    page.close()
    assert said == []
    assert asked == [path.as_uri()]
