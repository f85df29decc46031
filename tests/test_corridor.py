"""A belt touches its members, follows its axis and changes with them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import MultiPoint
from shapely.geometry import LineString, Point

from zzmap.corridor import corridor

AXIS = LineString([(0, 0), (20_000, 3_000), (45_000, -2_000), (70_000, 4_000)])

points = st.tuples(st.floats(2_000, 68_000), st.floats(-12_000, 12_000)).map(Point)
members = st.lists(
    st.one_of(points, points.map(lambda point: point.buffer(2_500))), min_size=2, max_size=9
)
# Of both, an earlier rule let go of one member by some 7 km: GEOS lost a part of a union.
LOST = [Point(3000, 5808.4), Point(51724.5, 0), Point(30552.8, 9740.5)]
LOST_TOO = [
    Point(4005.9970526485913, 4928.217447055554),
    Point(29872.477091638793, 9997.714250208877),
    Point(51078.84484068477, 127.01829225824576),
]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(members)
def test_a_belt_along_an_axis_touches_each_member(places: list) -> None:
    belt = corridor(places, AXIS)
    assert belt.is_valid
    assert all(belt.intersects(place) for place in places)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(members)
@example(LOST)
@example(LOST_TOO)
def test_a_belt_without_an_axis_touches_each_member(places: list) -> None:
    belt = corridor(places)
    assert belt.is_valid
    assert all(belt.distance(place) == 0 for place in places)


def test_a_belt_is_no_hull() -> None:
    bent = LineString([(0, 0), (30_000, 20_000), (60_000, 0)])
    places = [Point(1_000, 500), Point(30_000, 19_000), Point(59_000, 500)]
    assert corridor(places, bent).area < 0.6 * MultiPoint(places).convex_hull.buffer(1_500).area


def test_a_belt_keeps_the_part_that_rounding_cuts_off() -> None:
    """Rounding cuts 2.4 km² off this outline, which lie around the point looked at."""
    points = [(7188.3, -3300.1), (57188.2, 11719.1), (47350.4, 8647.3), (51651.1, 8825.0)]
    places = [Point(*point) for point in [*points, (44351.8, 372.2)]]
    places += [Point(64565.0, 10378.5).buffer(2_500), Point(21642.7, -11008.8).buffer(2_500)]
    belt = corridor(places)
    assert belt.geom_type == "Polygon"
    assert belt.contains(Point(8971.5, -2759.2))
    assert all(belt.intersects(place) for place in places)


def test_a_changed_member_changes_the_belt() -> None:
    places = [Point(5_000, 2_000), Point(60_000, 1_000)]
    near, far = (
        corridor([*places, Point(30_000, 3_000)], AXIS),
        corridor([*places, Point(30_000, 9_000)], AXIS),
    )
    assert far.area > near.area
    assert not near.intersects(Point(30_000, 9_000))


def test_a_changed_axis_changes_the_belt() -> None:
    places = [Point(5_000, 500), Point(60_000, 500)]
    straight = LineString([(0, 0), (70_000, 0)])
    assert not corridor(places, straight).equals(corridor(places, AXIS))


def test_one_member_and_no_axis_make_no_belt() -> None:
    with pytest.raises(ValueError, match="two members"):
        corridor([Point(0, 0)])
