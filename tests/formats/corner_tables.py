"""Make tables of corners as surveyors lay them out, whose true parcels are known.

Everything is drawn from a seed: where the parcels lie, how many corners they have, whether they
are closed.  Coordinates are metres of CGCS2000 / CM 114E, to the millimetre.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from shapely.geometry import Polygon

EAST, NORTH = 463_000.0, 3_852_000.0
CRS = "EPSG:4547"

Ring = list[tuple[float, float]]
Row = list[Any]


class Lot(NamedTuple):
    """A parcel: its name and its corners, east and north, not closed."""

    name: str
    ring: Ring

    @property
    def shape(self) -> Polygon:
        return Polygon(self.ring)


def lots(seed: int, count: int = 3) -> list[Lot]:
    """Draw parcels that lie apart, some beside each other and some far off."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        x = EAST + 700.0 * number + chance.uniform(0, 90)
        y = NORTH + chance.uniform(-900, 900)
        corners = chance.randint(4, 8)
        turns = sorted(chance.uniform(0.75, 1.25) + at for at in range(corners))
        ring = [
            (
                round(x + chance.uniform(150, 280) * math.cos(turn * 2 * math.pi / corners), 3),
                round(y + chance.uniform(150, 280) * math.sin(turn * 2 * math.pi / corners), 3),
            )
            for turn in turns
        ]
        if chance.random() < 0.5:
            ring.reverse()
        found.append(Lot(f"示范园区{'甲乙丙丁戊己'[number]}", ring))
    return found


def closed(ring: Ring, seed: int) -> Ring:
    """Close a ring, or not, as the seed has it: all rings of a file alike."""
    return [*ring, ring[0]] if random.Random(seed).random() < 0.5 else ring


def corner_names(ring: Ring, seed: int, prefix: str = "J", start: int = 1) -> list[str]:
    """Name a ring's corners from 1; a closing one by the first's name or by the next number."""
    names = [f"{prefix}{start + at}" for at in range(len(ring))]
    if ring[0] == ring[-1] and random.Random(seed * 7 + 1).random() < 0.7:
        names[-1] = names[0]
    return names


def _named(lot: Lot, seed: int, prefix: str = "J", start: int = 1) -> list[Row]:
    ring = closed(lot.ring, seed)
    names = corner_names(ring, seed, prefix, start)
    return [[name, north, east] for name, (east, north) in zip(names, ring, strict=True)]


# -- layouts: each takes parcels and a seed and returns rows -----------------------------------

Layout = Callable[[Sequence[Lot], int], list[Row]]


def folders(rows: Sequence[Lot], seed: int) -> list[Row]:
    """文件夹 names the parcel, 名称 the corner, as map apps on phones export them."""
    table: list[Row] = [["文件夹", "名称", "纵坐标", "横坐标", "海拔", "图标样式"]]
    for lot in rows:
        table += [[lot.name, *row, "", 1] for row in _named(lot, seed, f"{lot.name}_A0")]
    return table


def folders_corners_repeat(rows: Sequence[Lot], seed: int) -> list[Row]:
    """The corners of every parcel have the same names, and their column is called 名称."""
    table: list[Row] = [["名称", "项目名称", "X", "Y"]]
    for lot in rows:
        table += [[row[0], lot.name, *row[1:]] for row in _named(lot, seed)]
    return table


def names_are_parcels(rows: Sequence[Lot], seed: int) -> list[Row]:
    """编号 names parcels, 点名 corners; an order runs through the file."""
    table: list[Row] = [["序号", "编号", "点名", "X坐标(m)", "Y坐标(m)"]]
    for lot in rows:
        table += [[len(table) + at, lot.name, *row] for at, row in enumerate(_named(lot, seed))]
    return table


def merged(rows: Sequence[Lot], seed: int) -> list[Row]:
    """The parcel's cell is merged over its corners."""
    table: list[Row] = [["宗地", "界址点号", "X", "Y"]]
    for lot in rows:
        for at, row in enumerate(_named(lot, seed)):
            table.append(["" if at else lot.name, *row])
    return table


def restarts(rows: Sequence[Lot], seed: int) -> list[Row]:
    """Corner names begin again with each parcel, and nothing else parts them."""
    return [["点号", "X", "Y"], *(row for lot in rows for row in _named(lot, seed))]


def restarts_with_order(rows: Sequence[Lot], seed: int) -> list[Row]:
    """As `restarts`, with an order that runs through the file, and a prefix of each parcel."""
    table: list[Row] = [["序号", "拐点编号", "X", "Y"]]
    for number, lot in enumerate(rows, 1):
        table += [
            [len(table) + at, *row] for at, row in enumerate(_named(lot, seed, f"DK{number}-"))
        ]
    return table


def blank_lines(rows: Sequence[Lot], seed: int) -> list[Row]:
    """A blank line ends each parcel."""
    table: list[Row] = [["X", "Y"]]
    for lot in rows:
        table += [row[1:] for row in _named(lot, seed)] + [[]]
    return table


def blank_lines_numbers_run_on(rows: Sequence[Lot], seed: int) -> list[Row]:
    """A blank line ends each parcel, and the corners are numbered through the file."""
    table: list[Row] = [["点号", "X", "Y"]]
    start = 1
    for lot in rows:
        held = _named(lot, seed, start=start)
        start += len(held)
        table += [*held, ["", "", ""]]
    return table


