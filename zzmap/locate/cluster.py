"""Parquet files located on a Dask cluster: a task a file, read and written where the workers are.

Folders are those of fsspec (a path, ``s3://…``, ``memory://`` …) that every worker can reach.  A
file's task depends on nothing but the file, so that one whose worker is lost is done again by
another, with the same bytes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.errors import FormatError, OutputError, ZzmapError
from zzmap.io.batches import Source, parquet_source
from zzmap.io.write_batches import HALF, is_located, write_remote
from zzmap.locate.answer import Locator, Tally, Told
from zzmap.locate.coordinates import Where
from zzmap.locate.polygons import Polygon
from zzmap.locate.records import Locations, Options
from zzmap.locate.run import added_schema, find_position, located, notes_of
from zzmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

_RETRIES = 3


class _Job(NamedTuple):
    """What every task must know."""

    polygons: list[Polygon]
    where: Where
    schema: pa.Schema
    rows: int
    out: str


def locate_on_cluster(
    source: str,
    out: str,
    polygons: list[Polygon],
    options: Options,
    scheduler: str,
    progress: Callable[[int, int | None], object] = lambda done, total: None,
) -> Locations:
    """Locate a folder of Parquet files, or one file, on the workers of a Dask scheduler.

    Raises
    ------
    FormatError
        If Dask is not installed, or there is no such table, or it has no positions.
    OutputError
        If the scheduler does not answer, or `out` holds what is no older result.
    """
    files = _files(source)
    with _opened(files[:1]) as table:
        where, note = find_position(table, options, PurePosixPath(files[0]).name)
        locator = Locator(polygons, 0, where, table.schema.names)
        job = _Job(polygons, where, table.schema, (table.rows or 0) * len(files), out)
        notes = notes_of(locator, (*note, *table.notes))
    _check_out(out, files)
    tally = Tally()
    with _client(scheduler) as client:
        # A task and not scattered data: what a lost worker held of it is made again.
        shared = client.submit(_same, pickle.dumps(job), pure=False)
        tasks = [client.submit(_locate_file, shared, file, pure=False, retries=_RETRIES)
                 for file in files]  # fmt: skip
        for task in _finished(tasks, client):
            tally.add(_result(task))
            progress(tally.rows, job.rows)
    _tidy(out)
    return located(out, tally, locator, notes)


def _finished(tasks: list[Any], client: Any) -> Iterator[Any]:
    from distributed import as_completed

    untyped: Any = as_completed
    yield from untyped(tasks, loop=client.loop)


def _same(job: bytes) -> bytes:
    return job


@lru_cache(maxsize=2)
def _ready(job: bytes) -> tuple[_Job, Locator]:
    """Return the job and its grid, made once by a worker's process."""
    told: _Job = pickle.loads(job)
    return told, Locator(told.polygons, told.rows, told.where, told.schema.names)


def _locate_file(shared: bytes, file: str) -> Told:
    """Locate a file on a worker; its result is there whole or not at all."""
    import pyarrow as pa
    from fsspec.core import url_to_fs

    job, locator = _ready(shared)
    tally = Tally()
    fs, folder = url_to_fs(job.out)
    name = PurePosixPath(file).name
    with _opened([file]) as table:
        if not table.schema.equals(job.schema):
            raise FormatError(say("its columns are not those of the others"), name, say("Mend it."))
        schema = added_schema(table, locator)

        def rows() -> Iterator[pa.RecordBatch]:
            for batch in table.batches(0):
                found = locator.locate(batch)
                tally.add(found.told)
                columns = [*batch.columns, *found.columns]
                yield pa.RecordBatch.from_arrays(columns, schema=schema)

        write_remote(fs, PurePosixPath(folder, name), schema, rows())
    return tally.told


@contextmanager
def _opened(files: Sequence[str]) -> Iterator[Source]:
    import pyarrow as pa
    from fsspec.core import url_to_fs

    name = PurePosixPath(files[0]).name
    fs, path = url_to_fs(files[0])
    try:
        with fs.open(path, "rb") as raw:
            yield parquet_source([(name, raw)])
    except (pa.ArrowInvalid, OSError) as error:
        told = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise FormatError(
            say("cannot be located ({told})", told=told), name, say("Export it again.")
        ) from None


def _files(source: str) -> list[str]:
    """Return the Parquet files of a folder, or the one file, as addresses."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise _no_dask() from None
    fs, path = url_to_fs(source)
    found = sorted(str(file) for file in fs.glob(f"{path}/*.parquet")) or (
        [path] if fs.isfile(path) else []
    )
    if not found:
        raise FormatError(
            say("there is no Parquet file here"), source, say("Name a folder of them.")
        )
    return [fs.unstrip_protocol(file) for file in found]


def _check_out(out: str, files: Sequence[str]) -> None:
    """Refuse a folder that holds anything but older results of the same names."""
    import pyarrow as pa
    from fsspec.core import url_to_fs

    fs, folder = url_to_fs(out)
    if PurePosixPath(folder).suffix:
        raise OutputError(say("a cluster writes a folder of parts"), out, say("Name a folder."))
    fs.makedirs(folder, exist_ok=True)
    ours = {PurePosixPath(file).name for file in files}
    for held in fs.ls(folder, detail=False):
        name = PurePosixPath(held).name
        if name.startswith(".") and HALF in name:
            continue  # left by a worker that was lost
        if fs.unstrip_protocol(str(held)) in files:
            raise OutputError(
                say("this is the folder of the points themselves"), out, say("Name another.")
            )
        with fs.open(held, "rb") as raw:
            try:
                older = name in ours and is_located(raw)
            except pa.ArrowException:
                older = False
        if not older:
            raise OutputError(
                say("this folder holds {name}, which is no older result", name=name),
                out,
                say("Name a new folder."),
            )


def _tidy(out: str) -> None:
    """Remove what lost workers have left half written."""
    from fsspec.core import url_to_fs

    fs, folder = url_to_fs(out)
    for held in fs.ls(folder, detail=False):
        name = PurePosixPath(held).name
        if name.startswith(".") and HALF in name:
            fs.rm(held)


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise _no_dask() from None
    untyped: Any = Client
    try:
        client = untyped(scheduler, timeout=30, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise OutputError(
            say("no Dask scheduler answers ({name})", name=type(error).__name__),
            scheduler,
            say("Start one with `dask scheduler`, and workers with `dask worker ADDRESS`."),
        ) from None
    with client:
        yield client


def _no_dask() -> FormatError:
    return FormatError(
        say("locating on a cluster needs Dask, which is not installed"),
        hint=say('Install it, on every worker too: pip install "zzmap[dask]".'),
    )


def _result(task: Any) -> Told:
    from distributed import KilledWorker

    try:
        found: Told = task.result()
    except ZzmapError:
        raise
    except KilledWorker as error:
        raise OutputError(
            say("workers are lost again and again at {task}", task=error.task),
            hint=say("Look at their memory: a file of a million rows takes some 500 MB."),
        ) from None
    return found
