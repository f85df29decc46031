"""The numbers of a row as a position: how they are read, in which system, whether to believe it.

Classes of a position (`coord`): ``yes`` as it stands; ``shift`` moved from GCJ-02, BD-09 or a
zone of metres; ``swap`` longitude and latitude changed places; ``parse`` read from degrees,
minutes and seconds, from one cell, or from a number without its point; ``doubtful`` contradicts
the address, is beyond the city, or is too coarse; ``no`` is none, or is unreadable.  No number
tells WGS-84 from GCJ-02 or BD-09: a column, a cell, a title or `crs` must say it, and where
none does, degrees are taken for WGS-84, which is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from zzmap.city import City
from zzmap.crs import Crs, gauss_kruger, parse_dms, resolve
from zzmap.errors import CrsError
from zzmap.io.rows import Cell
from zzmap.join.words import folded
from zzmap.messages import say

YES, SHIFT, SWAP, PARSE, DOUBTFUL, NO = "yes", "shift", "swap", "parse", "doubtful", "no"
USABLE = (YES, SHIFT, SWAP, PARSE)
"""Classes whose position is given."""

_SYSTEMS = (
    ("bd09", re.compile(r"百度|bd-?_?09|bd-?09ll|bdmap")),
    ("gcj02", re.compile(r"高德|gcj-?_?02|火星|国测局|腾讯|amap|加密坐标|google中国|谷歌中国")),
    ("wgs84", re.compile(r"wgs-?_?(?:19)?84|\bgps\b|gps|手持")),
    (
        "cgcs2000",
        re.compile(r"cgcs-?2000|国家2000|2000国家|大地2000|2000大地|天地图|国家大地坐标系"),
    ),
)
"""What tables call the systems."""

_OLD = re.compile(
    r"西安80|西安1980|xian80|北京54|北京1954|beijing54|(?:1954|1980)年?(?:北京|西安)?.{0,2}坐标"
)
_UNSURE = re.compile(
    r"转|换|纠偏|改正|偏移|[非不未勿或→>]|原(?=火星|高德|百度|腾讯|gcj|bd|wgs|gps)"
)
"""What says of a column's numbers that they were moved, or what they are not."""

_IS_SYSTEM = re.compile(r"坐标|系统?$|地图|投影|独立|地方|utm|epsg|[a-z]{2,}-?\d{2}")
"""What names a system, known or not: a remark such as 已核实 names none."""

_SPACED = re.compile(r"(\d{1,3})[ \-_](\d{1,2})[ \-_](\d{1,2}(?:\.\d+)?)")
"""Degrees, minutes and seconds that only spaces or hyphens part."""

_PAIR_ENDS = re.compile(r"[|,，;；、/\s]+")
_LABEL = re.compile(r"point|经纬度|东经|北纬|经度|纬度|坐标|lng|lon|lat|[()（）\[\]:：]")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_MISSING = frozenset(
    ["", "-", "—", "--", "/", "无", "null", "none", "nan", "n/a", "未知", "暂无", "不详"]
)
_NORTH = (3_300_000.0, 4_300_000.0)
_EASTING = (100_000.0, 900_000.0)
_SCALES = (1e4, 1e5, 1e6, 1e7, 1e8)
_REMARK = 40
_COARSE = 2
"""Degrees of so few decimals say a kilometre at best."""


class Raw(NamedTuple):
    """A position as read, not yet moved or judged.

    `crs` is what `x` (east) and `y` (north) are in, None where nothing could be read; `why`
    says then what is wrong, '' for a row that says no position.  `doubt` is why a position that
    could be read is not to be believed.
    """

    x: float = math.nan
    y: float = math.nan
    crs: Crs | None = None
    coord: str = NO
    why: str = ""
    coarse: bool = False
    doubt: str = ""


class Columns(NamedTuple):
    """Where a row's position stands."""

    lon: int | None = None
    lat: int | None = None
    point: int | None = None
    north: int | None = None
    east: int | None = None
    crs: int | None = None
    others: tuple[int, ...] = ()
    """Columns without a role, in which a remark may name a system."""


@lru_cache(1_000)
def system_in(text: str) -> str:
    """Return the system a text names: a key `zzmap.crs.resolve` takes, ``old``, or ''.

    Examples
    --------
    >>> system_in("经度（高德）"), system_in("百度坐标"), system_in("CGCS2000"), system_in("经度")
    ('gcj02', 'bd09', 'cgcs2000', '')
    """
    plain = folded(text)
    if _OLD.search(plain):
        return "old"
    return next((key for key, pattern in _SYSTEMS if pattern.search(plain)), "")