def titled(rows: Sequence[Lot], seed: int) -> list[Row]:
    """A form of its own for each parcel: titles, header, corners, footer."""
    table: list[Row] = []
    for lot in rows:
        table += [
            ["界址点成果表"],
            [f"宗地名称：{lot.name}", "", "", f"面积(公顷)：{lot.shape.area / 1e4:.4f}"],
            ["序号", "点号", "X坐标(m)", "Y坐标(m)", "边长(m)"],
            *([at, *row, 100 + at] for at, row in enumerate(_named(lot, seed), 1)),
            ["制表人：某", "", "", "日期：2024-05-01"],
        ]
    return table


def two_rows(rows: Sequence[Lot], seed: int) -> list[Row]:
    """A header of two rows, of which the upper one is merged."""
    table: list[Row] = [["地块", "点号", "坐标", "", "边长"], ["", "", "X", "Y", ""]]
    for lot in rows:
        table += [[lot.name, *row, 9.5] for row in _named(lot, seed)]
    return table


def two_rows_units(rows: Sequence[Lot], seed: int) -> list[Row]:
    """A title, a header and a row of units."""
    table: list[Row] = [
        ["某项目界址点坐标成果表"],
        ["地块编号", "界址点", "纵坐标X", "横坐标Y", "间距"],
        ["", "", "(米)", "(米)", "(米)"],
    ]
    for lot in rows:
        table += [[lot.name, *row, ""] for row in _named(lot, seed)]
    return table


def side_lengths(rows: Sequence[Lot], seed: int) -> list[Row]:
    """Side lengths stand between the corners, in rows of their own."""
    table: list[Row] = [["地块名称", "点号", "X", "Y", "边长"]]
    for lot in rows:
        for row in _named(lot, seed):
            table += [[lot.name, *row, ""], ["", "", "", "", 88.21]]
    return table


def double_rows(rows: Sequence[Lot], seed: int) -> list[Row]:
    """Each corner is two rows high, so that blank rows stand between all of them."""
    table: list[Row] = [["地块", "点号", "X", "Y"]]
    for lot in rows:
        for row in _named(lot, seed):
            table += [[lot.name, *row], []]
    return table


def pages(rows: Sequence[Lot], seed: int) -> list[Row]:
    """The header stands again on each page, in the midst of a parcel."""
    header: Row = ["地块", "点号", "X", "Y"]
    table: list[Row] = []
    body = [[lot.name, *row] for lot in rows for row in _named(lot, seed)]
    for at, row in enumerate(body):
        if at % 7 == 0:
            table += [header] if not at else [["", "", "", ""], header]
        table.append(row)
    return table


def ten_thousands(rows: Sequence[Lot], seed: int) -> list[Row]:
    """Metres by the ten thousand."""
    table: list[Row] = [["地块", "X(万米)", "Y(万米)"]]
    for lot in rows:
        for east, north in closed(lot.ring, seed):
            table.append([lot.name, f"{north / 1e4:.7f}", f"{east / 1e4:.7f}"])
    return table


def numbers_of_columns(rows: Sequence[Lot], seed: int) -> list[Row]:
    """A row (1) (2) (3) below the header, and thousands with commas."""
    table: list[Row] = [["地块", "点号", "北坐标", "东坐标"], ["(1)", "(2)", "(3)", "(4)"]]
    for lot in rows:
        for name, north, east in _named(lot, seed):
            table.append([lot.name, name, f"{north:,.3f}", f"{east:,.3f}"])
    return table


def no_header(rows: Sequence[Lot], seed: int) -> list[Row]:
    """Order, code, east, north, height: CASS writes no header; each parcel is closed."""
    table: list[Row] = []
    for number, lot in enumerate(rows, 1):
        for at, (east, north) in enumerate([*lot.ring, lot.ring[0]], 1):
            table.append([at, f"DK{number}", east, north, 110.25])
    return table


def small_titles(rows: Sequence[Lot], seed: int) -> list[Row]:
    """A title of one cell before each parcel."""
    table: list[Row] = [["点号", "X", "Y"]]
    for number, lot in enumerate(rows, 1):
        table += [[f"地块{number}"], *_named(lot, seed)]
    return table


LAYOUTS: tuple[Layout, ...] = (
    folders, folders_corners_repeat, names_are_parcels, merged, restarts, restarts_with_order,
    blank_lines, blank_lines_numbers_run_on, titled, two_rows, two_rows_units, side_lengths,
    double_rows, pages, ten_thousands, numbers_of_columns, no_header, small_titles,
)  # fmt: skip


# -- files ---------------------------------------------------------------------------------


def write_csv(path: Path, rows: Sequence[Row], encoding: str = "utf-8", **options: Any) -> Path:
    """Write rows as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **options).writerows(rows)
    return path


def write_xlsx(path: Path, sheets: dict[str, Sequence[Row]]) -> Path:
    """Write sheets as XLSX."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def write_xls(path: Path, sheets: dict[str, Sequence[Row]]) -> Path:
    """Write sheets as the XLS of before 2007."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
    book.save(str(path))
    return path
