"""A draft as a catalogue, to be held beside another edition: unreviewed, and never stored."""

from __future__ import annotations

from typing import Any, TypeVar

from zzmap import model
from zzmap.catalogue import Catalogue
from zzmap.extract.draft import NEW, Draft

RowT = TypeVar("RowT")


class DraftCatalogue(Catalogue):
    """What a draft says; places and layers that geodata knows come from there.

    Parameters
    ----------
    draft
        What was read from a document.
    base
        The geodata the draft was made with.
    """

    def __init__(self, draft: Draft, base: Catalogue) -> None:
        super().__init__(base.folder)
        industries, of_industry = _rows(draft.industries, model.Industry, base.industries)
        places, of_place = _rows(draft.places, model.Place, base.places)
        self.__dict__ |= {
            # Where a belt lies, structures say, which name documents of the plans.
            "documents": base.documents
            | {row.id: _cut(row, model.Document) for row in draft.documents},
            "industries": industries,
            # Where a place lies needs those above it.
            "places": base.places | places,
            "placements": [
                _cut(row, model.Placement)._replace(
                    industry_id=of_industry.get(row.industry_id, row.industry_id),
                    place_id=of_place.get(row.place_id, row.place_id),
                )
                for row in draft.placements
            ],
            "projects": [
                _cut(row, model.Project)._replace(
                    industry_id=of_industry.get(row.industry_id, row.industry_id),
                    place_ids=tuple(of_place.get(item, item) for item in row.place_ids),
                )
                for row in draft.projects
            ],
            "indicators": [_cut(row, model.Indicator) for row in draft.indicators],
            "renamed": {},
        }


def _cut(row: Any, kind: type[RowT]) -> RowT:
    """Return a draft's row without its evidence."""
    return kind(*row[: len(kind._fields)])  # type: ignore[attr-defined]


def _rows(
    drafted: list[Any], kind: type[RowT], known: dict[str, RowT]
) -> tuple[dict[str, RowT], dict[str, str]]:
    """Return rows by id, what geodata knows as it is there, and the id of each drafted one."""
    ids = {row.id: row.known_id or row.id if row.status != NEW else row.id for row in drafted}
    return {ids[row.id]: known.get(ids[row.id]) or _cut(row, kind) for row in drafted}, ids
