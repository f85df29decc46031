"""Whether the plans place an industry at a place: focus, key park, …, elsewhere, nowhere."""

from __future__ import annotations

from functools import lru_cache

from zzmap.catalogue import Catalogue
from zzmap.model import RELATION, RELATIONS

ELSEWHERE, NOWHERE = "elsewhere", "nowhere"


class PlanReader:
    """Tells what the plans say of an industry at a place.

    An industry is placed where it, what lies below it or, but for a pillar, above it is; a place
    is where a statement is made of it, of what it lies in or of what lies in it.

    Examples
    --------
    >>> PlanReader(Catalogue()).says("ind-smart-sensor", "zone-gaoxin")
    'focus'
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._members: dict[str, list[tuple[str, str]]] = {}
        for row in catalogue.derived_placements:
            found = (row.place_id, row.placement.relation)
            self._members.setdefault(row.placement.industry_id, []).append(found)
        self.says = lru_cache(50_000)(self._says)
        self._placed = lru_cache(2_000)(self._placed_now)
        self._here = lru_cache(2_000)(self._here_now)

    def _says(self, industry_id: str, place_id: str) -> str:
        """Return the strongest relation in words, elsewhere, nowhere, or '' for no industry."""
        if not industry_id:
            return ""
        placed = self._placed(industry_id)
        if not placed:
            return NOWHERE
        if not place_id:
            return ""
        here = self._here(place_id)
        ranks = [RELATIONS.index(relation) for place, relation in placed if place in here]
        return RELATION[RELATIONS[min(ranks)]].name_en if ranks else ELSEWHERE

    def _placed_now(self, industry_id: str) -> frozenset[tuple[str, str]]:
        industries = {*self.catalogue.descendants(industry_id)}
        for twin in (industry_id, *self.catalogue.twins.get(industry_id, ())):
            for above in self.catalogue.ancestors(twin):
                if self.catalogue.industries[above].level != "pillar":
                    industries.add(above)
        own = {
            (row.place_id, row.relation)
            for one in industries
            for row in self.catalogue.placements_of_industry.get(one, ())
        }
        return frozenset(own.union(*(self._members.get(one, ()) for one in industries)))

    def _here_now(self, place_id: str) -> frozenset[str]:
        inside = self.catalogue.inside.get(place_id, ())
        return frozenset([place_id, *self.catalogue.places_above(place_id), *inside])
