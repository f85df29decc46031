"""Copies of a stranger's files in the folder of the child process, which is thrown away."""

from __future__ import annotations

import shutil
from pathlib import Path


def copy_to(file: Path, place: Path) -> None:
    """Copy the bytes of a file, whatever else it links to or may do."""
    shutil.copyfile(file, place)


def put(place: Path, raw: bytes) -> None:
    """Write a copy that is not as the file was."""
    place.write_bytes(raw)


def gather(folder: Path, into: Path) -> None:
    """Move the files of a folder, and not what lies below it, into a new one."""
    into.mkdir()
    for file in [row for row in folder.iterdir() if row.is_file()]:
        file.rename(into / file.name)
