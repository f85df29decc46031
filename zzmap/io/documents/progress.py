"""How far a child is with a document: a file in its scratch folder that the parent looks at."""

from __future__ import annotations

from pathlib import Path

from zzmap.io.scratch import put

_NAME = "progress"


def write_progress(scratch: Path, done: int, total: int) -> None:
    """Say how many pages are done."""
    put(scratch / _NAME, f"{done} {total}".encode())


def read_progress(scratch: Path) -> tuple[int, int] | None:
    """Return the pages done and in all, None where nothing is said yet."""
    try:
        done, total = map(int, (scratch / _NAME).read_text("ascii").split())
    except (OSError, ValueError):
        return None
    return done, total
