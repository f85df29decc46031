"""What a plan's sentences place where, read by the forms of ``rules.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zzmap.extract import new_names, products
from zzmap.extract.clauses import Span, clauses, sentences
from zzmap.extract.known_names import Gazetteer, Mention
from zzmap.extract.marked import Marked, mark
from zzmap.extract.passages import Passage
from zzmap.extract.patterns import PLACE, Pattern, patterns, words

_HEAD = re.compile(r"[^,;。:]{2,28}[。:]")
_LABEL = re.compile(r"[^,;。:]{0,20}?重点(?:园区|载体|区域|基地|布局区域)(?:包括|为)?:")
_NEXT = re.compile(r"重点")
_SUBJECT = 18
_KEY_PARK = "key_park"
_EXISTING = "existing"


class Statement(NamedTuple):
    """An industry put at a place by a sentence."""

    industry: Mention
    place: Mention
    relation: str
    sentence: Span
    rule: str
    confidence: float
    passage: Passage


class Event(NamedTuple):
    """A form found in a sentence: its places, what it says, and the part it governs."""

    places: tuple[Mention, ...]
    pattern: Pattern
    start: int
    span: Span


class Context(NamedTuple):
    """What stands above a sentence: the industries of its head, and of its headings."""

    head: tuple[Mention, ...]
    above: tuple[Mention, ...]
    layout: tuple[Mention, ...]
    past: bool


class Reader:
    """Reads the sentences of one plan.

    Parameters
    ----------
    text
        The folded text.
    names
        What is known before.
    regions
        How a name may start that is sure to be a place's.
    """

    def __init__(self, text: str, names: Gazetteer, regions: re.Pattern[str]) -> None:
        self._text = text
        self._names = names
        self._regions = regions

    # -- names -------------------------------------------------------------------------

    def places(self, span: Span) -> list[Mention]:
        """Return the places of a part of the text, longest first where they overlap."""
        found = [
            *self._names.places.find(self._text, *span),
            *new_names.places(self._text, *span, self._regions),
        ]
        found.sort(key=lambda row: (row.start - row.end, -len(row.ids)))
        taken: list[Mention] = []
        for row in found:
            if all(row.end <= other.start or other.end <= row.start for other in taken):
                taken.append(row)
        return sorted(taken)

    def industries(self, span: Span, places: Sequence[Mention]) -> list[Mention]:
        """Return the industries of a part of the text that are to be made there."""
        skip = [Span(row.start, row.end) for row in places]
        skip += products.fields(self._text, span)
        known = products.known(self._text, span, self._names.industries, skip)
        skip += [Span(row.start, row.end) for row in known]
        return known + list(products.drafted(self._text, span, skip))

    def named(self, span: Span) -> tuple[Mention, ...]:
        """Return the industries that a head names."""
        places = [Span(row.start, row.end) for row in self.places(span)]
        known = products.known(self._text, span, self._names.industries, places)
        if known:
            return tuple(known)
        found = products.cleaned(self._text, span)
        return (found,) if found and len(found.name) <= 12 else ()

    # -- reading -----------------------------------------------------------------------

    def read(self, passage: Passage, above: tuple[Mention, ...]) -> Iterator[Statement]:
        """Yield what a passage places; `above` are the industries of its headings."""
        heads = " ".join((*passage.heads, passage.box_title))
        if words("elsewhere").search(heads):
            return
        past = bool(words("past").search(heads))
        head: tuple[Mention, ...] = ()
        inherited: Event | None = None
        for sentence in sentences(self._text, passage.start, passage.end):
            label = _LABEL.match(self._text, *sentence)
            if label:
                yield from self._key_parks(passage, sentence, label.end(), above)
                continue
            if _HEAD.fullmatch(self._text, *sentence):
                head, inherited = self.named(Span(sentence.start, sentence.end - 1)), None
                continue
            context = Context(head, above, (), past)
            marked = mark(self._text, sentence, self.places(sentence))
            events = self._events(marked, past)
            opens = next((row for row in events if row.pattern.reach == "sentence"), None)
            if inherited and not marked.marks and _NEXT.match(marked.text):
                events = [inherited._replace(span=Span(0, len(marked.text)))]
                opens = inherited
            yield from self._statements(passage, sentence, marked, events, context)
            inherited = opens

    def _key_parks(
        self, passage: Passage, sentence: Span, start: int, above: tuple[Mention, ...]
    ) -> Iterator[Statement]:
        label = products.known(
            self._text, Span(sentence.start, start), self._names.industries, ()
        )
        box = tuple(label) or above[:1]
        for place in self.places(Span(start, sentence.end)):
            for industry in box:
                yield Statement(industry, place, _KEY_PARK, sentence, "key-park", 0.95, passage)

    def _events(self, marked: Marked, past: bool) -> list[Event]:
        found: list[Event] = []
        parts = clauses(marked.text, Span(0, len(marked.text)))
        for part in parts:
            text = marked.text[slice(*part)]
            if words("against").search(text) or words("others").search(text):
                continue
            hits = sorted(self._hits(text, part.start == parts[0].start), key=lambda row: row[0])
            for number, (start, end, pattern) in enumerate(hits):
                stop = hits[number + 1][0] if number + 1 < len(hits) else len(text)
                places = tuple(marked.places(part.start + start, part.start + end))
                span = Span(part.start + end, part.start + stop)
                if pattern.reach == "sentence":
                    span = Span(span.start, len(marked.text))
                elif pattern.id == "main-and-minor":
                    span = Span(part.start + start, span.end)
                if number == 0 and start <= _SUBJECT and "," not in text[:start]:
                    span = Span(part.start, span.end)
                found.append(Event(places, pattern, part.start + start, span))
        return found

    def _hits(self, text: str, first: bool) -> Iterator[tuple[int, int, Pattern]]:
        taken: list[Span] = []
        for pattern in patterns():
            if pattern.form.pattern.startswith("^") and not first:
                continue
            for match in pattern.form.finditer(text):
                span = Span(*match.span())
                if all(span.end <= row.start or row.end <= span.start for row in taken):
                    taken.append(span)
                    yield (*span, pattern)

    def _statements(
        self, passage: Passage, sentence: Span, marked: Marked, events: list[Event],
        context: Context,
    ) -> Iterator[Statement]:  # fmt: skip
        places = [row for group in marked.groups for row in group]
        for event in events:
            span = Span(marked.at(event.span.start), marked.at(event.span.end))
            industries = [] if event.pattern.reach == "heading" else self.industries(span, places)
            if event.pattern.reach != "heading" or context.head:
                industries += context.head
            if not industries:
                industries += context.above[:1]
            relation = _EXISTING if context.past else event.pattern.relation
            for place in event.places:
                for industry in industries:
                    yield Statement(
                        industry, place, relation, sentence, event.pattern.id,
                        round(event.pattern.confidence * place.sure * industry.sure, 2), passage,
                    )  # fmt: skip


def fits(example: str) -> list[str]:
    """Return the rules that fit a sentence whose places are written as `PLACE`."""
    return [row.id for row in patterns() if row.form.search(example.replace("甲", PLACE))]
