"""``zzmap parks`` and ``zzmap zones``: a planner's own boundaries, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzmap.cli.output import FORMATS, emit
from zzmap.model import STATUSES
from zzmap.parks.model import BOUNDARY, STATES, Note
from zzmap.units import area_in_words
from zzmap.words import join, split, unsplit_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from zzmap.catalogue import Catalogue
    from zzmap.crs import Metric
    from zzmap.parks.intake import Reading
    from zzmap.parks.model import Park
    from zzmap.parks.store import ParkStore

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_LIST_COLUMNS = ("id", "name", "industries", "status", "state", "area_km2", "source")
_HISTORY_COLUMNS = ("change", "batch", "at", "who", "action", "park_id", "park_name", "note")
_MOST_LINES = 50


def store_of(options: Namespace) -> ParkStore:
    """Return the store a command line means."""
    from zzmap.parks.store import ParkStore

    named = getattr(options, "store", None)

    def metric() -> Metric:
        return _catalogue(options).city.metric

    if named:
        return ParkStore(named, metric, lambda: _unsplit(options))
    from zzmap.settings import geodata_folder

    path = ParkStore.default_path(geodata_folder(options.geodata))
    return ParkStore(path, metric, lambda: _unsplit(options))


def add_parks_parser(subparsers: Subparsers) -> None:
    """Add ``zzmap parks`` and all below it."""
    summary = "Bring parks in, list, change, undo and export them."
    parks = subparsers.add_parser("parks", help=summary, description=summary)
    below = parks.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_intake(below)
    _add_looks(below)
    _add_changes(below)


def add_zones_parser(subparsers: Subparsers) -> None:
    """Add ``zzmap zones`` and all below it."""
    summary = "Put official boundaries in place of shipped ones."
    zones = subparsers.add_parser("zones", help=summary, description=summary)
    below = zones.add_subparsers(title="commands", required=True, metavar="COMMAND")
    command = _command(below, "replace", "Put an official boundary in place.", run_zone_replace)
    command.add_argument("name", help="name, alias or pinyin of a place")
    _add_reading(command)
    _add_note(command)
    command = _command(below, "restore", "Bring the shipped boundary back.", run_zone_restore)
    command.add_argument("name", help="name, alias or pinyin of a place")
    _add_note(command)
    command = _command(below, "list", "List official boundaries in place.", run_zone_list)
    _add_format(command)


def _add_intake(below: Subparsers) -> None:
    command = _command(below, "add", "Add the parks of a file, all or none.", run_add)
    _add_reading(command)
    _add_description(command)
    _add_note(command)
    command = _command(below, "check", "Check the parks of a file; store nothing.", run_check)
    _add_reading(command)
    _add_description(command)
    _add_format(command)


def _add_looks(below: Subparsers) -> None:
    command = _command(below, "list", "List parks.", run_list)
    command.add_argument("--all", action="store_true", help="retired and removed ones too")
    _add_format(command)
    command = _command(below, "show", "Show one park.", run_show)
    command.add_argument("park", metavar="ID", help="id, name or code")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command = _command(below, "history", "List changes, oldest first.", run_history)
    command.add_argument("park", metavar="ID", nargs="?", default="", help="id, name or code")
    _add_format(command)
    command = _command(below, "export", "Write the live parks to a file.", run_export)
    command.add_argument("--all", action="store_true", help="retired ones too")
    command.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help=".geojson, .gpkg, .shp, .kml or .txt (勘测定界)",
    )


def _add_changes(below: Subparsers) -> None:
    command = _command(below, "undo", "Take a change back, with all of its import.", run_undo)
    command.add_argument("change", type=int, nargs="?", help="default: the last one in effect")
    _add_note(command)
    command = _command(below, "restore", "Bring a past state of a park back.", run_restore)
    command.add_argument("park", metavar="ID", help="id, name or code")
    command.add_argument("change", type=int, help="the change after which it was as wanted")
    _add_note(command)
    command = _command(below, "edit", "Change a park's name, code, industries or status.", run_edit)
    command.add_argument("park", metavar="ID", help="id, name or code")
    _add_description(command)
    command.add_argument("--code", help="new code")
    _add_note(command)
    command = _command(below, "replace", "Give a park the boundary in a file.", run_replace)
    command.add_argument("park", metavar="ID", help="id, name or code")
    _add_reading(command)
    _add_note(command)
    for name, summary, run in (
        ("retire", "Take a park out of maps and answers.", run_retire),
        ("remove", "Delete a park; undo and restore bring it back.", run_remove),
    ):
        command = _command(below, name, summary, run)
        command.add_argument("park", metavar="ID", help="id, name or code")
        _add_note(command)


def _command(
    below: Subparsers, name: str, summary: str, run: Callable[[Namespace], int]
) -> argparse.ArgumentParser:
    command = below.add_parser(name, help=summary, description=summary)
    command.add_argument("--store", metavar="FILE", help="park store; default: parks.gpkg")
    command.set_defaults(run=run)
    return command


def _add_reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="file of polygons")
    command.add_argument("--crs", help="what the coordinates are in, if the file is silent")
    command.add_argument("--map", metavar="FIELD=COLUMN,…", help="columns that hold the fields")
    command.add_argument("--layer", help="layer of a file that has several")
    command.add_argument("--accept", action="store_true", help="accept warnings")
    command.add_argument("--fix", action="store_true", help="mend faulty rings")


def _add_description(command: argparse.ArgumentParser) -> None:
    command.add_argument("--name", default="", help="name instead of the file's")
    command.add_argument(
        "--industry", action="append", default=[], help="industry; may be given several times"
    )
    command.add_argument("--status", choices=tuple(STATUSES), default="")


def _add_note(command: argparse.ArgumentParser) -> None:
    command.add_argument("--who", default="", help="who makes the change; default: your login")
    command.add_argument("--why", default="", help="why, for the history")


def _add_format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", choices=FORMATS, default="text", help="default: text")


# -- bringing in -------------------------------------------------------------------


def run_add(options: Namespace) -> int:
    """Add the parks of a file."""
    from zzmap.parks.intake import to_parks

    store = store_of(options)
    reading = _reading(options, store)
    if not _may_pass(reading, accept=options.accept):
        return 1
    added = store.add(to_parks(reading), _note(options, reading.path))
    rows = {row.id: row for row in store.rows()}
    for park_id in added[:_MOST_LINES]:
        print(f"added {park_id}  {rows[park_id].name}  {area_in_words(rows[park_id].area_km2)}")
    if len(added) > _MOST_LINES:
        print(f"… and {len(added) - _MOST_LINES} more")
    print(f"{store.path}: {len(added)} parks added; “zzmap parks undo” takes them back")
    return 0


def run_check(options: Namespace) -> int:
    """Check the parks of a file and store nothing."""
    reading = _reading(options, store_of(options))
    rows = [row.to_dict() for row in reading.findings]
    if options.format == "text":
        _print_notes(reading)
        for row in reading.findings:
            print(row)
        print(
            f"{reading.path.name}: {len(reading.parcels)} parcels, "
            f"{len(reading.of('error'))} errors, {len(reading.of('warning'))} warnings"
        )
    else:
        emit(rows, options.format)
    return int(reading.stops(accept=options.accept))


def run_replace(options: Namespace) -> int:
    """Give a park another boundary."""
    from zzmap.parks.intake import one_boundary

    store = store_of(options)
    park = store.park(options.park)
    reading = _reading(options, store, replacing=park.id)
    if not _may_pass(reading, accept=options.accept):
        return 1
    note = _note(options, reading.path)
    store.replace(park.id, one_boundary(reading), note, reading.source)
    _print_area(park.id, park, store.park(park.id))
    return 0


def run_zone_replace(options: Namespace) -> int:
    """Put an official boundary in place of a shipped one."""
    from zzmap.parks.intake import one_boundary
    from zzmap.parks.store import boundary_id
    from zzmap.place_sheet import find_place

    store = store_of(options)
    place = find_place(_catalogue(options), options.name, sure=True)
    reading = _reading(options, store, replacing=boundary_id(place.id))
    if not _may_pass(reading, accept=options.accept):
        return 1
    note = _note(options, reading.path)
    found = store.replace_zone(place.id, place.name, one_boundary(reading), note, reading.source)
    area = area_in_words(store.park(found).area_km2)
    print(f"{place.name}: the boundary of {reading.path.name} is in place, {area}")
    return 0


def run_zone_restore(options: Namespace) -> int:
    """Bring the shipped boundary of a place back."""
    from zzmap.place_sheet import find_place

    place = find_place(_catalogue(options), options.name, sure=True)
    store_of(options).restore_zone(place.id, _note(options))
    print(f"{place.name}: the shipped boundary is back")
    return 0


def run_zone_list(options: Namespace) -> int:
    """List official boundaries in place of shipped ones."""
    rows = [row._asdict() for row in store_of(options).rows() if row.kind == BOUNDARY]
    emit(rows, options.format, ("replaces", "name", "area_km2", "source"))
    return 0


# -- looking -----------------------------------------------------------------------


def run_list(options: Namespace) -> int:
    """List parks; edits of other programs that were refused go to standard error."""
    store = store_of(options)
    states = STATES if options.all else ("live",)
    rows = [row._asdict() for row in store.rows(states) if row.kind != BOUNDARY]
    emit(rows, options.format, _LIST_COLUMNS)
    for refusal in store.findings():
        print(refusal.finding, file=sys.stderr)
    return 0


def run_show(options: Namespace) -> int:
    """Show one park."""
    import shapely

    from zzmap.geometry import Gazetteer

    store = store_of(options)
    park = store.park(options.park)
    shares = Gazetteer(_catalogue(options)).district_shares(park.geometry)
    values = park._asdict()
    values["geometry"] = json.loads(shapely.to_geojson(park.geometry))
    values["districts"] = [share._asdict() for share in shares]
    if options.format == "json":
        print(json.dumps(values, ensure_ascii=False, indent=1))
        return 0
    print(f"{park.name}  ({park.id}, {park.state})")
    print(f"  area: {area_in_words(park.area_km2)}")
    for label, text in (
        ("code", park.code),
        ("industries", "、".join(park.industries)),
        ("status", park.status),
        ("basis", f"{park.basis}, ±{park.accuracy_m} m"),
        ("districts", "、".join(f"{share.name} {share.share:.0%}" for share in shares)),
        ("source", park.source),
    ):
        if text:
            print(f"  {label}: {text}")
    return 0


def run_history(options: Namespace) -> int:
    """List changes."""
    changes = store_of(options).history(options.park)
    rows = []
    for change in changes:
        notes = [change.why, change.source_file]
        notes += [f"undoes {change.undoes}"] if change.undoes else []
        notes += [] if change.in_effect else ["undone"]
        rows.append(change.as_json() | {"note": "; ".join(filter(None, notes))})
    emit(rows, options.format, _HISTORY_COLUMNS)
    return 0


def run_export(options: Namespace) -> int:
    """Write parks to a file."""
    from zzmap.parks.output import write_parks

    states = ("live", "retired") if options.all else ("live",)
    parks = [park for park in store_of(options).parks(states) if park.kind != BOUNDARY]
    path = write_parks(parks, Path(options.output), _catalogue(options).city.survey_zone)
    system = "CGCS2000" if path.suffix.lower() == ".txt" else "WGS-84"
    print(f"{path}: {len(parks)} parks, {system}")
    return 0


# -- changing ----------------------------------------------------------------------


def run_undo(options: Namespace) -> int:
    """Take a batch of changes back."""
    batch = store_of(options).undo(options.change, _note(options))
    print(f"change {batch} is undone; “zzmap parks history” lists what was done")
    return 0


def run_restore(options: Namespace) -> int:
    """Bring a past state of a park back."""
    store_of(options).restore(options.park, options.change, _note(options))
    print(f"{options.park}: as it was after change {options.change}")
    return 0


def run_edit(options: Namespace) -> int:
    """Change a park's name, code, industries or status."""
    from zzmap.parks.errors import StoreError

    values: dict[str, Any] = {}
    if options.name:
        values["name"] = options.name
    if options.code is not None:
        values["code"] = options.code
    if options.industry:
        values["industries"] = split(join(options.industry), _unsplit(options))
    if options.status:
        values["status"] = options.status
    if not values:
        raise StoreError(
            "nothing to change was named", hint="Use --name, --code, --industry or --status."
        )
    store_of(options).edit(options.park, _note(options), **values)
    print(f"{options.park}: {', '.join(values)} changed")
    return 0


