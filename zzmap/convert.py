"""Convert a vector file from one reference system to another, attributes intact.

GCJ-02 and BD-09 have no EPSG code.  Files that can hold a reference system get a local one
of their name (WKT ``LOCAL_CS``): GDAL, QGIS and `zzmap.crs.resolve` read it as "GCJ-02",
and reprojecting it fails instead of giving a wrong place.  GeoJSON also gets a member
``coordinate_system`` for people, and every layer a name that ends in ``_gcj02`` or
``_bd09``.  KML is WGS-84 by definition (OGC 07-147r2), so nothing else is written to it.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zzmap.crs import WGS84, Crs, resolve, same_place, transform_geometry
from zzmap.errors import CrsError, FormatError, OutputError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DRIVERS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".kml": "KML",
    ".fgb": "FlatGeobuf",
}
"""GDAL driver by suffix of the file written; more can be read."""

_SIDECARS = (".dbf", ".shx", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".shp.xml")
_SHAPEFILE_NAME_BYTES, _SHAPEFILE_TEXT_BYTES = 10, 254
_DECIMALS = {False: 9, True: 4}
"""Decimals of degrees and of metres in GeoJSON: both a tenth of a millimetre."""

_SHIFT_SUFFIX = re.compile(r"_(gcj02|bd09)$")


@dataclass
class _Layer:
    """Features of one layer: geometries apart, so that they move in one call."""

    name: str
    geometries: NDArray[np.object_]
    attributes: list[dict[str, Any]]
    schema: dict[str, str]
    ids: list[Any]
    members: dict[str, Any]


def convert_file(
    src_path: str | Path,
    dst_path: str | Path,
    from_crs: Crs | str,
    to_crs: Crs | str,
    *,
    layer: str | None = None,
    encoding: str | None = None,
) -> Path:
    """Write the features of one file to another, in another reference system.

    Parameters
    ----------
    src_path
        Any vector file GDAL reads.  What it claims of its reference system is ignored:
        `from_crs` says what the coordinates are.
    dst_path
        File to write; its suffix, one of `DRIVERS`, chooses the format.  An older file there
        is replaced only when the new one is whole.
    from_crs, to_crs
        Reference systems, as `zzmap.crs.resolve` takes them.
    layer
        Layer of a source that has several.
    encoding
        Encoding of a Shapefile's attributes; None takes its .cpg, else guesses UTF-8 or
        GB18030.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    CrsError
        If a system is unknown or the coordinates cannot be in it, or the format cannot
        say what they are in.
    FormatError
        If the source cannot be read, or the target format would lose attributes.
    OutputError
        If the file cannot be written there.
    """
    source, target = Path(src_path), Path(dst_path)
    src, dst = _known(from_crs), _known(to_crs)
    driver = _driver(target)
    if driver == "KML" and not same_place(dst, WGS84):
        raise CrsError(
            f"KML is always WGS-84 and cannot hold {dst.label_en}",
            where=target.name,
            hint="Write .geojson or .gpkg, or convert to wgs84.",
        )
    found = _read(source, layer, encoding)
    found.geometries = _moved(found, src, dst, source)
    found.name = _layer_name(found.name, dst)
    write = _write_geojson if driver == "GeoJSON" else _write_ogr
    _fit(found, driver, target)
    _stage(target, lambda staged: write(found, staged, dst))
    return target


def _known(crs: Crs | str) -> Crs:
    return resolve(crs) if isinstance(crs, str) else crs


def _driver(target: Path) -> str:
    driver = DRIVERS.get(target.suffix.lower())
    if driver is None:
        raise FormatError(
            f"“{target.suffix or target.name}” names no format zzmap converts to",
            hint=f"Use one of {', '.join(DRIVERS)}.",
        )
    return driver


def _layer_name(name: str, dst: Crs) -> str:
    plain = _SHIFT_SUFFIX.sub("", name)
    return f"{plain}_{dst.key}" if dst.shifted else plain


def _moved(found: _Layer, src: Crs, dst: Crs, source: Path) -> NDArray[np.object_]:
    """Transform all geometries at once; an error names the feature it is in."""
    try:
        return transform_geometry(found.geometries, src, dst)
    except CrsError as error:
        raise CrsError(
            error.what, where=f"{source.name}, {_feature_of(found, error)}", hint=error.hint
        ) from None


def _feature_of(found: _Layer, error: CrsError) -> str:
    """Turn the number of a vertex among all into the number of its feature."""
    import shapely

    if error.index is None:
        return error.where or "all features"
    owners = shapely.get_coordinates(found.geometries, return_index=True)[1]
    return f"feature {owners[error.index] + 1}"


# Reading


def _read(source: Path, layer: str | None, encoding: str | None) -> _Layer:
    if not source.is_file() and source.suffix.lower() != ".gdb":
        raise FormatError("there is no such file", where=str(source), hint="Check the path.")
    if source.suffix.lower() in (".geojson", ".json"):
        return _read_geojson(source)
    if source.suffix.lower() == ".kml":
        return _read_kml(source, layer)
    return _read_ogr(source, layer, encoding)


def _read_geojson(source: Path) -> _Layer:
    """Read GeoJSON as it stands, so that ids, lists and objects survive."""
    try:
        document = json.loads(source.read_text("utf-8-sig"))
        features, members = _features(document)
        geometries = [_shape(row.get("geometry"), at) for at, row in enumerate(features, 1)]
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise FormatError(
            f"this is no GeoJSON ({error})", where=source.name, hint="Export it again."
        ) from None
    attributes = [dict(row.get("properties") or {}) for row in features]
    ids = [row.get("id") for row in features]
    name = str(members.pop("name", source.stem))
    return _Layer(name, _objects(geometries), attributes, _schema_of(attributes), ids, members)


def _features(document: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Split a GeoJSON document into features and members that stay true when they move."""
    kind = document["type"]
    if kind == "FeatureCollection":
        stale = ("type", "features", "crs", "bbox", "coordinate_system")
        return document["features"], {k: v for k, v in document.items() if k not in stale}
    if kind == "Feature":
        return [document], {}
    return [{"geometry": document}], {}


