"""What is said of coordinates beside them: on other sheets, in columns, in names of files."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
import shapely

from zzmap.convert import convert_file
from zzmap.crs import Box
from zzmap.errors import CrsError, FormatError, ZzmapError
from zzmap.io import read
from zzmap.parks.georeference import read_parcels
from zzmap.parks.parcels import read_parcel_file

from .corner_tables import write_csv
from .test_desk import shapefile

HENAN = Box(110.0, 31.0, 117.0, 37.0)
PACKED = [(113.4530, 34.4510), (113.4550, 34.4510), (113.4550, 34.4533), (113.4530, 34.4533)]
PLAIN = [(113.7583, 34.7528), (113.7639, 34.7528), (113.7639, 34.7591), (113.7583, 34.7591)]
METRES = [(3852400, 463400), (3852420, 463980), (3852810, 464020), (3852790, 463380)]
RING = ", ".join(f"{x} {y}" for x, y in [*PLAIN, PLAIN[0]])


def corners(
    rows: list[tuple[float, float]], head: tuple[str, ...] = ("点号", "经度", "纬度")
) -> list[tuple[object, ...]]:
    return [head, *((f"J{at}", *row) for at, row in enumerate(rows, 1))]


def csv(path: Path, rows: list[tuple[object, ...]]) -> Path:
    return write_csv(path, [tuple(map(str, row)) for row in rows])


def book(path: Path, **sheets: list[tuple[object, ...]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def west(path: Path) -> float:
    """Return where the only parcel of a file begins."""
    (parcel,) = read_parcels(path, "EPSG:4490", region=HENAN).parcels
    return float(parcel.geometry.bounds[0])


WORDS = ["角度为度.分秒", "经纬度按度分秒记", "坐标单位为DD.MMSSss", "angles are packed D.MMSS",
         "degrees minutes seconds", "备注：经纬度的小数部分前两位为分，后两位为秒"]  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("where", ["below", "above", "sheet", "column"])
def test_words_on_angles_are_heard_wherever_they_stand(
    words: str, where: str, tmp_path: Path
) -> None:
    rows = corners(PACKED)
    if where == "sheet":
        path = book(tmp_path / "a.xlsx", 坐标=rows, 说明=[(words,)])
    elif where == "column":
        path = csv(tmp_path / "a.csv", [(*rows[0], "备注"), *((*row, words) for row in rows[1:])])
    else:
        note: list[tuple[object, ...]] = [(words,)]
        path = csv(tmp_path / "a.csv", [*rows, *note] if where == "below" else [*note, *rows])
    assert west(path) == pytest.approx(113 + 45 / 60 + 30 / 3600)


@pytest.mark.parametrize("words", ["度分格式 ddmm.mmmm", "角度单位：度.分", "NMEA"])
def test_words_on_minutes_that_are_not_read_refuse(words: str, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", 坐标=corners(PACKED), 说明=[(words,)])
    with pytest.raises(ZzmapError, match="are not read"):
        read_parcels(path, "EPSG:4490", region=HENAN)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("园区_高德.csv", "GCJ-02"),
        ("百度坐标.csv", "BD-09"),
        ("a_gcj02.csv", "GCJ-02"),
        ("西安80坐标.csv", "西安80"),
        ("北京54.csv", "北京54"),
        ("城建坐标.csv", "城建坐标"),
    ],
)
def test_the_name_of_a_file_is_heard_and_decides_nothing(
    name: str, called: str, tmp_path: Path
) -> None:
    path = csv(tmp_path / name, corners(PLAIN))
    with pytest.raises(CrsError, match=f"name of the file says .*{called}"):
        read_parcels(path, "EPSG:4490", region=HENAN)
    with pytest.raises(CrsError, match=f"name of the file says .*{called}"):
        convert_file(path, tmp_path / "o.geojson", "EPSG:4490", "wgs84")
    read = read_parcels(path, "EPSG:4490", region=HENAN, trust_crs=True)
    assert read.parcels[0].geometry.bounds[0] == pytest.approx(113.7583)


def test_the_name_of_a_shapefile_does_not_go_before_its_prj(tmp_path: Path) -> None:
    from .test_statements import prj

    path = shapefile(tmp_path, prj())
    for row in path.parent.glob(f"{path.stem}.*"):
        row.rename(row.with_name(f"西安80坐标{row.suffix}"))
    with pytest.raises(CrsError, match=r"西安80.*would be read as CGCS2000"):
        read_parcels(path.with_name("西安80坐标.shp"))


def test_a_kml_that_is_called_baidu_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "百度坐标.kml"
    ring = " ".join(f"{x},{y}" for x, y in [*PLAIN, PLAIN[0]])
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>甲</name><Polygon>'
        f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon></Placemark></kml>",
        "utf-8",
    )
    with pytest.raises(CrsError, match=r"BD-09.*would be read as WGS 84"):
        read_parcels(path, region=HENAN)
    assert len(read_parcels(path, "bd09", region=HENAN).parcels) == 1


@pytest.mark.parametrize(
    "name",
    [
        "高德软件园.csv",
        "西安80转2000.csv",
        "园区_WGS84.csv",
        "a.csv",
        "百度_云计算中心.csv",
        "腾讯_数据中心.csv",
        "gcj02_to_wgs84.csv",
        "xian80_CGCS2000.csv",
        "火星坐标纠偏后.csv",
    ],
)
def test_names_that_say_nothing_else_are_let_be(name: str, tmp_path: Path) -> None:
    assert west(csv(tmp_path / name, corners(PLAIN))) == pytest.approx(113.7583)


@pytest.mark.parametrize(
    "words",
    ["坐标系：郑州坐标系", "郑州市坐标系", "坐标系统：郑州城建", "坐标系:洛阳坐标系",
     "坐标系：2000郑州坐标系", "坐标系：郑州2000坐标系"],
)  # fmt: skip
@pytest.mark.parametrize("where", ["above", "below"])
def test_the_system_of_a_city_is_a_local_one(words: str, where: str, tmp_path: Path) -> None:
    rows, note = corners(METRES, ("点号", "X", "Y")), ("备注：" * (where == "below") + words,)
    path = csv(tmp_path / "a.csv", [note, *rows] if where == "above" else [*rows, note])
    for crs in (None, "EPSG:4547"):
        with pytest.raises(CrsError, match="local system"):
            read_parcels(path, crs, region=HENAN)


@pytest.mark.parametrize(
    "words", ["坐标系：2000国家大地坐标系", "郑州市园区界址点坐标（2000国家大地坐标系）",
              "采用国家大地坐标系", "郑州市坐标系统：CGCS2000", "数据坐标系 CGCS2000",
              "本次采用坐标系 CGCS2000", "图形坐标系 国家2000"]
)  # fmt: skip
def test_other_words_before_a_system_name_no_city(words: str, tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", [(words,), *corners(METRES, ("点号", "X", "Y"))])
    assert len(read_parcels(path, "EPSG:4547", region=HENAN).parcels) == 1


@pytest.mark.parametrize(
    "title", ["坐标系：GCJ-02", "坐标系：百度", "坐标系：西安80", "郑州市独立坐标系"]
)
@pytest.mark.parametrize("cell", ["SRID=4326;POLYGON(({}))", "json"])
def test_a_title_that_denies_its_geometries_is_told(title: str, cell: str, tmp_path: Path) -> None:
    ring = [list(row) for row in [*PLAIN, PLAIN[0]]]
    text = (
        json.dumps({"type": "Polygon", "coordinates": [ring]})
        if cell == "json"
        else cell.format(RING)
    )
    path = book(tmp_path / "a.xlsx", 地块=[(title,), ("名称", "geom"), ("甲", text)])
    with pytest.raises(CrsError):
        read_parcels(path, region=HENAN)
    with pytest.raises(CrsError):
        convert_file(path, tmp_path / "o.geojson", "EPSG:4326", "wgs84")


def test_an_srid_and_a_title_are_both_named(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        ("坐标系：GCJ-02",),
        ("名称", "geom"),
        ("甲", f"SRID=4326;POLYGON(({RING}))"),
    ]
    with pytest.raises(CrsError, match=r"WGS 84 longitude/latitude.*gcj02"):
        read_parcels(book(tmp_path / "a.xlsx", 地块=rows), region=HENAN)
    words: list[tuple[object, ...]] = [("坐标系：百度坐标",)]
    with pytest.raises(CrsError, match=r"WGS 84 longitude/latitude.*bd09"):
        read_parcels(book(tmp_path / "b.xlsx", 地块=rows[1:], 说明=words), region=HENAN)
    agreed = [("坐标系：CGCS2000",), *rows[1:]]
    assert len(read_parcels(book(tmp_path / "c.xlsx", 地块=agreed), region=HENAN).parcels) == 1


def test_geometries_without_a_header_lose_none(tmp_path: Path) -> None:
    shapes = [
        shapely.box(113.75 + at / 100, 34.75, 113.755 + at / 100, 34.755).wkt for at in range(3)
    ]
    path = book(tmp_path / "a.xlsx", 地块=[(f"园{at}", wkt) for at, wkt in enumerate(shapes)])
    found = read_parcel_file(path)
    assert [row.attributes["column_1"] for row in found.parcels] == ["园0", "园1", "园2"]
    assert any("no header" in note for note in found.notes)


def test_a_first_corner_written_otherwise_is_no_title(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("X:3852500", "Y:463300"), *METRES, METRES[0]]
    with pytest.raises(FormatError, match="X:3852500"):
        read_parcel_file(csv(tmp_path / "a.csv", rows))


def test_convert_too_hears_the_width_of_zones(tmp_path: Path) -> None:
    rows = corners([(x, y + 38e6) for x, y in METRES], ("点号", "X", "Y"))
    path = csv(tmp_path / "a.csv", [(*rows[0], "分带"), *((*row, "6度带") for row in rows[1:])])
    with pytest.raises(CrsError, match="zones of 6 degrees"):
        convert_file(path, tmp_path / "o.geojson", "EPSG:4526", "wgs84")


def test_angles_of_the_other_half_of_the_world_are_called_so(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        ("点号", "经度", "纬度"),
        *((f"J{at}", f"{x}W", f"{y}N") for at, (x, y) in enumerate(PLAIN)),
    ]
    with pytest.raises(CrsError, match=r"west of Greenwich.*E and N"):
        read_parcels(csv(tmp_path / "a.csv", rows), region=HENAN)


def test_what_receivers_write_is_called_so(tmp_path: Path) -> None:
    rows = [
        (round(x // 1 * 100 + x % 1 * 60, 4), round(y // 1 * 100 + y % 1 * 60, 4)) for x, y in PLAIN
    ]
    with pytest.raises(CrsError, match=r"NMEA.*113\.75830°E 34\.75280°N"):
        read_parcels(csv(tmp_path / "a.csv", corners(rows)), region=HENAN)


def test_a_track_without_points_is_passed_over_by_all(tmp_path: Path) -> None:
    points = "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in [*PLAIN, PLAIN[0]])
    path = tmp_path / "a.gpx"
    path.write_text(
        '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">'
        "<trk><name>空</name><trkseg/></trk>"
        f"<trk><name>甲</name><trkseg>{points}</trkseg></trk></gpx>",
        "utf-8",
    )
    found = read_parcels(path, region=HENAN)
    assert [row.name for row in found.parcels] == ["甲"]
    assert any("without points" in note and "空" in note for note in found.notes)
    assert len(read(path).frame) == 1
