"""Check tables against the data dictionary: keys, references, allowed values, order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from zzmap._links import circles, odd_figures
from zzmap.errors import GeodataError
from zzmap.findings import Finding, fault
from zzmap.messages import say
from zzmap.model import LEVELS, TABLES, ZONE_KIND
from zzmap.tables import iterate_table

DICTIONARY = "datapackage.json"


class _Field(NamedTuple):
    name: str
    type: str
    reference: str
    constraints: dict[str, Any]


class _Table(NamedTuple):
    name: str
    key: tuple[str, ...]
    fields: list[_Field]
    rows: list[tuple[int, Any]]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def check_tables(folder: Path) -> tuple[list[Finding], dict[str, int]]:
    """Check every table; return the findings and the number of rows of each table."""
    findings: list[Finding] = []
    tables: dict[str, _Table] = {}
    try:
        dictionary = json.loads((folder / DICTIONARY).read_text("utf-8"))["resources"]
        for resource in dictionary:
            table = _load(folder, resource)
            tables[table.name] = table
    except GeodataError as error:
        return [fault(error.where or str(folder), None, f"{error.what}. {error.hint}")], {}
    except RecursionError:
        return [fault(DICTIONARY, None, say("the data dictionary is nested too deep"))], {}
    except (OSError, LookupError, ValueError, TypeError, AttributeError, re.error) as error:
        return [
            fault(
                DICTIONARY, None, say("the data dictionary cannot be read ({error})", error=error)
            )
        ], {}
    for name in sorted(TABLES.keys() - tables.keys()):
        findings.append(
            fault(DICTIONARY, None, say("the table {name} is not described", name=name))
        )
    if findings:
        return findings, {}
    ids = {name: {row[0] for _, row in table.rows} for name, table in tables.items()}
    for table in tables.values():
        findings.extend(_check_fields(table, ids))
        findings.extend(_check_order(table))
    findings.extend(_check_placements(tables["placements"]))
    findings.extend(_check_taxonomy(tables["industries"]))
    findings.extend(_check_circles(tables["places"]))
    findings.extend(
        fault(tables["indicators"].file, tables["indicators"].rows[flaw.at][0], flaw.what)
        for flaw in odd_figures([row for _, row in tables["indicators"].rows])
    )
    findings.extend(_check_names(tables))
    findings.extend(_check_renamed(tables["renamed"], ids))
    findings.extend(_check_register(tables["zone_register"], tables["places"]))
    return findings, {name: len(table.rows) for name, table in tables.items()}


def _load(folder: Path, resource: dict[str, Any]) -> _Table:
    name = resource["name"]
    row_type = TABLES.get(name)
    if row_type is None:
        raise GeodataError(
            say("{name} is no table of the model", name=name), DICTIONARY, say("Remove it.")
        )
    schema = resource["schema"]
    keys = _foreign_keys(name, schema)
    fields = [
        _Field(
            field["name"],
            field.get("type", "string"),
            # A list of ids is no foreign key of the standard: its field says what it names.
            keys.get(field["name"], field.get("reference", "")),
            field.get("constraints", {}),
        )
        for field in schema["fields"]
    ]
    columns = tuple(field.name for field in fields)
    if columns != row_type._fields:  # type: ignore[attr-defined]
        raise GeodataError(
            say("the columns of {name} are not the model's", name=name),
            DICTIONARY,
            say("Align them."),
        )
    rows: list[tuple[int, Any]] = list(iterate_table(folder / resource["path"], row_type))
    return _Table(name, tuple(schema["primaryKey"]), fields, rows)


def _foreign_keys(name: str, schema: dict[str, Any]) -> dict[str, str]:
    """Return the table that each column names a row of; one that names no other is its own."""
    return {
        key["fields"][0]: key["reference"].get("resource") or name
        for key in schema.get("foreignKeys", ())
    }


def _check_fields(table: _Table, ids: dict[str, set[str]]) -> Iterator[Finding]:
    for position, field in enumerate(table.fields):
        seen: dict[Any, int] = {}
        known = ids.get(field.reference, set())
        for line, row in table.rows:
            value = row[position]
            for message in _check_value(field, value, known):
                yield fault(table.file, line, message)
            if field.constraints.get("unique"):
                if value in seen:
                    yield fault(
                        table.file,
                        line,
                        say(
                            "{name} “{value}” is already in row {seen}",
                            name=field.name,
                            value=value,
                            seen=seen[value],
                        ),
                    )
                seen.setdefault(value, line)


def _check_value(field: _Field, value: Any, known: set[str]) -> Iterator[str]:
    empty = value in ("", None, ())
    if empty:
        if field.constraints.get("required"):
            yield say("{name} is empty", name=field.name)
        return
    items = value if isinstance(value, tuple) else (value,)
    if len(set(items)) < len(items):
        yield say("{name} names something twice", name=field.name)
    for item in items:
        if field.reference and item not in known:
            yield say(
                "{name} “{item}” is in no row of {reference}.csv",
                name=field.name,
                item=item,
                reference=field.reference,
            )
        yield from _check_constraints(field, item)


def _check_constraints(field: _Field, item: Any) -> Iterator[str]:
    rules = field.constraints
    if isinstance(item, str):
        if item != item.strip() or not item:
            yield say(
                "{name} “{item}” has spaces around it or an empty item", name=field.name, item=item
            )
        if "enum" in rules and item not in rules["enum"]:
            yield say(
                "{name} “{item}” is none of {enum}",
                name=field.name,
                item=item,
                enum=", ".join(rules["enum"]),
            )
        if "pattern" in rules and not re.fullmatch(rules["pattern"], item):
            yield say(
                "{name} “{item}” is not of the form {pattern}",
                name=field.name,
                item=item,
                pattern=rules["pattern"],
            )
        if field.type == "date" and not _is_day(item):
            yield say(
                "{name} “{item}” is no day, or not of the form 2022-05-09",
                name=field.name,
                item=item,
            )
        return
    if "minimum" in rules and not item >= rules["minimum"]:
        yield say(
            "{name} {item} is below {minimum}", name=field.name, item=item, minimum=rules["minimum"]
        )
    if "maximum" in rules and not item <= rules["maximum"]:
        yield say(
            "{name} {item} is above {maximum}", name=field.name, item=item, maximum=rules["maximum"]
        )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_order(table: _Table) -> Iterator[Finding]:
    columns = [field.name for field in table.fields]
    positions = [columns.index(name) for name in table.key]
    previous: tuple[Any, ...] | None = None
    for line, row in table.rows:
        key = tuple(row[position] for position in positions)
        if previous is not None and key <= previous:
            yield fault(
                table.file,
                line,
                say(
                    "{key} does not come after {previous}; sort the table",
                    key=key,
                    previous=previous,
                ),
            )
        previous = key


def _check_placements(table: _Table) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], int] = {}
    for line, row in table.rows:
        key = tuple(row[1:])
        if key in seen:
            yield fault(table.file, line, say("says the same as row {seen}", seen=seen[key]))
        seen.setdefault(key, line)


def _check_taxonomy(table: _Table) -> Iterator[Finding]:
    """Find nodes that are not below their parent's level, roots that are no pillars, bad twins."""
    level = {row.id: row.level for _, row in table.rows}
    twin = {row.id: row.same_as for _, row in table.rows}
    yield from _check_circles(table)
    for line, row in table.rows:
        if row.level != "pillar" and row.parent_id == "":
            yield fault(
                table.file, line, say("“{name}”: only a pillar has no parent", name=row.name)
            )
        if row.same_as and (row.same_as == row.id or twin.get(row.same_as)):
            yield fault(
                table.file,
                line,
                say(
                    "“{name}” is the same as {same_as}, no first",
                    name=row.name,
                    same_as=row.same_as,
                ),
            )
        above = level.get(row.parent_id)
        deeper = row.level == above and above in ("pillar", "segment")
        known = row.level in LEVELS and above in LEVELS
        if known and not deeper and LEVELS.index(above or "") >= LEVELS.index(row.level):
            yield fault(
                table.file,
                line,
                say(
                    "“{name}” ({level}) is below a {above}",
                    name=row.name,
                    level=row.level,
                    above=above,
                ),
            )


