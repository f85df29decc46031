"""WGS-84, GCJ-02 and BD-09 degrees, converted a million points at a time.

GCJ-02 ("Mars coordinates") adds a published pseudo-random shift of 300-700 m to WGS-84;
BD-09 is Baidu's second shift on top.  A data set that carries one of them under the label
EPSG:4326 lies hundreds of metres off.

**Formulas.**  WGS-84 to GCJ-02 is the formula published with the ``EvilTransform`` class of
on4wp7 (2013; https://on4wp7.codeplex.com/SourceControl/changeset/view/21483#353936) and
repeated by googollee/eviltransform and wandergis/coordtransform, on the Krasovsky 1940
ellipsoid (a = 6 378 245 m).  GCJ-02 to BD-09 is coordtransform's.  Both are reverse
engineered: answers of Google, Amap and Baidu published in the tests of madlogos/asesgeo and
BruceZhaoR/pjutils are 0.7 to 1.1 m off them, so an exact inverse restores the formula's input
to a micrometre but the true place only to about a metre.

**Where the shift applies.**  Inside the box that every published implementation uses,
longitude 72.004 to 137.8347 and latitude 0.8293 to 55.8271 (`SHIFT_BOX`); outside, all six
functions return their input.  The box is coarser than the border of China: it also takes in
Taiwan, Hong Kong and Macao, Mongolia, Korea, India's east and more.  Whether a map service
shifts those differs from service to service (Google shifts the mainland only, Baidu shifts
Hong Kong, Macao and Taiwan too), so beyond the mainland the caller has to know the source.

**At the edge of the box** the shift begins at once, so no inverse can exist there: a point
just outside and a shifted point from inside may share one GCJ-02 position.  The inverses
keep the rule "outside the box nothing moves"; hence a point whose shifted position leaves the
box, which takes it to lie within 2 km of the edge, does not come back.  The mainland is more
than 100 km from the edges, and there every inverse is exact to well under a millimetre.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NamedTuple, Protocol, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Many: TypeAlias = NDArray[Any] | Sequence[float]
"""Many coordinates: any array of numbers, or a list of them."""


class Box(NamedTuple):
    """A rectangle of longitude and latitude, in degrees."""

    west: float
    south: float
    east: float
    north: float


SHIFT_BOX = Box(72.004, 0.8293, 137.8347, 55.8271)
"""Where GCJ-02 and BD-09 differ from WGS-84: the box all published code uses."""

_BLOCK = 8192
"""Points a block: its dozen work arrays of 64 KB then stay in the processor's cache."""

_KRASOVSKY_A = 6378245.0
_KRASOVSKY_EE = 0.00669342162296594323
_ORIGIN = (105.0, 35.0)
"""Longitude and latitude the shift formula counts from; also a harmless stand-in point."""

_BAIDU_K = np.pi * 3000.0 / 180.0
_BAIDU_RADIUS, _BAIDU_ANGLE = 2e-5, 3e-6
_BAIDU_SHIFT = (0.0065, 0.006)

_CORRECTIONS = 3
"""Evaluations an inverse makes.  Measured over China, the errors left after each are 0.5 m,
0.4 mm and 0.3 µm for GCJ-02 and 3 m, 9 mm and 30 µm for BD-09."""


