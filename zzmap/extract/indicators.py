"""Targets of a plan: rows of its tables, and what its sentences say is to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from zzmap.extract.clauses import Span, sentences
from zzmap.extract.outline import ROW
from zzmap.extract.passages import Passage
from zzmap.extract.patterns import words

_YEAR = re.compile(r"20\d\d")
_NAME = re.compile(r"指标(?:名称)?|主要指标|名称|指标项")
_UNIT = re.compile(r"(?:计量)?单位")
_KIND = re.compile(r".*(?:属性|性质)")
_VALUE = re.compile(r"20\d\d|目标|现状|基期|基数|实际|完成|规划")
_NUMBER = re.compile(
    r"(?P<sign>[≥≤><〉〈]?=?)\s*(?P<number>-?\d+(?:[.,]\d+)*)(?P<rest>.*)", re.DOTALL
)
_IN_NAME = re.compile(r"[(](?P<unit>[^()]{1,8})[)]$")
_KINDS = {"预期": "expected", "约束": "binding"}
_UNSTATED = "unstated"
_MORE, _LESS = ">=", "<="

_QUANTITY = (
    r"(?P<about>约|近)?(?P<number>\d+(?:\.\d+)?)(?P<unit>[^\d,;。、()以左个右]{0,6}?个?[^\d,;。、()以左右]{0,4}?)"
    r"(?P<after>以上|左右|以内|以下)?"
)
_REACH = (
    r"(?:达到|突破|超过|不低于|不少于|提高到|提升到|增长到|增加到|降低到|控制在|不超过|保持在|稳定在|扩大到|"
    r"上升到|下降到|减少到|压减到|扩容至|提高至|提升至|降低至|下降至|增至|降至|达)"
)
_FROM = (
    r"(?:[由从](?:(?P<from_year>20\d\d)年底?末?|[^\d,;。、:]{0,8}?)的?(?P<base>\d+(?:\.\d+)?)"
    r"(?P<base_unit>[^\d,;。、()]{0,6}?))?"
)
"""What a value was before: 由2025年的160亿元 of 由2025年的160亿元提高到400亿元."""

_WAS = (
    r"(?:[(](?P<was_year>20\d\d)年(?:底|末)?(?:为|是|达|达到)?(?P<was>\d+(?:\.\d+)?)"
    r"(?P<was_unit>[^\d,;。、()]{0,6})[)])?"
)
"""What a value was before, told behind it: 达到1800亿元(2025年为900亿元)."""

_SAID = (
    re.compile(
        rf"(?P<name>[^,;。、:]{{2,36}}?){_FROM}(?P<reach>{_REACH}){_QUANTITY}{_WAS}"
        r"(?=[,;。、]|$)"
    ),
    re.compile(
        rf"(?P<name>[^,;。、:]{{2,36}}?年均(?:增长|增速)(?:率)?)(?P<reach>)(?:达到)?{_QUANTITY}(?=[,;。、]|$)"
    ),
    re.compile(
        r"(?P<verb>培育(?:形成|引进)?|扶持(?:培育)?|新?引进|新增|建成|打造|形成|创建|认定|建设)"
        r"(?P<reach>)(?P<number>\d+(?:\.\d+)?)(?:[-~]\d+)?(?P<unit>[个家项条座栋所])"
        r"(?P<after>以上|左右)?(?P<name>[^,;。、]{3,36})"
    ),
    re.compile(
        r"(?P<verb>培育|扶持|新?引进|新增|建成|打造|形成|创建|认定)(?P<name>[^,;。、\d]{3,30}?)(?P<reach>)"
        r"(?P<number>\d+(?:\.\d+)?)(?P<unit>[个家项条座栋所]{1,2})(?P<after>以上|左右)?(?=[,;。、]|$)"
    ),
    re.compile(
        rf"(?P<name>[^,;。、:\d]{{3,30}}?)(?P<reach>){_QUANTITY}(?<=左右|以上)(?=[,;。、]|$)"
    ),
    re.compile(
        r"等(?P<number>\d+)(?P<unit>[个家项条])(?P<name>[^,;。、]{3,20}?)(?P<reach>)(?P<after>)"
        r"(?=规模|水平|[,;。])"
    ),
)
_LEAD = re.compile(
    r"^(?:到?20\d\d年|到?“?十[二三四五六七]五”?(?:末|期间|时期)?|力争|到时|全市|我市|其中|实现|确保|使|将|努力|"
    r"推动|累计|基本|每年(?=新增)|规划期末|届时|有|全面|进一步)+"
)
_FUTURE = re.compile(r"到20\d\d年|力争|“十[四五六]五”(?:期间|末|时期)|规划期末|目标")
_TARGET_YEAR = re.compile(r"到(20\d\d)年")
_PLAN_YEARS = re.compile(r"20\d\d\s*[-~至]\s*(20\d\d)")
_SAME_NAME = 0.6


class Indicator(NamedTuple):
    """An indicator as the text gives it: values run beside years, `comparator` of the last."""

    name: str
    unit: str
    years: tuple[str, ...]
    values: tuple[str, ...]
    comparator: str
    kind: str
    note: str
    passage: Passage
    sentence: Span
    rule: str
    confidence: float


def read_indicators(text: str, plain: str, own: Sequence[Passage]) -> list[Indicator]:
    """Return the indicators of one plan; what a sentence repeats of a table is not told twice.

    Parameters
    ----------
    text, plain
        The folded text, and the text as it is.
    own
        The plan's passages.
    """
    last = target_year(text, own)
    found: list[Indicator] = []
    tables = groupby((row for row in own if row.kind == ROW), key=lambda row: row.table)
    for _, rows in tables:
        found += _of_table(list(rows), last)
    for passage in own:
        if passage.kind != ROW:
            found += [
                row for row in _of_passage(text, plain, passage, last) if not _told(row, found)
            ]
    return found


def target_year(text: str, own: Iterable[Passage]) -> str:
    """Return the year a plan aims at: the one most of its sentences do, '' for none."""
    years: dict[str, int] = {}
    for passage in own:
        part = text[passage.start : passage.end]
        for match in (*_TARGET_YEAR.finditer(part), *_PLAN_YEARS.finditer(part)):
            years[match[1]] = years.get(match[1], 0) + 1
    return max(years, key=lambda year: (years[year], year), default="")


# -- tables ----------------------------------------------------------------------------


def _of_table(rows: list[Passage], last: str) -> Iterator[Indicator]:
    head = next((row for row in rows if _is_head(row.cells)), None)
    if head is None:
        return
    cells = [_flat(cell) for cell in head.cells]
    name = next(at for at, cell in enumerate(cells) if _NAME.fullmatch(cell))
    unit = next((at for at, cell in enumerate(cells) if _UNIT.fullmatch(cell)), None)
    kind = next((at for at, cell in enumerate(cells) if _KIND.fullmatch(cell)), None)
    columns = [
        (at, year[0] if year else last)
        for at, cell in enumerate(cells)
        if at not in (name, unit, kind) and _VALUE.search(cell)
        for year in [_YEAR.search(cell)]
    ]
    for row in rows[rows.index(head) + 1 :]:
        if len(row.cells) == len(cells):
            found = _row(row, name, unit, kind, columns)
            if found:
                yield found


def _is_head(cells: Sequence[str]) -> bool:
    flat = [_flat(cell) for cell in cells]
    named = any(_NAME.fullmatch(cell) for cell in flat)
    return (
        named
        and any(_VALUE.search(cell) for cell in flat)
        and not any("项目名称" in cell for cell in flat)
    )


def _row(
    row: Passage, name: int, unit: int | None, kind: int | None, columns: list[tuple[int, str]]
) -> Indicator | None:
    called = _flat(row.cells[name])
    inside = _IN_NAME.search(_half(called))
    measure = _flat(row.cells[unit]) if unit is not None else ""
    if inside and not measure:
        measure, called = inside["unit"], called[: inside.start()]
    years, values, notes, comparator = [], [], [], ""
    for at, year in columns:
        value = _NUMBER.match(_half(_flat(row.cells[at])))
        if value:
            years.append(year)
            values.append(value["number"].replace(",", ""))
            comparator = _comparator(value["sign"], value["rest"])
            if len(value["rest"].strip("%左右以上")) > 1:
                notes.append(f"{year}: {value['rest'].strip()}")
    if not called or not values:
        return None
    told = _flat(row.cells[kind]) if kind is not None else ""
    sort = next((code for word, code in _KINDS.items() if word in told), _UNSTATED)
    return Indicator(
        called, measure, tuple(years), tuple(values), comparator, sort, "; ".join(notes), row,
        Span(row.start, row.end), "indicator-table", 0.95,
    )  # fmt: skip


# -- sentences -------------------------------------------------------------------------


def _of_passage(text: str, plain: str, passage: Passage, last: str) -> Iterator[Indicator]:
    past, aims = _told_above([text[slice(*row)] for row in passage.above])
    if past:
        return
    for sentence in sentences(text, *passage.whole):
        said = text[slice(*sentence)]
        if not (aims or _FUTURE.search(said)) or words("reached_before").search(said):
            continue
        year = _TARGET_YEAR.search(said)
        taken: list[Span] = []
        before = ""
        for pattern in _SAID:
            for match in pattern.finditer(said):
                span = Span(*match.span("number"))
                name = _called(match, plain[slice(*sentence)], before)
                if not name or any(span.start < b and a < span.end for a, b in taken):
                    continue
                taken.append(span)
                before = name
                comparator = _comparator("", (match["after"] or "") + match["reach"])
                years, values = _base(match)
                yield Indicator(
                    name, match["unit"], (*years, year[1] if year else last),
                    (*values, match["number"]), comparator, _UNSTATED,
                    _note(match), passage, sentence,
                    "indicator-sentence", 0.75,
                )  # fmt: skip


def _told_above(titles: Sequence[str]) -> tuple[bool, bool]:
    """Tell whether headings are of what has been, and of aims: the nearest that says either.

    A chapter of both (一、发展基础与目标) may have a section of each.
    """
    for title in reversed(titles):
        past, aims = bool(words("past").search(title)), "目标" in title
        if past or aims:
            return past and not aims, aims and not past
    return False, False


def _base(match: re.Match[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the year and the value that a target starts from, where both are told in its unit."""
    told = match.groupdict()
    for year, value, unit in (("from_year", "base", "base_unit"), ("was_year", "was", "was_unit")):
        if told.get(year) and told[value] and told[unit] in ("", match["unit"]):
            return (told[year],), (told[value],)
    return (), ()


