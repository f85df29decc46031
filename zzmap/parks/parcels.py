"""Take the parcels of a file: the polygons of its layers, and refuse what is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import shapely
from shapely.geometry import GeometryCollection, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.errors import FormatError
from zzmap.io import Layer, read_all
from zzmap.io.formats import DXF, FLATGEOBUF, FORMATS, KML
from zzmap.parks.parcel import Parcel, ParcelFile

_SPARSE = frozenset(row.name for row in FORMATS if row.sparse)
_LAYERED = frozenset(row.name for row in FORMATS if row.layered)
_NO_AREA = frozenset(("Point", "LineString", "LinearRing", "MultiPoint", "MultiLineString"))


class _Taken(NamedTuple):
    """A layer and the parcels in it; `passed` counts the features that are none by right."""

    layer: Layer
    parcels: list[Parcel]
    passed: int


def read_parcel_file(path: str | Path, layer: str | None = None) -> ParcelFile:
    """Read the parcels of a file in its own coordinates.

    Parameters
    ----------
    path
        Any file of `zzmap.io.READABLE`.
    layer
        Layer of a file that has several; None takes all that hold polygons.

    Raises
    ------
    FormatError
        If the file cannot be read, holds no polygons, its layers are in several reference
        systems, or a feature is no polygon; the message names the feature.
    """
    name = Path(path).name
    layers = read_all(path, layer)
    held, passed = _with_polygons(layers)
    taken: list[_Taken] = []
    for row in held:
        taken.append(_take(row, name, sum(len(one.parcels) for one in taken)))
    used = [one for one in taken if one.parcels]
    if not used:
        raise _nothing(name, layers, passed, sum(one.passed for one in taken))
    claim = _claim(name, used)
    notes = [note for one in taken for note in (*one.layer.notes, *_passed_over(one))]
    if len(used) > 1 or passed:
        notes.append(f"layers read: {', '.join(one.layer.name for one in used)}")
    return ParcelFile(
        [parcel for one in used for parcel in one.parcels],
        claim,
        used[0].layer.form,
        tuple(notes),
        any(one.layer.swapped for one in used),
    )


def _with_polygons(layers: Sequence[Layer]) -> tuple[list[Layer], dict[str, str]]:
    """Split layers into those that may hold polygons, and the others with what they hold."""
    passed = {}
    for row in layers:
        kinds = set(row.frame.geom_type.dropna())
        if row.form in _LAYERED and kinds and kinds <= _NO_AREA:
            passed[row.name] = "/".join(sorted(kinds))
    return [row for row in layers if row.name not in passed], passed


def _take(layer: Layer, file: str, offset: int) -> _Taken:
    """Turn a layer's features into parcels, numbered on from an offset."""
    sparse = layer.form in _SPARSE
    parcels = []
    passed = 0
    rows = zip(layer.frame.index, layer.frame.geometry, layer.records(), strict=True)
    for index, geometry, record in rows:
        number = offset + int(index)
        where = f"{file} feature {number}"
        if geometry is None:
            raise FormatError("this feature has no geometry", where=where, hint="Draw or drop it.")
        area = _area(geometry, layer.form)
        if area is None:
            passed += 1
            continue
        attributes = {k: v for k, v in record.items() if v is not None} if sparse else record
        parcels.append(Parcel(number, polygonal(area, where), attributes))
    return _Taken(layer, parcels, passed)


def _area(geometry: BaseGeometry, form: str) -> BaseGeometry | None:
    """Return what is a parcel of a geometry; None for what a format holds besides by right.

    In a drawing lines that close are parcels, and all else is drawing; in a KML labels stand
    among the parcels, as points.
    """
    if form == DXF.name:
        if geometry.geom_type.endswith("Polygon"):
            return geometry
        closed = geometry.geom_type in ("LineString", "LinearRing") and geometry.is_closed
        # A bow-tie is closed, though no ring: the checks are to find it, not to lose it.
        return Polygon(geometry) if closed and len(geometry.coords) > 3 else None
    if form == KML.name:
        if geometry.geom_type in ("Point", "MultiPoint"):
            return None
        if geometry.geom_type == "GeometryCollection":
            parts = [part for part in geometry.geoms if part.geom_type != "Point"]
            return GeometryCollection(parts) if parts else None
    return geometry


def polygonal(geometry: BaseGeometry, where: str) -> Polygon | MultiPolygon:
    """Return a geometry as 2-D polygons; Z and M are dropped.

    Raises
    ------
    FormatError
        If it is empty or no polygon; `where`, file and feature, stands in the message.
    """
    flat = shapely.force_2d(geometry)
    if flat.geom_type == "GeometryCollection" and all(
        part.geom_type.endswith("Polygon") for part in flat.geoms
    ):
        flat = MultiPolygon([row for part in flat.geoms for row in shapely.get_parts(part)])
    if flat.is_empty:
        raise FormatError("this feature is empty", where=where, hint="Draw or drop it.")
    if not isinstance(flat, Polygon | MultiPolygon):
        raise FormatError(
            f"this feature is a {flat.geom_type}, not a polygon",
            where=where,
            hint="Close the line, or drop the feature.",
        )
    return flat


def _passed_over(one: _Taken) -> list[str]:
    if not one.passed:
        return []
    what = "lines, points and texts" if one.layer.form == DXF.name else "points"
    return [f"{one.passed} {what} were passed over"]


def _claim(name: str, used: Sequence[_Taken]) -> str:
    """Return the one reference system all layers state."""
    claims: dict[str, list[str]] = {}
    for one in used:
        claims.setdefault(one.layer.claim, []).append(one.layer.name)
    if len(claims) > 1:
        told = ", ".join(f"{'/'.join(rows)}: {crs or 'none'}" for crs, rows in claims.items())
        raise FormatError(
            f"its layers are in several reference systems ({told})",
            where=name,
            hint="Name one layer with --layer.",
        )
    return next(iter(claims))


def _nothing(
    name: str, layers: Sequence[Layer], passed: dict[str, str], points: int
) -> FormatError:
    """Say why a file has no parcels, in words of its format."""
    form = layers[0].form if layers else ""
    if form == DXF.name:
        what, hint = "the drawing holds no closed polyline", "Close the parcels' outlines."
    elif passed:
        told = ", ".join(f"{row}: {kind}" for row, kind in passed.items())
        what, hint = f"its layers hold no polygons ({told})", "Export the layer of parcels."
    elif form == KML.name:
        only = f", only {points} points" if points else ""
        what, hint = f"the file holds no polygons{only}", "Export it again with its parcels."
    else:
        cut = ", or is cut off" if form == FLATGEOBUF.name else ""
        what, hint = f"the file holds no features{cut}", "Export it again with its parcels."
    return FormatError(what, where=name, hint=hint)
