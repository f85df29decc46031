"""Detection of reference systems: ranked, with evidence, never a silent guess."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from zzmap import crs as zzcrs
from zzmap.crs import Box, from_wgs84, wgs84_to_gcj02
from zzmap.crs.readings import chance_of_packed
from zzmap.errors import CrsError

ZHENGZHOU = Box(112.6, 34.2, 114.4, 35.1)
detect = partial(zzcrs.detect, region=ZHENGZHOU)

RNG = np.random.default_rng(20)


def wiggly(lon: float, lat: float) -> shapely.Polygon:
    """A boundary that turns everywhere, some 20 km wide, as a district's does."""
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    radius = 0.1 * (1 + 0.15 * np.sin(5 * angle) + 0.05 * np.sin(23 * angle))
    return shapely.Polygon(np.column_stack(
        [lon + radius * np.cos(angle), lat + 0.8 * radius * np.sin(angle)]
    ))  # fmt: skip


DISTRICTS = [wiggly(113.4, 34.6), wiggly(113.65, 34.75), wiggly(113.9, 34.5)]
TRUE = shapely.get_coordinates(DISTRICTS)


def written(crs: str, points: np.ndarray = TRUE) -> np.ndarray:
    return np.column_stack(from_wgs84(crs, *points.T))


def packed(points: np.ndarray) -> np.ndarray:
    seconds = np.round(points * 3600, 2)
    degrees, rest = np.divmod(seconds, 3600)
    minutes, seconds = np.divmod(rest, 60)
    return np.round(degrees + minutes / 100 + seconds / 1e4, 6)


PROJECTED = ["EPSG:4526", "EPSG:4547", "EPSG:4497", "EPSG:4508", "EPSG:3857", "EPSG:32649"]


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("crs", PROJECTED)
def test_size_zone_and_order_of_metres_are_recognised(crs: str, swap: bool) -> None:
    points = written(crs)
    found = detect(points[:, ::-1] if swap else points)
    rows = [row for row in found.candidates if row.crs.key == crs and row.under is None]
    assert [row.swapped for row in rows] == [swap]
    located = rows[0].locate(points[:, ::-1] if swap else points)
    np.testing.assert_allclose(located, TRUE, atol=1e-9)
    assert {row.swapped for row in found.candidates} == {swap}
    assert not found.certain
    assert "name the system" in found.reason.en


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("crs", ["EPSG:4326", "gcj02", "bd09"])
def test_degrees_alone_are_ambiguous(crs: str, swap: bool) -> None:
    points = written(crs)
    found = detect(points[:, ::-1] if swap else points)
    assert [row.crs.key for row in found.candidates] == ["EPSG:4326", "gcj02", "bd09"]
    assert {row.swapped for row in found.candidates} == {swap}
    assert not found.certain
    with pytest.raises(CrsError, match="cannot tell WGS-84, GCJ-02 and BD-09 apart"):
        found.settled()


@pytest.mark.parametrize("claim", ["EPSG:4326", "EPSG:4490", "gcj02", "bd09"])
def test_a_claim_settles_degrees_and_says_it_is_unverified(claim: str) -> None:
    found = detect(TRUE, claim)
    assert found.certain
    assert found.basis == "claim"
    assert found.settled().crs.key == claim
    assert "not verified" in found.reason.en
    assert not found.contradicts_claim


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("crs", PROJECTED)
def test_a_claim_settles_metres(crs: str, swap: bool) -> None:
    points = written(crs)[:, ::-1] if swap else written(crs)
    best = detect(points, crs).settled()
    assert (best.crs.key, best.swapped, best.under) == (crs, swap, None)


@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:4547", "EPSG:4497"])
def test_the_datum_alone_settles_metres(crs: str) -> None:
    assert detect(written(crs), "CGCS2000").settled().crs.key == crs


@pytest.mark.parametrize(
    ("crs", "claim"),
    [
        ("EPSG:4526", "EPSG:4326"),
        ("EPSG:4526", "EPSG:3857"),
        ("EPSG:4497", "EPSG:4547"),
        ("EPSG:4547", "gcj02"),
        ("EPSG:4326", "EPSG:4547"),
        ("EPSG:3857", "CGCS2000"),
    ],
)
def test_a_claim_the_numbers_refute_is_not_followed(crs: str, claim: str) -> None:
    found = detect(written(crs), claim)
    assert not found.certain
    assert found.contradicts_claim
    assert found.best is not None
    assert found.best.crs.key == crs
    assert "but the numbers look like" in found.reason.en


def test_a_missing_or_extra_zone_number_is_seen_through() -> None:
    best = detect(written("EPSG:4526"), "EPSG:4547").settled()
    assert best.crs.key == "EPSG:4526"
    np.testing.assert_allclose(best.locate(written("EPSG:4526")), TRUE, atol=1e-9)


