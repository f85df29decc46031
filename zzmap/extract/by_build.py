"""What a sentence places by its build alone: where no form of ``rules.toml`` reads it.

A clause is cut at its commas.  A place that opens a segment is what the segment, and those behind
it up to the next place, are told of; a place within one takes what stands before it
(甲环节落子乙园), else what stands behind it (在乙园做甲), else what the clause told before.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zzmap.extract.clauses import Span, clauses
from zzmap.extract.known_names import Mention
from zzmap.extract.marked import Marked
from zzmap.extract.name_finder import NameFinder, refuses
from zzmap.extract.nouns import nouns
from zzmap.extract.patterns import PLACE, words
from zzmap.extract.products import fields
from zzmap.extract.shared_ends import overlaps
from zzmap.model import RELIES_ON, SUPPORTING, ZONE_FOCUS

_CUT = re.compile(r",(?![^()]*\))")
_LABEL = re.compile(r"“?(?P<said>[^,:P“”]{1,20})”?:")
_MARKS = re.compile(PLACE)
_LEAD = re.compile(
    r"(?:[一二三四五六七八九十]是|到20\d\d年底?|“十[四五六]五”(?:期间|末)?|[(]?[一二三四五六七八九十0-9]+[)、.]|其中|同时|此外|另外|-+|“|而|则|支持|推动|鼓励|"
    r"引导|促进|扶持|指导|让|由|请|要求|[东西南北中]部?(?:翼|部|片|区)(?:为|是|即)?)*$"
)
_ALONE = re.compile(r"[-(（一二三四五六七八九十0-9)、.“]*P[”、和P]*[。;:]?")
_AIM = re.compile(
    "建设|打造|形成|构建|争取|探索|争创|创建|成立|建立|筹建|设立|完善|规划|提升|推动|推进|带动|辐射"
)
"""What leads to a place that is yet to be: it is an aim, and no ground of what was told before."""

_WITH = re.compile("(?:与|同|跟)[^,P]{0,2}$")
"""Whom something is done with, and no place of it: 研发与甲中心协同计算的丙."""

_AMONG = re.compile("、[^,、P]{0,6}$")
_BESIDE = re.compile("[^,、P]{2,12}(?:、[^,、P]{2,16})*等[^,、P]{0,6}(?:项目|工程)")
"""What stands about a place in a list of works: 丙改造、甲园提升等工程 does nothing else there."""

_EACH = re.compile("分别|各自|依次")
"""What deals out the first to the first place, the second to the second."""

_FIGURE = re.compile(r"[0-9.]+(?:%|亿|万|家|个|吨|台|件|人)|第[一二三四五六七八九]位")
_ROLE = re.compile(
    r"[P、和]*[^,P]{0,4}?(?:作)?为[^,P]{0,8}?(?:核心?|龙头|载体|支撑|主体|依托|中心|重点|引领|牵引|节点|"
    r"主阵地|平台|枢纽|支点|基础|底座)(?:区|地)?(?=,|$)"
)
"""What a place is to be, before the clause says of what: 以甲为核."""

_THROUGH = re.compile(
    r"(?:[东西南北]|从|由|经过?|经由|延伸|起|自|到|至|止|于|连接|串联|串接|贯通|联通|连通|沿线|覆盖|涵盖|包括|包含|含|即|"
    r"纵贯|横贯|穿越|途经|辐射|带动|联动|以|[和与及、P]|等地?|一线|两地|[一二三四五六七八九两]?[县市区]|主要)+"
)
"""What a segment says that but names what a belt leads through."""
SURE_PLACE = 0.8
"""How sure a place must be for a reading that does not name it as the ground."""

GENERAL = 0.6
"""How sure a reading by build alone is."""


class Pairing(NamedTuple):
    """An industry at a place, and the relation its build tells."""

    industry: Mention
    place: Mention
    relation: str


class Scope(NamedTuple):
    """What is known about a sentence before it is read.

    Attributes
    ----------
    ids
        Industries of geodata above it, nearest first.
    above
        The industries its heading tells.
    subject
        The places that the heading, or the sentence before, is of.
    taken
        Starts of places that a form has read.
    read
        Starts of industries that a form has read.
    foreign
        Names of other cities.
    """

    ids: Sequence[str] = ()
    above: Sequence[Mention] = ()
    subject: Sequence[Mention] = ()
    taken: frozenset[int] = frozenset()
    read: frozenset[int] = frozenset()
    foreign: re.Pattern[str] = re.compile("(?!)")


def pairings(finder: NameFinder, marked: Marked, scope: Scope) -> Iterator[Pairing]:
    """Yield what a marked sentence places by its build, for places that no form has read."""
    for clause in clauses(marked.text, Span(0, len(marked.text))):
        said = marked.text[slice(*clause)]
        first, last = marked.at(clause.start), marked.at(clause.end - 1)
        told = any(first <= row <= last for row in (*scope.taken, *scope.read))
        if words("no_work").search(said) or words("no_work_here").search(said):
            continue
        if not told and not refuses(said) and not scope.foreign.search(said):
            yield from _Clause(finder, marked, scope).read(clause)


def carried(marked: Marked) -> bool:
    """Tell a sentence that but names places, 牵头地区:甲市: what is told next is told of them."""
    label = _LABEL.match(marked.text)
    return _ALONE.fullmatch(marked.text) is not None or bool(
        label and marked.groups and words("carriers").search(label["said"])
        and _THROUGH.fullmatch(marked.text[label.end() :].rstrip("。;"))
    )  # fmt: skip


class _Clause:
    """Goes through the segments of a clause with what they have told so far."""

    def __init__(self, finder: NameFinder, marked: Marked, scope: Scope) -> None:
        self._find = finder
        self._marked = marked
        self._scope = scope
        self._subject: Sequence[Mention] = scope.subject
        self._relation = ZONE_FOCUS
        self._told: list[Mention] = []
        self._said = ""

    def read(self, clause: Span) -> Iterator[Pairing]:
        start = clause.start
        label = _LABEL.match(self._marked.text, *clause)
        if label:
            yield from self._labelled(label, clause)
            start = label.end()
            if words("carriers").search(label["said"]):
                return
        for part in self._segments(Span(start, clause.end)):
            yield from self._segment(part)

    def _segments(self, span: Span) -> Iterator[Span]:
        text, start = self._marked.text, span.start
        for cut in _CUT.finditer(text, *span):
            yield Span(start, cut.start())
            start = cut.end()
        yield Span(start, span.end)

    def _labelled(self, label: re.Match[str], clause: Span) -> Iterator[Pairing]:
        """Yield the industry of the heading at the places of a label: 主承载地：甲区."""
        if words("carriers").search(label["said"]):
            for place in self._marked.places(label.end(), clause.end):
                yield from self._put(self._scope.above[:1], [place], RELIES_ON)
        elif words("told_of").search(label["said"]):
            return
        else:
            self._told = self._nouns(Span(*label.span("said")))

    def _segment(self, part: Span) -> Iterator[Pairing]:
        """Yield what a segment places."""
        text = self._marked.text
        said = self._said = text[slice(*part)]
        at = [
            row.start() for row in _MARKS.finditer(text, *part) if row.start() in self._marked.marks
        ]
        if words("reached").search(said) or words("office").search(said) or _FIGURE.search(said):
            if at and _LEAD.match(text[part.start : at[0]]):
                # What a place has is no plan; what the clause goes on to say of it may be.
                self._subject, self._relation = self._marked.places(at[0], at[0] + 1), ZONE_FOCUS
            return
        if not at:
            found = self._nouns(part)
            if self._subject:
                yield from self._put(found, self._subject, self._relation)
            else:
                self._told += found
            return
        bounds = [*at, part.end]
        before = text[part.start : at[0]]
        if self._subject and _THROUGH.fullmatch(said):
            return
        if _LEAD.match(before):
            yield from self._opened(part, before, bounds)
        else:
            yield from self._within(part, bounds)

    def _opened(self, part: Span, before: str, bounds: Sequence[int]) -> Iterator[Pairing]:
        """Yield what a segment that a place opens tells of it, and of those behind it."""
        relation = SUPPORTING if words("helped").search(before) else ZONE_FOCUS
        any_found = False
        first: Sequence[Mention] = ()
        for at, stop in itertools.pairwise(bounds):
            places = self._marked.places(at, at + 1)
            if at > bounds[0] and _THROUGH.fullmatch(self._marked.text, bounds[0] + 1, at):
                # 甲走廊西起乙县: what a belt leads through is not what is told of.
                continue
            found = self._nouns(Span(at + 1, stop))
            any_found = any_found or bool(found)
            rests = words("rests").search(self._marked.text[part.start : at])
            yield from self._put(found, places, RELIES_ON if first and rests else relation)
            if first and rests:
                # 甲区借力乙院发展丙: what rests on the second is the first's.
                yield from self._put(found, first, relation)
                continue
            first = places if not found else ()
            self._subject, self._relation = places, relation
        if not any_found and self._told:
            yield from self._put(self._told, self._subject, SUPPORTING)
            self._told = []

    def _within(self, part: Span, bounds: Sequence[int]) -> Iterator[Pairing]:
        """Yield what stands about the places within a segment."""
        text, start = self._marked.text, part.start
        for at, stop in itertools.pairwise(bounds):
            places = self._marked.places(at, at + 1)
            lead = Span(start, at)
            if _WITH.search(text, *lead):
                start = at + 1
                continue
            if _AMONG.search(text, *lead) and _BESIDE.match(text, at + 1, part.end):
                return
            rests = words("rests").search(text[slice(*lead)])
            relation = RELIES_ON if rests else SUPPORTING
            behind = Span(at + 1, stop)
            role = _ROLE.match(text, at, part.end)
            if role:
                behind = Span(role.end(), max(role.end(), stop))
            found = (rests and self._nouns(behind)) or self._nouns(lead)
            if role:
                found = found or self._nouns(behind)
                self._subject, self._relation = places, relation
                yield from self._put(found, places, relation)
                return
            if found:
                self._subject = ()
            else:
                found = self._nouns(behind)
                self._subject, self._relation = places, relation
            if not found and self._told and not _AIM.search(text[slice(*lead)]):
                found, self._told, self._subject = self._told, [], ()
            yield from self._put(found, places, relation)
            start = at + 1

    def _nouns(self, span: Span) -> list[Mention]:
        if span.end <= span.start:
            return []
        part = Span(self._marked.at(span.start), self._marked.at(span.end - 1) + 1)
        found = nouns(self._find, part, self._scope.ids)
        if not found:
            return []
        text = self._marked.text
        whole = Span(self._marked.at(0), self._marked.at(len(text) - 1) + 1)
        uses = fields(self._find.text, whole)
        return [
            row
            for row in found
            if row.start not in self._scope.read and not overlaps(row.start, row.end, uses)
        ]

    def _put(
        self, found: Sequence[Mention], places: Sequence[Mention], relation: str
    ) -> Iterator[Pairing]:
        dealt = bool(places) and _EACH.search(self._said) is not None
        if dealt and len(places) > 1 and len(found) != len(places):
            return
        for at, place in enumerate(places):
            if place.start not in self._scope.taken and self._is_sure(place):
                own = found[at : at + 1] if dealt and len(places) > 1 else found
                yield from (Pairing(row, place, relation) for row in own)

    def _is_sure(self, place: Mention) -> bool:
        """Tell a place that is surely one; of a plan that geodata has, one that geodata names."""
        return bool(place.ids) or (place.sure >= SURE_PLACE and not self._find.knows_the_plan)
