"""What a stretch of a sentence names as made or done: the objects of its verbs, as names.

A stretch stands between commas and places.  Its verbs are cut off, its list is parted, what ends
an item and is no part of its name goes; each item is then weighed by `weighed`: a table of
evidence for and against its being an industry (``[weights]`` of ``rules.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from zzmap.extract.clauses import Span, items
from zzmap.extract.item_words import is_product
from zzmap.extract.known_names import Mention
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.patterns import longest_first, weights, words
from zzmap.extract.word_bounds import next_bound, splits_a_word

_LIST = r"[、]|以及|及其|(?<!普)及(?!时)|或(?!者)|(?<![和共饱])和(?![谐平])|(?<![参])与(?!会)"
_NARROW = 2
"""Two words of so few characters, joined by 与, are one name: 康复与护理."""

_URGED = re.compile(
    "(?P<what>[^、]{2,}?)(?:产业|行业)?(?<![主重需必首紧概])(?:要|应当|须|宜)(?![素件塞居])[^、]{2,}"
)
"""What is to be done with a thing: 轴承要稳妥推进."""

_CLASS_TAILS = ("产业", "产能", "企业", "环节")
_SHORTEST, _LONGEST = 2, 14
_BRACKET = re.compile(r"[(][^()]*[)]")
_QUOTE = re.compile(r"[“”\"《》]")
_TOWARDS = re.compile(
    r"(?:(?<!转)(?<!方)(?<!定)(?<!流)(?<!导)(?<!意)(?<!走)(?<!面)向|转型为|转变为|升级为|改造为|改造成|改建为)(?P<what>[^,;。向]{2,40}?)(?:等)?(?:方向)?"
    r"(?:延伸|延链|拓展|转型|转变|转移|升级|迈进|发力|攀升|跃升|转产|迭代)"
)
_TURNED = re.compile(
    r"[由把将][^,;]{2,20}?(?:转向|转为|改为|升级为|转型为|改造[为成]|改建[为成])"
    r"(?:集(?=[^,;。]*于一体))?(?P<what>[^,;。]{2,40}?)(?:于一体[^,;。]*)?[。;]?$"
)
"""What is grown into: 由铝板向航空铝材升级."""

_FOR = re.compile(
    r"(?:以|(?:将|把)(?=[^,;。]*方向))(?![^,;。、]{1,6}[县区市镇][作为、])(?P<what>[^,;。]{2,60}?)(?:作)?为"
    r"(?:主|主导|特色|重点|主线|支柱|主业|拳头|亮点|突破口|底色|补充?|看点|辅|主打|切入[口点]|"
    r"[^,;。]{0,6}(?:方向|任务|产业|业态|产品|特色|内容))[。]?$"
)
"""What is said to be mainly done: 以丙、丁为主."""

_FIELDS = re.compile(
    r"^(?:在|围绕|面向|针对|瞄准)[^,;。]{2,30}?(?:领域|方面|环节|行业|场景)(?:的)?(?=[一-龥]{4})"
)
"""Fields that what is made is for: 在丁领域 of 在丁领域探索丙."""

_AROUND = re.compile(
    r"围绕(?P<what>[^,;围]{2,40}?)(?:等)?(?:引进|招引|引育|培育|集聚|布局|打造)(?:一批)?[^,;、]{0,10}?"
    r"(?:企业|项目|平台|基地|机构|集群)(?=[,;。]|$)"
)
"""围绕丙引进企业: what firms are sought for is what is made."""

_CAUSED = re.compile(
    r"(?:带动|加快|推动|促进)(?P<what>[^,;]{2,40}?)(?:等)?(?:的)?"
    r"(?:产业化|规模化|就近配套|本地配套|配套|量产|扩产|落地)(?=[,;。]|$)"
)
"""带动丙配套, 加快丙产业化: what is caused to be made."""


_FIRMS = re.compile(
    r"^[^,;。]{2,40}?等[^,;、。]{0,4}(?:企业|公司|集团|车企|药企)"
    r"(?=(?:加快|扩大|开展|推进|加大|抓住|建设|开放|投放|率先|发展|研发|拓展|实施|延伸))"
)
"""Firms that do something: 甲集团、乙药业等企业加快丙研发."""

_RAISED = re.compile(
    r"(?:把|将)(?P<what>[^,;。]{2,20}?)(?:由[^,;。]{2,10})?(?:作为|培育[成为]|打造[成为]+|做[成为]|发展[成为]|建设[成为])"
    r"[^,;。]{0,8}(?:支柱|主导|首位|名片|招牌|品牌|增长[点极])"
)
"""What is made more of: 把木版年画由副业培育为支柱."""

_CLASS_TAIL = re.compile(
    "(?:生产|加工|制造|种植|养殖|研发|产业|配套)*"
    "(?:基地|企业|产业|配套|产业园|园区|生产线|产线|产能|产品|集群|产业链|全产业链)[。;”]?$"
)
"""What says that all of a list is made: 冲压、内外饰、车灯配套."""

_AND_SO_ON = re.compile(r"等(?!离子|温).*$")
_ABLE = re.compile("(?:能力|水平|影响力|竞争力|知名度|覆盖面|满意度)[。;]?$")
_COUNTED = re.compile(r"(?:[一二两三四五六七八九十]+|[0-9]+)[大类个条项种张篇].{0,6}$")
_AMOUNT = re.compile(
    r"^(?:约|近|超|共|各)?(?:[一二两三四五六七八九十百]+|[0-9.]+万?)(?:处|座|个|批|家|条|项|所|只|支|类|种|亩|亿元|公里)"
)

_MAINLY = re.compile("(?:重点|主要|着重|力争|努力)$")
_BUILT = ("建设", "打造", "新建")
"""What is mainly taken on (重点承接) is what a place is for; what is built there is built."""

_FORMS = (_RAISED, _TOWARDS, _TURNED, _AROUND, _CAUSED)
"""Forms that say what is made by more than a verb before it."""

ACCEPTED = 2.0
"""The least weight of a name that is taken."""

_GROWS = re.compile("做[大强优精]")
_AND = "并"
_SERVICE = "服务"
"""研发服务, 检测服务: what is served is part of the name."""

_CHAIN = re.compile("[一-龥]-[一-龥]")
SURE, _DOUBT = 0.9, 0.6
"""How sure a name is whose end tells what is made, and any other."""


class Stretch(NamedTuple):
    """Characters of the text that may name things, and what leads to them.

    `verb` is the class of the verb that leads to them where none stands inside: ``focus``,
    ``build``, ``label`` (a list behind a colon), or '' for none.
    """

    span: Span
    verb: str = ""


class _Item(NamedTuple):
    """An item of a list: where its name is, the verb it stands behind, if its list has others."""

    span: Span
    verb: str
    many: bool
    made: bool


def things(finder: NameFinder, stretch: Stretch, ids: Sequence[str]) -> list[Mention]:
    """Return what a stretch names as made or done, in its order."""
    text = finder.text
    found: list[tuple[_Item, list[Mention]]] = []
    for item in _items(text, stretch):
        long = item.span.end - item.span.start >= _SHORTEST
        found.append(
            (item, finder.thing(item.span, ids) if long else finder.known(item.span, (), ids))
        )
    beside = any(_is_telling(row) for _, rows in found for row in rows)
    return [
        row._replace(sure=SURE if row.ids or is_product(row.name) else _DOUBT)
        for item, rows in found
        for row in rows
        if weighed(row, item.verb, many=item.many, beside=beside, made=item.made) >= ACCEPTED
    ]


def _is_telling(row: Mention) -> bool:
    return bool(row.ids) or (is_product(row.name) and not _is_empty(row.name))


def _is_empty(name: str) -> bool:
    return bool(words("abstract").search(name))


def weighed(row: Mention, verb: str, *, many: bool, beside: bool, made: bool = False) -> float:
    """Return how much speaks for a name being an industry, by the table of weights.

    Parameters
    ----------
    row
        The name.
    verb
        The class of the verb that leads to it.
    many
        Whether it stands in a list.
    beside
        Whether one of that list is sure to be an industry.
    made
        Whether what ends the list says that all of it is made.
    """
    table = weights()
    name = row.name
    general = bool(words("general").fullmatch(name)) and not row.ids
    told = {
        "known": bool(row.ids),
        "product": is_product(name),
        "listed": many,
        "beside": beside,
        "made": made,
        verb or "no_verb": True,
        "holds": not is_product(name) and bool(words("holds_product").search(name)),
        "abstract": not row.ids and _is_empty(name),
        "general": general and not (many and beside),
        "general_beside": general and many and beside,
        "bare": bool(words("bare").search(name)),
        "firm": not row.ids and bool(words("firm").search(name)),
        "verb_left": not row.ids and not is_product(name) and bool(words("verb_left").search(name)),
        "long": len(name) > 9,
        "too_long": len(name) > _LONGEST,
        "of": "的" in name or bool(_CHAIN.search(name)),
        "figure": bool(re.search(r"[0-9]", name)) and not row.ids and not is_product(name),
    }
    return sum(table[key] for key, holds in told.items() if holds)


# -- the items of a stretch ------------------------------------------------------------------


def _items(text: str, stretch: Stretch) -> list[_Item]:
    """Return the items of a stretch, each with the verb that leads to it."""
    found: list[_Item] = []
    towards = next(filter(None, (form.search(text, *stretch.span) for form in _FORMS)), None)
    span = Span(*towards.span("what")) if towards else stretch.span
    if towards and text[towards.start() - 1] == _AND:
        # 做强丙并向丁延伸: both are made.
        before = Span(stretch.span.start, towards.start() - 1)
        found += _items(text, Stretch(before, stretch.verb))
    if towards and words("grown").fullmatch(towards["what"]):
        # 推动丙向高端化升级: what it grows into is no other thing.
        span = Span(stretch.span.start, towards.start())
    mainly = None if towards else _FOR.search(text, *span)
    span = Span(*mainly.span("what")) if mainly else span
    said = text[slice(*span)]
    near = _FIELDS.match(said) or _FIRMS.match(said)
    span = Span(span.start + near.end(), span.end) if near else span
    for piece in _pieces(text, span):
        verb = "focus" if towards or mainly else stretch.verb
        rows = _listed(text, piece)
        said = text[slice(*piece)]
        if _ABLE.search(said) or words("able").search(said):
            # 提升甲发布、乙交割能力: nothing is made.
            continue
        made = bool(_CLASS_TAIL.search(said))
        for row in rows:
            start, own = _led(text, row)
            verb = own or verb
            span = _cut(text, Span(start, row.end))
            # What still ends so was not cut: its end is all that it names.
            cut = not _CLASS_TAIL.search(text[slice(*span)])
            found.append(_Item(span, verb, len(rows) > 1, made and cut))
    return found


def _pieces(text: str, span: Span) -> list[Span]:
    """Return the parts of a stretch between brackets, without what stands behind 等."""
    pieces, start = [], span.start
    for row in _BRACKET.finditer(text, *span):
        pieces.append(Span(start, row.start()))
        start = row.end()
    pieces.append(Span(start, span.end))
    return [row for row in pieces if row.end - row.start >= _SHORTEST]


def _listed(text: str, piece: Span) -> list[Span]:
    """Return the items of a list; short words joined by 与 stay one."""
    rows = items(text, piece, _LIST)
    found: list[Span] = []
    for row in rows:
        joined = bool(found) and text[found[-1].end : row.start] in ("与", "和")
        narrow = joined and max(row.end - row.start, found[-1].end - found[-1].start) <= _NARROW
        found.append(Span(found.pop().start, row.end) if narrow else row)
    return found


def _led(text: str, item: Span) -> tuple[int, str]:
    """Return where the object in an item begins, and the class of the verb before it."""
    start, verb = item.start, ""
    of = text.rfind("的", start, item.end)
    if of >= 0 and item.end - of > _SHORTEST and not _stands_before(text, of):
        start = of + 1
        verbs = list(_verbs().finditer(text, item.start, of))
        verb = _class(verbs[-1][0]) if verbs else ""
    while True:
        lead = _before().match(text, start, item.end)
        amount = _AMOUNT.match(text[start : item.end])
        if amount and item.end - start - amount.end() >= _SHORTEST:
            start += amount.end()
            continue
        told = _class(lead[0]) if lead else ""
        if lead is None or lead.end() == start:
            break
        if _splits(text, item, lead.end()) or not _leaves(
            text, lead.end(), item.end, general=bool(told) and verb == ""
        ):
            break
        verb = told or verb
        start = lead.end()
    inner = [
        row for row in _hard().finditer(text, start + 1, item.end)
        if not _splits(text, item, row.end()) and _leaves(text, row.end(), item.end)
    ]  # fmt: skip
    if inner:
        start, verb = inner[-1].end(), _class(inner[-1][0]) or verb
        lead = _before().match(text, start, item.end)
        while lead and lead.end() > start and _leaves(text, lead.end(), item.end):
            start = lead.end()
            lead = _before().match(text, start, item.end)
    return start, verb


def _splits(text: str, item: Span, at: int) -> bool:
    """Tell whether a verb ends within a word of an item: 种 of 种子加工."""
    # 做大体外诊断: the dictionary has 大体, the verb is 做大 all the same.
    led = _GROWS.match(text, max(item.start, at - 2), at) is not None
    return not led and splits_a_word(text[slice(*item)], at - item.start)


def _stands_before(text: str, of: int) -> bool:
    """Tell 丙的培育, where what is named stands before 的."""
    return bool(words("of_behind").match(text, of + 1))


def _leaves(text: str, start: int, end: int, *, general: bool = False) -> bool:
    """Tell whether a verb leaves a name behind it: of 应用软件 it would leave a general word.

    `general` lets it leave one: 发展显示.
    """
    rest = _named(text[start:end])
    if len(rest) < _SHORTEST or rest == _SERVICE or words("tail_alone").fullmatch(rest):
        return False
    if words("process").fullmatch(rest):
        # 研发设计: two steps of making are one trade.
        return False
    return general or not words("general").fullmatch(rest)


def _cut(text: str, part: Span) -> Span:
    """Return an item without what stands behind its name."""
    start = part.start
    while start < part.end and text[start] in '“”"《》-·◆●:':
        start += 1
    return Span(start, start + len(_named(text[start : part.end])))


def _named(said: str) -> str:
    """Return the words of an item without what is no part of its name.

    Examples
    --------
    >>> _named("水产预制菜加工园"), _named("主题公园集聚区"), _named("罐式车产能等")
    ('水产预制菜加工', '主题公园', '罐式车')
    """
    whole = said.rstrip("。;:,”“ ")
    name = _AND_SO_ON.sub("", whole)
    name = _COUNTED.sub("", name) if len(_COUNTED.sub("", name)) >= _SHORTEST else name
    name = name.split("的", 1)[0] if words("of_behind").search(name) else name
    urged = _URGED.fullmatch(name)
    name = urged["what"] if urged and is_product(urged["what"]) else name
    while True:
        tail = _after().search(name)
        least = 1 if tail and tail[0] in _CLASS_TAILS else _SHORTEST
        none = tail is None or tail.start() < least or not tail[0]
        if tail is None or none or splits_a_word(whole, tail.start()):
            # 供应链, 高等教育: what is but a part of a word is part of the name.
            return whole[: next_bound(whole, len(name))].rstrip("”“》")
        name = name[: tail.start()]


# -- words of the table ------------------------------------------------------------------------


@cache
def _before() -> re.Pattern[str]:
    """Return what may lead to a name: verbs and how they are done."""
    lead = "|".join(
        longest_first(name) for name in ("focus_verb", "build_verb", "other_verb", "adverb")
    )
    return re.compile(f"(?:{lead})了?")


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(f"{longest_first('focus_verb')}|{longest_first('build_verb')}")


@cache
def _hard() -> re.Pattern[str]:
    """Verbs that are no part of a name wherever they stand in an item."""
    return re.compile(longest_first("hard_verb"))


def _class(said: str) -> str:
    """Return the class of a verb, '' for a word that is none."""
    for name in ("focus", "build"):
        if re.fullmatch(f"(?:{longest_first(f'{name}_verb')})了?", said):
            return name
    return ""


@cache
def _after() -> re.Pattern[str]:
    return re.compile(f"(?:{longest_first('name_tail')})$")


def verb_class(text: str, span: Span) -> str:
    """Return the class of the first verb of a stretch: ``focus``, ``build``, or ''."""
    found = _verbs().search(text, *span)
    if found is None:
        return ""
    mainly = _MAINLY.search(text, span.start, found.start())
    return "focus" if mainly and found[0] not in _BUILT else _class(found[0])
