"""Bring a file's parcels to WGS-84, or say why that cannot be done without asking."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from zzmap.crs import DEGREE_M, Box, Candidate, Crs, Detection, detect, resolve
from zzmap.crs.dms import CIRCLE
from zzmap.crs.transform import same_place
from zzmap.errors import CrsError, UnfitCrsError, ZzmapError
from zzmap.messages import say
from zzmap.parks.angles import check_told, not_packed, settle_unit, told_unit
from zzmap.parks.attributes import check_mapping, mapped
from zzmap.parks.parcel import Parcel, ParcelFile
from zzmap.parks.parcels import read_parcel_file
from zzmap.parks.stated import check_name, check_stated, check_width
from zzmap.settings import STORAGE_CRS


def read_parcels(
    path: str | Path,
    crs: str | None = None,
    mapping: Mapping[str, str] | None = None,
    layer: str | None = None,
    region: Box | None = None,
    whole: Collection[str] = (),
    *,
    trust_crs: bool = False,
) -> ParcelFile:
    """Read a parcel file: polygons in WGS-84, columns understood.

    Parameters
    ----------
    path
        Any file of `zzmap.io.READABLE`.
    crs
        What the coordinates are in, in any form `zzmap.crs.resolve` takes; None takes what
        the file says, and where it says nothing what the coordinates can only be.  It overrules
        what the numbers look like, as long as they can be in it.  Behind it may stand what its
        angles are: 度 (decimal) or 度.分秒, see `zzmap.parks.angles.told_unit`.
    mapping
        Column by field (name, code, industries, status, area); None guesses.
    layer
        Layer of a file that has several.
    region
        Where the parcels are expected, WGS-84 degrees, see `zzmap.city.City.region`; None
        takes all of China, where more files leave their zone open.
    whole
        Names of industries that hold a separator and are not split at it.
    trust_crs
        Whether `crs` overrules what the file itself states too.

    Raises
    ------
    FormatError
        If the file cannot be read.
    CrsError
        If the reference system is not certain, the coordinates contradict what is said, or the
        file states another than `crs` and that is not to be trusted.
    """
    file = read_parcel_file(path, layer)
    return placed(file, Path(path).name, crs, mapping, region, whole, trust_crs=trust_crs)


def placed(
    file: ParcelFile,
    name: str,
    crs: str | None = None,
    mapping: Mapping[str, str] | None = None,
    region: Box | None = None,
    whole: Collection[str] = (),
    *,
    trust_crs: bool = False,
) -> ParcelFile:
    """Bring parcels as a file of this name gives them to WGS-84, and understand their columns.

    Parameters, returns and raises as `read_parcels`, which reads the file first.
    """
    check_mapping(file.parcels, mapping or {})
    coords = shapely.get_coordinates([parcel.geometry for parcel in file.parcels])
    _check_zeros(name, file, coords)
    own = [mapped(parcel, mapping, whole) for parcel in file.parcels]
    asked, told = told_unit(crs or "")
    try:
        check_told(file, told, trust=trust_crs)
        said, labels = check_stated(file, asked or None, trust=trust_crs)
        packed = told == "dms" and not file.unpacked
        candidate = _settle(coords, asked, said, region, packed=packed)
        if not (asked and trust_crs):
            check_width(file, candidate.crs)
            check_name(name, candidate.crs)
        unit = ""
        if not told:
            candidate, unit = settle_unit(file, own, coords, candidate, region)
    except ZzmapError as error:
        raise CrsError(error.what, _where(error, name), _ask(error, asked)) from None
    places = candidate.locate(coords)
    _check_places(name, file, coords, places, candidate)
    notes = (*file.notes, say("coordinates are {system}", system=candidate.crs.label))
    for label in labels:
        notes += (say("though the file is labelled {system}, as it was told", system=label.label),)
    scale = 1.0 if candidate.crs.projected else DEGREE_M
    return ParcelFile(
        _moved(own, places),
        STORAGE_CRS,
        file.form,
        (*notes, unit) if unit else notes,
        file.swapped or candidate.swapped,
        _resolution(coords) * scale,
    )


def _moved(parcels: Sequence[Parcel], places: NDArray[np.float64]) -> list[Parcel]:
    """Return parcels with other coordinates, which come in the order of theirs."""
    shapes = np.array([parcel.geometry for parcel in parcels], dtype=object)
    if np.array_equal(shapely.get_coordinates(shapes), places):
        return list(parcels)
    geometries = shapely.set_coordinates(shapes, places)
    return [parcel.at(shape) for parcel, shape in zip(parcels, geometries, strict=True)]


def _check_zeros(name: str, file: ParcelFile, coords: NDArray[np.float64]) -> None:
    """Refuse corners at 0, 0, which programs write for a position that they lack."""
    zeros = np.flatnonzero((np.abs(coords) < _NOWHERE).all(axis=1))
    if not len(zeros):
        return
    counts = shapely.get_num_coordinates([parcel.geometry for parcel in file.parcels])
    ends = np.cumsum(counts)
    at = int(np.searchsorted(ends, zeros[0], side="right"))
    raise CrsError(
        say(
            "corner {corner} is 0, 0, which programs write for a position they lack; "
            "{count} such corners",
            corner=int(zeros[0] - ends[at] + counts[at]) + 1,
            count=len(zeros),
        ),
        where=say("{name} feature {number}", name=name, number=file.parcels[at].number),
        hint=say("Draw the parcel again, or take the corner out."),
    )


_NOWHERE = 1e-9


def _check_places(
    name: str,
    file: ParcelFile,
    coords: NDArray[np.float64],
    places: NDArray[np.float64],
    candidate: Candidate,
) -> None:
    """Refuse a file of which the system suits most coordinates, but not all."""
    lost = np.flatnonzero(~np.isfinite(places).all(axis=1))
    if not len(lost):
        return
    counts = shapely.get_num_coordinates([parcel.geometry for parcel in file.parcels])
    parcel = file.parcels[int(np.searchsorted(np.cumsum(counts), lost[0], side="right"))]
    x, y = coords[lost[0]]
    raise CrsError(
        say(
            "({x:.10g}, {y:.10g}) cannot be {system}, though the file's other "
            "coordinates can; {count} such points",
            x=x,
            y=y,
            system=candidate.crs.label,
            count=len(lost),
        ),
        where=say("{name} feature {number}", name=name, number=parcel.number),
        hint=say("Correct them, or split the file by reference system."),
    )


def _resolution(coords: NDArray[np.float64]) -> float:
    """Return the power of ten all coordinates are multiples of, at the finest 1e-9."""
    for decimals in range(-3, 9):
        # The first few deny most steps, and the others need not be asked.
        if all(_are_multiples(part, decimals) for part in (coords[:_FIRST], coords)):
            return float(10.0**-decimals)
    return 1e-9


_FIRST = 64


def _are_multiples(coords: NDArray[np.float64], decimals: int) -> bool:
    return bool(np.abs(coords - coords.round(decimals)).max() < 10.0**-decimals * 1e-4)


def _settle(
    coords: NDArray[np.float64], told: str, said: str, region: Box | None, *, packed: bool
) -> Candidate:
    """Choose the reading by what was told, which `said` narrows, or by what the file says."""
    asked = said if told else None
    detection = detect(coords, said or None, region=region)
    if not detection.candidates:
        _check_written(coords, region)
        raise CrsError(detection.said, hint=_ELSEWHERE)
    if packed:
        return _as_packed(detection, resolve(said))
    if asked and detection.contradicts_claim:
        # A zone that comes from the file is not cured by another --crs: the file denies that.
        raise _contradiction(detection, asked, _either(detection) if asked != told else "")
    if asked and (plain := _as_asked(detection, resolve(asked))):
        return plain
    if said and not asked and detection.contradicts_claim:
        raise CrsError(detection.said, hint=_either(detection))
    return detection.settled()


def _check_written(coords: NDArray[np.float64], region: Box | None) -> None:
    """Refuse degrees that lie nowhere for how they are written, and say how that is."""
    size = np.abs(coords)
    if (size <= CIRCLE).all() and (coords < 0).any():
        if not detect(size, region=region).candidates:
            return
        x, y = coords[np.argmax((coords < 0).any(axis=1))]
        raise CrsError(
            say(
                "({x:.10g}, {y:.10g}) is west of Greenwich or south of the equator, as W, S, 西经, "
                "南纬 or a minus says; without that it would lie where the parcels are expected",
                x=x,
                y=y,
            ),
            hint=say("Correct the letters or the signs: China is E and N."),
        )
    whole = np.floor(size / 100.0)
    minutes = size - whole * 100.0
    degrees = whole + minutes / 60.0
    if (
        (minutes < _MINUTES).all()
        and (whole >= 1).all()
        and detect(degrees, region=region).candidates
    ):
        x, y = coords[0]
        one = degrees[0]
        raise CrsError(
            say(
                "({x:.10g}, {y:.10g}) is written in degrees and minutes without a sign between "
                "them (ddmm.mmmm, as receivers write in NMEA), which is not read; it would be "
                "{east:.5f}°E {north:.5f}°N",
                x=x,
                y=y,
                east=one.max(),
                north=one.min(),
            ),
            hint=say("Write decimal degrees: {value:.5f}, and so on.", value=one[0]),
        )


_MINUTES = 60.0


def _either(detection: Detection) -> str:
    """Say what to do where the file's words and its numbers contradict each other."""
    keys = list(dict.fromkeys(row.crs.key for row in detection.candidates if row.under is None))
    way = f"--crs {keys[0]}" if len(keys) == 1 else "--crs"
    return say(
        "Ask which is right. If the numbers are, overrule what the file states with "
        "{way} --trust-crs; if its words are, have the coordinates corrected.",
        way=way,
    )


