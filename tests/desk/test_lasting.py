"""What outlasts a reload, another window, a second desk, a full disk and a damaged file."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest
from dropped import geojson, workbook
from office import HOST, Office, client_of
from starlette.testclient import TestClient

import zzmap as zz
from zzmap.desk import Desk
from zzmap.desk.app import create_app
from zzmap.desk.guard import MOST_BODY
from zzmap.desk.presence import Presence


def second(office: Office) -> Office:
    """Return another desk on the same store, as a second double-click makes one."""
    desk = Desk(zz.open(store=office.store))
    return Office(desk, client_of(desk))


def test_what_was_said_of_a_file_is_kept_before_it_is_read_again(
    office: Office, tmp_path: Path
) -> None:
    upload = office.upload(geojson(tmp_path / "甲.geojson"))
    said = {"name": "乙园", "industries": ["智能传感器"], "why": "按批复"}
    assert office.client.post(f"/api/uploads/{upload}/how", json=said).json() == said
    (row,) = second(office).client.get("/api/uploads").json()
    assert row["how"] == said
    checked = office.client.post(f"/api/uploads/{upload}/check", json=row["how"]).json()
    assert [parcel["name"] for parcel in checked["parcels"]] == ["乙园"]


def test_rows_that_two_windows_settle_are_all_kept(office: Office, tmp_path: Path) -> None:
    upload = office.upload(workbook(tmp_path / "企业.xlsx"))
    address = f"/api/uploads/{upload}/how"
    one, other = {"4": {"place": "zone-gaoxin"}}, {"5": {"place": ""}}
    office.client.post(address, json={"kind": "table", "settled": one})
    told = office.client.post(address, json={"kind": "table", "settled": other}).json()
    assert told["settled"] == one | other
    (row,) = office.client.get("/api/uploads").json()
    assert row["how"]["settled"] == one | other


@pytest.mark.parametrize("damaged", ['{"crs":', "[]", "null", "3", "\x00"])
def test_a_note_that_was_damaged_hides_no_file(
    office: Office, tmp_path: Path, damaged: str
) -> None:
    upload = office.upload(geojson(tmp_path / "甲.geojson"))
    (office.desk.uploads.folder / upload / ".how.json").write_text(damaged, "utf-8")
    (row,) = office.client.get("/api/uploads").json()
    assert (row["name"], row["how"]) == ("甲.geojson", {})
    assert office.client.get("/api/plans").status_code == 200


def test_what_never_got_a_file_is_swept_and_nothing_else(office: Office, tmp_path: Path) -> None:
    empty, young = (office.client.post("/api/uploads", json={}).json()["id"] for _ in range(2))
    kept = office.upload(geojson(tmp_path / "甲.geojson"))
    folder = office.desk.uploads.folder
    for name in (empty, kept):
        os.utime(folder / name, (time.time() - 7_200,) * 2)
    office.client.post("/api/uploads", json={})
    assert not (folder / empty).exists()
    assert (folder / young).is_dir()
    assert (folder / kept / "甲.geojson").is_file()


def test_a_folder_that_takes_nothing_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "parks.desk").write_text("a file where the folder should be", "utf-8")
    desk = Desk(zz.open(store=tmp_path / "parks.gpkg"))
    client = client_of(desk)
    for path in ("/api/uploads", "/api/making/maps"):
        told = client.post(path, json={})
        assert (told.status_code, told.json()["kind"]) == (422, "OutputError")


def test_work_that_cannot_be_written_down_is_not_begun(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise zz.OutputError("no room", "job.json")

    with monkeypatch.context() as patch:
        patch.setattr("zzmap.desk.work.write_text", full)
        assert office.client.post("/api/making/maps", json={}).status_code == 422
    assert office.client.get("/api/jobs").json() == []
    assert list(office.desk.jobs.folder.glob("?" * 16)) == []


def test_a_disk_that_fills_while_work_goes_on_ends_it_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"layers": ["parks"], "format": ".geojson"}
    job = office.client.post("/api/making/layers", json=body).json()["id"]
    monkeypatch.setattr(
        "zzmap.io.staging.tempfile.mkdtemp",
        lambda **_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device")),
    )
    for _ in range(600):
        if office.desk.jobs.get(job).state in ("done", "failed"):
            break
        time.sleep(0.1)
    assert office.desk.jobs.get(job).state in ("done", "failed")


def test_work_of_another_desk_is_neither_broken_nor_taken_away(office: Office) -> None:
    other = second(office)
    job = office.client.post("/api/making/maps", json={}).json()["id"]
    try:
        assert [row["state"] for row in other.client.get("/api/jobs").json()] != ["broken"]
        assert other.client.delete(f"/api/jobs/{job}").status_code == 200
        assert [row["id"] for row in other.client.get("/api/jobs").json()] == [job]
        assert other.client.post(f"/api/jobs/{job}/cancel", json={}).status_code == 404
        assert office.desk.jobs.get(job).is_open
    finally:
        office.client.post(f"/api/jobs/{job}/cancel", json={})
        office.desk.jobs.end()
    (told,) = other.client.get("/api/jobs").json()
    assert told["state"] in ("cancelled", "broken"), "the desk that did it has ended"
    assert other.client.delete(f"/api/jobs/{job}").status_code == 200
    assert other.client.get("/api/jobs").json() == []


def test_a_desk_that_ended_in_whatever_way_is_not_there(tmp_path: Path) -> None:
    one, other = Presence(tmp_path), Presence(tmp_path)
    name = one.say()
    assert (one.say(), other.is_there(name)) == (name, True)
    assert not other.is_there("../parks.gpkg")
    one.end()
    assert not other.is_there(name)
    left = tmp_path / f"{'0' * 16}.desk"
    left.touch()
    assert not other.is_there(left.name)
    os.utime(left, (0, 0))
    own = other.say()
    assert not left.exists()
    assert Presence(tmp_path).is_there(own)


@pytest.mark.parametrize(("language", "word"), [("zh", "重新启动"), ("en", "started anew")])
def test_a_page_of_a_desk_that_was_started_anew_is_told_so(
    office: Office, language: str, word: str
) -> None:
    again = Desk(zz.open(store=office.store))
    old = TestClient(create_app(again, [HOST]), base_url=f"http://{HOST}")
    headers = {"x-zzmap-desk": office.desk.csrf, "x-zzmap-lang": language}
    assert word in old.get("/api/parks", headers=headers).json()["what"]
    new = client_of(again, **headers)
    assert word in new.post("/api/undo", json={}).json()["what"]


def test_what_is_too_large_is_told_in_megabytes(office: Office) -> None:
    upload = office.client.post("/api/uploads", json={}).json()["id"]
    told = office.client.put(
        f"/api/uploads/{upload}/a.geojson", content=b"", headers={"content-length": str(10**12)}
    )
    assert f"{MOST_BODY // 10**6} MB" in told.json()["what"]
    script = Path(zz.__file__).parent / "desk" / "static" / "deskfiles.js"
    assert f"const MOST_BYTES = {MOST_BODY:_};" in script.read_text("utf-8")


@pytest.mark.parametrize("path", ["/maps/industry_layout.html", "/plans/0/review", "/none"])
def test_who_opens_a_page_that_fails_reads_a_page(tmp_path: Path, path: str) -> None:
    store = tmp_path / "<b>.gpkg"
    store.write_bytes(b"no store" * 1000)
    client = client_of(Desk(zz.open(store=store)))
    told = client.get(path)
    assert told.status_code in (404, 422)
    assert told.headers["content-type"].startswith("text/html")
    assert 'href="/"' in told.text
    assert "<b>" not in told.text
    assert client.get("/api/none").json()["kind"] == "NotFoundError"


def test_columns_that_hold_no_known_name_are_told(office: Office, tmp_path: Path) -> None:
    path = geojson(tmp_path / "红线.geojson", name="甲园")
    path.write_text(path.read_text("utf-8").replace('"name"', '"某列"'), "utf-8")
    upload = office.upload(path)
    address = f"/api/uploads/{upload}/check"
    assert office.client.post(address, json={}).json()["unnamed"] == 1
    found = office.client.post(address, json={"mapping": {"name": "某列"}}).json()
    assert (found["unnamed"], found["parcels"][0]["name"]) == (0, "甲园")
    assert office.client.post(address, json={"name": "乙园"}).json()["unnamed"] == 0


def test_a_store_that_is_deleted_beneath_a_desk_is_said_and_none_is_made(
    office: Office, tmp_path: Path
) -> None:
    upload = office.upload(geojson(tmp_path / "甲园.geojson", "甲园", 113.5))
    added = {"accept": True}
    assert office.client.post(f"/api/uploads/{upload}/add", json=added).status_code == 200
    aside = office.store.rename(tmp_path / "aside.gpkg")
    later = office.client.get("/api/outputs")
    assert later.status_code == 200, "what was made can still be saved"
    theme = office.desk.city.plans.city.themes[0].file
    asked = [
        ("GET", "/api/parks"), ("GET", "/api/map/outlines"), ("GET", f"/maps/{theme}"),
        ("POST", f"/api/uploads/{upload}/add"), ("POST", "/api/facts"),
    ]  # fmt: skip
    for method, path in asked:
        told = office.client.request(method, path, json=added if method == "POST" else None)
        assert told.status_code == 422, path
        assert "parks.gpkg" in told.text
        assert "gone" in told.text
    assert not office.store.exists()
    aside.rename(office.store)
    assert office.client.get("/api/parks").json()["count"] == 1
