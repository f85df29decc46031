"""A cell of industries is split in one way, wherever it comes from."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from zzmap.catalogue import Catalogue
from zzmap.cli import main
from zzmap.words import split, unsplit_names


def parcel(folder: Path, industries: str) -> Path:
    ring = [[113.6, 34.7], [113.61, 34.7], [113.61, 34.71], [113.6, 34.71], [113.6, 34.7]]
    path = folder / "p.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "园", "industries": industries},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    return path


CELL = "新材料/盾构、盾构/TBM，自动点胶／打印机; 盾构|生物医药合同研发、生产"
ITEMS = ["新材料", "盾构", "盾构/TBM", "自动点胶／打印机", "生物医药合同研发、生产"]


def test_import_option_edit_and_outside_edit_split_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "parks.gpkg")

    def parks(*arguments: str) -> str:
        assert main(["parks", *arguments, "--store", store]) == 0
        return capsys.readouterr().out

    def stored() -> list[str]:
        items: list[str] = json.loads(parks("show", "园", "--format", "json"))["industries"]
        return items

    add = ("add", str(parcel(tmp_path, CELL)), "--crs", "wgs84", "--accept")
    parks(*add)
    assert stored() == ITEMS
    parks("undo")
    parks(*add, "--industry", CELL)
    assert stored() == ITEMS
    parks("edit", "园", "--industry", "甲")
    assert stored() == ["甲"]
    parks("edit", "园", "--industry", CELL)
    assert stored() == ITEMS
    parks("edit", "园", "--industry", "甲")
    connection = sqlite3.connect(store)
    connection.execute("UPDATE parks SET industries = ?", (CELL,))
    connection.commit()
    connection.close()
    assert stored() == ITEMS


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("", ()),
        (" ；、", ()),
        ("5G、大数据，5G; 软件", ("5G", "大数据", "软件")),
        ("a|b｜c/d／e,f，g;h；i", tuple("abcdefghi")),
        ("x、yy", ("x", "yy")),
        ("x、y、z", ("x、y", "z")),
        ("z,X 、 Y", ("z", "X 、 Y")),
    ],
)
def test_a_cell_is_split_but_for_names_that_hold_a_separator(
    cell: str, items: tuple[str, ...]
) -> None:
    assert split(cell, {"x、y"}) == items


def test_no_name_of_the_plans_is_split(catalogue: Catalogue) -> None:
    whole = unsplit_names(catalogue.industries.values())
    names = {
        name
        for row in catalogue.industries.values()
        for name in (row.name, row.name_en, *row.aliases)
        if name
    }
    assert all(split(name, whole) == (name,) for name in names)
    assert split("、".join(["新材料", "盾构/TBM", "自动点胶/打印机"]), whole) == (
        "新材料",
        "盾构/TBM",
        "自动点胶/打印机",
    )
