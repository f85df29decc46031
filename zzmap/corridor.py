"""Draw a belt: a smooth corridor along an axis that touches each of its members.

The rule, in metres:

1. The spine is the part of the axis that the members span, lengthened a little at
   both ends.  Without an axis it is a smooth curve through the members' points in the
   order in which they follow each other along the belt; more than `MAX_KNOTS` members
   are first averaged in groups of neighbours.
2. Each side of the spine has a width of its own.  Where a member lies beside the
   spine, that side is wide enough to reach `TOUCH_M` into it; between members the
   width changes smoothly; it is never less than `MIN_HALF_WIDTH_M`, or without an axis
   than a `SLENDERNESS`-th of the length, up to `FREE_HALF_WIDTH_M`.
3. A member further than `FAR_M` from the spine does not widen the belt: a narrow spur
   of half width `SPUR_M` reaches it.
4. The outline is rounded.
5. Whatever the steps above have left apart is joined: each part of the outline, and each
   member it does not meet, by a spur to what lies nearest.

So the corridor follows the axis, is no hull of the members, and changes with them.  It is
one polygon that touches every member whatever the members are: no part is ever dropped, and
a spur begins on what is there already and ends on what it reaches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

MIN_HALF_WIDTH_M = 1_500.0
FREE_HALF_WIDTH_M = 4_000.0
SLENDERNESS = 16.0
TOUCH_M = 600.0
END_MARGIN_M = 2_500.0
MAX_KNOTS = 5
FAR_M = 16_000.0
SPUR_M = 900.0
STEP_M = 250.0
ROUNDING_M = 700.0
_SAME_KNOT_M = 1_500.0
_CURVE_STEPS = 24
_GRID_M = 0.001
"""Grid of unions.  Without one GEOS 3.14 now and then loses tens of km² where edges nearly
coincide, and says nothing; snap rounding to a grid is robust (Hobby 1999)."""

Floats = NDArray[np.float64]


class _Reach(NamedTuple):
    """How far, and to which side (+1 left, -1 right), a member lies from the spine."""

    along: float
    side: int
    width: float


def corridor(members: Sequence[BaseGeometry], axis: LineString | None = None) -> Polygon:
    """Return the belt of `members`, as a polygon in the members' metric CRS.

    Parameters
    ----------
    members
        Points or polygons in metres, at least two if there is no axis.
    axis
        Line in metres the belt follows.

    Raises
    ------
    ValueError
        If there are too few members to draw a belt.
    """
    if not members or (axis is None and len(members) < 2):
        raise ValueError("a belt needs two members, or one and an axis")
    spine = _span(axis, members) if axis is not None else _curve(members)
    if spine.length < STEP_M:
        # Members in one spot span no belt; show them all the same.
        return _joined(_union(members).buffer(MIN_HALF_WIDTH_M), members)
    beside = [member for member in members if member.distance(spine) <= FAR_M]
    reaches = [_reach(spine, member) for member in beside]
    positions = np.linspace(0, spine.length, max(2, round(spine.length / STEP_M)) + 1)
    least = MIN_HALF_WIDTH_M
    if axis is None:
        least = min(max(least, spine.length / SLENDERNESS), FREE_HALF_WIDTH_M)
    left = _widths(positions, [row for row in reaches if row.side > 0], least)
    right = _widths(positions, [row for row in reaches if row.side < 0], least)
    outline = _outline(spine, positions, left, right)
    return _joined(_rounded(outline), members)


def _span(axis: LineString, members: Sequence[BaseGeometry]) -> LineString:
    along = [position for member in members for position in _positions(axis, member)]
    start = max(0.0, min(along) - END_MARGIN_M)
    end = min(axis.length, max(along) + END_MARGIN_M)
    return LineString(substring(axis, start, end))


def _positions(axis: LineString, member: BaseGeometry) -> list[float]:
    """Return where along the axis a member lies: both ends of what it crosses, or its foot."""
    inside = axis.intersection(member)
    if inside.length > 0:
        ends = shapely.points(shapely.get_coordinates(inside))
        return [float(value) for value in shapely.line_locate_point(axis, ends)]
    return [axis.project(Point(shapely.shortest_line(member, axis).coords[0]))]


def _curve(members: Sequence[BaseGeometry]) -> LineString:
    """Run a Catmull-Rom curve through the members' points, sorted along the belt."""
    points = np.array([shapely.get_coordinates(row.representative_point())[0] for row in members])
    centre = points.mean(axis=0)
    direction = np.linalg.svd(points - centre)[2][0]
    points = points[np.argsort((points - centre) @ direction)]
    if len(points) > MAX_KNOTS:
        points = np.array([group.mean(axis=0) for group in np.array_split(points, MAX_KNOTS)])
    lengthen = END_MARGIN_M * _unit(points[-1] - points[0])
    knots = np.vstack([points[0] - lengthen, points, points[-1] + lengthen])
    padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    t = np.linspace(0, 1, _CURVE_STEPS, endpoint=False)[:, None]
    pieces = [_catmull_rom(padded[i : i + 4], t) for i in range(len(knots) - 1)]
    return LineString(np.vstack([*pieces, knots[-1:]]))


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


