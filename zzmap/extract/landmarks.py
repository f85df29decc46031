"""Hills, lakes, temples, streets and the like, which no end tells by itself, told by their place.

山 ends 云台山 and 矿山: what ends so is a place where a district is said before it, where it stands
in a list of such, or where a segment begins with it and goes on with what it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zzmap.extract.clauses import Span, items
from zzmap.extract.known_names import Mention
from zzmap.extract.patterns import longest_first

_SURE, _SHORTEST = 0.8, 2
_DISTRICT = ("区", "县", "市", "省")
"""甲县云台山 is 云台山 in 甲县; 开封府 is one name."""

_BEFORE = (
    r"(?:(?<=[,;。:的\n])|(?<=[在以沿]))"
    r"(?:支持|推动|鼓励|引导|围绕|依托|利用|联动|串联|推进|发挥|整合|促进|在|以|沿)?"
)
_DOES = (
    "(?=(?:要|应|则)?(?:重点|着力|主攻|突出|发展|依托|立足|打造|做[强优大精足])"
    "|以[^,;。为]{2,30}为)"
)
_WORD = "(?:(?![等的和与及在以为将把由从向对各其])[一-龥]){1,5}?"


def landmarks(text: str, span: Span, regions: re.Pattern[str]) -> Iterator[Mention]:
    """Yield the landmarks of a part of a folded text.

    Parameters
    ----------
    text, span
        The text and the part.
    regions
        How a name may start that is sure to be a place's: the city and its districts.

    Examples
    --------
    >>> text = "甲区云台山发展康养。推动包家湖、老城街、南门夜市错位经营。建设智能矿山。"
    >>> [row.name for row in landmarks(text, Span(0, len(text)), re.compile("甲区"))]
    ['云台山', '包家湖', '老城街', '南门夜市']
    """
    for district in regions.finditer(text, *span):
        told = _one().match(text, district.end(), span.end)
        if told:
            yield from _found(text, Span(*told.span()))
    for form in (_listed(), _doing()):
        for told in form.finditer(text, *span):
            for item in items(text, Span(*told.span("what")), "、"):
                region = regions.match(text, *item)
                within = region is not None and region[0].endswith(_DISTRICT)
                start = region.end() if region and within else item.start
                yield from _found(text, Span(start, item.end))


def _found(text: str, at: Span) -> Iterator[Mention]:
    """Yield a landmark, if its name begins with no verb."""
    name = text[slice(*at)]
    if len(name) >= _SHORTEST and not _verbs().match(name):
        yield Mention(*at, name, (), _SURE)


@cache
def _verbs() -> re.Pattern[str]:
    names = ("focus_verb", "build_verb", "other_verb", "adverb")
    return re.compile("|".join(longest_first(name) for name in names))


@cache
def _one() -> re.Pattern[str]:
    ends = longest_first("landmark")
    return re.compile(rf"{_WORD}(?:{ends})(?!{ends})")


@cache
def _listed() -> re.Pattern[str]:
    """Return the form of a list of landmarks."""
    item = _one().pattern
    return re.compile(rf"{_BEFORE}(?P<what>{item}(?:、{item})+)")


@cache
def _doing() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?P<what>{_one().pattern}){_DOES}")
