"""Our Gauss-Kruger is PROJ's, to a millionth of a metre, wherever a zone is used."""

import numpy as np
import pytest
from pyproj import Transformer

from zzmap.crs import from_wgs84, resolve, to_wgs84
from zzmap.crs.gauss import project, unproject
from zzmap.errors import CrsError

MICROMETRE = 1e-6
MICROMETRE_DEG = 1e-11


@pytest.mark.parametrize("epsg", [4491, 4512, 4513, 4526, 4534, 4547, 4554])
def test_metres_and_degrees_are_those_of_proj(epsg: int) -> None:
    crs = resolve(f"EPSG:{epsg}")
    assert crs.meridian is not None and crs.false_easting is not None
    lon = crs.meridian + np.linspace(-6.5, 6.5, 53)
    lon, lat = (grid.ravel() for grid in np.meshgrid(lon, np.linspace(-89, 89, 90)))
    proj = Transformer.from_crs(4490, epsg, always_xy=True)
    east, north = proj.transform(lon, lat)
    x, y = project(lon, lat, crs.meridian, crs.false_easting)
    assert np.abs(x - east).max() < MICROMETRE
    assert np.abs(y - north).max() < MICROMETRE
    back = unproject(east, north, crs.meridian, crs.false_easting)
    for ours, theirs in zip(back, proj.transform(east, north, direction="INVERSE"), strict=True):
        assert np.abs(ours - theirs).max() < MICROMETRE_DEG


def test_one_point_is_one_point_and_nothing_stays_nothing() -> None:
    x, y = from_wgs84("EPSG:4547", 114.0, 34.0)
    assert (x.shape, float(x)) == ((), 500_000.0)
    lon, lat = to_wgs84("EPSG:4547", x, y)
    assert (float(lon), float(lat)) == pytest.approx((114.0, 34.0), abs=1e-12)
    x, y = from_wgs84("EPSG:4547", [114.0, np.nan], [34.0, 34.0])
    assert np.isnan([x[1], y[1]]).all() and np.isfinite([x[0], y[0]]).all()


@pytest.mark.parametrize("lon", [-66.0, 24.0, -156.0, 180.0, 130.0])
def test_the_far_side_of_the_earth_is_refused(lon: float) -> None:
    with pytest.raises(CrsError, match=r"central meridian|cannot be"):
        from_wgs84("EPSG:4547", lon, 34.0)