def run_retire(options: Namespace) -> int:
    """Take a park out of maps and answers."""
    store_of(options).retire(options.park, _note(options))
    print(f"{options.park}: retired")
    return 0


def run_remove(options: Namespace) -> int:
    """Delete a park."""
    store_of(options).remove(options.park, _note(options))
    print(f"{options.park}: removed; “zzmap parks undo” brings it back")
    return 0


# -- helpers -----------------------------------------------------------------------


def _catalogue(options: Namespace) -> Catalogue:
    from zzmap.catalogue import Catalogue

    return Catalogue(options.geodata)


def _unsplit(options: Namespace) -> frozenset[str]:
    return unsplit_names(_catalogue(options).industries.values())


def _note(options: Namespace, file: Path | None = None) -> Note:
    return Note.of(options.who, options.why, file)


def _reading(options: Namespace, store: ParkStore, replacing: str = "") -> Reading:
    from zzmap.io.attributes import parse_mapping
    from zzmap.parks.intake import checked, described, read

    mapping = parse_mapping(options.map) if options.map else None
    catalogue = _catalogue(options)
    whole = _unsplit(options)
    reading = read(options.file, options.crs, mapping, options.layer, catalogue.city.region, whole)
    industries = split(join(getattr(options, "industry", ())), whole)
    reading = described(
        reading, getattr(options, "name", ""), industries, getattr(options, "status", "")
    )
    return checked(reading, catalogue, store, fix=options.fix, replacing=replacing)


def _may_pass(reading: Reading, *, accept: bool) -> bool:
    """Print what was assumed and found; tell whether the import may go on."""
    _print_notes(reading)
    for row in reading.findings:
        print(row, file=sys.stderr if row.severity != "info" else sys.stdout)
    if not reading.stops(accept=accept):
        return True
    errors, warnings = len(reading.of("error")), len(reading.of("warning"))
    hint = "Mend the file, or try --fix." if errors else "Accept warnings with --accept."
    print(
        f"zzmap: {reading.path.name}: {errors} errors, {warnings} warnings; "
        f"nothing was stored. {hint}",
        file=sys.stderr,
    )
    return False


def _print_notes(reading: Reading) -> None:
    print(f"{reading.path.name}: {reading.file.form}")
    for note in reading.file.notes:
        print(f"  {note}")


def _print_area(park_id: str, before: Park, after: Park) -> None:
    print(
        f"{park_id}: {area_in_words(before.area_km2)} before, {area_in_words(after.area_km2)} now"
    )
