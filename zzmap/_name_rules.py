"""The rules by which a text finds terms, in their order; `zzmap.names` tells them in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from zzmap._name_terms import Found, Sound, Table, Term, Typed, Way, word_starts

NUMERALS = frozenset(".0123456789〇零一二两三四五六七八九十")
LITTLE = frozenset(
    ["an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"]
)

_MIN_SOUNDS = 4
_MIN_SLIP, _MIN_LATIN_SLIP = 3, 5


# -- the rules, in their order -----------------------------------------------------------


def _exact(typed: Typed, table: Table) -> Iterator[Found]:
    for record in table.by_id.get(typed.text, ()):
        yield Found(Way.EXACT, 0, 0, -1, record, typed.text)
    for number in table.by_key.get(typed.key, ()):
        term = table.terms[number]
        order = (1 if term.text == typed.text else 3) + (not term.is_name)
        yield table.found(Way.EXACT, order, len(term.key), number)


def _part(typed: Typed, table: Table) -> Iterator[Found]:
    key = typed.key
    whole = typed.latin and len(key) == 2
    if len(key) >= 2 and key not in LITTLE:
        for number, term in enumerate(table.terms):
            if key in term.key and len(term.key) > len(key):
                at = _at_word(term, key, whole)
                if at >= 0:
                    yield table.found(Way.PART, int(at > 0), len(term.key), number)
    for start, end in typed.held:
        for number in table.by_key.get(key[start:end], ()):
            yield table.found(Way.PART, 2, len(key) - (end - start), number)


def _at_word(term: Term, key: str, whole: bool) -> int:
    """Return where a key first stands at the start of a word (or is one), -1 for nowhere."""
    at = term.key.find(key)
    if not key[0].isascii():
        return at
    starts = word_starts(term.text)
    while at >= 0:
        if at in starts and (not whole or at + len(key) in starts):
            return at
        at = term.key.find(key, at + 1)
    return -1


def longest(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield those starts and ends that lie in no other."""
    reached = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > reached:
            yield start, end
            reached = end


def _pinyin(typed: Typed, table: Table) -> Iterator[Found]:
    if typed.latin and len(typed.key) >= 2:
        for sound in table.sounds:
            if sound.word == typed.key:
                yield sounding(table, Way.PINYIN, 0, sound)


def _initials(typed: Typed, table: Table) -> Iterator[Found]:
    if typed.latin and len(typed.key) >= 2:
        for sound in table.sounds:
            if typed.key in sound.initials:
                yield sounding(table, Way.INITIALS, 0, sound)


def _pinyin_part(typed: Typed, table: Table) -> Iterator[Found]:
    if typed.latin and len(typed.key) >= _MIN_SOUNDS:
        for sound in table.sounds:
            if typed.key in sound.word:
                at = _at_syllables(sound.syllables, typed.key)
                if at is not None:
                    yield sounding(table, Way.PINYIN_PART, int(at > 0), sound)


def _at_syllables(syllables: Sequence[str], key: str) -> int | None:
    """Return the first syllable from which two or more whole ones are the key."""
    for first in range(len(syllables) - 1):
        at = 0
        for number in range(first, len(syllables)):
            if not key.startswith(syllables[number], at):
                break
            at += len(syllables[number])
            if at == len(key):
                if number > first:
                    return first
                break
    return None


def _pinyin_start(typed: Typed, table: Table) -> Iterator[Found]:
    if typed.latin and len(typed.key) >= _MIN_SOUNDS:
        for sound in table.sounds:
            if sound.word.startswith(typed.key) and len(typed.key) > len(sound.syllables[0]):
                yield sounding(table, Way.PINYIN_START, 0, sound)


def _slip(typed: Typed, table: Table) -> Iterator[Found]:
    least = _MIN_LATIN_SLIP if typed.latin else _MIN_SLIP
    if len(typed.key) < least:
        return
    numerals = _numerals(typed.key)
    for number, term in enumerate(table.terms):
        if _one_slip(typed.key, term.key, least) and _numerals(term.key) == numerals:
            yield table.found(Way.SLIP, 0, len(term.key), number)
    if typed.latin:
        for sound in table.sounds:
            if _one_slip(typed.key, sound.word, least) and _numerals(sound.word) == numerals:
                yield sounding(table, Way.SLIP, 0, sound)


def _one_slip(typed: str, term: str, least: int) -> bool:
    from rapidfuzz.distance import OSA

    if len(term) < least or abs(len(term) - len(typed)) > 1:
        return False
    return OSA.distance(typed, term, score_cutoff=1) <= 1


def _numerals(text: str) -> str:
    return "".join(char for char in text if char in NUMERALS)


def sounding(table: Table, way: Way, order: int, sound: Sound) -> Found:
    """Return a term as found by its pinyin."""
    return table.found(way, order, len(table.terms[sound.term].key), sound.term)


Rule = Callable[[Typed, Table], Iterator[Found]]

RULES: dict[Way, Rule] = {
    Way.EXACT: _exact,
    Way.PART: _part,
    Way.PINYIN: _pinyin,
    Way.INITIALS: _initials,
    Way.PINYIN_PART: _pinyin_part,
    Way.PINYIN_START: _pinyin_start,
    Way.SLIP: _slip,
}


def sameness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: the share of characters that an edit leaves.

    Numerals must be the same, or nothing is: 一号园 is not 二号园.
    """
    from rapidfuzz.fuzz import ratio

    if _numerals(one) != _numerals(other):
        return 0.0
    return ratio(one, other) / 100
