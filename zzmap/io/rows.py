"""A table of any layout, CSV or XLSX, as its rows: parsed in the child, spooled, handed on.

A bureau's table may have a million rows, so they do not cross as one reply.  The child writes
them into its scratch folder, a line of JSON each, and replies with what it says of the whole;
the parent reads them line by line and removes the folder.  Rows that are wholly blank are
counted and not spooled.  Cells that are merged hold their text in every row and column they
span; a number stands once, so that sums stay what they are.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.archive import check_archive
from zzmap.io.guard import check_file, check_kind, sound_workbook
from zzmap.messages import say
from zzmap.words import unguarded

SPOOL = "rows.jsonl"
TABLE_SUFFIXES = (".csv", ".xlsx")
"""Tables that can be read; ``.xls`` is to be saved as one of them."""

Cell = str | int | float | bool | datetime | date | time | None

_FIELD_CHARS = 1_000_000
_COLUMNS = 2_000
_MERGES = 200_000
_BLOCK = 1 << 20
_DELIMITERS = ",;\t，"


class TableRows(NamedTuple):
    """What is known of a table before its rows are read.

    Attributes
    ----------
    form
        ``CSV`` or ``XLSX``.
    rows, blank
        Rows that hold something, and rows that hold nothing.
    columns
        Cells of the widest row.
    notes
        What was assumed, a sentence each.
    path
        Where the rows are spooled; it is there while the table is open.
    """

    form: str
    rows: int
    blank: int
    columns: int
    notes: tuple[str, ...]
    path: Path

    def read(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the number of each row in the file, from 1, and its cells."""
        with self.path.open("rb") as file:
            for line in file:
                number, cells = json.loads(line.decode("utf-8", "surrogatepass"))
                if self.form == "XLSX":
                    cells = [_cell(cell) if isinstance(cell, list) else cell for cell in cells]
                yield number, cells


@contextmanager
def open_rows(
    path: str | Path, *, sheet: str | None = None, encoding: str | None = None
) -> Iterator[TableRows]:
    r"""Open a table as its rows.

    Parameters
    ----------
    path
        ``.csv`` or ``.xlsx``.
    sheet
        Sheet of a workbook; None takes the first that holds a table.
    encoding
        Encoding of a CSV; None tells UTF-8, UTF-16 and GB18030 apart.

    Raises
    ------
    FormatError
        If it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "企业.csv"
    ...     _ = file.write_text("名称,地址\n\n甲厂,高新区\n", "utf-8")
    ...     with open_rows(file) as table:
    ...         list(table.read()), table.blank
    ([(1, ['名称', '地址']), (3, ['甲厂', '高新区'])], 1)
    """
    from zzmap.io import child

    path = _checked(Path(path))
    options = {"sheet": sheet, "encoding": encoding}
    with child.spooled(path, options) as (reply, scratch):
        told = _told(path, reply)
        yield TableRows(
            told["form"],
            told["rows"],
            told["blank"],
            told["columns"],
            tuple(told["notes"]),
            scratch / SPOOL,
        )


def _checked(path: Path) -> Path:
    check_file(path)
    if path.suffix.lower() not in TABLE_SUFFIXES:
        raise FormatError(
            say("“{suffix}” is no table zzmap reads", suffix=path.suffix.lower() or path.name),
            where=path.name,
            hint=say("Save it as .xlsx or .csv."),
        )
    return path


def _told(path: Path, reply: bytes) -> dict[str, Any]:
    from zzmap.io.reply import GarbledError, decode_told

    try:
        return decode_told(reply)
    except GarbledError:
        raise FormatError(
            say("this file breaks the program that reads it"),
            where=path.name,
            hint=say("It is damaged, or made to do harm: export it again."),
        ) from None


def _cell(tagged: Sequence[str]) -> Cell:
    kind, value = tagged
    make: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}
    found: Cell = make[kind].fromisoformat(value)
    return found


# In the child


def spool(path: Path, scratch: Path, options: dict[str, str | None]) -> bytes:
    """Write a table's rows into a folder and return what is said of the whole."""
    from zzmap.io.reply import encode_told

    if path.suffix.lower() == ".csv":
        form, notes = "CSV", list[str]()
        rows = _csv_rows(path, options["encoding"], notes)
    else:
        form, notes = "XLSX", list[str]()
        rows = _xlsx_rows(path, options["sheet"], notes)
    count = blank = columns = 0
    with (scratch / SPOOL).open("wb") as file:
        for number, cells in enumerate(rows, 1):
            while cells and cells[-1] in ("", None):
                cells.pop()
            if not any(_says(cell) for cell in cells):
                blank += 1
                continue
            count += 1
            columns = max(columns, len(cells))
            if count > settings.MAX_ROWS or columns > _COLUMNS:
                raise _too_large(path)
            line = json.dumps([number, cells], ensure_ascii=False, separators=(",", ":"))
            file.write(line.encode("utf-8", "surrogatepass") + b"\n")
    told = {"form": form, "rows": count, "blank": blank, "columns": columns, "notes": notes}
    return encode_told(told)


