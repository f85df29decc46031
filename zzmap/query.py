"""Answer a question from its reading: placements, projects and functions, and what lies inside.

`zzmap.question` tells what a question names.  An answer says that and no more:

- an industry: its placements and its segments'; where the plans place it nowhere, the nearest
  that it belongs to; its projects;
- a place: what is planned there, its projects, what a structure makes of it, and what is planned
  at places inside it;
- both: that industry at that place or inside it; nothing, if there is none;
- an enterprise or a project: the projects, with their industry and places; where a place has the
  same name, what it hosts too;
- where a place lies: the places above it, nearest first, and its districts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from zzmap._question_words import SAME_THING
from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.messages import say
from zzmap.model import LEVELS, PLAN, RELATION, RELATIONS, USER, USER_PARK, Placement, Project
from zzmap.names import INDUSTRIES, KINDS, WAYS, Hit, Names, Way
from zzmap.question import Reading, read_question, understood
from zzmap.statements import Statement, statement

PLACEMENT, PROJECT, FUNCTION, CONTAINED = "placement", "project", "function", "contained"
WHERE = "where"
"""Kinds of rows of an answer."""

OWN, BELOW, BROADER, INSIDE = "own", "below", "broader", "inside"

MOST, MOST_OF_BOTH = 150, 60
"""Most rows of an answer, and of one on an industry at a place."""


class Answer(NamedTuple):
    """One row of an answer: a `zzmap.statements.Statement` or a project, and how it was found.

    Attributes
    ----------
    relation
        Of `zzmap.model.RELATIONS`; ``project``, ``function`` or ``where`` where the row is one.
    document
        The plan's number.
    match, term
        How the text led here (one of `zzmap.names.WAYS`), by which name or alias.
    scope
        ``own``, ``below`` for a segment of the industry asked for, ``broader`` for what it
        belongs to, ``inside`` for what is at a place inside the one asked for.
    kind
        ``placement``, ``project``, ``function`` (what a structure makes of a place),
        ``contained`` (a placement at a place inside the one asked for) or ``where`` (the place
        is one that the one asked for lies in; there is no industry).
    project, enterprise
        Their names, '' for all but projects.
    place_basis
        How the place of a project is known, '' for all but projects: ``stated``, ``in_name``
        or ``inferred: from what``.
    said_by
        ``plan``, or ``user`` for what a planner has told.
    contested
        What a planner says against the row, '' for nothing.

    Examples
    --------
    >>> import zzmap as zz
    >>> row = zz.open().query("盾构装备")[0]
    >>> row.place, row.relation, row.locator
    ('郑州经开区', 'relies_on', 'S·五(四)2·盾构装备')
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
    scope: str
    kind: str = PLACEMENT
    project: str = ""
    enterprise: str = ""
    place_basis: str = ""
    said_by: str = PLAN
    contested: str = ""


CONTESTED = "contested"

GROUPS = {
    OWN: "",
    INSIDE: say("inside"),
    BROADER: say("the plans place {terms} nowhere by name; what it belongs to", terms="{terms}"),
    PROJECT: say("projects"),
    "existing": say("there already"),
    CONTESTED: say("denied by a planner's own facts"),
}
"""Groups an answer is told in, in this order, with their titles."""


_ORDER = list(GROUPS)


def group_of(row: Answer) -> str:
    """Return which of `GROUPS` a row is in."""
    if row.contested:
        return CONTESTED
    if row.kind == PROJECT:
        return PROJECT
    if not _planned(row):
        return "existing"
    if row.scope == BROADER:
        return BROADER
    return INSIDE if row.kind == CONTAINED else OWN


class Answers(list[Answer]):
    """The rows of an answer, best first.

    Attributes
    ----------
    reading
        What the question was understood to ask.
    understood
        The same in words.
    left_out
        How many rows were left out, the least relevant, as there are too many.

    Examples
    --------
    >>> import zzmap as zz
    >>> found = zz.open().query("荥阳 生物医药")
    >>> found.understood, found.left_out
    ('产业=生物医药, 载体=荥阳市', 0)
    """

    def __init__(self, rows: Iterable[Answer], reading: Reading, said: str, left_out: int) -> None:
        super().__init__(rows)
        self.reading, self.understood, self.left_out = reading, said, left_out

    @property
    def guesses(self) -> list[str]:
        """Terms that were guessed to be meant, none where the text is one of them.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().query("盾购装备").guesses
        ['盾构装备']
        """
        return self.reading.guesses


