"""Styles of drafting: layouts below a chapter of aims, chains in tables, places ranked."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, known, placed, spread

FOCUS = "白沙区重点发展激光器、光模块，东岗区突出工业母机。"


@pytest.mark.parametrize("section", ["第二节 空间格局", "第二节 优化产业布局"])
def test_a_layout_within_a_chapter_of_aims_is_read(section: str) -> None:
    assert placed("第二章 总体思路", section, FOCUS) == (
        spread("zone_focus", "激光器、光模块", "白沙区")
        | spread("zone_focus", "工业母机", "东岗区")
    )


@pytest.mark.parametrize("section", ["第一节 基本原则", "第二节 主要目标"])
def test_what_else_is_within_a_chapter_of_aims_places_nothing(section: str) -> None:
    assert placed("第二章 总体思路", section, FOCUS) == set()


@pytest.mark.parametrize("column", ["产业链", "产业链名称", "产业集群", "赛道"])
def test_a_table_of_chains_and_the_parks_that_carry_them(column: str) -> None:
    rows = (("序号", column, "主要承载园区", "链主企业"), ("1", "激光器", "白沙区光谷园", "甲集团"))
    assert placed("二、重点任务", *rows) == {("key_park", "激光器", "白沙区光谷园")}


@pytest.mark.parametrize("minor", ["为辅", "为补充", "为配套"])
def test_an_industry_with_its_main_and_its_minor_places(minor: str) -> None:
    told = f"激光器产业以白沙区、柳河市为主，东岗区{minor}，主攻光模块。"
    assert placed("二、重点任务", told) == spread(
        "relies_on", "激光器、光模块", "白沙区、柳河市、东岗区"
    )


def test_words_that_no_known_plan_tells_are_read_beside_those_known() -> None:
    names = known(["甲园"], ["丙"])
    found = draft("一、重点任务", "支持甲园发展丙、云冠。", names=names).placements
    assert {(row.industry, row.place) for row in found} == {("丙", "甲园"), ("云冠", "甲园")}


def test_a_layout_that_says_which_places_its_quoted_parts_are() -> None:
    told = (
        "“一主”为白沙区，重点发展激光器；“两翼”分别为柳河市和青石县，"
        "其中柳河市聚焦光模块，青石县重点发展工业母机。"
    )
    assert placed("二、空间布局", told) == (
        spread("zone_focus", "激光器", "白沙区")
        | spread("zone_focus", "光模块", "柳河市")
        | spread("zone_focus", "工业母机", "青石县")
    )


def test_a_label_of_key_places_whose_sentences_say_what_each_is_for_lends_them_no_industry() -> (
    None
):
    chain = ("二、重点任务", "（一）激光器产业链")
    told = "重点区域：白沙区光谷园、柳河市。其中，东岗区主攻光模块；青石县依托青石园做强工业母机。"
    assert placed(*chain, told) == (
        spread("key_park", "激光器", "白沙区光谷园、柳河市")
        | {("zone_focus", "光模块", "东岗区"), ("zone_focus", "工业母机", "青石县"),
           ("relies_on", "工业母机", "青石园")}
    )  # fmt: skip


def test_a_heading_tells_nothing_of_a_ground_of_which_its_sentence_tells_by_itself() -> None:
    chain = ("二、重点任务", "（一）激光器产业链")
    assert placed(*chain, "青石县依托白沙区光谷园做强工业母机。") == {
        ("zone_focus", "工业母机", "青石县"), ("relies_on", "工业母机", "白沙区光谷园"),
    }  # fmt: skip
    # Where nobody is said to rest upon it, it is the heading's ground as well.
    assert placed(*chain, "依托白沙区光谷园，做强工业母机。") == {
        ("relies_on", "激光器", "白沙区光谷园"), ("relies_on", "工业母机", "白沙区光谷园"),
    }  # fmt: skip
    assert placed(*chain, "依托白沙区光谷园，加快补链强链。") == {
        ("relies_on", "激光器", "白沙区光谷园")
    }
