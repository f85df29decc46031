"""Find the header of a table: below titles, in one row or two, or missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zzmap.errors import FormatError
from zzmap.io.corners.sheets import Sheet
from zzmap.io.corners.words import (
    Axis,
    Measure,
    axis_of,
    is_footer,
    is_unit,
    measure_of,
    names_parcel,
    role_of,
    said_in,
)
from zzmap.messages import say

_SEARCHED = 60
"""Rows at the head of a sheet among which the header is looked for."""


class Heading(NamedTuple):
    """A column: its own name, what stands above it, and in full for units and datums."""

    at: int
    name: str
    group: str = ""

    @property
    def full(self) -> str:
        """What stands above the column, in all rows of the header."""
        return f"{self.group} {self.name}".strip()


class Header(NamedTuple):
    """Where a table's columns are named.

    Attributes
    ----------
    headings
        Of the columns that have a name.
    east, north
        Of the coordinates; `measure` says what they are measured in.
    start
        Position of the first row below.
    titles
        What stands above: cells of a row each.
    repeated
        The cells of the header's last row, by which it is known again further down.
    notes
        What was assumed.
    """

    headings: list[Heading]
    east: Heading
    north: Heading
    start: int
    titles: list[list[str]]
    measure: Measure
    repeated: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns are named."""
        return max((heading.at for heading in self.headings), default=-1) + 1


class _Pair(NamedTuple):
    north: Heading
    east: Heading
    kind: str


def find_header(sheet: Sheet, file: str) -> Header | None:
    """Find the row that names the coordinates; None where no row does.

    Raises
    ------
    FormatError
        If two pairs of columns can be the coordinates.
    """
    for at, row in enumerate(sheet.rows[:_SEARCHED]):
        if _is_header([cell.strip() for cell in row]):
            return _header(sheet, at, file)
    return None


def is_blank(row: Sequence[str]) -> bool:
    """Tell a row in which nothing stands."""
    return not any(cell.strip() for cell in row)


def _is_header(row: list[str]) -> bool:
    axes = [axis_of(cell) for cell in row if cell]
    return {"north", "east"} <= {axis.way for axis in axes if axis}


def _header(sheet: Sheet, at: int, file: str) -> Header:
    above = sheet.rows[at - 1] if at else []
    own = [cell.strip() for cell in sheet.rows[at]]
    grouped = _is_group(above, own)
    headings = _headings(own, [cell.strip() for cell in above] if grouped else [])
    start = at + 1
    below = [cell.strip() for cell in sheet.rows[start]] if start < len(sheet.rows) else []
    if _are_units(below, headings):
        headings = [
            row._replace(group=f"{row.group} {below[row.at]}".strip())
            if row.at < len(below)
            else row
            for row in headings
        ]
        start += 1
    if _are_numbers_of_columns(sheet.rows[start] if start < len(sheet.rows) else []):
        start += 1
    headings, notes = _told_apart(headings)
    pair, chosen = _pair(headings, sheet.where(file, at + 1))
    titles = [row for row in sheet.rows[: at - 1 if grouped else at] if not is_blank(row)]
    return Header(
        headings,
        pair.east,
        pair.north,
        start,
        titles,
        _measure(pair, titles, sheet.where(file, at + 1)),
        tuple(own),
        (*notes, *chosen),
    )


def _is_group(above: Sequence[str], own: list[str]) -> bool:
    """Tell a row of a header from a title: it names what the row below does not."""
    filled = [at for at, cell in enumerate(above) if cell.strip()]
    if not filled or any(said_in(above[at]) for at in filled):
        return False
    if len(filled) == 1 and filled[0] == 0 and own[0]:
        return False
    known = [
        at for at in filled if role_of(above[at]) or re.search(r"坐标|[xy]|边长", above[at], re.I)
    ]
    fills = [at for at in filled if at >= len(own) or not own[at]]
    return (len(filled) > 1 and bool(fills or len(known) > 1)) or (
        len(filled) == 1 and filled[0] > 0
    )


def _headings(own: list[str], above: list[str]) -> list[Heading]:
    """Name every column by its own row, else by the one above; a group reaches to the next."""
    headings, group = [], ""
    for at in range(max(len(own), len(above))):
        upper = above[at] if at < len(above) else ""
        lower = own[at] if at < len(own) else ""
        group = upper or group
        if lower:
            headings.append(Heading(at, lower, group))
        elif upper:
            headings.append(Heading(at, upper))
    return headings


def _are_units(row: list[str], headings: list[Heading]) -> bool:
    filled = [cell for cell in row if cell]
    return bool(filled) and len(row) <= len(headings) + 2 and all(is_unit(cell) for cell in filled)


