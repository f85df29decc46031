"""A plan's text in passages: each with the headings and the box it stands below."""

from __future__ import annotations

import re
from typing import NamedTuple

from zzmap.extract.clauses import Span
from zzmap.extract.outline import BODY, BOX, BOX_BODY, HEADING, ROW, Block, OutlinedText

_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]+[、]|[（(][一二三四五六七八九十\d]+[）)]|"
    r"\d+(?:\.\d+)*[.．、]?|(?:专栏|专项工程|附?表)\s*[\d一二三四五六七八九十]+)?[\s：:]*"
)
_NEAR = 2
"""Marks that may part a head from what it heads."""

_CLOSING = re.compile(r"[。：:”“]*$")


class Passage(NamedTuple):
    """A paragraph, or the row of a table, and what it stands below.

    Attributes
    ----------
    start, end
        Characters of the text.
    kind
        `BODY`, `BOX_BODY` or `ROW` of the outline.
    document
        Index of its document.
    locator
        Where it stands.
    heads
        Words of the numbered headings in force, outermost first.
    head
        Words of the head it begins with, or that a paragraph before it began with.
    box, title
        Name of the box, and the words of its title.
    cells, table
        Of a row.
    """

    start: int
    end: int
    kind: str
    document: int
    locator: str
    heads: tuple[Span, ...] = ()
    head: Span | None = None
    box: str = ""
    title: Span | None = None
    cells: tuple[str, ...] = ()
    table: int = 0

    @property
    def whole(self) -> Span:
        """The passage with the head it begins with, for a short sentence may look like one."""
        begins = self.head is not None and 0 <= self.start - self.head.end <= _NEAR
        return Span(self.head.start if self.head and begins else self.start, self.end)

    @property
    def above(self) -> tuple[Span, ...]:
        """The headings and the title of the box, outermost first."""
        return (*self.heads, self.title) if self.title else self.heads


def passages(outlined: OutlinedText) -> list[Passage]:
    """Return the passages of an outlined text, in their order."""
    found: list[Passage] = []
    heads: list[tuple[int, Span]] = []
    head: tuple[str, Span] | None = None
    title: Span | None = None
    document = -1
    for block in outlined.blocks:
        if block.document != document:
            document, heads, head, title = block.document, [], None, None
        words = _words(outlined.text, block)
        if block.kind == HEADING and block.level:
            heads = [row for row in heads if row[0] < block.level]
            heads.append((block.level, words))
            head = None
        elif block.kind == HEADING:
            head = (block.locator, words)
        elif block.kind == BOX:
            title, head = words, None
        elif block.kind in (BODY, BOX_BODY, ROW):
            own = head[1] if head and head[0] == block.locator else None
            found.append(
                Passage(
                    block.start, block.end, block.kind, block.document, block.locator,
                    tuple(row for _, row in heads), own, block.box,
                    title if block.box else None, block.cells, block.table,
                )
            )  # fmt: skip
    return found


def _words(text: str, block: Block) -> Span:
    """Return the words of a heading, without its number and the mark that ends it."""
    raw = text[block.start : block.end]
    number = _NUMBER.match(raw)
    start = number.end() if number else 0
    closing = _CLOSING.search(raw, start)
    end = closing.start() if closing else len(raw)
    start += len(raw[start:end]) - len(raw[start:end].lstrip("“"))
    return Span(block.start + start, block.start + max(start, end))
