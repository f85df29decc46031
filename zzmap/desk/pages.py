"""The maps as pages of the desk: those of a build, with the workbench beside the map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from zzmap.desk.desk import Desk
from zzmap.desk.routes import Asked, route
from zzmap.errors import NotFoundError
from zzmap.messages import say
from zzmap.parks.model import Note
from zzmap.render.atlas import Served
from zzmap.workspace.state import State, folder_state, store_state

STATIC = Path(__file__).parent / "static"


def routes(desk: Desk) -> list[Route]:
    """Return the routes of pages."""
    kept = _Kept()

    async def first(request: Request) -> Response:
        return RedirectResponse(f"/maps/{desk.city.plans.city.themes[0].file}", 303)

    def page(desk: Desk, asked: Asked) -> Response:
        return HTMLResponse(kept.page(desk, asked.path["file"]))

    return [Route("/", first, methods=["GET"]), route(desk, "GET", "/maps/{file}", page)]


class _Kept:
    """Pages as they were made from the state the files are in."""

    def __init__(self) -> None:
        self._state: State = ()
        self._pages: dict[str, str] = {}

    def page(self, desk: Desk, file: str) -> str:
        city = desk.city
        themes = {theme.file: theme for theme in city.plans.city.themes}
        if file not in themes:
            raise NotFoundError(say("there is no theme “{theme}”", theme=file), tuple(themes))
        state = (folder_state(city.folder), store_state(city.store.path))
        if state != self._state:
            self._state, self._pages = state, {}
        if file not in self._pages:
            told: dict[str, Any] = {
                "csrf": desk.csrf,
                "store": city.store.path.name,
                "who": Note.of().who,
                "seen": city.parks.last_change,
            }
            served = Served(STATIC / "desk.js", STATIC / "desk.css", told)
            self._pages[file] = city.map(
                themes[file].file.removesuffix(".html"), served=served
            ).page()
        return self._pages[file]
