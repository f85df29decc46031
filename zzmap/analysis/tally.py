"""How many statements, places, enterprises or how much investment each place has of an industry.

A statement is rolled up twice: its industry to a level of the taxonomy, its place to a zone or a
district.  Whatever is not counted is said in a note with its number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import FormatError
from zzmap.messages import say
from zzmap.model import LEVELS, RELATION, ZONE_KIND
from zzmap.words import split

ZONE, DISTRICT, PLACE = "zone", "district", "place"
UNITS = (ZONE, DISTRICT, PLACE)
"""What places are rolled up to."""

OWN = "own"
"""The level of an industry as it is named."""

PLACES, STATEMENTS = "places", "statements"
ENTERPRISES, INVESTMENT = "enterprises", "investment"
COUNTS = (PLACES, STATEMENTS, ENTERPRISES, INVESTMENT)
"""What can be counted; the last two need a joined table."""

_AMOUNT = re.compile(r"(\d[\d,]*\.?\d*)\s*(亿元?|万元?|元)?")
_FACTOR = {"亿": 1e4, "万": 1.0, "元": 1e-4}
_HEADER = re.compile(r"(亿|万)?元")


class Tally(NamedTuple):
    """Counts by place and industry.

    Attributes
    ----------
    values
        Count by (place id, industry id).
    unit
        What is counted: ``places``, ``statements``, ``enterprises`` or ``万元``.
    notes
        What is not in it, a sentence each.
    """

    values: dict[tuple[str, str], float]
    unit: str
    notes: tuple[str, ...]

    @property
    def places(self) -> list[str]:
        """Ids of the places, sorted."""
        return sorted({place for place, _ in self.values})

    @property
    def industries(self) -> list[str]:
        """Ids of the industries, sorted."""
        return sorted({industry for _, industry in self.values})

    def matrix(self) -> list[list[float]]:
        """Return places x industries, sorted by their ids."""
        return [
            [self.values.get((place, industry), 0.0) for industry in self.industries]
            for place in self.places
        ]


class Rolling:
    """Rolls industries up to a level and places up to zones or districts.

    Parameters
    ----------
    catalogue
        The tables.
    by
        ``zone``: the nearest development zone a place is or lies in, so that of a zone within
        a zone the inner one counts; ``district``: each district it lies in; ``place``: itself.
    level
        A level of the taxonomy, or ``own`` for industries as they are named.

    Raises
    ------
    FormatError
        If there is no such unit or level.
    """

    def __init__(self, catalogue: Catalogue, by: str = ZONE, level: str = "industry") -> None:
        _among("--by", by, UNITS)
        _among("--level", level, (*LEVELS, OWN))
        self.catalogue, self.by, self.level = catalogue, by, level
        self._districts = frozenset(
            row.id for row in catalogue.places.values() if row.kind in catalogue.city.district_kinds
        )

    def industry(self, industry_id: str) -> str:
        """Return the industry one counts for, '' for one above the level.

        Twins of several plans are one, at every step up.
        """
        at = self._first(industry_id)
        if self.level == OWN:
            return at
        seen: set[str] = set()
        while at and at not in seen:
            seen.add(at)
            row = self.catalogue.industries[at]
            if row.level == self.level:
                return at
            at = self._first(row.parent_id) if row.parent_id else ""
        return ""

    def _first(self, industry_id: str) -> str:
        return self.catalogue.industries[industry_id].same_as or industry_id

    def places(self, place_id: str) -> tuple[str, ...]:
        """Return the zones or districts a place counts for; none where it lies in none."""
        if self.by == PLACE:
            return (place_id,)
        way = (place_id, *self.catalogue.places_above(place_id))
        if self.by == ZONE:
            zones = (row for row in way if self.catalogue.places[row].kind == ZONE_KIND)
            return tuple(zones)[:1]
        for row in way:
            if row in self._districts:
                return (row,)
            found = tuple(
                one for one in self.catalogue.places[row].district_ids if one in self._districts
            )
            if found:
                return found
        return ()


def _among(option: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise FormatError(
            say("{option} {value} is not known", option=option, value=value),
            hint=say("Say {allowed}.", allowed=", ".join(allowed)),
        )


def tally_plans(rolling: Rolling, count: str = PLACES) -> Tally:
    """Count what the plans place: distinct places that are named, or statements.

    What is there already and nothing planned (`existing`), what a planner denies, and what
    members only share with their element is not counted.

    Raises
    ------
    FormatError
        If `count` needs a table.
    """
    if count not in (PLACES, STATEMENTS):
        raise FormatError(
            say("{count} are counted in a joined table", count=count),
            hint=say("Give it with --table."),
        )
    catalogue = rolling.catalogue
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    left: Counter[str] = Counter()
    for row in catalogue.placements:
        if not RELATION[row.relation].plan:
            left["are of what is there already, no plan"] += 1
        elif row.id in catalogue.contested:
            left["are denied by a planner"] += 1
        else:
            for key in _keys(rolling, row.industry_id, row.place_id, left):
                named[key].append(row.place_id)
    values = {
        key: float(len(set(rows)) if count == PLACES else len(rows)) for key, rows in named.items()
    }
    return Tally(values, count, tuple(_told("statements", left)))


def tally_table(
    rolling: Rolling, rows: Iterable[Mapping[str, Any]], count: str = ENTERPRISES, column: str = ""
) -> Tally:
    """Count rows of a joined table, or add up a column of investment.

    Parameters
    ----------
    rolling
        How industries and places are rolled up.
    rows
        Rows of a join, with `industry_id`, `place_id`, `district` and `duplicate_of`.
    count
        ``enterprises`` or ``investment``.
    column
        Column of the investment, its unit in its name or in its cells; 万元 come out.

    Raises
    ------
    FormatError
        If the table is no join or has no rows, or the unit of an amount is said nowhere.
    """
    if count not in (ENTERPRISES, INVESTMENT):
        raise FormatError(
            say("{count} are not counted in a table", count=count),
            hint=say("Say enterprises or investment."),
        )
    values: dict[tuple[str, str], float] = defaultdict(float)
    left: Counter[str] = Counter()
    number = 0
    for number, row in enumerate(rows, 2):
        if not {"industry_id", "place_id", "district"} <= row.keys():
            raise FormatError(
                say("this table was not made by a join"), hint=say("Run zzmap join on it.")
            )
        if _text(row.get("duplicate_of")):
            left["are of an enterprise that stands above"] += 1
            continue
        amount = 1.0 if count == ENTERPRISES else _amount(row, column, number)
        if amount is None:
            left[f"say no amount in {column}"] += 1
            continue
        for key in _row_keys(rolling, row, left):
            values[key] += amount
    if not number:
        raise FormatError(
            say("this table has no rows"),
            hint=say("Count a table that zzmap join wrote rows into."),
        )
    unit = ENTERPRISES if count == ENTERPRISES else "万元"
    return Tally(dict(values), unit, tuple(_told("rows", left)))


def _row_keys(
    rolling: Rolling, row: Mapping[str, Any], left: Counter[str]
) -> Iterator[tuple[str, str]]:
    catalogue = rolling.catalogue
    industry, place = _text(row["industry_id"]), _text(row["place_id"])
    if industry not in catalogue.industries:
        left["have an unknown industry_id" if industry else "have no industry of the plans"] += 1
        return
    if place in catalogue.places:
        yield from _keys(rolling, industry, place, left)
        return
    names = {catalogue.places[one].name: one for one in catalogue.district_ids}
    found = [names[name] for name in split(_text(row["district"])) if name in names]
    over = rolling.industry(industry)
    if rolling.by != DISTRICT or not found or not over:
        left["have no place, or an industry above the level"] += 1
        return
    if len(found) > 1:
        left["lie in several districts and are counted in each"] += 1
    yield from ((one, over) for one in found)


def _keys(
    rolling: Rolling, industry: str, place: str, left: Counter[str]
) -> Iterator[tuple[str, str]]:
    over, homes = rolling.industry(industry), rolling.places(place)
    if not over:
        left[f"are of an industry above the level {rolling.level}"] += 1
    elif not homes:
        left[f"are of a place that lies in no {rolling.by}"] += 1
    else:
        if len(homes) > 1:
            left["are of a place in several districts and are counted in each"] += 1
        yield from ((home, over) for home in homes)


def _told(what: str, left: Counter[str]) -> Iterator[str]:
    for why, number in sorted(left.items()):
        counted = why.endswith("counted in each")
        yield f"{number} {what} {why}" + ("" if counted else "; they are not counted")


def _text(cell: Any) -> str:
    text = "" if cell is None else str(cell).strip()
    return "" if text == "nan" else text


def _amount(row: Mapping[str, Any], column: str, number: int) -> float | None:
    if column not in row:
        raise FormatError(
            say("the table has no column “{column}”", column=column),
            hint=say("Name it: --investment COLUMN."),
        )
    text = _text(row[column])
    if not text:
        return None
    found = _AMOUNT.fullmatch(text.replace("，", ","))
    unit = found and (found[2] or next((m[0] for m in _HEADER.finditer(column)), ""))
    if found is None or not unit:
        raise FormatError(
            say("“{text}” in {column} is no amount in 元, 万元 or 亿元", text=text, column=column),
            where=say("row {number}", number=number),
            hint=say("Write the unit in the column's name or in the cell."),
        )
    return float(found[1].replace(",", "")) * _FACTOR[unit[0]]
