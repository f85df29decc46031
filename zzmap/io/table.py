"""A frame's attributes as plain values: what a writer fits to a format, and compares after."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zzmap.errors import FormatError
from zzmap.messages import say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Kind = Literal["bool", "int", "float", "str", "datetime", "date", "time", "bytes", "json", "mixed"]

_KINDS: tuple[tuple[type, Kind], ...] = (
    (bool, "bool"),  # first: it is an int too
    (int, "int"),
    (float, "float"),
    (str, "str"),
    (datetime, "datetime"),  # before date, which it is too
    (date, "date"),
    (time, "time"),
    (bytes, "bytes"),
    (list, "json"),
    (dict, "json"),
)
_EXACT = 2**53
_INT64 = 2**63


class Column(NamedTuple):
    """One attribute of all features: plain Python values of one kind, None for blanks."""

    name: str
    kind: Kind
    values: list[Any]

    def as_text(self) -> Column:
        """Return the column as text; lists, objects and numbers in the words of JSON."""
        return Column(self.name, "str", [_words(value) for value in self.values])


@dataclass(frozen=True)
class Table:
    """Attributes and geometries of one layer.

    Attributes
    ----------
    name
        The layer's name.
    columns
        In the order of the frame.
    geometries
        One a feature, None for none.
    """

    name: str
    columns: tuple[Column, ...]
    geometries: NDArray[np.object_]

    def records(self) -> list[dict[str, Any]]:
        """Return each feature's attributes."""
        names = [column.name for column in self.columns]
        if not names:
            return [{} for _ in self.geometries]
        rows = zip(*(column.values for column in self.columns), strict=True)
        return [dict(zip(names, row, strict=True)) for row in rows]


def table_of(frame: GeoDataFrame, name: str) -> Table:
    """Return a frame's columns as plain values.

    Raises
    ------
    FormatError
        If two columns have one name, or a value is of a type no file holds.
    """
    shapes = frame.geometry
    columns = []
    for index, label in enumerate(frame.columns):
        if label != shapes.name:
            values = _plain(frame.iloc[:, index].tolist(), str(label))
            columns.append(Column(str(label), _kind_of(values), values))
    names = [column.name for column in columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FormatError(
            say("two columns have one name: {twice}", twice=", ".join(twice)),
            hint=say("Rename one."),
        )
    return Table(name, tuple(columns), _objects(shapes))


def _objects(rows: Sequence[Any]) -> NDArray[np.object_]:
    array = np.empty(len(rows), dtype=object)
    array[:] = [_line(row) for row in rows]
    return array


def _line(shape: Any) -> Any:
    """Return a ring as the closed line it is: no file has rings of their own."""
    if shape is None or shape.geom_type != "LinearRing":
        return shape
    from shapely import LineString

    return LineString(shape.coords)


def _plain(values: list[Any], column: str) -> list[Any]:
    return [_plain_value(value, column, number) for number, value in enumerate(values, 1)]


def _plain_value(value: Any, column: str, number: int) -> Any:
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, (tuple, set, frozenset, np.ndarray)):
        value = sorted(value) if isinstance(value, (set, frozenset)) else list(value)
    if isinstance(value, list):
        return [_plain_value(item, column, number) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain_value(item, column, number) for key, item in value.items()}
    if not isinstance(value, tuple(kind for kind, _ in _KINDS)):
        raise FormatError(
            say("no file holds a value of type {name}", name=type(value).__name__),
            where=say("feature {number}, {column}", number=number, column=column),
            hint=say("Turn the column into text or numbers."),
        )
    return value


def _kind_of(values: list[Any]) -> Kind:
    """Return the one kind of a column's values; text where there are none."""
    kinds = {_kind(value) for value in values if value is not None}
    if not kinds:
        return "str"
    if "json" in kinds:
        return "json"
    if kinds == {"int", "float"}:
        exact = all(abs(value) <= _EXACT for value in values if isinstance(value, int))
        return "float" if exact else "mixed"
    if kinds == {"int"} and any(not -_INT64 <= v < _INT64 for v in values if v is not None):
        return "mixed"
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _kind(value: Any) -> Kind:
    return next(kind for of, kind in _KINDS if isinstance(value, of))


def _words(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return json.dumps(value, ensure_ascii=False)
