"""What a page carries: tables once, geometry once, nothing per feature that can be derived."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from zzmap import __version__
from zzmap.catalogue import Catalogue
from zzmap.city import City, Theme
from zzmap.crs import DEGREE_M
from zzmap.layers import Layers
from zzmap.model import NOT_ONE_PLACE, RELATION, RELATIONS, STATUSES, USER_DOCUMENT
from zzmap.render.geometry_codec import encode, encode_all
from zzmap.render.parks_payload import pack_parks
from zzmap.render.pinyin_codec import pack_pinyin
from zzmap.render.question_payload import pack_question
from zzmap.render.strings import Strings
from zzmap.wording import place_basis, words

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

TABLES: dict[str, tuple[str, ...]] = {
    "documents": ("id", "letter", "number", "date", "title", "title_en"),
    "industries": ("id", "parent_id", "same_as", "level", "name", "name_en", "aliases"),
    "places": (
        "id", "name", "name_en", "aliases", "kind", "parent_id", "district_ids", "area_km2",
        "basis", "accuracy_m", "source",
    ),
    "structures": ("id", "name", "name_en", "theme", "document_id", "locator"),
    "elements": (
        "id", "structure_id", "place_id", "rank", "kind", "name", "name_en", "functions", "axis",
        "locator",
    ),
    "members": ("element_id", "place_id", "derived"),
    "placements": ("industry_id", "place_id", "relation", "document_id", "locator"),
    "projects": (
        "id", "name", "industry_id", "enterprise", "enterprise_aliases", "place_ids", "place_basis",
        "document_id", "locator",
    ),
    "sites": ("id", "element_id", "role", "place_id", "locator"),
}  # fmt: skip
"""Columns of each table that a page needs."""

REFERENCES = {
    "industries.parent_id": "industries",
    "places.parent_id": "places",
    "same_as": "industries",
    "industry_id": "industries",
    "place_id": "places",
    "place_ids": "places",
    "district_ids": "places",
    "document_id": "documents",
    "structure_id": "structures",
    "element_id": "elements",
}
"""Columns, of all tables or of one, whose ids are written as row numbers of another table."""

OWN_COLUMNS = ("structure_id", "area_km2", "place_id")
"""Columns a layer has beyond the common ones and that a page uses."""

SHARED_COLUMNS = ("source", "locator", "place_basis", "derived", "level", "role")
"""Columns whose values repeat; they are written as numbers of the shared strings."""

_HOW = {
    table: [(name, REFERENCES.get(f"{table}.{name}", REFERENCES.get(name, ""))) for name in columns]
    for table, columns in TABLES.items()
}
"""Columns of each table with the table that their ids are of, '' for none."""

GROUND_LAYERS = ("neighbours", "ground", "districts", "city")
_SPINE_M = 1_200.0
"""A belt's line is kept as near as this, well within its band; the page rounds its corners."""

PLAN_LAYERS = ("elements", "leaders", "zones", "places", "sites")


def build_shared(layers: Layers) -> dict[str, Any]:
    """Gather what all pages carry: every table and every geometry."""
    catalogue = layers.catalogue
    rows = {name: rows_of(catalogue, name) for name in TABLES}
    numbers = numbered(rows)
    known = set(layers.names())
    strings = Strings()
    return {
        "version": __version__,
        "city": city_payload(catalogue.city),
        "renamed": {
            old: new
            for old, new in ((old, catalogue.current(old)) for old in catalogue.renamed)
            if any(new in ids for ids in numbers.values())
        },
        "relations": [row._asdict() for row in RELATION.values()],
        "not_one_place": NOT_ONE_PLACE,
        "statuses": [
            {"id": row.id, "name": row.name, "name_en": row.name_en} for row in STATUSES.values()
        ],
        "tables": {
            name: {
                "c": columns,
                "r": [cells_of(name, row, numbers, strings) for row in rows[name]],
            }
            for name, columns in TABLES.items()
        },
        "holds": {
            numbers["places"][over]: [numbers["places"][row] for row in held]
            for over, held in layers.gazetteer.holds.items()
        },
        "pinyin": pack_pinyin(catalogue.spoken, terms_of(catalogue)),
        "question": pack_question(catalogue),
        "geo": {
            name: _features(layers, name, strings)
            for name in (*GROUND_LAYERS, *PLAN_LAYERS)
            if name in known
        },
        "spines": _spines(layers),
        "parks": pack_parks(layers.frame("parks"), strings) if "parks" in known else None,
        "shared": SHARED_COLUMNS,
        "place_bases": _place_bases(catalogue, strings),
        "strings": strings.values,
    } | _told(catalogue)


def numbered(rows: Mapping[str, list[Any]]) -> dict[str, dict[str, int]]:
    """Return the numbers of rows by id, of each table that others name."""
    return {
        name: {row.id: number for number, row in enumerate(rows[name])}
        for name in set(REFERENCES.values())
    }


