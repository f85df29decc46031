"""What GDAL leaves to be told of a drawing: encoding and escapes of its text, space, unit."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from zzmap.errors import FormatError
from zzmap.io.parsed import Column, Parsed
from zzmap.io.shapefile import LATIN, fits, known_encoding
from zzmap.messages import say

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
            return encoding, say(
                "text read as {encoding}", encoding=encoding.upper()
            ) if assumed else ""
    return "", say("its text is in an encoding that cannot be told; letters may be wrong")


_ESCAPE = re.compile(r"\\U\+([0-9A-Fa-f]{4})|\\M\+([1-5])([0-9A-Fa-f]{4})")
_PAGES = {"1": "cp932", "2": "cp950", "3": "cp949", "4": "johab", "5": "gb18030"}


def unescaped(value: Any) -> Any:
    r"""Return a text with the letters that a drawing writes as ``\U+7EA2`` or ``\M+5BAEC``.

    Examples
    --------
    >>> unescaped(r"\U+5b97\U+5730"), unescaped(r"\M+5BAEC")
    ('宗地', '红')
    """
    return _ESCAPE.sub(_letter, value) if isinstance(value, str) and "\\" in value else value


def _letter(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return found[0] if 0xD800 <= code < 0xE000 else chr(code)
    try:
        return bytes.fromhex(found[3]).decode(_PAGES[found[2]])
    except UnicodeDecodeError:
        return found[0]


def model_space(drawing: Parsed) -> Parsed:
    """Leave out what stands on the sheets of a drawing, in millimetres of paper."""
    paper = next((row.values for row in drawing.columns if row.name == "PaperSpace"), [])
    kept = [at for at, value in enumerate(paper) if not value]
    if len(kept) == len(paper):
        return drawing
    columns = [
        Column(row.name, [row.values[at] for at in kept], row.kind) for row in drawing.columns
    ]
    left = replace(drawing, geometries=[drawing.geometries[at] for at in kept], columns=columns)
    return left.noted(
        say("{count} entities of paper space were left out", count=len(paper) - len(kept))
    )


def shown(drawing: Parsed, path: Path, encoding: str) -> Parsed:
    """Leave out what stands on layers that are off or frozen: nobody who looks sees it."""
    hidden = _hidden_layers(path, encoding)
    layers = next((row.values for row in drawing.columns if row.name == "Layer"), [])
    gone = [at for at, name in enumerate(layers) if name in hidden]
    if not gone:
        return drawing
    names = ", ".join(dict.fromkeys(str(layers[at]) for at in gone))
    kept = sorted({*range(len(layers))} - {*gone})
    columns = [
        Column(row.name, [row.values[at] for at in kept], row.kind) for row in drawing.columns
    ]
    left = replace(drawing, geometries=[drawing.geometries[at] for at in kept], columns=columns)
    return left.noted(
        say(
            "{count} entities were left out: their layers are off or frozen ({names}); "
            "turn them on in the drawing if they are meant",
            count=len(gone),
            names=names,
        )
    )


def _hidden_layers(path: Path, encoding: str) -> set[str]:
    """Return the layers of a drawing that its table says are off (colour below 0) or frozen."""
    text = path.read_bytes().decode(encoding or "latin-1", "replace")
    found = _LAYERS.search(text)
    lines = [line.strip() for line in found[1].splitlines()] if found else []
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    hidden: set[str] = set()
    name = ""
    for code, value in pairs:
        if code == "0":
            name = ""
        elif code == "2" and not name:
            name = str(unescaped(value))
        elif name and _NUMBER.fullmatch(value):
            off = (code == "62" and int(value) < 0) or (code == "70" and int(value) & 1)
            hidden |= {name} if off else set()
    return hidden


_LAYERS = re.compile(r"\n\s*2\s*\r?\n\s*LAYER\s*\r?\n(.*?)\n\s*0\s*\r?\n\s*ENDTAB", re.DOTALL)
_NUMBER = re.compile(r"[-+]?\d{1,9}")

_STATED_UNIT = re.compile(rb"\$INSUNITS\s+70\s+(\d+)")
_UNITS = {1: "inches", 2: "feet", 4: "millimetres", 5: "centimetres", 7: "kilometres"}
_BEYOND = 5e7
"""No easting with its zone number, and no northing, has so many metres."""


def in_metres(drawing: Parsed, path: Path) -> Parsed:
    """Refuse a drawing whose numbers are no metres; say so where only its header denies them.

    New drawings of AutoCAD say millimetres whatever they are drawn in, so the numbers count.

    Raises
    ------
    FormatError
        If its coordinates are too large for metres.
    """
    points = np.abs(shapely.get_coordinates([row for row in drawing.geometries if row is not None]))
    with path.open("rb") as file:
        found = _STATED_UNIT.search(file.read(_HEAD))
    unit = _UNITS.get(int(found[1]), "") if found else ""
    if len(points) and float(np.median(points.max(axis=1))) > _BEYOND:
        raise FormatError(
            say(
                "the drawing is not in metres{unit}: its coordinates reach {max:,.0f}",
                unit=say(" but in {unit}", unit=unit) if unit else "",
                max=points.max(),
            ),
            where=path.name,
            hint=say(
                "Scale it to metres (SCALE 0.001 from 0,0 for millimetres) and export it again."
            ),
        )
    told = say("its header says {unit} ($INSUNITS); the numbers were taken as metres", unit=unit)
    return drawing.noted(told if unit and len(points) else "")
