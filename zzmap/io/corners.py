"""Read tables of corner coordinates: CSV and XLSX, one corner a row."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from shapely.geometry import MultiPolygon, Polygon

from zzmap import settings
from zzmap.crs import parse_dms
from zzmap.errors import CrsError, FormatError
from zzmap.io.archive import check_archive
from zzmap.io.columns import fold_column
from zzmap.io.formats import CORNER_CSV, CORNER_XLSX
from zzmap.io.guard import check_kind, too_many
from zzmap.io.parsed import HUGE, MAX_COLUMNS, Parsed, columns_of
from zzmap.io.polygons import assemble
from zzmap.io.text import read_text
from zzmap.words import unguarded

PARCEL_COLUMNS = ("地块", "地块名称", "地块编号", "宗地", "宗地号", "parcel", "园区名称", "园区",
                  "name", "名称", "编号", "id")  # fmt: skip
RING_COLUMNS = ("圈号", "地块圈号", "环号", "ring")
POINT_COLUMNS = ("点号", "界址点号", "点名", "序号", "point", "vertex", "no", "no.")
EAST_COLUMNS = ("y", "y坐标", "东坐标", "经度", "lon", "longitude", "lng", "east", "easting")
NORTH_COLUMNS = ("x", "x坐标", "北坐标", "纬度", "lat", "latitude", "north", "northing")

Ring = list[tuple[float, float]]


class _Layout(NamedTuple):
    """Which column is what; None where the table has no such column."""

    header: list[str]
    parcel: int | None
    ring: int | None
    east: int
    north: int

    def attributes(self) -> dict[str, int]:
        """Return the columns that say something of the parcel."""
        used = {self.ring, self.east, self.north}
        return {
            name: at
            for at, name in enumerate(self.header)
            if name and at not in used and fold_column(name) not in POINT_COLUMNS
        }


class _Row(NamedTuple):
    line: int
    cells: list[str]

    def cell(self, column: int | None) -> str:
        inside = column is not None and column < len(self.cells)
        return self.cells[column].strip() if inside and column is not None else ""


def read_corner_csv(path: Path, encoding: str | None = None) -> Parsed:
    """Read a CSV of corners, with commas, semicolons or tabs.

    Raises
    ------
    FormatError
        That names the row.
    """
    text, found = read_text(path, encoding)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t，", key=first.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [[unguarded(cell) for cell in line] for line in lines]
    except csv.Error as error:
        raise FormatError(
            f"this is no sound CSV ({error})", where=path.name, hint="Save it again as CSV."
        ) from None
    return _read(path, rows, CORNER_CSV.name).noted(f"read as {found}" if found != "utf-8" else "")


def read_corner_xlsx(path: Path) -> Parsed:
    """Read the first sheet of an XLSX of corners.

    Raises
    ------
    FormatError
        That names the row.
    """
    check_kind(path, "XLSX")
    check_archive(path)
    _check_cells(path)
    rows, sheets = _sheet(path)
    return _read(path, rows, CORNER_XLSX.name).noted(
        f"sheet “{sheets[0]}” of {len(sheets)} was read" if len(sheets) > 1 else ""
    )


_ROW_CELLS = 16_384
"""Excel has no wider rows."""

_CELLS, _CELLS_A_BYTE = 200_000, 1.0


def _check_cells(path: Path) -> None:
    """Refuse a workbook that unpacks to far more cells than its bytes can say anything in."""
    most = _CELLS + _CELLS_A_BYTE * path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            cells = across = 0
            with archive.open(name) as sheet:
                while block := sheet.read(1 << 20):
                    rows = [len(_CELL.findall(row)) for row in block.split(b"<row")]
                    cells += sum(rows)
                    across = across + rows[0] if len(rows) == 1 else rows[-1]
                    if cells > most or max(across, *rows) > _ROW_CELLS:
                        raise FormatError(
                            "the workbook has far more cells than it says anything in, or a row "
                            f"of more than {_ROW_CELLS:,}",
                            where=path.name,
                            hint="Copy the corners alone to a new workbook.",
                        )


_CELL = re.compile(rb"<c[ />]")


def _sheet(path: Path) -> tuple[list[list[str]], list[str]]:
    from openpyxl import load_workbook

    rows: list[list[str]] = []
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # The size a sheet states may be a million empty rows; its cells are what counts.
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                cells = ["" if cell is None else str(cell) for cell in row]
                rows.append(cells)
                if len(rows) > settings.MAX_ROWS:
                    raise _too_long(path)
            return rows, list(book.sheetnames)
        finally:
            book.close()
    except FormatError:
        raise
    except Exception as error:  # openpyxl raises whatever the damage leads it to
        raise FormatError(
            f"this is no sound XLSX workbook ({type(error).__name__})",
            where=path.name,
            hint="Save it again as .xlsx.",
        ) from None


def _too_long(path: Path) -> FormatError:
    return FormatError(
        f"the table has more than {settings.MAX_ROWS:,} rows", path.name, "Split it."
    )


def _read(path: Path, table: list[list[str]], form: str) -> Parsed:
    if len(max(table, key=len, default=[])) > MAX_COLUMNS:
        raise FormatError(
            f"the table has more than {MAX_COLUMNS:,} columns", path.name, "Leave out the others."
        )
    rows = [
        _Row(line, cells)
        for line, cells in enumerate(table, 1)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise FormatError("the table is empty", where=path.name, hint="Fill it.")
    if len(rows) == 1:
        raise FormatError("the table has a header and no rows", where=path.name, hint="Fill it.")
    if len(rows) > settings.MAX_ROWS:
        raise _too_long(path)
    header, notes = _told_apart(rows[0])
    layout = _layout(path, header, rows[1:])
    wide = sum(any(cell.strip() for cell in row.cells[len(header.cells) :]) for row in rows[1:])
    if wide:
        notes.append(f"{wide} rows have cells beyond the header, which were not read")
    groups: dict[str, list[_Row]] = {}
    for key, row in _named(rows[1:], layout.parcel):
        groups.setdefault(key, []).append(row)
    if len(groups) > settings.MAX_FEATURES:
        raise too_many(path)
    shapes = [_shape(path, key, group, layout) for key, group in groups.items()]
    attributes = columns_of(_attributes(group, layout) for group in groups.values())
    return Parsed(path.stem, form, list(shapes), attributes).noted(*notes, _varying(groups, layout))


def _told_apart(first: _Row) -> tuple[_Row, list[str]]:
    """Give the columns of one name a number each, and say so."""
    cells: list[str] = []
    notes: list[str] = []
    for cell in (cell.strip() for cell in first.cells):
        own, number = cell, 1
        while own and own in cells:
            number += 1
            own = f"{cell}_{number}"
        if own != cell:
            notes.append(f"two columns are called {cell}: the second is read as {own}")
        cells.append(own)
    return first._replace(cells=cells), notes


def _layout(path: Path, first: _Row, rows: Sequence[_Row]) -> _Layout:
    header = [cell.strip() for cell in first.cells]
    folded = [fold_column(cell) for cell in header]
    east, north = _find(folded, EAST_COLUMNS), _find(folded, NORTH_COLUMNS)
    if east is None or north is None:
        raise FormatError(
            f"no columns of coordinates among {', '.join(header)[:200]}",
            where=f"{path.name} row {first.line}",
            hint="Name them X (north) and Y (east), or lon and lat.",
        )
    return _Layout(header, _parcel_column(folded, rows), _find(folded, RING_COLUMNS), east, north)


def _parcel_column(folded: list[str], rows: Sequence[_Row]) -> int | None:
    """Return the column that tells parcels apart; one that differs in every row tells points."""
    for name in PARCEL_COLUMNS:
        if name in folded:
            column = folded.index(name)
            values = [row.cell(column) for row in rows]
            if len(set(values)) * 3 <= len(values) or len(set(values)) == 1 or "" in values:
                return column
    return None


def _find(folded: list[str], names: Iterable[str]) -> int | None:
    return next((folded.index(name) for name in names if name in folded), None)


def _named(rows: Iterable[_Row], column: int | None) -> Iterator[tuple[str, _Row]]:
    """Give every row its parcel; a blank cell, as merged ones are, means the one above."""
    key = ""
    for row in rows:
        key = row.cell(column) or key
        yield key, row


def _shape(path: Path, key: str, rows: list[_Row], layout: _Layout) -> Polygon | MultiPolygon:
    rings: dict[str, list[Ring]] = {}
    for row in rows:
        point = (_number(path, row, layout.east), _number(path, row, layout.north))
        loops = rings.setdefault(row.cell(layout.ring), [[]])
        # A ring that has come back to its start is whole; what follows is the next.
        if len(loops[-1]) > 3 and loops[-1][0] == loops[-1][-1]:
            loops.append([])
        loops[-1].append(point)
    whole = [_ring(path, key, name, loop) for name, loops in rings.items() for loop in loops]
    return assemble(whole) if len(whole) > 1 else Polygon(whole[0])


def _ring(path: Path, key: str, name: str, loop: Ring) -> Ring:
    points = loop[:-1] if len(loop) > 1 and loop[0] == loop[-1] else loop
    if len(points) < 3:
        ring = f"ring {name}" if name else "a ring"
        raise FormatError(
            f"{ring} of parcel “{key}” has {len(points)} corners",
            where=path.name,
            hint="A ring needs at least 3.",
        )
    return points


def _attributes(rows: Sequence[_Row], layout: _Layout) -> dict[str, Any]:
    values = {
        name: next(filter(None, (row.cell(column) for row in rows)), "")
        for name, column in layout.attributes().items()
    }
    return {name: value for name, value in values.items() if value}


def _varying(groups: Mapping[str, Sequence[_Row]], layout: _Layout) -> str:
    """Tell of columns that say several things of one parcel, of which the first is taken."""
    several = [
        name
        for name, column in layout.attributes().items()
        if any(
            len({row.cell(column) for row in group if row.cell(column)}) > 1
            for group in groups.values()
        )
    ]
    return f"of each parcel the first value was taken of {', '.join(several)}" if several else ""


def _number(path: Path, row: _Row, column: int) -> float:
    cell = row.cell(column)
    try:
        value = float("nan" if "_" in cell else cell)
    except ValueError:
        value = _angle(cell)
    if not abs(value) < HUGE:
        raise FormatError(
            f"“{cell}” is no coordinate", where=f"{path.name} row {row.line}", hint="Correct it."
        )
    return value


def _angle(cell: str) -> float:
    """Read 113°45′30″; NaN for what is none."""
    try:
        return parse_dms(cell)
    except CrsError:
        return float("nan")
