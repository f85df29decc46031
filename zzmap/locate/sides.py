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

FEW_SIDES = 24
"""Sides in a cell that are looked at one by one; of more, shapely's tree finds the near ones."""

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
        count = np.diff(self._first, append=len(crossed.cell))
        self.few = count <= FEW_SIDES
        """Which cells have no more sides than are looked at one by one."""
        self._count = np.minimum(count, FEW_SIDES).astype(np.uint8)
        self._side, self._bit, self._middle = crossed.side.astype(np.int32), bit, middle
        # A side's numbers beside each other: they come from memory at once.
        self._sides = np.column_stack(
            (sides.x0, sides.y0, sides.x1 - sides.x0, sides.y1 - sides.y0)
        )
        longest = float(np.abs(self._sides[:, 2:]).max(initial=0)) + 1
        self._doubt = _ROUNDED * across * longest
        # No sign is that of a number greater than this.
        self._some_doubt = self._doubt * 4 * longest**2

    def held(self, cell: NDArray[np.int32], x: Floats, y: Floats) -> tuple[Bits, Bools]:
        """Return the bits of the polygons that hold points, and which points are in doubt.

        Parameters
        ----------
        cell
            Number of each point's cell among those that have sides, `few` of them.
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
        # Cells of many sides first: of each next side those that have one are the first ones.
        point = np.argsort(FEW_SIDES - self._count[cell], kind="stable")
        cell, x, y = cell.take(point), x.take(point), y.take(point)
        at, count = self._first.take(cell), self._count.take(cell)
        east, north = np.floor(x) + 0.5, np.floor(y) + 0.5
        x, y = x - east, y - north
        for number in range(int(count.max(initial=0))):
            rows = slice(np.count_nonzero(count > number))
            side = self._sides.take(self._side.take(at[rows] + number), axis=0).T.copy()
            side[0] -= east[rows]
            side[1] -= north[rows]
            crosses, unsure = self._crosses(side, x[rows], y[rows])
            hit = np.flatnonzero(crosses)
            bits[point[hit]] ^= self._bit[at[hit] + number]
            doubt[point[unsure]] = True

    def _crosses(self, side: Floats, x: Floats, y: Floats) -> tuple[Bools, Ints]:
        """Tell whether the way from the middle to a point crosses a side.

        It does where the two ends of the way lie on two sides of the side's line, and the two
        ends of the side on two sides of the way's line.

        Returns
        -------
        crosses, unsure
            The answers; the numbers of those that rounding could have changed.
        """
        ax, ay, across, up = side
        turned = across * y - up * x
        middle = up * ax - across * ay
        point = turned + middle
        start = x * ay - y * ax
        end = start - turned
        ends, sides = point * middle, start * end
        near = np.flatnonzero(np.minimum(np.abs(ends), np.abs(sides)) <= self._some_doubt)
        if len(near):
            signs = np.abs([row[near] for row in (middle, point, start, end)])
            near = near[signs.min(axis=0) <= self._doubt]
        return (ends < 0) & (sides < 0), near
