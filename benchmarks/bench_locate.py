"""Time locating points from a Parquet file into a Parquet file: zzmap and its peers, equal terms.

Every contender is a process of its own on the same points and the same overlapping polygons (the
city's districts, zones and elements), with all cores.  zzmap writes every row once with ten
columns of words and numbers; the peers write a row for each hit (point, polygon), which is less.
``pyarrow`` only reads the file and writes it again, ``result`` does so with what zzmap has
written, its thirteen columns.  Answers are compared by a hash of all pairs
of a point and a polygon that holds it, at a million points also with shapely's ``covers``.

Run: ``python benchmarks/bench_locate.py [--points 1e6 1e7] [--only zzmap,pyarrow] [--polygons]``;
``--polygons`` times 12, 5,000 and 50,000 polygons instead, ``--formats`` CSV, XLSX and GeoPackage.
The extra ``bench`` brings the peers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

import zzmap as zz

BATCH = 1 << 20
LOCATED = "located.parquet"
WEST, SOUTH, EAST, NORTH = 112.7, 34.2, 114.2, 35.0
KINDS = {"district": "districts", "zone": "zones", "element": "elements"}


class Run(NamedTuple):
    """Seconds by the clock and of the processor, and the megabytes of a process."""

    seconds: float
    worked: float
    memory: float


def make_points(path: Path, count: int) -> None:
    rng = np.random.default_rng(1)
    schema = pa.schema([("point", pa.int64()), ("lon", pa.float64()), ("lat", pa.float64())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, count, BATCH):
            rows = min(BATCH, count - start)
            columns = [
                pa.array(np.arange(start, start + rows)),
                pa.array(rng.uniform(WEST, EAST, rows)),
                pa.array(rng.uniform(SOUTH, NORTH, rows)),
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def make_polygons(path: Path) -> None:
    """Write the city's polygons with their numbers as GeoParquet."""
    city = zz.open(store=None)
    rows = []
    for kind, layer in KINDS.items():
        frame = city.layer(layer)
        area = frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
        rows += [
            (kind, *row) for row in frame.loc[area, ["id", "geometry"]].itertuples(index=False)
        ]
    kinds, ids, shapes = zip(*rows, strict=True)
    table = {"polygon": range(len(ids)), "kind": kinds, "id": ids}
    gpd.GeoDataFrame(table, geometry=list(shapes), crs="EPSG:4326").to_parquet(path)


def make_circles(path: Path, count: int) -> None:
    """Write circles that together cover about what the points cover, many overlapping."""
    rng = np.random.default_rng(3)
    centres = shapely.points(rng.uniform(WEST, EAST, count), rng.uniform(SOUTH, NORTH, count))
    radius = 0.5 * np.sqrt((EAST - WEST) * (NORTH - SOUTH) / count)
    shapes = shapely.buffer(centres, radius * rng.uniform(0.3, 1, count), quad_segs=4)
    names = [f"园{number}" for number in range(count)]
    gpd.GeoDataFrame({"name": names}, geometry=shapes, crs="EPSG:4326").to_file(path)


# -- contenders: each is run in a process of its own ---------------------------------------------


def by_zzmap(points: Path, polygons: Path, out: Path) -> None:
    zz.open(store=None).locate(points, out, crs="wgs84")


def by_zones(points: Path, polygons: Path, out: Path) -> None:
    zz.open(store=None).locate(points, out, crs="wgs84", zones=polygons)


def by_pyarrow(points: Path, polygons: Path, out: Path) -> None:
    file = pq.ParquetFile(points)
    with pq.ParquetWriter(out, file.schema_arrow) as writer:
        for batch in file.iter_batches(BATCH):
            writer.write_batch(batch)


def by_result(points: Path, polygons: Path, out: Path) -> None:
    by_pyarrow(points.with_name(LOCATED), polygons, out)


