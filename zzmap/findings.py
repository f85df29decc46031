"""What a check finds, of geodata, a planner's parcels or a store: one record, one sentence."""

from __future__ import annotations

from typing import Any, NamedTuple

ERROR, WARNING, INFO = "error", "warning", "info"
"""An error stops an import, a warning needs to be accepted, information does neither."""


class Finding(NamedTuple):
    """One finding: what an exception of `zzmap.errors` would say, without stopping at it.

    `code` is a word for its kind, '' where its kind has none; `message` a clause without a
    final full stop; `feature` a parcel's number in its file, from 1, None for the whole file;
    `where` a file and row, a vertex or a WGS-84 position; `hint` tells what to do.

    Examples
    --------
    >>> import zzmap as zz
    >>> found = zz.open().parks.check("new.geojson", industries="智能传感器").findings
    >>> [str(row) for row in found if row.severity == "error"]
    []
    """

    code: str
    severity: str
    message: str
    feature: int | None = None
    where: str = ""
    hint: str = ""

    def __str__(self) -> str:
        """Return it as one line.

        ``warning overlap, feature 3 (at …): message. Hint.``, or ``where: message`` for a
        finding without a code.
        """
        if not self.code:
            return f"{self.where}: {self.message}"
        feature = "" if self.feature is None else f", feature {self.feature}"
        where = f" ({self.where})" if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.severity} {self.code}{feature}{where}: {self.message}.{hint}"

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON-ready values.

        Examples
        --------
        >>> from zzmap.findings import fault
        >>> fault("places.csv", 3, "name is empty").to_dict()["where"]
        'places.csv row 3'
        """
        return self._asdict()


def fault(file: str, row: int | None, message: str) -> Finding:
    """Make a finding about a row of a geodata file, or about the whole file."""
    return Finding("", ERROR, message, where=file if row is None else f"{file} row {row}")
