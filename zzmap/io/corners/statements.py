"""What a table says of its reference system: in titles, headers and the names of sheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from zzmap.io.corners.header import Header
from zzmap.io.corners.sheets import Sheet

if TYPE_CHECKING:
    from zzmap.crs import Crs

_SAYS = re.compile(
    r"cgcs|2000|wgs|gcj|bd-?09|火星|百度|高德|腾讯|天地图|baidu|amap|tencent|西安|北京|1980|1954|(?<!\d)(?:80|54)(?!\d)|beijing"
    r"|xi'?an|中央子午线|中央经线|\bl0\b|带号|[度°]\s*分?带|\d{2}\s*带|epsg|坐标系|抵偿"
    r"|(?:独立|地方|城建|城市|假定|假设|施工)\s*(?:平面|直角|城市)?\s*坐标",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"(?:百度|高德|腾讯|天地图)[^\s,，;；:：。]{0,12}?(?:园|公司|大厦|总部|基地|项目|集团|小镇|软件|科技)"
)
"""A firm or a park that is called as a map service is, and says nothing of coordinates."""

_OLD = (
    (r"西安|1980|(?<!\d)80(?!\d)|xi'?an", "xian80"),
    (r"北京|1954|(?<!\d)54(?!\d)|beijing", "beijing54"),
)
_YEAR = re.compile(
    r"(?:西安|北京|国家|坐标系\D{0,6}|datum\D{0,3})\s*(?:19)?(?:80|54)(?!\d|\s*年\s*[建成创始投开竣设])"
    r"|(?:西安|北京)\s*(?:大地|平面|直角)*坐标系|西安\s*八[零〇]|北京\s*五四"
    r"|(?<!\d)(?:19)?(?:80|54)\s*年?\s*(?:西安|北京|国家|大地)|xi'?an|beijing"
    r"|(?<!\d)(?:19)?(?:80|54)\s*坐标|(?<!\d)(?:19)?(?:80|54)\s*年\s*坐标系",
    re.IGNORECASE,
)
"""How a title says an older datum, and not when something was built."""

_SERVICE = r"(?:高德|百度|腾讯|天地图|谷歌|google|amap)"
_DRAWN_OVER = re.compile(
    r"(?:底图|影像|底版|背景图?)\s*(?:来源|为|是|采用)?\s*[:：]?\s*[^\s,，;；。()（）]*"
    rf"|{_SERVICE}[^\s,，;；。:：()（）]{{0,4}}?(?:底图|影像|卫星图|背景)",
    re.IGNORECASE,
)
"""What lay below while somebody drew, and is not what the coordinates are in."""

_SYSTEM = (
    r"(?:(?:19)?(?:80|54)\s*年?\s*)?(?:西安|北京)\s*(?:(?:19)?(?:80|54))?|wgs-?\s?(?:19)?84|gcj-?02|bd-?09|火星"
    rf"|{_SERVICE}|(?:[^\W\da-z由从原]{{2,4}}市)?(?:地方|独立|城建|城市)|cgcs\s?2000|国家\s?2000|2000\s?国家"
)
_TURNED = r"(?:转换|换算|纠偏|纠正|改正|转)"
_BROUGHT = re.compile(
    rf"(?<![待未需应])(?:(?:由|从|原(?:为|是|采用|有)?)\s*)?[“\"]?(?:{_SYSTEM})\s*(?:地图|大地|平面|直角|经纬度|独立)*\s*"
    rf"(?:坐标系?统?)?(?:数据|成果|值)?[”\"]?\s*(?:已|经|统一|全部)*{_TURNED}"
    r"(?=\s*(?:为|成|到|至|而|得|后|来|[)）,，;；。]|$|cgcs|2000|国家|wgs|gcj|高德|百度))(?:而[来成]|得[到出]|后|来)?",
    re.IGNORECASE,
)
"""What coordinates were before they were brought to something else."""

_ORIGINAL = re.compile(
    rf"原(?:有|始)?(?:坐标系?统?)?(?:为|是|采用|系)?(?:{_SYSTEM})\s*(?:坐标系?统?)?(?:数据|成果)?",
    re.IGNORECASE,
)
"""What they were, beside a word of what they are."""


_BELOW = re.compile(
    r"坐标|投影|大地|子午线|中央经线|[度°]\s*分?带|带号|datum|crs|epsg"
    r"|西安\s*(?:19)?80|北京\s*(?:19)?54|cgcs|wgs|gcj|bd-?09|火星",
    re.IGNORECASE,
)
"""Words of a note below the corners that speaks of their system, and not of a year or a person."""


def claim_of(
    sheet: Sheet,
    header: Header,
    below: Sequence[str] = (),
    numbers: Collection[int] = (),
) -> str:
    """Return what a table states, in words `zzmap.crs.resolve` takes; '' for nothing.

    An older datum goes before all else that is said: nothing takes it back.  A zone without a
    datum is stated where nothing more is.

    Parameters
    ----------
    below
        Rows that stand below the corners, or between them, and are none.
    numbers
        Zone numbers that the eastings begin with.
    """
    own = [sheet.name, header.north.full, header.east.full]
    return claim_around(header.titles, below, own, numbers)


def claim_around(
    titles: Sequence[Sequence[str]],
    below: Sequence[str],
    own: Sequence[str],
    numbers: Collection[int] = (),
) -> str:
    """Return what stands above and below coordinates, and names their sheet and columns, states.

    Returns the words themselves where they contradict each other, or the zones' `numbers`, for
    whoever reads them to be told.
    """
    cells = [cell for row in titles for cell in row if cell.strip()]
    cells += [text for text in below if speaks_of_system(text)]
    found = _claim(cells, own)
    others = [cell.strip() for cell in (*cells, *own) if _of_other_zones(cell, numbers)]
    return others[0] if others and not is_old(found) else found


def speaks_of_system(text: str) -> bool:
    """Tell a note that speaks of the system of coordinates, and not of a year or a person."""
    return bool(_BELOW.search(text) and _SAYS.search(text))


def claim_beside(sheet: Sheet) -> str:
    """Return what a sheet without coordinates states of those on the others; '' for nothing."""
    cells = [cell for row in sheet.rows for cell in row]
    return _claim([text for text in (*cells, sheet.name) if _BELOW.search(text)], [])


def _of_other_zones(text: str, numbers: Collection[int]) -> bool:
    """Tell words that say 6 degrees of eastings with the number of a zone of 3, or the reverse."""
    from zzmap.crs.codes import width_in, widths_of

    width = width_in(text) if _ZONES.search(text) else None
    return width is not None and any(
        widths and width not in widths for widths in map(widths_of, numbers)
    )


_ZONES = re.compile(r"带|zone|gauss|高斯", re.IGNORECASE)


def claim_of_remark(text: str) -> str:
    """Return what a remark on a parcel states of its coordinates; '' for nothing.

    A remark that gives a position speaks of that.

    Examples
    --------
    >>> claim_of_remark("百度坐标"), claim_of_remark("中心点百度坐标113.6012,34.8011")
    ('bd09', '')
    """
    if not _OF_POSITIONS.search(text) or not _REMARK.search(text) or _POSITION.search(text):
        return ""
    return _claim([text], [])


def claim_of_name(name: str) -> str:
    """Return what the name of a file says of its coordinates; '' for nothing.

    Examples
    --------
    >>> claim_of_name("园区_高德.csv"), claim_of_name("西安80坐标.shp"), claim_of_name("bd09.kml")
    ('gcj02', '西安80', 'bd09')
    >>> claim_of_name("百度_云计算中心.csv"), claim_of_name("西安80转2000.dxf")
    ('', '')
    """
    stem = re.sub(r"(?<=.)\.[A-Za-z]{2,8}$", "", name)
    words = as_it_is(stem)
    if _NAMES_LOCAL.search(words) and "2000" not in words:
        return words
    old = [row[0] for row in _NAMES_OLD.finditer(words)]
    said = {*old, *(known(row["said"]) for row in _NAMES_SHIFT.finditer(words))}
    if len(said) != 1 or _NAMES_CHANGE.search(stem):
        return ""  # none, or from one into another: it may be in either
    return said.pop()


_NAMES_CHANGE = re.compile(r"转|纠偏|偏移|已改|(?<![a-z])to(?![a-z])|[-=]>|→", re.IGNORECASE)
_NAMES_OLD = re.compile(
    r"西安\s*(?:19)?80|北京\s*(?:19)?54|(?<![a-z])(?:xi'?an|beijing)[\s_-]*(?:19)?(?:80|54)(?!\d)",
    re.IGNORECASE,
)
_NAMES_LOCAL = re.compile(r"(?:独立|地方|城建)\s*(?:平面|直角)?\s*坐标")
_NAMES_SHIFT = re.compile(
    r"(?:^|(?<=坐标)|(?<=[\W_\d]))"
    r"(?P<said>(?:gcj[-_]?02|bd[-_]?09|火星|wgs[-_]?84|cgcs[-_]?2000)(?=$|[\W_]|坐标|经纬)"
    r"|(?:百度|高德|腾讯|baidu|amap)(?=$|[)）\]]|地图|坐标|经纬|[-_]?poi))",
    re.IGNORECASE,
)
"""A datum that stands by itself in a name; a map service, which is a firm too, at its end."""

_REMARK = re.compile(
    rf"(?:{_SYSTEM})[^,，;；。]{{0,6}}坐标|坐标[^,，;；。]{{0,10}}(?:{_SYSTEM})|gcj-?02|bd-?09",
    re.IGNORECASE,
)
_POSITION = re.compile(r"\d+\.\d{3,}")


def as_it_is(text: str) -> str:
    """Return what words say of coordinates, without what they were before or were drawn over.

    Examples
    --------
    >>> as_it_is("CGCS2000（由1980西安坐标系转换）"), as_it_is("坐标由高德坐标纠偏为WGS84")
    ('CGCS2000（）', '坐标为WGS84')
    >>> as_it_is("CGCS2000（成果由某某市地方坐标系转换）")
    'CGCS2000（成果）'
    """
    text = _DRAWN_OVER.sub("", _FIRM.sub("", _BROUGHT.sub("", text)))
    now = _ORIGINAL.sub("", text)
    return now if known(now) else text


def _claim(around: Sequence[str], own: Sequence[str]) -> str:
    """Read what is said around coordinates, and in the names of their sheet and columns."""
    from zzmap.crs.codes import meridians_in

    cells = [as_it_is(cell) if _SAYS.search(cell) else "" for cell in (*around, *own)]
    said = list(dict.fromkeys(cell.strip() for cell in cells if _SAYS.search(cell)))
    if not said:
        return ""
    text = " ".join(said)
    coordinates = " ".join(
        cell for cell in said if re.search(r"坐标|系|datum|crs", cell, re.I) or cell in own
    )
    dated = " ".join(cell for cell in said if cell in own or _YEAR.search(cell))
    for pattern, datum in _OLD:
        if re.search(pattern, dated, re.IGNORECASE):
            return datum
    if len(meridians_in(text)) > 1:
        return text
    return known(text) or ("CGCS2000" if "2000" in coordinates else "") or _zone(said)


def both_said(own: str, around: str) -> str:
    """Return what coordinates claim themselves, with the words around them that deny it.

    Both stand in what is returned then, which no system is, so that whoever reads it is told.

    Examples
    --------
    >>> both_said("EPSG:4326", "CGCS2000"), both_said("EPSG:4326", "gcj02")
    ('EPSG:4326', 'WGS 84 longitude/latitude, gcj02')
    """
    from zzmap.crs import resolve
    from zzmap.errors import CrsError

    if not own or not around:
        return own or around
    try:
        claimed = resolve(own)
    except CrsError:
        return own
    return f"{claimed.label_en}, {around}" if _denied(claimed, around) else own


def _denied(claimed: Crs, around: str) -> bool:
    """Tell whether words, which state something, cannot be true of a system."""
    from zzmap.crs import compatible, resolve
    from zzmap.crs.codes import zone_in
    from zzmap.errors import CrsError, UnfitCrsError

    try:
        return not compatible(claimed, resolve(around))
    except UnfitCrsError:
        return True
    except CrsError:  # no datum, or several
        pass
    try:
        zone = zone_in(around)
    except CrsError:
        return True
    return zone is None or claimed.meridian not in (None, zone.meridian)


def is_old(claim: str) -> bool:
    """Tell an older datum among claims: nothing takes it back."""
    return claim in [datum for _, datum in _OLD]


def known(text: str) -> str:
    """Return the first of a text, and of its parts, that names a system; '' if none does.

    A local system keeps its name, and so does a text of which the parts name systems that shift
    coordinates apart, for the planner to be told.  What is said of 坐标 goes before the rest.
    """
    found = _named([text]) or _named(re.split(r"[\s,，;；。]+", text))
    if len({_shift(key) for key in found.values()}) > 1:
        found = {part: key for part, key in found.items() if _OF_POSITIONS.search(part)} or found
    if len({_shift(key) for key in found.values()}) > 1:
        return text
    return next(iter(found.values()), "")


_OF_POSITIONS = re.compile(r"坐标|基准|datum|crs|coord|gcj|bd-?09", re.IGNORECASE)


def _named(parts: Sequence[str]) -> dict[str, str]:
    """Return the key of the system that each part names, if it does."""
    from zzmap.crs import resolve
    from zzmap.errors import CrsError, UnfitCrsError

    found = {}
    for part in parts:
        try:
            found[part] = resolve(part).key
        except UnfitCrsError:
            found[part] = part
        except CrsError:
            continue
    return found


def _shift(key: str) -> str:
    """Return what moves the degrees of a system: '' for none, GCJ-02 or BD-09."""
    from zzmap.crs import BD09, GCJ02

    return key if key in (GCJ02.key, BD09.key) else ""


def _zone(said: Sequence[str]) -> str:
    """Return the first cell that names a zone; one that is none counts too."""
    from zzmap.crs.codes import zone_in
    from zzmap.errors import CrsError, UnfitCrsError

    for cell in said:
        try:
            if zone_in(cell) is not None:
                return cell
        except UnfitCrsError:
            return cell
        except CrsError:
            continue
    return ""
