"""What a desk has prepared, kept beside its store for the next start, and taken only if it fits.

Nothing here is a planner's: to delete the folder costs time and nothing else.  What somebody has
damaged, another program has made or was made of other files is as if it weren't there.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import zzmap
from zzmap.errors import OutputError
from zzmap.io.staging import make_folder, write_raw

_CODE = frozenset((".py", ".js", ".css", ".html", ".json", ".mo", ".toml"))
_DIGEST = 64


class Kept(NamedTuple):
    """What was kept: what it was made of, as whoever made it says that, and the bytes."""

    key: str
    body: bytes


class Cache:
    """Files that say what they were made of.

    Parameters
    ----------
    folder
        Holds them; made when the first is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> Kept | None:
        """Return what was kept under a name, whole; None where it isn't."""
        try:
            raw = (self.folder / name).read_bytes()
        except OSError:
            return None
        told, said = raw[:_DIGEST], raw[_DIGEST:]
        if hashlib.sha256(said).hexdigest().encode() != told:
            return None
        key, _, body = said.partition(b"\n")
        return Kept(key.decode(), body)

    def get(self, name: str, key: str) -> bytes | None:
        """Return what was kept under a name, if it was made of what the key says."""
        found = self.read(name)
        return found.body if found is not None and found.key == key else None

    def keep(self, name: str, key: str, body: bytes) -> None:
        """Keep bytes and what they were made of, one line; where that cannot be, go on without."""
        said = key.encode() + b"\n" + body
        with suppress(OutputError):  # a full or protected disk costs time at the next start
            make_folder(self.folder)
            write_raw(self.folder / name, hashlib.sha256(said).hexdigest().encode() + said)


@cache
def program() -> str:
    """Return what is another one as soon as the program that prepares is another."""
    here = Path(zzmap.__file__).parent
    files = sorted(path for path in here.rglob("*") if path.suffix in _CODE)
    stats = [(path.relative_to(here).as_posix(), path.stat()) for path in files]
    said = [(name, found.st_mtime_ns, found.st_size) for name, found in stats]
    others = [(name, version(name)) for name in ("folium", "shapely")]
    return hashlib.sha256(repr((zzmap.__version__, said, others)).encode()).hexdigest()[:16]
