"""A table on the workbench: columns looked at, rows settled, the result saved and read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from accessible import grave
from dropped import ENTERPRISES, workbook
from office import Office
from test_desk_page import SCREENS, drop, opened
from test_making import ended

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def rows_of(path: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path)["rows"]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def written(office: Office, upload: str, **asked: object) -> dict[str, Any]:
    """Have a joined table written, and return the job when it has ended."""
    job = office.client.post(f"/api/uploads/{upload}/joined", json=asked)
    assert job.status_code == 200, job.text
    return ended(office, job.json()["id"])


def test_a_table_is_told_settled_and_written(office: Office, tmp_path: Path) -> None:
    upload = office.upload(workbook(tmp_path / "企业.xlsx"))
    told = office.client.post(f"/api/uploads/{upload}/table", json={"kind": "table"}).json()
    assert (told["rows"], told["doubts"]) == (4, 4)
    assert told["header"] == list(ENTERPRISES[0])
    settled = {"4": {"place": "zone-gaoxin"}, "5": {"place": "", "industry": ""}}
    again = office.client.post(f"/api/uploads/{upload}/table", json={"settled": settled}).json()
    assert [(row["row"], row["what"]) for row in again["review"]] == [(6, "place")]
    done = written(office, upload, settled=settled, format=".xlsx")
    assert (done["state"], done["files"]) == ("done", ["企业-zzmap.xlsx"])
    assert (done["done"], done["total"]) == (6, 6), "rows of the sheet, with its title"
    saved = office.client.get(f"/api/outputs/{done['files'][0]}")
    assert "attachment" in saved.headers["content-disposition"]
    (tmp_path / "saved.xlsx").write_bytes(saved.content)
    rows = rows_of(tmp_path / "saved.xlsx")
    for row, own in zip(rows, ENTERPRISES[1:], strict=True):
        assert [row[name] for name in ENTERPRISES[0]] == list(own), "no cell is lost or changed"
    assert [row["place"] for row in rows][1:3] == ["郑州高新区", None]


def test_a_table_that_was_saved_is_not_written_over(office: Office, tmp_path: Path) -> None:
    upload = office.upload(workbook(tmp_path / "企业.xlsx"))
    first = written(office, upload, format=".csv")["files"]
    before = [office.client.get(f"/api/outputs/{name}").text for name in first]
    second = written(office, upload, format=".csv", columns={"main": ""})["files"]
    assert first == ["企业-zzmap.csv", "企业-zzmap.review.csv"]
    assert second == ["企业-zzmap-2.csv", "企业-zzmap-2.review.csv"]
    assert [office.client.get(f"/api/outputs/{name}").text for name in first] == before
    assert office.client.get(f"/api/outputs/{second[0]}").text != before[0]


def test_a_join_that_is_cancelled_leaves_nothing(office: Office, tmp_path: Path) -> None:
    upload = office.upload(workbook(tmp_path / "企业.xlsx"))
    job = office.client.post(f"/api/uploads/{upload}/joined", json={"format": ".xlsx"}).json()
    office.client.post(f"/api/jobs/{job['id']}/cancel", json={})
    assert ended(office, job["id"])["state"] == "cancelled"
    assert office.client.get("/api/outputs").json() == []


@pytest.mark.parametrize(
    "body",
    [
        {"settled": {"4": {"place": "zone-none"}}},
        {"settled": {"x": {}}},
        {"settled": {"4": "zone-gaoxin"}},
        {"settled": []},
        {"columns": {"nonsense": "企业名称"}},
        {"columns": "企业名称"},
        {"format": ".exe"},
    ],
)
def test_what_is_settled_wrongly_is_refused(office: Office, tmp_path: Path, body: dict) -> None:  # type: ignore[type-arg]
    upload = office.upload(workbook(tmp_path / "企业.xlsx"))
    told = office.client.post(f"/api/uploads/{upload}/joined", json={"format": ".xlsx", **body})
    assert told.status_code in (400, 404), told.text
    assert office.client.get("/api/outputs").json() == []


@pytest.mark.browser
@pytest.mark.parametrize(("size", "lang"), SCREENS)
def test_three_rows_are_settled_and_the_workbook_saved(
    browser: Browser, tmp_path: Path, axe: str, size: dict[str, int], lang: str
) -> None:
    with opened(browser, tmp_path / "parks.gpkg", size, lang) as at:
        page = at.page
        at.tab("tables")
        drop(page, workbook(tmp_path / "企业.xlsx"))
        page.wait_for_selector(".zz-deskdoubts")
        assert page.locator(".zz-deskdoubts > li").count() == 4
        assert grave(page, axe) == []
        first = page.locator(".zz-deskdoubts > li").nth(0)
        first.locator(".zz-desksettle").fill("郑州高新区")
        first.locator(".zz-desktake").click()
        page.locator(".zz-deskdoubts > li").nth(1).locator(".zz-desknone").click()
        page.locator(".zz-deskdoubts > li").nth(2).locator(".zz-deskcandidate").nth(0).click()
        assert page.locator(".zz-desksettled").count() == 3
        page.click(".zz-deskapply")
        page.wait_for_selector(".zz-deskdoubts > li:only-child")
        page.reload()
        at.ready()
        page.wait_for_selector(".zz-deskdoubts")
        assert page.locator(".zz-deskdoubts > li").count() == 1, "what was settled is kept"
        with page.expect_download() as saving:
            page.click(".zz-desksavexlsx")
        saving.value.save_as(tmp_path / "saved.xlsx")
        rows = rows_of(tmp_path / "saved.xlsx")
        assert [row["企业名称"] for row in rows] == [row[0] for row in ENTERPRISES[1:]]
        assert [row["place"] for row in rows][1:3] == ["郑州高新区", "金水区"]
        assert at.wrong == []
