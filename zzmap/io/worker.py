"""The child process in which a stranger's file is parsed; `zzmap.io.child` starts it.

Where the system can fork, one warm process waits for files, its libraries loaded, and forks for
each: no file sees what another left, and what breaks is the fork.  Elsewhere a process reads
one file and ends.  A file's process has a limit of memory, a kernel alarm instead of a clock
that a hung library would not look at, no core dump, and nowhere to write noise to.  What Windows
lacks of that is in `zzmap.io.forks`.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zzmap import settings
from zzmap.errors import FormatError, ZzmapError
from zzmap.messages import say, speak

ORDER = struct.Struct("<cQ")
"""What the parent sends: read (a socket comes along) or kill, and the number of the job."""

READ, KILL = b"r", b"k"

_READERS = (
    "fiona",
    "pyproj",
    "zzmap.crs",
    "zzmap.io.ogr",
    "zzmap.io.kml",
    "zzmap.io.corners",
    "zzmap.io.survey_txt",
)
"""Loaded once by the process that forks, and not again in each fork."""

LIGHT = "light"
"""Mode of a process that needs no library of geometry."""

LIGHT_JOBS = ("rows", "document")
"""What it does: spool a table's rows, read a document."""

CLOCK_TIMES = 12
"""How much longer than its processor time a job may take by the clock: it waits its turn on a busy
machine, and one that waits for ever ends."""


def answer(job: dict[str, Any]) -> bytes:
    """Do a job and return the reply; an exception of any kind becomes a `FormatError`."""
    from zzmap.io.reply import encode_error

    for name, value in job["limits"].items():
        setattr(settings, name, value)
    speak(job["language"])
    path, scratch = Path(job["path"]), Path(job["scratch"])
    try:
        return _done(job, path, scratch)
    except ZzmapError as error:
        return encode_error(error)
    except MemoryError:
        gc.collect()
        return encode_error(too_large(path, job["memory_mb"]))
    except Exception as error:  # libraries raise whatever damage leads them to
        told = str(error).splitlines()[0][:200] if str(error) else ""
        return encode_error(
            FormatError(
                say(
                    "this file cannot be read ({name}: {told})",
                    name=type(error).__name__,
                    told=told,
                ),
                where=path.name,
                hint=say("It is damaged: export it again."),
            )
        )


def _done(job: dict[str, Any], path: Path, scratch: Path) -> bytes:
    if "rows" in job:
        from zzmap.io.rows import spool

        return spool(path, scratch, job["rows"])
    if "document" in job:
        from zzmap.io.documents.parse import parse_document

        return parse_document(path, scratch)
    from zzmap.io.parse import layers, parse
    from zzmap.io.wire import encode, encode_names

    if job["names"]:
        return encode_names(layers(path, scratch))
    return encode(parse(path, job["layer"], job["encoding"], scratch))


def too_large(path: Path, megabytes: float) -> FormatError:
    """Return the refusal of a file that takes more memory than it is given."""
    return FormatError(
        say("reading it takes more than {megabytes:,.0f} MB of memory", megabytes=megabytes),
        where=path.name,
        hint=say("Check where it comes from, or split it."),
    )


def _one(ask: Callable[[], bytes], reply: Callable[[bytes], Any]) -> None:
    gc.disable()  # a file is read once, and its process ends
    job = json.loads(ask())
    if sys.platform != "win32":
        from zzmap.io.forks import limit

        limit(job)
    reply(answer(job))


def main() -> None:
    """Serve on the socket that is standard input, or answer one job from it."""
    if sys.argv[-1] != LIGHT:
        import zzmap.io.parse
        import zzmap.io.wire  # noqa: F401  both loaded before the first file comes

    if sys.platform != "win32" and sys.argv[-1] == "serve":
        from zzmap.io.forks import serve

        for name in _READERS:
            __import__(name)
        serve(socket.socket(fileno=0), _one)
    else:
        out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)  # what a library prints is no part of the reply
        _one(sys.stdin.buffer.readline, out.write)
        out.close()


if __name__ == "__main__":
    main()
