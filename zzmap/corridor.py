"""Draw a belt: a smooth band about an axis, and a leader to each member that lies off it.

The rule, in metres:

1. The spine is the part of the axis that the members span, lengthened a little at both
   ends and smoothed, so that a railway's wiggles do not show.  Without an axis it is a smooth
   curve through the members' points in the order in which they follow each other along the
   belt; more than `MAX_KNOTS` members are first averaged in groups of neighbours.
2. The band is all that lies within one half width of the spine: it is as wide at one end as at
   the other, and its ends are round.  The half width is the least of `HALF_WIDTHS_M` with which
   the band holds or touches `REACHED` of the members, else the widest.
3. A member that the band neither holds nor touches is tied to it by a leader, the shortest
   line from the band to the member.  A leader is a line of its own, no part of the band.

So a belt is a band whatever its members are, follows the axis, is no hull, and changes with its
members; each of them is in it, touched by it, or tied to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

HALF_WIDTHS_M = (2_000.0, 3_000.0, 4_000.0)
"""Half widths a belt may have, narrowest first."""

REACHED = 0.75
"""Share of the members that a band should hold or touch, if a half width can do it."""

END_MARGIN_M = 2_500.0
MAX_KNOTS = 5
SPOT_M = 250.0
"""Members no farther apart than this make no line; their belt is a disc."""

_SMOOTH_M = 6_000.0
"""Length over which an axis is averaged: bends sharper than that do not show."""

_STEP_M = 250.0
_TOLERANCE_M = 20.0
_ROUND_M = 3_000.0
_CURVE_STEPS = 24

Floats = NDArray[np.float64]


class Belt(NamedTuple):
    """A belt in the members' metric CRS.

    Attributes
    ----------
    band
        The band, one polygon without holes.
    half_width_m
        How far the band reaches from its spine, in metres.
    leaders
        A line from the band to each member off it, by the member's number among the members.
    spine
        The line the band is about.
    """

    band: Polygon
    half_width_m: float
    leaders: dict[int, LineString]
    spine: BaseGeometry


def corridor(members: Sequence[BaseGeometry], axis: LineString | None = None) -> Belt:
    """Return the belt of `members`.

    Parameters
    ----------
    members
        Points or polygons in metres, at least two if there is no axis.
    axis
        Line in metres the belt follows.

    Returns
    -------
    Belt
        Every member meets the band or has a leader.

    Raises
    ------
    ValueError
        If there are too few members to draw a belt.

    Examples
    --------
    >>> belt = corridor([Point(0, 0), Point(30_000, 0), Point(15_000, 9_000)],
    ...                 LineString([(0, 0), (30_000, 0)]))
    >>> belt.half_width_m, {number: round(line.length) for number, line in belt.leaders.items()}
    (4000.0, {2: 5000})
    """
    if not members or (axis is None and len(members) < 2):
        raise ValueError("a belt needs two members, or one and an axis")
    spine = _span(axis, members) if axis is not None else _curve(members)
    away = np.array([member.distance(spine) for member in members])
    wide_enough = (width for width in HALF_WIDTHS_M if (away <= width).mean() >= REACHED)
    half_width = next(wide_enough, HALF_WIDTHS_M[-1])
    band = _band(spine, half_width)
    leaders = {
        number: LineString(shapely.shortest_line(band, member))
        for number, member in enumerate(members)
        if not band.intersects(member)
    }
    return Belt(band, half_width, leaders, spine)


def smooth(knots: Floats) -> Floats:
    """Run a Catmull-Rom curve through the rows (x, y) of `knots`; returns such rows too."""
    padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    t = np.linspace(0, 1, _CURVE_STEPS, endpoint=False)[:, None]
    pieces = [_catmull_rom(padded[i : i + 4], t) for i in range(len(knots) - 1)]
    return np.vstack([*pieces, knots[-1:]])


def _band(spine: BaseGeometry, half_width: float) -> Polygon:
    """Widen the spine; what a bend pinches off is closed, and the outline rounded."""
    grown = spine.buffer(half_width + _ROUND_M, quad_segs=24)
    rounded = Polygon(grown.exterior).buffer(-_ROUND_M, quad_segs=24)
    return Polygon(rounded.simplify(_TOLERANCE_M).exterior)


def _span(axis: LineString, members: Sequence[BaseGeometry]) -> BaseGeometry:
    along = [position for member in members for position in _positions(axis, member)]
    start = max(0.0, min(along) - END_MARGIN_M)
    end = min(axis.length, max(along) + END_MARGIN_M)
    part = substring(axis, start, end)
    return part if part.length < SPOT_M else _averaged(part)


def _averaged(line: BaseGeometry) -> LineString:
    """Average a line over `_SMOOTH_M`, less towards its ends, which stay where they are."""
    positions = np.linspace(0, line.length, max(2, round(line.length / _STEP_M)) + 1)
    reach = np.minimum(_SMOOTH_M / 2, np.minimum(positions, line.length - positions))
    shares = np.linspace(-1, 1, 25)
    around = positions[:, None] + reach[:, None] * shares
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, around.ravel()))
    return LineString(points.reshape(*around.shape, 2).mean(axis=1))


def _positions(axis: LineString, member: BaseGeometry) -> list[float]:
    """Return where along the axis a member lies: both ends of what it crosses, or its foot."""
    inside = axis.intersection(member)
    if inside.length > 0:
        ends = shapely.points(shapely.get_coordinates(inside))
        return [float(value) for value in shapely.line_locate_point(axis, ends)]
    return [axis.project(Point(shapely.shortest_line(member, axis).coords[0]))]


def _curve(members: Sequence[BaseGeometry]) -> BaseGeometry:
    """Run a smooth curve through the members' points, sorted along the belt."""
    points = np.array([shapely.get_coordinates(row.representative_point())[0] for row in members])
    centre = points.mean(axis=0)
    direction = np.linalg.svd(points - centre)[2][0]
    points = points[np.argsort((points - centre) @ direction, kind="stable")]
    if np.hypot(*(points[-1] - points[0])) < SPOT_M:
        # Members in one spot span no belt; show them all the same.
        return Point(centre)
    if len(points) > MAX_KNOTS:
        points = np.array([group.mean(axis=0) for group in np.array_split(points, MAX_KNOTS)])
    lengthen = END_MARGIN_M * _unit(points[-1] - points[0])
    return LineString(smooth(np.vstack([points[0] - lengthen, points, points[-1] + lengthen])))


def _catmull_rom(four: Floats, t: Floats) -> Floats:
    """Evaluate the uniform Catmull-Rom segment between the middle two of four points.

    Source: Catmull and Rom, "A class of local interpolating splines", 1974.
    """
    a, b, c, d = four
    point: Floats = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * (b - c) + d - a) * t**3
    )
    return point


def _unit(vector: Floats) -> Floats:
    return vector / max(float(np.hypot(*vector)), 1.0)
