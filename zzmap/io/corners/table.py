"""From a sheet of corners to parcels: header, rows, roles, rings, in this order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise

import shapely

from zzmap.crs.codes import A_ZONE
from zzmap.crs.dms import CIRCLE, can_be_packed
from zzmap.errors import FormatError
from zzmap.io.columns import fold_column
from zzmap.io.corners.header import (
    Header,
    check_known,
    find_header,
    guess_header,
    told_beside,
)
from zzmap.io.corners.parcels import Parcels
from zzmap.io.corners.rings import Outline, Rings
from zzmap.io.corners.roles import Roles, roles_of
from zzmap.io.corners.rows import Corner, Corners, check_formulas, read_corners
from zzmap.io.corners.sheets import Sheet
from zzmap.io.corners.statements import claim_of
from zzmap.io.corners.words import measure_of, role_of
from zzmap.messages import say

_SCALED = {"dms": say("degrees, minutes and seconds"), "degrees": say("decimal degrees")}


def read_sheet(sheet: Sheet, file: str, beside: Sequence[str] = ()) -> Parcels | None:
    """Read the parcels of a sheet; None where it has no columns of coordinates.

    `beside` is what sheets of words in the same workbook say.

    Raises
    ------
    FormatError
        That names the row, or the columns that can be read in two ways.
    """
    header = find_header(sheet, file) or guess_header(sheet, file)
    if header is None:
        return None
    corners = read_corners(sheet, header, file)
    if not corners.found:
        raise FormatError(
            say("the table has a header and no rows"),
            where=_place(sheet, file),
            hint=say("Fill it."),
        )
    header, corners = _noted_below(sheet, header, corners, file, beside)
    _check_names(sheet, header, corners.found, file)
    _check_one_unit(sheet, header, corners, file)
    roles = roles_of(header, corners.found, sheet.where(file, max(header.start, 1)))
    rings = Rings(corners.found, roles, _place(sheet, file), bare=not header.headings)
    outlines = rings.outlines()
    _check_towns(outlines, roles, _place(sheet, file))
    notes = (
        *header.notes,
        *roles.notes,
        *_measured(header),
        *rings.notes(),
        *corners.notes(),
        *_beyond(header, corners.found),
        _varying(outlines, roles),
    )
    return Parcels(
        [row.shape for row in outlines],
        [_attributes(row, roles) for row in outlines],
        claim_of(sheet, header, corners.said, _zone_numbers(corners.found)),
        tuple(filter(None, notes)),
        rings.numbers()
        if not any(row.corners[0].section or any(row.key) for row in outlines)
        else None,
        not header.measure.unit and not corners.marked,
        header.measure.unit == "dms",
    )


def _noted_below(
    sheet: Sheet, header: Header, corners: Corners, file: str, beside: Sequence[str]
) -> tuple[Header, Corners]:
    """Read again what a note says the angles of, where the header is silent.

    It may stand below the corners, in a column beside them, or on a sheet of words.
    """
    if header.measure.unit or not all(abs(value) <= CIRCLE for _, value in corners.bare):
        return header, corners
    told = told_beside([*corners.said, *_in_columns(header, corners.found), *beside])
    if told is None:
        return header, corners
    check_known(told, _place(sheet, file))
    header = header._replace(measure=told)
    return header, read_corners(sheet, header, file)


def _in_columns(header: Header, corners: Sequence[Corner]) -> list[str]:
    """Return the words that stand beside all of some corners, each once."""
    first = corners[0]
    columns = [
        at
        for at, cell in enumerate(first.cells)
        if at not in (header.north.at, header.east.at) and measure_of(cell).unit
    ]
    return [
        first.cell(at)
        for at in columns
        if all(row.cell(at) in ("", first.cell(at)) for row in corners)
    ]


def _zone_numbers(corners: Sequence[Corner]) -> set[int]:
    """Return what coordinates begin with that may be the number of a zone."""
    return {int(value // A_ZONE) for row in corners for value in (row.east, row.north)}


def _check_one_unit(sheet: Sheet, header: Header, corners: Corners, file: str) -> None:
    """Refuse bare numbers beside angles with signs, where they can be packed angles too."""
    if header.measure.unit or not corners.marked or not corners.bare:
        return
    if can_be_packed([value for _, value in corners.bare]):
        row, value = corners.bare[0]
        raise bare_beside_signs(value, sheet.where(file, row))


def bare_beside_signs(value: float, where: str) -> FormatError:
    """Return the refusal of numbers of which nobody can say what angles they are."""
    return FormatError(
        say(
            "{value:.10g} stands beside angles with signs (113°45′30″): it can be decimal degrees, "
            "or degrees, minutes and seconds without their signs",
            value=value,
        ),
        where=where,
        hint=say("Write all angles alike, as 113°45′30″ or as decimal degrees."),
    )


def _check_names(sheet: Sheet, header: Header, corners: Sequence[Corner], file: str) -> None:
    """Refuse a formula without value where parcels, rings or corners are named."""
    if not sheet.formulas:
        return
    free = [row.at for row in header.headings if role_of(row.name) in ("", "beside")]
    columns = sorted({column for _, column in sheet.formulas} - set(free))
    for corner in corners:
        check_formulas(sheet, corner.row - 1, columns, file)


def _place(sheet: Sheet, file: str) -> str:
    return say("{file} sheet “{name}”", file=file, name=sheet.name) if sheet.name else file


def _measured(header: Header) -> list[str]:
    measure = header.measure
    if measure.unit == "scaled":
        return [
            say(
                "coordinates are in {word}, as the header says, and were made metres",
                word=measure.word,
            )
        ]
    if measure.unit == "dms":
        return [
            say(
                "coordinates were read as {dms}, as the header says ({word})",
                dms=_SCALED["dms"],
                word=measure.word,
            )
        ]
    return []


def _beyond(header: Header, corners: Sequence[Corner]) -> list[str]:
    if not header.headings:
        return []
    wide = sum(any(cell.strip() for cell in row.cells[header.width :]) for row in corners)
    return (
        [say("{wide} rows have cells beyond the header, which were not read", wide=wide)]
        if wide
        else []
    )


def _attributes(outline: Outline, roles: Roles) -> dict[str, str]:
    """Return what a parcel's titles and columns say of it, the first value of each."""
    said = dict(outline.corners[0].section)
    for name, column in roles.attributes.items():
        value = next(filter(None, (row.cell(column) for row in outline.corners)), "")
        if value:
            said[name] = value
    # A parcel whose merged cell stands above it is named by what was filled in.
    for column, value in zip(roles.parcels, outline.key, strict=False):
        name = next(name for name, at in roles.attributes.items() if at == column)
        if value:
            said[name] = value
    return said


