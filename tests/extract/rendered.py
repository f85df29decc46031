"""A plan written for judging, set as TXT, DOCX or PDF the way such documents come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

TITLE, HEADING, BODY, BOX, BOX_BODY, ROW = "title", "heading", "body", "box", "box-body", "row"
REST = "rest"
"""Kind of a paragraph that goes on behind a box."""

_NO_START = "，。；：、）”》！？%"


class Piece(NamedTuple):
    """A paragraph or a row of a plan."""

    kind: str
    text: str
    cells: tuple[str, ...] = ()
    level: int = 0


def pieces(path: Path) -> list[Piece]:
    """Return the paragraphs and rows of a plan without marks and truths."""
    found: list[Piece] = []
    boxed = False
    for raw in path.read_text("utf-8").splitlines():
        head = raw.partition(" ")[0]
        line = re.sub("[⟦⟧]", "", raw)
        if not line.strip() or head in ("//", ">", ">?", "P", "S", "I"):
            continue
        if line.startswith("]]"):
            boxed = False
        elif line.startswith("[["):
            boxed = True
            found.append(Piece(BOX, line[2:].strip()))
        elif line.startswith("|"):
            found.append(Piece(ROW, "", tuple(cell.strip() for cell in line.split("|")[1:-1])))
        elif line.startswith("="):
            found.append(Piece(TITLE, line[1:].strip()))
        elif line.startswith("#"):
            found.append(Piece(HEADING, line.lstrip("# "), level=len(head)))
        else:
            found.append(Piece(BOX_BODY if boxed else BODY, line))
    return found


def paragraphs(rows: list[Piece]) -> list[str | tuple[str, ...]]:
    """Return what reading a rendering should give back."""
    return [row.cells or row.text for row in rows]


# Plain text


def as_txt(rows: list[Piece], measure: int = 0) -> str:
    """Return a plan as text: a line for each paragraph, or broken at a measure."""
    lines = []
    for row in rows:
        if row.cells:
            lines.append("\t".join(row.cells))
        elif row.kind in (BODY, BOX_BODY):
            lines += broken("　　" + row.text, measure) if measure else ["　　" + row.text]
        else:
            lines += broken(row.text, measure) if measure else [row.text]
    return "\n".join(lines) + "\n"


def wide(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def broken(text: str, measure: float) -> list[str]:
    """Return a paragraph as lines of a column, no sign at the start of one."""
    lines = [""]
    for word in re.findall(r"[A-Za-z0-9.%]+|.", text):
        if wide(lines[-1] + word) > measure and word not in _NO_START and lines[-1]:
            lines.append("")
        lines[-1] += word
    return lines


# DOCX


def as_docx(rows: list[Piece], path: Path, *, frames: bool = True, numbered: bool = False) -> None:
    """Write a plan as DOCX: boxes as tables of one cell, or loose; 一、 by Word if `numbered`."""
    import docx

    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "某市人民政府公报"
    section.footer.paragraphs[0].text = "— 1 —"
    number = _list(document) if numbered else 0
    holder: Any = document
    table: Any = None
    for row in rows:
        if row.kind != ROW:
            table = None
        if row.kind == BOX:
            grid = document.add_table(1, 1) if frames else None
            holder = grid.cell(0, 0) if grid is not None else document
            (holder.paragraphs[0] if frames else holder.add_paragraph()).add_run(row.text)
        elif row.kind == ROW:
            if table is None:
                table = holder.add_table(0, len(row.cells))
            for cell, text in zip(table.add_row().cells, row.cells, strict=True):
                cell.text = text
        else:
            holder = holder if row.kind == BOX_BODY else document
            paragraph = holder.add_paragraph()
            text = row.text
            if number and row.kind == HEADING and row.level == 1:
                text = re.sub("^.、", "", text)
                _numbered(paragraph, number)
            _runs(paragraph, text)
            if row.kind == HEADING:
                paragraph.style = document.styles[f"Heading {row.level}"]
    document.save(str(path))


def _runs(paragraph: Any, text: str) -> None:
    """Write a text as several runs, as editing leaves it."""
    for start in range(0, len(text), 7):
        paragraph.add_run(text[start : start + 7])


def _list(document: Any) -> int:
    """Add a list that Word numbers 一、 二、 and return its number."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    root = document.part.numbering_part.element
    root.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    root.append(parse_xml(
        f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    ))  # fmt: skip
    return 77


def _numbered(paragraph: Any, number: int) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.get_or_add_pPr().append(parse_xml(
        f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    ))  # fmt: skip


# PDF

_PAGE = (595.0, 842.0)
_SIDE, _TOP, _GUTTER = 60.0, 90.0, 26.0
_SIZE, _LEADING = 10.5, 17.0


def as_pdf(rows: list[Piece], path: Path, *, columns: int = 1, spaced: bool = False) -> None:
    """Write a plan as PDF, in one column or two, with running heads and page numbers.

    Boxes go across the columns; full lines are justified; `spaced` sets blanks in some words.
    """
    setter = _Setter(path, columns)
    for kind, group in _groups(rows):
        if kind == BOX:
            setter.box(group)
        else:
            setter.text(group, spaced=spaced)
    setter.done()


def _groups(rows: list[Piece]) -> Iterator[tuple[str, list[Piece]]]:
    group: list[Piece] = []
    kind = BODY
    for row in rows:
        now = BOX if row.kind in (BOX, BOX_BODY, ROW) else BODY
        if group and (now != kind or row.kind == BOX):
            yield kind, group
            group = []
        kind = now
        group.append(row)
    yield kind, group


