"""Several processes write to one store at once; none of their changes is lost.

``python tests/full_writers.py [WRITERS] [SECONDS]`` prints what each wrote and exits 1 if the
store holds less, more or something else.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

WRITER = """
import sys, time
from shapely import box
from zzmap.parks.model import ACCURACY_M, BASIS, Note, Park
from zzmap.parks.store import ParkStore
store, who, changes, seconds = ParkStore(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
note, shape = Note(who), box(113.6, 34.7, 113.601, 34.701)
park = Park("", who, "", (), "", 0, BASIS, ACCURACY_M, "", shape, "park", "live", "")
end, number = time.monotonic() + seconds, 0
while number < changes and time.monotonic() < end:
    [added] = store.add([park], note)
    store.edit(added, note, name=f"{who} {number}")
    number += 1
    print(f"{who} {number - 1}", flush=True)
"""  # noqa: E501


def write_at_once(store: Path, writers: int, changes: int, seconds: float) -> dict[str, int]:
    """Let writers add and rename parks; return how many parks each says it has stored."""
    words = [sys.executable, "-c", WRITER, str(store)]
    running = {
        who: subprocess.Popen(
            [*words, who, str(changes), str(seconds)], stdout=subprocess.PIPE, text=True
        )
        for who in "甲乙丙丁戊己庚辛"[:writers]
    }
    told = {who: process.communicate()[0].split("\n")[:-1] for who, process in running.items()}
    assert [process.returncode for process in running.values()] == [0] * writers
    names = [name for row in told.values() for name in row]
    with closing(sqlite3.connect(store)) as link:
        assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = [row[0] for row in link.execute("SELECT name FROM parks ORDER BY name")]
        history = dict(link.execute("SELECT who, count(*) FROM history GROUP BY who"))
    assert kept == sorted(names), "parks are lost"
    assert history == {who: 2 * len(row) for who, row in told.items()}, "changes are lost"
    return {who: len(row) for who, row in told.items()}


if __name__ == "__main__":
    number = int((sys.argv[1:] or ["4"])[0])
    duration = float((sys.argv[2:] or ["60"])[0])
    with tempfile.TemporaryDirectory() as folder:
        done = write_at_once(Path(folder) / "parks.gpkg", number, 1_000_000, duration)
    print(f"{number} writers, {duration:.0f} s: {2 * sum(done.values())} changes, none lost {done}")
