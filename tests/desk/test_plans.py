"""Plans over the desk's routes: drafted, reviewed, merged, compared, taken into use and back."""

from __future__ import annotations

import copy
import random
import time
from pathlib import Path
from typing import Any

import pytest
from dropped import geojson, plan
from httpx import Response
from office import Office, client_of
from test_door import bad_body
from test_lasting import second

import zzmap as zz
from zzmap.desk import Desk
from zzmap.extract.decisions import MARK, OWN_COLUMNS, key_of, text_hash
from zzmap.extract.draft import Draft, read_draft
from zzmap.settings import shipped_geodata


def told(office: Office, upload: str) -> dict[str, Any]:
    rows = office.client.get("/api/plans").json()["plans"]
    return dict(next(row for row in rows if row["id"] == upload))


def ended(office: Office, upload: str) -> dict[str, Any]:
    """Return a plan when nothing of it is under way any more."""
    for _ in range(1200):
        found = told(office, upload)
        if found["job"] is None or found["job"]["state"] not in ("waiting", "running"):
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def brought(office: Office, path: Path) -> str:
    upload = office.client.post("/api/uploads", json={"kind": "plan"}).json()["id"]
    office.client.put(f"/api/uploads/{upload}/{path.name}", content=path.read_bytes())
    return str(upload)


def drafted(office: Office, tmp_path: Path) -> tuple[str, Draft]:
    upload = brought(office, plan(tmp_path / "低空规划.txt"))
    assert office.client.post(f"/api/plans/{upload}/draft", json={}).status_code == 200
    assert ended(office, upload)["job"]["state"] == "done"
    return upload, read_draft(office.desk.folder / "plans" / upload / "draft")


def use(office: Office, upload: str) -> Response:
    """Take into use what a page shows of a plan."""
    merged = told(office, upload)["merged"] or {}
    body = {"seen": merged.get("seen", "")}
    return office.client.post(f"/api/plans/{upload}/use", json=body)


def drop(office: Office, upload: str, seen: str) -> Response:
    address = f"/api/plans/{upload}"
    return office.client.request("DELETE", address, json={"seen": seen})


def decisions(draft: Draft, *taken: str, seen: str = "", **cells: dict[str, str]) -> dict[str, Any]:
    """Accept the document and every row of some tables."""
    rows = [
        {"table": table, "key": key_of(table, row), "decision": "accept"}
        for table in OWN_COLUMNS
        for row in getattr(draft, table)
        if table in taken
    ]
    for row in rows:
        if row["table"] in cells:
            row |= {"decision": "edit", "cells": cells[row["table"]]}
    return {"kind": MARK, "draft": text_hash(draft), "decisions": rows, "seen": seen}


DOCUMENT = {
    "number": "虚构〔2031〕1号", "date": "2031-01-05", "title": "低空规划（虚构）",
    "issuer": "虚构", "gazette": "虚构",
}  # fmt: skip
TABLES = ("documents", "industries", "places", "placements")


def merged(office: Office, tmp_path: Path) -> tuple[str, Draft]:
    upload, draft = drafted(office, tmp_path)
    sent = decisions(draft, *TABLES, documents=DOCUMENT)
    done = office.client.put(f"/api/plans/{upload}/decisions", json=sent)
    assert done.status_code == 200, done.text
    office.client.post(f"/api/plans/{upload}/merge", json={})
    found = ended(office, upload)
    assert found["job"]["state"] == "done", found["job"]
    return upload, draft


def test_a_plan_is_drafted_reviewed_merged_used_and_put_aside(
    office: Office, tmp_path: Path
) -> None:
    shipped = {path: path.read_bytes() for path in shipped_geodata().rglob("*.csv")}
    upload, _ = merged(office, tmp_path)
    found = told(office, upload)
    assert found["draft"]["decided"] >= 10
    # Three of the seven are in plans before. Its chapter on space says what places are for: that
    # is said of one of them once more, and is more than was said of two.
    assert found["merged"]["counts"] == [
        {"subject": "placement", "change": "added", "count": 4},
        {"subject": "placement", "change": "changed", "count": 2},
    ]
    assert (found["merged"]["in_use"], found["merged"]["fits"]) == (False, True)
    assert office.desk.city.folder == office.desk.editions.root, "nothing is used unasked"
    page = office.client.get(f"/plans/{upload}/changes")
    assert page.status_code == 200
    assert "新密市" in page.text
    used = use(office, upload).json()
    assert used["geodata"]["chain"] == ["低空规划.txt"]
    assert "低空规划（虚构）" in {row.title for row in office.desk.city.plans.documents.values()}
    assert any(row.document == "虚构〔2031〕1号" for row in office.desk.city.query("盾构装备"))
    again = Desk(zz.open(store=office.store))
    assert again.city.folder == office.desk.city.folder, "a restart finds it in use"
    seen = used["geodata"]["seen"]
    assert office.client.post("/api/plans/back", json={"seen": "x"}).status_code == 409
    assert office.client.post("/api/plans/back", json={"seen": seen}).status_code == 200
    assert office.desk.city.folder == office.desk.editions.root
    assert {path: path.read_bytes() for path in shipped_geodata().rglob("*.csv")} == shipped


