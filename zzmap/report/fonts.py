"""The font of what is printed: found, cut to the characters in use, at two weights.

A PDF, and the pictures in a workbook and a Word file, bring their letters along, so that what is
read elsewhere is what was written; no font means no file, never boxes in the place of characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from zzmap.errors import FormatError
from zzmap.messages import say

PACKAGE = "manimgx_fonts_cjk"
"""Python package that brings Noto Sans CJK (SIL Open Font License)."""

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
REGULAR, BOLD = 400, 700
"""Weights, as OpenType counts them; a font of one weight has it for both."""

INSTALL = "Install it: pip install zzmap[report]."

_SIMPLIFIED = ("SC", "CN", "GB", "YaHei", "Hei", "Song", "Fang", "Kai")
"""What a face of a collection for simplified Chinese has in its name."""

_EACH = "郑布语"
"""Characters a Chinese font has, and one for other scripts has not."""


def find_font(named: str | Path | None = None) -> Font:
    """Return the font to print with: the named one, else that of the package.

    Parameters
    ----------
    named
        A font file (``.ttf``, ``.otf``, ``.ttc``); None takes the package.

    Raises
    ------
    FormatError
        If there is none, or it has no Chinese characters.
    """
    if named is not None:
        return Font(Path(named))
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent if spec is not None and spec.origin else None
    files = [] if folder is None else [row for row in folder.iterdir() if row.suffix in SUFFIXES]
    if not files:
        raise FormatError(
            say("there is no font with Chinese characters to print with"),
            hint=say(
                "{install} Or name a font file: --font C:\\Windows\\Fonts\\simhei.ttf, "
                "--font /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc.",
                install=INSTALL,
            ),
        )
    return Font(files[0])


class Font:
    """A font file, read when it is asked for.

    Parameters
    ----------
    path
        The file; of a collection the face for simplified Chinese is taken.

    Raises
    ------
    FormatError
        If it is no font, or has no Chinese characters.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if any(ord(one) not in self._characters for one in _EACH):
            raise FormatError(
                say("this font has no Chinese characters"),
                str(path),
                say("Name another with --font."),
            )

    def missing(self, text: Iterable[str]) -> set[str]:
        """Return the characters of a text that the font has not."""
        return {one for one in text if ord(one) not in self._characters and one.isprintable()}

    def cut(self, text: Iterable[str], name: str, weight: int = REGULAR) -> BytesIO:
        """Return a TrueType font of these characters alone, at a weight, under a name.

        Outlines are drawn anew as quadratic curves, so that any PDF library can embed them,
        whatever the file holds (CFF, variable outlines, a collection).
        """
        from fontTools.fontBuilder import FontBuilder
        from fontTools.pens.cu2quPen import Cu2QuPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen

        face = self._face
        wanted = sorted({*map(ord, text), 0x20} & self._characters.keys())
        used = {code: self._characters[code] for code in wanted}
        order = [".notdef", *sorted(set(used.values()) - {".notdef"})]
        drawn = face.getGlyphSet(location={"wght": weight} if "fvar" in face else None)
        made = FontBuilder(face["head"].unitsPerEm, isTTF=True)
        made.setupGlyphOrder(order)
        made.setupCharacterMap(used)
        glyphs, widths = {}, {}
        for glyph in order:
            pen = TTGlyphPen(None)
            drawn[glyph].draw(Cu2QuPen(pen, face["head"].unitsPerEm / 1000, reverse_direction=True))
            glyphs[glyph], widths[glyph] = pen.glyph(), round(drawn[glyph].width)
        made.setupGlyf(glyphs)
        table = made.font["glyf"]
        made.setupHorizontalMetrics(
            {row: (width, getattr(table[row], "xMin", 0)) for row, width in widths.items()}
        )
        made.setupHorizontalHeader(ascent=face["hhea"].ascent, descent=face["hhea"].descent)
        made.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
        made.setupOS2(usWeightClass=weight)
        made.setupPost()
        raw = BytesIO()
        made.save(raw)
        raw.seek(0)
        return raw

    @cached_property
    def _face(self) -> Any:
        try:
            from fontTools.ttLib import TTCollection, TTFont, TTLibError
        except ImportError:
            raise FormatError(say("a PDF and pictures need packages"), hint=INSTALL) from None
        try:
            if self.path.suffix.lower() in (".ttc", ".otc"):
                faces = TTCollection(str(self.path), lazy=True).fonts
                return next((row for row in faces if _is_simplified(row)), faces[0])
            return TTFont(str(self.path), lazy=True)
        except (OSError, TTLibError) as error:
            raise FormatError(
                say("this is no font that can be read ({error})", error=error), str(self.path)
            ) from None

    @cached_property
    def _characters(self) -> dict[int, str]:
        found: dict[int, str] = self._face.getBestCmap() or {}
        return found


def _is_simplified(face: Any) -> bool:
    name = str(face["name"].getDebugName(4) or "")
    return any(part in name for part in _SIMPLIFIED)
