"""Boundaries in place of shipped ones: which there are, and the way back to the shipped one."""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route
from zzmap.parks.model import ParkRow


def routes(desk: Desk) -> list[Route]:
    """Return the routes of zones."""
    return [
        route(desk, "GET", "/api/zones", zones),
        route(desk, "POST", "/api/zones/{place}/restore", restore),
    ]


def zones(desk: Desk, asked: Asked) -> list[dict[str, Any]]:
    """List the places whose shipped boundary was replaced, with who did it, when and why."""
    return [_row(desk, row) for row in desk.city.zones.list()]


def restore(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Bring the shipped boundary of a place back; what was changed since it was seen stops it."""
    body = asked.body
    name = desk.city.zones.restore(
        asked.path["place"], who=body.text("who"), why=body.text("why"), seen=body.seen()
    )
    return {"name": name}


def _row(desk: Desk, row: ParkRow) -> dict[str, Any]:
    last = desk.city.parks.history(row.id)[-1]
    return {
        "place": row.replaces,
        "name": row.name,
        "area_km2": row.area_km2,
        "source": row.source,
        "who": last.who,
        "why": last.why,
        "at": last.at,
        "seen": last.change,
    }
