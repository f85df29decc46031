"""Read Esri JSON: what ArcGIS servers answer (``f=json``) and “Features To JSON” writes.

Its files are called ``.json``, as GeoJSON is, so that only the content tells them apart.  GDAL is
not asked: it says neither that a server sent a part of the rows only, nor which arcs it cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import LineString, MultiLineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.formats import ESRI_JSON
from zzmap.io.geojson import load_json, not_flat, unreadable_geometry
from zzmap.io.guard import check_utf8, too_many
from zzmap.io.parsed import Column, Parsed, columns_of
from zzmap.io.polygons import assemble
from zzmap.messages import say

_HEAD = 65_536
_GEOJSON = re.compile(rb'"type"\s*:\s*"(Feature|FeatureCollection)"')
_ESRI = re.compile(
    rb'"(geometryType"\s*:\s*"esri|spatialReference"\s*:\s*\{|attributes"\s*:\s*\{'
    rb'|(rings|paths|curveRings|curvePaths)"\s*:\s*\[|error"\s*:\s*\{\s*"code"\s*:)'
)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DATE = "esriFieldTypeDate"


def looks_like_esri_json(path: Path) -> bool:
    """Tell whether a file called .json is Esri's kind, by the names at its beginning."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return bool(_ESRI.search(head)) and not _GEOJSON.search(head)


def read_esri_json(path: Path) -> Parsed:
    """Read the features of an Esri JSON.

    Raises
    ------
    FormatError
        If it is damaged, is a server's refusal, or a feature has no sound geometry.
    """
    check_utf8(path)
    document = _document(path)
    features = document["features"]
    if len(features) > settings.MAX_FEATURES:
        raise too_many(path)
    geometries: list[BaseGeometry | None] = []
    rows: list[Mapping[str, Any]] = []
    flat = 0
    for number, feature in enumerate(features, 1):
        where = say("{name} feature {number}", name=path.name, number=number)
        rows.append(_attributes(feature, where))
        drawn = feature.get("geometry")
        high = bool(document.get("hasZ") or (isinstance(drawn, dict) and drawn.get("hasZ")))
        flat += bool(isinstance(drawn, dict) and (drawn.get("hasM") or document.get("hasM")))
        geometries.append(_geometry(drawn, high, where))
    fields = [row for row in document.get("fields") or [] if isinstance(row, dict)]
    columns = [_dated(column, fields) for column in columns_of(rows)]
    claim = _claim(document.get("spatialReference"), features)
    return Parsed(path.stem, ESRI_JSON.name, geometries, columns, claim).noted(
        _part(document, len(features)), _aliases(fields), not_flat(flat)
    )


def _document(path: Path) -> dict[str, Any]:
    try:
        document = load_json(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise FormatError(
            say("this cannot be read as Esri JSON: {error}", error=error),
            where=path.name,
            hint=say("Export it again."),
        ) from None
    document = document if isinstance(document, dict) else {}
    if isinstance(refusal := document.get("error"), dict):
        raise FormatError(
            say(
                "the server refused the question: {told}",
                told=str(refusal.get("message") or refusal.get("code"))[:200],
            ),
            where=path.name,
            hint=say("Ask it again, then save the answer."),
        )
    if not isinstance(document.get("features"), list):
        raise FormatError(
            say("this Esri JSON holds no list of features"),
            where=path.name,
            hint=say("Export the features of the layer, not its description."),
        )
    return document


def _attributes(feature: Any, where: str) -> Mapping[str, Any]:
    said = feature.get("attributes") if isinstance(feature, dict) else feature
    if not isinstance(feature, dict) or not isinstance(said, dict | None):
        raise FormatError(
            say("this feature is no feature of Esri JSON"),
            where=where,
            hint=say("Export the file again."),
        )
    return said or {}


def _claim(reference: Any, features: list[Any]) -> str:
    """Return the system the file states; of old files the features state it."""
    told = [
        feature["geometry"].get("spatialReference")
        for feature in features
        if isinstance(feature.get("geometry"), dict)
    ]
    claims = {_system(row) for row in ([reference] if reference else []) + told if row}
    if len(claims) > 1:
        raise FormatError(
            say("its features are in several reference systems"), hint=say("Split the file.")
        )
    return claims.pop() if claims else ""


def _system(reference: Any) -> str:
    if not isinstance(reference, dict):
        return "unreadable"
    code = reference.get("latestWkid") or reference.get("wkid")
    return f"EPSG:{code}" if code else str(reference.get("wkt") or "")


def _geometry(drawn: Any, high: bool, where: str) -> BaseGeometry | None:
    if not drawn:
        return None
    if not isinstance(drawn, dict):
        raise unreadable_geometry(str(drawn)[:40], where)
    if drawn.get("curveRings") or drawn.get("curvePaths"):
        raise FormatError(
            say("this feature has curves, which are read from a GeoPackage only"),
            where=where,
            hint=say("Turn them into lines, or export a GeoPackage."),
        )
    try:
        return _shape(drawn, 3 if high else 2)
    except (ShapelyError, ValueError, TypeError, AttributeError, KeyError, IndexError,
            OverflowError) as error:  # fmt: skip
        raise unreadable_geometry(str(error).partition("\n")[0], where) from None


def _shape(drawn: Mapping[str, Any], size: int) -> BaseGeometry | None:
    """Return one geometry; Esri tells holes by direction alone, so that rings are nested."""
    if "rings" in drawn:
        rings = [[tuple(spot[:size]) for spot in ring] for ring in drawn["rings"]]
        return assemble(rings) if rings else None
    if "paths" in drawn:
        lines = [LineString([spot[:size] for spot in path]) for path in drawn["paths"]]
        return lines[0] if len(lines) == 1 else MultiLineString(lines) if lines else None
    if "points" in drawn:
        return MultiPoint([spot[:size] for spot in drawn["points"]])
    if "xmin" in drawn:
        return shapely.box(*(drawn[side] for side in ("xmin", "ymin", "xmax", "ymax")))
    if drawn["x"] in (None, "NaN"):  # how Esri writes an empty point
        return None
    return Point([drawn[axis] for axis in "xyz"[:size]])


def _dated(column: Column, fields: list[dict[str, Any]]) -> Column:
    """Make times of milliseconds since 1970, where the file says that they are times."""
    if not any(row.get("name") == column.name and row.get("type") == _DATE for row in fields):
        return column
    whole = [type(value) is int for value in column.values if value is not None]
    if not all(whole):
        return column
    try:
        values = [None if v is None else _moment(v) for v in column.values]
    except OverflowError:
        return column
    return Column(column.name, values, "datetime")


def _moment(milliseconds: int) -> str:
    return (_EPOCH + timedelta(milliseconds=milliseconds)).isoformat()


def _part(document: Mapping[str, Any], count: int) -> str:
    if not document.get("exceededTransferLimit"):
        return ""
    return say(
        "the server sent the first {count} features only and says that it has more: ask for the "
        "rest (resultOffset={count})",
        count=count,
    )


def _aliases(fields: list[dict[str, Any]]) -> str:
    """Tell what columns are called on the server, for their names are often pinyin."""
    other = [
        f"{row['name']} = {row['alias']}"
        for row in fields
        if row.get("name") and row.get("alias") not in (None, "", row.get("name"))
    ]
    return (
        say("columns keep their short names: {other}", other=", ".join(other)[:300])
        if other
        else ""
    )
