"""``zzmap extract`` and its steps ``review``, ``apply``, ``undo``: from a plan to geodata."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Sequence

from zzmap.cli.options import Subparsers, add_command
from zzmap.cli.output import print_notes, progress_bar
from zzmap.listing import worded
from zzmap.messages import say
from zzmap.workspace import drafts

STEPS = ("blank", "review", "apply", "undo")
_COUNTED = ("placements", "places", "industries", "structures", "elements", "members", "projects",
            "indicators")  # fmt: skip
_CELLS = ("number", "date", "title", "issuer", "gazette", "letter")


def spelled(arguments: Sequence[str]) -> list[str]:
    """Return a command line in which the steps after ``extract`` are commands of their own.

    ``extract FILE`` takes a file in the place of a step; one that is called like a step is
    named ``./review``.

    Examples
    --------
    >>> spelled(["extract", "review", "draft"])
    ['extract-review', 'draft']
    """
    words = list(arguments)
    for at, word in enumerate(words[:-1]):
        if word == "extract" and words[at + 1] in STEPS:
            return [*words[:at], f"extract-{words[at + 1]}", *words[at + 2 :]]
    return words


def add_drafts(subparsers: Subparsers) -> None:
    """Add the commands."""
    command = add_command(
        subparsers,
        "extract",
        say("Draft a plan's placements, projects, structures and indicators."),
        run_extract,
    )  # fmt: skip
    command.add_argument("file", help=say("the plan: .txt, .docx, or .pdf with a text layer"))
    command.add_argument(
        "-o", "--output", required=True, metavar="FOLDER", help=say("new draft folder")
    )
    command.add_argument(
        "--cold", action="store_true", help=say("know no names of geodata but those of districts")
    )
    command = add_command(
        subparsers,
        "extract-blank",
        say("Make a draft of a text whose rows are all yours."),
        run_blank,
    )
    command.add_argument("text", help=say("the plan as plain text in UTF-8"))
    command.add_argument("-o", "--output", required=True, metavar="FOLDER")
    for name in _CELLS:
        command.add_argument(f"--{name}", default="", help=say("of documents.csv"))
    command = add_command(
        subparsers,
        "extract-review",
        say("Write the page on which a draft is reviewed."),
        run_review,
    )
    command.add_argument("draft", help=say("draft folder"))
    command.add_argument("-o", "--output", default="review.html", metavar="FILE")
    command = add_command(
        subparsers,
        "extract-apply",
        say("Merge the accepted rows of a draft into geodata."),
        run_apply,
    )
    command.add_argument("draft", help=say("draft folder"))
    command.add_argument("decisions", help=say("decisions.json that the review page saved"))
    command.add_argument("-o", "--output", metavar="FOLDER", help=say("new folder for the whole"))
    command.add_argument(
        "--in-place", action="store_true", help=say("change the folder that --geodata names")
    )
    add_command(subparsers, "extract-undo", say("Take back the last merge into geodata."), run_undo)


def run_extract(options: Namespace) -> int:
    """Draft, and say how much of each there is."""
    draft = drafts.extract(
        options.file, options.output, options.geodata,
        cold=options.cold, progress=progress_bar(),
    )  # fmt: skip
    for document in draft.documents:
        print(" ".join(filter(None, (document.letter, document.number, document.title))))
    counts = [(name, len(getattr(draft, name))) for name in _COUNTED]
    told = ", ".join(f"{count:,} {worded('table', name)}" for name, count in counts if count)
    told = told or say("nothing")
    print(say("{output}: {told}, none of it reviewed", output=options.output, told=told))
    print_notes(draft.notes)
    command = f"zzmap extract review {_quoted(options.output)} -o review.html"
    if options.geodata:
        command += f" --geodata {_quoted(options.geodata)}"
    print(say("To review it: {command}", command=command))
    return 0


def _quoted(path: object) -> str:
    """Return a path as it is to be typed, in any shell."""
    text = str(path)
    return text if re.fullmatch(r"[\w./\\:-]+", text) else f'"{text}"'


def run_blank(options: Namespace) -> int:
    """Make the draft."""
    cells = {name: getattr(options, name) for name in _CELLS}
    print(drafts.blank(options.text, options.output, cells, options.geodata))
    return 0


def run_review(options: Namespace) -> int:
    """Write the page."""
    print(drafts.review(options.draft, options.output, options.geodata))
    return 0


def run_apply(options: Namespace) -> int:
    """Merge, and say what came in."""
    done = drafts.apply(
        options.draft, options.decisions, options.geodata, options.output,
        in_place=options.in_place,
    )  # fmt: skip
    told = ", ".join(f"{count} {worded('table', name)}" for name, count in done.added.items())
    print(f"{done.folder}: {told}")
    for note in done.notes:
        print(f"  {note}")
    command = f"zzmap extract undo --geodata {_quoted(done.folder)}"
    print(say("To take it back: {command}", command=command))
    return 0


def run_undo(options: Namespace) -> int:
    """Undo, and say what was put back."""
    record, tables = drafts.undo(options.geodata)
    print(say("{name}: put back {tables}", name=record.name, tables=", ".join(tables)))
    return 0
