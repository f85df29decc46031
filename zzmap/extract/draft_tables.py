"""Structures, projects and indicators that were read, as rows of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from zzmap.extract.clauses import Span, fold
from zzmap.extract.draft import (
    KNOWN,
    NEW,
    Draft,
    DraftElement,
    DraftIndicator,
    DraftMember,
    DraftProject,
    DraftStructure,
)
from zzmap.extract.indicators import Indicator
from zzmap.extract.known_names import Mention
from zzmap.extract.merged import Statement
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.projects import Project
from zzmap.extract.rows import Rows
from zzmap.extract.structures import FoundElement, FoundStructure
from zzmap.model import Element, Structure

_YEARS = ("2020", "2023", "2025")
"""Years that geodata has a column of."""

_SURE, _MEMBER_SURE = 0.9, 0.85
_STATED, _IN_NAME = "stated", "in_name"


def add_structures(
    draft: Draft, rows: Rows, found: Iterable[FoundStructure], statements: Sequence[Statement]
) -> None:
    """Add the structures of one plan; an element's functions are what a layout puts there."""
    focus: dict[str, list[str]] = {}
    for row in statements:
        if row.rule == "layout":
            focus.setdefault(rows.words(row.place), []).append(rows.words(row.industry))
    for structure in found:
        document, locator, evidence = rows.told(
            structure.passage, structure.span, structure.rule, _SURE
        )
        known = _known_structure(rows, structure, document)
        row_id = known.id if known else rows.slug("st", structure.name)
        draft.structures.append(
            DraftStructure(
                row_id, known.name if known else structure.name, known.name_en if known else "",
                known.theme if known else structure.theme, document, locator,
                KNOWN if known else NEW, known.id if known else "", *evidence,
            )
        )  # fmt: skip
        for rank, element in enumerate(structure.elements, 1):
            _add_element(draft, rows, row_id, rank, element, structure, focus)


def _add_element(
    draft: Draft, rows: Rows, structure: str, rank: int, element: FoundElement,
    within: FoundStructure, focus: dict[str, list[str]],
) -> None:  # fmt: skip
    _, locator, evidence = rows.told(element.passage, element.span, within.rule, _SURE)
    place = rows.place(element.place, evidence) if element.place else ""
    known = _known_element(rows, structure, element, place)
    row_id = known.id if known else rows.slug("el", element.name)
    functions = tuple(dict.fromkeys(focus.get(element.name, ())))
    draft.elements.append(
        DraftElement(
            row_id, structure, place, known.rank if known else rank, element.kind, element.name,
            known.name_en if known else "", known.functions if known else functions,
            known.axis if known else "", locator, KNOWN if known else NEW,
            known.id if known else "", *evidence,
        )
    )  # fmt: skip
    for number, member in enumerate(element.members, 1):
        start, end, said, rule, _ = evidence
        draft.members.append(
            DraftMember(
                row_id, number, rows.place(member, evidence), "", rows.words(member), start, end,
                said, rule, round(_MEMBER_SURE * member.sure, 2),
            )
        )  # fmt: skip


def _known_structure(rows: Rows, found: FoundStructure, document: str) -> Structure | None:
    """Return the structure of geodata that has this name, or ends in it."""
    name = fold(found.name)
    for row in rows.structures():
        if row.document_id == document and fold(row.name).endswith(name):
            return row
    return None


def _known_element(rows: Rows, structure: str, found: FoundElement, place: str) -> Element | None:
    for row in rows.elements():
        own = re.split("[：:]", row.name)[-1]
        if row.structure_id == structure and (
            fold(own) == fold(found.name) or (place and row.place_id == rows.known_place(place))
        ):
            return row
    return None


def add_projects(draft: Draft, rows: Rows, finder: NameFinder, found: Iterable[Project]) -> None:
    """Add the projects of one plan."""
    for project in found:
        document, locator, evidence = rows.told(
            project.passage, project.span, project.rule, project.confidence
        )
        industry = _industry(finder, project)
        row_id = rows.industry(industry, document, locator, "", evidence) if industry else ""
        places = rows.places(project.places, evidence)
        basis = ""
        if places:
            basis = _IN_NAME if project.place and project.place in project.name else _STATED
        draft.projects.append(
            DraftProject(
                f"prj-draft-{len(draft.projects) + 1:04d}", project.name, row_id,
                project.enterprise, (), places, basis, document, project.box, locator, "",
                project.place, project.investment, *evidence,
            )
        )  # fmt: skip


def _industry(finder: NameFinder, project: Project) -> Mention | None:
    """Return the industry that a project's name says, else that of its head, box or heading."""
    above = finder.above(project.passage.above)
    ids = [row.ids[0] for row in above if row.ids]
    at = finder.text.find(fold(project.name), project.span.start, project.span.end + 1)
    if at >= 0:
        own = finder.known(Span(at, at + len(project.name)), (), ids)
        if own:
            return own[-1]
    head = finder.named(project.passage.head, above) if project.passage.head else ()
    return next(iter((*head, *above)), None)


def add_indicators(draft: Draft, rows: Rows, found: Iterable[Indicator]) -> None:
    """Add the indicators of one plan; geodata's columns hold the years they are named after."""
    for row in found:
        document, locator, evidence = rows.told(row.passage, row.sentence, row.rule, row.confidence)
        values = dict(zip(row.years, row.values, strict=True))
        base, middle, aim = (float(values[year]) if year in values else None for year in _YEARS)
        draft.indicators.append(
            DraftIndicator(
                f"in-draft-{len(draft.indicators) + 1}", row.name, "", row.unit, base, middle, aim,
                row.comparator if row.years[-1] == _YEARS[-1] else "", row.kind, row.note, document,
                locator, row.years, row.values, row.comparator, *evidence,
            )
        )  # fmt: skip
