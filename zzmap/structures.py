"""Derive the geometry of structure elements from their members, by rule.

A belt is a band with leaders to the members off it (`zzmap.corridor`); any other element is the
union of its members' polygons, with a schematic disc for each member that is only a point.  A
change of member or axis therefore changes the element.

A zone inside a county belongs to one element: where an element has the county for a member and
another of the same structure and kind has the zone, the county is taken without the zone.

An element is no better than what it is made of: its accuracy is the worst of its members', its
axis's and, as the width of a belt is a convention, half that width.
"""

from __future__ import annotations

from typing import NamedTuple

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.corridor import corridor
from zzmap.features import Feature
from zzmap.geometry import Gazetteer, Located
from zzmap.model import Element

BELT = "belt"
DISC_M = 1_200.0
"""Radius of the disc that stands for a member known only as a point."""

_DEGREES_GRID, _METRES_GRID = 1e-6, 0.001
"""Grids of unions: without one GEOS now and then loses a part, and says nothing."""


class ElementShape(NamedTuple):
    """An element's derived geometry (WGS-84) and how its members stand to it.

    Attributes
    ----------
    element, located
        The element and its polygon.
    unlocated
        Ids of the members without a position, which it could not draw on.
    leaders
        Of a belt: a line (WGS-84) to each member off the band, by the member's place id.
    width_m
        Width of a belt's band in metres, None for any other element.
    spine
        Of a belt: the line (WGS-84) its band is about.
    """

    element: Element
    located: Located
    unlocated: tuple[str, ...]
    leaders: dict[str, LineString]
    width_m: float | None
    spine: BaseGeometry | None = None


def derive(catalogue: Catalogue, gazetteer: Gazetteer) -> dict[str, ElementShape]:
    """Derive every element that has at least one located member, by element id."""
    shapes = {}
    for element in catalogue.elements.values():
        shape = derive_element(catalogue, gazetteer, element)
        if shape is not None:
            shapes[element.id] = shape
    return shapes


def derive_element(
    catalogue: Catalogue, gazetteer: Gazetteer, element: Element
) -> ElementShape | None:
    """Derive one element, None where none of its members is located.

    Where a user has put an official boundary in place of the element, that is its geometry.
    """
    official = gazetteer.replaced.get(element.place_id)
    if official is not None:
        given = Located(official.geometry, official.basis, official.accuracy_m, official.source)
        return ElementShape(element, given, (), {}, None)
    located: dict[str, Located] = {}
    missing: list[str] = []
    for member in catalogue.members_of_element.get(element.id, ()):
        found = gazetteer.own(catalogue.places[member.place_id])
        if found is None:
            missing.append(member.place_id)
        else:
            located[member.place_id] = found
    axis = _axis(gazetteer, element)
    if not located or (element.kind == BELT and axis is None and len(located) < 2):
        return None
    if element.kind == BELT:
        return _belt(catalogue, gazetteer, element, located, missing, axis)
    shapes = [
        _without_others(catalogue, gazetteer, element, place_id, row.geometry)
        for place_id, row in located.items()
    ]
    geometry = _union([gazetteer.metric.to_metric(row) for row in shapes])
    accuracy = max(row.accuracy_m for row in located.values())
    source = f"derived by rule: union of {len(located)} members{_left_out(catalogue, missing)}"
    own = _on_grid(gazetteer, geometry)
    basis = _basis(list(located.values()))
    return ElementShape(element, Located(own, basis, accuracy, source), tuple(missing), {}, None)


def _belt(
    catalogue: Catalogue,
    gazetteer: Gazetteer,
    element: Element,
    located: dict[str, Located],
    missing: list[str],
    axis: Feature | None,
) -> ElementShape:
    metric = gazetteer.metric
    members = [metric.to_metric(row.geometry) for row in located.values()]
    belt = corridor(members, None if axis is None else metric.to_metric(axis.geometry))
    places = list(located)
    leaders = {places[at]: metric.to_degrees(line) for at, line in belt.leaders.items()}
    errors = [belt.half_width_m, *(row.accuracy_m for row in located.values())]
    if axis is not None:
        errors.append(axis.accuracy_m)
    line = f"{axis.name} ({axis.id})" if axis is not None else "a curve through its members"
    names = "、".join(catalogue.places[row].name for row in leaders)
    tied = f"; tied by leaders: {names}" if leaders else ""
    source = (
        f"derived by rule: band {2 * belt.half_width_m / 1000:g} km wide about {line}, "
        f"{len(located)} members{tied}{_left_out(catalogue, missing)}"
    )
    own = _on_grid(gazetteer, belt.band)
    return ElementShape(
        element,
        Located(own, "derived", round(max(errors)), source),
        tuple(missing),
        leaders,
        2 * belt.half_width_m,
        metric.to_degrees(belt.spine),
    )


def _on_grid(gazetteer: Gazetteer, geometry: BaseGeometry) -> BaseGeometry:
    return shapely.set_precision(gazetteer.metric.to_degrees(geometry), _DEGREES_GRID)


def _axis(gazetteer: Gazetteer, element: Element) -> Feature | None:
    found = (row for row in gazetteer.layer("ground") if row.id == element.axis)
    return next(found, None)


def _without_others(
    catalogue: Catalogue,
    gazetteer: Gazetteer,
    element: Element,
    place_id: str,
    geometry: BaseGeometry,
) -> BaseGeometry:
    """Take out of a county the zones that other elements of this structure and kind name."""
    if place_id not in gazetteer.districts:
        return geometry
    zones = [
        gazetteer.polygons[member.place_id].geometry
        for other in catalogue.elements_of_structure[element.structure_id]
        if other.kind == element.kind and other.id != element.id
        for member in catalogue.members_of_element.get(other.id, ())
        if member.place_id in gazetteer.polygons and member.place_id not in gazetteer.districts
    ]
    return (
        geometry.difference(shapely.union_all(zones, grid_size=_DEGREES_GRID))
        if zones
        else geometry
    )


def _union(members: list[BaseGeometry]) -> BaseGeometry:
    shapes = [row if row.area > 0 else row.buffer(DISC_M) for row in members]
    return shapely.union_all(shapes, grid_size=_METRES_GRID)


def _basis(located: list[Located]) -> str:
    """Call an element of points alone a sketch; a single polygon keeps its basis."""
    if all(row.geometry.area == 0 for row in located):
        return "schematic"
    return located[0].basis if len(located) == 1 else "derived"


def _left_out(catalogue: Catalogue, missing: list[str]) -> str:
    names = "、".join(catalogue.places[row].name for row in missing)
    return f"; left out, without a position: {names}" if missing else ""
