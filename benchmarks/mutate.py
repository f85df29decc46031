"""Damage files of every format by seed, have every command take them, and count what breaks.

    python benchmarks/mutate.py [--count 2000] [--seed 9] [--keep FOLDER] [--bombs | --no-bombs]

Each file starts as a sound one of a format that zzmap reads; then bytes are flipped, cut out,
put in, doubled or zeroed, its end is cut off, or, in texts, a number or a word is exchanged.
It is checked as parks, converted and added, through the command line's own entry.  A traceback, a
crash, a store that a refused file has changed, or more than 10 s is a failure, and the exit status
is 1.

Then the bombs (``bombs.py``): each is checked, added and converted in a process of its own, within
the limits of ``attack.py``: 10 s of processor time and 1 GB.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attack import Outcome, run
from bombs import BOMBS

if TYPE_CHECKING:
    import geopandas
    from shapely import Polygon

LONGEST = 30_000
"""Letters of 200 findings, which are the most that are shown, and of a refusal many times."""

SECONDS = 10.0
"""By the clock; a busy machine asks for more, see ``--seconds``."""
_TEXTS = (".geojson", ".json", ".geojsonl", ".kml", ".ovkml", ".gpx", ".gml", ".txt", ".wkt",
          ".csv", ".dxf", ".mif", ".mid", ".prj")  # fmt: skip
_WORDS = ("NaN", "1e999", "-1", "null", "{}", "[]", '"', "<", "\x1b[2J", "=cmd|' /C calc'!A0",
          "\u202e", "constructor", "9" * 400, "[" * 3000, "\x00", "园" * 5000)  # fmt: skip


class Result(NamedTuple):
    """What a command did to one damaged file; `fault` is '' for a pass."""

    name: str
    command: str
    status: int
    seconds: float
    fault: str


def seeds(folder: Path) -> list[Path]:
    """Write a sound file of every readable format."""
    import geopandas
    import shapely
    from openpyxl import Workbook

    from zzmap.io import write

    squares = [shapely.box(113.5 + i / 50, 34.7, 113.51 + i / 50, 34.71) for i in range(4)]
    frame = geopandas.GeoDataFrame(
        {"name": [f"试验园{i}" for i in range(4)], "产业": ["新材料"] * 4},
        geometry=squares, crs="EPSG:4326",
    )  # fmt: skip
    for name in ("a.geojson", "a.gpkg", "a.shp", "a.fgb", "a.kml"):
        write(frame, folder / name)
    frame.to_file(folder / "old.shp", encoding="utf-8")
    frame[["geometry"]].to_file(folder / "a.dxf", driver="DXF")
    corners = [(f"园{i}", *point) for i, row in enumerate(squares) for point in row.exterior.coords]
    rows = [("地块", "lon", "lat"), *corners]
    (folder / "a.csv").write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "a.xlsx")
    (folder / "a.wkt").write_text("\n".join(row.wkt for row in squares), "utf-8")
    (folder / "a.txt").write_text(_survey(squares), "gb18030")
    _zipped(folder / "a.zip", [folder / f"a{s}" for s in (".shp", ".shx", ".dbf", ".prj")])
    _zipped(folder / "a.kmz", [folder / "a.kml"])
    (folder / "a.json").write_bytes((folder / "a.geojson").read_bytes())
    for path in folder.glob("old.*"):
        path.unlink()
    order = (".geojson", ".json", ".gpkg", ".shp", ".fgb", ".dxf", ".kml", ".zip", ".kmz",
             ".txt", ".wkt", ".csv", ".xlsx")  # fmt: skip
    made = [folder / f"a{suffix}" for suffix in order]
    return [*made, *_of_desks(folder, frame, squares), *_drawings(folder), _old_book(folder, rows)]


def _old_book(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("成果")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    path = folder / "b.xls"
    book.save(str(path))
    return path


def _drawings(folder: Path) -> list[Path]:
    """Write drawings of two ages: lots, a hatch with a hole, names, a sheet, blocks, escapes."""
    lot, hole = [(0, 0), (500, 0), (500, 500), (0, 500)], [(100, 100), (200, 100), (200, 200)]
    placed = [[(462000 + x, 3841000 + y) for x, y in ring] for ring in (lot, hole)]
    found = []
    for name, version, encoding in (
        ("gbk.dxf", "AC1015", "gb18030"),
        ("new.dxf", "AC1021", "utf-8"),
    ):
        head = ["0", "SECTION", "2", "HEADER", "9", "$ACADVER", "1", version, "9", "$DWGCODEPAGE",
                "3", "ANSI_936", "9", "$INSUNITS", "70", "6", "0", "ENDSEC"]  # fmt: skip
        block = ["0", "SECTION", "2", "BLOCKS", "0", "BLOCK", "8", "0", "2", "B", "70", "0", "10",
                 "0", "20", "0", *_outline(lot), "0", "ENDBLK", "8", "0", "0",
                 "ENDSEC"]  # fmt: skip
        text = ["0", "TEXT", "8", "注记", "10", "462300", "20", "3841300", "40", "5", "1",
                r"试验园\U+7EA2\M+5BAEC"]  # fmt: skip
        inserted = ["0", "INSERT", "8", "0", "2", "B", "10", "463000", "20", "3841000"]
        rows = [*_outline(placed[0], "红线"), *_outline(placed[1]), *_hatch(placed), *text,
                *inserted, *_outline(lot, "图框", ["67", "1"])]  # fmt: skip
        entities = ["0", "SECTION", "2", "ENTITIES", *rows, "0", "ENDSEC", "0", "EOF", ""]
        (folder / name).write_bytes("\n".join([*head, *block, *entities]).encode(encoding))
        found.append(folder / name)
    return found


def _cells(ring: list[tuple[int, int]]) -> list[str]:
    return [cell for x, y in ring for cell in ("10", str(x), "20", str(y))]


def _outline(ring: list[tuple[int, int]], layer: str = "0", more: Sequence[str] = ()) -> list[str]:
    return ["0", "LWPOLYLINE", "100", "AcDbEntity", *more, "8", layer, "100", "AcDbPolyline", "90",
            str(len(ring)), "70", "1", *_cells(ring)]  # fmt: skip


def _hatch(rings: list[list[tuple[int, int]]]) -> list[str]:
    edges = [
        cell
        for ring in rings
        for cell in (
            "92",
            "2",
            "72",
            "0",
            "73",
            "1",
            "93",
            str(len(ring)),
            *_cells(ring),
            "97",
            "0",
        )
    ]
    return ["0", "HATCH", "100", "AcDbEntity", "8", "0", "100", "AcDbHatch", "10", "0", "20", "0",
            "30", "0", "210", "0", "220", "0", "230", "1", "2", "SOLID", "70", "1", "71", "0", "91",
            str(len(rings)), *edges, "75", "0", "76", "1", "98", "0"]  # fmt: skip


def _stored(folder: Path) -> None:
    """Make the store that no refused file may change."""
    ring = [[113.7, 34.8], [113.71, 34.8], [113.7, 34.81], [113.7, 34.8]]
    text = json.dumps({"type": "Polygon", "coordinates": [ring]})
    (folder / "kept.geojson").write_text(text, "utf-8")
    add = ["parks", "add", str(folder / "kept.geojson"), "--name", "甲", "--accept"]
    made = _run(folder / "kept.geojson", "add", [*add, "--store", str(folder / "parks.gpkg")])
    if made.status or made.fault:
        raise SystemExit(f"no store could be made: {made.fault}")


def _of_desks(folder: Path, frame: geopandas.GeoDataFrame, squares: list[Polygon]) -> list[Path]:
    """Write what other programs make and zzmap only reads."""
    import fastparquet
    import pandas

    drivers = {".gml": "GML", ".mif": "MapInfo File", ".tab": "MapInfo File",
               ".geojsonl": "GeoJSONSeq", ".gdb": "OpenFileGDB"}  # fmt: skip
    for suffix, driver in drivers.items():
        frame.to_file(folder / f"b{suffix}", driver=driver, engine="pyogrio")
    shutil.copyfile(folder / "a.kml", folder / "b.ovkml")
    shutil.copyfile(folder / "a.kmz", folder / "b.ovkmz")
    (folder / "b.gpx").write_text(_tracks(squares), "utf-8")
    lots = [(f"园{i}", row.wkt) for i, row in enumerate(squares)]
    lines = [f'{name},"{wkt}"' for name, wkt in lots]
    (folder / "wkt.csv").write_text("\n".join(["名称,WKT", *lines]), "utf-8")
    ring = [(0, 0), (500, 0), (500, 500), (0, 500), (0, 0)]
    points = [f"{n},J{n},{462000 + a:.3f},{3841000 + b:.3f},0" for n, (a, b) in enumerate(ring, 1)]
    (folder / "cass.dat").write_text("\n".join(points), "gbk")
    table = pandas.DataFrame({"name": list(frame["name"]), "geometry": [g.wkb for g in squares]})
    column = {"encoding": "WKB", "geometry_types": ["Polygon"]}
    told = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": column}}
    fastparquet.write(
        str(folder / "b.parquet"), table, object_encoding={"name": "utf8", "geometry": "bytes"},
        custom_metadata={"geo": json.dumps(told)},
    )  # fmt: skip
    _zipped(folder / "gdb.zip", sorted((folder / "b.gdb").iterdir()), "b.gdb/")
    names = ("b.gml", "b.mif", "b.tab", "b.geojsonl", "b.gdb", "b.ovkml", "b.ovkmz", "b.gpx",
             "wkt.csv", "cass.dat", "b.parquet", "gdb.zip")  # fmt: skip
    return [folder / name for name in names]


def _tracks(squares: list[Polygon]) -> str:
    """Write outlines as a receiver's program does, a track each."""
    rings = [
        "".join(f'<trkpt lat="{y}" lon="{x}"/>' for x, y in row.exterior.coords) for row in squares
    ]
    tracks = [f"<trk><name>园{i}</name><trkseg>{row}</trkseg></trk>" for i, row in enumerate(rings)]
    return f'<gpx xmlns="http://www.topografix.com/GPX/1/1">{"".join(tracks)}</gpx>'


