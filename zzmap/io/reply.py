"""The frame in which a child's replies cross: a sign, a head of JSON, a body of bytes.

It needs no library, so that a child that reads rows of text loads none.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from zzmap.errors import CrsError, FormatError, ZzmapError

_HEAD = struct.Struct("<4sQ")
_SIGN = b"zzl1"
_LONGEST = 250
"""Letters kept of each end of what an error says."""

_ERRORS = {kind.__name__: kind for kind in (FormatError, CrsError, ZzmapError)}


class GarbledError(ValueError):
    """A reply is cut off or is none."""


def encode_told(told: dict[str, Any]) -> bytes:
    """Return a reply that says something of a table whose rows are spooled."""
    return framed({"told": told})


def encode_error(error: ZzmapError) -> bytes:
    """Return a reply that holds an error, which a file's own words cannot make endless."""
    kind = type(error).__name__
    return framed({"error": [kind, *map(_shortened, (error.what, error.where, error.hint))]})


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _LONGEST else f"{text[:_LONGEST]} … {text[-_LONGEST:]}"


def framed(head: dict[str, Any], body: bytes = b"") -> bytes:
    """Return a reply."""
    # Text of a file may hold half of a surrogate pair, which plain UTF-8 refuses.
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b"".join([_HEAD.pack(_SIGN, len(text)), text, body])


def decode_told(reply: bytes) -> dict[str, Any]:
    """Return what a reply says of a table; raises as `decode`."""
    told: dict[str, Any] = unframed(reply)[0]["told"]
    return told


def unframed(reply: bytes) -> tuple[dict[str, Any], int]:
    """Return the head of a reply and where its body starts; raises as `zzmap.io.wire.decode`."""
    if len(reply) < _HEAD.size:
        raise GarbledError
    sign, length = _HEAD.unpack_from(reply)
    at = _HEAD.size + length
    if sign != _SIGN or len(reply) < at:
        raise GarbledError
    head: dict[str, Any] = json.loads(reply[_HEAD.size : at].decode("utf-8", "surrogatepass"))
    if len(reply) != at + sum(row["bytes"] for row in head.get("layers", ())):
        raise GarbledError
    if "error" in head:
        kind, what, where, hint = head["error"]
        raise _ERRORS.get(kind, FormatError)(what, where, hint)
    return head, at
