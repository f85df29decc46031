"""Pack geometry into short text: quantised to 1e-5 degree, delta-coded, printable.

The line coding is Google's "encoded polyline algorithm format": each coordinate is the
difference from the one before it, zig-zag signed and written five bits a character.  A
polygon is a list of rings, a multi-geometry a list of its parts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

SCALE = 100_000
"""Steps a degree: one step is about 1.1 m north and 0.9 m east here."""

POLYGONS, LINES, POINT = "p", "l", "o"


def encode(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a WGS-84 geometry as JSON-ready values.

    ``{"p": [[ring, hole …] …]}`` for polygons, ``{"l": [line …]}`` for lines,
    ``{"o": [lon, lat]}`` for a point.
    """
    parts = shapely.get_parts(geometry)
    kind = parts[0].geom_type
    if kind == "Polygon":
        rings = [
            [
                encode_line(shapely.get_coordinates(ring))
                for ring in (part.exterior, *part.interiors)
            ]
            for part in parts
        ]
        return {POLYGONS: rings}
    if kind == "LineString":
        return {LINES: [encode_line(shapely.get_coordinates(part)) for part in parts]}
    return {POINT: [round(parts[0].x, 5), round(parts[0].y, 5)]}


def encode_line(points: NDArray[np.float64]) -> str:
    """Encode an (n, 2) array of longitude, latitude; repeated steps are dropped."""
    steps = np.rint(points * SCALE).astype(np.int64)
    keep = np.ones(len(steps), dtype=bool)
    keep[1:] = (np.diff(steps, axis=0) != 0).any(axis=1)
    deltas = np.diff(steps[keep], axis=0, prepend=[[0, 0]]).ravel()
    zigzag = np.where(deltas < 0, ~(deltas << 1), deltas << 1)
    return "".join(map(_chunk, zigzag.tolist()))


def decode_line(text: str) -> NDArray[np.float64]:
    """Undo `encode_line`, to half a step."""
    values, value, shift = [], 0, 0
    for char in text:
        code = ord(char) - 63
        value |= (code & 31) << shift
        shift += 5
        if code < 32:
            values.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    steps = np.array(values, dtype=np.int64).reshape(-1, 2).cumsum(axis=0)
    return steps / SCALE


def _chunk(value: int) -> str:
    if value < 32:
        return chr(value + 63)
    chars = []
    while value >= 32:
        chars.append(chr((32 | (value & 31)) + 63))
        value >>= 5
    chars.append(chr(value + 63))
    return "".join(chars)
