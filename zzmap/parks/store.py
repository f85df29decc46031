"""The park store: one GeoPackage that holds a planner's parks and all that was done to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzmap.messages import say
from zzmap.model import STATUSES
from zzmap.names import PARK, Names, Record
from zzmap.parks.errors import StoreError
from zzmap.parks.external import Conventions, Unsplit, read_refusals, take_in
from zzmap.parks.geopackage import (
    copied,
    create,
    is_write_protected,
    migrate,
    opened,
    transaction,
    verify,
    was_touched,
)
from zzmap.parks.ledger import (
    SUBJECT,
    Ledger,
    batch_to_undo,
    later_change,
    read_history,
    read_kept,
)
from zzmap.parks.model import (
    ACCURACY_M,
    BASIS,
    BOUNDARY,
    Change,
    Kept,
    Note,
    Park,
    ParkRow,
    Refusal,
)
from zzmap.parks.paths import default_store
from zzmap.parks.schema import damaged
from zzmap.parks.since import (
    NOTHING_SEEN,
    Seen,
    Since,
    read_beside,
    read_boundaries,
    read_hashes,
    read_mark,
    read_page,
    read_since,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zzmap.crs import Metric

LIVE = ("live",)
FEW_TERMS = 100
"""So many terms are looked up one by one; for more of them the whole table is read."""

EDITABLE = ("name", "code", "industries", "status")


class ParkStore:
    """A park store.

    Nothing is kept open between calls, so any number of processes may use one store;
    writers queue behind each other.  A store that doesn't exist reads as an empty one
    and is made by the first change.

    Every method raises `StoreError` if the file is damaged, foreign, write-protected
    or kept busy.

    Parameters
    ----------
    path
        The GeoPackage file.
    metric
        Measures areas, or a function that gives what does when an area is first asked for;
        None measures each park in the 3-degree zone it lies in.
    unsplit
        Gives the names of industries that hold a separator (`zzmap.words.unsplit_names`)
        when a cell that was edited in another program is split; None knows of none.
    """

    def __init__(
        self,
        path: str | Path,
        metric: Metric | Callable[[], Metric] | None = None,
        unsplit: Unsplit | None = None,
    ) -> None:
        self.path = Path(path)
        self._given_metric = metric
        self._unsplit = unsplit or frozenset

    @cached_property
    def _metric(self) -> Metric | None:
        given = self._given_metric
        return given() if callable(given) else given

    def _conventions(self) -> Conventions:
        return Conventions(lambda: self._metric, self._unsplit)

    @staticmethod
    def default_path(geodata: str | Path | None = None) -> Path:
        """Return where the store is when nobody names one; see `default_store`."""
        return default_store(geodata)

    # -- reading -------------------------------------------------------------------

    def rows(self, states: Sequence[str] = LIVE) -> list[ParkRow]:
        """Return parks without geometry, by id; imports nothing heavy."""
        with self.reading() as connection:
            if connection is None:
                return []
            wanted, states = _in(states)
            texts = connection.execute(
                f"SELECT data FROM parks_seen WHERE state IN {wanted} ORDER BY id", states
            )
            return [read_kept(text, b"").row for (text,) in texts]

    def parks(self, states: Sequence[str] = LIVE) -> list[Park]:
        """Return parks with geometry, by id."""
        from zzmap.parks.shapes import to_park

        with self.reading() as connection:
            if connection is None:
                return []
            wanted, states = _in(states)
            found = connection.execute(
                f"SELECT data, wkb FROM parks_seen WHERE state IN {wanted} ORDER BY id", states
            )
            return [to_park(read_kept(*row)) for row in found]

    def park(self, name: str) -> Park:
        """Return one park, of any state, by id, name or code; raises `NotFoundError`."""
        from zzmap.parks.shapes import to_park

        with self.reading() as connection:
            if connection is None:
                raise _no_store()
            park_id = _find(connection, name)
            row = connection.execute(
                "SELECT data, wkb FROM parks_seen WHERE id = ?", (park_id,)
            ).fetchone()
            return to_park(read_kept(*row))

    def history(self, name: str = "") -> list[Change]:
        """Return every change, or those of one park, oldest first."""
        with self.reading() as connection:
            if connection is None:
                if name:
                    raise _no_store()
                return []
            return read_history(connection, _find_past(connection, name) if name else "")

    def last_change(self) -> int:
        """Return the number of the latest change, 0 where there is none."""
        with self.reading() as connection:
            if connection is None:
                return 0
            (last,) = connection.execute("SELECT coalesce(max(change), 0) FROM history").fetchone()
            return int(last)

    def findings(self) -> list[Refusal]:
        """Return edits made by other programs that were refused and aren't mended yet."""
        with self.reading() as connection:
            return [] if connection is None else read_refusals(connection)

    def pinyin(self, terms: Iterable[str] | None = None) -> dict[str, str]:
        """Return the pinyin of the parks' names and industries, or of some, syllables apart."""
        with self.reading() as connection:
            if connection is None:
                return {}
            wanted = "SELECT term, pinyin FROM parks_pinyin WHERE pinyin <> ''"
            if terms is None:
                return dict(connection.execute(wanted))
            asked = set(terms)
            if len(asked) > FEW_TERMS:
                return {row[0]: row[1] for row in connection.execute(wanted) if row[0] in asked}
            found = (connection.execute(f"{wanted} AND term = ?", (term,)) for term in asked)
            return dict(row for rows in found for row in rows)

    def boundaries(self) -> list[Park]:
        """Return the official boundaries that are in place, by id."""
        from zzmap.parks.shapes import to_park

        with self.reading() as connection:
            return [] if connection is None else list(map(to_park, read_boundaries(connection)))

    def boundary_rows(self) -> list[ParkRow]:
        """Return the official boundaries that are in place without geometry, by id."""
        with self.reading() as connection:
            if connection is None:
                return []
            return [kept.row for kept in read_boundaries(connection)]

    def beside(self) -> str:
        """Return what is equal as long as facts and official boundaries are; see `Since`."""
        with self.reading() as connection:
            return "" if connection is None else read_beside(connection)

    def mark(self) -> str:
        """Return what is another one as soon as parks, boundaries or facts are, '' for no store.

        The file itself is not read for it: to close it would, on POSIX, take away the locks of
        every connection that this process has to it (`zzmap.parks.sound.store_state`).
        """
        with self.reading() as connection:
            # Maps name the file, too.
            return "" if connection is None else f"{self.path.name} {read_mark(connection)}"

    def since(self, seen: Seen = NOTHING_SEEN) -> Since:
        """Return what has changed of the parks since a state that was seen.

        Parameters
        ----------
        seen
            As an answer before had it; one this store never was in gives the whole of it.
        """
        with self.reading() as connection:
            return read_since(connection, seen)

    def page(self, start: int, count: int) -> tuple[int, list[ParkRow]]:
        """Return how many live parks there are, without boundaries, and some of them by id."""
        with self.reading() as connection:
            return (0, []) if connection is None else read_page(connection, start, count)

    def hashes(self) -> dict[str, str]:
        """Return a hash of each row by its id: equal as long as the row is."""
        with self.reading() as connection:
            return {} if connection is None else read_hashes(connection)

    # -- changes -------------------------------------------------------------------

    def add(self, parks: Iterable[Park], note: Note) -> list[str]:
        """Add parks, all or none, and return their ids (given where they are empty)."""
        from zzmap.parks.shapes import keep

        kept = [keep(park, self._metric) for park in parks]
        for one in kept:
            _check_row(one.row)
        with self.changing(note, make=True) as ledger:
            return [_add_one(ledger, one) for one in kept]

    def edit(self, name: str, note: Note, /, **values: Any) -> None:
        """Change some of name, code, industries and status of a park."""
        wrong = [key for key in values if key not in EDITABLE]
        if wrong:
            raise StoreError(
                say("{wrong} cannot be edited", wrong=", ".join(wrong)),
                hint=say("Edit {editable}.", editable=EDITABLE),
            )
        with self.changing(note) as ledger:
            before = _present(ledger, name)
            row = before.row._replace(**values)
            _check_row(row)
            if row == before.row:
                raise StoreError(
                    say("nothing changes"), where=row.id, hint=say("Give another value.")
                )
            ledger.put(row.id, before._replace(row=row), "edit")

    def replace(self, name: str, geometry: BaseGeometry, note: Note, source: str = "") -> None:
        """Give a park another boundary."""
        with self.changing(note) as ledger:
            before = _present(ledger, name)
            after = _with_geometry(before, geometry, source, self._metric)
            if after == before:
                raise StoreError(say("the boundary is the same"), where=before.row.id)
            ledger.put(before.row.id, after, "replace")

    def retire(self, name: str, note: Note) -> None:
        """Take a park out of maps and answers but leave it in the file."""
        self._set_state(name, "retired", "retire", note)

    def remove(self, name: str, note: Note) -> None:
        """Delete a park; its history stays and brings it back."""
        self._set_state(name, "removed", "remove", note)

    def replace_zone(
        self,
        place_id: str,
        name: str,
        geometry: BaseGeometry,
        note: Note,
        source: str = "",
        accuracy_m: int = ACCURACY_M,
    ) -> str:
        """Put an official boundary in place of a shipped one and return its id."""
        from zzmap.parks.shapes import keep

        park_id = boundary_id(place_id)
        after = keep(
            Park(
                id=park_id,
                name=name,
                code="",
                industries=(),
                status="",
                area_km2=0.0,
                basis=BASIS,
                accuracy_m=accuracy_m,
                source=source,
                geometry=geometry,
                kind=BOUNDARY,
                state="live",
                replaces=place_id,
            ),
            self._metric,
        )
        with self.changing(note, make=True) as ledger:
            if ledger.current(park_id) == after:
                raise StoreError(say("this boundary is in place already"), where=name)
            ledger.put(park_id, after, "replace zone")
        return park_id

    def restore_zone(self, place_id: str, note: Note) -> None:
        """Bring the shipped boundary of a place back."""
        with self.changing(note) as ledger:
            park_id = boundary_id(place_id)
            before = ledger.current(park_id)
            if before is None or before.row.state != "live":
                raise StoreError(
                    say("this place has its shipped boundary already"),
                    where=place_id,
                    hint=say("“zzmap zones list” shows which have not."),
                )
            after = before._replace(row=before.row._replace(state="removed"))
            ledger.put(park_id, after, "restore zone")

    def restore(self, name: str, change: int, note: Note) -> None:
        """Bring a park back to what it was after one of its changes."""
        with self.changing(note) as ledger:
            park_id = _find_past(ledger.connection, name)
            row = ledger.connection.execute(
                "SELECT after, after_wkb FROM history WHERE park_id = ? AND ? IN (change, batch)"
                " AND subject = ? ORDER BY change = ? DESC, change DESC",
                (park_id, change, SUBJECT, change),
            ).fetchone()
            if row is None:
                raise StoreError(
                    say("change {change} did not touch this park", change=change),
                    where=park_id,
                    hint=say(
                        "“zzmap parks history {park_id}” lists those that did.", park_id=park_id
                    ),
                )
            if row[0] is None:
                raise StoreError(
                    say("after change {change} this park was not in the store", change=change),
                    where=park_id,
                    hint=say("Name an earlier change, or use “zzmap parks remove”."),
                )
            after = read_kept(row[0], _from_hex(row[1] or ""))
            refused = park_id in {row.park_id for row in read_refusals(ledger.connection)}
            if ledger.current(park_id) == after and not refused:
                raise StoreError(
                    say("this park is as it was after change {change}", change=change),
                    where=park_id,
                )
            ledger.put(park_id, after, "restore", over_refused=True)

    def undo(self, change: int | None = None, note: Note | None = None) -> int:
        """Take a whole batch of changes back and return its number.

        Parameters
        ----------
        change
            Any change of the batch; None takes the last one that is in effect and isn't
            an undo itself.  To undo an undo, name it.

        Raises
        ------
        StoreError
            If there is nothing to undo, or a later change has touched one of the parks.
        """
        with self.changing(note or Note.of()) as ledger:
            batch, is_undo = batch_to_undo(ledger.connection, change, SUBJECT)
            ledger.undoes = batch
            rows = ledger.connection.execute(
                "SELECT park_id, before, before_wkb, after, after_wkb FROM history"
                " WHERE batch = ? ORDER BY change DESC",
                (batch,),
            ).fetchall()
            for park_id, *sides in rows:
                before, after = _side(*sides[:2]), _side(*sides[2:])
                if ledger.current(park_id) != after:
                    raise later_change(
                        ledger.connection,
                        SUBJECT,
                        park_id,
                        batch,
                        say(", or use “zzmap parks restore”"),
                    )
                ledger.put(park_id, before, "redo" if is_undo else "undo")
        return batch

    # -- transactions --------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Yield a consistent view; None where there is no store yet."""
        if not self._exists():
            yield None
            return
        with opened(self.path) as connection:
            with transaction(connection, "BEGIN"):
                behind = verify(connection, self.path) or was_touched(connection)
            if behind:
                try:
                    self._catch_up(connection)
                except sqlite3.OperationalError as error:
                    if not is_write_protected(error):
                        raise
                    # What others have done is shown all the same; it is only not kept.
                    with closing(copied(connection)) as copy:
                        self._catch_up(copy)
                        yield copy
                    return
            with transaction(connection, "BEGIN"):
                yield connection

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Bring an older store's tables to ours, and take in what other programs have done."""
        migrate(connection, self.path)
        with transaction(connection):
            verify(connection, self.path)
            if was_touched(connection):
                take_in(connection, self._conventions())

    @contextmanager
    def changing(self, note: Note, *, make: bool = False) -> Iterator[Ledger]:
        """Yield a ledger inside one transaction; `make` makes the store where there is none."""
        if make:
            create(self.path)
        elif not self._exists():
            raise _no_store()
        with opened(self.path) as connection:
            with transaction(connection, "BEGIN"):
                older = verify(connection, self.path)
            if older:
                migrate(connection, self.path)
            with transaction(connection):
                verify(connection, self.path)
                if was_touched(connection):
                    take_in(connection, self._conventions())
                ledger = Ledger(connection, note)
                yield ledger
                ledger.finish()

    def _exists(self) -> bool:
        try:
            return self.path.stat().st_size > 0 or not self.path.is_file()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StoreError(
                say("this park store cannot be opened ({reason})", reason=error.strerror),
                where=str(self.path),
            ) from None

    def _set_state(self, name: str, state: str, action: str, note: Note) -> None:
        with self.changing(note) as ledger:
            before = _present(ledger, name)
            if before.row.state == state:
                raise StoreError(
                    say("this park is {state} already", state=state), where=before.row.id
                )
            after = before._replace(row=before.row._replace(state=state))
            ledger.put(before.row.id, after, action)


