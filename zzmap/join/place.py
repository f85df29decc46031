"""Which place of the plans a row is at, by its address and by the columns that name places.

1. Names and aliases of places, longest first; a district's short name counts only where no
   road is called after it (金水路 is no 金水区).
2. Street offices and towns (``streets.csv``): the zone that manages one, else its district; of
   several districts that have one of this name, the one the row names.
3. Where nothing is found, a word ending in 区, 市, 县, 镇 … that differs by one character, or
   sounds alike, is that place, as a guess.
4. A heading above the row (一、高新区), where the row itself names no place.

Of several places the most particular counts: a park before its zone before its district.  Two
that contradict each other are both said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.join.scan import Scanner
from zzmap.join.words import folded
from zzmap.messages import say
from zzmap.model import Place, Street
from zzmap.names import GUESSES, PLACES, Names, Way, normalise
from zzmap.words import join


class PlaceFound(NamedTuple):
    """The place of a row.

    Attributes
    ----------
    id
        Place; '' where none is known.
    district
        Name of the district; of a place that lies in several, all; '' where none is known.
    how
        Which words, by which rule.
    why
        Why it is in the review; '' where it is certain.
    candidates
        Ids that it might be.
    outside
        Whether the address is in another city.
    """

    id: str = ""
    district: str = ""
    how: str = ""
    why: str = ""
    candidates: tuple[str, ...] = ()
    outside: bool = False


class Located(NamedTuple):
    """What a row says of its place: address, cells of district and zone, heading above it."""

    addresses: tuple[str, ...] = ()
    district: str = ""
    zone: str = ""
    heading: str = ""


class _Named(NamedTuple):
    """A place named, with the words that name it and the rule."""

    id: str
    words: str
    rule: str
    guess: bool = False


_BARE = 5
"""A name without its city has so many characters or more: 高新技术产业开发区."""

_ZONE_FORMS = {
    "高新技术产业开发区": ("高新开发区", "高新技术开发区", "高新产业开发区", "高新技术产业区"),
    "经济技术开发区": ("经济开发区", "经济技术区", "经开发区"),
}
"""How addresses shorten the long names of zones."""

_BARE_FORMS = ("高新开发区", "高新技术开发区")
"""Of these the city's own zone is meant where no other name stands before."""

_ESTATE = re.compile("(.{2,3}?)(产业集聚区|工业园区?)")
"""A zone called after its town, which addresses write in full: 曲梁镇产业集聚区."""

_NO_ADDRESS_KINDS = ("region", "group", "belt", "neighbour_city")
_ROAD = re.compile(r"(?:[东南西北中]{0,2}(?:路|街|大道|巷|桥|河|大厦|广场|国道|高速|站|立交))")
_TOWN = re.compile(r"镇|乡|街道|办事处|村")
_CITY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}(?:省|自治区))?"
    r"([\u4e00-\u9fff]{2,4}?(?:市(?![场政民郊委])|自治州|地区|盟)|北京|上海|天津|重庆)"
)
_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,3}(?:省|自治区)")
_TOKEN = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:开发区|示范区|实验区|产业园|科技城|园区|新区|新城|区|县|市)"
)
_SEVERAL = "one of several"
_STREET_END = "(?:街道办事处|街道办|办事处|街道|镇|乡|办)"
_STREET_SUFFIX = re.compile(r"(?:街道|镇|乡)$")


