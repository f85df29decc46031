"""Build files that must be refused, each with the word its message has to hold."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import fiona
from shapely import to_wkb
from shapely.geometry import LineString, Point, mapping

from .corpus import (
    CORNERS_GK,
    FIELD,
    Txt,
    dxf_text,
    gpx_text,
    kml_text,
    txt_text,
    write_esri_json,
    write_gdal,
    write_geojson,
    write_layers,
    write_shapefile,
    write_xlsx,
    zipped_shapefile,
)


class Bad(NamedTuple):
    """A file, the word of its refusal, and the options it is read with."""

    id: str
    word: str
    build: Callable[[Path], Path]
    crs: str | None = None
    layer: str | None = None
    mapping: dict[str, str] | None = None


def file(name: str, body: str | bytes) -> Callable[[Path], Path]:
    """Write a body to a file of this name."""

    def build(to: Path) -> Path:
        path = to / name
        path.write_bytes(body.encode() if isinstance(body, str) else body)
        return path

    return build


def cut(build: Callable[[Path], Path], share: float, suffix: str = "") -> Callable[[Path], Path]:
    """Cut a built file, or the one beside it with this suffix, at a share of its length."""

    def shorter(to: Path) -> Path:
        path = build(to)
        part = path.with_suffix(suffix) if suffix else path
        raw = part.read_bytes()
        part.write_bytes(raw[: int(len(raw) * share)])
        return path

    return shorter


def without(suffix: str) -> Callable[[Path], Path]:
    def build(to: Path) -> Path:
        path = write_shapefile(to)
        path.with_suffix(suffix).unlink()
        return path

    return build


def renamed(build: Callable[[Path], Path], name: str) -> Callable[[Path], Path]:
    return lambda to: build(to).rename(to / name)


def geojson(geometry: Any, **properties: Any) -> str:
    """A GeoJSON of one feature; a text is put in as it is, whatever JSON says to it."""
    body = geometry if isinstance(geometry, str) else json.dumps(mapping(geometry))
    feature = f'{{"type":"Feature","properties":{json.dumps(properties)},"geometry":{body}}}'
    return f'{{"type":"FeatureCollection","features":[{feature}]}}'


def ring(*points: str) -> str:
    return f'{{"type":"Polygon","coordinates":[[{",".join(f"[{point}]" for point in points)}]]}}'


def archive(name: str, members: dict[str, str | bytes]) -> Callable[[Path], Path]:
    def build(to: Path) -> Path:
        with zipfile.ZipFile(to / name, "w", zipfile.ZIP_DEFLATED) as packed:
            for member, body in members.items():
                packed.writestr(member, body)
        return to / name

    return build


def bomb(name: str, member: str) -> Callable[[Path], Path]:
    return archive(name, {member: b"0" * 60_000_000})


def _flagged(to: Path) -> Path:
    """A zip that says it is encrypted, as one with a password does."""
    path = archive("a.zip", {"a.geojson": "{}"})(to)
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    return path


def _garbled(to: Path) -> Path:
    """A zip whose index is whole and whose packed bytes are not."""
    path = zipped_shapefile(to)
    raw = bytearray(path.read_bytes())
    start = raw.find(b"PK\x03\x04", 10) + 60
    raw[start : start + 40] = bytes(40)
    path.write_bytes(raw)
    return path


def _linked(to: Path) -> Path:
    member = zipfile.ZipInfo("a.geojson")
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(to / "a.zip", "w") as packed:
        packed.writestr(member, "/etc/passwd")
    return to / "a.zip"


def _nested(to: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("a.geojson", geojson(FIELD))
    return archive("a.zip", {"inner.zip": inner.getvalue()})(to)


def _clash(to: Path) -> Path:
    return archive("a.zip", {"a": "a file", "a/b.geojson": "and a folder of its name"})(to)


def _loop(to: Path) -> Path:
    path = to / "a.geojson"
    path.symlink_to(path)
    return path


def _fifo(to: Path) -> Path:
    os.mkfifo(to / "a.geojson")
    return to / "a.geojson"


def _folder(to: Path) -> Path:
    (to / "a.gpkg").mkdir()
    return to / "a.gpkg"


def _points(to: Path, driver: str, name: str) -> Path:
    schema = {"geometry": "Point", "properties": {"n": "int"}}
    with fiona.open(to / name, "w", driver=driver, crs="EPSG:4326", schema=schema) as sink:
        sink.write({"geometry": mapping(Point(113.6, 34.7)), "properties": {"n": 1}})
    return to / name


def _null_geometry(to: Path) -> Path:
    schema = {"geometry": "Polygon", "properties": {"n": "int"}}
    with fiona.open(to / "a.gpkg", "w", driver="GPKG", crs="EPSG:4326", schema=schema) as sink:
        sink.write({"geometry": mapping(FIELD), "properties": {"n": 1}})
        sink.write({"geometry": None, "properties": {"n": 2}})
    return to / "a.gpkg"


def _no_features(to: Path, driver: str, name: str) -> Path:
    return write_gdal(to / name, driver, rows=(), geometry="Polygon", encoding="UTF-8")


def _damaged_gpkg(to: Path) -> Path:
    path = write_gdal(to / "a.gpkg", "GPKG")
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE gpkg_geometry_columns")
        database.execute("DROP TABLE gpkg_contents")
    database.close()
    return path


def _foreign_crs(to: Path) -> Path:
    """A .prj of Xi'an 1980, whose way to WGS-84 is not public."""
    path = write_shapefile(to, "cm114")
    text = path.with_suffix(".prj").read_text()
    path.with_suffix(".prj").write_text(
        'PROJCS["Xian_1980_3_Degree_GK_CM_114E",GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",'
        'SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",'
        + text.partition('UNIT["Degree",')[2]
    )
    return path


