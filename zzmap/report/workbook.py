"""Write a document as a workbook: a sheet for each section, source and date on each page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from itertools import count
from math import ceil
from typing import Any

from zzmap.errors import FormatError
from zzmap.io.target import EXPORT_MARK
from zzmap.messages import say
from zzmap.report.document import (
    Block,
    Cell,
    Document,
    Facts,
    Figure,
    Heading,
    Notes,
    Section,
    Table,
    printable,
)
from zzmap.report.fonts import Font
from zzmap.report.paint import picture

_WIDE = 108.0
"""Characters across a sheet: an A4 page, a little smaller than as it is."""

_FONT = "微软雅黑"
_LINE, _HEAD, _MARK, _SOFT = "D5DBE0", "EEF2F5", "A3142A", "5D6B76"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_PICTURE_POINTS = 470.0
_ROW_POINTS = 15.0
_CELL_CHARS = 32_767


def workbook(document: Document, font: Font | None) -> bytes:
    """Return the bytes of a ``.xlsx``; no cell is a formula.

    Raises
    ------
    FormatError
        If a cell is longer than a workbook holds, or packages for pictures are not installed.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.description, book.properties.creator = EXPORT_MARK, "zzmap"
    book.properties.lastModifiedBy = "zzmap"
    book.properties.title = printable(document.title)
    names: set[str] = set()
    for section in document.sections:
        sheet = book.create_sheet(_name(section.title, names))
        _Sheet(sheet, document, section, font).fill()
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """Return what a sheet is called: 31 characters at most, none twice."""
    plain = _FORBIDDEN.sub(" ", printable(title)).strip()[:31] or "1"
    for number in count(2):
        if plain.casefold() not in taken:
            break
        plain = f"{plain[:28]} {number}"
    taken.add(plain.casefold())
    return plain


class _Sheet:
    """Fills the sheet of a section from above."""

    def __init__(self, sheet: Any, document: Document, section: Section, font: Font | None) -> None:
        self._sheet, self._document, self._section, self._font = sheet, document, section, font
        self._row = 1
        tables = [row for row in section.blocks if isinstance(row, Table)]
        widths: Sequence[float] = tables[0].widths if tables else (1.4, 5)
        self._columns = max([len(widths), *(len(row.widths) for row in tables)])
        self._each = [_WIDE * one / sum(widths) for one in widths]
        self._each += [self._each[-1]] * (self._columns - len(self._each))

    def fill(self) -> None:
        """Write the section, and how it is printed."""
        from openpyxl.utils import get_column_letter

        for at, wide in enumerate(self._each, 1):
            self._sheet.column_dimensions[get_column_letter(at)].width = wide
        self._across(self._document.title, size=16, bold=True)
        self._across(f"{self._document.source} · {self._document.made}", size=9, colour=_SOFT)
        if self._document.subtitle:
            self._across(self._document.subtitle, size=9, colour=_SOFT)
        self._across(self._section.title, size=13, bold=True, colour=_MARK)
        for block in self._section.blocks:
            self._block(block)
            self._row += 1
        self._printing()

    def _printing(self) -> None:
        sheet, document = self._sheet, self._document
        sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        foot = sheet.oddFooter
        # A & is a sign of its own there, and what a footer holds is short.
        foot.left.text = printable(f"{document.source} · {document.made}").replace("&", "&&")[:200]
        foot.right.text = "&P / &N"

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._across(block.text, size=11, bold=True)
        elif isinstance(block, Notes):
            for line in block.lines:
                self._across(f"· {line}")
        elif isinstance(block, Figure):
            self._figure(block)
        elif isinstance(block, Facts):
            for label, told in block.rows:
                self._fact(label, told)
        elif block.rows:
            self._table(block)
        else:
            self._across(block.empty, colour=_SOFT)

    def _table(self, table: Table) -> None:
        first = self._row
        for at, row in enumerate([table.columns, *table.rows]):
            high = 1
            for column, cell in enumerate(row, 1):
                self._put(column, cell, head=at == 0, line=True)
                high = max(high, _lines(cell, self._each[column - 1]))
            self._sheet.row_dimensions[self._row].height = _ROW_POINTS * min(high, 27)
            self._row += 1
        if sum(isinstance(row, Table) for row in self._section.blocks) == 1:
            self._sheet.print_title_rows = f"{first}:{first}"

    def _fact(self, label: str, told: str) -> None:
        self._put(1, label, colour=_SOFT)
        self._merged(2, told, {})

    def _across(self, text: str, **look: Any) -> None:
        self._merged(1, text, look)

    def _merged(self, first: int, text: str, look: dict[str, Any]) -> None:
        last = max(self._columns, 2)
        if last > first:
            self._sheet.merge_cells(
                start_row=self._row, end_row=self._row, start_column=first, end_column=last
            )
        self._put(first, text, **look)
        size = look.get("size", 10)
        wide = sum(self._each[first - 1 :]) * 10 / size
        self._sheet.row_dimensions[self._row].height = (
            _ROW_POINTS * size / 10 * min(_lines(text, wide), 27)
        )
        self._row += 1

    def _put(
        self, column: int, cell: Cell, *, head: bool = False, line: bool = False,
        size: float = 10, bold: bool = False, colour: str = "",
    ) -> None:  # fmt: skip
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        own = self._sheet.cell(self._row, column)
        own.font = Font(name=_FONT, size=size, bold=bold or head, color=colour or None)
        own.alignment = Alignment(
            wrap_text=True, vertical="top",
            horizontal=None if cell is None or isinstance(cell, str) else "right",
        )  # fmt: skip
        if line:
            side = Side(style="thin", color=_LINE)
            own.border = Border(left=side, right=side, top=side, bottom=side)
        if head:
            own.fill = PatternFill("solid", fgColor=_HEAD)
        if not isinstance(cell, str):
            own.value = cell
            own.number_format = "#,##0.####" if isinstance(cell, float) else "#,##0"
            return
        text = printable(cell)
        if len(text) > _CELL_CHARS:
            raise FormatError(
                say(
                    "a cell of a workbook holds {cell_chars:,} "
                    "characters", cell_chars=_CELL_CHARS), self._section.title,
                say("Write a .html."),
            )  # fmt: skip
        own.value = text
        if text[:1] in ("=", "#"):
            own.data_type, own.quotePrefix = "s", True

    def _figure(self, figure: Figure) -> None:
        from openpyxl.drawing.image import Image

        image = Image(BytesIO(picture(figure.drawing, self._font)))
        points = figure.drawing.height * _PICTURE_POINTS / figure.drawing.width
        image.width, image.height = _PICTURE_POINTS * 4 / 3, points * 4 / 3
        self._sheet.add_image(image, f"A{self._row}")
        self._row += ceil(points / _ROW_POINTS) + 1
        self._across(figure.caption, size=9, colour=_SOFT)


def _lines(cell: Cell, wide: float) -> int:
    """Return how many lines a cell takes: a Chinese character is two wide."""
    if not isinstance(cell, str):
        return 1
    return sum(
        max(1, ceil(sum(1.1 if one.isascii() else 2.1 for one in line) / max(wide - 1, 1)))
        for line in cell.split("\n")
    )
