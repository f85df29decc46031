"""What somebody who had not built the workbench stumbled over in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from dropped import geojson, plan, workbook
from test_desk_page import PHONE, WIDE, drop, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
IN_SIGHT = """selector => {
  const card = document.querySelector(selector).getBoundingClientRect();
  const desk = document.querySelector("#zz-desk").getBoundingClientRect();
  return card.top >= desk.top - 1 && card.top < desk.bottom - 40;
}"""


def test_what_was_typed_and_settled_outlasts_a_reload(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path / "parks.gpkg", WIDE) as at:
        page = at.page
        drop(page, geojson(tmp_path / "甲.geojson"))
        page.wait_for_selector(".zz-deskcard .zz-deskadd")
        page.evaluate("document.querySelector('.zz-deskdescribe').open = true")
        with page.expect_response(lambda told: told.url.endswith("/how")):
            page.fill(".zz-deskcard .zz-deskname", "我改的名𠮷")
        drop(page, geojson(tmp_path / "乙.geojson", name="乙园", west=113.7012345))
        page.wait_for_selector(".zz-deskcard:has-text('乙.geojson') .zz-deskadd")
        page.wait_for_function(IN_SIGHT, arg=".zz-deskcard:first-child")
        assert "乙.geojson" in page.inner_text(".zz-deskcard:first-child")
        at.tab("tables")
        drop(page, workbook(tmp_path / "企业.xlsx"))
        page.wait_for_selector(".zz-deskdoubts")
        page.fill(".zz-desksettle >> nth=0", "郑州高新区")
        with page.expect_response(lambda told: told.url.endswith("/how")):
            page.press(".zz-desksettle >> nth=0", "Enter")
        page.wait_for_selector(".zz-desksettled")
        own = "document.activeElement.closest('li').dataset.doubt"
        assert page.evaluate(own) == page.get_attribute(
            ".zz-deskdoubts > li >> nth=1", "data-doubt"
        )
        page.reload()
        at.ready()
        page.wait_for_selector(".zz-deskdoubts")
        assert page.locator(".zz-deskdoubts > li").count() == 3
        at.tab("parks")
        page.wait_for_selector(".zz-deskcard:has-text('甲.geojson') .zz-deskname", state="attached")
        kept = page.input_value(".zz-deskcard:has-text('甲.geojson') .zz-deskname")
        assert kept == "我改的名𠮷"
        assert at.wrong == []


def test_a_file_goes_to_the_tab_that_takes_it_and_one_click_ends_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", WIDE, "en") as at:
        page = at.page
        at.tab("tables")
        drop(page, geojson(tmp_path / "a.geojson"))
        page.wait_for_selector(".zz-deskcard .zz-deskadd")
        assert page.get_attribute("#zz-desktab-parks", "aria-selected") == "true"
        assert "Parks" in at.said()
        pdf = tmp_path / "b.pdf"
        pdf.write_bytes(b"no pdf")
        drop(page, pdf)
        page.wait_for_selector("#zz-desktab-plans[aria-selected=true]")
        drop(page, plan(tmp_path / "c.txt"))
        page.wait_for_selector(".zz-deskplan:has-text('c.txt')")
        page.click(".zz-deskquit")
        assert "Once more" in page.inner_text(".zz-deskquit")
        assert httpx.get(f"{page.url.split('/maps')[0]}/health", timeout=60).status_code == 200
        page.click(".zz-deskquit")
        page.wait_for_selector("#zz-desk:has-text('has ended')")


def test_on_a_phone_the_sheet_of_what_was_stored_does_not_halve_the_workbench(
    browser: Browser, tmp_path: Path
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", PHONE) as at:
        page = at.page
        drop(page, geojson(tmp_path / "甲.geojson", name="名" * 300))
        page.wait_for_selector(".zz-deskadd")
        label = page.locator(".zz-filename").bounding_box()
        assert label is not None
        assert label["width"] <= 260
        with page.expect_navigation():
            page.click(".zz-deskadd")
        at.ready()
        page.wait_for_selector(".zz-deskpark")
        assert page.locator("#zz-panel").is_hidden()
        page.click(".zz-deskpark")
        page.wait_for_selector(".zz-deskform")
        assert page.locator("#zz-panel").is_hidden()
        assert at.wrong == []
