"""Read a PDF that has a text layer: its pages' characters and rules put together to paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.io.documents.docx import absent
from zzmap.io.documents.model import Part
from zzmap.io.documents.pdf_flow import flow
from zzmap.io.documents.pdf_layout import laid_out
from zzmap.io.documents.pdf_page import Page, read_page
from zzmap.io.documents.progress import write_progress
from zzmap.io.guard import check_kind
from zzmap.messages import say

_TAIL, _HEAD = 4096, 1024
_MOST_UNREADABLE = 0.1
_SCAN = say("Have its text recognised (OCR), or ask for the document it was made from.")
_SAVE = say("Copy it again, or open it and save it as PDF again.")


def read_pdf(path: Path, scratch: Path) -> tuple[list[Part], list[str]]:
    """Return the paragraphs and rows of a document, and what to note.

    Raises
    ------
    FormatError
        If it is no PDF, is cut off, asks for a password, or has no text that can be read.
    """
    _check(path)
    try:
        import pypdfium2
    except ModuleNotFoundError:
        raise absent("PDF", "pypdfium2", path) from None
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refused(path, str(error)) from None
    with document:
        pages = list(_pages(path, document, scratch))
    notes = _judged(path, pages)
    layout = laid_out(pages)
    return flow(layout), [*notes, *layout.notes]


def _check(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as file:
        if b"%PDF" not in file.read(_HEAD):
            check_kind(path, "PDF")
        file.seek(max(0, size - _TAIL))
        ended = b"%%EOF" in file.read()
    if not ended:
        # PDFium reads what is there of a file, and does not say that pages are missing.
        raise FormatError(say("the PDF is cut off: its end is missing"), path.name, _SAVE)


def _refused(path: Path, told: str) -> FormatError:
    if "password" in told.lower():
        return FormatError(
            say("the PDF asks for a password"),
            path.name,
            say("Save it without one (打印 → 另存为 PDF)."),
        )
    if "security" in told.lower():
        return FormatError(say("the PDF is locked in a way that is not read"), path.name, _SAVE)
    return FormatError(say("this PDF is damaged"), path.name, _SAVE)


def _pages(path: Path, document: Any, scratch: Path) -> Iterator[Page]:
    total = len(document)
    if total > settings.MAX_PAGES:
        raise FormatError(
            say(
                "the PDF has {total:,} pages, more than the {max_pages:,} that are "
                "read", total=total, max_pages=settings.MAX_PAGES),
            path.name, say("Split it."),
        )  # fmt: skip
    for number in range(total):
        write_progress(scratch, number, total)
        page = document[number]
        yield read_page(page)
        page.close()


def _judged(path: Path, pages: list[Page]) -> list[str]:
    """Return what to note of a document's text.

    Raises
    ------
    FormatError
        If it has none, or its letters have no meaning.
    """
    chars = sum(len(page.chars) for page in pages)
    if not chars:
        pictures = any(page.pictures for page in pages)
        told = say("only pictures of text: it is a scan") if pictures else say("no text")
        number = f"{len(pages):,} pages" if len(pages) > 1 else "page"
        raise FormatError(
            say("the {number} of this PDF hold {told}", number=number, told=told), path.name, _SCAN
        )
    unreadable = sum(page.unreadable for page in pages)
    if unreadable > _MOST_UNREADABLE * (chars + unreadable):
        raise FormatError(
            say("{unreadable:,} of the PDF's {chars:,} letters do not say what they "
            "are", unreadable=unreadable, chars=chars + unreadable), path.name, _SCAN,
        )  # fmt: skip
    notes = []
    if unreadable:
        notes.append(
            say(
                "{unreadable:,} letters do not say what they are and are left out",
                unreadable=unreadable,
            )
        )
    blank = [number for number, page in enumerate(pages, 1) if page.pictures and not page.chars]
    if blank:
        told = ", ".join(map(str, blank[:10])) + (" …" if len(blank) > 10 else "")
        notes.append(say("page {told}: only pictures, whose text is not read", told=told))
    turned = [number for number, page in enumerate(pages, 1) if page.turned]
    if turned:
        told = ", ".join(map(str, turned[:10])) + (" …" if len(turned) > 10 else "")
        notes.append(
            say("page {told}: turned text (a watermark, a wide table) is left out", told=told)
        )
    return notes
