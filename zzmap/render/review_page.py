"""The page on which a draft is reviewed: its text, its rows, a map of the places it names."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.extract.decisions import MARK, OWN_COLUMNS, key_of, needed, text_hash
from zzmap.extract.draft import Draft
from zzmap.extract.patterns import example
from zzmap.geometry import Gazetteer
from zzmap.messages import Language
from zzmap.model import LEVELS, RELATION, WITHIN
from zzmap.palette import palette
from zzmap.render.panel import Panel, PanelMap
from zzmap.words import join

_FINE_DEG = 0.0005
_WORDS = ("industry", "place", "name", "enterprise")
"""Columns whose words a reviewer looks for in the sentence that a row was read from."""


class Reviewed(NamedTuple):
    """What a review has more whose decisions a program keeps that serves the page.

    Attributes
    ----------
    path
        Where the page sends its decisions.
    headers
        What it says with them.
    decisions
        Those that are kept: rows of ``decisions.json``.
    seen
        Names the state of `decisions`, so that nobody's are written over.
    back
        Address of the page it was opened from.
    language
        That the page is shown in at first.
    """

    path: str
    headers: dict[str, str]
    decisions: list[dict[str, Any]]
    seen: str
    back: str
    language: Language


def review_map(draft: Draft, catalogue: Catalogue, served: Reviewed | None = None) -> PanelMap:
    """Return the page of a draft's review.

    Parameters
    ----------
    draft
        What was read from a document.
    catalogue
        The geodata that the draft was made with: names and places that are known.
    served
        Who keeps the decisions; None for a page that keeps them itself and saves a file.
    """
    title = f"{Path(draft.source).name} · 审阅"
    data = _data(draft, catalogue, title)
    if served is not None:
        data["served"] = served._asdict()
    return PanelMap(Panel("review", data), title, asks=served is not None)


def _data(draft: Draft, catalogue: Catalogue, title: str) -> dict[str, Any]:
    gazetteer = Gazetteer(catalogue)
    view = catalogue.city.view
    rows = [_row(table, row) for table in OWN_COLUMNS for row in getattr(draft, table)]
    names = {
        "places": {row.id: row.name for row in catalogue.places.values()},
        "industries": {row.id: row.name for row in catalogue.industries.values()},
        "documents": {row.id: row.title for row in catalogue.documents.values()},
        "structures": {row.id: row.name for row in catalogue.structures.values()},
        "elements": {row.id: row.name for row in catalogue.elements.values()},
    }
    return {
        "title": title, "kind": MARK, "draft": text_hash(draft), "text": draft.text,
        "rows": rows, "columns": OWN_COLUMNS, "names": names,
        "documents": {row.id: [row.start, row.end] for row in draft.documents},
        "heads": [
            {"level": row.level, "number": row.number, "start": row.start} for row in draft.outline
        ],
        "needed": {table: needed(table, catalogue.folder) for table in OWN_COLUMNS},
        "examples": {rule: example(rule) for rule in sorted({row["rule"] for row in rows})},
        "choices": {"relation": list(RELATION), "level": list(LEVELS)},
        "words": {row.id: row.name for row in RELATION.values()},
        "bounds": [[view.south, view.west], [view.north, view.east]],
        "colour": palette()["kinds"]["zone"],
        "ground": [_shape(row.geometry) for row in gazetteer.layer("districts")],
        "shapes": _shapes(draft, gazetteer),
    }  # fmt: skip


def _row(table: str, row: Any) -> dict[str, Any]:
    cells = {name: _text(getattr(row, name)) for name in OWN_COLUMNS[table]}
    return {
        "table": table, "key": key_of(table, row), "cells": cells,
        "start": 0 if table == "documents" else row.start,
        "end": 0 if table == "documents" else row.end,
        "rule": getattr(row, "rule", ""), "confidence": getattr(row, "confidence", None),
        "status": getattr(row, "status", ""), "known": getattr(row, "known_id", ""),
        "words": [word for name in _WORDS if (word := getattr(row, name, ""))],
    }  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return join(value)
    return "" if value is None else str(value)


def _shapes(draft: Draft, gazetteer: Gazetteer) -> dict[str, Any]:
    """Return where the draft's places lie that geodata knows, by their id in the draft."""
    shapes = {}
    for row in draft.places:
        place = gazetteer.catalogue.places.get(row.known_id or row.id)
        located = gazetteer.locate(place) if place is not None else None
        if located is not None and located.basis != WITHIN:
            shapes[row.id] = _shape(located.geometry)
    return shapes


def _shape(geometry: Any) -> Any:
    return geometry.simplify(_FINE_DEG).__geo_interface__
