"""The forms of ``rules.toml`` in a sentence: which places each speaks of, and what it governs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zzmap.extract.clauses import Span, clauses
from zzmap.extract.known_names import Mention
from zzmap.extract.marked import Marked
from zzmap.extract.name_finder import refuses
from zzmap.extract.patterns import PLACE, Pattern, patterns, words

NUMBER = re.compile(
    r"(?:[(]?[一二三四五六七八九十0-9]+[)]?(?:[、]|是|\.)|"
    r"“?[一二三四五六七八九十]+[核带极区心轴]”?[:、]?|“多点”:?)"
)
"""How a sentence may be numbered."""

_SUBJECT = re.compile(
    r"(?P<name>[^,;:P]{2,14}?)(?:要|应|则|将)?"
    r"(?=以|依托|在P|把|支持|推动|鼓励|发挥|坚持|重点|积极|大力|稳妥|立足|加快)"
)
_OTHERS = re.compile(r",(?:支持|鼓励|引导|推动)[^,;P]{2,14}?(?:集团|公司|厂)(?=[^,;P]{2})")
_LABEL = re.compile(r"[^,;。:P]{2,10}:")
_FROM_NOW = re.compile(",(?:今后|未来|下一步|接下来|下步|到20|力争|还?要|将|需|可|应|重点)")
"""Where a clause that tells what a place has goes on to what is planned there."""

_FIRM, _EXISTING = "firm-there", "existing"
_SUPPORT_BY = "support-by"
_ANEW = (_SUPPORT_BY, "support", "move", "focus", "in-place")
_SUPPORTS = ("support", "move")
_GOES_ON = re.compile(f"{PLACE}(?:发展|布局|培育|做强|做优|建设|打造)")
"""A place and its bare verb behind what is supported; a plan's own verb begins anew."""
_LONGEST_SUBJECT = 18


class Event(NamedTuple):
    """A form found in a sentence.

    Attributes
    ----------
    places
        Those it speaks of.
    pattern
        What it says.
    start
        Where it begins in the marked text.
    span
        The part of the marked text that it governs.
    parts
        Parts of the marked text that hold a list of what is meant, if the form has them.
    subject
        Part of the marked text before it that may name the industry the clause is of.
    rest
        What follows it up to the next form or the end of the clause.
    """

    places: tuple[Mention, ...]
    pattern: Pattern
    start: int
    span: Span
    parts: tuple[Span, ...] = ()
    subject: Span | None = None
    rest: Span = Span(0, 0)


def events(marked: Marked) -> list[Event]:
    """Return the forms of a marked sentence, in their order."""
    found: list[Event] = []
    parts = clauses(marked.text, Span(0, len(marked.text)))
    for part in parts:
        found += _of_clause(marked, part, first=part.start == parts[0].start)
    return found


def _of_clause(marked: Marked, part: Span, *, first: bool) -> Iterator[Event]:
    text = marked.text[slice(*part)]
    begin = _beginning(text) if first else 0
    hits = sorted(_hits(text, begin, first), key=lambda row: (row[0].start, row[1]))
    told = _SUBJECT.match(text, begin)
    subject = Span(part.start + told.start("name"), part.start + told.end("name")) if told else None
    supported = ""  # relation of what is supported, while that goes on
    for order, (hit, _, form, lists) in enumerate(hits):
        # 支持甲发展丙,乙发展丁: what is supported goes on.
        goes_on = bool(supported) and _GOES_ON.fullmatch(text, *hit) is not None
        pattern = form._replace(relation=supported) if goes_on else form
        supported = pattern.relation if goes_on or form.id in _SUPPORTS else ""
        segment = _segment(text, *hit)
        if refuses(segment) and not words("partners").search(segment):
            continue
        stop = next((row[0].start for row in hits[order + 1 :] if row[0].start >= hit.end),
                    len(text))  # fmt: skip
        if pattern.shared:
            # What the form behind it governs is its as well, up to the next that opens anew.
            anew = [row[0].start for row in hits[order + 1 :] if row[2].id in _ANEW]
            stop = min(anew, default=len(text)) if pattern.id == _SUPPORT_BY else len(text)
        other = _OTHERS.search(text, hit.end, stop)
        stop = other.start() if other and pattern.reach == "clause" else stop
        goes = _FROM_NOW.search(text, hit.end, stop) if pattern.relation == _EXISTING else None
        stop = goes.start() if goes else stop
        start = hit.end
        if pattern.verb:
            # The verb of the form leads to what is listed behind it.
            start = text.rfind(PLACE, *hit) + 1 or start
        span = Span(part.start + start, part.start + stop)
        if pattern.reach == "sentence":
            span = Span(part.start + hit.end, len(marked.text))
        elif pattern.reach == "segment":
            span = Span(part.start + _before(text, hit.start), part.start + _after(text, hit.end))
        elif pattern.id == _FIRM:
            # Who is supported there is no industry.
            pass
        elif order == 0 and hit.start <= _LONGEST_SUBJECT and "," not in text[: hit.start]:
            span = Span(part.start, span.end)
        yield Event(
            tuple(marked.places(part.start + hit.start, part.start + hit.end)), pattern,
            part.start + hit.start, span,
            tuple(Span(part.start + row.start, part.start + row.end) for row in lists),
            subject if order == 0 and told and told.end() <= hit.end else None,
            Span(part.start + hit.end, part.start + stop),
        )  # fmt: skip


def _beginning(text: str) -> int:
    """Return where a sentence begins behind its number and label: 空间布局:以甲园为核心."""
    number = NUMBER.match(text)
    begin = number.end() if number else 0
    label = _LABEL.match(text, begin)
    return label.end() if label else begin


Hit = tuple[Span, int, Pattern, list[Span]]


def _hits(text: str, begin: int, first: bool) -> Iterator[Hit]:
    taken: list[Span] = []
    for order, pattern in enumerate(patterns()):
        if pattern.form.pattern.startswith("^") and not first:
            continue
        for match in pattern.form.finditer(text[begin:]):
            span = Span(match.start() + begin, match.end() + begin)
            if all(span.end <= row.start or row.end <= span.start for row in taken):
                taken.append(span)
                lists = [
                    Span(match.start(name) + begin, match.end(name) + begin)
                    for name in match.groupdict()
                    if match[name]
                ]
                yield span, order, pattern, lists


def _after(text: str, end: int) -> int:
    stop = text.find(",", end)
    return stop if stop >= 0 else len(text)


def _before(text: str, start: int) -> int:
    """Return where the segment before begins, if it grows something, else the own segment."""
    own = text.rfind(",", 0, start) + 1
    before = text.rfind(",", 0, max(0, own - 1)) + 1
    return before if own and words("grows").match(text, before, own) else own


def _segment(text: str, start: int, end: int) -> str:
    """Return what stands between commas about a part of a text."""
    stop = text.find(",", end)
    return text[text.rfind(",", 0, start) + 1 : stop if stop >= 0 else len(text)]
