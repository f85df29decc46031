"""Python loads this by itself: every process of a traced run says which test ran which line.

Child processes too: those that are started find it on PYTHONPATH, those that are forked go on with
a record of their own.  Which test is running is in the file `now`, for a process that waits for
files outlives the test that started it.
"""

from __future__ import annotations

import atexit
import os
import socket
from pathlib import Path
from typing import Any, NoReturn

_leave = os._exit
_send = socket.socket.sendall
running: list[Any] = []
"""The one record of this process."""


def begin() -> None:
    """Record from here on, for the test that is running."""
    from coverage import Coverage

    folder = Path(os.environ["ZZMAP_TRACE"])
    tracing = Coverage(
        data_file=folder / "lines", data_suffix=True, config_file=False, messages=False,
        include=[f"{os.environ['ZZMAP_TRACED']}/zzmap/*"],
    )  # fmt: skip
    running[:] = [tracing]
    tracing.start()
    now = folder / "now"
    if now.is_file() and (test := now.read_text("utf-8")):
        tracing.switch_context(test)


def end() -> None:
    """Keep what was recorded."""
    for tracing in running:
        tracing.stop()
        tracing.save()


def answered(line: socket.socket, data: bytes, *flags: int) -> None:
    """Keep what was recorded before an answer goes out: who has it may end this process."""
    for tracing in running:
        tracing.save()
    _send(line, data, *flags)


def forked() -> None:
    """Record on in a process that was forked."""
    begin()
    socket.socket.sendall = answered  # type: ignore[method-assign]


def leave(status: int) -> NoReturn:
    """End the process as `os._exit` does, which calls nothing that is to be called at exit."""
    end()
    _leave(status)


if "ZZMAP_TRACE" in os.environ:
    begin()
    atexit.register(end)
    os._exit = leave
    os.register_at_fork(after_in_child=forked)
