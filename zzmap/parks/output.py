"""Write parks to the files planners' software reads."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.errors import OutputError
from zzmap.parks.errors import StoreError
from zzmap.parks.model import Park
from zzmap.settings import STORAGE_CRS
from zzmap.words import join

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def parks_frame(parks: Sequence[Park]) -> GeoDataFrame:
    """Return parks as a WGS-84 frame, their industries in one cell."""
    import geopandas as gpd

    rows = [park._asdict() | {"industries": join(park.industries)} for park in parks]
    return gpd.GeoDataFrame(rows, columns=list(Park._fields), geometry="geometry", crs=STORAGE_CRS)


def write_parks(parks: Sequence[Park], path: Path) -> Path:
    """Write parks; the suffix chooses the format, ``.txt`` being 勘测定界 coordinates.

    Raises
    ------
    StoreError
        If there are no parks.
    FormatError, OutputError
        As `zzmap.export.export`.
    """
    if not parks:
        raise StoreError("there are no parks to export", hint="Add some with “zzmap parks add”.")
    if path.suffix.lower() == ".txt":
        return _write_survey(parks, path)
    from zzmap.export import export

    return export(parks_frame(parks), path)


def _write_survey(parks: Sequence[Park], path: Path) -> Path:
    from zzmap.io.parcel import Parcel
    from zzmap.io.survey_txt import write_survey_txt

    parcels = [
        Parcel(number, park.geometry, name=park.name, code=park.code or park.id)
        for number, park in enumerate(parks, 1)
    ]
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".zzmap-") as folder:
            staged = Path(folder) / path.name
            write_survey_txt(staged, parcels)
            staged.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot write here ({error.strerror or error})",
            where=str(path),
            hint="Choose a folder that exists and that you may write to.",
        ) from None
    return path
