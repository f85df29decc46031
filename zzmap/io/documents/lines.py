"""Lines of a text put together to paragraphs, where hard breaks have cut these at a column's width.

A plain text is *broken* where many of its lines end at one width, and not with a sentence: that
width is the measure of a column; lines of a page come with theirs.  A line that fills its column
goes on in the next one, unless that one is indented, begins with a number of a heading, or is
itself longer than the column.  A line that ends within a sentence goes on as well.  Where a full
line ends with a sentence the paragraph goes on too, but, in a text that has lost its indents, for
a next line that begins like a paragraph with a head of its own (发展X产业。…).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from zzmap.io.documents.characters import normal, width
from zzmap.io.documents.marks import CHAPTER, ONE, SECTION, TWO, box, mark
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
INDENTED = 1.4
"""Characters by which the first line of a paragraph stands in, on a page."""


class Line(NamedTuple):
    """A line: its text, and in characters its indent, its width and the measure of its column.

    `measure` is 0 where only the text tells it; `frame` is that of `Part`.
    """

    text: str
    indent: float
    width: float
    measure: float = 0.0
    frame: int = 0

    @classmethod
    def of(cls, raw: str) -> Line:
        """Return a line of a plain text."""
        text = raw.strip("\r\n\f ").strip("\u3000\t ")
        lead = raw[: len(raw) - len(raw.lstrip("\u3000\t \f"))].replace("\f", "")
        indent = sum({"\u3000": 1.0, "\t": 2.0}.get(char, 0.5) for char in lead)
        return cls(text, indent, width(text))


def joined(texts: Sequence[str]) -> str:
    """Return lines as one, with a blank only between Latin words.

    Examples
    --------
    >>> joined(["发展CLEAN", "ENERGY与", "汽车"])
    '发展CLEAN ENERGY与汽车'
    """
    out = texts[0]
    for text in texts[1:]:
        latin = out[-1:].isascii() and out[-1:].isalpha() and text[:1].isascii()
        out += f" {text}" if latin and text[:1].isalpha() else text
    return out


class Joiner:
    """Knows how a document's lines were broken, and puts them together.

    Parameters
    ----------
    lines
        All lines of the document.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._paged = any(line.measure for line in lines)
        self._wide = [] if self._paged else _measures(lines)
        self._lists = _list_kinds(lines)
        led = sum(line.indent >= INDENTED for line in lines)
        self._indented = self._paged and led >= _LEAST_SHARE * len(lines)

    def paragraphs(self, lines: Sequence[Line]) -> list[Part]:
        """Return the paragraphs of some lines that follow one another."""
        parts: list[Part] = []
        rows: list[Line] = []
        text = ""
        for at, line in enumerate(lines):
            rows.append(line)
            text += normal(line.text)
            after = lines[at + 1] if at + 1 < len(lines) else None
            if after is None or not self._goes_on(rows, text, after):
                whole, measure = joined([row.text for row in rows]), round(self._measure(rows))
                lead = round(rows[0].indent, 1)
                parts.append(Part(whole, frame=line.frame, measure=measure, lead=lead))
                rows, text = [], ""
        return parts

    def _measure(self, rows: Sequence[Line]) -> float:
        """Return the narrowest measure that holds these lines, of many all but one."""
        if self._paged:
            return rows[-1].measure
        sizes = sorted(row.width + (row.indent if len(rows) > 1 else 0) for row in rows)
        most = sizes[-2] if len(sizes) > 3 else sizes[-1]
        return next((row for row in self._wide if most <= row + _OVER), 0.0)

    def _goes_on(self, rows: Sequence[Line], text: str, after: Line) -> bool:
        """Tell whether the paragraph that these lines begin goes on in the one after them.

        `text` is what they say, made normal.
        """
        last = rows[-1]
        if self._starts(after) or box(rows[0].text) or after.frame != last.frame:
            return False
        measure = self._measure([*rows, after])
        if not measure or (self._paged and abs(measure - last.measure) > _OVER):
            return False
        lead = (last.indent if self._indented else max(last.indent, _INDENT)) if (
            self._paged or len(rows) == 1
        ) else 0  # fmt: skip
        full = last.width + lead >= measure - _SLACK
        if text.endswith(tuple(_STOPS)):
            whole = after.width >= measure - _SLACK or after.text.endswith(tuple(_ENDS))
            return full and whole and (self._indented or not _HEAD.match(normal(after.text)))
        found = mark(text)
        if found and found.kind not in self._lists and not re.search("[。：；]", text):
            return full and (self._indented or _is_rest_of_heading(text, after, measure))
        prose = bool(re.search("[，。：]", text)) and not text.endswith(tuple(_ENDS))
        return full or prose

    def _starts(self, line: Line) -> bool:
        """Tell whether a line begins a paragraph whatever comes before it."""
        led = INDENTED if self._paged else _INDENT
        if line.indent >= led or box(line.text) or _BULLET.match(line.text):
            return True
        found = mark(line.text)
        if found is None or found.end == len(line.text):
            return False
        # A page tells by the indent whether 2. begins a paragraph or a line of one.
        return not self._indented or found.kind in (CHAPTER, SECTION, ONE, TWO)


def _measures(lines: Sequence[Line]) -> list[float]:
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


def _list_kinds(lines: Sequence[Line]) -> set[str]:
    """Return which kinds of numbers begin sentences of a list more often than headings."""
    kinds: Counter[str] = Counter()
    for line in lines:
        found = mark(line.text)
        if found and re.search("[。；]", normal(line.text)):
            kinds[found.kind] += 1
        elif found and line.width < _LEAST_MEASURE:
            kinds[found.kind] -= 1
    return {kind for kind, count in kinds.items() if count > 0}


def _is_rest_of_heading(heading: str, after: Line, measure: float) -> bool:
    """Tell whether a heading that fills its line ends in the next: in a short line, or open."""
    if heading.count("（") > heading.count("）") or heading.count("“") > heading.count("”"):
        return True
    short = after.width < measure - 2 * _SLACK
    return short and not re.search("[。；：]", after.text)
