"""The one table of formats: which suffix means what, and what is read and written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from zzmap.messages import say


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
    also
        Suffixes that are read, and never written.
    """

    name: str
    suffixes: tuple[str, ...]
    driver: str = ""
    reads: bool = True
    writes: bool = False
    lacks: str = ""
    sparse: bool = False
    layered: bool = False
    also: tuple[str, ...] = ()


GEOJSON = Format("GeoJSON", (".geojson", ".json"), "GeoJSON", writes=True)
GEOPACKAGE = Format(
    "GeoPackage", (".gpkg",), "GPKG", writes=True, lacks=say("lists and objects"), layered=True
)
SHAPEFILE = Format(
    "Shapefile",
    (".shp",),
    "ESRI Shapefile",
    writes=True,
    lacks=say(
        "names over 10 bytes, text over 254 bytes, several kinds of geometry, lists and objects"
    ),
)
FLATGEOBUF = Format(
    "FlatGeobuf", (".fgb",), "FlatGeobuf", writes=True, lacks=say("lists and objects")
)
DXF = Format(
    "DXF", (".dxf",), "DXF", writes=True, lacks=say("attributes but a name, and a reference system")
)
HOLES = "_洞"
"""End of the name of a drawing's layer on which outlines are holes of those around them."""

KML = Format(
    "KML",
    (".kml",),
    "KML",
    writes=True,
    lacks=say("systems but WGS-84, lists and objects"),
    sparse=True,
    also=(".ovkml",),
)
KMZ = Format("KMZ", (".kmz",), lacks=KML.lacks, sparse=True, also=(".ovkmz",))
GPX = Format("GPX", (".gpx",), lacks=say("areas, and systems but WGS-84"), sparse=True)
"""Read without GDAL, which makes five layers of it and drops its extensions."""

GEODATABASE = Format(
    "File Geodatabase", (".gdb",), "OpenFileGDB", lacks=say("lists and objects"), layered=True
)
"""A folder of files, loose or in a zip."""
MAPINFO_TAB = Format("MapInfo TAB", (".tab",), "MapInfo File", lacks=say("lists and objects"))
MAPINFO_MIF = Format("MapInfo MIF", (".mif",), "MapInfo File", lacks=say("lists and objects"))
GML = Format("GML", (".gml",), "GML", lacks=say("types of its values"), sparse=True, layered=True)
GEOJSON_LINES = Format("GeoJSON lines", (".geojsonl", ".geojsons", ".ndjson", ".jsonl"))
ESRI_JSON = Format("Esri JSON", (), sparse=True)
"""Told from GeoJSON, whose suffix it has, by its content."""

GEOPARQUET = Format("GeoParquet", (".parquet", ".geoparquet"))
SURVEY_TXT = Format(
    "勘测定界 TXT", (".txt",), writes=True, lacks=say("all but polygons, names, codes and areas")
)
WKT = Format("WKT", (".wkt",), lacks="attributes")
CORNER_CSV = Format("CSV corners", (".csv",), lacks=say("a reference system"), sparse=True)
CORNER_XLSX = Format("XLSX corners", (".xlsx",), lacks=say("a reference system"), sparse=True)
CORNER_XLS = Format("XLS corners", (".xls",), lacks=say("a reference system"), sparse=True)
CELLS = Format("table of geometries", (), lacks=say("a reference system"), sparse=True)
"""A CSV or workbook whose cells hold whole geometries."""

CASS_DAT = Format("CASS corners", (".dat",), lacks=say("a reference system"), sparse=True)
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
    GPX,
    GEODATABASE,
    MAPINFO_TAB,
    MAPINFO_MIF,
    GML,
    GEOJSON_LINES,
    ESRI_JSON,
    GEOPARQUET,
    SURVEY_TXT,
    WKT,
    CORNER_CSV,
    CORNER_XLSX,
    CORNER_XLS,
    CELLS,
    CASS_DAT,
)

