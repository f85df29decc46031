"""Plans of a few lines, invented, and what is drafted from them."""

from __future__ import annotations

from collections.abc import Iterable

from zzmap.extract.draft import Draft
from zzmap.extract.drafted import drafted
from zzmap.extract.known_names import Gazetteer, Names, of_districts
from zzmap.extract.outline import outlined
from zzmap.io.documents.model import Part, ReadDocument

Row = tuple[str, str, str]
"""Relation, industry, place."""

CITY = "云川市"
TITLE = "云川市“十五五”制造业发展规划"
DISTRICTS = ("青石县", "白沙区", "柳河市", "东岗区")


def draft(*lines: str | tuple[str, ...], names: Gazetteer | None = None) -> Draft:
    """Return the draft of a title and lines; a tuple is the row of a table."""
    parts = [Part(TITLE)]
    table = 0
    for before, line in zip(("", *lines), lines, strict=False):
        if isinstance(line, tuple):
            table += not isinstance(before, tuple)
            parts.append(Part("", line, table=table))
        else:
            parts.append(Part(line))
    read = ReadDocument("a.txt", "", "TXT", tuple(parts))
    return drafted(outlined(read), names or of_districts(CITY, DISTRICTS))


def placed(*lines: str | tuple[str, ...], names: Gazetteer | None = None) -> set[Row]:
    """Return what is placed where, what is there already as well."""
    return {
        (row.relation, row.industry, row.place) for row in draft(*lines, names=names).placements
    }


def spread(relation: str, industries: str, places: str) -> set[Row]:
    """Return each industry of a list at each place of a list."""
    return {
        (relation, industry, place)
        for industry in industries.split("、")
        for place in places.split("、")
    }


def known(places: Iterable[str], industries: Iterable[str]) -> Gazetteer:
    """Return names that are known, of no geodata."""
    return Gazetteer(
        Names((name, "") for name in places), Names((name, "") for name in industries),
        Names(()), None, CITY, False, DISTRICTS,
    )  # fmt: skip
