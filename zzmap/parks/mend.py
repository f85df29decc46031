"""Mend a parcel's rings, and never invent or remove land: what can be read in two ways stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.crs import Metric
from zzmap.messages import say
from zzmap.parks.findings import Finding, finding
from zzmap.parks.parcel import Parcel
from zzmap.parks.rings import (
    NO_AREA_DEGREES2,
    SAME_DEGREES,
    Floats,
    Winding,
    check_rings,
    repeated,
    spikes_of,
)

_MENDED = {
    "invalid-ring": say("invalid-ring"),
    "duplicate-vertex": say("duplicate-vertex"),
    "spike": say("spike"),
    "winding": say("winding"),
}
"""Codes of what is mended, as a sentence has them."""

SAME_LAND = 0.001
"""Share of a parcel's area by which two readings of it, or before and after, may differ."""

_BRIDGES = 16
"""Longest edges of a crossing ring among which the two are looked for that join outlines."""

_SHORTER = 0.99


def fix_rings(parcel: Parcel, winding: Winding = "ccw") -> tuple[Parcel, list[Finding]]:
    """Mend a parcel's rings; return it with one finding for each change.

    Repeated vertices and spikes are dropped, crossing rings are taken apart where they
    cross, and shells are turned counter-clockwise, holes clockwise.  A parcel of which the faulty
    rings leave open what is land is left as it is, with the finding ``unmended``; one whose area
    changes by more than `SAME_LAND` has the finding ``area-changed``.
    """
    faults = check_rings(parcel, winding)
    codes = {row.code for row in faults}
    if not codes & {"invalid-ring", "duplicate-vertex", "spike", "winding"}:
        return parcel, faults
    before = parcel.geometry
    cleaned = shapely.remove_repeated_points(before, SAME_DEGREES)
    cleaned = shapely.remove_repeated_points(_without_spikes(cleaned), SAME_DEGREES)
    if not cleaned.is_valid:
        doubt = _doubt(cleaned)
        if doubt:
            hint = say("Draw it again, or split the file, in its source.")
            return parcel, [*faults, finding("unmended", doubt, parcel.number, hint=hint)]
        cleaned = shapely.make_valid(cleaned, method="structure", keep_collapsed=False)
    cleaned = shapely.orient_polygons(cleaned)
    parts = [
        row
        for row in shapely.get_parts(cleaned)
        if isinstance(row, Polygon) and row.area > NO_AREA_DEGREES2
    ]
    if not parts:
        return parcel, faults
    mended = replace(parcel, geometry=parts[0] if len(parts) == 1 else MultiPolygon(parts))
    first = next((row.where for row in faults if row.where), "")
    return mended, [*check_rings(mended), *_told(parcel, mended, sorted(codes), first)]


def _told(parcel: Parcel, mended: Parcel, codes: list[str], where: str) -> Iterator[Finding]:
    """Say what mending has done to vertices, parts and area."""
    before, after = parcel.geometry, mended.geometry
    measure = Metric.around(before)
    was, now = (float(measure.to_metric(row).area) for row in (before, after))
    area = say("area {was:,.0f} m² before, {now:,.0f} m² after", was=was, now=now)
    message = say(
        "{codes} mended: {changes}, {area}",
        codes=", ".join(str(_MENDED.get(code, code)) for code in codes),
        changes=_changes(before, after),
        area=area,
    )
    yield finding("fixed", message, parcel.number, where)
    if abs(was - now) > SAME_LAND * max(was, now):
        yield finding(
            "area-changed",
            say(
                "mending changes the parcel's area from {was:,.0f} m² to {now:,.0f} m²",
                was=was,
                now=now,
            ),
            parcel.number,
            where,
            say("See on the map whether that is its land; accept it, or mend it in its source."),
        )


def _changes(before: BaseGeometry, after: BaseGeometry) -> str:
    corners, parts = (
        (int(count(before)), int(count(after)))
        for count in (shapely.get_num_coordinates, shapely.get_num_geometries)
    )
    of_corners = say("{was} vertices became {now}", was=corners[0], now=corners[1])
    of_parts = say("{was} parts became {now}", was=parts[0], now=parts[1])
    if corners[0] != corners[1] and parts[0] != parts[1]:
        return say("{corners}, {parts}", corners=of_corners, parts=of_parts)
    if corners[0] != corners[1]:
        return of_corners
    return of_parts if parts[0] != parts[1] else say("rings were turned, nothing else changed")


