"""Whether a desk still runs: it holds a lock on a file of its own, which ends with its program."""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{16}\.desk")
_OLD_S = 60
"""A file younger than that may be one that is just about to be locked."""


class Presence:
    """That of one desk, told to the others of its store.

    Parameters
    ----------
    folder
        Where the files lie; made by whoever says that a desk is there.

    Examples
    --------
    >>> import tempfile
    >>> desk, other = (Presence(Path(tempfile.gettempdir())) for _ in range(2))
    >>> name = desk.say()
    >>> other.is_there(name)
    True
    >>> desk.end()
    >>> other.is_there(name)
    False
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._name, self._held = "", -1

    def say(self) -> str:
        """Say that this desk is there; return its name, '' on a disk that knows no locks."""
        if not self._name:
            self._sweep()
            name = f"{secrets.token_hex(8)}.desk"
            with suppress(OSError):
                self._held = os.open(self.folder / name, os.O_RDWR | os.O_CREAT)
                if _locked(self._held):
                    self._name = name
        return self._name

    def is_there(self, name: str) -> bool:
        """Whether the desk of a name, this one or another, still runs."""
        if not _NAME.fullmatch(name):
            return False
        return name == self._name or _is_held(self.folder / name)

    def end(self) -> None:
        """Say that this desk is there no more."""
        if self._held >= 0:
            os.close(self._held)
        if self._name:
            (self.folder / self._name).unlink(missing_ok=True)
        self._name, self._held = "", -1

    def _sweep(self) -> None:
        for path in self.folder.glob("*.desk"):
            with suppress(OSError):
                old = time.time() - path.stat().st_mtime > _OLD_S
                if old and not _is_held(path):
                    path.unlink()


def _is_held(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _locked(file, shared=True)
    finally:
        os.close(file)


if sys.platform == "win32":
    import msvcrt

    def _locked(file: int, *, shared: bool = False) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        if shared:
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
        return True
else:
    import fcntl

    def _locked(file: int, *, shared: bool = False) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
