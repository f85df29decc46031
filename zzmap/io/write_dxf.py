"""Write a drawing: closed polylines, names as texts, a layer for each kind.

AutoCAD R12 in GBK, which every program for drawings reads here; a letter that GBK lacks is an
escape of AutoCAD.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import shapely

from zzmap.errors import FormatError
from zzmap.io.columns import fold_column
from zzmap.io.formats import HOLES
from zzmap.io.table import Table
from zzmap.messages import say

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ENCODING = "gbk"

_LABELS = (
    "name", "地块名称", "名称", "园区名称", "项目名称", "宗地名称", "xmmc", "dkmc", "mc",
)  # fmt: skip
"""What a column of names is called, best first; `parks` reads the same."""
_KINDS = ("kind", "类型", "Layer")
_TEXTS = "_名称"
_HEIGHT_SHARE, _HEIGHTS = 0.03, (2.0, 100.0)


def dxf_text(table: Table, file: str) -> tuple[str, tuple[str, ...]]:
    """Return a layer in metres as a drawing, and what of it the drawing does not hold.

    Raises
    ------
    FormatError
        If a feature has no geometry.
    """
    columns = {column.name: column.values for column in table.columns}
    folded = {fold_column(key): key for key in reversed(columns)}
    names = next((folded[key] for key in _LABELS if key in folded), None)
    kinds = next((key for key in _KINDS if key in columns), None)
    lines, layers, many, holes = [], dict[str, None](), 0, 0
    for at, shape in enumerate(table.geometries):
        if shape is None or shape.is_empty:
            raise FormatError(
                say("a drawing holds no feature without geometry"),
                where=say("{file}: feature {at}", file=file, at=at + 1),
                hint=say("Write .gpkg or .geojson."),
            )
        layer = str(columns[kinds][at] or table.name) if kinds else table.name
        name = str(columns[names][at] or "") if names else ""
        parts = shapely.get_parts(shape)
        many += len(parts) > 1
        for part in parts:
            holes += len(part.interiors) if part.geom_type == "Polygon" else 0
            for piece, on in _drawn(part, layer, name):
                layers[on] = None
                lines += piece
    left = [name for name in columns if name not in (names, kinds)]
    notes = (
        say("a drawing holds names and layers; left out: {left}", left=", ".join(left))
        if left
        else "",
        say("{many} features of several parts are outlines of their own", many=many)
        if many
        else "",
        say("{holes} holes are outlines on layers that end in {holes2}", holes=holes, holes2=HOLES)
        if holes
        else "",
    )
    head = ["0", "SECTION", "2", "HEADER", "9", "$ACADVER", "1", "AC1009",
            "9", "$DWGCODEPAGE", "3", "ANSI_936", "0", "ENDSEC"]  # fmt: skip
    text = [*head, *_tables(list(layers)), "0", "SECTION", "2", "ENTITIES", *lines]
    return "\n".join([*text, "0", "ENDSEC", "0", "EOF", ""]), tuple(filter(None, notes))


def _tables(layers: list[str]) -> Iterator[str]:
    yield from ("0", "SECTION", "2", "TABLES", "0", "TABLE", "2", "LAYER", "70", str(len(layers)))
    for layer in layers:
        yield from ("0", "LAYER", "2", _escaped(layer), "70", "0", "62", "7", "6", "CONTINUOUS")
    yield from ("0", "ENDTAB", "0", "ENDSEC")


def _drawn(part: BaseGeometry, layer: str, name: str) -> Iterator[tuple[list[str], str]]:
    """Yield the entities of one part, each with the layer it lies on."""
    shape: Any = part
    if shape.geom_type == "Point":
        yield ["0", "POINT", "8", _escaped(layer), *_place(shape.x, shape.y)], layer
        spot, height = shape, _HEIGHTS[0]
    elif shape.geom_type == "Polygon":
        yield _polyline(shape.exterior, layer, closed=True), layer
        for ring in shape.interiors:
            yield _polyline(ring, layer + HOLES, closed=True), layer + HOLES
        spot = shape.representative_point()
        height = min(max(math.sqrt(shape.area) * _HEIGHT_SHARE, _HEIGHTS[0]), _HEIGHTS[1])
    else:
        yield _polyline(shape, layer, closed=False), layer
        spot, height = shape.interpolate(0.5, normalized=True), _HEIGHTS[0]
    if name:
        on = layer + _TEXTS
        text = ["40", f"{height:.2f}", "1", _escaped(" ".join(name.split()))]
        yield ["0", "TEXT", "8", _escaped(on), *_place(spot.x, spot.y), *text], on


def _polyline(line: Any, layer: str, *, closed: bool) -> list[str]:
    points = list(line.coords)[: -1 if closed else None]
    on = _escaped(layer)
    rows = ["0", "POLYLINE", "8", on, "66", "1", "70", "1" if closed else "0"]
    for x, y, *_ in points:
        rows += ["0", "VERTEX", "8", on, *_place(x, y)]
    return [*rows, "0", "SEQEND", "8", on]


def _place(x: float, y: float) -> list[str]:
    return ["10", f"{x:.4f}", "20", f"{y:.4f}", "30", "0.0"]


def _escaped(text: str) -> str:
    r"""Return a text in letters of GBK, others as ``\U+7EA2``, beyond 16 bits as two of them."""
    return "".join(letter if _is_gbk(letter) else _escape(letter) for letter in text)


def _is_gbk(letter: str) -> bool:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return letter >= " "


def _escape(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass")
    codes = [units[at : at + 2].hex().upper() for at in range(0, len(units), 2)]
    return "".join(f"\\U+{code}" for code in codes)
