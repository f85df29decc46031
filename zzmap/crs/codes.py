"""Names of reference systems, as planners write them, to one `Crs` each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NoReturn

from zzmap.errors import CrsError, OldDatumError, SeveralSystemsError, UnfitCrsError
from zzmap.messages import both, say

if TYPE_CHECKING:
    from pyproj import CRS

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]

GEOGRAPHIC_EPSG = {"wgs84": 4326, "cgcs2000": 4490}
"""Longitude and latitude of the two datums that EPSG knows."""

_KNOWN_MEND = say(
    "Name one of: wgs84, CGCS2000, EPSG:4549, CGCS2000 3-degree CM 120E, gcj02, bd09."
)

A_ZONE = 1e6
"""What the number of a zone counts in an easting; eastings that carry one are larger."""

_THREE, _SIX = 3, 6
_FAMILIES = {
    (_SIX, True): (4491, range(13, 24)),
    (_SIX, False): (4502, range(13, 24)),
    (_THREE, True): (4513, range(25, 46)),
    (_THREE, False): (4534, range(25, 46)),
}
"""First EPSG code and zones of CGCS2000 / Gauss-Kruger, by zone width and zone prefix."""


_WEB_MERCATOR_NICKNAMES = (900913, 102100)
"""What Google and ESRI called Web Mercator before EPSG had it."""


@dataclass(frozen=True)
class Crs:
    """A reference system that zzmap can bring to WGS-84.

    Attributes
    ----------
    key
        The name that `resolve` always takes, such as ``EPSG:4547`` or ``gcj02``.
    label_zh, label_en
        The name people read.
    epsg
        EPSG code; None for GCJ-02 and BD-09, which have none.
    datum
        What longitude and latitude refer to; ``gcj02`` and ``bd09`` are shifted on purpose.
    meridian
        Central meridian of a Gauss-Kruger or UTM zone, degrees east; else None.
    false_easting
        Easting of the central meridian in metres (with any zone prefix); else None.
    projected
        True for metres, False for degrees.
    width
        Width of a zone in degrees, 3 or 6; None where there are no zones.
    """

    key: str
    label_zh: str
    label_en: str
    epsg: int | None
    datum: Datum
    meridian: float | None = None
    false_easting: float | None = None
    projected: bool = False
    width: int | None = None

    @property
    def label(self) -> str:
        """The name people read, in the reader's language."""
        return both(self.label_zh, self.label_en)

    @property
    def shifted(self) -> bool:
        """True for GCJ-02 and BD-09."""
        return self.datum in ("gcj02", "bd09")


WGS84 = Crs("EPSG:4326", "WGS-84 经纬度", "WGS 84 longitude/latitude", 4326, "wgs84")
CGCS2000 = Crs(
    "EPSG:4490", "2000国家大地坐标系 经纬度", "CGCS2000 longitude/latitude", 4490, "cgcs2000"
)
GCJ02 = Crs("gcj02", "GCJ-02 火星坐标（高德、腾讯）", "GCJ-02 (Amap, Tencent)", None, "gcj02")
BD09 = Crs("bd09", "BD-09 百度坐标", "BD-09 (Baidu)", None, "bd09")
WEB_MERCATOR = Crs(
    "EPSG:3857", "WGS-84 Web 墨卡托", "WGS 84 / Web Mercator", 3857, "wgs84", projected=True
)


def gauss_kruger(width: int, zone: int, *, prefix: bool) -> Crs:
    """Return CGCS2000 / Gauss-Kruger of one zone.

    Parameters
    ----------
    width
        3 or 6 degrees.
    zone
        25 to 45 for 3 degrees, 13 to 23 for 6.
    prefix
        Whether eastings begin with the zone number (38 500 000 for 500 000).

    Raises
    ------
    CrsError
        If China has no such zone.
    """
    family = _FAMILIES.get((width, prefix))
    if family is None or zone not in family[1]:
        raise UnfitCrsError(
            say("CGCS2000 has no {width}-degree zone {zone}", width=width, zone=zone),
            hint=say("3-degree zones are 25 to 45, 6-degree zones 13 to 23."),
        )
    first, zones = family
    meridian = meridian_of(width, zone)
    kind_zh, kind_en = f"{width}度带", f"{width}-degree Gauss-Kruger"
    tail_zh = f"第{zone}带（东坐标含带号）" if prefix else f"中央子午线{meridian}°（不含带号）"
    tail_en = f"zone {zone} (easting with zone)" if prefix else f"CM {meridian}E"
    code = first + zones.index(zone)
    return Crs(
        key=f"EPSG:{code}",
        label_zh=f"CGCS2000 {kind_zh} {tail_zh}",
        label_en=f"CGCS2000 / {kind_en} {tail_en}",
        epsg=code,
        datum="cgcs2000",
        meridian=float(meridian),
        false_easting=zone * A_ZONE * prefix + 500_000.0,
        projected=True,
        width=width,
    )


