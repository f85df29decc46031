"""Rows of a table read: industry, place, position, plan, duplicate, and what is not certain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from zzmap.catalogue import Catalogue
from zzmap.crs import Crs, to_wgs84
from zzmap.crs.transform import in_range
from zzmap.geometry import Gazetteer
from zzmap.io.rows import Cell
from zzmap.join.coordinates import DOUBTFUL, NO, USABLE, Columns, PositionReader, Raw, system_in
from zzmap.join.duplicates import Duplicates
from zzmap.join.ground import Ground
from zzmap.join.industry import IndustryFound, IndustryReader, business_of
from zzmap.join.layout import Layout
from zzmap.join.place import Located, PlaceFound, PlaceReader
from zzmap.join.plan import PlanReader
from zzmap.join.records import Added, Doubt, Settled
from zzmap.join.roles import Roles
from zzmap.messages import say
from zzmap.names import Names
from zzmap.words import join, split

_ENTERPRISE = re.compile("企业|公司|单位|业主|法人")
_SERIAL = re.compile(r"\s*(?:序号|编号|No\.?|#|)\s*", re.IGNORECASE)
"""A column whose numbers only count the rows."""

BY_HAND = "settled by hand"
"""How an industry or a place was found that a planner said."""

_DIGITS = 6
"""Digits of degrees: a decimetre."""


_NOTHING = Settled()


class Row(NamedTuple):
    """A row of the table: its number in the file, its cells, and the heading above it."""

    number: int
    cells: list[Cell]
    heading: str = ""


class Position(NamedTuple):
    """A row's position, moved and judged: class, WGS-84 degrees, why, what it lies in."""

    coord: str = NO
    lon: float | None = None
    lat: float | None = None
    why: str = ""
    district: str = ""
    zone: str = ""


class Readers(NamedTuple):
    """What reads rows; made once for a city, used for any table of it."""

    catalogue: Catalogue
    industry: IndustryReader
    place: PlaceReader
    plan: PlanReader
    ground: Ground

    @classmethod
    def of(cls, catalogue: Catalogue, gazetteer: Gazetteer) -> Readers:
        """Return readers of a city."""
        names = Names.of(catalogue)
        return cls(
            catalogue,
            IndustryReader(catalogue, names),
            PlaceReader(catalogue, names),
            PlanReader(catalogue),
            Ground(gazetteer),
        )


