"""Put a planner's parks beside what the plans say, marked as user data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zzmap import model
from zzmap.catalogue import Catalogue
from zzmap.names import INDUSTRIES, Names, normalise
from zzmap.parks.model import BOUNDARY, Park, ParkRow
from zzmap.parks.store import ParkStore
from zzmap.words import join

if TYPE_CHECKING:
    from zzmap.features import Feature


class CatalogueWithParks(Catalogue):
    """A catalogue whose places and placements include a store's live parks.

    Parameters
    ----------
    catalogue
        What the plans say.
    store
        The planner's parks.
    """

    def __init__(self, catalogue: Catalogue, store: ParkStore) -> None:
        super().__init__(catalogue.folder)
        self.plans, self.store = catalogue, store

    @cached_property
    def user_rows(self) -> list[ParkRow]:
        """Live parks; without the official boundaries, which are no places of their own."""
        return [row for row in self.store.rows() if row.kind != BOUNDARY]

    @cached_property
    def documents(self) -> dict[str, model.Document]:
        """Documents by id, user data last."""
        return self.plans.documents | {model.USER_DOCUMENT.id: model.USER_DOCUMENT}

    @cached_property
    def industries(self) -> dict[str, model.Industry]:
        """Industries by id, then those that only a user's parks name."""
        own = {
            found: model.Industry(
                found, "", "", "segment", name, "", (), model.USER_DOCUMENT.id, self._locator(row)
            )
            for row, name, found in self._named
            if found not in self.plans.industries
        }
        return self.plans.industries | own

    @cached_property
    def places(self) -> dict[str, model.Place]:
        """Places by id, user parks last."""
        return self.plans.places | {row.id: _place(row) for row in self.user_rows}

    @cached_property
    def placements(self) -> list[model.Placement]:
        """Placements of the plans, then one for each industry of each user park."""
        own = [
            model.Placement(
                f"pl-{row.id}-{found}",
                found,
                row.id,
                model.USER_PARK,
                model.USER_DOCUMENT.id,
                self._locator(row),
            )
            for row, _, found in self._named
        ]
        return self.plans.placements + own

    @cached_property
    def contested(self) -> dict[str, str]:
        """What a planner says against placements, by their ids."""
        return self.plans.contested

    @cached_property
    def own_aliases(self) -> dict[str, tuple[str, ...]]:
        """The aliases a planner has given, by the id of the place or industry."""
        return self.plans.own_aliases

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """Pinyin by term, with that of the parks' names and industries."""
        return self.store.pinyin() | self.plans.pinyin

    def own_features(self) -> tuple[Feature, ...]:
        """Return the parks' polygons, and official boundaries under their places' ids."""
        return park_features(self.store)

    @cached_property
    def _named(self) -> list[tuple[ParkRow, str, str]]:
        """Each park with each of its industries, as named and as a node's id."""
        names = Names.of(self.plans)
        known: dict[str, str] = {}
        named: dict[tuple[str, str], tuple[ParkRow, str, str]] = {}
        for row in self.user_rows:
            for name in row.industries:
                if name not in known:
                    hits = names.exact(name, INDUSTRIES)
                    known[name] = hits[0].id if hits else _user_industry(name)
                named.setdefault((row.id, known[name]), (row, name, known[name]))
        return list(named.values())

    def _locator(self, row: ParkRow) -> str:
        return f"{self.store.path.name}#{row.id}"


class CatalogueWithSomeParks(CatalogueWithParks):
    """A catalogue with some of a store's parks: those given, and their pinyin alone.

    Without any it is what the plans say, with the official boundaries a planner has brought in.

    Parameters
    ----------
    catalogue
        What the plans say.
    store
        The planner's parks.
    rows
        The parks, by id.
    """

    def __init__(
        self, catalogue: Catalogue, store: ParkStore, rows: Iterable[ParkRow] = ()
    ) -> None:
        super().__init__(catalogue, store)
        self._rows = list(rows)

    @cached_property
    def user_rows(self) -> list[ParkRow]:
        """The parks that were given."""
        return self._rows

    @cached_property
    def pinyin(self) -> dict[str, str]:
        """Pinyin by term, with that of these parks' names and industries."""
        terms = {term for row in self._rows for term in (row.name, *row.industries)}
        return (self.store.pinyin(terms) if terms else {}) | self.plans.pinyin

    def own_features(self) -> tuple[Feature, ...]:
        """Return the official boundaries under their places' ids: no park's polygon is read."""
        return tuple(map(park_feature, self.store.boundaries()))


def with_parks(catalogue: Catalogue, store: ParkStore) -> Catalogue:
    """Return a catalogue that includes a store's live parks.

    It is the same one where the store doesn't exist: without parks nothing is merged.
    """
    return CatalogueWithParks(catalogue, store) if store.path.exists() else catalogue


def park_features(store: ParkStore) -> tuple[Feature, ...]:
    """Return live parks and official boundaries as `Gazetteer` takes them.

    An official boundary has the id of the place whose shipped polygon it replaces.
    """
    return tuple(map(park_feature, store.parks()))


def park_feature(park: Park) -> Feature:
    """Return one park or official boundary as a feature."""
    from zzmap.features import Feature

    boundary = park.kind == BOUNDARY
    return Feature(
        park.replaces if boundary else park.id,
        park.name,
        "",
        BOUNDARY if boundary else model.USER_PARK,
        park.basis,
        park.accuracy_m,
        park.source,
        park.geometry,
        park_properties(park),
    )


def park_properties(park: Park | ParkRow) -> dict[str, Any]:
    """Return what a park's feature says beyond what every feature does."""
    return {
        "code": park.code,
        "industries": join(park.industries),
        "status": park.status,
        "area_km2": park.area_km2,
        "user_data": True,
    }


def _user_industry(name: str) -> str:
    """Make an id that the same name always gets, in whatever park it is used."""
    digest = hashlib.sha256(normalise(name).encode()).hexdigest()
    return f"ind-user-{digest[:10]}"


def _place(row: ParkRow) -> model.Place:
    aliases = (row.code,) if row.code and row.code != row.name else ()
    return model.Place(
        row.id,
        row.name,
        "",
        aliases,
        model.USER_PARK,
        "",
        (),
        row.lon,
        row.lat,
        None,  # no source states an area; it is measured on the boundary
        "",
        row.basis,
        row.accuracy_m,
        row.source,
    )
