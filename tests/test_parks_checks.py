"""Each finding has a parcel that triggers it and a sound one that does not."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon, box

from zzmap.catalogue import Catalogue
from zzmap.crs import wgs84_to_bd09, wgs84_to_gcj02
from zzmap.geometry import Gazetteer, Located
from zzmap.parks import neighbours
from zzmap.parks.checks import CheckContext, check_parcels, check_proportion, fix_parcels
from zzmap.parks.findings import CODES, Finding
from zzmap.parks.parcel import Parcel, ParcelFile

TO_DEGREES = Transformer.from_crs(4547, 4490, always_xy=True).transform
EAST, NORTH = 465_000.0, 3_848_000.0
"""A place inside the city, in CGCS2000 metres."""

HIGH_TECH = "郑州高新区"


def metres(*corners: tuple[float, float], holes: Sequence[Any] = ()) -> Polygon:
    """A polygon whose corners are metres from a place in the city."""
    shape = Polygon(corners, holes)
    return shapely.transform(
        shape, lambda xy: np.column_stack(TO_DEGREES(xy[:, 0] + EAST, xy[:, 1] + NORTH))
    )


def square(x: float = 0, y: float = 0, side: float = 200) -> Polygon:
    return metres((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def parcel(geometry: Any, number: int = 1, **values: Any) -> Parcel:
    return Parcel(number, geometry, name=values.pop("name", f"地块{number}"), **values)


@pytest.fixture(scope="module")
def context(catalogue: Catalogue) -> CheckContext:
    return CheckContext(catalogue, Gazetteer(catalogue))


def check(context: CheckContext, *shapes: Any, **values: Any) -> list[Finding]:
    parcels = [parcel(shape, number, **values) for number, shape in enumerate(shapes, 1)]
    return check_parcels(parcels, context)


def codes(found: Sequence[Finding]) -> set[str]:
    """Codes, without the shares every parcel has."""
    return {row.code for row in found} - {"district-share", "zone-share"}


def one(found: Sequence[Finding], code: str) -> Finding:
    (row,) = [row for row in found if row.code == code]
    return row


def test_a_sound_parcel_has_no_findings_but_its_shares(context: CheckContext) -> None:
    found = check(context, square())
    assert codes(found) == set()
    assert one(found, "district-share").severity == "info"


def test_no_parcels_have_no_findings(context: CheckContext) -> None:
    assert check_parcels([], context) == []


def test_a_file_of_no_parcels_has_no_neighbours() -> None:
    none = neighbours.Labelled([], np.array([], dtype=object))
    some = neighbours.Labelled(["甲"], np.array([box(0, 0, 100, 100)], dtype=object))
    assert list(neighbours.check_neighbours(none, none)) == []
    assert list(neighbours.check_neighbours(none, some)) == []
    assert list(neighbours.check_neighbours(some, none)) == []


def test_findings_print_as_a_sentence_and_as_json(context: CheckContext) -> None:
    row = one(check(context, square(), square(100)), "overlap")
    assert str(row).startswith("warning overlap, feature 1: the parcel overlaps feature 2 地块2")
    assert row.to_dict()["code"] == "overlap"
    assert CODES["overlap"][0] == row.severity


# -- rings -------------------------------------------------------------------------

BOW = metres((0, 0), (200, 200), (200, 0), (0, 200))
TOUCH = metres((0, 0), (200, 0), (200, 200), (100, 100), (0, 200), (100, 100))
PINCH = metres((0, 0), (200, 0), (100, 100), (200, 200), (0, 200), (100, 100))
TWICE = metres((0, 0), (200, 0), (200, 0), (200, 200), (0, 200))
SPIKED = metres((0, 0), (200, 0), (200, 200), (100, 200), (100, 260), (100.05, 200), (0, 200))
SPIKE_BACK = metres((0, 0), (200, 0), (200, 200), (100, 200), (100, 260), (100, 200), (0, 200))
LINE = metres((0, 0), (100, 100), (200, 200))
CLOCKWISE = square().reverse()
PARTS_OVERLAP = MultiPolygon([square(), square(100, 100)])


@pytest.mark.parametrize(
    ("shape", "code", "severity"),
    [
        (BOW, "invalid-ring", "error"),
        (TOUCH, "invalid-ring", "error"),
        (PINCH, "invalid-ring", "error"),
        (PARTS_OVERLAP, "invalid-ring", "error"),
        (SPIKE_BACK, "invalid-ring", "error"),
        (SPIKE_BACK, "spike", "warning"),
        (SPIKED, "spike", "warning"),
        (TWICE, "duplicate-vertex", "warning"),
        (LINE, "zero-area", "error"),
        (CLOCKWISE, "winding", "info"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_ring_is_found(
    shape: Any, code: str, severity: str, context: CheckContext
) -> None:
    row = next(row for row in check(context, shape) if row.code == code)
    assert (row.severity, row.feature) == (severity, 1)
    assert row.hint


@pytest.mark.parametrize(
    ("shape", "code", "corner"),
    [(BOW, "invalid-ring", (100, 100)), (TWICE, "duplicate-vertex", (200, 0)),
     (SPIKED, "spike", (100, 260)), (SPIKE_BACK, "spike", (100, 260))],
)  # fmt: skip
def test_a_faulty_ring_is_found_at_its_vertex(
    shape: Any, code: str, corner: tuple[float, float], context: CheckContext
) -> None:
    lon, lat = map(float, one(check(context, shape), code).where.split())
    expected = TO_DEGREES(EAST + corner[0], NORTH + corner[1])
    assert (lon, lat) == pytest.approx(expected, abs=2e-6)


def test_a_sharp_corner_is_no_spike(context: CheckContext) -> None:
    wedge = metres((0, 0), (200, 0), (200, 100), (150, 100), (150, 400), (145, 100), (0, 100))
    assert "spike" not in codes(check(context, wedge))


def test_the_rule_of_winding_is_that_of_the_format(context: CheckContext) -> None:
    def winding(form: str, shape: Any) -> bool:
        rows = [parcel(shape)]
        file = ParcelFile(rows, "EPSG:4326", form, resolution_m=0.001)
        return "winding" in codes(check_parcels(rows, context, file))

    hole = [(50, 50), (50, 100), (100, 100), (100, 50)]
    shell = [(0, 0), (200, 0), (200, 200), (0, 200)]
    usual, same = metres(*shell, holes=[hole]), metres(*shell, holes=[hole[::-1]])
    assert [winding("GeoJSON", row) for row in (usual, usual.reverse(), same)] == [
        False,
        True,
        True,
    ]
    assert [winding("Shapefile", row) for row in (usual, usual.reverse(), same)] == [
        False, False, True,
    ]  # fmt: skip
    assert not any(winding("勘测定界 TXT", row) for row in (usual, usual.reverse(), same))


@pytest.mark.parametrize(
    ("shape", "area", "parts"),
    [
        (BOW, 20_000, 2),
        (TOUCH, None, None),
        (PINCH, 20_000, None),
        (TWICE, 40_000, 1),
        (SPIKED, 40_000, 1),
        (SPIKE_BACK, 40_000, 1),
        (CLOCKWISE, 40_000, 1),
        (PARTS_OVERLAP, 70_000, 1),
    ],
)
def test_fix_mends_and_says_what_changed(
    shape: Any, area: float | None, parts: int | None, context: CheckContext
) -> None:
    faults = codes(check(context, shape))
    (mended,), changes = fix_parcels([parcel(shape)])
    row = one(changes, "fixed")
    assert row.severity == "info"
    assert all(code in row.message for code in faults)
    assert codes(check_parcels([mended], context)) == set()
    assert mended.name == "地块1"
    if area:
        found = shapely.transform(
            mended.geometry,
            lambda xy: np.column_stack(
                Transformer.from_crs(4490, 4547, always_xy=True).transform(xy[:, 0], xy[:, 1])
            ),
        ).area
        assert found == pytest.approx(area, rel=2e-3)
    if parts:
        assert shapely.get_num_geometries(mended.geometry) == parts


def test_fix_says_what_area_there_was_and_is() -> None:
    _, changes = fix_parcels([parcel(TWICE)])
    assert "area 40,000 m² before, 40,000 m² after" in one(changes, "fixed").message
    assert [row.code for row in changes] == ["fixed"]
    _, changes = fix_parcels([parcel(BOW)])
    changed = one(changes, "area-changed")
    assert changed.severity == "warning"
    assert "from 0 m² to 20,000 m²" in changed.message


TWO = metres((0, 0), (200, 0), (200, 200), (0, 200), (500, 100), (700, 100), (700, 300), (500, 300))
AROUND_TWICE = metres((0, 0), (300, 0), (300, 300), (0, 300), (0, 0), (100, 100), (200, 100),
                      (200, 200), (100, 200), (100, 100))  # fmt: skip
PART_IN_PART = MultiPolygon([metres((0, 0), (300, 0), (300, 300), (0, 300)), square(100, 100)])
HOLE_BESIDE = shapely.Polygon(square().exterior, [square(400).exterior])
KEYHOLE = metres((0, 0), (300, 0), (300, 300), (0, 300), (0, 0), (100, 100), (100, 200),
                 (200, 200), (200, 100), (100, 100))  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (TWO, "two outlines"),
        (AROUND_TWICE, "twice around"),
        (PART_IN_PART, "inside another"),
        (HOLE_BESIDE, "outside its outline"),
    ],
)
def test_fix_leaves_alone_what_can_be_land_or_not(shape: Any, said: str) -> None:
    rows = [parcel(shape)]
    fixed, changes = fix_parcels(rows)
    assert fixed == rows
    row = one(changes, "unmended")
    assert row.severity == "error"
    assert said in row.message


def test_fix_opens_the_cut_to_a_hole() -> None:
    (mended,), _ = fix_parcels([parcel(KEYHOLE)])
    assert mended.geometry.is_valid
    assert [len(part.interiors) for part in shapely.get_parts(mended.geometry)] == [1]


def test_fix_cuts_a_spike_of_several_points_off_whole(context: CheckContext) -> None:
    back = [(100, 200), (100, 240), (100, 260), (100, 240), (100, 200)]
    (mended,), _ = fix_parcels([parcel(metres((0, 0), (200, 0), (200, 200), *back, (0, 200)))])
    assert codes(check_parcels([mended], context)) == set()
    assert shapely.get_num_coordinates(mended.geometry) <= 6


def test_fix_says_how_many_vertices_went(context: CheckContext) -> None:
    _, changes = fix_parcels([parcel(TWICE)])
    assert "6 vertices became 5" in one(changes, "fixed").message


def test_fix_leaves_sound_and_hopeless_parcels_alone() -> None:
    rows = [parcel(square()), parcel(LINE, 2)]
    fixed, changes = fix_parcels(rows)
    assert fixed == rows
    assert changes == []


# -- the city ----------------------------------------------------------------------


def test_a_parcel_outside_the_city(context: CheckContext) -> None:
    away = shapely.transform(square(), lambda xy: xy + np.array([0.0, 0.75]))
    row = one(check(context, away), "outside-city")
    assert row.severity == "error"
    assert "--crs" in row.hint


def test_a_parcel_across_the_line_of_the_city(context: CheckContext) -> None:
    zones = [row.geometry for row in context.gazetteer.polygons.values()]
    line = shapely.union_all([context.gazetteer.city.geometry, *zones])
    west = line.bounds[0]
    tip = line.intersection(shapely.box(west, -90, west + 1e-9, 90)).representative_point()
    across = shapely.box(west - 0.003, tip.y - 0.003, west + 0.003, tip.y + 0.003)
    row = one(check(context, across), "across-city-line")
    share = across.difference(line).area / across.area
    assert f"{share:.1%}" in row.message
    assert "across-city-line" not in codes(check(context, square()))


def test_swapped_axes_are_told(context: CheckContext) -> None:
    rows = [parcel(square())]
    file = ParcelFile(rows, "EPSG:4326", "勘测定界 TXT", swapped=True)
    assert one(check_parcels(rows, context, file), "axes-swapped").feature is None
    assert "axes-swapped" not in codes(check_parcels(rows, context, replace(file, swapped=False)))


@pytest.mark.parametrize(("resolution", "coarse"), [(11.1, True), (1.1, False), (0.001, False)])
def test_coarse_coordinates_are_told(
    resolution: float, coarse: bool, context: CheckContext
) -> None:
    rows = [parcel(square())]
    file = ParcelFile(rows, "EPSG:4326", "CSV corners", resolution_m=resolution)
    assert ("coarse" in codes(check_parcels(rows, context, file))) is coarse


@pytest.fixture(scope="module")
def high_tech(context: CheckContext) -> Any:
    return next(
        row.geometry for row in context.gazetteer.polygons.values() if row.name == HIGH_TECH
    )


@pytest.mark.parametrize(
    ("shift", "key"), [(wgs84_to_gcj02, "--crs gcj02"), (wgs84_to_bd09, "--crs bd09")]
)
def test_a_shifted_copy_of_a_zone_is_suspected(
    shift: Any, key: str, high_tech: Any, context: CheckContext
) -> None:
    small = shapely.affinity.scale(high_tech, 0.3, 0.3)
    known = replace(context, stored=[("高新核心区", small)])
    copy = shapely.transform(small, lambda xy: np.column_stack(shift(xy[:, 0], xy[:, 1])))
    found = [row for row in check(known, copy) if row.code == "datum-suspected"]
    assert any(key in row.hint and "高新核心区" in row.message for row in found)
    assert "datum-suspected" not in codes(check(known, small))


def test_a_shipped_zone_itself_read_in_the_wrong_datum(
    context: CheckContext, catalogue: Catalogue
) -> None:
    zones = {row.name: row.geometry for row in context.gazetteer.polygons.values()}
    # A shift of 600 m shows in zones a few kilometres wide.
    name, zone = min(zones.items(), key=lambda row: row[1].area)
    copy = shapely.transform(zone, lambda xy: np.column_stack(wgs84_to_gcj02(xy[:, 0], xy[:, 1])))
    found = [row for row in check(context, copy) if row.code == "datum-suspected"]
    assert any(name in row.message for row in found)
    assert "datum-suspected" not in codes(check(context, zone))


def test_a_file_beside_no_known_edge_is_said_to_be_open(context: CheckContext) -> None:
    rows = [parcel(square())]
    file = ParcelFile(rows, "EPSG:4326", "KML")
    row = one(check_parcels(rows, context, file), "datum-open")
    assert (row.severity, row.feature) == ("info", None)
    assert "datum-open" not in codes(check_parcels(rows, context))


# -- neighbours --------------------------------------------------------------------


def test_a_near_duplicate_of_a_stored_park(context: CheckContext) -> None:
    known = replace(context, stored=[("老园区", square(2, 2))])
    row = one(check(known, square()), "near-duplicate")
    assert "老园区" in row.message
    assert "Replace" in row.hint
    assert "near-duplicate" not in codes(check(known, square(100)))


def test_a_parcel_that_stands_twice_in_a_file(context: CheckContext) -> None:
    row = one(check(context, square(), square()), "near-duplicate")
    assert "feature 2" in row.message
    assert "100%" in row.message


def test_an_overlap_with_its_area_and_share(context: CheckContext) -> None:
    row = one(check(context, square(), square(150)), "overlap")
    assert "feature 2 地块2" in row.message
    assert "10,00" in row.message or "9,99" in row.message  # 50 by 200 m
    assert "25.0% of the parcel" in row.message


def test_an_overlap_with_a_stored_park(context: CheckContext) -> None:
    known = replace(context, stored=[("老园区", square(150)), ("远园区", square(5000))])
    found = check(known, square())
    assert "老园区" in one(found, "overlap").message
    assert not any("远园区" in row.message for row in found)


def test_common_edges_and_corners_are_sound(context: CheckContext) -> None:
    assert codes(check(context, square(), square(200), square(200, 200), square(0, 200))) == set()


def test_a_sliver_along_a_common_edge(context: CheckContext) -> None:
    found = check(context, square(), square(199.5))
    assert "feature 2" in one(found, "sliver").message
    assert codes(found) == {"sliver"}


def test_a_gap_along_a_common_edge(context: CheckContext) -> None:
    row = one(check(context, square(), square(200.5)), "gap")
    assert "about 0.50 m" in row.message
    assert "feature 2" in row.message


def test_a_gap_that_opens_from_a_common_corner(context: CheckContext) -> None:
    wedge = metres((200, 0), (400, 0), (400, 200), (201.5, 200))
    row = one(check(context, square(), wedge), "gap")
    assert "along feature 2" in row.message


def test_parcels_across_a_street_leave_no_gap(context: CheckContext) -> None:
    assert codes(check(context, square(), square(215))) == set()


@pytest.mark.parametrize(
    ("limits", "piled"),
    [
        ({"PAIRS": 129, "PAIRS_A_SHAPE": 0}, False),
        ({"PAIRS": 128, "PAIRS_A_SHAPE": 0}, True),
        ({"PAIRS": 0, "PAIRS_A_SHAPE": 1}, False),  # both sides count: 260 shapes
        ({"WORK": 1290, "WORK_A_VERTEX": 0}, False),
        ({"WORK": 1289, "WORK_A_VERTEX": 0}, True),
        ({"WORK": 0, "WORK_A_VERTEX": 1}, False),  # both sides count: 1300 vertices
    ],
)
def test_pairs_are_counted_over_the_whole_file(
    limits: dict[str, int], piled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of 130 squares of 5 vertices has 129 common edges: 129 pairs of 10 vertices."""
    for name, value in limits.items():
        monkeypatch.setattr(neighbours, name, value)
    shapes = np.array([box(200 * at, 0, 200 * at + 200, 200) for at in range(130)], dtype=object)
    row = neighbours.Labelled([f"lot {at}" for at in range(130)], shapes)
    none = neighbours.Labelled([], shapes[:0])
    found = list(neighbours.check_neighbours(row, none))
    assert [one.code for one in found] == (["pile"] if piled else [])


