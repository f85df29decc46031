"""Which industry of geodata a word means: the plan's own node first, then what stands above."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from zzmap.extract.taxonomy import Taxonomy
from zzmap.model import Industry


def industry(row_id: str, parent: str, name: str, document: str, same: str = "") -> Industry:
    return Industry(row_id, parent, same, "segment", name, "", (), document, "")


ROWS = [
    industry("a", "", "甲产业", "one"),
    industry("a-soft", "a", "应用软件（甲）", "one"),
    industry("b", "", "乙产业", "one"),
    industry("b-soft", "b", "应用软件", "one"),
    industry("b-tool", "b", "乙专用设备", "one"),
    industry("c", "", "应用软件", "two", "b-soft"),
]


@pytest.fixture
def catalogue() -> Any:
    return SimpleNamespace(industries={row.id: row for row in ROWS})


def test_of_two_of_one_name_the_one_below_what_stands_above_is_meant(catalogue: Any) -> None:
    taxonomy = Taxonomy(catalogue, "one")
    assert taxonomy.choose(("b-soft", "a-soft"), ["a"]) == "a-soft"
    assert taxonomy.choose(("b-soft", "a-soft"), ["b"]) == "b-soft"


def test_the_own_node_of_the_plan_that_is_read_comes_first(catalogue: Any) -> None:
    assert Taxonomy(catalogue, "two").choose(("b-soft", "c"), ["b"]) == "c"
    assert Taxonomy(catalogue, "two").choose(("b-soft",), []) == "c"
    assert Taxonomy(catalogue, "one").choose(("c",), []) == "b-soft"
    assert Taxonomy(catalogue, "new").choose(("c",), []) == "c"


def test_a_word_means_the_one_below_whose_name_ends_in_it(catalogue: Any) -> None:
    taxonomy = Taxonomy(catalogue, "one")
    assert taxonomy.below("专用设备", ["b"]) == "b-tool"
    assert taxonomy.below("应用软件", ["a"]) == "a-soft"
    assert taxonomy.below("专用设备", ["a"]) == ""
    assert taxonomy.below("备", ["b"]) == ""
    assert taxonomy.is_below("b-tool", ["b"]) and not taxonomy.is_below("b-tool", ["a"])


def test_where_nothing_is_known_nothing_is_below() -> None:
    assert Taxonomy(None).below("设备", ["b"]) == ""