class Shift(Protocol):
    """A conversion of longitudes and latitudes in degrees: numbers to numbers, arrays to arrays."""

    @overload
    def __call__(self, lon: float, lat: float) -> tuple[float, float]: ...
    @overload
    def __call__(self, lon: Many, lat: Many) -> tuple[Floats, Floats]: ...
    def __call__(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Convert; the shapes broadcast, NaN stays NaN, the input is not changed."""
        ...


_Block = Callable[[Floats, Floats], tuple[Floats, Floats]]


def _inside(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    box = SHIFT_BOX
    return (lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north)


def _one_block(convert: _Block, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    inside = _inside(lon, lat)
    if inside.all():
        return convert(lon, lat)
    # Points outside (and NaN) are computed at the origin, so that no warning arises, and
    # then put back unchanged.
    moved = convert(np.where(inside, lon, _ORIGIN[0]), np.where(inside, lat, _ORIGIN[1]))
    return np.where(inside, moved[0], lon), np.where(inside, moved[1], lat)


def _by_blocks(convert: _Block) -> Shift:
    """Make a conversion of blocks inside the box into one of any numbers or arrays."""

    @wraps(convert)
    def shift(lon: Any, lat: Any) -> tuple[Any, Any]:
        lons, lats = np.broadcast_arrays(np.asarray(lon, float), np.asarray(lat, float))
        shape, lons, lats = lons.shape, lons.ravel(), lats.ravel()
        out_lon, out_lat = np.empty(lons.size), np.empty(lons.size)
        for start in range(0, lons.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            out_lon[part], out_lat[part] = _one_block(convert, lons[part], lats[part])
        if shape == () and not isinstance(lon, np.ndarray) and not isinstance(lat, np.ndarray):
            return float(out_lon[0]), float(out_lat[0])
        return out_lon.reshape(shape), out_lat.reshape(shape)

    return shift


class _Wave(NamedTuple):
    """Sine and cosine of one angle, from which those of its multiples follow.

    A multiple costs a few multiplications where `numpy.sin` costs a dozen times as much;
    the rounding error, multiplied at most 360 times, stays under a nanometre of shift.
    """

    sin: Floats
    cos: Floats

    @classmethod
    def of(cls, angle: Floats) -> _Wave:
        return cls(np.sin(angle), np.cos(angle))

    def plus(self, other: _Wave) -> _Wave:
        return _Wave(
            self.sin * other.cos + self.cos * other.sin,
            self.cos * other.cos - self.sin * other.sin,
        )

    def twice(self) -> _Wave:
        return _Wave(2.0 * self.sin * self.cos, 1.0 - 2.0 * self.sin * self.sin)

    def thrice(self) -> _Wave:
        return _Wave(
            self.sin * (3.0 - 4.0 * self.sin * self.sin),
            self.cos * (4.0 * self.cos * self.cos - 3.0),
        )


class _Ladder(NamedTuple):
    """The waves of angle π·t/60 times 2, 5, 20 and 60 that the shift formula sums."""

    by2: _Wave
    by5: _Wave
    by20: _Wave
    by60: _Wave

    @classmethod
    def over(cls, base: _Wave) -> _Ladder:
        by2 = base.twice()
        by5 = by2.twice().plus(base)
        by20 = by5.twice().twice()
        return cls(by2, by5, by20, by20.thrice())

    def sines(self, weights: tuple[float, float, float, float]) -> Floats:
        first, *rest = (weight * wave.sin for weight, wave in zip(weights, self, strict=True))
        return sum(rest, start=first)

    def slope(self, weights: tuple[float, float, float, float]) -> Floats:
        """Differentiate `sines` by t."""
        rates = (weight * factor for weight, factor in zip(weights, _FACTORS, strict=True))
        first, *rest = (rate * wave.cos for rate, wave in zip(rates, self, strict=True))
        return sum(rest, start=first)


_FACTORS = tuple(np.pi * multiple / 60.0 for multiple in (2.0, 5.0, 20.0, 60.0))
_EAST = (200.0, 100.0, 80.0 / 3.0, 40.0 / 3.0)
_NORTH = (640.0 / 3.0, 320.0 / 3.0, 80.0 / 3.0, 40.0 / 3.0)
_RIPPLE = 40.0 / 3.0
"""Amplitudes in metres, the published ones times their common factor 2/3."""

_COS_ORIGIN, _SIN_ORIGIN = np.cos(np.radians(_ORIGIN[1])), np.sin(np.radians(_ORIGIN[1]))

_Matrix = tuple[Floats, Floats, Floats, Floats]
"""Rows of a 2×2 matrix for every point: xx, xy, yx, yy."""

_Step = Callable[[Floats, Floats, bool], tuple[Floats, Floats, "_Matrix | None"]]
"""A forward conversion that can also give its Jacobian."""


def _gcj02(lon: Floats, lat: Floats, jacobian: bool) -> tuple[Floats, Floats, _Matrix | None]:
    """WGS-84 to GCJ-02 and, if asked for, the derivatives of the result."""
    x, y = lon - _ORIGIN[0], lat - _ORIGIN[1]
    eastward = _Ladder.over(_Wave.of(x * (np.pi / 60.0)))
    arc = _Wave.of(y * (np.pi / 180.0))
    northward = _Ladder.over(arc.thrice())
    double = eastward.by60.twice()
    sextuple = double.thrice()

    root, product = np.sqrt(np.abs(x)), 0.1 * x * y
    product += _RIPPLE * (sextuple.sin + double.sin)
    east = 300.0 + x * (1.0 + 0.1 * x) + 2.0 * y + 0.1 * root + product
    east += eastward.sines(_EAST)
    north = -100.0 + 2.0 * x + y * (3.0 + 0.2 * y) + 0.2 * root + product
    north += northward.sines(_NORTH)

    sin_lat = arc.sin * _COS_ORIGIN + arc.cos * _SIN_ORIGIN
    cos_lat = arc.cos * _COS_ORIGIN - arc.sin * _SIN_ORIGIN
    magic = 1.0 - _KRASOVSKY_EE * sin_lat * sin_lat
    per_metre = np.sqrt(magic) * (180.0 / np.pi / _KRASOVSKY_A)
    lon_scale = per_metre / cos_lat
    lat_scale = per_metre * magic / (1.0 - _KRASOVSKY_EE)
    dlon = east * lon_scale
    moved = lon + dlon, lat + north * lat_scale
    if not jacobian:
        return *moved, None

    # The square root's slope is left out: it is infinite at 105° E and tiny elsewhere.
    ripple = (_RIPPLE * np.pi) * (6.0 * sextuple.cos + 2.0 * double.cos)
    matrix = (
        1.0 + lon_scale * (1.0 + 0.2 * x + 0.1 * y + ripple + eastward.slope(_EAST)),
        lon_scale * (2.0 + 0.1 * x) + dlon * (sin_lat / cos_lat) * (np.pi / 180.0),
        lat_scale * (2.0 + 0.1 * y + ripple),
        1.0 + lat_scale * (3.0 + 0.4 * y + 0.1 * x + northward.slope(_NORTH)),
    )
    return *moved, matrix


def _bd09(lon: Floats, lat: Floats, jacobian: bool) -> tuple[Floats, Floats, _Matrix | None]:
    """GCJ-02 to BD-09 and, if asked for, the derivatives of the result.

    The published form goes through polar coordinates, adding to radius and angle.  Adding a
    small angle is a rotation, so neither arctangent nor cosine of the angle is needed.
    """
    lat_angle, lon_angle = lat * _BAIDU_K, lon * _BAIDU_K
    radius = np.hypot(lon, lat)
    stretch = 1.0 + _BAIDU_RADIUS * np.sin(lat_angle) / radius
    turn = _BAIDU_ANGLE * np.cos(lon_angle)
    cos_turn = 1.0 - 0.5 * turn * turn  # exact to 1e-23: the angle is at most 3e-6
    x, y = lon * cos_turn - lat * turn, lat * cos_turn + lon * turn
    moved = x * stretch + _BAIDU_SHIFT[0], y * stretch + _BAIDU_SHIFT[1]
    if not jacobian:
        return *moved, None

    # The slope of 1/radius is left out: it changes the matrix by less than 1e-8.
    turn_slope = (-_BAIDU_ANGLE * _BAIDU_K) * np.sin(lon_angle)
    pull = (_BAIDU_RADIUS * _BAIDU_K) * np.cos(lat_angle) / radius
    matrix = (
        stretch - lat * turn_slope,
        lon * pull - turn,
        turn + lon * turn_slope,
        stretch + lat * pull,
    )
    return *moved, matrix


def _solve(step: _Step, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Find the point that `step` takes to (lon, lat), by Newton's method.

    The Jacobian is computed once: it changes so little over the shift that a fresh one
    would not save an evaluation.
    """
    at_lon, at_lat, matrix = step(lon, lat, True)
    assert matrix is not None
    xx, xy, yx, yy = matrix
    inverse_det = 1.0 / (xx * yy - xy * yx)
    xx, xy, yx, yy = yy * inverse_det, xy * inverse_det, yx * inverse_det, xx * inverse_det
    guess_lon, guess_lat = lon, lat
    for correction in range(_CORRECTIONS):
        if correction:
            at_lon, at_lat, _ = step(guess_lon, guess_lat, False)
        off_lon, off_lat = at_lon - lon, at_lat - lat
        guess_lon = guess_lon - (xx * off_lon - xy * off_lat)
        guess_lat = guess_lat - (yy * off_lat - yx * off_lon)
    return guess_lon, guess_lat


@_by_blocks
def wgs84_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Convert WGS-84 longitude and latitude to GCJ-02, all in degrees.

    The published formula (see the module) inside `SHIFT_BOX`, identity outside and for NaN.
    Takes numbers (and returns floats) or arrays of any shapes that broadcast.
    """
    return _gcj02(lon, lat, False)[:2]


@_by_blocks
def gcj02_to_wgs84(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Convert GCJ-02 longitude and latitude to WGS-84, all in degrees.

    Newton's method on `wgs84_to_gcj02`; undoes it to well under a millimetre everywhere in
    China.  Identity outside `SHIFT_BOX` and for NaN.
    """
    return _solve(_gcj02, lon, lat)


@_by_blocks
def gcj02_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Convert GCJ-02 longitude and latitude to BD-09 (bd09ll), all in degrees.

    The published formula inside `SHIFT_BOX`; outside, where Baidu documents plain WGS-84,
    identity.
    """
    return _bd09(lon, lat, False)[:2]


@_by_blocks
def bd09_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Convert BD-09 (bd09ll) longitude and latitude to GCJ-02, all in degrees.

    Newton's method on `gcj02_to_bd09`, to well under a millimetre; the inverse formula in
    circulation is up to 0.7 m off it.  Identity outside `SHIFT_BOX`.
    """
    return _solve(_bd09, lon, lat)


@_by_blocks
def wgs84_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Convert WGS-84 longitude and latitude to BD-09 (bd09ll), all in degrees.

    `wgs84_to_gcj02`, then `gcj02_to_bd09`; identity outside `SHIFT_BOX`.
    """
    return _bd09(*_gcj02(lon, lat, False)[:2], False)[:2]


@_by_blocks
def bd09_to_wgs84(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Convert BD-09 (bd09ll) longitude and latitude to WGS-84, all in degrees.

    Undoes `wgs84_to_bd09` to well under a millimetre; identity outside `SHIFT_BOX`.
    """
    return _solve(_gcj02, *_solve(_bd09, lon, lat))
