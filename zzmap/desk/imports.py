"""Files of boundaries that were dropped: read, checked, chosen and stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from starlette.routing import Route

from zzmap.desk import plans
from zzmap.desk.bodies import BodyError, How
from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route, told
from zzmap.desk.uploads import Upload
from zzmap.errors import CrsError, FormatError
from zzmap.messages import say
from zzmap.parks.parcel import Parcel
from zzmap.units import M2_PER_KM2
from zzmap.workspace import Reading

SHAPES = 4_000
"""So many outlines of a file are drawn; all of them are checked and stored."""

FINDINGS = 500
_DIGITS = 7


def routes(desk: Desk) -> list[Route]:
    """Return the routes of uploads."""
    return [
        route(desk, "GET", "/api/uploads", uploads),
        route(desk, "POST", "/api/uploads", begin),
        route(desk, "PUT", "/api/uploads/{upload}/{name}", put, file=True),
        route(desk, "DELETE", "/api/uploads/{upload}", drop),
        route(desk, "POST", "/api/uploads/{upload}/how", keep),
        route(desk, "POST", "/api/uploads/{upload}/check", check),
        route(desk, "POST", "/api/uploads/{upload}/ways", ways),
        route(desk, "POST", "/api/uploads/{upload}/add", add),
        route(desk, "POST", "/api/uploads/{upload}/boundary", boundary),
        route(desk, "POST", "/api/uploads/{upload}/zone", zone),
    ]


def uploads(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """List what waits on the desk."""
    return [_upload(row) for row in desk.uploads.list()]


def begin(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Make room for files that are dropped together, and keep what they are dropped for."""
    upload = desk.uploads.begin()
    if asked.body.values:
        desk.uploads.say_how(upload, asked.body.values)
    return {"id": upload}


