"""Read GPX: what a hand-held receiver or an app has recorded or drawn.

GPX knows points and ways and no areas; a way that ends where it began is an outline all the same,
for there is no other way to give one.  GDAL's driver makes five layers of a file and drops the
extensions, in which programs write columns of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from shapely.geometry import LineString, MultiLineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from zzmap import settings
from zzmap.crs import DEGREE_M
from zzmap.errors import FormatError
from zzmap.io.formats import GPX
from zzmap.io.geojson import not_flat
from zzmap.io.guard import too_many
from zzmap.io.parsed import Parsed, columns_of
from zzmap.io.xml_text import add_value, all_of, tag_of, xml_root
from zzmap.messages import say
from zzmap.settings import STORAGE_CRS

_POINTS = {"wpt": "wpt", "rte": "rtept", "trk": "trkpt"}
"""What is a feature, and what its points are called."""

_NEAR_M, _NEAR_SHARE = 30.0, 0.1
"""A way that ends this near its start, and within this share of its length, may be an outline that
was walked round: receivers in the hand are off by some metres."""

_NAMED = 5


class _Way(NamedTuple):
    """A run of points of one feature, longitude first."""

    points: list[tuple[float, ...]]
    half_high: bool


def read_gpx(path: Path) -> Parsed:
    """Read the waypoints, routes and tracks of a GPX file, in its order.

    A track of several segments is one feature of several lines.  Where a file holds several of
    the three, the column ``element`` says which a feature is.

    Raises
    ------
    FormatError
        If it is no GPX, has a document type, or a point has no position.
    """
    root = xml_root(path, GPX.name, ("gpx",))
    found = [row for row in root if tag_of(row) in _POINTS]
    if len(found) > settings.MAX_FEATURES:
        raise too_many(path)
    features: list[Element] = []
    empty: list[Element] = []
    for row in found:
        (features if any(_runs(row)) else empty).append(row)
    if empty and not features:
        raise FormatError(
            say("its ways have no geometry: no points were recorded"),
            where=path.name,
            hint=say("Record them again, or export the parcels."),
        )
    many = len({tag_of(row) for row in features}) > 1
    geometries: list[BaseGeometry | None] = []
    rows: list[dict[str, str]] = []
    high = lone = 0
    for number, feature in enumerate(features, 1):
        where = say("{name} feature {number}", name=path.name, number=number)
        ways = [_way(run, where) for run in _runs(feature)]
        high += any(way.half_high for way in ways)
        lengths = [len(way.points) for way in ways]
        lone += lengths.count(1) if max(lengths, default=0) > 1 else 0
        geometries.append(_geometry([way.points for way in ways if way.points]))
        rows.append(_values(feature, many=many))
    names = [row.get("name", "") for row in rows]
    return Parsed(path.stem, GPX.name, geometries, columns_of(rows), claim=STORAGE_CRS).noted(
        not_flat(high),
        _without_points(empty),
        say("{lone} segments of one point were not read", lone=lone) if lone else "",
        *_told(features, geometries, names),
    )


def _without_points(empty: Sequence[Element]) -> str:
    """Say which ways have no points: a receiver writes one when it is switched on, and no more."""
    if not empty:
        return ""
    names = [_values(row, many=False).get("name", "–") for row in empty]
    return say(
        "{count} ways without points were not read: {names}{more}",
        count=len(empty),
        names=", ".join(names[:_NAMED]),
        more=" …" if len(names) > _NAMED else "",
    )


def _runs(feature: Element) -> list[list[Element]]:
    """Return the points of a feature that belong together: itself, a route's, each segment's."""
    tag = tag_of(feature)
    if tag == "wpt":
        return [[feature]]
    lines = [row for row in feature if tag_of(row) == "trkseg"] if tag == "trk" else [feature]
    return [[point for point in line if tag_of(point) == _POINTS[tag]] for line in lines]


def _way(run: Sequence[Element], where: str) -> _Way:
    """Return longitude, latitude and, where all points have it, height."""
    heights = [_height(point) for point in run]
    known = sum(height is not None for height in heights)
    spots = [_spot(point, number, where) for number, point in enumerate(run, 1)]
    if not run or known < len(run):
        return _Way(list(spots), half_high=known > 0)
    return _Way(
        [(*spot, height or 0.0) for spot, height in zip(spots, heights, strict=True)], False
    )


def _spot(point: Element, number: int, where: str) -> tuple[float, float]:
    told = f"{point.get('lat', '')}, {point.get('lon', '')}"
    try:
        lon, lat = float(point.get("lon", "")), float(point.get("lat", ""))
    except ValueError:
        raise FormatError(
            say("point {number} has no coordinate (“{told}”)", number=number, told=told[:40]),
            where=where,
            hint=say("Write lat and lon in degrees."),
        ) from None
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise FormatError(
            say("point {number} is not on the ground (“{told}”)", number=number, told=told[:40]),
            where=where,
            hint=say("Correct it."),
        )
    return lon, lat


def _height(point: Element) -> float | None:
    for child in point:
        if tag_of(child) == "ele":
            try:
                height = float(child.text or "")
            except ValueError:
                return None
            return height if math.isfinite(height) else None
    return None


def _geometry(runs: Sequence[list[tuple[float, ...]]]) -> BaseGeometry | None:
    """Return the points of a feature as a geometry; a receiver switched on and off leaves one."""
    if not runs:
        return None
    lines = [run for run in runs if len(run) > 1]
    if not lines:
        spots = [run[0] for run in runs]
        return Point(spots[0]) if len(spots) == 1 else MultiPoint(spots)
    return LineString(lines[0]) if len(lines) == 1 else MultiLineString(lines)


def _values(feature: Element, *, many: bool) -> dict[str, str]:
    """Return what a feature says beside its points, its extensions last; blank ones left out."""
    values: dict[str, str] = {}
    skipped = (*_POINTS.values(), "trkseg", "extensions", "ele")
    for child in feature:
        if tag_of(child) not in skipped:
            said = child.get("href", "") or "".join(child.itertext()).strip()
            add_value(values, tag_of(child), said)
    for child in feature:
        if tag_of(child) == "extensions":
            for leaf in (row for row in child.iter() if row is not child and not len(row)):
                add_value(values, tag_of(leaf), (leaf.text or "").strip())
    if many:
        add_value(values, "element", tag_of(feature))
    return {name: value for name, value in values.items() if value}


def _told(
    features: Sequence[Element], geometries: Sequence[BaseGeometry | None], names: Sequence[str]
) -> Iterator[str]:
    """Say what of the points was left out, which outlines were walked, and which did not close."""
    ways = [row for row in features if tag_of(row) != "wpt"]
    timed = {id(row) for row in ways if next(all_of(row, "time"), None) is not None}
    if timed:
        yield say("the times of the points of {count} ways were not read", count=len(timed))
    walked, near = 0, []
    for feature, geometry, name in zip(features, geometries, names, strict=True):
        for line in getattr(geometry, "geoms", [geometry]):
            if not isinstance(line, LineString) or len(line.coords) < 4:
                continue
            walked += line.is_closed and id(feature) in timed
            gap = _metres(line.coords[0], line.coords[-1])
            if not line.is_closed and gap <= min(_NEAR_M, _NEAR_SHARE * _length(line)):
                near.append(say("{name}, {gap:.1f} m apart", name=name or "–", gap=gap))
    if walked:
        yield say(
            "{walked} ways that end where they began were recorded on the way (their points have "
            "times): as outlines they are as near as the receiver was",
            walked=walked,
        )
    if near:
        yield say(
            "ways that nearly return to their start are no outlines: {near}{more}; close those "
            "that are parcels",
            near="; ".join(near[:_NAMED]),
            more=" …" if len(near) > _NAMED else "",
        )


def _length(line: LineString) -> float:
    points = list(line.coords)
    return sum(_metres(one, two) for one, two in pairwise(points))


def _metres(one: Sequence[float], two: Sequence[float]) -> float:
    """Return the way between two near points in degrees, in metres."""
    east = (two[0] - one[0]) * math.cos(math.radians(one[1]))
    return math.hypot(east, two[1] - one[1]) * DEGREE_M
