"""Where a place lies and how large it is, as numbers: measured, or kept from when it was.

Measuring loads numpy and shapely, which takes longer than all the rest of answering what a zone
hosts.  So a geodata folder may keep what was measured (``measured.json``, made by
``geodata/make/measured.py``) with the SHA-256 of the files it was measured on; where one of
those has changed by a byte, the kept numbers are passed over and measured anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zzmap.model import UNLOCATED, Place

if TYPE_CHECKING:
    from zzmap.geometry import Container, Gazetteer, Located

FILE = "measured.json"
MEASURED_ON = ("city.toml", "elements.csv", "members.csv", "places.csv", "structures.csv")
"""Tables that say where places lie; all layers do too."""


class Part(NamedTuple):
    """The part (0 to 1) of a place in a district, None where only the district is known."""

    district_id: str
    share: float | None


class Whereabouts(NamedTuple):
    """Where a place lies: km², metres, WGS-84 degrees of a point on or in it.

    `within` is the id of the zone or district it is known to lie in where its own position is
    not known; basis, accuracy and source are then those of that.
    """

    basis: str
    accuracy_m: int | None
    source: str
    lon: float | None
    lat: float | None
    area_km2: float | None
    within: str
    districts: tuple[Part, ...]


def measure(gazetteer: Gazetteer, place: Place) -> Whereabouts:
    """Measure where a place lies.

    Examples
    --------
    >>> from zzmap.catalogue import Catalogue
    >>> from zzmap.geometry import Gazetteer
    >>> catalogue = Catalogue()
    >>> found = measure(Gazetteer(catalogue), catalogue.places["district-shangjie"])
    >>> found.basis, found.districts
    ('admin_boundary', (Part(district_id='district-shangjie', share=1.0),))
    """
    located = gazetteer.locate(place)
    point = located.geometry.representative_point() if located else None
    container = gazetteer.container(place)
    known = container.located if container is not None else located
    return Whereabouts(
        known.basis if known else UNLOCATED,
        known.accuracy_m if known else None,
        known.source if known else place.source,
        round(point.x, 6) if point else None,
        round(point.y, 6) if point else None,
        gazetteer.area_km2(place),
        container.place.id if container is not None else "",
        _parts(gazetteer, place, located, container),
    )


def _parts(
    gazetteer: Gazetteer, place: Place, located: Located | None, container: Container | None
) -> tuple[Part, ...]:
    if container is not None and not place.district_ids:
        located = container.located
    if located is not None:
        shares = gazetteer.district_shares(located.geometry)
        return tuple(Part(share.district_id, share.share) for share in shares)
    return tuple(Part(row, None) for row in place.district_ids)


def files_measured(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a geodata folder that says where places lie."""
    paths = [*(folder / name for name in MEASURED_ON), *sorted(folder.glob("layers/*.geojson"))]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file()
    }


def kept(folder: Path) -> Mapping[str, Whereabouts]:
    """Return what a geodata folder keeps by place id; nothing where its files have changed.

    What cannot be read is as good as nothing: it can be measured.
    """
    try:
        said = json.loads((folder / FILE).read_bytes())
        if said["files"] != files_measured(folder):
            return {}
        return {key: _read(*row) for key, row in said["places"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _read(*values: object) -> Whereabouts:
    *rest, parts = values
    return Whereabouts(*rest, tuple(Part(*part) for part in parts))  # type: ignore[arg-type, attr-defined, call-arg]


def as_kept(gazetteer: Gazetteer) -> str:
    """Return the text of ``measured.json``: a line for each place, sorted by id."""
    catalogue = gazetteer.catalogue
    files = json.dumps(files_measured(catalogue.folder), indent=1)
    lines = (
        f'"{key}": {json.dumps(measure(gazetteer, catalogue.places[key]), ensure_ascii=False)}'
        for key in sorted(catalogue.places)
    )
    return f'{{"files": {files},\n"places": {{\n' + ",\n".join(lines) + "\n}}\n"
