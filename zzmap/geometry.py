"""Where each place of the catalogue lies: its polygon where there is one, else its point."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.features import Feature, read_features
from zzmap.model import Place

if TYPE_CHECKING:
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
        a user has brought in.
    """

    def __init__(self, catalogue: Catalogue, replacements: tuple[Feature, ...] = ()) -> None:
        self.catalogue = catalogue
        self._replacements = replacements

    @property
    def metric(self) -> Metric:
        """Measures in the city's zone."""
        return self.catalogue.city.metric

    def layer(self, name: str) -> list[Feature]:
        """Read a shipped layer by its file's stem; raises `GeodataError`."""
        return read_features(self.catalogue.folder / "layers" / f"{name}.geojson")

    @cached_property
    def polygons(self) -> dict[str, Feature]:
        """Polygons by place id."""
        shipped = {row.id: row for name in ZONE_LAYERS for row in self.layer(name)}
        return shipped | {row.id: row for row in self._replacements}

    @cached_property
    def districts(self) -> dict[str, Feature]:
        """District polygons by place id."""
        return {row.id: row for row in self.layer("districts")}

    @cached_property
    def city(self) -> Feature:
        """The city outline."""
        return self.layer("city")[0]

    def locate(self, place: Place) -> Located | None:
        """Return a place's best geometry, None where no position is known."""
        polygon = self.polygons.get(place.id)
        if polygon is not None:
            return Located(polygon.geometry, polygon.basis, polygon.accuracy_m, polygon.source)
        if place.lon is None or place.lat is None or place.accuracy_m is None:
            return None
        point = Point(place.lon, place.lat)
        return Located(point, place.basis, place.accuracy_m, place.source)

    def area_km2(self, place: Place) -> float | None:
        """Area of a place's polygon in km², None for a point or an unlocated place."""
        polygon = self.polygons.get(place.id)
        return None if polygon is None else round(self.metric.area_km2(polygon.geometry), 2)

    def district_shares(self, geometry: BaseGeometry) -> list[Share]:
        """Split a WGS-84 geometry among the districts, largest share first.

        What lies outside the city is not listed, so shares may add up to less than 1.
        """
        districts = list(self.districts.values())
        if geometry.area == 0:
            inside = [row for row in districts if row.geometry.intersects(geometry)]
            return [Share(row.id, row.name, 1.0) for row in inside[:1]]
        metric = self.metric.to_metric(geometry)
        outlines = self.metric.to_metric(np.array([row.geometry for row in districts]))
        parts = shapely.intersection(outlines, metric)
        shares = [
            Share(row.id, row.name, round(float(part.area / metric.area), _SHARE_DIGITS))
            for row, part in zip(districts, parts, strict=True)
        ]
        return sorted(
            (share for share in shares if share.share >= _SLIVER_SHARE),
            key=lambda share: -share.share,
        )
