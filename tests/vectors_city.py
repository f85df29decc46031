"""The second city with a few parks beside it, as the vectors of names want it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shapely.geometry import box

from zzmap.catalogue import Catalogue
from zzmap.parks.merge import with_parks
from zzmap.parks.model import Note, Park
from zzmap.parks.store import ParkStore

CITY = Path(__file__).resolve().parent / "city2"


def store_of_parks(folder: Path, parks: Sequence[dict[str, Any]]) -> ParkStore:
    """Make a store of square parks in the second city."""
    store = ParkStore(folder / "parks.gpkg")
    store.add([_park(number, row) for number, row in enumerate(parks)], Note("test", ""))
    return store


def city_with_parks(folder: Path, parks: Sequence[dict[str, Any]]) -> Catalogue:
    """Return the second city with these parks."""
    return with_parks(Catalogue(CITY), store_of_parks(folder, parks))


def _park(number: int, row: dict[str, Any]) -> Park:
    west = 108.8 + number * 0.02
    return Park(
        id=row["id"],
        name=row["name"],
        code=row["code"],
        industries=tuple(row["industries"]),
        status="",
        area_km2=0.0,
        basis="surveyed",
        accuracy_m=5,
        source="invented for tests",
        geometry=box(west, 34.25, west + 0.01, 34.26),
        kind="park",
        state="live",
        replaces="",
    )
