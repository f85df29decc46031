"""Build real parcel files, by GDAL and by hand, whose true WGS-84 polygons are known.

Projected coordinates come from pyproj directly and not from `zzmap.crs`, so that a reader
cannot agree with a wrong writer.  Nothing binary is kept in the repository.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import fiona
import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from zzmap.crs import wgs84_to_bd09, wgs84_to_gcj02

Rings = list[list[tuple[float, float]]]

BLOCK = Polygon(
    [(113.541, 34.801), (113.548, 34.8015), (113.5475, 34.8072), (113.5408, 34.8069)],
    [[(113.543, 34.803), (113.5432, 34.805), (113.5455, 34.8049), (113.545, 34.8028)]],
)
PAIR = MultiPolygon(
    [
        Polygon([(113.561, 34.811), (113.566, 34.8113), (113.5655, 34.8152)]),
        Polygon([(113.571, 34.811), (113.576, 34.8111), (113.5755, 34.815), (113.5712, 34.8148)]),
    ]
)
FIELD = Polygon(
    [(113.7011, 34.7012), (113.7093, 34.7008), (113.7101, 34.7066), (113.7052, 34.7083)]
)
PLAIN = (FIELD, Polygon([(113.72, 34.70), (113.726, 34.7003), (113.7257, 34.7049)]))


class Row(NamedTuple):
    """A parcel's truth."""

    geometry: Polygon | MultiPolygon
    name: str
    code: str
    industries: str
    status: str


TRUTH = (
    Row(BLOCK, "郑州高新区测试园", "GX-001", "智能传感器、盾构装备", "建成"),
    Row(PAIR, "双片产业园（一期）", "GX-002", "新能源汽车", "在建"),
    Row(FIELD, "城南试验田", "ZN-003", "", "规划"),
)
COLUMNS = {
    "名称": "str:80",
    "编号": "str:20",
    "产业": "str:80",
    "状态": "str:20",
    "面积(亩)": "float",
}
SHAPE_COLUMNS = {"名称": "str:80", "编号": "str:20", "产业": "str:80", "状态": "str:20"}

EPSG = {"cgcs2000": 4490, "zone38": 4526, "cm114": 4547, "wgs84": 4326, "mercator": 3857,
        "zone19": 4497, "cm111": 4546, "cm117six": 4508}  # fmt: skip


def moved(geometry: Any, system: str) -> Any:
    """Bring WGS-84 degrees to a system of `EPSG`, to gcj02 or to bd09."""
    if system in ("gcj02", "bd09"):
        shift = wgs84_to_gcj02 if system == "gcj02" else wgs84_to_bd09
        return shapely.transform(geometry, lambda xy: np.column_stack(shift(xy[:, 0], xy[:, 1])))
    if system in ("wgs84", "cgcs2000"):
        return geometry
    # The numbers of CGCS2000 are those of WGS-84, so PROJ is to change the projection only.
    base = 4326 if system == "mercator" else 4490
    project = Transformer.from_crs(base, EPSG[system], always_xy=True).transform
    return shapely.transform(geometry, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])))


def area_mu(geometry: BaseGeometry) -> float:
    """Area in 亩 as a survey would state it."""
    return float(moved(geometry, "cm114").area) * 15 / 10_000


def properties(row: Row, columns: Iterable[str] = COLUMNS) -> dict[str, Any]:
    values = {"名称": row.name, "编号": row.code, "产业": row.industries, "状态": row.status,
              "面积(亩)": round(area_mu(row.geometry), 3)}  # fmt: skip
    return {key: values[key] for key in columns}


def write_gdal(
    path: Path,
    driver: str,
    system: str = "wgs84",
    rows: Sequence[Row] = TRUTH,
    *,
    stated: str | None = "",
    **options: Any,
) -> Path:
    """Write rows with fiona; `stated` names another CRS than the true one, None none at all."""
    columns = SHAPE_COLUMNS if driver == "ESRI Shapefile" else COLUMNS
    claim = None if stated is None else f"EPSG:{EPSG[stated or system]}"
    schema = {"geometry": options.pop("geometry", "Unknown"), "properties": columns}
    if driver == "ESRI Shapefile":
        schema["geometry"] = "Polygon"
    with fiona.open(path, "w", driver=driver, crs=claim, schema=schema, **options) as sink:
        sink.writerecords(
            {
                "geometry": mapping(moved(row.geometry, system)),
                "properties": properties(row, columns),
            }
            for row in rows
        )
    return path


