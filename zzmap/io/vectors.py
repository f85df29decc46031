"""File Geodatabase, MapInfo and GML: what is looked into, and set right, before GDAL reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zzmap.errors import FormatError
from zzmap.io.formats import GML
from zzmap.io.guard import check_kind
from zzmap.io.parsed import Column
from zzmap.io.scratch import copy_to, put
from zzmap.io.shapefile import fits, sidecar
from zzmap.io.xml_text import has_doctype, xml_text
from zzmap.messages import say

_TAB_PARTS, _MIF_PARTS = (".dat", ".map", ".id", ".ind"), (".mid",)
_NATIVE = re.compile(r"^\s*type\s+(native|dbf)\b", re.IGNORECASE | re.MULTILINE)
_ELSEWHERE = re.compile(
    r"open\s+table|create\s+view|\\isseamless\"\s*=\s*\"true|^\s*file\s+\"",
    re.IGNORECASE | re.MULTILINE,
)
_CHARSET = re.compile(r"charset\s+\"([^\"]*)\"", re.IGNORECASE)
_KNOWN = ("windowssimpchinese", "utf-8", "windowstradchinese")
_HEAD = 1 << 16
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def copied_mapinfo(path: Path, scratch: Path) -> Path:
    """Copy the files of a MapInfo table into a folder where nothing else is.

    A .tab may be a view of other tables, wherever they lie; such a one is refused.

    Raises
    ------
    FormatError
        If it is no table of its own, or one of its files is missing.
    """
    text = path.read_bytes()[:_HEAD].decode("latin-1")
    is_tab = path.suffix.lower() == ".tab"
    if is_tab and "!table" not in text.lower():
        raise FormatError(
            say("the content is not MapInfo TAB"),
            where=path.name,
            hint=say("Export the table again."),
        )
    if is_tab and (not _NATIVE.search(text) or _ELSEWHERE.search(text)):
        raise FormatError(
            say("this table is a view of other files (seamless, raster or linked)"),
            where=path.name,
            hint=say("In MapInfo save a copy of it as a table of its own, or as MIF."),
        )
    if not is_tab and not text.lower().lstrip("\ufeff \r\n").startswith(("version", "charset")):
        raise FormatError(
            say("the content is not MapInfo MIF"),
            where=path.name,
            hint=say("Export the table again."),
        )
    folder = scratch / "mapinfo"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{path.stem}{path.suffix.lower()}"
    copy_to(path, copy)
    for suffix in _TAB_PARTS if is_tab else _MIF_PARTS:
        part = sidecar(path, suffix)
        if part is not None:
            copy_to(part, folder / f"{path.stem}{suffix}")
        elif suffix in _NEEDED:
            raise FormatError(
                say(
                    "its {needed} {stem}{suffix} is missing",
                    needed=_NEEDED[suffix],
                    stem=path.stem,
                    suffix=suffix,
                ),
                where=path.name,
                hint=say("A MapInfo table is several files: copy or zip all of them."),
            )
    return copy


_NEEDED = {".dat": say("table of attributes"), ".mid": say("table of attributes")}


def knows_letters(copy: Path) -> bool:
    """Tell whether GDAL knows the character set of a MapInfo table; make it none where not.

    Of “Neutral” it knows no letters, and “WindowsLatin1” is what programs write of any.
    """
    raw = copy.read_bytes()
    head = raw[:_HEAD]
    stated = _CHARSET.search(head.decode("latin-1"))
    if stated and stated[1].lower() in _KNOWN:
        return True
    if stated:
        put(copy, head.replace(stated[1].encode("latin-1"), b"Neutral") + raw[_HEAD:])
    return False


def relettered(columns: Sequence[Column], encoding: str | None) -> tuple[list[Column], str]:
    """Return columns whose bytes were taken for Latin 1 in their own letters, and a note.

    Parameters
    ----------
    columns
        As GDAL gives them.
    encoding
        Encoding of the text; None takes UTF-8 where all of it is that, else GB18030.
    """
    texts = [
        value.encode("latin-1", "replace")
        for column in columns
        for value in column.values
        if isinstance(value, str) and not value.isascii()
    ]
    names = [column.name.encode("latin-1", "replace") for column in columns]
    texts += [name for name in names if not name.isascii() and b"_" not in name]
    if not texts and all(map(bytes.isascii, names)):
        return list(columns), ""
    codec = encoding or ("utf-8" if fits(texts, "utf-8") else "gb18030")

    def own(value: Any) -> Any:
        return (
            value.encode("latin-1", "replace").decode(codec, "replace") if _latin(value) else value
        )

    made: list[Column] = []
    for column in columns:
        name = own(column.name).replace("\ufffd", "_")
        while name in (row.name for row in made):
            name += "_"
        made.append(Column(name, [own(value) for value in column.values], column.kind))
    return made, say("text read as {codec}", codec=codec.upper())


def _latin(value: Any) -> bool:
    return isinstance(value, str) and not value.isascii()


def plain_gml(path: Path, scratch: Path) -> Path:
    """Copy a GML as UTF-8 into a folder without its schema, which may name other files.

    Raises
    ------
    FormatError
        If it is no XML, or has a document type, which may define entities.
    """
    check_kind(path, GML.name)
    text = _DECLARATION.sub("", xml_text(path, GML.name))
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise has_doctype(path, GML.name)
    folder = scratch / "gml"
    folder.mkdir(exist_ok=True)
    copy = folder / f"{path.stem}.gml"
    put(copy, f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode())
    return copy