def _without_spikes(geometry: BaseGeometry) -> BaseGeometry:
    def clean(ring: BaseGeometry) -> Floats:
        points: Floats = shapely.get_coordinates(ring)
        while spikes := spikes_of(points):
            kept = np.delete(points[:-1], spikes, axis=0)
            if len(kept) < 3:
                return points
            points = np.vstack([kept, kept[:1]])
            # Where a spike is cut off, the points at its foot may fall together.
            points = np.delete(points, repeated(points), axis=0)
        return points

    parts = [
        Polygon(clean(part.exterior), [clean(hole) for hole in part.interiors])
        for part in shapely.get_parts(geometry)
    ]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


# -- what is land --------------------------------------------------------------------------


def _doubt(geometry: BaseGeometry) -> str:
    """Say why it is not certain what is land within faulty rings; '' where it is."""
    parts = list(shapely.get_parts(geometry))
    for part in parts:
        if _turns_twice(part.exterior):
            return say("a ring runs twice around the same ground: a hole or land")
        if not part.is_valid and _joins_two(part.exterior):
            return say("a ring crosses itself as two outlines do that nobody closed")
        filled = shapely.make_valid(Polygon(part.exterior), method="structure")
        for hole in part.interiors:
            beyond = shapely.make_valid(Polygon(hole), method="structure").difference(filled)
            if beyond.area > SAME_LAND * filled.area:
                return say("a hole lies outside its outline")
    lands = [shapely.make_valid(part, method="structure", keep_collapsed=False) for part in parts]
    for one, two in combinations(sorted(lands, key=lambda row: -row.area), 2):
        if one.intersection(two).area > (1 - SAME_LAND) * two.area:
            return say("a part lies inside another: a hole or land")
    return ""


def _turns_twice(ring: BaseGeometry) -> bool:
    """Tell a ring around part of whose ground it runs twice, where rules of filling differ."""
    if ring.is_simple:
        return False
    faces = shapely.get_parts(shapely.polygonize([shapely.node(ring)]))
    points = shapely.get_coordinates(ring)
    twice = [face.area for face in faces if abs(_turns(points, face)) > 1]
    return bool(sum(twice) > SAME_LAND * sum(face.area for face in faces))


def _turns(points: Floats, face: Polygon) -> int:
    """Count how often a ring runs around a face, counter-clockwise."""
    spot = face.representative_point()
    y, (one, two) = points[:, 1], (points[:-1], points[1:])
    side = (two[:, 0] - one[:, 0]) * (spot.y - one[:, 1]) - (spot.x - one[:, 0]) * (
        two[:, 1] - one[:, 1]
    )
    up = (y[:-1] <= spot.y) & (y[1:] > spot.y) & (side > 0)
    down = (y[:-1] > spot.y) & (y[1:] <= spot.y) & (side < 0)
    return int(up.sum() - down.sum())


def _joins_two(ring: BaseGeometry) -> bool:
    """Tell a crossing ring that, two of its edges taken out, is two sound outlines of other land.

    The edges that join them are longer than those that close them; and what mending would make of
    the ring is not what the two outlines hold.
    """
    points = shapely.get_coordinates(ring)[:-1]
    points = points * (np.cos(np.radians(points[0, 1])), 1.0)  # as long east as north
    lengths = np.hypot(*(np.roll(points, -1, axis=0) - points).T)
    longest = np.sort(np.argsort(-lengths)[:_BRIDGES])
    mended = shapely.make_valid(Polygon(points), method="structure", keep_collapsed=False)
    meeting = {edge for edge in longest if _meets_others(points, edge)}
    for one, two in combinations(longest, 2):
        if not {one, two} & meeting:
            continue
        first = points[one + 1 : two + 1]
        second = np.vstack([points[two + 1 :], points[: one + 1]])
        if len(first) < 3 or len(second) < 3:
            continue
        closing = np.hypot(*(first[-1] - first[0])) + np.hypot(*(second[-1] - second[0]))
        if closing < _SHORTER * (lengths[one] + lengths[two]) and _other_land(
            first, second, mended
        ):
            return True
    return False


def _meets_others(points: Floats, edge: int) -> bool:
    """Tell an edge that meets another than its neighbours."""
    edges = shapely.linestrings(np.stack([points, np.roll(points, -1, axis=0)], axis=1))
    beside = [(edge + step) % len(points) for step in (-1, 0, 1)]
    return bool(shapely.intersects(np.delete(edges, beside), edges[edge]).any())


def _other_land(first: Floats, second: Floats, mended: BaseGeometry) -> bool:
    one, two = Polygon(first), Polygon(second)
    if not (one.is_valid and two.is_valid):
        return False
    common = one.intersection(two).area
    least = min(one.area, two.area)
    if SAME_LAND * least < common < (1 - SAME_LAND) * least:
        return False
    land = one.symmetric_difference(two)
    return bool(land.symmetric_difference(mended).area > SAME_LAND * land.area)
