"""Long sentences of offices: elements by their side, routes, counts, what an old trade turns to."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, placed, spread

LAYOUT = ("二、优化空间布局", "顺应岸线走向，形成“一核两翼一带”的产业空间结构。")


def test_sides_made_up_of_counties_are_elements_that_what_follows_is_told_of() -> None:
    found = placed(
        *LAYOUT,
        "两翼：东翼由青石县、白沙区组成，侧重精密轴承；西翼由柳河市、东岗区组成，主攻绿色建材。",
    )
    assert ("zone_focus", "精密轴承", "东翼") in found
    assert ("zone_focus", "绿色建材", "西翼") in found
    assert not {row for row in found if row[2] in ("青石县", "白沙区", "柳河市", "东岗区")}


def test_an_element_that_a_paragraph_begins_with_is_what_it_is_told_of() -> None:
    found = placed(
        *LAYOUT,
        "一核：中心城区先进制造核。以白沙区和东岗经开区为骨架，集中发展激光器、光模块。",
    )
    assert spread("zone_focus", "激光器、光模块", "中心城区先进制造核") <= found
    assert "一核" not in {row[1] for row in found}


def test_where_a_belt_leads_is_no_place_that_something_goes_to() -> None:
    found = placed(
        *LAYOUT,
        "一带：云江南段有色材料产业带。自柳河市沿云江而下，经青石县至白沙区，重点发展再生金属。",
    )
    assert {row for row in found if row[1] == "再生金属"} == {
        ("zone_focus", "再生金属", "云江南段有色材料产业带")
    }


def test_a_belt_laid_along_a_line_is_called_without_the_line() -> None:
    found = draft(
        "二、优化空间布局", "构建“一核两带”的产业空间格局。",
        "两带。沿云川城际铁路布局云川光电产业带，串联青石县、白沙区，发展激光器；沿云江布局绿色食品产业带，"
        "串联柳河市，推进罐头等发展。",
    )  # fmt: skip
    assert {row.name for row in found.elements} >= {"云川光电产业带", "绿色食品产业带"}
    assert not any(row.name.startswith("沿") for row in found.elements)


def test_what_an_element_covers_is_no_element_of_its_own() -> None:
    found = draft(
        "二、优化空间布局", "构建“一核三区”的集群空间格局。",
        "三区。东石现代轴承集聚区，涵盖青石县和白沙区，发展轴承。云柳绿色材料集聚区，涵盖柳河市和东岗区西部乡镇，"
        "发展锌材。云东健康医药集聚区，涵盖东岗区与柳河市，发展原料药。",
    )  # fmt: skip
    assert {row.name for row in found.elements} >= {
        "东石现代轴承集聚区", "云柳绿色材料集聚区", "云东健康医药集聚区"
    }  # fmt: skip
    assert not any(row.name.startswith("涵盖") for row in found.elements)


def test_a_count_of_places_is_no_place() -> None:
    found = placed(
        "一、重点任务", "支持白沙、东岗两个城区发展激光器。",
    )  # fmt: skip
    assert not {row for row in found if "两个" in row[2]}


def test_what_an_old_trade_turns_to_by_steps_is_named() -> None:
    found = placed("一、重点任务", "青石县推动传统农机向植保无人机、采棉机、智能灌溉设备迭代。")
    assert {row[1] for row in found} == {"植保无人机", "采棉机", "智能灌溉设备"}


HEAD = "一、重点任务"

PLACES = [
    ("依托湘南激光器产业园，发展光模块。", {"湘南激光器产业园"}),
    ("依托青石光电“万亩千亿”新产业平台，发展光模块。", {"青石光电“万亩千亿”新产业平台"}),
    ("依托青石现代产业园二期，发展光模块。", {"青石现代产业园二期"}),
    ("支持青石县云雾峰发展研学旅行。", {"青石县云雾峰"}),
    ("支持下溪村发展研学旅行。", {"下溪村"}),
    ("依托江口药镇，发展光模块。", {"江口药镇"}),
    ("青石县发展山茱萸、光模块。", {"青石县"}),
    ("柳河市下溪镇发展轴承。东岗区建设下溪光模块产业园，引育光芯片企业。",
     {"柳河市下溪镇", "东岗区", "下溪光模块产业园"}),
    ("可通过全省一体化调度平台发展光模块。", set()),
    ("支持工业企业开放参观廊道，发展光模块。", set()),
]  # fmt: skip


@pytest.mark.parametrize(("said", "places"), PLACES)
def test_a_name_is_a_place_with_all_that_belongs_to_it(said: str, places: set[str]) -> None:
    assert {row[2] for row in placed(HEAD, said)} == places


MADE = [
    ("青石县围绕电池片切割、封装胶膜引进专业化企业。", {"电池片切割", "封装胶膜"}),
    ("以青石县为核心，带动座椅、变速箱等就近配套。", {"座椅", "变速箱"}),
    ("青石县以工业软件、数据安全为切入口。", {"工业软件", "数据安全"}),
    ("青石县合力扩种油茶。", {"油茶"}),
    ("青石县承接预制菜、米粉加工企业成片入驻。", {"预制菜", "米粉加工"}),
    ("青石县的黄花菜加工要提档升级。", {"黄花菜加工"}),
    ("青石县在现有原料药基础上发展高端制剂。", {"高端制剂"}),
    ("将船工故里所在的青石县建设成为茶文化体验地。", {"茶文化体验"}),
    ("推动成果在青石县转化。", set()),
    ("鼓励青石县利用玻璃的冷加工优势转产光学棱镜、红外镜头。", {"光学棱镜", "红外镜头"}),
    ("青石县发展压缩机、电机、控制器。", {"压缩机", "电机", "控制器"}),
    ("青石县发展片式电感、振动马达。", {"片式电感", "振动马达"}),
    ("依托青石县推进白术、元胡的规范化种植。", {"白术", "元胡"}),
    ("依托青石商贸城的交易数据，发展跨境电商。", {"跨境电商"}),
    ("青石县完善“封测—材料—零部件”链条，发展光模块。", {"光模块"}),
    ("推动青石县由单一市场转型为集工业设计、轴承会展于一体的综合体。", {"工业设计", "轴承会展"}),
    ("云川大学在西安设立的离岸孵化器，主要开展新材料中试。", set()),
    ("危化品仓储由青石县统一规划。", {"危化品仓储"}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "made"), MADE)
def test_what_is_made_is_named_without_what_is_done_with_it(said: str, made: set[str]) -> None:
    assert {row[1] for row in placed(HEAD, said)} == made


def test_what_is_there_already_is_what_the_sentence_goes_on_with() -> None:
    found = placed(HEAD, "汽车零部件已在青石县初具规模，下一步向智能座舱、热管理系统拓展。")
    assert {row[1:] for row in found if row[0] != "existing"} == {
        ("智能座舱", "青石县"), ("热管理系统", "青石县")
    }  # fmt: skip


def test_what_a_layout_says_of_a_place_is_what_it_is_for() -> None:
    said = "东部轴承产业带串联青石县、白沙区，引进精密轴承企业。"
    declared = "构建“一核一带”的产业空间格局。一核即云川创新核；一带即东部轴承产业带。"
    found = placed("二、优化空间布局", declared, said)
    assert ("zone_focus", "精密轴承", "东部轴承产业带") in found
    assert ("supporting", "精密轴承", "东部轴承产业带") not in found


def test_a_heading_that_but_names_an_industry_is_told_of_each_ground_below_it() -> None:
    said = "依托青石储能产业园，发展储能电池。"
    assert ("relies_on", "储能装备", "青石储能产业园") in placed(
        "一、重点任务", "（一）储能装备", said
    )
    led = placed("一、重点任务", "（一）推动储能装备降本增效", said)
    assert "储能装备" not in {row[1] for row in led}
