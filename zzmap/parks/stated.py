"""What a file itself states of its reference system, against what it was told to be in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import shapely

from zzmap.crs import Crs, compatible, resolve
from zzmap.crs.codes import A_ZONE, width_in, zone_in
from zzmap.crs.dms import CIRCLE
from zzmap.errors import CrsError, OldDatumError, SeveralSystemsError, UnfitCrsError
from zzmap.io.columns import fold_column
from zzmap.io.corners.statements import as_it_is, claim_of_name, claim_of_remark
from zzmap.io.formats import GEOJSON, GEOJSON_LINES, GEOPARQUET, GPX, KML
from zzmap.messages import say
from zzmap.parks.parcel import ParcelFile
from zzmap.settings import STORAGE_CRS

COLUMNS = (
    "坐标系", "坐标系统", "坐标系名称", "坐标参考系", "坐标类型", "坐标基准", "坐标来源",
    "空间参考", "空间参考系", "大地基准",
    "crs", "srs", "datum", "epsg", "srid", "zbx", "zbxt",
)  # fmt: skip
"""Columns that say what a feature's coordinates are in."""

ZONES = {
    "带号": "带号", "投影带": "投影带", "投影带号": "投影带号", "分带号": "分带号",
    "分带": "带号", "投影分带": "带号", "几度分带": "", "3度分带": "3度带号",
    "三度分带": "3度带号", "6度分带": "6度带号", "六度分带": "6度带号",
    "中央子午线": "中央子午线", "中央经线": "中央经线",
}  # fmt: skip
"""Columns that say of a zone and nothing of a datum, and the word that their numbers need."""

_TRUST = say("Leave --crs out, or overrule the file with --trust-crs.")
_WHICH = say("Ask which is right, and say it with --crs and --trust-crs.")
_WRONG_LABEL = say("If its label is wrong, overrule it with --crs and --trust-crs.")


class Statement(NamedTuple):
    """A system that a file states, and where; `zone_only` where no datum is named."""

    crs: Crs
    where: str
    zone_only: bool = False

    def allows(self, other: Crs) -> bool:
        """Tell whether coordinates in another system can be what is stated."""
        if not self.zone_only:
            return compatible(other, self.crs)
        return other.meridian is None or other.meridian == self.crs.meridian


def stated(file: ParcelFile) -> Iterator[Statement]:
    """Yield what a file states in its head or .prj, then in its columns.

    What nobody understands states nothing.

    Raises
    ------
    UnfitCrsError
        If it states what cannot be brought to WGS-84: 西安80, a local system, another ellipsoid.
    """
    for where, value in _words(file):
        found = _read(value, where)
        if found is not None:
            yield found


def _words(file: ParcelFile, *, only_widths: bool = False) -> Iterator[tuple[str, str]]:
    """Yield where a file speaks of its system, and each thing that it says there.

    With `only_widths` remarks that name no width of a zone are not read, which takes long.
    """
    if file.crs:
        yield "", file.crs
    names = dict.fromkeys(name for parcel in file.parcels for name in parcel.attributes)
    for name in names:
        column = fold_column(str(name))
        values = [parcel.attributes.get(name) for parcel in file.parcels]
        if column not in (*COLUMNS, *ZONES):
            values = [
                value
                for value in dict.fromkeys(value for value in values if isinstance(value, str))
                if not only_widths or width_in(value) is not None
            ]
        for value in dict.fromkeys(str(value or "") for value in values):
            if value and (said := _said_in(column, value)):
                yield f"column {name}", said


def _said_in(column: str, value: str) -> str:
    """Return what a value says of the system, in its column; '' for nothing."""
    if column in ZONES:
        return f"{ZONES[column]} {value}"
    if column in COLUMNS:
        return as_it_is(value)
    return claim_of_remark(value)


def check_width(file: ParcelFile, crs: Crs) -> None:
    """Refuse eastings whose zone number is of 3 degrees where the file says 6, or the reverse.

    Raises
    ------
    CrsError
        That names both.
    """
    if crs.width is None or (crs.false_easting or 0.0) < A_ZONE:
        return
    for where, words in _words(file, only_widths=True):
        width = width_in(words)
        if width is not None and width != crs.width:
            raise CrsError(
                say(
                    "it states zones of {width:g} degrees, but its eastings begin with the number "
                    "of one of {other:g} degrees",
                    width=width,
                    other=crs.width,
                ),
                where,
                say(
                    "Ask which is right; if the numbers are, name their system with --crs and "
                    "add --trust-crs."
                ),
            )


def _read(text: str, where: str) -> Statement | None:
    try:
        return Statement(resolve(text), where)
    except UnfitCrsError as error:
        raise type(error)(error.what, where, error.hint) from None
    except SeveralSystemsError as error:
        raise SeveralSystemsError(error.what, where, _WHICH) from None
    except CrsError:
        if "[" in text:
            return None
    try:
        zone = zone_in(text)
    except UnfitCrsError as error:
        raise UnfitCrsError(error.what, where, error.hint) from None
    except CrsError:
        return None
    return None if zone is None else Statement(zone, where, zone_only=True)


