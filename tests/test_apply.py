"""Reviewed rows reach geodata whole and checked, unreviewed ones never."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from drafts import a_draft

import zzmap as zz
from zzmap.errors import FormatError, GeodataError, OutputError, ZzmapError
from zzmap.extract.apply import apply, undo
from zzmap.extract.decisions import MARK, OWN_COLUMNS, Decision, key_of, read_decisions, text_hash
from zzmap.extract.draft import write_draft
from zzmap.workspace import drafts

CITY = Path(__file__).resolve().parent / "city2"
DRAFT = a_draft()


def accepted(*tables: str) -> list[Decision]:
    """Accept every row of these tables, of all if none are named."""
    return [
        Decision(table, key_of(table, row), "accept", {})
        for table in tables or OWN_COLUMNS
        for row in getattr(DRAFT, table)
    ]


def rows(folder: Path, table: str) -> dict[str, dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def state(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_that_is_accepted_is_there_and_sound(tmp_path: Path) -> None:
    done = apply(DRAFT, accepted(), CITY, tmp_path / "new")
    city = zz.open(done.folder, store=tmp_path / "parks.gpkg")
    assert city.check().findings == []
    assert city.query("低空制造")[0].place == "云栖产业园"
    said = {
        (row["industry"], row["place"], row["relation"], row["locator"])
        for row in city.rows("placements")
        if row["document"] == "示政〔2026〕9号"
    }
    assert said == {
        ("低空制造", "云栖产业园", "supporting", "C·一"),
        ("智能传感器", "云栖产业园", "supporting", "C·一"),
        ("人工智能", "示例高新区", "existing", "C·一"),
    }
    assert "pl-c-0001" in rows(done.folder, "placements")
    assert rows(done.folder, "projects")["prj-c-0001"]["place_ids"] == "park-yunqi"
    assert rows(done.folder, "places")["zone-gaoxin"]["aliases"].endswith("高新技术区")
    assert rows(done.folder, "indicators")["in-c-1"]["value_2025"] == "50.0"
    assert rows(done.folder, "members").keys() >= {"el-low-core"}


def test_no_row_of_the_base_changes(tmp_path: Path) -> None:
    done = apply(DRAFT, accepted(), CITY, tmp_path / "new")
    for table in OWN_COLUMNS:
        if table != "members":
            before, after = rows(CITY, table), rows(done.folder, table)
            kept = {key: after[key] for key in before}
            if table == "places":
                kept["zone-gaoxin"]["aliases"] = before["zone-gaoxin"]["aliases"]
            assert kept == before


def test_what_nobody_accepted_is_not_there(tmp_path: Path) -> None:
    done = apply(DRAFT, accepted("documents", "industries"), CITY, tmp_path / "new")
    assert {name for name in done.added if name != "pinyin"} == {"documents", "industries"}
    assert rows(done.folder, "placements") == rows(CITY, "placements")
    assert "云栖产业园" not in (done.folder / "places.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("missing", "told"),
    [("documents", "示例市低空经济发展规划"), ("places", "云栖产业园"), ("industries", "低空制造")],
)
def test_a_row_that_rests_on_an_unreviewed_one_stops_it_all(
    missing: str, told: str, tmp_path: Path
) -> None:
    some = [row for row in accepted() if row.table != missing]
    with pytest.raises(FormatError, match="rest on rows that are not") as caught:
        apply(DRAFT, some, CITY, tmp_path / "new")
    assert told in str(caught.value)
    assert not (tmp_path / "new").exists()


def test_a_rejected_alias_is_no_reading(tmp_path: Path) -> None:
    some = [row._replace(decision="reject") if row.key == "place-gx" else row for row in accepted()]
    with pytest.raises(FormatError, match="高新技术区"):
        apply(DRAFT, some, CITY, tmp_path / "new")


def test_an_edited_row_has_the_reviewers_cells(tmp_path: Path) -> None:
    cells = {"name": "飞行汽车总装", "name_en": "Low-altitude equipment", "level": "pillar"}
    some = [
        Decision("industries", "ind-low", "edit", cells) if row.key == "ind-low" else row
        for row in accepted()
    ]
    done = apply(DRAFT, some, CITY, tmp_path / "new")
    assert rows(done.folder, "industries")["ind-low"]["name_en"] == "Low-altitude equipment"
    assert zz.open(done.folder).query("飞行汽车总装")[0].place == "云栖产业园"


def test_an_added_place_gets_an_id_of_its_kind(tmp_path: Path) -> None:
    cells = {"name": "低空小镇", "kind": "town", "basis": "unlocated", "source": "示政〔2026〕9号"}
    some = [*accepted(), Decision("places", "places-added-1", "add", cells)]
    done = apply(DRAFT, some, CITY, tmp_path / "new")
    assert rows(done.folder, "places")["town-dikongxiaozhen"]["name"] == "低空小镇"


def test_a_fault_the_check_finds_leaves_everything_untouched(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    before = state(base)
    bad = [
        Decision("places", "park-yunqi", "edit", {"kind": "castle"})
        if row.key == "park-yunqi"
        else row
        for row in accepted()
    ]
    with pytest.raises(GeodataError, match="castle"):
        apply(DRAFT, bad, base, None, in_place=True)
    assert state(base) == before
    with pytest.raises(GeodataError, match="castle"):
        apply(DRAFT, bad, base, tmp_path / "new")
    assert not (tmp_path / "new" / "places.csv").exists()


def test_a_merge_in_place_is_undone(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    before = state(base)
    apply(DRAFT, accepted(), base, None, in_place=True)
    with pytest.raises(FormatError, match="is in the geodata already"):
        apply(DRAFT, accepted(), base, None, in_place=True)
    undo(base)
    after = state(base)
    assert {name: after[name] for name in before} == before
    assert {*after} - {*before} == {"applied/0001.json"}
    with pytest.raises(OutputError, match="no merge is left"):
        undo(base)


def test_a_table_changed_since_is_not_undone(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    apply(DRAFT, accepted(), base, None, in_place=True)
    with (base / "placements.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    before = state(base)
    with pytest.raises(OutputError, match="changed since"):
        undo(base)
    assert state(base) == before


def test_where_it_goes_must_be_said_and_never_into_what_came_with_zzmap(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="say where"):
        apply(DRAFT, accepted(), CITY, None)
    shipped = CITY.parent.parent / "geodata"
    with pytest.raises(OutputError, match="came with zzmap"):
        apply(DRAFT, accepted(), shipped, None, in_place=True)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="there already"):
        apply(DRAFT, accepted(), CITY, tmp_path)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "other"}, "no file of decisions"),
        ({"draft": "0"}, "of another draft"),
        ({"decisions": [{"table": "places", "key": "nowhere", "decision": "accept"}]}, "not a row"),
        ({"decisions": [{"table": "places", "key": "park-yunqi", "decision": "maybe"}]},
         "is no decision"),
        ({"decisions": [{"table": "places", "key": "park-yunqi", "decision": "edit",
                         "cells": {"../x": "1"}}]}, "has columns"),
        ({"decisions": [{"table": "places", "key": "park-yunqi", "decision": "accept"}] * 2},
         "decided twice"),
    ],
)  # fmt: skip
def test_other_files_are_refused(change: dict[str, object], told: str, tmp_path: Path) -> None:
    document = {"kind": MARK, "draft": text_hash(DRAFT), "decisions": []} | change
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(FormatError, match=told):
        read_decisions(path, DRAFT)


def test_the_commands(zzmap, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write_draft(DRAFT, tmp_path / "draft")
    decisions = [row._asdict() for row in accepted()]
    document = {"kind": MARK, "draft": text_hash(DRAFT), "decisions": decisions}
    (tmp_path / "d.json").write_text(json.dumps(document), "utf-8")
    done = zzmap("--geodata", CITY, "extract", "apply", "draft", "d.json", "-o", "new")
    assert done.returncode == 0, done.stderr
    assert "3 placements" in done.stdout
    assert zzmap("--geodata", "new", "check").returncode == 0
    assert zzmap("--geodata", "new", "extract", "undo").returncode == 0
    assert rows(tmp_path / "new", "placements") == rows(CITY, "placements")
    refused = zzmap("--geodata", CITY, "extract", "apply", "draft", "d.json")
    assert refused.returncode == 1
    assert "-o" in refused.stderr


@pytest.mark.parametrize("raw", [b"", b" \n", b"\xff\xfe\x00", "乙".encode("gb18030"), b"a\0b"])
def test_a_text_that_is_none_makes_no_draft(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_bytes(raw)
    with pytest.raises(FormatError, match="no text in UTF-8"):
        drafts.blank(tmp_path / "plan.txt", tmp_path / "draft", geodata=CITY)
    assert not (tmp_path / "draft").exists()


# -- indicators of other years than the columns are named after


def an_indicator(**cells: object) -> list[Decision]:
    """Return the decisions of a review that accepts all and edits the indicator."""
    told = {name: str(cell) for name, cell in cells.items()}
    return [
        row._replace(decision="edit", cells=told) if row.table == "indicators" else row
        for row in accepted()
    ]


def test_values_of_other_years_reach_geodata_and_what_reads_them(tmp_path: Path) -> None:
    decisions = an_indicator(
        years="2020|2024|2025|2030", values="10|20.5|30|50", value_2025="", comparator=">="
    )
    done = apply(DRAFT, decisions, CITY, tmp_path / "new")
    row = rows(done.folder, "indicators")["in-c-1"]
    assert (row["years"], row["values"], row["comparator"]) == (
        "2020|2024|2025|2030", "10|20.5|30|50", ">=",
    )  # fmt: skip
    assert (row["value_2020"], row["value_2023"], row["value_2025"]) == ("10", "", "30")
    city = zz.open(done.folder, store=tmp_path / "parks.gpkg")
    assert city.check().findings == []
    (told,) = [found for found in city.catalogue.indicators if found.id == "in-c-1"]
    assert [str(figure) for figure in told.figures] == ["2020 10", "2024 20.5", "2025 30",
                                                        "2030 ≥50"]  # fmt: skip
    actual = pd.DataFrame([{"id": "in-c-1", "year": 2028, "value": 43, "unit": "亿元"}])
    (stands,) = [
        found for found in city.analysis.indicators(actual).to_dict("records")
        if found["id"] == "in-c-1"
    ]  # fmt: skip
    assert stands["on_line"] == pytest.approx(30 + 20 * 3 / 5)
    assert tuple(stands["values"])[-1] == "2030 ≥50"

    later = tmp_path / "later"
    shutil.copytree(done.folder, later)
    path = later / "indicators.csv"
    path.write_text(path.read_text("utf-8").replace("10|20.5|30|50", "10|20.5|30|60"), "utf-8")
    (change,) = zz.diff(done.folder, later).changes
    assert change.change == "changed" and "2030 ≥50" in change.old and "2030 ≥60" in change.new


def test_values_of_the_columns_years_need_no_lists(tmp_path: Path) -> None:
    decisions = an_indicator(years="2020|2025", values="10|50", value_2020="")
    row = rows(apply(DRAFT, decisions, CITY, tmp_path / "new").folder, "indicators")["in-c-1"]
    assert (row["value_2020"], row["value_2025"], row["comparator_2025"]) == ("10", "50.0", ">=")
    assert (row["years"], row["values"], row["comparator"]) == ("", "", "")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"value_2025": 60}, "value_2025 says 60, its values 50"),
        ({"years": "2030", "values": "70"}, "value_2025 says 50.0, and its years lack 2025"),
    ],
)
def test_two_values_of_a_year_stop_the_merge(
    cells: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=sentence):
        apply(DRAFT, an_indicator(**cells), CITY, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("years", "values", "sentence"),
    [
        ("2025|2030", "50", "2 years and 1 values"),
        ("2030|2025", "50|60", "no years in their order"),
        ("2025|2030", "50|viel", "are no numbers"),
    ],
)
def test_years_and_values_that_do_not_go_together_are_found(
    years: str, values: str, sentence: str, tmp_path: Path
) -> None:
    decisions = an_indicator(years=years, values=values, value_2025="")
    with pytest.raises(ZzmapError, match=sentence):
        apply(DRAFT, decisions, CITY, tmp_path / "new")


def test_check_finds_a_column_that_says_another_value(tmp_path: Path) -> None:
    folder = tmp_path / "geodata"
    shutil.copytree(CITY, folder)
    path = folder / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    told[0] |= {"years": "2023|2025|2030", "values": "80|120|200"}
    told[1] |= {"years": "2020|2025|2030", "values": "20|36|50"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, told[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(told)
    city = zz.open(folder, store=tmp_path / "parks.gpkg")
    (finding,) = city.check().findings
    assert finding.where == "indicators.csv row 3" and "value_2025" in finding.message
    with pytest.raises(GeodataError, match="value_2025 is not what its values say"):
        _ = city.catalogue.indicators


def with_one(table: str, key: str, decision: str, **cells: str) -> list[Decision]:
    """Accept every row, and decide otherwise on one."""
    return [
        Decision(table, key, decision, cells) if (row.table, row.key) == (table, key) else row
        for row in accepted()
    ]


def test_what_rests_on_a_known_row_that_was_rejected_stops_it_all(tmp_path: Path) -> None:
    """That 人工智能 of the text is what geodata calls so is a reading too."""
    with pytest.raises(FormatError, match="人工智能"):
        apply(DRAFT, with_one("industries", "ind-ai", "reject"), CITY, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("table", "key", "cells", "told"),
    [
        ("industries", "ind-ai", {"name": "大模型"}, "人工智能"),
        ("places", "place-gx", {"name": "高新技术区", "kind": "town"}, "高新技术区"),
    ],
)
def test_an_edit_that_would_be_dropped_is_refused(
    table: str, key: str, cells: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(FormatError, match=told):
        apply(DRAFT, with_one(table, key, "edit", **cells), CITY, tmp_path / "new")


def test_the_name_of_an_alias_can_be_mended(tmp_path: Path) -> None:
    done = apply(
        DRAFT, with_one("places", "place-gx", "edit", name="高新技术片区"), CITY, tmp_path / "new"
    )
    assert "高新技术片区" in rows(done.folder, "places")["zone-gaoxin"]["aliases"].split("|")


def test_a_finding_names_its_row_by_its_name(tmp_path: Path) -> None:
    some = with_one("projects", "prj-draft-1", "edit", industry_id="")
    with pytest.raises(GeodataError, match="projects “云栖试飞场”: industry_id is empty"):
        apply(DRAFT, some, CITY, tmp_path / "new")


def test_geodata_of_another_city_are_refused(tmp_path: Path) -> None:
    draft = a_draft()
    draft.city = "鹤壁市"
    with pytest.raises(FormatError, match=r"鹤壁市.*示例市"):
        apply(draft, accepted(), CITY, tmp_path / "new")
    write_draft(draft, tmp_path / "draft")
    with pytest.raises(FormatError, match="鹤壁市"):
        drafts.review(tmp_path / "draft", tmp_path / "review.html", CITY)
    # Read with the geodata of the one city, but of the other by its title.
    draft.city, title = "示例市", draft.documents[0].title
    draft.documents[0] = draft.documents[0]._replace(title="鹤壁市低空经济规划")
    with pytest.raises(FormatError, match=r"鹤壁市.*示例市"):
        apply(draft, accepted(), CITY, tmp_path / "new")
    draft.documents[0] = draft.documents[0]._replace(title=title)
    # A plan of a county goes into its city's.
    draft.city = next(iter(rows(CITY, "places").values()))["name"]
    assert apply(draft, accepted(), CITY, tmp_path / "new").added["documents"] == 1


def test_tables_as_excel_saves_them_are_read(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    for path in base.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    done = apply(DRAFT, accepted(), base, tmp_path / "new")
    assert rows(done.folder, "places").keys() >= {"park-yunqi", "zone-gaoxin"}
    assert zz.open(done.folder).check().findings == []


@pytest.mark.parametrize("name", ["places.csv", "笔记.csv"])
def test_what_is_not_utf8_is_named(name: str, tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    (base / name).write_bytes("载体,产业\n".encode("gbk"))
    with pytest.raises(GeodataError, match=name):
        apply(DRAFT, accepted(), base, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_files_that_are_no_data_are_told(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    (base / "规划.pdf").write_bytes(b"%PDF")
    done = apply(DRAFT, accepted(), base, tmp_path / "new")
    assert [row for row in done.notes if "规划.pdf" in row]


def test_a_folder_within_the_base_is_refused(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    before = state(base)
    with pytest.raises(OutputError, match="within the geodata"):
        apply(DRAFT, accepted(), base, base / "new")
    assert state(base) == before


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"undone": false}'])
def test_a_record_that_is_none_is_named(text: str, tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    apply(DRAFT, accepted(), base, None, in_place=True)
    (base / "applied" / "0001.json").write_text(text, "utf-8")
    with pytest.raises(OutputError, match=r"0001.json.*no record of a merge"):
        undo(base)


def test_a_table_that_is_gone_is_not_undone(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    apply(DRAFT, accepted(), base, None, in_place=True)
    (base / "industries.csv").unlink()
    with pytest.raises(OutputError, match=r"industries.csv: this table has been changed"):
        undo(base)


def test_what_is_named_elsewhere_since_is_not_undone(tmp_path: Path) -> None:
    base = Path(shutil.copytree(CITY, tmp_path / "base"))
    apply(DRAFT, accepted(), base, None, in_place=True)
    city = (base / "city.toml").read_text("utf-8")
    (base / "city.toml").write_text(city.replace('["st-growth"]', '["st-low"]'), "utf-8")
    before = state(base)
    with pytest.raises(GeodataError, match=r"st-low.*take that out first"):
        undo(base)
    assert state(base) == before
    (base / "city.toml").write_text(city, "utf-8")
    assert undo(base)[1]


def test_names_that_have_their_pinyin_are_told_in_one_line(tmp_path: Path) -> None:
    done = apply(DRAFT, accepted(), CITY, tmp_path / "new")
    (told,) = [note for note in done.notes if "pinyin" in note]
    assert told.startswith("6 English names are pinyin") and "低空制造" in told


def test_decisions_that_are_not_there_are_told_as_that(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such file"):
        read_decisions(tmp_path / "decisions.json", DRAFT)
