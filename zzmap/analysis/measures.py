"""Measures of specialisation and likeness of places, from counts of industries at places.

Each takes an array of places x industries, not negative, and works on shares, so that its unit
does not matter.  A place or industry that holds nothing has no share: its measures are NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]


def location_quotient(counts: ArrayLike) -> Array:
    """Return LQ[p, i] = (x[p, i] / x[p, .]) / (x[., i] / x[., .]).

    Parameters
    ----------
    counts
        Places x industries.

    Returns
    -------
    array, places x industries
        1 where a place holds its share of an industry, more where it is specialised.

    Notes
    -----
    Florence, P. S. (1939), Report on the Location of Industry; the same as the index of revealed
    comparative advantage of Balassa (1965).

    Examples
    --------
    >>> location_quotient([[2, 0], [1, 1]]).round(3).tolist()
    [[1.333, 0.0], [0.667, 2.0]]
    """
    x = _array(counts)
    return _ratio(_shares(x), _ratio(x.sum(axis=0), x.sum()))


def krugman(counts: ArrayLike) -> Array:
    """Return K[p] = sum over i of |s[p, i] - r[p, i]|, r the shares of all other places together.

    Parameters
    ----------
    counts
        Places x industries.

    Returns
    -------
    array, places
        0 where a place has the mix of the others, 2 where it shares nothing with them.

    Notes
    -----
    Krugman, P. (1991), Geography and Trade, compares two regions; a place is compared with the
    rest here, as reviewed in Palan, N. (2010), Measurement of Specialization.

    Examples
    --------
    >>> krugman([[1, 0], [0, 3]]).tolist()
    [2.0, 2.0]
    """
    x = _array(counts)
    rest = x.sum(axis=0) - x
    found: Array = np.abs(_shares(x) - _shares(rest)).sum(axis=1)
    return found


def herfindahl(counts: ArrayLike) -> Array:
    """Return H[p] = sum over i of s[p, i] squared, not normalised.

    Parameters
    ----------
    counts
        Places x industries.

    Returns
    -------
    array, places
        1 / number of industries where they are even, 1 where there is only one.

    Notes
    -----
    Hirschman, A. O. (1964), The Paternity of an Index, American Economic Review 54.

    Examples
    --------
    >>> herfindahl([[1, 1], [4, 0]]).tolist()
    [0.5, 1.0]
    """
    found: Array = (_shares(_array(counts)) ** 2).sum(axis=1)
    return found


def similarity(counts: ArrayLike) -> Array:
    """Return the coefficient of industrial similarity (产业同构系数) of each two places.

    S[p, q] = sum over i of x[p, i] x[q, i] / sqrt(sum x[p, i]^2 * sum x[q, i]^2), of shares or
    of counts alike.

    Parameters
    ----------
    counts
        Places x industries.

    Returns
    -------
    array, places x places
        0 for nothing in common, 1 for the same mix.

    Notes
    -----
    UNIDO (1979), World Industry since 1960: Progress and Prospects.

    Examples
    --------
    >>> similarity([[1, 0], [3, 4]]).round(3).tolist()
    [[1.0, 0.6], [0.6, 1.0]]
    """
    x = _array(counts)
    length = np.sqrt((x**2).sum(axis=1, keepdims=True))
    unit = _ratio(x, length)
    found: Array = unit @ unit.T
    return found


def _array(counts: ArrayLike) -> Array:
    x = np.asarray(counts, dtype=float)
    if x.ndim != 2 or not np.isfinite(x).all() or (x < 0).any():
        raise ValueError("counts are places x industries, finite and not negative")
    return x


def _shares(x: Array) -> Array:
    return _ratio(x, x.sum(axis=1, keepdims=True))


def _ratio(above: Array, below: Array) -> Array:
    found: Array = np.divide(
        above, below, out=np.full(np.broadcast(above, below).shape, np.nan), where=below != 0
    )
    return found