def _varying(outlines: Sequence[Outline], roles: Roles) -> str:
    """Tell of columns that say several things of one parcel, of which the first is taken."""
    several = [
        name
        for name, column in roles.attributes.items()
        if any(
            len({row.cell(column) for row in outline.corners if row.cell(column)}) > 1
            for outline in outlines
        )
    ]
    return (
        say("of each parcel the first value was taken of {several}", several=", ".join(several))
        if several
        else ""
    )


_TOWNS = frozenset(
    re.split(
        r"\s+",
        "乡镇 镇 乡 乡镇名称 镇街 乡镇街道 街道 街道办 办事处 村 村名 行政村 村庄 社区 村组 "
        "区 区县 县区 县 市 区划 行政区 行政区划 所在乡镇 所在村 "
        "坐落 town township village district county",
    )
)
"""Columns of where a parcel lies, in which a name need not be unique."""


def _check_towns(outlines: Sequence[Outline], roles: Roles, place: str) -> None:
    """Refuse a name that comes in two towns: one parcel of parts, or two of one name."""
    for name, column in roles.attributes.items():
        if column in roles.parcels or fold_column(name) not in _TOWNS:
            continue
        for outline in outlines:
            rows = {row.cell(column): row for row in reversed(outline.corners) if row.cell(column)}
            if len(rows) > 1:
                one, two = sorted(rows.values(), key=lambda row: row.row)[:2]
                parcel = " ".join(dict.fromkeys(filter(None, outline.key))) or say("one outline")
                raise FormatError(
                    say(
                        "“{parcel}” stands under {name} {cell} (row {row}) and "
                        "{cell2} (row {two_row}): one parcel that lies in both, or two of "
                        "one name, can be read",
                        parcel=parcel,
                        name=name,
                        cell=one.cell(column),
                        row=one.row,
                        cell2=two.cell(column),
                        two_row=two.row,
                    ),
                    where=place,
                    hint=say(
                        "Give each parcel a name of its own, or one {name} to all its rows.",
                        name=name,
                    ),
                )


