"""Lists whose items share an end or a beginning: 甲机械、乙机械再制造, 甲试剂和仪器."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zzmap.extract.clauses import Span, items
from zzmap.extract.item_words import cleaned, is_product, is_word
from zzmap.extract.known_names import Mention, Names

LIST = re.compile(r"[^,;。:]+?(?:领域(?=开展|发展|建设|布局|加快)|(?=[,;。:]|$))")
"""What stands between marks, where a list may be."""

_CLASS = re.compile(r"等(?P<noun>[^,;。、]{2,16}?)(?=[、,;。]|$|(?:研发|生产|发展|企业|机构|领域))")
_WORK = re.compile("(?:再制造|资源化利用|综合利用|回收利用)$")
"""Work of which things alone are named in a list before it."""

_STEM = re.compile(r"(?:智能|新型|高端|现代|先进)?(?P<stem>.{2,8}?)(?:服务|装备|设备)?(?:业|产业)?")
"""What a head is about, without its quality and its class: 盾构 of 盾构装备."""

_BARE_WORK = re.compile("适配|培训|代理|咨询|检测|运维|维修|再制造|(?:关键|核心)零部件")
"""What says nothing without that of which it is: below 丙服务, 培训 is that in 丙."""

_EXAMINED = re.compile("(?:生物|细胞|基因|核酸|蛋白)$")
"""What is examined or treated and never made as it is: 微生物 of 微生物检测."""

_DEGREE = re.compile("[级型]$|(?<=..)化$")
_SIZES = re.compile("^(?:[大中小微]+型)")
_OF_ALL = re.compile("检测|诊断|治疗|软件|机器人|无人机|传感器|种植|养殖|加工")
"""A class behind 等 that each item of the list is one of: 免疫、生化等检测."""

_BARE = re.compile("仪器|仪表|设备|装备|组件|器件|部件|零部件|配件|制品|耗材")
"""What is named by the thing before it: 丙试剂和仪器."""

_JOINED = re.compile("和|与|及|以及")
_LONGEST_END, _LONGEST_CLASS, _TELLING_END = 6, 4, 4
_FIELD, _WORD = 2, 2
_SYSTEM = "系统"
_SURE = 0.9


def overlaps(start: int, end: int, skip: Sequence[Span]) -> bool:
    """Tell whether characters are in one of these parts."""
    return any(row.start < end and start < row.end for row in skip)


def shared_ends(text: str, span: Span, skip: Sequence[Span], names: Names) -> Iterator[Mention]:
    """Yield what the items of a list mean by what they share with others of it.

    Only what geodata has is taken, and the item stands for it.

    Examples
    --------
    >>> names = Names([("甲机械再制造", "a"), ("乙机械再制造", "b")])
    >>> text = "提升甲机械、乙机械再制造"
    >>> [row.ids for row in shared_ends(text, Span(0, 12), [], names)]
    [('a',)]
    """
    for part in LIST.finditer(text, *span):
        found = [
            cleaned(text, item)
            for item in items(text, Span(*part.span()))
            if item.end - item.start > 1
        ]
        ends = _ends(text, Span(*part.span()), found[-1] if found else None)
        before = ""
        for mention in filter(None, found):
            own = names.get(mention.name)
            ids = _meant(mention.name, ends, before, names)
            if ids and is_word(mention.name) and (not overlaps(mention.start, mention.end, skip)):
                yield mention._replace(ids=ids, sure=_SURE)
            before = mention.name if own else before


def of_last(rows: Sequence[Mention]) -> list[Mention]:
    """Return the names of a list with the work that the last says is done to all of them.

    Examples
    --------
    >>> row = Mention(0, 3, "甲机械", (), 1.0)
    >>> [one.called for one in of_last([row, Mention(4, 10, "乙机械再制造", (), 1.0)])]
    ['甲机械再制造', '']
    """
    work = _WORK.search(rows[-1].name) if rows and not rows[-1].ids else None
    if work is None:
        return list(rows)
    return [
        row if row.ids or _WORK.search(row.name) else row._replace(called=row.name + work[0])
        for row in rows
    ]


def _ends(text: str, part: Span, last: Mention | None) -> list[str]:
    """Return the ends that the items of a list may share: of its last, of the class behind 等."""
    name = last.name if last else ""
    ends = [name[-size:] for size in range(2, min(len(name), _LONGEST_END + 1))]
    noun = _CLASS.search(text, *part)
    if noun:
        longest = min(len(noun["noun"]), _LONGEST_CLASS)
        ends += [noun["noun"][-size:] for size in range(2, longest + 1)]
    return ends


def _meant(name: str, ends: Sequence[str], before: str, names: Names) -> tuple[str, ...]:
    """Return what a name means with one of these ends, or with the start of the one before it."""
    if names.get(name):
        # 农业机械 means 农业机械再制造 where 再制造 is a thing of its own, or an end is long.
        ends = [end for end in ends if names.get(end) or len(end) >= _TELLING_END]
        before = ""
    forms = [name + end for end in ends if not name.endswith(end)]
    forms += [before[:size] + name for size in range(2, len(before))]
    return next((found for form in forms if (found := names.get(form))), ())


def of_class(text: str, part: Span, rows: Sequence[Mention]) -> list[Mention]:
    """Return the names of a list with the class behind 等 where they are no names without it.

    Words of fields before a long class are no things at all: there the class is what is meant.

    Examples
    --------
    >>> text = "免疫、生化等检测"
    >>> rows = [Mention(0, 2, "免疫", (), 1.0), Mention(3, 5, "生化", (), 1.0)]
    >>> [row.called for row in of_class(text, Span(0, len(text)), rows)]
    ['免疫检测', '生化检测']
    """
    told = _CLASS.search(text, *part)
    if told is None or not rows:
        return list(rows)
    noun = _SIZES.sub("", told["noun"])
    if _OF_ALL.fullmatch(noun):
        return [
            row if row.ids or row.called or row.start > told.start() or _stands_alone(row.name)
            else row._replace(called=row.name + noun)
            for row in rows
        ]  # fmt: skip
    if noun == _SYSTEM:
        # 丙智能 is no thing yet; a system of it is.
        rows = [
            row._replace(called=row.name + noun) if row.name.endswith("智能") else row
            for row in rows
        ]
    fields = len(rows) > 1 and all(len(row.name) <= _FIELD and not row.ids for row in rows)
    if fields and len(noun) > _LONGEST_CLASS and is_product(noun):
        named = [row for row in rows if row.called]
        return [*named, Mention(told.start("noun"), told.end("noun"), noun, (), rows[0].sure)]
    return list(rows)


def _stands_alone(name: str) -> bool:
    """Tell a thing, or a degree, from a word that is named by the class behind its list."""
    thing = is_product(name) and not _EXAMINED.search(name)
    return thing or _DEGREE.search(name) is not None


def of_head(head: str, rows: Sequence[Mention]) -> list[Mention]:
    """Return the names of a list, a bare one as what it is below a head: 培训 below 丙服务.

    Examples
    --------
    >>> [row.called for row in of_head("盾构装备", [Mention(0, 3, "再制造", (), 1.0)])]
    ['盾构再制造']
    """
    told = _STEM.fullmatch(head)
    if told is None:
        return list(rows)
    return [
        row._replace(called=told["stem"] + row.name)
        if not (row.ids or row.called) and _BARE_WORK.fullmatch(row.name)
        else row
        for row in rows
    ]


def of_first(text: str, rows: Sequence[Mention]) -> list[Mention]:
    """Return the names of a list, a bare one with what the name before it begins with.

    Examples
    --------
    >>> rows = [Mention(0, 6, "体外诊断试剂", (), 1.0), Mention(7, 9, "仪器", (), 1.0)]
    >>> [row.called for row in of_first("体外诊断试剂和仪器", rows)]
    ['', '体外诊断仪器']
    """
    found: list[Mention] = []
    for row in rows:
        before = found[-1] if found else None
        shares = before and not row.ids and _BARE.fullmatch(row.name) and _begins(text, before, row)
        found.append(
            row._replace(called=before.name[:-_WORD] + row.name) if before and shares else row
        )
    return found


def _begins(text: str, before: Mention, row: Mention) -> bool:
    """Tell whether a name may begin the bare one that is joined to it."""
    joined = _JOINED.fullmatch(text, before.end, row.start) is not None
    whole = len(before.name) > _WORD and not _BARE.fullmatch(before.name)
    return joined and whole and is_product(before.name)
