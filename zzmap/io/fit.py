"""What a format cannot hold: it is said in a note where nothing is lost, else refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zzmap.crs import WGS84, Crs, same_place
from zzmap.errors import CrsError, FormatError
from zzmap.io.formats import FLATGEOBUF, GEOJSON, GEOPACKAGE, KML, SHAPEFILE, Format
from zzmap.io.table import Column, Table
from zzmap.messages import say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SHORT_NAMES = {
    "accuracy_m": "accuracy",
    "official_area_km2": "off_km2",
    "official_area_basis": "off_basis",
    "structure_id": "struct_id",
    "industry_id": "indust_id",
    "place_basis": "pl_basis",
    "industries": "industry",
}
"""What the columns of zzmap's own layers are called in a Shapefile."""

NAME_BYTES, TEXT_BYTES = 10, 254
_MOST_FIELDS = 255
_INT32 = 2**31

_AS_TEXT = {
    GEOPACKAGE.name: ("mixed", "time"),
    SHAPEFILE.name: ("mixed", "time", "datetime"),
    FLATGEOBUF.name: ("mixed", "time", "date"),
    KML.name: ("mixed", "time", "date", "datetime"),
}
"""Kinds of columns a format has no type for, but can hold in words."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOSES_NOTHING = say("Write .geojson, which loses nothing.")
_ROOMIER = say("Write .gpkg or .geojson.")


def fit(table: Table, form: Format, crs: Crs, target: Path) -> tuple[Table, tuple[str, ...]]:
    """Make a layer fit a format.

    Parameters
    ----------
    table
        What is to be written.
    form
        The format, one of those `zzmap.io.write` writes with columns.
    crs
        What the coordinates are in.
    target
        File to be written, for the errors.

    Returns
    -------
    tuple
        The layer as the format holds it, and a sentence for each thing that is not as it was.

    Raises
    ------
    CrsError
        If the format cannot be in this system.
    FormatError
        If the format would lose something.
    """
    _check_texts(table, form, target)
    table, measured = _unmeasured(table)
    _check_shapes(table, target)
    if form.name in (GEOJSON.name, KML.name) and not len(table.geometries) and table.columns:
        names = ", ".join(column.name for column in table.columns)
        measured += (
            say(
                "an empty layer has no columns in {name}; left out: {names}",
                name=form.name,
                names=names,
            ),
        )
    if form.name == GEOJSON.name:
        _check_json(table, target)
        return table, measured
    check_system(form, crs, target)
    _check_empty(table, form, target)
    _refuse_columns(
        table, ("json",), say("{name} cannot hold lists or objects", name=form.name), target
    )
    _refuse_columns(table, ("bytes",), say("{name} cannot hold bytes here", name=form.name), target)
    table, notes = _worded(table, form)
    if form.name in (GEOPACKAGE.name, SHAPEFILE.name):
        _check_case(table, form, target)
    if form.name == SHAPEFILE.name:
        table, more = _fit_shapefile(table, target)
        notes += more
    if form.name == KML.name:
        notes += _bare_placemarks(table)
    return table, (*measured, *notes)


def _unmeasured(table: Table) -> tuple[Table, tuple[str, ...]]:
    """Drop measures (M), which no writer here takes, and say so."""
    import shapely

    if not hasattr(shapely, "has_m"):  # before GEOS 3.12 a geometry has none
        return table, ()
    measured = shapely.has_m(table.geometries)
    if not measured.any():
        return table, ()
    shapes = table.geometries.copy()
    for at in np.flatnonzero(measured):
        high = bool(shapely.has_z(shapes[at]))
        points = shapely.get_coordinates(shapes[at], include_z=high)
        plain = shapely.force_3d(shapes[at]) if high else shapely.force_2d(shapes[at])
        shapes[at] = shapely.set_coordinates(plain, points)
    told = say("measures (M) are not written ({count} features)", count=int(measured.sum()))
    return replace(table, geometries=shapes), (told,)


def _check_texts(table: Table, form: Format, target: Path) -> None:
    """Refuse text that is no text: halves of letters anywhere, control signs outside JSON."""
    for column in table.columns:
        for number, value in enumerate((column.name, *column.values)):
            if not isinstance(value, str):
                continue
            bad = any("\ud800" <= sign <= "\udfff" for sign in value)
            if form.name != GEOJSON.name:
                found = _NO_XML.search(value) if form.name == KML.name else "\x00" in value
                bad = bad or bool(found)
            if bad:
                raise FormatError(
                    say("{name} cannot hold a control sign in a text", name=form.name),
                    where=say(
                        "{name}: {column_name} of feature {number}",
                        name=target.name,
                        column_name=column.name,
                        number=number,
                    ),
                    hint=say("Correct the text."),
                )


def _check_shapes(table: Table, target: Path) -> None:
    import shapely

    points, owners = shapely.get_coordinates(table.geometries, return_index=True)
    wrong = ~np.isfinite(points).all(axis=1)
    if wrong.any():
        raise FormatError(
            say("a coordinate is no number"),
            where=say("{name}: feature {owners}", name=target.name, owners=owners[wrong][0] + 1),
            hint=say("Draw the feature again, or drop it."),
        )


def _check_empty(table: Table, form: Format, target: Path) -> None:
    for number, shape in enumerate(table.geometries, 1):
        if shape is not None and shape.is_empty:
            raise FormatError(
                say("{name} cannot hold an empty geometry", name=form.name),
                where=say("{name}: feature {number}", name=target.name, number=number),
                hint=say("Write .geojson, draw the feature, or give it none (None)."),
            )


def _check_json(table: Table, target: Path) -> None:
    _refuse_columns(
        table, ("bytes",), say("GeoJSON cannot hold bytes"), target, say("Write .gpkg.")
    )
    for column in table.columns:
        for number, value in enumerate(column.values, 1):
            if isinstance(value, float) and abs(value) == float("inf"):
                raise FormatError(
                    say("GeoJSON cannot hold an infinite number"),
                    where=say(
                        "{name}: {column_name} of feature {number}",
                        name=target.name,
                        column_name=column.name,
                        number=number,
                    ),
                    hint=say("Write .gpkg, or correct the number."),
                )


def check_system(form: Format, crs: Crs, target: Path) -> None:
    """Refuse a format that cannot be in a system.

    Raises
    ------
    CrsError
        That names the format and the system.
    """
    if form.name == KML.name and not same_place(crs, WGS84):
        raise CrsError(
            say("KML is always WGS-84 and cannot hold {system}", system=crs.label),
            where=target.name,
            hint=say("Write .geojson or .gpkg, or convert to wgs84."),
        )


def _bare_placemarks(table: Table) -> list[str]:
    """Tell how many features have no geometry, which KML 2.2 allows and some readers drop."""
    bare = sum(shape is None for shape in table.geometries)
    told = say(
        "{bare} placemarks have no geometry, as KML 2.2 allows: GDAL's LIBKML reads them, its "
        "older KML driver drops them",
        bare=bare,
    )
    return [told] if bare else []


def _refuse_columns(
    table: Table, kinds: tuple[str, ...], what: str, target: Path, hint: str = _LOSES_NOTHING
) -> None:
    names = [column.name for column in table.columns if column.kind in kinds]
    if names:
        raise FormatError(f"{what}: {', '.join(names)}", target.name, hint)


def _worded(table: Table, form: Format) -> tuple[Table, list[str]]:
    """Write as text what the format has no type for."""
    kinds = _AS_TEXT[form.name]

    def needs(column: Column) -> bool:
        if form.name == KML.name and column.kind == "int":
            return any(abs(value) >= _INT32 for value in column.values if value is not None)
        return column.kind in kinds or (column.kind == "datetime" and _fine(column))

    names = [column.name for column in table.columns if needs(column)]
    columns = tuple(column.as_text() if needs(column) else column for column in table.columns)
    told = say(
        "{name} has no type for {names}: written as text", name=form.name, names=", ".join(names)
    )
    return replace(table, columns=columns), [told] if names else []


def _fine(column: Column) -> bool:
    """Tell whether GDAL would lose part of a time: its zone, or what is under a millisecond."""
    times = [value for value in column.values if isinstance(value, datetime)]
    return any(value.tzinfo is not None or value.microsecond % 1000 for value in times)


def _check_case(table: Table, form: Format, target: Path) -> None:
    seen: dict[str, str] = {}
    for column in table.columns:
        other = seen.setdefault(column.name.casefold(), column.name)
        if other != column.name:
            raise FormatError(
                say(
                    "{name} takes “{other}” and “{column_name}” for one column",
                    name=form.name,
                    other=other,
                    column_name=column.name,
                ),
                target.name,
                say("Rename one, or write .geojson."),
            )


def _fit_shapefile(table: Table, target: Path) -> tuple[Table, list[str]]:
    kinds = {base(shape) for shape in table.geometries if shape is not None}
    if len(kinds) > 1 or "GeometryCollection" in kinds:
        raise FormatError(
            say(
                "a Shapefile holds one kind of geometry, not {kinds}",
                kinds=", ".join(sorted(kinds)),
            ),
            target.name,
            _ROOMIER,
        )
    table, renamed = _short_names(table, target)
    table, split = _split_texts(table, target)
    if len(table.columns) > _MOST_FIELDS:
        raise FormatError(
            say(
                "a Shapefile holds {most_fields} columns, not {count}",
                most_fields=_MOST_FIELDS,
                count=len(table.columns),
            ),
            target.name,
            _ROOMIER,
        )
    return table, renamed + split


def base(shape: BaseGeometry) -> str:
    """Return the kind of a geometry, a multi-part one as its parts are, heights apart."""
    kind = str(shape.geom_type).removeprefix("Multi")
    return ("3D " if shape.has_z else "") + ("LineString" if kind == "LinearRing" else kind)


def shapefile_encoding(table: Table) -> str:
    """Return what a layer that is fitted to a Shapefile is written in.

    A Chinese letter has three bytes in UTF-8 and two in GBK: names of four and five fit only so.
    """
    return "GBK" if any(_too_long(column.name) for column in table.columns) else "UTF-8"


def _too_long(name: str) -> bool:
    return len(name.encode()) > NAME_BYTES


def _fits_gbk(table: Table) -> bool:
    """Tell whether all names of a layer fit in GBK, and all its texts can be in it."""
    texts = [value for row in table.columns for value in row.values if isinstance(value, str)]
    try:
        names = [len(row.name.encode("gbk")) for row in table.columns]
        "".join(texts).encode("gbk")
    except UnicodeEncodeError:
        return False
    return max(names, default=0) <= NAME_BYTES


def _short_names(table: Table, target: Path) -> tuple[Table, list[str]]:
    """Give zzmap's own long columns their short names; refuse those of others."""
    long = {column.name for column in table.columns if _too_long(column.name)}
    if long - set(SHORT_NAMES) and _fits_gbk(table):
        return table, [
            say(
                "written in GBK, in which its column names fit: {long}",
                long=", ".join(sorted(long)),
            )
        ]
    unknown = [column.name for column in table.columns if column.name in long - set(SHORT_NAMES)]
    short = {name: SHORT_NAMES[name] for name in sorted(long & set(SHORT_NAMES))}
    taken = {column.name for column in table.columns} & set(short.values())
    if unknown or taken:
        raise FormatError(
            say(
                "a Shapefile cuts column names to {name_bytes} bytes (3 Chinese characters): "
                "{unknown}",
                name_bytes=NAME_BYTES,
                unknown=", ".join(unknown or sorted(long)),
            ),
            target.name,
            say("Write .gpkg, or rename the columns."),
        )
    columns = tuple(row._replace(name=short.get(row.name, row.name)) for row in table.columns)
    told = ", ".join(f"{name} as {new}" for name, new in short.items())
    notes = [say("a Shapefile's column names are short: {told}", told=told)] if short else []
    return replace(table, columns=columns), notes


