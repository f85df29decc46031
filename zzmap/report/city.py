"""The report of a city: structures, zones, industries, projects and indicators, with all rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from zzmap.analysis.tally import STATEMENTS, ZONE, Rolling, tally_plans
from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.model import UNLOCATED, WITHIN, Placement, Structure
from zzmap.palette import look
from zzmap.report.chart import bars
from zzmap.report.document import (
    Block,
    Cell,
    Document,
    Facts,
    Figure,
    Heading,
    Notes,
    Section,
    Table,
)
from zzmap.report.drawing import INK, Mark, map_of
from zzmap.report.hosted import (
    by_relation,
    called,
    hosted_table,
    indicator_table,
    listed,
    project_table,
    relation_parts,
)
from zzmap.said import said
from zzmap.statements import strongest_first
from zzmap.structures import derive
from zzmap.units import area_in_words
from zzmap.wording import Say, basis, level, words

_BARS = 16


def city_document(gazetteer: Gazetteer, *, english: bool = False) -> Document:
    """Return the report of a city: every statement, industry, project and indicator is in it."""
    say = words(english)
    catalogue = gazetteer.catalogue
    city = catalogue.city
    sections = [
        Section(say("一、概况", "1. At a glance"), [*_overview(say, gazetteer)]),
        Section(say("二、空间结构", "2. Structures"), [*_structures(say, gazetteer)]),
        Section(say("三、开发区与产业门类", "3. Zones by pillar"), [*_zones(say, catalogue)]),
        Section(
            say("四、载体与产业", "4. Places and industries"),
            [hosted_table(say, catalogue, _by_place(catalogue), "")],
        ),
        Section(say("五、产业目录", "5. Industries"), [_industries(say, catalogue)]),
        Section(
            say("六、重点项目", "6. Key projects"),
            [project_table(say, catalogue, catalogue.projects)],
        ),
        Section(
            say("七、指标", "7. Indicators"),
            [indicator_table(say, catalogue, catalogue.indicators)],
        ),
        Section(say("八、位置与精度", "8. Positions"), [*_positions(say, gazetteer)]),
    ]
    return Document(
        say(f"{city.name}产业空间布局报告", f"Industry layout of {city.name_en}"),
        listed(say, (row.number for row in catalogue.documents.values())),
        sections,
        say(city.source, city.source_en),
        date.today().isoformat(),
        english,
    )


def _overview(say: Say, gazetteer: Gazetteer) -> Iterator[Block]:
    catalogue = gazetteer.catalogue
    area = gazetteer.metric.area_km2(gazetteer.city.geometry)
    counts = [
        (say("产业与细分领域", "Industries and segments"), len(catalogue.industries)),
        (say("载体", "Places"), len(catalogue.places)),
        (say("产业布局（条）", "Placements"), len(catalogue.placements)),
        (say("重点项目", "Key projects"), len(catalogue.projects)),
        (say("指标", "Indicators"), len(catalogue.indicators)),
    ]
    yield Facts(
        [
            (say("面积（图上量算）", "Area as drawn"), area_in_words(area)),
            *((label, f"{count:,}") for label, count in counts),
        ]
    )
    caption = say("区县与开发区；虚线为示意或推算边界。",
                  "Districts and zones; dashed outlines are schematic or derived.")  # fmt: skip
    city = gazetteer.city.geometry
    yield Figure(map_of(gazetteer, (), caption, city), caption)
    yield Table(
        (say("文号", "Number"), say("文件", "Plan"), say("日期", "Date"), say("代号", "Letter")),
        [
            (row.number, say(row.title, f"{row.title_en} {row.title}"), row.date, row.letter)
            for row in catalogue.documents.values()
        ],
        (3, 8, 2, 1),
    )


def _structures(say: Say, gazetteer: Gazetteer) -> Iterator[Block]:
    catalogue = gazetteer.catalogue
    shapes = derive(catalogue, gazetteer)
    for structure in catalogue.structures.values():
        number = catalogue.documents[structure.document_id].number
        yield Heading(f"{called(say, structure)}（{number} {structure.locator}）")
        marks = [
            Mark(
                shapes[row.id].located.geometry, row.name, ink=INK,
                look=look("elements", row.kind, shapes[row.id].located.basis)._replace(opacity=0.4),
            )
            for row in catalogue.elements_of_structure.get(structure.id, ())
            if row.id in shapes
        ]  # fmt: skip
        if marks:
            caption = say(f"{structure.name}：边界为示意或推算。",
                          f"{called(say, structure)}: schematic or derived.")  # fmt: skip
            under = ("neighbours", "districts", "ground")
            yield Figure(map_of(gazetteer, marks, caption, layers=under), caption)
        yield _elements(say, catalogue, structure)


def _elements(say: Say, catalogue: Catalogue, structure: Structure) -> Table:
    return Table(
        (
            say("要素", "Element"), say("功能", "Functions"), say("组成", "Members"),
            say("出处", "Locator"),
        ),
        [
            (
                called(say, row), listed(say, row.functions),
                listed(say, (
                    called(say, catalogue.places[one.place_id])
                    for one in catalogue.members_of_element.get(row.id, ())
                )),
                row.locator,
            )
            for row in catalogue.elements_of_structure.get(structure.id, ())
        ],
        (3, 4, 6, 3),
        say("没有要素。", "No element."),
    )  # fmt: skip


def _zones(say: Say, catalogue: Catalogue) -> Iterator[Block]:
    """Yield how much each zone has of each pillar, as a chart and a table of statements."""
    rolling = Rolling(catalogue, ZONE, "pillar")
    found = tally_plans(rolling, STATEMENTS)
    zones: dict[str, list[Placement]] = defaultdict(list)
    for row in catalogue.placements:
        for zone in rolling.places(row.place_id):
            zones[zone].append(row)
    ranked = sorted(zones, key=lambda row: (-len({one.industry_id for one in zones[row]}), row))
    shown = [(catalogue.places[row].name, by_relation(say, zones[row])) for row in ranked[:_BARS]]
    caption = say(
        f"产业和细分领域最多的 {len(shown)} 个开发区（含区内载体），按最强关系。",
        f"The {len(shown)} zones with most industries and segments, places inside included, by "
        "the strongest relation.",
    )
    yield Figure(bars(shown, relation_parts(say), caption), caption)
    pillars = found.industries
    yield Table(
        (say("开发区", "Zone"), *(called(say, catalogue.industries[row]) for row in pillars)),
        [
            (
                called(say, catalogue.places[zone]),
                *(int(found.values.get((zone, pillar), 0)) or None for pillar in pillars),
            )
            for zone in found.places
        ],
        (3.4, *[1.4] * len(pillars)),
        say("规划没有点名开发区。", "The plans name no zone."),
    )
    yield Notes(
        [
            say(
                "表中为规划的布局条数（含区内载体），按产业门类；不计已有基础和用户有异议的。",
                "Statements of the plans by pillar, those of places inside included; what is "
                "there already and what a planner denies is not counted.",
            ),
            *(said(say, row) for row in found.notes),
        ]
    )


def _by_place(catalogue: Catalogue) -> list[Placement]:
    """Return all placements, place by place, the strongest of each first."""
    by_place = catalogue.placements_of_place
    return [row for place in catalogue.places for row in strongest_first(by_place.get(place, ()))]


def _industries(say: Say, catalogue: Catalogue) -> Table:
    """Return the taxonomy from above: what lies below a node follows it, further in."""
    rows: list[tuple[Cell, ...]] = []
    waiting = [(0, row) for row in reversed(catalogue.children.get("", []))]
    while waiting:
        depth, industry_id = waiting.pop()
        row = catalogue.industries[industry_id]
        waiting += [(depth + 1, one) for one in reversed(catalogue.children.get(row.id, []))]
        places = catalogue.placements_of_industry.get(row.id, ())
        names = dict.fromkeys(catalogue.places[one.place_id].name for one in places)
        same = catalogue.industries.get(row.same_as)
        told = say(f"（同 {same.locator}）", f" (as {same.locator})") if same else ""
        name = f"{'　' * depth}{called(say, row)}{told}"
        rows.append((name, level(say, row.level), listed(say, names), row.locator))
    return Table(
        (
            say("产业", "Industry"), say("层级", "Level"), say("载体", "Places"),
            say("出处", "Locator"),
        ),
        rows,
        (5, 1.5, 5.5, 4),
    )  # fmt: skip


def _positions(say: Say, gazetteer: Gazetteer) -> Iterator[Block]:
    catalogue = gazetteer.catalogue
    rows: list[tuple[Cell, ...]] = []
    nowhere = []
    for place in catalogue.places.values():
        located = gazetteer.locate(place)
        container = gazetteer.container(place)
        if located is None and container is None:
            nowhere.append(called(say, place))
        known, off = (basis(say, UNLOCATED), None)
        if located is not None:
            known, off = basis(say, located.basis), located.accuracy_m
        elif container is not None:
            known = f"{basis(say, WITHIN)}：{called(say, container.place)}"
        districts = listed(say, (catalogue.places[row].name for row in place.district_ids))
        rows.append((called(say, place), districts, known, off))
    yield Notes(
        [
            say(
                f"{len(nowhere)} 个载体位置不明，图上不画：{listed(say, nowhere)}",
                f"{len(nowhere)} places are not located and drawn nowhere: {listed(say, nowhere)}",
            )
        ]
    )
    yield Table(
        (
            say("载体", "Place"), say("区县", "District"), say("位置依据", "Known by"),
            say("精度（米）", "Accuracy, m"),
        ),
        rows,
        (5, 4, 5, 2),
    )  # fmt: skip
