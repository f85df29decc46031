"""docs/formats.md says what is so."""

import re
from pathlib import Path

import pytest

from zzmap.errors import ZzmapError
from zzmap.io import READABLE
from zzmap.parks.findings import CODES
from zzmap.parks.georeference import read_parcels

from .bad_files import BAD
from .corpus import SAMPLES

DOC = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text("utf-8")


def test_every_suffix_and_every_code_is_there() -> None:
    assert [suffix for suffix in READABLE if f"`{suffix}`" not in DOC] == []
    for code, (severity, meaning) in CODES.items():
        assert f"| `{code}` | {severity} | {meaning} |" in DOC


def test_the_numbers_of_files_are_those_of_the_tables() -> None:
    assert re.findall(r"^\| (\d+) (real|bad) files", DOC, re.M) == [
        (str(len(SAMPLES)), "real"),
        (str(len(BAD)), "bad"),
    ]


@pytest.mark.parametrize(
    "case", ["shp-no-dbf", "fgb-cut", "txt-letters", "kml-entities", "zip-bomb"]
)
def test_the_sentences_shown_are_those_said(case: str, tmp_path: Path) -> None:
    bad = next(row for row in BAD if row.id == case)
    with pytest.raises(ZzmapError) as caught:
        read_parcels(bad.build(tmp_path), bad.crs, bad.mapping, bad.layer)
    assert f"`{caught.value}`" in DOC
