"""What a clause says is to be made or done: names that geodata has, and those a verb leads to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from zzmap.extract.clauses import Span, items
from zzmap.extract.item_words import (
    CALLED_SO,
    SURE_VERB,
    VERB,
    WEAKLY,
    cleaned,
    is_product,
    is_word,
)
from zzmap.extract.known_names import Mention, Names
from zzmap.extract.patterns import words
from zzmap.extract.shared_ends import LIST, of_class, of_first, of_head, of_last, overlaps
from zzmap.extract.taxonomy import Taxonomy

_MEANT = re.compile(
    r"以(?P<what>[^,;。:]{2,50}?)为(?:主攻方向|主要方向|主导|重点|主|特色)(?:产业)?(?=[,;。]|$)"
)
_SEGMENT = re.compile(r"[^,;。]+")
_BEFORE = re.compile(r"(?:[、,;:]|及|和|以及|发展|布局|培育|推动|突出|主攻|壮大|做强|聚焦|以|^)$")
_AFTER = re.compile(r"[、,;。]|及|和|以及|等|产业|为主|为辅|$")
_SAME_THING = re.compile(r"(?:全?系列|配套|新)?(?:产品|制造|生产|研发|加工|服务|装备|设备)")
_SAME_WORK = re.compile(r"(?:全?系列|配套|新)?(?:产品|制造|生产|研发|加工|服务)")
_FIRMS = re.compile(r"等(?:本地|骨干|重点|龙头|优质|知名|领军|行业|优势|一批)+企业")
_MODIFIES = re.compile(
    r"[^、,;。和及等()]{0,8}用(?![户于品途])[^、,;。]{2}|型|场景|景点|优势|(?:生产|经营|管理)?模式|(?:\([^()]*\))?用(?![户品])"
)
_GOES_ON = re.compile(r"[^,;。等]*")
_CORE = re.compile(r"以(?P<what>[^,;。:]{2,20}?)为核心(?=构建|打造|发展|培育|建设)")
_WITHIN = re.compile(
    r"在(?P<what>[^,;。在]{2,30}?)等?领域(?=开展布局|布局|发力|实现突破|取得突破|形成|建设|打造)"
)
_ATTACKED = re.compile(
    r"(?:加快|加强|推进|开展|组织)(?P<what>[^,;。:]{2,40}?)等?(?:关键|核心|共性)+技术攻关"
)
_HOLLOW = re.compile(
    r"(?:整体|综合|全面|专业|平台|配套|相关)服务|技术应用|(?:核心|关键)?[器部]件|评估"
    r"|成套化?[设装]备|(?:高端|优势|特色|主导|新兴|先进)?产业集群"
)
"""What says nothing where no head says of which it is."""

_WHOLE_AIM = re.compile(
    r"(?:培育|加快|着力)*(?:打造|形成|建成|构建)(?!一批)(?:集.*|[^、]*的.*)"
    r"(?:产业集群|产业基地|产业链条?)"
)
_OF_CLASS = re.compile(
    r"(?:发展|布局|培育|推动|壮大|做强)[^,;。]{4,80}?等(?P<noun>[^,;。、等]{2,10}?(?:产业|服务业))(?=[,;。发]|集聚|融合|协同|$)"
)
_BELOW = 0.85
_LONGEST = 10
_TOWARDS = re.compile(
    r"向(?P<what>[^,;。向]{2,40}?)(?:等)?(?:延伸|拓展|转型|升级|迈进)(?=[,;。]|$)"
)
_FIELD_IS = re.compile(
    r"(?:主导|首位|重点|特色)产业(?:为|是|包括)(?P<what>[^,;。:]{2,60})(?=[,;。]|$)"
)
_FORMED = re.compile(r"的(?P<what>[^,;。的]{2,12}产业)(?:格局|体系|集群|基地|链|带)")


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


def whole_aims(text: str, span: Span) -> list[Span]:
    """Return the segments that say in many words what it all is to become.

    打造集研发、制造于一体的丙产业集群 lists what is done there, and names nothing that a head
    above it does not.
    """
    return [
        Span(*part.span())
        for part in _SEGMENT.finditer(text, *span)
        if _WHOLE_AIM.fullmatch(part.group())
    ]


def fields(text: str, span: Span) -> list[Span]:
    """Return the parts that say what something is to be used in, or why, not what is made."""
    return [Span(*match.span()) for match in words("field").finditer(text, *span)]


def abilities(text: str, span: Span) -> list[Span]:
    """Return the parts that say what a thing is able to do (具备…功能), not what is made."""
    return [Span(*match.span()) for match in words("able").finditer(text, *span)]


class Listed(NamedTuple):
    """An item of a list that a verb leads to: where the list begins, and if it is one of many."""

    mention: Mention
    line: int
    many: bool


def listed(
    text: str, span: Span, skip: Sequence[Span], *, shared: bool = False, head: str = ""
) -> Iterator[Listed]:
    """Yield what the verbs of a part of a text lead to, cleaned.

    `shared` gives an item what it shares with others of its list, and with the `head` above it:
    where no names are known.
    """
    for part, sure in _lists(text, span, core=shared):
        row = items(text, part)
        read = (cleaned(text, item, plain=shared) for item in row)
        names = of_last(list(filter(None, read)))
        if shared:
            names = of_class(text, part, of_head(head, of_first(text, names)))
        for mention in names:
            if not overlaps(mention.start, mention.end, skip):
                weak = not sure and mention.sure != CALLED_SO
                named = mention._replace(sure=WEAKLY) if weak else mention
                yield Listed(named, part.start, len(row) > 1)


def _lists(text: str, span: Span, *, core: bool = False) -> Iterator[tuple[Span, bool]]:
    """Yield what verbs lead to, and whether the verb is a sure one; `core` takes 以丙为核心."""
    for form in (
        _MEANT,
        _FORMED,
        _TOWARDS,
        _FIELD_IS,
        *((_CORE, _WITHIN, _ATTACKED) if core else ()),
    ):
        for part in form.finditer(text, *span):
            yield Span(*part.span("what")), True
    for part in LIST.finditer(text, *span):
        verb = VERB.search(text, *part.span())
        if verb is None:
            continue
        strong = SURE_VERB.search(text, *part.span())
        if strong and strong.start() > verb.start() + 2:
            # A sure verb behind a weak one leads to what stands behind it.
            # 加大丙的研发: what is made stands before 的.
            end = strong.start() - text.endswith("的", verb.end(), strong.start())
            yield Span(verb.end(), end if core else strong.start()), False
            yield Span(strong.end(), part.end()), True
        else:
            yield Span(verb.end(), part.end()), strong is not None


def drafted(
    text: str, span: Span, skip: Sequence[Span], names: Names, taxonomy: Taxonomy,
    context: Sequence[str], *, weak: bool, head: str = "",
) -> Iterator[Mention]:  # fmt: skip
    """Yield what verbs lead to that geodata does not name as it is.

    That is what stands below the context, else what its form makes likely; `weak` takes what
    a weak verb such as 打造 leads to as well, and any word behind a sure one.  `head` is what
    stands above: bare words such as 培训 are said of it.
    """
    held = [row for row in names.find(text, *span) if not words("general").fullmatch(row.name)]
    found = list(listed(text, span, skip, shared=weak, head=head))
    likely = {row.line for row in found if is_product(row.mention.called or row.mention.name)}
    for row in found:
        mention = row.mention
        inside = [other for other in held if _meet(other, mention)]
        longer = weak and is_longer(text, mention, inside)
        if weak and _HOLLOW.fullmatch(mention.called or mention.name):
            continue
        if _is_step(mention) or (_is_known(mention, inside) and not longer):
            continue
        # 丙的生产技术: what may end any name tells none of geodata's.
        told = not inside and not words("tail_alone").fullmatch(mention.name)
        row_id = taxonomy.below(mention.name, context) if told else ""
        if row_id:
            yield mention._replace(ids=(row_id,), sure=_BELOW)
        elif longer or (
            not _FIRMS.match(text, _end_of_list(text, mention.end, span.end))
            and _is_likely(row, likely, weak=weak)
        ):
            yield mention


def classes(text: str, span: Span, skip: Sequence[Span]) -> Iterator[Mention]:
    """Yield the class that a list of what is made is said to be of.

    Examples
    --------
    >>> text = "发展激光器、光模块等光电子产业"
    >>> [row.name for row in classes(text, Span(0, len(text)), [])]
    ['光电子']
    """
    for row in _OF_CLASS.finditer(text, *span):
        whole = cleaned(text, Span(*row.span("noun")), plain=True)
        if whole and _tells(whole.name) and not overlaps(whole.start, whole.end, skip):
            yield whole


def _tells(name: str) -> bool:
    """Tell a product from words of which quality products are."""
    quality = words("qualities").search(name) or _HOLLOW.fullmatch(name)
    return is_product(name) and not quality


def is_pure(text: str, span: Span, held: Mention) -> bool:
    """Tell an item that says of a known name but how good it is: 高端大数据产品 is 大数据."""
    before, after = text[span.start : held.start], text[held.end : span.end]
    return bool(words("pure_quality").fullmatch(before) and _SAME_WORK.fullmatch(after))


def _meet(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _is_known(mention: Mention, inside: Sequence[Mention]) -> bool:
    """Tell an item that names of geodata say: they are found by themselves."""
    return bool(inside) and (
        inside[-1].end > mention.end
        or not (goes_on(mention, inside[-1]) or comes_before(mention, inside))
    )


def is_longer(text: str, mention: Mention, inside: Sequence[Mention]) -> bool:
    """Tell an item of which a known name is but a part: 密码 of 密码应用, 大数据 of 农业大数据.

    That a plan whose words geodata does not know says more than geodata is the plan's own word;
    what stands about the known name must say what the thing is, not of which quality.
    """
    held = [row for row in inside if row.start >= mention.start and row.end <= mention.end]
    if len(held) != len(inside) or not held:
        return False
    before = text[mention.start : held[0].start]
    after = text[held[-1].end : mention.end]
    telling = (
        len(held) > 1
        or (len(before) > 1 and not words("of_any").fullmatch(before))
        or (len(after) > 1 and not _SAME_WORK.fullmatch(after))
    )
    good = mention.sure > WEAKLY or is_product(mention.name)
    return telling and good and is_word(mention.name) and len(mention.name) <= _LONGEST


def _is_step(mention: Mention) -> bool:
    """Tell a step of making something, and a general word behind a weak verb."""
    name = mention.called or mention.name
    general = words("general").fullmatch(name) and mention.sure <= WEAKLY
    return bool(general or words("process").fullmatch(name))


def _is_likely(row: Listed, likely: Collection[int], *, weak: bool) -> bool:
    """Tell whether an item's form makes it an industry: its end, its verb, those beside it."""
    name, sure = row.mention.called or row.mention.name, row.mention.sure > WEAKLY
    if words("any_part").fullmatch(name):
        return False
    if is_product(name):
        return weak or sure
    if words("abstract").search(name):
        return False
    return weak and is_word(name) and (sure or (row.many and row.line in likely))


def _end_of_list(text: str, start: int, end: int) -> int:
    """Return where a list that goes on from here has its 等."""
    found = _GOES_ON.match(text, start, end)
    return found.end() if found else start


def goes_on(mention: Mention, last: Mention) -> bool:
    """Tell whether a known name is but the start of what an item names: 储氢 of 储氢瓶."""
    rest = mention.name[last.end - mention.start :]
    return (
        bool(rest)
        and not _SAME_THING.fullmatch(rest)
        and mention.sure > WEAKLY
        and is_product(mention.name)
    )


def comes_before(mention: Mention, inside: Sequence[Mention]) -> bool:
    """Tell whether a known name is but the end of what an item names: 机器人 of 人形机器人."""
    first = inside[0]
    before = mention.name[: max(0, first.start - mention.start)]
    return (
        len(before) >= 2
        and first.end == mention.end
        and mention.sure > WEAKLY
        and not words("qualities").search(before)
    )
