"""From whatever geometry a file holds to polygons in the plane, or a plain refusal."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.errors import FormatError

_HUGE = 1e9


def polygonal(geometry: BaseGeometry, where: str) -> Polygon | MultiPolygon:
    """Return a geometry as 2-D polygons; Z and M are dropped.

    Raises
    ------
    FormatError
        If it is empty, no polygon, or has coordinates that are not on the ground; `where`,
        file and feature, stands in the message.
    """
    flat = shapely.force_2d(geometry)
    if flat.geom_type == "GeometryCollection" and all(
        part.geom_type.endswith("Polygon") for part in flat.geoms
    ):
        flat = MultiPolygon([row for part in flat.geoms for row in shapely.get_parts(part)])
    if flat.is_empty:
        raise FormatError("this feature is empty", where=where, hint="Draw or drop it.")
    if not isinstance(flat, Polygon | MultiPolygon):
        raise FormatError(
            f"this feature is a {flat.geom_type}, not a polygon",
            where=where,
            hint="Close the line, or drop the feature.",
        )
    # bounds pass over NaN, so the coordinates themselves are looked at.
    if not (np.abs(shapely.get_coordinates(flat)) < _HUGE).all():
        raise FormatError(
            "this feature has coordinates that are not on the ground",
            where=where,
            hint="Correct them.",
        )
    return flat


def from_drawing(geometry: BaseGeometry) -> BaseGeometry | None:
    """Take a closed line of a drawing as a polygon; None for what is no parcel."""
    if geometry.geom_type.endswith("Polygon"):
        return geometry
    closed = geometry.geom_type in ("LineString", "LinearRing") and geometry.is_closed
    # A bow-tie is closed, though no ring: the checks are to find it, not a reader to lose it.
    return Polygon(geometry) if closed and len(geometry.coords) > 3 else None