def joined(found: Sequence[tuple[Sheet, Parcels]], file: str) -> Parcels:
    """Put the parcels of several sheets together; a sheet may be what names its parcel.

    Raises
    ------
    FormatError
        If two sheets hold the same outline, or state two reference systems.
    """
    if len(found) == 1:
        return found[0][1]
    _check_one_kind(found, file)
    claims = {part.claim for _, part in found}
    if len(claims) > 1:
        told = ", ".join(f"{sheet.name}: {part.claim or 'none'}" for sheet, part in found)
        raise FormatError(
            say("its sheets are in several reference systems ({told})", told=told),
            where=file,
            hint=say("Name one sheet with --layer."),
        )
    _check_twice(found, file)
    _check_run_on(found, file)
    _check_units(found, file)
    attributes = []
    for sheet, part in found:
        attributes += [row if row else {"地块": sheet.name} for row in part.attributes]
    notes = chain.from_iterable(
        [f"sheet “{sheet.name}”: {note}" for note in part.notes] for sheet, part in found
    )
    names = "、".join(f"“{sheet.name}”" for sheet, _ in found)
    return Parcels(
        [shape for _, part in found for shape in part.shapes],
        attributes,
        claims.pop(),
        (
            say("parcels of {count} sheets were read: {names}", count=len(found), names=names),
            *notes,
        ),
        unit_open=any(part.unit_open for _, part in found),
        unpacked=any(part.unpacked for _, part in found),
    )


def _check_one_kind(found: Sequence[tuple[Sheet, Parcels]], file: str) -> None:
    """Refuse a workbook with corners in rows and geometries in cells, which may be the same."""
    cells = [sheet.name for sheet, part in found if part.in_cells]
    rows = [sheet.name for sheet, part in found if not part.in_cells]
    if cells and rows:
        raise FormatError(
            say(
                "the sheet “{rows}” holds corners in rows and “{cells}” whole outlines in cells, "
                "which may be the same parcels",
                rows=rows[0],
                cells=cells[0],
            ),
            where=file,
            hint=say("Name one sheet with --layer, or take the other out."),
        )


def _check_units(found: Sequence[tuple[Sheet, Parcels]], file: str) -> None:
    """Refuse a sheet that does not say what its angles are where another does."""
    saying = [sheet.name for sheet, part in found if not part.unit_open]
    for sheet, part in found if saying else ():
        if part.unit_open and can_be_packed(shapely.get_coordinates(part.shapes)):
            raise FormatError(
                say(
                    "sheet “{name}” does not say what its angles are, as “{other}” does: decimal "
                    "degrees, or degrees, minutes and seconds",
                    name=sheet.name,
                    other=saying[0],
                ),
                where=file,
                hint=say("Say it in the header of each: 经度(度) or 经度(度.分秒)."),
            )


def _check_run_on(found: Sequence[tuple[Sheet, Parcels]], file: str) -> None:
    """Refuse an outline that may go on from sheet to sheet: its numbers do, and nothing ends it."""
    for (sheet, one), (after, two) in pairwise(found):
        if one.numbers and two.numbers and two.numbers[0] == one.numbers[1] + 1:
            raise FormatError(
                say(
                    "the corners of “{name}” are numbered on from those of “{sheet_name}”: one "
                    "outline over two sheets, or two, can be read",
                    name=after.name,
                    sheet_name=sheet.name,
                ),
                where=file,
                hint=say(
                    "Put the corners of an outline on one sheet, and close it with its first."
                ),
            )


def _check_twice(found: Sequence[tuple[Sheet, Parcels]], file: str) -> None:
    """Refuse a workbook that lists an outline on two sheets, as one with a summary does."""
    seen: dict[bytes, str] = {}
    for sheet, part in found:
        for shape in filter(None, part.shapes):
            key = shape.normalize().wkb
            if seen.setdefault(key, sheet.name) != sheet.name:
                raise FormatError(
                    say(
                        "the sheets “{seen}” and “{name}” hold the same outline",
                        seen=seen[key],
                        name=sheet.name,
                    ),
                    where=file,
                    hint=say("Name one sheet with --layer, or take the other out."),
                )