def write_shapefile(
    folder: Path,
    system: str = "wgs84",
    encoding: str = "UTF-8",
    *,
    keep: str = "cpg prj",
    **kw: Any,
) -> Path:
    """Write a loose Shapefile and drop the side files that `keep` doesn't name."""
    path = write_gdal(folder / "地块.shp", "ESRI Shapefile", system, encoding=encoding, **kw)
    for suffix in {"cpg", "prj"} - set(keep.split()):
        path.with_suffix(f".{suffix}").unlink(missing_ok=True)
    return path


def zipped(path: Path, files: Iterable[Path], inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, inside + file.name)
    return path


def zipped_shapefile(folder: Path, inside: str = "", **kw: Any) -> Path:
    loose = folder / "loose"
    loose.mkdir()
    write_shapefile(loose, **kw)
    return zipped(folder / "parcels.zip", sorted(loose.iterdir()), inside)


def zipped_by_windows(folder: Path) -> Path:
    """A zip whose names are GBK without the UTF-8 mark, as Explorer in China writes it."""
    path = zipped_shapefile(folder, encoding="GBK", keep="prj")
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, body) in enumerate(sorted(held.items())):
            # Same length in bytes, so that the name can be exchanged in the finished file.
            archive.writestr(f"n{number:03}" + name[-4:], body)
    raw = path.read_bytes()
    for number in range(len(held)):
        raw = raw.replace(f"n{number:03}".encode(), "地块".encode("gbk"))
    path.write_bytes(raw)
    return path


def write_geojson(
    path: Path, rows: Sequence[Row] = TRUTH, system: str = "wgs84", **top: Any
) -> Path:
    """Write GeoJSON by hand, heights included."""
    features = [
        {
            "type": "Feature",
            "properties": properties(row) | {"产业": row.industries.split("、")},
            "geometry": mapping(shapely.force_3d(moved(row.geometry, system), 98.5)),
        }
        for row in rows
    ]
    body = {"type": "FeatureCollection", "features": features} | top
    path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    return path


def write_layers(path: Path, systems: Sequence[str] = ("wgs84", "wgs84", "wgs84")) -> Path:
    """Write a GeoPackage with one layer a row, and a layer of points besides."""
    for row, system in zip(TRUTH, systems, strict=True):
        write_gdal(path, "GPKG", system, [row], layer=f"图层_{row.code}")
    point = {"geometry": "Point", "properties": {"note": "str"}}
    with fiona.open(path, "w", driver="GPKG", crs="EPSG:4326", schema=point, layer="标注") as sink:
        spot = {"type": "Point", "coordinates": (113.5, 34.8)}
        sink.write({"geometry": spot, "properties": {"note": "label"}})
    return path


def _kml_ring(ring: Any) -> str:
    points = " ".join(f"{x:.9f},{y:.9f},12" for x, y in ring.coords)
    return f"<LinearRing><coordinates>{points}</coordinates></LinearRing>"


def _kml_polygon(part: Polygon) -> str:
    holes = "".join(
        f"<innerBoundaryIs>{_kml_ring(row)}</innerBoundaryIs>" for row in part.interiors
    )
    shell = f"<outerBoundaryIs>{_kml_ring(part.exterior)}</outerBoundaryIs>"
    return f"<Polygon><tessellate>1</tessellate>{shell}{holes}</Polygon>"


def kml_placemark(row: Row, system: str = "wgs84") -> str:
    parts = [_kml_polygon(part) for part in shapely.get_parts(moved(row.geometry, system))]
    body = parts[0] if len(parts) == 1 else f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"
    data = "".join(
        f'<Data name="{key}"><value>{value}</value></Data>'
        for key, value in properties(row).items()
        if key != "名称"
    )
    return (
        f"<Placemark><name>{row.name}</name><ExtendedData>{data}</ExtendedData>{body}</Placemark>"
    )


