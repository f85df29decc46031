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


def add_join(subparsers: Subparsers) -> None:
    """Add the command."""
    command = add_command(
        subparsers,
        "join",
        "Join a table of enterprises or projects with the plans.",
        run_join,
        OVERWRITE,
        INCLUDED_STORE,
    )
    command.add_argument("table", help=".csv or .xlsx, as a bureau keeps it")
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help=".xlsx, .csv (with its .review.csv) or .gpkg",
    )
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="ROLE=COLUMN",
        help="say which column is name, code, main, scope, industry, gbt, address, district, "
        "zone, lon, lat, point, x, y or crs; ROLE= for none",
    )
    command.add_argument("--crs", default="", help="reference system of the coordinates: gcj02 …")
    command.add_argument("--sheet", help="sheet of a workbook; default: the first with a table")
    command.add_argument("--encoding", help="encoding of a CSV; default: told from it")


def run_join(options: Namespace) -> int:
    """Join a table and say what became of it."""
    done = city_of(options).join(
        options.table,
        options.output,
        columns=columns_by_role(options.map),
        crs=options.crs,
        sheet=options.sheet,
        encoding=options.encoding,
        overwrite=options.overwrite,
        progress=progress_bar(),
    )
    counts = done.counts
    print(f"{done.path}: {done.rows:,} rows")
    print("columns:")
    print_notes(done.columns)
    told = ", ".join(f"{count:,} {kind}" for kind, count in done.left_out.items())
    print(f"left out: {told or 'nothing'}")
    print(
        f"industry: {counts.get('industry', 0):,}, none of the plans {counts.get('none', 0):,}; "
        f"place: {counts.get('place', 0):,}; usable position: {counts.get('point', 0):,}; "
        f"duplicates: {counts.get('duplicate', 0):,}; to be reviewed: {counts.get('review', 0):,}"
    )
    print_notes(done.notes)
    return 0
