"""The commands and their options."""

from __future__ import annotations

import argparse

from zzmap import __version__
from zzmap.cli import commands
from zzmap.cli.output import FORMATS
from zzmap.cli.parks import add_parks_parser, add_zones_parser
from zzmap.listing import LISTINGS


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of ``zzmap``; each command sets `run` to its function."""
    parser = argparse.ArgumentParser(
        prog="zzmap",
        description="The spatial industry layout of a city's plans: maps, queries, layers.",
    )
    parser.add_argument("--version", action="version", version=f"zzmap {__version__}")
    parser.add_argument("--geodata", help="folder of tables and layers to use", metavar="FOLDER")
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_build(subparsers)
    _add_query(subparsers)
    _add_zone(subparsers)
    _add_list(subparsers)
    _add_export(subparsers)
    _add_check(subparsers)
    _add_convert(subparsers)
    add_parks_parser(subparsers)
    add_zones_parser(subparsers)
    _accept_geodata_anywhere(subparsers)
    return parser


def _accept_geodata_anywhere(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Take --geodata behind a command too, where most people write it."""
    for command in subparsers.choices.values():
        nested = [row for row in command._actions if isinstance(row, argparse._SubParsersAction)]
        for below in nested:
            _accept_geodata_anywhere(below)
        if not nested:
            command.add_argument(
                "--geodata", default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS
            )


def _command(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    command = subparsers.add_parser(name, help=summary, description=summary)
    command.set_defaults(run=getattr(commands, f"run_{name}"))
    return command


def _add_store(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--store", metavar="FILE", help="park store to include; default: the working one, if any"
    )


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=FORMATS, default="text", help="default: text")


def _add_build(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(subparsers, "build", "Write the maps, their index and the tables.")
    command.add_argument("--out", default="outputs", metavar="FOLDER", help="default: outputs")
    command.add_argument(
        "--basemap",
        action="append",
        default=[],
        choices=("osm", "tianditu"),
        help="offer an online basemap too (the maps then ask the network for it)",
    )
    command.add_argument("--tianditu-key", help="key of 天地图; or set ZZMAP_TIANDITU_KEY")
    command.add_argument("--force", action="store_true", help="build even if nothing changed")
    _add_store(command)


def _add_query(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(subparsers, "query", "Find the places that host an industry.")
    command.add_argument("text", help="industry, segment, alias, keyword or pinyin")
    _add_format(command)
    _add_store(command)


def _add_zone(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(subparsers, "zone", "Show what a zone, park or district hosts.")
    command.add_argument("name", help="name, alias or pinyin of a place")
    _add_format(command)
    _add_store(command)


def _add_list(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(subparsers, "list", "List a table of the catalogue.")
    command.add_argument("table", choices=sorted(LISTINGS))
    _add_format(command)
    _add_store(command)


def _add_export(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(subparsers, "export", "Write a layer to a file.")
    command.add_argument("layer", help="name of a layer; a wrong one lists all")
    command.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=".geojson, .gpkg, .shp or .kml"
    )
    _add_store(command)


def _add_check(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(subparsers, "check", "Validate every table and layer of the geodata.")


def _add_convert(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(
        subparsers, "convert", "Convert a vector file from one reference system to another."
    )
    command.add_argument("file", help="any file GDAL reads")
    systems = "EPSG code, 'CGCS2000 3-degree zone 40', wgs84, gcj02, bd09 …"
    command.add_argument("--from", dest="source", required=True, metavar="CRS", help=systems)
    command.add_argument("--to", dest="target", required=True, metavar="CRS", help=systems)
    command.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=".geojson, .gpkg, .shp, .kml or .fgb"
    )
    command.add_argument("--layer", help="layer of a file that has several")
    command.add_argument("--encoding", help="encoding of a Shapefile's attributes")
