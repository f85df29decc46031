"""Answer what a place is: what it hosts, its projects and structures, where and how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.model import UNLOCATED, Element, Place
from zzmap.names import ELEMENT, PLACES, Names, Way
from zzmap.statements import statements, strongest_first

if TYPE_CHECKING:
    from zzmap.geometry import Gazetteer
    from zzmap.whereabouts import Whereabouts


def find_place(catalogue: Catalogue, name: str, *, sure: bool = False) -> Place:
    """Find the one place a name means; see `zzmap.names.Names.one` for how and for `sure`.

    Raises
    ------
    NotFoundError
        If no place is called so, or several can be meant.
    """
    return catalogue.places[Names.of(catalogue).one(name, PLACES, sure=sure).id]


def find_subject(catalogue: Catalogue, name: str) -> Place | Element:
    """Find the one place or structure element a name means.

    An element that is a place itself is answered as that; so is a name of both.

    Raises
    ------
    NotFoundError
        If neither is called so, or several can be meant.
    """
    names = Names.of(catalogue)
    hits = [] if names.exact(name, PLACES) else names.meant(name, (ELEMENT,))
    if len(hits) == 1 and hits[0].way == Way.EXACT:
        return _subject(catalogue, hits[0].id)
    try:
        return find_place(catalogue, name)
    except NotFoundError:
        if len(hits) != 1 or hits[0].way != Way.PART:
            raise
        return _subject(catalogue, hits[0].id)


def _subject(catalogue: Catalogue, element_id: str) -> Place | Element:
    element = catalogue.elements[element_id]
    return catalogue.places.get(element.place_id, element)


def place_sheet(catalogue: Catalogue, where: Whereabouts, place: Place) -> dict[str, Any]:
    """Gather all the catalogue knows of a place, as JSON-ready values.

    Areas are km², accuracy metres, `lon`/`lat` a WGS-84 point on or in the place.
    `area_km2` is measured on the polygon; `official_area_km2` is what a source states.
    `user_aliases` are those of `aliases` that a planner has given, `basis` is ``user`` where a
    planner has told the position.
    `within` is the zone or district it is known to lie in where its own position is not known;
    its districts are then those of that one, unless a source names its own.
    """
    return {
        "id": place.id,
        "name": place.name,
        "name_en": place.name_en,
        "kind": place.kind,
        "aliases": list(place.aliases),
        "user_aliases": list(catalogue.own_aliases.get(place.id, ())),
        "area_km2": where.area_km2,
        "official_area_km2": place.area_km2,
        "official_area_basis": place.area_basis,
        "basis": where.basis,
        "within": _within(catalogue, where),
        "accuracy_m": where.accuracy_m,
        "source": where.source,
        "lon": where.lon,
        "lat": where.lat,
        "districts": [
            {"district_id": key, "name": catalogue.places[key].name, "share": share}
            for key, share in where.districts
        ],
        "structures": _structures(catalogue, place),
        "elements": _elements(catalogue, place),
        "placements": _placements(catalogue, place),
        "projects": _projects(catalogue, place),
        "sites": _sites(catalogue, place),
    }


def _within(catalogue: Catalogue, where: Whereabouts) -> dict[str, str] | None:
    if not where.within:
        return None
    return {"place_id": where.within, "name": catalogue.places[where.within].name}


def element_sheet(catalogue: Catalogue, gazetteer: Gazetteer, element: Element) -> dict[str, Any]:
    """Gather what is known of an element that is no place itself, in the form of `place_sheet`.

    Its geometry is derived from its members (`zzmap.structures`).
    """
    from zzmap.structures import derive_element

    shape = derive_element(catalogue, gazetteer, element)
    located = shape.located if shape else None
    point = located.geometry.representative_point() if located else None
    area = gazetteer.metric.area_km2(located.geometry) if located else None
    return {
        "id": element.id,
        "name": element.name,
        "name_en": element.name_en,
        "kind": element.kind,
        "aliases": [],
        "user_aliases": [],
        "area_km2": round(area, 2) if area is not None else None,
        "official_area_km2": None,
        "official_area_basis": "",
        "basis": located.basis if located else UNLOCATED,
        "within": None,
        "accuracy_m": located.accuracy_m if located else None,
        "source": located.source if located else "",
        "lon": round(point.x, 6) if point else None,
        "lat": round(point.y, 6) if point else None,
        "districts": [share._asdict() for share in gazetteer.district_shares(located.geometry)]
        if located
        else [],
        "structures": [],
        "elements": [_element(catalogue, element)],
        "placements": [],
        "projects": [],
        "sites": [],
    }


def _elements(catalogue: Catalogue, place: Place) -> list[dict[str, Any]]:
    """Tell which elements of structures a place is itself."""
    return [
        _element(catalogue, row) for row in catalogue.elements.values() if row.place_id == place.id
    ]


def _element(catalogue: Catalogue, element: Element) -> dict[str, Any]:
    members = catalogue.members_of_element.get(element.id, ())
    return {
        "element_id": element.id,
        "element": element.name,
        "structure": catalogue.structures[element.structure_id].name,
        "functions": list(element.functions),
        "members": [catalogue.places[row.place_id].name for row in members],
        "locator": element.locator,
    }


def _structures(catalogue: Catalogue, place: Place) -> list[dict[str, Any]]:
    rows = []
    for member in catalogue.members:
        if member.place_id != place.id:
            continue
        element = catalogue.elements[member.element_id]
        structure = catalogue.structures[element.structure_id]
        rows.append(
            {
                "structure_id": structure.id,
                "structure": structure.name,
                "element_id": element.id,
                "element": element.name,
                "document": catalogue.documents[structure.document_id].number,
                "locator": element.locator,
            }
        )
    return rows


_HOSTED = (
    "industry_id", "industry", "relation", "document", "document_id", "locator", "said_by",
    "contested",
)  # fmt: skip
"""What of a statement is not said by the sheet itself."""


def _placements(catalogue: Catalogue, place: Place) -> list[dict[str, Any]]:
    rows = strongest_first(catalogue.placements_of_place.get(place.id, ()))
    rows.sort(key=lambda row: row.id in catalogue.contested)
    return [{name: getattr(row, name) for name in _HOSTED} for row in statements(catalogue, rows)]


def _projects(catalogue: Catalogue, place: Place) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "name": row.name,
            "enterprise": row.enterprise,
            "industry_id": row.industry_id,
            "industry": catalogue.industries[row.industry_id].name,
            "place_basis": row.place_basis,
            "document": catalogue.documents[row.document_id].number,
            "locator": row.locator,
        }
        for row in catalogue.projects
        if place.id in row.place_ids
    ]


def _sites(catalogue: Catalogue, place: Place) -> list[dict[str, Any]]:
    return [
        {
            "element_id": row.element_id,
            "element": catalogue.elements[row.element_id].name,
            "role": row.role,
            "document": catalogue.documents[row.document_id].number,
            "locator": row.locator,
        }
        for row in catalogue.sites
        if row.place_id == place.id
    ]
