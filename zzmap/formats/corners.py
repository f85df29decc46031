"""Read tables of corner coordinates: CSV and XLSX, one corner a row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from shapely.geometry import Polygon

from zzmap.errors import FormatError
from zzmap.formats.parcel import Parcel, ParcelFile
from zzmap.formats.survey_txt import assemble
from zzmap.formats.text import read_text

PARCEL_COLUMNS = ("地块", "地块名称", "地块编号", "宗地", "parcel", "name", "id", "名称", "编号")
RING_COLUMNS = ("圈号", "地块圈号", "ring")
EAST_COLUMNS = ("y", "y坐标", "东坐标", "经度", "lon", "longitude", "lng", "east", "easting")
NORTH_COLUMNS = ("x", "x坐标", "北坐标", "纬度", "lat", "latitude", "north", "northing")


def read_corner_csv(path: Path) -> ParcelFile:
    """Read a CSV of corners; raises `FormatError` that names the row."""
    text, _ = read_text(path)
    rows = list(csv.reader(text.splitlines()))
    return _read(path, rows, "CSV corners")


def read_corner_xlsx(path: Path) -> ParcelFile:
    """Read the first sheet of an XLSX of corners; raises `FormatError` that names the row."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        book.close()
    except Exception as error:
        raise FormatError(
            f"this is no XLSX workbook ({type(error).__name__})",
            where=path.name,
            mend="Save it again as .xlsx.",
        ) from None
    return _read(path, rows, "XLSX corners")


def _read(path: Path, rows: list[list[str]], form: str) -> ParcelFile:
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise FormatError("the table is empty", where=path.name, mend="Fill it.")
    header = [cell.strip().lower() for cell in rows[0]]
    parcel, ring = _find(header, PARCEL_COLUMNS), _find(header, RING_COLUMNS)
    east, north = _find(header, EAST_COLUMNS), _find(header, NORTH_COLUMNS)
    if east is None or north is None:
        raise FormatError(
            f"no columns of coordinates among {', '.join(rows[0])}",
            where=f"{path.name} row 1",
            mend="Name them X (north) and Y (east), or lon and lat.",
        )
    corners = [
        (
            row[parcel].strip() if parcel is not None else "1",
            row[ring].strip() if ring is not None else "1",
            _number(path, line, row, east),
            _number(path, line, row, north),
        )
        for line, row in enumerate(rows[1:], 2)
    ]
    parcels = [
        _parcel(path, number, name, list(group))
        for number, (name, group) in enumerate(groupby(corners, key=lambda row: row[0]), 1)
    ]
    if not parcels:
        raise FormatError("the table has a header and no rows", where=path.name, mend="Fill it.")
    return ParcelFile(parcels, "", form)


def _find(header: list[str], names: Iterable[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _number(path: Path, line: int, row: list[str], column: int) -> float:
    cell = row[column].strip() if column < len(row) else ""
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e9:
        raise FormatError(
            f"“{cell}” is no coordinate", where=f"{path.name} row {line}", mend="Correct it."
        )
    return value


def _parcel(path: Path, number: int, name: str, corners: list[Any]) -> Parcel:
    rings = []
    for ring, group in groupby(corners, key=lambda row: row[1]):
        points = [(row[2], row[3]) for row in group]
        if len(points) > 1 and points[0] == points[-1]:
            points.pop()
        if len(points) < 3:
            raise FormatError(
                f"ring {ring} of parcel “{name}” has {len(points)} corners",
                where=path.name,
                mend="A ring needs at least 3.",
            )
        rings.append(points)
    geometry = assemble(rings) if len(rings) > 1 else Polygon(rings[0])
    return Parcel(number, geometry, {"name": name})
