"""The sheet of a site as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zzmap.city import City
from zzmap.geometry import Gazetteer
from zzmap.report.document import Document, Facts, Figure, Notes, Section, Table
from zzmap.report.drawing import Mark, map_of
from zzmap.said import said
from zzmap.site.nearby import is_here
from zzmap.site.records import (
    DISTRICT,
    ELEMENT,
    MAY,
    NO,
    PARK,
    SOMEWHERE,
    UNKNOWN,
    WHOLLY,
    YES,
    ZONE,
    Constraint,
    Nearest,
    Part,
    Placed,
    Reach,
    Site,
)
from zzmap.units import area_in_words
from zzmap.wording import Say, basis, metres, relation, span, words

KIND = {
    "station": ("火车站", "railway station"),
    "interchange": ("高速互通", "expressway interchange"),
    "airport": ("机场", "airport"),
    "expressway": ("高速公路", "expressway"),
}


def site_document(
    site: Site, gazetteer: Gazetteer | None, city: City, *, english: bool = False
) -> Document:
    """Return the sheet of a site as a document; without a gazetteer it has no map."""
    say = words(english)
    sections = [
        Section(say("一、位置", "1. Where it lies"), [*_where(say, site, gazetteer)]),
        Section(say("二、限制条件", "2. Constraints"), _constraints(say, site)),
        Section(
            say("三、规划在此布局", "3. What the plans place here"),
            [_placed(say, site.here, say("规划没有点名此地。", "The plans name nothing here."))],
        ),
        Section(
            say(f"四、周边 {metres(site.near_m)} 内的布局", f"4. Within {metres(site.near_m)}"),
            [_near(say, site.near, site.near_m)],
        ),
        Section(say("五、重点项目", "5. Key projects"), [_projects(say, site)]),
        Section(say("六、交通", "6. Getting there"), [_transport(say, site.nearest)]),
        Section(say("七、不确定之处", "7. What is uncertain"), [Notes(_doubts(say, site))]),
    ]
    title = say(f"{site.name} 地块分析表", f"Site sheet: {site.name}")
    subtitle = say(
        f"{area_in_words(site.area_km2)}　东经 {site.lon:.5f}° 北纬 {site.lat:.5f}°（WGS-84）",
        f"{area_in_words(site.area_km2)}  {site.lon:.5f}° E {site.lat:.5f}° N (WGS-84)",
    )
    return Document(
        title,
        subtitle,
        sections,
        say(city.source, city.source_en),
        date.today().isoformat(),
        english,
    )


def _where(say: Say, site: Site, gazetteer: Gazetteer | None) -> Iterator[Facts | Figure | Table]:
    rows = [
        (say("面积", "Area"), area_in_words(site.area_km2)),
        (say("边界精度", "Outline known to"), f"±{site.accuracy_m:,} m"),
    ]
    if site.file:
        rows.append((say("来源文件", "File"), site.file))
    if len(site.parcels) > 1:
        names = "、".join(site.parcels[:12]) + ("…" if len(site.parcels) > 12 else "")
        rows.append((say("地块", "Parcels"), f"{len(site.parcels)}：{names}"))
    if site.overlap_km2 > 0:
        told = area_in_words(site.overlap_km2)
        rows.append((say("地块互相重叠", "Overlap of parcels, counted once"), told))
    if site.outside:
        rows.append((say("市域之外", "Beyond the city"), f"{site.outside:.1%}"))
    yield Facts(rows)
    if gazetteer is not None:
        yield _map(say, site, gazetteer)
    yield Table(
        (
            say("所在", "Lies in"), say("类别", "Layer"), say("占地块", "Share of the site"),
            say("面积", "Area"), say("边界", "Boundary"),
        ),
        [_part(say, row) for layer in (DISTRICT, ZONE, ELEMENT, PARK) for row in site.of(layer)],
        (4, 2, 3, 4.6, 2.6),
        say("不在本市任何区县、开发区内。", "In no district or zone of the city."),
    )  # fmt: skip


def _map(say: Say, site: Site, gazetteer: Gazetteer) -> Figure:
    caption = say(
        "地块（红）与区县、开发区；虚线为示意或推算边界。",
        "The site (red), districts and zones; dashed outlines are schematic or derived.",
    )
    return Figure(map_of(gazetteer, [Mark(site.geometry, site.name)], caption), caption)


def part_share(say: Say, row: Part) -> str:
    """Say how much of the site lies in a place, and how sure that is."""
    if row.how == MAY:
        away = metres(row.distance_m)
        return say(
            f"距边界 {away}，精度内可能在内（0–{row.most:.0%}）",
            f"{away} from the boundary, may lie in it (0–{row.most:.0%})",
        )
    return span(row.share, row.least, row.most)


def _part(say: Say, row: Part) -> tuple[str, ...]:
    layer = {
        DISTRICT: say("区县", "district"),
        ZONE: say("开发区、园区", "zone or park"),
        ELEMENT: row.structure,
        PARK: say("用户园区", "your park"),
    }[row.layer]
    area = area_in_words(row.area_km2) if row.share > 0 else "—"
    known = f"{basis(say, row.basis)} ±{row.accuracy_m:,} m"
    return row.name, layer, part_share(say, row), area, known


def _constraints(say: Say, site: Site) -> list[Table | Notes]:
    table = Table(
        (
            say("条件", "Constraint"), say("结论", "Answer"), say("占地块", "Share"),
            say("面积", "Area"), say("依据", "Rests on"),
        ),
        [_constraint(say, row) for row in site.constraints],
        (3, 1.4, 2.6, 4, 5),
    )  # fmt: skip
    notes = [f"{row.name}：{said(say, note)}" for row in site.constraints for note in row.notes]
    return [table, Notes(notes)] if notes else [table]


def answer(say: Say, row: Constraint) -> str:
    """Say the answer of a constraint."""
    return {YES: say("是", "yes"), NO: say("否", "no"), UNKNOWN: say("未知", "unknown")}[row.answer]


def _constraint(say: Say, row: Constraint) -> tuple[str, ...]:
    if row.answer == UNKNOWN:
        why = row.why if row.file else say("没有提供数据", "no data were given")
        return row.name, answer(say, row), "—", "—", " ".join(filter(None, (row.file, why)))
    rests = say(f"{row.file}，{row.polygons} 个图斑", f"{row.file}, {row.polygons} polygons")
    share, area = "—", "—"
    if row.answer == YES:
        assert row.share is not None and row.least is not None and row.most is not None
        share = span(row.share, row.least, row.most)
        area = area_in_words(row.area_km2 or 0)
        rests += say(f"，其中 {row.met} 个相交", f", {row.met} on the site")
    elif row.distance_m is not None:
        rests += say(f"，最近相距 {metres(row.distance_m)}", f", nearest {metres(row.distance_m)}")
    return row.name, answer(say, row), share, area, rests


def how(say: Say, reach: Reach) -> str:
    """Say how a place stands to the site."""
    if reach.how == SOMEWHERE:
        return say(f"在{reach.within}内，位置不明", f"somewhere in {reach.within}")
    if is_here(reach):
        return {
            WHOLLY: say("地块全部在内", "site wholly in it"),
            "partly": say("地块部分在内", "site partly in it"),
            MAY: say("精度内可能在此", "may be here"),
        }[reach.how]
    assert reach.distance_m is not None
    return f"{metres(reach.distance_m)} ±{metres(reach.accuracy_m)}"


def _placed(say: Say, rows: Sequence[Placed], empty: str) -> Table:
    return Table(
        (
            say("载体", "Place"), say("与地块", "To the site"), say("产业", "Industry"),
            say("关系", "Relation"), say("文件", "Document"), say("出处", "Locator"),
        ),
        list(grouped(say, rows)),
        (3, 2.4, 4.4, 1.7, 2.8, 3.6),
        empty,
    )  # fmt: skip


def grouped(say: Say, rows: Sequence[Placed]) -> Iterator[tuple[str, ...]]:
    """Yield a row for all that one paragraph of a plan says of a place in one relation."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        told = row.statement
        denied = say("（用户有异议）", " (denied by a planner)") if told.contested else ""
        key = (
            row.reach.place, how(say, row.reach), relation(say, told.relation) + denied,
            told.document, told.locator,
        )  # fmt: skip
        groups.setdefault(key, []).append(told.industry)
    for (place, away, related, document, locator), industries in groups.items():
        yield place, away, say("、", ", ").join(industries), related, document, locator


