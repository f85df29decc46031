"""The one door out: a layer, or several, to a file.

What a format cannot hold is said in a note or refused (`zzmap.io.fit`), what an output may not
replace is refused (`zzmap.io.target`), and the file takes its place only when it reads back as
it was meant (`zzmap.io.staging`, `zzmap.io.readback`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zzmap.crs import WGS84, Crs, gauss_kruger, resolve, transform_geometry
from zzmap.crs.transform import check_range
from zzmap.errors import CrsError, FormatError
from zzmap.io.fit import check_system, fit
from zzmap.io.formats import DXF, GEOJSON, GEOPACKAGE, KML, SURVEY_TXT, WRITABLE, Format, format_of
from zzmap.io.layer import Layer
from zzmap.io.qgis import finish_geopackage
from zzmap.io.readback import check_features, plain_errors
from zzmap.io.staging import staged, write_text
from zzmap.io.survey_write import write_survey_txt
from zzmap.io.table import Table, table_of
from zzmap.io.target import check_target, sidecars
from zzmap.io.write_dxf import ENCODING, dxf_text
from zzmap.io.write_geojson import geojson_text
from zzmap.io.write_kml import kml_text
from zzmap.io.write_ogr import write_ogr
from zzmap.messages import say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry import MultiPolygon, Polygon

_SHIFT_SUFFIX = re.compile(r"_(gcj02|bd09)$")
_NAMES = ("name", "地块名称", "名称")
_CODES = ("code", "地块编号", "编号")


class Written(NamedTuple):
    """What was written.

    Attributes
    ----------
    path
        The file.
    notes
        A sentence for each thing that is not in it as it was in the frame.

    Examples
    --------
    >>> import zzmap as zz
    >>> done = zz.write(zz.read("new.geojson"), "new.kml")
    >>> done.path.name, done.notes
    ('new.kml', ())
    """

    path: Path
    notes: tuple[str, ...] = ()


class _Part(NamedTuple):
    table: Table
    ids: Sequence[object]
    members: Mapping[str, object]


def write(
    frame: GeoDataFrame | Layer,
    path: str | Path,
    *,
    crs: Crs | str | None = None,
    name: str | None = None,
    overwrite: bool = False,
    source: str | Path | None = None,
    zone: int | None = None,
    gbk: bool = False,
) -> Written:
    """Write a layer; the suffix of `path`, one of `zzmap.io.WRITABLE`, chooses the format.

    Nothing is transformed: coordinates are written as they are, but for 勘测定界 TXT.

    Parameters
    ----------
    frame
        Features in any system `zzmap.crs.resolve` knows, x east or longitude first.
    path
        File to write; an older one there is replaced when the new one is whole.
    crs
        What the coordinates are in; None takes what the layer claims, else the frame's.
    name
        Name of the layer in the file; None takes the layer's own, else the file's stem.  GCJ-02
        and BD-09 add ``_gcj02`` or ``_bd09``.
    overwrite
        Whether a GeoPackage that holds other exports of zzmap may be replaced.
    source
        File the layer was read from, which is never written to.
    zone
        3-degree zone of CGCS2000 that 勘测定界 TXT is written in, and a drawing whose coordinates
        are degrees; it is never guessed.
    gbk
        Whether 勘测定界 TXT is written in GBK with CRLF instead of UTF-8.

    Returns
    -------
    Written
        The file, and what in it is not as it was.

    Raises
    ------
    CrsError
        If nothing says what the coordinates are in, they cannot be in it, or the format cannot
        say so.
    FormatError
        If the suffix is none that is written, or the format would lose something that no
        sentence tells.
    OutputError
        If the file cannot be written, or what is there is no older copy of it.

    Examples
    --------
    >>> import geopandas, pathlib, tempfile
    >>> from shapely import Point
    >>> frame = geopandas.GeoDataFrame({"名称": ["甲"]}, geometry=[Point(113.5, 34.7)], crs=4326)
    >>> done = write(frame, pathlib.Path(tempfile.mkdtemp()) / "标注.geojson")
    >>> done.path.name, done.notes
    ('标注.geojson', ())
    """
    target = Path(path)
    own = frame.name if isinstance(frame, Layer) else ""
    return _write(
        {name or own or target.stem: frame}, target, crs, source,
        overwrite=overwrite, zone=zone, gbk=gbk,
    )  # fmt: skip


def write_layers(
    frames: Mapping[str, GeoDataFrame | Layer],
    path: str | Path,
    *,
    crs: Crs | str | None = None,
    overwrite: bool = False,
    source: str | Path | None = None,
) -> Written:
    """Write several layers, by name, to a GeoPackage; parameters and errors as `write`.

    Raises
    ------
    FormatError
        If the format holds one layer only.
    """
    return _write(frames, Path(path), crs, source, overwrite=overwrite, zone=None, gbk=False)


def _write(
    frames: Mapping[str, GeoDataFrame | Layer],
    target: Path,
    crs: Crs | str | None,
    source: str | Path | None,
    *,
    overwrite: bool,
    zone: int | None,
    gbk: bool,
) -> Written:
    form = _form(target, len(frames))
    for frame in frames.values():
        _check_frame(frame, target)
    systems = [_system(frame, crs, target) for frame in frames.values()]
    parts = [_part(frame, name, target) for name, frame in frames.items()]
    for part, system in zip(parts, systems, strict=True):
        _check_range(part.table, system, target)
    if form.name == SURVEY_TXT.name:
        return _write_survey(parts[0].table, systems[0], target, zone, gbk=gbk)
    if gbk:
        raise FormatError(
            say("only 勘测定界 text is written in GBK when asked, not {name}", name=form.name),
            where=target.name,
            hint=say("Leave --gbk out; a Shapefile takes GBK where its column names need it."),
        )
    if form.name == DXF.name:
        return _write_drawing(parts[0].table, systems[0], target, zone, source)
    notes = [told for frame in frames.values() if (told := _index_left(frame))]
    for at, (part, system) in enumerate(zip(parts, systems, strict=True)):
        table = replace(part.table, name=_layer_name(part.table.name, system))
        table, said = fit(table, form, system, target)
        parts[at] = part._replace(table=table)
        notes += said
    names = [part.table.name for part in parts]
    read = Path(source) if source else None
    check_target(target, layers=names, overwrite=overwrite, source=read)
    _store(parts, systems, form, target)
    return Written(target, tuple(dict.fromkeys(notes)))


def _check_frame(frame: object, target: Path) -> None:
    """Refuse what is no GeoDataFrame with geometry, which no type checker has seen."""
    from geopandas import GeoDataFrame

    table = frame.frame if isinstance(frame, Layer) else frame
    if not isinstance(table, GeoDataFrame) or table.active_geometry_name is None:
        raise FormatError(
            say("this {name} has no geometry", name=type(frame).__name__),
            where=target.name,
            hint=say("Give a GeoDataFrame whose geometry is set."),
        )


def _index_left(frame: GeoDataFrame | Layer) -> str:
    """Tell of a named index, in which a caller keeps something; files have none."""
    table = frame.frame if isinstance(frame, Layer) else frame
    names = [str(name) for name in table.index.names if name is not None]
    told = say("the index is not written; reset_index() makes columns of it")
    return f"{told}: {', '.join(names)}" if names else ""


def check_writable(path: str | Path, crs: Crs) -> None:
    """Refuse a file whose format is not written, or cannot be in a system, before any work.

    Raises
    ------
    CrsError, FormatError
        As `write`.
    """
    check_system(_form(Path(path), 1), crs, Path(path))


def _form(target: Path, layers: int) -> Format:
    form = format_of(target)
    if form is None or not form.writes or target.suffix.lower() not in form.suffixes:
        raise FormatError(
            say("“{suffix}” names no format zzmap writes", suffix=target.suffix or target.name),
            where=target.name,
            hint=say("Use one of {writable}.", writable=", ".join(WRITABLE)),
        )
    if layers != 1 and not form.layered:
        raise FormatError(
            say("{name} holds one layer, not {layers}", name=form.name, layers=layers),
            where=target.name,
            hint=say("Write .gpkg, or each layer to a file of its own."),
        )
    return form


def _system(frame: GeoDataFrame | Layer, crs: Crs | str | None, target: Path) -> Crs:
    """Return what the coordinates are in: as told, as claimed, as the frame says."""
    if isinstance(crs, Crs):
        return crs
    table = frame.frame if isinstance(frame, Layer) else frame
    told = crs or (frame.claim if isinstance(frame, Layer) else "")
    if not told and table.crs is not None:
        code = table.crs.to_epsg()
        told = f"EPSG:{code}" if code else table.crs.to_wkt()
    if not told:
        raise CrsError(
            say("nothing says what the coordinates are in"),
            where=target.name,
            hint=say("Name the system with crs=, such as “wgs84”, “gcj02” or “EPSG:4490”."),
        )
    return resolve(told)


def _part(frame: GeoDataFrame | Layer, name: str, target: Path) -> _Part:
    layer = frame if isinstance(frame, Layer) else Layer(frame)
    try:
        return _Part(table_of(layer.frame, name), layer.ids, layer.members)
    except FormatError as error:
        where = f"{target.name}: {error.where}" if error.where else target.name
        raise FormatError(error.what, where, error.hint) from None


def _check_range(table: Table, crs: Crs, target: Path) -> None:
    import shapely

    points, owners = shapely.get_coordinates(table.geometries, return_index=True)
    try:
        check_range(crs, points[:, 0], points[:, 1])
    except CrsError as error:
        where = target.name
        if error.index is not None:
            where = say("{name}: feature {number}", name=where, number=owners[error.index] + 1)
        raise CrsError(error.what, where, error.hint) from None


def _layer_name(name: str, crs: Crs) -> str:
    plain = _SHIFT_SUFFIX.sub("", name)
    return f"{plain}_{crs.key}" if crs.shifted else plain


def _store(parts: Sequence[_Part], systems: Sequence[Crs], form: Format, target: Path) -> None:
    if form.name in (GEOJSON.name, KML.name):
        ((table, ids, members),) = parts
        text = (
            geojson_text(table, systems[0], ids, members)
            if form.name == GEOJSON.name
            else kml_text(table)
        )
        write_text(target, text)
        return

    def check(path: Path) -> None:
        for part in parts:
            columns = {column.name: column.values for column in part.table.columns}
            layer = part.table.name if form.layered else None
            check_features(path, target, columns, part.table.geometries, layer)

    with staged(target, drop=sidecars(target), check=check) as path, plain_errors(target):
        for part, crs in zip(parts, systems, strict=True):
            write_ogr(path, part.table, form, crs)
        if form.name == GEOPACKAGE.name:
            finish_geopackage(path, [part.table for part in parts])


class _Parcel(NamedTuple):
    number: int
    geometry: Polygon | MultiPolygon
    name: str
    code: str


def _write_drawing(
    table: Table, crs: Crs, target: Path, zone: int | None, source: str | Path | None
) -> Written:
    """Write a drawing, which is in metres: as they are, else in the zone that is named."""
    if not crs.projected and zone is None:
        raise CrsError(
            say("a drawing is in metres, and {system} is in degrees", system=crs.label),
            where=target.name,
            hint=say("Convert to metres with --to, or name the 3-degree zone (--zone)."),
        )
    system = crs if crs.projected or zone is None else gauss_kruger(3, zone, prefix=False)
    shapes = transform_geometry(table.geometries, crs, system)
    text, notes = dxf_text(replace(table, geometries=shapes), target.name)
    check_target(target, source=Path(source) if source else None)
    write_text(target, text, ENCODING)
    told = say("a drawing states no reference system; its metres are {system}", system=system.label)
    return Written(target, (told, *notes))


def _write_survey(table: Table, crs: Crs, target: Path, zone: int | None, *, gbk: bool) -> Written:
    if zone is None:
        raise CrsError(
            say("勘测定界 text is written in one 3-degree zone, and none is named"),
            where=target.name,
            hint=say(
                "“zzmap convert … --zone 38” names one, 25 to 45; “zzmap parks export” takes "
                "that of its city."
            ),
        )
    columns = {column.name: column for column in table.columns}
    named = next((columns[key] for key in _NAMES if key in columns), None)
    coded = next((columns[key] for key in _CODES if key in columns), None)
    shapes = transform_geometry(table.geometries, crs, WGS84)
    parcels = [
        _Parcel(
            at + 1,
            shape,
            str(named.values[at] or "") if named else "",
            str(coded.values[at] or "") if coded else "",
        )
        for at, shape in enumerate(shapes)
    ]
    notes = write_survey_txt(target, parcels, zone, gbk=gbk)
    left = [name for name in columns if columns[name] not in (named, coded)]
    if left:
        notes += (
            say("勘测定界 text holds name, code and area; left out: {left}", left=", ".join(left)),
        )
    return Written(target, notes)
