"""The names of one plan: places and industries, those geodata has and those told by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zzmap.extract import item_words, new_names, products
from zzmap.extract.clauses import Span, fold, items
from zzmap.extract.element_names import element_names
from zzmap.extract.kinds import kind_of
from zzmap.extract.known_names import Gazetteer, Mention
from zzmap.extract.landmarks import landmarks
from zzmap.extract.patterns import words
from zzmap.extract.shared_ends import overlaps, shared_ends
from zzmap.extract.taxonomy import Taxonomy
from zzmap.model import Place

_AIM = re.compile(
    r"(?:建设|打造|创建|建成|形成|构建|成为|争创|创成|建立|培育|争取|申报|认定)(?!的“?$)[^,;:。、]{0,10}$"
)
_SLOGAN = re.compile("”的?(?:发展|产业)?(?:方向|定位|目标|理念|模式|品牌|称号|战略|名片|美誉)")
"""What a quoted name leads to that is but an aim: “丙新区”发展方向."""

_FIGURED = re.compile("[0-9n]”$")
"""What stands before a class: “3+2”丙组团."""

_PREDICATE = re.compile(
    r"(?<![一二三四五六七八九十就即都])是(?=[^P])[^在]{2,}$|"
    r"(?:(?:批准|认定|评选?|命名|确定|升级|升格|晋升|更名)为|获批|入选|列入|纳入|被誉为)[^,;。:]*$|"
    r"(?:打造|建设|建成|成为|形成|创建|构建|作为)[^,;。:]{4,}的$"
)
_SEGMENT_REACH = 40
_CLASS = re.compile(r"等[^,;。]{0,6}$")
_CLASS_OF_PARKS = re.compile(
    r"[园区城镇]等(?:一批|若干|各类|多个|[一二三四五六七八九十0-9]+[个大家处])?[^,;。、]{0,2}$"
)
_CALLED_SO = re.compile("[^的、]{2}产业")
_BASE = re.compile("(?:生产|总部|制造)基地$")
_BRACKET = re.compile(r"[(][^()]*[)]")
_SORTS = re.compile(
    r"(?:经济技术开发区|高新技术产业开发区|经开区|高新区|航空港区|示范区)(?![一-龥]{0,6}[园区])"
)
_COUNT = re.compile("[一二三四五六七八九十两0-9]+[大个]|等")
_TOLD = re.compile(r"(?:依托|以|在|位于|落户|选址|支持)$")
_SEGMENT = re.compile(r"[^,;]+")
_ROLES = (
    "(?:作)?为(?:[^,;。P为]{0,6})(?:核心|龙头|载体|支撑|主体|依托|重点|引领|牵引|节点|链核|链主|"
    "主阵地|平台|枢纽|支点|基础)"
)
_FRAMES = (
    re.compile(rf"以(?P<what>[^,;。:以为]{{2,40}}?){_ROLES}"),
    re.compile(
        r"(?:依托|借助|背靠|利用)(?P<what>[^,;。:的]{2,40}?)(?=[,;。]|等?(?:资源|优势|平台|设施)|发展|开发|做强|建设|打造|培育)"
    ),
    re.compile(
        r"依托(?P<what>[^,;。:的]{2,12}?)(?=(?:丰富|独特|优越|良好|优质)的[^,;。、]{0,6}(?:资源|优势|条件))"
    ),
    re.compile(
        r"(?:发挥|用好|放大)(?P<what>[^,;。:的]{2,40}?)(?=等?[^,;。、]{0,8}(?:作用|优势|效应|带动|资源))"
    ),
    re.compile(r"在(?P<what>[^,;。:的]{2,30}?)(?=打造|建设|布局|植入|发展|开展|开发|培育|举办)"),
    re.compile(r"围绕(?P<what>[^,;。:的]{2,30}?)(?=开发|发展|建设|打造|做强|展开)"),
)
"""What a sentence says it rests upon."""

_WORKS = re.compile(
    "(?:推进|推动|加快|抓好|实施|做好)(?:推动|推进|建设)?(?P<what>[^,;。:]{4,90}?)"
    "(?:等)?(?:重[点大])?(?:项目|工程|平台|载体)?(?:规划|加快|尽快)*(?:建设|落地|投产|(?<=项目)(?=[,;。]))"
)
"""A list of works to be built."""

_RESTED = re.compile("依托(?P<what>[^,;。:]{4,120}?)(?=等?[,。])")

_SITES = re.compile("^[^等]*(?:[会厂园]址|中心|基地|园区|[园馆站港城])$")
_BESIDE = 0.6
_LIST, _LONG = 2, 9
"""How many works are a list, and how long a name must be to be a place beside no other."""

_NUMERALS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_COUNTED = re.compile(
    "(?:聚合|统筹|整合|联动|依托|涵盖|覆盖|包括|支持|推动|串联)(?P<what>[^,;。:的]{2,12}(?:、[^,;。:、的]{2,12})+)"
    "(?P<count>[二两三四五六])[大个](?:核心|重点|功能|主要)?(?:片区|板块|组团|园区|区域)"
)
"""A list of places that says how many they are."""

_PARK_OF = re.compile("等(?P<name>[^,;。、等]{2,6}(?:产业园|工业园|科技园|物流园)区?)(?=[,;。])")
_SORT = ("型", "域")
"""What stands behind the name of a sort, and of no place: 空港型、陆港型枢纽, 示范区域."""

_AND_MORE = re.compile("等.*$")
_LONGEST_SITE = 18
_NEIGHBOUR = "neighbour_city"
_MARKS_BETWEEN = ("、", "和", "与", "及", "以及")
_SHORT = 4
_CALLED = 5
_LOCAL, _TOLD_BEFORE, _ELEMENT = 0.85, 0.8, 0.9


class NameFinder:
    """Finds names in the folded text of a plan.

    Parameters
    ----------
    text
        The folded text.
    names
        What is known before.
    taxonomy
        The industries that are known.
    regions
        How a name may start that is sure to be a place's: the city and its districts.
    """

    def __init__(
        self, text: str, names: Gazetteer, taxonomy: Taxonomy, regions: re.Pattern[str]
    ) -> None:
        self.text = text
        self.names = names
        self._taxonomy = taxonomy
        self._regions = regions
        self._headings: dict[tuple[Span, ...], tuple[Mention, ...]] = {(): ()}
        self._endings: dict[str, tuple[str, ...]] = {}
        counties = "|".join(re.escape(fold(row)) for row in names.districts)
        self._in_counties = (
            re.compile(f"(?:{counties})[一-龥]{{2,3}}?(?=[、和与及,;。等]|[两三四五六七八九十]+[处地个])")
            if counties else None
        )  # fmt: skip
        self._places: dict[tuple[Span, bool], list[Mention]] = {}
        told = list(new_names.places(text, 0, len(text), regions))
        self._told = {
            row.name for row in told if _TOLD.search(text, max(0, row.start - 4), row.start)
        }
        told_names = element_names(text, declared=not taxonomy.has_document)
        own = sorted(map(re.escape, told_names), key=len, reverse=True)
        self._own_elements = re.compile("|".join(own)) if own else None
        self._zones: dict[str, set[str]] = {}
        for row in told:
            sort = _SORTS.search(row.name)
            if sort and sort.end() == len(row.name) and row.sure >= _LOCAL:
                self._zones.setdefault(sort[0], set()).add(row.name)

    @property
    def knows_the_plan(self) -> bool:
        """Whether geodata has industries of the plan that is read."""
        return self._taxonomy.has_document

    # -- places ------------------------------------------------------------------------

    def places(self, span: Span, *, beyond: bool = False) -> list[Mention]:
        """Return the places of a part of the text; those of other cities if `beyond`."""
        key = (span, beyond)
        if key not in self._places:
            self._places[key] = self._found_places(span, beyond=beyond)
        return [*self._places[key]]

    def _found_places(self, span: Span, *, beyond: bool) -> list[Mention]:
        known = list(self.names.places.find(self.text, *span))
        found = known + [
            row
            for row in new_names.places(self.text, *span, self._regions)
            if not self._is_none(row, span, known)
        ]
        found += self._joined(span, known)
        found += self._belts(span)
        found += self._parks_of(known)
        found += self._beside(span, found)
        counted = list(self._counted(span))
        found = counted + [row for row in found if not any(_meets(row, one) for one in counted)]
        found += self._bare(span)
        found += self._towns(span)
        if not self.knows_the_plan:
            found += [
                row
                for row in (*self._framed(span), *landmarks(self.text, span, self._regions))
                if not any(_crosses(row, other) for other in found)
            ]  # fmt: skip
        if self._own_elements:
            found += [
                Mention(*row.span(), row[0], self.names.places.get(row[0]), _ELEMENT)
                for row in self._own_elements.finditer(self.text, *span)
            ]
        found.sort(key=lambda row: (row.start - row.end, -len(row.ids)))
        taken: list[Mention] = []
        for row in found:
            if self.text.startswith(_SORT, row.end):
                continue
            if all(row.end <= other.start or other.end <= row.start for other in taken):
                taken.append(row)
        judged = [self._judged(row) for row in sorted(taken)]
        if beyond:
            return judged
        foreign = self._foreign_belts(span)
        return [
            row
            for row in judged
            if not self._beyond(row) and not overlaps(row.start, row.end, foreign)
        ]

    def _is_none(self, row: Mention, span: Span, known: Sequence[Mention]) -> bool:
        """Tell what ends like a place's name and is an aim, or the class of the names before."""
        before = self.text[max(span.start, row.start - 14) : row.start]
        quoted = self.text[row.start - 1 : row.start] == "“" and self.text.startswith("”", row.end)
        local = quoted or row.sure >= _LOCAL or any(other.start == row.start for other in known)
        if not local and self._is_class(row, span, before):
            return True
        if any(self._is_known_better(row, other, local=local) for other in known):
            return True
        core = new_names.core(row.name)
        if not local and (
            self.names.industries.get(core)
            or (row.sure < _TOLD_BEFORE and item_words.is_product(core))
        ):
            # 数据中心, 大数据试验场: what is done there, not what it is called.
            return True
        first = next((other for other in known if other.start == row.start), None)
        if first and _COUNT.match(self.text, first.end, row.end):
            return True
        lists = any(other.end <= row.start for other in known)
        return lists and not local and _CLASS.search(before) is not None

    def _is_class(self, row: Mention, span: Span, before: str) -> bool:
        """Tell what a segment says a place is, or is to be, or what the places before it are.

        是全省首个丙新区, 打造一流的丙园区, “丙新区”发展方向, “3+2”丙组团, 甲园等一批丙园区.
        """
        start = max(span.start, row.start - _SEGMENT_REACH)
        said = re.split("[,;。:]", self.text[start : row.start])[-1]
        forms = (_AIM, _FIGURED, _CLASS_OF_PARKS)
        return bool(
            any(form.search(before) for form in forms)
            or _SLOGAN.match(self.text, row.end)
            or _PREDICATE.search(said)
        )

    def _is_known_better(self, row: Mention, other: Mention, *, local: bool) -> bool:
        """Tell whether a known name says where a new one begins or ends."""
        if row.start < other.start < row.end < other.end:
            # It would cut in two what geodata knows.
            return True
        if other.end != row.end or other.start <= row.start:
            return False
        # What geodata knows ends the name: what stands before it is no part of it.
        return not local or self._in_district(Span(row.start, other.start))

    def _in_district(self, before: Span) -> bool:
        """Tell whether what stands before a name says but where it is: 甲区甲 of 甲区甲丙园."""
        at = before.start
        while at < before.end and (told := self._regions.match(self.text, at, before.end)):
            at = told.end()
        return before.start < at == before.end

    def _joined(self, span: Span, known: Sequence[Mention]) -> Iterator[Mention]:
        """Yield names of geodata that hold 与 or the like and stand here without their start."""
        if self.names.cold:
            return
        for row in new_names.places(self.text, *span, self._regions, joined=True):
            if any(other.end == row.end for other in known):
                continue
            ids = self._ending(row.name)
            if ids:
                yield row._replace(ids=ids, sure=0.95)

    def _belts(self, span: Span) -> Iterator[Mention]:
        """Yield belts written with their ends: 甲(甲市)乙(乙市)产业带 is 甲乙产业带."""
        for match in new_names.BELT.finditer(self.text, *span):
            if not self._leads_beyond(match):
                name = match["a"] + match["b"] + match["tail"]
                ids = self.names.places.get(name)
                yield Mention(*match.span(), name, ids, 1.0 if ids else _LOCAL, name)

    def _parks_of(self, known: Sequence[Mention]) -> Iterator[Mention]:
        """Yield parks that are told by where they lie: 甲县等丙产业园 is of 甲县丙产业园."""
        for row in known:
            park = _PARK_OF.match(self.text, row.end)
            if (
                park
                and self._in_district(Span(row.start, row.end))
                and new_names.core(park["name"])
                and not self.names.places.get(park["name"])
            ):
                name = row.name + park["name"]
                yield Mention(row.start, park.end(), name, (), _LOCAL, name)

    def _beside(self, span: Span, found: Sequence[Mention]) -> Iterator[Mention]:
        """Yield what a list of works names beside a place: 推进甲园、丙会址、丁中心等项目建设.

        Long names that all end as sites do are places without one beside them.
        """
        ends = {row.end for row in found if row.sure >= _BESIDE}
        for match in (*_WORKS.finditer(self.text, *span), *_RESTED.finditer(self.text, *span)):
            rows = [
                self._unbracketed(row) for row in items(self.text, Span(*match.span("what")), "、")
            ]
            sites = [row for row in rows if _SITES.search(self.text[slice(*row)])]
            long = sites == rows and all(row.end - row.start >= _LONG for row in rows)
            if len(rows) < _LIST or not (long or any(row.end in ends for row in rows)):
                continue
            for row in sites:
                name = self.text[slice(*row)].strip("“”")
                if (long or row.end not in ends) and len(name) >= _CALLED:
                    yield Mention(row.start, row.end, name, (), _TOLD_BEFORE if long else _BESIDE)

    def _unbracketed(self, item: Span) -> Span:
        """Return an item without the bracket behind its name."""
        bracket = _BRACKET.search(self.text, *item)
        whole = bracket is not None and bracket.end() == item.end
        return Span(item.start, bracket.start()) if bracket and whole else item

    def _counted(self, span: Span) -> Iterator[Mention]:
        """Yield the places of a list that is counted: 甲北部、乙岛、丙谷三大片区."""
        for match in _COUNTED.finditer(self.text, *span):
            told = items(self.text, Span(*match.span("what")), "、")
            if len(told) == _NUMERALS.get(match["count"]) and not self.names.places.get(
                self.text[slice(*told[0])]
            ):
                for row in told:
                    yield Mention(row.start, row.end, self.text[slice(*row)], (), _TOLD_BEFORE)

    def _foreign_belts(self, span: Span) -> list[Span]:
        """Return the belts to another city: they are work together with it."""
        belts = new_names.BELT.finditer(self.text, *span)
        return [Span(*match.span()) for match in belts if self._leads_beyond(match)]

    def _leads_beyond(self, match: re.Match[str]) -> bool:
        for group in ("one", "two"):
            ends = list(self.names.places.find(self.text, *match.span(group)))
            if not ends or any(map(self._beyond, ends)):
                return True
        return False

    def _bare(self, span: Span) -> Iterator[Mention]:
        """Yield 经开区 and the like that stand alone, where the plan names but one of the city."""
        for match in _SORTS.finditer(self.text, *span):
            named = self._zones.get(match[0], set())
            if len(named) == 1:
                yield Mention(*match.span(), match[0], (), _LOCAL, next(iter(named)))

    def _towns(self, span: Span) -> Iterator[Mention]:
        """Yield towns named by their bare word behind their county, in a list of such.

        甲县子丑、乙市寅卯: where one has the name of its county before it, so have the others.
        """
        if self._in_counties is None:
            return
        rows = list(self._in_counties.finditer(self.text, *span))
        for number, row in enumerate(rows):
            beside = number and self.text[rows[number - 1].end() : row.start()] in _MARKS_BETWEEN
            before = number + 1 < len(rows) and (
                self.text[row.end() : rows[number + 1].start()] in _MARKS_BETWEEN
            )
            if beside or before:
                yield Mention(*row.span(), row[0], (), _TOLD_BEFORE)

    def _judged(self, row: Mention) -> Mention:
        if row.ids:
            return row
        ids = self._ending(row.name)
        if ids:
            return row._replace(ids=ids, sure=0.95)
        told = row.name in self._told
        return row._replace(sure=max(row.sure, _TOLD_BEFORE)) if told else row

    def _ending(self, name: str) -> tuple[str, ...]:
        if name not in self._endings:
            self._endings[name] = self.names.places.ending(name)
        return self._endings[name]

    def _beyond(self, row: Mention) -> bool:
        """Tell whether a name is of another city."""
        known = self.names.catalogue.places if self.names.catalogue and row.ids else {}
        place: Place | None = known.get(row.ids[0]) if row.ids else None
        return place is not None and place.kind == _NEIGHBOUR

    def elements(self, span: Span) -> list[Mention]:
        """Return the elements of structures that a part names, as the places they are."""
        return list(self.names.elements.find(self.text, *span))

    def kind(self, row: Mention) -> str:
        """Return the kind of a place."""
        known = self.names.catalogue.places if self.names.catalogue and row.ids else {}
        return known[row.ids[0]].kind if row.ids and row.ids[0] in known else kind_of(row.name)

    def enterprise(self, name: str) -> str:
        """Return the enterprise of geodata that a project's name begins with, '' for none."""
        found = [row for row in self.names.enterprises if fold(name).startswith(row)]
        return name[: len(max(found, key=len))] if found else ""

    def whole(self, name: str, span: Span) -> Mention | None:
        """Return the place of geodata that is called so, as a mention of a part of the text."""
        ids = self.names.places.get(name)
        return Mention(span.start, span.end, fold(name), ids, 1.0) if ids else None

    # -- industries --------------------------------------------------------------------

    def industries(
        self,
        span: Span,
        skip: Sequence[Span],
        ids: Sequence[str],
        *,
        headed: bool = False,
        head: str = "",
    ) -> list[Mention]:
        """Return the industries of a part of the text that are to be made there.

        Parameters
        ----------
        span
            The part.
        skip
            Parts of it that are others': places, what another form governs.
        ids
            Industries that stand above it, nearest first.
        headed
            Whether a head tells the industry, so that what all of it is to become tells no other.
        head
            The industry of that head: where no names are known, bare words are said of it.
        """
        rest = [*skip, *products.fields(self.text, span)]
        rest += [Span(*row.span()) for row in _BRACKET.finditer(self.text, *span)]
        rest += self._refused(span)
        rest += products.aims(self.text, span) if headed else []
        rest += [] if self.knows_the_plan else products.abilities(self.text, span)
        rest += products.whole_aims(self.text, span) if headed and not self.knows_the_plan else []
        tails = list(shared_ends(self.text, span, rest, self.names.industries))
        rest += [Span(row.start, row.end) for row in tails]
        drafted = list(
            products.drafted(
                self.text, span, rest, self.names.industries, self._taxonomy, ids,
                weak=not self._taxonomy.has_document, head=head,
            )
        )  # fmt: skip
        rest += [Span(row.start, row.end) for row in drafted]
        if not self._taxonomy.has_document:
            more = list(products.classes(self.text, span, rest))
            drafted += more
            rest += [Span(row.start, row.end) for row in more]
        return tails + self.known(span, rest, ids) + drafted

    def known(self, span: Span, skip: Sequence[Span], ids: Sequence[str]) -> list[Mention]:
        """Return the industries of geodata that a part names, each with the id it means here."""
        found = products.known(self.text, span, self.names.industries, skip)
        return [row._replace(ids=(self._meant(row, ids),)) for row in found]

    def called(self, place: Mention, ids: Sequence[str], *, alone: bool) -> list[Mention]:
        """Return the industry that a place to be built is called by, such as 甲国家文化公园.

        `alone` takes what stands before its end as well: nothing else says what it is for.
        """
        inside = self.known(Span(place.start, place.end), (), ids)
        if alone and not place.ids and not inside:
            return self._core(place)
        base = _BASE.search(place.name) is not None
        core = place.start + len(new_names.core(place.name))
        return [
            row
            for row in inside
            if row.start > place.start
            and len(row.name) >= _CALLED
            and (base or row.end == place.end or (alone and row.end == core))
        ]

    def _core(self, place: Mention) -> list[Mention]:
        """Return what a new place's name says between where it is and what it is."""
        told = self._regions.match(place.name)
        name = new_names.core(place.name)[told.end() if told else 0 :]
        start = place.start + (told.end() if told else 0)
        found = Mention(start, start + len(name), name, (), 0.55)
        return [found] if item_words.is_product(name) else []

    def listed(self, span: Span) -> list[Span]:
        """Return the items of a list, none of them parted within a name of geodata: 丙和丁服务."""
        held = list(self.names.industries.find(self.text, *span))
        found: list[Span] = []
        for row in items(self.text, span):
            inside = bool(found) and any(
                other.start < found[-1].end and row.start < other.end for other in held
            )
            found.append(Span(found.pop().start, row.end) if inside else row)
        return found

    def item(self, span: Span, ids: Sequence[str]) -> list[Mention]:
        """Return what an item of a list names: what geodata has, else the item itself."""
        found = self.known(span, (), ids)
        whole = item_words.cleaned(self.text, span)
        longer = (
            whole is not None
            and not self._taxonomy.has_document
            and products.is_longer(self.text, whole, found)
        )
        if whole is None or (found and not longer and not products.goes_on(whole, found[-1])):
            return found
        row_id = self._taxonomy.below(whole.name, ids)
        if row_id:
            return [whole._replace(ids=(row_id,), sure=0.85)]
        return [whole] if not words("general").fullmatch(whole.name) else []

    def thing(self, span: Span, ids: Sequence[str]) -> list[Mention]:
        """Return what a part of the text that is one name means: geodata's word, or its own.

        A name that geodata has but a part of is the plan's own, unless what stands before the
        part only says of which quality it is.
        """
        name = self.text[slice(*span)]
        held = self.known(span, (), ids)
        if held and held[0][:2] == span:
            return held[:1]
        before = self.text[span.start : held[-1].start] if held else ""
        of_any = bool(held) and held[-1].end == span.end and words("of_any").fullmatch(before)
        if of_any and self._taxonomy.has_document:
            return [held[-1]]
        if held and products.is_pure(self.text, span, held[-1]):
            return [held[-1]]
        return self._own(span, name, ids)

    def _own(self, span: Span, name: str, ids: Sequence[str]) -> list[Mention]:
        row_id = self._taxonomy.below(name, ids)
        return [Mention(*span, name, (row_id,) if row_id else (), 0.85)]

    def is_local(self, place: Mention) -> bool:
        """Tell a place that is more than an element of a layout: geodata's, or of a district."""
        return bool(place.ids) or self._regions.match(place.name) is not None

    def core(self, place: Mention) -> list[Mention]:
        """Return what a place that is to be built is named after: 兽药 of 兽药产业园."""
        told = list(self.names.places.find(self.text, place.start, place.end))
        local = self._regions.match(place.name) or (told and told[0].start == place.start)
        return [] if place.ids or local else self._core(place)

    def _framed(self, span: Span) -> Iterator[Mention]:
        """Yield sites that a sentence rests upon, told by that alone: 以白云山为核心."""
        for form in _FRAMES:
            for match in form.finditer(self.text, *span):
                for item in items(self.text, Span(*match.span("what"))):
                    name = _AND_MORE.sub("", self.text[slice(*item)])
                    firm = match[0].endswith("链主")
                    if words("sort_of_site").search(name):
                        continue
                    if 2 <= len(name) <= _LONGEST_SITE and (firm or words("site").search(name)):
                        yield Mention(item.start, item.start + len(name), name, (), _TOLD_BEFORE)

    def _meant(self, row: Mention, ids: Sequence[str]) -> str:
        """Return the id that a name means here: what is below what stands above comes first."""
        chosen = self._taxonomy.choose(row.ids, ids)
        if words("general").fullmatch(row.name) or len(row.name) <= _SHORT:
            for top in ids:
                below = self._taxonomy.below(row.name, [top])
                if below or self._taxonomy.is_below(chosen, [top]):
                    return below or chosen
        return chosen

    def _refused(self, span: Span) -> list[Span]:
        return [
            Span(*part.span())
            for part in _SEGMENT.finditer(self.text, *span)
            if refuses(part.group())
        ]

    # -- heads -------------------------------------------------------------------------

    def named(self, span: Span, above: Sequence[Mention] = ()) -> tuple[Mention, ...]:
        """Return the industries that a head names; `above` are those of the heads above it."""
        places = [Span(row.start, row.end) for row in self.places(span)]
        ids = [row.ids[0] for row in above if row.ids]
        named = self.known(span, places, ids)
        found = [row for row in named if not words("no_head").fullmatch(row.name)]
        whole = None if places else self._own_head(span, found)
        if whole:
            return (whole,)
        skip = [*places, *(Span(row.start, row.end) for row in found)]
        for item, _, _ in products.listed(self.text, span, skip):
            row_id = self._taxonomy.below(item.name, ids)
            if row_id:
                found.append(item._replace(ids=(row_id,), sure=0.85))
        if found or places:
            return tuple(found)
        whole = item_words.title(self.text, span)
        if whole is None:
            return ()
        row_id = self._taxonomy.below(whole.name, ids)
        if row_id:
            return (whole._replace(ids=(row_id,), sure=0.9),)
        told = whole.sure > item_words.BY_VERB and item_words.is_word(whole.name)
        if words("acts").match(whole.name):
            return ()
        told = told or (not self.knows_the_plan and bool(_CALLED_SO.fullmatch(whole.name)))
        product = item_words.is_product(whole.name) or words("works_of_a_head").search(whole.name)
        return (whole,) if product or told else ()

    def _own_head(self, span: Span, found: Sequence[Mention]) -> Mention | None:
        """Return a head that is a longer name than the one known name in it: 研发设计 of 设计."""
        if self._taxonomy.has_document or len(found) != 1:
            return None
        whole = item_words.title(self.text, span)
        if whole is None or whole.sure <= item_words.BY_VERB:
            return None
        longer = products.is_longer(self.text, whole, found)
        return whole if longer and item_words.is_product(whole.name) else None

    def above(self, heads: tuple[Span, ...]) -> tuple[Mention, ...]:
        """Return the industries of headings, nearest first."""
        if heads not in self._headings:
            outer = self.above(heads[:-1])
            self._headings[heads] = self.named(heads[-1], outer) + outer
        return self._headings[heads]


def _meets(row: Mention, other: Mention) -> bool:
    return other.start < row.end and row.start < other.end


def _crosses(row: Mention, other: Mention) -> bool:
    """Tell whether a name meets another that it does not hold."""
    meet = other.start < row.end and row.start < other.end
    return meet and not (row.start <= other.start and other.end < row.end)


def refuses(text: str) -> bool:
    """Tell a part of a sentence that says that nothing is to be there, or speaks of others."""
    return bool(words("against").search(text) or words("others").search(text))
