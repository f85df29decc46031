"""Characters of Chinese documents made alike, and how wide a line of them is.

- Letters, digits and signs of full width become plain ones; compatibility ideographs and
  radicals, which PDFs are full of, the characters they stand for.
- Commas, colons, semicolons, question marks, exclamation marks and brackets become Chinese ones;
  between digits (1,000 and 9:30) commas and colons stay.
- Blanks beside a Chinese character or sign go; between Latin words one stays.
- 曒 before a digit is ≥, and 栺 栻 栿 桇 before 级 or 响应 are Ⅰ to Ⅳ: what the fonts of some
  gazettes' PDFs make of these signs.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_CHINESE = str.maketrans({";": "；", "?": "？", "!": "！", "(": "（", ")": "）"})
_BETWEEN = re.compile(r"(?<!\d)([,:])|([,:])(?!\d)")
_MARKS = {",": "，", ":": "："}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f]")
_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGN = "‘-”…—、-】〔〕·！-￮≥≤"
_BLANK = re.compile(rf"(?<=[{_HAN}{_SIGN}])\s+|\s+(?=[{_HAN}{_SIGN}])")
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_GLYPHS = ((re.compile(r"曒(?=\d)"), "≥"),) + tuple(
    (re.compile(f"{wrong}(?=级|响应)"), right)
    for wrong, right in zip("栺栻栿桇", "ⅠⅡⅢⅣ", strict=True)
)


def plain(text: str) -> str:
    """Return a text with its characters made alike, and its blanks as they are.

    Examples
    --------
    >>> plain("（一）５Ｇ(SA),到2025年达到1,000亿元;")
    '（一）5G（SA），到2025年达到1,000亿元；'
    """
    text = _UNSEEN.sub("", text).translate(_PLAIN)
    text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _BETWEEN.sub(lambda found: _MARKS[found[0]], text.translate(_CHINESE))
    for pattern, right in _GLYPHS:
        text = pattern.sub(right, text)
    return text


def normal(text: str) -> str:
    """Return a paragraph with its characters made alike and its stray blanks gone.

    Examples
    --------
    >>> normal(" 建设 颜 值 最 靓、100MW 风电  (CLEAN ENERGY) ")
    '建设颜值最靓、100MW风电（CLEAN ENERGY）'
    """
    return " ".join(_BLANK.sub("", plain(text)).split())


def width(text: str) -> float:
    """Return how wide a line is, in Chinese characters; a Latin letter or a digit is half of one.

    Examples
    --------
    >>> width("到2025年,")
    5.0
    """
    text = normal(text)
    return sum(0.5 if char.isascii() and char not in ",:" else 1.0 for char in text)
