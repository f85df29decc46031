"""Take the parcels of a file: the polygons of its layers, and refuse what is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import GeometryCollection, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.errors import FormatError
from zzmap.io import Layer, read_all
from zzmap.io.formats import DXF, FLATGEOBUF, FORMATS, GPX, KML
from zzmap.io.polygons import with_holes
from zzmap.messages import say
from zzmap.parks.drawing import enclosed, read_drawing
from zzmap.parks.parcel import Parcel, ParcelFile

_SPARSE = frozenset(row.name for row in FORMATS if row.sparse)
_LAYERED = frozenset(row.name for row in FORMATS if row.layered)
_AREAS = (3, 6)
"""What shapely numbers polygons, one and several."""
_NO_AREA = frozenset(("Point", "LineString", "LinearRing", "MultiPoint", "MultiLineString"))


class _Taken(NamedTuple):
    """A layer and the parcels in it; `passed` has kind and name of what is none by right."""

    layer: Layer
    parcels: list[Parcel]
    passed: list[tuple[str, str]]


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
    name = Path(path).name or Path(path).resolve().name
    layers = read_all(path, layer)
    held, passed = _with_polygons(layers)
    taken: list[_Taken] = []
    for row in held:
        taken.append(_take(row, name, sum(len(one.parcels) for one in taken)))
    used = [one for one in taken if one.parcels]
    if not used:
        raise _nothing(name, layers, passed, [row for one in taken for row in one.passed])
    claim = _claim(name, used)
    notes = [note for one in taken for note in (*one.layer.notes, *_passed_over(one))]
    if len(used) > 1 or passed:
        notes.append(say("layers read: {used}", used=", ".join(one.layer.name for one in used)))
    return ParcelFile(
        [parcel for one in used for parcel in one.parcels],
        claim,
        used[0].layer.form,
        tuple(notes),
        any(one.layer.swapped for one in used),
        unit_open=any(one.layer.unit_open for one in used),
        unpacked=any(one.layer.unpacked for one in used),
    )


def _with_polygons(layers: Sequence[Layer]) -> tuple[list[Layer], dict[str, str]]:
    """Split layers into those that may hold polygons, and the others with what they hold."""
    passed = {}
    for row in layers:
        kinds = set(row.frame.geom_type.dropna())
        if (row.form in _LAYERED or len(layers) > 1) and kinds and kinds <= _NO_AREA:
            passed[row.name] = "/".join(sorted(kinds))
    return [row for row in layers if row.name not in passed], passed


def _take(layer: Layer, file: str, offset: int) -> _Taken:
    """Turn a layer's features into parcels, numbered on from an offset."""
    if layer.form == DXF.name:
        return _take_drawing(layer, file, offset)
    sparse = layer.form in _SPARSE
    parcels = []
    passed: list[tuple[str, str]] = []
    shapes = np.asarray(layer.frame.geometry.values, dtype=object)
    plain = _plain(shapes, layer.form).tolist()
    rows = zip(layer.frame.index, shapes, plain, layer.records(), strict=True)
    for index, geometry, as_it_is, record in rows:
        number = offset + int(index)
        if geometry is None:
            raise FormatError(
                say("this feature has no geometry"),
                where=_feature(file, number),
                hint=say("Draw or drop it."),
            )
        attributes = {k: v for k, v in record.items() if v is not None} if sparse else record
        if as_it_is:
            parcels.append(Parcel(number, geometry, attributes))
            continue
        area, left = _area(geometry, layer.form)
        passed.extend((kind, _called(record)) for kind in left)
        if area is not None:
            flat = polygonal(area, _feature(file, number))
            parcels.append(Parcel(number, flat, attributes))
    return _Taken(layer, parcels, passed)


def _feature(file: str, number: int) -> str:
    return say("{name} feature {number}", name=file, number=number)


def _plain(shapes: NDArray[np.object_], form: str) -> NDArray[np.bool_]:
    """Tell which features are 2-D polygons already; most are, and nothing is made of them."""
    if form == KML.name:
        return np.zeros(len(shapes), dtype=bool)
    plain: NDArray[np.bool_] = (
        np.isin(shapely.get_type_id(shapes), _AREAS)
        & ~shapely.is_empty(shapes)
        & (shapely.get_coordinate_dimension(shapes) == 2)
    )
    return plain


