"""The report of a planner's own table: what the plans want, what fits, what is missing.

Each row of the table stands in one of three lists, once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

from shapely.geometry import MultiPoint

from zzmap.analysis.tally import PLACES, ZONE, Rolling, tally_plans
from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.join.plan import ELSEWHERE, NOWHERE
from zzmap.model import RELATION
from zzmap.report.chart import Part, bars
from zzmap.report.document import Block, Cell, Document, Facts, Figure, Notes, Section, Table
from zzmap.report.drawing import Mark, map_of
from zzmap.report.hosted import called, listed
from zzmap.said import said
from zzmap.wording import Say, words

_BARS = 16
_HOSTS, _KINDS = 6, 6
_FITS, _ELSEWHERE, _OTHER = "#0072B2", "#E69F00", "#9AA3AB"


class Row(NamedTuple):
    """A row of a joined table.

    Attributes
    ----------
    number
        In the file.
    name
        What the row is of.
    industry_id, place_id
        '' where none is said.
    in_plan
        As `zzmap.join.plan` says it.
    how
        Which words say the industry, or why none is said.
    point
        WGS-84 degrees; None where there is no usable position.
    duplicate
        Number of the first row of the same enterprise, '' for none.
    """

    number: str
    name: str
    industry_id: str
    place_id: str
    in_plan: str
    how: str
    point: tuple[float, float] | None
    duplicate: str


class OwnTable(NamedTuple):
    """A planner's table after the join: its rows, what is not certain, what was assumed.

    `review` has the columns of `zzmap.join.records.REVIEWED`.
    """

    name: str
    rows: Sequence[Row]
    review: Sequence[Mapping[str, str]]
    notes: Sequence[str] = ()


_WHAT = {
    "industry": ("产业", "industry"),
    "place": ("载体", "place"),
    "coord": ("坐标", "position"),
    "duplicate": ("重复", "duplicate"),
    "left out": ("不是数据行", "left out"),
}


def table_document(gazetteer: Gazetteer, table: OwnTable, *, english: bool = False) -> Document:
    """Return the report of a joined table; every row is in it once, and every doubt."""
    say = words(english)
    catalogue = gazetteer.catalogue
    city = catalogue.city
    fits = [row for row in table.rows if _fits(row)]
    elsewhere = [row for row in table.rows if row.in_plan == ELSEWHERE]
    others = [row for row in table.rows if not _fits(row) and row.in_plan != ELSEWHERE]
    sections = [
        Section(say("一、概况", "1. At a glance"), [*_overview(say, gazetteer, table)]),
        Section(
            say("二、规划要什么，有什么，缺什么", "2. Wanted, there, missing"),
            [*_places(say, catalogue, table.rows)],
        ),
        Section(say("三、符合规划", "3. Rows that fit"), [_fitting(say, catalogue, fits)]),
        Section(
            say("四、规划布局在别处", "4. Placed elsewhere"),
            [_elsewhere(say, catalogue, elsewhere)],
        ),
        Section(
            say("五、规划未列或未能判断", "5. Nowhere, none, or not certain"),
            [_others(say, catalogue, others)],
        ),
        Section(say("六、待复核", "6. To be reviewed"), [_review(say, table.review)]),
    ]
    if table.notes:
        sections.append(
            Section(
                say("七、读表说明", "7. How it was read"),
                [Notes([said(say, row) for row in table.notes])],
            )
        )
    return Document(
        say(f"{table.name}与规划对照", f"{table.name} beside the plans"),
        say(
            f"{city.name}　{len(table.rows):,} 行：{len(fits):,} 行符合规划",
            f"{city.name_en}  {len(table.rows):,} rows: {len(fits):,} fit the plans",
        ),
        sections,
        say(f"{city.source}；{table.name}", f"{city.source_en}; {table.name}"),
        date.today().isoformat(),
        english,
    )


def _fits(row: Row) -> bool:
    return row.in_plan not in ("", ELSEWHERE, NOWHERE)


def in_plan(say: Say, told: str) -> str:
    """Say whether the plans place a row's industry at its place."""
    known = {row.name_en: row.name for row in RELATION.values()}
    known |= {ELSEWHERE: "布局在别处", NOWHERE: "规划未布局"}
    return say(known.get(told, "—"), told or "—")