def test_a_pile_is_told_at_the_parcels_that_make_it_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neighbours, "PAIRS", 64)
    monkeypatch.setattr(neighbours, "PAIRS_A_SHAPE", 0)
    shapes = np.array([box(200 * at, 0, 200 * at + 200, 200) for at in range(130)], dtype=object)
    row = neighbours.Labelled([""] * 130, shapes)
    (pile,) = neighbours.check_neighbours(row, neighbours.Labelled([], shapes[:0]))
    assert pile.feature == 65  # 64 at a time: the first 64 have 64 pairs, which are let be


def test_numbers_are_those_of_the_file(context: CheckContext) -> None:
    rows = [parcel(LINE, 4), parcel(square(), 7), parcel(square(150), 9)]
    found = check_parcels(rows, context)
    assert one(found, "zero-area").feature == 4
    assert one(found, "overlap").feature == 7
    assert "feature 9" in one(found, "overlap").message


def test_what_is_found_of_one_of_several_parcels_names_its_number(context: CheckContext) -> None:
    """Of three the second lies beyond the city and the third is bent: each by its own number."""
    far = shapely.transform(square(), lambda points: points + (3.0, 3.0))
    bow = metres((0, 900), (200, 1100), (200, 900), (0, 1100))
    found = check(context, square(), far, bow)
    assert [row.feature for row in found if row.code == "outside-city"] == [2]
    assert {row.feature for row in found if row.code == "invalid-ring"} == {3}
    assert 1 in {row.feature for row in found if row.code == "district-share"}


