"""Unpack the archives that shapefiles and KMZ travel in, and nothing that could do harm."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from zzmap import settings
from zzmap.errors import FormatError
from zzmap.messages import say

MAX_FILES = 1_000
MAX_RATIO, RATIO_FROM_BYTES = 200, 20_000_000
"""Coordinates pack by 20 at the most, blank cells of a .dbf by some 100; a bomb by 1000.  A
bomb of some megabytes harms nobody, so small archives are let be."""

_UTF8_FLAG = 0x800
_ENCRYPTED = 0x1
_BROKEN = (zlib.error, EOFError, struct.error, ValueError, OSError, NotImplementedError)


def unpack(path: Path, folder: Path) -> None:
    """Unpack a zip into a folder.

    Raises
    ------
    FormatError
        If it is no zip, is cut off, asks for a password, would write outside its
        folder, or unpacks to more than a parcel file can hold.
    """
    with _opened(path) as archive:
        for member, name in _checked(path, archive):
            # Old Windows programs part folders by a backslash.
            _extract(path, archive, member, folder / name.replace("\\", "/"))


def check_archive(path: Path, holds: str = "parcels") -> None:
    """Refuse a zip that `unpack` would refuse, for who opens it in another way.

    `holds` says what it should hold, for the sentence that refuses it.
    """
    with _opened(path) as archive:
        _checked(path, archive, holds)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip and turn what a damaged one raises into a sentence."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise FormatError(
            say("this is no zip archive, or it is cut off or damaged ({error})", error=error),
            where=path.name,
            hint=say("Copy it again."),
        ) from None
    except _BROKEN as error:
        reason = error.strerror if isinstance(error, OSError) else error  # not its whole path
        raise FormatError(
            say(
                "the archive is damaged, or packed in a way that is not read ({reason})",
                reason=reason,
            ),
            where=path.name,
            hint=say("Copy it again, or pack it as an ordinary zip."),
        ) from None


def _checked(
    path: Path, archive: zipfile.ZipFile, holds: str = "parcels"
) -> list[tuple[zipfile.ZipInfo, str]]:
    """Return the members with their names, after everything that can be told beforehand."""
    members = [row for row in archive.infolist() if not row.is_dir()]
    size = sum(row.file_size for row in members)
    packed = sum(row.compress_size for row in members) or 1
    if len(members) > MAX_FILES:
        raise FormatError(
            say("the archive holds {count} files", count=len(members)),
            where=path.name,
            hint=say("Pack only the {holds}.", holds=holds),
        )
    if size > settings.MAX_UNPACKED_BYTES or (
        size > RATIO_FROM_BYTES and size / packed > MAX_RATIO
    ):
        raise FormatError(
            say(
                "the archive unpacks to {size:,.0f} MB from {packed:,.1f} MB, "
                "more than {holds} need",
                size=size / 1e6,
                packed=packed / 1e6,
                holds=holds,
            ),
            where=path.name,
            hint=say("Check where it comes from; pack only the {holds}.", holds=holds),
        )
    if any(row.flag_bits & _ENCRYPTED for row in members):
        raise FormatError(
            say("the archive asks for a password"),
            where=path.name,
            hint=say("Unpack it with its password first."),
        )
    if any(stat.S_ISLNK(row.external_attr >> 16) for row in members):
        raise FormatError(
            say("the archive holds a symbolic link"),
            where=path.name,
            hint=say("Pack the files themselves."),
        )
    named = [(row, _name(row)) for row in members]
    for _, name in named:
        parts = PurePosixPath(name.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in name:
            raise FormatError(
                say("the archive holds a path that climbs out of it (“{name}”)", name=name),
                where=path.name,
                hint=say("Pack the files again without paths."),
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
                    say("the archive holds more than its index says"),
                    where=path.name,
                    hint=say("Check where it comes from."),
                )
            file.write(block)
