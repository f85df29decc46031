"""What a sentence of a plan says, by one small thing in it, at the word at which it turns."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, placed

from zzmap.catalogue import Catalogue
from zzmap.extract.clauses import Span
from zzmap.extract.known_names import Gazetteer, Mention, gazetteer
from zzmap.extract.marked import mark
from zzmap.extract.pronouns import stand_ins


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    """Return what geodata knows."""
    return gazetteer(Catalogue())


# -- industries --------------------------------------------------------------------------


def test_what_a_park_is_called_after_is_an_industry_only_if_it_is_a_product() -> None:
    said = "青石县建设智能家居、橱柜卫浴产业园。"
    assert placed(said) == {("supporting", "智能家居", "青石县")}
    assert placed("加强历史文化名镇保护，支持青石县建设兽药产业园。") == {
        ("supporting", "兽药", "青石县")
    }


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("依托青石县，支持激光器骨干企业研发、整合。", set()),  # 整合 is a step, and no product
        ("依托青石县，支持激光器骨干企业研发、光模块。", {("relies_on", "光模块", "青石县")}),
    ],
)
def test_a_step_of_making_something_is_no_industry(
    said: str, rows: set[tuple[str, str, str]]
) -> None:
    assert placed(said) == rows


def test_what_is_said_to_be_the_main_industry_is_one_whatever_its_form() -> None:
    said = "依托白沙区，以研学旅行为主导产业。"
    assert placed(said) == {("relies_on", "研学旅行", "白沙区")}


def ids(*lines: str, names: Gazetteer) -> set[tuple[str, str]]:
    """Return the industries of geodata that lines place, and where."""
    return {(row.industry_id, row.place) for row in draft(*lines, names=names).placements}


def test_a_short_word_below_no_heading_of_its_own_is_what_geodata_has(known: Gazetteer) -> None:
    assert ids("一、节能环保产业", "支持新密市发展环保。", names=known) == {("ind-env", "新密市")}


def test_a_head_names_what_its_verb_leads_to_below_the_head_above(known: Gazetteer) -> None:
    """设备 is no name of geodata; below sensors it is what they are made with."""
    found = ids("（四）智能传感器", "培育关键材料及设备产业。重点依托郑州高新区。", names=known)
    assert found == {
        ("ind-sensor-material", "郑州高新区"), ("ind-sensor-equipment", "郑州高新区"),
    }  # fmt: skip


# -- places ------------------------------------------------------------------------------


@pytest.mark.parametrize("park", ["云川科技园区", "湖滨物流园区", "云川科技园"])
def test_the_longest_end_of_a_name_is_its_end(park: str) -> None:
    assert placed(f"支持{park}发展激光器。") == {("supporting", "激光器", park)}


def test_places_that_a_bracket_lists_are_told_by_the_one_before_it() -> None:
    text = "甲核心区(乙区、丙区)发展丁"
    places = [
        Mention(text.index(name), text.index(name) + len(name), name, (), 1)
        for name in ("甲核心区", "乙区", "丙区")
    ]
    found = mark(text, Span(0, len(text)), places, whole=True)
    assert [[row.name for row in group] for group in found.groups] == [["甲核心区"]]
    assert found.text == "P发展丁"


@pytest.mark.parametrize(
    ("text", "whole", "marked"),
    [
        ("甲园(某公司,乙县)发展丙,丁区发展戊", True, "P发展丙,P发展戊"),
        ("甲园(位于乙县)发展丙,丁区发展戊", True, "P发展丙,P发展戊"),
        ("甲园(某公司,乙县)发展丙,丁区发展戊", False, "P(某公司,P)发展丙,P发展戊"),
        ("甲园(位于乙县)发展丙,丁区发展戊", False, "P(位于P)发展丙,P发展戊"),
        ("甲园(乙县)发展丙,丁区发展戊", False, "P发展丙,P发展戊"),
    ],
)
def test_what_stands_behind_a_bracket_with_a_place_is_where_it_was(
    text: str, whole: bool, marked: str
) -> None:
    places = [
        Mention(text.index(name), text.index(name) + 2, name, (), 1)
        for name in ("甲园", "乙县", "丁区")
    ]
    found = mark(text, Span(0, len(text)), places, whole=whole)
    assert found.text == marked
    assert [marked[at] for at in found.marks] == ["P"] * marked.count("P")
    assert all(text[found.at(marked.index(word))] == word for word in "丙戊")


@pytest.mark.parametrize(("between", "starts"), [("", [2]), (",", [3])])
def test_a_pronoun_stands_for_the_place_before_it(between: str, starts: list[int]) -> None:
    text = f"甲区{between}该区发展丙"
    found = stand_ins(text, Span(0, len(text)), [Mention(0, 2, "甲区", (), 1)], [])
    assert [(row.start, row.called) for row in found] == [(start, "甲区") for start in starts]


@pytest.mark.parametrize(
    ("industry", "where", "sure"),
    [
        ("激光器制造", "柳河市", 0.63),  # a product, at a district that is known
        ("激光器制造", "青石科创园", 0.54),  # at a park that the form of its name tells
        ("研学旅行", "柳河市", 0.42),  # what by its form is no product
    ],
)
def test_a_reading_is_as_sure_as_its_industry_and_its_place(
    industry: str, where: str, sure: float
) -> None:
    (row,) = draft("一、布局", f"{industry}落子{where}。").placements
    assert (row.industry, row.place, row.confidence) == (industry, where, pytest.approx(sure))


# -- structures --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "elements"),
    [
        (
            "两翼：做强科创翼和智造翼。科创翼包括青石县，智造翼包括柳河市。",
            {"科创翼": ["青石县"], "智造翼": ["柳河市"]},
        ),
        (
            "三链：培育光电链、机床链和文旅链。",
            {"光电链": [], "机床链": [], "文旅链": []},
        ),
        ("三链：培育光电链和机床链。", {}),  # two are not three
    ],
)
def test_names_that_end_as_their_part_does_are_its_elements(
    told: str, elements: dict[str, list[str]]
) -> None:
    found = draft("二、空间布局", f"构建“一核{told[:2]}”的产业布局。", "一核：白沙区。", told)
    members: dict[str, list[str]] = {row.id: [] for row in found.elements}
    for row in found.members:
        members[row.element_id].append(row.place)
    assert {row.name: members[row.id] for row in found.elements} == {
        "白沙区": ["白沙区"]
    } | elements


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("甲区、乙县发展丙,后者主攻戊", "乙县"),
        ("甲区、乙县、丁镇发展丙,后者主攻戊", "丁镇"),  # three are no pair: the last is meant
        ("甲区、乙县发展丙,支持丁镇,后者主攻戊", "乙县"),  # the two that stand side by side
    ],
)
def test_the_latter_is_of_the_last_two_that_stand_side_by_side(said: str, meant: str) -> None:
    places = [
        Mention(said.index(name), said.index(name) + 2, name, (), 1)
        for name in ("甲区", "乙县", "丁镇")
        if name in said
    ]
    (found,) = stand_ins(said, Span(0, len(said)), places, [])
    assert found.called == meant


# -- projects ----------------------------------------------------------------------------


def projects(said: str) -> list[tuple[str, str]]:
    """Return the projects of a sentence, with the words of where they are."""
    return [(row.name, row.place) for row in draft("一、重点任务", said).projects]


def test_where_a_project_lies_is_the_first_place_that_is_said() -> None:
    said = "光模块基地项目，位于白沙区，依托东岗区科技园建设，总投资5亿元。"
    assert projects(said) == [("光模块基地", "白沙区")]


def test_too_short_a_name_is_passed_over_and_the_next_is_not() -> None:
    said = "推进甲厂（总投资3亿元）、云川光模块基地（总投资5亿元）、柳河机床园（总投资2亿元）建设。"
    assert [name for name, _ in projects(said)] == ["云川光模块基地", "柳河机床园"]


def test_a_sort_of_project_in_a_list_is_passed_over_and_the_next_is_not() -> None:
    said = "推进污水集中处理、青石县激光器产业园等项目，发展机床。"
    assert [name for name, _ in projects(said)] == ["青石县激光器产业园"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("建设白沙区激光器产业园。", ["白沙区激光器产业园"]),
        ("提升建设白沙区激光器产业园。", []),  # it is there already
        ("建设白沙区激光器产业园等平台。", []),  # an example of what is built
    ],
)
def test_what_is_built_is_a_project_and_what_is_made_better_is_none(
    said: str, names: list[str]
) -> None:
    assert [name for name, _ in projects(said)] == names
