"""Geodata with plans merged into it: each merge a folder of its own, and one of them in use.

The geodata a desk was opened with is never written to.  A merge is a whole new folder; taking it
into use, and going back, changes one small file, so that a kill leaves the one or the other.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from zzmap.errors import GeodataError
from zzmap.io.staging import write_text
from zzmap.messages import say
from zzmap.settings import shipped_geodata

KEPT_DAYS = 7
"""So long an edition stays that nobody can take into use any more."""

_IN_USE = "in-use.json"
_DICTIONARY = "datapackage.json"
_DAY_S = 86_400
_SHIPPED = "shipped"
_NAME = re.compile(r"[0-9a-f]{16}-\d{1,6}")
_DATA = ("*.csv", "*.json", "*.toml", "layers/*.geojson")


class Editions:
    """The editions of a desk.

    Parameters
    ----------
    folder
        Holds a folder for each, and which is in use; made by the first merge.
    root
        The geodata the desk was opened with.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root

    @property
    def chain(self) -> tuple[str, ...]:
        """Names of the editions in use, each made of the one before, the first of the root."""
        names = tuple(str(name) for name in self._own().get("chain", ()))
        # What was taken away by hand is in use no more, nor is what was made of it.
        sound = [self._is_whole(name) for name in names]
        return names[: sound.index(False)] if False in sound else names

    @property
    def current(self) -> Path:
        """The folder in use."""
        chain = self.chain
        return self.folder / chain[-1] if chain else self.root

    @property
    def is_stale(self) -> bool:
        """Whether the root has changed since editions were made of it."""
        own = self._own()
        return bool(own.get("chain")) and own.get("mark") != _mark(self.root)

    @property
    def lost(self) -> tuple[str, ...]:
        """Names of editions that were in use and are not there any more."""
        return tuple(str(name) for name in self._own().get("chain", ())[len(self.chain) :])

    def fresh(self, plan: str) -> Path:
        """Return a folder that is not there yet, for a plan's next merge."""
        number = 1
        while (self.folder / f"{plan}-{number}").exists():
            number += 1
        return self.folder / f"{plan}-{number}"

    def is_there(self, name: str) -> bool:
        """Whether a merge is whole."""
        return self._is_whole(name)

    def take(self, name: str) -> None:
        """Take an edition, made of the one in use, into use itself."""
        if not self._is_whole(name):
            raise GeodataError(say("this edition is not whole"), where=name)
        own = self._own()
        mark = own.get("mark") if self.chain else _mark(self.root)
        self._write({"mark": mark, "chain": [*self.chain, name]})

    def back(self) -> str:
        """Take the edition before into use again; return the name of the one put aside."""
        chain = self.chain
        if not chain:
            raise GeodataError(
                say("no merged plan is in use"), hint=say("There is nothing to take back.")
            )
        self._write({"mark": self._own().get("mark"), "chain": list(chain[:-1])})
        return chain[-1]

    def clear(self, wanted: Iterable[str], now: float) -> list[str]:
        """Delete editions that nobody can take into use any more; return their names.

        Kept are those in use, of whatever geodata a desk was opened with, those wanted, and those
        made within the last `KEPT_DAYS` days.

        Parameters
        ----------
        wanted
            Names of editions that can be taken into use: the latest merge of each plan.
        now
            The time, in seconds since 1970.
        """
        there = [path for path in self._folders() if now - _made(path) > KEPT_DAYS * _DAY_S]
        if not there:
            return []
        # What is in use is asked after the folders: a new one is in use by then, or not listed.
        kept = {*wanted, *(name for own in self._all().values() for name in own["chain"])}
        gone = [path for path in there if path.name not in kept]
        for path in gone:
            _delete(path)
        return sorted(path.name for path in gone)

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return [path for path in self.folder.iterdir() if _NAME.fullmatch(path.name)]

    @property
    def _key(self) -> str:
        """What names the root, wherever zzmap is installed next."""
        own = self.root.resolve()
        return _SHIPPED if own == shipped_geodata().resolve() else str(own)

    def _all(self) -> dict[str, Any]:
        path = self.folder / _IN_USE
        if not path.exists():
            return {}
        try:
            found = json.loads(path.read_text("utf-8"))
            if not all(isinstance(row["chain"], list) for row in found.values()):
                raise ValueError
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise GeodataError(
                say("which geodata is in use cannot be read"),
                str(path),
                say("Delete this file: the desk opens with the geodata it came from."),
            ) from None
        return dict(found)

    def _own(self) -> dict[str, Any]:
        return dict(self._all().get(self._key, {}))

    def _write(self, own: dict[str, Any]) -> None:
        text = json.dumps(self._all() | {self._key: own}, ensure_ascii=False, indent=1)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_text(self.folder / _IN_USE, text)

    def _is_whole(self, name: str) -> bool:
        # Its dictionary is written last of all, when what is merged has been checked.
        return bool(_NAME.fullmatch(name)) and (self.folder / name / _DICTIONARY).is_file()


def _made(folder: Path) -> float:
    """Return when a folder was last written to, now where that cannot be told."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return math.inf


def _delete(folder: Path) -> None:
    """Delete a folder: first what makes it whole, so that a kill leaves no half that is taken."""
    with suppress(OSError):  # a program may have it open: the next time is as good
        (folder / _DICTIONARY).unlink(missing_ok=True)
        shutil.rmtree(folder)


def _mark(folder: Path) -> str:
    """Return what tells whether a folder's tables and layers are the same."""
    found = hashlib.sha256()
    for path in sorted(path for kind in _DATA for path in folder.glob(kind)):
        found.update(path.relative_to(folder).as_posix().encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
