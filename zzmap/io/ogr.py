"""Read what GDAL knows: GeoPackage, Geodatabase, Shapefile, FlatGeobuf, MapInfo, GML, DXF."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import fiona
import numpy as np
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.dbf import deleted_rows, read_dbf
from zzmap.io.dxf import (
    drawing_encoding,
    has_header,
    in_metres,
    model_space,
    recoded,
    shown,
    unescaped,
)
from zzmap.io.fgb import fgb_measured
from zzmap.io.formats import (
    DXF,
    FLATGEOBUF,
    GEODATABASE,
    GEOPACKAGE,
    GML,
    MAPINFO_MIF,
    MAPINFO_TAB,
    SHAPEFILE,
    Format,
)
from zzmap.io.geojson import unreadable_geometry
from zzmap.io.gpkg import Contents, contents, keep_texts
from zzmap.io.gpkg_cells import plain_cells
from zzmap.io.gpkg_shapes import Shapes, plain_polygons
from zzmap.io.guard import check_kind, no_layer, too_many
from zzmap.io.parsed import Column, Kind, Parsed
from zzmap.io.polygons import with_holes
from zzmap.io.shapefile import check_parts, encoding_of, has_measures, known_encoding, sidecar
from zzmap.io.vectors import copied_mapinfo, knows_letters, plain_gml, relettered
from zzmap.messages import say
from zzmap.words import readable

ARC_STEP_DEGREES = "0.25"
"""Arcs become chords this long: 2.4 mm off a circle of 1 km radius (GDAL's 4° are 0.6 m off)."""

_MOST_LAYERS = 200
"""Most layers that are read of a file of which none is named."""

_MEASURES = say("its measures (M) are not read")


def read_ogr(
    path: Path, form: Format, layer: str | None, encoding: str | None, scratch: Path
) -> list[Parsed]:
    """Read the layers of a file.

    Parameters
    ----------
    path, form
        File to read, and what its suffix says it is.
    layer
        Layer to read; None reads all that hold features.
    encoding
        Encoding of the text of a Shapefile or a drawing; None tells it from the text.
    scratch
        Folder for copies of what GDAL would else look beside of.

    Raises
    ------
    FormatError
        If the file is not what its suffix says, is damaged or cut off, or there is no such
        layer; the message names the feature.
    """
    if readable(str(path)) != str(path):
        raise FormatError(
            say("a file of this kind is not opened where its path is not in UTF-8"),
            where=readable(path.name),
            hint=say(
                "Rename it, or the folder it is in: {parent}.", parent=readable(str(path.parent))
            ),
        )
    if form not in (GEODATABASE, MAPINFO_TAB, MAPINFO_MIF):
        check_kind(path, form.name)
    if form is DXF:
        return [_read_drawing(path, layer, encoding)]
    with fiona.Env(OGR_ARC_STEPSIZE=ARC_STEP_DEGREES):
        if form is GEOPACKAGE:
            return _read_geopackage(path, layer)
        if form is SHAPEFILE:
            return [_read_shapefile(path, layer, encoding)]
        if form in (GEODATABASE, GML):
            return _read_layers(path, form, layer, scratch)
        if form in (MAPINFO_TAB, MAPINFO_MIF):
            return [_read_mapinfo(path, form, layer, encoding, scratch)]
        found = _read_layer(path, form, layer, {}).noted(_MEASURES * fgb_measured(path))
        cut = not found.geometries and form is FLATGEOBUF
        return [found.noted(say("the file holds no features, or is cut off") if cut else "")]


def _read_drawing(path: Path, layer: str | None, encoding: str | None) -> Parsed:
    text, note = drawing_encoding(path) if encoding is None else (known_encoding(encoding), "")
    said = {"DXF_ENCODING": text} if text else {}
    # Each entity of a block is one of its own: two outlines in it are two parcels.
    with fiona.Env(OGR_ARC_STEPSIZE=ARC_STEP_DEGREES, DXF_MERGE_BLOCK_GEOMETRIES="FALSE", **said):
        found = _read_layer(path, DXF, layer, {})
    bare = text if text and not has_header(path) else ""
    for column in found.columns:
        column.values[:] = [
            unescaped(recoded(value, bare) if bare else value) for value in column.values
        ]
    return shown(model_space(in_metres(found, path)), path, text).noted(note)


def _read_shapefile(path: Path, layer: str | None, encoding: str | None) -> Parsed:
    check_parts(path)
    text, note = encoding_of(path) if encoding is None else (known_encoding(encoding), "")
    table = sidecar(path, ".dbf")
    assert table is not None
    columns, said = read_dbf(table, text)
    # GDAL has no text to decode: its own columns may have names cut inside a letter.
    options = {"encoding": "ISO-8859-1", "include_fields": []}
    shapes = _read_layer(path, SHAPEFILE, layer, options, deleted_rows(table))
    nested = [with_holes(row) for row in shapes.geometries]
    turned = sum(new is not old for new, old in zip(nested, shapes.geometries, strict=True))
    holes = say(
        "rings inside others were read as holes, though they run the same way: {turned} shapes",
        turned=turned,
    )
    found = replace(shapes, geometries=nested, columns=columns)
    return found.noted(
        note, *said, holes if turned else "", _MEASURES if has_measures(path) else ""
    )


def _read_geopackage(path: Path, layer: str | None) -> list[Parsed]:
    held = contents(path)
    if layer is not None and layer not in held.layers:
        raise no_layer(path, layer, ", ".join(held.layers[:_MOST_LAYERS]))
    if layer is None and len(held.layers) > _MOST_LAYERS:
        raise FormatError(
            say("it has {count:,} layers", count=len(held.layers)),
            where=path.name,
            hint=say("Name one with --layer: {layers} …", layers=", ".join(held.layers[:5])),
        )
    found = []
    for name in held.layers if layer is None else [layer]:
        row = _read_features(path, name)
        _check_blobs(path, held, name, row)
        keep_texts(path, name, row.columns)
        found.append(row.noted(_MEASURES if name in held.measured else ""))
    if held.others and found and layer is None:
        told = ", ".join(held.others)
        found[0] = found[0].noted(say("tables without geometry were not read: {told}", told=told))
    return found


def _read_features(path: Path, layer: str) -> Parsed:
    """Read a layer of a GeoPackage: its polygons at once where they are plain, else by GDAL."""
    known = plain_polygons(path, layer)
    if known is not None:
        options = {"layer": layer, "ignore_geometry": True}
        with suppress(_OtherOrderError):
            return _read_layer(path, GEOPACKAGE, layer, options, known=known)
    return _read_layer(path, GEOPACKAGE, layer, {"layer": layer})


def _read_layers(path: Path, form: Format, layer: str | None, scratch: Path) -> list[Parsed]:
    """Read the layers of a file that says how many it has only when it is opened."""
    if form is GEODATABASE and not path.is_dir():
        raise FormatError(
            say("a File Geodatabase is a folder, and this is a file"),
            where=path.name,
            hint=say("Copy or zip the whole folder ….gdb."),
        )
    source = plain_gml(path, scratch) if form is GML else path
    found: list[Parsed] = []
    others = []
    with fiona.Env(**_GML_ONLY):
        for number in range(_MOST_LAYERS):
            # Fiona takes no layer 0, which is the one it takes when none is named.
            options: dict[str, Any] = {"layer": number} if number else {}
            try:
                row = _read_layer(source, form, None, options)
            except _NoLayerError:
                break
            if form is GML:
                # Without a schema GDAL takes the box of a feature for attributes of it.
                columns = [one for one in row.columns if one.name not in _CORNERS]
                row = replace(row, columns=columns)
            bare = form is GEODATABASE and row.geometries and not any(row.geometries)
            if bare or (layer is not None and row.name != layer):
                others.append(row.name)
            else:
                found.append(row)
    if layer is not None and not found:
        raise no_layer(path, layer, ", ".join(others))
    if others and found and layer is None:
        found[0] = found[0].noted(
            say("tables without geometry were not read: {others}", others=", ".join(others))
        )
    return found


_GML_ONLY = {
    "GML_FIELDTYPES": "ALWAYS_STRING",  # 007 stays a code
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_USE_SCHEMA_IMPORT": "NO",
    "OPENFILEGDB_IN_MEMORY_SPI": "NO",
}


_CORNERS = ("lowerCorner", "upperCorner")


class _NoLayerError(Exception):
    """A file has no layer of this number."""


class _OtherOrderError(Exception):
    """GDAL gives the features of a layer in another order than that of their numbers."""


def _read_mapinfo(
    path: Path, form: Format, layer: str | None, encoding: str | None, scratch: Path
) -> Parsed:
    copy = copied_mapinfo(path, scratch)
    if knows_letters(copy):
        return _read_layer(copy, form, layer, {})
    codec = None if encoding is None else known_encoding(encoding)
    found = _read_layer(copy, form, layer, {"encoding": "ISO-8859-1"})
    columns, note = relettered(found.columns, codec)
    return replace(found, columns=columns).noted(note)


def _check_blobs(path: Path, held: Contents, name: str, row: Parsed) -> None:
    """Refuse a geometry that is there and of which GDAL made nothing."""
    missing = [at for at, geometry in enumerate(row.geometries, 1) if geometry is None]
    if len(missing) > held.blank[name]:
        raise unreadable_geometry(
            say("its bytes are damaged"),
            say("{name} feature {missing}", name=path.name, missing=missing[0]),
        )


def _read_layer(
    path: Path,
    form: Format,
    layer: str | None,
    options: dict[str, Any],
    deleted: int = 0,
    known: Shapes | None = None,
) -> Parsed:
    try:
        with (
            _warnings() as said,
            fiona.open(path, allowed_drivers=[form.driver], **options) as source,
        ):
            if layer is not None and source.name != layer:
                raise no_layer(path, layer, source.name)
            expected = _count(source) - deleted
            if expected > settings.MAX_FEATURES:
                raise too_many(path)
            claim = _claim(source, form, path)
            geometries, columns = _features(path, source, known)
            name = path.stem if form in (SHAPEFILE, DXF) else str(source.name)
    except (FormatError, _OtherOrderError):
        raise
    except Exception as error:  # fiona lets more through than its own errors
        if "layer" in options and str(error).startswith("Null layer"):
            raise _NoLayerError from None
        raise _unreadable(path, form, error) from None
    if len(geometries) < expected:
        raise FormatError(
            say(
                "the file is cut off: it says {expected} features, {count} can be read",
                expected=expected,
                count=len(geometries),
            ),
            where=path.name,
            hint=say("Copy or export it again."),
        )
    return Parsed(name, form.name, geometries, columns, claim).noted(*said)


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what fiona says of columns it leaves out."""
    said: list[str] = []

    class Ears(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            text = record.getMessage()
            if text.startswith("Skipping field"):
                said.append(
                    say(
                        "a column is of a type that is not read: {split}",
                        split=text[15:].split(":")[0],
                    )
                )

    ears, log = Ears(), logging.getLogger("fiona.ogrext")
    log.addHandler(ears)
    try:
        yield said
    finally:
        log.removeHandler(ears)


def _count(source: Any) -> int:
    """Return how many features a layer says it has; 0 where it cannot tell."""
    try:
        return len(source)
    except TypeError:
        return 0


def _claim(source: Any, form: Format, path: Path) -> str:
    """Return what the file says of its CRS, '' where the format only assumes it."""
    stated = sidecar(path, ".prj") if form is SHAPEFILE else None
    if form is DXF or (form is SHAPEFILE and stated is None):
        return ""
    if stated is not None:
        return _stated(stated.read_text("utf-8", "replace"))
    try:
        # Of a system with TOWGS84 Fiona's crs is empty; its WKT is whole.
        wkt = str(source.crs_wkt or "")
    except Exception:  # with --crs it does not matter, else it is refused
        return "unreadable"
    # What a GeoPackage calls 0 and -1: a reference system nobody knows.
    return "" if "undefined" in wkt.lower()[:200] else _stated(wkt)


def _stated(wkt: str) -> str:
    """Return the code of a WKT where it has one, else the WKT; its beginning if it is damaged."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError as ProjError

    wkt = " ".join(wkt.replace("\0", "").split())
    try:
        code = CRS.from_wkt(wkt).to_epsg() if wkt else None
    except ProjError:
        return wkt[:_SHOWN]
    return f"EPSG:{code}" if code else wkt


_SHOWN = 80


def _features(
    path: Path, source: Any, known: Shapes | None = None
) -> tuple[list[BaseGeometry | None], list[Column]]:
    """Return geometries and attributes; of `known` shapes the attributes, one each."""
    schema: dict[str, str] = source.schema["properties"]
    columns = [
        Column(name, [], _KINDS.get(kind.split(":")[0], "json")) for name, kind in schema.items()
    ]
    if known is not None:
        cells = plain_cells(path, str(source.name), schema)
        if cells is not None and cells.fids == known.fids:
            for column, values in zip(columns, cells.columns, strict=True):
                column.values[:] = values
            return known.geometries, columns
    json_text = {name for name, kind in schema.items() if kind == "json"}
    geometries: list[BaseGeometry | None] = []
    fids: list[str] = []
    for number, record in enumerate(source, 1):
        if number > settings.MAX_FEATURES:
            raise too_many(path)
        fids.append(record.id)
        if known is None:
            geometries.append(_geometry(record.geometry, path, number))
        for column in columns:
            value = record.properties.get(column.name)
            if isinstance(value, bytes):
                value = base64.b64encode(value).decode("ascii")
            column.values.append(_from_json(value) if column.name in json_text else value)
    if known is None:
        return geometries, columns
    if fids != [str(fid) for fid in known.fids]:
        raise _OtherOrderError
    return known.geometries, columns


_KINDS: dict[str, Kind] = {"date": "date", "datetime": "datetime", "time": "time", "bytes": "bytes"}


def _from_json(value: Any) -> Any:
    import json

    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _geometry(found: Any, path: Path, number: int) -> BaseGeometry | None:
    if found is None:
        return None
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused later, in a sentence
            return shape(found)
    except (ShapelyError, ValueError, TypeError, AttributeError) as error:
        where = say("{name} feature {number}", name=path.name, number=number)
        raise unreadable_geometry(_first_line(error), where) from None


def _unreadable(path: Path, form: Format, error: Exception) -> FormatError:
    """Say why in words of the format: GDAL says only that it failed."""
    if isinstance(error, UnicodeDecodeError):
        reason = say(
            "its text is not in {encoding}, a wrong encoding", encoding=error.encoding.upper()
        )
    elif "flags=" in str(error) or "Null layer" in str(error):
        reason = say("it is cut off or damaged")
    else:
        reason = _first_line(error)
    return FormatError(
        say("this cannot be read as {name}: {reason}", name=form.name, reason=reason),
        where=path.name,
        hint=say("Export it again."),
    )


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
