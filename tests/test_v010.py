"""What version 0.1.0 wrote still opens: its stores, its exports, its builds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from zzmap.catalogue import Catalogue
from zzmap.cli import main
from zzmap.parks.merge import with_parks
from zzmap.parks.model import EXTERNAL, Note
from zzmap.parks.store import ParkStore
from zzmap.query import query
from zzmap.render.build import build

V010 = Path(__file__).parent / "v010"
NOTE = Note("测试")
PARKS = {"park-user-zz-1": "甲园二期", "park-user-0001": "乙园东区", "park-user-0002": "丙园"}
EXPORTED = {"甲园二期", "乙园", "丙园"}


@pytest.fixture
def store(tmp_path: Path) -> ParkStore:
    return ParkStore(shutil.copy(V010 / "store.gpkg", tmp_path / "parks.gpkg"))


def parks(store: ParkStore) -> dict[str, str]:
    return {row.id: row.name for row in store.rows() if row.kind == "park"}


def test_a_store_opens_with_its_parks_history_and_pending_refusal(store: ParkStore) -> None:
    assert parks(store) == PARKS
    (refused,) = store.findings()
    assert (refused.code, refused.name) == ("external-status", "丙园")
    history = store.history()
    assert [(row.change, row.batch, row.who, row.action) for row in history] == [
        (1, 1, "规划员", "add"),
        (2, 1, "规划员", "add"),
        (3, 3, "规划员", "add"),
        (4, 4, "规划员", "edit"),
        (5, 5, "规划员", "edit"),
        (6, 6, "规划员", "undo"),
        (7, 7, "规划员", "replace zone"),
        (8, 8, EXTERNAL, "edit"),
        (9, 9, EXTERNAL, "edit"),
    ]
    assert [row.batch for row in history if not row.in_effect] == [5]
    before, after = history[-1].before, history[-1].after
    assert before and after and after == before._replace(name="乙园东区")


def test_a_store_takes_every_kind_of_change(store: ParkStore) -> None:
    assert parks(store) == PARKS
    assert store.undo(note=NOTE) == 9
    assert parks(store)["park-user-0001"] == "乙园"
    store.edit("乙园", NOTE, status="planned", industries=("盾构/TBM",))
    assert store.park("乙园").status == "planned"
    store.restore("park-user-0001", 2, NOTE)
    assert store.park("乙园").status == ""
    store.restore("丙园", 3, NOTE)
    assert store.findings() == []
    store.restore_zone("zone-gaoxin", NOTE)
    store.remove("甲园二期", NOTE)
    assert set(parks(store)) == set(PARKS) - {"park-user-zz-1"}
    store.undo(note=NOTE)
    assert set(parks(store)) == set(PARKS)


def test_an_import_of_a_store_is_undone(store: ParkStore) -> None:
    store.restore("丙园", 3, NOTE)
    store.undo(note=NOTE)
    assert store.undo(3, NOTE) == 3
    assert set(parks(store)) == set(PARKS) - {"park-user-0002"}


def test_parks_of_a_store_answer_queries(store: ParkStore, catalogue: Catalogue) -> None:
    both = with_parks(catalogue, store)
    assert "甲园二期" in {row.place for row in query(both, "智能传感器")}
    assert "乙园东区" in {row.place for row in query(both, "盾构装备")}


@pytest.mark.parametrize("suffix", ["geojson", "kml", "txt", "shp", "gpkg"])
def test_an_export_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "new.gpkg"
    file = V010 / "exported" / f"export.{suffix}"
    assert main(["parks", "add", str(file), "--store", str(path), "--accept"]) == 0
    added = ParkStore(path).parks()
    assert {park.name for park in added} == EXPORTED
    if suffix != "txt":
        hosted = {park.name: park.industries for park in added}
        assert hosted["甲园二期"] == ("智能传感器", "5G")
        assert {park.name: park.status for park in added}["甲园二期"] == "building"
    corners = {park.name: tuple(round(v, 5) for v in park.geometry.bounds) for park in added}
    assert corners["甲园二期"] == (113.6, 34.7, 113.61, 34.71)


def test_a_build_over_one_of_its_folders_replaces_every_file(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    stamp = json.loads((V010 / "stamp.json").read_text("utf-8"))
    for name in stamp["files"]:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("made by 0.1.0", "utf-8")
    mark = tmp_path / ".zzmap-build.json"
    shutil.copy(V010 / "stamp.json", mark)
    said: list[str] = []
    build(catalogue, tmp_path, progress=said.append)
    assert not any("nothing has changed" in line for line in said)
    for name in stamp["files"]:
        text = (tmp_path / name).read_text("utf-8-sig")
        assert "made by 0.1.0" not in text and len(text) > 300, name
    assert json.loads(mark.read_text("utf-8"))["fingerprint"] != stamp["fingerprint"]
