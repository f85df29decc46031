"""Parcels as a file gives them, and the file's own claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shapely.geometry import MultiPolygon, Polygon


@dataclass(frozen=True)
class Parcel:
    """One polygon of a file, before anything is judged or transformed.

    Attributes
    ----------
    number
        Position in the file, from 1.
    geometry
        Polygon in the file's own coordinates: x east or longitude, y north or latitude.
    attributes
        The file's own columns, in their order.
    stated_area_m2
        Area the file itself gives for the parcel.
    name, code, industries, status
        What the columns mean, once `zzmap.parks.attributes` has mapped them.
    """

    number: int
    geometry: Polygon | MultiPolygon
    attributes: dict[str, Any] = field(default_factory=dict)
    stated_area_m2: float | None = None
    name: str = ""
    code: str = ""
    industries: tuple[str, ...] = ()
    status: str = ""

    def at(self, geometry: Polygon | MultiPolygon) -> Parcel:
        """Return the parcel with another geometry; `replace` takes five times as long."""
        return Parcel(
            self.number, geometry, self.attributes, self.stated_area_m2,
            self.name, self.code, self.industries, self.status,
        )  # fmt: skip


@dataclass(frozen=True)
class ParcelFile:
    """A file's parcels.

    Attributes
    ----------
    parcels
        In the order of the file.
    crs
        What the file says of its coordinates, in a form `zzmap.crs.resolve` takes; empty
        if it says nothing.
    form
        The format, as a planner calls it.
    notes
        What was assumed in reading: columns found swapped, an encoding guessed, a layer
        chosen; for the planner to see.
    swapped
        Whether the columns were found in the order north, east.
    resolution_m
        The step coordinates are rounded to in the file, in metres.
    unit_open
        Whether nothing says what its numbers are in, see `zzmap.io.layer.Layer`.
    unpacked
        Whether it says that they are degrees, minutes and seconds, and they were read so.
    """

    parcels: list[Parcel]
    crs: str
    form: str
    notes: tuple[str, ...] = ()
    swapped: bool = False
    resolution_m: float = 0.0
    unit_open: bool = False
    unpacked: bool = False
