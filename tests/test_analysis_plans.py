"""Measures of the layout: against values worked out by hand, and by another's package."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from openpyxl import load_workbook

import zzmap as zz
from zzmap.analysis import measures
from zzmap.catalogue import Catalogue
from zzmap.errors import ZzmapError

COUNTS = np.array([[4.0, 2.0, 0.0], [1.0, 3.0, 6.0], [5.0, 0.0, 5.0]])
"""Three places, three industries; the values below are worked out by hand from it."""

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def analysis() -> object:
    return zz.open(ROOT / "geodata", store="no-such-store.gpkg").analysis


def test_location_quotients_by_hand() -> None:
    # Sums of rows 6, 10, 10, of columns 10, 5, 11, of all 26.
    found = measures.location_quotient(COUNTS)
    assert found[0, 0] == pytest.approx((4 / 6) / (10 / 26))
    assert found[1, 2] == pytest.approx((6 / 10) / (11 / 26))
    assert found[0, 2] == 0


def test_indices_of_specialisation_by_hand() -> None:
    # The first place has 2/3, 1/3, 0; the others together 6, 3, 11 of 20.
    assert measures.krugman(COUNTS)[0] == pytest.approx(
        abs(2 / 3 - 6 / 20) + abs(1 / 3 - 3 / 20) + 11 / 20
    )
    assert measures.herfindahl(COUNTS)[1] == pytest.approx(0.01 + 0.09 + 0.36)


def test_the_coefficient_of_similarity_by_hand() -> None:
    found = measures.similarity(COUNTS)
    assert found[0, 1] == pytest.approx((4 * 1 + 2 * 3) / np.sqrt((16 + 4) * (1 + 9 + 36)))
    assert np.diag(found) == pytest.approx(np.ones(3))


TABLES = hnp.arrays(
    np.float64, st.tuples(st.integers(2, 6), st.integers(2, 7)), elements=st.integers(1, 40)
)


@given(TABLES)
def test_another_package_gives_the_same(counts: np.ndarray) -> None:
    econ = pytest.importorskip("econcomplex")
    frame = pd.DataFrame(
        [
            {"place": f"p{i}", "industry": f"i{j}", "x": value}
            for i, row in enumerate(counts)
            for j, value in enumerate(row)
        ]
    )
    matrix = frame.pivot(index="place", columns="industry", values="x")
    theirs = np.asarray(econ.rca(matrix), dtype=float)
    assert measures.location_quotient(counts) == pytest.approx(theirs, abs=1e-9)


@given(TABLES, st.floats(0.1, 100))
def test_the_unit_of_counts_does_not_matter(counts: np.ndarray, factor: float) -> None:
    for measure in (
        measures.location_quotient, measures.krugman, measures.herfindahl, measures.similarity
    ):  # fmt: skip
        assert measure(counts * factor) == pytest.approx(measure(counts), abs=1e-9)


@given(TABLES)
def test_measures_stay_within_their_ranges(counts: np.ndarray) -> None:
    eps = 1e-12
    assert ((measures.krugman(counts) >= -eps) & (measures.krugman(counts) <= 2 + eps)).all()
    assert (measures.herfindahl(counts) >= 1 / counts.shape[1] - eps).all()
    likeness = measures.similarity(counts)
    assert likeness == pytest.approx(likeness.T)
    assert ((likeness > 0) & (likeness <= 1 + eps)).all()
    # Weighted by the places' shares, the quotients of an industry make one.
    share = counts.sum(axis=1) / counts.sum()
    assert share @ measures.location_quotient(counts) == pytest.approx(np.ones(counts.shape[1]))


def test_a_place_that_holds_nothing_has_no_measure() -> None:
    empty = np.array([[0.0, 0.0], [1.0, 2.0]])
    assert np.isnan(measures.location_quotient(empty)[0]).all()
    assert np.isnan(measures.herfindahl(empty)[0])
    assert np.isnan(measures.similarity(empty)[0, 1])


@pytest.mark.parametrize("wrong", [[[1, -1]], [[np.nan, 1]], [1, 2]])
def test_what_are_no_counts_is_refused(wrong: list) -> None:
    with pytest.raises(ValueError, match="places x industries"):
        measures.herfindahl(wrong)


# -- of the plans, counted from the tables by other code than the package's own ----------------


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "geodata" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_statements_on_one_zone_are_as_many_as_its_rows_at_the_level_named(analysis) -> None:
    found = analysis.counts(by="place", level="own", count="statements")
    rows = [
        row
        for row in table("placements")
        if row["place_id"] == "zone-gaoxin" and row["relation"] != "existing"
    ]
    assert found.loc[found["place_id"] == "zone-gaoxin", "count"].sum() == len(rows)


def test_gaps_have_projects_and_no_key_park_or_the_reverse(analysis) -> None:
    found = analysis.gaps()
    assert len(found) > 0
    assert ((found["projects"] == 0) != (found["key_parks"] == 0)).all()


def test_sole_hosts_and_shared_focus_do_not_meet(analysis) -> None:
    sole, shared = analysis.sole_hosts(), analysis.shared_focus()
    assert set(sole["industry_id"]).isdisjoint(shared["industry_id"])
    assert (shared["hosts"] >= 3).all()
    counts = analysis.counts()
    hosts = counts[counts["count"] > 0].groupby("industry_id")["place_id"].nunique()
    assert dict(zip(sole["industry_id"], sole["hosts"], strict=True)) == {
        key: 1 for key, number in hosts.items() if number == 1
    }


def test_plans_agree_on_what_they_both_place(analysis, catalogue: Catalogue) -> None:
    found = analysis.agreement("郑州高新区", by="place", level="own")
    twins = {key for key, others in catalogue.twins.items() if others}
    said: dict[str, set[str]] = {}
    for row in table("placements"):
        if row["place_id"] == "zone-gaoxin" and row["relation"] != "existing":
            said.setdefault(row["industry_id"], set()).add(row["document_id"])
    plain = found[~found["industry_id"].isin(twins)]
    assert len(plain) > 20
    assert dict(zip(plain["industry_id"], plain["plans"], strict=True)) == {
        key: len(documents) for key, documents in said.items() if key in set(plain["industry_id"])
    }
    assert (found["plans"] >= 2).any()


def test_candidates_say_why_and_are_ranked(analysis) -> None:
    found = analysis.candidates("智能传感器")
    assert found["points"].is_monotonic_decreasing
    assert found["place"].iloc[0] == "郑州高新区"
    assert all(found["reasons"].str.len() > 0)


def test_an_indicator_stands_beside_a_straight_line(analysis) -> None:
    target = next(row for row in table("indicators") if row["id"] == "in-s-1")
    start, next_ = float(target["value_2020"]), float(target["value_2023"])
    actual = pd.DataFrame([{"id": "in-s-1", "year": 2022, "value": next_, "unit": target["unit"]}])
    found = analysis.indicators(actual)
    (row,) = found[found["id"] == "in-s-1"].to_dict("records")
    assert row["on_line"] == pytest.approx(start + (next_ - start) * 2 / 3)


def test_an_indicator_in_another_unit_is_refused(analysis) -> None:
    actual = pd.DataFrame([{"id": "in-s-1", "year": 2023, "value": 1, "unit": "万元"}])
    with pytest.raises(ZzmapError, match="万元"):
        analysis.indicators(actual)


@pytest.mark.parametrize(("count", "sums"), [("enterprises", [1.0, 2.0]), ("investment", [8, 7])])
def test_a_joined_frame_counts_as_its_file_does(
    tmp_path: Path, count: str, sums: list[float]
) -> None:
    """One enterprise stands twice; the others' blank `duplicate_of` is no number of a row."""
    city = zz.open(ROOT / "geodata", store=tmp_path / "parks.gpkg")
    rows = pd.DataFrame(
        [("示例甲公司", "盾构机制造", "经开区", 3), ("示例乙公司", "冷链物流", "航空港区", 8),
         ("示例丙公司", "盾构机制造", "经开区", 4), ("示例甲公司", "盾构机制造", "经开区", 5)],
        columns=["企业名称", "主营业务", "地址", "投资额(万元)"],
    )  # fmt: skip
    city.join(rows, tmp_path / "joined.csv")
    said = [
        city.analysis.counts(table=table, count=count, investment="投资额(万元)")
        for table in (city.join(rows).frame, tmp_path / "joined.csv")
    ]
    assert sorted(said[0]["count"]) == sorted(sums)
    pd.testing.assert_frame_equal(*said)
    assert said[0].attrs["notes"] == said[1].attrs["notes"]


