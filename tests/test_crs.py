"""Datum formulas, names of reference systems, transformations."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from zzmap.crs import (
    BD09,
    CGCS2000,
    GCJ02,
    SHIFT_BOX,
    WEB_MERCATOR,
    WGS84,
    Crs,
    bd09_to_gcj02,
    bd09_to_wgs84,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    parse_dms,
    resolve,
    same_place,
    to_wgs84,
    transform_geometry,
    unpack_dms,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from zzmap.errors import CrsError

# The box around the land and islands of China, well inside SHIFT_BOX.
CHINA_LON = st.floats(73.4, 135.1)
CHINA_LAT = st.floats(3.5, 53.6)
PAIRS = [
    (wgs84_to_gcj02, gcj02_to_wgs84),
    (gcj02_to_bd09, bd09_to_gcj02),
    (wgs84_to_bd09, bd09_to_wgs84),
]
SHIFTS = [shift for pair in PAIRS for shift in pair]


def metres(lon: Any, lat: Any, other_lon: Any, other_lat: Any) -> Any:
    east = (np.asarray(lon) - other_lon) * np.cos(np.radians(lat)) * 111_320.0
    return np.hypot(east, (np.asarray(lat) - other_lat) * 111_320.0)


# Shifts: published values


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (wgs84_to_gcj02, (116.41024449916938, 39.91640428150164)),
        (gcj02_to_bd09, (116.41036949371029, 39.92133699351021)),
    ],
)
def test_shift_gives_the_values_of_wandergis_coordtransform(
    shift: Callable[..., Any], expected: tuple[float, float]
) -> None:
    # github.com/wandergis/coordtransform, test/app.js
    assert shift(116.404, 39.915) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_gcj02_agrees_with_googollee_eviltransform(
    wgs: tuple[float, float], gcj: tuple[float, float]
) -> None:
    # github.com/googollee/eviltransform, python/test.py; its earth radius is 108 m smaller,
    # which moves its result by less than 2 cm.
    assert metres(*wgs84_to_gcj02(*wgs), *gcj) < 0.02
    assert metres(*gcj02_to_wgs84(*gcj), *wgs) < 0.02


def test_shifts_are_about_a_metre_from_map_services() -> None:
    # The service's answer in madlogos/asesgeo, tests/testthat/test_tranform_coord.R.
    lon, lat = wgs84_to_gcj02(116.39089, 39.90734)
    assert metres(lon, lat, 116.39713623, 39.90874539) < 1.0
    # One place as Google and Baidu show it, in BruceZhaoR/pjutils,
    # tests/testthat/test-test-coordinate-tranform.R.
    place = (121.42958967, 31.16014354)
    assert metres(*wgs84_to_gcj02(*place), 121.4342191628, 31.1582660190) < 1.2
    assert metres(*wgs84_to_bd09(*place), 121.4406138425, 31.1646093426) < 1.2
    assert metres(*bd09_to_wgs84(121.4406138425, 31.1646093426), *place) < 1.2


def plain_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """The formula as published, one point at a time, with nothing rearranged."""
    a, ee, pi = 6378245.0, 0.00669342162296594323, math.pi
    x, y = lon - 105.0, lat - 35.0
    dlat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    dlat += (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    dlat += (20.0 * math.sin(y * pi) + 40.0 * math.sin(y / 3.0 * pi)) * 2.0 / 3.0
    dlat += (160.0 * math.sin(y / 12.0 * pi) + 320 * math.sin(y * pi / 30.0)) * 2.0 / 3.0
    dlon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    dlon += (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    dlon += (20.0 * math.sin(x * pi) + 40.0 * math.sin(x / 3.0 * pi)) * 2.0 / 3.0
    dlon += (150.0 * math.sin(x / 12.0 * pi) + 300.0 * math.sin(x / 30.0 * pi)) * 2.0 / 3.0
    magic = 1 - ee * math.sin(math.radians(lat)) ** 2
    return (
        lon + dlon * 180.0 / (a / math.sqrt(magic) * math.cos(math.radians(lat)) * pi),
        lat + dlat * 180.0 / (a * (1 - ee) / (magic * math.sqrt(magic)) * pi),
    )


@given(st.floats(SHIFT_BOX.west, SHIFT_BOX.east), st.floats(SHIFT_BOX.south, SHIFT_BOX.north))
def test_the_rearranged_formula_is_the_published_one(lon: float, lat: float) -> None:
    assert metres(*wgs84_to_gcj02(lon, lat), *plain_gcj02(lon, lat)) < 1e-6


# Shifts: properties


@pytest.mark.parametrize(("there", "back"), PAIRS)
@given(lon=CHINA_LON, lat=CHINA_LAT)
def test_every_shift_comes_back_within_a_tenth_of_a_millimetre(
    there: Callable[..., Any], back: Callable[..., Any], lon: float, lat: float
) -> None:
    assert metres(*back(*there(lon, lat)), lon, lat) < 1e-4


@pytest.mark.parametrize(("there", "back"), PAIRS)
def test_every_shift_comes_back_on_a_grid_of_china(
    there: Callable[..., Any], back: Callable[..., Any]
) -> None:
    lon, lat = np.meshgrid(np.arange(73.4, 135.1, 0.097), np.arange(3.5, 53.6, 0.093))
    assert metres(*back(*there(lon, lat)), lon, lat).max() < 1e-4


def test_the_inverse_holds_where_the_formula_has_no_slope() -> None:
    # The square root of |lon - 105| has an infinite slope at 105° E.
    small = 10.0 ** -np.arange(1, 16)
    lon = 105.0 + np.r_[0.0, small, -small]
    lat = np.full(lon.size, 34.5)
    assert metres(*gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat)), lon, lat).max() < 1e-4


@pytest.mark.parametrize("shift", SHIFTS)
@given(lon=st.floats(-180, 180), lat=st.floats(-90, 90))
def test_outside_the_box_nothing_moves(shift: Callable[..., Any], lon: float, lat: float) -> None:
    box = SHIFT_BOX
    if not (box.west <= lon <= box.east and box.south <= lat <= box.north):
        assert shift(lon, lat) == (lon, lat)


def test_only_a_strip_of_2_km_inside_the_edge_may_not_come_back() -> None:
    box, edge = SHIFT_BOX, 0.02
    lat = np.linspace(box.south + edge, box.north - edge, 2001)
    lon = np.linspace(box.west + edge * 2, box.east - edge * 2, 2001)
    west, east = np.full(2001, box.west + edge * 2), np.full(2001, box.east - edge * 2)
    south, north = np.full(2001, box.south + edge), np.full(2001, box.north - edge)
    for points in ((west, lat), (east, lat), (lon, south), (lon, north)):
        for there, back in PAIRS:
            assert metres(*back(*there(*points)), *points).max() < 1e-4


@given(lon=st.floats(112.6, 114.4), lat=st.floats(34.2, 35.1))
def test_around_zhengzhou_the_mistake_is_half_a_kilometre(lon: float, lat: float) -> None:
    assert 500 < metres(*wgs84_to_gcj02(lon, lat), lon, lat) < 660
    assert 1100 < metres(*wgs84_to_bd09(lon, lat), lon, lat) < 1500


@pytest.mark.parametrize("shift", SHIFTS)
def test_numbers_give_numbers_and_arrays_arrays(shift: Callable[..., Any]) -> None:
    one = shift(113.6, 34.7)
    assert all(type(value) is float for value in one)
    lon, lat = shift([113.6, 200.0, math.nan], 34.7)
    assert lon.shape == lat.shape == (3,)
    assert (lon[0], lat[0]) == one
    assert (lon[1], lat[1]) == (200.0, 34.7)
    assert math.isnan(lon[2])
    grid = shift(np.full((3, 1), 113), np.full((1, 2), 34))
    assert grid[0].shape == (3, 2)
    empty = shift(np.array([]), np.array([]))
    assert empty[0].size == 0


def test_the_input_is_left_alone_and_blocks_do_not_show() -> None:
    lon, lat = np.linspace(80, 130, 20_001), np.linspace(20, 50, 20_001)
    kept = lon.copy()
    moved = wgs84_to_gcj02(lon, lat)
    assert (lon == kept).all()
    alone = np.array([wgs84_to_gcj02(x, y) for x, y in zip(lon[::1000], lat[::1000], strict=True)])
    np.testing.assert_allclose(np.column_stack(moved)[::1000], alone, atol=1e-13)


# Names


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("EPSG:4547", "EPSG:4547"),
        ("4547", "EPSG:4547"),
        ("urn:ogc:def:crs:EPSG::4547", "EPSG:4547"),
        ("http://www.opengis.net/def/crs/EPSG/0/4547", "EPSG:4547"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("wgs84", "EPSG:4326"),
        ("WGS 1984", "EPSG:4326"),
        ("GCJ-02", "gcj02"),
        ("火星坐标系", "gcj02"),
        ("高德", "gcj02"),
        ("bd09", "bd09"),
        ("BD-09LL", "bd09"),
        ("百度", "bd09"),
        ("Web Mercator", "EPSG:3857"),
        ("WGS_1984_Web_Mercator_Auxiliary_Sphere", "EPSG:3857"),
        ("900913", "EPSG:3857"),
        ("CGCS2000", "EPSG:4490"),
        ("2000国家大地坐标系", "EPSG:4490"),
        ("国家2000", "EPSG:4490"),
        ("GCS_China_Geodetic_Coordinate_System_2000", "EPSG:4490"),
        ("CGCS2000 3-degree zone 38", "EPSG:4526"),
        ("CGCS2000 3-degree CM 114E", "EPSG:4547"),
        ("CGCS2000_3_Degree_GK_Zone_38", "EPSG:4526"),
        ("CGCS2000_3_Degree_GK_CM_114E", "EPSG:4547"),
        ("CGCS2000 / 3-degree Gauss-Kruger CM 114E", "EPSG:4547"),
        ("CGCS2000 6-degree zone 19", "EPSG:4497"),
        ("CGCS2000 zone 19", "EPSG:4497"),
        ("CGCS2000 6-degree CM 111E", "EPSG:4508"),
        ("CGCS2000 CM 111E", "EPSG:4546"),
        ("2000国家大地坐标系 三度带 38带", "EPSG:4526"),
        ("国家2000 3度带38带", "EPSG:4526"),
        ("２０００国家大地坐标系 3度分带 带号38", "EPSG:4526"),
        ("CGCS2000 三度带 38带 不含带号", "EPSG:4547"),
        ("国家2000 中央子午线114", "EPSG:4547"),
        ("2000国家大地坐标系，高斯-克吕格投影，3度分带，中央子午线114°E，带号38", "EPSG:4526"),
        ("UTM zone 49N", "EPSG:32649"),
    ],
)
def test_resolve_reads_what_planners_write(text: str, key: str) -> None:
    crs = resolve(text)
    assert crs.key == key
    assert resolve(crs.key) == resolve(crs.label_en) == resolve(crs.label_zh) == crs


@pytest.mark.parametrize("code", [*range(4491, 4555)])
def test_every_cgcs2000_zone_is_what_epsg_says(code: int) -> None:
    crs, epsg = resolve(str(code)), pyproj.CRS.from_epsg(code)
    operation = epsg.coordinate_operation
    assert operation is not None
    values = {item.name: item.value for item in operation.params}
    assert crs.meridian == values["Longitude of natural origin"]
    assert crs.false_easting == values["False easting"]
    assert ("3-degree" in crs.label_en) == ("3-degree" in epsg.name)
    assert crs.width == (3 if "3-degree" in epsg.name else 6)
    for form in ("WKT1_ESRI", "WKT2_2019"):
        assert resolve(epsg.to_wkt(form)) == crs
    assert same_place(resolve(epsg.to_wkt("WKT1_GDAL")), crs)


@pytest.mark.parametrize("zone", [1, 43, 50, 60])
def test_a_utm_zone_is_what_epsg_says(zone: int) -> None:
    """Zones of six degrees from 180° west on; the easting of a meridian is 500 km."""
    crs, epsg = resolve(f"EPSG:{32600 + zone}"), pyproj.CRS.from_epsg(32600 + zone)
    values = {item.name: item.value for item in epsg.coordinate_operation.params}
    assert crs.meridian == values["Longitude of natural origin"] == 6 * zone - 183
    assert crs.false_easting == values["False easting"] == 500_000
    assert (crs.datum, crs.width, crs.projected) == ("wgs84", 6, True)
    assert resolve(f"UTM zone {zone}N") == resolve(f"WGS 84 / UTM {zone}") == crs


@pytest.mark.parametrize(
    "text",
    ["北京54", "1954年北京坐标系", "Beijing 1954", "西安80", "1980西安坐标系", "xian80",
     "EPSG:4214", "EPSG:4610", "EPSG:2362", "EPSG:2412", pyproj.CRS.from_epsg(2362).to_wkt()],
)  # fmt: skip
def test_old_datums_are_refused_with_a_reason(text: str) -> None:
    with pytest.raises(CrsError, match=r"stated accuracy.*CGCS2000"):
        resolve(text)


def test_proj_has_nothing_better_for_the_old_datums_here() -> None:
    # Accuracy -1 is PROJ's word for a ballpark: coordinates passed on unshifted.
    here = pyproj.aoi.AreaOfInterest(112.6, 34.2, 114.4, 35.1)
    for code in (4214, 4610):
        group = pyproj.transformer.TransformerGroup(code, 4326, area_of_interest=here)
        assert {transformer.accuracy for transformer in group.transformers} == {-1.0}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no reference system"),
        ("郑州城建坐标系", "local system"),
        ("EPSG:99999", "no reference system 99999"),
        ("EPSG:4258", "no system of metres or degrees on WGS-84"),
        ("38带", "without a datum"),
        ("CGCS2000 三度带", "not which zone"),
        ("CGCS2000 zone 50", "no 6-degree zone 50"),
        ("CGCS2000 6-degree CM 114E", "no zone of 6 degrees"),
        ("CGCS2000 中央子午线113°40′", "central meridian 113.667"),
        ("CGCS2000 39带 中央子午线114", r"several central meridians \(114, 117\)"),
        ("gcj02 web mercator", "more than one system"),
        ("wgs84 CM 114E", "no Gauss-Kruger zones"),
        ("BD09MC", "projection of its own"),
        ('PROJCS["broken', "WKT cannot be read"),
    ],
)
def test_resolve_refuses_what_it_cannot_place(text: str, reason: str) -> None:
    with pytest.raises(CrsError, match=reason):
        resolve(text)


def test_a_wkt_with_a_name_of_epsg_but_another_meridian_is_refused() -> None:
    wkt = pyproj.CRS.from_epsg(4547).to_wkt("WKT1_ESRI").replace("114.0", "113.65")
    with pytest.raises(CrsError, match="matches no EPSG code"):
        resolve(wkt)


@pytest.mark.parametrize(
    "wkt",
    [
        'VERT_CS["somewhere",VERT_DATUM["a height",2005],UNIT["metre",1]]',
        'VERTCRS["heights",VDATUM["a height"],CS[vertical,1],AXIS["up",up],LENGTHUNIT["metre",1]]',
    ],
)
def test_a_system_of_heights_is_none_of_positions(wkt: str) -> None:
    with pytest.raises(CrsError, match="states no datum"):
        resolve(wkt)


# Transformations


ALL = [WGS84, CGCS2000, GCJ02, BD09, WEB_MERCATOR, *map(resolve, ("4526", "4547", "4497", "4508"))]


@pytest.mark.parametrize("crs", ALL, ids=lambda crs: crs.key)
@settings(max_examples=30)
@given(lon=st.floats(112.6, 114.4), lat=st.floats(34.2, 35.1))
def test_every_system_comes_back(crs: Crs, lon: float, lat: float) -> None:
    assert metres(*to_wgs84(crs, *from_wgs84(crs, lon, lat)), lon, lat) < 1e-3


def test_projection_agrees_with_proj() -> None:
    x, y = from_wgs84("EPSG:4547", [113.6], [34.7])
    expected = pyproj.Transformer.from_crs(4490, 4547, always_xy=True).transform(113.6, 34.7)
    assert (x[0], y[0]) == pytest.approx(expected, abs=1e-6)
    assert from_wgs84("EPSG:4526", 113.6, 34.7)[0] == pytest.approx(x[0] + 38e6)


@pytest.mark.parametrize(
    ("crs", "x", "y", "hint"),
    [
        ("EPSG:4326", 34.7, 113.6, "swap the columns"),
        ("EPSG:4326", 459_000.0, 3_845_000.0, "no zone number"),
        ("EPSG:4326", 38_459_000.0, 3_845_000.0, "zone 38"),
        ("gcj02", 34.7, 113.6, "swap the columns"),
        ("EPSG:4547", 38_459_000.0, 3_845_000.0, "zone 38"),
        ("EPSG:4547", 3_845_000.0, 459_000.0, "swap the columns"),
        ("EPSG:4526", 459_000.0, 3_845_000.0, "no zone number"),
        ("EPSG:4526", 3_845_000.0, 38_459_000.0, "swap the columns"),
        ("EPSG:4526", 113.6, 34.7, "degrees"),
        ("EPSG:3857", 38_459_000.0, 3_845_000.0, "zone 38"),
    ],
)
def test_impossible_coordinates_are_refused_with_what_they_look_like(
    crs: str, x: float, y: float, hint: str
) -> None:
    with pytest.raises(CrsError, match=hint):
        to_wgs84(crs, [x], [y])


def test_a_refusal_names_the_first_point_and_counts_the_others() -> None:
    sound, wrong = (113.6, 34.7), (459_000.0, 3_845_000.0)
    with pytest.raises(CrsError) as one:
        to_wgs84("EPSG:4326", *zip(sound, wrong, strict=True))
    assert one.value.index == 1
    assert "point 2" in str(one.value)
    assert "other points" not in str(one.value)
    with pytest.raises(CrsError, match="nor can 2 other points"):
        to_wgs84("EPSG:4326", *zip(sound, wrong, wrong, wrong, strict=True))


def test_a_position_far_from_the_zone_is_refused() -> None:
    with pytest.raises(CrsError, match="km from the central meridian"):
        from_wgs84("EPSG:4547", [100.0], [34.7])
    with pytest.raises(CrsError):
        from_wgs84("EPSG:4547", [np.inf], [34.7])


def test_nan_stays_nan() -> None:
    for crs in ALL:
        lon, lat = to_wgs84(crs, *from_wgs84(crs, [math.nan, 113.6], [34.7, 34.7]))
        assert math.isnan(lon[0])
        assert lon[1] == pytest.approx(113.6)
        assert lat[1] == pytest.approx(34.7)


def test_cgcs2000_is_taken_as_wgs84() -> None:
    assert same_place(WGS84, CGCS2000)
    assert same_place(resolve("4546"), resolve("4508"))  # 3 and 6 degrees on 111° E
    assert not same_place(resolve("4547"), resolve("4526"))
    assert not same_place(WGS84, GCJ02)
    box = shapely.box(113.5, 34.6, 113.6, 34.7)
    assert transform_geometry(box, "EPSG:4490", "wgs84").equals(box)


def test_geometries_keep_kind_holes_heights_and_gaps() -> None:
    ring = shapely.box(113.5, 34.6, 113.6, 34.7)
    hole = shapely.difference(ring, shapely.box(113.54, 34.64, 113.56, 34.66))
    rows = np.array([hole, shapely.Point(113.5, 34.6, 88.5), None, shapely.Point()], dtype=object)
    moved = transform_geometry(rows, "gcj02", "EPSG:4547")
    assert [None if row is None else row.geom_type for row in moved] == [
        "Polygon", "Point", None, "Point",
    ]  # fmt: skip
    assert len(moved[0].interiors) == 1
    assert not moved[0].has_z
    assert moved[1].z == 88.5
    assert moved[3].is_empty
    back = transform_geometry(moved, "EPSG:4547", "gcj02")
    assert shapely.equals_exact(back[0], hole, tolerance=1e-9)


def test_arrays_of_coordinates_move_too() -> None:
    points = np.array([[113.5, 34.6], [113.6, 34.7]])
    moved = transform_geometry(points, "gcj02", "wgs84")
    np.testing.assert_array_equal(moved, np.column_stack(gcj02_to_wgs84(*points.T)))
    with pytest.raises(CrsError, match="shape"):
        transform_geometry(np.array([1.0, 2.0]), "gcj02", "wgs84")


# Degrees, minutes, seconds


@pytest.mark.parametrize(
    "text",
    ["113º45’30”", "113˚45'30''",
     "113°45′30″", "113°45'30\"", "113° 45' 30\"", "113度45分30秒", "113-45-30", "113 45 30",
     "113:45:30.0", "E113°45′30″", "113°45′30″E", "东经113°45′30″", "113°45.5′", "113.7583333333",
     "１１３°４５′３０″", "113°45’30”", "113°45'30''"],
)  # fmt: skip
def test_parse_dms_reads_the_usual_spellings(text: str) -> None:
    assert parse_dms(text) == pytest.approx(113.75833333333, abs=1e-9)


def test_parse_dms_knows_the_other_hemispheres() -> None:
    assert parse_dms("34°30′S") == parse_dms("-34°30′") == parse_dms("南纬34°30′") == -34.5


@pytest.mark.parametrize("text", ["", "abc", "113°60′00″", "113°45′60″", "113°45′30″12"])
def test_parse_dms_refuses_the_rest(text: str) -> None:
    with pytest.raises(CrsError):
        parse_dms(text)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 5999))
def test_packed_angles_unpack(degrees: int, minutes: int, hundredths: int) -> None:
    packed = float(f"{degrees}.{minutes:02d}{hundredths:04d}")
    angle = degrees + minutes / 60 + hundredths / 360_000
    assert unpack_dms(packed) == pytest.approx(angle, abs=1e-9)


def test_what_cannot_be_packed_is_nan() -> None:
    assert np.isnan(unpack_dms([113.7530, 113.4571])).all()
    assert unpack_dms(113.4560) == pytest.approx(113 + 46 / 60)