def _bad_page(to: Path) -> Path:
    """Attributes that are neither UTF-8 nor GBK."""
    path = write_shapefile(to, encoding="UTF-8", keep="prj")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("郑州".encode(), b"\xff\xfe\xff\xff\xff\x81"))
    return path


def _huge_count(to: Path) -> Path:
    """A Shapefile whose header promises more bytes than there are."""
    path = write_shapefile(to)
    raw = bytearray(path.read_bytes())
    raw[24:28] = struct.pack(">i", 2**30)
    path.write_bytes(raw)
    return path


def _wkb_cut(to: Path) -> Path:
    path = write_gdal(to / "a.gpkg", "GPKG", SPATIAL_INDEX="NO", layer="a")
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    with sqlite3.connect(path) as database:
        _plain_triggers(database)
        database.execute("UPDATE a SET geom = ?", (head + to_wkb(FIELD)[:40],))
    database.close()
    return path


def _gpkg_bytes(to: Path) -> Path:
    """A GeoPackage whose schema holds bytes that are no UTF-8: these end fiona with a crash."""
    path = write_gdal(to / "a.gpkg", "GPKG", layer="a")
    raw = path.read_bytes()
    path.write_bytes(raw.replace("名称".encode(), b"\xe5\x90\xff\xfe\xfd\xfc"))
    return path


def _page(name: bytes) -> Callable[[Path], Path]:
    """A Shapefile whose .cpg names something that is no encoding, its text in none either."""

    def build(to: Path) -> Path:
        path = _bad_page(to)
        path.with_suffix(".cpg").write_bytes(name)
        return path

    return build


def _bad_prj(to: Path) -> Path:
    path = write_shapefile(to)
    text = path.with_suffix(".prj").read_text()
    path.with_suffix(".prj").write_text(text[: len(text) // 2])
    return path


def _plain_triggers(database: sqlite3.Connection) -> None:
    """Drop triggers, which need functions that GDAL brings and plain SQLite lacks."""
    for (name,) in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'a'"
    ).fetchall():
        database.execute(f'DROP TRIGGER "{name}"')


def _xlsx_bomb(to: Path) -> Path:
    """A workbook whose sheet unpacks to much more than a table of corners."""
    path = write_xlsx(to / "a.xlsx", "cm114", CORNERS_GK)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet9.xml", b" " * 80_000_000)
    return path


def _xlsx_laughs(to: Path) -> Path:
    """Entities in a workbook, ten times ten times … of them."""
    path = write_xlsx(to / "b.xlsx", "cm114", CORNERS_GK)
    lines = "".join(
        f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "lol" * 100}">'
        for number in range(10)
    )
    sheet = (
        f"<!DOCTYPE a [{lines}]>"
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    )
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to / "a.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    path.unlink()
    return to / "a.xlsx"


