"""Reviewed rows of a draft merged into a geodata folder: all of them, checked, or nothing.

Only what a reviewer accepted, edited or added goes in.  A row that rests on one nobody accepted
(a placement at a new place) stops it all, with the list of these.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import FormatError, OutputError
from zzmap.extract.decisions import (
    ADD,
    EDIT,
    OWN_COLUMNS,
    REJECT,
    TAKEN,
    Decision,
    key_of,
    text_hash,
)
from zzmap.extract.draft import ALIAS, KNOWN, NEW, Draft
from zzmap.extract.merge_base import check_city, check_sound, texts_of
from zzmap.io.staging import write_texts
from zzmap.io.target import new_folder
from zzmap.messages import say
from zzmap.model import TABLES
from zzmap.readings import syllables
from zzmap.settings import shipped_geodata
from zzmap.words import SEPARATOR

RECORDS = "applied"
"""Folder of a geodata folder that holds what undoes each merge."""

DICTIONARY = "datapackage.json"
_MOST_NAMED = 5
_REFERENCES = {
    "parent_id": "", "industry_id": "industries", "place_id": "places", "place_ids": "places",
    "district_ids": "places", "document_id": "documents", "structure_id": "structures",
    "element_id": "elements",
}  # fmt: skip
"""Columns that name rows, and of which table; '' is the own."""

_NUMBERED = {"placements": ("pl", 4), "projects": ("prj", 4), "indicators": ("in", 0)}
_PREFIXES = {"documents": "doc", "industries": "ind", "structures": "st", "elements": "el"}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTVWXYZ"

_COLUMN_YEARS = ("2020", "2023", "2025")
"""Years of indicators that have a column; lists hold all years where a plan has others."""

Cells = dict[str, str]


class Applied(NamedTuple):
    """What was merged.

    Attributes
    ----------
    folder
        The geodata folder that holds it.
    added
        How many rows each table gained.
    notes
        A sentence for each thing that is not as it was drafted.
    record
        The file that undoes it.
    """

    folder: Path
    added: dict[str, int]
    notes: tuple[str, ...]
    record: Path


def apply(
    draft: Draft, decisions: list[Decision], base: Path, out: Path | None, *, in_place: bool = False
) -> Applied:
    """Merge the accepted rows of a draft into a geodata folder.

    Parameters
    ----------
    draft, decisions
        What was drafted, and what a reviewer decided of it.
    base
        Geodata folder that is added to.
    out
        New folder to write the whole to; None writes into `base`, which `in_place` must say.
    in_place
        Whether `base` itself may be changed; never the folder that came with zzmap.

    Raises
    ------
    FormatError
        If nothing is accepted, or an accepted row rests on one that is not.
    GeodataError
        If the result would not pass the check; nothing is written.
    OutputError
        If the folder may not be written to.
    """
    folder = _target(base, out, in_place=in_place)
    catalogue = Catalogue(base)
    check_city(draft, catalogue)
    texts, others = texts_of(base)
    merge = _Merge(catalogue, draft, decisions)
    changed = merge.tables()
    if others and not in_place:
        names = ", ".join(others[:_MOST_NAMED]) + (" …" if len(others) > _MOST_NAMED else "")
        merge.notes.append(say("no data, and not in the new folder: {names}", names=names))
    old = {name: texts[name] for name in changed}
    record = f"{RECORDS}/{_next(base):04d}.json"
    # What is inside the folder is known by now; a record is of this merge alone.
    new = {**texts, **changed, record: _record(draft, decisions, merge, old, changed)}
    hint = say("Edit these rows in the review, save the decisions and apply again.")
    write_texts(folder, new, DICTIONARY, check=lambda made: check_sound(made, base, changed, hint))
    return Applied(folder, merge.added, tuple(merge.notes), folder / record)


def undo(folder: Path) -> tuple[Path, list[str]]:
    """Take back the last merge into a folder; return its record and the tables put back.

    Raises
    ------
    OutputError
        If there is none, or a table has been changed since.
    """
    for path in _records(folder)[::-1]:
        record = _merge_of(path)
        if record["undone"]:
            continue
        for name, mark in record["new_sha256"].items():
            _check_unchanged(folder, name, mark, path)
        texts, _ = texts_of(folder)
        name = path.relative_to(folder).as_posix()
        texts |= record["old"]
        texts[name] = json.dumps(record | {"undone": True}, ensure_ascii=False, indent=1) + "\n"
        _put_back(folder, texts, name, record["old"])
        return path, sorted(record["old"])
    raise OutputError(
        say("no merge is left to undo here"), str(folder), say("Name the geodata folder.")
    )


def _put_back(folder: Path, texts: dict[str, str], anchor: str, old: Mapping[str, str]) -> None:
    hint = say("Something names what the merge brought: take that out first.")
    write_texts(folder, texts, anchor, check=lambda made: check_sound(made, folder, old, hint))


def _records(folder: Path) -> list[Path]:
    return sorted((folder / RECORDS).glob("[0-9]*.json"))


def _merge_of(path: Path) -> dict[str, Any]:
    """Read what undoes a merge."""
    try:
        record = json.loads(path.read_text("utf-8"))
        _ = bool(record["undone"]), dict(record["new_sha256"]), dict(record["old"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        raise OutputError(
            say("this is no record of a merge that can be read"), str(path),
            say("Put it back from a copy."),
        ) from None  # fmt: skip
    return dict(record)


def _check_unchanged(folder: Path, name: str, mark: str, record: Path) -> None:
    try:
        now = _hash((folder / name).read_bytes().decode())
    except (OSError, UnicodeDecodeError):
        now = ""
    if now != mark:
        raise OutputError(
            say("this table has been changed since the merge, which cannot be undone"), name,
            say("What it was is in {name}.", name=record.name),
        )  # fmt: skip


def _target(base: Path, out: Path | None, *, in_place: bool) -> Path:
    if (out is None) != in_place:
        raise OutputError(
            say("say where the merged geodata goes"), str(base),
            say("Name a new folder with -o, or say --in-place."),
        )  # fmt: skip
    if out is None:
        if base.resolve() == shipped_geodata().resolve():
            raise OutputError(
                say(
                    "this is the geodata that came with zzmap, which is never merged "
                    "into"), str(base),
                say("Name a new folder with -o."),
            )  # fmt: skip
        return base
    if base.resolve() in out.resolve().parents:
        raise OutputError(
            say("this is a folder within the geodata that is added to"), str(out),
            say("Name another with -o."),
        )  # fmt: skip
    return new_folder(out)


def _next(base: Path) -> int:
    numbers = (re.match("[0-9]+", path.stem) for path in _records(base))
    return 1 + max((int(row[0]) for row in numbers if row), default=0)


def _record(
    draft: Draft, decisions: list[Decision], merge: _Merge, old: Mapping[str, str],
    changed: Mapping[str, str],
) -> str:  # fmt: skip
    document = {
        "applied": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "source": draft.source,
        "draft": text_hash(draft),
        "added": merge.added,
        "notes": merge.notes,
        "decisions": [row._asdict() for row in decisions],
        "new_sha256": {name: _hash(text) for name, text in changed.items()},
        "old": old,
        "undone": False,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Merge:
    """The rows that are taken, with the ids they have in the catalogue."""

    def __init__(self, catalogue: Catalogue, draft: Draft, decisions: Iterable[Decision]) -> None:
        self._catalogue, self._draft = catalogue, draft
        self.notes: list[str] = []
        self.added: dict[str, int] = {}
        self._rows: dict[str, dict[str, Any]] = {
            table: {key_of(table, row): row for row in getattr(draft, table)}
            for table in OWN_COLUMNS
        }
        self._held = {name: self._read(name) for name in TABLES}
        self._sounded: list[str] = []
        self._taken: dict[str, dict[str, Cells]] = {table: {} for table in OWN_COLUMNS}
        self._rejected = {(row.table, row.key) for row in decisions if row.decision == REJECT}
        for row in decisions:
            if row.decision in TAKEN:
                self._taken[row.table][row.key] = self._cells(row)
        if not any(self._taken.values()):
            raise FormatError(
                say("no row is accepted"), hint=say("Accept rows in the review first.")
            )
        self._ids: dict[tuple[str, str], str] = {}
        self._letters: dict[str, str] = {}
        self._touched: set[str] = set()

    def _read(self, name: str) -> list[Cells]:
        path = self._catalogue.folder / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def _cells(self, row: Decision) -> Cells:
        columns = TABLES[row.table]._fields  # type: ignore[attr-defined]
        drafted = self._rows[row.table].get(row.key)
        cells = {name: _cell(getattr(drafted, name, "")) for name in columns}
        if row.decision in (EDIT, ADD):
            given = {name: cell.strip() for name, cell in row.cells.items()}
            self._check_edit(row, given, cells)
            cells |= given
        return _by_year(row.key, cells) if row.table == "indicators" else cells

    def _check_edit(self, row: Decision, given: Cells, drafted: Cells) -> None:
        """Refuse to change what geodata has: of an alias only its own name goes in."""
        status = getattr(self._rows[row.table].get(row.key), "status", NEW)
        own = {KNOWN: (), ALIAS: ("name",)}.get(status, tuple(given))
        if any(given[name] != drafted[name].strip() for name in given if name not in own):
            raise FormatError(
                say(
                    "{table} {key}: “{name}” is in the geodata already, and a merge changes none "
                    "of its cells",
                    table=row.table,
                    key=row.key,
                    name=drafted["name"],
                ),
                hint=say("Take the decision back in the review; what is new is added (n)."),
            )

    def tables(self) -> dict[str, str]:
        """Return the text of every table that changes."""
        for table in OWN_COLUMNS:
            self._name(table)
        self._check_rests()
        for table in OWN_COLUMNS:
            for key, cells in self._taken[table].items():
                self._put(table, key, cells)
        self._sound_out()
        if self._sounded:
            names = "、".join(self._sounded[:_MOST_NAMED])
            self.notes.append(
                say(
                    "{count} English names are pinyin, to be corrected: {names}",
                    count=len(self._sounded),
                    names=names + (" …" if len(self._sounded) > _MOST_NAMED else ""),
                )
            )
        changed = {}
        for name, rows in self._held.items():
            text = _csv(name, rows)
            before = (self._catalogue.folder / f"{name}.csv").read_bytes().decode()
            if text != before and name in self._touched:
                changed[f"{name}.csv"] = text
        if not any(self.added.values()) and not changed:
            raise FormatError(
                say("all that is accepted is in the geodata already"),
                hint=say("There is nothing to merge."),
            )
        return changed

    # -- ids ---------------------------------------------------------------------------

    def _name(self, table: str) -> None:
        """Give each taken row the id it will have."""
        used = {row["id"] for row in self._held[table]} if table != "members" else set()
        for key, cells in self._taken[table].items():
            if table == "members":
                continue
            drafted = self._rows[table].get(key)
            status = getattr(drafted, "status", NEW)
            if status in (KNOWN, ALIAS) and drafted is not None:
                self._ids[table, key] = drafted.known_id or key
                continue
            if table == "documents":
                self._letter(cells)
            new = self._numbered(table, cells, used) or _unused(_slug(table, cells), used)
            used.add(new)
            self._ids[table, key] = new

    def _letter(self, cells: Cells) -> None:
        held = self._held["documents"]
        if any(row["number"] == cells["number"] and cells["number"] for row in held):
            raise FormatError(
                say(
                    "the document {number} is in the geodata "
                    "already", number=cells['number']), hint=
                say("Undo its merge first (zzmap extract undo), or merge into another folder."),
            )  # fmt: skip
        used = {row["letter"] for row in held} | set(self._letters.values())
        old = cells["letter"]
        letter = old if old in _LETTERS and old and old not in used else ""
        letter = letter or next((row for row in _LETTERS if row not in used), "")
        if not letter:
            raise FormatError(
                say("no letter is left for another document"), hint=say("Use a new folder.")
            )
        if old and letter != old:
            self.notes.append(
                say(
                    "the letter {old} is another document's: locators have {letter}",
                    old=old,
                    letter=letter,
                )
            )
        self._letters[cells["id"]] = letter
        cells["letter"] = letter

    def _numbered(self, table: str, cells: Cells, used: set[str]) -> str:
        if table not in _NUMBERED:
            return ""
        prefix, width = _NUMBERED[table]
        document = self._letters.get(cells["document_id"]) or next(
            (row["letter"] for row in self._held["documents"] if row["id"] == cells["document_id"]),
            "x",
        )
        start = f"{prefix}-{document.lower()}-"
        numbers = [int(row[len(start) :]) for row in used if re.fullmatch(f"{start}\\d+", row)]
        return f"{start}{max(numbers, default=0) + 1:0{width}d}"

    def _current(self, table: str, key: str) -> str | None:
        """Return the id a reference leads to; None where it rests on what nobody accepted."""
        if (table, key) in self._rejected:
            return None
        if (table, key) in self._ids:
            return self._ids[table, key]
        drafted = self._rows[table].get(key)
        if drafted is not None and getattr(drafted, "status", NEW) == KNOWN:
            key = drafted.known_id or key
        elif drafted is not None:
            return None
        return key if any(row["id"] == key for row in self._held[table]) else None

    def _check_rests(self) -> None:
        faults = []
        for table, rows in self._taken.items():
            for key, cells in rows.items():
                for column, other, item in _named(table, cells):
                    if self._current(other, item) is None:
                        row = self._rows[other].get(item)
                        name = getattr(row, "name", getattr(row, "title", item))
                        faults.append(
                            say(
                                "{table} {key}: its {column} “{name}” is not accepted",
                                table=table,
                                key=key,
                                column=column,
                                name=name,
                            )
                        )
        if faults:
            more = say("; and {count} more", count=len(faults) - 10) if len(faults) > 10 else ""
            raise FormatError(
                say(
                    "accepted rows rest on rows that are not: {faults}{more}",
                    faults="; ".join(faults[:10]),
                    more=more,
                ),
                hint=say("Accept those in the review too, or reject these."),
            )

    # -- rows --------------------------------------------------------------------------

    def _put(self, table: str, key: str, cells: Cells) -> None:
        status = getattr(self._rows[table].get(key), "status", NEW)
        if status == KNOWN:
            return
        if status == ALIAS:
            self._alias(table, key, cells)
            return
        cells = dict(cells)
        for column, other in _REFERENCES.items():
            if cells.get(column):
                ids = [self._current(other or table, row) or row
                       for row in cells[column].split(SEPARATOR)]  # fmt: skip
                cells[column] = SEPARATOR.join(dict.fromkeys(ids))
        if "id" in cells:
            cells["id"] = self._ids[table, key]
        self._locate(table, cells)
        self._english(table, cells)
        if table == "placements" and any(
            all(row[name] == cells[name] for name in row if name != "id")
            for row in self._held[table]
        ):
            self.notes.append(say("placement {key} says what another row says: left out", key=key))
            return
        self._add(table, cells)

    def _add(self, table: str, cells: Cells) -> None:
        self._held[table].append(cells)
        self._touched.add(table)
        self.added[table] = self.added.get(table, 0) + 1

    def _alias(self, table: str, key: str, cells: Cells) -> None:
        current = self._ids[table, key]
        for row in self._held[table]:
            names = [*filter(None, row["aliases"].split(SEPARATOR))]
            if row["id"] == current and cells["name"] not in (row["name"], *names):
                self._touched.add(table)
                row["aliases"] = SEPARATOR.join([*names, cells["name"]])
                self.notes.append(
                    say(
                        "“{name}” is an alias of {name2} now", name=cells["name"], name2=row["name"]
                    )
                )

    def _locate(self, table: str, cells: Cells) -> None:
        """Let a locator begin with its document's letter."""
        if not cells.get("locator"):
            return
        letters = {self._ids["documents", key]: row["letter"]
                   for key, row in self._taken["documents"].items()}  # fmt: skip
        document = cells.get("document_id") or next(
            (row["document_id"] for row in self._held["structures"]
             if row["id"] == cells.get("structure_id")), "",
        )  # fmt: skip
        held = {row["id"]: row["letter"] for row in self._held["documents"]}
        letter = letters.get(document) or held.get(document, "")
        if letter:
            tail = re.sub(r"^[A-Z]·", "", cells["locator"])
            cells["locator"] = f"{letter}·{tail}"

    def _english(self, table: str, cells: Cells) -> None:
        column, name = ("title_en", "title") if table == "documents" else ("name_en", "name")
        if column in cells and not cells[column] and cells.get(name):
            cells[column] = syllables(cells[name]).capitalize()
            self._sounded.append(cells[name])

    def _sound_out(self) -> None:
        """Add the pinyin of what has come."""
        held = {row["term"] for row in self._held["pinyin"]}
        terms: set[str] = set()
        for table in ("industries", "places", "elements", "projects"):
            for row in self._held[table]:
                terms |= {row["name"], row.get("enterprise", "")}
                for column in ("aliases", "enterprise_aliases"):
                    terms |= set(row.get(column, "").split(SEPARATOR))
        for term in sorted(terms - held):
            if any("\u4e00" <= char <= "\u9fff" for char in term):
                self._add("pinyin", {"term": term, "pinyin": syllables(term)})


