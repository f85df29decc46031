"""Score the zone polygons against address points, as `docs/data-quality.md` tables it.

``python geodata/make/score_zones.py INSIDE.csv OUTSIDE.csv`` prints for each zone

- recall: share of the points that name the zone and lie in its polygon,
- foreign: share of the points in the polygon that belong elsewhere.

INSIDE.csv has the columns zone, lon_wgs84, lat_wgs84; OUTSIDE.csv, points known to lie in none
of the zones, has lon_wgs84, lat_wgs84.  The points are not part of this project.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from zzmap.features import read_features

ZONES = Path(__file__).resolve().parent.parent / "layers" / "zones.geojson"


class Score(NamedTuple):
    """How well a zone's polygon fits."""

    zone: str
    points: int
    recall: float
    foreign: float
    strangers: int


def scores(inside: Path, outside: Path) -> list[Score]:
    """Score every zone that has points."""
    polygons = {row.name: row.geometry for row in read_features(ZONES)}
    own, others = _points(inside), _points(outside)
    found = []
    for zone, rows in own.groupby("zone"):
        polygon = polygons[str(zone)]
        hits = rows.within(polygon)
        strangers = own[own.zone != zone].within(polygon).sum() + others.within(polygon).sum()
        share = strangers / (hits.sum() + strangers)
        found.append(Score(str(zone), len(rows), float(hits.mean()), float(share), int(strangers)))
    return found


def _points(path: Path) -> gpd.GeoDataFrame:
    table = pd.read_csv(path)
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table.lon_wgs84, table.lat_wgs84))


def main() -> None:
    """Print the table."""
    for row in scores(*map(Path, sys.argv[1:3])):
        sys.stdout.write(
            f"{row.zone}  n {row.points}  recall {row.recall:.3f}  foreign {row.foreign:.3f}"
            f" ({row.strangers} points)\n"
        )


if __name__ == "__main__":
    main()
