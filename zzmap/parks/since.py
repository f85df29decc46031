"""What of a store's parks has changed since somebody looked: the rows of those parks, not all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from zzmap.parks.ledger import SUBJECT, read_kept
from zzmap.parks.model import BOUNDARY, Kept, ParkRow

_KIND = "json_extract(data, '$.kind')"
_PARKS = f"state = 'live' AND {_KIND} IS NOT '{BOUNDARY}'"
_BOUNDARIES = f"state = 'live' AND {_KIND} IS '{BOUNDARY}' ORDER BY id"


class Seen(NamedTuple):
    """A state of a store: its latest change, and what tells that change from any other's.

    A store may be put aside and another, or an older copy, be in its place: it can have a change
    of that number too, and another one.
    """

    change: int
    mark: str


NOTHING_SEEN = Seen(0, "")


class Cells(NamedTuple):
    """What a store keeps of a park, as it lies there: to be read where it is needed."""

    data: str
    wkb: bytes

    def kept(self) -> Kept:
        """Return the park; raises `StoreError` if the cells were spoilt."""
        return read_kept(self.data, self.wkb)

    def row(self) -> ParkRow:
        """Return the park without its outline, which is not looked at; raises as `kept` does."""
        return read_kept(self.data, b"").row


class Since(NamedTuple):
    """What has changed since a state that was seen.

    Attributes
    ----------
    seen
        The state the store is in now.
    whole
        Whether `parks` are all there are, for the state that was seen was none of this store.
    parks
        Live parks by id, in its order, without official boundaries.
    gone
        Ids of those that are live no more.
    """

    seen: Seen
    whole: bool
    parks: dict[str, Cells]
    gone: tuple[str, ...]


def read_since(connection: sqlite3.Connection | None, seen: Seen) -> Since:
    """Return what has changed; None is a store that is not there yet."""
    if connection is None:
        return Since(NOTHING_SEEN, seen != NOTHING_SEEN, {}, ())
    (last,) = connection.execute("SELECT coalesce(max(change), 0) FROM history").fetchone()
    now = Seen(last, _mark(connection, last))
    if seen == NOTHING_SEEN or _mark(connection, seen.change) != seen.mark:
        rows = connection.execute(
            f"SELECT id, data, wkb FROM parks_seen WHERE {_PARKS} ORDER BY id"
        )
        return Since(now, True, {park_id: Cells(*cells) for park_id, *cells in rows}, ())
    changed = connection.execute(
        "SELECT DISTINCT park_id FROM history WHERE change > ? AND subject = ? ORDER BY park_id",
        (seen.change, SUBJECT),
    ).fetchall()
    found = {park_id: _live(connection, park_id) for (park_id,) in changed}
    parks = {park_id: cells for park_id, cells in found.items() if cells is not None}
    return Since(now, False, parks, tuple(found.keys() - parks.keys()))


def read_mark(connection: sqlite3.Connection) -> str:
    """Return what is another one as soon as anything is that maps are made of."""
    found = hashlib.sha256()
    for query in (
        "SELECT id, hash FROM parks_seen ORDER BY id",
        "SELECT id, state, data FROM facts ORDER BY id",
        "SELECT term, pinyin FROM parks_pinyin ORDER BY term",
    ):
        for row in connection.execute(query):
            found.update(repr(row).encode())
    return found.hexdigest()


def read_page(connection: sqlite3.Connection, start: int, count: int) -> tuple[int, list[ParkRow]]:
    """Return how many live parks there are, and some of them, by id."""
    (total,) = connection.execute(f"SELECT count(*) FROM parks_seen WHERE {_PARKS}").fetchone()
    rows = connection.execute(
        f"SELECT data FROM parks_seen WHERE {_PARKS} ORDER BY id LIMIT ? OFFSET ?", (count, start)
    )
    return total, [read_kept(data, b"").row for (data,) in rows]


def read_hashes(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what is another one as soon as a row is, by id, of all rows whatever their state."""
    return dict(connection.execute("SELECT id, hash FROM parks_seen"))


def read_boundaries(connection: sqlite3.Connection) -> Iterator[Kept]:
    """Yield the official boundaries that are in place, by id."""
    for row in connection.execute(f"SELECT data, wkb FROM parks_seen WHERE {_BOUNDARIES}"):
        yield read_kept(*row)


def read_beside(connection: sqlite3.Connection) -> str:
    """Return what is equal as long as what a store says of the plans is: facts and boundaries."""
    facts = connection.execute("SELECT id, state, data FROM facts ORDER BY id").fetchall()
    own = connection.execute(f"SELECT id, hash FROM parks_seen WHERE {_BOUNDARIES}").fetchall()
    return _digest((facts, own)) if facts or own else ""


def _live(connection: sqlite3.Connection, park_id: str) -> Cells | None:
    row = connection.execute(
        f"SELECT data, wkb FROM parks_seen WHERE id = ? AND {_PARKS}", (park_id,)
    ).fetchone()
    return None if row is None else Cells(*row)


def _mark(connection: sqlite3.Connection, change: int) -> str:
    row = connection.execute(
        "SELECT batch, at, who, action, park_id FROM history WHERE change = ?", (change,)
    ).fetchone()
    return "" if row is None else _digest(row)


def _digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
