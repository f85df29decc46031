"""What a zone hosts, where it is and how sure we are."""

import json

import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.geometry import Gazetteer
from zzmap.place_sheet import find_place, place_sheet
from zzmap.whereabouts import measure

KEYS = {
    "id", "name", "kind", "aliases", "area_km2", "basis", "accuracy_m", "districts",
    "structures", "placements", "projects",
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer(catalogue: Catalogue) -> Gazetteer:
    return Gazetteer(catalogue)


def sheet_of(catalogue: Catalogue, gazetteer: Gazetteer, name: str) -> dict:
    place = find_place(catalogue, name)
    return place_sheet(catalogue, measure(gazetteer, place), place)


def test_a_zone_tells_what_the_layout_makes_of_it(catalogue, gazetteer) -> None:
    sheet = sheet_of(catalogue, gazetteer, "郑州高新区")
    assert sheet.keys() >= KEYS
    focus = {row["industry"] for row in sheet["placements"] if row["relation"] == "zone_focus"}
    assert {"智能传感器", "网络安全", "北斗应用"} <= focus
    assert {row["element"] for row in sheet["structures"]} >= {"沿黄科创带"}
    assert sheet["area_km2"] == pytest.approx(99, rel=0.05)
    assert (sheet["basis"], sheet["districts"][0]["name"]) == ("digitised", "中原区")


@pytest.mark.parametrize(
    "typed", ["高新区", "郑州高新技术产业开发区", "zhengzhougaoxinqu", "zzgxq"]
)
def test_a_zone_is_found_by_its_other_names(catalogue, typed: str) -> None:
    assert find_place(catalogue, typed).id == "zone-gaoxin"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("航空港", "zone-hkg"), ("二七", "district-erqi"), ("jinshuikejiao", "zone-jinshui-kejiao")],
)
def test_nearly_a_whole_name_is_enough(catalogue, typed: str, found: str) -> None:
    assert find_place(catalogue, typed).id == found


def test_an_ambiguous_part_asks_back(catalogue) -> None:
    with pytest.raises(NotFoundError, match="can mean"):
        find_place(catalogue, "先进制造业开发区")


def test_district_shares_add_up(catalogue, gazetteer) -> None:
    sheet = sheet_of(catalogue, gazetteer, "郑州经开区")
    assert sum(row["share"] for row in sheet["districts"]) == pytest.approx(1, abs=0.02)
    assert len(sheet["districts"]) >= 2


def test_a_place_within_another_tells_it_and_its_districts(catalogue, gazetteer, zzmap) -> None:
    sheet = sheet_of(catalogue, gazetteer, "郑州信大先进技术研究院")
    assert sheet["basis"] == "within"
    assert sheet["within"] == {"place_id": "zone-gaoxin", "name": "郑州高新区"}
    assert sheet["lon"] is None and sheet["area_km2"] is None
    assert sheet["accuracy_m"] > 5_000
    assert [row["name"] for row in sheet["districts"]] == ["中原区"]
    text = zzmap("zone", "郑州信大先进技术研究院").stdout
    assert "basis: within 郑州高新区, ±" in text


def test_a_zone_outside_the_city_does_not_hide_it(catalogue, gazetteer) -> None:
    sheet = sheet_of(catalogue, gazetteer, "航空港区")
    assert 0.7 < sum(row["share"] for row in sheet["districts"]) < 0.95


def test_an_unlocated_place_has_no_position(catalogue, gazetteer) -> None:
    sheet = sheet_of(catalogue, gazetteer, "金刚石新材料小微企业园")
    assert (sheet["basis"], sheet["lon"], sheet["area_km2"]) == ("unlocated", None, None)


def test_the_command_prints_one_object(zzmap) -> None:
    sheet = json.loads(zzmap("zone", "郑州高新区", "--format", "json").stdout)
    assert sheet.keys() >= KEYS
    assert zzmap("zone", "亚特兰蒂斯").returncode == 1


def test_shares_are_those_of_every_district_cut_by_proj(gazetteer) -> None:
    proj = Transformer.from_crs(4326, 4547, always_xy=True)

    def metres(shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, proj.transform, interleaved=False)

    districts = [(row.id, metres(row.geometry)) for row in gazetteer.districts.values()]
    for feature in gazetteer.polygons.values():
        whole = metres(feature.geometry)
        parts = {
            name: round(cut.intersection(whole).area / whole.area, 4) for name, cut in districts
        }
        expected = {name: share for name, share in parts.items() if share >= 0.005}
        found = {row.district_id: row.share for row in gazetteer.district_shares(feature.geometry)}
        assert found == expected, feature.id
        assert list(found.values()) == sorted(found.values(), reverse=True)


def test_an_element_is_answered_as_the_place_it_is(zzmap) -> None:
    sheet = json.loads(zzmap("zone", "东部片区", "--format", "json").stdout)
    assert "金融业" in {row["industry"] for row in sheet["placements"]}
    (element,) = sheet["elements"]
    assert "金融服务" in element["functions"]
    assert {"郑东新区", "中牟县"} <= set(element["members"])


def test_an_element_that_is_no_place_is_answered_too(zzmap) -> None:
    sheet = json.loads(zzmap("zone", "既有会展中心", "--format", "json").stdout)
    assert sheet.keys() >= KEYS
    assert sheet["elements"][0]["members"] == ["郑州国际会展中心", "中原国际博览中心"]
