"""Names as terms to compare: kinds of records, folding, words and pinyin of `zzmap.names`."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from functools import cache, cached_property
from typing import Literal, NamedTuple

Kind = Literal["industry", "place", "site", "park", "element", "project", "enterprise"]

INDUSTRY: Kind = "industry"
PLACE: Kind = "place"
SITE: Kind = "site"
PARK: Kind = "park"
ELEMENT: Kind = "element"
PROJECT: Kind = "project"
ENTERPRISE: Kind = "enterprise"

INDUSTRIES = (INDUSTRY,)
PLACES = (PLACE, SITE, PARK)
"""Kinds that are places: of the plans, on their list of sites, and a user's own parks."""

KINDS = (*INDUSTRIES, *PLACES, ELEMENT, PROJECT, ENTERPRISE)


class Way(IntEnum):
    """How a hit was made: the rule, strongest first."""

    EXACT = 0
    PART = 1
    PINYIN = 2
    INITIALS = 3
    PINYIN_PART = 4
    PINYIN_START = 5
    SLIP = 6
    SOUND = 7


WAYS = tuple(way.name.lower().replace("_", " ") for way in Way)
"""Names of the rules, in their order."""

GUESSES = (Way.PINYIN_START, Way.SLIP, Way.SOUND)
"""Rules whose hits are guesses at what was meant."""

MIN_HELD = 3
"""A text holds a term of so many characters or more."""


class Record(NamedTuple):
    """What can be found: its kind, id, names and further ids.

    An enterprise has no id of its own but its name; a site has that of its place and is found
    by its own id too.
    """

    kind: Kind
    id: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()


class Term(NamedTuple):
    key: str
    text: str
    record: int
    is_name: bool


class Sound(NamedTuple):
    """A term's pinyin: its syllables, the same as one word, and its initials."""

    term: int
    syllables: tuple[str, ...]
    word: str
    initials: tuple[str, str]


class Typed(NamedTuple):
    """A text to find, as typed and folded, and where it holds terms: starts and ends."""

    text: str
    key: str
    latin: bool
    held: tuple[tuple[int, int], ...] = ()


class Found(NamedTuple):
    """A term found, in the order of ranking: rule, order in it, length, number of the term."""

    way: Way
    order: int
    size: int
    term: int
    record: int
    text: str


_LATIN = re.compile(r"[a-z0-9]+")
_DROPPED = re.compile(r"(?:[^\w+#]|_)+")
_PIECE = re.compile(r"(?P<dropped>(?:[^\w+#]|_)+)|(?P<latin>[a-z0-9+#]+)|.", re.DOTALL)


def normalise(text: str) -> str:
    """Fold width, case, spaces and the punctuation names are written with or without.

    Examples
    --------
    >>> normalise("Ｃ-V2X 安全"), normalise("10.5代"), normalise("1－12")
    ('cv2x安全', '10.5代', '1.12')
    """
    folded = _folded(text)
    if folded.isalnum():
        return folded  # as most names are, and no pattern is as quick
    return _DROPPED.sub(lambda found: _mark(folded, *found.span()), folded)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _mark(text: str, start: int, end: int) -> str:
    return "." if _digit(text[start - 1 : start]) and _digit(text[end : end + 1]) else ""


def _digit(char: str) -> bool:
    return char != "" and char in "0123456789"


def word_starts(text: str) -> set[int]:
    """Return where words start in a folded text, its end included."""
    folded = _folded(text)
    starts, at = set(), 0
    for piece in _PIECE.finditer(folded):
        starts.add(at)
        if piece["dropped"]:
            at += len(_mark(folded, *piece.span()))
            continue
        word = piece[0]
        for index in range(1, len(word)):
            before = word[index - 1]
            after_zero = before == "0" and at + index - 1 in starts
            if _digit(word[index]) and (after_zero or not _digit(before)):
                starts.add(at + index)
        at += len(word)
    return starts | {at}


_spelled = cache(normalise)
"""A syllable as it is compared; some 400 make up all names."""


class Table:
    """The terms of one table of records."""

    def __init__(self, records: Iterable[Record], pinyin: Callable[[], Mapping[str, str]]) -> None:
        self.records = list(records)
        self._pinyin = pinyin
        self.terms: list[Term] = []
        self.by_key: defaultdict[str, list[int]] = defaultdict(list)
        self.by_id: defaultdict[str, list[int]] = defaultdict(list)
        for number, record in enumerate(self.records):
            for row_id in (record.id, *record.other_ids):
                self.by_id[row_id].append(number)
            names = (record.name, record.name_en)
            for text in dict.fromkeys((*names, *record.aliases)):
                key = normalise(text)
                if key:
                    self.by_key[key].append(len(self.terms))
                    self.terms.append(Term(key, text, number, text in names))

    @cached_property
    def lengths(self) -> list[int]:
        """Lengths of terms that a text can hold."""
        return sorted({len(key) for key in self.by_key if len(key) >= MIN_HELD})

    @cached_property
    def sounds(self) -> list[Sound]:
        """Pinyin of the terms that have one; a term in Latin letters has none."""
        pinyin = self._pinyin()
        found = []
        for number, term in enumerate(self.terms):
            if not term.text.isascii():
                syllables = tuple(filter(None, map(_spelled, pinyin.get(term.text, "").split())))
                if syllables:
                    found.append(_sound(number, syllables, term))
        return found

    def has(self, key: str, kinds: set[Kind]) -> bool:
        """Tell whether records of some kinds have this term."""
        numbers = self.by_key.get(key, ())
        return any(self.records[self.terms[number].record].kind in kinds for number in numbers)

    def found(self, way: Way, order: int, size: int, number: int) -> Found:
        """Return a term as found."""
        term = self.terms[number]
        return Found(way, order, size, number, term.record, term.text)


def _sound(number: int, syllables: tuple[str, ...], term: Term) -> Sound:
    first = "".join([part[0] for part in syllables])
    if not _LATIN.search(term.key):
        return Sound(number, syllables, "".join(syllables), (first, first))
    latin = {normalise(run) for run in _LATIN.findall(_folded(term.text))}
    whole = "".join(part if part in latin else part[0] for part in syllables)
    return Sound(number, syllables, "".join(syllables), (first, whole))
