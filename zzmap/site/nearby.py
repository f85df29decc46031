"""What the plans say of places where a site lies and near it, and the ways to get there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.model import Place
from zzmap.site.parts import Measured
from zzmap.site.records import (
    MAY,
    NEAR,
    PARTLY,
    SOMEWHERE,
    UNKNOWN,
    WHOLLY,
    YES,
    Nearest,
    Part,
    Placed,
    Reach,
    SiteProject,
)
from zzmap.statements import statement, strongest_first

KINDS = ("station", "interchange", "airport", "expressway")
"""Kinds of ground features whose nearest is told, where the city's data have them."""

_DISTRICTS = ("district", "county_city")


def reaches(
    catalogue: Catalogue,
    gazetteer: Gazetteer,
    site: Measured,
    parts: Sequence[Part],
    near_m: float,
) -> dict[str, Reach]:
    """Return how each place stands to the site, by its id: those where it lies, and near it.

    A place with an outline is met as `parts` say.  A point that is nearer than its accuracy may
    lie in the site.  A place whose position is not known, but for a zone or district that the
    site lies in, may be anywhere in that.
    """
    # An element that is a place itself is in parts under the place's id too.
    met = {row.id: row for row in parts}
    found = {}
    for place in catalogue.places.values():
        reach = _met(place, met.get(place.id)) or _apart(gazetteer, site, place, near_m)
        reach = reach or _somewhere(gazetteer, place, met)
        if reach is not None:
            found[place.id] = reach
    return found


def _met(place: Place, part: Part | None) -> Reach | None:
    if part is None:
        return None
    return Reach(
        place.id, place.name, place.kind, part.how, part.distance_m, part.accuracy_m, part.basis
    )


def _apart(gazetteer: Gazetteer, site: Measured, place: Place, near_m: float) -> Reach | None:
    located = gazetteer.locate(place)
    if located is None or place.id in gazetteer.districts:
        return None
    shape = site.measure.to_metric(located.geometry)
    distance = float(site.shape.distance(shape))
    off = round(math.hypot(located.accuracy_m, site.accuracy_m))
    at_point = located.geometry.area == 0 and distance <= off
    if distance > near_m and not at_point:
        return None
    how = MAY if at_point else NEAR
    return Reach(place.id, place.name, place.kind, how, distance, off, located.basis)


def _somewhere(gazetteer: Gazetteer, place: Place, met: Mapping[str, Part]) -> Reach | None:
    container = gazetteer.container(place)
    if container is None or container.place.id not in met:
        return None
    located = container.located
    return Reach(
        place.id, place.name, place.kind, SOMEWHERE, None, located.accuracy_m, located.basis,
        container.place.name,
    )  # fmt: skip


def placed(catalogue: Catalogue, found: Mapping[str, Reach]) -> list[Placed]:
    """Return what is said of the places, each place's strongest first."""
    rows = []
    for reach in _in_order(found):
        own = strongest_first(catalogue.placements_of_place.get(reach.place_id, ()))
        rows += [Placed(reach, statement(catalogue, row)) for row in own]
    return rows


def projects(catalogue: Catalogue, found: Mapping[str, Reach]) -> list[SiteProject]:
    """Return the key projects at the places, nearest first, each once."""
    rows = []
    order = {reach.place_id: at for at, reach in enumerate(_in_order(found))}
    for row in catalogue.projects:
        at = [place for place in row.place_ids if place in order]
        if not at:
            continue
        reach = found[min(at, key=order.__getitem__)]
        rows.append(
            SiteProject(
                reach, row.id, row.name, row.enterprise,
                catalogue.industries[row.industry_id].name, row.place_basis,
                catalogue.documents[row.document_id].number, row.locator,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: order[row.reach.place_id])


_RANK = {WHOLLY: 0, PARTLY: 1, MAY: 2, SOMEWHERE: 3, NEAR: 4}


def _in_order(found: Mapping[str, Reach]) -> list[Reach]:
    """Sort places: where it lies, districts last of those, the better known first; then near."""
    return sorted(
        found.values(),
        key=lambda row: (
            row.how == NEAR,
            row.how == SOMEWHERE,
            row.kind in _DISTRICTS,
            _RANK[row.how],
            row.distance_m or 0.0,
            row.accuracy_m,
            row.place_id,
        ),
    )


def is_here(reach: Reach) -> bool:
    """Tell a place where the site lies, or may, from one that is near."""
    return reach.how not in (NEAR, SOMEWHERE)


def nearest(gazetteer: Gazetteer, site: Measured) -> Iterator[Nearest]:
    """Yield the nearest feature of each of `KINDS`, and others that may be as near."""
    ground = gazetteer.layer("ground")
    for kind in KINDS:
        rows = [row for row in ground if row.kind == kind]
        if not rows:
            yield Nearest(kind, UNKNOWN)
            continue
        away = sorted(
            (_distance(site, row.geometry), math.hypot(row.accuracy_m, site.accuracy_m), at)
            for at, row in enumerate(rows)
        )
        distance, off, at = away[0]
        first = rows[at]
        rivals: dict[str, float] = {}
        for other, its_off, number in away[1:]:
            # The difference of two distances is off as both errors together are.
            if other - distance <= math.hypot(off, its_off) and rows[number].name != first.name:
                rivals.setdefault(rows[number].name, other)
        names = {row.name for row in rows}
        yield Nearest(
            kind, YES, first.name, distance, round(off), first.source, len(names),
            tuple(rivals.items()),
        )  # fmt: skip


def _distance(site: Measured, geometry: BaseGeometry) -> float:
    return float(site.shape.distance(site.measure.to_metric(geometry)))
