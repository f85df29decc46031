"""A whole table of points: read, located on all cores, written; parts go on after a kill.

Parts of a folder are finished one by one, each beside a line of the manifest.  Whoever was killed
begins again with the first part that is not there, and the bytes are those of a run that was not.
"""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from zzmap.errors import FormatError, OutputError
from zzmap.io.batches import Source, open_source
from zzmap.io.staging import staged, write_text
from zzmap.io.write_batches import (
    MARK,
    Summary,
    check_sink,
    write_parquet,
    write_sink,
    write_summary,
)
from zzmap.locate.answer import Located, Locator, Tally, Told
from zzmap.locate.coordinates import Where, check_kinds, find_where, in_order
from zzmap.locate.polygons import Polygon
from zzmap.locate.records import INDUSTRY, SUMMARY, Counted, Locations, Options
from zzmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa
    from pandas import DataFrame, Series

Progress = Callable[[int, int | None], object]
"""Told how many rows are done, and of how many where that is known."""

MANIFEST = "zzmap-located.json"
_FIRST = 4_096
_T = TypeVar("_T")
_R = TypeVar("_R")


def locate_table(
    path: Path,
    out: Path,
    polygons: Callable[[], list[Polygon]],
    options: Options,
    progress: Progress = lambda done, total: None,
) -> Locations:
    """Locate a table of points and write it with what each point lies in.

    `polygons` gives them once the table is open: whoever calls may make them meanwhile.

    Raises
    ------
    FormatError
        If the table is none, or has no positions.
    CrsError
        If nobody says which system the positions are in.
    OutputError
        If `out` may not be replaced, or cannot be written.
    """
    _check_apart(path, out)
    with open_source(
        path, sheet=options.sheet, encoding=options.encoding, layer=options.layer
    ) as source:
        where, note = find_position(source, options, path.name)
        locator = Locator(
            polygons(), source.rows or _guessed_rows(path), where, source.schema.names
        )
        schema = added_schema(source, locator)
        work = _Work(source, locator, schema, progress, _threads(options))
        check_sink(out, schema.names, SUMMARY, path)
        if out.suffix:
            _to_file(work, out, path)
        else:
            _to_folder(work, out, _stamp(work, path, options))
        return located(out, work.tally, locator, notes_of(locator, (*note, *source.notes)))


def _threads(options: Options) -> int:
    if options.workers < 0:
        raise FormatError(
            say("there are no {workers} threads", workers=options.workers),
            hint=say("Say one or more, or 0 for one for each core."),
        )
    return options.workers or os.cpu_count() or 1


def _check_apart(path: Path, out: Path) -> None:
    """Refuse to write into the folder that is read: the next run would take it for points."""
    if path.is_dir() and path.resolve() in (out.resolve(), *out.resolve().parents):
        raise OutputError(
            say("this is in the folder of the points themselves"), str(out), say("Name another.")
        )


def located(out: Path | str, tally: Tally, locator: Locator, notes: tuple[str, ...]) -> Locations:
    """Return what became of a table that was counted."""
    return Locations(
        out,
        tally.rows,
        dict(tally.told.states.most_common()),
        tuple(locator.summary(tally)),
        tuple(locator.by_industry(tally)),
        notes,
    )


def notes_of(locator: Locator, notes: Sequence[str]) -> tuple[str, ...]:
    """Return what is to be said of a table, beside what was said when it was opened."""
    return (locator.where.told(), *notes, *_renamed(locator), *_coarse(locator.polygons))


def locate_frame(frame: DataFrame, polygons: list[Polygon], options: Options) -> DataFrame:
    """Return a frame with the columns that say what each row lies in; raises as `locate_table`."""
    names = [str(name) for name in frame.columns]
    geometry, claim = _geometry_of(frame)
    where = find_where(
        names, options.columns, options.crs, geometry=geometry, claim=claim, table="frame"
    )
    batch = _position_columns(frame, names, where)
    check_kinds(where, batch.schema, "frame")
    where = in_order(where, batch.slice(0, _FIRST), "frame")
    locator = Locator(polygons, len(frame), where, names)
    done = locator.locate(batch)
    columns = {
        name: cells.to_pylist() for name, cells in zip(locator.names, done.columns, strict=True)
    }
    return frame.assign(**columns)


def _geometry_of(frame: DataFrame) -> tuple[str, str]:
    """Return the column of geometries of a GeoDataFrame and what it says of its system."""
    name = getattr(frame, "_geometry_column_name", None)
    if name is None or name not in frame.columns:
        return "", ""
    crs = frame[name].crs
    return str(name), "" if crs is None else str(crs.to_wkt())


