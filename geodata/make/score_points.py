"""Score positions against independent ones, as `docs/data-quality.md` says.

``python geodata/make/score_points.py POINTS.csv`` prints for each place, site or feature of the
ground layer in the file how far the other source puts it, and the share within twice the stated
error: 0.95 is what a standard error of each axis lets one expect.  Where ours is a polygon that
holds the point the distance is 0; a station or city is measured to its point.

The CSV has the columns product_id, lon, lat (WGS-84), own_sigma_m (how far the other source may
be off, not used to excuse ours) and source.  The points are not part of this project.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import NamedTuple

from _layer import LAYERS, METRIC
from shapely.geometry import Point

from zzmap.catalogue import Catalogue
from zzmap.features import read_features
from zzmap.geometry import Gazetteer, Located


class Score(NamedTuple):
    """How far another source puts a place, beside what ours states, in metres."""

    id: str
    name: str
    away_m: float
    stated_m: int
    other: str

    @property
    def holds(self) -> bool:
        """Whether the place is within twice its stated error."""
        return self.away_m <= 2 * self.stated_m


def scores(path: Path) -> list[Score]:
    """Score every row whose id this project knows; one that it does not know is an error."""
    catalogue = Catalogue(LAYERS.parent)
    gazetteer = Gazetteer(catalogue)
    ground = {row.id: row for row in read_features(LAYERS / "ground.geojson")}
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["product_id"]
            if key in ground:
                feature = ground[key]
                name = feature.name
                located: Located | None = Located(
                    feature.geometry, feature.basis, feature.accuracy_m, feature.source
                )
            else:
                place = catalogue.places[catalogue.renamed.get(key, key)]
                name, located = place.name, gazetteer.locate(place)
            if located is None:
                raise ValueError(f"{name} has no position to score")
            other = METRIC.to_metric(Point(float(row["lon"]), float(row["lat"])))
            away = float(other.distance(METRIC.to_metric(located.geometry)))
            found.append(Score(key, name, away, located.accuracy_m, row["source"]))
    return found


def main() -> None:
    """Print every row, those that do not hold first, and the share."""
    rows = sorted(scores(Path(sys.argv[1])), key=lambda row: (row.holds, -row.away_m))
    for row in rows:
        sys.stdout.write(
            f"{'' if row.holds else 'OFF '}{row.name}  {row.away_m:.0f} m  stated {row.stated_m}  "
            f"{row.other}\n"
        )
    held = sum(row.holds for row in rows)
    sys.stdout.write(f"{held} of {len(rows)} within twice the stated error\n")


if __name__ == "__main__":
    main()
