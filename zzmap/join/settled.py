"""What a planner has settled of rows that were to be reviewed, as JSON says it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zzmap.catalogue import Catalogue
from zzmap.errors import FormatError, NotFoundError
from zzmap.join.records import Settled
from zzmap.messages import say

_DIGITS = 8
_EXAMPLE = '{"4": {"place": "zone-gaoxin", "industry": ""}}'


def settled_of(said: object) -> dict[int, Settled]:
    """Return what was settled, by `file_row`.

    Parameters
    ----------
    said
        By the number of a row, ids of its industry and place, '' for none; what is not there
        is not settled.

    Raises
    ------
    FormatError
        If it is anything else.

    Examples
    --------
    >>> settled_of({"4": {"place": "zone-gaoxin"}})
    {4: Settled(industry=None, place='zone-gaoxin')}
    """
    rows: dict[str, Any] = said if isinstance(said, dict) else {"": said}
    if not all(_is_row(number, row) for number, row in rows.items()):
        raise FormatError(
            say("what was settled is not said by row, with ids of industry and place"),
            hint=say("Say it as {example}", example=_EXAMPLE),
        )
    return {
        int(number): Settled(row.get("industry"), row.get("place")) for number, row in rows.items()
    }


def read_settled(path: str | Path) -> dict[int, Settled]:
    """Read a JSON file of what was settled; raises `FormatError`."""
    try:
        said = json.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise FormatError(say("this is no JSON ({error})", error=error), str(path)) from None
    return settled_of(said)


def check_settled(catalogue: Catalogue, settled: Mapping[int, Settled]) -> None:
    """Refuse what names nothing of the geodata; raises `NotFoundError`."""
    for number, row in settled.items():
        for said, known in ((row.industry, catalogue.industries), (row.place, catalogue.places)):
            if said and said not in known:
                raise NotFoundError(
                    say("row {number} is settled as “{said}”, which names nothing",
                        number=number, said=said),
                )  # fmt: skip


def _is_row(number: str, row: object) -> bool:
    return (
        number.isascii()
        and number.isdecimal()
        and len(number) <= _DIGITS
        and isinstance(row, dict)
        and all(isinstance(row.get(name, ""), str) for name in ("industry", "place"))
    )
