"""What readers make of columns, areas, curves, layers, encodings and unsaid systems."""

import sqlite3
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon

from zzmap.crs import Box
from zzmap.errors import CrsError, FormatError
from zzmap.io.survey_write import write_survey_txt
from zzmap.parks.attributes import area_m2, parse_mapping
from zzmap.parks.georeference import read_parcels
from zzmap.parks.parcel import Parcel

from .bad_files import _plain_triggers, file, geojson
from .corpus import (
    CORNERS_GK,
    FIELD,
    PAIR,
    TRUTH,
    Row,
    Txt,
    area_mu,
    dxf_text,
    kml_text,
    moved,
    txt_text,
    write_csv,
    write_gdal,
    write_geojson,
    write_layers,
    write_shapefile,
    write_txt,
    write_xlsx,
    zipped_shapefile,
)
from .test_corpus import metres_apart


def only(path: Path, crs: str | None = None, **options: object) -> Parcel:
    (parcel,) = read_parcels(path, crs, **options).parcels  # type: ignore[arg-type]
    return parcel


# -- attributes --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (["智能传感器", "盾构装备"], ("智能传感器", "盾构装备")),
        ("智能传感器、盾构装备", ("智能传感器", "盾构装备")),
        ("智能传感器|盾构装备；氢能", ("智能传感器", "盾构装备", "氢能")),
        ("智能传感器, 智能传感器,", ("智能传感器",)),
        ("", ()),
        (None, ()),
    ],
)
def test_industries_are_a_list_or_a_text(
    value: object, expected: tuple[str, ...], tmp_path: Path
) -> None:
    path = file("a.geojson", geojson(FIELD, name="a", industries=value))(tmp_path)
    assert only(path).industries == expected


@pytest.mark.parametrize(
    ("column", "value", "square_metres"),
    [
        ("面积", "15亩", 10_000),
        ("面积", "1,500.5 亩", 1500.5 * 10_000 / 15),
        ("面积", "2.5公顷", 25_000),
        ("面积", "3 km²", 3e6),
        ("面积", "3平方公里", 3e6),
        ("面积", "120㎡", 120),
        ("面积", "1.2万平方米", 12_000),
        ("面积", "0.3万亩", 3000 * 10_000 / 15),
        ("面积(亩)", 15, 10_000),
        ("面积（公顷）", 2.5, 25_000),
        ("用地面积(hm²)", 2.5, 25_000),
        ("面积（平方米）", 120, 120),
        ("area_km2", 3, 3e6),
        ("area_ha", "2.5", 25_000),
        ("area_mu", "15", 10_000),
        ("面积", "１５亩", 10_000),
        ("面积(亩)", "2公顷", 20_000),  # the cell says more of itself than its column
        ("面积", 15, None),
        ("mj", "15", None),
        ("面积", "不详", None),
        ("面积", "", None),
    ],
)
def test_a_stated_area_takes_its_unit_from_cell_or_column(
    column: str, value: object, square_metres: float | None, tmp_path: Path
) -> None:
    path = file("a.geojson", geojson(FIELD, **{"name": "a", column: value}))(tmp_path)
    found = only(path).stated_area_m2
    assert found == (None if square_metres is None else pytest.approx(square_metres))


def test_letters_inside_a_word_are_no_unit() -> None:
    assert area_m2("12.5", "Shape_Area") is None
    assert area_m2("12.5", "community") is None


def test_a_mapping_outvotes_guesses(tmp_path: Path) -> None:
    columns = {"name": "wrong", "名字": "对", "cy2": "氢能", "多大": "3公顷", "stage": "在建"}
    path = file("a.geojson", geojson(FIELD, **columns))(tmp_path)
    parcel = only(path, mapping=parse_mapping("name=名字, industries=cy2,area=多大,status=stage"))
    assert (parcel.name, parcel.industries, parcel.status) == ("对", ("氢能",), "building")
    assert parcel.stated_area_m2 == pytest.approx(30_000)


def test_a_mapped_column_may_be_blank_in_some_parcels(tmp_path: Path) -> None:
    marks = kml_text().replace('<Data name="产业"><value></value></Data>', "")
    path = file("a.kml", marks)(tmp_path)
    file_read = read_parcels(path, mapping={"industries": "产业"})
    assert [len(row.industries) for row in file_read.parcels] == [2, 1, 0]


