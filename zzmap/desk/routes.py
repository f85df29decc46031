"""A route is a function of the desk and of what was asked; here it becomes an endpoint."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from zzmap.desk.bodies import Body, BodyError, StaleError
from zzmap.desk.desk import Desk
from zzmap.errors import NotFoundError, ZzmapError
from zzmap.messages import Language, say, speaking
from zzmap.parks.errors import ConflictError

LANGUAGE = "x-zzmap-lang"
"""Header in which a page says which language it shows."""

_PAGE = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>zzmap</title>
<meta name="viewport" content="width=device-width"><h1>zzmap</h1>
<p>{zh}</p><p lang="en">{en}</p><p><a href="/">返回工作台 · Back to the workbench</a></p>"""

_log = logging.getLogger("zzmap.desk")


class Asked(NamedTuple):
    """What a request says.

    Attributes
    ----------
    path
        Values of the address's parts.
    query
        What follows the question mark.
    body
        The JSON object that was sent.
    raw
        The bytes that were sent, where they are a file.
    language
        That the page is shown in.
    """

    path: dict[str, str]
    query: dict[str, str]
    body: Body
    raw: bytes = b""
    language: Language = "zh"


Work = Callable[[Desk, Asked], Any]


class Json(Response):
    """A JSON answer in UTF-8, with Chinese as it is."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the bytes."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def route(
    desk: Desk, method: str, path: str, work: Work, *, file: bool = False, storeless: bool = False
) -> Route:
    """Return the route of a piece of work.

    Parameters
    ----------
    desk
        Whose route it is.
    method, path
        What it answers.
    work
        Does it.
    file
        Whether the body is taken as bytes, not as JSON.
    storeless
        Whether it answers where the store was deleted beneath the desk too.
    """

    def looked(desk: Desk, asked: Asked) -> Any:
        desk.check_store()
        desk.reopen()  # another desk of this store may have taken other geodata into use
        try:
            return work(desk, asked)
        finally:
            desk.note_store()

    do = work if storeless else looked

    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        language = language_of(request.headers)
        return await run_in_threadpool(_answer, desk, do, request, raw, language, file)

    return Route(path, endpoint, methods=[method])


def language_of(headers: Mapping[str, str]) -> Language:
    """Return the language the page that asks is shown in."""
    return "en" if headers.get(LANGUAGE) == "en" else "zh"


def _answer(
    desk: Desk, work: Work, request: Request, raw: bytes, language: Language, file: bool
) -> Response:
    with speaking(language):
        try:
            body = Body({}) if file else Body.read(raw)
            path = {name: str(value) for name, value in request.path_params.items()}
            query = dict(request.query_params)
            asked = Asked(path, query, body, raw if file else b"", language)
            with desk.lock:
                found = work(desk, asked)
            return found if isinstance(found, Response) else Json(found)
        except ZzmapError as error:
            return refused(request, error, _status(error))
        except Exception as error:
            # What was sent is a planner's own and stays out of the log.
            _log.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
            _log.debug("", exc_info=error)
            return Json({"kind": "Fault", "message": say("this is a fault of zzmap")}, 500)


def refused(request: Request, error: ZzmapError, status: int) -> Response:
    """Return what is said of an error: to a script as JSON, to who opens a page as a page."""
    if request.url.path.startswith("/api/"):
        return Json(told(error), status)
    return HTMLResponse(_PAGE.format(zh=escape(error.text("zh")), en=escape(error.text("en"))),
                        status)  # fmt: skip


def told(error: ZzmapError) -> dict[str, Any]:
    """Return what is said of an error, in the language that is spoken."""
    said: dict[str, Any] = {
        "kind": type(error).__name__,
        "message": str(error),
        "what": str(error.what),
        "where": str(error.where),
        "hint": str(error.hint),
    }
    if isinstance(error, ConflictError):
        said |= {"row": error.row_id, "change": error.change}
    return said


def _status(error: ZzmapError) -> int:
    if isinstance(error, BodyError):
        return 400
    if isinstance(error, NotFoundError):
        return 404
    return 409 if isinstance(error, (ConflictError, StaleError)) else 422