def _overview(say: Say, gazetteer: Gazetteer, table: OwnTable) -> Iterator[Block]:
    rows = table.rows
    left = sum(row["what"] == "left out" for row in table.review)
    doubted = {row["file_row"] for row in table.review if row["what"] != "left out"}
    counts = [
        (say("行数", "Rows"), len(rows)),
        (say("不是数据行（合计、表头、注）", "Left out: totals, headers, notes"), left),
        (
            say("判断出产业", "With an industry of the plans"),
            sum(bool(r.industry_id) for r in rows),
        ),
        (say("判断出载体", "With a place"), sum(bool(row.place_id) for row in rows)),
        (say("坐标可用", "With a usable position"), sum(row.point is not None for row in rows)),
        (say("重复企业", "Duplicates"), sum(bool(row.duplicate) for row in rows)),
        (say("待复核的行", "Rows to be reviewed"), len(doubted)),
    ]
    yield Facts([(label, f"{count:,}") for label, count in counts])
    groups = Counter(row.in_plan for row in rows)
    told = (*(row.name_en for row in RELATION.values()), ELSEWHERE, NOWHERE)
    known = [(row, in_plan(say, row)) for row in told]
    known.append(("", say("产业或载体未判断出，未比对", "no industry or no place is known")))
    yield Table(
        (say("与规划的关系", "In the plans"), say("行数", "Rows"), say("占比", "Share")),
        [
            (name, groups[told], f"{groups[told] / len(rows):.0%}")
            for told, name in known
            if groups[told]
        ],
        (4, 2, 2),
        say("没有数据行。", "There are no rows."),
    )
    marks = [*_marks(rows)]
    if marks:
        caption = say(
            "坐标可用的行：蓝为符合规划，橙为规划布局在别处，灰为其他。",
            "Rows with a usable position: blue fits the plans, orange is placed elsewhere, grey "
            "is any other.",
        )
        city = gazetteer.city.geometry
        yield Figure(map_of(gazetteer, marks, caption, city), caption)


def _marks(rows: Sequence[Row]) -> Iterator[Mark]:
    for colour, wanted in (
        (_OTHER, lambda row: not _fits(row) and row.in_plan != ELSEWHERE),
        (_ELSEWHERE, lambda row: row.in_plan == ELSEWHERE),
        (_FITS, _fits),
    ):
        points = [row.point for row in rows if row.point is not None and wanted(row)]
        if points:
            yield Mark(MultiPoint(points), "", colour)


def _places(say: Say, catalogue: Catalogue, rows: Sequence[Row]) -> Iterator[Block]:
    """Yield, for each zone, what the plans want there, what the table has, and what is missing."""
    rolling = Rolling(catalogue, ZONE, "industry")
    wanted: dict[str, set[str]] = defaultdict(set)
    for place, industry in tally_plans(rolling, PLACES).values:
        wanted[place].add(industry)
    homes: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.place_id:
            homes[(rolling.places(row.place_id) or (row.place_id,))[0]].append(row)
    ranked = sorted(homes, key=lambda place: (-len(homes[place]), place))
    shown = [(catalogue.places[place].name, _by_fit(say, homes[place])) for place in ranked[:_BARS]]
    if shown:
        parts = [
            Part(say("符合规划", "fits"), _FITS), Part(say("在别处", "elsewhere"), _ELSEWHERE),
            Part(say("其他", "other"), _OTHER),
        ]  # fmt: skip
        caption = say(
            f"行数最多的 {len(shown)} 个载体。", f"The {len(shown)} places with most rows."
        )
        yield Figure(bars(shown, parts, caption), caption)
    yield Table(
        (
            say("载体", "Place"), say("行数", "Rows"), say("规划要且有", "Wanted and there"),
            say("规划要而没有", "Wanted and missing"),
            say("有而规划未列于此", "There, not wanted here"),
        ),
        [_place(say, catalogue, rolling, place, homes[place], wanted[place]) for place in ranked],
        (3, 1.2, 4, 4.5, 4.5),
        say("没有一行判断出载体。", "No row has a place."),
    )  # fmt: skip
    empty = [called(say, catalogue.places[row]) for row in sorted(wanted) if row not in homes]
    yield Notes(
        [
            say(
                "按产业一级归并，按开发区（含区内载体）归并；不在开发区内的按载体本身。逐行的判断见后。",
                "Rolled up to industries and to zones, places inside included; places in no zone "
                "stand for themselves. What is said of each row follows.",
            ),
            *([say(f"规划点名而表中没有一行的开发区：{listed(say, empty)}",
                   f"Zones the plans name that no row is in: {listed(say, empty)}")]
              if empty else []),
        ]
    )  # fmt: skip


def _by_fit(say: Say, rows: Sequence[Row]) -> dict[str, float]:
    fits = sum(map(_fits, rows))
    elsewhere = sum(row.in_plan == ELSEWHERE for row in rows)
    return {
        say("符合规划", "fits"): float(fits),
        say("在别处", "elsewhere"): float(elsewhere),
        say("其他", "other"): float(len(rows) - fits - elsewhere),
    }


