"""Killed at any moment, the store is whole; two who write at once lose nothing."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import fiona
import pytest
from shapely import box
from shapely.geometry import mapping

from zzmap.cli.parser import build_parser
from zzmap.parks.errors import StoreError
from zzmap.parks.model import ACCURACY_M, BASIS, Note, Park
from zzmap.parks.store import ParkStore

KILLS = 200
KILLED_IMPORTS = 20
MOST = 5
"""How many times as many kills there may be, until enough was written in between."""

BATCH = 20
EDITS = 200
SEED = 20241

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")


def park(step: int, name: str = "园") -> Park:
    west, south = 113.6 + 0.002 * (step % 40), 34.7 + 0.002 * (step // 40 % 40)
    shape = box(west, south, west + 0.0015, south + 0.0015)
    return Park(
        "", f"{name}{step}", "", (), "", 0, BASIS, ACCURACY_M, "", shape, "park", "live", ""
    )


def write_for_ever(path: Path, seed: int) -> None:
    """Change the store without end, an import of BATCH parks at a time or park by park."""
    store, chance, note = ParkStore(path), random.Random(seed), Note("writer")
    while True:
        live = store.rows()
        action = chance.choice(("add", "edit", "replace", "remove", "undo"))
        with contextlib.suppress(StoreError):
            if action == "add" or not live:
                store.add([park(chance.randrange(1600)) for _ in range(BATCH)], note)
                continue
            chosen = chance.choice(live).id
            if action == "edit":
                store.edit(chosen, note, name=f"改{chance.random()}")
            elif action == "replace":
                store.replace(chosen, park(chance.randrange(1600)).geometry, note)
            elif action == "remove":
                store.remove(chosen, note)
            else:
                store.undo(note=note)


def import_file(path: Path, source: Path) -> None:
    """Run ``zzmap parks add`` on a file."""
    options = build_parser().parse_args(
        ["parks", "add", str(source), "--accept", "--store", str(path)]
    )
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert options.run(options) == 0


def import_for_ever(path: Path, source: Path) -> None:
    """Import the same parks, each time into the same store, then take them back."""
    while True:
        import_file(path, source)
        ParkStore(path).undo()


def nothing() -> None:
    pass


def killed(work: Callable[[], None], delay: float, prepare: Callable[[], None] = nothing) -> None:
    """Run `work` in another process and kill it `delay` seconds after what prepares it."""
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            prepare()
            os.write(tell, b"!")
            work()
        finally:
            os._exit(1)
    os.close(tell)
    os.read(ready, 1)
    os.close(ready)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer stopped before it was killed"


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
def test_kills_at_random_moments_leave_a_whole_store(tmp_path: Path) -> None:
    # What the parent has loaded its children needn't: they are killed while they write.
    ParkStore(tmp_path / "warm.gpkg").add([park(0)], Note("warm"))
    chance = random.Random(SEED)

    def changes() -> int:
        return sum(len(ParkStore(file).history()) for file in tmp_path.glob("parks-*.gpkg"))

    for number in range(MOST * KILLS):
        # A busy machine writes less before the kill: go on until enough was written.
        if number >= KILLS and changes() > KILLS:
            break
        # A new store now and then, so that its making is hit too.
        path = tmp_path / f"parks-{number // 20}.gpkg"
        delay = chance.uniform(0.001, 0.03 if number % 20 == 0 else 0.06)
        killed(partial(write_for_ever, path, number), delay)
        assert_whole(path)
    for file in tmp_path.glob("parks-*.gpkg"):
        ParkStore(file).add([park(0)], Note("last"))
        assert not file.with_name(f"{file.name}-journal").exists()
    assert changes() > KILLS


@needs_fork
def test_kills_at_random_moments_of_imports_from_a_file(tmp_path: Path) -> None:
    source = tmp_path / "new.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"园{step}"},
            "geometry": mapping(park(step).geometry),
        }
        for step in range(BATCH)
    ]
    source.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    import_file(tmp_path / "warm.gpkg", source)
    chance = random.Random(SEED)
    path = tmp_path / "parks.gpkg"
    for number in range(MOST * KILLED_IMPORTS):
        if number >= KILLED_IMPORTS and len(ParkStore(path).history()) > BATCH:
            break
        # The process that reads files starts with the first one; the kill is to hit a later.
        killed(
            partial(import_for_ever, path, source),
            chance.uniform(0.05, 0.4),
            partial(import_file, tmp_path / f"warm-{number}.gpkg", source),
        )
        assert_whole(path)
    assert len(ParkStore(path).history()) > BATCH


WRITER = """
import sys
from shapely import box
from zzmap.parks.model import ACCURACY_M, BASIS, Note, Park
from zzmap.parks.store import ParkStore
store, who, edits = ParkStore(sys.argv[1]), sys.argv[2], int(sys.argv[3])
note, shape = Note(who), box(113.6, 34.7, 113.601, 34.701)
park = Park("", who, "", (), "", 0, BASIS, ACCURACY_M, "", shape, "park", "live", "")
for number in range(edits // 2):
    [added] = store.add([park], note)
    store.edit(added, note, name=f"{who} {number}")
"""


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "parks.gpkg"
    command = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen([*command, who, str(EDITS)]) for who in ("甲", "乙")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    names = {row.name for row in ParkStore(path).rows()}
    assert names == {f"{who} {number}" for who in ("甲", "乙") for number in range(EDITS // 2)}
    history = ParkStore(path).history()
    assert Counter(row.who for row in history) == {"甲": EDITS, "乙": EDITS}
    assert_whole_file(path)


def assert_whole_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