def query(catalogue: Catalogue, text: str) -> Answers:
    """Answer a question.

    Parameters
    ----------
    catalogue
        The catalogue to search.
    text
        Industries, places, projects, enterprises and words of a relation, in any order or in a
        sentence; pinyin, initials, English words or one slip will do; see `zzmap.question`.

    Returns
    -------
    Answers
        Rows, best first: what was asked for itself, by relation (`zzmap.model.RELATIONS`), then
        segments, then what lies inside.  What is there already (relation ``existing``) comes
        after what is planned.

    Raises
    ------
    NotFoundError
        If the text names nothing, or holds words that name nothing, or the plans say nothing of
        what it asks; it offers near names, or where the industry is.
    """
    reading = read_question(catalogue, text)
    _refuse_unknown(catalogue, reading)
    asked = _Asked(catalogue, reading)
    rows = sorted(dict.fromkeys(asked.rows()), key=lambda row: _ORDER.index(group_of(row)))
    if not rows:
        raise _nothing(asked)
    most = MOST_OF_BOTH if asked.at and asked.industries else MOST
    # A planner's own parks come last; they and other facts of theirs are never left out.
    parks = [row for row in rows if row.relation == USER_PARK]
    plans = [row for row in rows if row.relation != USER_PARK]
    shown = max(0, most - len(parks))
    most_telling = _most_telling(plans, shown)
    kept = [row for at, row in enumerate(plans) if at in most_telling or _own(row)]
    left_out = len(plans) - len(kept)
    return Answers([*kept, *parks], reading, understood(catalogue, reading), left_out)


def _most_telling(rows: Sequence[Answer], most: int) -> set[int]:
    """Return which rows to show of too many: the first of every place, then the best."""
    first = {row.place_id: at for at, row in reversed(list(enumerate(rows)))}
    order = [*sorted(first.values()), *range(len(rows))]
    return set(list(dict.fromkeys(order))[:most])


class _Place(NamedTuple):
    """A place that counts as asked for: by which hit, and how it lies in that.

    `inside` is 0 for the place itself, 1 inside it or a member, 2 for what lies in several
    districts, and mostly in this one, 3 for what lies in it in part.
    """

    hit: Hit
    inside: int


class _Node(NamedTuple):
    """An industry that counts as asked for: by which hit, as what and how far below."""

    hit: Hit
    scope: str
    distance: int


Ranked = tuple[tuple[int, ...], Answer]


