"""The layers: real boundaries in the right datum, zones that share edges, belts by rule."""

import re
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Point, box

import zzmap
from zzmap.catalogue import Catalogue
from zzmap.city import PAGE_LAYERS
from zzmap.crs import Metric
from zzmap.errors import FormatError, NotFoundError, OutputError
from zzmap.features import BASES, Feature
from zzmap.geometry import Gazetteer
from zzmap.io import write
from zzmap.layers import COMMON, Layers
from zzmap.model import UNLOCATED, WITHIN

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
        if name in ("placements", "projects"):
            # The layers whose rows may lie nowhere; they have no accuracy either.
            nowhere = frame.basis == UNLOCATED
            assert nowhere.any()
            assert frame[nowhere].geometry.isna().all()
            assert frame[nowhere].accuracy_m.isna().all()
            frame = frame[~nowhere]
            assert (frame.basis == WITHIN).any()
            frame = frame[frame.basis != WITHIN]
        assert frame.geometry.is_valid.all(), name
        assert set(frame.basis) <= set(BASES), name
        assert (frame.accuracy_m > 0).all(), name
        assert frame.source.str.strip().all(), name
        assert frame.id.is_unique, name


STATIC = Path(zzmap.__file__).parent / "render" / "static"
WORDS = STATIC.parents[1] / "desk" / "static" / "deskwords.js"


@pytest.mark.parametrize("name", PAGE_LAYERS)
def test_a_layer_a_page_can_switch_on_is_drawn_listed_and_named(name: str) -> None:
    """A page passes over a layer it does not know, and nobody would see that it is missing."""
    drawn, listed, named = (
        (STATIC / f"{file}.js").read_text("utf-8") for file in ("map", "tree", "i18n")
    )
    assert f'lazily("{name}"' in drawn
    assert f'"{name}"' in listed
    assert re.search(rf'^  {name}: \["[^"]+", "[^"]+"\]', named, re.MULTILINE)


def test_the_workbench_has_a_word_for_every_layer(layers: Layers) -> None:
    words = re.findall(r'^  layer_(\w+): \["[^"]+", "[^"]+"\]', WORDS.read_text("utf-8"), re.M)
    assert sorted(words) == layers.names()


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


def test_every_element_holds_touches_or_ties_each_located_member(layers: Layers) -> None:
    catalogue, gazetteer = layers.catalogue, layers.gazetteer
    elements = layers.frame("elements").set_index("id")
    leaders = layers.frame("leaders")
    ties = {(row.element_id, row.place_id): row.geometry for row in leaders.itertuples()}
    assert set(elements.index) == set(catalogue.elements)
    for element_id, row in elements.iterrows():
        band = to_metric(row.geometry)
        for member in catalogue.members_of_element[element_id]:
            own = gazetteer.own(catalogue.places[member.place_id])
            if own is None:
                assert catalogue.places[member.place_id].name in row.source
                continue
            tie = ties.pop((element_id, member.place_id), None)
            gap = band.distance(to_metric(own.geometry))
            if tie is None:
                assert gap < 1, (element_id, member.place_id)
                continue
            assert row.kind == "belt"
            assert catalogue.places[member.place_id].name in row.source
            assert gap > 1, (element_id, member.place_id)
            assert to_metric(tie).length == pytest.approx(gap, abs=1)
            assert to_metric(tie).distance(to_metric(own.geometry)) < 1
    assert ties == {}
    assert leaders.geometry.geom_type.eq("LineString").all()


def test_a_belt_is_a_band_of_the_width_it_states(layers: Layers) -> None:
    """No arm is narrower than it, no blob wider, and it is far longer than wide."""
    elements = layers.frame("elements")
    belts = elements[elements.kind == "belt"]
    assert len(belts) == 10
    assert elements[elements.kind != "belt"].width_m.isna().all()
    for _, row in belts.iterrows():
        band = to_metric(row.geometry)
        assert band.geom_type == "Polygon", row["name"]
        half = row.width_m / 2
        assert band.buffer(-1.08 * half).is_empty, row["name"]
        core = band.buffer(-0.85 * half)
        assert core.geom_type == "Polygon", row["name"]
        assert core.buffer(0.85 * half + 80).covers(band), row["name"]
        assert band.area > 4 * row.width_m**2, row["name"]


