"""What is said of each row of a batch, as Arrow columns, and the tally of a whole table."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zzmap.io.columns import free_name
from zzmap.locate.coordinates import INSIDE, STATES, Positions, Where, positions
from zzmap.locate.grid import Grid
from zzmap.locate.polygons import Polygon
from zzmap.locate.records import Counted
from zzmap.words import SEPARATOR

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 1 << 16
"""Rows whose positions are read at once."""

PLANNED, LOCATED, LON, LAT = "planned_here", "located", "lon_wgs84", "lat_wgs84"


class Told(NamedTuple):
    """What was counted in some rows.

    `states` are rows by what is said of them, `polygons` points by the polygon's number,
    `industries` points by industry that the plans place where they lie.
    """

    states: Counter[str]
    polygons: Counter[int]
    industries: Counter[str]


class Tally:
    """Counts what batches said; may be added to from several threads."""

    def __init__(self) -> None:
        self.told = Told(Counter(), Counter(), Counter())

    def add(self, told: Told) -> None:
        """Add what one batch counted."""
        for own, part in zip(self.told, told, strict=True):
            own.update(part)  # type: ignore[attr-defined]

    @property
    def rows(self) -> int:
        """Rows counted."""
        return sum(self.told.states.values())


class Located(NamedTuple):
    """The columns to be added to a batch, and what was counted in it."""

    columns: list[pa.Array]
    told: Told


class _Words(NamedTuple):
    """What is said of each combination of polygons, by its code.

    `columns` are words, `plan` the number of the list of industries that are planned there.
    """

    columns: list[pa.Array]
    plan: NDArray[np.int64]


class Locator:
    """Says of batches of rows what they lie in.

    Parameters
    ----------
    polygons
        What is looked into, kind by kind.
    points
        About how many rows there will be.
    where
        Which columns are the position.
    taken
        Names of columns that the table has: a column of ours that is among them is called
        ``zzmap_…``.
    """

    def __init__(
        self, polygons: Sequence[Polygon], points: int, where: Where, taken: Sequence[str] = ()
    ) -> None:
        import pyarrow as pa

        self.polygons, self.where = list(polygons), where
        self.kinds = list(dict.fromkeys(row.kind for row in polygons))
        self.grid = Grid([row.geometry for row in polygons], points)
        self._kind = np.array([self.kinds.index(row.kind) for row in polygons], dtype=np.int64)
        self._planned = np.array([bool(row.planned) for row in polygons], dtype=bool)
        texts = ([row.id for row in polygons], [row.name for row in polygons])
        self._names = [pa.array(column, pa.string()) for column in texts]
        own = [column for kind in self.kinds for column in (f"{kind}_id", kind)]
        planned = [PLANNED] if any(row.planned for row in polygons) else []
        self.has_planned = bool(planned)
        names = [*own, *planned, LOCATED, LON, LAT]
        self.names = [free_name(name, {name.lower() for name in taken}) for name in names]
        """Names of the columns that are added, in their order."""
        self._lock = threading.Lock()
        self._plans: dict[tuple[str, ...], int] = {}
        self._words: _Words | None = None

    def locate(self, batch: pa.RecordBatch) -> Located:
        """Return the columns of a batch's rows; may be called from several threads at once."""
        import pyarrow as pa

        lon, lat, state = self._positions(batch)
        codes = self.grid.codes(lon, lat)
        state[codes > 0] = STATES.index(INSIDE)
        counts = np.bincount(codes)
        used = self.grid.combinations.in_order(np.flatnonzero(counts))
        words = self._words_to(len(counts))
        columns = _columns(codes, used, words.columns)
        states = [int(np.count_nonzero(state == number)) for number in range(len(STATES))]
        columns += _columns(state, np.flatnonzero(states), [pa.array(STATES)])
        # To look for NaN, which is null, costs less than a mask that hides none.
        columns += [pa.array(part, from_pandas=bool(np.isnan(part).any())) for part in (lon, lat)]
        told = Counter({name: many for name, many in zip(STATES, states, strict=True) if many})
        return Located(columns, Told(told, *self._counted(counts, words)))

    def _counted(
        self, counts: NDArray[np.int64], words: _Words
    ) -> tuple[Counter[int], Counter[str]]:
        """Return points by polygon and by industry, of points by code."""
        lengths, polygons = self.grid.combinations.lists(0, len(counts))
        found = np.bincount(polygons, np.repeat(counts, lengths), len(self.polygons)).astype(int)
        some = np.flatnonzero(found)
        industries: Counter[str] = Counter()
        if self.has_planned:
            points = np.bincount(words.plan[: len(counts)], counts).astype(int).tolist()
            for names, many in zip(list(self._plans), points, strict=False):
                industries.update(dict.fromkeys(names, many))
        return (
            Counter(dict(zip(some.tolist(), found[some].tolist(), strict=True))),
            +industries,
        )

    def _positions(self, batch: pa.RecordBatch) -> Positions:
        """Read the positions of a batch piece by piece: what is at work stays in the cache."""
        rows = batch.num_rows
        whole = Positions(np.empty(rows), np.empty(rows), np.empty(rows, dtype=np.int8))
        for start in range(0, rows, _PIECE):
            piece = positions(batch.slice(start, _PIECE), self.where)
            own = slice(start, start + _PIECE)
            whole.lon[own], whole.lat[own], whole.state[own] = piece
        return whole

    def _words_to(self, end: int) -> _Words:
        """Return what is said of every combination of polygons up to a code."""
        import pyarrow as pa

        with self._lock:
            known = 0 if self._words is None else len(self._words.plan)
            if self._words is None or known < end:
                new = self._say(known, max(end, len(self.grid.combinations)))
                if self._words is not None:
                    pairs = zip(self._words.columns, new.columns, strict=True)
                    joined = [pa.concat_arrays(pair) for pair in pairs]
                    new = _Words(joined, np.append(self._words.plan, new.plan))
                self._words = new
            return self._words

    def _say(self, first: int, end: int) -> _Words:
        """Say the words of some codes: ids and names kind by kind, and what is planned."""
        import pyarrow as pa

        lengths, polygons = self.grid.combinations.lists(first, end)
        owner = np.repeat(np.arange(len(lengths)), lengths)
        columns = []
        for kind in self.kinds:
            own = self._kind[polygons] == self.kinds.index(kind)
            columns += [
                _joined(names, polygons[own], owner[own], len(lengths)) for names in self._names
            ]
        plan = np.zeros(len(lengths), dtype=np.int64)
        if self.has_planned:
            places = self._planned[polygons]
            lists: list[list[int]] = [[] for _ in lengths]
            for at, polygon in zip(owner[places].tolist(), polygons[places].tolist(), strict=True):
                lists[at].append(polygon)
            for at, numbers in enumerate(lists):
                names = tuple(dict.fromkeys(n for p in numbers for n in self.polygons[p].planned))
                plan[at] = self._plans.setdefault(names, len(self._plans))
            said = [SEPARATOR.join(names) for names in self._plans]
            columns.append(pa.array(said, pa.string()).take(pa.array(plan)))
        return _Words(columns, plan)

    def summary(self, tally: Tally) -> list[Counted]:
        """Return how many points lie in each polygon, most first within a kind."""
        points = [tally.told.polygons[number] for number in range(len(self.polygons))]
        return [
            Counted(row.kind, row.id, row.name, points[number], row.basis, row.accuracy_m)
            for number in np.lexsort((-np.array(points, dtype=np.int64), self._kind)).tolist()
            for row in (self.polygons[number],)
        ]

    def by_industry(self, tally: Tally) -> list[tuple[str, int]]:
        """Return by industry how many points lie where the plans place it, most first."""
        return sorted(tally.told.industries.items(), key=lambda row: (-row[1], row[0]))


