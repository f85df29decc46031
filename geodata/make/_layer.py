"""Write a GeoJSON layer that diffs well: one feature a line, sorted by id."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

LAYERS = Path(__file__).resolve().parent.parent / "layers"
GRID = 1e-6
"""Six decimals of a degree: what RFC 7946 recommends and more than anything here is good to."""


def feature(geometry: BaseGeometry, **properties: Any) -> dict[str, Any]:
    """Return one feature, its coordinates on the common grid."""
    snapped = shapely.set_precision(geometry, GRID)
    return {"type": "Feature", "properties": properties, "geometry": mapping(snapped)}


def write_layer(name: str, features: list[dict[str, Any]]) -> None:
    """Write ``layers/<name>.geojson`` and say how much it holds."""
    features.sort(key=lambda row: row["properties"]["id"])
    lines = ",\n".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in features
    )
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (LAYERS / f"{name}.geojson").write_text(text, "utf-8")
    sys.stdout.write(f"{name}.geojson: {len(features)} features, {len(text.encode()):,} bytes\n")
