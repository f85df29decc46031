"""A planner's own facts: kept beside the parks, shown everywhere as the planner's, taken back."""

from __future__ import annotations

import contextlib
import csv
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import fiona
import geopandas as gpd
import pytest
from full_kills import kill_writer
from shapely import box
from shapely.geometry import mapping

import zzmap as zz
from zzmap.check import check_geodata
from zzmap.cli.parser import build_parser
from zzmap.errors import CrsError, NotFoundError, OutputError, ZzmapError
from zzmap.facts.model import Fact
from zzmap.facts.store import FactStore
from zzmap.parks.errors import StoreError
from zzmap.parks.geopackage import SCHEMA
from zzmap.parks.model import Note
from zzmap.parks.store import ParkStore
from zzmap.workspace import City

ROOT = Path(__file__).resolve().parent.parent
V010 = Path(__file__).parent / "v010"
SHIELD, GAOXIN, JINGKAI = "ind-shield-machine", "zone-gaoxin", "zone-jingkai"
ROW = "pl-s-0218"
"""盾构装备 at 郑州经开区."""


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(ROOT / "geodata", tmp_path / "parks.gpkg")


@pytest.fixture
def own(geodata: Path, tmp_path: Path) -> City:
    """A city whose geodata a test may change."""
    return City(geodata, tmp_path / "parks.gpkg")


def kept(city: City) -> dict[str, dict[str, Any]]:
    """Read the live facts as sqlite3 has them."""
    with closing(sqlite3.connect(city.store.path)) as link:
        rows = link.execute("SELECT id, data FROM facts WHERE state = 'live'").fetchall()
    return {fact_id: json.loads(data) for fact_id, data in rows}


def unlocated(city: City) -> str:
    """Return the name of a place of which no position and no district is known."""
    return next(
        row.name
        for row in city.plans.places.values()
        if row.basis == "unlocated" and not row.district_ids and row.kind in ("lab", "facility")
    )


def shifted(lon: float, lat: float) -> tuple[float, float]:
    """Bring WGS-84 to GCJ-02 by the formula as it has been published, written anew."""
    x, y, a, ee = lon - 105, lat - 35, 6378245.0, 0.00669342162296594323
    wave = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + wave
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + wave
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    rad = math.radians(lat)
    magic = 1 - ee * math.sin(rad) ** 2
    north = math.degrees(north / (a * (1 - ee) / (magic * math.sqrt(magic))))
    east = math.degrees(east / (a / math.sqrt(magic) * math.cos(rad)))
    return lon + east, lat + north


def park(path: Path) -> Path:
    shape = mapping(box(113.30, 34.52, 113.304, 34.524))
    rows = [{"type": "Feature", "properties": {"name": "甲园"}, "geometry": shape}]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    return path


def change_table(folder: Path, table: str, edit: Callable[[list[dict[str, str]]], Any]) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# -- what is told is kept --------------------------------------------------------------


def test_a_placement_is_kept_and_answered_as_the_users(city: City) -> None:
    done = city.facts.add_placement("盾构装备", "高新区", "依托", who="李工", why="去过")
    assert done.ids == ("fact-0001",)
    row = kept(city)["fact-0001"]
    assert (row["industry_id"], row["place_id"], row["relation"]) == (SHIELD, GAOXIN, "relies_on")
    assert (row["who"], row["why"]) == ("李工", "去过")
    mine = [row for row in city.query("盾构装备") if row.said_by == "user"]
    assert [(row.place, row.relation, row.document) for row in mine] == [
        ("郑州高新区", "relies_on", "用户数据")
    ]
    assert "parks.gpkg#fact-0001 李工" in mine[0].locator
    sheet = city.place("郑州高新区")
    assert [row["industry"] for row in sheet["placements"] if row["said_by"] == "user"] == [
        "盾构装备"
    ]
    listed = [row for row in city.rows("placements") if row["said_by"] == "user"]
    assert [row["id"] for row in listed] == ["pl-fact-0001"]


def test_the_reviewed_text_is_never_written(own: City, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in own.folder.rglob("*") if path.is_file()}
    own.facts.add_placement("盾构装备", "高新区", "existing")
    own.facts.add_alias("盾构装备", "掘进机械")
    own.facts.add_correction(ROW, why="错")
    own.facts.export(tmp_path / "review")
    after = {path.name: path.read_bytes() for path in own.folder.rglob("*") if path.is_file()}
    assert after == before


def test_an_alias_of_an_industry_and_of_a_place_is_resolved_everywhere(city: City) -> None:
    city.facts.add_alias("盾构装备", "掘进机械")
    city.facts.add_alias("郑州高新区", "西北新城")
    found = city.query("掘进机械")
    assert found.understood == "产业=盾构装备"
    assert city.query("jjjx").understood == "产业=盾构装备"  # its initials, spelled in the store
    sheet = city.place("西北新城")
    assert sheet["name"] == "郑州高新区" and sheet["user_aliases"] == ["西北新城"]
    (row,) = [row for row in city.rows("industries") if row["id"] == SHIELD]
    assert row["user_aliases"] == ("掘进机械",)


