"""Tables of points as batches of Arrow: the same rows in the same order, whatever the format.

A batch has `BATCH_ROWS` rows but for the last, so that what is read again after a kill is cut as
before.  Cells of a CSV stay text, to be written as they were.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.errors import FormatError
from zzmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 1 << 20
"""Rows of a batch, and of a part of the result; some 100 MB."""

PARQUET, CSV, XLSX, GPKG = (".parquet", ".geoparquet"), (".csv", ".txt"), (".xlsx",), (".gpkg",)
GEOJSON = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl")
READABLE = (*PARQUET, *CSV, *XLSX, *GPKG, *GEOJSON, ".shp", ".fgb")
"""Suffixes of tables of points."""

_BLOCK = 1 << 24


class Source(NamedTuple):
    """An opened table.

    Attributes
    ----------
    schema
        Its columns.
    rows
        How many rows it has, about; None where only reading tells.
    geometry, claim
        Its column of geometries (WKB) and the system that it states, '' for none.
    batches
        Reads it from its beginning, or from a row on.
    notes
        What was done to read it.
    head
        Gives its first batch, None where it is empty, which `batches` then reads no second time.
    """

    schema: pa.Schema
    rows: int | None
    geometry: str
    claim: str
    batches: Callable[[int], Iterator[pa.RecordBatch]]
    notes: tuple[str, ...] = ()
    head: Callable[[], pa.RecordBatch | None] | None = None


def with_head(source: Source) -> Source:
    """Return a table whose first batch may be looked at before all are read, and is read once."""
    begun: list[tuple[pa.RecordBatch | None, Iterator[pa.RecordBatch]]] = []

    def head() -> pa.RecordBatch | None:
        if not begun:
            stream = source.batches(0)
            begun.append((next(stream, None), stream))
        return begun[0][0]

    def batches(first: int) -> Iterator[pa.RecordBatch]:
        if first or not begun:
            return source.batches(first)
        batch, stream = begun.pop()
        return stream if batch is None else chain([batch], stream)

    return source._replace(head=head, batches=batches)


@contextmanager
def open_source(
    path: str | Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    layer: str | None = None,
) -> Iterator[Source]:
    """Open a table of points.

    Parameters
    ----------
    path
        A file of `READABLE`, or a folder of Parquet files.
    sheet, layer
        Sheet of a workbook, layer of a GeoPackage; None takes the first.
    encoding
        Encoding of a CSV; None tells it.

    Raises
    ------
    FormatError
        If it is no such table, or is damaged.
    """
    import pyarrow as pa

    path = Path(path)
    if not path.exists():
        raise FormatError(say("there is no such file"), str(path), say("Check its name."))
    suffix = path.suffix.lower()
    with ExitStack() as stack:
        try:
            if path.is_dir() or suffix in PARQUET:
                yield with_head(_guarded(_parquet(path), path))
            elif suffix in CSV:
                yield with_head(_guarded(_csv(path, encoding), path))
            elif suffix in XLSX:
                yield with_head(_guarded(_xlsx(path, sheet, stack), path))
            elif suffix in READABLE:
                yield with_head(_guarded(_of_gdal(path, layer), path))
            else:
                raise FormatError(
                    say(
                        "“{suffix}” is no table of points that is read", suffix=suffix or path.name
                    ),
                    path.name,
                    say("Save it as one of {readable}.", readable=", ".join(READABLE)),
                )
        except pa.ArrowInvalid as error:
            raise _damaged(path, error) from None
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                raise
            raise _damaged(path, error) from None


def _guarded(source: Source, path: Path) -> Source:
    """Return a table whose damage is said of it, and not of the file that is being written."""
    import pyarrow as pa

    def batches(first: int) -> Iterator[pa.RecordBatch]:
        try:
            yield from source.batches(first)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(path, error) from None

    return source._replace(batches=batches)


def _damaged(path: Path, error: Exception) -> FormatError:
    told = (str(error).splitlines() or [type(error).__name__])[0][:200]
    return FormatError(
        say("this table cannot be read ({told})", told=told), path.name, say("Export it again.")
    )


def cut(batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Cut a stream of batches into batches of `BATCH_ROWS` rows."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        rest = batch
        while rows + rest.num_rows >= BATCH_ROWS:
            head = rest.slice(0, BATCH_ROWS - rows)
            yield _one([*held, head], schema)
            rest, held, rows = rest.slice(BATCH_ROWS - rows), [], 0
        if rest.num_rows:
            held.append(rest)
            rows += rest.num_rows
    if held:
        yield _one(held, schema)


def _one(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    if len(batches) == 1:
        return batches[0]
    table = pa.Table.from_batches(list(batches), schema).combine_chunks()
    return table.to_batches(max_chunksize=None)[0]


# -- Parquet ---------------------------------------------------------------------------------


def _parquet(path: Path) -> Source:
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise FormatError(say("this folder holds no Parquet file"), path.name, say("Name a file."))
    return parquet_source([(file.name, file) for file in files])


def parquet_source(files: Sequence[tuple[str, Any]]) -> Source:
    """Return Parquet files, one after the other, as a table.

    Parameters
    ----------
    files
        Name and path of each, or what reads it.

    Raises
    ------
    FormatError
        If their columns differ, or hold geometries that are not read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    opened = [pq.ParquetFile(file) for _, file in files]
    schema = opened[0].schema_arrow
    names: list[str] = schema.names
    renamed: list[str] = []
    if len(set(names)) < len(names):
        names, renamed = distinct(names)
    for (name, _), other in zip(files, opened, strict=True):
        if not other.schema_arrow.equals(schema):
            raise FormatError(
                say("its columns are not those of {files}", files=files[0][0]),
                name,
                say("Locate it by itself."),
            )
    rows = sum(file.metadata.num_rows for file in opened)
    geometry, claim, notes = _geo(schema, files[0][0])
    fields = [row.with_name(name) for row, name in zip(schema, names, strict=True)]
    named = pa.schema(fields, schema.metadata)

    def batches(first: int) -> Iterator[pa.RecordBatch]:
        for batch in cut(_row_groups(opened, first), schema):
            yield pa.RecordBatch.from_arrays(batch.columns, schema=named) if renamed else batch

    return Source(named, rows, geometry, claim, batches, (*renamed, *notes))


