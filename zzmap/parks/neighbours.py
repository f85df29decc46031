"""Faults between parcels: duplicates, overlaps, slivers and gaps, in near n log n."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from zzmap.crs import Metric
from zzmap.errors import FormatError
from zzmap.messages import say
from zzmap.parks.edges import first_tangled, is_tangled
from zzmap.parks.findings import Finding, finding

DUPLICATE_IOU = 0.9
SLIVER_WIDTH_M = 2.0
GAP_M = 2.0
FACING_M = 20.0
TOLERANCE_M2 = 1.0
"""Less overlap than this is rounding of coordinates."""

_COMMON_M = 0.02
"""Lines closer than this are the same line in two files."""

_SAMPLES = 51

PAIRS, PAIRS_A_SHAPE = 20_000, 20
"""How many pairs of neighbours are compared, and what each shape adds; a parcel has some four."""

WORK, WORK_A_VERTEX = 1_000_000, 40
"""How many vertices all those pairs may have, and what each vertex of the file adds."""

_BLOCK = 64

Shapes = NDArray[Any]


def in_metres(measure: Metric, degrees: Sequence[Any] | Shapes) -> Shapes:
    """Project valid geometries to metres; what rounding makes invalid on the way is mended."""
    metric: Shapes = measure.to_metric(np.array(degrees, dtype=object))
    broken = ~shapely.is_valid(metric)
    if any(is_tangled(shape) for shape in metric[broken]):
        raise FormatError(
            say("an outline that is here already is too intricate to be compared with"),
            hint=say("See “zzmap parks list” and “zzmap zones list”, and replace or remove it."),
        )
    if broken.any():
        metric[broken] = shapely.make_valid(metric[broken], method="structure")
    return metric


class Labelled(NamedTuple):
    """Geometries in metres with what to call each."""

    names: Sequence[str]
    shapes: Shapes


def check_neighbours(parcels: Labelled, stored: Labelled) -> Iterator[Finding]:
    """Compare the parcels of a file among themselves and with the stored parks."""
    yield from _pairs(parcels, parcels, same=True)
    if len(stored.shapes):
        yield from _pairs(parcels, stored, same=False)


def _close(parcels: Shapes, others: Shapes, *, same: bool) -> tuple[Any, Any, int]:
    """Return the pairs that lie close, and the first parcel at which they are too many, else -1.

    What a file may ask for grows with its vertices: parcels that touch their neighbours make
    a few pairs each, a pile of parcels one with each of the others.
    """
    tree = STRtree(others)
    vertices, beside = shapely.get_num_coordinates(parcels), shapely.get_num_coordinates(others)
    most = PAIRS + PAIRS_A_SHAPE * (len(parcels) + len(others))
    heaviest = WORK + WORK_A_VERTEX * int(vertices.sum() + beside.sum())
    found: list[NDArray[np.intp]] = []
    count = work = 0
    for start in range(0, len(parcels), _BLOCK):
        some = parcels[start : start + _BLOCK]
        one, two = tree.query(some, predicate="dwithin", distance=GAP_M)
        one = one + start
        if same:
            one, two = one[one < two], two[one < two]
        found.append(np.array([one, two]))
        count += len(one)
        work += int(vertices[one].sum() + beside[two].sum())
        if count > most or work > heaviest:
            return *np.concatenate(found, axis=1), start
    one, two = np.concatenate(found, axis=1) if found else np.zeros((2, 0), dtype=np.intp)
    return one, two, -1


def tangled_finding(first: int, other: str) -> Finding:
    """Return what is found of a parcel whose edges meet those of another too often."""
    return finding(
        "tangled",
        say(
            "the edges of the parcel meet those of {other} so often that they are not compared",
            other=other,
        ),
        first + 1,
        hint=say("Draw it again: no two parcels lie so."),
    )


def _piled(first: int, what: str) -> Finding:
    return finding(
        "pile",
        say("so many parcels lie on {what} that the overlaps are not told one by one", what=what),
        first + 1,
        hint=say("Parcels that lie on one another are drawn twice: drop the copies."),
    )


def _pairs(parcels: Labelled, others: Labelled, *, same: bool) -> Iterator[Finding]:
    one, two, piled = _close(parcels.shapes, others.shapes, same=same)
    if piled >= 0:
        yield _piled(piled, say("one another") if same else say("parks that are there"))
        return
    if not len(one):
        return
    first, second = parcels.shapes[one], others.shapes[two]
    tangled = first_tangled(first, second)
    if tangled >= 0:
        yield tangled_finding(int(one[tangled]), others.names[int(two[tangled])])
        return
    overlap = shapely.intersection(first, second)
    over = shapely.area(overlap) > TOLERANCE_M2
    for row in np.nonzero(over)[0]:
        pair = (int(one[row]), int(two[row]))
        yield _overlap(parcels, others, pair, overlap[row], same=same)
    one, two, first, second = one[~over], two[~over], first[~over], second[~over]
    facing, width = _gaps(first, second)
    for row in np.nonzero(facing >= FACING_M)[0]:
        yield finding(
            "gap",
            say(
                "a gap of about {width:.2f} m runs {facing:,.0f} m along {names}",
                width=width(row),
                facing=facing[row],
                names=others.names[int(two[row])],
            ),
            int(one[row]) + 1,
            hint=say("Snap the common edge, or accept it."),
        )


def _overlap(
    parcels: Labelled, others: Labelled, pair: tuple[int, int], overlap: Any, *, same: bool
) -> Finding:
    one, two = pair
    first, second = parcels.shapes[one], others.shapes[two]
    name = others.names[two]
    iou = overlap.area / (first.area + second.area - overlap.area)
    if iou >= DUPLICATE_IOU:
        return finding(
            "near-duplicate",
            say("the parcel is {name} again ({iou:.0%} in common)", name=name, iou=iou),
            one + 1,
            hint=say("Drop one of the two.")
            if same
            else say("Replace that park, or drop the parcel."),
        )
    amount = say(
        "{area:,.0f} m² ({area2:.1%} of the parcel)",
        area=overlap.area,
        area2=overlap.area / first.area,
    )
    # Twice the area over the perimeter is the mean width of a narrow shape.
    if 2 * overlap.area / overlap.length < SLIVER_WIDTH_M:
        return finding(
            "sliver",
            say("the parcel overlaps {name} by a sliver of {amount}", name=name, amount=amount),
            one + 1,
            hint=say("Snap the common edge."),
        )
    return finding(
        "overlap",
        say("the parcel overlaps {name} by {amount}", name=name, amount=amount),
        one + 1,
        hint=say("Correct one of the two, or accept it."),
    )


def _gaps(first: Shapes, second: Shapes) -> tuple[NDArray[np.float64], Callable[[np.intp], float]]:
    """Return how far each first shape runs near the second without touching it, and how near.

    Only what lies in both shapes' boxes is looked at, which leaves a few edges of each.  A
    wedge that starts from a common corner counts like a gap on its whole length.
    """
    low = np.maximum(shapely.bounds(first)[:, :2], shapely.bounds(second)[:, :2]) - GAP_M
    high = np.minimum(shapely.bounds(first)[:, 2:], shapely.bounds(second)[:, 2:]) + GAP_M
    facing = np.zeros(len(first))
    long = np.nonzero((high - low).max(axis=1) >= FACING_M)[0]
    window = shapely.box(low[long, 0], low[long, 1], high[long, 0], high[long, 1])
    edge = shapely.intersection(shapely.boundary(first[long]), window)
    other = shapely.intersection(shapely.boundary(second[long]), window)
    # Most neighbours share their edge to the last digit; what is left of it is too short to be
    # a gap, and only the others are buffered.
    shared = shapely.length(shapely.intersection(edge, other))
    left = np.nonzero(shapely.length(edge) - shared >= FACING_M)[0]
    near = shapely.intersection(edge[left], shapely.buffer(other[left], GAP_M, quad_segs=2))
    wide = shapely.length(near) - shared[left] >= FACING_M
    open_ = left[wide]
    apart = np.full(len(edge), None, dtype=object)
    common = shapely.buffer(other[open_], _COMMON_M, quad_segs=1)
    apart[open_] = shapely.difference(near[wide], common)
    facing[long[open_]] = shapely.length(apart[open_])
    place = {int(row): at for at, row in enumerate(long)}

    def width(row: np.intp) -> float:
        at = place[int(row)]
        line = shapely.line_merge(apart[at])
        longest = max(shapely.get_parts(line), key=shapely.length)
        points = shapely.line_interpolate_point(
            longest, np.linspace(0, 1, _SAMPLES), normalized=True
        )
        return float(np.median(shapely.distance(points, other[at])))

    return facing, width
