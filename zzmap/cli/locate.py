"""``zzmap locate``: many points, and what each lies in."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable

from zzmap.cli.options import (
    INCLUDED_STORE,
    Subparsers,
    add_command,
    city_of,
    columns_by_role,
)
from zzmap.cli.output import print_notes
from zzmap.errors import ZzmapError
from zzmap.listing import worded
from zzmap.messages import say

_SHOWN = 10


def add_locate(subparsers: Subparsers) -> None:
    """Add the command."""
    command = add_command(
        subparsers,
        "locate",
        say("Say for each of many points which district, zone, element and park it lies in."),
        run_locate,
        INCLUDED_STORE,
    )
    command.add_argument(
        "points",
        help=say(".csv .xlsx .parquet .gpkg .geojson .geojsonl, or a folder of Parquet files"),
    )
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help=say("file, by its suffix, or a folder of parts that goes on after a kill"),
    )
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="ROLE=COLUMN",
        help=say("say which column is lon, lat, x (east), y (north), geometry or crs of each row"),
    )
    command.add_argument("--crs", default="", help=say("reference system of the points: gcj02 …"))
    command.add_argument("--zones", metavar="FILE", help=say("polygons to look into instead"))
    command.add_argument(
        "--zones-crs", metavar="CRS", help=say("their system, where FILE is silent")
    )
    command.add_argument("--sheet", help=say("sheet of a workbook"))
    command.add_argument("--layer", help=say("layer of a GeoPackage"))
    command.add_argument("--encoding", help=say("encoding of a CSV; default: told from it"))
    command.add_argument(
        "--workers",
        type=int,
        default=0,
        metavar="N",
        help=say("threads; default: one for each core"),
    )
    command.add_argument(
        "--engine",
        choices=("threads", "dask"),
        default="threads",
        help=say("dask: on the workers of --scheduler, from folder to folder of Parquet"),
    )
    command.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help=say("such as tcp://…:8786")
    )


def run_locate(options: Namespace) -> int:
    """Locate a table and say what became of it."""
    if (options.engine == "dask") != bool(options.scheduler):
        raise ZzmapError(
            say("--engine dask and --scheduler ADDRESS go together"),
            hint=say("Start a scheduler with `dask scheduler`; it says its address."),
        )
    done = city_of(options).locate(
        options.points,
        options.output,
        crs=options.crs,
        zones=options.zones,
        zones_crs=options.zones_crs,
        columns=columns_by_role(options.map),
        sheet=options.sheet,
        layer=options.layer,
        encoding=options.encoding,
        workers=options.workers,
        scheduler=options.scheduler,
        progress=_progress(),
    )
    print(say("{path}: {count:,} rows", path=done.path, count=done.rows))
    states = done.states.items()
    print(", ".join(f"{count:,} {worded('located', state)}" for state, count in states))
    kind = ""
    for row in done.summary:
        if not row.points:
            continue
        if row.kind != kind:
            kind, shown = row.kind, 0
            print(f"{worded('located', kind)}:")
        shown += 1
        if shown <= _SHOWN:
            print(f"  {row.points:>12,}  {row.name}")
    if done.industries:
        print(say("where the plans place:"))
        for name, points in done.industries[:_SHOWN]:
            print(f"  {points:>12,}  {name}")
    print_notes(done.notes)
    return 0


def _progress() -> Callable[[int, int | None], object]:
    """Return what shows rate and time left on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda done, total: None
    started = time.monotonic()

    def show(done: int, total: int | None) -> None:
        speed = done / max(time.monotonic() - started, 1e-9)
        left = f", {(total - done) / speed:,.0f} s left" if total and speed else ""
        of = f" of {total:,}" if total else ""
        line = say(
            "{done:,}{of} points, {speed:,.0f} a second{left}",
            done=done,
            of=of,
            speed=speed,
            left=left,
        )
        print(f"\r{line:<78}", end="", file=sys.stderr, flush=True)

    return show