def by_sjoin(points: Path, polygons: Path, out: Path) -> None:
    areas = gpd.read_parquet(polygons)[["polygon", "geometry"]]
    writer = None
    for batch in pq.ParquetFile(points).iter_batches(BATCH):
        rows = batch.to_pandas()
        shapes = gpd.points_from_xy(rows["lon"], rows["lat"], crs="EPSG:4326")
        hits = gpd.sjoin(
            gpd.GeoDataFrame(rows, geometry=shapes), areas, how="inner", predicate="intersects"
        )
        found = pa.Table.from_pandas(
            hits[["point", "lon", "lat", "polygon"]], preserve_index=False
        ).replace_schema_metadata()
        writer = writer or pq.ParquetWriter(out, found.schema)
        writer.write_table(found)
    if writer:
        writer.close()


def by_duckdb(points: Path, polygons: Path, out: Path) -> None:
    import duckdb
    import duckdb_extension_spatial

    folder = Path(duckdb_extension_spatial.__file__).parent / "extensions"
    base = duckdb.connect()
    base.execute(f"LOAD '{next(folder.rglob('spatial.duckdb_extension'))}'")
    base.execute("SET preserve_insertion_order = false")
    base.execute(
        f"COPY (SELECT p.point, p.lon, p.lat, a.polygon FROM '{points}' p "
        f"JOIN (SELECT polygon, geometry FROM '{polygons}') a "
        f"ON ST_Intersects(a.geometry, ST_Point(p.lon, p.lat))) TO '{out}' (FORMAT parquet)"
    )


def by_sedona(points: Path, polygons: Path, out: Path) -> None:
    import sedonadb

    base = sedonadb.connect()
    base.read_parquet(str(points)).to_view("p")
    base.read_parquet(str(polygons)).to_view("a")
    base.sql(
        "SELECT p.point, p.lon, p.lat, a.polygon FROM p JOIN a "
        "ON ST_Intersects(a.geometry, ST_SetSRID(ST_Point(p.lon, p.lat), 4326))"
    ).to_parquet(str(out), single_file_output=True)


CONTENDERS: dict[str, Callable[[Path, Path, Path], None]] = {
    "pyarrow": by_pyarrow,
    "zzmap": by_zzmap,
    "result": by_result,
    "sedonadb": by_sedona,
    "duckdb": by_duckdb,
    "sjoin": by_sjoin,
}


# -- answers -------------------------------------------------------------------------------------


def hash_of(pairs: np.ndarray) -> str:
    return sha256(np.sort(pairs.astype(np.int64)).tobytes()).hexdigest()[:12]


def pairs_of_zzmap(out: Path, areas: gpd.GeoDataFrame) -> np.ndarray:
    numbers = dict(zip(zip(areas["kind"], areas["id"], strict=True), areas["polygon"], strict=True))
    found = []
    for batch in pq.ParquetFile(out).iter_batches(
        BATCH, columns=["point", *(f"{kind}_id" for kind in KINDS)]
    ):
        point = batch.column("point").to_numpy()
        for kind in KINDS:
            column = batch.column(f"{kind}_id").cast("string").dictionary_encode()
            which = column.indices.to_numpy()
            for at, cell in enumerate(column.dictionary.to_pylist()):
                rows = point[which == at]
                found += [rows * len(areas) + numbers[kind, one] for one in cell.split("|") if one]
    return np.concatenate(found)


def pairs_of(out: Path, count: int) -> np.ndarray:
    table = pq.read_table(out, columns=["point", "polygon"])
    return table["point"].to_numpy() * count + table["polygon"].to_numpy()


def pairs_of_shapely(points: Path, areas: gpd.GeoDataFrame) -> np.ndarray:
    table = pq.read_table(points)
    point = table["point"].to_numpy()
    spots = shapely.points(table["lon"].to_numpy(), table["lat"].to_numpy())
    shapely.prepare(areas.geometry.values)
    numbered = zip(areas["polygon"], areas.geometry, strict=True)
    held = [point[shapely.covers(shape, spots)] * len(areas) + number for number, shape in numbered]
    return np.concatenate(held)


# -- runs ----------------------------------------------------------------------------------------


