"""Find rows of the catalogue by what a planner types.

A text may be a name, an alias, part of either, pinyin, pinyin initials, or any of
these with one slip.  Stronger ways of matching hide weaker ones: who types a name
exactly is not shown what merely sounds like it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from zzmap.model import Industry, Place

EXACT, PART, PINYIN, PINYIN_PART, SLIP = range(5)
"""How a match was made, strongest first."""

WAYS = ("exact", "part", "pinyin", "pinyin part", "slip")
"""Names of the ways of matching, in the order of their numbers."""

_MIN_PINYIN_PART = 4
_MIN_SLIP = 3
_NEAR_LIMIT = 5


Named = Industry | Place
"""Rows that have an id, a name, an English name and aliases."""


class Match(NamedTuple):
    """A row found: its id, the way (`EXACT` … `SLIP`) and the term that matched."""

    id: str
    way: int
    term: str


class _Term(NamedTuple):
    key: str
    id: str
    text: str
    pinyin: str
    initials: str


def normalise(text: str) -> str:
    """Fold width, case, spaces and the punctuation names are written with or without."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum() or char in "+#")


class Index:
    """An index of names.

    Parameters
    ----------
    rows
        What can be found.
    pinyin
        Pinyin by term, syllables separated by spaces; terms without one are found
        by their characters only.
    """

    def __init__(self, rows: Iterable[Named], pinyin: Mapping[str, str]) -> None:
        self._terms: list[_Term] = []
        for row in rows:
            for text in dict.fromkeys((row.name, *row.aliases, row.name_en)):
                if text:
                    self._terms.append(_term(row.id, text, pinyin.get(text, "")))

    def find(self, text: str) -> list[Match]:
        """Find rows, best first; each row once, by its strongest match.

        Exact and partial matches are given together; pinyin is tried when there are
        none, a slip of one character when there is still nothing.
        """
        key = normalise(text)
        if not key:
            return []
        return (
            self._collect(key, (_exact, _part))
            or self._collect(key, (_pinyin,))
            or self._slips(key)
            or self._homophones(text, key)
        )

    def near(self, text: str) -> tuple[str, ...]:
        """Return up to five terms that look or sound like `text`, best first."""
        from rapidfuzz import fuzz, process

        key = normalise(text)
        names = {term.key: term.text for term in self._terms}
        sounds = {term.pinyin: term.text for term in self._terms if term.pinyin}
        scored: dict[str, float] = {}
        for choices, cutoff in ((names, 45), (sounds, 65)):
            for found, score, _ in process.extract(
                key, choices.keys(), scorer=fuzz.ratio, score_cutoff=cutoff, limit=_NEAR_LIMIT
            ):
                scored[choices[found]] = max(score, scored.get(choices[found], 0))
        best = sorted(scored, key=lambda term: -scored[term])
        return tuple(best[:_NEAR_LIMIT])

    def _collect(self, key: str, rules: tuple[_Rule, ...]) -> list[Match]:
        found: dict[str, tuple[tuple[int, int, int], Match]] = {}
        for order, term in enumerate(self._terms):
            for rule in rules:
                way = rule(key, term)
                if way is None:
                    continue
                rank = (way, len(term.key), order)
                if term.id not in found or rank < found[term.id][0]:
                    found[term.id] = (rank, Match(term.id, way, term.text))
                break
        return [match for _, match in sorted(found.values(), key=lambda pair: pair[0])]

    def _slips(self, key: str) -> list[Match]:
        from rapidfuzz.distance import OSA

        def slip(typed: str, term: _Term) -> int | None:
            for candidate in (term.key, term.pinyin):
                shortest = min(len(typed), len(candidate))
                if shortest >= _MIN_SLIP and OSA.distance(typed, candidate, score_cutoff=1) <= 1:
                    return SLIP
            return None

        return self._collect(key, (slip,))

    def _homophones(self, text: str, key: str) -> list[Match]:
        """Match by sound what was typed with a wrong character of the same reading."""
        if key.isascii():
            return []
        from pypinyin import lazy_pinyin

        sound = normalise("".join(lazy_pinyin(text)))
        return [match._replace(way=SLIP) for match in self._collect(sound, (_pinyin,))]


class _Rule(Protocol):
    def __call__(self, key: str, term: _Term, /) -> int | None: ...


def _term(row_id: str, text: str, pinyin: str) -> _Term:
    syllables = pinyin.split()
    return _Term(
        normalise(text),
        row_id,
        text,
        normalise("".join(syllables)),
        normalise("".join(syllable[0] for syllable in syllables)),
    )


def _exact(key: str, term: _Term) -> int | None:
    return EXACT if key == term.key else None


def _part(key: str, term: _Term) -> int | None:
    """Match a part of a name, or a text that holds a whole name."""
    if key.isascii():
        # Two Latin letters occur inside too many English words to mean anything.
        return PART if len(key) > 2 and key in term.key else None
    if len(key) >= 2 and key in term.key:
        return PART
    return PART if len(term.key) >= 3 and term.key in key else None


def _pinyin(key: str, term: _Term) -> int | None:
    if not term.pinyin or not key.isascii():
        return None
    if key in (term.pinyin, term.initials):
        return PINYIN
    return PINYIN_PART if len(key) >= _MIN_PINYIN_PART and key in term.pinyin else None
