"""Words that stand for places named before: 前者, 后者, 该区, 两地."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zzmap.extract.clauses import Span
from zzmap.extract.known_names import Mention

_FIRST, _SECOND = "前者", "后者"
_ONE = re.compile(
    r"(?:该|本)(?P<sort>区|市|县|镇|园区|基地|开发区|示范区|新区|片区|小镇|产业园|组团|轴|带|廊|核|圈|翼|极|片)"
)
_BARE = re.compile(
    r"(?:(?<=[,;。:\n])|^)[-·]*(?:(?:成立|建成|整合|扩区)后的)?(?P<noun>产业园区?|工业园区?|开发区|高新区|经开区|新区|集聚区|集中区|园区|"
    r"[全我](?P<unit>[区县镇乡]))(?:内|目前|现|已|将|要|今年|也|则)*(?=[^,;。、的发]{2})"
)
"""A class of places that a segment begins with, 园区以丙为主导: the one named last."""

_PARK = re.compile(r"(?:园区?|[发高经新聚中范]区)$")
_ALL = re.compile(
    r"该类(?:园区|基地|地区)|(?:这|上述)?[两三四]地|这里|当地|"
    r"上述(?:园区|地区|区域|县区|县市|基地)"
)
_PAIR = re.compile(f"{_FIRST}|{_SECOND}")
_SIDE = re.compile("[、和与及]|以及")
_LESS_SURE = 0.95


def stand_ins(
    text: str, sentence: Span, places: Sequence[Mention], before: Sequence[Mention],
    above: Sequence[Mention] = (),
) -> Iterator[Mention]:  # fmt: skip
    """Yield the places that pronouns of a sentence stand for.

    Parameters
    ----------
    text, sentence
        The folded text, and the sentence.
    places
        The places it names.
    before
        Those named before it in its paragraph, in their order.
    above
        Those named in the paragraph above, for a word that stands for one place.

    Examples
    --------
    >>> text = "甲区、乙县发展丙,后者主攻丁"
    >>> named = [Mention(0, 2, "甲区", (), 1), Mention(3, 5, "乙县", (), 1)]
    >>> [(row.start, row.called) for row in stand_ins(text, Span(0, 14), named, [])]
    [(9, '乙县')]
    """
    named: Sequence[Mention] = ()
    for pair in _PAIR.finditer(text, *sentence):
        if pair[0] == _FIRST or not named:
            # 后者 goes on with the two that 前者 is one of, whatever is named between.
            named = _two([*before, *(row for row in places if row.end <= pair.start())], text)
        if len(named) == 2:
            yield _standing(pair, named[pair[0] == _SECOND])
    for one in _ONE.finditer(text, *sentence):
        spoken_of = [*above, *before, *(row for row in places if row.end <= one.start())]
        fitting = [row for row in spoken_of if (row.called or row.name).endswith(one["sort"])]
        if fitting:
            yield _standing(one, fitting[-1])
    for bare in _BARE.finditer(text, *sentence):
        yield from _of_class(text, bare, places, [*above, *before])
    for every in _ALL.finditer(text, *sentence):
        if any(row.end == every.start() for row in places):
            # 甲区、乙县两地: a count of the names before it.
            continue
        named = [row for row in places if row.end <= every.start()] or list(before)
        for row in named:
            yield _standing(every, row)


def _of_class(
    text: str, bare: re.Match[str], places: Sequence[Mention], before: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield the place that a bare word for its class stands for, if there is but one such."""
    start, end = bare.span("noun")
    if any(row.start <= start < row.end for row in places):
        return
    named = [*before, *(row for row in places if row.end <= start)]
    called_so = [row for row in named if (row.called or row.name).endswith(bare["noun"])]
    fitting = called_so or [row for row in named if _is_of(row, bare)]
    if len({row.called or row.name for row in fitting}) == 1:
        last = fitting[-1]
        yield Mention(
            start, end, last.name, last.ids, last.sure * _LESS_SURE, last.called or last.name
        )


def _is_of(row: Mention, bare: re.Match[str]) -> bool:
    name = row.called or row.name
    return name.endswith(bare["unit"]) if bare["unit"] else _PARK.search(name) is not None


def _two(named: Sequence[Mention], text: str) -> Sequence[Mention]:
    """Return the last two places that are named side by side, else the last two."""
    for number in range(len(named) - 1, 0, -1):
        one, two = named[number - 1], named[number]
        alone = number < 2 or not _SIDE.fullmatch(text, named[number - 2].end, one.start)
        after = number + 1 == len(named) or not _SIDE.fullmatch(
            text, two.end, named[number + 1].start
        )
        if _SIDE.fullmatch(text, one.end, two.start) and alone and after:
            return [one, two]
    return named[-2:]


def _standing(match: re.Match[str], place: Mention) -> Mention:
    called = place.called or place.name
    return Mention(
        match.start(), match.end(), place.name, place.ids, place.sure * _LESS_SURE, called
    )
