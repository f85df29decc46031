"""Read what GDAL knows: GeoJSON, GeoPackage, Shapefile, KML, FlatGeobuf, DXF."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fiona
import pyogrio
import shapely
from fiona.errors import FionaError
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from zzmap.errors import FormatError
from zzmap.formats.parcel import Parcel, ParcelFile

FORMS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".shp": "Shapefile",
    ".kml": "KML",
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
_MAX_FEATURES = 200_000
_HUGE = 1e9


def read_ogr(path: Path, layer: str | None = None) -> ParcelFile:
    """Read the polygons of one layer.

    Parameters
    ----------
    path
        File to read; its suffix tells the format.
    layer
        Layer of a GeoPackage or KML; None takes the only one that holds polygons.

    Raises
    ------
    FormatError
        If the file is not what its suffix says, holds no polygons or several layers of
        them, or a feature is not a polygon; the message names the feature.
    """
    form = FORMS[path.suffix.lower()]
    _guard(path, form)
    encoding = _encoding(path) if form == "Shapefile" else None
    parcels: list[Parcel] = []
    claims: set[str] = set()
    notes: list[str] = [f"attributes read as {encoding}"] if encoding else []
    for name in _layers(path, form, layer):
        found, claim = _read_layer(path, form, name, encoding, len(parcels))
        if found:
            parcels.extend(found)
            claims.add(claim)
    if not parcels:
        raise FormatError(
            "the file holds no features", where=path.name, mend="Export it again with its parcels."
        )
    if len(claims) > 1:
        raise FormatError(
            f"its layers are in several reference systems ({', '.join(sorted(claims))})",
            where=path.name,
            mend="Name one layer with --layer.",
        )
    return ParcelFile(parcels, claims.pop(), form, tuple(notes))


def _guard(path: Path, form: str) -> None:
    if not path.is_file():
        raise FormatError("there is no such file", where=str(path), mend="Check the path.")
    if path.stat().st_size == 0:
        raise FormatError("the file is empty", where=path.name, mend="Copy it again.")
    if form == "KML":
        _refuse_entities(path)


def _refuse_entities(path: Path) -> None:
    """Refuse XML that defines entities: KML needs none, and a few lines of them fill a disk."""
    with path.open("rb") as file:
        head = file.read(1 << 16).upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FormatError(
            "the KML defines XML entities, which no parcel needs",
            where=path.name,
            mend="Export it again; check where it comes from.",
        )


def _encoding(path: Path) -> str | None:
    """Guess a Shapefile's attribute encoding where no .cpg states it."""
    dbf = next(
        (p for p in path.parent.iterdir() if p.stem == path.stem and p.suffix.lower() == ".dbf"),
        None,
    )
    stated = any(p.stem == path.stem and p.suffix.lower() == ".cpg" for p in path.parent.iterdir())
    if dbf is None or stated:
        return None
    raw = dbf.read_bytes()
    try:
        raw[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _read_kml(path: Path, layer: str, offset: int) -> tuple[list[Parcel], str]:
    """Read a KML folder through pyogrio, whose GDAL has LIBKML and so the ExtendedData."""
    import geopandas as gpd

    try:
        frame = gpd.read_file(path, layer=layer, engine="pyogrio")
    except (RuntimeError, ValueError, OSError) as error:
        raise _unreadable(path, "KML", error) from None
    columns = [name for name in frame.columns if name != frame.geometry.name]
    parcels = []
    for number, row in enumerate(frame.itertuples(index=False), offset + 1):
        where = f"{path.name} feature {number}"
        values = dict(zip(frame.columns, row, strict=True))
        geometry = values[frame.geometry.name]
        if geometry is None:
            raise FormatError("this feature has no geometry", where=where, mend="Draw or drop it.")
        polygon = polygonal(geometry, where)
        if polygon is not None:
            attributes = {name: values[name] for name in columns if not _blank(values[name])}
            parcels.append(Parcel(number, polygon, attributes))
    return parcels, "EPSG:4326"


def _blank(value: Any) -> bool:
    """Tell the empty columns every KML placemark brings along (tessellate, icon …)."""
    return value is None or value == "" or _is_nan(value) or value == -1


def _layers(path: Path, form: str, layer: str | None) -> list[str]:
    try:
        names: list[str] = (
            [str(row[0]) for row in pyogrio.list_layers(path)]
            if form == "KML"
            else fiona.listlayers(path)
        )
    except (FionaError, OSError, ValueError, RuntimeError) as error:
        raise _unreadable(path, form, error) from None
    if layer is not None:
        if layer not in names:
            raise FormatError(
                f"there is no layer “{layer}”",
                where=path.name,
                mend=f"It has {', '.join(names)}.",
            )
        return [layer]
    return names


def _read_layer(
    path: Path, form: str, layer: str, encoding: str | None, offset: int
) -> tuple[list[Parcel], str]:
    if form == "KML":
        return _read_kml(path, layer, offset)
    options: dict[str, Any] = {"encoding": encoding} if encoding else {}
    try:
        with fiona.open(path, layer=layer, allowed_drivers=_DRIVERS[form], **options) as source:
            claim = _claim(source, form, path)
            parcels = list(_parcels(path, source, form, offset))
    except (FionaError, OSError, ValueError, TypeError, UnicodeDecodeError) as error:
        raise _unreadable(path, form, error) from None
    return parcels, claim


def _claim(source: Any, form: str, path: Path) -> str:
    """Return what the file says of its CRS, '' where the format only assumes it."""
    if form == "Shapefile" and not any(
        p.suffix.lower() == ".prj" and p.stem == path.stem for p in path.parent.iterdir()
    ):
        return ""
    if form == "DXF" or not source.crs:
        return ""
    code = source.crs.to_epsg()
    return f"EPSG:{code}" if code else str(source.crs.to_wkt())


def _parcels(path: Path, source: Any, form: str, offset: int) -> Iterator[Parcel]:
    for number, record in enumerate(source, offset + 1):
        if number > _MAX_FEATURES:
            raise FormatError(
                f"the file holds more than {_MAX_FEATURES:,} features",
                where=path.name,
                mend="Split it.",
            )
        where = f"{path.name} feature {number}"
        if record.geometry is None:
            raise FormatError("this feature has no geometry", where=where, mend="Draw or drop it.")
        geometry = polygonal(shape(record.geometry), where, lines=form == "DXF")
        if geometry is not None:
            yield Parcel(number, geometry, dict(record.properties))


def polygonal(
    geometry: BaseGeometry, where: str, *, lines: bool = False
) -> Polygon | MultiPolygon | None:
    """Return a geometry as 2-D polygons.

    Parameters
    ----------
    geometry
        What the file holds; Z and M are dropped.
    where
        File and feature, for the message.
    lines
        Take closed lines as polygons and pass over all else, as drawings need.

    Raises
    ------
    FormatError
        If it is empty, no polygon, or has coordinates that are not on the ground.
    """
    flat = shapely.force_2d(geometry)
    if lines:
        if flat.geom_type in ("LineString", "LinearRing") and flat.is_ring:
            flat = Polygon(flat)
        elif flat.geom_type not in ("Polygon", "MultiPolygon"):
            return None
    if flat.geom_type == "GeometryCollection" and all(
        part.geom_type.endswith("Polygon") for part in flat.geoms
    ):
        flat = MultiPolygon([row for part in flat.geoms for row in shapely.get_parts(part)])
    if flat.is_empty:
        raise FormatError("this feature is empty", where=where, mend="Draw or drop it.")
    if not isinstance(flat, Polygon | MultiPolygon):
        raise FormatError(
            f"this feature is a {flat.geom_type}, not a polygon",
            where=where,
            mend="Close the line, or drop the feature.",
        )
    low, high = min(flat.bounds), max(flat.bounds)
    if not (math.isfinite(low) and math.isfinite(high) and low > -_HUGE and high < _HUGE):
        raise FormatError(
            "this feature has coordinates that are not on the ground",
            where=where,
            mend="Correct them.",
        )
    return flat


def _unreadable(path: Path, form: str, error: Exception) -> FormatError:
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return FormatError(
        f"this cannot be read as {form} ({first})", where=path.name, mend="Export it again."
    )


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
