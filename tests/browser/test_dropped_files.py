"""Files dropped on a page: the corpus of the library's readers, read by the page's own.

The page reads fewer formats; what it shows is where the library has it, or is said to be doubtful
and sent to ``zzmap parks check``.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import shapely
from formats.bad_files import BAD, PATHS, Bad
from formats.corpus import (
    FIELD,
    SAMPLES,
    TRUTH,
    Sample,
    kml_text,
    moved,
    write_shapefile,
    zipped,
    zipped_shapefile,
)
from opened_page import Opened, drop_on_map, pages_of
from playwright.sync_api import Browser
from shapely.geometry import shape

import zzmap as zz

pytestmark = pytest.mark.browser

READ = [row for row in SAMPLES if row.id.lower().startswith(("geojson", "shp", "kml", "kmz"))]
SENT_ON = [row for row in SAMPLES if row not in READ]
TOLERANCE_M = 0.05


def parts(path: Path) -> list[Path]:
    """A file, or the files of a loose Shapefile."""
    if path.suffix != ".shp":
        return [path]
    return [file for file in path.parent.iterdir() if file.stem == path.stem]


def carried(path: Path) -> list[list[str]]:
    return [[file.name, base64.b64encode(file.read_bytes()).decode()] for file in parts(path)]


@pytest.fixture(scope="module")
def tab(browser: Browser, built: Path) -> Iterator[Opened]:
    with pages_of(browser, built) as opened:
        yield opened("industry_layout.html")


def read(tab: Opened, path: Path, datum: str = "") -> dict:
    """What the page reads: features in WGS-84, notes; or why it does not."""
    return tab.page.evaluate(
        """async ([files, datum]) => {
            const raw = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
            try {
                const bytes = new Map(files.map(([name, text]) => [name, raw(text)]));
                const layers = [];
                for (const name of zzmap.readfile.wholes(bytes)) {
                    layers.push(...await zzmap.readfile.read(bytes, name));
                }
                const all = layers.map(([, file]) => [file, zzmap.georeference.place(file)]);
                return {
                    features: all.flatMap(([, found]) =>
                        zzmap.georeference.shift(found.features, datum || found.datum)),
                    notes: all.flatMap(([file, found]) => [...file.notes, ...found.notes]),
                };
            } catch (error) {
                return { refused: error.message, known: error instanceof zzmap.filetext.Refused };
            }
        }""",
        [carried(path), datum],
    )


def metres_apart(one: object, other: object) -> float:
    a, b = moved(one, "cm114"), moved(other, "cm114")
    return float(shapely.hausdorff_distance(a.boundary, b.boundary))


CHECK = "zzmap parks check"


@pytest.mark.parametrize("sample", READ, ids=[row.id for row in READ])
def test_the_page_reads_what_the_library_reads(tab: Opened, sample: Sample, tmp_path: Path) -> None:
    path = sample.build(tmp_path)
    found = read(tab, path, sample.crs if sample.crs in ("gcj02", "bd09") else "")
    if sample.id == "shp-no-prj-mercator":  # metres of no zone, and nobody says of what
        assert found["known"]
        assert CHECK in found["refused"]
        return
    assert len(found["features"]) == len(sample.truth)
    for feature, true in zip(found["features"], sample.truth, strict=True):
        geometry = shape(feature["geometry"])
        assert metres_apart(geometry, true) < TOLERANCE_M
        assert geometry.area == pytest.approx(true.area, rel=1e-4)
    assert not any(CHECK in note for note in found["notes"])
    frame = zz.read(path).frame
    for number, (_, row) in enumerate(frame.drop(columns=frame.geometry.name).iterrows()):
        own = {key.lower(): value for key, value in found["features"][number]["properties"].items()}
        for column, value in row.items():
            if isinstance(value, str) and value.strip():
                told = own[str(column).lower()]
                assert told == value.strip() or json.dumps(told, ensure_ascii=False) == value


@pytest.mark.parametrize("sample", SENT_ON, ids=[row.id for row in SENT_ON])
def test_what_the_page_cannot_read_is_sent_on(tab: Opened, sample: Sample, tmp_path: Path) -> None:
    found = read(tab, sample.build(tmp_path))
    assert found["known"]
    assert CHECK in found["refused"]


FAULTY = [row for row in BAD if row not in PATHS or row.id.startswith("empty")]
SHOWN = {
    # what is wrong is said
    "json-gbk": "GBK", "json-two-corners": CHECK, "json-far-away": "不在本市",
    "json-claims-degrees-holds-metres": "假定", "json-mixed-collection": "不在本市",
    "kml-gbk": "GBK", "kml-two-corners": CHECK, "shp-no-dbf": "无属性", "shp-encoding": CHECK,
    "shp-cpg-nul": CHECK, "shp-cpg-no-encoding": CHECK, "shp-no-prj": "WGS-84",
    "csv-letters": "没有图形", "csv-short-row": "没有图形", "csv-no-crs": CHECK,
    # nothing is wrong for a look: lines and points are shown, an index is not needed, and what the
    # library was asked besides is not asked here
    "json-line": "", "json-point": "", "kml-line": "", "shp-points": "", "shp-no-shx": "",
    "no-such-layer": "", "no-such-column": "", "kml-no-layer": "", "shp-asked-wrong-zone": "",
    "asked-for-nonsense": "",
}  # fmt: skip


@pytest.mark.parametrize("bad", FAULTY, ids=[row.id for row in FAULTY])
def test_a_bad_file_is_refused_or_its_fault_is_said(tab: Opened, bad: Bad, tmp_path: Path) -> None:
    found = read(tab, bad.build(tmp_path))
    if bad.id in SHOWN:
        assert SHOWN[bad.id] in " ".join(found["notes"])
    else:
        assert found["known"]
        assert CHECK in found["refused"]


class Kind(NamedTuple):
    """A kind of file that planners send: how it is made, what is said of it, where it lies."""

    id: str
    build: Callable[[Path], Path]
    note: str = ""
    refused: str = ""
    place: shapely.Polygon | None = FIELD


ONLY = TRUTH[2:]  # FIELD


def written(name: str, text: str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        path = folder / name
        path.write_text(text, encoding)
        return path

    return build


def field_kml(parted: Callable[[str], str]) -> Callable[[Path], Path]:
    text = kml_text(ONLY)
    start, end = text.index("<coordinates>") + 13, text.index("</coordinates>")
    return written("a.kml", text[:start] + parted(text[start:end]) + text[end:])


def labelled(prj: str, system: str = "cm114", **options: object) -> Callable[[Path], Path]:
    """A Shapefile whose .prj says what it is told to say."""

    def build(folder: Path) -> Path:
        path = write_shapefile(folder, system, rows=ONLY, **options)
        text = path.with_suffix(".prj").read_text()
        path.with_suffix(".prj").write_text(prj or text[: len(text) // 2])
        return path

    return build


def patched(change: Callable[[bytearray], None]) -> Callable[[Path], Path]:
    """A Shapefile of FIELD whose .shp is changed."""

    def build(folder: Path) -> Path:
        path = write_shapefile(folder, "wgs84", rows=ONLY)
        raw = bytearray(path.read_bytes())
        change(raw)
        path.write_bytes(raw)
        return path

    return build


def hole_turned(folder: Path) -> Path:
    """A hole that turns as an outer ring does, which is a part over another."""
    path = write_shapefile(folder, rows=TRUTH[:1])
    raw = bytearray(path.read_bytes())
    parts, points = struct.unpack_from("<ii", raw, 100 + 44)
    first = struct.unpack_from("<ii", raw, 100 + 52)[1]
    assert parts == 2
    at = 100 + 60 + 16 * first
    ring = [raw[at + 16 * step : at + 16 * step + 16] for step in range(points - first)]
    raw[at : at + 16 * len(ring)] = b"".join(reversed(ring))
    path.write_bytes(raw)
    return path


def multipatch(raw: bytearray) -> None:
    struct.pack_into("<i", raw, 32, 31)
    struct.pack_into("<i", raw, 108, 31)


def longer(raw: bytearray) -> None:
    struct.pack_into(">i", raw, 24, len(raw))


def with_text(folder: Path) -> Path:
    own = [*sorted(write_shapefile(folder, "wgs84", rows=ONLY).parent.iterdir())]
    return zipped(folder / "a.zip", [*own, written("界址点.txt", "J1")(folder)])


def latin_label(folder: Path) -> Path:
    path = write_shapefile(folder, "cm114", "GBK", rows=ONLY)
    path.with_suffix(".cpg").write_text("ISO-8859-1")
    return path


def columned(said: str, system: str) -> Callable[[Path], Path]:
    """A GeoJSON with a column that says what its coordinates are in."""
    geometry = shapely.geometry.mapping(moved(FIELD, system))
    feature = {"type": "Feature", "properties": {"坐标系": said}, "geometry": geometry}
    return written("a.geojson", json.dumps(feature, ensure_ascii=False))


SCALED = (
    'PROJCS["CGCS_2000_TM",GEOGCS["GCS_CGCS_2000",DATUM["D_CGCS_2000",SPHEROID["CGCS2000",6378137,'
    '298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000],'
    'PARAMETER["Central_Meridian",114],PARAMETER["Scale_Factor",{}],UNIT["Meter",1.0]]'
)
GEOGRAPHIC = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257]]]'
KINDS = [
    Kind("kml-commas-only", field_kml(lambda text: text.replace(" ", ",")), "分隔"),
    Kind("kml-blank-after-comma", field_kml(lambda text: text.replace(",", ", ")), "分隔"),
    Kind("kml-leading-commas", field_kml(lambda text: "," + text.replace(" ", " ,")), "分隔"),
    Kind("kml-no-single-reading", field_kml(lambda _: "1,2,3,4,5,6"), refused=CHECK),
    Kind("kml-undeclared-prefix", written(
        "a.kml", kml_text(ONLY).replace("<Document>", "<Document xsi:schemaLocation='a b'>"))),
    Kind("kml-blank-before-declaration", written("a.kml", "\ufeff\n " + kml_text(ONLY))),
    Kind("kml-says-gbk", written(
        "a.kml", kml_text(ONLY).replace("UTF-8", "GB2312"), "gb18030"), "GBK"),
    Kind("kml-document-type", written(
        "a.kml", kml_text(ONLY).replace("<kml", "<!DOCTYPE kml [<!ENTITY a 'b'>]><kml")),
        refused=CHECK),
    Kind("shp-hole-turned", hole_turned, "重叠", place=None),
    Kind("shp-multipatch", patched(multipatch), refused=CHECK),
    Kind("shp-longer-in-its-head", patched(longer), refused=CHECK),
    Kind("shp-private-scale", labelled(SCALED.format("0.9996")), refused=CHECK),
    Kind("shp-plain-scale", labelled(SCALED.format("1.0"))),
    Kind("shp-degrees-said-metres-held", labelled(GEOGRAPHIC), refused=CHECK),
    Kind("shp-metres-said-degrees-held", labelled(SCALED.format("1.0"), "wgs84"), refused=CHECK),
    Kind("shp-other-zone-said", labelled(SCALED.format("1.0").replace("114", "99")),
         refused=CHECK),
    Kind("shp-label-cut-off", labelled(""), refused=CHECK),
    Kind("shp-latin-said-gbk-held", latin_label, "GB18030"),
    Kind("zip-with-survey-text", with_text, "界址点.txt"),
    Kind("geojson-hole-outside", written("a.geojson", json.dumps({
        "type": "Polygon", "coordinates": [
            [[113.5, 34.7], [113.6, 34.7], [113.6, 34.8], [113.5, 34.7]],
            [[113.7, 34.7], [113.8, 34.7], [113.8, 34.8], [113.7, 34.7]]]})), CHECK, place=None),
    Kind("geojson-crosses-itself", written("a.geojson", json.dumps({
        "type": "Polygon", "coordinates": [
            [[113.5, 34.7], [113.6, 34.8], [113.6, 34.7], [113.5, 34.8], [113.5, 34.7]]]})),
        "边线相交", place=None),
    Kind("geojson-column-says-gcj02", columned("GCJ-02", "gcj02"), "GCJ-02"),
    Kind("geojson-column-says-1980", columned("西安80", "wgs84"), refused="1980"),
    Kind("topojson", written("a.json", '{"type": "Topology", "arcs": []}'), refused=CHECK),
    Kind("lines-of-json", written("a.json", '{"type": "Feature"}\n{"type": "Feature"}'),
         refused=CHECK),
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=[row.id for row in KINDS])
def test_what_planners_send_is_right_or_said_to_be_doubtful(
    tab: Opened, kind: Kind, tmp_path: Path
) -> None:
    found = read(tab, kind.build(tmp_path))
    if kind.refused:
        assert found["known"]
        assert kind.refused in found["refused"]
        return
    assert kind.note in " ".join(found["notes"])
    if kind.place is not None:
        (feature,) = found["features"]
        assert metres_apart(shape(feature["geometry"]), kind.place) < TOLERANCE_M
        if "坐标系" not in feature["properties"]:
            assert "城南试验田" in feature["properties"].values()


class Table(NamedTuple):
    """A CSV: what it holds, what is said of it, where its first row lies, or why it is refused."""

    id: str
    text: str
    note: str = ""
    refused: str = ""
    first: tuple[float, float] | None = (113.6, 34.7)


def told(lon: float, lat: float, system: str) -> str:
    """A position in another datum, as a cell pair."""
    point = moved(shapely.Point(lon, lat), system)
    return f"{point.x:.9f},{point.y:.9f}"


CORNERS = "文件夹,名称,经度,纬度\n" + "".join(
    f"园区,J{number},113.6{number},34.7{number % 2}\n" for number in range(1, 5)
)
TABLES = [
    Table("plain", "名称,经度,纬度\n甲,113.6,34.7\n", "经度、纬度"),
    Table("title-above", "企业名单,,\n名称,经度,纬度\n甲,113.6,34.7\n", "1 行标题"),
    Table("minutes-and-seconds", "名称,经度,纬度\n甲,113°36′00″,34°42'0\"\n", "WGS-84"),
    Table("one-cell", "名称,经纬度\n甲,\"113.6,34.7\"\n", "经纬度"),
    Table("one-cell-latitude-first", "名称,坐标\n甲,\"34.7 113.6\"\n"),
    Table("columns-swapped", "名称,经度,纬度\n甲,34.7,113.6\n", "纬度在前"),
    Table("gcj02-in-the-header",
          f"name,gcj_lng,gcj_lat\n甲,{told(113.6, 34.7, 'gcj02')}\n", "GCJ-02"),
    Table("bd09-in-the-header",
          f"名称,百度经度,百度纬度\n甲,{told(113.6, 34.7, 'bd09')}\n", "BD-09"),
    Table("gcj02-in-a-column",
          f"名称,坐标系,经度,纬度\n甲,高德,{told(113.6, 34.7, 'gcj02')}\n", "GCJ-02"),
    Table("two-systems-in-a-column",
          "名称,坐标系,经度,纬度\n甲,高德,113.6,34.7\n乙,WGS84,113.6,34.7\n", refused=CHECK),
    Table("wgs84-beside-gcj02",
          f"名称,gcj_lng,gcj_lat,wgs_lng,wgs_lat\n甲,{told(113.6, 34.7, 'gcj02')},113.6,34.7\n",
          "另有坐标列"),
    Table("metres-that-contradict",
          "名称,经度,纬度,X,Y\n甲,113.6,34.7,3848023,38467956\n", "另有坐标列"),
    Table("joined", "名称,经度,纬度,file_row,coord,lon,lat\n甲,1,1,2,shift,113.6,34.7\n"
          "乙,113.5,34.6,3,doubtful,,\n", "zzmap join"),
    Table("corners-named", "地块,圈号,点号,X,Y\n甲,1,1,3848023,38467956\n", refused=CHECK),
    Table("corners-unnamed", CORNERS, CHECK, first=None),
    Table("corners-by-name",
          "地块,经度,纬度\n" + "甲,113.6,34.7\n甲,113.7,34.7\n甲,113.7,34.8\n", CHECK),
    Table("serial-numbers-are-no-corners",
          "序号,区县,名称,经度,纬度\n1,甲区,a,113.6,34.7\n2,甲区,b,113.7,34.7\n"
          "3,甲区,c,113.7,34.8\n",
          "WGS-84"),
    Table("rows-beyond-the-header", "名称,经度,纬度\n甲,113.6,34.7,多\n", refused=CHECK),
    Table("zeros-are-no-place", "名称,经度,纬度\n甲,113.6,34.7\n乙,0,0\n", "1 条没有图形"),
    Table("elsewhere", "名称,经度,纬度\n甲,113.6,34.7\n乙,121.4,31.2\n", "1 条有的点不在本市"),
    Table("degrees-as-x-and-y", "名称,X,Y\n甲,34.7,113.6\n", refused=CHECK),
    Table("no-places", "名称,地址\n甲,某路\n", refused=CHECK),
    Table("metres-of-two-places", "名称,X,Y\n甲,3848023,467956\n乙,3848023,667956\n",
          refused=CHECK),
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=[row.id for row in TABLES])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_table_of_points_is_placed_or_refused(
    tab: Opened, table: Table, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(table.text, encoding)
    found = read(tab, path)
    if table.refused:
        assert found["known"]
        assert table.refused in found["refused"]
        return
    notes = " ".join(found["notes"])
    assert table.note in notes
    assert ("parks check" in notes) == (table.note in (CHECK, "另有坐标列"))
    assert ("GBK" in notes) == (encoding == "gb18030")
    if table.first:
        point = found["features"][0]["geometry"]["coordinates"]
        assert point == pytest.approx(table.first, abs=2e-7)


def test_a_zipped_gbk_shapefile_is_dropped_and_seen(
    open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    tab = open_page("industry_layout.html")
    drop_on_map(tab.page, zipped_shapefile(tmp_path, system="cm114", encoding="GBK"))
    tab.page.wait_for_selector(".zz-filename")
    names = tab.page.locator(".zz-filename").all_inner_texts()
    assert set(names) == {"郑州高新区测试园", "双片产业园（一期）", "城南试验田"}
    panel = tab.page.locator("#zz-draw").bounding_box()
    boxes = tab.page.evaluate(
        """() => zzmap.dropfile.opened()[0].features.map(row => {
            const box = L.geoJSON(row).getBounds();
            const at = zzmap.leaflet.getContainer().getBoundingClientRect();
            return zzmap.leaflet.latLngToContainerPoint(box.getSouthWest()).x + at.x; })"""
    )
    assert min(boxes) >= panel["x"] + panel["width"], "the view is free of the panel"
    tab.page.click(".zz-filetable")
    assert "GX-001" in tab.page.inner_text("#zz-table tbody")
    assert tab.complaints == []
    assert tab.outside == []


def test_a_file_without_a_system_says_what_was_assumed(tab: Opened, tmp_path: Path) -> None:
    found = read(tab, write_shapefile(tmp_path, "cm114", "UTF-8", keep="cpg"))
    assert any("假定为 CGCS2000 3°带 38" in note for note in found["notes"])
    found = read(tab, write_shapefile(tmp_path, "wgs84", "UTF-8", keep="cpg"))
    assert any("按 WGS-84" in note for note in found["notes"])


def test_an_old_system_is_refused(tab: Opened, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, "cm114")
    path.with_suffix(".prj").write_text('GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980"]]')
    assert "1980" in read(tab, path)["refused"]