@pytest.mark.parametrize("text", ["name", "nom=名称", "name=", "=名称"])
def test_a_mapping_that_maps_nothing_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="--map"):
        parse_mapping(text)


def test_attributes_are_kept_as_the_file_gives_them(tmp_path: Path) -> None:
    path = file("a.geojson", geojson(FIELD, 名称="园", 层数=3, 备注="甲\n乙"))(tmp_path)
    assert only(path).attributes == {"名称": "园", "层数": 3, "备注": "甲\n乙"}


# -- reference systems -------------------------------------------------------------


def test_degrees_without_a_system_are_asked_about(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, keep="cpg")
    with pytest.raises(CrsError) as caught:
        read_parcels(path)
    for name in ("EPSG:4326", "gcj02", "bd09", "--crs"):
        assert name in str(caught.value)


def test_metres_without_a_system_are_asked_about(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "cm114", CORNERS_GK)
    with pytest.raises(CrsError, match=r"EPSG:4547.*--crs"):
        read_parcels(path, region=Box(112.6, 34.2, 114.4, 35.1))
    with pytest.raises(CrsError, match="of any of 21 central meridians"):
        read_parcels(path)


def test_what_is_asked_outvotes_what_the_file_says(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", system="gcj02")
    shifted = read_parcels(path).parcels[2].geometry
    assert 300 < metres_apart(shifted, FIELD) < 1000
    assert metres_apart(read_parcels(path, "gcj02").parcels[2].geometry, FIELD) < 0.05


def test_the_system_and_what_was_assumed_are_told(tmp_path: Path) -> None:
    notes = " ".join(read_parcels(write_txt(tmp_path / "a.txt", Txt(encoding="gbk"))).notes)
    assert "zone 38" in notes
    assert "gb18030" in notes


def test_swapped_columns_are_told(tmp_path: Path) -> None:
    path = write_txt(tmp_path / "a.txt", Txt(swapped=True))
    assert read_parcels(path).swapped
    assert not read_parcels(write_txt(tmp_path / "b.txt")).swapped


def test_degrees_minutes_and_seconds_in_a_table(tmp_path: Path) -> None:
    rows = "lon,lat\n113°41′24″,34°42′00″\n113°42′00″,34°42′00″\n113°42′00″,34°42′36″\n"
    parcel = only(file("a.csv", rows)(tmp_path), "wgs84")
    assert parcel.geometry.bounds == pytest.approx((113.69, 34.7, 113.7, 34.71))


def test_resolution_is_measured(tmp_path: Path) -> None:
    coarse = Polygon([(113.70, 34.70), (113.72, 34.70), (113.72, 34.72)])
    path = file("a.geojson", geojson(coarse))(tmp_path)
    assert read_parcels(path).resolution_m == pytest.approx(1113.2)
    path = write_txt(tmp_path / "a.txt")
    assert read_parcels(path).resolution_m == pytest.approx(0.001)


# -- geometry ----------------------------------------------------------------------

CIRCLE_M = 1000.0


def curved(to: Path) -> tuple[Path, Point]:
    """Write a GeoPackage with a true circle, which no library here writes."""
    path = write_gdal(to / "a.gpkg", "GPKG", "cm114", [TRUTH[2]], SPATIAL_INDEX="NO", layer="a")
    centre = moved(FIELD.centroid, "cm114")
    x, y, r = centre.x, centre.y, CIRCLE_M
    points = [(x - r, y), (x, y + r), (x + r, y), (x, y - r), (x - r, y)]
    ring = struct.pack("<BII", 1, 8, len(points)) + b"".join(struct.pack("<dd", *p) for p in points)
    body = b"GP\x00\x01" + struct.pack("<i", 4547) + struct.pack("<BII", 1, 10, 1) + ring
    with sqlite3.connect(path) as database:
        _plain_triggers(database)
        database.execute("UPDATE a SET geom = ?", (body,))
        database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CURVEPOLYGON'")
    database.close()
    return path, centre


def test_curves_of_a_geopackage_are_drawn_within_5_cm(tmp_path: Path) -> None:
    path, centre = curved(tmp_path)
    ring = moved(only(path).geometry, "cm114").exterior
    middle = ring.interpolate(np.linspace(0, ring.length, 9999))
    radii = shapely.distance(middle, centre)
    assert np.abs(radii - CIRCLE_M).max() < 0.05


def test_heights_and_measures_are_dropped(tmp_path: Path) -> None:
    for name, text in (("zm", "POLYGON ZM"), ("m", "POLYGON M"), ("z", "POLYGON Z")):
        extra = " 1 2" if name == "zm" else " 1"
        corners = ", ".join(f"{x} {y}{extra}" for x, y in FIELD.exterior.coords)
        parcel = only(file(f"{name}.wkt", f"{text}(({corners}))")(tmp_path), "wgs84")
        assert shapely.get_coordinate_dimension(parcel.geometry) == 2
        assert metres_apart(parcel.geometry, FIELD) < 0.05


def test_a_crossing_outline_of_a_drawing_is_kept_for_the_checks(tmp_path: Path) -> None:
    bow = Polygon([(113.7, 34.7), (113.71, 34.71), (113.71, 34.7), (113.7, 34.712)])
    parcel = only(file("a.dxf", dxf_text([bow]))(tmp_path), "EPSG:4547")
    assert not parcel.geometry.is_valid


def test_an_island_in_a_hole_is_a_part(tmp_path: Path) -> None:
    def square(half: float) -> list[tuple[float, float]]:
        return [
            (113.7 + x * half, 34.7 + y * half) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]

    true = shapely.union(Polygon(square(0.01), [square(0.005)]), Polygon(square(0.002)))
    form = Txt(closed=False)
    text = txt_text(form, [Row(true, "岛", "1", "", "")])
    parcel = only(file("a.txt", text)(tmp_path))
    assert len(parcel.geometry.geoms) == 2
    assert metres_apart(parcel.geometry, true) < 0.05


def test_rings_of_one_number_are_split_where_they_close(tmp_path: Path) -> None:
    lines = txt_text(rows=[Row(PAIR, "双片", "1", "", "")]).splitlines()
    same = [line.replace(",2,", ",1,", 1) if line.startswith("J") else line for line in lines]
    parcel = only(file("a.txt", "\n".join(same))(tmp_path))
    assert metres_apart(parcel.geometry, PAIR) < 0.05


def test_points_of_two_parcels_may_stand_mixed_in_a_table(tmp_path: Path) -> None:
    corners = list(FIELD.exterior.coords)[:-1]
    rows = [
        f"{name},{x + shift},{y}" for x, y in corners for name, shift in (("甲", 0), ("乙", 0.1))
    ]
    path = file("a.csv", "\n".join(["地块,lon,lat", *rows]))(tmp_path)
    found = read_parcels(path, "wgs84").parcels
    assert [row.attributes["地块"] for row in found] == ["甲", "乙"]
    assert metres_apart(found[0].geometry, FIELD) < 0.05


def test_a_column_that_numbers_points_tells_no_parcels_apart(tmp_path: Path) -> None:
    rows = [f"{number},{x},{y}" for number, (x, y) in enumerate(FIELD.exterior.coords[:-1])]
    path = file("a.csv", "\n".join(["id,lon,lat", *rows]))(tmp_path)
    assert metres_apart(only(path, "wgs84").geometry, FIELD) < 0.05


# -- layers, encodings, archives ---------------------------------------------------


def test_one_layer_can_be_named(tmp_path: Path) -> None:
    parcel = only(write_layers(tmp_path / "a.gpkg"), layer="图层_GX-002")
    assert parcel.name == TRUTH[1].name


def test_layers_of_several_systems_can_be_read_one_by_one(tmp_path: Path) -> None:
    path = write_layers(tmp_path / "a.gpkg", ("wgs84", "cm114", "mercator"))
    for row in TRUTH:
        assert metres_apart(only(path, layer=f"图层_{row.code}").geometry, row.geometry) < 0.05


def test_a_layer_without_polygons_is_passed_over_and_told(tmp_path: Path) -> None:
    file_read = read_parcels(write_layers(tmp_path / "a.gpkg"))
    assert len(file_read.parcels) == len(TRUTH)
    assert any("layers read" in note and "标注" not in note for note in file_read.notes)


def test_points_of_a_kml_are_passed_over_and_told(tmp_path: Path) -> None:
    point = "<Placemark><Point><coordinates>113.7,34.7</coordinates></Point></Placemark>"
    body = kml_text().replace("</Document>", f"{point}</Document>")
    file_read = read_parcels(file("a.kml", body)(tmp_path))
    assert len(file_read.parcels) == len(TRUTH)
    assert "1 points were passed over" in file_read.notes


@pytest.mark.parametrize("page", ["936", "GBK", "OEM 936", "nonsense", "", "UTF-8", "ISO-8859-1"])
def test_gbk_attributes_whatever_the_cpg_says(page: str, tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, encoding="GBK")
    path.with_suffix(".cpg").write_text(page)
    assert [row.name for row in read_parcels(path).parcels] == [row.name for row in TRUTH]


def test_rare_letters_of_gb18030_are_read(tmp_path: Path) -> None:
    path = write_shapefile(
        tmp_path, encoding="GB18030", keep="prj", rows=[TRUTH[0]._replace(name="𠮷㐂园")]
    )
    assert only(path).name == "𠮷㐂园"


def test_utf8_attributes_whatever_the_cpg_says(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path)
    path.with_suffix(".cpg").write_text("GBK")
    file_read = read_parcels(path)
    assert [row.name for row in file_read.parcels] == [row.name for row in TRUTH]
    assert any("though the .cpg says" in note for note in file_read.notes)


def test_a_field_that_ends_inside_a_character_stays_utf8(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path, keep="prj", rows=[TRUTH[0]._replace(code="中" * 7)])
    assert only(path).name == TRUTH[0].name  # the code's 20 bytes hold six and two thirds


def test_side_files_may_be_in_capitals(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path)
    for part in path.parent.iterdir():
        part.rename(part.with_name(part.stem + part.suffix.upper()))
    assert len(read_parcels(path.with_suffix(".SHP")).parcels) == len(TRUTH)


def test_what_macos_adds_to_an_archive_is_passed_over(tmp_path: Path) -> None:
    path = zipped_shapefile(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._地块.shp", b"\x00\x05\x16\x07")
    assert len(read_parcels(path).parcels) == len(TRUTH)


def test_a_table_may_be_zipped(tmp_path: Path) -> None:
    table = write_xlsx(tmp_path / "角点.xlsx", "cm114", CORNERS_GK)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(table, table.name)
    assert len(read_parcels(tmp_path / "a.zip", "EPSG:4547").parcels) == len(TRUTH)


def test_a_geojson_is_read_whatever_else_it_carries(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", name="草稿", zzmap={"draft": 1})
    assert len(read_parcels(path).parcels) == len(TRUTH)


# -- our own 勘测定界 files ------------------------------------------------------------


def kept(tmp_path: Path, rows: tuple[Row, ...]) -> list[Parcel]:
    path = tmp_path / "out.txt"
    parcels = [
        Parcel(number, row.geometry, name=row.name, code=row.code)
        for number, row in enumerate(rows, 1)
    ]
    write_survey_txt(path, parcels, 38)
    return read_parcels(path).parcels


def test_what_is_written_is_read_back_within_a_millimetre(tmp_path: Path) -> None:
    found = kept(tmp_path, TRUTH)
    for parcel, row in zip(found, TRUTH, strict=True):
        assert metres_apart(parcel.geometry, row.geometry) < 0.001
        assert (parcel.name, parcel.code) == (row.name, row.code)
        assert parcel.stated_area_m2 == pytest.approx(area_mu(row.geometry) * 10_000 / 15, abs=1)


def test_names_that_the_format_cannot_quote_do_not_break_it(tmp_path: Path) -> None:
    row = Row(FIELD, "甲,乙\n丙@", "1,2", "", "")
    (parcel,) = kept(tmp_path, (row,))
    assert (parcel.name, parcel.code) == ("甲，乙 丙@", "1，2")
    assert metres_apart(parcel.geometry, FIELD) < 0.001


def test_a_parcel_without_a_code_gets_its_number(tmp_path: Path) -> None:
    found = kept(tmp_path, (TRUTH[0]._replace(code=""), TRUTH[2]._replace(code="")))
    assert [row.code for row in found] == ["1", "2"]
