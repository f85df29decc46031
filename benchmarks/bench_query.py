"""Time commands as whole processes, beside importing geopandas and a bare Python.

Runs take turns, so that a busy machine slows all of them alike.  Python keeps its compiled
modules, as it does for whoever has installed zzmap, whatever the environment says.

Run: ``python benchmarks/bench_query.py [runs]``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

BASE = "python -c 'import geopandas'"
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    BASE: ["-c", "import geopandas"],
    "zzmap query 盾构装备": ["-m", "zzmap", "query", "盾构装备"],
    "zzmap query zncgq (initials)": ["-m", "zzmap", "query", "zncgq"],
    "zzmap zone 郑州高新区": ["-m", "zzmap", "zone", "郑州高新区"],
    "zzmap zone 航空港区 (large)": ["-m", "zzmap", "zone", "航空港区"],
    "zzmap zone 鲲鹏软件小镇 (a point)": ["-m", "zzmap", "zone", "鲲鹏软件小镇"],
}


def seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *command], stdout=subprocess.DEVNULL, check=True, env=environment
    )
    return time.perf_counter() - start


def measure(runs: int) -> dict[str, float]:
    """Return the median of each command, after one run that nobody counts."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as compiled:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for turn in range(runs + 1):
            for name, command in COMMANDS.items():
                taken = seconds(command, environment)
                if turn:
                    times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    medians = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    for name, median in medians.items():
        share = median / medians[BASE]
        print(f"{name:34} {median * 1000:6.0f} ms   {share:5.2f} of importing geopandas")


if __name__ == "__main__":
    main()
