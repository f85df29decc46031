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

_HEAD = re.compile(r"(?:[^,;。:]{1,4}:)?[^,;。:]{2,28}[。:]")
_KEY = re.compile(r"重点(?:园区|载体|区域|基地|布局区域)(?:包括|为)?")
_KEY_HEAD = re.compile(r"[^,;。:]{0,20}?" + _KEY.pattern)
_SITES = re.compile(r"[^,;。:]{2,12}(?:景点|遗址|项目|企业|单位|景区):")
_LABEL = re.compile(r"[^,;。:]{0,20}?" + _KEY.pattern + ":")
_PROJECTS = re.compile(r"(?:重点|重大|标志性)(?:建设)?(?:项目|工程)")
_PROJECT_LABEL = re.compile(r"[^,;。:]{0,20}?" + _PROJECTS.pattern + "[^,;。:]{0,6}:")
_PROJECT_LIST = re.compile(r".*(?:项目|工程)(?:谋划)?(?:建设|实施)?。?$")
_NEXT = re.compile(r"重点")
_SEGMENT = re.compile(r"[^,;]+")
_NUMBER = re.compile(
    r"(?:[(]?[一二三四五六七八九十0-9]+[)]?(?:、|是|\.)|“?[一二三四五六七八九十]+[核带极区心轴]”?[:、]?|“多点”:?)"
)
_MARKED_PART = re.compile(r"“[一二三四五六七八九十多][核带极区心轴点]”[^,。;]{0,10}:")
_LEAD = re.compile(r"(?:其中,|即|:)*")
_SUBJECT = 18
_KEY_PARK, _EXISTING, _FOCUS = "key_park", "existing", "zone_focus"
_SURE_PLACE = 0.8


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
    umbrella: tuple[Mention, ...]
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
        self._headings: dict[tuple[Span, ...], tuple[Mention, ...]] = {(): ()}

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
        ids = context.ids
        tails = list(products.shared_tail(self._text, span, skip, self._names.industries))
        skip += [Span(row.start, row.end) for row in tails]
        found = products.known(self._text, span, self._names.industries, skip)
        found = [row._replace(ids=(self._meant(row, ids),)) for row in found]
        skip += [Span(row.start, row.end) for row in found]
        drafted = products.drafted(self._text, span, skip, self._taxonomy, ids)
        return tails + found + list(drafted)

    def _meant(self, row: Mention, ids: Sequence[str]) -> str:
        if words("general").fullmatch(row.name):
            below = self._taxonomy.below(row.name, ids)
            if below:
                return below
        return self._taxonomy.choose(row.ids, ids)

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
        found = [row._replace(ids=(self._meant(row, ids),)) for row in found]
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
        likely = whole and products.is_product(whole.name)
        return (whole,) if whole and likely and not places else ()

    def _above(self, heads: tuple[Span, ...]) -> tuple[Mention, ...]:
        """Return the industries of headings, nearest first."""
        if heads not in self._headings:
            outer = self._above(heads[:-1])
            self._headings[heads] = self.named(heads[-1], outer) + outer
        return self._headings[heads]

    # -- reading -----------------------------------------------------------------------

    def read(self, passage: Passage) -> Iterator[Statement]:
        """Yield what a passage places."""
        told = " ".join(self._text[slice(*row)] for row in passage.above)
        label = self._text[slice(*passage.head)] if passage.head else ""
        if words("elsewhere").search(told) or _PROJECTS.search(label):
            return
        above = self._above(passage.above)
        if _KEY_HEAD.fullmatch(label):
            yield from self._key_parks(passage, Span(passage.start, passage.end), passage.head)
            return
        layout = bool(words("layout").search(told))
        inner = self._above(passage.heads[-1:])
        umbrella = () if passage.headed or passage.box else above[: len(inner)]
        past = bool(words("past").search(told))
        context = Context((), above, umbrella, (), layout, past)
        context = self._headed(context, passage.head or (passage.above or (None,))[-1])
        inherited: Event | None = None
        for sentence in sentences(self._text, passage.start, passage.end):
            key = _LABEL.match(self._text, *sentence)
            if key:
                rest = Span(key.end(), sentence.end)
                yield from self._key_parks(passage, rest, Span(sentence.start, key.end()))
                continue
            if _PROJECT_LABEL.match(self._text, *sentence) or _SITES.match(self._text, *sentence):
                continue
            if passage.box and _PROJECT_LIST.match(self._text[slice(*sentence)]) and (
                ":" in self._text[slice(*sentence)] or passage.head
            ) and not layout:
                continue
            if _HEAD.fullmatch(self._text, *sentence):
                context = self._headed(context, Span(sentence.start, sentence.end - 1))
                inherited = None
                continue
            marked = mark(self._text, sentence, self.places(sentence))
            if layout:
                part = _MARKED_PART.match(marked.text) or (passage.head and not context.subject)
                if part and marked.groups:
                    context = context._replace(subject=marked.groups[0])
                yield from self._layout(passage, sentence, marked, context)
                context = context._replace(subject=_opening(marked.text, marked) or context.subject)
                continue
            events = self._events(marked)
            opens = next((row for row in events if row.pattern.reach == "sentence"), None)
            if inherited and not marked.marks and _NEXT.match(marked.text):
                events = [inherited._replace(start=0, span=Span(0, len(marked.text)))]
                opens = inherited
            yield from self._statements(passage, sentence, marked, events, context)
            inherited = opens

    def _headed(self, context: Context, head: Span | None) -> Context:
        """Return the context below a head."""
        if head is None:
            return context
        inside: tuple[Mention, ...] = ()
        if context.layout:
            elements = self._names.elements.find(self._text, *head)
            inside = tuple(self.places(head)) or tuple(elements)
        named = self.named(head, context.above) if head not in self._headings else ()
        return context._replace(head=named, subject=inside or context.subject)

    def _key_parks(self, passage: Passage, rest: Span, label: Span | None) -> Iterator[Statement]:
        named = (
            products.known(self._text, label, self._names.industries, ()) if label else []
        )
        box = tuple(named) or self._above(passage.above)[:1]
        for sentence in sentences(self._text, *rest):
            for place in self.places(sentence):
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
                elif pattern.reach == "segment":
                    span = Span(part.start + _before(text, start), part.start + _after(text, end))
                elif order == 0 and start <= _SUBJECT and "," not in text[:start]:
                    span = Span(part.start, span.end)
                found.append(Event(places, pattern, part.start + start, span))
        return found

    def _statements(
        self, passage: Passage, sentence: Span, marked: Marked, events: list[Event],
        context: Context,
    ) -> Iterator[Statement]:  # fmt: skip
        places = [row for group in marked.groups for row in group]
        for event in events:
            others = [
                Span(marked.at(min(row.start, row.span.start)), marked.at(row.span.end))
                for row in events
                if row.start > event.start
                and (row.pattern.relation != event.pattern.relation
                     or ";" in marked.text[event.start : row.start])
            ]
            span = Span(marked.at(event.span.start), marked.at(event.span.end))
            industries = self.industries(span, places, others, context)
            industries += context.head or context.umbrella[:1]
            if not industries:
                industries += context.above[:1]
            relation = _EXISTING if context.past else event.pattern.relation
            for place in event.places:
                if place.sure < _SURE_PLACE and event.pattern.relation != "relies_on":
                    continue
                for industry in industries:
                    yield Statement(
                        industry, place, relation, sentence, event.pattern.id,
                        round(event.pattern.confidence * place.sure * industry.sure, 2), passage,
                    )  # fmt: skip

    def _layout(
        self, passage: Passage, sentence: Span, marked: Marked, context: Context
    ) -> Iterator[Statement]:
        """Yield what a sentence of a layout says of the place each clause is of."""
        places = [row for group in marked.groups for row in group]
        subject = context.subject
        for clause in clauses(marked.text, Span(0, len(marked.text))):
            own = _opening(marked.text[slice(*clause)], marked, clause.start)
            subject = own or subject
            span = Span(marked.at(clause.start), marked.at(clause.end))
            for industry in self.industries(span, places, (), context):
                for place in subject:
                    yield Statement(
                        industry, place, _FOCUS, sentence, "layout",
                        round(0.92 * place.sure * industry.sure, 2), passage,
                    )  # fmt: skip
            if own or not passage.box:
                continue
            for event in self._events(marked):
                for place in event.places if event.pattern.relation == "relies_on" else ():
                    for industry in context.above[:1]:
                        yield Statement(
                            industry, place, "relies_on", sentence, "layout-rests", 0.7, passage
                        )


def _opening(text: str, marked: Marked, offset: int = 0) -> tuple[Mention, ...]:
    """Return the places that a clause of a layout opens with."""
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    lead = _LEAD.match(text, start)
    start = offset + (lead.end() if lead else start)
    for at, group in zip(marked.marks, marked.groups, strict=True):
        if at == start:
            return group
    return ()


def _after(text: str, end: int) -> int:
    stop = text.find(",", end)
    return stop if stop >= 0 else len(text)


def _before(text: str, start: int) -> int:
    """Return where the segment before begins, if it grows something, else the own segment."""
    own = text.rfind(",", 0, start) + 1
    before = text.rfind(",", 0, max(0, own - 1)) + 1
    grows = own and words("grows").match(text, before, own)
    return before if grows else own


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
