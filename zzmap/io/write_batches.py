"""Where located rows are written, a batch at a time: Parquet, CSV, workbook, or a file of GDAL's.

Whole or not at all, as everything is (`zzmap.io.staging`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzmap.errors import FormatError, OutputError
from zzmap.io.batches import CSV, PARQUET, XLSX
from zzmap.io.formats import FLATGEOBUF, GEOJSON, GEOPACKAGE
from zzmap.io.staging import staged
from zzmap.io.target import check_table, check_target, ordinary
from zzmap.io.write_table import writing_pair
from zzmap.messages import say

if TYPE_CHECKING:
    import pyarrow as pa

MARK = b"zzmap_located"
"""Key of a Parquet file's metadata that says who made it."""

GEOJSON_LINES = (".geojsonl", ".geojsons")
WRITABLE = (".parquet", ".csv", ".xlsx", ".gpkg", ".geojson", *GEOJSON_LINES, ".fgb")
"""Suffixes of a result; a name without a suffix is a folder of Parquet files."""

_DRIVERS = {
    suffix: form.driver for form in (GEOPACKAGE, GEOJSON, FLATGEOBUF) for suffix in form.suffixes
} | dict.fromkeys(GEOJSON_LINES, "GeoJSONSeq")
_BOM = b"\xef\xbb\xbf"

Summary = tuple[Sequence[str], Callable[[], Iterable[Sequence[Any]]]]
"""Header of a summary, and what gives its rows once all rows are written."""


def check_sink(target: Path, names: Sequence[str], source: Path | None) -> None:
    """Refuse a file that cannot be written, or that would destroy what is no older copy of it.

    Raises
    ------
    FormatError
        If its suffix is none of `WRITABLE`.
    OutputError
        If what is there may not be replaced.
    """
    suffix = target.suffix.lower()
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


def is_located(path: Path) -> bool:
    """Tell whether a Parquet file is an older result."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return MARK in (pq.read_schema(path).metadata or {})
    except (pa.ArrowInvalid, OSError):
        return False


def write_parquet(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Write batches as Parquet, a row group each; texts that repeat cost little."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, schema, compression="snappy") as writer:
        for batch in batches:
            writer.write_batch(batch, row_group_size=batch.num_rows or None)


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
                pair.rows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
            pair.review(rows())
        return
    with staged(target) as path:
        if suffix in CSV:
            _write_csv(path, schema, batches)
        elif suffix in PARQUET:
            write_parquet(path, schema, batches)
        else:
            _write_gdal(path, schema, batches, geometry)


def _write_csv(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    import pyarrow as pa
    from pyarrow import csv as arrow

    plain = pa.schema([(row.name, _plain(row.type)) for row in schema])
    with path.open("wb") as file:
        file.write(_BOM)
        with arrow.CSVWriter(file, plain) as writer:
            for batch in batches:
                writer.write_batch(batch.cast(plain))


def _plain(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _write_gdal(
    path: Path, schema: pa.Schema, batches: Iterator[pa.RecordBatch], geometry: str
) -> None:
    """Write points in WGS-84 by GDAL; a row without a position has no geometry."""
    import pyarrow as pa
    import pyogrio

    name = geometry if geometry and geometry in schema.names else "geometry"
    fields = [row.with_type(_plain(row.type)) for row in schema if row.name != geometry]
    shaped = pa.schema([*fields, pa.field(name, pa.binary())])

    def with_points() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            columns = [batch.column(row.name).cast(row.type) for row in fields]
            yield pa.RecordBatch.from_arrays([*columns, _points(batch)], schema=shaped)

    reader = pa.RecordBatchReader.from_batches(shaped, with_points())
    pyogrio.write_arrow(
        reader,
        path,
        layer=path.stem,
        driver=_DRIVERS[path.suffix.lower()],
        geometry_name=name,
        geometry_type="Point",
        crs="EPSG:4326",
    )


def _points(batch: pa.RecordBatch) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import shapely

    lon, lat = (np.asarray(batch.column(batch.num_columns - at).fill_null(np.nan)) for at in (2, 1))
    points = np.full(len(lon), None, dtype=object)
    known = ~np.isnan(lon)
    points[known] = shapely.to_wkb(shapely.points(lon[known], lat[known]))
    return pa.array(points, pa.binary())
