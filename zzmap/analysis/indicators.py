"""Targets by year, and where actual values stand against a straight line between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from zzmap.errors import FormatError
from zzmap.messages import say
from zzmap.model import Indicator

_YEARLY = ("年均", "每年", "增长率")
_TOLD = {"ahead": "at or past the line", "behind": "short of the line"}


class Progress(NamedTuple):
    """An indicator, an actual value and the value that a straight line would have that year.

    `progress` is (actual - first) / (target - first); `standing` says in words where it is,
    or why that is not said; `values` are those of the plan by year, where it has other years
    than the columns are named after.
    """

    id: str
    name: str
    unit: str
    value_2020: float | None
    value_2023: float | None
    value_2025: float | None
    values: tuple[str, ...]
    year: int | None
    actual: float | None
    on_line: float | None
    progress: float | None
    standing: str
    locator: str


def progress(
    indicators: Iterable[Indicator], actual: Iterable[Mapping[str, Any]]
) -> list[Progress]:
    """Set actual values beside the targets; an indicator without one is listed too.

    The line runs straight from one value that the plan gives to the next: an assumption of ours,
    for no plan says it.  Averages and yearly values have none.

    Parameters
    ----------
    indicators
        Rows of the table.
    actual
        Rows with `id` or `name`, `year`, `value` and `unit`.

    Raises
    ------
    FormatError
        If a row names no indicator, gives another unit, or its year or value is no number.
    """
    rows = list(indicators)
    given: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, cells in enumerate(actual, 2):
        found = _named(rows, cells, number)
        point = _number(cells, "year", number), _number(cells, "value", number)
        if _text(cells, "unit") != found.unit:
            raise FormatError(
                say(
                    "{name} is in {unit}, not in "
                    "“{text}”", name=found.name, unit=found.unit, text=_text(cells, 'unit')),
                say("row {number}", number=number), say("Convert the value, and write the unit."),
            )  # fmt: skip
        if any(year == int(point[0]) for year, _ in given[found.id]):
            raise FormatError(
                say("{name} has two values of {point}", name=found.name, point=int(point[0])),
                say("row {number}", number=number),
                say("Leave one."),
            )
        given[found.id].append((int(point[0]), point[1]))
    told = []
    for row in rows:
        for year, value in sorted(given.get(row.id, ())):
            told.append(_standing(row, year, value))
        if row.id not in given:
            told.append(_progress(row, None, None, None, None, "no actual value"))
    return told


def _named(rows: list[Indicator], cells: Mapping[str, Any], number: int) -> Indicator:
    called = _text(cells, "id") or _text(cells, "name")
    found = [row for row in rows if called in (row.id, row.name)]
    if len(found) != 1:
        raise FormatError(
            say("“{called}” names {count} indicators", called=called, count=len(found))
            if found
            else say("“{called}” names no indicator", called=called),
            say("row {number}", number=number),
            say("zzmap list indicators shows their ids and names."),
        )  # fmt: skip
    return found[0]


def _standing(row: Indicator, year: int, actual: float) -> Progress:
    points = [(figure.year, figure.value) for figure in row.figures]
    if any(word in row.name for word in _YEARLY):
        return _progress(row, year, actual, None, None, "yearly or average: no line to stand on")
    last_year, target = points[-1]
    if len(points) < 2:
        first, share, line = None, None, target if year == last_year else None
    else:
        first, line = points[0][1], _line(points, year)
        share = None if target == first else (actual - first) / (target - first)
    if line is None:
        why = "no first value: no line" if first is None else "the year is outside the plan's"
        return _progress(row, year, actual, None, share, why)
    lower = row.figures[-1].comparator == "<="
    if first is not None and target < first and not lower:
        return _progress(
            row, year, actual, line, share, "the plan does not say whether less is better"
        )
    ahead = actual <= line if lower else actual >= line
    return _progress(row, year, actual, line, share, _TOLD["ahead" if ahead else "behind"])


def _line(points: list[tuple[int, float]], year: int) -> float | None:
    for (start, low), (end, high) in pairwise(points):
        if start <= year <= end:
            return low + (high - low) * (year - start) / (end - start)
    return None


def _progress(
    row: Indicator, year: int | None, actual: float | None, line: float | None,
    share: float | None, standing: str,
) -> Progress:  # fmt: skip
    return Progress(
        row.id, row.name, row.unit, row.value_2020, row.value_2023, row.value_2025,
        tuple(map(str, row.figures)) if row.years else (), year, actual, line, share, standing,
        row.locator,
    )  # fmt: skip


def _text(cells: Mapping[str, Any], column: str) -> str:
    cell = cells.get(column)
    return "" if cell is None else str(cell).strip()


def _number(cells: Mapping[str, Any], column: str, number: int) -> float:
    text = _text(cells, column).replace(",", "")
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e15 or (column == "year" and value != int(value)):
        raise FormatError(
            say(
                "{column} “{text}” is no "
                "number", column=column, text=text), say("row {number}", number=number),
            say("The table has columns id or name, year, value, unit."),
        )  # fmt: skip
    return value
