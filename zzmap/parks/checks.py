"""Check parcels before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer, Located
from zzmap.messages import say
from zzmap.model import RELATION
from zzmap.names import INDUSTRIES, Names
from zzmap.parks.datum_check import Known, check_datum
from zzmap.parks.edges import first_tangled
from zzmap.parks.findings import ERROR, INFO, WARNING, Finding, finding
from zzmap.parks.mend import fix_rings
from zzmap.parks.model import ACCURACY_M
from zzmap.parks.neighbours import (
    Labelled,
    Shapes,
    check_neighbours,
    in_metres,
    tangled_finding,
)
from zzmap.parks.parcel import Parcel, ParcelFile
from zzmap.parks.rings import check_rings, winding_of
from zzmap.units import M2_PER_KM2, area_in_words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zzmap.crs import Metric

SMALLEST_M2, LARGEST_M2 = 500.0, 500e6
COARSE_M = 10.0
AREA_TOLERANCE = 0.05
SHARE_SHOWN = 0.01
PROPORTION = 4.0
"""A boundary this many times as large as what it replaces, or as small, is asked about."""

_HOSTED = 4
_OF_MENDING = ("fixed", "area-changed", "unmended")


@dataclass(frozen=True)
class CheckContext:
    """What parcels are checked against.

    Attributes
    ----------
    catalogue, gazetteer
        The taxonomy of industries; districts, zones and the city line.
    stored
        Name and WGS-84 geometry of each live park.
    """

    catalogue: Catalogue
    gazetteer: Gazetteer
    stored: Sequence[tuple[str, Any]] = field(default_factory=tuple)


def check_parcels(
    parcels: Sequence[Parcel], context: CheckContext, file: ParcelFile | None = None
) -> list[Finding]:
    """Check parcels in WGS-84, errors first.

    Parameters
    ----------
    parcels
        Parcels to check; `fix_parcels` mends their rings beforehand if asked.
    context
        What they are checked against.
    file
        The file they come from, for what is true of all its coordinates.
    """
    winding = winding_of(file.form) if file else "ccw"
    found = [row for parcel in parcels for row in check_rings(parcel, winding)]
    found.extend(_check_file(file))
    faulty = {row.feature for row in found if row.severity == ERROR}
    sound = [parcel for parcel in parcels if parcel.number not in faulty]
    if sound:
        beside = _check_sound(sound, context)
        # What cannot be told is of a file's coordinates; a drawing of one's own has no datum.
        found.extend(row for row in beside if file is not None or row.code != "datum-open")
    order = {ERROR: 0, WARNING: 1, INFO: 2}
    return sorted(found, key=lambda row: (order[row.severity], row.feature or 0))


def fix_parcels(
    parcels: Sequence[Parcel], file: ParcelFile | None = None
) -> tuple[list[Parcel], list[Finding]]:
    """Mend what can be mended; return the parcels and what was changed.

    Parameters
    ----------
    parcels
        Parcels in WGS-84.
    file
        The file they come from, for the direction its format asks of rings.
    """
    winding = winding_of(file.form) if file else "ccw"
    fixed = [fix_rings(parcel, winding) for parcel in parcels]
    changes = [row for _, rows in fixed for row in rows if row.code in _OF_MENDING]
    return [parcel for parcel, _ in fixed], changes


def check_proportion(
    boundary: BaseGeometry, name: str, before: Located, measure: Metric
) -> Iterator[Finding]:
    """Compare a WGS-84 boundary with the polygon or point it is to replace.

    A boundary may well be larger or smaller than a sketch, and lie as far off as the sketch may;
    beyond that it may be that of another place.
    """
    new, old = in_metres(measure, [boundary, before.geometry])
    hint = say("See whether the file is of {name}; import with --accept if it is.", name=name)
    away = float(shapely.distance(new, old))
    if away > 2 * before.accuracy_m:
        yield finding(
            "proportion",
            say(
                "it lies {away:,.1f} km from where {name} is known to be",
                away=away / 1000,
                name=name,
            ),
            hint=hint,
        )
    ratio = float(new.area / old.area) if old.area else 1.0
    if not 1 / PROPORTION <= ratio <= PROPORTION:
        area, so_far = (area_in_words(float(shape.area) / M2_PER_KM2) for shape in (new, old))
        yield finding(
            "proportion",
            say("it has {area}, {name} {so_far} so far", area=area, name=name, so_far=so_far),
            hint=hint,
        )


def _check_file(file: ParcelFile | None) -> Iterator[Finding]:
    if file is None:
        return
    if file.swapped:
        yield finding(
            "axes-swapped",
            say("north and east stand in the wrong order; they were swapped"),
            hint=say("Check the parcels on the map."),
        )
    if file.resolution_m >= COARSE_M:
        yield finding(
            "coarse",
            say(
                "coordinates are given to {resolution_m:,.0f} m only",
                resolution_m=file.resolution_m,
            ),
            hint=say("Ask for the coordinates in full."),
        )


def _called(parcel: Parcel) -> str:
    if not parcel.name:
        return say("feature {number}", number=parcel.number)
    return say("feature {number} {name}", number=parcel.number, name=parcel.name)


def _check_sound(parcels: Sequence[Parcel], context: CheckContext) -> Iterator[Finding]:
    degrees: Shapes = np.array([parcel.geometry for parcel in parcels], dtype=object)
    measure = context.gazetteer.metric
    metric = in_metres(measure, degrees)
    numbers = [parcel.number for parcel in parcels]
    names = [_called(parcel) for parcel in parcels]
    stored = Labelled(
        [say("the park {name}", name=name) for name, _ in context.stored],
        in_metres(measure, [shape for _, shape in context.stored]),
    )
    places = list(context.gazetteer.polygons.values())
    accuracy = [float(ACCURACY_M)] * len(context.stored) + [float(r.accuracy_m) for r in places]
    known = Known(
        [*stored.names, *(row.name for row in places)],
        np.concatenate([stored.shapes, _zones(context)]),
        np.array(accuracy),
    )
    beside = list(check_neighbours(Labelled(names, metric), stored))
    many = any(row.code in ("pile", "tangled") for row in beside)
    if not many:
        beside += check_datum(measure, degrees, known)
    for row in (
        *beside,
        *_check_city(degrees, context),
        *_check_shares(metric, context),
    ):
        # These count their parcels from the first sound one; say the number in the file.
        yield row if row.feature is None else row._replace(feature=numbers[row.feature - 1])
    for parcel, area in zip(parcels, shapely.area(metric), strict=True):
        yield from _check_area(parcel, float(area))
    yield from _check_industries(parcels, context.catalogue)


def _zones(context: CheckContext) -> Shapes:
    return in_metres(
        context.gazetteer.metric, [row.geometry for row in context.gazetteer.polygons.values()]
    )


def _check_city(degrees: Shapes, context: CheckContext) -> Iterator[Finding]:
    """Look for parcels beyond the city line.

    The land of a zone that reaches beyond the line, as an airport zone may, counts as the city's.
    """
    zones = [row.geometry for row in context.gazetteer.polygons.values()]
    land = shapely.union_all([context.gazetteer.city.geometry, *zones])
    shapely.prepare(land)
    inside, touches = shapely.covers(land, degrees), shapely.intersects(land, degrees)
    for index in np.nonzero(~touches)[0]:
        point = degrees[index].representative_point()
        yield finding(
            "outside-city",
            say("the parcel lies outside the city"),
            int(index) + 1,
            f"{point.x:.5f} {point.y:.5f}",
            say("Check its reference system with --crs, or the file."),
        )
    across = np.nonzero(touches & ~inside)[0]
    tangled = first_tangled(degrees[across], np.full(len(across), land, dtype=object))
    if tangled >= 0:
        yield tangled_finding(int(across[tangled]), say("the line of the city"))
        return
    for index in across:
        share = degrees[index].difference(land).area / degrees[index].area
        yield finding(
            "across-city-line",
            say("{share:.1%} of the parcel lies beyond the line of the city", share=share),
            int(index) + 1,
            hint=say("Accept it if that is meant."),
        )


def _check_shares(metric: Shapes, context: CheckContext) -> Iterator[Finding]:
    districts = context.gazetteer.districts
    zones = {key: row for key, row in context.gazetteer.polygons.items() if key not in districts}
    for code, features in (("district-share", districts), ("zone-share", zones)):
        rows = list(features.values())
        if not rows:
            continue
        shapes = in_metres(context.gazetteer.metric, [row.geometry for row in rows])
        met = _met(metric, shapes)
        parcel, place = met.one[met.cut], met.two[met.cut]
        tangled = first_tangled(metric[parcel], shapes[place])
        if tangled >= 0:
            yield tangled_finding(int(parcel[tangled]), rows[int(place[tangled])].name)
            continue
        parts: dict[int, list[str]] = {}
        for one, two, share in _shares(metric, shapes, met):
            parts.setdefault(one, []).append(_share(context.catalogue, code, rows[two], share))
        for index, texts in parts.items():
            yield finding(
                code, say("the parcel lies in {texts}", texts="; ".join(texts)), index + 1
            )


class _Met(NamedTuple):
    """Parcels and the places they lie in, pair by pair; `cut` tells those not wholly in it."""

    one: NDArray[np.intp]
    two: NDArray[np.intp]
    cut: NDArray[np.bool_]


def _met(metric: Shapes, shapes: Shapes) -> _Met:
    one, two = STRtree(shapes).query(metric, predicate="intersects")
    # Most parcels lie wholly in a place, which prepared shapes tell quickly.
    shapely.prepare(shapes)
    return _Met(one, two, ~shapely.covers(shapes[two], metric[one]))


def _shares(metric: Shapes, shapes: Shapes, met: _Met) -> Iterator[tuple[int, int, float]]:
    """Yield parcel, place and the part of the parcel in it, the largest first of each parcel."""
    one, two, cut = met
    shares = np.ones(len(one))
    common = shapely.intersection(metric[one[cut]], shapes[two[cut]])
    shares[cut] = shapely.area(common) / shapely.area(metric[one[cut]])
    for row in np.lexsort((-shares, one)):
        if shares[row] >= SHARE_SHOWN:
            yield int(one[row]), int(two[row]), float(shares[row])


def _share(catalogue: Catalogue, code: str, feature: Any, share: float) -> str:
    text = f"{feature.name} {share:.0%}"
    if code != "zone-share":
        return text
    hosted = [
        catalogue.industries[row.industry_id].name
        for row in catalogue.placements_of_place.get(feature.id, ())
        if RELATION[row.relation].strong and row.id not in catalogue.contested
    ]
    first = list(dict.fromkeys(hosted))[:_HOSTED]
    return (
        say("{text} (hosts {industries})", text=text, industries="、".join(first))
        if first
        else text
    )


def _check_area(parcel: Parcel, area: float) -> Iterator[Finding]:
    if not SMALLEST_M2 <= area <= LARGEST_M2:
        size = "small" if area < SMALLEST_M2 else "large"
        yield finding(
            "size",
            say("the parcel measures {area}, too {size} for a park", area=_area(area), size=size),
            parcel.number,
            hint=say("Check units and reference system, or accept it."),
        )
    stated = parcel.stated_area_m2
    if stated and abs(area - stated) > AREA_TOLERANCE * stated:
        yield finding(
            "area-mismatch",
            say(
                "the parcel measures {area}, the file states {area2}",
                area=_area(area),
                area2=_area(stated),
            ),
            parcel.number,
            hint=say("Check the unit of the stated area and the reference system."),
        )


def _area(square_metres: float) -> str:
    return area_in_words(square_metres / M2_PER_KM2)


def _check_industries(parcels: Sequence[Parcel], catalogue: Catalogue) -> Iterator[Finding]:
    names = Names.of(catalogue)
    known: dict[str, tuple[str, ...] | None] = {}
    for parcel in parcels:
        for name in parcel.industries:
            if name not in known:
                exact = names.exact(name, INDUSTRIES)
                known[name] = None if exact else names.near(name, INDUSTRIES)
            near = known[name]
            if near is not None:
                hint = f"Near names: {'、'.join(near)}. " if near else ""
                yield finding(
                    "unknown-industry",
                    say("the plans know no industry “{name}”", name=name),
                    parcel.number,
                    hint=say("{hint}Correct it, or accept it as it is.", hint=hint),
                )
