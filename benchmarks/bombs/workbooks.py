"""XLSX and XLS."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from bombs.build import HUGE, LAUGHS, Build

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships">{}</Relationships>'
)
_RELATION = (
    '<Relationship Id="rId{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{1}" Target="{2}"/>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(
    name: str,
    sheet: str | Callable[[], str],
    strings: str | Callable[[], str] = "",
    sheets: int = 1,
) -> Build:
    """Write a workbook of which a sheet, and the texts its sheets share, are given as they are."""

    def build(to: Path) -> Path:
        rows = "".join(
            f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, sheets + 1)
        )
        members = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS.format(
                _RELATION.format(1, "officeDocument", "xl/workbook.xml")
            ),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats'
            f'.org/officeDocument/2006/relationships"><sheets>{rows}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELATIONS.format(
                _RELATION.format(1, "worksheet", "worksheets/sheet1.xml")
                + _RELATION.format(2, "sharedStrings", "sharedStrings.xml")
            ),
            "xl/worksheets/sheet1.xml": sheet if isinstance(sheet, str) else sheet(),
            "xl/sharedStrings.xml": (strings if isinstance(strings, str) else strings())
            or f'<sst xmlns="{_MAIN}"/>',
        }
        path = to / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, body in members.items():
                archive.writestr(member, body)
        return path

    return build


def sheet(rows: str, more: str = "", head: str = "") -> str:
    """Return a sheet's XML."""
    return f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{more}</worksheet>'


def cell(at: str, value: object) -> str:
    """Return a cell's XML."""
    return f'<c r="{at}"><v>{value}</v></c>'


WORKBOOKS: dict[str, Build] = {
    "xlsx-laughs": workbook("laughs.xlsx", sheet(f"<row>{cell('A1', '&j;')}</row>", head=LAUGHS)),
    "xlsx-strings": workbook(
        "strings.xlsx",
        sheet('<row><c r="A1" t="s"><v>0</v></c></row>'),
        lambda: f'<sst xmlns="{_MAIN}"><si><t>' + "z" * 300_000_000 + "</t></si></sst>",
    ),
    "xlsx-many-strings": workbook(
        "many.xlsx",
        sheet('<row><c r="A1" t="s"><v>0</v></c></row>'),
        lambda: f'<sst xmlns="{_MAIN}">' + "<si><t>a</t></si>" * 1_100_000 + "</sst>",
    ),
    "xlsx-far": workbook(
        "far.xlsx",
        sheet(
            f'<row r="1">{cell("A1", 1)}</row><row r="1048576">{cell("XFD1048576", 1)}</row>',
        ),
    ),
    "xlsx-far-rows": workbook(
        "rows.xlsx",
        lambda: sheet(
            "".join(f'<row r="{n}">{cell(f"XFD{n}", 1)}</row>' for n in range(1, 20_000))
        ),
    ),
    "xlsx-merged": workbook(
        "merged.xlsx",
        sheet(
            f'<row r="1">{cell("A1", 113.5)}{cell("B1", 34.7)}</row>',
            '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
    ),
    "xlsx-merges": workbook(
        "merges.xlsx",
        lambda: sheet(
            f'<row r="1">{cell("A1", 113.5)}{cell("B1", 34.7)}</row>',
            "<mergeCells>"
            + "".join(f'<mergeCell ref="A{n}:XFD{n + 900000}"/>' for n in range(1, 20_000))
            + "</mergeCells>",
        ),
    ),
    "xlsx-empty-rows": workbook("empty.xlsx", lambda: sheet("<row/>" * 3_000_000)),
    "xlsx-sheets": workbook(
        "sheets.xlsx",
        lambda: sheet(
            "".join(
                f'<row r="{n}">{cell(f"A{n}", 113.5)}{cell(f"B{n}", 34.7)}</row>'
                for n in range(1, 3_000)
            )
        ),
        sheets=2_000,
    ),
    "xlsx-deep": workbook("deep.xlsx", lambda: sheet("<row>" * 400_000 + "</row>" * 400_000)),
    "xlsx-dimension": workbook(
        "dimension.xlsx",
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:XFD1048576"/><sheetData><row>'
        f"{cell('A1', 1)}</row></sheetData></worksheet>",
    ),
    "xlsx-long-number": workbook(
        "number.xlsx", lambda: sheet(f"<row>{cell('A1', '9' * 5_000_000)}</row>")
    ),
}


def _xls(records: Callable[[], bytes], name: str) -> Build:
    """Write an old workbook: a compound file of one stream of records."""

    def build(to: Path) -> Path:
        path = to / name
        stream = records()
        stream += bytes(-len(stream) % 512 if len(stream) > 4096 else 4608 - len(stream))
        count = len(stream) // 512
        fats = -(-(count + 2) // 126)
        table = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * fats]
        table += [0xFFFFFFFF] * (fats * 128 - len(table))
        first_fat = count + 1
        header = struct.pack(
            "<8s16xHHHHH6xLLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
            0, fats, count, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, first_fat,
        )  # fmt: skip
        assert fats <= 109
        header += b"".join(struct.pack("<L", first_fat + n) for n in range(1, fats))
        header += b"\xff" * (512 - len(header))

        def entry(label: str, kind: int, start: int, size: int, child: int) -> bytes:
            wide = label.encode("utf-16-le")
            return (
                wide.ljust(64, b"\x00") + struct.pack("<HBB3L", len(wide) + 2, kind, 1,
                0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36) + struct.pack("<LQ", start, size)
            )  # fmt: skip

        folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1)
        folder += entry("Workbook", 2, 0, len(stream), 0xFFFFFFFF)
        folder += bytes(256)
        path.write_bytes(header + stream + folder + struct.pack(f"<{len(table)}L", *table))
        return path

    return build


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _book(globals_: bytes, rows: bytes) -> bytes:
    start = _record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 6))
    name = _record(0x85, struct.pack("<LHBB", 0, 0, 1, 0) + b"a")
    at = len(start) + len(globals_) + len(name) + 4
    name = _record(0x85, struct.pack("<LHBB", at, 0, 1, 0) + b"a")
    body = _record(0x809, struct.pack("<HHHHLL", 0x600, 16, 0, 0, 0, 6))
    return start + globals_ + name + _record(0xA, b"") + body + rows + _record(0xA, b"")


def _number(row: int, column: int) -> bytes:
    return _record(0x203, struct.pack("<HHHd", row, column, 0, 113.5))


OLD_WORKBOOKS: dict[str, Build] = {
    "xls-texts": _xls(
        lambda: _book(_record(0xFC, struct.pack("<LL", HUGE, HUGE)), b""), "texts.xls"
    ),
    "xls-text": _xls(
        lambda: _book(_record(0xFC, struct.pack("<LLHBL", 1, 1, 65535, 12, HUGE)), b""), "text.xls"
    ),
    "xls-dimension": _xls(
        lambda: _book(
            b"", _record(0x200, struct.pack("<LLHHH", 0, 65536, 0, 65535, 0)) + _number(0, 0)
        ),
        "dimension.xls",
    ),
    "xls-far": _xls(lambda: _book(b"", _number(0, 0) + _number(65535, 65535)), "far.xls"),
    "xls-rows": _xls(
        lambda: _book(b"", b"".join(_number(row, 255) for row in range(60_000))), "rows.xls"
    ),
    "xls-blank-cells": _xls(
        lambda: _book(
            b"",
            b"".join(
                _record(0xBE, struct.pack("<HH", row, 0) + bytes(2) + struct.pack("<H", 65535))
                for row in range(60_000)
            ),
        ),
        "blank.xls",
    ),
}