def _row_groups(files: Sequence[Any], first: int) -> Iterator[pa.RecordBatch]:
    """Read row groups one after the other, without those that lie before a row."""
    passed = 0
    for file in files:
        groups = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
        wanted: list[int] = []
        for at, rows in enumerate(groups):
            if passed + rows <= first and not wanted:
                passed += rows
            else:
                wanted.append(at)
        for run in _runs(wanted, groups):
            for batch in file.iter_batches(BATCH_ROWS, row_groups=run):
                skip = min(max(first - passed, 0), batch.num_rows)
                passed += batch.num_rows
                if skip < batch.num_rows:
                    yield batch.slice(skip)


def _runs(wanted: Sequence[int], rows: Sequence[int]) -> Iterator[list[int]]:
    """Cut row groups into runs of about a batch: Arrow keeps what it read until a run ends."""
    run: list[int] = []
    held = 0
    for at in wanted:
        if run and held + rows[at] > BATCH_ROWS:
            yield run
            run, held = [], 0
        run.append(at)
        held += rows[at]
    if run:
        yield run


def _geo(schema: pa.Schema, table: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the column of points of a GeoParquet file, its system, and what is to be said."""
    import json

    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return "", "", ()
    try:
        told = json.loads(raw)
        name = str(told["primary_column"])
        column = told["columns"][name]
        encoding = str(column.get("encoding", "WKB"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", "", (say("its GeoParquet metadata is damaged and was not used"),)
    if name not in schema.names or encoding != "WKB":
        raise FormatError(
            say("its geometry is written as {encoding}", encoding=encoding),
            table,
            say("Write it as WKB GeoParquet."),
        )
    system = _system(column.get("crs", "OGC:CRS84"))
    if system is None:
        return name, "", (say("what it says of its reference system cannot be read"),)
    return name, system, ()


def _system(crs: Any) -> str | None:
    """Return what GeoParquet says of its system as a name.

    It is '' where it says that it is unknown, and None where what it says is damaged.
    """
    if crs is None:
        return ""
    if isinstance(crs, str):
        return "EPSG:4326" if crs == "OGC:CRS84" else crs
    found = crs.get("id") if isinstance(crs, dict) else None
    if isinstance(found, dict) and found.get("authority") == "OGC":
        return "EPSG:4326"
    if isinstance(found, dict) and found.get("code") is not None:
        return f"{found.get('authority', 'EPSG')}:{found['code']}"
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return str(CRS.from_json_dict(crs).to_wkt())
    except (CRSError, TypeError):
        return None


# -- text and workbooks ----------------------------------------------------------------------


def _csv(path: Path, encoding: str | None) -> Source:
    import pyarrow as pa
    from pyarrow import csv as arrow

    from zzmap.io.quotes import check_quotes
    from zzmap.io.rows import csv_layout

    found, delimiter = csv_layout(path, encoding)
    if not delimiter.isascii():
        raise FormatError(
            say("its cells are parted by “{delimiter}”", delimiter=delimiter),
            path.name,
            say("Save it with commas."),
        )
    try:
        with path.open(encoding=found, newline="") as file:
            header = next(csv.reader(file, delimiter=delimiter), [])
            empty = next(file, None) is None
    except csv.Error as error:
        raise FormatError(
            say("this is no sound CSV ({error})", error=error),
            path.name,
            say("Save it again as CSV."),
        ) from None
    if not header:
        raise FormatError(
            say("this table is empty"), path.name, say("It needs a row of column names.")
        )
    check_quotes(path, found, delimiter)
    names, notes = distinct(header)
    schema = pa.schema([(name, pa.string()) for name in names])
    wrong: list[str] = []

    def ragged(row: Any) -> str:
        # Blocks are read side by side: which row it is nobody counts, and its text finds it.
        wrong.append(
            say(
                "{actual_columns} cells for {expected_columns} columns: {text}",
                actual_columns=row.actual_columns,
                expected_columns=row.expected_columns,
                text=row.text[:80],
            )
        )
        return "error"

    def batches(first: int) -> Iterator[pa.RecordBatch]:
        if empty:
            return
        read = arrow.ReadOptions(
            block_size=_BLOCK,
            column_names=names,
            skip_rows_after_names=1,  # of a header whose cells have line ends `skip_rows` skips one
            encoding="utf8" if found.startswith("utf-8") else found,
        )
        parse = arrow.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,  # a row without a position, as any that holds nothing
            invalid_row_handler=ragged,
        )
        convert = arrow.ConvertOptions(column_types=schema, strings_can_be_null=False)
        try:
            reader = arrow.open_csv(path, read, parse, convert)
            yield from cut(_after(iter(reader), first), schema)
        except pa.ArrowInvalid:
            if wrong:
                raise FormatError(
                    say("this is no sound CSV ({wrong})", wrong=wrong[0]),
                    path.name,
                    say("Mend that row."),
                ) from None
            raise

    notes = [*notes, *([] if found.startswith("utf-8") else [say("read as {found}", found=found)])]
    return Source(schema, None, "", "", batches, tuple(notes))


def distinct(header: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return names of columns that are none of them blank or the same, and what was changed."""
    names: list[str] = []
    notes = []
    for number, cell in enumerate(header, 1):
        name = own = cell.strip() or f"column_{number}"
        count = 1
        while name in names:
            count += 1
            name = f"{own}_{count}"
        if name != cell:
            notes.append(
                say(
                    "column {number}, “{cell}”, is called {name}",
                    number=number,
                    cell=cell,
                    name=name,
                )
            )
        names.append(name)
    return names, notes


def _after(batches: Iterator[pa.RecordBatch], first: int) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        skip = min(first, batch.num_rows)
        first -= skip
        if skip < batch.num_rows:
            yield batch.slice(skip)


def _xlsx(path: Path, sheet: str | None, stack: ExitStack) -> Source:
    import pyarrow as pa

    from zzmap.io.rows import open_rows

    table = stack.enter_context(open_rows(path, sheet=sheet))
    head = next((cells for _, cells in table.read()), None)
    if head is None:
        raise FormatError(
            say("this sheet is empty"), path.name, say("It needs a row of column names.")
        )
    names, notes = distinct(["" if cell is None else str(cell) for cell in head])
    schema = pa.schema([(name, pa.string()) for name in names])

    def batches(first: int) -> Iterator[pa.RecordBatch]:
        rows: list[list[str]] = []
        for number, (_, cells) in enumerate(table.read()):
            if number <= first:
                continue
            rows.append(_texts(cells, len(names), number, path))
            if len(rows) == 65_536:
                yield _of_rows(rows, schema)
                rows = []
        if rows:
            yield _of_rows(rows, schema)

    if table.blank:
        notes.append(say("{count:,} blank rows of the sheet were passed over", count=table.blank))
    return Source(
        schema, max(table.rows - 1, 0), "", "",
        lambda first: cut(batches(first), schema), (*notes, *table.notes),
    )  # fmt: skip


def _texts(cells: Sequence[Any], width: int, number: int, path: Path) -> list[str]:
    texts = ["" if cell is None else str(cell) for cell in cells]
    if len(texts) > width and any(texts[width:]):
        raise FormatError(
            say("row {number} has more cells than there are names of columns", number=number + 1),
            path.name,
            say("Name every column."),
        )
    return [*texts[:width], *[""] * (width - len(texts))]


def _of_rows(rows: Sequence[Sequence[str]], schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


# -- GDAL ------------------------------------------------------------------------------------


def _of_gdal(path: Path, layer: str | None) -> Source:
    """Open a GeoPackage, GeoJSON or other file of points by GDAL, which gives it as Arrow."""
    import pyarrow as pa
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        layer, notes = _layer_of(path, layer)
        meta = pyogrio.read_info(path, layer=layer)
        with pyogrio.open_arrow(path, layer=layer, batch_size=1) as (_, stream):
            schema = pa.RecordBatchReader.from_stream(stream).schema
    except (DataSourceError, DataLayerError) as error:
        raise _damaged(path, error) from None
    geometry = str(meta["geometry_name"] or "wkb_geometry")

    def batches(first: int) -> Iterator[pa.RecordBatch]:
        with pyogrio.open_arrow(path, layer=layer, batch_size=65_536, skip_features=first) as (
            _,
            stream,
        ):
            rows = first
            for batch in cut(iter(pa.RecordBatchReader.from_stream(stream)), schema):
                batch.validate(full=True)  # letters of GBK pass through GDAL as they are
                rows += batch.num_rows
                yield batch
        # Of one feature and something else behind it GDAL reads the feature, as plain GeoJSON.
        lone = meta["driver"] == "GeoJSON" and rows <= 1 and not _is_json(path)
        if lone or meta["driver"] == "GeoJSONSeq":
            _check_lines(path, rows)

    rows = meta["features"] if meta["features"] >= 0 else None
    return Source(
        schema, rows, geometry if geometry in schema.names else "", str(meta["crs"] or ""),
        batches, notes,
    )  # fmt: skip


def _layer_of(path: Path, layer: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return the layer that is read: the one named, or the first of points of several."""
    import pyogrio

    kinds = {str(name): str(kind) for name, kind in pyogrio.list_layers(path)}
    if layer is not None and layer not in kinds:
        raise FormatError(
            say("there is no layer “{layer}”", layer=layer),
            path.name,
            say("It has {names}.", names=", ".join(kinds)[:400]),
        )
    if layer is not None or len(kinds) < 2:
        return layer, ()
    points = [name for name, kind in kinds.items() if kind.startswith("Point")]
    first = [*points, *kinds][0]
    others = ", ".join(name for name in kinds if name != first)
    told = say(
        "layer “{first}” was read; not read: {others}; --layer names another",
        first=first,
        others=others[:400],
    )
    return first, (told,)


def _is_json(path: Path) -> bool:
    import json

    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return True


def _check_lines(path: Path, rows: int) -> None:
    """Refuse lines of GeoJSON of which GDAL made fewer features than there are: it says nothing."""
    import json

    with path.open("rb") as file:
        apart = file.read(1) == _RECORD
    if apart:
        return  # a feature may have several lines
    with path.open("rb") as file:
        if sum(not line.isspace() for line in file) == rows:
            return
        file.seek(0)
        for number, line in enumerate(file, 1):
            try:
                sound = line.isspace() or "type" in json.loads(line)
            except (ValueError, TypeError):
                sound = False
            if not sound:
                raise FormatError(
                    say("line {number} is no feature of GeoJSON", number=number),
                    path.name,
                    say("Mend that line, or take it out."),
                )


_RECORD = b"\x1e"
