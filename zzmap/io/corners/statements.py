"""What a table says of its reference system: in titles, headers and the names of sheets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zzmap.io.corners.header import Header
from zzmap.io.corners.sheets import Sheet

_SAYS = re.compile(
    r"cgcs|2000|wgs|gcj|bd-?09|火星|百度|高德|腾讯|天地图|baidu|amap|tencent|西安|北京|1980|1954|(?<!\d)(?:80|54)(?!\d)|beijing"
    r"|xi'?an|中央子午线|中央经线|\bl0\b|带号|度带|\d{2}\s*带|epsg|坐标系|抵偿"
    r"|(?:独立|地方|城建|假定|假设|施工)\s*(?:平面|直角|城市)?\s*坐标",
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
    r"(?:西安|北京|国家|坐标系\D{0,6}|datum\D{0,3})\s*(?:19)?(?:80|54)(?!\d)"
    r"|(?<!\d)(?:19)?(?:80|54)\s*年?\s*(?:西安|北京|国家|大地)|xi'?an|beijing"
    r"|(?<!\d)(?:19)?(?:80|54)\s*坐标|(?<!\d)(?:19)?(?:80|54)\s*年\s*坐标系",
    re.IGNORECASE,
)
"""How a title says an older datum, and not when something was built."""

_DRAWN_OVER = re.compile(
    r"(?:底图|影像|底版|背景图?)\s*(?:来源|为|是|采用)?\s*[:：]?\s*[^\s,，;；。]*"
)
"""What lay below while somebody drew, and is not what the coordinates are in."""

_BROUGHT = re.compile(r"由\s*(?:西安|北京)\s*(?:19)?(?:80|54)\s*(?:坐标系?)?\s*(?:转换|换算)")
"""What coordinates were before they were brought to what is said beside it."""


_BELOW = re.compile(r"坐标|投影|大地|子午线|中央经线|度带|带号|datum|crs|epsg", re.IGNORECASE)
"""Words of a note below the corners that speaks of their system, and not of a year or a person."""


def claim_of(sheet: Sheet, header: Header, below: Sequence[str] = ()) -> str:
    """Return what a table states, in words `zzmap.crs.resolve` takes; '' for nothing.

    An older datum goes before all else that is said: nothing takes it back.  A zone without a
    datum is stated where nothing more is.

    Parameters
    ----------
    below
        Rows that stand below the corners, or between them, and are none.
    """
    cells = [cell for row in header.titles for cell in row if cell.strip()]
    cells += [text for text in below if _BELOW.search(text)]
    return _claim(cells, [sheet.name, header.north.full, header.east.full])


def claim_in(names: Sequence[str]) -> str:
    """Return what the names of a sheet and of its columns state; '' for nothing."""
    return _claim([], names)


def claim_beside(sheet: Sheet) -> str:
    """Return what a sheet without coordinates states of those on the others; '' for nothing."""
    cells = [cell for row in sheet.rows for cell in row]
    return _claim([text for text in (*cells, sheet.name) if _BELOW.search(text)], [])


def _claim(around: Sequence[str], own: Sequence[str]) -> str:
    """Read what is said around coordinates, and in the names of their sheet and columns."""
    cells = [*around, *own]
    cells = [_BROUGHT.sub("", cell) if "2000" in cell else cell for cell in cells]
    cells = [_DRAWN_OVER.sub("", _FIRM.sub("", cell)) or cell for cell in cells]
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
    return known(text) or ("CGCS2000" if "2000" in coordinates else "") or _zone(said)


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


_OF_POSITIONS = re.compile(r"坐标|基准|datum|crs|coord", re.IGNORECASE)


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
