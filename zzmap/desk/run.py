"""Serve a desk on this machine, until it is told to end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from zzmap.desk.app import create_app
from zzmap.desk.desk import Desk
from zzmap.desk.plans import clear
from zzmap.errors import OutputError
from zzmap.messages import say

ADDRESS = "127.0.0.1"

_LOOK_S = 0.2
"""Seconds between looks whether a page has asked the program to end."""


class _Server(uvicorn.Server):
    """A server that a signal ends, and that says no more of it: the end of a desk is no failure."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
        before = {
            number: signal.signal(number, self.handle_exit)
            for number in (getattr(signal, name) for name in names)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run(desk: Desk, port: int = 0, *, announce: Callable[[str], None], show: bool = True) -> None:
    """Serve a desk; return when it has ended.

    Parameters
    ----------
    desk
        What is served.
    port
        Of the loopback address; 0 takes a free one.
    announce
        Is given the address to open, with the key in it, once the desk answers.
    show
        Whether the address is opened in the browser.

    Raises
    ------
    OutputError
        If the port is taken.
    """
    with _bound(port) as listening:
        clear(desk)
        own = listening.getsockname()[1]
        hosts = [f"{ADDRESS}:{own}", f"localhost:{own}"]
        ended = threading.Event()
        config = uvicorn.Config(
            create_app(desk, hosts, ended.set),
            access_log=False,
            log_level="warning",
            server_header=False,
            date_header=False,
            limit_concurrency=64,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=3,
            lifespan="off",
            ws="none",
        )
        server = _Server(config)
        threading.Thread(target=desk.prepare, daemon=True).start()
        address = f"http://{ADDRESS}:{own}/?token={desk.token}"
        asyncio.run(_served(server, ended, listening, address, announce, show))


async def _served(
    server: uvicorn.Server,
    ended: threading.Event,
    listening: socket.socket,
    address: str,
    announce: Callable[[str], None],
    show: bool,
) -> None:
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.01)
    if server.started:
        announce(address)
        if show:
            await asyncio.to_thread(webbrowser.open, address)
    while not serving.done():
        await asyncio.wait([serving], timeout=_LOOK_S)
        server.should_exit = server.should_exit or ended.is_set()
    await serving


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let two desks listen at one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", "") or str(error)
        raise OutputError(
            say("port {port} cannot be used ({reason})", port=port, reason=reason),
            hint=say("Leave --port out, and a free one is taken."),
        ) from None
    return listening
