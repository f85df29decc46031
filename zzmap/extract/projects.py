"""Projects a plan names: lists in boxes, tables, numbered paragraphs, and what sentences build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from zzmap.extract.clauses import Span, items, sentences
from zzmap.extract.events import Event, events
from zzmap.extract.known_names import Mention
from zzmap.extract.marked import Marked, mark
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.outline import ROW
from zzmap.extract.passages import Passage
from zzmap.extract.patterns import words

_LABEL = re.compile(r"(?:重点|重大|标志性|主要)(?:建设)?(?:项目|工程)")
_LABELLED = re.compile(rf"[^,;。:]{{0,20}}?{_LABEL.pattern}[^,;。:]{{0,6}}:")
_LEAD = re.compile(
    r"^(?:重点|加快|积极|高水平|高质量|大力|持续|全力|统筹|扎实|有序|推进|推动|建设|实施|抓好|"
    r"做好|谋划|包括|"
    r"规划|启动|支持|布局|完善|其他|滚动|以及|及|和)+"
)
_TAIL = re.compile(
    r"(?:等)?[^、,;。]{0,14}?(?:等)?(?:项目|工程)?(?:的)?(?:谋划|规划)?(?:建设|实施|落地)?[。,;]?$"
)
_OTHERS = re.compile(
    r"等(?!离子)(?:(?:省级|国家级|其他|重大|重点|一批)?[^、,;。]{0,16}?)(?:项目|工程|建设|装置|"
    r"平台|实验室)?"
    r"(?:项目)?(?:谋划|规划)?(?:建设|实施)?$"
)
_FIRM = re.compile(
    r"(?P<firm>(?:.{2,12}?集团(?=[^、]{2,12}公司))?.{2,40}?(?:有限责任公司|股份有限公司|集团有限公司|科技有限公司|"
    r"有限公司(?:[(][^()]{2,6}[)])?|"
    r"集团公司|公司|研究所(?!有限|股份)|集团(?=[^有股公]))(?:[(][^()]{2,6}[)])?)(?P<name>.{3,})"
)
_ENDS = re.compile(
    r".*(?:基地|园|园区|项目|线|中心|平台|工程|建设|产业化|生产|示范|运营|改造|提升|化|系统|会址|遗址|枢纽|岛|广场|大厦|总部|街区|景区|"
    r"研究院|实验室|装置|车间|"
    r"扩建|扩大|处理|利用|电站|芯片|硅片|产品|装备|制品|机|站|厂|所|港|城|小镇|馆|公园|廊道|"
    r"设计|服务|空调|设备|开发|"
    r"研发|制造|应用|扩能|升级|整合|项|园[)]|船|车|钻石|电源|电池|材料|器件|模组|"
    r"储能)(?:[一二三四五]期)?(?:[(].*[)])?”?"
)
_STARTS = re.compile(r".{2,24}?(?:公司|集团|研究院|研究所|药业|大学)|年产")
_ALL_LIST = re.compile(r"(?:项目|工程)(?:谋划|规划)?(?:建设|实施)?。?$")
_LIST_SAID = re.compile(
    r"(?:推进|推动|建设|抓好|做好|加快|实施|谋划)(?P<list>[^,;。]*?、[^,;。]*?)等(?:\d+个)?"
    r"(?:重大|重点|一批|[^,;。、]{0,4}亿元?(?:以上)?|[^,;。、平载]{0,6})?项目"
)
_ONE_SAID = re.compile(
    r"(?:加快|推进|推动)(?P<one>[^,;。、]{4,30}项目)建设|"
    r"实施(?P<work>[^,;。、]{6,30}工程)(?=[,;。])|"
    r"(?:其中)?(?P<sum>[^,;。、]{4,30}?项目)(?=总?投资)"
)
_WORK_SAID = re.compile(
    r"(?:做好|推进|实施|加快|启动|抓好|[、和])(?P<name>[^,;。、和]{4,20}?)(?:的)?"
    r"(?P<does>改造提升|提升改造|资源整合|改扩建|迁建|扩容改造)(?=[,;。、和]|工程|项目)"
)
"""What is done to a place that is there: 做好甲中心的改造提升."""

_NO_NAME = re.compile("鼓励|支持|引导|开展|促进|探索|参与")
"""How a clause of a box begins that names no project."""

_FUNDED = (
    re.compile(
        r"(?P<name>[^,;。、()]{4,40})[(](?P<facts>[^()]*?投资[^()]*?[\d.]+(?:亿|万)[^()]*)[)]"
    ),
    re.compile(
        r"(?P<facts>投资(?:约|额)?[\d.]+(?:亿|万)元)(?:的|用于)?(?:建设|新建|改造|扩建|实施|打造)?"
        r"(?P<name>[^,;。、()投]{4,30})"
    ),
    re.compile(
        r"(?:^|[,;。:、〕])(?:(?:加快|推进|实施|开工|启动)*(?:建设|新建|改造|扩建|实施|推进|打造))"
        r"(?P<name>[^,;。、()]{4,30}),(?P<facts>(?:计划|预计|估算)?总?投资(?:约|额)?[\d.]+(?:亿|万))"
    ),
)
"""Projects that are told with what they cost: 甲厂(总投资3亿元), 投资3亿元建设甲厂."""

_ITEMISED = re.compile(
    r"[-·◆●■\s]*(?:[(]?\d+[)]?[.、]?)?\s*(?!到|对|按|力争|支持|鼓励|引导|推动|在|以|不)"
    r"(?P<name>[^,;。:()]{4,40})[,:](?P<facts>[^;。]*?投资[^;。]*?[\d.]+(?:亿|万)[^;。]*)[;。]?$"
)
"""A project that is an item of a list: 甲厂二期,乙区,总投资3亿元."""

_UNIT = re.compile("(?:项目|建设|实施|承担)(?:单位|主体)(?:为|是|:)?(?P<unit>[^,;。]{2,40})")
_FACILITY = re.compile(
    r".*(?:基地|园区?|中心|工程|生产线|产线|线|厂|馆|公园|[港城站]|小镇|平台|[一二三四五]期|会址|枢纽|大厦|街区|"
    r"广场|总部|装置|研究院|电站|车间|项目)”?"
)
_NO_PROJECT = re.compile(
    r".*(?:带|走廊|名城|板块|集聚区|物流枢纽|研究院|研究所|分所|公司|实验室|研究中心|院|情|学院|大学|地位|示范区|"
    r"综合体)"
)
_BUILDS = re.compile(r"建设|建立|搭建|打造|新建|扩建|创建|建成|设立")
_NO_BUILD = re.compile(r"做大|做强|做优|提升|完善|重建|改造|发挥|强化|健全|整合")
_NEAR = 2
_BY_NAME = ("project-clause", "project-paragraph", "project-list")
"""Rules that tell a project by its name."""

_TELLING = 6
"""A name without its enterprise still tells what it is if it has so many characters."""

_SHORTEST = 4
_SHARED = ("国家重点实验室", "重点实验室", "国家文化公园")
_MONEY = re.compile(r"总?投资(?:额)?(?:约|达|为)?(?P<sum>[\d.]+)\s*(?P<unit>万元|亿元|亿美元)")
_BY = re.compile(
    r"(?:由(?P<by>[^,;。]{2,30}?)(?:在|负责|承担|牵头|投资|实施|建设)|建设单位(?:为|"
    r":)(?P<unit>[^,;。]{2,30})|"
    r"(?:^|。|,)(?P<lead>[^,;。]{2,24}?)(?:牵头|负责|承担)(?:建设|实施))"
)
_AT = re.compile(r"(?:位于|选址(?:在)?|落户|落地|坐落(?:在|于)|建设地点(?:为|:)?|布局在|在|依托)")
_SENTENCE = re.compile(r"(?P<name>[^,;。:]{4,40}?)项目[,，]")
_NUMBERED = re.compile(r"[(]?\d+[).、.]?\s*")
_HEAD_CELL = re.compile(r"(?:重点|重大)?(?:项目|工程)(?:名称)?|名称")
_COLUMNS = {
    "enterprise": re.compile(r".*(?:单位|企业|业主|主体)"),
    "place": re.compile(r".*(?:地点|地址|位置|选址|区县|所在地)"),
    "investment": re.compile(r".*投资.*"),
}
_BUILT_KINDS = {
    "development_zone", "district", "county_city", "neighbour_city", "region", "area", "group",
    "campus", "site", "museum", "scenic",
}  # fmt: skip


class Project(NamedTuple):
    """A project as the text gives it; `place` and `investment` are its words."""

    name: str
    enterprise: str
    place: str
    places: tuple[Mention, ...]
    investment: str
    box: str
    passage: Passage
    span: Span
    rule: str
    confidence: float


def read_projects(finder: NameFinder, plain: str, own: Sequence[Passage]) -> list[Project]:
    """Return the projects of one plan, each once.

    Parameters
    ----------
    finder
        The names of the plan.
    plain
        The text as it is.
    own
        The plan's passages.
    """
    found: dict[tuple[str, str, str], Project] = {}
    reader = _Reader(finder, plain)
    tables = groupby((row for row in own if row.kind == ROW), key=lambda row: row.table)
    for row in (
        *(project for _, rows in tables for project in reader.table(list(rows))),
        *(project for passage in own if passage.kind != ROW for project in reader.passage(passage)),
    ):
        key = (row.name, row.enterprise, row.box)
        if key not in found:
            found[key] = row
    return sorted(found.values(), key=lambda row: row.span)


class _Reader:
    def __init__(self, finder: NameFinder, plain: str) -> None:
        self._find = finder
        self._text = finder.text
        self._plain = plain

    # -- tables ------------------------------------------------------------------------

    def table(self, rows: list[Passage]) -> Iterator[Project]:
        """Yield the projects of a table that has a column of their names."""
        head = ["".join(cell.split()) for cell in rows[0].cells]
        name = next((at for at, cell in enumerate(head) if _HEAD_CELL.fullmatch(cell)), None)
        roles = {
            role: next((at for at, cell in enumerate(head) if form.fullmatch(cell)), None)
            for role, form in _COLUMNS.items()
        }
        if name is None or not any(at is not None for at in roles.values()):
            return
        for row in rows[1:]:
            if len(row.cells) != len(head) or not row.cells[name].strip():
                continue
            cells = {role: row.cells[at] if at is not None else "" for role, at in roles.items()}
            money = re.match(r"[\d.]+", cells["investment"].strip())
            places = tuple(self._find.places(Span(row.start, row.end)))
            at = self._text.find(cells["place"].lower(), row.start) if cells["place"] else -1
            yield Project(
                row.cells[name].strip(), cells["enterprise"].strip(), cells["place"].strip(),
                tuple(found for found in places if at <= found.start < at + len(cells["place"]))
                if at >= 0 else (),
                money[0] if money else "", row.box, row, Span(row.start, row.end),
                "project-table", 0.95,
            )  # fmt: skip

    # -- paragraphs --------------------------------------------------------------------

    def passage(self, passage: Passage) -> Iterator[Project]:
        """Yield the projects of a paragraph: as sentences tell them, or as items of a list do."""
        told = list(self._of_passage(passage))
        if self._find.knows_the_plan:
            yield from told
            return
        itemised = list(self._itemised(passage))
        listed = list(self._bare_list(passage)) if not told else []
        surer = any(row.rule in _BY_NAME for row in told) or len(itemised) < max(1, len(told))
        yield from (told or listed) if surer else itemised

    def _bare_list(self, passage: Passage) -> Iterator[Project]:
        """Yield the projects of a box that but lists them, 甲基地、乙生产线二期."""
        title = self._text[slice(*passage.title)] if passage.title else ""
        said = self._text[passage.start : passage.end]
        if not title.endswith("项目") or re.search("[,:;]", said) or said.count("、") < 2:
            return
        span = Span(passage.start, passage.end - said.endswith("。"))
        for item in items(self._text, span, "[、]"):
            yield self._item(passage, item, span)

    def _of_passage(self, passage: Passage) -> Iterator[Project]:
        label = self._text[slice(*passage.head)] if passage.head else ""
        title = self._text[slice(*passage.title)] if passage.title else ""
        heads = " ".join(self._text[slice(*row)] for row in passage.heads)
        if words("past").search(heads):
            return
        projects_box = bool(re.search(r"项目|工程", title))
        whole = Span(passage.start, passage.end)
        lists = _LABEL.fullmatch(label) is not None
        if projects_box and label and not lists and _is_facts(self._text[slice(*whole)]):
            assert passage.head is not None
            own = _SENTENCE.match(self._text, *whole)
            if own and not self._find.knows_the_plan:
                yield self._of_field(passage, Span(*own.span("name")), whole)
            else:
                yield self._told(passage, passage.head, whole, "project-paragraph", 0.9)
            return
        for sentence in sentences(self._text, *whole):
            said = self._text[slice(*sentence)]
            key = _LABELLED.match(said)
            if (
                key
                or _LABEL.search(label)
                or (projects_box and label and "、" in said and _ALL_LIST.search(said))
            ):
                start = sentence.start + (key.end() if key else 0)
                yield from self._list(passage, Span(start, sentence.end), sentence)
            elif any(form.search(said) for form in _FUNDED):
                yield from self._funded(passage, sentence)
            elif _SENTENCE.search(said) and _is_facts(said):
                yield from self._told_each(passage, sentence)
            else:
                yield from self._named(passage, sentence)
                yield from self._built(passage, sentence)
                yield from self._worked(passage, sentence)

    def _itemised(self, passage: Passage) -> Iterator[Project]:
        """Yield the projects of a paragraph that is items with what each costs."""
        whole = passage.whole
        gap = self._text[passage.heads[-1].end : passage.start] if passage.heads else "\n"
        if len(gap) <= _NEAR and "\n" not in gap:
            # 1.甲基地项目:…: the number makes a heading of its name.
            whole = Span(passage.heads[-1].start, passage.end)
        for part in re.finditer(r"[^;。]+", self._text[slice(*whole)]):
            span = Span(whole.start + part.start(), whole.start + part.end())
            item = _ITEMISED.match(self._text[slice(*span)])
            if item is None:
                continue
            facts = Span(*(span.start + at for at in item.span("facts")))
            unit = _UNIT.search(self._text, *facts)
            skip = unit.end() if unit else facts.start
            places = self._find.places(Span(skip, facts.end)) or self._find.places(facts)
            where = self._plain[places[0].start : places[0].end] if places else ""
            start, end = (span.start + at for at in item.span("name"))
            firm = self._plain[slice(*unit.span("unit"))] if unit else ""
            name = _plain_name(self._plain[start:end])
            yield Project(
                name, firm or self._brand(name), where, tuple(places[:1]), _funds(item["facts"]),
                passage.box, passage, span, "project-item", 0.9,
            )  # fmt: skip

    def _funded(self, passage: Passage, sentence: Span) -> Iterator[Project]:
        """Yield the projects of a sentence that tells what each costs."""
        said = self._text[slice(*sentence)]
        taken: set[int] = set()
        for form in _FUNDED:
            for match in form.finditer(said):
                start = sentence.start + match.start("name")
                lead = _LEAD.match(match["name"])
                start += lead.end() if lead else 0
                end = sentence.start + match.end("name")
                name = _plain_name(self._plain[start:end])
                if len(name) < _SHORTEST or end in taken:
                    continue
                taken.add(end)
                facts = Span(*(sentence.start + at for at in match.span("facts")))
                places = self._find.places(facts) or self._find.places(Span(start, end))
                where = self._plain[slice(*places[0][:2])] if places else ""
                yield Project(
                    name, self._brand(name), where, tuple(places[:1]), _funds(match["facts"]),
                    passage.box, passage, sentence, "project-funded", 0.9,
                )  # fmt: skip

    def _of_field(self, passage: Passage, name: Span, whole: Span) -> Project:
        """Return the project that a paragraph begins with whose head is but its field.

        装备:甲区智能农机工厂项目,由…: the district before the name says where it is.
        """
        places = [row for row in self._find.places(name) if row.start == name.start]
        rest = Span(places[0].end, name.end) if places else name
        if not places or rest.end - rest.start < _SHORTEST:
            return self._told(passage, name, whole, "project-paragraph", 0.9)
        told = self._told(passage, rest, whole, "project-paragraph", 0.9)
        where = self._plain[places[0].start : places[0].end]
        return told if told.place else told._replace(place=where, places=tuple(places[:1]))

    def _told_each(self, passage: Passage, sentence: Span) -> Iterator[Project]:
        """Yield the projects of a sentence that tells of each in a clause."""
        for part in re.finditer(r"[^;。]+", self._text[slice(*sentence)]):
            span = Span(sentence.start + part.start(), sentence.start + part.end())
            text = self._text[slice(*span)]
            colon = text.find(":") + 1
            name = _SENTENCE.match(text, colon)
            if name:
                head = Span(span.start + name.start("name"), span.start + name.end("name"))
                yield self._told(passage, head, span, "project-clause", 0.9)

    def _told(
        self, passage: Passage, head: Span, span: Span, rule: str, confidence: float
    ) -> Project:
        """Return a project whose facts a stretch of the text tells."""
        text = self._text[slice(*span)]
        number = _NUMBERED.match(self._text, *head)
        start = number.end() if number else head.start
        name = _plain_name(self._plain[start : head.end])
        by = _BY.search(text)
        group = by.lastgroup if by else None
        firm = ""
        if by and group:
            firm = self._plain[slice(*(span.start + at for at in by.span(group)))]
        places = [
            row
            for row in self._find.places(span)
            if _AT.search(self._text, max(span.start, row.start - 6), row.start)
            and row.start >= head.end
        ]  # fmt: skip
        where = self._plain[places[0].start : places[0].end] if places else ""
        return Project(
            name, firm or self._brand(name), where, tuple(places[:1]), _money(text), passage.box,
            passage, span, rule, confidence,
        )  # fmt: skip

    def _brand(self, name: str) -> str:
        """Return the known enterprise that a name begins with."""
        return self._find.enterprise(name)

    def _list(self, passage: Passage, span: Span, sentence: Span) -> Iterator[Project]:
        """Yield the projects of a list."""
        for part in re.finditer(r"[^,;。]+(?:,(?=[^;。]*[)])[^,;。]*)*", self._text[slice(*span)]):
            start, end = span.start + part.start(), span.start + part.end()
            lead = _LEAD.match(self._text[start:end])
            start += lead.end() if lead else 0
            others = _OTHERS.search(self._text[start:end])
            end = start + others.start() if others else end
            if _NO_NAME.match(self._text, start):
                continue
            for item in self._items(Span(start, end)):
                yield self._item(passage, item, sentence)

    def _items(self, span: Span) -> Iterator[Span]:
        """Yield the projects of a list: an item goes on the one before that is not yet one."""
        parts = items(self._text, span, r"[、]|以及(?=.{6})")
        held: Span | None = None
        for part in parts:
            text = self._text[slice(*part)]
            whole = held and (_ENDS.fullmatch(self._text[slice(*held)]) or _STARTS.match(text))
            if held and not whole and not _is_shared(self._text[slice(*held)], text):
                held = Span(held.start, part.end)
                continue
            if held:
                yield from self._halves(held)
            held = part
        if held:
            yield from self._halves(held)

    def _halves(self, span: Span) -> Iterator[Span]:
        """Yield a project, or the two that 和 joins: a base and what is made beside it."""
        text = self._text[slice(*span)]
        joint = re.search(r"(?<=基地|中心|验室|装置|究院|公园)(?:和|以及)(?=.{4})", text)
        lab = re.match(r"(?P<a>[^和]{2,8})和(?P<b>[^和]{2,8})国家重点实验室$", text)
        if lab:
            yield Span(span.start, span.start + lab.end("a"))
            yield Span(span.start + lab.start("b"), span.end)
        elif joint:
            yield Span(span.start, span.start + joint.start())
            yield Span(span.start + joint.end(), span.end)
        else:
            yield span

    def _item(self, passage: Passage, span: Span, sentence: Span) -> Project:
        """Return the project that an item of a list is."""
        text, plain = self._text[slice(*span)], self._plain[slice(*span)]
        inside = re.search(r"[(]([^()]*(?:投资|公司|,)[^()]*)[)]$", text)
        body = text[: inside.start()] if inside else text
        told = inside[1] if inside else ""
        lead = _LEAD.match(body)
        start = lead.end() if lead else 0
        name, firm = plain[start : len(body)], ""
        if _shares(self._text, span):
            name += "国家重点实验室"
        split = _FIRM.match(body, start)
        if split:
            firm, name = plain[slice(*split.span("firm"))], plain[slice(*split.span("name"))]
        for cell in filter(None, re.split(",", told)):
            if re.search("公司|集团|大学|研究院", cell):
                at = text.find(cell)
                firm = plain[at : at + len(cell)]
        found = self._find.places(span)
        stated = [row for row in found if inside and row.start >= span.start + inside.start()]
        places = tuple(stated or found)
        where = self._plain[places[0].start : places[0].end] if places else ""
        if not firm:
            firm = self._brand(name)
            rest = name[len(firm) :]
            if len(rest) >= _TELLING and not self._find.places(
                Span(span.start + start, span.start + start + len(name))
            ):
                name = rest
        return Project(
            _plain_name(name), firm, where, places, _money(told), passage.box,
            passage, span, "project-list", 0.85,
        )  # fmt: skip

    def _named(self, passage: Passage, sentence: Span) -> Iterator[Project]:
        """Yield what a sentence calls projects: 加快甲、乙等项目建设, 实施甲区丙工程."""
        said = self._text[slice(*sentence)]
        for match in _LIST_SAID.finditer(said):
            for item in self._items(Span(*(sentence.start + at for at in match.span("list")))):
                if not (self._find.places(item) or _FACILITY.fullmatch(self._text[slice(*item)])):
                    # 污水集中处理: a sort of project, and none by name.
                    continue
                yield self._item(passage, item, sentence)._replace(
                    rule="project-said", confidence=0.75, span=sentence
                )
        for match in _ONE_SAID.finditer(said):
            span = Span(*(sentence.start + at for at in match.span(match.lastgroup or 0)))
            if self._find.places(span) or self._brand(self._plain[slice(*span)]):
                yield self._item(passage, span, sentence)._replace(
                    rule="project-said", confidence=0.7, span=sentence
                )

    def _worked(self, passage: Passage, sentence: Span) -> Iterator[Project]:
        """Yield works on a place that is there, by the place's name and what is done."""
        for match in _WORK_SAID.finditer(self._text, *sentence):
            span = Span(*match.span("name"))
            places = self._find.places(span)
            if len(places) == 1 and places[0][:2] == span:
                where = self._plain[slice(*span)]
                yield Project(
                    where + match["does"], "", where, (places[0],), "", passage.box, passage,
                    sentence, "project-worked", 0.7,
                )  # fmt: skip

    def _built(self, passage: Passage, sentence: Span) -> Iterator[Project]:
        """Yield what a sentence builds that is a thing of its own."""
        marked = mark(self._text, sentence, self._find.places(sentence))
        for event in events(marked):
            if event.pattern.reach != "segment":
                continue
            for place in event.places:
                if self._find.kind(place) in _BUILT_KINDS or place.sure < 0.8:
                    continue
                words_of_it = self._plain[place.start : place.end]
                if _NO_PROJECT.fullmatch(words_of_it) or not self._builds(marked, event):
                    continue
                yield Project(
                    words_of_it, self._brand(words_of_it), words_of_it, (place,), "", passage.box,
                    passage, sentence, "project-built", 0.6,
                )  # fmt: skip

    def _builds(self, marked: Marked, event: Event) -> bool:
        """Tell a form that builds what it names from one that makes better what is there."""
        start = marked.text.rfind(",", 0, event.start) + 1
        stop = re.search("[,;。]|$", marked.text[event.start :])
        said = marked.text[start : event.start + (stop.start() if stop else 0)]
        return bool(_BUILDS.search(said)) and not (
            _NO_BUILD.search(said) or re.search("等[^,;。]{0,8}(?:平台|载体)", said)
        )


def _is_facts(text: str) -> bool:
    return bool(_MONEY.search(text) or _BY.search(text) or re.search("位于|选址|落户", text))


def _shares(text: str, span: Span) -> bool:
    """Tell whether a name ends where the next does: the first of 甲和乙国家重点实验室."""
    return bool(re.match("和[^和,;。、]{2,8}国家重点实验室", text[span.end : span.end + 20]))


def _is_shared(before: str, text: str) -> bool:
    """Tell whether an item shares the end of the next: 甲、乙国家重点实验室."""
    return any(text.endswith(tail) and len(before) <= 8 for tail in _SHARED)


def _funds(text: str) -> str:
    found = re.search(r"[\d.]+(?=亿)", text)
    return found[0] if found else _money(text)


def _plain_name(name: str) -> str:
    return re.sub(r"项目$", "", name.strip("“”。:： ")) or name


def _money(text: str) -> str:
    found = _MONEY.search(text)
    return found["sum"] if found else ""