@pytest.mark.parametrize("claim", [None, "EPSG:4326", "gcj02"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "gcj02", "bd09"])
def test_anchors_outvote_the_claim(crs: str, claim: str | None) -> None:
    found = detect(written(crs), claim, DISTRICTS)
    assert found.certain
    assert found.basis == "anchors"
    assert found.settled().crs.key == crs
    assert found.contradicts_claim == (claim not in (None, crs))
    residuals = [row.residual_m for row in found.candidates]
    assert residuals[0] is not None and residuals[1] is not None
    assert residuals[0] < 1
    assert residuals[1] > 200


def test_anchors_of_another_source_still_tell() -> None:
    rough = [shape.simplify(0.001) for shape in DISTRICTS]
    points = written("gcj02", TRUE + RNG.normal(0, 5e-4, TRUE.shape))
    found = detect(points, "EPSG:4326", rough)
    assert found.settled().crs.key == "gcj02"
    assert "The claim is wrong" in found.reason.en


def test_shifted_degrees_under_a_projection_are_found() -> None:
    gcj = np.column_stack(wgs84_to_gcj02(*TRUE.T))
    points = written("EPSG:4547", gcj)
    found = detect(points, "EPSG:4547", DISTRICTS)
    best = found.settled()
    assert best.crs.key == "EPSG:4547"
    assert best.under is not None
    assert best.under.key == "gcj02"
    assert found.contradicts_claim
    np.testing.assert_allclose(best.locate(points), TRUE, atol=1e-9)


@pytest.mark.parametrize(("crs", "under"), [("gcj02", None), ("bd09", None), ("4547", "gcj02")])
def test_evidence_says_how_far_off_a_missed_shift_would_be(crs: str, under: str | None) -> None:
    """The distance on the ellipsoid between what was written and where it is, by PROJ."""
    shifted = written(under or crs)
    found = detect(written(crs, shifted) if under else shifted)
    row = next(
        row
        for row in found.candidates
        if crs in row.crs.key and (row.under.key if row.under else None) == under
    )
    told = [re.search(r"would be ([\d.]+) m off", sentence.en) for sentence in row.evidence]
    apart = pyproj.Geod(ellps="WGS84").inv(*TRUE.T, *shifted.T)[2]
    assert [float(one[1]) for one in told if one] == [pytest.approx(np.median(apart), rel=0.01)]


def test_point_anchors_work() -> None:
    towers = RNG.uniform([113.4, 34.6], [113.9, 34.8], (12, 2))
    found = detect(written("bd09", towers), "EPSG:4326", shapely.points(towers))
    assert found.settled().crs.key == "bd09"


def test_anchors_the_data_does_not_trace_say_nothing() -> None:
    scattered = RNG.uniform([113.4, 34.5], [113.9, 34.8], (3000, 2))
    found = detect(scattered, "EPSG:4326", DISTRICTS)
    assert (found.certain, found.basis) == (True, "claim")
    assert not detect(scattered, None, DISTRICTS).certain


def test_one_parcel_near_a_boundary_proves_nothing() -> None:
    corner = TRUE[10]
    parcel = corner + np.array([[0, 0], [1e-3, 0], [1e-3, 1e-3], [0, 1e-3], [0, 0]])
    assert not detect(parcel, None, DISTRICTS).certain


def test_a_straight_boundary_along_the_shift_cannot_decide() -> None:
    lon, lat = 113.4, 34.6
    to_lon, to_lat = wgs84_to_gcj02(lon, lat)
    along = np.array([to_lon - lon, to_lat - lat])
    line = np.array([lon, lat]) + np.linspace(-40, 40, 200)[:, None] * along
    found = detect(line, None, shapely.LineString(line))
    assert not found.certain


def test_far_anchors_say_so() -> None:
    found = detect(TRUE, None, [wiggly(100.0, 30.0)])
    assert not found.certain
    assert found.candidates[0].evidence[-1].en == "No anchor is near."


def test_unusable_anchors_are_an_error() -> None:
    with pytest.raises(CrsError, match="anchors hold no"):
        detect(TRUE, None, [shapely.Point()])


def test_packed_degrees_are_recognised_but_not_believed() -> None:
    found = detect(packed(TRUE))
    assert found.best is not None
    assert found.best.packed
    assert not found.certain
    np.testing.assert_allclose(found.best.locate(packed(TRUE)), TRUE, atol=2e-6)
    assert not detect(packed(TRUE), "EPSG:4326").certain
    settled = detect(packed(TRUE), "EPSG:4326", DISTRICTS).settled()
    assert (settled.crs.key, settled.packed) == ("EPSG:4326", True)


