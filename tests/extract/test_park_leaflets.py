"""What leaflets of parks and news of plans say, in sentences of their kind."""

from __future__ import annotations

import pytest
from plans_in_lines import known, placed, spread

from zzmap.extract.new_names import places
from zzmap.extract.regions import other_cities, regions

HEADS = ("一、重点任务", "（一）做大产业")
PARK = "青石工业园区"

STANDS = [
    # A class of places that a segment begins with is the park named before.
    (f"{PARK}位于青石县北部。园区以激光器、光模块为主导产业。", PARK),
    (f"{PARK}规划面积12平方公里，园区以激光器、光模块为主导产业。", PARK),
    (f"{PARK}是全市首个省级园区。园区内重点发展激光器、光模块等产业。", PARK),
    # A sentence of figures is told of the park, and so is the next.
    (f"{PARK}2012年获批省级园区，规划面积20平方公里。以激光器、光模块为主导产业。", PARK),
    (f"{PARK}位于北河镇，总面积3平方公里。主导产业有激光器、光模块等。", PARK),
]


@pytest.mark.parametrize(("said", "place"), STANDS)
def test_a_bare_word_for_a_park_is_the_park_named_before(said: str, place: str) -> None:
    assert placed(*HEADS, said) == spread("zone_focus", "激光器、光模块", place)


def test_a_word_for_one_place_stands_for_that_of_the_paragraph_above() -> None:
    found = placed(*HEADS, f"{PARK}位于青石县北部。", "该园区重点发展激光器、光模块。")
    assert found == spread("zone_focus", "激光器、光模块", PARK)


def test_a_bare_word_stands_for_nothing_where_two_parks_are_named() -> None:
    found = placed(*HEADS, f"{PARK}与白沙工业园区相邻。园区重点发展激光器。")
    assert found == set()


def test_what_is_there_already_is_drafted_as_such_with_all_of_its_list() -> None:
    found = placed(
        *HEADS, f"{PARK}已形成激光器、光模块两大产业集群，涵盖铝合金、轴承等领域，正在建设展馆。"
    )
    assert spread("existing", "激光器、光模块", PARK) <= found
    assert {row for row in found if row[0] != "existing"} == set()


def test_what_was_formed_about_a_main_industry_is_there_already() -> None:
    found = placed(*HEADS, f"{PARK}初步形成了以激光器、光模块为主导的产业体系。")
    assert found == spread("existing", "激光器、光模块", PARK)


def test_what_a_place_is_called_is_no_plan() -> None:
    assert placed(*HEADS, f"{PARK}占地3平方公里，是全国最大的激光器生产基地。") == set()


def test_a_place_in_brackets_does_not_take_what_the_sentence_is_of() -> None:
    found = placed(*HEADS, "青石县放大跨境物流（白沙综保区）优势，聚力打造激光器、光模块产业链。")
    assert {row[2] for row in found if row[0] != "relies_on"} == {"青石县"}


def test_a_segment_on_shortfalls_does_not_silence_the_next() -> None:
    found = placed(*HEADS, "青石县补齐公共服务短板，重点发展激光器、光模块。")
    assert spread("zone_focus", "激光器、光模块", "青石县") <= found


NAMES = [
    ("北河经济园区", ["北河经济园区"]),
    ("使北河工业园区", ["北河工业园区"]),
    ("提高北河工业园区", ["北河工业园区"]),
    ("北河高新区2013年获批国家级高新区", ["北河高新区"]),
    ("为农机产业带来机遇", []),
    ("南湾六个乡镇", []),
    ("装备等四大特色产业板块", []),
    ("上述园区", []),
    ("中国苦荞之乡", []),
]


@pytest.mark.parametrize(("said", "names"), NAMES)
def test_names_of_parks_end_and_begin_where_they_do(said: str, names: list[str]) -> None:
    found = places(said, 0, len(said), regions("云川市", ["青石县"]))
    assert list(dict.fromkeys(row.name for row in found)) == names


def test_a_name_is_not_cut_inside_that_of_a_district() -> None:
    own = regions("云川市", ["丰和县", "镇岭县"])
    said = "丰和县蜜柚产业园"
    assert {row.name for row in places(said, 0, len(said), own)} == {said}
    assert list(places("六种镇岭优势产业", 0, 8, own)) == []


def test_aims_and_classes_are_no_places() -> None:
    for said in (
        "青石县努力打造规模最大、具有竞争力的激光器产业园区，发展光模块。",
        "青石县遵循“都市产业新区”发展方向，发展光模块。",
        "青石县规划“3+2”激光器组团，发展光模块。",
    ):
        assert {row[2] for row in placed(*HEADS, said)} <= {"青石县"}, said


def test_what_is_built_as_a_place_may_be_quoted() -> None:
    found = placed(*HEADS, "先期启动建设的“站南组团”，重点引进激光器。")
    assert {row[1:] for row in found} == {("激光器", "站南组团")}


def test_a_city_under_the_state_is_not_foreign_to_its_own_plan() -> None:
    assert not other_cities("重庆市").search("支持重庆高新区发展丙")
    assert other_cities("云川市").search("与重庆合作")


def test_known_parks_are_stood_for_as_well() -> None:
    names = known([PARK], ["激光器"])
    found = placed(*HEADS, f"{PARK}位于青石县。园区重点发展激光器。", names=names)
    assert ("zone_focus", "激光器", PARK) in found