def _note(match: re.Match[str]) -> str:
    """Return what is told of a value beside it: that it is about so, what it starts from.

    A start whose year is not told, or in another unit, is no value of a year: it is noted.
    """
    told = match.groupdict()
    notes = ["about"] if told["after"] == "左右" else []
    if told.get("base") and not _base(match)[0]:
        year = f"{told['from_year']}: " if told["from_year"] else ""
        notes.append(f"from {year}{told['base']}{told['base_unit']}")
    return "; ".join(notes)


def _called(match: re.Match[str], plain: str, before: str) -> str:
    """Return the name of what is to reach a value; one that starts with 占 goes on another."""
    words_of_it = match["name"].rstrip("的 ")
    end = match.start("name") + len(words_of_it)
    name = plain[end - len(_LEAD.sub("", words_of_it)) : end]
    name = re.sub(r"^(?:培育|引进)(?=.{4})", "", name)
    if re.match("年(?:下降|增长|提高|减少|降低|上升)", name):
        # 较2005年下降65%以上: what falls is not told here.
        return ""
    if name.startswith("占") and before:
        name = before + name
    verb = match.groupdict().get("verb") or ""
    if "每年" in match.string[max(0, match.start() - 4) : match.start()]:
        name = f"每年{verb}{name}"
    elif verb.startswith("新"):
        name = verb + name
    return name if len(name) > 2 and not re.fullmatch(r"[\d.%]+", name) else ""


def _comparator(sign: str, rest: str) -> str:
    if (sign[:1] in "≥>〉" and sign) or re.search("以上|突破|超过|不低于|不少于", rest):
        return _MORE
    if (sign[:1] in "≤<〈" and sign) or re.search("以内|以下|控制在|不超过", rest):
        return _LESS
    return ""


def _told(row: Indicator, found: Iterable[Indicator]) -> bool:
    """Tell whether an indicator is there already, by value and most of its name."""
    for other in found:
        if _amount(row) == _amount(other) and row.years[-1] == other.years[-1]:
            shared = len(set(row.name) & set(other.name))
            if shared >= _SAME_NAME * min(len(set(row.name)), len(set(other.name))):
                return True
    return False


def _amount(row: Indicator) -> float:
    """Return the last value, in ones where the unit counts ten thousands of pieces."""
    many = re.match("万(?=[个家项条座])", row.unit)
    return float(row.values[-1]) * (10_000 if many else 1)


def _flat(cell: str) -> str:
    return "".join(cell.split())


def _half(cell: str) -> str:
    return cell.translate(str.maketrans("（），", "(),"))