@pytest.mark.parametrize(
    ("side", "found"),
    [
        (1.0, set()),
        (1.3, {"sliver"}),
        (3.8, {"sliver"}),
        (4.2, {"overlap"}),
        (200.0, {"near-duplicate"}),
    ],
)
def test_what_two_parcels_have_in_common_is_judged_by_its_area_and_width(
    context: CheckContext, side: float, found: set[str]
) -> None:
    """Up to a square metre is nothing; narrower than two metres on the mean is a sliver."""
    one = square(side=200)
    two = metres((200 - side, 200 - side), (400 - side, 200 - side), (400 - side, 400 - side),
                 (200 - side, 400 - side))  # fmt: skip
    assert codes(check(context, one, two)) & {"sliver", "overlap", "near-duplicate"} == found


def test_rings_of_parts_and_holes_are_counted_from_one(context: CheckContext) -> None:
    """A spike into the second hole of the second part is told as there."""
    far = [(1000.0, 0.0), (1400.0, 0.0), (1400.0, 400.0), (1000.0, 400.0)]
    holes = [
        [(1020.0, 20.0), (1080.0, 20.0), (1080.0, 80.0), (1020.0, 80.0)],
        [(1200.0, 200.0), (1300.0, 200.0), (1300.0, 300.0), (1250.0, 300.0), (1250.0, 390.0),
         (1250.0, 300.0), (1200.0, 300.0)],
    ]  # fmt: skip
    shape = MultiPolygon([square(), metres(*far, holes=holes)])
    told = [f"{row.where} {row.message}" for row in check(context, shape) if row.code == "spike"]
    assert told
    assert all("part 2 hole 2" in row for row in told)


