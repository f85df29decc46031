"""Write parks and their history together, and read the history back."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

from zzmap.messages import say
from zzmap.parks.errors import ConflictError, StoreError
from zzmap.parks.geopackage import COLUMNS, bounds, check_polygons, decode, encode, settle
from zzmap.parks.model import Change, Kept, Note, ParkRow
from zzmap.parks.schema import damaged
from zzmap.words import join

_INSERT_SEEN = "INSERT OR REPLACE INTO parks_seen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_HISTORY = (
    "INSERT INTO history (batch, at, who, why, action, park_id, before, before_wkb, after,"
    " after_wkb, source_file, source_sha256, undoes, subject)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

SUBJECT = "park"
"""What a change of a park is called in history; an official boundary is kept as a park."""

Side = tuple[str | None, str | None]
"""What history keeps of a row before or after a change: its text, and its WKB in hex."""


class Ledger:
    """One batch of changes inside an open transaction.

    Parameters
    ----------
    connection
        In a transaction that writes.
    note
        Who and why, written with every change.
    undoes
        The batch this one takes back.
    """

    def __init__(
        self, connection: sqlite3.Connection, note: Note, undoes: int | None = None
    ) -> None:
        self.connection, self.note, self.undoes = connection, note, undoes
        self.batch: int | None = None
        self.at = datetime.now(timezone.utc).isoformat(timespec="milliseconds")

    def current(self, park_id: str) -> Kept | None:
        """Return a park as it is now, None if there is none."""
        row = self.connection.execute(
            "SELECT data, wkb FROM parks_seen WHERE id = ?", (park_id,)
        ).fetchone()
        return None if row is None else read_kept(*row)

    def put(
        self,
        park_id: str,
        after: Kept | None,
        action: str,
        *,
        fid: int | None = None,
        over_refused: bool = False,
    ) -> None:
        """Make a park what `after` says, in the table, the shadow and the history.

        Parameters
        ----------
        fid
            Row of table ``parks`` to write to, where it isn't the one the park had.
        over_refused
            Write over an edit of another program that was refused.

        Raises
        ------
        StoreError
            If the park's row holds a refused edit, which would be lost.
        ConflictError
            If the park has a later change than the note's maker has seen.
        """
        self.compare(park_id)
        before = self.current(park_id)
        old_fid = self._fid(park_id)
        self._guard(park_id, old_fid, over_refused)
        self._write(park_id, after, old_fid if fid is None else fid)
        self.record(action, SUBJECT, park_id, _sides(before), _sides(after))

    def record(self, action: str, subject: str, row_id: str, before: Side, after: Side) -> None:
        """Write one change into the history."""
        cursor = self.connection.execute(
            _INSERT_HISTORY,
            (
                self.batch,
                self.at,
                self.note.who,
                self.note.why,
                action,
                row_id,
                *before,
                *after,
                self.note.file,
                self.note.sha256,
                self.undoes,
                subject,
            ),
        )
        if self.batch is None:
            # A batch is called by the number of its first change, so there is one numbering.
            self.batch = cursor.lastrowid
            self.connection.execute(
                "UPDATE history SET batch = change WHERE change = ?", (self.batch,)
            )

    def compare(self, row_id: str, subject: str = SUBJECT) -> None:
        """Raise `ConflictError` over a change that the maker of this one has not seen."""
        if self.note.seen is None:
            return
        (last,) = self.connection.execute(
            "SELECT coalesce(max(change), 0) FROM history WHERE park_id = ? AND subject = ?",
            (row_id, subject),
        ).fetchone()
        if last > self.note.seen:
            raise ConflictError(row_id, last)

    def rewrite(self, kept: Kept, fid: int) -> None:
        """Bring a row another program wrote into our form, where nothing has changed."""
        self._write(kept.row.id, kept, fid)

    def new_id(self, code: str) -> str:
        """Return an id no park has or ever had, made of the code where it has letters."""
        slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in code).split())
        if slug and not self._taken(f"park-user-{slug.lower()}"):
            return f"park-user-{slug.lower()}"
        while True:
            number = self.connection.execute(
                "UPDATE store_info SET value = value + 1 WHERE key = 'last_number' RETURNING value"
            ).fetchone()[0]
            if not self._taken(f"park-user-{number:04}"):
                return f"park-user-{number:04}"

    def finish(self) -> None:
        """Do what ends every change: extent, dates, the mark that all is known."""
        settle(self.connection)

    def _taken(self, park_id: str) -> bool:
        found = self.connection.execute(
            "SELECT EXISTS (SELECT 1 FROM history WHERE park_id = ?)"
            " OR EXISTS (SELECT 1 FROM parks_seen WHERE id = ?)",
            (park_id, park_id),
        ).fetchone()
        return bool(found[0])

    def _fid(self, park_id: str) -> int | None:
        row = self.connection.execute(
            "SELECT fid FROM parks_seen WHERE id = ?", (park_id,)
        ).fetchone()
        return None if row is None else row[0]

    def _guard(self, park_id: str, fid: int | None, over_refused: bool) -> None:
        refused = self.connection.execute(
            "SELECT message FROM parks_refused WHERE fid = ?", (fid,)
        ).fetchone()
        if refused is None:
            return
        if not over_refused:
            raise StoreError(
                say(
                    "this park holds an edit made elsewhere that was refused: {refused}",
                    refused=refused[0],
                ),
                where=park_id,
                hint=say("Mend the row there, or give it up with “zzmap parks restore”."),
            )
        self.connection.execute("DELETE FROM parks_refused WHERE fid = ?", (fid,))

    def _write(self, park_id: str, after: Kept | None, fid: int | None) -> None:
        connection = self.connection
        if after is None:
            connection.execute("DELETE FROM parks WHERE fid = ?", (fid,))
            connection.execute("DELETE FROM parks_seen WHERE id = ?", (park_id,))
            return
        if after.row.state == "removed":
            connection.execute("DELETE FROM parks WHERE fid = ?", (fid,))
            fid = None
        else:
            fid = self._write_row(after, fid)
        digest = row_hash(cells(after.row), after.wkb)
        connection.execute(
            _INSERT_SEEN,
            (
                park_id,
                fid,
                digest,
                after.row.state,
                *bounds(after.wkb),
                after.row.to_json(),
                after.wkb,
            ),
        )
        self.spell((after.row.name, *after.row.industries))

    def _write_row(self, after: Kept, fid: int | None) -> int:
        values = (encode(after.wkb), *cells(after.row))
        names = ("geom", *COLUMNS)
        if fid is not None:
            pairs = ", ".join(f"{name} = ?" for name in names)
            done = self.connection.execute(
                f"UPDATE parks SET {pairs} WHERE fid = ?", (*values, fid)
            )
            if done.rowcount:
                return fid
        marks = ", ".join("?" * len(names))
        cursor = self.connection.execute(
            f"INSERT INTO parks ({', '.join(names)}) VALUES ({marks})", values
        )
        return int(cursor.lastrowid or 0)

    def spell(self, terms: Iterable[str]) -> None:
        """Keep the pinyin of names, so that a query needn't load the tables to spell them."""
        for term in terms:
            if term.isascii():
                continue
            known = self.connection.execute(
                "SELECT 1 FROM parks_pinyin WHERE term = ?", (term,)
            ).fetchone()
            if known is None:
                self.connection.execute(
                    "INSERT INTO parks_pinyin VALUES (?, ?)", (term, _pinyin(term))
                )


