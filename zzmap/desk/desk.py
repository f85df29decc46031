"""What a desk is about: a city with its store, a folder beside it, and the key of its door."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from zzmap.desk.atlas import Atlas
from zzmap.desk.cache import Cache
from zzmap.desk.editions import Editions
from zzmap.desk.titles import Titles
from zzmap.desk.uploads import Uploads
from zzmap.desk.work import Jobs
from zzmap.errors import ZzmapError
from zzmap.messages import say
from zzmap.parks.errors import StoreError
from zzmap.parks.paths import FILE_NAME, STORE_VARIABLE
from zzmap.workspace import City

_SUFFIX = ".desk"
_PAUSE_S = 0.05
"""So that who waits for the lock comes first: taken again at once, it would go to nobody else."""


def own_store(home: Path, environ: Mapping[str, str]) -> Path | None:
    """Return the store of who starts a desk by a double-click, and stands in no folder of theirs.

    Parameters
    ----------
    home
        The user's own folder, in which a folder ``zzmap`` is made.
    environ
        The environment: where it names a store, that is taken, and None is returned.

    Examples
    --------
    >>> own_store(Path("home"), {}).as_posix(), own_store(Path("home"), {"ZZMAP_STORE": "a.gpkg"})
    ('home/zzmap/parks.gpkg', None)
    """
    if environ.get(STORE_VARIABLE):
        return None
    folder = home / "zzmap"
    with suppress(OSError):  # what cannot be made is told when the store is
        folder.mkdir(parents=True, exist_ok=True)
    return folder / FILE_NAME


@dataclass
class Desk:
    """One desk: everything its routes know of.

    Where plans were merged at this desk and are in use, its city is that of the merged geodata.

    Attributes
    ----------
    city
        Geodata and park store.
    token
        Who opens the desk's address with it may use the desk.
    lock
        Held by whoever uses the city: what GEOS prepares is not to be shared by threads, and a
        reader is to see one state of the files.
    editions
        Geodata with plans merged into it.
    jobs
        Long work.
    atlas
        Its map: pages, and the parks they ask for.

    Examples
    --------
    >>> import zzmap as zz
    >>> desk = Desk(zz.open(store="my.gpkg"))
    >>> desk.folder.name
    'my.desk'
    """

    city: City
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    lock: threading.RLock = field(default_factory=threading.RLock)
    editions: Editions = field(init=False)
    jobs: Jobs = field(init=False)
    atlas: Atlas = field(init=False)
    _had_store: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Find what this desk had before."""
        self.editions = Editions(self.folder / "geodata", self.city.folder)
        self.jobs = Jobs(self.folder / "jobs")
        self.atlas = Atlas(self.csrf, Cache(self.folder / "cache"))
        self.note_store()
        self.reopen()

    def check_store(self) -> None:
        """Refuse to go on where the store was there and is no more: none is made in its place.

        Raises
        ------
        StoreError
            If somebody has deleted or moved the file since this desk was opened.
        """
        path = self.city.store.path
        if self._had_store and not path.exists():
            raise StoreError(
                say("the park store “{name}” is gone: it was deleted or moved", name=path.name),
                hint=say("Put it back; or end the workbench and open it again with an empty one."),
            )

    def note_store(self) -> None:
        """Note that the store is there now, if it is."""
        self._had_store = self._had_store or self.city.store.path.exists()

    def reopen(self) -> None:
        """Let the city be that of the geodata in use."""
        folder = self.editions.current
        if folder != self.city.folder:
            self.city = City(folder, self.city.store.path)

    def prepare(self) -> None:
        """Make what the first page will ask for, before it does; what fails is told when asked."""
        with suppress(ZzmapError):
            for make in (self._first_page, self.atlas.outlines):
                with self.lock:
                    make(self.city)
                time.sleep(_PAUSE_S)

    def _first_page(self, city: City) -> str:
        return self.atlas.page(city, city.plans.city.themes[0].file, self.titles_given())

    @property
    def folder(self) -> Path:
        """Where what is dropped and made lies: beside the store, so that a restart finds it."""
        return self.city.store.path.with_suffix(_SUFFIX)

    @property
    def outputs(self) -> Path:
        """Where files to save are written."""
        return self.folder / "outputs"

    @property
    def titles(self) -> Titles:
        """Titles of maps that a planner has given."""
        return Titles(self.folder)

    def titles_given(self) -> dict[str, str]:
        """Return the titles of those maps that the geodata in use have, by file."""
        files = {theme.file for theme in self.city.plans.city.themes}
        return {file: title for file, title in self.titles.given().items() if file in files}

    @property
    def uploads(self) -> Uploads:
        """The files that were dropped."""
        return Uploads(self.folder / "uploads")

    @property
    def csrf(self) -> str:
        """What a page of the desk says with each change: another site's page cannot know it."""
        return hashlib.sha256(f"change {self.token}".encode()).hexdigest()[:32]
