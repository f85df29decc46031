"""Take in what another program, such as QGIS, has done to table ``parks``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.messages import say
from zzmap.model import STATUSES
from zzmap.parks.errors import StoreError
from zzmap.parks.geopackage import COLUMNS, bounds, check_polygons, decode
from zzmap.parks.ledger import Ledger, blob_hash, cells
from zzmap.parks.model import (
    ACCURACY_M,
    BASIS,
    BOUNDARY,
    EXTERNAL,
    KINDS,
    PARK,
    STATES,
    Kept,
    Note,
    ParkRow,
    Refusal,
)
from zzmap.words import split

if TYPE_CHECKING:
    from zzmap.crs import Metric

_WHY = "edited in the store itself"


Unsplit = Callable[[], Collection[str]]
"""Gives the names of industries that are not split, when they are needed."""


class Conventions(NamedTuple):
    """What the plans say on how a store's cells are read and its outlines measured."""

    metric: Callable[[], Metric | None]
    unsplit: Unsplit


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


class _Row(NamedTuple):
    fid: int
    blob: Any
    values: tuple[Any, ...]
    hash: str

    def cell(self, name: str) -> str:
        return _text(self.values[COLUMNS.index(name)])


class _Edit(NamedTuple):
    """A row as it was found beside what the park it belongs to had, None for a new one."""

    row: _Row
    own: ParkRow | None

    def touched(self, name: str) -> bool:
        """Tell whether a cell is not the one zzmap wrote; empty and missing are the same."""
        if self.own is None:
            return True
        written = cells(self.own)[COLUMNS.index(name)]
        return self.row.values[COLUMNS.index(name)] != written and self.row.cell(name) != _text(
            written
        )

    def text(self, name: str) -> str:
        """Return a cell as edited, '' where the editor emptied it; else what the park had."""
        if self.own is not None and not self.touched(name):
            return str(getattr(self.own, name))
        return self.row.cell(name)

    def said(self, name: str, otherwise: str) -> str:
        """Return a cell that cannot be empty: as edited, or `otherwise` where it is empty."""
        return self.text(name) or otherwise


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, code: str, message: str, hint: str) -> None:
        self.code, self.message, self.hint = code, message, hint
        super().__init__(message)


def take_in(connection: sqlite3.Connection, conventions: Conventions) -> None:
    """Record sound edits of other programs as one batch; note the others as refused.

    A refused edit stays in its row, for its maker to mend, and has no effect: the
    park is what it was before.
    """
    ledger = Ledger(connection, Note(EXTERNAL, _WHY))
    rows = [
        _Row(row[0], row[1], row[2:], blob_hash(row[2:], row[1]))
        for row in connection.execute(f"SELECT fid, geom, {', '.join(COLUMNS)} FROM parks")
    ]
    seen = {
        row[0]: (row[1], row[2])
        for row in connection.execute("SELECT fid, id, hash FROM parks_seen WHERE fid IS NOT NULL")
    }
    refused = dict(connection.execute("SELECT fid, hash FROM parks_refused"))
    found = {row.fid for row in rows}
    gone = {park_id: fid for fid, (park_id, _) in seen.items() if fid not in found}
    connection.executemany(
        "DELETE FROM parks_refused WHERE fid = ?", [(fid,) for fid in refused if fid not in found]
    )
    for row in rows:
        if seen.get(row.fid, ("", ""))[1] == row.hash:
            connection.execute("DELETE FROM parks_refused WHERE fid = ?", (row.fid,))
        elif refused.get(row.fid) != row.hash:
            _take_row(ledger, row, seen.get(row.fid, ("", ""))[0], gone, conventions)
    for park_id in gone:
        _take_removal(ledger, park_id)
    ledger.finish()


def read_refusals(connection: sqlite3.Connection) -> list[Refusal]:
    """Read the edits that were refused and have not been mended."""
    return [
        Refusal(*row)
        for row in connection.execute(
            "SELECT fid, park_id, name, code, message, mend FROM parks_refused ORDER BY fid"
        )
    ]


def _take_row(
    ledger: Ledger, row: _Row, known_id: str, gone: dict[str, int], conventions: Conventions
) -> None:
    """Take one row in; `gone` are parks whose own row is missing, by id."""
    connection = ledger.connection
    claimed = row.cell("id")
    # Cut and pasted, a row comes back with its id under another fid.
    moved = not known_id and claimed in gone
    park_id = claimed if moved else known_id
    try:
        before = ledger.current(park_id) if park_id else None
        if before is not None and claimed != park_id:
            raise _Refused(
                "external-id",
                say("its id was changed from {park_id}", park_id=park_id),
                say("Set it back to {park_id}.", park_id=park_id),
            )
        kept = _judge(row, park_id, before, conventions)
    except _Refused as fault:
        _refuse(connection, row, park_id, fault)
        return
    connection.execute("DELETE FROM parks_refused WHERE fid = ?", (row.fid,))
    if moved:
        del gone[park_id]
    if before is not None and kept == before:
        ledger.rewrite(kept, row.fid)
        return
    if not park_id:
        park_id = ledger.new_id(kept.row.code)
        kept = kept._replace(row=kept.row._replace(id=park_id))
    action = "add" if before is None else _ACTIONS.get(kept.row.state, "edit")
    ledger.put(park_id, kept, action, fid=row.fid)


