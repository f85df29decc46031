"""What the forms read in a plan that goes by what it rests upon: means, grounds, kinds, lists."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from plans_in_lines import CITY, DISTRICTS, TITLE, Row, known, spread

from zzmap.extract.clauses import Span, fold
from zzmap.extract.known_names import Gazetteer, Names, of_districts
from zzmap.extract.merged import EXISTING
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.outline import outlined
from zzmap.extract.passages import passages
from zzmap.extract.placements import Reader
from zzmap.extract.products import drafted
from zzmap.extract.regions import regions
from zzmap.extract.shared_ends import shared_ends
from zzmap.extract.taxonomy import Taxonomy
from zzmap.io.documents.model import Part, ReadDocument
from zzmap.model import Industry


def read(*lines: str, names: Gazetteer | None = None) -> set[Row]:
    """Return what the forms, and the build of what they leave, read in a plan of a few lines."""
    parts = tuple(Part(line) for line in (TITLE, *lines))
    told = outlined(ReadDocument("a.txt", "", "TXT", parts))
    finder = NameFinder(
        fold(told.text), names or of_districts(CITY, DISTRICTS), Taxonomy(None),
        regions(CITY, DISTRICTS),
    )  # fmt: skip
    reader, own = Reader(finder), passages(told)
    rows = reader.read(own, reader.formed(own), by_forms=True)
    return {
        (row.relation, row.industry.name, row.place.called or row.place.name)
        for row in rows
        if row.relation != EXISTING
    }


INDUSTRIES = ("激光器", "光模块", "智慧渔业", "大数据", "算力", "陶瓷", "渔业", "软件和信息服务")
NAMES = known(["甲园", "乙实验室", "丙大学", *DISTRICTS], INDUSTRIES)


@pytest.mark.parametrize(
    "means",
    [
        "聚焦陶瓷、智慧渔业等重点应用领域",
        "补齐以陶瓷为代表的技术短板",
        "抢抓智慧渔业建设发展机遇",
        "推动大数据、算力与渔业融合发展",
        "推广智慧渔业生产模式",
    ],
)
def test_what_a_clause_names_as_use_chance_or_means_is_not_made(means: str) -> None:
    said = read("一、重点任务", f"依托甲园，{means}，发展激光器。", names=NAMES)
    wanted = {"渔业", "激光器"} if "融合" in means else {"激光器"}
    assert said == spread("relies_on", "、".join(wanted), "甲园")


def test_what_is_to_deal_with_a_thing_makes_another() -> None:
    said = read("一、重点任务", "依托甲园，建设面向陶瓷分析的算力平台。", names=NAMES)
    assert said == {("relies_on", "算力", "甲园")}


def test_fields_of_what_is_rested_upon_are_not_made() -> None:
    told = "充分发挥丙大学等高校作用，依托乙实验室以及陶瓷、光模块等国家实验室，发展激光器。"
    assert read("一、重点任务", told, names=NAMES) == {
        ("relies_on", "激光器", "丙大学"), ("relies_on", "激光器", "乙实验室"),
    }  # fmt: skip


def test_what_a_verb_makes_behind_a_ground_without_a_comma_is_made() -> None:
    told = "突破光模块，依托甲园发展激光器。"
    assert ("relies_on", "激光器", "甲园") in read("一、重点任务", told, names=NAMES)


def test_of_a_core_with_its_supports_the_aim_behind_it_is_no_other_thing() -> None:
    told = "构建以甲园为引领，青石县为支撑的软件和信息服务核心区，打造国内重要的光模块策源地。"
    assert read("一、重点任务", told, names=NAMES) == spread(
        "relies_on", "软件和信息服务", "甲园、青石县"
    )


@pytest.mark.parametrize(
    "told", ["开展空港型、陶瓷服务型枢纽建设。", "打造云川国际文旅名城，发展激光器。",
             "打造引领云川国家中心城市的引擎，发展激光器。"],
)  # fmt: skip
def test_a_sort_and_a_rank_of_city_are_no_places(told: str) -> None:
    names = known(["空港", *DISTRICTS], INDUSTRIES)
    assert read("一、重点任务", told, names=names) == set()


@pytest.mark.parametrize(
    "told",
    [
        "研发能与乙实验室协同计算的激光器。",
        "加快推进园区激光器制造、园区光模块制造、甲园提质发展等重点工程建设。",
    ],
)
def test_with_whom_and_beside_what_a_thing_stands_does_not_place_it(told: str) -> None:
    names = known(["甲园", "乙实验室"], INDUSTRIES)
    built = {row for row in read("一、重点任务", told, names=names) if row[1] != "甲园"}
    assert built == set()


def test_a_list_joins_what_shares_a_long_end() -> None:
    names = Names([("鱼骨", "a"), ("鱼骨处理设备", "b")])
    text = "建设鱼骨和虾壳处理设备"
    assert [row.ids for row in shared_ends(text, Span(0, len(text)), [], names)] == [("b",)]


@pytest.mark.parametrize(("word", "ids"), [("光学镜头", ("a-1",)), ("基地", None)])
def test_what_may_end_any_name_tells_none(word: str, ids: tuple[str, ...] | None) -> None:
    rows = [
        Industry("a", "", "", "segment", "甲产业", "", (), "one", ""),
        Industry("a-1", "a", "", "segment", "甲光学镜头", "", (), "one", ""),
        Industry("a-2", "a", "", "segment", "甲生产基地", "", (), "one", ""),
    ]
    catalogue: Any = SimpleNamespace(industries={row.id: row for row in rows})
    text = f"发展{word}"
    found = drafted(
        text, Span(0, len(text)), [], Names(()), Taxonomy(catalogue, "one"), ["a"], weak=False
    )
    assert [row.ids for row in found] == ([ids] if ids else [])


HEAD = "（一）大力发展会展经济"


@pytest.mark.parametrize(
    ("told", "places"),
    [
        ("推进青石县会展小镇、莲湖永久性会址等项目规划建设。", "青石县会展小镇、莲湖永久性会址"),
        ("抓好大河国家文化公园、大河博物馆等项目建设。", "大河国家文化公园、大河博物馆"),
        ("加快云川大学光学与激光研究中心建设。", "云川大学光学与激光研究中心"),
        ("高标准打造“沿河激光产业带”。", "沿河激光产业带"),
        ("支持白沙大学、华电二十一所开放设施。", "白沙大学、华电二十一所"),
    ],
)  # fmt: skip
def test_what_is_built_below_a_head_bears_its_industry(told: str, places: str) -> None:
    # A short sentence that names no industry leaves the head in force.
    said = read("一、重点任务", HEAD, f"加快构建新格局。{told}")
    assert said == spread("supporting", "会展经济", places)


def test_a_park_told_by_its_county_is_of_that_county() -> None:
    assert read("一、重点任务", "依托青石县等陶瓷产业园，发展激光器。") == {
        ("relies_on", "激光器", "青石县陶瓷产业园")
    }
    assert read("一、重点任务", "依托青石县、白沙区等产业园区，发展激光器。") == spread(
        "relies_on", "激光器", "青石县、白沙区"
    )


def test_a_name_that_begins_with_the_country_and_a_city_is_the_citys() -> None:
    told = "以建设中国（云川）激光科技城为统领，推动陶瓷全产业链发展。"
    assert read("一、重点任务", told) == {("supporting", "陶瓷", "中国(云川)激光科技城")}


@pytest.mark.parametrize(
    ("told", "industries"),
    [
        ("重点发展激光器、光模块等健康养老产业。", "激光器、光模块、健康养老"),
        ("推动激光器、智能制造等业态繁荣发展。", "激光器、智能制造"),
        ("以生态保护示范区域为依托，重点发展激光器。", "激光器"),
    ],
)
def test_what_a_ground_makes(told: str, industries: str) -> None:
    said = read("一、重点任务", f"依托青石县，{told}")
    assert said == spread("relies_on", industries, "青石县")


def test_in_which_fields_a_place_builds_is_what_it_builds() -> None:
    said = read("一、重点任务", "支持白沙大学等高校和科研院所在物联网、激光器等领域建设一批设施。")
    assert said == spread("supporting", "物联网、激光器", "白沙大学")


def test_what_has_grown_is_no_plan() -> None:
    assert read("一、重点任务", "青石县激光器、白沙区光模块等不断壮大。") == set()


def test_long_names_of_works_that_end_as_sites_do_are_places() -> None:
    told = "推动长城自主创新激光器研发生产基地、星河智慧光模块全球总部基地加快建设。"
    places = "长城自主创新激光器研发生产基地、星河智慧光模块全球总部基地"
    assert read("一、重点任务", HEAD, told) == spread("supporting", "会展经济", places)
    assert read("一、重点任务", HEAD, "推动激光器基地、光模块基地加快建设。") == set()


def test_what_is_attacked_by_a_place_is_made_there() -> None:
    told = "支持青石县骨干企业加强与高校战略合作，加快具有优势的乳酸、光学膜等关键技术攻关。"
    assert read("一、重点任务", told) == spread("supporting", "乳酸、光学膜", "青石县")


def test_an_element_rests_with_the_class_of_what_it_makes() -> None:
    told = "沿河旅游带。依托云溪山丰富的自然资源，重点发展激光器、观光车等健康旅游产业。"
    said = read("一、空间布局", "专栏1 养老业发展布局", f"一带：{told}")
    assert ("relies_on", "健康旅游", "云溪山") in said


@pytest.mark.parametrize(
    "ground",
    [
        "开发区和产业园区",
        "“五区”之外的省级开发区",
        "科研院所",
        "国有平台公司",
        "智能化工厂",
        "电商园区",
    ],
)
def test_a_sort_of_site_and_those_that_are_left_are_no_places(ground: str) -> None:
    assert read("一、重点任务", f"以{ground}为重点，发展激光器制造。") == set()


def test_a_site_by_its_name_is_a_place() -> None:
    told = "以云溪科研院所为重点，发展激光器。"
    assert ("relies_on", "激光器", "云溪科研院所") in read("一、重点任务", told)


def test_key_parks_are_those_of_the_list_and_not_where_they_lie() -> None:
    told = "重点园区：重点依托大河激光产业基地（白沙区）、星光新材料小微园、青石县开发区。"
    assert read("一、重点任务", "专栏1 激光器发展重点", told) == spread(
        "key_park", "激光器", "大河激光产业基地、星光新材料小微园、青石县开发区"
    )


@pytest.mark.parametrize(
    ("head", "industry"),
    [("推进数据中心建设", "数据中心"), ("适度超前布局算力基础设施", "算力基础设施")],
)
def test_a_head_is_on_works_that_are_built_at_places(head: str, industry: str) -> None:
    told = "加快推动云川数据中心、星河云计算及数据处理中心等项目，加快推广云川计算中心应用。"
    places = "云川数据中心、星河云计算及数据处理中心、云川计算中心"
    assert read("一、重点任务", f"（一）{head}", told) == spread("supporting", industry, places)
