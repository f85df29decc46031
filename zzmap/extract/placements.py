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
from zzmap.extract.patterns import Pattern, patterns, words
from zzmap.extract.taxonomy import Taxonomy

_HEAD = re.compile(r"[^,;。:]{2,28}[。:]")
_LABEL = re.compile(r"[^,;。:]{0,20}?重点(?:园区|载体|区域|基地|布局区域)(?:包括|为)?:")
_PROJECTS = re.compile(r"[^,;。:]{0,20}?(?:重点|重大|标志性)(?:建设)?(?:项目|工程)[^,;。:]{0,6}:")
_NEXT = re.compile(r"重点")
_SEGMENT = re.compile(r"[^,;]+")
_NUMBER = re.compile(r"(?:[(]?[一二三四五六七八九十0-9]+[)]?(?:、|是|\.)|“?[一二三四五六七八九十]+[核带极区心轴]”?[:、]?)")
_SUBJECT = 18
_KEY_PARK, _EXISTING, _FOCUS = "key_park", "existing", "zone_focus"
_RESTS = ("relies_on",)


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
    """What stands above a sentence: industries of its head and headings, the place it is of."""

    head: tuple[Mention, ...]
    above: tuple[Mention, ...]
    subject: tuple[Mention, ...]
    layout: bool
    past: bool

    @property
    def ids(self) -> list[str]:
        """What geodata knows of the industries above, nearest first."""
        return [row.ids[0] for row in (*self.head, *self.above) if row.ids]


