"""What a reviewer decided of a draft's rows: the file the review page saves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from zzmap._check_tables import DICTIONARY
from zzmap.errors import FormatError
from zzmap.extract.draft import DRAFT_TABLES, Draft
from zzmap.messages import say

ACCEPT, REJECT, EDIT, ADD = "accept", "reject", "edit", "add"
TAKEN = (ACCEPT, EDIT, ADD)
"""Decisions by which a row reaches geodata."""

MARK = "zzmap decisions"

OWN_COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": ("id", "letter", "number", "date", "title", "title_en", "issuer", "gazette"),
    "industries": ("id", "parent_id", "level", "name", "name_en", "aliases", "document_id",
                   "locator"),
    "places": ("id", "name", "name_en", "aliases", "kind", "parent_id", "district_ids", "lon",
               "lat", "area_km2", "basis", "accuracy_m", "source"),
    "structures": ("id", "name", "name_en", "theme", "document_id", "locator"),
    "elements": ("id", "structure_id", "place_id", "rank", "kind", "name", "name_en", "functions",
                 "axis", "locator"),
    "members": ("element_id", "rank", "place_id", "derived"),
    "placements": ("id", "industry_id", "place_id", "relation", "document_id", "locator"),
    "projects": ("id", "name", "industry_id", "enterprise", "place_ids", "place_basis",
                 "document_id", "box", "locator", "note"),
    "indicators": ("id", "name", "name_en", "unit", "value_2020", "value_2023", "value_2025",
                   "comparator_2025", "kind", "note", "document_id", "locator", "years",
                   "values", "comparator"),
}  # fmt: skip
"""Columns a reviewer sees and may edit, by table, in the order of review."""


_FILLED = {"id", "letter", "title_en", "name_en"}
"""Cells that a merge fills where a reviewer leaves them empty."""


class Decision(NamedTuple):
    """One decision: of which row (`key_of`), what, and the cells of an edited or added row."""

    table: str
    key: str
    decision: str
    cells: dict[str, str]


def needed(table: str, geodata: Path) -> list[str]:
    """Return the cells without which a row cannot go in, as a folder's data dictionary says.

    Examples
    --------
    >>> from zzmap.settings import shipped_geodata
    >>> needed("projects", shipped_geodata())
    ['name', 'industry_id', 'document_id', 'locator']
    """
    try:
        resources = json.loads((geodata / DICTIONARY).read_text("utf-8"))["resources"]
        (fields,) = [row["schema"]["fields"] for row in resources if row["name"] == table]
        told = [row["name"] for row in fields if row.get("constraints", {}).get("required")]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []  # what is wrong with it, the check of a merge says
    return [name for name in told if name in OWN_COLUMNS[table] and name not in _FILLED]


def key_of(table: str, row: Any) -> str:
    """Return what names a draft's row: its id; a member's is its element and rank."""
    return f"{row.element_id}#{row.rank}" if table == "members" else str(row.id)


def text_hash(draft: Draft) -> str:
    """Return what tells that decisions are of this draft: a hash of its text and rows."""
    rows = [[name, [list(row) for row in getattr(draft, name)]] for name in DRAFT_TABLES]
    return hashlib.sha256(json.dumps([draft.text, rows], default=list).encode()).hexdigest()


def read_decisions(path: Path, draft: Draft) -> list[Decision]:
    """Read the file a review saved.

    Raises
    ------
    FormatError
        If it is no such file, is of another draft, or decides on a row that the draft lacks.
    """
    if not path.exists():
        raise FormatError(
            say("there is no such file"), str(path), say("Save the decisions on the review page.")
        )
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise _no_decisions(path.name) from None
    return decisions_of(document, draft, path.name)


def decisions_of(document: Any, draft: Draft, name: str) -> list[Decision]:
    """Return the decisions of a document that a review saved.

    Parameters
    ----------
    document
        As JSON gives it.
    draft
        What it is to be of.
    name
        What the document is called.

    Raises
    ------
    FormatError
        As `read_decisions` does.
    """
    try:
        if document["kind"] != MARK:
            raise ValueError
        rows = [
            Decision(
                str(row["table"]), str(row["key"]), str(row["decision"]),
                {str(name): str(cell) for name, cell in row.get("cells", {}).items()},
            )
            for row in document["decisions"]
        ]  # fmt: skip
    except (ValueError, LookupError, TypeError, AttributeError):
        raise _no_decisions(name) from None
    if document.get("draft") != text_hash(draft):
        raise FormatError(
            say("these decisions are of another draft"), name,
            say("Make the review page of this draft, load the decisions there and save them."),
        )  # fmt: skip
    _check(rows, draft, name)
    return rows


def _no_decisions(name: str) -> FormatError:
    return FormatError(
        say("this is no file of decisions that a review saved"),
        name,
        say("Save it again on the review page."),
    )


def _check(rows: list[Decision], draft: Draft, name: str) -> None:
    keys = {(table, key_of(table, row)) for table in DRAFT_TABLES for row in getattr(draft, table)}
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, 1):
        fault = ""
        if row.table not in OWN_COLUMNS or row.decision not in (*TAKEN, REJECT):
            fault = say(
                "“{decision}” of “{table}” is no decision", decision=row.decision, table=row.table
            )
        elif (row.decision == ADD) == ((row.table, row.key) in keys):
            fault = say(
                "“{key}” of {table} is {decision}a row",
                key=row.key,
                table=row.table,
                decision="" if row.decision == ADD else say("not "),
            )
        elif (row.table, row.key) in seen:
            fault = say("“{key}” of {table} is decided twice", key=row.key, table=row.table)
        elif row.cells.keys() - {*OWN_COLUMNS[row.table]}:
            fault = say("“{key}” has columns that {table} has not", key=row.key, table=row.table)
        seen.add((row.table, row.key))
        if fault:
            raise FormatError(
                fault,
                say("{name} decision {number}", name=name, number=number),
                say("Save it again."),
            )
