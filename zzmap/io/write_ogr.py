"""Write GeoPackage, Shapefile and FlatGeobuf with Fiona, from values fitted to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zzmap.crs import Crs
from zzmap.io.fit import TEXT_BYTES, base, shapefile_encoding
from zzmap.io.formats import FLATGEOBUF, GEOPACKAGE, SHAPEFILE, Format
from zzmap.io.table import Table
from zzmap.io.write_geojson import local_wkt


def write_ogr(path: Path, table: Table, form: Format, crs: Crs) -> None:
    """Write a layer; a GeoPackage that is there gets it as one more."""
    import fiona

    options = _options(table, form, crs)
    with fiona.open(path, "w", driver=form.driver, **options) as out:
        out.writerecords(_records(table))


def _options(table: Table, form: Format, crs: Crs) -> dict[str, Any]:
    schema = {"geometry": _kind(table, form), "properties": _types(table, form)}
    options: dict[str, Any] = {"schema": schema}
    options["crs_wkt" if crs.shifted else "crs"] = local_wkt(crs) if crs.shifted else crs.key
    names = {column.name.casefold() for column in table.columns}
    if form.name != SHAPEFILE.name:
        options["layer"] = table.name
    if form.name == GEOPACKAGE.name:
        options["FID"] = _free("fid", names)
        options["GEOMETRY_NAME"] = _free("geom", names)
    if form.name == FLATGEOBUF.name and len(table.geometries):
        options["SPATIAL_INDEX"] = "NO"  # it would reorder features; an empty file needs it
    if form.name == SHAPEFILE.name:
        options["encoding"] = shapefile_encoding(table)
    return options


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _types(table: Table, form: Format) -> dict[str, str]:
    text = f"str:{TEXT_BYTES}" if form.name == SHAPEFILE.name else "str"
    return {row.name: text if row.kind == "str" else row.kind for row in table.columns}


def _kind(table: Table, form: Format) -> str:
    """Return the one kind of geometry; a Shapefile says Polygon of multi-part ones too."""
    shapes = [shape for shape in table.geometries if shape is not None]
    kinds = {base(shape) for shape in shapes}
    multi = any(str(shape.geom_type).startswith("Multi") for shape in shapes)
    return (
        kinds.pop()
        if len(kinds) == 1 and (form.name == SHAPEFILE.name or not multi)
        else ("Unknown")
    )


def _records(table: Table) -> Iterator[dict[str, Any]]:
    from shapely.geometry import mapping

    for values, shape in zip(table.records(), table.geometries, strict=True):
        geometry = None if shape is None else mapping(shape)
        yield {"type": "Feature", "properties": values, "geometry": geometry}
