"""Where located rows are written, a batch at a time: Parquet, CSV, workbook, or a file of GDAL's.

Whole or not at all, as everything is (`zzmap.io.staging`).
"""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import uuid4

from zzmap.errors import FormatError, OutputError
from zzmap.io.batches import CSV, PARQUET, XLSX
from zzmap.io.columns import free_name
from zzmap.io.formats import FLATGEOBUF, GEOJSON, GEOPACKAGE
from zzmap.io.staging import staged
from zzmap.io.target import check_table, check_target, ordinary
from zzmap.io.write_table import writing_pair
from zzmap.messages import say
from zzmap.words import guarded

if TYPE_CHECKING:
    import pyarrow as pa

MARK = b"zzmap_located"
"""Key of a Parquet file's metadata that says who made it."""

HALF = ".zzmap-half."
"""In the name of a remote file that is being written, or whose writer was lost."""

GEOJSON_LINES = (".geojsonl", ".geojsons")
WRITABLE = (".parquet", ".csv", ".xlsx", ".gpkg", ".geojson", *GEOJSON_LINES, ".fgb")
"""Suffixes of a result; a name without a suffix is a folder of Parquet files."""

_DRIVERS = {
    suffix: form.driver for form in (GEOPACKAGE, GEOJSON, FLATGEOBUF) for suffix in form.suffixes
} | dict.fromkeys(GEOJSON_LINES, "GeoJSONSeq")
_BOM = b"\xef\xbb\xbf"

Summary = tuple[Sequence[str], Callable[[], Iterable[Sequence[Any]]]]
"""Header of a summary, and what gives its rows once all rows are written."""


def summary_path(target: Path) -> Path:
    """Return where the summary of a result is: ``点.summary.csv`` of ``点.parquet``."""
    return target.with_name(f"{target.stem}.summary.csv")


def write_summary(target: Path, summary: Summary) -> None:
    """Write the summary of a result beside it, where it is no workbook's second sheet."""
    header, rows = summary
    with staged(summary_path(target)) as path:
        _put_summary(path, header, rows())