def kml_text(rows: Sequence[Row] = TRUTH, system: str = "wgs84", *, folders: bool = False) -> str:
    marks = [kml_placemark(row, system) for row in rows]
    if folders:  # the same name twice: Google Earth allows that
        marks = [f"<Folder><name>地块</name>{mark}</Folder>" for mark in marks]
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        f"<Document><name>园区</name>{''.join(marks)}</Document></kml>"
    )


def write_kml(path: Path, **options: Any) -> Path:
    path.write_text(kml_text(**options), "utf-8")
    return path


def write_kmz(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml_text())
        archive.writestr("files/icon.png", b"\x89PNG")
    return path


def write_kml_gdal(path: Path) -> Path:
    import geopandas as gpd

    frame = gpd.GeoDataFrame(
        [properties(row) | {"Name": row.name} for row in TRUTH],
        geometry=[row.geometry for row in TRUTH],
        crs="EPSG:4326",
    )
    frame.to_file(path, driver="LIBKML", engine="pyogrio")
    return path


def dxf_text(polygons: Sequence[Polygon], system: str = "cm114", *, flags: int = 1) -> str:
    """Write LWPOLYLINEs; flag 1 closes them, flag 0 leaves the closing to a repeated point."""
    lines = ["0", "SECTION", "2", "ENTITIES"]
    for polygon in polygons:
        points = list(moved(polygon, system).exterior.coords)
        points = points[:-1] if flags else points
        lines += ["0", "LWPOLYLINE", "8", "红线", "90", str(len(points)), "70", str(flags)]
        for x, y in points:
            lines += ["10", f"{x:.4f}", "20", f"{y:.4f}"]
    lines += ["0", "LINE", "8", "轴线", "10", "0", "20", "0", "11", "5", "21", "5"]
    lines += ["0", "TEXT", "8", "注记", "10", "0", "20", "0", "40", "2", "1", "label"]
    return "\n".join([*lines, "0", "ENDSEC", "0", "EOF", ""])


def write_dxf(path: Path, flags: int = 1) -> Path:
    path.write_text(dxf_text(PLAIN, flags=flags), "utf-8")
    return path


def rings(geometry: BaseGeometry) -> Rings:
    return [
        list(ring.coords)
        for part in shapely.get_parts(geometry)
        for ring in (part.exterior, *part.interiors)
    ]


class Txt(NamedTuple):
    """One variant of a 勘测定界 TXT."""

    system: str = "zone38"
    width: str = "3"
    zone: str = "38"
    closed: bool = True
    swapped: bool = False
    encoding: str = "utf-8"
    datum: str = "2000国家大地坐标系"
    comma: str = ","
    newline: str = "\n"


USUAL = Txt()


def txt_text(form: Txt = USUAL, rows: Sequence[Row] = TRUTH) -> str:
    lines = ["[属性描述]", "格式版本号=1.01版本", "数据产生单位=测绘院", "数据产生日期=2024-5-6"]
    lines += [f"坐标系={form.datum}", f"几度分带={form.width}", "投影类型=高斯克吕格"]
    lines += ["计量单位=米", f"带号={form.zone}", "精度=0.001", "转换参数=,,,,,,", "[地块坐标]"]
    for row in rows:
        loops = rings(moved(row.geometry, form.system))
        if not form.closed:
            loops = [loop[:-1] for loop in loops]
        area = area_mu(row.geometry) / 15
        count = sum(map(len, loops))
        cells = [str(count), f"{area:.4f}", row.code, row.name, "面", "I49E006021", "工业", "", "@"]
        lines.append(form.comma.join(cells))
        for number, loop in enumerate(loops, 1):
            for index, (east, north) in enumerate(loop, 1):
                pair = (east, north) if form.swapped else (north, east)
                numbers = (f"{value:.3f}" for value in pair)
                lines.append(form.comma.join([f"J{index}", str(number), *numbers]))
    return form.newline.join(lines) + form.newline


def write_txt(path: Path, form: Txt = USUAL) -> Path:
    path.write_bytes(txt_text(form).encode(form.encoding))
    return path


