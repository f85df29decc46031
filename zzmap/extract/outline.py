"""A document's text made normal, and its outline: headings, boxes, tables, where each stands.

What is normal: hard line breaks are joined to paragraphs and page furniture is gone (the readers
do that); characters are made alike and stray blanks removed (`zzmap.io.documents.characters`);
each paragraph is a line, the cells of a row of a table are parted by a tab.  Nothing else is
changed, and nothing of the text is left out.

Where something stands is a *locator*, as geodata writes it: ``letter·chapter(section)number``,
then the head of the paragraph or of the box::

    S·四(一)·智能手机终端     chapter 四, section （一）, a paragraph that begins 智能手机终端。
    S·五(二)1·现代中药       numbered 1. in the section
    S·专栏3·重点园区         in box 专栏3 the paragraph 重点园区：
    S·二(三)·专栏2          a box itself, and the rows of its table
    D·三(三)·目标表          a table without a title, with a column 指标; else 表
    S·三·五区·郑东新区        a part of a paragraph (`zzmap.extract.inner_heads`)

A box ends with its frame; where the file has none, with the next heading, where the measure of
the lines changes, or with its table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from zzmap.extract.draft import DraftDocument
from zzmap.extract.fronts import Front, fronts
from zzmap.extract.inner_heads import Inner, inner_heads
from zzmap.io.documents import marks
from zzmap.io.documents.characters import normal, plain
from zzmap.io.documents.model import Part, ReadDocument
from zzmap.model import Document

TITLE, HEADING, BODY, BOX, BOX_BODY, ROW = "title", "heading", "body", "box", "box-body", "row"
"""Kinds of blocks."""

CELLS_APART = "\t"
"""What parts the cells of a row in the text."""

_RANKS = {
    marks.CHAPTER: 0.0, marks.SECTION: 1.0, marks.ONE: 2.0, "decimal2": 2.5, "decimal3": 2.6,
    "decimal4": 2.7, marks.TWO: 3.0, marks.THREE: 4.0, marks.FOUR: 5.0,
}  # fmt: skip
"""Which number stands below which."""

_LEVELS = {
    marks.CHAPTER: 1, marks.SECTION: 2, marks.ONE: 1, marks.TWO: 2, marks.THREE: 3,
    marks.FOUR: 4, "decimal2": 2, "decimal3": 3, "decimal4": 4,
}  # fmt: skip
_SHAPES = {marks.CHAPTER: "第{}章", marks.SECTION: "第{}节", marks.TWO: "({})", marks.FOUR: "({})"}
_LONGEST_HEADING = 60
_NO_HEAD = re.compile(
    r"到20\d\d|力争|其中|[年月日]底?前?，|重点(?:发展|布局|建设|推进)|主攻|依托|为主|为载体|"
    r"\w{1,7}[市县区镇乡](?:要|将|着力|加快|坚持|做|突出|培育|壮大|发展|布局|建设)|[一二三四五六]是"
)
"""Short sentences that say something themselves and head nothing."""

_RUN_IN = re.compile(r"([^，。；：]{2,24})。(?=.)")
_QUOTED = re.compile(r"“([^”]{1,10})”[^，。；：]{0,12}：(?=.)")
_LABEL = re.compile(r"([^，。；：]{1,20})：(?=.)")


_NAMES_A_PLACE = re.compile(
    r"(?![一二三四五六七八九十各全本该]|.*[的为与和及])[一-龥]{3,18}(?:开发区|高新区|经开区|新区|园区|产业园|工业园|示范区|"
    r"集聚区|片区|组团|科技城|小镇|[县市区])"
)
"""A line that but names a place heads what is told below it."""

_PLACE_RANK, _PLACE_LEVEL = 6.0, 4


class Block(NamedTuple):
    """A stretch of the text of one kind; blocks follow one another and leave out only breaks.

    Attributes
    ----------
    start, end
        Characters of the text.
    kind
        One of `TITLE`, `HEADING` (a line of its own or the head a paragraph begins with),
        `BODY`, `BOX` (title of a box or table), `BOX_BODY`, `ROW`.
    level
        Of a heading: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; 0 for a head without number.
    locator
        Where it stands, as geodata writes it.
    box
        Name of the box or titled table it is in, such as ``专栏3``; '' outside.
    document
        Index of its document.
    cells
        Of a row.
    table
        Number of its table, from 1, 0 where it is no row.
    inner
        Heads within it: the character of the text where each begins, and the locator from there
        on.
    """

    start: int
    end: int
    kind: str
    level: int
    locator: str
    box: str
    document: int
    cells: tuple[str, ...] = ()
    table: int = 0
    inner: tuple[tuple[int, str], ...] = ()


class OutlinedText(NamedTuple):
    """A document's text, the documents it holds, and their outline."""

    text: str
    documents: tuple[DraftDocument, ...]
    blocks: tuple[Block, ...]

    def block_at(self, at: int) -> Block:
        """Return the block in which a character of the text is."""
        found = bisect_right(self.blocks, at, key=lambda row: row.start)
        return self.blocks[max(0, found - 1)]

    def locator_at(self, at: int) -> str:
        """Return where a character of the text stands, heads within its paragraph told too."""
        block = self.block_at(at)
        return next((place for start, place in block.inner[::-1] if start <= at), block.locator)