def _shape(geometry: Any, number: int) -> BaseGeometry | None:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    if geometry is None:
        return None
    try:
        return shape(geometry)
    except (ShapelyError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise ValueError(f"geometry of feature {number}: {error}") from None


def _schema_of(attributes: list[dict[str, Any]]) -> dict[str, str]:
    """Choose a column type for every property: int, float, bool, str or json."""
    kinds: dict[str, set[str]] = {}
    for row in attributes:
        for name, value in row.items():
            kinds.setdefault(name, set()).update(() if value is None else (_kind(value),))
    return {name: _common(found) for name, found in kinds.items()}


def _kind(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return "str"
    kinds = (bool, int, float, str)  # bool first: it is an int too
    return next((kind.__name__ for kind in kinds if isinstance(value, kind)), "json")


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "float" if kinds == {"int", "float"} else "json" if "json" in kinds else "str"


def _objects(geometries: Iterable[Any]) -> NDArray[np.object_]:
    rows = list(geometries)
    array = np.empty(len(rows), dtype=object)
    array[:] = rows
    return array


def _read_ogr(source: Path, layer: str | None, encoding: str | None) -> _Layer:
    import fiona
    from fiona.errors import FionaError

    try:
        name = _choose(source, fiona.listlayers(source), layer)
        known = encoding or _encoding(source)
        options: dict[str, Any] = {"encoding": known} if known else {}
        with fiona.open(source, layer=name, allow_unsupported_drivers=True, **options) as file:
            columns: dict[str, str] = (file.schema or {}).get("properties", {})
            schema = {key: str(kind) for key, kind in columns.items()}
            rows = list(file)
        geometries = [_shape(row.geometry, at) for at, row in enumerate(rows, 1)]
    except (FionaError, OSError, ValueError) as error:
        raise FormatError(
            f"cannot be read ({error})", where=source.name, hint="Check that it is a vector file."
        ) from None
    attributes = [{key: row.properties.get(key) for key in schema} for row in rows]
    return _Layer(name, _objects(geometries), attributes, schema, [None] * len(rows), {})


def _choose(source: Path, names: list[str], layer: str | None) -> str:
    if layer is None and len(names) == 1:
        return names[0]
    if layer in names:
        return str(layer)
    what = f"there is no layer “{layer}”" if layer else f"it has {len(names)} layers"
    raise FormatError(what, where=source.name, hint=f"Name a layer: {', '.join(names)}.")


def _encoding(source: Path) -> str | None:
    """Guess the encoding of a Shapefile that states none: GBK is hardly ever valid UTF-8."""
    if source.suffix.lower() != ".shp":
        return None
    beside = {path.suffix.lower(): path for path in source.parent.glob(f"{source.stem}.*")}
    if ".cpg" in beside or ".dbf" not in beside:
        return None
    try:
        beside[".dbf"].read_bytes()[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _read_kml(source: Path, layer: str | None) -> _Layer:
    """Read KML with pyogrio, whose GDAL has LIBKML and so the ExtendedData."""
    import geopandas as gpd
    import pyogrio

    try:
        name = _choose(source, [str(row[0]) for row in pyogrio.list_layers(source)], layer)
        frame = gpd.read_file(source, layer=name, engine="pyogrio")
    except (RuntimeError, ValueError, OSError) as error:
        raise FormatError(f"cannot be read ({error})", where=source.name) from None
    table = frame.drop(columns=frame.geometry.name)
    rows = [{key: _plain(value) for key, value in row.items()} for row in table.to_dict("records")]
    # LIBKML brings a column for everything KML can say (tessellate, icon …), mostly unsaid.
    said = [key for key in table.columns if any(row[key] not in (None, "", -1) for row in rows)]
    attributes = [{str(key): row[key] for key in said} for row in rows]
    geometries = _objects(frame.geometry)
    return _Layer(name, geometries, attributes, _schema_of(attributes), [None] * len(rows), {})


def _plain(value: Any) -> Any:
    """Turn a value of a data frame into one of JSON."""
    import pandas as pd

    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date):  # a datetime or pandas time is one too
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value


# Writing


def _fit(found: _Layer, driver: str, target: Path) -> None:
    """Refuse what the target format would silently lose."""
    hint = "Write .geojson, which loses nothing."
    if driver == "GeoJSON":
        return
    nested = [name for name, kind in found.schema.items() if kind == "json" or "List" in kind]
    if nested:
        raise FormatError(
            f"{driver} cannot hold lists or objects: {', '.join(nested)}", target.name, hint
        )
    if driver == "ESRI Shapefile":
        _fit_shapefile(found, target)
    if driver == "KML" and any(shape is None for shape in found.geometries):
        raise FormatError("KML would drop the features without geometry", target.name, hint)


def _fit_shapefile(found: _Layer, target: Path) -> None:
    hint = "Write .gpkg, or rename the columns."
    long = [name for name in found.schema if len(name.encode()) > _SHAPEFILE_NAME_BYTES]
    if long:
        limit = f"{_SHAPEFILE_NAME_BYTES} bytes (3 Chinese characters)"
        raise FormatError(
            f"a Shapefile cuts column names to {limit}: {', '.join(long)}", target.name, hint
        )
    kinds = {_base(shape) for shape in found.geometries if shape is not None}
    if len(kinds) > 1:
        raise FormatError(
            f"a Shapefile holds one kind of geometry, not {', '.join(sorted(kinds))}",
            target.name,
            "Write .gpkg or .geojson.",
        )
    for number, row in enumerate(found.attributes, 1):
        for name, value in row.items():
            if isinstance(value, str) and len(value.encode()) > _SHAPEFILE_TEXT_BYTES:
                raise FormatError(
                    f"a Shapefile cuts text to {_SHAPEFILE_TEXT_BYTES} bytes: {name} of "
                    f"feature {number}",
                    target.name,
                    "Write .gpkg or .geojson.",
                )


def _base(shape: BaseGeometry) -> str:
    kind = str(shape.geom_type).removeprefix("Multi")
    return ("3D " if shape.has_z else "") + ("LineString" if kind == "LinearRing" else kind)


def _write_geojson(found: _Layer, path: Path, dst: Crs) -> None:
    import shapely
    from shapely.geometry import mapping

    rounded = shapely.transform(
        found.geometries, lambda points: points.round(_DECIMALS[dst.projected]), include_z=True
    )
    head: dict[str, Any] = {"type": "FeatureCollection", "name": found.name, **_geojson_crs(dst)}
    rows = (
        {
            "type": "Feature",
            **({} if key is None else {"id": key}),
            "properties": attributes,
            "geometry": None if shape is None else mapping(shape),
        }
        for key, attributes, shape in zip(found.ids, found.attributes, rounded, strict=True)
    )
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, default=_text) for row in rows)
    top = json.dumps({**head, **found.members}, ensure_ascii=False)
    path.write_text(f'{top[:-1]}, "features": [\n{lines}\n]}}\n', "utf-8")


