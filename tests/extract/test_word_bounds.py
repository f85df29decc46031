"""No name is cut within a word: what is told from a verb or an end by a character of it."""

from __future__ import annotations

import pytest
from plans_in_lines import placed, spread

from zzmap.extract.word_bounds import names_nothing, next_bound, splits_a_word

HEADS = ("一、重点任务", "（一）做大产业")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        # 种, 产, 转, 商 and 功能 are words of the table; here they are parts of others.
        ("支持白沙区发展种子加工、产业用布。", "种子加工、产业用布"),
        ("支持白沙区发展散货中转、激光器。", "散货中转、激光器"),
        ("白沙区重点发展功能性饮料、激光器。", "功能性饮料、激光器"),
        # A verb before a name is cut off still, a dictionary's 建设工程 or not.
        ("支持白沙区种黄桃，建设工程机械检测中心。", "黄桃、工程机械检测"),
        ("支持白沙区建设激光软件园。", "激光软件"),
        # Two steps of making are one trade, and so is what is done with technology.
        ("支持白沙区发展研发设计、技术转移、激光器。", "研发设计、技术转移、激光器"),
    ],
)
def test_names_are_of_whole_words(said: str, names: str) -> None:
    found = {row for row in placed(*HEADS, said) if row[0] != "existing"}
    assert {row[1] for row in found} == {row[1] for row in spread("", names, "")}


def test_a_word_is_parted_where_both_halves_are_words() -> None:
    assert not splits_a_word("建设工程", 2)
    assert splits_a_word("工程机械", 3)
    assert not splits_a_word("工程机械", 0)
    assert not splits_a_word("工程机械", 4)


def test_the_next_bound_is_the_place_itself_or_the_end_of_its_word() -> None:
    assert [next_bound("直播供应链", at) for at in (2, 3, 4, 5)] == [2, 5, 5, 5]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("推动白沙区轴承要稳妥推进。", "轴承"),
        ("支持白沙区开展激光器中试。", "激光器"),
        ("支持白沙区巩固盾构机领先地位。", "盾构机"),
        ("支持白沙区培育菌剂成果。", "菌剂"),
        ("支持白沙区发展环卫车整车。", "环卫车"),
        ("支持白沙区建设豫西南菌剂基地。", "菌剂"),
    ],
)
def test_what_is_said_of_a_name_is_no_part_of_it(said: str, name: str) -> None:
    assert {row[1] for row in placed(*HEADS, said) if row[0] != "existing"} == {name}


@pytest.mark.parametrize(
    ("before", "place"),
    [("融入", ""), ("经", ""), ("含", ""), ("富士康", "富士康")],
)
def test_a_verb_before_the_district_is_no_part_of_a_parks_name(before: str, place: str) -> None:
    found = placed(*HEADS, f"{before}白沙激光产业园重点发展轴承。")
    assert found == {("zone_focus", "轴承", f"{place}白沙激光产业园")}


def test_what_leads_to_a_district_is_told_from_the_start_of_a_name() -> None:
    assert [names_nothing(word) for word in ("融入", "经", "富士康", "国家超级计算")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["有序退出", "关停"])
def test_what_a_place_is_to_lose_is_not_hidden_in_its_name(verb: str) -> None:
    assert placed(*HEADS, f"{verb}白沙经开区轴承生产线。") == set()


def test_no_place_ends_within_a_word() -> None:
    found = placed(*HEADS, "推动白沙区承接港口机械、轴承。")
    assert {row[1:] for row in found} == {("港口机械", "白沙区"), ("轴承", "白沙区")}
