"""From the text of a GeoJSON to its features; the shipped layers and a planner's files alike.

GDAL is not asked: it loses ids, members, lists of numbers and whole numbers beyond 2^63, and
follows links in a ``crs`` member to the network.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from shapely.errors import ShapelyError
from shapely.geometry import shape

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.formats import GEOJSON, GEOJSON_LINES
from zzmap.io.guard import check_kind, check_utf8, too_many
from zzmap.io.parsed import Column, Parsed, columns_of
from zzmap.messages import say
from zzmap.settings import STORAGE_CRS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GEOMETRIES = frozenset(
    ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
     "GeometryCollection")
)  # fmt: skip

_OWN = ("type", "features", "crs", "bbox", "coordinate_system")
"""Members that are not true of the features any more once these move."""

_OF_FEATURE = frozenset(("type", "id", "properties", "geometry", "bbox"))


class Collection(NamedTuple):
    """The features of a GeoJSON document and what it says besides."""

    features: list[Any]
    members: dict[str, Any]


def load_json(text: str) -> Any:
    """Return what a JSON text holds; an object with two values under one name is refused.

    Raises
    ------
    ValueError
        That says in a clause why it is none.
    """
    try:
        return json.loads(text, object_pairs_hook=_once)
    except _TwiceError as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        raise ValueError(say("it is nested too deep")) from None
    except ValueError as error:
        raise ValueError(
            say("no whole JSON, so cut off or damaged ({error})", error=error)
        ) from None


def parse_collection(text: str) -> Collection:
    """Return the features of a GeoJSON text; a bare feature or geometry is one feature.

    Raises
    ------
    ValueError
        That says in a clause why it is none.

    Examples
    --------
    >>> parse_collection('{"type": "Point", "coordinates": [113.5, 34.7]}').features
    [{'geometry': {'type': 'Point', 'coordinates': [113.5, 34.7]}}]
    """
    document = load_json(text)
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise ValueError(say("it holds no list of features"))
        return Collection(features, {k: v for k, v in document.items() if k != "features"})
    # Old programs put the reference system into a bare feature, or a bare geometry.
    claim = (
        {"crs": document.pop("crs")}
        if kind in ("Feature", *GEOMETRIES) and "crs" in document
        else {}
    )
    if kind == "Feature":
        return Collection([document], claim)
    if isinstance(kind, str) and kind in GEOMETRIES:
        return Collection([{"geometry": document}], claim)
    if kind is None:
        raise ValueError(say("it is JSON without a type, not GeoJSON"))
    raise ValueError(say("it is JSON of type {kind}, not GeoJSON", kind=kind))


class _TwiceError(ValueError):
    """An object has one name twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of two values under one name a reader would keep one, untold."""
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: dict[str, Any] = {}
        for name, value in pairs:
            if seen.setdefault(name, value) != value:
                raise _TwiceError(
                    say("an object in it names “{name}” twice, with different values", name=name)
                )
    return made


def parse_geometry(value: Any) -> BaseGeometry | None:
    """Return a GeoJSON geometry; None for null.

    Raises
    ------
    ValueError
        That says in a clause why it is none.
    """
    return _flattened(value)[0]


def _flattened(value: Any) -> tuple[BaseGeometry | None, bool]:
    """Return a geometry, and whether heights or measures had to be left out of it."""
    if value is None:
        return None, False
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in GEOMETRIES:
        raise ValueError(say("its type is {kind}", kind=str(kind)[:40]))
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused later, in a sentence
            try:
                return shape(value), False
            except ValueError:
                if "coordinates" not in value:
                    raise
                return shape({"type": kind, "coordinates": _plane(value["coordinates"])}), True
    except (ShapelyError, ValueError, TypeError, AttributeError, KeyError, IndexError,
            OverflowError, RecursionError) as error:  # fmt: skip
        raise ValueError(str(error).splitlines()[0] if str(error) else "nested") from None


def _plane(coordinates: Any) -> Any:
    """Cut positions to x and y where some have a measure, or only some a height."""
    if isinstance(coordinates, list) and coordinates and not isinstance(coordinates[0], list):
        return coordinates[:2]
    return [_plane(row) for row in coordinates]


def read_geojson(path: Path) -> Parsed:
    """Read a GeoJSON file.

    Raises
    ------
    FormatError
        If it is none, is cut off or is not UTF-8, or a feature is none; the message names it.
    """
    check_kind(path, GEOJSON.name)
    check_utf8(path)
    text = path.read_text("utf-8-sig")
    try:
        collection = parse_collection(text)
    except ValueError as error:
        try:
            collection = _lines(text)
        except ValueError:
            raise FormatError(
                say("this cannot be read as GeoJSON: {error}", error=error),
                where=path.name,
                hint=say("Export it again."),
            ) from None
    return _parsed(path, *collection)


def read_lines(path: Path) -> Parsed:
    """Read GeoJSON of a feature a line, also those that begin with a record separator.

    Raises
    ------
    FormatError
        As `read_geojson`.
    """
    check_kind(path, GEOJSON_LINES.name)
    check_utf8(path)
    try:
        collection = _lines(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise FormatError(
            say("this cannot be read as GeoJSON lines: {error}", error=error),
            where=path.name,
            hint=say("Export it again."),
        ) from None
    return replace(_parsed(path, *collection), form=GEOJSON_LINES.name)


def _lines(text: str) -> Collection:
    """Return the features of a text that has one a line.

    Raises
    ------
    ValueError
        That names the line.
    """
    features: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        row = line.strip("\x1e \t\r")
        if row:
            try:
                found, members = parse_collection(row)
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None
            if "crs" in members:
                raise ValueError(
                    say("line {number} names a reference system of its own", number=number)
                )
            features += found
    if not features:
        raise ValueError(say("it holds no features"))
    return Collection(features, {})


def _parsed(path: Path, features: list[Any], members: dict[str, Any]) -> Parsed:
    if len(features) > settings.MAX_FEATURES:
        raise too_many(path)
    claim, note = _claim(members.get("crs", STORAGE_CRS), path.name)
    name = members.pop("name", None)
    rows, geometries, ids, more, flat = [], [], [], set(), 0
    for number in range(len(features)):
        feature, features[number] = features[number], None  # a large file is not held twice
        where = say("{name} feature {number}", name=path.name, number=number + 1)
        row = _properties(feature, where)
        rows.append(row)
        ids.append(feature.get("id"))
        more.update(set(feature) - _OF_FEATURE)
        geometry, cut = _geometry(feature.get("geometry"), where)
        geometries.append(geometry)
        flat += cut
    columns, blanks = _finite(columns_of(rows))
    return Parsed(
        name if isinstance(name, str) and name else path.stem,
        GEOJSON.name,
        geometries,
        columns,
        claim,
        ids=ids if any(row is not None for row in ids) else [],
        members={key: value for key, value in members.items() if key not in _OWN},
    ).noted(note, blanks, not_flat(flat), _unread(more))


def _properties(feature: Any, where: str) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else feature
    if not isinstance(feature, dict) or not isinstance(properties, dict | None):
        raise FormatError(
            say("this feature is no GeoJSON feature"),
            where=where,
            hint=say("Export the file again."),
        )
    return properties or {}


def not_flat(features: int) -> str:
    """Say of how many features heights or measures were left out."""
    if not features:
        return ""
    return say(
        "heights that not all corners have, or measures, are not read ({features} features)",
        features=features,
    )


def _geometry(value: Any, where: str) -> tuple[BaseGeometry | None, bool]:
    try:
        return _flattened(value)
    except ValueError as error:
        raise unreadable_geometry(str(error), where) from None


def unreadable_geometry(reason: str, where: str) -> FormatError:
    """Return the refusal of a feature whose geometry is none."""
    return FormatError(
        say("this feature has no geometry that can be read ({reason})", reason=reason),
        where=where,
        hint=say("Draw it again, or drop it; a ring needs at least 3 corners."),
    )


_URN_4326 = "urn:ogc:def:crs:EPSG::4326"


def _claim(crs: Any, file: str) -> tuple[str, str]:
    """Return what a ``crs`` member says, and a note; WGS-84 where there is none (RFC 7946)."""
    if crs is STORAGE_CRS:
        return STORAGE_CRS, ""
    body = crs.get("properties") if isinstance(crs, dict) else None
    if isinstance(body, dict):
        if crs.get("type") == "name" and isinstance(body.get("name"), str):
            # The short name stands for what the format implies; who states it is told apart.
            return _URN_4326 if body["name"] == STORAGE_CRS else body["name"], ""
        if crs.get("type") == "EPSG" and isinstance(body.get("code"), int):
            return f"EPSG:{body['code']}", ""
    if crs is None:
        return "", say("its reference system is said to be unknown")
    raise FormatError(
        say(
            "its reference system is a link or of an unknown kind ({dumps}), "
            "and zzmap asks no network",
            dumps=json.dumps(crs)[:120],
        ),
        where=file,
        hint=say("Drop the member crs, or put the system's EPSG name there."),
    )


def _finite(columns: list[Column]) -> tuple[list[Column], str]:
    """Blank the NaN and Infinity that some programs write, which are no JSON, and say so."""
    lost = 0
    for column in columns:
        for at, value in enumerate(column.values):
            if isinstance(value, float) and not math.isfinite(value):
                column.values[at] = None
                lost += 1
    return columns, say(
        "{lost} values that are no numbers (NaN, Infinity) were left blank", lost=lost
    ) * bool(lost)


def _unread(members: set[str]) -> str:
    if not members:
        return ""
    return say(
        "members beside a feature's properties are not read: {members}",
        members=", ".join(sorted(members))[:200],
    )
