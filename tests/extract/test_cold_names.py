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


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("大力培育研发中介和研发外包新业态", ["研发中介", "研发外包"]),
        ("加大焊接工装核心零部件的研发生产", ["焊接工装核心零部件"]),
        ("以焊接系统集成为核心构建产业体系", ["焊接系统集成"]),
        ("发展应用于高速铁路、磁悬浮列车等领域的架桥机、提梁机", ["架桥机", "提梁机"]),
        ("发展低能耗高效率磨削装备", ["磨削装备"]),
    ],
)
def test_a_name_begins_where_its_own_words_do(said: str, names: list[str]) -> None:
    assert named(said) == names


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("提供免疫、微生物、生化等检测", ["免疫检测", "微生物检测", "生化检测"]),
        ("研制消防、行业级等大中型无人机、高端航模等产品", ["消防无人机", "高端航模"]),
        ("重点发展防撞预警、座舱智能等系统", ["防撞预警", "座舱智能系统"]),
        ("开展体外诊断试剂和仪器的研发", ["体外诊断试剂", "体外诊断仪器"]),
    ],
)
def test_words_are_named_by_the_class_behind_their_list(said: str, names: list[str]) -> None:
    assert named(said) == names


def below(head: str, said: str) -> list[str]:
    """Return what a part of a sentence names below the head of an industry."""
    text = fold(said)
    names = of_districts(CITY, DISTRICTS)
    finder = NameFinder(text, names, Taxonomy(None), regions(CITY, DISTRICTS))
    found = finder.industries(Span(0, len(text)), (), (), headed=True, head=head)
    return [row.called or row.name for row in found]


@pytest.mark.parametrize(
    ("head", "said", "names"),
    [
        (
            "数据服务",
            "提供适配、测评、培训等网络安全服务",
            ["数据适配", "数据培训", "网络安全服务"],
        ),
        ("磨削装备", "布局轴承、再制造、关键零部件", ["轴承", "磨削再制造", "磨削关键零部件"]),
        ("智能机器人", "研发关键零部件、整机", ["机器人关键零部件"]),
        ("", "布局轴承、培训", ["轴承", "培训"]),
    ],
)
def test_bare_words_are_said_of_the_head_above(head: str, said: str, names: list[str]) -> None:
    assert sorted(below(head, said)) == sorted(names)


def test_what_a_sentence_goes_on_to_say_is_of_the_place_it_opens_with() -> None:
    fill = [
        (f"第{at}类装备。", "依托白沙区，加快发展" + "、".join(f"轴承{at}号装备{n}型机床"
         for n in "甲乙丙丁戊己庚辛") + "。") for at in range(8)
    ]  # fmt: skip
    said = "依托青石县，加快云川磨削产业园建设，推动轴承与铸件协同发展，积极发展传动装置、齿轮箱。"
    found = draft("一、重点任务", *(line for pair in fill for line in pair), "（九）配套。", said)
    names = {row.id: row.name for row in (*found.industries, *found.places)}
    at = {
        names[row.place_id] for row in found.placements if names[row.industry_id] == "齿轮箱"
    }  # fmt: skip
    assert at == {"青石县"}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("在分子检测等领域开展布局", ["分子检测"]),
        ("提供整体服务和设备维修", ["设备维修"]),
        ("布局评估、设备维修、成套化装备", ["设备维修"]),
        ("培育形成若干世界级高端产业集群", []),
        ("完善轴承、控制器等磨削装备产业链各环节", []),
        ("突破废电池、轮胎等绿色处理关键技术", []),
    ],
)
def test_what_says_nothing_is_not_named_and_what_is_entered_is(said: str, names: list[str]) -> None:
    assert named(said) == names


@pytest.mark.parametrize(
    "said",
    [
        "打造集工程总包、设备研发与制造于一体的高端冷链物流与仓储装备产业集群",
        "培育打造国内重要的特种、专用磨削装备产业集群",
    ],
)
def test_what_it_is_all_to_become_names_nothing_below_a_head(said: str) -> None:
    assert below("磨削装备", said) == []


@pytest.mark.parametrize(
    ("head", "name"),
    [("推动水产医药产业向中高端转型", "水产医药"), ("生物产业发展重点", "生物产业")],
)
def test_a_head_tells_the_industry_that_is_to_turn(head: str, name: str) -> None:
    names = of_districts(CITY, DISTRICTS)
    finder = NameFinder(head, names, Taxonomy(None), regions(CITY, DISTRICTS))
    assert [row.name for row in finder.named(Span(0, len(head)))] == [name]


NO_PLACE = [
    "按片区",
    "落实主体功能区",
    "郊区乡镇",
    "双心双港四片区",
    "把激光器做成百亿板块",
    "年画之乡",
    "医学院校",
]


@pytest.mark.parametrize("said", NO_PLACE)
def test_what_is_said_about_places_is_no_name_of_one(said: str) -> None:
    text = fold(f"{said}发展激光器")
    finder = NameFinder(
        text, of_districts(CITY, DISTRICTS), Taxonomy(None), regions(CITY, DISTRICTS)
    )
    assert finder.places(Span(0, len(text))) == []
