"""Check that what a folder keeps of where its places lie is what is measured there."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from zzmap.catalogue import Catalogue
from zzmap.findings import Finding, fault
from zzmap.geometry import Gazetteer
from zzmap.messages import say
from zzmap.whereabouts import FILE, Whereabouts, kept, measure

_TOLERANCE = 1e-2
"""Of km² and degrees' hundredth: libraries of another version round otherwise."""


def check_measured(catalogue: Catalogue) -> Iterator[Finding]:
    """Compare each kept row with its measure; rows of changed files are passed over anyway."""
    rows = kept(catalogue.folder)
    gazetteer = Gazetteer(catalogue)
    for key, row in rows.items():
        place = catalogue.places.get(key)
        if place is None or not _alike(row, measure(gazetteer, place)):
            yield fault(
                FILE, None, say("{key} is not what is measured; make the file anew", key=key)
            )


def _alike(kept_row: Whereabouts, measured: Whereabouts) -> bool:
    numbers = zip(_numbers(kept_row), _numbers(measured), strict=False)
    return _words(kept_row) == _words(measured) and all(_near(*pair) for pair in numbers)


def _words(row: Whereabouts) -> tuple[object, ...]:
    districts = tuple(part.district_id for part in row.districts)
    return row.basis, row.accuracy_m, row.source, row.within, districts


def _numbers(row: Whereabouts) -> tuple[float | None, ...]:
    return row.lon, row.lat, row.area_km2, *(part.share for part in row.districts)


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, abs_tol=_TOLERANCE)
