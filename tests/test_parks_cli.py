"""``zzmap parks`` and ``zzmap zones`` as a planner types them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from shapely import box
from shapely.geometry import Polygon, mapping, shape

from zzmap.cli.parser import build_parser
from zzmap.errors import ZzmapError
from zzmap.parks.georeference import read_parcels


class Done(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> Run:
    """Run a command with a store of its own; a `ZzmapError` is status 1, as in `main`."""
    parser = build_parser()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZZMAP_STORE", str(tmp_path / "parks.gpkg"))

    def call(*words: str | Path) -> Done:
        options = parser.parse_args([str(word) for word in words])
        try:
            status = options.run(options)
        except ZzmapError as error:
            return Done(1, capsys.readouterr().out, str(error))
        return Done(status, *capsys.readouterr())

    return call


def square(step: int = 0) -> Polygon:
    # East of the built-up zones, so that nothing but what a test means is found.
    west = 113.30 + 0.01 * step
    return box(west, 34.52, west + 0.00401, 34.52403)


def geojson(path: Path, *rows: tuple[Any, dict[str, Any]]) -> Path:
    features = [
        {"type": "Feature", "properties": values, "geometry": mapping(geometry)}
        for geometry, values in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return geojson(
        tmp_path / "new.geojson",
        (square(0), {"name": "甲园", "编号": "ZZ-1", "主导产业": "智能传感器、5G", "状态": "在建"}),
        (square(1), {"name": "乙园"}),
    )


def test_add_list_show(run: Run, new: Path) -> None:
    done = run("parks", "add", new, "--who", "李工", "--why", "试", "--accept")
    assert done.status == 0, done
    assert "added park-user-zz-1  甲园" in done.out and "亩" in done.out
    rows = run("parks", "list", "--format", "json").json
    assert [(row["id"], row["name"], row["status"]) for row in rows] == [
        ("park-user-0001", "乙园", ""),
        ("park-user-zz-1", "甲园", "building"),
    ]
    assert rows[1]["industries"] == ["智能传感器", "5G"]
    shown = run("parks", "show", "ZZ-1", "--format", "json").json
    assert shape(shown["geometry"]).equals(square(0))
    assert shown["source"].startswith("new.geojson sha256:")
    assert shown["districts"][0]["share"] == 1.0
    text = run("parks", "show", "甲园").out
    assert "公顷" in text and "智能传感器、5G" in text
    history = run("parks", "history", "甲园", "--format", "json").json
    assert [(row["who"], row["why"], row["source_file"]) for row in history] == [
        ("李工", "试", "new.geojson")
    ]


def test_words_of_the_planner_win(run: Run, new: Path) -> None:
    words = (
        "--name",
        "新园",
        "--industry",
        "大数据",
        "--industry",
        "5G,软件",
        "--status",
        "active",
    )
    assert run("parks", "add", new, *words, "--accept").status == 0
    rows = run("parks", "list", "--format", "json").json
    assert {row["name"] for row in rows} == {"新园 1", "新园 2"}
    assert {tuple(row["industries"]) for row in rows} == {("大数据", "5G", "软件")}


def test_columns_are_mapped(run: Run, tmp_path: Path) -> None:
    file = geojson(tmp_path / "m.geojson", (square(), {"a": "丙园", "b": "5G"}))
    assert run("parks", "add", file, "--map", "name=a,industries=b", "--accept").status == 0
    (row,) = run("parks", "list", "--format", "json").json
    assert (row["name"], row["industries"]) == ("丙园", ["5G"])


def test_warnings_stop_until_accepted(run: Run, tmp_path: Path) -> None:
    file = geojson(tmp_path / "w.geojson", (square(), {"name": "丁园", "industry": "量子酿酒"}))
    done = run("parks", "add", file)
    assert done.status == 1
    assert "unknown-industry" in done.err and "--accept" in done.err
    assert not (tmp_path / "parks.gpkg").exists()
    found = run("parks", "check", file, "--format", "json")
    assert found.status == 1
    assert {"code", "severity", "message", "feature", "where", "hint"} <= set(found.json[0])
    assert run("parks", "check", file, "--accept").status == 0
    assert run("parks", "add", file, "--accept").status == 0


def test_errors_stop_though_accepted_and_fix_mends(run: Run, tmp_path: Path) -> None:
    x, y = 113.30, 34.52
    bow = Polygon([(x, y), (x + 0.006, y + 0.004), (x + 0.006, y), (x, y + 0.006), (x, y)])
    file = geojson(tmp_path / "b.geojson", (bow, {"name": "结园"}))
    done = run("parks", "add", file, "--accept")
    assert done.status == 1 and "invalid-ring" in done.err
    assert not (tmp_path / "parks.gpkg").exists()
    assert run("parks", "add", file, "--accept", "--fix").status == 0


def test_the_same_file_twice_is_noticed(run: Run, new: Path, tmp_path: Path) -> None:
    run("parks", "add", new, "--accept")
    before = (tmp_path / "parks.gpkg").read_bytes()
    done = run("parks", "add", new)
    assert done.status == 1 and "near-duplicate" in done.err
    assert (tmp_path / "parks.gpkg").read_bytes() == before


def test_a_bad_file_leaves_the_store_alone(run: Run, new: Path, tmp_path: Path) -> None:
    run("parks", "add", new, "--accept")
    before = (tmp_path / "parks.gpkg").read_bytes()
    bad = tmp_path / "bad.geojson"
    bad.write_text(new.read_text("utf-8")[:200], "utf-8")
    for words in (("add",), ("check",), ("replace", "甲园")):
        done = run("parks", *words, bad, "--accept")
        assert done.status == 1 and "bad.geojson" in done.err
    assert (tmp_path / "parks.gpkg").read_bytes() == before


def test_edit_replace_retire_remove_undo_restore(run: Run, new: Path, tmp_path: Path) -> None:
    run("parks", "add", new, "--accept")
    other = geojson(tmp_path / "other.geojson", (square(3), {"name": "x"}))
    words: tuple[tuple[str | Path, ...], ...] = (
        ("edit", "甲园", "--name", "甲甲", "--industry", "软件", "--status", "active"),
        ("replace", "甲甲", other, "--accept", "--why", "官方"),
        ("retire", "乙园"),
        ("remove", "甲甲"),
    )
    for line in words:
        done = run("parks", *line)
        assert done.status == 0, done
    assert run("parks", "list", "--format", "json").json == []
    everything = run("parks", "list", "--all", "--format", "json").json
    assert {row["name"]: row["state"] for row in everything} == {
        "甲甲": "removed",
        "乙园": "retired",
    }
    assert run("parks", "undo").status == 0
    shown = run("parks", "show", "甲甲", "--format", "json").json
    assert shape(shown["geometry"]).equals(square(3))
    assert run("parks", "restore", "park-user-zz-1", "1").status == 0
    assert run("parks", "show", "甲园", "--format", "json").json["status"] == "building"
    text = run("parks", "history").out
    assert "undoes 6" in text and "官方; other.geojson" in text
    assert run("parks", "undo", "77").status == 1


def test_errors_are_sentences(run: Run, new: Path, tmp_path: Path) -> None:
    for words in (
        ("show", "无"),
        ("history", "无"),
        ("edit", "无", "--name", "x"),
        ("undo",),
        ("restore", "无", "3"),
        ("remove", "无"),
        ("export", "-o", "x.geojson"),
        ("add", "none.geojson"),
    ):
        done = run("parks", *words)
        assert done.status == 1, words
        assert done.err.strip() and "Traceback" not in done.err
        assert not (tmp_path / "parks.gpkg").exists()
    run("parks", "add", new, "--accept")
    assert "nothing to change" in run("parks", "edit", "甲园").err
    assert run("parks", "show", "甲园", "--store", tmp_path / "bad" / "x.gpkg").status == 1
    (tmp_path / "text.gpkg").write_text("no database" * 100)
    assert "no park store" in run("parks", "list", "--store", tmp_path / "text.gpkg").err


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "kml"])
def test_export_by_suffix(run: Run, new: Path, tmp_path: Path, suffix: str) -> None:
    run("parks", "add", new, "--accept")
    target = tmp_path / f"out.{suffix}"
    done = run("parks", "export", "-o", target)
    assert done.status == 0, done
    rows = {parcel.name: parcel for parcel in read_parcels(target).parcels}
    assert set(rows) == {"甲园", "乙园"}
    assert rows["甲园"].geometry.symmetric_difference(square(0)).area < 1e-9
    assert rows["甲园"].industries == ("智能传感器", "5G")


def test_export_as_survey_text_comes_back(run: Run, new: Path, tmp_path: Path) -> None:
    run("parks", "add", new, "--accept")
    target = tmp_path / "out.txt"
    assert run("parks", "export", "-o", target).status == 0
    parcels = {parcel.name: parcel for parcel in read_parcels(target).parcels}
    assert parcels["甲园"].code == "ZZ-1"
    assert parcels["甲园"].geometry.symmetric_difference(square(0)).area < 1e-9
    assert run("parks", "export", "-o", tmp_path / "out.xyz").status == 1
    assert run("parks", "export", "-o", tmp_path / "none" / "out.txt").status == 1


def test_list_shows_what_was_refused(run: Run, new: Path, tmp_path: Path) -> None:
    run("parks", "add", new, "--accept")
    connection = sqlite3.connect(tmp_path / "parks.gpkg")
    connection.execute("UPDATE parks SET status = '?' WHERE name = '甲园'")
    connection.commit()
    connection.close()
    done = run("parks", "list", "--format", "json")
    assert done.status == 0 and len(done.json) == 2
    assert "external-status" in done.err and "no effect" in done.err


def test_a_zone_gets_its_official_boundary_and_gives_it_back(run: Run, tmp_path: Path) -> None:
    file = geojson(tmp_path / "zone.geojson", (square(), {"name": "x"}), (square(1), {}))
    done = run("zones", "replace", "郑州高新技术产业开发区", file, "--accept")
    assert done.status == 0, done
    (row,) = run("zones", "list", "--format", "json").json
    assert row["replaces"] and row["basis"] == "surveyed"
    assert run("parks", "list", "--format", "json").json == []
    assert run("zones", "restore", row["name"]).status == 0
    assert run("zones", "list", "--format", "json").json == []
    assert run("parks", "undo").status == 0
    assert len(run("zones", "list", "--format", "json").json) == 1
    assert run("zones", "replace", "无此地无此地", file).status == 1


def test_the_store_option_wins(run: Run, new: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    assert run("parks", "add", new, "--accept", "--store", other).status == 0
    assert run("parks", "list", "--format", "json").json == []
    assert len(run("parks", "list", "--format", "json", "--store", other).json) == 2
