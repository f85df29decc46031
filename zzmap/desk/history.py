"""What was changed in the store, by whom and why, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from starlette.routing import Route

from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route
from zzmap.facts.model import FactChange
from zzmap.parks.model import Change

ChangeT = TypeVar("ChangeT", Change, FactChange)

MOST = 200
"""Imports in one answer, the latest first."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of history."""
    return [
        route(desk, "GET", "/api/history", history),
        route(desk, "POST", "/api/undo", undo),
    ]


def history(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """List what was done together as one entry, the latest first."""
    return [_batch(rows) for rows in together(desk.city.parks.history(asked.query.get("park", "")))]


def together(changes: Iterable[ChangeT]) -> list[list[ChangeT]]:
    """Return what was done together, the latest first, at most `MOST`."""
    batches: dict[int, list[ChangeT]] = {}
    for change in changes:
        batches.setdefault(change.batch, []).append(change)
    rows = list(batches.values())
    return rows[::-1][:MOST]


def undo(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Take an import or a change back; what was built on it stops it."""
    body = asked.body
    batch = desk.city.parks.undo(body.needed("change"), who=body.text("who"), why=body.text("why"))
    return {"batch": batch}


def _batch(rows: list[Change]) -> dict[str, Any]:
    first = rows[0]
    return {
        "batch": first.batch,
        "at": first.at,
        "who": first.who,
        "why": first.why,
        "action": first.action,
        "count": len(rows),
        "parks": [{"id": row.park_id, "name": row.park_name} for row in rows[:20]],
        "fields": _fields(first) if len(rows) == 1 else [],
        "file": first.source_file,
        "undoes": first.undoes,
        "in_effect": first.in_effect,
    }


def _fields(change: Change) -> list[dict[str, str]]:
    """Return what of a park was changed: name of the value, before and after."""
    if change.before is None or change.after is None:
        return []
    before, after = change.before._asdict(), change.after._asdict()
    own = ("name", "code", "industries", "status", "state", "area_km2")
    return [
        {"field": name, "before": _text(before[name]), "after": _text(after[name])}
        for name in own
        if before[name] != after[name]
    ]


def _text(value: object) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)
