"""Where each place of the catalogue lies: its polygon, else its point, else what it is within."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.features import Feature, read_features
from zzmap.model import WITHIN, Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zzmap.crs import Metric

_SHARE_DIGITS = 4
_SLIVER_SHARE = 0.005
"""A smaller share of a district is a digitising sliver, not a statement."""

ZONE_LAYERS = ("districts", "zones")
"""Layers whose features carry the id of a place."""


class Located(NamedTuple):
    """A place's best geometry (WGS-84) with its own basis, accuracy and lineage."""

    geometry: BaseGeometry
    basis: str
    accuracy_m: int
    source: str


class Container(NamedTuple):
    """The zone or district that a place of unknown position is known to lie in.

    `located` has the geometry of `place`, the basis `within`, and for its accuracy how far the
    container reaches: any point of it may be meant.
    """

    place: Place
    located: Located


class Share(NamedTuple):
    """The part (0 to 1) of a place that lies in a district."""

    district_id: str
    name: str
    share: float


class Gazetteer:
    """Geometry of the catalogue's places.

    Parameters
    ----------
    catalogue
        Its folder's ``layers/`` holds the polygons.
    replacements
        Features that take the place of shipped polygons, such as official boundaries
        a user has brought in; None takes the catalogue's own (`Catalogue.own_features`).
    """

    def __init__(
        self, catalogue: Catalogue, replacements: tuple[Feature, ...] | None = None
    ) -> None:
        self.catalogue = catalogue
        self._replacements = replacements
        self._layers: dict[str, list[Feature]] = {}

    @property
    def metric(self) -> Metric:
        """Measures in the city's zone."""
        return self.catalogue.city.metric

    def layer(self, name: str) -> list[Feature]:
        """Read a shipped layer by its file's stem, once; raises `GeodataError`."""
        if name not in self._layers:
            path = self.catalogue.folder / "layers" / f"{name}.geojson"
            self._layers[name] = read_features(path)
        return self._layers[name]

    @cached_property
    def polygons(self) -> dict[str, Feature]:
        """Polygons by place id."""
        shipped = {row.id: row for name in ZONE_LAYERS for row in self.layer(name)}
        return shipped | self.replaced

    @cached_property
    def replaced(self) -> dict[str, Feature]:
        """Polygons a user has put in place of shipped or derived ones, by place id."""
        own = self._replacements
        own = self.catalogue.own_features() if own is None else own
        return {row.id: row for row in own}

    @cached_property
    def elements(self) -> dict[str, Located]:
        """Derived geometry of the elements that are a place themselves, by its id."""
        # What is derived from places is in turn where some places lie.
        from zzmap.structures import derive

        shapes = derive(self.catalogue, self).values()
        return {row.element.place_id: row.located for row in shapes if row.element.place_id}

    @cached_property
    def districts(self) -> dict[str, Feature]:
        """District polygons by place id."""
        return {row.id: row for row in self.layer("districts")}

    @cached_property
    def city(self) -> Feature:
        """The city outline."""
        return self.layer("city")[0]

    def locate(self, place: Place) -> Located | None:
        """Return a place's geometry: its own, else that of the element it is, else None.

        A place that is only known to lie in another has none; see `container`.
        """
        own = self.own(place)
        return self.elements.get(place.id) if own is None else own

    def own(self, place: Place) -> Located | None:
        """Return the polygon or point that a place has itself, whatever element it is."""
        polygon = self.polygons.get(place.id)
        if polygon is not None:
            return Located(polygon.geometry, polygon.basis, polygon.accuracy_m, polygon.source)
        if place.lon is None or place.lat is None or place.accuracy_m is None:
            return None
        point = Point(place.lon, place.lat)
        return Located(point, place.basis, place.accuracy_m, place.source)

    def container(self, place: Place) -> Container | None:
        """Return what a place of the basis `within` lies in, None for any other place."""
        if place.basis != WITHIN or place.id in self.polygons:
            return None
        above = self._above(place)
        if above is None:
            return None
        polygon = self.polygons[above.id]
        return Container(above, self._anywhere(polygon.geometry, polygon.accuracy_m, place.source))

    def _anywhere(self, geometry: BaseGeometry, accuracy_m: int, source: str) -> Located:
        """Return what lies somewhere in an area: as near as the area reaches."""
        reach = shapely.minimum_bounding_radius(self.metric.to_metric(geometry))
        return Located(geometry, WITHIN, round(float(reach)) + accuracy_m, source)

    def at(self, place: Place) -> Located | None:
        """Return where a thing at a place lies: at its point, else anywhere in its area.

        Of a place known only to lie in another that is the other's area; None where nothing is
        known of the place.
        """
        container = self.container(place)
        located = container.located if container is not None else self.locate(place)
        if located is None or located.basis == WITHIN or located.geometry.area == 0:
            return located
        return self._anywhere(located.geometry, located.accuracy_m, located.source)

    def _above(self, place: Place) -> Place | None:
        """Return the nearest place above one that has a polygon."""
        seen = {place.id}
        while place.parent_id and place.parent_id not in seen:
            place = self.catalogue.places[place.parent_id]
            if place.id in self.polygons:
                return place
            seen.add(place.id)
        return None

    @cached_property
    def holds(self) -> dict[str, list[str]]:
        """Ids of the places known only to lie in a zone or district, by its place id."""
        found: dict[str, list[str]] = {}
        for place in self.catalogue.places.values():
            container = self.container(place)
            if container is not None:
                found.setdefault(container.place.id, []).append(place.id)
        return found

    def area_km2(self, place: Place) -> float | None:
        """Area of a place's polygon in km², None for a point or a place without a position."""
        located = self.locate(place)
        if located is None or located.geometry.area == 0:
            return None
        return round(float(self.metric.area_km2(located.geometry)), 2)

    def district_shares(self, geometry: BaseGeometry) -> list[Share]:
        """Split a WGS-84 geometry among the districts, largest share first.

        What lies outside the city is not listed, so shares may add up to less than 1.
        """
        districts = list(self.districts.values())
        if geometry.area == 0:
            inside = [row for row in districts if row.geometry.intersects(geometry)]
            return [Share(row.id, row.name, 1.0) for row in inside[:1]]
        metric = self.metric.to_metric(geometry)
        outlines = np.array([row.geometry for row in districts], dtype=object)
        # What lies apart in degrees lies apart in metres: it need not be projected.
        near = np.flatnonzero(_meet(shapely.bounds(outlines), shapely.bounds(geometry)))
        parts = shapely.intersection(self.metric.to_metric(outlines[near]), metric)
        areas = shapely.area(parts) / metric.area
        shares = [
            Share(districts[at].id, districts[at].name, round(float(area), _SHARE_DIGITS))
            for at, area in zip(near, areas, strict=True)
        ]
        return sorted(
            (share for share in shares if share.share >= _SLIVER_SHARE),
            key=lambda share: -share.share,
        )


def _meet(many: NDArray[np.float64], one: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which boxes (west, south, east, north) of an (n, 4) array meet another."""
    return np.asarray((many[:, :2] <= one[2:]).all(1) & (many[:, 2:] >= one[:2]).all(1))