def _text(value: Any) -> str:
    if isinstance(value, (date, time)):
        return value.isoformat()
    raise FormatError(f"GeoJSON cannot hold a value of type {type(value).__name__}")


def _geojson_crs(dst: Crs) -> dict[str, Any]:
    """Return the members that say what a GeoJSON is in; none for WGS-84 (RFC 7946)."""
    if dst == WGS84:
        return {}
    name = _local_wkt(dst) if dst.shifted else f"urn:ogc:def:crs:EPSG::{dst.epsg}"
    members: dict[str, Any] = {"crs": {"type": "name", "properties": {"name": name}}}
    if dst.shifted:
        members["coordinate_system"] = f"{dst.label_en}, NOT WGS 84: hundreds of metres off it"
    return members


def _local_wkt(dst: Crs) -> str:
    name = "GCJ-02" if dst.key == "gcj02" else "BD-09"
    return (
        f'LOCAL_CS["{name}",LOCAL_DATUM["{name} (shifted WGS 84)",32767],'
        'UNIT["degree",0.0174532925199433],AXIS["Longitude",EAST],AXIS["Latitude",NORTH]]'
    )


def _write_ogr(found: _Layer, path: Path, dst: Crs) -> None:
    import fiona
    from fiona.errors import FionaError

    driver = DRIVERS[path.suffix.lower()]
    options = _options(found, driver, dst)
    records = list(_records(found, options["schema"]["properties"]))
    try:
        with fiona.open(path, "w", driver=driver, allow_unsupported_drivers=True, **options) as out:
            out.writerecords(records)
        if driver != "KML":  # where GDAL reads back less than it writes
            _verify(records, path)
    except (FionaError, ValueError, TypeError) as error:
        raise FormatError(
            f"{driver} cannot hold these features ({error})",
            where=path.name,
            hint="Write .gpkg or .geojson.",
        ) from None


