"""Maps, layers and reports made at a click, and their end before time."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import fiona
import openpyxl
import pytest
from office import Office, client_of

import zzmap as zz
from zzmap.desk import Desk


def ended(office: Office, job: str) -> dict[str, Any]:
    for _ in range(1200):
        rows = office.client.get("/api/jobs").json()
        found = next(row for row in rows if row["id"] == job)
        if found["state"] not in ("waiting", "running"):
            return dict(found)
        time.sleep(0.1)
    raise AssertionError(found)


def made(office: Office, kind: str, **asked: Any) -> tuple[dict[str, Any], list[str]]:
    job = office.client.post(f"/api/making/{kind}", json=asked)
    assert job.status_code == 200, job.text
    done = ended(office, job.json()["id"])
    return done, [row["file"] for row in office.client.get("/api/outputs").json()]


def test_the_maps_are_one_archive_to_save(office: Office) -> None:
    done, files = made(office, "maps")
    assert (done["state"], files) == ("done", ["郑州市-maps.zip"])
    pages = len(office.desk.city.plans.city.themes)
    assert (done["done"], done["total"]) == (pages, pages + 1), "the index is the last"
    raw = office.client.get("/api/outputs/郑州市-maps.zip").content
    names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert {"郑州市-maps/index.html", "郑州市-maps/parks.html"} <= set(names)
    _, files = made(office, "maps")
    assert sorted(files) == ["郑州市-maps-2.zip", "郑州市-maps.zip"], "nothing is written over"
    assert office.client.request("DELETE", f"/api/outputs/{files[0]}").status_code == 200
    assert len(office.client.get("/api/outputs").json()) == 1


def test_layers_are_read_back_by_another_program(office: Office, tmp_path: Path) -> None:
    done, files = made(office, "layers", layers=["zones", "districts"], format=".gpkg")
    assert (done["state"], files) == ("done", ["郑州市-layers.gpkg"])
    assert (done["done"], done["total"]) == (3, 3), "two layers and the file"
    path = tmp_path / "saved.gpkg"
    path.write_bytes(office.client.get(f"/api/outputs/{files[0]}").content)
    assert {"zones", "districts"} <= set(fiona.listlayers(path))
    done, files = made(office, "layers", layers=["zones", "districts"], format=".shp")
    assert (done["state"], done["done"], done["total"]) == ("done", 2, 2)
    raw = office.client.get("/api/outputs/郑州市-layers.zip").content
    names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    assert {"郑州市-layers/zones.shp", "郑州市-layers/districts.dbf"} <= set(names)


def test_a_report_is_a_file_and_a_name_that_is_none_says_so(office: Office, tmp_path: Path) -> None:
    done, files = made(office, "report", about="place", name="高新区", format=".xlsx")
    assert (done["state"], files) == ("done", ["高新区-郑州市-report.xlsx"])
    assert (done["done"], done["total"]) == (3, 3)
    path = tmp_path / "saved.xlsx"
    path.write_bytes(office.client.get(f"/api/outputs/{files[0]}").content)
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row]
    assert any("郑州高新区" in str(cell) for cell in cells)
    done, files = made(office, "report", about="place", name="没有此地", format=".pdf")
    assert (done["state"], len(files)) == ("failed", 1)
    assert "没有此地" in done["said"][-1]


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("none", {}),
        ("layers", {"layers": [], "format": ".gpkg"}),
        ("layers", {"layers": ["../../x"], "format": ".gpkg"}),
        ("layers", {"layers": ["zones"], "format": "/../x.gpkg"}),
        ("layers", {"layers": ["--out"], "format": ".gpkg"}),
        ("report", {"about": "city", "format": ".exe"}),
        ("report", {"about": "table", "name": "/etc/passwd", "format": ".pdf"}),
        ("report", {"about": "place", "name": "", "format": ".pdf"}),
    ],
)
def test_nothing_is_begun_by_words_of_another_kind(
    office: Office, kind: str, asked: dict[str, Any]
) -> None:
    assert office.client.post(f"/api/making/{kind}", json=asked).status_code in (400, 404)
    assert office.client.get("/api/jobs").json() == []


def test_a_name_is_never_an_option_or_a_path(office: Office) -> None:
    done, files = made(office, "report", about="place", name="--geodata=/x/../y", format=".html")
    assert (done["state"], files) == ("failed", [])
    assert done["files"] == ["geodata=-x-..-y-郑州市-report.html"]


def test_work_that_is_cancelled_leaves_nothing(office: Office) -> None:
    job = office.client.post("/api/making/maps", json={}).json()["id"]
    office.client.post(f"/api/jobs/{job}/cancel", json={})
    assert ended(office, job)["state"] == "cancelled"
    assert office.client.get("/api/outputs").json() == []
    assert office.client.request("DELETE", f"/api/jobs/{job}").status_code == 200
    assert office.client.get("/api/jobs").json() == []


def test_more_work_than_fits_waits_and_is_done(office: Office) -> None:
    asked = {"layers": ["zones"], "format": ".geojson"}
    jobs = [office.client.post("/api/making/layers", json=asked).json()["id"] for _ in range(4)]
    assert [ended(office, job)["state"] for job in jobs] == ["done"] * 4
    assert len(office.client.get("/api/outputs").json()) == 4


def test_a_desk_that_closes_ends_its_work(office: Office) -> None:
    job = office.client.post("/api/making/maps", json={}).json()["id"]
    office.desk.jobs.end()
    again = Desk(zz.open(store=office.store))
    assert ended(office, job)["state"] == "cancelled"
    rows = client_of(again).get("/api/jobs").json()
    assert [row["state"] for row in rows] == ["cancelled"]
