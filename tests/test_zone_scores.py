"""The zones hold the addresses that name them, where a set of such addresses is at hand."""

from pathlib import Path

import pytest
from test_docs import load

FACTS = Path(__file__).resolve().parent.parent.parent / "shared" / "facts"


def test_zones_hold_their_own_addresses_and_few_others() -> None:
    inside, outside = FACTS / "zone_control_points.csv", FACTS / "outside_control_points.csv"
    if not inside.is_file():
        pytest.skip("NO CONTROL POINTS: zone polygons are not scored here")
    for row in load("score_zones").scores(inside, outside):
        assert row.recall >= 0.97, row
        assert row.foreign <= 0.03, row
