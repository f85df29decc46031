"""How well readings of the same numbers fit geometries whose true position is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from zzmap.crs.datum import Floats
from zzmap.errors import CrsError
from zzmap.messages import say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

REACH_M = 3000.0
"""Vertices farther than this from every anchor in every reading say nothing."""

DEGREE_M = 111_320.0
"""Metres a degree: of longitude on the equator, and within half a percent of latitude in China,
which does not matter to a residual or a step of rounding."""


@dataclass(frozen=True)
class Fit:
    """Residuals of several readings of the same vertices.

    Attributes
    ----------
    residuals_m
        For each reading the median distance of the vertices used to the nearest anchor;
        infinite where no vertex is in reach.
    used
        Number of vertices in reach of an anchor in at least one reading.
    enough
        Whether they are many and far enough apart that a good fit is no accident.
    """

    residuals_m: tuple[float, ...]
    used: int
    enough: bool


def fit(places: Sequence[Floats], anchors: BaseGeometry | Iterable[BaseGeometry]) -> Fit:
    """Measure readings against anchors: boundaries of polygons, lines, or points.

    Parameters
    ----------
    places
        For each reading the WGS-84 longitude and latitude of all vertices.
    anchors
        Geometries in true WGS-84 degrees.

    Raises
    ------
    CrsError
        If there is no usable anchor.
    """
    import shapely

    pieces = _pieces(anchors)
    centre = np.asarray(shapely.total_bounds(pieces)).reshape(2, 2).mean(axis=0)
    tree = shapely.STRtree(shapely.transform(pieces, lambda points: _plane(points, centre)))
    planes = [_plane(place, centre) for place in places]
    distances = np.array([_nearest(tree, plane) for plane in planes])
    used = (distances <= REACH_M).any(axis=0)
    if not used.any():
        return Fit((float("inf"),) * len(places), 0, False)
    residuals = tuple(float(row) for row in np.median(distances[:, used], axis=1))
    best = planes[int(np.argmin(residuals))][used]
    spread = float(np.hypot(*np.ptp(best[np.isfinite(best).all(axis=1)], axis=0)))
    only_points = bool((shapely.get_type_id(pieces) == 0).all())
    least, apart_m = (3, 1000.0) if only_points else (20, 5000.0)
    return Fit(residuals, int(used.sum()), int(used.sum()) >= least and spread >= apart_m)


def _pieces(anchors: BaseGeometry | Iterable[BaseGeometry]) -> NDArray[np.object_]:
    """Take anchors apart into points and straight segments."""
    import shapely

    given = [anchors] if isinstance(anchors, shapely.Geometry) else list(anchors)
    parts = shapely.get_parts(shapely.get_parts(np.array(given, dtype=object)))
    kinds = shapely.get_type_id(parts)
    areas = np.isin(kinds, (3, 6))
    drawn = parts[np.isin(kinds, (1, 2, 5))]
    lines = shapely.get_parts(np.r_[shapely.boundary(parts[areas]), drawn])
    points = shapely.get_parts(parts[np.isin(kinds, (0, 4))])
    corners, owner = shapely.get_coordinates(lines, return_index=True)
    joined = owner[:-1] == owner[1:]
    segments = shapely.linestrings(np.stack([corners[:-1][joined], corners[1:][joined]], axis=1))
    pieces: NDArray[np.object_] = np.r_[points[~shapely.is_empty(points)], segments]
    if not pieces.size:
        raise CrsError(
            say("the anchors hold no boundary, line or point"),
            hint=say(
                "Give geometries whose WGS-84 position is known, such as district boundaries."
            ),
        )
    return pieces


def _plane(degrees: Floats, centre: Floats) -> Floats:
    """Degrees to metres on a plane through the centre, good to a percent nearby."""
    scale = np.array([np.cos(np.radians(centre[1])), 1.0]) * DEGREE_M
    return np.asarray((degrees - centre) * scale)


def _nearest(tree: object, plane: Floats) -> Floats:
    """Distance of each vertex to the nearest piece, infinite where it has no place."""
    import shapely

    assert isinstance(tree, shapely.STRtree)
    distance = np.full(len(plane), np.inf)
    known = np.flatnonzero(np.isfinite(plane).all(axis=1))
    found = tree.query_nearest(
        shapely.points(plane[known]), return_distance=True, all_matches=False
    )
    distance[known[found[0][0]]] = found[1]
    return distance