def _reach(spine: LineString, member: BaseGeometry) -> _Reach:
    point = Point(shapely.shortest_line(member, spine).coords[0])
    along = spine.project(point)
    ahead = shapely.line_interpolate_point(spine, min(along + 50, spine.length))
    behind = shapely.line_interpolate_point(spine, max(along - 50, 0.0))
    cross = (ahead.x - behind.x) * (point.y - behind.y) - (ahead.y - behind.y) * (
        point.x - behind.x
    )
    return _Reach(along, 1 if cross >= 0 else -1, point.distance(spine) + TOUCH_M)


def _widths(positions: Floats, reaches: list[_Reach], least: float) -> Floats:
    """Interpolate one side's width between its members with a cosine ease."""
    knots: list[tuple[float, float]] = []
    for row in sorted(reaches):
        width = max(row.width, least)
        if knots and row.along - knots[-1][0] < _SAME_KNOT_M:
            knots[-1] = (knots[-1][0], max(width, knots[-1][1]))
        else:
            knots.append((row.along, width))
    if not knots:
        return np.full_like(positions, least)
    along, width = np.array(knots).T
    index = np.clip(np.searchsorted(along, positions) - 1, 0, max(len(along) - 2, 0))
    following = np.minimum(index + 1, len(along) - 1)
    gap = np.maximum(along[following] - along[index], 1.0)
    share = np.clip((positions - along[index]) / gap, 0, 1)
    ease = (1 - np.cos(np.pi * share)) / 2
    eased: Floats = width[index] + ease * (width[following] - width[index])
    return eased


def _outline(spine: LineString, positions: Floats, left: Floats, right: Floats) -> BaseGeometry:
    """Cover the spine with one quadrilateral a step; a union keeps bends from folding."""
    points = shapely.get_coordinates(shapely.line_interpolate_point(spine, positions))
    tangent = np.gradient(points, axis=0)
    tangent /= np.maximum(np.hypot(*tangent.T), 1e-9)[:, None]
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]])
    a, b = points + normal * left[:, None], points - normal * right[:, None]
    rings = np.stack([a[:-1], a[1:], b[1:], b[:-1], a[:-1]], axis=1)
    return _union(shapely.make_valid(shapely.polygons(rings)))


def _union(shapes: Iterable[BaseGeometry]) -> BaseGeometry:
    whole: BaseGeometry = shapely.union_all(np.array(list(shapes)), grid_size=_GRID_M)
    return whole


def _rounded(outline: BaseGeometry) -> BaseGeometry:
    opened = outline.buffer(ROUNDING_M).buffer(-2 * ROUNDING_M).buffer(ROUNDING_M)
    return opened.simplify(30) if not opened.is_empty else outline


def _joined(outline: BaseGeometry, members: Sequence[BaseGeometry]) -> Polygon:
    """Join the parts of the outline, then the members it does not meet, by spurs; fill holes."""
    whole, *others = sorted(shapely.get_parts(outline), key=lambda part: -part.area)
    for part in others:
        whole = _union([whole, _spur(whole, part), part])
    # Looked at again after each union, whose grid moves edges by up to a millimetre; it ends,
    # since a spur reaches `SPUR_M` into its member.
    while missed := [member for member in members if not whole.intersects(member)]:
        whole = _union([whole, *(_spur(whole, member) for member in missed)])
    return Polygon(whole.exterior)


def _spur(one: BaseGeometry, two: BaseGeometry) -> BaseGeometry:
    return shapely.shortest_line(one, two).buffer(SPUR_M)