def test_an_alias_is_what_a_park_and_an_official_boundary_may_be_named_by(
    city: City, tmp_path: Path
) -> None:
    city.facts.add_alias("盾构装备", "掘进机械")
    city.facts.add_alias("郑州高新区", "西北新城")
    done = city.parks.add(park(tmp_path / "a.geojson"), industries="掘进机械", accept=True)
    assert "unknown-industry" not in {row.code for row in done.findings}
    assert any(row.place == "甲园" for row in city.query("盾构装备"))
    with pytest.raises(NotFoundError, match="西北新区"):
        city.zones.replace("西北新区", tmp_path / "a.geojson")
    assert city.zones.replace("西北新城", tmp_path / "a.geojson").name == "郑州高新区"


def test_a_position_makes_an_unlocated_place_a_point_of_the_users(city: City) -> None:
    name = unlocated(city)
    assert city.place(name)["lon"] is None
    done = city.facts.add_position(name, "113.6,34.75", accuracy_m=150, who="李工")
    assert [row.code for row in done.findings] == ["datum-assumed"]
    sheet = city.place(name)
    assert (sheet["lon"], sheet["lat"], sheet["accuracy_m"]) == (113.6, 34.75, 150)
    assert sheet["basis"] == "user" and sheet["source"].startswith("user: 113.6,34.75 WGS 84")
    assert "李工" in sheet["source"] and "parks.gpkg#fact-0001" in sheet["source"]
    assert sheet["districts"][0]["share"] == 1.0


@pytest.mark.parametrize(
    ("at", "crs", "lon", "lat"),
    [
        ("", "gcj02", 113.6, 34.75),
        ("113°36′0″,34°45′0″", None, 113.6, 34.75),
        ("113.6 34.75", "wgs84", 113.6, 34.75),
        ("", "EPSG:4547", 113.595, 34.75),
    ],
)
def test_a_position_may_be_in_any_system(
    city: City, at: str, crs: str | None, lon: float, lat: float
) -> None:
    from pyproj import Geod

    if crs == "gcj02":
        at = "{:.7f},{:.7f}".format(*shifted(lon, lat))
    if crs == "EPSG:4547":
        from pyproj import Transformer

        x, y = Transformer.from_crs(4490, 4547, always_xy=True).transform(lon, lat)
        at = f"{x:.3f},{y:.3f}"
    done = city.facts.add_position(unlocated(city), at, accuracy_m=50, crs=crs)
    fact = done.facts[-1]
    assert Geod(ellps="WGS84").inv(fact.lon, fact.lat, lon, lat)[2] < 1.0
    assert bool(done.findings) is (crs is None)


def test_a_new_place_is_made_with_what_is_said_of_it(city: City) -> None:
    done = city.facts.add_position("新基地", "113.7,34.7", accuracy_m=100, crs="gcj02", new="base")
    assert [fact.kind for fact in done.facts] == ["place", "position"]
    sheet = city.place("新基地")
    assert (sheet["kind"], sheet["basis"]) == ("base", "user")
    assert sheet["districts"][0]["name"] == "管城回族区"
    done = city.facts.add_position("某室", "113.74,34.81", accuracy_m=9, crs="wgs84", new="lab")
    assert (done.facts[0].parent, done.facts[0].district_ids) == ("郑东新区", ("district-jinshui",))
    city.facts.add_placement("氢能与新型储能", "某室", "依托")
    assert [row.place for row in city.query("郑东新区 氢能") if row.said_by == "user"] == ["某室"]
    for _ in range(2):
        city.facts.undo()
    done = city.facts.add_placement(
        "智能传感器", "新园", "existing", new="park", within="郑州经开区"
    )
    assert [fact.kind for fact in done.facts] == ["place", "placement"]
    inside = [row for row in city.query("经开区智能传感器") if row.place == "新园"]
    assert [(row.kind, row.said_by) for row in inside] == [("contained", "user")]
    assert city.place("新园")["within"] == {"place_id": JINGKAI, "name": "郑州经开区"}
    # one word, one batch
    assert len(kept(city)) == 4
    city.facts.undo()
    assert len(kept(city)) == 2
    assert "新园" not in [row.name for row in city.catalogue.places.values()]


def test_a_new_place_is_of_a_kind_that_is_drawn(city: City) -> None:
    for kind in ("district", "user_park", "castle"):
        with pytest.raises(NotFoundError, match="no kind of place"):
            city.facts.add_position("新区", "113.7,34.7", accuracy_m=100, new=kind)


def test_a_correction_marks_the_row_and_leaves_it(city: City) -> None:
    before = [row.locator for row in city.query("盾构装备") if row.place == "郑州经开区"]
    city.facts.add_correction("盾构装备@郑州经开区", why="已搬走", place="上街区", who="李工")
    rows = [row for row in city.query("盾构装备") if row.place == "郑州经开区"]
    assert sorted(row.locator for row in rows) == sorted(before)
    denied = [row for row in rows if row.contested]
    assert [row.industry for row in denied] == ["盾构装备"]
    assert "李工" in denied[0].contested and "已搬走" in denied[0].contested
    assert "rather 盾构装备 at 上街区" in denied[0].contested
    assert city.query("盾构装备")[-1] == denied[0], "what is denied comes last"
    rather = [row for row in city.query("盾构装备") if row.place == "上街区"]
    assert [row.said_by for row in rather if row.industry == "盾构装备"] == ["user"]
    sheet = city.place("郑州经开区")["placements"]
    assert [row["industry"] for row in sheet if row["contested"]] == ["盾构装备"]


def test_a_denied_row_of_an_element_is_denied_at_its_members(city: City) -> None:
    derived = city.catalogue.derived_placements
    row = derived[0].placement
    member = city.plans.places[derived[0].place_id].name
    city.facts.add_correction(row.id, why="错")
    industry = city.plans.industries[row.industry_id].name
    said = [found for found in city.query(f"{member} {industry}") if found.locator == row.locator]
    assert said and all(found.contested for found in said)


