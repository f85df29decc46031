"""What a table says of its reference system: in titles, headers and the names of sheets."""

from __future__ import annotations

import re

from zzmap.io.corners.header import Header
from zzmap.io.corners.sheets import Sheet

_SAYS = re.compile(
    r"cgcs|2000|wgs|gcj|bd-?09|火星|百度|高德|西安|北京|1980|1954|\b(?:80|54)\b|beijing|xi'?an"
    r"|中央子午线|中央经线|带号|度带|\d{2}\s*带|epsg|坐标系",
    re.IGNORECASE,
)
_OLD = ((r"西安|1980|\b80\b|xi'?an", "xian80"), (r"北京|1954|\b54\b|beijing", "beijing54"))


def claim_of(sheet: Sheet, header: Header) -> str:
    """Return what a table states, in words `zzmap.crs.resolve` takes; '' for nothing.

    An older datum goes before all else that is said: nothing takes it back.
    """
    cells = [cell for row in header.titles for cell in row if cell.strip()]
    cells += [sheet.name, header.north.full, header.east.full]
    said = list(dict.fromkeys(cell.strip() for cell in cells if _SAYS.search(cell)))
    if not said:
        return ""
    text = " ".join(said)
    coordinates = " ".join(
        cell for cell in said if re.search(r"坐标|系|datum|crs", cell, re.I) or cell in cells[-3:]
    )
    for pattern, datum in _OLD:
        if re.search(pattern, coordinates, re.IGNORECASE):
            return datum
    return known(text) or ("CGCS2000" if "2000" in coordinates else "")


def known(text: str) -> str:
    """Return the first of a text, and of its parts, that names a system; '' if none does."""
    from zzmap.crs import resolve
    from zzmap.errors import CrsError

    for part in (text, *re.split(r"[\s,，;；]+", text)):
        try:
            return resolve(part).key
        except CrsError:
            continue
    return ""
