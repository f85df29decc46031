"""Sites over the desk's routes: told, held against constraints, saved as sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from dropped import geojson, shapefile
from office import Office, client_of

import zzmap as zz
from zzmap.desk import Desk


def brought(office: Office, path: Path, kind: str = "site") -> str:
    upload = office.client.post("/api/uploads", json={"kind": kind}).json()["id"]
    office.client.put(f"/api/uploads/{upload}/{path.name}", content=path.read_bytes())
    return str(upload)


def cells(told: dict[str, Any]) -> list[str]:
    blocks = [block for section in told["sections"] for block in section["blocks"]]
    return [cell for block in blocks for row in block.get("rows", []) for cell in row]


def test_a_site_says_where_it_lies_and_what_is_near(office: Office, tmp_path: Path) -> None:
    upload = brought(office, geojson(tmp_path / "甲地块.geojson", west=113.55))
    told = office.client.post(f"/api/uploads/{upload}/site", json={"near_km": 3}).json()
    direct = zz.open().site(tmp_path / "甲地块.geojson", near_m=3000)
    assert any(direct.of("district")[0].name in cell for cell in cells(told))
    assert len(told["shapes"][0][0][0]) == 5
    (waiting,) = office.client.get("/api/uploads").json()
    assert waiting["how"] == {"near_km": 3, "kind": "site"}


def test_constraints_are_held_against_every_site_by_their_names(
    office: Office, tmp_path: Path
) -> None:
    site = brought(office, geojson(tmp_path / "甲.geojson"))
    red = brought(office, geojson(tmp_path / "红线.geojson", west=113.6112345), "constraint")
    named = {"name": "生态保护红线"}
    assert office.client.post(f"/api/uploads/{red}/named", json=named).status_code == 200
    again = Desk(zz.open(store=office.store))
    told = client_of(again).post(f"/api/uploads/{site}/site", json={}).json()
    row = next(
        row
        for section in told["sections"]
        for block in section["blocks"]
        for row in block.get("rows", [])
        if row[0] == "生态保护红线"
    )
    assert "50" in " ".join(row), row


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html"])
def test_a_sheet_is_saved_and_read_back(office: Office, tmp_path: Path, suffix: str) -> None:
    upload = brought(office, geojson(tmp_path / "甲地块.geojson"))
    done = office.client.post(f"/api/uploads/{upload}/sheet", json={"format": suffix})
    (name,) = done.json()["files"]
    assert name == f"甲地块-site{suffix}"
    path = tmp_path / f"saved{suffix}"
    path.write_bytes(office.client.get(f"/api/outputs/{name}").content)
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        found = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    elif suffix == ".docx":
        tables = docx.Document(str(path)).tables
        found = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    else:
        found = path.read_text("utf-8")
    assert "中原区" in found


def test_a_file_that_can_be_read_in_two_ways_is_asked_after(office: Office, tmp_path: Path) -> None:
    upload = brought(office, shapefile(tmp_path))
    address = f"/api/uploads/{upload}/site"
    assert office.client.post(address, json={}).json()["refused"]["kind"] == "CrsError"
    how: dict[str, Any] = {"crs": "gcj02", "trust_crs": True, "accept": True}
    assert "refused" in office.client.post(address, json=how).json(), "a ring crosses itself"
    told = office.client.post(address, json=how | {"fix": True}).json()
    assert len(told["sections"]) > 3


@pytest.mark.parametrize(
    "body", [{"near_km": 51}, {"near_km": "5"}, {"accept": 1}, {"name": 3}, {"format": ".exe"}]
)
def test_a_site_is_asked_in_no_other_words(
    office: Office, tmp_path: Path, body: dict[str, Any]
) -> None:
    upload = brought(office, geojson(tmp_path / "甲.geojson"))
    assert office.client.post(f"/api/uploads/{upload}/sheet", json=body).status_code == 400
    assert office.client.get("/api/outputs").json() == []
