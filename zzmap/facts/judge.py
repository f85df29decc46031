"""Tell which of a planner's facts fit the plans as they are today, and what became of the rest.

The reviewed text changes; a fact names rows of it.  A row that got another id is followed
(``geodata/renamed.csv``); one that is gone, or says something else by now, makes the fact
stand aside: it has no effect, and a finding tells how to mend it.  Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.facts.model import ALIAS, CORRECTION, ORDER, PLACE, PLACEMENT, POSITION, Fact
from zzmap.findings import INFO, WARNING, Finding
from zzmap.messages import say
from zzmap.model import RELATION, Place
from zzmap.names import KINDS, PLACES, Names

CODES: dict[str, tuple[str, str]] = {
    "fact-lost": (WARNING, say("what a fact is about is in the plans no more")),
    "fact-changed": (WARNING, say("the row that a fact is about says something else by now")),
    "fact-taken": (WARNING, say("an alias or a name has come to mean something else")),
    "fact-overridden": (WARNING, say("a position has no effect, for the place has a boundary")),
    "fact-reviewed": (INFO, say("the reviewed text says by now what a fact says")),
    "datum-assumed": (INFO, say("nobody said what a position's coordinates are in")),
    "datum-suspected": (
        WARNING,
        say("a position fits what is known only in another reference system"),
    ),
    "far-off": (WARNING, say("a position is far from where the place is known to be")),
    "outside-city": (WARNING, say("a position lies outside the city")),
}
"""Every code with its severity and meaning; `zzmap.facts.position` uses the last four."""


def finding(code: str, message: str, where: str = "", hint: str = "") -> Finding:
    """Make a finding with the severity its code has."""
    return Finding(code, CODES[code][0], message, where=where, hint=hint)


class Judged(NamedTuple):
    """Facts in effect, with the ids of today, and what is wrong with the others."""

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


def judge(plans: Catalogue, facts: Sequence[Fact]) -> Judged:
    """Judge live facts by the plans as they are."""
    if not facts:
        return Judged((), ())
    return _Judge(plans).judged(facts)


def position_said(place: Place) -> str:
    """Return what the plans' tables say of a place's position, to tell when they say another."""
    if place.lon is None or place.lat is None:
        return place.basis
    return f"{place.basis} {place.lon:g},{place.lat:g} ±{place.accuracy_m} m"


_NO_EFFECT = say("; the fact has no effect")


class _Judge:
    def __init__(self, plans: Catalogue) -> None:
        self._plans = plans
        self._places = set(plans.places)
        self._placements = {row.id: row for row in plans.placements}
        self._stated = {(row.industry_id, row.place_id, row.relation) for row in plans.placements}
        self._names = Names.of(plans)
        self._findings: list[Finding] = []

    def judged(self, facts: Sequence[Fact]) -> Judged:
        kept = []
        for fact in sorted(facts, key=lambda row: ORDER.index(row.kind)):
            found = self._current(fact)
            if found is None or not _FITS[fact.kind](self, found):
                continue
            if found.kind == PLACE:
                self._places.add(found.place_id)
            kept.append(found)
        return Judged(tuple(sorted(kept, key=lambda row: row.id)), tuple(self._findings))

    def _current(self, fact: Fact) -> Fact | None:
        """Return a fact with the ids of today; None, with a finding, where one is gone."""
        found = fact
        tables: Iterable[tuple[str, str, Iterable[str]]] = (
            ("parent_id", fact.parent, self._places),
            ("industry_id", fact.industry, self._plans.industries),
        )
        if fact.kind != PLACE:
            tables = (("place_id", fact.place, self._places), *tables)
        for column, name, known in tables:
            old = getattr(fact, column)
            new = self._plans.current(old)
            if old and new not in known:
                self._lost(fact, column, name, old)
                return None
            changed: dict[str, Any] = {column: new}
            found = found._replace(**changed)
        if found.placement_id:
            current = self._plans.current(found.placement_id)
            found = found._replace(placement_id=current or found.placement_id)
        gone = [row for row in found.district_ids if row not in self._plans.places]
        if gone:
            self._lost(fact, "parent_id", "、".join(gone), gone[0])
            return None
        return found

    def _lost(self, fact: Fact, column: str, name: str, old: str) -> None:
        word = {"place_id": "place", "industry_id": "industry", "parent_id": "within"}[column]
        self._tell(
            "fact-lost",
            fact,
            say(
                "its {word} {name} ({old}) is in the plans no more",
                word=word,
                name=name or old,
                old=old,
            ),
            say(
                "Name another with “zzmap facts edit {id} --{word} NAME”, or take it out with "
                "“zzmap facts remove {id}”.",
                id=fact.id,
                word=word,
            ),
        )

    def place(self, fact: Fact) -> bool:
        others = self._names.exact(fact.place, PLACES)
        if others:
            self._tell(
                "fact-taken",
                fact,
                say(
                    "the plans have a place called {place} by now ({id})",
                    place=fact.place,
                    id=others[0].id,
                ),
                say(
                    "Point what you said of yours to that one (“zzmap facts edit FACT --place "
                    "…”) and "
                    "take yours out with “zzmap facts remove {id}”; both are shown till then.",
                    id=fact.id,
                ),
            )
        return True

    def placement(self, fact: Fact) -> bool:
        if (fact.industry_id, fact.place_id, fact.relation) in self._stated:
            self._reviewed(fact)
            return False
        if fact.relation not in RELATION:
            self._lost(fact, "industry_id", fact.relation, fact.relation)
            return False
        return True

    def alias(self, fact: Fact) -> bool:
        own = fact.place_id or fact.industry_id
        others = self._names.exact(fact.alias, KINDS)
        if any(hit.id == own for hit in others):
            self._reviewed(fact)
            return False
        if others:
            self._tell(
                "fact-taken",
                fact,
                say(
                    "the plans call {name} so by now ({id})",
                    name=self._names.record(others[0]).name,
                    id=others[0].id,
                ),
                say(
                    "Take it out with “zzmap facts remove {id}”, or give another with "
                    "“zzmap facts edit {id} --alias NAME”.",
                    id=fact.id,
                ),
            )
        return not others

    def position(self, fact: Fact) -> bool:
        place = self._plans.places.get(fact.place_id)
        now = "" if place is None else position_said(place)
        if now != fact.said:
            self._tell(
                "fact-changed",
                fact,
                say(
                    "the plans' tables said “{said}” of its position then, “{now}” by now",
                    said=fact.said,
                    now=now,
                ),
                say(
                    "Say yours again with “zzmap facts edit {id} --at LON,LAT”, or take it out "
                    "with “zzmap facts remove {id}”; it counts till then.",
                    id=fact.id,
                ),
            )
        return True

    def correction(self, fact: Fact) -> bool:
        row = self._placements.get(fact.placement_id)
        was = [self._plans.current(part) for part in fact.row]
        hint = say(
            "Take it out with “zzmap facts remove {id}”, or deny the row of today.", id=fact.id
        )
        if row is None:
            self._tell(
                "fact-lost",
                fact,
                say("the row {placement_id} is gone", placement_id=fact.placement_id),
                hint,
            )
        elif [row.industry_id, row.place_id, row.relation] != was:
            self._tell(
                "fact-changed",
                fact,
                say("the row {id} says something else by now", id=row.id),
                hint,
            )
        else:
            return True
        return False

    def _reviewed(self, fact: Fact) -> None:
        self._tell(
            "fact-reviewed",
            fact,
            say("the reviewed text says so by now"),
            say("Nothing is lost by “zzmap facts remove {id}”.", id=fact.id),
        )

    def _tell(self, code: str, fact: Fact, what: str, hint: str) -> None:
        shown = "" if fact.kind in (PLACE, POSITION) and code != "fact-lost" else _NO_EFFECT
        self._findings.append(
            finding(code, f"{what}{shown}", where=f"{fact.id}, {fact.told}", hint=hint)
        )


_FITS: dict[str, Callable[[_Judge, Fact], bool]] = {
    PLACE: _Judge.place,
    PLACEMENT: _Judge.placement,
    ALIAS: _Judge.alias,
    POSITION: _Judge.position,
    CORRECTION: _Judge.correction,
}
"""How a fact of each kind is judged once all it names is there."""
