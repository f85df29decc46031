"""Faults of single rings: what is wrong with a polygon by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from zzmap.messages import say
from zzmap.parks.edges import is_tangled
from zzmap.parks.findings import Finding, finding
from zzmap.parks.parcel import Parcel

SAME_DEGREES = 5e-9
"""Half a millimetre: vertices closer than this are the same."""

SPIKE_DEGREES = 0.2
"""A corner narrower than this, in degrees of angle, is a spike and no corner."""

NO_AREA_DEGREES2 = 1e-10
"""A square metre: less is a line that rounding has opened."""

Floats = NDArray[np.float64]
Winding = Literal["ccw", "opposed", "any"]
_WINDING: dict[str, Winding] = {
    "GeoJSON": "ccw", "KML": "ccw", "GeoPackage": "ccw", "Shapefile": "opposed",
}  # fmt: skip


_REASONS = {
    "Self-intersection": say("self-intersection"),
    "Ring Self-intersection": say("ring self-intersection"),
    "Hole lies outside shell": say("hole lies outside shell"),
    "Holes are nested": say("holes are nested"),
    "Nested shells": say("nested shells"),
    "Interior is disconnected": say("interior is disconnected"),
    "Duplicate Rings": say("duplicate rings"),
}
"""What GEOS says of a polygon that is not valid."""


def winding_of(form: str) -> Winding:
    """Return what a format asks of the direction of rings; most ask nothing.

    Shapefiles are the other way round than the rest, and programs write both; that a hole
    runs against its shell is what all of them agree on.
    """
    return _WINDING.get(form, "any")


def check_rings(parcel: Parcel, winding: Winding = "ccw") -> list[Finding]:
    """Find faults of one parcel's rings, each at its vertex.

    Parameters
    ----------
    parcel
        Parcel in WGS-84.
    winding
        ``ccw``: shells run counter-clockwise and holes clockwise; ``opposed``: holes run
        against their shell; ``any``: no rule.
    """
    found: list[Finding] = []
    geometry = parcel.geometry
    if is_tangled(geometry):
        return [
            finding(
                "tangled",
                say("the edges of the polygon meet one another so often that it is not judged"),
                parcel.number,
                hint=say("Draw it again: no parcel is so intricate."),
            )
        ]
    if _without_area(geometry):
        return [
            finding(
                "zero-area",
                say("the polygon has no area: its corners lie on a line"),
                parcel.number,
                hint=say("Draw it again or drop it."),
            )
        ]
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        name, _, spot = reason.partition("[")
        found.append(
            finding(
                "invalid-ring",
                say(
                    "a ring is not valid: {name}",
                    name=_REASONS.get(name.strip(), name.strip().lower() or reason),
                ),
                parcel.number,
                _position(spot),
                say("Mend it in its source, or let --fix do it."),
            )
        )
    for ring, points in _rings(geometry):
        found.extend(_check_ring(parcel.number, ring, points))
    if winding != "any":
        found.extend(_check_winding(parcel.number, geometry, winding))
    return found


def _without_area(geometry: Polygon | MultiPolygon) -> bool:
    """Tell a polygon without area from a bow-tie, whose halves cancel out."""
    if geometry.area > NO_AREA_DEGREES2:
        return False
    return bool(
        geometry.is_valid
        or shapely.make_valid(geometry, method="structure", keep_collapsed=False).area
        <= NO_AREA_DEGREES2
    )


def _rings(geometry: Polygon | MultiPolygon) -> Iterator[tuple[str, Floats]]:
    for part, polygon in enumerate(shapely.get_parts(geometry), 1):
        yield say("part {part} outer ring", part=part), shapely.get_coordinates(polygon.exterior)
        for hole, ring in enumerate(polygon.interiors, 1):
            yield (
                say("part {part} hole {hole}", part=part, hole=hole),
                shapely.get_coordinates(ring),
            )


def _check_winding(
    number: int, geometry: Polygon | MultiPolygon, winding: Winding
) -> Iterator[Finding]:
    for part, polygon in enumerate(shapely.get_parts(geometry), 1):
        shell = shapely.is_ccw(polygon.exterior)
        if winding == "ccw" and not shell:
            yield _turned(number, say("part {part} outer ring runs clockwise", part=part))
        # A hole runs against its shell, or, under the strict rule, clockwise.
        wanted = False if winding == "ccw" else not shell
        for hole, ring in enumerate(polygon.interiors, 1):
            if shapely.is_ccw(ring) != wanted:
                how = "counter-clockwise" if winding == "ccw" else say("the same way as its shell")
                yield _turned(
                    number, say("part {part} hole {hole} runs {how}", part=part, hole=hole, how=how)
                )


def _turned(number: int, what: str) -> Finding:
    return finding("winding", f"the {what}", number, hint=say("Let --fix turn it."))


def _check_ring(number: int, ring: str, points: Floats) -> Iterator[Finding]:
    for vertex in repeated(points):
        yield finding(
            "duplicate-vertex",
            say("vertex {vertex} of the {ring} is repeated", vertex=vertex + 1, ring=ring),
            number,
            _at(points[vertex]),
            say("Let --fix drop it."),
        )
    for vertex in spikes_of(points):
        yield finding(
            "spike",
            say("the {ring} runs out and back at vertex {vertex}", ring=ring, vertex=vertex + 1),
            number,
            _at(points[vertex]),
            say("Let --fix cut it off."),
        )


def repeated(points: Floats) -> list[int]:
    """Return the vertices that the next one repeats."""
    steps = np.abs(np.diff(points, axis=0)).max(axis=1)
    return [int(index) for index in np.nonzero(steps < SAME_DEGREES)[0]]


def spikes_of(points: Floats) -> list[int]:
    """Return the vertices at which a ring turns back on itself."""
    ring = points[:-1]
    if len(ring) < 4:
        return []
    back, ahead = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    lengths = np.hypot(*back.T) * np.hypot(*ahead.T)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (back * ahead).sum(axis=1) / lengths
    return [int(index) for index in np.nonzero(cosine > np.cos(np.radians(SPIKE_DEGREES)))[0]]


def _at(point: Floats) -> str:
    return f"{point[0]:.6f} {point[1]:.6f}"


def _position(spot: str) -> str:
    numbers = spot.rstrip("]").split()
    return " ".join(f"{float(value):.6f}" for value in numbers[:2])
