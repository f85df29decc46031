"""Pack geometry into short text: quantised to 1e-5 degree, delta-coded, printable.

The line coding is Google's "encoded polyline algorithm format": each coordinate is the
difference from the one before it, zig-zag signed and written five bits a character.  A
polygon is a list of rings, a multi-geometry a list of its parts.  A ring does not repeat
its first point.  Whole layers are coded at once: a loop over points would take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

SCALE = 100_000
"""Steps a degree: one step is about 1.1 m north and 0.9 m east here."""

POLYGONS, LINES, POINT = "p", "l", "o"

_BITS, _MORE, _BASE = 5, 32, 63
_POLYGON, _LINE = 3, 1
"""Shapely's numbers of the types."""


def encode(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a WGS-84 geometry as JSON-ready values; see `encode_all`."""
    return encode_all([geometry])[0]


def encode_all(geometries: Iterable[BaseGeometry]) -> list[dict[str, Any]]:
    """Return WGS-84 geometries as JSON-ready values.

    ``{"p": [[ring, hole …] …]}`` for polygons, ``{"l": [line …]}`` for lines,
    ``{"o": [lon, lat]}`` for a point.
    """
    parts, owners = shapely.get_parts(np.array(list(geometries), dtype=object), return_index=True)
    kinds = shapely.get_type_id(parts)
    polygons = np.nonzero(kinds == _POLYGON)[0]
    rings, ring_owners = shapely.get_rings(parts[polygons], return_index=True)
    lines = np.nonzero(kinds == _LINE)[0]
    texts: list[Any] = [[] for _ in parts]
    for at, text in zip(polygons[ring_owners].tolist(), _texts(rings, closed=True), strict=True):
        texts[at].append(text)
    for at, text in zip(lines.tolist(), _texts(parts[lines], closed=False), strict=True):
        texts[at] = text
    coded: list[dict[str, Any]] = [{} for _ in range(int(owners.max(initial=-1)) + 1)]
    for owner, kind, part, text in zip(owners.tolist(), kinds.tolist(), parts, texts, strict=True):
        if kind in (_POLYGON, _LINE):
            coded[owner].setdefault(POLYGONS if kind == _POLYGON else LINES, []).append(text)
        else:
            coded[owner][POINT] = [round(part.x, 5), round(part.y, 5)]
    return coded


def encode_lines(points: NDArray[np.float64], owners: NDArray[np.int64]) -> list[str]:
    """Encode many lines at once; a step that repeats the one before it is dropped.

    Parameters
    ----------
    points
        Longitude and latitude of the points of all lines, line after line.
    owners
        Number of the line of each point, from 0 up without gaps.
    """
    return _coded(*stepped(points, owners))


def _coded(steps: NDArray[np.int64], owners: NDArray[np.int64]) -> list[str]:
    if not len(steps):
        return []
    first = _firsts(owners)
    deltas = steps.copy()
    deltas[1:] -= np.where(first[1:, None], 0, steps[:-1])
    flat = deltas.ravel()
    zigzag = np.where(flat < 0, ~(flat << 1), flat << 1)
    text, ends = _characters(zigzag)
    last = np.append(np.nonzero(first)[0][1:], len(steps)) * 2 - 1
    cuts = [0, *ends[last].tolist()]
    return [text[start:end] for start, end in pairwise(cuts)]


def stepped(
    points: NDArray[np.float64], owners: NDArray[np.int64], *, closed: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the points of lines in steps, and the line of each; a step repeated is dropped.

    Parameters
    ----------
    points, owners
        As for `encode_lines`.
    closed
        Whether the lines are rings that repeat their first point, which is dropped too.
    """
    if closed and len(points):
        stays = np.append(owners[1:] == owners[:-1], False)
        points, owners = points[stays], owners[stays]
    steps = np.rint(points * SCALE).astype(np.int64)
    keep = _firsts(owners)
    keep[1:] |= (steps[1:, 0] != steps[:-1, 0]) | (steps[1:, 1] != steps[:-1, 1])
    return (steps, owners) if keep.all() else (steps[keep], owners[keep])


def _firsts(owners: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which points are the first of their line."""
    first = np.ones(len(owners), dtype=bool)
    first[1:] = owners[1:] != owners[:-1]
    return first


def _texts(lines: NDArray[Any], *, closed: bool) -> list[str]:
    points, owners = shapely.get_coordinates(lines, return_index=True)
    return _coded(*stepped(points, owners, closed=closed))


def _characters(values: NDArray[np.int64]) -> tuple[str, NDArray[np.int64]]:
    """Write all values one after the other; return the text and where each value ends."""
    lengths = np.ones(len(values), dtype=np.int64)
    rest = values >> _BITS
    while rest.any():
        lengths += rest > 0
        rest >>= _BITS
    ends = lengths.cumsum()
    codes = np.empty(int(ends[-1]), dtype=np.uint8)
    for place in range(int(lengths.max())):
        has = lengths > place
        chunk = (values[has] >> (_BITS * place)) & (_MORE - 1)
        more = np.where(lengths[has] > place + 1, _MORE, 0)
        codes[ends[has] - lengths[has] + place] = chunk + more + _BASE
    return codes.tobytes().decode("ascii"), ends