def meridian_of(width: int, zone: int) -> int:
    """Return the central meridian of a zone, degrees east."""
    return zone * 3 if width == _THREE else zone * 6 - 3


def resolve(text: str) -> Crs:
    """Find the reference system a name, an EPSG code or a WKT means.

    Understands EPSG codes (``EPSG:4547``, ``4547``, URNs), ``wgs84``, ``gcj02``, ``bd09``,
    ``Web Mercator``, ``CGCS2000`` with or without ``3-degree zone 38`` or ``CM 114E``, the
    ESRI spellings, and Chinese: ``2000国家大地坐标系 三度带 38带``, ``中央子午线114``.  A zone
    number means eastings that carry it, as EPSG names it, unless the text says 不含带号; a
    meridian means eastings that do not.

    Raises
    ------
    CrsError
        If the name is unknown or contradicts itself, if the system cannot be brought to
        WGS-84 within a stated accuracy (Beijing 54, Xi'an 80), or names a place on no list
        (a local city system).
    """
    plain = _plain(text)
    if not plain:
        raise CrsError(say("no reference system is named"), hint=_KNOWN_MEND)
    if re.match(r"[a-z][\w ]*\[", plain):
        return _from_wkt(text)
    code = _epsg_in(plain)
    return from_epsg(code) if code else _from_words(text, plain)


@cache
def from_epsg(code: int) -> Crs:
    """Return the reference system of an EPSG code.

    Raises
    ------
    CrsError
        If EPSG has no such code, or its datum is neither WGS-84 nor CGCS2000.
    """
    code = 3857 if code in _WEB_MERCATOR_NICKNAMES else code
    for known in (WGS84, CGCS2000, WEB_MERCATOR):
        if code == known.epsg:
            return known
    for (width, prefix), (first, zones) in _FAMILIES.items():
        if first <= code < first + len(zones):
            return gauss_kruger(width, zones[code - first], prefix=prefix)
    return _from_pyproj(code)


