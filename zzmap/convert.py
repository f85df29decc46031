"""Convert a vector file from one reference system to another, attributes intact.

A file in GCJ-02 or BD-09, which have no EPSG code, says so in its reference system and in its
layer's name (`zzmap.io.write_geojson`).  KML is WGS-84 by definition (OGC 07-147r2), so nothing
else is written to it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from zzmap.crs import Candidate, Crs, resolve, transform_geometry
from zzmap.crs.dms import unpack_dms
from zzmap.crs.readings import Reading
from zzmap.crs.transform import check_no_degrees
from zzmap.errors import CrsError
from zzmap.io.columns import fold_column
from zzmap.io.layer import Layer
from zzmap.io.reading import read
from zzmap.io.target import check_target
from zzmap.io.writing import Written, check_writable, write
from zzmap.messages import say
from zzmap.parks.angles import Unit, check_told, not_packed, packed_too, told_unit, two_units
from zzmap.parks.parcel import Parcel, ParcelFile
from zzmap.parks.stated import COLUMNS, ZONES, check_name, check_stated, check_width

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def convert_file(  # noqa: PLR0913  one for each option of the command
    src_path: str | Path,
    dst_path: str | Path,
    from_crs: Crs | str,
    to_crs: Crs | str,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    overwrite: bool = False,
    zone: int | None = None,
    gbk: bool = False,
    trust_crs: bool = False,
) -> Written:
    """Write the features of one file to another, in another reference system.

    Parameters
    ----------
    src_path
        Any file `zzmap.io.read` takes.
    dst_path
        File to write; its suffix, one of `zzmap.io.WRITABLE`, chooses the format.  An older
        file there is replaced only when the new one is whole.
    from_crs, to_crs
        Reference systems, as `zzmap.crs.resolve` takes them.  Behind the first may stand what its
        angles are: 度 (decimal) or 度.分秒, see `zzmap.parks.angles.told_unit`.
    layer
        Layer of a source that has several.
    encoding
        Encoding of a Shapefile's attributes; None takes its .cpg, else guesses UTF-8 or
        GB18030.
    overwrite
        Whether a GeoPackage that holds other exports of zzmap may be replaced.
    zone
        3-degree zone of 勘测定界 TXT.
    gbk
        Whether 勘测定界 TXT is written in GBK with CRLF.
    trust_crs
        Whether `from_crs` overrules what the file itself states of its coordinates.

    Returns
    -------
    Written
        The file written, and what was assumed in reading or is not as it was.

    Raises
    ------
    CrsError
        If a system is unknown or the coordinates cannot be in it, the format cannot say what
        they are in, or the file states another than `from_crs` and that is not to be trusted.
    FormatError
        If the source cannot be read, or the target format would lose attributes.
    OutputError
        If the file cannot be written there, or what is there is no older copy of it (see
        `zzmap.io.target`), the source among it.
    """
    source, target = Path(src_path), Path(dst_path)
    named: Crs | str
    told: Unit
    named, told = told_unit(from_crs) if isinstance(from_crs, str) else (from_crs, "")
    src, dst = _known(named), _known(to_crs)
    check_writable(target, dst)
    check_target(target, source=source, overwrite=True)  # again, with its layers, in `write`
    found = read(source, layer, encoding=encoding)
    notes = _checked(found, src, told, source.name, trust=trust_crs)
    if told == "dms" and not found.unpacked:
        found = _unpacked(found, src, source.name)
    elif not told:
        _check_unit(found, src, source.name)
    moved = replace(found, frame=_moved(found, src, dst, source), claim="")
    done = write(moved, target, crs=dst, overwrite=overwrite, source=source, zone=zone, gbk=gbk)
    return Written(done.path, (*found.notes, *notes, *done.notes))


def _known(crs: Crs | str) -> Crs:
    return resolve(crs) if isinstance(crs, str) else crs


def _checked(found: Layer, src: Crs, told: Unit, name: str, *, trust: bool) -> list[str]:
    """Compare what a file states with what it was told to be, as parks are; tell what was not."""
    speaks = any(fold_column(str(column)) in (*COLUMNS, *ZONES) for column in found.frame.columns)
    rows = found.records() if speaks else []
    said = [Parcel(n, _NOWHERE, row) for n, row in enumerate(rows, 1)]
    file = ParcelFile(
        said, found.claim, found.form, unit_open=found.unit_open, unpacked=found.unpacked
    )
    try:
        check_told(file, told, trust=trust, option="--from")
    except CrsError as error:
        raise CrsError(error.what, name, error.hint) from None
    try:
        labels = check_stated(file, src.key, trust=trust)[1]
        if not trust:
            check_width(file, src)
            check_name(name, src)
    except CrsError as error:
        hint = say(
            "Name what it is in with --from; if its label is wrong, overrule it: --trust-crs."
        )
        where = f"{name} {error.where}".strip()
        raise type(error)(error.what, where, hint) from None
    return [
        say("though the file is labelled {system}, as it was told", system=row.label)
        for row in labels
    ]


def _check_unit(found: Layer, src: Crs, name: str) -> None:
    """Refuse angles that may be decimal degrees or degrees, minutes and seconds."""
    if not found.unit_open or src.projected:
        return
    points = shapely.get_coordinates(found.frame.geometry.to_numpy())
    decimal = Candidate(Reading(src), 1.0)
    packed = packed_too(points, decimal, None)
    if packed is not None:
        error = two_units(points, decimal, packed, option="--from")
        raise CrsError(error.what, name, error.hint)


def _unpacked(found: Layer, src: Crs, name: str) -> Layer:
    """Make decimal degrees of degrees, minutes and seconds, as it was told that they are."""
    shapes = found.frame.geometry
    angles = unpack_dms(shapely.get_coordinates(shapes.to_numpy()))
    if src.projected or np.isnan(angles).any():
        error = not_packed("--from")
        raise CrsError(error.what, name, error.hint)
    turned = shapely.set_coordinates(shapes.to_numpy().copy(), angles)
    return replace(found, frame=_reshaped(found.frame, turned))


def _reshaped(frame: GeoDataFrame, shapes: NDArray[np.object_]) -> GeoDataFrame:
    """Return a frame with other shapes, in no system that a frame knows."""
    import geopandas

    series = geopandas.GeoSeries(shapes, index=frame.index, name=frame.geometry.name)
    return frame.set_geometry(series)


_NOWHERE = Polygon()
"""The place of a feature of which only the columns are asked."""


def _moved(found: Layer, src: Crs, dst: Crs, source: Path) -> GeoDataFrame:
    """Transform all geometries at once; an error names the feature it is in."""
    frame = found.frame
    points = shapely.get_coordinates(frame.geometry.to_numpy())
    try:
        check_no_degrees(src, points[:, 0], points[:, 1])
        shapes = transform_geometry(frame.geometry.to_numpy(), src, dst)
    except CrsError as error:
        raise CrsError(
            error.what, where=f"{source.name}, {_feature_of(found, error)}", hint=error.hint
        ) from None
    return _reshaped(frame, shapes)


def _feature_of(found: Layer, error: CrsError) -> str:
    """Turn the number of a vertex among all into the number of its feature."""
    import shapely

    if error.index is None:
        return error.where or say("all features")
    owners = shapely.get_coordinates(found.frame.geometry.to_numpy(), return_index=True)[1]
    return f"feature {owners[error.index] + 1}"
