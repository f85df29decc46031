"""Have a stranger's file parsed in a process that may break; the parent's side.

`multiprocessing` is not used: it runs the caller's script again where that has no main guard.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.formats import ARCHIVE, CORNER_XLSX, GEODATABASE, GEOPARQUET, KMZ, format_of
from zzmap.io.staging import is_alive
from zzmap.io.worker import CLOCK_TIMES, KILL, LIGHT, LIGHT_JOBS, ORDER, READ
from zzmap.messages import say, spoken

FORKS = hasattr(os, "fork") and hasattr(socket, "send_fds")
"""Whether a warm process forks for every file; else each file has a process of its own."""

_LIMITS = ("MAX_FILE_BYTES", "MAX_TEXT_BYTES", "MAX_FEATURES", "MAX_ROWS", "MAX_UNPACKED_BYTES",
           "MAX_PAGES")  # fmt: skip
_PACKED = 10
"""Coordinates pack to a tenth; a limit that grows with a file counts what it unpacks to."""

_START_SECONDS = 30.0
"""A cold child on a busy machine loads its libraries in a few seconds."""

_COLD_SECONDS = 10.0
"""A process of a table's own loads its library within its time."""

_WATCH_SECONDS = 0.2

_BLOCK = 1 << 20

# A child finds modules where the parent does, and not beside a stranger's file: `python -m`
# and `python -c` would look into the current folder first.
_BOOT = "import sys; sys.path[:] = sys.argv[1:-1]; from zzmap.io.worker import main; main()"

