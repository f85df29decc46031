"""The map of a desk in parts: pages without parks, made once, and the parks that pages ask for.

Fifty thousand parks take seconds to be read and written out.  So a page comes without them, and
a change of parks makes no page anew; their outlines come next, as numbers, then their names and
tables; after a change only the rows of the parks it changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from shapely import from_wkb

from zzmap.desk.cache import Cache, program
from zzmap.parks.merge import CatalogueWithSomeParks
from zzmap.parks.model import Note, ParkRow
from zzmap.parks.since import NOTHING_SEEN, Cells, Seen, Since
from zzmap.parks.sound import State, store_state
from zzmap.render.atlas import Served
from zzmap.render.outlines import pack_outlines
from zzmap.render.own_payload import pack_own, pack_spoken, spoken_terms
from zzmap.workspace.state import folder_state

if TYPE_CHECKING:
    from zzmap.workspace import City

STATIC = Path(__file__).parent / "static"

MOST_CHANGED = 2_000
"""Parks that are told one by one beside what was prepared; with more all is prepared anew."""

_OUTLINES, _PARKS = "outlines", "parks"
_WORD = "zzmap-desk-word"
"""Stands in a page that is kept, where the word of a desk comes: each desk has its own."""


@dataclass(frozen=True)
class Prepared:
    """All parks of one state of the store, as pages take them.

    Attributes
    ----------
    seen
        The state.
    hashes
        The hash of each row of that state, as a text.
    outlines
        Their outlines, in the order of their ids; see `zzmap.render.outlines`.
    cells
        What the store keeps of each, by id; None where the outlines were kept from before.
    """

    seen: Seen
    hashes: bytes
    outlines: bytes
    cells: dict[str, Cells] | None

    @cached_property
    def rows(self) -> dict[str, ParkRow]:
        """The parks, read when they are first asked for: their outlines do not wait for that."""
        return {name: cells.row() for name, cells in (self.cells or {}).items()}

    @cached_property
    def digest(self) -> str:
        """What is another one as soon as any row is."""
        return hashlib.sha256(self.hashes).hexdigest()[:16]


class _Base(NamedTuple):
    """What pages are made of, and what parks are added to: of one state of all but the parks."""

    key: str
    catalogue: CatalogueWithSomeParks
    pages: dict[str, tuple[str, str]]


class Atlas:
    """The map of a desk; used by one thread at a time (`zzmap.desk.desk.Desk.lock`).

    Parameters
    ----------
    csrf
        The word that pages say with each change.
    cache
        Where what was prepared is kept for the next start.
    """

    def __init__(self, csrf: str, cache: Cache) -> None:
        self._csrf, self._cache = csrf, cache
        self._state: State = ()
        self._looked: State = ()
        self._base: _Base | None = None
        self._prepared: Prepared | None = None
        self._whole: tuple[str, Seen, bytes] | None = None
        self._rows: list[ParkRow] = []

    def page(self, city: City, file: str, titles: Mapping[str, str]) -> str:
        """Return the page of a theme, which has to be one of the city's; `titles` by file."""
        base = self._on(city)
        told = {"store": city.store.path.name, "who": Note.of().who, "page": base.key}
        key = _key((told, dict(titles)))
        if base.pages.get(file, ("", ""))[0] != key:
            kept = self._cache.get(file, key)
            if kept is None:
                served = Served(STATIC / "desk.js", STATIC / "desk.css", {"csrf": _WORD} | told)
                page = city.map(file.removesuffix(".html"), served=served, titles=titles)
                kept = page.page().encode()
                self._keep(city, file, key, kept)
            base.pages[file] = key, kept.decode().replace(_WORD, self._csrf)
        return base.pages[file][1]

    def rows(self, city: City) -> list[ParkRow]:
        """Return the live parks by id."""
        state = _state(city)
        if state != self._looked:
            prepared = self._with_cells(city)
            since = city.store.since(prepared.seen)
            gone = set(since.gone)
            kept = {name: row for name, row in prepared.rows.items() if name not in gone}
            changed = {name: cells.row() for name, cells in since.parks.items()}
            self._rows = [row for _, row in sorted((kept | changed).items())]
            self._looked = state
        return self._rows

    def outlines(self, city: City) -> Prepared:
        """Return all parks as they were prepared; what has changed since is told by `changes`."""
        if self._prepared is None:
            self._prepared = self._kept(city)
        seen = self._prepared.seen if self._prepared else NOTHING_SEEN
        since = city.store.since(seen)
        if not since.whole and len(since.parks) + len(since.gone) > MOST_CHANGED:
            since = city.store.since()
        if since.whole or self._prepared is None:
            self._prepared = self._anew(city, since)
        return self._prepared

    def parks(self, city: City) -> bytes:
        """Return as JSON what the parks that were prepared add to a page."""
        base, prepared = self._on(city), self._prepared or self.outlines(city)
        if self._whole is None or self._whole[:2] != (base.key, prepared.seen):
            key = _key((base.key, tag(prepared.seen), prepared.digest))
            kept = self._cache.get(_PARKS, key)
            if kept is None:
                prepared = self._with_cells(city)
                kept = self._told(city, base, prepared)
                key = _key((base.key, tag(prepared.seen), prepared.digest))
                self._keep(city, _PARKS, key, kept)
            self._whole = base.key, prepared.seen, kept
        return self._whole[2]

    def _told(self, city: City, base: _Base, prepared: Prepared) -> bytes:
        own = CatalogueWithSomeParks(base.catalogue.plans, city.store, prepared.rows.values())
        return _json(base, prepared.seen, pack_own(base.catalogue, own) | pack_spoken(own))

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

    def _with_cells(self, city: City) -> Prepared:
        """Return all parks as they were prepared, with what the store keeps of each."""
        prepared = self.outlines(city)
        if prepared.cells is None:
            since = city.store.since()
            same = since.seen == prepared.seen
            made = replace(prepared, cells=since.parks) if same else self._anew(city, since)
            self._prepared = prepared = made
        return prepared

    def _anew(self, city: City, since: Since) -> Prepared:
        """Prepare all parks, and keep their outlines for the next start."""
        hashes = _lines(city.store.hashes())
        outlines = pack_outlines([cells.wkb for cells in since.parks.values()])
        key = _key((*since.seen, len(hashes)))
        self._keep(city, _OUTLINES, key, hashes + outlines)
        return Prepared(since.seen, hashes, outlines, since.parks)

    def _kept(self, city: City) -> Prepared | None:
        """Return the outlines that were kept, if each row is what it was but for later changes.

        The history tells which rows have changed since; all others are held by their hashes, for
        the file of another store, or an older copy, may lie in its place.
        """
        found = self._cache.read(_OUTLINES)
        said = json.loads(found.key) if found else {}
        if found is None or said.get("program") != program():
            return None
        change, mark, length = said["of"]
        hashes, outlines = found.body[:length], found.body[length:]
        since = city.store.since(Seen(change, mark))
        if since.whole:
            return None
        changed = since.parks.keys() | set(since.gone)
        then = dict(line.split(" ", 1)[::-1] for line in hashes.decode().splitlines())
        now = city.store.hashes()
        if any(then.get(name) != now.get(name) for name in (then.keys() | now.keys()) - changed):
            return None
        return Prepared(Seen(change, mark), hashes, outlines, None)

    def _keep(self, city: City, name: str, key: str, body: bytes) -> None:
        if city.store.path.exists():  # where nothing is brought in yet, no folder is made
            self._cache.keep(name, key, body)

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


def _lines(hashes: dict[str, str]) -> bytes:
    return "".join(f"{value} {name}\n" for name, value in sorted(hashes.items())).encode()


def _key(said: object) -> str:
    """Return what something was made of, and by which program, as one line."""
    return json.dumps({"program": program(), "of": said}, ensure_ascii=False)


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
