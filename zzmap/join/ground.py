"""Where points lie, and whether that is where the row says: districts, zones, distances."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from zzmap.geometry import Gazetteer

_NEAR_M = 1_500.0
"""A row's building may lie so far beyond what is known of its place's outline."""

_SIGMAS = 2.0
_POINT_M = 2_000.0
"""How far a place known by a point alone is taken to reach, where its area is not known."""


class Inside(NamedTuple):
    """The district and the smallest zone or park of each point, '' where there is none."""

    districts: list[str]
    zones: list[str]


class Ground:
    """The city's polygons, to ask of many points at once.

    Parameters
    ----------
    gazetteer
        Where its places lie.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._reach: dict[str, tuple[BaseGeometry, float] | None] = {}

    @cached_property
    def _districts(self) -> tuple[list[str], shapely.STRtree]:
        rows = self.gazetteer.districts
        return list(rows), shapely.STRtree([row.geometry for row in rows.values()])

    @cached_property
    def _zones(self) -> tuple[list[str], shapely.STRtree]:
        """Zones and parks, the smallest first; an area of no district is none."""
        places = self.gazetteer.catalogue.places
        rows = [
            row
            for row_id, row in self.gazetteer.polygons.items()
            if row_id not in self.gazetteer.districts
            and row_id in places
            and (places[row_id].district_ids or places[row_id].kind != "area")
        ]
        rows.sort(key=lambda row: row.geometry.area)
        return [row.id for row in rows], shapely.STRtree([row.geometry for row in rows])

    def inside(self, points: NDArray[np.float64]) -> Inside:
        """Say what an (n, 2) array of WGS-84 points lies in."""
        shapes = shapely.points(points)
        return Inside(_first(shapes, *self._districts), _first(shapes, *self._zones))

    def beyond_m(self, place_id: str, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return by how many metres points lie beyond where a place may reach; NaN if unknown."""
        if place_id not in self._reach:
            self._reach[place_id] = self._reach_of(place_id)
        found = self._reach[place_id]
        if found is None:
            return np.full(len(points), np.nan)
        shape, reach = found
        metric = self.gazetteer.metric.to_metric(shapely.points(points))
        return np.asarray(shapely.distance(metric, shape) - reach, dtype=float)

    def _reach_of(self, place_id: str) -> tuple[BaseGeometry, float] | None:
        place = self.gazetteer.catalogue.places.get(place_id)
        if place is None:
            return None
        located = self.gazetteer.own(place)
        if located is None:
            container = self.gazetteer.container(place)
            located = None if container is None else container.located
            if container is not None and located is not None:
                polygon = self.gazetteer.polygons[container.place.id]
                located = located._replace(accuracy_m=polygon.accuracy_m)
        if located is None:
            return None
        reach = _NEAR_M + _SIGMAS * min(located.accuracy_m, 3_000)
        if located.geometry.area == 0:
            area = place.area_km2
            reach += math.sqrt(area * 1e6 / math.pi) if area else _POINT_M
        return self.gazetteer.metric.to_metric(located.geometry), reach


def _first(shapes: NDArray[np.object_], ids: Sequence[str], tree: shapely.STRtree) -> list[str]:
    """Return for each point the first polygon it lies in."""
    found = [""] * len(shapes)
    points, polygons = tree.query(shapes, predicate="intersects")
    for point, polygon in sorted(
        zip(points.tolist(), polygons.tolist(), strict=True), reverse=True
    ):
        found[point] = ids[polygon]
    return found
