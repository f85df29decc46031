"""Kill commands at random moments and look at what is left.

``python tests/full_kills.py [KILLS] [SEED]`` prints how many kills hit which command and
exits 1 at the first store or output that is not whole.  Half of the commands kill themselves at
a write they are about to make or have just made (a statement, a rename, an fsync), so that those
moments are hit on a machine of any speed; half are killed after a random part of the time they
take.  What is left is read by sqlite3 and GDAL, not by zzmap.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from zzmap.cli import main
from zzmap.io.staging import staged

ROOT = Path(__file__).resolve().parent.parent
CHANGES = ("add", "edit", "undo", "replace", "retire")
SUFFIXES = ("geojson", "gpkg", "shp", "kml", "fgb")
WRITERS = ("build", *(f"export {suffix}" for suffix in SUFFIXES[:4]), "convert gpkg", "convert shp",
           "convert geojson", "parks export txt")  # fmt: skip
BATCH = 20
_WRITES = frozenset(
    ("execute", "executemany", "fsync", "replace", "rename", "write", "mkdir", "unlink", "link")
    + ("close", "mkdtemp", "rmdir")
)
State = object


def quiet(*words: str | Path) -> int:
    """Run a command in this process, mute."""
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
    ):
        return main([str(word) for word in words])


def in_child(work: Callable[[], object], at_write: int = 0, after_s: float = -1.0) -> int | None:
    """Fork, work there, and kill it; return the exit status, None where it was killed.

    It kills itself at its `at_write`-th write, or is killed `after_s` seconds on.
    """
    child = os.fork()
    if child == 0:
        status = 99
        try:
            if at_write:
                kill_at(at_write)
            status = int(work())  # type: ignore[call-overload]
        finally:
            sys.setprofile(None)
            os._exit(status)
    if after_s >= 0:
        time.sleep(after_s)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def kill_writer(write_for_ever: Callable[[int], None], changes: int, delay: float) -> int:
    """Kill a writer `delay` seconds after it has told of some changes; return how many it told.

    It is given a file to write a byte to for each change that is stored.
    """
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_for_ever(tell)
        finally:
            os._exit(1)
    os.close(tell)
    told = 0
    while told < changes:
        told += len(os.read(hear, 1)) or 1_000_000
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer stopped before it was killed"
    while rest := os.read(hear, 4096):
        told += len(rest)
    os.close(hear)
    return told


def kill_at(write: int) -> None:
    """Have this process kill itself at its `write`-th call that can write."""
    left = write

    def count(_frame: object, event: str, called: object) -> None:
        nonlocal left
        if event in ("c_call", "c_return") and getattr(called, "__name__", "") in _WRITES:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)


def count_writes(work: Callable[[], object]) -> int:
    """Count the calls `kill_at` counts; works in a child."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        number = 0

        def count(_frame: object, event: str, called: object) -> None:
            nonlocal number
            if event in ("c_call", "c_return") and getattr(called, "__name__", "") in _WRITES:
                number += 1

        sys.setprofile(count)
        with contextlib.suppress(BaseException):
            work()
        sys.setprofile(None)
        os.write(theirs, str(number).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        return int(told.read())


# -- what is left of a store ---------------------------------------------------------


def changes_of(store: Path) -> int:
    """Return how many changes a store holds, after asserting that it is whole."""
    if not store.exists() or not store.stat().st_size:
        return 0
    with contextlib.closing(sqlite3.connect(store)) as link:
        assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = link.execute(
            "SELECT change, batch, park_id, after, action FROM history ORDER BY change"
        ).fetchall()
        now = {
            row[0]: json.loads(row[1]) for row in link.execute("SELECT id, data FROM parks_seen")
        }
        shown = {row[0] for row in link.execute("SELECT id FROM parks")}
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1)), "a change is missing"
    last = {row[2]: row[3] for row in rows}
    said = {key: json.loads(text) for key, text in last.items() if text is not None}
    assert now == said, "the parks are not what their history says"
    assert shown == {key for key, row in said.items() if row["state"] != "removed"}
    sizes = Counter(row[1] for row in rows if row[4] == "add")
    assert set(sizes.values()) <= {BATCH}, "a part of an import is there"
    return len(rows)


