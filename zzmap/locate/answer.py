"""What is said of each row of a batch, as Arrow columns, and the tally of a whole table."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

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


class Tally:
    """Counts what batches said; may be added to from several threads, and kept as numbers."""

    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.combinations: Counter[tuple[int, ...]] = Counter()

    def add(self, states: Counter[str], combinations: Counter[tuple[int, ...]]) -> None:
        """Add what one batch counted."""
        self.states.update(states)
        self.combinations.update(combinations)

    @property
    def rows(self) -> int:
        """Rows counted."""
        return sum(self.states.values())


class Located(NamedTuple):
    """The columns to be added to a batch, and what was counted in it."""

    columns: list[pa.Array]
    states: Counter[str]
    combinations: Counter[tuple[int, ...]]


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
        self.polygons, self.where = list(polygons), where
        self.kinds = list(dict.fromkeys(row.kind for row in polygons))
        self.grid = Grid([row.geometry for row in polygons], points)
        own = [column for kind in self.kinds for column in (f"{kind}_id", kind)]
        planned = [PLANNED] if any(row.planned for row in polygons) else []
        self.has_planned = bool(planned)
        names = [*own, *planned, LOCATED, LON, LAT]
        lower = {name.lower() for name in taken}
        self.names = [f"zzmap_{name}" if name.lower() in lower else name for name in names]
        """Names of the columns that are added, in their order."""
        self._lock = threading.Lock()
        self._words: list[tuple[str, ...]] = []

    def locate(self, batch: pa.RecordBatch) -> Located:
        """Return the columns of a batch's rows; may be called from several threads at once."""
        import pyarrow as pa

        lon, lat, state = self._positions(batch)
        codes = self.grid.codes(lon, lat)
        state[codes > 0] = STATES.index(INSIDE)
        used, counts = _counted(codes)
        words = self._words_of(int(codes.max(initial=0)))
        said = [[words[code][at] for code in used.tolist()] for at in range(len(self.names) - 3)]
        columns = _columns(codes, used, said)
        many = [np.count_nonzero(state == number) for number in range(len(STATES))]
        states = np.flatnonzero(many)
        columns += _columns(state, states, [[STATES[number] for number in states.tolist()]])
        # NaN is null; to look for it twice is less than to make a mask of none.
        columns += [pa.array(part, from_pandas=bool(np.isnan(part).any())) for part in (lon, lat)]
        combinations = Counter(
            {
                self.grid.combinations[code]: count
                for code, count in zip(used.tolist(), counts, strict=True)
            }
        )
        told = Counter(
            {said: count for said, count in zip(STATES, many, strict=True) if count}
        )
        return Located(columns, told, combinations)

    def _positions(self, batch: pa.RecordBatch) -> Positions:
        """Read the positions of a batch piece by piece: what is at work stays near the processor."""
        rows = batch.num_rows
        whole = Positions(np.empty(rows), np.empty(rows), np.empty(rows, dtype=np.int8))
        for start in range(0, rows, _PIECE):
            piece = positions(batch.slice(start, _PIECE), self.where)
            for column, part in zip(whole, piece, strict=True):
                column[start : start + _PIECE] = part
        return whole

    def _words_of(self, most: int) -> list[tuple[str, ...]]:
        """Return the cells of every combination of polygons up to a code."""
        with self._lock:
            while len(self._words) <= most:
                self._words.append(self._say(self.grid.combinations[len(self._words)]))
            return self._words

    def _say(self, combination: tuple[int, ...]) -> tuple[str, ...]:
        rows = [self.polygons[number] for number in combination]
        cells = []
        for kind in self.kinds:
            own = [row for row in rows if row.kind == kind]
            cells += [
                SEPARATOR.join(row.id for row in own),
                SEPARATOR.join(row.name for row in own),
            ]
        if self.has_planned:
            names = dict.fromkeys(name for row in rows for name in row.planned)
            cells.append(SEPARATOR.join(names))
        return tuple(cells)

    def summary(self, tally: Tally) -> list[Counted]:
        """Return how many points lie in each polygon, most first within a kind."""
        counts: Counter[int] = Counter()
        for combination, points in tally.combinations.items():
            for number in combination:
                counts[number] += points
        rows = [
            Counted(row.kind, row.id, row.name, counts[number], row.basis, row.accuracy_m)
            for number, row in enumerate(self.polygons)
        ]
        return sorted(rows, key=lambda row: (self.kinds.index(row.kind), -row.points))

    def by_industry(self, tally: Tally) -> list[tuple[str, int]]:
        """Return by industry how many points lie where the plans place it, most first."""
        counts: Counter[str] = Counter()
        for combination, points in tally.combinations.items():
            for name in {name for number in combination for name in self.polygons[number].planned}:
                counts[name] += points
        return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def _counted(codes: NDArray[np.integer]) -> tuple[NDArray[np.int64], list[int]]:
    counts = np.bincount(codes)
    used = np.flatnonzero(counts)
    return used, counts[used].tolist()


def _columns(
    codes: NDArray[np.integer], used: NDArray[np.int64], columns: Sequence[Sequence[str]]
) -> list[pa.Array]:
    """Return columns of texts: for each row the word of its code in each of the columns.

    A dictionary is sorted and holds no word twice and none that is not used, so that the same
    rows give the same bytes, whatever was located before.
    A column whose words go one to one with those of the column before, as names do with ids, has
    the same numbers of words and is not looked up anew.
    """
    import pyarrow as pa

    found: list[pa.DictionaryArray] = []
    kinds: list[int] = []
    for words in columns:
        pairs = dict.fromkeys(zip(kinds, words, strict=True)) if found else {}
        if found and len(pairs) == len(set(kinds)) == len(set(words)):
            own = pa.array([word for _, word in sorted(pairs)], pa.string())
            found.append(pa.DictionaryArray.from_arrays(found[-1].indices, own, safe=False))
            continue
        order = {word: place for place, word in enumerate(sorted(set(words)))}
        kinds = [order[word] for word in words]
        table = np.zeros(int(used.max(initial=0)) + 1, dtype=np.int32)
        table[used] = kinds
        places = pa.array(table).take(pa.array(codes))
        own = pa.array(list(order), pa.string())
        found.append(pa.DictionaryArray.from_arrays(places, own, safe=False))
    return found
