"""A planner's facts as rows of geodata's own tables, ready to be reviewed and taken in.

Each row is what the reviewed table would hold, column for column, then who told it, when and
why.  Nothing is written into the reviewed tables: whoever reviews them copies what holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from zzmap.catalogue import Catalogue
from zzmap.errors import OutputError
from zzmap.facts.model import ALIAS, CORRECTION, PLACE, PLACEMENT, POSITION, Fact
from zzmap.io.staging import write_text, write_texts
from zzmap.listing import csv_of
from zzmap.messages import say
from zzmap.model import Industry, Place, Placement

_TOLD = ("fact", "told", "who", "at", "why", "told_source")
"""Columns behind those of the table: the fact in words, who told it, when, why, from where."""

_INSTEAD = ("rather_industry_id", "rather_place_id", "rather_relation")
"""Columns of a correction: what should stand there, empty where the row is only denied."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "places": (*Place._fields, *_TOLD),
    "industries": (*Industry._fields, *_TOLD),
    "placements": (*Placement._fields, *_TOLD),
    "corrections": (*Placement._fields, *_INSTEAD, *_TOLD),
}
"""Columns of each table that is written."""

PREFIX = "facts_"
"""Begins the name of each file of a folder: none is ever one of geodata's own."""

ANCHOR = f"{PREFIX}corrections.csv"

Rows = dict[str, list[dict[str, Any]]]


def review_rows(catalogue: Catalogue, facts: Sequence[Fact]) -> Rows:
    """Return the rows of each table of `COLUMNS`.

    Parameters
    ----------
    catalogue
        The plans with the facts.
    facts
        The facts in effect, as `zzmap.facts.judge` gives them.
    """
    rows: Rows = {name: [] for name in COLUMNS}
    about: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.kind in (PLACE, ALIAS, POSITION):
            table = "places" if fact.place_id else "industries"
            about.setdefault((table, fact.place_id or fact.industry_id), []).append(fact)
    for (table, row_id), told in about.items():
        row = getattr(catalogue, table)[row_id]
        rows[table].append(_reviewable(row) | _told(told))
    for fact in facts:
        if fact.kind == PLACEMENT:
            rows["placements"].append(_placement(catalogue, f"pl-{fact.id}") | _told([fact]))
        elif fact.kind == CORRECTION:
            rather = (fact.industry_id, fact.place_id, fact.relation)
            rows["corrections"].append(
                _placement(catalogue, fact.placement_id)
                | dict(zip(_INSTEAD, rather, strict=True))
                | _told([fact])
            )
    return rows


def write_review(rows: Rows, path: Path) -> list[Path]:
    """Write the rows: all into one ``.json`` file, else a ``.csv`` file a table into a folder.

    Returns
    -------
    list of Path
        The files, those without rows too: an older file must not seem to be of today.

    Raises
    ------
    OutputError
        If they cannot be written there, or would replace what is no older copy of them.
    """
    if path.suffix.lower() == ".json":
        _refuse_other(path, '{"places":')
        write_text(path, json.dumps(rows, ensure_ascii=False, indent=None) + "\n")
        return [path]
    if path.suffix and not path.is_dir():
        raise OutputError(
            say("facts are written to a folder, or to one .json file"),
            where=str(path),
            hint=say("Name a folder; a table of it is a .csv file."),
        )
    texts = dict(_texts(rows))
    for name, text in texts.items():
        _refuse_other(path / name, text.splitlines()[0])
    write_texts(path, texts, ANCHOR)
    return [path / name for name in texts]


def _texts(rows: Rows) -> Iterator[tuple[str, str]]:
    for name, columns in COLUMNS.items():
        text = csv_of([dict.fromkeys(columns), *rows[name]])
        head, _, body = text.partition("\n")
        # The first row was there for its header only.
        yield f"{PREFIX}{name}.csv", f"\ufeff{head}\n{body.partition(chr(10))[2]}"


def _refuse_other(path: Path, start: str) -> None:
    """Raise `OutputError` where a file of this name is that does not begin as ours does."""
    if not path.exists():
        return
    found = b""
    if path.is_file():
        with path.open("rb") as file:
            found = file.read(len(start.encode()))
    if found != start.encode():
        raise OutputError(
            say("a file of this name is here that zzmap did not write; nothing was written"),
            where=str(path),
            hint=say("Name another with -o, or move the file away."),
        )


def _reviewable(row: Place | Industry) -> dict[str, Any]:
    """Return a row as the reviewed table would have it: a told position is a point there."""
    values = row._asdict()
    if isinstance(row, Place) and row.lon is not None and row.basis not in _REVIEWED:
        values["basis"] = "point"
    return values


_REVIEWED = ("point", "admin_boundary", "digitised", "schematic")


def _placement(catalogue: Catalogue, row_id: str) -> dict[str, Any]:
    return next(row._asdict() for row in catalogue.placements if row.id == row_id)


def _told(facts: Sequence[Fact]) -> dict[str, str]:
    def each(name: str) -> str:
        return " | ".join(dict.fromkeys(filter(None, (getattr(fact, name) for fact in facts))))

    names = ("id", "told", "who", "at", "why", "source")
    return {column: each(name) for column, name in zip(_TOLD, names, strict=True)}
