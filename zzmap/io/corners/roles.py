"""What the columns beside the coordinates say, told by their cells more than by their names.

A column that stays the same for corners in a row and then changes names parcels; one that changes
at every corner names corners.  The header says which columns can be either.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from zzmap.errors import FormatError
from zzmap.io.corners.header import Header, Heading
from zzmap.io.corners.rows import Corner
from zzmap.io.corners.words import Role, role_of
from zzmap.messages import say

_LEAST = 3
"""Corners of the smallest ring."""


class Roles(NamedTuple):
    """Which column is what.

    Attributes
    ----------
    parcels
        Columns that together tell parcels apart.
    ring
        Column that numbers rings.
    corners
        Columns that name or number corners, the best first.
    orders
        Those among them that number rows.
    beside
        Columns of what lies between corners: they say nothing of a parcel.
    attributes
        All that say something of the parcel, with their names.
    notes
        What was decided by the cells.
    """

    parcels: tuple[int, ...]
    ring: int | None
    corners: tuple[int, ...]
    orders: tuple[int, ...]
    beside: tuple[str, ...]
    attributes: dict[str, int]
    notes: tuple[str, ...] = ()


class _Column(NamedTuple):
    """A column's cells, blank ones filled from above."""

    heading: Heading
    role: Role
    values: list[str]

    @property
    def name(self) -> str:
        return self.heading.name

    def runs(self) -> list[int]:
        """Return how often each value stands in a row."""
        return [len(list(group)) for _, group in groupby(self.values)]

    def tells_parcels(self) -> bool:
        """Tell a column that is constant over whole rings."""
        runs = self.runs()
        return len(runs) == 1 or (len(runs) == len(set(self.values)) and min(runs) >= _LEAST)

    def tells_corners(self) -> bool:
        """Tell a column that is another at each corner.

        The name that closes one ring and begins the next may stand twice.
        """
        same = sum(one == two for one, two in pairwise(self.values))
        return not same or (same * _LEAST <= len(self.values) and self.counts())

    def counts(self) -> bool:
        """Tell corner names: J1, J2 … or 1, 2 …, that begin again or run on."""
        steps = [_follows(one, two) for one, two in pairwise(self.values)]
        return len(steps) >= _LEAST - 1 and sum(steps) * 2 >= len(steps)


def _follows(one: str, two: str) -> bool:
    """Tell a name that is the next in number after another."""
    first, second = _NUMBER.search(one), _NUMBER.search(two)
    if not first or not second or int(second[1]) != int(first[1]) + 1:
        return False
    return one[: first.start()] == two[: second.start()]


_NUMBER = re.compile(r"(\d{1,9})['′#号]?$")


def number_in(name: str) -> int | None:
    """Return the number a corner's name ends in: 12 of J12 and of DK1_A12.

    Examples
    --------
    >>> number_in("DK1_A05"), number_in("甲")
    (5, None)
    """
    found = _NUMBER.search(name)
    return int(found[1]) if found else None


def roles_of(header: Header, corners: Sequence[Corner], where: str) -> Roles:
    """Decide what each column is.

    Parameters
    ----------
    header
        Its headings; without any, the columns are told by their cells alone.
    corners
        The corners of the table.
    where
        The header's row, for errors.

    Raises
    ------
    FormatError
        If a column can name parcels as well as corners.
    """
    used = {header.east.at, header.north.at}
    if not header.headings:
        return _unnamed(corners, used, where)
    columns = [
        _Column(heading, role_of(heading.name), _filled(corners, heading.at))
        for heading in header.headings
        if heading.at not in used
    ]
    columns = [column for column in columns if any(column.values)]
    named, notes = _judged(columns, corners, where)
    return _roles(columns, named, notes)


def _filled(corners: Sequence[Corner], at: int) -> list[str]:
    """Return a column's cells; a blank one, as merged cells are, means the one above."""
    value, found = "", []
    for corner in corners:
        value = corner.cell(at) or value
        found.append(value)
    return found


def _judged(
    columns: list[_Column], corners: Sequence[Corner], where: str
) -> tuple[dict[int, Role], list[str]]:
    """Give each column its role; say where the cells have decided."""
    roles: dict[int, Role] = {}
    notes = []
    for column in columns:
        role = column.role
        if role in ("name", "parcel", "corner"):
            role = _by_cells(column, columns, where)
            if role == "corner" and column.role == "name" and not _any_parcels(columns):
                _check_order(column, corners, where)
            if role != column.role:
                notes.append(
                    say(
                        "{name} was taken to name {what}, by its cells",
                        name=column.name,
                        what=_WHAT[role],
                    )
                )
        roles[column.heading.at] = role
    return roles, notes


_WHAT: dict[Role, str] = {"parcel": say("the parcels"), "corner": say("the corners"), "": "neither"}


def _by_cells(column: _Column, columns: list[_Column], where: str) -> Role:
    """Tell whether a column names parcels or corners.

    Corner names may repeat from parcel to parcel, and a table may be in the order of its corners;
    what fits both is refused.
    """
    beside = [row for row in columns if row is not column]
    if column.role == "corner":
        return _called_corner(column, beside, where)
    if column.role == "parcel":
        return _called_parcel(column, beside, where)
    if column.tells_parcels():
        return "parcel"
    if column.tells_corners() and (
        column.counts() or len(set(column.values)) == len(column.values)
    ):
        return "corner"
    if any(row.role == "parcel" and _repeats(row) for row in beside):
        return "corner" if column.tells_corners() else ""
    if _repeats(column) and min(column.runs()) >= _LEAST:
        return "parcel"
    raise _either(column, where)