def corner_rows(system: str, header: Sequence[str]) -> list[list[Any]]:
    """A table of corners; the header names north first and parcel names stand once only."""
    table: list[list[Any]] = [list(header)]
    for row in TRUTH:
        for number, loop in enumerate(rings(moved(row.geometry, system)), 1):
            for index, (east, north) in enumerate(loop[:-1], 1):
                digits = 9 if abs(east) < 180 else 4
                cells = [row.name, row.industries, number, index]
                table.append([*cells, round(north, digits), round(east, digits)])
    return table


def write_csv(
    path: Path, system: str, header: Sequence[str], encoding: str = "utf-8", **kw: Any
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **kw).writerows(corner_rows(system, header))
    return path


def write_xlsx(path: Path, system: str, header: Sequence[str], *, merged: bool = False) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    seen: set[str] = set()
    for row in corner_rows(system, header):
        first = row[0] not in seen
        seen.add(row[0])
        sheet.append(row if first or not merged else ["", "", *row[2:]])
    book.create_sheet("说明").append(["second sheet"])
    book.save(path)
    return path


def write_wkt(path: Path, system: str, srid: int = 0) -> Path:
    mark = f"SRID={srid};" if srid else ""
    lines = [mark + shapely.to_wkt(moved(row.geometry, system), 10) for row in TRUTH]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def write_esri_json(path: Path, system: str, **members: Any) -> Path:
    """Write what an ArcGIS server answers: shells clockwise, holes the other way."""
    features = []
    for row in TRUTH:
        shape = moved(row.geometry, system)
        parts = [shapely.geometry.polygon.orient(part, -1) for part in shapely.get_parts(shape)]
        rings = [
            [list(spot) for spot in ring.coords]
            for part in parts
            for ring in (part.exterior, *part.interiors)
        ]
        features.append({"attributes": properties(row), "geometry": {"rings": rings}})
    reference = (
        {"wkid": 102100, "latestWkid": 3857} if system == "mercator" else {"wkid": EPSG[system]}
    )
    document = {"geometryType": "esriGeometryPolygon", "spatialReference": reference,
                "features": features} | members  # fmt: skip
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def gpx_text(rows: Sequence[Row] = TRUTH, system: str = "wgs84", **kw: str) -> str:
    """Tracks with a segment for each ring, as programs write outlines; each point has `kw`."""
    inside = "".join(f"<{tag}>{value}</{tag}>" for tag, value in kw.items())
    tracks = []
    for row in rows:
        segments = "".join(
            "<trkseg>"
            + "".join(f'<trkpt lat="{y:.9f}" lon="{x:.9f}">{inside}</trkpt>' for x, y in loop)
            + "</trkseg>"
            for loop in rings(moved(row.geometry, system))
        )
        columns = properties(row, GPX_COLUMNS) | {"面积": f"{area_mu(row.geometry):.3f}亩"}
        own = "".join(f"<own:{key}>{value}</own:{key}>" for key, value in columns.items())
        tracks.append(f"<trk><name>{row.name}</name><extensions>{own}</extensions>{segments}</trk>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="zzmap tests" '
        'xmlns="http://www.topografix.com/GPX/1/1" xmlns:own="https://example.org/own">\n'
        + "\n".join(tracks)
        + "\n</gpx>\n"
    )


GPX_COLUMNS = ("编号", "产业", "状态")


def write_gpx(path: Path, system: str = "wgs84") -> Path:
    path.write_text(gpx_text(system=system), "utf-8")
    return path


CORNERS_GK = ("地块名称", "产业", "圈号", "点号", "X坐标(m)", "Y坐标(m)")
CORNERS_DEGREES = ("name", "industries", "ring", "point", "lat", "lon")

NAMES = tuple(row.name for row in TRUTH)
NOTHING = ("", "", "")


class Sample(NamedTuple):
    """A file that must come out right."""

    id: str
    build: Callable[[Path], Path]
    crs: str | None = None
    truth: tuple[Polygon | MultiPolygon, ...] = tuple(row.geometry for row in TRUTH)
    names: tuple[str, ...] = NAMES
    whole: bool = True
    """Whether codes, industries and status are in the file too."""


