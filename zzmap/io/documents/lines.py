"""Lines of a text put together to paragraphs, where hard breaks have cut these at a column's width.

A text is *broken* where many of its lines end at one width, and not with a sentence: that width
is the measure of a column.  A line that fills its column goes on in the next one, unless that one
is indented, begins with a number of a heading, or is itself longer than the column.  A line that
ends within a sentence goes on as well.  Where a full line ends with a sentence the paragraph goes
on too, but for a next line that begins like a paragraph with a head of its own (发展X产业。…).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from zzmap.io.documents.characters import normal, width
from zzmap.io.documents.marks import box, mark
from zzmap.io.documents.model import Part

_SLACK = 1.6
"""Characters that a full line may lack: a sign or a Latin word that went to the next."""

_OVER = 2.6
"""Characters that a line set tight may have more than its column holds."""

_LEAST_MEASURE, _LEAST_LINES, _LEAST_SHARE = 12, 8, 0.04
_NEAR_MEASURES = 5
"""First lines of paragraphs are two characters narrower, in texts that have lost their indents."""

_WITHIN_SENTENCE = 0.6
_ENDS = "。！？；："
_STOPS = "。！？"
_HEAD = re.compile(r"(?:[^，。；：、]{4,24}。|“[^”]{1,8}”[^，。；]{0,12}：|[^，。；：]{2,14}：)")
_BULLET = re.compile(
    r"[●■◆▲★○□◇△☆•]|—{2,}|第[一二三四五六七八九十\d]+条|\w{2,8}\s*〔20\d\d〕\s*\d+\s*号\s"
)
_INDENT = 2


class Line(NamedTuple):
    """A line: its text, how far it is indented in characters, how wide it is."""

    text: str
    indent: float
    width: float

    @classmethod
    def of(cls, raw: str) -> Line:
        """Return a line of a file."""
        text = raw.strip("\r\n\f ").strip("\u3000\t ")
        lead = raw[: len(raw) - len(raw.lstrip("\u3000\t \f"))].replace("\f", "")
        indent = sum({"\u3000": 1.0, "\t": 2.0}.get(char, 0.5) for char in lead)
        return cls(text, indent, width(text))


def measures(lines: list[Line]) -> list[float]:
    """Return the widths at which the lines of a text were broken, none for one that was not."""
    counts = Counter(round(line.width) for line in lines if line.width >= _LEAST_MEASURE)
    ends = Counter(
        round(line.width) for line in lines
        if line.width >= _LEAST_MEASURE and not line.text.endswith(tuple(_ENDS))
    )  # fmt: skip
    least = max(_LEAST_LINES, _LEAST_SHARE * len(lines))
    found: list[float] = []
    for wide in sorted(counts, reverse=True):
        near = range(wide - 1, wide + 2)
        total = sum(counts[row] for row in near)
        if found and found[-1] - wide <= _NEAR_MEASURES:
            continue
        if total >= least and sum(ends[row] for row in near) >= _WITHIN_SENTENCE * total:
            found.append(float(max(near, key=lambda row: counts[row])))
    return found[::-1]


def paragraphs(lines: list[Line]) -> list[Part]:
    """Return the paragraphs of lines in reading order."""
    wide = measures(lines)
    lists = _list_kinds(lines)
    parts: list[Part] = []
    rows: list[Line] = []
    for at, line in enumerate(lines):
        rows.append(line)
        after = lines[at + 1] if at + 1 < len(lines) else None
        if after is None or not _goes_on(rows, after, wide, lists):
            parts.append(_part(rows, wide))
            rows = []
    return parts


def _part(rows: list[Line], wide: list[float]) -> Part:
    return Part(joined([row.text for row in rows]), measure=round(_measure(rows, wide)))


def joined(texts: list[str]) -> str:
    """Return lines as one, with a blank only between Latin words."""
    out = texts[0]
    for text in texts[1:]:
        latin = out[-1:].isascii() and out[-1:].isalpha() and text[:1].isascii()
        out += f" {text}" if latin and text[:1].isalpha() else text
    return out


def _measure(rows: list[Line], wide: list[float]) -> float:
    """Return the narrowest measure that holds these lines, of many all but one."""
    sizes = sorted(row.width + (row.indent if len(rows) > 1 else 0) for row in rows)
    most = sizes[-2] if len(sizes) > 3 else sizes[-1]
    return next((row for row in wide if most <= row + _OVER), 0.0)


def _list_kinds(lines: list[Line]) -> set[str]:
    """Return which kinds of numbers begin sentences of a list more often than headings."""
    kinds: Counter[str] = Counter()
    for line in lines:
        found = mark(line.text)
        if found and re.search("[。；]", normal(line.text)):
            kinds[found.kind] += 1
        elif found and line.width < _LEAST_MEASURE:
            kinds[found.kind] -= 1
    return {kind for kind, count in kinds.items() if count > 0}


def _goes_on(rows: list[Line], after: Line, wide: list[float], lists: set[str]) -> bool:
    last = rows[-1]
    if not wide or _starts(after) or box(rows[0].text):
        return False
    measure = _measure([*rows, after], wide)
    if not measure:
        return False
    text = normal("".join(row.text for row in rows))
    lead = max(last.indent, _INDENT) if len(rows) == 1 else 0
    full = last.width + lead >= measure - _SLACK
    if text.endswith(tuple(_STOPS)):
        whole = after.width >= measure - _SLACK or after.text.endswith(tuple(_ENDS))
        return full and whole and not _HEAD.match(normal(after.text))
    found = mark(text)
    if found and found.kind not in lists and not re.search("[。：；]", text):
        return full and _is_rest_of_heading(text, after, measure)
    prose = bool(re.search("[，。：]", text)) and not text.endswith(tuple(_ENDS))
    return full or prose


def _starts(line: Line) -> bool:
    """Tell whether a line begins a paragraph whatever comes before it."""
    if line.indent >= _INDENT or box(line.text) or _BULLET.match(line.text):
        return True
    found = mark(line.text)
    return found is not None and found.end < len(line.text)


def _is_rest_of_heading(heading: str, after: Line, measure: float) -> bool:
    """Tell whether a heading that fills its line ends in the next: in a short line, or open."""
    if heading.count("（") > heading.count("）") or heading.count("“") > heading.count("”"):
        return True
    short = after.width < measure - 2 * _SLACK
    return short and not re.search("[。；：]", after.text)