def _put_summary(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(
            # Whatever a number is, it is no formula.
            [
                "" if cell is None else guarded(cell) if isinstance(cell, str) else cell
                for cell in row
            ]
            for row in rows
        )


def check_sink(
    target: Path, names: Sequence[str], summary: Sequence[str], source: Path | None
) -> None:
    """Refuse a file that cannot be written, or that would destroy what is no older copy of it.

    Raises
    ------
    FormatError
        If its suffix is none of `WRITABLE`.
    OutputError
        If what is there may not be replaced.
    """
    suffix = target.suffix.lower()
    if suffix not in XLSX:
        check_table(summary_path(target), summary, source=source)
    if not suffix:
        return
    if suffix not in WRITABLE:
        raise FormatError(
            say("“{suffix}” is no file of located points", suffix=suffix),
            str(target),
            say(
                "Write {writable}, or name a folder for parts in Parquet.",
                writable=", ".join(WRITABLE),
            ),
        )
    if suffix in (*CSV, *XLSX):
        check_table(target, names, source=source)
    elif suffix in PARQUET:
        if ordinary(target, source) is not None and not is_located(target):
            raise OutputError(
                say("what is here was not made by zzmap"), str(target), say("Name another file.")
            )
    else:
        check_target(target, layers=(target.stem,), source=source)
        if suffix == ".gpkg":
            _check_case(target, names)


def _check_case(target: Path, names: Sequence[str]) -> None:
    """Refuse columns whose names differ by case alone: a database takes them for one."""
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(name.lower(), name)
        if other != name:
            raise OutputError(
                say("a GeoPackage cannot hold both “{other}” and “{name}”", other=other, name=name),
                str(target),
                say("Write a .parquet or .geojson, or rename one."),
            )


def is_located(path: Path | BinaryIO) -> bool:
    """Tell whether a Parquet file is an older result."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return MARK in (pq.read_schema(path).metadata or {})
    except (pa.ArrowInvalid, OSError):
        return False


def write_parquet(
    path: Path | BinaryIO, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> None:
    """Write batches as Parquet, a row group each; texts that repeat cost little."""
    import pyarrow.parquet as pq

    rest = iter(batches)
    first = next(rest, None)
    with pq.ParquetWriter(path, schema, **_ways(schema, first)) as writer:
        for batch in () if first is None else chain([first], rest):
            writer.write_batch(batch, row_group_size=batch.num_rows or None)


def write_remote(
    fs: Any, target: PurePosixPath, schema: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> None:
    """Write Parquet on a file system of fsspec: under another name until it is whole."""
    half = f"{target.parent}/.{target.name}{HALF}{uuid4().hex}"
    try:
        with fs.open(half, "wb") as sink:
            write_parquet(sink, schema, batches)
        fs.mv(half, str(target))
    except BaseException:
        if fs.exists(half):
            fs.rm(half)
        raise


def _ways(schema: pa.Schema, first: pa.RecordBatch | None) -> dict[str, Any]:
    """Return how columns are written: without what takes half the time and helps nobody.

    Measured numbers hardly repeat: to look for those that do, and to press them, saves a
    thirtieth of the file.  Numbers and texts that the first rows do not repeat, such as a key, are
    not looked up either.  The least and the greatest of words tell nothing of unsorted rows.
    """
    import pyarrow as pa

    if any(pa.types.is_nested(row.type) for row in schema):
        return {"compression": "snappy"}  # its columns have paths, not names
    numbers = {row.name for row in schema if pa.types.is_floating(row.type)}
    words = {row.name for row in schema if pa.types.is_dictionary(row.type)}
    keys = _keys(schema, first)
    counts = [row.name for row in schema if row.name in keys and pa.types.is_integer(row.type)]
    names = schema.names
    return {
        "use_dictionary": [name for name in names if name not in numbers | keys] or False,
        "column_encoding": dict.fromkeys(counts, "DELTA_BINARY_PACKED") or None,
        "compression": {name: "none" if name in numbers else "snappy" for name in names},
        "write_statistics": [name for name in names if name not in words] or False,
    }


def _keys(schema: pa.Schema, first: pa.RecordBatch | None) -> set[str]:
    """Return the columns of which most cells are their own among the first rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if first is None:
        return set()
    rows = first.slice(0, _SAMPLE)
    able = [
        row.name for row in schema
        if pa.types.is_integer(row.type) or pa.types.is_string(row.type)
    ]  # fmt: skip
    return {
        name for name in able
        if pc.count_distinct(rows.column(name), mode="all").as_py() * 2 > rows.num_rows
    }  # fmt: skip


_SAMPLE = 16_384


def write_sink(
    target: Path,
    schema: pa.Schema,
    batches: Iterator[pa.RecordBatch],
    summary: Summary,
    *,
    geometry: str = "",
    source: Path | None = None,
) -> None:
    """Write located batches to one file, with its summary beside it or on its second sheet."""
    suffix = target.suffix.lower()
    if suffix in XLSX:
        header, rows = summary
        with writing_pair(target, (schema.names, header), ("located", "summary"), source) as pair:
            for batch in batches:
                texts = _texts(batch, schema.names, geometry)
                columns = [_for_sheet(column) for column in texts]
                pair.rows(zip(*(column.to_pylist() for column in columns), strict=True))
            pair.review(rows())
        return
    header, rows = summary
    with staged(target) as path:
        if suffix in CSV:
            _write_csv(path, schema, batches, geometry)
        elif suffix in PARQUET:
            write_parquet(path, schema, batches)
        else:
            _write_gdal(path, schema, batches, geometry)
        _put_summary(summary_path(path), header, rows())


def _write_csv(
    path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], geometry: str
) -> None:
    import pyarrow as pa
    from pyarrow import csv as arrow

    plain = pa.schema([(row.name, _kind_in_text(row.type)) for row in schema])
    with path.open("wb") as file:
        file.write(_BOM)
        with arrow.CSVWriter(file, plain) as writer:
            for batch in batches:
                columns = zip(_texts(batch, plain.names, geometry), plain.types, strict=True)
                cells = [column.cast(kind) for column, kind in columns]
                writer.write_batch(pa.RecordBatch.from_arrays(cells, schema=plain))


