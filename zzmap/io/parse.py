"""Choose the reader for a file by its suffix and its first lines; runs in the child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io.archive import unpack
from zzmap.io.bundle import Bundle, check_geodatabase, parcel_files
from zzmap.io.formats import (
    ARCHIVE,
    CASS_DAT,
    CORNER_CSV,
    CORNER_XLS,
    CORNER_XLSX,
    GEODATABASE,
    GEOJSON,
    GEOJSON_LINES,
    GEOPACKAGE,
    GEOPARQUET,
    GPX,
    KML,
    KMZ,
    SURVEY_TXT,
    WKT,
    Format,
    format_of,
)
from zzmap.io.guard import check_kind, no_layer
from zzmap.io.parsed import Parsed, check_ground
from zzmap.io.scratch import gather
from zzmap.io.text import read_text
from zzmap.messages import say

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
    return _of_bundle(path, _bundle(path, scratch), layer, encoding, scratch)


def _of_bundle(
    path: Path, bundle: Bundle, layer: str | None, encoding: str | None, scratch: Path
) -> list[Parsed]:
    """Read what an archive or a folder, or a file by itself, was found to hold."""
    many = len(bundle.files) > 1
    found: list[Parsed] = []
    for file in bundle.files:
        if many and layer is not None and layer not in (file.name, file.stem):
            continue
        rows = _checked(file, None if many else layer, encoding, scratch)
        found += _named(rows, file) if many else rows
    if not found and layer is None:
        return found
    if not found:
        raise no_layer(path, str(layer), ", ".join(file.name for file in bundle.files))
    found[0] = found[0].noted(bundle.note)
    return found


def _named(rows: Sequence[Parsed], file: Path) -> list[Parsed]:
    """Name the layers of one file of several by the file."""
    if len(rows) == 1:
        return [replace(rows[0], name=file.stem)]
    return [replace(row, name=f"{file.stem} / {row.name}") for row in rows]


def _checked(path: Path, layer: str | None, encoding: str | None, scratch: Path) -> list[Parsed]:
    form = format_of(path)
    assert form is not None  # what is in a bundle, and what is not, has been looked at
    try:
        found = _parse(path, form, layer, encoding, scratch)
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
    bundle = _bundle(path, scratch)
    if len(bundle.files) > 1:
        return [row.name for row in _of_bundle(path, bundle, None, None, scratch)]
    path = bundle.files[0]
    form = format_of(path)
    if form is GEOPACKAGE:
        from zzmap.io.gpkg import contents

        check_kind(path, form.name)
        return contents(path).layers
    if form is KML:
        from zzmap.io.kml import kml_folders

        return kml_folders(path) or [path.stem]
    return [row.name for row in _checked(path, None, None, scratch)]


def _parse(
    path: Path, form: Format, layer: str | None, encoding: str | None, scratch: Path
) -> list[Parsed]:
    if form is KML:
        from zzmap.io.kml import read_kml

        return [read_kml(path, layer)]
    if form is not GEOJSON and form.driver:
        from zzmap.io.ogr import read_ogr

        return read_ogr(path, form, layer, encoding, scratch)
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
        from zzmap.io.esri_json import looks_like_esri_json, read_esri_json
        from zzmap.io.geojson import read_geojson

        return read_esri_json(path) if looks_like_esri_json(path) else read_geojson(path)
    if form is GEOJSON_LINES:
        from zzmap.io.geojson import read_lines

        return read_lines(path)
    if form is GEOPARQUET:
        from zzmap.io.parquet import read_parquet

        return read_parquet(path)
    if form is GPX:
        from zzmap.io.gpx import read_gpx

        return read_gpx(path)
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
            say("this is no list of points"),
            where=path.name,
            hint=say("A CASS line is 1,code,Y,X,height."),
        )
    raise FormatError(
        say("this text is neither {split} coordinates nor WKT", split=SURVEY_TXT.name.split()[0]),
        where=path.name,
        hint=say("A 勘测定界 file has a block [地块坐标]."),
    )


def _bundle(path: Path, scratch: Path) -> Bundle:
    """Return the files a path stands for: itself, what an archive holds, what a folder holds."""
    form = format_of(path)
    if path.is_dir():
        if form is not GEODATABASE:
            return _geodatabases(parcel_files(path, path.name, "folder", deep=False))
        return _geodatabases(Bundle([path]))
    if form not in (ARCHIVE, KMZ):
        return Bundle([path])
    check_kind(path, "archive")
    inside = scratch / "unpacked"
    inside.mkdir()
    unpack(path, inside)
    bare = {file.parent for file in inside.rglob("*.gdbtable") if not _is_geodatabase(file.parent)}
    for number, folder in enumerate(bare):
        # Of a geodatabase somebody packed the files and not their folder.
        gather(folder, inside / f"{path.stem}-{number}.gdb")
    return _geodatabases(parcel_files(inside, path.name, "archive", deep=True))


def _is_geodatabase(folder: Path) -> bool:
    return format_of(folder) is GEODATABASE


def _geodatabases(bundle: Bundle) -> Bundle:
    for file in bundle.files:
        if _is_geodatabase(file):
            check_geodatabase(file)
    return bundle
