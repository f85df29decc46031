"""A site's sheet against areas and shares worked out by other means, and against messy files."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from pyproj import Geod
from shapely import LineString, Point, box
from shapely.geometry import Polygon, mapping
from shapely.geometry.base import BaseGeometry

import zzmap as zz
from zzmap.crs import GCJ02, WGS84, transform_geometry
from zzmap.io.target import EXPORT_MARK
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent
GEOD = Geod(ellps="GRS80")
SITE = box(113.5203, 34.7752, 113.5607, 34.8004)
BOW = Polygon([(113.53, 34.78), (113.55, 34.79), (113.55, 34.78), (113.53, 34.79)])


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(ROOT / "geodata", tmp_path_factory.mktemp("store") / "none.gpkg")


def write(path: Path, *shapes: BaseGeometry) -> Path:
    rows = [
        {"type": "Feature", "properties": {"name": f"{at}号"}, "geometry": mapping(shape)}
        for at, shape in enumerate(shapes, 1)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    return path


def km2(shape: BaseGeometry) -> float:
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def test_areas_and_shares_are_those_of_the_ellipsoid(city: City) -> None:
    site = city.site(SITE)
    assert site.area_km2 == pytest.approx(km2(SITE), rel=1e-3)
    zones = city.layer("zones").set_index("id")
    zone = next(row for row in site.parts if row.id == "zone-gaoxin")
    inside = km2(zones.geometry["zone-gaoxin"].intersection(SITE))
    assert zone.share == pytest.approx(inside / km2(SITE), abs=1e-3)
    assert zone.area_km2 == pytest.approx(inside, rel=2e-3)
    assert zone.how == "partly"
    assert zone.least < zone.share < zone.most


def test_a_share_ranges_as_far_as_the_boundary_may_be_off(city: City) -> None:
    site = city.site(SITE, accuracy_m=0)
    zone = next(row for row in site.parts if row.id == "zone-gaoxin")
    # The boundary crosses the site from west to east: 400 m of its 2,795 m from south to north.
    high = GEOD.line_length([113.54, 113.54], [34.7752, 34.8004])
    assert zone.most - zone.share == pytest.approx(400 / high, abs=0.01)
    assert zone.share - zone.least == pytest.approx(400 / high, abs=0.01)


def test_a_site_just_beyond_a_boundary_may_lie_in_it(city: City) -> None:
    outline = city.layer("zones").set_index("id").geometry["zone-gaoxin"].boundary
    edge = outline.intersection(LineString([(113.5305, 34.77), (113.5305, 34.79)])).y
    # Its north side is 0.0018 degrees, 200 m, south of a boundary known to 400 m.
    site = city.site(box(113.5303, edge - 0.0022, 113.5307, edge - 0.0018), accuracy_m=0)
    zone = next(row for row in site.parts if row.id == "zone-gaoxin")
    assert zone.how == "may"
    assert zone.share == 0
    assert zone.most == pytest.approx(1, abs=0.05)
    assert zone.distance_m == pytest.approx(200, abs=3)
    assert any("郑州高新区" in told and "may lie in it" in told for told in site.doubts)


def test_what_is_placed_has_its_locator_and_what_is_not_known_is_unknown(city: City) -> None:
    site = city.site(SITE)
    assert all(row.statement.locator for row in (*site.here, *site.near))
    assert ("郑州高新区", "智能传感器") in {
        (row.reach.place, row.statement.industry) for row in site.here
    }
    by_kind = {row.kind: row for row in site.nearest}
    assert by_kind["interchange"].answer == "unknown"
    station = by_kind["station"]
    ground = city.layer("ground")
    points = ground[ground["kind"] == "station"].set_index("name").geometry
    # Half a percent: the nearest corner is taken on a plane of degrees here.
    corner = Point(113.5607, 34.7752)
    away = min(GEOD.inv(corner.x, corner.y, point.x, point.y)[2] for point in points)
    assert station.distance_m == pytest.approx(away, rel=0.005)


def test_constraints_are_answered_yes_no_or_unknown(city: City, tmp_path: Path) -> None:
    red = box(113.5501, 34.7901, 113.5803, 34.8203)
    files = [
        write(tmp_path / "生态保护红线2023.geojson", red, red, box(113.31, 34.61, 113.41, 34.65)),
        write(tmp_path / "永久基本农田.geojson", BOW),
        write(tmp_path / "产业用地.geojson", box(113.8001, 34.5003, 113.9, 34.6)),
    ]
    found = {row.name: row for row in city.site(SITE, constraints=files).constraints}
    line = found["生态保护红线"]
    common = km2(red.intersection(SITE))
    assert (line.answer, line.polygons, line.met) == ("yes", 3, 2)
    assert line.area_km2 == pytest.approx(common, rel=2e-3)  # drawn twice, counted once
    assert line.share == pytest.approx(common / km2(SITE), abs=1e-3)
    assert found["城镇开发边界"].answer == "unknown"
    assert found["永久基本农田"].answer == "unknown"
    assert "feature 1 may reach the site" in found["永久基本农田"].why
    assert found["产业用地"].answer == "no"
    assert any("see whether it covers" in note for note in found["产业用地"].notes)


def test_an_invalid_polygon_elsewhere_is_told_and_the_answer_stands(
    city: City, tmp_path: Path
) -> None:
    away = Polygon([(113.8, 34.6), (113.82, 34.61), (113.82, 34.6), (113.8, 34.61)])
    path = write(tmp_path / "红线.geojson", SITE.buffer(0.001), away)
    (row,) = [row for row in city.site(SITE, constraints=[path]).constraints if row.file]
    assert row.answer == "yes"
    assert any("feature 2 is invalid" in note for note in row.notes)


def test_a_file_without_a_valid_polygon_answers_nothing(city: City, tmp_path: Path) -> None:
    away = Polygon([(113.8, 34.6), (113.82, 34.61), (113.82, 34.6), (113.8, 34.61)])
    path = write(tmp_path / "红线.geojson", away)
    (row,) = [row for row in city.site(SITE, constraints=[path]).constraints if row.file]
    assert (row.answer, row.share) == ("unknown", None)
    assert "none of its polygons is valid" in row.why


def test_a_constraint_in_another_datum_is_brought_to_the_site(city: City, tmp_path: Path) -> None:
    plain = write(tmp_path / "红线.geojson", box(113.5501, 34.7901, 113.5803, 34.8203))
    metric = tmp_path / "红线.gpkg"
    frame = zz.read(plain).frame.set_crs(4326, allow_override=True).to_crs(4547)
    zz.write(frame, metric)
    shares = [
        next(row.share for row in city.site(SITE, constraints=[path]).constraints if row.file)
        for path in (plain, metric)
    ]
    assert shares[0] == pytest.approx(shares[1], abs=1e-4)


def test_a_shifted_site_lies_where_it_is(city: City, tmp_path: Path) -> None:
    shifted = write(tmp_path / "a.geojson", transform_geometry(SITE, WGS84, GCJ02))
    told, plain = city.site(shifted, crs="gcj02", trust_crs=True), city.site(SITE)
    assert told.area_km2 == pytest.approx(plain.area_km2, rel=1e-3)
    assert told.lon == pytest.approx(plain.lon, abs=1e-5)
    assert told.parts[0].share == pytest.approx(plain.parts[0].share, abs=1e-3)


def test_what_fits_a_park_only_when_shifted_stops(tmp_path: Path) -> None:
    city = City(ROOT / "geodata", tmp_path / "parks.gpkg")
    assert city.parks.add(write(tmp_path / "p.geojson", SITE), accept=True).ids
    shifted = write(tmp_path / "a.geojson", transform_geometry(SITE, WGS84, GCJ02))
    with pytest.raises(zz.FormatError, match="two readings fit"):
        city.site(shifted)
    (park,) = city.site(shifted, crs="gcj02", trust_crs=True).of("park")
    assert park.share == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (BOW, "self-intersection"),
        (box(115.0, 34.8, 115.01, 34.81), "outside the city"),
        (Point(113.5, 34.8), "a site is a polygon"),
        (box(460_000, 3_850_000, 461_000, 3_851_000), "no degrees"),
    ],
)
def test_what_is_no_site_is_refused(city: City, shape: BaseGeometry, said: str) -> None:
    with pytest.raises(zz.FormatError, match=said):
        city.site(shape)


def test_a_frame_is_moved_from_its_own_system_and_an_empty_one_refused(city: City) -> None:
    frame = gpd.GeoDataFrame(geometry=[SITE], crs=4326)
    moved = city.site(frame.to_crs(4547))
    assert moved.area_km2 == pytest.approx(city.site(SITE).area_km2, rel=1e-6)
    with pytest.raises(zz.FormatError, match="holds no polygon"):
        city.site(frame.iloc[:0])
    with pytest.raises(zz.CrsError, match="does not say"):
        city.site(gpd.GeoDataFrame(geometry=[SITE]))


def test_a_sheet_replaces_its_own_kind_only(city: City, tmp_path: Path) -> None:
    out = tmp_path / "甲.html"
    for _ in range(2):
        assert city.site(SITE, out, name="<b>甲</b>").path == out
    text = out.read_text("utf-8")
    assert EXPORT_MARK in text
    assert "&lt;b&gt;甲" in text
    assert "<b>甲" not in text
    assert "http" not in text.replace("http-equiv", "")
    out.write_text("<html>mine</html>", "utf-8")
    with pytest.raises(zz.OutputError, match="not made by zzmap"):
        city.site(SITE, out)
    assert out.read_text("utf-8") == "<html>mine</html>"


def test_the_command_prints_and_writes(zzmap, tmp_path: Path) -> None:
    path = write(tmp_path / "甲.geojson", SITE)
    done = zzmap("site", path, "-o", "甲.json", "--geodata", ROOT / "geodata")
    assert done.returncode == 0, done.stderr
    assert "郑州高新区" in done.stdout
    assert "S·专栏6·重点园区" in done.stdout
    values = json.loads((tmp_path / "甲.json").read_text("utf-8"))
    assert values["constraints"][0]["answer"] == "unknown"
    store = zzmap("site", path, "-o", "甲.txt", "--geodata", ROOT / "geodata")
    assert store.returncode == 1
    assert "is no sheet of a site" in store.stderr


def test_a_chinese_sheet_says_what_its_file_is_in_in_chinese(city: City, tmp_path: Path) -> None:
    path = write(tmp_path / "甲.geojson", SITE)
    site = city.site(path, constraints={"红线": path})
    text = str(city.site_document(site).sections)
    assert "坐标为 WGS-84 经纬度" in text
    assert "coordinates are" not in text
    assert "coordinates are" in str(city.site_document(site, english=True).sections)
