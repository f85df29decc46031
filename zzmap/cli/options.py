"""Options that several commands share, as parents of their parsers."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, TypeAlias

from zzmap.cli.output import FORMATS
from zzmap.errors import FormatError
from zzmap.messages import say
from zzmap.workspace import City

Subparsers: TypeAlias = "argparse._SubParsersAction[Command]"
Run = Callable[[argparse.Namespace], int]


class Command(ArgumentParser):
    """A command; one that holds others adds them only when it is the one that is meant."""

    fill: Callable[[Subparsers], None] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Add the commands below, if there are any, then parse."""
        fill, self.fill = self.fill, None
        if fill is not None:
            fill(self.add_subparsers(title=say("commands"), required=True, metavar="COMMAND"))
        return super().parse_known_args(args, namespace)


def city_of(options: argparse.Namespace) -> City:
    """Return the city a command line means."""
    return City(options.geodata, getattr(options, "store", None))


def add_command(below: Subparsers, name: str, summary: str, run: Run, *parents: Command) -> Command:
    """Add a command that takes --geodata, where most people write it, and its parents' options."""
    command = below.add_parser(
        name, help=summary, description=summary, parents=[_GEODATA, *parents]
    )
    command.set_defaults(run=run)
    return command


def columns_by_role(given: list[str]) -> dict[str, str]:
    """Read what ``--map ROLE=COLUMN`` says; raises `FormatError`."""
    columns = {}
    for pair in given:
        role, mark, column = pair.partition("=")
        if not mark:
            raise FormatError(
                say("--map {pair} names no column", pair=pair),
                hint=say("Write --map address=生产地址."),
            )
        columns[role.strip()] = column.strip()
    return columns


def empty() -> Command:
    """Return an empty set of options, to be a command's parent."""
    return Command(add_help=False)


def _geodata() -> Command:
    parent = empty()
    # What stands before the command is not taken back by what is not said behind it.
    parent.add_argument(
        "--geodata", default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS
    )
    return parent


def _store(help_: str) -> Command:
    parent = empty()
    parent.add_argument("--store", metavar="FILE", help=help_)
    return parent


def _format() -> Command:
    parent = empty()
    parent.add_argument("--format", choices=FORMATS, default="text", help=say("default: text"))
    return parent


def _overwrite() -> Command:
    parent = empty()
    parent.add_argument(
        "--overwrite",
        action="store_true",
        help=say("replace a GeoPackage that holds other exports of zzmap, and nothing else"),
    )
    return parent


def _place() -> Command:
    parent = empty()
    parent.add_argument("name", help=say("name, alias or pinyin of a place"))
    return parent


_GEODATA = _geodata()
INCLUDED_STORE = _store(say("park store to include; default: the working one, if any"))
STORE = _store(say("park store; default: parks.gpkg"))
FORMAT, OVERWRITE, PLACE = _format(), _overwrite(), _place()
