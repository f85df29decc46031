"""Files that were dropped: each in a folder of its own, under an id that the desk chose."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from zzmap.errors import FormatError, NotFoundError
from zzmap.io.forget import forget, sweep
from zzmap.io.staging import make_folder, write_raw, write_text
from zzmap.io.target import SHAPEFILE_SIDECARS
from zzmap.messages import say

MOST_BYTES = 200_000_000
"""Of one upload, all its files together."""

MOST_FILES, MOST_UPLOADS = 40, 500

_ID = re.compile(r"[0-9a-f]{16}")
_HOW = ".how.json"
_NAME_BYTES = 200
_EMPTY_S = 3_600
"""An upload that has no file after that long gets none any more."""

_BESIDE = frozenset((*SHAPEFILE_SIDECARS, ".fix", ".xml", ".lock"))
"""Suffixes of files that come with another, without which they say nothing."""


class Upload(NamedTuple):
    """What was dropped together.

    Attributes
    ----------
    id
        Given by the desk.
    name
        Of the file that is read; '' while there is none.
    files
        Names of all files, in order.
    how
        How a planner said it is to be read, as the page gave it.
    """

    id: str
    name: str
    files: tuple[str, ...]
    how: dict[str, Any]


class Uploads:
    """The uploads of a desk.

    Parameters
    ----------
    folder
        Made when the first file comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self) -> str:
        """Make room for files that are dropped together; return its id.

        Raises
        ------
        FormatError
            If so many uploads are there that some are to be dropped first.
        """
        make_folder(self.folder)
        self._sweep()
        if len(self._there()) >= MOST_UPLOADS:
            raise FormatError(
                say("{count} files wait on the desk already", count=MOST_UPLOADS),
                hint=say("Store or drop some of them."),
            )
        made = secrets.token_hex(8)
        make_folder(self.folder / made)
        return made

    def put(self, upload: str, name: str, raw: bytes) -> None:
        """Keep one file.

        Raises
        ------
        NotFoundError
            If there is no such upload.
        FormatError
            If the name is none a file may have, or the files are too many or too large.
        """
        folder, name = self._folder(upload), _file_name(name)
        others = [path for path in folder.iterdir() if path.name not in (name, _HOW)]
        size = len(raw) + sum(path.stat().st_size for path in others)
        if size > MOST_BYTES or len(others) >= MOST_FILES:
            raise FormatError(
                say("more than {size:,} MB or {count} files", size=MOST_BYTES // 10**6,
                    count=MOST_FILES),
                name,
                say("Bring it in by “zzmap parks add”."),
            )  # fmt: skip
        write_raw(folder / name, raw)

    def say_how(self, upload: str, how: dict[str, Any]) -> None:
        """Keep how a planner said that an upload is to be read."""
        write_text(self._folder(upload) / _HOW, json.dumps(how, ensure_ascii=False))

    def get(self, upload: str) -> Upload:
        """Return an upload; raises `NotFoundError`."""
        folder = self._folder(upload)
        files = sorted(path.name for path in folder.iterdir() if path.name != _HOW)
        names = [name for name in files if Path(name).suffix.lower() not in _BESIDE]
        return Upload(upload, names[0] if len(names) == 1 else "", tuple(files), _how(folder))

    def path(self, upload: str) -> Path:
        """Return the file of an upload that is read.

        Raises
        ------
        NotFoundError
            If there is no such upload.
        FormatError
            If it holds no file that can be read by itself, or several.
        """
        found = self.get(upload)
        if not found.name:
            raise FormatError(
                say("these files hold no whole one, or several: {names}",
                    names=", ".join(found.files) or say("none")),
                hint=say("Drop a Shapefile with its .dbf and .shx, every other file by itself."),
            )  # fmt: skip
        return self._folder(upload) / found.name

    def list(self) -> list[Upload]:
        """Return all uploads, the oldest first."""
        if not self.folder.is_dir():
            return []
        found = []
        for path in self._there():
            # Another desk may have dropped it since.
            with suppress(NotFoundError, FileNotFoundError):
                found.append((path.stat().st_ctime, self.get(path.name)))
        return [row for _, row in sorted(found, key=lambda one: one[0])]

    def drop(self, upload: str) -> None:
        """Forget an upload and its files; raises `NotFoundError`."""
        forget(self._folder(upload))

    def _there(self) -> tuple[Path, ...]:
        return tuple(path for path in self.folder.iterdir() if _ID.fullmatch(path.name))

    def _sweep(self) -> None:
        """Take away what was begun and got no file: no page lists it, so nobody else can."""
        sweep(self.folder)
        for path in self._there():
            with suppress(OSError):  # another desk of this store may be at it too
                old = time.time() - path.stat().st_mtime > _EMPTY_S
                if old and all(one.name == _HOW for one in path.iterdir()):
                    shutil.rmtree(path)

    def _folder(self, upload: str) -> Path:
        folder = self.folder / upload
        if not _ID.fullmatch(upload) or not folder.is_dir():
            raise NotFoundError(say("this file is not on the desk"), hint=say("Drop it once more."))
        return folder


def _how(folder: Path) -> dict[str, Any]:
    """Return how an upload is to be read; what somebody else has damaged is said once more."""
    try:
        found = json.loads((folder / _HOW).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _file_name(name: str) -> str:
    """Return a name that stays in its folder on every system."""
    wrong = (
        not name.strip(" .")
        or name.startswith(".")
        or re.search(r'[\x00-\x1f\x7f/\\:*?"<>|]', name)
        or len(name.encode()) > _NAME_BYTES
        or not name.isprintable()
    )
    if wrong:
        raise FormatError(
            say("this is no name for a file"), name[:40], say("Rename the file, and drop it again.")
        )
    return name
