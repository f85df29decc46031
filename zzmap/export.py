"""Write a layer to a file planners' software reads."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.errors import FormatError, OutputError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

DRIVERS = {".geojson": "GeoJSON", ".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".kml": "KML"}
"""GDAL driver by the suffix of the file."""

_SHAPEFILE_NAMES = {
    "accuracy_m": "accuracy",
    "official_area_km2": "off_km2",
    "structure_id": "struct_id",
}


def export(frame: GeoDataFrame, path: str | Path) -> Path:
    """Write a layer; the suffix of `path` chooses the format.

    The file is written beside its place and moved there when it is whole, so a failure
    leaves what was there before.

    Raises
    ------
    FormatError
        If the suffix is none of `DRIVERS`, or a Shapefile would have to hold points
        and polygons at once.
    OutputError
        If the file cannot be written there.
    """
    target = Path(path)
    driver = DRIVERS.get(target.suffix.lower())
    if driver is None:
        raise FormatError(
            f"“{target.suffix or target.name}” names no format zzmap writes",
            hint=f"Use one of {', '.join(DRIVERS)}.",
        )
    if driver == "ESRI Shapefile":
        frame = _fit_shapefile(frame)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".zzmap-") as folder:
            staged = Path(folder) / target.name
            _write(frame, staged, driver)
            for file in sorted(Path(folder).iterdir()):
                shutil.move(file, target.parent / file.name)
    except OSError as error:
        raise OutputError(
            f"cannot write here ({error.strerror or error})",
            where=str(target),
            hint="Choose a folder that exists and that you may write to.",
        ) from None
    return target


def _write(frame: GeoDataFrame, path: Path, driver: str) -> None:
    options: dict[str, str] = {}
    if driver == "GeoJSON":
        options = {"RFC7946": "YES", "COORDINATE_PRECISION": "6"}
    elif driver == "ESRI Shapefile":
        options = {"encoding": "UTF-8"}
    elif driver == "KML":
        # fiona's GDAL has no LIBKML, which alone writes every column as ExtendedData.
        frame.to_file(path, driver="LIBKML", engine="pyogrio")
        return
    frame.to_file(path, driver=driver, engine="fiona", **options)


def _fit_shapefile(frame: GeoDataFrame) -> GeoDataFrame:
    kinds = {kind.removeprefix("Multi") for kind in frame.geom_type.unique()}
    if len(kinds) > 1:
        raise FormatError(
            f"a Shapefile holds one kind of geometry, this layer has {', '.join(sorted(kinds))}",
            hint="Export it as .gpkg or .geojson.",
        )
    return frame.rename(columns=_SHAPEFILE_NAMES)
