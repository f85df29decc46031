"""Output on the workbench: made at a click, seen while it goes on, saved, cancelled."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import fiona
import pytest
from accessible import grave
from test_desk_page import PHONE, WIDE, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
LONG = 60_000


@pytest.mark.parametrize(("size", "lang"), [(WIDE, "zh"), (PHONE, "en")])
def test_layers_maps_and_a_report_are_made_and_saved(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        page = at.page
        at.tab("output")
        page.wait_for_selector(".zz-deskexport")
        assert grave(page, axe) == []
        page.click(".zz-deskmaps")
        page.wait_for_selector(".zz-deskprogress")
        assert grave(page, axe) == []
        page.click(".zz-deskcancel")
        page.wait_for_selector("[data-state=cancelled]", timeout=LONG)
        assert page.locator(".zz-deskfile").count() == 0
        page.click("[data-state=cancelled] button >> nth=0")  # once more
        page.wait_for_selector(".zz-deskfile", timeout=LONG)
        with page.expect_download() as download:
            page.click(".zz-deskfile a")
        maps = tmp_path / "maps.zip"
        download.value.save_as(maps)
        assert any(name.endswith("/index.html") for name in zipfile.ZipFile(maps).namelist())
        page.click(".zz-deskexport")
        page.wait_for_selector(".zz-deskfile a[href$=gpkg]", timeout=LONG)
        with page.expect_download() as download:
            page.click(".zz-deskfile a[href$=gpkg]")
        layers = tmp_path / "layers.gpkg"
        download.value.save_as(layers)
        assert set(fiona.listlayers(layers)) >= {"zones"}
        page.select_option(".zz-deskaboutwhat", "place")
        page.fill(".zz-deskabout", "郑州高新区")
        page.select_option(".zz-deskreportformat", ".html")
        page.click(".zz-deskreport")
        page.wait_for_selector(".zz-deskfile a[href$=html]", timeout=LONG)
        page.reload()
        at.ready()
        page.wait_for_selector(".zz-deskfile >> nth=2")
        assert grave(page, axe) == []
        assert at.wrong == []