def _by_year(key: str, cells: Cells) -> Cells:
    """Return an indicator with its values where geodata has them: in columns, or in lists.

    Raises
    ------
    FormatError
        If a column and the lists say two values of a year, or the lists are not as long.
    """
    years, values = (cells[name].split(SEPARATOR) for name in ("years", "values"))
    if len(years) != len(values):
        raise FormatError(
            say(
                "indicator {key}: it has {count} years and {count2} values",
                key=key,
                count=len(years),
                count2=len(values),
            ),
            hint=say("Give each year its value in the review."),
        )
    told = dict(zip(years, values, strict=True)) if cells["years"] else {}
    for year in _COLUMN_YEARS:
        column = f"value_{year}"
        if told.get(year) and cells[column] and float(told[year]) != float(cells[column]):
            raise FormatError(
                say(
                    "indicator {key}: {column} says {cells}, its values {told}",
                    key=key,
                    column=column,
                    cells=cells[column],
                    told=told[year],
                ),
                hint=say("Make them one in the review."),
            )
        if told.get(year) or not told:
            cells[column] = cells[column] or told.get(year, "")
        elif cells[column]:
            raise FormatError(
                say(
                    "indicator {key}: {column} says {cells}, and its years lack {year}",
                    key=key,
                    column=column,
                    cells=cells[column],
                    year=year,
                ),
                hint=say("Add the year in the review, or empty the column."),
            )
    if told and years[-1] == _COLUMN_YEARS[-1]:
        cells["comparator_2025"] = cells["comparator_2025"] or cells["comparator"]
    if all(year in _COLUMN_YEARS for year in told):
        cells |= dict.fromkeys(("years", "values", "comparator"), "")
    return cells


