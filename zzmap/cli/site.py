"""``zzmap site``: a site beside the plans."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from zzmap.cli.options import INCLUDED_STORE, Subparsers, add_command, city_of
from zzmap.cli.output import in_columns
from zzmap.cli.park_options import READING
from zzmap.messages import say, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zzmap.workspace import Block, Document

_MOST_ROWS = 40
"""How many rows of a table a terminal is shown."""


def add_site(subparsers: Subparsers) -> None:
    """Add the command."""
    command = add_command(
        subparsers,
        "site",
        say("Tell what the plans and the ground say of a site."),
        run_site,
        READING,
        INCLUDED_STORE,
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="SHEET",
        help=say(".html (prints on A4), .pdf, .docx, .xlsx or .json"),
    )
    command.add_argument("--name", default="", help=say("name of the site instead of the file's"))
    command.add_argument(
        "--constraints",
        action="append",
        default=[],
        metavar="[NAME=]FILE",
        help=say(
            "polygons to hold it against, such as 生态保护红线.shp; may be given several times"
        ),
    )
    command.add_argument(
        "--near", type=float, default=5.0, metavar="KM", help=say("how far around; default: 5")
    )
    command.add_argument(
        "--accuracy", type=float, metavar="M", help=say("how well its outline is known; default: 5")
    )
    command.add_argument("--english", action="store_true", help=say("the sheet in English"))
    command.add_argument("--format", choices=("text", "json"), default="text")


def run_site(options: Namespace) -> int:
    """Print a site's sheet, and write it where that is asked for."""
    city = city_of(options)
    site = city.site(
        options.file,
        options.output,
        name=options.name,
        constraints=options.constraints,
        near_m=options.near * 1000,
        accuracy_m=options.accuracy,
        crs=options.crs,
        trust_crs=options.trust_crs,
        layer=options.layer,
        fix=options.fix,
        accept=options.accept,
        english=options.english,
    )
    if options.format == "json":
        print(json.dumps(site.to_dict(), ensure_ascii=False, indent=1))
    else:
        _print_document(city.site_document(site, english=spoken() == "en"))
    if site.path is not None:
        print(say("{path} written", path=site.path), file=sys.stderr)
    return 0


def _print_document(document: Document) -> None:
    """Print a document's sections; a terminal shows no figures."""
    print(f"{document.title}  {document.subtitle}")
    for section in document.sections:
        print(f"{section.title}")
        for block in section.blocks:
            for line in lines_of(block, _MOST_ROWS):
                print(f"  {line}")


def lines_of(block: Block, most: int) -> Iterator[str]:
    """Yield a block as lines; a table has so many rows at most, and says what it leaves out."""
    from zzmap.workspace import Figure, Heading, Notes, Table

    if isinstance(block, Heading):
        yield block.text
        return
    if isinstance(block, Notes):
        yield from block.lines
        return
    if isinstance(block, Figure):
        return
    if not isinstance(block, Table):
        yield from (f"{label}: {told}" for label, told in block.rows)
        return
    if not block.rows:
        yield block.empty
        return
    yield from in_columns([list(map(str, row)) for row in block.rows[:most]])
    if len(block.rows) > most:
        yield say("… and {count} more; -o sheet.html has all", count=len(block.rows) - most)
