"""Time `zzmap query` as a whole process, beside a bare Python that imports nothing.

Run: ``python benchmarks/bench_query.py [runs]``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "zzmap query 盾构装备": [sys.executable, "-m", "zzmap", "query", "盾构装备"],
    "zzmap query zncgq (initials)": [sys.executable, "-m", "zzmap", "query", "zncgq"],
    "zzmap zone 郑州高新区": [sys.executable, "-m", "zzmap", "zone", "郑州高新区"],
    "python -c pass": [sys.executable, "-c", "pass"],
    "python -c 'import geopandas'": [sys.executable, "-c", "import geopandas"],
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    base = None
    for name, command in reversed(COMMANDS.items()):
        seconds(command)
        median = statistics.median(seconds(command) for _ in range(runs))
        base = base or median
        print(f"{name:32} {median * 1000:7.0f} ms   {median / base:5.2f} of importing geopandas")


if __name__ == "__main__":
    main()