def test_a_ring_that_is_not_valid_says_why_in_words(context: CheckContext) -> None:
    bow = metres((0, 0), (200, 200), (200, 0), (0, 200))
    row = one(check(context, bow), "invalid-ring")
    assert row.message == "a ring is not valid: self-intersection"


def test_errors_come_first(context: CheckContext) -> None:
    found = check_parcels([parcel(square()), parcel(square(150), 2), parcel(BOW, 3)], context)
    order = [row.severity for row in found]
    assert order == sorted(order, key=["error", "warning", "info"].index)


# -- shares ------------------------------------------------------------------------


def test_the_share_of_each_district(context: CheckContext) -> None:
    one_, two = next(
        (a, b)
        for a in context.gazetteer.districts.values()
        for b in context.gazetteer.districts.values()
        if a.id < b.id and a.geometry.intersection(b.geometry).length > 0.05
    )
    line = one_.geometry.intersection(two.geometry)
    spot = shapely.line_interpolate_point(
        max(shapely.get_parts(shapely.line_merge(line.intersection(line))), key=lambda g: g.length)
        if line.geom_type != "LineString"
        else line,
        0.5,
        normalized=True,
    )
    across = spot.buffer(0.005)
    row = one(check(context, across), "district-share")
    for district in (one_, two):
        share = across.intersection(district.geometry).area / across.area
        stated = row.message.partition(district.name)[2].split("%")[0]
        assert float(stated) / 100 == pytest.approx(share, abs=0.011)


