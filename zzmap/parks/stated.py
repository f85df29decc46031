"""What a file itself states of its reference system, against what it was told to be in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zzmap.crs import Crs, resolve
from zzmap.crs.transform import same_place
from zzmap.errors import CrsError, OldDatumError
from zzmap.io.columns import fold_column
from zzmap.io.formats import GEOJSON, GEOJSON_LINES, GEOPARQUET, KML
from zzmap.parks.parcel import ParcelFile
from zzmap.settings import STORAGE_CRS

COLUMNS = (
    "坐标系", "坐标系统", "坐标系名称", "坐标参考系", "空间参考", "空间参考系", "大地基准",
    "crs", "srs", "datum", "epsg", "srid", "zbx", "zbxt",
)  # fmt: skip
"""Columns that say what a feature's coordinates are in."""

_TRUST = "Leave --crs out, or overrule the file with --trust-crs."
_WRONG_LABEL = "If its label is wrong, overrule it with --trust-crs."


class Statement(NamedTuple):
    """A system that a file states, and where."""

    crs: Crs
    where: str


def stated(file: ParcelFile) -> Iterator[Statement]:
    """Yield what a file states in its head or .prj, then in its columns.

    What nobody understands states nothing.

    Raises
    ------
    OldDatumError
        If it states 西安80 or 北京54.
    """
    said = {"": [file.crs]} if file.crs else {}
    names = dict.fromkeys(name for parcel in file.parcels for name in parcel.attributes)
    for name in names:
        if fold_column(str(name)) in COLUMNS:
            values = [str(parcel.attributes.get(name) or "") for parcel in file.parcels]
            said[f"column {name}"] = list(filter(None, values))
    for where, values in said.items():
        for value in dict.fromkeys(values):
            try:
                yield Statement(resolve(value), where)
            except OldDatumError as error:
                raise OldDatumError(error.what, where, error.hint) from None
            except CrsError:
                continue


def check_stated(file: ParcelFile, asked: str | None, *, trust: bool) -> tuple[str, list[Crs]]:
    """Compare what a file states with what is asked.

    Returns
    -------
    tuple
        What to read it as, in words `zzmap.crs.resolve` takes, '' where nobody says; and what it is
        labelled with though it was told to be something else.

    Raises
    ------
    CrsError
        If the file states another system than is asked, or two, and `asked` is not to be trusted.
    """
    if asked and trust:
        return asked, _others(file, asked)
    try:
        found = list(stated(file))
    except OldDatumError as error:
        if not asked or _is_old(asked):
            raise
        raise OldDatumError(
            f"the file itself states {error.name}, and calling its coordinates "
            f"{resolve(asked).label_en} does not make them that",
            error.where,
            f"{error.hint} {_WRONG_LABEL}",
        ) from None
    if asked:
        for row in found:
            if not compatible(resolve(asked), row.crs) and _denies(asked, row, file):
                raise CrsError(
                    f"it was told to be {resolve(asked).label_en}, but the file itself states "
                    f"{row.crs.label_en}",
                    row.where,
                    _TRUST,
                )
        return asked, _others(file, asked)
    for row in found[1:]:
        if not compatible(found[0].crs, row.crs):
            raise CrsError(
                f"it states {found[0].crs.label_en} and {row.crs.label_en}",
                row.where,
                "Split the file, or say which is right with --crs and --trust-crs.",
            )
    return file.crs or next((row.crs.key for row in found), ""), []


def _is_old(asked: str) -> bool:
    try:
        resolve(asked)
    except OldDatumError:
        return True
    return False


def _others(file: ParcelFile, asked: str) -> list[Crs]:
    try:
        found = [row.crs for row in stated(file)]
    except OldDatumError:
        return []
    return [crs for crs in found if not compatible(resolve(asked), crs)][:1]


_BY_DEFINITION = tuple(row.name for row in (KML, GEOJSON, GEOJSON_LINES, GEOPARQUET))
"""Formats that are WGS-84 where they say nothing."""


def _denies(asked: str, row: Statement, file: ParcelFile) -> bool:
    """Tell whether what a file states denies what is asked, so that only trust overrules it.

    No label says GCJ-02 or BD-09, so that files which hold them are labelled WGS 84; and that a
    KML or a GeoJSON without a word is WGS-84 is what the format means, not what the file states.
    """
    labelled = row.crs.datum == resolve(STORAGE_CRS).datum and not row.crs.projected
    implied = not row.where and file.crs == STORAGE_CRS and file.form in _BY_DEFINITION
    return not (implied or (labelled and resolve(asked).shifted))


def compatible(one: Crs, other: Crs) -> bool:
    """Tell whether two statements can both be true, for one may leave the zone open."""
    if same_place(one, other):
        return True
    if one.shifted or other.shifted or one.datum != other.datum or one.datum != "cgcs2000":
        return False
    return not (one.projected and other.projected and one.meridian != other.meridian)
