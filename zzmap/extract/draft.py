"""The draft folder: what was read from a document, in geodata's own shape, before its review.

A folder holds one CSV for each of `DRAFT_TABLES`, the normalised text (``text.txt``) that every
``start`` and ``end`` index in characters, and ``draft.json``, which says what was read and how.
Each row is a row of geodata's own table followed by `Evidence`: where the text says it, which
rule took it and how sure that rule is.  Nothing of a draft reaches geodata unreviewed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from zzmap.errors import FormatError
from zzmap.io.staging import write_texts
from zzmap.messages import say
from zzmap.tables import read_table
from zzmap.words import SEPARATOR

TEXT = "text.txt"
INFO = "draft.json"

KNOWN, ALIAS, NEW = "known", "alias", "new"
"""Status of a name: geodata has it; it is another name of what geodata has (`known_id`); new."""

_FORMAT = 1
"""Version of the folder's layout, in ``draft.json``."""


class DraftDocument(NamedTuple):
    """A plan of the file: a row of documents.csv and the characters of the text that are its."""

    id: str
    letter: str
    number: str
    date: str
    title: str
    title_en: str
    issuer: str
    gazette: str
    start: int
    end: int


class DraftPlacement(NamedTuple):
    """A drafted placement; `industry` and `place` are the words of the text.

    `industry_id` and `place_id` are ids of the draft's own industries and places, which keep
    geodata's id where geodata has them.
    """

    id: str
    industry_id: str
    place_id: str
    relation: str
    document_id: str
    locator: str
    industry: str
    place: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


class DraftPlace(NamedTuple):
    """A drafted place: a row of places.csv, `status`, and what geodata knows it as."""

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    kind: str
    parent_id: str
    district_ids: tuple[str, ...]
    lon: float | None
    lat: float | None
    area_km2: float | None
    area_basis: str
    basis: str
    accuracy_m: int | None
    source: str
    status: str
    known_id: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


class DraftIndustry(NamedTuple):
    """A drafted industry: a row of industries.csv, `status`, and what geodata knows it as."""

    id: str
    parent_id: str
    same_as: str
    level: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    document_id: str
    locator: str
    status: str
    known_id: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


class DraftStructure(NamedTuple):
    """A drafted spatial structure."""

    id: str
    name: str
    name_en: str
    theme: str
    document_id: str
    locator: str
    status: str
    known_id: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


class DraftElement(NamedTuple):
    """A drafted element of a structure."""

    id: str
    structure_id: str
    place_id: str
    rank: int
    kind: str
    name: str
    name_en: str
    functions: tuple[str, ...]
    axis: str
    locator: str
    status: str
    known_id: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


class DraftMember(NamedTuple):
    """A drafted member of an element; `place` is the word of the text."""

    element_id: str
    rank: int
    place_id: str
    derived: str
    place: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


class DraftProject(NamedTuple):
    """A drafted project; `place` and `investment` (as the text writes it) are its words."""

    id: str
    name: str
    industry_id: str
    enterprise: str
    enterprise_aliases: tuple[str, ...]
    place_ids: tuple[str, ...]
    place_basis: str
    document_id: str
    box: str
    locator: str
    note: str
    place: str
    investment: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


class DraftIndicator(NamedTuple):
    """A drafted indicator: geodata's columns, and every year the text gives.

    `years` and `values` run side by side, such as ``2024|2030`` and ``41.5|50``: geodata's own
    columns hold only the years that they are named after.  `comparator` belongs to the last.
    """

    id: str
    name: str
    name_en: str
    unit: str
    value_2020: float | None
    value_2023: float | None
    value_2025: float | None
    comparator_2025: str
    kind: str
    note: str
    document_id: str
    locator: str
    years: tuple[str, ...]
    values: tuple[str, ...]
    comparator: str
    start: int
    end: int
    sentence_sha256: str
    rule: str
    confidence: float