def test_a_parcel_inside_a_district_is_wholly_there(context: CheckContext) -> None:
    assert "100%" in one(check(context, square()), "district-share").message


def test_the_share_of_a_zone_names_what_it_hosts(high_tech: Any, context: CheckContext) -> None:
    inside = high_tech.representative_point().buffer(0.001)
    row = one(check(context, inside), "zone-share")
    assert f"{HIGH_TECH} 100% (hosts " in row.message
    hosted = row.message.partition(f"{HIGH_TECH} 100% (hosts ")[2].split(")")[0].split("、")
    known = {industry.name for industry in context.catalogue.industries.values()}
    assert hosted
    assert set(hosted) <= known


# -- what the file says ------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "wrong"), [(40_000, False), (41_500, False), (60_000, True), (40_000 * 15, True)]
)
def test_a_stated_area_is_compared(stated: float, wrong: bool, context: CheckContext) -> None:
    found = check(context, square(), stated_area_m2=float(stated))
    assert ("area-mismatch" in codes(found)) is wrong
    if wrong:
        assert "4 公顷" in one(found, "area-mismatch").message


def test_an_unknown_industry_with_near_names(context: CheckContext) -> None:
    rows = [
        parcel(square(), industries=("智能传感气",)),
        parcel(square(500), 2, industries=("养猪",)),
    ]
    found = [row for row in check_parcels(rows, context) if row.code == "unknown-industry"]
    assert [row.feature for row in found] == [1, 2]
    assert "智能传感器" in found[0].hint
    assert "养猪" in found[1].message


