"""Names lead to the records they mean: by the vectors, by what must always hold, by examples."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vectors_city import CITY, city_with_parks

from zzmap._group_names import group_names
from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.names import (
    ENTERPRISE,
    INDUSTRIES,
    INDUSTRY,
    KINDS,
    PARK,
    PLACE,
    PLACES,
    WAYS,
    Names,
    Record,
    Way,
    normalise,
    sameness,
)
from zzmap.query import query

VECTORS = json.loads((Path(__file__).parent / "vectors" / "names.json").read_text("utf-8"))
CASES = [
    pytest.param(text, hits, *(kinds or [KINDS]), id=f"{group['name']}: {text[:20]!r}")
    for group in VECTORS["groups"]
    for text, hits, *kinds in group["cases"]
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Names:
    return Names.of(city_with_parks(tmp_path_factory.mktemp("city"), VECTORS["parks"]))


@pytest.fixture(scope="module")
def names(catalogue: Catalogue) -> Names:
    return Names.of(catalogue)


# -- the vectors -------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "hits", "kinds"), CASES)
def test_a_text_gives_the_hits_of_the_vectors(
    city: Names, text: str, hits: list, kinds: tuple
) -> None:
    assert [[hit.kind, hit.id, WAYS[hit.way]] for hit in city.find(text, kinds)] == hits


def test_the_vectors_hold_every_kind_and_every_rule() -> None:
    hits = [hit for group in VECTORS["groups"] for _, found, *_ in group["cases"] for hit in found]
    assert {kind for kind, _, _ in hits} == set(KINDS)
    assert {way for _, _, way in hits} == set(WAYS)
    assert len(CASES) >= 120
    assert all(group["why"] for group in VECTORS["groups"])


# -- what must always hold ---------------------------------------------------------------


def called(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """Kind, id and every name of all records, read from the tables themselves."""
    sites = {row.place_id for row in catalogue.sites}
    rows = [("industry", row) for row in catalogue.industries.values()]
    rows += [("site" if row.id in sites else "place", row) for row in catalogue.places.values()]
    found = [
        (kind, row.id, text) for kind, row in rows for text in (row.name, row.name_en, *row.aliases)
    ]
    for element in catalogue.elements.values():
        found += [("element", element.id, text) for text in (element.name, element.name_en)]
    found += [("project", row.id, row.name) for row in catalogue.projects]
    found += [("enterprise", row.enterprise, row.enterprise) for row in catalogue.projects]
    return [row for row in found if row[2]]


def test_every_name_and_alias_finds_its_record_exactly(catalogue: Catalogue, names: Names) -> None:
    rows = called(catalogue)
    assert len(rows) > 3000
    for kind, row_id, text in rows:
        for hits in (names.find(text), names.exact(text), names.find(text, (kind,))):
            assert (kind, row_id, Way.EXACT) in [hit[:3] for hit in hits], text


ALPHABET = st.sampled_from("盾构装备智能传感器一二中原园区aAi5G. -'＋#é\ud800🙂\u200b")


@given(st.text() | st.text(ALPHABET))
@settings(max_examples=300, deadline=None)
def test_no_text_raises_and_none_is_found_twice(text: str) -> None:
    hits = _SMALL.find(text)
    assert len({hit[:2] for hit in hits}) == len(hits)
    assert [hit.way for hit in hits] == sorted(hit.way for hit in hits)
    assert set(_SMALL.exact(text)) <= set(hits)


_SMALL = Names.of(Catalogue(CITY))


@given(st.lists(st.text(ALPHABET, min_size=1), min_size=1, max_size=5), st.text(ALPHABET))
@settings(max_examples=200, deadline=None)
def test_another_park_takes_no_exact_hit_away(parks: list[str], new: str) -> None:
    rows = [Record(PARK, f"park-{number}", name) for number, name in enumerate(parks)]
    before, after = Names.over(rows), Names.over([*rows, Record(PARK, "park-new", new)])
    for name in parks:
        assert set(before.exact(name)) <= set(after.exact(name))
        assert set(before.exact(name)) <= set(after.find(name))


# -- the one that is meant ---------------------------------------------------------------


def test_the_one_meant_is_asked_for_where_two_have_the_name() -> None:
    twins = Names.over([Record(PARK, "park-1", "甲园"), Record(PARK, "park-2", "甲园")])
    with pytest.raises(NotFoundError, match="can mean 2 parks") as caught:
        twins.one("甲园", (PARK,))
    assert caught.value.near == ("park-1", "park-2")
    assert twins.one("park-2").id == "park-2"


def test_a_name_goes_before_an_alias_and_as_written_before_folded() -> None:
    names = Names.over(
        [Record(PLACE, "a", "软件谷", aliases=("软件园",)), Record(PLACE, "b", "软件园")]
    )
    assert names.one("软件园").id == "b"
    codes = Names.over([Record(PARK, "a", "甲", aliases=("ZZ-1",)), Record(PARK, "b", "zz1")])
    assert codes.one("ZZ-1").id == "a"
    assert codes.one("zz1").id == "b"


def test_what_is_going_to_be_changed_is_not_told_from_an_alias() -> None:
    names = Names.over([Record(PARK, "a", "12"), Record(PARK, "b", "乙", aliases=("12",))])
    assert names.one("12").id == "a"
    with pytest.raises(NotFoundError, match="can mean 2"):
        names.one("12", sure=True)


def test_marks_between_numbers_count() -> None:
    names = Names.over([Record(PARK, "a", "1-12"), Record(PARK, "b", "11-2")])
    assert names.one("11－2", sure=True).id == "b"
    assert [hit.id for hit in names.find("1-12")] == ["a"]
    assert normalise("10.5代") != normalise("105代")


def test_what_is_going_to_be_changed_must_be_named_exactly(names: Names) -> None:
    assert names.one("郑州高欣区", PLACES).id == "zone-gaoxin"
    with pytest.raises(NotFoundError, match="郑州高新区"):
        names.one("郑州高欣区", PLACES, sure=True)
    assert names.one("高新区", PLACES, sure=True).id == "zone-gaoxin"


def test_a_part_is_meant_only_if_it_is_nearly_the_whole_name() -> None:
    names = Names.over([Record(PLACE, "a", "甲乙丙丁戊己"), Record(PLACE, "b", "甲乙丙丁戊己庚")])
    assert names.one("甲乙丙丁").id == "a"
    with pytest.raises(NotFoundError, match="can mean 2"):
        names.one("甲乙丙")


def test_two_places_in_one_text_are_asked_about(names: Names) -> None:
    with pytest.raises(NotFoundError, match="can mean 2 places"):
        names.one("郑州高新区和郑州经开区", PLACES)


def test_near_names_are_of_the_kinds_asked_for(names: Names) -> None:
    assert "盾构" in names.near("盾够", INDUSTRIES)
    kinds = {
        hit.kind for term in names.near("合晶硅材料厂", (ENTERPRISE,)) for hit in names.exact(term)
    }
    assert kinds == {"enterprise"}


# -- how alike ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("软件园", "软件园", 1.0),
        ("甲乙丙丁", "甲乙丙戊", 0.75),  # three of four stay, on either side
        ("甲乙", "丙丁", 0.0),
        ("一号园", "二号园", 0.0),  # numerals must be the same
        ("一号园", "一号圆", 2 / 3),
    ],
)
def test_how_alike_two_names_are(one: str, other: str, share: float) -> None:
    assert sameness(one, other) == pytest.approx(share)


# -- forms by rule -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("一核", 3),
        ("one core", 3),
        ("两极", 2),
        ("two poles", 2),
        ("四区", 4),  # each an element of a structure that counts four
        ("五区", 5),  # 五区：郑州高新区 and four more
        ("five zones", 5),
        ("多点", 1),
        ("many points", 1),
        ("一核一带三极", 5),
        ("中心城区", None),  # what stands behind a colon names one
        ("a centre", None),
    ],
)
def test_elements_of_a_structure_are_called_together(
    catalogue: Catalogue, text: str, elements: int | None
) -> None:
    found = group_names(catalogue)
    assert (len(found[text]) if text in found else None) == elements


def test_what_stands_before_a_colon_names_all_that_have_it(catalogue: Catalogue) -> None:
    with (catalogue.folder / "elements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for head in ("一核", "一心", "五区"):
        ids = {row["id"] for row in rows if row["name"].startswith(f"{head}：")}
        assert ids
        assert ids <= set(group_names(catalogue)[head])


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("新郑经开区", "新郑经济技术开发区"),  # the sort, shortened
        ("新郑市经开区", "新郑经济技术开发区"),  # with the other name of what is above it
        ("登封制造业开发区", "登封市先进制造业开发区"),
        ("登封开发区", "登封市先进制造业开发区"),  # the only one of its district
        ("郑东龙湖金融岛", "龙湖金融岛"),  # another head
    ],
)
def test_a_short_form_is_another_name(names: Names, form: str, place: str) -> None:
    assert [hit.way for hit in names.find(form, PLACES)][:1] == [Way.EXACT]
    assert names.one(form, PLACES, sure=True) == names.one(form, PLACES)
    assert place in names.record(names.one(form, PLACES)).name


# -- English words -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["sensor"], ["smart"]),  # one other word, where the net has three
        (["sensor", "net"], ["net"]),
        (["towns"], ["net"]),
        (["cities"], ["net"]),  # y for ies
        (["cars"], ["car"]),  # four letters have a plural
        (["gas"], ["gas"]),  # three have none
        (["glass"], ["glass"]),  # nor has ss
        (["auto"], ["car"]),
        (["sensors", "battery"], []),
    ],
)
def test_english_words_lead_to_what_has_them_all_and_the_fewest_others(
    words: list[str], found: list[str]
) -> None:
    names = Names.over(
        [
            Record(INDUSTRY, "smart", "甲", "Smart Sensors"),
            Record(PLACE, "net", "乙", "Sensor Nets of a City and of Towns"),
            Record(PLACE, "car", "丙", "Car"),
            Record(PLACE, "gas", "丁", "Gas"),
            Record(PLACE, "glass", "戊", "Glass"),
            Record(PLACE, "battery", "己", "Battery"),
        ]
    )
    assert [hit.id for hit in names.by_words(words, {"auto": "car"})] == found


def test_words_that_are_free_do_not_count_as_others() -> None:
    names = Names.over(
        [Record(PLACE, "a", "甲", "Sensor Industry Park"), Record(PLACE, "b", "乙", "Sensor Hall")]
    )
    assert [hit.id for hit in names.by_words(["sensor"], {})] == ["b"]
    assert [hit.id for hit in names.by_words(["sensor"], {}, ["industry", "park"])] == ["a"]


def test_a_name_of_ten_other_words_is_found_by_one_and_a_longer_one_is_not() -> None:
    others = [f"{letter}word" for letter in "bcdefghijkl"]
    names = Names.over(
        [Record(PLACE, "ten", "甲", " ".join(["alpha", *others[:10]])),
         Record(PLACE, "eleven", "乙", " ".join(["omega", *others]))]
    )  # fmt: skip
    assert [hit.id for hit in names.by_words(["alpha"], {})] == ["ten"]
    assert names.by_words(["omega"], {}) == []


@pytest.mark.parametrize("text", ["软件圆区", "ruanjianyuanq"])
def test_near_names_and_near_sounds_are_of_the_kinds_asked_for(text: str) -> None:
    names = Names.over(
        [Record(PLACE, "a", "软件园区"), Record(INDUSTRY, "b", "软件园林")],
        {"软件园区": "ruan jian yuan qu", "软件园林": "ruan jian yuan lin"},
    )
    assert names.near(text, (PLACE,)) == ("软件园区",)
    assert names.near(text, INDUSTRIES) == ("软件园林",)
    assert set(names.near(text)) == {"软件园区", "软件园林"}


# -- industries asked for ----------------------------------------------------------------


@pytest.mark.parametrize("text", ["惠济", "巩义", "荥阳", "高新", "gaoxin", "huiji"])
def test_a_place_is_not_answered_by_what_sounds_like_it(catalogue: Catalogue, text: str) -> None:
    reading = query(catalogue, text).reading
    assert reading.places
    assert not reading.industries


@pytest.mark.parametrize(
    ("text", "place"),
    [("中源", "中源物流港"), ("传感器产业园", "传感器产业园"), ("示研软件圆", "示研软件园")],
)
def test_a_place_is_named_as_one(text: str, place: str) -> None:
    assert place in query(Catalogue(CITY), text)[0].place


@pytest.mark.parametrize("text", ["公义园", "汇集园园", "中元"])
def test_chinese_is_not_answered_by_its_sound(text: str) -> None:
    with pytest.raises(NotFoundError):
        query(Catalogue(CITY), text)


def test_a_slip_is_said(zzmap) -> None:
    done = zzmap("query", "盾够装备")
    assert done.stdout.startswith("“盾够装备” is understood as 盾构装备:\n")
    assert "understood" not in zzmap("query", "盾构装备").stdout
    rows = json.loads(zzmap("query", "盾够装备", "--format", "json").stdout)
    assert {row["match"] for row in rows} == {"slip"}
