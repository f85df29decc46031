"""What the second reading settled: ids that are gone, existing, twins, elements, cooperation."""

import csv
from pathlib import Path

import pytest

from zzmap.catalogue import Catalogue, derived_placements
from zzmap.check import check_geodata
from zzmap.errors import NotFoundError
from zzmap.query import query


def table(catalogue: Catalogue, name: str) -> list[dict[str, str]]:
    with (catalogue.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_id_that_is_gone_has_a_reason_and_leads_to_a_row_or_nothing(
    catalogue: Catalogue,
) -> None:
    live = {
        row["id"]
        for name in ("industries", "places", "placements", "projects", "elements")
        for row in table(catalogue, name)
    }
    gone = table(catalogue, "renamed")
    assert gone
    for row in gone:
        assert row["why"]
        assert row["old_id"] not in live
        assert catalogue.current(row["old_id"]) == row["new_id"]
        assert row["new_id"] in live or not row["new_id"]


def test_an_id_that_is_there_stands_for_itself(catalogue: Catalogue) -> None:
    assert catalogue.current("ind-vaccine") == "ind-vaccine"
    assert catalogue.current("ind-bio-vaccine") == "ind-vaccine"


def test_a_folded_name_is_still_found(catalogue: Catalogue) -> None:
    first = query(catalogue, "生物疫苗")[0]
    assert (first.industry, first.match, first.place) == (
        "新型疫苗",
        "exact",
        "郑州航空港区临空生物医药园",
    )


def test_the_taxonomy_of_the_plan_hangs_under_one_root(catalogue: Catalogue) -> None:
    below = set(catalogue.descendants("ind-sei"))
    assert {"ind-ict", "ind-nev", "ind-energy", "ind-quantum"} <= below
    assert "郑州经开区" in {row.place for row in query(catalogue, "153N")}


def test_the_same_thing_in_two_plans_is_answered_as_one(catalogue: Catalogue) -> None:
    answers = [row for row in query(catalogue, "研究开发服务") if row.match == "exact"]
    assert {row.document for row in answers} == {"郑政〔2022〕10号", "郑政办〔2022〕66号"}
    assert {row.scope for row in answers if row.industry.startswith("研究开发服务")} == {"own"}
    assert sorted(catalogue.descendants("ind-rnd")) == sorted(
        catalogue.descendants("ind-rnd-service")
    )


def test_what_is_there_already_comes_last_and_does_not_count_as_placed(
    catalogue: Catalogue,
) -> None:
    answers = query(catalogue, "乡村旅游")
    assert answers[0].scope == "broader"
    assert (answers[-1].place, answers[-1].relation) == ("樱桃沟景区", "existing")
    relations = [row.relation for row in query(catalogue, "文化旅游业")]
    first = relations.index("existing")
    assert set(relations[first:]) == {"existing"}


def test_a_statement_on_a_whole_element_is_one_row_and_derived_for_its_members(
    catalogue: Catalogue,
) -> None:
    own = [row for row in catalogue.placements if row.locator == "V·一(三)4·三极·东部片区"]
    assert {row.place_id for row in own} == {"area-dongbupianqu"}
    derived = {
        (row.placement.industry_id, row.place_id)
        for row in derived_placements(catalogue)
        if row.element_id == "el-srv-pole-east"
    }
    assert {("ind-finance", "zone-zhengdong"), ("ind-tourism", "district-zhongmu")} <= derived
    assert not any(place == "area-dongbupianqu" for _, place in derived)


def test_what_else_is_said_of_an_elements_place_is_not_said_of_its_members(
    catalogue: Catalogue,
) -> None:
    derived = [row for row in catalogue.derived_placements if row.element_id == "el-sei-core"]
    assert {row.placement.locator for row in derived} == {"S·三·一核"}
    assert {row.place_id for row in derived} == {
        "area-longhu-north",
        "area-zhihuidao",
        "area-kexuegu",
    }


def test_members_that_the_text_does_not_name_derive_nothing(catalogue: Catalogue) -> None:
    places = {row.place_id for row in catalogue.derived_placements}
    named = {row["place_id"] for row in table(catalogue, "members") if not row["derived"]}
    assert places <= named
    assert "district-huiji" not in places


def test_cooperation_puts_nothing_at_another_city(catalogue: Catalogue) -> None:
    cities = {row.id for row in catalogue.places.values() if row.kind == "neighbour_city"}
    assert cities
    assert not cities & {row.place_id for row in catalogue.placements}


def test_a_project_with_places_says_how_they_are_known(catalogue: Catalogue) -> None:
    for row in catalogue.projects:
        assert bool(row.place_ids) == bool(row.place_basis), row.id
    known = {row.id: row.place_basis for row in catalogue.projects}
    assert known["prj-s-0084"] == "in_name"
    assert known["prj-s-0013"].startswith("inferred: ")
    from_answer = {row.project: row.place_basis for row in query(catalogue, "光伏")}
    assert from_answer["万邦国际农产品物流中心光伏项目"] == "in_name"
    assert query(catalogue, "比亚迪")[0].place_basis.startswith("inferred: ")
    assert {row.place_basis for row in query(catalogue, "惠济") if not row.project} == {""}


@pytest.mark.parametrize(
    ("typed", "industry"),
    [
        ("托育", "托育服务"),
        ("职教", "职业教育"),
        ("餐饮", "特色餐饮"),
        ("风投", "科技金融"),
        ("干细胞", "细胞治疗产品"),
    ],
)
def test_words_planners_use_are_known(catalogue: Catalogue, typed: str, industry: str) -> None:
    try:
        assert query(catalogue, typed)[0].term == typed
    except NotFoundError as error:
        assert industry in str(error)


def test_a_zone_is_part_of_what_holds_it(catalogue: Catalogue) -> None:
    parents = {row.id: row.parent_id for row in catalogue.places.values()}
    assert parents["area-zhihuidao"] == "zone-kejicheng"
    assert parents["base-langchaoanquankekaoshengchanjidi"] == "zone-hkg"
    for start in parents:
        seen, at = set(), start
        while at:
            assert at not in seen, f"{start} is part of itself"
            seen.add(at)
            at = parents[at]


def test_a_gone_id_that_leads_nowhere_is_a_finding(geodata: Path) -> None:
    path = geodata / "renamed.csv"
    path.write_text(path.read_text("utf-8") + "zz-1,ind-nowhere,why\nzz-2,,\n", "utf-8")
    findings = " ".join(map(str, check_geodata(geodata).findings))
    assert "“ind-nowhere” stands for it and is no row" in findings
    assert "why is empty" in findings