def _plain(text: str) -> str:
    """Fold width, case and spacing, so that one pattern meets many spellings."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_]+", " ", folded).strip()


def _epsg_in(plain: str) -> int | None:
    if plain in ("crs84", "ogc:crs84") or plain.endswith(("crs:ogc:1.3:crs84", "ogc::crs84")):
        return 4326
    found = re.fullmatch(r"(?:.*\bepsg[:/ ](?:[\d.]*[:/])?\s*|epsg\s*)?(\d{4,6})", plain)
    return int(found[1]) if found else None


def _from_wkt(wkt: str) -> Crs:
    from pyproj import CRS
    from pyproj.exceptions import CRSError as ProjError

    try:
        crs = CRS.from_wkt(wkt)
    except ProjError:
        raise CrsError(say("this WKT cannot be read"), hint=_KNOWN_MEND) from None
    if crs.type_name == "Engineering CRS":  # what zzmap writes for systems without a code
        return _from_words(crs.name, _plain(crs.name))
    from zzmap.crs.stated import check_greenwich, stated

    check_greenwich(crs)
    code = _code_of(wkt)
    return stated(crs) if code is None else from_epsg(code)


@lru_cache(maxsize=256)
def _code_of(wkt: str) -> int | None:
    """Return the code of a WKT, for which PROJ compares it with all it knows: that takes long."""
    from pyproj import CRS

    return CRS.from_wkt(wkt).to_epsg(min_confidence=70)


def zones_of() -> Iterator[tuple[int, int, bool]]:
    """Yield width, number and prefix of every zone of CGCS2000, as `gauss_kruger` takes them."""
    for (width, prefix), (_, zones) in _FAMILIES.items():
        for zone in zones:
            yield width, zone, prefix


_TM_PARAMETERS = ("Longitude of natural origin", "False easting")


def _datum_of(crs: CRS) -> Datum | None:
    base = crs.geodetic_crs
    if base is None:
        return None
    code = base.to_epsg(min_confidence=25)
    return "wgs84" if code == 4326 else "cgcs2000" if code == 4490 else None


def _from_pyproj(code: int) -> Crs:
    from pyproj import CRS
    from pyproj.exceptions import CRSError as ProjError

    try:
        crs = CRS.from_epsg(code)
    except ProjError:
        raise CrsError(
            say("EPSG has no reference system {code}", code=code), hint=_KNOWN_MEND
        ) from None
    refuse_old(crs.name)
    datum = _datum_of(crs)
    if datum is None or not crs.is_projected or _unit(crs) != "metre":
        raise UnfitCrsError(
            say(
                "EPSG:{code} ({name}) is no system of metres or degrees on WGS-84 or CGCS2000",
                code=code,
                name=crs.name,
            ),
            hint=say("Bring the data to EPSG:4326 or CGCS2000 with a tool that knows it."),
        )
    meridian = _parameter(crs, _TM_PARAMETERS[0])
    return Crs(
        key=f"EPSG:{code}",
        label_zh=crs.name,
        label_en=crs.name,
        epsg=code,
        datum=datum,
        meridian=meridian,
        false_easting=_parameter(crs, _TM_PARAMETERS[1]),
        projected=True,
        width=None if meridian is None else _SIX,
    )


def _unit(crs: CRS) -> str:
    return str(crs.axis_info[0].unit_name)


def _parameter(crs: CRS, name: str) -> float | None:
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    return next((float(item.value) for item in operation.params if item.name == name), None)


_BEIJING54 = (
    r"北京\s*(?:(?:19)?54|五四)(?!\s*年\s*[建成创始投开竣设])|(?:19)?54\s*年?\s*北京|beijing\s*(?:19)?54"
    r"|\bbj\s*54|新北京|new beijing|北京\s*(?:大地|平面|直角)*坐标系"
)
_XIAN80 = (
    r"西安\s*(?:(?:19)?80|八[零〇])(?!\s*年\s*[建成创始投开竣设])|(?:19)?80\s*年?\s*西安|xi['’]?an\s*(?:19)?80"
    r"|国家\s*(?:19)?80|西安\s*(?:大地|平面|直角)*坐标系"
)
_OLD = ((_BEIJING54, "Beijing 1954 (北京54)"), (_XIAN80, "Xi'an 1980 (西安80)"))

_NAMES: tuple[tuple[str, Crs], ...] = (
    (r"web\s*mercator|pseudo-?\s*mercator|web\s*墨卡托|网络墨卡托|球面墨卡托", WEB_MERCATOR),
    (r"gcj|火星|国测局|mars|高德|腾讯|\bamap\b|autonavi|tencent", GCJ02),
    (r"bd-?\s*09(?:ll)?|百度|baidu", BD09),
    (r"cgcs\s*-?2000|国家(?:大地)?\s*2000|2000\s*国家", CGCS2000),
    (r"大地\s*2000|2000\s*(?:大地)?坐标系", CGCS2000),
    (r"china geodetic coordinate system 2000|china 2000|天地图", CGCS2000),
    (r"wgs\s*-?\s*(?:19)?84|world geodetic system 1984|\bgps\b", WGS84),
)


def refuse_old(name: str) -> None:
    """Refuse the name of a system that cannot be brought to WGS-84.

    Raises
    ------
    CrsError
        That says why.
    """
    plain = _plain(name)
    for pattern, old in _OLD:
        if re.search(pattern, plain):
            raise OldDatumError(
                say(
                    "{name} cannot be brought to WGS-84 within a stated accuracy: its parameters "
                    "are local and not public, and PROJ, which knows none for most of China, would "
                    "leave the coordinates unshifted, some 100 m off",
                    name=old,
                ),
                hint=say(
                    "Ask the surveying office for the data in CGCS2000, or transform it "
                    "with the local seven parameters first."
                ),
            )


_LOCAL = (
    r"(?:独立|地方|城建|假定|假设|任意|自定义|自由|相对|施工|建筑|工程)\s*(?:平面|直角|城市)?\s*坐标"
    r"|(?:独立|地方|城建)\s*(?:系|网)|城市\s*(?:平面|直角)?\s*坐标系|抵偿\s*(?:坐标|高程面|投影面)"
    r"|\blocal (?:coordinate|grid|system|datum)"
    r"|坐标系统?\s*[:为是]\s*[^\s,;。]{0,6}(?:城建|独立|地方)"
)
_OF_ALL = (
    r"国家|大地|地理|平面|直角|投影|高斯|克吕格|火星|百度|高德|腾讯|天地图|谷歌|西安|北京|空间|经纬|墨卡托|球面"
    r"|世界|国测|界址|拐点|顶点|成果|测绘|统一|国际|参[考照]|基准|度带|[度几]分带|高程|原|本|该|此|同|新|旧|其|何|未|不|无|的|和|与"
    r"|数据|地图|图形|图件|当前|所[用采]|[采使常通]用|目标|规定|规划|用户|项目|工程|测区|区域|角点|点位|坐标|全[球国]|中[国央]"
    r"|我国|标准|默认|[二三]维|[左右]手|笛卡|输[入出]|源|附|见|表|图|应|须|按|为|系|在|以"
)
"""What may stand before 坐标系 and names no place; what else does is a city, whose own it is."""

_NAMED_BEHIND = (
    r"(?!统?\s*[:为是(,]?\s*(?:cgcs|wgs|gcj|bd|epsg|国家|西安|北京|2000|1980|1954|火星|百度|高德))"
)
"""坐标系 is but a heading where the system's name stands behind it."""

