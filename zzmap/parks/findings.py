"""What a check finds: a code, how bad it is, a sentence, where, and a hint how to mend it."""

from __future__ import annotations

from typing import Any, NamedTuple

ERROR, WARNING, INFO = "error", "warning", "info"
"""An error stops an import, a warning needs to be accepted, information does neither."""

CODES: dict[str, tuple[str, str]] = {
    "invalid-ring": (ERROR, "a ring crosses or touches itself"),
    "zero-area": (ERROR, "a polygon has no area"),
    "duplicate-vertex": (WARNING, "a vertex is repeated"),
    "spike": (WARNING, "a ring runs out and back along the same line"),
    "winding": (INFO, "a ring runs the wrong way round"),
    "fixed": (INFO, "a fault was mended"),
    "outside-city": (ERROR, "a parcel lies outside the city"),
    "across-city-line": (WARNING, "a parcel crosses the line of the city"),
    "axes-swapped": (WARNING, "north and east were found in the wrong order and put right"),
    "datum-suspected": (WARNING, "a parcel fits a known one only after a datum shift"),
    "near-duplicate": (WARNING, "a parcel is nearly a park that is already there"),
    "overlap": (WARNING, "a parcel overlaps another"),
    "sliver": (WARNING, "two parcels overlap by a sliver along a common edge"),
    "gap": (WARNING, "two parcels leave a narrow gap along a common edge"),
    "district-share": (INFO, "which districts a parcel lies in"),
    "zone-share": (INFO, "which zones a parcel lies in, and what they host"),
    "area-mismatch": (WARNING, "the measured area is not the stated one"),
    "unknown-industry": (WARNING, "an industry the plans do not know"),
    "size": (WARNING, "a parcel is smaller or larger than any park"),
    "coarse": (WARNING, "coordinates are too coarse for a boundary"),
}
"""Every code with its severity and meaning."""


class Finding(NamedTuple):
    """One finding.

    `feature` is the parcel's number in its file, from 1; None for the whole file.
    `where` is a vertex or a WGS-84 position; `hint` tells what to do.
    """

    code: str
    severity: str
    message: str
    feature: int | None = None
    where: str = ""
    hint: str = ""

    def __str__(self) -> str:
        """Return it as one line: ``warning overlap, feature 3 (at …): sentence. Hint.``."""
        feature = "" if self.feature is None else f", feature {self.feature}"
        where = f" ({self.where})" if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.severity} {self.code}{feature}{where}: {self.message}.{hint}"

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON-ready values."""
        return self._asdict()


def finding(
    code: str, message: str, feature: int | None = None, where: str = "", hint: str = ""
) -> Finding:
    """Make a finding with the severity its code has."""
    return Finding(code, CODES[code][0], message, feature, where, hint)
