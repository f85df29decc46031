"""Write KML 2.2 with every column in a schema, by the names they have.

GDAL's own writers are not used: one drops columns, and of the other's ``Data`` elements
Chinese names do not come back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from zzmap.io.table import Column, Table

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_TYPES = {"int": "int", "float": "double", "bool": "bool", "str": "string"}
_ELEMENTS = {"name": "name", "description": "description"}
"""Columns that are elements of KML itself, by their folded name."""


def kml_text(table: Table) -> str:
    """Return a layer, fitted to KML and in WGS-84, as KML."""
    label = quoteattr(table.name)
    own: dict[str, Column] = {}
    for column in table.columns:
        own.setdefault(_ELEMENTS.get(column.name.casefold(), ""), column)
    own.pop("", None)
    data = [column for column in table.columns if column not in own.values()]
    fields = "".join(
        f"<SimpleField name={quoteattr(row.name)} type={quoteattr(_TYPES[row.kind])}/>"
        for row in data
    )
    marks = "\n".join(_placemark(at, shape, own, data) for at, shape in enumerate(table.geometries))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
        f"<Document><name>{escape(table.name)}</name>\n"
        f'<Schema name={label} id="columns">{fields}</Schema>\n{marks}\n</Document>\n</kml>\n'
    )


def _placemark(
    at: int, shape: BaseGeometry | None, own: dict[str, Column], data: list[Column]
) -> str:
    heads = "".join(
        f"<{tag}>{escape(_word(own[tag].values[at]))}</{tag}>"
        for tag in ("name", "description")
        if tag in own and own[tag].values[at] is not None
    )
    values = "".join(
        f"<SimpleData name={quoteattr(row.name)}>{escape(_word(row.values[at]))}</SimpleData>"
        for row in data
        if row.values[at] is not None
    )
    more = f'<ExtendedData><SchemaData schemaUrl="#columns">{values}</SchemaData></ExtendedData>'
    drawn = "" if shape is None else _geometry(shape)
    return f"<Placemark>{heads}{more if data else ''}{drawn}</Placemark>"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _geometry(shape: BaseGeometry) -> str:
    return _WRITERS[shape.geom_type](shape)


def _point(shape: Any) -> str:
    return f"<Point>{_coordinates(shape)}</Point>"


def _line(shape: Any) -> str:
    return f"<LineString>{_coordinates(shape)}</LineString>"


def _polygon(shape: Any) -> str:
    inner = "".join(f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in shape.interiors)
    return f"<Polygon><outerBoundaryIs>{_ring(shape.exterior)}</outerBoundaryIs>{inner}</Polygon>"


def _ring(ring: Any) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _many(shape: Any) -> str:
    return f"<MultiGeometry>{''.join(map(_geometry, shape.geoms))}</MultiGeometry>"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "Point": _point,
    "LineString": _line,
    "LinearRing": _line,
    "Polygon": _polygon,
    **dict.fromkeys(("MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"), _many),
}


def _coordinates(shape: Any) -> str:
    import shapely

    points = shapely.get_coordinates(shape, include_z=bool(shape.has_z))
    rows = " ".join(",".join(_decimal(number) for number in point) for point in points)
    return f"<coordinates>{rows}</coordinates>"


def _decimal(number: float) -> str:
    """Write a tenth of a millimetre, without trailing noughts or an exponent."""
    return np.format_float_positional(round(float(number), 9), trim="-")
