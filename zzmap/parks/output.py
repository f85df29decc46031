"""Write parks to the files planners' software reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.io.formats import SURVEY_TXT, format_of
from zzmap.io.writing import Written, write
from zzmap.messages import say
from zzmap.parks.errors import StoreError
from zzmap.parks.model import Park
from zzmap.settings import STORAGE_CRS
from zzmap.words import join

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LAYER = "parks"
"""Name of the layer of parks."""


def parks_frame(parks: Sequence[Park]) -> GeoDataFrame:
    """Return parks as a WGS-84 frame, their industries in one cell."""
    import geopandas as gpd

    rows = [park._asdict() | {"industries": join(park.industries)} for park in parks]
    return gpd.GeoDataFrame(rows, columns=list(Park._fields), geometry="geometry", crs=STORAGE_CRS)


def write_parks(
    parks: Sequence[Park], path: Path, zone: int, *, overwrite: bool = False, gbk: bool = False
) -> Written:
    """Write parks; the suffix chooses the format, ``.txt`` being 勘测定界 coordinates.

    Parameters
    ----------
    zone
        3-degree zone of CGCS2000 that 勘测定界 text is written in: `zzmap.city.City.survey_zone`.
    overwrite
        Whether a GeoPackage that holds other exports of zzmap may be replaced.
    gbk
        Whether 勘测定界 text is written in GBK with CRLF.

    Raises
    ------
    StoreError
        If there are no parks.
    CrsError, FormatError, OutputError
        As `zzmap.io.write`.
    """
    if not parks:
        raise StoreError(
            say("there are no parks to export"), hint=say("Add some with “zzmap parks add”.")
        )
    frame = parks_frame(parks)
    form = format_of(path)
    if form is not None and form.name == SURVEY_TXT.name:
        frame["code"] = frame["code"].where(frame["code"].astype(bool), frame["id"])
    return write(frame, path, name=LAYER, overwrite=overwrite, zone=zone, gbk=gbk)