# -- what cannot be said is refused ------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        (("盾构机厂", "高新区", "依托"), NotFoundError, "no industry .* called “盾构机厂”"),
        (("盾构装备", "高新", "依托"), NotFoundError, "Near names"),
        (("盾构装备", "高新区", "很近"), NotFoundError, "relies_on"),
        (("盾构装备", "高新区", ""), NotFoundError, "nobody said"),
        (("盾构装备", "高新区", "user_park"), NotFoundError, "zone_focus"),
        (("盾构装备", "郑州经开区", "依托"), StoreError, "is there already"),
    ],
)
def test_a_placement_that_cannot_be_is_refused(
    city: City, words: tuple[str, str, str], error: type[ZzmapError], said: str
) -> None:
    with pytest.raises(error, match=said):
        city.facts.add_placement(*words)
    assert not city.store.path.exists()


def test_an_alias_that_names_something_already_is_refused(city: City) -> None:
    for name, alias, said in (
        ("郑州高新区", "高新区", "names 郑州高新区 already"),
        ("郑州高新区", "智能传感器", "names 智能传感器 already"),
        ("盾构装备", "高新区", "names 郑州高新区 already"),
        ("郑州高新区", " 。", "is no alias"),
        ("郑州高新区", "甲|乙", "cannot hold"),
        ("郑州高新区", "园区", "every question"),
        ("郑州高新区", "郑州", "every question"),
        ("郑州高新区", "高", "every question"),
        ("郑州高新区", "比亚迪", "already"),
    ):
        with pytest.raises(StoreError, match=said):
            city.facts.add_alias(name, alias)
    city.facts.add_alias("郑州高新区", "西北新城")
    with pytest.raises(StoreError, match="already"):
        city.facts.add_alias("郑州经开区", "西北新城")


def test_a_park_is_no_place_of_the_plans(city: City, tmp_path: Path) -> None:
    city.parks.add(park(tmp_path / "a.geojson"), accept=True)
    for tell in (
        lambda: city.facts.add_placement("盾构装备", "甲园", "依托"),
        lambda: city.facts.add_alias("甲园", "甲乙园"),
        lambda: city.facts.add_position("甲园", "113.6,34.7", accuracy_m=9),
    ):
        with pytest.raises(StoreError, match="a park of yours"):
            tell()


@pytest.mark.parametrize(
    ("at", "crs", "accuracy", "error", "said"),
    [
        ("113.6,34.75", None, None, StoreError, "needs its accuracy"),
        ("113.6,34.75", None, 0, StoreError, "no accuracy"),
        ("113.6,34.75", None, 90_000, StoreError, "no accuracy"),
        ("34.75,113.6", None, 100, CrsError, "swap"),
        ("113.6", None, 100, CrsError, "no position"),
        ("东,西", None, 100, CrsError, "no angle"),
        ("nan,34", None, 100, CrsError, "not in the country"),
        ("463000,3846000", None, 100, CrsError, "cannot be WGS 84"),
        ("2.35,48.86", None, 100, CrsError, "not in the country"),
        ("113.6,34.75", "EPSG:9999999", 100, CrsError, "9999999"),
    ],
)
def test_a_position_that_cannot_be_is_refused(
    city: City, at: str, crs: str | None, accuracy: int | None, error: type[ZzmapError], said: str
) -> None:
    with pytest.raises(error, match=said):
        city.facts.add_position(unlocated(city), at, crs=crs, accuracy_m=accuracy)
    assert not city.store.path.exists()


def test_a_place_with_a_boundary_takes_no_point(city: City) -> None:
    with pytest.raises(StoreError, match=r"has a boundary.*zones replace"):
        city.facts.add_position("郑州高新区", "113.55,34.81", accuracy_m=100)
    belt = next(row.name for row in city.plans.places.values() if row.basis == "derived")
    with pytest.raises(StoreError, match="element of a structure"):
        city.facts.add_position(belt, "113.55,34.81", accuracy_m=100)


def test_what_is_doubtful_is_stored_only_if_accepted(city: City) -> None:
    name = unlocated(city)
    done = city.facts.add_position(name, "116.4,39.9", accuracy_m=100, crs="wgs84")
    assert done.stopped and [row.code for row in done.findings] == ["outside-city"]
    assert not city.store.path.exists()
    done = city.facts.add_position(name, "116.4,39.9", accuracy_m=100, crs="wgs84", accept=True)
    assert not done.stopped and city.place(name)["lon"] == 116.4


def test_a_position_that_fits_only_as_gcj02_is_suspected(city: City) -> None:
    """A point on the edge of a place whose position is known well, told without its datum."""
    sharp = min(
        (
            row
            for row in city.plans.places.values()
            if row.basis == "point" and row.id not in city.gazetteer.polygons
        ),
        key=lambda row: row.accuracy_m or 9e9,
    )
    assert sharp.lon and sharp.lat and sharp.accuracy_m and sharp.accuracy_m <= 200
    at = "{:.6f},{:.6f}".format(*shifted(sharp.lon, sharp.lat))
    done = city.facts.add_position(sharp.name, at, accuracy_m=20)
    assert "datum-suspected" in [row.code for row in done.findings] and done.stopped
    assert "gcj02" in str(done.findings[-1])
    done = city.facts.add_position(sharp.name, at, accuracy_m=20, crs="gcj02")
    assert not done.findings


