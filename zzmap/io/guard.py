"""Refuse a file before any library opens it: missing, empty, too large, not what it is called."""

from __future__ import annotations

import codecs
import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.messages import say

_HEAD = 4096
_BLOCK = 1 << 20
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"SQLite format 3\x00", say("a GeoPackage or other SQLite file")),
    (b"PK\x03\x04", say("a zip archive (or .xlsx, .kmz)")),
    (b"PK\x05\x06", say("an empty zip archive")),
    (b"\xd0\xcf\x11\xe0", say("an old Office file, or an Office file with a password")),
    (b"\x00\x00\x27\x0a", say("a Shapefile (.shp)")),
    (b"fgb\x03", say("a FlatGeobuf file")),
    (b"%PDF", say("a PDF")),
    (b"Rar!", say("a RAR archive")),
    (b"7z\xbc\xaf", say("a 7z archive")),
    (b"\x89PNG", say("a picture")),
    (b"\xff\xd8\xff", say("a picture")),
    (b"AC10", say("an AutoCAD DWG drawing")),
    (b"PAR1", say("a Parquet file")),
)
_WEB = say("a page of the web")
_MARKUPS = ((b"{\\rtf", "RTF"), (b"<html", _WEB), (b"<!DOCTYPE", _WEB), (b"<?xml", "XML"))
_XMLS = ("KML", "GML", "GPX")
"""Formats of XML, which may be in UTF-16."""

