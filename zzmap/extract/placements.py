"""What a plan's sentences place where, read by the forms of ``rules.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zzmap.extract import item_words, layout
from zzmap.extract.by_build import GENERAL, SURE_PLACE, carried, pairings
from zzmap.extract.by_build import Scope as BuildScope
from zzmap.extract.clauses import Span, items, sentences
from zzmap.extract.events import Event, events
from zzmap.extract.frames import GENERAL as FRAME
from zzmap.extract.frames import Frames, Scope, alone, goes_on
from zzmap.extract.known_names import Mention
from zzmap.extract.layout_parts import PART
from zzmap.extract.marked import Marked, mark
from zzmap.extract.merged import EXISTING, Precisions, Statement, is_of_heading, measured, merged
from zzmap.extract.name_finder import NameFinder, refuses
from zzmap.extract.passages import Passage
from zzmap.extract.patterns import PLACE, words
from zzmap.extract.products import classes
from zzmap.extract.pronouns import stand_ins
from zzmap.extract.regions import other_cities
from zzmap.extract.things import Stretch, things
from zzmap.model import KEY_PARK, RELIES_ON, ZONE_FOCUS

_HEAD = re.compile(r"(?:[^,;。:]{1,4}:)?[^,;。:]{2,28}[。:]")
_KEY = r"重点(?:园区|载体|区域|基地|布局区域)(?:包括|为)?"
_KEY_HEAD = re.compile(r"[^,;。:]{0,20}?" + _KEY)
_OWN_INDUSTRY = re.compile(r"(?:主导|首位|重点|特色|优势)产业|产业定位|主攻方向|发展方向")
_OWN_LABEL = re.compile(r"(?:主导|首位|特色|优势|支柱)产业(?:为|是|:|包括|有)")
_BAN = re.compile(
    r"(?:(?<=[,;。\n])[^,;。\n]*(?:内|范围))?[,;](?:但|并|同时)?(?:严禁|禁止|不得|避免|防止|杜绝)[^。;]*[。;]?$"
)
_KEY_TITLE = re.compile(r"[^,;。]*(?:重点|主要)(?:园区|载体|基地|区域)(?:名单|布局)?")
_PLACES_ALONE = re.compile(r"P(?:[、,]?P)*(?:等)?[。;]?")
_KEY_ALONE = re.compile(_KEY)
_LISTS_PLACES = re.compile(
    r"(?:主要|重点|优先)*(?:(?:依托|包括)[^,;。]*|(?:布局[在于]|[以有为在])?"
    r"P(?:[^,;。P]{0,12}[,、]?P)*[^,;。P]{0,12})[。;]?"
)
"""What but names places, each with a word of what it is: 甲区片区、乙县工业园等."""

_LABEL = re.compile(_KEY_HEAD.pattern + ":")
_PROJECTS = re.compile(r"(?:重点|重大|标志性)(?:建设)?(?:项目|工程)")
_LISTED = re.compile(
    rf"[^,;。:]{{0,20}}?{_PROJECTS.pattern}[^,;。:]{{0,6}}:"
    r"|[^,;。:]{2,12}(?:景点|遗址|企业|单位|景区):"
)
_FACTS = re.compile(r"总投资|建设单位|牵头建设|建设地点|投资约?[0-9]")
_PROJECT_LIST = re.compile(r".*(?:项目|工程)(?:谋划)?(?:建设|实施)?。?$")
_NEXT = re.compile(r"重点")
_MARKED_PART = re.compile(r"“[一二三四五六七八九十多][核带极区心轴点]”[^,。;]{0,10}:")
_HEAD_LABEL = re.compile(r"[-·◆●■▲★○□◇]*(?:[^:]{1,8}[:-]+|“)?")
_HEAD_REST = re.compile(r"[:,(”·。-]|$")
_OPENING = ("rely-opens", "carrier-opens", "role-opens")
_CLASS_WORD = 2
_MOSTLY, _TELLING = 0.52, 50
"""Of the plans of the tests none has more than half of its statements below such a sentence; the
gazette that the forms were made with has 0.72."""

_BESIDE = 0.6
"""How sure a place must be that stands in a list with a sure one."""

_TOO_WIDE = (
    "制造业",
    "服务业",
    "工业",
    "农业",
    "产业",
    "先进制造业",
    "现代服务业",
    "现代农业",
    "装备",
    "项目",
)
"""What a heading names that is no industry of a place below it."""

_OF_PARK = re.compile("概况|优势|条件|准入|政策|配套|交通|联系|区位|服务")
"""A label of a leaflet behind which nothing is told of the park itself."""


Formed = Sequence[Sequence[Statement]]
"""What the forms read, passage by passage."""


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
    """Reads the sentences of one plan, with the names that are found in it.

    `precisions` says which rows of its two readings are taken: those measured, if None.
    """

    def __init__(self, finder: NameFinder, precisions: Precisions | None = None) -> None:
        self._find = finder
        self._precisions = precisions or measured()
        self._text = finder.text
        self._named: tuple[tuple[Span, ...], list[Mention]] = ((), [])

    def formed(self, own: Sequence[Passage]) -> Formed:
        """Return what the forms read in each passage of a plan."""
        return [self._formed(row) for row in own]

    def read(
        self, own: Sequence[Passage], formed: Formed, *, by_forms: bool
    ) -> Iterator[Statement]:
        """Yield what the passages of a plan place.

        A plan that geodata has, and one of a file that mostly goes through the parks it rests
        upon (依托甲园、乙区,…; `rests_mostly`), are read by the forms that were made for such; any
        other by forms and by frames (`merged`).
        """
        rests = self._find.knows_the_plan or by_forms
        for passage, found in zip(own, formed, strict=True):
            if rests:
                yield from self._by_forms(passage, found)
            else:
                framed = list(self._by_frames(passage))
                work = [row for row in found if self._is_work(row)]
                yield from merged(framed, work, self._precisions)

    def _formed(self, passage: Passage) -> list[Statement]:
        """Return what the forms read in a passage."""
        owner = self._labelled_owner(passage)
        return list(self._owned(passage, owner) if owner else self._told(passage))

    def _is_work(self, row: Statement) -> bool:
        """Tell a row whose sentence is on what is to be made, not on what has been reached."""
        said = self._text[slice(*row.sentence)]
        reached = row.relation != EXISTING and words("reached").search(said)
        idle = words("no_work").search(said) or words("no_work_here").search(said)
        beyond = other_cities(self._find.names.city).match(row.place.name)
        return not (idle or reached or beyond)

    def _by_forms(self, passage: Passage, found: Sequence[Statement]) -> Iterator[Statement]:
        """Yield what a passage places: by the forms, then by the build of what they leave."""
        # What a form took from the heading gives way to what the sentence itself says.
        said = [row for row in found if not is_of_heading(row)]
        built = list(self._by_build(passage, said))
        places = {row.place.start for row in built}
        yield from (row for row in found if row in said or row.place.start not in places)
        yield from built

    def _by_build(self, passage: Passage, found: Sequence[Statement]) -> Iterator[Statement]:
        """Yield what the build of the sentences says of places that no form has read."""
        titles = [self._text[slice(*row)] for row in passage.above]
        label = self._text[slice(*passage.head)] if passage.head else ""
        if _places_nothing(titles) or _PROJECTS.search(label):
            return
        context = self._context(passage, titles)
        scope = BuildScope(
            context.ids, context.above, self._headed_by(passage),
            frozenset(row.place.start for row in found),
            frozenset(row.industry.start for row in found), other_cities(self._find.names.city),
        )  # fmt: skip
        before: list[Mention] = []
        named = False
        for whole in sentences(self._text, *passage.whole):
            sentence = _without_ban(self._text, whole)
            if self._lists_projects(passage, sentence, context):
                continue
            marked = self._marked(sentence, before, whole=True)
            if carried(marked) and not named:
                named = True
                scope = scope._replace(subject=tuple(marked.groups[0]))
            for row in pairings(self._find, marked, scope):
                yield Statement(
                    row.industry, row.place, EXISTING if context.past else row.relation,
                    sentence, "by-build",
                    round(GENERAL * row.place.sure * row.industry.sure, 2), passage,
                )  # fmt: skip
            before = [row for group in marked.groups for row in group] or before

    def _by_frames(self, passage: Passage) -> Iterator[Statement]:
        """Yield what the sentences of a passage place, read segment by segment."""
        titles = [self._text[slice(*row)] for row in passage.above]
        label = self._text[slice(*passage.head)] if passage.head else ""
        if _places_nothing(titles) or _PROJECTS.search(label) or refuses(label):
            return
        key_head = _KEY_HEAD.fullmatch(label)
        passage, label = self._without_key_head(passage, label)
        context = self._context(passage, titles)
        headed = self._headed_by(passage)
        if _OF_PARK.search(label):
            headed = ()
        topic = self._topic(passage, context)
        key = RELIES_ON
        scope = Scope(context.ids, topic, headed, other_cities(self._find.names.city), key,
                      any(map(words("space").search, titles)),
                      of_head=self._is_named_by(passage, topic))  # fmt: skip
        if self._is_of_parks(passage) or _KEY_HEAD.fullmatch(label):
            yield from self._key_parks(passage, Span(passage.start, passage.end), passage.head)
            return
        told = bool(passage.head and words("told_of").search(label))
        carriers = bool(passage.head and words("carriers").search(label))
        whole = Span(passage.start, passage.end)
        if passage.head and not headed and self._find.places(passage.head) and not told:
            whole = passage.whole
        before: list[Mention] = []
        above = self._named[1] if self._named[0] == passage.above else []
        carry, named = headed, False
        for full in sentences(self._text, *whole):
            sentence = _without_ban(self._text, full)
            key_label = _LABEL.match(self._text, *sentence)
            if key_label:
                rest = Span(key_label.end(), sentence.end)
                yield from self._key_parks(passage, rest, Span(sentence.start, key_label.end()))
                continue
            if self._lists_projects(passage, sentence, context):
                continue
            marked = self._marked(sentence, before, () if before else above, whole=True)
            if (key_head or carriers) and _LISTS_PLACES.fullmatch(marked.text):
                if key_head:
                    yield from self._key_parks(passage, sentence, None)
                else:
                    yield from self._carriers(passage, sentence, marked, topic)
                continue
            if alone(marked):
                carry = headed or tuple(row for group in marked.groups for row in group)
                # 一核:甲创新核。以乙区为骨架,… is told of the core it begins with.
                headed = carry if sentence.start == whole.start else headed
                named = True
                continue
            subject = headed or (carry if goes_on(marked, named=named) else ())
            named = False
            frames = Frames(self._find, marked, scope._replace(subject=subject), listed=told)
            for said in frames.read():
                yield Statement(
                    said.industry, said.place, EXISTING if context.past else said.relation,
                    said.span, said.rule,
                    round(FRAME * said.place.sure * said.industry.sure, 2), passage,
                )  # fmt: skip
            carry = frames.carried or carry
            before = [row for group in marked.groups for row in group] or before
            self._named = passage.above, before or above

    def _carriers(
        self, passage: Passage, sentence: Span, marked: Marked, topic: Sequence[Mention]
    ) -> Iterator[Statement]:
        """Yield the topic of a passage at the places that a label calls its carriers."""
        for place in marked.places(0, len(marked.text)):
            for row in topic:
                yield Statement(row, place, RELIES_ON, sentence, "frame-carrier", 0.7, passage)

    def _topic(self, passage: Passage, context: Context) -> tuple[Mention, ...]:
        """Return the industry that the head of a passage is, if it is one."""
        for head in [*([passage.head] if passage.head else []), *passage.above[::-1]]:
            if self._find.places(head):
                continue
            told = things(self._find, Stretch(head, "label"), context.ids)
            if told:
                named = told[0].name
                if re.fullmatch(PART, named):
                    continue
                sure = (
                    len(told) == 1
                    and named not in _TOO_WIDE
                    and not words("abstract").search(named)
                    and (told[0].ids or item_words.is_product(told[0].name))
                )
                return (told[0],) if sure else ()
        return ()

    def _is_named_by(self, passage: Passage, topic: Sequence[Mention]) -> bool:
        """Tell a topic that begins the paragraph, or that the heading above it but names.

        储能装备 heads what rests upon each ground below it; 促进储能装备降本 says what is done.
        """
        if passage.head is not None or not topic:
            return passage.head is not None
        head = passage.above[-1]
        return topic[0].start == head.start and head.end - topic[0].end <= _CLASS_WORD

    def _headed_by(self, passage: Passage) -> tuple[Mention, ...]:
        """Return the place that the heading of a passage names first, or behind its label."""
        for head in [*([passage.head] if passage.head else []), *passage.above[-1:]]:
            places = self._find.places(head)
            if places:
                before = self._text[head.start : places[0].start]
                behind = self._text[places[-1].end : head.end]
                if _HEAD_LABEL.fullmatch(before) and _HEAD_REST.match(behind):
                    return tuple(places)
        return ()

    def _labelled_owner(self, passage: Passage) -> Context | None:
        """Return the context of a paragraph that tells the main industries of its head."""
        titles = [self._text[slice(*row)] for row in passage.above]
        if passage.head is None or _places_nothing(titles):
            return None
        if not _OWN_LABEL.match(self._text, passage.start, passage.end):
            return None
        context = self._context(passage, titles)
        return context if context.layout and len(context.subject) == 1 else None

    def _owned(self, passage: Passage, context: Context) -> Iterator[Statement]:
        """Yield the main industries of a place, then what the paragraph says of each place."""
        own = context._replace(layout=False, subject=(), head=(), above=(), umbrella=())
        before: list[Mention] = []
        for whole in sentences(self._text, passage.start, passage.end):
            sentence = _without_ban(self._text, whole)
            label = _OWN_LABEL.match(self._text, *sentence)
            if label:
                rest = Span(label.end(), sentence.end)
                yield from self._told_industries(passage, rest, sentence, context.subject[0])
                continue
            marked = self._marked(sentence, before)
            found = events(marked)
            if found:
                yield from self._statements(passage, sentence, marked, found, own)
                before = [row for group in marked.groups for row in group] or before
            else:
                below = own._replace(subject=context.subject)
                yield from self._layout(passage, sentence, marked, below)

    def _told(self, passage: Passage) -> Iterator[Statement]:
        titles = [self._text[slice(*row)] for row in passage.above]
        label = self._text[slice(*passage.head)] if passage.head else ""
        if _places_nothing(titles) or _PROJECTS.search(label):
            return
        own = self._below_a_place(passage) if _OWN_INDUSTRY.fullmatch(label) else []
        if own:
            yield from self._own_industries(passage, own)
            first = sentences(self._text, passage.start, passage.end)[0]
            passage, label = passage._replace(head=None, start=first.end), ""
        passage, label = self._without_key_head(passage, label)
        if self._is_of_parks(passage) or _KEY_HEAD.fullmatch(label):
            yield from self._key_parks(passage, Span(passage.start, passage.end), passage.head)
            return
        says = passage.head is not None and self._says(passage.head)
        context = self._context(passage._replace(head=None) if says else passage, titles)
        inherited: Event | None = None
        before: list[Mention] = []
        # A short sentence that says something begins the paragraph, and heads nothing.
        whole = passage.whole if says else Span(passage.start, passage.end)
        for told_sentence in sentences(self._text, *whole):
            sentence = _without_ban(self._text, told_sentence)
            key = _LABEL.match(self._text, *sentence)
            if key:
                rest = Span(key.end(), sentence.end)
                yield from self._key_parks(passage, rest, Span(sentence.start, key.end()))
            elif self._lists_projects(passage, sentence, context):
                continue
            elif sentence.end < passage.end and self._is_head(sentence):
                below = self._below(context, Span(sentence.start, sentence.end - 1))
                # A short sentence that names no industry leaves that of the head above it.
                context = below if below.head or below.subject else context
                inherited = None
            elif context.layout:
                marked = self._marked(sentence, before)
                part = _MARKED_PART.match(marked.text) or (passage.head and not context.subject)
                if part and marked.groups:
                    context = context._replace(subject=self._labelled(passage, marked))
                yield from self._layout(passage, sentence, marked, context)
                context = context._replace(subject=layout.opening(marked, 0) or context.subject)
            else:
                marked = self._marked(sentence, before)
                found = events(marked)
                opens = next((row for row in found if row.pattern.reach == "sentence"), None)
                if inherited and not marked.marks and _NEXT.match(marked.text):
                    opens = inherited._replace(start=0, span=Span(0, len(marked.text)))
                    found = [opens]
                yield from self._statements(passage, sentence, marked, found, context)
                inherited = opens
                before = [row for group in marked.groups for row in group] or before

    def _is_head(self, sentence: Span) -> bool:
        """Tell a short sentence that heads those behind it from one that says something."""
        return _HEAD.fullmatch(self._text, *sentence) is not None and not self._says(sentence)

    def _says(self, span: Span) -> bool:
        """Tell whether a form of the table is in a part of the text."""
        return bool(events(mark(self._text, span, self._find.places(span))))

    def _labelled(self, passage: Passage, marked: Marked) -> tuple[Mention, ...]:
        """Return the places that a labelled part is of: of 一带 the first that is called a belt."""
        label = self._text[slice(*passage.head)] if passage.head else marked.text[:6]
        belts = [
            group
            for group in marked.groups
            if "带" in label[:4] and (group[0].called or group[0].name).endswith("带")
        ]
        return (belts or marked.groups)[0]

    def _marked(
        self, sentence: Span, before: Sequence[Mention], above: Sequence[Mention] = (), *,
        whole: bool = False,
    ) -> Marked:  # fmt: skip
        """Return a sentence with its places marked, those that pronouns stand for as well."""
        places = self._find.places(sentence)
        others = stand_ins(self._text, sentence, places, before, above)
        return mark(self._text, sentence, sorted([*places, *others]), whole=whole)

    def _context(self, passage: Passage, titles: Sequence[str]) -> Context:
        above = self._find.above(passage.above)
        inner = self._find.above(passage.heads[-1:])
        umbrella = () if passage.box else above[: len(inner)]
        context = Context(
            (), above, umbrella, (),
            any(map(words("layout").search, titles)), any(map(words("past").search, titles)),
        )  # fmt: skip
        nearest = passage.head or (passage.above[-1] if passage.above else None)
        if passage.head and self._is_place(passage.head):
            context = context._replace(layout=True)
        context = self._below(context, nearest)
        return context if passage.head else context._replace(head=())

    def _is_place(self, head: Span) -> bool:
        """Tell a head that is the name of a place: what is told below it is told of that."""
        places = self._find.places(head)
        return bool(places) and places[0].start == head.start and places[-1].end == head.end

    def _below(self, context: Context, head: Span | None) -> Context:
        """Return the context below a head."""
        if head is None:
            return context
        inside: tuple[Mention, ...] = ()
        if context.layout:
            inside = tuple(self._find.places(head)) or tuple(self._find.elements(head))
        named = self._find.named(head, context.above)
        return context._replace(head=named, subject=inside or context.subject)

    def _lists_projects(self, passage: Passage, sentence: Span, context: Context) -> bool:
        """Tell a list of projects or sights, which places nothing."""
        text = self._text[slice(*sentence)]
        if _LISTED.match(text) or _FACTS.search(text):
            return True
        labelled = ":" in text or passage.head is not None
        return bool(passage.box and labelled and not context.layout and _PROJECT_LIST.match(text))

    def _below_a_place(self, passage: Passage) -> list[Mention]:
        """Return the place that the heading of a passage is, if it is one."""
        above = passage.heads[-1:]
        return self._find.places(above[0]) if above and self._is_place(above[0]) else []

    def _own_industries(self, passage: Passage, own: Sequence[Mention]) -> Iterator[Statement]:
        """Yield the main industries of the place headed above, 主导产业：丙、丁."""
        first = sentences(self._text, passage.start, passage.end)[:1]
        for sentence in first if len(own) == 1 else ():
            yield from self._told_industries(passage, sentence, sentence, own[0])

    def _told_industries(
        self, passage: Passage, part: Span, sentence: Span, place: Mention
    ) -> Iterator[Statement]:
        """Yield the industries that a label tells of a place."""
        end = part.end - (self._text[part.end - 1] in "。;")
        for item in items(self._text, Span(part.start, end)):
            for industry in self._find.item(item, ()):
                yield Statement(
                    industry, place, ZONE_FOCUS, sentence, "own-industry",
                    round(0.95 * place.sure * industry.sure, 2), passage,
                )  # fmt: skip

    def _is_of_parks(self, passage: Passage) -> bool:
        """Tell a box of key parks whose paragraphs begin with an industry, 丙：甲园、乙园."""
        if not (passage.box and passage.title and passage.head):
            return False
        if not _KEY_TITLE.fullmatch(self._text, *passage.title) or self._find.places(passage.head):
            return False
        found = mark(self._text, Span(passage.start, passage.end),
                     self._find.places(Span(passage.start, passage.end)))  # fmt: skip
        return _PLACES_ALONE.fullmatch(found.text) is not None

    def _without_key_head(self, passage: Passage, label: str) -> tuple[Passage, str]:
        """Return a passage on key places without its head where it says what each is for.

        重点区域：甲园、乙园 lends them the industry above; 重点区域：甲区发展丙 tells its own.
        """
        if _KEY_HEAD.fullmatch(label) is None or all(
            _LISTS_PLACES.fullmatch(self._marked(row, (), whole=True).text)
            for row in sentences(self._text, passage.start, passage.end)
        ):
            return passage, label
        return passage._replace(head=None), ""

    def _key_parks(self, passage: Passage, rest: Span, label: Span | None) -> Iterator[Statement]:
        above = self._find.above(passage.above)
        told = label is not None and not _KEY_ALONE.fullmatch(self._text, *label)
        box = (self._find.named(label, above) if label and told else ()) or above[:1]
        for sentence in sentences(self._text, *rest):
            marked = self._marked(sentence, (), whole=True)
            for place in marked.places(0, len(marked.text)):
                for industry in box:
                    yield Statement(
                        industry, place, KEY_PARK, sentence, "key-park",
                        round(0.95 * place.sure * industry.sure, 2), passage,
                    )  # fmt: skip

    # -- statements --------------------------------------------------------------------

    def _statements(
        self, passage: Passage, sentence: Span, marked: Marked, found: list[Event],
        context: Context,
    ) -> Iterator[Statement]:  # fmt: skip
        subject: list[Mention] = []
        for event in found:
            if event.pattern.reach == "pairs":
                yield from self._pairs(passage, sentence, marked, event, context)
                continue
            governed = self._governed(marked, event, found, context)
            industries = list(governed)
            own = self._subject(marked, event, context)
            subject = own or subject
            if subject:
                industries += own
            elif context.head or event.pattern.reach == "sentence":
                told = context.head or context.umbrella[:1]
                industries += [row for row in told if not self._is_less(passage, row, governed)]
            if not industries:
                industries += subject or context.above[:1]
            relation = EXISTING if context.past else event.pattern.relation
            # What stands in a list with a sure place is one as well.
            beside = any(row.sure >= SURE_PLACE for row in event.places)
            for place in event.places:
                doubtful = place.sure < SURE_PLACE and not (beside and place.sure >= _BESIDE)
                if doubtful and event.pattern.relation != RELIES_ON:
                    continue
                own_name: list[Mention] = []
                if event.pattern.reach == "segment":
                    own_name = self._find.called(place, context.ids, alone=not industries)
                for industry in own_name + industries:
                    yield Statement(
                        industry, place, relation, sentence, event.pattern.id,
                        round(event.pattern.confidence * place.sure * industry.sure, 2), passage,
                    )  # fmt: skip

    def _pairs(
        self, passage: Passage, sentence: Span, marked: Marked, event: Event, context: Context
    ) -> Iterator[Statement]:
        """Yield what 分别 deals out: the first to the first place, the second to the second."""
        part = Span(marked.at(event.parts[0].start), marked.at(event.parts[0].end))
        told = items(self._text, part)
        if len(told) != len(event.places):
            return
        relation = EXISTING if context.past else event.pattern.relation
        for item, place in zip(told, event.places, strict=True):
            for industry in self._find.item(item, context.ids):
                yield Statement(
                    industry, place, relation, sentence, event.pattern.id,
                    round(event.pattern.confidence * place.sure * industry.sure, 2), passage,
                )  # fmt: skip

    def _is_less(self, passage: Passage, head: Mention, named: Sequence[Mention]) -> bool:
        """Tell a name in a head that does something, of which the sentence says more.

        夯实算力底座 heads 智能算力: the sentence names what is meant.
        """
        if passage.head is None or self._text.startswith(head.name, passage.head.start):
            return False
        return any(head.name in row.name and row.name != head.name for row in named)

    def _subject(self, marked: Marked, event: Event, context: Context) -> list[Mention]:
        """Return the industry that a clause is of, if it says so before its first form."""
        if event.subject is None:
            return []
        span = Span(marked.at(event.subject.start), marked.at(event.subject.end))
        named = self._find.item(span, context.ids)
        return [row for row in named if row.ids or item_words.is_product(row.name)]

    def _governed(
        self, marked: Marked, event: Event, found: Sequence[Event], context: Context
    ) -> list[Mention]:
        """Return the industries of the part that a form governs."""
        named = self._listed(marked, event, context)
        if event.parts and event.pattern.reach != "clause":
            return named
        if event.pattern.id == "main-and-minor":
            rest = Span(marked.at(event.rest.start), marked.at(event.rest.end))
            places = [Span(row.start, row.end) for group in marked.groups for row in group]
            return named + self._find.industries(rest, places, context.ids)
        span = Span(marked.at(event.span.start), marked.at(event.span.end))
        places = [Span(row.start, row.end) for group in marked.groups for row in group]
        others = [
            Span(marked.at(min(row.start, row.span.start)), marked.at(row.span.end))
            for row in found
            if row.start > event.start
            and not event.pattern.shared
            and (
                row.pattern.relation != event.pattern.relation
                or ";" in marked.text[event.start : row.start]
            )
        ]
        others += [_ground(marked, row) for row in found if row.pattern.relation == RELIES_ON]
        headed = bool(context.head)
        head = context.head[0].name if headed else ""
        industries = self._find.industries(
            span, places + others, context.ids, headed=headed, head=head
        )
        industries = named + industries
        if not industries and event.pattern.reach == "sentence":
            industries = self._find.industries(span, places, context.ids, headed=headed, head=head)
        told = industries or context.head or context.umbrella
        # What a clause goes on to say is of the places that the sentence opens with, if it does.
        opened = any(row.pattern.reach == "sentence" and row.start < event.start for row in found)
        if not told and event.pattern.reach == "segment" and not opened:
            rest = Span(marked.at(event.rest.start), marked.at(event.rest.end))
            industries = self._find.industries(rest, places, context.ids)
        return industries

    def _listed(self, marked: Marked, event: Event, context: Context) -> list[Mention]:
        """Return what the form itself lists."""
        return [
            named
            for part in event.parts
            for item in self._find.listed(Span(marked.at(part.start), marked.at(part.end)))
            for named in self._find.item(item, context.ids)
        ]

    def _layout(
        self, passage: Passage, sentence: Span, marked: Marked, context: Context
    ) -> Iterator[Statement]:
        """Yield what a sentence of a layout says of the place each part of it is of."""
        places = [Span(row.start, row.end) for group in marked.groups for row in group]
        subject = context.subject
        owns = False
        for part in layout.parts(marked):
            own = layout.opening(marked, part.start)
            if not own and layout.opens_another(marked, part.start):
                subject = ()
            subject, owns = own or subject, owns or bool(own)
            dealt = [row for row in events(marked) if row.pattern.reach == "pairs"
                     and part.start <= row.start < part.end]  # fmt: skip
            if dealt:
                yield from self._statements(passage, sentence, marked, dealt, context)
                continue
            span = Span(marked.at(part.start), marked.at(part.end))
            main = next((row for row in events(marked) if row.parts and own
                         and part.start <= row.start < part.end), None)  # fmt: skip
            industries = (
                self._governed(marked, main, (), context)
                if main
                else self._find.industries(span, places, context.ids)
            )
            for industry in industries:
                for place in subject:
                    yield Statement(
                        industry, place, ZONE_FOCUS, sentence, "layout",
                        round(0.92 * place.sure * industry.sure, 2), passage,
                    )  # fmt: skip
        if not subject:
            yield from self._statements(passage, sentence, marked, events(marked), context)
        elif passage.box and not owns:
            yield from self._rests(passage, sentence, marked, context)

    def _rests(
        self, passage: Passage, sentence: Span, marked: Marked, context: Context
    ) -> Iterator[Statement]:
        """Yield what an element of a layout rests on, with what its sentence says is made.

        That is the class of a list (甲、乙等丙产业), else what the layout is of.
        """
        for event in events(marked):
            if event.pattern.relation != RELIES_ON:
                continue
            told = self._class_of(marked, event, context)
            for place in event.places:
                for industry in told:
                    yield Statement(
                        industry, place, RELIES_ON, sentence, "layout-rests", 0.7, passage
                    )

    def _class_of(self, marked: Marked, event: Event, context: Context) -> Sequence[Mention]:
        """Return what is made on a ground, by the class of the list of it if it has one."""
        stop = marked.text.find(";", event.start)
        end = stop if stop >= 0 else len(marked.text)
        span = Span(marked.at(event.rest.start), marked.at(end - 1) + 1)
        named = classes(self._text, span, [])
        found = [
            row
            for told in named
            for row in self._find.item(Span(told.start, told.end), context.ids)[:1]
        ]
        return found or context.above[:1]


def rests_mostly(formed: Formed) -> bool:
    """Tell a file of which most is said below sentences that open with what they rest upon.

    It is told of a whole file: plans that are printed together are of one hand, and a short one has
    too few such sentences to tell by itself.
    """
    rules = [row.rule for found in formed for row in found]
    opening = sum(rule in _OPENING for rule in rules)
    return len(rules) >= _TELLING and opening > _MOSTLY * len(rules)


def _ground(marked: Marked, event: Event) -> Span:
    """Return what a form says it rests upon: from its first place to the verb of what is made.

    依托甲实验室以及丙、丁等国家实验室,… names fields of laboratories and nothing that is made.
    """
    stop = event.rest.start
    start = marked.text.find(PLACE, event.start, stop)
    if start < 0 or event.parts:
        return Span(0, 0)
    verb = item_words.VERB.search(marked.text, start, stop)
    last = verb.start() if verb else stop
    return Span(marked.at(start), marked.at(last - 1) + 1)


def _without_ban(text: str, sentence: Span) -> Span:
    """Return a sentence without a last clause on what is not to be: nothing is placed by it."""
    ban = _BAN.search(text, *sentence)
    return Span(sentence.start, ban.start()) if ban else sentence


def _places_nothing(titles: Sequence[str]) -> bool:
    """Tell a chapter that places nothing, but for what a section of it on the layout says."""
    last = max((at for at, row in enumerate(titles) if words("layout").search(row)), default=-1)
    outer = [at for at, row in enumerate(titles) if words("elsewhere").search(row)]
    return any(at > last for at in outer)
