"""What an item of a list, or a head, is as a name: what leads to it and what ends it cut off."""

from __future__ import annotations

import re

from zzmap.extract.clauses import Span
from zzmap.extract.known_names import Mention
from zzmap.extract.patterns import words


def _any(name: str) -> str:
    """Return a list of the table as a group of alternatives."""
    return f"(?:{words(name).pattern})"


SURE_VERB = re.compile(f"{_any('manner')}*{_any('sure_verb')}了?")
"""A verb whose object is an industry: 发展, 主攻, 做强."""

VERB = re.compile(f"{_any('manner')}*(?:{_any('sure_verb')}|{_any('weak_verb')})了?")
"""A verb whose object may be one: 建设, 推进 as well."""

_TAIL = re.compile(f"等?{_any('tail_quality')}*{_any('tail')}+$")
_HEAD_TAIL = re.compile(f"{_any('head_tail')}+$")
_EMPTY = re.compile(f".?|.*{_any('empty_in')}.*|.*{_any('empty_end')}")
_LEAD = re.compile(f"{_any('lead')}+")
_CUT = re.compile(
    r"等|[“”《》]|(?<=..)做[成出到]|(?<=..)[向由]|的(?=研发|制造|生产|推广|应用|引进|设计)"
)
_TRADE_VERB = re.compile("研发|检测")
_USED_IN = re.compile("[^、,;]*等[^、,;的]{0,4}(?:领域|方面|行业)的(?!产业化|应用|推广|示范)(?=..)")
"""磁悬浮列车等领域的架桥机: what is named is behind 的."""

_TURNS = re.compile("(?<=..产业)向(?=..)")
"""推动丙产业向高端转型 is of 丙."""

_DEGREES = re.compile("(?:[高低][一-龥]{2}){2}(?=.{4})")
_BRACKET = re.compile(r"[(][^()]*[)]")
_AND_SO_ON = re.compile("等(?!离子)|”")
_CALLED = re.compile(
    r"(?P<name>[^的]{2,12}?)(?:全产业链条?|产业(?:集群|基地|园区?|链条?|带|示范基地|集聚区|高地|体系|格局)?|"
    r"(?:研发|生产|制造|加工)*(?:基地|产业园|集群|生产线)|企业)"
)
_LONGEST, _LEFT = 16, 2

_QUALITY = re.compile("(?:高性能|新型|高端|先进|优质|高档|高效|高纯|大型|特色|专用)+(?=.{4})")
_TRADE = re.compile("(?<=...[^企产行就创商作专农工事林牧渔])业$")
_MAKING = re.compile("(?<=[器机械备料车件])制造$")
_LEAST_SHORT = 4

WEAKLY, ITEM, CALLED_SO, BY_VERB, BY_ITSELF = 0.4, 0.6, 0.65, 0.7, 0.8
"""How sure a name by its form is: behind a weak verb; an item; called 丙产业; heads by a verb,
and heads that begin with none."""


def is_product(name: str) -> bool:
    """Tell whether a name ends as what is made or done does, and is no empty word.

    Examples
    --------
    >>> is_product("智能机床"), is_product("发展水平")
    (True, False)
    """
    return bool(
        words("product").search(name)
        and not _EMPTY.fullmatch(name)
        and not words("general").fullmatch(name)
    )


def is_word(name: str) -> bool:
    """Tell a name that says something from an empty word.

    Examples
    --------
    >>> is_word("轴承"), is_word("重点任务"), is_word("高端")
    (True, False, False)
    """
    return not (
        _EMPTY.fullmatch(name)
        or words("general").fullmatch(name)
        or words("does").search(name)
        or words("qualities").search(name)
    )


