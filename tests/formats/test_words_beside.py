"""Words around coordinates, wherever they stand: in titles, notes, remarks and other sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from zzmap.crs import Box
from zzmap.errors import CrsError, FormatError
from zzmap.io.reading import read
from zzmap.messages import speaking
from zzmap.parks.georeference import read_parcels
from zzmap.parks.parcel import ParcelFile

from .corner_tables import Row, write_csv, write_xlsx

ZHENGZHOU = Box(112.6, 34.2, 114.4, 35.1)
CM_114, ZONE_38 = "EPSG:4547", "EPSG:4526"
HEAD = ["点号", "X", "Y"]
RING = [(463400, 3852400), (463980, 3852420), (464020, 3852810), (463380, 3852790)]
METRES: list[Row] = [[f"J{n}", y, x] for n, (x, y) in enumerate(RING, 1)]
NUMBERED: list[Row] = [[f"J{n}", y, x + 38_000_000] for n, (x, y) in enumerate(RING, 1)]
DEGREES = ["点号", "经度", "纬度"]
PLACES = [(113.600048, 34.799299), (113.606390, 34.799504), (113.606807, 34.803014)]
ANGLES: list[Row] = [[f"J{n}", x, y] for n, (x, y) in enumerate(PLACES, 1)]
LIST = ";".join(f"{x},{y}" for x, y in PLACES)
IN_CELLS = ["名称", "坐标"]


def table(folder: Path, *rows: Row) -> Path:
    return write_csv(folder / "a.csv", [list(map(str, row)) for row in rows])


def placed(path: Path, crs: str | None = None, *, trust: bool = False) -> ParcelFile:
    """Read a file in both languages, which are to give the same."""
    english = read_parcels(path, crs, region=ZHENGZHOU, trust_crs=trust)
    with speaking("zh"):
        chinese = read_parcels(path, crs, region=ZHENGZHOU, trust_crs=trust)
    assert [row.geometry for row in chinese.parcels] == [row.geometry for row in english.parcels]
    return english


def label(path: Path, crs: str | None = None) -> str:
    return next(str(note) for note in placed(path, crs).notes if "coordinates are" in note)


# -- outlines in cells -----------------------------------------------------------------------


def test_a_title_above_a_list_of_outlines_states_their_system(tmp_path: Path) -> None:
    path = table(tmp_path, ["园区范围（高德坐标系）", ""], IN_CELLS, ["甲", LIST])
    assert "GCJ-02" in label(path)
    assert [row.name for row in placed(path).parcels] == ["甲"]
    with pytest.raises(CrsError, match=r"states GCJ-02.*--trust-crs"):
        placed(path, "EPSG:4490")


def test_notes_below_a_list_of_outlines_are_no_parcels_and_are_heard(tmp_path: Path) -> None:
    notes: list[Row] = [["合计", "1"], ["注：坐标为百度坐标", ""], ["填表人：张三", ""]]
    path = table(tmp_path, IN_CELLS, ["甲", LIST], *notes)
    file = placed(path)
    assert len(file.parcels) == 1
    assert "BD-09" in label(path)
    assert any("no parcels were passed over" in note and "填表人" in note for note in file.notes)


def test_a_row_without_geometry_that_is_no_note_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no geometry"):
        placed(table(tmp_path, IN_CELLS, ["甲", LIST], ["乙", ""]), "EPSG:4490")
    with pytest.raises(FormatError, match="no columns of coordinates"):
        placed(table(tmp_path, IN_CELLS, ["甲", "无"], ["乙", LIST]), "EPSG:4490")


@pytest.mark.parametrize("where", ["title", "note"])
def test_what_angles_a_list_holds_is_told_around_it(where: str, tmp_path: Path) -> None:
    packed = ";".join(
        f"{x},{y}" for x, y in ((113.36, 34.4757), (113.363, 34.4757), (113.36, 34.48))
    )
    words = ["注：坐标格式为度.分秒", ""]
    rows: list[Row] = [IN_CELLS, ["甲", packed]]
    path = table(tmp_path, *([words, *rows] if where == "title" else [*rows, words]))
    west = placed(path, "EPSG:4490").parcels[0].geometry.bounds[0]
    assert west == pytest.approx(113.6, abs=1e-9)


def test_sheets_beside_outlines_in_cells(tmp_path: Path) -> None:
    shifted = LIST.replace("113.60", "113.62")
    words = {"园区": [IN_CELLS, ["甲", LIST]], "说明": [["坐标系：高德（GCJ-02）"]]}
    assert "GCJ-02" in label(write_xlsx(tmp_path / "a.xlsx", words))
    two = {"甲": [IN_CELLS, ["甲园", LIST]], "乙": [IN_CELLS, ["乙园", shifted]]}
    file = placed(write_xlsx(tmp_path / "b.xlsx", two), "EPSG:4490")
    assert [row.name for row in file.parcels] == ["甲园", "乙园"]
    both = {"汇总": [IN_CELLS, ["甲园", LIST]], "甲园": [DEGREES, *ANGLES, ANGLES[0]]}
    with pytest.raises(FormatError, match="may be the same parcels"):
        placed(write_xlsx(tmp_path / "c.xlsx", both), "EPSG:4490")


# -- what coordinates were, and what lay below ----------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "坐标系：CGCS2000（由1980西安坐标系转换），中央子午线114°",
        "坐标系：国家2000大地坐标系，原西安80坐标已转换，3度带中央子午线114°",
        "CGCS2000 中央子午线114°，西安80坐标转换为2000坐标",
        "北京1954年建厂旧址改造，CGCS2000，中央子午线114°",
    ],
)
def test_a_system_that_coordinates_had_before_is_not_theirs(title: str, tmp_path: Path) -> None:
    assert "CM 114E" in label(table(tmp_path, [title], HEAD, *METRES))


@pytest.mark.parametrize(
    ("title", "claim"),
    [
        ("WGS84经纬度坐标（由高德坐标转换）", "EPSG:4326"),
        ("坐标已由百度坐标系纠偏为WGS-84", "EPSG:4326"),
        ("由WGS84转换为高德坐标", "gcj02"),
        ("底图：高德地图", ""),
        ("奥维互动地图导出（高德底图）", ""),
        ("项目名称：高德红外产业园", ""),
        ("高德红外产业园", ""),
    ],
)
def test_the_system_they_have_now_is_stated(title: str, claim: str, tmp_path: Path) -> None:
    assert read(table(tmp_path, [title], DEGREES, *ANGLES, ANGLES[0])).claim == claim


def test_a_system_that_is_still_to_be_brought_to_another_is_theirs(tmp_path: Path) -> None:
    path = table(tmp_path, ["坐标系为西安80，需转换为CGCS2000"], HEAD, *METRES)
    with pytest.raises(CrsError, match="西安80"):
        placed(path, CM_114)


# -- words that contradict -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "below"),
    [("6度带，CGCS2000", ""), ("投影：高斯克吕格，六度带", ""), ("", "注：采用6度分带")],
)
def test_six_degrees_do_not_go_with_the_number_38(above: str, below: str, tmp_path: Path) -> None:
    path = table(tmp_path, [above], HEAD, *NUMBERED, [below])
    for asked in (None, ZONE_38):
        with pytest.raises(CrsError):
            placed(path, asked)
    assert len(placed(path, ZONE_38, trust=True).parcels) == 1


def test_other_degrees_are_no_zones(tmp_path: Path) -> None:
    path = table(tmp_path, ["CGCS2000，抗震设防烈度6度", "", ""], HEAD, *NUMBERED)
    assert "zone 38" in label(path)


@pytest.mark.parametrize(
    ("above", "below"),
    [("坐标系：CGCS2000，中央子午线114°；带号37", ""),
     ("坐标系：CGCS2000，中央子午线114°", "中央子午线111°")],
)  # fmt: skip
def test_two_meridians_are_both_said(above: str, below: str, tmp_path: Path) -> None:
    path = table(tmp_path, [above], HEAD, *METRES, [below])
    for asked in (None, CM_114):
        with pytest.raises(CrsError, match=r"several central meridians \(111, 114\)"):
            placed(path, asked)
    assert len(placed(path, CM_114, trust=True).parcels) == 1


@pytest.mark.parametrize(
    "words",
    [
        "西安八零坐标系",
        "坐标系：西安坐标系",
        "坐标系统：郑州市城市坐标系",
        "以上为西安80坐标系成果",
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_older_and_local_systems_by_other_names(words: str, below: bool, tmp_path: Path) -> None:
    rows: list[Row] = [HEAD, *METRES]
    path = table(tmp_path, *([*rows, [words]] if below else [[words], *rows]))
    with pytest.raises(CrsError, match="--trust-crs"):
        placed(path, CM_114)


@pytest.mark.parametrize("note", ["备注：高德坐标", "高德坐标", "以上坐标由高德地图拾取"])
def test_a_note_that_ends_as_a_title_does_is_heard(note: str, tmp_path: Path) -> None:
    path = table(tmp_path, DEGREES, *ANGLES, ANGLES[0], [note])
    assert "GCJ-02" in label(path)
    with pytest.raises(CrsError, match="states GCJ-02"):
        placed(path, "EPSG:4490")


def test_a_title_between_two_parcels_is_heard(tmp_path: Path) -> None:
    far = [[name, north, east + 2000] for name, north, east in METRES]
    rows: list[Row] = [["地块一 CGCS2000坐标"], HEAD, *METRES, ["地块二 西安80坐标"], HEAD, *far]
    with pytest.raises(CrsError, match="西安80"):
        placed(table(tmp_path, *rows), CM_114)


def test_a_sheet_of_words_need_not_say_coordinates(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"坐标": [HEAD, *METRES], "说明": [["采用西安80"]]})
    with pytest.raises(CrsError, match="西安80"):
        placed(path, CM_114)


# -- remarks on a parcel ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "remark"),
    [
        ("坐标类型", "百度坐标"),
        ("坐标来源", "高德地图"),
        ("备注", "高德坐标"),
        ("说明", "坐标取自百度"),
    ],
)
def test_a_remark_on_its_coordinates_is_a_statement(
    column: str, remark: str, tmp_path: Path
) -> None:
    path = table(tmp_path, [*IN_CELLS, column], ["甲", LIST, remark])
    with pytest.raises(CrsError, match=rf"column {column}.*states (BD-09|GCJ-02)"):
        placed(path, "EPSG:4490")
    assert len(placed(path).parcels) == 1


@pytest.mark.parametrize(
    "remark",
    ["原北京54坐标已转换为2000坐标", "中心点百度坐标113.6012,34.8011", "西安路80号，工程坐标放样",
     "百度公司提供坐标", "1980年建厂，高德路北"],
)  # fmt: skip
def test_other_remarks_state_nothing(remark: str, tmp_path: Path) -> None:
    rows: list[Row] = [[*HEAD, "备注"], *([*row, remark] for row in METRES)]
    assert "CM 114E" in label(table(tmp_path, *rows), CM_114)


def test_a_track_that_says_it_is_shifted_is_not_taken_for_wgs84(tmp_path: Path) -> None:
    spots = "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in (*PLACES, PLACES[0]))
    path = tmp_path / "a.gpx"
    track = f"<trk><name>甲</name><desc>百度坐标</desc><trkseg>{spots}</trkseg></trk>"
    path.write_text(f'<gpx xmlns="http://www.topografix.com/GPX/1/1">{track}</gpx>', "utf-8")
    with pytest.raises(CrsError, match=r"column desc.*BD-09"):
        placed(path)
    assert "BD-09" in label(path, "bd09")