_CITYS = re.compile(
    rf"(?:坐标系统?\s*[:为是]|采用|使用|^|[,;]\s*)\s*(?:2000\s*)?(?:(?!{_OF_ALL})[\u4e00-\u9fff]){{2,4}}\s*(?:2000)?\s*坐标系"
    rf"(?!统?\s*[:为是]){_NAMED_BEHIND}"
    rf"|[\u4e00-\u9fff]{{2,4}}(?<!城)市\s*坐标系(?!统?\s*[:为是]){_NAMED_BEHIND}"
)
"""A system called after the city that made it, 某某坐标系 or 某某2000坐标系, is that city's own."""


def _from_words(text: str, plain: str) -> Crs:
    refuse_old(plain)
    if re.search(_LOCAL, plain) or _CITYS.search(plain):
        raise UnfitCrsError(
            say(
                "“{text}” is a local system, whose way to CGCS2000 is not public",
                text=text.strip()[:60],
            ),
            hint=say("Ask the surveying office for the data in CGCS2000."),
        )
    if re.search(r"bd-?\s*09\s*mc|百度墨卡托|baidu mercator", plain):
        _fail(
            text,
            say("Baidu's metres (BD09MC) are a projection of its own"),
            say("Export BD09LL degrees."),
        )
    found = [crs for pattern, crs in _NAMES if re.search(pattern, plain)]
    if WEB_MERCATOR in found:
        found = [crs for crs in found if crs != WGS84]
    utm = re.search(r"\butm\D{0,8}(\d{1,2})\s*n?\b", plain)
    if utm and set(found) <= {WGS84} and 1 <= int(utm[1]) <= 60:
        return from_epsg(32600 + int(utm[1]))
    found = list(dict.fromkeys(found))
    if len(found) > 1:
        names = ", ".join(crs.label_en for crs in found)
        why = say("it names more than one system ({names})", names=names)
        apart = any(crs.shifted for crs in found)
        _fail(text, why, say("Name one."), SeveralSystemsError if apart else CrsError)
    zone = _zone_in(text, plain)
    if not found:
        if zone:
            _fail(
                text,
                say("a zone without a datum may be CGCS2000, Xi'an 80 or Beijing 54"),
                say("Write for example “CGCS2000 3-degree zone 40”."),
            )
        raise CrsError(
            say("“{text}” names no reference system zzmap knows", text=text.strip()[:200]),
            hint=_KNOWN_MEND,
        )
    if zone and found[0] != CGCS2000:
        _fail(
            text,
            say("it has no Gauss-Kruger zones"),
            say("Name the CGCS2000 zone, or leave it out."),
        )
    return zone or found[0]


def _fail(text: str, why: str, hint: str, kind: type[CrsError] = CrsError) -> NoReturn:
    raise kind(say("“{text}” cannot be used: {why}", text=text.strip(), why=why), hint=hint)