class _Asked:
    """What a reading asks for, as ids."""

    def __init__(self, catalogue: Catalogue, reading: Reading) -> None:
        self.catalogue, self.reading = catalogue, reading
        self.industries = _nodes(catalogue, reading.industries)
        self.at = self._places()
        if reading.industries and self.at and not self._any_at():
            self.at |= self._partly()
        self._alternatives()

    @cached_property
    def _names(self) -> Names:
        return Names.of(self.catalogue)

    @property
    def _placed(self) -> bool:
        """Whether a place is asked for."""
        return bool(self.at or self.reading.elements)

    def rows(self) -> Iterator[Answer]:
        """Yield the rows, best first."""
        if self.reading.where:
            yield from self._lies()
            return
        named = list(self._named_projects())
        rows = list(self._said()) if self._also_places() else []
        told = {(row.project, row.place_id) for row in rows}
        yield from rows
        yield from (row for row in named if (row.project, row.place_id) not in told)

    def _said(self) -> Iterator[Answer]:
        """Yield what is said of the industries, places and elements."""
        if not self.industries and not self.at and not self.reading.elements:
            return
        placements, projects = list(self._placements()), list(self._projects())
        broader: list[Ranked] = []
        if (self.reading.industries and not self._placed_anywhere()) or (
            self.reading.relations and not placements
        ):
            broader = list(self._broader())
        if self.reading.projects_only:
            yield from _sorted(projects)
            return
        contested = [row for row in placements if row[1].contested]
        placements = [row for row in placements if not row[1].contested]
        existing = [row for row in placements if not _planned(row[1])]
        placements = [row for row in placements if _planned(row[1])]
        if self.industries:
            yield from _sorted(placements)
            if not self.reading.relations:
                yield from _sorted(projects)
            yield from _sorted(broader)
        else:
            more = [] if self.reading.relations else [*self._functions(), *projects]
            yield from _sorted([*placements, *more])
        yield from _sorted(existing)
        yield from _sorted(contested)

    def _also_places(self) -> bool:
        """Tell whether all projects and enterprises are called as a place is, too."""
        places = {hit.term for hit in self.reading.places}
        named = (*self.reading.projects, *self.reading.enterprises)
        return all(hit.term in places for hit in named)

    # -- which places and industries

    def _places(self) -> dict[str, _Place]:
        found: dict[str, _Place] = {}
        for hit in self.reading.places:
            found[hit.id] = _Place(hit, 0)
        for hit in self.reading.elements:
            own = self.catalogue.elements[hit.id].place_id
            if own:
                found[own] = _Place(hit, 0)
        for hit in self.reading.elements:
            for member in self.catalogue.members_of_element.get(hit.id, ()):
                found.setdefault(member.place_id, _Place(hit, 1))
        for place_id, place in list(found.items()):
            for row in self.catalogue.inside.get(place_id, ()):
                inside = 1 if self.catalogue.wholly_inside(row, place_id) else 2
                found.setdefault(row, place._replace(inside=inside))
        return found

    def _partly(self) -> dict[str, _Place]:
        return {
            row: _Place(hit, 3)
            for hit in self.reading.places
            for row in self.catalogue.partly_inside.get(hit.id, ())
            if row not in self.at
        }

    def _any_at(self) -> bool:
        return any(True for _ in self._placements()) or any(True for _ in self._projects())

    def _alternatives(self) -> None:
        """Where one term means an industry and a place, ask for the place if it has none of it."""
        terms = {hit.term for hit in self.reading.industries}
        places = (*self.reading.places, *self.reading.elements)
        if terms and places and all(hit.term in terms for hit in places) and not self._any_at():
            self.at = {}

    # -- rows

    def _placements(self) -> Iterator[Ranked]:
        """Yield the placements that are asked for, each ranked."""
        for placement, derived in self._candidates():
            if self.reading.relations and placement.relation not in self.reading.relations:
                continue
            node = self.industries.get(placement.industry_id)
            place = self.at.get(placement.place_id)
            if (self.industries and node is None) or (self._placed and place is None):
                continue
            rank, row = self._placement(placement, node, place)
            if derived:
                kind = CONTAINED if place is not None and place.inside else FUNCTION
                rank, row = (*rank[:3], 1, *rank[4:]), row._replace(kind=kind)
            yield rank, row

    def _candidates(self) -> Iterator[tuple[Placement, bool]]:
        """Yield all placements, and what members have from their element, which is derived."""
        for row in self.catalogue.placements:
            yield row, False
        if self.at and self.industries:
            for derived in self.catalogue.derived_placements:
                yield derived.placement._replace(place_id=derived.place_id), True

    def _placement(self, row: Placement, node: _Node | None, place: _Place | None) -> Ranked:
        inside = place.inside if place is not None else 0
        hit = node.hit if node else place.hit if place else None
        assert hit is not None
        scope = node.scope if node else INSIDE if inside else OWN
        strength = RELATIONS.index(row.relation)
        rank = (0, inside, hit.way, 0, strength, node.distance if node else 0)
        if node is None and not RELATION[row.relation].strong:
            # Of all that a place hosts, what it is a focus of, then the wider industries.
            level = self.catalogue.industries[row.industry_id].level
            rank = (2 + (level == LEVELS[-1]), *rank[1:])
        kind = CONTAINED if inside else PLACEMENT
        said = statement(self.catalogue, row)
        return rank, _answer(said, WAYS[hit.way], hit.term, scope, kind)

    def _projects(self) -> Iterator[Ranked]:
        for project in self.catalogue.projects:
            node = self.industries.get(project.industry_id)
            if self.industries and node is None:
                continue
            at = [place for place in project.place_ids if place in self.at]
            if self._placed and not at:
                continue
            hit = node.hit if node else self.at[at[0]].hit
            for place in (at if self.at else project.place_ids) or ("",):
                inside = self.at[place].inside if place in self.at else 0
                scope = node.scope if node else INSIDE if inside else OWN
                rank = (0 if node else 1, inside, hit.way, 1, 0, node.distance if node else 0)
                yield rank, _project(self.catalogue, project, place, hit, scope)

    def _functions(self) -> Iterator[Ranked]:
        """Yield what structures make of a place that is an element of theirs, or a member."""
        named = {(row.place_id, row.industry_id) for row in self.catalogue.placements}
        for element in self.catalogue.elements.values():
            asked = any(hit.id == element.id for hit in self.reading.elements)
            place = self.at.get(element.place_id)
            if not asked and (place is None or place.inside):
                continue
            yield from self._functions_of(element.id, named)
        for row in self.catalogue.derived_placements:
            place = self.at.get(row.place_id)
            if place is not None and not place.inside:
                said = statement(self.catalogue, row.placement._replace(place_id=row.place_id))
                if (row.place_id, row.placement.industry_id) not in named:
                    yield (1, 0, 0, 2, 0, 0), _function(_answer(said, "", "", OWN), place.hit)

    def _functions_of(self, element_id: str, named: set[tuple[str, str]]) -> Iterator[Ranked]:
        element = self.catalogue.elements[element_id]
        structure = self.catalogue.structures[element.structure_id]
        document = self.catalogue.documents[structure.document_id]
        hits = [*self.reading.elements, *(place.hit for place in self.at.values())]
        hit = next((row for row in hits if row.id in (element.id, element.place_id)), hits[0])
        place = self.catalogue.places.get(element.place_id)
        for function in element.functions:
            meant = self._names.exact(function, INDUSTRIES)
            if any((element.place_id, row.id) in named for row in meant):
                continue
            row = Answer(
                meant[0].id if meant else "", function, element.place_id,
                place.name if place else element.name, "", document.number, document.id,
                element.locator, "", "", OWN,
            )  # fmt: skip
            yield (1, 0, 0, 0, 0, 0), _function(row, hit)

    def _named_projects(self) -> Iterator[Answer]:
        """Yield the projects named, or those of the enterprises named."""
        called = {hit.id: hit for hit in self.reading.projects}
        owned = {hit.id: hit for hit in self.reading.enterprises}
        for project in self.catalogue.projects:
            hit = called.get(project.id) or owned.get(project.enterprise)
            scope = self._suits(project)
            if hit is None or not scope:
                continue
            at = [place for place in project.place_ids if place in self.at]
            if self.at and not at:
                continue
            for place in (at if self.at else project.place_ids) or ("",):
                yield _project(self.catalogue, project, place, hit, scope)

    def _suits(self, project: Project) -> str:
        """Tell how a project named has to do with the industries asked for, '' if it has not."""
        hits = self.reading.industries
        if not hits or project.industry_id in self.industries:
            return OWN
        if any(hit.term in project.name for hit in hits):
            return OWN
        wider = any(project.industry_id in self.catalogue.ancestors(hit.id) for hit in hits)
        return BROADER if wider else ""

    def around(self, hit: Hit) -> list[str]:
        """Return the places above a place, nearest first; of an element without, its members."""
        element = self.catalogue.elements.get(hit.id)
        own = element.place_id if element else hit.id
        place = self.catalogue.places.get(own)
        above = [*self.catalogue.places_above(own), *place.district_ids] if place else []
        if element and not any(above):
            above = [row.place_id for row in self.catalogue.members_of_element.get(hit.id, ())]
        return [row for row in dict.fromkeys(above) if row and row != own]

    def _lies(self) -> Iterator[Answer]:
        """Yield where the places asked for lie."""
        for hit in (*self.reading.places, *self.reading.elements):
            for over in self.around(hit):
                name = self.catalogue.places[over].name
                yield Answer(
                    "", "", over, name, WHERE, "", "", "", WAYS[hit.way], hit.term, OWN, WHERE
                )

    # -- broader

    def _placed_anywhere(self) -> bool:
        """Tell whether a plan places what was asked for somewhere, wherever that is."""
        return any(
            map(
                _planned,
                (
                    row
                    for industry in self.industries
                    for row in self.catalogue.placements_of_industry.get(industry, ())
                ),
            )
        ) or any(row.place_ids and row.industry_id in self.industries
                 for row in self.catalogue.projects)  # fmt: skip

    def _broader(self) -> Iterator[Ranked]:
        """Yield the placements of the nearest that is placed above each industry."""
        for hit in self.reading.industries:
            if not self._means(hit):
                continue
            for distance, found in enumerate(self.catalogue.ancestors(hit.id), 1):
                if not self.catalogue.industries[found].parent_id:
                    break
                node = _Node(hit, BROADER, distance)
                rows = [
                    self._placement(row, node, self.at.get(row.place_id))
                    for row in self.catalogue.placements_of_industry.get(found, ())
                    if _planned(row)
                    and (not self.at or row.place_id in self.at)
                    and (not self.reading.relations or row.relation in self.reading.relations)
                ]
                if rows:
                    yield from rows
                    break

    def _means(self, hit: Hit) -> bool:
        """Tell whether a hit is the thing asked for, not one that has it in its name."""
        if hit.way != Way.PART or self.reading.text.isascii():
            return True
        row = self.catalogue.industries[hit.id]
        meant = {f"{self.reading.text.strip()}{end}" for end in SAME_THING}
        return not meant.isdisjoint((row.name, *row.aliases))


