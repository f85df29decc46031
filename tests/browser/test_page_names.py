"""The page finds what the command line finds: by the vectors, and by texts made at random."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from opened_page import Opened
from vectors_city import CITY, city_with_parks

from zzmap.catalogue import Catalogue
from zzmap.names import WAYS, Hit, Names

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "names.json").read_text("utf-8"))
FIND = """cases => cases.map(([text, kinds]) =>
    zzmap.app.find(text, kinds || undefined)
        .map(({kind, id, way, term}) => [kind, id, way, term]))"""


def found(page: Opened, texts: list[str]) -> list[list[list[str]]]:
    return page.page.evaluate(FIND, [[text, None] for text in texts])


def written(hits: list[Hit]) -> list[list[str]]:
    return [[hit.kind, hit.id, WAYS[hit.way], hit.term] for hit in hits]


def test_the_page_gives_the_hits_of_the_vectors(second_city: Opened) -> None:
    cases = [case for group in VECTORS["groups"] for case in group["cases"]]
    wanted = [[text, *(kinds or [None])] for text, _, *kinds in cases]
    results = second_city.page.evaluate(FIND, wanted)
    wrong = [
        (text, [row[:3] for row in result], hits)
        for (text, hits, *_), result in zip(cases, results, strict=True)
        if [row[:3] for row in result] != hits
    ]
    assert wrong == []
    assert second_city.complaints == []


def test_the_second_city_is_read_alike(second_city: Opened, tmp_path: Path) -> None:
    names = Names.of(city_with_parks(tmp_path, VECTORS["parks"]))
    texts = made_up(Catalogue(CITY), 400, seed=1)
    assert differing(names, texts, found(second_city, texts)) == []


def test_page_and_command_line_find_the_same(
    open_page: Callable[..., Opened], catalogue: Catalogue
) -> None:
    texts = made_up(catalogue, 400, seed=8)
    results = found(open_page("industry_layout.html"), texts)
    assert differing(Names.of(catalogue), texts, results) == []
    assert {row[0][2] for row in results if row} >= {"exact", "part", "pinyin", "initials", "slip"}


def differing(
    names: Names, texts: list[str], results: list[list[list[str]]]
) -> list[tuple[str, list[list[str]], list[list[str]]]]:
    pairs = [
        (text, written(names.find(text)), page) for text, page in zip(texts, results, strict=True)
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def made_up(catalogue: Catalogue, count: int, seed: int) -> list[str]:
    """Names, parts, pinyin, initials, slips and pairs of names, by chance."""
    chance = random.Random(seed)
    pinyin = catalogue.pinyin
    rows = [*catalogue.industries.values(), *catalogue.places.values()]
    terms = [text for row in rows for text in (row.name, row.name_en, *row.aliases) if text]
    terms += [row.name for row in catalogue.elements.values()]
    terms += [text for row in catalogue.projects for text in (row.name, row.enterprise) if text]
    letters = "".join(terms)

    def cut(text: str) -> str:
        start = chance.randrange(len(text))
        return text[start : start + chance.randint(1, 8)]

    def slip(text: str) -> str:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice(["", chance.choice(letters)]) + text[at + 1 :]

    def spoken(text: str) -> str:
        return pinyin.get(text, text).replace(" ", "")

    ways: list[Callable[[str], str]] = [
        str,
        cut,
        slip,
        spoken,
        lambda text: slip(spoken(text)),
        lambda text: cut(spoken(text)),
        lambda text: "".join(part[0] for part in pinyin.get(text, text).split()),
        lambda text: text + chance.choice(terms),
        str.upper,
    ]
    return [chance.choice(ways)(chance.choice(terms)) for _ in range(count)]
