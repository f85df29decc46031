"""The door of a desk: who may ask, from where, and how much; asked before anything else is."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zzmap.desk.desk import Desk
from zzmap.desk.routes import Json, language_of, told
from zzmap.errors import ZzmapError
from zzmap.messages import say, speaking

CSRF = "x-zzmap-desk"
"""Header that every change carries."""

HEALTH = "/health"
MOST_BODY = 100_000_000
"""Bytes of one request."""

BODY_S = 120.0
"""Seconds in which a body has to arrive."""

_READS = ("GET", "HEAD")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_PAGE_POLICY = "frame-ancestors 'none'"
"""A page brings a policy of its own, with the hashes of its scripts."""

_SHUT = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>zzmap</title>
<p>请打开“zzmap desk”启动时显示的地址（其中含有钥匙）。</p>
<p lang="en">Open the address that “zzmap desk” printed when it started; the key is in it.</p>"""


class TooLargeError(Exception):
    """A body is longer than the desk takes, or comes too slowly."""


class Guard:
    """ASGI middleware: Host, Origin, key, change header, size and time of bodies.

    Parameters
    ----------
    app
        What is asked when all is well.
    desk
        Whose key it is.
    hosts
        Values of the Host header that are this desk's, with the port.
    """

    def __init__(self, app: ASGIApp, desk: Desk, hosts: Iterable[str]) -> None:
        self.app, self.desk, self.hosts = app, desk, frozenset(hosts)
        ports = {host.rpartition(":")[2] for host in self.hosts}
        self.cookie = f"zzmap-desk-{min(ports)}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        send = self._with_headers(send)
        answer = self._refused(scope)
        if answer is not None:
            await answer(scope, receive, send)
            return
        try:
            await self.app(scope, _bounded(receive), send)
        except TooLargeError:
            await _told("length", 413, Headers(scope=scope))(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        """Return what is said instead of an answer, None where all is well."""
        headers, reads = Headers(scope=scope), scope["method"] in _READS
        if (foreign := self._foreign(headers)) is not None:
            return foreign
        if scope["path"] == HEALTH:
            return Json({"status": "ok"}) if reads else _told("method", 405, headers)
        if scope["path"] == "/" and b"token=" in scope["query_string"]:
            return self._opened(scope)
        if not self._is_known(headers):
            page = reads and not scope["path"].startswith("/api/")
            return HTMLResponse(_SHUT, 403) if page else _told("key", 403, headers)
        return None if reads else self._unasked(headers)

    def _foreign(self, headers: Headers) -> Response | None:
        """Refuse what another name of this machine, or another site's page, sends here."""
        if headers.get("host", "").lower() not in self.hosts:
            return _told("host", 421, headers)
        origin = headers.get("origin")
        own = origin is None or origin.removeprefix("http://") in self.hosts
        if not own or headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return _told("origin", 403, headers)
        return None

    def _unasked(self, headers: Headers) -> Response | None:
        """Refuse a change that no page of the desk asked for, or one that is too large."""
        if not _same(headers.get(CSRF, ""), self.desk.csrf):
            return _told("change", 403, headers)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BODY:
            return _told("length", 413, headers)
        return None

    def _opened(self, scope: Scope) -> Response:
        """Take the key out of the address: it stays in no history and in no bookmark."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not _same(given, self.desk.token):
            return HTMLResponse(_SHUT, 403)
        response = RedirectResponse("/", 303)
        response.set_cookie(self.cookie, self.desk.token, httponly=True, samesite="strict")
        return response

    def _is_known(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        kept = cookies.get(self.cookie)
        return kept is not None and _same(kept.value, self.desk.token)

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Security-Policy"] = _PAGE_POLICY
            await send(message)

        return sending


def _bounded(receive: Receive) -> Receive:
    seen = 0
    end = asyncio.get_running_loop().time() + BODY_S
    whole = False

    async def bounded() -> Message:
        nonlocal seen, whole
        if whole:
            return await receive()
        try:
            left = end - asyncio.get_running_loop().time()
            message = await asyncio.wait_for(receive(), left)
        except asyncio.TimeoutError:
            raise TooLargeError from None
        seen += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if seen > MOST_BODY:
            raise TooLargeError
        return message

    return bounded


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _told(what: str, status: int, headers: Headers) -> Json:
    with speaking(language_of(headers)):
        return Json(told(_why(what)) | {"kind": "Refused"}, status)


def _why(what: str) -> ZzmapError:
    again = say("Open the address that the workbench has now; what waits on it is kept.")
    if what == "length":
        return ZzmapError(
            say("more than {size:,} MB at once, or too slow a way", size=MOST_BODY // 10**6),
            hint=say("Zip the file, or split it."),
        )
    said = {
        "host": say("the workbench has another address"),
        "origin": say("a page of another site may not ask the workbench"),
        "key": say("the workbench was started anew since this page was opened"),
        "change": say("the workbench was started anew since this page was opened"),
        "method": say("the workbench is not asked that way"),
    }
    return ZzmapError(said[what], hint=again)
