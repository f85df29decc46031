"""``zzmap parks`` and ``zzmap zones``: a planner's own boundaries, from the command line."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from zzmap.cli.options import (
    FORMAT,
    OVERWRITE,
    PLACE,
    STORE,
    Subparsers,
    add_command,
    city_of,
)
from zzmap.cli.output import effect, emit, print_findings, print_notes
from zzmap.cli.park_options import DESCRIPTION, NOTE, PARK, READING
from zzmap.listing import worded
from zzmap.messages import say
from zzmap.units import area_in_words
from zzmap.workspace import WRITABLE

if TYPE_CHECKING:
    from zzmap.workspace import Addition, Reading, Replacement

_LIST_COLUMNS = ("id", "name", "industries", "status", "state", "area_km2", "source")
_HISTORY_COLUMNS = ("change", "batch", "at", "who", "action", "park_id", "park_name", "note")
_MOST_LINES = 50


def add_parks(below: Subparsers) -> None:
    """Add all commands of ``zzmap parks``."""
    _add_intake(below)
    _add_looks(below)
    _add_changes(below)


def add_zones(below: Subparsers) -> None:
    """Add all commands of ``zzmap zones``."""
    summary = say("Put an official boundary in place.")
    add_command(below, "replace", summary, run_zone_replace, STORE, PLACE, READING, NOTE)
    summary = say("Bring the shipped boundary back.")
    add_command(below, "restore", summary, run_zone_restore, STORE, PLACE, NOTE)
    summary = say("List official boundaries in place.")
    add_command(below, "list", summary, run_zone_list, STORE, FORMAT)


def _add_intake(below: Subparsers) -> None:
    summary = say("Add the parks of a file, all or none.")
    add_command(below, "add", summary, run_add, STORE, READING, DESCRIPTION, NOTE)
    summary = say("Check the parks of a file; store nothing.")
    add_command(below, "check", summary, run_check, STORE, READING, DESCRIPTION, FORMAT)


def _add_looks(below: Subparsers) -> None:
    command = add_command(below, "list", say("List parks."), run_list, STORE, FORMAT)
    command.add_argument("--all", action="store_true", help=say("retired and removed ones too"))
    command = add_command(below, "show", say("Show one park."), run_show, STORE, PARK)
    command.add_argument("--format", choices=("text", "json"), default="text")
    summary = say("List changes, oldest first.")
    command = add_command(below, "history", summary, run_history, STORE, FORMAT)
    command.add_argument("park", metavar="ID", nargs="?", default="", help=say("id, name or code"))
    summary = say("Write the live parks to a file.")
    command = add_command(below, "export", summary, run_export, STORE, OVERWRITE)
    command.add_argument("--all", action="store_true", help=say("retired ones too"))
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help=say("{writable} (.txt: 勘测定界)", writable=", ".join(WRITABLE)),
    )
    command.add_argument("--gbk", action="store_true", help=say("勘测定界 .txt in GBK with CRLF"))


def _add_changes(below: Subparsers) -> None:
    summary = say("Take a change back, with all of its import.")
    command = add_command(below, "undo", summary, run_undo, STORE, NOTE)
    command.add_argument("change", type=int, nargs="?", help=say("default: the last one in effect"))
    summary = say("Bring a past state of a park back.")
    command = add_command(below, "restore", summary, run_restore, STORE, PARK, NOTE)
    command.add_argument("change", type=int, help=say("the change after which it was as wanted"))
    summary = say("Change a park's name, code, industries or status.")
    command = add_command(below, "edit", summary, run_edit, STORE, PARK, DESCRIPTION, NOTE)
    command.add_argument("--code", help=say("new code"))
    summary = say("Give a park the boundary in a file.")
    add_command(below, "replace", summary, run_replace, STORE, PARK, READING, NOTE)
    summary = say("Take a park out of maps and answers.")
    add_command(below, "retire", summary, run_retire, STORE, PARK, NOTE)
    summary = say("Delete a park; undo and restore bring it back.")
    add_command(below, "remove", summary, run_remove, STORE, PARK, NOTE)


# -- bringing in -------------------------------------------------------------------


def run_add(options: Namespace) -> int:
    """Add the parks of a file."""
    city = city_of(options)
    done = city.parks.add(
        options.file,
        **_reading(options),
        **_description(options),
        **_note(options),
        accept=options.accept,
    )
    if not _print_outcome(done, fix=options.fix):
        return 1
    for park in done.parks[:_MOST_LINES]:
        print(
            say(
                "added {id}  {name}  {area}",
                id=park.id,
                name=park.name,
                area=area_in_words(park.area_km2),
            )
        )
    if len(done.parks) > _MOST_LINES:
        print(say("… and {count} more", count=len(done.parks) - _MOST_LINES))
    print(
        say(
            "{path}: {count} parks added; “zzmap parks undo” takes them back",
            path=city.store.path,
            count=len(done.parks),
        )
    )
    return 0


def run_check(options: Namespace) -> int:
    """Check the parks of a file and store nothing."""
    parks = city_of(options).parks
    reading = parks.check(options.file, **_reading(options), **_description(options))
    if options.format == "text":
        _print_notes(reading)
        print_findings(reading.findings)
        print(
            say(
                "{name}: {count} parcels, {count2} errors, {count3} warnings",
                name=reading.path.name,
                count=len(reading.parcels),
                count2=len(reading.of("error")),
                count3=len(reading.of("warning")),
            )
        )
    else:
        emit([row.to_dict() for row in reading.findings], options.format)
    return int(reading.stops(accept=options.accept))


def run_replace(options: Namespace) -> int:
    """Give a park another boundary."""
    done = city_of(options).parks.replace(
        options.park,
        options.file,
        **_reading(options),
        **_note(options),
        accept=options.accept,
    )
    if not _print_outcome(done, fix=options.fix):
        return 1
    if done.before is not None and done.after is not None:
        before, after = area_in_words(done.before.area_km2), area_in_words(done.after.area_km2)
        print(
            say("{id}: {before} before, {after} now", id=done.before.id, before=before, after=after)
        )
    return 0


def run_zone_replace(options: Namespace) -> int:
    """Put an official boundary in place of a shipped one."""
    done = city_of(options).zones.replace(
        options.name,
        options.file,
        **_reading(options),
        **_note(options),
        accept=options.accept,
    )
    if not _print_outcome(done, fix=options.fix):
        return 1
    area = area_in_words(done.after.area_km2) if done.after is not None else ""
    print(f"{done}, {area}")
    return 0


def run_zone_restore(options: Namespace) -> int:
    """Bring the shipped boundary of a place back."""
    name = city_of(options).zones.restore(options.name, **_note(options))
    print(say("{name}: the shipped boundary is back", name=name))
    return 0


def run_zone_list(options: Namespace) -> int:
    """List official boundaries in place of shipped ones."""
    rows = [row._asdict() for row in city_of(options).zones.list()]
    emit(rows, options.format, ("replaces", "name", "area_km2", "source"))
    return 0


# -- looking -----------------------------------------------------------------------


def run_list(options: Namespace) -> int:
    """List parks; edits of other programs that were refused go to standard error."""
    parks = city_of(options).parks
    rows = [row._asdict() for row in parks.list(all=options.all)]
    emit(rows, options.format, _LIST_COLUMNS)
    for refusal in parks.findings():
        print(refusal.finding, file=sys.stderr)
    return 0


def run_show(options: Namespace) -> int:
    """Show one park."""
    city = city_of(options)
    park = city.parks.get(options.park)
    shares = city.district_shares(park.geometry)
    if options.format == "json":
        values = park.as_json() | {"districts": [share._asdict() for share in shares]}
        print(json.dumps(values, ensure_ascii=False, indent=1))
        return 0
    print(f"{park.name}  ({park.id}, {worded('state', park.state)})")
    print(say("  area: {area}", area=area_in_words(park.area_km2)))
    for text, line in (
        (park.code, say("  code: {told}", told=park.code)),
        (park.industries, say("  industries: {told}", told="、".join(park.industries))),
        (park.status, say("  status: {told}", told=worded("status", park.status))),
    ):
        if text:
            print(line)
    accuracy = f", ±{park.accuracy_m} m"
    print(say("  basis: {basis}{told}", basis=worded("basis", park.basis), told=accuracy))
    if shares:
        told = "、".join(f"{share.name} {share.share:.0%}" for share in shares)
        print(say("  districts: {told}", told=told))
    if park.source:
        print(say("  source: {told}", told=park.source))
    return 0


def run_history(options: Namespace) -> int:
    """List changes."""
    rows = []
    for change in city_of(options).parks.history(options.park):
        notes = [change.why, change.source_file, *effect(change.undoes, change.in_effect)]
        rows.append(change.as_json() | {"note": "; ".join(filter(None, notes))})
    emit(rows, options.format, _HISTORY_COLUMNS)
    return 0


def run_export(options: Namespace) -> int:
    """Write parks to a file."""
    done = city_of(options).parks.export(
        options.output, all=options.all, overwrite=options.overwrite, gbk=options.gbk
    )
    print(
        say(
            "{path}: {count} parks, {datum}",
            path=done.path,
            count=done.features["parks"],
            datum=done.datum,
        )
    )
    print_notes(done.notes)
    return 0


# -- changing ----------------------------------------------------------------------


def run_undo(options: Namespace) -> int:
    """Take a batch of changes back."""
    batch = city_of(options).parks.undo(options.change, **_note(options))
    print(say("change {batch} is undone; “zzmap parks history” lists what was done", batch=batch))
    return 0


def run_restore(options: Namespace) -> int:
    """Bring a past state of a park back."""
    city_of(options).parks.restore(options.park, options.change, **_note(options))
    print(say("{park}: as it was after change {change}", park=options.park, change=options.change))
    return 0


def run_edit(options: Namespace) -> int:
    """Change a park's name, code, industries or status."""
    changed = city_of(options).parks.edit(
        options.park,
        name=options.name or None,
        code=options.code,
        industries=options.industry or None,
        status=options.status or None,
        **_note(options),
    )
    columns = ", ".join(worded("field", name) for name in changed)
    print(say("{park}: {columns} changed", park=options.park, columns=columns))
    return 0


