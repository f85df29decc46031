"""What a table says of its numbers beside them: in a column's name, a note, a language."""

from __future__ import annotations

from pathlib import Path

import pytest

from zzmap.convert import convert_file
from zzmap.crs import Box
from zzmap.errors import CrsError, FormatError
from zzmap.io.reading import read
from zzmap.messages import speaking
from zzmap.parks.georeference import read_parcels

HENAN = Box(110.0, 31.0, 117.0, 37.0)
CORNERS = [(113.453012, 34.451007), (113.453522, 34.451007),
           (113.453522, 34.451533), (113.453012, 34.451533)]  # fmt: skip
LIST = ";".join(f"{x},{y}" for x, y in CORNERS)
EAST_DECIMAL, EAST_PACKED = 113.453012, 113.758367
"""113°45′30.12″ is 113.758367°."""


def cells(path: Path, head: str, cell: str = LIST, more: str = "") -> Path:
    column, value = more.split("=") if more else ("", "")
    path.write_text(f'名称,{head},{column}\n甲,"{cell}",{value}\n', "utf-8")
    return path


def west(path: Path, crs: str | None = "EPSG:4490") -> float:
    return float(read_parcels(path, crs, region=HENAN).parcels[0].geometry.bounds[0])


def test_a_list_of_corners_that_can_be_either_angle_is_asked_about(tmp_path: Path) -> None:
    path = cells(tmp_path / "a.csv", "坐标")
    with pytest.raises(CrsError, match=r"113\.4530°E 34\.4510°N as decimal degrees, 113\.7584°E"):
        read_parcels(path, "EPSG:4490", region=HENAN)
    assert west(path, "EPSG:4490 度") == pytest.approx(EAST_DECIMAL, abs=1e-7)
    assert west(path, "EPSG:4490 度.分秒") == pytest.approx(EAST_PACKED, abs=1e-6)


@pytest.mark.parametrize(
    ("head", "east"),
    [("坐标（度.分秒）", EAST_PACKED), ("corners (DD.MMSS)", EAST_PACKED),
     ("坐标（十进制度）", EAST_DECIMAL)],
)  # fmt: skip
def test_its_header_says_what_they_are(head: str, east: float, tmp_path: Path) -> None:
    assert west(cells(tmp_path / "a.csv", head)) == pytest.approx(east, abs=1e-6)


def test_the_areas_say_it_too(tmp_path: Path) -> None:
    # 5.10″ by 5.26″ at 34.75° is some 21,046 m².
    path = cells(tmp_path / "a.csv", "坐标", more="面积(平方米)=21046")
    assert west(path) == pytest.approx(EAST_PACKED, abs=1e-6)
    path = cells(tmp_path / "b.csv", "坐标", more="面积(平方米)=90000")
    with pytest.raises(CrsError, match="Neither has the areas that the file states"):
        read_parcels(path, "EPSG:4490", region=HENAN)


def test_wkt_in_a_column_of_packed_angles_is_read_so(tmp_path: Path) -> None:
    ring = ", ".join(f"{x} {y}" for x, y in (*CORNERS, CORNERS[0]))
    path = cells(tmp_path / "a.csv", "geom(度.分秒)", f"POLYGON (({ring}))")
    assert west(path) == pytest.approx(EAST_PACKED, abs=1e-6)


def test_a_column_of_angles_that_are_none_is_refused(tmp_path: Path) -> None:
    path = cells(tmp_path / "a.csv", "坐标(度.分秒)", LIST.replace("113.453012", "113.753012"))
    with pytest.raises(FormatError, match=r"113\.753012.*row 2|row 2.*113\.753012"):
        read(path)
    path = cells(tmp_path / "b.csv", "坐标(英尺)")
    with pytest.raises(FormatError, match="英尺"):
        read(path)


