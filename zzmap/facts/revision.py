"""A fact as it is to be after an edit, judged as one that is told anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zzmap.catalogue import Catalogue
from zzmap.facts.draft import Drafts
from zzmap.facts.judge import position_said
from zzmap.facts.model import ALIAS, CORRECTION, PLACE, PLACEMENT, POSITION, Fact
from zzmap.findings import Finding
from zzmap.messages import say
from zzmap.model import USER, Place
from zzmap.parks.errors import StoreError

_KEPT = ("id", "state", "why")


class Revision:
    """What an edit makes of a fact.

    Parameters
    ----------
    old
        The fact as it is.
    values
        What is to be changed, by the words of `zzmap.workspace.facts.Facts.edit`.
    others
        All that has a name, without this fact.
    plans
        What the plans' tables say.

    Attributes
    ----------
    findings
        What is doubtful of a new position.
    """

    def __init__(
        self, old: Fact, values: Mapping[str, Any], others: Catalogue, plans: Catalogue
    ) -> None:
        self._old, self._values, self._others, self._plans = old, values, others, plans
        self._drafts = Drafts(others)
        self.findings: tuple[Finding, ...] = ()
        drafted = {
            PLACE: self._place,
            PLACEMENT: self._placement,
            ALIAS: self._alias,
            POSITION: self._position,
            CORRECTION: self._correction,
        }[old.kind]()
        self._new = drafted._replace(**{name: getattr(old, name) for name in _KEPT})

    def of(self, current: Fact) -> Fact:
        """Return the new fact, if the store still has the one that was edited."""
        if current != self._old:
            raise StoreError(
                say("somebody else has changed this fact just now"),
                where=current.id,
                hint=say("Try again."),
            )
        return self._new

    def _value(self, word: str, old: str) -> str:
        return str(self._values.get(word, old))

    def _reference(self, word: str, old_id: str, name: str, known: Mapping[str, object]) -> str:
        """Return the new name of a place or industry, else the id the old one has today."""
        if word in self._values or not old_id:
            return self._value(word, "")
        current = self._others.current(old_id)
        if current not in known:
            raise StoreError(
                say(
                    "its {word} {name} ({old_id}) is in the plans no more",
                    word=word,
                    name=name,
                    old_id=old_id,
                ),
                where=self._old.id,
                hint=say("Name another with --{word}.", word=word),
            )
        return current

    @property
    def _source(self) -> str:
        return self._value("source", self._old.source)

    def _industry_name(self) -> str:
        old = self._old
        return self._reference("industry", old.industry_id, old.industry, self._others.industries)

    def _place_name(self) -> str:
        return self._reference("place", self._old.place_id, self._old.place, self._others.places)

    def _place(self) -> Fact:
        old = self._old
        within = self._reference("within", old.parent_id, old.parent, self._others.places)
        name, kind = self._value("name", old.place), self._value("kind", old.place_kind)
        made = self._drafts.new_place(name, kind, within, self._source)
        return made._replace(place_id=old.place_id)

    def _placement(self) -> Fact:
        place = self._drafts.place(self._place_name())
        relation = self._value("relation", self._old.relation)
        return self._drafts.placement_fact(self._industry_name(), place, relation, self._source)

    def _alias(self) -> Fact:
        named = [word for word in ("place", "industry") if word in self._values]
        if len(named) > 1:
            raise StoreError(
                say("an alias names a place or an industry, not both"), where=self._old.id
            )
        if named:
            name = str(self._values[named[0]])
        else:
            name = self._place_name() if self._old.place_id else self._industry_name()
        alias = self._value("alias", self._old.alias)
        return self._drafts.alias(name, alias, self._source)

    def _position(self) -> Fact:
        from zzmap.facts import position
        from zzmap.geometry import Gazetteer

        row: Place = self._drafts.place(self._place_name())
        if row.basis == USER:
            raise StoreError(
                say("you tell already where {name} is: {source}", name=row.name, source=row.source),
                where=row.id,
            )
        fact = self._old._replace(place_id=row.id, place=row.name, source=self._source)
        reviewed = self._plans.places.get(row.id)
        fact = fact._replace(said=position_said(reviewed) if reviewed else "")
        accuracy = position.check_accuracy(self._values.get("accuracy_m", fact.accuracy_m))
        gazetteer = Gazetteer(self._others)
        if "at" not in self._values:
            if "crs" in self._values:
                raise StoreError(
                    say("another system means another position"),
                    where=fact.id,
                    hint=say("Give the numbers too, with --at."),
                )
            position.refuse_shapes(gazetteer, row)
            return fact._replace(accuracy_m=accuracy)
        read = position.read_position(str(self._values["at"]), self._values.get("crs"))
        self.findings = tuple(position.check_position(read, accuracy, gazetteer, row))
        return fact._replace(
            lon=read.point.x, lat=read.point.y, accuracy_m=accuracy, given=read.words
        )

    def _correction(self) -> Fact:
        old = self._old
        industry, place, relation = (
            self._value(word, "") for word in ("industry", "place", "relation")
        )
        if old.industry_id:
            industry, place = self._industry_name(), self._place_name()
            relation = self._value("relation", old.relation)
        return self._drafts.correction(old.placement_id, industry, place, relation, self._source)
