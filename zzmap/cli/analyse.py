"""``zzmap analyse``: measures of the layout, as a table or a file."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from zzmap.cli.options import INCLUDED_STORE, Command, Subparsers, add_command, city_of
from zzmap.cli.output import in_columns, print_notes
from zzmap.listing import heading, measured, told
from zzmap.messages import say

_COUNTED = {
    "counts": say("Count places, statements, enterprises or investment by place and industry."),
    "location-quotient": say("How specialised each place is in each industry."),
    "specialisation": say("Krugman's and Herfindahl's index of each place."),
    "similarity": say("Coefficient of industrial similarity (产业同构系数) of each two places."),
    "sole-hosts": say("Industries that one place alone hosts."),
    "shared-focus": say("Industries that many places host (同质化)."),
}
_RULED = {
    "gaps": say("Industries with projects and no key park, and the reverse."),
    "agreement": say("Which of the plans agree on what a place hosts."),
    "neighbours": say("What the plans put beside an industry."),
    "candidates": say("Places for an industry, ranked, with the reasons."),
    "indicators": say("Targets by year, and progress against them."),
    "register": say("The register of development zones beside what the plans place there."),
}


def fill_analyse(below: Subparsers) -> None:
    """Add the measures."""
    for name, summary in _COUNTED.items():
        command = _add(below, name, summary)
        _rolled(command)
        command.add_argument("--count", default="", help=say("places, statements; with --table "
                             "enterprises, investment"))  # fmt: skip
        command.add_argument("--table", metavar="JOINED", help=say("table that zzmap join wrote"))
        command.add_argument(
            "--investment", default="", metavar="COLUMN", help=say("its column of investment")
        )
        if name == "shared-focus":
            command.add_argument("--least", type=int, default=3, help=say("places; default: 3"))
    for name, summary in _RULED.items():
        command = _add(below, name, summary)
        if name == "gaps":
            command.add_argument("--level", default="industry")
        if name == "agreement":
            command.add_argument("place", nargs="?", default="", help=say("default: all zones"))
            _rolled(command)
        if name in ("neighbours", "candidates"):
            command.add_argument("industry", help=say("name, alias or pinyin of an industry"))
        if name == "candidates":
            command.add_argument("--by", default="zone", help=say("zone, district or place"))
        if name == "register":
            command.add_argument(
                "--register", dest="own", metavar="FILE",
                help=say(".csv or .xlsx with 名称, 代码, 级别, 核准面积（公顷）, 主导产业, 来源"),
            )  # fmt: skip
        if name == "indicators":
            command.add_argument(
                "--actual", metavar="FILE", help=say(".csv or .xlsx: id or name, year, value, unit")
            )


def _add(below: Subparsers, name: str, summary: str) -> Command:
    command = add_command(below, name, summary, run_analyse, INCLUDED_STORE)
    command.set_defaults(measure=name)
    command.add_argument("-o", "--output", metavar="FILE", help=say(".csv, .xlsx or .json"))
    return command


def _rolled(command: Command) -> None:
    command.add_argument("--by", default="zone", help=say("zone (default), district or place"))
    command.add_argument(
        "--level", default="industry", help=say("industry (default), subindustry, segment, own …")
    )


_OWN = (
    "by",
    "level",
    "count",
    "table",
    "investment",
    "least",
    "place",
    "industry",
    "actual",
    "own",
)


def run_analyse(options: Namespace) -> int:
    """Print a measure and what is not in it, or write both."""
    from zzmap.workspace.analysis import records

    analysis = city_of(options).analysis
    given = {name: value for name, value in vars(options).items() if name in _OWN}
    frame = getattr(analysis, options.measure.replace("-", "_"))(**given)
    if options.output:
        analysis.write(frame, options.output)
        print(say("{path}: {count} rows", path=options.output, count=len(frame)))
    else:
        _print(records(frame), list(frame))
    print_notes([told(note) for note in frame.attrs["notes"]])
    return 0


def _print(rows: list[dict[str, Any]], columns: list[str]) -> None:
    shown = [name for name in columns if not name.endswith("_id")]
    cells = [[measured(name, _cell(row[name])) for name in shown] for row in rows]
    for line in in_columns([[heading(name) for name in shown], *cells]):
        print(line)
    if not rows:
        print(say("nothing"))


def _cell(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value
