"""No name is cut within a word: what is told from a verb or an end by a character of it."""

from __future__ import annotations

import pytest
from plans_in_lines import placed, spread

from zzmap.extract.word_bounds import next_bound, splits_a_word

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
