"""Geodata of version 0.1.0 is brought to this one, whole or not at all; a newer one is refused."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from full_kills import count_writes, in_child, quiet

from zzmap.cli import main
from zzmap.settings import GEODATA_VERSION

V010 = Path(__file__).parent / "v010" / "geodata.zip"
COME = {
    "elements": {"place_id"},
    "indicators": {"years", "values", "comparator"},
    "industries": {"same_as"},
    "members": {"derived"},
    "projects": {"enterprise_aliases", "place_basis"},
}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    with zipfile.ZipFile(V010) as archive:
        archive.extractall(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def cells(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(raw.decode().splitlines(keepends=True)))


def run(folder: Path, *words: str) -> int:
    return main([*(words or ("check",)), "--geodata", str(folder)])


def test_every_cell_stays_and_the_old_files_are_kept(
    old: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    before = files(old)
    assert run(old) == 0, capsys.readouterr()
    assert "geodata is sound: 3 documents, 834 industries" in capsys.readouterr().out
    assert "city.toml is the one that came with zzmap" in caplog.text
    after = files(old)
    for name in [name for name in before if name.endswith(".csv")]:
        rows, come = cells(after[name]), COME.get(name.removesuffix(".csv"), set())
        assert [{key: row[key] for key in row if key not in come} for row in rows] == cells(
            before[name]
        ), name
        assert {row[key] for row in rows for key in come} <= {""}
    kept = {name.removeprefix("0.1.0.bak/"): raw for name, raw in after.items() if "bak/" in name}
    assert kept == {
        name: before[name] for name in (*(f"{n}.csv" for n in COME), "datapackage.json")
    }
    assert {name for name in before if before[name] != after[name]} == set(kept)
    assert set(after) - set(before) - {f"0.1.0.bak/{name}" for name in kept} == {
        "city.toml", "renamed.csv", "gbt4754.csv", "crosswalk.csv", "business_words.csv",
        "streets.csv", "zone_register.csv",
    }  # fmt: skip
    shipped = Path(__file__).resolve().parent.parent / "geodata" / "gbt4754.csv"
    assert after["gbt4754.csv"] == shipped.read_bytes()


def test_it_is_done_once(
    old: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert run(old, "query", "盾构装备") == 0
    assert caplog.text
    after = files(old)
    caplog.clear()
    assert run(old, "query", "盾构装备") == 0
    assert caplog.text == "" and files(old) == after


def test_what_somebody_made_it_say_stays(old: Path) -> None:
    path = old / "datapackage.json"
    document = json.loads(path.read_text("utf-8"))
    kinds = next(
        field["constraints"]["enum"]
        for table in document["resources"]
        for field in table["schema"]["fields"]
        if table["name"] == "places" and field["name"] == "kind"
    )
    kinds.append("harbour")
    path.write_text(json.dumps(document), "utf-8")
    places = old / "places.csv"
    text = places.read_text("utf-8")
    places.write_text(text.replace("development_zone", "harbour", 1), "utf-8")
    shutil.copy(Path(__file__).parent.parent / "geodata" / "city.toml", old / "city.toml")
    mine = (old / "city.toml").read_text("utf-8") + "# mine\n"
    (old / "city.toml").write_text(mine, "utf-8")
    assert run(old) == 0
    assert (old / "city.toml").read_text("utf-8") == mine
    assert "harbour" in places.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "change", "word"),
    [
        ("elements.csv", lambda text: text + "one,two\n", "elements.csv: .*cells, the header 9"),
        ("members.csv", lambda text: "x" + text, "members.csv: .*its header is xelement_id"),
        ("projects.csv", lambda text: text + '"', "projects.csv: .*no.* well-formed CSV"),
    ],
)
def test_a_table_that_is_not_of_that_version_stops_it(
    name: str,
    change: Callable[[str], str],
    word: str,
    old: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = old / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    before = files(old)
    assert run(old, "query", "盾构装备") == 1
    assert re.search(word, capsys.readouterr().err)
    assert files(old) == before


def test_one_that_cannot_be_written_stays_as_it_is(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (old / "0.1.0.bak").write_text("no folder")
    before = files(old)
    assert run(old, "query", "盾构装备") == 1
    assert "cannot be brought to this version: cannot write here" in capsys.readouterr().err
    assert files(old) == before


@pytest.mark.parametrize(
    "words", [("check",), ("query", "盾构装备"), ("parks", "list"), ("build",)]
)
def test_a_newer_one_is_refused(
    words: tuple[str, ...], geodata: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = geodata / "datapackage.json"
    ours, newer = (f"{GEODATA_VERSION[0]}.{GEODATA_VERSION[1] + up}.0" for up in (0, 1))
    text = path.read_text("utf-8")
    assert f'"version": "{ours}"' in text
    path.write_text(text.replace(f'"version": "{ours}"', f'"version": "{newer}"'), "utf-8")
    before = files(geodata)
    assert run(geodata, *words) == 1
    assert f"tables are version {newer}, this zzmap knows {ours}" in capsys.readouterr().err
    assert files(geodata) == before


EVERY = [10, pytest.param(1, marks=pytest.mark.whole)]
"""A write in so many is the last; every one with ``--whole``."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("every", EVERY)
def test_a_kill_at_a_write_leaves_the_old_or_the_new(old: Path, tmp_path: Path, every: int) -> None:
    def look(folder: Path) -> int:
        return quiet("list", "documents", "--geodata", folder)

    def copy(number: int) -> Path:
        return Path(shutil.copytree(old, tmp_path / f"copy-{number}"))

    whole = copy(0)
    writes = count_writes(lambda: look(whole))
    assert writes > 50
    wanted = files(whole)
    killed = 0
    tried = range(1, writes, every)
    for number in tried:
        folder = copy(number)
        killed += in_child(lambda folder=folder: look(folder), at_write=number) is None
        assert look(folder) == 0, number
        assert files(folder) == wanted, number
        shutil.rmtree(folder)
    assert killed > 2 * len(tried) // 3


def test_two_at_once_bring_it_to_the_same(old: Path, tmp_path: Path) -> None:
    twin = Path(shutil.copytree(old, tmp_path / "twin"))
    assert run(twin) == 0
    command = [sys.executable, "-m", "zzmap", "list", "documents", "--geodata", str(old)]
    running = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, said
    assert files(old) == files(twin)
