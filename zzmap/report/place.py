"""The report of a place: what it is, what the plans place there and in it, projects, structures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zzmap.analysis.layout import agreement
from zzmap.analysis.tally import PLACE
from zzmap.geometry import Gazetteer, Share
from zzmap.model import Place, Placement, RegisteredZone
from zzmap.report.document import Block, Document, Facts, Figure, Notes, Section, Table
from zzmap.report.drawing import Mark, map_of
from zzmap.report.hosted import called, hosted_table, listed, project_table
from zzmap.statements import strongest_first
from zzmap.units import area_in_words
from zzmap.wording import Say, basis, words


def place_document(gazetteer: Gazetteer, place: Place, *, english: bool = False) -> Document:
    """Return the report of a place."""
    say = words(english)
    catalogue = gazetteer.catalogue
    city = catalogue.city
    inside = catalogue.inside.get(place.id, [])
    own = strongest_first(catalogue.placements_of_place.get(place.id, []))
    within = [
        row for one in inside for row in strongest_first(catalogue.placements_of_place.get(one, ()))
    ]
    here = {place.id, *inside}
    projects = [row for row in catalogue.projects if here & {*row.place_ids}]
    none = say("规划没有点名。", "The plans name nothing.")
    sections = [
        Section(say("一、概况", "1. At a glance"), [*_overview(say, gazetteer, place)]),
        Section(
            say("二、规划在此布局的产业", "2. What the plans place here"),
            [hosted_table(say, catalogue, own, none), *_shared(say, gazetteer, place)],
        ),
        Section(
            say("三、区内载体的产业", "3. What they place inside"),
            [hosted_table(say, catalogue, within, none)],
        ),
        Section(say("四、重点项目", "4. Key projects"), [project_table(say, catalogue, projects)]),
        Section(say("五、所属空间结构", "5. Structures"), [_structures(say, gazetteer, place)]),
        Section(
            say("六、各规划是否一致", "6. Do the plans agree"),
            [_agreement(say, gazetteer, place, own)],
        ),
    ]
    return Document(
        say(f"{place.name}产业布局", f"Industry layout: {called(say, place)}"),
        say(city.name, city.name_en),
        sections,
        say(city.source, city.source_en),
        date.today().isoformat(),
        english,
    )


def _overview(say: Say, gazetteer: Gazetteer, place: Place) -> Iterator[Block]:
    catalogue = gazetteer.catalogue
    located = gazetteer.locate(place)
    container = gazetteer.container(place)
    rows = []
    if place.aliases:
        rows.append((say("别名", "Also called"), listed(say, place.aliases)))
    drawn = gazetteer.area_km2(place)
    if drawn is not None:
        rows.append((say("面积（图上量算）", "Area as drawn"), area_in_words(drawn)))
    if place.area_km2 is not None:
        told = f"{area_in_words(place.area_km2)}（{place.area_basis}）"
        rows.append((say("公布面积", "Area as stated"), told))
    rows += _registered(say, catalogue.zone_register.get(place.id))
    shares: list[Share] = []
    if located is not None:
        shares = gazetteer.district_shares(located.geometry)
        known = f"{basis(say, located.basis)} ±{located.accuracy_m:,} m"
        rows.append((say("位置依据", "Known by"), known))
        rows.append((say("位置来源", "Lineage"), located.source))
    elif container is not None:
        told = say(
            f"仅知在{container.place.name}内，点位不明", f"somewhere in {container.place.name}"
        )
        rows.append((say("位置依据", "Known by"), told))
    else:
        rows.append((say("位置依据", "Known by"), basis(say, place.basis)))
    districts = [f"{row.name} {row.share:.0%}" for row in shares] or [
        catalogue.places[row].name for row in place.district_ids
    ]
    if districts:
        rows.append((say("所在区县", "Districts"), listed(say, districts)))
    yield Facts(rows)
    if located is not None:
        caption = say(
            f"{place.name}（红）与周边；虚线为示意或推算边界。",
            f"{called(say, place)} (red) and what is about it; dashed is schematic or derived.",
        )
        marks = [Mark(located.geometry, place.name)]
        yield Figure(map_of(gazetteer, marks, caption), caption)
    else:
        yield Notes([say("位置不明，不画图。", "Its position is not known: there is no map.")])


_LEVELS = {
    "national": ("国家级", "national"),
    "provincial": ("省级", "provincial"),
    "city": ("市级", "city"),
}


def _registered(say: Say, row: RegisteredZone | None) -> list[tuple[str, str]]:
    """Return what is official of a zone, each with its source."""
    if row is None:
        return []
    area = "" if row.area_km2 is None else f"{area_in_words(row.area_km2)}（{row.area_of}）"
    told = (
        (say("登记名称", "Registered name"), row.official_name, row.name_source),
        (say("开发区代码", "Code"), row.code, row.code_source),
        (say("级别", "Level"), say(*_LEVELS.get(row.level, (row.level, row.level))),
         row.level_source),
        (say("批准或规划面积", "Approved or planned area"), area, row.area_source),
        (say("主导产业", "Leading industries"), listed(say, row.leading), row.leading_source),
    )  # fmt: skip
    return [(label, f"{value}　[{source}]") for label, value, source in told if value]


def _shared(say: Say, gazetteer: Gazetteer, place: Place) -> list[Block]:
    """Return what the place has as a member of an element the plans speak of as a whole."""
    catalogue = gazetteer.catalogue
    rows = [
        (
            called(say, catalogue.elements[row.element_id]),
            called(say, catalogue.industries[row.placement.industry_id]),
            row.placement.locator,
        )
        for row in catalogue.derived_placements
        if row.place_id == place.id
    ]
    if not rows:
        return []
    note = say("作为整体要素的组成部分：", "As a member of an element named as a whole:")
    columns = say("要素", "Element"), say("产业", "Industry"), say("出处", "Locator")
    return [Notes([note]), Table(columns, rows, (4, 5, 4))]


def _structures(say: Say, gazetteer: Gazetteer, place: Place) -> Table:
    catalogue = gazetteer.catalogue
    elements = [
        catalogue.elements[row.element_id] for row in catalogue.members if row.place_id == place.id
    ] + [row for row in catalogue.elements.values() if row.place_id == place.id]
    return Table(
        (
            say("结构", "Structure"), say("要素", "Element"), say("功能", "Functions"),
            say("文件、出处", "Locator"),
        ),
        [
            (
                called(say, catalogue.structures[row.structure_id]), called(say, row),
                listed(say, row.functions),
                f"{catalogue.documents[catalogue.structures[row.structure_id].document_id].number}"
                f" {row.locator}",
            )
            for row in dict.fromkeys(elements)
        ],
        (4, 4, 4, 4),
        say("不属于任何空间结构。", "A member of no structure."),
    )  # fmt: skip


def _agreement(say: Say, gazetteer: Gazetteer, place: Place, own: Sequence[Placement]) -> Table:
    catalogue = gazetteer.catalogue
    rows = agreement(catalogue, place.id, PLACE) if own else []
    between = say("、", ", ")
    return Table(
        (
            say("产业", "Industry"), say("提及的规划数", "Plans"), say("文件", "Documents"),
            say("出处", "Locators"),
        ),
        [
            (
                called(say, catalogue.industries[row.industry_id]), f"{row.plans} / {row.of}",
                row.documents.replace("|", between), row.locators.replace("|", between),
            )
            for row in rows
        ],
        (4, 2, 5, 6),
        say("规划没有点名。", "The plans name nothing."),
    )  # fmt: skip