def _options(found: _Layer, driver: str, dst: Crs) -> dict[str, Any]:
    shapefile = driver == "ESRI Shapefile"
    text = f"str:{_SHAPEFILE_TEXT_BYTES}" if shapefile else "str"
    columns = {
        name: text if kind.startswith("str") else kind for name, kind in found.schema.items()
    }
    kinds = {_base(shape) for shape in found.geometries if shape is not None}
    multi = any(str(shape.geom_type).startswith("Multi") for shape in found.geometries if shape)
    kind = kinds.pop() if len(kinds) == 1 and (shapefile or not multi) else "Unknown"
    options: dict[str, Any] = {"schema": {"geometry": kind, "properties": columns}}
    options["crs_wkt" if dst.shifted else "crs"] = _local_wkt(dst) if dst.shifted else dst.key
    if driver in ("GPKG", "FlatGeobuf", "KML"):
        options["layer"] = found.name
    if driver == "FlatGeobuf" and found.attributes:
        options["SPATIAL_INDEX"] = "NO"  # it would reorder features; an empty file needs it
    if shapefile:
        options["encoding"] = "UTF-8"
    if driver == "KML" and "name" in columns:
        options["NameField"] = "name"
    return options


def _records(found: _Layer, columns: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    from shapely.geometry import mapping

    for attributes, shape in zip(found.attributes, found.geometries, strict=True):
        values = {name: _cast(attributes.get(name), kind) for name, kind in columns.items()}
        geometry = None if shape is None else mapping(shape)
        yield {"type": "Feature", "properties": values, "geometry": geometry}


_TIMES: dict[str, type[date] | type[time]] = {"date": date, "datetime": datetime, "time": time}


def _cast(value: Any, kind: str) -> Any:
    """Give a value the type of its column; Fiona drops what is not of it, with a warning."""
    if value is None:
        return None
    if kind.startswith("str"):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if kind.startswith("float"):
        return float(value)
    # Fiona loses the time of a datetime that follows a date given as text.
    of_text = _TIMES.get(kind)
    if of_text is not None and isinstance(value, str):
        with suppress(ValueError):
            return of_text.fromisoformat(value)
    return value


def _verify(records: list[dict[str, Any]], path: Path) -> None:
    """Read a file back and refuse it if an attribute did not survive."""
    import fiona

    with fiona.open(path) as file:
        found = list(file)
    if len(found) != len(records):
        raise ValueError(f"it took {len(found)} of {len(records)}")
    for number, (record, row) in enumerate(zip(records, found, strict=True), 1):
        for name, value in record["properties"].items():
            got = row.properties.get(name)
            if not _alike(value, got):
                raise ValueError(f"feature {number}, {name}: {value!r} became {got!r}")


def _alike(given: Any, got: Any) -> bool:
    if given in (None, "") or got in (None, ""):
        return given in (None, "") and got in (None, "")
    if isinstance(given, (int, float)):
        return math.isclose(given, float(got), rel_tol=1e-12)
    return bool(got == (given.isoformat() if isinstance(given, (date, time)) else given))


def _stage(target: Path, write: Any) -> None:
    """Write beside the target and move the files there when they are whole."""
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".zzmap-") as folder:
            write(Path(folder) / target.name)
            made = sorted(Path(folder).iterdir())
            # A .prj or .cpg of the file replaced would tell lies about the new one.
            if target.suffix.lower() == ".shp":
                for suffix in _SIDECARS:
                    if not (Path(folder) / (target.stem + suffix)).exists():
                        with suppress(FileNotFoundError):
                            (target.parent / (target.stem + suffix)).unlink()
            for file in made:
                file.replace(target.parent / file.name)
    except OSError as error:
        raise OutputError(
            f"cannot write here ({error.strerror or error})",
            where=str(target),
            hint="Choose a folder that exists and that you may write to.",
        ) from None
