"""Reports: of the city, of a place, of an industry, of a planner's own table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.errors import FormatError
from zzmap.messages import say

if TYPE_CHECKING:
    from pandas import DataFrame

    from zzmap.report.document import Document
    from zzmap.report.table import OwnTable, Row
    from zzmap.workspace.city import City


class About(NamedTuple):
    """What a report is about: at most one of place, industry and table; none is the city.

    `columns` and `crs` say how a table is to be read that was not joined yet.
    """

    place: str = ""
    industry: str = ""
    table: str | Path | DataFrame | None = None
    columns: Mapping[str, str] | None = None
    crs: str = ""

    @property
    def source(self) -> Path | None:
        """The file that is read, None where none is."""
        return Path(self.table) if isinstance(self.table, (str, Path)) else None


def report_of(city: City, about: About, *, english: bool) -> Document:
    """Return the report that is asked for; see `City.report`."""
    from zzmap.names import INDUSTRY, Names
    from zzmap.place_sheet import find_place
    from zzmap.report.city import city_document
    from zzmap.report.industry import industry_document
    from zzmap.report.place import place_document

    catalogue, gazetteer = city.catalogue, city.gazetteer
    if bool(about.place) + bool(about.industry) + (about.table is not None) > 1:
        raise FormatError(
            say("a report is of one thing"), hint=say("Say one of --place, --industry and --table.")
        )
    if about.table is not None:
        from zzmap.report.table import table_document

        return table_document(gazetteer, _own_table(city, about), english=english)
    if about.place:
        return place_document(gazetteer, find_place(catalogue, about.place), english=english)
    if about.industry:
        found = Names.of(catalogue).one(about.industry, (INDUSTRY,)).id
        return industry_document(gazetteer, catalogue.industries[found], english=english)
    return city_document(gazetteer, english=english)


def check_report(out: Path, font: str | Path | None, source: Path | None = None) -> None:
    """Refuse, before anything is worked out, a report that cannot be written there."""
    from zzmap.report.fonts import find_font
    from zzmap.report.write import check_writable

    check_writable(out, source)
    if font is not None or out.suffix.lower() != ".html":
        find_font(font)


# -- a planner's own table ---------------------------------------------------------------------


def _own_table(city: City, about: About) -> OwnTable:
    """Return a table as a join says it: one that was joined before as it is, else joined now."""
    from zzmap.report.table import OwnTable

    name = about.source.stem if about.source is not None else "table"
    joined = _joined_before(about.table)
    if joined is not None:
        rows, review = joined
        return OwnTable(name, _rows(rows), review)
    assert about.table is not None
    done = city.join(about.table, columns=about.columns, crs=about.crs)
    assert done.frame is not None
    assert done.review is not None
    told = [*done.columns, *done.notes]
    return OwnTable(name, _rows(_records(done.frame)), _texts(_records(done.review)), told)


Records = list[dict[str, Any]]


def _joined_before(table: str | Path | DataFrame | None) -> tuple[Records, Records] | None:
    """Return the rows and the review of a table that a join wrote, None of any other."""
    from zzmap.analysis.files import read_rows
    from zzmap.io.write_table import review_path

    if not isinstance(table, (str, Path)):
        rows = _records(table)
        return (rows, []) if rows and _is_joined(rows[0]) else None
    path = Path(table)
    if path.suffix.lower() not in (".csv", ".xlsx") or not path.exists():
        return None
    if not _is_joined(_header(path)):
        return None
    beside = review_path(path)
    if path.suffix.lower() == ".xlsx":
        review = list(read_rows(path, "review"))
    elif beside.exists():
        review = list(read_rows(beside))
    else:
        raise FormatError(
            say("the review of this table is not beside it ({name})", name=beside.name), path.name,
            say("Put it there, or give the table that was joined."),
        )  # fmt: skip
    return list(read_rows(path)), _texts(review)


def _header(path: Path) -> dict[str, Any]:
    """Return the first row of a table under its header; empty where it has none of its own."""
    from zzmap.analysis.files import read_rows

    try:
        return next(iter(read_rows(path)), {})
    except FormatError:
        return {}


def _is_joined(row: Mapping[str, Any]) -> bool:
    from zzmap.join.records import ADDED

    return {*ADDED} <= row.keys()


def _records(frame: Any) -> Records:
    from zzmap.workspace.analysis import records

    return records(frame)


def _texts(rows: Iterable[Mapping[str, Any]]) -> Records:
    from zzmap.join.records import REVIEWED

    return [{name: _text(row.get(name)) for name in REVIEWED} for row in rows]


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Return rows as a report reads them; their name is the column a join would take for it."""
    from zzmap.join.records import ADDED
    from zzmap.join.roles import SAMPLE, find_roles
    from zzmap.report.table import Row

    own = [name for name in (rows[0] if rows else {}) if name not in ADDED]
    sample = [[row[name] for name in own] for row in rows[:SAMPLE]]
    at = find_roles(own, sample).first("name")
    called = own[at] if at is not None else ""
    return [
        Row(
            _text(row["file_row"]), _text(row.get(called)), _text(row["industry_id"]),
            _text(row["place_id"]), _text(row["in_plan"]), _text(row["industry_how"]),
            _point(row["lon"], row["lat"]), _text(row["duplicate_of"]),
        )
        for row in rows
    ]  # fmt: skip


def _point(lon: Any, lat: Any) -> tuple[float, float] | None:
    x, y = _text(lon), _text(lat)
    return (float(x), float(y)) if x and y else None