def test_decisions_of_another_window_are_not_written_over(office: Office, tmp_path: Path) -> None:
    upload, draft = drafted(office, tmp_path)
    address = f"/api/plans/{upload}/decisions"
    first = office.client.put(address, json=decisions(draft, "documents")).json()
    late = office.client.put(address, json=decisions(draft, "placements")).json()
    assert late["refused"] is True
    assert [row["table"] for row in late["decisions"]] == ["documents"]
    assert late["seen"] == first["seen"]
    done = office.client.put(address, json=decisions(draft, "placements", seen=late["seen"]))
    assert done.json()["count"] == len(draft.placements)


@pytest.mark.parametrize(
    "change",
    [
        {"draft": "0" * 64},
        {"kind": "x"},
        {"decisions": [{"table": "placements", "key": "none", "decision": "accept"}]},
        {"decisions": "x"},
        {"decisions": [3]},
        {"seen": 3},
    ],
)
def test_what_is_no_decision_on_this_draft_is_refused(
    office: Office, tmp_path: Path, change: dict[str, Any]
) -> None:
    upload, draft = drafted(office, tmp_path)
    address = f"/api/plans/{upload}/decisions"
    office.client.put(address, json=decisions(draft, "documents"))
    kept = office.desk.folder / "plans" / upload / "decisions.json"
    before = kept.read_bytes()
    assert office.client.put(address, json=decisions(draft) | change).status_code in (400, 422)
    assert kept.read_bytes() == before


def test_a_merge_that_rests_on_what_is_open_says_so_and_makes_nothing(
    office: Office, tmp_path: Path
) -> None:
    upload, draft = drafted(office, tmp_path)
    assert office.client.post(f"/api/plans/{upload}/merge", json={}).status_code == 422
    office.client.put(f"/api/plans/{upload}/decisions", json=decisions(draft, "placements"))
    office.client.post(f"/api/plans/{upload}/merge", json={})
    found = ended(office, upload)
    assert found["job"]["state"] == "failed"
    assert "rest on rows" in found["job"]["said"][-1] or "不" in found["job"]["said"][-1]
    assert found["merged"] is None
    assert use(office, upload).status_code == 404


def test_a_merge_made_of_what_is_not_in_use_any_more_is_not_taken(
    office: Office, tmp_path: Path
) -> None:
    first, _ = merged(office, tmp_path)
    use(office, first)
    upload, draft = drafted(office, tmp_path)
    number = DOCUMENT | {"number": "虚构〔2031〕2号", "title": "又一（虚构）"}
    sent = decisions(draft, "documents", documents=number)
    office.client.put(f"/api/plans/{upload}/decisions", json=sent)
    office.client.post(f"/api/plans/{upload}/merge", json={})
    assert ended(office, upload)["merged"]["fits"] is True
    seen = office.client.get("/api/plans").json()["geodata"]["seen"]
    office.client.post("/api/plans/back", json={"seen": seen})
    assert told(office, upload)["merged"]["fits"] is False
    assert use(office, upload).status_code == 409


