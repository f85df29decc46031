"""Delete a folder whole or not at all, as far as anybody can see."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

_GONE = ".gone"


def forget(folder: Path) -> None:
    """Delete a folder: it is out of sight at once, so that a kill leaves no half that is listed.

    Examples
    --------
    >>> folder = Path("to-go")
    >>> folder.mkdir()
    >>> forget(folder)
    >>> folder.exists()
    False
    """
    gone = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}{_GONE}")
    with suppress(OSError):  # on Windows a file in it may be open: then it goes file by file
        folder = folder.rename(gone)
    shutil.rmtree(folder, ignore_errors=folder == gone)


def sweep(folder: Path) -> None:
    """Delete what a kill has left of the folders in a folder that were to be forgotten."""
    for path in folder.glob(f".*{_GONE}"):
        shutil.rmtree(path, ignore_errors=True)
