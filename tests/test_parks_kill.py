"""Killed at any moment, the store is whole; two who write at once lose nothing."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
from collections import Counter
from functools import partial
from pathlib import Path

import fiona
import pytest
from full_kills import CHANGES, Harness, kill_writer
from full_writers import write_at_once
from shapely import box

from zzmap.parks.errors import StoreError
from zzmap.parks.model import ACCURACY_M, BASIS, Note, Park
from zzmap.parks.store import ParkStore

KILLS = 40
BATCH = 20
SLICE = 16
EDITS = 100
SEED = 20241

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


def park(step: int, name: str = "园") -> Park:
    west, south = 113.6 + 0.002 * (step % 40), 34.7 + 0.002 * (step // 40 % 40)
    shape = box(west, south, west + 0.0015, south + 0.0015)
    return Park(
        "", f"{name}{step}", "", (), "", 0, BASIS, ACCURACY_M, "", shape, "park", "live", ""
    )


def write_for_ever(path: Path, seed: int, tell: int) -> None:
    """Change the store without end, an import of BATCH parks at a time or park by park.

    A byte is told for each change that is stored.
    """
    store, chance, note = ParkStore(path), random.Random(seed), Note("writer")
    while True:
        live = store.rows()
        action = chance.choice(("add", "edit", "replace", "remove", "undo"))
        with contextlib.suppress(StoreError):
            if action == "add" or not live:
                store.add([park(chance.randrange(1600)) for _ in range(BATCH)], note)
            else:
                chosen = chance.choice(live).id
                if action == "edit":
                    store.edit(chosen, note, name=f"改{chance.random()}")
                elif action == "replace":
                    store.replace(chosen, park(chance.randrange(1600)).geometry, note)
                elif action == "remove":
                    store.remove(chosen, note)
                else:
                    store.undo(note=note)
            os.write(tell, b"x")


def assert_whole(path: Path) -> None:
    """Assert that the store opens and holds what its history says, batch by batch."""
    store = ParkStore(path)
    rows = {row.id: row for row in store.rows(("live", "retired", "removed"))}
    history = store.history()
    last = {row.park_id: row.after for row in history}
    assert rows == {key: row for key, row in last.items() if row is not None}
    assert [row.change for row in history] == list(range(1, len(history) + 1))
    sizes = Counter(row.batch for row in history if row.action == "add")
    assert set(sizes.values()) <= {BATCH}
    if not path.exists():
        return
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    shown = {row[0] for row in connection.execute("SELECT id FROM parks")}
    connection.close()
    assert shown == {key for key, row in rows.items() if row.state != "removed"}
    with fiona.open(path, layer="parks") as layer:
        assert len(layer) == len(shown)


@needs_fork
def test_kills_at_random_moments_lose_nothing_that_was_told(tmp_path: Path) -> None:
    # What the parent has loaded its children needn't: they are killed while they write.
    ParkStore(tmp_path / "warm.gpkg").add([park(0)], Note("warm"))
    chance = random.Random(SEED)
    for number in range(KILLS):
        # A new store now and then, so that its making is hit too.
        path = tmp_path / f"parks-{number // 10}.gpkg"
        before = batches(path)
        changes = 0 if number % 10 == 0 else chance.randrange(4)
        told = kill_writer(partial(write_for_ever, path, number), changes, chance.uniform(0, 0.02))
        assert_whole(path)
        # The last may be stored and not yet told.
        assert batches(path) - before in (told, told + 1)
    for file in tmp_path.glob("parks-*.gpkg"):
        ParkStore(file).add([park(0)], Note("last"))
        assert not file.with_name(f"{file.name}-journal").exists()
    assert not list(tmp_path.glob(".*")), "what a killed making has left is swept"


def batches(path: Path) -> int:
    return len({row.batch for row in ParkStore(path).history()})


@needs_fork
def test_killed_commands_leave_stores_and_outputs_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slice of ``python tests/full_kills.py 1000``; each kills itself at one of its writes."""
    harness = Harness(tmp_path / "kills", SEED)
    monkeypatch.setattr(harness, "by_write", 1.0)
    for kind in CHANGES:
        harness.kill_change("add")
        harness.kill_change(kind)
    for kind in ("build", "export gpkg", "export shp", "convert shp", "convert geojson"):
        for _ in range(2):
            harness.kill_writer(kind)
    harness.last_change()
    assert harness.kills.total() >= SLICE


@pytest.mark.parametrize("writers", [2, 4])
def test_several_writers_at_once_lose_nothing(tmp_path: Path, writers: int) -> None:
    """A slice of ``python tests/full_writers.py 4 60``."""
    path = tmp_path / "parks.gpkg"
    done = write_at_once(path, writers, EDITS // writers, 600)
    assert sum(done.values()) == EDITS // writers * writers
    assert len(ParkStore(path).history()) == 2 * sum(done.values())
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