def _spines(layers: Layers) -> dict[str, Any]:
    """Return the line each belt is drawn along, by the element's id."""
    return {
        row.element.id: encode(row.spine.simplify(_SPINE_M / DEGREE_M))
        for row in layers.derived.values()
        if row.spine is not None and row.spine.length > 0
    }


def _place_bases(catalogue: Catalogue, strings: Strings) -> dict[int, str]:
    """Return in Chinese what places were inferred from, by the number of the text."""
    inferred = {row.place_basis for row in catalogue.projects if row.place_basis}
    return {
        strings.number(note): place_basis(words(english=False), note)
        for note in sorted(inferred)
        if note.startswith("inferred: ")
    }


def _told(catalogue: Catalogue) -> dict[str, Any]:
    """Return what is told of rows that a page has: what a planner has against them, aliases."""
    contested = catalogue.contested
    return {
        "user_document": USER_DOCUMENT.id,
        "contested": {
            number: contested[row.id]
            for number, row in enumerate(catalogue.placements)
            if row.id in contested
        },
        "own_aliases": catalogue.own_aliases,
    }


def theme_payload(theme: Theme) -> dict[str, Any]:
    """Return what a page's script needs of its theme."""
    return {
        "title": theme.title,
        "title_en": theme.title_en,
        "structures": theme.structures,
        "layers": theme.layers,
    }


def tabs_payload(themes: Iterable[Theme]) -> list[dict[str, Any]]:
    """Return what a page says of the pages built beside it."""
    return [{"file": theme.file, **theme_payload(theme)} for theme in themes]


def city_payload(city: City) -> dict[str, Any]:
    """Return what a page's script needs of the city; `view` is west, south, east, north."""
    return {
        "name": city.name,
        "name_en": city.name_en,
        "district_kinds": city.district_kinds,
        "view": city.view,
        "region": city.region,
        "survey_zone": city.survey_zone,
        "source": (city.source, city.source_en),
        "search_examples": city.search_examples,
    }


def to_script(payload: dict[str, Any]) -> str:
    """Return the payload as text that is safe inside a script element.

    No ``<`` is left, since not only ``</script`` ends one: after ``<!--<script`` it would not.
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def rows_of(catalogue: Catalogue, name: str) -> list[Any]:
    """Return a table's rows, whose places in it are their numbers."""
    rows = getattr(catalogue, name)
    return list(rows.values()) if isinstance(rows, dict) else list(rows)


def cells_of(
    table: str, row: Any, numbers: dict[str, dict[str, int]], strings: Strings
) -> list[Any]:
    """Return the cells of a row in the order of `TABLES`, what it names as numbers of its row."""
    cells: list[Any] = []
    for column, other in _HOW[table]:
        value = getattr(row, column)
        if other in numbers:
            known = numbers[other]
            value = (
                [known[item] for item in value] if isinstance(value, tuple) else known.get(value)
            )
        elif column == "relation":
            value = RELATIONS.index(value)
        elif column in SHARED_COLUMNS:
            value = strings.number(value)
        cells.append(value)
    return cells


def terms_of(catalogue: Catalogue) -> set[str]:
    """Return what a page can search for."""
    terms: set[str] = set()
    for table in (catalogue.industries, catalogue.places):
        for row in table.values():
            terms.update((row.name, *row.aliases))
    terms.update(name for names in catalogue.short_names.values() for name in names)
    terms.update(element.name for element in catalogue.elements.values())
    for project in catalogue.projects:
        terms.update((project.name, project.enterprise, *project.enterprise_aliases))
    return terms


def _features(layers: Layers, name: str, strings: Strings) -> list[list[Any]]:
    """Return ``[id, name, name_en, kind, basis, accuracy, source, geometry, own]`` rows.

    The names are 0 where the table of places has the same under the feature's id; `source`
    is a number of the shared strings.
    """
    frame = layers.frame(name)
    if name == "elements":
        frame = _plain(frame) if len(frame) else frame
    places = layers.catalogue.places
    own_columns = [column for column in OWN_COLUMNS if column in frame.columns]
    rows = []
    for record, geometry in zip(
        frame.drop(columns="geometry").to_dict("records"), encode_all(frame.geometry), strict=True
    ):
        own = {column: record[column] for column in own_columns}
        names: list[Any] = [record["name"], record["name_en"]]
        place = places.get(own.get("place_id", record["id"]))
        if place is not None and names == [place.name, place.name_en]:
            names = [0, 0]
        row = [record["id"], *names, record["kind"], record["basis"], int(record["accuracy_m"])]
        own = {column: value for column, value in own.items() if not _missing(value)}
        rows.append([*row, strings.number(record["source"]), geometry, own])
    return rows


def _plain(elements: GeoDataFrame) -> GeoDataFrame:
    """Draw elements as finely as they are known: within a hundredth of what each states."""
    rough = elements["basis"] != "digitised"
    tolerance = (elements["accuracy_m"].where(rough, 0) / 100 / DEGREE_M).to_numpy()
    return elements.set_geometry(elements.geometry.simplify(tolerance))


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
