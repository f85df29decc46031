"""Read the shipped GeoJSON layers, feature by feature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.errors import GeodataError
from zzmap.io.geojson import parse_collection, parse_geometry
from zzmap.io.parsed import off_ground
from zzmap.messages import say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

BASES = ("surveyed", "admin_boundary", "digitised", "derived", "schematic", "point")
"""How a geometry was come by, most reliable first."""

_NEVER_EMPTY = ("city", "districts")
"""Layers every city has; another may be empty, if it says so by `NOTHING_YET`."""

NOTHING_YET = '"nothing_yet":true'
"""Member of a layer that is empty because nothing is known yet, and not by a mishap."""


class Feature(NamedTuple):
    """A feature of a layer; `geometry` is WGS-84, `accuracy_m` its positional error."""

    id: str
    name: str
    name_en: str
    kind: str
    basis: str
    accuracy_m: int
    source: str
    geometry: BaseGeometry
    properties: dict[str, Any]


def read_features(path: Path) -> list[Feature]:
    """Read one GeoJSON layer.

    Raises
    ------
    GeodataError
        If the file is missing, is not GeoJSON, or a feature lacks a property every
        layer has; the message names file and feature.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise GeodataError(
            say("this layer is missing"),
            where=str(path),
            hint=say("Restore it or install zzmap again."),
        ) from None
    except (UnicodeDecodeError, OSError) as error:
        raise _no_geojson(path, str(error)) from None
    try:
        features = parse_collection(text).features
    except ValueError as error:
        raise _no_geojson(path, str(error)) from None
    if not features and (path.stem in _NEVER_EMPTY or NOTHING_YET not in text):
        raise _no_geojson(path, say("it holds no feature"))
    found = [_feature(path, number, item) for number, item in enumerate(features, 1)]
    lost = off_ground([row.geometry for row in found])
    if lost is not None:
        raise GeodataError(
            say("this feature has coordinates that are not on the ground"),
            where=say("{name} feature {lost}", name=path.name, lost=lost + 1),
            hint=say("Restore the feature."),
        )
    return found


def _no_geojson(path: Path, reason: str) -> GeodataError:
    return GeodataError(
        say("this layer is not GeoJSON ({reason})", reason=reason),
        where=path.name,
        hint=say("Restore the file."),
    )


def _feature(path: Path, number: int, item: dict[str, Any]) -> Feature:
    where = say("{name} feature {number}", name=path.name, number=number)
    try:
        properties: dict[str, Any] = item["properties"]
        return Feature(
            _text(properties, "id"),
            _text(properties, "name"),
            _text(properties, "name_en", ""),
            _text(properties, "kind"),
            _text(properties, "basis"),
            int(properties["accuracy_m"]),
            _text(properties, "source"),
            _located(item["geometry"]),
            properties,
        )
    except KeyError as error:
        raise GeodataError(
            say("the property {error} is missing", error=error),
            where=where,
            hint=say("Add it to the feature."),
        ) from None
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise GeodataError(
            say("this feature cannot be read ({error})", error=error),
            where=where,
            hint=say("Restore the feature."),
        ) from None


def _text(properties: dict[str, Any], name: str, otherwise: str | None = None) -> str:
    value = properties[name] if otherwise is None else properties.get(name, otherwise)
    if not isinstance(value, str):
        raise TypeError(say("its {name} is no text", name=name))
    return value


def _located(value: Any) -> BaseGeometry:
    geometry = parse_geometry(value)
    if geometry is None:
        raise ValueError(say("it has no geometry"))
    if geometry.is_empty:
        raise ValueError(say("its geometry is empty"))
    return geometry
