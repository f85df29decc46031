"""What plans place where, as tables and maps that reports of a city, place and industry share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer
from zzmap.model import RELATION, RELATIONS, Indicator, Placement, Project
from zzmap.palette import look
from zzmap.report.chart import Part
from zzmap.report.document import Cell, Figure, Table
from zzmap.report.drawing import INK, Mark, map_of
from zzmap.statements import Statement, statements, strongest_first
from zzmap.wording import Say, place_basis, relation


class Named(Protocol):
    """A record with a name, and an English one, which may be empty."""

    @property
    def name(self) -> str:
        """The name as the plans write it."""

    @property
    def name_en(self) -> str:
        """The English name."""


def called(say: Say, row: Named) -> str:
    """Say a name; in English the plan's own stands behind it, for it is what can be looked up."""
    return say(row.name, f"{row.name_en} {row.name}" if row.name_en else row.name)


def listed(say: Say, names: Iterable[str]) -> str:
    """Say several names."""
    return say("、", ", ").join(names)


def hosted_table(
    say: Say, catalogue: Catalogue, placements: Iterable[Placement], empty: str
) -> Table:
    """Return what is placed, a row for all that one paragraph says of a place in one relation.

    Rows come in the order of their placements.
    """
    return Table(
        (
            say("载体", "Place"), say("产业", "Industry"), say("关系", "Relation"),
            say("文件", "Document"), say("出处", "Locator"),
        ),
        _grouped(say, catalogue, statements(catalogue, placements)),
        (2.8, 5.2, 1.7, 3.1, 3.6),
        empty,
    )  # fmt: skip


def _grouped(say: Say, catalogue: Catalogue, rows: Sequence[Statement]) -> list[tuple[str, ...]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        denied = say("（用户有异议）", " (denied by a planner)") if row.contested else ""
        key = (
            called(say, catalogue.places[row.place_id]), relation(say, row.relation) + denied,
            row.document, row.locator,
        )  # fmt: skip
        groups.setdefault(key, []).append(called(say, catalogue.industries[row.industry_id]))
    return [
        (place, listed(say, industries), related, document, locator)
        for (place, related, document, locator), industries in groups.items()
    ]


def project_table(say: Say, catalogue: Catalogue, projects: Iterable[Project]) -> Table:
    """Return key projects, one a row."""
    rows = [
        (
            row.name, row.enterprise, called(say, catalogue.industries[row.industry_id]),
            listed(say, (called(say, catalogue.places[one]) for one in row.place_ids)),
            place_basis(say, row.place_basis),
            f"{catalogue.documents[row.document_id].number} {row.locator}",
        )
        for row in projects
    ]  # fmt: skip
    return Table(
        (
            say("项目", "Project"), say("企业", "Enterprise"), say("产业", "Industry"),
            say("载体", "Place"), say("载体依据", "Place known"), say("文件、出处", "Locator"),
        ),
        rows,
        (3.4, 2, 2, 2.2, 3.2, 3),
        say("规划没有列出项目。", "The plans list no project."),
    )  # fmt: skip


def indicator_table(say: Say, catalogue: Catalogue, indicators: Iterable[Indicator]) -> Table:
    """Return indicators, one a row; a year without a value stays empty."""
    rows: list[tuple[Cell, ...]] = [
        (
            called(say, row), row.unit, row.value_2020, row.value_2023,
            row.value_2025 if not row.comparator_2025 else _compared(row), row.note,
            f"{catalogue.documents[row.document_id].number} {row.locator}",
        )
        for row in indicators
    ]  # fmt: skip
    return Table(
        (
            say("指标", "Indicator"), say("单位", "Unit"), "2020", "2023", "2025",
            say("说明", "Note"), say("文件、出处", "Locator"),
        ),
        rows,
        (4, 1.4, 1.3, 1.3, 1.6, 2.6, 3.8),
        say("规划没有指标。", "The plans have no indicator."),
    )  # fmt: skip


def _compared(row: Indicator) -> str:
    sign = {">=": "≥", "<=": "≤", "~": "≈"}.get(row.comparator_2025, row.comparator_2025)
    return f"{sign} {row.value_2025:,.10g}"


def hosts_map(
    say: Say, gazetteer: Gazetteer, placements: Iterable[Placement]
) -> tuple[Figure | None, list[str]]:
    """Return a map of the places of placements, by their strongest relation, and who is not on it.

    A place whose own position is not known is never drawn as a point.
    """
    catalogue = gazetteer.catalogue
    strongest: dict[str, str] = {}
    for row in strongest_first(placements):
        strongest.setdefault(row.place_id, row.relation)
    marks, missing = [], []
    for place_id, related in reversed(strongest.items()):
        place = catalogue.places[place_id]
        located = gazetteer.locate(place)
        if located is None:
            missing.append(called(say, place))
            continue
        style = look("placements", related, located.basis)._replace(opacity=0.55)
        marks.append(Mark(located.geometry, place.name, style.fill, style, INK))
    if not marks:
        return None, missing
    caption = say(
        "载体按关系着色：{}。虚线为示意或推算边界。",
        "Places by relation: {}. Dashed outlines are schematic or derived.",
    ).format(listed(say, (relation(say, row) for row in RELATIONS if row in strongest.values())))
    about = None if len(marks) < 2 else gazetteer.city.geometry
    return Figure(map_of(gazetteer, marks, caption, about), caption), missing


def relation_parts(say: Say) -> list[Part]:
    """Return the relations with the colours they have on the maps, strongest first."""
    return [Part(relation(say, row), look("placements", row, "").fill) for row in RELATIONS]


def by_relation(say: Say, placements: Iterable[Placement]) -> dict[str, float]:
    """Count industries by the strongest relation they have among some placements."""
    strongest: dict[str, str] = {}
    for row in strongest_first(placements):
        strongest.setdefault(row.industry_id, row.relation)
    counts = Counter(strongest.values())
    return {relation(say, row): float(counts[row]) for row in RELATION if counts[row]}
