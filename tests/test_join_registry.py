"""A registry's messy table against its truth, and each kind of mess on its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from registry_table import judge, make, to_bd, to_gcj

from zzmap.join.records import Joined
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent
POINT = (113.55123, 34.81123)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(ROOT / "geodata", tmp_path_factory.mktemp("store") / "none.gpkg")


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_registrys_table(city: City, tmp_path: Path, suffix: str) -> None:
    score = judge(make(tmp_path / f"台账{suffix}", 7, 500, city), city)
    assert score.rows == 1
    assert score.left_out
    assert score.industry >= 0.88, score.wrong["industry"]
    assert score.invented <= 0.05, score.wrong["industry"]
    assert score.place >= 0.95, score.wrong["place"]
    assert score.coord >= 0.92, score.wrong["coord"]
    assert score.worst_m < 1


def one(city: City, **cells: Any) -> tuple[pd.Series, Joined]:
    """Join a table of one row."""
    done = city.join(pd.DataFrame({key: [value] for key, value in cells.items()}))
    assert done.frame is not None
    return done.frame.iloc[0], done


# -- columns -----------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["坐标说明", "坐标备注", "采集", "数据出处"])
@pytest.mark.parametrize(
    ("words", "shift"), [("高德地图拾取", to_gcj), ("火星坐标系", to_gcj), ("百度地图拾取", to_bd)]
)
def test_a_column_that_names_systems_is_read_whatever_it_is_called(
    city: City, column: str, words: str, shift: Any
) -> None:
    lon, lat = shift(*POINT)
    row, _ = one(city, 企业名称="某公司", 地址="郑州高新区", 经度=lon, 纬度=lat, **{column: words})
    assert row["coord"] == "shift"
    assert (row["lon"], row["lat"]) == pytest.approx(POINT, abs=3e-6)


def test_a_remark_of_another_system_is_not_passed_over(city: City) -> None:
    lon, lat = to_bd(*POINT)
    rows = pd.DataFrame(
        {
            "企业名称": ["甲公司", "乙公司", "丙公司"], "地址": ["郑州高新区"] * 3,
            "经度": [lon] * 3, "纬度": [lat] * 3,
            "备注": ["坐标取自百度地图", "正常经营", "停产"],
        }
    )  # fmt: skip
    done = city.join(rows)
    assert done.frame is not None
    assert done.review is not None
    assert done.frame["coord"].tolist() == ["doubtful", "yes", "yes"]
    (why,) = done.review.loc[done.review["what"] == "coord", "why"]
    assert "坐标取自百度地图" in why


def test_a_column_called_after_coordinates_that_holds_none_is_no_position(city: City) -> None:
    row, done = one(city, 企业名称="某公司", 地址="郑州高新区", 坐标="待核实")
    assert row["coord"] == "no"
    assert not any(line.startswith("point") for line in done.columns)


@pytest.mark.parametrize("column", ["所属县（市、区）", "县(市)区", "属地", "所在区县"])
def test_a_column_of_districts_is_known_by_many_names(city: City, column: str) -> None:
    row, _ = one(city, **{"企业名称": "某公司", column: "登封市"})
    assert row["place_id"] == "district-dengfeng"


# -- the sheet ---------------------------------------------------------------------------------


def test_a_line_of_labels_is_no_part_of_the_header_and_page_marks_are_no_rows(
    city: City, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    lines = [
        "企业台账,,", "填报单位：市统计局,,单位：万元", "企业名称,地址,营业收入",
        "甲公司,郑州高新区,12", "第1页,,", "企业名称,地址,营业收入", "乙公司,登封市,13",
        "第 2 页 共 2 页,,",
    ]  # fmt: skip
    table.write_text("\n".join(lines), "utf-8")
    done = city.join(table)
    assert done.frame is not None
    assert done.frame.columns[:3].tolist() == ["企业名称", "地址", "营业收入"]
    assert done.frame["企业名称"].tolist() == ["甲公司", "乙公司"]
    assert done.left_out == {"header": 1, "note": 2}


# -- business ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("出租车客运", ""),
        ("长途客运", ""),
        ("普通货物道路运输", "现代物流业"),
        ("机动车维修", "汽车后市场服务"),
        ("图文打字复印；企业管理咨询", ""),
        ("企业管理咨询", "商务服务业"),
        ("电解水制氢装备制造", "制氢储氢装备"),
        ("计算机视觉软件开发", "人工智能"),
        ("密码芯片的研发", "信息安全芯片"),
        ("酶制剂生产", "生物制造"),
        ("储能电池系统", "氢能与新型储能"),
    ],
)
def test_the_industry_of_a_registered_business(city: City, text: str, industry: str) -> None:
    row, _ = one(city, 企业名称="某公司", 经营范围=text)
    names = {row.id: row.name for row in city.catalogue.industries.values()}
    found = [row["industry"]]
    if row["industry_id"]:
        above = [names[one] for one in city.catalogue.ancestors(row["industry_id"])]
        found += above
    assert (industry in found) if industry else not row["industry"], row["industry_how"]


@pytest.mark.parametrize(
    ("code", "industry"),
    [("C2761", "生物医药"), ("Q8411", "现代医疗服务"), ("G5413", ""), ("G5431", "现代物流业")],
)
def test_a_code_is_what_it_is_whole_of_at_a_level_above(
    city: City, code: str, industry: str
) -> None:
    assert one(city, 企业名称="某公司", 行业代码=code)[0]["industry"] == industry


# -- place -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("郑州市高新开发区科学大道1号", "zone-gaoxin"),
        ("高新开发区莲花街2号", "zone-gaoxin"),
        ("郑州市经济开发区第八大街3号", "zone-jingkai"),
        ("中牟县高新开发区", "zone-zhongmugaoxinjishuchanye"),
        ("二七区经济开发区明晖路", "zone-erqijingjijishu"),
    ],
)
def test_a_zone_by_the_short_forms_of_addresses(city: City, address: str, place: str) -> None:
    assert one(city, 企业名称="某公司", 地址=address)[0]["place_id"] == place


def test_an_address_counts_before_a_column_that_contradicts_it(city: City) -> None:
    row, done = one(city, 企业名称="某公司", 地址="荥阳市豫龙镇中原西路", 区县="上街区")
    assert row["place_id"] == "district-xingyang"
    assert done.review is not None
    (why,) = done.review.loc[done.review["what"] == "place", "why"]
    assert "上街区" in why