def _take_drawing(layer: Layer, file: str, offset: int) -> _Taken:
    drawing = read_drawing(layer)
    parcels = [
        Parcel(
            offset + row.number,
            polygonal(row.area, _feature(file, offset + row.number)),
            row.attributes,
        )
        for row in drawing.outlines
    ]
    if drawing.passed:
        drawing.notes.append(
            say("{passed} lines, points and texts were passed over", passed=drawing.passed)
        )
    return _Taken(replace(layer, notes=(*layer.notes, *drawing.notes)), parcels, [])


def _called(record: Mapping[str, object]) -> str:
    """Return the name a feature goes by, for the note that it is no parcel."""
    return next((str(record[key]) for key in ("name", "名称") if record.get(key)), "")


def _area(geometry: BaseGeometry, form: str) -> tuple[BaseGeometry | None, list[str]]:
    """Return what is a parcel of a geometry, and the kinds of what a format holds besides.

    In a KML or GPX labels and tracks stand among the parcels, and a path that closes is one.
    """
    if form not in _WITH_PATHS:
        return geometry, []
    parts = list(shapely.get_parts(geometry)) or [geometry]
    areas = [part for part in parts if part.geom_type.endswith("Polygon")]
    if not areas:  # beside a polygon a line is its outline once more
        areas = [area for area in map(enclosed, parts) if area is not None]
    left = [part.geom_type for part in parts if enclosed(part) is None and part not in areas]
    if form == GPX.name and areas:  # it lists rings only
        areas = list(shapely.get_parts(with_holes(MultiPolygon(areas))))
    if len(areas) == 1:
        return areas[0], left
    return GeometryCollection(areas) if areas else None, left


_WITH_PATHS = (KML.name, GPX.name)


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
        raise FormatError(say("this feature is empty"), where=where, hint=say("Draw or drop it."))
    if not isinstance(flat, Polygon | MultiPolygon):
        raise FormatError(
            say("this feature is a {geom_type}, not a polygon", geom_type=flat.geom_type),
            where=where,
            hint=say("Close the line, or drop the feature."),
        )
    return flat


def _passed_over(one: _Taken) -> list[str]:
    if not one.passed:
        return []
    names = list(dict.fromkeys(name for _, name in one.passed if name))
    more = " …" if len(names) > _NAMED else ""
    named = f": {', '.join(names[:_NAMED])}{more}" if names else ""
    return [say("{counted} were passed over{named}", counted=_counted(one.passed), named=named)]


def _counted(left: Sequence[tuple[str, str]]) -> str:
    counts = Counter(_WORDS.get(kind, kind) for kind, _ in left)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


_WORDS = {"Point": "points", "LineString": "lines (LineString)"}
_NAMED = 8
"""Most names of what was passed over that a note lists."""


def _claim(name: str, used: Sequence[_Taken]) -> str:
    """Return the one reference system all layers state."""
    claims: dict[str, list[str]] = {}
    for one in used:
        claims.setdefault(one.layer.claim, []).append(one.layer.name)
    if len(claims) > 1:
        told = ", ".join(f"{'/'.join(rows)}: {crs or 'none'}" for crs, rows in claims.items())
        raise FormatError(
            say("its layers are in several reference systems ({told})", told=told),
            where=name,
            hint=say("Name one layer with --layer."),
        )
    return next(iter(claims))


def _nothing(
    name: str, layers: Sequence[Layer], passed: dict[str, str], left: list[tuple[str, str]]
) -> FormatError:
    """Say why a file has no parcels, in words of its format."""
    form = layers[0].form if layers else ""
    if form == DXF.name:
        what, hint = (
            say("the drawing holds no closed polyline"),
            say("Close the parcels' outlines."),
        )
    elif passed:
        told = ", ".join(f"{row}: {kind}" for row, kind in passed.items())
        what, hint = (
            say("its layers hold no polygons ({told})", told=told),
            say("Export the layer of parcels."),
        )
    elif form in _WITH_PATHS:
        only = f", only {_counted(left)}" if left else ""
        what, hint = (
            say("the file holds no polygons{only}", only=only),
            say("Close the paths, or export the parcels."),
        )
    else:
        cut = say(", or is cut off") if form == FLATGEOBUF.name else ""
        what, hint = (
            say("the file holds no features{cut}", cut=cut),
            say("Export it again with its parcels."),
        )
    return FormatError(what, where=name, hint=hint)