def put(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Keep one file of an upload."""
    upload = asked.path["upload"]
    desk.uploads.put(upload, unquote(asked.path["name"]), asked.raw)
    return _upload(desk.uploads.get(upload))


def drop(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Forget an upload; a plan has decisions that may be another's, and is dropped as one."""
    upload = asked.path["upload"]
    if desk.uploads.get(upload).how.get("kind") == plans.KIND:
        return plans.drop(desk, asked._replace(path={**asked.path, "plan": upload}))
    desk.uploads.drop(upload)
    return {}


def keep(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Keep what a planner has said of an upload so far; nothing is read.

    Rows of a table that another window has settled stay so, and are told.
    """
    upload, how = asked.path["upload"], dict(asked.body.values)
    before, now = desk.uploads.get(upload).how.get("settled"), how.get("settled")
    if isinstance(before, dict) and isinstance(now, dict):
        how["settled"] = before | now
    desk.uploads.say_how(upload, how)
    return how


def check(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Read and check a file; store nothing but how it is read.

    Where the page names a park it is to be the boundary of that one.  That a file is not read as
    it stands is an answer, with why under ``refused``.
    """
    upload, how = asked.path["upload"], How.of(asked.body)
    path = desk.uploads.path(upload)
    desk.uploads.say_how(upload, asked.body.values)
    try:
        reading = desk.city.parks.check(
            path, **how.reading(), **how.description(), replacing=asked.body.text("park")
        )
    except (CrsError, FormatError) as error:
        return {"refused": told(error)}
    return _checked(desk, reading, how)


def ways(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """Return each way the coordinates can be read, with the outlines where they would lie."""
    path = desk.uploads.path(asked.path["upload"])
    found = desk.city.parks.ways(path, layer=asked.body.text("layer") or None)
    return [
        {
            "crs": way.crs,
            "label": str(way.label),
            "shapes": _shapes(way.parcels),
            "names": [parcel.name for parcel in way.parcels[:SHAPES]],
        }
        for way in found
    ]


def add(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Store the parks of a file, all or none; what was stored leaves the desk."""
    upload, body = asked.path["upload"], asked.body
    how = How.of(body)
    done = desk.city.parks.add(
        desk.uploads.path(upload),
        **how.reading(),
        **how.description(),
        accept=body.flag("accept"),
        who=body.text("who"),
        why=body.text("why"),
    )
    if not done.stopped:
        desk.uploads.drop(upload)
    return {
        "stopped": done.stopped,
        "parks": [{"id": park.id, "name": park.name} for park in done.parks],
        "said": str(done),
    }


def boundary(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Give a park the boundary in a file."""
    return _replaced(desk, asked, "park")


def zone(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Give a zone, belt or other place of the plans the boundary in a file."""
    return _replaced(desk, asked, "place")


def _replaced(desk: Desk, asked: Asked, what: str) -> dict[str, Any]:
    upload, body = asked.path["upload"], asked.body
    name = body.text(what)
    if not name:
        raise BodyError(say("“{name}” is no text", name=what))
    common: dict[str, Any] = {
        **How.of(body).reading(),
        "accept": body.flag("accept"),
        "who": body.text("who"),
        "why": body.text("why"),
        "seen": body.seen(),
    }
    path = desk.uploads.path(upload)
    if what == "park":
        done = desk.city.parks.replace(name, path, **common)
    else:
        done = desk.city.zones.replace(name, path, **common)
    if not done.stopped:
        desk.uploads.drop(upload)
    return {
        "said": str(done),
        **_checked(desk, done.reading, How.of(body)),
        "stopped": done.stopped,
        "before_km2": None if done.before is None else done.before.area_km2,
        "after_km2": None if done.after is None else done.after.area_km2,
    }


def _upload(row: Upload) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "files": list(row.files), "how": row.how}


def _is_named(parcel: Parcel) -> bool:
    """Whether a parcel's name is in the file, rather than made of the file's own or a code."""
    told = {str(value).strip() for value in parcel.attributes.values()}
    return parcel.name in told and parcel.name != parcel.code


def _checked(desk: Desk, reading: Reading, how: How) -> dict[str, Any]:
    parcels = reading.parcels
    areas = _areas(desk, parcels)
    columns = dict.fromkeys(str(name) for parcel in parcels for name in parcel.attributes)
    return {
        "form": str(reading.file.form),
        "notes": [str(note) for note in reading.file.notes],
        "columns": list(columns),
        "count": len(parcels),
        "unnamed": sum(1 for parcel in parcels if not how.name and not _is_named(parcel)),
        "parcels": [
            {
                "number": parcel.number,
                "name": parcel.name,
                "code": parcel.code,
                "industries": list(parcel.industries),
                "status": parcel.status,
                "area_km2": area,
            }
            for parcel, area in zip(parcels[:SHAPES], areas, strict=False)
        ],
        "shapes": _shapes(parcels),
        "findings": [
            {**row.to_dict(), "text": str(row), "message": str(row.message), "hint": str(row.hint)}
            for row in reading.findings[:FINDINGS]
        ],
        "errors": len(reading.of("error")),
        "warnings": len(reading.of("warning")),
    }


def _shapes(parcels: list[Parcel]) -> list[list[list[list[list[float]]]]]:
    return outlines([parcel.geometry for parcel in parcels[:SHAPES]])


def outlines(shapes: Sequence[BaseGeometry]) -> list[list[list[list[list[float]]]]]:
    """Return shapes as polygons of rings of [latitude, longitude], as Leaflet takes them."""
    found = []
    for shape in shapes:
        parts = shapely.get_parts(shape)
        found.append([[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in parts])
    return found


def _ring(ring: Any) -> list[list[float]]:
    pairs: list[list[float]] = shapely.get_coordinates(ring).round(_DIGITS)[:, ::-1].tolist()
    return pairs


def _areas(desk: Desk, parcels: list[Parcel]) -> list[float]:
    """Return areas in km²; of what has no sound shape too, as a hint of its size."""
    shapes = np.array([parcel.geometry for parcel in parcels[:SHAPES]], dtype=object)
    if not len(shapes):
        return []
    metric = desk.city.gazetteer.metric.to_metric(shapes)
    return [round(float(area) / M2_PER_KM2, 6) for area in shapely.area(metric)]
