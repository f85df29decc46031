"""Points located on a Dask cluster: the rows of one process, whatever becomes of workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zzmap as zz
from zzmap.errors import CrsError, FormatError, OutputError

FILES, ROWS = 8, 60_000


def started(module: str, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cluster(tmp_path_factory) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler and two workers of their own on loopback."""
    from distributed import Client

    said = tmp_path_factory.mktemp("dask") / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    running = [started("dask_scheduler", *words, "--scheduler-file", str(said))]
    workers = ("--scheduler-file", str(said), "--nthreads", "1", "--no-nanny", "--no-dashboard",
               "--local-directory", str(said.parent))  # fmt: skip
    running += [started("dask_worker", *workers) for _ in range(2)]
    try:
        end = time.monotonic() + 60
        while not said.exists() and time.monotonic() < end:
            time.sleep(0.1)
        with Client(scheduler_file=str(said), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            yield client.scheduler.address, running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def points(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("points")
    rng = np.random.default_rng(4)
    for number in range(FILES):
        lon, lat = rng.uniform(112.7, 114.2, ROWS), rng.uniform(34.2, 35.0, ROWS)
        lon[3], lat[4] = np.nan, np.inf
        table = pa.table(
            {"id": np.arange(number * ROWS, (number + 1) * ROWS), "lon": lon, "lat": lat}
        )
        pq.write_table(table, folder / f"p{number}.parquet")
    return folder


@pytest.fixture(scope="module")
def alone(points, tmp_path_factory) -> pa.Table:
    out = tmp_path_factory.mktemp("alone") / "one.parquet"
    zz.open(store=None).locate(points, out, crs="wgs84")
    return rows_of([out])


def rows_of(files: list[Path]) -> pa.Table:
    tables = [pq.read_table(path) for path in files]
    plain = [
        pa.table({
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in zip(table.column_names, table.columns, strict=True)
        })
        for table in tables
    ]  # fmt: skip
    return pa.concat_tables(plain).sort_by("id").combine_chunks()


def test_two_workers_give_the_rows_of_one_process(cluster, points, alone, tmp_path) -> None:
    out = tmp_path / "out"
    city = zz.open(store=None)
    done = city.locate(points, out, crs="wgs84", scheduler=cluster[0])
    assert done.rows == FILES * ROWS == sum(done.states.values())
    assert sorted(path.name for path in out.iterdir()) == [f"p{n}.parquet" for n in range(FILES)]
    assert as_text(rows_of(list(out.iterdir()))) == as_text(alone)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    city.locate(f"file://{points}", f"file://{out}", crs="wgs84", scheduler=cluster[0])
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def as_text(table: pa.Table) -> list[str]:
    """NaN differs from itself; its text does not."""
    return [str(table.column(name).to_pylist()) for name in sorted(table.column_names)]


def test_what_a_cluster_cannot_do_is_a_sentence(cluster, points, tmp_path) -> None:
    city, address = zz.open(store=None), cluster[0]
    with pytest.raises(CrsError, match="which reference system"):
        city.locate(points, tmp_path / "a", scheduler=address)
    with pytest.raises(FormatError, match="no Parquet file"):
        city.locate(tmp_path / "none", tmp_path / "a", crs="wgs84", scheduler=address)
    with pytest.raises(OutputError, match="a folder of parts"):
        city.locate(points, tmp_path / "a.csv", crs="wgs84", scheduler=address)
    with pytest.raises(OutputError, match="points themselves"):
        city.locate(points, points, crs="wgs84", scheduler=address)
    (tmp_path / "mine").mkdir()
    pq.write_table(pa.table({"a": [1]}), tmp_path / "mine" / "p0.parquet")
    with pytest.raises(OutputError, match="no older result"):
        city.locate(points, tmp_path / "mine", crs="wgs84", scheduler=address)
    assert pq.read_table(tmp_path / "mine" / "p0.parquet").to_pydict() == {"a": [1]}


def test_a_file_cut_short_is_named_and_no_half_of_it_is_left(cluster, points, tmp_path) -> None:
    folder, out = tmp_path / "cut", tmp_path / "out"
    folder.mkdir()
    raw = (points / "p0.parquet").read_bytes()
    (folder / "a.parquet").write_bytes(raw)
    (folder / "b.parquet").write_bytes(raw[: len(raw) // 2])
    with pytest.raises(FormatError, match=r"b\.parquet"):
        zz.open(store=None).locate(folder, out, crs="wgs84", scheduler=cluster[0])
    end = time.monotonic() + 30
    while any(out.glob(".*")) and time.monotonic() < end:
        time.sleep(0.1)  # the other worker ends what it was in
    assert {path.name for path in out.iterdir()} <= {"a.parquet"}


def test_a_worker_killed_costs_only_time(cluster, points, alone, tmp_path) -> None:
    """The last test of the cluster: one of its workers is gone after it."""
    out, (address, workers) = tmp_path / "out", cluster
    out.mkdir()

    def kill() -> None:
        end = time.monotonic() + 60
        while not any(out.glob(".*")) and time.monotonic() < end:
            time.sleep(0.001)  # a worker is in the middle of a file
        os.kill(workers[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    done = zz.open(store=None).locate(points, out, crs="wgs84", scheduler=address)
    killer.join()
    assert workers[0].wait() == -signal.SIGKILL
    assert done.rows == FILES * ROWS
    assert as_text(rows_of(sorted(out.glob("*.parquet")))) == as_text(alone)
    assert sorted(path.name for path in out.iterdir()) == [f"p{n}.parquet" for n in range(FILES)]


def test_the_command_wants_both_engine_and_scheduler(points, tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zzmap", "locate", points, "-o", tmp_path / "o", "--engine", "dask"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode
    assert "--scheduler ADDRESS" in done.stderr
