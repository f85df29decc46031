"""A position a planner tells: read in its reference system, brought to WGS-84, and doubted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import shapely
from shapely.geometry import Point

from zzmap.crs import WGS84, Crs, resolve, to_wgs84
from zzmap.crs.detection import CHINA
from zzmap.crs.dms import parse_dms
from zzmap.errors import CrsError
from zzmap.facts.judge import finding
from zzmap.findings import Finding
from zzmap.geometry import Gazetteer, Located
from zzmap.messages import say
from zzmap.model import DERIVED, Place
from zzmap.parks.errors import StoreError

_BETWEEN = re.compile(r"[,，;；\s]+")
_DIGITS = 6
_LEAST, _MOST = 1, 50_000
"""Bounds of a stated accuracy, in metres: beyond the larger it says nothing of a city."""

_DEGREES = ("wgs84", "gcj02", "bd09")
"""Systems of degrees that no number tells apart."""

_NEARER = 0.5
"""Another system is suspected where it brings a point to less than this part of its distance."""


class Position(NamedTuple):
    """A position as told: the pair of numbers and what they are in, and WGS-84 degrees."""

    x: float
    y: float
    crs: Crs
    stated: bool
    point: Point

    @property
    def words(self) -> str:
        """The numbers as given, with their system."""
        return f"{self.x:.10g},{self.y:.10g} {self.crs.label_en}"


def read_position(text: str, crs: str | None = None) -> Position:
    """Read ``LON,LAT`` (or ``EAST,NORTH`` of a projected system) and bring it to WGS-84.

    Parameters
    ----------
    text
        Two numbers or angles, east first.
    crs
        What they are in; None takes WGS-84.

    Raises
    ------
    CrsError
        If they are no two numbers, cannot be of this system, or lie outside the country.

    Examples
    --------
    >>> read_position("113.6,34.7").point.wkt
    'POINT (113.6 34.7)'
    >>> read_position("113.6,34.7", "gcj02").point.wkt
    'POINT (113.593962 34.701242)'
    """
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if len(parts) != len(("x", "y")):
        raise CrsError(
            say("“{text}” is no position", text=text),
            hint=say("Write LON,LAT, such as 113.62,34.75."),
        )
    x, y = (_number(part) for part in parts)
    known = resolve(crs) if crs else WGS84
    lon, lat = (round(float(value), _DIGITS) for value in to_wgs84(known, x, y))
    if not (CHINA.west <= lon <= CHINA.east and CHINA.south <= lat <= CHINA.north):
        swapped = CHINA.west <= lat <= CHINA.east and CHINA.south <= lon <= CHINA.north
        raise CrsError(
            say("{lon:g},{lat:g} is not in the country", lon=lon, lat=lat),
            where=text,
            hint=say("Write the longitude first.")
            if swapped
            else say("Name what the numbers are in with --crs."),
        )
    return Position(x, y, known, bool(crs), Point(lon, lat))


def check_accuracy(accuracy_m: int | None) -> int:
    """Return a stated accuracy in metres; raises `StoreError` for none, or for one that is none."""
    if accuracy_m is None or not _LEAST <= accuracy_m <= _MOST:
        raise StoreError(
            say("a position needs its accuracy")
            if accuracy_m is None
            else say(
                "{accuracy_m} m is no accuracy of a position in a city", accuracy_m=accuracy_m
            ),
            hint=say("Say how many metres it may be off: --accuracy 150."),
        )
    return accuracy_m


def check_position(
    told: Position, accuracy_m: int, gazetteer: Gazetteer, place: Place | None
) -> list[Finding]:
    """Doubt a position: what it is in, whether it lies in the city, and where the place is known.

    Parameters
    ----------
    told, accuracy_m
        As told.
    gazetteer
        Where everything lies.
    place
        The place that is to lie there, None for one that is new.

    Raises
    ------
    StoreError
        If the place has a shape, which a point cannot replace.
    """
    found = [] if told.stated else [_assumed()]
    found += _in_city(told, gazetteer)
    if place is not None:
        refuse_shapes(gazetteer, place)
        found += _near_known(told, accuracy_m, gazetteer, place)
    return found


def refuse_shapes(gazetteer: Gazetteer, place: Place) -> None:
    """Raise `StoreError` if a place has a boundary, or is an element of a structure."""
    polygon = gazetteer.polygons.get(place.id)
    if polygon is not None:
        raise StoreError(
            say(
                "{name} has a boundary ({basis}), and a point says less",
                name=place.name,
                basis=polygon.basis,
            ),
            where=place.id,
            hint=say(
                "Put a better one in place with “zzmap zones replace {name} FILE”.", name=place.name
            ),
        )
    if place.basis == DERIVED:
        raise StoreError(
            say(
                "{name} is an element of a structure; its shape follows from its members",
                name=place.name,
            ),
            where=place.id,
            hint=say("Tell where its members are, or use “zzmap zones replace”."),
        )


def smallest_around(gazetteer: Gazetteer, point: Point) -> str:
    """Return the id of the smallest zone, else of the district, that a point lies in, or ''.

    One that holds no place of the plans is nothing that places are said to lie in.
    """
    catalogue = gazetteer.catalogue
    around = [
        (row.id in gazetteer.districts, row.geometry.area, row.id)
        for row in gazetteer.polygons.values()
        if row.id in catalogue.inside and row.geometry.covers(point)
    ]
    return min(around, default=(False, 0.0, ""))[-1]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return parse_dms(text)


def _assumed() -> Finding:
    return finding(
        "datum-assumed",
        say("the position is taken as WGS-84"),
        hint=say(
            "One read off 高德, 腾讯 or 百度 is not, and lies some 500 m off: say --crs gcj02 "
            "(bd09)."
        ),
    )


def _in_city(told: Position, gazetteer: Gazetteer) -> Iterator[Finding]:
    away = _metres(gazetteer, told.point, gazetteer.city.geometry)
    if away:
        yield finding(
            "outside-city",
            say("the position lies {away:,.1f} km outside the city", away=away / 1000),
            f"{told.point.x} {told.point.y}",
            say("Check the numbers and --crs; accept it with --accept if it is meant."),
        )


def _near_known(
    told: Position, accuracy_m: int, gazetteer: Gazetteer, place: Place
) -> Iterator[Finding]:
    """Compare a position with what is known: the place's own, else what it lies in."""
    known = _known(gazetteer, place)
    if known is None:
        return
    name, where, slack = known
    away = _metres(gazetteer, told.point, where.geometry)
    if away <= accuracy_m + slack:
        return
    other = _fits_better(told, away, gazetteer, where)
    if other is not None:
        system, nearer = other
        yield finding(
            "datum-suspected",
            say(
                "the position lies {away:,.0f} m from {name}; read as {system} it lies "
                "{nearer:,.0f} m from it",
                away=away,
                name=name,
                system=system.label,
                nearer=nearer,
            ),
            hint=say(
                "Say --crs {key} if that is what it is in, or accept it with --accept.",
                key=system.key,
            ),
        )
        return
    yield finding(
        "far-off",
        say("the position lies {away:,.0f} m from {name}", away=away, name=name),
        hint=say("Check the numbers; accept it with --accept if you know better."),
    )


