"""Every way a file's coordinates can be read, so that a planner may choose by looking at them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import shapely

from zzmap.crs import Box, detect
from zzmap.errors import ZzmapError
from zzmap.parks.georeference import read_parcels
from zzmap.parks.parcel import Parcel
from zzmap.parks.parcels import read_parcel_file


class Way(NamedTuple):
    """One way to read a file.

    Attributes
    ----------
    crs
        What `zzmap.crs.resolve` takes.
    label
        What people call it.
    parcels
        Where the file's parcels lie then, in WGS-84.
    """

    crs: str
    label: str
    parcels: list[Parcel]


def ways(
    path: str | Path, region: Box, whole: Collection[str] = (), layer: str | None = None
) -> list[Way]:
    """Return the ways in which a file's numbers lie in a region, the likeliest first.

    Parameters
    ----------
    path, layer
        As for `zzmap.parks.georeference.read_parcels`.
    region
        Where the parcels are expected, in WGS-84 degrees.
    whole
        Names of industries that are not split.

    Raises
    ------
    FormatError
        If the file cannot be read.
    """
    file = read_parcel_file(path, layer)
    coords = shapely.get_coordinates([parcel.geometry for parcel in file.parcels])
    found = []
    for system in {
        row.crs.key: row.crs for row in detect(coords, region=region).candidates
    }.values():
        try:
            read = read_parcels(path, system.key, None, layer, region, whole, trust_crs=True)
        except ZzmapError:
            continue  # named alone, it leaves open how the numbers are meant
        found.append(Way(system.key, system.label, read.parcels))
    return found
