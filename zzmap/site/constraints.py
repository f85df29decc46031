"""Polygons a bureau has, held against a site: on it, not on it, or not known.

A fault is never passed over: an invalid polygon that may reach the site makes the answer
unknown, one that lies elsewhere is told; a file whose polygons all lie away from the site is
answered with how far, for it may be of another area.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from zzmap.findings import WARNING, Finding
from zzmap.messages import say
from zzmap.parks.edges import is_tangled
from zzmap.parks.parcel import Parcel
from zzmap.site.parts import TOUCH_M2, Measured, union
from zzmap.site.records import NO, UNKNOWN, YES, Constraint

USUAL = ("城镇开发边界", "永久基本农田", "生态保护红线", "产业用地")
"""What every site is asked about: of national rank, or what a park asks for first."""


class Asked(NamedTuple):
    """A file of polygons in WGS-84, as it was read.

    Attributes
    ----------
    name
        What the constraint is called.
    file
        The file's name.
    parcels
        Its polygons.
    accuracy_m
        How far off they may be.
    notes
        What was assumed in reading.
    findings
        What was found of the datum, if anything.
    """

    name: str
    file: str
    parcels: Sequence[Parcel]
    accuracy_m: float
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def name_of(stem: str) -> str:
    """Return what a file's constraint is called: a usual one where its name says so."""
    return next((name for name in USUAL if name in stem), stem)


def answers(site: Measured, asked: Sequence[Asked]) -> list[Constraint]:
    """Answer each file, then each usual constraint nobody gave a file for."""
    told = [answer(site, one) for one in asked]
    given = {row.name for row in told}
    told += [
        Constraint(name, "", UNKNOWN, say("no data were given"))
        for name in USUAL
        if name not in given
    ]
    order = {name: at for at, name in enumerate(USUAL)}
    return sorted(told, key=lambda row: order.get(row.name, len(order)))


def answer(site: Measured, asked: Asked) -> Constraint:
    """Answer one file."""
    degrees = np.array([row.geometry for row in asked.parcels], dtype=object)
    sound = shapely.is_valid(degrees) & (shapely.area(degrees) > 0)
    shapes = site.measure.to_metric(degrees)
    off = float(np.hypot(site.accuracy_m, asked.accuracy_m))
    notes, near = _faults(site, asked, shapes, sound, off)
    notes = [*asked.notes, *(str(row) for row in asked.findings), *notes]
    accuracy = round(asked.accuracy_m)
    shifted = next((row for row in asked.findings if row.severity == WARNING), None)
    base = Constraint(
        asked.name, asked.file, UNKNOWN, accuracy_m=accuracy, polygons=len(degrees),
        notes=tuple(notes),
    )  # fmt: skip
    if near:
        why = say(
            "{near} may reach the site and cannot be judged: mend it, or read it with --fix",
            near=near,
        )
        return base._replace(why=why)
    if not sound.any():
        # What the file means to cover cannot be told from what is not valid.
        return base._replace(why="none of its polygons is valid: mend them, or read it with --fix")
    if shifted is not None:
        return base._replace(why=f"its datum is doubtful: {shifted.message}")
    return _measured(site, base, shapes[sound], off)


def _measured(site: Measured, base: Constraint, shapes: np.ndarray, off: float) -> Constraint:
    shapes = np.array([_sound(row) for row in shapes], dtype=object)
    close = shapes[STRtree(shapes).query(site.shape, predicate="dwithin", distance=off)]
    met = [row for row in close if row.intersection(site.shape).area > 0]
    found = site.amount(union(close), base.accuracy_m or 0) if len(close) else None
    distance = float(shapely.distance(site.shape, shapes).min())
    if found is None or found.area_m2 <= TOUCH_M2:
        may = found.most if found is not None else 0.0
        notes = base.notes
        if found is not None and found.most > 0:
            notes += (
                say(
                    "it lies {distance:,.0f} m away, and either may be {off:,.0f} m off",
                    distance=distance,
                    off=off,
                ),
            )
        if not _within_extent(site.shape, shapes):
            notes += (
                say(
                    "all its polygons lie beyond the site, the nearest {distance:,.1f} km "
                    "away: see whether it covers this area",
                    distance=distance / 1000,
                ),
            )
        return base._replace(
            answer=NO, share=0.0, least=0.0, most=may, area_km2=0.0, distance_m=distance,
            notes=notes,
        )  # fmt: skip
    return base._replace(
        answer=YES, share=found.share, least=found.least, most=found.most,
        area_km2=found.area_m2 / 1e6, distance_m=0.0, met=len(met), geometry=found.common,
    )  # fmt: skip


def _sound(shape: BaseGeometry) -> BaseGeometry:
    """Mend what rounding on the way to metres has made invalid."""
    return shape if shape.is_valid else shapely.make_valid(shape, method="structure")


def _within_extent(site: BaseGeometry, shapes: np.ndarray) -> bool:
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(shapely.box(west, south, east, north).intersects(site))


def _faults(
    site: Measured, asked: Asked, shapes: np.ndarray, sound: np.ndarray, off: float
) -> tuple[list[str], str]:
    """Tell polygons that are invalid; return too which of them may reach the site."""
    told: list[str] = []
    near = ""
    for at in np.flatnonzero(~sound).tolist():
        number = asked.parcels[at].number
        shape = asked.parcels[at].geometry
        why = (
            say("too tangled to be judged") if is_tangled(shape) else shapely.is_valid_reason(shape)
        )
        why = say("a polygon without an area") if not shape.area and shape.is_valid else why
        box = shapely.box(*shapes[at].bounds)
        reaches = bool(box.distance(site.shape) <= off)
        away = say("it may reach the site") if reaches else say("it lies away from the site")
        told.append(
            say("feature {number} is invalid ({why}); {away}", number=number, why=why, away=away)
        )
        if reaches and not near:
            near = f"feature {number}"
    return told, near
