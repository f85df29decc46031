"""Choose the reader for a file by its suffix and its first lines."""

from __future__ import annotations

from pathlib import Path

from zzmap.errors import FormatError
from zzmap.formats.archive import unpacked
from zzmap.formats.corners import read_corner_csv, read_corner_xlsx
from zzmap.formats.ogr import FORMS, read_ogr
from zzmap.formats.parcel import ParcelFile
from zzmap.formats.survey_txt import looks_like_survey_txt, read_survey_txt
from zzmap.formats.text import read_text
from zzmap.formats.wkt import read_wkt

READABLE = (*FORMS, ".zip", ".kmz", ".txt", ".wkt", ".csv", ".xlsx")
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
    if not path.is_file():
        raise FormatError("there is no such file", where=str(path), mend="Check the path.")
    if path.stat().st_size == 0:
        raise FormatError("the file is empty", where=path.name, mend="Copy it again.")
    if suffix in FORMS:
        return read_ogr(path, layer)
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
        mend=f"It reads {', '.join(READABLE)}.",
    )


def _read_text(path: Path) -> ParcelFile:
    text, _ = read_text(path)
    if looks_like_survey_txt(text):
        return read_survey_txt(path)
    if path.suffix.lower() == ".wkt" or text.lstrip().upper().startswith(
        ("POLYGON", "MULTIPOLYGON", "SRID=", "GEOMETRYCOLLECTION", "LINESTRING", "POINT")
    ):
        return read_wkt(path)
    raise FormatError(
        "this text is neither 勘测定界 coordinates nor WKT",
        where=path.name,
        mend="A 勘测定界 file has a block [地块坐标].",
    )


def _read_archive(path: Path, layer: str | None) -> ParcelFile:
    with unpacked(path) as folder:
        inside = sorted(
            file
            for file in folder.rglob("*")
            if file.suffix.lower() in FORMS or file.suffix.lower() in (".txt", ".wkt")
        )
        if not inside:
            raise FormatError(
                "the archive holds no parcel file", where=path.name, mend="Pack the parcels."
            )
        if len(inside) > 1:
            names = ", ".join(file.name for file in inside[:6])
            raise FormatError(
                f"the archive holds {len(inside)} parcel files ({names})",
                where=path.name,
                mend="Pack one, or unpack it and name one.",
            )
        return read_parcel_file(inside[0], layer)
