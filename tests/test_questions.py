"""Questions of the kinds planners ask, each with what the plans answer, as names."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.query import MOST, MOST_OF_BOTH, query

QUESTIONS = [
    json.loads(line)
    for line in (Path(__file__).parent / "questions.jsonl").read_text("utf-8").splitlines()
]
KINDS = [
    "industry",
    "alias",
    "place",
    "place_industry",
    "sentence",
    "project",
    "pinyin",
    "slip",
    "english",
    "absent",
]


def test_there_are_sixty_of_ten_kinds() -> None:
    counts = Counter(row["kind"] for row in QUESTIONS)
    assert sorted(counts) == sorted(KINDS)
    assert sum(counts.values()) >= 60
    assert len({row["q"] for row in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda row: row["q"])
def test_a_question_is_answered(catalogue: Catalogue, asked: dict[str, Any]) -> None:
    if asked.get("none"):
        with pytest.raises(NotFoundError):
            query(catalogue, asked["q"])
        return
    rows = query(catalogue, asked["q"])
    assert len(rows) <= (MOST_OF_BOTH if asked["kind"] == "place_industry" else MOST)
    places = list(dict.fromkeys(row.place for row in rows if row.place))
    industries = {row.industry for row in rows}
    projects = {row.project for row in rows if row.project}
    assert set(asked.get("places", ())) <= set(places)
    assert set(asked.get("industries", ())) <= industries
    assert set(asked.get("projects", ())) <= projects
    assert not set(asked.get("not_places", ())) & set(places)
    assert not set(asked.get("not_industries", ())) & industries
    if "first" in asked:
        assert places[0] in asked["first"]
    if "relations" in asked:
        assert {row.relation for row in rows} == set(asked["relations"])
    if "only_projects" in asked:
        assert {row.kind for row in rows} == {"project"}
    assert ("broader" in {row.scope for row in rows}) == bool(asked.get("broader"))
