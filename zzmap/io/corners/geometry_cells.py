"""Read tables whose cells hold whole geometries: WKT, WKB, GeoJSON, or a list of corners."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from zzmap.crs.dms import unpack_dms
from zzmap.errors import FormatError
from zzmap.io.corners.header import check_known, is_blank, told_beside
from zzmap.io.corners.parcels import Parcels
from zzmap.io.corners.sheets import Sheet
from zzmap.io.corners.statements import both_said, claim_around
from zzmap.io.corners.words import Measure, is_footer, measure_of, said_in
from zzmap.io.polygons import assemble
from zzmap.io.wkt import parse_wkt
from zzmap.messages import say

_WKT = re.compile(
    r"(?:SRID=\d+;)?\s*(?:POLYGON|MULTIPOLYGON|GEOMETRYCOLLECTION|CURVEPOLYGON|MULTISURFACE"
    r"|LINESTRING|MULTILINESTRING|POINT|MULTIPOINT)\b",
    re.IGNORECASE,
)
_WKB = re.compile(r"(?:\\x|0x)?0[01](?:[0-9a-f]{2}){20,}", re.IGNORECASE)
_NUMBER = r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
_PAIR = re.compile(
    rf"\s*({_NUMBER})\s*(?:[,，\s])\s*({_NUMBER})(?:[,，\s]+{_NUMBER})?\s*", re.IGNORECASE
)
_LEAST = 3


def read_geometries(sheet: Sheet, file: str, beside: Sequence[str] = ()) -> Parcels | None:
    """Read a sheet that has a column of geometries; None where it has none.

    `beside` is what sheets of words in the same workbook say.

    Raises
    ------
    FormatError
        If it has two, a geometry is damaged, or they are in several reference systems.
    """
    layout = _layout(sheet)
    if layout is None:
        return None
    header, rows, columns = layout.header, layout.rows, layout.columns
    if len(columns) > 1:
        told = ", ".join(header[at] for at in columns)
        raise FormatError(
            say("several columns hold geometries ({told})", told=told),
            where=file,
            hint=say("Leave the one of the parcels."),
        )
    at = columns[0]
    measure = measure_of(header[at])
    if not measure.unit:
        around = [cell for row in layout.titles for cell in row]
        spoken = [*around, *layout.below, *beside]
        measure = told_beside(spoken) or measure
    check_known(measure, file)
    found = [_geometry(_cell(row, at), sheet.where(file, number), measure) for number, row in rows]
    claims = {claim for shape, claim in found if shape is not None}
    if len(claims) > 1:
        raise FormatError(
            say("its rows are in several reference systems"),
            where=file,
            hint=say("Split the file."),
        )
    names = _names(header)
    attributes = [
        {
            name: text
            for column, name in enumerate(names)
            if name and column != at and (text := _cell(row, column))
        }
        for _, row in rows
    ]
    notes = [say("geometries are in the column {header}", header=header[at].strip() or at + 1)]
    if layout.bare:
        notes.append(say("the table has no header: its columns are called column_1, column_2 …"))
    if measure.unit in ("dms", "scaled"):
        notes.append(say("coordinates are in {said}, as the header says", said=measure.word))
    if layout.below:
        told = ", ".join(f"“{text[:40]}”" for text in layout.below[:5])
        notes.append(say("rows that are no parcels were passed over: {told}", told=told))
    said = claim_around(layout.titles, layout.below, [sheet.name, header[at]])
    return Parcels(
        [shape for shape, _ in found], attributes, both_said("".join(claims), said), tuple(notes),
        unit_open=not measure.unit and any(_kind(_cell(row, at)) == "list" for _, row in rows),
        unpacked=measure.unit == "dms", in_cells=True,
    )  # fmt: skip


class _Layout(NamedTuple):
    """Where a sheet's geometries stand: titles above their header, rows, and notes below."""

    titles: list[list[str]]
    header: list[str]
    rows: list[tuple[int, list[str]]]
    below: list[str]
    columns: list[int]
    bare: bool = False


_SEARCHED = 20
"""Rows at the head of a sheet that are looked at for its header, and for what a column holds."""

_GEOMETRIES = re.compile(
    r"坐标|范围|边界|轮廓|红线|拐点|界址|折点|点集|点串|多边形|几何|图形|经纬|geo|wkt|wkb|shape|polygon|coord|corner"
    r"|boundary|outline|path|polyline",
    re.IGNORECASE,
)
"""What a column of geometries is called, where a title above it could be its header as well."""


