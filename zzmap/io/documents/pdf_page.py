"""What stands on a page of a PDF: its characters with their places, and the rules drawn on it.

Places are in points of the page, x to the right and y upwards.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

_THIN = 3.0
"""Most points a rule is thick."""

_SHORT = 6.0
_MOST_OBJECTS, _MOST_RULES = 20_000, 4_000
_DEEP = 4
_STRAIGHT = 0.2
"""Radians by which a line of text may be turned and be read."""


_BLANKS = (9, 10, 13, 32)
_LINE_HYPHEN = 2
"""What PDFium calls a hyphen at the end of a line."""


class Char(NamedTuple):
    """A character and its box; `size` is that of its font."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float

    @property
    def y(self) -> float:
        """Middle of its box."""
        return (self.y0 + self.y1) / 2


class Rule(NamedTuple):
    """A straight rule, level or upright: x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        """Whether it goes from left to right."""
        return self.x1 - self.x0 >= self.y1 - self.y0


class Page(NamedTuple):
    """A page: what stands on it, how many letters say nothing, whether there are pictures."""

    width: float
    height: float
    chars: list[Char]
    rules: list[Rule]
    unreadable: int
    pictures: bool
    turned: bool


def read_page(page: Any) -> Page:
    """Return what stands on a page (a `pypdfium2.PdfPage`)."""
    width, height = page.get_size()
    chars, unreadable, turned = _chars(page)
    rules, pictures = _drawn(page)
    return Page(width, height, chars, rules, unreadable, pictures, turned)


def _chars(page: Any) -> tuple[list[Char], int, bool]:
    from pypdfium2 import raw

    text = page.get_textpage()
    handle, box = text.raw, raw.FS_RECTF()
    chars: list[Char] = []
    unreadable, turned, size, straight, foot = 0, False, 1.0, True, None
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, at)
        if code in _BLANKS and (code != 32 or raw.FPDFText_IsGenerated(handle, at) == 1):
            continue
        if code in (0, 0xFFFD) or 0xE000 <= code < 0xF900:
            unreadable += 1
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, at, box):
            continue
        if box.bottom != foot:  # else it stands beside the one before, set like it
            foot = box.bottom
            size = raw.FPDFText_GetFontSize(handle, at)
            size = size if size > 2 else max(1.0, box.top - box.bottom)
            angle = raw.FPDFText_GetCharAngle(handle, at)
            straight = not _STRAIGHT < angle < 2 * math.pi - _STRAIGHT
        if straight:
            code = 0x2D if code == _LINE_HYPHEN else code
            chars.append(Char(chr(code), box.left, box.bottom, box.right, box.top, size))
        else:
            turned = turned or code != 32
    text.close()
    return chars, unreadable, turned


def _drawn(page: Any) -> tuple[list[Rule], bool]:
    """Return the rules of a page, and whether it has pictures."""
    from pypdfium2 import raw

    rules: list[Rule] = []
    pictures = False
    for at, (item, matrices) in enumerate(_objects(page)):
        if at > _MOST_OBJECTS or len(rules) > _MOST_RULES:
            break
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures = True
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            rules += _rules(_points(item, matrices))
    return rules, pictures


def _objects(page: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Yield the objects of a page, those of forms too, with the matrices that place them."""
    from pypdfium2 import raw

    def of_form(form: Any, matrices: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
        for number in range(raw.FPDFFormObj_CountObjects(form)):
            yield from told(raw.FPDFFormObj_GetObject(form, number), matrices)

    def told(item: Any, matrices: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(item, own)
        placed = [own, *matrices]
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM and len(matrices) < _DEEP:
            yield from of_form(item, placed)
        else:
            yield item, placed

    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        yield from told(raw.FPDFPage_GetObject(page.raw, number), [])


def _points(item: Any, matrices: list[Any]) -> list[list[tuple[float, float]]]:
    """Return the straight outlines of a path, in points of the page."""
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    outlines: list[list[tuple[float, float]]] = []
    for number in range(min(raw.FPDFPath_CountSegments(item), _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        for row in matrices:
            point = (
                row.a * point[0] + row.c * point[1] + row.e,
                row.b * point[0] + row.d * point[1] + row.f,
            )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([point])
        elif kind == raw.FPDF_SEGMENT_LINETO:
            outlines[-1].append(point)
        else:  # a curve is no rule: begin anew behind it
            outlines.append([point])
        if raw.FPDFPathSegment_GetClose(segment) and len(outlines[-1]) > 2:
            outlines[-1].append(outlines[-1][0])
    return outlines


def _rules(outlines: list[list[tuple[float, float]]]) -> list[Rule]:
    rules = []
    for outline in outlines:
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        box = Rule(min(xs), min(ys), max(xs), max(ys))
        if min(box.x1 - box.x0, box.y1 - box.y0) <= _THIN:
            rules.append(box)  # a line, or a thin rectangle that is filled
            continue
        for (ax, ay), (bx, by) in itertools.pairwise(outline):
            if abs(ax - bx) <= 0.5 or abs(ay - by) <= 0.5:
                rules.append(Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    return [row for row in rules if max(row.x1 - row.x0, row.y1 - row.y0) >= _SHORT]
