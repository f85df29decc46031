"""A table joined from its first row to its last, a batch at a time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.errors import FormatError
from zzmap.io.rows import Cell, open_rows
from zzmap.join.coordinates import system_in
from zzmap.join.layout import HEAD_ROWS, Layout, Sorter, find_layout, told_apart
from zzmap.join.reader import Readers, Row, TableReader
from zzmap.join.records import ADDED, LEFT_OUT, REVIEWED, Added, Doubt, Joined, Settled
from zzmap.join.roles import SAMPLE, find_roles
from zzmap.join.settled import check_settled
from zzmap.join.words import Role
from zzmap.messages import say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from zzmap.io.write_table import Pair

BATCH = 2_000
"""Rows read at once: enough that arrays pay, few enough to be nothing in memory."""

OUTPUTS = (".xlsx", ".csv", ".gpkg")
"""Suffixes a join writes."""

SHEETS = ("rows", "review")
"""Sheets of a workbook, layers of a GeoPackage."""

_TEXT = 200
_TAKEN = frozenset([*ADDED, "geometry"])
_KEYS = ("name", "main", "scope", "address")

Numbered = tuple[int, list[Cell]]
Progress = Callable[[int, int], object]


class Options(NamedTuple):
    """How a table is to be read.

    Attributes
    ----------
    columns
        Column by role, where it is not to be recognised; '' for none.
    crs
        Reference system of its coordinates; '' takes what the table says.
    sheet, encoding
        As for `zzmap.io.rows.open_rows`.
    settled
        What a planner said of rows, by their number in the file.
    """

    columns: Mapping[str, str] | None = None
    crs: str = ""
    sheet: str | None = None
    encoding: str | None = None
    settled: Mapping[int, Settled] | None = None


class _Source(NamedTuple):
    """Where rows come from: all of them anew each time, and what is known beforehand."""

    where: str
    rows: Callable[[], Iterator[Numbered]]
    total: int
    blank: int
    layout: Layout
    notes: tuple[str, ...]
    path: Path | None = None


def join_file(
    readers: Readers,
    path: Path,
    out: Path | None,
    options: Options,
    *,
    overwrite: bool = False,
    progress: Progress = lambda done, total: None,
) -> Joined:
    """Join the table in a file; raises as `zzmap.workspace.City.join`."""
    if out is not None:
        _check_suffix(out)
    with open_rows(path, sheet=options.sheet, encoding=options.encoding) as table:
        layout = find_layout(list(islice(table.read(), HEAD_ROWS)), table.columns, path.name)
        source = _Source(path.name, table.read, table.rows, table.blank, layout, table.notes, path)
        return _joined(readers, source, out, options, overwrite, progress)


def join_frame(
    readers: Readers,
    frame: DataFrame,
    out: Path | None,
    options: Options,
    *,
    overwrite: bool = False,
    progress: Progress = lambda done, total: None,
) -> Joined:
    """Join a table in memory; its rows are numbered from 1."""
    if out is not None:
        _check_suffix(out)
    names, notes = told_apart([str(name) for name in frame.columns])
    rows = list(_of_frame(frame))
    layout = Layout(0, 0, tuple(names), (), tuple(notes))
    blank = len(frame) - len(rows)
    source = _Source("the frame", lambda: iter(rows), len(rows), blank, layout, ())
    return _joined(readers, source, out, options, overwrite, progress)


def _check_suffix(out: Path) -> None:
    if out.suffix.lower() not in OUTPUTS:
        raise FormatError(
            say("“{suffix}” is no table a join writes", suffix=out.suffix.lower() or out.name),
            where=str(out),
            hint=say("It writes {outputs}.", outputs=", ".join(OUTPUTS)),
        )


def _of_frame(frame: DataFrame) -> Iterator[Numbered]:
    import pandas as pd

    for number, row in enumerate(frame.itertuples(index=False, name=None), 1):
        cells = [None if _blank(cell, pd) else _plain(cell) for cell in row]
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield number, cells


def _blank(cell: Any, pd: Any) -> bool:
    return (
        cell is None
        or cell is pd.NA
        or cell is pd.NaT
        or (isinstance(cell, float) and math.isnan(cell))
    )


def _plain(cell: Any) -> Cell:
    plain: Cell = cell.item() if hasattr(cell, "item") else cell
    return plain


def _joined(
    readers: Readers,
    source: _Source,
    out: Path | None,
    options: Options,
    overwrite: bool,
    progress: Progress,
) -> Joined:
    work = _Work(readers, source, options)
    with _target(work, source, out, overwrite) as pair:
        for added, doubts, rows in work.batches(progress):
            pair.rows([*work.filled(row.cells), *one] for row, one in zip(rows, added, strict=True))
            pair.review(doubts)
        kept = pair.frames() if isinstance(pair, _Memory) and out is None else None
    left = {"blank": source.blank, **work.left}
    return Joined(
        out,
        kept[0] if kept else None,
        kept[1] if kept else None,
        work.reader.counts["rows"],
        {kind: count for kind, count in left.items() if count},
        dict(work.reader.counts),
        tuple(work.reader.roles.told()),
        tuple(work.notes()),
    )


_NEEDED: tuple[tuple[str, tuple[Role, ...], str], ...] = (
    ("business", ("main", "scope", "industry", "gbt"), "main"),
    ("place", ("address", "district", "zone", "lon", "point", "x"), "address"),
)
"""What is judged of a row, the roles one of which says it, and the one to name."""


class _Work:
    """A table being joined: its columns, its reader, and what is left out of its rows."""

    def __init__(self, readers: Readers, source: _Source, options: Options) -> None:
        self.source, self.layout = source, source.layout
        body = (row for row in source.rows() if row[0] > self.layout.last)
        sample = [cells for _, cells in islice(body, SAMPLE)]
        roles = find_roles(self.layout.columns, sample, options.columns, source.where)
        check_settled(readers.catalogue, options.settled or {})
        self.reader = TableReader(readers, self.layout, roles, options.crs, options.settled)
        keys = [at for role in _KEYS for at in roles.all(role)]  # type: ignore[arg-type]
        self._sorter = Sorter(self.layout, keys)
        self.left: Counter[str] = Counter()
        self._below: list[tuple[int, str]] = []
        self.columns, self._renamed = _own(self.layout.columns)

    def filled(self, cells: list[Cell]) -> list[Cell]:
        """Return the cells of a row, blanks to the width of the table."""
        return cells + [None] * (len(self.columns) - len(cells))

    def batches(self, progress: Progress) -> Iterator[tuple[list[Added], list[Doubt], list[Row]]]:
        """Yield what is said of the rows, batch by batch, in their order."""
        done = 0
        rows = self.source.rows()
        heading = ""
        while batch := list(islice(rows, BATCH)):
            kept: list[Row] = []
            left: list[Doubt] = []
            for number, cells in batch:
                if number <= self.layout.last and self.layout.last:
                    continue
                kind = self._sorter.kind(cells)
                if kind == "row":
                    kept.append(Row(number, cells, heading))
                    continue
                if kind == "heading":
                    heading = _text_of(cells)
                self.left[kind] += 1
                if kind == "note":
                    self._below.append((number, _text_of(cells)))
                why = f"no row of the table but a {kind}"
                left.append(Doubt(number, "", LEFT_OUT, why, _text_of(cells)))
            added, doubts = self.reader.read(kept)
            yield added, sorted([*left, *doubts], key=lambda row: row.file_row), kept
            done += len(batch)
            progress(done, self.source.total)
        self._check_notes()

    def _check_notes(self) -> None:
        """Stop at a note that names a system the rows above it were not taken for."""
        for number, text in self._below:
            named = system_in(text)
            if named in ("", "wgs84", "cgcs2000") or not self.reader.positions.assumed:
                continue
            raise FormatError(
                say(
                    "a note below the table says “{text}”, and nothing above it names a system",
                    text=text,
                ),
                say("{where} row {number}", where=self.source.where, number=number),
                say(
                    "Say --crs {named}, or --crs wgs84 if that is what the rows are in.",
                    named=named,
                )
                if named != "old"
                else say(
                    "Bring its coordinates to CGCS2000, or say --crs wgs84 if they are not meant."
                ),
            )

    def notes(self) -> list[str]:
        """Return what was assumed, a sentence each."""
        first, last = self.layout.first, self.layout.last
        above = [say("above the header: {text}", text=" / ".join(self.layout.above)[:_TEXT])]
        told = [say("the header is row {first}", first=first)] if first > 1 else []
        if last > first:
            told = [say("the header is rows {first} and {last}", first=first, last=last)]
        system = [say("coordinates are in {system}", system=self.reader.told)]
        return [
            *self.source.notes,
            *told,
            *(above if self.layout.above else []),
            *self.layout.notes,
            *self._renamed,
            *(system if self.reader.told else []),
            *self._missing(),
            *self.reader.notes(),
        ]

    def _missing(self) -> Iterator[str]:
        """Say what no column of the table says, so that nothing can be found for it."""
        for what, roles, example in _NEEDED:
            if not any(self.reader.roles.all(role) for role in roles):
                if what == "business":
                    yield say(
                        "no column says the business of a row; --map {example}=COLUMN names one",
                        example=example,
                    )
                else:
                    yield say(
                        "no column says the place of a row; --map {example}=COLUMN names one",
                        example=example,
                    )


def _own(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Rename columns of the table that are called as those a join adds, and say so."""
    columns: list[str] = []
    notes: list[str] = []
    for name in names:
        own = name
        while own in _TAKEN or (own != name and own in names):
            own = f"{own} (table)"
        if own != name:
            notes.append(say("the table's own column {name} is called {own}", name=name, own=own))
        columns.append(own)
    return columns, notes