def _plain(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _kind_in_text(kind: pa.DataType) -> pa.DataType:
    """Return what a column is in a file of text; numbers, texts and times are what they are."""
    import pyarrow as pa

    plain = _plain(kind)
    told = (
        pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_decimal,
        pa.types.is_temporal,
    )  # fmt: skip
    return plain if any(one(plain) for one in told) else pa.string()


def _texts(batch: pa.RecordBatch, names: Sequence[str], geometry: str) -> list[pa.Array]:
    """Return the columns of a batch as a file of text can hold them; no geometry has no name."""
    return [
        _text(column, shape=bool(name) and name == geometry)
        for name, column in zip(names, batch.columns, strict=True)
    ]


def _text(column: pa.Array, *, shape: bool) -> pa.Array:
    """Return a column as a file of text can hold it.

    Shapes are WKT, other bytes base64, and lists and records are JSON.
    """
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if shape:
        import shapely

        shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
        return pa.array(shapely.to_wkt(shapes, rounding_precision=-1), pa.string())
    kind = column.type
    write: Callable[[Any], str]
    if pa.types.is_nested(kind):
        write = partial(json.dumps, ensure_ascii=False, default=str)
    elif kind in (pa.binary(), pa.large_binary()) or pa.types.is_fixed_size_binary(kind):
        write = _base64
    else:
        return column
    cells = column.to_pylist()
    return pa.array([None if cell is None else write(cell) for cell in cells], pa.string())


def _for_sheet(column: pa.Array) -> pa.Array:
    """Return a column as a sheet can hold it: what it would round, or not write, is text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz:
        return column.cast("string")
    if pa.types.is_integer(kind) and len(column):
        least, most = pc.min_max(column).as_py().values()
        if most is not None and max(-least, most) >= _EXACT:
            return column.cast("string")
    if pa.types.is_decimal(kind) and kind.precision > _DIGITS:
        return column.cast("string")
    return column


_DIGITS = 15
_EXACT = 10**_DIGITS
"""Excel keeps 15 digits of a number: of a longer one, as keys often are, it makes another."""


def _base64(cell: bytes) -> str:
    return base64.b64encode(cell).decode()


def _write_gdal(
    path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch], geometry: str
) -> None:
    """Write points in WGS-84 by GDAL; a row without a position has no geometry."""
    import pyarrow as pa
    import pyogrio
    from pyogrio import errors

    suffix = path.suffix.lower()
    fields = [row.with_type(_kind_for_gdal(row.type)) for row in schema if row.name != geometry]
    taken = {row.name.lower() for row in fields}
    name = free_name(geometry or "geometry", taken)
    shaped = pa.schema([*fields, pa.field(name, pa.binary())])
    lost: list[Exception] = []

    def with_points() -> Iterator[pa.RecordBatch]:
        try:
            for batch in batches:
                columns = [_as_kind(batch.column(row.name), row.type) for row in fields]
                yield pa.RecordBatch.from_arrays([*columns, _points(batch)], schema=shaped)
        except Exception as error:  # GDAL would say no more of it than its text
            lost.append(error)
            raise

    try:
        pyogrio.write_arrow(
            pa.RecordBatchReader.from_batches(shaped, with_points()),
            path,
            layer=path.stem,
            driver=_DRIVERS[suffix],
            geometry_name=name,
            geometry_type="Point",
            crs="EPSG:4326",
            layer_options=_layer_options(suffix, name, taken),
        )
    except (errors.DataSourceError, errors.DataLayerError, errors.FieldError) as error:
        raise lost[0] if lost else _not_written(path, error) from None


def _not_written(path: Path, error: Exception) -> OutputError:
    told = (str(error).splitlines() or [type(error).__name__])[0][:200]
    return OutputError(
        say("cannot write here ({reason}); nothing was changed", reason=told),
        path.name,
        say("See that there is room, or write a .parquet."),
    )


def _layer_options(suffix: str, geometry: str, taken: set[str]) -> dict[str, str]:
    """Return what GDAL is told: columns of its own have names of their own, rows keep their order.

    The index of a FlatGeobuf would sort them by place.
    """
    if suffix == ".gpkg":
        return {"FID": free_name("fid", taken), "GEOMETRY_NAME": geometry}
    return {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}


def _kind_for_gdal(kind: pa.DataType) -> pa.DataType:
    """Return what a column is in a file of GDAL's; what it has not, or would round, is text.

    Of a time with a zone it would write the time in Greenwich, and not say so.
    """
    import pyarrow as pa

    plain = _plain(kind)
    text = (
        pa.types.is_duration, pa.types.is_null, pa.types.is_string_view, pa.types.is_uint64,
    )  # fmt: skip
    long = pa.types.is_decimal(plain) and plain.precision > _DIGITS
    zoned = pa.types.is_timestamp(plain) and plain.tz is not None
    return pa.string() if long or zoned or any(one(plain) for one in text) else plain


def _as_kind(column: pa.Array, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_duration(column.type):
        cells = column.to_pylist()
        return pa.array([None if cell is None else str(cell) for cell in cells], kind)
    return column.cast(kind)


def _points(batch: pa.RecordBatch) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import shapely

    lon, lat = (np.asarray(batch.column(batch.num_columns - at).fill_null(np.nan)) for at in (2, 1))
    points = np.full(len(lon), None, dtype=object)
    known = ~np.isnan(lon)
    points[known] = shapely.to_wkb(shapely.points(lon[known], lat[known]))
    return pa.array(points, pa.binary())
