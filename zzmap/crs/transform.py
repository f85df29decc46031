"""From any known reference system to any other, by way of WGS-84 degrees.

**CGCS2000 is taken as WGS-84.**  The ellipsoids differ by 0.1 mm.  CGCS2000 is ITRF97 at
epoch 2000.0, with which WGS-84 agrees to a few centimetres *at that epoch*; coordinates that
are kept, as maps keep them, at the epoch of their survey network are therefore equal within
0.1 m.  A position that a receiver computes today in the current WGS-84 frame is another
matter: the ground has moved some 3 cm a year since 2000, 0.8 m by 2026.  That is under the
accuracy of every layer here, but is not survey grade.  PROJ does the same (a null transformation),
and the code projects on each system's own datum so that no later PROJ data can change it.

**Coordinates that a system cannot have are refused**, not transformed: degrees beyond ±180
and ±90, eastings without the zone number their system has, north before east.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zzmap.crs.codes import GEOGRAPHIC_EPSG, WGS84, Crs, resolve
from zzmap.crs.datum import (
    Floats,
    Shift,
    bd09_to_wgs84,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from zzmap.crs.gauss import project, unproject
from zzmap.errors import CrsError
from zzmap.messages import say

if TYPE_CHECKING:
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

_SHIFTS: dict[str, tuple[Shift, Shift]] = {
    "gcj02": (gcj02_to_wgs84, wgs84_to_gcj02),
    "bd09": (bd09_to_wgs84, wgs84_to_bd09),
}
"""To and from WGS-84, by datum."""

_REACH_M = 600_000.0
"""How far from its meridian a zone is used; a 6-degree zone is 334 km to each side at the
equator, and twice that leaves no room for a missing or foreign zone number."""

_MERCATOR_M = 20_037_508.35
_POLE_M = 10_002_000.0

Geometry = TypeVar("Geometry", bound="BaseGeometry")


def to_wgs84(crs: Crs | str, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Bring coordinates to WGS-84 longitude and latitude in degrees.

    Parameters
    ----------
    crs
        What the coordinates are in.
    x, y
        Longitude or easting, latitude or northing; x first, whatever the axis order of the
        EPSG definition.  NaN stays NaN.

    Raises
    ------
    CrsError
        If a coordinate cannot be one of this system.
    """
    known = _known(crs)
    xs, ys = _pair(x, y)
    check_range(known, xs, ys)
    if known.projected:
        return _finite(known, xs, ys, *_projector(known, inverse=True)(xs, ys))
    shift = _SHIFTS.get(known.datum)
    return shift[0](xs, ys) if shift else (xs.copy(), ys.copy())


