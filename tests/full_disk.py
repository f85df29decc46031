"""Fill a small disk at many points of every writer, and look at what is left.

``python tests/full_disk.py [POINTS] [WRITER …]`` needs root, for it mounts a tmpfs of 2 MB (16 MB
for a build).  Each writer has an old output on the disk and all but a part of the room it needs;
it leaves the old output whole and says so in a sentence, or the new one whole.  Outputs are read
by GDAL and sqlite3, not by zzmap.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from full_kills import BATCH, changes_of, content, squares

from zzmap.cli import main

POINTS = 20
WRITERS = (
    *(f"export {suffix}" for suffix in ("geojson", "gpkg", "shp", "kml")),
    "parks export txt",
    *(f"convert {suffix}" for suffix in ("geojson", "gpkg", "shp", "kml", "fgb")),
    "build",
    "parks add",
)  # fmt: skip
_BLOCK = 4096


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """Mount a disk of little room; None where that is not possible."""
    folder.mkdir()
    try:
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
        mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()


class Done(NamedTuple):
    """How a command ended and what it said."""

    returncode: int
    stderr: str


def zzmap(*words: str | Path) -> Done:
    """Run a command in a process of its own, whose libraries are loaded."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        child = os.fork()
        if child == 0:
            status = 99
            try:
                with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
                    try:
                        status = main([str(word) for word in words])
                    except BaseException:
                        traceback.print_exc()
                    said.flush()
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        said.seek(0)
        return Done(os.waitstatus_to_exitcode(status), said.read())


class Disk:
    """A small disk, the inputs beside it, and the outputs of each writer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = [squares(folder / str(n) / "s.geojson", 200 + 200 * n, n) for n in (0, 1)]
        self.stores = [folder / str(n) / "parks.gpkg" for n in (0, 1)]
        for source, store in zip(self.sources, self.stores, strict=True):
            done = zzmap("parks", "add", source, "--accept", "--store", store)
            assert done.returncode == 0, done.stderr
        squares(folder / "many.geojson", BATCH, 5)

    def words(self, kind: str, target: Path, side: int) -> list[str | Path]:
        """Return the words of a command that writes the old (0) or the new (1) output."""
        store = self.stores[side]
        if kind == "build":
            return ["build", "--out", target, "--store", store]
        if kind == "parks add":
            return ["parks", "add", self.folder / "many.geojson", "--accept", "--store", target]
        if kind.startswith("convert"):
            words = ["convert", self.sources[side], "--from", "wgs84", "--to", "wgs84"]
            return [*words, "-o", target]
        if kind.startswith("parks"):
            return ["parks", "export", "-o", target, "--store", store]
        return ["export", "parks", "-o", target, "--store", store]

    def fill(self, kind: str, points: int) -> tuple[int, int] | None:
        """Fill the disk at `points` points of a writer; return how often it refused and wrote."""
        megabytes = 16 if kind == "build" else 2
        with small_disk(self.folder / "disk", megabytes) as disk:
            if disk is None:
                return None
            suffix = {"build": "", "parks add": ".gpkg"}.get(kind, f".{kind.rpartition(' ')[2]}")
            target = disk / f"out{suffix}"
            refused = wrote = 0
            most = self._most_room(kind, target)
            for point in range(points):
                room = most * point // points
                failed = self._once(kind, target, room)
                refused, wrote = refused + failed, wrote + (not failed)
            return refused, wrote

    def _most_room(self, kind: str, target: Path) -> int:
        """Return about what the writer needs, so that the points lie below and above it."""
        if kind == "parks add":
            return 300_000
        self._new(kind, target)
        files = self.folder.joinpath("roomy", kind.replace(" ", "-")).rglob("*")
        return 3 * sum(path.stat().st_size for path in files if path.is_file()) // 2

    def _once(self, kind: str, target: Path, room: int) -> bool:
        filler = target.parent / "filler"
        filler.unlink(missing_ok=True)
        read = changes_of if kind == "parks add" else content
        old = read(target)
        if kind == "parks add" and not target.exists():
            assert zzmap(*self.words(kind, target, 0)).returncode == 0
            old = read(target)
        elif old is None:
            done = zzmap(*self.words(kind, target, 0))
            assert done.returncode == 0, done.stderr
            old = read(target)
        fill_up(filler, room)
        done = zzmap(*self.words(kind, target, 1))
        assert "Traceback" not in done.stderr, done.stderr
        found = read(target)
        names = sorted(path.name for path in target.parent.iterdir())
        assert not [name for name in names if name.startswith(".zzmap-")], names
        if done.returncode:
            assert done.stderr.startswith("zzmap: ") and done.stderr.count("\n") == 1, done.stderr
            assert found == old, "the old output is not whole"
        elif kind == "parks add":
            assert found == old + BATCH
        else:
            assert found == self._new(kind, target), "exit 0 with less"
            self._start_again(target)
        return bool(done.returncode)

    def _new(self, kind: str, target: Path) -> object:
        """Return what the new output is on a disk with room; made once."""
        place = self.folder / "roomy" / kind.replace(" ", "-")
        twin = place / target.name
        if not place.exists():
            place.mkdir(parents=True)
            assert zzmap(*self.words(kind, twin, 1)).returncode == 0
        return content(twin)

    @staticmethod
    def _start_again(target: Path) -> None:
        for path in target.parent.glob("*"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def fill_up(filler: Path, room: int) -> None:
    """Leave `room` bytes on a disk."""
    stat = os.statvfs(filler.parent)
    left = stat.f_bavail * stat.f_frsize - room
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        for _ in range(max(0, left) // _BLOCK):
            file.write(b"x" * _BLOCK)


def run(points: int, kinds: tuple[str, ...]) -> int:
    """Fill the disk at all points of all writers and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(Path(folder))
        for kind in kinds:
            done = disk.fill(kind, points)
            if done is None:
                print("NO SMALL DISK: mounting a tmpfs needs root")
                return 1
            refused, wrote = done
            print(
                f"{kind}: {points} points, {refused} refused with the old output whole, "
                f"{wrote} wrote the new one whole",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    chosen = tuple(sys.argv[2:]) or WRITERS
    sys.exit(run(int((sys.argv[1:] or [str(POINTS)])[0]), chosen))
