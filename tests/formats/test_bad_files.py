"""Every file that cannot be read is refused in one sentence that names the fault."""

import tempfile
from pathlib import Path

import pytest

from zzmap import settings
from zzmap.cli import main
from zzmap.errors import CrsError, FormatError
from zzmap.parks.georeference import read_parcels

from .bad_files import BAD, Bad, file, geojson
from .corpus import FIELD, PLAIN, Row, write_gdal, write_wkt

IDS = [row.id for row in BAD]


def test_the_table_is_long_enough_and_each_case_stands_once() -> None:
    assert len(BAD) >= 60
    assert len(set(IDS)) == len(BAD)


@pytest.mark.parametrize("bad", BAD, ids=IDS)
def test_a_bad_file_is_refused_in_a_sentence(
    bad: Bad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bad.build(tmp_path)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises((FormatError, CrsError)) as caught:
        read_parcels(path, bad.crs, bad.mapping, bad.layer)
    said = str(caught.value)
    assert bad.word in said
    assert len(said.splitlines()) == 1
    assert len(said) < 700
    assert caught.value.hint
    # Neither unpacked files nor what a database leaves beside itself.
    assert sorted(tmp_path.rglob("*")) == before


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds one park."""
    path = tmp_path_factory.mktemp("store") / "parks.gpkg"
    source = file("a.geojson", geojson(FIELD, name="城南试验田"))(path.parent)
    assert main(["parks", "add", str(source), "--store", str(path), "--accept"]) == 0
    return path


@pytest.mark.parametrize("bad", BAD, ids=IDS)
def test_an_import_of_a_bad_file_leaves_the_store_as_it_was(
    bad: Bad, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = store.read_bytes()
    options = ["--store", str(store), "--accept"]
    for name, value in (("--crs", bad.crs), ("--layer", bad.layer)):
        options += [name, value] if value else []
    if bad.mapping:
        options += ["--map", ",".join("=".join(pair) for pair in bad.mapping.items())]
    assert main(["parks", "add", str(bad.build(tmp_path)), *options]) == 1
    said = capsys.readouterr().err
    assert bad.word in said
    assert "Traceback" not in said
    assert store.read_bytes() == before
    assert sorted(row.name for row in store.parent.iterdir()) == ["a.geojson", "parks.gpkg"]


@pytest.mark.parametrize(
    ("limit", "name", "word"),
    [
        ("MAX_FILE_BYTES", "a.geojson", "Split it"),
        ("MAX_FEATURES", "a.geojson", "more than 1 features"),
        ("MAX_TEXT_BYTES", "a.wkt", "of text"),
        ("MAX_ROWS", "a.csv", "more than 1 rows"),
        ("MAX_UNPACKED_BYTES", "a.zip", "unpacks to"),
    ],
)
def test_limits_are_said(
    limit: str,
    name: str,
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from .bad_files import archive as packed

    rows = [Row(shape, "a", "", "", "") for shape in PLAIN]
    path = {
        "a.geojson": lambda: write_gdal(tmp_path / name, "GeoJSON", rows=rows),
        "a.wkt": lambda: write_wkt(tmp_path / name, "wgs84"),
        "a.csv": lambda: file(name, "X,Y\n1,2\n3,4\n5,9\n")(tmp_path),
        "a.zip": lambda: packed(name, {"a.geojson": geojson(FIELD)})(tmp_path),
    }[name]()
    monkeypatch.setattr(settings, limit, 1)
    with pytest.raises(FormatError, match=word):
        read_parcels(path)
