"""What changed between two editions: told whole, and no rename assumed."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from drafts import a_draft
from openpyxl import load_workbook

import zzmap as zz
from zzmap.edition.compare import Change
from zzmap.extract.draft import write_draft
from zzmap.render.change_map import _data

CITY = Path(__file__).resolve().parent / "city2"
ROOT = CITY.parent.parent


@pytest.fixture
def later(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CITY, tmp_path / "later"))


def edit(folder: Path, table: str, row_id: str, **cells: str) -> None:
    """Change cells of a row; without any, take the row out."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert any(row["id"] == row_id for row in rows)
    kept = [row | cells if row["id"] == row_id else row for row in rows]
    if not cells:
        kept = [row for row in rows if row["id"] != row_id]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def told(later: Path, **options: object) -> list[Change]:
    return zz.diff(CITY, later, **options).changes  # type: ignore[arg-type]


def test_the_same_edition_has_not_changed(later: Path) -> None:
    assert told(later) == []


@pytest.mark.parametrize("letter", ["D", "S", "V"])
def test_a_document_has_not_changed_beside_itself(letter: str) -> None:
    """It may place industries that another document has defined."""
    assert zz.diff(letter, letter, geodata=ROOT / "geodata").changes == []


def test_what_another_document_has_defined_is_paired() -> None:
    """超级计算 is an industry of D, which S puts at the same place, as there already."""
    found = zz.diff("D", "S", geodata=ROOT / "geodata").changes
    (row,) = [row for row in found if row.subject == "placement" and row.change == "changed"]
    assert row.old_places == row.new_places == ("campus-chaojijisuanzhongxin",)
    assert row.new_locator == "S·一(一)·创新能力不断增强"


def test_an_industry_that_left_one_place_for_another_has_moved(later: Path) -> None:
    edit(later, "placements", "pl-a-0003", place_id="zone-gaoxin")
    (row,) = told(later)
    assert (row.subject, row.change) == ("placement", "moved")
    assert (row.old_places, row.new_places) == (("zone-kongang",), ("zone-gaoxin",))


def test_a_dropped_placement_is_told_with_its_locator(later: Path) -> None:
    edit(later, "placements", "pl-a-0003")
    (row,) = told(later)
    assert (row.change, row.new, row.old_locator) == ("dropped", "", "A·三·一带")


def test_an_indicator_says_both_values(later: Path) -> None:
    edit(later, "indicators", "in-a-1", value_2025="150")
    (row,) = told(later)
    assert row.change == "changed"
    assert "≥120" in row.old
    assert "≥150" in row.new


def test_a_project_at_another_place_has_moved(later: Path) -> None:
    edit(later, "projects", "prj-a-0001", place_ids="zone-gaoxin")
    (row,) = told(later)
    assert (row.subject, row.change) == ("project", "moved")


def test_a_rename_by_id_shows_its_sameness(later: Path) -> None:
    edit(later, "places", "zone-gaoxin", name="示例高新技术新城")
    (row,) = told(later)
    assert (row.subject, row.change) == ("place", "renamed")
    assert row.sameness is not None
    assert 0 < row.sameness < 1


def test_a_number_for_an_id_makes_no_two_projects_one(later: Path) -> None:
    edit(later, "projects", "prj-a-0001", name="城市运营平台")
    assert [row.change for row in told(later)] == ["added", "dropped"]


def test_a_rename_is_never_assumed_and_can_be_said(later: Path) -> None:
    edit(later, "projects", "prj-a-0001", name="微机电系统中试线")
    (row,) = told(later)
    assert (row.change, row.threshold) == ("maybe_renamed", 0.6)
    assert row.sameness == pytest.approx(0.86, abs=0.01)
    (row,) = told(later, same={"微机电中试线": "微机电系统中试线"})
    assert row.change == "renamed"
    assert [row.change for row in told(later, threshold=0.95)] == ["added", "dropped"]
    with pytest.raises(zz.NotFoundError, match="cannot be taken as the same"):
        told(later, same={"微机电中试线": "没有的项目"})


def test_other_numerals_are_no_rename(later: Path) -> None:
    for folder, name in ((later, "示例二号试验线"),):
        edit(folder, "projects", "prj-a-0001", name=name)
    older = Path(shutil.copytree(CITY, later.parent / "older"))
    edit(older, "projects", "prj-a-0001", name="示例一号试验线")
    assert [row.change for row in zz.diff(older, later).changes] == ["added", "dropped"]


