"""``zzmap join``: a planner's own table beside the plans."""

from __future__ import annotations

from argparse import Namespace

from zzmap.cli.options import (
    INCLUDED_STORE,
    OVERWRITE,
    Subparsers,
    add_command,
    city_of,
    columns_by_role,
)
from zzmap.cli.output import print_notes, progress_bar
from zzmap.messages import say


def add_join(subparsers: Subparsers) -> None:
    """Add the command."""
    command = add_command(
        subparsers,
        "join",
        say("Join a table of enterprises or projects with the plans."),
        run_join,
        OVERWRITE,
        INCLUDED_STORE,
    )
    command.add_argument("table", help=say(".csv or .xlsx, as a bureau keeps it"))
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help=say(".xlsx, .csv (with its .review.csv) or .gpkg"),
    )
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="ROLE=COLUMN",
        help=say(
            "say which column is name, code, main, scope, industry, gbt, address, district, "
            "zone, lon, lat, point, x, y or crs; ROLE= for none"
        ),
    )
    command.add_argument(
        "--crs", default="", help=say("reference system of the coordinates: gcj02 …")
    )
    command.add_argument(
        "--sheet", help=say("sheet of a workbook; default: the first with a table")
    )
    command.add_argument(
        "--settled",
        metavar="FILE",
        help=say("JSON of what you settled: ids of industry and place by number of the row"),
    )
    command.add_argument("--encoding", help=say("encoding of a CSV; default: told from it"))


def run_join(options: Namespace) -> int:
    """Join a table and say what became of it."""
    done = city_of(options).join(
        options.table,
        options.output,
        columns=columns_by_role(options.map),
        crs=options.crs,
        sheet=options.sheet,
        encoding=options.encoding,
        settled=options.settled,
        overwrite=options.overwrite,
        progress=progress_bar(),
    )
    counts = done.counts
    print(say("{path}: {count:,} rows", path=done.path, count=done.rows))
    print(say("columns:"))
    print_notes(done.columns)
    told = ", ".join(f"{count:,} {kind}" for kind, count in done.left_out.items())
    print(say("left out: {told}", told=told or say("nothing")))
    print(
        say(
            "industry: {get:,}, none of the plans {get2:,}; "
            "place: {get3:,}; usable position: {get4:,}; "
            "duplicates: {get5:,}; to be reviewed: {get6:,}",
            get=counts.get("industry", 0),
            get2=counts.get("none", 0),
            get3=counts.get("place", 0),
            get4=counts.get("point", 0),
            get5=counts.get("duplicate", 0),
            get6=counts.get("review", 0),
        )
    )
    print_notes(done.notes)
    return 0
