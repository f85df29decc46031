"""The register of development zones beside the plans, against answers read from the tables."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

import zzmap as zz
from zzmap.check import check_geodata
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(ROOT / "geodata", tmp_path_factory.mktemp("store") / "none.gpkg")


def rows(frame: pd.DataFrame, place: str, about: str) -> list[tuple[str, str, str]]:
    found = frame[(frame["place"] == place) & (frame["about"] == about)]
    return list(found[["what", "register", "plans"]].itertuples(index=False, name=None))


# -- the shipped register ----------------------------------------------------------------------


def test_every_zone_has_a_row_and_every_fact_a_source(city: City) -> None:
    catalogue = city.catalogue
    zones = {row.id for row in catalogue.places.values() if row.kind == "development_zone"}
    assert catalogue.zone_register.keys() == zones
    known = [row for row in catalogue.zone_register.values() if any(row[1:])]
    assert len(known) == 10
    assert not any(row.code for row in known)


def test_a_leading_industry_that_is_placed_there_agrees(city: City) -> None:
    found = city.analysis.register()
    (first, second, third, *others) = rows(found, "郑州经开区", "industry")
    assert [row[0] for row in (first, second, third)] == ["agreement"] * 3
    assert first[1].startswith("新能源汽车及零部件 (新能源汽车产业")
    assert third[1] == "生物医药"
    assert third[2].startswith("生物医药: 布局重点 (S·三·五区·郑州经开区")
    placed = {city.catalogue.industries[row.industry_id].name
              for row in city.catalogue.placements_of_place["zone-jingkai"]
              if row.relation in ("zone_focus", "key_park")}  # fmt: skip
    not_leading = {row[2].split(":")[0] for row in others}
    assert {row[0] for row in others} == {"gap"}
    # What the three stand for, above, below and in other plans, is covered; the rest is not.
    covered = {"新能源汽车产业", "智能网联汽车", "高端装备制造产业", "生物医药", "生物产业"}
    assert not_leading == placed - covered - {"战略性新兴产业"}


def test_areas_are_told_with_what_they_are_of(city: City) -> None:
    found = city.analysis.register()
    stated, drawn = rows(found, "郑州经开区", "area")
    assert stated[0] == "differs"
    assert stated[1] == "12.49 km² (approved 2000)"
    assert stated[2].startswith("137 km² (management area 2009")
    assert drawn[0] == "differs"
    assert rows(found, "巩义市先进制造业开发区", "area")[0][0] == "agreement"


def test_words_that_are_no_industry_of_the_plans_are_unknown(city: City) -> None:
    found = rows(city.analysis.register(), "新郑经济技术开发区", "industry")
    assert [row[:2] for row in found if row[0] == "unknown"] == [("unknown", "食品加工")]


def test_a_zone_of_the_plans_without_facts_is_a_gap(city: City) -> None:
    (row,) = rows(city.analysis.register(), "中牟高新技术产业开发区", "register")
    assert row == ("gap", "no row that says anything", "39 statements")


# -- a bureau's own ----------------------------------------------------------------------------

OWN = {
    "名称": ["郑州高新技术产业开发区", "郑州经济技术开发区", "登封市先进制造业开发区"],
    "代码": ["甲01", "", "丙03"],
    "级别": ["国家级", "省级", "省级"],
    "核准面积（公顷）": ["1,000", "", 250],
    "主导产业": ["智能传感器、白酒", "", "盾构装备"],
    "来源": ["目录甲", "目录甲", ""],
    "联系电话": ["1", "2", "3"],
}


def test_a_bureaus_register_fills_and_contradicts(city: City) -> None:
    found = city.analysis.register(pd.DataFrame(OWN))
    gaoxin = rows(found, "郑州高新区", "industry")
    assert gaoxin[0][:2] == ("agreement", "智能传感器")
    assert gaoxin[1][:2] == ("unknown", "白酒")
    assert rows(found, "郑州高新区", "area")[0][1] == "10 km² (核准面积)"
    (level,) = rows(found, "郑州经开区", "level")
    assert level == ("contradiction", "provincial (目录甲)", "shipped register: national")
    assert rows(found, "郑州经开区", "industry")[0][0] == "agreement"
    (shield,) = [row for row in rows(found, "登封市先进制造业开发区", "industry")
                 if row[1] == "盾构装备"]  # fmt: skip
    assert shield[0] == "gap"
    assert shield[2] == "not placed here"
    assert any("联系电话" in note for note in found.attrs["notes"])


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"名称": ["某某开发区"]}, "no place"),
        ({"place_id": ["zone-nowhere"]}, "no place"),
        ({"名称": ["郑州高新区"], "级别": ["特级"]}, "no level"),
        ({"名称": ["郑州高新区"], "面积": [3]}, "does not say its unit"),
        ({"名称": ["郑州高新区"], "核准面积（公顷）": ["很大"]}, "no area"),
        ({"名称": ["郑州高新区", "高新区"]}, "stands in two rows"),
    ],
)
def test_what_cannot_be_read_is_refused(city: City, own: dict[str, list[str]], why: str) -> None:
    with pytest.raises(zz.FormatError, match=why):
        city.analysis.register(pd.DataFrame(own))


def test_a_name_of_another_place_is_a_contradiction(city: City) -> None:
    own = pd.DataFrame({"place_id": ["zone-gaoxin"], "名称": ["郑州经济技术开发区"]})
    (row,) = rows(city.analysis.register(own), "郑州高新区", "name")
    assert row[0] == "contradiction"
    assert "郑州经开区" in row[2]


def test_the_command(zzmap, tmp_path: Path) -> None:
    pd.DataFrame(OWN).to_csv(tmp_path / "目录.csv", index=False, encoding="gbk")
    done = zzmap("analyse", "register", "--register", "目录.csv", "-o", "对照.csv",
                 "--geodata", ROOT / "geodata")  # fmt: skip
    assert done.returncode == 0, done.stderr
    with (tmp_path / "对照.csv").open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert {"agreement", "gap", "contradiction", "unknown", "differs"} == {
        row["what"] for row in told
    }


# -- the check ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ("zone-gaoxin,甲,,,,,,,,,,", "official_name has no name_source"),
        ("zone-gaoxin,,来源,,,,,,,,,", "name_source is of no official_name"),
        ("zone-gaoxin,,,,,,,3,,来源,,", "area_km2 has no area_of"),
        ("zone-gaoxin,,,,,特级,来源,,,,,", "“特级” is none of"),
        ("district-jinshui,,,,,,,,,,,", "is no development_zone"),
        ("zone-nowhere,,,,,,,,,,,", "is in no row of places.csv"),
    ],
)
def test_the_register_is_checked(tmp_path: Path, cells: str, why: str) -> None:
    folder = tmp_path / "geodata"
    shutil.copytree(ROOT / "geodata", folder)
    path = folder / "zone_register.csv"
    header = path.read_text("utf-8").split("\n")[0]
    path.write_text(f"{header}\n{cells}\n", "utf-8")
    found = [str(row) for row in check_geodata(folder).findings]
    assert any(why in row for row in found), found