def _named(table: str, cells: Cells) -> Iterable[tuple[str, str, str]]:
    """Yield column, table and id of each row that a row names."""
    for column, other in _REFERENCES.items():
        for item in filter(None, cells.get(column, "").split(SEPARATOR)):
            # A district is its own district.
            if not (column == "district_ids" and item == cells.get("id")):
                yield column, other or table, item


def _slug(table: str, cells: Cells) -> str:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cells["id"]):
        return cells["id"]
    name = syllables(cells.get("name") or cells.get("number", "")).replace(" ", "") or "row"
    prefix = cells["kind"].partition("_")[0] if table == "places" else _PREFIXES[table]
    return f"{prefix or 'place'}-{name}"


def _unused(wanted: str, used: set[str]) -> str:
    number, found = 2, wanted
    while found in used:
        found, number = f"{wanted}-{number}", number + 1
    return found


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    return "" if value is None else str(value)


def _csv(name: str, rows: list[Cells]) -> str:
    columns = TABLES[name]._fields  # type: ignore[attr-defined]
    ordered = sorted(rows, key=lambda row: _order(name, row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(ordered)
    return out.getvalue()


def _order(name: str, row: Cells) -> tuple[Any, ...]:
    if name == "members":
        return row["element_id"], int(row["rank"])
    if name in ("crosswalk", "streets"):
        return tuple(list(row.values())[:2])
    return (next(iter(row.values())),)