def measure(name: str, points: Path, polygons: Path, out: Path) -> Run:
    start = time.perf_counter()
    command = [sys.executable, __file__, "--one", name, str(points), str(polygons), str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{name} failed")
    worked = usage.ru_utime + usage.ru_stime
    return Run(time.perf_counter() - start, worked, float(told.split()[-1]))


def largest() -> float:
    """Return this process's largest memory; that of ``wait4`` counts what started it as well."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def heading(who: str, told: str) -> None:
    print(f"| points | {who} | s | s of a core | million a second | MB | {told} | load |")
    print("|---" * 8 + "|")


def line(name: str, count: int, run: Run, told: str) -> None:
    print(
        f"| {count:,} | {name} | {run.seconds:,.1f} | {run.worked:,.1f} "
        f"| {count / run.seconds / 1e6:,.2f} | {run.memory:,.0f} | {told} "
        f"| {os.getloadavg()[0]:.0f} |",
        flush=True,
    )


def peers(folder: Path, sizes: list[int], names: list[str]) -> None:
    polygons = folder / "polygons.parquet"
    make_polygons(polygons)
    areas = gpd.read_parquet(polygons)
    heading("", "answers")
    for count in sizes:
        points, out = folder / "points.parquet", folder / "out.parquet"
        make_points(points, count)
        if count <= 1_000_000:
            print(f"| {count:,} | shapely covers | | | | | "
                  f"{hash_of(pairs_of_shapely(points, areas))} | |")  # fmt: skip
        for name in names:
            out.unlink(missing_ok=True)
            run = measure(name, points, polygons, out)
            told = ""
            if name not in ("pyarrow", "result") and count <= 10_000_000:
                pairs = pairs_of_zzmap(out, areas) if name == "zzmap" else pairs_of(out, len(areas))
                told = hash_of(pairs)
            if name == "zzmap":
                out.replace(points.with_name(LOCATED))
            line(name, count, run, told)


def many_polygons(folder: Path, sizes: list[int]) -> None:
    heading("polygons", "")
    for count in sizes:
        make_points(folder / "points.parquet", count)
        for polygons in _circles(folder, (12, 5_000, 50_000)):
            out = folder / "out.parquet"
            out.unlink(missing_ok=True)
            run = measure("zones", folder / "points.parquet", polygons, out)
            line(polygons.stem, count, run, "")


def make_table(points: Path, table: Path) -> None:
    """Write points as another format, which its suffix says."""
    frame = pq.read_table(points).to_pandas()
    if table.suffix == ".csv":
        frame.to_csv(table, index=False)
    elif table.suffix == ".xlsx":
        frame.to_excel(table, index=False)
    else:
        shapes = gpd.points_from_xy(frame["lon"], frame["lat"], crs="EPSG:4326")
        gpd.GeoDataFrame(frame[["point"]], geometry=shapes).to_file(table)


def formats(folder: Path, count: int) -> None:
    """Time tables that are no Parquet, each into its own format; a workbook of a tenth."""
    heading("format", "")
    for suffix in (".csv", ".xlsx", ".gpkg"):
        rows = count // 10 if suffix == ".xlsx" else count
        make_points(folder / "points.parquet", rows)
        table, out = folder / f"points{suffix}", folder / f"out{suffix}"
        make_table(folder / "points.parquet", table)
        line(suffix[1:], rows, measure("zzmap", table, table, out), "")


def _circles(folder: Path, counts: tuple[int, ...]) -> Iterator[Path]:
    for count in counts:
        path = folder / f"{count}.gpkg"
        make_circles(path, count)
        yield path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=float, nargs="+", default=[1e6, 1e7])
    parser.add_argument("--only", default=",".join(CONTENDERS))
    parser.add_argument("--polygons", action="store_true")
    parser.add_argument("--formats", action="store_true")
    parser.add_argument("--folder", help="where some 8 GB for each 100 million points are free")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        name, *paths = options.one
        {**CONTENDERS, "zones": by_zones}[name](*map(Path, paths))
        print(largest())
        return
    sizes = [int(count) for count in options.points]
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        if options.polygons:
            many_polygons(Path(name), sizes)
        elif options.formats:
            formats(Path(name), min(sizes))
        else:
            peers(Path(name), sizes, options.only.split(","))


if __name__ == "__main__":
    main()
