"""A few of the kills of ``tests/desk/kills.py``."""

from __future__ import annotations

from pathlib import Path

from kills import kill_many


def test_a_desk_that_is_killed_leaves_nothing_half_done(tmp_path: Path) -> None:
    during = kill_many(tmp_path, 4, seed=7)
    assert sum(times for name, times in during.items() if not name.startswith("a job")) == 4