def _joined(
    names: pa.Array, polygons: NDArray[np.int64], owner: NDArray[np.int64], count: int
) -> pa.Array:
    """Return for each combination the names of its polygons, parted by a bar."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ends = np.append(0, np.cumsum(np.bincount(owner, minlength=count))).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(ends), names.take(pa.array(polygons)))
    return pc.binary_join(lists, SEPARATOR)


def _columns(
    codes: NDArray[np.integer], used: NDArray[np.int64], words: Sequence[pa.Array]
) -> list[pa.Array]:
    """Return columns of texts: for each row the word of its code in each of the columns.

    A dictionary holds no word twice and none that is not used, in the order of the codes `used`,
    so that the same rows give the same bytes, whatever was located before.  A column whose words
    go one to one with those of the column before, as names do with ids, is not looked up anew.
    """
    import pyarrow as pa

    found: list[pa.Array] = []
    before, places = None, None
    for column in words:
        said = column.take(pa.array(used)).dictionary_encode()
        if places is None or not said.indices.equals(before):
            table = np.zeros(int(used.max(initial=0)) + 1, dtype=np.int32)
            table[used] = np.asarray(said.indices)
            before, places = said.indices, pa.array(table).take(pa.array(codes))
        found.append(pa.DictionaryArray.from_arrays(places, said.dictionary, safe=False))
    return found
