"""Unpack the archives that shapefiles and KMZ travel in, and nothing that could do harm."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from zzmap.errors import FormatError

MAX_FILES = 1_000
MAX_UNPACKED_BYTES = 500_000_000
MAX_RATIO = 200
"""Real coordinate data packs by 20 at the most; a bomb by thousands."""

_UTF8_FLAG = 0x800


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack a zip into a folder that is gone afterwards.

    Raises
    ------
    FormatError
        If it is no zip, is cut off, asks for a password, would write outside its
        folder, or unpacks to more than a parcel file can hold.
    """
    try:
        with zipfile.ZipFile(path) as archive, TemporaryDirectory(prefix="zzmap-") as folder:
            members = _checked(path, archive)
            for member, name in members:
                _extract(path, archive, member, Path(folder) / name)
            yield Path(folder)
    except zipfile.BadZipFile:
        raise FormatError(
            "this is no zip archive, or it is cut off", where=path.name, mend="Copy it again."
        ) from None
    except RuntimeError as error:
        raise FormatError(
            f"the archive cannot be opened ({error})",
            where=path.name,
            mend="Unpack it with its password first.",
        ) from None


def _checked(path: Path, archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, str]]:
    members = [row for row in archive.infolist() if not row.is_dir()]
    size = sum(row.file_size for row in members)
    packed = sum(row.compress_size for row in members) or 1
    if len(members) > MAX_FILES:
        raise FormatError(
            f"the archive holds {len(members)} files",
            where=path.name,
            mend="Pack only the parcels.",
        )
    if size > MAX_UNPACKED_BYTES or (size > 1_000_000 and size / packed > MAX_RATIO):
        raise FormatError(
            f"the archive unpacks to {size / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB, "
            "more than parcels need",
            where=path.name,
            mend="Check where it comes from; pack only the parcels.",
        )
    named = [(row, _name(row)) for row in members]
    for _, name in named:
        parts = PurePosixPath(name.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in name:
            raise FormatError(
                f"the archive holds a path that climbs out of it (“{name}”)",
                where=path.name,
                mend="Pack the files again without paths.",
            )
    return named


def _name(member: zipfile.ZipInfo) -> str:
    """Undo the zip format's assumption that a name without a UTF-8 mark is CP437."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _extract(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(member) as source, target.open("wb") as file:
        while block := source.read(1 << 20):
            written += len(block)
            # The size in the archive's index is a claim; what comes out is what counts.
            if written > member.file_size:
                raise FormatError(
                    "the archive holds more than its index says",
                    where=path.name,
                    mend="Check where it comes from.",
                )
            file.write(block)
