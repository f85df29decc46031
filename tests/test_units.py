"""A square kilometre is 100 公顷 and 1500 亩, in the library, the command line and on the page."""

from __future__ import annotations

import pytest
from units_vectors import AREAS

from zzmap.units import M2_PER_UNIT, area_in_words, hectares, mu


def test_a_square_kilometre_in_each_unit() -> None:
    assert hectares(1.0) == 100.0
    assert mu(1.0) == 1500.0
    assert M2_PER_UNIT["平方公里"] == 1_000_000.0
    assert M2_PER_UNIT["公顷"] == 10_000.0
    assert M2_PER_UNIT["亩"] * 1500 == pytest.approx(1_000_000.0, rel=1e-15)


@pytest.mark.parametrize(("km2", "words"), AREAS)
def test_an_area_in_words(km2: float, words: str) -> None:
    assert area_in_words(km2) == words
