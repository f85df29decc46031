"""Values that code had which tests ran through but did not look at, each read independently."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.affinity
from pyproj import Transformer
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.cli import main
from zzmap.crs import unpack_dms
from zzmap.geometry import Gazetteer
from zzmap.layers import Layers
from zzmap.parks.checks import CheckContext, check_parcels
from zzmap.parks.intake import Reading, one_boundary
from zzmap.parks.merge import park_features, with_parks
from zzmap.parks.parcel import Parcel, ParcelFile
from zzmap.parks.store import ParkStore
from zzmap.query import query
from zzmap.render.build import build

GAUSS_KRUGER = Transformer.from_crs("EPSG:4526", "EPSG:4326", always_xy=True)
"""CGCS2000, 3-degree zone 38, eastings with the zone's number."""

CORNERS = [(113.60, 34.70), (113.64, 34.70), (113.64, 34.72), (113.60, 34.72)]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one park, 园, made of `CORNERS`."""
    file = tmp_path / "p.geojson"
    ring = [*CORNERS, CORNERS[0]]
    feature = {
        "type": "Feature",
        "properties": {"name": "园"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    path = tmp_path / "parks.gpkg"
    arguments = ["parks", "add", str(file), "--store", str(path), "--crs", "wgs84", "--accept"]
    assert main(arguments) == 0
    return path


# -- files -------------------------------------------------------------------------------


def test_survey_text_has_north_before_east(store: Path, tmp_path: Path) -> None:
    """国土资源部 2012: each point is 点号, 圈号, X, Y, where X runs north and Y east."""
    out = tmp_path / "out.txt"
    assert main(["parks", "export", "--store", str(store), "-o", str(out)]) == 0
    text = out.read_text("utf-8")
    assert "带号=38" in text
    points = [
        tuple(map(float, found.groups()))
        for found in re.finditer(r"^J\d+,1,([\d.]+),([\d.]+)$", text, re.MULTILINE)
    ]
    assert len(points) == 5
    assert all(3_800_000 < north < 3_900_000 for north, _ in points)
    assert all(38_400_000 < east < 38_600_000 for _, east in points)
    lon, lat = GAUSS_KRUGER.transform([east for _, east in points], [x for x, _ in points])
    found = {(round(x, 6), round(y, 6)) for x, y in zip(lon, lat, strict=True)}
    assert found == set(CORNERS)


def test_sixty_minutes_are_no_packed_angle() -> None:
    packed = np.array([113.5959, 113.60, 113.6030, 113.9900, 113.4530])
    degrees = unpack_dms(packed)
    assert np.isnan(degrees).tolist() == [False, True, True, True, False]
    assert degrees[0] == pytest.approx(113 + 59 / 60 + 59 / 3600, abs=1e-9)
    assert degrees[4] == pytest.approx(113.7583333333, abs=1e-9)


# -- answers -----------------------------------------------------------------------------


def test_an_exact_name_is_not_mixed_with_names_it_is_part_of(catalogue: Catalogue) -> None:
    answers = query(catalogue, "生物医药")
    assert {row.match for row in answers} == {"exact"}
    assert {row.scope for row in answers} == {"own", "below"}


def test_two_characters_of_a_name_are_enough(catalogue: Catalogue) -> None:
    names = {
        name
        for row in table(catalogue.folder, "industries")
        for name in (row["name"], *row["aliases"].split("|"))
    }
    assert "耐火" not in names
    found = query(catalogue, "耐火")
    # Not by its sound, which would find it too.
    assert {row.match for row in found} == {"part"}
    assert all("耐火" in row.term for row in found)


def test_shares_of_districts_are_largest_first(
    catalogue: Catalogue,
) -> None:
    gazetteer = Gazetteer(catalogue)
    one, two = (
        gazetteer.districts[key].geometry for key in ("district-zhongyuan", "district-erqi")
    )
    edge = shapely.intersection(one.buffer(1e-4), two.buffer(1e-4)).representative_point()
    inside = {key: row.geometry for key, row in gazetteer.districts.items()}
    for angle in np.linspace(0, 2 * np.pi, 24, endpoint=False):
        for far in (0.0, 0.01, 0.02, 0.0205):
            centre = Point(edge.x + far * np.cos(angle), edge.y + far * np.sin(angle))
            shape = centre.buffer(0.02)
            found = gazetteer.district_shares(shape)
            parts = [row.share for row in found]
            assert parts == sorted(parts, reverse=True)
            degrees = {
                key: row.intersection(shape).area / shape.area for key, row in inside.items()
            }
            listed = {row.district_id for row in found}
            assert {key for key, part in degrees.items() if part > 0.0055} <= listed
            assert not {key for key, part in degrees.items() if part < 0.0045} & listed


@pytest.mark.parametrize(("share", "told"), [(0.02, True), (0.006, True), (0.003, False)])
def test_a_share_under_half_a_percent_is_a_sliver(
    catalogue: Catalogue, share: float, told: bool
) -> None:
    """A block in each of two districts, the second with `share` of the area."""
    gazetteer = Gazetteer(catalogue)
    one, two = (gazetteer.districts[key] for key in ("district-zhongyuan", "district-erqi"))
    block = box(*one.geometry.representative_point().buffer(0.01).bounds)
    patch = box(*two.geometry.representative_point().buffer(0.001).bounds)
    side = (block.area * share / (1 - share) / patch.area) ** 0.5
    patch = shapely.affinity.scale(patch, side, side)
    assert one.geometry.covers(block) and two.geometry.covers(patch)
    found = {row.district_id for row in gazetteer.district_shares(block.union(patch))}
    assert found == ({one.id, two.id} if told else {one.id})


# -- checks ------------------------------------------------------------------------------


@pytest.mark.parametrize(("off", "wrong"), [(0.04, False), (0.06, True), (0.15, True)])
def test_a_stated_area_may_be_off_by_a_twentieth(
    catalogue: Catalogue, off: float, wrong: bool
) -> None:
    shape = box(113.60, 34.70, 113.61, 34.71)
    to_metric = Transformer.from_crs("EPSG:4326", "EPSG:4547", always_xy=True)
    metric = shapely.transform(
        shape, lambda points: np.column_stack(to_metric.transform(points[:, 0], points[:, 1]))
    )
    context = CheckContext(catalogue, Gazetteer(catalogue))
    for sign in (1, -1):
        parcel = Parcel(1, shape, name="甲", stated_area_m2=metric.area / (1 + sign * off))
        codes = {row.code for row in check_parcels([parcel], context)}
        assert ("area-mismatch" in codes) == wrong


def test_a_zone_hosts_its_focus_and_what_its_key_parks_are_for(catalogue: Catalogue) -> None:
    key = "zone-xinzheng-jingkai"
    industries = {row["id"]: row["name"] for row in table(catalogue.folder, "industries")}
    relations = defaultdict(set)
    for row in table(catalogue.folder, "placements"):
        if row["place_id"] == key:
            relations[row["relation"]].add(industries[row["industry_id"]])
    strong = relations["zone_focus"] | relations["key_park"]
    assert relations["key_park"] - relations["zone_focus"] and len(strong) <= 4
    gazetteer = Gazetteer(catalogue)
    point = gazetteer.polygons[key].geometry.representative_point()
    found = check_parcels(
        [Parcel(1, box(point.x, point.y, point.x + 1e-3, point.y + 1e-3), name="甲")],
        CheckContext(catalogue, gazetteer),
    )
    (said,) = [row.message for row in found if row.code == "zone-share"]
    hosts = re.search(r"新郑经济技术开发区 \d+% \(hosts ([^)]*)\)", said)
    assert hosts and set(hosts[1].split("、")) == strong


# -- shapes ------------------------------------------------------------------------------


def test_a_boundary_of_several_parcels_loses_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As GEOS 3.14 does it now and then, a union without a grid lets go of a part."""
    union = shapely.union_all

    def losing(shapes: list[Polygon], grid_size: float | None = None) -> BaseGeometry:
        return union(shapes, grid_size=grid_size) if grid_size else shapes[0]

    monkeypatch.setattr(shapely, "union_all", losing)
    shapes = [box(113.60, 34.70, 113.61, 34.71), box(113.61, 34.70, 113.62, 34.71)]
    parcels = [Parcel(number, shape) for number, shape in enumerate(shapes, 1)]
    whole = one_boundary(Reading(tmp_path, ParcelFile(parcels, "EPSG:4326", ""), parcels, []))
    assert whole.equals(box(113.60, 34.70, 113.62, 34.71))


