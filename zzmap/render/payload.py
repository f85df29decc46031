"""What a page carries: tables once, geometry once, nothing per feature that can be derived."""

from __future__ import annotations

import json
from typing import Any

from zzmap import __version__
from zzmap.catalogue import Catalogue
from zzmap.layers import Layers
from zzmap.model import RELATIONS
from zzmap.render.geometry_codec import encode
from zzmap.render.themes import Theme

TABLES: dict[str, tuple[str, ...]] = {
    "documents": ("id", "letter", "number", "date", "title", "title_en"),
    "industries": ("id", "parent_id", "level", "name", "name_en", "aliases"),
    "places": (
        "id", "name", "name_en", "aliases", "kind", "district_ids", "area_km2", "basis",
        "accuracy_m", "source",
    ),
    "structures": ("id", "name", "name_en", "theme", "document_id", "locator"),
    "elements": (
        "id", "structure_id", "rank", "kind", "name", "name_en", "functions", "axis", "locator",
    ),
    "members": ("element_id", "place_id"),
    "placements": ("industry_id", "place_id", "relation", "document_id", "locator"),
    "projects": ("id", "name", "industry_id", "enterprise", "place_ids", "document_id", "locator"),
    "sites": ("id", "element_id", "role", "place_id", "locator"),
}  # fmt: skip
"""Columns of each table that a page needs."""

REFERENCES = {
    "parent_id": "industries",
    "industry_id": "industries",
    "place_id": "places",
    "place_ids": "places",
    "district_ids": "places",
    "document_id": "documents",
    "structure_id": "structures",
    "element_id": "elements",
}
"""Columns whose ids are written as row numbers of another table."""

GROUND_LAYERS = ("neighbours", "ground", "districts", "city")
PLAN_LAYERS = ("elements", "zones", "places", "sites")


def build_payload(layers: Layers, theme: Theme, basemaps: dict[str, str]) -> dict[str, Any]:
    """Gather what a page shows.

    Parameters
    ----------
    layers
        Every layer; its catalogue gives the tables.
    theme
        Which page it is.
    basemaps
        Name and URL template of the online basemaps to offer; usually none.
    """
    catalogue = layers.catalogue
    rows = {name: _rows(catalogue, name) for name in TABLES}
    numbers = {
        name: {row.id: number for number, row in enumerate(rows[name])}
        for name in set(REFERENCES.values())
    }
    names = [name for name in (*GROUND_LAYERS, *PLAN_LAYERS, "parks") if name in layers.names()]
    return {
        "version": __version__,
        "theme": theme.payload(),
        "relations": RELATIONS,
        "basemaps": basemaps,
        "tables": {
            name: {"c": columns, "r": [_cells(row, columns, numbers) for row in rows[name]]}
            for name, columns in TABLES.items()
        },
        "pinyin": _pinyin(catalogue),
        "geo": {name: _features(layers, name) for name in names},
    }


def to_script(payload: dict[str, Any]) -> str:
    """Return the payload as text that is safe inside a script element."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _rows(catalogue: Catalogue, name: str) -> list[Any]:
    rows = getattr(catalogue, name)
    return list(rows.values()) if isinstance(rows, dict) else list(rows)


def _cells(row: Any, columns: tuple[str, ...], numbers: dict[str, dict[str, int]]) -> list[Any]:
    cells: list[Any] = []
    for column in columns:
        value = getattr(row, column)
        known = numbers.get(REFERENCES.get(column, ""))
        if known is not None:
            value = (
                [known[item] for item in value] if isinstance(value, tuple) else known.get(value)
            )
        elif column == "relation":
            value = RELATIONS.index(value)
        cells.append(value)
    return cells


def _pinyin(catalogue: Catalogue) -> dict[str, str]:
    """Return the pinyin of what a page can search for."""
    terms: set[str] = set()
    for table in (catalogue.industries, catalogue.places):
        for row in table.values():
            terms.update((row.name, *row.aliases))
    for project in catalogue.projects:
        terms.update((project.name, project.enterprise))
    return {term: text for term, text in catalogue.pinyin.items() if term in terms}


def _features(layers: Layers, name: str) -> list[list[Any]]:
    """Return ``[id, name, name_en, kind, basis, accuracy, source, geometry, extra]`` rows."""
    frame = layers.frame(name)
    extra = [
        column
        for column in (
            "structure_id",
            "role",
            "element_id",
            "area_km2",
            "industries",
            "status",
            "place_id",
        )
        if column in frame.columns
    ]
    rows = []
    for record in frame.to_dict("records"):
        geometry = encode(record["geometry"])
        own = {column: record[column] for column in extra if record[column] == record[column]}
        rows.append(
            [
                record["id"],
                record["name"],
                record["name_en"],
                record["kind"],
                record["basis"],
                int(record["accuracy_m"]),
                record["source"],
                geometry,
                own,
            ]
        )
    return rows
