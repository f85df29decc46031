"""What a site's sheet says: records of what it lies in, meets, is near to and is constrained by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.statements import Statement

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from zzmap.findings import Finding

WHOLLY, PARTLY, MAY = "wholly", "partly", "may"
"""The site lies in a place: for certain as a whole, in part, or only if its boundary is off."""

NEAR, SOMEWHERE = "near", "somewhere"
"""A place is at some distance; or is known only to lie somewhere in what the site lies in."""

YES, NO, UNKNOWN = "yes", "no", "unknown"

DISTRICT, ZONE, ELEMENT, PARK = "district", "zone", "element", "park"


class Part(NamedTuple):
    """The part of a site that lies in a place with an outline.

    Attributes
    ----------
    layer
        ``district``, ``zone``, ``element`` (of a structure) or ``park`` (the planner's own).
    id, name, kind
        Of the place or element; `structure` is the name of an element's structure, else ''.
    how
        ``wholly``, ``partly`` or ``may``; see `WHOLLY`.
    share, least, most
        Part of the site's area, 0 to 1: as the outline is drawn, and if it and the site are
        each off by their accuracy, either way.
    area_km2
        Area of the part as drawn.
    distance_m
        From the site to the place's outline where they do not meet, 0 where they do.
    basis, accuracy_m, source
        Of the place's outline.
    geometry
        The part, WGS-84; None where only a fault of the outlines would make one.
    """

    layer: str
    id: str
    name: str
    kind: str
    structure: str
    how: str
    share: float
    least: float
    most: float
    area_km2: float
    distance_m: float
    basis: str
    accuracy_m: int
    source: str
    geometry: BaseGeometry | None = None

    @property
    def sure(self) -> bool:
        """Whether the boundary's accuracy leaves the share as it is, to a hundredth."""
        return self.most - self.least < 0.01


class Reach(NamedTuple):
    """How a place stands to the site.

    Attributes
    ----------
    how
        ``wholly``, ``partly``, ``may`` as `Part`; ``near``; ``somewhere`` in `within`.
    distance_m
        From the site to the place as it is drawn, 0 where they meet; None for ``somewhere``.
    accuracy_m
        How far off that may be: site and place together.
    """

    place_id: str
    place: str
    kind: str
    how: str
    distance_m: float | None
    accuracy_m: int
    basis: str
    within: str = ""


class Placed(NamedTuple):
    """What a plan says of a place at or near the site; its locator is in `statement`."""

    reach: Reach
    statement: Statement


class SiteProject(NamedTuple):
    """A key project at a place at or near the site; `place_basis` says how its place is known."""

    reach: Reach
    id: str
    name: str
    enterprise: str
    industry: str
    place_basis: str
    document: str
    locator: str


class Nearest(NamedTuple):
    """The nearest feature of a kind.

    Attributes
    ----------
    kind
        ``station``, ``interchange``, ``airport``, ``expressway``.
    answer
        ``yes``, or ``unknown`` where the city's data have none of the kind.
    name, distance_m, accuracy_m, source
        Of the nearest; metres from the site's outline, 0 where they meet.
    known
        How many of the kind the data have.
    rivals
        Names and distances of others that may be as near, for all that is known.
    """

    kind: str
    answer: str
    name: str = ""
    distance_m: float | None = None
    accuracy_m: int | None = None
    source: str = ""
    known: int = 0
    rivals: tuple[tuple[str, float], ...] = ()


class Constraint(NamedTuple):
    """Whether polygons a bureau has lie on the site.

    Attributes
    ----------
    answer
        ``yes``, ``no`` or ``unknown``, which `why` explains.
    share, least, most, area_km2
        As for `Part`; what is off is the site and the polygons, each by `accuracy_m`.
    distance_m
        To the nearest polygon, 0 where one lies on the site; None where nothing is known.
    polygons
        How many the file has; `met` how many of them lie on the site.
    notes
        What was assumed in reading and what is doubtful, a sentence each.
    geometry
        The part of the site under the constraint, WGS-84.
    """

    name: str
    file: str
    answer: str
    why: str = ""
    share: float | None = None
    least: float | None = None
    most: float | None = None
    area_km2: float | None = None
    distance_m: float | None = None
    accuracy_m: int | None = None
    polygons: int = 0
    met: int = 0
    notes: tuple[str, ...] = ()
    geometry: BaseGeometry | None = None


class Site(NamedTuple):
    """A site beside the plans.

    Attributes
    ----------
    name, file
        What it is called, and the file it came from, '' for a geometry.
    geometry
        WGS-84 polygon or multipolygon; several parcels of a file are one site.
    parcels
        Names of the parcels of the file.
    area_km2
        Measured on the ground; `overlap_km2` is what parcels have in common, counted once.
    accuracy_m
        How well its outline is taken to be known.
    lon, lat
        A point in it.
    parts
        Districts, zones, elements and parks it lies in, or may, the largest share first.
    outside
        Share beyond all districts of the city, as drawn.
    here, near
        What the plans place where it lies, and within `near_m` of it; nearest first.
    projects
        Key projects there and near.
    nearest
        Of each kind of way to get there.
    constraints
        One answer for each asked.
    notes
        What was assumed in reading it, a sentence each.
    doubts
        What boundaries leave uncertain, a sentence each, in metres.
    findings
        What was found of the file, as ``zzmap parks check`` would.
    path
        The sheet that was written; None where none was asked for.

    Examples
    --------
    >>> import zzmap as zz
    >>> site = zz.open().site("new.geojson")
    >>> site.parts[0].name, round(site.area_km2, 2)
    ('新密市', 0.16)
    """

    name: str
    file: str
    geometry: BaseGeometry
    parcels: tuple[str, ...]
    area_km2: float
    overlap_km2: float
    accuracy_m: int
    lon: float
    lat: float
    near_m: int
    parts: tuple[Part, ...]
    outside: float
    here: tuple[Placed, ...]
    near: tuple[Placed, ...]
    projects: tuple[SiteProject, ...]
    nearest: tuple[Nearest, ...]
    constraints: tuple[Constraint, ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    path: Path | None = None

    def of(self, layer: str) -> list[Part]:
        """Return the parts of one layer: ``district``, ``zone``, ``element`` or ``park``.

        Examples
        --------
        >>> import zzmap as zz
        >>> [part.name for part in zz.open().site("new.geojson").of("district")]
        ['新密市']
        """
        return [row for row in self.parts if row.layer == layer]

    @property
    def frame(self) -> GeoDataFrame:
        """The parts that are drawn, as a GeoDataFrame in WGS-84, one row a part.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().site("new.geojson").frame.crs.to_string()
        'EPSG:4326'
        """
        return _frame([row._asdict() for row in self.parts if row.geometry is not None])

    @property
    def constraint_frame(self) -> GeoDataFrame:
        """The parts of the site under a constraint, as a GeoDataFrame in WGS-84.

        Examples
        --------
        >>> import zzmap as zz
        >>> site = zz.open().site("new.geojson", constraints=["自己的面=new.geojson"])
        >>> site.constraint_frame[["name", "answer"]].values.tolist()
        [['自己的面', 'yes']]
        """
        rows = [row._asdict() for row in self.constraints if row.geometry is not None]
        return _frame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready values, geometry as GeoJSON.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().site("new.geojson").to_dict()["geometry"]["type"]
        'Polygon'
        """
        return {key: _plain(value) for key, value in self._asdict().items() if key != "path"}


def _frame(rows: list[dict[str, Any]]) -> GeoDataFrame:
    import geopandas as gpd

    from zzmap.settings import STORAGE_CRS

    if not rows:
        return gpd.GeoDataFrame({"name": []}, geometry=[], crs=STORAGE_CRS)
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=STORAGE_CRS)


def _plain(value: Any) -> Any:
    if hasattr(value, "__geo_interface__"):
        return value.__geo_interface__
    if hasattr(value, "_asdict"):
        return {key: _plain(one) for key, one in value._asdict().items()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value
