"""The one resolver of names: what a planner types to the records it can mean.

The command line, imports and the page (``render/static/names.js``) follow the same rules,
which are these.  ``tests/vectors/names.json`` holds texts with the hits they must give.

Text is *folded* before it is compared: compatibility forms become plain ones (NFKC), letters
lower case; only letters, digits, ``+`` and ``#`` stay, but what stands between two digits
becomes ``.``, for 1-12 is not 11-2.  *Words* start at every character that is no Latin letter
or digit, at every run of Latin letters and digits, and inside it at a digit after a letter or
after leading zeros.  A text is *Latin* if it is ASCII when folded.

A record is found by the first of these rules that holds for any of its terms (name, English
name, aliases, of a place also the short forms of `zzmap._short_names`):

1. ``exact``: the text is the record's id; else, in this order, its name (of either language)
   as written, an alias as written, a name folded, an alias folded.
2. ``part``: the text stands in a term, from the start of a word on: a Latin text of three
   letters or more that is no little word (`LITTLE`), one of two letters if it is the whole
   word, another text of two characters or more.  Or the text holds a whole term of three
   characters or more, from the start to the end of words, that is not part of a longer one it
   holds or is.  The start of a term comes before its inside, and that before terms held.
3. ``pinyin``: a Latin text of two letters or more is the pinyin of a whole term.
4. ``initials``: a Latin text of two letters or more is the first letters of a term's
   syllables; a Latin word in the term counts whole or by its first letter.
5. ``pinyin part``: a Latin text of four letters or more is two or more whole syllables of a
   term; those at its start come first.
6. ``pinyin start``: a Latin text of four letters or more starts the pinyin of a term and ends
   in the middle of its second or a later syllable.
7. ``slip``: the text differs from a term, or a Latin text from its pinyin, by one character
   put in, left out, changed or changed places with its neighbour.  Both are three characters
   long or more, five if the text is Latin, and have the same numerals (`NUMERALS`): 一号 is no
   slip of 二号, nor 1-12 of 112.
8. ``sound``: a text that is not Latin has two syllables or more, and they are those of a whole
   term.  Characters are read as `zzmap.readings` tells.

Rules 1 to 3 are one group, 4 and 5 the next, then 6, 7 and 8 each for itself.  A group is asked
only if none before it has found anything among the kinds asked for: who types a name is not
shown what merely sounds like it.  Rules 6 to 8 are guesses (`GUESSES`), to be told as such.

Hits are ranked by rule, then by the order given inside the rule, then shorter terms first (of
terms that the text holds, longer first), then in the order of the catalogue: industries,
places, elements, projects, enterprises.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from zzmap._name_rules import LITTLE, NUMERALS, RULES, Rule, longest, sameness, sounding
from zzmap._name_terms import (
    ELEMENT,
    ENTERPRISE,
    GUESSES,
    INDUSTRIES,
    INDUSTRY,
    KINDS,
    PARK,
    PLACE,
    PLACES,
    PROJECT,
    SITE,
    WAYS,
    Found,
    Kind,
    Record,
    Table,
    Typed,
    Way,
    normalise,
    word_starts,
)
from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.messages import say
from zzmap.model import USER_PARK
from zzmap.readings import read, usual_readings

__all__ = [
    "ELEMENT",
    "ENTERPRISE",
    "GUESSES",
    "INDUSTRIES",
    "INDUSTRY",
    "KINDS",
    "LITTLE",
    "NUMERALS",
    "PARK",
    "PLACE",
    "PLACES",
    "PROJECT",
    "SITE",
    "WAYS",
    "Hit",
    "Kind",
    "Names",
    "Rank",
    "Record",
    "Way",
    "normalise",
    "sameness",
]

_GROUPS = (
    (Way.EXACT, Way.PART, Way.PINYIN),
    (Way.INITIALS, Way.PINYIN_PART),
    (Way.PINYIN_START,),
    (Way.SLIP,),
    (Way.SOUND,),
)
_NEARLY = 2
_NEAR_LIMIT = 5
_OFFERED = 6


class Hit(NamedTuple):
    """A record found: kind and id, the rule that found it and the term that matched."""

    kind: Kind
    id: str
    way: Way
    term: str


Rank = tuple[int, int]
"""The rule of a hit and the order inside it."""

Source = tuple[tuple[Kind, ...], Callable[[], Iterable[Record]]]
"""Kinds of records and how to get them, when they are first asked for."""


class Names:
    """A resolver of names.

    Most take one `over` records or `of` a catalogue.

    Parameters
    ----------
    sources
        Tables of records, in the order in which hits of equal rank are given.
    pinyin
        Gives pinyin by term, syllables separated by spaces; it is asked only where a text
        may be pinyin.  A term without one is found by its characters only.

    Examples
    --------
    >>> names = Names.over([Record("place", "zone-1", "高新区")], {"高新区": "gao xin qu"})
    >>> names.find("gaoxin")
    [Hit(kind='place', id='zone-1', way=<Way.PINYIN_PART: 4>, term='高新区')]
    >>> names.one("高欣区").id
    'zone-1'
    """

    def __init__(
        self, sources: Sequence[Source], pinyin: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        self._sources = sources
        self._pinyin = pinyin
        self._tables: dict[int, Table] = {}

    @classmethod
    def over(cls, records: Iterable[Record], pinyin: Mapping[str, str] | None = None) -> Names:
        """Return a resolver of these records."""
        return cls([(KINDS, lambda: records)], lambda: pinyin or {})

    @classmethod
    def of(cls, catalogue: Catalogue) -> Names:
        """Return the resolver of all a catalogue names.

        Each table is read when it is needed; a catalogue has one resolver, which is kept with it.
        """
        kept = catalogue.derived.get(cls)
        if not isinstance(kept, cls):
            kept = cls(_sources_of(catalogue), lambda: catalogue.spoken)
            catalogue.derived[cls] = kept
        return kept

    def find(self, text: str, kinds: Sequence[Kind] = KINDS) -> list[Hit]:
        """Find records of some kinds, best first; each once, by its strongest match."""
        return [hit for _, hit in self.ranked(text, kinds)]

    def ranked(
        self, text: str, kinds: Sequence[Kind] = KINDS, *, sure: bool = False
    ) -> list[tuple[Rank, Hit]]:
        """Find records as `find` does (`exact`, if `sure`), each with its rank."""
        typed = _typed(text)
        if not sure:
            typed = typed._replace(held=self._held(typed, kinds))
        for ways in ((Way.EXACT,),) if sure or not typed.key else _GROUPS:
            found = self._collect(typed, ways, kinds)
            if found:
                return found
        return []

    def by_words(
        self, words: Sequence[str], same: Mapping[str, str], free: Collection[str] = ()
    ) -> list[Hit]:
        """Find records whose English terms have all these words, those with the fewest others.

        Parameters
        ----------
        words
            Lower-case English words, in singular or plural.
        same
            Words that stand for another.
        free
            Words that do not count as others.
        """
        asked = {_stem(same.get(word, word)) for word in words}
        # A word stands in the text as it is, but for one that has another spelling.
        plain = [word for word in asked if word[-1:] != "y" and word not in same.values()]
        best = len(asked) + _MANY_WORDS
        hits: list[Hit] = []
        for table, kinds in self._tables_of(KINDS):
            for term in table.terms:
                text = term.text.lower()
                if not text.isascii() or any(word not in text for word in plain):
                    continue
                have = {_stem(same.get(word, word)) for word in _ENGLISH.findall(text)}
                record = table.records[term.record]
                others = len(have - asked - LITTLE - set(free))
                if not asked <= have or record.kind not in kinds or others > best:
                    continue
                if others < best:
                    best, hits = others, []
                hits.append(Hit(record.kind, record.id, Way.PART, term.text))
        return hits

    def of_length(self, length: int, kinds: Sequence[Kind]) -> Iterator[tuple[Hit, str]]:
        """Yield each term of some kinds that has so many characters folded, as a slip for it."""
        for table, wanted in self._tables_of(kinds):
            for term in table.terms:
                record = table.records[term.record]
                if len(term.key) == length and record.kind in wanted:
                    yield Hit(record.kind, record.id, Way.SLIP, term.text), term.key

    def exact(self, text: str, kinds: Sequence[Kind] = KINDS) -> list[Hit]:
        """Find records with exactly this id, name or alias (rule 1), best first."""
        return [hit for _, hit in self.ranked(text, kinds, sure=True)]

    def one(self, text: str, kinds: Sequence[Kind] = KINDS, *, sure: bool = False) -> Hit:
        """Find the one record that is meant.

        That is the only one found by the strongest rule, the first if it alone has this
        name, or one whose name the text nearly is: 航空港 is 航空港区, but 先进制造业开发区 is any
        of eight.

        Parameters
        ----------
        text
            What was typed.
        kinds
            Kinds of records it can mean.
        sure
            Take exact names and ids only, as something is going to be changed.

        Raises
        ------
        NotFoundError
            If nothing is called so, with near names; or if several can be meant, with them.
        """
        meant = self.meant(text, kinds, sure=sure)
        if not meant:
            raise self._nothing(text, kinds, sure)
        best, *tied = meant
        if tied and not _stands_out(text, best, tied):
            _, many, _ = _NOUNS.get(_noun(kinds), _ANYTHING)
            raise NotFoundError(
                say("“{text}” can mean {count} {many}", text=text, count=len(tied) + 1, many=many),
                self._labels([best, *tied]),
                say("Give one of these in full."),
            )
        return best

    def meant(self, text: str, kinds: Sequence[Kind] = KINDS, *, sure: bool = False) -> list[Hit]:
        """Return the best hit and all that are as good, before `one` chooses among them.

        Of exact hits these are the ones by the same sort of name; if `sure`, a name and an
        alias are as good as each other.
        """
        found = self.ranked(text, kinds, sure=sure)
        return [hit for rank, hit in found if _as_good(rank, found[0][0], sure)]

    def record(self, hit: Hit) -> Record:
        """Return the record of a hit."""
        for table, kinds in self._tables_of((hit.kind,)):
            for number in table.by_id.get(hit.id, ()):
                if table.records[number].kind in kinds:
                    return table.records[number]
        raise KeyError(hit.id)

    def near(self, text: str, kinds: Sequence[Kind] = KINDS) -> tuple[str, ...]:
        """Return up to five terms that look or sound like a text, best first."""
        from rapidfuzz import fuzz, process

        key = normalise(text)
        names, sounds = self._choices(kinds)
        scored: dict[str, float] = {}
        for choices, cutoff in ((names, 45), (sounds, 65)):
            for found, score, _ in process.extract(
                key, choices.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=_NEAR_LIMIT
            ):
                scored[choices[found]] = max(score, scored.get(choices[found], 0))
        best = sorted(scored, key=lambda term: -scored[term])
        return tuple(best[:_NEAR_LIMIT])

    def terms(self, kinds: Sequence[Kind] = KINDS) -> Iterator[tuple[str, Hit]]:
        """Yield every term of some kinds as it is compared, with the record it names.

        For who looks for names in many long texts and cannot ask for each.
        """
        for table, wanted in self._tables_of(kinds):
            for term in table.terms:
                record = table.records[term.record]
                if record.kind in wanted:
                    yield term.key, Hit(record.kind, record.id, Way.EXACT, term.text)

    # -- inside ------------------------------------------------------------------------

    def _tables_of(self, kinds: Sequence[Kind]) -> Iterator[tuple[Table, set[Kind]]]:
        for number, (held, records) in enumerate(self._sources):
            wanted = set(held) & set(kinds)
            if wanted:
                if number not in self._tables:
                    self._tables[number] = Table(records(), self._pinyin)
                yield self._tables[number], wanted

    @cached_property
    def _usual(self) -> dict[str, str]:
        return usual_readings(self._pinyin())

    def _collect(
        self, typed: Typed, ways: Sequence[Way], kinds: Sequence[Kind]
    ) -> list[tuple[Rank, Hit]]:
        """Gather each record once, by its best term, and rank them."""
        ranked: list[tuple[tuple[int, int, int, int, int], Hit]] = []
        for number, (table, wanted) in enumerate(self._tables_of(kinds)):
            best: dict[int, Found] = {}
            for way in ways:
                for found in self._rule(way)(typed, table):
                    other = best.get(found.record)
                    if other is None or found[:4] < other[:4]:
                        best[found.record] = found
            for row in best.values():
                record = table.records[row.record]
                if record.kind in wanted:
                    rank = (*row[:3], number, row.record)
                    ranked.append((rank, Hit(record.kind, record.id, row.way, row.text)))
        ranked.sort(key=lambda pair: pair[0])
        return [(rank[:2], hit) for rank, hit in ranked]

    def _held(self, typed: Typed, kinds: Sequence[Kind]) -> tuple[tuple[int, int], ...]:
        """Return where a text holds terms of some kinds, itself left out."""
        key, starts = typed.key, word_starts(typed.text)
        whole = (0, len(key))
        spans = {
            (start, start + length)
            for table, wanted in self._tables_of(kinds)
            for start in starts
            for length in table.lengths
            if start + length in starts and table.has(key[start : start + length], wanted)
        }
        return tuple(span for span in longest(spans) if span != whole)

    def _rule(self, way: Way) -> Rule:
        return self._sound if way == Way.SOUND else RULES[way]

    def _sound(self, typed: Typed, table: Table) -> Iterator[Found]:
        if typed.latin:
            return
        parts = map(normalise, read(normalise(typed.text), self._usual) or ())
        syllables = tuple(part for part in parts if part)
        if len(syllables) >= 2:
            for sound in table.sounds:
                if sound.syllables == syllables:
                    yield sounding(table, Way.SOUND, 0, sound)

    def _choices(self, kinds: Sequence[Kind]) -> tuple[dict[str, str], dict[str, str]]:
        names: dict[str, str] = {}
        sounds: dict[str, str] = {}
        for table, wanted in self._tables_of(kinds):
            for term in table.terms:
                if table.records[term.record].kind in wanted:
                    names.setdefault(term.key, term.text)
            for sound in table.sounds:
                term = table.terms[sound.term]
                if table.records[term.record].kind in wanted:
                    sounds.setdefault(sound.word, term.text)
        return names, sounds

    def _labels(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Return names to choose from, or ids where names are alike."""
        names = [self.record(hit).name for hit in hits]
        labels = [hit.id for hit in hits] if len(set(names)) < len(names) else names
        return tuple(labels[:_OFFERED])

    def _nothing(self, text: str, kinds: Sequence[Kind], sure: bool) -> NotFoundError:
        one, _, hint = _NOUNS.get(_noun(kinds), _ANYTHING)
        meant = [] if not sure else self.find(text, kinds)
        near = self._labels(meant) or self.near(text, kinds)
        if not text.strip():
            return NotFoundError(say("no {one} is named: the name is empty", one=one), near, hint)
        return NotFoundError(say("no {one} is called “{text}”", one=one, text=text), near, hint)


