"""Which of many polygons each of many points lies in: a grid that answers most without a test.

The ground is cut into cells.  For each cell it is known beforehand which polygons hold it whole
and of which an edge may run through it; cells with the same answer share a *state*.  A point
needs one look at its cell, and an exact test of those polygons alone whose edge may be near.
The answer is that of shapely's ``covers``: a point on an edge lies in the polygon, and in both of
two polygons that share the edge.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from zzmap.locate.combinations import Combinations, Marks, alike, spread
from zzmap.locate.sides import Crossed, Sides, SidesOfCells, cells_crossed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_CELLS, MOST_CELLS = 1 << 14, 1 << 20
"""Cells of a grid of few polygons: fewer answer little, more take longer to make than they save."""

FEW_CELLS, MANY_CELLS, ALL_CELLS = 16, 64, 1 << 22
"""Cells for each of many polygons, if points are few, if they are many; and cells of any grid."""

_PIECE = 1 << 15
"""Points whose cells are looked up at once: their numbers stay near the processor."""

_FEW = 6
"""Polygons with an edge near a point whose answers all have a place in a table: 64 at most."""

_BITS_OF_POINT = 40
"""Bits of a number of 64 that stand for a point; the others, but a sign, for one of `ALL_CELLS`."""

_EDGES_TESTED = 62
"""Bits of a number that stand for a polygon each, where more edges are near."""


class _Pairs(NamedTuple):
    """Polygon `polygon[i]` holds cell `cell[i]`, whole, or with an edge in it."""

    cell: Ints
    polygon: Ints


class Grid:
    """Polygons, ready to be asked of arrays of points.

    Parameters
    ----------
    polygons
        Polygons or MultiPolygons, in the degrees (or metres) that points will be given in.
    points
        About how many points will be asked for: more are worth a finer grid.

    Examples
    --------
    >>> import numpy as np
    >>> from shapely.geometry import box
    >>> grid = Grid([box(0, 0, 2, 2), box(1, 1, 3, 3)])
    >>> codes = grid.codes(np.array([0.5, 1.5, 2.0, 9.0]), np.array([0.5, 1.5, 2.0, 9.0]))
    >>> [grid.combinations[code] for code in codes]
    [(0,), (0, 1), (0, 1), ()]
    """

    def __init__(self, polygons: Sequence[BaseGeometry], points: int = 1_000_000) -> None:
        self.polygons = np.array(list(polygons), dtype=object)
        self._asked = _OfThread(self.polygons)
        self.combinations = Combinations(len(self.polygons))
        """Numbers of the polygons a code stands for, rising; code 0 is none."""
        self._lay_out(_cells_worth(len(self.polygons), points))
        self._fill()

    def codes(self, x: Floats, y: Floats) -> NDArray[np.int32]:
        """Return for each point the code of the polygons it lies in.

        A point with a coordinate that is no number lies in none.
        """
        codes = np.empty(len(x), dtype=np.int32)
        for start in range(0, len(x), _PIECE):
            piece = slice(start, start + _PIECE)
            self._answer.take(self._cell_of(x[piece], y[piece]), out=codes[piece], mode="clip")
        near = np.flatnonzero(codes < 0)
        if near.size:
            codes[near] = self._tested(-1 - codes.take(near), x.take(near), y.take(near))
        return codes

    # -- the grid ------------------------------------------------------------------------

    def _lay_out(self, cells: int) -> None:
        bounds = shapely.bounds(self.polygons)
        held = bounds[~np.isnan(bounds[:, 0])] if len(bounds) else bounds
        box = [*held[:, :2].min(axis=0), *held[:, 2:].max(axis=0)] if len(held) else [0, 0, 1, 1]
        self.left, self.bottom, right, top = (float(value) for value in box)
        wide, high = max(right - self.left, 1e-12), max(top - self.bottom, 1e-12)
        self.columns = min(max(1, round(math.sqrt(cells * wide / high))), cells)
        self.rows = max(1, cells // self.columns)
        # A little wider than all polygons, so that no edge lies on the rim.
        self.left -= wide * 1e-6
        self.bottom -= high * 1e-6
        self.across = self.columns / (wide * (1 + 2e-6))
        self.up = self.rows / (high * (1 + 2e-6))

    def _in_cells(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return positions counted in cells from the grid's corner."""
        return (x - self.left) * self.across, (y - self.bottom) * self.up

    def _cell_of(self, x: Floats, y: Floats) -> Ints:
        """Return the number of each point's cell; the last one is all that is outside."""
        with np.errstate(invalid="ignore", over="ignore"):
            column, row = self._in_cells(x, y)
            inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
            cell = row.astype(np.int64) * self.columns + column.astype(np.int64)
        return np.where(inside, cell, self.columns * self.rows)

    def _fill(self) -> None:
        """Say for each cell its code, or, below zero, the cell whose sides are to be tested."""
        sides = self._sides()
        crossed = cells_crossed(sides, self.columns, self.rows)
        edges, pair = self._edges(sides, crossed)
        whole, middle = self._whole(sides, edges)
        # One number for a cell and what is said of a polygon: sorted much faster than two.
        said = 2 * max(len(self.polygons), 1)
        keys = np.concatenate(
            (
                edges.cell * said + edges.polygon * 2 + 1,
                whole.cell * said + whole.polygon * 2,
            )
        )
        keys.sort()
        cell, meaning = np.divmod(keys, said)
        starts = np.flatnonzero(np.diff(cell, prepend=-1))
        first, which = alike(*Marks(said).of(meaning, starts))
        lengths = np.diff(starts, append=len(cell))[first]
        listed, kind, _ = spread(meaning, starts[first], lengths)
        answer = self._answers(listed, kind, len(first))[which]
        tested = answer < 0
        self._state = -1 - answer[tested]
        answer[tested] = -1 - np.arange(len(self._state))
        self._answer = np.zeros(self.columns * self.rows + 1, dtype=np.int32)
        self._answer[cell[starts]] = answer
        self._lay_sides(sides, crossed, edges, pair, middle)

    def _lay_sides(
        self, sides: Sides, crossed: Crossed, edges: _Pairs, pair: Ints, middle: NDArray[np.bool_]
    ) -> None:
        """Keep the sides by their cells, a bit for each polygon of a cell, and few of both."""
        starts = np.flatnonzero(np.diff(edges.cell, prepend=-1))
        count = np.diff(starts, append=len(edges.cell))
        place = np.minimum(np.arange(len(edges.cell)) - np.repeat(starts, count), _FEW)
        bit = np.uint8(1) << place.astype(np.uint8)
        held = np.bitwise_or.reduceat(bit * middle, starts) if len(starts) else bit
        across = max(self.columns, self.rows)
        self._by_sides = SidesOfCells(sides, crossed, bit[pair], held, across)
        self._quick = (count <= _FEW) & self._by_sides.few

    def _answers(self, meaning: Ints, kind: Ints, kinds: int) -> NDArray[np.int32]:
        """Return the answer of each kind of cell, and lay out the states that test edges.

        `meaning` lists what is said of the polygons of one kind of cell after the other, `kind`
        whose each is.
        """
        polygon, edge = meaning // 2, meaning % 2 == 1
        tests = np.bincount(kind[edge], minlength=kinds)
        holds = np.bincount(kind[~edge], minlength=kinds)
        answers = np.empty(kinds, dtype=np.int32)
        tested = tests > 0
        answers[tested] = -1 - np.arange(tested.sum())
        of_state = tested[kind]
        self._listed, self._held = polygon[edge], polygon[~edge & of_state]
        self._count, self._holds = tests[tested], holds[tested]
        self._first = np.cumsum(self._count) - self._count
        self._first_held = np.cumsum(self._holds) - self._holds
        plain = np.cumsum(~tested) - 1
        answers[~tested] = self.combinations.codes(
            plain[kind[~of_state]], polygon[~of_state], int((~tested).sum())
        )
        table = np.where(self._count <= _FEW, 1 << np.minimum(self._count, _FEW), 0)
        self._offset = np.cumsum(table) - table
        self._known = np.full(int(table.sum()), -1, dtype=np.int32)
        return answers

    def _sides(self) -> Sides:
        """Return every side of every ring, in cells."""
        points, owner = shapely.get_coordinates(self.polygons, return_index=True)
        joined = _joined(self.polygons, owner)
        x, y = self._in_cells(points[:, 0], points[:, 1])
        x0, x1, y0, y1 = x[:-1][joined], x[1:][joined], y[:-1][joined], y[1:][joined]
        return Sides(x0, x1, y0, y1, owner[:-1][joined])

    def _edges(self, sides: Sides, crossed: Crossed) -> tuple[_Pairs, Ints]:
        """Return cells with the polygons whose sides run through them, and each side's pair."""
        polygon = sides.polygon[crossed.side]
        new = np.diff(crossed.cell, prepend=-1) > 0
        new[1:] |= polygon[1:] != polygon[:-1]
        return _Pairs(crossed.cell[new], polygon[new]), np.cumsum(new) - 1

    def _whole(self, sides: Sides, edges: _Pairs) -> tuple[_Pairs, NDArray[np.bool_]]:
        """Find the cells that a polygon holds whole: those between its edges, row by row.

        A line through the middles of a row's cells crosses a polygon's edges an even number of
        times; the cells between the first and second crossing lie in it, and so on.  Where an
        edge runs through a cell that is true of the cell's middle alone: it is told apart, for
        each of `edges`.
        """
        x0, x1, y0, y1, polygon = sides
        low, high = np.minimum(y0, y1), np.maximum(y0, y1)
        first = np.ceil(low - 0.5).astype(np.int64)
        crossed = np.maximum(0, np.ceil(high - 0.5).astype(np.int64) - first)
        edge = np.repeat(np.arange(len(x0)), crossed)
        row = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(crossed) - crossed, crossed)
        share = (row + 0.5 - y0[edge]) / (y1 - y0)[edge]
        column = np.ceil(x0[edge] + share * (x1 - x0)[edge] - 0.5).astype(np.int64)
        line = polygon[edge] * self.rows + row
        # One number for line and column; beyond the rim a column is as good as on it.
        column = np.clip(column, 0, self.columns)
        line, column = np.divmod(np.sort(line * (self.columns + 1) + column), self.columns + 1)
        start, end, line = column[::2], column[1::2], line[::2]
        length = end - start
        run = np.repeat(np.arange(len(length)), length)
        column = start[run] + np.arange(len(run)) - np.repeat(np.cumsum(length) - length, length)
        cell = (line[run] % self.rows) * self.columns + column
        count = max(len(self.polygons), 1)
        keys = cell * count + line[run] // self.rows
        keys.sort()
        other = edges.cell * count + edges.polygon
        at = np.searchsorted(other, keys)
        edge_too = at < len(other)
        edge_too[edge_too] = other[at[edge_too]] == keys[edge_too]
        middle = np.zeros(len(other), dtype=bool)
        middle[at[edge_too]] = True
        keys = keys[~edge_too]
        return _Pairs(keys // count, keys % count), middle

    # -- near an edge --------------------------------------------------------------------

    def _tested(self, cell: NDArray[np.int32], x: Floats, y: Floats) -> NDArray[np.int32]:
        """Return the codes of points in cells with edges, told exactly."""
        # Points of a cell look at the same sides.  One number for cell and point: sorted much
        # faster than by an order of them.
        keys = (cell.astype(np.int64) << _BITS_OF_POINT) + np.arange(len(cell))
        keys.sort()
        order = keys & ((1 << _BITS_OF_POINT) - 1)
        cell, x, y = cell.take(order), x.take(order), y.take(order)
        state = self._state.take(cell)
        codes = np.empty(len(cell), dtype=np.int32)
        open_ = ~self._quick[cell]
        quick = np.flatnonzero(~open_)
        bits, doubt = self._by_sides.held(cell[quick], *self._in_cells(x[quick], y[quick]))
        sure, open_[quick[doubt]] = ~doubt, True
        codes[quick[sure]] = self._of_bits(state[quick[sure]], bits[sure])
        few = self._count[state] <= _FEW
        for rows, code in ((open_ & few, self._of_few), (open_ & ~few, self._of_many)):
            at = np.flatnonzero(rows)
            if at.size:
                codes[at] = code(state[at], x[at], y[at])
        found = np.empty_like(codes)
        found[order] = codes
        return found

    def _inside(
        self, state: NDArray[np.int32], x: Floats, y: Floats
    ) -> tuple[NDArray[np.bool_], Ints, Ints, Ints]:
        """Ask for each point all polygons of its state; points one after the other.

        Returns
        -------
        inside, point, place, starts
            The answers; whose each is; its place among those of its point; each point's first.
        """
        count = self._count[state]
        starts = np.cumsum(count) - count
        point = np.repeat(np.arange(len(state)), count)
        place = np.arange(len(point)) - starts[point]
        polygon = self._listed[self._first[state][point] + place]
        # One polygon after the other: its edges stay near the processor, four times as fast.
        order = np.argsort(polygon)
        own = point[order]
        inside = np.empty(len(order), dtype=bool)
        inside[order] = shapely.intersects_xy(self._asked.prepared(polygon[order]), x[own], y[own])
        return inside, point, place, starts

    def _of_few(self, state: NDArray[np.int32], x: Floats, y: Floats) -> NDArray[np.int32]:
        """Return codes where few edges are near: every answer has its place in a table."""
        inside, _, place, starts = self._inside(state, x, y)
        return self._of_bits(state, np.add.reduceat(inside.astype(np.int64) << place, starts))

    def _of_bits(self, state: NDArray[np.int32], bits: NDArray[np.integer]) -> NDArray[np.int32]:
        """Return codes of what states hold, with those tested whose bits are set."""
        key = self._offset[state] + bits
        found: NDArray[np.int32] = self._known[key]
        new = np.flatnonzero(found < 0)
        if new.size:
            fresh, first = np.unique(key[new], return_index=True)
            own = state[new[first]]
            mask = fresh - self._offset[own]
            self._known[fresh] = self._codes_of(own, lambda one, bit: mask[one] >> bit & 1)
            found[new] = self._known[key[new]]
        return found

    def _of_many(self, state: NDArray[np.int32], x: Floats, y: Floats) -> NDArray[np.int32]:
        """Return codes where many edges are near, told apart by sets of bits."""
        inside, point, place, _ = self._inside(state, x, y)
        words = int(place.max()) // _EDGES_TESTED + 1
        bits = np.zeros((len(state), words), dtype=np.int64)
        point, place = point[inside], place[inside]
        np.bitwise_or.at(
            bits, (point, place // _EDGES_TESTED), np.int64(1) << (place % _EDGES_TESTED)
        )
        table = np.column_stack((state.astype(np.int64), bits))
        kinds, which = np.unique(table, axis=0, return_inverse=True)
        masks = kinds[:, 1:]
        codes = self._codes_of(
            kinds[:, 0],
            lambda one, bit: masks[one, bit // _EDGES_TESTED] >> (bit % _EDGES_TESTED) & 1,
        )
        return codes[which.ravel()]

    def _codes_of(
        self, state: NDArray[np.integer], hit: Callable[[Ints, Ints], Ints]
    ) -> NDArray[np.int32]:
        """Return codes of what states hold, with those tested of which `hit` says that they do.

        It is asked with the number of the state in the list and the polygon's place in the state.
        """
        held, of_held, _ = spread(self._held, self._first_held[state], self._holds[state])
        tested, owner, place = spread(self._listed, self._first[state], self._count[state])
        inside = hit(owner, place) == 1
        return self.combinations.codes(
            np.concatenate((of_held, owner[inside])),
            np.concatenate((held, tested[inside])),
            len(state),
        )


class _OfThread(threading.local):
    """Prepared polygons, for each thread its own, made when they are first asked.

    GEOS makes parts of a prepared polygon when it is first asked, and two threads that ask the
    same one write over each other: the process dies, or goes on with what is left.  Copies share
    nothing, whatever GEOS makes when.
    """

    def __init__(self, polygons: NDArray[np.object_]) -> None:
        self._polygons = polygons
        self._copies = np.full(len(polygons), None, dtype=object)

    def prepared(self, polygon: Ints) -> NDArray[np.object_]:
        """Return the polygons of such numbers."""
        new = np.unique(polygon[shapely.is_missing(self._copies[polygon])])
        if new.size:
            self._copies[new] = shapely.from_wkb(shapely.to_wkb(self._polygons[new]))
            shapely.prepare(self._copies[new])
        return self._copies[polygon]


def _cells_worth(polygons: int, points: int) -> int:
    """Return how many cells are worth making for so many polygons and points."""
    plain = min(max(points // 8, LEAST_CELLS), MOST_CELLS)
    finer = min(max(points // 6, FEW_CELLS * polygons), MANY_CELLS * polygons, points)
    return max(plain, min(finer, ALL_CELLS))


def _joined(polygons: NDArray[np.object_], owner: Ints) -> NDArray[np.bool_]:
    """Tell for every vertex but the last, `owner` being whose each is, whether a side starts there.

    None does where a ring ends.  Most polygons are one ring: the rings of the others are made.
    """
    joined: NDArray[np.bool_] = owner[1:] == owner[:-1]
    several = (shapely.get_type_id(polygons) != 3) | (shapely.get_num_interior_rings(polygons) > 0)
    if several.any():
        rings = shapely.get_rings(shapely.get_parts(polygons[several]))
        last = np.cumsum(shapely.get_num_coordinates(rings)) - 1
        at = np.flatnonzero(several[owner])[last]
        joined[at[at < len(joined)]] = False
    return joined
