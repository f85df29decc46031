"""Choose the reader for a file by its suffix and its first lines."""

from __future__ import annotations

from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io.archive import unpacked
from zzmap.io.corners import read_corner_csv, read_corner_xlsx
from zzmap.io.guard import check_file, check_kind
from zzmap.io.kml import read_kml
from zzmap.io.ogr import FORMS, read_ogr
from zzmap.io.parcel import ParcelFile
from zzmap.io.survey_txt import looks_like_survey_txt, read_survey_txt
from zzmap.io.text import read_text
from zzmap.io.wkt import read_wkt

READABLE = (*FORMS, ".kml", ".zip", ".kmz", ".txt", ".wkt", ".csv", ".xlsx")
"""Suffixes that can be read."""


def read_parcel_file(path: str | Path, layer: str | None = None) -> ParcelFile:
    """Read a parcel file in its own coordinates.

    Raises
    ------
    FormatError
        If the suffix is none of `READABLE`, or the reader refuses the file.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    check_file(path)
    if suffix in FORMS:
        return read_ogr(path, layer)
    if suffix == ".kml":
        check_kind(path, "KML")
        return read_kml(path, layer)
    if suffix in (".zip", ".kmz"):
        return _read_archive(path, layer)
    if suffix == ".csv":
        return read_corner_csv(path)
    if suffix == ".xlsx":
        return read_corner_xlsx(path)
    if suffix in (".txt", ".wkt"):
        return _read_text(path)
    raise FormatError(
        f"“{suffix or path.name}” is no format zzmap reads",
        where=path.name,
        hint=f"It reads {', '.join(READABLE)}.",
    )


_ARCHIVES = (".zip", ".kmz", ".rar", ".7z")
_INSIDE = tuple(suffix for suffix in READABLE if suffix not in _ARCHIVES)


def _counts(inside: Path) -> bool:
    """Pass over what macOS adds to archives, which has the suffixes of real files."""
    return not any(part == "__MACOSX" or part.startswith(".") for part in inside.parts)


def _read_text(path: Path) -> ParcelFile:
    text, _ = read_text(path)
    if looks_like_survey_txt(text):
        return read_survey_txt(path)
    if path.suffix.lower() == ".wkt" or text.lstrip().upper().startswith(_WKT_WORDS):
        return read_wkt(path)
    raise FormatError(
        "this text is neither 勘测定界 coordinates nor WKT",
        where=path.name,
        hint="A 勘测定界 file has a block [地块坐标].",
    )


_WKT_WORDS = ("POLYGON", "MULTI", "SRID=", "GEOMETRYCOLLECTION", "LINESTRING", "POINT", "CURVE")


def _read_archive(path: Path, layer: str | None) -> ParcelFile:
    check_kind(path, "archive")
    with unpacked(path) as folder:
        files = [file for file in sorted(folder.rglob("*")) if _counts(file.relative_to(folder))]
        inside = [file for file in files if file.suffix.lower() in _INSIDE]
        if not inside:
            nested = [file.name for file in files if file.suffix.lower() in _ARCHIVES]
            raise FormatError(
                f"the archive holds another archive ({nested[0]}) and no parcel file"
                if nested
                else "the archive holds no parcel file",
                where=path.name,
                hint="Pack the parcels themselves.",
            )
        if len(inside) > 1:
            names = ", ".join(file.name for file in inside[:6])
            raise FormatError(
                f"the archive holds {len(inside)} parcel files ({names})",
                where=path.name,
                hint="Pack one, or unpack it and name one.",
            )
        return read_parcel_file(inside[0], layer)