def _position_columns(frame: DataFrame, names: list[str], where: Where) -> pa.RecordBatch:
    """Return the columns of a frame that say its positions, which may hold numbers and texts.

    Raises
    ------
    FormatError
        If one of them is there twice.
    """
    import pyarrow as pa

    columns = {}
    for name in filter(None, (where.x, where.y, where.geometry, where.crs_column)):
        if names.count(name) > 1:
            raise FormatError(
                say("the frame has several columns “{name}”", name=name),
                hint=say("Name each its own."),
            )
        columns[name] = _cells_of(frame.iloc[:, names.index(name)], shape=name == where.geometry)
    return pa.RecordBatch.from_pydict(columns)


def _cells_of(column: Series[Any], *, shape: bool) -> pa.Array:
    import pyarrow as pa
    import shapely

    if shape and str(column.dtype) == "geometry":
        return pa.array(shapely.to_wkb(column.to_numpy()), pa.binary())
    try:
        return _whole(pa.Array.from_pandas(column))
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # numbers among texts
        return pa.array([None if cell is None else str(cell) for cell in column], pa.string())


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


class _Work:
    """A table being located."""

    def __init__(
        self, source: Source, locator: Locator, schema: pa.Schema, progress: Progress, workers: int
    ) -> None:
        self.source, self.locator, self.schema = source, locator, schema
        self.progress, self.workers = progress, workers
        self.tally = Tally()

    def with_answer(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, Located]:
        """Return a batch with its new columns."""
        import pyarrow as pa

        found = self.locator.locate(batch)
        columns = [*batch.columns, *found.columns]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema), found

    def summary(self) -> Summary:
        """Return the summary by polygon and by industry, for when all rows are counted."""

        def rows() -> Iterator[tuple[object, ...]]:
            yield from self.locator.summary(self.tally)
            for name, points in self.locator.by_industry(self.tally):
                yield Counted(INDUSTRY, "", name, points, "", None)

        return SUMMARY, rows

    def count(self, found: Located) -> None:
        """Count a batch whose turn it is."""
        self.tally.add(found.told)
        self.progress(self.tally.rows, self.source.rows)


def _to_file(work: _Work, out: Path, source: Path) -> None:
    def rows() -> Iterator[pa.RecordBatch]:
        for batch, found in _in_turn(work.with_answer, work.source.batches(0), work.workers):
            yield batch
            work.count(found)

    geometry = work.source.geometry
    write_sink(out, work.schema, rows(), work.summary(), geometry=geometry, source=source)


# -- a folder of parts -------------------------------------------------------------------------


def _to_folder(work: _Work, out: Path, told: dict[str, str]) -> None:
    """Write parts of Parquet into a folder, or go on with those that a killed run has left."""
    done = _manifest(out, told)
    # Before any part: another run sees whose folder it is, and this one goes on after a kill.
    _keep(out, {**told, "whole": False, "parts": done})
    for part in done:
        work.tally.add(_told(part))
    first = work.tally.rows

    def one(numbered: tuple[int, pa.RecordBatch]) -> tuple[Path, Located]:
        number, batch = numbered
        rows, found = work.with_answer(batch)
        path = out / f"part-{number:05d}.parquet"
        with staged(path) as file:
            write_parquet(file, work.schema, [rows])
        return path, found

    batches = enumerate(work.source.batches(first), len(done))
    for path, found in _in_turn(one, batches, work.workers):
        work.count(found)
        done.append({"file": path.name, **_kept(found.told)})
        _keep(out, {**told, "whole": False, "parts": done})
    _keep(out, {**told, "whole": True, "parts": done})
    write_summary(out, work.summary())


def _kept(told: Told) -> dict[str, dict[str, int]]:
    """Return what was counted in a part as the manifest has it."""
    return {
        name: {str(key): count for key, count in sorted(counts.items())}
        for name, counts in told._asdict().items()
    }


def _told(part: Mapping[str, Any]) -> Told:
    return Told(
        Counter(part["states"]),
        Counter({int(number): count for number, count in part["polygons"].items()}),
        Counter(part["industries"]),
    )