def _gdal() -> list[Sample]:
    samples = []
    for driver, suffix in (("GeoJSON", ".geojson"), ("GPKG", ".gpkg"), ("FlatGeobuf", ".fgb")):
        for system in ("wgs84", "cgcs2000", "zone38", "cm114", "mercator"):
            samples.append(
                Sample(
                    f"{driver}-{system}",
                    lambda to, d=driver, s=suffix, y=system: write_gdal(to / f"园区{s}", d, y),
                )
            )
        for system in ("gcj02", "bd09"):
            samples.append(
                Sample(
                    f"{driver}-{system}",
                    lambda to, d=driver, s=suffix, y=system: write_gdal(
                        to / f"a{s}", d, y, stated="wgs84"
                    ),
                    system,
                )
            )
    return samples


def _shapefiles() -> list[Sample]:
    samples = [
        Sample(f"shp-{system}", lambda to, y=system: write_shapefile(to, y))
        for system in ("wgs84", "cgcs2000", "zone38", "cm114", "mercator")
    ]
    for encoding in ("UTF-8", "GBK", "GB18030"):
        for keep in ("cpg prj", "prj"):
            samples.append(
                Sample(
                    f"shp-{encoding}-{keep}",
                    lambda to, e=encoding, k=keep: write_shapefile(to, "cm114", e, keep=k),
                )
            )
    for system, crs in {
        "cm114": "EPSG:4547",
        "zone38": "CGCS2000 3-degree zone 38",
        "gcj02": "gcj02",
        "bd09": "bd09",
        "mercator": "EPSG:3857",
    }.items():
        samples.append(
            Sample(
                f"shp-no-prj-{system}",
                lambda to, y=system: write_shapefile(to, y, keep="cpg", stated=None),
                crs,
            )
        )
    return [
        *samples,
        Sample("shp-zip", zipped_shapefile),
        Sample("shp-zip-folder", lambda to: zipped_shapefile(to, inside="数据/第一批/")),
        Sample("shp-zip-gbk", lambda to: zipped_shapefile(to, encoding="GBK", keep="prj")),
        Sample("shp-zip-windows-names", zipped_by_windows),
    ]


def _drawn() -> list[Sample]:
    """KML, KMZ, DXF, layered GeoPackage and hand-written GeoJSON."""
    plain = {"truth": PLAIN, "names": ("", ""), "whole": False}
    return [
        Sample("geojson-hand-z", lambda to: write_geojson(to / "a.json")),
        Sample(
            "geojson-crs-member",
            lambda to: write_geojson(
                to / "a.geojson",
                system="cm114",
                crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}},
            ),
        ),
        Sample("geojson-upper-suffix", lambda to: write_geojson(to / "A.GEOJSON")),
        *(
            Sample(f"esri-json-{system}", lambda to, y=system: write_esri_json(to / "a.json", y))
            for system in ("wgs84", "cgcs2000", "zone38", "cm114", "mercator")
        ),
        Sample("gpkg-layers", lambda to: write_layers(to / "a.gpkg")),
        Sample("kml-hand", lambda to: write_kml(to / "a.kml")),
        Sample("kml-folders", lambda to: write_kml(to / "a.kml", folders=True)),
        Sample("kml-gdal", lambda to: write_kml_gdal(to / "a.kml")),
        Sample("kml-gcj02", lambda to: write_kml(to / "a.kml", system="gcj02"), "gcj02"),
        Sample("kml-bd09", lambda to: write_kml(to / "a.kml", system="bd09"), "bd09"),
        Sample("kmz", lambda to: write_kmz(to / "a.kmz")),
        Sample("gpx", lambda to: write_gpx(to / "a.gpx")),
        Sample("gpx-gcj02", lambda to: write_gpx(to / "a.gpx", "gcj02"), "gcj02"),
        Sample("dxf-closed-flag", lambda to: write_dxf(to / "a.dxf"), "EPSG:4547", **plain),
        Sample("dxf-closed-point", lambda to: write_dxf(to / "a.dxf", 0), "EPSG:4547", **plain),
    ]


