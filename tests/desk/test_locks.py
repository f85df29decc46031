"""The file of a store is opened by SQLite alone: to close it otherwise takes all its locks away."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from dropped import geojson, workbook
from office import Office

import zzmap as zz
from zzmap.parks.model import Note

_watched: dict[str, list[str]] = {}


def _hear(event: str, values: tuple[object, ...]) -> None:
    if event == "open" and _watched:
        for path, opened in _watched.items():
            if str(values[0]) == path:
                opened.append(event)


sys.addaudithook(_hear)  # none can be taken away again: it looks for what is watched


def test_no_route_opens_the_store_by_itself(office: Office, tmp_path: Path) -> None:
    opened = _watched[str(office.store)] = []
    client = office.client
    try:
        upload = office.upload(geojson(tmp_path / "a.geojson"))
        client.post(f"/api/uploads/{upload}/check", json={})
        client.post(f"/api/uploads/{upload}/site", json={})
        done = client.post(f"/api/uploads/{upload}/add", json={"accept": True}).json()
        (park,) = (row["id"] for row in done["parks"])
        client.patch(f"/api/parks/{park}", json={"status": "planned", "seen": 1})
        client.post("/api/facts", json={"kind": "alias", "name": "郑州高新区", "alias": "西北新城"})
        table = office.upload(workbook(tmp_path / "企业.xlsx"))
        client.post(f"/api/uploads/{table}/table", json={})
        for path in ("/maps/industry_layout.html", "/api/map/outlines", "/api/map/parks",
                     "/api/parks", "/api/zones", "/api/history", "/api/facts", "/api/plans",
                     "/api/outputs", "/api/jobs"):  # fmt: skip
            assert client.get(path).status_code == 200, path
        client.post("/api/making/layers", json={"layers": ["parks"], "format": ".geojson"})
        for _ in range(600):
            if client.get("/api/jobs").json()[0]["state"] == "done":
                break
            time.sleep(0.1)
        assert client.get("/api/outputs/parks.geojson").status_code == 200
        batch = client.get("/api/history").json()[0]["batch"]
        assert client.post("/api/undo", json={"change": batch}).status_code == 200
        office.desk.city.build(tmp_path / "maps")
        assert opened == []
        office.store.read_bytes()
        assert len(opened) == 1, "it would have been heard"
    finally:
        _watched.clear()


def test_maps_that_are_built_leave_a_writer_its_lock(tmp_path: Path) -> None:
    city = zz.open(store=tmp_path / "parks.gpkg")
    city.parks.add(geojson(tmp_path / "a.geojson"), accept=True)
    city.build(tmp_path / "maps")
    said: list[str] = []
    try_it = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1], timeout=0);"
        " connection.execute('BEGIN IMMEDIATE')"
    )
    with city.store.changing(Note("李工")):
        city.build(tmp_path / "maps", progress=said.append)
        other = subprocess.run(
            [sys.executable, "-c", try_it, str(city.store.path)], capture_output=True, check=False
        )
    assert said == ["nothing has changed since the last build"]
    assert b"locked" in other.stderr, "two writers were in the store at once"


def test_maps_are_built_anew_when_the_store_says_something_else(tmp_path: Path) -> None:
    city = zz.open(store=tmp_path / "parks.gpkg")
    marks = [city.store.mark()]
    city.parks.add(geojson(tmp_path / "a.geojson"), accept=True)
    marks.append(city.store.mark())
    city.parks.edit("甲园", status="planned")
    marks.append(city.store.mark())
    city.facts.add_alias("郑州高新区", "西北新城")
    marks.append(city.store.mark())
    assert marks[0] == ""
    assert len(set(marks)) == len(marks)
    with sqlite3.connect(city.store.path) as connection:
        connection.execute("VACUUM")
    connection.close()
    assert city.store.mark() == marks[-1], "what it says is the same"
