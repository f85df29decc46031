"""Shifted outlines are suspected, others are not: drawn by seed, counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon, box

from zzmap.catalogue import Catalogue
from zzmap.crs import BD09, GCJ02, WGS84, Crs, transform_geometry
from zzmap.geometry import Gazetteer
from zzmap.parks.datum_check import Known, _step, check_datum
from zzmap.parks.neighbours import in_metres

SEED = 20260611
TOLD = [
    "上街区", "中原区", "二七区", "新密市", "新郑市", "登封市", "中牟县", "巩义市", "惠济区",
    "管城回族区", "荥阳市", "金水区", "龙湖金融岛", "龙子湖智慧岛", "郑州高新区",
]  # fmt: skip
"""All districts, and the zones that are known well enough to tell a shift by."""

SUSPECTED, OPEN = "datum-suspected", "datum-open"


@pytest.fixture(scope="module")
def places(catalogue: Catalogue) -> Known:
    rows = list(Gazetteer(catalogue).polygons.values())
    shapes = in_metres(catalogue.city.metric, [row.geometry for row in rows])
    accuracy = np.array([float(row.accuracy_m) for row in rows])
    return Known([row.name for row in rows], shapes, accuracy)


def redrawn(rng: np.random.Generator, shape: Any, accuracy_m: float) -> Any:
    """Return an outline each corner of which is off by its stated accuracy."""

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        off = points + rng.normal(size=points.shape) * accuracy_m / np.sqrt(2)
        off[-1] = off[0]
        return off

    whole = max(shapely.get_parts(shape), key=lambda part: part.area)
    drawn = shapely.transform(Polygon(whole.exterior), moved)
    drawn = shapely.make_valid(drawn, method="structure")
    return max(shapely.get_parts(drawn), key=lambda part: part.area)


def found(catalogue: Catalogue, shape: Any, known: Known, datum: Crs | None) -> str:
    degrees = catalogue.city.metric.to_degrees(np.array([shape], dtype=object))
    if datum is not None:
        degrees = transform_geometry(degrees, WGS84, datum)
    codes = [row.code for row in check_datum(catalogue.city.metric, degrees, known)]
    assert len(codes) <= 1
    return codes[0] if codes else "placed"


def test_places_drawn_anew_and_shifted_are_suspected(catalogue: Catalogue, places: Known) -> None:
    rng = np.random.default_rng(SEED)
    told = [at for at, name in enumerate(places.names) if name in TOLD]
    assert len(told) == len(TOLD)
    counts = {True: 0, False: 0}
    for at in told:
        for datum in (GCJ02, BD09, None):
            for _ in range(4 if datum else 8):
                drawn = redrawn(rng, places.shapes[at], places.accuracy_m[at])
                code = found(catalogue, drawn, places, datum)
                counts[datum is not None] += code == SUSPECTED
    print(f"suspected: {counts[True]} of 120 shifted, {counts[False]} of 120 unshifted")
    assert counts[True] >= 0.95 * len(told) * 2 * 4
    assert counts[False] <= 0.02 * len(told) * 8


def test_a_sketch_that_is_off_by_more_than_a_shift_is_said_to_tell_nothing(
    catalogue: Catalogue, places: Known
) -> None:
    rng = np.random.default_rng(SEED)
    coarse = np.flatnonzero(places.accuracy_m >= 1500)
    assert len(coarse) >= 10
    for at in coarse:
        for datum in (GCJ02, None):
            drawn = redrawn(rng, places.shapes[at], places.accuracy_m[at])
            assert found(catalogue, drawn, places, datum) == OPEN


def plots(rng: np.random.Generator, count: int) -> list[Any]:
    """Return parks of some hundred metres in the city, turned each its own way."""
    made = []
    for _ in range(count):
        east, north = rng.uniform(455_000, 485_000), rng.uniform(3_835_000, 3_860_000)
        wide, high = rng.uniform(250, 900, 2)
        box = shapely.box(east, north, east + wide, north + high)
        made.append(shapely.affinity.rotate(box, rng.uniform(0, 90)))
    return made


def neighbour(rng: np.random.Generator, park: Any) -> Any:
    """Return a plot along an edge of a park, measured anew to some decimetres."""
    corners = np.array(park.exterior.coords)[:-1]
    at = int(rng.integers(4))
    one, two = corners[at], corners[(at + 1) % 4]
    away = np.array([two[1] - one[1], one[0] - two[0]])
    if park.contains(shapely.Point((one + two) / 2 + away * 0.01)):
        away = -away
    depth = away / np.hypot(*away) * rng.uniform(200, 600)
    points = np.array([one, two, two + depth, one + depth])
    return Polygon(points + rng.normal(size=points.shape) * 0.3)


@pytest.mark.parametrize("datum", [GCJ02, BD09])
def test_plots_beside_a_known_park_are_suspected_when_shifted(
    datum: Crs, catalogue: Catalogue
) -> None:
    rng = np.random.default_rng(SEED)
    parks = plots(rng, 100)
    known = Known([f"园{n}" for n in range(100)], np.array(parks, dtype=object), np.full(100, 5.0))
    beside = [neighbour(rng, park) for park in parks]
    shifted = sum(found(catalogue, row, known, datum) == SUSPECTED for row in beside)
    plain = [found(catalogue, row, known, None) for row in beside]
    assert shifted >= 95
    assert plain.count(SUSPECTED) == 0
    assert plain.count("placed") >= 95


def test_unrelated_plots_are_not_suspected(catalogue: Catalogue, places: Known) -> None:
    rng = np.random.default_rng(SEED)
    parks = plots(rng, 100)
    known = Known(
        [*(f"园{n}" for n in range(100)), *places.names],
        np.array([*parks, *places.shapes], dtype=object),
        np.array([5.0] * 100 + list(places.accuracy_m)),
    )
    codes = [found(catalogue, row, known, None) for row in plots(rng, 200)]
    assert codes.count(SUSPECTED) <= 2
    assert codes.count(OPEN) >= 180


def test_what_is_suspected_names_the_shift(catalogue: Catalogue) -> None:
    park = shapely.box(463_000, 3_850_000, 463_500, 3_850_400)
    known = Known(["老园区"], np.array([park], dtype=object), np.array([5.0]))
    degrees = catalogue.city.metric.to_degrees(np.array([park], dtype=object))
    shifted = transform_geometry(degrees, WGS84, BD09)
    (row,) = check_datum(catalogue.city.metric, shifted, known)
    assert "老园区" in row.message
    assert "1,800 m" in row.message
    assert "--crs bd09" in row.hint


@pytest.mark.parametrize(
    ("outline", "step", "error"),
    [
        (box(300, 500, 1320, 1480), [310, 490], 8.0),  # wider and lower: that says little
        (box(290, 490, 1310, 1510), [300, 500], 20.17),  # larger: each side has the same error
        (box(310, 510, 1290, 1490), [300, 500], 20.0),
    ],
)
def test_what_sticks_out_here_and_falls_short_there_makes_a_step_surer(
    outline: Polygon, step: list[float], error: float
) -> None:
    """A kilometre of a square that is known to ten metres."""
    found = _step(outline, box(0, 0, 1000, 1000), 10.0)
    assert found is not None
    moved, told = found
    assert moved.tolist() == pytest.approx(step)
    assert told == pytest.approx(error, abs=0.01)
