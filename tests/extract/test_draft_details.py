"""What a draft makes of a name, a number or an id, at the value at which it turns."""

from __future__ import annotations

import pytest
from plans_in_lines import CITY, draft, known, placed

from zzmap.extract.apply import _unused
from zzmap.extract.clauses import Span
from zzmap.extract.known_names import of_districts
from zzmap.extract.nouns import trimmed
from zzmap.extract.outline import outlined
from zzmap.extract.regions import districts_told
from zzmap.extract.rows import Rows
from zzmap.io.documents.model import Part, ReadDocument


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("庚辛县。主导产业为激光器。", ["庚辛县"]),  # at the head of a paragraph, once
        ("支持加快发展庚辛县。主导产业为激光器。", []),
        ("庚辛县:特色产业为光模块。\n壬癸区。首位产业为机床。", ["庚辛县", "壬癸区"]),
    ],
)
def test_a_name_that_heads_its_main_industries_is_a_districts(text: str, found: list[str]) -> None:
    assert districts_told(text, CITY) == found


def test_ids_of_one_sound_are_numbered_one_after_the_other() -> None:
    rows = Rows(outlined(ReadDocument("a.txt", "", "TXT", (Part("甲"),))), of_districts(CITY, ()))
    ids = [rows.slug("ind", "机床") for _ in range(4)]
    assert ids == ["ind-jichuang", "ind-jichuang-2", "ind-jichuang-3", "ind-jichuang-4"]
    assert _unused("ind-a", set()) == "ind-a"
    assert _unused("ind-a", {"ind-a"}) == "ind-a-2"
    assert _unused("ind-a", {"ind-a", "ind-a-2", "ind-a-3"}) == "ind-a-4"


def test_a_draft_says_of_which_city_it_is() -> None:
    assert draft("支持白沙区发展激光器。").city == CITY
    assert draft("支持白沙区发展激光器。", names=known(["白沙区"], ["激光器"])).city == CITY
    bare = known(["白沙区"], ["激光器"])._replace(city="")
    assert draft("支持白沙区发展激光器。", names=bare).city == CITY


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("到2030年，总产值达到500亿元。", ["总产值"]),
        ("到2030年，产值达到500亿元。", []),  # two characters say too little
    ],
)
def test_the_name_of_an_indicator_has_three_characters(text: str, names: list[str]) -> None:
    assert [row.name for row in draft("一、发展目标", text).indicators] == names


def test_what_was_done_is_there_already_and_what_will_be_is_not() -> None:
    found = placed(
        "一、发展基础", "白沙区激光器产业加快集聚。", "二、布局", "支持东岗区发展光模块。"
    )
    assert {(relation, place) for relation, _, place in found} >= {("supporting", "东岗区")}
    assert not any(relation != "existing" for relation, _, place in found if place == "白沙区")


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("激光器的培育", "激光器"),  # the side of 的 that names something
        ("世界一流的激光器", "激光器"),
        ("机床集群", "机床"),  # two characters are a noun
        ("芯片产业集群", "芯片"),
        ("激光器", "激光器"),
    ],
)
def test_an_item_is_its_noun(text: str, noun: str) -> None:
    assert text[slice(*trimmed(text, Span(0, len(text))))] == noun


def test_a_sort_of_project_is_passed_over_and_the_next_is_not() -> None:
    said = "推进污水集中处理、青石县激光器产业园、云川光模块基地等项目建设。"
    assert [row.name for row in draft("一、重点任务", said).projects] == [
        "青石县激光器产业园",
        "云川光模块基地",
    ]


def test_two_laboratories_that_one_word_calls_so_are_two_projects() -> None:
    said = "推进青石县激光器和白沙区光模块国家重点实验室、云川光模块基地等项目建设。"
    assert [row.name for row in draft("一、重点任务", said).projects] == [
        "青石县激光器国家重点实验室",
        "白沙区光模块国家重点实验室",
        "云川光模块基地",
    ]


def test_a_list_below_a_heading_of_what_was_done_is_there_already() -> None:
    found = placed("一、发展现状", "白沙区：激光器、光模块。", "二、空间布局", "东岗区：机床。")
    relations = {place: relation for relation, _, place in found}
    assert relations.get("白沙区", "existing") == "existing"
    assert relations.get("东岗区", "zone_focus") != "existing"