DRAFT_TABLES: dict[str, type] = {
    "documents": DraftDocument,
    "placements": DraftPlacement,
    "places": DraftPlace,
    "industries": DraftIndustry,
    "structures": DraftStructure,
    "elements": DraftElement,
    "members": DraftMember,
    "projects": DraftProject,
    "indicators": DraftIndicator,
}
"""Tables of a draft folder, by name of the file without ``.csv``."""


class Head(NamedTuple):
    """A line of the document's outline.

    `level` is 1 for 一、, 2 for (一), 3 for 1., 4 for a paragraph head, 5 for a box or table;
    `number` is what a locator has of it, such as ``三``, ``(一)``, ``2``, ``专栏4``.
    """

    level: int
    number: str
    title: str
    start: int
    end: int


@dataclass
class Draft:
    """A draft folder in memory."""

    source: str
    sha256: str
    version: str
    cold: bool
    city: str
    text: str
    outline: list[Head] = field(default_factory=list)
    documents: list[DraftDocument] = field(default_factory=list)
    placements: list[DraftPlacement] = field(default_factory=list)
    places: list[DraftPlace] = field(default_factory=list)
    industries: list[DraftIndustry] = field(default_factory=list)
    structures: list[DraftStructure] = field(default_factory=list)
    elements: list[DraftElement] = field(default_factory=list)
    members: list[DraftMember] = field(default_factory=list)
    projects: list[DraftProject] = field(default_factory=list)
    indicators: list[DraftIndicator] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sentence_hash(sentence: str) -> str:
    """Return the hash that finds a sentence again, whatever blanks or breaks are in it.

    Examples
    --------
    >>> sentence_hash("甲区 发展乙。") == sentence_hash("甲区发展乙。")
    True
    """
    return hashlib.sha256("".join(sentence.split()).encode()).hexdigest()


def write_draft(draft: Draft, folder: Path) -> None:
    """Write a draft, whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written there.
    """
    texts = {f"{name}.csv": _csv(kind, getattr(draft, name)) for name, kind in DRAFT_TABLES.items()}
    texts[TEXT] = draft.text
    texts[INFO] = json.dumps(_info(draft), ensure_ascii=False, indent=1) + "\n"
    write_texts(folder, texts, INFO)


def read_draft(folder: Path) -> Draft:
    """Read a draft folder.

    Raises
    ------
    FormatError
        If the folder is no draft, or its text is not the text that was drafted.
    GeodataError
        If a table of it is missing or holds what its columns cannot.
    """
    try:
        info = json.loads((folder / INFO).read_text("utf-8"))
        text = (folder / TEXT).read_bytes().decode("utf-8")
        if info["format"] != _FORMAT:
            raise ValueError
        draft = Draft(
            **{name: info[name] for name in ("source", "sha256", "version", "cold", "city")},
            text=text,
            outline=[Head(**head) for head in info["outline"]],
            notes=list(info["notes"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise FormatError(
            say("this folder is no draft that this version of zzmap can read"),
            where=str(folder),
            hint=say("Make it again with `zzmap extract FILE -o DIR`."),
        ) from None
    if hashlib.sha256(text.encode()).hexdigest() != info["text_sha256"]:
        raise FormatError(
            say("{text} is not the text this draft was made from", text=TEXT),
            where=str(folder),
            hint=say("Its rows point into the old text: make the draft again."),
        )
    for name, kind in DRAFT_TABLES.items():
        setattr(draft, name, read_table(folder / f"{name}.csv", kind))
    return draft


def _info(draft: Draft) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "source": draft.source,
        "sha256": draft.sha256,
        "version": draft.version,
        "cold": draft.cold,
        "city": draft.city,
        "text_sha256": hashlib.sha256(draft.text.encode()).hexdigest(),
        "outline": [head._asdict() for head in draft.outline],
        "notes": draft.notes,
    }


def _csv(kind: Any, rows: list[Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(kind._fields)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    return "" if value is None else value