_CLOSED = {
    # GDAL's and PROJ's ways to the network, and to code and files an environment names.
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "all_proxy": "http://127.0.0.1:9",
    "PROJ_NETWORK": "OFF",
    "GDAL_DRIVER_PATH": "disable",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    # One thread: what is forked has no other, and each would count against its memory.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
_DROPPED = ("no_proxy", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OGR_DRIVER_PATH",
            "GDAL_CONFIG_FILE", "CPL_DEBUG", "CPL_LOG", "PYTHONINSPECT")  # fmt: skip


def ask(
    path: Path, *, layer: str | None = None, encoding: str | None = None, names: bool = False
) -> bytes:
    """Have a file parsed, or its layers named, and return the reply for `zzmap.io.wire`.

    Raises
    ------
    FormatError
        If the process that parses it crashes, or takes more time or memory than it is given.
    """
    with _answered(path, _job(path, layer, encoding, names)) as (reply, _):
        return reply


@contextmanager
def spooled(path: Path, options: Mapping[str, str | None]) -> Iterator[tuple[bytes, Path]]:
    """Have a table's rows spooled, and give the reply and the folder they are in.

    The folder goes when the block is left; raises as `ask`.
    """
    job = _job(path, None, None, False)
    job |= {"rows": dict(options), "seconds": job["seconds"] + _COLD_SECONDS}
    with _answered(path, job) as answer:
        yield answer


def told_of_document(path: Path, watch: Callable[[Path], None] | None = None) -> bytes:
    """Have a document read, and return the reply.

    `watch` is called, while it is read, with the folder in which the child says how far it is;
    raises as `ask`.
    """
    job = _job(path, None, None, False)
    job |= {"document": True, "seconds": settings.DOCUMENT_SECONDS + job["seconds"]}
    with _answered(path, job, watch) as (reply, _):
        return reply


@contextmanager
def _answered(
    path: Path, job: dict[str, Any], watch: Callable[[Path], None] | None = None
) -> Iterator[tuple[bytes, Path]]:
    _sweep_scratch()
    with TemporaryDirectory(prefix=f"{_SCRATCH}{os.getpid()}-") as scratch:
        job["scratch"] = scratch
        start = time.monotonic()
        try:
            light = any(name in job for name in LIGHT_JOBS)
            forks = FORKS and not light
            reply = _forked(job) if forks else _alone(job, light=light, watch=watch)
        except OSError as error:
            raise FormatError(
                say(
                    "the program that reads files cannot be started ({reason})",
                    reason=error.strerror or error,
                ),
                where=path.name,
                hint=say(
                    "It is {executable}.",
                    executable=sys.executable or say("no Python that is known"),
                ),
            ) from None
        if not reply:
            raise _broken(path, job, time.monotonic() - start)
        yield reply, Path(scratch)


_SCRATCH = "zzmap-read-"


def _sweep_scratch() -> None:
    """Remove what runs that were killed have left in the folder for temporary files."""
    for left in Path(gettempdir()).glob(f"{_SCRATCH}*-*"):
        with suppress(OSError, ValueError):
            if not is_alive(int(left.name.split("-")[2])):
                shutil.rmtree(left)


def start() -> None:
    """Start the warm child ahead of its first file, so that it loads while the caller does."""
    if FORKS:
        with suppress(OSError):  # whoever asks is told
            _warm.start()


def _job(path: Path, layer: str | None, encoding: str | None, names: bool) -> dict[str, Any]:
    size = _size(path)
    if format_of(path) in (ARCHIVE, KMZ, CORNER_XLSX, GEODATABASE, GEOPARQUET):
        size *= _PACKED
    return {
        "path": os.path.abspath(path),  # noqa: PTH100  a link's target may have no suffix
        "layer": layer,
        "encoding": encoding,
        "names": names,
        "language": spoken(),
        "seconds": settings.READ_SECONDS + settings.READ_SECONDS_PER_MB * size / 1e6,
        "memory_mb": settings.READ_MEMORY_MB + settings.READ_MEMORY_PER_BYTE * size / 1e6,
        "limits": {name: getattr(settings, name) for name in _LIMITS},
    }


def _size(path: Path) -> int:
    """Return how many bytes a file has, or the files of a folder and of the geodatabases in it.

    Raises
    ------
    FormatError
        If a folder has more than is read.
    """
    if not path.is_dir():
        return path.stat().st_size
    size = count = 0
    folders = [path]
    for folder in folders:
        for file in folder.iterdir():
            count += 1
            if file.is_symlink():
                continue
            if file.is_dir() and folder is path and format_of(file) is GEODATABASE:
                folders.append(file)
            elif file.is_file():
                size += file.stat().st_size
            if count > MAX_ENTRIES or size > settings.MAX_FILE_BYTES:
                raise FormatError(
                    say(
                        "the folder holds more than {max_entries:,} files or "
                        "{max_file_bytes:,.0f} MB",
                        max_entries=MAX_ENTRIES,
                        max_file_bytes=settings.MAX_FILE_BYTES / 1e6,
                    ),
                    where=path.name,
                    hint=say("Name the file, or a folder of the parcels only."),
                )
    return size


MAX_ENTRIES = 2_000
"""Most files of a folder that is read."""


def _broken(path: Path, job: dict[str, Any], took: float) -> FormatError:
    if took >= CLOCK_TIMES * job["seconds"]:
        return FormatError(
            say(
                "it was not read within {seconds:.0f} seconds by the clock",
                seconds=CLOCK_TIMES * job["seconds"],
            ),
            where=path.name,
            hint=say("Try again when the machine is less busy, or split the file."),
        )
    if took >= job["seconds"]:
        return FormatError(
            say("reading it takes more than {seconds:.0f} seconds", seconds=job["seconds"]),
            where=path.name,
            hint=say("Check where it comes from, or split it."),
        )
    return FormatError(
        say(
            "this file breaks the program that reads it, or takes more than "
            "{memory_mb:,.0f} MB of memory",
            memory_mb=job["memory_mb"],
        ),
        where=path.name,
        hint=say("It is damaged, or made to do harm: export it again."),
    )


def _command(mode: str) -> list[str]:
    paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100  '' is the current folder
    return [sys.executable, "-c", _BOOT, *paths, mode]


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _DROPPED}
    return kept | _CLOSED


# Where the system cannot fork


