"""Long work of a desk: a child runs the command line with words the desk chose, and can be ended.

Each job has a folder that says what was asked and what became of it, so that a restart shows it.
The command itself makes its files whole or not at all: whatever ends it, nothing is half done.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from zzmap.desk.presence import Presence
from zzmap.errors import NotFoundError, OutputError
from zzmap.io.staging import make_folder, write_text
from zzmap.messages import Language, say

WAITING, RUNNING, DONE, FAILED, CANCELLED, BROKEN = (
    "waiting", "running", "done", "failed", "cancelled", "broken",
)  # fmt: skip
"""What becomes of a job; `BROKEN` is one that was under way when the desk itself ended."""

AT_ONCE, MOST_LINES, MOST_JOBS = 2, 40, 200
_GRACE_S = 8.0
_RECORD = "job.json"
_ID = re.compile(r"[0-9a-f]{16}")
_STEP = re.compile(r"([\d,]+) / ([\d,]+)")
_SPOKEN = re.compile(r"^zzmap[:：]\s*")


class Job(NamedTuple):
    """A piece of long work.

    Attributes
    ----------
    id
        Given by the desk.
    kind, subject
        What it makes, and of what (the id of a plan).
    asked
        What the page asked for, so that it can ask once more.
    files
        Names of the files it makes.
    at
        When it was asked for, ISO 8601 in UTC.
    state
        `WAITING`, `RUNNING`, `DONE`, `FAILED`, `CANCELLED` or `BROKEN`.
    said
        The last lines it printed.
    done, total
        How far it is, where it says that; 0 of 0 where not.
    desk
        Name of the desk that does it.
    """

    id: str
    kind: str
    subject: str
    asked: dict[str, Any]
    files: tuple[str, ...]
    at: str
    state: str = WAITING
    said: tuple[str, ...] = ()
    done: int = 0
    total: int = 0
    desk: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in (WAITING, RUNNING)


class Order(NamedTuple):
    """What a job is to do: command lines of ``zzmap``, one after the other.

    `texts` are files by name that the commands read where they run.
    """

    kind: str
    commands: tuple[tuple[str, ...], ...]
    subject: str = ""
    asked: Mapping[str, Any] = MappingProxyType({})
    files: tuple[str, ...] = ()
    texts: Mapping[str, str] = MappingProxyType({})


@dataclass
class _Live:
    """A job of this run of the desk."""

    job: Job
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=MOST_LINES))
    process: subprocess.Popen[bytes] | None = None
    cancelled: bool = False
    alone: bool = True
    """Whether one command does it all, and says itself how far it is."""


class Jobs:
    """The jobs of a desk.

    Parameters
    ----------
    folder
        Holds a folder for each; made when the first is asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._live: dict[str, _Live] = {}
        self._lock = threading.RLock()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._presence = Presence(folder)

    def start(self, order: Order, language: Language) -> Job:
        """Begin a job, which speaks a language.

        Raises
        ------
        OutputError
            If what is asked for cannot be kept: then it is not begun.
        """
        make_folder(self.folder)
        job = Job(
            secrets.token_hex(8), order.kind, order.subject, dict(order.asked), order.files,
            datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            desk=self._presence.say(),
        )  # fmt: skip
        self._forget_oldest()
        try:
            make_folder(self.folder / job.id)
            for name, text in order.texts.items():
                write_text(self.folder / job.id / name, text)
            self._write(job)
        except OutputError:
            shutil.rmtree(self.folder / job.id, ignore_errors=True)
            raise
        live = _Live(job)
        with self._lock:
            self._live[job.id] = live
        words = ("--lang", language)
        commands = [(sys.executable, "-m", "zzmap", *words, *row) for row in order.commands]
        threading.Thread(target=self._run, args=(live, commands), daemon=True).start()
        return job

    def get(self, job: str) -> Job:
        """Return a job; raises `NotFoundError`."""
        with self._lock:
            if job in self._live:
                live = self._live[job]
                return live.job._replace(said=tuple(live.lines) or live.job.said)
        return self._read(job)

    def list(self) -> list[Job]:
        """Return all jobs, the latest first."""
        if not self.folder.is_dir():
            return []
        found = []
        for path in self.folder.iterdir():
            with suppress(NotFoundError):  # one that is just being made or forgotten
                found.append(self.get(path.name))
        return sorted(found, key=lambda job: job.at, reverse=True)

    def of(self, subject: str) -> Job | None:
        """Return the latest job of a subject."""
        return next((job for job in self.list() if job.subject == subject), None)

    def cancel(self, job: str) -> Job:
        """End a job that is under way; raises `NotFoundError`, also of one of another desk."""
        with self._lock:
            live = self._live.get(job)
            if live is None and self.get(job).is_open:
                raise NotFoundError(
                    say("another workbench that is open on this store does this"),
                    hint=say("Cancel it there."),
                )
            if live is not None and live.job.is_open:
                live.cancelled = True
                if live.job.state == WAITING:
                    self._end(live, CANCELLED)
                elif live.process is not None:
                    _stop(live.process)
        return self.get(job)

    def forget(self, job: str) -> None:
        """Forget a job that has ended; its files stay.  Raises `NotFoundError`."""
        if self.get(job).is_open:
            return
        with self._lock:
            self._live.pop(job, None)
        shutil.rmtree(self.folder / job, ignore_errors=True)

    def end(self) -> None:
        """End all that is under way: the desk closes."""
        with self._lock:
            processes = [live.process for live in self._live.values()]
            for live in self._live.values():
                live.cancelled = live.cancelled or live.job.is_open
        for process in processes:
            if process is not None and process.poll() is None:
                _stop(process)
        for process in processes:
            if process is not None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_GRACE_S + 2)
        self._presence.end()

    # -- a job's own thread ----------------------------------------------------------------

    def _run(self, live: _Live, commands: Sequence[Sequence[str]]) -> None:
        live.alone = len(commands) == 1
        with self._room:
            for at, command in enumerate(commands):
                if live.cancelled:
                    break
                self._step(live, at, len(commands))
                code = self._follow(live, command)
                if code:
                    self._end(live, CANCELLED if live.cancelled else FAILED)
                    return
            self._step(live, len(commands), len(commands))
            self._end(live, CANCELLED if live.cancelled else DONE)

    def _follow(self, live: _Live, command: Sequence[str]) -> int:
        """Run one command to its end, keeping what it says; return its status."""
        own = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "ZZMAP_PROGRESS": "lines"}
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=self.folder / live.job.id,
                env=os.environ | own,
            )
        except OSError as error:
            live.lines.append(error.strerror or type(error).__name__)
            return 1
        with self._lock:
            live.process = process
            live.job = live.job._replace(state=RUNNING)
            self._keep(live.job)
            if live.cancelled:
                _stop(process)
        assert process.stdout is not None
        with process.stdout as stream:
            for raw in stream:
                self._hear(live, raw.decode("utf-8", "replace").strip())
        return process.wait()

    def _hear(self, live: _Live, line: str) -> None:
        with self._lock:
            step = _STEP.fullmatch(line)
            if step and not live.alone:
                return
            if step:
                done, total = (int(part.replace(",", "")) for part in step.groups())
                live.job = live.job._replace(done=done, total=total)
            elif line:
                live.lines.append(_SPOKEN.sub("", line))

    def _step(self, live: _Live, done: int, total: int) -> None:
        """Keep how many of several commands are done."""
        if not live.alone:
            with self._lock:
                live.job = live.job._replace(done=done, total=total)

    def _end(self, live: _Live, state: str) -> None:
        with self._lock:
            if not live.job.is_open:
                return
            live.job = live.job._replace(state=state, said=tuple(live.lines))
            live.process = None
            self._keep(live.job)

    # -- what is kept ----------------------------------------------------------------------

    def _keep(self, job: Job) -> None:
        with suppress(OutputError):  # the folder may have been taken away, or the disk be full
            self._write(job)

    def _write(self, job: Job) -> None:
        text = json.dumps(job._asdict(), ensure_ascii=False)
        write_text(self.folder / job.id / _RECORD, text)

    def _read(self, job: str) -> Job:
        path = self.folder / job / _RECORD
        try:
            if not _ID.fullmatch(job):
                raise ValueError
            kept = json.loads(path.read_text("utf-8"))
            found = Job(**{**kept, "files": tuple(kept["files"]), "said": tuple(kept["said"])})
        except (OSError, ValueError, TypeError, KeyError):
            raise NotFoundError(say("the desk knows of no such work")) from None
        if found.is_open and not self._presence.is_there(found.desk):
            return found._replace(state=BROKEN)  # nobody follows it: the desk that did has ended
        return found

    def _forget_oldest(self) -> None:
        for job in self.list()[MOST_JOBS - 1 :]:
            self.forget(job.id)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a command to end, and end it where it does not."""
    with suppress(OSError):
        process.terminate()
    timer = threading.Timer(_GRACE_S, _kill, (process,))
    timer.daemon = True
    timer.start()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        with suppress(OSError):
            process.kill()
