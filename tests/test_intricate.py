"""Outlines whose edges meet millions of times are told, not computed; honest ones are not told."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from formats.intricate import INTRICATE, comb, holed, lying, slanting, woven, written

from zzmap.cli import main
from zzmap.parks import edges
from zzmap.parks.edges import first_tangled, is_tangled


@pytest.mark.parametrize("kind", INTRICATE)
@pytest.mark.parametrize("fix", [False, True], ids=["", "fix"])
def test_a_small_file_of_millions_of_crossings_is_refused(
    kind: str, fix: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = INTRICATE[kind](tmp_path)
    store = tmp_path / "parks.gpkg"
    words = ["parks", "add", str(path), "--accept", "--store", str(store)]
    assert main([*words, "--fix"] if fix else words) == 1
    said = capsys.readouterr()
    assert "tangled, feature" in said.err + said.out
    assert not store.exists()


def test_a_parcel_is_not_laid_across_an_intricate_park(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "parks.gpkg")
    upright = written(tmp_path / "a.geojson", [[comb(1000)]])
    across = written(tmp_path / "b.geojson", [[lying(1000)]])
    assert main(["parks", "add", str(upright), "--accept", "--store", store]) == 0
    capsys.readouterr()
    assert main(["parks", "check", str(across), "--accept", "--store", store]) == 1
    assert "meet those of the park 园0 so often" in capsys.readouterr().out


def test_many_edges_that_do_not_meet_are_no_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "holes.geojson", [holed(60)])
    store = str(tmp_path / "parks.gpkg")
    assert main(["parks", "check", str(path), "--accept", "--store", store]) == 0
    assert "tangled" not in capsys.readouterr().out


def polygon(ring: Callable[[int], list[list[float]]], count: int) -> shapely.Polygon:
    return shapely.Polygon(ring(count))


def circle(corners: int) -> shapely.Polygon:
    turn = np.linspace(0, 2 * np.pi, corners)
    return shapely.Polygon(np.c_[113.6 + 0.03 * np.cos(turn), 34.7 + 0.03 * np.sin(turn)])


def test_what_counts_is_how_often_edges_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges, "MEETINGS", 10_000)
    assert not is_tangled(polygon(woven, 40))
    assert is_tangled(polygon(woven, 200))
    assert not is_tangled(polygon(comb, 2000))
    assert is_tangled(polygon(slanting, 200))
    assert not is_tangled(circle(100_000))
    assert not is_tangled(shapely.Polygon(holed(30)[0], holed(30)[1:]))


def test_an_outline_drawn_over_and_over_takes_no_memory() -> None:
    ring = [(113.5, 34.7), (113.51, 34.7), (113.51, 34.71), (113.5, 34.71)] * 20_000
    shape = shapely.Polygon(ring)
    tracemalloc.start()
    try:
        assert is_tangled(shape)
        assert tracemalloc.get_traced_memory()[1] < 100e6  # the pairs of 256 edges take 200 MB
    finally:
        tracemalloc.stop()


def test_pairs_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edges, "MEETINGS", 10_000)
    up, down, aside = polygon(comb, 60), polygon(lying, 60), shapely.box(113, 34, 113.1, 34.1)

    def first(*pairs: tuple[object, object]) -> int:
        return first_tangled(*(np.array(side, dtype=object) for side in zip(*pairs, strict=True)))

    # Some 14,000 meetings a pair; a pair allows 10 for each of its 490 vertices beside the 10,000.
    assert first((up, down)) == -1
    assert first((aside, down), (up, down), (up, down), (down, up)) > 0
    assert first((up, up), (aside, down)) == -1
    assert first((polygon(comb, 600), polygon(lying, 600))) == 0
    assert first((circle(20_000), circle(20_000))) == -1


def test_boxes_that_meet_are_counted_each() -> None:
    """As by comparing each with each; those that only touch meet as well."""
    random = np.random.default_rng(7)
    low = random.integers(0, 60, (2, 80, 2)).astype(float)
    one, two = (np.hstack([at, at + random.integers(0, 9, at.shape)]) for at in low)
    meeting = sum(
        a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3] for a in one for b in two
    )
    assert meeting > 50
    assert edges._counted(one, two, 10_000) == meeting
    assert edges._meetings(one, two + 500.0, 10) == 0
