"""Areas in square kilometres, 公顷 and 亩: as numbers, and in words.

The map says the same in ``render/static/units.js``; a test holds the two together.
"""

from __future__ import annotations

M2_PER_HECTARE = 10_000.0
M2_PER_KM2 = 100 * M2_PER_HECTARE
MU_PER_HECTARE = 15
M2_PER_MU = M2_PER_HECTARE / MU_PER_HECTARE

M2_PER_UNIT = {
    "亩": M2_PER_MU, "mu": M2_PER_MU,
    "公顷": M2_PER_HECTARE, "ha": M2_PER_HECTARE, "hm2": M2_PER_HECTARE,
    "hectare": M2_PER_HECTARE,
    "平方公里": M2_PER_KM2, "km2": M2_PER_KM2, "平方千米": M2_PER_KM2, "sqkm": M2_PER_KM2,
    "平方米": 1.0, "m2": 1.0, "sqm": 1.0, "平米": 1.0,
}  # fmt: skip
"""Square metres of each unit people write, in NFKC spelling."""

_DIGITS = 4


def hectares(km2: float) -> float:
    """Return square kilometres in 公顷: 100 of them are one."""
    return km2 * M2_PER_KM2 / M2_PER_HECTARE


def mu(km2: float) -> float:
    """Return square kilometres in 亩: 15 of them are a hectare."""
    return hectares(km2) * MU_PER_HECTARE


def area_in_words(km2: float) -> str:
    """Return an area in the three units, each to four digits or to the whole number.

    Examples
    --------
    >>> area_in_words(1)
    '1 km² · 100 公顷 · 1,500 亩'
    >>> area_in_words(0.004567)
    '0.004567 km² · 0.4567 公顷 · 6.851 亩'
    """
    return f"{figure(km2)} km² · {figure(hectares(km2))} 公顷 · {figure(mu(km2))} 亩"


def figure(value: float) -> str:
    """Return a number as people read it: no exponent, four digits at least where it has them."""
    if abs(value) >= 10 ** (_DIGITS - 1):
        return f"{value:,.0f}"
    text = f"{float(f'{value:.{_DIGITS}g}'):.12f}".rstrip("0").rstrip(".")
    return f"{float(text):,.0f}" if abs(float(text)) >= 10 ** (_DIGITS - 1) else text
