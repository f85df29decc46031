"""Names that a plan gives to the elements of its own layout, told by how they are brought in."""

from __future__ import annotations

import re

from zzmap.extract.clauses import Span, items
from zzmap.extract.layout_parts import element_words

_TAIL = "(?:走廊|廊道|廊|轴线|轴|带|圈|环|主核|副核|核|极|翼|主中心|副中心|组团|板块|芯)"
_NAME = rf"[^“”、,;。:()\n]{{2,12}}?{_TAIL}"
_QUOTED = re.compile(
    rf"“(?P<names>{_NAME})”(?=串联|串接|涵盖|联动|贯通|连接|覆盖|连通|沿线|承载|以)"
)
_DASHED = re.compile(
    rf"^-+(?P<names>{_NAME})[。:](?=串联|串接|涵盖|联动|贯通|连接|覆盖|连通|以)", re.M
)
_NAMED = re.compile(
    rf"(?:^|(?<=[。;,:]))“?[一二两双三四五六七八九][主副核心带轴廊极圈环芯翼]”?,?(?:分别|依次|主要)?(?:即|为|是指?|指)"
    rf"(?P<names>{_NAME}(?:(?:[、和与]|以及){_NAME})*)(?=[,;。])",
    re.M,
)

_SIDE = re.compile(
    r"(?:^|(?<=[。;:,]))(?P<names>[东西南北中](?:翼|片区?|部片区|极))(?=由[^,;。]{2,60}?(?:组成|构成|共同))",
    re.M,
)
"""An element that is called by its side alone: 东翼由甲县、乙县组成."""


def element_names(text: str, *, declared: bool = True) -> frozenset[str]:
    """Return the names that a folded text gives to elements of a layout.

    `declared` takes those of layouts that it declares by their parts as well.

    Examples
    --------
    >>> sorted(element_names("两副,即甲乙副中心和丙丁副中心。“东部丙走廊”串联甲区、乙区。"))
    ['丙丁副中心', '东部丙走廊', '甲乙副中心']
    """
    found = {
        text[slice(*item)]
        for form in (_QUOTED, _DASHED, _NAMED)
        for match in form.finditer(text)
        for item in items(text, Span(*match.span("names")))
    }
    found = {row for row in found if re.search(f".{{2,}}{_TAIL}$", row)}
    found |= {row["names"] for row in _SIDE.finditer(text)}
    return frozenset(found | element_words(text) if declared else found)
