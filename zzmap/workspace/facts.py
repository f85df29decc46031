"""`Facts`: what a planner knows that the plans do not say, or say wrong."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.facts.model import ALIAS, CORRECTION, LIVE, PLACE, PLACEMENT, POSITION, REMOVED, Fact
from zzmap.facts.store import FactStore
from zzmap.findings import WARNING
from zzmap.messages import say
from zzmap.parks.errors import StoreError
from zzmap.parks.model import Note
from zzmap.workspace.records import Exported, Told

if TYPE_CHECKING:
    from zzmap.catalogue import Catalogue
    from zzmap.facts.draft import Drafts
    from zzmap.facts.merge import CatalogueWithFacts
    from zzmap.facts.model import FactChange
    from zzmap.findings import Finding
    from zzmap.model import Place, Placement
    from zzmap.workspace.city import City

_EDITS: dict[str, tuple[str, ...]] = {
    PLACE: ("name", "kind", "within", "source"),
    PLACEMENT: ("industry", "place", "relation", "source"),
    ALIAS: ("place", "industry", "alias", "source"),
    POSITION: ("place", "at", "crs", "accuracy_m", "source"),
    CORRECTION: ("industry", "place", "relation", "source"),
}
"""What of a fact of each kind can be changed."""


class Facts:
    """A planner's own facts, in the park store with its history.

    Every change is one transaction with who made it and why (`who` defaults to your login) and
    can be undone.  Names of places and industries must be exact; what is only like a name is
    refused with near names (`NotFoundError`).  What cannot be said raises `StoreError`.

    Parameters
    ----------
    city
        The city the facts are about.

    Examples
    --------
    >>> import zzmap as zz
    >>> zz.open(store="my.gpkg").facts.list()
    []
    """

    def __init__(self, city: City) -> None:
        self._city, self._store = city, FactStore(city.store)

    def __repr__(self) -> str:
        """Return where the facts are."""
        return f"Facts({str(self._city.store.path)!r})"

    # -- telling -------------------------------------------------------------------

    def add_placement(
        self,
        industry: str,
        place: str,
        relation: str,
        *,
        new: str = "",
        within: str = "",
        source: str = "",
        who: str = "",
        why: str = "",
    ) -> Told:
        """Tell that an industry is at a place.

        Parameters
        ----------
        industry, place
            Names, aliases or ids.
        relation
            One of those of the plans, as ``relies_on`` or ``依托``.
        new
            Kind of the place, such as ``park``, where it is a new one.
        within
            The place a new one lies in.
        source
            Where you know it from.
        who, why
            For the history.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> city.facts.add_placement("盾构装备", "郑州高新区", "依托", why="去过").ids
        ('fact-0001',)
        >>> city.query("高新区盾构装备")[0].said_by
        'user'
        """
        drafts = self._drafts()
        if new:
            made = drafts.new_place(place, new, within, source)
            told = [made, drafts.placement_fact(industry, made, relation, source)]
        else:
            _no_within(within)
            told = [drafts.placement_fact(industry, drafts.place(place), relation, source)]
        return Told(tuple(self._store.add(told, Note.of(who, why))))

    def add_alias(
        self, name: str, alias: str, *, source: str = "", who: str = "", why: str = ""
    ) -> Told:
        """Tell another name of a place or an industry.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> city.facts.add_alias("郑州高新区", "西北新城").facts[0].told
        '“西北新城” is 郑州高新区'
        >>> city.place("西北新城")["user_aliases"]
        ['西北新城']
        """
        fact = self._drafts().alias(name, alias, source)
        return Told(tuple(self._store.add([fact], Note.of(who, why))))

    def add_position(  # noqa: PLR0913 - each is a word a planner may say of a position
        self,
        place: str,
        at: str,
        *,
        accuracy_m: int | None,
        crs: str | None = None,
        new: str = "",
        within: str = "",
        accept: bool = False,
        source: str = "",
        who: str = "",
        why: str = "",
    ) -> Told:
        """Tell where a place is.

        Parameters
        ----------
        place
            Name, alias or id; a place that has a boundary takes `Zones.replace` instead.
        at
            ``LON,LAT``, or ``EAST,NORTH`` of a projected system.
        accuracy_m
            How far off it may be, in metres; there is no default.
        crs
            What `at` is in, such as ``gcj02``; None takes WGS-84 and says so.
        new, within
            As for `add_placement`; a new place lies in the smallest zone, else in the district,
            around the position if nothing else is said.
        accept
            Store it though something is doubtful of it.

        Returns
        -------
        Told
            The fact, or, where a warning stopped it, none and `stopped`.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> done = city.facts.add_position("龙湖现代免疫实验室", "113.74,34.81", accuracy_m=150)
        >>> [row.code for row in done.findings], city.place("龙湖现代免疫实验室")["basis"]
        (['datum-assumed'], 'user')
        """
        from zzmap.facts import position
        from zzmap.geometry import Gazetteer

        accuracy = position.check_accuracy(accuracy_m)
        read = position.read_position(at, crs)
        drafts, gazetteer = self._drafts(), Gazetteer(self._city.catalogue)
        told = []
        row = None
        if new:
            over = within or position.smallest_around(gazetteer, read.point)
            made = drafts.new_place(place, new, over, source)
            districts = tuple(row.district_id for row in gazetteer.district_shares(read.point))
            told.append(made._replace(district_ids=districts))
        else:
            _no_within(within)
            row = drafts.place(place)
            self._not_told_twice(row.id)
        found = position.check_position(read, accuracy, gazetteer, row)
        fact = Fact(
            "",
            POSITION,
            place_id=row.id if row else "",
            place=row.name if row else place.strip(),
            lon=read.point.x,
            lat=read.point.y,
            accuracy_m=accuracy,
            given=read.words,
            said=self._said(row),
            source=source,
        )
        if _stops(found, accept=accept):
            return Told((), tuple(found), stopped=True)
        added = self._store.add([*told, fact], Note.of(who, why))
        return Told(tuple(added), tuple(found))

    def add_correction(
        self,
        placement: str,
        *,
        why: str,
        industry: str = "",
        place: str = "",
        relation: str = "",
        source: str = "",
        who: str = "",
    ) -> Told:
        """Deny a row of the reviewed text, and tell what should stand there, if anything.

        The row is shown all the same, as denied by you.

        Parameters
        ----------
        placement
            ``INDUSTRY@PLACE``, or the row's id.
        why
            What is wrong with it.
        industry, place, relation
            What should stand there; what is left empty is as the row has it.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> _ = city.facts.add_correction("pl-d-0001", why="已搬走", who="李工")
        >>> city.query("智慧岛大数据")[-1].contested[:3]
        '李工 '
        """
        if not why.strip():
            raise StoreError(say("a correction needs its reason"), hint=say("Say it with --why."))
        fact = self._drafts().correction(placement, industry, place, relation, source)
        for other in self._store.rows():
            if (other.placement_id, other.industry_id, other.place_id, other.relation) == (
                fact.placement_id, fact.industry_id, fact.place_id, fact.relation
            ):  # fmt: skip
                raise StoreError(say("you say so already"), where=other.id)
        return Told(tuple(self._store.add([fact], Note.of(who, why))))

    # -- looking -------------------------------------------------------------------

    def list(self, *, all: bool = False) -> list[Fact]:
        """Return the facts by id, or with `all` the removed ones too.

        Examples
        --------
        >>> import zzmap as zz
        >>> facts = zz.open(store="my.gpkg").facts
        >>> _ = facts.add_alias("郑州高新区", "西北新城", who="李工")
        >>> [(fact.id, fact.kind, fact.who) for fact in facts.list()]
        [('fact-0001', 'alias', '李工')]
        """
        return self._store.rows((LIVE, REMOVED) if all else (LIVE,))

    def get(self, fact: str) -> Fact:
        """Return one fact, of any state.

        Examples
        --------
        >>> import zzmap as zz
        >>> facts = zz.open(store="my.gpkg").facts
        >>> _ = facts.add_alias("郑州高新区", "西北新城")
        >>> facts.get("fact-0001").alias
        '西北新城'
        """
        return self._store.fact(fact)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds a new place may be of.

        Examples
        --------
        >>> import zzmap as zz
        >>> "park" in zz.open(store="my.gpkg").facts.kinds
        True
        """
        return self._drafts().kinds

    def correctable(self, industry: str = "", place: str = "") -> builtins.list[Placement]:
        """Return the reviewed placements of an industry, at a place, that can be corrected.

        Parameters
        ----------
        industry, place
            Names, aliases or ids; an empty one leaves all.

        Examples
        --------
        >>> import zzmap as zz
        >>> facts = zz.open().facts
        >>> [row.id for row in facts.correctable("大数据", "智慧岛")]
        ['pl-d-0001']
        """
        drafts = self._drafts()
        return drafts.placements(
            drafts.industry(industry) if industry else None,
            drafts.place(place) if place else None,
        )

    def history(self, fact: str = "") -> builtins.list[FactChange]:
        """Return every change of facts, or those of one, oldest first.

        Examples
        --------
        >>> import zzmap as zz
        >>> facts = zz.open(store="my.gpkg").facts
        >>> _ = facts.add_alias("郑州高新区", "西北新城")
        >>> facts.remove("fact-0001")
        >>> [change.action for change in facts.history("fact-0001")]
        ['add', 'remove']
        """
        return self._store.history(fact)

    def findings(self) -> builtins.list[Finding]:
        """Return what is wrong with facts that the plans of today do not bear out.

        Such a fact has no effect; the finding says how to mend it.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").facts.findings()
        []
        """
        stated = self._stated()
        if stated is None:
            return []
        found = [*stated.judged.findings]
        told = [fact for fact in stated.judged.facts if fact.kind == POSITION]
        if told:
            found += self._overridden(told)
        return found

    def export(self, path: str | Path) -> Exported:
        """Write the facts as rows of geodata's tables, ready for review.

        Parameters
        ----------
        path
            A folder, which gets a ``.csv`` file a table, or one ``.json`` file.

        Returns
        -------
        Exported
            Where they are, and how many rows by table.

        Raises
        ------
        StoreError
            If there are no facts.
        OutputError
            If they cannot be written there.

        Examples
        --------
        >>> import zzmap as zz
        >>> facts = zz.open(store="my.gpkg").facts
        >>> _ = facts.add_alias("郑州高新区", "西北新城")
        >>> facts.export("review").features
        {'places': 1, 'industries': 0, 'placements': 0, 'corrections': 0}
        """
        from zzmap.facts.review import review_rows, write_review

        stated = self._stated()
        if stated is None or not self._store.rows():
            raise StoreError(
                say("there are no facts yet"), hint=say("Tell some with “zzmap facts add”.")
            )
        rows = review_rows(stated, stated.judged.facts)
        write_review(rows, Path(path))
        counts = {name: len(found) for name, found in rows.items()}
        kept = {fact.id for fact in stated.judged.facts}
        left = [fact.id for fact in self._store.rows() if fact.id not in kept]
        notes = [
            say("{fact_id} has no effect and is not in it", fact_id=fact_id) for fact_id in left
        ]
        return Exported(Path(path), counts, tuple(notes))

    # -- changing ------------------------------------------------------------------

    def edit(  # noqa: PLR0913 - each is a word of some kind of fact
        self,
        fact: str,
        /,
        *,
        industry: str | None = None,
        place: str | None = None,
        relation: str | None = None,
        alias: str | None = None,
        at: str | None = None,
        crs: str | None = None,
        accuracy_m: int | None = None,
        name: str | None = None,
        kind: str | None = None,
        within: str | None = None,
        source: str | None = None,
        accept: bool = False,
        who: str = "",
        why: str = "",
        seen: int | None = None,
    ) -> Told:
        """Change a fact; None leaves as it is what is not named.

        Parameters
        ----------
        fact
            Its id, such as ``fact-0001``.
        industry, place, relation, alias, at, crs, accuracy_m, name, kind, within, source
            New values, as for the methods that add facts; a fact has those of its kind.
        seen
            Number of the fact's latest change that the planner knew of; None does not ask.

        Raises
        ------
        ConflictError
            If another change was made after `seen`.

        Examples
        --------
        >>> import zzmap as zz
        >>> facts = zz.open(store="my.gpkg").facts
        >>> _ = facts.add_alias("郑州高新区", "西北新城")
        >>> facts.edit("fact-0001", alias="高新城").facts[0].told
        '“高新城” is 郑州高新区'
        """
        given = {
            "industry": industry, "place": place, "relation": relation, "alias": alias, "at": at,
            "crs": crs, "accuracy_m": accuracy_m, "name": name, "kind": kind, "within": within,
            "source": source,
        }  # fmt: skip
        from zzmap.facts.revision import Revision

        old = self._store.fact(fact)
        values = {word: value for word, value in given.items() if value is not None}
        wrong = [word for word in values if word not in _EDITS[old.kind]]
        if wrong or not values:
            what = (
                say("it has no {wrong}", wrong=", ".join(wrong))
                if wrong
                else say("nothing to change was named")
            )
            hint = say("Of a fact of this kind change {edits}.", edits=", ".join(_EDITS[old.kind]))
            raise StoreError(what, where=f"{fact} ({old.kind})", hint=hint)
        revision = Revision(old, values, self._without(fact), self._city.plans)
        if _stops(revision.findings, accept=accept):
            return Told((), revision.findings, stopped=True)
        after = self._store.edit(fact, revision.of, Note.of(who, why, seen=seen))
        return Told((after,), revision.findings)

    def remove(self, fact: str, *, who: str = "", why: str = "", seen: int | None = None) -> None:
        """Take a fact out of all answers; `undo` brings it back; `seen` as for `edit`.

        Examples
        --------
        >>> import zzmap as zz
        >>> facts = zz.open(store="my.gpkg").facts
        >>> _ = facts.add_alias("郑州高新区", "西北新城")
        >>> facts.remove("fact-0001")
        >>> facts.list()
        []
        """
        self._store.remove(fact, Note.of(who, why, seen=seen))

    def undo(self, change: int | None = None, *, who: str = "", why: str = "") -> int:
        """Take a change of facts back, with all that was told with it, and return its number.

        Parameters
        ----------
        change
            Any change of facts; None takes the last one in effect that is no undo.  Changes of
            parks are not touched: `Parks.undo` takes those back.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> _ = city.facts.add_alias("郑州高新区", "西北新城")
        >>> city.facts.undo(), city.facts.list(), len(city.parks.list())
        (2, [], 1)
        """
        return self._store.undo(change, Note.of(who, why))

    # -- inside --------------------------------------------------------------------

    def _drafts(self) -> Drafts:
        from zzmap.facts.draft import Drafts

        return Drafts(self._city.catalogue)

    def _stated(self) -> CatalogueWithFacts | None:
        from zzmap.facts.merge import CatalogueWithFacts

        stated = self._city.stated
        return stated if isinstance(stated, CatalogueWithFacts) else None

    def _without(self, fact_id: str) -> Catalogue:
        """Return all that has a name but for one fact, which is about to be changed."""
        from zzmap.facts.merge import CatalogueWithFacts
        from zzmap.parks.merge import with_parks

        others = CatalogueWithFacts(self._city.plans, self._store, fact_id)
        return with_parks(others, self._city.store)

    def _said(self, row: Place | None) -> str:
        from zzmap.facts.judge import position_said

        reviewed = None if row is None else self._city.plans.places.get(row.id)
        return "" if reviewed is None else position_said(reviewed)

    def _not_told_twice(self, place_id: str) -> None:
        for fact in self._store.rows():
            if fact.kind == POSITION and fact.place_id == place_id:
                raise StoreError(
                    say("you tell already where it is: {told}", told=fact.told),
                    where=fact.id,
                    hint=say("Change that with “zzmap facts edit {id} --at LON,LAT”.", id=fact.id),
                )

    def _overridden(self, told: Sequence[Fact]) -> builtins.list[Finding]:
        from zzmap.facts.judge import finding

        polygons = self._city.gazetteer.polygons
        return [
            finding(
                "fact-overridden",
                say("{place} has a boundary by now; the fact has no effect", place=fact.place),
                f"{fact.id}, {fact.told}",
                say("Take it out with “zzmap facts remove {id}”.", id=fact.id),
            )
            for fact in told
            if fact.place_id in polygons
        ]


def _no_within(within: str) -> None:
    if within:
        raise StoreError(
            say("only of a new place you can say what it lies in"),
            hint=say("Make it one with --new KIND."),
        )


def _stops(findings: Sequence[Finding], *, accept: bool) -> bool:
    return not accept and any(row.severity == WARNING for row in findings)