def test_a_document_that_is_none_says_why(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "空.pdf"
    path.write_bytes(b"no pdf")
    upload = brought(office, path)
    office.client.post(f"/api/plans/{upload}/draft", json={})
    found = ended(office, upload)
    assert (found["job"]["state"], found["draft"]) == ("failed", None)
    assert "空.pdf" in found["job"]["said"][-1]
    assert office.client.request("DELETE", f"/api/plans/{upload}").status_code == 200
    assert office.client.get("/api/plans").json()["plans"] == []


def test_a_restart_keeps_draft_and_decisions(office: Office, tmp_path: Path) -> None:
    upload, draft = drafted(office, tmp_path)
    office.client.put(f"/api/plans/{upload}/decisions", json=decisions(draft, "documents"))
    again = Desk(zz.open(store=office.store))
    other = Office(again, client_of(again))
    found = told(other, upload)
    assert found["draft"]["decided"] == len(draft.documents)
    page = other.client.get(f"/plans/{upload}/review?lang=en")
    assert '"decision":"accept"' in page.text
    assert "connect-src 'self'" in page.text


def test_work_that_was_under_way_when_the_desk_ended_is_told_and_done_again(
    office: Office, tmp_path: Path
) -> None:
    upload = brought(office, plan(tmp_path / "低空规划.txt"))
    office.client.post(f"/api/plans/{upload}/draft", json={})
    job = told(office, upload)["job"]["id"]
    office.client.post(f"/api/jobs/{job}/cancel", json={})
    found = ended(office, upload)
    assert (found["job"]["state"], found["draft"]) == ("cancelled", None)
    record = office.desk.folder / "jobs" / job / "job.json"
    record.write_text(record.read_text("utf-8").replace('"cancelled"', '"running"'), "utf-8")
    office.desk.jobs.end()
    again = Desk(zz.open(store=office.store))
    other = Office(again, client_of(again))
    assert told(other, upload)["job"]["state"] == "broken"
    other.client.post(f"/api/plans/{upload}/draft", json={})
    assert ended(other, upload)["draft"]["due"] == 10


def _spoilt(dice: random.Random, sound: dict[str, Any]) -> dict[str, Any]:
    """Return decisions with one thing in them that none may have."""
    body = copy.deepcopy(sound)
    row = dice.choice(body["decisions"])
    what = dice.choice(("table", "key", "decision", "cells", "draft", "seen", "kind", "twice"))
    wrong = dice.choice((None, 3, [], {}, "x", "../x", "\x00", "x" * 5_000))
    if what == "twice":
        body["decisions"].append(row | {"decision": "reject"})
    elif what in body:
        body[what] = wrong
    else:
        row[what] = wrong or 3  # an edit of no cell is one that may be
        row["decision"] = "edit" if what == "cells" else row["decision"]
    return body


def test_bodies_that_mean_nothing_leave_a_plan_as_it_was(office: Office, tmp_path: Path) -> None:
    upload, draft = drafted(office, tmp_path)
    address = f"/api/plans/{upload}/decisions"
    sent = decisions(draft, "documents", "placements")
    seen = office.client.put(address, json=sent).json()["seen"]
    folder = office.desk.folder / "plans" / upload
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    dice = random.Random(5)
    for number in range(160):
        spoilt = _spoilt(dice, sent | {"seen": seen})
        if number % 2:
            done = office.client.put(address, json=spoilt)
        else:
            path = dice.choice((address, f"/api/plans/{upload}/use", "/api/plans/back"))
            method = "PUT" if path == address else "POST"
            raw = bad_body(dice, changing=False)
            done = office.client.request(method, path, content=raw)
        assert done.status_code < 500, (number, spoilt)
        kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert kept == before, (number, spoilt)
    assert office.desk.city.folder == office.desk.editions.root


def test_a_second_workbench_goes_on_from_what_the_first_took_into_use(
    office: Office, tmp_path: Path
) -> None:
    other = second(office)
    first, _ = merged(office, tmp_path)
    use(office, first)
    upload, draft = drafted(other, tmp_path)
    number = DOCUMENT | {"number": "虚构〔2031〕2号", "title": "又一（虚构）"}
    sent = decisions(draft, "documents", documents=number)
    other.client.put(f"/api/plans/{upload}/decisions", json=sent)
    other.client.post(f"/api/plans/{upload}/merge", json={})
    assert ended(other, upload)["merged"]["fits"] is True
    assert use(other, upload).status_code == 200
    for desk in (office, other):
        desk.client.get("/api/plans")
        numbers = {row.number for row in desk.desk.city.plans.documents.values()}
        assert numbers >= {"虚构〔2031〕1号", "虚构〔2031〕2号"}, "neither is lost"


def test_a_plan_on_which_another_window_decided_is_not_removed(
    office: Office, tmp_path: Path
) -> None:
    upload, draft = drafted(office, tmp_path)
    before = told(office, upload)["seen"]
    sent = decisions(draft, "documents")
    office.client.put(f"/api/plans/{upload}/decisions", json=sent)
    assert drop(office, upload, before).status_code == 409
    found = told(office, upload)
    assert found["draft"]["decided"] == len(draft.documents)
    assert drop(office, upload, found["seen"]).status_code == 200
    assert office.client.get("/api/plans").json()["plans"] == []
    assert not (office.desk.folder / "plans" / upload).exists()


def test_another_merge_than_the_one_looked_at_is_not_taken_into_use(
    office: Office, tmp_path: Path
) -> None:
    upload, draft = merged(office, tmp_path)
    before = told(office, upload)
    fewer = decisions(draft, "documents", documents=DOCUMENT, seen=before["seen"])
    office.client.put(f"/api/plans/{upload}/decisions", json=fewer)
    office.client.post(f"/api/plans/{upload}/merge", json={})
    ended(office, upload)
    body = {"seen": before["merged"]["seen"]}
    assert office.client.post(f"/api/plans/{upload}/use", json=body).status_code == 409
    assert office.desk.city.folder == office.desk.editions.root


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("draft/placements.csv", "x"),
        ("draft/draft.json", "{"),
        ("decisions.json", "{"),
        ("decisions.json", "[]"),
        ("decisions.json", '{"decisions": [3]}'),
        ("changes.json", '{"changes": 3}'),
        ("merged.json", "[]"),
        ("merged.json", '{"edition": 3}'),
        ("merged.json", '{"edition": "../x", "base": "", "decisions": ""}'),
    ],
)
def test_what_is_damaged_of_one_plan_hides_no_other(
    office: Office, tmp_path: Path, file: str, text: str
) -> None:
    upload, _ = merged(office, tmp_path)
    sound = brought(office, plan(tmp_path / "另一份.txt"))
    (office.desk.folder / "plans" / upload / file).write_text(text, "utf-8")
    found = told(office, upload)
    assert told(office, sound)["trouble"] is None
    assert found["trouble"] is not None or file == "merged.json"
    assert found["merged"] is None
    for way in (f"/api/plans/{upload}/merge", f"/api/plans/{upload}/use"):
        assert office.client.post(way, json={}).status_code < 500
    assert drop(office, upload, told(office, upload)["seen"]).status_code == 200
    assert [row["id"] for row in office.client.get("/api/plans").json()["plans"]] == [sound]