def _xlsx(rows: list[list[Any]]) -> Callable[[Path], Path]:
    def build(to: Path) -> Path:
        from openpyxl import Workbook

        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(to / "a.xlsx")
        return to / "a.xlsx"

    return build


def _txt(change: Callable[[list[str]], list[str]]) -> Callable[[Path], Path]:
    """A 勘测定界 file with its lines changed; rows[12] is its first parcel."""
    return file("a.txt", "\n".join(change(txt_text().splitlines())))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>&b;</name></Document></kml>'
)
FETCH = LAUGHS.replace('<!ENTITY a "lol">', '<!ENTITY a SYSTEM "file:///etc/passwd">')
LATE = LAUGHS.replace("<!DOCTYPE", f"<!--{'x' * 100_000}--><!DOCTYPE")
VIRTUAL = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/passwd</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)
ISLAND = geojson(
    json.dumps({"type": "GeometryCollection", "geometries": [mapping(FIELD), mapping(Point(0, 0))]})
)
LINE = LineString([(113.5, 34.7), (113.6, 34.8)])
MANY = {"type": "Feature", "properties": {}, "geometry": mapping(FIELD)}

PATHS = [
    Bad("missing", "no such file", lambda to: to / "none.geojson"),
    Bad("folder", "folder", _folder),
    Bad("symlink-loop", "symbolic link", _loop),
    Bad("fifo", "no ordinary file", _fifo),
    Bad("nul-in-name", "null", lambda to: to / "a\0b.geojson"),
    Bad("no-suffix", "no format", file("parcels", "x")),
    Bad("unknown-suffix", ".dwg", file("a.dwg", "AC1032")),
    Bad("remote-path", "no such file", lambda _: Path("/vsicurl/http://127.0.0.1:9/a.geojson")),
    *(
        Bad(f"empty{suffix}", "empty", file(f"a{suffix}", b""))
        for suffix in (".geojson", ".gpkg", ".shp", ".kml", ".kmz", ".fgb", ".dxf", ".csv",
                       ".xlsx", ".wkt", ".txt", ".zip")
    ),
]  # fmt: skip

