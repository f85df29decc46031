"""Score the lines and stations of the ground layer against points known to lie on them.

``python geodata/make/score_lines.py POINTS.csv [MORE.csv ...] [--offices OFFICES.csv]`` prints for
each feature that has points how far they lie from it, in metres: the median, and the distance that
90% keep.

A third of each feature's points, drawn by a seed, was held out from digitising and is scored apart;
a railway drawn through its bends used none of them, so all are.  A feature with fewer than ten points
is printed as unproven: what it states is not contradicted, and not shown either.

An address that names a street office called after a road (航海西路街道) is no address on that road:
it may be anywhere in the office.  Points carry no address, but those that OFFICES.csv has as well, to
two metres, and under such an office, are known to be of that kind.  They are told by what they name,
never by how far off they lie; the line is scored with and without them.

The CSVs have the columns feature_id, lon, lat and town, lon_wgs84, lat_wgs84 (WGS-84).  The points
are not part of this project.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from _layer import LAYERS, METRIC
from lines import BENDS
from shapely.geometry import MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from zzmap.features import read_features

GROUND = LAYERS / "ground.geojson"
SEED = 2026
HELD_OUT = 3
"""One point in so many is held out."""

PROVEN = 10
"""With fewer points a line is unproven."""

SAME_M = 2.0
"""Two positions that are nearer are one: tables round differently."""

_SIDES = re.compile("[东西南北中]")
"""Signs that part a road and its offices: 航海路, 航海西路街道."""

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
    of_offices: int
    road_median_m: float
    road_most_m: float

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


def read_offices(path: Path | None) -> list[tuple[str, Pair]]:
    """Return the street office that each address names, and where it is; none without a file."""
    if path is None:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["town"], (float(row["lon_wgs84"]), float(row["lat_wgs84"])))
            for row in csv.DictReader(file)
        ]


def called_after(office: str, road: str) -> bool:
    """Tell whether a street office bears the name of a road."""
    return _SIDES.sub("", office).startswith(_SIDES.sub("", road))


def on_road(road: str, points: list[Pair], offices: list[tuple[str, Pair]]) -> list[Pair]:
    """Return the points that are not known to name a street office called after the road."""
    spots = [
        METRIC.to_metric(Point(spot)) for office, spot in offices if called_after(office, road)
    ]
    if not spots:
        return points
    of_offices = MultiPoint(spots)
    return [row for row in points if METRIC.to_metric(Point(row)).distance(of_offices) > SAME_M]


def scores(paths: list[Path], offices: Path | None = None) -> list[Score]:
    """Score every feature of the layer that has points."""
    ground = {row.id: row for row in read_features(GROUND)}
    named = read_offices(offices)
    found = []
    for key, points in read_points(paths).items():
        row = ground[key]
        line = METRIC.to_metric(row.geometry)
        drawn_apart = row.source.startswith(BENDS)
        checked = points if drawn_apart else split(key, points)[1]
        kept = on_road(row.name, points, named)
        found.append(
            Score(
                key, row.name, row.accuracy_m, len(points), *summary(distances(line, points)),
                "none used" if drawn_apart else "held out", len(checked),
                *summary(distances(line, checked)), len(points) - len(kept),
                *summary(distances(line, kept)),
            )
        )  # fmt: skip
    return found


def distances(line: BaseGeometry, points: list[Pair]) -> list[float]:
    """Return how far points lie from a line, in metres."""
    return [float(METRIC.to_metric(Point(point)).distance(line)) for point in points]


def summary(metres: list[float]) -> tuple[float, float]:
    """Return the median and what 90% keep, not-a-number of nothing."""
    if not metres:
        return float("nan"), float("nan")
    return float(np.median(metres)), float(np.quantile(metres, 0.9))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Score lines of the ground layer.")
    parser.add_argument("points", nargs="+", type=Path)
    parser.add_argument("--offices", type=Path)
    options = parser.parse_args()
    for row in scores(options.points, options.offices):
        without = (
            f"  without {row.of_offices} of a street office: "
            f"median {row.road_median_m:.0f}  90% {row.road_most_m:.0f}"
        )
        sys.stdout.write(
            f"{row.name}  {row.feature}  stated {row.stated_m}  n {row.points}  "
            f"median {row.median_m:.0f}  90% {row.most_m:.0f}  {row.way} {row.checked}  "
            f"median {row.checked_median_m:.0f}  90% {row.checked_most_m:.0f}"
            f"{without if row.of_offices else ''}{'' if row.proven else '  unproven'}\n"
        )


if __name__ == "__main__":
    main()
