"""Read a DOCX: paragraphs with the numbers Word shows, tables, text boxes, in reading order.

Headers and feet are parts of their own and are not read; nor are footnotes and comments, which
is noted.  What is deleted in a tracked change is gone, what is inserted is there.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zzmap.errors import FormatError
from zzmap.io.archive import check_archive
from zzmap.io.documents.docx_numbering import Numbering, outline_level
from zzmap.io.documents.lines import joined
from zzmap.io.documents.model import Part
from zzmap.io.guard import check_kind
from zzmap.messages import say

_OLE = b"\xd0\xcf\x11\xe0"
_ENTITIES = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)  # fmt: skip
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STOPS = tuple("。！？；：")


def read_docx(path: Path) -> tuple[list[Part], list[str]]:
    """Return the paragraphs and rows of a document, and what to note.

    Raises
    ------
    FormatError
        If it is no DOCX, is damaged, has a password, macros or entities, or unpacks to too much.
    """
    _check(path)
    try:
        import docx
    except ModuleNotFoundError:
        raise absent("DOCX", "python-docx", path) from None
    try:
        reader = _Reader(docx.Document(str(path)))
        return list(reader.body()), reader.notes()
    except MemoryError:
        raise
    except Exception as error:  # whatever its damage leads the library to raise
        raise FormatError(
            say("this is no sound DOCX ({name})", name=type(error).__name__), path.name,
            say("Open it in Word or WPS and save it as .docx again."),
        ) from None  # fmt: skip


def absent(form: str, package: str, path: Path) -> FormatError:
    """Return the refusal of a document whose reader is not installed."""
    return FormatError(
        say(
            "reading {form} takes {package}, which is not "
            "installed", form=form, package=package), path.name,
        say("Install it with `pip install zzmap[extract]`, or save the plan as .txt."),
    )  # fmt: skip


def _check(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OLE):
        raise FormatError(
            say("this document asks for a password, or is one of old Word (.doc)"), path.name,
            say("Open it in Word or WPS and save it as .docx without a password."),
        )  # fmt: skip
    check_kind(path, "DOCX")
    check_archive(path, holds="documents")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" not in names or "word/document.xml" not in names:
            raise FormatError(
                say("this archive is no DOCX"),
                path.name,
                say("Give it its right suffix, or save it again."),
            )
        types = archive.read("[Content_Types].xml")
        if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
            raise FormatError(
                say("the document holds macros"),
                path.name,
                say("Save it as .docx, which holds none."),
            )
        for name in names:
            if name.endswith((".xml", ".rels")) and _declares(archive.read(name)):
                raise FormatError(
                    say(
                        "its part {name} declares entities, which no word processor "
                        "writes", name=name),
                    path.name, say("It is made to do harm: ask for another."),
                )  # fmt: skip


def _declares(raw: bytes) -> bool:
    return any(word in raw for word in _ENTITIES)


class _Reader:
    """Goes through the body of a document."""

    def __init__(self, document: Any) -> None:
        from docx.oxml.ns import qn

        self._qn = qn
        self._body = document.element.body
        self._styles = {
            row.get(qn("w:styleId")): row
            for row in document.styles.element.iterchildren(qn("w:style"))
        }
        self._numbering = Numbering(document)
        self._frames = self._tables = 0
        self._is_hidden = False
        self._cut = ""
        self._names = {row.partname for row in document.part.package.iter_parts()}

    def notes(self) -> list[str]:
        """Return what was left out, a sentence each."""
        notes = [
            say("{what} are not read", what=what) for what, tag in
            (("footnotes", "w:footnoteReference"), ("endnotes", "w:endnoteReference"),
             ("comments", "w:commentReference"))
            if next(self._body.iter(self._qn(tag)), None) is not None
        ]  # fmt: skip
        if self._numbering.unknown:
            kinds = ", ".join(sorted(self._numbering.unknown))
            notes.append(say("numbers of the kinds {kinds} are shown as 1, 2, 3", kinds=kinds))
        if self._is_hidden:
            notes.append(say("hidden words, which Word does not print, are not read"))
        if next(self._body.iter(self._qn("a:blip")), None) is not None:
            notes.append(say("pictures are not read: text and tables in them are missing"))
        return notes

    def body(self) -> Iterator[Part]:
        """Yield the paragraphs and rows of the body."""
        yield from self._children(self._body, 0)

    def _children(self, element: Any, frame: int) -> Iterator[Part]:
        for child in element.iterchildren():
            if child.tag == self._qn("w:p"):
                yield from self._paragraph(child, frame)
            elif child.tag == self._qn("w:tbl"):
                yield from self._left(frame)
                yield from self._table(child, frame)
            elif child.tag in (self._qn("w:sdt"), self._qn("w:sdtContent"), self._qn("w:ins"),
                               self._qn("w:customXml"), self._qn("w:smartTag")):  # fmt: skip
                yield from self._children(child, frame)
        if element.tag in (self._qn("w:body"), self._qn("w:tc"), self._qn("w:txbxContent")):
            yield from self._left(frame)

    def _left(self, frame: int) -> Iterator[Part]:
        """Yield the words of a paragraph whose end is deleted, and which nothing goes on."""
        text, self._cut = self._cut, ""
        if text.strip():
            yield Part(text, frame=frame)

    def _paragraph(self, element: Any, frame: int) -> Iterator[Part]:
        text, left, self._cut = self._cut + self._text(element), "", ""
        if self._is_joined(element):
            text, left = "", text
        # A paragraph without words shows no number either, and is not counted.
        if text.strip():
            number = self._numbering.before(element, self._styles)
            level = outline_level(element, self._styles, self._qn)
            yield Part(number + text, level=level, frame=frame or self._bordered(element))
        for box in self._boxes(element):
            self._frames += 1
            yield from self._children(box, frame or self._frames)
        self._cut = left

    def _is_joined(self, element: Any) -> bool:
        """Tell whether the end of a paragraph is deleted: what follows is of the same one."""
        mark = element.find(f"{self._qn('w:pPr')}/{self._qn('w:rPr')}")
        gone = ("w:del", "w:moveFrom")
        return mark is not None and any(mark.find(self._qn(tag)) is not None for tag in gone)

    def _text(self, element: Any) -> str:
        """Return the words of a paragraph without those of text boxes and deletions."""
        pieces = [""]
        for row in _words(element, self._skipped()):
            if row.tag == self._qn("w:t"):
                if self._is_unseen(row.getparent()):
                    self._is_hidden = self._is_hidden or bool(row.text)
                    continue
                pieces[-1] += row.text or ""
            elif row.tag == self._qn("w:tab"):
                pieces[-1] += " "
            elif row.tag in (self._qn("w:noBreakHyphen"), self._qn("w:softHyphen")):
                pieces[-1] += "-" if row.tag == self._qn("w:noBreakHyphen") else ""
            elif row.tag in (self._qn("w:br"), self._qn("w:cr")):
                pieces.append("")
        return joined([piece.strip() for piece in pieces if piece.strip()] or [""])

    def _is_unseen(self, run: Any) -> bool:
        """Tell whether a run is hidden."""
        found = run.find(f"{self._qn('w:rPr')}/{self._qn('w:vanish')}")
        return found is not None and found.get(self._qn("w:val")) not in ("0", "false", "off")

    def _skipped(self) -> set[str]:
        # What is written above a word, its pinyin, is no part of it.
        names = ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:drawing", "w:pict", "w:object",
                 "w:instrText", "w:rt")  # fmt: skip
        return {f"{_MARKUP}AlternateContent", *map(self._qn, names)}

    def _boxes(self, element: Any) -> Iterator[Any]:
        """Yield the text boxes anchored in a paragraph, each once."""
        for row in element.iter(self._qn("w:txbxContent")):
            above = [parent.tag for parent in row.iterancestors()]
            nested = above[: above.index(self._qn("w:p"))] if self._qn("w:p") in above else above
            # What is there for programs that know no newer form says the same again.
            if f"{_MARKUP}Fallback" not in nested:
                yield row

    def _bordered(self, element: Any) -> int:
        """Return the number of the frame of a paragraph with a border all around it, else 0."""
        found = element.find(f"{self._qn('w:pPr')}/{self._qn('w:pBdr')}")
        sides = set() if found is None else {row.tag for row in found}
        if not {self._qn("w:left"), self._qn("w:right")} <= sides:
            self._open_border = False
            return 0
        if not getattr(self, "_open_border", False):
            self._frames += 1
        self._open_border = True
        return self._frames

    def _table(self, element: Any, frame: int) -> Iterator[Part]:
        rows = list(self._rows(element))
        cells = [cell for row in rows for cell in row]
        if all(len(row) == 1 for row in rows):  # a box drawn as a table
            self._frames += 1
            number = frame or self._frames
            for cell in cells:
                yield from self._children(cell[0], number)
            return
        self._tables += 1
        table = self._tables
        above: list[str] = []
        for row in rows:
            told = [text for cell in row for text in self._cell(cell, above)]
            inside = [inner for cell in row for inner in cell[0].iterchildren(self._qn("w:tbl"))]
            if len(row) == 1:
                told = told[:1]
            if any(told):
                yield Part("", cells=tuple(told), frame=frame, table=table)
            above = told if len(row) > 1 else above
            for inner in inside:
                yield from self._table(inner, frame)

    def _rows(self, table: Any) -> Iterator[list[tuple[Any, int, int, bool]]]:
        """Yield the cells of each row: element, first column, columns, whether of a cell above."""
        for row in table.iter(self._qn("w:tr")):
            if next(row.iterancestors(self._qn("w:tbl"))) is not table:
                continue
            cells, at = [], 0
            for cell in row.iter(self._qn("w:tc")):
                if next(cell.iterancestors(self._qn("w:tr"))) is not row:
                    continue
                properties = cell.find(self._qn("w:tcPr"))
                wide = self._number(properties, "w:gridSpan")
                merged = None if properties is None else properties.find(self._qn("w:vMerge"))
                goes_on = merged is not None and merged.get(self._qn("w:val")) != "restart"
                cells.append((cell, at, wide, goes_on))
                at += wide
            yield cells

    def _number(self, properties: Any, tag: str) -> int:
        found = None if properties is None else properties.find(self._qn(tag))
        return 1 if found is None else int(found.get(self._qn("w:val")))

    def _cell(self, cell: tuple[Any, int, int, bool], above: list[str]) -> list[str]:
        """Return the words of a cell in each column it spans."""
        element, at, wide, goes_on = cell
        if goes_on and at < len(above):
            return above[at : at + wide]
        texts = [part.text for part in self._children(element, 0) if part.text]
        return [joined(texts or [""])] * wide


def _words(element: Any, skipped: set[str]) -> Iterator[Any]:
    for child in element.iterchildren():
        if child.tag not in skipped:
            yield child
            yield from _words(child, skipped)