def test_known_industries_are_no_finding(context: CheckContext) -> None:
    names = [row.name for row in list(context.catalogue.industries.values())[:40]]
    ids = list(context.catalogue.industries)[:5]
    assert codes(check(context, square(), industries=(*names, *ids))) == set()


@pytest.mark.parametrize(("side", "wrong"), [(5, True), (30, False), (2000, False)])
def test_a_size_out_of_reason(side: float, wrong: bool, context: CheckContext) -> None:
    assert ("size" in codes(check(context, square(side=side)))) is wrong


def test_a_size_of_a_district_is_out_of_reason(context: CheckContext) -> None:
    largest = max(context.gazetteer.districts.values(), key=lambda row: row.geometry.area)
    assert "size" in codes(check(context, largest.geometry))


def test_a_pile_of_parcels_is_told_in_one_sentence(context: CheckContext) -> None:
    pile = check(context, *(square(row) for row in range(400)))
    assert one(pile, "pile").severity == "error"
    assert "overlap" not in codes(pile)
    side_by_side = check(context, *(square(i % 20 * 200, i // 20 * 200) for i in range(400)))
    assert "pile" not in codes(side_by_side)


@pytest.mark.parametrize(
    ("side_m", "east_m", "told"),
    [(4_000, 0, 0), (1_900, 0, 1), (9_000, 0, 1), (4_000, 4_400, 0), (4_000, 6_000, 1)],
)
def test_a_boundary_is_weighed_against_what_it_replaces(
    side_m: float, east_m: float, told: int, context: CheckContext
) -> None:
    """The sketch is a square of 4 km that may be 500 m off; a quarter as large is still taken."""
    measure = context.gazetteer.metric
    sketch = measure.to_degrees(box(450_000, 3_850_000, 454_000, 3_854_000))
    west = 450_000 + east_m
    new = measure.to_degrees(box(west, 3_850_000, west + side_m, 3_850_000 + side_m))
    before = Located(sketch, "schematic", 500, "a sketch")
    found = list(check_proportion(new, "甲", before, measure))
    assert [row.code for row in found] == ["proportion"] * told


def test_every_code_has_a_test() -> None:
    import inspect
    import sys

    source = inspect.getsource(sys.modules[__name__])
    source += (
        Path(__file__)
        .with_name("test_intricate.py")
        .read_text("utf-8")
        .replace("tangled, feature", '"tangled"')
    )
    assert not [code for code in CODES if f'"{code}"' not in source]
