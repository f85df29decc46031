"""Where the words of a name begin and end, so that none is cut in two: 种子 of 种子加工; which do.

The words are those of jieba's dictionary, looked up by rjieba: no network, no model, a tenth of a
second to load, and that when the first name is cut.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rjieba import Jieba

_HALF = 2
"""The least characters of either half of a word that is two words."""

_PLACE = "园"
"""What makes a place of a thing, and is a word of its own: 软件园 is where 软件 is made."""


_KINDS = frozenset(("v", "vd", "p", "d", "ad", "c"))
"""Verbs, prepositions, adverbs and conjunctions, as jieba's dictionary calls them."""

_LEADS = frozenset("经至抵")
"""What leads to a place and is more often a noun, or a part of one."""


def splits_a_word(said: str, at: int) -> bool:
    """Tell whether a cut before a character would leave half a word.

    What the dictionary has as one word may be two, each a word of its own (建设工程): those are
    parted.

    Examples
    --------
    >>> splits_a_word("种子加工", 1), splits_a_word("种黄桃", 1), splits_a_word("建设工程机械", 2)
    (True, False, False)
    >>> splits_a_word("软件园", 2)
    False
    """
    return at not in _bounds(said)


def next_bound(said: str, at: int) -> int:
    """Return the first place from here on where a cut leaves no half of a word.

    Examples
    --------
    >>> next_bound("直播供应链", 4), next_bound("直播供应链", 2)
    (5, 2)
    """
    return min(row for row in _bounds(said) if row >= at)


def names_nothing(said: str) -> bool:
    """Tell verbs, and words that but lead to another, from what may be the start of a name.

    Examples
    --------
    >>> names_nothing("融入"), names_nothing("经"), names_nothing("富士康")
    (True, True, False)
    """
    return all(
        word in _LEADS or kind in _KINDS for word, kind in _dictionary().tag(said, hmm=False)
    )


@lru_cache(maxsize=10_000)
def _bounds(said: str) -> frozenset[int]:
    """Return where words of a text begin, and its end."""
    found, start = {0}, 0
    for word in _dictionary().cut(said, hmm=False):
        found |= {start + half for half in _halves(word)}
        start += len(word)
        found.add(start)
    return frozenset(found)


def _halves(word: str) -> list[int]:
    """Return where a word may be parted in two words."""
    has = _dictionary().has_word
    last = len(word) - (1 if word.endswith(_PLACE) else _HALF)
    return [at for at in range(_HALF, last + 1) if has(word[:at]) and has(word[at:])]


@cache
def _dictionary() -> Jieba:
    # Loaded here: most commands read no plan.
    from rjieba import Jieba

    return Jieba()
