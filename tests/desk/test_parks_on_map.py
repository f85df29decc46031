"""A page comes without parks and asks for them; what it then knows is what a map's file knows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from office import Office, client_of, running
from shapely import MultiPolygon, Polygon, box

import zzmap as zz
from zzmap.desk import Desk
from zzmap.parks.model import ACCURACY_M, BASIS, PARK, Note, Park

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOLED = Polygon(
    [(113.7, 34.7), (113.71, 34.7), (113.71, 34.71), (113.7, 34.71)],
    [[(113.702, 34.702), (113.704, 34.702), (113.704, 34.704)]],
)


def park(name: str, geometry: Polygon | MultiPolygon, industry: str = "生物医药") -> Park:
    return Park(
        id="", name=name, code="", industries=(industry,), status="planned", area_km2=0.0,
        basis=BASIS, accuracy_m=ACCURACY_M, source="test", geometry=geometry, kind=PARK,
        state="live", replaces="",
    )  # fmt: skip


def filled(store: Path) -> list[str]:
    city = zz.open(store=store)
    two = MultiPolygon([box(113.5, 34.7, 113.51, 34.71), box(113.53, 34.7, 113.54, 34.71)])
    rows = [
        park("甲园", HOLED),
        park("重点园", two, "无人机牧场"),
        park("丙园", box(113.6, 34.8, 113.61, 34.81)),
    ]
    return city.store.add(rows, Note.of("test"))


def outlines(office: Office) -> tuple[list[int], list[int], str]:
    """Return points of each ring, holes negative, rings of each park, and the state they are of."""
    answer = office.client.get("/api/map/outlines")
    numbers = np.frombuffer(answer.content, "<i4").tolist()
    parks, rings, points = numbers[:3]
    assert len(numbers) == 3 + parks + rings + 2 * points
    return (
        numbers[3 + parks : 3 + parks + rings],
        numbers[3 : 3 + parks],
        answer.headers["x-zzmap-seen"],
    )


def changes(office: Office, seen: str) -> Any:
    return office.client.get("/api/map/changes", params={"seen": seen}).json()


def test_outlines_say_parts_and_holes(office: Office) -> None:
    filled(office.store)
    assert outlines(office)[:2] == ([4, -3, 4, 4, 4], [2, 2, 1])


def test_a_store_that_is_not_there_has_no_outlines(office: Office) -> None:
    assert outlines(office)[:2] == ([], [])
    assert office.client.get("/api/map/parks").json()["parks"]["id"] == []


def test_only_what_a_change_touched_is_told_again(office: Office) -> None:
    first, second, _ = filled(office.store)
    _, _, seen = outlines(office)
    parks = zz.open(store=office.store).parks
    parks.edit(first, name="新甲园")
    told = changes(office, seen)
    assert (told["parks"]["id"], told["parks"]["name"], told["gone"]) == ([first], ["新甲园"], [])
    assert told["spoken"]["新甲园"] == "xin jia yuan"
    assert outlines(office)[2] == seen  # what was prepared stays, with the change beside it
    parks.remove(second)
    told = changes(office, told["seen"])
    assert (told["parks"]["id"], told["gone"]) == ([], [second])
    parks.undo()
    told = changes(office, told["seen"])
    assert (told["parks"]["name"], told["gone"]) == (["重点园"], [])


def test_another_store_in_its_place_is_told_as_a_whole(office: Office) -> None:
    filled(office.store)
    _, _, seen = outlines(office)
    office.store.unlink()
    zz.open(store=office.store).store.add([park("它园", HOLED)] * 3, Note.of("test"))
    assert changes(office, seen)["whole"]
    assert outlines(office)[1] == [2, 2, 2]


def test_a_word_that_is_no_state_is_told_the_whole(office: Office) -> None:
    filled(office.store)
    for seen in ("", "x", "-1.a", "1", "9" * 400, "1.\x00", "2.0000000000000000"):
        assert changes(office, seen)["whole"]


def test_a_change_of_parks_makes_no_page_anew_and_a_fact_does(office: Office) -> None:
    first, _, _ = filled(office.store)
    path = f"/maps/{office.desk.city.plans.city.themes[0].file}"
    city = zz.open(store=office.store)
    page = office.client.get(path).text
    assert "甲园" not in page
    city.parks.edit(first, name="新甲园")
    assert office.client.get(path).text == page
    city.facts.add_alias("郑州高新区", "西北新城")
    assert "西北新城" in office.client.get(path).text


def test_a_park_on_the_map_is_in_the_list_after_each_change(office: Office) -> None:
    first, _, third = filled(office.store)
    names = lambda: [row["name"] for row in office.client.get("/api/parks").json()["rows"]]  # noqa: E731
    assert names() == ["甲园", "重点园", "丙园"]
    parks = zz.open(store=office.store).parks
    parks.edit(third, name="丁园")
    assert names() == ["甲园", "重点园", "丁园"]
    parks.retire(first)
    assert names() == ["重点园", "丁园"]


KNOWN = """() => {
  const { data, app } = zzmap;
  const plain = (value) =>
    value && typeof value === "object"
      ? Array.isArray(value)
        ? value.map(plain)
        : Object.fromEntries(Object.keys(value).sort().map((k) => [k, plain(value[k])]))
      : value;
  const { places, placements, industries } = data;
  return {
    places: plain(places), placements: plain(placements), industries: plain(industries),
    parks: data.geo.parks.map((park) => plain({ ...park, packed: 0, shape: park.shape })),
    points: plain(data.geo.places).sort((a, b) => (a.id < b.id ? -1 : 1)),
    pinyin: plain(data.payload.pinyin), words: plain(data.payload.question),
    found: ["甲园", "zhongdianyuan", "无人机牧场"].map((text) => app.find(text)),
    answered: ["生物医药", "重点园"].map((text) => app.ask(text)),
  };
}"""


@pytest.mark.browser
def test_a_page_of_the_workbench_knows_what_a_file_knows(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "parks.gpkg"
    filled(store)
    (page, *_) = zz.open(store=store).build(tmp_path / "maps")[1:]
    with running(store) as (_, address):
        known = []
        for where in (page.as_uri(), address):
            tab = browser.new_page()
            tab.goto(where)
            tab.wait_for_selector("html[data-ready]")
            known.append(tab.evaluate(KNOWN))
            tab.close()
    file, served = known
    assert json.dumps(file["parks"], ensure_ascii=False).count("甲园") == 1
    for part in file:
        assert served[part] == file[part], part


def test_what_was_prepared_is_made_anew_when_much_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zzmap.desk.atlas.MOST_CHANGED", 1)
    desk = Desk(zz.open(store=tmp_path / "parks.gpkg"))
    office = Office(desk, client_of(desk))
    first, second, _ = filled(office.store)
    _, _, seen = outlines(office)
    for name in (first, second):
        zz.open(store=office.store).parks.retire(name)
    assert outlines(office)[1:] == ([1], changes(office, seen)["seen"])
