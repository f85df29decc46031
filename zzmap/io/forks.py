"""The child where the system can fork: one process waits, and forks for every file.

Each fork has limits that the kernel keeps.  Windows has none of this: there `zzmap.io.worker`
reads one file a process, and the parent watches the clock.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from zzmap.io.worker import CLOCK_TIMES, KILL, ORDER

assert sys.platform != "win32"

Answer = Callable[[Callable[[], bytes], Callable[[bytes], Any]], None]
"""Answers one job: it is given what reads a line, and what sends the reply."""


def limit(job: dict[str, Any]) -> None:
    """Take from this process what the job has no need of."""
    import resource

    for sign, clock, times in (
        (signal.SIGPROF, signal.ITIMER_PROF, 1),
        (signal.SIGALRM, signal.ITIMER_REAL, CLOCK_TIMES),
    ):
        signal.signal(sign, signal.SIG_DFL)
        signal.setitimer(clock, job["seconds"] * times)
    with suppress(OSError, ValueError, IndexError):  # no /proc: a system without this limit
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + int(job["memory_mb"] * 1e6)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def serve(control: socket.socket, one: Answer) -> None:
    """Fork for every file asked for until the parent is gone; then nothing is left running."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says what an interrupt ends
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    running: dict[int, int] = {}
    with suppress(OSError):
        while message := _order(control):
            (order, number), given = message
            if order == KILL:
                _kill(running.pop(number, None))
            elif given is not None:
                running[number] = _fork(control, given, one)
    for process in running.values():
        _kill(process)


def _order(control: socket.socket) -> tuple[tuple[bytes, int], int | None] | None:
    data, given, _, _ = socket.recv_fds(control, ORDER.size, 1)
    while data and len(data) < ORDER.size:
        more = control.recv(ORDER.size - len(data))
        if not more:
            return None
        data += more
    return (ORDER.unpack(data), given[0] if given else None) if data else None


def _fork(control: socket.socket, given: int, one: Answer) -> int:
    process = os.fork()
    if process:
        os.close(given)
        return process
    status = 1
    try:
        control.detach()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # no file of the job becomes its input
        with socket.socket(fileno=given) as line:
            one(line.makefile("rb").readline, line.sendall)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is flushed, closed or removed


def _kill(process: int | None) -> None:
    if process is not None:
        os.kill(process, signal.SIGKILL)  # its number is its own until it is waited for
        os.waitpid(process, 0)
