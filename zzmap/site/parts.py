"""How much of a site lies in an outline, and how much might, the outline being a little off."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from zzmap.crs import Metric
from zzmap.site.records import MAY, PARTLY, WHOLLY

TOUCH_M2 = 1.0
"""Less in common than this is rounding of coordinates."""

_ALL = 1 - 1e-6
_QUARTER = 4
"""Segments of a quarter circle: a buffer is then short by 2% of its width at most."""


class Amount(NamedTuple):
    """What a site has in common with an outline; see `zzmap.site.records.Part`."""

    how: str
    share: float
    least: float
    most: float
    area_m2: float
    distance_m: float
    common: BaseGeometry | None


class Measured:
    """A site in metres, measured against outlines.

    Parameters
    ----------
    measure
        The city's metres.
    geometry
        Of the site, WGS-84, valid.
    accuracy_m
        How far off its outline may be.
    """

    def __init__(self, measure: Metric, geometry: BaseGeometry, accuracy_m: float) -> None:
        self.measure = measure
        self.accuracy_m = accuracy_m
        self.shape = valid(measure.to_metric(geometry))
        self.area_m2 = float(self.shape.area)
        shapely.prepare(self.shape)

    def amount(self, outline: BaseGeometry, accuracy_m: float) -> Amount | None:
        """Return what it has in common with an outline in metres; None if nothing can be.

        An outline drawn on a line that is off by its accuracy lies between the outline shrunk
        and grown by that; the site's own accuracy adds as independent errors do.
        """
        off = math.hypot(accuracy_m, self.accuracy_m)
        distance = float(self.shape.distance(outline))
        if distance > off:
            return None
        common = _common(self.shape, outline)
        area = float(common.area)
        near = _near(outline, self.shape, off)
        least = self._share(near.buffer(-off, quad_segs=_QUARTER)) if area else 0.0
        most = self._share(near.buffer(off, quad_segs=_QUARTER))
        share = min(1.0, area / self.area_m2)
        least, most = min(least, share), max(most, share)
        how = WHOLLY if least >= _ALL else PARTLY if area > TOUCH_M2 else MAY
        drawn = self.measure.to_degrees(common) if area > TOUCH_M2 else None
        return Amount(how, share, least, most, area, distance, drawn)

    def _share(self, outline: BaseGeometry) -> float:
        return min(1.0, float(_common(self.shape, outline).area) / self.area_m2)


def union(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    """Unite shapes in metres, on a grid of a millimetre: floating unions can lose a part."""
    return shapely.union_all(list(shapes), grid_size=0.001)


def valid(shape: BaseGeometry) -> BaseGeometry:
    """Return a valid shape as it is; mend what projecting has made invalid."""
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure")


def polygons(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the polygons of a shape."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield part
        elif part.geom_type in ("MultiPolygon", "GeometryCollection"):
            yield from polygons(part)


def _common(one: BaseGeometry, two: BaseGeometry) -> BaseGeometry:
    """Return the areas two shapes have in common, without lines and points they touch in."""
    found = shapely.intersection(one, two)
    return found if found.geom_type in ("Polygon", "MultiPolygon") else _areas(found)


def _areas(shape: BaseGeometry) -> BaseGeometry:
    return shapely.multipolygons(list(polygons(shape)))


def _near(outline: BaseGeometry, site: BaseGeometry, off: float) -> BaseGeometry:
    """Return the part of an outline that can matter to a site: buffers of the rest are waste.

    The window is cut three errors away, so that its own edges, buffered, do not reach the site.
    """
    west, south, east, north = site.bounds
    away = 3 * off + 1
    window = shapely.box(west - away, south - away, east + away, north + away)
    return valid(shapely.intersection(outline, window))
