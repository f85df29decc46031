"""`Parks`: a planner's own boundaries, from a file to the maps and back."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.messages import say
from zzmap.parks.model import BOUNDARY, STATES, Note
from zzmap.words import join, split, unsplit_names
from zzmap.workspace.records import Addition, Exported, Replacement

if TYPE_CHECKING:
    from zzmap.catalogue import Catalogue
    from zzmap.model import Place
    from zzmap.parks.intake import Reading
    from zzmap.parks.model import Change, Park, ParkRow, Refusal
    from zzmap.parks.ways import Way
    from zzmap.workspace.city import City

Columns = Mapping[str, str] | str | None
"""Column by field, as a mapping or as ``name=园区名称,code=编号``; None guesses."""


class Source(NamedTuple):
    """A file of boundaries and how to read it.

    Attributes
    ----------
    path
        Any file `zzmap.read` takes.
    crs
        What the coordinates are in, as `zzmap.crs.resolve` takes it; None takes what the
        file says, and where it says nothing what the coordinates can only be.
    mapping
        Column by field (name, code, industries, status, area); None guesses.
    layer
        Layer of a file that has several.
    trust_crs
        Whether `crs` overrules what the file itself states (a .prj, a header, a crs member);
        without it a contradiction is an error.
    """

    path: str | Path
    crs: str | None = None
    mapping: Columns = None
    layer: str | None = None
    trust_crs: bool = False

    def read(self, plans: Catalogue) -> Reading:
        """Read it, unchecked; raises `FormatError` or `CrsError`.

        Where nothing says what the coordinates are in, only a system that puts them into the
        region of the plans' city counts; industries the plans know are not split.
        """
        from zzmap.parks.attributes import parse_mapping
        from zzmap.parks.intake import read

        region, whole = plans.city.region, unsplit_names(plans.industries.values())
        mapping = parse_mapping(self.mapping) if isinstance(self.mapping, str) else self.mapping
        return read(
            self.path,
            self.crs,
            mapping or None,
            self.layer,
            region,
            whole,
            trust_crs=self.trust_crs,
        )


class Parks:
    """The parks of a `City`.

    Parks are named by id, name or code.  Every change is one transaction with who made it
    and why (`who` defaults to your login), is kept in the history and can be undone.

    Every method raises `StoreError` if the store is damaged, foreign, write-protected or
    kept busy, or if a change cannot be made, and `NotFoundError` for a park that is not there.

    Parameters
    ----------
    city
        The city the parks belong to.

    Examples
    --------
    >>> import zzmap as zz
    >>> [park.name for park in zz.open(store="my.gpkg").parks.list()]
    ['甲园']
    """

    def __init__(self, city: City) -> None:
        self._city, self._store = city, city.store

    def __repr__(self) -> str:
        """Return where the parks are."""
        return f"Parks({str(self._store.path)!r})"

    def _split(self, industries: Sequence[str] | str) -> tuple[str, ...]:
        text = industries if isinstance(industries, str) else join(industries)
        return split(text, unsplit_names(self._city.plans.industries.values()))

    # -- bringing in ---------------------------------------------------------------

    def check(  # noqa: PLR0913 - as `add`
        self,
        path: str | Path,
        *,
        crs: str | None = None,
        trust_crs: bool = False,
        mapping: Columns = None,
        layer: str | None = None,
        fix: bool = False,
        name: str = "",
        industries: Sequence[str] | str = (),
        status: str = "",
        replacing: str = "",
    ) -> Reading:
        """Read and check the parks of a file; store nothing.

        Parameters
        ----------
        path, crs, mapping, layer, trust_crs
            The file and how to read it, see `Source`.
        fix
            Mend faulty rings; the findings say what was changed.
        name, industries, status
            What holds instead of what the file says.
        replacing
            Id, name or code of the park whose boundary it is to be, which is no neighbour then.

        Returns
        -------
        Reading
            `parcels` in WGS-84, `findings` (errors, warnings, information) and, in `file`,
            the format and what was assumed.

        Raises
        ------
        FormatError
            If the file cannot be read.
        CrsError
            If the reference system is not certain, or the coordinates contradict it.

        Examples
        --------
        >>> import zzmap as zz
        >>> reading = zz.open(store="my.gpkg").parks.check("new.geojson")
        >>> [parcel.name for parcel in reading.parcels], reading.of("error")
        (['乙园'], [])
        """
        from zzmap.parks.intake import described

        reading = Source(path, crs, mapping, layer, trust_crs).read(self._city.plans)
        reading = described(reading, name, self._split(industries), status)
        park = self._store.park(replacing).id if replacing else ""
        return self.checked(reading, fix=fix, replacing=park)

    def ways(self, path: str | Path, *, layer: str | None = None) -> builtins.list[Way]:
        """Return each way a file's coordinates can be read here, for a planner to choose by eye.

        Parameters
        ----------
        path, layer
            The file, see `Source`.

        Returns
        -------
        list of Way
            The likeliest first: what `check` and `add` take as `crs`, with the parcels where
            they would lie (WGS-84); none if the numbers fit no system here.

        Raises
        ------
        FormatError
            If the file cannot be read.

        Examples
        --------
        >>> import zzmap as zz
        >>> [way.crs for way in zz.open(store="my.gpkg").parks.ways("new.geojson")]
        ['EPSG:4326', 'gcj02', 'bd09']
        """
        from zzmap.parks.ways import ways

        plans = self._city.plans
        return ways(path, plans.city.region, unsplit_names(plans.industries.values()), layer)

    def add(  # noqa: PLR0913 - each is a word a planner may say of an import
        self,
        path: str | Path,
        *,
        crs: str | None = None,
        trust_crs: bool = False,
        mapping: Columns = None,
        layer: str | None = None,
        fix: bool = False,
        accept: bool = False,
        name: str = "",
        industries: Sequence[str] | str = (),
        status: str = "",
        who: str = "",
        why: str = "",
    ) -> Addition:
        """Bring the parks of a file in: read, mend, check, and store all of them or none.

        Parameters
        ----------
        path, crs, trust_crs, mapping, layer, fix, name, industries, status
            As for `check`.
        accept
            Store though there are warnings; errors stop it all the same.
        who, why
            For the history.

        Returns
        -------
        Addition
            What was read, the findings, and the parks added with their ids; or, where
            findings stopped it, `stopped` and no parks.

        Raises
        ------
        FormatError, CrsError
            As `check`.
        StoreError
            If the store cannot take them; nothing is stored then.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> done = city.parks.add("new.geojson", industries=["智能传感器"], accept=True, who="李工")
        >>> done.stopped, done.ids
        (False, ('park-user-0002',))
        >>> city.query("智能传感器")[-1].place
        '乙园'
        """
        reading = self.check(
            path,
            crs=crs,
            trust_crs=trust_crs,
            mapping=mapping,
            layer=layer,
            fix=fix,
            name=name,
            industries=industries,
            status=status,
        )
        if reading.stops(accept=accept):
            return Addition(reading, stopped=True)
        from zzmap.parks.intake import to_parks

        added = self._store.add(to_parks(reading), Note.of(who, why, reading.path))
        rows = {row.id: row for row in self._store.rows()}
        return Addition(reading, tuple(rows[park_id] for park_id in added))

    def replace(  # noqa: PLR0913 - as `add`
        self,
        park: str,
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
        """Give a park the boundary in a file; all polygons of it together.

        Parameters
        ----------
        park
            Id, name or code.
        path, crs, trust_crs, mapping, layer, fix, accept, who, why
            As for `add`.
        seen
            As for `edit`.

        Returns
        -------
        Replacement
            The park before and after; `after` is None where findings stopped it.

        Examples
        --------
        >>> import zzmap as zz
        >>> done = zz.open(store="my.gpkg").parks.replace("甲园", "new.geojson", accept=True)
        >>> done.before.geometry.equals(done.after.geometry), done.after.source[:11]
        (False, 'new.geojson')
        """
        from zzmap.parks.intake import described, one_boundary

        before = self._store.park(park)
        reading = described(Source(path, crs, mapping, layer, trust_crs).read(self._city.plans))
        reading = self.checked(reading, fix=fix, replacing=before.id)
        if reading.stops(accept=accept):
            return Replacement(reading, before.name, before)
        note = Note.of(who, why, reading.path, seen)
        self._store.replace(before.id, one_boundary(reading), note, reading.source)
        return Replacement(reading, before.name, before, self._store.park(before.id))

    def checked(
        self,
        reading: Reading,
        *,
        fix: bool = False,
        replacing: str = "",
        place: Place | None = None,
    ) -> Reading:
        """Check a reading against the plans and the parks that are there.

        Parameters
        ----------
        reading
            As `Source.read` gives it.
        fix
            Mend faulty rings first.
        replacing
            Id of the park whose boundary it is to be: that park is no neighbour then.
        place
            Place whose boundary it is to be: it is weighed against what it replaces.

        Examples
        --------
        >>> import zzmap as zz
        >>> from zzmap.workspace.parks import Source
        >>> city = zz.open(store="my.gpkg")
        >>> reading = Source("new.geojson").read(city.plans)
        >>> city.parks.checked(reading).of("error")
        []
        """
        from zzmap.parks.intake import checked

        return checked(
            reading, self._city.stated, self._store, fix=fix, replacing=replacing, place=place
        )

    # -- looking -------------------------------------------------------------------

    def list(self, *, all: bool = False) -> list[ParkRow]:
        """Return the live parks by id, or with `all` the retired and removed ones too.

        `zzmap.City.layer` gives the live ones as a GeoDataFrame (``city.layer("parks")``).

        Examples
        --------
        >>> import zzmap as zz
        >>> [(park.id, park.name) for park in zz.open(store="my.gpkg").parks.list()]
        [('park-user-0001', '甲园')]
        """
        rows = self._store.rows(STATES if all else ("live",))
        return [row for row in rows if row.kind != BOUNDARY]

    def get(self, park: str) -> Park:
        """Return one park, of any state, with its geometry (WGS-84 MultiPolygon) and km².

        Examples
        --------
        >>> import zzmap as zz
        >>> park = zz.open(store="my.gpkg").parks.get("甲园")
        >>> park.geometry.geom_type, round(park.area_km2, 2)
        ('MultiPolygon', 0.16)
        """
        return self._store.park(park)

    def history(self, park: str = "") -> builtins.list[Change]:
        """Return every change, or those of one park, oldest first.

        Examples
        --------
        >>> import zzmap as zz
        >>> [change.action for change in zz.open(store="my.gpkg").parks.history("甲园")]
        ['add']
        """
        return self._store.history(park)

    @property
    def last_change(self) -> int:
        """Number of the latest change of the store, which is what a look at it has `seen`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").parks.last_change
        1
        """
        return self._store.last_change()

    def findings(self) -> builtins.list[Refusal]:
        """Return edits other programs made in the store that cannot stand, and why.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").parks.findings()
        []
        """
        return self._store.findings()

    def export(
        self, path: str | Path, *, all: bool = False, overwrite: bool = False, gbk: bool = False
    ) -> Exported:
        """Write the live parks to a file; its suffix chooses the format.

        Parameters
        ----------
        path
            ``.geojson``, ``.gpkg``, ``.shp``, ``.fgb`` or ``.kml`` (WGS-84), or ``.txt`` (勘测定界)
            or ``.dxf`` (CGCS2000).
        all
            The retired ones too.
        overwrite
            Whether a GeoPackage that holds other exports of zzmap may be replaced.
        gbk
            Whether 勘测定界 text is written in GBK with CRLF, as older programs ask for.

        Raises
        ------
        StoreError
            If there are no parks.
        FormatError, OutputError
            If the format cannot hold them, or the file cannot be written there.

        Examples
        --------
        >>> import zzmap as zz
        >>> done = zz.open(store="my.gpkg").parks.export("parks.txt")
        >>> done.path.name, done.features, done.datum
        ('parks.txt', {'parks': 1}, 'CGCS2000')
        """
        from zzmap.parks.output import write_parks

        parks = self._store.parks(("live", "retired") if all else ("live",))
        parks = [park for park in parks if park.kind != BOUNDARY]
        zone = self._city.plans.city.survey_zone
        done = write_parks(parks, Path(path), zone, overwrite=overwrite, gbk=gbk)
        datum = "CGCS2000" if done.path.suffix.lower() in (".txt", ".dxf") else "WGS-84"
        return Exported(done.path, {"parks": len(parks)}, done.notes, datum)

    # -- changing ------------------------------------------------------------------

    def undo(self, change: int | None = None, *, who: str = "", why: str = "") -> int:
        """Take a change back with all of its import, and return its number.

        Parameters
        ----------
        change
            Any change of the import; None takes the last one in effect that is no undo.

        Examples
        --------
        >>> import zzmap as zz
        >>> parks = zz.open(store="my.gpkg").parks
        >>> parks.undo(), parks.list()
        (1, [])
        """
        return self._store.undo(change, Note.of(who, why))

    def restore(
        self, park: str, change: int, *, who: str = "", why: str = "", seen: int | None = None
    ) -> None:
        """Bring a park back to what it was after one of its changes; `seen` as for `edit`.

        Examples
        --------
        >>> import zzmap as zz
        >>> parks = zz.open(store="my.gpkg").parks
        >>> parks.remove("甲园")
        >>> parks.restore("甲园", 1)
        >>> parks.get("甲园").state
        'live'
        """
        self._store.restore(park, change, Note.of(who, why, seen=seen))

    def edit(
        self,
        park: str,
        /,
        *,
        name: str | None = None,
        code: str | None = None,
        industries: Sequence[str] | str | None = None,
        status: str | None = None,
        who: str = "",
        why: str = "",
        seen: int | None = None,
    ) -> tuple[str, ...]:
        """Change a park's name, code, industries or status; return which of them were named.

        Parameters
        ----------
        park
            Id, name or code.
        name, code, industries, status
            New values; None leaves a field as it is.
        seen
            Number of the park's latest change that the planner knew of; None does not ask.

        Raises
        ------
        ConflictError
            If another change was made after `seen`.
        StoreError
            If no field is named, nothing would change or a value cannot be.

        Examples
        --------
        >>> import zzmap as zz
        >>> parks = zz.open(store="my.gpkg").parks
        >>> parks.edit("甲园", status="active", industries="智能传感器、5G")
        ('industries', 'status')
        >>> parks.get("甲园").industries
        ('智能传感器', '5G')
        """
        from zzmap.parks.errors import StoreError

        given: dict[str, Any] = {
            "name": name,
            "code": code,
            "industries": None if industries is None else self._split(industries),
            "status": status,
        }
        values = {field: value for field, value in given.items() if value is not None}
        if not values:
            raise StoreError(
                say("nothing to change was named"),
                hint=say("Use --name, --code, --industry or --status."),
            )
        self._store.edit(park, Note.of(who, why, seen=seen), **values)
        return tuple(values)

    def retire(self, park: str, *, who: str = "", why: str = "", seen: int | None = None) -> None:
        """Take a park out of maps and answers but keep it in the file; `seen` as for `edit`.

        Examples
        --------
        >>> import zzmap as zz
        >>> parks = zz.open(store="my.gpkg").parks
        >>> parks.retire("甲园")
        >>> parks.list(), [park.state for park in parks.list(all=True)]
        ([], ['retired'])
        """
        self._store.retire(park, Note.of(who, why, seen=seen))

    def remove(self, park: str, *, who: str = "", why: str = "", seen: int | None = None) -> None:
        """Delete a park; `undo` and `restore` bring it back; `seen` as for `edit`.

        Examples
        --------
        >>> import zzmap as zz
        >>> parks = zz.open(store="my.gpkg").parks
        >>> parks.remove("甲园")
        >>> parks.list()
        []
        """
        self._store.remove(park, Note.of(who, why, seen=seen))
