"""A belt is a band about its axis; each member is in it, touched or tied, and changes it."""

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import MultiPoint
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from zzmap.corridor import HALF_WIDTHS_M, Belt, corridor

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


def assert_none_is_lost(belt: Belt, places: list[BaseGeometry]) -> None:
    assert belt.band.is_valid
    assert not belt.band.interiors
    for number, place in enumerate(places):
        leader = belt.leaders.get(number)
        if leader is None:
            assert belt.band.distance(place) == 0
        else:
            assert leader.distance(belt.band) < 0.01
            assert leader.distance(place) < 0.01
            assert leader.length == pytest.approx(belt.band.distance(place), abs=0.01)


def is_a_band(belt: Belt) -> bool:
    """A band is nowhere wider than it says, and has no arm narrower than it says."""
    width = belt.half_width_m
    core = belt.band.buffer(-0.9 * width)
    back = core.buffer(0.9 * width + 60)
    return core.geom_type == "Polygon" and back.covers(belt.band)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(members)
def test_along_an_axis_no_member_is_lost(places: list) -> None:
    belt = corridor(places, AXIS)
    assert_none_is_lost(belt, places)
    assert is_a_band(belt)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(members)
@example(LOST)
@example(LOST_TOO)
def test_without_an_axis_no_member_is_lost(places: list) -> None:
    belt = corridor(places)
    assert_none_is_lost(belt, places)


def test_no_member_is_lost_in_a_seeded_thousand() -> None:
    """The experiment that found an earlier rule to lose two members of a thousand belts."""
    random = np.random.default_rng(20261123)
    for _ in range(1_000):
        places = shapely.points(random.uniform(-30_000, 30_000, (random.integers(2, 10), 2)))
        assert_none_is_lost(corridor(list(places)), list(places))


def test_a_belt_is_no_hull() -> None:
    bent = LineString([(0, 0), (30_000, 20_000), (60_000, 0)])
    places = [Point(1_000, 500), Point(30_000, 19_000), Point(59_000, 500)]
    hull = MultiPoint(places).convex_hull.buffer(1_500)
    assert corridor(places, bent).band.area < 0.6 * hull.area


def test_a_band_is_as_wide_at_its_ends_as_in_its_middle_and_round() -> None:
    straight = LineString([(0, 0), (60_000, 0)])
    belt = corridor([Point(10_000, 100), Point(50_000, 100)], straight)
    assert belt.half_width_m == HALF_WIDTHS_M[0]
    # 2.5 km beyond the members, and rounded there
    expected = LineString([(7_500, 0), (52_500, 0)]).buffer(2_000)
    assert belt.band.symmetric_difference(expected).area < 0.01 * expected.area


def test_a_member_far_off_is_tied_and_widens_nothing() -> None:
    straight = LineString([(0, 0), (60_000, 0)])
    near = [Point(x, 1_500) for x in (5_000, 20_000, 40_000, 55_000)]
    alone, with_far = corridor(near, straight), corridor([*near, Point(30_000, 20_000)], straight)
    assert alone.leaders == {}
    assert with_far.band.equals(alone.band)
    assert list(with_far.leaders) == [4]
    assert with_far.leaders[4].length == pytest.approx(18_000, abs=30)


def test_members_beside_the_axis_widen_the_band_as_a_whole() -> None:
    straight = LineString([(0, 0), (60_000, 0)])
    widths = [
        corridor([Point(5_000, off), Point(55_000, -off)], straight).half_width_m
        for off in (500, 2_500, 3_500, 9_000)
    ]
    assert widths == [2_000, 3_000, 4_000, 4_000]


def test_a_wiggle_of_the_axis_does_not_show() -> None:
    x = np.arange(0, 60_001, 500.0)
    wiggly = LineString(np.column_stack([x, 400 * np.sin(x / 600)]))
    band = corridor([Point(2_000, 0), Point(58_000, 0)], wiggly).band
    straight = LineString([(0, 0), (60_000, 0)]).buffer(2_000)
    assert band.symmetric_difference(straight).area < 0.08 * straight.area


def test_members_in_one_spot_make_a_disc() -> None:
    belt = corridor([Point(0, 0), Point(10, 0)])
    assert belt.band.area == pytest.approx(np.pi * 2_000**2, rel=0.02)
    assert belt.leaders == {}


def test_a_changed_axis_changes_the_belt() -> None:
    places = [Point(5_000, 500), Point(60_000, 500)]
    straight = LineString([(0, 0), (70_000, 0)])
    assert not corridor(places, straight).band.equals(corridor(places, AXIS).band)


def test_one_member_and_no_axis_make_no_belt() -> None:
    with pytest.raises(ValueError, match="two members"):
        corridor([Point(0, 0)])


def test_without_an_axis_the_spine_runs_along_the_members_and_beyond_both_ends() -> None:
    """From west to east whatever their order, through each, and 2.5 km beyond the outer two."""
    places = [Point(20_000, -3_000), Point(0, 0), Point(30_000, 0), Point(10_000, 3_000)]
    spine = corridor(places).spine
    ends = sorted((round(x), round(y)) for x, y in (spine.coords[0], spine.coords[-1]))
    assert ends == [(-2_500, 0), (32_500, 0)]
    assert max(place.distance(spine) for place in places) < 1e-6
    # Four legs of 2.5, 10.44, 11.66, 10.44 and 2.5 km, a little longer for its bends.
    assert 37_500 < spine.length < 40_000