def test_an_element_is_no_better_than_its_members_its_axis_and_half_its_width(
    catalogue: Catalogue,
) -> None:
    accuracy = {
        row["id"]: int(row["accuracy_m"])
        for row in table(catalogue.folder, "places")
        if row["accuracy_m"]
    }
    for name in ("districts", "zones"):
        text = (catalogue.folder / "layers" / f"{name}.geojson").read_text("utf-8")
        for feature in json.loads(text)["features"]:
            accuracy[feature["properties"]["id"]] = feature["properties"]["accuracy_m"]
    members = defaultdict(list)
    for row in table(catalogue.folder, "members"):
        if row["place_id"] in accuracy:
            members[row["element_id"]].append(accuracy[row["place_id"]])
    text = (catalogue.folder / "layers" / "ground.geojson").read_text("utf-8")
    ground = {row["properties"]["id"]: row["properties"] for row in json.loads(text)["features"]}
    axes = {row["id"]: row["axis"] for row in table(catalogue.folder, "elements")}
    frame = Layers(catalogue).frame("elements").set_index("id")
    assert any(len(set(members[key])) > 1 for key in frame.index)
    belts = set()
    for key, row in frame.iterrows():
        errors = list(members[key])
        if axes[key]:
            errors.append(ground[axes[key]]["accuracy_m"])
        if row["kind"] == "belt":
            assert row["width_m"] in (4_000, 6_000, 8_000)
            errors.append(row["width_m"] / 2)
            belts.add(key)
        assert row["accuracy_m"] == max(errors), key
    assert len(belts) == 10