def test_a_position_outside_what_the_place_lies_in_is_asked_about(city: City) -> None:
    name = next(row.name for row in city.plans.places.values() if row.basis == "within")
    done = city.facts.add_position(name, "113.02,34.45", accuracy_m=100, crs="wgs84")
    assert done.stopped and [row.code for row in done.findings] == ["far-off"]
    assert "known to lie" in str(done.findings[0])


def test_a_correction_needs_a_row_and_a_reason(city: City) -> None:
    with pytest.raises(StoreError, match="reason"):
        city.facts.add_correction(ROW, why=" ")
    with pytest.raises(NotFoundError, match="no placement"):
        city.facts.add_correction("pl-x", why="错")
    with pytest.raises(NotFoundError, match="do not say"):
        city.facts.add_correction("盾构装备@二七区", why="错")
    with pytest.raises(StoreError, match="what stands there"):
        city.facts.add_correction(ROW, why="错", relation="依托")
    with pytest.raises(NotFoundError, match=r"say \d times"):
        city.facts.add_correction("智能传感器@郑州高新区", why="错")
    city.facts.add_correction(ROW, why="错")
    with pytest.raises(StoreError, match="say so already"):
        city.facts.add_correction(ROW, why="还是错")
    city.facts.add_placement("盾构装备", "高新区", "依托")
    with pytest.raises(StoreError, match="planner's own"):
        city.facts.add_correction("pl-fact-0002", why="错")


# -- changes -----------------------------------------------------------------------------


def test_every_change_is_history_that_can_be_taken_back(city: City) -> None:
    facts = city.facts
    facts.add_placement("盾构装备", "高新区", "依托", who="李工", why="去过")
    facts.edit("fact-0001", relation="已有基础", who="王工")
    assert kept(city)["fact-0001"]["why"] == "去过", (
        "an edit without a reason keeps the one there is"
    )
    facts.remove("fact-0001", who="赵工", why="误会")
    assert facts.list() == [] and [fact.state for fact in facts.list(all=True)] == ["removed"]
    told = [(row.action, row.who, row.why) for row in facts.history("fact-0001")]
    assert told == [("add", "李工", "去过"), ("edit", "王工", ""), ("remove", "赵工", "误会")]
    assert facts.undo() == 3
    assert facts.undo() == 2
    (fact,) = facts.list()
    assert (fact.relation, fact.who) == ("relies_on", "李工"), "as it was, and by whom it was"
    assert facts.undo(5) == 5, "an undo is undone when it is named"
    assert facts.list()[0].relation == "existing"
    with closing(sqlite3.connect(city.store.path)) as link:
        assert link.execute("SELECT DISTINCT subject FROM history").fetchall() == [("fact",)]
    with fiona.open(city.store.path, layer="history") as rows:
        assert [row["properties"]["action"] for row in rows] == [
            "add", "edit", "remove", "undo", "undo", "redo",
        ]  # fmt: skip


def test_an_edit_is_judged_as_what_is_told(city: City) -> None:
    facts = city.facts
    facts.add_placement("盾构装备", "高新区", "依托")
    facts.add_alias("郑州高新区", "西北新城")
    facts.add_position(unlocated(city), "113.6,34.75", accuracy_m=100, crs="wgs84")
    for change, said in (
        (lambda: facts.edit("fact-0001", place="郑州经开区"), "is there already"),
        (lambda: facts.edit("fact-0001", alias="某"), "it has no alias"),
        (lambda: facts.edit("fact-0001"), "nothing to change was named"),
        (lambda: facts.edit("fact-0001", relation="依托"), "nothing changes"),
        (lambda: facts.edit("fact-0002", alias="高新区"), "names 郑州高新区 already"),
        (lambda: facts.edit("fact-0003", accuracy_m=0), "no accuracy"),
        (lambda: facts.edit("fact-0003", crs="gcj02"), "another position"),
        (lambda: facts.edit("fact-0009", alias="某"), "there is no fact"),
    ):
        with pytest.raises(StoreError, match=said):
            change()
    assert len(facts.history()) == 3
    facts.edit("fact-0001", source="电话")
    facts.edit("fact-0002", alias="西北新城区")
    done = facts.edit("fact-0003", at="116.4,39.9", crs="wgs84")
    assert done.stopped
    facts.edit("fact-0003", at="113.61,34.76", accuracy_m=30, crs="wgs84")
    rows = kept(city)
    assert rows["fact-0001"]["source"] == "电话"
    assert rows["fact-0002"]["alias"] == "西北新城区"
    assert (rows["fact-0003"]["lon"], rows["fact-0003"]["accuracy_m"]) == (113.61, 30)


def test_facts_and_parks_are_undone_apart(city: City, tmp_path: Path) -> None:
    city.facts.add_alias("郑州高新区", "西北新城")
    city.parks.add(park(tmp_path / "a.geojson"), accept=True)
    city.facts.add_alias("郑州经开区", "东南新城")
    assert city.parks.undo() == 2, "the last change of a park, though a fact came after it"
    assert len(city.facts.list()) == 2 and city.parks.list() == []
    assert city.facts.undo() == 3
    assert [fact.alias for fact in city.facts.list()] == ["西北新城"]
    with pytest.raises(StoreError, match=r"one of a fact.*zzmap facts undo 1"):
        city.parks.undo(1)
    with pytest.raises(StoreError, match=r"one of a park.*zzmap parks undo 2"):
        city.facts.undo(2)
    assert [row.park_id for row in city.parks.history()] == ["park-user-0001"] * 2
    city.facts.undo()
    with pytest.raises(StoreError, match="nothing to undo"):
        city.facts.undo()
    with pytest.raises(StoreError, match="no facts yet"):
        City(city.folder, tmp_path / "none.gpkg").facts.undo()