_ACTIONS = {"removed": "remove"}


def _take_removal(ledger: Ledger, park_id: str) -> None:
    before = ledger.current(park_id)
    if before is not None:
        after = before._replace(row=before.row._replace(state="removed"))
        ledger.put(park_id, after, "remove")


def _refuse(connection: sqlite3.Connection, row: _Row, park_id: str, fault: _Refused) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO parks_refused VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.fid, row.hash, park_id, row.cell("name"), fault.code, fault.message, fault.hint),
    )


def _judge(row: _Row, park_id: str, before: Kept | None, conventions: Conventions) -> Kept:
    """Return what a row says of its park: what was not edited stays as the park had it."""
    from zzmap.parks.model import Park
    from zzmap.parks.shapes import keep

    edit = _Edit(row, before.row if before else None)
    _check_words(row)
    own = edit.own
    park = Park(
        id=park_id,
        name=edit.said("name", own.name if own else ""),
        code=edit.text("code"),
        industries=_industries(edit, conventions.unsplit),
        status=edit.text("status"),
        area_km2=0.0,
        basis=edit.said("basis", own.basis if own else BASIS),
        accuracy_m=_accuracy(edit),
        source=edit.text("source"),
        geometry=_geometry(row),
        kind=edit.said("kind", own.kind if own else PARK),
        state=edit.said("state", own.state if own else "live"),
        replaces=own.replaces if own else "",
    )
    try:
        kept = keep(park, conventions.metric(), before)
    except (StoreError, ValueError, ArithmeticError) as error:
        what, hint = (
            (error.what, error.hint)
            if isinstance(error, StoreError)
            else (str(error), say("Redraw it."))
        )
        raise _Refused("external-geometry", what, hint) from None
    _check_place(kept.wkb)
    if not park.name or (edit.touched("name") and not row.cell("name")):
        raise _Refused("external-name", say("it has no name"), say("Give it a name."))
    if park.kind == BOUNDARY and not park.replaces:
        raise _Refused(
            "external-kind",
            say("it is the official boundary of no place"),
            say("Leave its kind empty, or use “zzmap zones replace”."),
        )
    return kept


def _geometry(row: _Row) -> Any:
    import shapely

    try:
        if row.blob is None:
            return None
        wkb = decode(row.blob)
        check_polygons(wkb)
        return shapely.from_wkb(wkb)
    except (ValueError, TypeError, shapely.errors.GEOSException) as error:
        raise _Refused(
            "external-geometry",
            say("its geometry cannot be read ({error})", error=error),
            say("Draw it as a plain polygon."),
        ) from None


def _check_place(wkb: bytes) -> None:
    """Refuse an outline beyond the country: its coordinates are not WGS-84 degrees."""
    from zzmap.crs.detection import CHINA

    west, south, east, north = bounds(wkb)
    if west < CHINA.west or south < CHINA.south or east > CHINA.east or north > CHINA.north:
        raise _Refused(
            "external-geometry",
            say(
                "it reaches from {west:.6g}, {south:.6g} to {east:.6g}, {north:.6g}, which is not "
                "in the country",
                west=west,
                south=south,
                east=east,
                north=north,
            ),
            say("Draw it in WGS-84 degrees, where it is, or undo the move."),
        )


def _industries(edit: _Edit, unsplit: Unsplit) -> tuple[str, ...]:
    if edit.own is not None and not edit.touched("industries"):
        return edit.own.industries
    text = edit.row.cell("industries")
    # The plans are asked only where there is something to split.
    return split(text, unsplit()) if len(split(text)) > 1 else split(text)


def _check_words(row: _Row) -> None:
    for column, allowed in (("status", STATUSES), ("state", STATES), ("kind", KINDS)):
        value = row.cell(column)
        if value and value not in allowed:
            raise _Refused(
                f"external-{column}",
                say(
                    "its {column} “{value}” is none of {allowed}",
                    column=column,
                    value=value,
                    allowed=", ".join(allowed),
                ),
                say("Use one of these, or leave it empty."),
            )


def _accuracy(edit: _Edit) -> int:
    own = edit.own.accuracy_m if edit.own else ACCURACY_M
    text = edit.row.cell("accuracy_m")
    if not text or not edit.touched("accuracy_m"):
        return own
    try:
        value = int(float(text))
    except (ValueError, OverflowError):
        value = 0
    if value <= 0:
        raise _Refused(
            "external-accuracy_m",
            say("its accuracy_m “{text}” is no number of metres", text=text),
            say("Give whole metres, or leave it empty."),
        )
    return value
