"""Drawings of numbers: bars in parts, one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import shapely

from zzmap.palette import Look
from zzmap.report.drawing import INK, Drawing, Label, Shape

WIDTH = 520.0
_BAR, _STEP, _LEFT, _RIGHT, _TOP = 10.0, 16.0, 132.0, 34.0, 24.0


class Part(NamedTuple):
    """A part that each bar may have, with its colour."""

    name: str
    colour: str


def bars(
    rows: Sequence[tuple[str, Mapping[str, float]]], parts: Sequence[Part], title: str = ""
) -> Drawing:
    """Draw a bar for each row, in parts, with its sum behind it and the parts told above.

    Parameters
    ----------
    rows
        What a bar is called, and its number by the name of a part.
    parts
        In the order they stand in a bar.
    title
        What it shows, for who cannot see it.

    Examples
    --------
    >>> drawn = bars([("甲区", {"重点": 2, "支持": 1})], [Part("重点", "#DE6B42")], "产业")
    >>> [label.text for label in drawn.labels]
    ['重点', '甲区', '2']
    """
    height = _TOP + _STEP * len(rows) + 6
    known = {part.name for part in parts}
    sums = [sum(value for name, value in row.items() if name in known) for _, row in rows]
    most = max([*sums, 1.0])
    scale = (WIDTH - _LEFT - _RIGHT) / most
    shapes: list[Shape] = []
    labels: list[Label] = []
    x = _LEFT
    for part in parts:
        shapes.append(_box(x, height - 14, 8, 8, part.colour))
        labels.append(Label(x + 11, height - 10, part.name, 8, INK, "start"))
        x += 26 + 8 * sum(0.55 if one.isascii() else 1.0 for one in part.name)
    for at, (name, values) in enumerate(rows):
        y = height - _TOP - _STEP * (at + 1) + (_STEP - _BAR) / 2
        labels.append(Label(_LEFT - 6, y + _BAR / 2, name, 8, INK, "end"))
        x = _LEFT
        for part in parts:
            wide = values.get(part.name, 0.0) * scale
            if wide > 0:
                shapes.append(_box(x, y, wide, _BAR, part.colour))
            x += wide
        labels.append(Label(x + 4, y + _BAR / 2, f"{sums[at]:,.10g}", 8, INK, "start"))
    return Drawing(WIDTH, height, shapes, labels, title)


def _box(x: float, y: float, wide: float, high: float, colour: str) -> Shape:
    return Shape(shapely.box(x, y, x + wide, y + high), Look("#FFFFFF", colour, 0.5, "", 1.0))
