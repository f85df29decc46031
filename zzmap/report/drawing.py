"""Drawings in page points, y up: a map of the layers about something; `svg` paints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import shapely
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from zzmap.features import Feature
from zzmap.geometry import Gazetteer
from zzmap.palette import Look, look
from zzmap.site.parts import valid

WIDTH, HEIGHT = 520.0, 330.0
"""Of a map, in points: across an A4 page between its margins."""

LAYERS = ("neighbours", "districts", "ground", "zones")
"""What can lie below the marks, the lowest first."""

_MARGIN = 1.35
_LEAST_M = 3_000.0
_STEPS_M = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
INK = "#26323A"
"""Colour of names and lines that stand out."""

_SOFT, _WATER = "#6B7785", "#4E86A8"
_MARK = "#B2182B"
_TEXT_AWAY = 4.0


class Shape(NamedTuple):
    """A geometry in page points and how it is drawn."""

    geometry: BaseGeometry
    look: Look


class Label(NamedTuple):
    """A text about a point; `anchor` is ``middle``, ``start`` or ``end``."""

    x: float
    y: float
    text: str
    size: float = 8.0
    colour: str = INK
    anchor: str = "middle"
    bold: bool = False


class Drawing(NamedTuple):
    """Shapes and texts on a page of so many points."""

    width: float
    height: float
    shapes: Sequence[Shape]
    labels: Sequence[Label]
    title: str = ""


class Mark(NamedTuple):
    """What a map is about: a WGS-84 geometry with its name and colour, or a look of its own.

    Attributes
    ----------
    ink
        Colour of its name; '' for the mark's own.
    """

    geometry: BaseGeometry
    name: str = ""
    colour: str = _MARK
    look: Look | None = None
    ink: str = ""


def map_of(
    gazetteer: Gazetteer,
    marks: Sequence[Mark],
    title: str = "",
    about: BaseGeometry | None = None,
    layers: Sequence[str] = LAYERS,
) -> Drawing:
    """Draw the ground, districts and zones about some marks, and the marks upon them.

    Parameters
    ----------
    gazetteer
        Where everything lies.
    marks
        What it is about.
    title
        What it shows, for who cannot see it.
    about
        What the map shows as a whole, WGS-84; None takes the marks.
    layers
        Which of `LAYERS` are drawn.
    """
    wanted = [row.geometry for row in marks] if about is None else [about]
    view = _View(gazetteer, wanted)
    shapes: list[Shape] = []
    labels: list[Label] = []
    for layer in (row for row in LAYERS if row in layers):
        for feature in _features(gazetteer, layer):
            part = view.clipped(feature.geometry)
            if part.is_empty or part.geom_type.endswith("Point"):
                continue
            style = look(layer, feature.kind, feature.basis)
            shapes.append(Shape(part, style))
            if layer in ("districts", "zones") or feature.kind == "lake":
                colour = _SOFT if layer == "districts" else _WATER
                colour = "#0072B2" if layer == "zones" else colour
                size = 10.0 if layer == "districts" else 7.5
                at = part.representative_point()
                labels.append(Label(at.x, at.y, feature.name, size, colour))
    shapes.append(Shape(view.clipped(gazetteer.city.geometry), look("city", "city", "")))
    marked = list(_marks(view, marks))
    shapes += [shape for shape, _ in marked]
    first = [label for _, label in marked if label is not None]
    points = list(_points(gazetteer, view))
    shapes += [shape for shape, _ in points]
    kept = _apart([*first, *(label for _, label in points), *labels])
    bar, told = _scale(view.points_per_m)
    frame = Shape(shapely.box(0, 0, WIDTH, HEIGHT), Look("#9AA3AB", "", 0.8, "", 0))
    return Drawing(WIDTH, HEIGHT, [*shapes, frame, *bar], [*kept, *told], title)


class _View:
    """Where on the ground the page looks, and how ground becomes page."""

    def __init__(self, gazetteer: Gazetteer, wanted: Sequence[BaseGeometry]) -> None:
        self._metric = gazetteer.metric
        boxes = [self._metric.to_metric(row).bounds for row in wanted]
        west, south = (min(box[at] for box in boxes) for at in (0, 1))
        east, north = (max(box[at] for box in boxes) for at in (2, 3))
        across = max((east - west) * _MARGIN, (north - south) * _MARGIN * WIDTH / HEIGHT)
        across = max(across, 2 * _LEAST_M)
        self.points_per_m = WIDTH / across
        up = across * HEIGHT / WIDTH
        self.west, self.south = (west + east - across) / 2, (south + north - up) / 2
        self._window = shapely.box(self.west, self.south, self.west + across, self.south + up)

    def clipped(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return what of a WGS-84 geometry is in view, in page points, as fine as shows."""
        metres = valid(self._metric.to_metric(geometry))
        part = shapely.intersection(metres, self._window)
        part = shapely.simplify(part, 0.3 / self.points_per_m)
        scale = self.points_per_m
        moved: BaseGeometry = affine_transform(
            part, [scale, 0, 0, scale, -self.west * scale, -self.south * scale]
        )
        return moved


