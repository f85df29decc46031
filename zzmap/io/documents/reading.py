"""From a document's file to its paragraphs and rows; parsed in the child, as any file is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io.documents.model import Part, ReadDocument
from zzmap.io.documents.progress import read_progress
from zzmap.io.guard import check_file
from zzmap.messages import say

SUFFIXES = (".txt", ".docx", ".pdf")
"""Documents that can be read."""

_SCAN = say("Have its text recognised (OCR) and save it as .docx, .pdf with text, or .txt.")
_SAVE = say("Open it and save it as .docx.")
_NOT_READ = {
    ".docm": (say("a Word document with macros"), say("Save it as .docx, which holds none.")),
    ".dotm": (say("a Word template with macros"), say("Save it as .docx, which holds none.")),
    ".dotx": (say("a Word template"), _SAVE),
    ".doc": (say("a document of old Word"), _SAVE),
    ".wps": (say("a document of WPS"), _SAVE),
    ".rtf": (say("a document in RTF"), _SAVE),
    ".odt": (say("a document of OpenDocument"), _SAVE),
    ".ofd": (say("a document in OFD"), say("Export it as PDF.")),
    ".ceb": (say("a document in CEB"), say("Export it as PDF.")),
    ".caj": (say("a document in CAJ"), say("Export it as PDF.")),
    ".html": (say("a page of the web"), say("Copy its text into a .docx or .txt.")),
    ".htm": (say("a page of the web"), say("Copy its text into a .docx or .txt.")),
    ".md": (say("a text in Markdown"), say("Save it as .txt.")),
    ".xlsx": (say("a workbook"), say("Extract reads documents: name the plan itself.")),
    ".pptx": (say("slides"), say("Extract reads documents: name the plan itself.")),
    ".jpg": (say("a picture"), _SCAN), ".jpeg": (say("a picture"), _SCAN),
    ".png": (say("a picture"), _SCAN),
    ".tif": (say("a picture"), _SCAN), ".tiff": (say("a picture"), _SCAN),
    ".zip": (say("an archive"), say("Unpack it and name the document.")),
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
            say("this file breaks the program that reads it"), where=path.name,
            hint=say("It is damaged, or made to do harm: export it again."),
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
        raise FormatError(
            say("this is a folder"), where=str(path), hint=say("Name the plan's file.")
        )
    if suffix not in SUFFIXES:
        what, hint = _NOT_READ.get(suffix, (say("no document zzmap reads"), ""))
        told = say("{what}, which is not read", what=what) if hint else what
        raise FormatError(
            say("“{suffix}” is {told}", suffix=suffix or path.name, told=told), where=path.name,
            hint=hint or say("It reads {suffixes}.", suffixes=', '.join(SUFFIXES)),
        )  # fmt: skip
    return path
