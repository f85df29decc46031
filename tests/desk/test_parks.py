"""Parks over the desk's routes: dropped, looked at, stored, edited by two, undone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import shapely
from dropped import SQUARE, geojson, shapefile
from office import Office, client_of
from shapely.geometry import Polygon

import zzmap as zz
from zzmap.desk import Desk


def added(office: Office, path: Path) -> str:
    done = office.client.post(f"/api/uploads/{office.upload(path)}/add", json={"accept": True})
    assert done.status_code == 200, done.text
    return str(done.json()["parks"][0]["id"])


def test_two_readings_are_both_shown_and_none_is_taken(office: Office, tmp_path: Path) -> None:
    upload = office.upload(shapefile(tmp_path))
    told = office.client.post(f"/api/uploads/{upload}/check", json={}).json()["refused"]
    assert told["kind"] == "CrsError"
    ways = office.client.post(f"/api/uploads/{upload}/ways", json={}).json()
    assert [way["crs"] for way in ways] == ["EPSG:4326", "gcj02", "bd09"]
    first, shifted = (Polygon(way["shapes"][0][0][0]).centroid for way in ways[:2])
    assert first.distance(shapely.Point(SQUARE.centroid.y, SQUARE.centroid.x)) < 1e-6
    assert 0.004 < first.distance(shifted) < 0.009  # some 600 m
    assert not office.store.exists()


def test_a_faulty_file_is_mended_accepted_found_and_undone(office: Office, tmp_path: Path) -> None:
    upload = office.upload(shapefile(tmp_path))
    how = {"crs": "gcj02"}
    found = office.client.post(f"/api/uploads/{upload}/check", json=how).json()
    assert [row["name"] for row in found["parcels"]] == ["东风智能园", "西流湖园"]
    assert {row["code"] for row in found["findings"]} >= {"invalid-ring"}
    stopped = office.client.post(f"/api/uploads/{upload}/add", json={**how, "accept": True}).json()
    assert (stopped["stopped"], stopped["parks"]) == (True, [])
    assert not office.store.exists()
    how |= {"fix": True}
    mended = office.client.post(f"/api/uploads/{upload}/check", json=how).json()
    assert mended["errors"] == 0
    done = office.client.post(
        f"/api/uploads/{upload}/add", json={**how, "accept": True, "who": "李工", "why": "收到"}
    ).json()
    assert [row["name"] for row in done["parks"]] == ["东风智能园", "西流湖园"]
    assert office.client.get("/api/uploads").json() == []
    city = zz.open(store=office.store)
    assert any(row.place == "东风智能园" for row in city.query("智能传感器"))
    (entry,) = office.client.get("/api/history").json()
    assert (entry["who"], entry["why"], entry["count"]) == ("李工", "收到", 2)
    undone = office.client.post("/api/undo", json={"change": entry["batch"]})
    assert undone.status_code == 200
    assert office.client.get("/api/parks").json()["count"] == 0
    assert [row["in_effect"] for row in office.client.get("/api/history").json()] == [True, False]


def test_what_waits_outlives_a_restart(office: Office, tmp_path: Path) -> None:
    upload = office.upload(geojson(tmp_path / "甲.geojson"))
    office.client.post(f"/api/uploads/{upload}/check", json={"name": "改名园", "fix": True})
    again = client_of(Desk(zz.open(store=office.store)))
    (waiting,) = again.get("/api/uploads").json()
    assert (waiting["id"], waiting["name"]) == (upload, "甲.geojson")
    assert waiting["how"] == {"name": "改名园", "fix": True}


def test_an_edit_of_what_was_changed_meanwhile_is_refused(office: Office, tmp_path: Path) -> None:
    park = added(office, geojson(tmp_path / "a.geojson"))
    mine = office.client.get(f"/api/parks/{park}").json()
    theirs = office.client.patch(
        f"/api/parks/{park}", json={"status": "active", "seen": mine["seen"], "who": "王工"}
    )
    assert theirs.status_code == 200
    late = office.client.patch(
        f"/api/parks/{park}", json={"status": "planned", "seen": mine["seen"]}
    )
    assert (late.status_code, late.json()["kind"]) == (409, "ConflictError")
    assert late.json()["change"] == theirs.json()["seen"]
    assert office.client.get(f"/api/parks/{park}").json()["status"] == "active"
    again = {"status": "planned", "seen": theirs.json()["seen"]}
    assert office.client.patch(f"/api/parks/{park}", json=again).status_code == 200


def test_an_edit_that_says_not_what_it_has_seen_is_refused(office: Office, tmp_path: Path) -> None:
    park = added(office, geojson(tmp_path / "a.geojson"))
    before = office.client.get(f"/api/parks/{park}").json()
    done = office.client.patch(f"/api/parks/{park}", json={"status": "planned"})
    assert done.status_code == 400
    assert office.client.get(f"/api/parks/{park}").json() == before


@pytest.mark.parametrize("way", ["retire", "remove", "boundary"])
def test_nothing_is_done_to_what_was_changed_meanwhile(
    office: Office, tmp_path: Path, way: str
) -> None:
    park = added(office, geojson(tmp_path / "a.geojson"))
    seen = office.client.get(f"/api/parks/{park}").json()["seen"]
    office.client.patch(f"/api/parks/{park}", json={"status": "active", "seen": seen})
    before = office.client.get(f"/api/parks/{park}").json()
    if way == "retire":
        done = office.client.post(f"/api/parks/{park}/retire", json={"seen": seen})
    elif way == "remove":
        done = office.client.request("DELETE", f"/api/parks/{park}", json={"seen": seen})
    else:
        upload = office.upload(geojson(tmp_path / "b.geojson", west=113.7012345))
        body = {"park": park, "seen": seen, "accept": True}
        done = office.client.post(f"/api/uploads/{upload}/boundary", json=body)
    assert done.status_code == 409
    assert office.client.get(f"/api/parks/{park}").json() == before


def test_a_boundary_is_replaced_and_the_file_leaves_the_desk(
    office: Office, tmp_path: Path
) -> None:
    park = added(office, geojson(tmp_path / "a.geojson"))
    upload = office.upload(geojson(tmp_path / "b.geojson", west=113.7012345))
    done = office.client.post(
        f"/api/uploads/{upload}/boundary", json={"park": park, "accept": True, "seen": 1}
    ).json()
    assert done["stopped"] is False
    assert zz.open(store=office.store).parks.get(park).geometry.bounds[0] == pytest.approx(
        113.7012345, abs=1e-7
    )
    assert office.client.get("/api/uploads").json() == []


def test_threads_that_ask_together_lose_nothing(office: Office, tmp_path: Path) -> None:
    """What GEOS prepares for a check is not to be shared; and every import is kept."""
    paths = [geojson(tmp_path / f"{at}.geojson", f"园{at}", 113.5 + at * 0.03) for at in range(6)]
    told: list[int] = []

    def one(path: Path) -> None:
        client = client_of(office.desk)
        own = Office(office.desk, client)
        upload = own.upload(path)
        for _ in range(2):
            told.append(client.post(f"/api/uploads/{upload}/check", json={}).status_code)
        done = client.post(f"/api/uploads/{upload}/add", json={"accept": True})
        told.append(done.status_code)

    threads = [threading.Thread(target=one, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [200] * 18
    assert office.client.get("/api/parks").json()["count"] == 6


def test_refusals_speak_the_readers_language(office: Office) -> None:
    english = office.client.get("/api/parks/none").json()["message"]
    chinese = office.client.get("/api/parks/none", headers={"x-zzmap-lang": "zh"}).json()["message"]
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in english)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)


def test_a_boundary_asks_what_was_seen(office: Office, tmp_path: Path) -> None:
    upload = office.upload(geojson(tmp_path / "b.geojson"))
    for subject in ({"park": "甲园"}, {"place": "郑州高新区"}):
        way = "boundary" if "park" in subject else "zone"
        told = office.client.post(f"/api/uploads/{upload}/{way}", json={**subject, "accept": True})
        assert told.status_code == 400
    assert not office.store.exists()


def test_a_zone_that_was_changed_meanwhile_is_left(office: Office, tmp_path: Path) -> None:
    first, second = (geojson(tmp_path / f"{name}.geojson", west=113.5) for name in "ab")
    body = {"place": "郑州高新区", "accept": True, "seen": 0}
    mine = office.client.post(f"/api/uploads/{office.upload(first)}/zone", json=body)
    assert mine.json()["stopped"] is False
    before = office.store.read_bytes()
    late = office.client.post(f"/api/uploads/{office.upload(second)}/zone", json=body)
    assert (late.status_code, late.json()["kind"]) == (409, "ConflictError")
    assert office.store.read_bytes() == before
    (row,) = zz.open(store=office.store).zones.list()
    assert row.name == "郑州高新区"


def test_a_boundary_that_is_drawn_anew_says_both_areas_and_is_taken_back(
    office: Office, tmp_path: Path
) -> None:
    park = added(office, geojson(tmp_path / "a.geojson"))
    was = office.client.get(f"/api/parks/{park}").json()
    upload = office.upload(geojson(tmp_path / "b.geojson", west=113.6112345))
    how = {"kind": "redraw", "park": park}
    looked = office.client.post(f"/api/uploads/{upload}/check", json=how).json()
    assert [row["code"] for row in looked["findings"] if row["code"] == "overlap"] == []
    assert office.client.get(f"/api/parks/{park}").json() == was
    body = how | {"seen": was["seen"], "accept": True, "who": "李工", "why": "实测"}
    done = office.client.post(f"/api/uploads/{upload}/boundary", json=body).json()
    assert done["before_km2"] == was["area_km2"]
    assert done["after_km2"] == pytest.approx(looked["parcels"][0]["area_km2"], rel=1e-4)
    entry = office.client.get("/api/history").json()[0]
    assert (entry["action"], entry["who"], entry["why"]) == ("replace", "李工", "实测")
    office.client.post("/api/undo", json={"change": entry["batch"]})
    now = office.client.get(f"/api/parks/{park}").json()
    assert now["geometry"] == was["geometry"]
    assert now["area_km2"] == was["area_km2"]


def test_a_replaced_zone_is_listed_and_its_shipped_boundary_brought_back(
    office: Office, tmp_path: Path
) -> None:
    assert office.client.get("/api/zones").json() == []
    zone = {"place": "郑州高新区", "accept": True, "seen": 0, "who": "李工", "why": "批复"}
    for west in (113.5, 113.51):
        upload = office.upload(geojson(tmp_path / "z.geojson", west=west))
        zone["seen"] = zz.open(store=office.store).parks.last_change
        assert office.client.post(f"/api/uploads/{upload}/zone", json=zone).status_code == 200
    (row,) = office.client.get("/api/zones").json()
    assert (row["name"], row["who"], row["why"], row["seen"]) == ("郑州高新区", "李工", "批复", 2)
    path = f"/api/zones/{row['place']}/restore"
    assert office.client.post(path, json={}).status_code == 400
    late = office.client.post(path, json={"seen": 1})
    assert (late.status_code, late.json()["kind"]) == (409, "ConflictError")
    assert len(office.client.get("/api/zones").json()) == 1
    done = office.client.post(path, json={"seen": 2, "who": "王工"})
    assert done.json() == {"name": "郑州高新区"}
    assert office.client.get("/api/zones").json() == []
    entry = office.client.get("/api/history").json()[0]
    assert (entry["action"], entry["who"]) == ("restore zone", "王工")
    office.client.post("/api/undo", json={"change": entry["batch"]})
    assert [one["name"] for one in office.client.get("/api/zones").json()] == ["郑州高新区"]


def test_no_change_is_taken_back_that_is_not_named(office: Office, tmp_path: Path) -> None:
    upload = office.upload(geojson(tmp_path / "a.geojson"))
    office.client.post(f"/api/uploads/{upload}/add", json={"accept": True})
    before = office.store.read_bytes()
    for body in ({}, {"change": None}, {"other": 1}):
        assert office.client.post("/api/undo", json=body).status_code == 400
        assert office.client.post("/api/facts/undo", json=body).status_code == 400
    assert office.store.read_bytes() == before
