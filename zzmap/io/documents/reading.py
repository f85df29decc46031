"""From a document's file to its paragraphs and rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zzmap.io.documents.model import ReadDocument
from zzmap.io.documents.plain_text import read_plain
from zzmap.io.guard import check_file


def read_document(path: Path) -> ReadDocument:
    """Read a document.

    Raises
    ------
    FormatError
        If it cannot be read.
    """
    check_file(path)
    parts, notes = read_plain(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ReadDocument(path.name, digest, "TXT", tuple(parts), tuple(notes))
