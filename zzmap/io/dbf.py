"""Read the .dbf of a Shapefile: its attributes, every one and as they stand.

GDAL is not asked: of two columns of one name it gives one, a text that is cut inside a letter
is blank to it, a number that is none is nought, and one wrong date breaks the whole file.
"""

from __future__ import annotations

import codecs
import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from zzmap.errors import FormatError
from zzmap.io.parsed import Column
from zzmap.messages import say

_EXACT = 2**53
_END = b"\r"


class Field(NamedTuple):
    """A field: its name as bytes, its one-letter type, its bytes in a record, its decimals."""

    name: bytes
    kind: str
    begin: int
    end: int
    decimals: int


@dataclass(frozen=True)
class Layout:
    """What the head of a .dbf says."""

    rows: int
    start: int
    width: int
    fields: tuple[Field, ...]

    def records(self, path: Path) -> Iterator[bytes]:
        """Yield the bytes of each record, deleted ones too; the first byte of these is ``*``."""
        with path.open("rb") as file:
            file.seek(self.start)
            for _ in range(self.rows):
                yield file.read(self.width)


def layout(path: Path) -> Layout:
    """Return what the head of a .dbf says."""
    with path.open("rb") as file:
        rows, start, width = struct.unpack("<IHH", file.read(12)[4:])
        file.seek(0)
        head = file.read(start)
    fields, begin = [], 1
    for at in range(32, len(head) - 31, 32):
        row = head[at : at + 32]
        if row.startswith(_END):
            break
        end = begin + row[16]
        fields.append(Field(row[:11].split(b"\0")[0], chr(row[11]), begin, end, row[17]))
        begin = end
    return Layout(int(rows), int(start), int(width), tuple(fields))


def read_dbf(path: Path, encoding: str) -> tuple[list[Column], list[str]]:
    """Read the columns of a .dbf.

    Parameters
    ----------
    path
        The .dbf.
    encoding
        Encoding of its texts and names.

    Returns
    -------
    tuple
        The columns without the records marked as deleted, and a note for each thing that is
        not as it stands.

    Raises
    ------
    FormatError
        If a text cannot be in this encoding, or the fields are longer than a record.
    """
    head = layout(path)
    if any(field.end > head.width for field in head.fields):
        raise FormatError(
            say("its table of attributes is damaged: the fields are longer than a record"),
            where=path.name,
            hint=say("Export it again."),
        )
    cells: list[list[bytes]] = [[] for _ in head.fields]
    deleted = 0
    for record in head.records(path):
        if record.startswith(b"*"):
            deleted += 1
            continue
        for column, field in zip(cells, head.fields, strict=True):
            column.append(record[field.begin : field.end].strip(b" \0"))
    notes = (
        [say("{deleted} records marked as deleted were not read", deleted=deleted)]
        if deleted
        else []
    )
    text = _Text(path, encoding)
    columns: list[Column] = []
    for field, raws in zip(head.fields, cells, strict=True):
        name = _free(text(field.name), {column.name for column in columns}, notes)
        columns.append(_column(name, field, raws, text, notes))
    return columns, notes


def deleted_rows(path: Path) -> int:
    """Return how many records are marked as deleted."""
    return sum(record.startswith(b"*") for record in layout(path).records(path))


class _Text:
    """Decode a text that may be cut inside its last letter, and count such texts."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._make = codecs.getincrementaldecoder(encoding)
        self._path, self._encoding = path, encoding
        self.cut = 0

    def __call__(self, raw: bytes) -> str:
        if raw.isascii():
            return raw.decode("ascii")
        decoder = self._make()
        try:
            found = str(decoder.decode(raw))
        except UnicodeDecodeError:
            raise FormatError(
                say(
                    "its text is not in {encoding}, a wrong encoding",
                    encoding=self._encoding.upper(),
                ),
                where=self._path.name,
                hint=say("Name the encoding with --encoding, or in a .cpg file beside it."),
            ) from None
        self.cut += bool(decoder.getstate()[0])
        return found


def _free(name: str, taken: set[str], notes: list[str]) -> str:
    own, number = name, 1
    while own in taken:
        number += 1
        own = f"{name}_{number}"
    if own != name:
        notes.append(
            say("two columns are called {name}: the second is read as {own}", name=name, own=own)
        )
    return own


def _column(name: str, field: Field, raws: list[bytes], text: _Text, notes: list[str]) -> Column:
    if field.kind == "C":
        before = text.cut
        values: list[Any] = [text(raw) or None for raw in raws]
        if text.cut > before:
            notes.append(
                say(
                    "{cut} texts of {name} end inside a letter, which is lost",
                    cut=text.cut - before,
                    name=name,
                )
            )
        return Column(name, values)
    if field.kind == "D":
        return Column(name, [_date(raw) for raw in raws], "date")
    if field.kind in "NF":
        return Column(name, _numbers(name, field, raws, notes))
    if field.kind == "L":
        return Column(name, [_LOGICAL.get(raw.upper()) for raw in raws])
    notes.append(
        say("column {name} is of a type that is not read ({kind})", name=name, kind=field.kind)
    )
    return Column(name, [None for _ in raws])


_LOGICAL = {b"T": True, b"Y": True, b"F": False, b"N": False}


def _date(raw: bytes) -> str | None:
    """Return a date as ISO text; what is none stays the text it is."""
    told = raw.decode("latin-1")
    if not told.strip("0"):
        return None
    try:
        return date(int(told[:4]), int(told[4:6]), int(told[6:8])).isoformat()
    except ValueError:
        return told


def _numbers(name: str, field: Field, raws: list[bytes], notes: list[str]) -> list[Any]:
    """Keep whole numbers whole, and all of a column floats if one of them is."""
    values: list[Any] = [_number(raw) for raw in raws]
    wrong = sum(value is None and bool(raw) for value, raw in zip(values, raws, strict=True))
    if wrong:
        notes.append(
            say(
                "{wrong} values of {name} that are no numbers were left blank",
                wrong=wrong,
                name=name,
            )
        )
    if field.decimals or any(isinstance(value, float) for value in values):
        values = [
            float(value) if isinstance(value, int) and abs(value) <= _EXACT else value
            for value in values
        ]
    return values


def _number(raw: bytes) -> int | float | None:
    convert: Callable[[bytes], int | float]
    for convert in (int, float):
        try:
            value = None if b"_" in raw else convert(raw)
        except ValueError:
            continue
        return value if value is not None and math.isfinite(value) else None
    return None
