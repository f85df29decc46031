"""A sentence in which each list of places is one mark, so that a form can be read in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from zzmap.extract.clauses import Span
from zzmap.extract.known_names import Mention
from zzmap.extract.patterns import PLACE

_BRACKET, _LONGEST_BRACKET = 12, 48
_BETWEEN = re.compile(r"(?:[、]|以及|及其?|和|与|或|等?[,、]?联动)")

_WITH = "与"
_TOGETHER = re.compile(r"(?:[、和][^,;。、]{2,14})*等?(?:深度)?(?:融合|合作|对接|互动)")
"""甲园与乙院融合发展: with whom something is done, and no place of it."""
_NEAR = ("周边的", "附近的", "境内的", "沿线的", "辖区内的")


class Marked(NamedTuple):
    """A sentence with its places marked.

    Attributes
    ----------
    text
        The sentence; every list of places is one `PLACE`.
    groups
        The places of each mark, in order.
    marks
        Where the marks are in `text`.
    starts, offsets
        Where runs of `text` begin, and what leads from there to the whole text.
    """

    text: str
    groups: tuple[tuple[Mention, ...], ...]
    marks: tuple[int, ...]
    starts: tuple[int, ...]
    offsets: tuple[int, ...]

    def at(self, position: int) -> int:
        """Return where a character of the marked text is in the whole text."""
        return position + self.offsets[bisect_right(self.starts, position) - 1]

    def places(self, start: int, end: int) -> list[Mention]:
        """Return the places marked in a part of the marked text."""
        return [
            place
            for mark, group in zip(self.marks, self.groups, strict=True)
            if start <= mark < end
            for place in group
        ]


def mark(
    text: str, sentence: Span, places: Iterable[Mention], *, whole: bool = False
) -> Marked:  # fmt: skip
    """Mark the places of a sentence; those side by side in a list are one mark.

    `whole` takes what a bracket behind a place lists as a part of its name.

    Examples
    --------
    >>> text = "依托甲园、乙区,发展丙"
    >>> places = [Mention(2, 4, "甲园", (), 1), Mention(5, 7, "乙区", (), 1)]
    >>> found = mark(text, Span(0, 11), places)
    >>> found.text, found.at(3)
    ('依托P,发展丙', 7)
    """
    groups: list[tuple[int, list[Mention]]] = []
    longest = _LONGEST_BRACKET if whole else _BRACKET
    for place in _outside_brackets(text, list(places)) if whole else places:
        between = text[groups[-1][1][-1].end : place.start] if groups else "-"
        if groups and place.start == groups[-1][1][-1].start:
            # One word may stand for several.
            groups[-1][1].append(place)
        elif groups and (not between or between in _NEAR):
            # What a place is directly followed by lies in it, or beside it.
            groups[-1][1][-1] = place
        elif groups and between == "(" and text[place.end : place.end + 1] == ")":
            continue
        elif between == _WITH and _TOGETHER.match(text, place.end, sentence.end):
            groups.append((place.start, [place]))
        elif groups and _BETWEEN.fullmatch(between.rpartition(")")[2]):
            groups[-1][1].append(place)
        else:
            groups.append((place.start, [place]))
    parts: list[str] = []
    marks, starts, offsets, position, length = [], [0], [sentence.start], sentence.start, 0
    nexts = [*(start for start, _ in groups), sentence.end][1:]
    for (start, group), following in zip(groups, nexts, strict=True):
        parts += [text[position:start], PLACE]
        length += start - position
        marks.append(length)
        length += 1
        closed = _closed(text, group[-1].end, longest)
        # A bracket that holds a mark is left open: what stands behind it would be miscounted.
        position = closed if closed <= following else group[-1].end
        starts.append(length)
        offsets.append(position - length)
    parts.append(text[position : sentence.end])
    named = tuple(tuple(group) for _, group in groups)
    return Marked("".join(parts), named, tuple(marks), tuple(starts), tuple(offsets))


def _outside_brackets(text: str, places: list[Mention]) -> list[Mention]:
    """Return places without those in a bracket behind a place: 甲核心区(乙区、丙区).

    One alone among other words says where the place lies: 甲园(某公司,乙县).
    """
    inner: set[int] = set()
    for place in places:
        if text[place.end : place.end + 1] != "(":
            continue
        close = text.find(")", place.end, place.end + _LONGEST_BRACKET)
        inner.update(row.start for row in places if place.end < row.start and row.end <= close)
    return [row for row in places if row.start not in inner]


def _closed(text: str, end: int, longest: int) -> int:
    """Return the end of a place with the bracket that says where it lies."""
    if text[end : end + 1] == "(":
        close = text.find(")", end, end + longest)
        return close + 1 if close > 0 else end
    return end