def _as_asked(detection: Detection, asked: Crs) -> Candidate | None:
    """Return the one reading of the numbers as they stand, whatever else they look like."""
    plain = [
        row
        for row in detection.candidates
        if not row.packed and row.under is None and same_place(row.crs, asked)
    ]
    return plain[0] if len(plain) == 1 else None


def _as_packed(detection: Detection, asked: Crs) -> Candidate:
    """Return the reading in degrees, minutes and seconds, as it was told."""
    for row in detection.candidates:
        if row.packed and same_place(row.crs, asked):
            return row
    raise not_packed()


_ELSEWHERE = say(
    "Check the coordinates and their reference system; parcels of another city need the geodata "
    "of that city, named with --geodata."
)


def _contradiction(detection: Detection, asked: str, hint: str) -> CrsError:
    label = resolve(asked).label
    best = detection.best
    seems = say("; they look like {system}", system=best.crs.label) if best else ""
    return CrsError(
        say("the coordinates cannot be {label}{seems}", label=label, seems=seems), hint=hint
    )


def _where(error: ZzmapError, file: str) -> str:
    """Name the file, and the column in it."""
    return (
        f"{file} {error.where}".strip()
        if error.where.startswith("column ")
        else (error.where or file)
    )


def _ask(error: ZzmapError, asked: str) -> str:
    whole = error.hint == _ELSEWHERE or "--crs" in error.hint or "--trust-crs" in error.hint
    if whole or isinstance(error, UnfitCrsError):
        return error.hint
    hint = say("Give another with --crs.") if asked else say("Give it with --crs.")
    return say("{told} {hint}", told=error.hint, hint=hint) if error.hint else hint
