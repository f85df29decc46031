"""What is asked of a table of points, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SUMMARY = ("kind", "id", "name", "points", "basis", "accuracy_m")
"""Columns of a summary: those of `Counted`."""


class Counted(NamedTuple):
    """How many points lie in a polygon."""

    kind: str
    id: str
    name: str
    points: int
    basis: str
    accuracy_m: float | None


class Options(NamedTuple):
    """How a table is read and located.

    `columns` are columns by role, `crs` the system of the positions ('' as the file says),
    `workers` how many threads locate (0: one for each core).
    """

    columns: Mapping[str, str] = {}
    crs: str = ""
    sheet: str | None = None
    layer: str | None = None
    encoding: str | None = None
    workers: int = 0


class Locations(NamedTuple):
    """What became of a table.

    Attributes
    ----------
    path
        What was written.
    rows
        Rows read, and written: they are the same.
    states
        Rows by what is said of them: inside, outside, or why they have no position.
    summary
        Points by polygon.
    industries
        Points by industry that the plans place where they lie.
    notes
        What was assumed and done.
    """

    path: Path
    rows: int
    states: dict[str, int]
    summary: tuple[Counted, ...]
    industries: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
