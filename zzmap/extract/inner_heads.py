"""Heads within a paragraph: the parts of a whole it goes through, and the labels in a box.

A paragraph on 五区 names them, then says something of each: 其中，甲区重点发展…；乙区…  A part that
is named in a list and then begins a clause is a head from there on.  In a box a part may be a
sentence of its own (甲产业园区。依托…), and a label (代表性景点：…) heads what follows within it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WHOLE = "区|园|带|核|极|心|轴|圈|城|廊|组团|板块|基地|走廊"
_PART = re.compile(
    rf"(?:^|(?<=[。；]))(?:其中，)?([^，。；：、“”（）]{{1,14}}?(?:{_WHOLE}))"
    r"(?=，|以|统筹|主要|重点|串联|要|将|着力|建设|依托|突出|发展|打造|推动|充分|主攻|坚持|承载)"
)
_SENTENCE = re.compile(
    rf"(?:^|(?<=。))((?![即建打形构推加全依以围立统在])[^，。；：、“”]{{2,18}}(?:{_WHOLE}))。(?=.)"
)
_LABEL = re.compile(r"(?<=。)([^，。；：、“”]{2,12})：(?=.)")
_NO_LABEL = re.compile("如下|包括|其中|如$|是$|为$")


class Inner(NamedTuple):
    """A head within a paragraph: where it stands in it, how deep it is, its words."""

    start: int
    depth: int
    name: str


def inner_heads(text: str, *, boxed: bool = False) -> list[Inner]:
    """Return the heads within a paragraph, in their order.

    Examples
    --------
    >>> inner_heads("即甲区、乙区等，建设示范区。其中，甲区重点发展汽车；乙区主攻芯片。")
    [Inner(start=14, depth=1, name='甲区'), Inner(start=26, depth=1, name='乙区')]
    """
    found = [Inner(row.start(), 1, row[1]) for row in _PART.finditer(text)]
    found = [row for row in found if _listed(row.name, text)]
    if len({row.name for row in found}) < 2:
        found = []
    if boxed:
        found += [Inner(row.start(1), 1, row[1]) for row in _SENTENCE.finditer(text)]
        found += [
            Inner(row.start(1), 2, row[1])
            for row in _LABEL.finditer(text) if not _NO_LABEL.search(row[1])
        ]  # fmt: skip
    return sorted(set(found))


def _listed(name: str, text: str) -> bool:
    return bool(re.search(rf"[、和及与]{re.escape(name)}|{re.escape(name)}(?:[、和及与等])", text))
