"""Whether outlines lie as GCJ-02 or BD-09 would: told by edges they share with known ones.

No number tells a shifted coordinate from an unshifted one.  What tells is an edge known from
elsewhere: an outline that is a known one drawn anew, or that has an edge in common with one, lies
on it either as it is or once a shift is taken off.  Two measures are taken.

*Edges.*  Where an outline and an exact known one (a stored park, an official boundary) run along
each other within `EDGE_M`, they have that edge in common.  A shift is suspected where an outline
has such edges only once it is taken off.

*Whole outlines.*  Where an outline and a sketched zone or district are alike, the step from one to
the other is that of their centroids.  How far it may be off is told by what is left between their
edges when the step is taken off, over as many places as differ independently, and by the stated
accuracy over the places an outline of that length can have.  A shift is suspected where the step
is it within that, and is not nothing.

Sketches of zones are off by more than the shift is long: of a zone that is known to 1.5 km, no
measure tells a step of 0.5 km.  Where an error is more than a third of the shift nothing is
suspected, and `datum-open` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from zzmap.crs import BD09, GCJ02, WGS84, Crs, Metric, transform_geometry
from zzmap.messages import say
from zzmap.parks.edges import first_tangled
from zzmap.parks.findings import Finding, finding
from zzmap.parks.neighbours import PAIRS, PAIRS_A_SHAPE, Shapes, in_metres, tangled_finding

EDGE_M = 6.0
"""Edges nearer to each other than this may be one edge in two files."""

LEAST_EDGE_M = 150.0
"""A shorter edge runs along another by chance: one ten times as long as they lie apart does not."""

EXACT_M = 30.0
"""Only edges known to this are taken as edges; sketches are compared as a whole."""

_LEAST_SHARE = 0.1
_ALIKE, _AREAS = 0.5, 1.8
"""How much alike two outlines are, step taken off, to be one drawn twice."""

_SAMPLES = 240
"""Places of an outline whose distance to the other is measured."""

_TAKEN, _LEAST_FREE = 4.0, 0.5
"""Independent places that taking off a step takes away, and the fewest that count as left."""

_FLOOR_M = 8.0
_PLACE_M, _PLACES = 2000.0, 2.5
"""An outline is drawn wrong in another way every two kilometres, or after 2.5 times the error."""

_NEAR = 0.5
"""Share of a shift by which a step has to be long, to be it rather than none."""

_ZERO, _TELLS = 2.4, 3.3
"""Standard errors by which a step is not nothing, and which a shift needs to be told at all."""

_DATUMS = (GCJ02, BD09)


class Known(NamedTuple):
    """Known outlines in metres, what to call each, and how far off each may be."""

    names: Sequence[str]
    shapes: Shapes
    accuracy_m: NDArray[np.float64]


def check_datum(measure: Metric, parcels: Shapes, known: Known) -> Iterator[Finding]:
    """Look for parcels that lie on known edges only if their datum is GCJ-02 or BD-09.

    Parameters
    ----------
    measure
        Brings degrees to the metres `known` is in.
    parcels
        Geometries in WGS-84 degrees.
    known
        Known polygons in metres.

    Yields
    ------
    Finding
        ``datum-suspected`` for each such parcel; ``datum-open`` once if no parcel shares an
        edge with a known outline, shifted or not.
    """
    metric = in_metres(measure, parcels)
    steps = {
        datum: in_metres(measure, transform_geometry(parcels, datum, WGS84)) for datum in _DATUMS
    }
    told = _Told(np.zeros(len(parcels), dtype=bool), {})
    try:
        if len(known.shapes):
            _by_edges(metric, steps, known, told)
            _by_wholes(metric, steps, known, told)
    except _TangledError as error:
        yield tangled_finding(error.parcel, error.name)
        return
    for at, (datum, why) in sorted(told.suspected.items()):
        yield finding(
            "datum-suspected",
            why,
            at + 1,
            hint=say(
                "Ask for the datum; import it with --crs {key} if that is right.", key=datum.key
            ),
        )
    if not told.placed.any() and not told.suspected:
        yield finding(
            "datum-open",
            say(
                "no parcel shares an edge with a known outline: whether they are shifted "
                "(GCJ-02, BD-09) cannot be told"
            ),
            hint=say("Compare one with the imagery of 天地图, or ask for the datum."),
        )


class _TangledError(Exception):
    """The edges of a parcel meet those of a known outline too often to compare them."""

    def __init__(self, parcel: int, name: str) -> None:
        super().__init__(parcel, name)
        self.parcel, self.name = parcel, name


def _check_tangled(
    outlines: Shapes,
    one: NDArray[np.intp],
    shapes: Shapes,
    two: NDArray[np.intp],
    names: Sequence[str],
) -> None:
    at = first_tangled(outlines[one], shapes[two])
    if at >= 0:
        raise _TangledError(int(one[at]), names[int(two[at])])


class _Told(NamedTuple):
    """Which parcels lie on a known edge as they are, and which do when a shift is taken off."""

    placed: NDArray[np.bool_]
    suspected: dict[int, tuple[Crs, str]]


def _by_edges(metric: Shapes, steps: dict[Crs, Shapes], known: Known, told: _Told) -> None:
    exact = known.accuracy_m <= EXACT_M
    if not exact.any():
        return
    shapes = known.shapes[exact]
    names = [name for name, is_exact in zip(known.names, exact, strict=True) if is_exact]
    tree = STRtree(shapes)
    enough = np.maximum(LEAST_EDGE_M, _LEAST_SHARE * shapely.length(metric))
    before, _ = _common(tree, shapes, metric, names)
    told.placed[before >= enough] = True
    for datum, shifted in steps.items():
        after, longest = _common(tree, shapes, shifted, names)
        for at in np.flatnonzero((after >= enough) & (before < after / 3)):
            told.suspected.setdefault(
                int(at),
                (
                    datum,
                    say(
                        "{after:,.0f} m of the parcel's outline run along {names} if "
                        "its coordinates are {system}, and {before:,.0f} m as they are",
                        after=after[at],
                        names=names[longest[at]],
                        system=datum.label,
                        before=before[at],
                    ),
                ),
            )


def _common(
    tree: STRtree, shapes: Shapes, outlines: Shapes, names: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return how many metres of each outline run along known ones, and along which most."""
    one, two = tree.query(outlines, predicate="dwithin", distance=EDGE_M)
    total, longest = np.zeros(len(outlines)), np.zeros(len(outlines), dtype=np.intp)
    if len(one) > PAIRS + PAIRS_A_SHAPE * (len(outlines) + len(shapes)):
        return total, longest  # a pile, which is a finding of its own
    _check_tangled(outlines, one, shapes, two, names)
    strips = shapely.buffer(shapely.boundary(shapes[two]), EDGE_M, quad_segs=1)
    along = shapely.length(shapely.intersection(shapely.boundary(outlines[one]), strips))
    # Where edges only cross, twice their distance lies in the strip.
    along[along < LEAST_EDGE_M / 2] = 0.0
    np.add.at(total, one, along)
    for row in np.argsort(along):
        longest[one[row]] = two[row]
    return total, longest


