"""Write a layer to a file planners' software reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.errors import FormatError
from zzmap.io.mark import mark_exports
from zzmap.io.readback import check_features, check_kml, plain_errors
from zzmap.io.staging import staged
from zzmap.io.target import check_target, sidecars

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

DRIVERS = {".geojson": "GeoJSON", ".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".kml": "KML"}
"""GDAL driver by the suffix of the file."""

_SHAPEFILE_NAMES = {
    "accuracy_m": "accuracy",
    "official_area_km2": "off_km2",
    "structure_id": "struct_id",
}


def export(frame: GeoDataFrame, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write a layer; the suffix of `path` chooses the format.

    The file is written beside its place and moved there when it is whole, so a failure
    leaves what was there before.

    Raises
    ------
    FormatError
        If the suffix is none of `DRIVERS`, or a Shapefile would have to hold points
        and polygons at once.
    OutputError
        If the file cannot be written there, or what is there is no older copy of it.
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
    layer = target.stem
    check_target(target, layers=[layer], overwrite=overwrite)
    with staged(target, drop=sidecars(target)) as place:
        with plain_errors(target):
            _write(frame, place, driver)
            if driver == "GPKG":
                mark_exports(place)
        if driver in ("GPKG", "ESRI Shapefile"):
            _check(frame, place, target)
        if driver == "KML":
            check_kml(place, target, len(frame))
    return target


def _check(frame: GeoDataFrame, path: Path, target: Path) -> None:
    """Read the file back: on a full disk GDAL may close half a file without a word."""
    table = frame.drop(columns=frame.geometry.name).astype(object)
    columns = {name: table[name].where(table[name].notna(), None).tolist() for name in table}
    check_features(path, target, columns, frame.geometry.to_numpy())


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
