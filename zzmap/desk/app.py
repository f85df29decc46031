"""The application: all routes of a desk behind its door."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.status import HTTP_404_NOT_FOUND
from starlette.types import ASGIApp

from zzmap.desk import (
    facts,
    history,
    imports,
    jobs,
    making,
    outputs,
    pages,
    parks,
    plans,
    sites,
    tables,
    zones,
)
from zzmap.desk.desk import Desk
from zzmap.desk.guard import Guard
from zzmap.desk.routes import Json, language_of, refused, route
from zzmap.errors import NotFoundError
from zzmap.messages import say, speaking


def create_app(
    desk: Desk, hosts: Iterable[str], end: Callable[[], object] | None = None
) -> ASGIApp:
    """Return the application of a desk.

    Parameters
    ----------
    desk
        The city, the store and the key.
    hosts
        Values of the Host header under which it is asked, such as ``127.0.0.1:8023``.
    end
        Ends the program that serves it; None where no page may do that.
    """
    parts = (
        pages,
        imports,
        parks,
        zones,
        facts,
        history,
        tables,
        sites,
        plans,
        jobs,
        making,
        outputs,
    )
    found = [row for part in parts for row in part.routes(desk)]
    if end is not None:
        found.append(
            route(desk, "POST", "/api/quit", lambda _desk, _asked: end() or {}, storeless=True)
        )
    application = Starlette(routes=found, exception_handlers={HTTPException: _told})
    return Guard(application, desk, hosts)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTP_404_NOT_FOUND:
        with speaking(language_of(request.headers)):
            return refused(request, NotFoundError(say("the workbench has no such page")), 404)
    return Json({"kind": "Refused", "message": error.detail}, error.status_code)
