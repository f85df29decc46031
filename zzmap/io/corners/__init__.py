"""Read tables of corner coordinates, one corner a row, whatever they stand in.

The way of a table: `sheets` gives rows of text, `header` finds the columns of coordinates, `rows`
tells corners from what stands between them, `roles` decides by the cells what the other columns
say, `rings` where an outline ends.  What can be read in two ways is refused; what was decided is a
note.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.corners.geometry_cells import read_geometries
from zzmap.io.corners.header import is_blank, told_beside
from zzmap.io.corners.parcels import Parcels
from zzmap.io.corners.sheets import Sheet, csv_sheet, xls_sheets, xlsx_sheets
from zzmap.io.corners.statements import both_said, claim_beside, is_old
from zzmap.io.corners.table import joined, read_sheet
from zzmap.io.formats import CELLS, CORNER_CSV, CORNER_XLS, CORNER_XLSX
from zzmap.io.guard import too_many
from zzmap.io.parsed import Parsed, columns_of
from zzmap.messages import say


def read_corner_csv(path: Path, encoding: str | None = None) -> Parsed:
    """Read a CSV of corners or of geometries, with commas, semicolons or tabs.

    Raises
    ------
    FormatError
        That names the row.
    """
    sheet, found = csv_sheet(path, encoding)
    parcels = _table(path, sheet)
    form = CELLS.name if parcels.in_cells else CORNER_CSV.name
    return _parsed(path, form, parcels).noted(
        say("read as {found}", found=found) if found != "utf-8" else ""
    )


def read_corner_text(path: Path, form: str, encoding: str | None = None) -> Parsed | None:
    """Read a list of corners in a text file; None where nothing in it is a corner.

    Raises
    ------
    FormatError
        As `read_corner_csv`.
    """
    sheet, found = csv_sheet(path, encoding)
    parcels = read_sheet(sheet, path.name)
    if parcels is None:
        return None
    return _parsed(path, form, parcels).noted(
        say("read as {found}", found=found) if found != "utf-8" else ""
    )


def read_corner_xlsx(path: Path, layer: str | None = None) -> Parsed:
    """Read all visible sheets of an XLSX of corners, or the one named.

    Raises
    ------
    FormatError
        That names sheet and row.
    """
    sheets, hidden = xlsx_sheets(path, layer)
    return _workbook(path, CORNER_XLSX.name, sheets, hidden, layer)


def read_corner_xls(path: Path, layer: str | None = None) -> Parsed:
    """Read an old workbook, as `read_corner_xlsx` does a new one."""
    sheets, hidden = xls_sheets(path, layer)
    return _workbook(path, CORNER_XLS.name, sheets, hidden, layer)


def _table(path: Path, sheet: Sheet) -> Parcels:
    rows = [row for row in sheet.rows if not is_blank(row)]
    if not rows:
        raise FormatError(say("the table is empty"), where=path.name, hint=say("Fill it."))
    parcels = _of_sheet(sheet, path.name)
    if parcels is None:
        raise _no_columns(path.name, rows[0])
    return parcels


def _no_columns(where: str, row: list[str]) -> FormatError:
    return FormatError(
        say("no columns of coordinates among {row}", row=", ".join(filter(str.strip, row))[:200]),
        where=where,
        hint=say("Name them X (north) and Y (east), or lon and lat."),
    )


def _workbook(
    path: Path, form: str, sheets: list[Sheet], hidden: list[str], layer: str | None
) -> Parsed:
    beside = [sheet for sheet in sheets if layer is not None and sheet.name != layer]
    asked = [sheet for sheet in sheets if sheet not in beside]
    filled = [sheet for sheet in asked if not all(map(is_blank, sheet.rows))]
    if not filled:
        raise FormatError(say("the table is empty"), where=path.name, hint=say("Fill it."))
    found = [(sheet, _of_sheet(sheet, path.name)) for sheet in filled]
    read = [(sheet, parcels) for sheet, parcels in found if parcels is not None]
    if not read:
        first = next(row for row in filled[0].rows if not is_blank(row))
        raise _no_columns(filled[0].where(path.name, 1), first)
    others = [sheet for sheet, parcels in found if parcels is None]
    passed = [sheet.name for sheet in others]
    words = [sheet for sheet in beside if not _has_corners(sheet, path.name)]
    read = _as_told(read, [*others, *words], path.name)
    form = CELLS.name if any(parcels.in_cells for _, parcels in read) else form
    return _parsed(path, form, _as_said(joined(read, path.name), [*others, *words])).noted(
        say("sheets without coordinates were passed over: {passed}", passed=", ".join(passed))
        if passed
        else "",
        say("hidden sheets were not read: {hidden}", hidden=", ".join(hidden))
        if hidden and layer is None
        else "",
    )


def _as_told(
    read: list[tuple[Sheet, Parcels]], others: list[Sheet], file: str
) -> list[tuple[Sheet, Parcels]]:
    """Read sheets again that leave open what their angles are, where a sheet of words says it."""
    if not any(parcels.unit_open for _, parcels in read):
        return read
    words = [cell for sheet in others for row in sheet.rows for cell in row]
    if told_beside(words) is None:
        return read
    again = [(sheet, _of_sheet(sheet, file, words)) for sheet, _ in read]
    return [(sheet, parcels) for sheet, parcels in again if parcels is not None]


def _of_sheet(sheet: Sheet, file: str, beside: Sequence[str] = ()) -> Parcels | None:
    """Read the geometries in a sheet's cells, or its corners; None where it has neither."""
    cells = read_geometries(sheet, file, beside)
    return read_sheet(sheet, file, beside) if cells is None else cells


def _has_corners(sheet: Sheet, file: str) -> bool:
    """Tell whether a sheet that is not asked for has coordinates, of which it then speaks."""
    try:
        return _of_sheet(sheet, file) is not None
    except FormatError:
        return True


def _as_said(parcels: Parcels, others: list[Sheet]) -> Parcels:
    """Let a sheet of words state what the coordinates' own sheets leave open, or an older datum."""
    said = [claim for claim in map(claim_beside, others) if claim]
    old = next(filter(is_old, said), "")
    around = old or next(iter(said), "")
    plain = bool(old) and not parcels.in_cells
    claim = old if plain else both_said(parcels.claim, around)
    return parcels._replace(claim=claim)


def _parsed(path: Path, form: str, parcels: Parcels) -> Parsed:
    if len(parcels.shapes) > settings.MAX_FEATURES:
        raise too_many(path)
    columns = columns_of(parcels.attributes)
    return Parsed(
        path.stem,
        form,
        list(parcels.shapes),
        columns,
        parcels.claim,
        unit_open=parcels.unit_open,
        unpacked=parcels.unpacked,
    ).noted(*parcels.notes)
