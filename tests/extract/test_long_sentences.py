"""Long sentences of offices: elements by their side, routes, counts, what an old trade turns to."""

from __future__ import annotations

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
