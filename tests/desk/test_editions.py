"""Merged geodata that nobody can take into use any more are deleted, and no other."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

import zzmap as zz
from zzmap.desk import Desk
from zzmap.desk.editions import KEPT_DAYS
from zzmap.desk.plans import clear

PLAN, OTHER = "0" * 16, "1" * 16
OLD_S = (KEPT_DAYS + 1) * 86_400


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(zz.open(store=tmp_path / "parks.gpkg"))


def edition(desk: Desk, name: str, age_s: float = OLD_S) -> Path:
    folder = desk.editions.folder / name
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_text("{}", "utf-8")
    os.utime(folder, (time.time() - age_s,) * 2)
    return folder


def merged(desk: Desk, plan: str, name: str) -> None:
    folder = desk.folder / "plans" / plan
    folder.mkdir(parents=True)
    text = json.dumps({"edition": name, "base": "", "decisions": ""})
    (folder / "merged.json").write_text(text, "utf-8")


def test_only_what_cannot_be_taken_into_use_any_more_goes(desk: Desk) -> None:
    before, latest = edition(desk, f"{PLAN}-1"), edition(desk, f"{PLAN}-2")
    merged(desk, PLAN, latest.name)
    removed = edition(desk, f"{OTHER}-1")
    used = edition(desk, f"{OTHER}-2")
    desk.editions.take(used.name)  # its plan is removed from the desk, it stays in use
    fresh = edition(desk, f"{OTHER}-3", age_s=60)
    kept = desk.editions.folder / "mine"
    kept.mkdir()
    os.utime(kept, (0, 0))
    assert clear(desk) == [before.name, removed.name]
    assert not before.exists()
    assert not removed.exists()
    assert all(path.is_dir() for path in (latest, used, fresh, kept))
    assert clear(desk) == []


def test_what_is_in_use_of_other_geodata_stays(desk: Desk, tmp_path: Path) -> None:
    other = edition(desk, f"{PLAN}-1")
    chain = {str(tmp_path / "geodata-luoyang"): {"mark": "", "chain": [other.name]}}
    (desk.editions.folder / "in-use.json").write_text(json.dumps(chain), "utf-8")
    assert clear(desk) == []
    assert other.is_dir()


def test_an_edition_above_a_lost_one_stays(desk: Desk) -> None:
    first, second = edition(desk, f"{PLAN}-1"), edition(desk, f"{PLAN}-2")
    for one in (first, second):
        desk.editions.take(one.name)
    (first / "datapackage.json").unlink()
    assert desk.editions.chain == ()
    assert clear(desk) == []
    assert second.is_dir()


def test_nothing_goes_where_a_plan_cannot_be_read(desk: Desk) -> None:
    old = edition(desk, f"{PLAN}-1")
    merged(desk, PLAN, old.name)
    (desk.folder / "plans" / PLAN / "merged.json").write_text("{", "utf-8")
    assert clear(desk) == []
    assert old.is_dir()


def test_what_a_kill_left_half_deleted_is_no_edition_and_goes(desk: Desk) -> None:
    half = edition(desk, f"{PLAN}-1")
    (half / "datapackage.json").unlink()
    os.utime(half, (time.time() - OLD_S,) * 2)
    assert not desk.editions.is_there(half.name)
    assert clear(desk) == [half.name]
    assert not half.exists()