def outlined(raw: ReadDocument, known: Iterable[Document] = ()) -> OutlinedText:
    """Return the normal text of a document that was read, and its outline.

    Parameters
    ----------
    raw
        As a reader gives it.
    known
        Documents of the catalogue: one that has the same number keeps its id and letter.

    Examples
    --------
    >>> parts = (Part("甲市规划"), Part("一、布局"), Part("汽车。支持乙区发展汽车。"))
    >>> told = outlined(ReadDocument("a.txt", "", "TXT", parts))
    >>> [(told.text[row.start : row.end], row.kind, row.locator) for row in told.blocks]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('甲市规划', 'title', 'A·引言'), ('一、布局', 'heading', 'A·一'),
     ('汽车。', 'heading', 'A·一·汽车'), ('支持乙区发展汽车。', 'body', 'A·一·汽车')]
    """
    found = fronts(raw.parts, known)
    outliner = _Outliner(found)
    for at, part in enumerate(raw.parts):
        outliner.take(at, part)
    return outliner.done()


class _Outliner:
    """Goes through the parts of a document and knows at each where it stands."""

    def __init__(self, found: list[Front]) -> None:
        self._fronts = found
        self._starts: list[int] = [0] * len(found)
        self._lines: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._document = -1
        self._begin()

    def _begin(self) -> None:
        self._stack: list[tuple[float, str]] = []
        self._head = ""
        self._box = ""
        self._box_part: Part | None = None
        self._table = 0

    def take(self, at: int, part: Part) -> None:
        """Take the next part."""
        following = self._document + 1
        if following < len(self._fronts) and at >= self._fronts[following].start:
            self._document = following
            self._begin()
            self._starts[following] = self._length
        if part.cells:
            self._row(part)
            return
        self._table = 0
        raw = plain(part.text).strip()
        text = normal(part.text)
        if not text:
            return
        name = marks.box(raw, whole=True)
        titles = self._fronts[self._document].titles
        if name:
            self._open(name, raw)
        elif at in titles:
            if titles[at]:
                self._put([(titles[at], TITLE, 0, self._place())])
        else:
            self._paragraph(text, part)

    # -- boxes and tables ---------------------------------------------------------------

    def _open(self, name: str, raw: str) -> None:
        self._box, self._box_part, self._head = name, None, ""
        rest = normal(raw[len(_NAMED.match(raw)[0]) :])  # type: ignore[index]
        text = name + ("" if not rest or rest[0] in "：:、.“《" else " ") + rest
        self._put([(text, BOX, 0, self._place(self._box))])

    def _row(self, part: Part) -> None:
        cells = tuple(normal(cell) for cell in part.cells)
        if self._box and self._ends(part, None):
            self._box = ""
        self._box_part = self._box_part or part
        if part.table != self._table and not self._box:
            goal = any("指标" in cell for cell in cells)
            self._untitled = "目标表" if goal else "表"
        self._table = part.table
        place = self._place(self._box or self._untitled)
        text = CELLS_APART.join(cells)
        self._put([(text, ROW, 0, place)], cells, part.table)

    def _ends(self, part: Part, found: marks.Mark | None) -> bool:
        """Tell whether the box that is open ends before this part."""
        first = self._box_part
        if first is not None and (first.frame or part.frame):
            return part.frame != first.frame
        if part.cells:
            return False
        if first is not None and first.cells:
            return not part.text.lstrip().startswith("注")
        if found is not None and self._is_next(found, part):
            return True
        return bool(first and first.measure and part.measure and first.measure != part.measure)

    def _is_next(self, found: marks.Mark, part: Part) -> bool:
        """Tell whether a numbered paragraph in a box is the heading that follows the box."""
        rank = _RANKS[found.kind]
        if rank < _RANKS[marks.THREE]:
            return True
        if "。" in part.text or found.kind == marks.FOUR:
            return False
        last = next((number for row, number in self._stack[::-1] if row == rank), "0")
        return found.number.isdigit() and int(found.number) == int(last) + 1

    # -- paragraphs ---------------------------------------------------------------------

    def _paragraph(self, text: str, part: Part) -> None:
        found = marks.mark(text)
        if self._box and self._ends(part, found):
            self._box, self._head = "", ""
        if self._box:
            self._box_part = self._box_part or part
            self._in_box(text, found)
        elif found:
            self._numbered(text, found)
        elif part.level and len(text) <= _LONGEST_HEADING:
            self._push(part.level + 0.9, f"·{text}")
            self._put([(text, HEADING, min(part.level, 4), self._place())])
        elif _NAMES_A_PLACE.fullmatch(text):
            self._push(_PLACE_RANK, f"·{text}")
            self._put([(text, HEADING, _PLACE_LEVEL, self._place())])
        else:
            head, end = _head(text, boxed=False)
            self._head = head or ("" if not _short(text) else self._head)
            self._split(text, end, BODY)

    def _in_box(self, text: str, found: marks.Mark | None) -> None:
        start = found.end if found else 0
        head, end = _head(text[start:], boxed=True)
        self._head = head
        self._split(text, start + end if head else 0, BOX_BODY)

    def _numbered(self, text: str, found: marks.Mark) -> None:
        self._push(_RANKS[found.kind], _SHAPES.get(found.kind, "{}").format(found.number))
        rest = text[found.end :]
        level = _LEVELS[found.kind]
        if (
            not re.search("[。；]", rest)
            and not rest.endswith(("，", "："))
            and (len(rest) <= _LONGEST_HEADING)
        ):
            self._put([(text, HEADING, level, self._place())])
            return
        run_in = re.match("[^。；：]{1,40}[。：](?=.)", rest)
        end = found.end + run_in.end() if run_in and not _NO_HEAD.match(rest) else 0
        place = self._place()
        self._put([(text[:end], HEADING, level, place), (text[end:], BODY, 0, place)])

    def _push(self, rank: float, told: str) -> None:
        self._stack = [row for row in self._stack if row[0] < rank] + [(rank, told)]
        self._head = ""

    def _split(self, text: str, end: int, kind: str) -> None:
        place = self._place()
        self._put([(text[:end], HEADING, 0, place), (text[end:], kind, 0, place)])

    def _place(self, box: str = "") -> str:
        """Return where we stand; `box` is told below its section, else its number is enough."""
        letter = self._fronts[self._document].row.letter
        if self._box and not box:
            return "·".join(filter(None, (letter, self._box, self._head)))
        chain = "".join(told for _, told in self._stack).strip("·") or "引言"
        return "·".join(filter(None, (letter, chain, box or self._head)))

    def _put(
        self, pieces: list[tuple[str, str, int, str]], cells: tuple[str, ...] = (), table: int = 0
    ) -> None:
        """Add the pieces of one line of the text."""
        at = self._length
        for text, kind, level, place in pieces:
            if text:
                inner = _inner(text, at, place, kind) if kind in (BODY, BOX_BODY) else ()
                self._blocks.append(
                    Block(at, at + len(text), kind, level, place, self._box, self._document,
                          cells, table, inner)
                )  # fmt: skip
            at += len(text)
        self._lines.append("".join(text for text, *_ in pieces))
        self._length = at + 1

    def done(self) -> OutlinedText:
        """Return the whole."""
        ends = [*self._starts[1:], self._length]
        rows = tuple(
            front.row._replace(start=start, end=end)
            for front, start, end in zip(self._fronts, self._starts, ends, strict=True)
        )
        text = "".join(f"{line}\n" for line in self._lines)
        return OutlinedText(text, rows, tuple(self._blocks))


_NAMED = re.compile(r"(?:专栏|专项工程|附?表)\s*[\d\-一二三四五六七八九十]+\s*")


def _inner(text: str, at: int, place: str, kind: str) -> tuple[tuple[int, str], ...]:
    """Return where the heads within a paragraph begin, with their locators."""
    open_heads: list[Inner] = []
    found = []
    for row in inner_heads(text, boxed=kind == BOX_BODY):
        open_heads = [*(head for head in open_heads if head.depth < row.depth), row]
        found.append((at + row.start, "·".join([place, *(head.name for head in open_heads)])))
    return tuple(found)


def _short(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not re.search("[，。]", text)


def _head(text: str, *, boxed: bool) -> tuple[str, int]:
    """Return the head a paragraph begins with, and where it ends; '' and 0 where it has none."""
    for pattern in (_QUOTED, _LABEL, _RUN_IN):
        found = pattern.match(text)
        if found and (boxed or not _says(found[1])):
            name = re.sub("（.*）$", "", found[1])
            return re.sub("^“([^“”]*)”$", r"\1", name), found.end()
    return "", 0


def _says(head: str) -> bool:
    return bool(_NO_HEAD.search(head)) or head.count("、") > 2
