"""A bureau's table joined with the plans, judged by plain reading of what comes out."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from bureau_tables import HEADER, Made, make, score, write

import zzmap as zz
from zzmap.errors import FormatError, OutputError
from zzmap.join.records import Settled
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent
ADDED = ["file_row", "industry_id", "industry", "industry_how", "industry_score", "place_id",
         "place", "place_how", "district", "coord", "lon", "lat", "in_plan",
         "duplicate_of"]  # fmt: skip

Ask = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(ROOT / "geodata", tmp_path_factory.mktemp("store") / "none.gpkg")


@pytest.fixture(scope="module")
def made() -> Made:
    return make(11, 400, held_out=True)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_was_settled_can_lie_in_a_file(city: City, tmp_path: Path) -> None:
    said = tmp_path / "settled.json"
    rows = pd.DataFrame({"企业名称": ["甲公司"], "主营业务": ["房地产"], "地址": ["金水区"]})
    said.write_text('{"1": {"industry": "ind-smart-sensor"}}', "utf-8")
    done = city.join(rows, settled=said)
    assert done.frame[["industry", "place"]].iloc[0].tolist() == ["智能传感器", "金水区"]
    for wrong in ("[]", "{", '{"x": {}}', '{"1": []}', '{"1": {"place": 1}}', '{"999999999": {}}'):
        said.write_text(wrong, "utf-8")
        with pytest.raises(FormatError):
            city.join(rows, settled=said)


def one(city: City, **cells: Any) -> pd.Series:
    """Join a table of one row and return it."""
    names = {"name": "企业名称", "main": "主营业务", "scope": "经营范围", "code": "行业代码",
             "address": "地址", "district": "区县", "lon": "经度", "lat": "纬度",
             "crs": "坐标系", "point": "坐标"}  # fmt: skip
    done = city.join(pd.DataFrame({names[key]: [value] for key, value in cells.items()}))
    assert done.frame is not None
    return done.frame.iloc[0]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_messy_table_unseen_by_the_rules(
    city: City, made: Made, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / "out.csv"
    done = city.join(write(made, tmp_path / f"table{suffix}"), out)
    told = score(made, rows_of(out))
    assert told.rows == 1
    assert told.industry >= 0.88
    assert told.invented <= 0.10  # of some 80 rows; the docs give the figure of many tables
    assert told.place >= 0.95
    assert told.coord >= 0.92
    assert told.worst_m < 30
    assert done.left_out == {kind: count for kind, count in made.left.items() if count}


def test_every_column_and_cell_of_the_table_is_kept(city: City, made: Made, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    city.join(write(made, tmp_path / "table.csv"), out)
    rows = rows_of(out)
    assert list(rows[0]) == [*HEADER, *ADDED]
    numbers = sorted(made.truth)
    assert [int(row["file_row"]) for row in rows] == numbers
    for row, number in zip(rows, numbers, strict=True):
        assert [row[name] for name in HEADER] == [str(cell) for cell in made.rows[number - 1] or ()]


def test_a_workbook_has_rows_and_review(city: City, tmp_path: Path) -> None:
    table = tmp_path / "企业.csv"
    table.write_text(
        "企业名称,主营业务,地址\n甲公司厂,=1+1传感器,高新区\n乙公司厂,白酒酿造,高薪区\n"
        "甲公司厂,盾构,金水区高新区\n合计,,\n",
        "utf-8",
    )
    city.join(table, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["rows", "review"]
    rows = list(book["rows"].values)
    assert rows[1][:3] == ("甲公司厂", "=1+1传感器", "高新区")
    assert book["rows"].cell(2, 2).data_type == "s"
    assert [row[3] for row in rows[1:]] == [2, 3, 4]
    review = [row[:3] for row in book["review"].values][1:]
    assert (3, "乙公司厂", "place") in review
    assert (4, "甲公司厂", "place") in review
    assert (4, "甲公司厂", "duplicate") in review
    assert [row[0] for row in review if row[2] == "left out"] == [5]


def test_no_cell_of_a_csv_is_a_formula(city: City, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text('企业名称,主营业务\n"=HYPERLINK(""x"")",传感器\n+乙公司,@盾构\n', "utf-8")
    city.join(table, tmp_path / "out.csv")
    for path in (tmp_path / "out.csv", tmp_path / "out.review.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+@" and cell]


def test_a_geopackage_has_points_where_they_are_known(city: City, tmp_path: Path) -> None:
    frame = pd.DataFrame({"企业名称": ["甲公司", "乙公司"], "经度": [113.552345, None],
                          "纬度": [34.812345, None]})  # fmt: skip
    city.join(frame, tmp_path / "out.gpkg")
    rows = gpd.read_file(tmp_path / "out.gpkg", layer="rows")
    assert len(rows) == 2
    assert rows.geometry.iloc[0].wkt == "POINT (113.552345 34.812345)"
    assert rows.geometry.iloc[1] is None
    assert "review" in gpd.list_layers(tmp_path / "out.gpkg")["name"].tolist()


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("盾够装备", "ind-shield-machine"),
        ("一般项目：除尘器制造（不含锂电池）；货物进出口", "ind-env-dust"),
        ("小麦粉加工；面粉销售", ""),
        ("甲乙丙丁", ""),
        ("技术服务、技术开发、技术咨询；货物进出口", ""),
        ("煤矿液压支架制造", "ind-eq-roof-support"),
        ("铝合金门窗安装", ""),
        ("盾构机及配件制造、维修、再制造", "ind-shield-machine"),
        ("多式联运和运输代理业务", "ind-logistics"),
        ("充电控制设备租赁", "ind-nev-charging"),
        ("信息安全设备制造", "ind-security-terminal"),
        ("单晶硅抛光片", "ind-ic-material"),
        ("光伏组件边框", "ind-solar-aux"),
        ("自费出国留学中介服务", ""),
        ("化妆品生产", ""),
    ],
)
def test_the_industry_of_a_text(city: City, text: str, industry: str) -> None:
    row = one(city, name="某公司", scope=text)
    assert row["industry_id"] == industry
    assert row["industry_how"].startswith("none") != bool(industry)


@pytest.mark.parametrize(
    ("code", "industry"),
    [("C3517", "ind-shield-machine"), ("3841", "ind-battery-li-ion"), ("C3011", ""),
     ("C3082 云母制品制造", "ind-refractory")],
)  # fmt: skip
def test_the_industry_of_a_code(city: City, code: str, industry: str) -> None:
    assert one(city, name="某公司", code=code)["industry_id"] == industry


def test_a_code_that_is_an_industry_in_part_is_reviewed_and_not_guessed(city: City) -> None:
    done = city.join(pd.DataFrame({"企业名称": ["某公司"], "行业代码": ["C3099"]}))
    assert done.frame is not None
    assert done.review is not None
    assert done.frame["industry_id"].tolist() == [""]
    (row,) = done.review[done.review["what"] == "industry"].to_dict("records")
    assert "超硬材料" in row["candidates"].split("|")
    assert "not sure enough" in row["why"]


@pytest.mark.parametrize("code", ["C382", "C38", "C30"])
def test_a_group_whose_classes_are_known_is_not_said_to_be_none(city: City, code: str) -> None:
    row = one(city, name="某公司", code=code)
    assert not row["industry_id"]
    assert row["industry_how"].startswith("review")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("无人机吊舱云台制造", "weak evidence"),  # a gimbal is no drone
        ("汽车装饰用品制造", "weak evidence"),
        ("铸造机械销售", "weak evidence"),  # the selling is the verb, casting the thing
        ("动力锂电池模组及PACK制造", ""),
        ("无人机整机制造", ""),
    ],
)
def test_a_head_that_nothing_knows_is_reviewed(city: City, text: str, what: str) -> None:
    done = city.join(pd.DataFrame({"企业名称": ["某公司"], "经营范围": [text]}))
    assert done.review is not None
    why = done.review[done.review["what"] == "industry"]["why"].tolist()
    assert why == ([what] if what else [])


@pytest.mark.parametrize(
    ("address", "place", "district"),
    [
        ("河南省郑州市高新技术产业开发区长椿路11号", "zone-gaoxin", "中原区"),
        ("郑州市惠济区东风路街道", "district-huiji", "惠济区"),
        ("东风路街道", "", ""),
        ("郑州市金水路266号", "", ""),
        ("荥阳市五龙产业集聚区", "zone-xingyangshixianjinzhizaoye", "荥阳市"),
        ("河南省信阳市固始县", "", ""),
        ("信阳市高新区工十一路", "", ""),
        ("洛阳市高新区丰华路", "city-luoyangshi", ""),
        ("钢材市场路18号，金水区", "district-jinshui", "金水区"),
        ("中牟县白沙镇", "zone-zhengdong", "中牟县"),
        ("新密市曲梁镇产业集聚区", "zone-xinmishixianjinzhizaoye", "新密市"),
        ("新密市曲梁镇大樊庄村", "district-xinmi", "新密市"),
    ],
)
def test_the_place_of_an_address(city: City, address: str, place: str, district: str) -> None:
    row = one(city, name="某公司", address=address)
    assert (row["place_id"], row["district"]) == (place, district)


def test_a_zone_that_contradicts_the_district_is_told_with_both(city: City) -> None:
    row = one(city, name="某公司", address="郑州市金水区高新区翠竹街1号")
    assert row["place_id"] == "zone-gaoxin"
    assert "中原区" in row["place_how"]
    assert "金水区" in row["place_how"]


@pytest.mark.parametrize(
    ("cells", "coord"),
    [
        ({"lon": 113.55123, "lat": 34.81123, "crs": "WGS84"}, "yes"),
        ({"lon": 34.81123, "lat": 113.55123}, "swap"),
        ({"lon": "113°33′04.43″", "lat": "34°48′40.43″"}, "parse"),
        ({"point": "113.55123,34.81123"}, "parse"),
        ({"lon": 113055123000, "lat": 34.81}, "no"),
        ({"lon": 0, "lat": 0}, "no"),
        ({"lon": 116.39123, "lat": 39.90123}, "no"),
        ({"lon": 113.03123, "lat": 34.45123}, "doubtful"),
        ({"lon": 113.55, "lat": 34.81}, "doubtful"),
        ({"lon": "", "lat": ""}, "no"),
    ],
)
def test_the_class_of_a_position(city: City, cells: dict[str, Any], coord: str) -> None:
    row = one(city, name="某公司", address="郑州高新区", **cells)
    assert row["coord"] == coord
    if coord in ("yes", "swap", "parse"):
        assert (row["lon"], row["lat"]) == pytest.approx((113.55123, 34.81123), abs=2e-6)
    else:
        assert pd.isna(row["lon"])


def test_a_title_says_the_reference_system(city: City, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("企业表（高德坐标）,,\n企业名称,经度,纬度\n甲公司,113.557,34.81\n", "utf-8")
    city.join(table, tmp_path / "out.csv")
    (row,) = rows_of(tmp_path / "out.csv")
    assert row["coord"] == "shift"
    assert 0.004 < 113.557 - float(row["lon"]) < 0.008


def test_a_header_of_two_rows_and_merged_cells(city: City, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["企业表"], ["企业名称", "区县", "坐标", None], [None, None, "经度", "纬度"],
                ["甲公司", "金水区", 113.71234, 34.80123],
                ["乙公司", None, 113.71334, 34.80223]):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "B4:B5"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "t.xlsx")
    city.join(tmp_path / "t.xlsx", tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert list(rows[0])[:4] == ["企业名称", "区县", "坐标 经度", "坐标 纬度"]
    assert [row["place_id"] for row in rows] == ["district-jinshui"] * 2
    assert [row["coord"] for row in rows] == ["yes", "yes"]


def test_a_title_is_no_part_of_the_header(city: City, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("填报表,,\n,企业名称,地址\n1,甲公司,高新区\n", "utf-8")
    done = city.join(table)
    assert done.frame is not None
    assert list(done.frame)[:3] == ["列1", "企业名称", "地址"]
    assert done.frame["place_id"].tolist() == ["zone-gaoxin"]


def test_columns_can_be_told_and_an_unknown_one_is_refused(city: City) -> None:
    frame = pd.DataFrame({"甲": ["某公司"], "乙": ["盾构机"]})
    done = city.join(frame, columns={"main": "乙"})
    assert done.frame is not None
    assert done.frame["industry_id"].tolist() == ["ind-shield-machine"]
    with pytest.raises(FormatError, match="no column “丙”"):
        city.join(frame, columns={"main": "丙"})
    with pytest.raises(FormatError, match="no role"):
        city.join(frame, columns={"x坐标": "乙"})


def test_a_table_that_says_no_business_or_place_is_told_so(city: City) -> None:
    silent = city.join(pd.DataFrame({"a": ["1"], "b": ["2"]})).notes
    assert [note for note in silent if "--map main=" in note]
    assert [note for note in silent if "--map address=" in note]
    told = city.join(pd.DataFrame({"行业代码": ["C3099"], "经度": ["113.6"], "纬度": ["34.7"]}))
    assert not [note for note in told.notes if note.startswith("no column says")]


def test_projects_of_one_name_or_one_enterprise_are_not_doubles(city: City) -> None:
    table = pd.DataFrame(
        {
            "序号": ["1", "2", "3", "4", "5"],
            "项目名称": ["标准化厂房建设项目", "标准化厂房建设项目", "二期项目", "二期扩建项目",
                     "标准化厂房建设项目"],
            "建设单位": ["甲公司", "乙公司", "丙公司", "丙公司", "甲公司"],
            "统一社会信用代码": ["91410100MA0000001X", "91410100MA0000002X", "91410100MA0000003X",
                         "91410100MA0000003X", "91410100MA0000001X"],
            "总投资": ["1亿元", "2亿元", "3亿元", "4亿元", "1亿元"],
        }
    )  # fmt: skip
    done = city.join(table)
    assert done.frame is not None
    assert done.review is not None
    assert done.frame["duplicate_of"].fillna(0).tolist() == [0, 0, 0, 0, 1]
    why = done.review[done.review["what"] == "duplicate"]["why"].tolist()
    assert why == ["the project of row 1"]


def test_a_column_called_as_ours_keeps_its_values(city: City) -> None:
    done = city.join(pd.DataFrame({"企业名称": ["某公司"], "district": ["金水区"]}))
    assert done.frame is not None
    assert done.frame["district (table)"].tolist() == ["金水区"]
    assert any("district (table)" in note for note in done.notes)


def test_nothing_of_another_is_replaced(city: City, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("企业名称\n甲公司\n", "utf-8")
    other = tmp_path / "other.csv"
    other.write_text("a,b\n", "utf-8")
    with pytest.raises(OutputError, match="not made by zzmap"):
        city.join(table, other)
    with pytest.raises(OutputError, match="the file that is read"):
        city.join(table, table)
    with pytest.raises(FormatError, match="no table a join writes"):
        city.join(table, tmp_path / "out.txt")
    assert other.read_text("utf-8") == "a,b\n"
    for _ in range(2):
        city.join(table, tmp_path / "out.csv")
    assert len(rows_of(tmp_path / "out.csv")) == 1


def test_the_command_says_what_it_did(zzmap: Ask, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("企业名称,主营业务\n甲公司,盾构机\n小计,\n", "gbk")
    done = zzmap("join", "t.csv", "-o", "out.xlsx", "--map", "main=主营业务")
    assert done.returncode == 0, done.stderr
    assert "main: 主营业务 (as told)" in done.stdout
    assert "left out: 1 total" in done.stdout
    assert done.stderr == ""
    done = zzmap("join", "t.csv", "-o", "out.xlsx", "--map", "nix=主营业务")
    assert done.returncode == 1
    assert "no role of a column" in done.stderr


def test_a_damaged_workbook_is_a_sentence(zzmap: Ask, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 500)
    done = zzmap("join", "t.xlsx", "-o", "out.csv")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_json_of_the_reply_is_no_part_of_a_table(city: City, tmp_path: Path) -> None:
    text = json.dumps({"error": ["a", "b", "c"]})
    table = tmp_path / "t.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["企业名称", "备注"], ["甲公司", text]])
    city.join(table, tmp_path / "out.csv")
    assert rows_of(tmp_path / "out.csv")[0]["备注"] == text


# -- settled by hand ---------------------------------------------------------------------------


def test_what_a_planner_settles_holds_and_leaves_the_review() -> None:
    city = zz.open()
    rows = pd.DataFrame(
        {
            "企业名称": ["甲公司", "乙公司", "丙公司"],
            "主营业务": ["某种含糊的制造", "盾构机制造", "盾构机制造"],
            "地址": ["某路1号", "经开区经北三路", "经开区经北三路"],
        }
    )
    before = city.join(rows)
    assert before.frame is not None
    assert before.review is not None
    doubts = {(row.file_row, row.what) for row in before.review.itertuples()}
    assert (1, "place") in doubts
    settled = {
        1: Settled(industry="ind-smart-sensor", place="zone-gaoxin"),
        2: Settled(industry=""),
        3: Settled(place=""),
    }
    done = city.join(rows, settled=settled)
    assert done.frame is not None
    assert done.review is not None
    assert done.frame["industry"].tolist() == ["智能传感器", "", "盾构装备"]
    assert done.frame["place"].tolist() == ["郑州高新区", "郑州经开区", ""]
    assert done.frame["in_plan"].tolist() == ["focus", "", ""]
    assert done.frame.loc[0, "industry_how"] == done.frame.loc[0, "place_how"] == "settled by hand"
    assert not any(row.file_row == 1 for row in done.review.itertuples())
    untouched = [name for name in before.frame.columns if name in rows.columns]
    assert done.frame[untouched].equals(before.frame[untouched])


def test_a_settled_row_names_something_that_is_there() -> None:
    rows = pd.DataFrame({"企业名称": ["甲公司"], "主营业务": ["盾构机制造"]})
    with pytest.raises(zz.NotFoundError, match="ind-none"):
        zz.open().join(rows, settled={1: Settled(industry="ind-none")})


@pytest.mark.parametrize(
    ("main", "industry", "score"),
    [
        ("传感器制造", "ind-smart-sensor", 1.0),
        ("传感噐制造", "ind-smart-sensor", 0.6),  # a slip of the pen
        ("你好；传感噐制造", "ind-smart-sensor", 0.6),
        ("你好；再见；传感噐制造", "", None),  # guessed are the first two things said
    ],
)
def test_a_slip_is_guessed_among_the_first_two_things_said(
    city: City, main: str, industry: str, score: float | None
) -> None:
    row = one(city, name="甲", main=main)
    assert row.industry_id == industry
    assert row.industry_score == score if score else pd.isna(row.industry_score)