def _survey(squares: list[object]) -> str:
    lines = ["[属性描述]", "坐标系=2000国家大地坐标系", "几度分带=3", "投影类型=高斯克吕格",
             "计量单位=米", "带号=38", "精度=0.001", "[地块坐标]"]  # fmt: skip
    for i in range(4):
        east, north = 38462000 + 900 * i, 3841000
        lines.append(f"4,25.0,{i + 1},试验园{i},面,,,,@")
        ring = [(0, 0), (500, 0), (500, 500), (0, 500), (0, 0)]
        lines += [f"J{n},1,{north + b},{east + a}" for n, (a, b) in enumerate(ring, 1)]
    return "\n".join(lines)


def _zipped(path: Path, files: list[Path], within: str = "") -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, within + file.name)


def mutated(raw: bytes, suffix: str, chance: random.Random) -> bytes:
    """Return bytes with one, two or four pieces of damage."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if suffix in _TEXTS and chance.random() < 0.5:
            raw = _exchanged(raw, chance)
        else:
            raw = chance.choice(_DAMAGE)(raw, chance)
    return raw


def _exchanged(raw: bytes, chance: random.Random) -> bytes:
    spots = list(re.finditer(rb"-?\d+(\.\d+)?|[A-Za-z]{3,}", raw))
    if not spots:
        return raw
    spot = chance.choice(spots)
    word = chance.choice(_WORDS).encode()
    return raw[: spot.start()] + word + raw[spot.end() :]


def _flip(raw: bytes, chance: random.Random) -> bytes:
    body = bytearray(raw)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        if body:
            body[chance.randrange(len(body))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(body)


def _span(raw: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(raw) + 1)
    return start, min(len(raw), start + chance.choice((1, 1, 1, 4, 16, 256)))


def _cut(raw: bytes, chance: random.Random) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + raw[end:]


def _double(raw: bytes, chance: random.Random) -> bytes:
    start, end = _span(raw, chance)
    return raw[:end] + raw[start:end] * chance.choice((1, 1, 50)) + raw[end:]


def _zero(raw: bytes, chance: random.Random) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + bytes(end - start) + raw[end:]


def _noise(raw: bytes, chance: random.Random) -> bytes:
    start, _ = _span(raw, chance)
    return raw[:start] + chance.randbytes(chance.choice((1, 8, 200))) + raw[start:]


def _short(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


_DAMAGE: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _flip, _cut, _double, _zero, _noise, _short,
)  # fmt: skip


def attempts(count: int, seed: int, folder: Path, seconds: float = 60.0) -> Iterator[Result]:
    """Damage files and run the commands on each; the same seed makes the same files.

    Parameters
    ----------
    count
        How many files.
    seed
        Seed of all of them.
    folder
        Where they are written; a file that fails is left there.
    seconds
        Most a command may take by the clock.
    """
    sound = folder / "sound"
    sound.mkdir(parents=True)
    files = seeds(sound)
    _stored(sound)
    for number in range(count):
        source = files[number % len(files)]
        chance = random.Random(f"{seed}-{number}")
        place = folder / f"{number:05}"
        place.mkdir()
        hurt = chance.choice(_parts_of(source))
        for path in _parts_of(source):
            to = place / path.relative_to(sound)
            to.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, to)
        raw = mutated(hurt.read_bytes(), hurt.suffix, chance)
        (place / hurt.relative_to(sound)).write_bytes(raw)
        results = [_timed(row, seconds) for row in _commands(place / source.name, place, number)]
        yield from results
        if not any(row.fault for row in results):
            shutil.rmtree(place)


_PARTS: dict[str, tuple[str, ...]] = {
    ".shp": (".shp", ".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".tab", ".dat", ".map", ".id"),
    ".mif": (".mif", ".mid"),
}


def _parts_of(source: Path) -> list[Path]:
    """Return the files that a file, or a folder, of a format consists of."""
    if source.is_dir():
        return sorted(source.iterdir())
    beside = (source.with_suffix(suffix) for suffix in _PARTS.get(source.suffix, ()))
    return [path for path in beside if path.exists()] or [source]


def _timed(row: Result, most: float) -> Result:
    slow = not row.fault and row.seconds > most
    return row._replace(fault=f"slow: {row.seconds:.1f} s") if slow else row


_WGS84 = ("--crs", "EPSG:4326")
_SYSTEM = {
    **dict.fromkeys((".wkt", ".csv", ".xlsx", ".xls"), _WGS84),
    **dict.fromkeys((".dat", ".dxf", ".mif"), ("--crs", "EPSG:4547")),
}
"""What is said of the files that say nothing of it, so that more of them is read."""


def _commands(path: Path, folder: Path, number: int) -> Iterator[Result]:
    store = str(folder / "parks.gpkg")
    shutil.copyfile(folder.parent / "sound" / "parks.gpkg", store)
    kept = Path(store).read_bytes()
    options = ["--store", store, "--accept", *_SYSTEM.get(path.suffix, ())]
    done = _run(path, "check", ["parks", "check", str(path), *options])
    yield _kept(done, Path(store), kept)
    out = folder / f"out{('.geojson', '.gpkg', '.kml')[number % 3]}"
    system = "EPSG:4526" if path.suffix == ".txt" else "wgs84"
    wanted = ["--from", system, "--to", "gcj02", "-o", str(out)]
    yield _run(path, "convert", ["convert", str(path), *wanted])
    done = _run(path, "add", ["parks", "add", str(path), *options, "--fix"])
    yield _kept(done, Path(store), kept) if done.status else done
    if path.suffix == ".gpkg":
        yield _run(path, "store", ["parks", "list", "--store", str(path)])


def exploded(folder: Path) -> Iterator[Outcome]:
    """Have each bomb checked, added and converted; a store that has changed is a failure."""
    _stored(folder)
    store = folder / "parks.gpkg"
    kept = store.read_bytes()
    for name, build in BOMBS.items():
        place = folder / name
        place.mkdir()
        path = build(place)
        said = ["--accept", *_SYSTEM.get(path.suffix, ())]
        system = _SYSTEM.get(path.suffix, _WGS84)[1]
        for label, words in (
            ("check", ["parks", "check", str(path), *said]),
            ("add", ["parks", "add", str(path), "--fix", "--store", str(place / "s.gpkg"), *said]),
            ("convert", ["convert", str(path), "--from", system, "--to", "gcj02", "-o", "o.gpkg"]),
        ):
            shutil.copyfile(store, place / "s.gpkg")
            done = run(name, label, words, place)
            if done.status and (place / "s.gpkg").read_bytes() != kept:
                done = done._replace(status=-1, said=f"{done.said} (the store was changed)")
            if done.status == 1 and label != "check" and len(done.said) > LONGEST:
                done = done._replace(status=-1, said=f"{done.said} (longer than a sentence)")
            yield done
        shutil.rmtree(place)


def _kept(row: Result, store: Path, before: bytes) -> Result:
    """Count a change of the store as a failure of a command that must not change it."""
    same = store.read_bytes() == before
    return row if row.fault or same else row._replace(fault="the store was changed")


def _run(path: Path, command: str, arguments: list[str]) -> Result:
    from zzmap.cli import main

    start = time.monotonic()
    fault, status = "", 1
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = main(arguments)
    except SystemExit as error:
        fault = f"exit {error.code}"
    except BaseException:  # whatever comes out here would be a traceback
        fault = traceback.format_exc()
    seconds = time.monotonic() - start
    if not fault and status not in (0, 1):
        fault = f"status {status}"
    if not fault and status == 1 and not said.getvalue().strip():
        fault = "nothing said"
    return Result(f"{path.parent.name}/{path.name}", command, status, seconds, fault)


def main() -> int:
    """Print each failure and the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="folder for the files that fail")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="most a command may take")
    parser.add_argument(
        "--bombs", action=argparse.BooleanOptionalAction, help="them only, or not them; else both"
    )
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="mutate-"))
    failed = 0
    if not options.bombs:
        failed += _damage(options.count, options.seed, folder / "damaged", options.seconds)
    if options.bombs is not False:
        (folder / "bombs").mkdir(parents=True)
        failed += _bombs(folder / "bombs")
    if options.keep is None and not failed:
        shutil.rmtree(folder)
    return 1 if failed else 0


