"""Frames, geometries and arrays from one reference system to another, one call for all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from zzmap.crs.codes import Crs, resolve
from zzmap.crs.transform import transform_geometry
from zzmap.errors import CrsError
from zzmap.messages import say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

DataT = TypeVar("DataT")

CRS_ATTRIBUTE = "zzmap_crs"
"""Key in ``frame.attrs`` that names a system without an EPSG code: ``gcj02`` or ``bd09``."""


def to_crs(data: DataT, dst: Crs | str, src: Crs | str | None = None) -> DataT:
    """Bring a frame, a geometry or coordinates from one reference system to another.

    Unlike `geopandas.GeoDataFrame.to_crs` it knows GCJ-02 and BD-09, which have no EPSG code,
    and refuses coordinates that the source system cannot have.

    Parameters
    ----------
    data
        A GeoDataFrame or GeoSeries; a shapely geometry; an array of geometries; or numbers of
        shape (n, 2) or (n, 3), x (east, longitude) first.  Heights are kept.
    dst
        System to bring it to, in any form `zzmap.crs.resolve` takes: ``"gcj02"``,
        ``"EPSG:4547"``, ``"CGCS2000 3-degree zone 38"`` …
    src
        System it is in; it wins over what a frame says, as is needed for the many files that
        call GCJ-02 WGS-84.  None takes ``frame.crs``, else what this function noted in
        ``frame.attrs["zzmap_crs"]``; a geometry or an array says nothing, so give it there.

    Returns
    -------
    GeoDataFrame, GeoSeries, geometry or array
        A copy of the kind that was given, degrees or metres as the system has them.  A frame's
        `crs` is set; for GCJ-02 and BD-09, which nothing but zzmap knows, it is None, so that
        no program takes the coordinates for WGS-84, and ``attrs["zzmap_crs"]`` holds the name.
        Of several geometry columns the active one is moved; others would keep their
        coordinates under a new name, so a frame with more than one is refused.

    Raises
    ------
    CrsError
        If a system is unknown, `src` is neither given nor known, or the coordinates cannot be
        in it.

    Examples
    --------
    >>> import zzmap as zz
    >>> import numpy as np
    >>> zz.to_crs(np.array([[113.65, 34.76]]), "gcj02", "wgs84").round(5)
    array([[113.65608,  34.75887]])
    >>> zones = zz.open().layer("zones")
    >>> metres = zz.to_crs(zones, "EPSG:4547")
    >>> metres.crs.to_epsg(), round(metres.area.max() / 1e6)
    (4547, 555)
    >>> shifted = zz.to_crs(zones, "gcj02")
    >>> shifted.crs, shifted.attrs["zzmap_crs"]
    (None, 'gcj02')
    >>> back = zz.to_crs(shifted, "wgs84").geometry
    >>> bool(back.geom_equals_exact(zones.geometry, 1e-7).all())
    True
    """
    target = _known(dst)
    geopandas = sys.modules.get("geopandas")
    if geopandas is not None and isinstance(data, geopandas.GeoDataFrame):
        return cast(DataT, _move_frame(data, target, src))
    if geopandas is not None and isinstance(data, geopandas.GeoSeries):
        return cast(DataT, _move_series(data, target, src))
    if src is None:
        raise CrsError(
            say("nothing says what these coordinates are in"),
            hint=say("Name their system as src, such as src='wgs84'."),
        )
    moved: DataT = transform_geometry(cast(Any, data), _known(src), target)
    return moved


def _move_frame(frame: GeoDataFrame, target: Crs, src: Crs | str | None) -> GeoDataFrame:
    others = frame.dtypes.astype(str).eq("geometry").sum() - 1
    if others > 0:
        raise CrsError(
            say(
                "this frame has {others} more geometry columns, which would keep their coordinates",
                others=others,
            ),
            hint=say("Drop them, or move each column by itself."),
        )
    moved = _move_series(frame.geometry, target, src, frame.attrs)
    out = frame.copy()
    out = out.set_geometry(moved, crs=moved.crs) if moved.crs else _without_crs(out, moved)
    out.attrs = moved.attrs
    return out


def _without_crs(frame: GeoDataFrame, moved: GeoSeries) -> GeoDataFrame:
    """Put geometries without a system into a frame that had one."""
    import geopandas as gpd

    name = frame.geometry.name
    plain = frame.drop(columns=name)
    plain.insert(frame.columns.get_loc(name), name, moved.array)
    return gpd.GeoDataFrame(plain, geometry=name)


def _move_series(
    series: GeoSeries,
    target: Crs,
    src: Crs | str | None,
    attrs: dict[Any, Any] | None = None,
) -> GeoSeries:
    import geopandas as gpd

    attrs = dict(series.attrs if attrs is None else attrs)
    source = _source(series.crs, attrs.pop(CRS_ATTRIBUTE, None), src)
    shapes = transform_geometry(np.asarray(series.array, dtype=object), source, target)
    crs = None if target.epsg is None else f"EPSG:{target.epsg}"
    moved = gpd.GeoSeries(shapes, index=series.index, name=series.name, crs=crs)
    moved.attrs = attrs | ({} if crs else {CRS_ATTRIBUTE: target.key})
    return moved


def _source(own: Any, noted: str | None, given: Crs | str | None) -> Crs:
    """Settle what a frame's coordinates are in."""
    if given is not None:
        return _known(given)
    if own is not None and noted is not None:
        raise CrsError(
            say(
                "this frame says it is in {to_string}, and was noted to be in {noted}",
                to_string=own.to_string(),
                noted=noted,
            ),
            hint=say("Name the system as src."),
        )
    if own is not None:
        epsg = own.to_epsg()
        return resolve(f"EPSG:{epsg}" if epsg else own.to_wkt())
    if noted is not None:
        return resolve(noted)
    raise CrsError(
        say("this frame does not say what its coordinates are in"),
        hint=say("Set frame.crs, or name the system as src."),
    )


def _known(crs: Crs | str) -> Crs:
    return resolve(crs) if isinstance(crs, str) else crs
