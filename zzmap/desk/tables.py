"""A planner's own tables: how columns were read, what is to be settled, the result to save."""

from __future__ import annotations

import json
from typing import Any

from starlette.routing import Route

from zzmap.desk.bodies import Body, BodyError
from zzmap.desk.desk import Desk
from zzmap.desk.jobs import told_of
from zzmap.desk.making import command
from zzmap.desk.outputs import fresh
from zzmap.desk.routes import Asked, route, told
from zzmap.desk.work import Order
from zzmap.errors import CrsError, FormatError
from zzmap.join.records import ADDED, LEFT_OUT, Joined, Settled
from zzmap.join.settled import check_settled, settled_of
from zzmap.messages import say

REVIEW = 400
"""Doubts in one answer; the file has all of them."""

ROLES = (
    "name", "code", "main", "scope", "industry", "gbt", "address", "district", "zone",
    "lon", "lat", "point", "x", "y", "crs",
)  # fmt: skip
"""Roles a column may be given on the page."""

FORMATS = (".xlsx", ".csv", ".gpkg")
JOINED = "joined"
"""The kind of a job that writes a joined table."""

_MOST_SETTLED = 20_000
_SETTLED, _REVIEW = "settled.json", ".review.csv"


def routes(desk: Desk) -> list[Route]:
    """Return the routes of tables."""
    return [
        route(desk, "POST", "/api/uploads/{upload}/table", table),
        route(desk, "POST", "/api/uploads/{upload}/joined", joined),
    ]


def table(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Join a table and tell how it was read, and what of it is not certain."""
    upload = asked.path["upload"]
    path = desk.uploads.path(upload)
    options = _options(asked.body)
    desk.uploads.say_how(upload, asked.body.values)
    try:
        done = desk.city.join(path, **options)
    except (FormatError, CrsError) as error:
        return {"refused": told(error)}
    return _told(done)


def joined(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Begin to write the joined table, with what was settled, to a file to be saved."""
    upload, suffix = asked.path["upload"], asked.body.text("format")
    path, options = desk.uploads.path(upload), _options(asked.body)
    if suffix not in FORMATS:
        raise BodyError(say("“{name}” is no format of a joined table", name=suffix))
    check_settled(desk.city.catalogue, options["settled"])
    beside = (_REVIEW,) if suffix == ".csv" else ()
    out = fresh(desk, f"{path.stem}-zzmap", suffix, *beside)
    files = (out.name, *(f"{out.stem}{one}" for one in beside))
    said = [f"--map={role}={name}" for role, name in options["columns"].items()]
    said += [f"--{key}={options[key]}" for key in ("crs", "sheet") if options[key]]
    words = (*command(desk, "join"), str(path), "-o", str(out), *said, "--settled", _SETTLED)
    texts = {_SETTLED: json.dumps(asked.body.values.get("settled", {}))}
    order = Order(JOINED, (words,), upload, {"format": suffix}, files, texts)
    return told_of(desk.jobs.start(order, asked.language))


def _options(body: Body) -> dict[str, Any]:
    columns = body.values.get("columns", {})
    if not isinstance(columns, dict) or not set(columns) <= set(ROLES):
        raise BodyError(say("“{name}” is no object of texts", name="columns"))
    return {
        "columns": {role: Body(columns).text(role) for role in columns},
        "crs": body.text("crs"),
        "sheet": body.text("sheet") or None,
        "settled": _settled(body.values.get("settled", {})),
    }


def _settled(given: object) -> dict[int, Settled]:
    """Read what was settled: by row, the ids of industry and place, '' for none."""
    try:
        if not isinstance(given, dict) or len(given) <= _MOST_SETTLED:
            return settled_of(given)
    except FormatError:
        pass
    raise BodyError(say("“{name}” is no object of texts", name="settled"))


def _told(done: Joined) -> dict[str, Any]:
    assert done.frame is not None
    assert done.review is not None
    doubts = done.review[done.review["what"] != LEFT_OUT]
    return {
        "rows": done.rows,
        "header": [name for name in done.frame.columns if name not in ADDED],
        "roles": list(ROLES),
        "columns": list(done.columns),
        "notes": [str(note) for note in done.notes],
        "counts": dict(done.counts),
        "left_out": dict(done.left_out),
        "doubts": len(doubts),
        "review": [
            {
                "row": int(row.file_row),
                "name": row.name,
                "what": row.what,
                "why": str(row.why),
                "text": row.text,
                "candidates": row.candidates,
            }
            for row in doubts.head(REVIEW).itertuples(index=False)
        ],
    }
