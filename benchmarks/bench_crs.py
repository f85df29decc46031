"""Rate of the datum shifts on one core, beside pyproj projecting the same million points.

Run: ``python benchmarks/bench_crs.py [points]``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from pyproj import Transformer

from zzmap.crs import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

ROUNDS = 5


def best_of(convert: Callable[..., Any], lon: np.ndarray, lat: np.ndarray) -> float:
    """Seconds of the fastest of some rounds; the others only add what else the machine did."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        convert(lon, lat)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    points = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    random = np.random.default_rng(0)
    lon = random.uniform(112.6, 114.4, points)
    lat = random.uniform(34.2, 35.1, points)
    project = Transformer.from_crs(4326, 4547, always_xy=True).transform
    reference = best_of(project, lon, lat)
    print(f"{'conversion':<24}{'seconds':>10}{'million/s':>12}{'pyproj time / its':>20}")
    print(
        f"{'pyproj 4326 -> 4547':<24}{reference:>10.3f}{points / reference / 1e6:>12.2f}{1:>20.2f}"
    )
    for shift in (
        wgs84_to_gcj02,
        gcj02_to_wgs84,
        gcj02_to_bd09,
        bd09_to_gcj02,
        wgs84_to_bd09,
        bd09_to_wgs84,
    ):
        seconds = best_of(shift, lon, lat)
        name = getattr(shift, "__name__", "")
        rate = points / seconds / 1e6
        print(f"{name:<24}{seconds:>10.3f}{rate:>12.2f}{reference / seconds:>20.2f}")


if __name__ == "__main__":
    main()
