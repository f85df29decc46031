"""What a command works on: the plans' catalogue and the planner's parks together."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.catalogue import Catalogue

if TYPE_CHECKING:
    from zzmap.geometry import Gazetteer
    from zzmap.layers import Layers
    from zzmap.parks.store import ParkStore


def catalogue_of(options: Namespace) -> Catalogue:
    """Return the catalogue with the live parks of the store, if there is one."""
    from zzmap.parks.merge import with_parks

    catalogue = Catalogue(options.geodata)
    return with_parks(catalogue, store_of(options, catalogue))


def store_of(options: Namespace, catalogue: Catalogue) -> ParkStore:
    """Return the store the command line names, or the working one."""
    from zzmap.parks.store import ParkStore

    named: str | None = getattr(options, "store", None)
    from zzmap.words import unsplit_names

    path = named or ParkStore.default_path(catalogue.folder)
    return ParkStore(
        path,
        lambda: catalogue.city.metric,
        lambda: unsplit_names(catalogue.industries.values()),
    )


def store_files(options: Namespace, catalogue: Catalogue) -> tuple[Path, ...]:
    """Return the store's file if there is one: a change of it makes a build stale."""
    path = store_of(options, catalogue).path
    return (path,) if path.exists() else ()


def gazetteer_of(options: Namespace, catalogue: Catalogue) -> Gazetteer:
    """Return the gazetteer, official boundaries and parks in place."""
    from zzmap.geometry import Gazetteer
    from zzmap.parks.merge import park_features

    store = store_of(options, catalogue)
    return Gazetteer(catalogue, park_features(store) if store.path.exists() else ())


def layers_of(options: Namespace, catalogue: Catalogue) -> Layers:
    """Return the layers, the user's parks among them."""
    from zzmap.layers import Layers

    return Layers(catalogue, gazetteer_of(options, catalogue))
