"""Layouts told right behind their declaration, an element an item, each by its own name.

“一核两带”格局:以甲区为核心的甲创新核,主攻…;沿河装备带(乙县、丙县)突出…;山前茶旅带主攻…
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from zzmap.extract.clauses import Span, clauses, items

_OPENS = re.compile(
    r"[”]?的?(?:[^,;。:“”\n]{0,12}?)(?:布局|格局|结构|框架|体系)(?:建设)?(?:[:,;。]|-+)"
    r"(?:即|其中|分别[为是]|包括)?[:,]?"
)
"""What leads from the parts of a declaration to its elements."""

_NAME = r"[^,;。:、“”()\n]"
_ROLE = "(?:主体|核心|龙头|载体|支撑|依托|重点|引领|牵引|支点|骨干|节点|中心|主)"
_RESTED = re.compile(
    rf"(?:^|(?<=[,;。:\n]))(?:打造|建设|构建|形成|培育|做[强优大])?以[^;。:\n]{{2,48}}?为{_ROLE}"
    rf"(?:[、和与][^,;。:\n]{{2,40}}?为{_ROLE})?,?(?:的|(?:建设|打造|构建|形成|培育)(?:成为)?)"
    rf"“?(?P<name>{_NAME}{{3,18}}?)”?(?=[,;。(]|$)"
)
"""An element called by what it rests upon: 以甲区、乙县为主体的丙产业带."""

_DOES = (
    r"(?:要|将)?(?:突出|主攻|重点|主要|聚焦|侧重|瞄准|着力|大力|做[强优大]|布局|发展|培育|壮大|承载|"
    r"集聚(?!区)|串联|串接|覆盖|涵盖|联动|依托|以|由)"
)
_TOLD = re.compile(
    rf"(?:^|(?<=[,;。:\n]))(?:[一二三四五六]是)?“?(?P<name>{_NAME}{{3,18}}?)”?"
    rf"(?:(?P<bracket>[(][^()\n]{{2,60}}[)]),?{_DOES}|(?=,?{_DOES})|(?P<only>[(][^()\n]{{2,60}}[)])(?=[,;。、]))"
)
"""An element that its segment opens with: 甲产业带(乙县、丙县)突出, 甲文化区主攻."""

_SHORTEST, _LONGEST = 4, 18
_CALLED = re.compile(
    "”?,?(?:即|为|是指|是|指|:)“?(?P<names>[^,;。:“”()\n]{4,60}?)”?"
    "(?=[,;。:\n]|[(][^()\n]*[)][,;。:\n])"
)
"""What a part is said to be: “一屏”,即南山绿色屏障."""

_SAID = re.compile("由|以|涵盖|包括|地处|串联|联动|组成|构成|覆盖|位于")
"""What is said of an element, and is no part of its name."""

_COUNT = "[一二两双三四五六七八九十多]"
_VERB = re.compile(
    rf"(?:{_COUNT}[^,;。:、]{{1,3}}?(?:为|是|即|指)|以|由|即|其中|打造|建设|构建|形成|培育|加快|推动|推进|支持|鼓励|引导|坚持|突出|主攻|重点|发展|做|在|"
    r"沿[^,;。:、]{1,14}(?:铁路|高速|轨道|公路|大道|[路线江河湖岸岭])$|"
    r"到|力争|全市|各|该|其|加强|发挥|依托|围绕|强化)"
)
_END = re.compile(r"[。\n]")
_OPENERS, _NUMBERED = "-。;:\n", ".、)"
_LED_TO = re.compile("做[优强大精特]")
_SIDE = "[东西南北中]"


class Told(NamedTuple):
    """An element told behind a declaration: its name, where it stands, if it is said to rest."""

    name: str
    at: int
    rests: bool


def told_names(
    text: str, end: int, parts: Sequence[tuple[str, int]], ends: Mapping[str, str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the names of a layout's parts that are told right behind its declaration.

    All parts whose number is known have as many names as they say, or none has any.

    Parameters
    ----------
    text
        The folded text.
    end
        Where the parts of the declaration end.
    parts
        The parts and how many elements each says to have, 0 where it does not say.
    ends
        How names of elements end, by the last word of their part.

    Examples
    --------
    >>> text = "构建“一核两带”格局:以甲区为主体的甲创新核,主攻芯片;"
    >>> text += "沿河装备带(乙县、丙县)突出农机,山前茶旅带突出茶叶。"
    >>> ends = {"核": "核", "带": "带"}
    >>> found = told_names(text, text.index("”"), [("一核", 1), ("两带", 2)], ends)
    >>> {part: [name for name, _ in rows] for part, rows in found.items()}
    {'一核': ['甲创新核'], '两带': ['沿河装备带', '山前茶旅带']}
    """
    opened = _OPENS.match(text, end)
    counted = [(part, wanted) for part, wanted in parts if wanted]
    if not opened or not counted:
        return {}
    rows = list(_elements(text, opened.end()))
    fits = {
        part: [row for row in rows if _is_of(row, part, ends)] for part, _ in counted
    }  # fmt: skip
    if all(len(fits[part]) == wanted for part, wanted in counted):
        return {part: _named(found) for part, found in fits.items()}
    return _in_order(rows, counted, fits)


