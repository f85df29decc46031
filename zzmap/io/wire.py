"""How layers and errors cross from the child process: JSON and WKB, nothing that is executed."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zzmap.io.layer import Layer
from zzmap.io.reply import GarbledError, encode_error, framed, unframed

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import Series

    from zzmap.io.parsed import Parsed

_EXACT_FLOAT = 2**53

_NAMED = re.compile(r"(?s).*[\[{].*|(?!gcj|bd|.*-degree )[ -~]+", re.IGNORECASE)
"""A WKT or PROJJSON, whatever is in its names, or words in ASCII that are no name of ours alone."""

__all__ = ["GarbledError", "decode", "decode_names", "encode", "encode_error", "encode_names"]


# In the child


def encode(layers: Sequence[Parsed]) -> bytes:
    """Return a reply that holds layers."""
    heads, bodies = [], []
    for row in layers:
        found = shapely.to_wkb(np.array(row.geometries, dtype=object))
        shapes = [shape or b"" for shape in found]
        lengths = np.array([len(shape) for shape in shapes], dtype="<u8")
        body = b"".join([lengths.tobytes(), *shapes])
        bodies.append(body)
        heads.append(
            {
                "name": row.name,
                "form": row.form,
                "claim": row.claim,
                "crs": _known_crs(row.claim),
                "notes": row.notes,
                "ids": row.ids,
                "members": row.members,
                "swapped": row.swapped,
                "unit_open": row.unit_open,
                "unpacked": row.unpacked,
                "features": len(shapes),
                "bytes": len(body),
                "columns": [[column.name, column.kind, column.values] for column in row.columns],
            }
        )
    return framed({"layers": heads}, b"".join(bodies))


def encode_names(names: Sequence[str]) -> bytes:
    """Return a reply that holds the names of layers."""
    return framed({"names": list(names)})


def _known_crs(claim: str) -> str:
    """Return a claim as pyproj knows it; '' where it does not.

    What pyproj writes of a WKT with thousands of parameters it does not itself read again.
    PROJ compares a name that it has not with every name that it has, a third of a second for
    each file: words in Chinese, datums of map providers and our zones are none of its names.
    """
    if not _NAMED.fullmatch(claim):
        return ""
    from pyproj import CRS
    from pyproj.exceptions import CRSError as ProjError

    try:
        crs = CRS.from_user_input(claim) if claim else None
        if crs is None or claim.startswith("EPSG:"):
            return "" if crs is None else claim
        return str(CRS.from_wkt(crs.to_wkt()).to_wkt())
    except ProjError:
        return ""


# In the parent


def decode(reply: bytes) -> list[Layer]:
    """Return the layers of a reply.

    Raises
    ------
    ZzmapError
        The error the reply holds.
    GarbledError
        If it is no whole reply.
    """
    head, at = unframed(reply)
    layers = []
    for row in head["layers"]:
        end = at + row["bytes"]
        layers.append(_layer(row, memoryview(reply)[at:end]))
        at = end
    return layers


def decode_names(reply: bytes) -> list[str]:
    """Return the names of a reply; raises as `decode`."""
    return [str(name) for name in unframed(reply)[0]["names"]]


def _layer(head: dict[str, Any], body: memoryview) -> Layer:
    return Layer(
        _frame(head, body),
        head["claim"],
        tuple(head["notes"]),
        head["form"],
        head["name"],
        tuple(head["ids"]),
        head["members"],
        head["swapped"],
        head["unit_open"],
        head["unpacked"],
    )


def _frame(head: dict[str, Any], body: memoryview) -> GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    count = head["features"]
    index = pd.RangeIndex(1, count + 1)
    columns = {name: _series(kind, values, index) for name, kind, values in head["columns"]}
    shape_column = "geometry"
    while shape_column in columns:
        shape_column += "_"
    frame = gpd.GeoDataFrame(columns, index=index)
    shapes = gpd.GeoSeries(_shapes(body, count), index=index, crs=head["crs"] or None)
    return frame.set_geometry(shapes.rename(shape_column))


def _shapes(body: memoryview, count: int) -> np.ndarray[Any, Any]:
    ends = np.cumsum(np.frombuffer(body, "<u8", count), dtype=np.int64) + 8 * count
    starts = [8 * count, *ends[:-1].tolist()]
    blobs = np.empty(count, dtype=object)
    for at, (start, end) in enumerate(zip(starts, ends.tolist(), strict=False)):
        blobs[at] = bytes(body[start:end]) if end > start else None
    with np.errstate(invalid="ignore"):
        shapes: np.ndarray[Any, Any] = shapely.from_wkb(blobs)
    return shapes


def _series(kind: str, values: list[Any], index: Any) -> Series:
    import pandas as pd

    make = _MAKERS.get(kind)
    if make is not None:
        values = [None if value is None else _made(make, value) for value in values]
        return pd.Series(values, index, dtype=object)
    return pd.Series(values, index, dtype=_dtype(values))


def _made(make: Callable[[str], Any], value: str) -> Any:
    """Make a date of its text; text that is none, as 24:00:00, stays text."""
    try:
        return make(value)
    except ValueError:
        return value


_MAKERS: dict[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "bytes": base64.b64decode,
}


def _dtype(values: list[Any]) -> Any:
    """Choose a type that keeps every value: whole numbers whole, what is mixed as it is."""
    kinds = set(map(type, values))
    blank = type(None) in kinds
    kinds.discard(type(None))
    if kinds == {bool}:
        return "boolean" if blank else bool
    if kinds == {int} and all(v is None or -(2**63) <= v < 2**63 for v in values):
        return "Int64" if blank else np.int64
    if kinds in ({float}, {int, float}) and all(
        abs(v) <= _EXACT_FLOAT for v in values if isinstance(v, int)
    ):
        return np.float64
    return object
