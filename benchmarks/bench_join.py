"""Time ``zzmap join`` as a whole process on tables of several sizes, and its largest memory.

Rows are those of ``tests/bureau_tables.py``, each with a number of its own so that no two
businesses, addresses or names are the same text.

Run: ``python benchmarks/bench_join.py [csv rows] [xlsx rows]``.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from bureau_tables import HEADER, Maker

BUSINESS, SCOPE, ADDRESS = 3, 4, 7
MADE = 5_000


def rows(count: int) -> Iterator[list[Any]]:
    maker = Maker(1, held_out=True)
    made = [maker.row(number)[0] for number in range(1, min(count, MADE) + 1)]
    yield list(HEADER)
    for number in range(1, count + 1):
        row = list(made[number % len(made)])
        row[:3] = [number, f"郑州{number}号实业有限公司", f"91410100MB{number:08d}"]
        for at in (BUSINESS, SCOPE, ADDRESS):
            if row[at]:
                row[at] = f"{row[at]}，{number}型" if at != ADDRESS else f"{row[at]}{number}室"
        yield row


def write(path: Path, count: int) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows(count))
        return
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("企业")
    for row in rows(count):
        sheet.append(row)
    book.save(path)


def measure(table: Path, out: Path) -> tuple[float, float, float]:
    """Return seconds by the clock and of the processor, and the megabytes of the process."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "zzmap", "join", str(table), "-o", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"zzmap join failed on {table.name}")
    worked = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - start, worked, usage.ru_maxrss / 1024


def main() -> None:
    csv_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    xlsx_rows = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    for suffix, count in (
        (".csv", 1_000),
        (".xlsx", 1_000),
        (".xlsx", xlsx_rows),
        (".csv", csv_rows),
    ):
        if not count:
            continue
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder) / f"table{suffix}"
            write(table, count)
            size = table.stat().st_size / 1e6
            taken, worked, memory = measure(table, Path(folder) / f"out{suffix}")
        print(
            f"{suffix} of {count:,} rows ({size:,.1f} MB): {taken:,.1f} s, "
            f"{worked:,.1f} s of one core, {memory:,.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