_FIRST = {
    "GeoPackage": (b"SQLite format 3\x00",),
    "FlatGeobuf": (b"fgb\x03",),
    "Shapefile": (b"\x00\x00\x27\x0a",),
    "XLSX": (b"PK",),
    "DOCX": (b"PK",),
    "PDF": (b"%PDF",),
    "archive": (b"PK",),
    "GeoJSON": (b"{",),
    "GeoParquet": (b"PAR1",),
    "GeoJSON lines": (b"{", b"\x1e{"),
    **dict.fromkeys(_XMLS, (b"<",)),
}
_TEXTS = ("GeoJSON", "GeoJSON lines", *_XMLS)
_BINARY_DXF = b"AutoCAD Binary DXF"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def check_file(path: Path) -> None:
    """Refuse a path that is neither a folder nor an ordinary file with something in it.

    Raises
    ------
    FormatError
        That says what is there instead.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        raise FormatError(
            say("there is no such file"), where=str(path), hint=say("Check the path.")
        ) from None
    except (OSError, ValueError) as error:
        raise FormatError(
            say("cannot be opened ({why})", why=_why(error)),
            where=str(path),
            hint=say("Check the path."),
        ) from None
    if stat.S_ISDIR(found.st_mode):
        return
    # GDAL would take a path such as /vsizip/… for an archive or an address.
    if not stat.S_ISREG(found.st_mode) or path.absolute().as_posix().startswith("/vsi"):
        raise FormatError(
            say("this is no ordinary file"), where=str(path), hint=say("Name a file.")
        )
    if found.st_size == 0:
        raise FormatError(say("the file is empty"), where=path.name, hint=say("Copy it again."))
    if found.st_size > settings.MAX_FILE_BYTES:
        raise FormatError(
            say(
                "the file has {st_size:,.0f} MB, more than the {max_file_bytes:,.0f} MB read",
                st_size=found.st_size / 1e6,
                max_file_bytes=settings.MAX_FILE_BYTES / 1e6,
            ),
            where=path.name,
            hint=say("Split it."),
        )


@contextmanager
def sound_workbook(path: Path) -> Iterator[None]:
    """Refuse an XLSX in a sentence, whatever its damage leads openpyxl to raise."""
    try:
        yield
    except FormatError:
        raise
    except Exception as error:
        raise FormatError(
            say("this is no sound XLSX workbook ({name})", name=type(error).__name__),
            where=path.name,
            hint=say("Save it again as .xlsx."),
        ) from None


def too_many(path: Path) -> FormatError:
    """Return the refusal of a file with more features than are read."""
    return FormatError(
        say(
            "the file holds more than {max_features:,} features", max_features=settings.MAX_FEATURES
        ),
        where=path.name,
        hint=say("Split it."),
    )


def no_layer(path: Path, layer: str, known: str) -> FormatError:
    """Return the refusal of a layer that is not there; `known` names those that are."""
    return FormatError(
        say("there is no layer “{layer}”", layer=layer),
        where=path.name,
        hint=say("It has {known}.", known=known or say("none")),
    )


def check_kind(path: Path, form: str) -> None:
    """Refuse a file whose first bytes are not those of its format.

    GDAL chooses a driver by content.  A file called .geojson that is a GDAL virtual layer
    would make it open other files, and addresses; so the content is looked at first.

    Raises
    ------
    FormatError
        That says what the file seems to be.
    """
    head = _head(path)
    if form == "DXF":
        if head.startswith(_BINARY_DXF):
            raise FormatError(
                say("this is a binary DXF, which is not read"),
                where=path.name,
                hint=say("In AutoCAD save it as ASCII (另存为 → 工具 → 选项 → DXF 选项 → ASCII)."),
            )
        if not _is_dxf(head):
            raise _other(path, form, head)
        if b"EOF" not in _tail(path):
            # GDAL takes what is there of a drawing and does not say that the rest is missing.
            raise FormatError(
                say("the drawing is cut off: it does not end in EOF"),
                where=path.name,
                hint=say("Copy or export it again."),
            )
        return
    first = _FIRST.get(form, ())
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip() if form in _TEXTS else head
    if form in _XMLS and head.startswith(_WIDE):
        return
    if not start.startswith(first):
        raise _other(path, form, head)


def check_plain(path: Path) -> None:
    """Refuse a file called a text whose first bytes are those of something else.

    Raises
    ------
    FormatError
        That says what the file seems to be.
    """
    head = _head(path)
    if head.startswith(tuple(sign for sign, _ in (*_SIGNS, *_MARKUPS))):
        raise _other(path, say("a plain text"), head)


def check_utf8(path: Path) -> None:
    """Refuse a text that is not UTF-8, of which GDAL would make Latin letters.

    Raises
    ------
    FormatError
        That names the byte.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    at = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                raise FormatError(
                    say(
                        "its text is not in UTF-8 (byte {at}): a wrong encoding, or "
                        "the file is damaged",
                        at=at + error.start,
                    ),
                    where=path.name,
                    hint=say("Save it as UTF-8."),
                ) from None
            if not block:
                return
            at += len(block)


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-min(64, path.stat().st_size), 2)
        return file.read()


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise FormatError(
            say("cannot be read ({why})", why=_why(error)),
            where=str(path),
            hint=say("Check its rights."),
        ) from None


def _is_dxf(head: bytes) -> bool:
    """Tell a DXF: pairs of a group code and a value, so that its first line is a number."""
    lines = head.removeprefix(b"\xef\xbb\xbf").split()
    return bool(lines and lines[0].isdigit())


def _other(path: Path, form: str, head: bytes) -> FormatError:
    known = (*_SIGNS, *_MARKUPS) if form not in _TEXTS else _SIGNS
    seems = next((what for sign, what in known if head.startswith(sign)), "")
    if not seems and b"\x00" not in head:
        seems = "XML" if head.lstrip().startswith(b"<") else "a text"
    return FormatError(
        say(
            "the content is not {form}{seems}",
            form=form,
            seems=say("; it looks like {seems}", seems=seems) if seems else "",
        ),
        where=path.name,
        hint=say("Give it its right suffix, or export it again."),
    )


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        if error.errno == errno.ELOOP:
            return say("a symbolic link leads back to itself")
        return error.strerror or type(error).__name__
    return str(error)
