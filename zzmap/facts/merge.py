"""Put a planner's facts beside what the plans say, marked as the planner's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from zzmap import model
from zzmap.catalogue import Catalogue
from zzmap.facts.judge import Judged, judge
from zzmap.facts.model import ALIAS, CORRECTION, PLACE, PLACEMENT, POSITION, Fact
from zzmap.facts.store import FactStore


class CatalogueWithFacts(Catalogue):
    """A catalogue with a planner's facts in it.

    Reviewed rows stay what they are, but for an alias more, a position in place of what was
    known of it, and, where the planner denies one, what is said against it (`contested`).

    Parameters
    ----------
    plans
        What the plans say.
    store
        The planner's facts; those that no longer fit the plans have no effect, see
        `zzmap.facts.judge`.
    without
        Id of a fact that is left out, as one that is about to be changed.
    """

    def __init__(self, plans: Catalogue, store: FactStore, without: str = "") -> None:
        super().__init__(plans.folder)
        self.plans, self._facts, self._without = plans, store, without

    @cached_property
    def judged(self) -> Judged:
        """The facts as they fit the plans today, and what is wrong with the others."""
        rows = [fact for fact in self._facts.rows() if fact.id != self._without]
        return judge(self.plans, rows)

    @cached_property
    def documents(self) -> dict[str, model.Document]:
        """Documents by id, user data last."""
        return self.plans.documents | {model.USER_DOCUMENT.id: model.USER_DOCUMENT}

    @cached_property
    def industries(self) -> dict[str, model.Industry]:
        """Industries by id, with the planner's aliases."""
        known = self.plans.industries
        return known | {
            row_id: known[row_id]._replace(aliases=(*known[row_id].aliases, *aliases))
            for row_id, aliases in self.own_aliases.items()
            if row_id in known
        }

    @cached_property
    def places(self) -> dict[str, model.Place]:
        """Places by id, new ones last, with the planner's aliases and positions."""
        known = self.plans.places | {fact.place_id: _place(fact) for fact in self._of(PLACE)}
        for row_id, aliases in self.own_aliases.items():
            if row_id in known:
                row = known[row_id]
                known[row_id] = row._replace(aliases=(*row.aliases, *aliases))
        for fact in self._of(POSITION):
            known[fact.place_id] = known[fact.place_id]._replace(
                lon=fact.lon,
                lat=fact.lat,
                accuracy_m=fact.accuracy_m,
                basis=model.USER,
                source=f"user: {fact.given}; {fact.by} ({self._locator(fact)})",
            )
        return known

    @cached_property
    def placements(self) -> list[model.Placement]:
        """Placements of the plans, then those of the planner."""
        own = [
            model.Placement(
                f"pl-{fact.id}",
                fact.industry_id,
                fact.place_id,
                fact.relation,
                model.USER_DOCUMENT.id,
                f"{self._locator(fact)} {fact.by}",
            )
            for kind in (PLACEMENT, CORRECTION)
            for fact in self._of(kind)
            if fact.industry_id
        ]
        return self.plans.placements + own

    @cached_property
    def contested(self) -> dict[str, str]:
        """What the planner says against placements, by their ids."""
        said: dict[str, str] = {}
        for fact in self._of(CORRECTION):
            rather = f"; rather {fact.industry} at {fact.place}" if fact.industry_id else ""
            text = f"{fact.by}{rather} ({self._locator(fact)})"
            other = said.get(fact.placement_id)
            said[fact.placement_id] = f"{other} | {text}" if other else text
        return said

    @cached_property
    def own_aliases(self) -> dict[str, tuple[str, ...]]:
        """The aliases the planner has given, by the id of the place or industry."""
        found: dict[str, tuple[str, ...]] = {}
        for fact in self._of(ALIAS):
            row_id = fact.place_id or fact.industry_id
            found[row_id] = (*found.get(row_id, ()), fact.alias)
        return found

    def _of(self, kind: str) -> Iterator[Fact]:
        return (fact for fact in self.judged.facts if fact.kind == kind)

    def _locator(self, fact: Fact) -> str:
        return f"{self._facts.name}#{fact.id}"


def _place(fact: Fact) -> model.Place:
    return model.Place(
        fact.place_id,
        fact.place,
        "",
        (),
        fact.place_kind,
        fact.parent_id,
        fact.district_ids,
        None,
        None,
        None,  # nobody states an area
        "",
        model.WITHIN if fact.parent_id else model.UNLOCATED,
        None,
        f"user: {fact.by} ({fact.id})",
    )