def _says(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _too_large(path: Path) -> FormatError:
    return FormatError(
        say(
            "the table has more than {max_rows:,} rows or {columns:,} columns",
            max_rows=settings.MAX_ROWS,
            columns=_COLUMNS,
        ),
        where=path.name,
        hint=say("Split it."),
    )


def csv_layout(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the encoding of a CSV, and what separates its cells; raises `FormatError`."""
    found = _encoding(path, encoding)
    with path.open(encoding=found, newline="") as file:
        head = file.read(1 << 16).splitlines()[:20]
    return found, max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head))


def _csv_rows(path: Path, encoding: str | None, notes: list[str]) -> Iterator[list[Any]]:
    from zzmap.io.quotes import check_quotes

    found, delimiter = csv_layout(path, encoding)
    if not found.startswith("utf-8"):
        notes.append(say("read as {found}", found=found))
    check_quotes(path, found, delimiter)
    csv.field_size_limit(_FIELD_CHARS)
    with path.open(encoding=found, newline="") as file:
        try:
            for cells in csv.reader(file, delimiter=delimiter):
                yield [unguarded(cell) for cell in cells]
        except csv.Error as error:
            raise FormatError(
                say("this is no sound CSV ({error})", error=error),
                where=path.name,
                hint=say("Save it again as CSV."),
            ) from None


def _encoding(path: Path, encoding: str | None) -> str:
    """Return the first encoding that the whole file is in."""
    with path.open("rb") as file:
        wide = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    choices = (encoding,) if encoding else ("utf-16",) if wide else ("utf-8-sig", "gb18030")
    for name in choices:
        try:
            if _decodes(path, name):
                return name
        except LookupError:
            raise FormatError(
                say("there is no encoding “{name}”", name=name),
                path.name,
                say("Try gb18030 or utf-8."),
            ) from None
    raise FormatError(
        say("this is no text in {encoding}", encoding=encoding or say("UTF-8 or GBK")),
        where=path.name,
        hint=say("Save it as UTF-8 text."),
    )


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError:
                return False
            if "\x00" in text:
                return False
            if not block:
                return True


class _Merge(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int


def _xlsx_rows(path: Path, sheet: str | None, notes: list[str]) -> Iterator[list[Any]]:
    check_kind(path, "XLSX")
    check_archive(path)
    with sound_workbook(path):
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True, data_only=True)
        try:
            chosen = _chosen(path, book, sheet, notes)
            merges = _scan(path, chosen, notes)
            chosen.reset_dimensions()
            rows = chosen.iter_rows(values_only=True)
            yield from _merged(([_plain(cell) for cell in row] for row in rows), merges)
        finally:
            book.close()


def _chosen(path: Path, book: Any, sheet: str | None, notes: list[str]) -> Any:
    names = [row.title for row in book.worksheets]
    if sheet is not None:
        if sheet not in names:
            raise FormatError(
                say("there is no sheet “{sheet}”", sheet=sheet),
                path.name,
                say("It has {names}.", names=", ".join(names)),
            )
        return book[sheet]
    chosen = next(filter(_holds_table, book.worksheets), None) or book.worksheets[0]
    others = [name for name in names if name != chosen.title]
    if others:
        told = ", ".join(others[:8])
        notes.append(
            say(
                "sheet “{title}” was read; not read: {told}; --sheet names another",
                title=chosen.title,
                told=told,
            )
        )
    return chosen


def _holds_table(sheet: Any) -> bool:
    """Tell whether a sheet has two rows of two cells or more near its head."""
    if sheet.sheet_state != "visible":
        return False
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True, max_row=60)
    return sum(sum(map(_says, row)) >= 2 for row in rows) >= 2


_MERGE = re.compile(rb'<mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_UNKNOWN = re.compile(rb"</f>(?:<v/>|<v></v>)?</c>|<f[^>]*/>(?:<v/>|<v></v>)?</c>")
_ROW_END = b"</row>"


def _scan(path: Path, sheet: Any, notes: list[str]) -> list[_Merge]:
    """Find a sheet's merged cells, and formulas whose values nobody has worked out."""
    merges: list[_Merge] = []
    unknown = 0
    inside = getattr(sheet, "_worksheet_path", "")
    with zipfile.ZipFile(path) as archive, archive.open(inside) as file:
        rest = b""
        while block := file.read(_BLOCK):
            text = rest + block
            cut = max(text.rfind(_ROW_END), text.rfind(b"/>")) + 1
            unknown += len(_UNKNOWN.findall(text, 0, cut))
            merges += map(_merge, _MERGE.findall(text, 0, cut))
            rest = text[cut:]
            if len(merges) > _MERGES:
                raise FormatError(
                    say("the sheet has too many merged cells"), path.name, say("Unmerge them.")
                )
    if unknown:
        notes.append(
            say(
                "{unknown} cells hold a formula that nobody has worked out and are read as blank; "
                "open the workbook in Excel and save it",
                unknown=unknown,
            )
        )
    if merges:
        notes.append(
            say(
                "{count} merged cells: their text stands in every row they span, numbers once",
                count=len(merges),
            )
        )
    return merges


def _merge(found: tuple[bytes, ...]) -> _Merge:
    left, top, right, bottom = found
    return _Merge(int(top), _column(left), int(bottom), _column(right))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _merged(rows: Iterator[list[Any]], merges: Sequence[_Merge]) -> Iterator[list[Any]]:
    """Fill the text of merged cells into all they span."""
    starting: dict[int, list[_Merge]] = {}
    for merge in merges:
        starting.setdefault(merge.top, []).append(merge)
    active: list[tuple[_Merge, Any]] = []
    for number, cells in enumerate(rows, 1):
        if starting or active:
            active = [row for row in active if row[0].bottom >= number]
            for merge in starting.pop(number, ()):
                value = cells[merge.left] if merge.left < len(cells) else None
                if isinstance(value, str) and value.strip():
                    active.append((merge, value))
            for merge, value in active:
                last = min(merge.right, _COLUMNS) + 1
                cells.extend([None] * (last - len(cells)))
                for at in range(merge.left, last):
                    if not _says(cells[at]):
                        cells[at] = value
        yield cells


def _plain(value: Any) -> Any:
    """Return a cell as JSON holds it; dates and times with their kind."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    for kind in (datetime, date, time):
        if isinstance(value, kind):
            return [kind.__name__, value.isoformat()]
    return str(value)
