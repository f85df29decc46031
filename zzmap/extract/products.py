"""What a clause says is to be made or done: names that geodata has, and those a verb leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zzmap.extract.clauses import Span, items
from zzmap.extract.known_names import Mention, Names
from zzmap.extract.patterns import words
from zzmap.extract.taxonomy import Taxonomy

_LEADING = (
    r"(?:重点|大力|加快|积极|优先|着力|主要|集中|联合|错位|前瞻|提前|稳步|稳妥|探索|努力|高水平|高标准)*"
)
_STRONG = (
    r"(?:布局发展|培育发展|引进培育|培育壮大|研发生产|研发制造|开发生产|发展壮大|做大做强|做强做优|"
    r"发展|布局|主攻|培育|壮大|做强|做优|做大|突出|侧重|研发|生产|开发|制造|承接|兼顾|研制|集聚|延伸|提供)"
)
_WEAK = (
    r"(?:聚焦|扩大|引进|建设|打造|推进|推动|开展|拓展|突破|提升|实施|增强|攻关|攻克|加强|完善|构建|"
    r"形成|搭建|创建|涵盖|围绕|紧盯)"
)
_SURE_VERB = re.compile(_LEADING + _STRONG + "了?")
_VERB = re.compile(_LEADING + f"(?:{_STRONG}|{_WEAK})了?")
_MEANT = re.compile(
    r"以(?P<what>[^,;。:]{2,50}?)为(?:主攻方向|主要方向|主导|重点|主|特色)(?:产业)?(?=[,;。]|$)"
)
_SEGMENT = re.compile(r"[^,;。]+")
_LIST = re.compile(r"[^,;。:]+?(?:领域(?=开展|发展|建设|布局|加快)|(?=[,;。:]|$))")
_TAIL = re.compile(
    r"(?:等)?(?:战略性新兴|特色|优势|主导|高端|新型|重点|核心|系列|关键|前沿|先进|相关|配套|若干|一批)*"
    r"(?:产业链条?|链条|产业集群|产业园区?|示范区|集聚区|先行区|产业|行业|产品|领域|企业|基地|项目|示范|集群|环节|业务|能力|产能|"
    r"平台|试点|中试线|产线|生产线|园区|园|工程|技术|研究|应用|建设|细分|方向|品类|业态|体系|"
    r"延伸|支撑|研发|生产|研发生产|产业化|新业态|[一二三四五六七八九十]大领域|为重点|为主|为辅|培育|协同发展|集聚发展|繁荣发展|融合发展|发展|企业集聚)+$"
)
_HEAD_TAIL = re.compile(
    r"(?:集群化发展|集聚发展|高端化发展|协同发展|融合发展|创新发展|发展|研发生产基地|生产基地|产业基地|基地|高地|支撑|能力|水平|体系|产业|行业|领域|产品|(?:产业)?集群|产业链|(?:产业)?发展重点|主攻方向|重点(?:园区|项目|方向)?|发展布局)+$"
)
_EMPTY = re.compile(
    r".?|.*(?:水平|能力|机制|人才|政策|质量|规模|模式|格局|优化|升级|转型|攻关|合作|提升|企业|产业链|策源|"
    r"全国|世界|[0-9].*[家个亿万]).*|.*(?:体系|作用|优势|环境|生态|结构|转化|创新|融合|协同|发展|一体化?|高地|"
    r"中心|品牌|市场|标准|研发|技术|成果|资源|名企|要素|空间|基础|园区|示范区|目标|方向|名城|载体|试点|活动|"
    r"改革|需求|增长极|集聚区|先行区|隆起带|走廊|核心区|承载区|机构|院所|实验室|平台|设施|项目|基地|团队|"
    r"总部|效益|联盟|渠道|条件|短板|瓶颈|动能|引擎|亮点|名片|任务|举措|措施|工作|要求|行动|计划|方案|方面|情况|背景|意义|重点|思路|原则|规划|布局|领域|环节|关键|力度|进程|步伐|为辅|为主|(?<!模)型|(?<!生)化|[级性度耗纯细精高低]|通量|龙头|批量|品种|主体|业务|行业|产业)"
)
_LEAD = re.compile(
    r"(?:[^、,;]*围绕|以|向|由|从|对|把|将|的|了|一批|若干|部分|以及|其他|各类|各种|相关|传统|现有|做|[百千万]亿级|世界级|国家级|省级|国际级|全国|国内外|国内|国际|"
    r"全球|世界|上游|中游|下游|使用|具备|知名品牌|发达地区|一流|领先|重要|面向[^的]*的|用于[^的]*的|具有[^的]*的|应用于[^的]*的|基于[^的]*的|"
    r"高水平|国家级?|省级|其)+"
)
_BEFORE = re.compile(r"(?:[、,;:]|及|和|以及|发展|布局|培育|推动|突出|主攻|壮大|做强|聚焦|以|^)$")
_AFTER = re.compile(r"[、,;。]|及|和|以及|等|产业|为主|为辅|$")
_SAME_THING = re.compile(r"(?:全?系列|配套|新)?(?:产品|制造|生产|研发|加工|服务|装备|设备)")
_FIRMS = re.compile(r"等(?:本地|骨干|重点|龙头|优质|知名|领军|行业|优势|一批)+企业")
_CLASS = re.compile(r"等(?P<noun>[^,;。、]{2,16}?)(?=[、,;。]|$|(?:研发|生产|发展|企业|机构|领域))")
_MODIFIES = re.compile(r"[^、,;。和及等()]{0,8}用(?![户于品途])[^、,;。]{2}|型|场景|景点|优势|(?:\([^()]*\))?用(?![户品])")
_CUT = re.compile(r"等|[“”《》]|(?<=..)[向由]|的(?=研发|制造|生产|推广|应用|引进|设计)")
_LONGEST = 16
_WEAKLY, _BY_NAME = 0.4, 0.65
_CALLED = re.compile(r"(?P<name>[^的]{2,10}?)产业(?:集群|基地|园区?|链条?|带|示范基地|集聚区|高地|体系|格局)?")
_FORMED = re.compile(r"的(?P<what>[^,;。的]{2,12}产业)(?:格局|体系|集群|基地|链|带)")


def overlaps(start: int, end: int, skip: Iterable[Span]) -> bool:
    """Tell whether characters are in one of these parts."""
    return any(row.start < end and start < row.end for row in skip)


def known(text: str, span: Span, names: Names, skip: Sequence[Span]) -> list[Mention]:
    """Return the industries of geodata that a part of a text names, outside what is skipped."""
    return [
        found
        for found in names.find(text, *span)
        if not overlaps(found.start, found.end, skip)
        and (not words("general").fullmatch(found.name) or _whole(text, found, span))
        and not words("process").fullmatch(found.name)
        and not _MODIFIES.match(text, found.end, span.end)
    ]


def _whole(text: str, found: Mention, span: Span) -> bool:
    """Tell whether a name is all that an item of a list says."""
    before, after = text[span.start : found.start], text[found.end : span.end]
    return bool(_BEFORE.search(before) and _AFTER.match(after))


def aims(text: str, span: Span) -> list[Span]:
    """Return the segments that say what it all is to become: 打造…集群, 提升…水平."""
    return [
        Span(*part.span())
        for part in _SEGMENT.finditer(text, *span)
        if words("aim").fullmatch(part.group())
    ]


def fields(text: str, span: Span) -> list[Span]:
    """Return the parts that say what something is to be used in, or why, not what is made."""
    return [Span(*match.span()) for match in words("field").finditer(text, *span)]


class Listed(NamedTuple):
    """An item of a list that a verb leads to: where the list begins, and if it is one of many."""

    mention: Mention
    line: int
    many: bool


def listed(text: str, span: Span, skip: Sequence[Span]) -> Iterator[Listed]:
    """Yield what the verbs of a part of a text lead to, cleaned."""
    lists = [
        (Span(*part.span("what")), True)
        for form in (_MEANT, _FORMED)
        for part in form.finditer(text, *span)
    ]
    for part in _LIST.finditer(text, *span):
        verb = _VERB.search(text, *part.span())
        strong = _SURE_VERB.search(text, *part.span())
        if verb:
            rest = Span(verb.end(), part.end())
            lists.append((rest, bool(strong) and strong.start() <= verb.start() + 2))
            if strong and strong.start() > verb.start() + 2:
                # A sure verb behind a weak one leads to what stands behind it.
                lists[-1] = (Span(verb.end(), strong.start()), False)
                lists.append((Span(strong.end(), part.end()), True))
    for part_of_text, sure in lists:
        row = items(text, part_of_text)
        for item in row:
            mention = cleaned(text, item)
            if mention and not overlaps(mention.start, mention.end, skip):
                told = mention
                if not sure and mention.sure != _BY_NAME:
                    told = mention._replace(sure=_WEAKLY)
                yield Listed(told, part_of_text.start, len(row) > 1)


def drafted(
    text: str, span: Span, skip: Sequence[Span], names: Names, taxonomy: Taxonomy,
    context: Sequence[str], *, weak: bool,
) -> Iterator[Mention]:  # fmt: skip
    """Yield what verbs lead to that geodata does not name as it is.

    That is what stands below the context, else what its form makes likely; `weak` takes what
    a weak verb such as 打造 leads to as well.
    """
    held = [
        row
        for row in names.find(text, *span)
        if not words("general").fullmatch(row.name)
    ]
    found = list(listed(text, span, skip))
    likely = {row.line for row in found if is_product(row.mention.name)}
    for row_of_list in found:
        mention, line, many = row_of_list
        inside = [row for row in held if row.start < mention.end and mention.start < row.end]
        if inside and (
            inside[-1].end > mention.end
            or not (goes_on(mention, inside[-1]) or comes_before(mention, inside))
        ):
            continue
        if words("process").fullmatch(mention.name):
            continue
        general = words("general").fullmatch(mention.name)
        if general and mention.sure <= _WEAKLY:
            continue
        row_id = "" if inside else taxonomy.below(mention.name, context)
        if row_id:
            yield mention._replace(ids=(row_id,), sure=0.85)
        elif _FIRMS.match(text, _end_of_list(text, mention.end, span.end)):
            continue
        elif (weak or mention.sure > _WEAKLY) and is_product(mention.name):
            yield mention
        elif weak and (mention.sure == _BY_NAME or mention.sure > _WEAKLY) and (
            is_word(mention.name)
        ):
            yield mention
        elif weak and many and (line in likely or mention.sure > _WEAKLY) and (
            is_word(mention.name)
        ):
            yield mention


def _end_of_list(text: str, start: int, end: int) -> int:
    """Return where a list that goes on from here has its 等."""
    found = re.compile(r"[^,;。等]*").match(text, start, end)
    return found.end() if found else start


def goes_on(mention: Mention, last: Mention) -> bool:
    """Tell whether a known name is but the start of what an item names: 储氢 of 储氢瓶."""
    rest = mention.name[last.end - mention.start :]
    return (
        bool(rest)
        and not _SAME_THING.fullmatch(rest)
        and mention.sure > _WEAKLY
        and is_product(mention.name)
    )


def is_product(name: str) -> bool:
    """Tell whether a name ends as what is made or done does, and is no empty word."""
    return bool(
        words("product").search(name)
        and not _EMPTY.fullmatch(name)
        and not words("general").fullmatch(name)
    )


def comes_before(mention: Mention, inside: Sequence[Mention]) -> bool:
    """Tell whether a known name is but the end of what an item names: 机器人 of 人形机器人."""
    first = inside[0]
    before = mention.name[: max(0, first.start - mention.start)]
    return (
        len(before) >= 2
        and first.end == mention.end
        and mention.sure > _WEAKLY
        and not words("qualities").search(before)
    )


def is_word(name: str) -> bool:
    """Tell a name that says something from an empty word."""
    return not (
        _EMPTY.fullmatch(name)
        or words("general").fullmatch(name)
        or words("does").search(name)
        or words("qualities").search(name)
    )


def shared_tail(text: str, span: Span, skip: Sequence[Span], names: Names) -> Iterator[Mention]:
    """Yield what a list names whose items share an end or a beginning.

    甲机械、乙机械再制造 are 甲机械再制造 and 乙机械再制造; 甲、乙等检测 are 甲检测 and 乙检测; 甲试剂和
    仪器 are 甲试剂 and 甲仪器.  Only what geodata has is taken, and the item stands for it.
    """
    for part in _LIST.finditer(text, *span):
        row = [item for item in items(text, Span(*part.span())) if item.end - item.start > 1]
        named = [cleaned(text, item) for item in row]
        class_noun = _CLASS.search(text, *part.span())
        last = named[-1].name if named and named[-1] else ""
        ends = [last[-size:] for size in range(2, min(len(last), 7))]
        if class_noun:
            noun = class_noun["noun"]
            ends += [noun[-size:] for size in range(2, min(len(noun), 4) + 1)]
        before = ""
        for mention in named:
            if mention is None:
                continue
            forms = [mention.name + end for end in ends if not mention.name.endswith(end)]
            forms += [before[:size] + mention.name for size in range(2, len(before))]
            ids = next((found for form in forms if (found := names.get(form))), ())
            own = names.get(mention.name)
            # 农业机械 means 农业机械再制造 where 再制造 is a thing of its own.
            means = not own or any(
                names.get(mention.name + end) and names.get(end) for end in ends
            )
            if ids and means and is_word(mention.name) and (
                not overlaps(mention.start, mention.end, skip)
            ):
                yield mention._replace(ids=ids, sure=0.9)
            before = mention.name if names.get(mention.name) else before



def cleaned(text: str, item: Span) -> Mention | None:
    """Return an item of a list as a name: what leads to it and what it ends in are cut off."""
    start, end = item
    for pattern in (_VERB, _LEAD, _VERB):
        lead = pattern.match(text, start, end)
        start = lead.end() if lead else start
    part = _CUT.split(text[start:end], maxsplit=1)[0]
    name = _TAIL.sub("", part) or part
    called = _CALLED.fullmatch(part)
    if called and is_word(called["name"]):
        return Mention(start, start + len(called["name"]), called["name"], (), _BY_NAME)
    if is_product(part) and not is_product(name):
        name = part
    if not 2 <= len(name) <= _LONGEST or "的" in name:
        return None
    return Mention(start, start + len(name), name, (), 0.6)


def title(text: str, span: Span) -> Mention | None:
    """Return the words of a head as a name: verbs before and 产业 and the like behind cut off."""
    part = re.match("[^,]*", text[slice(*span)])
    end = span.start + (part.end() if part else 0)
    lead = _VERB.match(text, span.start, end)
    start = lead.end() if lead else span.start
    quality = text.rfind("的", start, end) + 1
    start = quality or start
    name = _HEAD_TAIL.sub("", text[start:end])
    if not 2 <= len(name) <= _LONGEST:
        return None
    # A head that begins with no verb is the name of what is told below it.
    return Mention(start, start + len(name), name, (), 0.7 if lead else 0.8)
