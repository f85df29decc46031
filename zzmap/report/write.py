"""Write a document to a file, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zzmap.io.staging import write_text
from zzmap.io.target import EXPORT_MARK, check_document
from zzmap.report.document import Document
from zzmap.report.html import page


def write_page(document: Document, path: Path) -> None:
    """Write a document as a page that opens without a network; an older one of ours is replaced.

    Raises
    ------
    OutputError
        If something else is there, or it cannot be written.
    """
    check_document(path)
    write_text(path, page(document))


def write_json(values: Mapping[str, Any], path: Path) -> None:
    """Write values as JSON, marked as ours; raises as `write_page`."""
    check_document(path)
    text = json.dumps({"made_by": EXPORT_MARK, **values}, ensure_ascii=False, indent=1)
    write_text(path, f"{text}\n")
