"""Metres and square kilometres on the ground, in one Gauss-Kruger zone.

The one home of projecting to metres: a city names its zone (`zzmap.city.City.metric`); what
belongs to no city is measured in the zone it lies in (`Metric.around`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, overload

import shapely

from zzmap.crs.codes import WGS84, Crs, from_epsg, gauss_kruger, resolve
from zzmap.crs.transform import transform_geometry
from zzmap.errors import CrsError
from zzmap.messages import say
from zzmap.units import M2_PER_KM2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

OVERLAP_DEG = 0.5
"""How far beyond its nominal edge a zone is used."""

_ZONE_DEG = 3


def _check_zone(crs: Crs) -> None:
    if crs.datum != "cgcs2000" or crs.meridian is None:
        raise CrsError(
            say(
                "{system} is no Gauss-Kruger zone of CGCS2000, whose metres are true",
                system=crs.label,
            ),
            hint=say("Name a 3-degree zone, one of EPSG:4513 to EPSG:4554."),
        )


Geometry = TypeVar("Geometry", bound="BaseGeometry")


@dataclass(frozen=True)
class Metric:
    """Measures in metres of one CGCS2000 / Gauss-Kruger zone.

    Parameters
    ----------
    epsg
        EPSG code of the zone, with the zone number in eastings or without.

    Raises
    ------
    CrsError
        If the code is not one of these zones.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> from zzmap.crs import Metric
    >>> round(Metric(4547).area_km2(box(113.6, 34.7, 113.7, 34.8)), 2)
    101.58
    """

    epsg: int

    def __post_init__(self) -> None:
        """Refuse metres that are not true on the ground, such as Web Mercator's or UTM's."""
        _check_zone(from_epsg(self.epsg))

    @classmethod
    def of(cls, name: str) -> Metric:
        """Return the zone a name means, in any form `zzmap.crs.resolve` takes.

        Raises
        ------
        CrsError
            If the name is unknown, or of another system.
        """
        crs = resolve(name)
        _check_zone(crs)
        assert crs.epsg is not None
        return cls(crs.epsg)

    @classmethod
    def around(cls, geometry: BaseGeometry) -> Metric:
        """Return the 3-degree zone in which the centre of a WGS-84 geometry lies.

        Raises
        ------
        CrsError
            If it lies in none: west of 73.5° E or east of 136.5° E, or is empty.
        """
        west, _, east, _ = geometry.bounds if not geometry.is_empty else (0.0,) * 4
        return _of_zone(round((west + east) / 2 / _ZONE_DEG))

    @property
    def crs(self) -> Crs:
        """The reference system of the metres."""
        return from_epsg(self.epsg)

    def covers(self, geometry: BaseGeometry) -> bool:
        """Tell whether a WGS-84 geometry lies in the zone, or within half a degree of it.

        Beyond, lengths and areas are no longer true: at 5° from the meridian an area is
        measured half a percent too large at 34° N.
        """
        crs = self.crs
        assert crs.meridian is not None and crs.width is not None
        reach = crs.width / 2 + OVERLAP_DEG
        west, _, east, _ = geometry.bounds
        return bool(crs.meridian - reach <= west and east <= crs.meridian + reach)

    @overload
    def to_metric(self, geometry: NDArray[Any]) -> NDArray[Any]: ...
    @overload
    def to_metric(self, geometry: Geometry) -> Geometry: ...
    def to_metric(self, geometry: Any) -> Any:
        """Project WGS-84 degrees to metres, x east.

        Parameters
        ----------
        geometry
            A geometry, an array of geometries, or an (n, 2) array of longitude and
            latitude; an array goes through PROJ in one call.

        Raises
        ------
        CrsError
            If a vertex is no longitude and latitude, or over 600 km from the meridian.
        """
        return transform_geometry(geometry, WGS84, self.crs)

    @overload
    def to_degrees(self, geometry: NDArray[Any]) -> NDArray[Any]: ...
    @overload
    def to_degrees(self, geometry: Geometry) -> Geometry: ...
    def to_degrees(self, geometry: Any) -> Any:
        """Bring metres of this zone back to WGS-84 degrees; takes what `to_metric` takes."""
        return transform_geometry(geometry, self.crs, WGS84)

    @overload
    def area_km2(self, geometry: NDArray[Any]) -> NDArray[np.float64]: ...
    @overload
    def area_km2(self, geometry: BaseGeometry) -> float: ...
    def area_km2(self, geometry: Any) -> Any:
        """Area in km² of a WGS-84 geometry, or of each of an array of them."""
        areas = shapely.area(self.to_metric(geometry)) / M2_PER_KM2
        return float(areas) if areas.ndim == 0 else areas


@cache
def _of_zone(zone: int) -> Metric:
    return Metric.of(gauss_kruger(_ZONE_DEG, zone, prefix=False).key)
