"""What rules on a page enclose: frames around text, and tables with their cells."""

from __future__ import annotations

from typing import NamedTuple

from zzmap.io.documents.pdf_page import Rule

_NEAR = 3.0
"""Points within which rules meet, and lines of a grid are one."""

_LEAST_FRAME = 24.0


class Grid(NamedTuple):
    """Rules that meet: the lines of a grid, from left to right and from top to bottom.

    `joined` gives for each cell (row, column) the cell whose text it shares; a frame is a grid
    of one column.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    joined: dict[tuple[int, int], tuple[int, int]]

    @property
    def box(self) -> Rule:
        """Its outline."""
        return Rule(self.xs[0], self.ys[-1], self.xs[-1], self.ys[0])

    @property
    def is_frame(self) -> bool:
        """Whether it is a box around text and no table."""
        return len(self.xs) == 2

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in it."""
        box = self.box
        return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of the cell a point in it lies in."""
        row = sum(1 for line in self.ys[1:-1] if y < line)
        column = sum(1 for line in self.xs[1:-1] if x > line)
        return self.joined[row, column]


def grids(rules: list[Rule]) -> list[Grid]:
    """Return the frames and tables of a page, from top to bottom."""
    found = [grid for group in _groups(rules) if (grid := _grid(group))]
    # What lies in another (the inner line of a double border) is no grid of its own.
    found = [row for row in found if not any(_inside(row, other) for other in found)]
    return sorted(found, key=lambda row: -row.ys[0])


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Return rules in groups that meet one another."""
    above = list(range(len(rules)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    order = sorted(range(len(rules)), key=lambda at: rules[at].x0)
    for place, at in enumerate(order):
        for other in order[place + 1 :]:
            if rules[other].x0 > rules[at].x1 + _NEAR:
                break
            if _meet(rules[at], rules[other]):
                above[top(at)] = top(other)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(top(at), []).append(rule)
    return [*groups.values()]


def _meet(one: Rule, two: Rule) -> bool:
    return (
        one.x0 <= two.x1 + _NEAR and two.x0 <= one.x1 + _NEAR
        and one.y0 <= two.y1 + _NEAR and two.y0 <= one.y1 + _NEAR
    )  # fmt: skip


def _grid(group: list[Rule]) -> Grid | None:
    level = [row for row in group if row.level]
    upright = [row for row in group if not row.level]
    ys = _lines([(row.y0 + row.y1) / 2 for row in level])[::-1]
    xs = _lines([(row.x0 + row.x1) / 2 for row in upright])
    if len(xs) < 2 or len(ys) < 2 or min(xs[-1] - xs[0], ys[0] - ys[-1]) < _LEAST_FRAME:
        return None
    joined = _joined(xs, ys, level, upright)
    return Grid(tuple(xs), tuple(ys), joined)


def _lines(values: list[float]) -> list[float]:
    """Return values with those that lie near one another as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _joined(
    xs: list[float], ys: list[float], level: list[Rule], upright: list[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return of which cell each is a part: what no rule parts is one."""
    joined: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        y = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            x = (xs[column] + xs[column + 1]) / 2
            at = (row, column)
            if column and not _parts_at(upright, xs[column], y, upright=True):
                at = joined[row, column - 1]
            if row and not _parts_at(level, ys[row], x, upright=False):
                at = min(at, joined[row - 1, column])
            joined[row, column] = at
    return joined


def _parts_at(rules: list[Rule], line: float, at: float, *, upright: bool) -> bool:
    """Tell whether a rule on a line of the grid passes a place beside it."""
    for row in rules:
        middle = (row.x0 + row.x1) / 2 if upright else (row.y0 + row.y1) / 2
        low, high = (row.y0, row.y1) if upright else (row.x0, row.x1)
        if abs(middle - line) <= _NEAR and low <= at <= high:
            return True
    return False


def _inside(one: Grid, two: Grid) -> bool:
    inner, outer = one.box, two.box
    return one is not two and (
        outer.x0 < inner.x0 and inner.x1 < outer.x1 and outer.y0 < inner.y0
        and inner.y1 < outer.y1 and one.is_frame and min(
            inner.x0 - outer.x0, outer.x1 - inner.x1
        ) <= 2 * _NEAR
    )  # fmt: skip
