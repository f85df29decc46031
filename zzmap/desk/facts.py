"""A planner's own facts: listed, told, changed, taken out, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.routing import Route

from zzmap.desk.bodies import Body, BodyError
from zzmap.desk.desk import Desk
from zzmap.desk.history import together
from zzmap.desk.routes import Asked, route
from zzmap.facts.draft import SAID
from zzmap.facts.model import ALIAS, CORRECTION, PLACEMENT, POSITION, Fact, FactChange
from zzmap.findings import Finding
from zzmap.messages import say
from zzmap.workspace.facts import Facts
from zzmap.workspace.records import Told

ROWS = 60
"""Rows of the plans in one answer, to choose the one that is wrong."""

_EDITED = (
    "industry", "place", "relation", "alias", "at", "crs", "name", "kind", "within", "source",
)  # fmt: skip


def routes(desk: Desk) -> list[Route]:
    """Return the routes of facts."""
    return [
        route(desk, "GET", "/api/facts", facts),
        route(desk, "POST", "/api/facts", add),
        route(desk, "GET", "/api/facts/history", history),
        route(desk, "POST", "/api/facts/undo", undo),
        route(desk, "GET", "/api/facts/correctable", correctable),
        route(desk, "GET", "/api/facts/{fact}", fact),
        route(desk, "PATCH", "/api/facts/{fact}", edit),
        route(desk, "DELETE", "/api/facts/{fact}", remove),
    ]


def facts(desk: Desk, asked: Asked) -> dict[str, Any]:
    """List the facts, what is wrong with some by the plans of today, and what can be said."""
    own = desk.city.facts
    seen = {row.fact_id: row.change for row in own.history()}
    return {
        "rows": [_row(row, seen[row.id]) for row in own.list()],
        "findings": _found(own.findings()),
        "kinds": list(own.kinds),
        "relations": [row.id for row in SAID],
    }


def fact(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Return one fact, and the number of its latest change."""
    return _now(desk, asked.path["fact"])


def add(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Tell a fact of a kind; what is doubtful of it stops it until it is accepted."""
    kind = asked.body.text("kind")
    if kind not in _ADDS:
        raise BodyError(say("“{name}” is no kind of fact", name=kind))
    return _told(desk, _ADDS[kind](desk.city.facts, asked.body))


def edit(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Change a fact; what was changed since it was seen stops it."""
    body = asked.body
    given: dict[str, Any] = {name: body.text(name) for name in _EDITED if name in body.values}
    done = desk.city.facts.edit(
        asked.path["fact"],
        **given,
        accuracy_m=body.number("accuracy_m"),
        accept=body.flag("accept"),
        **_note(body),
    )
    return _told(desk, done)


def remove(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Take a fact out of maps and answers; what was changed since it was seen stops it."""
    desk.city.facts.remove(asked.path["fact"], **_note(asked.body))
    return {}


def history(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """List what was told or changed together as one entry, the latest first."""
    return [_batch(rows) for rows in together(desk.city.facts.history(asked.query.get("fact", "")))]


def undo(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Take a change back with all that was told with it; what was built on it stops it."""
    body = asked.body
    batch = desk.city.facts.undo(body.needed("change"), who=body.text("who"), why=body.text("why"))
    return {"batch": batch}


def correctable(desk: Desk, asked: Asked) -> dict[str, Any]:
    """List the rows of the plans of an industry, at a place, for one of them to be corrected."""
    query, city = asked.query, desk.city
    rows = city.facts.correctable(query.get("industry", ""), query.get("place", ""))
    known = city.catalogue
    return {
        "count": len(rows),
        "rows": [
            {
                "id": row.id,
                "industry": known.industries[row.industry_id].name,
                "place": known.places[row.place_id].name,
                "relation": row.relation,
                "locator": row.locator,
                "document": known.documents[row.document_id].title,
            }
            for row in rows[:ROWS]
        ],
    }


def _placement(own: Facts, body: Body) -> Told:
    industry, place, relation = (body.text(name) for name in ("industry", "place", "relation"))
    return own.add_placement(industry, place, relation, **_new(body), **_source(body))


def _alias(own: Facts, body: Body) -> Told:
    return own.add_alias(body.text("name"), body.text("alias"), **_source(body))


def _position(own: Facts, body: Body) -> Told:
    return own.add_position(
        body.text("place"),
        body.text("at"),
        accuracy_m=body.number("accuracy_m"),
        crs=body.text("crs") or None,
        accept=body.flag("accept"),
        **_new(body),
        **_source(body),
    )


def _correction(own: Facts, body: Body) -> Told:
    rather = {name: body.text(name) for name in ("industry", "place", "relation")}
    return own.add_correction(body.text("placement"), **rather, **_source(body))


_ADDS: dict[str, Callable[[Facts, Body], Told]] = {
    PLACEMENT: _placement,
    ALIAS: _alias,
    POSITION: _position,
    CORRECTION: _correction,
}


def _new(body: Body) -> dict[str, str]:
    return {name: body.text(name) for name in ("new", "within")}


def _source(body: Body) -> dict[str, str]:
    return {name: body.text(name) for name in ("source", "who", "why")}


def _note(body: Body) -> dict[str, Any]:
    return {"who": body.text("who"), "why": body.text("why"), "seen": body.seen()}


def _now(desk: Desk, name: str) -> dict[str, Any]:
    found = desk.city.facts.get(name)
    return _row(found, desk.city.facts.history(name)[-1].change)


def _row(row: Fact, seen: int) -> dict[str, Any]:
    return {**row._asdict(), "seen": seen}


def _told(desk: Desk, done: Told) -> dict[str, Any]:
    return {
        "stopped": done.stopped,
        "facts": [_now(desk, row.id) for row in done.facts],
        "findings": _found(done.findings),
    }


def _found(rows: Sequence[Finding]) -> list[dict[str, Any]]:
    return [{**row.to_dict(), "message": str(row.message), "hint": str(row.hint)} for row in rows]


def _batch(rows: list[FactChange]) -> dict[str, Any]:
    first = rows[0]
    return {
        "batch": first.batch,
        "at": first.at,
        "who": first.who,
        "why": first.why,
        "action": first.action,
        "undoes": first.undoes,
        "in_effect": first.in_effect,
        "facts": [
            {
                "id": row.fact_id,
                "before": None if row.before is None else row.before._asdict(),
                "after": None if row.after is None else row.after._asdict(),
            }
            for row in rows
        ],
    }
