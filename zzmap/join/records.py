"""What a join answers with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pandas import DataFrame

ADDED = (
    "file_row", "industry_id", "industry", "industry_how", "industry_score", "place_id", "place",
    "place_how", "district", "coord", "lon", "lat", "in_plan", "duplicate_of",
)  # fmt: skip
"""Columns a join adds to a table's own, in their order."""

REVIEWED = ("file_row", "name", "what", "why", "text", "candidates")
"""Columns of the review: one row for each thing that is not certain."""

LEFT_OUT = "left out"
"""What the review says of a row that is no row of the table."""


class Added(NamedTuple):
    """What a join says of a row; see `ADDED`."""

    file_row: int
    industry_id: str
    industry: str
    industry_how: str
    industry_score: float | None
    place_id: str
    place: str
    place_how: str
    district: str
    coord: str
    lon: float | None
    lat: float | None
    in_plan: str
    duplicate_of: int | None


class Doubt(NamedTuple):
    """One thing that is not certain; see `REVIEWED`.

    `what` is ``industry``, ``place``, ``coord``, ``duplicate`` or ``left out``.
    """

    file_row: int
    name: str
    what: str
    why: str
    text: str = ""
    candidates: str = ""


class Settled(NamedTuple):
    """What a planner says of a row, which holds instead of what was read.

    Attributes
    ----------
    industry, place
        Id of the geodata; '' for none, None where nothing is said.

    Examples
    --------
    >>> import pandas as pd
    >>> import zzmap as zz
    >>> rows = pd.DataFrame({"企业名称": ["甲公司"], "主营业务": ["房地产"], "地址": ["金水区"]})
    >>> done = zz.open().join(rows, settled={1: Settled(industry="ind-smart-sensor")})
    >>> done.frame[["industry", "industry_how", "place"]].iloc[0].tolist()
    ['智能传感器', 'settled by hand', '金水区']
    """

    industry: str | None = None
    place: str | None = None


class Joined(NamedTuple):
    """A table joined with the plans.

    Attributes
    ----------
    path
        The file that was written; None where none was asked for.
    frame
        The rows with the added columns, for `City.join` without a file; else None.
    review
        What is not certain, with the reason; None where it is in the file.
    rows
        How many rows the table has.
    left_out
        How many rows were left out, by kind: blank, total, heading, header, note.
    counts
        Rows by what became of them: ``industry``, ``none``, ``place``, ``point``,
        ``duplicate``, ``review``.
    columns
        A line for each column that was recognised: role, name, how.
    notes
        What was assumed, a sentence each.

    Examples
    --------
    >>> import pandas as pd
    >>> import zzmap as zz
    >>> rows = pd.DataFrame({"企业名称": ["甲公司"], "主营业务": ["房地产"], "地址": ["金水区"]})
    >>> done = zz.open().join(rows)
    >>> done.rows, done.counts["none"], done.counts["place"]
    (1, 1, 1)
    """

    path: Path | None
    frame: DataFrame | None
    review: DataFrame | None
    rows: int
    left_out: Mapping[str, int]
    counts: Mapping[str, int]
    columns: tuple[str, ...]
    notes: tuple[str, ...]