def _nodes(catalogue: Catalogue, hits: Sequence[Hit]) -> dict[str, _Node]:
    """Return the industries hit and all that lie below them, each by its best hit."""
    nodes: dict[str, _Node] = {}
    for hit in hits:
        for distance, found in catalogue.below(hit.id):
            node = _Node(hit, BELOW if distance else OWN, distance)
            known = nodes.get(found)
            if known is None or (hit.way, distance) < (known.hit.way, known.distance):
                nodes[found] = node
    return nodes


def _planned(row: Answer | Placement) -> bool:
    """Tell whether a plan puts something there, not only finds it there."""
    return row.relation not in RELATION or RELATION[row.relation].plan


def _own(row: Answer) -> bool:
    """Tell whether a planner says a row, or says something against it."""
    return row.said_by == USER or bool(row.contested)


def _sorted(rows: Iterable[Ranked]) -> list[Answer]:
    return [answer for _, answer in sorted(rows, key=lambda row: row[0])]


def _project(catalogue: Catalogue, row: Project, place: str, hit: Hit, scope: str) -> Answer:
    return Answer(
        row.industry_id,
        catalogue.industries[row.industry_id].name,
        place,
        catalogue.places[place].name if place else "",
        PROJECT,
        catalogue.documents[row.document_id].number,
        row.document_id,
        row.locator,
        WAYS[hit.way],
        hit.term,
        scope,
        PROJECT,
        row.name,
        row.enterprise,
        row.place_basis,
    )


