"""Derive the geometry of structure elements from their members, by rule.

A belt is a corridor (`zzmap.corridor`); any other element is the union of its members'
polygons, with a schematic disc for each member that is only a point.  A change of
member or axis therefore changes the element.
"""

from __future__ import annotations

from typing import NamedTuple

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from zzmap.catalogue import Catalogue
from zzmap.corridor import corridor
from zzmap.geometry import Gazetteer, Located
from zzmap.model import Element

BELT = "belt"
DISC_M = 1_200.0
"""Radius of the disc that stands for a member known only as a point."""

_DEGREES_GRID = 1e-6


class ElementShape(NamedTuple):
    """An element's derived geometry (WGS-84) and the members it could not draw on."""

    element: Element
    located: Located
    unlocated: tuple[str, ...]


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
    """Derive one element, None where none of its members is located."""
    located: list[Located] = []
    missing: list[str] = []
    for member in catalogue.members_of_element.get(element.id, ()):
        found = gazetteer.locate(catalogue.places[member.place_id])
        if found is None:
            missing.append(member.place_id)
        else:
            located.append(found)
    axis = _axis(gazetteer, element)
    if not located or (element.kind == BELT and axis is None and len(located) < 2):
        return None
    members = [gazetteer.metric.to_metric(row.geometry) for row in located]
    geometry = corridor(members, axis) if element.kind == BELT else _union(members)
    return ElementShape(
        element,
        Located(
            shapely.set_precision(gazetteer.metric.to_degrees(geometry), _DEGREES_GRID),
            _basis(element, located),
            max(row.accuracy_m for row in located),
            _lineage(element, len(located), len(missing)),
        ),
        tuple(missing),
    )


def _axis(gazetteer: Gazetteer, element: Element) -> LineString | None:
    if not element.axis:
        return None
    lines = [row.geometry for row in gazetteer.layer("ground") if row.id == element.axis]
    if not lines:
        return None
    merged = linemerge(
        shapely.get_parts(gazetteer.metric.to_metric(shapely.union_all(lines))).tolist()
    )
    longest = max(shapely.get_parts(merged), key=lambda part: part.length)
    return LineString(longest)


def _union(members: list[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all([row if row.area > 0 else row.buffer(DISC_M) for row in members])


def _basis(element: Element, located: list[Located]) -> str:
    """Call an element of points alone a sketch; a single polygon keeps its basis."""
    if element.kind == BELT:
        return "derived"
    if all(row.geometry.area == 0 for row in located):
        return "schematic"
    return located[0].basis if len(located) == 1 else "derived"


def _lineage(element: Element, located: int, missing: int) -> str:
    rule = (
        f"corridor along {element.axis or 'a curve through its members'}"
        if element.kind == BELT
        else "union of its members"
    )
    left_out = f"; {missing} members without a position are left out" if missing else ""
    return f"derived by rule: {rule}, {located} members{left_out}"