def _text_of(cells: Iterable[Cell]) -> str:
    texts = dict.fromkeys(str(cell).strip() for cell in cells if cell is not None)
    return " ".join(filter(None, texts))[:_TEXT]


class _Memory:
    """Rows and review kept, to become frames."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = [*columns, *ADDED]
        self._rows: list[Sequence[Cell]] = []
        self._review: list[Sequence[Cell]] = []

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows += rows

    def review(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._review += rows

    def frames(self) -> tuple[DataFrame, DataFrame]:
        import pandas as pd

        rows = pd.DataFrame(self._rows, columns=self._columns)
        for name in ("file_row", "duplicate_of"):
            rows[name] = rows[name].astype("Int64")
        for name in ("lon", "lat", "industry_score"):
            rows[name] = rows[name].astype("float64")
        return rows, pd.DataFrame(self._review, columns=list(REVIEWED))

    def layers(self) -> dict[str, GeoDataFrame]:
        import geopandas as gpd
        import pandas as pd

        rows, review = self.frames()
        points = gpd.points_from_xy(rows["lon"], rows["lat"])
        shapes = gpd.GeoSeries(points, crs="EPSG:4326").where(rows["lon"].notna(), None)
        nowhere = gpd.GeoSeries([None] * len(review), crs="EPSG:4326")
        rows = rows.where(pd.notna(rows), None)
        layers = [
            gpd.GeoDataFrame(frame, geometry=shape)
            for frame, shape in ((rows, shapes), (review, nowhere))
        ]
        return dict(zip(SHEETS, layers, strict=True))


@contextmanager
def _target(
    work: _Work, source: _Source, out: Path | None, overwrite: bool
) -> Iterator[Pair | _Memory]:
    """Give what the tables are written to."""
    if out is None or out.suffix.lower() == ".gpkg":
        memory = _Memory(work.columns)
        if out is not None:
            from zzmap.io.target import check_target

            check_target(out, layers=SHEETS, overwrite=overwrite, source=source.path)
        yield memory
        if out is not None:
            from zzmap.io import write_layers

            write_layers(memory.layers(), out, overwrite=overwrite)
        return
    from zzmap.io.write_table import writing_pair

    with writing_pair(out, ([*work.columns, *ADDED], REVIEWED), SHEETS, source.path) as pair:
        yield pair
