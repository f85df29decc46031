"""The sides of polygons in the cells of a grid, and which polygons hold a point, told by them.

Of a cell it is known which polygons hold its middle.  The way from there to a point of the cell is
straight and stays in the cell: the point lies in a polygon as the middle does, or not as it does
where the way crosses an odd number of the polygon's sides.  Whether it does is told by signs, and
a sign that rounding could have changed is no answer: the point is said to be in doubt.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint8]

_NEAR = 1e-9
"""How near to a cell, as a share of the grid, a side counts as running through it."""

_ROUNDED = 1e-13
"""What rounding may add to a product of two lengths, as a share of grid times length.

The unit of rounding is 1.1e-16.  A position in cells is off by at most three of it times the
cells across the grid, and a sign is that of a sum of four products of a position with a length.
"""

_PIECE = 1 << 14
"""Points looked at at once: their numbers stay near the processor."""


class Sides(NamedTuple):
    """Sides of rings from `x0`, `y0` to `x1`, `y1`, counted in cells, and whose they are."""

    x0: Floats
    x1: Floats
    y0: Floats
    y1: Floats
    polygon: Ints


class Crossed(NamedTuple):
    """Side `side[i]` may run through cell `cell[i]`: by cells, then by sides."""

    cell: Ints
    side: Ints


def cells_crossed(sides: Sides, columns: int, rows: int) -> Crossed:
    """Find the cells a side may run through; one too many costs a test, none is missed.

    Examples
    --------
    >>> one = Sides(*(np.array([end]) for end in (0.5, 2.5, 0.5, 0.5)), np.array([7]))
    >>> cells_crossed(one, 4, 4).cell.tolist()
    [0, 1, 2]
    """
    # One number for cell and side: sorted much faster than two.
    count = max(len(sides.x0), 1)
    keys = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(sides.x0), _PIECE):
        cell, side = _crossed(_part(sides, slice(start, start + _PIECE)), columns, rows)
        keys.append(cell * count + (side + start))
    whole = np.concatenate(keys)
    whole.sort()
    return Crossed(*np.divmod(whole, count))


def _part(sides: Sides, part: slice) -> Sides:
    x0, x1, y0, y1, polygon = sides
    return Sides(x0[part], x1[part], y0[part], y1[part], polygon[part])


def _crossed(sides: Sides, columns: int, rows: int) -> Crossed:
    """Find the cells of some sides: row by row the columns from where to where a side is there."""
    slack = _NEAR * max(columns, rows)
    first = _floor(np.minimum(sides.y0, sides.y1) - slack, rows)
    last = _floor(np.maximum(sides.y0, sides.y1) + slack, rows)
    side, place = _counted(last - first + 1)
    row = first[side] + place
    x0, y0 = sides.x0[side], sides.y0[side]
    across, up = sides.x1[side] - x0, sides.y1[side] - y0
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (row - slack - y0) / up, (row + (1 + slack) - y0) / up
    flat = up == 0
    low[flat], high[flat] = 0, 1
    start, end = (x0 + np.clip(share, 0, 1) * across for share in (low, high))
    west = _floor(np.minimum(start, end) - slack, columns)
    east = _floor(np.maximum(start, end) + slack, columns)
    part, place = _counted(east - west + 1)
    return Crossed((row * columns + west)[part] + place, side[part])


def _floor(value: Floats, count: int) -> Ints:
    return np.clip(np.floor(value), 0, count - 1).astype(np.int64)


def _counted(lengths: Ints) -> tuple[Ints, Ints]:
    """Return for lists of such lengths, one after the other, the list and the place in it."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    return owner, np.arange(len(owner)) - (np.cumsum(lengths) - lengths)[owner]


class SidesOfCells:
    """Sides by the cell they run through, to tell which polygons hold a point of the cell.

    Parameters
    ----------
    sides, crossed
        All sides, and the cells each runs through.
    bit
        For each of `crossed` the bit that stands for its polygon in the answers of its cell.
    middle
        For each cell, in their order, the bits of the polygons that hold its middle.
    across
        How many cells the grid has across, or up, whichever is more.
    """

    def __init__(
        self, sides: Sides, crossed: Crossed, bit: Bits, middle: Bits, across: int
    ) -> None:
        self._first = np.flatnonzero(np.diff(crossed.cell, prepend=-1))
        self.count = np.diff(self._first, append=len(crossed.cell))
        """How many sides each cell has."""
        self._side, self._bit, self._middle = crossed.side.astype(np.int32), bit, middle
        # A side's numbers beside each other: they come from memory at once.
        self._sides = np.column_stack(
            (sides.x0, sides.y0, sides.x1 - sides.x0, sides.y1 - sides.y0)
        )
        longest = float(np.abs(self._sides[:, 2:]).max(initial=0))
        self._doubt = _ROUNDED * across * (longest + 1)

    def held(self, cell: NDArray[np.int32], x: Floats, y: Floats) -> tuple[Bits, Bools]:
        """Return the bits of the polygons that hold points, and which points are in doubt.

        Parameters
        ----------
        cell
            Number of each point's cell among those that have sides.
        x, y
            Where the point is, counted in cells of the grid.
        """
        bits, doubt = self._middle[cell], np.zeros(len(cell), dtype=bool)
        for start in range(0, len(cell), _PIECE):
            piece = slice(start, start + _PIECE)
            self._held(cell[piece], x[piece], y[piece], bits[piece], doubt[piece])
        return bits, doubt

    def _held(
        self, cell: NDArray[np.int32], x: Floats, y: Floats, bits: Bits, doubt: Bools
    ) -> None:
        at = self._first[cell]
        last = at + self.count[cell] - 1
        east, north = np.floor(x) + 0.5, np.floor(y) + 0.5
        x, y = x - east, y - north
        point = np.arange(len(cell))
        while len(point):
            x0, y0, across, up = np.ascontiguousarray(self._sides[self._side[at]].T)
            crosses, nearest = _crosses((x0 - east, y0 - north, across, up), x, y)
            bits[point] ^= np.where(crosses, self._bit[at], 0)
            doubt[point] |= ~(nearest > self._doubt)
            more = np.flatnonzero(at < last)
            if len(more) < len(point):
                point, at, last = point[more], at[more], last[more]
                x, y, east, north = x[more], y[more], east[more], north[more]
            at += 1


def _crosses(
    side: tuple[Floats, Floats, Floats, Floats], x: Floats, y: Floats
) -> tuple[Bools, Floats]:
    """Tell whether the way from the middle to a point crosses a side.

    It does where the two ends of the way lie on two sides of the side's line, and the two ends of
    the side on two sides of the way's line.

    Returns
    -------
    crosses, nearest
        The answers; how far from 0 the nearest of the signs is that they were told by.
    """
    ax, ay, across, up = side
    turned = across * y - up * x
    middle = up * ax - across * ay
    point = turned + middle
    start = x * ay - y * ax
    end = start - turned
    nearest = np.minimum(
        np.minimum(np.abs(middle), np.abs(point)), np.minimum(np.abs(start), np.abs(end))
    )
    return ((point > 0) != (middle > 0)) & ((start > 0) != (end > 0)), nearest
