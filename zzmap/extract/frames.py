"""What a sentence places, read segment by segment: the role of each place, then what is made there.

A clause is cut at its commas.  In each segment every list of places has a *role*, told by the
words about it (`Role`): it opens the segment and is what is spoken of, it is helped, rested upon,
built, where something goes to.  What the segment names as made (`zzmap.extract.things`) goes to
the places whose role takes it; places stay in force for the segments behind them, until the next
that takes their part or the end of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from zzmap.extract.clauses import Span, clauses, items
from zzmap.extract.known_names import Mention
from zzmap.extract.marked import Marked
from zzmap.extract.merged import EXISTING
from zzmap.extract.name_finder import NameFinder, refuses
from zzmap.extract.patterns import PLACE, role_forms, words
from zzmap.extract.products import fields
from zzmap.extract.shared_ends import overlaps
from zzmap.extract.things import SURE, Stretch, things, verb_class
from zzmap.model import RELIES_ON, SUPPORTING, ZONE_FOCUS

_CUT = re.compile(r",(?![^()]*\))")
_LABEL = re.compile(r"[-·◆●■]*“?(?P<said>[^,:“”]{1,20})”?:")
_MARKS = re.compile(PLACE)
_ALONE = re.compile(
    r"[-(（一二三四五六七八九十0-9)、.“·◆●■]*(?:[一二三四五六七八九十][一-龥]”?,?(?:即|为|是指?|指))?(?:P[”、和与P等]*)+[。;:]?"
)
_PART_ALONE = re.compile(r"-+“?[一二两双三四五六七八九][核带轴廊极翼片心]”?,?(?:即|为|是)P[。;]?")
"""--一廊,即甲廊。 names the element that is told of next."""

_EACH = re.compile("分别|各自|依次")
_FIGURE = re.compile(
    r"[0-9.]+(?:%|亿|万|家|个|吨|台|件|人|辆|座|家|公里|场|天|套|项|户|倍)|第[一二三四五六七八九]位"
)
_TO_BE_MADE = re.compile(r"(?:建设|打造|新建|扩建|发展|培育|布局)[约超近]?[0-9.]+万?[个处座条亩]")
"""建设5万亩丙基地: a figure of what is to be made."""

_FORMED = re.compile(
    r"(?:(?:已经?|现)(?:初步|逐步|基本)*(?:形成|建成|集聚|聚集|培育|构建)(?:起|了)?(?:如下)?|"
    r"(?:形成|集聚|聚集|培育|构建)了)(?:以(?P<main>[^;。P]{2,60}?)为(?:主导|主体?|龙头|支撑|核心|特色)的)?"
    r"(?P<what>[^;。P]{2,60})"
)
"""What leads to what is there already."""

_PAIR = ("前者", "后者")


class Role(Enum):
    """What a place is in its segment."""

    OPENS = "opens"  # 甲区发展丙
    HELPED = "helped"  # 支持甲区发展丙
    GROUND = "ground"  # 依托甲园, 以甲园为核心
    WITHIN = "within"  # 在甲园建设丙
    TARGET = "target"  # 丙向甲园集聚
    BECOMES = "becomes"  # 把甲区建成丙基地
    FIRST = "first"  # 把丙作为甲区首位产业
    BUILT = "built"  # 建设甲园
    MEMBER = "member"  # 串联甲区、乙县
    WITH = "with"  # 与甲区合作
    LABEL = "label"  # 甲区:丙
    ABOVE = "above"  # told by the heading, or by the sentence before
    NONE = "none"


_LEAD = re.compile(
    r"(?:[一二三四五六七八九十]是|到20\d\d年底?|20\d\d年(?:前|底前)?|“十[四五六]五”(?:期间|时期|末)?|[(]?[一二三四五六七八九十0-9]+[)、.]|其中|"
    r"同时|此外|另外|另|[-·◆●■]+|“|而|则|以及|和|并|及|的|即|其|“[^”]{1,5}”中?的?|[东西南北中]部?(?:翼|部|片|区)?(?:为|是|即|由|以)?|“?[一二两双三四五六七八九][一-龥]{1,3}”?[,]?(?:为|是指?|指|即|中的?)|"
    r"重点|主要|今后|未来|下一步|近期|远期|方面|[一-龥]{2}方面)*$"
)
_PASSED = (Role.TARGET, Role.NONE, Role.MEMBER, Role.WITH)
_SHORT_LEAD = re.compile("[^,P]{1,8}")
_ACTS = re.compile("(?:要|应|将|重点|主要|着力|大力)")
_JOINTLY = re.compile("[^,P]{0,8}(?:共建|组成|构成|共同)")
_BEGINS = re.compile(
    r"^(?:集聚|集中|靠拢|转移|布局|落地|落户|延伸|承接|承担|牵头|集群|发展(?=[,;。]|$))"
)
"""What follows a place to which something goes: 向甲园集聚."""

_PLACED_BY = re.compile(
    r"(?:统一规划|统一布局|统筹|集中建设|承接|承担|承载|牵头|负责|主导|落地|实施|配套)(?=[,;。]|$)"
)
_IS_KEY = re.compile(
    "(?:等[^,P]{0,4})?(?:是|为)(?:主要|核心|首要)?(?:重点|承载地|承载区|承接地|主产区|集聚地|主阵地)(?=[,;。]|$)"
)
"""发展丙,甲镇、乙镇是重点: they are where it is to be."""

_AS_GROUND = re.compile(
    r"为[^,P]{0,8}?(?:支撑|配套|补充|辅|节点|协同|拓展|延伸|辐射|联动|两翼|依托|核心|龙头|载体)"
)
"""甲为核心,乙为支撑: the second is rested upon as the first is."""

_GOES_ON = re.compile(
    r"^(?:该|其(?!中|他)|以(?=[^,;。P]{2,40}为(?:主(?![体线题轴])|特色|重点))|重点|主要|主导|范围|突出|同步|同时|并|进一步|着力|主攻|聚焦|布局|发展|功能|定位|方向|产业)"
)
"""How a sentence begins that is told of what the sentence before it was told of."""

_MADE_UP = re.compile(r"以|由|依托|涵盖|包括|覆盖|串联|联动")
"""How a sentence begins that says of what a place made up is that has just been named."""

_BARE = re.compile("(?:发展|布局|培育|做强|做优|建设|打造|开展)")
"""支持甲发展丙,乙发展丁: what is supported goes on."""

_INTO = re.compile("(?:建设|打造|培育|发展|转型|建)(?:成为|成|为)|作为?")
_CARRIES = re.compile("阵地|承载地|集聚地|首选地|主平台|主战场")
_IS = re.compile("(?:是(?![以把将指])|系(?!统|列)|被誉为|被评为|荣获|素有|享有|先后被)")
"""What a segment begins with that tells what a place is: 是全国最大的丙基地."""

_FIRM_DOES = re.compile(
    "(?:支持|鼓励|引导|推动)[^,;P]{2,14}?(?:集团|公司|厂|企业)(?=研发|发展|建设|开发|生产|参与|开展|做)"
)
_CALLED_BY = re.compile("为[^,;。P的]{1,4}的")
"""What leads from the ground of an element to its name: 以甲区为主体的乙产业带,主攻丙."""

_REACHES = ("至", "到", "抵", "达")
"""自甲县经乙县至丙县: where a belt leads is no place that something goes to."""
_WITHIN_IT = re.compile("(?:以内|之内|内|范围)$")
"""甲遗址保护范围及建设控制地带内,不得…: where it is refused, not what is built."""

_NAMED = (f";{PLACE},", f":{PLACE},", f"。{PLACE},")
"""甲区,丙、丁;乙县,戊: what a place is followed by is a list of what is made there."""

_RESTS = ("依托", "以", "发挥", "立足", "借助")
_JOINT = re.compile("(?:要|应|将)?联动(?!P)")
"""甲园与乙园联动发展丙: both are rested upon."""

_ON_WHAT_IS_THERE = re.compile("在(?:现有|已有)[^,;P]{2,20}?基础上")
"""在现有丁基础上发展丙: what is there already is no more than what a plan builds on."""

_FIRM_THERE = re.compile("(?:支持|鼓励|引导|推动|引进|吸引)")
"""支持某厂在甲园建设: who is supported there is no industry."""

_THERE = re.compile("(?:布局|布点|落户|落地|集中|集聚|聚集|分布|建设|放|设|安排|选址)(?:在|于)$")
"""丙布局在甲园: what stands before is brought there."""

_AT = re.compile(
    r"(?:周边|沿线|两侧|境内|内(?!外|陆|蒙|河|衣)|沿岸|南部|北部|东部|西部|区域|一带|片区|地区|等地?|全域|地铁沿线)*"
)

SURE_PLACE = 0.55
"""How sure a place must be."""

GENERAL = 0.7


class Pairing(NamedTuple):
    """An industry at a place, and the relation that the frame tells."""

    industry: Mention
    place: Mention
    relation: str
    rule: str
    span: Span = Span(0, 0)


class Scope(NamedTuple):
    """What is known about a sentence before it is read.

    Attributes
    ----------
    ids
        Industries of geodata above it, nearest first.
    topic
        The industry that its heading tells, if it is one.
    subject
        The places that the heading, or the sentence before, is of.
    foreign
        Names of other cities.
    of_head
        Whether the topic begins the paragraph, and is told of each ground that it names.
    """

    ids: Sequence[str] = ()
    topic: Sequence[Mention] = ()
    subject: Sequence[Mention] = ()
    foreign: re.Pattern[str] = re.compile("(?!)")
    key_park: str = RELIES_ON
    layout: bool = False
    of_head: bool = False


class _Actor(NamedTuple):
    """Places that are spoken of; `relation` is fixed, or '' to be told by the verb."""

    places: tuple[Mention, ...]
    relation: str = ""
    role: Role = Role.NONE


class _About(NamedTuple):
    """A list of places in a segment, with what stands before it and behind it."""

    left: Span
    places: tuple[Mention, ...]
    right: Span


class Frames:
    """Reads one sentence."""

    def __init__(
        self, finder: NameFinder, marked: Marked, scope: Scope, *, listed: bool = False
    ) -> None:
        self._listed = listed
        self._take: dict[Role, Callable[[_About], Generator[Pairing, None, bool]]] = {
            Role.OPENS: self._opens, Role.HELPED: self._is_helped, Role.GROUND: self._is_ground,
            Role.WITHIN: self._is_within, Role.BECOMES: self._becomes, Role.FIRST: self._is_first,
            Role.BUILT: self._is_built, Role.MEMBER: self._is_member,
            Role.TARGET: self._is_target, Role.WITH: self._is_with, Role.NONE: self._is_none,
        }  # fmt: skip
        self._find = finder
        self._marked = marked
        self._scope = scope
        self._inherited = _Actor(tuple(scope.subject), ZONE_FOCUS, Role.ABOVE)
        self._begin()

    def _begin(self) -> None:
        """Begin a clause: only what stands above it is in force."""
        self._actor = self._inherited
        self._grounds: tuple[Mention, ...] = ()
        self._within: tuple[Mention, ...] = ()
        self._told: list[Mention] = []
        self._helped = False
        self._used = False
        self._within_used = False
        self._rested: list[Mention] = []
        self._built: tuple[Mention, ...] = ()
        self._listed_here = False
        self._bare: tuple[Mention, ...] = ()
        self._reached = self._opened = False

    @property
    def carried(self) -> tuple[Mention, ...]:
        """The places that the sentence ends with speaking of."""
        return self._actor.places

    def read(self) -> Iterator[Pairing]:
        """Yield what the sentence places."""
        text = self._marked.text
        for clause in clauses(text, Span(0, len(text))):
            said = text[slice(*clause)]
            if words("no_work").search(said) or self._is_foreign(clause):
                continue
            rests = self._grounds if self._rests_on(clause) else ()
            self._begin()
            self._grounds = rests
            start = clause.start
            label = _LABEL.match(text, *clause)
            if label:
                said_at = Span(self._marked.at(clause.start), self._marked.at(clause.end - 1) + 1)
                for row in self._labelled(label, clause):
                    yield row._replace(span=said_at)
                start = label.end()
                if words("carriers").search(label["said"]):
                    continue
            told: set[int] = set()
            parts = list(_segments(text, Span(start, clause.end)))
            for part, after in zip(parts, [*parts[1:], Span(0, 0)], strict=True):
                bounds = _WITHIN_IT.search(text, *part) is not None
                if refuses(text[slice(*after)]) and (bounds or not verb_class(text, part)):
                    # 甲镇滩区内,一律不得新上: what is told of is refused.
                    continue
                read = Span(self._marked.at(clause.start), self._marked.at(part.end - 1) + 1)
                for row in self._segment(part, listed=self._listed or bool(label)):
                    yield row._replace(span=read)
                    told.add(row.place.start)
            # What a clause says of a ground by itself is meant, and not what its heading tells.
            bare = [row for row in self._bare if self._scope.of_head or row.start not in told]
            whole = Span(self._marked.at(clause.start), self._marked.at(clause.end - 1) + 1)
            for row in self._put(self._scope.topic, bare, RELIES_ON, "topic"):
                yield row._replace(span=whole)

    def _is_foreign(self, clause: Span) -> bool:
        """Tell a clause that speaks of another city, or of a place of one."""
        foreign = self._scope.foreign
        named = any(foreign.match(row.name) for row in self._marked.places(*clause))
        return named or foreign.search(self._marked.text, *clause) is not None

    def _rests_on(self, clause: Span) -> bool:
        """Tell a clause that goes on with the ground of the one before: 依托甲,发展丙;培育丁."""
        text = self._marked.text
        opens = PLACE not in text[slice(*clause)] and verb_class(text, clause) == "focus"
        return opens and text.startswith(_RESTS, 0) and not self._actor.places

    # -- labels --------------------------------------------------------------------------

    def _labelled(self, label: re.Match[str], clause: Span) -> Iterator[Pairing]:
        said = label["said"]
        places = self._marked.places(*label.span("said"))
        if places and _ALONE.fullmatch(said):
            self._actor = _Actor(tuple(places), ZONE_FOCUS, Role.LABEL)
        elif words("carriers").search(said):
            for place in self._marked.places(label.end(), clause.end):
                yield from self._put(self._scope.topic, [place], self._scope.key_park, "carrier")
        elif not words("told_of").search(said):
            self._told = self._things(Span(*label.span("said")), "")

    # -- segments ------------------------------------------------------------------------

    def _segment(self, part: Span, *, listed: bool) -> Iterator[Pairing]:
        """Yield what a segment places."""
        text = self._marked.text
        self._listed_here = listed
        at = [row.start() for row in _MARKS.finditer(text, *part)
              if row.start() in self._marked.marks]  # fmt: skip
        roles = self.roles(part, at)
        if self._says_nothing(part, at, roles):
            yield from self._there_already(part, at)
            return
        if self._reached and not at and not verb_class(text, part):
            # 甲区已形成丙产业集群,涵盖丁、戊: the list goes on with what is there.
            return
        self._reached = False
        if not at:
            if len(self._actor.places) > 1 and _EACH.search(text, *part):
                dealt = list(self._dealt_out(part, at, roles))
                if dealt:
                    yield from dealt
                    return
            before = text[: part.start]
            named = before == _NAMED[0][1:] or before.endswith(_NAMED)
            named = named and not verb_class(text, part)
            found = self._things(part, "label" if listed or named else "")
            yield from self._given(found, verb_class(text, part))
            return
        if _EACH.search(text, *part):
            dealt = list(self._dealt_out(part, at, roles))
            one = len(self._things(Span(at[0] + 1, part.end), "focus")) == 1
            if dealt or (len(at) == 1 and len(self._group(at[0])) > 1 and not one):
                yield from dealt
                return
        start, self._opened = part.start, False
        for mark, role, stop in zip(at, roles, [*at[1:], part.end], strict=True):
            about = _About(Span(start, mark), self._group(mark), Span(mark + 1, stop))
            done = yield from self._take[role](about)
            if not done and stop == part.end:
                yield from self._behind(about, role)
            start = mark + 1

    def _there_already(self, part: Span, at: Sequence[int]) -> Iterator[Pairing]:
        """Yield what a segment tells to be there: 甲区已形成丙产业集群."""
        told = _FORMED.search(self._marked.text, *part)
        self._reached = told is not None
        if told and not any(mark > told.start() for mark in at):
            span = Span(*told.span("main" if told["main"] else "what"))
            found = self._things(Span(span.start, min(span.end, part.end)), "focus")
            found = [row for row in found if row.sure >= SURE]
            yield from self._put(found, self._actor.places, EXISTING, "there-already")

    def _says_nothing(self, part: Span, at: Sequence[int], roles: Sequence[Role]) -> bool:
        """Tell a segment that refuses, tells what is there, or of whom others support."""
        said = self._marked.text[slice(*part)]
        if refuses(said) and not words("partners").search(said):
            self._force(_Actor(()))
            return True
        said = _ON_WHAT_IS_THERE.sub("", said)
        figure = _FIGURE.search(said) and not _TO_BE_MADE.search(said)
        idle = any(words(name).search(said) for name in ("reached", "office", "no_work_here"))
        if idle or figure:
            if at and roles[0] in (Role.OPENS, Role.WITHIN):
                # What a place has is no plan; what the clause goes on to say of it may be.
                self._actor, self._grounds = _Actor(self._group(at[0]), "", Role.OPENS), ()
            return True
        return _IS.match(said) is not None or _FIRM_DOES.match(said) is not None

    def _behind(self, about: _About, role: Role) -> Iterator[Pairing]:
        """Yield what stands behind the last place of a segment."""
        text = self._marked.text
        found = self._things(about.right, "focus" if self._listed else "")
        has = text.startswith("的", about.right.start) and not verb_class(text, about.right)
        if role is Role.GROUND and has:
            # 依托甲城的交易数据: what a ground has is not what is made.
            return
        if role is Role.WITHIN and not found:
            left = text[slice(*about.left)]
            firm = _FIRM_THERE.search(left) and verb_class(text, about.right)
            there = "target" if _THERE.search(left) else ""
            found = [] if firm else self._things(about.left, there) or self._told
            self._told = []
        yield from self._given(found, verb_class(text, about.right))

    def _force(self, actor: _Actor) -> None:
        """Put places in force as what is spoken of."""
        self._actor, self._grounds, self._within, self._built = actor, (), (), ()

    # -- what each role takes: whether that was all of it ----------------------------------

    def _opens(self, about: _About) -> Generator[Pairing, None, bool]:
        text = self._marked.text
        goes_on = self._helped and _BARE.match(text, about.right.start) is not None
        self._force(_Actor(about.places, SUPPORTING if goes_on else "", Role.OPENS))
        self._opened = True
        if _JOINT.match(text, about.right.start):
            self._actor, self._grounds = _Actor(()), about.places
        return False
        yield  # a role that takes nothing by itself is a generator as the others are

    def _is_helped(self, about: _About) -> Generator[Pairing, None, bool]:
        if _PLACED_BY.search(self._marked.text, *about.right):
            before = self._things(about.left, "") or self._told
            if before:
                yield from self._put(before, about.places, SUPPORTING, "placed-by")
                self._told = []
                return True
        self._force(_Actor(about.places, SUPPORTING, Role.HELPED))
        self._helped = True
        return False

    def _is_ground(self, about: _About) -> Generator[Pairing, None, bool]:
        before = self._things(about.left, "")
        adds = _AS_GROUND.match(self._marked.text, about.left.end + 1) is not None
        if before and self._actor.places and self._actor.role is not Role.TARGET:
            yield from self._given(before, verb_class(self._marked.text, about.left))
        elif before:
            self._rested = before
        elif not adds:
            self._rested = []
        self._grounds = (*self._grounds, *about.places) if adds else about.places
        self._used, self._built = bool(before), ()
        yield from self._put(self._rested, about.places, RELIES_ON, "rested")
        if self._within_used:
            self._within = ()
        if not before and self._actor.places:
            self._bare = (*self._bare, *about.places)
        elif not before:
            # Who rests upon it is not said: it is the heading's ground as well.
            yield from self._put(self._scope.topic, about.places, RELIES_ON, "topic")
        return False

    def _is_within(self, about: _About) -> Generator[Pairing, None, bool]:
        self._within = about.places
        if self._used or self._rested:
            self._grounds = ()
        return False
        yield

    def _becomes(self, about: _About) -> Generator[Pairing, None, bool]:
        text, right = self._marked.text, about.right
        into = _INTO.match(text, *right)
        ground = into is not None and into[0].startswith("作") and _CARRIES.search(text, *right)
        found = self._things(Span(into.end() if into else right.start, right.end), "build")
        relation = RELIES_ON if ground else SUPPORTING
        yield from self._put(found, about.places, relation, Role.BECOMES.value)
        self._actor, self._grounds = _Actor(about.places, SUPPORTING, Role.BECOMES), ()
        return True

    def _is_first(self, about: _About) -> Generator[Pairing, None, bool]:
        first = self._things(about.left, "focus")
        yield from self._put(first, about.places, ZONE_FOCUS, Role.FIRST.value)
        self._force(_Actor(about.places, ZONE_FOCUS, Role.FIRST))
        return True

    def _is_built(self, about: _About) -> Generator[Pairing, None, bool]:
        if not (self._within or self._actor.places):
            self._force(_Actor(about.places, SUPPORTING, Role.BUILT))
            return False
        for place in about.places:
            yield from self._given(self._find.core(place), "build")
        self._built = about.places
        return True

    def _is_member(self, about: _About) -> Generator[Pairing, None, bool]:
        if not self._actor.places:
            self._actor = _Actor(about.places, "", Role.MEMBER)
        return False
        yield

    def _is_target(self, about: _About) -> Generator[Pairing, None, bool]:
        """Yield what goes to a place: what is named before it, else behind it, else before all."""
        found = self._things(about.left, "target") or self._things(about.right, "build")
        if not found:
            key = _IS_KEY.match(self._marked.text, about.right.start)
            found, self._told = self._told or (list(self._scope.topic) if key else []), []
        yield from self._put(found, about.places, SUPPORTING, Role.TARGET.value)
        self._force(_Actor(about.places, SUPPORTING, Role.TARGET))
        return True

    def _is_with(self, about: _About) -> Generator[Pairing, None, bool]:
        return False
        yield

    def _is_none(self, about: _About) -> Generator[Pairing, None, bool]:
        found = self._things(about.left, "")
        if found and not self._things(about.right, "build"):
            yield from self._put(found, about.places, SUPPORTING, Role.NONE.value)
            self._actor, self._grounds = _Actor(()), ()
            return True
        inside = self._opened and self._marked.text[about.left.end - 1] in "(“"
        if not inside:
            # What a bracket names is not spoken of: 甲区放大丁优势(乙园),发展丙.
            self._actor, self._grounds = _Actor(about.places, SUPPORTING), ()
        return False

    def _given(self, found: Sequence[Mention], verb: str) -> Iterator[Pairing]:
        """Yield what is named, at the places in force."""
        if not found:
            return
        taken = False
        if self._within:
            yield from self._put(found, self._within, SUPPORTING, Role.WITHIN.value)
            taken = self._within_used = True
        elif self._actor.places:
            helped = verb == "build" and not self._grounds
            relation = self._actor.relation or (SUPPORTING if helped else ZONE_FOCUS)
            rule = f"{self._actor.role.value}-{verb or 'bare'}"
            yield from self._put(found, self._actor.places, relation, rule)
            yield from self._put(found, self._built, SUPPORTING, Role.BUILT.value)
            taken = True
        if self._grounds and self._scope.layout:
            # What a layout rests upon is what it puts there, if it names no place before.
            if not taken:
                yield from self._put(found, self._grounds, ZONE_FOCUS, "layout")
            taken = True
        elif self._grounds:
            yield from self._put(found, self._grounds, RELIES_ON, f"ground-{verb or 'bare'}")
            taken = self._used = True
        if not taken:
            self._told = [*self._told, *found]

    def _dealt_out(self, part: Span, at: Sequence[int], roles: Sequence[Role]) -> Iterator[Pairing]:
        """Yield what 分别 deals out: the first to the first place, the second to the second.

        Of places that each rest upon another (甲以乙、丙以丁分别做强…) both are given it.
        """
        if len(at) < 2:
            places = self._group(at[0]) if at else self._actor.places
            cuts = (Span(at[0] + 1, part.end), Span(part.start, at[0])) if at else (part,)
            for span in cuts:
                shares = self._shares(span, len(places))
                for share, place in zip(shares, places, strict=False):
                    yield from self._put(share, [place], ZONE_FOCUS, "each")
                if shares:
                    return
            return
        opens = [number for number, role in enumerate(roles)
                 if role is Role.OPENS or (role is Role.NONE and number % 2 == 0)]  # fmt: skip
        found = self._things(Span(at[-1] + 1, part.end), "focus")
        if len(found) != len(opens) or len(opens) < 2:
            return
        for thing, number, stop in zip(found, opens, [*opens[1:], len(at)], strict=True):
            yield from self._put([thing], self._group(at[number]), ZONE_FOCUS, "each")
            for other in range(number + 1, stop):
                yield from self._put([thing], self._group(at[other]), RELIES_ON, "each")

    def _shares(self, span: Span, count: int) -> list[list[Mention]]:
        """Return what a list deals out to so many places, if it has as many items.

        An item may be two things that 和 or 及 joins: 丙、丁及戊 are two shares as well as three.
        """
        found = self._things(span, "focus")
        if len(found) == count > 1:
            return [[row] for row in found]
        shares = [self._things(row, "focus") for row in items(self._marked.text, span, "、")]
        return shares if len(shares) == count > 1 and all(shares) else []

    # -- roles -----------------------------------------------------------------------------

    def roles(self, part: Span, at: Sequence[int]) -> list[Role]:
        """Return the role of each place of a segment."""
        text = self._marked.text
        found: list[Role] = []
        start = part.start
        for number, mark in enumerate(at):
            stop = at[number + 1] if number + 1 < len(at) else part.end
            found.append(
                self._role(
                    text[start:mark], text[mark + 1 : stop], found, text[mark + 1 : part.end]
                )
            )
            start = mark + 1
        return found

    def _role(self, left: str, right: str, before: Sequence[Role], rest: str) -> Role:
        if before[-1:] == [Role.MEMBER] and (left.endswith("的") or left in _REACHES):
            return Role.MEMBER if left in _REACHES else Role.OPENS
        if before[-1:] == [Role.GROUND] and _CALLED_BY.fullmatch(left) and not right:
            return Role.OPENS
        for form in role_forms():
            if form.before.search(left) and (form.behind is None or form.behind.match(rest)):
                jointly = form.role == Role.HELPED.value and left.endswith("由")
                return Role.MEMBER if jointly and _JOINTLY.match(right) else Role(form.role)
        if _AS_GROUND.match(right) and (self._grounds or Role.GROUND in before):
            return Role.GROUND
        return self._by_place(left, right, before)

    def _by_place(self, left: str, right: str, before: Sequence[Role]) -> Role:
        """Return the role of a place that no form tells, by where in its segment it stands."""
        if _IS_KEY.match(right) and not left.strip():
            return Role.TARGET
        if self._begins(left, right, before):
            return Role.OPENS
        return Role.TARGET if _BEGINS.match(right) else Role.NONE

    def _begins(self, left: str, right: str, before: Sequence[Role]) -> bool:
        """Tell a place that a segment, or what follows another place, begins with."""
        lead = _LEAD.match(left) is not None and (not before or before[-1] in _PASSED)
        led = not before and _SHORT_LEAD.fullmatch(left) and _ACTS.match(right)
        return lead or left == "的" or bool(led)

    # -- names -----------------------------------------------------------------------------

    def _group(self, mark: int) -> tuple[Mention, ...]:
        return tuple(self._marked.places(mark, mark + 1))

    def _things(self, span: Span, verb: str) -> list[Mention]:
        text = self._marked.text
        start, end = span
        near = _AT.match(text, start, end) if start and text[start - 1] == PLACE else None
        start = near.end() if near else start
        if end <= start:
            return []
        part = Span(self._marked.at(start), self._marked.at(end - 1) + 1)
        found = things(self._find, Stretch(part, verb), self._scope.ids)
        if not found:
            return []
        whole = Span(self._marked.at(0), self._marked.at(len(text) - 1) + 1)
        uses = fields(self._find.text, whole)
        return [row for row in found if not overlaps(row.start, row.end, uses)]

    def _put(
        self, found: Sequence[Mention], places: Sequence[Mention], relation: str, rule: str
    ) -> Iterator[Pairing]:
        if self._scope.layout and relation == SUPPORTING:
            # What a layout says of a place is what the place is for.
            relation = ZONE_FOCUS
        for place in places:
            if place.ids or place.sure >= SURE_PLACE:
                yield from (Pairing(row, place, relation, f"frame-{rule}") for row in found)


def _segments(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for cut in _CUT.finditer(text, *span):
        yield Span(start, cut.start())
        start = cut.end()
    yield Span(start, span.end)


def alone(marked: Marked) -> bool:
    """Tell a sentence that but names places: what is told next is told of them."""
    return bool(_ALONE.fullmatch(marked.text) or _PART_ALONE.fullmatch(marked.text))


def goes_on(marked: Marked, *, named: bool = False) -> bool:
    """Tell a sentence that is told of what the one before it was told of.

    `named` says that that one but named it: “一核”,即甲核。以乙区为主体,发展丙。
    """
    told = _GOES_ON.match(marked.text) or (named and _MADE_UP.match(marked.text))
    return bool(told)
