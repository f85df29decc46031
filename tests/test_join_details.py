"""What one cell of a bureau's table makes of a row, at the value at which it turns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from zzmap.catalogue import Catalogue
from zzmap.join.industry import SURE, Business, Evidence, IndustryReader
from zzmap.join.place import Located, PlaceFound, PlaceReader
from zzmap.names import Names
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(ROOT / "geodata")


@pytest.fixture(scope="module")
def industries(catalogue: Catalogue) -> IndustryReader:
    return IndustryReader(catalogue, Names.of(catalogue))


@pytest.fixture(scope="module")
def places(catalogue: Catalogue) -> PlaceReader:
    return PlaceReader(catalogue, Names.of(catalogue))


def place(places: PlaceReader, address: str) -> PlaceFound:
    return places.read(Located((address,)))


# -- the industry ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("智能传感器、疫苗", "two businesses at once: also 新型疫苗"),
        ("盾构机研发、制造", ""),
        ("智能传感器；一般项目：疫苗批发、零售、仓储、运输", ""),  # told last, it counts for less
    ],
)
def test_a_second_business_is_told_if_it_counts_nearly_as_much(
    industries: IndustryReader, text: str, also: str
) -> None:
    assert industries.read(Business(main=(text,))).why == also


@pytest.mark.parametrize(
    ("score", "why"), [(SURE - 0.01, "weak evidence"), (SURE, ""), (SURE + 0.01, "")]
)
def test_evidence_is_weak_below_a_score_and_not_at_it(
    industries: IndustryReader, score: float, why: str
) -> None:
    found = industries._judged([Evidence("ind-vaccine", score, "疫苗", "word")], said=True)
    assert (found.id, found.why) == ("ind-vaccine", why)


# -- the place ---------------------------------------------------------------------------


def test_a_city_beside_this_one_is_a_place_of_the_plans(places: PlaceReader) -> None:
    found = place(places, "开封市鼓楼区某路1号")
    assert (found.id, found.outside) == ("city-kaifengshi", True)


@pytest.mark.parametrize(
    ("address", "row_id"),
    [
        ("高新技术产业开发区长椿路1号", "zone-gaoxin"),
        ("金水区河南农业大学北门", "district-jinshui"),  # 大学 is not 郑州大学
        ("巩义市新材料园", "district-gongyi"),  # nor this the park of another town
    ],
)
def test_a_name_without_its_city_is_one_if_it_is_long(
    places: PlaceReader, address: str, row_id: str
) -> None:
    found = place(places, address)
    assert (found.id, found.why) == (row_id, "")


def test_a_street_says_in_which_district_of_several_a_zone_is_meant(places: PlaceReader) -> None:
    found = place(places, "八岗街道航空港区")
    assert (found.id, found.district, found.why) == ("zone-hkg", "中牟县", "")


def test_a_street_contradicts_a_place_of_another_district(places: PlaceReader) -> None:
    found = place(places, "二里岗街道郑州大学")
    assert found.why == "郑州大学 lies in 中原区, the row says 管城回族区"


# -- the position ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(ROOT / "geodata", tmp_path_factory.mktemp("store") / "none.gpkg")


@pytest.mark.parametrize(
    ("address", "how"),
    [
        ("金水区", "“金水区”; its position lies in 郑州高新区"),
        ("郑州高新区", "“郑州高新区”"),
    ],
)
def test_a_position_that_lies_elsewhere_is_told(city: City, address: str, how: str) -> None:
    row = {"企业名称": "甲公司", "地址": address, "X": "3852000.5", "Y": "463000.5"}
    done = city.join(pd.DataFrame([row]))
    assert done.frame is not None
    assert done.frame["place_how"].tolist() == [how]


def test_a_position_that_cannot_be_used_tells_no_place(city: City) -> None:
    row = {"企业名称": "甲公司", "地址": "金水区", "经度": 113.552345, "纬度": 34.812345}
    done = city.join(pd.DataFrame([row]))
    assert done.frame is not None
    assert done.frame[["coord", "place_how"]].values.tolist() == [["doubtful", "“金水区”"]]


def test_a_position_is_reviewed_with_both_of_its_numbers(city: City) -> None:
    row = {"企业名称": "甲公司", "地址": "金水区", "X": "3852000.5", "Y": "9000000.5"}
    done = city.join(pd.DataFrame([row]))
    assert done.review is not None
    told = done.review[done.review["what"] == "coord"]
    assert told["text"].tolist() == ["3852000.5, 9000000.5"]