def test_the_name_of_a_column_of_outlines_states_its_system(tmp_path: Path) -> None:
    cell = "113.600048,34.799299;113.606390,34.799504;113.606807,34.803014;113.599820,34.802812"
    path = cells(tmp_path / "a.csv", "高德坐标", cell)
    assert read(path).claim == "gcj02"
    # 高德 lies some 600 m east and south-east of WGS-84 here.
    assert west(path, None) == pytest.approx(113.593835, abs=3e-4)
    assert read(cells(tmp_path / "b.csv", "坐标", cell)).claim == ""


def test_decimal_degrees_are_not_told_of_packed_ones(tmp_path: Path) -> None:
    path = cells(tmp_path / "a.csv", "坐标(度.分秒)")
    for trust in (False, True):
        with pytest.raises(CrsError, match="says that its angles are degrees, minutes"):
            read_parcels(path, "EPSG:4490 度", region=HENAN, trust_crs=trust)
    rows = "\n".join(f"甲,{x},{y}" for x, y in CORNERS)
    table = tmp_path / "b.csv"
    table.write_text(f"地块,经度(度.分秒),纬度(度.分秒)\n{rows}\n", "utf-8")
    with pytest.raises(CrsError, match="says that its angles are degrees, minutes"):
        read_parcels(table, "EPSG:4490 度", region=HENAN)
    assert west(table, "EPSG:4490 度.分秒") == pytest.approx(EAST_PACKED, abs=1e-6)


@pytest.mark.parametrize(
    ("note", "east"),
    [("注：坐标格式为 度.分秒", EAST_PACKED), ("备注：坐标为十进制度", EAST_DECIMAL)],
)
def test_a_note_below_the_corners_says_what_they_are(
    note: str, east: float, tmp_path: Path
) -> None:
    rows = "\n".join(f"甲,{x},{y}" for x, y in CORNERS)
    path = tmp_path / "a.csv"
    path.write_text(f"地块,经度,纬度\n{rows}\n{note},,\n", "utf-8")
    assert west(path) == pytest.approx(east, abs=1e-6)


def test_what_lay_below_while_drawing_is_not_what_the_coordinates_are_in(tmp_path: Path) -> None:
    rows = "\n".join(f"甲,{x},{y}" for x, y in ((113.61, 34.81), (113.62, 34.81), (113.62, 34.82)))
    path = tmp_path / "a.csv"
    for title, claim in (
        ("底图：天地图；坐标：高德地图", "gcj02"),
        ("坐标：高德地图；底图：天地图", "gcj02"),
        ("坐标系：CGCS2000；数据来源：百度地图", "EPSG:4490"),
    ):
        path.write_text(f"{title},,\n地块,经度,纬度\n{rows}\n", "utf-8")
        assert read(path).claim == claim, title


def test_two_systems_that_shift_apart_are_both_said_and_nothing_is_taken(tmp_path: Path) -> None:
    rows = "\n".join(f"甲,{x},{y}" for x, y in ((113.61, 34.81), (113.62, 34.81), (113.62, 34.82)))
    path = tmp_path / "a.csv"
    path.write_text(f"坐标：高德地图；坐标系CGCS2000,,\n地块,经度,纬度\n{rows}\n", "utf-8")
    for asked in (None, "gcj02"):
        with pytest.raises(CrsError, match=r"more than one system.*--trust-crs"):
            read_parcels(path, asked, region=HENAN)
    told = read_parcels(path, "EPSG:4490", region=HENAN, trust_crs=True)
    assert told.parcels[0].geometry.bounds[0] == pytest.approx(113.61, abs=1e-7)