def system_of_column(name: str) -> str:
    """Return the system that the name of a column surely states, as `system_in`, else ''.

    A name that tells of two systems, of a change from one, or what the numbers are not, is sure of
    none.

    Examples
    --------
    >>> system_of_column("火星坐标2经度"), system_of_column("经度（高德转WGS84）")
    ('gcj02', '')
    """
    plain = folded(name)
    if _UNSURE.search(plain) or sum(bool(one.search(plain)) for _, one in _SYSTEMS) > 1:
        return ""
    return system_in(name)


def without_system(name: str) -> str:
    """Return the name of a column without the words that name a system.

    Examples
    --------
    >>> without_system("lng_gcj02"), without_system("火星坐标X")
    ('lng', 'x')
    """
    plain = folded(name)
    for _, pattern in _SYSTEMS:
        plain = pattern.sub("", plain)
    return plain.replace("坐标", "").strip("_- ")


def _unusable(named: str, given: str) -> str:
    """Say why nothing can be done with a system that a cell names; '' where it can."""
    if named == "old":
        return say("Xi'an 80 and Beijing 54 cannot be moved exactly ({given})", given=given)
    if named == "?":
        return say("“{given}” is no reference system that is known; --crs names it", given=given)
    return ""


@lru_cache(1_000)
def _cell_system(text: str) -> str:
    """Return the system a cell names, ``?`` where it names one that is not known, else ''."""
    found = system_in(text)
    if found or not _IS_SYSTEM.search(folded(text)):
        return found
    try:
        return resolve(text).key
    except CrsError:
        return "?"