def _by_wholes(metric: Shapes, steps: dict[Crs, Shapes], known: Known, told: _Told) -> None:
    sketched = np.flatnonzero(known.accuracy_m > EXACT_M)  # the others are told by their edges
    shapes = known.shapes[sketched]
    tree = STRtree(shapes)
    areas, outlines = shapely.area(shapes), shapely.area(metric)
    pairs = {
        (int(one), int(sketched[two]))
        for rows in (metric, *steps.values())
        for one, two in zip(*tree.query(rows, predicate="intersects"), strict=True)
        if areas[two] and 1 / _AREAS <= outlines[one] / areas[two] <= _AREAS
    }
    rows = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
    _check_tangled(metric, rows[:, 0], known.shapes, rows[:, 1], known.names)
    for one, two in sorted(pairs):
        found = _step(metric[one], known.shapes[two], float(known.accuracy_m[two]))
        if found is None or one in told.suspected:
            continue
        moved, error = found
        shifts = {datum: _centre(metric[one]) - _centre(row[one]) for datum, row in steps.items()}
        if min(float(np.hypot(*shift)) for shift in shifts.values()) < _TELLS * error:
            continue
        told.placed[one] = True
        for datum, shift in shifts.items():
            length = float(np.hypot(*shift))
            along = float(moved @ shift) / length
            across = float(np.hypot(*(moved - along / length * shift)))
            limit = max(_ZERO * error, _NEAR * length)
            if limit < along < length + limit and across < limit:
                told.suspected[one] = (
                    datum,
                    say(
                        "the parcel lies {hypot:,.0f} m from {names}, and "
                        "{hypot2:,.0f} m if its coordinates are {system}",
                        hypot=np.hypot(*moved),
                        names=known.names[two],
                        hypot2=np.hypot(*(moved - shift)),
                        system=datum.label,
                    ),
                )
                break


def _centre(shape: shapely.Geometry) -> NDArray[np.float64]:
    point = shapely.centroid(shape)
    return np.array([point.x, point.y])


def _step(
    outline: shapely.Geometry, known: shapely.Geometry, accuracy_m: float
) -> tuple[NDArray[np.float64], float] | None:
    """Return the step from a known outline to one that is like it, and the error of the step."""
    moved = _centre(outline) - _centre(known)
    back = shapely.transform(outline, lambda points: points - moved)
    common = shapely.area(shapely.intersection(back, known))
    if common < _ALIKE * (shapely.area(back) + shapely.area(known) - common):
        return None
    ring = shapely.boundary(back)
    ring = max(shapely.get_parts(ring), key=shapely.length)
    points = shapely.line_interpolate_point(
        ring, np.linspace(0, 1, _SAMPLES, endpoint=False), normalized=True
    )
    apart = shapely.distance(points, shapely.boundary(known))
    apart = np.where(shapely.contains(known, points), -apart, apart)
    places = max(1.0, shapely.length(ring) / max(_PLACE_M, _PLACES * accuracy_m))
    return moved, float(max(_FLOOR_M, _error(apart), accuracy_m / np.sqrt(2 * places)))


def _error(apart: NDArray[np.float64]) -> float:
    """Return the error of a mean of distances that neighbours along an outline share."""
    spread = float(np.sqrt(np.mean(apart**2)))
    if not spread:
        return 0.0
    power = np.abs(np.fft.rfft(apart)) ** 2
    alike = np.fft.irfft(power, len(apart)) / len(apart) / spread**2
    half = alike[1 : len(alike) // 2]
    ends = np.flatnonzero(half <= 0)
    together = 1 + 2 * float(half[: ends[0] if len(ends) else len(half)].sum())
    # Taking off a step has taken off what the few places had in common.
    free = max(len(apart) / together - _TAKEN, _LEAST_FREE)
    return spread * float(np.sqrt(2 / free))
