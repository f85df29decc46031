"""The layers zzmap draws and exports, as GeoDataFrames in WGS-84."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.features import Feature
from zzmap.geometry import Gazetteer, Located
from zzmap.model import USER_PARK
from zzmap.settings import STORAGE_CRS
from zzmap.statements import statements
from zzmap.structures import derive

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

COMMON = ("id", "name", "name_en", "kind", "basis", "accuracy_m", "source")
"""Columns every layer has, in this order, before its own and the geometry."""

_STATED = ("industry_id", "place_id", "place", "document", "locator")
"""What the layer of placements says of a statement beside the common columns."""


class Layers:
    """Every layer by name.

    All frames have the columns `COMMON` and a WGS-84 geometry; some add their own.
    """

    def __init__(self, catalogue: Catalogue, gazetteer: Gazetteer | None = None) -> None:
        self.catalogue = catalogue
        self.gazetteer = gazetteer or Gazetteer(catalogue)
        self._makers: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "city": lambda: self._shipped("city"),
            "districts": lambda: self._shipped("districts"),
            "elements": self._elements,
            "ground": lambda: self._shipped("ground"),
            "neighbours": lambda: self._shipped("neighbours"),
            "parks": self._parks,
            "placements": self._placements,
            "places": self._places,
            "sites": self._sites,
            "zones": self._zones,
        }

    def names(self) -> list[str]:
        """Names of all layers."""
        return sorted(self._makers)

    def unlocated(self, name: str) -> int:
        """Return how many records a layer lacks since nobody knows where their places are."""
        places = {
            row.id for row in self.catalogue.places.values() if self.gazetteer.locate(row) is None
        }
        if name == "places":
            return len(places)
        if name == "placements":
            return sum(row.place_id in places for row in self.catalogue.placements)
        return sum(row.place_id in places for row in self.catalogue.sites if name == "sites")

    def frame(self, name: str) -> GeoDataFrame:
        """Return one layer.

        Raises
        ------
        NotFoundError
            If there is no layer of this name.
        """
        if name not in self._makers:
            raise NotFoundError(f"there is no layer “{name}”", tuple(self.names()))
        return _frame(self._makers[name]())

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
        """One point for each located place; on its polygon where it has one."""
        rows = []
        for place in self.catalogue.places.values():
            located = self.gazetteer.locate(place)
            if located is None:
                continue
            count = len(self.catalogue.placements_of_place.get(place.id, ()))
            rows.append(
                _place_row(place.id, place.name, place.name_en, place.kind, located)
                | {"placements": count, "geometry": located.geometry.representative_point()}
            )
        return rows

    def _placements(self) -> list[dict[str, Any]]:
        """One row for each statement about a located place, where that place lies."""
        catalogue = self.catalogue
        located = {row.id: self.gazetteer.locate(row) for row in catalogue.places.values()}
        rows = []
        for said in statements(catalogue, catalogue.placements):
            where = located[said.place_id]
            if where is None:
                continue
            name_en = catalogue.industries[said.industry_id].name_en
            own = {name: getattr(said, name) for name in _STATED}
            rows.append(
                _place_row(said.id, said.industry, name_en, said.relation, where)
                | own
                | {"geometry": where.geometry}
            )
        return rows

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
            | {"structure_id": row.element.structure_id, "geometry": row.located.geometry}
            for row in derive(self.catalogue, self.gazetteer).values()
        ]


def _row(feature: Feature) -> dict[str, Any]:
    own = {key: value for key, value in feature.properties.items() if key not in COMMON}
    common = {key: getattr(feature, key) for key in COMMON}
    return common | own | {"geometry": feature.geometry}


def _place_row(row_id: str, name: str, name_en: str, kind: str, located: Located) -> dict[str, Any]:
    return {
        "id": row_id,
        "name": name,
        "name_en": name_en,
        "kind": kind,
        "basis": located.basis,
        "accuracy_m": located.accuracy_m,
        "source": located.source,
    }


def _frame(rows: Iterable[dict[str, Any]]) -> GeoDataFrame:
    import geopandas as gpd
    import numpy as np

    rows = sorted(rows, key=lambda row: row["id"])
    if not rows:
        columns = {name: np.array([], dtype=object) for name in COMMON}
        return gpd.GeoDataFrame(columns, geometry=[], crs=STORAGE_CRS)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=STORAGE_CRS)