def test_the_layer_of_zones_has_no_user_park(catalogue: Catalogue, store: Path) -> None:
    parks = ParkStore(store)
    both = with_parks(catalogue, parks)
    layers = Layers(both, Gazetteer(both, park_features(parks)))
    (park,) = parks.rows()
    assert park.id not in set(layers.frame("zones")["id"])
    assert set(layers.frame("parks")["id"]) == {park.id}
    assert park.id in set(layers.frame("places")["id"])


# -- pages -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of geodata in which names hold what HTML would take for its own."""
    import shutil

    folder = tmp_path_factory.mktemp("spoilt")
    geodata = shutil.copytree(Path(__file__).parent.parent / "geodata", folder / "geodata")
    for name, column in (("places", "name"), ("documents", "title")):
        rows = table(geodata, name)
        row = next(
            row
            for row in rows
            if row.get("basis", "unlocated") == "unlocated"
            and row.get("kind") not in ("belt", "group", "region")
        )
        row[column] = "甲<i>乙&丙</i>"
        with (geodata / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    build(Catalogue(geodata), folder / "out")
    return folder / "out"


def test_names_on_the_index_page_are_text(pages: Path) -> None:
    text = (pages / "index.html").read_text("utf-8")
    assert "<i>乙" not in text
    assert text.count("甲&lt;i&gt;乙&amp;丙&lt;/i&gt;") == 2


def test_the_policy_of_a_page_lets_nothing_in(pages: Path) -> None:
    for name in ("industry_layout.html",):
        text = (pages / name).read_text("utf-8")
        found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert found
        rules = dict(rule.strip().split(" ", 1) for rule in found[1].split(";"))
        assert re.fullmatch(r"('sha256-[\w+/]{43}=' ?)+", rules["script-src"])
        assert rules == {
            "default-src": "'none'",
            "script-src": rules["script-src"],
            "style-src": "'unsafe-inline'",
            "img-src": "data: blob:",
            "font-src": "data:",
            "form-action": "'none'",
            "base-uri": "'none'",
        }
