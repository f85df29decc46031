"""The report of an industry: what it is, where the plans place it, projects, candidates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zzmap.analysis.layout import candidates, neighbours
from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.model import Industry, Placement
from zzmap.report.document import Block, Document, Facts, Notes, Section, Table
from zzmap.report.hosted import called, hosted_table, hosts_map, listed, project_table
from zzmap.said import said
from zzmap.statements import strongest_first
from zzmap.wording import Say, beside, level, words

_CANDIDATES = 15


def industry_document(
    gazetteer: Gazetteer, industry: Industry, *, english: bool = False
) -> Document:
    """Return the report of an industry, with all that lies below it in the taxonomy."""
    say = words(english)
    catalogue = gazetteer.catalogue
    city = catalogue.city
    wanted = dict.fromkeys(catalogue.descendants(industry.id))
    placed = strongest_first(
        row for one in wanted for row in catalogue.placements_of_industry.get(one, ())
    )
    projects = [row for row in catalogue.projects if row.industry_id in wanted]
    sections = [
        Section(say("一、概况", "1. At a glance"), _overview(say, catalogue, industry)),
        Section(say("二、布局", "2. Where the plans place it"), [*_hosts(say, gazetteer, placed)]),
        Section(say("三、重点项目", "3. Key projects"), [project_table(say, catalogue, projects)]),
        Section(
            say("四、候选载体", "4. Candidate places"),
            [*_candidates(say, catalogue, industry)],
        ),
        Section(
            say("五、相邻产业", "5. Industries beside it"),
            [_neighbours(say, catalogue, industry)],
        ),
    ]
    return Document(
        say(f"{industry.name}产业布局", f"Layout of {called(say, industry)}"),
        say(city.name, city.name_en),
        sections,
        say(city.source, city.source_en),
        date.today().isoformat(),
        english,
    )


def _overview(say: Say, catalogue: Catalogue, industry: Industry) -> list[Block]:
    above = [called(say, catalogue.industries[row]) for row in catalogue.ancestors(industry.id)]
    twins = [catalogue.industries[row] for row in catalogue.twins.get(industry.id, ())]
    below = [catalogue.industries[row] for row in catalogue.children.get(industry.id, ())]
    number = catalogue.documents[industry.document_id].number
    rows = [
        (say("层级", "Level"), level(say, industry.level)),
        (say("上级", "Above"), " > ".join(reversed(above))),
        (say("出处", "Locator"), f"{number} {industry.locator}"),
        (say("别名", "Also called"), listed(say, industry.aliases)),
        (say("其他规划中的同一产业", "The same in other plans"),
         listed(say, (f"{row.name}（{row.locator}）" for row in twins))),
        (say("下级", "Below"), listed(say, (called(say, row) for row in below))),
    ]  # fmt: skip
    codes = [
        (
            row.code, catalogue.gbt4754[row.code].name,
            {"whole": say("全部", "whole"), "part": say("部分", "part")}.get(row.fit, row.fit),
            row.reason,
        )
        for row in catalogue.crosswalk
        if row.industry_id == industry.id
    ]  # fmt: skip
    return [
        Facts([row for row in rows if row[1]]),
        Table(
            ("GB/T 4754-2017", say("类别名称", "Class"), say("对应", "Fit"), say("理由", "Reason")),
            codes,
            (2, 4, 1.4, 7),
            say("没有对应的国民经济行业类别。", "No class of GB/T 4754 is set beside it."),
        ),
    ]


def _hosts(say: Say, gazetteer: Gazetteer, placed: list[Placement]) -> Iterator[Block]:
    figure, missing = hosts_map(say, gazetteer, placed)
    if figure is not None:
        yield figure
    if missing:
        yield Notes(
            [
                say(
                    f"图上没有（点位不明）：{listed(say, missing)}",
                    f"Not on the map, position not known: {listed(say, missing)}",
                )
            ]
        )
    empty = say("规划没有布局到载体。", "The plans place it nowhere.")
    yield hosted_table(say, gazetteer.catalogue, placed, empty)


def _candidates(say: Say, catalogue: Catalogue, industry: Industry) -> Iterator[Block]:
    rows = candidates(catalogue, industry.id)
    yield Table(
        (say("载体", "Place"), say("分值", "Points"), say("理由", "Reasons")),
        [
            (called(say, catalogue.places[row.place_id]), row.points, said(say, row.reasons))
            for row in rows[:_CANDIDATES]
        ],
        (3, 1.2, 11),
        say("没有候选。", "None."),
    )
    more = len(rows) - _CANDIDATES
    told = [say("分值是 zzmap 的规则，不是规划的说法。", "Points are a rule of zzmap, no plan's.")]
    if more > 0:
        told.append(
            say(
                f"另有 {more} 个分值更低的载体未列出。", f"{more} with fewer points are not listed."
            )
        )
    yield Notes(told)


def _neighbours(say: Say, catalogue: Catalogue, industry: Industry) -> Table:
    return Table(
        (say("产业", "Industry"), say("关系", "How"), say("依据", "Rests on")),
        [
            (called(say, catalogue.industries[row.industry_id]), beside(say, row.how), row.rests_on)
            for row in neighbours(catalogue, industry.id)
        ],
        (5, 3, 6),
        say("没有。", "None."),
    )