def _alone(
    job: dict[str, Any], *, light: bool, watch: Callable[[Path], None] | None = None
) -> bytes:
    """Answer one job by one process; an empty reply says that it broke."""
    with subprocess.Popen(
        _command(LIGHT if light else "once"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        try:
            reply = _awaited(process, job, watch)
        except subprocess.TimeoutExpired:
            reply = b""
        finally:
            process.kill()  # it has ended, or takes too long, or an interrupt is to end it
    return reply if process.returncode == 0 else b""


def _awaited(
    process: subprocess.Popen[bytes], job: dict[str, Any], watch: Callable[[Path], None] | None
) -> bytes:
    """Hand a process its job and wait for its reply; tell a watcher now and then."""
    deadline = time.monotonic() + CLOCK_TIMES * job["seconds"] + _START_SECONDS
    order: bytes | None = json.dumps(job).encode() + b"\n"
    while True:
        left = max(0.01, deadline - time.monotonic())
        try:
            return process.communicate(order, left if watch is None else _WATCH_SECONDS)[0]
        except subprocess.TimeoutExpired:
            if watch is None or time.monotonic() >= deadline:
                raise
            order = None  # it has been handed over
            watch(Path(job["scratch"]))


# Where it can


class _Warm:
    """The warm child; started for the first file, and again if it is gone."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None
        self.jobs = 0

    def start(self) -> socket.socket:
        """Return the socket of a child that is alive."""
        with self.lock:
            if self.control is not None and not self.gone():
                return self.control
            self.stop()
            self.control, theirs = socket.socketpair()
            with theirs:
                self.process = subprocess.Popen(
                    _command("serve"),
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=_environment(),
                    cwd=Path(__file__).resolve().parents[2],
                )
            return self.control

    def send(
        self,
        control: socket.socket,
        order: bytes,
        number: int,
        line: socket.socket | None = None,
    ) -> bool:
        """Send an order; False if the child is gone."""
        if sys.platform == "win32":
            return False
        given = [] if line is None else [line.fileno()]
        try:
            with self.lock:
                socket.send_fds(control, [ORDER.pack(order, number)], given)
        except OSError:
            return False
        return True

    def number(self) -> int:
        """Return a number no other job has."""
        with self.lock:
            self.jobs += 1
            return self.jobs

    def gone(self) -> bool:
        """Tell whether the child itself has ended, and not only what it forked.

        A process that is ending lets go of its socket before it can be waited for, so the
        socket is asked too.
        """
        if sys.platform == "win32":
            return True
        if self.process is None or self.control is None or self.process.poll() is not None:
            return True
        try:
            return not self.control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def forget(self) -> None:
        """Let go of the child; without its parent it ends, and what it forked too."""
        if self.control is not None:
            self.control.close()
        self.process = self.control = None

    def stop(self) -> None:
        """End the child."""
        process = self.process
        self.forget()
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)


_warm = _Warm()


def _after_fork() -> None:
    """Leave the child to the parent: what a fork of it reads gets a child of its own."""
    process, _warm.process = _warm.process, None
    if process is not None:
        process.returncode = 0  # it is not ours to wait for
    _warm.forget()
    _warm.lock = threading.Lock()


if FORKS and sys.platform != "win32":
    os.register_at_fork(after_in_child=_after_fork)
    atexit.register(_warm.stop)


def _forked(job: dict[str, Any]) -> bytes:
    """Answer one job by a fork of the warm child; an empty reply says that it broke."""
    for _ in range(3):
        control = _warm.start()
        reply = _asked(job, control)
        # Another thread may have found the child gone and have started one anew.
        if reply or (control is _warm.control and not _warm.gone()):
            return reply
    return b""


def _asked(job: dict[str, Any], control: socket.socket) -> bytes:
    number = _warm.number()
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            if not _warm.send(control, READ, number, theirs):
                return b""
        try:
            return _told(ours, job)
        except (TimeoutError, ConnectionError):
            return b""
        finally:
            _warm.send(control, KILL, number)  # it has ended, or an interrupt is to end it


def _told(line: socket.socket, job: dict[str, Any]) -> bytes:
    """Send a job down its line and return all that comes back."""
    deadline = time.monotonic() + CLOCK_TIMES * job["seconds"] + _START_SECONDS
    line.settimeout(_START_SECONDS)
    line.sendall(json.dumps(job).encode() + b"\n")
    reply = bytearray()
    most = int(job["memory_mb"] * 1e6)
    while True:
        line.settimeout(max(0.01, deadline - time.monotonic()))
        block = line.recv(_BLOCK)
        if not block:
            return bytes(reply)
        reply += block
        if len(reply) > most:
            return b""