def test_a_few_decimals_that_could_be_packed_do_not_upset_a_claim() -> None:
    found = detect([[113.4530, 34.4510], [113.4612, 34.4633]], "EPSG:4326")
    assert not found.settled().packed
    assert any(row.packed for row in found.candidates)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(112.6, 114.4), st.floats(34.2, 35.1)), min_size=1, max_size=9))
def test_nothing_is_ever_certain_without_claim_or_anchors(rows: list[tuple[float, float]]) -> None:
    points = np.array(rows)
    for crs in ("EPSG:4326", "gcj02", "EPSG:4547", "EPSG:4526", "EPSG:3857"):
        found = detect(written(crs, points))
        assert not found.certain
        assert any(row.crs.key == crs for row in found.candidates)


def test_every_candidate_brings_evidence_in_both_languages() -> None:
    for row in detect(TRUE, None, DISTRICTS).candidates:
        assert row.share == 1.0
        assert len(row.evidence) >= 3
        for sentence in (*row.evidence, row.label):
            assert sentence.zh
            assert sentence.en


def test_elsewhere_needs_another_region() -> None:
    beijing = TRUE + [2.8, 5.2]
    found = detect(beijing, "EPSG:4326")
    assert not found.certain
    assert found.candidates == ()
    assert found.contradicts_claim
    with pytest.raises(CrsError, match="No reading puts half of the points into"):
        found.settled()
    assert detect(beijing, "EPSG:4326", region=Box(115.4, 39.4, 117.5, 41.1)).certain


def test_gaps_are_skipped_and_no_coordinates_are_an_error() -> None:
    assert detect(np.vstack([TRUE, [np.nan, np.nan]]), "wgs84").certain
    for nothing in (np.empty((0, 2)), [[np.nan, 1.0]], [1.0, 2.0], [["a", "b"]]):
        with pytest.raises(CrsError):
            detect(nothing)


def test_claims_that_cannot_be_used_are_errors() -> None:
    with pytest.raises(CrsError, match="西安80"):
        detect(TRUE, "西安80")
    assert not detect(TRUE, "").certain


# -- without a region --------------------------------------------------------------


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4546", "EPSG:32649"])
def test_without_a_region_no_datum_tells_the_zone_of_short_eastings(crs: str) -> None:
    found = zzcrs.detect(written(crs, TRUE), "CGCS2000")
    assert not found.certain
    assert "Without a region" in found.reason.en
    assert "未给出区域" in found.reason.zh
    with pytest.raises(CrsError, match="give the region or the zone") as caught:
        found.settled()
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4526", "EPSG:4508"])
def test_without_a_region_a_named_zone_is_believed(crs: str) -> None:
    best = zzcrs.detect(written(crs), crs).settled()
    assert best.crs.key == crs
    assert np.abs(best.locate(written(crs)) - TRUE).max() < 1e-8


def test_without_a_region_the_prefix_still_tells_the_zone_and_degrees_need_no_zone() -> None:
    assert zzcrs.detect(written("EPSG:4526"), "CGCS2000").settled().crs.key == "EPSG:4526"
    assert zzcrs.detect(TRUE - [4.0, 8.0], "wgs84").certain
    plain = zzcrs.detect(TRUE)
    assert not plain.certain
    assert "region" not in plain.reason.en


def test_without_a_region_a_place_outside_china_is_no_reading() -> None:
    found = zzcrs.detect([[2.35, 48.85]], "wgs84")
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("points", "hint"),
    [
        ([(113.6, 34.7), (113.7, 34.8)], "Name the system: EPSG:4326, gcj02, bd09."),
        ([(465_000, 3_848_000), (466_000, 3_849_000)], "Name the system: EPSG:4547."),
        ([(5e8, 5e8), (5.1e8, 5.1e8)], "Name the system, or check the region."),
    ],
)
def test_what_is_not_certain_says_how_to_mend_it(
    points: list[tuple[float, float]], hint: str
) -> None:
    with pytest.raises(CrsError) as caught:
        detect(np.array(points)).settled()
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("points", "chance"),
    [
        # Minutes of 99 are no angle, and nothing to count.
        ([[113.99, 34.10], [113.10, 34.20]], 1.0),
        # Three eastings over half a degree, each with seconds under 60 by a chance of 0.6;
        # the northings lie in one minute and prove nothing.
        ([[113.10, 34.1000], [113.20, 34.1000], [113.50, 34.1001]], 0.6**3),
        ([[113.10, 34.10], [113.20, 34.30], [113.20, 34.10]], 0.6**2 * 0.6**2),
    ],
)
def test_the_chance_that_decimals_look_packed(points: list[list[float]], chance: float) -> None:
    assert chance_of_packed(np.array(points)) == pytest.approx(chance)
