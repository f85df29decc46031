"""`zz.to_crs`: frames, geometries and arrays, and what they say of themselves afterwards."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from geopandas.testing import assert_geodataframe_equal
from pyproj import Transformer
from shapely import Point, box

import zzmap as zz
from zzmap.crs import wgs84_to_gcj02

LON, LAT = np.array([113.1, 113.65]), np.array([34.2, 34.76])


@pytest.fixture
def frame() -> gpd.GeoDataFrame:
    values = {"name": ["甲", "乙"]}
    return gpd.GeoDataFrame(
        values, geometry=gpd.points_from_xy(LON, LAT), index=[7, 3], crs="EPSG:4326"
    )


def coordinates(frame: Any) -> Any:
    return np.column_stack([frame.geometry.x, frame.geometry.y])


def test_a_frame_goes_where_proj_takes_it(frame: gpd.GeoDataFrame) -> None:
    before = frame.copy()
    moved = zz.to_crs(frame, "EPSG:4547")
    x, y = Transformer.from_crs(4326, 4547, always_xy=True).transform(LON, LAT)
    assert coordinates(moved) == pytest.approx(np.column_stack([x, y]), abs=1e-3)
    assert moved.crs.to_epsg() == 4547
    assert (list(moved.index), list(moved.columns)) == ([7, 3], list(frame.columns))
    assert_geodataframe_equal(frame, before)


def test_a_shifted_frame_is_not_taken_for_wgs84_and_comes_back(frame: gpd.GeoDataFrame) -> None:
    moved = zz.to_crs(frame, "gcj02")
    assert coordinates(moved) == pytest.approx(np.column_stack(wgs84_to_gcj02(LON, LAT)))
    assert (moved.crs, moved.attrs) == (None, {"zzmap_crs": "gcj02"})
    assert frame.attrs == {}
    back = zz.to_crs(moved, "wgs84")
    assert (back.crs.to_epsg(), back.attrs) == (4326, {})
    assert coordinates(back) == pytest.approx(np.column_stack([LON, LAT]), abs=1e-9)
    moved = moved.set_crs("EPSG:4326")
    with pytest.raises(zz.CrsError, match="noted to be in gcj02"):
        zz.to_crs(moved, "EPSG:4547")


def test_what_is_said_wins_over_a_wrong_label(frame: gpd.GeoDataFrame) -> None:
    moved = zz.to_crs(frame, "wgs84", src="gcj02")
    assert np.abs(coordinates(moved) - np.column_stack([LON, LAT])).max() > 1e-3
    assert moved.crs.to_epsg() == 4326


def test_a_series_a_geometry_and_arrays(frame: gpd.GeoDataFrame) -> None:
    series = zz.to_crs(frame.geometry, "EPSG:4547")
    assert isinstance(series, gpd.GeoSeries) and series.crs.to_epsg() == 4547
    expected = coordinates(zz.to_crs(frame, "EPSG:4547"))
    point = zz.to_crs(Point(LON[0], LAT[0], 12.0), "EPSG:4547", "wgs84")
    assert (point.x, point.y, point.z) == pytest.approx((*expected[0], 12.0))
    rows = zz.to_crs(np.column_stack([LON, LAT, [1.0, 2.0]]), "EPSG:4547", "wgs84")
    assert rows == pytest.approx(np.column_stack([expected, [1.0, 2.0]]))
    shapes = zz.to_crs(np.array([Point(LON[0], LAT[0]), None]), "EPSG:4547", "wgs84")
    assert shapes[0].x == pytest.approx(expected[0, 0]) and shapes[1] is None


def test_a_blank_geometry_stays_blank(frame: gpd.GeoDataFrame) -> None:
    frame.loc[7, "geometry"] = None
    moved = zz.to_crs(frame, "gcj02")
    assert moved.geometry.isna().tolist() == [True, False]


def test_what_cannot_be_known_or_kept_is_refused(frame: gpd.GeoDataFrame) -> None:
    with pytest.raises(zz.CrsError, match="does not say"):
        zz.to_crs(gpd.GeoDataFrame(geometry=[Point(1, 2)]), "gcj02")
    for data in (Point(1, 2), np.zeros((1, 2))):
        with pytest.raises(zz.CrsError, match="nothing says"):
            zz.to_crs(data, "gcj02")
    with pytest.raises(zz.CrsError, match="names no reference system"):
        zz.to_crs(frame, "no such system")
    frame["box"] = gpd.GeoSeries([box(0, 0, 1, 1)] * 2, index=frame.index, crs=4326)
    with pytest.raises(zz.CrsError, match="1 more geometry column"):
        zz.to_crs(frame, "gcj02")
