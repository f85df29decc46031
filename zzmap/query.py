"""Answer which places host an industry, and where the plan says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.model import RELATIONS, Placement
from zzmap.names import WAYS, Index, Match
from zzmap.statements import statement


class Answer(NamedTuple):
    """One placement that answers a query: a `zzmap.statements.Statement` and how it was found.

    `match` tells how the text led to the industry (exact, part, pinyin, slip) and
    `term` the name or alias it matched; `document` is the plan's number.  `scope` is
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
        An industry, segment, alias, keyword, pinyin, pinyin initials, or any of them
        with one slip.  An industry stands for all that lies below it.

    Returns
    -------
    list of Answer
        Stronger matches first, then stronger relations (`zzmap.model.RELATIONS`), then
        the industry itself before its segments, then the plans' own order.

    Raises
    ------
    NotFoundError
        If no industry matches, or none that matches is placed anywhere; it offers
        near names.
    """
    index = Index(catalogue.industries.values(), catalogue.pinyin)
    matches = index.find(text)
    answers = _collect(catalogue, matches, _below) or _collect(catalogue, matches, _above)
    if not answers:
        raise _nothing(catalogue, index, text, matches)
    return answers


Scoped = Iterator[tuple[int, str, str]]
"""Distance in the taxonomy, industry id and scope."""


def _below(catalogue: Catalogue, industry_id: str) -> Scoped:
    top = _depth(catalogue, industry_id)
    for found in catalogue.descendants(industry_id):
        distance = _depth(catalogue, found) - top
        yield distance, found, "below" if distance else "own"


def _above(catalogue: Catalogue, industry_id: str) -> Scoped:
    """Yield the nearest ancestor that is placed anywhere."""
    for distance, found in enumerate(catalogue.ancestors(industry_id), 1):
        if found in catalogue.placements_of_industry:
            yield distance, found, "broader"
            return


def _depth(catalogue: Catalogue, industry_id: str) -> int:
    return sum(1 for _ in catalogue.ancestors(industry_id))


def _collect(
    catalogue: Catalogue, matches: list[Match], scope_of: Callable[[Catalogue, str], Scoped]
) -> list[Answer]:
    """Gather each placement once, by its best match, and rank them."""
    ranked: dict[str, tuple[tuple[int, int, int], Answer]] = {}
    for match in matches:
        for distance, industry_id, scope in scope_of(catalogue, match.id):
            for placement in catalogue.placements_of_industry.get(industry_id, ()):
                rank = (match.way, RELATIONS.index(placement.relation), distance)
                if placement.id not in ranked or rank < ranked[placement.id][0]:
                    ranked[placement.id] = (rank, _answer(catalogue, placement, match, scope))
    return [answer for _, answer in sorted(ranked.values(), key=lambda pair: pair[0])]


def _answer(catalogue: Catalogue, placement: Placement, match: Match, scope: str) -> Answer:
    said = statement(catalogue, placement)
    return Answer(*said[1:], WAYS[match.way], match.term, scope)


def _nothing(catalogue: Catalogue, index: Index, text: str, matches: list[Match]) -> NotFoundError:
    if matches:
        names = "、".join(catalogue.industries[match.id].name for match in matches[:3])
        wider = _placed_around(catalogue, matches[0].id)
        hint = f"“zzmap query {wider}” answers what is placed around it." if wider else ""
        return NotFoundError(f"the plans name {names} but place it nowhere", hint=hint)
    places = Index(catalogue.places.values(), catalogue.pinyin).find(text)
    if places:
        name = catalogue.places[places[0].id].name
        return NotFoundError(
            f"“{text}” is no industry of the plans but a place",
            hint=f"Ask “zzmap zone {name}” what it hosts.",
        )
    return NotFoundError(
        f"no industry of the plans is called “{text}”",
        index.near(text),
        "“zzmap list industries” shows all.",
    )


def _placed_around(catalogue: Catalogue, industry_id: str) -> str:
    """Return the nearest ancestor's name below which anything is placed, '' for none."""
    for above in catalogue.ancestors(industry_id):
        if any(row in catalogue.placements_of_industry for row in catalogue.descendants(above)):
            return catalogue.industries[above].name
    return ""
