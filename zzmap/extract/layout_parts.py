"""The parts of a layout that a plan declares (一核两带三组团), and the names of their elements.

A plan that says 一核两带 goes on to name one core and two belts.  Names are told by how they end
and by what stands about them; a part's names are taken where there are as many as it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from zzmap.extract.layout_told import called_names, labelled_names, told_names

NUMERAL = {"一": 1, "二": 2, "两": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
           "八": 8, "九": 9, "十": 10}  # fmt: skip
KINDS = {"核": "core", "带": "belt", "区": "zone", "极": "pole", "心": "centre", "点": "points",
         "轴": "corridor", "廊": "corridor", "园": "zone", "翼": "zone", "片": "area",
         "圈": "area", "主": "core", "环": "corridor", "镇": "points", "团": "zone",
         "城": "zone", "群": "zone", "链": "corridor", "芯": "core", "副": "centre",
         "地": "zone", "块": "area", "港": "zone", "谷": "zone", "岛": "zone", "湾": "zone",
         "县": "zone", "户": "points", "纽": "points", "层": "area", "屏": "area"}  # fmt: skip
_LONG = ("组团", "基地", "片区", "板块", "走廊", "廊道", "园区", "门户", "枢纽", "圈层", "集群",
         "中心", "副中心", "支点", "节点", "新城", "小镇", "增长极")  # fmt: skip
_SHORT = KINDS.keys() - set("团地块户纽层县")
PART = (
    rf"(?:[{''.join(NUMERAL)}多](?:[大个条]?(?:{'|'.join(sorted(_LONG, key=len, reverse=True))})|"
    rf"大?(?:{'|'.join(sorted(_SHORT))}))|多[支节]点)"
)
DECLARED = re.compile(
    rf"“?(?P<parts>{PART}[^“”、,;。:一二两双三四五六七八九多]{{0,4}}(?:[、,·]?{PART}[^“”、,;。:]{{0,4}}?)+)”?"
    r"(?=的?(?:[^,;。“”]{0,12})(?:布局|格局|结构|框架|体系)|[(（”]|建设)"
)
_QUOTED = re.compile(
    rf"“(?P<parts>(?:[{''.join(NUMERAL)}多][^“”;。:{''.join(NUMERAL)}多]{{1,8}}){{2,6}})”"
    r"(?=[^,;。]{0,14}(?:布局|格局|结构|框架|体系|空间|配置|思路))"
)
NAME_ENDS = {
    "带": "带|走廊|廊道|轴|线", "轴": "轴线?|走廊|带", "廊": "走廊|廊道|廊|带", "翼": "翼",
    "核": "核|核心区?|中心", "区": "区|功能区|片区|板块", "极": "极|增长极", "心": "中心|心",
    "副": "副中心|副", "园": "园|园区", "城": "城|新城", "镇": "镇|小镇", "团": "组团|团",
    "地": "基地", "块": "板块", "群": "集群|群", "点": "点|节点|支点", "主": "主核|主中心|主",
    "圈": "圈", "环": "环", "港": "港|枢纽", "谷": "谷", "岛": "岛", "湾": "湾", "芯": "芯",
    "链": "链", "片": "片区?", "屏": "屏障?|屏", "户": "门户", "纽": "枢纽", "层": "圈层",
}  # fmt: skip
"""How the names of elements end, by the last word of their part."""

_REACH = 3000
"""How far behind its declaration the elements of a layout are looked for, in characters."""

_NEAR, _FIRST = 700, 40
"""How far behind a mention of a part its elements stand, and the first of them."""

_LONGEST, _SHORTEST = 18, 4
_STOPS = ",;。:、“”()\n\t"
_DASH = re.compile(r"(?<![一-龥])-|-(?![一-龥])|--")
"""A dash that is no part of a name: 尉甲-通乙组团 holds one."""

_NUMBER = re.compile(
    r"[-·◆●■▲★○□◇\s]*(?:[(]?[一二三四五六七八九十0-9]+[)、.．]+|第[一二三四五六七八九十]+[节条章])?\s*"
)
_NUMBERED = re.compile(r"(?:^|\n)[(][一二三四五六七八九十0-9]{1,2}[)]$")
_TITLE = re.compile(
    r"(?:^(?:涵盖|覆盖|包括|包含|范围|串联)|^(?:加强|发挥|强化|完善|健全|推进|深化|落实|支持|鼓励|引导|依托|利用|加快|开展|实施|组织|严格)|[考审复]核$|布局|格局|结构|框架|体系|建设|打造|构建|^特色|等|为|设立|^[一二两双三四五六七八九十多以到把将]|优化|做强|统筹|专栏|国家级|全国|全省|"
    r"联动|地处|以|[组构]成|明确|各|该|这|形成|推动|本|我市)"
)
_GOES_ON = re.compile(
    r"(?<=[区带轴廊核极心谷港团片圈翼城园])(?:以|由|涵盖|包[括含]|覆盖|地处|位于|依托|串[联接]|联动|突出|重点|联结|连接)"
)
"""What stands behind a name and is no part of it: 甲集聚区涵盖乙区 ends as a name does."""

_LEADS = re.compile(
    r".*(?:分别[为是]|依次[为是]|是指|即|指|为|是|的|包括|(?<=[线路江河山岭岸轨道侧带])布局|建设|打造|做强|做优|培育|形成|构建|位于|组成|由|在|以及|"
    r"(?<=[带轴廊圈翼核片心极团区])[和与及])"
)
_BEHIND = re.compile(
    r"[,;。:”(\n]|$|等|以|串[联接]|联动|贯[通穿]|连[接通]|覆盖|包[括含]|涵盖|由|依托|位于|地处|含|突出|重点|主要|布局|发展|集聚|"
    r"范围|要|自|[东西南北][起至]|主攻|聚焦|承载|[、]|和|与|及|以及|共|为|东|西|沿|立足|建设|打造|围绕"
)


class NamedPart(NamedTuple):
    """A part of a layout, such as 两带, and where the names of its elements first stand."""

    part: str
    names: tuple[tuple[str, int], ...]


class Layout(NamedTuple):
    """A declared layout: where it is declared, its parts."""

    start: int
    end: int
    parts: tuple[NamedPart, ...]


def layouts(text: str) -> list[Layout]:
    """Return the layouts that a folded text declares, with the names it gives to their elements.

    Examples
    --------
    >>> text = "构建“一心两带”的格局。“一心”是指甲区、乙区组成的服务中心。"
    >>> text += "沿河装备带串联甲区,沿山茶旅带串联丙县。"
    >>> [[name for name, _ in part.names] for part in layouts(text)[0].parts]
    [['服务中心'], ['沿河装备带', '沿山茶旅带']]
    """
    return list(_declared(text))


@lru_cache(maxsize=2)
def _declared(text: str) -> tuple[Layout, ...]:
    """Return the layouts once for all who ask of a text: it may be of hundreds of pages."""
    found: list[Layout] = []
    for match in sorted(
        [*DECLARED.finditer(text), *_QUOTED.finditer(text)], key=lambda row: row.start()
    ):
        told = re.findall(PART, match["parts"])
        parts = _parts(text, told, match.end("parts"), match.end())
        if not any(row.names for row in parts):
            continue
        before = next((row for row in found if _same(row.parts, parts)), None)
        if before is None:
            found.append(Layout(*match.span("parts"), parts))
    return tuple(found)


def _parts(
    text: str, told: list[str], end: int, after: int
) -> tuple[NamedPart, ...]:  # fmt: skip
    """Return the parts of a declaration: as told right behind it, else as told further on."""
    wanted = [(part, NUMERAL.get(part[0], 0)) for part in told]
    names = told_names(text, end, wanted, NAME_ENDS)
    found = []
    for part, count in wanted:
        own = (
            names.get(part)
            or labelled_names(text, after, part, count)
            or called_names(text, after, part, count)
        )
        found.append(NamedPart(part, own) if own else _named(text, part, after))
    return tuple(found)


def _same(one: tuple[NamedPart, ...], two: tuple[NamedPart, ...]) -> bool:
    return [row.part for row in one] == [row.part for row in two]


def _named(text: str, part: str, start: int) -> NamedPart:
    """Return a part with its names, none where there are not as many as it says.

    They are the first behind a mention of the part (“两带”是指…, 两条产业带), else those that
    stand out of all.
    """
    wanted = NUMERAL.get(part[0], 0)
    ends = NAME_ENDS.get(part[-1])
    if not wanted or not ends:
        return NamedPart(part, ())
    told = list(_candidates(text, ends, start, part))
    label = re.compile(
        f"{re.escape(part)}|{part[0]}[大个条类座](?:[^,;。:、“”\\n]{{0,4}}?)(?:{ends})|{part[0]}(?:{ends})"
    )
    for anchor in label.finditer(text, start, start + _REACH):
        behind = [row for row in told if row[1] >= anchor.start() and row[1] < anchor.end() + _NEAR]
        found: dict[str, int] = {}
        for name, at, weight in behind:
            if weight > 1 or len(behind) <= wanted or wanted > 1:
                found.setdefault(name, at)
        if len(found) >= wanted:
            names = tuple(found.items())[:wanted]
            if names[0][1] < anchor.end() + _FIRST:
                return NamedPart(part, names)
    best: dict[str, int] = {}
    weights: dict[str, int] = {}
    for name, at, weight in told:
        best.setdefault(name, at)
        weights[name] = max(weight, weights.get(name, 0))
    for least in (3,) if wanted == 1 else (1, 2, 3):
        names = tuple((name, at) for name, at in best.items() if weights[name] >= least)
        if len(names) == wanted:
            return NamedPart(part, names)
    return NamedPart(part, ())


def _candidates(text: str, ends: str, start: int, part: str) -> Iterator[tuple[str, int, int]]:
    """Yield what may be the name of an element: the name, where it stands, how sure that is."""
    stop = min(len(text), start + _REACH)
    for end in re.finditer(f"(?:{ends})", text[start:stop]):
        finish = start + end.end()
        if not _BEHIND.match(text, finish):
            continue
        begin = finish
        while begin > start and not _stops(text, begin - 1) and finish - begin < 40:
            begin -= 1
        quoted = text[begin - 1 : begin] == "“" and text[finish : finish + 1] == "”"
        if text[begin - 1 : begin] != "“" and text[finish : finish + 1] == "”":
            continue
        if text[begin - 1 : begin] == "“" and not quoted:
            continue
        numbered = text[begin - 1 : begin] == ")" and _NUMBERED.search(
            text, max(0, begin - 8), begin
        )
        opens = bool(numbered) or text[begin - 1 : begin] in ("\n", "。", ";", "“", "、", "-")
        if text[begin - 1 : begin] == "\n" or opens:
            number = _NUMBER.match(text, begin, finish)
            begin = number.end() if number else begin
        lead = None if quoted or numbered else _LEADS.match(text, begin, finish - 2)
        after_lead = lead is not None
        if lead:
            begin = lead.end()
        side = re.match("[东西南北中][翼片](?=.{4})", text[begin:finish])
        begin += side.end() if side else 0
        name = text[begin:finish]
        if lead and part[-1] in "核心" and re.search("做[强优大]$", lead[0]):
            # 做强甲区创新核: the core is the place's, and has no name of its own.
            continue
        if not _SHORTEST <= len(name) <= _LONGEST or _TITLE.search(name):
            continue
        if _GOES_ON.search(name):
            continue
        if re.fullmatch(f".*{PART}", name) and len(name) < 6:
            continue
        if part[-1] in "区城镇县园" and re.fullmatch("[一-龥]{2,3}(?<!新)[县市区镇]", name):
            continue
        direct = text[finish : finish + 1] in ":。\n(" or re.match(
            "以|串|覆盖|包|涵盖|由|位于|含|联动|连|贯|自|突出|重点|范围|[东西南北]起|依托|涵",
            text[finish : finish + 2],
        )
        weight = 1 + (2 if quoted or (opens and direct) else 1 if opens or after_lead else 0)
        yield name, begin, weight


def _stops(text: str, at: int) -> bool:
    """Tell a character before which no name of an element begins earlier."""
    dash = text[at] == "-" and _DASH.search(text, at - 1, at + 2) is not None
    return text[at] in _STOPS or dash


def element_words(text: str) -> frozenset[str]:
    """Return the names of the elements of all layouts that a folded text declares."""
    return frozenset(
        name for layout in layouts(text) for part in layout.parts for name, _ in part.names
    )
