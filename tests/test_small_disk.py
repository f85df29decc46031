"""A slice of ``python tests/full_disk.py``: a small disk filled while a writer writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from full_disk import Disk


@pytest.mark.parametrize("kind", ["export gpkg", "convert shp", "parks add", "build"])
def test_a_full_disk_leaves_the_old_output_whole_or_the_new_one(tmp_path: Path, kind: str) -> None:
    done = Disk(tmp_path).fill(kind, 3)
    if done is None:
        pytest.skip("NO SMALL DISK: mounting a tmpfs needs root, so a full disk is not tried")
    refused, _ = done
    assert refused, "with no room at all it has to refuse"
