"""A draft without rows: for a plan whose rows a person takes from the text on the review page."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zzmap.errors import FormatError
from zzmap.extract.draft import Draft, DraftDocument
from zzmap.messages import say

_MOST_BYTES = 20_000_000


def blank_draft(path: Path, document: dict[str, str], city: str = "", version: str = "") -> Draft:
    """Return a draft of a text that holds its document and no other row.

    Parameters
    ----------
    path
        Text in UTF-8.
    document
        Cells of documents.csv; what is not given can be filled in on the review page.
    city
        Name of the city.
    version
        Of zzmap.

    Raises
    ------
    FormatError
        If it is no text in UTF-8, holds nothing, or is too long.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise FormatError(
            say("this file cannot be read ({reason})", reason=error.strerror or error),
            str(path),
            say("Name another."),
        ) from None
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or "\0" in text or len(raw) > _MOST_BYTES:
        raise FormatError(
            say("this is no text in UTF-8 that holds anything, of 20 MB at most"), path.name,
            say("Save the plan as plain text in UTF-8."),
        )  # fmt: skip
    cells = {"id": "doc-plan", "letter": "A", **{k: v for k, v in document.items() if v}}
    first = next(line.strip() for line in text.splitlines() if line.strip())
    cells.setdefault("title", first[:100])
    row = DraftDocument(
        cells["id"], cells["letter"], cells.get("number", ""), cells.get("date", ""),
        cells["title"], cells.get("title_en", ""), cells.get("issuer", ""),
        cells.get("gazette", ""), 0, len(text),
    )  # fmt: skip
    return Draft(
        path.name, hashlib.sha256(raw).hexdigest(), version, False, city, text, documents=[row]
    )
