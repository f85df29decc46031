"""The register of development zones set beside what the plans place there.

Each thing the register says is an ``agreement``, a ``gap`` (one says it, the other does not), a
``contradiction`` (they cannot both be), ``differs`` (both have an area, of different things or
sizes) or ``unknown`` (a word that names no industry of the plans).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import FormatError
from zzmap.join.industry import SURE, Business, IndustryReader
from zzmap.messages import say
from zzmap.model import RELATION, ZONE_KIND, Place, Placement, RegisteredZone
from zzmap.names import INDUSTRIES, PLACES, Names
from zzmap.statements import strongest_first
from zzmap.units import M2_PER_UNIT
from zzmap.words import join, split

AGREEMENT, GAP, CONTRADICTION, DIFFERS, UNKNOWN = (
    "agreement", "gap", "contradiction", "differs", "unknown",
)  # fmt: skip

_NEARLY = 0.05
"""Areas that differ by no more of the larger are the same."""

_COLUMNS = {
    "place_id": ("place_id", "id"),
    "official_name": ("official_name", "name", "名称", "开发区名称", "开发区", "园区名称"),
    "code": ("code", "代码", "开发区代码"),
    "level": ("level", "级别", "等级", "批准级别"),
    "area_km2": ("area_km2", "area", "核准面积", "批准面积", "规划面积", "面积"),
    "area_of": ("area_of", "面积口径"),
    "leading": ("leading", "主导产业"),
    "source": ("source", "来源", "依据", "出处"),
}
"""What columns of a bureau's own register may be called; an area has its unit in its name."""

_LEVELS = {"国家级": "national", "国家": "national", "省级": "provincial", "省": "provincial",
           "市级": "city", "市": "city"}  # fmt: skip
_UNIT = re.compile(r"[(（]\s*([^)）]+?)\s*[)）]")


class Compared(NamedTuple):
    """One thing of a zone in the register and in the plans."""

    place_id: str
    place: str
    about: str
    what: str
    register: str
    plans: str
    rests_on: str


class Entry(NamedTuple):
    """A row of a bureau's register: what it says, '' where it does not; `source` for all of it."""

    place_id: str
    official_name: str
    code: str
    level: str
    area_km2: float | None
    area_of: str
    leading: tuple[str, ...]
    source: str


