"""The parks in the store: listed, looked at, edited, taken out."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from zzmap.desk.atlas import seen_of, tag
from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, Json, route
from zzmap.parks.model import ParkRow

PAGE = 100
"""Parks in one answer."""

SEEN = "x-zzmap-seen"
"""Header that says which state of the store the outlines are of."""

_NUMBERS = "application/octet-stream"

_STATES = ("live", "retired", "removed")


def routes(desk: Desk) -> list[Route]:
    """Return the routes of parks."""
    return [
        route(desk, "GET", "/api/parks", parks),
        route(desk, "GET", "/api/map/outlines", outlines),
        route(desk, "GET", "/api/map/parks", on_map),
        route(desk, "GET", "/api/map/changes", changes),
        route(desk, "GET", "/api/parks/{park}", park),
        route(desk, "PATCH", "/api/parks/{park}", edit),
        route(desk, "POST", "/api/parks/{park}/retire", retire),
        route(desk, "DELETE", "/api/parks/{park}", remove),
        route(desk, "POST", "/api/parks/{park}/restore", restore),
    ]


def parks(desk: Desk, asked: Asked) -> dict[str, Any]:
    """List parks, those with a word in their name, code or id; a page at a time."""
    word = asked.query.get("q", "").strip().casefold()
    everything = asked.query.get("all") == "1"
    first = asked.query.get("from", "0")
    start = int(first) if first.isdecimal() and len(first) < 9 else 0
    if not word and not everything:  # of many parks only those that are shown are read
        count, shown = desk.city.store.page(start, PAGE)
    else:
        rows = desk.city.parks.list(all=True) if everything else desk.atlas.rows(desk.city)
        found = [row for row in rows if not word or _has(row, word)]
        count, shown = len(found), found[start : start + PAGE]
    return {"count": count, "from": start, "rows": [_row(row) for row in shown]}


def outlines(desk: Desk, asked: Asked) -> Response:
    """Return the outlines of all parks as numbers, and in a header which state they are of."""
    found = desk.atlas.outlines(desk.city)
    return Response(found.outlines, headers={SEEN: tag(found.seen)}, media_type=_NUMBERS)


def on_map(desk: Desk, asked: Asked) -> Response:
    """Return what the parks whose outlines were told add to a page."""
    return Response(desk.atlas.parks(desk.city), media_type=Json.media_type)


def changes(desk: Desk, asked: Asked) -> Response:
    """Return what has changed of the parks since a state that a page has."""
    seen = seen_of(asked.query.get("seen", ""))
    return Response(desk.atlas.changes(desk.city, seen), media_type=Json.media_type)


def park(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Return one park, and the number of its latest change."""
    return _now(desk, asked.path["park"])


def edit(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Change name, code, industries or status; what was changed since it was seen stops it."""
    body, name = asked.body, asked.path["park"]
    given: dict[str, Any] = {
        key: body.text(key) for key in ("name", "code", "status") if key in body.values
    }
    if "industries" in body.values:
        given["industries"] = body.texts("industries")
    desk.city.parks.edit(name, **given, **_note(asked))
    return _now(desk, name)


def retire(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Take a park out of maps and answers."""
    desk.city.parks.retire(asked.path["park"], **_note(asked))
    return _now(desk, asked.path["park"])


def remove(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Delete a park; an undo brings it back."""
    desk.city.parks.remove(asked.path["park"], **_note(asked))
    return {}


def restore(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Bring a past state of a park back."""
    change = asked.body.number("change")
    desk.city.parks.restore(asked.path["park"], change or 0, **_note(asked))
    return _now(desk, asked.path["park"])


def _note(asked: Asked) -> dict[str, Any]:
    body = asked.body
    return {"who": body.text("who"), "why": body.text("why"), "seen": body.seen()}


def _now(desk: Desk, name: str) -> dict[str, Any]:
    found = desk.city.parks.get(name)
    changes = desk.city.parks.history(found.id)
    return {**found.as_json(), "seen": changes[-1].change if changes else 0}


def _has(row: ParkRow, word: str) -> bool:
    return any(word in text.casefold() for text in (row.name, row.code, row.id))


def _row(row: ParkRow) -> dict[str, Any]:
    return {**row._asdict(), "industries": list(row.industries)}