READABLE = tuple(suffix for row in FORMATS if row.reads for suffix in (*row.suffixes, *row.also))
"""Suffixes that can be read."""

WRITABLE = tuple(suffix for row in FORMATS if row.writes for suffix in row.suffixes)
"""Suffixes that can be written."""

_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in (*row.suffixes, *row.also)}

_ARCGIS = say("In ArcGIS or QGIS export its layer as Shapefile or GeoPackage (要素类 → 导出要素).")
_UNPACK = say("Unpack it and name the file in it, or pack it as .zip.")
_TYPED = say("Copy the table of corners into a workbook and save it as .xlsx, or ask for the .txt.")
_DRAWING = say("In AutoCAD save it as DXF (另存为 → *.dxf, 2007 or later).")

NOT_READ: dict[str, tuple[str, str]] = {
    ".dwg": (say("an AutoCAD drawing in its own format"), _DRAWING),
    ".dgn": (say("a MicroStation drawing"), say("Export it as DXF.")),
    ".mdb": (say("a personal geodatabase or other Access file"), _ARCGIS),
    ".accdb": (say("an Access file"), _ARCGIS),
    ".vct": (
        say("a VCT exchange file (国土空间数据交换格式)"),
        say("Convert it to Shapefile with the VCT tool of your land system (VCT 转 SHP)."),
    ),
    ".ovobj": (
        say("objects of 奥维 in its own format"),
        say("In 奥维 export them as .kml or .ovkml (导出对象)."),
    ),
    ".e00": (say("an ArcInfo exchange file"), _ARCGIS),
    ".wl": (say("lines of MapGIS"), say("In MapGIS convert them to Shapefile.")),
    ".wp": (say("areas of MapGIS"), say("In MapGIS convert them to Shapefile.")),
    ".wt": (say("points of MapGIS"), say("In MapGIS convert the areas (.wp) to Shapefile.")),
    ".mxd": (say("a map document, which holds no data"), _ARCGIS),
    ".aprx": (say("a map document, which holds no data"), _ARCGIS),
    ".qgs": (
        say("a QGIS project, which holds no data"),
        say("In QGIS save its layer as GeoPackage."),
    ),
    ".qgz": (
        say("a QGIS project, which holds no data"),
        say("In QGIS save its layer as GeoPackage."),
    ),
    ".rar": (say("a RAR archive"), _UNPACK),
    ".7z": (say("a 7z archive"), _UNPACK),
    ".tar": (say("an archive"), _UNPACK),
    ".gz": (say("an archive"), _UNPACK),
    ".doc": (say("a text document"), _TYPED),
    ".docx": (say("a text document"), _TYPED),
    ".wps": (say("a text document"), _TYPED),
    ".pdf": (say("a PDF"), _TYPED),
    ".et": (say("a workbook of WPS"), say("Save it as .xlsx.")),
    ".ods": (say("a workbook"), say("Save it as .xlsx.")),
    ".jpg": (say("a picture"), _TYPED),
    ".jpeg": (say("a picture"), _TYPED),
    ".png": (say("a picture"), _TYPED),
    ".tif": (say("a picture"), say("Draw its outlines in QGIS and save them as GeoPackage.")),
    ".dbf": (say("the table of a Shapefile"), say("Name the .shp beside it.")),
    ".shx": (say("the index of a Shapefile"), say("Name the .shp beside it.")),
    ".prj": (say("the reference system of a Shapefile"), say("Name the .shp beside it.")),
    ".map": (say("a part of a MapInfo table"), say("Name the .tab beside it.")),
    ".mid": (say("the attributes of a MapInfo file"), say("Name the .mif beside it.")),
    ".gdbtable": (say("a part of a File Geodatabase"), say("Name the folder ….gdb it lies in.")),
}
"""What planners receive and zzmap does not read: what it is, and how to come by what it reads."""


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