class PositionReader:
    """Reads the position of rows.

    Parameters
    ----------
    city
        Its region and zone.
    columns
        Where rows say their position.
    system
        What the table is in, as a planner told or the table says; '' for not known.
    """

    def __init__(self, city: City, columns: Columns, system: str = "") -> None:
        self.city, self.columns, self.system = city, columns, system
        self.assumed = 0

    def read(self, cells: Sequence[Cell]) -> Raw:
        """Return the position of a row as it is written, with its system and class."""
        first, second, parsed, given = self._pair(cells)
        if not given:
            return Raw()
        if first is None or second is None:
            return Raw(why=say("“{given}” is no position", given=given))
        if first == 0 and second == 0:
            return Raw(why=say("0, 0 stands for no position"))
        own = _text(cells, self.columns.crs)
        named = _cell_system(own) or self.system
        if why := _unusable(named, own or named):
            return Raw(why=why)
        if _is_metres(first, second):
            found = self._metres(first, second, named, parsed)
            if found is not None:
                return found
        found = self._degrees(first, second, named, parsed, given)
        return found if named or found.crs is None else found._replace(doubt=self._aside(cells))

    def _aside(self, cells: Sequence[Cell]) -> str:
        """Say which shifted system a remark names, where nothing else names one."""
        for at in self.columns.others:
            text = _text(cells, at)
            if len(text) <= _REMARK and system_in(text) in ("gcj02", "bd09", "old"):
                return say(
                    "a remark says “{text}”, no column does; --map crs=COLUMN takes it", text=text
                )
        return ""

    # -- what is written -----------------------------------------------------------------

    def _pair(self, cells: Sequence[Cell]) -> tuple[float | None, float | None, bool, str]:
        """Return both numbers, east or longitude first, whether they were parsed, the text."""
        columns = self.columns
        pairs = [(columns.lon, columns.lat), (columns.east, columns.north)]
        for one, other in pairs:
            texts = [_text(cells, one), _text(cells, other)]
            if any(texts):
                if all(texts):
                    (a, parsed_a), (b, parsed_b) = _number(texts[0]), _number(texts[1])
                    return a, b, parsed_a or parsed_b, ", ".join(texts)
                split = _split(texts[0] or texts[1])
                return (*split, True, texts[0] or texts[1])
        text = _text(cells, columns.point)
        return (*_split(text), True, text)

    def _degrees(self, first: float, second: float, named: str, parsed: bool, given: str) -> Raw:
        wide = self.city.extent
        swapped = False
        if not (_within(first, wide.west, wide.east) and _within(second, wide.south, wide.north)):
            if _within(second, wide.west, wide.east) and _within(first, wide.south, wide.north):
                first, second, swapped = second, first, True
            else:
                scaled = self._scaled(first, second)
                if scaled is None:
                    return Raw(why=say("“{given}” lies far from the city", given=given))
                first, second, parsed = *scaled, True
        crs = resolve(named or "wgs84")
        if crs.projected:
            crs = resolve("cgcs2000")
        self.assumed += not named
        coord = PARSE if parsed else SWAP if swapped else SHIFT if crs.shifted else YES
        return Raw(first, second, crs, coord, coarse=not parsed and _is_coarse(given))

    def _scaled(self, first: float, second: float) -> tuple[float, float] | None:
        """Read numbers whose decimal point is missing: 113625000 for 113.625."""
        wide = self.city.extent
        lon = [first / by for by in _SCALES if _within(first / by, wide.west, wide.east)]
        lat = [second / by for by in _SCALES if _within(second / by, wide.south, wide.north)]
        return (lon[0], lat[0]) if len(lon) == 1 and len(lat) == 1 else None

    def _metres(self, first: float, second: float, named: str, parsed: bool) -> Raw | None:
        """Read eastings and northings, in whichever order, by their size."""
        for east, north in ((first, second), (second, first)):
            if not _NORTH[0] <= north <= _NORTH[1]:
                continue
            zone = int(east // 1_000_000)
            if _EASTING[0] <= east <= _EASTING[1]:
                crs = gauss_kruger(3, self.city.survey_zone, prefix=False)
            elif 13 <= zone <= 45 and _EASTING[0] <= east - zone * 1e6 <= _EASTING[1]:
                crs = gauss_kruger(3 if zone >= 25 else 6, zone, prefix=True)
            else:
                continue
            if named not in ("", "cgcs2000"):
                crs = resolve(named)
                if not crs.projected:
                    return Raw(why=say("metres are no coordinates of {named}", named=named))
            self.assumed += not named
            return Raw(east, north, crs, PARSE if parsed else SHIFT)
        return None


def _is_metres(first: float, second: float) -> bool:
    return any(_NORTH[0] <= value <= _NORTH[1] for value in (first, second))


def _within(value: float, least: float, most: float) -> bool:
    return least <= value <= most


def _text(cells: Sequence[Cell], at: int | None) -> str:
    if at is None or at >= len(cells) or cells[at] is None:
        return ""
    text = str(cells[at]).strip()
    return "" if text.lower() in _MISSING else text


def _number(text: str) -> tuple[float | None, bool]:
    """Return a number, or an angle, and whether it took more than reading it."""
    if _PLAIN.fullmatch(text):
        return float(text), False
    spaced = _SPACED.fullmatch(_LABEL.sub("", text).strip())
    if spaced is not None and float(spaced[2]) < 60 and float(spaced[3]) < 60:
        return float(spaced[1]) + float(spaced[2]) / 60 + float(spaced[3]) / 3600, True
    plain = _LABEL.sub("", folded(text)).replace("，", ".")
    grouped = plain.replace(",", "")
    for found in (plain, grouped if plain.count(",") > 1 else plain.replace(",", ".")):
        if _PLAIN.fullmatch(found):
            return float(found), True
    try:
        return parse_dms(_LABEL.sub("", text)), True
    except CrsError:
        return None, True


def _split(text: str) -> tuple[float | None, float | None]:
    """Return both numbers of one cell."""
    plain = _LABEL.sub(" ", text.lower()).strip()
    parts = [part for part in _PAIR_ENDS.split(plain) if part not in ("", "n", "e", "度")]
    if len(parts) > 2:
        # Degrees, minutes and seconds may be parted by spaces too.
        half = len(parts) // 2
        parts = [" ".join(parts[:half]), " ".join(parts[half:])] if len(parts) % 2 == 0 else []
    if len(parts) == 1:
        parts = re.findall(r"[ensw]?\s*\d+[°度][^°度]*?(?:[″\"秒]|['′分]{2})\s*[ensw]?", plain)
    if len(parts) != 2:
        return None, None
    return _number(parts[0])[0], _number(parts[1])[0]


def _is_coarse(given: str) -> bool:
    """Tell whether both numbers of a pair have two decimals at most."""
    decimals = [len(part.partition(".")[2].rstrip("0")) for part in given.split(", ")]
    return max(decimals, default=0) <= _COARSE
