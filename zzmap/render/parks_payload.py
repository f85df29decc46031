"""Parks column by column: there may be fifty thousand, each told in a few bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zzmap.render.geometry_codec import POLYGONS, encode_all
from zzmap.render.strings import Strings
from zzmap.words import join

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

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
    columns = {name: frame[name].tolist() for name in frame.columns if name != "geometry"}
    return pack_columns(columns, strings) | {"shape": pack_shapes(frame.geometry)}


def pack_columns(columns: Mapping[str, Sequence[Any]], strings: Strings) -> dict[str, Any]:
    """Return the columns of parks without their shapes; see `pack_parks`."""
    packed: dict[str, Any] = {"id": columns["id"], "name": columns["name"]}
    for column, write in CELLS.items():
        if column in columns:
            packed[column] = packed_column([write(value) for value in columns[column]])
    for column in SHARED:
        if column in columns:
            packed[column] = packed_column([strings.number(value) for value in columns[column]])
    return packed


def pack_shapes(geometries: Iterable[BaseGeometry]) -> list[str | list[list[str]]]:
    """Return shapes as texts; see `pack_parks`."""
    return [_shape(coded[POLYGONS]) for coded in encode_all(geometries)]


def _shape(parts: list[list[str]]) -> str | list[list[str]]:
    return parts[0][0] if len(parts) == 1 and len(parts[0]) == 1 else parts


def packed_column(values: list[Any]) -> Any:
    """Return a column, or the one value all its rows have."""
    return values[0] if values and all(value == values[0] for value in values) else values
