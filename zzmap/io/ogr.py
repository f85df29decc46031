"""Read what GDAL knows: GeoJSON, GeoPackage, Shapefile, FlatGeobuf, DXF."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fiona
import numpy as np
from shapely.errors import ShapelyError
from shapely.geometry import shape

from zzmap.errors import FormatError
from zzmap.io.gpkg import feature_layers
from zzmap.io.guard import check_kind, check_utf8
from zzmap.io.parcel import Parcel, ParcelFile
from zzmap.io.polygons import from_drawing, polygonal
from zzmap.io.shapefile import check_parts, encoding_of, sidecar

FORMS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".shp": "Shapefile",
    ".fgb": "FlatGeobuf",
    ".dxf": "DXF",
}
_DRIVERS = {
    "GeoJSON": ["GeoJSON"],
    "GeoPackage": ["GPKG"],
    "Shapefile": ["ESRI Shapefile"],
    "FlatGeobuf": ["FlatGeobuf"],
    "DXF": ["DXF"],
}
MAX_FEATURES = 200_000

ARC_STEP_DEGREES = "0.25"
"""Arcs become chords this long: 2.4 mm off a circle of 1 km radius (GDAL's 4° are 0.6 m off)."""

_NO_AREA = ("None", "Point", "LineString", "MultiPoint", "MultiLineString")


def read_ogr(path: Path, layer: str | None = None) -> ParcelFile:
    """Read the polygons of a file.

    Parameters
    ----------
    path
        File to read; its suffix tells the format.
    layer
        Layer of a GeoPackage; None takes all layers that hold polygons.

    Raises
    ------
    FormatError
        If the file is not what its suffix says, is cut off, holds no polygons, or a feature
        is not a polygon; the message names the feature.
    """
    form = FORMS[path.suffix.lower()]
    check_kind(path, form)
    encoding, notes = None, []
    if form == "GeoJSON":
        check_utf8(path)
    if form == "Shapefile":
        check_parts(path)
        encoding, note = encoding_of(path)
        notes += [note] if note else []
    parcels: list[Parcel] = []
    claims: dict[str, list[str]] = {}
    with fiona.Env(OGR_ARC_STEPSIZE=ARC_STEP_DEGREES), _without_noise():
        names, passed = _layers(path, form, layer)
        for name in names:
            found, claim, note = _read_layer(path, form, name, encoding, len(parcels))
            notes += [note] if note else []
            if found:
                parcels.extend(found)
                claims.setdefault(claim, []).append(name or "")
    if not parcels:
        raise _nothing(path, form, passed)
    if len(claims) > 1:
        told = ", ".join(f"{'/'.join(rows)}: {crs or 'none'}" for crs, rows in claims.items())
        raise FormatError(
            f"its layers are in several reference systems ({told})",
            where=path.name,
            hint="Name one layer with --layer.",
        )
    claim, used = claims.popitem()
    if len(used) > 1 or passed:
        notes.append(f"layers read: {', '.join(used)}")
    return ParcelFile(parcels, claim, form, tuple(notes))


@contextmanager
def _without_noise() -> Iterator[None]:
    """Keep tracebacks off the screen that fiona prints over GDAL messages it cannot decode.

    They say nothing of the fault; what can be said is in the `FormatError`.
    """
    hooks = sys.unraisablehook, sys.excepthook
    sys.unraisablehook = lambda _: None
    sys.excepthook = lambda *_: None
    try:
        yield
    finally:
        sys.unraisablehook, sys.excepthook = hooks


def _nothing(path: Path, form: str, passed: dict[str, str]) -> FormatError:
    if form == "DXF":
        what, hint = "the drawing holds no closed polyline", "Close the parcels' outlines."
    elif passed:
        told = ", ".join(f"{name}: {kind}" for name, kind in passed.items())
        what, hint = f"its layers hold no polygons ({told})", "Export the layer of parcels."
    else:
        cut = ", or is cut off" if form == "FlatGeobuf" else ""
        what, hint = f"the file holds no features{cut}", "Export it again with its parcels."
    return FormatError(what, where=path.name, hint=hint)


def _layers(path: Path, form: str, layer: str | None) -> tuple[list[str | None], dict[str, str]]:
    """Return the layers to read, and those without polygons with what they hold.

    All formats but GeoPackage have one layer only, which need not be named.
    """
    if form != "GeoPackage":
        return [layer], {}
    names = feature_layers(path)
    if layer is not None:
        if layer not in names:
            raise _no_layer(path, layer, names)
        return [layer], {}
    try:
        kinds = {name: _kind(path, name) for name in names}
    except FormatError:
        raise
    except Exception as error:  # fiona lets more through than its own errors
        raise _unreadable(path, form, error) from None
    passed = {name: kind for name, kind in kinds.items() if kind in _NO_AREA}
    return [name for name in names if name not in passed], passed


def _no_layer(path: Path, layer: str, names: list[str]) -> FormatError:
    return FormatError(
        f"there is no layer “{layer}”",
        where=path.name,
        hint=f"It has {', '.join(names) or 'none'}.",
    )


def _kind(path: Path, layer: str) -> str:
    with fiona.open(path, layer=layer, allowed_drivers=["GPKG"]) as source:
        return str(source.schema["geometry"]).removeprefix("3D ")


def _read_layer(
    path: Path, form: str, layer: str | None, encoding: str | None, offset: int
) -> tuple[list[Parcel], str, str]:
    options: dict[str, Any] = {"encoding": encoding} if encoding else {}
    if form == "GeoPackage":
        options["layer"] = layer
    try:
        with fiona.open(path, allowed_drivers=_DRIVERS[form], **options) as source:
            if layer is not None and source.name != layer:
                raise _no_layer(path, layer, [source.name])
            claim = _claim(source, form, path)
            expected = _count(source)
            if expected > MAX_FEATURES:
                raise _too_many(path)
            rows = list(_rows(path, source, form, offset))
    except FormatError:
        raise
    except Exception as error:  # fiona lets more through than its own errors
        raise _unreadable(path, form, error) from None
    if len(rows) < expected:
        raise FormatError(
            f"the file is cut off: it says {expected} features, {len(rows)} can be read",
            where=path.name,
            hint="Copy or export it again.",
        )
    parcels = [row for row in rows if row is not None]
    other = len(rows) - len(parcels)
    return parcels, claim, f"{other} lines, points and texts were passed over" if other else ""


def _count(source: Any) -> int:
    """Return how many features a layer says it has; 0 where it cannot tell."""
    try:
        return len(source)
    except TypeError:
        return 0


def _claim(source: Any, form: str, path: Path) -> str:
    """Return what the file says of its CRS, '' where the format only assumes it."""
    stated = sidecar(path, ".prj") if form == "Shapefile" else None
    if form == "DXF" or (form == "Shapefile" and stated is None):
        return ""
    try:
        if not source.crs:
            return ""
        code = source.crs.to_epsg()
        wkt = "" if code else str(source.crs.to_wkt())
    except Exception:  # a damaged .prj; with --crs it does not matter, else it is refused
        return stated.read_text("utf-8", "replace")[:80] if stated else "unreadable"
    # What a GeoPackage calls 0 and -1: a reference system nobody knows.
    return f"EPSG:{code}" if code else "" if "undefined" in wkt.lower()[:200] else wkt


def _rows(path: Path, source: Any, form: str, offset: int) -> Iterator[Parcel | None]:
    """Yield each feature's parcel; None for what a drawing holds besides."""
    for number, record in enumerate(source, offset + 1):
        if number > MAX_FEATURES:
            raise _too_many(path)
        where = f"{path.name} feature {number}"
        if record.geometry is None:
            raise FormatError(
                "this feature has no geometry, or one that cannot be read",
                where=where,
                hint="Draw or drop it.",
            )
        try:
            with np.errstate(invalid="ignore"):  # NaN is refused below, in a sentence
                geometry = shape(record.geometry)
        except (ShapelyError, ValueError, TypeError, AttributeError) as error:
            raise FormatError(
                f"this feature has a ring that is not closed or too short ({_first_line(error)})",
                where=where,
                hint="A ring needs at least 3 corners.",
            ) from None
        drawn = from_drawing(geometry) if form == "DXF" else geometry
        if drawn is None:
            yield None
        else:
            yield Parcel(number, polygonal(drawn, where), dict(record.properties))


def _too_many(path: Path) -> FormatError:
    return FormatError(
        f"the file holds more than {MAX_FEATURES:,} features", where=path.name, hint="Split it."
    )


def _unreadable(path: Path, form: str, error: Exception) -> FormatError:
    """Say why in words of the format: GDAL says only that it failed."""
    if isinstance(error, UnicodeDecodeError):
        reason = f"its text is not in {error.encoding.upper()}, a wrong encoding"
    elif form == "GeoJSON":
        reason = _json_fault(path) or _first_line(error)
    elif "flags=" in str(error) or "Null layer" in str(error):
        reason = "it is cut off or damaged"
    else:
        reason = _first_line(error)
    return FormatError(
        f"this cannot be read as {form}: {reason}", where=path.name, hint="Export it again."
    )


def _json_fault(path: Path) -> str:
    try:
        body = json.loads(path.read_bytes().decode("utf-8-sig"))
    except ValueError as error:
        return f"no whole JSON, so cut off or damaged ({error})"
    except RecursionError:
        return "it is nested too deep"
    kind = body.get("type") if isinstance(body, dict) else None
    return "" if kind == "FeatureCollection" else f"it is JSON of type {kind}, not GeoJSON"


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
