"""What points are located in: a city's districts, zones, elements, parks; or a file's outlines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.layers import Layers
from zzmap.model import RELATION

OF_CITY = ("district", "zone", "element", "park")
"""Kinds of polygons that a city has, in the order of their columns."""

OF_FILE = "area"
"""The one kind that a file's outlines are."""

_LAYERS = dict(zip(OF_CITY, ("districts", "zones", "elements", "parks"), strict=True))


class Polygon(NamedTuple):
    """One polygon, in WGS-84 degrees, and what is planned in it.

    `planned` are the names of the industries whose focus or key park the plans place there;
    `basis` and `accuracy_m` (None where nobody has said) tell how far its edge is to be trusted.
    """

    kind: str
    id: str
    name: str
    geometry: BaseGeometry
    basis: str = ""
    accuracy_m: float | None = None
    planned: tuple[str, ...] = ()


def of_city(layers: Layers) -> list[Polygon]:
    """Return the polygons of a city, with a planner's own parks, kind by kind, in their order."""
    planned = _planned(layers.catalogue)
    found = []
    for kind, layer in _LAYERS.items():
        found += [
            Polygon(
                kind,
                row["id"],
                row["name"],
                row["geometry"],
                row["basis"],
                _metres(row["accuracy_m"]),
                planned.get(row["id"], ()),
            )
            for row in layers.rows(layer)
            if _is_area(row["geometry"])
        ]
    return found


def of_outlines(names: Sequence[str], shapes: Iterable[BaseGeometry]) -> list[Polygon]:
    """Return a file's outlines as polygons; their ids are their numbers in the file, from 1."""
    pairs = enumerate(zip(names, shapes, strict=True), 1)
    return [Polygon(OF_FILE, str(number), name, shape) for number, (name, shape) in pairs]


def _planned(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return by place, and by the element that is a place, the industries planned there."""
    found: dict[str, list[str]] = {}
    for row in catalogue.placements:
        if RELATION[row.relation].strong and row.id not in catalogue.contested:
            names = found.setdefault(row.place_id, [])
            name = catalogue.industries[row.industry_id].name
            if name not in names:
                names.append(name)
    for element in catalogue.elements.values():
        if element.place_id in found:
            found[element.id] = found[element.place_id]
    return {key: tuple(names) for key, names in found.items()}


def _is_area(shape: BaseGeometry | None) -> bool:
    return shape is not None and shape.geom_type in ("Polygon", "MultiPolygon")


def _metres(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
