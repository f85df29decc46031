"""Metres of a zone: true to the ellipsoid in it, and never used far from it."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer
from shapely.affinity import translate
from shapely.geometry import Point, Polygon, box

from zzmap.crs import Metric
from zzmap.errors import CrsError
from zzmap.parks.errors import StoreError
from zzmap.parks.model import Note, Park
from zzmap.parks.store import ParkStore

GEOD = Geod(ellps="GRS80")


def square(lon: float, lat: float = 34.0) -> Polygon:
    return box(lon, lat, lon + 0.1, lat + 0.1)


def true_km2(shape: Polygon) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.01))[0]) / 1e6


@pytest.mark.parametrize("epsg", [4547, 4526])
def test_metres_are_those_of_proj_and_come_back(epsg: int) -> None:
    measure, shape = Metric(epsg), square(113.6)
    project = Transformer.from_crs(4490, epsg, always_xy=True)
    moved = measure.to_metric(shape)
    expected = [project.transform(*at) for at in shape.exterior.coords]
    assert np.abs(shapely.get_coordinates(moved) - expected).max() < 1e-6
    assert measure.to_degrees(moved).hausdorff_distance(shape) < 1e-10


def test_arrays_are_measured_as_their_members_are() -> None:
    measure = Metric(4547)
    shapes = np.array([square(113.0), square(114.2), Point(113.5, 34.5)], dtype=object)
    together = measure.area_km2(shapes)
    assert together.tolist() == [measure.area_km2(shape) for shape in shapes]
    assert [shape.geom_type for shape in measure.to_metric(shapes)] == [
        "Polygon",
        "Polygon",
        "Point",
    ]
    numbers = np.array([[113.5, 34.5], [114.0, 34.6]])
    assert measure.to_metric(numbers)[1, 0] == pytest.approx(500_000, abs=0.001)


@pytest.mark.parametrize("lon", [74.2, 103.3, 108.87, 113.6, 121.4, 135.0])
def test_the_zone_around_a_shape_measures_it_true(lon: float) -> None:
    shape = square(lon)
    measure = Metric.around(shape)
    assert measure.covers(shape)
    assert measure.area_km2(shape) == pytest.approx(true_km2(shape), rel=6e-4)


def test_a_foreign_zone_does_not_cover_a_shape_it_would_measure_wrong() -> None:
    shape = square(108.87)
    measure = Metric(4547)
    assert not measure.covers(shape)
    assert measure.area_km2(shape) > 1.004 * true_km2(shape)
    assert measure.covers(square(112.0))
    assert not measure.covers(square(111.9))
    assert not measure.covers(square(115.95))
    assert Metric(4502).covers(square(72.0))  # 6-degree zone, CM 75E


@pytest.mark.parametrize("code", [4326, 4490, 3857, 32649, 1])
def test_systems_whose_metres_are_not_true_are_refused(code: int) -> None:
    with pytest.raises(CrsError):
        Metric(code)


@pytest.mark.parametrize("shape", [square(2.3, 48.8), square(140.0), Polygon()])
def test_no_zone_is_made_up_where_china_has_none(shape: Polygon) -> None:
    with pytest.raises(CrsError, match="has no 3-degree zone"):
        Metric.around(shape)


# -- areas in the store ------------------------------------------------------------


def park(shape: Polygon) -> Park:
    return Park(
        id="", name="甲园", code="", industries=(), status="", area_km2=0.0, basis="surveyed",
        accuracy_m=1, source="a", geometry=shape, kind="park", state="live", replaces="",
    )  # fmt: skip


def area_in(store: ParkStore) -> float:
    (row,) = store.rows()
    return row.area_km2


@pytest.mark.parametrize("metric", [None, Metric(4547), lambda: Metric(4547)])
@pytest.mark.parametrize("lon", [108.87, 113.6, 121.4])
def test_a_park_is_measured_true_wherever_it_lies(
    tmp_path: Path, metric: object, lon: float
) -> None:
    store = ParkStore(tmp_path / "parks.gpkg", metric)  # type: ignore[arg-type]
    store.add([park(square(lon))], Note("t"))
    assert area_in(store) == pytest.approx(true_km2(square(lon)), rel=6e-4)


def test_a_park_outside_every_zone_is_refused(tmp_path: Path) -> None:
    store = ParkStore(tmp_path / "parks.gpkg")
    with pytest.raises(StoreError, match="cannot be measured: CGCS2000 has no 3-degree zone 1"):
        store.add([park(square(2.3, 48.8))], Note("t"))
    assert not store.path.exists()


def test_the_city_measures_what_lies_in_its_zone(tmp_path: Path) -> None:
    """112.3° E is in zone 37; a city of zone 38 measures it by 38, as all else in it."""
    shape = square(112.3)
    areas = []
    for name, metric in (("own", None), ("city", Metric(4547))):
        store = ParkStore(tmp_path / f"{name}.gpkg", metric)
        store.add([park(shape)], Note("t"))
        areas.append(area_in(store))
    assert areas[0] == pytest.approx(Metric(4546).area_km2(shape), abs=1e-6)
    assert areas[1] == pytest.approx(Metric(4547).area_km2(shape), abs=1e-6)
    assert areas[0] != areas[1]


def test_an_outline_that_stays_keeps_its_area(tmp_path: Path) -> None:
    shape = square(112.3)
    store = ParkStore(tmp_path / "parks.gpkg", Metric(4547))
    store.add([park(shape)], Note("t"))
    before = area_in(store)
    other = ParkStore(store.path)  # would measure it in zone 37
    other.edit("甲园", Note("t"), name="乙园")
    assert area_in(other) == before
    with pytest.raises(StoreError, match="the boundary is the same"):
        other.replace("乙园", shape, Note("t"))
    other.replace("乙园", translate(shape, 0.001), Note("t"))
    assert area_in(other) == pytest.approx(Metric(4546).area_km2(shape), abs=1e-3)


def test_a_foreign_edit_of_words_does_not_measure_anew(tmp_path: Path) -> None:
    import sqlite3

    store = ParkStore(tmp_path / "parks.gpkg", Metric(4547))
    store.add([park(square(112.3))], Note("t"))
    before = area_in(store)
    connection = sqlite3.connect(store.path)
    connection.execute("UPDATE parks SET name = '丙园'")
    connection.commit()
    connection.close()
    other = ParkStore(store.path)
    assert [row.name for row in other.rows()] == ["丙园"]
    assert area_in(other) == before
