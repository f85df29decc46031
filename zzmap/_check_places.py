"""Check positions: a place has all of a position or none, and lies where it says it does.

A place of the basis `within` has no position of its own, but a zone or district above it that
has; one of the basis `derived` is an element of a structure.
"""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry import Point

from zzmap.catalogue import Catalogue
from zzmap.crs import Box
from zzmap.findings import Finding, fault
from zzmap.geometry import Gazetteer
from zzmap.messages import say
from zzmap.model import DERIVED, NO_POSITION, WITHIN, Place

FILE = "places.csv"


def check_positions(catalogue: Catalogue) -> Iterator[Finding]:
    """Check every place's position against its own cells and the district polygons."""
    gazetteer = Gazetteer(catalogue)
    for line, place in enumerate(catalogue.places.values(), 2):
        for message in (
            *_complete(place),
            *_contained(gazetteer, place),
            *_in_extent(place, catalogue.city.extent),
            *_in_district(gazetteer, place),
        ):
            yield fault(FILE, line, f"“{place.name}” {message}")


def _complete(place: Place) -> Iterator[str]:
    cells = (place.lon, place.lat, place.accuracy_m)
    if any(cell is None for cell in cells) != all(cell is None for cell in cells):
        yield say("has a part of lon, lat and accuracy_m; give all three or none")
    if (place.basis in NO_POSITION) != (place.lon is None):
        words = " or ".join(NO_POSITION)
        yield say(
            "is {words} and has a position, or has none and is not said to be {words}", words=words
        )
    for cell in (place.lon, place.lat):
        if cell is not None and round(cell, 6) != cell:
            yield say("has more than 6 decimals, finer than anything known here")


def _contained(gazetteer: Gazetteer, place: Place) -> Iterator[str]:
    if place.basis == DERIVED and place.id not in gazetteer.elements:
        yield say("is said to be {derived} and is no element of a structure", derived=DERIVED)
    if place.basis != WITHIN:
        return
    if place.id in gazetteer.polygons:
        yield say("has a polygon and is said to be {within} another place", within=WITHIN)
    elif gazetteer.container(place) is None:
        yield say(
            "is said to be {within} another place, and none above it has a polygon", within=WITHIN
        )


def _in_extent(place: Place, extent: Box) -> Iterator[str]:
    if place.lon is None or place.lat is None:
        return
    inside = extent.west <= place.lon <= extent.east and extent.south <= place.lat <= extent.north
    if not inside:
        yield say(
            "lies at {lon} {lat}, outside the extent of city.toml", lon=place.lon, lat=place.lat
        )


def _in_district(gazetteer: Gazetteer, place: Place) -> Iterator[str]:
    stated = [gazetteer.districts[row] for row in place.district_ids if row in gazetteer.districts]
    if len(stated) < len(place.district_ids):
        yield say("names a district that has no polygon")
    container = gazetteer.container(place)
    located = gazetteer.locate(place) if container is None else container.located
    if located is None or not stated:
        return
    area = shapely.union_all([row.geometry for row in stated])
    if place.lon is not None and not area.covers(Point(place.lon, place.lat)):
        yield say("is not in {stated}", stated="、".join(row.name for row in stated))
    if not area.intersects(located.geometry):
        yield say("has a polygon outside {stated}", stated="、".join(row.name for row in stated))
