"""Write GeoJSON as it stands in RFC 7946: ids, lists, objects and members survive.

GCJ-02 and BD-09 have no EPSG code.  A file in them gets a local reference system of their name
and a member ``coordinate_system`` for people, so that nobody takes it for WGS-84.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from zzmap.crs import WGS84, Crs
from zzmap.errors import FormatError
from zzmap.io.table import Table
from zzmap.messages import say

_DECIMALS = {False: 9, True: 4}
"""Decimals of degrees and of metres: both a tenth of a millimetre."""


def geojson_text(
    table: Table, crs: Crs, ids: Sequence[object] = (), members: Mapping[str, object] | None = None
) -> str:
    """Return a layer as GeoJSON, a feature a line.

    Parameters
    ----------
    table
        What to write.
    crs
        What its coordinates are in.
    ids
        The features' own ids, one each, or none.
    members
        What else is said of all features.
    """
    import shapely
    from shapely.geometry import mapping

    digits = _DECIMALS[crs.projected]
    rounded = shapely.transform(table.geometries, lambda at: at.round(digits), include_z=True)
    head: dict[str, Any] = {"type": "FeatureCollection", "name": table.name, **crs_members(crs)}
    rows = (
        {
            "type": "Feature",
            **({} if key is None else {"id": key}),
            "properties": attributes,
            "geometry": None if shape is None else mapping(shape),
        }
        for key, attributes, shape in zip(
            ids or [None] * len(rounded), table.records(), rounded, strict=True
        )
    )
    lines = ",\n".join(_dumped(row) for row in rows)
    top = _dumped({**head, **{k: v for k, v in (members or {}).items() if k not in head}})
    return f'{top[:-1]}, "features": [\n{lines}\n]}}\n'


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_text, allow_nan=False)


def _text(value: Any) -> str:
    if isinstance(value, (date, time)):
        return value.isoformat()
    raise FormatError(say("GeoJSON cannot hold a value of type {kind}", kind=type(value).__name__))


def crs_members(crs: Crs) -> dict[str, Any]:
    """Return the members that say what a GeoJSON is in; none for WGS-84."""
    if crs == WGS84:
        return {}
    name = local_wkt(crs) if crs.shifted else f"urn:ogc:def:crs:EPSG::{crs.epsg}"
    members: dict[str, Any] = {"crs": {"type": "name", "properties": {"name": name}}}
    if crs.shifted:
        members["coordinate_system"] = f"{crs.label_en}, NOT WGS 84: hundreds of metres off it"
    return members


def local_wkt(crs: Crs) -> str:
    """Return a local reference system for one that has no code.

    GDAL, QGIS and `zzmap.crs.resolve` read it by its name; reprojecting it fails instead of
    giving a wrong place.
    """
    name = "GCJ-02" if crs.key == "gcj02" else "BD-09"
    return (
        f'LOCAL_CS["{name}",LOCAL_DATUM["{name} (shifted WGS 84)",32767],'
        'UNIT["degree",0.0174532925199433],AXIS["Longitude",EAST],AXIS["Latitude",NORTH]]'
    )
