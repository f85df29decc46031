"""The geodata folder that a merge adds to: whose it is, what it holds, what is wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from zzmap.catalogue import Catalogue
from zzmap.check import check_geodata
from zzmap.errors import FormatError, GeodataError
from zzmap.extract.draft import Draft
from zzmap.extract.regions import city_of, counties_of, prefectures
from zzmap.findings import Finding
from zzmap.messages import say
from zzmap.model import TABLES
from zzmap.tables import read_table

_DATA = (".csv", ".json", ".toml", ".geojson", ".md")
_MOST_TOLD, _LONGEST = 8, 40
_OF_A_ROW = re.compile(r"(\w+)\.csv\D+(\d+)")


def check_city(draft: Draft, base: Catalogue) -> None:
    """Refuse geodata of another city than a draft tells of.

    Parameters
    ----------
    draft
        What was read of a plan: of the city that its title says, and that it was read for.
    base
        The geodata; a county of it is no other city.

    Raises
    ------
    FormatError
        If they are of two cities.

    Examples
    --------
    >>> from zzmap.extract.draft import Draft
    >>> check_city(Draft("a.txt", "", "", False, "荥阳市", ""), Catalogue())
    >>> try:
    ...     check_city(Draft("a.txt", "", "", False, "鹤壁市", ""), Catalogue())
    ... except FormatError as error:
    ...     print(error.what)
    the draft is of 鹤壁市 and this geodata of 郑州市
    """
    for city in (city_of(row.title for row in draft.documents), draft.city):
        if city and not is_of(city, base):
            raise FormatError(
                say("the draft is of {city} and this geodata of {own}", city=city,
                    own=base.city.name),
                hint=say(
                    "Name the folder of {city} with --geodata; zzmap new makes one for a city.",
                    city=city,
                ),
            )  # fmt: skip


def is_of(city: str, base: Catalogue) -> bool:
    """Tell whether geodata is of a city, or has it as a county.

    Examples
    --------
    >>> is_of("荥阳市", Catalogue()), is_of("鹤壁市", Catalogue()), is_of("甲乙市", Catalogue())
    (True, False, True)
    """
    own = {base.city.name, *(row.name for row in base.places.values())}
    # Of a name that is no other city's it is not known whose it is.
    counties = (name for row in prefectures() for name in counties_of(row))
    return city in own or city not in {*prefectures(), *counties}


def texts_of(base: Path) -> tuple[dict[str, str], list[str]]:
    """Return the data of a folder, text by name, and the names of what is no data.

    Raises
    ------
    GeodataError
        If a table is not sound, or a file of data is not UTF-8.
    """
    for name, kind in TABLES.items():
        read_table(base / f"{name}.csv", kind)
    texts, others = {}, []
    for path in sorted(base.rglob("*")):
        name = path.relative_to(base).as_posix()
        if not path.is_file() or _aside(path.relative_to(base)):
            continue
        if path.suffix not in _DATA:
            others.append(name)
            continue
        try:
            texts[name] = path.read_bytes().decode()
        except UnicodeDecodeError:
            raise GeodataError(
                say("this file of the geodata is not UTF-8 text"), name,
                say("Save it as UTF-8, or take it out of the folder."),
            ) from None  # fmt: skip
    return texts, others


def _aside(path: Path) -> bool:
    """Tell what is no part of the data: scripts, copies of older versions, what is hidden."""
    return any(part == "make" or part.endswith(".bak") or part[0] == "." for part in path.parts)


def check_sound(folder: Path, base: Path, changed: Mapping[str, str], hint: str) -> None:
    """Refuse a folder that would not pass the check, each finding with the name of its row.

    Parameters
    ----------
    folder
        What would take the place of the geodata.
    base
        The geodata as it is.
    changed
        Text by name of the tables that change.
    hint
        What to do.

    Raises
    ------
    GeodataError
        If there is a finding; what the geodata has itself is told as that.
    """
    findings = check_geodata(folder).findings
    if not findings:
        return
    own = check_geodata(base).findings
    if own:
        raise GeodataError(
            say("this geodata is not sound itself: {finding}", finding=own[0]), str(base),
            say("Run zzmap check, and mend it first."),
        )  # fmt: skip
    told = "; ".join(_told(row, changed) for row in findings[:_MOST_TOLD])
    count = len(findings) - _MOST_TOLD
    raise GeodataError(
        say(
            "the merged geodata would not be sound, so nothing was written: {told}{more}",
            told=told,
            more=say("; and {count} more", count=count) if count > 0 else "",
        ),
        hint=hint,
    )


def _told(finding: Finding, changed: Mapping[str, str]) -> str:
    """Return a finding with the name of its row, which nobody can look up: it is not written."""
    found = _OF_A_ROW.fullmatch(str(finding.where))
    text = changed.get(f"{found[1]}.csv") if found else None
    if found is None or text is None:
        return str(finding)
    row = _row_at(text, int(found[2]))
    name = row.get("name") or row.get("title") or row.get("id") or "#".join(list(row.values())[:2])
    name = name[:_LONGEST] + ("…" if len(name) > _LONGEST else "")
    return str(
        say("{table} “{name}”: {message}", table=found[1], name=name, message=finding.message)
    )


def _row_at(text: str, line: int) -> dict[str, str]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader)
    rows: Iterable[list[str]] = (row for row in reader if reader.line_num == line)
    return dict(zip(header, next(iter(rows), [""] * len(header)), strict=True))