def store_command(store: Path, kind: str, number: int, files: Path) -> list[str | Path]:
    """Return the words of a change."""
    tail = ["--store", store, "--who", "kill"]
    if kind == "add":
        return ["parks", "add", files / "many.geojson", "--accept", *tail]
    if kind == "undo":
        return ["parks", "undo", *tail]
    with contextlib.closing(sqlite3.connect(store)) as link:
        live = [row[0] for row in link.execute("SELECT id FROM parks WHERE state = 'live'")]
    chosen = live[number % len(live)]
    if kind == "edit":
        return ["parks", "edit", chosen, "--name", f"改{number}", *tail]
    if kind == "retire":
        return ["parks", "retire", chosen, *tail]
    return ["parks", "replace", chosen, files / "one.geojson", "--accept", *tail]


# -- what is left of an output ---------------------------------------------------------


def content(path: Path) -> State:
    """Return what an independent reader finds in an output; None where there is none."""
    if path.is_dir():
        if not (path / ".zzmap-build.json").exists():
            return None
        return {
            file.relative_to(path).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in path.rglob("*")
            if file.is_file() and ".part" not in file.relative_to(path).parts[0]
        }
    if not path.exists():
        return None
    if path.suffix == ".txt":
        return path.read_bytes()
    layers = [row[0] for row in pyogrio.list_layers(path) if row[0] != "layer_styles"]
    frame = gpd.read_file(path, layer=layers[0])
    shapes = [shapely.to_wkb(shape) for shape in frame.geometry]
    return len(layers), frame.drop(columns="geometry").astype(str).values.tolist(), shapes


def output_command(kind: str, target: Path, store: Path, source: Path) -> list[str | Path]:
    """Return the words of a command that writes `target` from a store or a file."""
    if kind == "build":
        return ["build", "--out", target, "--store", store]
    if kind.startswith("convert"):
        return [
            "convert",
            source,
            "--from",
            "wgs84",
            "--to",
            "EPSG:4547" if target.suffix != ".geojson" else "gcj02",
            "-o",
            target,
        ]
    if kind.startswith("parks"):
        return ["parks", "export", "-o", target, "--store", store]
    return ["export", "parks", "-o", target, "--store", store]


