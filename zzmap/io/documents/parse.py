"""Parse a document; runs in the child."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io.documents.model import Part
from zzmap.io.reply import encode_told
from zzmap.messages import say

_MOST_CHARS = 20_000_000
_LEAST_CHINESE = 0.3


def parse_document(path: Path, scratch: Path) -> bytes:
    """Return the reply that holds a document's paragraphs and rows.

    Raises
    ------
    FormatError
        If it cannot be read, or holds no text.
    """
    form, parts, notes = _read(path, scratch)
    chars = sum(len(part.text) + sum(map(len, part.cells)) for part in parts)
    if not chars:
        raise FormatError(
            say("the document holds no text"), path.name, say("Name the plan itself.")
        )
    if chars > _MOST_CHARS:
        raise FormatError(
            say(
                "the document holds more than {most_chars} million "
                "characters", most_chars=_MOST_CHARS // 1_000_000),
            path.name, say("Split it."),
        )  # fmt: skip
    notes += _doubts(parts, chars)
    with path.open("rb") as file:
        sha256 = hashlib.sha256(file.read()).hexdigest()
    return encode_told(
        {"form": form, "sha256": sha256, "parts": [part._asdict() for part in parts],
         "notes": notes}
    )  # fmt: skip


def _read(path: Path, scratch: Path) -> tuple[str, list[Part], list[str]]:
    suffix = path.suffix.lower()
    if suffix == ".docx":
        from zzmap.io.documents.docx import read_docx

        return "DOCX", *read_docx(path)
    if suffix == ".pdf":
        from zzmap.io.documents.pdf import read_pdf

        return "PDF", *read_pdf(path, scratch)
    from zzmap.io.documents.plain_text import read_plain

    return "TXT", *read_plain(path)


def _doubts(parts: list[Part], chars: int) -> list[str]:
    """Return a note where hardly anything is Chinese: a text layer may say other letters."""
    chinese = sum(
        "\u3400" <= char <= "\u9fff"
        for part in parts for text in (part.text, *part.cells) for char in text
    )  # fmt: skip
    share = chinese / chars
    if share >= _LEAST_CHINESE:
        return []
    return [
        say("only {share:.0%} of its letters are Chinese: its text may be damaged", share=share)
    ]
