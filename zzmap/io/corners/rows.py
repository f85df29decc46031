"""Which rows of a table are corners, what parts them, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from zzmap.crs import parse_dms
from zzmap.crs.dms import unpack_dms
from zzmap.errors import CrsError, FormatError
from zzmap.io.columns import fold_width
from zzmap.io.corners.header import Header, is_blank, told_beside
from zzmap.io.corners.sheets import Sheet
from zzmap.io.corners.statements import speaks_of_system
from zzmap.io.corners.words import (
    Measure,
    is_footer,
    is_total,
    measure_of,
    names_corner,
    names_parcel,
    role_of,
    said_in,
)
from zzmap.io.parsed import HUGE
from zzmap.messages import say

Gap = Literal["", "blank", "header", "title"]


class Corner(NamedTuple):
    """One corner of an outline.

    Attributes
    ----------
    row
        Of its sheet, from 1.
    cells
        All of its row.
    east, north
        In metres or degrees.
    gap
        What stands between it and the corner above.
    section
        What the titles above it say: 宗地名称 and the like.
    """

    row: int
    cells: list[str]
    east: float
    north: float
    gap: Gap
    section: tuple[tuple[str, str], ...]

    def cell(self, column: int | None) -> str:
        """Return what stands in a column, '' beyond the row's end."""
        inside = column is not None and column < len(self.cells)
        return self.cells[column].strip() if inside and column is not None else ""


@dataclass
class Corners:
    """The corners of a sheet, and what was passed over."""

    found: list[Corner] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What rows say that are no corners, passed over or titles between them."""

    between: int = 0
    bare: list[tuple[int, float]] = field(default_factory=list)
    """Numbers without the signs of an angle, each with its row."""

    @property
    def marked(self) -> bool:
        """Whether some corner is written with the signs of an angle."""
        return len(self.bare) < 2 * len(self.found)

    def notes(self) -> Iterator[str]:
        """Say what is no corner."""
        if self.between:
            yield say(
                "{between} rows between the corners hold no coordinates (side lengths …)",
                between=self.between,
            )
        if self.passed:
            told = ", ".join(f"“{text[:40]}”" for text in self.passed[:5])
            yield say("rows that are no corners were passed over: {told}", told=told)


def read_corners(sheet: Sheet, header: Header, file: str) -> Corners:
    """Read the rows below a header.

    Raises
    ------
    FormatError
        That names the row which is neither a corner nor a part of a form.
    """
    out = Corners()
    gap: Gap = ""
    section: dict[str, str] = {}
    for cells in header.titles:
        section.update(_said(cells))
    columns = (header.east.at, header.north.at)
    for at, cells in enumerate(sheet.rows[header.start :], header.start):
        if is_blank(cells):
            gap = gap or ("blank" if out.found else "")
            continue
        texts = [cells[column].strip() if column < len(cells) else "" for column in columns]
        point = [_number(text, header.measure) for text in texts]
        if None not in point and all(abs(value or 0.0) < HUGE for value in point):
            east, north = (float(value or 0.0) for value in point)
            out.found.append(Corner(at + 1, cells, east, north, gap, tuple(section.items())))
            plain = map(_plain, texts)
            out.bare += [(at + 1, value) for value in plain if value is not None]
            gap = ""
            continue
        check_formulas(sheet, at, columns, file)
        said = _Beside(sheet, header, at, texts)
        kind = said.judge(file)
        if kind in ("title", "header"):
            gap = kind
            section = section if kind == "header" else {**section, **said.titles()}
        if kind == "between":
            out.between += 1
        elif not said.is_header_again():
            out.said.append(" ".join(cell for cell in cells if cell.strip()))
            out.passed += out.said[-1:] if kind == "footer" else []
    return _first_titled(out, header)


def _first_titled(out: Corners, header: Header) -> Corners:
    """Name the first outline by the title above the table, where those below have titles of a word.

    Alone such a title may name the whole sheet.
    """
    if not out.found or not any(dict(row.section).get(_TITLED) for row in out.found):
        return out
    above = [row for cells in header.titles if len(row := list(filter(str.strip, cells))) == 1]
    title = next((row[0].strip() for row in reversed(above) if names_parcel(row[0])), "")
    first = out.found[0].section
    if title and _TITLED not in dict(first):
        section = (*first, (_TITLED, title))
        out.found = [row._replace(section=section) if row.section == first else row
                     for row in out.found]  # fmt: skip
    return out


def _is_note(text: str) -> bool:
    """Tell words on the system of coordinates, or on what their angles are."""
    return speaks_of_system(text) or told_beside([text]) is not None


_OF_A_TOTAL = 2
"""An area stands beside its words, and its unit beside it."""

_TITLED = "地块"
"""What a title is called that is a parcel's name and nothing else."""