def labelled_names(text: str, start: int, part: str, wanted: int) -> tuple[tuple[str, int], ...]:
    """Return the names of the elements that a part heads, one a clause, if as many as it says.

    Parameters
    ----------
    text
        The folded text.
    start
        Behind the declaration.
    part, wanted
        The part, and how many elements it says to have.

    Examples
    --------
    >>> text = "双核:甲新区重点发展芯片,打造基地;乙高新区主攻光电。"
    >>> [name for name, _ in labelled_names(text, 0, "双核", 2)]
    ['甲新区', '乙高新区']
    """
    begin = _behind_label(text, start, part) if wanted else 0
    if not begin:
        return ()
    ends = _END.search(text, begin)
    stop = ends.start() if ends else len(text)
    found: list[tuple[str, int]] = []
    for clause in clauses(text, Span(begin, stop)):
        told = _RESTED.match(text, *clause) or _TOLD.match(text, *clause)
        if not told or _VERB.match(told["name"]):
            return ()
        found.append((told["name"], told.start("name")))
    return tuple(found) if len(found) == wanted else ()


def _behind_label(text: str, start: int, part: str) -> int:
    """Return where what a part heads begins, 0 where it heads nothing."""
    for at in _occurrences(text, start, part):
        end = at + len(part)
        end += text[end : end + 1] == "”"
        # 1.做强双港。 heads its elements as 双港: does.
        led = _LED_TO.search(text, max(start, at - 2), at)
        first = at - 2 if led else at
        before = text[max(start, first - 2) : first]
        opens = not before or before[-1] in _OPENERS
        opens = opens or (len(before) == 2 and before[1] == "“" and before[0] in _OPENERS)
        closes = text[end : end + 1] in (":", "。") if led else text[end : end + 1] == ":"
        if (opens or before[-1] in _NUMBERED) and closes:
            return end + 1
    return 0


def _occurrences(text: str, start: int, part: str) -> Iterator[int]:
    """Yield where a part is named.

    By finding and not by a pattern: a long document has hundreds of parts to look for.
    """
    at = text.find(part, start)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def called_names(text: str, start: int, part: str, wanted: int) -> tuple[tuple[str, int], ...]:
    """Return the names that a part is said to be, if as many as it says, whatever they end in.

    Parameters
    ----------
    text
        The folded text.
    start
        Behind the declaration.
    part, wanted
        The part, and how many elements it says to have.

    Examples
    --------
    >>> text = "“一屏”,即南山绿色屏障,涵盖甲县。两翼为甲智造翼和乙材料翼。"
    >>> called_names(text, 0, "一屏", 1), called_names(text, 0, "两翼", 2)
    ((('南山绿色屏障', 6),), (('甲智造翼', 21), ('乙材料翼', 26)))
    """
    told = _called(text, start, part) if wanted else None
    if told is None:
        return ()
    at = Span(*told.span("names"))
    rows = [at] if wanted == 1 else items(text, at)
    names = tuple((text[slice(*row)], row.start) for row in rows)
    fits = all(
        _SHORTEST <= len(name) <= _LONGEST and not _VERB.match(name) and not _SAID.search(name)
        for name, _ in names
    )
    return names if fits and len(names) == wanted else ()


def _called(text: str, start: int, part: str) -> re.Match[str] | None:
    """Return what a part is said to be, as the group ``names``."""
    for at in _occurrences(text, start, part):
        told = _CALLED.match(text, at + len(part))
        if told and (at == start or text[at - 1] in (*_OPENERS, *_NUMBERED, ",", "“")):
            return told
    return None


def _in_order(
    rows: Sequence[Told], counted: Sequence[tuple[str, int]], fits: Mapping[str, Sequence[Told]]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return the names part by part, where there are as many in all as the parts say.

    One that is said to rest upon places may end in another word than its part does (两翼: …基地).
    """
    if len(rows) != sum(wanted for _, wanted in counted):
        return {}
    found, at = dict[str, tuple[tuple[str, int], ...]](), 0
    for part, wanted in counted:
        own = rows[at : at + wanted]
        if not all(row.rests or row in fits[part] for row in own):
            return {}
        found[part] = _named(own)
        at += wanted
    return found


def _elements(text: str, start: int) -> Iterator[Told]:
    """Yield what may be elements, in the order of the text, to the end of the paragraph."""
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    rests = {row.start("name"): row for row in _RESTED.finditer(text, start, stop)}
    inside = [row.span() for row in rests.values()]
    opens = {
        row.start("name"): row
        for row in _TOLD.finditer(text, start, stop)
        if not any(a <= row.start("name") < b for a, b in inside)
    }
    names = set[str]()
    for at, row in sorted({**opens, **rests}.items()):
        name = row["name"]
        if name not in names and not _VERB.match(name):
            names.add(name)
            yield Told(name, at, at in rests)


def _is_of(row: Told, part: str, ends: Mapping[str, str]) -> bool:
    """Tell whether an element is of a part, by its end or by its side: 南翼甲基地 of 两翼."""
    form = ends.get(part[-1], re.escape(part[-1]))
    side = re.match(f"{_SIDE}{re.escape(part[-1])}", row.name)
    return bool(side) or re.search(f"(?:{form})$", row.name) is not None


def _named(rows: Sequence[Told]) -> tuple[tuple[str, int], ...]:
    return tuple((row.name, row.at) for row in rows)
