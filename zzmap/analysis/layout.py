"""What stands out in a layout, by rules: sole hosts, sameness, gaps, agreement, candidates.

Every row carries what it rests on; nothing is weighed that a reader cannot see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from zzmap.analysis.tally import OWN, PLACE, ZONE, Rolling, Tally
from zzmap.catalogue import Catalogue
from zzmap.model import KEY_PARK, RELATION, RELATIONS, Placement
from zzmap.words import join


class Hosts(NamedTuple):
    """An industry and the places that host it."""

    industry_id: str
    industry: str
    hosts: int
    share: float
    places: str


class Gap(NamedTuple):
    """An industry with projects and no key park, or the reverse."""

    industry_id: str
    industry: str
    projects: int
    key_parks: int
    what: str


class Agreement(NamedTuple):
    """How many of the plans that speak of a place place an industry there."""

    place_id: str
    place: str
    industry_id: str
    industry: str
    plans: int
    of: int
    documents: str
    locators: str


class Neighbour(NamedTuple):
    """An industry beside another, and what says so."""

    industry_id: str
    industry: str
    how: str
    rests_on: str


class Candidate(NamedTuple):
    """A place for an industry: points and the reasons they are given for."""

    place_id: str
    place: str
    points: float
    reasons: str


def sole_hosts(catalogue: Catalogue, tally: Tally) -> list[Hosts]:
    """Return the industries that one place alone hosts, by place."""
    rows = [row for row in _hosts(catalogue, tally) if row.hosts == 1]
    return sorted(rows, key=lambda row: (row.places, row.industry_id))


def shared_focus(catalogue: Catalogue, tally: Tally, least: int = 3) -> list[Hosts]:
    """Return the industries that many places host (同质化), most hosts first.

    `share` is hosts / places of the tally: 1 where every place that hosts anything hosts it.
    """
    rows = [row for row in _hosts(catalogue, tally) if row.hosts >= least]
    return sorted(rows, key=lambda row: (-row.hosts, row.industry_id))


def _hosts(catalogue: Catalogue, tally: Tally) -> Iterator[Hosts]:
    hosts: dict[str, list[str]] = defaultdict(list)
    for place, industry in sorted(tally.values):
        if tally.values[place, industry] > 0:
            hosts[industry].append(place)
    total = len(tally.places)
    for industry, places in hosts.items():
        names = join(catalogue.places[row].name for row in places)
        name = catalogue.industries[industry].name
        yield Hosts(industry, name, len(places), len(places) / total, names)


def gaps(catalogue: Catalogue, level: str = "industry") -> list[Gap]:
    """Return industries with projects and no key park (重点园区), then the reverse.

    Both are rolled up to `level`; key parks are counted as places.
    """
    rolling = Rolling(catalogue, PLACE, level)
    projects: dict[str, int] = defaultdict(int)
    parks: dict[str, set[str]] = defaultdict(set)
    for project in catalogue.projects:
        projects[rolling.industry(project.industry_id)] += 1
    for row in _planned(catalogue):
        if row.relation == KEY_PARK:
            parks[rolling.industry(row.industry_id)].add(row.place_id)
    rows = []
    for industry in sorted((projects.keys() ^ parks.keys()) - {""}):
        what = "projects, no key park" if industry in projects else "key park, no project"
        name = catalogue.industries[industry].name
        counts = projects.get(industry, 0), len(parks.get(industry, ()))
        rows.append(Gap(industry, name, *counts, what))
    return sorted(rows, key=lambda row: (row.projects == 0, row.industry_id))


def agreement(
    catalogue: Catalogue, place_id: str = "", by: str = ZONE, level: str = "industry"
) -> list[Agreement]:
    """Return, for each place and industry, which of the plans that speak of the place agree.

    Parameters
    ----------
    catalogue
        The tables.
    place_id
        One zone or district; '' for all of which two plans or more speak.
    by, level
        What places and industries are rolled up to.
    """
    rolling = Rolling(catalogue, by, level)
    said: dict[str, dict[str, list[Placement]]] = defaultdict(lambda: defaultdict(list))
    for row in _planned(catalogue):
        industry = rolling.industry(row.industry_id)
        for place in rolling.places(row.place_id) if industry else ():
            said[place][industry].append(row)
    rows = []
    for place, industries in said.items():
        plans = {row.document_id for each in industries.values() for row in each}
        if (place_id and place != place_id) or (not place_id and len(plans) < 2):
            continue
        for industry, each in industries.items():
            own = sorted({row.document_id for row in each})
            numbers = (catalogue.documents[row].number for row in own)
            names = catalogue.places[place].name, catalogue.industries[industry].name
            locators = join(dict.fromkeys(row.locator for row in each))
            rows.append(
                Agreement(
                    place, names[0], industry, names[1], len(own), len(plans), join(numbers),
                    locators,
                )
            )  # fmt: skip
    return sorted(rows, key=lambda row: (row.place_id, -row.plans, row.industry_id))


def neighbours(catalogue: Catalogue, industry_id: str) -> list[Neighbour]:
    """Return what the plans put beside an industry: no inputs and outputs, which they don't give.

    `how` is ``above``, ``below`` or ``beside`` in the taxonomy, whose segments are the links of
    a chain as the plan lists them, or ``stated together``: a plan places both at one place in
    one paragraph.
    """
    found: dict[str, Neighbour] = {}

    def add(other: str, how: str, rests_on: str) -> None:
        if other != industry_id and other not in found:
            found[other] = Neighbour(other, catalogue.industries[other].name, how, rests_on)

    for own in (industry_id, *catalogue.twins.get(industry_id, ())):
        row = catalogue.industries[own]
        if own != industry_id:
            add(own, "the same in another plan", row.locator)
        if row.parent_id:
            add(row.parent_id, "above", row.locator)
        for child in catalogue.children.get(own, ()):
            add(child, "below", catalogue.industries[child].locator)
        for other in catalogue.children.get(row.parent_id, ()) if row.parent_id else ():
            add(other, "beside", catalogue.industries[other].locator)
        places = {(one.place_id, one.locator) for one in _of(catalogue, own)}
        for one in _planned(catalogue):
            if (one.place_id, one.locator) in places:
                add(one.industry_id, "stated together", one.locator)
    return list(found.values())


_RELATION_POINTS = len(RELATIONS) - 1
_PROJECTS_AT_MOST, _BESIDE_AT_MOST = 3, 2


def candidates(catalogue: Catalogue, industry_id: str, by: str = ZONE) -> list[Candidate]:
    """Rank places for an industry by what the plans say, with every reason and its points.

    The strongest relation that places the industry, or one below it, there gives 5 points for a
    focus down to 1 for a supporting one (`zzmap.model.RELATIONS`; what is there already 0.5);
    each further plan that says so 1; each project 1, at most 3; each industry beside it in the
    taxonomy that is placed there 0.5, at most 2.  Places in no zone stand for themselves.
    """
    rolling, points = Rolling(catalogue, by, OWN), _Points()
    wanted = set(catalogue.descendants(industry_id))
    stated: dict[str, list[Placement]] = defaultdict(list)
    beside: dict[str, set[str]] = defaultdict(set)
    near = _beside(catalogue, industry_id) - wanted
    for row in catalogue.placements:
        if row.id in catalogue.contested:
            continue
        for home in rolling.places(row.place_id) or (row.place_id,):
            if row.industry_id in wanted:
                stated[home].append(row)
            elif row.industry_id in near and RELATION[row.relation].plan:
                beside[home].add(row.industry_id)
    for home, rows in stated.items():
        best = min(rows, key=lambda row: RELATIONS.index(row.relation))
        relation = RELATION[best.relation]
        own = float(_RELATION_POINTS - RELATIONS.index(best.relation)) if relation.plan else 0.5
        points.add(home, own, f"{relation.name} {best.locator}")
        plans = {row.document_id for row in rows if RELATION[row.relation].plan}
        if len(plans) > 1:
            points.add(home, len(plans) - 1.0, f"{len(plans)} plans agree")
    for home, names in _projects(catalogue, rolling, wanted).items():
        told = join(names[:_PROJECTS_AT_MOST])
        points.add(home, min(len(names), _PROJECTS_AT_MOST), f"{len(names)} projects: {told}")
    for home, ids in beside.items():
        told = join(catalogue.industries[row].name for row in sorted(ids)[:4])
        points.add(home, min(0.5 * len(ids), _BESIDE_AT_MOST), f"{len(ids)} beside it: {told}")
    rows_ = [
        Candidate(home, catalogue.places[home].name, sum(given), "; ".join(reasons))
        for home, (given, reasons) in points.of.items()
    ]
    return sorted(rows_, key=lambda row: (-row.points, row.place_id))


class _Points:
    """Points of each place with their reasons."""

    def __init__(self) -> None:
        self.of: dict[str, tuple[list[float], list[str]]] = {}

    def add(self, place: str, points: float, reason: str) -> None:
        given, reasons = self.of.setdefault(place, ([], []))
        given.append(float(points))
        reasons.append(f"+{points:g} {reason}")


def _projects(catalogue: Catalogue, rolling: Rolling, wanted: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for project in catalogue.projects:
        if project.industry_id in wanted:
            homes = {
                home for place in project.place_ids for home in rolling.places(place) or (place,)
            }
            for home in sorted(homes):
                found[home].append(f"{project.name} ({project.locator})")
    return found


def _beside(catalogue: Catalogue, industry_id: str) -> set[str]:
    return {row.industry_id for row in neighbours(catalogue, industry_id) if row.how == "beside"}


def _planned(catalogue: Catalogue) -> Iterator[Placement]:
    for row in catalogue.placements:
        if RELATION[row.relation].plan and row.id not in catalogue.contested:
            yield row


def _of(catalogue: Catalogue, industry_id: str) -> Iterator[Placement]:
    return (row for row in _planned(catalogue) if row.industry_id == industry_id)
