"""What a planner says, made a fact: names resolved for sure, and nothing said twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from zzmap._question_words import PASSED, PROJECT_WORDS, RELATION_OF, SOFT
from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.facts.model import ALIAS, CORRECTION, PLACE, PLACEMENT, Fact
from zzmap.messages import both, say
from zzmap.model import RELATION, USER_DOCUMENT, USER_PARK, Industry, Placement, Relation
from zzmap.model import Place as PlaceRow
from zzmap.names import INDUSTRIES, KINDS, PARK, PLACES, Hit, Kind, Names, normalise
from zzmap.parks.errors import StoreError
from zzmap.words import SEPARATOR

SAID: tuple[Relation, ...] = tuple(row for row in RELATION.values() if row.id != USER_PARK)
"""Relations a planner's placement may have: those of the plans."""

MIN_NAME = 2
"""Fewest characters of a name: a question is read by names of two or more."""

AT = "@"
"""Stands between industry and place where a placement is named by them: 盾构装备@郑州经开区."""


class Drafts:
    """Makes facts of what is said, by the names of a catalogue.

    Every name must be one for sure: an id, a name or an alias, never a guess.  Raises
    `NotFoundError` for one that is unknown or means several, and `StoreError` for what cannot
    be said.

    Parameters
    ----------
    catalogue
        All that has a name, with the planner's facts and parks.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names = Names.of(catalogue)

    # -- names -----------------------------------------------------------------------

    def industry(self, text: str) -> Industry:
        """Return the industry of a name."""
        found = self._catalogue.industries[self._names.one(text, INDUSTRIES, sure=True).id]
        if found.document_id == USER_DOCUMENT.id:
            raise StoreError(
                say("“{name}” is an industry that only a park of yours names", name=found.name),
                hint=say("Name one of the plans: “zzmap list industries” shows all."),
            )
        return found

    def place(self, text: str) -> PlaceRow:
        """Return the place of a name; a park of the store is none of the plans'."""
        try:
            hit = self._names.one(text, PLACES, sure=True)
        except NotFoundError as error:
            hint = say("--new KIND makes a new place of this name.")
            raise NotFoundError(error.what, error.near, hint) from None
        if hit.kind == PARK:
            raise StoreError(
                say("{text} is a park of yours", text=text),
                where=hit.id,
                hint=say("Say it of the park: “zzmap parks edit”, “zzmap parks replace”."),
            )
        return self._catalogue.places[hit.id]

    def relation(self, text: str) -> Relation:
        """Return the relation of an id or a word of it."""
        wanted = text.strip().lower()
        for row in SAID:
            if wanted in (row.id, row.name, row.name_en):
                return row
        raise NotFoundError(
            say("there is no relation “{text}”", text=text)
            if wanted
            else say("nobody said how it is tied to it"),
            hint=say(
                "Say one of {said}.", said=", ".join(f"{row.id} ({row.name})" for row in SAID)
            ),
        )

    def placement(self, text: str) -> Placement:
        """Return a reviewed placement by its id, or by ``INDUSTRY@PLACE``."""
        rows = {row.id: row for row in self._catalogue.placements}
        found = rows.get(self._catalogue.current(text))
        if found is None:
            found = self._by_names(text)
        if found.document_id == USER_DOCUMENT.id:
            raise StoreError(
                say("this row is a planner's own"),
                where=found.id,
                hint=say("Change it with “zzmap facts edit” or “zzmap parks edit”."),
            )
        return found

    def placements(
        self, industry: Industry | None = None, place: PlaceRow | None = None
    ) -> list[Placement]:
        """Return the reviewed placements of an industry, at a place, or all."""
        rows = list(self._catalogue.placements)
        if place is not None:
            rows = self._catalogue.placements_of_place.get(place.id, [])
        return [
            row
            for row in rows
            if row.document_id != USER_DOCUMENT.id
            and (industry is None or row.industry_id == industry.id)
        ]

    def _by_names(self, text: str) -> Placement:
        industry, at, place = unicodedata.normalize("NFKC", text).partition(AT)
        if not at:
            raise NotFoundError(
                say("there is no placement “{text}”", text=text),
                hint=say(
                    "Name one as INDUSTRY{at}PLACE, or by its id, which "
                    "“zzmap list placements --format csv” shows.",
                    at=AT,
                ),
            )
        what, where = self.industry(industry), self.place(place)
        rows = self.placements(what, where)
        if not rows:
            raise NotFoundError(
                say(
                    "the plans do not say that {name} is at {where_name}",
                    name=what.name,
                    where_name=where.name,
                )
            )
        if len(rows) > 1:
            told = tuple(f"{row.id} ({row.relation}, {row.locator})" for row in rows)
            raise NotFoundError(
                say(
                    "the plans say {count} times that {name} is at {where_name}",
                    count=len(rows),
                    name=what.name,
                    where_name=where.name,
                ),
                told,
                say("Name one of them by its id."),
            )
        return rows[0]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds a new place may be of: those of the plans' places, districts apart."""
        kinds = {row.kind for row in self._catalogue.places.values()}
        return tuple(sorted(kinds - {USER_PARK, *self._catalogue.city.district_kinds}))

    # -- facts -----------------------------------------------------------------------

    def new_place(self, name: str, kind: str, within: str, source: str) -> Fact:
        """Draft a place that the plans do not name."""
        self._free(name, "name", (*INDUSTRIES, *PLACES))
        self._no_word(name)
        if kind not in self.kinds:
            raise NotFoundError(
                say("“{kind}” is no kind of place", kind=kind),
                hint=say("Use {kinds}.", kinds=", ".join(self.kinds)),
            )
        over = self.place(within) if within else None
        return Fact(
            "",
            PLACE,
            place=name.strip(),
            place_kind=kind,
            parent_id=over.id if over else "",
            parent=over.name if over else "",
            district_ids=over.district_ids if over else (),
            source=source,
        )

    def placement_fact(
        self, industry: str, place: PlaceRow | Fact, relation: str, source: str
    ) -> Fact:
        """Draft a placement: an industry at a place, or at one that is drafted with it."""
        what, how = self.industry(industry), self.relation(relation)
        where = ("", place.place) if isinstance(place, Fact) else (place.id, place.name)
        for row in self._catalogue.placements_of_place.get(where[0], ()):
            if (row.industry_id, row.relation) == (what.id, how.id):
                raise StoreError(
                    say(
                        "{name} at {where} ({id}) is there already: {locator}",
                        name=what.name,
                        where=where[1],
                        id=both(how.name, how.id),
                        locator=row.locator,
                    ),
                    where=row.id,
                )
        return Fact(
            "",
            PLACEMENT,
            place_id=where[0],
            place=where[1],
            industry_id=what.id,
            industry=what.name,
            relation=how.id,
            source=source,
        )

    def alias(self, name: str, alias: str, source: str) -> Fact:
        """Draft another name of a place or industry."""
        alias = alias.strip()
        self._free(alias, "alias", KINDS)
        self._no_word(alias)
        fact = Fact("", ALIAS, alias=alias, source=source)
        hit = self._one(name)
        if hit.kind in INDUSTRIES:
            return fact._replace(
                industry_id=hit.id, industry=self._catalogue.industries[hit.id].name
            )
        return fact._replace(place_id=hit.id, place=self._catalogue.places[hit.id].name)

    def correction(
        self, placement: str, industry: str, place: str, relation: str, source: str
    ) -> Fact:
        """Draft a correction: a reviewed row denied, and what should stand there, if anything."""
        row = self.placement(placement)
        what, where = self._catalogue.industries, self._catalogue.places
        number = self._catalogue.documents[row.document_id].number
        fact = Fact(
            "",
            CORRECTION,
            placement_id=row.id,
            row=(row.industry_id, row.place_id, row.relation),
            said=f"{what[row.industry_id].name} at {where[row.place_id].name} ({row.relation}), "
            f"{number} {row.locator}",
            source=source,
        )
        if not (industry or place or relation):
            return fact
        rather = (
            self.industry(industry) if industry else what[row.industry_id],
            self.place(place) if place else where[row.place_id],
            self.relation(relation).id if relation else row.relation,
        )
        if (rather[0].id, rather[1].id, rather[2]) == fact.row:
            raise StoreError(say("what should stand there is what stands there"), where=row.id)
        return fact._replace(
            industry_id=rather[0].id,
            industry=rather[0].name,
            place_id=rather[1].id,
            place=rather[1].name,
            relation=rather[2],
        )

    # -- inside ----------------------------------------------------------------------

    def _one(self, name: str) -> Hit:
        hit = self._names.one(name, (*INDUSTRIES, *PLACES), sure=True)
        if hit.kind == PARK:
            self.place(name)  # says what to do instead
        if hit.kind in INDUSTRIES:
            self.industry(hit.id)
        return hit

    def _no_word(self, name: str) -> None:
        """Refuse what would take other questions over: a word of a question, or the city."""
        folded = name.strip().lower()
        words = (*PASSED, *SOFT, *PROJECT_WORDS, *RELATION_OF, *self._catalogue.called)
        if folded in words or len(normalise(name)) < MIN_NAME:
            raise StoreError(
                say(
                    "“{name}” cannot be a name: it would be read so in every question that has it",
                    name=name,
                ),
                hint=say("Give a longer one."),
            )

    def _free(self, name: str, word: str, kinds: Sequence[Kind]) -> None:
        """Raise unless a text can be a name and nothing is called so."""
        if not normalise(name):
            raise StoreError(
                say("“{name}” is no {word}", name=name, word=word),
                hint=say("Write it with letters or characters."),
            )
        if SEPARATOR in name:
            raise StoreError(
                say("an {word} cannot hold “{separator}”", word=word, separator=SEPARATOR),
                where=name,
                hint=say("Add one after another."),
            )
        taken: Sequence[Hit] = self._names.exact(name, kinds)
        if taken:
            called = self._names.record(taken[0])
            raise StoreError(
                say("“{name}” names {called_name} already", name=name, called_name=called.name),
                where=called.id,
                hint=say("A name that means two things answers neither."),
            )
