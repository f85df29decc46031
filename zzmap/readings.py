"""How Chinese text is read: the usual syllable of each character, counted in a table of readings.

Both the resolver of names and the page read text this way, so that they read it alike; the
words of the table itself have their own, exact reading (重庆 is chong qing, though 重 is mostly
read zhong).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_LATIN = re.compile(r"[A-Za-z0-9]")
_TOKEN = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]", re.DOTALL)
"""A run of Latin letters and digits is read as itself; anything else by the character."""


def usual_readings(readings: Mapping[str, str]) -> dict[str, str]:
    """Return the most frequent syllable of each character.

    Parameters
    ----------
    readings
        Pinyin by term, syllables separated by spaces.

    Examples
    --------
    >>> usual_readings({"重点": "zhong dian", "重工": "zhong gong", "重庆": "chong qing"})["重"]
    'zhong'
    """
    counts = Counter(chain.from_iterable(_pairs(term, readings[term]) for term in sorted(readings)))
    usual: dict[str, tuple[str, int]] = {}
    # Of equally frequent syllables the one met first counts, in the order of the terms.
    for (token, syllable), count in counts.items():
        if not token.isascii() and count > usual.get(token, ("", 0))[1]:
            usual[token] = syllable, count
    return {token: syllable for token, (syllable, _) in usual.items()}


def _pairs(term: str, reading: str) -> Iterable[tuple[str, str]]:
    """Return each token of a term with its syllable, none where they do not go together."""
    tokens, syllables = _tokens(term), reading.split()
    return zip(tokens, syllables, strict=True) if len(tokens) == len(syllables) else ()


def _tokens(text: str) -> Sequence[str]:
    """Return the tokens of a text; most have no Latin letter and are their own characters."""
    return _TOKEN.findall(text) if _LATIN.search(text) else text


def read(text: str, usual: Mapping[str, str]) -> list[str] | None:
    """Read a text character by character; None where a character has no known reading.

    Examples
    --------
    >>> read("5G重点", {"重": "zhong", "点": "dian"})
    ['5g', 'zhong', 'dian']
    """
    syllables = []
    for token in _tokens(text):
        syllable = token.lower() if token.isascii() else usual.get(token)
        if syllable is None:
            return None
        syllables.append(syllable)
    return syllables


@cache
def common_readings() -> dict[str, str]:
    """Return the characters in common use by their usual syllable, which the page is given too.

    These are the first level of GB 2312 and the traditional forms of Big5.
    """
    table: dict[str, str] = json.loads(Path(__file__).with_name("readings.json").read_text("utf-8"))
    return table


@cache
def _common() -> dict[str, str]:
    return {char: syllable for syllable, chars in common_readings().items() for char in chars}


def sound(text: str, readings: Mapping[str, str]) -> list[str]:
    """Read a text as it sounds to many: without tones, zh as z, ng as n.

    A character that neither the readings nor `common_readings` know stands for itself.

    Examples
    --------
    >>> sound("高薪区", {}) == sound("高新区", {})
    True
    """
    usual = usual_readings(readings)
    tokens = _TOKEN.findall(text)
    if any(token not in usual and not token.isascii() for token in tokens):
        usual = _common() | usual
    syllables = (usual.get(token, token) for token in tokens)
    return [_SOFT_SOUNDS.sub("", syllable) for syllable in syllables]


_SOFT_SOUNDS = re.compile(r"(?:(?<=^[zcs])h|(?<=n)g$)()")
"""What many do not hear or type: the h of zh, ch and sh, the g of ng."""


def syllables(term: str) -> str:
    """Return a term's syllables, separated by spaces; a run of Latin letters counts as one.

    Examples
    --------
    >>> syllables("mRNA疫苗")
    'mrna yi miao'
    >>> syllables("漯河市"), syllables("朝阳产业")
    ('luo he shi', 'zhao yang chan ye')
    """
    parts = (
        "".join(char for char in part.lower() if char.isascii() and char.isalnum())
        for part in _read_aloud(term)
    )
    return " ".join(filter(None, parts))


def _read_aloud(term: str) -> Iterable[str]:
    """Yield the parts of a term as they are read, names of places as their people read them."""
    from pypinyin import lazy_pinyin

    names = _place_readings()
    for part in _place_names().split(term):
        yield from names[part].split() if part in names else lazy_pinyin(part)


@cache
def _place_names() -> re.Pattern[str]:
    # In a group, so that a split keeps them.
    return re.compile(f"({'|'.join(_place_readings())})")


@cache
def _place_readings() -> dict[str, str]:
    table = tomllib.loads(Path(__file__).with_name("place_readings.toml").read_text("utf-8"))
    readings: dict[str, str] = table["readings"]
    # The longest first, so that none is cut by another that it begins with.
    return dict(sorted(readings.items(), key=lambda row: -len(row[0])))
