"""A site on the workbench: dropped, read in one of two ways, held against a constraint, saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from accessible import grave
from dropped import geojson
from test_desk_page import PHONE, WIDE, drop, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "lang"), [(WIDE, "zh"), (PHONE, "en")])
def test_a_site_is_told_and_saved(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        page = at.page
        at.tab("sites")
        drop(page, geojson(tmp_path / "甲地块.geojson"))
        page.wait_for_selector(".zz-desksheetxlsx")
        assert "中原区" in page.inner_text(".zz-desksite")
        assert grave(page, axe) == []
        page.click(".zz-deskagainst summary")
        page.set_input_files(
            ".zz-deskagainst input[type=file]", geojson(tmp_path / "红线.geojson", west=113.6112345)
        )
        page.wait_for_selector(".zz-deskconstraint")
        page.fill(".zz-deskconstraint", "生态保护红线")
        page.press(".zz-deskconstraint", "Tab")
        page.wait_for_selector(".zz-desksite li:has-text('生态保护红线'):has-text('50')")
        assert grave(page, axe) == []
        with page.expect_download() as download:
            page.click(".zz-desksheetxlsx")
        path = tmp_path / "saved.xlsx"
        download.value.save_as(path)
        rows = [row for sheet in openpyxl.load_workbook(path) for row in sheet.values]
        assert any("中原区" in str(cell) for row in rows for cell in row)
        page.reload()
        at.ready()
        page.wait_for_selector(".zz-desksheetxlsx")
        assert at.wrong == []
