"""Kinds of sentences that plans in other styles have: quoted structures, longer words, lists."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, known, placed, spread

from zzmap.extract.fronts import fronts
from zzmap.io.documents.model import Part


def test_a_structure_in_quotation_marks_has_its_parts_and_their_members() -> None:
    found = draft(
        "二、空间布局",
        "构建“一主两带多点”的产业布局。“一主”为白沙区，主导产业为激光器。“两带”为沿河装备制造带、"
        "环山生态产业带。“多点”包括青石县、柳河市。",
    )
    (structure,) = found.structures
    assert structure.name == "一主两带多点"
    assert [row.name for row in found.elements] == [
        "白沙区", "沿河装备制造带", "环山生态产业带", "多点",
    ]  # fmt: skip
    points = found.elements[-1].id
    assert len([row for row in found.members if row.element_id == points]) == 2
    assert {(row.industry, row.place) for row in found.placements} == {("激光器", "白沙区")}


def test_the_next_part_of_a_layout_ends_the_one_before() -> None:
    told = "“一主”为白沙区，主攻激光器。“一环”即环湖生态产业环，发展淡水珍珠。"
    assert placed("二、空间布局", told) == {
        ("zone_focus", "激光器", "白沙区"), ("zone_focus", "淡水珍珠", "环湖生态产业环"),
    }  # fmt: skip


def test_the_sides_of_a_part_have_each_its_own() -> None:
    told = "“两翼”东翼为白沙区，重点发展激光器，西翼为东岗区，重点发展光模块。"
    assert placed("二、空间布局", told) == {
        ("zone_focus", "激光器", "白沙区"), ("zone_focus", "光模块", "东岗区"),
    }  # fmt: skip


@pytest.mark.parametrize("verb", ["支持", "推动"])
def test_what_is_supported_goes_on_with_the_next_place(verb: str) -> None:
    told = f"{verb}白沙区发展激光器，东岗区发展光模块；柳河市重点发展工业母机。"
    assert placed("一、重点任务", told) == {
        ("supporting", "激光器", "白沙区"), ("supporting", "光模块", "东岗区"),
        ("zone_focus", "工业母机", "柳河市"),
    }  # fmt: skip


@pytest.mark.parametrize("word", ["农业大数据", "大数据交易", "密码大数据"])
def test_a_longer_word_than_geodata_has_is_the_plans_own(word: str) -> None:
    names = known(["甲园"], ["大数据", "密码"])
    found = draft("一、重点任务", f"支持甲园发展{word}。", names=names).placements
    assert [row.industry for row in found] == [word]


def test_a_quality_makes_no_longer_word() -> None:
    names = known(["甲园"], ["大数据"])
    found = draft("一、重点任务", "支持甲园发展高端大数据产品。", names=names).placements
    assert [row.industry for row in found] == ["大数据"]


def test_main_industries_below_the_heading_of_a_place() -> None:
    found = placed(
        "二、县域产业", "（一）青石县", "主导产业：激光器、光模块。支持白沙镇发展工业母机。"
    )
    assert found == {
        *spread("zone_focus", "激光器、光模块", "青石县"), ("supporting", "工业母机", "白沙镇"),
    }  # fmt: skip


@pytest.mark.parametrize("title", ["专栏1 重点园区", "专栏1 主导产业重点园区"])
def test_a_box_of_key_parks_by_industry(title: str) -> None:
    lines = (title, "激光器：白沙区光谷园、东岗区光电园。", "工业母机：柳河市机床园。")
    assert placed("一、重点任务", *lines) == {
        ("key_park", "激光器", "白沙区光谷园"), ("key_park", "激光器", "东岗区光电园"),
        ("key_park", "工业母机", "柳河市机床园"),
    }  # fmt: skip


def test_projects_with_their_facts_in_brackets_below_a_box_of_parks_and_projects() -> None:
    found = draft(
        "专栏1 重点园区与项目",
        "重点项目：激光器扩产项目（白沙区，总投资18亿元）、光模块基地项目（东岗区，总投资6亿元）。",
    ).projects
    assert [(row.name, row.investment) for row in found] == [
        ("激光器扩产", "18"), ("光模块基地", "6"),
    ]  # fmt: skip


def test_a_core_with_several_supports() -> None:
    told = "以白沙区光谷园为核心区，东岗区光电园为协同区，发展激光器。"
    assert placed("一、重点任务", told) == spread(
        "relies_on", "激光器", "白沙区光谷园、东岗区光电园"
    )


@pytest.mark.parametrize(
    "head", ["甲乙市人民政府公报（2026.3）", "市政府文件", "甲乙市人民政府文件"]
)
def test_a_masthead_is_no_line_of_the_title(head: str) -> None:
    (front,) = fronts([Part(head), Part("云川市工业规划"), Part("现提出以下意见。")])
    assert front.row.title == "云川市工业规划"


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ("白沙区、柳河市分别发展激光器、光模块。",
         {("zone_focus", "激光器", "白沙区"), ("zone_focus", "光模块", "柳河市")}),
        ("将激光器环节引向柳河市。", {("supporting", "激光器", "柳河市")}),
        ("支持白沙区发展激光器，严禁在柳河市发展光模块。", {("supporting", "激光器", "白沙区")}),
        ("白沙区光谷园与东岗区光电园联动发展激光器。",
         spread("relies_on", "激光器", "白沙区光谷园、东岗区光电园")),
    ],
)  # fmt: skip
def test_each_place_has_its_own(told: str, rows: set[tuple[str, str, str]]) -> None:
    assert placed("一、重点任务", told) == rows


def test_the_number_of_places_and_of_industries_must_agree() -> None:
    assert not placed("一、重点任务", "白沙区、柳河市分别发展激光器、光模块、轴承。")


def test_a_paragraph_of_a_county_begins_with_its_main_industries() -> None:
    told = "青石县。主导产业：激光器、光模块。在白沙镇光电园布局轴承。"
    assert placed("二、县域产业布局", told) == {
        *spread("zone_focus", "激光器、光模块", "青石县"), ("supporting", "轴承", "白沙镇光电园"),
    }  # fmt: skip
