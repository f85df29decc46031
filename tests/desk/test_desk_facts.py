"""A planner's own facts over the desk's routes: told, doubted, changed by two, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from office import Office

import zzmap as zz


def told(office: Office, **body: Any) -> dict[str, Any]:
    done = office.client.post("/api/facts", json=body)
    assert done.status_code == 200, done.text
    return dict(done.json())


PLACEMENT = {
    "kind": "placement",
    "industry": "盾构装备",
    "place": "郑州高新区",
    "relation": "依托",
    "source": "现场",
    "who": "李工",
    "why": "去过",
}
AT = {"kind": "position", "place": "龙湖现代免疫实验室", "at": "113.74,34.81", "crs": "wgs84"}


def test_a_placement_is_told_answered_and_taken_back(office: Office) -> None:
    (fact,) = told(office, **PLACEMENT)["facts"]
    assert (fact["id"], fact["relation"], fact["source"]) == ("fact-0001", "relies_on", "现场")
    (row,) = office.client.get("/api/facts").json()["rows"]
    assert row == fact
    city = zz.open(store=office.store)
    assert city.query("高新区盾构装备")[0].said_by == "user"
    (entry,) = office.client.get("/api/facts/history").json()
    assert (entry["who"], entry["why"], entry["action"]) == ("李工", "去过", "add")
    assert entry["facts"][0]["after"]["place"] == "郑州高新区"
    assert office.client.post("/api/facts/undo", json={"change": entry["batch"]}).status_code == 200
    assert office.client.get("/api/facts").json()["rows"] == []
    latest, first = office.client.get("/api/facts/history").json()
    assert (latest["undoes"], first["in_effect"]) == (first["batch"], False)


def test_a_position_asks_its_accuracy_and_is_doubted_far_off(office: Office) -> None:
    without = office.client.post("/api/facts", json=AT)
    assert (without.status_code, without.json()["kind"]) == (422, "StoreError")
    far = AT | {"at": "113.1,34.5", "accuracy_m": 50}
    doubted = told(office, **far)
    assert (doubted["stopped"], doubted["facts"]) == (True, [])
    assert [row["code"] for row in doubted["findings"]] == ["far-off"]
    assert not office.store.exists()
    kept = told(office, **far, accept=True)
    assert (kept["facts"][0]["lon"], kept["facts"][0]["accuracy_m"]) == (113.1, 50)


def test_a_new_place_comes_with_its_placement_and_goes_with_it(office: Office) -> None:
    new = PLACEMENT | {"place": "东风盾构园", "new": "park", "within": "郑州高新区"}
    done = told(office, **new)
    assert [fact["kind"] for fact in done["facts"]] == ["place", "placement"]
    (entry,) = office.client.get("/api/facts/history").json()
    assert len(entry["facts"]) == 2
    office.client.post("/api/facts/undo", json={"change": entry["batch"]})
    assert office.client.get("/api/facts").json()["rows"] == []
    assert "park" in office.client.get("/api/facts").json()["kinds"]


def test_the_row_that_is_wrong_is_chosen_among_those_of_the_plans(office: Office) -> None:
    found = office.client.get("/api/facts/correctable?industry=大数据&place=智慧岛").json()
    (row,) = found["rows"]
    assert (row["id"], found["count"]) == ("pl-d-0001", 1)
    assert row["document"]
    correction = {"kind": "correction", "placement": row["id"], "who": "李工"}
    assert office.client.post("/api/facts", json=correction).status_code == 422
    (fact,) = told(office, **correction, why="已搬走")["facts"]
    assert (fact["placement_id"], fact["industry"]) == ("pl-d-0001", "")
    assert zz.open(store=office.store).query("智慧岛大数据")[-1].contested.startswith("李工 ")


@pytest.mark.parametrize("way", ["edit", "remove"])
def test_nothing_is_done_to_a_fact_that_was_changed_meanwhile(office: Office, way: str) -> None:
    (mine,) = told(office, kind="alias", name="郑州高新区", alias="西北新城")["facts"]
    theirs = office.client.patch(
        f"/api/facts/{mine['id']}", json={"alias": "高新新城", "seen": mine["seen"], "who": "王工"}
    ).json()["facts"][0]
    body = {"seen": mine["seen"], "who": "李工"}
    path = f"/api/facts/{mine['id']}"
    if way == "edit":
        late = office.client.patch(path, json={"alias": "科学新城", **body})
    else:
        late = office.client.request("DELETE", path, json=body)
    assert (late.status_code, late.json()["kind"]) == (409, "ConflictError")
    assert late.json()["change"] == theirs["seen"]
    assert office.client.get(path).json() == theirs
    again = office.client.patch(path, json={"alias": "科学新城", "seen": theirs["seen"]})
    assert again.json()["facts"][0]["alias"] == "科学新城"


def test_a_fact_that_was_removed_meanwhile_is_a_conflict(office: Office) -> None:
    (mine,) = told(office, kind="alias", name="郑州高新区", alias="西北新城")["facts"]
    path = f"/api/facts/{mine['id']}"
    assert office.client.request("DELETE", path, json={"seen": mine["seen"]}).json() == {}
    late = office.client.patch(path, json={"alias": "科学新城", "seen": mine["seen"]})
    assert late.status_code == 409
    assert office.client.get(path).json()["state"] == "removed"


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_change_of_a_fact_says_what_was_seen(office: Office, method: str) -> None:
    (fact,) = told(office, kind="alias", name="郑州高新区", alias="西北新城")["facts"]
    before = office.store.read_bytes()
    done = office.client.request(method, f"/api/facts/{fact['id']}", json={"alias": "科学新城"})
    assert done.status_code == 400
    assert office.store.read_bytes() == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "place"},
        PLACEMENT | {"industry": ["盾构装备"]},
        AT | {"accuracy_m": "50"},
        AT | {"accuracy_m": 50, "accept": "yes"},
    ],
)
def test_what_is_no_fact_is_refused(office: Office, body: dict[str, Any]) -> None:
    assert office.client.post("/api/facts", json=body).status_code == 400
    assert not office.store.exists()
