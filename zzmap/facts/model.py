"""What a planner's own fact is: a placement, alias, position, place or correction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from zzmap.kept import Fits, are_texts, is_number, kept_text, read_kept_text
from zzmap.messages import both, say
from zzmap.wording import Say, kind, relation, words

PLACEMENT, ALIAS, POSITION = "placement", "alias", "position"
PLACE, CORRECTION = "place", "correction"

ORDER = (PLACE, PLACEMENT, ALIAS, POSITION, CORRECTION)
"""Kinds of facts, in the order they are judged: the others may be about a new place."""

LIVE, REMOVED = "live", "removed"


class Fact(NamedTuple):
    """Something a planner knows that the reviewed text does not have, or has wrong.

    Ids name rows of the catalogue; the names beside them are those of the day the fact was
    told, so that it can be understood when the rows have gone.

    Attributes
    ----------
    id, kind, state
        ``fact-0001``; one of `ORDER`; ``live`` or ``removed``.
    place_id, place
        What it is about; of a correction, the place that should stand there. Of a fact that
        makes a place it is that place.
    place_kind, parent_id, parent, district_ids
        Of a new place: its kind, the place it lies in, its districts.
    industry_id, industry, relation
        Of a placement or alias; of a correction, what should stand there ('' in all three, as
        in `place_id`, if the row is only denied).
    alias
        The other name.
    lon, lat, accuracy_m
        WGS-84 degrees and the standard error in metres of a position.
    given
        The position as it was given, with its reference system.
    placement_id, row, said
        Of a correction: the row it denies, the row's industry, place and relation on the day,
        and the same in words. `said` of a position is what the tables said of it on the day.
    source
        Where the planner knows it from.
    who, why, at
        Of the change that made it as it is.
    """

    id: str
    kind: str
    state: str = LIVE
    place_id: str = ""
    place: str = ""
    place_kind: str = ""
    parent_id: str = ""
    parent: str = ""
    district_ids: tuple[str, ...] = ()
    industry_id: str = ""
    industry: str = ""
    relation: str = ""
    alias: str = ""
    lon: float | None = None
    lat: float | None = None
    accuracy_m: int | None = None
    given: str = ""
    placement_id: str = ""
    row: tuple[str, ...] = ()
    said: str = ""
    source: str = ""
    who: str = ""
    why: str = ""
    at: str = ""

    def to_json(self) -> str:
        """Return the fact as the text the store keeps."""
        return kept_text(self)

    @classmethod
    def from_json(cls, text: str) -> Fact:
        """Read what `to_json` wrote; raises ValueError, KeyError or TypeError on anything else."""
        fact = read_kept_text(cls, text, _FITS)
        fact = fact._replace(row=tuple(fact.row), district_ids=tuple(fact.district_ids))
        _check_whole(fact)
        return fact

    @property
    def told(self) -> str:
        """The fact in a line, such as ``智能传感器 at 郑州高新区 (relies_on)``."""
        return _TOLD[self.kind](self)

    @property
    def by(self) -> str:
        """Who told it, when and why, such as ``李工 2026-11-25: 现场看过``."""
        words = "; ".join(filter(None, (self.why, self.source)))
        return f"{self.who} {self.at[:10]}" + (f": {words}" if words else "")

    @property
    def same(self) -> Fact:
        """The fact without what changes though nothing of it does: who, why and when."""
        return self._replace(who="", why="", at="")


class FactChange(NamedTuple):
    """One row of history: what happened to one fact.

    `batch` is the number of the first change made in the same transaction; `undoes` the batch
    this one takes back; `in_effect` is False for what was undone.
    """

    change: int
    batch: int
    at: str
    who: str
    why: str
    action: str
    fact_id: str
    before: Fact | None
    after: Fact | None
    undoes: int | None
    in_effect: bool

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        values = self._asdict()
        for side in ("before", "after"):
            fact: Fact | None = values[side]
            values[side] = None if fact is None else fact._asdict()
        return values


def _is_degrees(value: Any) -> bool:
    return value is None or is_number(value)


_FITS: Fits = {
    "lon": _is_degrees,
    "lat": _is_degrees,
    "accuracy_m": lambda value: value is None or (type(value) is int and value > 0),
    "row": are_texts,
    "district_ids": are_texts,
}
"""What a value kept in a store is, where it is no text."""

_NEEDS: dict[str, tuple[str, ...]] = {
    PLACE: ("place_id", "place", "place_kind"),
    PLACEMENT: ("place_id", "industry_id", "relation"),
    ALIAS: ("alias",),
    POSITION: ("place_id", "lon", "lat", "accuracy_m"),
    CORRECTION: ("placement_id", "row"),
}
"""What a fact of each kind says."""


def _check_whole(fact: Fact) -> None:
    if fact.kind not in ORDER or fact.state not in (LIVE, REMOVED):
        raise ValueError(
            say("its kind is {kind}, its state {state}", kind=fact.kind[:40], state=fact.state[:40])
        )
    lacks = [name for name in _NEEDS[fact.kind] if getattr(fact, name) in ("", None, ())]
    if lacks or (fact.kind == CORRECTION and len(fact.row) != len(("industry", "place", "by"))):
        raise ValueError(say("it has no {lacks}", lacks=", ".join(lacks) or say("whole row")))


def _correction(fact: Fact) -> str:
    denied = say("not so: {said} [{row}]", said=fact.said, row=fact.placement_id)
    if not fact.industry_id:
        return denied
    return say("{denied}; rather {instead}", denied=denied, instead=_placement(fact))


def _placement(fact: Fact) -> str:
    return say(
        "{industry} at {place} ({relation})",
        industry=fact.industry,
        place=fact.place,
        relation=_either(relation, fact.relation),
    )


def _new_place(fact: Fact) -> str:
    kind_ = _either(kind, fact.place_kind)
    if not fact.parent:
        return say("new {kind} {place}", kind=kind_, place=fact.place)
    return say("new {kind} {place} in {parent}", kind=kind_, place=fact.place, parent=fact.parent)


def _either(word: Callable[[Say, str], str], code: str) -> str:
    """Return what says a code: in Chinese its word, in English the code that is typed."""
    return both(word(words(english=False), code), code)


_TOLD: dict[str, Callable[[Fact], str]] = {
    PLACE: _new_place,
    PLACEMENT: _placement,
    ALIAS: lambda fact: say(
        "“{alias}” is {called}", alias=fact.alias, called=fact.place or fact.industry
    ),
    POSITION: lambda fact: say(
        "{place} at {lon:.6f},{lat:.6f} ±{accuracy_m} m",
        place=fact.place,
        lon=fact.lon,
        lat=fact.lat,
        accuracy_m=fact.accuracy_m,
    ),
    CORRECTION: _correction,
}
