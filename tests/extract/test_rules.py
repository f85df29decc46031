"""What sentences of a plan place where: each form of the table, and what places nothing."""

from __future__ import annotations

import pytest
from plans_in_lines import draft, known, placed, spread

from zzmap.extract.draft import sentence_hash
from zzmap.extract.patterns import patterns, words
from zzmap.model import RELATIONS

HEADS = ("一、重点任务", "（一）做大产业")

PLACES = (
    "甲园", "乙园", "丁园", "甲区", "乙区", "甲县", "乙县", "甲谷", "甲实验室", "甲基地",
    "甲软件园", "丙基地",
)  # fmt: skip
INDUSTRIES = ("丙", "丁", "酿酒", "罐头")

AROUND = {
    # What these forms say of their places stands beside them.
    "build": "酿酒。",
}  # fmt: skip


@pytest.mark.parametrize("pattern", patterns(), ids=lambda row: row.id)
def test_each_form_reads_its_example(pattern) -> None:  # type: ignore[no-untyped-def]
    names = known((name for name in PLACES if name != "丙基地"), INDUSTRIES)
    head = AROUND.get(pattern.id, "")
    found = draft(*HEADS, f"{head}{pattern.example}。", names=names).placements
    own = [row for row in found if row.rule == pattern.id]
    assert own, [row.rule for row in found]
    assert {row.relation for row in own} == {pattern.relation}
    assert all(0 < row.confidence <= pattern.confidence for row in own)


def test_every_relation_of_the_table_is_one_of_the_model() -> None:
    assert {row.relation for row in patterns()} <= set(RELATIONS)
    assert len({row.id for row in patterns()}) == len(patterns())
    assert {row.reach for row in patterns()} == {"sentence", "clause", "segment", "within", "pairs"}


READ = [
    ("依托白沙区、东岗区等，发展工业机器人、伺服电机；培育减速器。",
     spread("relies_on", "工业机器人、伺服电机、减速器", "白沙区、东岗区")),
    ("在白沙区发展工业机器人，围绕整机需求，依托东岗区发展伺服电机。",
     spread("supporting", "工业机器人", "白沙区") | spread("relies_on", "伺服电机", "东岗区")),
    ("伺服电机要依托东岗区，加快产品升级。", spread("relies_on", "伺服电机", "东岗区")),
    ("以青石县、云川高新区为主要载体，发展锂电隔膜、铜箔。",
     spread("relies_on", "锂电隔膜、铜箔", "青石县、云川高新区")),
    ("推进锂电材料扩能，以青石县为支撑，发展铜箔。", spread("relies_on", "铜箔", "青石县")),
    ("充分发挥云川材料实验室引领作用，研发固态电解质。",
     spread("relies_on", "固态电解质", "云川材料实验室")),
    ("支持白沙区发展血液制品，鼓励柳河市发展医用敷料；推动东岗区集聚检测试剂企业。",
     spread("supporting", "血液制品", "白沙区") | spread("supporting", "医用敷料", "柳河市")
     | spread("supporting", "检测试剂", "东岗区")),
    ("在柳河市布局氢能重卡、加氢设备，在青石县建设储氢材料基地。",
     spread("supporting", "氢能重卡、加氢设备", "柳河市")
     | spread("supporting", "储氢材料", "青石县")),
    ("白沙区重点发展激光器、光模块，柳河市主攻毛纺面料，东岗区突出工业母机。",
     spread("zone_focus", "激光器、光模块", "白沙区") | spread("zone_focus", "毛纺面料", "柳河市")
     | spread("zone_focus", "工业母机", "东岗区")),
    ("柳河市以毛纺面料为主、服装辅料为辅。",
     spread("zone_focus", "毛纺面料、服装辅料", "柳河市")),
    ("白沙区要依托云川光谷产业园，打造激光器产业基地。",
     spread("relies_on", "激光器", "云川光谷产业园") | spread("zone_focus", "激光器", "白沙区")),
    ("新型储能电池主要布局在白沙区、东岗区，重点发展钠离子电池、液流电池。",
     spread("supporting", "新型储能电池、钠离子电池、液流电池", "白沙区、东岗区")),
    ("引导铸造企业向青石县铸造产业园集聚。", spread("supporting", "铸造", "青石县铸造产业园")),
    ("将柳河市打造成为全国重要的纺织机械生产基地。", spread("supporting", "纺织机械", "柳河市")),
    ("青石县主导产业为轴承、农机装备。", spread("zone_focus", "轴承、农机装备", "青石县")),
    ("培育智能传感器（云川高新区）、盾构装备（东岗区）等产业链。",
     spread("supporting", "智能传感器", "云川高新区") | spread("supporting", "盾构装备", "东岗区")),
    ("形成以云川高新区为核心、白沙区和东岗区为支撑的光电显示产业格局。",
     spread("relies_on", "光电显示", "云川高新区、白沙区、东岗区")),
    ("把轴承产业作为青石县首位产业来抓，大力发展高铁轴承。",
     spread("zone_focus", "轴承、高铁轴承", "青石县")),
    ("“十五五”期间，云川经开区力争建成千亿级电子信息产业基地，突出发展印制电路板。",
     spread("zone_focus", "电子信息、印制电路板", "云川经开区")),
    ("荥州产业。", set()),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "rows"), READ, ids=[row[0][:14] for row in READ])
