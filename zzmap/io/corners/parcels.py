"""What a sheet holds, whether corners stand in its rows or whole geometries in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry


class Parcels(NamedTuple):
    """What one sheet holds.

    Attributes
    ----------
    numbers
        Of the first corner and the last, where nothing but the sheet parts its outlines.
    unit_open, unpacked
        See `zzmap.io.layer.Layer`.
    in_cells
        Whether whole geometries stand in its cells, and not corners in its rows.
    """

    shapes: Sequence[BaseGeometry | None]
    attributes: list[dict[str, str]]
    claim: str
    notes: tuple[str, ...]
    numbers: tuple[int, int] | None = None
    unit_open: bool = False
    unpacked: bool = False
    in_cells: bool = False
