"""A plan on the workbench as a planner meets it: dropped, ten rows reviewed, applied, compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from accessible import grave
from dropped import plan
from test_desk_page import PHONE, WIDE, drop, opened

import zzmap as zz
from zzmap.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
LONG = 60_000


@pytest.mark.parametrize(
    ("size", "lang"),
    [
        (WIDE, "zh"),
        (PHONE, "en"),
        *(pytest.param(*row, marks=pytest.mark.whole) for row in ((PHONE, "zh"), (WIDE, "en"))),
    ],
)
def test_a_plan_is_reviewed_applied_and_seen(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        page = at.page
        at.tab("plans")
        drop(page, plan(tmp_path / "低空规划.txt"))
        page.wait_for_selector(".zz-deskreview", timeout=LONG)
        assert "0 / 10" in page.inner_text(".zz-deskplan")
        assert grave(page, axe) == []
        page.click(".zz-deskreview")
        page.wait_for_selector("#zz-rows li")
        assert grave(page, axe) == []
        assert page.get_attribute("html", "lang") == ("zh-CN" if lang == "zh" else "en")
        # The text's own rows want a number and an issuer before they can be merged.
        page.click("#zz-rows li[data-id^='documents']")
        page.click("[data-do=edit]")
        for cell, text in (("number", "虚构〔2031〕1号"), ("date", "2031-01-05"),
                           ("issuer", "虚构"), ("gazette", "虚构")):  # fmt: skip
            page.fill(f"#zz-cell-{cell}", text)
        page.click("dialog button[type=submit]")
        # Both targets lack what an indicator is made of, and are left out.
        for _ in range(2):
            page.click("#zz-rows li[data-id^='indicators'][data-decision=open] >> nth=0")
            page.click("[data-do=reject]")
        page.select_option("#zz-by-state", "open")
        while page.locator("#zz-rows li[data-decision=open]").count():
            page.click("#zz-rows li[data-decision=open] >> nth=0")
            page.click("[data-do=accept]")
        page.wait_for_selector("#zz-say:has-text('已存'), #zz-say:has-text('Kept')")
        page.click("#zz-back")
        at.ready()
        page.wait_for_selector(".zz-deskmerge")
        assert "10 / 10" in page.inner_text(".zz-deskplan")
        page.click(".zz-deskmerge")
        page.wait_for_selector(".zz-deskuseplan", timeout=LONG)
        assert "4" in page.inner_text(".zz-deskplan h4 + p")
        assert grave(page, axe) == []
        with page.expect_navigation():
            page.click(".zz-deskuseplan")
        at.ready()
        assert "低空规划" in at.said()
        asked = page.evaluate("window.zzmap.app.ask('人工智能').rows.map(row => row.document)")
        assert any("虚构〔2031〕1号" in str(row) for row in asked), asked
        page.wait_for_selector(".zz-deskplanback")
        with page.expect_navigation():
            page.click(".zz-deskplanback")
        at.ready()
        page.wait_for_selector(".zz-deskuseplan")
        desk = Desk(zz.open(store=at.store))
        assert desk.city.folder == desk.editions.root
        assert at.wrong == []
