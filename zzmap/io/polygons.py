"""Put rings together to polygons, for formats that list rings only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

Ring = Sequence[tuple[float, float]]


class Part(NamedTuple):
    """A shell and its holes, by the positions of their rings."""

    shell: int
    holes: list[int]


def nest(rings: Sequence[Ring]) -> list[Part]:
    """Nest rings by the even-odd rule: a ring inside another is its hole, however it turns."""
    if len(rings) == 1:
        return [Part(0, [])]
    polygons = [Polygon(ring) for ring in rings]
    tree = shapely.STRtree(polygons)
    shells: dict[int, Part] = {}
    for index in sorted(range(len(rings)), key=lambda index: -polygons[index].area):
        owner = None
        if polygons[index].is_valid:
            inside = polygons[index].representative_point()
            near = [shells[at] for at in tree.query(inside) if at in shells]
            owner = next((part for part in near if _holds(part, polygons, inside)), None)
        if owner is None:
            shells[index] = Part(index, [])
        else:
            owner.holes.append(index)
    return list(shells.values())


def _holds(part: Part, polygons: Sequence[Polygon], spot: Point) -> bool:
    """Tell whether a point lies in a sound shell and in none of its holes."""
    shell = polygons[part.shell]
    return (
        shell.is_valid
        and bool(shell.contains(spot))
        and not any(polygons[hole].contains(spot) for hole in part.holes)
    )


def assemble(rings: Sequence[Ring]) -> Polygon | MultiPolygon:
    """Make a polygon of rings, as `nest` puts them together."""
    parts = [polygon_of(rings, part) for part in nest(rings)]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def polygon_of(rings: Sequence[Ring], part: Part) -> Polygon:
    """Return one shell with its holes."""
    return Polygon(rings[part.shell], [rings[hole] for hole in part.holes])


def with_holes(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Nest the rings of a faulty polygon anew, whichever way they run.

    A Shapefile lists rings and tells holes by their direction, which many programs ignore: a
    hole becomes a part that lies inside another, or the shell a hole.  Rings that cross stay as
    they are, for nobody knows what they hold.
    """
    if not isinstance(shape, Polygon | MultiPolygon) or shape.is_valid:
        return shape
    rings = [
        list(ring.coords)
        for part in shapely.get_parts(shape)
        for ring in (part.exterior, *part.interiors)
    ]
    if len(rings) < 2 or not all(Polygon(ring).is_valid for ring in rings):
        return shape
    nested = assemble(rings)
    return nested if nested.is_valid else shape
