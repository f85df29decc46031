"""Faults of single rings: what is wrong with a polygon by itself, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.formats.parcel import Parcel
from zzmap.parks.findings import Finding, finding

SAME_DEGREES = 5e-9
"""Half a millimetre: vertices closer than this are the same."""

SPIKE_DEGREES = 0.2
"""A corner narrower than this, in degrees of angle, is a spike and no corner."""


def check_rings(parcel: Parcel) -> list[Finding]:
    """Find faults of one parcel's rings, each at its vertex."""
    found: list[Finding] = []
    geometry = parcel.geometry
    if geometry.area == 0:
        return [
            finding(
                "zero-area",
                "the polygon has no area",
                parcel.number,
                mend="Draw it again or drop it.",
            )
        ]
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        name, _, spot = reason.partition("[")
        found.append(
            finding(
                "invalid-ring",
                f"a ring is not valid: {name.strip().lower() or reason}",
                parcel.number,
                _position(spot),
                "Mend it in its source, or let --fix do it.",
            )
        )
    for ring, points, hole in _rings(geometry):
        found.extend(_check_ring(parcel.number, ring, points, hole))
    return found


def fix_rings(parcel: Parcel) -> tuple[Parcel, list[Finding]]:
    """Mend a parcel's rings; return it with one finding for each change.

    Repeated vertices and spikes are dropped, crossing rings are taken apart by the
    even-odd rule, and shells are turned counter-clockwise.
    """
    faults = check_rings(parcel)
    codes = {row.code for row in faults}
    if not codes & {"invalid-ring", "duplicate-vertex", "spike", "winding"}:
        return parcel, faults
    before = parcel.geometry
    cleaned = shapely.remove_repeated_points(before, SAME_DEGREES)
    cleaned = _without_spikes(cleaned)
    if not cleaned.is_valid:
        cleaned = shapely.make_valid(cleaned, method="structure", keep_collapsed=False)
    cleaned = shapely.orient_polygons(cleaned)
    parts = [row for row in shapely.get_parts(cleaned) if isinstance(row, Polygon) and row.area]
    if not parts:
        return parcel, faults
    mended = replace(parcel, geometry=parts[0] if len(parts) == 1 else MultiPolygon(parts))
    message = (
        f"{', '.join(sorted(codes))} mended: {shapely.get_num_coordinates(before)} vertices "
        f"became {shapely.get_num_coordinates(mended.geometry)}, "
        f"{len(shapely.get_parts(before))} parts became {len(parts)}"
    )
    kept = [row for row in check_rings(mended) if row.code != "winding"]
    return mended, [*kept, finding("fixed", message, parcel.number)]


def _rings(
    geometry: Polygon | MultiPolygon,
) -> Iterator[tuple[str, NDArray[np.float64], bool]]:
    for part, polygon in enumerate(shapely.get_parts(geometry), 1):
        yield f"part {part} outer ring", shapely.get_coordinates(polygon.exterior), False
        for hole, ring in enumerate(polygon.interiors, 1):
            yield f"part {part} hole {hole}", shapely.get_coordinates(ring), True


def _check_ring(
    number: int, ring: str, points: NDArray[np.float64], hole: bool
) -> Iterator[Finding]:
    for vertex in _repeated(points):
        yield finding(
            "duplicate-vertex",
            f"vertex {vertex + 1} of the {ring} is repeated",
            number,
            _at(points[vertex]),
            "Let --fix drop it.",
        )
    for vertex in _spikes(points):
        yield finding(
            "spike",
            f"the {ring} runs out and back at vertex {vertex + 1}",
            number,
            _at(points[vertex]),
            "Let --fix cut it off.",
        )
    if shapely.is_ccw(shapely.linearrings(points)) == hole:
        yield finding(
            "winding",
            f"the {ring} runs the wrong way round",
            number,
            mend="It is turned when stored.",
        )


def _repeated(points: NDArray[np.float64]) -> list[int]:
    steps = np.abs(np.diff(points, axis=0)).max(axis=1)
    return [int(index) for index in np.nonzero(steps < SAME_DEGREES)[0]]


def _spikes(points: NDArray[np.float64]) -> list[int]:
    """Return the vertices at which a ring turns back on itself."""
    ring = points[:-1]
    if len(ring) < 4:
        return []
    back, ahead = np.roll(ring, 1, axis=0) - ring, np.roll(ring, -1, axis=0) - ring
    lengths = np.hypot(*back.T) * np.hypot(*ahead.T)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (back * ahead).sum(axis=1) / lengths
    return [int(index) for index in np.nonzero(cosine > np.cos(np.radians(SPIKE_DEGREES)))[0]]


def _without_spikes(geometry: BaseGeometry) -> BaseGeometry:
    def clean(ring: BaseGeometry) -> NDArray[np.float64]:
        points = shapely.get_coordinates(ring)
        while spikes := _spikes(points):
            kept = np.delete(points[:-1], spikes, axis=0)
            if len(kept) < 3:
                return points
            points = np.vstack([kept, kept[:1]])
        return points

    parts = [
        Polygon(clean(part.exterior), [clean(hole) for hole in part.interiors])
        for part in shapely.get_parts(geometry)
    ]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _at(point: NDArray[np.float64]) -> str:
    return f"{point[0]:.6f} {point[1]:.6f}"


def _position(spot: str) -> str:
    numbers = spot.rstrip("]").split()
    return " ".join(f"{float(value):.6f}" for value in numbers[:2])
