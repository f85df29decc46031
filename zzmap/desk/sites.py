"""Sites that were dropped or drawn: what the plans and the ground say of them, sheets to save."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.routing import Route

from zzmap.desk.bodies import BodyError, How
from zzmap.desk.desk import Desk
from zzmap.desk.imports import outlines
from zzmap.desk.outputs import answer, fresh
from zzmap.desk.routes import Asked, route, told
from zzmap.errors import CrsError, FormatError
from zzmap.messages import say
from zzmap.report.document import Block, Document, Facts, Heading, Notes, Table

KIND, CONSTRAINT = "site", "constraint"
"""Kinds of uploads: sites, and what every site is held against."""

FORMATS = (".pdf", ".docx", ".xlsx", ".html")
_FARTHEST_KM, _NEAR_KM = 50, 5
_MOST_ROWS = 60


def routes(desk: Desk) -> list[Route]:
    """Return the routes of sites."""
    return [
        route(desk, "POST", "/api/uploads/{upload}/site", site),
        route(desk, "POST", "/api/uploads/{upload}/sheet", sheet),
        route(desk, "POST", "/api/uploads/{upload}/named", named),
    ]


def site(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Tell of a site; that its file is not read as it stands is an answer, under ``refused``."""
    upload = asked.path["upload"]
    path, options = desk.uploads.path(upload), _options(desk, asked)
    desk.uploads.say_how(upload, {**asked.body.values, "kind": KIND})
    try:
        found = desk.city.site(path, **options)
    except (FormatError, CrsError) as error:
        return {"refused": told(error)}
    document = desk.city.site_document(found, english=asked.language == "en")
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "sections": _sections(document),
        "shapes": outlines([found.geometry]),
        "formats": list(FORMATS),
    }


def sheet(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Write a site's sheet to a file to be saved."""
    path, options = desk.uploads.path(asked.path["upload"]), _options(desk, asked)
    suffix = asked.body.text("format")
    if suffix not in FORMATS:
        raise BodyError(say("“{name}” is no format of a sheet", name=suffix))
    english = asked.language == "en"
    out = fresh(desk, f"{options['name'] or path.stem}-{'site' if english else '地块'}", suffix)
    desk.city.site(path, out, **options, english=english)
    return answer(desk, [out], [])


def named(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Say what a file of constraints is called."""
    upload = asked.path["upload"]
    desk.uploads.say_how(upload, {"kind": CONSTRAINT, "name": asked.body.text("name")})
    return {}


def _options(desk: Desk, asked: Asked) -> dict[str, Any]:
    how, near = How.of(asked.body), asked.body.number("near_km")
    if near is not None and not 0 <= near <= _FARTHEST_KM:
        raise BodyError(say("“{name}” is no whole number", name="near_km"))
    return {
        "crs": how.crs,
        "trust_crs": how.trust_crs,
        "layer": how.layer,
        "fix": how.fix,
        "name": how.name,
        "accept": asked.body.flag("accept"),
        "near_m": 1000.0 * (_NEAR_KM if near is None else near),
        "constraints": _constraints(desk),
    }


def _constraints(desk: Desk) -> list[str | Path]:
    """Return the files every site is held against, those that were named as ``NAME=FILE``."""
    found: list[str | Path] = []
    for row in desk.uploads.list():
        if row.how.get("kind") == CONSTRAINT and row.name:
            path, name = desk.uploads.path(row.id), str(row.how.get("name", "")).strip()
            found.append(f"{name}={path}" if name and "=" not in name else path)
    return found


def _sections(document: Document) -> list[dict[str, Any]]:
    return [
        {"title": section.title, "blocks": [row for one in section.blocks if (row := _block(one))]}
        for section in document.sections
    ]


def _block(block: Block) -> dict[str, Any] | None:
    """Return a block as values; a figure is on the map beside it."""
    if isinstance(block, Facts):
        return {"facts": [[str(cell) for cell in row] for row in block.rows]}
    if isinstance(block, Notes):
        return {"notes": [str(line) for line in block.lines]}
    if isinstance(block, Heading):
        return {"notes": [str(block.text)]}
    if isinstance(block, Table):
        return {
            "columns": [str(name) for name in block.columns],
            "rows": [[str(cell) for cell in row] for row in block.rows[:_MOST_ROWS]],
            "more": max(0, len(block.rows) - _MOST_ROWS),
            "empty": str(block.empty),
        }
    return None