class PlaceReader:
    """Reads the place of an address.

    Parameters
    ----------
    catalogue
        Its places and street offices.
    names
        The resolver of the catalogue's names.

    Examples
    --------
    >>> catalogue = Catalogue()
    >>> reader = PlaceReader(catalogue, Names.of(catalogue))
    >>> found = reader.read(Located(("郑州市金水区高新区科学大道1号",)))
    >>> found.id, found.district, found.why
    ('zone-gaoxin', '金水区', '郑州高新区 lies in 中原区, the row says 金水区')
    """

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        self.catalogue = catalogue
        self._names = names
        kinds = set(catalogue.city.district_kinds)
        self._districts = {row.id for row in catalogue.places.values() if row.kind in kinds}
        self._streets = self._by_street()
        self._scanner = Scanner(self._words())
        stems = sorted(
            {_STREET_SUFFIX.sub("", name) for name in self._streets}, key=len, reverse=True
        )
        pattern = "|".join(map(re.escape, stems)) or "(?!)"
        self._street = re.compile(f"({pattern}){_STREET_END}")
        self._read = lru_cache(100_000)(self._read_now)
        self._named = lru_cache(100_000)(self._named_now)
        self._called = frozenset(catalogue.called)

    def read(self, located: Located) -> PlaceFound:
        """Return the place of a row, or that none is known."""
        return self._read(located)

    # -- what is named -------------------------------------------------------------------

    def _words(self) -> Iterator[tuple[str, str]]:
        """Yield names, then the ways they are shortened: without the city, 市 or 区 in them."""
        terms = [
            (key, hit.id)
            for key, hit in self._names.terms(PLACES)
            if self.catalogue.places[hit.id].kind not in _NO_ADDRESS_KINDS and not key.isascii()
        ]
        homes = [self.catalogue.places[row].name for row in sorted(self._districts)]
        own_names = [
            normalise(name)
            for row in sorted(self._districts)
            for name in (self.catalogue.places[row].name, *self.catalogue.places[row].aliases)
        ]
        own = {
            normalise(name)
            for row in self.catalogue.places.values()
            for name in (row.name, *row.aliases)
        }
        full = [row for row in own_names if row.endswith(("区", "县", "市"))]
        # A district with another zone's name after it is both, though some zone's short form too.
        terms = [
            (key, row_id) for key, row_id in terms if key in own or not _is_two(key, full, own)
        ]
        yield from terms
        yield from self._shortened(terms, own)
        for row in self.catalogue.places.values():
            if row.kind == "neighbour_city":
                yield normalise(row.name), row.id
        for key, row_id in terms:
            estate = _ESTATE.fullmatch(key)
            if estate and f"{estate[1]}镇" in self._streets:
                yield f"{estate[1]}镇{estate[2]}", row_id
            for city in self.catalogue.called:
                bare = key.removeprefix(city)
                if bare != key and len(bare) >= _BARE:
                    yield bare, row_id
                if bare != key and len(bare) == 3 and bare.endswith("区"):
                    yield f"{bare[:2]}第", row_id  # 经开第八大街
            for home in homes:
                if key.startswith(home) and key != home:
                    yield home[:-1] + key[len(home) :], row_id

    def _shortened(
        self, terms: Sequence[tuple[str, str]], own: set[str]
    ) -> Iterator[tuple[str, str]]:
        """Yield what addresses make of a zone's long name (高新开发区), where it is one's alone."""
        made: dict[str, set[str]] = {}
        for key, row_id in terms:
            for long, shorts in _ZONE_FORMS.items():
                if long in key:
                    for short in shorts:
                        made.setdefault(key.replace(long, short), set()).add(row_id)
        for word, ids in made.items():
            if len(ids) == 1 and word not in own:
                yield word, next(iter(ids))
                bare = next((word.removeprefix(city) for city in self.catalogue.called
                             if word.startswith(city)), word)  # fmt: skip
                if bare != word and bare in _BARE_FORMS:
                    yield bare, next(iter(ids))

    def _by_street(self) -> dict[str, list[Street]]:
        streets: dict[str, list[Street]] = {}
        for row in self.catalogue.streets:
            streets.setdefault(row.name, []).append(row)
        return streets

    def _named_now(self, text: str) -> tuple[_Named, ...]:
        """Return all places a text names, from left to right."""
        key = self._key(text)
        spots = self._scanner.find(key, self._is_place)
        found = [_Named(spot.thing, key[spot.start : spot.end], "name") for spot in spots]
        named = {row.id for row in found}
        for street in self._street.finditer(key):
            if any(spot.start <= street.start() and street.end() <= spot.end for spot in spots):
                continue
            found += self._of_street(street[1], street[0], named)
        return tuple(found)

    def _key(self, text: str) -> str:
        """Return a text as names are compared, 郑州市 written 郑州, as names of places have it."""
        key = normalise(folded(text))
        for full in self.catalogue.called:
            if full.endswith("市"):
                key = key.replace(full, full[:-1])
        return key

    def _is_place(self, key: str, start: int, end: int) -> bool:
        """Tell whether a name in an address is a place's and not that of a road after it."""
        word = key[start:end]
        short = not word.endswith(("区", "县", "市", "园", "城", "镇", "谷", "港"))
        return not (short and (_ROAD.match(key, end) or _TOWN.match(key, end)))

    def _of_street(self, stem: str, words: str, named: set[str]) -> list[_Named]:
        rows = [
            row
            for name, streets in self._streets.items()
            if _STREET_SUFFIX.sub("", name) == stem
            for row in streets
        ]
        own = [row for row in rows if row.district_id in named or row.zone_id in named]
        rows = own or rows
        if len({(row.district_id, row.zone_id) for row in rows}) != 1:
            return [_Named(row.district_id, words, _SEVERAL) for row in rows]
        row = rows[0]
        found = [_Named(row.district_id, words, "street")]
        return [*found, _Named(row.zone_id, words, "street")] if row.zone_id else found

    def _guess(self, text: str) -> tuple[_Named, ...]:
        """Return the place that a word is nearly, if it is one alone."""
        plain = folded(text)
        for word in sorted(self._called, key=len, reverse=True):
            plain = _PROVINCE.sub("", plain).removeprefix(word)
        for token in _TOKEN.finditer(plain):
            for start in range(max(0, len(token[0]) - 8), max(1, len(token[0]) - 2)):
                ranked = self._names.ranked(token[0][start:], PLACES)
                best = [hit for _, hit in ranked if ranked and hit.way == ranked[0][1].way]
                if best and best[0].way in GUESSES and len({hit.id for hit in best}) == 1:
                    way = "slip of" if best[0].way == Way.SLIP else "sounds like"
                    return (_Named(best[0].id, token[0][start:], f"{way} {best[0].term}", True),)
        return ()

    def _outside(self, text: str) -> str:
        """Return the other city an address is in; '' where it is in this one, or says none."""
        plain = folded(text)
        if self._mentions_city(plain):
            return ""
        found = _CITY.match(plain)
        if found is None or any(row.id in self._districts for row in self._named(found[1])):
            return ""
        return found[1]

    def _mentions_city(self, plain: str) -> bool:
        return any(word in plain for word in self._called)

    # -- the judgement -------------------------------------------------------------------

    def _read_now(self, located: Located) -> PlaceFound:
        cells = [text for text in (*located.addresses, located.zone, located.district) if text]
        stated = self._district_of(located.district)
        for text in located.addresses:
            other = self._outside(text)
            if other and not stated:
                # A neighbour city is a place of the plans; what is called like ours in it is not.
                ids = [row.id for row in self._named(other)]
                how = f"outside the city: {other}"
                why = say("the address is in {other}", other=other)
                return PlaceFound(ids[0] if ids else "", "", how, why, outside=True)
        named = [row for text in cells for row in self._named(" ".join([text, located.district]))]
        if not named:
            named = [row for text in cells for row in self._guess(text)]
        if not named and located.heading:
            named = [row._replace(rule="heading above") for row in self._named(located.heading)]
        if not named:
            why = say("no place of the plans is named") if cells else say("the row says no place")
            return PlaceFound(how=f"none: {why}", why=why)
        own = {row.id for text in located.addresses for row in self._named(text)}
        return self._judged(list(dict.fromkeys(named)), stated, own & self._districts)

    def settled(self, place_id: str, how: str) -> PlaceFound:
        """Return a place that a planner says, with the district or districts it lies in."""
        if place_id in self._districts:
            return PlaceFound(place_id, self._name(place_id), how)
        homes = self._homes(self.catalogue.places[place_id])
        return PlaceFound(place_id, join(map(self._name, homes)), how)

    def _district_of(self, text: str) -> str:
        named = self._named(text) if text else ()
        return next((row.id for row in named if row.id in self._districts), "")

    def _judged(self, named: Sequence[_Named], stated: str, own: Set[str]) -> PlaceFound:
        places = [row for row in named if row.id not in self._districts]
        districts = [row for row in named if row.id in self._districts]
        said = stated or next((row.id for row in districts if row.rule == "name"), "")
        said = said or next((row.id for row in districts if row.rule != _SEVERAL), "")
        if not places:
            # Where an address names one district and the column another, the address counts.
            said = next(iter(own)) if len(own) == 1 else said
            return self._of_district(districts, said)
        best = max(
            places, key=lambda row: (row.rule != "street", self._depth(row.id), len(row.words))
        )
        place = self.catalogue.places[best.id]
        homes = self._homes(place)
        doubts = [self._contradiction(place, homes, said)] if said else []
        # A place that does not lie with the best one contradicts it.
        others = [
            row for row in places if row.id != best.id and not self._together(row.id, best.id)
        ]
        doubts += [self._named_too(row) for row in others[:2]]
        if best.guess:
            doubts.append(_guessed(best))
        doubts = [row for row in doubts if row]
        district = self._name(said) if said else join(map(self._name, homes))
        how = "; ".join([self._told(best), *map(str, doubts)])
        ids = tuple(dict.fromkeys((best.id, *(row.id for row in others), *filter(None, [said]))))
        return PlaceFound(best.id, district, how, _all_of(doubts), ids if doubts else ())

    def _of_district(self, districts: Sequence[_Named], said: str) -> PlaceFound:
        if all(row.rule == _SEVERAL for row in districts):
            ids = tuple(row.id for row in districts)
            names = "、".join(map(self._name, ids))
            why = say("“{words}” is in {names}", words=districts[0].words, names=names)
            return PlaceFound("", "", f"none: {why}", why, ids)
        districts = [row for row in districts if row.rule != _SEVERAL]
        best = next((row for row in districts if row.id == said), districts[0])
        others = [row for row in districts if row.id != best.id]
        doubts = [self._named_too(row) for row in others[:2]]
        if best.guess:
            doubts.append(_guessed(best))
        how = "; ".join([self._told(best), *map(str, doubts)])
        ids = tuple(row.id for row in (best, *others))
        return PlaceFound(best.id, self._name(best.id), how, _all_of(doubts), ids if doubts else ())

    def _depth(self, row_id: str) -> int:
        return len(list(self.catalogue.places_above(row_id)))

    def _homes(self, place: Place) -> tuple[str, ...]:
        """Return the districts a place is known to lie in, its own or those of what holds it."""
        if place.district_ids:
            return place.district_ids
        above = self.catalogue.places_above(place.id)
        return next(
            (row.district_ids for row in map(self.catalogue.places.get, above)
             if row is not None and row.district_ids),
            (),
        )  # fmt: skip

    def _contradiction(self, place: Place, homes: Sequence[str], said: str) -> str:
        if not homes or said in homes:
            return ""
        where = "、".join(map(self._name, homes))
        return say(
            "{place} lies in {where}, the row says {said}",
            place=place.name,
            where=where,
            said=self._name(said),
        )

    def _named_too(self, row: _Named) -> str:
        return say("{name} (“{words}”) is named too", name=self._name(row.id), words=row.words)

    def _together(self, one: str, other: str) -> bool:
        return one in self.catalogue.places_above(other) or other in self.catalogue.places_above(
            one
        )

    def _name(self, row_id: str) -> str:
        return self.catalogue.places[row_id].name if row_id else ""

    def _told(self, row: _Named) -> str:
        name = self._name(row.id)
        if row.rule == "street":
            return f"“{row.words}” belongs to {name}"
        if row.rule == "name":
            return f"“{row.words}” is {name}" if row.words != normalise(name) else f"“{row.words}”"
        return f"“{row.words}” ({row.rule}): {name}"


def _guessed(row: _Named) -> str:
    return say("a guess: “{words}” {rule}", words=row.words, rule=row.rule)


def _all_of(doubts: Sequence[str]) -> str:
    """Return doubts as one message, in whichever language it will be read."""
    told = ""
    for doubt in doubts:
        told = say("{first}; {second}", first=told, second=doubt) if told else doubt
    return told


def _is_two(key: str, districts: Sequence[str], known: set[str]) -> bool:
    """Tell whether a term is a district's name and that of another place, written together."""
    rests = (key[len(row) :] for row in districts if key.startswith(row))
    return any(rest in known or f"{rest}区" in known for rest in rests if rest)
