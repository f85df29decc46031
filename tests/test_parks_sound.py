"""A store that was judged sound is judged again as soon as its file is another."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from shapely import box

import zzmap as zz
from zzmap.parks import schema
from zzmap.parks.errors import StoreError
from zzmap.parks.model import ACCURACY_M, BASIS, PARK, Note, Park
from zzmap.parks.store import ParkStore

_HOUR_NS = 3_600_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> ParkStore:
    store = zz.open(store=tmp_path / "parks.gpkg").store
    one = Park(
        id="", name="甲园", code="", industries=(), status="", area_km2=0.0, basis=BASIS,
        accuracy_m=ACCURACY_M, source="test", geometry=box(113.5, 34.7, 113.6, 34.8), kind=PARK,
        state="live", replaces="",
    )  # fmt: skip
    store.add([one], Note.of("test"))
    return store


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Whose cells were judged, each time that they were."""
    paths: list[Path] = []
    check = schema.check_cells
    monkeypatch.setattr(
        schema, "check_cells", lambda at, path: (paths.append(path), check(at, path))
    )
    return paths


def age(path: Path) -> None:
    """Let a file have been written an hour ago."""
    then = path.stat().st_mtime_ns - _HOUR_NS
    os.utime(path, ns=(then, then))


def test_a_file_that_rests_is_judged_once(store: ParkStore, judged: list[Path]) -> None:
    age(store.path)
    assert store.rows() == store.rows()
    assert len(judged) == 1


def test_a_file_that_was_just_written_is_judged_each_time(
    store: ParkStore, judged: list[Path]
) -> None:
    ahead = store.path.stat().st_mtime_ns + _HOUR_NS
    os.utime(store.path, ns=(ahead, ahead))
    assert store.rows() == store.rows()
    assert len(judged) == 2


def test_damage_after_it_was_found_sound_is_refused(store: ParkStore) -> None:
    age(store.path)
    assert len(store.rows()) == 1
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE parks_seen SET data = x'00'")
    connection.close()
    age(store.path)
    with pytest.raises(StoreError, match="damaged"):
        store.rows()
