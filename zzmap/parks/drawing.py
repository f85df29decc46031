"""The parcels of a drawing: outlines, the hatches that fill them, the texts that name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.io import Layer
from zzmap.io.formats import HOLES

NAME = "名称"
"""Column that the text in an outline goes into, which is guessed to be the name."""

_SAME_M = 0.05
"""A hatch's ring this close to an outline everywhere is that outline drawn once more."""

_SYMBOL_M2 = 500.0
"""A circle smaller than any parcel marks a corner."""

_FIGURES = re.compile(
    r"[-+]?[\d.,]+\s*(?:㎡|m²|m2|m|平方米|公顷|ha|亩|万亩|米|km²)?|[XYHxyh]\s*[=:：].*",
    re.IGNORECASE,
)
"""Areas, heights and lengths stand in outlines too, and are no names."""


@dataclass
class Outline:
    """A closed outline of a drawing, with the number of its entity and its attributes."""

    number: int
    area: BaseGeometry
    attributes: dict[str, Any]


@dataclass
class Drawing:
    """What of a drawing is a parcel, and sentences on what is not.

    Attributes
    ----------
    outlines
        In the order of the drawing.
    passed
        How many entities are no outline.
    notes
        What was taken together or left out.
    """

    outlines: list[Outline]
    passed: int = 0
    notes: list[str] = field(default_factory=list)


def enclosed(line: BaseGeometry) -> Polygon | None:
    """Return what a line encloses that ends where it starts; None for any other geometry."""
    closed = line.geom_type in ("LineString", "LinearRing") and line.is_closed
    # A bow-tie is closed, though no ring: the checks are to find it, not to lose it.
    return Polygon(line) if closed and len(line.coords) > 3 else None


def read_drawing(layer: Layer) -> Drawing:
    """Return the parcels of a drawing.

    A hatch and the outline it fills are one parcel; an outline inside a hatch that leaves it
    out is its hole.  A text that stands alone in an outline, and in no other, names it.
    """
    outlines: list[Outline] = []
    hatches: list[Outline] = []
    texts: list[tuple[BaseGeometry, str]] = []
    passed = symbols = 0
    rows = zip(layer.frame.index, layer.frame.geometry, layer.records(), strict=True)
    for number, geometry, record in rows:
        kind = str(record.get("SubClasses") or "")
        # A solid is a filled arrow or the bar of a scale.
        area = None if geometry is None or "AcDbTrace" in kind else _area(geometry)
        if area is not None and "AcDbCircle" in kind and area.area < _SYMBOL_M2:
            symbols += 1
        elif area is not None:
            into = hatches if "AcDbHatch" in kind else outlines
            into.append(Outline(int(number), area, record))
        else:
            passed += 1
            if geometry is not None and geometry.geom_type == "Point":
                texts.append((geometry, str(record.get("Text") or "").strip()))
    drawing = Drawing([], passed)
    if symbols:
        drawing.notes.append(f"{symbols} small circles, which mark corners, were passed over")
    drawing.outlines = _cut(_filled(outlines, hatches, drawing.notes), drawing.notes)
    _name(drawing, texts)
    return drawing


def _area(geometry: BaseGeometry) -> BaseGeometry | None:
    return geometry if geometry.geom_type.endswith("Polygon") else enclosed(geometry)


def _filled(outlines: list[Outline], hatches: list[Outline], notes: list[str]) -> list[Outline]:
    """Join hatches with the outlines they fill."""
    if not outlines or not hatches:
        return [*outlines, *_unlike(hatches, notes)]
    rings = [row.area.exterior for row in outlines if isinstance(row.area, Polygon)]
    owners = [row for row in outlines if isinstance(row.area, Polygon)]
    tree = STRtree(rings)
    dropped: set[int] = set()
    joined = holes = 0
    kept = []
    for hatch in _unlike(hatches, notes):
        matched, inner = [], []
        for part in shapely.get_parts(hatch.area):
            matched += _same(tree, rings, part.exterior)
            for ring in part.interiors:
                inner += _same(tree, rings, ring)
        dropped.update(owners[at].number for at in (*matched, *inner))
        if matched:
            joined += 1
            kept.append(replace(owners[matched[0]], area=hatch.area))
        else:
            kept.append(hatch)
        holes += len(inner)
    if joined:
        notes.append(f"{joined} hatches fill an outline and are one parcel with it")
    if holes:
        notes.append(f"{holes} outlines are holes of a hatch and no parcels")
    left = [row for row in outlines if row.number not in dropped]
    return sorted([*left, *kept], key=lambda row: row.number)


def _cut(outlines: list[Outline], notes: list[str]) -> list[Outline]:
    """Cut the outlines on layers of holes, which zzmap writes, out of those around them."""
    holes = [row for row in outlines if str(row.attributes.get("Layer", "")).endswith(HOLES)]
    if not holes:
        return outlines
    kept = [row for row in outlines if row not in holes]
    tree = STRtree([row.area if row.area.is_valid else Polygon() for row in kept])
    used = 0
    for hole in holes:
        for at in tree.query(hole.area.representative_point(), predicate="within"):
            around = kept[at]
            if around.attributes.get("Layer") == str(hole.attributes["Layer"])[: -len(HOLES)]:
                kept[at] = replace(around, area=around.area.difference(hole.area))
                used += 1
                break
    notes.append(f"{used} outlines on layers that end in {HOLES} are holes and no parcels")
    return kept


def _same(tree: STRtree, rings: Sequence[BaseGeometry], ring: BaseGeometry) -> list[int]:
    near = tree.query(ring, predicate="dwithin", distance=_SAME_M)
    return [int(at) for at in near if shapely.hausdorff_distance(rings[at], ring) <= _SAME_M]


def _unlike(hatches: list[Outline], notes: list[str]) -> list[Outline]:
    """Drop a hatch that is drawn twice, as with a pattern over a colour."""
    kept: list[Outline] = []
    tree = STRtree([row.area for row in hatches])
    gone: set[int] = set()
    for at, row in enumerate(hatches):
        if at in gone:
            continue
        kept.append(row)
        for other in tree.query(row.area, predicate="intersects"):
            if other > at and row.area.equals_exact(hatches[other].area, _SAME_M, normalize=True):
                gone.add(int(other))
    if gone:
        notes.append(f"{len(gone)} hatches lie on another one and are one parcel with it")
    return kept


def _name(drawing: Drawing, texts: Sequence[tuple[BaseGeometry, str]]) -> None:
    """Name outlines by the one text inside each."""
    texts = [(point, text) for point, text in texts if text and not _FIGURES.fullmatch(text)]
    if not texts or not drawing.outlines:
        return
    # A faulty outline contains nothing: the checks tell what is wrong with it.
    tree = STRtree([row.area if row.area.is_valid else Polygon() for row in drawing.outlines])
    which, where = tree.query([point for point, _ in texts], predicate="within")
    once = np.bincount(which, minlength=len(texts)) == 1
    inside: dict[int, list[str]] = {}
    for text, outline in zip(which, where, strict=True):
        if once[text]:
            inside.setdefault(int(outline), []).append(" ".join(texts[text][1].split()))
    named = {at: row[0] for at, row in inside.items() if len(row) == 1}
    for at, text in named.items():
        own = drawing.outlines[at]
        own.attributes = {NAME: text, **own.attributes}
    if named:
        drawing.notes.append(f"{len(named)} parcels are named by the text in their outline")
