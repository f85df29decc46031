"""Questions of tests/vectors/questions.json are read and answered as they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from vectors_city import city_with_parks

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.query import query
from zzmap.question import read_question, understood
from zzmap.render.question_payload import pack_question

VECTORS = Path(__file__).parent / "vectors"
GROUPS = json.loads((VECTORS / "questions.json").read_text("utf-8"))["groups"]
PARKS = json.loads((VECTORS / "names.json").read_text("utf-8"))["parks"]
CASES = [pytest.param(*case, id=case[0] or "empty") for row in GROUPS for case in row["cases"]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return city_with_parks(tmp_path_factory.mktemp("parks"), PARKS)


@pytest.mark.parametrize(("text", "said", "refused", "rows"), CASES)
def test_a_question_of_the_vectors(
    city: Catalogue, text: str, said: str, refused: str, rows: list[list[str]]
) -> None:
    reading = read_question(city, text)
    assert understood(city, reading) == said
    if refused:
        assert (refused == "unknown") == (not reading.hits or bool(reading.unknown))
        with pytest.raises(NotFoundError):
            query(city, text)
        return
    found = query(city, text)
    assert [[a.kind, a.industry_id, a.place_id, a.scope, a.relation] for a in found] == rows


def test_the_vectors_hold_every_kind_and_scope_of_answer() -> None:
    rows = [row for group in GROUPS for case in group["cases"] for row in case[3]]
    assert {row[0] for row in rows} == {"placement", "contained", "function", "project", "where"}
    assert {row[3] for row in rows} == {"own", "below", "broader", "inside"}


def test_the_page_is_given_all_words_a_question_is_read_by(city: Catalogue) -> None:
    words: dict[str, Any] = json.loads(json.dumps(pack_question(city)))
    assert {"哪个区", "适合", "where"} <= set(words["passed"])
    assert {"zone", "park"} <= set(words["soft"])
    assert {"项目", "projects"} <= set(words["project_words"])
    assert words["relation_of"]["依托"] == 2
    assert "薪" in words["readings"]["xin"] and "區" in words["readings"]["qu"]
    assert "新" not in words["readings"]["xin"]  # the names' own are given with the names


def test_common_readings_are_those_of_pypinyin() -> None:
    from pypinyin import lazy_pinyin

    from zzmap.readings import common_readings

    table = common_readings()
    chars = [(char, syllable) for syllable, row in table.items() for char in row]
    assert len(chars) == len({char for char, _ in chars}) > 5500
    # The common characters are the first level of GB 2312, its rows 16 to 55.
    first = {bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)}
    common = {code.decode("gb2312", "ignore") for code in first} - {""}
    assert len(common) == 3755
    assert common <= {char for char, _ in chars}
    assert [char for char, syllable in chars if lazy_pinyin(char)[0] != syllable] == []
