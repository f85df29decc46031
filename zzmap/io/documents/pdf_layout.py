"""Pages in reading order: without running heads, column by column, boxes and tables apart.

A page of two columns has a gutter that most of its rows leave free; rows that cross it (titles,
boxes across the columns) part what is above from what is below.  Between two of these the left
column is read before the right one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from zzmap.io.documents.characters import normal
from zzmap.io.documents.furniture import alike, is_page_number, left_out, running
from zzmap.io.documents.lines import joined
from zzmap.io.documents.pdf_grid import Grid, grids
from zzmap.io.documents.pdf_page import Char, Page
from zzmap.io.documents.pdf_rows import Stretch, rows, stretches, words

_MARGIN = 0.13
"""Share of a page's height, at its top and foot, in which running heads and numbers stand."""

_LEAST_PAIRS, _PAIRS_SHARE = 4, 0.2
_MIDDLE = (0.3, 0.7)
_COLUMN = 0.2
"""Least share of a page's width that lines have on both sides of a gutter."""

_WHOLE_PAGE = 0.85
_HANGING = 1.2
_NUMBER = re.compile(r"\d{1,4}(?:\s*/\s*\d{1,4})?")

LEFT, RIGHT, ACROSS = "left", "right", "across"


class PageLine(NamedTuple):
    """A line of text on a page: its stretches, where it stands, the frame it is in (0: none)."""

    stretches: tuple[Stretch, ...]
    side: str
    frame: int
    page: int

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.stretches[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.stretches[-1].x1

    @property
    def y(self) -> float:
        """Its middle."""
        return self.stretches[0].y

    @property
    def size(self) -> float:
        """Size of its characters."""
        return median(row.size for row in self.stretches)


class PageTable(NamedTuple):
    """A table on a page: its rows, its lines from left to right, where it stands."""

    cells: tuple[tuple[str, ...], ...]
    xs: tuple[float, ...]
    y: float
    side: str
    frame: int
    page: int


class Frame(NamedTuple):
    """A box around text: its number, from 1, and its left and right side."""

    number: int
    x0: float
    x1: float


class Layout(NamedTuple):
    """A document in reading order, and what to note of it."""

    items: list[PageLine | PageTable]
    frames: dict[int, Frame]
    notes: list[str]


class _Sheet(NamedTuple):
    """A page with what stands in its frames and its tables apart from the rest."""

    page: Page
    frames: list[Grid]
    tables: list[Grid]
    framed: list[list[Char]]
    tabled: list[list[Char]]
    loose: list[list[Char]]


def laid_out(pages: Sequence[Page]) -> Layout:
    """Return the lines and tables of pages in reading order."""
    kept, notes = _without_furniture(pages)
    sheets = [_sheet(page, chars) for page, chars in zip(pages, kept, strict=True)]
    gutters = [_gutter(sheet) for sheet in sheets]
    known = [gutter for gutter in gutters if gutter is not None]
    common = median(known) if known else None
    layout = Layout([], {}, notes)
    for number, (sheet, own) in enumerate(zip(sheets, gutters, strict=True)):
        layout.items.extend(_page(sheet, own if own is not None else common, number, layout))
    return layout


def _sheet(page: Page, chars: list[Char]) -> _Sheet:
    found = [row for row in grids(page.rules) if not _is_whole(row, page)]
    frames = [row for row in found if row.is_frame]
    tables = [row for row in found if not row.is_frame]
    if not found:
        return _Sheet(page, [], [], [], [], rows(chars))
    tabled: list[list[Char]] = [[] for _ in tables]
    framed: list[list[Char]] = [[] for _ in frames]
    loose = []
    for char in chars:
        x, y = (char.x0 + char.x1) / 2, char.y
        at = next((at for at, row in enumerate(tables) if row.holds(x, y)), None)
        within = next((at for at, row in enumerate(frames) if row.holds(x, y)), None)
        if at is not None:
            tabled[at].append(char)
        elif within is not None:
            framed[within].append(char)
        else:
            loose.append(char)
    return _Sheet(page, frames, tables, framed, tabled, rows(loose))


# Running heads and page numbers


def _without_furniture(pages: Sequence[Page]) -> tuple[list[list[Char]], list[str]]:
    """Return the characters of each page that are no running head, foot or number; a note."""
    margins = [_margin_rows(page) for page in pages]
    heights: dict[int, list[str]] = {}
    for edge in margins:
        for row in edge:
            heights.setdefault(_height(row), []).append(words(row))
    heads = {height: running(texts) for height, texts in heights.items()}
    kept = []
    told: dict[str, str] = {}
    for page, found in zip(pages, margins, strict=True):
        gone = set()
        for row in found:
            is_head = alike(words(row)) in heads[_height(row)]
            if is_head or _is_number(row):
                gone |= {id(char) for char in row}
            if is_head and not _is_number(row):
                told.setdefault(alike(words(row)), normal(words(row)))
        kept.append([char for char in page.chars if id(char) not in gone])
    return kept, left_out(told.values())


def _margin_rows(page: Page) -> list[list[Char]]:
    """Return the two outer rows of the margin at the top, and of that at the foot."""
    low, high = _MARGIN * page.height, (1 - _MARGIN) * page.height
    top = rows(char for char in page.chars if char.y > high)
    foot = rows(char for char in page.chars if char.y < low)
    return top[:2] + foot[-2:]


def _height(row: list[Char]) -> int:
    """Return where a row stands on its page, so that heads at one height are told together."""
    return round(row[0].y / 4)


def _is_number(row: list[Char]) -> bool:
    text = words(row).strip()
    return is_page_number(text) or _NUMBER.fullmatch(text) is not None


# Columns


def _gutter(sheet: _Sheet) -> float | None:
    """Return where two columns part, None for a page that has not two."""
    parted = [stretches(row) for row in sheet.loose]
    low, high = (share * sheet.page.width for share in _MIDDLE)
    least = _COLUMN * sheet.page.width
    gaps = [
        (left.x1, right.x0)
        for row in parted for left, right in itertools.pairwise(row)
        if left.x1 < high and right.x0 > low
        and min(left.x1 - left.x0, right.x1 - right.x0) > least
    ]  # fmt: skip
    if len(gaps) < _LEAST_PAIRS:
        return None
    places = [(a + b) / 2 for a, b in gaps if low < (a + b) / 2 < high]
    best = max(places, key=lambda x: sum(a <= x <= b for a, b in gaps), default=None)
    if best is None:
        return None
    both = [(a, b) for a, b in gaps if a <= best <= b]
    if len(both) < max(_LEAST_PAIRS, _PAIRS_SHARE * len(parted)):
        return None
    left, right = median(a for a, _ in both), median(b for _, b in both)
    return (left + right) / 2


def _page(
    sheet: _Sheet, gutter: float | None, number: int, layout: Layout
) -> list[PageLine | PageTable]:
    numbers = [_framed(row, layout) for row in sheet.frames]
    items: list[PageLine | PageTable] = []
    for table, chars in zip(sheet.tables, sheet.tabled, strict=True):
        around = [
            told for told, row in zip(numbers, sheet.frames, strict=True)
            if row.holds(*_middle(table))
        ]  # fmt: skip
        items += _table(table, chars, gutter, number, around[0] if around else 0)
    for told, row, inner in zip(numbers, sheet.frames, sheet.framed, strict=True):
        side = _side(row.box.x0, row.box.x1, gutter)
        items += [PageLine(tuple(stretches(line)), side, told, number) for line in rows(inner)]
    for line in sheet.loose:
        items += _lines(stretches(line, gutter), gutter, number)
    return _ordered(items)


def _is_whole(grid: Grid, page: Page) -> bool:
    """Tell a border or a ground of the page."""
    box = grid.box
    return grid.is_frame and (
        box.x1 - box.x0 > _WHOLE_PAGE * page.width and box.y1 - box.y0 > _WHOLE_PAGE * page.height
    )


def _framed(grid: Grid, layout: Layout) -> int:
    number = len(layout.frames) + 1
    layout.frames[number] = Frame(number, grid.xs[0], grid.xs[-1])
    return number


def _middle(grid: Grid) -> tuple[float, float]:
    box = grid.box
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _side(x0: float, x1: float, gutter: float | None) -> str:
    if gutter is None or x0 < gutter < x1:
        return ACROSS
    return LEFT if x1 <= gutter else RIGHT


def _lines(parted: list[Stretch], gutter: float | None, number: int) -> list[PageLine | PageTable]:
    """Return the lines of a row: one, or one in each column."""
    if gutter is None or any(_crosses(row, gutter) for row in parted):
        return [PageLine(tuple(parted), ACROSS, 0, number)] if parted else []
    sides = {
        LEFT: tuple(row for row in parted if (row.x0 + row.x1) / 2 < gutter),
        RIGHT: tuple(row for row in parted if (row.x0 + row.x1) / 2 >= gutter),
    }
    return [PageLine(told, side, 0, number) for side, told in sides.items() if told]


def _crosses(row: Stretch, gutter: float) -> bool:
    """Tell what goes across; two signs at the end of a line may hang into the gutter."""
    return row.x0 < gutter - row.size and row.x1 > gutter + _HANGING * row.size


def _table(
    grid: Grid, chars: list[Char], gutter: float | None, number: int, frame: int
) -> list[PageLine | PageTable]:
    cells: dict[tuple[int, int], list[Char]] = {}
    for char in chars:
        cells.setdefault(grid.cell((char.x0 + char.x1) / 2, char.y), []).append(char)
    told = {at: joined([words(row) for row in rows(inner)] or [""]) for at, inner in cells.items()}
    size = (len(grid.ys) - 1, len(grid.xs) - 1)
    full = []
    for row in range(size[0]):
        ats = [grid.joined[row, column] for column in range(size[1])]
        texts = [told.get(at, "") for at in ats]
        full.append(tuple(texts if len(set(ats)) > 1 else texts[:1]))
    full = [row for row in full if any(row)]
    if not full:
        return []
    box = grid.box
    side = _side(box.x0, box.x1, gutter)
    return [PageTable(tuple(full), grid.xs, box.y1, side, frame, number)]


def _ordered(items: list[PageLine | PageTable]) -> list[PageLine | PageTable]:
    """Return the items of a page in reading order."""
    items = _with_short_ends(sorted(items, key=lambda row: -row.y))
    across = [row for row in items if row.side == ACROSS]
    found: list[PageLine | PageTable] = []
    for place in range(len(across) + 1):
        top = across[place - 1].y if place else float("inf")
        foot = across[place].y if place < len(across) else float("-inf")
        for side in (LEFT, RIGHT):
            found += [row for row in items if row.side == side and foot < row.y <= top]
        found += across[place : place + 1]
    return found


def _with_short_ends(items: list[PageLine | PageTable]) -> list[PageLine | PageTable]:
    """Return items in which the short last line of what goes across the page is across too."""
    told: list[PageLine | PageTable] = []
    for at, row in enumerate(items):
        before = told[-1] if told else None
        ends = (
            isinstance(row, PageLine) and isinstance(before, PageLine)
            and row.side != ACROSS and before.side == ACROSS and _ends_it(row, before)
            and not _beside(row, items[max(0, at - 2) : at + 3])
        )  # fmt: skip
        told.append(row._replace(side=ACROSS) if ends else row)
    return told


def _ends_it(row: PageLine, before: PageLine) -> bool:
    """Tell whether a line goes on with the one above it, of a paragraph or of a centred title."""
    if row.frame or before.frame or abs(before.size - row.size) >= 0.5:
        return False
    if before.y - row.y >= 2.2 * row.size:
        return False
    middles = (row.x0 + row.x1) / 2 - (before.x0 + before.x1) / 2
    centred = abs(middles) < 0.75 * row.size and row.x1 - row.x0 < before.x1 - before.x0
    return centred or (row.side == LEFT and row.x0 - before.x0 < 0.5 * row.size)


def _beside(row: PageLine, near: list[PageLine | PageTable]) -> bool:
    return any(
        isinstance(other, PageLine) and other.side not in (row.side, ACROSS)
        and abs(other.y - row.y) < row.size
        for other in near
    )  # fmt: skip