# -- at the command line ----------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json"])
def test_a_result_is_written_with_what_is_not_in_it(zzmap, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"相似{suffix}"
    done = zzmap("analyse", "similarity", "--by", "district", "-o", out)
    assert done.returncode == 0, done.stderr
    if suffix == ".csv":
        frame = pd.read_csv(out)
        notes = (tmp_path / "相似.review.csv").read_text("utf-8-sig")
    elif suffix == ".xlsx":
        frame = pd.read_excel(out, engine="openpyxl")
        notes = " ".join(
            str(cell.value) for row in load_workbook(out)["notes"].iter_rows() for cell in row
        )
    else:
        said = json.loads(out.read_text("utf-8"))
        frame, notes = pd.DataFrame(said["rows"]), " ".join(said["notes"])
    assert len(frame) == 12 * 11 / 2
    assert "each" in notes


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("similarity", "--by", "galaxy"), "galaxy"),
        (("counts", "--level", "深"), "深"),
        (("counts", "--count", "enterprises"), "--table"),
        (("candidates", "没有这个产业啊"), "没有这个产业啊"),
        (("counts", "-o", "x.pdf"), ".pdf"),
        (("counts", "--table", "no.csv"), "no.csv"),
    ],
)
def test_what_cannot_be_counted_is_a_sentence(zzmap, arguments: tuple, word: str) -> None:
    done = zzmap("analyse", *arguments)
    assert done.returncode != 0
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_joined_table_is_counted(zzmap, tmp_path: Path) -> None:
    table = tmp_path / "企业.csv"
    table.write_text(
        "企业名称,主营业务,地址,投资额(万元)\n"
        "甲公司,智能传感器制造,郑州高新区莲花街1号,1200\n"
        "乙公司,智能传感器研发,郑州高新区翠竹街2号,800\n"
        "丙公司,新能源汽车制造,郑州经开区,5000\n",
        encoding="utf-8",
    )
    joined = tmp_path / "结果.csv"
    assert zzmap("join", table, "-o", joined).returncode == 0
    out = tmp_path / "counts.csv"
    done = zzmap("analyse", "counts", "--table", joined, "--level", "own", "-o", out)
    assert done.returncode == 0, done.stderr
    frame = pd.read_csv(out)
    assert frame["count"].sum() == 3
    assert set(frame["of"]) == {"enterprises"}
    done = zzmap(
        "analyse", "counts", "--table", joined, "--count", "investment",
        "--investment", "投资额(万元)", "-o", tmp_path / "money.csv",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert pd.read_csv(tmp_path / "money.csv")["count"].sum() == 7000
