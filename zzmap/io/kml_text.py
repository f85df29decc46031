"""The words of a KML as programs write them: how its corners are parted, tables in descriptions.

Google Earth, 奥维 and ArcGIS read more than the standard allows, so files hold more, such as a
blank after each comma.  What has one meaning is read; else it is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PARTED = re.compile(rf"(?:{_NUMBER})(?:[\s,]+(?:{_NUMBER}))*")
_LON, _LAT = (70.0, 140.0), (0.0, 60.0)
"""Where numbers without an order are looked for: longitudes and latitudes of China differ."""


def standard_corners(text: str) -> str | None:
    """Return corners as KML writes them, ``lon,lat[,height]`` parted by blanks.

    Parameters
    ----------
    text
        Corners as a program wrote them.

    Returns
    -------
    str or None
        The same text where it is as it should be; None where it has no single meaning.

    Examples
    --------
    >>> standard_corners("113.6, 34.7, 0 113.7, 34.7, 0")
    '113.6,34.7,0 113.7,34.7,0'
    >>> standard_corners("113.6,34.7,113.7,34.7,113.7,34.8")
    '113.6,34.7 113.7,34.7 113.7,34.8'
    >>> standard_corners("1,2,3,4,5,6") is None
    True
    """
    cells = text.split()
    if all(_is_corner(cell) for cell in cells):
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        cells = text.split()
    stripped = [cell for cell in (cell.strip(",") for cell in cells) if cell]
    if all(_is_corner(cell) for cell in stripped):
        return " ".join(stripped)
    if not _PARTED.fullmatch(text.strip(", \t\r\n")):
        return None
    lines = [re.split(r"[\s,]+", line.strip(", \t\r")) for line in text.splitlines()]
    lines = [line for line in lines if line != [""]]
    if len(lines) > 1 and {len(line) for line in lines} in ({2}, {3}):
        return " ".join(map(",".join, lines))
    return _grouped([number for line in lines for number in line])


def _is_corner(cell: str) -> bool:
    return 1 <= cell.count(",") <= 2 and cell[0] != "," and cell[-1] != "," and ",," not in cell


def _grouped(numbers: list[str]) -> str | None:
    """Cut one row of numbers into corners of two or of three, whichever alone lies in China."""
    fits_ = [
        size
        for size in (2, 3)
        if len(numbers) % size == 0
        and all(_LON[0] <= float(number) <= _LON[1] for number in numbers[::size])
        and all(_LAT[0] <= float(number) <= _LAT[1] for number in numbers[1::size])
    ]
    if len(fits_) != 1:
        return None
    size = fits_[0]
    return " ".join(",".join(numbers[at : at + size]) for at in range(0, len(numbers), size))


def table_of_html(text: str) -> dict[str, str]:
    """Return the rows of two cells of the tables in a description, which ArcGIS writes.

    Examples
    --------
    >>> table_of_html("<table><tr><td>名称</td><td>甲</td></tr></table>")
    {'名称': '甲'}
    """
    if "<t" not in text.lower():
        return {}
    reader = _Rows()
    reader.feed(text)
    reader.close()
    return dict(_pairs(reader.rows))


def _pairs(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for row in rows:
        if len(row) == 2 and row[0] and row[0] not in seen and len(row[0]) <= _LONGEST_NAME:
            seen.add(row[0])
            yield row[0].rstrip(":："), row[1]


_LONGEST_NAME = 60
_NO_VALUES = ("<null>", "<空>", "&lt;null&gt;")


class _Rows(HTMLParser):
    """Collects the cells of each innermost table row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open: list[list[str]] = []
        self._cell = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self._open.append([])
            self._cell = False
        elif tag in ("td", "th") and self._open:
            self._open[-1].append("")
            self._cell = True
        elif tag == "table" and self._open and self._open[-1]:
            self._open[-1].append("")  # a row around a table is no pair
            self._open[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self._open:
            cells = [" ".join(cell.split()) for cell in self._open.pop()]
            self.rows.append(["" if cell.lower() in _NO_VALUES else cell for cell in cells])
            self._cell = False
        elif tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell and self._open and self._open[-1]:
            self._open[-1][-1] += data