def _are_numbers_of_columns(row: Sequence[str]) -> bool:
    """Tell the row (1) (2) (3) that some forms have below the header."""
    cells = [re.sub(r"[()（）]", "", cell.strip()) for cell in row if cell.strip()]
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]


def _told_apart(headings: list[Heading]) -> tuple[list[Heading], list[str]]:
    """Give the columns of one name a number each, and say so."""
    found: list[Heading] = []
    notes: list[str] = []
    taken: set[str] = set()
    for heading in headings:
        own, number = heading.name, 1
        while own in taken:
            number += 1
            own = f"{heading.name}_{number}"
        # Coordinates of one name differ by what stands above them, or are refused.
        if own != heading.name and axis_of(heading.name) is None:
            notes.append(
                say(
                    "two columns are called {name}: the second is read as {own}",
                    name=heading.name,
                    own=own,
                )
            )
        taken.add(own)
        found.append(heading._replace(name=own))
    return found, notes


def _axis(heading: Heading) -> Axis | None:
    return axis_of(re.sub(r"_\d+$", "", heading.name))


def _pair(headings: list[Heading], where: str) -> tuple[_Pair, list[str]]:
    """Choose the coordinates: metres before degrees, CGCS2000 before older datums."""
    axes = [(heading, axis) for heading in headings if (axis := _axis(heading))]
    pairs = []
    for kind in dict.fromkeys((axis.kind, axis.letters) for _, axis in axes):
        norths = [row for row, axis in axes if axis[1:] == kind and axis.way == "north"]
        easts = [row for row, axis in axes if axis[1:] == kind and axis.way == "east"]
        if len(norths) != len(easts):
            if norths and easts:
                raise _two(norths + easts, where)
            continue
        pairs += [_Pair(n, e, kind[0]) for n, e in zip(norths, easts, strict=True)]
    if not pairs:
        pairs = _mixed(axes)
    if not pairs:
        names = ", ".join(heading.full for heading, _ in axes)
        raise FormatError(
            say("the columns {names} are no pair of coordinates", names=names),
            where=where,
            hint=say("Name them X (north) and Y (east), or lon and lat."),
        )
    metres = [row for row in pairs if row.kind != "degrees"] or pairs
    fresh = [row for row in metres if not _is_old(row)] if len(metres) > 1 else metres
    if len(fresh) != 1:
        raise _two([heading for row in fresh or metres for heading in row[:2]], where)
    others = [row for row in pairs if row is not fresh[0]]
    told = ", ".join(f"{row.north.full}/{row.east.full}" for row in others)
    chosen = f"{fresh[0].north.full} and {fresh[0].east.full}"
    return fresh[0], (
        [say("coordinates were read from {chosen}, not from {told}", chosen=chosen, told=told)]
        if others
        else []
    )


def _mixed(axes: list[tuple[Heading, Axis]]) -> list[_Pair]:
    """Pair columns whose words are of two kinds, such as 纵坐标 and Y, if there are only two."""
    norths = [row for row, axis in axes if axis.way == "north"]
    easts = [row for row, axis in axes if axis.way == "east"]
    if len(norths) != 1 or len(easts) != 1:
        return []
    kinds = {axis.kind for _, axis in axes}
    return [] if kinds == {"metres", "degrees"} else [_Pair(norths[0], easts[0], "open")]


def _is_old(pair: _Pair) -> bool:
    return bool(re.search(r"80|54|西安|北京", pair.north.full))


def _two(headings: Sequence[Heading], where: str) -> FormatError:
    names = ", ".join(f"{heading.full}" for heading in headings)
    return FormatError(
        say("several columns can be the coordinates ({names})", names=names),
        where=where,
        hint=say(
            "Leave one column of north and one of east; corners side by side go below each other."
        ),
    )


_DECIMAL = ("十进制", "decimal")


def _measure(pair: _Pair, titles: list[list[str]], where: str) -> Measure:
    north, east = measure_of(pair.north.full), measure_of(pair.east.full)
    if north[:2] != east[:2] and "" not in (north.unit, east.unit):
        raise FormatError(
            say(
                "{full} and {east_full} are measured differently",
                full=pair.north.full,
                east_full=pair.east.full,
            ),
            where=where,
            hint=say("Give both in one unit."),
        )
    found = north if north.unit else east
    if not found.unit and pair.kind != "metres":
        found = told_beside([cell for row in titles for cell in row]) or found
    check_known(found, where)
    return found


