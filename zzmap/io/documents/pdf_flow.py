"""Lines of pages in reading order put together to paragraphs and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from zzmap.io.documents.characters import normal
from zzmap.io.documents.lines import INDENTED, Joiner, Line, joined
from zzmap.io.documents.marks import box, mark
from zzmap.io.documents.model import Part
from zzmap.io.documents.pdf_layout import ACROSS, LEFT, Layout, PageLine, PageTable
from zzmap.io.documents.text_tables import split_tables

_FEW = 6
"""Lines of a column below which its width is told by the other pages."""

_MOST_APART = 2.0
_ENDS = tuple("。！？；：")

Column = tuple[int, str]
Sides = tuple[float, float]


def flow(layout: Layout) -> list[Part]:
    """Return the paragraphs and rows of a document laid out."""
    columns = _columns([row for row in layout.items if isinstance(row, PageLine) and not row.frame])
    pad = _pad(layout)
    lines = [
        _line(row, _sides(row, columns, layout, pad))
        if isinstance(row, PageLine) else row for row in layout.items
    ]  # fmt: skip
    joiner = Joiner([row for row in lines if isinstance(row, Line)])
    parts: list[Part] = []
    tables = _Tables()
    for run in _runs(lines):
        if isinstance(run, PageTable):
            parts += tables.rows(run)
            continue
        for piece in split_tables(run):
            if isinstance(piece[0], Line):
                parts += joiner.paragraphs(piece)
            else:
                parts += tables.plain([tuple(row) for row in piece])
    return _across_floats(parts)


def _runs(lines: Sequence[Line | PageTable]) -> Iterator[list[Line] | PageTable]:
    run: list[Line] = []
    for row in lines:
        if isinstance(row, Line):
            run.append(row)
            continue
        if run:
            yield run
        yield row
        run = []
    if run:
        yield run


def _line(row: PageLine, sides: Sides) -> Line:
    left, right = sides
    text = "  ".join(stretch.text for stretch in row.stretches)
    size = row.size
    return Line(
        text, max(0.0, row.x0 - left) / size, (row.x1 - row.x0) / size, (right - left) / size,
        row.frame,
    )  # fmt: skip


# Where columns begin and end


def _columns(lines: list[PageLine]) -> dict[Column, Sides]:
    """Return the left and right side of each column of each page."""
    groups: dict[Column, list[PageLine]] = {}
    for row in lines:
        groups.setdefault((row.page, row.side), []).append(row)
    found = {at: _ends(rows) for at, rows in groups.items()}
    full: dict[str, list[Sides]] = {}
    for (page, side), rows in groups.items():
        if len(rows) >= _FEW:
            full.setdefault(side, []).append(found[page, side])
    for (page, side), rows in groups.items():
        if len(rows) < _FEW and side in full:
            found[page, side] = _told_by(found[page, side], full[side], rows[0].size)
    return _spanned(found)


def _told_by(own: Sides, others: list[Sides], size: float) -> Sides:
    """Return the sides of a column with few lines, by those of other pages."""
    left = median(left for left, _ in others)
    # Pages of a book have other margins at left and at right.
    left = left if abs(own[0] - left) < 3 * size else own[0]
    return left, max(own[1], left + median(right - left for left, right in others))


def _ends(rows: list[PageLine]) -> Sides:
    """Return where most lines of a column begin and end; one alone may stick out."""
    size = median(row.size for row in rows)
    starts = Counter(round(row.x0 / size * 2) for row in rows)
    left = min((row.x0 for row in rows if starts[round(row.x0 / size * 2)] > 1), default=None)
    right = sorted(row.x1 for row in rows)
    far = right[-2] if len(right) > _FEW and right[-1] - right[-2] > size else right[-1]
    return min(row.x0 for row in rows) if left is None else left, far


def _spanned(found: dict[Column, Sides]) -> dict[Column, Sides]:
    """Return the columns, what goes across two being as wide as both."""
    told = dict(found)
    for page, side in found:
        both = found.get((page, LEFT)), found.get((page, "right"))
        if side == ACROSS and both[0] and both[1]:
            told[page, side] = min(found[page, side][0], both[0][0]), both[1][1]
    return told


def _pad(layout: Layout) -> float:
    """Return how far text stands in from the side of a frame."""
    gaps = [
        row.x0 - layout.frames[row.frame].x0
        for row in layout.items if isinstance(row, PageLine) and row.frame
    ]  # fmt: skip
    return max(0.0, min(gaps, default=0.0))


def _sides(row: PageLine, columns: dict[Column, Sides], layout: Layout, pad: float) -> Sides:
    if not row.frame:
        return columns[row.page, row.side]
    frame = layout.frames[row.frame]
    return frame.x0 + pad, frame.x1 - pad


# Tables, and paragraphs that a box or a table cuts


class _Tables:
    """Numbers tables; one that goes on over the page is one."""

    def __init__(self) -> None:
        self._number = 0
        self._last: PageTable | None = None
        self._head: tuple[str, ...] = ()

    def rows(self, table: PageTable) -> list[Part]:
        """Return the rows of a table on a page."""
        last, rows = self._last, list(table.cells)
        goes_on = (
            last is not None and table.page == last.page + 1 and len(table.xs) == len(last.xs)
            and abs((table.xs[-1] - table.xs[0]) - (last.xs[-1] - last.xs[0])) <= _MOST_APART
        )  # fmt: skip
        if goes_on and rows[0] == self._head:
            rows = rows[1:]
        if not goes_on:
            self._number += 1
            self._head = rows[0]
        self._last = table
        return self._parts(rows, table.frame)

    def plain(self, rows: list[tuple[str, ...]]) -> list[Part]:
        """Return the rows of a table without rules."""
        self._number += 1
        self._last = None
        return self._parts(rows, 0)

    def _parts(self, rows: list[tuple[str, ...]], frame: int) -> list[Part]:
        return [Part("", cells=row, frame=frame, table=self._number) for row in rows]


def _across_floats(parts: list[Part]) -> list[Part]:
    """Return parts in which a paragraph that a box or a table cuts is whole, before it."""
    told: list[Part] = []
    opened: int | None = None
    for part in parts:
        floats = bool(part.frame or part.cells)
        if opened is not None and not floats and told and (told[-1].frame or told[-1].cells):
            text, cut = normal(part.text), told[opened]
            begins = part.lead >= INDENTED or mark(text) or box(part.text)
            if not begins and abs(part.measure - cut.measure) <= 1:
                told[opened] = cut._replace(text=joined([cut.text, part.text]))
                opened = opened if _is_open(told[opened]) else None
                continue
        if not floats:
            opened = len(told) if _is_open(part) else None
        told.append(part)
    return told


def _is_open(part: Part) -> bool:
    """Tell a paragraph that ends within a sentence."""
    text = normal(part.text)
    return len(text) > part.measure > 0 and not text.endswith(_ENDS) and "，" in text
