"""WGS-84, GCJ-02 and BD-09 degrees, converted a million points at a time.

GCJ-02 ("Mars coordinates") adds a published pseudo-random shift of 300-700 m to WGS-84;
BD-09 is Baidu's second shift on top.  A data set that carries one of them under the label
EPSG:4326 lies hundreds of metres off.

**Formulas.**  WGS-84 to GCJ-02 is the formula published with the ``EvilTransform`` class of
on4wp7 (2013; https://on4wp7.codeplex.com/SourceControl/changeset/view/21483#353936) and
repeated by googollee/eviltransform and wandergis/coordtransform, on the Krasovsky 1940
ellipsoid (a = 6 378 245 m).  GCJ-02 to BD-09 is coordtransform's.  Both are reverse
engineered: against answers of map services published in madlogos/asesgeo they are right to
about 0.7 m, so an exact inverse restores the *formula's* input to a micrometre but the true
place only to about a metre.

**Where the shift applies.**  Inside the box that every published implementation uses,
longitude 72.004 to 137.8347 and latitude 0.8293 to 55.8271 (`SHIFT_BOX`); outside, all six
functions return their input.  The box is coarser than the border of China: it also takes in
Taiwan, Hong Kong and Macao, Mongolia, Korea, India's east and more.  Whether a map service
shifts those differs from service to service (Google shifts the mainland only, Baidu shifts
Hong Kong, Macao and Taiwan too), so beyond the mainland the caller has to know the source.

**At the edge of the box** the shift begins at once, so no inverse can exist there: a point
just outside and a shifted point from inside may share one GCJ-02 position.  The inverses
keep the rule "outside the box nothing moves"; hence a point whose shifted position leaves the
box, at most 4 km from its edge, does not come back.  The mainland is over 60 km from the
edges, and there every inverse is exact to well under a millimetre.
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
"""Evaluations an inverse makes.  With the Jacobian of the first, the errors left after each
are about 0.1 m, 30 µm and 10 nm for GCJ-02, and smaller for BD-09."""


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

    def __add__(self, other: _Wave) -> _Wave:  # type: ignore[override]
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