def _split_texts(table: Table, target: Path) -> tuple[Table, list[str]]:
    """Go on with a long text in further columns, so that joined they are what it was."""
    columns: list[Column] = []
    taken = {column.name.casefold() for column in table.columns}
    told = []
    for column in table.columns:
        pieces = [_pieces(value) if isinstance(value, str) else [value] for value in column.values]
        count = max(map(len, pieces), default=1)
        names = [column.name, *(_numbered(column.name, number) for number in range(2, count + 1))]
        if taken & {name.casefold() for name in names[1:]}:
            raise FormatError(
                say(
                    "a Shapefile cuts text to {text_bytes} bytes: {name}",
                    text_bytes=TEXT_BYTES,
                    name=column.name,
                ),
                target.name,
                _ROOMIER,
            )
        taken.update(name.casefold() for name in names)
        for at, name in enumerate(names):
            values = [row[at] if at < len(row) else None for row in pieces]
            columns.append(Column(name, column.kind, values))
        if count > 1:
            told.append(f"{column.name} in {', '.join(names[1:])}")
    notes = [
        say(
            "a Shapefile's texts end at {text_bytes} bytes; they go on: {told}",
            text_bytes=TEXT_BYTES,
            told="; ".join(told),
        )
    ]
    return replace(table, columns=tuple(columns)), notes if told else []


def _pieces(text: str) -> list[str]:
    """Cut a text between letters, never beside a blank, which a .dbf would drop."""
    pieces = []
    while len(text.encode()) > TEXT_BYTES:
        end = len(text.encode()[:TEXT_BYTES].decode("utf-8", "ignore"))
        while end > 1 and (text[end - 1].isspace() or text[end].isspace()):
            end -= 1
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _numbered(name: str, number: int) -> str:
    tail = f"_{number}"
    room = NAME_BYTES - len(tail)
    return name.encode()[:room].decode("utf-8", "ignore") + tail