def told_beside(cells: Sequence[str]) -> Measure | None:
    """Return what a title above the columns, or a note below them, says of their angles.

    Only these words are believed: 米 and 公顷 may be of an area there, 度 of a year.

    Examples
    --------
    >>> told_beside(["注：坐标格式为度.分秒"]).unit, told_beside(["2021年度"])
    ('dms', None)
    """
    said = map(measure_of, cells)
    return next((row for row in said if _of_angles(row)), None)


def _of_angles(row: Measure) -> bool:
    if row.unit == "unknown":
        return bool(_MINUTES.search(row.word))
    return row.unit == "dms" or row.word in _DECIMAL


_MINUTES = re.compile(r"度\.?分(?![.°′]?秒)|^d+\.?m+|^nmea$")
"""Angles of degrees and decimal minutes, which are not read."""


def check_known(measure: Measure, where: str) -> None:
    """Refuse coordinates in a unit that is not read.

    Raises
    ------
    FormatError
        That names the unit.
    """
    if measure.unit == "unknown":
        raise FormatError(
            say("coordinates in “{word}” are not read", word=measure.word),
            where=where,
            hint=say("Give metres, or degrees."),
        )


# -- no header ------------------------------------------------------------------------------

_DEGREES_EAST, _DEGREES_NORTH = (73.0, 136.0), (3.0, 54.0)
_METRES_NORTH = (1_000_000.0, 6_200_000.0)
_METRES_EAST = ((100_000.0, 900_000.0), (13_000_000.0, 46_000_000.0))


def guess_header(sheet: Sheet, file: str) -> Header | None:
    """Find the coordinates of a table without header by the size of its numbers.

    Raises
    ------
    FormatError
        If several columns can be one of them.
    """
    start = next((at for at, row in enumerate(sheet.rows[:_SEARCHED]) if _numbers(row)), None)
    if start is None:
        return None
    rows = [row for row in sheet.rows[start:] if len(_numbers(row)) > 1]
    if any(len(row) > 1 and not is_blank(row) and not _is_title(row) for row in sheet.rows[:start]):
        return None  # a header that names no coordinates
    if any(len(list(filter(_hidden, row))) > 1 for row in sheet.rows[:start]):
        return None  # a corner that is written otherwise than those below it
    width = min(map(len, rows), default=0)
    ways: dict[str, list[int]] = {}
    for column in range(width):
        sizes = {_size(row[column]) for row in rows}
        if len(sizes) == 1 and (size := sizes.pop()):
            ways.setdefault(size, []).append(column)
    for unit in ("metres", "degrees"):
        norths, easts = ways.get(f"{unit} north", []), ways.get(f"{unit} east", [])
        if not norths or not easts:
            continue
        if len(norths) > 1 or len(easts) > 1:
            columns = ", ".join(str(column + 1) for column in norths + easts)
            raise FormatError(
                say(
                    "the table has no header, and columns {columns} can all be coordinates",
                    columns=columns,
                ),
                where=sheet.where(file, start + 1),
                hint=say("Name the columns: X (north) and Y (east), or lon and lat."),
            )
        north, east = Heading(norths[0], "X"), Heading(easts[0], "Y")
        note = say(
            "the table has no header: column {at} was taken for north and column "
            "{at2} for east by the size of the numbers",
            at=north.at + 1,
            at2=east.at + 1,
        )
        titles = [row for row in sheet.rows[:start] if not is_blank(row)]
        return Header([], east, north, start, titles, Measure(""), (), (note,))
    return None


def _is_title(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return len(filled) == 1 or all(
        said_in(cell) or is_footer(cell) or names_parcel(cell) for cell in filled
    )


_HIDDEN = re.compile(r"\d+(?:\.\d+)?")


def _hidden(cell: str) -> bool:
    """Tell a cell with a coordinate and something else: X:3852400, 463400m."""
    return any(_size(number) for number in _HIDDEN.findall(cell.replace(",", "")))


def _numbers(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if _size(cell)]


def _size(cell: str) -> str:
    """Return what a number can be by its size, '' for neither: a word that is never shown."""
    try:
        value = float(cell) if "_" not in cell else float("nan")
    except ValueError:
        return ""
    if _METRES_NORTH[0] < value < _METRES_NORTH[1]:
        return "metres north"
    if any(low < value < high for low, high in _METRES_EAST):
        return "metres east"
    if "." in cell and len(cell.partition(".")[2]) >= 4:
        if _DEGREES_EAST[0] < value < _DEGREES_EAST[1]:
            return "degrees east"
        if _DEGREES_NORTH[0] < value < _DEGREES_NORTH[1]:
            return "degrees north"
    return ""
