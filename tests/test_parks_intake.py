"""What a planner says of parcels counts before what the file says; a parcel has a name."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from shapely.geometry import Polygon, box

from zzmap.crs import Box, detect
from zzmap.findings import Finding
from zzmap.parks.georeference import _either
from zzmap.parks.intake import Reading, described, one_boundary
from zzmap.parks.model import Park
from zzmap.parks.parcel import Parcel, ParcelFile
from zzmap.parks.shapes import keep
from zzmap.parks.stated import _is_old, stated

SHAPE = box(113.5, 34.7, 113.6, 34.8)


def reading(*parcels: Parcel, findings: tuple[Finding, ...] = ()) -> Reading:
    file = ParcelFile(list(parcels), "EPSG:4326", "GeoJSON")
    return Reading(Path("folder/东园.geojson"), file, list(parcels), list(findings))


def test_a_parcel_is_called_by_its_name_its_code_or_the_file() -> None:
    rows = [Parcel(1, SHAPE, name="甲园", code="A"), Parcel(2, SHAPE, code="B"), Parcel(3, SHAPE)]
    assert [row.name for row in described(reading(*rows)).parcels] == ["甲园", "B", "东园 3"]
    assert [row.name for row in described(reading(rows[2])).parcels] == ["东园"]
    assert [row.name for row in described(reading(*rows), name="乙园").parcels] == [
        "乙园 1",
        "乙园 2",
        "乙园 3",
    ]
    assert described(reading(rows[0]), name="乙园").parcels[0].name == "乙园"


@pytest.mark.parametrize(
    ("said", "kept"),
    [((), ("盾构",)), (("传感器",), ("传感器",)), (("传感器", "盾构"), ("传感器", "盾构"))],
)
def test_industries_and_status_are_the_planners_or_the_files(
    said: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    row = Parcel(1, SHAPE, name="甲", industries=("盾构",), status="planned")
    (found,) = described(reading(row), industries=said, status="built" if said else "").parcels
    assert found.industries == kept
    assert found.status == ("built" if said else "planned")


@pytest.mark.parametrize(
    ("severity", "accept", "stops"),
    [("error", False, True), ("error", True, True), ("warning", False, True),
     ("warning", True, False), ("info", False, False)],
)  # fmt: skip
def test_what_stops_an_import(severity: str, accept: bool, stops: bool) -> None:
    found = Finding("code", severity, "message")  # type: ignore[arg-type]
    assert reading(Parcel(1, SHAPE), findings=(found,)).stops(accept=accept) is stops
    assert reading(Parcel(1, SHAPE)).stops(accept=accept) is False


def test_parcels_are_one_boundary_that_holds_them_all() -> None:
    west = 113.50000000037  # finer than the grid that is the last resort
    shapes = [
        box(west, 34.7, 113.6, 34.8),
        box(113.6, 34.7, 113.7, 34.8),
        Polygon([(115, 35), (115.1, 35), (115, 35.1)]),
    ]
    whole = one_boundary(reading(*(Parcel(at, row) for at, row in enumerate(shapes, 1))))
    assert whole.area == pytest.approx(0.01 + 0.01 + 0.005)
    assert len(shapely.get_parts(whole)) == 2
    # Not laid on a grid where nothing is lost: every corner is where it was.
    corners = {tuple(at) for row in shapes for at in shapely.get_coordinates(row)}
    assert {tuple(at) for at in shapely.get_coordinates(whole)} <= corners


@pytest.mark.parametrize(
    ("points", "way"),
    [
        # One system has numbers of this size; degrees may be of three.
        (
            [(38_459_000.0, 3_845_000.0), (38_460_000.0, 3_846_000.0)],
            "with --crs EPSG:4526 --trust",
        ),
        ([(113.55, 34.73), (113.56, 34.74)], "with --crs --trust"),
    ],
)
def test_the_way_out_names_the_system_if_the_numbers_allow_only_one(
    points: list[tuple[float, float]], way: str
) -> None:
    assert way in _either(detect(points, region=Box(112.6, 34.2, 114.4, 35.1)))


@pytest.mark.parametrize(
    ("asked", "old"),
    [("西安80", True), ("Beijing 1954", True), ("CGCS2000", False), ("4547", False)],
)
def test_an_old_datum_is_told(asked: str, old: bool) -> None:
    assert _is_old(asked) is old


@pytest.mark.parametrize(("said", "read_as"), [("EPSG:4547", ["EPSG:4547"]), ("", []), ("甲", [])])
def test_what_a_file_states_of_its_system(said: str, read_as: list[str]) -> None:
    file = ParcelFile([Parcel(1, SHAPE, {"备注": "乙"})], said, "GeoJSON")
    assert [row.crs.key for row in stated(file)] == read_as


def test_an_outline_that_has_not_changed_keeps_its_area() -> None:
    """0.1 degrees square at 34.75° N: some 9.16 by 11.09 km."""
    park = Park("park-1", "甲", "", (), "", 0.0, "", 0, "", SHAPE, "park", "live", "")
    first = keep(park)
    assert first.row.area_km2 == pytest.approx(101.6, rel=0.002)
    before = first._replace(row=first.row._replace(area_km2=5.0))
    assert keep(park, None, before).row.area_km2 == 5.0
    moved = park._replace(geometry=box(113.5, 34.7, 113.6, 34.75))
    assert keep(moved, None, before).row.area_km2 == pytest.approx(50.8, rel=0.002)