def test_a_kill_while_a_plan_is_removed_leaves_no_half_of_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = brought(office, plan(tmp_path / "规划.txt"))
    (office.desk.folder / "plans" / upload).mkdir(parents=True)

    class Killed(BaseException):
        pass

    def kill(path: Path, **_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("zzmap.io.forget.shutil.rmtree", kill)
        with pytest.raises(Killed):
            office.desk.uploads.drop(upload)
    assert office.client.get("/api/plans").json()["plans"] == []
    assert office.client.get("/api/uploads").json() == []
    office.client.post("/api/uploads", json={})
    assert list(office.desk.uploads.folder.glob(".*")) == [], "what was left is swept"


def test_another_file_is_no_plan(office: Office, tmp_path: Path) -> None:
    upload = office.upload(geojson(tmp_path / "a.geojson"))
    for method, way in (("POST", "/draft"), ("POST", "/merge"), ("POST", "/use"), ("DELETE", "")):
        done = office.client.request(method, f"/api/plans/{upload}{way}", json={})
        assert done.status_code == 404, way
    assert [row["id"] for row in office.client.get("/api/uploads").json()] == [upload]


def test_a_plan_is_not_dropped_as_any_file_is(office: Office, tmp_path: Path) -> None:
    upload, draft = drafted(office, tmp_path)
    kept = office.client.put(f"/api/plans/{upload}/decisions", json=decisions(draft, "places"))
    assert kept.status_code == 200, kept.text
    done = office.client.request("DELETE", f"/api/uploads/{upload}")
    assert done.status_code == 409, done.text
    assert told(office, upload)["seen"] == kept.json()["seen"]
    body = {"seen": kept.json()["seen"]}
    assert office.client.request("DELETE", f"/api/uploads/{upload}", json=body).json() == {}


def test_a_fact_without_a_name_says_so(office: Office) -> None:
    done = office.client.post("/api/facts", json={"kind": "alias", "name": "", "alias": "西北新城"})
    assert "“”" not in done.text
    assert done.status_code == 404