class OwnRegister(NamedTuple):
    """A bureau's register: its rows, and what was not read, a sentence each."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...]


# -- a bureau's own register -------------------------------------------------------------------


def read_register(catalogue: Catalogue, rows: Iterable[Mapping[str, Any]]) -> OwnRegister:
    """Read a bureau's register, whose columns are called as in the shipped one or in Chinese.

    Raises
    ------
    FormatError
        If a row names no one zone, names one twice, or its level or area cannot be read.
    """
    entries: dict[str, Entry] = {}
    unread: dict[str, None] = {}
    for number, cells in enumerate(rows, 2):
        known, other = _known(cells)
        unread |= dict.fromkeys(other)
        if not any(_text(known[name][1]) for name in known):
            continue
        entry = _entry(catalogue, known, say("row {number}", number=number))
        if entry.place_id in entries:
            name = catalogue.places[entry.place_id].name
            raise FormatError(
                say("{name} stands in two rows", name=name),
                say("row {number}", number=number),
                say("Leave one."),
            )
        entries[entry.place_id] = entry
    notes = [
        say("columns that say nothing of a register were not read: {unread}", unread=join(unread))
    ] * bool(unread)
    return OwnRegister(tuple(entries.values()), tuple(notes))


def _known(cells: Mapping[str, Any]) -> tuple[dict[str, tuple[str, Any]], list[str]]:
    """Return each column of a register with its own name and cell, and the names of others."""
    known: dict[str, tuple[str, Any]] = {}
    other = []
    for name, cell in cells.items():
        plain = _UNIT.sub("", name).strip().lower()
        column = next((key for key, names in _COLUMNS.items() if plain in names), None)
        if column is None or column in known:
            other.append(name)
        else:
            known[column] = (name, cell)
    return known, [name for name in other if name]


def _entry(catalogue: Catalogue, known: Mapping[str, tuple[str, Any]], where: str) -> Entry:
    def said(column: str) -> str:
        return _text(known[column][1]) if column in known else ""

    place = _zone(catalogue, said("place_id"), said("official_name"), where)
    level = _LEVELS.get(said("level"), said("level"))
    if level not in ("", *_LEVELS.values()):
        raise FormatError(
            say("“{level}” is no level of a zone", level=level),
            where,
            say("Write 国家级, 省级 or 市级."),
        )
    area = _area(*known["area_km2"], where) if "area_km2" in known else None
    name, _ = known.get("area_km2", ("", None))
    return Entry(
        place.id, said("official_name"), said("code"), level, area,
        said("area_of") or (_UNIT.sub("", name).strip() if area is not None else ""),
        split(said("leading")), said("source"),
    )  # fmt: skip


def _zone(catalogue: Catalogue, place_id: str, name: str, where: str) -> Place:
    """Return the zone a row is of: by its id, else by a name that is exactly its own."""
    if place_id:
        found = catalogue.places.get(place_id)
        if found is None:
            raise FormatError(
                say("“{place_id}” is no place", place_id=place_id),
                where,
                say("zzmap list places shows ids."),
            )
        return found
    hits = {hit.id for hit in Names.of(catalogue).exact(name, PLACES)} if name else set()
    zones = [row for row in hits if catalogue.places[row].kind == ZONE_KIND] or [*hits]
    if len(zones) != 1:
        raise FormatError(
            say(
                "“{name}” names {zones} of the "
                "plans", name=name, zones=say('several places') if zones else say('no place')),
            where, say("Give its id in a column place_id."),
        )  # fmt: skip
    return catalogue.places[zones[0]]


def _area(column: str, cell: Any, where: str) -> float | None:
    text = _text(cell).replace(",", "")
    if not text:
        return None
    unit = _UNIT.search(column)
    name = unit[1].lower().replace("²", "2") if unit else "km2" if "km2" in column else ""
    if name not in M2_PER_UNIT:
        raise FormatError(
            say("the column {column} does not say its unit", column=column), where,
            say("Call it 核准面积（公顷） or area_km2."),
        )  # fmt: skip
    try:
        value = float(text) * M2_PER_UNIT[name] / M2_PER_UNIT["km2"]
    except ValueError:
        value = -1.0
    if not 0 <= value < 100_000:
        raise FormatError(say("“{text}” is no area", text=text), where, say("Write a number."))
    return value


def _text(cell: Any) -> str:
    text = "" if cell is None else str(cell).strip()
    return "" if text == "nan" else text


# -- the comparison ----------------------------------------------------------------------------


def compare(
    catalogue: Catalogue,
    drawn_km2: Callable[[Place], float | None],
    own: Sequence[Entry] = (),
) -> list[Compared]:
    """Set the register beside the plans, zone by zone.

    Parameters
    ----------
    catalogue
        The tables.
    drawn_km2
        Area of a place as it is drawn, in km²; None where it has no outline.
    own
        A bureau's register, whose cells stand in the place of the shipped ones.
    """
    filled = {row.place_id: row for row in own}
    told: list[Compared] = []
    reader = _Words(catalogue)
    zones = {row.id for row in catalogue.places.values() if row.kind == ZONE_KIND}
    for place_id in sorted({*catalogue.zone_register, *filled, *zones}):
        place = catalogue.places[place_id]
        shipped = catalogue.zone_register.get(place_id) or _nothing(place_id)
        entry, clashes = _merged(catalogue, shipped, filled.get(place_id))
        told += clashes
        told += _Zone(catalogue, reader, place, entry, drawn_km2(place)).compared()
    return told


def _nothing(place_id: str) -> RegisteredZone:
    return RegisteredZone(place_id, "", "", "", "", "", "", None, "", "", (), "")


def _merged(
    catalogue: Catalogue, row: RegisteredZone, own: Entry | None
) -> tuple[RegisteredZone, list[Compared]]:
    """Fill a shipped row with a bureau's cells, and tell what both have and say otherwise."""
    if own is None:
        return row, []
    source = own.source or "the register that was given"
    place = catalogue.places[row.place_id]
    clashes = [
        Compared(place.id, place.name, name, CONTRADICTION, f"{mine} ({source})",
                 f"shipped register: {theirs}", beside)
        for name, mine, theirs, beside in (
            ("code", own.code, row.code, row.code_source),
            ("level", own.level, row.level, row.level_source),
        )
        if mine and theirs and mine != theirs
    ]  # fmt: skip
    values: dict[str, Any] = {}
    for name in ("official_name", "code", "level", "area_km2", "leading"):
        mine = getattr(own, name)
        if mine not in ("", None, ()):
            key = {"official_name": "name_source", "area_km2": "area_source"}
            values |= {name: mine, key.get(name, f"{name}_source"): source}
    if own.area_km2 is not None:
        values["area_of"] = own.area_of
    return row._replace(**values), clashes


