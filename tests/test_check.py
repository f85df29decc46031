"""`zzmap check` passes on what ships and names file and row of whatever is broken."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from zzmap.check import check_geodata

Spoil = Callable[[str], str]


def test_the_shipped_geodata_is_sound(catalogue) -> None:
    report = check_geodata(catalogue.folder)
    assert [str(finding) for finding in report.findings] == []


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path.name} has no {old}"
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "placements.csv",
            ",zone-gaoxin,",
            ",zone-nowhere,",
            "“zone-nowhere” is in no row of places",
        ),
        ("placements.csv", ",key_park,", ",park,", "relation “park” is none of"),
        ("industries.csv", ",subindustry,", ",leaf,", "level “leaf” is none of"),
        ("documents.csv", "2022-05-09", "9 May", "is no day, or not of the form"),
        ("places.csv", "郑州高新区,", "郑州经开区,", "also means"),
        ("structures.csv", ",industry,", ",,", "theme is empty"),
    ],
)
def test_a_wrong_cell_is_found(geodata: Path, file: str, old: str, new: str, says: str) -> None:
    edit(geodata / file, old, new)
    findings = [str(finding) for finding in check_geodata(geodata).findings]
    assert any(says in finding and f"{file} row" in finding for finding in findings), findings[:5]


def test_rows_out_of_order_are_found(geodata: Path) -> None:
    path = geodata / "documents.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", "utf-8")
    assert any("sort the table" in str(row) for row in check_geodata(geodata).findings)


def spoil_layer(geodata: Path, name: str, change: Callable[[dict], None]) -> list[str]:
    path = geodata / "layers" / f"{name}.geojson"
    collection = json.loads(path.read_text("utf-8"))
    change(collection["features"][0])
    path.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")
    return [str(finding) for finding in check_geodata(geodata).findings]


def test_an_invalid_polygon_is_found(geodata: Path) -> None:
    bow_tie = [[113.5, 34.7], [113.6, 34.8], [113.6, 34.7], [113.5, 34.8], [113.5, 34.7]]

    def twist(feature: dict) -> None:
        feature["geometry"] = {"type": "Polygon", "coordinates": [bow_tie]}

    assert any("invalid geometry" in row for row in spoil_layer(geodata, "zones", twist))


def test_a_layer_without_lineage_is_found(geodata: Path) -> None:
    def forget(feature: dict) -> None:
        feature["properties"]["source"] = " "

    assert any("no lineage" in row for row in spoil_layer(geodata, "zones", forget))


def test_a_point_outside_its_district_is_found(geodata: Path) -> None:
    path = geodata / "places.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines):
        if ",district-zhongyuan,113." in line:
            lines[number] = line.replace(",district-zhongyuan,113.", ",district-dengfeng,113.")
            break
    path.write_text("".join(lines), "utf-8")
    findings = [str(row) for row in check_geodata(geodata).findings]
    assert any(
        f"places.csv row {number + 1}" in row and "is not in 登封市" in row for row in findings
    )


def test_the_command_fails_with_file_and_row(geodata: Path, zzmap) -> None:
    edit(geodata / "placements.csv", ",key_park,", ",park,")
    done = zzmap("--geodata", geodata, "check")
    assert done.returncode == 1
    assert "placements.csv row" in done.stderr
    assert "Traceback" not in done.stderr
