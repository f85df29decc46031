"""Score the lines and stations of the ground layer against points known to lie on them.

``python geodata/make/score_lines.py POINTS.csv [MORE.csv ...]`` prints for each feature that has
points how far they lie from it, in metres: the median, and the distance that 90% keep.

A third of each feature's points, drawn by a seed, was held out from digitising and is scored apart.
A railway known by a vertex every 8 to 10 km is drawn through all of them, so its score says little:
each vertex is left out in turn instead, and its distance from a smooth curve through the others is
how far the line may be off where no vertex is near.  A feature with fewer than ten points is printed
as unproven: what it states is not contradicted, and not shown either.

The CSVs have the columns feature_id, lon, lat (WGS-84).  The points are not part of this project.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from _layer import LAYERS, METRIC
from lines import VERTICES
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from zzmap.corridor import smooth
from zzmap.features import read_features

GROUND = LAYERS / "ground.geojson"
SEED = 2026
HELD_OUT = 3
"""One point in so many is held out."""

PROVEN = 10
"""With fewer points a line is unproven."""

Pair = tuple[float, float]


class Score(NamedTuple):
    """How far points lie from the feature they belong to, in metres."""

    feature: str
    name: str
    stated_m: int
    points: int
    median_m: float
    most_m: float
    way: str
    checked: int
    checked_median_m: float
    checked_most_m: float

    @property
    def proven(self) -> bool:
        """Whether there are enough points to say so."""
        return self.points >= PROVEN


def read_points(paths: list[Path]) -> dict[str, list[Pair]]:
    """Return the points of each feature, sorted, so that the draw is the same whatever their order."""
    points: dict[str, list[Pair]] = defaultdict(list)
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                points[row["feature_id"]].append((float(row["lon"]), float(row["lat"])))
    return {key: sorted(rows) for key, rows in sorted(points.items())}


def split(feature: str, points: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Part the points of a feature into those to digitise by and those held out."""
    drawn = random.Random(f"{SEED} {feature}").sample(points, len(points) // HELD_OUT)
    return [row for row in points if row not in drawn], drawn


def scores(paths: list[Path]) -> list[Score]:
    """Score every feature of the layer that has points."""
    ground = {row.id: row for row in read_features(GROUND)}
    found = []
    for key, points in read_points(paths).items():
        row = ground[key]
        line = METRIC.to_metric(row.geometry)
        if row.source.startswith(VERTICES):
            way, checked, off = "left out in turn", points, left_out(line, points)
        else:
            way, checked = "held out", split(key, points)[1]
            off = distances(line, checked)
        whole = distances(line, points)
        found.append(
            Score(
                key, row.name, row.accuracy_m, len(points), *summary(whole), way, len(checked),
                *summary(off),
            )
        )  # fmt: skip
    return found


def distances(line: BaseGeometry, points: list[Pair]) -> list[float]:
    """Return how far points lie from a line, in metres."""
    return [float(METRIC.to_metric(Point(point)).distance(line)) for point in points]


def left_out(line: BaseGeometry, points: list[Pair]) -> list[float]:
    """Return how far each point but the ends lies from a smooth curve through the others."""
    spots = sorted((METRIC.to_metric(Point(point)) for point in points), key=line.project)
    found = []
    for number in range(1, len(spots) - 1):
        others = [(spot.x, spot.y) for spot in spots[:number] + spots[number + 1 :]]
        found.append(float(LineString(smooth(np.array(others))).distance(spots[number])))
    return found


def summary(metres: list[float]) -> tuple[float, float]:
    """Return the median and what 90% keep, not-a-number of nothing."""
    if not metres:
        return float("nan"), float("nan")
    return float(np.median(metres)), float(np.quantile(metres, 0.9))


def main() -> None:
    """Print the table."""
    for row in scores([Path(name) for name in sys.argv[1:]]):
        sys.stdout.write(
            f"{row.name}  {row.feature}  stated {row.stated_m}  n {row.points}  "
            f"median {row.median_m:.0f}  90% {row.most_m:.0f}  {row.way} {row.checked}  "
            f"median {row.checked_median_m:.0f}  90% {row.checked_most_m:.0f}"
            f"{'' if row.proven else '  unproven'}\n"
        )


if __name__ == "__main__":
    main()