_WIDTH = r"(?<![\d.])([36三六])\s*-?\s*(?:度|°|deg)(?!\s*\d)"
_ZONE = r"(?<!\d)(\d{2})\s*号?\s*带|(?:带号|zone|度带)\s*[:=号为第]?\s*(\d{2})(?!\d)"
_MERIDIAN = (
    r"(?:中央子午线|中央经线|central meridian|\bcm|\bl ?0(?=\D))\D{0,3}(\d{2,3}(?:\.\d+)?)"
    r"(?:\s*[°度]\s*(\d{1,2})\s*['′分])?"
)
_NO_PREFIX = r"(?:不含|不加|不带|无|去)\s*带号|(?:no|without)\s*(?:the\s*)?(?:zone\s*)?prefix"


def width_in(text: str) -> float | None:
    """Return how wide words say the zones are, in degrees; None where they do not.

    Examples
    --------
    >>> width_in("6度带"), width_in("38带")
    (6, None)
    """
    found = re.search(_WIDTH, _plain(text))
    return None if found is None else _SIX if found[1] in "6六" else _THREE


def widths_of(number: int) -> tuple[int, ...]:
    """Return how wide the zones are that have a number, in degrees; none where no zone has it.

    Examples
    --------
    >>> widths_of(38), widths_of(20), widths_of(3)
    ((3,), (6,), ())
    """
    return tuple(width for width in (_THREE, _SIX) if number in _FAMILIES[width, True][1])


def meridians_in(text: str) -> list[float]:
    """Return the central meridians that words name, by their degrees or by the number of a zone.

    Examples
    --------
    >>> meridians_in("中央子午线114°，38带"), meridians_in("中央子午线：114°；带号37")
    ([114.0], [111.0, 114.0])
    """
    plain = _plain(text)
    found = {_degrees(word) for word in re.finditer(_MERIDIAN, plain)}
    for word in re.finditer(_ZONE, plain):
        number = int(word[1] or word[2])
        found |= {float(meridian_of(width, number)) for width in widths_of(number)}
    return sorted(found)


def zone_in(text: str) -> Crs | None:
    """Return the zone of CGCS2000 that words name, whatever they say of a datum; None for none.

    Raises
    ------
    CrsError
        If there is no such zone, or the words contradict each other.

    Examples
    --------
    >>> zone_in("中央子午线：111°").meridian, zone_in("1985国家高程基准")
    (111.0, None)
    """
    return _zone_in(text, _plain(text))


def _zone_in(text: str, plain: str) -> Crs | None:
    """Read width, zone and meridian from the words; None if they name none of them."""
    width_word = re.search(_WIDTH, plain)
    if len(named := meridians_in(plain)) > 1:
        told = ", ".join(f"{row:g}" for row in named)
        why = say("it names several central meridians ({told})", told=told)
        _fail(text.strip()[:200], why, say("Name one."), SeveralSystemsError)
    zone_word, meridian_word = re.search(_ZONE, plain), re.search(_MERIDIAN, plain)
    if not zone_word and not meridian_word:
        if width_word and re.search(r"带|zone|gauss|kruger|高斯", plain):
            _fail(
                text,
                say("it gives the width of the zones but not which zone"),
                say("Add the zone or its central meridian, such as 40带 or CM 120E."),
            )
        return None
    width = _SIX if width_word and width_word[1] in "6六" else _THREE if width_word else 0
    if zone_word:
        zone = int(zone_word[1] or zone_word[2])
        natural = _THREE if zone in _FAMILIES[_THREE, True][1] else _SIX
        return gauss_kruger(width or natural, zone, prefix=not re.search(_NO_PREFIX, plain))
    assert meridian_word is not None
    return _by_meridian(text, width, _degrees(meridian_word))


def _degrees(word: re.Match[str]) -> float:
    return float(word[1]) + float(word[2] or 0.0) / 60.0


def _by_meridian(text: str, width: int, meridian: float) -> Crs:
    """Find the zone of a meridian; 3 and 6 degrees differ in their name only."""
    for option in (width,) if width else (_THREE, _SIX):
        for zone in _FAMILIES[option, False][1]:
            if meridian_of(option, zone) == meridian:
                return gauss_kruger(option, zone, prefix=False)
    what = f"no zone{f' of {width} degrees' if width else ''} has the central meridian"
    raise UnfitCrsError(
        say(
            "“{text}” cannot be used: {what} {meridian:g}",
            text=text.strip(),
            what=what,
            meridian=meridian,
        ),
        hint=say("A local meridian needs the city's own transformation to CGCS2000."),
    )
