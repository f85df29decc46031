"""Pinyin for typed search: a syllable for each character, and the terms that differ from it.

Most terms are read character by character, each with its usual reading; only those with
another reading (重庆, 长葛) or with letters and digits in odd places need writing out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from zzmap.readings import read, usual_readings


def pack_pinyin(readings: Mapping[str, str], terms: Iterable[str]) -> dict[str, Any]:
    """Return ``{"chars": {syllable: characters}, "terms": {term: pinyin}}``.

    Nothing is lost or added: a term that `readings` lacks, though its characters could be
    read, is written with an empty pinyin.

    Parameters
    ----------
    readings
        Pinyin of each term, syllables apart; they give the characters' usual readings.
    terms
        Terms the page can find.
    """
    usual = usual_readings(readings)
    chars: defaultdict[str, str] = defaultdict(str)
    for char in sorted(usual):
        chars[usual[char]] += char
    odd = {}
    for term in sorted(set(terms)):
        if not term.isascii():
            syllables, wanted = read(term, usual), readings.get(term, "")
            if " ".join(syllables or ()) != wanted:
                odd[term] = wanted
    return {"chars": dict(chars), "terms": odd}
