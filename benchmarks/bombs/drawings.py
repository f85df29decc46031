"""DXF and MIF."""

from __future__ import annotations

from pathlib import Path

from bombs.build import HUGE, Build, text


def drawing(entities: str, blocks: str = "") -> str:
    """Return a DXF; its entities as lines of code and value parted by a semicolon."""
    parts = ["0;SECTION;2;HEADER;9;$ACADVER;1;AC1015;0;ENDSEC"]
    if blocks:
        parts.append(f"0;SECTION;2;BLOCKS;{blocks};0;ENDSEC")
    parts += [f"0;SECTION;2;ENTITIES;{entities};0;ENDSEC", "0;EOF"]
    return ";".join(parts).replace(";", "\n") + "\n"


def _block(name: str, body: str) -> str:
    return f"0;BLOCK;8;0;2;{name};70;0;10;0;20;0;{body};0;ENDBLK;8;0"


def _insert(name: str, more: str = "") -> str:
    return f"0;INSERT;8;0;2;{name};10;0;20;0{more}"


_LOT = "0;LWPOLYLINE;8;0;90;4;70;1;" + ";".join(
    f"10;{x};20;{y}" for x, y in ((462000, 3841000), (462500, 3841000), (462500, 3841500),
                                  (462000, 3841500))
)  # fmt: skip


def mapinfo(name: str, body: str) -> Build:
    """Write a MIF with the table that belongs to it."""

    def build(to: Path) -> Path:
        (to / name).with_suffix(".mid").write_text('"a"\n', "ascii")
        return text(name, body)(to)

    return build


DRAWINGS: dict[str, Build] = {
    "dxf-vertices": text(
        "vertices.dxf", drawing(f"0;LWPOLYLINE;8;0;90;{HUGE};70;1;10;462000;20;3841000")
    ),
    "dxf-itself": text("itself.dxf", drawing(_insert("A"), _block("A", _insert("A")))),
    "dxf-blocks": text(
        "blocks.dxf",
        drawing(
            _insert("B0"),
            ";".join(
                [_block(f"B{n}", ";".join([_insert(f"B{n + 1}")] * 10)) for n in range(9)]
                + [_block("B9", _LOT)]
            ),
        ),
    ),
    "dxf-array": text(
        "array.dxf",
        drawing(_insert("A", ";70;32767;71;32767;44;1;45;1"), _block("A", _LOT)),
    ),
    "dxf-spline": text(
        "spline.dxf",
        drawing(f"0;SPLINE;8;0;70;1;71;{HUGE};72;{HUGE};73;{HUGE};40;0;10;462000;20;3841000"),
    ),
    "dxf-hatch": text(
        "hatch.dxf",
        drawing(f"0;HATCH;8;0;10;0;20;0;2;SOLID;70;1;91;{HUGE};92;2;72;0;73;1;93;{HUGE}"),
    ),
    "dxf-mesh": text("mesh.dxf", drawing("0;POLYLINE;8;0;66;1;70;16;71;32767;72;32767;0;SEQEND")),
    "dxf-circles": text(
        "circles.dxf",
        lambda: drawing(";".join(["0;CIRCLE;8;0;10;462000;20;3841000;40;500"] * 25_000)),
    ),
    "dxf-bulges": text(
        "bulges.dxf",
        lambda: drawing(
            "0;LWPOLYLINE;8;0;90;30000;70;1;"
            + ";".join(
                f"10;{462000 + n % 2 * 500};20;{3841000 + n // 2};42;1" for n in range(30_000)
            )
        ),
    ),
    "dxf-layers": text(
        "layers.dxf",
        lambda: drawing(";".join(_LOT.replace("8;0", f"8;L{n}", 1) for n in range(15_000))),
    ),
    "dxf-piles": text("piles.dxf", lambda: drawing(";".join([_LOT] * 12_000))),
    "dxf-texts": text(
        "texts.dxf",
        lambda: drawing(";".join([_LOT] + ["0;TEXT;8;0;10;462250;20;3841250;40;2;1;a"] * 40_000)),
    ),
    "dxf-escapes": text(
        "escapes.dxf",
        lambda: drawing(f"{_LOT};0;TEXT;8;0;10;462250;20;3841250;40;2;1;{chr(92) * 1_000_000}"),
    ),
    "dxf-long-line": text("line.dxf", lambda: drawing(f"0;{'a' * 3_000_000}")),
    "mif-points": mapinfo(
        "points.mif", f"Version 300\nColumns 1\n n Char(10)\nData\nRegion 1\n{HUGE}\n1 1\n"
    ),
    "mif-regions": mapinfo(
        "regions.mif", f"Version 300\nColumns 1\n n Char(10)\nData\nRegion {HUGE}\n5\n1 1\n"
    ),
    "mif-columns": mapinfo(
        "columns.mif", f"Version 300\nColumns {HUGE}\n n Char(10)\nData\nRegion 1\n3\n1 1\n"
    ),
    "mif-lines": mapinfo(
        "lines.mif", f"Version 300\nColumns 0\nData\nPline Multiple {HUGE}\n2\n1 1\n2 2\n"
    ),
}
