"""Write a GeoJSON layer that diffs well: one feature a line, sorted by id."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from zzmap.city import read_city

LAYERS = Path(__file__).resolve().parent.parent / "layers"
METRIC = read_city(LAYERS.parent).metric
"""Measures in the city's zone."""

GRID = 1e-6
"""Six decimals of a degree: what RFC 7946 recommends and more than anything here is good to."""


def feature(geometry: BaseGeometry, **properties: Any) -> dict[str, Any]:
    """Return one feature, its coordinates on the common grid, its rings as RFC 7946 winds them."""
    snapped = shapely.set_precision(geometry, GRID)
    parts = shapely.get_parts(snapped)
    single = parts[0] if len(parts) == 1 else snapped
    wound = shapely.orient_polygons(single)
    return {"type": "Feature", "properties": properties, "geometry": _rounded(mapping(wound))}


def write_layer(name: str, features: list[dict[str, Any]]) -> None:
    """Write ``layers/<name>.geojson`` and say how much it holds."""
    features.sort(key=lambda row: row["properties"]["id"])
    lines = ",\n".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in features
    )
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (LAYERS / f"{name}.geojson").write_text(text, "utf-8", newline="\n")
    sys.stdout.write(f"{name}.geojson: {len(features)} features, {len(text.encode()):,} bytes\n")


def _rounded(value: Any) -> Any:
    """Cut the float noise that snapping leaves, such as 113.60000000000001."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, (list, tuple)):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value
