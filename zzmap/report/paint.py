"""Paint a drawing with outlines and letters on a PDF page, or as a picture."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import Any, NamedTuple

from zzmap.errors import FormatError
from zzmap.messages import say
from zzmap.report.drawing import Drawing, Label, Shape
from zzmap.report.fonts import BOLD, INSTALL, REGULAR, Font
from zzmap.report.svg import rings

_numbers = count(1)
"""Names of fonts in reportlab are of the whole process: each pair has its own."""

_HALO = 2.0


class Letters(NamedTuple):
    """Names of the two weights under which reportlab knows a font, and what the font lacks."""

    regular: str
    bold: str
    lacking: dict[int, str]

    def shown(self, text: str) -> str:
        """Return a text with characters the font lacks as their numbers: ``[U+1F3ED]``."""
        return text.translate(self.lacking) if self.lacking else text


def load(font: Font, text: set[str], bold: set[str]) -> Letters:
    """Make the characters of texts known to reportlab, in two weights.

    Raises
    ------
    FormatError
        If reportlab is not installed.
    """
    try:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
    except ImportError:
        raise FormatError(say("a PDF and pictures need packages"), hint=INSTALL) from None
    lacking = {ord(one): f"[U+{ord(one):04X}]" for one in font.missing(text | bold)}
    spelled = set("".join(lacking.values()))
    number = next(_numbers)
    names = f"zzmap-{number}", f"zzmap-{number}-bold"
    for name, wanted, weight in zip(names, (text, bold), (REGULAR, BOLD), strict=True):
        pdfmetrics.registerFont(TTFont(name, font.cut(wanted | spelled, name, weight)))
    pdfmetrics.registerFontFamily(names[0], names[0], names[1], names[0], names[1])
    return Letters(*names, lacking)


def texts_of(drawing: Drawing) -> set[str]:
    """Return the characters of a drawing's labels."""
    return {one for label in drawing.labels for one in label.text}


def paint(canvas: Any, drawing: Drawing, letters: Letters) -> None:
    """Paint a drawing on a reportlab canvas, its lower left corner at the origin."""
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(0, 0, drawing.width, drawing.height)
    canvas.clipPath(edge, stroke=0, fill=0)
    for shape in drawing.shapes:
        _shape(canvas, shape)
    for label in drawing.labels:
        _label(canvas, label, letters)
    canvas.restoreState()


def picture(drawing: Drawing, font: Font | None, scale: float = 2.5) -> bytes:
    """Return a drawing as a PNG of `scale` pixels a point.

    Raises
    ------
    FormatError
        If the packages are not installed.
    """
    if font is None:
        raise FormatError(say("pictures need a font"), hint=INSTALL)
    letters = load(font, texts_of(drawing), texts_of(drawing))
    try:
        import pypdfium2
        from reportlab.pdfgen.canvas import Canvas
    except ImportError:
        raise FormatError(say("pictures need packages"), hint=INSTALL) from None
    raw = BytesIO()
    canvas = Canvas(raw, pagesize=(drawing.width, drawing.height))
    paint(canvas, drawing, letters)
    canvas.save()
    page = pypdfium2.PdfDocument(raw.getvalue())
    image = BytesIO()
    page[0].render(scale=scale).to_pil().save(image, "PNG", optimize=True)
    page.close()
    return image.getvalue()


def _shape(canvas: Any, row: Shape) -> None:
    from reportlab.lib.colors import HexColor

    path = canvas.beginPath()
    for closed, line in rings(row.geometry):
        path.moveTo(*line[0][:2])
        for x, y, *_ in line[1:]:
            path.lineTo(x, y)
        if closed:
            path.close()
    look = row.look
    fill = bool(look.fill) and row.geometry.area > 0
    if fill:
        canvas.setFillColor(HexColor(look.fill))
        canvas.setFillAlpha(look.opacity)
    if look.stroke:
        canvas.setStrokeColor(HexColor(look.stroke))
        canvas.setLineWidth(look.weight)
        canvas.setLineJoin(1)
        canvas.setDash([float(step) for step in look.dash.split()])
    canvas.drawPath(path, stroke=int(bool(look.stroke)), fill=int(fill), fillMode=0)
    canvas.setFillAlpha(1)


def _label(canvas: Any, row: Label, letters: Letters) -> None:
    from reportlab.lib.colors import HexColor

    text, face = letters.shown(row.text), letters.bold if row.bold else letters.regular
    wide = canvas.stringWidth(text, face, row.size)
    x = row.x - {"middle": wide / 2, "end": wide}.get(row.anchor, 0.0)
    y = row.y - row.size * 0.36
    for mode, colour in ((1, "#FFFFFF"), (0, row.colour)):
        canvas.saveState()
        canvas.setDash([])
        canvas.setLineJoin(1)
        canvas.setLineWidth(_HALO)
        canvas.setStrokeColor(HexColor(colour))
        canvas.setFillColor(HexColor(colour))
        told = canvas.beginText(x, y)
        told.setFont(face, row.size)
        told.setTextRenderMode(mode)
        told.textOut(text)
        canvas.drawText(told)
        canvas.restoreState()
