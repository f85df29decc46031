"""Which reference systems numbers can be read in: by size, zone and where the points fall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zzmap.crs.codes import BD09, GCJ02, WEB_MERCATOR, WGS84, Crs, from_epsg, gauss_kruger
from zzmap.crs.datum import Box, Floats
from zzmap.crs.dms import unpack_dms
from zzmap.crs.metric import OVERLAP_DEG
from zzmap.crs.transform import in_range, same_place, to_wgs84

MIN_SHARE = 0.5
"""A reading is kept if it puts this share of the points into the region."""

_UTM_SCALE_EPSG = 32600

_WIDEST_HALF = 3.0
"""Half of a 6-degree zone: no survey of a 3-degree zone reaches farther."""


class Reading(NamedTuple):
    """One way to read an array of coordinates.

    Attributes
    ----------
    crs
        The reference system.
    swapped
        Whether the first column is north or latitude.
    packed
        Whether 113.4530 means 113°45′30″.
    under
        GCJ-02 or BD-09 where such degrees were projected as if they were WGS-84; else None.
    """

    crs: Crs
    swapped: bool = False
    packed: bool = False
    under: Crs | None = None

    def locate(self, points: Floats) -> Floats:
        """Return WGS-84 longitude and latitude, NaN where the reading is impossible."""
        x, y = (points[:, 1], points[:, 0]) if self.swapped else (points[:, 0], points[:, 1])
        if self.packed:
            x, y = unpack_dms(x), unpack_dms(y)
        possible = in_range(self.crs, x, y)
        lon, lat = to_wgs84(self.crs, np.where(possible, x, np.nan), np.where(possible, y, np.nan))
        if self.under is not None:
            lon, lat = to_wgs84(self.under, lon, lat)
        return np.column_stack([lon, lat])

    def means(self, other: Reading) -> bool:
        """Whether the same numbers mean the same place in both readings."""
        return self[1:] == other[1:] and same_place(self.crs, other.crs)


def readings(points: Floats, region: Box, claim: Crs | None = None) -> dict[Reading, float]:
    """Find every reading that puts enough points into the region.

    Parameters
    ----------
    points
        Numbers in the order of the file.
    region
        Where the points should lie.
    claim
        What the file says; a system of no zone is looked at only if the file says it.

    Returns
    -------
    dict
        For each reading, in the order of how common it is, the share of points inside.
    """
    found: dict[Reading, float] = {}
    for reading in _possible(points, region, claim):
        share = _share(reading, points, region)
        if share >= MIN_SHARE and not any(reading.means(other) for other in found):
            found[reading] = share
    return found


def _possible(points: Floats, region: Box, claim: Crs | None) -> Iterator[Reading]:
    """Plain readings first, then packed angles, then metres made of shifted degrees."""
    columns = ((False, points[:, 0]), (True, points[:, 1]))
    plain = [Reading(crs, order) for order, east in columns for crs in _systems(east, region)]
    if claim is not None and claim.projected:
        plain += [Reading(claim), Reading(claim, swapped=True)]
    yield from plain
    yield from (row._replace(packed=True) for row in plain if not row.crs.projected)
    for under in (GCJ02, BD09):
        yield from (row._replace(under=under) for row in plain if row.crs.projected)


def chance_of_packed(points: Floats) -> float:
    """Chance that decimal degrees would look like packed degrees, minutes and seconds.

    Each of the two digit pairs is under 60 in 0.6 of all decimals.  Only the pair of seconds
    is counted, once for each distinct value, and only in a column that spans several minutes:
    close values share their digits and prove nothing.  1 if some value cannot be packed.
    """
    if not np.isfinite(unpack_dms(points)).all():
        return 1.0
    chance = 1.0
    for column in points.T:
        if np.ptp(column) > 0.02:
            chance *= 0.6 ** np.unique(column).size
    return float(chance)


def _systems(east: Floats, region: Box) -> Iterator[Crs]:
    """Systems whose numbers have the size of these eastings or longitudes."""
    size = float(np.median(np.abs(east)))
    if size <= 180.0:
        yield from (WGS84, GCJ02, BD09)
    zone = int(size // 1e6)
    if 25 <= zone <= 45:
        yield gauss_kruger(3, zone, prefix=True)
    elif 13 <= zone <= 23:
        yield gauss_kruger(6, zone, prefix=True)
    if 1e6 <= size < 2.01e7:
        yield WEB_MERCATOR
    if 1e4 <= size < 1e6:
        yield from _unprefixed(region)


def _unprefixed(region: Box) -> Iterator[Crs]:
    """Zones that meet the region: 3 degrees, 6 degrees, UTM."""
    for width, zones in ((3, range(25, 46)), (6, range(13, 24))):
        for zone in zones:
            crs = gauss_kruger(width, zone, prefix=False)
            if _meets(crs, region):
                yield crs
    for zone in range(43, 54):
        crs = from_epsg(_UTM_SCALE_EPSG + zone)
        if _meets(crs, region):
            yield crs


def _meets(crs: Crs, region: Box) -> bool:
    assert crs.meridian is not None and crs.width is not None
    half = crs.width / 2 + OVERLAP_DEG
    return crs.meridian - half <= region.east and crs.meridian + half >= region.west


def _share(reading: Reading, points: Floats, region: Box) -> float:
    place = reading.locate(points)
    if reading.packed and np.isnan(place).any():
        return 0.0
    inside = within(place, region)
    if reading.crs.meridian is not None and reading.crs.width is not None:
        half = _half_width(reading.crs) + OVERLAP_DEG
        inside &= np.abs(place[:, 0] - reading.crs.meridian) <= half
    return float(inside.mean())


def _half_width(crs: Crs) -> float:
    """How far from its meridian a zone is used, in degrees.

    Eastings that carry a zone number name their zone themselves, wherever their points are:
    surveys that cross an edge are kept in one zone.
    """
    assert crs.width is not None
    named = crs.false_easting is not None and crs.false_easting >= 1e6
    return max(crs.width / 2, _WIDEST_HALF) if named else crs.width / 2


def within(place: Floats, box: Box) -> NDArray[np.bool_]:
    """Tell which longitudes and latitudes lie in a box; NaN does not."""
    lon, lat = place[:, 0], place[:, 1]
    return (lon >= box.west) & (lon <= box.east) & (lat >= box.south) & (lat <= box.north)
