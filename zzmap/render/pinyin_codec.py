"""Pinyin for typed search: a syllable for each character, and the terms that differ from it.

Most terms are read character by character, each with its usual reading; only those with
another reading (重庆, 长葛) or with letters and digits in odd places need writing out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

_TOKEN = re.compile(r"[a-z0-9]+|.", re.IGNORECASE)
"""A run of Latin letters and digits is read as itself; anything else by the character."""


def pack_pinyin(readings: Mapping[str, str], terms: Iterable[str]) -> dict[str, Any]:
    """Return ``{"chars": {syllable: characters}, "terms": {term: pinyin}}``.

    Parameters
    ----------
    readings
        Pinyin of each term, syllables apart.
    terms
        Terms to pack; those without a reading are left out.
    """
    wanted = {term: readings[term] for term in sorted(terms) if term in readings}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for term, pinyin in wanted.items():
        tokens, syllables = _TOKEN.findall(term), pinyin.split()
        if len(tokens) == len(syllables):
            for token, syllable in zip(tokens, syllables, strict=True):
                counts[token][syllable] += 1
    usual = {
        token: count.most_common(1)[0][0]
        for token, count in counts.items()
        if len(token) == 1 and not token.isascii()
    }
    chars: defaultdict[str, str] = defaultdict(str)
    for token in sorted(usual):
        chars[usual[token]] += token
    odd = {term: pinyin for term, pinyin in wanted.items() if _read(term, usual) != pinyin}
    return {"chars": dict(chars), "terms": odd}


def _read(term: str, usual: Mapping[str, str]) -> str:
    tokens = _TOKEN.findall(term)
    return " ".join(token.lower() if token.isascii() else usual.get(token, "?") for token in tokens)