def _damage(count: int, seed: int, folder: Path, seconds: float) -> int:
    statuses: Counter[str] = Counter()
    slowest = 0.0
    for row in attempts(count, seed, folder, seconds):
        slowest = max(slowest, row.seconds)
        statuses["failed" if row.fault else ("taken", "refused")[row.status]] += 1
        if row.fault:
            print(f"{row.name} {row.command}: {row.fault}", flush=True)
    told = ", ".join(f"{count} {what}" for what, count in sorted(statuses.items()))
    print(
        f"{count} files, {statuses.total()} commands: {told}; slowest {slowest:.1f} s", flush=True
    )
    return statuses["failed"]


def _bombs(folder: Path) -> int:
    statuses: Counter[str] = Counter()
    seconds = memory = 0.0
    for row in exploded(folder):
        seconds, memory = max(seconds, row.seconds), max(memory, row.memory_mb)
        statuses["failed" if row.fault else ("taken", "refused")[bool(row.status)]] += 1
        if row.fault:
            took = f"{row.seconds:.1f} s, {row.memory_mb:.0f} MB"
            print(f"{row.attack} {row.command}: {row.fault}, {took}: {row.said[-300:]}", flush=True)
    told = ", ".join(f"{count} {what}" for what, count in sorted(statuses.items()))
    print(
        f"{len(BOMBS)} bombs, {statuses.total()} commands: {told}; at most {seconds:.1f} s of "
        f"processor time and {memory:.0f} MB"
    )
    return statuses["failed"]


if __name__ == "__main__":
    sys.exit(main())
