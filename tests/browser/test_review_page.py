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


def select(page: Page, words: str) -> None:
    """Select words within one stretch of the text, as a mouse does."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.getElementById("zz-text"), 4);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
            throw new Error("no such words");
        }""",
        words,
    )


def test_selected_words_are_placed_where_the_row_at_hand_is(page: Page, tmp_path: Path) -> None:
    page.locator("#zz-by-table").select_option("placements")
    page.locator("#zz-rows li").first.click()
    select(page, "试飞场")
    page.keyboard.press("p")
    assert page.locator("#zz-cell-industry_id").input_value() == "试飞场"
    assert page.locator("#zz-cell-place_id").input_value() == "park-yunqi"
    page.keyboard.press("Enter")
    rows = read_decisions(saved(page, tmp_path), a_draft())
    added = {row.table: row.cells for row in rows if row.decision == "add"}
    assert set(added) == {"industries", "placements"}
    # The new industry stands beside the one at hand, and what both rest on is accepted.
    assert (added["industries"]["name"], added["industries"]["level"]) == ("试飞场", "pillar")
    assert added["placements"]["relation"] == "supporting"
    done = apply(a_draft(), rows, CITY, tmp_path / "new")
    assert (done.added["placements"], done.added["industries"]) == (1, 1)


def test_a_name_that_nothing_has_is_not_taken_for_a_place(page: Page, tmp_path: Path) -> None:
    page.locator("#zz-by-table").select_option("placements")
    page.locator("#zz-rows li").first.click()
    select(page, "智能传感器")
    page.keyboard.press("p")
    # A known industry is named by its id, and none is added.
    assert page.locator("#zz-cell-industry_id").input_value() == "ind-sensor"
    page.locator("#zz-cell-place_id").fill("无名园")
    page.keyboard.press("Enter")
    assert page.locator("dialog").count() == 1
    page.locator("#zz-cell-place_id").fill("云栖产业园")
    page.keyboard.press("Enter")
    assert page.locator("dialog").count() == 0
    rows = read_decisions(saved(page, tmp_path), a_draft())
    (added,) = [row for row in rows if row.decision == "add"]
    assert (added.cells["industry_id"], added.cells["place_id"]) == ("ind-sensor", "park-yunqi")


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


def added(page: Page, words: str, table: str, **cells: str) -> None:
    """Add a row from words of the text."""
    select(page, words)
    page.keyboard.press("n")
    page.locator("#zz-kind").select_option(table)
    for column, cell in cells.items():
        page.locator(f"#zz-cell-{column}").fill(cell)
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)


def test_two_windows_of_a_page_keep_the_decisions_of_both(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#zz-rows li[data-id='documents doc-low']").click()
    page.keyboard.press("r")
    other.locator("#zz-rows li[data-id='projects prj-draft-1']").click()
    other.keyboard.press("r")
    for window in (page, other):
        expect(window.locator("#zz-count")).to_contain_text("已定 2")
        found = states(window)
        assert found["documents doc-low"] == found["projects prj-draft-1"] == "reject"


def test_what_rested_on_an_added_row_never_rests_on_another(page: Page) -> None:
    added(page, "云栖试飞场", "places", kind="facility")
    added(page, "人工智能企业", "placements", industry_id="人工智能", place_id="云栖试飞场")
    states(page)
    page.locator("#zz-rows li[data-id^='places places-added']").click()
    page.keyboard.press("u")
    added(page, "示例航空", "places", kind="facility")
    states(page)
    row = page.locator("#zz-rows li[data-id^='placements placements-added']")
    expect(row).to_contain_text("缺 载体")
    expect(row).not_to_contain_text("示例航空")


def test_a_file_that_holds_no_decisions_changes_nothing(page: Page, tmp_path: Path) -> None:
    page.keyboard.press("r")
    before = states(page)
    document = json.loads(saved(page, tmp_path).read_text("utf-8"))
    for row in (
        {"table": "places", "key": "places-added-1", "decision": "add"},
        {"table": "documents", "key": "doc-low", "decision": "shrug"},
        {"table": "documents", "key": "nowhere", "decision": "accept"},
    ):
        other = tmp_path / "other.json"
        other.write_text(json.dumps(document | {"decisions": [row]}), "utf-8")
        page.locator("input[type=file]").set_input_files(other)
        expect(page.locator("#zz-say")).to_contain_text("什么也没有载入")
        assert states(page) == before


@pytest.mark.parametrize(("answer", "state"), [("accept", "open"), ("dismiss", "reject")])
def test_a_file_that_lacks_what_was_decided_here_is_asked_about(
    page: Page, tmp_path: Path, answer: str, state: str
) -> None:
    path = saved(page, tmp_path)
    page.keyboard.press("r")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), getattr(dialog, answer)()))
    with page.expect_event("dialog"):
        page.locator("input[type=file]").set_input_files(path)
    expect(page.locator("#zz-count")).to_contain_text("已定 0" if state == "open" else "已定 1")
    assert [row[:6] for row in asked] == ["这里有 1 "]
    assert states(page)["documents doc-low"] == state


def test_a_browser_that_keeps_nothing_asks_before_it_forgets(page: Page, tmp_path: Path) -> None:
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full') } }")
    page.keyboard.press("r")
    expect(page.locator("#zz-say")).to_contain_text("浏览器不让保存")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    saved(page, tmp_path)
    page.close(run_before_unload=True)


