"""Read geometries written as well-known text, one a line."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.formats import WKT
from zzmap.io.guard import too_many
from zzmap.io.parsed import Parsed
from zzmap.io.text import read_text
from zzmap.messages import say

_SRID = re.compile(r"^SRID=(\d+);", re.IGNORECASE)


def read_wkt(path: Path, encoding: str | None = None) -> Parsed:
    """Read WKT or EWKT; raises `FormatError` that names the line."""
    text, found = read_text(path, encoding)
    geometries: list[BaseGeometry | None] = []
    claims: set[str] = set()
    for line, body in enumerate(text.splitlines(), 1):
        if not body.strip():
            continue
        if len(geometries) >= settings.MAX_FEATURES:
            raise too_many(path)
        srid = _SRID.match(body.strip())
        claims.add(f"EPSG:{srid[1]}" if srid else "")
        geometries.append(parse_wkt(_SRID.sub("", body.strip()), f"{path.name} line {line}"))
    if not geometries:
        raise FormatError(
            say("the file holds no WKT"), where=path.name, hint=say("Write one a line.")
        )
    if len(claims) > 1:
        raise FormatError(
            say("its lines are in several reference systems"),
            where=path.name,
            hint=say("Split the file."),
        )
    return Parsed(path.stem, WKT.name, geometries, [], claims.pop()).noted(
        say("read as {found}", found=found) if found != "utf-8" else ""
    )


def parse_wkt(text: str, where: str) -> BaseGeometry:
    """Read one geometry; raises `FormatError` with `where` in it."""
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused later, in a sentence
            return shapely.from_wkt(text)
    except shapely.GEOSException as error:
        raise FormatError(
            say("this is no WKT ({error})", error=error), where=where, hint=say("Correct it.")
        ) from None
    except NotImplementedError:
        raise FormatError(
            say("this WKT has curves, which are read from a GeoPackage only"),
            where=where,
            hint=say("Turn them into lines, or export a GeoPackage."),
        ) from None
