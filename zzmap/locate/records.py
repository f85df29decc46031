"""What is asked of a table of points, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SUMMARY = ("kind", "id", "name", "points", "basis", "accuracy_m")
"""Columns of a summary: those of `Counted`."""

INDUSTRY = "industry"
"""Kind of a summary's rows that count the points where the plans place an industry."""


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
    `workers` how many threads locate (0: one for each core), `scheduler` the address of the Dask
    scheduler whose workers do instead.
    """

    columns: Mapping[str, str] = {}
    crs: str = ""
    sheet: str | None = None
    layer: str | None = None
    encoding: str | None = None
    workers: int = 0
    scheduler: str = ""


class Locations(NamedTuple):
    r"""What became of a table.

    Attributes
    ----------
    path
        What was written; an address where a cluster wrote it.
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

    Examples
    --------
    >>> from pathlib import Path
    >>> import zzmap as zz
    >>> Path("points.csv").write_text("lon,lat\n113.565,34.816\n110,30\n", "utf-8")
    30
    >>> done = zz.open().locate("points.csv", "located.csv", crs="wgs84")
    >>> done.rows, done.states
    (2, {'inside': 1, 'outside': 1})
    """

    path: Path | str
    rows: int
    states: dict[str, int]
    summary: tuple[Counted, ...]
    industries: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
