"""Where a ring of corners ends, and which rings are one parcel.

A ring ends where it has come back to its start, where the ring's number or the parcel changes, at
a blank line, and where the names of corners begin again.  Nothing else joins or parts rings.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from shapely.geometry import MultiPolygon, Polygon

from zzmap.errors import FormatError
from zzmap.io.corners.roles import Roles, number_in
from zzmap.io.corners.rows import Corner
from zzmap.io.corners.words import gathers, names_corner, role_of
from zzmap.io.polygons import assemble, nest, polygon_of
from zzmap.messages import say

_LEAST = 3

Key = tuple[str, ...]
Loop = list[Corner]


class Outline(NamedTuple):
    """A parcel of a table."""

    key: Key
    corners: list[Corner]
    shape: Polygon | MultiPolygon


@dataclass
class _Open:
    """The rings of one parcel, of which the last is still being read."""

    loops: list[Loop] = field(default_factory=list)
    last: int = -1


class Rings:
    """Parts the corners of a sheet into rings and parcels.

    Parameters
    ----------
    corners, roles
        The corners, in the order of the sheet, and what its columns say.
    file
        Names file and sheet in errors.
    bare
        Whether no header says that the points are corners of an outline.
    """

    def __init__(
        self, corners: Sequence[Corner], roles: Roles, file: str, *, bare: bool = False
    ) -> None:
        """See the class."""
        self.corners, self.roles, self.file, self.bare = corners, roles, file, bare
        self.names = self._names()
        self.keys = self._keys()
        self.blanks_count = self._judge_blanks()
        self.runs = _runs(self.keys)
        self.parted = self.by_closing = 0
        self.gathered = self._only_gathered()
        self.apart: list[str] = []
        self.joined: list[str] = []
        self.taken: Loop = []

    def outlines(self) -> list[Outline]:
        """Return the parcels, in the order in which they begin.

        Raises
        ------
        FormatError
            If a ring has too few corners, or where a ring ends can be read in two ways.
        """
        found: dict[Key, dict[str, _Open]] = {}
        for at, corner in enumerate(self.corners):
            ring = corner.cell(self.roles.ring)
            state = found.setdefault(self.keys[at], {}).setdefault(ring, _Open())
            if not state.loops or self._begins(at, state):
                state.loops.append(self.taken)
                self.taken = []
            state.loops[-1].append(corner)
            state.last = at
        outlines = []
        for key, rings in found.items():
            loops = [loop for state in rings.values() for loop in state.loops]
            outlines += list(self._assembled(key, loops))
        return outlines

    def notes(self) -> Iterator[str]:
        """Say what rings were parted by."""
        if self.parted:
            yield say(
                "{parted} rings begin at a blank line or where corner names begin again",
                parted=self.parted,
            )
        if self.by_closing:
            yield say(
                "{by_closing} rings begin where the one before has come back to its start",
                by_closing=self.by_closing,
            )

        if self.apart:
            yield say(
                "outlines under one {column} are parcels of their own: {names}",
                column=", ".join(self.gathered),
                names=_few(self.apart),
            )
        if self.joined:
            yield say("outlines of one name are one parcel: {names}", names=_few(self.joined))

    def _only_gathered(self) -> tuple[str, ...]:
        """Name the columns that tell parcels apart, if all say only what holds the parcels."""
        columns = self.roles.parcels
        names = tuple(name for name, at in self.roles.attributes.items() if at in columns)
        return names if names and all(map(gathers, names)) else ()

    def numbers(self) -> tuple[int, int] | None:
        """Return the numbers of the first and the last corner, if the last outline is open."""
        numbers = [number_in(name) for name in self.names]
        if not numbers or numbers[0] is None or numbers[-1] is None:
            return None
        if near(self.corners[0], self.corners[-1]) or self.by_closing:
            return None
        return numbers[0], numbers[-1]

    def _names(self) -> list[str]:
        """Return the corners' names: the column of names rather than one of numbers in order."""
        for column in self.roles.corners:
            values = [corner.cell(column) for corner in self.corners]
            if all(values):
                return values
        return []

    def _keys(self) -> list[Key]:
        """Name each corner's parcel: by its columns, blank cells filled, and by titles."""
        filled = dict.fromkeys(self.roles.parcels, "")
        keys = []
        for corner in self.corners:
            for column in filled:
                filled[column] = corner.cell(column) or filled[column]
            titles = tuple(text for key, text in corner.section if _names_one(key))
            keys.append((*filled.values(), *titles))
        return keys

    def _judge_blanks(self) -> bool:
        """Tell whether blank lines part rings: not those that stand between single corners."""
        lengths: list[int] = []
        for corner in self.corners:
            if corner.gap == "blank" or not lengths:
                lengths.append(0)
            lengths[-1] += 1
        if len(lengths) < 2 or max(lengths) < _LEAST:
            return False
        if min(lengths) < _LEAST:
            row = next(row for row in self.corners if row.gap == "blank").row
            raise FormatError(
                say("a blank line parts fewer than 3 corners from the rest"),
                where=say("{file} row {row}", file=self.file, row=row),
                hint=say("Take blank lines out that do not end an outline."),
            )
        evenly = len(lengths) > 2 and len(set(lengths[:-1])) == 1
        if evenly and self._run_on():
            raise FormatError(
                say(
                    "blank lines stand after every {lengths} corners, whose numbers run on: they "
                    "can part outlines, or be there for the eye",
                    lengths=lengths[0],
                ),
                where=self.file,
                hint=say("Take them out, or begin the numbers of each outline again."),
            )
        return True

    def _run_on(self) -> bool:
        numbers = [number_in(name) for name in self.names]
        return bool(numbers) and all(
            one is not None and two is not None and two == one + 1 for one, two in pairwise(numbers)
        )

    def _begins(self, at: int, state: _Open) -> bool:
        """Tell whether a corner begins a ring."""
        loop, corner = state.loops[-1], self.corners[at]
        if self._closed(loop):
            self._shared(at, state)
            self.by_closing += 1
            return True
        if corner.gap == "blank" and self.blanks_count and state.last == at - 1:
            self.parted += 1
            return True
        if self._restarts(at, state):
            self.parted += 1
            return True
        if corner.gap == "header" and not self._follows(at, state):
            raise self._unclear(at, say("the header stands again within an outline"))
        apart = state.last != at - 1 and min(self.runs[self.keys[at]]) >= _LEAST
        if apart and not self._follows(at, state):
            raise self._unclear(at, say("the corners of a parcel stand in two places"))
        return False

    def _restarts(self, at: int, state: _Open) -> bool:
        """Tell whether corner names begin again, and this is not the ring's closing point."""
        if not self.names:
            return False
        loop, corner = state.loops[-1], self.corners[at]
        first, before = self._name(loop[0]), self.names[state.last]
        one, two = number_in(before), number_in(self.names[at])
        if near(loop[0], corner):
            return False
        if self.names[at] == first:
            return True
        # A list may run backwards: then its numbers fall one by one.
        falls = one is not None and two is not None and one - two >= _LEAST - 1
        return falls and two in (number_in(first), 0, 1)

    def _shared(self, at: int, state: _Open) -> None:
        """Give the corner that has closed a ring to the next, if that one would lack its first.

        Neighbours may begin at one corner: 1 2 3 4, then 1 again, which is the second ring's own.
        """
        if not self.names:
            return
        last, corner = state.loops[-1][-1], self.corners[at]
        after = range(at + _LEAST, min(len(self.corners), at + _AHEAD))
        if any(self.names[k] == self.names[at] and near(self.corners[k], corner) for k in after):
            return  # the next comes back to this corner
        one, two = number_in(self._name(last)), number_in(self.names[at])
        if (
            one is not None
            and two == one + 1
            and self._name(state.loops[-1][0]) == self._name(last)
        ):
            self.taken = [state.loops[-1].pop()]

    def _name(self, corner: Corner) -> str:
        return next((name for column in self.roles.corners if (name := corner.cell(column))), "")

    def _follows(self, at: int, state: _Open) -> bool:
        """Tell whether a corner goes on with its ring: by its number, or as its closing point."""
        if near(state.loops[-1][0], self.corners[at]):
            return True
        if not self.names:
            return False
        one, two = number_in(self.names[state.last]), number_in(self.names[at])
        return one is not None and two is not None and two > one

    def _unclear(self, at: int, what: str) -> FormatError:
        return FormatError(
            say("{what}: two rings, or one, can be read", what=what),
            where=say("{file} row {row}", file=self.file, row=self.corners[at].row),
            hint=say("Close each ring with its first corner, or number its corners from 1."),
        )

    def _closed(self, loop: Loop) -> bool:
        if len(loop) <= _LEAST:
            return False
        if not near(loop[0], loop[-1]):
            return False
        same_name = bool(self.names) and self._name(loop[0]) == self._name(loop[-1])
        return same_name or _same(loop[0], loop[-1])

    def _assembled(self, key: Key, loops: list[Loop]) -> Iterator[Outline]:
        """Put rings together; where nothing names parcels, each ring outside others is one."""
        rings = [self._ring(key, loop) for loop in loops]
        for loop, ring in zip(loops, rings, strict=True):
            self._check_one(loop, ring)
            self._check_once(loop)
            self._check_order(loop)
            self._check_points(loop)
        if self.by_closing and not self.names and not self._closed(loops[-1]):
            raise FormatError(
                say(
                    "the first outline comes back to its start, the last does not: where one "
                    "ends and "
                    "the next begins is not certain"
                ),
                where=say("{file} row {row}", file=self.file, row=loops[-1][0].row),
                hint=say("Close every outline with its first corner, or number the corners."),
            )
        named = any(key[len(self.roles.parcels) :]) if self.gathered else any(key)
        if named or self.roles.ring is not None:
            shape = assemble(rings) if len(rings) > 1 else Polygon(rings[0])
            if isinstance(shape, MultiPolygon) and self.roles.ring is None:
                self.joined.append(f"{_name_of(key)} ({len(shape.geoms)})")
            yield Outline(key, [row for loop in loops for row in loop], shape)
            return
        parts = sorted(nest(rings), key=lambda part: part.shell)
        if len(parts) > 1 and any(key):
            self.apart.append(f"{_name_of(key)} ({len(parts)})")
        for part in parts:
            held = [row for at in (part.shell, *part.holes) for row in loops[at]]
            yield Outline(key, held, polygon_of(rings, part))

    def _check_points(self, loop: Loop) -> None:
        """Refuse an open list whose rows may be points, each of its own: firms, stations, a survey.

        What has come back to its start is an outline, whatever its corners are called.
        """
        if self._closed(loop) or self.roles.ring is not None:
            return
        where = say("{name} row {line}", name=self.file, line=loop[0].row)
        if self.bare and not self._lettered(loop):
            raise FormatError(
                say(
                    "a list of points without header that does not come back to its start can be "
                    "an outline, or points of a survey"
                ),
                where=where,
                hint=say("Close it with its first point, or write a header: 点号,X,Y."),
            )
        own = [*self.roles.corners, *self.roles.attributes.values()]
        for column in dict.fromkeys(own):
            cells = [row.cell(column) for row in loop]
            if len(set(cells)) == len(cells) and all(cells) and strange(cells):
                raise FormatError(
                    say(
                        "each row has a name of its own ({cells} …) that no "
                        "corner has, and the list does not come back to its start: these can "
                        "be points",
                        cells="、".join(cells[:3])[:60],
                    ),
                    where=where,
                    hint=say(
                        "Close the outline with its first corner, or name its corners J1, J2 …"
                    ),
                )

    def _check_one(self, loop: Loop, ring: Sequence[tuple[float, float]]) -> None:
        """Refuse rows that are one outline as they stand and two where they are parted once.

        A closing point and a column of rings are evidence of one; numbers of corners are little,
        for surveyors number on from lot to lot.
        """
        if self.roles.ring is not None or self._closed(loop):
            return
        numbered = bool(self.names or self.roles.orders)
        at = parted_at(ring, _HELD_NUMBERED if numbered else _HELD)
        if at:
            raise FormatError(
                say(
                    "{count} corners can be one outline, or two of which the second begins here: "
                    "nothing says where one ends",
                    count=len(ring),
                ),
                where=say("{file} row {row}", file=self.file, row=loop[at].row),
                hint=say(
                    "Close each outline with its first corner, part them by a blank line, or "
                    "number the corners of each from 1."
                ),
            )

    def _check_order(self, loop: Loop) -> None:
        """Refuse a ring whose rows are not in the order that a column gives them."""
        for column in self.roles.orders:
            numbers = [number_in(row.cell(column)) for row in loop]
            steps = [two - one for one, two in pairwise(filter(None, numbers))]
            # The last may be the closing point, numbered as the first.
            if None in numbers or all(step > 0 for step in steps[:-1]):
                continue
            if not all(step < 0 for step in steps[:-1]):
                raise FormatError(
                    say("the rows of an outline are not in the order of their numbers"),
                    where=say("{file} row {row}", file=self.file, row=loop[0].row),
                    hint=say(
                        "Sort them, or take the column of numbers out if the rows are in order."
                    ),
                )

    def _lettered(self, loop: Loop) -> bool:
        """Tell names that corners have and points of a survey have not: J1, A02."""
        names = [self._name(row) for row in loop]
        return all(re.match(r"[^\W\d]", name) and number_in(name) is not None for name in names)

    def _check_once(self, loop: Loop) -> None:
        """Refuse a ring that names one corner twice: it is two, of which nobody knows the ends.

        One that comes back to its start is a ring, whatever its corners are called.
        """
        if near(loop[0], loop[-1]):
            return
        names = list(filter(None, map(self._name, loop)))
        twice = next((name for name, count in Counter(names).items() if count > 1), None)
        if twice is not None:
            raise FormatError(
                say(
                    "the corner {twice} stands twice in an outline: two outlines, or one, can "
                    "be read",
                    twice=twice,
                ),
                where=say("{file} row {row}", file=self.file, row=loop[0].row),
                hint=say("Close each ring with its first corner, or number its corners from 1."),
            )

    def _ring(self, key: Key, loop: Loop) -> list[tuple[float, float]]:
        points = [(corner.east, corner.north) for corner in loop]
        if len(points) > 1 and (points[0] == points[-1] or self._closed(loop)):
            points = points[:-1]
        if len(points) < _LEAST:
            name = loop[0].cell(self.roles.ring)
            ring = f"ring {name}" if name else "a ring"
            parcel = " ".join(dict.fromkeys(filter(None, key)))
            raise FormatError(
                say(
                    "{ring} of parcel “{parcel}” has {count} corners",
                    ring=ring,
                    parcel=parcel,
                    count=len(points),
                ),
                where=say("{file} row {row}", file=self.file, row=loop[0].row),
                hint=say("A ring needs at least 3."),
            )
        return points