def _sources_of(catalogue: Catalogue) -> list[Source]:
    return [
        (INDUSTRIES, lambda: _industries(catalogue)),
        (PLACES, lambda: _places(catalogue)),
        ((ELEMENT,), lambda: _elements(catalogue)),
        ((PROJECT,), lambda: _projects(catalogue)),
        ((ENTERPRISE,), lambda: _enterprises(catalogue)),
    ]


_ENGLISH = re.compile(r"[a-z0-9]+")
_MANY_WORDS = 9


def _stem(word: str) -> str:
    """Return an English word in the singular."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


_ANYTHING = (say("record"), say("records"), "")
_NOUNS: dict[Kind | None, tuple[str, str, str]] = {
    INDUSTRY: (
        say("industry of the plans"),
        say("industries"),
        say("“zzmap list industries” shows all."),
    ),
    PLACE: (say("place of the plans"), say("places"), say("“zzmap list places” shows all.")),
    SITE: (say("site of the plans"), say("sites"), say("“zzmap list sites” shows all.")),
    PARK: (say("park in the store"), say("parks"), say("“zzmap parks list --all” shows all.")),
    ELEMENT: (
        say("element of a structure"),
        say("elements"),
        say("“zzmap list structures” shows all."),
    ),
    PROJECT: (
        say("project of the plans"),
        say("projects"),
        say("“zzmap list projects” shows all."),
    ),
    ENTERPRISE: (
        say("enterprise of the plans"),
        say("enterprises"),
        say("“zzmap list projects” shows all."),
    ),
}
"""What a kind is called: one, many, and where all are listed."""


def _noun(kinds: Sequence[Kind]) -> Kind | None:
    """Return the kind that names a choice of kinds, None for a mixture."""
    return kinds[0] if len(kinds) == 1 or set(kinds) <= set(PLACES) else None


def _typed(text: str) -> Typed:
    bare = text.strip(" \t\r\n\u3000")
    key = normalise(bare)
    return Typed(bare, key, key.isascii())


def _as_good(rank: Rank, best: Rank, sure: bool) -> bool:
    if best[0] != Way.EXACT:
        return rank[0] == best[0]
    # Name and alias, as written or folded, follow each other.
    return rank == best or (
        sure and rank[0] == best[0] and (rank[1] + 1) // 2 == (best[1] + 1) // 2
    )


def _stands_out(text: str, best: Hit, others: Sequence[Hit]) -> bool:
    """Tell whether the best hit's term is nearly the text, and shorter than all others."""
    key, length = normalise(text), len(normalise(best.term))
    nearly = key.isascii() or length - len(key) <= _NEARLY
    return nearly and all(length < len(normalise(hit.term)) for hit in others)


