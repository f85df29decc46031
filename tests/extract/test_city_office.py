"""The long sentences of city offices: predicates behind names, elements told in two sentences."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, placed, spread

from zzmap.extract.regions import districts_told

HEADS = ("一、重点任务", "（一）做大产业")

NAMES = [
    # A predicate behind a name is none of it.
    ("推动白沙区风电轴承、齿轮实现规模化替代。", "supporting", "风电轴承、齿轮", "白沙区"),
    ("耐火材料加快向柳河市集中。", "supporting", "耐火材料", "柳河市"),
    ("以白沙区为龙头，带动影视拍摄、沉浸式演艺连片发展。", "relies_on",
     "影视拍摄、沉浸式演艺", "白沙区"),
    ("柳河市重在线束、汽车内饰。", "zone_focus", "线束、汽车内饰", "柳河市"),
    # A metal and its alloys are one thing, 都市 is no 都.
    ("支持白沙区发展镁及镁合金、增材制造。", "supporting", "镁及镁合金、增材制造", "白沙区"),
    ("白沙区重点发展总部经济和都市型工业。", "zone_focus", "总部经济、都市型工业", "白沙区"),
    # Where a place's name begins.
    ("积极争取电驱桥落地白沙区云川路以西片区。", "supporting", "电驱桥", "白沙区云川路以西片区"),
    # A park is called with its 区.
    ("云川装备专业园区布局减速器、丝杠。", "zone_focus", "减速器、丝杠", "云川装备专业园区"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "relation", "industries", "places"), NAMES)
def test_names_end_before_what_is_said_of_them(
    said: str, relation: str, industries: str, places: str
) -> None:
    found = {row for row in placed(*HEADS, said) if row[0] != "existing"}
    assert {row[1:] for row in found} == {row[1:] for row in spread(relation, industries, places)}


@pytest.mark.parametrize(
    "said",
    [
        "云台遗址保护范围及建设控制地带内，不得安排任何工业项目。",
        "云台遗址建设控制地带内，不得安排任何工业项目；开展宣传。",
        "2018年以前，白沙区一带曾是全省最大的摩托车集散地。",
        "白沙区第二医院设立临床试验伦理审查分委会，受理全市企业临床试验备案咨询。",
        "在海外设立的仓库，为白沙区出口企业提供仓储和售后服务。",
        "白沙区有序疏解一般性加工制造环节。",
    ],
)
def test_what_is_refused_gone_or_past_is_placed_nowhere(said: str) -> None:
    assert placed(*HEADS, said) == set()


def test_what_goes_from_one_place_to_another_is_placed_where_it_goes() -> None:
    found = placed(*HEADS, "推动服装加工疏解至柳河市。")
    assert {row[1:] for row in found} == {("服装加工", "柳河市")}


def test_an_element_named_in_a_sentence_of_its_own_is_what_the_next_is_told_of() -> None:
    found = placed(
        "二、空间布局", "构建“一核两带”的产业空间格局。",
        "“一核”，即云川城区创新核。以青石县、白沙区为主体，重点发展激光器、光模块。",
        "“两带”，即沿河装备带和沿山茶旅带。沿河装备带以柳河市为主体，主攻农机。",
    )  # fmt: skip
    assert found == (
        spread("zone_focus", "激光器、光模块", "云川城区创新核")
        | spread("zone_focus", "农机", "沿河装备带")
    )


def test_a_town_of_paintings_and_a_heading_are_no_places() -> None:
    found = draft(
        "一、重点任务", "（一）做活古城",
        "布局木版年画、竹编。青石县要按照年画之乡的思路发展民宿。",
    ).placements  # fmt: skip
    assert {row.place for row in found} == {"青石县"}


def elements(*lines: str) -> dict[str, list[str]]:
    """Return the members of each element that a plan of these lines tells."""
    found = draft("二、空间布局", *lines)
    return {
        row.name: [member.place for member in found.members if member.element_id == row.id]
        for row in found.elements
    }


def test_an_element_is_called_as_its_part_is_said_to_be_whatever_it_ends_in() -> None:
    found = elements(
        "构建“一城一屏三组团”的发展格局。",
        "“一城”为云川古城文旅核心区，涵盖青石县、白沙区。",
        "“一屏”，即南山绿色发展屏，涵盖柳河市。",
        "东部青石组团以青石县为主体，发展家居；南部白沙—柳河组团由白沙区、柳河市构成，布局纺织；"
        "西部东岗组团包括东岗区，做优食品。",
    )
    assert found == {
        "云川古城文旅核心区": ["青石县", "白沙区"], "南山绿色发展屏": ["柳河市"],
        "东部青石组团": ["青石县"], "南部白沙—柳河组团": ["白沙区", "柳河市"],
        "西部东岗组团": ["东岗区"],
    }  # fmt: skip


def test_elements_that_are_counted_off_are_called_as_they_are_said_to_be() -> None:
    found = elements(
        "构建“一谷两区”的发展格局。",
        "（一）一谷：云川钛谷。以白沙区为核心，联动东岗区，布局钛及钛合金。",
        "（二）两区：一是柳河汽车产业集聚区，由柳河市与青石县构成，主要承载商用车；"
        "二是青石消费品工业集聚区，由青石县构成，主要承载白酒。",
    )  # fmt: skip
    assert set(found) == {"云川钛谷", "柳河汽车产业集聚区", "青石消费品工业集聚区"}
    assert found["柳河汽车产业集聚区"] == ["柳河市", "青石县"]


def test_the_latter_is_of_the_two_that_the_former_is_of() -> None:
    found = placed(
        *HEADS, "白沙区、柳河市共建食品基地，前者联合青石县、东岗区发展果酒；后者发展精制茶。"
    )
    assert {row[1:] for row in found if row[1] == "精制茶"} == {("精制茶", "柳河市")}


def test_a_district_that_no_list_holds_is_told_by_being_spoken_of_again_and_again() -> None:
    text = "在滨东区规划新园，由滨东区、甲县组成。支持滨东区发展丙。甲县、滨东区主攻丁。"
    assert "滨东区" in districts_told(text, "云川市")
    sorts = "在高新区规划新园，由高新区牵头。支持高新区发展丙。甲县、高新区主攻丁。"
    assert "高新区" not in districts_told(sorts, "云川市")


@pytest.mark.parametrize(
    ("said", "places"),
    [
        (
            "推动小金城街、鼓楼广场、西门夜市错位经营，布局特色餐饮。",
            "小金城街、鼓楼广场、西门夜市",
        ),
        ("青石县云台山发展避暑康养。", "青石县云台山"),
        ("青石县清风古街发展小吃。", "清风古街"),
        ("包家湖以水上运动、露营为主攻方向。", "包家湖"),
        # A list of things that end as landmarks do is none.
        ("布局智能矿山、进出口，发展避暑康养。", ""),
    ],
)
def test_landmarks_are_told_by_where_they_stand(said: str, places: str) -> None:
    found = {row[2] for row in placed(*HEADS, said)}
    assert found == ({*places.split("、")} if places else set())


def test_tea_and_tourism_as_one_and_tourism_of_all_a_county_are_industries() -> None:
    found = placed(
        *HEADS, ("县区", "主导产业"), ("青石县", "茶旅融合、全域旅游"), ("白沙区", "技术融合")
    )
    assert {row[1:] for row in found} == {("茶旅融合", "青石县"), ("全域旅游", "青石县")}


TOLD = [
    # What a list's end says is made is made, whatever verb leads to it.
    ("在白沙区完善冲压、内外饰、车灯配套。", "supporting", "冲压、内外饰、车灯", "白沙区"),
    # What is turned into, raised, lived by.
    ("引导白沙区把浮法玻璃生产线改造为光伏玻璃生产线。", "supporting", "光伏玻璃", "白沙区"),
    ("白沙区用五年时间把木版年画由农户副业培育为支柱产业。", "zone_focus", "木版年画", "白沙区"),
    ("白沙区以湿地观光、河工文化展示为底色。", "zone_focus", "湿地观光、河工文化展示", "白沙区"),
    ("鼓励白沙区推动变速器企业转产混动变速箱。", "supporting", "混动变速箱", "白沙区"),
    # What carries it is told behind it.
    ("做大激光器、光模块，主要承载空间为白沙区与柳河市。", "supporting",
     "激光器、光模块", "白沙区、柳河市"),
    ("推动传动齿轮集中，负极材料以白沙区和柳河市为承接地，电池隔膜优先在东岗区落户。",
     "relies_on", "负极材料", "白沙区、柳河市"),
    ("支持云川机场周边的白沙区发展无人机、航空轮胎。", "supporting",
     "无人机、航空轮胎", "白沙区"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "relation", "industries", "places"), TOLD)
def test_what_a_list_a_verb_or_a_carrier_tells(
    said: str, relation: str, industries: str, places: str
) -> None:
    found = {row for row in placed(*HEADS, said) if row[2] in places}
    assert found == spread(relation, industries, places)


@pytest.mark.parametrize(
    "said",
    [
        "白沙区引导主机企业由卖产品向卖服务转变。",
        "白沙区要在种子、渠道上做文章。",
        "白沙区用好上游电站清洁水电，完善管网。",
        "白沙区推进商业设施适老化、无障碍改造，构建“以竹代塑”格局。",
        "在成都高新区设立激光器、光模块研发飞地。",
        "白沙区两家印染厂搬至成都市合规园区，发展印染。",
    ],
)
def test_means_skills_slogans_and_other_cities_are_no_industry_of_a_place(said: str) -> None:
    assert {row for row in placed(*HEADS, said) if row[0] != "existing"} == set()


def test_places_that_are_said_to_be_the_key_ones_are_of_the_heading() -> None:
    found = placed("一、重点任务", "（一）精制茶", "白沙区、柳河市为重点，提高加工水平。")
    assert found == spread("supporting", "精制茶", "白沙区、柳河市")


def test_the_beginning_of_another_word_ends_no_place() -> None:
    found = placed(*HEADS, "青石县以城关镇为中心发展红薯淀粉。")
    assert {row[2] for row in found} == {"城关镇", "青石县"}


def test_a_project_whose_paragraph_is_headed_by_its_field_is_named_in_it() -> None:
    found = draft(
        "三、项目", "专栏1 重点项目",
        "装备：白沙区智能农机数字工厂项目，由云川农机有限公司建设，总投资18.5亿元。",
        "新能源：电池回收项目，由云川再生有限公司在柳河市建设，总投资3亿元。",
    ).projects  # fmt: skip
    assert [(row.name, row.enterprise, row.place, row.investment) for row in found] == [
        ("智能农机数字工厂", "云川农机有限公司", "白沙区", "18.5"),
        ("电池回收", "云川再生有限公司", "柳河市", "3"),
    ]  # fmt: skip


def test_a_place_followed_by_a_list_is_what_the_list_is_made_at() -> None:
    found = placed(*HEADS, "白沙区，大蒜素提取、黑蒜制品；柳河市，花生榨制；东岗区，要加快推进。")
    assert {row[1:] for row in found} == {
        ("大蒜素提取", "白沙区"), ("黑蒜制品", "白沙区"), ("花生榨制", "柳河市"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "industries", "places"),
    [
        # What a thing is for is not made.
        ("白沙区培育面向船舶、重卡、飞行器的特种电池。", "特种电池", "白沙区"),
        ("把白沙区智算中心作为算力服务的核心支撑。", "算力服务", "白沙区智算中心"),
        ("白沙区要办好云川物流港，培育中药颗粒。", "中药颗粒", "白沙区、云川物流港"),
        ("白沙区聚焦人工智能算法、工业软件开展孵化。", "人工智能算法、工业软件", "白沙区"),
        ("白沙区发展动力电池电芯、车灯。", "动力电池电芯、车灯", "白沙区"),
    ],
)
def test_uses_supports_and_what_is_run_well(said: str, industries: str, places: str) -> None:
    found = {row[1:] for row in placed(*HEADS, said) if row[0] != "existing"}
    assert found == {row[1:] for row in spread("", industries, places)}
