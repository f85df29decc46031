"""Find many words in a long text: the longest at each place, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

ThingT = TypeVar("ThingT")


@dataclass(frozen=True, slots=True)
class Spot(Generic[ThingT]):
    """A word found: where it starts and ends in the text, and what it stands for."""

    start: int
    end: int
    thing: ThingT


class Scanner(Generic[ThingT]):
    """Words of two characters or more and what each stands for.

    Parameters
    ----------
    words
        Folded words; of one word given twice the first counts.

    Examples
    --------
    >>> scanner = Scanner([("盾构", 1), ("盾构装备", 2), ("装备", 3)])
    >>> [(spot.start, spot.end, spot.thing) for spot in scanner.find("研发盾构装备和装备")]
    [(2, 6, 2), (7, 9, 3)]
    """

    def __init__(self, words: Iterable[tuple[str, ThingT]]) -> None:
        self.words: dict[str, ThingT] = {}
        lengths: dict[str, set[int]] = {}
        for word, thing in words:
            if len(word) >= 2 and word not in self.words:
                self.words[word] = thing
                lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def find(
        self, text: str, fits: Callable[[str, int, int], bool] | None = None
    ) -> list[Spot[ThingT]]:
        """Return the words in a text from left to right, the longest at each place.

        Parameters
        ----------
        text
            Folded text.
        fits
            Tells whether a word from a start to an end of the text counts there.
        """
        spots: list[Spot[ThingT]] = []
        at, last = 0, len(text) - 1
        while at < last:
            for length in self._lengths.get(text[at : at + 2], ()):
                word = text[at : at + length]
                if (
                    len(word) == length
                    and word in self.words
                    and _whole(text, at, at + length)
                    and (fits is None or fits(text, at, at + length))
                ):
                    spots.append(Spot(at, at + length, self.words[word]))
                    at += length
                    break
            else:
                at += 1
        return spots


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether Latin letters at the ends of a word are not part of longer ones: AR in CAR."""
    first, last = text[start], text[end - 1]
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    return not (_latin(first) and _latin(before)) and not (_latin(last) and _latin(after))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
