"""Options that the commands for parks and zones share, as parents of their parsers."""

from __future__ import annotations

from zzmap.cli.options import Command, empty
from zzmap.messages import say
from zzmap.workspace import STATUSES


def _reading() -> Command:
    parent = empty()
    parent.add_argument("file", metavar="FILE", help=say("file of polygons"))
    parent.add_argument("--crs", help=say("what the coordinates are in, if the file is silent"))
    parent.add_argument(
        "--trust-crs",
        action="store_true",
        help=say("believe --crs even where the file states another"),
    )
    parent.add_argument("--map", metavar="FIELD=COLUMN,…", help=say("columns that hold the fields"))
    parent.add_argument("--layer", help=say("layer of a file that has several"))
    parent.add_argument("--accept", action="store_true", help=say("accept warnings"))
    parent.add_argument("--fix", action="store_true", help=say("mend faulty rings"))
    return parent


def _description() -> Command:
    parent = empty()
    parent.add_argument("--name", default="", help=say("name instead of the file's"))
    parent.add_argument(
        "--industry", action="append", default=[], help=say("industry; may be given several times")
    )
    parent.add_argument("--status", choices=tuple(STATUSES), default="")
    return parent


def _note() -> Command:
    parent = empty()
    parent.add_argument("--who", default="", help=say("who makes the change; default: your login"))
    parent.add_argument("--why", default="", help=say("why, for the history"))
    return parent


def _park() -> Command:
    parent = empty()
    parent.add_argument("park", metavar="ID", help=say("id, name or code"))
    return parent


READING, DESCRIPTION, NOTE, PARK = _reading(), _description(), _note(), _park()
