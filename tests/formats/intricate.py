"""Build small files of outlines whose edges meet millions of times."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

WEST, SOUTH, SIDE = 113.5, 34.7, 0.05
Ring = list[list[float]]


def comb(teeth: int) -> Ring:
    """A comb of upright teeth, sound by itself."""
    ring = []
    for tooth in range(teeth):
        left, right = (SIDE * (tooth + part) / teeth for part in (0, 0.5))
        ring += [[left, 0.0], [left, SIDE], [right, SIDE], [right, SIDE / 1000]]
    ring += [[SIDE, SIDE / 1000], [SIDE, -SIDE / 1000], [0.0, -SIDE / 1000]]
    return placed([*ring, ring[0]])


def lying(teeth: int) -> Ring:
    """The same comb with its teeth lying down: each crosses each upright one."""
    return [[WEST + y - SOUTH, SOUTH + x - WEST] for x, y in reversed(comb(teeth))]


def slanting(teeth: int) -> Ring:
    """A sound comb, the boxes of whose teeth all meet."""
    sine, cosine = math.sin(0.6), math.cos(0.6)
    return [
        [WEST + SIDE + (x - WEST) * cosine - (y - SOUTH) * sine,
         SOUTH + (x - WEST) * sine + (y - SOUTH) * cosine]
        for x, y in comb(teeth)
    ]  # fmt: skip


def woven(turns: int) -> Ring:
    """One ring that goes up and down, then to and fro across itself."""
    up = [[SIDE * turn / turns, SIDE * (turn % 2)] for turn in range(turns)]
    across = [[SIDE * (turn % 2), SIDE * (1 - turn / turns)] for turn in range(turns)]
    return placed([*up, *across, up[0]])


def placed(ring: Ring) -> Ring:
    return [[WEST + x, SOUTH + y] for x, y in ring]


def holed(rows: int) -> list[Ring]:
    """A square of many square holes: as many edges, none of which meet."""
    rings = [placed([[0, 0], [SIDE, 0], [SIDE, SIDE], [0, SIDE], [0, 0]])]
    step = SIDE / rows
    for column in range(rows):
        for row in range(rows):
            low, high = 0.2 * step, 0.8 * step
            x, y = column * step, row * step
            corners = ((low, low), (low, high), (high, high), (high, low), (low, low))
            rings.append(placed([[x + a, y + b] for a, b in corners]))
    return rings


def written(path: Path, polygons: Sequence[Sequence[Ring]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"园{number}"},
            "geometry": {"type": "Polygon", "coordinates": polygon},
        }
        for number, polygon in enumerate(polygons)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


INTRICATE: dict[str, Callable[[Path], Path]] = {
    "woven": lambda to: written(to / "woven.geojson", [[woven(1500)]]),
    "crossed": lambda to: written(to / "crossed.geojson", [[comb(1000)], [lying(1000)]]),
    "slanting": lambda to: written(to / "slanting.geojson", [[slanting(5000)]]),
    "many": lambda to: written(
        to / "many.geojson", [[(comb, lying)[number % 2](125)] for number in range(40)]
    ),
}
"""Each a sentence, and quickly; before, all took minutes or gigabytes."""
