"""Finish a GeoPackage: our mark, and styles QGIS opens its layers with.

Table ``layer_styles`` is QGIS's own ("Save style to database"); GDAL shows it as a table
without geometry.  A style holds one kind of geometry: of a layer of several, the areas get the
default style, and the others are there to be chosen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from zzmap.io.fit import base
from zzmap.io.table import Table
from zzmap.io.target import EXPORT_MARK, STYLE_OWNER
from zzmap.palette import Look, look

_MM = 0.26
"""Millimetres of a pixel, at 96 to the inch."""

_GEOMETRY = {"Polygon": 2, "LineString": 1, "Point": 0}
"""QGIS's number of each kind of geometry, in the order in which they get the default style."""

_SYMBOL = {"Point": "marker", "LineString": "line", "Polygon": "fill"}
_MARKER_MM = "2.6"

_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""


class _Rule(NamedTuple):
    """Which features are drawn alike, and how."""

    label: str
    filter: str
    look: Look


def finish_geopackage(path: Path, tables: Iterable[Table]) -> None:
    """Mark the layers of a GeoPackage as exports and give them styles."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_contents SET description = ?", (EXPORT_MARK,))
        columns = dict(
            database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns")
        )
        styles = [
            (table.name, columns[table.name], table.name if first else f"{table.name} {kind}",
             text, first)
            for table in tables
            for first, kind, text in _styles(table)
        ]  # fmt: skip
        if not styles:
            return
        database.execute(_STYLES)
        database.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description,"
            " owner, update_time) VALUES ('', '', ?1, ?2, ?3, ?4, '', ?5, 'as on zzmap''s maps',"
            f" '{STYLE_OWNER}', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
            styles,
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description)"
            " VALUES ('layer_styles', 'attributes', 'layer_styles', 'QGIS styles')"
        )


def _styles(table: Table) -> Iterator[tuple[bool, str, str]]:
    """Yield whether it is the default, the kind of geometry, and the style, areas first."""
    if not {"kind", "basis"} <= {column.name for column in table.columns}:
        return
    kinds = {base(shape).removeprefix("3D ") for shape in table.geometries if shape}
    for at, kind in enumerate(name for name in _GEOMETRY if name in kinds):
        yield at == 0, kind, qml(table, kind)


def qml(table: Table, kind: str) -> str:
    """Return the QGIS style of a layer that has columns kind and basis.

    Parameters
    ----------
    kind
        The kind of geometry it is for: Polygon, LineString or Point.
    """
    columns = {
        column.name: [
            value
            for value, shape in zip(column.values, table.geometries, strict=True)
            if shape is not None and base(shape).removeprefix("3D ") == kind
        ]
        for column in table.columns
    }
    rules = list(_rules(table.name, columns["kind"], columns["basis"]))
    labels = _labels() if "name" in columns else ""
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis version="3.22.0" styleCategories="Symbology|Labeling" '
        f'labelsEnabled="{int(bool(labels))}">\n{_renderer(rules, kind)}\n{labels}'
        f"<layerGeometryType>{_GEOMETRY[kind]}</layerGeometryType>\n</qgis>\n"
    )


def _rules(layer: str, kinds: Iterable[object], bases: Iterable[object]) -> Iterator[_Rule]:
    """Yield a rule for each kind and basis, then one for whatever is added later."""
    pairs = sorted({(str(k or ""), str(b or "")) for k, b in zip(kinds, bases, strict=True)})
    for kind, basis in pairs:
        where = " AND ".join(
            f"coalesce(\"{name}\", '') = {_quoted(value)}"
            for name, value in (("kind", kind), ("basis", basis))
        )
        yield _Rule(f"{kind} ({basis})", where, look(layer, kind, basis))
    yield _Rule("…", "ELSE", look(layer, "", ""))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _renderer(rules: list[_Rule], kind: str) -> str:
    lines = "\n".join(
        f'<rule key="r{at}" symbol="{at}" label={quoteattr(rule.label)} '
        f"filter={quoteattr(rule.filter)}/>"
        for at, rule in enumerate(rules)
    )
    symbols = "\n".join(
        f'<symbol name="{at}" type="{_SYMBOL[kind]}" alpha="1" clip_to_extent="1" '
        f'force_rhr="0">{_symbol(rule.look, kind)}</symbol>'
        for at, rule in enumerate(rules)
    )
    return (
        '<renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0">\n'
        f'<rules key="root">\n{lines}\n</rules>\n<symbols>\n{symbols}\n</symbols>\n</renderer-v2>'
    )


def _symbol(found: Look, kind: str) -> str:
    if kind == "Point":
        return _layer(
            "SimpleMarker",
            name="circle",
            color=_rgba(found.stroke or found.fill, 1),
            outline_color=_rgba("#FFFFFF", 1),
            outline_style="solid",
            outline_width="0.2",
            outline_width_unit="MM",
            size=_MARKER_MM,
            size_unit="MM",
        )
    if kind == "LineString":
        return _line(found)
    fill = _layer(
        "SimpleFill",
        color=_rgba(found.fill, found.opacity),
        style="solid" if found.fill else "no",
        outline_style="no",
    )
    return fill + (_line(found) if found.stroke else "")


def _line(found: Look) -> str:
    dash = [f"{float(part) * _MM:.2f}" for part in found.dash.split()]
    return _layer(
        "SimpleLine",
        line_color=_rgba(found.stroke, 0.95),
        line_style="solid" if found.stroke else "no",
        line_width=f"{found.weight * _MM:.2f}",
        line_width_unit="MM",
        joinstyle="round",
        capstyle="flat" if dash else "round",
        use_custom_dash=str(int(bool(dash))),
        customdash=";".join(dash or ("5", "2")),
        customdash_unit="MM",
    )


def _layer(of: str, **values: str) -> str:
    """Return a layer of a symbol, its properties as QGIS before 3.26 and since writes them."""
    old = "".join(f'<prop k="{key}" v={quoteattr(value)}/>' for key, value in values.items())
    new = "".join(
        f'<Option type="QString" name="{key}" value={quoteattr(value)}/>'
        for key, value in values.items()
    )
    return (
        f'<layer class="{of}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{new}</Option>{old}</layer>'
    )


def _rgba(colour: str, opacity: float) -> str:
    if not colour:
        return "0,0,0,0"
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * 255)}"


def _labels() -> str:
    return (
        '<labeling type="simple"><settings calloutType="simple">'
        '<text-style fieldName="name" isExpression="0" fontSize="9" '
        'fontSizeUnit="Point" textColor="31,41,51,255" textOpacity="1" namedStyle="Regular" '
        'multilineHeight="1" allowHtml="0">'
        '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" '
        'bufferColor="255,255,255,230" bufferOpacity="1" bufferJoinStyle="128"/>'
        "</text-style>"
        '<placement placement="0" dist="1" distUnits="MM" priority="5"/>'
        '<rendering drawLabels="1" obstacle="1" displayAll="0" scaleVisibility="0"/>'
        "</settings></labeling>\n"
    )
