"""``zzmap facts`` and ``zzmap places``: what a planner knows that the plans do not say."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from zzmap.cli.options import FORMAT, STORE, Command, Subparsers, add_command, city_of, empty
from zzmap.cli.output import effect, emit, print_findings
from zzmap.cli.park_options import NOTE
from zzmap.listing import worded
from zzmap.messages import say

if TYPE_CHECKING:
    from zzmap.workspace import Told

_LIST_COLUMNS = ("id", "kind", "told", "who", "at", "why")
_HISTORY_COLUMNS = ("change", "batch", "at", "who", "action", "fact_id", "told", "note")
_SYSTEMS = say("what the numbers are in, such as gcj02, bd09 or an EPSG code; default: wgs84")


def add_facts(below: Subparsers) -> None:
    """Add all commands of ``zzmap facts``."""
    summary = say("Tell a placement, alias, position or correction.")
    add = below.add_parser("add", help=summary, description=summary)
    add.fill = _fill_add
    _add_edit(below)
    command = add_command(below, "list", say("List facts."), run_list, STORE, FORMAT)
    command.add_argument("--all", action="store_true", help=say("removed ones too"))
    summary = say("List changes, oldest first.")
    command = add_command(below, "history", summary, run_history, STORE, FORMAT)
    command.add_argument(
        "fact", metavar="FACT", nargs="?", default="", help=say("id, as fact-0001")
    )
    summary = say("Take a change of facts back, with all that was told with it.")
    command = add_command(below, "undo", summary, run_undo, STORE, NOTE)
    command.add_argument("change", type=int, nargs="?", help=say("default: the last one in effect"))
    summary = say("Take a fact out of all answers; undo brings it back.")
    add_command(below, "remove", summary, run_remove, STORE, _FACT, NOTE)
    summary = say("Write the facts as rows of geodata's tables, ready for review.")
    command = add_command(below, "export", summary, run_export, STORE)
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FOLDER",
        help=say("gets a .csv file a table; or one .json file"),
    )


def add_places(below: Subparsers) -> None:
    """Add all commands of ``zzmap places``."""
    _add_position(below, "locate")


def _fill_add(below: Subparsers) -> None:
    summary = say("Tell that an industry is at a place.")
    command = add_command(below, "placement", summary, run_placement, STORE, _NEW, _SOURCE, NOTE)
    command.add_argument("industry", metavar="INDUSTRY", help=say("name, alias or id"))
    command.add_argument("place", metavar="PLACE", help=say("name, alias or id"))
    command.add_argument("--relation", default="", help=say("how it is tied, as relies_on or 依托"))
    summary = say("Tell another name of a place or an industry.")
    command = add_command(below, "alias", summary, run_alias, STORE, _SOURCE, NOTE)
    command.add_argument("name", metavar="NAME", help=say("name or id of a place or industry"))
    command.add_argument("alias", metavar="ALIAS", help=say("its other name"))
    _add_position(below, "position")
    summary = say("Deny a row of the plans' tables, and tell what should stand there.")
    command = add_command(below, "correction", summary, run_correction, STORE, _SOURCE, NOTE)
    command.add_argument("placement", metavar="INDUSTRY@PLACE", help=say("or the id of the row"))
    _add_rather(command)


def _add_position(below: Subparsers, name: str) -> None:
    summary = say("Tell where a place is.")
    command = add_command(below, name, summary, run_position, STORE, _NEW, _SOURCE, NOTE)
    command.add_argument("place", metavar="PLACE", help=say("name, alias or id"))
    command.add_argument("at", metavar="LON,LAT", help=say("or EAST,NORTH, in --crs"))
    _add_where(command)


def _add_edit(below: Subparsers) -> None:
    summary = say("Change a fact.")
    command = add_command(below, "edit", summary, run_edit, STORE, _FACT, NOTE)
    _add_rather(command)
    command.add_argument("--alias", help=say("another alias"))
    command.add_argument("--at", metavar="LON,LAT", help=say("another position"))
    _add_where(command)
    command.add_argument("--name", help=say("another name of a place of yours"))
    command.add_argument("--kind", help=say("another kind of a place of yours"))
    command.add_argument(
        "--within", metavar="PLACE", help=say("the place a place of yours lies in")
    )
    command.add_argument("--source", help=say("where you know it from"))


def _add_rather(command: Command) -> None:
    for word in ("industry", "place", "relation"):
        command.add_argument(f"--{word}", help=say("{word} that should stand there", word=word))


def _add_where(command: Command) -> None:
    command.add_argument("--accuracy", type=int, metavar="M", help=say("metres it may be off"))
    command.add_argument("--crs", help=_SYSTEMS)
    command.add_argument("--accept", action="store_true", help=say("accept warnings"))


def _new() -> Command:
    parent = empty()
    parent.add_argument("--new", default="", metavar="KIND", help=say("make a new place, as park"))
    parent.add_argument("--within", default="", metavar="PLACE", help=say("what a new one lies in"))
    return parent


def _source() -> Command:
    parent = empty()
    parent.add_argument("--source", default="", help=say("where you know it from"))
    return parent


def _fact() -> Command:
    parent = empty()
    parent.add_argument("fact", metavar="FACT", help=say("id, as fact-0001"))
    return parent


_NEW, _SOURCE, _FACT = _new(), _source(), _fact()

# -- telling -----------------------------------------------------------------------


def run_placement(options: Namespace) -> int:
    """Tell a placement."""
    done = city_of(options).facts.add_placement(
        options.industry, options.place, options.relation, **_made(options), **_note(options)
    )
    return _told(options, done)


def run_alias(options: Namespace) -> int:
    """Tell an alias."""
    note = _note(options) | {"source": options.source}
    return _told(options, city_of(options).facts.add_alias(options.name, options.alias, **note))


def run_position(options: Namespace) -> int:
    """Tell a position."""
    done = city_of(options).facts.add_position(
        options.place,
        options.at,
        accuracy_m=options.accuracy,
        crs=options.crs,
        accept=options.accept,
        **_made(options),
        **_note(options),
    )
    return _told(options, done)


def run_correction(options: Namespace) -> int:
    """Tell a correction."""
    done = city_of(options).facts.add_correction(
        options.placement,
        industry=options.industry or "",
        place=options.place or "",
        relation=options.relation or "",
        source=options.source,
        **_note(options),
    )
    return _told(options, done)


def run_edit(options: Namespace) -> int:
    """Change a fact."""
    words = ("industry", "place", "relation", "alias", "at", "crs", "name", "kind", "within")
    done = city_of(options).facts.edit(
        options.fact,
        **{word: getattr(options, word) for word in words},
        accuracy_m=options.accuracy,
        source=options.source,
        accept=options.accept,
        **_note(options),
    )
    return _told(options, done, changed=True)


# -- looking -----------------------------------------------------------------------


def run_list(options: Namespace) -> int:
    """List facts; what is wrong with some goes to standard error."""
    facts = city_of(options).facts
    rows = [fact._asdict() | {"told": fact.told} for fact in facts.list(all=options.all)]
    emit(rows, options.format, _LIST_COLUMNS)
    print_findings(facts.findings(), aside=True)
    return 0


def run_history(options: Namespace) -> int:
    """List changes."""
    rows = []
    for change in city_of(options).facts.history(options.fact):
        notes = [change.why, *effect(change.undoes, change.in_effect)]
        named = change.after or change.before
        told = {"told": named.told if named else "", "note": "; ".join(filter(None, notes))}
        rows.append(change.as_json() | told)
    emit(rows, options.format, _HISTORY_COLUMNS)
    return 0


def run_export(options: Namespace) -> int:
    """Write the facts for review."""
    done = city_of(options).facts.export(options.output)
    told = ", ".join(f"{count} {worded('table', name)}" for name, count in done.features.items())
    print(f"{done.path}: {told}")
    for note in done.notes:
        print(f"  {note}", file=sys.stderr)
    return 0


# -- changing ----------------------------------------------------------------------


def run_undo(options: Namespace) -> int:
    """Take a batch of changes back."""
    batch = city_of(options).facts.undo(options.change, **_note(options))
    print(say("change {batch} is undone; “zzmap facts history” lists what was done", batch=batch))
    return 0


def run_remove(options: Namespace) -> int:
    """Take a fact out."""
    city_of(options).facts.remove(options.fact, **_note(options))
    print(say("{fact}: removed; “zzmap facts undo” brings it back", fact=options.fact))
    return 0


# -- helpers -----------------------------------------------------------------------


def _note(options: Namespace) -> dict[str, Any]:
    return {"who": options.who, "why": options.why}


def _made(options: Namespace) -> dict[str, Any]:
    return {"new": options.new, "within": options.within, "source": options.source}


def _told(options: Namespace, done: Told, *, changed: bool = False) -> int:
    """Print what came of telling or changing a fact."""
    print_findings(done.findings, aside=True)
    if done.stopped:
        print(say("zzmap: nothing was stored. Accept warnings with --accept."), file=sys.stderr)
        return 1
    for fact in done.facts:
        print(
            say("changed {id}  {told}", id=fact.id, told=fact.told)
            if changed
            else say("added {id}  {told}", id=fact.id, told=fact.told)
        )
    print(say("{path}: “zzmap facts undo” takes it back", path=city_of(options).store.path))
    return 0
