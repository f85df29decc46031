"""The places that lie in an element of a layout, told where its name stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zzmap.extract.clauses import Span, items
from zzmap.extract.frames import Frames, Role, Scope
from zzmap.extract.known_names import Mention
from zzmap.extract.marked import mark
from zzmap.extract.name_finder import NameFinder

_BRACKET = re.compile(r"[”]?[(]([^()]{2,60})[)]")
_LISTED = re.compile(
    r"[”]?[:。]?\n?[-·◆●]*(?:(?:范围)?(?:为|是|包括|包含|涵盖|覆盖|含|由)?)P[P、和与及等]*(?:共同)?(?:组成|构成)?(?:等)?[。;]"
)
_SIGHTS = re.compile(
    r"(?:^|(?<=[,;。\n]))[^,;。:、\n]{0,10}(?:景点|遗址|景区|节点|场馆|景观)(?:包括|有)?:(?P<list>[^,;。:\n]{2,})"
)
"""A label behind which sights are listed: 代表性景点:甲寺、乙书院."""

_EACH = re.compile(
    r",?(?:分别|依次)(?:以|由|覆盖|涵盖|串联|串接|包括|包含|依托|连接)(?P<groups>[^;。:\n为]{4,200}?)"
    r"(?=为(?:主体|核心|依托|支撑|重点|载体|主)|(?:共同)?(?:组成|构成)|[;。\n]|$)"
)
"""What deals out places to the elements of a list: their groups are parted by commas."""

_GROUP = re.compile("[^,]+")
_FORMER = re.compile(r"[,;。](?:其中,?)?前者(?P<first>[^;。\n]+?)[,;。]后者(?P<second>[^;。\n]+)")
_JOINS = re.compile("(?:覆盖|涵盖|串联|串接|包括|包含|依托|连接|由|以)[^,;。P]{0,8}P")
_PAIR = 2

_TOLD_SURE = 0.8
_SHORTEST_NAME, _LONGEST_NAME = 2, 20
_SEGMENT = re.compile(r"[^,;。:\n]+")
_MORE = re.compile("[、和与及]|以及")
"""A name in a list of names: what follows is not told of it."""

_CORE = re.compile("(?:作?为)(?:核心?|主体|主|中心|龙头|引领)")
_FAR = re.compile("[,;].*[,;]")
_JOINTLY = re.compile(
    r"(?:共建|组成|构成|共同|联合|所在|一体)[^P]{0,6}的|的$|(?:规划)?(?:建设|打造|形成|培育)$"
)


NONE, RESTED, JOINED = 0, 1, 2
"""How surely places are an element's: not told, what it rests upon, what it is said to hold."""


def told_members(
    finder: NameFinder, stretch: Span, start: int, end: int
) -> tuple[int, list[Mention]]:
    """Return the places of an element whose name stands at `start` to `end`, and how sure.

    Those in a bracket behind the name, else those it is said to join (串联甲区、乙县, 由甲区组成),
    else those that it lies in or that make it up before its name, else those it rests upon.
    """
    text = finder.text
    bracket = _BRACKET.match(text, end, stretch.end)
    if bracket:
        found = finder.places(Span(*bracket.span(1)), beyond=True)
        if found:
            return JOINED, found
    behind = Span(end, stretch.end)
    marked = mark(text, behind, finder.places(behind, beyond=True), whole=True)
    if _LISTED.match(marked.text):
        return JOINED, list(marked.groups[0])
    joined = sights(finder, behind)
    rested: list[Mention] = []
    cores: list[Mention] = []
    frames = Frames(finder, marked, Scope())
    for part in _SEGMENT.finditer(marked.text):
        span = Span(*part.span())
        at = [row for row in marked.marks if span.start <= row < span.end]
        for place, role in zip(at, frames.roles(span, at), strict=True):
            if role is Role.MEMBER:
                joined += marked.places(place, place + 1)
            elif role is Role.GROUND and not (rested and _FAR.search(marked.text[: span.start])):
                rested += marked.places(place, place + 1)
                if _CORE.match(marked.text, place + 1):
                    cores += marked.places(place, place + 1)
    if joined:
        # 以甲区为核心,联动乙区: the core lies in it as well.
        return JOINED, [*(row for row in cores if row not in joined), *joined]
    before = finder.places(Span(stretch.start, start), beyond=True)
    if before and _JOINTLY.search(text, before[-1].end, start):
        return JOINED, before
    if _MORE.match(text, end):
        return NONE, []
    return (RESTED, rested) if rested else (NONE, [])


def dealt_members(
    finder: NameFinder, names: Sequence[tuple[str, int]]
) -> dict[str, list[Mention]]:  # fmt: skip
    """Return the places dealt out to elements that one list names, in its order.

    甲区、乙区,分别以子县、丑县,寅市为主体 gives the first two to 甲区; so do 前者 and 后者.
    """
    if len(names) < _PAIR:
        return {}
    text, start = finder.text, names[0][1]
    listed = re.compile("(?:[、和与及]|以及)".join(f"“?{re.escape(name)}”?" for name, _ in names))
    told = listed.match(text, start)
    if not told:
        return {}
    groups: list[list[Mention]] = []
    each = _EACH.match(text, told.end())
    if each:
        spans = [Span(*row.span()) for row in _GROUP.finditer(text, *each.span("groups"))]
        groups = [finder.places(row, beyond=True) for row in spans]
    former = _FORMER.match(text, told.end())
    if former and len(names) == _PAIR:
        groups = [_joined(finder, Span(*former.span(name))) for name in ("first", "second")]
    if len(groups) != len(names) or not all(groups):
        return {}
    return {name: group for (name, _), group in zip(names, groups, strict=True)}


def _joined(finder: NameFinder, span: Span) -> list[Mention]:
    """Return the places that a stretch begins with saying it joins."""
    marked = mark(finder.text, span, finder.places(span, beyond=True))
    return list(marked.groups[0]) if _JOINS.match(marked.text) else []


def sights(finder: NameFinder, span: Span) -> list[Mention]:
    """Return the sights that labelled lists of a stretch name.

    The label says that each item is one, whatever it ends in; of a plan that geodata has, only what
    geodata names is.
    """
    found: list[Mention] = []
    for row in _SIGHTS.finditer(finder.text, *span):
        for item in items(finder.text, Span(*row.span("list")), "、"):
            found += _sight(finder, _without_rest(finder.text, item))
    return found


def _sight(finder: NameFinder, item: Span) -> list[Mention]:
    places = finder.places(item)
    if finder.knows_the_plan or any(row[:2] == item for row in places):
        return places
    fits = _SHORTEST_NAME <= item.end - item.start <= _LONGEST_NAME
    name = finder.text[slice(*item)]
    return [Mention(*item, name, (), _TOLD_SURE)] if fits else []


def _without_rest(text: str, item: Span) -> Span:
    """Return an item without 等 at its end."""
    return Span(item.start, item.end - 1) if text[item.end - 1] == "等" else item