def _no_store() -> StoreError:
    return StoreError(
        say("there are no parks in the store yet"),
        hint=say("Add some with “zzmap parks add FILE”."),
    )


def boundary_id(place_id: str) -> str:
    """Return the id under which a place's official boundary is kept."""
    return f"boundary-{place_id}"


def _in(states: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    return f"({', '.join('?' * len(states))})", tuple(states)


def _add_one(ledger: Ledger, one: Kept) -> str:
    park_id = one.row.id or ledger.new_id(one.row.code)
    if ledger.current(park_id) is not None:
        raise StoreError(
            say("a park with this id is in the store already"),
            where=park_id,
            hint=say("Give it another id, or use “zzmap parks replace”."),
        )
    ledger.put(park_id, one._replace(row=one.row._replace(id=park_id)), "add")
    return park_id


def _check_row(row: ParkRow) -> None:
    if not row.name.strip():
        raise StoreError(
            say("a park has no name"), where=row.id, hint=say("Give one with --name or --map.")
        )
    if row.status and row.status not in STATUSES:
        raise StoreError(
            say("“{status}” is no status", status=row.status),
            where=row.id or row.name,
            hint=say("Use one of {statuses}.", statuses=", ".join(STATUSES)),
        )


def _with_geometry(
    before: Kept, geometry: BaseGeometry, source: str, metric: Metric | None
) -> Kept:
    from zzmap.parks.shapes import keep

    values = before.row._asdict()
    del values["lon"], values["lat"]
    values |= {"geometry": geometry, "source": source or before.row.source}
    return keep(Park(**values), metric, before)


def _present(ledger: Ledger, name: str) -> Kept:
    """Return a park that isn't removed; raises where it is or never was."""
    kept = ledger.current(_find(ledger.connection, name))
    if kept is None or kept.row.state == "removed":
        raise StoreError(
            say("this park was removed"),
            where=name,
            hint=say("Bring it back with “zzmap parks undo” or “zzmap parks restore”."),
        )
    return kept


def _find(connection: sqlite3.Connection, name: str) -> str:
    """Return the id of the one park with this id, name or code."""
    if connection.execute("SELECT 1 FROM parks_seen WHERE id = ?", (name,)).fetchone():
        return name
    rows = [
        read_kept(text, b"").row for (text,) in connection.execute("SELECT data FROM parks_seen")
    ]
    called = {hit.id for hit in _names(rows).meant(name, (PARK,), sure=True)}
    # A name means the park that is still there, if exactly one is.
    there = [row for row in rows if row.id in called and row.state != "removed"]
    return _names(there or rows).one(name, (PARK,), sure=True).id


def _names(rows: Iterable[ParkRow]) -> Names:
    return Names.over(
        [Record(PARK, row.id, row.name, aliases=(row.code,) if row.code else ()) for row in rows]
    )


def _find_past(connection: sqlite3.Connection, name: str) -> str:
    """Return the id of a park that is, or was, in the store."""
    past = "SELECT 1 FROM history WHERE park_id = ? AND subject = ?"
    if connection.execute(past, (name, SUBJECT)).fetchone():
        return name
    return _find(connection, name)


def _side(text: str | None, wkb: str | None) -> Kept | None:
    return None if text is None or wkb is None else read_kept(text, _from_hex(wkb))


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise damaged(error) from None
