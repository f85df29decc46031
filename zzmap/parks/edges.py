"""Tell outlines whose edges meet so often that comparing or mending them would not end.

What GEOS takes to intersect, or to mend, grows with the pairs of edges that meet.  Of honest
outlines an edge meets a few others; of a comb laid across another, or across itself, all meet
all, so that 20 kB make millions.  Boxes of edges are compared here, which takes no longer than
sorting them, before anything is given to GEOS.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

MEETINGS, MEETINGS_A_VERTEX = 100_000, 10
"""How many pairs of edges of a file may meet, and what each vertex adds; of honest outlines an
edge meets itself, the next two, and as many of the parcel beside."""

_BLOCK, _TOGETHER = 4096, 200_000
_FIRST = 32
"""Edges that are compared with all others before these are put into a tree."""

Boxes = NDArray[np.float64]
"""A row an edge: west, south, east, north."""


def is_tangled(shape: Any) -> bool:
    """Tell whether the edges of one outline meet one another too often."""
    most = MEETINGS + MEETINGS_A_VERTEX * int(shapely.get_num_coordinates(shape))
    if int(shapely.get_num_coordinates(shape)) ** 2 <= most:
        return False
    boxes = _boxes(shape)
    return _meetings(boxes, boxes, most) > most


def first_tangled(first: NDArray[Any], second: NDArray[Any]) -> int:
    """Return the position of the pair at which the edges of pairs meet too often, else -1.

    Parameters
    ----------
    first, second
        Outlines in one reference system, pair by pair.
    """
    ones, twos = shapely.get_num_coordinates(first), shapely.get_num_coordinates(second)
    most = MEETINGS + MEETINGS_A_VERTEX * int(ones.sum() + twos.sum())
    at_most = ones.astype(np.float64) * twos
    if at_most.sum() > most:
        at_most = _reaching(first, second, ones).astype(np.float64) * _reaching(second, first, twos)
    left, found = float(at_most.sum()), 0
    for row in np.argsort(-at_most, kind="stable"):
        if left <= most:
            return -1
        met = _meetings(_boxes(first[row]), _boxes(second[row]), most)
        left += met - at_most[row]
        if (found := found + met) > most:
            return int(row)
    return -1


def _reaching(
    shapes: NDArray[Any], others: NDArray[Any], vertices: NDArray[np.int_]
) -> NDArray[np.int_]:
    """Return of each shape how many edges, or more, reach into the box around its other.

    All pairs are looked at together, `_TOGETHER` vertices at a time.  The step from one ring to
    the next counts as an edge, which makes the number larger, never smaller.
    """
    found = np.zeros(len(shapes), dtype=np.int_)
    low, high = np.hsplit(shapely.bounds(others), 2)
    starts = np.flatnonzero(np.diff(np.cumsum(vertices) // _TOGETHER, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(shapes)], strict=True):
        points, owner = shapely.get_coordinates(shapes[start:end], return_index=True)
        same, at = owner[:-1] == owner[1:], owner[:-1] + start
        before, after = points[:-1], points[1:]
        inside = (np.minimum(before, after) <= high[at]) & (np.maximum(before, after) >= low[at])
        reach = same & inside.all(axis=1)
        found[start:end] = np.bincount(owner[:-1][reach], minlength=end - start)
    return found


def _boxes(shape: Any) -> Boxes:
    coords, rings = [], []
    for number, ring in enumerate(_rings(shape)):
        points = shapely.get_coordinates(ring)
        coords.append(points)
        rings.append(np.full(len(points), number))
    if not coords:
        return np.zeros((0, 4))
    points, owner = np.concatenate(coords), np.concatenate(rings)
    edges = owner[:-1] == owner[1:]
    start, end = points[:-1][edges], points[1:][edges]
    return np.hstack([np.minimum(start, end), np.maximum(start, end)])


def _rings(shape: Any) -> Any:
    return shapely.get_rings(shapely.get_parts(shape))


def _meetings(one: Boxes, two: Boxes, most: int) -> int:
    """Return how many boxes of one meet how many of two; past `most` any larger number."""
    if not len(one) or not len(two):
        return 0
    one, two = _near(one, two), _near(two, one)
    quick = min(
        len(one) * len(two), *(_overlaps(one[:, axis::2], two[:, axis::2]) for axis in (0, 1))
    )
    return quick if quick <= most else _counted(one, two, most)


def _near(one: Boxes, two: Boxes) -> Boxes:
    """Return the boxes of one that reach into the box around all of two."""
    low, high = two[:, :2].min(axis=0), two[:, 2:].max(axis=0)
    inside: Boxes = one[((one[:, :2] <= high) & (one[:, 2:] >= low)).all(axis=1)]
    return inside if len(inside) else one[:1]


def _overlaps(one: Boxes, two: Boxes) -> int:
    """Return how many pairs of spans, start and end, overlap."""
    begun = np.searchsorted(np.sort(two[:, 0]), one[:, 1], side="right")
    over = np.searchsorted(np.sort(two[:, 1]), one[:, 0], side="left")
    return int((begun - over).sum())


def _counted(one: Boxes, two: Boxes, most: int) -> int:
    """Count pairs of boxes that meet, until there are more than `most`.

    The boxes are taken in no order, a few at first: where a million edges lie on one another, the
    first ones tell it, and no answer is much longer than `most`.
    """
    order = np.random.default_rng(0).permutation(len(one))
    found = sum(_met(one[at], two) for at in order[:_FIRST])
    if found > most:
        return found
    tree = shapely.STRtree(shapely.box(*two.T))
    start, found, block = 0, 0, 1
    while start < len(one) and found <= most:
        found += tree.query(shapely.box(*one[order[start : start + block]].T)).shape[1]
        start += block
        block = min(_BLOCK, 2 * block)
    return found


def _met(box: Boxes, boxes: Boxes) -> int:
    """Return how many boxes one meets."""
    return int(((boxes[:, :2] <= box[2:]) & (boxes[:, 2:] >= box[:2])).all(axis=1).sum())
