"""Gather all that is known of a site into its sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.features import Feature
from zzmap.findings import Finding
from zzmap.geometry import Gazetteer
from zzmap.messages import say
from zzmap.model import USER_PARK
from zzmap.site.constraints import Asked, answers
from zzmap.site.nearby import is_here, nearest, placed, projects, reaches
from zzmap.site.parts import Amount, Measured
from zzmap.site.records import DISTRICT, ELEMENT, MAY, PARK, ZONE, Part, Site
from zzmap.structures import derive
from zzmap.units import M2_PER_KM2

NEAR_M = 5_000
"""How far from a site something is still told, unless another distance is asked for."""

_SHOWN = 0.0005
_OUTSIDE = 0.001


class Outline(NamedTuple):
    """A site as it was read: geometry in WGS-84, valid.

    Attributes
    ----------
    name, file
        Of the site.
    geometry
        All parcels together.
    parcels
        Their names.
    overlap_km2
        What they have in common.
    accuracy_m
        How far off the outline may be.
    notes
        What was assumed in reading it.
    findings
        As ``zzmap parks check`` tells them.
    """

    name: str
    file: str
    geometry: BaseGeometry
    parcels: tuple[str, ...]
    overlap_km2: float
    accuracy_m: float
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def site_sheet(
    catalogue: Catalogue,
    gazetteer: Gazetteer,
    outline: Outline,
    asked: Sequence[Asked] = (),
    near_m: float = NEAR_M,
) -> Site:
    """Return the sheet of a site.

    Parameters
    ----------
    catalogue, gazetteer
        Of the city, with the planner's parks.
    outline
        The site.
    asked
        Files of polygons it is held against.
    near_m
        How far around it the plans are told, in metres.

    Returns
    -------
    Site
        Distances in metres, areas in km², geometry in WGS-84.
    """
    site = Measured(gazetteer.metric, outline.geometry, outline.accuracy_m)
    parts = sorted(
        _parts(catalogue, gazetteer, site), key=lambda row: (-row.share, -row.most, row.id)
    )
    found = reaches(catalogue, gazetteer, site, [*parts, *_as_places(catalogue, parts)], near_m)
    told = placed(catalogue, found)
    point = outline.geometry.representative_point()
    city = shapely.union_all(
        [site.measure.to_metric(row.geometry) for row in gazetteer.districts.values()],
        grid_size=0.001,
    )
    outside = float(site.shape.difference(city).area) / site.area_m2
    outside = outside if outside > _OUTSIDE else 0.0
    return Site(
        name=outline.name,
        file=outline.file,
        geometry=outline.geometry,
        parcels=outline.parcels,
        area_km2=site.area_m2 / M2_PER_KM2,
        overlap_km2=outline.overlap_km2,
        accuracy_m=round(outline.accuracy_m),
        lon=round(point.x, 6),
        lat=round(point.y, 6),
        near_m=round(near_m),
        parts=tuple(parts),
        outside=outside,
        here=tuple(row for row in told if is_here(row.reach)),
        near=tuple(row for row in told if not is_here(row.reach)),
        projects=tuple(projects(catalogue, found)),
        nearest=tuple(nearest(gazetteer, site)),
        constraints=tuple(answers(site, asked)),
        notes=outline.notes,
        doubts=tuple(_doubts(parts)),
        findings=outline.findings,
    )


def _parts(catalogue: Catalogue, gazetteer: Gazetteer, site: Measured) -> Iterator[Part]:
    for feature in gazetteer.polygons.values():
        layer = _layer(gazetteer, feature)
        shape = site.measure.to_metric(feature.geometry)
        found = site.amount(shape, feature.accuracy_m)
        if found is not None and _tells(found):
            place = catalogue.places.get(feature.id)
            name = place.name if place is not None else feature.name
            kind = place.kind if place is not None else feature.kind
            yield _part(layer, feature, name, kind, "", found)
    for shape_ in derive(catalogue, gazetteer).values():
        element, located = shape_.element, shape_.located
        found = site.amount(site.measure.to_metric(located.geometry), located.accuracy_m)
        if found is not None and _tells(found):
            feature = Feature(
                element.id, element.name, element.name_en, element.kind, located.basis,
                located.accuracy_m, located.source, located.geometry, {},
            )  # fmt: skip
            structure = catalogue.structures[element.structure_id].name
            yield _part(ELEMENT, feature, element.name, element.kind, structure, found)


def _tells(found: Amount) -> bool:
    return found.share >= _SHOWN or found.most >= _SHOWN


def _layer(gazetteer: Gazetteer, feature: Feature) -> str:
    if feature.id in gazetteer.districts:
        return DISTRICT
    return PARK if feature.kind == USER_PARK else ZONE


def _part(
    layer: str, feature: Feature, name: str, kind: str, structure: str, found: Amount
) -> Part:
    return Part(
        layer, feature.id, name, kind, structure, found.how, found.share, found.least, found.most,
        found.area_m2 / M2_PER_KM2, found.distance_m, feature.basis, feature.accuracy_m,
        feature.source, found.common,
    )  # fmt: skip


def _as_places(catalogue: Catalogue, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts in elements that are places themselves, under the place's id."""
    known = {row.id for row in parts}
    for part in parts:
        element = catalogue.elements.get(part.id) if part.layer == ELEMENT else None
        if element is not None and element.place_id and element.place_id not in known:
            yield part._replace(id=element.place_id)


def _doubts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.sure:
            continue
        name = f"{part.name}（{part.structure}）" if part.structure else part.name
        if part.how == MAY:
            away = (
                "touches"
                if part.distance_m < 1
                else say("is {distance_m:,.0f} m from", distance_m=part.distance_m)
            )
            yield say(
                "the site {away} the boundary of {name}, which is known to "
                "{accuracy_m:,} m: it may lie in it (0–{most:.0%})",
                away=away,
                name=name,
                accuracy_m=part.accuracy_m,
                most=part.most,
            )
        else:
            yield say(
                "the boundary of {name} is known to {accuracy_m:,} m: "
                "{least:.0%} to {most:.0%} of the site lie in it, "
                "{share:.0%} as drawn",
                name=name,
                accuracy_m=part.accuracy_m,
                least=part.least,
                most=part.most,
                share=part.share,
            )
