"""Names that geodata has, found in a text: all of them at once, the longest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from zzmap.catalogue import Catalogue
from zzmap.extract.clauses import fold

_TAILS = ("产业", "行业")
_SHORTEST = 2
_TELLING = 5
_ZONE = "development_zone"
_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")
_ADMINISTRATIVE = re.compile(r"(?<=..)(?:区|县|市)$")


class Mention(NamedTuple):
    """A name in a text: the characters, what geodata knows by it, and how sure that is.

    `ids` are empty for a name that geodata does not have; of several, the plan that is read
    decides.  `called` is the name where the characters are but a word for it.
    """

    start: int
    end: int
    name: str
    ids: tuple[str, ...]
    sure: float
    called: str = ""


class Names:
    """Terms and the ids each can mean, ready to be found in folded text.

    Examples
    --------
    >>> names = Names([("甲产业园", "park-jia"), ("甲", "district-jia")])
    >>> [found.ids for found in names.find("依托甲产业园和甲,", 0, 10)]
    [('park-jia',), ('district-jia',)]
    """

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        ids: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for term, row_id in terms:
            if len(term) >= _SHORTEST or not term.isascii():
                ids[fold(term)][row_id] = None
        self._terms = list(ids)
        self._ids = [tuple(row) for row in ids.values()]
        self._finder = AhoCorasick(self._terms, matchkind=MatchKind.LeftmostLongest)
        self._by_term = dict(zip(self._terms, self._ids, strict=True))

    def get(self, term: str) -> tuple[str, ...]:
        """Return the ids a whole term can mean."""
        return self._by_term.get(fold(term), ())

    def ending(self, name: str) -> tuple[str, ...]:
        """Return the ids of the one thing whose name ends in this: 丙产业园 of 甲市丙产业园."""
        found = {
            ids
            for term, ids in self._by_term.items()
            if len(name) >= _TELLING and term.endswith(name)
        }
        return found.pop() if len(found) == 1 else ()

    def find(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """Yield the names in a part of a folded text, in their order."""
        for number, begin, stop in self._finder.find_matches_as_indexes(text[start:end]):
            mention = Mention(
                start + begin, start + stop, self._terms[number], self._ids[number], 1.0
            )
            if not _cuts_a_word(text, mention):
                yield mention


def _cuts_a_word(text: str, mention: Mention) -> bool:
    """Tell whether a Latin name is but a part of a longer word."""
    before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
    return (_latin(before) and _latin(mention.name[0])) or (
        _latin(after) and _latin(mention.name[-1])
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


class Gazetteer(NamedTuple):
    """What is known before a plan is read.

    Attributes
    ----------
    places, industries, elements
        The names, those of elements with the place each is itself; of districts alone, and
        none, when a plan is read cold.
    catalogue
        The geodata the names are of; None for none.
    city
        Name of the city.
    cold
        Whether only names of districts are known.
    districts
        Names of the city's districts, counties and cities.
    enterprises
        Names of the enterprises of its projects, folded.
    """

    places: Names
    industries: Names
    elements: Names
    catalogue: Catalogue | None
    city: str
    cold: bool
    districts: tuple[str, ...]
    enterprises: tuple[str, ...] = ()


def gazetteer(catalogue: Catalogue, *, cold: bool = False) -> Gazetteer:
    """Return the names of a geodata folder; `cold` takes those of its districts alone."""
    kinds, city = catalogue.city.district_kinds, catalogue.city.name
    rows = catalogue.places.values()
    districts = tuple(row.name for row in rows if row.kind in kinds)
    if cold:
        of_districts = ((row, term) for row in rows if row.kind in kinds
                        for term in (row.name, _ADMINISTRATIVE.sub("", row.name)))  # fmt: skip
        places = Names((term, row.id) for row, term in of_districts)
        return Gazetteer(places, Names(()), Names(()), catalogue, city, True, districts)
    terms = [(term, row.id) for row in rows for term in (row.name, *row.aliases)]
    taken = {fold(term) for term, _ in terms}
    terms += [
        (term, place_id)
        for place_id, short in catalogue.short_names.items()
        for term in short
        if fold(term) not in taken
    ]
    return Gazetteer(
        Names(terms), Names(_industry_terms(catalogue)), Names(_element_terms(catalogue)),
        catalogue, city, False, districts, _enterprises(catalogue),
    )  # fmt: skip


def of_districts(city: str, districts: Iterable[str]) -> Gazetteer:
    """Return what is known of a city that geodata does not have: its name, and its districts'.

    Examples
    --------
    >>> [row.name for row in of_districts("甲乙市", ["丙丁县"]).places.find("丙丁县", 0, 3)]
    ['丙丁县']
    """
    names = tuple(districts)
    nothing = Names(())
    places = Names((name, "") for name in names)
    return Gazetteer(places, nothing, nothing, None, city, True, names)


def zones(names: Gazetteer) -> tuple[str, ...]:
    """Return the names of the city's development zones, none where only districts are known.

    A name that begins with one is a place's, as one that begins with a district is.

    Examples
    --------
    >>> zones(of_districts("甲乙市", ["丙丁县"]))
    ()
    """
    if names.catalogue is None or names.cold:
        return ()
    rows = [row for row in names.catalogue.places.values() if row.kind == _ZONE]
    terms = (fold(term) for row in rows for term in (row.name, *row.aliases))
    return tuple(term for term in terms if len(term) > _SHORTEST and not _BRACKET.search(term))


def _industry_terms(catalogue: Catalogue) -> list[tuple[str, str]]:
    rows = catalogue.industries.values()
    terms = [(term, row.id) for row in rows for term in (row.name, *row.aliases)]
    # A node told apart from another by a bracket is called without it where its chapter is.
    terms += [(_BRACKET.sub("", term), row_id) for term, row_id in terms if term[-1:] in ")）"]
    taken = {fold(term) for term, _ in terms}
    for term, row_id in tuple(terms):
        for tail in _TAILS:
            stem = term.removesuffix(tail)
            if stem != term and len(stem) > _SHORTEST and fold(stem) not in taken:
                terms.append((stem, row_id))
    return terms


def _element_terms(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the names of elements that are a place, 五区：甲区 as 甲区."""
    for row in catalogue.elements.values():
        if row.place_id:
            yield re.split("[：:]", row.name)[-1], row.place_id


def _enterprises(catalogue: Catalogue) -> tuple[str, ...]:
    names = {
        fold(name)
        for row in catalogue.projects
        for name in (row.enterprise, *row.enterprise_aliases)
        if len(name) >= _SHORTEST
    }
    return tuple(sorted(names))
