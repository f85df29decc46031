"""What a sentence of a plan that goes by what it rests upon places by its build alone."""

from __future__ import annotations

import pytest
from plans_in_lines import CITY, DISTRICTS, spread

from zzmap.extract.by_build import Scope, carried, pairings
from zzmap.extract.clauses import Span, fold
from zzmap.extract.known_names import Mention, of_districts
from zzmap.extract.marked import mark
from zzmap.extract.merged import Statement
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.nouns import nouns
from zzmap.extract.placements import rests_mostly
from zzmap.extract.regions import regions
from zzmap.extract.taxonomy import Taxonomy


def finder(text: str) -> NameFinder:
    return NameFinder(
        text, of_districts(CITY, DISTRICTS), Taxonomy(None, ""), regions(CITY, DISTRICTS)
    )


def told(text: str) -> set[tuple[str, str, str]]:
    find = finder(text)
    whole = Span(0, len(text))
    marked = mark(text, whole, find.places(whole))
    return {
        (row.relation, row.industry.name, row.place.name) for row in pairings(find, marked, Scope())
    }


SAID = [
    ("青石县发展激光器、光模块。", spread("zone_focus", "激光器、光模块", "青石县")),
    ("在白沙区布局光模块制造。", {("supporting", "光模块制造", "白沙区")}),
    ("激光器制造落子柳河市。", {("supporting", "激光器", "柳河市")}),
    ("青石县、白沙区分别发展激光器、光模块。",
     {("zone_focus", "激光器", "青石县"), ("zone_focus", "光模块", "白沙区")}),
    ("青石县借力白沙区发展激光器。",
     {("zone_focus", "激光器", "青石县"), ("relies_on", "激光器", "白沙区")}),
    ("以东岗区为核心，发展光模块制造。", {("relies_on", "光模块制造", "东岗区")}),
    ("做强激光器，白沙区率先示范，柳河市发展机床。",
     {("supporting", "激光器", "白沙区"), ("zone_focus", "机床", "柳河市")}),
    ("支持柳河市发展激光器。", {("supporting", "激光器", "柳河市")}),
    ("白沙区现有光模块企业12家。", set()),
    ("沿河装备带西起青石县。", set()),
]  # fmt: skip


@pytest.mark.parametrize(("said", "rows"), SAID)
def test_a_sentence_places_by_its_build(said: str, rows: set[tuple[str, str, str]]) -> None:
    assert told(fold(said)) == rows


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("打好先进材料、高端装备两张牌", ["先进材料", "高端装备"]),
        ("大力培育激光器、光模块等产业", ["激光器", "光模块"]),
        ("应用软件", ["应用软件"]),
        ("世界一流的光模块", ["光模块"]),
        ("光模块的培育", ["光模块"]),
        ("优化营商环境", []),
    ],
)
def test_nouns_are_what_is_made_without_what_leads_to_it(said: str, names: list[str]) -> None:
    assert [row.name for row in nouns(finder(said), Span(0, len(said)), ())] == names


@pytest.mark.parametrize(
    ("said", "alone"),
    [("牵头地区：白沙区。", True), ("白沙区、柳河市。", True), ("白沙区发展激光器。", False)],
)
def test_a_sentence_of_places_alone_is_carried(said: str, alone: bool) -> None:
    text = fold(said)
    whole = Span(0, len(text))
    assert carried(mark(text, whole, finder(text).places(whole))) is alone


def opens_with_a_ground(opening: int, others: int) -> list[list[Statement]]:
    """Return what forms read in a document, with so many rows that open with what they rest on."""
    nothing = Mention(0, 0, "", 1.0, ())
    row = Statement(nothing, nothing, "relies_on", Span(0, 0), "rely-opens", 1.0, None)  # type: ignore[arg-type]
    return [[row] * opening, [row._replace(rule="support")] * others]


def test_a_file_is_read_by_forms_if_most_of_it_opens_with_what_it_rests_on() -> None:
    many, few = opens_with_a_ground(80, 20), opens_with_a_ground(10, 40)
    assert rests_mostly(many)
    assert not rests_mostly(few)
    # Printed together they are of one hand: the second goes by the first.
    assert rests_mostly([*many, *few])
    assert not rests_mostly(opens_with_a_ground(20, 0))
