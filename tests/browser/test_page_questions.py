"""The page answers what the command line answers: all questions kept, and some made at random."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from opened_page import Opened
from playwright.sync_api import Browser, Page
from vectors_city import CITY

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.query import query
from zzmap.question import read_question, understood
from zzmap.render.build import build
from zzmap.workspace import City

pytestmark = pytest.mark.browser

TESTS = Path(__file__).parent.parent
ROWS = [json.loads(row) for row in (TESTS / "questions.jsonl").read_text("utf-8").splitlines()]
QUESTIONS = [row["q"] for row in ROWS]
VECTORS = json.loads((TESTS / "vectors" / "questions.json").read_text("utf-8"))
ASK = "texts => texts.map(text => zzmap.app.ask(text))"


def told(catalogue: Catalogue, text: str) -> dict[str, Any]:
    """Return what the command line answers, as the page tells it."""
    reading = read_question(catalogue, text)
    said = {
        "understood": understood(catalogue, reading),
        "unknown": list(reading.unknown),
        "rows": [],
        "leftOut": 0,
        "refused": "" if reading.hits and not reading.unknown else "unknown",
    }
    try:
        answers = query(catalogue, text)
    except NotFoundError:
        return said | {"refused": said["refused"] or "nothing"}
    return said | {"rows": [row._asdict() for row in answers], "leftOut": answers.left_out}


def asked(page: Opened, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return what a page answers."""
    shown: list[dict[str, Any]] = page.page.evaluate(ASK, list(texts))
    return shown


def differing(catalogue: Catalogue, texts: Sequence[str], answers: Sequence[Any]) -> list[Any]:
    """Return what a page answered otherwise than the command line."""
    pairs = []
    for text, shown in zip(texts, answers, strict=True):
        wanted = told(catalogue, text)
        if shown != wanted:
            pairs.append((text, *_first_difference(wanted, shown)))
    return pairs


def _first_difference(wanted: dict[str, Any], shown: dict[str, Any]) -> Iterator[Any]:
    """Yield what differs, of rows the first two that do."""
    for key, value in wanted.items():
        if value != shown[key] and key != "rows":
            yield key, value, shown[key]
    rows = zip(wanted["rows"], shown["rows"], strict=False)
    yield next((pair for pair in rows if pair[0] != pair[1]), "the same rows, but their number")


def made_up(catalogue: Catalogue, count: int, seed: int) -> list[str]:
    """Return questions of names, parts, words of a question and slips, by chance."""
    chance = random.Random(seed)
    industries = [
        text for row in catalogue.industries.values() for text in (row.name, *row.aliases)
    ]
    places = [text for row in catalogue.places.values() for text in (row.name, *row.aliases)]
    places += [row.name for row in catalogue.elements.values()]
    projects = [text for row in catalogue.projects for text in (row.name, row.enterprise) if text]
    english = [row.name_en for row in catalogue.industries.values() if row.name_en]
    english_places = [row.name_en for row in catalogue.places.values() if row.name_en]
    pinyin = catalogue.pinyin
    letters = "".join(industries) + "薪芯磙區"

    def spoken(text: str) -> str:
        return pinyin.get(text, text).replace(" ", "")

    def initials(text: str) -> str:
        return "".join(part[0] for part in pinyin.get(text, text).split())

    def slip(text: str) -> str:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice(["", chance.choice(letters)]) + text[at + 1 :]

    def cut(text: str) -> str:
        start = chance.randrange(len(text))
        return text[start : start + chance.randint(2, 5)]

    def word(texts: Sequence[str]) -> str:
        return chance.choice([str, str, str, slip, cut, spoken, initials])(chance.choice(texts))

    ways: list[Callable[[], str]] = [
        lambda: f"{word(places)} {word(industries)}",
        lambda: f"{word(industries)}{word(places)}",
        lambda: f"哪个区适合做{word(industries)}",
        lambda: f"{word(places)}{word(industries)}有哪些项目",
        lambda: f"{word(places)}有什么{chance.choice(['依托', '支持', '已有基础', '重点园区'])}",
        lambda: f"{word(industries)} {chance.choice(['依托', '支持', '已有', '项目'])}",
        lambda: f"{word(projects)}放在哪里",
        lambda: word(projects),
        lambda: word(places),
        lambda: word(industries),
        lambda: f"where is {chance.choice(english).lower()} in {chance.choice(english_places)}",
        lambda: " ".join(chance.sample(chance.choice(english).lower().split(), k=1)) + " parks",
        lambda: f"{word(industries)}、{word(industries)}",
        lambda: f"{slip(chance.choice(places))}的{word(industries)}怎么样",
    ]
    return [chance.choice(ways)() for _ in range(count)]