def _layout(sheet: Sheet) -> _Layout | None:
    """Find the header above a column of geometries; None where there is no such column."""
    filled = [(at, row) for at, row in enumerate(sheet.rows, 1) if not is_blank(row)]
    bare = _bare(filled)
    if bare is not None:
        return bare
    for at, (_, header) in enumerate(filled[:_SEARCHED]):
        rows, _ = _parted(filled[at + 1 : at + 1 + _SEARCHED])
        columns = [column for column, _ in enumerate(header) if _holds(column, rows)]
        if at:
            columns = [column for column in columns if _GEOMETRIES.search(header[column])]
        if columns:
            titles = [row for _, row in filled[:at]]
            return _Layout(titles, header, *_parted(filled[at + 1 :]), columns)
        if not _is_title(header):
            return None
    return None


def _bare(filled: list[tuple[int, list[str]]]) -> _Layout | None:
    """Return the layout of a sheet without header: a geometry stands where one would name it."""
    for at, (_, row) in enumerate(filled[:_SEARCHED]):
        columns = [column for column, cell in enumerate(row) if _kind(cell.strip())]
        if columns:
            rows, below = _parted(filled[at:])
            columns = [column for column in columns if _holds(column, rows[:_SEARCHED])]
            header = [f"column_{n + 1}" for n in range(len(row))]
            titles = [cells for _, cells in filled[:at]]
            return _Layout(titles, header, rows, below, columns, bare=True) if columns else None
        if not _is_title(row):
            return None
    return None