def _place(
    say: Say, catalogue: Catalogue, rolling: Rolling, place: str, rows: Sequence[Row],
    wanted: set[str],
) -> tuple[Cell, ...]:  # fmt: skip
    has = Counter(filter(None, (_rolled(rolling, row) for row in rows)))

    def told(ids: Set[str], most: int = 100) -> str:
        order = sorted(ids, key=lambda one: (-has[one], one))
        names = ((called(say, catalogue.industries[one]), has[one]) for one in order[:most])
        shown = listed(say, (f"{name} {count}" if count else name for name, count in names))
        more = say(f"，另 {len(order) - most} 种", f" and {len(order) - most} more")
        return shown + (more if len(order) > most else "")

    return (
        called(say, catalogue.places[place]), len(rows), told(wanted & has.keys()),
        told(wanted - has.keys()), told(has.keys() - wanted, _KINDS),
    )  # fmt: skip


def _rolled(rolling: Rolling, row: Row) -> str:
    return rolling.industry(row.industry_id) if row.industry_id else ""


def _own(say: Say, catalogue: Catalogue, row: Row) -> tuple[str, str, str, str]:
    industry = catalogue.industries.get(row.industry_id)
    place = catalogue.places.get(row.place_id)
    name = row.name
    if row.duplicate:
        name += say(f"（同第 {row.duplicate} 行）", f" (as row {row.duplicate})")
    return (
        row.number, name, called(say, industry) if industry else "—",
        called(say, place) if place else "—",
    )  # fmt: skip


def _heads(say: Say, *more: str) -> tuple[str, ...]:
    return (
        say("行", "Row"), say("名称", "Name"), say("产业", "Industry"), say("载体", "Place"), *more,
    )  # fmt: skip


def _fitting(say: Say, catalogue: Catalogue, rows: Sequence[Row]) -> Table:
    return Table(
        _heads(say, say("规划中", "In the plans")),
        [(*_own(say, catalogue, row), in_plan(say, row.in_plan)) for row in rows],
        (1, 4.4, 3.4, 3.4, 2),
        say("没有。", "None."),
    )


def _elsewhere(say: Say, catalogue: Catalogue, rows: Sequence[Row]) -> Table:
    hosts: dict[str, str] = {}
    for row in rows:
        if row.industry_id not in hosts:
            hosts[row.industry_id] = _hosts(say, catalogue, row.industry_id)
    return Table(
        _heads(say, say("规划布局于", "The plans place it at")),
        [(*_own(say, catalogue, row), hosts[row.industry_id]) for row in rows],
        (1, 4, 3, 3, 5),
        say("没有。", "None."),
    )


def _hosts(say: Say, catalogue: Catalogue, industry_id: str) -> str:
    """Say where the plans place an industry, or what is above it; the strongest first."""
    line = [industry_id, *catalogue.twins.get(industry_id, ())]
    for own in (*line, *catalogue.ancestors(industry_id)):
        rows = [row for one in catalogue.descendants(own)
                for row in catalogue.placements_of_industry.get(one, ())]  # fmt: skip
        if rows:
            order = list(RELATION)
            rows.sort(key=lambda row: order.index(row.relation))
            names = list(dict.fromkeys(called(say, catalogue.places[row.place_id]) for row in rows))
            more = say(f"等 {len(names)} 处", f" and {len(names) - _HOSTS} more")
            return listed(say, names[:_HOSTS]) + (more if len(names) > _HOSTS else "")
    return "—"


def _others(say: Say, catalogue: Catalogue, rows: Sequence[Row]) -> Table:
    return Table(
        _heads(say, say("规划中", "In the plans"), say("依据", "Rests on")),
        [
            (*_own(say, catalogue, row), in_plan(say, row.in_plan), said(say, row.how))
            for row in rows
        ],
        (1, 3.6, 2.6, 2.6, 1.8, 4.6),
        say("没有。", "None."),
    )


def _review(say: Say, rows: Sequence[Mapping[str, str]]) -> Table:
    return Table(
        (
            say("行", "Row"), say("名称", "Name"), say("什么", "What"), say("为什么", "Why"),
            say("原文", "Text"), say("可能是", "May be"),
        ),
        [
            (
                row["file_row"], row["name"],
                say(*_WHAT.get(row["what"], (row["what"], row["what"]))),
                said(say, row["why"]), row["text"], row["candidates"].replace("|", say("、", ", ")),
            )
            for row in rows
        ],
        (1, 2.6, 1.4, 4.4, 4, 3),
        say("没有。", "None."),
    )  # fmt: skip
