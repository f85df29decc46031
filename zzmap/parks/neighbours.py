"""Faults between parcels: duplicates, overlaps, slivers and gaps, in near n log n."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from zzmap.crs import GCJ02, WGS84, transform_geometry
from zzmap.measure import to_metric
from zzmap.parks.findings import Finding, finding

DUPLICATE_IOU = 0.9
SLIVER_WIDTH_M = 2.0
GAP_M = 2.0
FACING_M = 20.0
TOLERANCE_M2 = 1.0
"""Less overlap than this is rounding of coordinates."""

SUSPECT_IOU = 0.8
"""A shifted parcel that fits a known one this well, and did not before, has a wrong datum."""

Shapes = NDArray[Any]


class Labelled(NamedTuple):
    """Geometries in metres with what to call each."""

    names: Sequence[str]
    shapes: Shapes


def check_neighbours(parcels: Labelled, stored: Labelled) -> Iterator[Finding]:
    """Compare the parcels of a file among themselves and with the stored parks."""
    yield from _pairs(parcels, parcels, same=True)
    if len(stored.shapes):
        yield from _pairs(parcels, stored, same=False)


def check_datum(parcels: Shapes, known: Labelled) -> Iterator[Finding]:
    """Look for parcels that fit a known polygon only if their datum is GCJ-02.

    Parameters
    ----------
    parcels
        Geometries in WGS-84 degrees.
    known
        Known polygons in metres.
    """
    if not len(known.shapes):
        return
    tree = STRtree(known.shapes)
    metric = to_metric(parcels)
    shifted = to_metric(transform_geometry(parcels, GCJ02, WGS84))
    for index, other in _candidates(tree, shifted):
        after = _iou(shifted[index], known.shapes[other])
        if after >= SUSPECT_IOU and _iou(metric[index], known.shapes[other]) < after - 0.3:
            yield finding(
                "datum-suspected",
                f"the parcel fits {known.names[other]} to {after:.0%} if its coordinates are "
                "GCJ-02, but not as they are",
                index + 1,
                mend="Ask for the datum; import it with --crs gcj02 if that is right.",
            )


def _candidates(tree: STRtree, shapes: Shapes) -> Iterator[tuple[int, int]]:
    indices, others = tree.query(shapes, predicate="intersects")
    yield from zip(indices.tolist(), others.tolist(), strict=True)


def _iou(a: Any, b: Any) -> float:
    union = a.union(b).area
    return float(a.intersection(b).area / union) if union else 0.0


def _pairs(parcels: Labelled, others: Labelled, *, same: bool) -> Iterator[Finding]:
    tree = STRtree(others.shapes)
    one, two = tree.query(parcels.shapes, predicate="dwithin", distance=GAP_M)
    if same:
        keep = one < two
        one, two = one[keep], two[keep]
    if not len(one):
        return
    first, second = parcels.shapes[one], others.shapes[two]
    overlap = shapely.intersection(first, second)
    area, distance = shapely.area(overlap), shapely.distance(first, second)
    for row in np.nonzero(area > TOLERANCE_M2)[0]:
        yield _overlap(parcels, others, int(one[row]), int(two[row]), overlap[row])
    for row in np.nonzero(distance > 0)[0]:
        found = _gap(others, int(one[row]), int(two[row]), first[row], second[row])
        if found is not None:
            yield found


def _overlap(parcels: Labelled, others: Labelled, one: int, two: int, overlap: Any) -> Finding:
    first, second = parcels.shapes[one], others.shapes[two]
    name = others.names[two]
    iou = overlap.area / (first.area + second.area - overlap.area)
    if iou >= DUPLICATE_IOU:
        return finding(
            "near-duplicate",
            f"the parcel is {name} again ({iou:.0%} in common)",
            one + 1,
            mend="Replace that park instead, or drop the parcel.",
        )
    amount = f"{overlap.area:,.0f} m² ({overlap.area / first.area:.1%} of the parcel)"
    # Twice the area over the perimeter is the mean width of a narrow shape.
    if 2 * overlap.area / overlap.length < SLIVER_WIDTH_M:
        return finding(
            "sliver",
            f"the parcel overlaps {name} by a sliver of {amount}",
            one + 1,
            mend="Snap the common edge.",
        )
    return finding(
        "overlap",
        f"the parcel overlaps {name} by {amount}",
        one + 1,
        mend="Correct one of the two, or accept it.",
    )


def _gap(others: Labelled, one: int, two: int, first: Any, second: Any) -> Finding | None:
    facing = first.boundary.intersection(second.buffer(GAP_M)).length
    if facing < FACING_M:
        return None
    width = first.distance(second)
    return finding(
        "gap",
        f"a gap of {width:.2f} m or more runs {facing:,.0f} m along {others.names[two]}",
        one + 1,
        mend="Snap the common edge, or accept it.",
    )