def _is_title(row: list[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) == 1 or is_footer(filled[0]) or all(map(said_in, filled))


_OF_A_NOTE = 4
"""A note below a table has no more cells."""


def _parted(
    filled: list[tuple[int, list[str]]],
) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Part the rows of a table from its notes: 备注, 合计, 填表人, none of which has a geometry."""
    rows, below = [], []
    for number, row in filled:
        cells = [cell.strip() for cell in row if cell.strip()]
        notes = len(cells) <= _OF_A_NOTE and (
            is_footer(cells[0]) or all(said_in(cell[:_LONGEST]) for cell in cells)
        )
        if notes and not any(map(_kind, cells)):
            below.append(" ".join(cells))
        else:
            rows.append((number, row))
    return rows, below


_LONGEST = 200
"""No note says more before it is known for one."""


def _names(header: list[str]) -> list[str]:
    names: list[str] = []
    for cell in header:
        own, number = cell.strip(), 1
        while own and own in names:
            number += 1
            own = f"{cell.strip()}_{number}"
        names.append(own)
    return names


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def _holds(at: int, rows: list[tuple[int, list[str]]]) -> bool:
    """Tell a column that holds geometries, by its first ones; the others are to be some too."""
    cells = [cell for _, row in rows[:_SEARCHED] if (cell := _cell(row, at))]
    return bool(cells) and all(map(_kind, cells))


def _kind(cell: str) -> str:
    if _WKT.match(cell):
        return "wkt"
    if _WKB.fullmatch(cell):
        return "wkb"
    if cell.startswith("{") and '"coordinates"' in cell:
        return "json"
    return "list" if _rings(cell) else ""


def _geometry(cell: str, where: str, measure: Measure) -> tuple[BaseGeometry | None, str]:
    """Read a geometry in metres or degrees, and its claim."""
    kind = _kind(cell)
    if not cell:
        return None, ""
    if kind == "wkt":
        srid = re.match(r"SRID=(\d+);", cell, re.IGNORECASE)
        shape = parse_wkt(cell[srid.end() :] if srid else cell, where)
        claim = f"EPSG:{srid[1]}" if srid and int(srid[1]) else ""
    elif kind == "wkb":
        shape, claim = _from_wkb(cell, where)
    elif kind == "json":
        shape, claim = _from_json(cell, where)
    else:
        shape, claim = _from_list(cell, where, measure), ""
        measure = Measure("")
    if shape is None or measure.unit not in ("dms", "scaled"):
        return shape, claim
    return shapely.transform(shape, lambda points: _measured(points, measure, where)), claim


def _measured(points: NDArray[np.float64], measure: Measure, where: str) -> NDArray[np.float64]:
    """Make degrees of packed angles and metres of 万米, as the header says they are."""
    if measure.unit == "scaled":
        return points * measure.scale
    if measure.unit != "dms":
        return points
    found = unpack_dms(points)
    lost = np.argwhere(np.isnan(found))
    if len(lost):
        raise FormatError(
            say(
                "“{value:.10g}” is no angle in {said}, as the header says",
                value=float(points[tuple(lost[0])]),
                said=measure.word,
            ),
            where=where,
            hint=say("Correct it, or the header."),
        )
    return found


def _from_list(cell: str, where: str, measure: Measure) -> BaseGeometry:
    rings = _rings(cell)
    if not rings:
        raise FormatError(
            say("“{cell}” is no geometry", cell=cell[:40]),
            where=where,
            hint=say("Correct it, or export it again."),
        )
    turned = [_measured(np.array(ring), measure, where) for ring in rings]
    return assemble([[(x, y) for x, y in ring.tolist()] for ring in turned])


def _from_wkb(cell: str, where: str) -> tuple[BaseGeometry, str]:
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused later, in a sentence
            shape = shapely.from_wkb(re.sub(r"^(?:\\x|0x)", "", cell, flags=re.IGNORECASE))
    except (ShapelyError, NotImplementedError, ValueError) as error:
        raise FormatError(
            say("this WKB cannot be read ({splitlines})", splitlines=str(error).splitlines()[0]),
            where=where,
            hint=say("Export it again."),
        ) from None
    srid = int(shapely.get_srid(shape))
    return shapely.set_srid(shape, 0), f"EPSG:{srid}" if srid else ""


def _from_json(cell: str, where: str) -> tuple[BaseGeometry | None, str]:
    """Read GeoJSON: WGS-84, unless it says otherwise or its numbers are no degrees."""
    from zzmap.io.geojson import parse_geometry
    from zzmap.settings import STORAGE_CRS

    try:
        value: Any = json.loads(cell)
        shape = parse_geometry(value.get("geometry", value))
        stated = value.get("crs") or {}
        named = str(stated.get("properties", {}).get("name", ""))
    except (ValueError, AttributeError, TypeError, ShapelyError, RecursionError):
        raise FormatError(
            say("this GeoJSON cannot be read"), where=where, hint=say("Export it again.")
        ) from None
    if named or shape is None or shape.is_empty:
        return shape, named
    west, south, east, north = shape.bounds
    degrees = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return shape, STORAGE_CRS if degrees else ""


def _rings(cell: str) -> list[list[tuple[float, float]]]:
    """Read a list of corners as map services write it; none where it is no such list.

    ``x,y;x,y``, ``x,y|x,y``, ``x y,x y``, ``[[x,y],[x,y]]``, ``[{"lng":x,"lat":y}]``; where ``;``
    parts corners, ``|`` parts rings.
    """
    if len(cell) < 11 or not re.match(r"[-\[\d]", cell):
        return []
    if cell.startswith("["):
        return _from_lists(cell)
    rings = re.split(r"[|]", cell) if "|" in cell and ";" in cell else [cell]
    found = [_corners(ring) for ring in rings if ring.strip()]
    return [ring for ring in found if ring] if all(found) else []


def _corners(text: str) -> list[tuple[float, float]]:
    text = text.strip(" ;|\n")
    if re.search(r"[;|\n]", text):
        pairs = re.split(r"[;|\n]+", text)
    elif re.match(rf"{_NUMBER}\s*,", text, re.IGNORECASE):
        pairs = text.split()
    else:
        pairs = text.split(",")
    found = [_PAIR.fullmatch(pair) for pair in pairs]
    if len(found) < _LEAST or not all(found):
        return []
    return [(float(pair[1]), float(pair[2])) for pair in found if pair]


def _from_lists(cell: str) -> list[list[tuple[float, float]]]:
    try:
        value = json.loads(cell)
        if isinstance(value[0], dict):
            east = next(key for key in ("lng", "lon", "x") if key in value[0])
            north = "y" if east == "x" else "lat"
            value = [[float(row[east]), float(row[north])] for row in value]
        while (
            len(value) == 1 and isinstance(value[0][0], list) and isinstance(value[0][0][0], list)
        ):
            value = value[0]
        rings = value if isinstance(value[0][0], list) else [value]
        found = [[(float(point[0]), float(point[1])) for point in ring] for ring in rings]
    except (ValueError, TypeError, KeyError, IndexError, StopIteration, RecursionError):
        return []
    return found if all(len(ring) >= _LEAST for ring in found) else []
