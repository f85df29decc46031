"""Bring a geodata folder of an older zzmap to this version's tables, keeping what it was.

``datapackage.json`` says which version a folder is of.  Columns that have come since are added
empty, tables that have come are added without rows, and the dictionary becomes this version's;
no cell that is there changes.  A folder without ``city.toml`` gets the one that came with zzmap:
version 0.1.0 had these values in its code and took every folder for that city.
"""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zzmap.errors import GeodataError, OutputError
from zzmap.messages import say
from zzmap.settings import GEODATA_VERSION, GeodataVersion, geodata_version, shipped_geodata

DICTIONARY = "datapackage.json"
CITY = "city.toml"
NATIONAL = "gbt4754.csv"
"""The same for every city, so a folder without it gets the one that came with zzmap."""

Dictionary = dict[str, Any]


def upgrade(folder: Path, start: GeodataVersion) -> None:
    """Bring a folder to this version, all of it or nothing; its old files are kept.

    Parameters
    ----------
    folder
        Geodata folder.  What is replaced is kept in a folder in it, ``0.1.0.bak``.
    start
        Version it is of.

    Raises
    ------
    GeodataError
        If a table is not one of that version, or the folder cannot be written to; it is then
        as it was.
    """
    from zzmap.io.staging import locked, write_texts

    copies = f"{_told(start)}.bak"
    try:
        with locked(folder):
            if geodata_version(folder) != start:  # another process was first
                return
            texts = _upgraded(folder, _dictionary(_text(folder / DICTIONARY)))
            kept = {
                f"{copies}/{name}": _text(folder / name)
                for name in texts
                if (folder / name).exists() and not (folder / copies / name).exists()
            }
            write_texts(folder, {**texts, **kept}, DICTIONARY)
    except OutputError as error:
        raise GeodataError(
            say(
                "this geodata is of zzmap {told} and cannot be brought to this version: {what}",
                told=_told(start),
                what=error.what,
            ),
            where=str(folder),
            hint=say("Copy it to a folder that you may write to, and name that with --geodata."),
        ) from None
    _say(folder, start, texts, copies)


def _upgraded(folder: Path, old: Dictionary) -> dict[str, str]:
    """Return the text of every file that changes."""
    shipped = shipped_geodata()
    new = _dictionary(_text(shipped / DICTIONARY))
    texts = {}
    for table in new["resources"]:
        path, columns = folder / table["path"], [row["name"] for row in table["schema"]["fields"]]
        if path.name == NATIONAL and not path.exists():
            texts[NATIONAL] = _text(shipped / NATIONAL)
            continue
        text = _text(path) if path.exists() else ""
        widened = _widened(path, text, table) if text else f"{','.join(columns)}\n"
        if widened != text:
            texts[path.name] = widened
    if not (folder / CITY).exists():
        texts[CITY] = _text(shipped / CITY)
    _keep_own_values(new, old)
    texts[DICTIONARY] = json.dumps(new, ensure_ascii=False, indent=1) + "\n"
    return texts


def _widened(path: Path, text: str, table: Mapping[str, Any]) -> str:
    """Return a table with the columns that have come since, empty."""
    fields = {row["name"]: row for row in table["schema"]["fields"]}
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise _other(path, say("it is not well-formed CSV ({error})", error=error)) from None
    header = rows[0] if rows else []
    if header == list(fields):
        return text
    come = [name for name in fields if name not in header]
    needed = [name for name in come if fields[name].get("constraints", {}).get("required")]
    if header != [name for name in fields if name in header] or needed:
        raise _other(path, say("its header is {header}", header=",".join(header)[:200]))
    for number, row in enumerate(rows, 1):
        if len(row) != len(header):
            raise _other(
                path,
                say(
                    "row {number} has {count} cells, the header {count2}",
                    number=number,
                    count=len(row),
                    count2=len(header),
                ),
            )
    at = {name: position for position, name in enumerate(header)}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n")
    writer.writerow(fields)
    writer.writerows([row[at[name]] if name in at else "" for name in fields] for row in rows[1:])
    return out.getvalue()


def _keep_own_values(new: Dictionary, old: Dictionary) -> None:
    """Let a cell hold what somebody's own dictionary allows it to."""
    allowed = {
        (table["name"], row["name"]): row.get("constraints", {}).get("enum", [])
        for table in old["resources"]
        for row in table["schema"]["fields"]
    }
    for table in new["resources"]:
        for row in table["schema"]["fields"]:
            values = row.get("constraints", {}).get("enum")
            if values is not None:
                own = allowed.get((table["name"], row["name"]), [])
                values.extend(value for value in own if value not in values)


def _dictionary(text: str) -> Dictionary:
    try:
        found: Dictionary = json.loads(text)
        for table in found["resources"]:
            for row in table["schema"]["fields"]:
                str(row["name"]), row.get("constraints", {}).get("enum", [])
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise GeodataError(
            say("the data dictionary cannot be read ({error})", error=error),
            where=DICTIONARY,
            hint=say("Restore it."),
        ) from None
    return found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise _other(path, say("it is not UTF-8 text")) from None
    except OSError as error:
        raise _other(
            path, say("it cannot be read ({reason})", reason=error.strerror or error)
        ) from None


def _other(path: Path, why: str) -> GeodataError:
    return GeodataError(
        say(
            "this geodata is of an older zzmap, and this file cannot be brought to version "
            "{told}: {why}",
            told=_told(GEODATA_VERSION),
            why=why,
        ),
        where=path.name,
        hint=say("Correct it; then the next command brings the folder to this version."),
    )


def _told(version: GeodataVersion) -> str:
    return ".".join(map(str, version))


def _say(folder: Path, start: GeodataVersion, texts: Mapping[str, str], copies: str) -> None:
    told = ", ".join(sorted(texts))
    city = (
        say(
            "; {city} is the one that came with zzmap, whose values {told} had in its code: "
            "change it if the folder tells of another city",
            city=CITY,
            told=_told(start),
        )
        if CITY in texts
        else ""
    )
    logging.getLogger("zzmap").warning(
        "zzmap: the geodata %s was of zzmap %s and has been brought to version %s (%s); the files "
        "as they were are in %s%s",
        folder, _told(start), _told(GEODATA_VERSION), told, folder / copies, city,
    )  # fmt: skip
