"""What a table of corners says by one small thing in it, at the value at which it turns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from zzmap.errors import FormatError
from zzmap.io import Layer, read
from zzmap.io.corners.header import guess_header

from .corner_tables import write_csv
from .test_details import sheet

Point = tuple[float, float]

TRIANGLE = [(463000.0, 3852000.0), (463500.0, 3852000.0), (463500.0, 3852400.0)]
BESIDE = [(x + 1000, y) for x, y in TRIANGLE]


def corners(names: str | Sequence[str], ring: Sequence[Point], *before: str) -> list[list[Any]]:
    """Return rows: what stands before, a name, north, east."""
    return [[*before, name, y, x] for name, (x, y) in zip(names, ring, strict=True)]


def table(folder: Path, *rows: list[Any]) -> Layer:
    return read(write_csv(folder / "a.csv", rows))


def attributes(layer: Layer) -> list[dict[str, Any]]:
    """Return what each parcel says, blanks left out."""
    rows = layer.frame.drop(columns="geometry").to_dict("records")
    return [{str(name): cell for name, cell in row.items() if cell is not None} for row in rows]


def sizes(layer: Layer) -> list[int]:
    """Return how many corners each parcel has, the first not counted again."""
    return [len(shape.exterior.coords) - 1 for shape in layer.frame.geometry]


# -- which columns are read ----------------------------------------------------------------


def test_coordinates_that_were_passed_over_are_told_and_where_none_were_nothing(
    tmp_path: Path,
) -> None:
    rows = [[*row, 113.6, 34.7] for row in corners("123", TRIANGLE)]
    found = table(tmp_path, ["点号", "X", "Y", "经度", "纬度"], *rows)
    assert found.notes == ("coordinates were read from X and Y, not from 纬度/经度",)
    assert table(tmp_path, ["点号", "X", "Y"], *corners("123", TRIANGLE)).notes == ()


@pytest.mark.parametrize("letter", ["N", "E", "B", "L"])
def test_a_letter_is_a_coordinate_only_beside_its_pair(letter: str, tmp_path: Path) -> None:
    rows = [[name, y, x, name] for name, y, x in corners("123", TRIANGLE)]
    (shape,) = table(tmp_path, ["点号", "X", "Y", letter], *rows).frame.geometry
    assert shape.bounds == (463000.0, 3852000.0, 463500.0, 3852400.0)


def test_titles_above_a_table_without_header_are_kept_and_blank_lines_are_none() -> None:
    rows = [[str(cell) for cell in row] for row in corners("123", TRIANGLE)]
    found = guess_header(sheet(["某地块"], ["", ""], *rows), "a.csv")
    assert found is not None
    assert (found.titles, found.start) == ([["某地块"]], 2)


# -- what ends a ring ----------------------------------------------------------------------


@pytest.mark.parametrize(("last", "count"), [("J1", 3), ("J4", 4)])
def test_a_last_corner_rounded_otherwise_is_the_first_if_it_is_called_so(
    last: str, count: int, tmp_path: Path
) -> None:
    ring = [*TRIANGLE, (463000.005, 3852000.0)]
    found = table(tmp_path, ["点号", "X", "Y"], *corners(["J1", "J2", "J3", last], ring))
    assert sizes(found) == [count]


HEXAGON = [(463000.0, 3852000.0), (463400.0, 3852000.0), (463800.0, 3852000.0),
           (463800.0, 3852400.0), (463400.0, 3852500.0), (463000.0, 3852400.0),
           (463000.0, 3852000.0)]  # fmt: skip


@pytest.mark.parametrize("numbers", ["1123344", "1122334", "1223344", "1234567", "1234561"])
def test_numbers_that_stand_twice_in_a_row_name_no_corners(numbers: str, tmp_path: Path) -> None:
    """Of a table without header: they may be anything, and part no ring."""
    assert sizes(table(tmp_path, *corners(numbers, HEXAGON))) == [6]


# -- what a parcel says --------------------------------------------------------------------


def test_a_parcel_has_what_stands_in_a_cell_merged_above_it(tmp_path: Path) -> None:
    one, two = corners("123", TRIANGLE, "甲", "1"), corners("123", BESIDE, "", "2")
    found = table(tmp_path, ["宗地", "地块", "点号", "X", "Y"], *one, *two)
    assert attributes(found) == [{"宗地": "甲", "地块": "1"}, {"宗地": "甲", "地块": "2"}]


@pytest.mark.parametrize(("column", "refused"), [("备注", False), ("乡镇", True)])
def test_a_column_that_says_two_things_of_a_parcel_is_told_or_refused(
    column: str, refused: bool, tmp_path: Path
) -> None:
    """One parcel lies in one town; a remark may stand at a corner."""
    rows = [
        ["甲", said, *row] for said, row in zip("子丑丑", corners("123", TRIANGLE), strict=True)
    ]
    header = ["地块名称", column, "点号", "X", "Y"]
    if refused:
        with pytest.raises(FormatError, match="“甲” stands under 乡镇 子"):
            table(tmp_path, header, *rows)
        return
    found = table(tmp_path, header, *rows)
    assert attributes(found) == [{"地块名称": "甲", "备注": "子"}]
    assert found.notes == ("of each parcel the first value was taken of 备注",)


def test_villages_may_name_the_parcels(tmp_path: Path) -> None:
    rows = [*corners("123", TRIANGLE, "东村"), *corners("123", BESIDE, "西村")]
    found = table(tmp_path, ["村", "点号", "X", "Y"], *rows)
    assert attributes(found) == [{"村": "东村"}, {"村": "西村"}]
