"""Where a name begins and ends in a plan of which only the districts are known."""

from __future__ import annotations

import pytest
from plans_in_lines import CITY, DISTRICTS, draft

from zzmap.extract.clauses import Span, fold
from zzmap.extract.known_names import of_districts
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.regions import regions
from zzmap.extract.taxonomy import Taxonomy


def named(said: str) -> list[str]:
    """Return what a part of a sentence names, by itself."""
    text = fold(said)
    names = of_districts(CITY, DISTRICTS)
    finder = NameFinder(text, names, Taxonomy(None), regions(CITY, DISTRICTS))
    return [row.called or row.name for row in finder.industries(Span(0, len(text)), (), ())]


@pytest.mark.parametrize("verb", ["带动", "加大", "强化", "规范", "推广"])
def test_a_verb_of_growth_leads_to_names(verb: str) -> None:
    assert named(f"{verb}正极材料、电解液、激光器等领域发展") == ["正极材料", "电解液", "激光器"]


def test_a_bracket_that_says_a_name_again_is_no_part_of_it() -> None:
    said = "重点发展重载agv（自动导引运输车）、激光器、vr（虚拟现实）等产品"
    assert named(said) == ["重载agv", "激光器", "vr"]


def test_items_that_are_no_things_are_of_the_class_behind_them() -> None:
    assert named("发展免疫、激光器等检测") == ["免疫检测", "激光器"]


def test_words_of_fields_before_a_long_class_are_no_things() -> None:
    assert named("研发工商、税务等政务集成安全软件") == ["政务集成安全软件"]


def test_a_bare_item_begins_as_the_one_before_it() -> None:
    assert named("发展体外诊断试剂和仪器") == ["体外诊断试剂", "体外诊断仪器"]


@pytest.mark.parametrize(
    "said",
    [
        "优化开发流程",
        "提供有力支撑",
        "形成涵盖激光器、光模块研发与供给的水处理产业链条",
    ],
)
def test_what_is_no_industry_is_not_named(said: str) -> None:
    assert named(said) == []


def test_what_drives_a_machine_is_not_made() -> None:
    assert named("研制使用激光、离子束驱动的增材制造装备") == ["增材制造装备"]


def test_what_stands_behind_its_quality_is_named() -> None:
    assert named("发展经久耐用的膜材料、激光器") == ["膜材料", "激光器"]


def test_an_industry_has_its_shorter_words_as_aliases() -> None:
    said = "支持白沙区发展高性能碳化硅纤维、钎焊工艺设备制造、健康养老业。"
    found = {row.name: row.aliases for row in draft("一、重点任务", said).industries}
    assert found == {
        "高性能碳化硅纤维": ("碳化硅纤维",), "钎焊工艺设备制造": ("钎焊工艺设备",),
        "健康养老业": ("健康养老",),
    }  # fmt: skip


def test_an_industry_with_and_without_its_trade_is_one() -> None:
    found = draft("一、重点任务", "支持白沙区发展健康养老业。", "支持柳河市发展健康养老。")
    (industry,) = found.industries
    assert {row.industry_id for row in found.placements} == {industry.id}


def test_no_alias_is_what_another_is_called() -> None:
    said = "支持白沙区发展高性能碳化硅纤维、高性能氧化铝纤维、氧化铝纤维。"
    found = {row.name: row.aliases for row in draft("一、重点任务", said).industries}
    assert found == {
        "高性能碳化硅纤维": ("碳化硅纤维",), "高性能氧化铝纤维": (), "氧化铝纤维": (),
    }  # fmt: skip
