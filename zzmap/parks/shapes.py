"""Judge and measure a park's geometry before it is kept."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import MultiPolygon, Polygon

from zzmap.crs import Metric
from zzmap.errors import CrsError
from zzmap.messages import say
from zzmap.parks.errors import StoreError
from zzmap.parks.model import Kept, Park, ParkRow
from zzmap.parks.schema import damaged

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_AREA_DIGITS = 6
_POINT_DIGITS = 6


def sound(geometry: BaseGeometry | None, where: str = "") -> MultiPolygon:
    """Return a geometry as the two-dimensional MultiPolygon the store keeps.

    Raises
    ------
    StoreError
        If it is missing, empty, no polygon, not valid, or outside longitude and latitude.
    """
    fault, hint = _fault(geometry)
    if fault or geometry is None:
        raise StoreError(fault, where=where, hint=hint)
    flat = shapely.force_2d(geometry)
    return flat if isinstance(flat, MultiPolygon) else MultiPolygon([flat])


def _fault(geometry: BaseGeometry | None) -> tuple[str, str]:
    if geometry is None or geometry.is_empty:
        return say("the park has no geometry"), say("Draw its polygon.")
    if not isinstance(geometry, Polygon | MultiPolygon):
        return say("the park is a {geom_type}, not a polygon", geom_type=geometry.geom_type), say(
            "Draw it as a polygon."
        )
    west, south, east, north = geometry.bounds
    if not all(map(math.isfinite, (west, south, east, north))):
        return say("the park has a corner that is no number"), say("Redraw the polygon.")
    if west < -180 or east > 180 or south < -90 or north > 90:
        return (
            say(
                "the park reaches from {west:g}, {south:g} to {east:g}, {north:g}, which are no "
                "WGS-84 degrees",
                west=west,
                south=south,
                east=east,
                north=north,
            ),
            say("Give longitude first, in degrees, or name the reference system."),
        )
    if not geometry.is_valid:
        reason = shapely.is_valid_reason(geometry)
        return say("the park's outline is not valid ({reason})", reason=reason), say(
            "Redraw the outline there."
        )
    return "", ""


def keep(park: Park, metric: Metric | None = None, before: Kept | None = None) -> Kept:
    """Judge and measure a park and bring it into the form the store keeps.

    Parameters
    ----------
    park
        The park; its area is measured, whatever it states.
    metric
        Measures its area where it lies in the zone; else, and for a park elsewhere, the
        3-degree zone of its own centre does.
    before
        What is kept of it now: an outline that has not changed keeps its area and its
        point, which another version may find otherwise in the last digit.

    Raises
    ------
    StoreError
        As `sound`, or if the area cannot be measured.
    """
    where = park.id or park.name
    geometry = sound(park.geometry, where)
    wkb = shapely.to_wkb(geometry, byte_order=1, output_dimension=2)
    if before is not None and before.wkb == wkb:
        area, lon, lat = before.row.area_km2, before.row.lon, before.row.lat
    else:
        area, point = _area(geometry, metric, where), geometry.representative_point()
        lon, lat = point.x, point.y
    row = ParkRow(
        park.id,
        park.name,
        park.code,
        tuple(park.industries),
        park.status,
        park.kind,
        park.state,
        park.replaces,
        round(area, _AREA_DIGITS),
        park.basis,
        park.accuracy_m,
        park.source,
        round(lon, _POINT_DIGITS),
        round(lat, _POINT_DIGITS),
    )
    return Kept(row, wkb)


def _area(geometry: MultiPolygon, metric: Metric | None, where: str) -> float:
    try:
        known = metric is not None and metric.covers(geometry)
        measure = metric if metric is not None and known else Metric.around(geometry)
        area = float(measure.area_km2(geometry))
    except CrsError as error:
        raise StoreError(
            say("the park's area cannot be measured: {what}", what=error.what),
            where=where,
            hint=say("Check where it lies."),
        ) from None
    if not math.isfinite(area) or area <= 0:
        raise StoreError(
            say("the park's area cannot be measured"), where=where, hint=say("Check where it lies.")
        )
    return area


def to_park(kept: Kept) -> Park:
    """Return a kept park with its geometry."""
    values = kept.row._asdict()
    del values["lon"], values["lat"]
    if not kept.wkb:
        raise damaged(say("it has no geometry"))
    geometry = shapely.from_wkb(kept.wkb)
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise damaged(say("its geometry is not on the globe"))
    return Park(**values, geometry=geometry)
