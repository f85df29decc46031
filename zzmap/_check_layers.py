"""Check layers: geometry that is valid, documented and no finer than it can be."""

from __future__ import annotations

from collections.abc import Iterator

import shapely

from zzmap.catalogue import Catalogue
from zzmap.crs import Box
from zzmap.errors import GeodataError
from zzmap.features import BASES, Feature, read_features
from zzmap.findings import Finding, fault
from zzmap.geometry import ZONE_LAYERS
from zzmap.messages import say

DECIMALS = 6


def check_layers(catalogue: Catalogue) -> Iterator[Finding]:
    """Check every GeoJSON file of ``layers/``."""
    for path in sorted((catalogue.folder / "layers").glob("*.geojson")):
        try:
            features = read_features(path)
        except GeodataError as error:
            yield fault(path.name, None, f"{error.where}: {error.what}. {error.hint}")
            continue
        previous = ""
        for number, feature in enumerate(features, 1):
            for message in _check_feature(feature, catalogue.city.extent):
                yield fault(path.name, number, f"“{feature.name}” {message}")
            if feature.id <= previous:
                yield fault(
                    path.name,
                    number,
                    say("{id} is not after {previous}; sort", id=feature.id, previous=previous),
                )
            previous = feature.id
            if path.stem in ZONE_LAYERS and feature.id not in catalogue.places:
                yield fault(
                    path.name, number, say("{id} is in no row of places.csv", id=feature.id)
                )
    yield from _check_axes(catalogue)


def _check_feature(feature: Feature, extent: Box) -> Iterator[str]:
    geometry = feature.geometry
    if geometry.is_empty:
        yield say("has no geometry")
        return
    if not geometry.is_valid:
        yield say(
            "has an invalid geometry: {is_valid_reason}",
            is_valid_reason=shapely.is_valid_reason(geometry),
        )
    west, south, east, north = geometry.bounds
    if west < extent.west or south < extent.south or east > extent.east or north > extent.north:
        reach = f"{west:.2f} {south:.2f} {east:.2f} {north:.2f}"
        yield say("reaches outside the extent of city.toml ({reach})", reach=reach)
    coordinates = shapely.get_coordinates(geometry)
    if abs(coordinates - coordinates.round(DECIMALS)).max() > 1e-9:
        yield say("has coordinates of more than {decimals} decimals", decimals=DECIMALS)
    if feature.basis not in BASES:
        yield say(
            "has the basis “{basis}”, none of {bases}", basis=feature.basis, bases=", ".join(BASES)
        )
    if feature.accuracy_m < 1:
        yield say("has no accuracy")
    if not feature.source.strip():
        yield say("has no lineage")


def _check_axes(catalogue: Catalogue) -> Iterator[Finding]:
    ground = {row.id for row in read_features(catalogue.folder / "layers" / "ground.geojson")}
    for line, element in enumerate(catalogue.elements.values(), 2):
        if element.axis and element.axis not in ground:
            yield fault(
                "elements.csv",
                line,
                say("axis “{axis}” is not in ground.geojson", axis=element.axis),
            )
