"""The page of what changed, in a browser without a network."""

from pathlib import Path

from playwright.sync_api import Browser

import zzmap as zz

CITY = Path(__file__).resolve().parent.parent / "city2"


def test_the_page_lists_and_colours_what_changed(browser: Browser, tmp_path: Path) -> None:
    found = zz.diff("A", "B", geodata=CITY)
    found.write(tmp_path / "changes.html")
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "changes.html").as_uri())
    assert page.locator("#zz-changes li").count() == len(found.changes)
    dropped = sum(row.change == "dropped" for row in found.changes)
    key = page.locator("#zz-keys button", has_text="取消")
    assert key.inner_text() == f"取消 {dropped}"
    key.click()
    assert page.locator("#zz-changes li").count() == len(found.changes) - dropped
    page.locator("#zz-language").click()
    assert page.locator("#zz-keys").inner_text().startswith("added")
    assert faults == []
    page.close()