def _called_corner(column: _Column, beside: list[_Column], where: str) -> Role:
    if not column.tells_parcels():
        return "corner"
    if any(row.role in ("parcel", "name") and row.tells_parcels() for row in beside):
        return "corner"
    if any(row.role == "parcel" and _repeats(row) for row in beside):
        return "corner"  # a table in the order of its corners
    if any(number_in(value) is not None for value in column.values):
        raise _either(column, where)
    return "parcel"


def _called_parcel(column: _Column, beside: list[_Column], where: str) -> Role:
    if column.tells_parcels() or (_repeats(column) and not column.counts()):
        return "parcel"
    if _repeats(column) and any(row.role == "corner" for row in beside):
        return "parcel"
    raise _either(column, where)


def _any_parcels(columns: list[_Column]) -> bool:
    return any(row.role == "parcel" for row in columns)


def _check_order(column: _Column, corners: Sequence[Corner], where: str) -> None:
    """Refuse names that begin again every time after as many rows: 1 2 3, 1 2 3, 1 2 3.

    They may be the corners of triangles, or triangles that are listed corner by corner; what has
    by far the shorter outlines is the true reading, if any has.
    """
    blocks: dict[str, list[Corner]] = {}
    rows: list[list[Corner]] = []
    for name, corner in zip(column.values, corners, strict=True):
        if name in blocks and name == column.values[0]:
            rows.append([])
        rows = rows or [[]]
        rows[-1].append(corner)
        blocks.setdefault(name, []).append(corner)
    if len(rows) < _LEAST or len({len(row) for row in rows}) != 1:
        return
    if not _around(rows) < _CLEARLY * _around(list(blocks.values())):
        raise _either(column, where)


_CLEARLY = 0.5


def _around(rings: list[list[Corner]]) -> float:
    """Return the length of outlines."""
    return sum(
        math.dist((one.east, one.north), (two.east, two.north))
        for ring in rings
        for one, two in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _repeats(column: _Column) -> bool:
    return len(set(column.values)) * _LEAST <= len(column.values)


def _either(column: _Column, where: str) -> FormatError:
    few = ", ".join(dict.fromkeys(column.values[:4]))
    return FormatError(
        say("the column {name} ({few} …) can name parcels or corners", name=column.name, few=few),
        where=where,
        hint=say(
            "Call it 地块 if it names parcels, 点号 if it names corners, and keep the corners of "
            "a parcel together."
        ),
    )


def _roles(columns: list[_Column], named: dict[int, Role], notes: list[str]) -> Roles:
    def of(*wanted: Role) -> list[_Column]:
        return [row for role in wanted for row in columns if named[row.heading.at] == role]

    rings, beside = of("ring"), of("beside")
    corners = of("corner", "order")
    dropped = {row.heading.at for row in (*rings, *corners, *beside)}
    if beside:
        names = ", ".join(row.name for row in beside)
        notes.append(say("no parcel's, so not read: {names}", names=names))
    return Roles(
        tuple(row.heading.at for row in of("parcel")),
        rings[0].heading.at if rings else None,
        tuple(row.heading.at for row in corners),
        tuple(row.heading.at for row in of("order")),
        tuple(row.name for row in beside),
        {row.name: row.heading.at for row in columns if row.heading.at not in dropped},
        tuple(notes),
    )


# -- no header ------------------------------------------------------------------------------


def _unnamed(corners: Sequence[Corner], used: set[int], where: str) -> Roles:
    """Tell columns without names: parcels, then rings, then corners, as surveyors order them."""
    width = max((len(corner.cells) for corner in corners), default=0)
    columns = [
        _Column(Heading(at, f"column {at + 1}"), "", _filled(corners, at))
        for at in range(width)
        if at not in used
    ]
    columns = [column for column in columns if any(column.values)]
    first = min(used)
    before = [column for column in columns if column.heading.at < first]
    names = [column for column in before if column.tells_corners() and column.counts()]
    steady = [column for column in before if min(column.runs()) >= _LEAST and column not in names]
    for column in before:
        distinct = len(set(column.values)) >= len(column.values) - 1
        if column not in steady and not column.counts() and not distinct:
            raise FormatError(
                say(
                    "the table has no header, and {name} ({values} …) "
                    "changes without order: it may be a list of survey points",
                    name=column.name,
                    values=", ".join(column.values[:4]),
                ),
                where=where,
                hint=say("Name the columns: 地块, 点号, X, Y."),
            )
    numbers = [column for column in steady if all(map(str.isdecimal, column.values))]
    parcels = [column for column in steady if column not in numbers[1:]]
    ring = next((row for row in numbers[1:] if _numbers_rings(row, numbers[0])), None)
    notes = [
        say("{name} was taken to name the parcels, by its cells", name=row.name) for row in parcels
    ]
    notes += (
        [say("{name} was taken to number the rings, by its cells", name=ring.name)] if ring else []
    )
    return Roles(
        tuple(row.heading.at for row in parcels),
        ring.heading.at if ring else None,
        tuple(row.heading.at for row in names),
        (),
        (),
        {row.name: row.heading.at for row in parcels},
        tuple(notes),
    )


def _numbers_rings(column: _Column, parcels: _Column) -> bool:
    """Tell numbers that begin again with each parcel."""
    first = dict(reversed(list(zip(parcels.values, column.values, strict=True))))
    return len(set(first.values())) == 1
