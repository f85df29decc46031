"""Read GeoParquet with fastparquet, which needs a twentieth of what pyarrow does.

GDAL's driver is in no wheel of fiona or pyogrio.
"""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.formats import GEOPARQUET
from zzmap.io.guard import check_kind, too_many
from zzmap.io.parsed import Column, Kind, Parsed, check_columns
from zzmap.messages import say
from zzmap.settings import STORAGE_CRS

_AGAIN = say("Export it again, as GeoParquet with WKB geometry, or as GeoPackage.")


def read_parquet(path: Path) -> Parsed:
    """Read a GeoParquet file.

    Raises
    ------
    FormatError
        If it is none, its geometry is not WKB, or it names other files.
    """
    check_kind(path, GEOPARQUET.name)
    import fastparquet

    source = fastparquet.ParquetFile(str(path))
    _check_own(path, source)
    if source.count() > settings.MAX_FEATURES:
        raise too_many(path)
    geo = _geo(path, source.key_value_metadata.get("geo"))
    main = geo["primary_column"]
    said = geo["columns"][main]
    if said.get("encoding") != "WKB":
        raise FormatError(
            say("its geometry is in {get}, which is not read", get=str(said.get("encoding"))[:40]),
            path.name,
            _AGAIN,
        )
    check_columns(len(source.columns), source.count(), source.count() * len(source.columns))
    frame = source.to_pandas(index=False)
    frame = frame.drop(columns=[name for name in frame if str(name).startswith("__index_level_")])
    others = [name for name in geo["columns"] if name != main and name in frame]
    shapes = [
        _shape(value, say("{name} feature {number}", name=path.name, number=at))
        for at, value in enumerate(frame[main], 1)
    ]
    columns = [
        _column(str(name), frame[name]) for name in frame if name != main and name not in others
    ]
    claim = _claim(path, said)
    told = (
        say("further geometry columns were not read: {others}", others=", ".join(others))
        if others
        else ""
    )
    return Parsed(path.stem, GEOPARQUET.name, shapes, columns, claim).noted(told)


def _check_own(path: Path, source: Any) -> None:
    """Refuse a file whose columns lie in other files."""
    for group in source.row_groups:
        if any(chunk.file_path for chunk in group.columns):
            raise FormatError(say("its columns lie in other files"), path.name, _AGAIN)


def _geo(path: Path, text: Any) -> dict[str, Any]:
    try:
        geo = json.loads(text) if text else None
        if geo is None or geo["primary_column"] not in geo["columns"]:
            raise KeyError
    except (ValueError, KeyError, TypeError):
        raise FormatError(
            say("this is Parquet, but no GeoParquet: nothing says which column is the geometry"),
            path.name,
            _AGAIN,
        ) from None
    found: dict[str, Any] = geo
    return found


def _claim(path: Path, said: dict[str, Any]) -> str:
    """Return what the file says of its coordinates; WGS-84 where it says nothing, by definition."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError as ProjError

    if "crs" not in said:
        return STORAGE_CRS
    if said["crs"] is None:
        return ""
    try:
        crs = CRS.from_user_input(said["crs"])
    except ProjError:
        raise FormatError(
            say("its reference system cannot be read"), path.name, say("Export it again.")
        ) from None
    code = crs.to_epsg()
    if crs.to_authority() == ("OGC", "CRS84"):
        return STORAGE_CRS
    # The short name stands for what the format implies; what is stated is told apart.
    told = "urn:ogc:def:crs:EPSG::4326" if code == 4326 else f"EPSG:{code}"
    return told if code else str(crs.to_wkt())


def _shape(value: Any, where: str) -> Any:
    if value is None or isinstance(value, float):
        return None
    try:
        with np.errstate(invalid="ignore"):
            return shapely.from_wkb(bytes(value))
    except (shapely.GEOSException, TypeError, ValueError) as error:
        raise FormatError(
            say(
                "this feature has no geometry that can be read ({splitlines})",
                splitlines=str(error).splitlines()[0],
            ),
            where=where,
            hint=say("Export it again."),
        ) from None


def _column(name: str, series: Any) -> Column:
    import pandas as pd

    if str(series.dtype).startswith("datetime64"):
        texts = [None if value is pd.NaT else value.isoformat() for value in series]
        return Column(name, texts, "datetime")
    values = [_plain(value) for value in series.tolist()]
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bytes}:
        return Column(name, [_in_base64(value) for value in values], "bytes")
    kind: Kind = "json"
    return Column(name, [str(v) if isinstance(v, bytes) else v for v in values], kind)


def _in_base64(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode("ascii")


def _plain(value: Any) -> Any:
    """Return a value of Python's own; blanks as None, what JSON has no type for as text."""
    import pandas as pd

    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(row) for row in value]
    if isinstance(value, dict):
        return {str(key): _plain(row) for key, row in value.items()}
    return value if isinstance(value, (str, int, bytes)) else str(value)
