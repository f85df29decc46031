"""The layers: real boundaries in the right datum, zones that share edges, belts by rule."""

from itertools import pairwise

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Point

from zzmap.catalogue import Catalogue
from zzmap.crs import Metric
from zzmap.errors import FormatError, NotFoundError, OutputError
from zzmap.features import BASES
from zzmap.io import write
from zzmap.layers import COMMON, Layers

METRIC = Metric(4547)
area_km2, to_metric = METRIC.area_km2, METRIC.to_metric

CITY_KM2 = 7_567
"""Area of Zhengzhou in the city's statistical yearbook."""


@pytest.fixture(scope="module")
def layers(catalogue: Catalogue) -> Layers:
    return Layers(catalogue)


def test_the_twelve_districts_tile_the_city(layers: Layers) -> None:
    districts, city = layers.frame("districts"), layers.frame("city").geometry.iloc[0]
    assert len(districts) == 12
    assert shapely.coverage_is_valid(districts.geometry.values)
    assert area_km2(shapely.union_all(districts.geometry.values).symmetric_difference(city)) < 0.01
    assert area_km2(city) == pytest.approx(CITY_KM2, rel=0.005)


@pytest.mark.parametrize(
    ("landmark", "lon", "lat", "district"),
    [
        # Positions from Wikipedia, WGS-84; in GCJ-02 polygons taken for WGS-84 the last two
        # would fall on the other side of a district line.
        ("少林寺", 112.9353, 34.5086, "登封市"),
        ("中岳庙", 113.0678, 34.4592, "登封市"),
        ("郑州新郑国际机场", 113.8410, 34.5196, "新郑市"),
    ],
)
def test_landmarks_lie_in_their_district(
    layers: Layers, landmark: str, lon: float, lat: float, district: str
) -> None:
    districts = layers.frame("districts").set_index("name").geometry
    assert districts[district].contains(Point(lon, lat)), landmark


def test_every_layer_says_what_it_is(layers: Layers) -> None:
    for name in layers.names():
        frame = layers.frame(name)
        assert list(frame.columns[: len(COMMON)]) == list(COMMON), name
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.is_valid.all(), name
        assert set(frame.basis) <= set(BASES), name
        assert (frame.accuracy_m > 0).all(), name
        assert frame.source.str.strip().all(), name
        assert frame.id.is_unique, name


def test_zones_that_abut_share_their_edge(layers: Layers) -> None:
    zones = layers.frame("zones").set_index("name").geometry
    for one, other in [
        ("郑东新区", "郑州经开区"),
        ("郑东新区", "金水科教园区"),
        ("郑州经开区", "郑州航空港区"),
    ]:
        overlap = area_km2(zones[one].intersection(zones[other]))
        assert overlap < 0.02, (one, other)
        edge = to_metric(zones[one]).buffer(2).intersection(to_metric(zones[other]).buffer(2))
        assert edge.length > 2_000, (one, other)


def test_a_zone_follows_its_district_line_exactly(layers: Layers) -> None:
    zone = layers.frame("zones").set_index("name").geometry["郑州高新区"]
    district = layers.frame("districts").set_index("name").geometry["中原区"]
    assert district.buffer(2e-6).covers(zone)
    assert to_metric(zone.boundary.intersection(district.boundary.buffer(1e-6))).length > 20_000


@pytest.mark.parametrize(
    ("zone", "official"),
    [
        ("郑州高新区", 99),
        ("金水科教园区", 56),
        ("郑东新区白沙园区", 80.25),
        ("中原科技城", 64),
        ("科学谷", 20),
        ("鲲鹏软件小镇", 3.18),
        ("龙湖金融岛", 1.1),
        ("龙子湖智慧岛", 0.82),
        ("郑州航空港先进制造业开发区", 328.34),
    ],
)
def test_areas_are_near_the_stated_ones(layers: Layers, zone: str, official: float) -> None:
    geometry = layers.frame("zones").set_index("name").geometry[zone]
    assert area_km2(geometry) == pytest.approx(official, rel=0.15)


def test_every_located_element_holds_or_touches_each_located_member(layers: Layers) -> None:
    catalogue, gazetteer = layers.catalogue, layers.gazetteer
    elements = layers.frame("elements").set_index("id").geometry
    assert set(elements.index) == set(catalogue.elements)
    for element_id, geometry in elements.items():
        for member in catalogue.members_of_element[element_id]:
            located = gazetteer.locate(catalogue.places[member.place_id])
            if located is not None:
                gap = to_metric(geometry).distance(to_metric(located.geometry))
                assert gap < 1, (element_id, member.place_id)


def test_a_belt_is_longer_than_wide(layers: Layers) -> None:
    elements = layers.frame("elements")
    for _, row in elements[elements.kind == "belt"].iterrows():
        rectangle = to_metric(row.geometry).minimum_rotated_rectangle
        corners = shapely.get_coordinates(rectangle)
        sides = sorted(Point(a).distance(Point(b)) for a, b in pairwise(corners[:3]))
        assert sides[1] > 1.6 * sides[0], row["name"]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "kml"])
def test_an_exported_layer_reads_back(layers: Layers, tmp_path, suffix: str) -> None:
    frame = layers.frame("zones")
    path = write(frame, tmp_path / f"zones.{suffix}").path
    back = gpd.read_file(path)
    assert len(back) == len(frame)
    names = back["Name" if suffix == "kml" else "name"]
    assert set(names) == set(frame["name"])
    assert back.crs.to_epsg() == 4326
    distance = shapely.hausdorff_distance(
        shapely.union_all(back.geometry.values), shapely.union_all(frame.geometry.values)
    )
    assert distance < 1e-5
    assert {"id", "kind", "basis", "source"} <= set(back.columns)


def test_an_export_that_cannot_be_is_refused_and_leaves_nothing(layers: Layers, tmp_path) -> None:
    frame = layers.frame("zones")
    with pytest.raises(FormatError, match="names no format"):
        write(frame, tmp_path / "zones.xyz")
    with pytest.raises(FormatError, match="one kind of geometry"):
        write(layers.frame("ground"), tmp_path / "ground.shp")
    with pytest.raises(OutputError, match="cannot write"):
        write(frame, tmp_path / "no-such-folder" / "zones.gpkg")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotFoundError, match="there is no layer"):
        layers.frame("zone")


def test_the_join_puts_every_located_placement_on_the_ground(layers: Layers) -> None:
    catalogue, gazetteer = layers.catalogue, layers.gazetteer
    joined = layers.frame("placements")
    located = [
        row.id
        for row in catalogue.placements
        if gazetteer.locate(catalogue.places[row.place_id]) is not None
    ]
    assert sorted(joined["id"]) == sorted(located)
    assert (joined["locator"] != "").all()
