"""Read text whose encoding nobody has written down."""

from __future__ import annotations

import re
from pathlib import Path

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.messages import say

ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: GBK text is hardly ever valid UTF-8, the reverse is common."""


def read_text(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Read a file as UTF-8 or GB18030 (which holds GBK and GB2312), or as asked.

    Returns
    -------
    tuple
        The text and the name of the encoding it was read as.

    Raises
    ------
    FormatError
        If the file is missing, too large, binary, or in neither encoding.
    """
    try:
        if path.stat().st_size > settings.MAX_TEXT_BYTES:
            raise FormatError(
                say(
                    "the file has more than {max_text_bytes} MB of text",
                    max_text_bytes=settings.MAX_TEXT_BYTES // 1_000_000,
                ),
                where=path.name,
                hint=say("Split it."),
            )
        raw = path.read_bytes()
    except OSError as error:
        raise FormatError(
            say("cannot be read ({reason})", reason=error.strerror),
            where=str(path),
            hint=say("Check the path."),
        ) from None
    if encoding is not None:
        encodings: tuple[str, ...] = (encoding,)
    elif raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ENCODINGS
    for name in encodings:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        if encoding is None and name == "gb18030":
            _check_big5(raw, path)
        return text, name.removesuffix("-sig")
    raise FormatError(
        say("this is no text in {encoding}", encoding=encoding or say("UTF-8 or GBK")),
        where=path.name,
        hint=say("Save it as UTF-8 text."),
    )


_SAMPLE = 20_000


def _check_big5(raw: bytes, path: Path) -> None:
    """Refuse traditional Chinese in Big5, which is valid GB18030 and would be garbled.

    Nearly all letters of a text are of the common ones, which both encodings keep together; of
    those of Big5 GB18030 makes rare ones.

    Raises
    ------
    FormatError
        That says which encoding the file seems to be in.
    """
    pairs = _PAIRS.findall(raw[:_SAMPLE])
    common = sum(0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1 for pair in pairs)
    of_big5 = sum(0xA4 <= pair[0] <= 0xC6 for pair in pairs)
    if of_big5 <= common:
        return
    try:
        raw.decode("big5")
    except UnicodeDecodeError:
        return
    raise FormatError(
        say("the text seems to be in Big5 (traditional Chinese), which is not read"),
        where=path.name,
        hint=say("Save it as UTF-8 text."),
    )


_PAIRS = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
