"""GPX: points, routes and tracks as GDAL reads them too, and which of them are parcels."""

from pathlib import Path

import fiona
import pytest
import shapely
from shapely.geometry import shape

import zzmap.io
from zzmap.parks.georeference import read_parcels

from .bad_files import file
from .corpus import BLOCK, FIELD, PAIR, TRUTH, gpx_text

RING = "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in FIELD.exterior.coords)
OPEN = "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in list(FIELD.exterior.coords)[:-1])


def gpx(folder: Path, body: str) -> Path:
    return file("a.gpx", f'<gpx xmlns="http://www.topografix.com/GPX/1/1">{body}</gpx>')(folder)


def track(points: str, name: str = "甲") -> str:
    return f"<trk><name>{name}</name><trkseg>{points}</trkseg></trk>"


def test_gdal_reads_the_same_tracks(tmp_path: Path) -> None:
    path = file("a.gpx", gpx_text(ele="98.5"))(tmp_path)
    frame = zzmap.io.read(path).frame
    with fiona.open(path, layer="tracks") as source:
        theirs = list(source)
    assert [row.properties["name"] for row in theirs] == list(frame["name"])
    for row, ours in zip(theirs, frame.geometry, strict=True):
        assert shapely.equals(shape(row.geometry), ours)
        assert shapely.get_coordinates(ours, include_z=True)[:, 2] == pytest.approx(98.5)


def test_gdal_reads_the_same_routes_and_waypoints(tmp_path: Path) -> None:
    points = '<rtept lat="34.7" lon="113.6"/><rtept lat="34.8" lon="113.7"/>'
    body = f'<wpt lat="34.75" lon="113.65"><name>门</name></wpt><rte>{points}</rte>'
    path = gpx(tmp_path, body)
    frame = zzmap.io.read(path).frame
    for layer, ours in zip(("waypoints", "routes"), frame.geometry, strict=True):
        with fiona.open(path, layer=layer) as source:
            (theirs,) = source
        assert shapely.equals_exact(shape(theirs.geometry), ours)
    assert list(frame["element"]) == ["wpt", "rte"]


def test_a_hole_is_a_hole_and_two_rings_are_two_parts(tmp_path: Path) -> None:
    parcels = read_parcels(file("a.gpx", gpx_text())(tmp_path)).parcels
    block, pair, _ = (row.geometry for row in parcels)
    assert len(block.interiors) == 1
    assert block.area == pytest.approx(BLOCK.area)
    assert shapely.get_num_geometries(pair) == 2
    assert pair.area == pytest.approx(PAIR.area)
    assert [row.code for row in parcels] == [row.code for row in TRUTH]


def test_an_open_track_is_no_parcel_and_one_that_all_but_closes_is_named(tmp_path: Path) -> None:
    near = f'{OPEN}<trkpt lat="34.7012" lon="113.7012"/>'
    body = track(RING, "甲") + track(OPEN, "乙") + track(near, "丙")
    found = read_parcels(gpx(tmp_path, body))
    assert [row.name for row in found.parcels] == ["甲"]
    told = " ".join(found.notes)
    assert "2 lines (LineString) were passed over: 乙, 丙" in told
    assert "no outlines: 丙, 9.2 m apart" in told


def test_an_outline_that_was_walked_is_said_to_be(tmp_path: Path) -> None:
    walked = RING.replace("/>", "><time>2026-03-01T08:00:00Z</time></trkpt>")
    found = read_parcels(gpx(tmp_path, track(walked)))
    assert len(found.parcels) == 1
    told = " ".join(found.notes)
    assert "1 ways that end where they began were recorded on the way" in told
    assert "times of the points of 1 ways were not read" in told
    drawn = read_parcels(gpx(tmp_path, track(RING)))
    assert not [note for note in drawn.notes if "recorded" in note or "times" in note]


def test_a_value_that_comes_twice_is_kept_twice(tmp_path: Path) -> None:
    said = "<extensions><name>乙</name><x>1</x></extensions>"
    path = gpx(tmp_path, f"<trk><name>甲</name>{said}<trkseg>{RING}</trkseg></trk>")
    frame = zzmap.io.read(path).frame
    assert (frame["name"][1], frame["name_"][1], frame["x"][1]) == ("甲", "乙", "1")


def test_a_lone_point_beside_a_line_and_heights_of_some_points_are_said(tmp_path: Path) -> None:
    high = RING.replace("/>", "><ele>90</ele></trkpt>", 1)
    lone = '<trkseg><trkpt lat="34.9" lon="113.9"/></trkseg>'
    layer = zzmap.io.read(gpx(tmp_path, f"<trk><trkseg>{high}</trkseg>{lone}</trk>"))
    told = " ".join(layer.notes)
    assert "1 segments of one point were not read" in told
    assert "heights that not all corners have" in told
    (line,) = layer.frame.geometry
    assert not line.has_z
    assert line.geom_type == "LineString"


def test_what_an_app_shifted_is_read_as_it_is_told(tmp_path: Path) -> None:
    path = file("a.gpx", gpx_text(TRUTH[2:], "gcj02"))(tmp_path)
    (parcel,) = read_parcels(path, "gcj02").parcels
    assert shapely.hausdorff_distance(parcel.geometry.boundary, FIELD.boundary) < 1e-6
