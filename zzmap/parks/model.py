"""What the park store keeps: a park, its row without geometry, a change and its note."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from zzmap.findings import ERROR, Finding
from zzmap.kept import Fits, are_texts, is_number, kept_text, read_kept_text
from zzmap.messages import say
from zzmap.words import readable

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

STATES = ("live", "retired", "removed")
"""Whether a park takes part in maps and answers; a removed one leaves the table ``parks``."""

PARK, BOUNDARY = "park", "zone_boundary"
"""Kinds of rows: a planner's park, and an official boundary of a place of the plans."""

KINDS = (PARK, BOUNDARY)
BASIS = "surveyed"
ACCURACY_M = 5
"""Positional error of an official boundary nobody stated one for, in metres."""

EXTERNAL = "外部编辑 external edit"
"""Who made a change that was found in the file rather than made by zzmap."""


class Park(NamedTuple):
    """A polygon a planner brought in; `geometry` is a WGS-84 MultiPolygon.

    An empty `id` is given one when the park is added; `area_km2` is measured then.
    `replaces` is the id of the place whose shipped polygon this one takes the place of.
    """

    id: str
    name: str
    code: str
    industries: tuple[str, ...]
    status: str
    area_km2: float
    basis: str
    accuracy_m: int
    source: str
    geometry: BaseGeometry
    kind: str
    state: str
    replaces: str

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values, the geometry as GeoJSON."""
        import shapely

        return self._asdict() | {"geometry": json.loads(shapely.to_geojson(self.geometry))}


_FITS: Fits = {
    "industries": are_texts,
    "area_km2": is_number,
    "accuracy_m": is_number,
    "lon": is_number,
    "lat": is_number,
}
"""What a value kept in a store is, where it is no text."""


class ParkRow(NamedTuple):
    """A park without its geometry, but with a point in it: cheap to read."""

    id: str
    name: str
    code: str
    industries: tuple[str, ...]
    status: str
    kind: str
    state: str
    replaces: str
    area_km2: float
    basis: str
    accuracy_m: int
    source: str
    lon: float
    lat: float

    def to_json(self) -> str:
        """Return the row as the text the store keeps."""
        return kept_text(self)

    @classmethod
    def from_json(cls, text: str) -> ParkRow:
        """Read what `to_json` wrote; raises ValueError, KeyError or TypeError on anything else."""
        row = read_kept_text(cls, text, _FITS)
        if not row.name.strip():
            raise ValueError(say("it has no name"))
        return row._replace(industries=tuple(row.industries))


class Kept(NamedTuple):
    """A park as the store keeps it: row and little-endian WKB MultiPolygon."""

    row: ParkRow
    wkb: bytes


class Note(NamedTuple):
    """Who makes a change and why, the file it comes from, and what the maker had seen.

    `seen` is the number of the latest change of the row that its maker knew of: a later one
    stops the change. None asks for no such care.
    """

    who: str = ""
    why: str = ""
    file: str = ""
    sha256: str = ""
    seen: int | None = None

    @classmethod
    def of(
        cls, who: str = "", why: str = "", file: Path | None = None, seen: int | None = None
    ) -> Note:
        """Make a note; `who` defaults to the user's login name."""
        if file is None:
            return cls(who or _user(), why, seen=seen)
        return cls(who or _user(), why, readable(file.name), sha256(file), seen)


class Change(NamedTuple):
    """One row of history: what happened to one park.

    `batch` is the number of the first change made in the same transaction; `undoes` the
    batch this one takes back; `in_effect` is False for what was undone.
    """

    change: int
    batch: int
    at: str
    who: str
    why: str
    action: str
    park_id: str
    park_name: str
    before: ParkRow | None
    after: ParkRow | None
    boundary_changed: bool
    source_file: str
    source_sha256: str
    undoes: int | None
    in_effect: bool

    def as_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        values = self._asdict()
        for side in ("before", "after"):
            row: ParkRow | None = values[side]
            values[side] = None if row is None else row._asdict()
        return values


class Refusal(NamedTuple):
    """An edit made in the file by another program that cannot stand, and how to mend it."""

    fid: int
    park_id: str
    name: str
    code: str
    message: str
    hint: str

    @property
    def finding(self) -> Finding:
        """The refusal as a finding; `where` is the row of table ``parks`` that holds it."""
        row = " ".join(
            filter(None, (say("parks fid {fid}", fid=self.fid), self.park_id, f"“{self.name}”"))
        )
        message = say("{message}; the edit has no effect", message=self.message)
        return Finding(self.code, ERROR, message, where=row, hint=self.hint)


def sha256(path: Path) -> str:
    """Hash a file's bytes; of a folder the names and bytes of its files."""
    import hashlib

    digest = hashlib.sha256()
    files = [path]
    if path.is_dir():
        inner = [row for row in sorted(path.iterdir()) if row.suffix.lower() == ".gdb"]
        folders = [path, *(row for row in inner if row.is_dir())]
        files = [row for folder in folders for row in sorted(folder.iterdir()) if row.is_file()]
    for file in files:
        if file != path:
            digest.update(file.relative_to(path).as_posix().encode() + b"\0")
        with file.open("rb") as source:
            while block := source.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # A container may have a user number without a name.
        return "unknown"
