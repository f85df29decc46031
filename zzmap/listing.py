"""The catalogue's tables as rows for people: ids resolved to names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zzmap.catalogue import Catalogue
from zzmap.messages import spoken
from zzmap.said import said
from zzmap.statements import statements
from zzmap.wording import (
    Say,
    action,
    area_basis,
    basis,
    beside,
    column,
    compared,
    counted,
    field,
    kind,
    level,
    located,
    place_basis,
    relation,
    rests_on,
    role,
    state,
    status,
    table,
    words,
)
from zzmap.words import csv_text, join

Listing = Callable[[Catalogue], list[dict[str, Any]]]


def _documents(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [row._asdict() for row in catalogue.documents.values()]


def _industries(catalogue: Catalogue) -> list[dict[str, Any]]:
    rows = []
    for row in catalogue.industries.values():
        parent = catalogue.industries.get(row.parent_id)
        own = {"user_aliases": catalogue.own_aliases.get(row.id, ())}
        rows.append(row._asdict() | {"parent": parent.name if parent else ""} | own)
    return rows


def _places(catalogue: Catalogue) -> list[dict[str, Any]]:
    rows = []
    for row in catalogue.places.values():
        districts = [catalogue.places[district].name for district in row.district_ids]
        count = len(catalogue.placements_of_place.get(row.id, ()))
        own = {"user_aliases": catalogue.own_aliases.get(row.id, ())}
        rows.append(row._asdict() | {"districts": districts, "placements": count} | own)
    return rows


def _structures(catalogue: Catalogue) -> list[dict[str, Any]]:
    """One row for each element, with the names of its members."""
    rows = []
    for structure in catalogue.structures.values():
        for element in catalogue.elements_of_structure.get(structure.id, ()):
            members = catalogue.members_of_element.get(element.id, ())
            rows.append(
                {
                    "id": element.id,
                    "name": element.name,
                    "structure_id": structure.id,
                    "structure": structure.name,
                    "kind": element.kind,
                    "name_en": element.name_en,
                    "rank": element.rank,
                    "functions": list(element.functions),
                    "axis": element.axis,
                    "member_ids": [row.place_id for row in members],
                    "members": [catalogue.places[row.place_id].name for row in members],
                    "document": catalogue.documents[structure.document_id].number,
                    "document_id": structure.document_id,
                    "locator": element.locator,
                }
            )
    return rows


def _placements(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [row._asdict() for row in statements(catalogue, catalogue.placements)]


def _projects(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        row._asdict()
        | {
            "industry": catalogue.industries[row.industry_id].name,
            "places": [catalogue.places[place].name for place in row.place_ids],
            "document": catalogue.documents[row.document_id].number,
        }
        for row in catalogue.projects
    ]


def _sites(catalogue: Catalogue) -> list[dict[str, Any]]:
    rows = []
    for row in catalogue.sites:
        place = catalogue.places[row.place_id]
        rows.append(
            {"id": row.id, "name": place.name, "aliases": place.aliases}
            | row._asdict()
            | {
                "element": catalogue.elements[row.element_id].name,
                "districts": [catalogue.places[district].name for district in place.district_ids],
                "lon": place.lon,
                "lat": place.lat,
                "basis": place.basis,
                "accuracy_m": place.accuracy_m,
                "document": catalogue.documents[row.document_id].number,
            }
        )
    return rows


def _indicators(catalogue: Catalogue) -> list[dict[str, Any]]:
    return [
        row._asdict() | {"document": catalogue.documents[row.document_id].number}
        for row in catalogue.indicators
    ]


LISTINGS: dict[str, Listing] = {
    "documents": _documents,
    "indicators": _indicators,
    "industries": _industries,
    "placements": _placements,
    "places": _places,
    "projects": _projects,
    "sites": _sites,
    "structures": _structures,
}
"""A function for each table that can be listed."""

TEXT_COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": ("id", "number", "date", "title"),
    "indicators": (
        "id",
        "name",
        "unit",
        "value_2020",
        "value_2023",
        "value_2025",
        "years",
        "values",
        "locator",
    ),
    "industries": ("id", "level", "name", "parent", "aliases"),
    "placements": ("industry", "place", "relation", "document", "locator", "contested"),
    "places": ("id", "name", "kind", "districts", "basis", "accuracy_m", "placements"),
    "projects": ("name", "enterprise", "industry", "places", "place_basis", "locator"),
    "sites": ("name", "element", "role", "districts", "basis", "accuracy_m"),
    "structures": ("structure", "name", "kind", "members", "locator"),
}
"""The columns the text form shows; JSON and CSV have all."""


def worded(column: str, value: Any) -> str:
    """Return a cell for who reads it here: our codes in Chinese, if that is the language."""
    if spoken() == "en" or column not in _CODES or not value:
        return plain(value)
    return _CODES[column](words(english=False), plain(value))


_CODES: dict[str, Callable[[Say, str], str]] = {
    "relation": relation, "basis": basis, "place_basis": place_basis, "kind": kind, "level": level,
    "table": table, "area_basis": area_basis, "state": state, "status": status, "action": action,
    "role": role, "field": field, "located": located,
}  # fmt: skip


def measured(column: str, value: Any) -> str:
    """Return a cell of a measure for who reads it here, as `worded` does."""
    if spoken() == "en" or column not in _MEASURED or not value:
        return plain(value)
    return _MEASURED[column](words(english=False), plain(value))


def _compared(say: Say, value: str) -> str:
    """Say what a comparison or a rule found; a code has its word, a sentence its own."""
    return said(say, compared(say, value))


def _beside_plans(say: Say, value: str) -> str:
    """Say what the register or the plans have: areas with what they are of, industries, names."""
    return said(say, area_basis(say, value))


_MEASURED: dict[str, Callable[[Say, str], str]] = {
    "of": counted, "how": beside, "what": _compared, "about": compared, "standing": said,
    "reasons": said, "register": _beside_plans, "plans": _beside_plans, "rests_on": rests_on,
}  # fmt: skip


def heading(name: str) -> str:
    """Return the head of a column of a measure for who reads it here."""
    return column(words(spoken() == "en"), name)


def told(note: str) -> str:
    """Return a note on a measure for who reads it here."""
    return said(words(spoken() == "en"), note)


def plain(value: Any) -> str:
    """Return a value as one cell of text, lists joined with ``|``."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return join(plain(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        return f"{value:.12g}" if abs(value) < 1e6 else f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def csv_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows as CSV with a header, lists joined with ``|``, no cell a formula."""
    head = [list(rows[0])] if rows else []
    return csv_text([*head, *([plain(value) for value in row.values()] for row in rows)])
