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
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_CELLS, MOST_CELLS = 1 << 14, 1 << 20
"""Cells of a grid: fewer answer little, more take longer to make than they save."""

_EDGES_TESTED = 62
"""Polygons whose edges may run through one cell and be tested at once: one bit each."""


class _Pairs(NamedTuple):
    """Polygon `polygon[i]` holds cell `cell[i]`, whole, or with an edge in it."""

    cell: Ints
    polygon: Ints


class _Sides(NamedTuple):
    """Sides of rings from `x0`, `y0` to `x1`, `y1`, counted in cells, and whose they are."""

    x0: Floats
    x1: Floats
    y0: Floats
    y1: Floats
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
        shapely.prepare(self.polygons)
        self.combinations: list[tuple[int, ...]] = [()]
        """Numbers of the polygons a code stands for, rising; code 0 is none."""
        self._codes: dict[tuple[int, ...], int] = {(): 0}
        self._lock = threading.Lock()
        self._lay_out(min(max(points // 8, LEAST_CELLS), MOST_CELLS))
        self._fill()

    def codes(self, x: Floats, y: Floats) -> NDArray[np.int32]:
        """Return for each point the code of the polygons it lies in.

        A point with a coordinate that is no number lies in none.
        """
        codes = self._answer[self._cell_of(x, y)]
        near = np.flatnonzero(codes < 0)
        if near.size:
            codes[near] = self._tested(-1 - codes[near], x[near], y[near])
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

    def _cell_of(self, x: Floats, y: Floats) -> Ints:
        """Return the number of each point's cell; the last one is all that is outside."""
        with np.errstate(invalid="ignore", over="ignore"):
            column = (x - self.left) * self.across
            row = (y - self.bottom) * self.up
            inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
            cell = row.astype(np.int64) * self.columns + column.astype(np.int64)
        return np.where(inside, cell, self.columns * self.rows)

    def _fill(self) -> None:
        """Say for each cell its code, or, below zero, the state whose edges are to be tested."""
        sides = self._sides()
        edges = self._edges(sides)
        whole = self._whole(sides, edges)
        cell = np.concatenate((edges.cell, whole.cell))
        meaning = np.concatenate((edges.polygon * 2 + 1, whole.polygon * 2))
        order = np.lexsort((meaning, cell))
        cell, meaning = cell[order], meaning[order]
        starts = np.flatnonzero(np.diff(cell, prepend=-1))
        self._answer = np.zeros(self.columns * self.rows + 1, dtype=np.int32)
        self.states: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        if not len(cell):
            return
        first, which = _alike(meaning, starts)
        ends = np.append(starts, len(cell))[1:]
        answers = np.empty(len(first), dtype=np.int32)
        for number, at in enumerate(first):
            listed = meaning[starts[at] : ends[at]].tolist()
            held = tuple(value // 2 for value in listed if value % 2 == 0)
            tested = tuple(value // 2 for value in listed if value % 2)
            if tested:
                self.states.append((held, tested))
                answers[number] = -len(self.states)
            else:
                answers[number] = self._code(held)
        self._answer[cell[starts]] = answers[which]

    def _code(self, polygons: tuple[int, ...]) -> int:
        code = self._codes.get(polygons)
        if code is None:
            with self._lock:
                if polygons not in self._codes:
                    self.combinations.append(polygons)
                    self._codes[polygons] = len(self.combinations) - 1
                code = self._codes[polygons]
        return code

    def _sides(self) -> _Sides:
        """Return every side of every ring, in cells."""
        points, owner = shapely.get_coordinates(self.polygons, return_index=True)
        rings = _ring_of(self.polygons)
        joined = rings[1:] == rings[:-1]
        x = (points[:, 0] - self.left) * self.across
        y = (points[:, 1] - self.bottom) * self.up
        x0, x1, y0, y1 = x[:-1][joined], x[1:][joined], y[:-1][joined], y[1:][joined]
        polygon = owner[:-1][joined]
        return _Sides(x0, x1, y0, y1, polygon)

    def _edges(self, sides: _Sides) -> _Pairs:
        """Find the cells an edge may run through; one too many costs a test, none is missed."""
        x0, x1, y0, y1, polygon = sides
        # Pieces no longer than half a cell: each lies in the 2 by 2 cells about its ends.
        pieces = np.maximum(1, np.ceil(2 * np.maximum(abs(x1 - x0), abs(y1 - y0)))).astype(np.int64)
        edge = np.repeat(np.arange(len(x0)), pieces)
        step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        lower, upper = step / pieces[edge], (step + 1) / pieces[edge]
        ax, bx = (x0[edge] + t * (x1 - x0)[edge] for t in (lower, upper))
        ay, by = (y0[edge] + t * (y1 - y0)[edge] for t in (lower, upper))
        slack = 1e-9 * max(self.columns, self.rows)
        west, east = np.minimum(ax, bx) - slack, np.maximum(ax, bx) + slack
        south, north = np.minimum(ay, by) - slack, np.maximum(ay, by) + slack
        corners = [
            np.clip(np.floor(row), 0, self.rows - 1) * self.columns
            + np.clip(np.floor(column), 0, self.columns - 1)
            for column in (west, east)
            for row in (south, north)
        ]
        cell = np.concatenate(corners).astype(np.int64)
        return self._unique(cell, np.tile(polygon[edge], 4))

    def _unique(self, cell: Ints, polygon: Ints) -> _Pairs:
        count = max(len(self.polygons), 1)
        keys = np.unique(cell * count + polygon)
        return _Pairs(keys // count, keys % count)

    def _whole(self, sides: _Sides, edges: _Pairs) -> _Pairs:
        """Find the cells that a polygon holds whole: those between its edges, row by row.

        A line through the middles of a row's cells crosses a polygon's edges an even number of
        times; the cells between the first and second crossing lie in it, and so on.  Where an
        edge runs through a cell the answer is not used.
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
        order = np.lexsort((column, line))
        line, column = line[order], column[order]
        start, end, line = column[::2], column[1::2], line[::2]
        start, end = np.clip(start, 0, self.columns), np.clip(end, 0, self.columns)
        length = end - start
        run = np.repeat(np.arange(len(length)), length)
        column = start[run] + np.arange(len(run)) - np.repeat(np.cumsum(length) - length, length)
        cell = (line[run] % self.rows) * self.columns + column
        count = max(len(self.polygons), 1)
        keys = cell * count + line[run] // self.rows
        held = ~np.isin(keys, edges.cell * count + edges.polygon, assume_unique=True)
        keys = keys[held]
        return _Pairs(keys // count, keys % count)

    # -- near an edge --------------------------------------------------------------------

    def _tested(self, state: NDArray[np.int32], x: Floats, y: Floats) -> NDArray[np.int32]:
        """Return the codes of points in cells with edges, each edge's polygon asked exactly."""
        order = np.argsort(state, kind="stable")
        state, x, y = state[order], x[order], y[order]
        distinct, starts = np.unique(state, return_index=True)
        ends = np.append(starts, len(state))[1:]
        asked: dict[int, list[tuple[int, int, int]]] = {}
        for number, start, end in zip(
            distinct.tolist(), starts.tolist(), ends.tolist(), strict=True
        ):
            for bit, polygon in enumerate(self.states[number][1]):
                asked.setdefault(polygon, []).append((start, end, bit))
        widest = max(len(self.states[number][1]) for number in distinct.tolist())
        bits = np.zeros((len(state), -(-widest // _EDGES_TESTED)), dtype=np.int64)
        for polygon, spans in asked.items():
            at = np.concatenate([np.arange(start, end) for start, end, _ in spans])
            place = np.repeat([bit for *_, bit in spans], [end - start for start, end, _ in spans])
            inside = shapely.intersects_xy(self.polygons[polygon], x[at], y[at])
            at, place = at[inside], place[inside]
            bits[at, place // _EDGES_TESTED] |= np.int64(1) << (place % _EDGES_TESTED)
        codes = np.empty(len(state), dtype=np.int32)
        codes[order] = self._codes_of(state, bits)
        return codes

    def _codes_of(self, state: NDArray[np.int32], bits: Ints) -> NDArray[np.int32]:
        table = np.column_stack((state.astype(np.int64), bits))
        kinds, which = np.unique(table, axis=0, return_inverse=True)
        codes = np.empty(len(kinds), dtype=np.int32)
        for number, (own, *masks) in enumerate(kinds.tolist()):
            held, tested = self.states[own]
            inside = [
                polygon
                for bit, polygon in enumerate(tested)
                if masks[bit // _EDGES_TESTED] >> (bit % _EDGES_TESTED) & 1
            ]
            codes[number] = self._code(tuple(sorted((*held, *inside))))
        return codes[which.ravel()]


def _ring_of(polygons: NDArray[np.object_]) -> Ints:
    """Return for every vertex of polygons the number of its ring."""
    parts = shapely.get_parts(polygons)
    rings = shapely.get_rings(parts)
    return np.repeat(np.arange(len(rings)), shapely.get_num_coordinates(rings))


def _alike(meaning: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """Tell lists that are the same, by sums of random numbers of 128 bits for what is listed.

    Returns
    -------
    first, which
        Number of the first of each kind of list, and the kind of each list.
    """
    kinds, number = np.unique(meaning, return_inverse=True)
    random = np.random.default_rng(20221101).integers(
        0, 1 << 63, size=(len(kinds), 2), dtype=np.int64
    )
    with np.errstate(over="ignore"):
        sums = np.add.reduceat(random[number.ravel()], starts, axis=0)
    keys = np.ascontiguousarray(sums).view([("a", np.int64), ("b", np.int64)]).ravel()
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return first, which.ravel()