def from_wgs84(crs: Crs | str, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Bring WGS-84 longitude and latitude in degrees to another system, x (east) first.

    Raises
    ------
    CrsError
        If a position is no longitude and latitude, or too far from the zone of the system.
    """
    known = _known(crs)
    lons, lats = _pair(lon, lat)
    check_range(WGS84, lons, lats)
    if known.projected:
        x, y = _finite(known, lons, lats, *_projector(known, inverse=False)(lons, lats))
        _check_reach(known, x)
        return x, y
    shift = _SHIFTS.get(known.datum)
    return shift[1](lons, lats) if shift else (lons.copy(), lats.copy())


@overload
def transform_geometry(geometry: NDArray[Any], src: Crs | str, dst: Crs | str) -> NDArray[Any]: ...
@overload
def transform_geometry(geometry: Geometry, src: Crs | str, dst: Crs | str) -> Geometry: ...
def transform_geometry(geometry: Any, src: Crs | str, dst: Crs | str) -> Any:
    """Transform a geometry, an array of geometries, or an (n, 2) array of coordinates.

    Heights are kept as they are.  All vertices go through one vectorised call, so an array
    of many small geometries costs no more than one large one.

    Raises
    ------
    CrsError
        As `to_wgs84` and `from_wgs84`, and if an array of numbers has no two columns.
    """
    source, target = _known(src), _known(dst)
    if isinstance(geometry, np.ndarray) and geometry.dtype != object:
        if geometry.ndim != 2 or geometry.shape[1] not in (2, 3):
            raise CrsError(
                say("coordinates of shape {shape} are not x, y rows", shape=geometry.shape)
            )
        return _mover(source, target)(geometry.astype(float))
    import shapely

    return shapely.transform(geometry, _mover(source, target), include_z=True)


def same_place(one: Crs, other: Crs) -> bool:
    """Whether equal numbers in both systems mean the same place within 0.1 m.

    True for WGS-84 and CGCS2000 degrees, and for the 3- and 6-degree zones of one meridian
    with the same false easting.
    """
    if one == other:
        return True
    if one.shifted or other.shifted or one.projected != other.projected:
        return False
    if not one.projected:
        return True
    zones = (one.meridian, one.false_easting) == (other.meridian, other.false_easting)
    return zones and one.datum == other.datum == "cgcs2000"


def compatible(one: Crs, other: Crs) -> bool:
    """Tell whether two statements can both be true, for one may leave the zone open."""
    if same_place(one, other):
        return True
    if one.shifted or other.shifted or one.datum != other.datum or one.datum != "cgcs2000":
        return False
    return not (one.projected and other.projected and one.meridian != other.meridian)


def in_range(crs: Crs, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Tell which points a system can have; NaN counts as possible."""
    if not crs.projected:
        return ~((np.abs(x) > 180.0) | (np.abs(y) > 90.0))
    if crs.false_easting is None:
        return ~((np.abs(x) > _MERCATOR_M) | (np.abs(y) > _MERCATOR_M))
    return ~((np.abs(x - crs.false_easting) > _REACH_M) | (np.abs(y) > _POLE_M))


def check_range(crs: Crs, x: Floats, y: Floats) -> None:
    """Refuse coordinates that cannot be of a system.

    Raises
    ------
    CrsError
        With the first such point and what it looks like instead.
    """
    wrong = ~in_range(crs, x, y)
    if wrong.any():
        _refuse(crs, x, y, wrong, _looks_like(x, y))


def check_no_degrees(crs: Crs, x: Floats, y: Floats) -> None:
    """Refuse all the points of a file if they are degrees and the system has metres.

    As metres of a zone they would lie in the Gulf of Guinea; of many points one may lie there, such
    as a mark at the origin of a drawing.

    Raises
    ------
    CrsError
        With the first point, and what the numbers look like.
    """
    known = np.isfinite(x) & np.isfinite(y)
    small = (np.abs(x) <= 180.0) & (np.abs(y) <= 180.0)
    if crs.projected and known.any() and small[known].all() and (x[known] != 0.0).any():
        _refuse(crs, x, y, known, _looks_like(x, y))


def _looks_like(x: Floats, y: Floats) -> str:
    """Say in a sentence what coordinates that do not fit may be."""
    first, second = (float(np.nanmedian(np.abs(part))) for part in (x, y))
    if first <= 90.0 < second <= 180.0:
        return say("Latitude seems to come first: swap the columns.")
    if max(first, second) <= 180.0:
        return say("These are degrees: name a system of degrees, such as wgs84, gcj02 or bd09.")
    if _easting(second) and not _easting(first):
        return say("North seems to come before east: swap the columns.")
    if 1.3e7 <= first < 4.6e7:
        return say(
            "The eastings carry a zone number: try CGCS2000 zone {first}.", first=int(first // 1e6)
        )
    if _easting(first):
        return say("The eastings carry no zone number: try CGCS2000 with its meridian, as CM 120E.")
    return say("Name the system the numbers are in.")


def _easting(value: float) -> bool:
    """Whether a number has the size of an easting in China, with zone number or without."""
    return 1e5 <= value < 1e6 or 1.3e7 <= value < 4.6e7


def _refuse(crs: Crs, x: Floats, y: Floats, wrong: NDArray[np.bool_], hint: str) -> None:
    at, others = int(np.flatnonzero(wrong)[0]), int(wrong.sum()) - 1
    also = say(", nor can {others} other points", others=others) if others else ""
    raise CrsError(
        say(
            "({ravel:.10g}, {ravel2:.10g}) cannot be {system}{also}",
            ravel=x.ravel()[at],
            ravel2=y.ravel()[at],
            system=crs.label,
            also=also,
        ),
        where=say("point {at}", at=at + 1),
        hint=hint,
        index=at,
    )


def _finite(crs: Crs, x: Floats, y: Floats, out_x: Floats, out_y: Floats) -> tuple[Floats, Floats]:
    """Turn PROJ's infinities into an error; NaN that came in may stay."""
    given = np.isfinite(x) & np.isfinite(y)
    bad = given & ~(np.isfinite(out_x) & np.isfinite(out_y))
    if bad.any():
        _refuse(crs, x, y, bad, say("The point is beyond what the projection can show."))
    for out in (out_x, out_y):
        out[~given] = np.nan
    return out_x, out_y


def _check_reach(crs: Crs, x: Floats) -> None:
    if crs.false_easting is None:
        return
    far = np.abs(x - crs.false_easting) > _REACH_M
    if far.any():
        raise CrsError(
            say(
                "{count} points are more than {reach_m:.0f} km from the central "
                "meridian of {system}",
                count=int(far.sum()),
                reach_m=_REACH_M / 1000,
                system=crs.label,
            ),
            hint=say("Choose the zone the data lies in, or degrees."),
        )


def _known(crs: Crs | str) -> Crs:
    return resolve(crs) if isinstance(crs, str) else crs


def _pair(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    return xs, ys


def _mover(source: Crs, target: Crs) -> Callable[[Floats], Floats]:
    def move(points: Floats) -> Floats:
        moved: Floats = np.array(points, dtype=float)
        if not same_place(source, target):
            lon, lat = to_wgs84(source, points[:, 0], points[:, 1])
            moved[:, 0], moved[:, 1] = from_wgs84(target, lon, lat)
        else:
            check_range(source, points[:, 0], points[:, 1])
        return moved

    return move


@cache
def _transformer(epsg: int, datum: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs(GEOGRAPHIC_EPSG[datum], epsg, always_xy=True)


@cache
def _projection(wkt: str) -> Transformer:
    """Return the way from the degrees of a system to its metres, on its own datum."""
    from pyproj import CRS, Transformer

    crs = CRS.from_wkt(wkt)
    crs = crs.source_crs if crs.is_bound and crs.source_crs is not None else crs
    assert crs.geodetic_crs is not None
    return Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)


def _projector(crs: Crs, *, inverse: bool) -> Callable[[Floats, Floats], tuple[Floats, Floats]]:
    if crs.datum == "cgcs2000" and crs.meridian is not None and crs.false_easting is not None:
        return partial(
            unproject if inverse else project, meridian=crs.meridian, easting=crs.false_easting
        )
    transformer = _projection(crs.key) if crs.epsg is None else _transformer(crs.epsg, crs.datum)

    def transformed(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        out = transformer.transform(x, y, direction="INVERSE" if inverse else "FORWARD")
        return np.array(out[0], float), np.array(out[1], float)

    return transformed
