"""The one table of formats: which suffix means what, and what is read and written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Format(NamedTuple):
    """A file format.

    Attributes
    ----------
    name
        As a planner calls it.
    suffixes
        Of its files, the usual one first.
    driver
        GDAL's name for it; '' where GDAL neither reads nor writes it here.
    reads, writes
        Whether `zzmap.io.read` and `zzmap.io.write` take it.
    lacks
        What it cannot hold, in a word; '' where it holds all a layer has.
    sparse
        Whether each feature names only the attributes it has, so that a blank one is none.
    layered
        Whether a file may hold several layers.
    """

    name: str
    suffixes: tuple[str, ...]
    driver: str = ""
    reads: bool = True
    writes: bool = False
    lacks: str = ""
    sparse: bool = False
    layered: bool = False


GEOJSON = Format("GeoJSON", (".geojson", ".json"), "GeoJSON", writes=True)
GEOPACKAGE = Format(
    "GeoPackage", (".gpkg",), "GPKG", writes=True, lacks="lists and objects", layered=True
)
SHAPEFILE = Format(
    "Shapefile",
    (".shp",),
    "ESRI Shapefile",
    writes=True,
    lacks="names over 10 bytes, text over 254 bytes, several kinds of geometry, lists and objects",
)
FLATGEOBUF = Format("FlatGeobuf", (".fgb",), "FlatGeobuf", writes=True, lacks="lists and objects")
DXF = Format("DXF", (".dxf",), "DXF", lacks="attributes and a reference system")
KML = Format(
    "KML",
    (".kml",),
    "KML",
    writes=True,
    lacks="systems but WGS-84, lists and objects",
    sparse=True,
)
KMZ = Format("KMZ", (".kmz",), lacks=KML.lacks, sparse=True)
SURVEY_TXT = Format(
    "勘测定界 TXT", (".txt",), writes=True, lacks="all but polygons, names, codes and areas"
)
WKT = Format("WKT", (".wkt",), lacks="attributes")
CORNER_CSV = Format("CSV corners", (".csv",), lacks="a reference system", sparse=True)
CORNER_XLSX = Format("XLSX corners", (".xlsx",), lacks="a reference system", sparse=True)
CORNER_XLS = Format("XLS corners", (".xls",), lacks="a reference system", sparse=True)
CELLS = Format("table of geometries", (), lacks="a reference system", sparse=True)
"""A CSV or workbook whose cells hold whole geometries."""

CASS_DAT = Format("CASS corners", (".dat",), lacks="a reference system", sparse=True)
ARCHIVE = Format("zip archive", (".zip",))
"""An archive that holds one file of any of the others."""

FORMATS = (
    GEOJSON,
    GEOPACKAGE,
    SHAPEFILE,
    FLATGEOBUF,
    DXF,
    KML,
    ARCHIVE,
    KMZ,
    SURVEY_TXT,
    WKT,
    CORNER_CSV,
    CORNER_XLSX,
    CORNER_XLS,
    CELLS,
    CASS_DAT,
)

READABLE = tuple(suffix for row in FORMATS if row.reads for suffix in row.suffixes)
"""Suffixes that can be read."""

WRITABLE = tuple(suffix for row in FORMATS if row.writes for suffix in row.suffixes)
"""Suffixes that can be written."""

_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}


def format_of(path: str | Path) -> Format | None:
    """Return the format a path's suffix means, None if it means none.

    Examples
    --------
    >>> format_of("园区.SHP").driver
    'ESRI Shapefile'
    >>> format_of("园区.dwg") is None
    True
    """
    return _BY_SUFFIX.get(Path(path).suffix.lower())
