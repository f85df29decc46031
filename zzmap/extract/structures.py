"""Spatial structures (一核两带五区多点): their parts, the elements and what lies in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zzmap.extract import layout, new_names
from zzmap.extract.clauses import Span, clauses, items, sentences
from zzmap.extract.known_names import Mention
from zzmap.extract.layout_parts import DECLARED, KINDS, NAME_ENDS, NUMERAL, PART, layouts
from zzmap.extract.marked import mark
from zzmap.extract.members import dealt_members, sights, told_members
from zzmap.extract.name_finder import NameFinder, refuses
from zzmap.extract.outline import ROW
from zzmap.extract.passages import Passage

_MANY = 99
_LONGEST_LAYOUT = 1600
"""How far a layout reaches, in characters."""

_LABEL = re.compile(
    rf"^(?:[^,;。:“]{{0,6}})?[“‘]?(?P<part>{PART})[”’]?(?:[^,;。:]{{0,8}})?(?P<mark>[:,。]|$)"
)
_SPOKEN = re.compile(
    rf"(?:^|(?<=[,;]))(?:(?P<open>“)?(?P<part>{PART}))(?(open)[^“”,;。:]{{0,4}}”)"
    r"(?=(?:分别|主要)?(?:即|为|是|指|包括|包含|含|涵盖|依托|以|由|:|[东西南北]翼))"
)
"""Parts that a sentence tells of one after the other: “一核”为…；“两翼”分别为…"""

_NEXT_PART = re.compile(rf"(?<=[。;\n])“?{PART}”?(?=为|是|指|即|包括|包含|分别|:|由|以|依托)")
"""Where another part of the layout is told: what is told of an element ends before it."""

_LISTED = re.compile(r"^(?:即|包括|分别|是指|为|是|:)*")
_OWN_NAME = re.compile(r"P(?P<name>[^,;。:P“”]{1,5}[核极心轴带])(?=[,;。:]|$)(?<!为核)(?<!核心)")
_MEMBERS = re.compile(
    r"(?:包括|串联|串接|覆盖|辐射|联动|聚合|统筹|依托|利用|涵盖|整合|起|经|至|连接|贯通|支撑|结合|"
    r"以|由|将|即|为核心,|从|自|经过|途经|中经|[东西南北][起至达抵]|涉及|含|囊括|横跨|纵贯|贯穿)"
    r"[^,;。P]{0,8}(?:P[^,;。P]{0,10})+|(?<=,)P(?=[^,;]*为)"
)
_REGION = re.compile(r"[一-龥]{2}(?:都市圈|城市群)")
_SUM = re.compile(
    r"“(?P<sum>\d(?:\+(?:\d|n))+)”(?:的)?(?P<topic>[^,;。“”]{0,8}?)(?:业|产业)?(?:发展)?"
    r"(?:格局|体系|布局)"
)
_CORE = re.compile(
    r"构建以P[^,;P]{0,4}为(?:引领|核心|龙头)[,、]?[^,;P]{0,2}P[^,;P]{0,6}为(?:支撑|节点|"
    r"配套)的(?P<name>[^,;。P]{4,24})"
)
_THEMES = (("culture", "文化|文旅|旅游"), ("health", "健康|康养|养老"), ("exhibition", "会展|展会"),
           ("metropolitan", "都市圈|城市群"), ("services", "服务业"))  # fmt: skip
_INDUSTRY = "industry"
_NAME_LEAD = re.compile(
    r"(?:即|包括|包含|分别|主要|依次|其中|是指|指|为|是|有|以及|和|与|及|-+|“|\(?[一二三四五六七八九十\d]+[)、.]|"
    r"构建|打造|建设|做强|做优|提升|壮大|培育|形成|建成|规划|[东西南北中]翼(?=.{4}))*"
)
_LONGER = 16
"""How far a longer name may go on behind an element's."""

_OWN_WORD = re.compile("(?:片区|带|核|翼|组团|走廊|廊道|轴|圈|极|核心区|副中心|板块)$")
"""How an element ends that is called by what it is in the structure, and is no place in it."""

