"""Judge the tables of a park store before they are believed: it may be a stranger's file.

A GeoPackage can bring views and triggers, which are programs, and cells of any type.  Ours
are plain tables; the triggers that are let be are our own and those that GDAL and QGIS make
for a spatial index and a count of rows.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from zzmap.messages import say
from zzmap.parks.errors import StoreError

CELLS: dict[str, dict[str, str]] = {
    "parks_seen": {
        "id": "text", "fid": "integer null", "hash": "text", "state": "text",
        "min_x": "real integer null", "min_y": "real integer null",
        "max_x": "real integer null", "max_y": "real integer null",
        "data": "text", "wkb": "blob",
    },
    "history": {
        "change": "integer", "batch": "integer", "at": "text", "who": "text", "why": "text",
        "action": "text", "park_id": "text", "before": "text null", "before_wkb": "text null",
        "after": "text null", "after_wkb": "text null", "source_file": "text",
        "source_sha256": "text", "undoes": "integer null", "subject": "text",
    },
    "facts": {"id": "text", "kind": "text", "state": "text", "data": "text"},
    "parks_refused": {
        "fid": "integer", "hash": "text", "park_id": "text", "name": "text", "code": "text",
        "message": "text", "mend": "text",
    },
    "parks_pinyin": {"term": "text", "pinyin": "text"},
    "parks_touched": {},
    "store_info": {"key": "text", "value": "integer"},
}  # fmt: skip
"""The types a cell may be of, by table and column; table parks is everybody's to edit."""

ADDED = frozenset(["facts"])
"""Tables that the first version of the store did not have."""

_VIRTUAL = re.compile(r"\s*create\s+virtual", re.IGNORECASE)
_INDEX_TRIGGER = re.compile(r"(rtree_\w+_(insert|delete|update\d?)|trigger_\w+_feature_count_\w+)$")
_PROGRAM = re.compile(r"\b(select|with|raise|attach|pragma|load_extension)\b", re.IGNORECASE)
_OWN_TRIGGER = re.compile(
    r"create trigger (parks_touched_\w+) after (insert|update|delete) on parks "
    r"begin insert into parks_touched values \((new|old)\.fid\); end"
)


def own_tables(connection: sqlite3.Connection) -> set[str]:
    """Return the names of tables that are plain ones: no views, and nothing virtual."""
    return {
        str(name)
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        )
        if not _VIRTUAL.match(str(sql))
    }


def check_triggers(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `StoreError` if a trigger is there that a write would run and nobody knows."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, sql in triggers:
        plain = " ".join(str(sql).split()).lower()
        index = _INDEX_TRIGGER.match(str(name).lower()) and not _PROGRAM.search(plain)
        if not index and not _OWN_TRIGGER.fullmatch(plain):
            raise StoreError(
                say(
                    "this park store brings a trigger (“{name}”), and zzmap runs nothing that a "
                    "file brings",
                    name=name,
                ),
                where=str(path),
                hint=say("Drop the trigger, or restore the file from a copy."),
            )


def check_cells(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `StoreError` if a cell of our own tables is of a type that we never write."""
    for table, columns in CELLS.items():
        wrong = " OR ".join(
            f"typeof({column}) NOT IN ({', '.join(map(repr, types.split()))})"
            for column, types in columns.items()
        )
        if not wrong:
            continue
        found = connection.execute(f"SELECT rowid FROM {table} WHERE {wrong} LIMIT 1").fetchone()
        if found is not None:
            raise StoreError(
                say(
                    "row {number} of table {table} is damaged: a cell is of another type",
                    number=found[0],
                    table=table,
                ),
                where=str(path),
                hint=say("Restore the file from a copy."),
            )


def damaged(why: object) -> StoreError:
    """Return the refusal of a row that does not say what we write."""
    return StoreError(
        say("a row of the park store is damaged ({why})", why=why),
        hint=say("Restore the file from a copy."),
    )
