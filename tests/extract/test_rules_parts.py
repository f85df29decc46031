"""Structures, projects and indicators as the rules read them from invented text."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, placed

from zzmap.extract.draft import Draft


def elements(found: Draft) -> dict[str, list[str]]:
    """Return the members of each element, in their order."""
    names = {row.id: row.name for row in found.elements}
    told: dict[str, list[str]] = {name: [] for name in names.values()}
    for row in found.members:
        told[names[row.element_id]].append(row.place)
    return told


# -- structures ----------------------------------------------------------------------------


def test_a_structure_whose_parts_are_headings() -> None:
    found = draft(
        "三、优化空间布局", "构建“一核一带两区多点”的制造业空间布局。",
        "（一）一核：云川科创城", "以云川科创城为核心，联动白沙区、东岗区，发展激光器。",
        "（二）一带", "沿河装备制造带。串联柳河市、东岗区，布局工业母机。",
        "（三）两区", "云川高新区重点发展光模块，云川经开区重点发展机器人。",
        "（四）多点", "依托青石县、柳河市，发展轴承。",
    )  # fmt: skip
    (structure,) = found.structures
    assert (structure.name, structure.theme) == ("一核一带两区多点", "industry")
    assert elements(found) == {
        "云川科创城": ["云川科创城", "白沙区", "东岗区"],
        "沿河装备制造带": ["柳河市", "东岗区"],
        "云川高新区": ["云川高新区"],
        "云川经开区": ["云川经开区"],
        "多点": ["青石县", "柳河市"],
    }
    assert [row.kind for row in found.elements] == ["core", "belt", "zone", "zone", "points"]
    assert [row.rank for row in found.elements] == [1, 2, 3, 4, 5]
    belt = next(row for row in found.elements if row.kind == "belt")
    assert belt.functions == ("工业母机",)


def test_a_structure_whose_parts_are_said_in_sentences() -> None:
    found = draft(
        "二、布局", "按照“双核引领、一带支撑”的总体格局。",
        "一是做强云川高新区创新核，围绕激光器建设策源地。二是做优青石县制造核，主攻轴承。",
        "（二）强化一带支撑。环湖文化旅游带，包括白沙区、柳河市，发展工业旅游。",
    )  # fmt: skip
    assert {row.name for row in found.structures} <= {"双核一带", "一带"}
    assert "环湖文化旅游带" not in {row.name for row in found.structures}


def test_a_list_of_belts_between_towns_is_a_structure() -> None:
    found = draft(
        "一、布局", "打造青（青石县）白（白沙区）产业带、柳（柳河市）东（东岗区）产业带等。"
    )
    assert elements(found) == {
        "青白产业带": ["青石县", "白沙区"], "柳东产业带": ["柳河市", "东岗区"],
    }  # fmt: skip
    one = draft("一、布局", "打造青（青石县）白（白沙区）产业带。")
    assert one.structures == []


def test_a_sum_is_a_structure_of_its_clauses() -> None:
    found = draft(
        "二、会展", "加快构建“1+2+N”的会展业发展格局。推进白沙区会展小镇建设；"
        "做好东岗区文化园和柳河市会展园提升。",
    )  # fmt: skip
    assert [row.name for row in found.structures] == ["会展1+2+N"]
    assert list(elements(found).values()) == [["白沙区会展小镇"], ["东岗区文化园", "柳河市会展园"]]


def test_no_structure_where_only_one_part_is_named() -> None:
    found = draft("一、布局", "（一）一核", "以云川高新区为核心，发展激光器。")
    assert found.structures == []


# -- projects ------------------------------------------------------------------------------


def test_a_list_of_projects_is_split_with_care() -> None:
    found = draft(
        "一、重点产业", "专栏1 新材料发展重点",
        "重点项目：重点推进云川石英材料有限公司年产500吨光学玻璃、坩埚及石英管生产线、"
        "青石铜业集团高精铜箔二期、白沙区储氢材料中试基地（云川氢能股份有限公司，总投资12.5亿元）等"
        "项目建设。",
    )  # fmt: skip
    told = [(row.name, row.enterprise, row.investment) for row in found.projects]
    assert told == [
        ("年产500吨光学玻璃、坩埚及石英管生产线", "云川石英材料有限公司", ""),
        ("高精铜箔二期", "青石铜业集团", ""),
        ("白沙区储氢材料中试基地", "云川氢能股份有限公司", "12.5"),
    ]
    assert {row.box for row in found.projects} == {"专栏1"}
    assert found.projects[2].place == "白沙区储氢材料中试基地"
    assert found.projects[2].place_basis == "in_name"
    assert found.placements == []


def test_a_table_of_projects() -> None:
    found = draft(
        "一、重点产业", ("项目名称", "建设单位", "建设地点", "总投资（亿元）"),
        ("光模块封装线", "云川光电有限公司", "云川高新区", "18.5"),
        ("毛纺改造", "柳河毛纺厂", "柳河市", "—"),
    )  # fmt: skip
    told = [(row.name, row.enterprise, row.place, row.investment) for row in found.projects]
    assert told == [
        ("光模块封装线", "云川光电有限公司", "云川高新区", "18.5"),
        ("毛纺改造", "柳河毛纺厂", "柳河市", ""),
    ]
    assert found.projects[0].place_basis == "stated"
    assert draft("一、产业", ("项目名称", "备注"), ("光模块", "无")).projects == []


def test_projects_that_sentences_tell_one_by_one() -> None:
    found = draft(
        "六、项目", "重点抓好以下项目：液流电池储能电站项目，由云川储能有限公司在白沙区实施，"
        "总投资32亿元；铜箔扩能项目，位于青石县，总投资6.8亿元。",
    )  # fmt: skip
    told = [
        (row.name, row.enterprise, row.place, row.investment, row.rule) for row in found.projects
    ]
    assert told == [
        ("液流电池储能电站", "云川储能有限公司", "白沙区", "32", "project-clause"),
        ("铜箔扩能", "", "青石县", "6.8", "project-clause"),
    ]


def test_numbered_projects_of_a_box() -> None:
    found = draft(
        "四、工程", "专栏3 未来产业重大工程",
        "（1）脑机接口验证平台。云川大学牵头建设，选址云川科创城。",
        "（2）合成生物中试线。建设单位为云川农科院，落户柳河市，总投资3.2亿元。",
    )  # fmt: skip
    told = [(row.name, row.enterprise, row.place, row.investment) for row in found.projects]
    assert told == [
        ("脑机接口验证平台", "云川大学", "云川科创城", ""),
        ("合成生物中试线", "云川农科院", "柳河市", "3.2"),
    ]
    assert found.placements == []


def test_what_a_sentence_builds_is_a_project_and_a_zone_is_none() -> None:
    found = draft("一、任务", "（一）做大产业", "毛纺。加快柳河市毛纺产业园建设，提升档次。")
    assert [(row.name, row.rule) for row in found.projects] == [
        ("柳河市毛纺产业园", "project-built")
    ]
    assert draft("一、任务", "毛纺。加快白沙区建设，提升档次。").projects == []


# -- indicators ----------------------------------------------------------------------------


def goals(*lines: str | tuple[str, ...]) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(row.name, row.unit, row.years, row.values) for row in draft(*lines).indicators]


def test_a_table_of_indicators() -> None:
    rows = (
        ("序号", "指标名称", "单位", "2025年实际值", "2030年目标值", "属性"),
        ("1", "规上企业数量", "家", "1,820", "2600", "预期性"),
        ("2", "单位能耗降低（%）", "", "—", "≤12", "约束性"),
    )
    found = draft("二、发展目标", *rows).indicators
    assert [(row.name, row.unit, row.years, row.values) for row in found] == [
        ("规上企业数量", "家", ("2025", "2030"), ("1820", "2600")),
        ("单位能耗降低", "%", ("2030",), ("12",)),
    ]
    assert [(row.kind, row.comparator, row.comparator_2025) for row in found] == [
        ("expected", "", ""), ("binding", "<=", ""),
    ]  # fmt: skip
    assert (found[0].value_2025, found[0].value_2020) == (1820.0, None)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("到2030年，轴承产业规模突破300亿元。",
         [("轴承产业规模", "亿元", ("2030",), ("300",), ">=")]),
        ("到2030年，研发投入强度达到3.2%以上，展会面积达到40万平方米左右。",
         [("研发投入强度", "%", ("2030",), ("3.2",), ">="),
          ("展会面积", "万平方米", ("2030",), ("40",), "")]),
        ("到2030年，力争培育“链主”企业10家以上。",
         [("“链主”企业", "家", ("2030",), ("10",), ">=")]),
        ("力争新引进2家以上整车企业。", [("新引进整车企业", "家", ("2030",), ("2",), ">=")]),
        ("“十四五”以来，工业增加值达到860亿元。", []),
        ("东岗区轴承产量占全国的七分之一。", []),
    ],
)  # fmt: skip
def test_indicators_that_sentences_tell(sentence: str, told: list[tuple[object, ...]]) -> None:
    found = draft("二、发展目标", "到2030年，结构明显优化。", sentence).indicators
    assert [(row.name, row.unit, row.years, row.values, row.comparator) for row in found] == told


def test_what_a_sentence_repeats_of_a_table_is_told_once() -> None:
    rows = (("指标", "单位", "2030年"), ("5G基站数量", "个", "40000"))
    found = goals("二、发展目标", *rows, "到2030年，全市5G基站规模超过4万个。")
    assert found == [("5G基站数量", "个", ("2030",), ("40000",))]


def test_a_chapter_of_before_tells_no_target() -> None:
    assert goals("一、发展基础", "到2025年，轴承产业规模突破300亿元。") == []


def test_a_firm_of_a_research_institute_and_of_a_group_is_one_firm() -> None:
    found = draft(
        "一、重点产业", "专栏1 新材料发展重点",
        "重点项目：重点推进云川磨具研究所有限公司光学玻璃制造中心、中航集团云川华诺公司飞机维修服务"
        "等项目建设。",
    )  # fmt: skip
    assert [(row.name, row.enterprise) for row in found.projects] == [
        ("光学玻璃制造中心", "云川磨具研究所有限公司"),
        ("飞机维修服务", "中航集团云川华诺公司"),
    ]


def test_what_is_done_to_a_place_that_is_there_is_a_project() -> None:
    told = "做好云川国际会展中心的改造提升和白沙博览中心资源整合；推进光模块改造提升。"
    found = draft("一、重点任务", told)
    assert [(row.name, row.place) for row in found.projects] == [
        ("云川国际会展中心改造提升", "云川国际会展中心"), ("白沙博览中心资源整合", "白沙博览中心"),
    ]  # fmt: skip


def test_a_clause_of_a_box_that_helps_firms_names_no_project() -> None:
    found = draft(
        "一、重点任务", "专栏2 示范工程",
        "企业培育：开展产业示范应用，鼓励本地企业参与数字云川、数字青石等应用示范工程建设。",
    )  # fmt: skip
    assert found.projects == []


def test_new_areas_that_a_list_names_with_others_are_elements() -> None:
    found = draft(
        "二、空间布局", "构建“一带两区”的产业布局。",
        "“一带”：沿河装备带串联白沙高新区、云东新区软件园、青石县等。",
        "“两区”：即云东新区、白沙高新区等2个功能区，建设高质量发展示范区。",
    )  # fmt: skip
    assert [row.name for row in found.elements] == ["沿河装备带", "云东新区", "白沙高新区"]
    belt = found.elements[0].id
    assert [row.place for row in found.members if row.element_id == belt] == [
        "白沙高新区", "云东新区软件园", "青石县",
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "found"), [("三", 3), ("五", 0)])
def test_a_list_that_says_how_many_areas_it_names(count: str, found: int) -> None:
    told = f"支持青石北部、云溪、柳林{count}大片区发展激光器。"
    named = {place for _, industry, place in placed("一、重点任务", told) if industry == "激光器"}
    assert len(named & {"青石北部", "云溪", "柳林"}) == found


def test_a_belt_through_a_new_area_that_is_an_element_goes_on() -> None:
    found = draft(
        "二、空间布局", "构建“一带两区”的产业布局。",
        "“一带”：沿河装备带。东起青石县，经云东新区，串联白沙园区、柳河市等节点。",
        "“两区”：云东新区重点发展激光器，白沙高新区重点发展光模块。建设云东新区光模块产业园。",
    )  # fmt: skip
    told = elements(found)
    assert told["云东新区"] == ["云东新区"]
    assert {"青石县", "白沙园区", "柳河市"} <= set(told["沿河装备带"])