def _check_renamed(table: _Table, ids: dict[str, set[str]]) -> Iterator[Finding]:
    """Find ids said to be gone that are there, and successors that are nowhere."""
    live = set().union(*(rows for name, rows in ids.items() if name != table.name))
    for line, row in table.rows:
        if row.old_id in live:
            yield fault(
                table.file,
                line,
                say("“{old_id}” is said to be gone and is a row", old_id=row.old_id),
            )
        if row.new_id and row.new_id not in live:
            yield fault(
                table.file, line, say("“{new_id}” stands for it and is no row", new_id=row.new_id)
            )


_REGISTERED = (
    ("official_name", "name_source"), ("code", "code_source"), ("level", "level_source"),
    ("area_km2", "area_source"), ("area_km2", "area_of"), ("leading", "leading_source"),
)  # fmt: skip
"""Columns of the register and what must stand beside each."""


def _check_register(table: _Table, places: _Table) -> Iterator[Finding]:
    """Find what the register says without a source, sources of nothing, and no zones."""
    kinds = {row.id: row.kind for _, row in places.rows}
    codes: dict[str, int] = {}
    for line, row in table.rows:
        for column, beside in _REGISTERED:
            has, told = getattr(row, column) not in ("", None, ()), bool(getattr(row, beside))
            if has and not told:
                yield fault(
                    table.file, line, say("{column} has no {beside}", column=column, beside=beside)
                )
            if told and not has:
                yield fault(
                    table.file,
                    line,
                    say("{beside} is of no {column}", beside=beside, column=column),
                )
        if kinds.get(row.place_id, ZONE_KIND) != ZONE_KIND:
            yield fault(
                table.file,
                line,
                say("“{place_id}” is no {zone_kind}", place_id=row.place_id, zone_kind=ZONE_KIND),
            )
        if row.code and codes.setdefault(row.code, line) != line:
            yield fault(
                table.file,
                line,
                say(
                    "code “{code}” is already in row {codes}", code=row.code, codes=codes[row.code]
                ),
            )


def _check_circles(table: _Table) -> Iterator[Finding]:
    for at, what, hint in circles([row for _, row in table.rows]):
        yield fault(table.file, table.rows[at][0], f"{what}. {hint}")


def _check_names(tables: dict[str, _Table]) -> Iterator[Finding]:
    """Find names that mean two places, and names without pinyin."""
    sounded = {row.term for _, row in tables["pinyin"].rows}
    for name in ("industries", "places"):
        for line, row in tables[name].rows:
            for term in _spoken((row.name, *row.aliases)):
                if term not in sounded:
                    message = say("“{term}” has no pinyin; run geodata/make/pinyin.py", term=term)
                    yield fault(tables[name].file, line, message)
    yield from _ambiguous(tables["places"])


def _spoken(terms: Iterable[str]) -> Iterator[str]:
    return (term for term in terms if any("\u4e00" <= char <= "\u9fff" for char in term))


def _ambiguous(table: _Table) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for line, row in table.rows:
        for term in (row.name, *row.aliases):
            if owner.setdefault(term, row.id) != row.id:
                yield fault(
                    table.file,
                    line,
                    say("“{term}” also means {owner}", term=term, owner=owner[term]),
                )
