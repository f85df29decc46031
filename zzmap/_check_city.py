"""Check ``city.toml``, and that what it names is in the tables."""

from __future__ import annotations

from collections.abc import Iterator

from zzmap.catalogue import Catalogue
from zzmap.city import FILE, City, judge_city
from zzmap.findings import Finding, fault
from zzmap.messages import say


def check_city(catalogue: Catalogue) -> Iterator[Finding]:
    """Check the city: every key, then the structures and kinds of places it names."""
    city, faults = judge_city(catalogue.folder)
    for error in faults:
        where = error.where.removeprefix(FILE).strip()
        yield fault(FILE, None, f"{where}: {error.what}. {error.hint}".removeprefix(": "))
    if city is not None:
        yield from _check_names(catalogue, city)


def _check_names(catalogue: Catalogue, city: City) -> Iterator[Finding]:
    for number, theme in enumerate(city.themes, 1):
        for structure in theme.structures:
            if structure not in catalogue.structures:
                yield fault(
                    FILE,
                    None,
                    say(
                        "[[themes]] {number} structures: “{structure}” is in no row of "
                        "structures.csv. Name an id of that table.",
                        number=number,
                        structure=structure,
                    ),
                )
    kinds = {place.kind for place in catalogue.places.values()}
    for kind in city.district_kinds:
        if kind not in kinds:
            message = say("[city] district_kinds: no place is of the kind “{kind}”.", kind=kind)
            yield fault(FILE, None, say("{message} Name kinds of places.csv.", message=message))
