"""What a check finds, of geodata, a planner's parcels or a store: one record, one sentence."""

from __future__ import annotations

from typing import Any, NamedTuple

from zzmap.messages import Language, say, speaking

ERROR, WARNING, INFO = "error", "warning", "info"
"""An error stops an import, a warning needs to be accepted, information does neither."""

_SEVERITIES = {ERROR: say("error"), WARNING: say("warning"), INFO: say("info")}


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
            return str(say("{where}: {message}", where=self.where, message=self.message))
        head = f"{_SEVERITIES[self.severity]} {self.code}"
        if self.feature is not None:
            head = say("{head}, feature {number}", head=head, number=self.feature)
        if self.where:
            head = say("{head} ({where})", head=head, where=self.where)
        told = say("{head}: {message}.", head=head, message=self.message)
        return str(say("{told} {hint}", told=told, hint=self.hint) if self.hint else told)

    def text(self, language: Language) -> str:
        """Return the line in a language, whichever it was found in.

        Examples
        --------
        >>> from zzmap.findings import fault
        >>> from zzmap.messages import say
        >>> fault("places.csv", 3, say("{name} is empty", name="name")).text("zh")
        'places.csv 第 3 行：name 为空'
        """
        with speaking(language):
            return str(self)

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
    return Finding(
        "",
        ERROR,
        message,
        where=file if row is None else say("{name} row {line}", name=file, line=row),
    )
