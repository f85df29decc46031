"""A site and the constraints on it, from files or geometries to a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.errors import FormatError
from zzmap.findings import ERROR, WARNING
from zzmap.messages import say
from zzmap.workspace.parks import Source

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from zzmap.findings import Finding
    from zzmap.geometry import Gazetteer
    from zzmap.parks.intake import Reading
    from zzmap.parks.parcel import Parcel
    from zzmap.site.constraints import Asked
    from zzmap.site.records import Site
    from zzmap.site.sheet import Outline
    from zzmap.workspace.city import City

SHEETS = (".html", ".pdf", ".docx", ".xlsx", ".json")
"""Suffixes a site's sheet is written in."""

_DATUM = "datum-suspected"
_NOT_OF_A_SITE = ("datum-open", "district-share", "zone-share", "size", "unknown-industry")
"""Findings that the sheet says itself, or that are of parks alone."""

Constraints = Iterable[str | Path] | Mapping[str, str | Path]


def site_of(  # noqa: PLR0913 - one for each option of the command
    city: City,
    source: str | Path | BaseGeometry | GeoDataFrame,
    *,
    name: str = "",
    constraints: Constraints = (),
    near_m: float,
    accuracy_m: float | None,
    crs: str | None,
    trust_crs: bool,
    layer: str | None,
    fix: bool,
    accept: bool,
) -> Site:
    """Read a site and what it is held against, and gather its sheet; see `City.site`."""
    from zzmap.site.sheet import site_sheet

    if not 0 <= near_m <= _FARTHEST_M:
        raise FormatError(
            say("{near_m:,.0f} m is no distance around a site", near_m=near_m),
            hint=say("Name 0 to 50 km."),
        )
    if accuracy_m is not None and not 0 <= accuracy_m <= _FARTHEST_M:
        raise FormatError(
            say("{accuracy_m:,.0f} m is no accuracy of a site", accuracy_m=accuracy_m)
        )
    how = _How(crs, trust_crs, layer, fix, accept, accuracy_m)
    outline = _outline(city, source, name, how)
    asked = [_asked(city, title, path, outline, how) for title, path in _named(constraints)]
    return site_sheet(city.catalogue, city.gazetteer, outline, asked, near_m)


_FARTHEST_M = 50_000


class _How:
    """How files are read."""

    def __init__(
        self,
        crs: str | None,
        trust_crs: bool,
        layer: str | None,
        fix: bool,
        accept: bool,
        accuracy_m: float | None,
    ) -> None:
        self.crs, self.trust_crs, self.layer = crs, trust_crs, layer
        self.fix, self.accept, self.accuracy_m = fix, accept, accuracy_m


def _outline(
    city: City, source: str | Path | BaseGeometry | GeoDataFrame, name: str, how: _How
) -> Outline:
    from zzmap.parks.intake import described, one_boundary
    from zzmap.parks.model import ACCURACY_M
    from zzmap.site.sheet import Outline

    if isinstance(source, (str, Path)):
        reading = Source(source, how.crs, None, how.layer, how.trust_crs).read(city.plans)
    else:
        reading = _of_geometry(source)
    reading = city.parks.checked(described(reading), fix=how.fix)
    _stop(reading, how)
    whole = one_boundary(reading)
    accuracy = how.accuracy_m
    if accuracy is None:
        accuracy = max(float(ACCURACY_M), reading.file.resolution_m / 2)
    own = isinstance(source, (str, Path))
    parcels = tuple(parcel.name for parcel in reading.parcels)
    called = name or (parcels[0] if len(parcels) == 1 else reading.path.stem)
    return Outline(
        called,
        reading.path.name if own else "",
        whole,
        parcels,
        _overlap_km2(city.gazetteer, reading, whole),
        accuracy,
        reading.file.notes,
        tuple(row for row in reading.findings if row.code not in _NOT_OF_A_SITE),
    )


def _of_geometry(source: BaseGeometry | GeoDataFrame) -> Reading:
    """Take a WGS-84 geometry, or the polygons of a frame, as a file without a name."""
    import numpy as np
    import shapely

    from zzmap.crs.frames import to_crs
    from zzmap.parks.intake import Reading
    from zzmap.parks.parcel import Parcel, ParcelFile

    hint = say("Give a polygon in WGS-84 degrees, or a file.")
    if hasattr(source, "geom_type") and not hasattr(source, "columns"):
        shapes = [source]
    else:
        # An empty frame has nothing to move.
        shapes = list(to_crs(source, "wgs84").geometry) if len(source) else []
    if not shapes:
        raise FormatError(say("the frame holds no polygon"), hint=hint)
    parcels = []
    for number, shape in enumerate(shapes, 1):
        if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
            raise FormatError(
                say("a site is a polygon"), say("feature {number}", number=number), hint
            )
        x, y = shapely.get_coordinates(shape).T
        if not (np.isfinite(x).all() and (abs(x) <= 180).all() and (abs(y) <= 90).all()):
            raise FormatError(
                say("coordinates are no degrees"), say("feature {number}", number=number), hint
            )
        parcels.append(Parcel(number, shapely.force_2d(shape)))
    file = ParcelFile(parcels, "EPSG:4326", "", (say("coordinates are taken for WGS-84"),))
    return Reading(Path("地块"), file, parcels, [])