def strange(names: Sequence[str]) -> bool:
    """Tell names of which two or more are such as no corner has."""
    return sum(not names_corner(name) for name in names) > 1


_FEW = 5


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_FEW]) + (" …" if len(names) > _FEW else "")


def _name_of(key: Key) -> str:
    return " ".join(dict.fromkeys(filter(None, key)))


def _names_one(title: str) -> bool:
    """Tell a title of one parcel from one of a project, which may have several."""
    return role_of(title) == "parcel" and "项目" not in title


def _runs(keys: Sequence[Key]) -> dict[Key, list[int]]:
    runs: dict[Key, list[int]] = {}
    for key, group in groupby(keys):
        runs.setdefault(key, []).append(len(list(group)))
    return runs


_AHEAD = 2000
"""Corners after which an outline is no longer looked for the place where it has come back."""

_HELD, _HELD_NUMBERED, _SHORTER = 0.4, 0.85, 0.8
"""Least share of a ring's land that two outlines in it hold, for the ends of a strip hold less, and
where the corners are numbered on, for the arms of a U hold less; and how much shorter the edges
that close them are than those that join them."""


def parted_at(ring: Sequence[tuple[float, float]], held: float = _HELD) -> int:
    """Return where the second of two outlines begins that one open list of corners may hold.

    Then the list's own last edge, and one other, only lead from one outline to the other: they
    are longer than the edges that close the two, which are sound and apart.  0 where there is none.
    """
    points = np.array(ring)
    points = points * (np.cos(np.radians(points[0, 1])) if abs(points[0, 1]) <= 90 else 1.0, 1.0)
    count = len(points)
    starts = np.arange(_LEAST, count - _LEAST + 1)
    if not len(starts):
        return 0
    first, last = points[0], points[-1]
    joining = np.hypot(*(points[starts] - points[starts - 1]).T) + np.hypot(*(last - first))
    closing = np.hypot(*(points[starts - 1] - first).T) + np.hypot(*(points[starts] - last).T)
    whole = Polygon(points)
    for start in starts[closing < _SHORTER * joining]:
        one, two = Polygon(points[:start]), Polygon(points[start:])
        if one.area + two.area < held * whole.area or not (one.is_valid and two.is_valid):
            continue
        if whole.is_valid and not one.intersection(two).area:
            return int(start)
    return 0


_CLOSE_M, _CLOSE_DEGREES = 0.02, 2e-7
"""A closing point that carries its first one's name may differ by what rounding leaves."""


def near(one: Corner, two: Corner) -> bool:
    """Tell two corners that are one but for rounding."""
    close = _CLOSE_DEGREES if abs(one.north) <= 90 and abs(one.east) <= 180 else _CLOSE_M
    return math.dist((one.east, one.north), (two.east, two.north)) <= close


def _same(one: Corner, two: Corner) -> bool:
    return (one.east, one.north) == (two.east, two.north)
