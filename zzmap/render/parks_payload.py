"""Parks column by column: there may be fifty thousand, each told in a few bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zzmap.render.geometry_codec import POLYGONS, encode_all
from zzmap.render.strings import Strings
from zzmap.words import join

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CELLS: dict[str, Callable[[Any], Any]] = {
    "name_en": str,
    "accuracy_m": int,
    "area_km2": lambda value: round(float(value), 4),
    "industries": lambda value: value if isinstance(value, str) else join(value),
    "status": str,
    "code": str,
}
"""Columns beside id and name, and how a cell is written."""

SHARED = ("kind", "basis", "source", "place_id")
"""Columns written as numbers of the shared strings."""


def pack_parks(frame: GeoDataFrame, strings: Strings) -> dict[str, Any]:
    """Return each column as a list, or as one value where all rows agree.

    ``shape`` holds a text for a polygon of one ring, else a list of polygons as lists of rings.
    """
    packed: dict[str, Any] = {"id": frame["id"].tolist(), "name": frame["name"].tolist()}
    for column, write in CELLS.items():
        if column in frame.columns:
            packed[column] = _column([write(value) for value in frame[column].tolist()])
    for column in SHARED:
        if column in frame.columns:
            packed[column] = _column([strings.number(value) for value in frame[column].tolist()])
    packed["shape"] = [_shape(coded[POLYGONS]) for coded in encode_all(frame.geometry)]
    return packed


def _shape(parts: list[list[str]]) -> str | list[list[str]]:
    return parts[0][0] if len(parts) == 1 and len(parts[0]) == 1 else parts


def _column(values: list[Any]) -> Any:
    return values[0] if values and all(value == values[0] for value in values) else values
