"""Tell the encoding of a drawing's text, of which GDAL else makes Latin letters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from zzmap.io.shapefile import LATIN, fits, known_encoding

_STATED = re.compile(rb"\$(ACADVER|DWGCODEPAGE)\s+\d+\s+(\S+)")
_UTF8_SINCE = "AC1021"
_HEAD = 1 << 16
_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")


def recoded(value: Any, encoding: str) -> Any:
    r"""Mend text of a drawing without a header, where GDAL asks for no encoding.

    It has taken every byte for a letter of Latin 1, so the bytes can be had back; letters that
    the drawing wrote as ``\U+7EA2`` are right already.
    """
    if not isinstance(value, str) or value.isascii():
        return value
    parts = re.split("([^\x00-\xff]+)", value)
    return "".join(
        part if at % 2 else part.encode("latin-1").decode(encoding, "replace")
        for at, part in enumerate(parts)
    )


def has_header(path: Path) -> bool:
    """Tell whether a drawing begins with a header."""
    with path.open("rb") as file:
        return _HEADER.search(file.read(_HEAD)) is not None


_HEADER = re.compile(rb"SECTION\s+2\s+HEADER")


def drawing_encoding(path: Path) -> tuple[str, str]:
    """Tell the encoding of a drawing's text.

    Since AutoCAD 2007 it is UTF-8.  Older drawings name a code page, which is believed as a
    Shapefile's is: not before UTF-8, and not if it is Latin.

    Returns
    -------
    tuple
        The encoding, '' where it does not matter, and a note on how it was told.
    """
    raw = path.read_bytes()
    lines = _LINE.findall(raw)
    if not lines:
        return "", ""
    said = {key: value.decode("ascii", "ignore") for key, value in _STATED.findall(raw[:_HEAD])}
    page = said.get(b"DWGCODEPAGE", "").lower().replace("ansi_", "cp").replace("dos", "cp")
    stated = known_encoding(page) if page and fits([b"a"], page) else ""
    order = [
        "utf-8",
        "" if page.removeprefix("cp").startswith(LATIN) else stated,
        "gb18030",
        stated,
    ]
    for encoding in filter(None, order):
        if fits(lines, encoding):
            old = said.get(b"ACADVER", "") < _UTF8_SINCE
            assumed = old and encoding != stated
            return encoding, f"text read as {encoding.upper()}" if assumed else ""
    return "", "its text is in an encoding that cannot be told; letters may be wrong"
