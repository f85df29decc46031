"""``zzmap diff``: what changed between two editions; ``zzmap new``: a folder for a city."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping

from zzmap.cli.options import FORMAT, Subparsers, add_command
from zzmap.cli.output import emit
from zzmap.errors import FormatError
from zzmap.messages import say, spoken
from zzmap.workspace.editions import (
    CHANGES,
    OUTPUTS,
    SUBJECTS,
    THRESHOLD,
    check_output,
    diff,
    new,
)


def add_diff(subparsers: Subparsers) -> None:
    """Add ``zzmap diff``."""
    command = add_command(
        subparsers, "diff", say("Tell what changed between two editions."), run_diff, FORMAT
    )
    command.add_argument("old", help=say("geodata folder, or a document's id, letter or number"))
    command.add_argument("new", help=say("the same, of the newer edition"))
    command.add_argument(
        "-o", "--output", action="append", default=[], metavar="FILE",
        help=say("write {outputs}; may be given several times", outputs=', '.join(OUTPUTS)),
    )  # fmt: skip
    command.add_argument(
        "--threshold", type=float, default=THRESHOLD, metavar="SAMENESS",
        help=say(
            "from which names are told as maybe renamed, 0 to 1; default: {threshold}",
            threshold=THRESHOLD,
        ),
    )  # fmt: skip
    command.add_argument(
        "--same", action="append", default=[], metavar="OLD=NEW", help=say("names of one thing")
    )


def add_new(subparsers: Subparsers) -> None:
    """Add ``zzmap new``."""
    command = add_command(
        subparsers, "new", say("Make a geodata folder for another city of China."), run_new
    )
    command.add_argument(
        "city", help=say("whole name of a prefecture-level city, or its six digits")
    )
    command.add_argument("-o", "--out", metavar="FOLDER", help=say("default: geodata-PINYIN, here"))


def run_new(options: Namespace) -> int:
    """Make the folder and say how good its boundaries are."""
    made = new(options.city, options.out)
    print(
        say(
            "{folder}: {name}, {count} districts",
            folder=made.folder,
            name=made.name,
            count=len(made.districts),
        )
    )
    for name, metres in made.districts.items():
        median = made.median_m.get(name)
        told = (
            say("not measured")
            if median is None
            else say("{median:g} m off in the median", median=median)
        )
        print(say("  {name}: accuracy {metres} m ({told})", name=name, metres=metres, told=told))
    print(say("neighbours: {names}", names="、".join(made.neighbours) or say("none")))
    for note in made.notes:
        print(f"  {note}")
    print(
        say(
            "Next: zzmap --geodata {folder} check; then extract, review, build.", folder=made.folder
        )
    )
    return 0


def run_diff(options: Namespace) -> int:
    """Print what changed, and write it where that is asked for."""
    for path in options.output:
        check_output(path)
    found = diff(
        options.old,
        options.new,
        geodata=options.geodata,
        threshold=options.threshold,
        same=_same(options.same),
    )
    if options.format != "text":
        emit(found.rows, options.format)
    else:
        shown = [
            {
                "": _worded(SUBJECTS, row.subject),
                "change": _worded(CHANGES, row.change),
                "sameness": "" if row.sameness is None else f"{row.sameness:.2f}",
                "old": row.old,
                "new": row.new,
            }
            for row in found.changes
        ]
        emit(shown, "text")
        told = [
            say("{subject} {change} {count}", subject=_worded(SUBJECTS, subject),
                change=_worded(CHANGES, change), count=count)
            for (subject, change), count in found.counts.items()
        ]  # fmt: skip
        between = "，" if spoken() == "zh" else ", "
        print(f"{found.old.label} → {found.new.label}: {between.join(told) or say('no change')}")
        if any(row.threshold is not None for row in found.changes):
            print(
                say(
                    "maybe renamed: names at least {threshold:g} alike, for a person to judge; "
                    "of what is one thing say --same OLD=NEW",
                    threshold=options.threshold,
                )
            )
    for path in options.output:
        written = found.write(path)
        if options.format == "text":
            print(written)
    return 0


def _worded(words: Mapping[str, str], code: str) -> str:
    return words[code] if spoken() == "zh" else code.replace("_", " ")


def _same(given: list[str]) -> dict[str, str]:
    names = {}
    for pair in given:
        old, mark, new = pair.partition("=")
        if not mark or not old.strip() or not new.strip():
            raise FormatError(
                say("--same {pair} names no two things", pair=pair),
                hint=say("Write --same 旧名=新名."),
            )
        names[old.strip()] = new.strip()
    return names