def test_every_form_holds_every_change(later: Path, tmp_path: Path) -> None:
    edit(later, "placements", "pl-a-0003")
    edit(later, "projects", "prj-a-0001", name="=微机电系统中试线")
    found = zz.diff(CITY, later)
    for suffix in (".xlsx", ".csv", ".json", ".html"):
        found.write(tmp_path / f"changes{suffix}")
    sheet = load_workbook(tmp_path / "changes.xlsx")["changes"]
    assert sheet.max_row - 1 == len(found.changes) == 2
    with (tmp_path / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "'=微机电系统中试线" in {row["new"] for row in rows}
    document = json.loads((tmp_path / "changes.json").read_text("utf-8"))
    assert len(document["changes"]) == 2
    (tmp_path / "own.json").write_text('{"mine": 1}', "utf-8")
    with pytest.raises(zz.OutputError):
        found.write(tmp_path / "own.json")


def test_a_name_that_is_nothing_is_refused() -> None:
    with pytest.raises(zz.NotFoundError, match="no folder and no document"):
        zz.diff("A", "Q", geodata=CITY)
    assert zz.diff("A", "B", geodata=CITY).counts["project", "dropped"] == 2


def test_a_draft_is_held_beside_a_document(tmp_path: Path) -> None:
    write_draft(a_draft(), tmp_path / "draft")
    found = zz.diff("A", tmp_path / "draft", geodata=CITY)
    assert found.new.label == "虚构.txt (draft)"
    come = {row.new for row in found.changes if row.subject == "place" and row.new}
    assert come == {"云栖产业园"}
    # An alias is what geodata knows by another name.
    assert not any("高新技术区" in row.new for row in found.changes)
    assert ("project", "added") in found.counts
    found.write(tmp_path / "changes.html")


def test_one_sound_makes_no_two_places_one(later: Path) -> None:
    """Two folders made their ids apart, of names that sound alike: which it is, a person says."""
    older = Path(shutil.copytree(CITY, later.parent / "older"))
    edit(older, "places", "base-yuanshan", name="元山基地")
    edit(later, "places", "base-yuanshan", name="源山基地")
    (row,) = [row for row in zz.diff(older, later).changes if row.subject == "place"]
    assert (row.change, row.old, row.new) == ("maybe_renamed", "元山基地", "源山基地")
    # Of one that is called quite otherwise, the id tells that it is the same.
    edit(later, "places", "base-yuanshan", name="北岭制造基地")
    (row,) = [row for row in zz.diff(older, later).changes if row.subject == "place"]
    assert row.change == "renamed"


def test_two_places_of_one_id_are_two_on_the_map(later: Path) -> None:
    """What the older edition says of one is not told where the newer one has another."""
    older = Path(shutil.copytree(CITY, later.parent / "older"))
    edit(older, "places", "park-sensor", name="东湖电子园", aliases="", lon="109.1")
    edit(later, "places", "park-sensor", name="东胡电子园", aliases="")
    edit(older, "projects", "prj-a-0001", place_ids="park-sensor")
    edit(later, "projects", "prj-a-0001", place_ids="zone-gaoxin")
    found = zz.diff(older, later)
    shown = {row["name"]: row for row in _data(found.old, found.new, found.changes, "")["places"]}
    assert shown["东湖电子园"]["shape"]["coordinates"][0] == pytest.approx(109.1)
    told = {found.changes[at].subject for at in shown["东胡电子园"]["rows"]}
    assert "project" not in told


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["project", "maybe renamed", "for a person to judge"]), ("zh", ["项目", "疑似更名"])],
)
def test_changes_are_told_in_the_language_asked_for(
    zzmap_here, later: Path, language: str, words: list[str]
) -> None:
    edit(later, "projects", "prj-a-0001", name="微机电系统中试线")
    done = zzmap_here("--lang", language, "diff", CITY, later)
    assert done.returncode == 0 and all(word in done.stdout for word in words)
    assert ("疑似更名" in done.stdout) == (language == "zh")
    assert "no change" in zzmap_here("--lang", "en", "diff", CITY, CITY).stdout


def test_a_draft_of_another_city_is_refused(tmp_path: Path) -> None:
    draft = a_draft()
    draft.city = "鹤壁市"
    write_draft(draft, tmp_path / "draft")
    with pytest.raises(zz.FormatError, match="鹤壁市"):
        zz.diff("A", tmp_path / "draft", geodata=CITY)


def test_a_form_that_is_none_is_refused_before_anything_is_told(zzmap_here) -> None:
    done = zzmap_here("diff", CITY, CITY, "-o", "changes.doc")
    assert (done.returncode, done.stdout) == (1, "")
    assert "not written as “.doc”" in done.stderr
