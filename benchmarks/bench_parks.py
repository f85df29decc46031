"""Time reading and checking a file of parcels, at two sizes, each in a process of its own.

The parcels tile the land around the city's centre with common edges of 12 vertices a side; one
in 50 overlaps its neighbour, one in 50 leaves a gap, and as many again are stored parks.

Run: ``python benchmarks/bench_parks.py [parcels [times]]`` (default 10,000, then twice that).

Seconds are by the clock.  A peer, geopandas, reads the same file in a process of its own just
before: how many times longer reading and checking takes is what may be compared elsewhere.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
CENTRE = (113.66, 34.74)
CELL_DEG = 0.0025  # some 230 by 280 m
SIDE_VERTICES = 12
INDUSTRIES = ("新能源汽车", "智能传感器", "盾构装备")


def outlines(count: int, seed: int = 7) -> np.ndarray:
    """Rings of a jittered grid, wavy along their common edges: (count, vertices, 2)."""
    width = math.isqrt(count - 1) + 1
    random = np.random.default_rng(seed)
    nodes = np.stack(np.meshgrid(*[np.arange(width + 1.0)] * 2), -1)
    nodes += random.uniform(-0.2, 0.2, nodes.shape)
    steps = np.linspace(0, 1, SIDE_VERTICES, endpoint=False)[:, None]

    def edge(start: np.ndarray, end: np.ndarray) -> np.ndarray:
        across = np.array([-(end - start)[1], (end - start)[0]])
        # The wave is zero at the middle too, so that both directions draw the same line.
        return start + steps * (end - start) + 0.03 * np.sin(2 * np.pi * steps) * across

    rings = []
    for cell in range(count):
        row, column = divmod(cell, width)
        corner = [nodes[row, column], nodes[row, column + 1],
                  nodes[row + 1, column + 1], nodes[row + 1, column]]  # fmt: skip
        rings.append(np.vstack([edge(corner[at], corner[(at + 1) % 4]) for at in range(4)]))
    shape = np.array(rings)
    shape[::50] += 0.03  # overlaps a neighbour, gapes at another
    inner = shape[25::50].mean(axis=1, keepdims=True)
    shape[25::50] = inner + (shape[25::50] - inner) * 0.995
    return (shape - width / 2) * CELL_DEG + np.array(CENTRE)


def write(path: Path, count: int) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"地块{number}", "industries": INDUSTRIES[number % 3]},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }
        for number, ring in enumerate(outlines(count).round(8).tolist(), 1)
    ]
    body = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")


def peer(path: Path) -> dict[str, float]:
    """Read with geopandas, which checks nothing."""
    import geopandas

    start = time.perf_counter()
    geopandas.read_file(path)
    return {"read": time.perf_counter() - start}


def measure(path: Path) -> dict[str, float]:
    from shapely import affinity

    from zzmap.catalogue import Catalogue
    from zzmap.geometry import Gazetteer
    from zzmap.parks.checks import CheckContext, check_parcels
    from zzmap.parks.georeference import read_parcels

    catalogue = Catalogue(ROOT / "geodata")
    start = time.perf_counter()
    file = read_parcels(path, region=catalogue.city.region)
    read = time.perf_counter() - start
    stored = [
        (row.name, affinity.translate(row.geometry, CELL_DEG / 3, 0)) for row in file.parcels[::50]
    ]
    context = CheckContext(catalogue, Gazetteer(catalogue), stored)
    start = time.perf_counter()
    found = check_parcels(file.parcels, context, file)
    checked = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    codes = dict(Counter(row.code for row in found))
    return {"read": read, "check": checked, "peak": peak, "codes": codes}  # type: ignore[dict-item]


def _child(what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, what, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def main() -> None:
    if sys.argv[1:2] in (["peer"], ["zzmap"]):
        what = peer if sys.argv[1] == "peer" else measure
        print(json.dumps(what(Path(sys.argv[2]))))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    totals = []
    with tempfile.TemporaryDirectory() as folder:
        for number in (count, times * count):
            path = Path(folder) / f"{number}.geojson"
            write(path, number)
            other, row = _child("peer", path), _child("zzmap", path)
            totals.append(row["read"] + row["check"])
            print(
                f"{number:7,} parcels, {path.stat().st_size / 1e6:5.1f} MB: "
                f"read {row['read']:5.1f} s, check {row['check']:5.1f} s, "
                f"peak {row['peak']:5.0f} MB; a peer reads it in {other['read']:5.2f} s, "
                f"{totals[-1] / other['read']:.1f} times; {row['codes']}",
                flush=True,
            )
    print(f"{times} times the parcels take {totals[1] / totals[0]:.2f} times as long")


if __name__ == "__main__":
    main()
