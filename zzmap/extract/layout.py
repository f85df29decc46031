"""A sentence of a spatial layout: the parts of it that are each of one place."""

from __future__ import annotations

import itertools
import re

from zzmap.extract.clauses import Span, clauses
from zzmap.extract.events import NUMBER
from zzmap.extract.known_names import Mention
from zzmap.extract.marked import Marked

_QUOTED = (
    r"“[一二三四五六七八九两双多][一-龥]{1,3}”(?:分别)?"
    r"(?:是指|为|是|指|即|包括|由|依托|以|(?=[东西南北中][翼部区片极]))"
)
"""What tells which places a part of the layout is: “两翼”分别为."""

_OTHER = re.compile(rf"(?:其中,?)?{_QUOTED}")
_SIDE = r"[东西南北中](?:翼|部|区|片区?|极)(?:为|是|即)"
"""东翼为, 西翼为: the parts of a part, each with its place."""

_NAMED = r"[一二两双三四五六七八九][主副芯核带轴廊],(?=即)|“(?=P”)"
"""What stands before an element that is called by its own name: 一主,即甲核; “甲走廊”."""

_LEAD = re.compile(rf"(?:其中,?|{_NAMED}|即|:|做强|做优|提升|{_QUOTED}|{_SIDE})*")
_OPENS = re.compile(
    rf"[,;]{_SIDE}P|"
    r"(?:^|[,;])(?:其中,?)?“?P”?(?=分别|[则也还]?要?在[^,;P]{2,20}突破|要?(?:重点|主要|主攻|突出|聚焦|侧重|瞄准|着力|大力|做[强优大]|"
    r"培育|壮大|布局|发展|打造|巩固|建设|覆盖|串联|串接|承载|涵盖|包括|以))"
)


def parts(marked: Marked) -> list[Span]:
    """Return the parts of a marked sentence: its clauses, and where a place opens one.

    Examples
    --------
    >>> parts(Marked("P重点发展甲,P主攻乙;丙", (), (), (0,), (0,)))
    [Span(start=0, end=7), Span(start=7, end=11), Span(start=12, end=13)]
    """
    found = []
    for clause in clauses(marked.text, Span(0, len(marked.text))):
        cuts = [
            row.start() + (marked.text[row.start()] in ",;")
            for row in _OPENS.finditer(marked.text, *clause)
        ]
        bounds = [clause.start, *(row for row in cuts if row > clause.start), clause.end]
        found += [Span(a, b) for a, b in itertools.pairwise(bounds)]
    return found


def opening(marked: Marked, offset: int) -> tuple[Mention, ...]:
    """Return the places that a part opens with, after a number or 其中."""
    number = None if opens_another(marked, offset) else NUMBER.match(marked.text, offset)
    start = number.end() if number else offset
    lead = _LEAD.match(marked.text, start)
    start = lead.end() if lead else start
    for at, group in zip(marked.marks, marked.groups, strict=True):
        if at == start:
            return group
    return ()


def opens_another(marked: Marked, offset: int) -> bool:
    """Tell a part that says what another part of the layout is: what was said before is over."""
    return _OTHER.match(marked.text, offset) is not None
