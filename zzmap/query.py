"""Answer which places host an industry, and where the plan says so."""

from __future__ import annotations

from typing import NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.model import RELATIONS, Placement
from zzmap.search import WAYS, Index


class Answer(NamedTuple):
    """One placement that answers a query.

    `match` tells how the text led to the industry (exact, part, pinyin, slip) and
    `term` the name or alias it matched; `document` is the plan's number.
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
    ranked: dict[str, tuple[tuple[int, int, int, int], Answer]] = {}
    for match in matches:
        for depth, industry_id in _with_depth(catalogue, match.id):
            for placement in catalogue.placements_of_industry.get(industry_id, ()):
                rank = (match.way, RELATIONS.index(placement.relation), depth, len(ranked))
                answer = _answer(catalogue, placement, WAYS[match.way], match.term)
                if placement.id not in ranked or rank[:3] < ranked[placement.id][0][:3]:
                    ranked[placement.id] = (rank, answer)
    if not ranked:
        raise _nothing(catalogue, index, text, [match.id for match in matches])
    return [answer for _, answer in sorted(ranked.values(), key=lambda pair: pair[0])]


def _with_depth(catalogue: Catalogue, industry_id: str) -> list[tuple[int, str]]:
    top = sum(1 for _ in catalogue.ancestors(industry_id))
    return [
        (sum(1 for _ in catalogue.ancestors(below)) - top, below)
        for below in catalogue.descendants(industry_id)
    ]


def _answer(catalogue: Catalogue, placement: Placement, way: str, term: str) -> Answer:
    return Answer(
        placement.industry_id,
        catalogue.industries[placement.industry_id].name,
        placement.place_id,
        catalogue.places[placement.place_id].name,
        placement.relation,
        catalogue.documents[placement.document_id].number,
        placement.document_id,
        placement.locator,
        way,
        term,
    )


def _nothing(catalogue: Catalogue, index: Index, text: str, matched: list[str]) -> NotFoundError:
    if matched:
        names = "、".join(catalogue.industries[found].name for found in matched[:3])
        wider = [
            catalogue.industries[above].name
            for found in matched[:1]
            for above in catalogue.ancestors(found)
        ]
        return NotFoundError(
            f"the plans name {names} but place it nowhere",
            mend=f"Try what it belongs to: {'、'.join(wider)}." if wider else "",
        )
    places = Index(catalogue.places.values(), catalogue.pinyin).find(text)
    if places:
        name = catalogue.places[places[0].id].name
        return NotFoundError(
            f"“{text}” is no industry of the plans but a place",
            mend=f"Ask “zzmap zone {name}” what it hosts.",
        )
    return NotFoundError(
        f"no industry of the plans is called “{text}”",
        index.near(text),
        "“zzmap list industries” shows all.",
    )
