"""A planner's own tables: how columns were read, what is to be settled, the result to save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.routing import Route

from zzmap.desk.bodies import Body, BodyError
from zzmap.desk.desk import Desk
from zzmap.desk.outputs import answer, target
from zzmap.desk.routes import Asked, route, told
from zzmap.errors import CrsError, FormatError
from zzmap.join.records import ADDED, LEFT_OUT, Joined, Settled
from zzmap.messages import say

REVIEW = 400
"""Doubts in one answer; the file has all of them."""

ROLES = (
    "name", "code", "main", "scope", "industry", "gbt", "address", "district", "zone",
    "lon", "lat", "point", "x", "y", "crs",
)  # fmt: skip
"""Roles a column may be given on the page."""

FORMATS = (".xlsx", ".csv", ".gpkg")
_MOST_SETTLED = 20_000


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
    """Write the joined table, with what was settled, to a file to be saved."""
    path = desk.uploads.path(asked.path["upload"])
    suffix = asked.body.text("format")
    if suffix not in FORMATS:
        raise BodyError(say("“{name}” is no format of a joined table", name=suffix))
    out = target(desk, f"{Path(path).stem}-zzmap{suffix}")
    done = desk.city.join(path, out, **_options(asked.body), overwrite=True)
    return answer(desk, [out, *_beside(out)], [str(note) for note in done.notes])


def _beside(out: Path) -> list[Path]:
    review = out.with_suffix(".review.csv")
    return [review] if out.suffix == ".csv" and review.exists() else []


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
    if not isinstance(given, dict) or len(given) > _MOST_SETTLED:
        raise BodyError(say("“{name}” is no object of texts", name="settled"))
    found = {}
    for row, said in given.items():
        if not (isinstance(said, dict) and row.isascii() and row.isdecimal() and len(row) < 9):
            raise BodyError(say("“{name}” is no object of texts", name="settled"))
        one = Body(said)
        found[int(row)] = Settled(
            one.text("industry") if "industry" in said else None,
            one.text("place") if "place" in said else None,
        )
    return found


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
