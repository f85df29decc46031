"""The facts in a park store: read, changed and undone as parks are, one transaction a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from zzmap.facts.model import LIVE, PLACE, REMOVED, Fact, FactChange
from zzmap.messages import say
from zzmap.parks.errors import StoreError
from zzmap.parks.ledger import Ledger, batch_to_undo, later_change, undone_batches
from zzmap.parks.model import Note
from zzmap.parks.schema import damaged
from zzmap.parks.store import ParkStore

SUBJECT = "fact"
"""What a change of a fact is called in history."""


class FactStore:
    """The facts of a park store; raises `StoreError` as that does.

    Parameters
    ----------
    store
        The park store that holds them, whether it is there yet or not.
    """

    def __init__(self, store: ParkStore) -> None:
        self._store = store

    @property
    def name(self) -> str:
        """Name of the store's file, as locators tell it."""
        return self._store.path.name

    # -- reading -------------------------------------------------------------------

    def rows(self, states: Sequence[str] = (LIVE,)) -> list[Fact]:
        """Return the facts of some states, by id; imports nothing heavy."""
        with self._store.reading() as connection:
            if connection is None:
                return []
            found = [read_fact(text) for text in _texts(connection)]
        return [fact for fact in found if fact.state in states]

    def fact(self, fact_id: str) -> Fact:
        """Return one fact, of any state."""
        with self._store.reading() as connection:
            if connection is None:
                raise _unknown(fact_id)
            return _there(connection, fact_id)

    def history(self, fact_id: str = "") -> list[FactChange]:
        """Return every change of facts, or those of one, oldest first."""
        with self._store.reading() as connection:
            if connection is None:
                if fact_id:
                    raise _unknown(fact_id)
                return []
            undone = undone_batches(connection)
            rows = connection.execute(
                "SELECT change, batch, at, who, why, action, park_id, before, after, undoes"
                " FROM history WHERE subject = ? AND park_id = coalesce(?, park_id)"
                " ORDER BY change",
                (SUBJECT, fact_id or None),
            ).fetchall()
        if fact_id and not rows:
            raise _unknown(fact_id)
        return [_change(row, undone) for row in rows]

    @contextmanager
    def _changing(self, note: Note) -> Iterator[Ledger]:
        if not self._store.path.exists():
            raise StoreError(
                say("there are no facts yet"), hint=say("Tell some with “zzmap facts add”.")
            )
        with self._store.changing(note) as ledger:
            yield ledger

    # -- changes -------------------------------------------------------------------

    def add(self, drafts: Sequence[Fact], note: Note) -> list[Fact]:
        """Add facts, all or none, and return them with their ids.

        A draft that makes a place gives the place its id; those after it without a `place_id`
        are about that place.
        """
        with self._store.changing(note, make=True) as ledger:
            added: list[Fact] = []
            for draft in drafts:
                fact = draft._replace(id=_new_id(ledger.connection))
                if fact.kind == PLACE:
                    fact = fact._replace(place_id=f"place-{fact.id}")
                elif not fact.place_id and added:
                    fact = fact._replace(place_id=added[0].place_id)
                added.append(_put(ledger, fact.id, fact, "add"))
            return added

    def edit(self, fact_id: str, revise: Callable[[Fact], Fact], note: Note) -> Fact:
        """Make a fact what `revise` makes of it, and return it.

        Raises `ConflictError` if it was changed since the note's maker has seen it.
        """
        with self._changing(note) as ledger:
            ledger.compare(fact_id, SUBJECT)
            before = _live(ledger.connection, fact_id)
            after = revise(before)
            if after.same == before.same:
                raise StoreError(
                    say("nothing changes"), where=fact_id, hint=say("Give another value.")
                )
            return _put(ledger, fact_id, after, "edit")

    def remove(self, fact_id: str, note: Note) -> None:
        """Take a fact out of all answers; its history stays and brings it back.

        Raises `ConflictError` if it was changed since the note's maker has seen it.
        """
        with self._changing(note) as ledger:
            ledger.compare(fact_id, SUBJECT)
            before = _live(ledger.connection, fact_id)
            _put(ledger, fact_id, before._replace(state=REMOVED), "remove")

    def undo(self, change: int | None, note: Note) -> int:
        """Take a whole batch of changes of facts back and return its number.

        Raises
        ------
        StoreError
            If there is nothing to undo, a later change has touched one of the facts, or the
            change named is one of a park.
        """
        with self._changing(note) as ledger:
            batch, is_undo = batch_to_undo(ledger.connection, change, SUBJECT)
            ledger.undoes = batch
            rows = ledger.connection.execute(
                "SELECT park_id, before, after FROM history WHERE batch = ? ORDER BY change DESC",
                (batch,),
            ).fetchall()
            for fact_id, before, after in rows:
                if _current(ledger.connection, fact_id) != _read(after):
                    raise later_change(ledger.connection, SUBJECT, fact_id, batch)
                _restore(ledger, fact_id, _read(before), "redo" if is_undo else "undo")
        return batch


