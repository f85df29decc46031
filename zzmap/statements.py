"""A placement in words: what query, list, sheet, layer and export all show of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.model import PLAN, RELATIONS, USER, USER_DOCUMENT, Placement


class Statement(NamedTuple):
    """What a plan says of an industry at a place; `document` is the plan's number.

    `id` is the placement's; `said_by` is ``plan`` or ``user``; `contested` what a planner says
    against it, '' for nothing.
    """

    id: str
    industry_id: str
    industry: str
    place_id: str
    place: str
    relation: str
    document: str
    document_id: str
    locator: str
    said_by: str = PLAN
    contested: str = ""


def statement(catalogue: Catalogue, placement: Placement) -> Statement:
    """Say one placement in words."""
    return Statement(
        placement.id,
        placement.industry_id,
        catalogue.industries[placement.industry_id].name,
        placement.place_id,
        catalogue.places[placement.place_id].name,
        placement.relation,
        catalogue.documents[placement.document_id].number,
        placement.document_id,
        placement.locator,
        USER if placement.document_id == USER_DOCUMENT.id else PLAN,
        catalogue.contested.get(placement.id, ""),
    )


def statements(catalogue: Catalogue, placements: Iterable[Placement]) -> list[Statement]:
    """Say placements in words, in their own order."""
    return [statement(catalogue, row) for row in placements]


def strongest_first(placements: Iterable[Placement]) -> list[Placement]:
    """Sort placements by relation, otherwise in their own order."""
    return sorted(placements, key=lambda row: RELATIONS.index(row.relation))
