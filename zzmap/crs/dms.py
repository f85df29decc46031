"""Degrees, minutes and seconds, as text and packed into one number."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zzmap.errors import CrsError
from zzmap.messages import say

_NUMBER = r"\d+(?:\.\d+)?"
_DMS = re.compile(
    rf"(?P<sign>-?)(?P<d>{_NUMBER})"
    rf"(?:\s*[°º度d:\s-]\s*(?P<m>{_NUMBER})"
    rf"(?:\s*['分m:\s-]\s*(?P<s>{_NUMBER}))?)?"
    r"\s*[°º度'分\"秒]?"
)
_RINGS = str.maketrans(dict.fromkeys("º˚∘", "°"))
_SOUTH_WEST = re.compile(r"[sw]|南纬|西经")
_HEMISPHERE = re.compile(r"^(?:[nsew]|东经|西经|北纬|南纬)[:\s]*|[\s]*[nsew]$")

CIRCLE = 360.0
"""No angle is larger; metres from the equator are."""

_HALF_UNIT = 1e-7
"""Slack of a packed value, in units of its last pair: absorbs binary rounding only."""


def parse_dms(text: str) -> float:
    """Read an angle such as ``113°45′30″``, ``113度45分30.5秒`` or ``113-45-30E`` in degrees.

    A plain decimal number is returned as it is; S, W, 南纬 and 西经 make it negative.

    Raises
    ------
    CrsError
        If the text is no angle, or has 60 minutes or seconds or more.
    """
    # NFKC makes a letter of the ordinal sign and a blank of the ring, which stand for degrees.
    ringed = text.strip().translate(_RINGS)
    folded = unicodedata.normalize("NFKC", ringed).casefold()
    for sign, marks in (('"', "″”“〃˝"), ("'", "′’‘´`ʹ")):
        for mark in marks:
            folded = folded.replace(unicodedata.normalize("NFKC", mark).casefold(), sign)
    # NFKC writes the double prime as two primes.
    folded = folded.replace("''", '"')
    bare = _HEMISPHERE.sub("", folded).strip()
    found = _DMS.fullmatch(bare)
    hint = say("Write 113°45′30″ or decimal degrees.")
    if not found:
        raise CrsError(say("“{text}” is no angle", text=text), hint=hint)
    degrees, minutes, seconds = (float(found[part] or 0.0) for part in ("d", "m", "s"))
    if minutes >= 60.0 or seconds >= 60.0:
        raise CrsError(say("“{text}” has 60 minutes or seconds or more", text=text), hint=hint)
    value = degrees + minutes / 60.0 + seconds / 3600.0
    hemisphere = folded != bare and _SOUTH_WEST.search(folded)
    return -value if bool(hemisphere) != bool(found["sign"]) else value


def unpack_dms(packed: ArrayLike) -> NDArray[np.float64]:
    """Turn packed angles (113.4530 for 113°45′30″) into degrees.

    Numbers that cannot be packed angles, because their minutes reach 60 or their seconds
    exceed it, become NaN.  Exactly 60 seconds, which careless rounding writes, carry over.
    """
    values = np.asarray(packed, float)
    size = np.abs(values)
    degrees = np.floor(size + _HALF_UNIT / 1e4)
    pairs = (size - degrees).clip(min=0.0) * 100.0
    minutes = np.floor(pairs + _HALF_UNIT)
    seconds = ((pairs - minutes) * 100.0).clip(min=0.0)
    angle = np.copysign(degrees + minutes / 60.0 + seconds / 3600.0, values)
    return np.where((minutes < 60.0) & (seconds < 60.0 + 1e-6), angle, np.nan)


def can_be_packed(values: ArrayLike) -> bool:
    """Tell whether all of some numbers can be packed angles: no larger, no minute of 60 or more.

    Examples
    --------
    >>> can_be_packed([113.4530, 34.4510]), can_be_packed([113.7583, 34.7528])
    (True, False)
    """
    numbers = np.asarray(values, float)
    return bool((np.abs(numbers) <= CIRCLE).all() and np.isfinite(unpack_dms(numbers)).all())
