"""Every way a file's coordinates can be read, so that a planner may choose by looking at them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import shapely

from zzmap.crs import Box, Candidate, detect
from zzmap.errors import ZzmapError
from zzmap.messages import say
from zzmap.parks.angles import DECIMAL, PACKED
from zzmap.parks.georeference import placed
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
    file, name = read_parcel_file(path, layer), Path(path).name
    coords = shapely.get_coordinates([parcel.geometry for parcel in file.parcels])
    found = []
    candidates = detect(coords, region=region).candidates
    for crs, label in _named(candidates, open_unit=file.unit_open).items():
        try:
            read = placed(file, name, crs, None, region, whole, trust_crs=True)
        except ZzmapError:
            continue  # named alone, it leaves open how the numbers are meant
        found.append(Way(crs, label, read.parcels))
    return found


def _named(candidates: Sequence[Candidate], *, open_unit: bool) -> dict[str, str]:
    """Return what each reading is told as, with its label; angles of no unit are of either."""
    packed = {row.crs.key for row in candidates if row.packed} if open_unit else set()
    named = {}
    for row in candidates:
        key, label = row.crs.key, row.crs.label
        if row.packed and open_unit:
            unit = say("degrees, minutes and seconds")
            named[f"{key} {PACKED}"] = say("{system}, {unit}", system=label, unit=unit)
        elif key in packed:
            unit = say("decimal degrees")
            named[f"{key} {DECIMAL}"] = say("{system}, {unit}", system=label, unit=unit)
        else:
            named[key] = label
    return named