_TXT = {
    "prefix": Txt(),
    "no-prefix": Txt(system="cm114"),
    "open": Txt(closed=False),
    "open-no-prefix": Txt(system="cm114", closed=False),
    "swapped": Txt(swapped=True),
    "swapped-no-prefix": Txt(system="cm114", swapped=True),
    "gbk": Txt(encoding="gbk"),
    "gb18030-open-swapped": Txt(encoding="gb18030", closed=False, swapped=True),
    "bom": Txt(encoding="utf-8-sig"),
    "utf16": Txt(encoding="utf-16"),
    "six": Txt(system="zone19", width="6", zone="19"),
    "six-no-prefix": Txt(system="cm111", width="6", zone="19"),
    "no-zone": Txt(zone=""),
    "no-zone-no-width": Txt(zone="", width=""),
    "crlf": Txt(newline="\r\n"),
    "wide-comma": Txt(comma="，"),
    "cgcs2000-word": Txt(datum="CGCS2000"),
}


def _texts() -> list[Sample]:
    half = {"whole": False}
    samples = [
        Sample(f"txt-{key}", lambda to, f=form: write_txt(to / "界址点.txt", f), **half)
        for key, form in _TXT.items()
    ]
    for system, crs in (("cm114", "EPSG:4547"), ("zone38", "EPSG:4526"), ("mercator", "EPSG:3857")):
        for suffix, write in ((".csv", write_csv), (".xlsx", write_xlsx)):
            samples.append(
                Sample(
                    f"corners{suffix}-{system}",
                    lambda to, w=write, s=suffix, y=system: w(to / f"a{s}", y, CORNERS_GK),
                    crs,
                    **half,
                )
            )
    for system in ("wgs84", "gcj02", "bd09"):
        for suffix, write in ((".csv", write_csv), (".xlsx", write_xlsx)):
            samples.append(
                Sample(
                    f"corners{suffix}-{system}",
                    lambda to, w=write, s=suffix, y=system: w(to / f"a{s}", y, CORNERS_DEGREES),
                    system,
                    **half,
                )
            )
    bare = {"names": NOTHING, "whole": False}
    return [
        *samples,
        Sample(
            "csv-gbk",
            lambda to: write_csv(to / "a.csv", "zone38", CORNERS_GK, "gbk"),
            "CGCS2000 3度带 38带",
            **half,
        ),
        Sample(
            "csv-tabs",
            lambda to: write_csv(to / "a.csv", "zone38", CORNERS_GK, "utf-16", delimiter="\t"),
            "EPSG:4526",
            **half,
        ),
        Sample(
            "csv-axes-named-wrongly",
            lambda to: write_csv(to / "a.csv", "cm114", (*CORNERS_GK[:4], "Y", "X")),
            "EPSG:4547",
            **half,
        ),
        Sample(
            "xlsx-merged",
            lambda to: write_xlsx(to / "a.xlsx", "cm114", CORNERS_GK, merged=True),
            "EPSG:4547",
            **half,
        ),
        Sample("wkt", lambda to: write_wkt(to / "a.wkt", "wgs84"), "wgs84", **bare),
        Sample("wkt-gcj02", lambda to: write_wkt(to / "a.wkt", "gcj02"), "gcj02", **bare),
        Sample("wkt-bd09", lambda to: write_wkt(to / "a.txt", "bd09"), "bd09", **bare),
        Sample("ewkt", lambda to: write_wkt(to / "a.wkt", "cm114", 4547), None, **bare),
        Sample("ewkt-4490", lambda to: write_wkt(to / "a.wkt", "wgs84", 4490), None, **bare),
        Sample("ewkt-3857", lambda to: write_wkt(to / "a.txt", "mercator", 3857), None, **bare),
        Sample("txt-zip", _zipped_txt, **half),
    ]


def _zipped_txt(folder: Path) -> Path:
    return zipped(folder / "a.zip", [write_txt(folder / "界址点.txt", Txt(encoding="gbk"))])


SAMPLES = (*_gdal(), *_shapefiles(), *_drawn(), *_texts())
