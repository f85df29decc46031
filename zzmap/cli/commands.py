"""What each command does: call the library, print, return the exit status.

Libraries that take long to import are imported by the command that needs them.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zzmap.cli.options import city_of
from zzmap.cli.output import emit, emit_csv, print_notes, progress_lines
from zzmap.errors import FormatError
from zzmap.listing import TEXT_COLUMNS, worded
from zzmap.messages import say
from zzmap.units import area_in_words

if TYPE_CHECKING:
    from zzmap.workspace import Answers

_TOP_ROWS = 200


def run_query(options: Namespace) -> int:
    """Print what answers a question."""
    text = " ".join(options.text)
    answers = city_of(options).query(text)
    if options.format == "text":
        _print_answers(text, answers)
    else:
        emit([row._asdict() for row in answers], options.format)
    if answers.left_out:
        told = say(
            "zzmap: {left_out} more rows, less relevant, are left out", left_out=answers.left_out
        )
        print(say("{told}: ask more narrowly", told=told), file=sys.stderr)
    return 0


def _print_answers(text: str, answers: Answers) -> None:
    """Print what was understood, then the rows by what they are to the question."""
    from zzmap.workspace import GROUPS, group_of

    if answers.guesses:
        print(
            say(
                "“{text}” is understood as {guesses}:",
                text=text,
                guesses="、".join(answers.guesses),
            )
        )
    print(answers.understood)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in answers:
        groups.setdefault(group_of(row), []).append(row._asdict())
    for group, title in GROUPS.items():
        rows = groups.get(group, [])
        if not rows:
            continue
        if title:
            print(
                f"{str(title).format(terms='、'.join(dict.fromkeys(row['term'] for row in rows)))}:"
            )
        own: tuple[str, ...] = ("industry", "place", "relation")
        if group == "project":
            own = ("project", "enterprise", "industry", "place", "place_basis")
        emit(rows, "text", (*own, "document", "locator", "contested"))


def run_zone(options: Namespace) -> int:
    """Print what a place hosts and where it is."""
    sheet = city_of(options).place(options.name)
    if options.format == "json":
        print(json.dumps(sheet, ensure_ascii=False, indent=1))
    elif options.format == "csv":
        emit_csv([{"place": sheet["name"], **row} for row in sheet["placements"]])
    else:
        _print_sheet(sheet)
    return 0


def run_list(options: Namespace) -> int:
    """Print a table of the catalogue."""
    rows = city_of(options).rows(options.table)
    emit(rows, options.format, TEXT_COLUMNS[options.table])
    return 0


def run_export(options: Namespace) -> int:
    """Write layers to a file."""
    city = city_of(options)
    done = city.export(
        options.layer, options.output, overwrite=options.overwrite, progress=progress_lines()
    )
    told = ", ".join(
        say("{count} features of layer {name}", count=count, name=name)
        for name, count in done.features.items()
    )
    print(f"{done.path}: {told}, {done.datum}")
    print_notes(done.notes)
    return 0


def run_convert(options: Namespace) -> int:
    """Convert a file between reference systems."""
    from zzmap.workspace import convert

    done = convert(
        options.file,
        options.output,
        options.source,
        options.target,
        layer=options.layer,
        encoding=options.encoding,
        overwrite=options.overwrite,
        zone=options.zone,
        gbk=options.gbk,
        trust_crs=options.trust_crs,
    )
    print(
        say(
            "{path}: {source} to {target}",
            path=done.path,
            source=options.source,
            target=options.target,
        )
    )
    print_notes(done.notes)
    return 0


def run_check(options: Namespace) -> int:
    """Validate the geodata and print every finding."""
    city = city_of(options)
    report = city.check()
    for finding in report.findings[:_TOP_ROWS]:
        print(finding, file=sys.stderr)
    if report.findings:
        print(
            say(
                "zzmap: {count} errors in {folder}", count=len(report.findings), folder=city.folder
            ),
            file=sys.stderr,
        )
        return 1
    counts = ", ".join(
        f"{count} {worded('table', table)}" for table, count in report.counts.items()
    )
    print(say("geodata is sound: {counts}", counts=counts))
    return 0


def run_build(options: Namespace) -> int:
    """Write maps, index and tables."""
    city = city_of(options)
    written = city.build(
        options.out,
        basemaps=tuple(options.basemap),
        tianditu_key=options.tianditu_key or os.environ.get("ZZMAP_TIANDITU_KEY"),
        force=options.force,
        titles=_titles(options.title),
        progress=_pages(len(city.plans.city.themes) + 1),
    )
    idle = [row for row in city.facts.findings() if row.severity == "warning"]
    if idle:
        told = say("zzmap: {count} of your facts do not fit the plans of today", count=len(idle))
        print(say("{told}: “zzmap facts list” says how to mend them", told=told), file=sys.stderr)
    print(say("open {path}", path=written[0]))
    return 0


def _titles(given: list[str]) -> dict[str, str]:
    """Read what ``--title THEME=TITLE`` says; raises `FormatError`."""
    pairs = [pair.partition("=") for pair in given]
    for theme, _, title in pairs:
        if not theme or not title.strip():
            raise FormatError(
                say("--title {theme} gives no title", theme=theme),
                hint=say("Write --title parks=高新区园区图."),
            )
    return {theme: title.strip() for theme, _, title in pairs}


def _pages(count: int) -> Callable[[str], None]:
    """Return what prints each page as it is begun, and tells how many are done."""
    show, begun = progress_lines(), itertools.count()

    def tell(message: str) -> None:
        show(next(begun), count)
        print(message)

    return tell


def _print_sheet(sheet: dict[str, Any]) -> None:
    print(f"{sheet['name']}  {sheet['name_en']}  ({worded('kind', sheet['kind'])})")
    if sheet["aliases"]:
        own = "、".join(sheet["user_aliases"])
        print(
            say("  also: {aliases}", aliases="、".join(sheet["aliases"]))
            + (say(" ({own}: yours)", own=own) if own else "")
        )
    print(say("  area: {area}", area=_area(sheet)))
    accuracy = f", ±{sheet['accuracy_m']} m" if sheet["accuracy_m"] is not None else ""
    within = f" {sheet['within']['name']}" if sheet["within"] else ""
    known = worded("basis", sheet["basis"])
    print(say("  basis: {basis}{told}", basis=known, told=f"{within}{accuracy}"))
    shares = [
        row["name"] + (f" {row['share']:.0%}" if row["share"] is not None else "")
        for row in sheet["districts"]
    ]
    print(say("  districts: {told}", told="、".join(shares) or say("none")))
    hosted = ("industry", "relation", "document", "locator", "contested")
    for title, rows, columns in (
        (say("structures"), sheet["structures"], ("structure", "element", "locator")),
        (say("is"), sheet["elements"], ("structure", "element", "functions", "members", "locator")),
        (say("hosts"), sheet["placements"], hosted),
        (say("projects"), sheet["projects"], ("name", "enterprise", "place_basis", "locator")),
        (say("sites"), sheet["sites"], ("element", "role", "locator")),
    ):
        if rows:
            print(say("{title} ({count}):", title=title, count=len(rows)))
            emit([{"": "", **row} for row in rows], "text", ("", *columns))


def _area(sheet: dict[str, Any]) -> str:
    measured, official = sheet["area_km2"], sheet["official_area_km2"]
    parts = []
    if measured is not None:
        parts.append(say("{area} measured", area=area_in_words(measured)))
    if official is not None:
        parts.append(
            say(
                "{area} stated ({basis})",
                area=area_in_words(official),
                basis=worded("area_basis", sheet["official_area_basis"]),
            )
        )
    return ", ".join(map(str, parts)) or say("unknown")
