"""What the use cases answer with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zzmap.messages import say

if TYPE_CHECKING:
    from zzmap.facts.model import Fact
    from zzmap.parks.findings import Finding
    from zzmap.parks.intake import Reading
    from zzmap.parks.model import Park, ParkRow


class Exported(NamedTuple):
    """A file that was written.

    Attributes
    ----------
    path
        The file.
    features
        How many features it holds of each layer, by name.
    notes
        A sentence for each thing that is not in it as it is in the layer.
    datum
        What its coordinates are in.

    Examples
    --------
    >>> import zzmap as zz
    >>> done = zz.open().export("districts", "districts.geojson")
    >>> done.features, done.datum
    ({'districts': 12}, 'WGS-84')
    """

    path: Path
    features: dict[str, int]
    notes: tuple[str, ...] = ()
    datum: str = "WGS-84"


class Told(NamedTuple):
    """What came of telling a fact, or of changing one.

    Attributes
    ----------
    facts
        The facts as they are in the store now, the new place first where one was made; none if
        the findings stopped it.
    findings
        What is doubtful of it.
    stopped
        Whether a warning nobody accepted stopped it.

    Examples
    --------
    >>> import zzmap as zz
    >>> told = zz.open().facts.add_alias("郑州高新区", "西北新城")
    >>> told.ids, told.stopped
    (('fact-0001',), False)
    """

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...] = ()
    stopped: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the facts.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().facts.add_alias("郑州高新区", "西北新城").ids
        ('fact-0001',)
        """
        return tuple(fact.id for fact in self.facts)


class Addition(NamedTuple):
    """What came of bringing a file in: what was read and found, and the parks added.

    Attributes
    ----------
    reading
        The file as it was understood: its parcels in WGS-84, notes and findings.
    parks
        The parks added, with their ids; none if the findings stopped it, for an import is
        stored whole or not at all.
    stopped
        Whether an error, or a warning nobody accepted, stopped it.

    Examples
    --------
    >>> import zzmap as zz
    >>> done = zz.open().parks.add("new.geojson", industries="智能传感器", accept=True)
    >>> print(done)
    new.geojson: 1 parks added
    """

    reading: Reading
    parks: tuple[ParkRow, ...] = ()
    stopped: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the parks added.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().parks.add("new.geojson", industries="智能传感器", accept=True).ids
        ('park-user-0001',)
        """
        return tuple(park.id for park in self.parks)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, errors first.

        Examples
        --------
        >>> import zzmap as zz
        >>> done = zz.open().parks.add("new.geojson", industries="智能传感器", accept=True)
        >>> [str(row) for row in done.findings if row.severity == "error"]
        []
        """
        return tuple(self.reading.findings)

    def __str__(self) -> str:
        """Return it as one line."""
        if self.stopped:
            return outcome(self.reading)
        return say(
            "{name}: {count} parks added", name=self.reading.path.name, count=len(self.parks)
        )


class Replacement(NamedTuple):
    """What came of giving a park or a place the boundary in a file.

    Attributes
    ----------
    reading
        The file as it was understood.
    name
        What the park or place is called.
    before, after
        The park as it was and as it is; `before` is None for a place that had its shipped
        boundary, `after` is None if the findings stopped it.

    Examples
    --------
    >>> import zzmap as zz
    >>> done = zz.open(store="my.gpkg").parks.replace("甲园", "new.geojson", accept=True)
    >>> print(done)
    甲园: the boundary of new.geojson is in place
    """

    reading: Reading
    name: str
    before: Park | None = None
    after: Park | None = None

    @property
    def stopped(self) -> bool:
        """Whether an error, or a warning nobody accepted, stopped it.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").parks.replace("甲园", "new.geojson", accept=True).stopped
        False
        """
        return self.after is None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, errors first.

        Examples
        --------
        >>> import zzmap as zz
        >>> done = zz.open(store="my.gpkg").parks.replace("甲园", "new.geojson", accept=True)
        >>> [str(row) for row in done.findings if row.severity == "error"]
        []
        """
        return tuple(self.reading.findings)

    def __str__(self) -> str:
        """Return it as one line."""
        if self.stopped:
            return outcome(self.reading)
        return say(
            "{name}: the boundary of {path_name} is in place",
            name=self.name,
            path_name=self.reading.path.name,
        )


def outcome(reading: Reading) -> str:
    """Say in a line what stopped an import."""
    errors, warnings = len(reading.of("error")), len(reading.of("warning"))
    return say(
        "{name}: {errors} errors, {warnings} warnings; nothing was stored",
        name=reading.path.name,
        errors=errors,
        warnings=warnings,
    )
