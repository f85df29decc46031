"""What stands beside a .shp: which files must be there, and the encoding of the attributes."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io.dbf import layout
from zzmap.messages import say

_SAMPLE_RECORDS = 5_000
_NAMES = {"936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030",
          "oem 936": "gb18030", "ansi 936": "gb18030", "euc-cn": "gb18030",
          "65001": "utf-8", "utf8": "utf-8"}  # fmt: skip

# Every byte is a letter of Latin 1, which programs state for what they do not know.
LATIN = ("iso-8859", "iso8859", "8859", "latin", "1252", "cp1252", "windows-1252", "ansi 1252")


def sidecar(path: Path, suffix: str) -> Path | None:
    """Return the file of a Shapefile that has a suffix, in whatever case it is written."""
    wanted = f"{path.stem}{suffix}".lower()
    return next((file for file in path.parent.iterdir() if file.name.lower() == wanted), None)


def check_parts(path: Path) -> int:
    """Refuse a Shapefile without its index or table and return how many records it has.

    GDAL would read the shapes without their attributes, and the shapes that the table has
    rows for, and say nothing.

    Raises
    ------
    FormatError
        If a file is missing or cut off.
    """
    for suffix, what in ((".shx", "index"), (".dbf", say("table of attributes"))):
        file = sidecar(path, suffix)
        if file is None:
            raise FormatError(
                say(
                    "its {what} {stem}{suffix} is missing", what=what, stem=path.stem, suffix=suffix
                ),
                where=path.name,
                hint=say("A Shapefile is several files: copy or zip all of them."),
            )
        if file.stat().st_size < _LEAST[suffix]:
            raise FormatError(
                say("its {what} {name} is empty or cut off", what=what, name=file.name),
                where=path.name,
                hint=say("Copy all files of the Shapefile again."),
            )
    index, table = sidecar(path, ".shx"), sidecar(path, ".dbf")
    assert index is not None
    assert table is not None
    shapes = (index.stat().st_size - 100) // 8
    head = layout(table)
    rows = head.rows
    held = (table.stat().st_size - head.start) // head.width if head.width else 0
    if held < rows or rows != shapes or _stated_bytes(path) > path.stat().st_size:
        raise FormatError(
            say(
                "the Shapefile is cut off: {shapes} shapes, {least} rows of attributes",
                shapes=shapes,
                least=min(held, rows),
            ),
            where=path.name,
            hint=say("Copy all files of the Shapefile again."),
        )
    return rows


_LEAST = {".shx": 100, ".dbf": 32}


def encoding_of(path: Path) -> tuple[str, str]:
    """Tell the encoding of a Shapefile's attributes.

    Text that is valid UTF-8 beyond ASCII is UTF-8, for GBK hardly ever is, whatever the .cpg
    says; else the .cpg is believed if the text can be in it; else it is GB18030, which holds
    GBK and GB2312.

    Returns
    -------
    tuple
        The encoding, and a note on how it was told; '' if the .cpg said so.

    Raises
    ------
    FormatError
        If the text is in none of these.
    """
    table, page = sidecar(path, ".dbf"), sidecar(path, ".cpg")
    stated = page.read_bytes()[:64].decode("ascii", "ignore").strip().lower() if page else ""
    stated = _NAMES.get(stated, stated)
    texts = [] if table is None else list(_texts(table))
    if not texts:
        return "utf-8", ""
    weak = stated.startswith(LATIN)
    order = ("utf-8", "gb18030", stated) if weak else ("utf-8", stated, "gb18030")
    for encoding in dict.fromkeys(order):
        if encoding and fits(texts, encoding):
            if encoding == stated:
                return encoding, ""
            said = say(", though the .cpg says {stated}", stated=stated) if stated else ""
            return encoding, say(
                "attributes read as {encoding}{said}", encoding=encoding.upper(), said=said
            )
    raise FormatError(
        say("its attributes are in an encoding that is neither UTF-8 nor GBK"),
        where=path.name,
        hint=say("Name the encoding in a .cpg file beside it."),
    )


def known_encoding(name: str) -> str:
    """Return the codec a planner's name of an encoding means.

    Raises
    ------
    FormatError
        If there is none of this name.
    """
    codec = _NAMES.get(name.strip().lower(), name.strip())
    if not fits([b"a"], codec):
        raise FormatError(
            say("“{name}” names no encoding", name=name),
            where=say("--encoding"),
            hint=say("Use UTF-8 or GB18030."),
        )
    return codec


def has_measures(path: Path) -> bool:
    """Tell whether a .shp is of a kind with measures (M) and no heights."""
    with path.open("rb") as file:
        return file.read(36)[32:36] in _MEASURED


_MEASURED = {struct.pack("<i", kind) for kind in (21, 23, 25, 28)}


def _stated_bytes(path: Path) -> int:
    """Return the length a .shp gives in its own header, which counts 16-bit words."""
    with path.open("rb") as file:
        head = file.read(28)
    return int(struct.unpack(">i", head[24:28])[0]) * 2 if len(head) == 28 else 100


def _texts(table: Path) -> Iterator[bytes]:
    """Yield the field names and cells that go beyond ASCII."""
    head = layout(table)
    yield from (field.name for field in head.fields if not field.name.isascii())
    spans = [(field.begin, field.end) for field in head.fields if field.kind == "C"]
    for record in islice(head.records(table), _SAMPLE_RECORDS):
        for begin, end in spans:
            cell = record[begin:end].rstrip(b" \0")
            if not cell.isascii():
                yield cell


def fits(texts: list[bytes], encoding: str) -> bool:
    """Tell whether all texts can be in an encoding; each may be cut at its end."""
    try:
        decode = codecs.getincrementaldecoder(encoding)
    except (LookupError, ValueError):
        return False
    try:
        # A field's end may cut a character in two, which an incremental decoder lets pass.
        for text in texts:
            decode().decode(text)
    except (ValueError, TypeError):  # a .cpg may name a codec of Python that is no encoding
        return False
    return True
