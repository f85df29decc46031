"""Zips that unfold, lie, or hold zips."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from bombs.build import Build, packed


def within(name: str, depth: int) -> Build:
    """Pack an archive in an archive, ten to each: ten to the power of the depth."""

    def build(to: Path) -> Path:
        inner, body = "a.kml", b"<kml/>" + b" " * 1_000_000
        path = to / name
        for _ in range(depth):
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for number in range(10):
                    archive.writestr(f"{number}{inner}", body)
            inner, body = name, path.read_bytes()
        return path

    return build


def _overlapping(to: Path) -> Path:
    """Let 900 entries of the index share one kernel of 10 MB: 9 GB."""
    path = to / "overlap.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(10_000_000))
    body = path.read_bytes()
    at = body.rindex(b"PK\x01\x02")
    end = body.rindex(b"PK\x05\x06")
    entry = body[at:end]
    index = b"".join(
        entry[:46] + f"{number:05}".encode() + entry[51:] for number in range(900)
    )  # fmt: skip
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 900, 900, len(index), at, 0)
    path.write_bytes(body[:at] + index + tail)
    return path


def _lying(to: Path) -> Path:
    """Unpack to a gigabyte where the index says 100 bytes."""
    path = to / "lying.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(1_000_000_000))
    body = path.read_bytes()
    path.write_bytes(body.replace(struct.pack("<L", 1_000_000_000), struct.pack("<L", 100)))
    return path


def _many_entries(to: Path) -> Path:
    path = to / "entries.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.kml", b"")
    return path


def _packed_text(to: Path) -> Path:
    """Hide a text of 190 MB in a zip of one; what is in it is a table of blanks."""
    path = to / "blanks.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "lon,lat\n" + " ,\n" * 6_000_000)
    return path


ARCHIVES: dict[str, Build] = {
    "zip-zeros": packed("zeros.zip", {"a.geojson": lambda: bytes(1_000_000_000)}),
    "zip-below-the-limit": packed("below.zip", {"a.csv": lambda: b"1,2\n" * 4_900_000}),
    "zip-in-zip": within("nested.zip", 5),
    "zip-overlap": _overlapping,
    "zip-lying": _lying,
    "zip-entries": _many_entries,
    "zip-dbf": packed(
        "dbf.zip",
        {
            "a.shp": struct.pack(">7L", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<2L", 1000, 5)
            + bytes(64),
            "a.shx": struct.pack(">7L", 9994, 0, 0, 0, 0, 0, 50) + struct.pack("<2L", 1000, 5)
            + bytes(64),
            "a.dbf": lambda: bytes(400_000_000),
        },
    ),
    "zip-blanks": _packed_text,
}  # fmt: skip