_SIDES = re.compile(r"[东西南北中][翼部片](?=为|是|即|以|:|由|包括|依托|重点|布局)")
_ITEM = re.compile(r"[^,;。:、()“”]+(?:[(][^()]*[)])?")

_ENDS = {"带": ("带", "走廊", "廊道"), "轴": ("轴", "走廊"), "廊": ("走廊", "廊道"), "区": ("区",)}
"""How the name of an element may end, by the word for its part."""

_LONGEST_PART = 24
_BELT_END = 0.7


class FoundElement(NamedTuple):
    """An element: its kind, name, the place it is itself, and its members, in the text's order."""

    kind: str
    name: str
    place: Mention | None
    members: tuple[Mention, ...]
    passage: Passage
    span: Span


class FoundStructure(NamedTuple):
    """A structure with its elements."""

    name: str
    theme: str
    elements: tuple[FoundElement, ...]
    passage: Passage
    span: Span
    rule: str


class _Region(NamedTuple):
    """What a part of a structure, such as 两带, is said of: stretches of passages."""

    part: str
    stretches: tuple[tuple[Passage, Span], ...]


def read_structures(finder: NameFinder, plain: str, own: Sequence[Passage]) -> list[FoundStructure]:
    """Return the structures of one plan.

    Parameters
    ----------
    finder
        The names of the plan.
    plain
        The text as it is.
    own
        The plan's passages.
    """
    reader = _Reader(finder, plain)
    rows = [row for row in own if row.kind != ROW]
    found = list(reader.parted(rows))
    if not finder.knows_the_plan:
        found = reader.completed(rows, found)
    for passage in rows:
        for sentence in sentences(finder.text, *passage.whole):
            found += reader.said(passage, sentence)
    return found


def _holds(passage: Passage, at: int) -> bool:
    """Tell whether a character of the text is a passage's, or of a heading above it."""
    inside = passage.whole.start <= at < passage.end
    return inside or any(row.start <= at < row.end for row in passage.above)


