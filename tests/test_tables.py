"""Reading tables: what is right comes out typed, what is wrong is named by file and row."""

from pathlib import Path

import pytest

from zzmap.errors import GeodataError
from zzmap.model import Member, Place, Structure
from zzmap.tables import read_table

HEADER = "element_id,rank,place_id,derived\n"


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "members.csv"
    path.write_text(text, encoding)
    return path


def test_cells_have_their_columns_types(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        ",".join(Place._fields)
        + '\nzone-a,甲区,A,"甲|Jia",area,,district-x|district-y,113.5,34.75,,,point,300,seen\n',
        "utf-8",
    )
    place = read_table(path, Place)[0]
    assert place.aliases == ("甲", "Jia")
    assert place.district_ids == ("district-x", "district-y")
    assert (place.lon, place.lat, place.area_km2, place.accuracy_m) == (113.5, 34.75, None, 300)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (HEADER + "a,1\n", "row 2", "2 cells where the header has 4"),
        (HEADER + "a,1,b,\nc,zwei,d,\n", "row 3", "“zwei” in column rank"),
        ("element_id,place_id,rank\n", "row 1", "the header is"),
        ("", "row 1", "the header is empty"),
        (HEADER + 'a,1,"b\n', "members.csv", "not well-formed"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, text: str, where: str, what: str) -> None:
    with pytest.raises(GeodataError) as caught:
        read_table(write(tmp_path, text), Member)
    assert where in str(caught.value)
    assert what in str(caught.value)


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GeodataError, match="not UTF-8"):
        read_table(write(tmp_path, HEADER + "甲,1,乙\n", "gb18030"), Member)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GeodataError, match="missing"):
        read_table(tmp_path / "structures.csv", Structure)
