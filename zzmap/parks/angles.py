"""Angles of which no word says what they are: decimal degrees, or degrees, minutes and seconds.

Numbers such as 113.4530 and 34.4510 are read either way, some 40 km apart.  On a small site the
digits cannot tell; the areas that a file states can, since the two readings differ in them more
than sevenfold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import shapely

from zzmap.crs import DEGREE_M, Box, Candidate, detect
from zzmap.crs.datum import Floats
from zzmap.crs.detection import PACKED_CHANCE
from zzmap.crs.readings import chance_of_packed
from zzmap.errors import CrsError
from zzmap.messages import say
from zzmap.parks.parcel import Parcel, ParcelFile

_SAME_AREA = 1.25
"""Largest factor between a stated area and the one measured that lets a reading stand."""

_NOTED = say("read as decimal degrees, though every number could be degrees, minutes, seconds")

IN_THE_FILE = say(
    "Say it in the file: 经度(度) or 经度(度.分秒) in the header of a table, 计量单位=度 or "
    "计量单位=度.分秒 in a TXT."
)

Unit = Literal["", "degrees", "dms"]

DECIMAL, PACKED = "decimal", "DD.MMSS"
"""What `told_unit` takes for the two readings, whatever the language."""

_TOLD = re.compile(
    r"(?P<crs>.*?\S)\s+[（(]?(?P<unit>度[.．。]?分[.．。]?秒|dd\.?mmss|dms|十进制度?|度|decimal)[)）]?\s*",
    re.IGNORECASE,
)


def told_unit(crs: str) -> tuple[str, Unit]:
    """Part a reference system from the unit that is named behind it.

    Examples
    --------
    >>> told_unit("EPSG:4490 度.分秒"), told_unit("EPSG:4490 decimal"), told_unit("EPSG:4547")
    (('EPSG:4490', 'dms'), ('EPSG:4490', 'degrees'), ('EPSG:4547', ''))
    """
    found = _TOLD.fullmatch(crs)
    if found is None:
        return crs, ""
    return found["crs"], "dms" if re.search(r"秒|s", found["unit"], re.IGNORECASE) else "degrees"


def check_told(file: ParcelFile, told: Unit, *, trust: bool, option: str = "--crs") -> None:
    """Refuse a unit told of a file that says otherwise.

    Raises
    ------
    CrsError
        If the file says what its angles are, or its kind holds decimal degrees.  A planner who is
        to be trusted overrules that, but not 度.分秒 that the file says, for it was read so.
    """
    if told == "degrees" and file.unpacked:
        raise CrsError(
            say("the file itself says that its angles are degrees, minutes and seconds"),
            hint=say(
                "Leave 度 out of {option}. If the file is wrong, correct its 度.分秒 there.",
                option=option,
            ),
        )
    if told == "dms" and not (file.unit_open or file.unpacked or trust):
        raise CrsError(
            say(
                "the file says itself what its angles are, or is of a kind that holds decimal "
                "degrees"
            ),
            hint=say(
                "Leave 度.分秒 out of {option}. If the numbers are degrees, minutes and seconds "
                "all the same, add --trust-crs.",
                option=option,
            ),
        )


def settle_unit(
    file: ParcelFile,
    parcels: Sequence[Parcel],
    coords: Floats,
    decimal: Candidate,
    region: Box | None,
) -> tuple[Candidate, str]:
    """Tell whether numbers read as decimal degrees are not packed ones, by the areas stated.

    Parameters
    ----------
    file
        Says whether the unit is open.
    parcels
        In the file's own numbers, their columns understood.
    coords
        All of their numbers.
    decimal
        The reading in decimal degrees.
    region
        Where the parcels are expected; None takes all of China.

    Returns
    -------
    tuple
        The reading that holds, and a note of what decided, '' where nothing was open.

    Raises
    ------
    CrsError
        If both readings fit.
    """
    packed = packed_too(coords, decimal, region)
    if packed is None:
        return decimal, ""
    if not file.unit_open:
        return decimal, _NOTED if chance_of_packed(coords) <= PACKED_CHANCE else ""
    fits = [row for row in (decimal, packed) if _areas_fit(parcels, row)]
    if len(fits) != 1:
        areas = any(parcel.stated_area_m2 for parcel in parcels) and not fits
        raise two_units(coords, decimal, packed, areas=areas)
    said = say("decimal degrees") if fits[0] is decimal else say("degrees, minutes and seconds")
    return fits[0], say("read as {unit}: the areas it states fit only so", unit=said)


def not_packed(option: str = "--crs") -> CrsError:
    """Return the refusal of numbers that are no degrees, minutes and seconds, though told so."""
    return CrsError(
        say("the numbers cannot be degrees, minutes and seconds (113.4530 for 113°45′30″) here"),
        hint=say("Leave 度.分秒 out of {option}, or check the numbers.", option=option),
    )


def packed_too(coords: Floats, decimal: Candidate, region: Box | None) -> Candidate | None:
    """Return the reading in degrees, minutes and seconds if all numbers can be that too."""
    if decimal.crs.projected or decimal.packed:
        return None
    packed = replace(decimal, reading=decimal.reading._replace(packed=True))
    if not np.isfinite(packed.locate(coords)).all():
        return None
    found = detect(coords, decimal.crs, region=region).candidates
    return packed if any(row.reading.means(packed.reading) for row in found) else None


def two_units(
    coords: Floats,
    decimal: Candidate,
    packed: Candidate,
    *,
    option: str = "--crs",
    areas: bool = False,
) -> CrsError:
    """Say both readings, how far apart they put the first corner, and with which option to choose.

    `areas` tells that the file states areas, none of which is that of a reading.
    """
    (one, two), x = (row.locate(coords[:1])[0] for row in (decimal, packed)), coords[0]
    east, north = (two - one) * DEGREE_M
    apart = float(np.hypot(east * np.cos(np.radians(one[1])), north)) / 1000
    system = decimal.crs.key if decimal.crs.shifted else "EPSG:4490"
    hint = say(
        "Say what they are behind the system: {option} “{system} 度” or "
        "{option} “{system} 度.分秒”.",
        option=option,
        system=system,
    )
    if areas:
        hint = say("Neither has the areas that the file states: check those too. {hint}", hint=hint)
    return CrsError(
        say(
            "nothing says what its angles are, and both fit: ({x:.10g}, {y:.10g}) is {one} as "
            "decimal degrees, {two} as degrees, minutes and seconds, {apart:,.0f} km away",
            x=x[0],
            y=x[1],
            one=_place(one),
            two=_place(two),
            apart=apart,
        ),
        hint=say("{told} {hint}", told=hint, hint=IN_THE_FILE),
    )


def _place(point: Floats) -> str:
    return f"{point[0]:.4f}°E {point[1]:.4f}°N"


def _areas_fit(parcels: Sequence[Parcel], reading: Candidate) -> bool:
    """Tell whether the parcels measure what the file states of them, by most of them."""
    stated = [parcel for parcel in parcels if parcel.stated_area_m2]
    if not stated:
        return False
    shapes = np.array([parcel.geometry for parcel in stated], dtype=object)
    places = reading.locate(shapely.get_coordinates(shapes))
    squeezed = places * DEGREE_M
    squeezed[:, 0] *= np.cos(np.radians(np.median(places[:, 1])))
    measured = shapely.area(shapely.set_coordinates(shapes, squeezed))
    factor = measured / np.array([parcel.stated_area_m2 for parcel in stated], float)
    return bool(1 / _SAME_AREA <= np.median(factor) <= _SAME_AREA)
