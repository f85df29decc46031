"""The page answers what the command line answers: all questions kept, and some made at random."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from opened_page import Opened
from playwright.sync_api import Browser
from vectors_city import CITY, store_of_parks

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.geometry import Gazetteer
from zzmap.layers import Layers
from zzmap.parks.merge import park_features, with_parks
from zzmap.query import Answer, query
from zzmap.question import read_question, understood
from zzmap.render.build import build

pytestmark = pytest.mark.browser

TESTS = Path(__file__).parent.parent
QUESTIONS = [
    json.loads(line)["q"]
    for line in (TESTS / "questions.jsonl").read_text("utf-8").splitlines()
]
VECTORS = json.loads((TESTS / "vectors" / "questions.json").read_text("utf-8"))
PARKS = json.loads((TESTS / "vectors" / "names.json").read_text("utf-8"))["parks"]
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


def differing(catalogue: Catalogue, texts: Sequence[str], page: Opened) -> list[Any]:
    """Return what page and command line answer otherwise."""
    pairs = []
    for text, shown in zip(texts, page.page.evaluate(ASK, list(texts)), strict=True):
        wanted = told(catalogue, text)
        if shown != wanted:
            pairs.append((text, *_first_difference(wanted, shown)))
    return pairs


def _first_difference(wanted: dict[str, Any], shown: dict[str, Any]) -> Iterator[Any]:
    """Yield what differs, of rows the first two that do."""
    for key in wanted:
        if wanted[key] != shown[key] and key != "rows":
            yield key, wanted[key], shown[key]
    rows = zip(wanted["rows"], shown["rows"], strict=False)
    yield next((pair for pair in rows if pair[0] != pair[1]), "the same rows, but their number")


def made_up(catalogue: Catalogue, count: int, seed: int) -> list[str]:
    """Return questions of names, parts, words of a question and slips, by chance."""
    chance = random.Random(seed)
    industries = [text for row in catalogue.industries.values() for text in (row.name, *row.aliases)]
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


@pytest.fixture(scope="module")
def second_city(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    folder = tmp_path_factory.mktemp("second")
    store = store_of_parks(folder, PARKS)
    catalogue = with_parks(Catalogue(CITY), store)
    layers = Layers(catalogue, Gazetteer(catalogue, park_features(store)))
    build(catalogue, folder / "out", layers=lambda: layers)
    pages = [path for path in (folder / "out").glob("*.html") if path.name != "index.html"]
    context = browser.new_context(offline=True)
    tab = Opened(context.new_page())
    tab.catalogue = catalogue
    tab.page.goto(min(pages).as_uri())
    tab.page.wait_for_selector("html[data-ready=true]", timeout=20_000)
    yield tab
    context.close()


def test_the_page_answers_all_questions_as_the_command_line(
    open_page: Callable[..., Opened], catalogue: Catalogue
) -> None:
    tab = open_page("industry_layout.html")
    assert differing(catalogue, QUESTIONS, tab) == []
    assert tab.complaints == []


def test_the_page_answers_made_up_questions_as_the_command_line(
    open_page: Callable[..., Opened], catalogue: Catalogue
) -> None:
    texts = made_up(catalogue, 500, seed=10)
    tab = open_page("industry_layout.html")
    assert differing(catalogue, texts, tab) == []
    shown = tab.page.evaluate(ASK, texts)
    kinds = {row["kind"] for answer in shown for row in answer["rows"]}
    scopes = {row["scope"] for answer in shown for row in answer["rows"]}
    assert kinds == {"placement", "project", "function", "contained"}
    assert scopes == {"own", "below", "broader", "inside"}
    assert {answer["refused"] for answer in shown} == {"", "unknown", "nothing"}
