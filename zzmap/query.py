"""Answer which places host an industry, and where the plan says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.model import RELATION, RELATIONS, Placement
from zzmap.names import GUESSES, INDUSTRIES, PLACES, WAYS, Hit, Names, Rank, Way
from zzmap.statements import statement


class Answer(NamedTuple):
    """One placement that answers a query: a `zzmap.statements.Statement` and how it was found.

    `match` tells how the text led to the industry (one of `zzmap.names.WAYS`) and `term`
    the name or alias it matched; `document` is the plan's number.  `scope` is
    ``own`` for the industry itself, ``below`` for a segment of it and ``broader`` for
    what it belongs to, given only where the plans place the industry itself nowhere.
    """

    industry_id: str
    industry: str
    place_id: str
    place: str
    relation: str
    document: str
    document_id: str
    locator: str
    match: str
    term: str
    scope: str


def query(catalogue: Catalogue, text: str) -> list[Answer]:
    """Find the places that host what `text` names, best first.

    Parameters
    ----------
    catalogue
        The catalogue to search.
    text
        An industry, segment, alias, keyword, pinyin or pinyin initials, with a slip at
        most; `zzmap.names` has the rules.  An industry stands for all that lies below it.

    Returns
    -------
    list of Answer
        Stronger matches first, then stronger relations (`zzmap.model.RELATIONS`), then
        the industry itself before its segments, then the plans' own order.  What is there
        already (relation ``existing``) comes last and does not count as placed.

    Raises
    ------
    NotFoundError
        If no industry matches, or none that matches is placed anywhere, or the text is
        rather the name of a place; it offers near names.
    """
    names = Names.of(catalogue)
    hits = _industries(names, text)
    answers = _collect(catalogue, hits, _below)
    if not any(map(_planned, answers)):
        answers = _collect(catalogue, hits, _above) + answers
    if not answers:
        raise _nothing(catalogue, names, text, hits)
    return answers


def understood(answers: list[Answer]) -> list[str]:
    """Return the terms that were guessed to be meant, none where the text is one of them."""
    guesses = [WAYS[way] for way in GUESSES]
    return list(dict.fromkeys(row.term for row in answers if row.match in guesses))


def _industries(names: Names, text: str) -> list[Hit]:
    """Find industries; raises where the text names a place better than any of them.

    Where no industry is called so, even in part, the stronger rule decides: 惠济 is a district
    before it sounds like 汇集.  If industry and place are as good a guess, neither is taken.
    """
    ranked = names.ranked(text, INDUSTRIES)
    if not ranked or ranked[0][0] >= _HELD:
        places = names.ranked(text, PLACES)
        if places and (not ranked or _better(places[0], ranked[0])):
            raise _rather_a_place(names, text, places[0][1], [hit for _, hit in ranked])
    return [hit for _, hit in ranked]


def _better(place: tuple[Rank, Hit], industry: tuple[Rank, Hit]) -> bool:
    guess = industry[1].way in GUESSES
    return place[0] < industry[0] or (guess and place[0] == industry[0])


_HELD = (Way.PART, 2)
"""Rank of an industry that the text holds: 智能传感器 in 高新区的智能传感器."""


def _rather_a_place(names: Names, text: str, place: Hit, hits: list[Hit]) -> NotFoundError:
    name = names.record(place).name
    if place.way in GUESSES:
        guesses = tuple(dict.fromkeys([name, *(hit.term for hit in hits)]))
        return NotFoundError(f"no industry of the plans is called “{text}”", guesses)
    return NotFoundError(
        f"“{text}” is no industry of the plans but a place",
        hint=f"Ask “zzmap zone {name}” what it hosts.",
    )


Scoped = Iterator[tuple[int, str, str]]
"""Distance in the taxonomy, industry id and scope."""


def _below(catalogue: Catalogue, industry_id: str) -> Scoped:
    for distance, found in catalogue.below(industry_id):
        yield distance, found, "below" if distance else "own"


def _above(catalogue: Catalogue, industry_id: str) -> Scoped:
    """Yield the nearest ancestor that is placed anywhere; a root is no answer, it is everything."""
    for distance, found in enumerate(catalogue.ancestors(industry_id), 1):
        if catalogue.industries[found].parent_id and any(
            map(_planned, catalogue.placements_of_industry.get(found, ()))
        ):
            yield distance, found, "broader"
            return


def _planned(row: Answer | Placement) -> bool:
    """Tell whether a plan puts something there, not only finds it there."""
    return RELATION[row.relation].plan


def _collect(
    catalogue: Catalogue, hits: list[Hit], scope_of: Callable[[Catalogue, str], Scoped]
) -> list[Answer]:
    """Gather each placement once, by its best match, and rank them; what is there already last."""
    ranked: dict[str, tuple[tuple[bool, int, int, int], Answer]] = {}
    for hit in hits:
        for distance, industry_id, scope in scope_of(catalogue, hit.id):
            for placement in catalogue.placements_of_industry.get(industry_id, ()):
                strength = RELATIONS.index(placement.relation)
                rank = (not _planned(placement), hit.way, strength, distance)
                if placement.id not in ranked or rank < ranked[placement.id][0]:
                    ranked[placement.id] = (rank, _answer(catalogue, placement, hit, scope))
    return [answer for _, answer in sorted(ranked.values(), key=lambda pair: pair[0])]


def _answer(catalogue: Catalogue, placement: Placement, match: Hit, scope: str) -> Answer:
    said = statement(catalogue, placement)
    return Answer(*said[1:], WAYS[match.way], match.term, scope)


def _nothing(catalogue: Catalogue, names: Names, text: str, hits: list[Hit]) -> NotFoundError:
    if hits:
        found = "、".join(catalogue.industries[hit.id].name for hit in hits[:3])
        wider = _placed_around(catalogue, hits[0].id)
        hint = f"“zzmap query {wider}” answers what is placed around it." if wider else ""
        return NotFoundError(f"the plans name {found} but place it nowhere", hint=hint)
    return NotFoundError(
        f"no industry of the plans is called “{text}”",
        names.near(text, INDUSTRIES),
        "“zzmap list industries” shows all.",
    )


def _placed_around(catalogue: Catalogue, industry_id: str) -> str:
    """Return the nearest ancestor's name below which anything is placed, '' for none."""
    for above in catalogue.ancestors(industry_id):
        if any(row in catalogue.placements_of_industry for row in catalogue.descendants(above)):
            return catalogue.industries[above].name
    return ""
