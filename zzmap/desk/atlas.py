"""The map of a desk in parts: pages without parks, made once, and the parks that pages ask for.

Fifty thousand parks take seconds to be read and written out.  So a page comes without them, and
a change of parks makes no page anew; their outlines come next, as numbers, then their names and
tables; after a change only the rows of the parks it changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from shapely import from_wkb

from zzmap.parks.merge import CatalogueWithSomeParks
from zzmap.parks.model import Note, ParkRow
from zzmap.parks.since import NOTHING_SEEN, Cells, Seen, Since
from zzmap.render.atlas import Served
from zzmap.render.outlines import pack_outlines
from zzmap.render.own_payload import pack_own, pack_spoken, spoken_terms
from zzmap.workspace.state import State, folder_state, store_state

if TYPE_CHECKING:
    from zzmap.workspace import City

STATIC = Path(__file__).parent / "static"

MOST_CHANGED = 2_000
"""Parks that are told one by one beside what was prepared; with more all is prepared anew."""


@dataclass(frozen=True)
class Prepared:
    """All parks of one state of the store, as pages take them.

    Attributes
    ----------
    seen
        The state.
    cells
        What the store keeps of each, by id.
    outlines
        Their outlines, in this order; see `zzmap.render.outlines`.
    """

    seen: Seen
    cells: dict[str, Cells]
    outlines: bytes

    @cached_property
    def rows(self) -> dict[str, ParkRow]:
        """The parks, read when they are first asked for: their outlines do not wait for that."""
        return {name: cells.kept().row for name, cells in self.cells.items()}


class _Base(NamedTuple):
    """What pages are made of, and what parks are added to: of one state of all but the parks."""

    key: str
    catalogue: CatalogueWithSomeParks
    pages: dict[str, str]


class Atlas:
    """The map of a desk; used by one thread at a time (`zzmap.desk.desk.Desk.lock`).

    Parameters
    ----------
    csrf
        The word that pages say with each change.
    """

    def __init__(self, csrf: str) -> None:
        self._csrf = csrf
        self._state: State = ()
        self._looked: State = ()
        self._base: _Base | None = None
        self._prepared: Prepared | None = None
        self._whole: tuple[str, Seen, bytes] | None = None
        self._rows: list[ParkRow] = []

    def page(self, city: City, file: str) -> str:
        """Return the page of a theme, which has to be one of the city's."""
        base = self._on(city)
        if file not in base.pages:
            told = {
                "csrf": self._csrf,
                "store": city.store.path.name,
                "who": Note.of().who,
                "page": base.key,
            }
            served = Served(STATIC / "desk.js", STATIC / "desk.css", told)
            base.pages[file] = city.map(file.removesuffix(".html"), served=served).page()
        return base.pages[file]

    def rows(self, city: City) -> list[ParkRow]:
        """Return the live parks by id."""
        state = _state(city)
        if state != self._looked:
            prepared = self.outlines(city)
            since = city.store.since(prepared.seen)
            gone = set(since.gone)
            kept = {name: row for name, row in prepared.rows.items() if name not in gone}
            changed = {name: cells.kept().row for name, cells in since.parks.items()}
            self._rows = [row for _, row in sorted((kept | changed).items())]
            self._looked = state
        return self._rows

    def outlines(self, city: City) -> Prepared:
        """Return all parks as they were prepared; what has changed since is told by `changes`."""
        seen = self._prepared.seen if self._prepared else NOTHING_SEEN
        since = city.store.since(seen)
        if not since.whole and len(since.parks) + len(since.gone) > MOST_CHANGED:
            since = city.store.since()
        if since.whole or self._prepared is None:
            self._prepared = _prepared(since)
        return self._prepared

    def parks(self, city: City) -> bytes:
        """Return as JSON what the parks that were prepared add to a page."""
        base, prepared = self._on(city), self._prepared or self.outlines(city)
        if self._whole is None or self._whole[:2] != (base.key, prepared.seen):
            own = CatalogueWithSomeParks(base.catalogue.plans, city.store, prepared.rows.values())
            told = pack_own(base.catalogue, own) | pack_spoken(own)
            self._whole = base.key, prepared.seen, _json(base, prepared.seen, told)
        return self._whole[2]

    def changes(self, city: City, seen: Seen) -> bytes:
        """Return as JSON what has changed of the parks since a state that a page has."""
        base, since = self._on(city), city.store.since(seen)
        if since.whole:
            return _json(base, since.seen, {"whole": True})
        parks = [cells.kept() for cells in since.parks.values()]
        rows = [kept.row for kept in parks]
        own = CatalogueWithSomeParks(base.catalogue.plans, city.store, rows)
        shapes = from_wkb([kept.wkb for kept in parks])
        told = pack_own(base.catalogue, own, shapes)
        return _json(base, since.seen, told | {"spoken": spoken_terms(own), "gone": since.gone})

    def _on(self, city: City) -> _Base:
        """Return what pages are made of now."""
        state = _state(city)
        if self._base is None or state != self._state:
            said = repr((str(city.folder), folder_state(city.folder), city.store.beside()))
            key = hashlib.sha256(said.encode()).hexdigest()[:16]
            if self._base is None or key != self._base.key:
                self._base = _Base(key, city.without_parks, {})
            self._state = state
        return self._base


def _state(city: City) -> State:
    return str(city.folder), folder_state(city.folder), store_state(city.store.path)


def _prepared(since: Since) -> Prepared:
    outlines = pack_outlines([cells.wkb for cells in since.parks.values()])
    return Prepared(since.seen, since.parks, outlines)


def _json(base: _Base, seen: Seen, told: dict[str, Any]) -> bytes:
    said = {"page": base.key, "seen": tag(seen)} | told
    return json.dumps(said, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def tag(seen: Seen) -> str:
    """Return a state as pages name it."""
    return f"{seen.change}.{seen.mark}"


def seen_of(text: str) -> Seen:
    """Return the state a page names; what is no such name is a state no store was in."""
    change, _, mark = text.partition(".")
    return Seen(int(change), mark) if change.isdecimal() and len(change) < 19 else NOTHING_SEEN