def test_a_later_change_keeps_an_earlier_one_from_being_undone(city: City) -> None:
    city.facts.add_alias("郑州高新区", "西北新城")
    city.facts.edit("fact-0001", alias="西北城")
    with pytest.raises(StoreError, match="change 2 touched this fact"):
        city.facts.undo(1)


def test_ids_are_never_used_again(city: City) -> None:
    city.facts.add_alias("郑州高新区", "西北新城")
    city.facts.undo()
    assert city.facts.add_alias("郑州高新区", "西北新城").ids == ("fact-0002",)


# -- the store ---------------------------------------------------------------------------


def test_a_store_of_the_first_version_is_migrated_and_takes_facts(tmp_path: Path) -> None:
    path = Path(shutil.copy(V010 / "store.gpkg", tmp_path / "parks.gpkg"))
    city = City(ROOT / "geodata", path)
    parks = [row.id for row in city.parks.list()]
    city.facts.add_alias("郑州高新区", "西北新城")
    assert [row.id for row in city.parks.list()] == parks
    with closing(sqlite3.connect(path)) as link:
        (version,) = link.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone()
        subjects = link.execute("SELECT subject, count(*) FROM history GROUP BY 1").fetchall()
    assert version == SCHEMA and dict(subjects) == {"fact": 1, "park": 9}
    copy = tmp_path / "parks.gpkg.schema-1.bak"
    with closing(sqlite3.connect(copy)) as link:
        old = link.execute("SELECT value FROM store_info WHERE key = 'schema'").fetchone()
        names = {row[0] for row in link.execute("SELECT name FROM sqlite_master")}
        ids = [row[0] for row in link.execute("SELECT id FROM parks_seen ORDER BY id")]
    assert old == (1,) and "facts" not in names and set(parks) <= set(ids)
    assert city.facts.undo() == 10


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE facts SET data = '[]'",
        "UPDATE facts SET data = '{'",
        "UPDATE facts SET data = json_set(data, '$.accuracy_m', 'viel')",
        "UPDATE facts SET data = json_set(data, '$.kind', 'wish')",
        "UPDATE facts SET data = json_set(data, '$.alias', '')",
        "UPDATE facts SET data = x'00'",
        "DROP TABLE facts",
        "DROP TABLE facts; CREATE VIEW facts AS SELECT 1",
    ],
)
def test_a_damaged_store_is_a_sentence(city: City, damage: str) -> None:
    city.facts.add_alias("郑州高新区", "西北新城")
    with closing(sqlite3.connect(city.store.path)) as link:
        link.executescript(damage)
    for use in (city.facts.list, lambda: city.query("盾构装备"), city.facts.findings):
        with pytest.raises(StoreError, match=r"damaged|lost its table|no park store"):
            use()


def write_for_ever(path: Path, seed: int, tell: int) -> None:
    """Change facts and a park without end; a byte is told for each change that is stored."""
    store, chance, note = FactStore(ParkStore(path)), random.Random(seed), Note("writer")
    while True:
        live = store.rows()
        action = chance.choice(("add", "edit", "remove", "undo"))
        with contextlib.suppress(StoreError):
            if action == "add" or not live:
                draft = Fact("", "alias", place_id=GAOXIN, place="郑州高新区", alias=f"{seed}")
                store.add([draft._replace(alias=f"别{chance.random()}") for _ in range(5)], note)
            elif action == "edit":
                name = f"改{chance.random()}"
                store.edit(chance.choice(live).id, lambda old, n=name: old._replace(alias=n), note)
            elif action == "remove":
                store.remove(chance.choice(live).id, note)
            else:
                store.undo(None, note)
            os.write(tell, b"x")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_killed_at_any_moment_the_facts_are_what_their_history_says(tmp_path: Path) -> None:
    path, chance = tmp_path / "parks.gpkg", random.Random(7)
    for seed in range(12):
        writer = partial(write_for_ever, path, seed)
        assert kill_writer(writer, chance.randrange(1, 12), chance.random() / 50)
        with closing(sqlite3.connect(path)) as link:
            assert link.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            now = dict(link.execute("SELECT id, data FROM facts"))
            said: dict[str, str] = {}
            for fact_id, after in link.execute(
                "SELECT park_id, after FROM history WHERE subject = 'fact' ORDER BY change"
            ):
                said[fact_id] = after
                if after is None:
                    del said[fact_id]
            sizes = link.execute(
                "SELECT count(*) FROM history WHERE action = 'add' GROUP BY batch"
            ).fetchall()
        assert now == said
        assert set(sizes) == {(5,)}, "a batch is whole or not there"


# -- when the reviewed text changes --------------------------------------------------------