class TableReader:
    """Reads the rows of one table.

    Parameters
    ----------
    readers
        Of the city.
    layout, roles
        Of the table.
    system
        Reference system of its coordinates, as told; '' takes what the table says.
    settled
        What a planner said of rows, by their number in the file.
    """

    def __init__(
        self,
        readers: Readers,
        layout: Layout,
        roles: Roles,
        system: str = "",
        settled: Mapping[int, Settled] | None = None,
    ) -> None:
        self.readers, self.roles = readers, roles
        self.settled = settled or {}
        self.columns = Columns(
            roles.first("lon"), roles.first("lat"), roles.first("point"),
            roles.first("x"), roles.first("y"), roles.first("crs"),
            tuple(at for at in range(len(layout.columns))
                  if all(at != column.at for column in roles.columns)),
        )  # fmt: skip
        self.told = system or _system_of(layout, self.columns)
        self.positions = PositionReader(readers.catalogue.city, self.columns, self.told)
        self.duplicates = Duplicates()
        named = roles.first("name")
        header = "" if named is None else layout.columns[named]
        self._serial = {at for at, one in enumerate(layout.columns) if _SERIAL.fullmatch(one)}
        self._projects = "项目" in header and not _ENTERPRISE.search(header)
        self.counts: Counter[str] = Counter()

    def read(self, rows: Sequence[Row]) -> tuple[list[Added], list[Doubt]]:
        """Return what is said of some rows, and what of it is not certain."""
        industries = [self._industry_of(row) for row in rows]
        places = [self._place_of(row) for row in rows]
        positions = self._judged([self.positions.read(row.cells) for row in rows], places)
        added: list[Added] = []
        doubts: list[Doubt] = []
        for parts in zip(rows, industries, places, positions, strict=True):
            one, own = self._one(*parts)
            added.append(one)
            doubts += own
            self.counts["review"] += bool(own)
        return added, doubts

    def notes(self) -> list[str]:
        """Return what was assumed of the rows read, a sentence each."""
        if not self.positions.assumed:
            return []
        return [
            say(
                "{count} positions say no reference system: degrees are taken for "
                "WGS-84, metres for CGCS2000; in GCJ-02 they would lie some 500 m off; "
                "--crs says it",
                count=self.positions.assumed,
            )
        ]

    # -- one row -------------------------------------------------------------------------

    def _one(
        self, row: Row, industry: IndustryFound, place: PlaceFound, position: Position
    ) -> tuple[Added, list[Doubt]]:
        name = self._text(row.cells, "name")
        places = self.readers.catalogue.places
        place_id, how, district, why = self._settled(place, position)
        first = self._first(row, name)
        in_plan = self.readers.plan.says(industry.id, place_id)
        self._count(industry, place_id, position, first)
        found = self.readers.catalogue.industries.get(industry.id)
        added = Added(
            row.number, industry.id, found.name if found else "", industry.how,
            industry.score or None, place_id, places[place_id].name if place_id else "", how,
            district, position.coord, position.lon, position.lat, in_plan, first,
        )  # fmt: skip
        near = self._names(place.candidates)
        doubts = [
            Doubt(row.number, name, "industry", industry.why, self._business(row.cells),
                  self._names(industry.candidates)),
            Doubt(row.number, name, "place", why, self._address(row), near),
            Doubt(row.number, name, "coord", position.why, self._position(row.cells)),
            Doubt(row.number, name, "duplicate", self._again(first)),
        ]  # fmt: skip
        return added, [doubt for doubt in doubts if doubt.why]

    def _again(self, first: int | None) -> str:
        if not first:
            return ""
        if self._projects:
            return say("the project of row {first}", first=first)
        return say("the enterprise of row {first}", first=first)

    def _first(self, row: Row, name: str) -> int | None:
        """Return the first row of the same enterprise, or of the same project.

        An enterprise may have several projects, and several enterprises one of a common name
        (标准化厂房建设项目): a project is the same only where all that is written is.
        """
        if not self._projects:
            return self.duplicates.first(self._text(row.cells, "code"), name, row.number)
        words = ["" if at in self._serial or cell is None else str(cell).strip()
                 for at, cell in enumerate(row.cells)]  # fmt: skip
        return self.duplicates.first("", "\n".join(words), row.number) if name else None

    def _settled(self, place: PlaceFound, position: Position) -> tuple[str, str, str, str]:
        """Return a row's place, how it is known, its district and why it is in doubt.

        An address says the place; where it says none, the position does.
        """
        places = self.readers.catalogue.places
        usable = position.coord in USABLE
        own = places[position.district].name if usable and position.district else ""
        lies = position.zone or position.district
        if place.id:
            district = own if own and own in split(place.district) else place.district
            how = place.how
            if usable and lies and lies != place.id:
                how += f"; its position lies in {places[lies].name}"
            return place.id, how, district or own, place.why
        if usable and lies and not place.outside and place.how != BY_HAND:
            return lies, f"its position lies in {places[lies].name}", own, ""
        return "", place.how, place.district, place.why

    def _count(
        self, industry: IndustryFound, place_id: str, position: Position, first: int | None
    ) -> None:
        self.counts["rows"] += 1
        self.counts["industry"] += bool(industry.id)
        self.counts["none"] += industry.how.startswith("none")
        self.counts["place"] += bool(place_id)
        self.counts["point"] += position.coord in USABLE
        self.counts["duplicate"] += first is not None

    def _industry_of(self, row: Row) -> IndustryFound:
        said = self.settled.get(row.number, _NOTHING).industry
        if said is None:
            return self._industry(row.cells)
        return IndustryFound(said, 1.0 if said else 0.0, BY_HAND if said else f"none: {BY_HAND}")

    def _place_of(self, row: Row) -> PlaceFound:
        said = self.settled.get(row.number, _NOTHING).place
        if said is None:
            return self.readers.place.read(self._located(row))
        # A place that is said to be none is not to be told by the position either.
        return self.readers.place.settled(said, BY_HAND) if said else PlaceFound(how=BY_HAND)

    # -- what a row says -----------------------------------------------------------------

    def _industry(self, cells: Sequence[Cell]) -> IndustryFound:
        roles = ("main", "scope", "industry", "gbt", "name")
        texts = (
            (role, self._cell(cells, at))
            for role in roles
            for at in self.roles.all(role)  # type: ignore[arg-type]
        )
        return self.readers.industry.read(business_of((role, text) for role, text in texts if text))

    def _located(self, row: Row) -> Located:
        addresses = (self._cell(row.cells, at) for at in self.roles.all("address"))
        return Located(
            tuple(filter(None, addresses)),
            self._text(row.cells, "district"),
            self._text(row.cells, "zone"),
            row.heading,
        )

    def _text(self, cells: Sequence[Cell], role: str) -> str:
        at = self.roles.first(role)  # type: ignore[arg-type]
        return "" if at is None else self._cell(cells, at)

    @staticmethod
    def _cell(cells: Sequence[Cell], at: int) -> str:
        return "" if at >= len(cells) or cells[at] is None else str(cells[at]).strip()

    def _business(self, cells: Sequence[Cell]) -> str:
        texts = (self._text(cells, role) for role in ("main", "scope", "industry", "gbt"))
        return next(filter(None, texts), "")

    def _address(self, row: Row) -> str:
        texts = (self._text(row.cells, role) for role in ("address", "zone", "district"))
        return next(filter(None, texts), "")

    def _position(self, cells: Sequence[Cell]) -> str:
        places = (at for at in self.columns[:5] if at is not None)
        return ", ".join(filter(None, (self._cell(cells, at) for at in places)))

    def _names(self, ids: Sequence[str]) -> str:
        industries, places = self.readers.catalogue.industries, self.readers.catalogue.places
        return join(industries[one].name if one in industries else places[one].name for one in ids)

    # -- positions -----------------------------------------------------------------------

    def _judged(self, raws: Sequence[Raw], places: Sequence[PlaceFound]) -> list[Position]:
        """Move positions to WGS-84 and judge them by the city and by the addresses."""
        points = _moved(raws)
        known = np.isfinite(points).all(axis=1)
        found = [Position(NO, why=raw.why or _no_position(raw.crs)) for raw in raws]
        at = np.flatnonzero(known)
        if not len(at):
            return found
        inside = self.readers.ground.inside(points[at])
        beyond = self._beyond(points, at, places)
        region = self.readers.catalogue.city.region
        for order, row in enumerate(at.tolist()):
            lon, lat = points[row].tolist()
            where = (inside.districts[order], inside.zones[order])
            if not (region.west <= lon <= region.east and region.south <= lat <= region.north):
                why = say("{lon:.5f}, {lat:.5f} lies outside the region", lon=lon, lat=lat)
                found[row] = Position(DOUBTFUL, None, None, why)
                continue
            why = self._doubt(raws[row], places[row], where[0], beyond[row])
            if why:
                found[row] = Position(DOUBTFUL, None, None, why, *where)
            else:
                found[row] = Position(
                    raws[row].coord, round(lon, _DIGITS), round(lat, _DIGITS), "", *where
                )
        return found

    def _beyond(
        self, points: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
        at: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
        places: Sequence[PlaceFound],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:  # fmt: skip
        """Return how far each point lies beyond its row's place, in metres."""
        beyond = np.full(len(points), np.nan)
        groups: dict[str, list[int]] = {}
        for row in at.tolist():
            groups.setdefault(places[row].id, []).append(row)
        for place_id, rows in groups.items():
            if place_id:
                beyond[rows] = self.readers.ground.beyond_m(place_id, points[rows])
        return beyond

    def _doubt(self, raw: Raw, place: PlaceFound, district: str, beyond: float) -> str:
        if raw.doubt:
            return raw.doubt
        if place.outside and district:
            return say("the address is in another city")
        if beyond > 0:
            name = self.readers.catalogue.places[place.id].name
            return say(
                "it lies {km:.1f} km beyond where {name} can reach", km=beyond / 1000, name=name
            )
        if not district and not place.outside and np.isnan(beyond):
            return say("it lies outside the city's districts")
        return say("it has two decimals at most: a kilometre") if raw.coarse else ""


def _no_position(crs: Crs | None) -> str:
    return "" if crs is None else say("no position of {system}", system=crs.label)


def _moved(raws: Sequence[Raw]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the (n, 2) WGS-84 degrees of positions; NaN for those that have none."""
    points = np.full((len(raws), 2), np.nan)
    groups: dict[Crs, list[int]] = {}
    for row, raw in enumerate(raws):
        if raw.crs is not None:
            groups.setdefault(raw.crs, []).append(row)
    for crs, rows in groups.items():
        xy = np.array([[raws[row].x, raws[row].y] for row in rows])
        fits = in_range(crs, xy[:, 0], xy[:, 1])
        kept = np.array(rows)[fits]
        if len(kept):
            points[kept, 0], points[kept, 1] = to_wgs84(crs, xy[fits, 0], xy[fits, 1])
    return points


def _system_of(layout: Layout, columns: Columns) -> str:
    """Return the system that the names of the columns, or the lines above them, say."""
    places = (columns.lon, columns.lat, columns.point, columns.north, columns.east)
    names = (layout.columns[at] for at in places if at is not None)
    texts = (*names, *layout.above) if any(at is not None for at in places) else ()
    return next(filter(None, map(system_in, texts)), "")