class _Setter:
    """Sets pages."""

    def __init__(self, path: Path, columns: int) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self._columns = columns
        self._canvas = Canvas(str(path), pagesize=_PAGE)
        self._page = 0
        inner = _PAGE[0] - 2 * _SIDE
        self._wide = (inner - _GUTTER * (columns - 1)) / columns
        self._begin()

    def _begin(self) -> None:
        self._page += 1
        self._y = _PAGE[1] - _TOP
        self._canvas.setFont("STSong-Light", 9)
        self._canvas.drawString(_SIDE, _PAGE[1] - 50, "某市人民政府公报（2026.3）")
        self._canvas.drawRightString(_PAGE[0] - _SIDE, _PAGE[1] - 50, "市政府文件")
        self._canvas.line(_SIDE, _PAGE[1] - 56, _PAGE[0] - _SIDE, _PAGE[1] - 56)
        self._canvas.drawCentredString(_PAGE[0] / 2, 40, f"— {self._page} —")

    def _next(self) -> None:
        self._canvas.showPage()
        self._begin()

    def text(self, rows: list[Piece], *, spaced: bool) -> None:
        lines: list[tuple[str, float, bool, bool]] = []
        measure = self._wide / _SIZE
        for row in rows:
            if row.kind == TITLE:
                self._title(row.text)
                continue
            told = broken(("" if row.kind == REST else "　　") + row.text, measure)
            for at, line in enumerate(told):
                full = at + 1 < len(told)
                indent = 2.0 if at == 0 and row.kind != REST else 0.0
                lines.append((line.lstrip("　"), indent, full, spaced))
        while lines:
            room = int((self._y - _TOP) // _LEADING)
            if room < 2:
                self._next()
                continue
            take = min(room, -(-len(lines) // self._columns))
            for column in range(self._columns):
                for at, line in enumerate(lines[column * take : (column + 1) * take]):
                    left = _SIDE + column * (self._wide + _GUTTER)
                    self._set(line, left, self._y - at * _LEADING, self._wide)
            lines = lines[self._columns * take :]
            self._y -= take * _LEADING
            if lines:
                self._next()

    def _title(self, text: str) -> None:
        self._canvas.setFont("STSong-Light", 18)
        for line in broken(text, 22):
            self._canvas.drawCentredString(_PAGE[0] / 2, self._y - 10, line)
            self._y -= 28
        self._y -= 14

    def _set(self, line: tuple[str, float, bool, bool], x: float, y: float, room: float) -> None:
        text, indent, full, spaced = line
        x += indent * _SIZE
        room -= indent * _SIZE
        from reportlab.pdfbase.pdfmetrics import stringWidth

        natural = stringWidth(text, "STSong-Light", _SIZE)
        told = self._canvas.beginText(x, y - _SIZE)
        told.setFont("STSong-Light", _SIZE)
        told.setCharSpace((room - natural) / max(1, len(text) - 1) if full else 0)
        if spaced and not full and not text[3:5].isascii():
            text = text[:4] + " " + text[4:]  # blanks in words
        told.textOut(text)
        self._canvas.drawText(told)

    def box(self, rows: list[Piece]) -> None:
        room = _PAGE[0] - 2 * _SIDE - 16
        lines: list[tuple[str, float, bool, bool]] = []
        tables = [row for row in rows if row.kind == ROW]
        for row in rows:
            if row.kind == ROW:
                continue
            told = broken(("　　" if row.kind == BOX_BODY else "") + row.text, room / _SIZE)
            for at, line in enumerate(told):
                lines.append((
                    line.lstrip("　"), 2.0 if at == 0 and row.kind == BOX_BODY else 0.0,
                    at + 1 < len(told), False,
                ))  # fmt: skip
        high = len(lines) * _LEADING + 12 + sum(self._heights(tables, room))
        if self._y - high - 20 < _TOP:
            self._next()
        top = self._y - 8
        self._canvas.rect(_SIDE, top - high, room + 16, high)
        for at, line in enumerate(lines):
            self._set(line, _SIDE + 8, top - 4 - at * _LEADING, room)
        if tables:
            self._table(tables, top - 8 - len(lines) * _LEADING, room)
        self._y = top - high - 12

    def _heights(self, rows: list[Piece], room: float) -> list[float]:
        told = [[broken(text, room / len(row.cells) / 9 - 1) for text in row.cells] for row in rows]
        return [max(map(len, row)) * 10 + 10 for row in told]

    def _table(self, rows: list[Piece], top: float, room: float) -> None:
        columns = len(rows[0].cells)
        wide_one = room / columns
        canvas = self._canvas
        canvas.setFont("STSong-Light", 9)
        y = top
        for row, height in zip(rows, self._heights(rows, room), strict=True):
            canvas.line(_SIDE + 8, y, _SIDE + 8 + room, y)
            for column, text in enumerate(row.cells):
                for at, line in enumerate(broken(text, wide_one / 9 - 1)):
                    canvas.drawString(_SIDE + 12 + column * wide_one, y - 12 - at * 10, line)
            y -= height
        canvas.line(_SIDE + 8, y, _SIDE + 8 + room, y)
        for at in range(columns + 1):
            x = _SIDE + 8 + at * wide_one
            canvas.line(x, top, x, y)

    def done(self) -> None:
        self._canvas.save()
