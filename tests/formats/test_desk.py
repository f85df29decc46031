"""Files as they reach a desk: kinds made here, each in ways of its own, judged by true outlines."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import pytest
import shapely
from shapely.geometry import Point, Polygon

from zzmap.errors import ZzmapError
from zzmap.io import read, read_all
from zzmap.parks.georeference import read_parcels
from zzmap.parks.parcel import ParcelFile

ONE = Polygon(
    [(463100.5, 3851200.25), (463700, 3851230), (463690.5, 3851700.75), (463120, 3851650)]
)
TWO = Polygon(
    [(464300, 3851200), (464900, 3851210), (464890, 3851700), (464310, 3851690)],
    [[(464500, 3851350), (464500, 3851500), (464700, 3851500), (464700, 3851350)]],
)
NAMES = ["东区", "西区"]


def plots(crs: Any = 4547) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame({"名称": NAMES, "编号": ["007", "008"]}, geometry=[ONE, TWO], crs=4547)
    return frame.to_crs(crs)


def judged(file: ParcelFile, *truth: Polygon, names: list[str] | None = None) -> None:
    """Compare what was read with the truth, to a centimetre and by name."""
    found = gpd.GeoSeries([row.geometry for row in file.parcels], crs=4326).to_crs(4547)
    assert len(found) == len(truth)
    for one, want in zip(found, truth, strict=True):
        assert one.hausdorff_distance(want) < 0.02
        assert one.boundary.hausdorff_distance(want.boundary) < 0.02
    if names is not None:
        assert [row.name for row in file.parcels] == names


def degrees(shape: Polygon = ONE) -> list[tuple[float, float]]:
    return list(gpd.GeoSeries([shape], crs=4547).to_crs(4326).iloc[0].exterior.coords)


# -- KML ---------------------------------------------------------------------------

RING = "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing>" \
       "</outerBoundaryIs></Polygon>"  # fmt: skip


def kml(*marks: str, root: str = '<kml xmlns="http://www.opengis.net/kml/2.2">') -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{root}<Document>{"".join(marks)}</Document></kml>'
    )


def mark(body: str, name: str = "东区") -> str:
    return f"<Placemark><name>{name}</name>{body}</Placemark>"


@pytest.mark.parametrize(
    "write",
    [
        lambda p: " ".join(f"{x:.9f},{y:.9f}" for x, y in p),
        lambda p: " ".join(f"{x:.9f}, {y:.9f}, 0" for x, y in p),
        lambda p: "\n".join(f"{x:.9f} , {y:.9f}" for x, y in p),
        lambda p: "\n".join(f"{x:.9f} {y:.9f}" for x, y in p),
        lambda p: ",".join(f"{x:.9f},{y:.9f}" for x, y in p),
        lambda p: ",".join(f"{x:.9f},{y:.9f},120.5" for x, y in p),
        lambda p: " ".join(f"{x:.9f},{y:.9f},0," for x, y in p),
        lambda p: " ".join(f",{x:.9f},{y:.9f}" for x, y in p),
        lambda p: " ".join(f"{x:.9f}，{y:.9f}" for x, y in p),
    ],
)
def test_corners_of_a_kml_parted_in_any_way(write: Callable[[Any], str], tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text(kml(mark(RING.format(write(degrees())))), "utf-8")
    judged(read_parcels(tmp_path / "a.kml"), ONE, names=["东区"])


def test_numbers_without_an_order_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text(kml(mark(RING.format("1,2,3,4,5,6,7,8,9,10,11,12"))), "utf-8")
    with pytest.raises(ZzmapError, match="no coordinate"):
        read_parcels(tmp_path / "a.kml")


def corners(shape: Polygon = ONE) -> str:
    return " ".join(f"{x:.9f},{y:.9f},0" for x, y in degrees(shape))


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030", "UTF-16"])
def test_a_kml_in_the_letters_it_names(encoding: str, tmp_path: Path) -> None:
    text = kml(mark(RING.format(corners()))).replace("UTF-8", encoding)
    (tmp_path / "a.kml").write_bytes(text.encode(encoding))
    judged(read_parcels(tmp_path / "a.kml"), ONE, names=["东区"])


@pytest.mark.parametrize("suffix", [".kml", ".ovkml"])
def test_prefixes_nobody_declared_and_what_stands_before(suffix: str, tmp_path: Path) -> None:
    body = f"<gx:balloonVisibility>1</gx:balloonVisibility>{RING.format(corners())}"
    text = kml(mark(body), root='<kml xsi:schemaLocation="a b">')
    (tmp_path / f"a{suffix}").write_text(f"\ufeff\n\n  {text}", "utf-8")
    judged(read_parcels(tmp_path / f"a{suffix}"), ONE, names=["东区"])


def test_an_ovkmz_is_a_kmz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ovkmz", "w") as packed:
        packed.writestr("doc.kml", kml(mark(RING.format(corners()))))
    judged(read_parcels(tmp_path / "a.ovkmz"), ONE, names=["东区"])


def test_closed_paths_are_parcels_and_tracks_are_named(tmp_path: Path) -> None:
    path = f"<LineString><coordinates>{corners()}</coordinates></LineString>"
    lane = "<LineString><coordinates>113.6,34.7 113.61,34.71</coordinates></LineString>"
    track = (
        "<gx:Track><gx:coord>113.6 34.7 0</gx:coord><gx:coord>113.61 34.7 0</gx:coord></gx:Track>"
    )
    text = kml(
        mark(path),
        mark(lane, "巡查路线"),
        mark(track, "轨迹一"),
        mark(RING.format(corners(TWO)), "西区"),
    )
    (tmp_path / "a.kml").write_text(text, "utf-8")
    file = read_parcels(tmp_path / "a.kml")
    judged(file, ONE, Polygon(TWO.exterior), names=["东区", "西区"])
    assert any("巡查路线" in note and "轨迹一" in note for note in file.notes)


def test_the_table_of_a_description_gives_attributes(tmp_path: Path) -> None:
    table = (
        "<description><![CDATA[<table><tr><td>东区</td></tr><tr><td><table><tr><td>地块编号</td>"
        "<td>A-1</td></tr><tr><td>主导产业</td><td>电子信息</td></tr></table></td></tr></table>]]>"
        "</description>"
    )
    (tmp_path / "a.kml").write_text(kml(mark(table + RING.format(corners()))), "utf-8")
    (row,) = read_parcels(tmp_path / "a.kml").parcels
    assert (row.name, row.code, row.industries) == ("东区", "A-1", ("电子信息",))


# -- the .prj ----------------------------------------------------------------------

GEOGCS = 'GEOGCS["{0}",DATUM["{1}",SPHEROID["{2}",{3}]{4}],PRIMEM["Greenwich",0.0],' \
         'UNIT["Degree",0.0174532925199433]]'  # fmt: skip
TM = 'PROJCS["{0}",{1},PROJECTION["{2}"],PARAMETER["False_Easting",{3}],' \
     'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",{4}],' \
     'PARAMETER["Scale_Factor",{5}],PARAMETER["Latitude_Of_Origin",0.0],' \
     'UNIT["Meter",1.0]]'  # fmt: skip
CGCS, WGS = "6378137.0,298.257222101", "6378137.0,298.257223563"
OURS = GEOGCS.format("GCS_CGCS_2000", "D_CGCS_2000", "CGCS_2000", CGCS, "")
CHINA = GEOGCS.format("CGCS2000", "D_China_2000", "CGCS2000", CGCS, ",TOWGS84[0,0,0,0,0,0,0]")
WORLD = GEOGCS.format("WGS 84", "D_WGS_1984", "WGS_1984", WGS, "")


def shapefile(folder: Path, prj: str, crs: Any = 4547) -> Path:
    plots(crs).to_file(folder / "a.shp", engine="pyogrio")
    (folder / "a.prj").write_text(prj, "utf-8")
    return folder / "a.shp"


@pytest.mark.parametrize(
    ("prj", "crs"),
    [
        (TM.format("CGCS_114", OURS, "Gauss_Kruger", 500000, 114, 1), 4547),
        (TM.format("自定义", OURS, "Transverse_Mercator", 38500000, 114, 1), 4526),
        (TM.format("x", CHINA, "Gauss_Kruger", 500000, 114, 1), 4547),
        (TM.format("Custom", WORLD, "Transverse_Mercator", 500000, 114, 1), 4547),
        (TM.format("six", CHINA, "Gauss_Kruger", 500000, 111, 1), 4508),
        (OURS, 4490),
        (CHINA, 4490),
    ],
)
def test_a_prj_is_told_by_its_parameters(prj: str, crs: int, tmp_path: Path) -> None:
    judged(read_parcels(shapefile(tmp_path, prj, crs)), ONE, TWO)


def test_a_prj_of_albers_of_the_country(tmp_path: Path) -> None:
    prj = (
        f'PROJCS["China_Albers",{OURS},PROJECTION["Albers"],PARAMETER["False_Easting",0.0],'
        'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],'
        'PARAMETER["Standard_Parallel_1",25.0],PARAMETER["Standard_Parallel_2",47.0],'
        'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
    )
    here = "+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +ellps=GRS80 +units=m"
    judged(read_parcels(shapefile(tmp_path, prj, pyproj.CRS(here))), ONE, TWO)


@pytest.mark.parametrize(
    ("prj", "said"),
    [
        (TM.format("x", OURS, "Gauss_Kruger", 500000, 114, 0.9996), "0.9996"),
        (TM.format("x", OURS, "Gauss_Kruger", 500000, 113.7, 1), "113.7"),
        (TM.format("x", GEOGCS.format("a", "D_China_2000", "k", "6378245.0,298.3", ""),
                   "Gauss_Kruger", 500000, 114, 1), "contradicts itself"),
        (TM.format("x", GEOGCS.format("a", "D_Unknown", "u", CGCS, ""),
                   "Gauss_Kruger", 500000, 114, 1), "not known"),
        (TM.format("x", GEOGCS.format("GCS_Xian_1980", "D_Xian_1980", "Xian_1980",
                                      "6378140.0,298.257", ",TOWGS84[0,0,0,0,0,0,0]"),
                   "Gauss_Kruger", 500000, 114, 1), "西安80"),
        (TM.format("x", GEOGCS.format("a", "D_China_2000", "CGCS2000", CGCS,
                                      ",TOWGS84[12,-120,-60,0,0,0,0]"),
                   "Gauss_Kruger", 500000, 114, 1), "transformation of its own"),
    ],
)  # fmt: skip
def test_a_prj_that_is_none_of_ours_is_refused(prj: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ZzmapError, match=said):
        read_parcels(shapefile(tmp_path, prj))


# -- drawings ----------------------------------------------------------------------


def dxf(*entities: list[str], unit: int = 6) -> str:
    head = ["0", "SECTION", "2", "HEADER", "9", "$ACADVER", "1", "AC1021", "9", "$INSUNITS", "70",
            str(unit), "0", "ENDSEC", "0", "SECTION", "2", "ENTITIES"]  # fmt: skip
    return "\n".join(
        [*head, *(row for part in entities for row in part), "0", "ENDSEC", "0", "EOF", ""]
    )


def corner_rows(points: Any) -> list[str]:
    return [cell for x, y in points for cell in ("10", str(x), "20", str(y))]


def outline(points: Any, layer: str = "0", *, paper: bool = False) -> list[str]:
    points = list(points)[:-1]
    return ["0", "LWPOLYLINE", "100", "AcDbEntity", *(["67", "1"] if paper else []), "8", layer,
            "100", "AcDbPolyline", "90", str(len(points)), "70", "1",
            *corner_rows(points)]  # fmt: skip


def hatch(*rings: Any) -> list[str]:
    rows = ["0", "HATCH", "100", "AcDbEntity", "8", "0", "100", "AcDbHatch", "10", "0", "20", "0",
            "30", "0", "210", "0", "220", "0", "230", "1", "2", "SOLID", "70", "1", "71", "0", "91",
            str(len(rings))]  # fmt: skip
    for ring in rings:
        points = list(ring)[:-1]
        rows += [
            "92",
            "2",
            "72",
            "0",
            "73",
            "1",
            "93",
            str(len(points)),
            *corner_rows(points),
            "97",
            "0",
        ]
    return [*rows, "75", "0", "76", "1", "98", "0"]


def text(x: float, y: float, said: str, kind: str = "TEXT") -> list[str]:
    return ["0", kind, "100", "AcDbEntity", "8", "0", "100", f"AcDb{'M' * (kind != 'TEXT')}Text",
            "10", str(x), "20", str(y), "30", "0", "40", "5", "1", said]  # fmt: skip


def circle(x: float, y: float, radius: float) -> list[str]:
    return ["0", "CIRCLE", "100", "AcDbEntity", "8", "0", "100", "AcDbCircle", "10", str(x), "20",
            str(y), "30", "0", "40", str(radius)]  # fmt: skip


def drawn(tmp_path: Path, *entities: list[str], unit: int = 6, **options: Any) -> ParcelFile:
    (tmp_path / "a.dxf").write_text(dxf(*entities, unit=unit), "utf-8")
    return read_parcels(tmp_path / "a.dxf", "EPSG:4547", **options)


EDGE, HOLE = list(TWO.exterior.coords), list(TWO.interiors[0].coords)


def test_a_hatch_and_its_outlines_are_one_parcel(tmp_path: Path) -> None:
    lines = outline(EDGE, "宗地"), outline(HOLE), hatch(EDGE, HOLE), hatch(EDGE, HOLE)
    file = drawn(tmp_path, outline(ONE.exterior.coords), *lines, text(0, 0, "注"))
    judged(file, ONE, TWO)
    assert file.parcels[1].attributes["Layer"] == "宗地"
    assert any("holes of a hatch" in note for note in file.notes)


def test_a_hatch_alone_and_an_outline_alone_are_parcels(tmp_path: Path) -> None:
    judged(drawn(tmp_path, outline(ONE.exterior.coords), hatch(EDGE, HOLE)), ONE, TWO)


def test_a_solid_is_an_arrow_and_no_parcel(tmp_path: Path) -> None:
    solid = ["0", "SOLID", "100", "AcDbEntity", "8", "0", "100", "AcDbTrace", "10", "463000", "20",
             "3852000", "11", "463100", "21", "3852000", "12", "463000", "22", "3852100", "13",
             "463100", "23", "3852100"]  # fmt: skip
    judged(drawn(tmp_path, outline(ONE.exterior.coords), solid), ONE)


def test_the_sheets_of_a_drawing_are_left_out(tmp_path: Path) -> None:
    frame = outline([(0, 0), (420, 0), (420, 297), (0, 297), (0, 0)], "图框", paper=True)
    file = drawn(tmp_path, frame, outline(ONE.exterior.coords))
    judged(file, ONE)
    assert "1 entities of paper space were left out" in file.notes


def test_a_text_alone_in_an_outline_names_it(tmp_path: Path) -> None:
    file = drawn(
        tmp_path, outline(ONE.exterior.coords), outline(EDGE), circle(463100.5, 3851200.25, 0.5),
        text(463300, 3851400, "东区", "MTEXT"), text(463300, 3851450, "27.5亩"),
        text(464400, 3851250, "甲"), text(464400, 3851600, "乙"),
    )  # fmt: skip
    judged(file, ONE, Polygon(EDGE), names=["东区", ""])
    assert any("circles" in note for note in file.notes)


@pytest.mark.parametrize("layer", [r"\U+5B97\U+5730", r"\M+5D7DA\M+5B5D8"])
def test_escapes_of_a_drawing_are_letters(layer: str, tmp_path: Path) -> None:
    file = drawn(tmp_path, outline(ONE.exterior.coords, layer), mapping={"name": "Layer"})
    judged(file, ONE, names=["宗地"])


def test_millimetres_are_refused_and_a_header_alone_is_said(tmp_path: Path) -> None:
    scaled = shapely.affinity.scale(ONE, 1000, 1000, origin=(0, 0))
    with pytest.raises(ZzmapError, match="not in metres but in millimetres"):
        drawn(tmp_path, outline(scaled.exterior.coords), unit=4)
    file = drawn(tmp_path, outline(ONE.exterior.coords), unit=4)
    judged(file, ONE)
    assert any("millimetres" in note for note in file.notes)


# -- formats -----------------------------------------------------------------------


def geodatabase(folder: Path) -> Path:
    path = folder / "园区.gdb"
    plots().to_file(path, driver="OpenFileGDB", layer="地块", engine="pyogrio")
    points = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(463000, 3851000)], crs=4547)
    points.to_file(path, driver="OpenFileGDB", layer="点", engine="pyogrio", mode="a")
    return path


def test_a_geodatabase_as_a_folder_and_in_two_zips(tmp_path: Path) -> None:
    path = geodatabase(tmp_path)
    for name, parent in (("whole.zip", "园区.gdb/"), ("bare.zip", "")):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            for file in path.iterdir():
                packed.write(file, parent + file.name)
    for way in (path, tmp_path / "whole.zip", tmp_path / "bare.zip"):
        judged(read_parcels(way), ONE, TWO, names=NAMES)


def test_a_damaged_geodatabase_is_refused(tmp_path: Path) -> None:
    path = geodatabase(tmp_path)
    whole = {file: file.read_bytes() for file in path.iterdir()}
    tables = [file for file in whole if file.suffix == ".gdbtable"]
    assert len(tables) >= 8
    for table in tables:
        table.write_bytes(whole[table][: len(whole[table]) // 2])
        with pytest.raises(ZzmapError):
            read_all(path)
        table.write_bytes(whole[table])
    tables[0].with_suffix(".gdbtablx").unlink()
    with pytest.raises(ZzmapError, match="cut off"):
        read_all(path)


def test_a_geodatabase_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    path = geodatabase(tmp_path)
    (path / "a000000aa.gdbtable").symlink_to(tmp_path / "secret")
    with pytest.raises(ZzmapError, match="no file"):
        read_all(path)


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        (".tab", {"ENCODING": "CP936"}), (".mif", {"ENCODING": "CP936"}),
        (".tab", {"ENCODING": "UTF-8"}), (".mif", {"ENCODING": "UTF-8"}),
    ],
)  # fmt: skip
def test_mapinfo_in_each_character_set(
    suffix: str, options: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / f"a{suffix}"
    plots().to_file(path, driver="MapInfo File", engine="pyogrio", **options)
    judged(read_parcels(path), ONE, TWO, names=NAMES)


def test_mapinfo_of_no_character_set_is_gbk(tmp_path: Path) -> None:
    path = tmp_path / "a.mif"
    plots().to_file(path, driver="MapInfo File", engine="pyogrio", ENCODING="CP936")
    path.write_bytes(path.read_bytes().replace(b"WindowsSimpChinese", b"WindowsLatin1"))
    judged(read_parcels(path), ONE, TWO, names=NAMES)


def test_a_mapinfo_view_reads_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tab"
    path.write_text(
        '!table\n!version 100\nOpen Table "/etc/passwd" Hide\nCreate View a As Select *\n'
    )
    with pytest.raises(ZzmapError, match="view"):
        read_all(path)
    plots().to_file(tmp_path / "b.tab", driver="MapInfo File", engine="pyogrio", ENCODING="CP936")
    (tmp_path / "b.dat").unlink()
    with pytest.raises(ZzmapError, match="missing"):
        read_all(tmp_path / "b.tab")


@pytest.mark.parametrize(("crs", "kind"), [(4547, "GML3.2"), (4490, "GML3"), (4547, "GML2")])
def test_gml_of_each_version(crs: int, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.gml"
    plots(crs).to_file(path, driver="GML", engine="pyogrio", FORMAT=kind)
    judged(read_parcels(path), ONE, TWO, names=NAMES)
    assert list(read(path).frame["编号"]) == ["007", "008"]
    gbk = path.read_text("utf-8").replace('encoding="utf-8"', 'encoding="GB2312"')
    path.write_bytes(gbk.encode("gb18030"))
    judged(read_parcels(path), ONE, TWO, names=NAMES)


def test_gml_with_entities_is_refused(tmp_path: Path) -> None:
    plots().to_file(tmp_path / "a.gml", driver="GML", engine="pyogrio")
    text_ = (tmp_path / "a.gml").read_text("utf-8")
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ogr:'
    (tmp_path / "a.gml").write_text(text_.replace("<ogr:", bomb, 1), "utf-8")
    with pytest.raises(ZzmapError, match="document type"):
        read_all(tmp_path / "a.gml")


@pytest.mark.parametrize(
    ("suffix", "mark_"), [(".geojsonl", ""), (".json", ""), (".ndjson", "\x1e")]
)
def test_geojson_of_a_feature_a_line(suffix: str, mark_: str, tmp_path: Path) -> None:
    plots(4326).to_file(tmp_path / "a.geojsonl", driver="GeoJSONSeq", engine="pyogrio",
                        COORDINATE_PRECISION="9")  # fmt: skip
    lines = (tmp_path / "a.geojsonl").read_text("utf-8").strip().split("\n")
    path = tmp_path / f"b{suffix}"
    path.write_text("".join(f"{mark_}{line}\n" for line in lines), "utf-8")
    judged(read_parcels(path), ONE, TWO, names=NAMES)
    path.write_text("".join(f"{mark_}{line}\n" for line in lines)[:-40], "utf-8")
    with pytest.raises(ZzmapError):
        read_all(path)


def test_one_name_twice_in_an_object_is_refused(tmp_path: Path) -> None:
    body = (
        plots(4326)
        .iloc[:1]
        .to_json(ensure_ascii=False)
        .replace('"名称": "东区"', '"名称": "东区", "名称": "南区"')
    )
    (tmp_path / "a.geojson").write_text(body, "utf-8")
    with pytest.raises(ZzmapError, match="“名称” twice"):
        read_all(tmp_path / "a.geojson")
    (tmp_path / "a.geojson").write_text(body.replace("南区", "东区"), "utf-8")
    assert list(read(tmp_path / "a.geojson").frame["名称"]) == ["东区"]


def parquet(path: Path, frame: gpd.GeoDataFrame, **geo: Any) -> Path:
    """Write GeoParquet by hand: fastparquet, and the metadata that the standard asks for."""
    import json

    import fastparquet
    import pandas as pd

    table = pd.DataFrame(frame.drop(columns="geometry").astype(object))
    table["geometry"] = np.array([shapely.to_wkb(shape) for shape in frame.geometry], dtype=object)
    fastparquet.write(
        str(path), table, object_encoding={"名称": "utf8", "编号": "utf8", "geometry": "bytes"}
    )
    column = {"encoding": "WKB", "geometry_types": ["Polygon"], **geo}
    meta = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": column}}
    fastparquet.update_file_custom_metadata(str(path), {"geo": json.dumps(meta)})
    return path


def test_geoparquet_with_and_without_its_system(tmp_path: Path) -> None:
    own = pyproj.CRS.from_epsg(4547).to_json_dict()
    judged(read_parcels(parquet(tmp_path / "a.parquet", plots(), crs=own)), ONE, TWO, names=NAMES)
    plain = parquet(tmp_path / "b.geoparquet", plots(4326))
    judged(read_parcels(plain), ONE, TWO, names=NAMES)
    with pytest.raises(ZzmapError, match="--crs"):
        read_parcels(parquet(tmp_path / "c.parquet", plots(), crs=None))
    with pytest.raises(ZzmapError, match="which is not read"):
        read_all(parquet(tmp_path / "d.parquet", plots(), encoding="polygon"))


# -- several files -----------------------------------------------------------------


def shapefiles(folder: Path) -> Path:
    folder.mkdir()
    for name, row in zip(NAMES, (slice(0, 1), slice(1, 2)), strict=True):
        plots().iloc[row].to_file(folder / f"{name}.shp", engine="pyogrio", encoding="GBK")
    (folder / "说明.txt").write_text("共 2 块，2026 年 6 月移交。联系电话 0371-12345678", "utf-8")
    return folder


def test_shapefiles_of_a_folder_and_of_a_zip(tmp_path: Path) -> None:
    folder = shapefiles(tmp_path / "成果")
    shutil.make_archive(str(tmp_path / "成果"), "zip", folder)
    for way in (folder, tmp_path / "成果.zip"):
        file = read_parcels(way)
        judged(file, ONE, TWO, names=NAMES)
        assert any("说明.txt" in note for note in file.notes)
        assert {row.name for row in read_all(way)} == set(NAMES)
        judged(read_parcels(way, layer="西区"), TWO)
        with pytest.raises(ZzmapError, match="no layer"):
            read_all(way, "南区")


def test_files_of_two_formats_are_not_chosen_between(tmp_path: Path) -> None:
    folder = shapefiles(tmp_path / "成果")
    plots(4326).to_file(folder / "全部.geojson")
    with pytest.raises(ZzmapError, match="2 formats"):
        read_all(folder)


def test_a_text_with_coordinates_is_no_explanation(tmp_path: Path) -> None:
    folder = shapefiles(tmp_path / "成果")
    rows = "\n".join(f"J{n},1,{y:.3f},{x:.3f}" for n, (x, y) in enumerate(ONE.exterior.coords, 1))
    (folder / "坐标.txt").write_text(rows, "utf-8")
    with pytest.raises(ZzmapError, match="2 formats"):
        read_all(folder)


def test_a_folder_without_parcels_says_so(tmp_path: Path) -> None:
    with pytest.raises(ZzmapError, match="no parcel file"):
        read_all(tmp_path)
    (tmp_path / "总图.dwg").write_bytes(b"AC1032")
    with pytest.raises(ZzmapError, match="AutoCAD"):
        read_all(tmp_path)


@pytest.mark.parametrize(
    ("suffix", "hint"),
    [
        (".dwg", "DXF"), (".mdb", "Shapefile"), (".ovobj", "ovkml"), (".vct", "SHP"),
        (".rar", "zip"), (".7z", "zip"), (".docx", "xlsx"), (".wps", "xlsx"), (".dbf", r"\.shp"),
    ],
)  # fmt: skip
def test_what_is_not_read_says_how_to_export_it(suffix: str, hint: str, tmp_path: Path) -> None:
    path = tmp_path / f"园区{suffix}"
    path.write_bytes(b"anything")
    with pytest.raises(ZzmapError) as caught:
        read_all(path)
    assert hint.replace("\\", "") in caught.value.hint
    assert "which zzmap does not read" in caught.value.what


def test_measures_of_a_flatgeobuf_are_said_to_go(tmp_path: Path) -> None:
    line = shapely.from_wkt("LINESTRING M (113.6 34.7 1, 113.7 34.8 2)")
    pyogrio.raw.write(
        tmp_path / "a.fgb", np.array([shapely.to_wkb(line, flavor="iso")], dtype=object), [], [],
        driver="FlatGeobuf", geometry_type="Measured LineString", crs="EPSG:4326",
    )  # fmt: skip
    assert any("measures" in note for note in read(tmp_path / "a.fgb").notes)
