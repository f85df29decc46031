"""The one table of colours: pages get it as it is, QGIS styles are made of it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from zzmap.model import USER


class Look(NamedTuple):
    """How a feature is drawn.

    Attributes
    ----------
    stroke, fill
        Colours as ``#RRGGBB``; '' draws none.
    weight
        Width of the stroke in pixels.
    dash
        Dash and gap in pixels, as ``6 5``; '' for a whole line.
    opacity
        Of the fill, 0 to 1.
    """

    stroke: str
    fill: str
    weight: float
    dash: str
    opacity: float


@cache
def palette_text() -> str:
    """Return the table as JSON."""
    return (files("zzmap") / "palette.json").read_text("utf-8")


@cache
def palette() -> dict[str, Any]:
    """Return the table."""
    table: dict[str, Any] = json.loads(palette_text())
    return table


def palette_css() -> str:
    """Return the colours as variables of the page's style: by day, by night, and on paper."""
    table = palette()
    light, dark = (
        "".join(f"--zz-{name}:{colour};" for name, colour in table[mode].items())
        for mode in ("light", "dark")
    )
    percent = table["near_percent"]
    near = "".join(
        f"--zz-near-{name}:color-mix(in srgb,var(--zz-{name}) {percent}%,var(--zz-land));"
        for name in table["near"]
    )
    return (
        f":root,#zz-print{{{light}{near}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}color-scheme:dark}}}}"
    )


def look(layer: str, kind: str, basis: str) -> Look:
    """Return how the pages draw a feature.

    Parameters
    ----------
    layer
        Name of its layer.
    kind, basis
        Its columns of these names; '' if it has none.

    Examples
    --------
    >>> look("elements", "belt", "derived")
    Look(stroke='#2D7D82', fill='#2D7D82', weight=1.8, dash='10 5', opacity=1)
    """
    table = palette()
    plain = table["ground"].get(kind) if layer == "ground" else table["layers"].get(layer)
    if plain is not None:
        return _plain(plain)
    colours = table["relations"] if layer == "placements" else table["kinds"]
    colour = colours.get(kind, table["kinds"]["place"])
    area = "element" if layer == "elements" else "zone"
    opacity = table["fills"].get(kind if layer == "elements" else "", table["fills"][area])
    outline = table["outline"]
    if basis == USER:
        told = table["told"]
        return Look(told["color"], colour, told["weight"], "", opacity)
    return Look(colour, colour, outline["weight"], table["dashes"].get(basis, ""), opacity)


def _plain(row: dict[str, Any]) -> Look:
    stroke = row.get("color", "") if row.get("stroke", True) else ""
    fill = row.get("fillColor", "") if row.get("fill", True) else ""
    return Look(
        stroke, fill, row.get("weight", 0), row.get("dashArray", ""), row.get("fillOpacity", 0)
    )