def test_a_sentence_places_what_it_says(sentence: str, rows: set[tuple[str, str, str]]) -> None:
    found = placed(*HEADS, sentence)
    assert rows <= found | _but("电子信息", rows)
    assert found <= rows


def _but(name: str, rows: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Return rows of what may be taken for an aim, and so be left out."""
    return {row for row in rows if row[1] == name}


NOTHING = [
    "东岗区不再布局焦化、电解铝项目。",
    "严控青石县、柳河市新增水泥熟料产能。",
    "2027年底前白沙区印染企业全部退出。",
    "加强与海阳市在新能源汽车领域的合作。",
    "鼓励企业赴苏州市学习集成电路产业经验。",
    "对标杭州市，补齐数字安防短板。",
    "白沙区光伏企业开展环保绩效评估。",
    "青石县轴承产业规模偏小，同质化问题突出。",
    "建设全国重要的新型储能产业基地。",
    "云川高新区、云川经开区实行产业用地混合供应改革试点。",
    "支持本地机床企业与清河市合作建设零部件园区。",
    "青石县水泥企业2028年前搬迁入园。",
]


@pytest.mark.parametrize("sentence", NOTHING, ids=[row[:12] for row in NOTHING])
def test_what_is_no_placement_is_not_taken(sentence: str) -> None:
    assert placed(*HEADS, sentence) == set()


def test_one_word_makes_the_difference_between_a_plan_and_none() -> None:
    assert placed(*HEADS, "推动白沙区发展印染产业。") == {("supporting", "印染", "白沙区")}
    assert placed(*HEADS, "推动白沙区退出印染产业。") == set()


# -- what stands above, before and beside ------------------------------------------------


def test_the_head_of_a_paragraph_is_placed_where_its_clauses_place_anything() -> None:
    found = placed(*HEADS, "工业机器人。依托东岗区，发展伺服电机。")
    assert found == spread("relies_on", "工业机器人、伺服电机", "东岗区")


def test_a_heading_tells_the_industry_where_the_sentence_names_none() -> None:
    found = placed("一、重点产业", "（一）新型显示", "依托白沙区，加快补链强链。")
    assert found == {("relies_on", "新型显示", "白沙区")}
    assert placed("一、重点任务", "（一）主要举措", "依托白沙区，加快补链强链。") == set()


def test_a_sentence_that_only_goes_on_inherits_the_places() -> None:
    found = placed(*HEADS, "依托白沙区，发展激光器。重点开发光纤器件。")
    assert found == spread("relies_on", "激光器、光纤器件", "白沙区")
    found = placed(*HEADS, "依托白沙区，发展激光器。开发光纤器件。")
    assert found == spread("relies_on", "激光器", "白沙区")
    found = placed(*HEADS, "依托白沙区，发展激光器。重点支持柳河市发展毛纺面料。")
    assert ("relies_on", "毛纺面料", "白沙区") not in found
    assert ("supporting", "毛纺面料", "柳河市") in found


def test_pronouns_stand_for_places() -> None:
    found = placed(*HEADS, "支持青石县发展铜箔；该县还要培育锂电隔膜。")
    assert found == {("supporting", "铜箔", "青石县"), ("zone_focus", "锂电隔膜", "青石县")}
    found = placed(
        *HEADS, "以白沙区、柳河市为载体，发展激光器、毛纺面料，前者侧重激光器，后者侧重毛纺面料。"
    )
    assert {row for row in found if row[0] == "zone_focus"} == {
        ("zone_focus", "激光器", "白沙区"), ("zone_focus", "毛纺面料", "柳河市"),
    }  # fmt: skip


def test_key_parks_of_a_box() -> None:
    found = placed(
        *HEADS, "专栏1 新型显示发展重点", "重点园区：云川光电产业园、白沙区显示材料产业园。",
        "激光器重点园区：云川光谷产业园。",
    )  # fmt: skip
    assert found == {
        ("key_park", "新型显示", "云川光电产业园"),
        ("key_park", "新型显示", "白沙区显示材料产业园"),
        ("key_park", "激光器", "云川光谷产业园"),
    }


def test_a_layout_makes_it_the_focus_of_what_each_part_is_of() -> None:
    found = placed(
        "一、优化空间布局", "（一）沿河装备制造带",
        "包括白沙区、东岗区，重点布局工业母机、机器人。",
        "（二）多点", "青石县重点发展铜箔；柳河市以云川毛纺园为依托，发展毛纺面料。",
    )  # fmt: skip
    assert spread("zone_focus", "工业母机、机器人", "沿河装备制造带") <= found
    assert ("zone_focus", "铜箔", "青石县") in found
    assert ("zone_focus", "毛纺面料", "柳河市") in found
    assert {row[0] for row in found} == {"zone_focus"}


def test_a_table_of_districts_and_their_industries() -> None:
    rows = [("区域", "主导产业"), ("青石县", "轴承、农机装备"), ("白沙区", "激光器")]
    found = placed("一、重点任务", *rows)
    assert found == spread("zone_focus", "轴承、农机装备", "青石县") | spread(
        "zone_focus", "激光器", "白沙区"
    )
    parks = [("重点产业", "重点园区"), ("新型显示", "云川光电产业园")]
    assert placed(*HEADS, *parks) == {("key_park", "新型显示", "云川光电产业园")}
    assert placed(*HEADS, ("区域", "面积"), ("青石县", "120")) == set()


def test_what_is_there_already_is_no_plan() -> None:
    found = placed(*HEADS, "截至2025年底，青石县已形成轴承产业集群，年产值达到120亿元。")
    assert found == {("existing", "轴承", "青石县")}
    found = placed("一、发展基础", "东岗区集聚工业机器人企业60余家。依托青石县，发展铜箔。")
    assert {row[0] for row in found} <= {"existing"}


@pytest.mark.parametrize("title", ["五、保障措施", "二、指导思想", "一、存在问题"])
def test_some_chapters_place_nothing(title: str) -> None:
    assert placed(title, "支持白沙区发展激光器。") == set()


# -- names that are known ----------------------------------------------------------------

KNOWN = known(
    ("云川高新区", "白沙区", "云川市光谷产业园", "超算中心"),
    ("激光器", "激光器芯片", "新型显示", "显示", "甲机械再制造", "乙机械再制造", "再制造"),
)


def test_the_longest_known_name_is_meant() -> None:
    found = placed(*HEADS, "支持白沙区发展激光器芯片。", names=KNOWN)
    assert found == {("supporting", "激光器芯片", "白沙区")}


def test_a_general_word_is_meant_only_where_it_is_all_that_is_said() -> None:
    assert words("general").fullmatch("显示")
    found = placed(*HEADS, "支持白沙区发展显示技术联盟。", names=KNOWN)
    assert "显示" not in {row[1] for row in found}
    found = placed(*HEADS, "支持白沙区发展显示、激光器。", names=KNOWN)
    assert found == spread("supporting", "显示、激光器", "白沙区")


def test_a_known_name_that_goes_on_is_another_thing() -> None:
    found = placed(*HEADS, "支持白沙区发展激光器模组。", names=KNOWN)
    assert found == {("supporting", "激光器模组", "白沙区")}


def test_what_it_is_used_in_is_not_made_there() -> None:
    found = placed(*HEADS, "依托白沙区，面向新型显示需求，发展激光器。", names=KNOWN)
    assert found == {("relies_on", "激光器", "白沙区")}


def test_a_known_place_may_be_written_without_its_start() -> None:
    found = draft(*HEADS, "支持光谷产业园发展激光器。", names=KNOWN)
    assert [row.place for row in found.placements] == ["光谷产业园"]


# -- evidence ------------------------------------------------------------------------------


def test_each_row_says_which_sentence_and_rule_made_it() -> None:
    sentence = "支持白沙区发展激光器。"
    found = draft(*HEADS, f"做大产业规模，优化结构。{sentence}")
    (row,) = found.placements
    assert found.text[row.start : row.end] == sentence
    assert row.sentence_sha256 == sentence_hash(sentence)
    assert (row.rule, row.locator) == ("support", "A·一(一)")
    (place,) = found.places
    (industry,) = found.industries
    assert (place.id, industry.id) == (row.place_id, row.industry_id)
    assert (place.kind, place.status, industry.status) == ("district", "new", "new")
    assert (place.start, place.end) == (row.start, row.end)


def test_a_place_is_drafted_once_and_of_its_kind() -> None:
    found = draft(*HEADS, "支持云川软件园发展工业软件。依托云川软件园，发展嵌入式软件。")
    assert [(row.name, row.kind) for row in found.places] == [("云川软件园", "software_park")]
    assert len(found.placements) == 2


def test_nothing_of_another_city_is_placed() -> None:
    found = draft(*HEADS, "支持海阳市发展激光器。依托白沙区发展铜箔。")
    assert [row.place for row in found.placements] == ["白沙区"]
