"""``zzmap report``: what is known, as a document for a meeting."""

from __future__ import annotations

from argparse import Namespace

from zzmap.cli.options import INCLUDED_STORE, Subparsers, add_command, city_of, columns_by_role
from zzmap.cli.output import progress_lines
from zzmap.messages import say


def add_report(subparsers: Subparsers) -> None:
    """Add the command."""
    command = add_command(
        subparsers,
        "report",
        say("Write a report of the city, a place, an industry or a table of yours."),
        run_report,
        INCLUDED_STORE,
    )
    about = command.add_mutually_exclusive_group()
    about.add_argument(
        "--place", default="", metavar="NAME", help=say("of a zone, park, district …")
    )
    about.add_argument("--industry", default="", metavar="NAME", help=say("of an industry"))
    about.add_argument(
        "--table", metavar="FILE", help=say("of a table of yours: .csv or .xlsx, joined or not yet")
    )
    command.add_argument(
        "--map", action="append", default=[], metavar="ROLE=COLUMN", help=say("as for zzmap join")
    )
    command.add_argument(
        "--crs", default="", help=say("reference system of the table's coordinates")
    )
    command.add_argument(
        "-o", "--output", required=True, metavar="REPORT", help=say(".pdf, .docx, .xlsx or .html")
    )
    command.add_argument("--english", action="store_true", help=say("the report in English"))
    command.add_argument(
        "--font", metavar="FILE", help=say("font with Chinese characters: .ttf, .otf or .ttc")
    )


def run_report(options: Namespace) -> int:
    """Write a report and say where it is."""
    document = city_of(options).report(
        options.output,
        place=options.place,
        industry=options.industry,
        table=options.table,
        columns=columns_by_role(options.map),
        crs=options.crs,
        english=options.english,
        font=options.font,
        progress=progress_lines(),
    )
    print(f"{options.output}: {document.title}")
    for section in document.sections:
        print(f"  {section.title}")
    return 0
