"""Which files of a folder, or of an unpacked archive, are the parcels; runs in the child process.

Parcels come with a 说明.txt, a picture and a list of contents beside them, and as several files
of one kind.  Files of several kinds may hold the same parcels twice, so nobody chooses for the
planner between them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from zzmap.errors import FormatError
from zzmap.io.formats import (
    ARCHIVE,
    GEODATABASE,
    KMZ,
    MAPINFO_TAB,
    NOT_READ,
    READABLE,
    format_of,
)
from zzmap.io.text import read_text
from zzmap.messages import say

MOST_FILES = 200
"""Most files that are read together."""

_ARCHIVES = (*ARCHIVE.suffixes, *KMZ.suffixes, *KMZ.also, ".rar", ".7z")
_TABLES = (".csv", ".xlsx", ".xls", ".dat", ".txt")
"""What beside a file of geometry is a list or an explanation, unless it holds coordinates."""

_COORDINATE = re.compile(r"(?<![\d.])(?:\d{6,8}(?:\.\d+)?|\d{2,3}\.\d{4,})(?![\d.])")
_LEAST = 6
_NAMED = 6
_GEODATABASE_PART = ".gdbtable"


class Bundle(NamedTuple):
    """The files to read, in the order of their names, and a note on those beside them."""

    files: list[Path]
    note: str = ""


def parcel_files(root: Path, name: str, what: str, *, deep: bool) -> Bundle:
    """Choose the files of a folder that hold parcels.

    Parameters
    ----------
    root
        The folder.
    name
        What to call it in an error.
    what
        “archive” or “folder”.
    deep
        Whether folders below it are looked into.

    Raises
    ------
    FormatError
        If it holds none, or files of several formats; the message names them.
    """
    found = [row for row in _entries(root, deep=deep) if _counts(row.relative_to(root))]
    tabs = {file.with_suffix("").name.lower() for file in found if _is(file, MAPINFO_TAB.suffixes)}
    inside = [
        file
        for file in found
        if _is(file, READABLE)
        and not _is(file, _ARCHIVES)
        and not (_is(file, (".dat",)) and file.stem.lower() in tabs)
    ]
    strong = [file for file in inside if not _is(file, _TABLES)]
    texts = [file for file in inside if _is(file, (".txt",)) and _has_coordinates(file)]
    chosen = [*strong, *texts] if strong else [
        file for file in inside if file in texts or not _is(file, (".txt",))
    ]  # fmt: skip
    if not chosen:
        chosen = [file for file in inside if _is(file, (".txt",))]
    if not chosen:
        raise _none(found, name, what)
    forms = {form.name for file in chosen if (form := format_of(file)) is not None}
    if len(forms) > 1 or len(chosen) > MOST_FILES:
        told = ", ".join(file.name for file in chosen[:_NAMED])
        raise FormatError(
            say(
                "the {what} holds {count} parcel files of {count2} formats ({told})",
                what=what,
                count=len(chosen),
                count2=len(forms),
                told=told,
            ),
            where=name,
            hint=say("Name one of them.")
            if what == "folder"
            else say("Pack one, or unpack and name one."),
        )
    beside = [file.name for file in found if file not in chosen and _worth_telling(file, tabs)]
    return Bundle(chosen, _beside(beside))


def check_geodatabase(folder: Path) -> None:
    """Refuse a geodatabase that leads to files elsewhere, or holds none of its own.

    Raises
    ------
    FormatError
        That names the file.
    """
    files = list(folder.iterdir())
    linked = [file.name for file in files if file.is_symlink() or file.is_dir()]
    if linked:
        raise FormatError(
            say("this geodatabase holds what is no file ({linked})", linked=linked[0]),
            where=folder.name,
            hint=say("Copy the geodatabase again."),
        )
    tables = [file for file in files if _is(file, (_GEODATABASE_PART,))]
    if not tables:
        raise FormatError(
            say("this folder is called .gdb and holds no tables of a geodatabase"),
            where=folder.name,
            hint=say("Copy the whole folder again."),
        )
    catalogue = next((file for file in tables if file.stem.lower() == _CATALOGUE), None)
    stated = _table_rows(catalogue) if catalogue is not None else len(tables) + 2
    cut = [file.name for file in tables if _table_rows(file) < 0]
    # Of the tables in the catalogue one, a log, is left out by some programs.
    if cut or stated < 0 or len(tables) < stated - 1:
        raise FormatError(
            say(
                "the geodatabase is cut off: {cut} missing or not whole",
                cut=say("{cut} is", cut=cut[0]) if cut else say("some of its tables are"),
            ),
            where=folder.name,
            hint=say("Copy the whole folder again."),
        )


_CATALOGUE = "a00000001"
_TABLE_HEAD = struct.Struct("<ii16xq")
_VERSION = 3


def _table_rows(table: Path) -> int:
    """Return how many rows a table says it has; -1 where it is cut off, which GDAL lets pass."""
    with table.open("rb") as file:
        head = file.read(_TABLE_HEAD.size)
    if len(head) < _TABLE_HEAD.size:
        return -1
    version, rows, size = _TABLE_HEAD.unpack(head)
    if version != _VERSION:
        return 0  # that of ArcGIS Pro 3.2, whose head is another
    index = table.with_suffix(".gdbtablx")
    whole = table.stat().st_size >= size and (index.exists() or not rows)
    return int(rows) if whole else -1


def _entries(root: Path, *, deep: bool) -> Iterator[Path]:
    """Yield files and geodatabases, which are folders; links are not followed."""
    folders = [root]
    for folder in folders:
        for row in sorted(folder.iterdir()):
            if row.is_symlink():
                continue
            if not row.is_dir() or _is(row, GEODATABASE.suffixes):
                yield row
            elif deep:
                folders.append(row)


def _is(path: Path, suffixes: Sequence[str]) -> bool:
    return path.suffix.lower() in suffixes


def _counts(inside: Path) -> bool:
    """Pass over what macOS and Office add, which has the suffixes of real files."""
    return not any(part == "__MACOSX" or part.startswith((".", "~$")) for part in inside.parts)


def _has_coordinates(file: Path) -> bool:
    """Tell a list of corners from an explanation by three pairs of numbers of their size."""
    try:
        text, _ = read_text(file)
    except FormatError:
        return False
    return len(_COORDINATE.findall(text[:_SAMPLE])) >= _LEAST


_SAMPLE = 100_000
_PARTS = (".dbf", ".shx", ".prj", ".jpg", ".jpeg", ".png", ".tif", ".pdf", ".doc", ".docx", ".wps")


def _worth_telling(file: Path, tabs: set[str]) -> bool:
    """Tell whether a file beside the parcels may hold parcels too."""
    if _is(file, (".dat",)) and file.stem.lower() in tabs:
        return False
    return _is(file, READABLE) or (_is(file, tuple(NOT_READ)) and not _is(file, _PARTS))


def _beside(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = say(" and {count} more", count=len(names) - _NAMED) if len(names) > _NAMED else ""
    return say(
        "files beside the parcels were not read: {names}{more}",
        names=", ".join(names[:_NAMED]),
        more=more,
    )


def _none(found: Sequence[Path], name: str, what: str) -> FormatError:
    nested = [file for file in found if _is(file, _ARCHIVES)]
    if nested:
        return FormatError(
            say(
                "the {what} holds another archive ({name}) and no parcel file",
                what=what,
                name=nested[0].name,
            ),
            where=name,
            hint=say("Pack the parcels themselves.")
            if what == "archive"
            else say("Name the archive."),
        )
    for file in found:
        said = NOT_READ.get(file.suffix.lower())
        if said is not None and not _is(file, _PARTS):
            return FormatError(
                say(
                    "the {what} holds no parcel file; {name} is {said}",
                    what=what,
                    name=file.name,
                    said=said[0],
                ),
                name,
                said[1],
            )
    return FormatError(
        say("the {what} holds no parcel file", what=what),
        where=name,
        hint=say("Pack the parcels themselves.")
        if what == "archive"
        else say("Name a file, or its folder."),
    )
