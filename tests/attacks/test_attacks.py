"""Small files, stores and geodata made to do harm: a sentence or a right answer, each time."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from zzmap.cli import main
from zzmap.settings import geodata_folder
from zzmap.words import guarded, unguarded

RING = [[113.5, 34.7], [113.51, 34.7], [113.51, 34.71], [113.5, 34.71], [113.5, 34.7]]
NAMES = (
    "constructor", "__proto__", "url(//x.example)", "@import '//x.example'",
    "<img src=//x.example>",
    "<!--<script>", "</script><script>document.title=1</script>", "<object data=//x>", "=1+1",
    "\x1b[2J\x07", "\u202egnp", "-->", "{{7*7}}", "甲\x85\u2028乙",
)  # fmt: skip


def square(shift: float = 0.0, name: str = "甲园", **more: object) -> dict[str, object]:
    ring = [[x + shift, y] for x, y in RING]
    return {
        "type": "Feature",
        "properties": {"name": name, **more},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(path: Path, features: list[dict[str, object]]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that is refused and return the one sentence it says."""
    capsys.readouterr()
    assert main(arguments) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


# -- files -------------------------------------------------------------------------


def wide(to: Path) -> Path:
    rows = [square(i / 50, f"园{i}", **{f"c{i}-{n}": n for n in range(30)}) for i in range(80)]
    return collection(to / "wide.geojson", rows)


def cells(to: Path) -> Path:
    path = to / "cells.xlsx"
    row = b"<row>" + b"<c/>" * 900_000 + b"</row>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + row + b"</worksheet>")
    return path


def columns(to: Path) -> Path:
    path = to / "columns.csv"
    head = ",".join(["lon", "lat", *(f"c{n}" for n in range(3000))])
    path.write_text("\n".join([head, *(f"{x},{y}" for x, y in RING)]), "utf-8")
    return path


def folders(to: Path) -> Path:
    path = to / "deep.kml"
    body = "<Folder><name>a</name>" * 5000 + "</Folder>" * 5000
    path.write_text(f"<kml>{body}</kml>", "utf-8")
    return path


def nested(to: Path) -> Path:
    path = to / "deep.geojson"
    path.write_text('{"type":"Polygon","coordinates":' + "[" * 100_000 + "]" * 100_000 + "}")
    return path