def run_retire(options: Namespace) -> int:
    """Take a park out of maps and answers."""
    city_of(options).parks.retire(options.park, **_note(options))
    print(say("{park}: retired", park=options.park))
    return 0


def run_remove(options: Namespace) -> int:
    """Delete a park."""
    city_of(options).parks.remove(options.park, **_note(options))
    print(say("{park}: removed; “zzmap parks undo” brings it back", park=options.park))
    return 0


# -- helpers -----------------------------------------------------------------------


def _reading(options: Namespace) -> dict[str, Any]:
    """Return how to read a file, as the library takes it (`READING`)."""
    return {
        "crs": options.crs,
        "trust_crs": options.trust_crs,
        "mapping": options.map,
        "layer": options.layer,
        "fix": options.fix,
    }


def _description(options: Namespace) -> dict[str, Any]:
    """Return what holds instead of what a file says (`DESCRIPTION`)."""
    return {"name": options.name, "industries": options.industry, "status": options.status}


def _note(options: Namespace) -> dict[str, Any]:
    """Return who makes a change and why (`NOTE`)."""
    return {"who": options.who, "why": options.why}


def _print_outcome(done: Addition | Replacement, *, fix: bool) -> bool:
    """Print what was assumed and found; tell whether it went on from there."""
    _print_notes(done.reading)
    print_findings(done.findings, aside=True)
    if done.stopped:
        told = say("{what}.", what=str(done))
        hint = _way_on(done.reading, fix=fix)
        print(f"zzmap: {say('{told} {hint}', told=told, hint=hint)}", file=sys.stderr)
    return not done.stopped


def _way_on(reading: Reading, *, fix: bool) -> str:
    """Return what may help: a mending that was asked for has done what it can."""
    if not reading.of("error"):
        return say("Accept warnings with --accept.")
    if fix:
        return say("What --fix cannot mend has to be mended in the file.")
    return say("Mend the file, or try --fix.")


def _print_notes(reading: Reading) -> None:
    print(f"{reading.path.name}: {reading.file.form}")
    for note in reading.file.notes:
        print(f"  {note}")
