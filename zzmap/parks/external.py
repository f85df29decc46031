"""Take in what another program, such as QGIS, has done to table ``parks``."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.parks.errors import StoreError
from zzmap.parks.geopackage import COLUMNS, decode
from zzmap.parks.ledger import Ledger, blob_hash
from zzmap.parks.model import (
    ACCURACY_M,
    BASIS,
    EXTERNAL,
    KINDS,
    PARK,
    STATES,
    STATUSES,
    Kept,
    Note,
    Refusal,
)

if TYPE_CHECKING:
    from zzmap.crs import Metric

_WHY = "edited in the store itself"
_SPLIT = re.compile(r"[|、,，;；]")


class _Row(NamedTuple):
    fid: int
    blob: Any
    values: tuple[Any, ...]
    hash: str

    def cell(self, name: str) -> str:
        value = self.values[COLUMNS.index(name)]
        return "" if value is None else str(value).strip()


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, code: str, message: str, hint: str) -> None:
        self.code, self.message, self.hint = code, message, hint
        super().__init__(message)


def take_in(connection: sqlite3.Connection, metric: Metric | None = None) -> None:
    """Record sound edits of other programs as one batch; note the others as refused.

    A refused edit stays in its row, for its maker to mend, and has no effect: the
    park is what it was before.

    Parameters
    ----------
    metric
        Measures new outlines, see `zzmap.parks.shapes.keep`.
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
            _take_row(ledger, row, seen.get(row.fid, ("", ""))[0], gone, metric)
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
    ledger: Ledger, row: _Row, known_id: str, gone: dict[str, int], metric: Metric | None
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
                "external-id", f"its id was changed from {park_id}", f"Set it back to {park_id}."
            )
        kept = _judge(row, park_id, before, metric)
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


def _judge(row: _Row, park_id: str, before: Kept | None, metric: Metric | None) -> Kept:
    import shapely

    from zzmap.parks.model import Park
    from zzmap.parks.shapes import keep

    _check_words(row)
    try:
        geometry = None if row.blob is None else shapely.from_wkb(decode(row.blob))
    except (ValueError, TypeError, shapely.errors.GEOSException) as error:
        raise _Refused(
            "external-geometry",
            f"its geometry cannot be read ({error})",
            "Draw it as a plain polygon.",
        ) from None
    own = before.row if before else None
    park = Park(
        id=park_id,
        name=row.cell("name") or (own.name if own else ""),
        code=row.cell("code"),
        industries=split_industries(row.cell("industries")),
        status=row.cell("status"),
        area_km2=0.0,
        basis=row.cell("basis") or BASIS,
        accuracy_m=_accuracy(row),
        source=row.cell("source") or EXTERNAL,
        geometry=geometry,
        kind=row.cell("kind") or PARK,
        state=row.cell("state") or "live",
        replaces=own.replaces if own else "",
    )
    try:
        kept = keep(park, metric, before)
    except StoreError as error:
        raise _Refused("external-geometry", error.what, error.hint) from None
    if not park.name:
        raise _Refused("external-name", "it has no name", "Give it a name.")
    return kept


def _check_words(row: _Row) -> None:
    for column, allowed in (("status", STATUSES), ("state", STATES), ("kind", KINDS)):
        value = row.cell(column)
        if value and value not in allowed:
            raise _Refused(
                f"external-{column}",
                f"its {column} “{value}” is none of {', '.join(filter(None, allowed))}",
                "Use one of these, or leave it empty.",
            )


def _accuracy(row: _Row) -> int:
    text = row.cell("accuracy_m")
    try:
        value = int(float(text)) if text else ACCURACY_M
    except (ValueError, OverflowError):
        value = 0
    if value <= 0:
        raise _Refused(
            "external-accuracy_m",
            f"its accuracy_m “{text}” is no number of metres",
            "Give whole metres, or leave it empty.",
        )
    return value


def split_industries(text: str) -> tuple[str, ...]:
    """Split a cell of industries at any of the usual separators, each named once."""
    parts = (part.strip() for part in _SPLIT.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
