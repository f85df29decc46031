"""The codes of what a check of parcels finds, each with how bad it is."""

from __future__ import annotations

from zzmap.findings import ERROR, INFO, WARNING, Finding
from zzmap.messages import say

CODES: dict[str, tuple[str, str]] = {
    "invalid-ring": (ERROR, say("a ring crosses or touches itself")),
    "tangled": (ERROR, say("the edges of a parcel meet one another too often to be judged")),
    "zero-area": (ERROR, say("a polygon has no area")),
    "duplicate-vertex": (WARNING, say("a vertex is repeated")),
    "spike": (WARNING, say("a ring runs out and back along the same line")),
    "winding": (INFO, say("a ring runs the wrong way round")),
    "fixed": (INFO, say("a fault was mended")),
    "area-changed": (WARNING, say("mending has changed a parcel's area by more than 0.1%")),
    "unmended": (ERROR, say("faulty rings leave open what is land, and were not mended")),
    "outside-city": (ERROR, say("a parcel lies outside the city")),
    "across-city-line": (WARNING, say("a parcel crosses the line of the city")),
    "axes-swapped": (WARNING, say("north and east were found in the wrong order and put right")),
    "datum-suspected": (WARNING, say("a parcel fits a known one only after a datum shift")),
    "datum-open": (INFO, say("no known edge is near: a datum shift cannot be told")),
    "near-duplicate": (WARNING, say("a parcel is nearly a park that is already there")),
    "overlap": (WARNING, say("a parcel overlaps another")),
    "pile": (ERROR, say("so many parcels lie on one another that they are not compared")),
    "sliver": (WARNING, say("two parcels overlap by a sliver along a common edge")),
    "gap": (WARNING, say("two parcels leave a narrow gap along a common edge")),
    "district-share": (INFO, say("which districts a parcel lies in")),
    "zone-share": (INFO, say("which zones a parcel lies in, and what they host")),
    "area-mismatch": (WARNING, say("the measured area is not the stated one")),
    "unknown-industry": (WARNING, say("an industry the plans do not know")),
    "size": (WARNING, say("a parcel is smaller or larger than any park")),
    "coarse": (WARNING, say("coordinates are too coarse for a boundary")),
    "proportion": (WARNING, say("a boundary is out of all proportion to what it replaces")),
}
"""Every code with its severity and meaning."""


def finding(
    code: str, message: str, feature: int | None = None, where: str = "", hint: str = ""
) -> Finding:
    """Make a finding with the severity its code has."""
    return Finding(code, CODES[code][0], message, feature, where, hint)


__all__ = ["CODES", "ERROR", "INFO", "WARNING", "Finding", "finding"]