JSONS = [
    Bad("json-cut", "cut off", cut(lambda to: write_geojson(to / "a.geojson"), 0.6)),
    Bad("json-gbk", "encoding", file("a.geojson", geojson(FIELD, n="x")
        .replace('"x"', '"郑州"').encode("gbk"))),
    Bad("json-list", "not GeoJSON", file("a.geojson", "[]")),
    Bad("json-other", "not GeoJSON", file("a.json", '{"type": "settings", "a": 1}')),
    Bad("json-topology", "not GeoJSON",
        file("a.json", '{"type":"Topology","objects":{},"arcs":[]}')),
    Bad("esri-cut", "no whole JSON",
        cut(lambda to: write_esri_json(to / "a.json", "cm114"), 0.6)),
    Bad("esri-refusal", "Invalid or missing input parameters",
        file("a.json", '{"error": {"code": 400, "message": '
                       '"Invalid or missing input parameters."}}')),
    Bad("esri-description", "no list of features",
        file("a.json", '{"geometryType": "esriGeometryPolygon", "fields": []}')),
    Bad("esri-curves", "curves",
        file("a.json", '{"features": [{"attributes": {}, "geometry": {"curveRings": [[[113, 34], '
                       '{"c": [[113.1, 34], [113, 34.1]]}, [113, 34]]]}}]}')),
    Bad("esri-flat-ring", "no geometry that can be read",
        file("a.json", '{"features": [{"attributes": {}, "geometry": {"rings": '
                       '[[[113.6, 34.7], [113.7, 34.7]]]}}]}')),
    Bad("esri-two-systems", "several reference systems",
        file("a.json", json.dumps({"features": [
            {"geometry": {"x": 1, "y": 1, "spatialReference": {"wkid": code}}}
            for code in (4490, 4547)]}))),
    Bad("json-no-features", "no features",
        file("a.geojson", '{"type":"FeatureCollection","features":[]}')),
    Bad("json-null-geometry", "no geometry", file("a.geojson", geojson("null"))),
    Bad("json-unknown-geometry", "no geometry",
        file("a.geojson", geojson('{"type":"Circle","coordinates":[]}'))),
    Bad("json-empty-polygon", "is empty",
        file("a.geojson", geojson('{"type":"Polygon","coordinates":[]}'))),
    Bad("json-line", "LineString", file("a.geojson", geojson(LINE))),
    Bad("json-point", "Point", file("a.geojson", geojson(Point(113.6, 34.7)))),
    Bad("json-mixed-collection", "GeometryCollection", file("a.geojson", ISLAND)),
    Bad("json-two-corners", "ring", file("a.geojson", geojson(ring("113.5,34.7", "113.6,34.7")))),
    Bad("json-nan", "not on the ground",
        file("a.geojson", geojson(ring("113.5,34.7", "113.6,NaN", "113.6,34.8", "113.5,34.7")))),
    Bad("json-infinity", "not on the ground",
        file("a.geojson", geojson(ring("113.5,34.7", "Infinity,34", "113.6,34.8", "113.5,34.7")))),
    Bad("json-huge", "not on the ground",
        file("a.geojson", geojson(ring("1e300,34.7", "113.6,34.7", "113.6,34.8", "1e300,34.7")))),
    Bad("json-overflow", "not on the ground",
        file("a.geojson", geojson(ring("1e999,34.7", "113.6,34.7", "113.6,34.8", "1e999,34.7")))),
    Bad("json-text-coordinates", "geometry",
        file("a.geojson", geojson(ring('"a",34.7', "113.6,34.7", "113.6,34.8", '"a",34.7')))),
    Bad("json-deep", "geometry", file("a.geojson", geojson("[" * 300 + "]" * 300))),
    Bad("json-deeper", "GeoJSON", file("a.geojson", '{"a":' * 100_000)),
    Bad("json-is-xml", "XML", file("a.geojson", VIRTUAL)),
    Bad("json-unknown-crs", "RGF93", lambda to: write_geojson(
        to / "a.geojson", crs={"type": "name", "properties": {"name": "EPSG:2154"}})),
    Bad("json-far-away", "No reading",
        file("a.geojson", geojson(ring("2.1,48.8", "2.2,48.8", "2.2,48.9", "2.1,48.8")))),
    Bad("json-one-vertex-away", "cannot be",
        file("a.geojson", geojson(ring("113.6,34.7", "113.61,34.7", "500000,34.8", "113.6,34.71",
                                       "113.6,34.7")))),
    Bad("json-claims-degrees-holds-metres", "Claimed as",
        lambda to: write_geojson(to / "a.geojson", system="cm114")),
    Bad("no-such-layer", "no layer", file("a.geojson", geojson(FIELD)), None, "园区"),
    Bad("no-such-column", "no column", file("a.geojson", geojson(FIELD, a=1)), None, None,
        {"name": "名称"}),
]  # fmt: skip