def test_a_renamed_row_is_followed(own: City) -> None:
    own.facts.add_placement("盾构装备", "高新区", "existing")
    own.facts.add_correction(ROW, why="错")

    def rename(rows: list[dict[str, str]]) -> None:
        for row in rows:
            for column, value in row.items():
                if value == SHIELD:
                    row[column] = "ind-shield-new"

    for table in ("industries", "placements", "projects"):
        change_table(own.folder, table, rename)
    change_table(
        own.folder,
        "renamed",
        lambda rows: rows.append({"old_id": SHIELD, "new_id": "ind-shield-new", "why": "x"}),
    )
    assert own.facts.findings() == []
    mine = [row for row in own.query("盾构装备") if row.said_by == "user"]
    assert [row.industry_id for row in mine] == ["ind-shield-new"]
    assert [row.place for row in own.query("盾构装备") if row.contested] == ["郑州经开区"]


def test_a_row_that_is_gone_makes_a_finding_and_no_crash(own: City, tmp_path: Path) -> None:
    lone = next(
        row
        for row in own.plans.places.values()
        if row.id not in own.plans.placements_of_place
        and row.id not in {place for project in own.plans.projects for place in project.place_ids}
        and row.id not in {member.place_id for member in own.plans.members}
        and row.id not in {site.place_id for site in own.plans.sites}
        and row.id not in {element.place_id for element in own.plans.elements.values()}
        and row.id not in own.plans.inside
        and row.basis != "admin_boundary"
        and row.id not in own.gazetteer.polygons
    )
    own.facts.add_placement("盾构装备", lone.id, "依托")
    own.facts.add_correction(ROW, why="错")
    change_table(
        own.folder, "places", lambda rows: rows.remove(next(r for r in rows if r["id"] == lone.id))
    )
    change_table(
        own.folder, "placements", lambda rows: rows.remove(next(r for r in rows if r["id"] == ROW))
    )
    found = own.facts.findings()
    assert [(row.code, row.severity) for row in found] == [("fact-lost", "warning")] * 2
    assert lone.name in str(found[0]) and "zzmap facts edit fact-0001 --place" in str(found[0])
    assert "zzmap facts remove fact-0002" in str(found[1])
    assert not [row for row in own.query("盾构装备") if row.said_by == "user" or row.contested]
    done = own.facts.export(tmp_path / "review")
    assert len(done.notes) == 2 and sum(done.features.values()) == 0
    with pytest.raises(StoreError, match=r"in the plans no more.*--place"):
        own.facts.edit("fact-0001", relation="existing")
    own.facts.edit("fact-0001", place="高新区")
    own.facts.remove("fact-0002")
    assert own.facts.findings() == []
    assert [row.place for row in own.query("盾构装备") if row.said_by == "user"] == ["郑州高新区"]


