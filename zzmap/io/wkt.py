"""Read polygons written as well-known text, one a line."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import shapely

from zzmap.errors import FormatError
from zzmap.io.parcel import Parcel, ParcelFile
from zzmap.io.polygons import polygonal
from zzmap.io.text import read_text

_SRID = re.compile(r"^SRID=(\d+);", re.IGNORECASE)


def read_wkt(path: Path) -> ParcelFile:
    """Read WKT or EWKT; raises `FormatError` that names the line."""
    text, _ = read_text(path)
    parcels: list[Parcel] = []
    claims: set[str] = set()
    for line, body in enumerate(text.splitlines(), 1):
        if not body.strip():
            continue
        where = f"{path.name} line {line}"
        srid = _SRID.match(body.strip())
        claims.add(f"EPSG:{srid[1]}" if srid else "")
        try:
            with np.errstate(invalid="ignore"):  # NaN is refused below, in a sentence
                geometry = shapely.from_wkt(_SRID.sub("", body.strip()))
        except shapely.GEOSException as error:
            raise FormatError(
                f"this is no WKT ({error})", where=where, hint="Correct it."
            ) from None
        except NotImplementedError:
            raise FormatError(
                "this WKT has curves, which are read from a GeoPackage only",
                where=where,
                hint="Turn them into lines, or export a GeoPackage.",
            ) from None
        parcels.append(Parcel(len(parcels) + 1, polygonal(geometry, where)))
    if not parcels:
        raise FormatError("the file holds no WKT", where=path.name, hint="Write one a line.")
    if len(claims) > 1:
        raise FormatError(
            "its lines are in several reference systems", where=path.name, hint="Split the file."
        )
    return ParcelFile(parcels, claims.pop(), "WKT")
