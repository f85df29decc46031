"""Options that several commands share, as parents of their parsers."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from collections.abc import Callable
from typing import TypeAlias

from zzmap.cli.output import FORMATS
from zzmap.workspace import STATUSES, City

Subparsers: TypeAlias = "argparse._SubParsersAction[ArgumentParser]"
Run = Callable[[argparse.Namespace], int]


def city_of(options: argparse.Namespace) -> City:
    """Return the city a command line means."""
    return City(options.geodata, getattr(options, "store", None))


def add_command(
    below: Subparsers, name: str, summary: str, run: Run, *parents: ArgumentParser
) -> ArgumentParser:
    """Add a command that takes --geodata, where most people write it, and its parents' options."""
    command = below.add_parser(
        name, help=summary, description=summary, parents=[_GEODATA, *parents]
    )
    command.set_defaults(run=run)
    return command


def add_group(below: Subparsers, name: str, summary: str) -> Subparsers:
    """Add a command that only holds others, and return where to add them."""
    group = below.add_parser(name, help=summary, description=summary)
    return group.add_subparsers(title="commands", required=True, metavar="COMMAND")


def _options() -> ArgumentParser:
    return ArgumentParser(add_help=False)


def _geodata() -> ArgumentParser:
    parent = _options()
    # What stands before the command is not taken back by what is not said behind it.
    parent.add_argument(
        "--geodata", default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS
    )
    return parent


def _store(help_: str) -> ArgumentParser:
    parent = _options()
    parent.add_argument("--store", metavar="FILE", help=help_)
    return parent


def _format() -> ArgumentParser:
    parent = _options()
    parent.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    return parent


def _reading() -> ArgumentParser:
    parent = _options()
    parent.add_argument("file", metavar="FILE", help="file of polygons")
    parent.add_argument("--crs", help="what the coordinates are in, if the file is silent")
    parent.add_argument("--map", metavar="FIELD=COLUMN,…", help="columns that hold the fields")
    parent.add_argument("--layer", help="layer of a file that has several")
    parent.add_argument("--accept", action="store_true", help="accept warnings")
    parent.add_argument("--fix", action="store_true", help="mend faulty rings")
    return parent


def _description() -> ArgumentParser:
    parent = _options()
    parent.add_argument("--name", default="", help="name instead of the file's")
    parent.add_argument(
        "--industry", action="append", default=[], help="industry; may be given several times"
    )
    parent.add_argument("--status", choices=[row for row in STATUSES if row], default="")
    return parent


def _note() -> ArgumentParser:
    parent = _options()
    parent.add_argument("--who", default="", help="who makes the change; default: your login")
    parent.add_argument("--why", default="", help="why, for the history")
    return parent


def _park() -> ArgumentParser:
    parent = _options()
    parent.add_argument("park", metavar="ID", help="id, name or code")
    return parent


def _place() -> ArgumentParser:
    parent = _options()
    parent.add_argument("name", help="name, alias or pinyin of a place")
    return parent


_GEODATA = _geodata()
INCLUDED_STORE = _store("park store to include; default: the working one, if any")
STORE = _store("park store; default: parks.gpkg")
FORMAT, READING, DESCRIPTION, NOTE = _format(), _reading(), _description(), _note()
PARK, PLACE = _park(), _place()
