"""Choose the reader for a file by its suffix and its first lines; runs in the child process."""

from __future__ import annotations

from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io.archive import unpack
from zzmap.io.formats import (
    ARCHIVE,
    CASS_DAT,
    CORNER_CSV,
    CORNER_XLS,
    CORNER_XLSX,
    GEOJSON,
    GEOPACKAGE,
    KML,
    KMZ,
    READABLE,
    SURVEY_TXT,
    WKT,
    Format,
    format_of,
)
from zzmap.io.guard import check_kind, no_layer
from zzmap.io.parsed import Parsed, check_ground
from zzmap.io.text import read_text

_ARCHIVES = (*ARCHIVE.suffixes, *KMZ.suffixes, ".rar", ".7z")
_INSIDE = tuple(suffix for suffix in READABLE if suffix not in _ARCHIVES)
_WKT_WORDS = ("POLYGON", "MULTI", "SRID=", "GEOMETRYCOLLECTION", "LINESTRING", "POINT", "CURVE")


def parse(path: Path, layer: str | None, encoding: str | None, scratch: Path) -> list[Parsed]:
    """Read the layers of a file.

    Parameters
    ----------
    path
        File to read.
    layer
        Layer to read; None reads all that hold features.
    encoding
        Encoding of its text, where it is text or a Shapefile; None tells it from the text.
    scratch
        Empty folder an archive is unpacked to.

    Raises
    ------
    FormatError
        If the reader of its format refuses the file.
    """
    form = format_of(path)
    if form in (ARCHIVE, KMZ):
        path = _inside(path, scratch)
        form = format_of(path)
    assert form is not None  # what is in an archive, and what is not, has been looked at
    try:
        found = _parse(path, form, layer, encoding)
    except FormatError as error:
        if error.where:
            raise
        raise FormatError(error.what, path.name, error.hint) from None
    for row in found:
        check_ground(row, path.name)
    return found


def layers(path: Path, scratch: Path) -> list[str]:
    """Return the names of a file's layers; the folders of a KML.

    Raises
    ------
    FormatError
        As `parse`.
    """
    if format_of(path) in (ARCHIVE, KMZ):
        path = _inside(path, scratch)
    form = format_of(path)
    if form is GEOPACKAGE:
        from zzmap.io.gpkg import contents

        check_kind(path, form.name)
        return contents(path).layers
    if form is KML:
        from zzmap.io.kml import kml_folders

        return kml_folders(path) or [path.stem]
    return [row.name for row in parse(path, None, None, scratch)]


def _parse(path: Path, form: Format, layer: str | None, encoding: str | None) -> list[Parsed]:
    if form is KML:
        from zzmap.io.kml import read_kml

        return [read_kml(path, layer)]
    if form is not GEOJSON and form.driver:
        from zzmap.io.ogr import read_ogr

        return read_ogr(path, form, layer, encoding)
    if form in (CORNER_XLSX, CORNER_XLS):
        from zzmap.io.corners import read_corner_xls, read_corner_xlsx

        return [(read_corner_xlsx if form is CORNER_XLSX else read_corner_xls)(path, layer)]
    found = _parse_plain(path, form, encoding)
    if layer is not None and layer != found.name:
        raise no_layer(path, layer, found.name)
    return [found]


def _parse_plain(path: Path, form: Format, encoding: str | None) -> Parsed:
    """Read a format that has one layer only, without GDAL."""
    if form is GEOJSON:
        from zzmap.io.geojson import read_geojson

        return read_geojson(path)
    if form is CORNER_CSV:
        from zzmap.io.corners import read_corner_csv

        return read_corner_csv(path, encoding)
    return _parse_text(path, form, encoding)


def _parse_text(path: Path, form: Format, encoding: str | None) -> Parsed:
    from zzmap.io.corners import read_corner_text
    from zzmap.io.survey_txt import looks_like_survey_txt, read_survey_txt
    from zzmap.io.wkt import read_wkt

    text, _ = read_text(path, encoding)
    if looks_like_survey_txt(text):
        return read_survey_txt(path, encoding)
    if form is WKT or text.lstrip().upper().startswith(_WKT_WORDS):
        return read_wkt(path, encoding)
    listed = read_corner_text(path, form.name, encoding)
    if listed is not None:
        return listed
    if form is CASS_DAT:
        raise FormatError(
            "this is no list of points", where=path.name, hint="A CASS line is 1,code,Y,X,height."
        )
    raise FormatError(
        f"this text is neither {SURVEY_TXT.name.split()[0]} coordinates nor WKT",
        where=path.name,
        hint="A 勘测定界 file has a block [地块坐标].",
    )


def _inside(path: Path, scratch: Path) -> Path:
    """Unpack an archive and return the one file in it that can be read."""
    check_kind(path, "archive")
    unpack(path, scratch)
    files = [file for file in sorted(scratch.rglob("*")) if _counts(file.relative_to(scratch))]
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
    return inside[0]


def _counts(inside: Path) -> bool:
    """Pass over what macOS adds to archives, which has the suffixes of real files."""
    return not any(part == "__MACOSX" or part.startswith(".") for part in inside.parts)