class _Reader:
    def __init__(self, finder: NameFinder, plain: str) -> None:
        self._find = finder
        self._text = finder.text
        self._plain = plain

    # -- structures of numbered parts --------------------------------------------------

    def parted(self, own: Sequence[Passage]) -> Iterator[FoundStructure]:
        """Yield structures whose parts (一核, 两带) head paragraphs, sentences or headings."""
        declared = list(self._declared(own))
        sections: dict[tuple[object, ...], list[_Region]] = {}
        for region in self._regions(own):
            passage = region.stretches[0][0]
            outer = passage.heads[:1] if not passage.box else (passage.box,)
            sections.setdefault((passage.document, *outer), []).append(region)
        for regions in sections.values():
            parts = list(dict.fromkeys(row.part for row in regions))
            if len(parts) < 2:
                continue
            name = "".join(parts)
            first = regions[0].stretches[0]
            told = next((row for row in declared if set(row[0]) >= set(parts)), None)
            spoken = "".join(told[0]) if told else name
            elements = [element for region in regions for element in self._elements(region)]
            span = told[2] if told else first[1]
            passage = told[1] if told else first[0]
            yield FoundStructure(
                spoken, self._theme(passage), tuple(elements), passage, span, "structure-parts"
            )

    def completed(
        self, own: Sequence[Passage], parted: Sequence[FoundStructure]
    ) -> list[FoundStructure]:
        """Return the declared layouts by the names of their elements.

        A part whose elements have no name of their own is as it heads its paragraphs.
        """
        found: list[FoundStructure] = []
        rest = list(parted)
        for layout_ in layouts(self._text):
            passage = next((row for row in own if _holds(row, layout_.start)), None)
            if passage is None:
                continue
            parts = [row.part for row in layout_.parts]
            old = next((row for row in rest if set(re.findall(PART, row.name)) & set(parts)), None)
            elements: list[FoundElement] = []
            names = [row for part in layout_.parts for row in part.names]
            for part in layout_.parts:
                kind = KINDS.get(part.part[-1], "zone")
                if part.names:
                    dealt = dealt_members(self._find, part.names)
                    elements += [
                        self._of_name(own, kind, row, names, dealt.get(row[0], ()))
                        for row in part.names
                    ]
                elif old:
                    elements += [row for row in old.elements if row.kind == kind]
            if old:
                rest.remove(old)
            span = Span(layout_.start, layout_.end)
            found.append(FoundStructure(
                "".join(parts), self._theme(passage), tuple(elements), passage, span,
                "structure-names",
            ))  # fmt: skip
        return found + rest

    def _of_name(
        self,
        own: Sequence[Passage],
        kind: str,
        named: tuple[str, int],
        names: Sequence[tuple[str, int]],
        dealt: Sequence[Mention] = (),
    ) -> FoundElement:
        """Return an element with the places told of it where its name stands, or `dealt` to it."""
        name, first = named
        plain = self._plain[first : first + len(name)]
        at_name = Span(first, first + len(name))
        place = self._place_of(at_name)
        local = place is not None and self._is_area(place)
        # What is told of a district elsewhere is not told of it as an element.
        reach = len(name) if local and not _OWN_WORD.search(name) else _LONGEST_LAYOUT
        reach = 0 if dealt else reach
        sure, members = 0, {self._words(row): row for row in dealt}
        for match in re.finditer(re.escape(name), self._text[first : first + reach]):
            at = first + match.start()
            passage, stretch = self._stretch(own, at, at + len(name), names)
            rank, told = told_members(self._find, stretch, at, at + len(name))
            rows = [row for row in told if not self._is_element(row, names)]
            if rank > sure and rows:
                sure, members = rank, {self._words(row): row for row in rows}
        passage, _ = self._stretch(own, first, first + len(name), names)
        if not members:
            inner = self._begins_with(at_name) or (place if local else None)
            members = {self._words(inner): inner} if inner is not None else {}
        place = place if place is not None and (place.ids or members.get(plain)) else None
        return FoundElement(kind, plain, place, tuple(members.values()), passage, at_name)

    def _begins_with(self, name: Span) -> Mention | None:
        """Return the place that an element is called after: 甲区 of 甲区增长极."""
        if not _OWN_WORD.search(self._text[slice(*name)]):
            return None
        known = self._find.names.places.find(self._text, *name)
        return next((row for row in known if row.start == name.start and row.end < name.end), None)

    def _is_element(self, row: Mention, names: Sequence[tuple[str, int]]) -> bool:
        return not self._find.is_local(row) and any(row.name == name for name, _ in names)

    def _stretch(
        self, own: Sequence[Passage], start: int, end: int, names: Sequence[tuple[str, int]]
    ) -> tuple[Passage, Span]:
        """Return the passage of a name, and what is told from its segment to the next name."""
        passage = next((row for row in own if start < row.end), own[-1])
        begin = max(self._text.rfind(mark_, 0, start) + 1 for mark_ in "。;\n,")
        heads = sorted(
            at for name, _ in names
            if (at := self._text.find(name, end)) >= 0 and not self._is_inside(name, at)
        )  # fmt: skip
        stop = self._text.find("\n", end)
        stop = len(self._text) if stop < 0 else stop
        if self._text[end:stop].strip("”。:") == "":
            after = self._text.find("\n", stop + 1)
            stop = after if after > 0 else len(self._text)
        label = _NEXT_PART.search(self._text, end, stop)
        stop = label.start() if label else stop
        nearest = [row for row in heads if row < stop]
        if nearest:
            # Another name's own list begins with the segment that it stands in.
            cut = max(self._text.rfind(mark_, end, nearest[0]) for mark_ in "。;\n,、和与及")
            stop = max(end, cut)
        return passage, Span(begin, stop)

    def _is_inside(self, name: str, at: int) -> bool:
        """Tell an element that is a place and opens no segment: it may be another's member."""
        place = self._place_of(Span(at, at + len(name)))
        opens = self._text[at - 1] in ",;。:\n“"
        if opens or place is None:
            return False
        end = at + len(name)
        # 甲新区 of 甲新区丙园 is no element there.
        longer = self._find.places(Span(at, min(end + _LONGER, len(self._text))))
        begins = any(row.start == at and row.end > end for row in longer)
        return begins or self._is_area(place)

    def _is_area(self, place: Mention) -> bool:
        """Tell a place that is known, of a district, or a new area, which is as a district is."""
        return self._find.is_local(place) or place.name.endswith("新区")

    def _declared(self, own: Iterable[Passage]) -> Iterator[tuple[tuple[str, ...], Passage, Span]]:
        for passage in own:
            for match in DECLARED.finditer(self._text, passage.start, passage.end):
                parts = tuple(re.findall(PART, match["parts"]))
                yield parts, passage, Span(*match.span("parts"))

    def _regions(self, own: Sequence[Passage]) -> Iterator[_Region]:
        """Yield what each part is said of: from where it heads to the next part."""
        part, stretches, section = "", list[tuple[Passage, Span]](), None
        for passage in own:
            here = (passage.document, passage.heads[:1], passage.box)
            if part and here != section:
                yield _Region(part, tuple(stretches))
                part, stretches = "", []
            for name, span in self._pieces(passage):
                if name and name != part:
                    if part:
                        yield _Region(part, tuple(stretches))
                    part, stretches, section = name, [], here
                if part:
                    stretches.append((passage, span))
        if part:
            yield _Region(part, tuple(stretches))

    def _pieces(self, passage: Passage) -> Iterator[tuple[str, Span]]:
        """Yield heads and sentences of a passage, each with the part it begins, if it does."""
        for head in filter(None, (*passage.heads[1:], passage.head)):
            told = _LABEL.match(self._text[slice(*head)])
            yield (told["part"] if told else ""), head
        for sentence in sentences(self._text, passage.start, passage.end):
            said = self._text[slice(*sentence)]
            spoken = list(_SPOKEN.finditer(said))
            if spoken:
                stops = [*(row.start() for row in spoken[1:]), len(said)]
                for row, stop in zip(spoken, stops, strict=True):
                    at = sentence.start
                    yield row["part"], Span(at + row.end(), at + stop)
                continue
            told = _LABEL.match(said)
            yield (told["part"] if told and told.end() < len(said) else ""), sentence

    # -- elements ----------------------------------------------------------------------

    def _elements(self, region: _Region) -> Iterator[FoundElement]:
        """Yield the elements of a part, as many as its numeral says."""
        wanted = NUMERAL.get(region.part[0], _MANY)
        kind = KINDS[region.part[-1]]
        if region.part[0] == "多":
            yield self._group(region, kind)
            return
        names = self._names(region)[:wanted]
        for number, (name, place) in enumerate(names):
            yield self._element(region, kind, name, place, names, number)

    def _names(self, region: _Region) -> list[tuple[str, Mention | None]]:
        """Return the names of a part's elements with the places they are, in their order."""
        wanted = NUMERAL.get(region.part[0], _MANY)
        own_names = self._listed_names(region, wanted)
        if own_names:
            return own_names
        found: dict[str, Mention | None] = {}
        loose: dict[str, Mention | None] = {}
        for _, span in region.stretches:
            marked = mark(self._text, span, self._find.places(span))
            taken: list[Mention] = []
            for own in _OWN_NAME.finditer(marked.text):
                begin = marked.at(own.start("name"))
                at = Span(begin, begin + len(own["name"]))
                places = marked.places(own.start(), own.start() + 1)
                taken += places
                found.setdefault(self._plain[slice(*at)], places[-1] if places else None)
            label = _LABEL.match(marked.text)
            start = label.end() if label else 0
            start += len(_LISTED.match(marked.text[start:])[0])  # type: ignore[index]
            opened = [layout.opening(marked, start)]
            opened += [layout.opening(marked, row.start) for row in layout.parts(marked)]
            for place in (row for group in opened for row in group if row not in taken):
                found.setdefault(self._words(place), place)
            for group in marked.groups:
                loose.setdefault(self._words(group[0]), group[0])
        if not found and wanted == 1:
            ends = _ENDS.get(region.part[1], ())
            ordered = sorted(loose.items(), key=lambda row: not row[0].rstrip("”").endswith(ends))
            return ordered[:1]
        return list(found.items())

    def _listed_names(self, region: _Region, wanted: int) -> list[tuple[str, Mention | None]]:
        """Return names that end as the part's word does, if there are as many as it says."""
        ends = NAME_ENDS.get(region.part[-1])
        if ends is None or wanted < 2:
            return []
        form = re.compile(rf"(?P<name>[^,;。:、和与“”()]{{2,16}}?(?:{ends}))(?:[(][^()]*[)])?")
        found: dict[str, Mention | None] = {}
        for _, span in region.stretches:
            for item in _ITEM.finditer(self._text, *span):
                for at in items(self._text, Span(*item.span()), "[和与及]"):
                    lead = _NAME_LEAD.match(self._text, *at)
                    start = lead.end() if lead else at.start
                    told = form.fullmatch(self._text, start, at.end)
                    if told and not re.search(PART, told["name"]):
                        name = self._plain[start : start + len(told["name"])]
                        found.setdefault(name, self._place_of(Span(start, start + len(name))))
        if len(found) == wanted:
            return list(found.items())
        sides = {
            row[0]: None for _, span in region.stretches
            for row in _SIDES.finditer(self._text, *span)
        }  # fmt: skip
        return list(sides.items()) if len(sides) == wanted else []

    def _place_of(self, span: Span) -> Mention | None:
        """Return the place that a name is as a whole."""
        return next((row for row in self._find.places(span) if row[:2] == span), None)

    def _element(
        self, region: _Region, kind: str, name: str, place: Mention | None,
        names: Sequence[tuple[str, Mention | None]], number: int,
    ) -> FoundElement:  # fmt: skip
        """Return an element with the members its own stretch of the text names."""
        others = {row for row, _ in names} - {name}
        members: dict[str, Mention] = {}
        itself = place is not None and kind != "belt" and not _OWN_WORD.search(name)
        if place is not None and (itself or self._words(place) != name):
            members[self._words(place)] = place
        passage, where = region.stretches[0]
        for at, span in self._stretches(region, name, names):
            passage, where = (at, span) if members == {} or number == 0 else (passage, where)
            for row in self._members(span):
                if self._words(row) not in others and self._words(row) != name:
                    members.setdefault(self._words(row), row)
        own = place if place is not None and self._words(place) == name else None
        return FoundElement(kind, name, own, tuple(members.values()), passage, where)

    def _stretches(
        self, region: _Region, name: str, names: Sequence[tuple[str, Mention | None]]
    ) -> Iterator[tuple[Passage, Span]]:
        """Yield the parts of a region that are of one of its elements."""
        current = names[0][0] if len(names) == 1 else ""
        for passage, span in region.stretches:
            for clause in self._told(span, [row for row, _ in names]):
                said = self._plain[slice(*clause)]
                begun = [row for row, _ in names if row in said[: len(row) + 12]]
                if len(begun) == 1:
                    current = begun[0]
                if current == name:
                    yield passage, clause

    def _told(self, span: Span, names: Sequence[str]) -> Iterator[Span]:
        """Yield the clauses of a part, cut where one of these names opens a segment."""
        for clause in clauses(self._text, span):
            said = self._plain[slice(*clause)]
            cuts = {
                clause.start + row.end()
                for name in names
                for row in re.finditer(rf"[,，](?={re.escape(name)}(?!和|与|[、,，]))", said)
            }
            bounds = [clause.start, *sorted(cuts), clause.end]
            yield from (Span(a, b) for a, b in itertools.pairwise(bounds))

    def _members(self, span: Span) -> Iterator[Mention]:
        marked = mark(self._text, span, self._find.places(span, beyond=True))
        for match in _MEMBERS.finditer(marked.text):
            yield from marked.places(*match.span())
        bracket = re.match(r"[^,;。:()]{0,16}[(](P[^()]{0,24})[)]", marked.text)
        if bracket:
            yield from marked.places(*bracket.span(1))
        yield from sights(self._find, span)

    def _group(self, region: _Region, kind: str) -> FoundElement:
        """Return 多点: one element, whose members are the places its text names."""
        passage, span = region.stretches[0]
        members: dict[str, Mention] = {}
        place = None
        for _, stretch in region.stretches:
            known = self._find.elements(stretch)
            place = place or next((row for row in known if row.name == region.part), None)
            # 甲区内禁止新建…: what is refused there is not told of the group.
            told = [] if refuses(self._text[slice(*stretch)]) else self._find.places(stretch)
            for row in told:
                if place is not None and row.ids == place.ids:
                    continue
                members.setdefault(self._words(row), row)
        return FoundElement(kind, region.part, place, tuple(members.values()), passage, span)

    # -- structures that a sentence tells ----------------------------------------------

    def said(self, passage: Passage, sentence: Span) -> Iterator[FoundStructure]:
        """Yield structures that one sentence tells: belts in a list, 1+2+N, a core and parts."""
        text = self._text[slice(*sentence)]
        belts = list(new_names.BELT.finditer(text))
        if len(belts) > 1:
            yield self._belts(passage, sentence, belts)
        told = _SUM.search(text)
        if told:
            found = self._sum(passage, sentence, told)
            if len(found.elements) > 1:
                yield found
        marked = mark(self._text, sentence, self._find.places(sentence))
        for match in _CORE.finditer(marked.text):
            start = marked.at(match.start("name"))
            name = self._plain[start : start + len(match["name"])]
            core = FoundElement(
                "core", name, None, tuple(marked.places(*match.span())), passage, sentence
            )
            yield FoundStructure(
                name, self._theme(passage), (core,), passage, sentence, "structure-core"
            )

    def _belts(
        self, passage: Passage, sentence: Span, belts: Sequence[re.Match[str]]
    ) -> FoundStructure:
        elements = []
        for match in belts:
            span = Span(sentence.start + match.start(), sentence.start + match.end())
            members = tuple(
                row
                for group in ("one", "two")
                for row in self._belt_end(Span(*(sentence.start + at for at in match.span(group))))
            )
            name = match["a"] + match["b"] + match["tail"]
            place = self._find.whole(name, span)
            elements.append(FoundElement("belt", name, place, members, passage, span))
        region = _REGION.search(self._text, *sentence)
        name = (region[0] if region else "") + belts[0]["tail"]
        theme = "metropolitan" if region else self._theme(passage)
        return FoundStructure(name, theme, tuple(elements), passage, sentence, "structure-belts")

    def _belt_end(self, span: Span) -> list[Mention]:
        """Return where a belt leads, by its bracket: a city that nothing is known of as well."""
        places = self._find.places(span, beyond=True)
        name = self._text[slice(*span)]
        own = self._find.names.city.removesuffix("市") == name.removesuffix("市")
        if places or own or self._find.knows_the_plan:
            return places
        return [Mention(*span, name, (), _BELT_END)]

    def _sum(self, passage: Passage, sentence: Span, told: re.Match[str]) -> FoundStructure:
        """Return 1+2+N: each clause of what follows is an element."""
        kinds = ("core", "zone", "points")
        topic = told["topic"]
        elements = []
        rest = Span(sentence.start + told.end(), passage.end)
        following = next(
            (row for row in sentences(self._text, *rest) if len(self._find.places(row)) > 1), rest
        )
        for kind, clause in zip(kinds, clauses(self._text, following), strict=False):
            members = tuple(self._find.places(clause))
            if members:
                name = self._words(members[0]) if len(members) == 1 else f"{topic}{len(members)}"
                place = members[0] if len(members) == 1 else None
                elements.append(FoundElement(kind, name, place, members, passage, clause))
        return FoundStructure(
            f"{topic}{told['sum'].upper()}", self._theme(passage, topic), tuple(elements), passage,
            sentence, "structure-sum",
        )  # fmt: skip

    # -- words -------------------------------------------------------------------------

    def _words(self, mention: Mention) -> str:
        return self._plain[mention.start : mention.end]

    def _theme(self, passage: Passage, topic: str = "") -> str:
        told = topic + "".join(self._text[slice(*row)] for row in passage.above[::-1])
        told += self._text[passage.start : passage.start + _LONGEST_PART]
        return next((theme for theme, form in _THEMES if re.search(form, told)), _INDUSTRY)
