"""Read the shipped GeoJSON layers, feature by feature."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from zzmap.errors import GeodataError

BASES = ("surveyed", "admin_boundary", "digitised", "derived", "schematic", "point")
"""How a geometry was come by, most reliable first."""


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
        collection = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise GeodataError(
            "this layer is missing", where=str(path), hint="Restore it or install zzmap again."
        ) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GeodataError(
            f"this layer is not GeoJSON ({error})", where=path.name, hint="Restore the file."
        ) from None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise GeodataError(
            "this layer holds no list of features", where=path.name, hint="Restore the file."
        )
    return [_feature(path, number, item) for number, item in enumerate(features, 1)]


def _feature(path: Path, number: int, item: dict[str, Any]) -> Feature:
    where = f"{path.name} feature {number}"
    try:
        properties: dict[str, Any] = item["properties"]
        return Feature(
            properties["id"],
            properties["name"],
            properties.get("name_en", ""),
            properties["kind"],
            properties["basis"],
            int(properties["accuracy_m"]),
            properties["source"],
            shape(item["geometry"]),
            properties,
        )
    except KeyError as error:
        raise GeodataError(
            f"the property {error} is missing", where=where, hint="Add it to the feature."
        ) from None
    except (TypeError, ValueError, AttributeError) as error:
        raise GeodataError(
            f"this feature cannot be read ({error})", where=where, hint="Restore the feature."
        ) from None