@pytest.mark.parametrize(
    ("build", "word"),
    [
        (wide, "columns between them"),
        (cells, "far more cells"),
        (columns, "more than 2,000 columns"),
        (folders, "nested more than 100 deep"),
        (nested, "nested too deep"),
    ],
)
def test_a_file_that_unfolds_is_refused(
    build: Callable[[Path], Path], word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = build(tmp_path)
    said = refused(["parks", "check", str(path)], capsys)
    assert said.startswith(f"zzmap: {path.name}")
    assert word in said


def test_findings_are_shown_by_the_hundred_and_all_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = collection(tmp_path / "many.geojson", [square(i * 0.0101, f"园{i}") for i in range(15)])
    doubled = [json.loads(path.read_text())["features"][i % 15] for i in range(300)]
    collection(path, doubled)
    main(["parks", "check", str(path), "--store", str(tmp_path / "s.gpkg")])
    out = capsys.readouterr().out.splitlines()
    assert len(out) < 210
    assert sum("more:" in line for line in out) == 1


# -- stores ------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Path:
    source = collection(tmp_path / "a.geojson", [square()])
    path = tmp_path / "parks.gpkg"
    assert main(["parks", "add", str(source), "--store", str(path), "--accept"]) == 0
    return path


SPOILT = {
    "name-null": "UPDATE parks_seen SET data = json_set(data, '$.name', NULL)",
    "name-number": "UPDATE parks_seen SET data = json_set(data, '$.name', 7)",
    "industries-text": "UPDATE parks_seen SET data = json_set(data, '$.industries', 'a')",
    "data-list": "UPDATE parks_seen SET data = '[]'",
    "data-deep": f"UPDATE parks_seen SET data = '{'[' * 100_000}'",
    "data-blob": "UPDATE parks_seen SET data = x'00'",
    "lon-infinite": "UPDATE parks_seen SET data = replace(data, '\"lon\": 1', '\"lon\": 1e999')",
    "pinyin-null": "DROP TABLE parks_pinyin; CREATE TABLE parks_pinyin (term, pinyin); "
    "INSERT INTO parks_pinyin VALUES (NULL, 7)",
    "schema-text": "UPDATE store_info SET value = 'x' WHERE key = 'schema'",
    "history-text": "UPDATE history SET change = change, batch = 'x'",
    "seen-view": "ALTER TABLE parks_seen RENAME TO s; CREATE VIEW parks_seen AS SELECT * FROM s",
    "trigger": "CREATE TRIGGER t AFTER INSERT ON parks BEGIN DELETE FROM history; END",
    "false-index": "CREATE TRIGGER rtree_parks_geom_insert AFTER INSERT ON parks BEGIN "
    "SELECT count(*) FROM history a, history b; END",
}


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("command", [["parks", "list"], ["query", "盾构装备"], ["parks", "undo"]])
def test_a_spoilt_store_is_refused_and_not_touched(
    spoil: str, command: list[str], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(store) as database:
        database.executescript(SPOILT[spoil])
    database.close()
    before = store.read_bytes()
    said = refused([*command, "--store", str(store)], capsys)
    assert len(said.splitlines()) == 1
    assert store.read_bytes() == before


def test_an_outline_that_runs_off_the_stack_is_refused(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """GEOS recurses into collections; a fork of ours must not be what finds out."""
    deep = b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * 200_000
    with sqlite3.connect(store) as database:
        database.execute("UPDATE parks_seen SET wkb = ?", (deep,))
    database.close()
    assert "no polygon" in refused(
        ["parks", "export", "-o", str(tmp_path / "o.geojson"), "--store", str(store)], capsys
    )


def test_a_schema_that_is_no_text_is_refused_in_a_sentence(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite quotes the bytes of a damaged schema, which are not to be taken for text."""
    body = store.read_bytes()
    assert b"CREATE TABLE parks_seen" in body
    store.write_bytes(
        body.replace(b"CREATE TABLE parks_seen", b"CREATE \xff\xfe\xfa\xff\xff parks_seen")
    )
    said = refused(["parks", "list", "--store", str(store)], capsys)
    assert len(said.splitlines()) == 1


# -- geodata -----------------------------------------------------------------------


def _replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    def change(folder: Path) -> object:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        return path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def _own_parent(folder: Path) -> None:
    path = folder / "industries.csv"
    rows = path.read_text("utf-8").splitlines()
    at = next(i for i, row in enumerate(rows) if ",segment," in row)
    key, _, rest = rows[at].split(",", 2)
    rows[at] = f"{key},{key},{rest}"
    path.write_text("\n".join(rows) + "\n", "utf-8")


BROKEN: dict[str, tuple[Callable[[Path], object], str, list[str]]] = {
    "own-parent": (_own_parent, "industries.csv", ["query", "盾构装备"]),
    "unknown-document": (
        _replace("placements.csv", "doc-bigdata-2022", "nope"), "placements.csv row 2",
        ["list", "placements"],
    ),
    "nan": (_replace("places.csv", "113.", "nan"), "places.csv", ["query", "盾构装备"]),
    "empty-layer": (
        lambda folder: (folder / "layers" / "zones.geojson").write_text(
            '{"type": "FeatureCollection", "features": []}'
        ),
        "zones.geojson", ["zone", "郑州高新区"],
    ),
    "deep-layer": (
        lambda folder: (folder / "layers" / "zones.geojson").write_text("[" * 100_000),
        "zones.geojson", ["export", "zones", "-o", "o.geojson"],
    ),
    "dictionary-list": (
        lambda folder: (folder / "datapackage.json").write_text("[]"), "datapackage.json",
        ["check"],
    ),
    "layer-is-a-folder": (
        lambda folder: (
            (folder / "documents.csv").unlink(), (folder / "documents.csv").mkdir()
        ),
        "documents.csv", ["list", "documents"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_geodata_is_refused_with_its_place(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "geodata"
    shutil.copytree(geodata_folder(), folder)
    change, word, command = BROKEN[fault]
    change(folder)
    for arguments in (command, ["check"]):
        assert word in refused([*arguments, "--geodata", str(folder)], capsys)


# -- names -------------------------------------------------------------------------


@pytest.fixture
def named(tmp_path: Path) -> Path:
    source = collection(
        tmp_path / "names.geojson",
        [square(i * 0.0101, name, basis="constructor") for i, name in enumerate(NAMES)],
    )
    path = tmp_path / "named.gpkg"
    assert main(["parks", "add", str(source), "--store", str(path), "--accept"]) == 0
    return path


def test_hostile_names_are_built_printed_and_exported(
    named: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["parks", "list", "--store", str(named)]) == 0
    out = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e", "\x85", "\u2028"} & set(out)
    assert "\\u001b[2J\\u0007" in out
    assert main(["parks", "list", "--format", "json", "--store", str(named)]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == list(NAMES)
    assert main(["build", "--out", str(tmp_path / "maps"), "--store", str(named)]) == 0
    table = (tmp_path / "maps" / "tables" / "places.csv").read_text("utf-8-sig")
    assert "'=1+1" in table
    assert "'-->" in table


@pytest.mark.parametrize("text", ["=1+1", "+a", "-b", "@c", "\td", "\re", "'=f", "''-g", "＝h"])
def test_a_formula_is_text_in_csv_and_comes_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-5.2", "+3", "1e-5", "甲园", "", "'quoted'", "a=b"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from bombs import BOMBS  # noqa: E402


def test_damaged_files_never_break_a_command(tmp_path: Path) -> None:
    """A slice; ``python benchmarks/mutate.py`` runs 2,000."""
    from mutate import attempts

    assert [row for row in attempts(60, 9, tmp_path / "files") if row.fault] == []


HARMLESS = ("kml-half-tags", "kml-table", "prj-long", "shp-index", "wkt-blanks")
"""Bombs that turn out to be parcels."""

LONG_TO_WRITE = ("zip-zeros", "zip-lying", "zip-dbf", "kmz-spaces", "xlsx-strings",
                 "parquet-packed")  # fmt: skip
LONG_TO_READ = ("dxf-array", "dxf-blocks", "dxf-circles", "dxf-escapes", "dxf-long-line",
                "gml-columns", "shp-same", "txt-rings", "xlsx-empty-rows",
                "xlsx-many-strings", "xlsx-sheets", "csv-cell-brackets", "csv-cell-json",
                "kmz-triples", "zip-below-the-limit", "zip-blanks", "prj-parameters",
                "parquet-list", "xlsx-deep")  # fmt: skip
SHORT = sorted(set(BOMBS) - {*LONG_TO_WRITE, *LONG_TO_READ, *HARMLESS})
SLICE = sorted({*random.Random(11).sample(SHORT, 40), "xls-rows"})
"""What is in it by name once hung the library that read it."""


@pytest.mark.parametrize("name", SLICE)
def test_a_bomb_is_refused_in_a_sentence(
    name: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slice; ``python benchmarks/mutate.py --bombs`` runs all, with limits."""
    (tmp_path / "bomb").mkdir()
    path = BOMBS[name](tmp_path / "bomb")
    before = store.read_bytes()
    metres = path.suffix in (".dat", ".dxf", ".mif")
    system = ["--crs", "EPSG:4547" if metres else "EPSG:4326"]
    system = system if path.suffix in (".csv", ".wkt", ".dxf", ".dat", ".mif", ".xlsx") else []
    said = refused(
        ["parks", "add", str(path), "--store", str(store), "--accept", "--fix", *system], capsys
    )
    told = said.splitlines()
    assert told[-1].startswith("zzmap: ")
    assert all(len(line) < 1000 for line in told)
    assert "by the clock" not in said, "its reader waited for ever"
    assert store.read_bytes() == before
