"""Write a document as a Word file on A4: source, date and number on each page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from zzmap.errors import FormatError
from zzmap.io.target import EXPORT_MARK
from zzmap.messages import say
from zzmap.report.document import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Notes,
    printable,
    shown,
)
from zzmap.report.fonts import INSTALL, Font
from zzmap.report.paint import picture

_LATIN, _CHINESE = "Calibri", "微软雅黑"
"""Fonts that Word and WPS have; where they are not, the reader takes another."""

_TITLE = 250
"""Letters of a title that stand in a file's properties, which hold a few more."""

_WIDE_CM = 17.4
_HEAD = "EEF2F5"


def word(document: Document, font: Font | None) -> bytes:
    """Return the bytes of a ``.docx``.

    Raises
    ------
    FormatError
        If packages are not installed.
    """
    try:
        import docx
    except ImportError:
        raise FormatError(say("a Word file needs packages"), hint=INSTALL) from None
    book = docx.Document()
    _prepare(book, document)
    book.add_heading(printable(document.title), 0)
    book.add_paragraph(printable(document.subtitle), style="Subtitle")
    for section in document.sections:
        book.add_heading(printable(section.title), 1)
        for block in section.blocks:
            _block(book, block, font)
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def _prepare(book: Any, document: Document) -> None:
    """Set page, fonts, what stands below each page, and what the file says of itself."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = book.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin, page.bottom_margin = Cm(1.8), Cm(2)
    for name, size in (
        ("Normal", 10),
        ("Title", 20),
        ("Subtitle", 10),
        ("Heading 1", 14),
        ("Heading 2", 11),
    ):
        style = book.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
        fonts.set(qn("w:eastAsia"), _CHINESE)
    book.styles["Heading 1"].font.color.rgb = RGBColor(0xA3, 0x14, 0x2A)
    own = book.core_properties
    own.title = printable(document.title)[:_TITLE]
    own.comments, own.author = EXPORT_MARK, "zzmap"
    own.last_modified_by = "zzmap"
    own.language = "en" if document.english else "zh-CN"
    foot = page.footer.paragraphs[0]
    foot.style.font.size = Pt(8)
    foot.add_run(printable(f"{document.source} · {document.made}\t"))
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")
    _one_stop(foot)


def _one_stop(foot: Any) -> None:
    """Let one stop stand at the right edge; the style's own are for another page."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    foot.style.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDE_CM), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = code
        run._r.append(part)


def _block(book: Any, block: Block, font: Font | None) -> None:
    from docx.shared import Cm

    if isinstance(block, Heading):
        book.add_heading(printable(block.text), 2)
    elif isinstance(block, Notes):
        for line in block.lines:
            book.add_paragraph(printable(line), style="List Bullet")
    elif isinstance(block, Figure):
        book.add_picture(BytesIO(picture(block.drawing, font)), width=Cm(_WIDE_CM))
        _described(book, block.caption)
        book.add_paragraph(printable(block.caption), style="Caption")
    elif isinstance(block, Facts):
        if block.rows:
            _grid(book, [*block.rows], (1.4, 5), head=False)
    elif block.rows:
        _grid(book, [block.columns, *block.rows], block.widths, head=True)
    else:
        book.add_paragraph(printable(block.empty))


def _described(book: Any, caption: str) -> None:
    """Say what a picture shows to who cannot see it."""
    book.inline_shapes[-1]._inline.docPr.set("descr", printable(caption))


def _grid(book: Any, rows: Any, widths: Any, *, head: bool) -> None:
    """Add a table; its cells are made as XML at once, since python-docx seeks each anew."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    total = sum(widths)
    each = [round(567 * _WIDE_CM * one / total) for one in widths]
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="D5DBE0"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(_row(row, each, head=head and not at) for at, row in enumerate(rows))
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(each)}" w:type="dxa"/>'
        f'<w:tblBorders>{border if head else ""}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'</w:tblPr><w:tblGrid>{"".join(f"""<w:gridCol w:w="{one}"/>""" for one in each)}'
        f"</w:tblGrid>{body}</w:tbl>"
    )
    last = book.add_paragraph()
    last._p.addprevious(table)


def _row(row: Any, widths: list[int], *, head: bool) -> str:
    told = "<w:tblHeader/>" if head else ""
    cells = "".join(_cell(cell, width, head=head) for cell, width in zip(row, widths, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{told}</w:trPr>{cells}</w:tr>"


def _cell(cell: Any, width: int, *, head: bool) -> str:
    from xml.sax.saxutils import escape

    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD}"/>' if head else ""
    bold = "<w:b/>" if head else ""
    right = "" if isinstance(cell, str | None) else '<w:jc w:val="right"/>'
    lines = printable(shown(cell)).split("\n")
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:before="20" w:after="20"/>{right}</w:pPr><w:r><w:rPr>{bold}'
        f'<w:sz w:val="16"/></w:rPr>{text}</w:r></w:p></w:tc>'
    )