def _known(gazetteer: Gazetteer, place: Place) -> tuple[str, Located, float] | None:
    """Return what is known of where a place is: in words, its geometry, and how far off it may be.

    Of a point that is twice its standard error, of the edge of a zone or district its error.
    """
    own = gazetteer.own(place)
    if own is not None:
        return (
            say(
                "where {name} is known to be (±{accuracy_m} m)",
                name=place.name,
                accuracy_m=own.accuracy_m,
            ),
            own,
            2 * own.accuracy_m,
        )
    container = gazetteer.container(place)
    if container is not None:
        polygon = gazetteer.polygons[container.place.id]
        words = say(
            "{name}, in which {place_name} is known to lie",
            name=container.place.name,
            place_name=place.name,
        )
        return words, container.located, polygon.accuracy_m
    districts = [gazetteer.polygons[row] for row in place.district_ids if row in gazetteer.polygons]
    if not districts:
        return None
    names = "、".join(row.name for row in districts)
    union = shapely.union_all([row.geometry for row in districts])
    accuracy = max(row.accuracy_m for row in districts)
    words = say("{names}, in which {name} is known to lie", names=names, name=place.name)
    return words, Located(union, "", accuracy, ""), accuracy


def _fits_better(
    told: Position, away: float, gazetteer: Gazetteer, where: Located
) -> tuple[Crs, float] | None:
    """Return the system of degrees in which the numbers lie much nearer, with how near."""
    if told.crs.projected:
        return None
    found = []
    for name in _DEGREES:
        system = resolve(name)
        if system.datum != told.crs.datum:
            lon, lat = to_wgs84(system, told.x, told.y)
            found.append((_metres(gazetteer, Point(lon, lat), where.geometry), name))
    nearer, name = min(found)
    return (resolve(name), nearer) if nearer < _NEARER * away else None


def _metres(gazetteer: Gazetteer, point: Point, geometry: shapely.Geometry) -> float:
    metric = gazetteer.metric
    return float(shapely.distance(metric.to_metric(point), metric.to_metric(geometry)))