def _answer(said: Statement, match: str, term: str, scope: str, kind: str = PLACEMENT) -> Answer:
    return Answer(
        *said[1:9], match, term, scope, kind, said_by=said.said_by, contested=said.contested
    )  # fmt: skip


def _function(row: Answer, hit: Hit) -> Answer:
    return row._replace(
        relation=FUNCTION, match=WAYS[hit.way], term=hit.term, kind=FUNCTION
    )  # fmt: skip


# -- no answer ---------------------------------------------------------------------------


def _refuse_unknown(catalogue: Catalogue, reading: Reading) -> None:
    """Raise where the text names nothing, or holds what names nothing."""
    if reading.hits and not reading.unknown:
        return
    names = Names.of(catalogue)
    words = "、".join(reading.unknown)
    if not words:
        raise NotFoundError(
            say("“{text}” names no industry, place, project or enterprise", text=reading.text),
            hint=say("“zzmap list industries” and “zzmap list places” show all."),
        )
    said = understood(catalogue, reading)
    asked = " ".join(hit.term for hit in reading.hits)
    known = (
        say("Without it, “zzmap query {asked}” asks for {said}.", asked=asked, said=said)
        if said and asked
        else ""
    )
    # What was found is offered only by its name: it is not what was asked for.
    near = dict.fromkeys(term for word in reading.unknown for term in names.near(word, KINDS))
    elsewhere = {
        term for row in catalogue.places.values() if row.kind == "neighbour_city"
        for term in (row.name, *row.aliases)
    }  # fmt: skip
    raise NotFoundError(
        say("nothing in the plans is called “{words}”", words=words),
        tuple(sorted(near, key=elsewhere.__contains__)),
        known or say("“zzmap list industries” and “zzmap list places” show all."),
    )


