"""The nouns of a segment that name what is made or done, whatever verb leads to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from zzmap.extract.clauses import Span, items
from zzmap.extract.item_words import is_product, is_word
from zzmap.extract.known_names import Mention
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.patterns import longest_first
from zzmap.extract.shared_ends import of_last

_OF = re.compile("的")
_DASH = re.compile("-{1,2}")
_BRACKET = re.compile(r"[(][^()]*[)]|[“”\"]")
_ROLE = re.compile(
    r"(?<=..)(?:为(?:拳头|主|辅|特色|重点|支撑|补充|龙头|方向|核|引领|载体|依托|抓手).*|做?(?:起来|上去)|"
    r"等(?!离子).*)$"
)
"""What is said of a noun behind it: 甲为主, 把甲做起来."""

_SHORTEST, _LONGEST = 2, 14


def nouns(finder: NameFinder, span: Span, ids: Sequence[str]) -> list[Mention]:
    """Return what a segment without places names as made or done, in its order."""
    text = finder.text
    found: list[Mention] = []
    for piece in _pieces(text, span):
        told = of_last([row for item in items(text, piece) for row in _named(finder, item, ids)])
        sure = any(row.ids or is_product(row.name) for row in told)
        found += [row for row in told if row.ids or is_product(row.name) or sure]
    return found


def _pieces(text: str, span: Span) -> list[Span]:
    """Return the parts of a segment between brackets and dashes."""
    cuts = sorted(
        [row.span() for row in _BRACKET.finditer(text, *span)]
        + [row.span() for row in _DASH.finditer(text, *span)]
    )
    pieces, start = [], span.start
    for begin, end in cuts:
        pieces.append(Span(start, begin))
        start = end
    pieces.append(Span(start, span.end))
    return [row for row in pieces if row.end - row.start > 1]


def _named(finder: NameFinder, item: Span, ids: Sequence[str]) -> list[Mention]:
    part = trimmed(finder.text, item)
    if part.end - part.start < 2:
        return []
    return [row for row in finder.item(part, ids) if row.ids or _may_be(row.name)]


def _may_be(name: str) -> bool:
    return 2 <= len(name) <= _LONGEST and is_word(name)


def trimmed(text: str, item: Span) -> Span:
    """Return an item without what leads to its noun and what stands behind it.

    Examples
    --------
    >>> text = "打好先进材料、高端装备两张牌"
    >>> [text[slice(*trimmed(text, span))] for span in items(text, Span(0, len(text)))]
    ['先进材料', '高端装备']
    """
    start, end = item
    of = text.rfind("的", start, end)
    if of >= 0:
        # 世界一流的丙中心, 丙的培育: the longer side that names something.
        behind, front = _bare(text, Span(of + 1, end)), _bare(text, Span(start, of))
        told = is_product(text[slice(*front)]) and not is_product(text[slice(*behind)])
        return front if told else behind
    return _bare(text, Span(start, end))


def _bare(text: str, item: Span) -> Span:
    """Return an item without its verbs: the shortest rest that is a name, else the shortest."""
    starts = [item.start]
    while (lead := _before().match(text, starts[-1], item.end)) and lead.end() > starts[-1]:
        starts.append(lead.end())
    found = [_cut(text, Span(start, item.end)) for start in starts[::-1]]
    # 应用软件, 加工机械: a verb that leaves nothing that is a name is part of the name.
    named = (row for row in found if _may_be(text[slice(*row)]))
    return next(named, found[0])


def _cut(text: str, part: Span) -> Span:
    """Return a part without what stands behind its noun."""
    name = _ROLE.sub("", text[slice(*part)].rstrip("。;:,"))
    if is_product(name):
        return Span(part.start, part.start + len(name))
    tail = _after().search(name)
    end = tail.start() if tail and tail.start() >= _SHORTEST else len(name)
    return Span(part.start, part.start + end)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(f"(?:{longest_first('before_noun')})(?=..)")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(f"(?:{longest_first('after_noun')})+$")