class _Beside(NamedTuple):
    """A row without a pair of numbers."""

    sheet: Sheet
    header: Header
    at: int
    texts: list[str]

    def judge(self, file: str) -> Literal["header", "title", "footer", "between"]:
        """Tell what a row is that is no corner, or refuse it."""
        cells = [cell.strip() for cell in self.sheet.rows[self.at]]
        filled = [cell for cell in cells if cell]
        if self._is_again(cells):
            return "header"
        if self.titles() and all(said_in(cell) or is_footer(cell) for cell in filled):
            return "title"
        if self._is_footer(cells, filled[0]) or all(map(said_in, filled)):
            return "footer"
        if len(filled) == 1 and not names_corner(filled[0]) and _is_note(filled[0]):
            return "footer"
        if not any(self.texts):
            if len(filled) == 1 and names_parcel(filled[0]):
                return "title"
            if self._is_between(cells):
                return "between"
            raise FormatError(
                say(
                    "“{filled}” is no corner: its coordinates are missing",
                    filled=" ".join(filled)[:60],
                ),
                where=self.sheet.where(file, self.at + 1),
                hint=say("Give them, or take the row out."),
            )
        cell = next(
            text
            for text in (*self.texts, "")
            if _number(text, self.header.measure) is None or text == ""
        )
        what = say("coordinate")
        if self.header.measure.unit == "dms":
            what = say("angle in {word}, as the header says", word=self.header.measure.word)
        raise FormatError(
            say("“{cell}” is no {what}", cell=cell, what=what),
            where=self.sheet.where(file, self.at + 1),
            hint=say("Correct it."),
        )

    def _is_footer(self, cells: list[str], first: str) -> bool:
        """Tell 面积, 制表人, 日期 below the corners, unless the row names a corner."""
        names = {row.at: row.name for row in self.header.headings}
        rest = [cell for cell in cells if cell and cell != first]
        if is_total(first) and all(_is_number(cell) or measure_of(cell).unit for cell in rest[:1]):
            return len(rest) <= _OF_A_TOTAL
        corner = any(
            cell and cell != first and role_of(names.get(at, "")) in ("corner", "order")
            for at, cell in enumerate(cells)
        )
        says = is_footer(first) or any(is_footer(text) for text in self.texts if text)
        return says and not corner and not all(map(_is_number, self.texts))

    def titles(self) -> dict[str, str]:
        """Return what a title says of the parcel below it."""
        cells = [cell.strip() for cell in self.sheet.rows[self.at] if cell.strip()]
        said = _said(cells)
        if not said and len(cells) == 1 and names_parcel(cells[0]):
            said = {_TITLED: cells[0]}
        return said if any(role_of(key) == "parcel" for key in said) else {}

    def is_header_again(self) -> bool:
        """Tell the last row of the header, which stands again."""
        cells = tuple(cell.strip() for cell in self.sheet.rows[self.at])
        return bool(self.header.repeated) and cells == self.header.repeated

    def _is_again(self, cells: list[str]) -> bool:
        """Tell the header, or a title above it, that stands again on a page or for a parcel."""
        filled = [cell for cell in cells if cell]
        if self.is_header_again():
            return True
        if len(filled) == 1 and re.search(
            r"(?:成果|坐标|界址点|一览|登记|续|明细)表?\W*$", filled[0]
        ):
            return True
        above = [[cell.strip() for cell in row if cell.strip()] for row in self.header.titles]
        return filled in above and not any(map(said_in, filled))

    def _is_between(self, cells: list[str]) -> bool:
        """Tell a row of side lengths: nothing in it names a corner."""
        names = {row.at: row.name for row in self.header.headings}
        return all(
            role_of(names.get(at, "")) in ("beside", "", "parcel")
            and (role_of(names.get(at, "")) == "beside" or _number(cell, Measure("")) is not None)
            for at, cell in enumerate(cells)
            if cell
        )


def _said(cells: Sequence[str]) -> dict[str, str]:
    """Read ``宗地名称：甲`` and, in two cells, ``宗地名称：`` and ``甲``."""
    said: dict[str, str] = {}
    filled = [cell.strip() for cell in cells if cell.strip()]
    for at, cell in enumerate(filled):
        found = said_in(cell)
        if found:
            said[found[0]] = found[1]
        elif cell.endswith((":", "：")) and at + 1 < len(filled):
            said[cell.rstrip(":：").strip()] = filled[at + 1]
    return said


_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_LABELLED = re.compile(
    r"(?:[xybl]\s*[=:]\s*)?([-+]?[\d.,]+(?:e[-+]?\d+)?)\s*(?:m|米)?", re.IGNORECASE
)


def _number(cell: str, measure: Measure) -> float | None:
    """Read a coordinate; None for what is none."""
    value = _plain(cell)
    if value is None:
        value = _angle(cell)
        return None if value is None or measure.unit == "scaled" else value
    if measure.unit == "dms":
        return _packed(value)
    return value * measure.scale


def _plain(cell: str) -> float | None:
    try:
        value = float(cell) if "_" not in cell else float("nan")
    except ValueError:
        found = _LABELLED.fullmatch(fold_width(cell).strip())
        if not found:
            return None
        text = found[1].replace(",", "") if _THOUSANDS.fullmatch(found[1]) else found[1]
        try:
            value = float(text)
        except ValueError:
            return None
    return value if abs(value) < HUGE else None


def _is_number(cell: str) -> bool:
    return _plain(cell) is not None


def _angle(cell: str) -> float | None:
    """Read 113°45′30″."""
    try:
        return parse_dms(cell)
    except CrsError:
        return None


_COMPACT = 1e4
"""Larger than any angle: 1133600.17 is 113°36′00.17″."""


def _packed(value: float) -> float | None:
    found = float(unpack_dms(value / _COMPACT if abs(value) > _COMPACT else value))
    return found if abs(found) < HUGE else None


def check_formulas(sheet: Sheet, at: int, columns: Sequence[int], file: str) -> None:
    """Refuse a row, from 0, that has in some columns a formula nobody has worked out.

    Raises
    ------
    FormatError
        That names the cell.
    """
    from openpyxl.utils import get_column_letter

    for column in columns:
        formula = sheet.formulas.get((at, column))
        if formula:
            raise FormatError(
                say(
                    "cell {get_column_letter}{at} is the formula {formula}, "
                    "whose value is not in the file",
                    get_column_letter=get_column_letter(column + 1),
                    at=at + 1,
                    formula=formula[:40],
                ),
                where=say("{file} sheet “{name}”", file=file, name=sheet.name),
                hint=say("Open the workbook in Excel or WPS and save it, or paste the values."),
            )