def test_each_belt_follows_the_axis_it_names(layers: Layers) -> None:
    ground = layers.frame("ground").set_index("id").geometry
    elements = layers.frame("elements").set_index("id").geometry
    named = {row.id: row.axis for row in layers.catalogue.elements.values() if row.axis}
    assert len(named) == 8
    for element_id, axis in named.items():
        band, line = to_metric(elements[element_id]), to_metric(ground[axis])
        # A corner of the axis is smoothed away, so a little of it may leave the band.
        inside = line.intersection(band)
        assert inside.length > 15_000, element_id
        middle = inside.interpolate(0.5, normalized=True)
        assert band.boundary.distance(middle) > 1_000, element_id


def test_the_poles_of_the_services_plan_do_not_overlap(layers: Layers) -> None:
    elements = layers.frame("elements")
    poles = elements[(elements.structure_id == "st-services") & (elements.kind == "pole")]
    assert len(poles) == 3
    for one, other in combinations(poles.geometry, 2):
        assert area_km2(one.intersection(other)) < 0.01
    zones = layers.frame("zones").set_index("name").geometry
    east = poles.set_index("name").geometry["东部片区"]
    south = poles.set_index("name").geometry["南部片区"]
    for name in ("郑州航空港区", "郑州经开区"):
        assert area_km2(zones[name].difference(south)) < 0.01
        assert area_km2(zones[name].intersection(east)) < 0.01


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


def test_every_placement_is_in_the_join_wherever_it_lies(layers: Layers) -> None:
    catalogue, gazetteer = layers.catalogue, layers.gazetteer
    joined = layers.frame("placements").set_index("id")
    assert sorted(joined.index) == sorted(row.id for row in catalogue.placements)
    assert (joined["locator"] != "").all()
    kinds = set()
    for row in catalogue.placements:
        place, found = catalogue.places[row.place_id], joined.loc[row.id]
        located = gazetteer.locate(place)
        if located is not None:
            kind, geometry = "located", located.geometry
        elif place.basis == WITHIN:
            kind, geometry = WITHIN, gazetteer.container(place).located.geometry
        else:
            kind, geometry = UNLOCATED, None
        assert found.geometry is None if geometry is None else found.geometry.equals(geometry)
        if kind != "located":
            assert found.basis == kind
        kinds.add(kind)
    assert kinds == {"located", WITHIN, UNLOCATED}


def test_every_project_is_in_its_layer_and_says_how_its_place_is_known(layers: Layers) -> None:
    catalogue, gazetteer = layers.catalogue, layers.gazetteer
    frame = layers.frame("projects").set_index("id")
    assert sorted(frame.index) == sorted(row.id for row in catalogue.projects)
    kinds = set()
    for project in catalogue.projects:
        row = frame.loc[project.id]
        assert row.place_basis == project.place_basis
        places = [catalogue.places[place] for place in project.place_ids]
        known = [place for place in places if place.basis != UNLOCATED]
        kinds.add(row.basis if known else "nowhere")
        if not known:
            assert row.geometry is None and row.basis == UNLOCATED
            continue
        # At a zone or district it may be anywhere, so it is no better than that reaches.
        if row.geometry.area > 0:
            assert row.basis == WITHIN
            assert row.accuracy_m >= shapely.minimum_bounding_radius(to_metric(row.geometry))
        else:
            assert row.basis == "point"
            assert row.geometry in [gazetteer.own(place).geometry for place in known
                                    if gazetteer.own(place) is not None]  # fmt: skip
    assert kinds == {"point", WITHIN, "nowhere"}


