"""Layouts whose elements are told right behind the declaration, each with what it is for."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, placed, spread

from zzmap.extract.clauses import fold
from zzmap.extract.layout_parts import layouts
from zzmap.extract.layout_told import told_names

TITLE = "（三）空间布局"

ONE_SENTENCE = (
    "坚持“一核两翼两区”布局：以白沙区、东岗区为主体的云川创新核，主攻激光器、光模块；"
    "以柳河市为主体的南翼轴承基地，主攻轴承、工业母机；以青石县为依托的北翼玻璃基地，主攻特种玻璃；"
    "西部云山康养区（青石县、柳河市）突出中成药、山茶油，东部红叶文旅区突出电子玩具。"
)

NAMED = [
    (ONE_SENTENCE,
     {"一核": ["云川创新核"], "两翼": ["南翼轴承基地", "北翼玻璃基地"],
      "两区": ["西部云山康养区", "东部红叶文旅区"]}),
    ("构建“一心两轴三组团”格局：以东湖区、西湖区为核心的湖城创智中心，主攻软件；沿江先进制造轴（甲县、乙县）"
     "重点布局装备，环山绿色食品轴（丙县）突出茶叶；北部云岭建材组团主攻陶瓷，南部清溪纺织组团主攻服装，"
     "中部双桥物流组团发展冷链。",
     {"一心": ["湖城创智中心"], "两轴": ["沿江先进制造轴", "环山绿色食品轴"],
      "三组团": ["北部云岭建材组团", "南部清溪纺织组团", "中部双桥物流组团"]}),
    ("形成“一极两带”的空间布局。打造以金城区为核心的金河创新增长极，聚焦芯片；以青山县、白水县为支撑的"
     "青白新材料产业带，主攻合金；东部草原生态牧业带突出乳品。",
     {"一极": ["金河创新增长极"], "两带": ["青白新材料产业带", "东部草原生态牧业带"]}),
    ("按照“一主两副”布局，以中原区为核心的中原都市主中心，发展金融，以甲县为重点打造甲山副中心，"
     "以乙县为重点打造乙水副中心。",
     {"一主": ["中原都市主中心"], "两副": ["甲山副中心", "乙水副中心"]}),
    ("构建“双极多点”的发展格局。\n双极：临江新区重点发展芯片，打造先进制造中心；石门高新区主攻光电。",
     {"双极": ["临江新区", "石门高新区"], "多点": []}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "names"), NAMED)
def test_elements_told_behind_the_declaration_have_their_names(
    said: str, names: dict[str, list[str]]
) -> None:
    (found,) = layouts(fold(said))
    assert {row.part: [name for name, _ in row.names] for row in found.parts} == names


def test_each_element_has_the_places_it_rests_upon_or_that_its_bracket_lists() -> None:
    found = draft(TITLE, ONE_SENTENCE)
    (structure,) = found.structures
    assert structure.name == "一核两翼两区"
    told = {
        row.name: [place.place for place in found.members if place.element_id == row.id]
        for row in found.elements
    }
    assert told == {
        "云川创新核": ["白沙区", "东岗区"], "南翼轴承基地": ["柳河市"], "北翼玻璃基地": ["青石县"],
        "西部云山康养区": ["青石县", "柳河市"], "东部红叶文旅区": [],
    }  # fmt: skip


def test_what_an_element_goes_for_is_placed_at_the_element_alone() -> None:
    assert placed(TITLE, ONE_SENTENCE) == (
        spread("zone_focus", "激光器、光模块", "云川创新核")
        | spread("zone_focus", "轴承、工业母机", "南翼轴承基地")
        | spread("zone_focus", "特种玻璃", "北翼玻璃基地")
        | spread("zone_focus", "中成药、山茶油", "西部云山康养区")
        | spread("zone_focus", "电子玩具", "东部红叶文旅区")
    )


@pytest.mark.parametrize(
    ("parts", "rest"),
    [
        # One belt of three is told.
        ([("一核", 1), ("三带", 3)], "：以甲区为主体的甲城创新核，主攻光电；甲江纺织带主攻面料。"),
        # A label in a sentence of its own is no part of a name.
        ([("一区", 1)], "的布局。一区为甲山高新区，主攻水泵。"),
    ],
)
def test_names_are_given_only_where_there_are_as_many_as_the_parts_say(
    parts: list[tuple[str, int]], rest: str
) -> None:
    text = fold(f"“{''.join(part for part, _ in parts)}”布局{rest}")
    assert told_names(text, text.index("”"), parts, {"核": "核", "带": "带", "区": "区"}) == {}


def members(*lines: str) -> dict[str, list[str]]:
    """Return the members of each element of a plan."""
    found = draft("二、空间布局", *lines)
    return {
        row.name: [place.place for place in found.members if place.element_id == row.id]
        for row in found.elements
    }


def test_what_is_told_of_a_district_elsewhere_is_not_told_of_it_as_an_element() -> None:
    told = members(
        "构建“双核一带”的空间格局。", "双核：白沙区重点发展激光器；东岗区主攻光模块。",
        "一带：沿河装备制造带，串联柳河市、青石县，布局轴承。",
        "重点园区：白沙区智能终端产业园、云川软件产业园。",
    )  # fmt: skip
    assert told == {
        "白沙区": ["白沙区"], "东岗区": ["东岗区"], "沿河装备制造带": ["柳河市", "青石县"],
    }  # fmt: skip


def test_places_where_something_is_refused_are_no_members_of_many_points() -> None:
    told = members(
        "构建“一核一带多园”的空间格局。", "一核：白沙区重点发展激光器。",
        "一带：沿河装备制造带，串联柳河市、青石县，布局轴承。", "多园：依托云川软件园，发展软件。",
        "严格准入管理。东岗区水源地内禁止新建铸造项目。",
    )  # fmt: skip
    assert told["多园"] == ["云川软件园"]


def test_what_is_to_be_done_is_no_name_of_a_core() -> None:
    said = (
        "构建“双核一带”的空间格局。一带：沿河装备带，串联甲区、乙县。"
        "加强统计监测和评估考核。发挥国家计算云川中心、甲山数据中心作用。"
    )
    (found,) = layouts(fold(said))
    assert {row.part: [name for name, _ in row.names] for row in found.parts} == {
        "双核": [], "一带": ["沿河装备带"],
    }  # fmt: skip


DEALT = [
    ("两带为沿江茶果产业带、环山康养产业带，前者覆盖白沙区、柳河市，重点发展精制茶；"
     "后者覆盖青石县，重点发展中成药。",
     {"沿江茶果产业带": ["白沙区", "柳河市"], "环山康养产业带": ["青石县"]}),
    ("两带即沿江茶果产业带、环山康养产业带，分别以白沙区、柳河市，青石县、东岗区为主体。",
     {"沿江茶果产业带": ["白沙区", "柳河市"], "环山康养产业带": ["青石县", "东岗区"]}),
    ("两带为沿江茶果产业带和环山康养产业带，分别覆盖白沙区、柳河市,青石县。",
     {"沿江茶果产业带": ["白沙区", "柳河市"], "环山康养产业带": ["青石县"]}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "told"), DEALT)
def test_places_dealt_out_to_a_list_of_elements_are_each_of_its_own(
    said: str, told: dict[str, list[str]]
) -> None:
    found = members("构建“一主两带”的产业布局。", f"一主为云川经开区。{said}")
    assert {name: rows for name, rows in found.items() if name.endswith("带")} == told


def test_what_another_part_is_told_to_hold_is_not_the_last_elements() -> None:
    found = members(
        "构建“一主两带多点”的产业布局。",
        "“一主”为云川经开区。“两带”为沿江茶果产业带、环山康养产业带，前者覆盖白沙区，后者覆盖青石县。"
        "“多点”包括柳河市、东岗区。",
    )  # fmt: skip
    assert found["环山康养产业带"] == ["青石县"]


def test_an_element_ends_before_what_is_told_of_it_and_is_led_to_by_its_part_or_by_a_count() -> (
    None
):
    found = members(
        "构建“双港两区”的产业布局。",
        "1.做强双港。云川空港服务集聚区涵盖白沙区，主攻光模块；云川陆港服务集聚区由柳河市组成。",
        "（二）两区：一是青石食品集聚区，以青石县为主体；二是东岗机械集聚区，以东岗区为主体。",
    )  # fmt: skip
    assert found == {
        "云川空港服务集聚区": ["白沙区"], "云川陆港服务集聚区": ["柳河市"],
        "青石食品集聚区": ["青石县"], "东岗机械集聚区": ["东岗区"],
    }  # fmt: skip


def test_the_core_of_an_element_lies_in_it_and_so_does_the_place_it_is_called_after() -> None:
    found = members(
        "构建“一谷一极”的产业布局。",
        "一谷：云川光谷。以白沙区为核心，联动柳河市、青石县，主攻激光器。",
        "一极：东岗区增长极。重点发展光模块。",
    )  # fmt: skip
    assert found == {"云川光谷": ["白沙区", "柳河市", "青石县"], "东岗区增长极": ["东岗区"]}