def _near(say: Say, rows: Sequence[Placed], near_m: float) -> Table:
    empty = say(
        f"{metres(near_m)} 内没有已知位置的载体。",
        f"No place of the plans within {metres(near_m)}.",
    )
    return _placed(say, rows, empty)


def _projects(say: Say, site: Site) -> Table:
    return Table(
        (
            say("项目", "Project"), say("企业", "Enterprise"), say("产业", "Industry"),
            say("载体", "Place"), say("与地块", "To the site"), say("文件、出处", "Locator"),
        ),
        [
            (
                row.name, row.enterprise, row.industry, row.reach.place, how(say, row.reach),
                f"{row.document} {row.locator}",
            )
            for row in site.projects
        ],
        (3.4, 2, 2.4, 2.4, 2.2, 4),
        say("规划没有列出此地和周边的项目。", "The plans list no project here or near."),
    )  # fmt: skip


def _transport(say: Say, rows: Sequence[Nearest]) -> Table:
    return Table(
        (
            say("类别", "Kind"), say("最近", "Nearest"), say("距离", "Distance"),
            say("说明", "Note"),
        ),
        [_nearest(say, row) for row in rows],
        (2, 4, 2.6, 5),
    )  # fmt: skip


def _nearest(say: Say, row: Nearest) -> tuple[str, ...]:
    kind = say(*KIND[row.kind])
    if row.answer == UNKNOWN or row.distance_m is None or row.accuracy_m is None:
        return (
            kind, say("未知", "unknown"), "—",
            say("数据中没有这一类", "the data have none of the kind"),
        )  # fmt: skip
    rivals = "、".join(f"{name} {metres(away)}" for name, away in row.rivals)
    note = say(f"数据中共 {row.known} 处", f"{row.known} in the data")
    if rivals:
        note += say(f"；同样可能最近：{rivals}", f"; may be as near: {rivals}")
    return kind, row.name, f"{metres(row.distance_m)} ±{metres(row.accuracy_m)}", note


