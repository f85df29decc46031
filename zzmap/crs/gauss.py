"""Gauss-Kruger of the CGCS2000 ellipsoid, as a series: what every length and area here needs.

PROJ would do it as well, and is the oracle of the tests, but loading and setting it up takes as
long as all else that ``zzmap zone`` does.  The series is Kruger's, to the sixth order in the third
flattening, as in Karney (2011), "Transverse Mercator with an accuracy of a few nanometers",
Journal of Geodesy 85, equations 35 and 36; PROJ uses the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

AXIS_M = 6_378_137.0
FLATTENING = 1 / 298.257222101
"""Of the CGCS2000 ellipsoid."""

_E = (FLATTENING * (2 - FLATTENING)) ** 0.5
_N = FLATTENING / (2 - FLATTENING)
_RADIUS_M = AXIS_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
"""Of the rectified meridian."""


def _coefficients(rows: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Return the coefficient of each order; row j starts at the power j of the flattening."""
    return tuple(
        sum(factor * _N**power for power, factor in enumerate(row, first))
        for first, row in enumerate(rows, 1)
    )


_FORWARD = _coefficients(
    (
        (1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
        (13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
        (61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
        (49561 / 161280, -179 / 168, 6601661 / 7257600),
        (34729 / 80640, -3418889 / 1995840),
        (212378941 / 319334400,),
    )
)
_INVERSE = _coefficients(
    (
        (1 / 2, -2 / 3, 37 / 96, -1 / 360, -81 / 512, 96199 / 604800),
        (1 / 48, 1 / 15, -437 / 1440, 46 / 105, -1118711 / 3870720),
        (17 / 480, -37 / 840, -209 / 4480, 5569 / 90720),
        (4397 / 161280, -11 / 504, -830251 / 7257600),
        (4583 / 161280, -108847 / 3991680),
        (20648693 / 638668800,),
    )
)

_NEWTON_STEPS = 3
"""Two reach the last bit of a double anywhere on the ellipsoid."""


def project(lon: Floats, lat: Floats, meridian: float, easting: float) -> tuple[Floats, Floats]:
    """Project longitude and latitude to metres.

    Parameters
    ----------
    lon, lat
        Degrees; NaN stays NaN.
    meridian
        Central meridian, degrees east.
    easting
        Easting of the central meridian, metres.

    Returns
    -------
    tuple of arrays
        Easting and northing, metres; NaN 90° or more from the meridian, where the projection
        shows nothing.  Within 6.5° of it, it is right to a millionth of a metre.

    Examples
    --------
    >>> import numpy as np
    >>> x, y = project(np.array([113.65]), np.array([34.76]), 114.0, 500_000.0)
    >>> x.round(3), y.round(3)
    (array([467956.061]), array([3848023.492]))
    """
    angle = np.radians((lon - meridian + 180.0) % 360.0 - 180.0)
    sine, cosine = np.sin(angle), np.cos(angle)
    tan = np.tan(np.radians(lat))
    conformal = _conformal(tan)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        sphere = np.arctan2(conformal, cosine) + 1j * np.arcsinh(sine / np.hypot(conformal, cosine))
        plane = sphere + _series(_FORWARD, sphere)
    shown = cosine > 0
    x = np.where(shown, easting + _RADIUS_M * plane.imag, np.nan)
    return np.array(x, float), np.where(shown, _RADIUS_M * plane.real, np.nan)


def unproject(x: Floats, y: Floats, meridian: float, easting: float) -> tuple[Floats, Floats]:
    """Bring metres back to longitude and latitude in degrees; see `project`.

    Examples
    --------
    >>> import numpy as np
    >>> lon, lat = unproject(np.array([467956.061]), np.array([3848023.492]), 114.0, 500_000.0)
    >>> lon.round(6), lat.round(6)
    (array([113.65]), array([34.76]))
    """
    plane = np.asarray((y + 1j * (x - easting)) / _RADIUS_M, np.complex128)
    sphere = plane - _series(_INVERSE, plane)
    across, along = np.sinh(sphere.imag), np.cos(sphere.real)
    conformal = np.sin(sphere.real) / np.hypot(across, along)
    lon = meridian + np.degrees(np.arctan2(across, along))
    return np.array(lon, float), np.array(np.degrees(np.arctan(_geographic(conformal))), float)


def _series(factors: tuple[float, ...], at: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Sum factor × sin(2 × order × at) over the orders, by Clenshaw's recurrence."""
    double = 2 * np.cos(2 * at)
    last, older = np.zeros_like(at), np.zeros_like(at)
    for factor in reversed(factors):
        last, older = factor + double * last - older, last
    return np.asarray(last * np.sin(2 * at))


def _conformal(tan: Floats) -> Floats:
    """Turn the tangent of the latitude into that of the conformal latitude."""
    secant = np.hypot(1.0, tan)
    sigma = np.sinh(_E * np.arctanh(_E * tan / secant))
    return np.asarray(tan * np.hypot(1.0, sigma) - sigma * secant)


def _geographic(conformal: Floats) -> Floats:
    """Turn it back, by Newton's method (Karney 2011, equations 19 to 21)."""
    tan = np.array(conformal, float)
    for _ in range(_NEWTON_STEPS):
        now = _conformal(tan)
        slope = (1 + (1 - _E**2) * tan**2) / ((1 - _E**2) * np.hypot(1.0, tan) * np.hypot(1.0, now))
        tan = np.asarray(tan + (conformal - now) * slope)
    return tan