class _Words:
    """Reads words of leading industries as industries of the plans."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names = Names.of(catalogue)
        self._reader = IndustryReader(catalogue, self._names)

    def read(self, word: str) -> tuple[tuple[str, ...], str]:
        """Return the industries a word means, and how that is known."""
        hits = tuple(dict.fromkeys(hit.id for hit in self._names.exact(word, INDUSTRIES)))
        if hits:
            return hits, "a name of the plans"
        found = self._reader.read(Business(main=(word,)))
        return ((found.id,), found.how) if found.id and found.score >= SURE else ((), found.how)


class _Zone:
    """A zone in the register and in the plans."""

    def __init__(
        self, catalogue: Catalogue, words: _Words, place: Place, entry: RegisteredZone,
        drawn_km2: float | None,
    ) -> None:  # fmt: skip
        self._catalogue, self._words = catalogue, words
        self._place, self._entry, self._drawn_km2 = place, entry, drawn_km2
        own = catalogue.placements_of_place
        inside = (place.id, *catalogue.inside.get(place.id, ()))
        self._placed = strongest_first(
            row for one in inside for row in own.get(one, ())
            if RELATION[row.relation].plan and row.id not in catalogue.contested
        )  # fmt: skip

    def compared(self) -> Iterator[Compared]:
        """Yield all that can be said of it."""
        entry = self._entry
        if entry == _nothing(self._place.id):
            if self._placed:
                told = f"{len(self._placed)} statements"
                yield self._said("register", GAP, "no row that says anything", told, "")
            return
        yield from self._name()
        yield from self._area()
        yield from self._industries()

    def _said(self, about: str, what: str, register: str, plans: str, rests: str) -> Compared:
        return Compared(self._place.id, self._place.name, about, what, register, plans, rests)

    def _name(self) -> Iterator[Compared]:
        name, source = self._entry.official_name, self._entry.name_source
        if not name:
            return
        hits = {hit.id for hit in Names.of(self._catalogue).exact(name, PLACES)}
        if self._place.id in hits:
            yield self._said("name", AGREEMENT, name, self._place.name, source)
        elif hits:
            others = join(self._catalogue.places[row].name for row in sorted(hits))
            yield self._said("name", CONTRADICTION, name, f"is {others}", source)
        else:
            yield self._said("name", GAP, name, "no name of it in the plans", source)

    def _area(self) -> Iterator[Compared]:
        area, entry, place = self._entry.area_km2, self._entry, self._place
        if area is None:
            return
        for other, of in ((place.area_km2, place.area_basis), (self._drawn_km2, "as drawn")):
            if other is None:
                continue
            near = abs(area - other) <= _NEARLY * max(area, other)
            yield self._said(
                "area", AGREEMENT if near else DIFFERS, f"{area:,.10g} km² ({entry.area_of})",
                f"{other:,.10g} km² ({of})", entry.area_source,
            )  # fmt: skip

    def _industries(self) -> Iterator[Compared]:
        entry = self._entry
        covered: set[str] = set()
        for word in entry.leading:
            ids, how = self._words.read(word)
            if not ids:
                yield self._said("industry", UNKNOWN, word, f"no industry ({how})",
                                 entry.leading_source)  # fmt: skip
                continue
            kin = self._kin(ids)
            covered |= kin.union(*(self._catalogue.ancestors(row) for row in kin))
            names = join(self._catalogue.industries[row].name for row in ids)
            called = word if names == word else f"{word} ({names}; {how})"
            found = [row for row in self._placed if row.industry_id in kin]
            if found:
                yield self._said("industry", AGREEMENT, called, self._told(found),
                                 entry.leading_source)  # fmt: skip
            else:
                yield self._said("industry", GAP, called, "not placed here", entry.leading_source)
        yield from self._not_leading(covered)

    def _not_leading(self, covered: set[str]) -> Iterator[Compared]:
        """Yield what the plans make a focus of the zone itself and the register does not lead."""
        focus = [
            row for row in self._placed
            if row.place_id == self._place.id and RELATION[row.relation].strong
        ]  # fmt: skip
        by_industry: dict[str, list[Placement]] = {}
        for row in focus:
            if row.industry_id not in covered:
                by_industry.setdefault(row.industry_id, []).append(row)
        if by_industry and not self._entry.leading:
            told = "; ".join(map(self._told, by_industry.values()))
            yield self._said("industry", GAP, "no leading industries known", told, "")
            return
        for rows in by_industry.values():
            locators = join(dict.fromkeys(row.locator for row in rows))
            yield self._said("industry", GAP, "not leading", self._told(rows), locators)

    def _kin(self, ids: Sequence[str]) -> set[str]:
        """Return industries, what is below them, and what is above them but for pillars."""
        catalogue = self._catalogue
        kin = {below for one in ids for below in catalogue.descendants(one)}
        for one in ids:
            for twin in (one, *catalogue.twins.get(one, ())):
                for above in catalogue.ancestors(twin):
                    if catalogue.industries[above].level != "pillar":
                        kin |= {above, *catalogue.twins.get(above, ())}
        return kin

    def _told(self, rows: Sequence[Placement]) -> str:
        """Say the strongest of some statements, with its locator, and how many there are."""
        first = rows[0]
        name = self._catalogue.industries[first.industry_id].name
        more = f", {len(rows)} statements" if len(rows) > 1 else ""
        return f"{name}: {RELATION[first.relation].name} ({first.locator}{more})"