def check_name(name: str, crs: Crs, *, hint: str = _WHICH) -> None:
    """Refuse coordinates read as one system of a file whose name says another.

    Raises
    ------
    CrsError
        That names both.  A name alone decides nothing: it is only asked which is right.
    """
    said = claim_of_name(name)
    if not said:
        return
    try:
        other = resolve(said)
    except UnfitCrsError:
        called = said
    except CrsError:
        return
    else:
        if other.shifted == crs.shifted and (other == crs or not crs.shifted):
            return
        called = other.label
    raise CrsError(
        say(
            "the name of the file says {called}, but its coordinates would be read as {system}",
            called=called,
            system=crs.label,
        ),
        hint=hint,
    )


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
        If the file states another system than is asked, or two, or one that cannot be brought to
        WGS-84, and `asked` is not to be trusted.
    """
    if asked and trust:
        return asked, _others(file, asked)
    try:
        found = list(stated(file))
    except OldDatumError as error:
        if not asked or _is_old(asked):
            raise
        raise OldDatumError(
            say(
                "the file itself states {name}, and calling its coordinates "
                "{system} does not make them that",
                name=error.name,
                system=resolve(asked).label,
            ),
            error.where,
            say("{told} {hint}", told=error.hint, hint=_WRONG_LABEL),
        ) from None
    except UnfitCrsError as error:
        told = (
            say("it was told to be {system}, but it states: ", system=resolve(asked).label)
            if asked
            else ""
        )
        hint = say("{told} {hint}", told=error.hint, hint=_WRONG_LABEL)
        raise UnfitCrsError(f"{told}{error.what}", error.where, hint) from None
    if asked:
        for row in found:
            if not row.allows(resolve(asked)) and _denies(asked, row, file):
                raise CrsError(
                    say(
                        "it was told to be {system}, but the file itself states {called}",
                        system=resolve(asked).label,
                        called=_called(row),
                    ),
                    row.where,
                    _TRUST,
                )
        return _narrowed(file, asked, found), _others(file, asked)
    for row in found[1:]:
        if not row.allows(found[0].crs):
            raise CrsError(
                say(
                    "it states {called} and {called2}",
                    called=_called(found[0]),
                    called2=_called(row),
                ),
                row.where,
                say("Split the file, or say which is right with --crs and --trust-crs."),
            )
    whole = [row for row in found if not row.zone_only]
    if found and not whole:
        raise CrsError(
            say(
                "it states {called} and no datum, which may be CGCS2000 or 西安80",
                called=_called(found[0]),
            ),
            found[0].where,
            say(
                "Ask for the datum; if it is CGCS2000, say so with --crs {key}.",
                key=found[0].crs.key,
            ),
        )
    said = file.crs or next((row.crs.key for row in whole), "")
    return (_narrowed(file, said, found) if whole else said), []


def _narrowed(file: ParcelFile, asked: str, found: list[Statement]) -> str:
    """Add the zone that a file states in metres to a datum that comes without one."""
    told = resolve(asked)
    zone = next((row.crs.key for row in found if row.crs.projected), "")
    if not zone or told.projected or told.shifted or told.datum != "cgcs2000":
        return asked
    west, south, east, north = shapely.total_bounds([row.geometry for row in file.parcels])
    return zone if max(abs(west), abs(south), abs(east), abs(north)) > CIRCLE else asked


def _called(row: Statement) -> str:
    return (
        say("the central meridian {meridian:g}", meridian=row.crs.meridian)
        if row.zone_only
        else row.crs.label
    )


def _is_old(asked: str) -> bool:
    try:
        resolve(asked)
    except OldDatumError:
        return True
    return False


def _others(file: ParcelFile, asked: str) -> list[Crs]:
    try:
        found = list(stated(file))
    except (UnfitCrsError, SeveralSystemsError):
        return []
    return [row.crs for row in found if not row.allows(resolve(asked))][:1]


_BY_DEFINITION = tuple(row.name for row in (KML, GPX, GEOJSON, GEOJSON_LINES, GEOPARQUET))
"""Formats that are WGS-84 where they say nothing."""


def _denies(asked: str, row: Statement, file: ParcelFile) -> bool:
    """Tell whether what a file states denies what is asked, so that only trust overrules it.

    No label says GCJ-02 or BD-09, so that files which hold them are labelled WGS 84; and that a
    KML, GPX or GeoJSON without a word is WGS-84 is what the format means, not what the file states.
    """
    labelled = row.crs.datum == resolve(STORAGE_CRS).datum and not row.crs.projected
    implied = not row.where and file.crs == STORAGE_CRS and file.form in _BY_DEFINITION
    return not (implied or (labelled and resolve(asked).shifted))
