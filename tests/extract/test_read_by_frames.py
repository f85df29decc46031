"""What the role of a place in its segment says, and how a layout's elements are told by name."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, placed, spread

from zzmap.extract.layout_parts import layouts

HEADS = ("一、重点任务", "（一）做大产业")

SAID = [
    ("摄像模组、精密结构件布局柳河市；铸件、锻件由青石县承接。",
     spread("supporting", "摄像模组、精密结构件", "柳河市")
     | spread("supporting", "铸件、锻件", "青石县")),
    ("引导飞行培训、航空保险机构入驻白沙区。",
     spread("supporting", "飞行培训、航空保险", "白沙区")),
    ("青石县由铝板带箔向航空铝材、汽车轻量化部件升级。",
     spread("zone_focus", "航空铝材、汽车轻量化部件", "青石县")),
    ("支持某某集团在白沙区建设总部，扩大光模块产能。", spread("supporting", "光模块", "白沙区")),
    ("东岗区建设激光器产业园，不再布局铸造。", set()),
    ("白沙区光谷园以光模块、激光器为主要特色。",
     spread("zone_focus", "光模块、激光器", "白沙区光谷园")),
    ("白沙区光谷园重在激光器、光模块。", spread("zone_focus", "激光器、光模块", "白沙区光谷园")),
    ("储能电站优先布点在青石县安桥、柳河市石渡两处变电站附近。",
     spread("supporting", "储能电站", "青石县安桥、柳河市石渡")),
    ("白沙区配建加氢站。", spread("supporting", "加氢站", "白沙区")),
    ("青石县支持陶瓷企业提标改造，推动炭素企业兼并重组。",
     spread("supporting", "陶瓷、炭素", "青石县")),
    ("东岗区主攻激光器，光模块要有突破性产品。", spread("zone_focus", "激光器、光模块", "东岗区")),
    ("白沙区青山故里做大寻根旅游。", spread("zone_focus", "寻根旅游", "白沙区青山故里")),
    ("东岗区推动甲集团、乙车业等企业加快投产，主攻激光器。",
     spread("zone_focus", "激光器", "东岗区")),
    ("青石县保持方便食品优势并向休闲食品延伸。",
     spread("zone_focus", "方便食品、休闲食品", "青石县")),
    ("东岗区与白沙区研究院融合发展，培育激光器。", spread("zone_focus", "激光器", "东岗区")),
    ("东岗区、白沙区分别布局激光器基地。", spread("zone_focus", "激光器", "东岗区、白沙区")),
    ("低空经济以青石通航机场为支点，在白沙区发展无人机。",
     {("relies_on", "低空经济", "青石通航机场"), ("supporting", "无人机", "白沙区")}),
    ("光模块布局在柳河市；激光器依托东岗区、白沙区两地协同推进。",
     spread("supporting", "光模块", "柳河市") | spread("relies_on", "激光器", "东岗区、白沙区")),
    ("白沙区做大体外诊断试剂。", spread("zone_focus", "体外诊断试剂", "白沙区")),
    ("东岗区在农业、制造领域探索无人机。", spread("supporting", "无人机", "东岗区")),
    ("推动白沙区把激光器、光模块做成百亿板块。",
     spread("supporting", "激光器、光模块", "白沙区")),
    ("青石县强化激光器、光模块两条优势链。", spread("zone_focus", "激光器、光模块", "青石县")),
    ("青石县创新知识产权金融，强化激光器主导地位。",
     spread("zone_focus", "激光器", "青石县")),
    ("东岗区、白沙区分别侧重激光器、阀门及光模块。",
     spread("zone_focus", "激光器", "东岗区") | spread("zone_focus", "阀门、光模块", "白沙区")),
    ("东岗区、白沙区设立专营机构，分别开发激光器和光模块。",
     spread("zone_focus", "激光器", "东岗区") | spread("zone_focus", "光模块", "白沙区")),
    ("青石县依托现有铸造企业做强锻件。", spread("zone_focus", "锻件", "青石县")),
]  # fmt: skip


@pytest.mark.parametrize(("said", "rows"), SAID)
def test_a_place_takes_what_its_role_takes(said: str, rows: set[tuple[str, str, str]]) -> None:
    found = {row for row in placed(*HEADS, said) if row[0] != "existing"}
    assert rows <= found
    assert {row[1] for row in found} <= {row[1] for row in rows} | {"激光器", "知识产权金融"}
    assert not rows or {row[2] for row in found} <= {row[2] for row in rows}


def test_an_element_named_behind_its_part_is_what_the_next_sentence_tells_of() -> None:
    found = placed(
        "二、空间布局", "构建“一廊一核”的产业布局。",
        "——一廊，即北部光电走廊。串联白沙区、东岗区，重点布局激光器。",
    )  # fmt: skip
    assert ("zone_focus", "激光器", "北部光电走廊") in found


def test_firms_and_abstract_words_are_no_industry() -> None:
    found = placed(*HEADS, "支持白沙区提升竞争力，完善基础设施，培育龙头企业。")
    assert found == set()
    assert placed(*HEADS, "白沙区强化科技支撑，促进成果外溢，形成梯次衔接的供给体系。") == set()
    assert (
        placed(*HEADS, "白沙区原规划的两处激光器基地不再实施，东岗区曾是最大的镜头产地。") == set()
    )


def test_a_layout_is_told_by_the_names_of_its_elements() -> None:
    text = (
        "构建“一心两带三组团”的格局。“一心”是指由甲区、乙区组成的服务中心。"
        "沿河装备带串联甲区、乙县,沿山茶旅带串联丙县。"
        "东部食品组团(丁县)、西部纺织组团(戊县)、北部建材组团(己县)。"
    )
    (found,) = layouts(text)
    assert {row.part: [name for name, _ in row.names] for row in found.parts} == {
        "一心": ["服务中心"],
        "两带": ["沿河装备带", "沿山茶旅带"],
        "三组团": ["东部食品组团", "西部纺织组团", "北部建材组团"],
    }


def test_what_an_element_is_for_is_told_of_the_element_and_not_of_its_members() -> None:
    found = placed(
        "二、空间布局", "构建“一心两带”的产业空间格局。",
        "沿河装备带串联青石县、白沙区，重点发展激光器、光模块；沿山茶旅带连接柳河市，重点发展精制茶。",
    )  # fmt: skip
    assert spread("zone_focus", "激光器、光模块", "沿河装备带") <= found
    assert ("zone_focus", "精制茶", "沿山茶旅带") in found
    assert not {row for row in found if row[2] in ("青石县", "白沙区", "柳河市")}


def test_projects_that_are_items_with_what_each_costs() -> None:
    found = draft(
        "四、项目", "——海底电缆生产基地，白沙区，总投资24亿元。",
        "——光模块总装线，柳河市，总投资13.6亿元。",
    ).projects  # fmt: skip
    assert [(row.name, row.place, row.investment) for row in found] == [
        ("海底电缆生产基地", "白沙区", "24"), ("光模块总装线", "柳河市", "13.6"),
    ]  # fmt: skip


def members(*lines: str) -> dict[str, list[str]]:
    """Return the members of each element that a plan of these lines tells."""
    found = draft("二、空间布局", *lines)
    return {
        element.name: [row.place for row in found.members if row.element_id == element.id]
        for element in found.elements
    }


def test_what_a_label_lists_as_sights_lies_in_the_element_whatever_it_ends_in() -> None:
    found = members(
        "构建“一心两带”的文旅格局。",
        "“两带”：即沿河文化带和沿山文化带。沿河文化带，建设文化旅游带。核心遗址：古渡口遗址、老码头。"
        "代表性文旅景点：丰乐书院、望河楼等。沿山文化带，建设旅游带。代表性文旅景点：石佛洞、云门。",
        "“一心”：即老城文化板块。",
    )  # fmt: skip
    assert found["沿河文化带"] == ["古渡口遗址", "老码头", "丰乐书院", "望河楼"]
    assert found["沿山文化带"] == ["石佛洞", "云门"]


def test_an_element_that_is_a_place_may_be_a_member_of_another() -> None:
    found = members(
        "构建“两带三区”的格局。",
        "“两带”：即沿河科创带、沿山装备带。其中，沿河科创带将青石县、云川高新区等串联；"
        "沿山装备带以河道为轴线，串联柳河市、云川经开区。",
        "“三区”：即云川高新区、云川经开区、云川港区。",
    )  # fmt: skip
    assert found["沿河科创带"] == ["青石县", "云川高新区"]
    assert found["沿山装备带"] == ["柳河市", "云川经开区"]


def test_a_belt_leads_to_a_city_that_nothing_is_known_of() -> None:
    found = members("建设云青（青河）产业带、云柳（柳原）产业带。")
    assert found == {}
    found = members("建设云（云川高新区）青（青河）产业带、云（云川港区）柳（柳原）产业带。")
    assert found == {
        "云青产业带": ["云川高新区", "青河"], "云柳产业带": ["云川港区", "柳原"],
    }  # fmt: skip
