"""Write a document as a PDF on A4: title, date, source and number on each page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any

from zzmap import __version__
from zzmap.io.target import EXPORT_MARK
from zzmap.report.document import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Notes,
    Table,
    printable,
    shown,
)
from zzmap.report.fonts import Font
from zzmap.report.paint import Letters, load, paint

_MARGIN, _FOOT = 40.0, 54.0
_SMALL, _NUMBER = 7.5, 40.0
"""Size of the letters below a page, and the room its number takes there."""

_TALL = 300.0
"""A row so high, in points, may begin on one page and end on the next."""

_PADDING = 6.0
"""What reportlab leaves free within the margins."""

_ROOM = 90.0
_PLATE = 400.0
"""Room below a heading of a section, and of what stands with a figure, in points, or it begins
the next page."""

_INK, _SOFT, _LINE, _HEAD, _MARK = "#26323A", "#5D6B76", "#D5DBE0", "#EEF2F5", "#A3142A"
_ALWAYS = {*map(chr, range(0x20, 0x7F)), *"·—…±²、，。（）：；"}


def pdf(document: Document, font: Font) -> bytes:
    """Return the bytes of a PDF; its letters are in it, cut to those in use.

    Raises
    ------
    FormatError
        If packages are not installed.
    """
    letters = load(font, *_characters(document))
    return _Setter(document, letters).made()


def _characters(document: Document) -> tuple[set[str], set[str]]:
    text, bold = set(_ALWAYS), set(_ALWAYS)
    text |= {*document.subtitle, *document.source, *document.title}
    bold |= {*document.title}
    for section in document.sections:
        bold |= {*section.title}
        for block in section.blocks:
            if isinstance(block, Figure):
                for label in block.drawing.labels:
                    (bold if label.bold else text).update(label.text)
                text |= {*block.caption}
            elif isinstance(block, Table):
                bold |= {one for name in block.columns for one in name}
                text |= {*block.empty, *(one for row in block.rows for cell in row
                                         for one in shown(cell))}  # fmt: skip
            elif isinstance(block, Heading):
                bold |= {*block.text}
            else:
                lines = block.lines if isinstance(block, Notes) else map("".join, block.rows)
                text |= {one for line in lines for one in line}
    return text, bold


class _Setter:
    """Sets a document on pages."""

    def __init__(self, document: Document, letters: Letters) -> None:
        from reportlab.lib.colors import HexColor
        from reportlab.lib.pagesizes import A4
        from reportlab.lib.styles import ParagraphStyle

        self._document, self._letters, self._size = document, letters, A4
        self._colour = HexColor
        self._wide = A4[0] - 2 * _MARGIN

        def style(size: float, face: str = letters.regular, **more: Any) -> Any:
            colour = HexColor(more.pop("colour", _INK))
            return ParagraphStyle(
                f"{face}-{size}", fontName=face, fontSize=size, leading=size * 1.42,
                textColor=colour, wordWrap=None if document.english else "CJK", **more,
            )  # fmt: skip

        self._title = style(19, letters.bold)
        self._subtitle = style(9.5, colour=_SOFT, spaceAfter=10)
        self._section = style(13, letters.bold, spaceBefore=13, spaceAfter=6, colour=_MARK)
        self._heading = style(10, letters.bold, spaceBefore=4, spaceAfter=4)
        self._text = style(9, spaceAfter=2)
        self._cell = style(7.6)
        self._number = style(7.6, alignment=2)
        self._head = style(7.6, letters.bold)
        self._soft = style(8, colour=_SOFT, spaceBefore=3, spaceAfter=9)

    def made(self) -> bytes:
        """Return the bytes of the PDF."""
        from reportlab.platypus import SimpleDocTemplate

        raw = BytesIO()
        template = SimpleDocTemplate(
            raw, pagesize=self._size, leftMargin=_MARGIN - _PADDING, rightMargin=_MARGIN - _PADDING,
            topMargin=_MARGIN, bottomMargin=_FOOT, title=self._document.title,
            creator=f"{EXPORT_MARK} {__version__}", author="zzmap",
            lang="en" if self._document.english else "zh-CN",
        )  # fmt: skip
        pages = _count_pages(self)
        template.build(list(self._story()), canvasmaker=pages)
        return raw.getvalue()

    def foot(self, canvas: Any, number: int, of: int) -> None:
        """Write what stands below each page."""
        document, face = self._document, self._letters.regular
        canvas.setStrokeColor(self._colour(_LINE))
        canvas.setLineWidth(0.6)
        canvas.line(_MARGIN, _FOOT - 12, self._size[0] - _MARGIN, _FOOT - 12)
        canvas.setFillColor(self._colour(_SOFT))
        canvas.setFont(face, _SMALL)
        source = self._line(f"{document.source} · {document.made}", self._wide - _NUMBER)
        canvas.drawString(_MARGIN, _FOOT - 23, source)
        canvas.drawString(_MARGIN, _FOOT - 34, self._line(document.title, self._wide))
        canvas.drawRightString(self._size[0] - _MARGIN, _FOOT - 23, f"{number} / {of}")

    def _line(self, text: str, wide: float) -> str:
        """Return a text as it stands in one line below a page, its end cut where it is too long."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        told = self._letters.shown(printable(text))
        if stringWidth(told, self._letters.regular, _SMALL) <= wide:
            return told
        while told and stringWidth(f"{told}…", self._letters.regular, _SMALL) > wide:
            told = told[:-1]
        return f"{told}…"

    def _paragraph(self, text: str, style: Any) -> Any:
        from reportlab.platypus import Paragraph

        told = escape(self._letters.shown(printable(text)), quote=False)
        return Paragraph(told.replace("\n", "<br/>"), style)

    def _story(self) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak

        yield self._paragraph(self._document.title, self._title)
        yield self._paragraph(self._document.subtitle, self._subtitle)
        for section in self._document.sections:
            tall = section.blocks and isinstance(section.blocks[0], Heading | Figure)
            yield CondPageBreak(_PLATE if tall else _ROOM)
            yield self._paragraph(section.title, self._section)
            for block in section.blocks:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Any]:
        from reportlab.platypus import CondPageBreak, KeepTogether, Spacer

        if isinstance(block, Heading):
            yield CondPageBreak(_PLATE)
            yield self._paragraph(block.text, self._heading)
        elif isinstance(block, Notes):
            yield from (self._paragraph(f"· {line}", self._text) for line in block.lines)
        elif isinstance(block, Figure):
            caption = self._paragraph(block.caption, self._soft)
            yield KeepTogether([_plate(block, self._letters, self._wide), caption])
        elif isinstance(block, Facts):
            rows = [
                [self._paragraph(label, self._soft_cell), self._paragraph(told, self._text)]
                for label, told in block.rows
            ]
            if rows:
                yield self._grid(rows, (1.4, 5), head=False)
        elif block.rows:
            head = [self._paragraph(name, self._head) for name in block.columns]
            body = [[self._set(cell) for cell in row] for row in block.rows]
            yield self._grid([head, *body], block.widths, head=True)
        else:
            yield self._paragraph(block.empty, self._soft)
        yield Spacer(1, 5)

    @property
    def _soft_cell(self) -> Any:
        from reportlab.lib.styles import ParagraphStyle

        return ParagraphStyle("label", parent=self._text, textColor=self._colour(_SOFT))

    def _set(self, cell: Any) -> Any:
        return self._paragraph(shown(cell), self._cell if isinstance(cell, str | None)
                               else self._number)  # fmt: skip

    def _grid(self, rows: Any, widths: Any, *, head: bool) -> Any:
        from reportlab.platypus import LongTable

        each = [self._wide * one / sum(widths) for one in widths]
        cells = (pair for row in rows for pair in zip(row, each, strict=True))
        tall = any(_height(cell, wide) > _TALL for cell, wide in cells)
        table = LongTable(rows, colWidths=each, repeatRows=int(head), splitInRow=int(tall))
        look: list[Any] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.6),
        ]
        if head:
            look += [
                ("GRID", (0, 0), (-1, -1), 0.5, self._colour(_LINE)),
                ("BACKGROUND", (0, 0), (-1, 0), self._colour(_HEAD)),
            ]
        table.setStyle(look)
        return table


def _height(cell: Any, wide: float) -> float:
    """Return about how high a paragraph is in a column, at the most."""
    style = cell.style
    lines = style.fontSize * len(cell.text) / max(wide - 2 * _PADDING, style.fontSize)
    return float(style.leading * (lines + 1 + cell.text.count("<br/>")))


def _plate(figure: Figure, letters: Letters, wide: float) -> Any:
    from reportlab.platypus import Flowable

    class Plate(Flowable):  # type: ignore[misc] # reportlab has no types
        def __init__(self) -> None:
            super().__init__()
            self._scale = wide / figure.drawing.width
            self.width, self.height = wide, figure.drawing.height * self._scale

        def draw(self) -> None:
            self.canv.scale(self._scale, self._scale)
            paint(self.canv, figure.drawing, letters)

    return Plate()


def _count_pages(setter: _Setter) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    class Counted(Canvas):  # type: ignore[misc] # reportlab has no types
        """A canvas that knows how many pages there are before it writes what is below each."""

        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._kept, 1):
                self.__dict__.update(page)
                setter.foot(self, number, len(self._kept))
                super().showPage()
            super().save()

    return Counted
