"""The maps as pages of the desk, without parks, with the workbench beside; and their titles."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from zzmap.desk.bodies import BodyError
from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route
from zzmap.errors import NotFoundError
from zzmap.messages import say

MOST = 60
"""Characters of a title: more is none, and no name of a file."""


def routes(desk: Desk) -> list[Route]:
    """Return the routes of pages."""

    async def first(request: Request) -> Response:
        return RedirectResponse(f"/maps/{desk.city.plans.city.themes[0].file}", 303)

    return [
        Route("/", first, methods=["GET"]),
        route(desk, "GET", "/maps/{file}", page),
        route(desk, "PUT", "/api/titles/{file}", call),
    ]


def page(desk: Desk, asked: Asked) -> Response:
    """Return the page of a theme."""
    return HTMLResponse(desk.atlas.page(desk.city, _file(desk, asked), desk.titles_given()))


def call(desk: Desk, asked: Asked) -> dict[str, str]:
    """Give a map a title; an empty one brings its own back."""
    file, title = _file(desk, asked), asked.body.text("title").strip()
    if len(title) > MOST or not title.isprintable():
        raise BodyError(say("a title has {most} characters at most, on one line", most=MOST))
    desk.titles.give(file, title)
    return desk.titles_given()


def _file(desk: Desk, asked: Asked) -> str:
    """Return the file that is asked for; raises `NotFoundError` if no theme has it."""
    themes = [theme.file for theme in desk.city.plans.city.themes]
    if asked.path["file"] not in themes:
        raise NotFoundError(
            say("there is no theme “{theme}”", theme=asked.path["file"]), tuple(themes)
        )
    return asked.path["file"]