class Reader:
    """Reads the sentences of one plan.

    Parameters
    ----------
    text
        The folded text.
    names
        What is known before.
    taxonomy
        The industries that are known.
    regions
        How a name may start that is sure to be a place's.
    """

    def __init__(
        self, text: str, names: Gazetteer, taxonomy: Taxonomy, regions: re.Pattern[str]
    ) -> None:
        self._text = text
        self._names = names
        self._taxonomy = taxonomy
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

    def industries(
        self, span: Span, places: Sequence[Mention], others: Sequence[Span], context: Context
    ) -> list[Mention]:
        """Return the industries of a part of the text that are to be made there."""
        skip = [Span(row.start, row.end) for row in places]
        skip += others
        skip += products.fields(self._text, span)
        skip += self._refused(span)
        found = products.known(self._text, span, self._names.industries, skip)
        ids = context.ids
        found = [row._replace(ids=(self._taxonomy.choose(row.ids, ids),)) for row in found]
        skip += [Span(row.start, row.end) for row in found]
        return found + list(products.drafted(self._text, span, skip, self._taxonomy, ids))

    def _refused(self, span: Span) -> list[Span]:
        return [
            Span(*part.span())
            for part in _SEGMENT.finditer(self._text, *span)
            if _refuses(part.group())
        ]

    def named(self, span: Span, above: Sequence[Mention] = ()) -> tuple[Mention, ...]:
        """Return the industries that a head names."""
        places = [Span(row.start, row.end) for row in self.places(span)]
        found = products.known(self._text, span, self._names.industries, places)
        ids = [row.ids[0] for row in above if row.ids]
        found = [row._replace(ids=(self._taxonomy.choose(row.ids, ids),)) for row in found]
        skip = [*places, *(Span(row.start, row.end) for row in found)]
        for item in products.listed(self._text, span, skip):
            row_id = self._taxonomy.below(item.name, ids)
            if row_id:
                found.append(item._replace(ids=(row_id,), sure=0.85))
        if found:
            return tuple(found)
        whole = products.cleaned(self._text, span)
        if whole and self._taxonomy.below(whole.name, ids):
            return (whole._replace(ids=(self._taxonomy.below(whole.name, ids),), sure=0.9),)
        likely = whole and words("product").search(whole.name)
        return (whole,) if whole and likely and not places else ()

    # -- reading -----------------------------------------------------------------------

    def read(self, passage: Passage, above: tuple[Mention, ...]) -> Iterator[Statement]:
        """Yield what a passage places; `above` are the industries of its headings."""
        heads = " ".join((*passage.heads, passage.box_title))
        if words("elsewhere").search(heads):
            return
        past = bool(words("past").search(heads))
        layout = bool(words("layout").search(heads))
        context = Context((), above, self._subject(passage) if layout else (), layout, past)
        inherited: Event | None = None
        for sentence in sentences(self._text, passage.start, passage.end):
            label = _LABEL.match(self._text, *sentence)
            if label:
                yield from self._key_parks(passage, sentence, label.end(), above)
                continue
            if _PROJECTS.match(self._text, *sentence):
                continue
            if _HEAD.fullmatch(self._text, *sentence):
                head = Span(sentence.start, sentence.end - 1)
                inside = tuple(self.places(head)) if layout else ()
                context = context._replace(
                    head=self.named(head, above), subject=inside or context.subject
                )
                inherited = None
                continue
            marked = mark(self._text, sentence, self.places(sentence))
            if layout:
                context = context._replace(subject=_opening(marked) or context.subject)
            events = self._events(marked)
            opens = next((row for row in events if row.pattern.reach == "sentence"), None)
            if inherited and not marked.marks and _NEXT.match(marked.text):
                events = [inherited._replace(start=0, span=Span(0, len(marked.text)))]
                opens = inherited
            yield from self._statements(passage, sentence, marked, events, context)
            inherited = opens

    def _subject(self, passage: Passage) -> tuple[Mention, ...]:
        """Return the place that the nearest heading is of."""
        title = passage.heads[-1] if passage.heads else ""
        start = self._text.rfind(title, 0, passage.start) if title else -1
        return tuple(self.places(Span(start, start + len(title)))) if start >= 0 else ()

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

    def _events(self, marked: Marked) -> list[Event]:
        found: list[Event] = []
        parts = clauses(marked.text, Span(0, len(marked.text)))
        for part in parts:
            text = marked.text[slice(*part)]
            number = _NUMBER.match(text)
            first = part.start == parts[0].start
            hits = sorted(_hits(text, number.end() if number and first else 0, first))
            for order, (start, end, _, pattern) in enumerate(hits):
                if _refuses(_segment(text, start, end)):
                    continue
                stop = hits[order + 1][0] if order + 1 < len(hits) else len(text)
                places = tuple(marked.places(part.start + start, part.start + end))
                span = Span(part.start + end, part.start + stop)
                if pattern.reach == "sentence":
                    span = Span(span.start, len(marked.text))
                elif pattern.id == "main-and-minor":
                    span = Span(part.start + start, span.end)
                if order == 0 and start <= _SUBJECT and "," not in text[:start]:
                    span = Span(part.start, span.end)
                found.append(Event(places, pattern, part.start + start, span))
        return found

    def _statements(
        self, passage: Passage, sentence: Span, marked: Marked, events: list[Event],
        context: Context,
    ) -> Iterator[Statement]:  # fmt: skip
        places = [row for group in marked.groups for row in group]
        if context.layout and context.subject:
            yield from self._focus(passage, sentence, places, context)
            if not context.head and not passage.box:
                return
        for event in events:
            span = Span(marked.at(event.span.start), marked.at(event.span.end))
            others = [
                Span(marked.at(row.start), marked.at(row.span.end))
                for row in events
                if row.start > event.start
            ]
            industries: list[Mention] = []
            if context.layout and context.subject:
                industries += context.above[:1]
            elif event.pattern.reach != "heading":
                industries = self.industries(span, places, others, context)
                industries += context.head
            if not industries:
                industries += context.head or context.above[:1]
            relation = _EXISTING if context.past else event.pattern.relation
            for place in event.places:
                if place in context.subject:
                    continue
                for industry in industries:
                    yield Statement(
                        industry, place, relation, sentence, event.pattern.id,
                        round(event.pattern.confidence * place.sure * industry.sure, 2), passage,
                    )  # fmt: skip

    def _focus(
        self, passage: Passage, sentence: Span, places: Sequence[Mention], context: Context
    ) -> Iterator[Statement]:
        for industry in self.industries(sentence, places, (), context):
            for place in context.subject:
                yield Statement(
                    industry, place, _FOCUS, sentence, "layout",
                    round(0.92 * place.sure * industry.sure, 2), passage,
                )  # fmt: skip


def _opening(marked: Marked) -> tuple[Mention, ...]:
    """Return the places that a sentence of a layout opens with."""
    number = _NUMBER.match(marked.text)
    start = number.end() if number else 0
    lead = re.match(r"(?:其中,|即|:)*", marked.text[start:])
    start += lead.end() if lead else 0
    return marked.groups[0] if marked.marks and marked.marks[0] == start else ()


def _segment(text: str, start: int, end: int) -> str:
    """Return what stands between commas about a part of a text."""
    stop = text.find(",", end)
    return text[text.rfind(",", 0, start) + 1 : stop if stop >= 0 else len(text)]


def _refuses(text: str) -> bool:
    return bool(words("against").search(text) or words("others").search(text))


def _hits(text: str, begin: int, first: bool) -> Iterator[tuple[int, int, int, Pattern]]:
    taken: list[Span] = []
    for order, pattern in enumerate(patterns()):
        if pattern.form.pattern.startswith("^") and not first:
            continue
        for match in pattern.form.finditer(text[begin:]):
            span = Span(match.start() + begin, match.end() + begin)
            if all(span.end <= row.start or row.end <= span.start for row in taken):
                taken.append(span)
                yield (*span, order, pattern)
