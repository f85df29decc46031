"""The layers zzmap draws and exports, as GeoDataFrames in WGS-84."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.features import Feature
from zzmap.geometry import Gazetteer, Located
from zzmap.messages import say
from zzmap.model import UNLOCATED, USER_PARK, WITHIN, Place, Project
from zzmap.settings import STORAGE_CRS
from zzmap.statements import statements
from zzmap.structures import ElementShape, derive
from zzmap.words import join

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

COMMON = ("id", "name", "name_en", "kind", "basis", "accuracy_m", "source")
"""Columns every layer has, in this order, before its own and the geometry."""

_STATED = ("industry_id", "place_id", "place", "document", "locator", "said_by", "contested")
"""What the layer of placements says of a statement beside the common columns."""


class _Nowhere(NamedTuple):
    """What stands for `Located` where nothing is known of a place's position."""

    geometry: None = None
    basis: str = UNLOCATED
    accuracy_m: None = None
    source: str = ""


class Layers:
    """Every layer by name.

    All frames have the columns `COMMON` and a WGS-84 geometry; some add their own.  Only in
    ``placements`` and ``projects`` may a row have no geometry: nothing a plan says is left out.
    """

    def __init__(self, catalogue: Catalogue, gazetteer: Gazetteer | None = None) -> None:
        self.catalogue = catalogue
        self.gazetteer = gazetteer or Gazetteer(catalogue)
        self._makers: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "city": lambda: self._shipped("city"),
            "districts": lambda: self._shipped("districts"),
            "elements": self._elements,
            "ground": lambda: self._shipped("ground"),
            "leaders": self._leaders,
            "neighbours": lambda: self._shipped("neighbours"),
            "parks": self._parks,
            "placements": self._placements,
            "places": self._places,
            "projects": self._projects,
            "sites": self._sites,
            "zones": self._zones,
        }

    @cached_property
    def derived(self) -> dict[str, ElementShape]:
        """Shapes of the structures' elements, by id; several layers show parts of them."""
        return derive(self.catalogue, self.gazetteer)

    def names(self) -> list[str]:
        """Names of all layers."""
        return sorted(self._makers)

    def unlocated(self, name: str) -> int:
        """Return how many records a layer lacks since their places have no position of their own.

        The layers of placements and projects lack none: see `unlocated_told`.
        """
        places = self.catalogue.places.values()
        if name == "places":
            return sum(self.gazetteer.own(row) is None for row in places)
        if name != "sites":
            return 0
        nowhere = {row.id for row in places if self.gazetteer.locate(row) is None}
        return sum(row.place_id in nowhere for row in self.catalogue.sites)

    def frame(self, name: str) -> GeoDataFrame:
        """Return one layer.

        Raises
        ------
        NotFoundError
            If there is no layer of this name.
        """
        return _frame(self.rows(name))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of one layer by their ids, each cell by its column; raises as `frame`.

        Whoever needs no frame need not wait a third of a second for what makes one.
        """
        if name not in self._makers:
            raise NotFoundError(say("there is no layer “{name}”", name=name), tuple(self.names()))
        return sorted(self._makers[name](), key=lambda row: row["id"])

    def _shipped(self, name: str) -> list[dict[str, Any]]:
        return [_row(feature) for feature in self.gazetteer.layer(name)]

    def _zones(self) -> list[dict[str, Any]]:
        """Polygons of zones and parks, with what a source states of their area."""
        rows = []
        for feature in self.gazetteer.polygons.values():
            place = self.catalogue.places.get(feature.id)
            if place is None or place.kind == USER_PARK or feature.id in self.gazetteer.districts:
                continue
            rows.append(
                _row(feature)
                | {
                    "name": place.name,
                    "name_en": place.name_en,
                    "kind": place.kind,
                    "area_km2": self.gazetteer.area_km2(place),
                    "official_area_km2": place.area_km2,
                    "official_area_basis": place.area_basis,
                }
            )
        return rows

    def _parks(self) -> list[dict[str, Any]]:
        """Polygons a user brought in, with their own columns."""
        return [
            _row(feature)
            for feature in self.gazetteer.polygons.values()
            if feature.kind == USER_PARK
        ]

    def _places(self) -> list[dict[str, Any]]:
        """One point for each place that has a position; on its polygon where it has one.

        A place that is an element of a structure and no more is in the layer ``elements``.
        `holds` counts the places known to lie in it whose own position is not known.
        """
        rows = []
        for place in self.catalogue.places.values():
            located = self.gazetteer.own(place)
            if located is None:
                continue
            count = len(self.catalogue.placements_of_place.get(place.id, ()))
            rows.append(
                _place_row(place.id, place.name, place.name_en, place.kind, located)
                | {
                    "placements": count,
                    "holds": len(self.gazetteer.holds.get(place.id, ())),
                    "geometry": located.geometry.representative_point(),
                }
            )
        return rows

    def _placements(self) -> list[dict[str, Any]]:
        """One row for each statement, where its place lies.

        Of a place known only to lie in a zone or district it is the geometry of that one; of a
        place of which nothing is known there is none.
        """
        catalogue = self.catalogue
        located = {row.id: self._somewhere(row) for row in catalogue.places.values()}
        rows = []
        for said in statements(catalogue, catalogue.placements):
            where = located[said.place_id]
            name_en = catalogue.industries[said.industry_id].name_en
            own = {name: getattr(said, name) for name in _STATED}
            rows.append(
                _place_row(said.id, said.industry, name_en, said.relation, where)
                | own
                | {"geometry": where.geometry}
            )
        return rows

    def _somewhere(self, place: Place) -> Located | _Nowhere:
        container = self.gazetteer.container(place)
        found = container.located if container is not None else self.gazetteer.locate(place)
        return found if found is not None else _Nowhere(source=place.source)

    def _projects(self) -> list[dict[str, Any]]:
        """One row for each project, at the one of its places that is known best.

        What lies at a zone or district may be anywhere in it, so it has the basis `within`.
        `place_basis` says how the places are known: an inferred one says so, and from what.
        """
        catalogue = self.catalogue
        rows = []
        for project in catalogue.projects:
            where = self._of_project(project)
            document = catalogue.documents[project.document_id].number
            rows.append(
                _place_row(project.id, project.name, "", "project", where)
                | {
                    "industry_id": project.industry_id,
                    "industry": catalogue.industries[project.industry_id].name,
                    "enterprise": project.enterprise,
                    "place_ids": join(project.place_ids),
                    "places": join(catalogue.places[row].name for row in project.place_ids),
                    "place_basis": project.place_basis,
                    "document": document,
                    "locator": project.locator,
                    "geometry": where.geometry,
                }
            )
        return rows

    def _of_project(self, project: Project) -> Located | _Nowhere:
        places = [self.catalogue.places[row] for row in project.place_ids]
        known = [found for place in places if (found := self.gazetteer.at(place)) is not None]
        if known:
            return min(known, key=lambda row: row.accuracy_m)
        return _Nowhere(source=places[0].source if places else "no place is known")

    def _leaders(self) -> list[dict[str, Any]]:
        """One line for each member that lies off its belt, from the band to the member."""
        return [
            {
                "id": f"{row.element.id}--{place_id}",
                "name": self.catalogue.places[place_id].name,
                "name_en": self.catalogue.places[place_id].name_en,
                "kind": "leader",
                "basis": "derived",
                "accuracy_m": row.located.accuracy_m,
                "source": f"shortest line from the band of {row.element.name} to its member",
                "structure_id": row.element.structure_id,
                "element_id": row.element.id,
                "place_id": place_id,
                "geometry": line,
            }
            for row in self.derived.values()
            for place_id, line in row.leaders.items()
        ]

    def _sites(self) -> list[dict[str, Any]]:
        rows = []
        for site in self.catalogue.sites:
            place = self.catalogue.places[site.place_id]
            located = self.gazetteer.locate(place)
            if located is not None:
                rows.append(
                    _place_row(site.id, place.name, place.name_en, place.kind, located)
                    | {
                        "place_id": place.id,
                        "role": site.role,
                        "element_id": site.element_id,
                        "geometry": located.geometry.representative_point(),
                    }
                )
        return rows

    def _elements(self) -> list[dict[str, Any]]:
        return [
            _place_row(
                row.element.id, row.element.name, row.element.name_en, row.element.kind, row.located
            )
            | {
                "structure_id": row.element.structure_id,
                "width_m": row.width_m,
                "geometry": row.located.geometry,
            }
            for row in self.derived.values()
        ]


def unlocated_told(frame: GeoDataFrame) -> tuple[str, ...]:
    """Say how many rows of a layer have no position of their own, nothing if all have."""
    within, nowhere = (int((frame["basis"] == basis).sum()) for basis in (WITHIN, UNLOCATED))
    told = []
    if within:
        told.append(
            say(
                "{within} of {count} rows are known only to lie in a zone or district and have "
                "its geometry (basis within)",
                within=within,
                count=len(frame),
            )
        )
    if nowhere:
        told.append(
            say(
                "{nowhere} of {count} rows have no known position and no geometry "
                "(basis unlocated)",
                nowhere=nowhere,
                count=len(frame),
            )
        )
    return tuple(told)


def _row(feature: Feature) -> dict[str, Any]:
    own = {key: value for key, value in feature.properties.items() if key not in COMMON}
    common = {key: getattr(feature, key) for key in COMMON}
    return common | own | {"geometry": feature.geometry}


def _place_row(
    row_id: str, name: str, name_en: str, kind: str, located: Located | _Nowhere
) -> dict[str, Any]:
    return {
        "id": row_id,
        "name": name,
        "name_en": name_en,
        "kind": kind,
        "basis": located.basis,
        "accuracy_m": located.accuracy_m,
        "source": located.source,
    }


def _frame(rows: list[dict[str, Any]]) -> GeoDataFrame:
    import geopandas as gpd
    import numpy as np

    if not rows:
        columns = {name: np.array([], dtype=object) for name in COMMON}
        return gpd.GeoDataFrame(columns, geometry=[], crs=STORAGE_CRS)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=STORAGE_CRS)