def read_fact(text: str) -> Fact:
    """Read a fact from the store's cell; raises `StoreError` if it was spoilt."""
    try:
        return Fact.from_json(text)
    except RecursionError:
        raise damaged(say("it is nested too deep")) from None
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(error) from None


def _read(text: str | None) -> Fact | None:
    return None if text is None else read_fact(text)


def _change(row: tuple[Any, ...], undone: set[int]) -> FactChange:
    change, batch, at, who, why, action, fact_id, before, after, undoes = row
    return FactChange(
        change,
        batch,
        at,
        who,
        why,
        action,
        fact_id,
        _read(before),
        _read(after),
        undoes,
        batch not in undone,
    )


def _texts(connection: sqlite3.Connection) -> list[str]:
    return [text for (text,) in connection.execute("SELECT data FROM facts ORDER BY id")]


def _current(connection: sqlite3.Connection, fact_id: str) -> Fact | None:
    row = connection.execute("SELECT data FROM facts WHERE id = ?", (fact_id,)).fetchone()
    return None if row is None else read_fact(row[0])


def _there(connection: sqlite3.Connection, fact_id: str) -> Fact:
    fact = _current(connection, fact_id)
    if fact is None:
        raise _unknown(fact_id)
    return fact


def _live(connection: sqlite3.Connection, fact_id: str) -> Fact:
    fact = _there(connection, fact_id)
    if fact.state != LIVE:
        raise StoreError(
            say("this fact was removed"),
            where=fact_id,
            hint=say("“zzmap facts history {fact_id}” tells the change to undo.", fact_id=fact_id),
        )
    return fact


def _unknown(fact_id: str) -> StoreError:
    return StoreError(
        say("there is no fact “{fact_id}”", fact_id=fact_id),
        hint=say("“zzmap facts list --all” shows all with their ids."),
    )


def _new_id(connection: sqlite3.Connection) -> str:
    """Return an id no fact has or ever had."""
    row = connection.execute(
        "UPDATE store_info SET value = value + 1 WHERE key = 'last_fact' RETURNING value"
    ).fetchone()
    if row is None:
        raise damaged(say("it does not count its facts"))
    return f"fact-{row[0]:04}"


def _put(ledger: Ledger, fact_id: str, after: Fact, action: str) -> Fact:
    """Make a fact what `after` says, as told by who makes the change."""
    # Who changes a fact and says no reason leaves the one it was told for.
    why = ledger.note.why or after.why
    after = after._replace(who=ledger.note.who, why=why, at=ledger.at)
    _restore(ledger, fact_id, after, action)
    return after


def _restore(ledger: Ledger, fact_id: str, after: Fact | None, action: str) -> None:
    """Make a fact what it is to be, with the history; who told it is as `after` says."""
    before = _current(ledger.connection, fact_id)
    if after is None:
        ledger.connection.execute("DELETE FROM facts WHERE id = ?", (fact_id,))
    else:
        ledger.connection.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)",
            (fact_id, after.kind, after.state, after.to_json()),
        )
        ledger.spell((after.alias, after.place if after.kind == PLACE else ""))
    was, now = (None if fact is None else fact.to_json() for fact in (before, after))
    ledger.record(action, SUBJECT, fact_id, (was, None), (now, None))
