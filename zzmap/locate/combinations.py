"""Sets of polygons that points were found in, each with a number of its own: its *code*."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def spread(items: NDArray[np.int64], starts: Ints, lengths: Ints) -> tuple[Ints, Ints, Ints]:
    """Return lists that start where it is said, one after the other.

    Returns
    -------
    items, owner, place
        What is listed; the number of the list that each is of; its place in that list.
    """
    owner = np.repeat(np.arange(len(starts)), lengths)
    place = np.arange(len(owner)) - (np.cumsum(lengths) - lengths)[owner]
    return items[starts[owner] + place], owner, place


class Marks:
    """Tells sets of numbers apart by sums of random numbers of 128 bits, one for each number."""

    def __init__(self, kinds: int) -> None:
        random = np.random.default_rng(20221101)
        self._random = random.integers(0, 1 << 63, size=(2, max(kinds, 1)), dtype=np.int64)

    def of(self, numbers: Ints, starts: Ints) -> tuple[Ints, Ints]:
        """Return the two halves of the mark of each list; a list ends where the next starts."""
        ends = np.append(starts[1:], len(numbers))
        halves = []
        with np.errstate(over="ignore"):
            for row in self._random:
                sums = np.append(0, np.cumsum(row[numbers]))
                halves.append(sums[ends] - sums[starts])
        return halves[0], halves[1]


def alike(high: Ints, low: Ints) -> tuple[Ints, Ints]:
    """Tell marks that are the same, given by their halves.

    Returns
    -------
    first, which
        Number of one of each kind of mark, and the kind of each mark; a kind may come twice.
    """
    # Halves that are the same are nearly always of the same mark: what lies between is its own.
    order = np.argsort(high)
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(high[order]) != 0) | (np.diff(low[order]) != 0)
    which = np.empty(len(order), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    return order[new], which


class Combinations(Sequence[tuple[int, ...]]):
    """Sets of polygons by their codes; may be asked and added to from several threads.

    Examples
    --------
    >>> import numpy as np
    >>> sets = Combinations(9)
    >>> sets.codes(np.array([0, 0, 2]), np.array([7, 4, 5]), 3).tolist()
    [1, 0, 2]
    >>> sets[1], len(sets)
    ((4, 7), 3)
    """

    def __init__(self, polygons: int) -> None:
        self._marks = Marks(polygons)
        self._lock = threading.Lock()
        self._codes = {(0, 0): 0}
        none = np.zeros(0, dtype=np.int64)
        # Replaced as a whole, never written into: whoever reads needs no lock.
        self._held = (np.zeros(1, dtype=np.int64), none, np.zeros(1, dtype=np.int64))

    def __len__(self) -> int:
        return len(self._held[0])

    def __getitem__(self, code: int) -> tuple[int, ...]:  # type: ignore[override]
        starts, polygons, _ = self._held
        end = starts[code + 1] if code + 1 < len(starts) else len(polygons)
        return tuple(polygons[starts[code] : end].tolist())

    def lists(self, first: int, end: int) -> tuple[Ints, Ints]:
        """Return how many polygons each of some codes has, and the polygons one after the other."""
        starts, polygons, _ = self._held
        bounds = np.append(starts, len(polygons))
        return np.diff(bounds[first : end + 1]), polygons[bounds[first] : bounds[end]]

    def in_order(self, codes: Ints) -> Ints:
        """Return codes in an order that depends on their polygons alone, not on when they came."""
        ordered: Ints = codes[np.argsort(self._held[2][codes], kind="stable")]
        return ordered

    def codes(self, owner: Ints, polygon: Ints, count: int) -> NDArray[np.int32]:
        """Return the code of each of `count` sets; ``polygon[i]`` is in the set ``owner[i]``."""
        order = np.lexsort((polygon, owner))
        owner, polygon = owner[order], polygon[order]
        starts = np.searchsorted(owner, np.arange(count))
        high, low = self._marks.of(polygon, starts)
        first, which = alike(high, low)
        keys = zip(high[first].tolist(), low[first].tolist(), strict=True)
        found = np.empty(len(first), dtype=np.int32)
        fresh = []
        with self._lock:
            for at, key in enumerate(keys):
                code = self._codes.get(key)
                if code is None:
                    code = self._codes[key] = len(self._codes)
                    fresh.append(at)
                found[at] = code
            if fresh:
                new = first[fresh]
                lengths = np.append(starts[1:], len(polygon))[new] - starts[new]
                self._add(*spread(polygon, starts[new], lengths)[:1], lengths, high[new])
        return found[which]

    def _add(self, polygons: Ints, lengths: Ints, marks: Ints) -> None:
        starts, held, old = self._held
        new = len(held) + np.cumsum(lengths) - lengths
        self._held = (
            np.append(starts, new), np.append(held, polygons), np.append(old, marks)
        )  # fmt: skip
