"""What a planner's parks add to a page that was made without them: tables, names, outlines.

A page takes it beside what it has, as if it had been made with the parks: what parks bring comes
last in every table (`zzmap.parks.merge`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zzmap.layers import COMMON
from zzmap.model import USER_PARK
from zzmap.parks.merge import CatalogueWithSomeParks, park_properties
from zzmap.render.parks_payload import pack_columns, pack_shapes
from zzmap.render.payload import REFERENCES, TABLES, cells_of, numbered, rows_of, terms_of
from zzmap.render.pinyin_codec import pack_pinyin
from zzmap.render.question_payload import other_readings
from zzmap.render.strings import Strings

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zzmap.catalogue import Catalogue

_OWN = ("area_km2", "industries", "status", "code")

GROWING = ("industries", "places", "placements")
"""The tables parks add rows to."""


def pack_own(
    page: Catalogue, own: CatalogueWithSomeParks, shapes: Sequence[BaseGeometry] | None = None
) -> dict[str, Any]:
    """Return what parks add to a page.

    Parameters
    ----------
    page
        What the page was made of.
    own
        The same with the parks.
    shapes
        Their polygons, where the page does not have them from `zzmap.render.outlines`.
    """
    strings = Strings()
    rows = {name: rows_of(own, name) for name in {*GROWING, *REFERENCES.values()}}
    numbers = numbered(rows)
    first = {name: len(rows_of(page, name)) for name in GROWING}
    tables = {
        name: [cells_of(name, row, numbers, strings) for row in rows[name][first[name] :]]
        for name in GROWING
    }
    packed = pack_columns(_columns(own), strings)
    return {
        "first": first,
        "tables": {name: _packed(name, tables[name]) for name in GROWING},
        "at": [[round(row.lon, 5), round(row.lat, 5)] for row in own.user_rows],
        "parks": packed if shapes is None else packed | {"shape": pack_shapes(shapes)},
        "strings": strings.values,
    }


def pack_spoken(own: CatalogueWithSomeParks) -> dict[str, Any]:
    """Return how all names of a page with parks are read: this takes the place of what it has."""
    return {"pinyin": pack_pinyin(own.spoken, terms_of(own)), "readings": other_readings(own)}


def spoken_terms(own: CatalogueWithSomeParks) -> dict[str, str]:
    """Return the pinyin of the parks' names and industries alone, by term."""
    terms = {term for row in own.user_rows for term in (row.name, row.code, *row.industries)}
    return {term: own.pinyin.get(term, "") for term in sorted(terms) if not term.isascii()}


def _columns(own: CatalogueWithSomeParks) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in (*COMMON, *_OWN)}
    for row in own.user_rows:
        said = row._asdict() | park_properties(row) | {"name_en": "", "kind": USER_PARK}
        for name, values in columns.items():
            values.append(said[name])
    return columns


def _packed(table: str, rows: list[list[Any]]) -> dict[str, Any]:
    """Return rows column by column: most columns of parks have one value, which is said once."""
    columns = {name: [row[at] for row in rows] for at, name in enumerate(TABLES[table]) if rows}
    same = {name for name, values in columns.items() if all(value == values[0] for value in values)}
    return {
        "count": len(rows),
        "same": {name: values[0] for name, values in columns.items() if name in same},
        "each": {name: values for name, values in columns.items() if name not in same},
    }
