"""The maps as pages of the desk: without parks, with the workbench beside the map."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route
from zzmap.errors import NotFoundError
from zzmap.messages import say


def routes(desk: Desk) -> list[Route]:
    """Return the routes of pages."""

    async def first(request: Request) -> Response:
        return RedirectResponse(f"/maps/{desk.city.plans.city.themes[0].file}", 303)

    return [Route("/", first, methods=["GET"]), route(desk, "GET", "/maps/{file}", page)]


def page(desk: Desk, asked: Asked) -> Response:
    """Return the page of a theme."""
    themes = [theme.file for theme in desk.city.plans.city.themes]
    if asked.path["file"] not in themes:
        raise NotFoundError(
            say("there is no theme “{theme}”", theme=asked.path["file"]), tuple(themes)
        )
    return HTMLResponse(desk.atlas.page(desk.city, asked.path["file"]))
