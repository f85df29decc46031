"""Files as they leave desks: names that come twice, closing points twice, letters nobody sees."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import zzmap as zz
from zzmap.errors import FormatError
from zzmap.io.columns import fold_column
from zzmap.parks.attributes import mapped
from zzmap.parks.georeference import read_parcels

from .test_survey_text import CITY, text

RING = [(3852000, 463000), (3852000, 463500), (3851600, 463500), (3851600, 463000)]


def points(extra: list[str], line: str = "5,20,DK1,甲,面,,,,@") -> list[str]:
    rows = [f"J{n},1,{x}.000,{38_000_000 + y}.000" for n, (x, y) in enumerate(RING, 1)]
    return [line, *rows, *extra]


@pytest.mark.parametrize(
    "extra",
    [
        ["J1,1,3852000.000,38463000.000"] * 2,
        ["J1,1,3852000.010,38463000.000"],
    ],
)
def test_a_closing_point_twice_or_a_centimetre_off(extra: list[str], tmp_path: Path) -> None:
    found = read_parcels(text(tmp_path / "a.txt", [points(extra)]), region=CITY).parcels
    assert [len(row.geometry.exterior.coords) for row in found] == [5]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("4,20,DK1,线,面,,,,@", "线"),
        ("4,20,线,生产线,面,,,,@", "生产线"),
        ("4,20,DK1,面,面,,,,@", "面"),
        ("4,20,DK1,甲,面,,,,＠", "甲"),
    ],
)
def test_the_line_of_a_parcel(line: str, name: str, tmp_path: Path) -> None:
    path = text(tmp_path / "a.txt", [points([], line)])
    assert list(zz.read(path).frame["地块名称"]) == [name]


def test_angles_with_their_signs(tmp_path: Path) -> None:
    corners = [("34°47'30\"", "113°36'00\""), ("34°47'30\"", "113°36'18\""),
               ("34°47'15\"", "113°36'18\"")]  # fmt: skip
    block = ["3,,DK1,甲,面,,,,@", *(f"J{n},1,{a},{b}" for n, (a, b) in enumerate(corners, 1))]
    path = text(tmp_path / "a.txt", [block], 计量单位="度分秒", 带号="")
    west, south, east, north = zz.read(path).frame.geometry.iloc[0].bounds
    assert (west, east) == pytest.approx((113.6, 113.605))
    assert (south, north) == pytest.approx((34.7875, 34.79166667))


def test_a_name_in_two_towns_is_refused(tmp_path: Path) -> None:
    rows = ["乡镇,地块名称,点号,X,Y"]
    for town, name, east in (
        ("石佛镇", "一号", 0),
        ("石佛镇", "二号", 1000),
        ("沟赵乡", "一号", 2000),
    ):
        rows += [f"{town},{name},J{n},{x},{y + east}" for n, (x, y) in enumerate(RING, 1)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows), "utf-8")
    with pytest.raises(FormatError, match=r"石佛镇.*沟赵乡"):
        zz.read(path)


def test_letters_nobody_sees() -> None:
    words = ("\ufeffX", "Y\u00a0", "地块\u200b")
    assert [fold_column(word) for word in words] == [
        "x",
        "y",
        "地块",
    ]


@pytest.mark.parametrize("column", ["园区名", "地块名", "项目名"])
def test_names_cut_to_three_letters(column: str, tmp_path: Path) -> None:
    path = text(tmp_path / "a.txt", [points([])])
    parcel = read_parcels(path, region=CITY).parcels[0]
    assert mapped(replace(parcel, attributes={column: "甲园"})).name == "甲园"
