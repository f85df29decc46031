"""What the rows of a table name: ids that are there, no id twice, nothing above itself.

The catalogue judges each table when it reads it, so that no command meets an id that leads
nowhere, or walks in a circle; `zzmap.check` tells all faults, this the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zzmap.messages import say

REFERENCES: dict[str, dict[str, str]] = {
    "industries": {
        "parent_id": "industries", "same_as": "industries", "document_id": "documents",
    },
    "places": {"parent_id": "places", "district_ids": "places"},
    "structures": {"document_id": "documents"},
    "elements": {"structure_id": "structures", "place_id": "places"},
    "members": {"element_id": "elements", "place_id": "places"},
    "placements": {
        "industry_id": "industries", "place_id": "places", "document_id": "documents",
    },
    "projects": {
        "industry_id": "industries", "place_ids": "places", "document_id": "documents",
    },
    "sites": {"element_id": "elements", "place_id": "places", "document_id": "documents"},
    "indicators": {"document_id": "documents"},
    "crosswalk": {"industry_id": "industries", "code": "gbt4754"},
    "business_words": {"industry_id": "industries"},
    "streets": {"district_id": "places", "zone_id": "places"},
    "zone_register": {"place_id": "places"},
}  # fmt: skip
"""The columns of each table that hold ids, and whose."""

OPTIONAL = ("parent_id", "same_as", "district_ids", "place_ids", "zone_id")
"""Columns that may be empty."""

_WITHOUT_ID = ("members", "pinyin", "crosswalk", "streets")
_NONE = (("business_words", "industry_id"), ("elements", "place_id"))
"""A word may be known to mean no industry of the plans; most elements are no place."""

_YEAR, _NUMBER = re.compile(r"\d{4}"), re.compile(r"-?\d+(\.\d+)?")
_POSITION = (("lon", 180.0), ("lat", 90.0))


class Flaw(NamedTuple):
    """What is wrong with a row; `at` counts rows from 0."""

    at: int
    what: str
    hint: str


def flaws(
    table: str, rows: Sequence[Any], ids_of: Callable[[str], Collection[str]]
) -> Iterator[Flaw]:
    """Yield the faults of a table's rows.

    Parameters
    ----------
    table
        Name of the table.
    rows
        Its records.
    ids_of
        Gives the ids of a table.
    """
    if table not in _WITHOUT_ID:
        yield from _twice(rows)
    for column, other in REFERENCES.get(table, {}).items():
        known = ids_of(other)
        for at, row in enumerate(rows):
            value = getattr(row, column)
            for item in value if isinstance(value, tuple) else (value,):
                if item not in known and not (
                    item == "" and (column in OPTIONAL or (table, column) in _NONE)
                ):
                    yield Flaw(
                        at,
                        say(
                            "{column} “{item}” is in no row of {other}.csv",
                            column=column,
                            item=item,
                            other=other,
                        ),
                        say("Correct the id, or add the row."),
                    )
    if "parent_id" in REFERENCES.get(table, {}):
        yield from circles(rows)
    if table == "places":
        yield from _off_the_globe(rows)
    if table == "indicators":
        yield from odd_figures(rows)


def circles(rows: Sequence[Any]) -> Iterator[Flaw]:
    """Yield a row of each circle of parents: one that lies above itself."""
    parent: Mapping[str, str] = {row.id: row.parent_id for row in rows}
    place = {row.id: at for at, row in enumerate(rows)}
    walked: set[str] = set()
    for row in rows:
        way: dict[str, None] = {}
        here = row.id
        while here in parent and here not in walked:
            walked.add(here)
            way[here] = None
            here = parent[here]
        if here in way:
            circle = list(way)[list(way).index(here) :]
            first = min(circle, key=place.__getitem__)
            chain = " → ".join([*circle[:6], *(["…"] if len(circle) > 6 else []), here])
            yield Flaw(
                place[first],
                say("“{first}” is its own parent ({chain})", first=first, chain=chain),
                say("Correct its parent_id."),
            )


def odd_figures(rows: Sequence[Any]) -> Iterator[Flaw]:
    """Yield indicators whose years and values do not go together, or not with the columns."""
    for at, row in enumerate(rows):
        if not row.years and not row.values:
            continue
        if len(row.years) != len(row.values):
            what = say(
                "it has {count} years and {row_count} values",
                count=len(row.years),
                row_count=len(row.values),
            )
        elif not all(map(_YEAR.fullmatch, row.years)) or list(row.years) != sorted({*row.years}):
            what = say("years “{years}” are no years in their order", years="|".join(row.years))
        elif not all(map(_NUMBER.fullmatch, row.values)):
            what = say("values “{values}” are no numbers", values="|".join(row.values))
        elif column := _other_value(row):
            what = say("{column} is not what its values say", column=column)
        else:
            continue
        yield Flaw(at, f"“{row.name}”: {what}", say("Correct its years, values and columns."))


def _other_value(row: Any) -> str:
    """Return the column of a year that says another value than the list of years."""
    pairs = zip(row.years, row.values, strict=True)
    told = {f"value_{year}": float(value) for year, value in pairs}
    columns = ("value_2020", "value_2023", "value_2025")
    return next((name for name in columns if getattr(row, name) != told.get(name)), "")


def _twice(rows: Sequence[Any]) -> Iterator[Flaw]:
    first: dict[str, int] = {}
    for at, row in enumerate(rows):
        row_id = row[0]  # the first column of every table that has ids
        if first.setdefault(row_id, at) != at:
            yield Flaw(
                at,
                say("the id “{row_id}” is another row's already", row_id=row_id),
                say("Give it its own."),
            )


def _off_the_globe(rows: Sequence[Any]) -> Iterator[Flaw]:
    for at, row in enumerate(rows):
        for column, most in _POSITION:
            value = getattr(row, column)
            if value is not None and not abs(value) <= most:
                yield Flaw(
                    at,
                    say("{column} {value:g} is no angle on the globe", column=column, value=value),
                    say("Correct it."),
                )
