"""The commands and their options."""

from __future__ import annotations

import argparse

from zzmap import __version__
from zzmap.cli import commands
from zzmap.cli.desk import add_desk
from zzmap.cli.drafts import add_drafts
from zzmap.cli.editions import add_diff, add_new
from zzmap.cli.join import add_join
from zzmap.cli.locate import add_locate
from zzmap.cli.options import (
    FORMAT,
    INCLUDED_STORE,
    OVERWRITE,
    PLACE,
    Command,
    Subparsers,
    add_command,
)
from zzmap.cli.report import add_report
from zzmap.cli.site import add_site
from zzmap.listing import LISTINGS
from zzmap.messages import LANGUAGES, say
from zzmap.workspace import READABLE, WRITABLE


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of ``zzmap``; each command sets `run` to its function."""
    parser = argparse.ArgumentParser(
        prog="zzmap",
        description=say("The spatial industry layout of a city's plans: maps, queries, layers."),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"zzmap {__version__}",
        help=say("show program's version number and exit"),
    )
    parser.add_argument(
        "--geodata", help=say("folder of tables and layers to use"), metavar="FOLDER"
    )
    parser.add_argument(
        "--lang", choices=LANGUAGES, help=say("language of messages; default: by the locale")
    )
    subparsers = parser.add_subparsers(
        title=say("commands"), required=True, metavar="COMMAND", parser_class=Command
    )
    _add_build(subparsers)
    _add_query(subparsers)
    _add_zone(subparsers)
    _add_list(subparsers)
    _add_export(subparsers)
    _add_check(subparsers)
    _add_convert(subparsers)
    add_join(subparsers)
    add_locate(subparsers)
    _add_group(subparsers, "analyse", say("Measure the layout: specialisation, likeness, gaps …"))
    add_site(subparsers)
    add_report(subparsers)
    add_diff(subparsers)
    add_new(subparsers)
    add_drafts(subparsers)
    add_desk(subparsers)
    _add_group(subparsers, "parks", say("Bring parks in, list, change, undo and export them."))
    _add_group(subparsers, "zones", say("Put official boundaries in place of shipped ones."))
    _add_group(
        subparsers, "facts", say("Tell what you know that the plans do not say, or say wrong.")
    )
    _add_group(subparsers, "places", say("Tell where a place is."))
    return parser


def _add_group(subparsers: Subparsers, name: str, summary: str) -> None:
    """Add a command that holds others; what is below is loaded when it is asked for."""

    def fill(below: Subparsers) -> None:
        if name == "analyse":
            from zzmap.cli.analyse import fill_analyse

            fill_analyse(below)
            return
        if name in ("facts", "places"):
            from zzmap.cli import facts

            {"facts": facts.add_facts, "places": facts.add_places}[name](below)
            return
        from zzmap.cli import parks

        {"parks": parks.add_parks, "zones": parks.add_zones}[name](below)

    group = subparsers.add_parser(name, help=summary, description=summary)
    group.fill = fill


def _add_build(subparsers: Subparsers) -> None:
    command = add_command(
        subparsers,
        "build",
        say("Write the maps, their index and the tables."),
        commands.run_build,
        INCLUDED_STORE,
    )
    command.add_argument("--out", default="outputs", metavar="FOLDER", help=say("default: outputs"))
    command.add_argument(
        "--basemap",
        action="append",
        default=[],
        choices=("osm", "tianditu"),
        help=say("offer an online basemap too (the maps then ask the network for it)"),
    )
    command.add_argument(
        "--title",
        action="append",
        default=[],
        metavar="THEME=TITLE",
        help=say("call a map so; THEME is its file, as --title parks=高新区园区图"),
    )
    command.add_argument("--tianditu-key", help=say("key of 天地图; or set ZZMAP_TIANDITU_KEY"))
    command.add_argument("--force", action="store_true", help=say("build even if nothing changed"))


def _add_query(subparsers: Subparsers) -> None:
    command = add_command(
        subparsers,
        "query",
        say("Answer a question on industries, places and projects."),
        commands.run_query,
        FORMAT,
        INCLUDED_STORE,
    )
    command.add_argument(
        "text",
        nargs="+",
        help=say("industries, places, projects, enterprises, in any order or in a sentence"),
    )


def _add_zone(subparsers: Subparsers) -> None:
    add_command(
        subparsers,
        "zone",
        say("Show what a zone, park or district hosts."),
        commands.run_zone,
        PLACE,
        FORMAT,
        INCLUDED_STORE,
    )


def _add_list(subparsers: Subparsers) -> None:
    command = add_command(
        subparsers,
        "list",
        say("List a table of the catalogue."),
        commands.run_list,
        FORMAT,
        INCLUDED_STORE,
    )
    command.add_argument("table", choices=sorted(LISTINGS))


def _add_export(subparsers: Subparsers) -> None:
    command = add_command(
        subparsers,
        "export",
        say("Write layers to a file."),
        commands.run_export,
        OVERWRITE,
        INCLUDED_STORE,
    )
    command.add_argument(
        "layer", nargs="+", help=say("name of a layer; a wrong one lists all; .gpkg holds several")
    )
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help=", ".join(row for row in WRITABLE if row not in (".txt", ".dxf")),
    )


def _add_check(subparsers: Subparsers) -> None:
    add_command(
        subparsers,
        "check",
        say("Validate every table and layer of the geodata."),
        commands.run_check,
    )


def _add_convert(subparsers: Subparsers) -> None:
    command = add_command(
        subparsers,
        "convert",
        say("Convert a vector file from one reference system to another."),
        commands.run_convert,
        OVERWRITE,
    )
    command.add_argument("file", help=say("one of {readable}", readable=", ".join(READABLE)))
    systems = say("EPSG code, 'CGCS2000 3-degree zone 40', wgs84, gcj02, bd09 …")
    command.add_argument("--from", dest="source", required=True, metavar="CRS", help=systems)
    command.add_argument(
        "--trust-crs",
        action="store_true",
        help=say("believe --from even where the file states another"),
    )
    command.add_argument("--to", dest="target", required=True, metavar="CRS", help=systems)
    command.add_argument("-o", "--output", required=True, metavar="FILE", help=", ".join(WRITABLE))
    command.add_argument("--layer", help=say("layer of a file that has several"))
    command.add_argument("--zone", type=int, help=say("3-degree zone of 勘测定界 .txt, 25 to 45"))
    command.add_argument(
        "--gbk", action="store_true", help=say("write 勘测定界 .txt in GBK with CRLF")
    )
    command.add_argument("--encoding", help=say("encoding of a Shapefile's attributes"))