def test_the_page_answers_the_vectors(second_city: Opened) -> None:
    cases = [case for group in VECTORS["groups"] for case in group["cases"]]
    shown = second_city.page.evaluate(ASK, [case[0] for case in cases])
    columns = ("kind", "industry_id", "place_id", "scope", "relation")
    found = [
        [
            case[0],
            answer["understood"],
            answer["refused"],
            [[row[column] for column in columns] for row in answer["rows"]],
        ]
        for case, answer in zip(cases, shown, strict=True)
    ]
    assert found == cases
    assert second_city.complaints == []


def test_a_term_of_an_industry_and_a_place_is_read_alike(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(CITY, folder)
    places = (folder / "places.csv").read_text("utf-8")
    (folder / "places.csv").write_text(places.replace("市博物馆", "市博物馆|盾构"), "utf-8")
    catalogue = Catalogue(folder)
    build(catalogue, tmp_path / "out")
    context = browser.new_context(offline=True)
    tab = Opened(context.new_page())
    tab.page.goto((tmp_path / "out" / "growth.html").as_uri())
    tab.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
    # The museum hosts none of it: the industry is asked for, wherever it is.
    assert {row.place for row in query(catalogue, "盾构")} == {"汇集工业园"}
    texts = ["盾构", "盾构有哪些项目", "盾构 冷链"]
    assert differing(catalogue, texts, asked(tab, texts)) == []
    context.close()


@pytest.fixture(scope="module")
def told_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    city = City(TESTS.parent / "geodata", tmp_path_factory.mktemp("facts") / "parks.gpkg")
    city.facts.add_placement("盾构装备", "高新区", "依托", who="李工")
    city.facts.add_alias("郑州高新区", "西北新城")
    city.facts.add_position("新基地", "113.70,34.70", accuracy_m=100, crs="wgs84", new="base")
    city.facts.add_placement("智能传感器", "新基地", "重点园区")
    city.facts.add_correction("盾构装备@郑州经开区", why="已搬走", who="李工")
    return city


def test_a_planners_facts_are_answered_as_the_command_line_does(
    browser: Browser, told_city: City, tmp_path: Path
) -> None:
    told_city.build(tmp_path)
    context = browser.new_context(offline=True)
    tab = Opened(context.new_page())
    tab.page.goto((tmp_path / "industry_layout.html").as_uri())
    tab.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
    texts = [
        "盾构装备",
        "西北新城有什么",
        "西北新城 盾构",
        "新基地",
        "经开区 盾构",
        "智能传感器",
        "经开区",
    ]
    answers = asked(tab, texts)
    assert differing(told_city.catalogue, texts, answers) == []
    rows = [row for answer in answers for row in answer["rows"]]
    assert {row["said_by"] for row in rows} == {"plan", "user"}
    assert {row["contested"] for row in rows} > {""}
    tab.page.fill("#zz-search", "经开区盾构在哪里")
    assert "用户质疑" in tab.page.inner_text("#zz-results")
    tab.page.fill("#zz-search", "西北新城 盾构")
    assert "用户补充" in tab.page.inner_text("#zz-results")
    context.close()


def test_the_page_answers_all_questions_as_the_command_line(
    open_page: Callable[..., Opened], catalogue: Catalogue
) -> None:
    tab = open_page("industry_layout.html")
    assert differing(catalogue, QUESTIONS, asked(tab, QUESTIONS)) == []
    assert tab.complaints == []


def test_the_page_answers_made_up_questions_as_the_command_line(
    open_page: Callable[..., Opened], catalogue: Catalogue
) -> None:
    districts = [
        row.name for row in catalogue.places.values() if row.kind in ("district", "county_city")
    ]
    fields = ("电子信息", "智能装备", "现代物流", "文化旅游", "无人机", "大数据")
    texts = [f"{district} {field}" for district in districts for field in fields]
    texts += ["数据交易中心", "超算中心", "黄河文化遗产廊道", "xianshi", "xianshi zhongmu"]
    texts += made_up(catalogue, 250, seed=10)
    tab = open_page("industry_layout.html")
    shown = asked(tab, texts)
    assert differing(catalogue, texts, shown) == []
    kinds = {row["kind"] for answer in shown for row in answer["rows"]}
    scopes = {row["scope"] for answer in shown for row in answer["rows"]}
    assert kinds == {"placement", "project", "function", "contained"}
    assert scopes == {"own", "below", "broader", "inside"}
    assert {answer["refused"] for answer in shown} == {"", "unknown", "nothing"}


# -- what is seen


def listed(page: Page) -> list[dict[str, str]]:
    """Return the options of the list, as their data and text."""
    return page.eval_on_selector_all(
        "#zz-results [role=option]",
        "nodes => nodes.map(node => ({...node.dataset, text: node.innerText}))",
    )


def test_an_answer_says_what_was_understood_and_opens_its_place(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "荥阳 生物医药")
    assert page.inner_text("#zz-results .zz-told") == "理解为：产业=生物医药, 载体=荥阳市"
    rows = [row for row in listed(page) if "scope" in row]
    assert rows[0]["scope"] == "own"
    assert "生物医药 · 荥阳市" in rows[0]["text"]
    assert "支持" in rows[0]["text"] and "S·八(四)" in rows[0]["text"]
    assert rows[1]["kind"] == "contained"
    page.keyboard.press("Enter")
    assert page.inner_text("#zz-sheet h2") == "荥阳市"
    assert page.evaluate("zzmap.state.lit") == rows[0]["lit"]
    assert "生物医药" in page.inner_text("#zz-sheet .zz-note")
    assert not page.is_visible("#zz-results")


def test_a_question_of_projects_lists_projects_alone(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "经开区汽车有哪些项目")
    assert "载体=郑州经开区" in page.inner_text("#zz-results .zz-told")
    rows = [row for row in listed(page) if "scope" in row]
    assert rows and {row["kind"] for row in rows} == {"project"}
    page.click("#zz-results [data-kind=project]")
    assert "项目" in page.inner_text("#zz-sheet .zz-kind")


def test_an_industry_nowhere_is_answered_by_what_it_belongs_to(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    asked = next(row["q"] for row in ROWS if row.get("broader"))
    page.fill("#zz-search", f"{asked}放在哪里")
    titles = page.eval_on_selector_all(
        "#zz-results .zz-group", "nodes => nodes.map(node => node.innerText)"
    )
    broader = [row for row in listed(page) if row.get("scope") == "broader"]
    assert broader and all("上级产业" in row["text"] for row in broader)
    assert any("上级产业" in title for title in titles)


def test_more_rows_are_shown_by_keyboard(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "高新区有什么")
    before = len(listed(page))
    at = next(at for at, row in enumerate(listed(page)) if row["text"].startswith("还有"))
    for _ in range(at + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    after = listed(page)
    assert len(after) > before
    assert page.is_visible("#zz-results")
    chosen = page.get_attribute("#zz-results [aria-selected=true]", "id")
    assert chosen == f"zz-option-{at}" == page.get_attribute("#zz-search", "aria-activedescendant")
    assert not after[at]["text"].startswith("还有")


def test_a_word_that_names_nothing_is_said(open_page: Callable) -> None:
    page = open_page("industry_layout.html").page
    page.fill("#zz-search", "高新区 榨菜")
    told = page.eval_on_selector_all("#zz-results .zz-told", "nodes => nodes.map(n => n.innerText)")
    assert any("榨菜" in line for line in told)
    assert not [row for row in listed(page) if "scope" in row]
    page.fill("#zz-search", "登封 盾构")
    assert "规划没有这样的布局" in page.inner_text("#zz-results")


def test_a_phone_asks_in_english(open_page: Callable) -> None:
    page = open_page("industry_layout.html", "#lang=en", size=(390, 844)).page
    page.fill("#zz-search", "荥阳 生物医药")
    told = page.inner_text("#zz-results .zz-told")
    assert told.startswith("Understood: industry=") and "place=Xingyang" in told
    box = page.locator("#zz-results").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["width"] > 340
    page.locator("#zz-results [role=option]").first.click()
    assert "Xingyang" in page.inner_text("#zz-sheet h2")