def cleaned(text: str, item: Span, *, plain: bool = False) -> Mention | None:
    """Return an item of a list as a name, None where nothing is left that may be one.

    What a bracket says again (重载agv(自动导引运输车)) is no part of the name.  `plain` cuts off
    as well what such a name never begins with, as no list of names can tell it does.

    Examples
    --------
    >>> cleaned("全国重要的轴承产业集群", Span(0, 11)).name
    '轴承'
    """
    start, end = item
    for pattern in (VERB, _LEAD, VERB):
        lead = pattern.match(text, start, end)
        if lead and not (plain and _is_trade(text[lead.start() : end], lead[0])):
            start = lead.end()
    told = _USED_IN.match(text, start, end) if plain else None
    start = told.end() if told else start
    degrees = _DEGREES.match(text, start, end) if plain else None
    start = degrees.end() if degrees else start
    bracket = _BRACKET.search(text, start + 1, end)
    if bracket and (bracket.end() == end or _AND_SO_ON.match(text, bracket.end(), end)):
        end = bracket.start()
    part = _CUT.split(text[start:end], maxsplit=1)[0]
    called = _CALLED.fullmatch(part)
    if called and is_word(called["name"]):
        return Mention(start, start + len(called["name"]), called["name"], (), CALLED_SO)
    name = _TAIL.sub("", part) or part
    if is_product(part) and not is_product(name):
        name = part
    if "的" in name:
        # 持久耐用的膜材料: what stands behind 的 is named, if it is a thing.
        start += name.rindex("的") + 1
        name = name[name.rindex("的") + 1 :]
        if len(name) <= _LEFT or not is_product(name):
            return None
    if not 2 <= len(name) <= _LONGEST:
        return None
    return Mention(start, start + len(name), name, (), ITEM)


def _is_trade(said: str, verb: str) -> bool:
    """Tell a verb that is the first word of a trade's name: 研发 of 研发外包."""
    rest = _TAIL.sub("", said) or said
    left = rest[len(verb) :]
    return _TRADE_VERB.fullmatch(verb) is not None and bool(words("general").fullmatch(left))


def title(text: str, span: Span) -> Mention | None:
    """Return the words of a head as a name: verbs before and 产业 and the like behind cut off.

    Examples
    --------
    >>> title("建设国内领先的智能传感器产业基地", Span(0, 16)).name
    '智能传感器'
    """
    part = re.match("[^,:]*", text[slice(*span)])
    end = span.start + (part.end() if part else 0)
    lead = VERB.match(text, span.start, end)
    # 研发设计: what is left would say nothing.
    lead = None if lead and end - lead.end() <= _LEFT else lead
    start = lead.end() if lead else span.start
    start = text.rfind("的", start, end) + 1 or start
    said = _TURNS.split(text[start:end], maxsplit=1)[0]
    name = _HEAD_TAIL.sub("", said)
    if words("general").fullmatch(name) and said.startswith("产业", len(name)):
        # 生物产业发展重点: the word alone says nothing, called an industry it does.
        name += "产业"
    if not 2 <= len(name) <= _LONGEST:
        return None
    # A head that begins with no verb is the name of what is told below it.
    return Mention(start, start + len(name), name, (), BY_VERB if lead else BY_ITSELF)


def shorter(name: str) -> tuple[str, ...]:
    """Return the shorter words that a name is known by: without its quality, its 业 or 制造.

    Examples
    --------
    >>> shorter("健康养老业"), shorter("高性能碳化硅纤维"), shorter("轴承")
    (('健康养老',), ('碳化硅纤维',), ())
    """
    forms = (_QUALITY.sub("", name, count=1), without_trade(name), _MAKING.sub("", name))
    told = (row for row in forms if row != name and len(row) >= _LEAST_SHORT and is_product(row))
    return tuple(dict.fromkeys(told))


def without_trade(name: str) -> str:
    """Return a name without the 业 at its end.

    Examples
    --------
    >>> without_trade("健康养老业"), without_trade("种业"), without_trade("战略性新兴产业")
    ('健康养老', '种业', '战略性新兴产业')
    """
    return _TRADE.sub("", name)
