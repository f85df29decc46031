"""Run every command that can reach it on every hostile input of a folder, and measure.

    python benchmarks/attack.py FOLDER [--only TEXT]

A file is checked, added and converted, put in place of a park and a zone, and taken for a park
store; a folder that holds ``documents.csv`` is taken for geodata.  Each command runs on copies,
alone.  It passes where it says a sentence or answers, within 10 s and 1 GB of memory;
a traceback, a crash or more than that is a failure, and the exit status is 1.
Seconds are of processor time, which a busy machine does not change; by the clock a command may
take 60.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SECONDS, MEMORY_MB = 10.0, 1000.0
KILLED_AFTER = 60.0

SQUARE = """{"type": "FeatureCollection", "features": [{"type": "Feature",
"properties": {"name": "甲园"}, "geometry": {"type": "Polygon", "coordinates":
[[[113.50, 34.80], [113.51, 34.80], [113.51, 34.81], [113.50, 34.81], [113.50, 34.80]]]}}]}"""


class Outcome(NamedTuple):
    """What one command did to one input."""

    attack: str
    command: str
    status: int
    seconds: float
    memory_mb: float
    said: str

    @property
    def fault(self) -> str:
        """Return why this is a failure; '' for a pass."""
        if "Traceback" in self.said:
            return "traceback"
        if not 0 <= self.status <= 2:
            return f"crash ({self.status})"
        if self.seconds > SECONDS:
            return "slow"
        return "memory" if self.memory_mb > MEMORY_MB else ""


def run(attack: str, label: str, arguments: list[str], folder: Path) -> Outcome:
    """Run one command in a folder of its own; memory is the most any of its processes took."""
    environment = {**os.environ, "PYTHONUTF8": "1", "ZZMAP_STORE": str(folder / "parks.gpkg")}
    start = time.monotonic()
    with (folder / "said.txt").open("w+b") as said:
        watched = subprocess.Popen(
            [sys.executable, "-c", _WATCH, str(KILLED_AFTER), sys.executable, "-m", "zzmap",
             *arguments],
            cwd=folder, env=environment, stdout=said, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        watched.wait()
        seconds = time.monotonic() - start
        text = (folder / "said.txt").read_text("utf-8", "replace")
    body, _, tail = text.rpartition("\n##")
    status, peak, took = tail.split() if tail else ("-9", "0", "0")
    return Outcome(attack, label, int(status), float(took) or seconds, float(peak), body.strip())


_WATCH = """
import resource, subprocess, sys
try:
    status = subprocess.run(sys.argv[2:], timeout=float(sys.argv[1])).returncode
except subprocess.TimeoutExpired:
    status = -99
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"\\n##{status} {used.ru_maxrss / 1000} {used.ru_utime + used.ru_stime}", flush=True)
"""


def file_commands(file: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands that can reach a file, by label."""
    crs = ["--crs", "EPSG:4326"]
    yield "check", ["parks", "check", str(file)]
    yield "check json", ["parks", "check", str(file), "--format", "json", "--name", "a", *crs]
    yield "add", ["parks", "add", str(file), "--accept", "--fix", "--name", "某园", *crs]
    yield "add+build", ["parks", "add", str(file), "--accept", "--fix"]
    yield "replace", ["parks", "replace", "甲园", str(file), "--accept", *crs]
    yield "zone", ["zones", "replace", "郑州高新区", str(file), "--accept", *crs]
    for suffix, system in ((".geojson", "gcj02"), (".gpkg", "gcj02"), (".shp", "EPSG:4547"),
                           (".kml", "wgs84"), (".txt", "EPSG:4526")):  # fmt: skip
        yield f"convert {suffix}", [
            "convert", str(file), "-o", "out" + suffix, "--from", "wgs84", "--to", system,
        ]  # fmt: skip
    store = ["--store", str(file)]
    yield "store list", ["parks", "list", *store]
    yield "store show", ["parks", "show", "甲园", *store]
    yield "store history", ["parks", "history", *store]
    yield "store undo", ["parks", "undo", *store]
    yield "store query", ["query", "盾构装备", *store]
    yield "store zone", ["zone", "郑州高新区", *store]
    yield "store export", ["parks", "export", "-o", "out.geojson", *store]
    yield "store add", ["parks", "add", "square.geojson", *store]
    yield "store build", ["build", "--out", "maps", *store]


def geodata_commands(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the commands that can reach a geodata folder, by label."""
    chosen = ["--geodata", str(folder)]
    yield "check", ["check", *chosen]
    yield "query", ["query", "盾构装备", *chosen]
    yield "zone", ["zone", "郑州高新区", *chosen]
    yield "list", ["list", "placements", *chosen]
    yield "list places", ["list", "places", "--format", "csv", *chosen]
    yield "export", ["export", "zones", "-o", "out.geojson", *chosen]
    yield "export elements", ["export", "elements", "-o", "out.geojson", *chosen]
    yield "build", ["build", "--out", "maps", *chosen]
    yield "parks list", ["parks", "list", *chosen]
    yield "parks check", ["parks", "check", "square.geojson", *chosen]
    yield "parks add", ["parks", "add", "square.geojson", *chosen]


def attempts(attack: Path) -> Iterator[Outcome]:
    """Run all commands on one input."""
    geodata = attack.is_dir() and (attack / "documents.csv").exists()
    commands = geodata_commands if geodata else file_commands
    for label, arguments in commands(Path(attack.name)):
        with tempfile.TemporaryDirectory(prefix="attack-") as scratch:
            folder = Path(scratch)
            copy = shutil.copytree if attack.is_dir() else shutil.copyfile
            copy(attack, folder / attack.name)
            (folder / attack.name).chmod(0o755)
            (folder / "square.geojson").write_text(SQUARE, "utf-8")
            if label == "replace":
                run(attack.name, "", ["parks", "add", "square.geojson", "--accept"], folder)
            done = run(attack.name, label, arguments, folder)
            if label == "add+build" and not done.fault and done.status == 0:
                built = run(attack.name, "add+build", ["build", "--out", "maps"], folder)
                # What was let in has to be drawn.
                broken = built.status if built.fault or not built.status else 3
                done = built._replace(said=f"{done.said}\n--\n{built.said}", status=broken)
            yield done


def main() -> int:
    """Print a line a command and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="inputs whose name holds this text")
    parser.add_argument("--verbose", action="store_true", help="print what is said")
    options = parser.parse_args()
    worst_s = worst_mb = 0.0
    faults = count = 0
    for attack in sorted(options.folder.iterdir()):
        if options.only not in attack.name:
            continue
        for done in attempts(attack):
            count += 1
            faults += bool(done.fault)
            worst_s, worst_mb = max(worst_s, done.seconds), max(worst_mb, done.memory_mb)
            told = " ".join(done.said.split())
            print(
                f"{done.fault or 'ok':10} {done.attack:28} {done.command:16} {done.status:3} "
                f"{done.seconds:5.1f} s {done.memory_mb:5.0f} MB  "
                f"{told[-600:] if options.verbose or done.fault else told[:160]}",
                flush=True,
            )
    print(f"{count} commands, {faults} failures; at most {worst_s:.1f} s and {worst_mb:.0f} MB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