def _features(gazetteer: Gazetteer, layer: str) -> list[Feature]:
    if layer != "zones":
        return list(gazetteer.layer(layer))
    rows = [row for key, row in gazetteer.polygons.items() if key not in gazetteer.districts]
    return sorted(rows, key=lambda row: -row.geometry.area)


def _marks(view: _View, marks: Sequence[Mark]) -> Iterator[tuple[Shape, Label | None]]:
    for mark in marks:
        part = view.clipped(mark.geometry)
        if part.is_empty:
            continue
        if mark.geometry.area == 0:
            part = shapely.union_all([row.buffer(3.2) for row in shapely.get_parts(part)])
            style = Look("#FFFFFF", mark.colour, 0.8, "", 1.0)
        else:
            style = mark.look or Look(mark.colour, mark.colour, 2.2, "", 0.25)
        at = part.representative_point()
        top = at.y if mark.geometry.area else part.bounds[3] + _TEXT_AWAY + 2
        ink = mark.ink or mark.colour
        label = Label(at.x, top, mark.name, 8.5, ink, bold=True) if mark.name else None
        yield Shape(part, style), label


def _points(gazetteer: Gazetteer, view: _View) -> Iterator[tuple[Shape, Label]]:
    for feature in gazetteer.layer("ground"):
        if feature.kind not in ("station", "airport"):
            continue
        point = view.clipped(feature.geometry.representative_point())
        if not point.is_empty:
            dot = Shape(shapely.box(point.x - 2, point.y - 2, point.x + 2, point.y + 2),
                        Look("#FFFFFF", INK, 0.6, "", 1.0))  # fmt: skip
            yield dot, Label(point.x, point.y + 6, feature.name, 7.0, INK)


def _apart(labels: Sequence[Label]) -> list[Label]:
    """Keep labels that don't lie on one before them, moved into the page."""
    kept: list[Label] = []
    boxes: list[BaseGeometry] = [shapely.box(0, 0, 150, 24)]
    for label in labels:
        half = label.size * _wide(label.text) / 2 + 1
        x = min(max(label.x, half + 2), WIDTH - half - 2)
        y = min(max(label.y, label.size), HEIGHT - label.size)
        box = shapely.box(x - half, y - label.size * 0.6, x + half, y + label.size * 0.6)
        if not any(box.intersects(other) for other in boxes):
            boxes.append(box)
            kept.append(label._replace(x=x, y=y))
    return kept


def _wide(text: str) -> float:
    """Return the width of a text in its size: a Chinese character is as wide as high."""
    return sum(0.55 if char.isascii() else 1.0 for char in text)


def _scale(points_per_m: float) -> tuple[list[Shape], list[Label]]:
    metres = max((step for step in _STEPS_M if step * points_per_m <= 110), default=100)
    long = metres * points_per_m
    line = shapely.LineString([(10, 14), (10, 10), (10 + long, 10), (10 + long, 14)])
    told = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres} m"
    north = shapely.Polygon([(WIDTH - 16, HEIGHT - 28), (WIDTH - 12, HEIGHT - 14),
                             (WIDTH - 8, HEIGHT - 28), (WIDTH - 12, HEIGHT - 24)])  # fmt: skip
    return (
        [Shape(line, Look(INK, "", 1.2, "", 0)), Shape(north, Look("", INK, 0, "", 1.0))],
        [
            Label(14 + long, 12, told, 8, INK, "start"),
            Label(WIDTH - 12, HEIGHT - 9, "N", 8, INK),
        ],
    )
