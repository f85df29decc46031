"""What each command does: call the library, print, return the exit status.

Libraries that take long to import are imported by the command that needs them.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from zzmap.cli.output import emit, emit_csv
from zzmap.cli.workspace import catalogue_of, gazetteer_of, layers_of, store_files
from zzmap.units import area_in_words

_TOP_ROWS = 200


def run_query(options: Namespace) -> int:
    """Print the places that host an industry."""
    from zzmap.query import query, understood

    answers = query(catalogue_of(options), options.text)
    rows = [row._asdict() for row in answers]
    guessed = understood(answers)
    if options.format == "text" and guessed:
        print(f"“{options.text}” is understood as {'、'.join(guessed)}:")
    if options.format == "text" and rows[0]["scope"] == "broader":
        print(f"the plans place {rows[0]['term']} nowhere by name; what it belongs to:")
    emit(rows, options.format, ("industry", "place", "relation", "document", "locator"))
    return 0


def run_zone(options: Namespace) -> int:
    """Print what a place hosts and where it is."""
    from zzmap.place_sheet import find_place, place_sheet

    catalogue = catalogue_of(options)
    place = find_place(catalogue, options.name)
    sheet = place_sheet(catalogue, gazetteer_of(options, catalogue), place)
    if options.format == "json":
        print(json.dumps(sheet, ensure_ascii=False, indent=1))
    elif options.format == "csv":
        emit_csv([{"place": sheet["name"], **row} for row in sheet["placements"]])
    else:
        _print_sheet(sheet)
    return 0


def run_list(options: Namespace) -> int:
    """Print a table of the catalogue."""
    from zzmap.listing import LISTINGS, TEXT_COLUMNS

    rows = LISTINGS[options.table](catalogue_of(options))
    emit(rows, options.format, TEXT_COLUMNS[options.table])
    return 0


def run_export(options: Namespace) -> int:
    """Write a layer to a file."""
    from zzmap.export import export

    frame = layers_of(options, catalogue_of(options)).frame(options.layer)
    path = export(frame, options.output)
    print(f"{path}: {len(frame)} features of layer {options.layer}, WGS-84")
    return 0


def run_convert(options: Namespace) -> int:
    """Convert a file between reference systems."""
    from zzmap.convert import convert_file

    path = convert_file(
        options.file,
        options.output,
        options.source,
        options.target,
        layer=options.layer,
        encoding=options.encoding,
    )
    print(f"{path}: {options.source} to {options.target}")
    return 0


def run_check(options: Namespace) -> int:
    """Validate the geodata and print every finding."""
    from zzmap.check import check_geodata
    from zzmap.settings import geodata_folder

    folder = geodata_folder(options.geodata)
    report = check_geodata(folder)
    for finding in report.findings[:_TOP_ROWS]:
        print(finding, file=sys.stderr)
    if report.findings:
        print(f"zzmap: {len(report.findings)} errors in {folder}", file=sys.stderr)
        return 1
    counts = ", ".join(f"{count} {table}" for table, count in report.counts.items())
    print(f"geodata is sound: {counts}")
    return 0


def run_build(options: Namespace) -> int:
    """Write maps, index and tables."""
    import os
    from pathlib import Path

    from zzmap.render.build import build

    catalogue = catalogue_of(options)
    written = build(
        catalogue,
        out=Path(options.out),
        basemaps=tuple(options.basemap),
        tianditu_key=options.tianditu_key or os.environ.get("ZZMAP_TIANDITU_KEY"),
        force=options.force,
        progress=print,
        layers=lambda: layers_of(options, catalogue),
        extra_inputs=store_files(options, catalogue),
    )
    print(f"open {written[0]}")
    return 0


def _print_sheet(sheet: dict[str, Any]) -> None:
    print(f"{sheet['name']}  {sheet['name_en']}  ({sheet['kind']})")
    if sheet["aliases"]:
        print(f"  also: {'、'.join(sheet['aliases'])}")
    print(f"  area: {_area(sheet)}")
    accuracy = f", ±{sheet['accuracy_m']} m" if sheet["accuracy_m"] is not None else ""
    print(f"  basis: {sheet['basis']}{accuracy}")
    shares = [
        row["name"] + (f" {row['share']:.0%}" if row["share"] is not None else "")
        for row in sheet["districts"]
    ]
    print(f"  districts: {'、'.join(shares) or 'none'}")
    for title, rows, columns in (
        ("structures", sheet["structures"], ("structure", "element", "locator")),
        ("hosts", sheet["placements"], ("industry", "relation", "document", "locator")),
        ("projects", sheet["projects"], ("name", "enterprise", "locator")),
        ("sites", sheet["sites"], ("element", "role", "locator")),
    ):
        if rows:
            print(f"{title} ({len(rows)}):")
            emit([{"": "", **row} for row in rows], "text", ("", *columns))


def _area(sheet: dict[str, Any]) -> str:
    measured, official = sheet["area_km2"], sheet["official_area_km2"]
    parts = []
    if measured is not None:
        parts.append(f"{area_in_words(measured)} measured")
    if official is not None:
        parts.append(f"{area_in_words(official)} stated ({sheet['official_area_basis']})")
    return ", ".join(parts) or "unknown"
