"""From a document's file to its paragraphs and rows; parsed in the child, as any file is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io.documents.model import Part, ReadDocument
from zzmap.io.documents.progress import read_progress
from zzmap.io.guard import check_file

SUFFIXES = (".txt", ".docx", ".pdf")
"""Documents that can be read."""

_SCAN = "Have its text recognised (OCR) and save it as .docx, .pdf with text, or .txt."
_SAVE = "Open it and save it as .docx."
_NOT_READ = {
    ".docm": ("a Word document with macros", "Save it as .docx, which holds none."),
    ".dotm": ("a Word template with macros", "Save it as .docx, which holds none."),
    ".dotx": ("a Word template", _SAVE),
    ".doc": ("a document of old Word", _SAVE),
    ".wps": ("a document of WPS", _SAVE),
    ".rtf": ("a document in RTF", _SAVE),
    ".odt": ("a document of OpenDocument", _SAVE),
    ".ofd": ("a document in OFD", "Export it as PDF."),
    ".ceb": ("a document in CEB", "Export it as PDF."),
    ".caj": ("a document in CAJ", "Export it as PDF."),
    ".html": ("a page of the web", "Copy its text into a .docx or .txt."),
    ".htm": ("a page of the web", "Copy its text into a .docx or .txt."),
    ".md": ("a text in Markdown", "Save it as .txt."),
    ".xlsx": ("a workbook", "Extract reads documents: name the plan itself."),
    ".pptx": ("slides", "Extract reads documents: name the plan itself."),
    ".jpg": ("a picture", _SCAN), ".jpeg": ("a picture", _SCAN), ".png": ("a picture", _SCAN),
    ".tif": ("a picture", _SCAN), ".tiff": ("a picture", _SCAN),
    ".zip": ("an archive", "Unpack it and name the document."),
}  # fmt: skip


def read_document(
    path: str | Path, progress: Callable[[int, int], None] | None = None
) -> ReadDocument:
    r"""Read a plan's document: plain text, DOCX, or PDF with a text layer.

    Parameters
    ----------
    path
        ``.txt`` (UTF-8, GBK or UTF-16), ``.docx`` or ``.pdf``.
    progress
        Called now and then with the pages done and the pages in all, of a document that tells
        its pages.

    Raises
    ------
    FormatError
        If it is no such document, or holds no text.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "plan.txt"
    ...     _ = file.write_text("甲市规划\n一、布局\n", "utf-8")
    ...     [part.text for part in read_document(file).parts]
    ['甲市规划', '一、布局']
    """
    from zzmap.io import child
    from zzmap.io.reply import GarbledError, decode_told

    path = _checked(Path(path))
    last: list[tuple[int, int]] = []

    def watch(scratch: Path) -> None:
        told = read_progress(scratch)
        if progress is not None and told is not None and told not in last:
            last.append(told)
            progress(*told)

    try:
        told = decode_told(child.told_of_document(path, None if progress is None else watch))
        if progress is not None and last:
            progress(last[-1][1], last[-1][1])
    except GarbledError:
        raise FormatError(
            "this file breaks the program that reads it", where=path.name,
            hint="It is damaged, or made to do harm: export it again.",
        ) from None  # fmt: skip
    return ReadDocument(
        path.name, told["sha256"], told["form"],
        tuple(Part(**{**row, "cells": tuple(row["cells"])}) for row in told["parts"]),
        tuple(told["notes"]),
    )  # fmt: skip


def _checked(path: Path) -> Path:
    check_file(path)
    suffix = path.suffix.lower()
    if path.is_dir():
        raise FormatError("this is a folder", where=str(path), hint="Name the plan's file.")
    if suffix not in SUFFIXES:
        what, hint = _NOT_READ.get(suffix, ("no document zzmap reads", ""))
        told = f"{what}, which is not read" if hint else what
        raise FormatError(
            f"“{suffix or path.name}” is {told}", where=path.name,
            hint=hint or f"It reads {', '.join(SUFFIXES)}.",
        )  # fmt: skip
    return path


