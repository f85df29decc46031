"""Zones, lines and positions are near where independent points put them, where such are at hand."""

from pathlib import Path

import pytest
from test_docs import load

FACTS = Path(__file__).resolve().parent.parent.parent / "shared" / "facts"


def facts(name: str) -> Path:
    path = FACTS / f"{name}.csv"
    if not path.is_file():
        pytest.skip(f"NO CONTROL POINTS ({name}): not scored here")
    return path


def test_zones_hold_their_own_addresses_and_few_others() -> None:
    inside, outside = facts("zone_control_points"), facts("outside_control_points")
    rows = load("score_zones").scores(inside, outside)
    assert len(rows) == 4
    for row in rows:
        assert row.recall >= 0.99, row
        assert row.strangers <= 2, row


def test_lines_lie_where_their_points_are_and_within_what_they_state() -> None:
    points = [facts("line_points"), facts("road_control_points")]
    rows = [row for row in load("score_lines").scores(points) if row.proven]
    assert {row.name for row in rows} == {"航海路", "双湖大道", "郑开大道", "郑西高铁", "中州大道"}
    for row in rows:
        assert row.median_m <= 300, row
        assert row.most_m <= min(600, row.stated_m), row


def test_positions_hold_what_they_state() -> None:
    rows = load("score_points").scores(facts("check_points"))
    assert len(rows) >= 30
    assert sum(row.holds for row in rows) >= 0.95 * len(rows)
