"""Write texts, bytes and zips; what all bombs are made of."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

Build = Callable[[Path], Path]

RING = "113.5 34.7, 113.51 34.7, 113.51 34.71, 113.5 34.71, 113.5 34.7"
POINTS = [tuple(map(float, point.split())) for point in RING.split(", ")]
HUGE = 2_000_000_000
ENTITIES = "".join(
    '<!ENTITY {} "{}">'.format(one, f"&{two};" * 10)
    for two, one in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{}">{}]>'.format("z" * 100, ENTITIES)
"""A billion laughs: 100 GB of letters."""


def text(name: str, body: str | Callable[[], str]) -> Build:
    """Write a text."""

    def build(to: Path) -> Path:
        path = to / name
        path.write_text(body if isinstance(body, str) else body(), "utf-8")
        return path

    return build


def raw(name: str, body: bytes | Callable[[], bytes]) -> Build:
    """Write bytes."""

    def build(to: Path) -> Path:
        path = to / name
        path.write_bytes(body if isinstance(body, bytes) else body())
        return path

    return build


def packed(name: str, members: dict[str, bytes | Callable[[], bytes]]) -> Build:
    """Write a zip."""

    def build(to: Path) -> Path:
        path = to / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, body in members.items():
                archive.writestr(member, body if isinstance(body, bytes) else body())
        return path

    return build


def wkb(kind: int, count: int, body: bytes = b"") -> bytes:
    """Return well-known binary that says how many of its kind follow."""
    return struct.pack("<BLL", 1, kind, count) + body