def _stop(reading: Reading, how: _How) -> None:
    """Stop at a fault of the outline, and at a datum that may be another."""
    errors = reading.of(ERROR)
    if errors:
        more = say(" ({count} more errors)", count=len(errors) - 1) if len(errors) > 1 else ""
        where = reading.path.name
        if errors[0].feature:
            where = say("{name} feature {number}", name=where, number=errors[0].feature)
        raise FormatError(
            f"{errors[0].message}{more}",
            where,
            say("{hint} “zzmap parks check” tells all.", hint=errors[0].hint).strip(),
        )
    suspected = [row for row in reading.of(WARNING) if row.code == _DATUM]
    if suspected and not how.accept:
        raise FormatError(
            say("two readings fit: {message}", message=suspected[0].message),
            say("{name} feature {feature}", name=reading.path.name, feature=suspected[0].feature),
            say(
                "Ask for the datum: name it with --crs gcj02 or bd09, or --accept the file as "
                "it is."
            ),
        )


def _overlap_km2(gazetteer: Gazetteer, reading: Reading, whole: BaseGeometry) -> float:
    if len(reading.parcels) == 1:
        return 0.0
    each = sum(gazetteer.metric.area_km2(parcel.geometry) for parcel in reading.parcels)
    over = each - gazetteer.metric.area_km2(whole)
    return over if over > 1e-6 else 0.0


# -- constraints -----------------------------------------------------------------------------


def _named(constraints: Constraints) -> list[tuple[str, Path]]:
    """Return name and file of each constraint: named by a mapping, ``NAME=FILE`` or its file."""
    from zzmap.site.constraints import name_of

    if isinstance(constraints, Mapping):
        named = [(str(name), Path(path)) for name, path in constraints.items()]
    else:
        named = []
        for one in constraints:
            name, mark, file = str(one).partition("=")
            if mark and not Path(one).exists():
                named.append((name.strip(), Path(file)))
            else:
                named.append((name_of(Path(one).stem), Path(one)))
    for title, path in named:
        if sum(other == title for other, _ in named) > 1:
            raise FormatError(
                say("two files are called {title}", title=title),
                str(path),
                say("Name them with --constraints NAME=FILE."),
            )
    return named


def _asked(city: City, title: str, path: Path, outline: Outline, how: _How) -> Asked:
    from zzmap.parks.checks import fix_parcels
    from zzmap.parks.model import ACCURACY_M
    from zzmap.site.constraints import Asked

    reading = Source(path).read(city.plans)
    parcels: list[Parcel] = reading.parcels
    changes: list[Finding] = []
    if how.fix:
        parcels, changes = fix_parcels(parcels, reading.file)
    accuracy = max(float(ACCURACY_M), reading.file.resolution_m / 2)
    notes = (*reading.file.notes, *(str(row) for row in changes))
    found = () if how.accept else _datum(city, parcels, outline)
    return Asked(title, path.name, parcels, accuracy, notes, found)


def _datum(city: City, parcels: list[Parcel], outline: Outline) -> tuple[Finding, ...]:
    """Look whether polygons lie on known edges, the site's among them, only when shifted."""
    import numpy as np
    import shapely

    from zzmap.parks.datum_check import Known, check_datum
    from zzmap.parks.neighbours import in_metres

    shapes = np.array([row.geometry for row in parcels], dtype=object)
    shapes = shapes[shapely.is_valid(shapes) & (shapely.area(shapes) > 0)]
    if not len(shapes):
        return ()
    metric = city.gazetteer.metric
    known = list(city.gazetteer.polygons.values())
    names = [say("the site"), *(row.name for row in known)]
    metres = in_metres(metric, [outline.geometry, *(row.geometry for row in known)])
    off = np.array([outline.accuracy_m, *(float(row.accuracy_m) for row in known)])
    found = check_datum(metric, shapes, Known(names, metres, off))
    return tuple(row for row in found if row.code == _DATUM)


# -- writing ---------------------------------------------------------------------------------


def check_sheet(path: Path, source: object) -> None:
    """Refuse, before anything is read, a sheet that cannot be written there."""
    from zzmap.io.target import check_document

    if path.suffix.lower() not in SHEETS:
        raise FormatError(
            say("“{suffix}” is no sheet of a site", suffix=path.suffix.lower() or path.name),
            str(path),
            say("It is written as {sheets}.", sheets=", ".join(SHEETS)),
        )
    check_document(path, source=Path(source) if isinstance(source, (str, Path)) else None)


def write_sheet(site: Site, gazetteer: Gazetteer, path: Path, *, english: bool) -> Site:
    """Write a site's sheet, whole or not at all."""
    from zzmap.report.write import write_document, write_json

    if path.suffix.lower() == ".json":
        write_json(site.to_dict(), path)
        return site._replace(path=path)
    from zzmap.report.site import site_document

    city = gazetteer.catalogue.city
    document = site_document(site, gazetteer, city, english=english)
    write_document(document, path)
    return site._replace(path=path)