def test_a_project_lies_at_the_place_that_is_known_best(layers: Layers) -> None:
    frame = layers.frame("projects").set_index("id")
    # 观音寺镇 (±1,200 m) and 新郑市
    assert frame.loc["prj-s-0079"].basis == "point"
    assert frame.loc["prj-s-0079"].accuracy_m == 1200
    # known only to lie in 新郑市, so anywhere there
    town = frame.loc["prj-s-0030"]
    assert town.basis == WITHIN and town.place_basis.startswith("inferred: ")
    districts = layers.frame("districts").set_index("id")
    assert town.geometry.equals(districts.geometry["district-xinzheng"])


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "kml"])
def test_an_export_of_placements_drops_none_and_says_how_many_lie_nowhere(
    layers: Layers, zzmap, tmp_path, suffix: str
) -> None:
    path = tmp_path / f"placements.{suffix}"
    done = zzmap("export", "placements", "-o", path)
    assert done.returncode == 0, done.stderr
    back = gpd.read_file(path)
    assert len(back) == len(layers.catalogue.placements)
    nowhere, within = int(back.geometry.isna().sum()), int((back.basis == WITHIN).sum())
    assert nowhere == (back.basis == UNLOCATED).sum() > 0
    said = done.stdout + done.stderr
    assert f"{nowhere} of {len(back)} rows have no known position" in said
    assert f"{within} of {len(back)} rows are known only to lie in a zone or district" in said


def test_a_place_known_to_lie_within_another_is_counted_there_and_has_no_point(
    layers: Layers,
) -> None:
    catalogue, gazetteer = layers.catalogue, layers.gazetteer
    within = [row for row in catalogue.places.values() if row.basis == WITHIN]
    assert len(within) >= 30
    places = layers.frame("places").set_index("id")
    assert not {row.id for row in within} & set(places.index)
    assert places.holds.sum() == len(within)
    for place in within:
        assert gazetteer.locate(place) is None
        container = gazetteer.container(place)
        assert container.located.geometry.area > 0
        assert container.located.basis == WITHIN
        bound = shapely.minimum_bounding_radius(to_metric(container.located.geometry))
        assert container.located.accuracy_m >= bound
        assert place.id in gazetteer.holds[container.place.id]


def test_a_place_that_is_an_element_has_the_geometry_of_the_element(layers: Layers) -> None:
    catalogue, gazetteer = layers.catalogue, layers.gazetteer
    elements = layers.frame("elements").set_index("id")
    ids = {row.place_id: row.id for row in catalogue.elements.values()}
    derived = [row for row in catalogue.places.values() if row.basis == "derived"]
    assert len(derived) >= 10
    for place in derived:
        assert gazetteer.locate(place).geometry.equals(elements.geometry[ids[place.id]])
        assert place.id not in set(layers.frame("places")["id"])


def test_an_official_boundary_takes_the_place_of_the_element(catalogue: Catalogue) -> None:
    official = box(113.2, 34.8, 113.9, 34.9)
    key = "belt-yanhuangkechuangdai"
    given = Feature(key, "沿黄科创带", "", "belt", "surveyed", 5, "official", official, {})
    layers = Layers(catalogue, Gazetteer(catalogue, (given,)))
    place = catalogue.places[key]
    assert layers.gazetteer.locate(place).geometry.equals(official)
    row = layers.frame("elements").set_index("id").loc["el-sei-belt-yellow"]
    assert (row.basis, row.accuracy_m) == ("surveyed", 5)
    assert row.geometry.equals(official)
    assert "el-sei-belt-yellow" not in set(layers.frame("leaders")["element_id"])


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (box(112.9, 34.80, 113.9, 34.92), None),
        (box(113.60, 34.86, 113.62, 34.87), "亩 so far"),
        (box(113.10, 34.38, 113.90, 34.46), "km from where 沿黄科创带 is known to be"),
    ],
)
def test_a_boundary_out_of_proportion_to_the_belt_it_replaces_is_asked_about(
    zzmap, tmp_path, shape, says: str | None
) -> None:
    store, file = tmp_path / "store.gpkg", tmp_path / "new.geojson"
    gpd.GeoDataFrame({"name": ["甲"]}, geometry=[shape], crs=4326).to_file(file)
    run = ("zones", "replace", "沿黄科创带", file, "--store", store)
    asked = zzmap(*run)
    assert ("proportion" in asked.stdout + asked.stderr) is (says is not None)
    if says:
        assert asked.returncode != 0
        assert says in asked.stdout + asked.stderr
    done = zzmap(*run, "--accept")
    assert done.returncode == 0, done.stderr
    out = tmp_path / "elements.geojson"
    assert zzmap("export", "elements", "-o", out, "--store", store).returncode == 0
    back = gpd.read_file(out).set_index("id").loc["el-sei-belt-yellow"]
    assert back.basis == "surveyed"
    assert back.geometry.symmetric_difference(shape).area < 1e-6