GDALS = [
    Bad("gpkg-cut", "cut off", cut(lambda to: write_gdal(to / "a.gpkg", "GPKG"), 0.5)),
    Bad("gpkg-text", "not GeoPackage", file("a.gpkg", "not a database")),
    Bad("gpkg-plain-sqlite", "GeoPackage", _damaged_gpkg),
    Bad("gpkg-shapefile", "Shapefile", renamed(write_shapefile, "a.gpkg")),
    Bad("gpkg-no-features", "no features", lambda to: _no_features(to, "GPKG", "a.gpkg")),
    Bad("gpkg-points", "no polygons", lambda to: _points(to, "GPKG", "a.gpkg")),
    Bad("gpkg-null-geometry", "feature 2", _null_geometry),
    Bad("gpkg-cut-geometry", "geometry", _wkb_cut),
    Bad("gpkg-mixed-crs", "several reference systems",
        lambda to: write_layers(to / "a.gpkg", ("wgs84", "cm114", "mercator"))),
    Bad("gpkg-no-layer", "no layer", lambda to: write_layers(to / "a.gpkg"), None, "园区"),
    Bad("fgb-cut", "cut off", cut(lambda to: write_gdal(to / "a.fgb", "FlatGeobuf"), 0.9)),
    Bad("fgb-cut-early", "cut off", cut(lambda to: write_gdal(to / "a.fgb", "FlatGeobuf"), 0.1)),
    Bad("fgb-text", "not FlatGeobuf", file("a.fgb", "fgb")),
    Bad("shp-cut", "cut off", cut(write_shapefile, 0.6)),
    Bad("shp-header-lies", "cut off", _huge_count),
    Bad("shp-no-shx", ".shx is missing", without(".shx")),
    Bad("shp-no-dbf", ".dbf is missing", without(".dbf")),
    Bad("shp-cut-shx", "cut off", cut(write_shapefile, 0.5, ".shx")),
    Bad("shp-cut-dbf", "cut off", cut(write_shapefile, 0.7, ".dbf")),
    Bad("shp-empty-dbf", "empty", cut(write_shapefile, 0.0, ".dbf")),
    Bad("shp-encoding", "encoding", _bad_page),
    Bad("shp-cpg-nul", "encoding", _page(b"a\0b")),
    Bad("shp-cpg-no-encoding", "encoding", _page(b"rot13")),
    Bad("shp-prj-cut", "WKT", _bad_prj),
    Bad("gpkg-schema-bytes", "damaged", _gpkg_bytes),
    Bad("shp-points", "not a polygon", lambda to: _points(to, "ESRI Shapefile", "a.shp")),
    Bad("shp-no-features", "no features", lambda to: _no_features(to, "ESRI Shapefile", "a.shp")),
    Bad("shp-no-prj", "--crs", without(".prj")),
    Bad("shp-xian80", "Xi'an", _foreign_crs),
    Bad("shp-is-text", "not Shapefile", file("a.shp", "text")),
    Bad("shp-asked-wrong-zone", "the file itself states", lambda to: write_shapefile(to, "zone38"),
        "CGCS2000 3-degree zone 39"),
    Bad("asked-for-nonsense", "nonsense", write_shapefile, "nonsense"),
    Bad("dxf-open-lines", "no closed polyline",
        file("a.dxf", dxf_text([FIELD]).replace("\n70\n1\n", "\n70\n0\n")), "EPSG:4547"),
    Bad("dxf-no-crs", "--crs", file("a.dxf", dxf_text([FIELD]))),
    Bad("dxf-is-dwg", "DWG", file("a.dxf", b"AC1032\x00\x00")),
    Bad("dxf-cut", "cut off", file("a.dxf", dxf_text([FIELD])[:60]), "EPSG:4547"),
]  # fmt: skip