def test_what_was_reviewed_in_the_meantime_is_said(own: City) -> None:
    own.facts.add_alias("郑州高新区", "西北新城")
    own.facts.add_alias("郑州经开区", "东南新城")
    own.facts.add_placement("盾构装备", "二七区", "依托")
    own.facts.add_correction(ROW, why="错")

    def aliases(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["id"] == GAOXIN:
                row["aliases"] += "|西北新城|东南新城"

    def placements(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["id"] == ROW:
                rows.append(row | {"id": "pl-s-9999", "place_id": "district-erqi"})
                row["relation"] = "supporting"
                return

    change_table(own.folder, "places", aliases)
    change_table(own.folder, "placements", placements)
    codes = {row.where[:9]: row.code for row in own.facts.findings()}
    assert codes == {
        "fact-0001": "fact-reviewed",
        "fact-0002": "fact-taken",
        "fact-0003": "fact-reviewed",
        "fact-0004": "fact-changed",
    }
    assert own.place("东南新城")["name"] == "郑州高新区", "what the plans say by now holds"
    assert not [row for row in own.query("盾构装备") if row.contested or row.said_by == "user"]


def test_a_boundary_overrides_a_position_and_that_is_said(city: City, tmp_path: Path) -> None:
    name = unlocated(city)
    city.facts.add_position(name, "113.302,34.522", accuracy_m=300, crs="wgs84")
    assert city.facts.findings() == []
    done = city.zones.replace(name, park(tmp_path / "a.geojson"), accept=True)
    assert not done.stopped, done.findings
    assert [row.code for row in city.facts.findings()] == ["fact-overridden"]
    assert city.place(name)["basis"] == "surveyed"


def test_a_position_the_tables_tell_by_now_is_said(own: City) -> None:
    name = unlocated(own)
    own.facts.add_position(name, "113.6,34.75", accuracy_m=100, crs="wgs84")
    assert own.facts.findings() == []

    def locate(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["name"] == name:
                row |= {"lon": "113.65", "lat": "34.7", "accuracy_m": "50", "basis": "point"}

    change_table(own.folder, "places", locate)
    (found,) = own.facts.findings()
    assert found.code == "fact-changed" and "113.65,34.7 ±50 m" in str(found)
    assert own.place(name)["lon"] == 113.6, "the planner's counts until the planner looks"
    own.facts.edit("fact-0001", at="113.65,34.701", crs="wgs84")
    assert own.facts.findings() == []


def test_what_is_said_of_a_new_place_stands_aside_without_it(city: City) -> None:
    city.facts.add_placement("智能传感器", "新园", "依托", new="park")
    city.facts.add_alias("新园", "新新园")
    city.facts.remove("fact-0001")
    assert [(row.code, row.where[:9]) for row in city.facts.findings()] == [
        ("fact-lost", "fact-0002"),
        ("fact-lost", "fact-0003"),
    ]
    assert "新园" not in [row.place for row in city.query("智能传感器")]
    city.facts.undo()
    assert city.facts.findings() == []
    assert city.place("新新园")["name"] == "新园"


def test_what_a_planner_says_is_never_left_out_for_length(city: City) -> None:
    """Of an answer that is cut, a planner's row and a denied one stay."""
    asked = city.query("郑州高新区")
    assert asked.left_out > 0
    shown = {(row.industry_id, row.place_id, row.relation, row.locator) for row in asked}
    hidden = next(
        row
        for place in ("zone-gaoxin", *city.plans.inside["zone-gaoxin"])
        for row in city.plans.placements_of_place.get(place, ())
        if (row.industry_id, row.place_id, row.relation, row.locator) not in shown
    )
    city.facts.add_correction(hidden.id, why="错")
    city.facts.add_placement("盾构装备", "高新区", "existing")
    rows = city.query("郑州高新区")
    assert [row.locator for row in rows if row.contested] == [hidden.locator]
    assert [row.industry for row in rows if row.said_by == "user"] == ["盾构装备"]


# -- export ------------------------------------------------------------------------------


def told(city: City) -> None:
    city.facts.add_placement("盾构装备", "高新区", "依托", who="李工", why="去过", source="照片")
    city.facts.add_alias("盾构装备", "掘进机械")
    city.facts.add_position(unlocated(city), "113.612345,34.754321", accuracy_m=150, crs="wgs84")
    city.facts.add_position("新基地", "113.7,34.7", accuracy_m=100, crs="wgs84", new="base")
    city.facts.add_correction(ROW, why="已搬走", place="上街区")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_the_export_is_ready_for_review(own: City, tmp_path: Path) -> None:
    """Rows copied into the tables as they stand make geodata that `zzmap check` finds sound."""
    name = unlocated(own)
    told(own)
    done = own.facts.export(tmp_path / "review")
    assert done.features == {"places": 2, "industries": 1, "placements": 1, "corrections": 1}
    files = {path.name: rows_of(path) for path in (tmp_path / "review").iterdir()}
    (denied,) = files["facts_corrections.csv"]
    assert (denied["id"], denied["place_id"], denied["rather_place_id"]) == (
        ROW,
        JINGKAI,
        "district-shangjie",
    )
    first = files["facts_placements.csv"][0]
    assert (first["who"], first["why"], first["told_source"]) == ("李工", "去过", "照片")
    assert first["at"][:4].isdigit()
    (moved,) = [row for row in files["facts_places.csv"] if row["name"] == name]
    assert (moved["lon"], moved["lat"], moved["accuracy_m"]) == ("113.612345", "34.754321", "150")

    def take(table: str) -> Callable[[list[dict[str, str]]], None]:
        def into(rows: list[dict[str, str]]) -> None:
            known = {row["id"]: row for row in rows}
            for new in files[f"facts_{table}.csv"]:
                clean = {column: new[column] for column in rows[0]}
                if table == "placements":  # what a reviewer adds: where the plan says so
                    clean |= {"document_id": "doc-sei-2022", "locator": "S·二(三)"}
                known[clean["id"]] = clean
            rows[:] = sorted(known.values(), key=lambda row: row["id"])

        return into

    for table in ("places", "industries", "placements"):
        change_table(own.folder, table, take(table))
    found = [str(row) for row in check_geodata(own.folder).findings]
    assert [row for row in found if "pinyin" not in row] == []


def test_the_export_of_one_file_and_of_old_ones(city: City, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no facts yet"):
        city.facts.export(tmp_path / "review")
    told(city)
    city.facts.export(tmp_path / "facts.json")
    rows = json.loads((tmp_path / "facts.json").read_text("utf-8"))
    assert [row["id"] for row in rows["placements"]] == ["pl-fact-0001"]
    assert [row["rather_place_id"] for row in rows["corrections"]] == ["district-shangjie"]
    city.facts.export(tmp_path / "facts.json")
    city.facts.export(tmp_path / "review")
    for fact in city.facts.list():
        if fact.kind != "alias":
            city.facts.remove(fact.id)
    city.facts.export(tmp_path / "review")
    assert rows_of(tmp_path / "review" / "facts_placements.csv") == []
    strange = tmp_path / "review" / "facts_places.csv"
    strange.write_text("name\n我的表\n", "utf-8")
    with pytest.raises(OutputError, match="did not write"):
        city.facts.export(tmp_path / "review")
    assert strange.read_text("utf-8") == "name\n我的表\n"
    with pytest.raises(OutputError, match=r"folder, or to one .json"):
        city.facts.export(tmp_path / "facts.csv")


# -- layers and maps ---------------------------------------------------------------------


def test_layers_have_the_facts_as_the_users(city: City, tmp_path: Path) -> None:
    name = unlocated(city)
    told(city)
    city.export(["placements", "places"], tmp_path / "z.gpkg")
    placements = gpd.read_file(tmp_path / "z.gpkg", layer="placements")
    assert set(placements.loc[placements["said_by"] == "user", "id"]) == {
        "pl-fact-0001",
        "pl-fact-0006",
    }
    denied = placements[placements["contested"].fillna("") != ""]
    assert list(denied["id"]) == [ROW] and "已搬走" in denied["contested"].item()
    places = gpd.read_file(tmp_path / "z.gpkg", layer="places")
    told_of = places[places["basis"] == "user"].set_index("name")
    assert set(told_of.index) == {name, "新基地"}
    point = told_of.loc[name]
    assert (point.geometry.x, point.geometry.y) == (113.612345, 34.754321)
    assert point["accuracy_m"] == 150


def test_a_build_has_the_facts_and_is_made_anew(city: City, tmp_path: Path) -> None:
    city.build(tmp_path / "out")
    told(city)
    city.build(tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "tables" / "placements.csv")
    assert len([row for row in rows if row["said_by"] == "user"]) == 2
    assert [row["id"] for row in rows if row["contested"]] == [ROW]
    places = rows_of(tmp_path / "out" / "tables" / "places.csv")
    assert {row["lon"] for row in places if row["basis"] == "user"} == {"113.612345", "113.7"}
    page = (tmp_path / "out" / "industry_layout.html").read_text("utf-8")
    assert "新基地" in page and "已搬走" in page


def test_a_query_with_facts_imports_nothing_heavy(city: City) -> None:
    told(city)
    code = (
        "import sys, json, io, contextlib\n"
        "from zzmap.cli import main\n"
        "out = io.StringIO()\n"
        "with contextlib.redirect_stdout(out):\n"
        f"    status = main(['query', '掘进机械', '--store', {str(city.store.path)!r}])\n"
        "print(json.dumps([status, out.getvalue(), sorted(sys.modules)]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, out, modules = json.loads(done.stdout)
    assert status == 0 and "用户数据" in out and "denied" in out
    heavy = {"geopandas", "pandas", "folium", "fiona", "shapely", "pyproj", "numpy", "pypinyin"}
    assert heavy.isdisjoint({name.partition(".")[0] for name in modules})


# -- the command line ---------------------------------------------------------------------


def test_the_commands(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    parser = build_parser()

    def run(*words: str) -> tuple[int, str, str]:
        options = parser.parse_args([*words, "--store", str(tmp_path / "parks.gpkg")])
        try:
            status = options.run(options)
        except ZzmapError as error:
            return 1, capsys.readouterr().out, f"zzmap: {error}"
        return status, *capsys.readouterr()

    assert run("facts", "add", "placement", "盾构装备", "高新区", "--relation", "依托")[0] == 0
    assert run("facts", "add", "alias", "郑州高新区", "西北新城", "--who", "李工")[0] == 0
    status, _, err = run("places", "locate", "西北新城", "113.5,34.8", "--accuracy", "90")
    assert status == 1 and "has a boundary" in err
    status, _, err = run("places", "locate", "嵩山实验室", "113.541,34.815", "--accuracy", "150")
    assert status == 1 and "far-off" in err and "--accept" in err
    words = ("places", "locate", "嵩山实验室", "113.541,34.815", "--accuracy", "150", "--accept")
    assert run(*words)[0] == 0
    assert run("places", "locate", "嵩山实验室", "113.5,34.8")[2].startswith("zzmap: a position")
    assert run("facts", "add", "correction", "盾构装备@郑州经开区", "--why", "已搬走")[0] == 0
    assert run("facts", "edit", "fact-0003", "--accuracy", "80")[0] == 0
    rows = json.loads(run("facts", "list", "--format", "json")[1])
    assert [(row["id"], row["kind"]) for row in rows] == [
        ("fact-0001", "placement"),
        ("fact-0002", "alias"),
        ("fact-0003", "position"),
        ("fact-0004", "correction"),
    ]
    assert rows[1]["who"] == "李工" and rows[2]["accuracy_m"] == 80
    assert "basis: user, ±80 m" in run("zone", "嵩山实验室")[1]
    assert "西北新城: yours" in run("zone", "西北新城")[1]
    out = run("query", "盾构装备")[1]
    assert "denied by a planner's own facts:" in out and "已搬走" in out
    assert run("facts", "export", "-o", str(tmp_path / "review"))[0] == 0
    assert run("facts", "undo")[0] == 0
    assert "±150 m" in run("zone", "嵩山实验室")[1]
    assert run("facts", "remove", "fact-0004")[0] == 0
    assert "undone" in run("facts", "history")[1]
    status, _, err = run("facts", "undo", "99")
    assert status == 1 and "zzmap facts history" in err


def test_list_tells_what_has_no_effect(own: City, zzmap: Any, tmp_path: Path) -> None:
    own.facts.add_correction(ROW, why="错")
    change_table(
        own.folder, "placements", lambda rows: rows.remove(next(r for r in rows if r["id"] == ROW))
    )
    done = zzmap("facts", "list", "--geodata", own.folder, "--store", own.store.path)
    assert done.returncode == 0 and "warning fact-lost" in done.stderr
    assert "zzmap facts remove fact-0001" in done.stderr
    words = ("--geodata", own.folder, "--store", own.store.path, "--out", tmp_path / "out")
    done = zzmap("build", *words)
    assert done.returncode == 0 and "1 of your facts do not fit" in done.stderr


@pytest.mark.parametrize("way", ["edit", "remove"])
def test_nothing_is_written_over_what_was_not_seen(tmp_path: Path, way: str) -> None:
    facts = zz.open(store=tmp_path / "parks.gpkg").facts
    facts.add_alias("郑州高新区", "西北新城")
    facts.edit("fact-0001", alias="高新新城", seen=1)
    with pytest.raises(zz.ConflictError) as refused:
        if way == "edit":
            facts.edit("fact-0001", alias="科学新城", seen=1)
        else:
            facts.remove("fact-0001", seen=1)
    assert (refused.value.row_id, refused.value.change) == ("fact-0001", 2)
    assert facts.get("fact-0001").alias == "高新新城"
    assert len(facts.history()) == 2
