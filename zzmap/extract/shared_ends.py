"""Lists whose items share an end or a beginning: 甲机械、乙机械再制造, 甲试剂和仪器."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zzmap.extract.clauses import Span, items
from zzmap.extract.item_words import cleaned, is_word
from zzmap.extract.known_names import Mention, Names

LIST = re.compile(r"[^,;。:]+?(?:领域(?=开展|发展|建设|布局|加快)|(?=[,;。:]|$))")
"""What stands between marks, where a list may be."""

_CLASS = re.compile(r"等(?P<noun>[^,;。、]{2,16}?)(?=[、,;。]|$|(?:研发|生产|发展|企业|机构|领域))")
_WORK = re.compile("(?:再制造|资源化利用|综合利用|回收利用)$")
"""Work of which things alone are named in a list before it."""

_LONGEST_END, _LONGEST_CLASS = 6, 4
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
        # 农业机械 means 农业机械再制造 where 再制造 is a thing of its own.
        ends = [end for end in ends if names.get(end)]
        before = ""
    forms = [name + end for end in ends if not name.endswith(end)]
    forms += [before[:size] + name for size in range(2, len(before))]
    return next((found for form in forms if (found := names.get(form))), ())