KMLS = [
    Bad("kml-cut", "no sound KML", file("a.kml", kml_text()[:500])),
    Bad("kml-entities", "document type", file("a.kml", LAUGHS)),
    Bad("kml-entities-from-disk", "document type", file("a.kml", FETCH)),
    Bad("kml-entities-late", "document type", file("a.kml", LATE)),
    Bad("kml-entities-utf16", "document type",
        file("a.kml", LAUGHS.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"))),
    Bad("kml-entities-in-kmz", "document type", archive("a.kmz", {"doc.kml": LAUGHS})),
    Bad("kml-gbk", "no sound KML", file("a.kml", kml_text().encode("gbk"))),
    Bad("kml-is-json", "not KML", file("a.kml", geojson(FIELD))),
    Bad("kml-is-virtual-layer", "OGRVRTDataSource", file("a.kml", VIRTUAL)),
    Bad("kml-no-features", "no polygons", file("a.kml", kml_text([]))),
    Bad("kml-words-for-numbers", "no coordinate",
        file("a.kml", kml_text().replace("113.541", "abc"))),
    Bad("kml-nan", "not on the ground",
        file("a.kml", kml_text().replace("113.548000000", "nan"))),
    Bad("kml-two-corners", "corners", file("a.kml",
        "<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>113,34 114,34"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>")),
    Bad("kml-line", "LineString", file("a.kml",
        "<kml><Placemark><LineString><coordinates>113,34 114,34</coordinates></LineString>"
        "</Placemark></kml>")),
    Bad("kml-no-geometry", "no geometry", file("a.kml",
        "<kml><Placemark><name>a</name></Placemark></kml>")),
    Bad("kml-no-layer", "no layer", file("a.kml", kml_text()), None, "无"),
]  # fmt: skip

GPXS = [
    Bad("gpx-cut", "no sound GPX", file("a.gpx", gpx_text()[:900])),
    Bad("gpx-entities", "document type", file("a.gpx", LAUGHS)),
    Bad("gpx-is-kml", "<kml> is not GPX", file("a.gpx", kml_text())),
    Bad("gpx-is-json", "not GPX", file("a.gpx", geojson(FIELD))),
    Bad("gpx-open", "1 points, 1 lines", file("a.gpx",
        '<gpx><wpt lat="34.7" lon="113.7"/><rte><rtept lat="34.7" lon="113.7"/>'
        '<rtept lat="34.7" lon="113.8"/><rtept lat="34.8" lon="113.8"/></rte></gpx>')),
    Bad("gpx-no-place", "has no coordinate", file("a.gpx", gpx_text().replace(" lon=", " x=", 1))),
    Bad("gpx-turned", "not on the ground",
        file("a.gpx", gpx_text().replace("lat=", "l=").replace("lon=", "lat=")
             .replace("l=", "lon="))),
    Bad("gpx-nothing", "no polygons", file("a.gpx", "<gpx></gpx>")),
    Bad("gpx-track-without-points", "no geometry", file("a.gpx", "<gpx><trk/></gpx>")),
    Bad("gpx-no-layer", "no layer", file("a.gpx", gpx_text()), None, "tracks"),
]  # fmt: skip

ZIPS = [
    Bad("zip-bomb", "unpacks to", bomb("a.zip", "a.geojson")),
    Bad("kmz-bomb", "unpacks to", bomb("a.kmz", "doc.kml")),
    Bad("zip-climbs-out", "climbs out", archive("a.zip", {"../../evil.geojson": "{}"})),
    Bad("zip-absolute", "climbs out", archive("a.zip", {"/tmp/evil.geojson": "{}"})),
    Bad("zip-backslashes", "climbs out", archive("a.zip", {"..\\..\\evil.geojson": "{}"})),
    Bad("zip-drive", "climbs out", archive("a.zip", {"C:evil.geojson": "{}"})),
    Bad("zip-link", "symbolic link", _linked),
    Bad("zip-nested", "another archive", _nested),
    Bad("zip-no-parcels", "no parcel file", archive("a.zip", {"readme.md": "hello"})),
    Bad("zip-two-files", "2 parcel files", archive("a.zip", {"a.geojson": "{}", "b.wkt": "x"})),
    Bad("zip-password", "password", _flagged),
    Bad("zip-cut", "cut off", cut(zipped_shapefile, 0.5)),
    Bad("zip-garbled", "damaged", _garbled),
    Bad("zip-name-clash", "damaged", _clash),
    Bad("zip-is-text", "not archive", file("a.zip", "text")),
    Bad("zip-is-rar", "RAR", file("a.zip", b"Rar!\x1a\x07")),
    Bad("zip-many-files", "holds 1001 files",
        archive("a.zip", {f"{number}.txt": "" for number in range(1001)})),
    Bad("zip-empty", "no parcel file", archive("a.zip", {})),
]  # fmt: skip

POINT = "J1,1,abc,38458000.0"
TXTS = [
    Bad("txt-no-block", "is missing", file("a.txt", "[属性描述]\n坐标系=2000国家大地坐标系\n")),
    Bad("txt-no-parcel", "holds no parcel", _txt(lambda rows: rows[:12])),
    Bad("txt-two-points", "has 2 points", _txt(lambda rows: [*rows[:12], "2,1,a,b,面,,,,@",
                                                            *rows[13:15]])),
    Bad("txt-letters", "no pair of coordinates",
        _txt(lambda rows: [*rows[:13], POINT, *rows[13:]])),
    Bad("txt-nan", "not on the ground",
        _txt(lambda rows: [*rows[:13], POINT.replace("abc", "nan"), *rows[13:]])),
    Bad("txt-huge", "not on the ground",
        _txt(lambda rows: [*rows[:13], POINT.replace("abc", "1e12"), *rows[13:]])),
    Bad("txt-underscores", "no pair of coordinates",
        _txt(lambda rows: [*rows[:13], POINT.replace("abc", "3_850_000"), *rows[13:]])),
    Bad("txt-three-cells", "has 3 cells", _txt(lambda rows: [*rows[:13], "J1,1,385", *rows[13:]])),
    Bad("txt-point-first", "before the first parcel", _txt(lambda rows: rows[:12] + rows[13:])),
    Bad("txt-parcel-without-points", "has no points",
        _txt(lambda rows: [*rows[:12], "0,1,a,b,面,,,,@", *rows[12:]])),
    Bad("txt-cut", "are there", _txt(lambda rows: rows[:-2])),
    Bad("txt-xian80", "Xi'an", file("a.txt", txt_text(Txt(datum="1980西安坐标系")))),
    Bad("txt-xian80-by-number", "Xi'an", file("a.txt", txt_text(Txt(datum="80国家大地坐标系")))),
    Bad("txt-beijing54", "Beijing", file("a.txt", txt_text(Txt(datum="北京54坐标系")))),
    Bad("txt-no-system", "--crs", file("a.txt", txt_text(Txt(datum="")))),
    Bad("txt-wrong-zone", "Claimed as", file("a.txt", txt_text(Txt(zone="39")))),
    Bad("txt-no-format", "neither", file("a.txt", "hello")),
    Bad("txt-binary", "no text", file("a.txt", bytes(range(256)) * 4)),
    Bad("txt-big5", "no text", file("a.txt", b"\xff\xff\x80\x80")),
]  # fmt: skip

HEAD = "name,X,Y\n"
TABLES = [
    Bad("csv-no-coordinates", "no columns of coordinates", file("a.csv", "name,area\na,5\n")),
    Bad("csv-header-only", "no rows", file("a.csv", HEAD)),
    Bad("csv-blank", "empty", file("a.csv", "\n\n , \n")),
    Bad("csv-letters", "row 3", file("a.csv", f"{HEAD}a,3850000,458000\na,abc,458100\n")),
    Bad("csv-short-row", "no coordinate", file("a.csv", f"{HEAD}a,3850000,458000\na,3850100\n")),
    Bad("csv-inf", "no coordinate", file("a.csv", f"{HEAD}a,inf,458000\n")),
    Bad("csv-two-corners", "2 corners", file("a.csv", f"{HEAD}a,3850000,1\na,3850100,2\n")),
    Bad("csv-no-crs", "--crs", file("a.csv",
        HEAD + "a,3850000,458000\na,3850100,458000\na,3850100,458100\n")),
    Bad("csv-huge-cell", "CSV", file("a.csv", f'{HEAD}"{"a" * 200_000}",1,2\n')),
    Bad("csv-binary", "no text", file("a.csv", b"name,X,Y\x00\x01\xff\n")),
    Bad("xlsx-is-text", "not XLSX", file("a.xlsx", "name,X,Y\n")),
    Bad("xlsx-old-or-password", "password", file("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    Bad("xlsx-is-zip", "no sound XLSX", archive("a.xlsx", {"a.txt": "x"})),
    Bad("xlsx-cut", "cut off", cut(lambda to: write_xlsx(to / "a.xlsx", "cm114", CORNERS_GK), 0.5)),
    Bad("xlsx-bomb", "unpacks to", _xlsx_bomb),
    Bad("xlsx-laughs", "no sound XLSX", _xlsx_laughs),
    Bad("xlsx-empty", "empty", _xlsx([])),
    Bad("xlsx-no-coordinates", "no columns", _xlsx([["name", "area"], ["a", 5]])),
    Bad("xlsx-text-cell", "row 2", _xlsx([["name", "X", "Y"], ["a", "north", 5]])),
]  # fmt: skip

SQUARE = "((113.5 34.7, 113.6 34.7, 113.6 34.8, 113.5 34.7))"
WKTS = [
    Bad("wkt-nonsense", "line 1", file("a.wkt", "POLYGON hello")),
    Bad("wkt-open-ring", "closed", file("a.wkt", "POLYGON((113 34, 114 34, 114 35))")),
    Bad("wkt-curve", "curves", file("a.wkt", "CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))")),
    Bad("wkt-line", "LineString", file("a.wkt", "LINESTRING(113 34, 114 35)")),
    Bad("wkt-empty-polygon", "is empty", file("a.wkt", "POLYGON EMPTY")),
    Bad("wkt-nan", "not on the ground", file("a.wkt", f"POLYGON{SQUARE}".replace("113.6", "nan"))),
    Bad("wkt-blank", "no WKT", file("a.wkt", "\n\n")),
    Bad("wkt-mixed-crs", "several reference systems",
        file("a.wkt", f"SRID=4326;POLYGON{SQUARE}\nSRID=4490;POLYGON{SQUARE}\n")),
    Bad("wkt-unknown-srid", "999999", file("a.wkt", f"SRID=999999;POLYGON{SQUARE}")),
    Bad("wkt-no-crs", "--crs", file("a.wkt", f"POLYGON{SQUARE}")),
]  # fmt: skip

BAD = (*PATHS, *JSONS, *GDALS, *KMLS, *GPXS, *ZIPS, *TXTS, *TABLES, *WKTS)