def read_kept(data: str, wkb: bytes) -> Kept:
    """Read a park from the store's cells; raises `StoreError` if they were spoilt."""
    try:
        if wkb:
            check_polygons(wkb)
        return Kept(ParkRow.from_json(data), wkb)
    except RecursionError:
        raise damaged(say("it is nested too deep")) from None
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(error) from None


def cells(row: ParkRow) -> tuple[Any, ...]:
    """Return the cells of table ``parks`` in the order of its columns."""
    values = row._asdict() | {"industries": join(row.industries)}
    return tuple(values[name] for name in COLUMNS)


def row_hash(values: tuple[Any, ...], wkb: bytes) -> str:
    """Hash what a row of table ``parks`` says."""
    return hashlib.sha256(repr(values).encode() + b"\0" + wkb).hexdigest()


def blob_hash(values: tuple[Any, ...], blob: Any) -> str:
    """Hash a row as it was found, whatever its geometry holds."""
    try:
        wkb = decode(blob)
    except (ValueError, TypeError):
        wkb = repr(blob).encode()
    return row_hash(values, wkb)


def read_history(connection: sqlite3.Connection, park_id: str = "") -> list[Change]:
    """Read all changes of parks, or those of one park, oldest first."""
    wanted = "AND park_id = ?" if park_id else ""
    undone = undone_batches(connection)
    rows = connection.execute(
        "SELECT change, batch, at, who, why, action, park_id, before, after,"
        " before_wkb IS NOT after_wkb, source_file, source_sha256, undoes"
        f" FROM history WHERE subject = ? {wanted} ORDER BY change",
        (SUBJECT, park_id) if park_id else (SUBJECT,),
    )
    return [_change(row, undone) for row in rows]