_OFFERED = 4


def _nothing(asked: _Asked) -> NotFoundError:
    """Say that the plans say nothing, and where the industry is instead."""
    catalogue, reading = asked.catalogue, asked.reading
    said = understood(catalogue, reading)
    if reading.where or (reading.places and not reading.industries and not reading.enterprises):
        return _nothing_there(asked)
    if reading.enterprises:
        hint = _projects_of(catalogue, reading)
        return NotFoundError(say("the plans say nothing of {said}", said=said), hint=hint)
    if reading.industries and asked.at:
        return NotFoundError(
            say("the plans say nothing of {said}", said=said), hint=_instead(asked)
        )
    if reading.industries:
        wider = _placedaround(catalogue, reading.industries[0].id)
        found = "、".join(catalogue.industries[hit.id].name for hit in reading.industries[:3])
        hint = (
            say("“zzmap query {wider}” answers what is placed around it.", wider=wider)
            if wider
            else ""
        )
        what = (
            ""
            if not (reading.relations or reading.projects_only)
            else say(" as asked ({said})", said=said)
        )
        return NotFoundError(
            say("the plans name {found} but place it nowhere{what}", found=found, what=what),
            hint=hint,
        )
    return NotFoundError(say("the plans say nothing of {said}", said=said))


def _nothing_there(asked: _Asked) -> NotFoundError:
    """Say that nothing is said of a place, or where it lies, and what can be asked."""
    catalogue, reading = asked.catalogue, asked.reading
    names = Names.of(catalogue)
    told = "、".join(names.record(hit).name for hit in (*reading.places, *reading.elements))
    if reading.where:
        hint = say("“zzmap query {told}” answers what is planned there.", told=told)
        return NotFoundError(say("the plans do not say where {told} lies", told=told), hint=hint)
    above = [catalogue.places[row].name for hit in reading.places for row in asked.around(hit)]
    hint = (
        say("It lies in {above}: “zzmap query {above}” answers for that.", above=above[0])
        if above
        else ""
    )
    return NotFoundError(
        say("the plans say nothing of {understood}", understood=understood(catalogue, reading)),
        hint=hint,
    )


def _projects_of(catalogue: Catalogue, reading: Reading) -> str:
    """Tell what projects there are of the enterprises asked for."""
    owners = {hit.id for hit in reading.enterprises}
    rows = [row for row in catalogue.projects if row.enterprise in owners]
    told = [f"{row.name} ({catalogue.industries[row.industry_id].name})" for row in rows]
    return say("Of them: {told}.", told="、".join(told[:_OFFERED])) if told else ""


def _instead(asked: _Asked) -> str:
    """Tell where an industry is that is not at a place, and what wider one the place has."""
    catalogue, reading = asked.catalogue, asked.reading
    elsewhere = _Asked(catalogue, reading._replace(places=(), elements=()))
    places = list(dict.fromkeys(row.place for row in elsewhere.rows() if row.place))
    more = " …" if len(places) > _OFFERED else ""
    told = (
        [say("They have it at {places}{more}.", places="、".join(places[:_OFFERED]), more=more)]
        if places
        else []
    )
    for hit in reading.industries[:1]:
        for above in catalogue.ancestors(hit.id):
            rows = catalogue.placements_of_industry.get(above, ())
            near = [row.place_id for row in rows if row.place_id in asked.at and _planned(row)]
            if near and catalogue.industries[above].parent_id:
                at = "、".join(catalogue.places[row].name for row in dict.fromkeys(near))
                told.append(
                    say(
                        "It belongs to {name}, which is at {at}.",
                        name=catalogue.industries[above].name,
                        at=at,
                    )
                )
                break
    return " ".join(told)


def _placedaround(catalogue: Catalogue, industry_id: str) -> str:
    """Return the nearest ancestor's name below which anything is placed, '' for none."""
    for above in catalogue.ancestors(industry_id):
        if any(row in catalogue.placements_of_industry for row in catalogue.descendants(above)):
            return catalogue.industries[above].name
    return ""
