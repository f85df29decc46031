"""`Zones`: official boundaries that take the place of shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.parks.model import Note
from zzmap.workspace.parks import Columns, Parks, Source
from zzmap.workspace.records import Replacement

if TYPE_CHECKING:
    from zzmap.model import Place
    from zzmap.parks.model import ParkRow
    from zzmap.workspace.city import City


class Zones:
    """Boundaries of the plans' places, as a planner puts official ones in their place.

    A place is named by its name or an alias; what is only like a name is refused with
    `NotFoundError`, for a boundary is not put where somebody may have meant.
    Changes are kept and undone as those of parks.

    Parameters
    ----------
    city
        The city whose places they bound.

    Examples
    --------
    >>> import zzmap as zz
    >>> zz.open(store="my.gpkg").zones.list()  # all boundaries are the shipped ones
    []
    """

    def __init__(self, city: City) -> None:
        self._city, self._store = city, city.store

    def replace(  # noqa: PLR0913 - each is a word a planner may say of an import
        self,
        name: str,
        path: str | Path,
        *,
        crs: str | None = None,
        trust_crs: bool = False,
        mapping: Columns = None,
        layer: str | None = None,
        fix: bool = False,
        accept: bool = False,
        who: str = "",
        why: str = "",
        seen: int | None = None,
    ) -> Replacement:
        """Put the boundary in a file in place of the shipped one, all its polygons together.

        Parameters
        ----------
        name
            Name or alias of a place.
        path, crs, trust_crs, mapping, layer, fix, accept, who, why
            As for `Parks.add`.
        seen
            As for `Parks.edit`.

        Returns
        -------
        Replacement
            `after` holds the boundary (WGS-84) and its area in km²; None where findings
            stopped it.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> done = city.zones.replace("高新区", "new.geojson", accept=True)
        >>> done.name, [row.name for row in city.zones.list()]
        ('郑州高新区', ['郑州高新区'])
        >>> city.zones.restore("高新区")
        '郑州高新区'
        """
        from zzmap.parks.intake import described, one_boundary
        from zzmap.parks.store import boundary_id

        place = self._place(name)
        reading = described(Source(path, crs, mapping, layer, trust_crs).read(self._city.plans))
        parks = Parks(self._city)
        reading = parks.checked(reading, fix=fix, replacing=boundary_id(place.id), place=place)
        if reading.stops(accept=accept):
            return Replacement(reading, place.name)
        note = Note.of(who, why, reading.path, seen)
        found = self._store.replace_zone(
            place.id, place.name, one_boundary(reading), note, reading.source
        )
        return Replacement(reading, place.name, None, self._store.park(found))

    def restore(self, name: str, *, who: str = "", why: str = "", seen: int | None = None) -> str:
        """Bring the shipped boundary of a place back, and return the place's name.

        `seen` is as for `Parks.edit`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zones = zz.open(store="my.gpkg").zones
        >>> _ = zones.replace("高新区", "new.geojson", accept=True)
        >>> zones.restore("高新区"), zones.list()
        ('郑州高新区', [])
        """
        place = self._place(name)
        self._store.restore_zone(place.id, Note.of(who, why, seen=seen))
        return place.name

    def list(self) -> list[ParkRow]:
        """Return the official boundaries in place of shipped ones.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").zones.list()
        []
        """
        return self._store.boundary_rows()

    def _place(self, name: str) -> Place:
        from zzmap.place_sheet import find_place

        return find_place(self._city.stated, name, sure=True)