def undone_batches(connection: sqlite3.Connection) -> set[int]:
    """Return the batches that are not in effect, because a later one took them back."""
    undone: set[int] = set()
    links = connection.execute(
        "SELECT DISTINCT batch, undoes FROM history WHERE undoes IS NOT NULL ORDER BY batch DESC"
    )
    for batch, undoes in links:
        # Newest first: whether an undo holds is known before what it takes back is looked at.
        if batch not in undone:
            undone.add(undoes)
    return undone


def batch_to_undo(
    connection: sqlite3.Connection, change: int | None, subject: str
) -> tuple[int, bool]:
    """Return the batch to undo and whether it is an undo itself.

    Parameters
    ----------
    change
        Any change of the batch; None takes the last one in effect that is no undo.
    subject
        What is undone, parks or facts: changes of the other are passed over, and refused if
        they are named.
    """
    undone = undone_batches(connection)
    if change is None:
        for (batch,) in connection.execute(
            "SELECT DISTINCT batch FROM history WHERE undoes IS NULL AND subject = ?"
            " ORDER BY batch DESC",
            (subject,),
        ):
            if batch not in undone:
                return batch, False
        raise StoreError(say("there is nothing to undo"))
    row = connection.execute(
        "SELECT batch, undoes, subject FROM history WHERE change = ?", (change,)
    ).fetchone()
    if row is None:
        raise StoreError(
            say("there is no change {change}", change=change),
            hint=say("“zzmap {subject}s history” lists all changes.", subject=subject),
        )
    if row[2] != subject:
        raise StoreError(
            say(
                "change {change} is one of a {row}, not of a {subject}",
                change=change,
                row=row[2],
                subject=subject,
            ),
            hint=say("“zzmap {row}s undo {change}” takes it back.", row=row[2], change=change),
        )
    if row[0] in undone:
        (by,) = connection.execute(
            "SELECT max(batch) FROM history WHERE undoes = ?", (row[0],)
        ).fetchone()
        raise StoreError(
            say("change {change} was undone by change {by}", change=change, by=by),
            hint=say("“zzmap {subject}s undo {by}” brings it back.", subject=subject, by=by),
        )
    return row[0], row[1] is not None


def later_change(
    connection: sqlite3.Connection, subject: str, row_id: str, batch: int, or_else: str = ""
) -> StoreError:
    """Return the refusal to undo a batch that a later change of a row has built on."""
    (change,) = connection.execute(
        "SELECT max(change) FROM history WHERE park_id = ? AND batch > ?", (row_id, batch)
    ).fetchone()
    return StoreError(
        say(
            "change {batch} cannot be undone, for change {change} touched this {subject} after it",
            batch=batch,
            change=change,
            subject=subject,
        ),
        where=row_id,
        hint=say("Undo change {change} first{or_else}.", change=change, or_else=or_else),
    )


def _change(row: tuple[Any, ...], undone: set[int]) -> Change:
    before, after = (None if text is None else read_kept(text, b"").row for text in row[7:9])
    named = after or before
    change, batch, at, who, why, action, park_id = row[:7]
    return Change(
        change=change,
        batch=batch,
        at=at,
        who=who,
        why=why,
        action=action,
        park_id=park_id,
        park_name=named.name if named else "",
        before=before,
        after=after,
        boundary_changed=bool(row[9]),
        source_file=row[10],
        source_sha256=row[11],
        undoes=row[12],
        in_effect=batch not in undone,
    )


def _sides(kept: Kept | None) -> Side:
    return (None, None) if kept is None else (kept.row.to_json(), kept.wkb.hex())


def _pinyin(term: str) -> str:
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return ""
    return " ".join(lazy_pinyin(term))
