"""The review of a draft, driven by the keyboard in a browser without a network."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessible import grave
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from drafts import a_draft

from zzmap.extract.apply import apply
from zzmap.extract.decisions import read_decisions
from zzmap.extract.draft import write_draft
from zzmap.workspace.drafts import review

CITY = Path(__file__).resolve().parent.parent / "city2"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    write_draft(a_draft(), tmp_path / "draft")
    review(tmp_path / "draft", tmp_path / "review.html", CITY)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((tmp_path / "review.html").as_uri())
    yield page
    context.close()
    assert faults == []


def states(page: Page) -> dict[str, str]:
    page.locator("#zz-by-state").select_option("")
    return {
        row["id"]: row["decision"]
        for row in page.locator("#zz-rows li").evaluate_all(
            "rows => rows.map((row) => ({id: row.dataset.id, decision: row.dataset.decision}))"
        )
    }


def saved(page: Page, tmp_path: Path) -> Path:
    with page.expect_download() as download:
        page.locator("[data-do=save]").click()
    assert download.value.suggested_filename == "decisions.json"
    path = tmp_path / "decisions.json"
    download.value.save_as(path)
    return path


def test_a_review_by_keyboard_reaches_geodata(page: Page, tmp_path: Path) -> None:
    page.locator("#zz-by-table").select_option("placements")
    page.locator("#zz-rows").focus()
    page.keyboard.press("a")
    page.keyboard.press("r")
    found = states(page)
    assert [found[f"placements pl-draft-{n}"] for n in (1, 2, 3)] == ["accept", "reject", "open"]
    page.locator("#zz-by-table").select_option("")
    found = states(page)
    # What the accepted placement rests on is accepted with it, and nothing else.
    assert {key for key, state in found.items() if state == "accept"} == {
        "placements pl-draft-1", "documents doc-low", "industries ind-low", "places park-yunqi",
    }  # fmt: skip
    decisions = read_decisions(saved(page, tmp_path), a_draft())
    done = apply(a_draft(), decisions, CITY, tmp_path / "new")
    assert done.added["placements"] == 1


def test_decisions_survive_a_reload_and_can_be_taken_back(page: Page) -> None:
    page.locator("#zz-rows li[data-id='documents doc-low']").click()
    page.keyboard.press("r")
    kept = page.evaluate("({...localStorage})")
    (text,) = kept.values()
    assert json.loads(text)["documents doc-low"]["decision"] == "reject"
    # When a browser hands what is kept to the next page is its own matter; this one has it.
    page.add_init_script(
        f"for (const [key, text] of Object.entries({json.dumps(kept)}))"
        "  localStorage.setItem(key, text);"
    )
    page.reload()
    assert states(page)["documents doc-low"] == "reject"
    page.locator("#zz-rows li[data-id='documents doc-low']").click()
    page.keyboard.press("u")
    assert states(page)["documents doc-low"] == "open"


def test_a_saved_file_is_loaded_back_and_another_is_not(page: Page, tmp_path: Path) -> None:
    page.keyboard.press("r")
    path = saved(page, tmp_path)
    page.evaluate("localStorage.clear()")
    page.wait_for_timeout(300)
    page.reload()
    assert states(page)["documents doc-low"] == "open"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"draft": "x"}), "utf-8")
    page.locator("input[type=file]").set_input_files(other)
    expect(page.locator("#zz-say")).not_to_be_empty()
    assert states(page)["documents doc-low"] == "open"
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator("#zz-rows li").first).to_have_attribute("data-decision", "reject")


def test_a_row_is_edited(page: Page, tmp_path: Path) -> None:
    page.locator("#zz-by-table").select_option("industries")
    page.locator("#zz-rows li").first.click()
    page.keyboard.press("e")
    page.locator("#zz-cell-name").fill("飞行汽车总装")
    page.keyboard.press("Enter")
    assert states(page)["industries ind-low"] == "edit"
    decisions = read_decisions(saved(page, tmp_path), a_draft())
    (row,) = [row for row in decisions if row.table == "industries"]
    assert (row.decision, row.cells["name"]) == ("edit", "飞行汽车总装")


def test_a_row_is_added_from_selected_text(page: Page, tmp_path: Path) -> None:
    page.evaluate("""() => {
        const text = [...document.querySelectorAll("#zz-text mark")]
            .find((mark) => mark.textContent.includes("试飞场")).firstChild;
        const range = document.createRange();
        range.setStart(text, 0);
        range.setEnd(text, 5);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""")
    page.keyboard.press("n")
    assert page.locator("#zz-cell-name").input_value() == "云栖试飞场"
    page.locator("#zz-cell-kind").fill("facility")
    page.keyboard.press("Enter")
    decisions = read_decisions(saved(page, tmp_path), a_draft())
    (row,) = [row for row in decisions if row.decision == "add"]
    assert (row.table, row.cells["name"], row.cells["kind"]) == ("places", "云栖试飞场", "facility")


def test_rows_are_filtered_and_shown_on_the_map(page: Page) -> None:
    before = page.locator("#zz-rows li").count()
    page.locator("#zz-by-sure").fill("0.8")
    assert page.locator("#zz-rows li").count() < before
    page.locator("#zz-by-sure").fill("0")
    page.locator("#zz-by-rule").select_option("existing")
    page.locator("#zz-by-table").select_option("placements")
    assert page.locator("#zz-rows li").count() == 1
    expect(page.locator(".leaflet-tooltip")).to_have_text(["高新技术区"])
    assert page.locator("#zz-text mark.zz-here").inner_text() == "高新技术区已有人工智能企业。"
    page.locator("[data-do=language]").click()
    assert page.locator("[data-do=save]").inner_text() == "Save decisions"


def test_all_rows_of_a_sentence_are_decided_at_once(page: Page) -> None:
    page.locator("#zz-by-table").select_option("placements")
    page.locator("#zz-rows").focus()
    page.keyboard.press("Shift+A")
    expect(page.locator("#zz-say")).to_have_text("本句 2 行 · 接受")
    found = states(page)
    assert [found[f"placements pl-draft-{n}"] for n in (1, 2, 3)] == ["accept", "accept", "open"]
    # A row that was decided by itself keeps its decision.
    page.locator("#zz-rows li[data-id='placements pl-draft-2']").click()
    page.keyboard.press("r")
    page.locator("#zz-rows li[data-id='placements pl-draft-1']").click()
    page.keyboard.press("u")
    page.locator("#zz-whole [data-do=reject-sentence]").click()
    page.locator("#zz-rows li[data-id='placements pl-draft-1']").click()
    page.keyboard.press("Shift+A")
    assert [states(page)[f"placements pl-draft-{n}"] for n in (1, 2)] == ["reject", "reject"]
    page.locator("#zz-rows li[data-id='placements pl-draft-1']").click()
    page.keyboard.press("Shift+U")
    found = states(page)
    assert [found[f"placements pl-draft-{n}"] for n in (1, 2, 3)] == ["open", "open", "open"]
    # Only what the list shows is decided.
    page.locator("#zz-by-table").select_option("")
    found = states(page)
    assert found["industries ind-low"] == "accept"


def test_where_capitals_are_locked_a_key_decides_one_row(page: Page) -> None:
    page.locator("#zz-by-table").select_option("placements")
    page.locator("#zz-rows").focus()
    page.evaluate("""() => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key: "A", bubbles: true}))""")
    found = states(page)
    assert [found[f"placements pl-draft-{n}"] for n in (1, 2)] == ["accept", "open"]


def test_the_words_of_a_row_are_stressed_and_its_rule_is_told_by_a_sentence(page: Page) -> None:
    page.locator("#zz-by-table").select_option("placements")
    stressed = page.locator("#zz-text mark.zz-here b")
    expect(stressed).to_have_text(["云栖产业园", "低空制造"])
    text = page.locator("#zz-text").inner_text()
    expect(page.locator("#zz-rows li small").first).to_contain_text("支持甲园发展丙")
    page.locator("#zz-rows").focus()
    page.keyboard.press("j")
    expect(stressed).to_have_text(["云栖产业园", "智能传感器"])
    assert page.locator("#zz-text").inner_text() == text
    page.locator("[data-do=language]").click()
    expect(page.locator("#zz-rows li small").first).to_contain_text("· support ·")


def test_axe_finds_nothing_grave(page: Page, axe: str) -> None:
    assert grave(page, axe) == []
    page.keyboard.press("e")
    assert grave(page, axe) == []
