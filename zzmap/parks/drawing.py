"""The parcels of a drawing: outlines, the hatches that fill them, the texts that name them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import shapely
from shapely import STRtree
from shapely.geometry import GeometryCollection, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from zzmap.io import Layer
from zzmap.io.formats import HOLES
from zzmap.messages import say

NAME = "名称"
"""Column that the text in an outline goes into, which is guessed to be the name."""

_SAME_M = 0.05
"""A hatch's ring this close to an outline everywhere is that outline drawn once more."""

_SYMBOL_M2 = 500.0
"""A circle smaller than any parcel marks a corner."""

_CLOSED_M, _OPEN_M, _OPEN_SHARE = 0.05, 5.0, 0.02
"""Ends this close were meant to meet; a gap up to the second, and to this share of the line's
length, is said: it may be a parcel whose outline was never closed."""

_FIGURES = re.compile(
    r"[-+]?[\d.,]+\s*(?:㎡|m²|m2|m|平方米|公顷|ha|亩|万亩|米|km²)?|[XYHxyh]\s*[=:：].*|J\d+(?:-\d+)?",
    re.IGNORECASE,
)
"""Areas, heights, lengths and numbers of corners stand in outlines too, and are no names."""


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
    out is its hole.  A text names the innermost outline around it, if it is the only one there.
    Filled arrows and bars (SOLID, TRACE, 3DFACE) are no parcels.
    """
    outlines: list[Outline] = []
    hatches: list[Outline] = []
    texts: list[tuple[BaseGeometry, str]] = []
    passed = symbols = solids = 0
    gaps = _Gaps()
    rows = zip(layer.frame.index, layer.frame.geometry, layer.records(), strict=True)
    for number, geometry, record in rows:
        kind = str(record.get("SubClasses") or "")
        area = None if geometry is None else _area(geometry, str(record.get("Layer") or ""), gaps)
        if area is not None and "AcDbCircle" in kind and area.area < _SYMBOL_M2:
            symbols += 1
        elif geometry is not None and geometry.geom_type == "Polygon" and not _FILLS.search(kind):
            solids += 1
        elif area is not None:
            into = hatches if "AcDbHatch" in kind else outlines
            into.append(Outline(int(number), area, record))
        else:
            passed += 1
            if geometry is not None and geometry.geom_type == "Point":
                texts.append((geometry, str(record.get("Text") or "").strip()))
    drawing = Drawing([], passed)
    if symbols:
        drawing.notes.append(
            say("{symbols} small circles, which mark corners, were passed over", symbols=symbols)
        )
    if solids:
        drawing.notes.append(
            say("{solids} filled shapes (SOLID, TRACE, 3DFACE) were passed over", solids=solids)
        )
    layers = {str(row.attributes.get("Layer") or "") for row in (*outlines, *hatches)}
    drawing.notes += gaps.told(layers)
    drawing.outlines = _cut(_filled(outlines, hatches, drawing.notes), drawing.notes)
    _name(drawing, texts)
    return drawing


_FILLS = re.compile("Hatch|MPolygon")


class _Gaps:
    """Lines that nearly return to their start: which were closed, and which were not."""

    def __init__(self) -> None:
        self.closed: list[float] = []
        self.left: list[str] = []
        self.wide: list[tuple[str, str]] = []
        """Layer and place of lines that lack a side, or are no outlines."""

    def told(self, layers: Collection[str]) -> list[str]:
        """Say what was closed, and where a parcel of these layers may have been passed over."""
        said = []
        if self.closed:
            apart = say("up to {most:.1f} mm apart", most=max(self.closed) * 1000)
            said.append(
                say(
                    "{count} outlines whose ends lie {apart} were closed",
                    count=len(self.closed),
                    apart=apart,
                )
            )
        if self.left:
            said.append(
                say(
                    "lines that nearly return were passed over: {left}"
                    "{more}; close those that are parcels",
                    left="; ".join(self.left[:_GAPS_NAMED]),
                    more=_more(self.left),
                )
            )
        among = [where for layer, where in self.wide if layer in layers]
        if among:
            said.append(
                say(
                    "open lines on layers of parcels were passed over: {left}{more}; close those "
                    "that are parcels and lack a side",
                    left="; ".join(among[:_GAPS_NAMED]),
                    more=_more(among),
                )
            )
        return said


def _more(left: Sequence[str]) -> str:
    unnamed = len(left) - _GAPS_NAMED
    return say(" and {unnamed} more", unnamed=unnamed) if unnamed > 0 else ""


_GAPS_NAMED = 5


def _area(geometry: BaseGeometry, layer: str, gaps: _Gaps) -> BaseGeometry | None:
    """Return what an entity encloses; ends that all but meet are joined, which is said."""
    if geometry.geom_type.endswith("Polygon"):
        return geometry
    area = enclosed(geometry)
    if area is not None or geometry.geom_type != "LineString" or len(geometry.coords) < 4:
        return area
    first, last = geometry.coords[0], geometry.coords[-1]
    gap = math.dist(first[:2], last[:2])
    if gap <= min(_CLOSED_M, _OPEN_SHARE * geometry.length):
        gaps.closed.append(gap)
        return Polygon([*geometry.coords[:-1], first])
    where = say(
        "layer {layer} at {first:.1f}, {first2:.1f}, {gap:.2f} m apart",
        layer=layer,
        first=first[0],
        first2=first[1],
        gap=gap,
    )
    if gap <= min(_OPEN_M, _OPEN_SHARE * geometry.length):
        gaps.left.append(where)
    else:
        gaps.wide.append((layer, where))
    return None


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
        alone = []
        for part in _pieces(hatch.area):
            matched = _same(tree, rings, part.exterior)
            inner = [at for ring in part.interiors for at in _same(tree, rings, ring)]
            dropped.update(owners[at].number for at in (*matched, *inner))
            holes += len(inner)
            if matched:
                joined += 1
                kept.append(replace(owners[matched[0]], area=part))
            else:
                alone.append(part)
        if alone:
            kept.append(replace(hatch, area=alone[0] if len(alone) == 1 else MultiPolygon(alone)))
    if joined:
        notes.append(
            say("{joined} hatches fill an outline and are one parcel with it", joined=joined)
        )
    if holes:
        notes.append(say("{holes} outlines are holes of a hatch and no parcels", holes=holes))
    left = [row for row in outlines if row.number not in dropped]
    return sorted([*left, *kept], key=lambda row: row.number)


def _pieces(area: BaseGeometry) -> list[Polygon]:
    """Return the polygons of a hatch.

    A hatch over several outlines comes as one shell with the others for its holes, wherever they
    lie: its rings are sorted out by what lies within what.
    """
    parts = list(shapely.get_parts(area))
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    if area.is_valid or len(rings) == 1 or not all(Polygon(ring).is_valid for ring in rings):
        return parts
    return list(shapely.get_parts(shapely.build_area(GeometryCollection(rings))))


def _cut(outlines: list[Outline], notes: list[str]) -> list[Outline]:
    """Cut the outlines on layers of holes, which zzmap writes, out of those around them."""
    holes = [row for row in outlines if str(row.attributes.get("Layer", "")).endswith(HOLES)]
    if not holes:
        return outlines
    kept = [row for row in outlines if row not in holes]
    shells = [Polygon(row.area.exterior) if row.area.is_valid and isinstance(row.area, Polygon)
              else Polygon() for row in kept]  # fmt: skip
    tree = STRtree(shells)
    used = 0
    for hole in holes:
        layer = str(hole.attributes["Layer"])[: -len(HOLES)]
        around = [
            int(at)
            for at in tree.query(hole.area, predicate="intersects")
            if kept[at].attributes.get("Layer") == layer and _holds(shells[at], hole.area)
        ]
        if around:
            # What lies inside the hole is another parcel, even one that fills it.
            at = min(around, key=lambda at: shells[at].area)
            own = kept[at].area
            cut = Polygon(own.exterior, [*own.interiors, hole.area.exterior])
            kept[at] = replace(kept[at], area=cut)
            used += 1
    notes.append(
        say(
            "{used} outlines on layers that end in {holes} are holes and no parcels",
            used=used,
            holes=HOLES,
        )
    )
    if used < len(holes):
        notes.append(
            say(
                "{count} such outlines lie in no outline and were passed over",
                count=len(holes) - used,
            )
        )
    return kept


def _holds(shell: Polygon, hole: BaseGeometry) -> bool:
    """Tell whether a hole lies in an outline and leaves something of it."""
    return bool(
        isinstance(hole, Polygon)
        and shell.area > hole.area * _LEFT
        and shell.buffer(_SAME_M).covers(hole)
    )


_LEFT = 1.0001
"""How much larger an outline is than its hole at least; less is the hole drawn once more."""


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
        notes.append(
            say("{count} hatches lie on another one and are one parcel with it", count=len(gone))
        )
    return kept


def _name(drawing: Drawing, texts: Sequence[tuple[BaseGeometry, str]]) -> None:
    """Name outlines by the one text inside each."""
    texts = [(point, text) for point, text in texts if text and not _FIGURES.fullmatch(text)]
    if not texts or not drawing.outlines:
        return
    # A faulty outline contains nothing: the checks tell what is wrong with it.
    areas = [row.area if row.area.is_valid else Polygon() for row in drawing.outlines]
    tree = STRtree(areas)
    which, where = tree.query([point for point, _ in texts], predicate="within")
    around: dict[int, list[int]] = {}
    for text, outline in zip(which.tolist(), where.tolist(), strict=True):
        around.setdefault(text, []).append(outline)
    inside: dict[int, list[str]] = {}
    for text, found in around.items():
        inmost = min(found, key=lambda at: areas[at].area)
        if all(areas[at].covers(areas[inmost]) for at in found):  # else it stands in an overlap
            inside.setdefault(inmost, []).append(" ".join(texts[text][1].split()))
    named = {at: row[0] for at, row in inside.items() if len(row) == 1}
    for at, text in named.items():
        own = drawing.outlines[at]
        own.attributes = {NAME: text, **own.attributes}
    if named:
        drawing.notes.append(
            say("{count} parcels are named by the text in their outline", count=len(named))
        )