def test_names_are_text_wherever_they_are_shown(page: Page) -> None:
    name = "<b>园</b>&lt;\"'😀"
    page.locator("#zz-rows li[data-id='places place-gx']").click()
    page.keyboard.press("e")
    page.locator("#zz-cell-name").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-tooltip")).to_have_text([name])
    expect(page.locator("#zz-rows li[aria-selected=true] b")).to_have_text(name)


def test_keys_work_while_chinese_is_typed(page: Page) -> None:
    page.evaluate("""() => document.getElementById("zz-rows").dispatchEvent(
        new KeyboardEvent("keydown", {key: "Process", code: "KeyR", bubbles: true}))""")
    assert states(page)["documents doc-low"] == "reject"


def test_a_click_in_the_text_shows_its_row_whatever_is_filtered(page: Page) -> None:
    page.locator("#zz-by-table").select_option("projects")
    page.locator("#zz-by-sure").fill("0.95")
    page.locator("#zz-text mark", has_text="已有人工智能企业").click()
    chosen = page.locator("#zz-rows li[aria-selected=true]")
    expect(chosen).to_contain_text("高新技术区")
    assert page.locator("#zz-by-table").input_value() == ""
    assert page.locator("#zz-by-sure").input_value() == "0"
    expect(page.locator("#zz-filter output")).to_have_text("0")


def test_what_was_typed_stays_when_the_table_changes(page: Page) -> None:
    select(page, "示例航空")
    page.keyboard.press("n")
    page.locator("#zz-cell-name").fill("示例航空产业")
    page.locator("#zz-kind").select_option("industries")
    assert page.locator("#zz-cell-name").input_value() == "示例航空产业"


def test_a_row_is_added_by_the_keyboard_alone(page: Page, tmp_path: Path) -> None:
    page.locator("#zz-by-table").select_option("placements")
    page.locator("#zz-rows").focus()
    page.keyboard.press("n")
    assert page.locator("#zz-kind").input_value() == "placements"
    page.locator("#zz-cell-industry_id").fill("人工智能")
    page.locator("#zz-cell-place_id").fill("云栖产业园")
    page.keyboard.press("Enter")
    (row,) = [row for row in read_decisions(saved(page, tmp_path), a_draft()) if row.cells]
    assert (row.cells["industry_id"], row.cells["place_id"]) == ("ind-ai", "park-yunqi")
    # It stands where the row at hand does.
    expect(page.locator("#zz-text mark.zz-here")).to_have_text(
        ["支持云栖产业园发展低空制造和智能传感器。"]
    )


def test_the_list_keeps_its_rows_and_shows_what_changes(page: Page) -> None:
    page.locator("#zz-by-state").select_option("")
    ids = page.locator("#zz-rows li").evaluate_all("rows => rows.map((row) => row.dataset.id)")
    page.locator(f"#zz-rows li[data-id='{ids[2]}']").click()
    page.keyboard.press("a")
    page.keyboard.press("r")
    assert ids == page.locator("#zz-rows li").evaluate_all(
        "rows => rows.map((row) => row.dataset.id)"
    )
    chosen = page.locator("#zz-rows li[aria-selected=true]")
    expect(chosen).to_have_attribute("data-id", ids[4])
    active = page.locator("#zz-rows").get_attribute("aria-activedescendant")
    assert active == chosen.get_attribute("id")
    page.locator("#zz-by-state").select_option("reject")
    assert page.locator("#zz-rows li").count() == 1


def test_what_geodata_has_is_not_edited(page: Page) -> None:
    page.locator("#zz-by-state").select_option("")
    page.locator("#zz-rows li[data-id='industries ind-ai']").click()
    page.keyboard.press("e")
    expect(page.locator("#zz-say")).to_contain_text("库中已有")
    assert page.locator("dialog").count() == 0
    # Of an alias the name alone is read.
    page.locator("#zz-rows li[data-id='places place-gx']").click()
    page.keyboard.press("e")
    assert page.locator("dialog input").evaluate_all("rows => rows.map((row) => row.id)") == [
        "zz-cell-name"
    ]


def test_an_empty_cell_that_stops_a_merge_is_told_at_once(page: Page) -> None:
    page.locator("#zz-by-table").select_option("projects")
    row = page.locator("#zz-rows li").first
    expect(row).not_to_contain_text("缺")
    page.keyboard.press("e")
    page.locator("#zz-cell-industry_id").fill("")
    page.keyboard.press("Enter")
    states(page)
    row = page.locator("#zz-rows li[data-id='projects prj-draft-1']")
    expect(row).to_contain_text("缺 产业")
    expect(page.locator("#zz-count")).to_contain_text("已取而缺单元格 1")


def test_an_added_row_is_marked_in_the_text(page: Page) -> None:
    added(page, "示例市低空经济", "industries", name="低空经济")
    expect(page.locator("#zz-text mark.zz-here")).to_have_text(["示例市低空经济"])
    page.keyboard.press("u")
    assert page.locator("#zz-text mark", has_text="示例市低空经济").count() == 0


def test_axe_finds_nothing_grave(page: Page, axe: str) -> None:
    assert grave(page, axe) == []
    page.keyboard.press("e")
    assert grave(page, axe) == []