def _manifest(out: Path, told: dict[str, str]) -> list[dict[str, Any]]:
    """Return the parts that a run of the same task has finished; make the folder if need be.

    Raises
    ------
    OutputError
        If the folder holds something else, or the parts of another task.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(
            say("this is no folder"), str(out), say("Name a folder, or a file with a suffix.")
        )
    out.mkdir(parents=True, exist_ok=True)
    held = sorted(path.name for path in out.iterdir() if not path.name.startswith("."))
    if not held:
        return []
    try:
        kept = json.loads((out / MANIFEST).read_text("utf-8"))
        parts = list(kept["parts"])
        same = all(kept.get(key) == value for key, value in told.items())
    except (OSError, ValueError, KeyError, TypeError):
        raise OutputError(
            say("this folder holds files and no manifest of located points"),
            str(out),
            say("Name a new folder."),
        ) from None
    if not same:
        raise OutputError(
            say("this folder holds the parts of another table, or of other polygons"),
            str(out),
            say("Name a new folder, or remove this one."),
        )
    return parts[: _there(parts, out)]


def _there(parts: list[dict[str, Any]], out: Path) -> int:
    """Count the parts before the first whose file is not there."""
    return next(
        (at for at, part in enumerate(parts) if not (out / str(part["file"])).is_file()), len(parts)
    )


def _keep(out: Path, manifest: dict[str, Any]) -> None:
    write_text(out / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


def _stamp(work: _Work, source: Path, options: Options) -> dict[str, str]:
    """Say what makes two runs the same task: the table, the columns, the polygons."""
    import shapely

    files = sorted(source.glob("*.parquet")) if source.is_dir() else [source]
    state = "".join(f"{f.name} {f.stat().st_size} {f.stat().st_mtime_ns}\n" for f in files)
    shapes = sha256()
    for row in work.locator.polygons:
        shapes.update(f"{row.kind} {row.id} {row.name} {row.planned}".encode())
        shapes.update(shapely.to_wkb(row.geometry))
    return {
        "counts": ",".join(Told._fields),
        "blank lines": "rows",  # once they were none, and what came after would be off by them
        "source": sha256(state.encode()).hexdigest(),
        "table": json.dumps([options.sheet, options.layer, options.encoding]),
        "columns": json.dumps(work.schema.names, ensure_ascii=False),
        "where": repr(work.locator.where),
        "polygons": shapes.hexdigest(),
    }


# -- in order ----------------------------------------------------------------------------------


def _in_turn(do: Callable[[_T], _R], items: Iterable[_T], workers: int) -> Iterator[_R]:
    """Do something to items on several threads; results come in their order, few are kept."""
    if workers == 1:
        yield from map(do, items)
        return
    waiting: deque[Future[_R]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(do, item))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def find_position(source: Source, options: Options, table: str) -> tuple[Where, list[str]]:
    """Find the columns of the position, and look at the first rows for their order."""
    where = find_where(
        source.schema.names,
        options.columns,
        options.crs,
        geometry=source.geometry,
        claim=source.claim,
        table=table,
    )
    check_kinds(where, source.schema, table)
    if where.geometry or where.crs is None:
        return where, []  # nothing of it is told by numbers: no row is read for it
    head = source.head() if source.head else next(source.batches(0), None)
    if head is None:
        return where, []
    ordered = in_order(where, head.slice(0, _FIRST), table)
    if ordered == where:
        return where, []
    return ordered, [say("{x} is east and {y} north, by their numbers", x=ordered.x, y=ordered.y)]


def added_schema(source: Source, locator: Locator) -> pa.Schema:
    """Return a table's columns with those that are added."""
    import pyarrow as pa

    text = pa.dictionary(pa.int32(), pa.string())
    kinds = [text] * (len(locator.names) - 2) + [pa.float64()] * 2
    added = [
        pa.field(name, kind, nullable=kind != text)  # no word is none: quicker to write
        for name, kind in zip(locator.names, kinds, strict=True)
    ]
    metadata = {**(source.schema.metadata or {}), MARK: b"1"}
    metadata.pop(b"pandas", None)  # says nothing of our columns
    return pa.schema([*source.schema, *added], metadata=metadata)


_BYTES_A_ROW = 60


def _guessed_rows(path: Path) -> int:
    return path.stat().st_size // _BYTES_A_ROW


def _renamed(locator: Locator) -> list[str]:
    renamed = [name for name in locator.names if name.startswith("zzmap_")]
    return (
        [say("the table has columns of our names; ours are {renamed}", renamed=", ".join(renamed))]
        if renamed
        else []
    )


def _coarse(polygons: list[Polygon]) -> list[str]:
    """Say how far edges are to be trusted, where that is known."""
    known = [row.accuracy_m for row in polygons if row.accuracy_m is not None]
    if not known:
        return []
    return [
        say(
            "edges are known to {least:,.0f} to {most:,.0f} m (see the summary): a point "
            "nearer to an edge than that may lie on its other side",
            least=min(known),
            most=max(known),
        )
    ]