def test_zones_of_six_degrees_do_not_go_with_a_number_of_three(tmp_path: Path) -> None:
    corners = [(3852400, 38463400), (3852400, 38463900), (3852900, 38463400)]
    rows = "\n".join(f"甲,{x},{y},6度带" for x, y in corners)
    path = tmp_path / "a.csv"
    path.write_text(f"地块,X,Y,分带\n{rows}\n", "utf-8")
    with pytest.raises(CrsError, match=r"column 分带: it states zones of 6 degrees.*of 3 degrees"):
        read_parcels(path, "EPSG:4526", region=HENAN)
    sound = path.with_name("b.csv")
    sound.write_text(path.read_text("utf-8").replace("6度带", "3度带"), "utf-8")
    assert west(sound, "EPSG:4526") == pytest.approx(113.6, abs=0.01)
    told = read_parcels(path, "EPSG:4526", region=HENAN, trust_crs=True)
    assert told.parcels[0].geometry.bounds[0] == pytest.approx(113.6, abs=0.01)


def test_the_way_out_names_the_system_that_the_file_states(tmp_path: Path) -> None:
    rows = "\n".join(f"甲,{x},{y}" for x, y in CORNERS)
    for head, said in (("腾讯经度,腾讯纬度", "“gcj02 度”"), ("百度经度,百度纬度", "“bd09 度”")):
        path = tmp_path / "a.csv"
        path.write_text(f"地块,{head}\n{rows}\n", "utf-8")
        with pytest.raises(CrsError, match=said):
            read_parcels(path, region=HENAN)


def test_convert_is_told_what_angles_are_as_parks_are(tmp_path: Path) -> None:
    rows = "\n".join(f"甲,{x},{y}" for x, y in CORNERS)
    path = tmp_path / "a.csv"
    path.write_text(f"地块,经度,纬度\n{rows}\n", "utf-8")
    with pytest.raises(CrsError, match=r"--from “EPSG:4490 度\.分秒”"):
        convert_file(path, tmp_path / "out.geojson", "EPSG:4490", "wgs84")
    for unit, east in (("度", EAST_DECIMAL), ("度.分秒", EAST_PACKED)):
        out = tmp_path / f"{unit}.geojson"
        convert_file(path, out, f"EPSG:4490 {unit}", "wgs84")
        assert read(out).frame.total_bounds[0] == pytest.approx(east, abs=1e-6)
    said = cells(tmp_path / "said.csv", "坐标(度.分秒)")
    with pytest.raises(CrsError, match="Leave 度 out of --from"):
        convert_file(said, tmp_path / "x.geojson", "EPSG:4490 度", "wgs84")
    assert not (tmp_path / "x.geojson").exists()


@pytest.mark.parametrize("rows", [
    [("3852400.25", "463400.125"), ("3852420.75", "463980.5"), ("3852810", "464020.25")],
    [("113.600048", "34.799299"), ("113.606390", "34.799504"), ("113.606807", "34.803014")],
])  # fmt: skip
def test_a_table_without_header_is_read_in_either_language(
    rows: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(map(",".join, [*rows, rows[0]])) + "\n", "utf-8")
    english = read(path)
    with speaking("zh"):
        chinese = read(path)
    assert chinese.frame.geometry.tolist() == english.frame.geometry.tolist()
    assert "没有表头" in chinese.notes[0] or "表头" in chinese.notes[0]


@pytest.mark.parametrize("signs", ["°′″", "º´˝", "°'\"", "度分秒", "˚’”"])
def test_signs_of_angles_as_they_are_typed(signs: str, tmp_path: Path) -> None:
    d, m, s = signs
    rows = [f"113{d}45{m}{30 + at}{s}\t34{d}45{m}1{at % 2}{s}" for at in range(3)]
    path = tmp_path / "a.csv"
    path.write_text("经度\t纬度\n" + "\n".join(rows), "utf-8")
    found = read(path).frame.geometry.iloc[0]
    assert found.bounds[0] == pytest.approx(113 + 45 / 60 + 30 / 3600, abs=1e-9)


def test_the_way_out_is_said_once_in_either_language(tmp_path: Path) -> None:
    path = cells(tmp_path / "a.csv", "坐标")
    for language in ("en", "zh"):
        with speaking(language), pytest.raises(CrsError) as refused:
            read_parcels(path, "EPSG:4490", region=HENAN)
        assert str(refused.value).count("--crs") == 2