def _doubts(say: Say, site: Site) -> list[str]:
    told = [
        say(
            "占比的范围：边界与地块各按其精度（标准误差）向内、向外移动。距离为直线距离，未按道路计算。",
            "Ranges of shares: boundary and site each moved by their accuracy (a standard error), "
            "in and out. Distances are straight lines, not along roads.",
        ),
        *(_doubt(say, row) for row in site.parts if not row.sure),
        *(said(say, row) for row in site.notes),
    ]
    return told + [said(say, str(row)) for row in site.findings if row.severity != "info"]


def _doubt(say: Say, row: Part) -> str:
    name = f"{row.name}（{row.structure}）" if row.structure else row.name
    if row.how == MAY:
        return say(
            f"{name}的边界精度为 ±{row.accuracy_m:,} m，"
            f"地块距它 {metres(row.distance_m)}，可能在内。",
            f"The boundary of {name} is known to {row.accuracy_m:,} m and {metres(row.distance_m)} "
            "away: the site may lie in it.",
        )
    return say(
        f"{name}的边界精度为 ±{row.accuracy_m:,} m，"
        f"地块的 {row.least:.0%} 至 {row.most:.0%} 在内。",
        f"The boundary of {name} is known to {row.accuracy_m:,} m: {row.least:.0%} to "
        f"{row.most:.0%} of the site lie in it.",
    )
