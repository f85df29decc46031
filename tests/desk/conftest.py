"""A desk of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import Office, client_of

import zzmap as zz
from zzmap.desk import Desk


@pytest.fixture
def office(tmp_path: Path) -> Office:
    desk = Desk(zz.open(store=tmp_path / "parks.gpkg"))
    return Office(desk, client_of(desk))
