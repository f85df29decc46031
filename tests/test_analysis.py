"""Measures agree with independent values; rules with what the gazette says, counted by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import econcomplex
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zzmap.analysis import measures
from zzmap.errors import FormatError, OutputError
from zzmap.workspace import City

COUNTS = arrays(np.float64, (4, 6), elements=st.integers(1, 50).map(float))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    root = Path(__file__).resolve().parent.parent
    return City(root / "geodata", tmp_path_factory.mktemp("store") / "none.gpkg")


@given(COUNTS)
def test_measures_agree_with_another_package(x: np.ndarray) -> None:
    near = {"rtol": 0, "atol": 1e-9}
    np.testing.assert_allclose(
        measures.location_quotient(x), econcomplex.location_quotient(x), **near
    )
    np.testing.assert_allclose(measures.herfindahl(x), econcomplex.hhi(x, normalize=False), **near)
    # Theirs compares with the whole, of which the place is a part.
    other = 1 - x.sum(axis=1) / x.sum()
    np.testing.assert_allclose(measures.krugman(x) * other, econcomplex.krugman_index(x), **near)


@given(COUNTS)
def test_likeness_is_the_cosine_of_shares(x: np.ndarray) -> None:
    shares = x / x.sum(axis=1, keepdims=True)
    found = measures.similarity(x)
    for a in range(len(x)):
        for b in range(len(x)):
            length = np.linalg.norm(shares[a]) * np.linalg.norm(shares[b])
            assert found[a, b] == pytest.approx(shares[a] @ shares[b] / length, abs=1e-9)


def test_nothing_has_no_share() -> None:
    assert np.isnan(measures.location_quotient([[0, 0], [1, 2]])[0]).all()
    assert measures.krugman([[1, 0], [1, 0]]).tolist() == [0, 0]
    with pytest.raises(ValueError, match="not negative"):
        measures.herfindahl([[-1, 1]])


# -- seven questions, counted by hand ------------------------------------------------------


def test_1_who_is_meant_for_smart_sensors(city: City) -> None:
    # S·三·五区: of the five zones only 高新区 lists them.  S·专栏6·重点园区 lists four zones:
    # 高新区, 航空港区, 经开区, 金水科教园区; they are the first four, 高新区 before them.
    # S·专栏6·重点项目: ten projects.
    found = city.analysis.candidates("智能传感器")
    assert found["place"].iloc[0] == "郑州高新区"
    assert set(found["place"].head(4)) == {
        "郑州高新区", "郑州航空港区", "郑州经开区", "金水科教园区"
    }  # fmt: skip
    projects = [row for row in city.catalogue.projects if row.box == "专栏6"]
    assert len(projects) == 10


def test_2_new_energy_has_projects_and_no_key_park(city: City) -> None:
    # S·专栏13 has 重点项目 and no 重点园区; boxes 8 to 12 and 14 have both.
    gaps = city.analysis.gaps().set_index("industry")["what"]
    assert gaps["新能源产业"] == "projects, no key park"
    both = {"新能源汽车产业", "生物产业", "新材料产业", "高端装备制造产业", "节能环保产业"}
    assert not both & set(gaps.index)


def test_3_key_parks_of_the_eleven_boxes(city: City) -> None:
    # 重点园区 stand in S·专栏3 to 12 and 14: 4, 3, 2, 4, 4, 4, 5, 6, 5, 3 and 5 places.
    parks = {
        (row.locator, row.place_id)
        for row in city.catalogue.placements
        if row.relation == "key_park"
    }
    boxes = [f"S·专栏{number}·重点园区" for number in (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14)]
    counted = [sum(box == locator for locator, _ in parks) for box in boxes]
    assert counted == [4, 3, 2, 4, 4, 4, 5, 6, 5, 3, 5]
    assert len(parks) == sum(counted)


def test_4_bio_medicine_is_a_focus_of_two_of_the_five(city: City) -> None:
    # S·三·五区 has 生物医药 in 航空港区 and 经开区; 郑东新区 has 生命科学, another node.
    rows = city.placements
    focus = rows[(rows["locator"].str.startswith("S·三·五区")) & (rows["industry"] == "生物医药")]
    assert set(focus["place"]) == {"郑州航空港区", "郑州经开区"}


def test_5_all_three_plans_put_information_technology_in_gaoxin(city: City) -> None:
    # S·三·五区·郑州高新区 (智能传感器), D·专项工程2 (超算) and V·二(三)1 all speak of it there.
    found = city.analysis.agreement("郑州高新区").set_index("industry")
    row = found.loc["新一代信息技术产业"]
    assert (row["plans"], row["of"]) == (3, 3)
    assert {one[0] for one in row["locators"].split("|")} == {"S", "D", "V"}


def test_6_equipment_is_shared_by_more_zones_than_the_five(city: City) -> None:
    # S·专栏11·重点园区 alone has five zones: 航空港区, 经开区, 高新区, 荥阳, 上街.
    found = city.analysis.shared_focus().set_index("industry")
    places = set(found.loc["高端装备制造产业", "places"].split("|"))
    assert {
        "郑州航空港区", "郑州经开区", "郑州高新区", "荥阳市先进制造业开发区",
        "上街区先进制造业开发区",
    } <= places  # fmt: skip
    assert found.loc["高端装备制造产业", "hosts"] == found["hosts"].max()


def test_7_where_a_straight_line_is(city: City) -> None:
    # S·二(三)·专栏2: 9860 in 2020, 14200 in 2023, 18500 in 2025; so 12753.33 in 2022 and 16350
    # in 2024.
    actual = pd.DataFrame(
        [("战略性新兴产业产值", 2022, 12000, "亿元"), ("战略性新兴产业产值", 2024, 16350, "亿元")],
        columns=["name", "year", "value", "unit"],
    )
    found = city.analysis.indicators(actual)
    found = found[found["id"] == "in-s-1"]
    assert found["on_line"].tolist() == pytest.approx([9860 + 4340 * 2 / 3, 16350])
    assert found["standing"].tolist() == ["short of the line", "at or past the line"]


# -- counting, tables, files ---------------------------------------------------------------


def test_counts_say_what_they_count(city: City) -> None:
    statements = city.analysis.counts(by="place", level="own", count="statements")
    plans = [row for row in city.catalogue.placements if row.relation != "existing"]
    assert statements["count"].sum() == len(plans)
    assert set(statements["of"]) == {"statements"}
    assert (city.analysis.counts(by="district")["of"] == "places").all()
    assert any("counted in each" in note for note in
               city.analysis.counts(by="district").attrs["notes"])  # fmt: skip


def joined(**columns: object) -> dict[str, object]:
    row = {"industry_id": "ind-smart-sensor", "place_id": "zone-gaoxin", "district": "中原区"}
    return {**row, "duplicate_of": None, **columns}


def test_a_table_is_counted_without_doubles(city: City) -> None:
    rows = pd.DataFrame(
        [joined(), joined(duplicate_of=2), joined(industry_id=""), joined(place_id="")]
    )
    by_zone = city.analysis.counts(table=rows)
    assert by_zone["count"].tolist() == [1]
    assert len(by_zone.attrs["notes"]) == 3
    assert city.analysis.counts(table=rows, by="district")["count"].sum() == 2


def test_investment_is_added_up_in_one_unit(city: City) -> None:
    how = {"count": "investment", "investment": "投资额（万元）"}
    rows = pd.DataFrame([joined(**{"投资额（万元）": cell}) for cell in ("1,200", "0.5亿元", None)])
    found = city.analysis.counts(table=rows, **how)
    assert (found["count"].item(), found["of"].item()) == (6200, "万元")
    assert "1 rows say no amount" in found.attrs["notes"][0]
    with pytest.raises(FormatError, match="no amount"):
        city.analysis.counts(
            table=pd.DataFrame([joined(投资="12")]), count="investment", investment="投资"
        )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "in-s-1", "year": 2022, "value": 1, "unit": "万元"}, "is in 亿元"),
        ({"id": "in-x", "year": 2022, "value": 1, "unit": "亿元"}, "no indicator"),
        ({"id": "in-s-1", "year": 2022, "value": "约1", "unit": "亿元"}, "no number"),
    ],
)
def test_an_actual_value_that_does_not_fit_is_refused(
    city: City, row: dict[str, object], said: str
) -> None:
    with pytest.raises(FormatError, match=said):
        city.analysis.indicators(pd.DataFrame([row]))


def test_an_average_has_no_line(city: City) -> None:
    row = {"id": "in-v-6", "year": 2022, "value": 6, "unit": "%"}
    found = city.analysis.indicators(pd.DataFrame([row])).set_index("id").loc["in-v-6"]
    assert found["standing"].startswith("yearly or average")
    assert pd.isna(found["on_line"])


def test_a_result_is_written_with_its_notes(city: City, tmp_path: Path) -> None:
    found = city.analysis.similarity(by="district")
    for _ in range(2):  # an older copy of ours is replaced
        city.analysis.write(found, tmp_path / "out.csv")
        city.analysis.write(found, tmp_path / "out.json")
        city.analysis.write(found, tmp_path / "out.xlsx")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(found)
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert told["notes"] == found.attrs["notes"]
    assert (
        pd.read_excel(tmp_path / "out.xlsx", sheet_name="rows", engine="openpyxl").shape
        == found.shape
    )
    (tmp_path / "mine.json").write_text("{}", "utf-8")
    with pytest.raises(OutputError):
        city.analysis.write(found, tmp_path / "mine.json")


def test_a_table_without_rows_is_not_counted_as_nothing(city: City) -> None:
    rows = pd.DataFrame([joined()])
    for empty in (rows[:0], pd.DataFrame({"企业名称": []})):
        with pytest.raises(FormatError, match="has no rows"):
            city.analysis.counts(table=empty)


def test_the_command_prints_a_table(zzmap) -> None:
    done = zzmap("analyse", "candidates", "智能传感器")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1].startswith("郑州高新区")
    wrong = zzmap("analyse", "counts", "--by", "moon")
    assert wrong.returncode != 0
    assert "Traceback" not in wrong.stderr