def squares(path: Path, count: int, step: int = 0) -> Path:
    """Write squares of 300 m as GeoJSON."""
    features = []
    for number in range(count):
        west = 113.6 + 0.005 * (number % 20) + 0.0001 * step
        south = 34.7 + 0.005 * (number // 20)
        shape = shapely.box(west, south, west + 0.003, south + 0.003)
        features.append(
            {
                "type": "Feature",
                "properties": {"name": f"园{step}-{number}"},
                "geometry": shapely.geometry.mapping(shape),
            }
        )
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


class Harness:
    """A folder of stores and outputs, and what was done to them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.by_write = 0.5
        self.kills: Counter[str] = Counter()
        self.finished: Counter[str] = Counter()
        self.writes: dict[str, int] = {}
        self.seconds: dict[str, float] = {}
        self.files = folder / "files"
        self.files.mkdir(parents=True)
        squares(self.files / "many.geojson", BATCH)
        squares(self.files / "one.geojson", 1, 3)
        self.sources = [squares(self.files / str(n) / "s.geojson", 30 + n, n) for n in (0, 1)]
        self.stores = [folder / f"side-{n}.gpkg" for n in (0, 1)]
        for number, store in enumerate(self.stores):
            source = self.sources[number]
            assert quiet("parks", "add", source, "--accept", "--store", store) == 0
        self.whole: dict[str, list[State]] = {}

    def _die(self, kind: str, words: list[str | Path]) -> int | None:
        """Run a command and kill it at a moment of its own; return as `in_child`."""
        by_write = self.chance.random() < self.by_write
        part = self.chance.random()

        def work() -> int:
            return quiet(*words)

        if by_write:
            ended = in_child(work, at_write=1 + int(part * self.writes[kind]))
        else:
            ended = in_child(work, after_s=part * self.seconds[kind])
        self.kills[kind] += ended is None
        self.finished[kind] += ended is not None
        return ended

    # -- stores

    def kill_change(self, kind: str) -> None:
        """Kill a change; the store holds all of it or nothing, and what it said is there."""
        store = self.folder / "work.gpkg"
        number = self.chance.randrange(1_000_000)
        if not store.exists() or (kind != "add" and not self._live(store)):
            kind = "add"
        before = changes_of(store)
        words = store_command(store, kind, number, self.files)
        if kind not in self.writes:
            self._measure(kind, store, words)
        ended = self._die(kind, words)
        after = changes_of(store)
        step = BATCH if kind == "add" else None
        assert after == before or step is None or after == before + step
        assert ended != 0 or after > before, "it said that it stored, and did not"
        assert ended in (None, 0, 1)
        self._next_run(store)

    def _live(self, store: Path) -> int:
        with contextlib.closing(sqlite3.connect(store)) as link:
            return int(
                link.execute("SELECT count(*) FROM parks WHERE state = 'live'").fetchone()[0]
            )

    def _measure(self, kind: str, store: Path, words: list[str | Path]) -> None:
        kept = store.read_bytes() if store.exists() else None
        start = time.monotonic()
        self.writes[kind] = count_writes(lambda: quiet(*words))
        self.seconds[kind] = time.monotonic() - start
        store.unlink(missing_ok=True)
        if kept is not None:
            store.write_bytes(kept)

    def _next_run(self, store: Path) -> None:
        """Let zzmap itself open the store."""
        if store.exists():
            assert quiet("parks", "list", "--store", store) == 0

    def last_change(self) -> None:
        """Make one more change; nothing of those that were killed is left beside the store."""
        store = self.folder / "work.gpkg"
        before = changes_of(store)
        assert quiet(*store_command(store, "add", 0, self.files)) == 0
        assert changes_of(store) == before + BATCH
        left = [path.name for path in self.folder.iterdir() if "work.gpkg" in path.name]
        assert left == ["work.gpkg"], left

    # -- outputs

    def kill_writer(self, kind: str) -> None:
        """Kill a writer over an old output; it is whole old or whole new, after the next run."""
        place = self.folder / kind.replace(" ", "-")
        suffix = kind.rpartition(" ")[2]
        target = place / ("out" if kind == "build" else f"out.{suffix}")
        if kind not in self.whole:
            self._make_both(kind, place, target)
        old = content(target)
        side = 1 - self.whole[kind].index(old)
        ended = self._die(kind, self._words(kind, target, side))
        found = content(target)
        if found is None:  # in the middle of a swap: nothing there can be taken for whole
            assert kind == "build" or target.suffix == ".shp", f"{target} is gone"
            found = old
            self._sweep(target)
            assert content(target) == old, "the old output was not put back"
        assert found in (old, self.whole[kind][side]), f"{target} is neither old nor new"
        assert ended != 0 or found == self.whole[kind][side]
        assert ended in (None, 0)
        self._sweep(target)
        left = [path.name for path in place.rglob(".zzmap-*.part")]
        assert not left, f"left behind: {left}"
        assert content(target) == found

    def _sweep(self, target: Path) -> None:
        """Write another file there, as the next run would."""
        home = target if target.is_dir() else target.parent
        with staged(home / "next.tmp") as path:
            path.write_text("next")
        (home / "next.tmp").unlink()

    def _make_both(self, kind: str, place: Path, target: Path) -> None:
        place.mkdir()
        whole = []
        for side in (0, 1):
            words = self._words(kind, target, side)
            assert in_child(lambda words=words: quiet(*words)) == 0, words
            whole.append(content(target))
        assert whole[0] != whole[1] and None not in whole
        self.whole[kind] = whole
        words = self._words(kind, target, 0)
        start = time.monotonic()
        self.writes[kind] = count_writes(lambda: quiet(*words))
        self.seconds[kind] = time.monotonic() - start

    def _words(self, kind: str, target: Path, side: int) -> list[str | Path]:
        return output_command(kind, target, self.stores[side], self.sources[side])

    # -- all

    def one(self, number: int) -> None:
        """Make one try, changes and writers in turn."""
        if number % 2:
            self.kill_change(self.chance.choice(CHANGES))
        else:
            self.kill_writer(self.chance.choice(WRITERS))


def run(kills: int, seed: int) -> None:
    """Kill until `kills` commands were killed, and print what was hit."""
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    start = time.monotonic()
    harness = Harness(folder, seed)
    number = 0
    while harness.kills.total() < kills:
        harness.one(number)
        number += 1
        if number % 50 == 0:
            print(f"{harness.kills.total()} kills, {time.monotonic() - start:.0f} s", flush=True)
    harness.last_change()
    for kind, count in sorted(harness.kills.items()):
        print(f"{kind}: {count} killed, {harness.finished[kind]} finished first")
    print(
        f"{harness.kills.total()} kills, seed {seed}: every store and output whole, "
        f"nothing left behind ({time.monotonic() - start:.0f} s)"
    )
    shutil.rmtree(folder)


if __name__ == "__main__":
    run(int((sys.argv[1:] or ["1000"])[0]), int((sys.argv[2:] or ["1"])[0]))
