"""Outlines of many parks as numbers a page takes as they are: no text to write, none to read.

Little-endian 32-bit whole numbers, one after the other: how many parks, rings and points there
are; of each park how many rings it has; of each ring how many points, negative for a hole; of
each point longitude and latitude in steps of the geometry codec.  A ring doesn't repeat its
first point.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from zzmap.render.geometry_codec import stepped


def pack_outlines(wkb: Sequence[bytes]) -> bytes:
    """Return the outlines of polygons and multi-polygons, given as WKB in WGS-84.

    Examples
    --------
    >>> import shapely
    >>> packed = pack_outlines([shapely.box(113, 34, 114, 35).wkb])
    >>> np.frombuffer(packed, "<i4")[:5].tolist()
    [1, 1, 4, 1, 4]
    """
    geometries = shapely.from_wkb(np.array(wkb, dtype=object))
    parts, owners = shapely.get_parts(geometries, return_index=True)
    rings, ring_parts = shapely.get_rings(parts, return_index=True)
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    steps, of_ring = stepped(points, of_ring, closed=True)
    counts = np.bincount(of_ring, minlength=len(rings))
    outer = np.append(True, ring_parts[1:] != ring_parts[:-1])[: len(rings)]
    rings_of_park = np.bincount(owners[ring_parts], minlength=len(wkb))
    heads = (len(wkb), len(rings), len(steps))
    columns: tuple[NDArray[np.int64], ...] = (
        np.array(heads), rings_of_park, np.where(outer, counts, -counts), steps.ravel(),
    )  # fmt: skip
    return b"".join(column.astype("<i4").tobytes() for column in columns)
