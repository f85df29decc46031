"""From a planner's file to parks: read, mend, check, and make ready for the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zzmap.findings import ERROR
from zzmap.parks.merge import park_features
from zzmap.parks.model import ACCURACY_M, BASIS, BOUNDARY, PARK, Park, sha256
from zzmap.words import readable

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zzmap.catalogue import Catalogue
    from zzmap.crs import Box
    from zzmap.model import Place
    from zzmap.parks.findings import Finding
    from zzmap.parks.parcel import Parcel, ParcelFile
    from zzmap.parks.store import ParkStore

_HASH_DIGITS = 12
_LOST_DEG2 = 1e-12
"""More of a parcel than this outside a union of it, some 0.01 m², is lost."""
_GRID_DEG = 1e-9


class Reading(NamedTuple):
    """A file's parcels in WGS-84, with what checks found; `file.notes` says what was assumed."""

    path: Path
    file: ParcelFile
    parcels: list[Parcel]
    findings: list[Finding]

    def of(self, severity: str) -> list[Finding]:
        """Return the findings of one severity."""
        return [row for row in self.findings if row.severity == severity]

    def stops(self, *, accept: bool) -> bool:
        """Tell whether an import has to stop: for an error, or a warning not accepted."""
        return bool(self.of("error")) or (bool(self.of("warning")) and not accept)

    @property
    def source(self) -> str:
        """The file's name and enough of its hash that no other can be taken for it."""
        return f"{readable(self.path.name)} sha256:{sha256(self.path)[:_HASH_DIGITS]}"


def read(
    path: str | Path,
    crs: str | None = None,
    mapping: Mapping[str, str] | None = None,
    layer: str | None = None,
    region: Box | None = None,
    whole: Collection[str] = (),
    *,
    trust_crs: bool = False,
) -> Reading:
    """Read a file, unchecked; takes and raises as `zzmap.parks.georeference.read_parcels`."""
    from zzmap.parks.georeference import read_parcels

    file = read_parcels(path, crs, mapping, layer, region, whole, trust_crs=trust_crs)
    whole_path = Path(path)  # “.” has no name
    source = whole_path.resolve() if whole_path.is_dir() else whole_path
    return Reading(source, file, list(file.parcels), [])


def described(
    reading: Reading, name: str = "", industries: Sequence[str] = (), status: str = ""
) -> Reading:
    """Give every parcel a name, and what the planner says instead of what the file says.

    A parcel without a name is called by its code, else by the file; several by their number.
    """
    many = len(reading.parcels) > 1

    def one(parcel: Parcel) -> Parcel:
        number = f" {parcel.number}" if many else ""
        called = f"{name}{number}" if name else parcel.name
        return replace(
            parcel,
            name=called or parcel.code or f"{readable(reading.path.stem)}{number}",
            industries=tuple(industries) or parcel.industries,
            status=status or parcel.status,
        )

    return reading._replace(parcels=[one(parcel) for parcel in reading.parcels])


def checked(
    reading: Reading,
    catalogue: Catalogue,
    store: ParkStore,
    *,
    fix: bool = False,
    replacing: str = "",
    place: Place | None = None,
) -> Reading:
    """Mend a reading's rings if asked, and check it against the plans and the store.

    Parameters
    ----------
    replacing
        Id of the park whose boundary is to be replaced: it is no neighbour then.
    place
        Place whose boundary it is to be: it is weighed against what it replaces.
    """
    from zzmap.geometry import Gazetteer
    from zzmap.parks.checks import CheckContext, check_parcels, check_proportion, fix_parcels

    parcels, changes = fix_parcels(reading.parcels, reading.file) if fix else (reading.parcels, [])
    boundaries = tuple(row for row in park_features(store) if row.kind == BOUNDARY)
    stored = [
        (park.name, park.geometry)
        for park in store.parks()
        if park.kind != BOUNDARY and park.id != replacing
    ]
    context = CheckContext(catalogue, Gazetteer(catalogue, boundaries), stored)
    found = check_parcels(parcels, context, reading.file)
    before = None if place is None else context.gazetteer.locate(place)
    if place is not None and before is not None and all(row.severity != ERROR for row in found):
        whole = one_boundary(reading._replace(parcels=parcels))
        found += check_proportion(whole, place.name, before, context.gazetteer.metric)
    return reading._replace(parcels=parcels, findings=[*found, *changes])


def to_parks(reading: Reading) -> list[Park]:
    """Return parks that `ParkStore.add` takes."""
    source = reading.source
    return [
        Park(
            id="",
            name=parcel.name,
            code=parcel.code,
            industries=parcel.industries,
            status=parcel.status,
            area_km2=0.0,
            basis=BASIS,
            accuracy_m=ACCURACY_M,
            source=source,
            geometry=parcel.geometry,
            kind=PARK,
            state="live",
            replaces="",
        )
        for parcel in reading.parcels
    ]


def one_boundary(reading: Reading) -> BaseGeometry:
    """Return all parcels of a file as one boundary."""
    import shapely

    shapes = [parcel.geometry for parcel in reading.parcels]
    whole = shapely.union_all(shapes)
    if shapely.area(shapely.difference(shapes, whole)).max() > _LOST_DEG2:
        # GEOS now and then loses a part where edges nearly coincide; on a grid it does not.
        whole = shapely.union_all(shapes, grid_size=_GRID_DEG)
    return whole
