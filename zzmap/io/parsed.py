"""What a format's reader returns inside the child process: features, not yet a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from zzmap.errors import FormatError
from zzmap.messages import say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Kind = Literal["json", "date", "datetime", "time", "bytes"]
"""How a column's values travel: as JSON, as ISO text, or as base 64."""

HUGE = 1e9
"""No coordinate on the ground, in degrees or in metres, is so large."""


@dataclass(frozen=True)
class Column:
    """One attribute of all features; a blank value is None."""

    name: str
    values: list[Any]
    kind: Kind = "json"


@dataclass(frozen=True)
class Parsed:
    """The features of one layer as a file gives them; the fields are those of `Layer`."""

    name: str
    form: str
    geometries: list[BaseGeometry | None]
    columns: list[Column] = field(default_factory=list)
    claim: str = ""
    notes: tuple[str, ...] = ()
    ids: list[Any] = field(default_factory=list)
    members: dict[str, Any] = field(default_factory=dict)
    swapped: bool = False
    unit_open: bool = False
    unpacked: bool = False

    def noted(self, *notes: str) -> Parsed:
        """Return it with more notes; empty ones are left out."""
        return replace(self, notes=(*self.notes, *filter(None, notes)))


MAX_COLUMNS = 2_000
"""Most columns of a layer: as many as a GeoPackage can have."""

_CELLS, _CELLS_A_VALUE = 2_000_000, 20


def check_columns(columns: int, rows: int, values: int) -> None:
    """Refuse a table of far more cells than the file has values.

    Features that each have names of their own make, of a small file, a table as wide as long.

    Raises
    ------
    FormatError
        That says how wide it is.
    """
    if columns > MAX_COLUMNS or columns * rows > _CELLS + _CELLS_A_VALUE * values:
        raise FormatError(
            say("its features have {columns:,} columns between them", columns=columns),
            hint=say("Give all features the same few columns."),
        )


def columns_of(rows: Iterable[Mapping[str, Any]]) -> list[Column]:
    """Turn each feature's attributes into columns, in the order in which names come up."""
    table = list(rows)
    names = dict.fromkeys(str(name) for row in table for name in row)
    check_columns(len(names), len(table), sum(map(len, table)))
    return [Column(name, [row.get(name) for row in table]) for name in names]


def off_ground(geometries: Sequence[BaseGeometry | None]) -> int | None:
    """Return the position of the first geometry with a coordinate that is none, or too large."""
    coords, owners = shapely.get_coordinates(geometries, return_index=True)
    lost = np.flatnonzero(~(np.abs(coords) < HUGE).all(axis=1))
    return int(owners[lost[0]]) if len(lost) else None


def check_ground(parsed: Parsed, file: str) -> None:
    """Refuse coordinates that are no numbers, or too large to be on the ground.

    Raises
    ------
    FormatError
        That names the feature.
    """
    lost = off_ground(parsed.geometries)
    if lost is not None:
        raise FormatError(
            say("this feature has coordinates that are not on the ground"),
            where=say("{file} feature {lost}", file=file, lost=lost + 1),
            hint=say("Correct them."),
        )