def _industries(catalogue: Catalogue) -> Iterator[Record]:
    for row in catalogue.industries.values():
        yield Record(INDUSTRY, row.id, row.name, row.name_en, row.aliases)


def _places(catalogue: Catalogue) -> Iterator[Record]:
    sites: defaultdict[str, list[str]] = defaultdict(list)
    for site in catalogue.sites:
        sites[site.place_id].append(site.id)
    for row in catalogue.places.values():
        kind = PARK if row.kind == USER_PARK else SITE if row.id in sites else PLACE
        other_ids = tuple(sites.get(row.id, ()))
        aliases = (*row.aliases, *catalogue.short_names.get(row.id, ()))
        yield Record(kind, row.id, row.name, row.name_en, aliases, other_ids)


def _elements(catalogue: Catalogue) -> Iterator[Record]:
    for row in catalogue.elements.values():
        yield Record(ELEMENT, row.id, row.name, row.name_en)


def _projects(catalogue: Catalogue) -> Iterator[Record]:
    for row in catalogue.projects:
        yield Record(PROJECT, row.id, row.name)


def _enterprises(catalogue: Catalogue) -> Iterator[Record]:
    aliases: dict[str, dict[str, None]] = {}
    for row in catalogue.projects:
        if row.enterprise:
            known = aliases.setdefault(row.enterprise, {})
            known.update(dict.fromkeys(row.enterprise_aliases))
    for name, other in aliases.items():
        yield Record(ENTERPRISE, name, name, aliases=tuple(other))
