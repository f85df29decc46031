"""Paint a drawing as SVG, text as text in the viewer's own fonts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import shapely
from shapely.geometry.base import BaseGeometry

from zzmap.report.drawing import Drawing, Label, Shape


def svg(drawing: Drawing) -> str:
    """Return a drawing as an SVG element."""
    body = [_shape(row, drawing.height) for row in drawing.shapes]
    body += [_label(row, drawing.height) for row in drawing.labels]
    return (
        f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" '
        f'aria-label="{escape(drawing.title, quote=True)}">{"".join(body)}</svg>'
    )


def rings(shape: BaseGeometry) -> Iterator[tuple[bool, list[tuple[float, float]]]]:
    """Yield the lines of a shape in page points, each with whether it is closed."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                yield True, list(ring.coords)
        elif part.geom_type in ("LineString", "LinearRing"):
            yield False, list(part.coords)
        elif part.geom_type.startswith(("Multi", "GeometryCollection")):
            yield from rings(part)


def _shape(row: Shape, height: float) -> str:
    path = "".join(
        "M" + "L".join(f"{x:.1f} {height - y:.1f}" for x, y in line) + ("Z" if closed else "")
        for closed, line in rings(row.geometry)
    )
    if not path:
        return ""
    look = row.look
    area = row.geometry.area > 0
    fill = f'fill="{look.fill}" fill-opacity="{look.opacity:g}"' if look.fill and area else ""
    stroke = f'stroke="{look.stroke}" stroke-width="{look.weight:g}"' if look.stroke else ""
    dash = f'stroke-dasharray="{look.dash}"' if look.dash and stroke else ""
    told = " ".join(filter(None, (fill or 'fill="none"', stroke, dash)))
    return f'<path d="{path}" fill-rule="evenodd" stroke-linejoin="round" {told}/>'


def _label(row: Label, height: float) -> str:
    bold = ' font-weight="700"' if row.bold else ""
    return (
        f'<text x="{row.x:.1f}" y="{height - row.y:.1f}" font-size="{row.size:g}" '
        f'text-anchor="{row.anchor}" dominant-baseline="central" fill="{row.colour}" '
        f'stroke="#fff" stroke-width="2.2" paint-order="stroke"{bold}>{escape(row.text)}</text>'
    )
