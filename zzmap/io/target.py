"""What an output may take the place of: nothing that is not plainly an older copy of it."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

from zzmap.errors import OutputError
from zzmap.io.staging import settle
from zzmap.messages import say

EXPORT_MARK = "zzmap export"
"""How the description of a layer begins that zzmap wrote into a GeoPackage."""

ANALYSIS_MARK = "zzmap analysis"
"""First key of a JSON that an analysis wrote."""

STYLE_OWNER = "zzmap"
"""Owner of the styles zzmap wrote into a GeoPackage."""

SHAPEFILE_SIDECARS = (
    ".dbf", ".shx", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".ain", ".aih", ".atx",
    ".ixs", ".mxs", ".fbn", ".fbx", ".cst", ".shp.xml",
)  # fmt: skip
"""What belongs to a .shp and would tell lies about another one."""

_STORE_TABLES = {"store_info", "parks_seen", "history"}
_HOUSEKEEPING = ("gpkg_", "rtree_", "sqlite_")
_GEOJSON = {
    "FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint", "LineString",
    "MultiLineString", "Polygon", "MultiPolygon",
}  # fmt: skip
_ELSEWHERE = say("Name another file.")


def new_folder(out: str | Path) -> Path:
    """Return a folder that is to be made; one that a killed run left without a file will do.

    Raises
    ------
    OutputError
        If something is there.
    """
    folder = Path(out)
    if folder.is_dir():
        settle(folder)  # what a killed run had half done is undone
    if folder.exists() and (
        not folder.is_dir() or any(not path.is_dir() for path in folder.rglob("*"))
    ):
        raise OutputError(
            say("this folder is there already"), str(folder), say("Name another with -o.")
        )
    return folder


def check_target(
    target: Path,
    *,
    layers: Collection[str] = (),
    overwrite: bool = False,
    source: Path | None = None,
) -> None:
    """Refuse an output that would destroy what is no older copy of it.

    Parameters
    ----------
    target
        File to be written; its suffix says its format.
    layers
        Names of the layers to be written, for a GeoPackage.
    overwrite
        Whether a GeoPackage that holds other layers, all of them exports of zzmap, may be
        replaced.
    source
        File that is read, which is never written to, under whatever name.

    Raises
    ------
    OutputError
        If `target` is a folder, a device, write-protected, `source` itself, a park store, a
        file of another kind than its suffix says, a GeoPackage that holds more than our
        exports or is open in another program, or the .dbf of a table without a .shp.
    """
    suffix = target.suffix.lower()
    if suffix == ".shp" and not target.exists():
        _check_no_table(target)
    found = ordinary(target, source)
    if found is None:
        return
    _check_store(target)
    if suffix == ".gpkg":
        _check_geopackage(target, layers, overwrite=overwrite)
    elif found.st_size and not _is_kind(target, suffix):
        raise _refusal(
            target,
            say("what is here is no {suffix} file of geometry, whatever its name", suffix=suffix),
            _ELSEWHERE,
        )


def check_table(target: Path, header: Sequence[str], *, source: Path | None = None) -> None:
    """Refuse a table as an output that would destroy what is no older join of a table.

    Parameters
    ----------
    target
        ``.csv`` or ``.xlsx`` to be written.
    header
        Column names it will have; an older one ends in the same few.
    source
        File that is read, which is never written to.

    Raises
    ------
    OutputError
        As `check_target`.
    """
    found = ordinary(target, source)
    if found is None:
        return
    if found.st_size and not _is_ours(target, header):
        raise _refusal(target, say("what is here was not made by zzmap"), _ELSEWHERE)


def check_document(target: Path, *, source: Path | None = None) -> None:
    """Refuse a document (page, workbook, Word file, PDF, JSON) as an output that is not ours.

    Parameters
    ----------
    target
        File to be written; an older one of ours bears `EXPORT_MARK` and is as we wrote it.
    source
        File that is read, which is never written to.

    Raises
    ------
    OutputError
        As `check_target`.
    """
    found = ordinary(target, source)
    if found is None:
        return
    _check_store(target)
    if found.st_size and not _is_our_document(target):
        raise _refusal(
            target, say("what is here was not made by zzmap, or was changed since"), _ELSEWHERE
        )


_MARKED_WITHIN = 65_536
_UNTOUCHED = f">{STYLE_OWNER}</cp:lastModifiedBy>".encode()
"""What a workbook or Word file says of itself until another program saves it."""


def _is_our_document(target: Path) -> bool:
    """Tell whether a document is ours, as we wrote it: what somebody added is not to be lost."""
    marked = EXPORT_MARK.encode()
    if zipfile.is_zipfile(target):
        return _is_ours(target, ()) and _UNTOUCHED in _core_properties(target)
    raw = target.read_bytes()
    if raw.startswith(b"%PDF"):
        # Who adds a remark to a PDF adds a second table to its end.
        return b"/Creator (" + marked in raw and raw.count(b"startxref") == 1
    return marked in raw[:_MARKED_WITHIN] or marked in raw[-_MARKED_WITHIN:]


def _core_properties(target: Path) -> bytes:
    """Return what a workbook or Word file says of itself; nothing of any other file."""
    try:
        with zipfile.ZipFile(target) as book:
            return book.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return b""


def ordinary(target: Path, source: Path | None) -> os.stat_result | None:
    """Return what is at `target`, None for nothing; refuse what no output may replace."""
    found = _stat(target)
    if found is None:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise _refusal(target, say("this is a folder"), say("Name a file in it."))
    if not stat.S_ISREG(found.st_mode):
        raise _refusal(target, say("this is no ordinary file"), say("Name a file."))
    if source is not None and source.exists() and target.samefile(source):
        raise _refusal(target, say("this is the file that is read"), _ELSEWHERE)
    if not found.st_mode & 0o222:
        raise _refusal(target, say("this file is write-protected"), _ELSEWHERE)
    return found


_ENDING = 5
"""Columns by which an older table of ours is known."""

_HEAD_BYTES = 64
"""Bytes of a JSON in which its first key stands."""


def _is_ours(target: Path, header: Sequence[str]) -> bool:
    if target.suffix.lower() == ".csv":
        with target.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            try:
                found = next(csv.reader(file), [])
            except csv.Error:
                return False
        return found[-_ENDING:] == [*header[-_ENDING:]]
    if target.suffix.lower() == ".json":
        with target.open("rb") as file:
            return f'"{ANALYSIS_MARK}"'.encode() in file.read(_HEAD_BYTES)
    return EXPORT_MARK.encode() in _core_properties(target)


def sidecars(target: Path) -> list[Path]:
    """Return the files that belong to an existing Shapefile, in whatever case."""
    if target.suffix.lower() != ".shp" or not target.parent.is_dir():
        return []
    return [
        path
        for path in target.parent.iterdir()
        if path.name.startswith(target.stem)
        and path.name[len(target.stem) :].lower() in SHAPEFILE_SIDECARS
    ]


def _refusal(target: Path, what: str, hint: str) -> OutputError:
    return OutputError(say("{what}; nothing was written", what=what), where=str(target), hint=hint)


def _stat(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise _refusal(target, say("cannot write here ({why})", why=why), _ELSEWHERE) from None


def _check_no_table(target: Path) -> None:
    lone = [path.name for path in sidecars(target) if path.suffix.lower() == ".dbf"]
    if lone:
        raise _refusal(
            target, say("{lone} is here without its .shp", lone=lone[0]), say("Name another file.")
        )


def _check_store(target: Path) -> None:
    """Refuse a park store by what it holds: it may bear any name."""
    if _tables(target) >= _STORE_TABLES:
        raise _refusal(
            target, say("this is a park store, which no export takes the place of"), _ELSEWHERE
        )


def _tables(target: Path) -> set[str]:
    """Return the names of all tables and views of an SQLite file; none of any other file."""
    if _head(target, 16) != b"SQLite format 3\x00":
        return set()
    rows = _select(target, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    return {str(name) for (name,) in rows}


def _select(target: Path, query: str) -> list[tuple[object, ...]]:
    address = f"{target.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            return database.execute(query).fetchall()
    except sqlite3.Error as error:
        raise _refusal(
            target,
            say("this database is damaged or of another kind ({error})", error=error),
            _ELSEWHERE,
        ) from None


def _head(target: Path, count: int) -> bytes:
    try:
        with target.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise _refusal(
            target, say("cannot be looked into ({reason})", reason=error.strerror), _ELSEWHERE
        ) from None


def _check_geopackage(target: Path, layers: Collection[str], *, overwrite: bool) -> None:
    for tail in ("-wal", "-journal"):
        beside = target.with_name(target.name + tail)
        if beside.exists():
            raise _refusal(
                target,
                say(
                    "this GeoPackage is open in another program, or was when that ended ({tail})",
                    tail=tail[1:],
                ),
                say("Close it there, or open and close it once more."),
            )
    if target.stat().st_size == 0:
        return
    tables = _tables(target)
    if "gpkg_contents" not in tables:
        raise _refusal(target, say("what is here is no GeoPackage, whatever its name"), _ELSEWHERE)
    rows = _select(target, "SELECT table_name, description FROM gpkg_contents")
    ours = {str(name) for name, said in rows if str(said or "").startswith(EXPORT_MARK)}
    foreign = {
        name for name in tables if not name.startswith(_HOUSEKEEPING) and name != "layer_styles"
    } - ours
    foreign |= {str(name) for name, _ in rows} - ours - {"layer_styles"}
    if foreign:
        told = ", ".join(sorted(foreign))
        raise _refusal(
            target,
            say("this GeoPackage holds what bears no mark of a zzmap export: {told}", told=told),
            _ELSEWHERE,
        )
    _check_styles(target, tables)
    if ours - set(layers) and not overwrite:
        told = ", ".join(sorted(ours))
        raise _refusal(
            target,
            say("this GeoPackage holds other exports of zzmap: {told}", told=told),
            say("Name another file, or replace all of it with --overwrite."),
        )


def _check_styles(target: Path, tables: Collection[str]) -> None:
    """Refuse to lose styles that somebody saved beside ours."""
    if "layer_styles" not in tables:
        return
    rows = _select(target, "SELECT styleName, owner FROM layer_styles")
    saved = [str(name) for name, owner in rows if owner != STYLE_OWNER]
    if saved:
        raise _refusal(
            target,
            say("this GeoPackage holds styles somebody saved: {saved}", saved=", ".join(saved)),
            _ELSEWHERE,
        )


def _is_kind(target: Path, suffix: str) -> bool:
    """Tell whether a file's content is what its suffix says."""
    if suffix in (".geojson", ".json"):
        return _is_geojson(target)
    head = _head(target, 65_536)
    if suffix in _BEGINS:
        return head.startswith(_BEGINS[suffix])
    if suffix in (".kml", ".dxf"):
        return (b"<kml" if suffix == ".kml" else b"SECTION") in head and b"\x00" not in head
    if suffix == ".txt":
        text = head.decode("utf-8", "ignore") + head.decode("gb18030", "ignore")
        return "[地块坐标]" in text or "[属性描述]" in text
    return False


_BEGINS = {".shp": b"\x00\x00\x27\x0a", ".fgb": b"fgb\x03"}


def _is_geojson(target: Path) -> bool:
    try:
        document = json.loads(target.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("type") in _GEOJSON
